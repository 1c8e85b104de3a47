/* Answers of the readers of earthquakes and fires, for their tests. */
#ifndef UNIT_QUAKE_KIT_H
#define UNIT_QUAKE_KIT_H

#include "cm.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "feeds/feed.h"

/* JSON with ' for ", so that a test's text can be read. */
static inline char *
quoted(const char *text)
{
	char *copy = mem_str(text);

	for (char *c = copy; *c; c++)
		if (*c == '\'')
			*c = '"';
	return copy;
}

static inline int
answer_read(struct feed_answer *out, const char *format, const char *text,
	    struct err *err)
{
	char *bytes = quoted(text);
	int rc;

	rc = feed_read(feed_format(format), "t", bytes, strlen(bytes), out,
		       err);
	free(bytes);
	return rc;
}

/* An answer that is read, of so many rows. */
static inline void
reads(struct feed_answer *out, const char *format, const char *text,
      size_t count)
{
	struct err err = ERR_INIT;

	if (answer_read(out, format, text, &err))
		fail_msg("%s", err.text);
	assert_int_equal(out->count, count);
}

/* An answer that fails with `why` in its error, and leaves nothing. */
static inline void
fails(const char *format, const char *text, const char *why)
{
	struct err err = ERR_INIT;
	struct feed_answer out;

	if (answer_read(&out, format, text, &err) == 0)
		fail_msg("%s was read: %s", format, text);
	assert_int_equal(err.code, ERR_INPUT);
	if (strncmp(err.text, "t: ", 3) != 0 || !strstr(err.text, why))
		fail_msg("\"%s\" instead of \"%s\"", err.text, why);
	assert_int_equal(out.count, 0);
	assert_null(out.rows);
}

static inline void
same_time(const struct feed_time *t, const char *want)
{
	char text[CIVIL_TEXT] = "none";

	if (t->ms != FEED_NO_TIME)
		civil_rfc3339(text, t->ms, t->offset);
	assert_string_equal(text, want);
}

/* NAN is equal to NAN. */
static inline void
same_number(double have, double want)
{
	if (have != want && !(isnan(have) && isnan(want)))
		fail_msg("%.17g instead of %.17g", have, want);
}

#endif
