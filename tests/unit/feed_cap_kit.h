/* Reading an answer in a test. */
#ifndef UNIT_FEED_CAP_KIT_H
#define UNIT_FEED_CAP_KIT_H

#include "cm.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "feeds/feed.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Reads, or the test fails with what the reader says. */
static inline void
read_bytes(struct feed_answer *a, const char *code, const char *s, size_t len)
{
	struct err err = ERR_INIT;

	if (feed_read(feed_format(code), "fixture", s, len, a, &err))
		fail_msg("%s: %s", code, err.text);
}

static inline void
read_text(struct feed_answer *a, const char *code, const char *s)
{
	read_bytes(a, code, s, strlen(s));
}

/* The answer is failed, empty, and says so with `why` in it. */
static inline void
fails_bytes(const char *code, const char *s, size_t len, const char *why)
{
	struct err err = ERR_INIT;
	struct feed_answer a;

	if (feed_read(feed_format(code), "fixture", s, len, &a, &err) == 0)
		fail_msg("%s reads: %.200s", code, s);
	assert_int_equal(err.code, ERR_INPUT);
	assert_int_equal(a.count, 0);
	assert_null(a.rows);
	if (!strstr(err.text, why))
		fail_msg("'%s' is not in: %s", why, err.text);
	feed_answer_release(&a);
}

static inline void
fails(const char *code, const char *s, const char *why)
{
	fails_bytes(code, s, strlen(s), why);
}

/* "2026-05-01T08:00:00+08:00"; NULL: no time. */
static inline void
assert_time(const struct feed_time *t, const char *text)
{
	char s[CIVIL_TEXT];

	if (!text) {
		assert_true(t->ms == FEED_NO_TIME);
		return;
	}
	assert_true(t->ms != FEED_NO_TIME);
	assert_string_equal(civil_rfc3339(s, t->ms, t->offset), text);
}

/* A list, joined by '|'. */
static inline void
assert_list(const struct feed_strings *list, const char *joined)
{
	struct buf s = BUF_INIT;

	for (size_t i = 0; i < list->count; i++)
		buf_fmt(&s, "%s%s", i ? "|" : "", list->s[i]);
	assert_string_equal(s.s, joined);
	buf_release(&s);
}

static inline void
assert_text(const char *s, const char *expected)
{
	if (expected && s)
		assert_string_equal(s, expected);
	else
		assert_true(s == expected);
}

#endif
