/*
 * What the programs of tests/fault share: a desk in a folder of its own with
 * one kind of entry, several writers, acknowledgements through pipes, and the
 * oracle: every acknowledged entry is there once, and verify finds nothing.
 */
#ifndef FAULT_KIT_H
#define FAULT_KIT_H

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"
#include "store/gate.h"
#include "store/journal.h"
#include "store/search.h"
#include "store/verify.h"

static inline void __attribute__((format(printf, 1, 2), noreturn))
die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fputs("not ok - ", stdout);
	vprintf(fmt, ap);
	fputs("\n", stdout);
	va_end(ap);
	fflush(stdout);
	_exit(1);
}

static inline void
must(int rc, const struct err *err)
{
	if (rc)
		die("%s", err->text);
}

/* ---- the desk ---- */

static inline int
fault_check(const json_t *body, struct err *err)
{
	const struct jpath at = { .key = "body" };
	int64_t n;

	return json_need_int(body, "n", 0, INT64_MAX, &n, &at, err);
}

/* The views of each writer: its last number, and a document. */
static inline int
fault_reduce(struct fold *f, const struct journal_entry *e,
	     const json_t *body, struct err *err)
{
	char title[32];

	snprintf(title, sizeof(title), "n %lld",
		 (long long)json_integer_value(json_object_get(body, "n")));
	return search_put(f->db, "writer", e->officer, title, e->seat, err);
}

static const struct journal_kind fault_table[] = {
	{ "test.made", 1, fault_check, fault_reduce },
	{ NULL, 0, NULL, NULL },
};

static const struct journal_kinds fault_kinds = { .table = fault_table };

static inline void
fault_desk(char dir[64])
{
	static const unsigned char uuid[16] = "desk under fault";
	const char *tmp = getenv("TMPDIR");
	struct err err = ERR_INIT;

	snprintf(dir, 64, "%s/zhiban-fault-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(dir))
		die("%s: %s", dir, strerror(errno));
	must(journal_create(dir, uuid, JOURNAL_DRILL, &err), &err);
}

static inline void
fault_remove(const char *dir)
{
	char path[512];
	struct dirent *d;
	DIR *list = opendir(dir);

	while (list && (d = readdir(list))) {
		snprintf(path, sizeof(path), "%s/%s", dir, d->d_name);
		if (d->d_name[0] != '.')
			unlink(path);
	}
	if (list)
		closedir(list);
	rmdir(dir);
}

static inline void
fault_copy_file(const char *from, const char *to, const char *name)
{
	char path[512];
	struct buf bytes = BUF_INIT;
	struct err err = ERR_INIT;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", from, name);
	must(buf_read_file(&bytes, path, 1 << 30, &err), &err);
	snprintf(path, sizeof(path), "%s/%s", to, name);
	unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd == -1 ||
	    write(fd, bytes.s, bytes.len) != (ssize_t)bytes.len)
		die("%s: %s", path, strerror(errno));
	close(fd);
	buf_release(&bytes);
}

/* A copy of a desk that nobody has open; only its lasting files. */
static inline void
fault_copy(const char *from, const char *to)
{
	static const char *const names[] = { "desk.db", "desk.gate",
					     "desk.keeper", "desk.key" };
	char path[512];
	size_t i;

	mkdir(to, 0750);
	for (i = 0; i < 4; i++)
		fault_copy_file(from, to, names[i]);
	snprintf(path, sizeof(path), "%s/desk.db-wal", to);
	unlink(path);
	snprintf(path, sizeof(path), "%s/desk.db-shm", to);
	unlink(path);
}

static inline struct journal *
fault_open(const char *dir)
{
	struct err err = ERR_INIT;
	struct journal *j;

	must(journal_open(&j, dir, &fault_kinds, &clock_system, &err), &err);
	return j;
}

/* One write of `pair` entries {"n": n}; officer names the writer. */
static inline int
fault_append(struct journal *j, const char *writer, int64_t n, int pair,
	     int64_t *seq, struct err *err)
{
	struct journal_entry e = { .happened_ms = JOURNAL_NO_TIME,
				   .officer = writer,
				   .seat = "seat",
				   .kind = "test.made",
				   .version = 1 };
	char body[64];
	int i;

	e.body_len = (size_t)snprintf(body, sizeof(body), "{\"n\":%lld}",
				      (long long)n);
	e.body = body;
	if (journal_begin(j, err))
		return -1;
	for (i = 0; i < pair; i++)
		if (journal_append(j, &e, err))
			break;
	if (i == pair && journal_commit(j, err) == 0) {
		if (seq)
			*seq = e.seq;
		return 0;
	}
	journal_rollback(j);
	return -1;
}

/* ---- the oracle ---- */

#define WRITERS 8

struct seen {
	int64_t last[WRITERS];		/* highest n of each writer */
	int64_t entries, order_faults;
};

static inline int
fault_see(void *arg, const struct journal_entry *e)
{
	struct seen *s = arg;
	int writer = e->officer[0] - 'a';
	long long n = -1;

	if (strcmp(e->kind, "test.made") != 0)
		return 0;
	s->entries++;
	if (sscanf(e->body, "{\"n\":%lld}", &n) != 1 || writer < 0 ||
	    writer >= WRITERS)
		s->order_faults++;
	else if (n != s->last[writer] + 1)
		s->order_faults++; /* one lost, or one twice */
	else
		s->last[writer] = n;
	return 0;
}

/* Every writer's numbers from 1 on, none missing, none twice. */
static inline struct seen
fault_read(const char *dir)
{
	struct seen s = { .entries = 0 };
	struct err err = ERR_INIT;
	struct journal *j = fault_open(dir);

	must(journal_read(j, 0, fault_see, &s, &err), &err);
	journal_close(j);
	return s;
}

static inline void
fault_verify(const char *dir, const char *when)
{
	struct verify_report r = VERIFY_REPORT_INIT;
	struct err err = ERR_INIT;
	struct buf text = BUF_INIT;

	if (verify_desk(dir, &fault_kinds, NULL, true, &r, &err))
		die("%s: %s", when, err.text);
	verify_text(&text, &r);
	if (r.faults_total)
		die("%s:\n%s", when, text.s);
	buf_release(&text);
	verify_report_release(&r);
}

#endif
