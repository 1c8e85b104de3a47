/*
 * The store: durable appends against bare SQLite on the same disk, verify and
 * rebuild, eight writers, the doorbell.  One JSON object; read the ratios.
 *
 * store [ENTRIES]: length of the journal that is verified and rebuilt.  It is
 * made of incidents with their facts, reports and calls, all of whose views
 * and duties are folded.
 */
#include <poll.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "desk/command.h"
#include "desk/desk.h"
#include "store/gate.h"
#include "store/verify.h"

#define RUN_S 3.0
#define WRITERS 8
#define BELLS 1000
#define BATCH 400
#define FACTS 20 /* then another incident */

static void __attribute__((noreturn)) die(const char *text)
{
	fprintf(stderr, "store: %s\n", text);
	exit(1);
}

static double
seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static const struct identity who = { .officer = "bench", .seat = "bench" };

static struct desk *
open_desk(const char *dir)
{
	struct err err = ERR_INIT;
	struct desk *d;

	if (desk_open(&d, dir, &who, NULL, &err))
		die(err.text);
	return d;
}

/* One command, as `zhiban record` runs it. */
static void
command(struct command_session *s, const char *text)
{
	struct command_result res;
	struct err err = ERR_INIT;

	if (command_run_text(s, text, strlen(text), "bench", &res, &err))
		die(err.text);
}

/* ---- durable writes ---- */

static double
bare_commits(const char *dir)
{
	char path[128], text[128];
	sqlite3_stmt *st = NULL;
	double start;
	sqlite3 *sql;
	long n = 0;

	snprintf(path, sizeof(path), "%s/bare.db", dir);
	memset(text, 'x', sizeof(text));
	if (sqlite3_open(path, &sql) ||
	    sqlite3_exec(sql,
	                 "PRAGMA journal_mode=WAL;"
	                 "PRAGMA synchronous=FULL;"
	                 "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)",
	                 NULL, NULL, NULL) ||
	    sqlite3_prepare_v2(sql, "INSERT INTO t (b) VALUES (?1)", -1, &st,
	                       NULL))
		die(sqlite3_errmsg(sql));
	sqlite3_bind_text(st, 1, text, sizeof(text), SQLITE_STATIC);
	for (start = seconds(); seconds() - start < RUN_S; n++) {
		if (sqlite3_step(st) != SQLITE_DONE)
			die(sqlite3_errmsg(sql));
		sqlite3_reset(st);
	}
	start = (double)n / (seconds() - start);
	sqlite3_finalize(st);
	sqlite3_close(sql);
	unlink(path);
	return start;
}

static double
fact_appends(const char *dir)
{
	struct desk *d = open_desk(dir);
	struct command_session s;
	char text[256];
	double start;
	long n = 0;

	command_session_init(&s, d);
	for (start = seconds(); seconds() - start < RUN_S; n++) {
		if (n % FACTS == 0)
			command(&s, "{\"do\":\"incident.open\",\"kind\":"
			            "\"accident.coal\",\"place\":"
			            "\"某矿二号井\",\"from\":\"调度室\"}");
		snprintf(text, sizeof(text),
		         "{\"do\":\"incident.facts\",\"number\":\"@last\","
		         "\"facts\":{\"trapped\":%ld},\"source\":\"指挥部\"}",
		         n % 9);
		command(&s, text);
	}
	start = (double)n / (seconds() - start);
	command_session_release(&s);
	desk_close(d);
	return start;
}

/* ---- a long journal ---- */

struct filler {
	struct journal *j;
	int64_t rulebook;
	int incident;
	int64_t entries;
};

static void
fill_one(struct filler *f, const char *kind, const char *subject,
         const char *body)
{
	struct journal_entry e = { .happened_ms = JOURNAL_NO_TIME,
		                   .officer = "bench",
		                   .seat = "bench",
		                   .kind = kind,
		                   .version = 1,
		                   .subject = subject,
		                   .body = body,
		                   .body_len = strlen(body) };
	struct err err = ERR_INIT;

	if (journal_append(f->j, &e, &err))
		die(err.text);
	f->entries++;
}

/* Twelve entries: opened, three facts, six reports, two calls. */
static void
fill_incident(struct filler *f)
{
	char number[32], subject[48], body[512];
	int i;

	snprintf(number, sizeof(number), "2026-%04d", ++f->incident);
	snprintf(subject, sizeof(subject), "incident:%s", number);
	snprintf(body, sizeof(body),
	         "{\"number\":\"%s\",\"kind\":\"accident.coal\",\"title\":"
	         "\"某煤矿井下渗水\",\"place\":\"某镇某村二号井 %d\",\"words\":"
	         "\"井下渗水，有人被困\",\"occurred\":"
	         "\"2026-09-01T07:30:00+08:00\",\"received\":"
	         "\"2026-09-01T08:00:00+08:00\",\"rulebook\":%lld}",
	         number, f->incident, (long long)f->rulebook);
	fill_one(f, "incident.opened", subject, body);
	for (i = 0; i < 3; i++) {
		snprintf(body, sizeof(body),
		         "{\"facts\":{\"trapped\":%d},\"source\":"
		         "\"现场指挥部\",\"base\":1}",
		         i + 1);
		fill_one(f, "incident.facts", subject, body);
	}
	for (i = 0; i < 6; i++)
		fill_one(
			f, "report.made", subject,
			"{\"via\":\"phone\",\"by\":\"county.emergency\",\"to\":"
			"\"city.emergency\",\"taker\":\"王芳\",\"words\":"
			"\"井下渗水，被困三人，正在核实。\"}");
	for (i = 0; i < 2; i++)
		fill_one(
			f, "call.logged", NULL,
			"{\"direction\":\"in\",\"caller\":\"调度室\",\"phone\":"
			"\"0358-0000000\",\"words\":\"夜间例行报平安。\"}");
}

static int64_t
fill(const char *dir, int64_t entries)
{
	struct desk *d = open_desk(dir);
	struct filler f = { .j = desk_journal(d),
		            .rulebook = desk_rulebook_id(d),
		            .incident = 10 };
	struct err err = ERR_INIT;
	int64_t goal;

	while (f.entries < entries) {
		if (journal_begin(f.j, &err))
			die(err.text);
		for (goal = f.entries + BATCH; f.entries < goal;)
			fill_incident(&f);
		if (journal_commit(f.j, &err))
			die(err.text);
	}
	desk_close(d);
	return f.entries;
}

static double
verifies(const char *dir, bool views)
{
	struct verify_report r = VERIFY_REPORT_INIT;
	struct err err = ERR_INIT;
	double start = seconds(), rate;

	if (verify_desk(dir, &desk_kinds, NULL, views, &r, &err))
		die(err.text);
	if (r.faults_total)
		die(r.faults[0].text);
	rate = (double)r.entries / (seconds() - start);
	verify_report_release(&r);
	return rate;
}

static double
rebuilds(const char *dir)
{
	struct err err = ERR_INIT;
	double start = seconds();
	int64_t entries;

	if (journal_rebuild(dir, &desk_kinds, &entries, &err))
		die(err.text);
	return (double)entries / (seconds() - start);
}

/* ---- several processes ---- */

struct share {
	double worst_ms;
	long commits;
};

static void
write_share(const char *dir, struct share *share)
{
	struct desk *d = open_desk(dir);
	struct command_session s;
	double start = seconds(), at, took;

	command_session_init(&s, d);
	while (at = seconds(), at - start < RUN_S) {
		command(&s, "{\"do\":\"call.log\",\"direction\":\"in\","
		            "\"caller\":\"调度室\",\"words\":\"平安\"}");
		took = (seconds() - at) * 1000;
		if (took > share->worst_ms)
			share->worst_ms = took;
		share->commits++;
	}
	command_session_release(&s);
	desk_close(d);
}

static struct share
eight_writers(const char *dir)
{
	struct share *all =
		mmap(NULL, sizeof(*all) * WRITERS, PROT_READ | PROT_WRITE,
	             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct share sum = { 0 };
	int i;

	fflush(stdout);
	for (i = 0; i < WRITERS; i++)
		if (fork() == 0) {
			write_share(dir, &all[i]);
			_exit(0);
		}
	for (i = 0; i < WRITERS; i++)
		wait(NULL);
	for (i = 0; i < WRITERS; i++) {
		sum.commits += all[i].commits;
		if (all[i].worst_ms > sum.worst_ms)
			sum.worst_ms = all[i].worst_ms;
	}
	munmap(all, sizeof(*all) * WRITERS);
	return sum;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* A writer commits and notes when; the listener notes when it was woken. */
static void
bells(const char *dir, double *p50_us, double *p99_us)
{
	double *done = mmap(NULL, sizeof(double), PROT_READ | PROT_WRITE,
	                    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	static double took[BELLS];
	struct pollfd p;
	struct desk *d;
	int go[2], i;
	char c = 'x';

	if (pipe(go))
		die("pipe");
	fflush(stdout);
	if (fork() == 0) {
		struct command_session s;

		d = open_desk(dir);
		command_session_init(&s, d);
		close(go[1]);
		while (read(go[0], &c, 1) == 1) {
			command(&s,
			        "{\"do\":\"call.log\",\"direction\":"
			        "\"in\",\"caller\":\"调\",\"words\":\"x\"}");
			*done = seconds();
		}
		desk_close(d);
		_exit(0);
	}
	close(go[0]);
	d = open_desk(dir);
	p = (struct pollfd){ .fd = desk_bell_fd(d), .events = POLLIN };
	for (i = 0; i < BELLS; i++) {
		*done = 0;
		if (write(go[1], &c, 1) != 1 || poll(&p, 1, 5000) != 1)
			die("the bell did not ring");
		if (!desk_changed(d))
			die("nothing had changed");
		/* Woken before the writer itself was back: no wait at all. */
		took[i] = *done > 0 ? (seconds() - *done) * 1e6 : 0;
	}
	close(go[1]);
	wait(NULL);
	desk_close(d);
	qsort(took, BELLS, sizeof(took[0]), by_size);
	*p50_us = took[BELLS / 2];
	*p99_us = took[BELLS * 99 / 100];
}

/* ---- all of it ---- */

static void
make_desk(char dir[64])
{
	struct desk_options o = { .drill = true, .clock_rate = 1000 };
	const char *tmp = getenv("TMPDIR");
	struct err err = ERR_INIT;

	snprintf(dir, 64, "%s/zhiban-bench-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(dir))
		die("no folder for the desk");
	if (desk_create(dir, &o, &who, &err))
		die(err.text);
}

static void
remove_desk(const char *dir)
{
	static const char *const names[] = { "desk.db",     "desk.db-wal",
		                             "desk.db-shm", "desk.gate",
		                             "desk.keeper", "desk.key" };
	char path[128];
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		unlink(path);
	}
	rmdir(dir);
}

int
main(int argc, char **argv)
{
	int64_t entries = argc > 1 ? strtoll(argv[1], NULL, 10) : 50000;
	double bare, facts, verify, views, rebuild, p50, p99;
	struct share eight;
	char dir[64];

	make_desk(dir);
	bare = bare_commits(dir);
	facts = fact_appends(dir);
	remove_desk(dir);
	make_desk(dir);
	eight = eight_writers(dir);
	bells(dir, &p50, &p99);
	remove_desk(dir);
	make_desk(dir);
	entries = fill(dir, entries);
	verify = verifies(dir, false);
	views = verifies(dir, true);
	rebuild = rebuilds(dir);
	remove_desk(dir);
	printf("{\"name\":\"store\",\"bare_commits_per_s\":%.0f,"
	       "\"fact_appends_per_s\":%.0f,\"append_ratio\":%.2f,"
	       "\"entries\":%lld,\"verify_per_s\":%.0f,"
	       "\"verify_with_views_per_s\":%.0f,\"rebuild_per_s\":%.0f,"
	       "\"eight_writers_per_s\":%.0f,\"eight_writers_worst_ms\":%.1f,"
	       "\"bell_p50_us\":%.0f,\"bell_p99_us\":%.0f}\n",
	       bare, facts, facts / bare, (long long)entries, verify, views,
	       rebuild, (double)eight.commits / RUN_S, eight.worst_ms, p50,
	       p99);
	return 0;
}
