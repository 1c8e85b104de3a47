/*
 * power IMAGES [lie]: power cuts.  A desk is written while every write, sync
 * and truncation of its files is recorded; then images of the disk are made
 * as a cut at a random operation could leave them: what was synced is there,
 * of what was not each 512 bytes are there or not, file by file.  Every entry
 * acknowledged before the cut must be in each image, and verify finds
 * nothing.
 *
 * With `lie` no sync is honoured, as with synchronous=OFF or a disk that
 * lies: most images must then have lost something.  It shows that the test
 * can fail.
 */
#include "tests/fault/fault_kit.h"
#include "tests/fault/fault_vfs.h"

#include "base/mem.h"

#define SECTOR 512
#define APPENDS 400

struct op {
	enum vfs_op op;
	bool wal;
	unsigned char *bytes;
	int len;
	int64_t off;
};

static struct op *ops;
static size_t ops_count, ops_cap;
static size_t acks[APPENDS]; /* operations done when n was acknowledged */

static int
record(const struct vfs_call *c)
{
	struct op *o;

	ops = mem_grow(ops, ops_count, &ops_cap, sizeof(*ops));
	o = &ops[ops_count++];
	*o = (struct op){
		.op = c->op, .wal = c->wal, .len = c->len, .off = c->off
	};
	if (c->op == VFS_WRITE) {
		o->bytes = mem_alloc((size_t)c->len);
		memcpy(o->bytes, c->bytes, (size_t)c->len);
	}
	return SQLITE_OK;
}

/* ---- a file as the disk has it ---- */

struct image {
	unsigned char *bytes;
	size_t len, cap;
	bool there;
};

static void
image_size(struct image *im, size_t len)
{
	if (len > im->cap) {
		im->cap = len * 2;
		im->bytes = mem_resize(im->bytes, im->cap);
	}
	if (len > im->len)
		memset(im->bytes + im->len, 0, len - im->len);
	im->len = len;
	im->there = true;
}

static void
image_put(struct image *im, const struct op *o, int from, int len)
{
	size_t end = (size_t)(o->off + from + len);

	if (end > im->len)
		image_size(im, end);
	memcpy(im->bytes + o->off + from, o->bytes + from, (size_t)len);
}

/* Percent of what was not synced that reached the disk all the same. */
static bool
kept(int percent)
{
	return rand() % 100 < percent;
}

static void
image_apply(struct image *im, const struct op *o, int percent)
{
	int at, len;

	im->there = true;
	if (o->op == VFS_TRUNCATE && kept(percent))
		image_size(im, (size_t)o->off);
	for (at = 0; o->op == VFS_WRITE && at < o->len; at += len) {
		len = SECTOR - (int)((o->off + at) % SECTOR);
		if (len > o->len - at)
			len = o->len - at;
		if (kept(percent))
			image_put(im, o, at, len);
	}
}

/* The file after the first `cut` operations. */
static void
image_make(struct image *im, bool wal, size_t cut, bool lie, int percent)
{
	size_t i, synced = 0;

	for (i = 0; i < cut; i++)
		if (ops[i].wal == wal && ops[i].op == VFS_SYNC && !lie)
			synced = i;
	for (i = 0; i < cut; i++)
		if (ops[i].wal == wal)
			image_apply(im, &ops[i], i < synced ? 100 : percent);
}

static void
image_write(const struct image *im, const char *dir, const char *name)
{
	char path[512];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	unlink(path);
	if (!im->there)
		return;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0640);
	if (fd == -1 || write(fd, im->bytes, im->len) != (ssize_t)im->len)
		die("%s: %s", path, strerror(errno));
	close(fd);
}

/* ---- one cut ---- */

static void
cut_at(const char *origin, const char *dir, size_t cut, bool lie)
{
	static const int percents[] = { 0, 25, 50, 75, 100 };
	struct image db = { .len = 0 }, wal = { .len = 0 };
	struct buf start = BUF_INIT;
	struct err err = ERR_INIT;
	char path[512];

	fault_copy(origin, dir);
	snprintf(path, sizeof(path), "%s/desk.db", origin);
	must(buf_read_file(&start, path, 1 << 30, &err), &err);
	image_size(&db, start.len);
	memcpy(db.bytes, start.s, start.len);
	image_make(&db, false, cut, lie, percents[rand() % 5]);
	image_make(&wal, true, cut, lie, percents[rand() % 5]);
	image_write(&db, dir, "desk.db");
	image_write(&wal, dir, "desk.db-wal");
	buf_release(&start);
	free(db.bytes);
	free(wal.bytes);
}

/* The oracle in a child: it dies where something is wrong. */
static bool
survived(const char *dir, size_t cut, bool lie)
{
	int64_t acked = 0;
	struct seen s;
	int status;
	pid_t pid;

	while (acked < APPENDS && acks[acked] <= cut)
		acked++;
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		if (lie && !freopen("/dev/null", "w", stdout))
			_exit(1);
		s = fault_read(dir);
		if (s.order_faults || s.last[0] < acked ||
		    s.last[0] > acked + 1)
			die("cut at operation %zu: %lld acknowledged, %lld "
			    "there",
			    cut, (long long)acked, (long long)s.last[0]);
		fault_verify(dir, "after a power cut");
		_exit(0);
	}
	waitpid(pid, &status, 0);
	return status == 0;
}

static void
write_desk(const char *dir)
{
	struct err err = ERR_INIT;
	struct journal *j = fault_open(dir);
	int i;

	for (i = 0; i < APPENDS; i++) {
		/* Also where the WAL has been copied back and starts anew. */
		if (i % 70 == 69)
			must(db_checkpoint(journal_db(j), &err), &err);
		must(fault_append(j, "a", i + 1, 1, NULL, &err), &err);
		acks[i] = ops_count;
	}
	journal_close(j);
}

int
main(int argc, char **argv)
{
	char origin[64], dir[80];
	int i, images, lost = 0;
	bool lie = argc > 2 && strcmp(argv[2], "lie") == 0;

	if (argc < 2)
		return 2;
	images = (int)strtol(argv[1], NULL, 10);
	fault_desk(origin);
	snprintf(dir, sizeof(dir), "%s.cut", origin);
	fault_copy(origin, dir);
	vfs_register(record);
	write_desk(dir);
	sqlite3_vfs_register(vfs_real, 1);
	srand(20261123);
	for (i = 0; i < images; i++) {
		size_t cut = (size_t)rand() % (ops_count + 1);

		cut_at(origin, dir, cut, lie);
		lost += !survived(dir, cut, lie);
	}
	if (lie ? lost < images / 2 : lost > 0)
		die("%d of %d images lost something", lost, images);
	printf("ok - %d cuts in %zu operations%s: %d lost something\n", images,
	       ops_count, lie ? ", no sync honoured" : "", lost);
	fault_remove(dir);
	fault_remove(origin);
	return 0;
}
