/*
 * A drill desk for tests: a folder that is removed again, a clock that stands
 * still until room_pass(), Chinese texts.
 */
#ifndef UNIT_ROOM_H
#define UNIT_ROOM_H

#include "cm.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/tr.h"
#include "desk/command.h"
#include "desk/desk.h"
#include "store/verify.h"

#define ROOM_NOW 1795420800000LL /* 2026-11-23T16:00:00+08:00 */

struct room {
	char dir[64];
	struct desk *d;
	struct command_session session;
	struct command_result res;
	struct err err;
};

#define OK(room, call)                                                         \
	do {                                                                   \
		err_clear(&(room)->err);                                       \
		if (call)                                                      \
			fail_msg("%s: %s", #call, (room)->err.text);           \
	} while (0)

#define REFUSED(room, expected, call)                                          \
	do {                                                                   \
		err_clear(&(room)->err);                                       \
		assert_int_equal(call, -1);                                    \
		if ((room)->err.code != (expected))                            \
			fail_msg("%s: %s", #call, (room)->err.text);           \
	} while (0)

static inline struct room *
room_make_with(const struct desk_options *o)
{
	struct identity who = { "wangfang", "tty1" };
	struct room *r = calloc(1, sizeof(*r));

	tr_use(TR_ZH);
	snprintf(r->dir, sizeof(r->dir), "/tmp/zhiban-room-XXXXXX");
	assert_non_null(mkdtemp(r->dir));
	rmdir(r->dir);
	OK(r, desk_create(r->dir, o, &who, &r->err));
	OK(r, desk_open(&r->d, r->dir, &who, NULL, &r->err));
	command_session_init(&r->session, r->d);
	return r;
}

/* Of the district of this code; NULL: the usual one, 141181. */
static inline struct room *
room_make_at(const char *code)
{
	struct desk_options o = { .code = code,
				  .drill = true,
				  .clock_ms = ROOM_NOW };

	return room_make_with(&o);
}

/* A desk that is no drill's: only those send, and have the real time. */
static inline struct room *
room_make_real(void)
{
	struct desk_options o = { .clock_rate = 1000 };

	return room_make_with(&o);
}

static inline struct room *
room_make(void)
{
	return room_make_at(NULL);
}

/* Close it and remove its folder. */
static inline void
room_empty(struct room *r)
{
	char path[512];
	struct dirent *e;
	DIR *dir;

	command_session_release(&r->session);
	desk_close(r->d);
	dir = opendir(r->dir);
	while (dir && (e = readdir(dir))) {
		snprintf(path, sizeof(path), "%s/%s", r->dir, e->d_name);
		if (e->d_name[0] != '.')
			unlink(path);
	}
	if (dir)
		closedir(dir);
	rmdir(r->dir);
}

static inline void
room_free(struct room *r)
{
	room_empty(r);
	free(r);
}

static inline int
room_setup(void **state)
{
	*state = room_make();
	return 0;
}

static inline int
room_teardown(void **state)
{
	room_free(*state);
	return 0;
}

#define ROOM_TEST(f)                                                           \
	cmocka_unit_test_setup_teardown(f, room_setup, room_teardown)

static inline void
room_pass(struct room *r, int64_t ms)
{
	OK(r, desk_set_clock(r->d, desk_now(r->d) + ms, 0, &r->err));
}

/* One command line, with ' for ": must do. */
static inline int
room_try(struct room *r, const char *line)
{
	char text[4096];
	char *p;

	snprintf(text, sizeof(text), "%s", line);
	for (p = text; *p; p++)
		if (*p == '\'')
			*p = '"';
	err_clear(&r->err);
	return command_run_text(&r->session, text, strlen(text), "line 1",
	                        &r->res, &r->err);
}

static inline void
room_do(struct room *r, const char *line)
{
	if (room_try(r, line))
		fail_msg("%s: %s", line, r->err.text);
}

static inline void
room_refuse(struct room *r, enum err_code code, const char *line)
{
	if (room_try(r, line) == 0)
		fail_msg("%s: was done", line);
	if (r->err.code != code)
		fail_msg("%s: %s", line, r->err.text);
}

static inline int64_t
room_head(struct room *r)
{
	unsigned char hash[HASH_LEN];

	return journal_head(desk_journal(r->d), hash);
}

/* The views must be those that the journal alone gives. */
static inline void
room_verify(struct room *r)
{
	struct verify_report report = VERIFY_REPORT_INIT;

	OK(r, verify_desk(r->dir, &desk_kinds, NULL, true, &report, &r->err));
	if (report.faults_count)
		fail_msg("%s", report.faults[0].text);
	assert_true(report.views_same);
	verify_report_release(&report);
}

#endif
