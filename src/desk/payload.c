#include "desk/payload.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/civil.h"
#include "base/hash.h"
#include "base/tr.h"

#define PAYLOADS "payloads"
#define HALF ".part"
enum { GZIP_WINDOW = 15 + 16, CHUNK = 65536 };

char *
payload_name(char out[PAYLOAD_HEX], const void *bytes, size_t len)
{
	unsigned char digest[HASH_LEN];
	struct buf hex = BUF_INIT;

	hash_bytes(digest, bytes, len);
	hex_add(&hex, digest, sizeof(digest));
	memcpy(out, hex.s, PAYLOAD_HEX);
	buf_release(&hex);
	return out;
}

static bool
name_valid(const char *name)
{
	return strlen(name) == PAYLOAD_HEX - 1 &&
	       !name[strspn(name, "0123456789abcdef")];
}

static int
fail(const char *path, struct err *err)
{
	return err_set(err,
	               errno == ENOSPC || errno == EDQUOT ? ERR_FULL : ERR_IO,
	               "%s: %s", path, strerror(errno));
}

/* ---- keeping ---- */

static void
pack(struct buf *out, const void *bytes, size_t len)
{
	unsigned char chunk[CHUNK];
	z_stream z = { .next_in = (unsigned char *)bytes,
		       .avail_in = (unsigned)len };

	deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, 8,
	             Z_DEFAULT_STRATEGY);
	do {
		z.next_out = chunk;
		z.avail_out = sizeof(chunk);
		deflate(&z, Z_FINISH);
		buf_add(out, chunk, sizeof(chunk) - z.avail_out);
	} while (z.avail_out == 0);
	deflateEnd(&z);
}

static int
make_folder(const char *path, struct err *err)
{
	if (mkdir(path, 0750) && errno != EEXIST)
		return fail(path, err);
	return 0;
}

/* Whole or not at all: written beside it, then renamed. */
static int
write_whole(const char *path, const struct buf *packed, struct err *err)
{
	struct buf beside = BUF_INIT;
	int fd, rc = 0;
	ssize_t n;

	buf_fmt(&beside, "%s" HALF, path);
	fd = open(beside.s,
	          O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (fd < 0) {
		rc = fail(beside.s, err);
		goto out;
	}
	for (size_t at = 0; !rc && at < packed->len; at += (size_t)n) {
		n = write(fd, packed->s + at, packed->len - at);
		if (n <= 0)
			rc = fail(beside.s, err);
	}
	if (close(fd) && !rc)
		rc = fail(beside.s, err);
	if (!rc && rename(beside.s, path))
		rc = fail(path, err);
	if (rc)
		unlink(beside.s);
out:
	buf_release(&beside);
	return rc;
}

int
payload_keep(const char *dir, const char *name, const void *bytes, size_t len,
             int64_t now_ms, bool *fresh, struct err *err)
{
	struct buf path = BUF_INIT, packed = BUF_INIT;
	char day[CIVIL_TEXT];
	int rc;

	buf_fmt(&path, "%s/" PAYLOADS, dir);
	rc = make_folder(path.s, err);
	buf_fmt(&path, "/%s", civil_date(day, now_ms, CIVIL_SHANGHAI));
	if (!rc)
		rc = make_folder(path.s, err);
	buf_fmt(&path, "/%s.gz", name);
	*fresh = !rc && access(path.s, F_OK) != 0;
	if (*fresh) {
		pack(&packed, bytes, len);
		rc = write_whole(path.s, &packed, err);
	}
	buf_release(&path);
	buf_release(&packed);
	return rc;
}

void
payload_drop(const char *dir, const char *name, int64_t now_ms)
{
	struct buf path = BUF_INIT;
	char day[CIVIL_TEXT];

	buf_fmt(&path, "%s/" PAYLOADS "/%s/%s.gz", dir,
	        civil_date(day, now_ms, CIVIL_SHANGHAI), name);
	unlink(path.s);
	buf_release(&path);
}

/* ---- the folders of days ---- */

typedef int
day_fn(void *arg, const char *path, const char *day, struct err *err);

/* fn for each, until it answers other than 0. */
static int
each_day(const char *dir, day_fn *fn, void *arg, struct err *err)
{
	struct buf path = BUF_INIT;
	struct dirent *e;
	size_t len;
	int rc = 0;
	DIR *all;

	buf_fmt(&path, "%s/" PAYLOADS, dir);
	all = opendir(path.s);
	len = path.len;
	while (all && !rc && (e = readdir(all))) {
		if (strlen(e->d_name) != strlen("2026-11-23") ||
		    e->d_name[4] != '-')
			continue;
		buf_cut(&path, len);
		buf_fmt(&path, "/%s", e->d_name);
		rc = fn(arg, path.s, e->d_name, err);
	}
	if (all)
		closedir(all);
	buf_release(&path);
	return rc;
}

struct looking {
	const char *name;
	struct buf *packed;
};

static int
look_in(void *arg, const char *path, const char *day, struct err *err)
{
	const struct looking *l = arg;
	struct buf file = BUF_INIT;
	int rc = 0;

	(void)day;
	buf_fmt(&file, "%s/%s.gz", path, l->name);
	if (access(file.s, R_OK) == 0)
		rc = buf_read_file(l->packed, file.s, PAYLOAD_MAX, err) ? -1
		                                                        : 1;
	buf_release(&file);
	return rc;
}

static int
unpack(struct buf *out, const struct buf *packed, struct err *err)
{
	unsigned char chunk[CHUNK];
	z_stream z = { .next_in = (unsigned char *)packed->s,
		       .avail_in = (unsigned)packed->len };
	int rc;

	inflateInit2(&z, GZIP_WINDOW);
	do {
		z.next_out = chunk;
		z.avail_out = sizeof(chunk);
		rc = inflate(&z, Z_NO_FLUSH);
		buf_add(out, chunk, sizeof(chunk) - z.avail_out);
	} while (rc == Z_OK && out->len <= PAYLOAD_MAX);
	inflateEnd(&z);
	return rc == Z_STREAM_END
	               ? 0
	               : err_set(err, ERR_CORRUPT, tr("原始报文已损坏"));
}

int
payload_read(const char *dir, const char *name, struct buf *out,
             struct err *err)
{
	struct buf packed = BUF_INIT;
	struct looking l = { name, &packed };
	char check[PAYLOAD_HEX];
	int rc = name_valid(name) ? each_day(dir, look_in, &l, err) : 0;

	buf_clear(out);
	if (rc == 0)
		rc = err_set(err, ERR_NOT_FOUND,
		             tr("原始报文未保存，或已超过 %d 天"),
		             PAYLOAD_DAYS);
	else if (rc == 1)
		rc = unpack(out, &packed, err);
	if (!rc && strcmp(payload_name(check, out->s, out->len), name) != 0)
		rc = err_set(err, ERR_CORRUPT, tr("原始报文与日志不符"));
	buf_release(&packed);
	return rc;
}

struct pruning {
	int64_t before_ms;
	/* The newest days that there are, newest first. */
	int64_t newest[PAYLOAD_DAYS];
	int days, count;
};

static int
note_day(void *arg, const char *path, const char *day, struct err *err)
{
	struct pruning *p = arg;
	struct err none = ERR_INIT;
	int64_t ms;
	int at;

	(void)path;
	(void)err;
	if (civil_parse_date(day, &ms, &none))
		return 0;
	for (at = p->days; at > 0 && p->newest[at - 1] < ms; at--)
		if (at < PAYLOAD_DAYS)
			p->newest[at] = p->newest[at - 1];
	if (at < PAYLOAD_DAYS)
		p->newest[at] = ms;
	p->days += p->days < PAYLOAD_DAYS;
	return 0;
}

static bool
is_kept(const struct pruning *p, int64_t day_ms)
{
	return day_ms >= p->before_ms || p->days < PAYLOAD_DAYS ||
	       day_ms >= p->newest[PAYLOAD_DAYS - 1];
}

static bool
is_half(const char *name)
{
	size_t len = strlen(name), end = strlen(HALF);

	return len > end && strcmp(name + len - end, HALF) == 0;
}

/* All files of a day, or those that were never finished. */
static int
sweep(const char *path, bool all, struct err *err)
{
	struct dirent *e;
	DIR *day = opendir(path);
	int fd;

	if (!day)
		return fail(path, err);
	fd = dirfd(day);
	while ((e = readdir(day)))
		if (e->d_name[0] != '.' && (all || is_half(e->d_name)))
			unlinkat(fd, e->d_name, 0);
	closedir(day);
	return 0;
}

static int
prune_day(void *arg, const char *path, const char *day, struct err *err)
{
	struct pruning *p = arg;
	struct err none = ERR_INIT;
	int64_t ms;

	if (civil_parse_date(day, &ms, &none))
		return 0;
	if (is_kept(p, ms))
		return sweep(path, false, err);
	p->count++;
	if (sweep(path, true, err))
		return -1;
	return rmdir(path) ? fail(path, err) : 0;
}

int
payload_prune(const char *dir, int64_t now_ms, int *count, struct err *err)
{
	struct pruning p = { .before_ms = civil_day_start(
				     now_ms, CIVIL_SHANGHAI, -PAYLOAD_DAYS) };
	int rc = each_day(dir, note_day, &p, err);

	if (!rc)
		rc = each_day(dir, prune_day, &p, err);
	*count = p.count;
	return rc;
}
