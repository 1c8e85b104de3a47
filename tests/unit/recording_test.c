/* A recording's names, choice and moment: watch/recording.h. */
#include "cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/path.h"
#include "base/tr.h"
#include "feeds/feed.h"
#include "watch/recording.h"

static void
test_names(void **state)
{
	static const struct {
		const char *name;
		int minutes, page; /* -1: refused */
	} cases[] = {
		{ "answer.json", 0, 1 },
		{ "2026-09-20.json", 0, 1 },
		{ "+0m", 0, 1 },
		{ "+00m.json", 0, 1 },
		{ "+05m.json", 5, 1 },
		{ "+90m-red.json", 90, 1 },
		{ "+90m.red.json", 90, 1 },
		{ "+90m-2.json", 90, 2 },
		{ "+90m-99", 90, 99 },
		{ "+90m-100.json", 90, 1 },
		{ "+90m-0.json", 90, 1 },
		{ "+90m-2nd.json", 90, 1 },
		{ "+90m-", 90, 1 },
		{ "+99999m.json", RECORDING_MINUTES_MAX, 1 },
		{ "+100000m.json", -1, 0 },
		{ "+99999999999999999999m.json", -1, 0 },
		{ "+", -1, 0 },
		{ "+m.json", -1, 0 },
		{ "+5.json", -1, 0 },
		{ "+5min.json", -1, 0 },
		{ "+-5m.json", -1, 0 },
		{ "+5h.json", -1, 0 },
	};
	struct recording_file f;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		bool ok = recording_name(&f, cases[i].name);

		if (ok != (cases[i].minutes >= 0))
			fail_msg("%s", cases[i].name);
		if (!ok)
			continue;
		assert_int_equal(f.minutes, cases[i].minutes);
		assert_int_equal(f.page, cases[i].page);
	}
}

static const char *
chosen(const struct recording_file *files, size_t n, int64_t ms, int page)
{
	const struct recording_file *f = recording_choose(files, n, ms, page);

	return f ? f->name : "";
}

static void
test_choose(void **state)
{
	static const struct recording_file files[] = {
		{ (char *)"a", 2, 1 },  { (char *)"b", 5, 1 },
		{ (char *)"c", 5, 1 },  { (char *)"c2", 5, 2 },
		{ (char *)"d", 60, 1 },
	};
	static const struct {
		int64_t ms;
		int page;
		const char *name;
	} cases[] = {
		{ -1, 1, "a" },
		{ 0, 1, "a" },
		{ 2 * CIVIL_MINUTE, 1, "a" },
		{ 5 * CIVIL_MINUTE - 1, 1, "a" },
		{ 5 * CIVIL_MINUTE, 1, "c" },
		{ 60 * CIVIL_MINUTE - 1, 1, "c" },
		{ 60 * CIVIL_MINUTE, 1, "d" },
		{ INT64_MAX, 1, "d" },
		/* pages: as recorded, else the first */
		{ 5 * CIVIL_MINUTE, 2, "c2" },
		{ 5 * CIVIL_MINUTE, 3, "c" },
		{ 60 * CIVIL_MINUTE, 2, "d" },
		{ 0, 2, "a" },
		{ 5 * CIVIL_MINUTE, 0, "c" },
		{ 5 * CIVIL_MINUTE, -1, "c" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(
			chosen(files, 5, cases[i].ms, cases[i].page),
			cases[i].name);
	assert_string_equal(chosen(files, 0, 0, 1), "");
	/* only a second page */
	assert_string_equal(chosen(files + 3, 1, 5 * CIVIL_MINUTE, 2), "");
}

/* Whole minutes, never into the future, to both sides. */
static void
test_shift(void **state)
{
	static const struct {
		int64_t moment, now, minutes;
	} cases[] = {
		{ 0, 0, 0 },
		{ 0, CIVIL_MINUTE - 1, 0 },
		{ 0, CIVIL_MINUTE, 1 },
		{ 1, CIVIL_MINUTE, 0 },
		{ 1, 0, -1 },
		{ CIVIL_MINUTE, 0, -1 },
		{ CIVIL_MINUTE + 1, 0, -2 },
		{ FEED_NO_TIME, 90 * CIVIL_MINUTE, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(recording_shift(cases[i].moment, cases[i].now),
		                 cases[i].minutes);
}

/* The latest of an answer: sent, made, occurred; never when it expires. */
static void
test_newest(void **state)
{
	struct err err = ERR_INIT;
	struct feed_answer a;
	struct feed_warning *w;

	(void)state;
	feed_answer_init(&a);
	assert_true(feed_newest(&a) == FEED_NO_TIME);
	w = feed_add(&a, "x", &err);
	w->expires.ms = w->effective.ms = 900;
	assert_true(feed_newest(&a) == FEED_NO_TIME);
	w->sent.ms = 100;
	assert_int_equal(feed_newest(&a), 100);
	w->occurred.ms = 101;
	assert_int_equal(feed_newest(&a), 101);
	feed_add(&a, "x", &err)->sent.ms = 102;
	assert_int_equal(feed_newest(&a), 102);
	a.made.ms = 103;
	assert_int_equal(feed_newest(&a), 103);
	feed_answer_release(&a);
}

/* ---- folders ---- */

struct place {
	char dir[64];
};

static void
put(const struct place *p, const char *name, const char *words)
{
	struct err err = ERR_INIT;
	char path[200];

	snprintf(path, sizeof(path), "%s/%s", p->dir, name);
	if (path_write(path, words, strlen(words), true, &err))
		fail_msg("%s", err.text);
}

static void
make(const struct place *p, const char *name)
{
	char path[200];

	snprintf(path, sizeof(path), "%s/%s", p->dir, name);
	assert_int_equal(mkdir(path, 0700), 0);
}

static int
place_open(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	snprintf(p->dir, sizeof(p->dir), "/tmp/zhiban-replay-XXXXXX");
	*state = p;
	return mkdtemp(p->dir) ? 0 : -1;
}

static int
place_close(void **state)
{
	static const char *const made[] = {
		"+10m.json", "+2m-b.json", "+2m-2.json", "a.json", ".hidden",
		"+x.json",   "sub",        "abc",        ".git"
	};
	struct place *p = *state;
	char path[200];

	for (size_t i = 0; i < sizeof(made) / sizeof(*made); i++) {
		snprintf(path, sizeof(path), "%s/%s", p->dir, made[i]);
		remove(path);
	}
	rmdir(p->dir);
	free(p);
	return 0;
}

/* Sorted by number, not by letter; hidden ones and folders are no answers. */
static void
test_files(void **state)
{
	static const char *const want[] = { "a.json", "+2m-b.json",
		                            "+2m-2.json", "+10m.json" };
	const struct place *p = *state;
	struct err err = ERR_INIT;
	struct recording_file *files;
	struct buf out = BUF_INIT;
	size_t n;

	for (size_t i = 0; i < 4; i++)
		put(p, want[3 - i], "words");
	put(p, ".hidden", "");
	make(p, "sub");
	assert_int_equal(recording_files(p->dir, &files, &n, &err), 0);
	assert_int_equal(n, 4);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(files[i].name, want[i]);
	recording_files_free(files, n);
	assert_int_equal(recording_read(&out, p->dir, "a.json", &err), 0);
	assert_string_equal(out.s, "words");
	buf_release(&out);
}

static void
test_refused(void **state)
{
	const struct place *p = *state;
	struct err err = ERR_INIT;
	struct recording_file *files;
	struct buf out = BUF_INIT;
	size_t n;

	assert_int_equal(recording_files(p->dir, &files, &n, &err), -1);
	assert_int_equal(err.code, ERR_INPUT);
	err_clear(&err);
	put(p, "a.json", "");
	put(p, "+x.json", "");
	assert_int_equal(recording_files(p->dir, &files, &n, &err), -1);
	assert_int_equal(err.code, ERR_INPUT);
	assert_non_null(strstr(err.text, "/+x.json"));
	err_clear(&err);
	assert_int_equal(recording_files("/nowhere", &files, &n, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	err_clear(&err);
	assert_int_equal(recording_read(&out, p->dir, "none", &err), -1);
}

static void
test_feeds(void **state)
{
	const struct place *p = *state;
	struct err err = ERR_INIT;
	char **names;
	size_t n;

	assert_int_equal(recording_feeds(p->dir, &names, &n, &err), 0);
	assert_int_equal(n, 0);
	recording_names_free(names, n);
	make(p, "sub");
	make(p, "abc");
	make(p, ".git");
	put(p, "a.json", "");
	assert_int_equal(recording_feeds(p->dir, &names, &n, &err), 0);
	assert_int_equal(n, 2);
	assert_string_equal(names[0], "abc");
	assert_string_equal(names[1], "sub");
	recording_names_free(names, n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_choose),
		cmocka_unit_test(test_shift),
		cmocka_unit_test(test_newest),
		cmocka_unit_test_setup_teardown(test_files, place_open,
		                                place_close),
		cmocka_unit_test_setup_teardown(test_refused, place_open,
		                                place_close),
		cmocka_unit_test_setup_teardown(test_feeds, place_open,
		                                place_close),
	};

	tr_use(TR_ZH);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
