/*
 * Eight processes appending at once.
 *
 *   many COUNT     each writes COUNT times two entries in one write; a reader
 *                  follows by the doorbell and must never see one of a pair
 *                  alone.  Then: no gap, none twice, verify finds nothing.
 *                  The worst wait is printed, not judged.
 *   bell COUNT     one writer, acknowledged one by one: every commit wakes
 *                  the listener, and what it wakes to is there
 */
#include "tests/fault/fault_kit.h"

#include <time.h>

struct wait {
	int64_t worst_us;
};

static int64_t
now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static void
write_pairs(const char *dir, int writer, int count, struct wait *wait)
{
	char name[2] = { (char)('a' + writer), '\0' };
	struct journal *j = fault_open(dir);
	struct err err = ERR_INIT;
	int64_t start, took;
	int i;

	for (i = 0; i < count; i++) {
		start = now_us();
		must(fault_append(j, name, i, 2, NULL, &err), &err);
		took = now_us() - start;
		if (took > wait->worst_us)
			wait->worst_us = took;
	}
	journal_close(j);
}

/* Entries come in pairs with the same number by the same writer. */
struct pairs {
	int64_t since, half;
	char officer;
	int64_t last[WRITERS];
	bool open;
};

static int
see_pair(void *arg, const struct journal_entry *e)
{
	struct pairs *p = arg;
	int writer = e->officer[0] - 'a';
	long long n = -1;

	if (e->seq != p->since + 1)
		die("entry %lld after %lld: a gap", (long long)e->seq,
		    (long long)p->since);
	p->since = e->seq;
	if (strcmp(e->kind, "test.made") != 0)
		return 0;
	sscanf(e->body, "{\"n\":%lld}", &n);
	if (p->open && (e->officer[0] != p->officer || n != p->half))
		die("entry %lld comes between a pair", (long long)e->seq);
	if (!p->open && n != p->last[writer]++)
		die("writer %d: number %lld is lost or twice", writer, n);
	p->half = n;
	p->officer = e->officer[0];
	p->open = !p->open;
	return 0;
}

static void
read_pairs(struct journal *j, struct pairs *p)
{
	struct err err = ERR_INIT;

	must(journal_read(j, p->since, see_pair, p, &err) ? -1 : 0, &err);
	if (p->open)
		die("half a write was seen after entry %lld",
		    (long long)p->since);
}

static int
bell_of(const char *dir)
{
	struct err err = ERR_INIT;
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s/desk.gate", dir);
	fd = bell_open(path, &err);
	must(fd < 0 ? -1 : 0, &err);
	return fd;
}

static int
many(const char *dir, int count)
{
	struct wait *waits =
		mmap(NULL, sizeof(*waits) * WRITERS, PROT_READ | PROT_WRITE,
	             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int64_t worst = 0, end = (int64_t)WRITERS * count * 2;
	struct pairs p = { .since = 0 };
	struct pollfd bell;
	struct journal *j;
	pid_t pids[WRITERS];
	int i, status;

	for (i = 0; i < WRITERS; i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			write_pairs(dir, i, count, &waits[i]);
			_exit(0);
		}
	}
	/* Opened after the forks: a connection must not be inherited. */
	bell = (struct pollfd){ .fd = bell_of(dir), .events = POLLIN };
	j = fault_open(dir);
	read_pairs(j, &p);
	while (p.since < end && poll(&bell, 1, 10000) == 1) {
		bell_drain(bell.fd);
		read_pairs(j, &p);
	}
	for (i = 0; i < WRITERS; i++) {
		waitpid(pids[i], &status, 0);
		if (status != 0)
			die("writer %d ended with %d", i, status);
		if (waits[i].worst_us > worst)
			worst = waits[i].worst_us;
	}
	if (p.since < end)
		die("the reader was not woken after entry %lld of %lld",
		    (long long)p.since, (long long)end);
	journal_close(j);
	close(bell.fd);
	fault_verify(dir, "after eight writers");
	printf("ok - eight writers, %lld entries, worst wait %lld.%03lld ms\n",
	       (long long)end, (long long)worst / 1000,
	       (long long)worst % 1000);
	return 0;
}

static int
bell(const char *dir, int count)
{
	struct pollfd p;
	struct journal *j;
	struct err err = ERR_INIT;
	unsigned char hash[HASH_LEN];
	int go[2], i, status;
	char c = 'x';
	pid_t pid;

	if (pipe(go))
		die("pipe");
	pid = fork();
	if (pid == 0) {
		j = fault_open(dir);
		for (i = 0; i < count && read(go[0], &c, 1) == 1; i++)
			must(fault_append(j, "a", i + 1, 1, NULL, &err), &err);
		journal_close(j);
		_exit(0);
	}
	p = (struct pollfd){ .fd = bell_of(dir), .events = POLLIN };
	j = fault_open(dir);
	for (i = 0; i < count; i++) {
		if (write(go[1], &c, 1) != 1 || poll(&p, 1, 10000) != 1)
			die("commit %d did not ring", i + 1);
		bell_drain(p.fd);
		if (!journal_changed(j))
			die("commit %d rang before it could be seen", i + 1);
		if (journal_head(j, hash) != i + 1)
			die("commit %d rang, but is not there", i + 1);
	}
	waitpid(pid, &status, 0);
	journal_close(j);
	close(p.fd);
	printf("ok - %d commits, each rang once it could be seen\n", count);
	return status;
}

int
main(int argc, char **argv)
{
	char dir[64];
	int rc = 2;

	if (argc != 3)
		return 2;
	fault_desk(dir);
	if (strcmp(argv[1], "many") == 0)
		rc = many(dir, (int)strtol(argv[2], NULL, 10));
	else if (strcmp(argv[1], "bell") == 0)
		rc = bell(dir, (int)strtol(argv[2], NULL, 10));
	fault_remove(dir);
	return rc;
}
