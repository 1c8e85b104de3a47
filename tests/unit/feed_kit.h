/*
 * Feeds read in tests: an answer as lines, and tables of recorded answers.
 *
 * The recorded answers are not part of this tree: they are looked for in
 * $FEED_SAMPLES, else in ../shared/feeds, and a test of them is skipped where
 * there are none.
 */
#ifndef UNIT_FEED_KIT_H
#define UNIT_FEED_KIT_H

#include "cm.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/civil.h"
#include "feeds/feed.h"

static inline const char *
feed_kit_time(char out[CIVIL_TEXT], const struct feed_time *t)
{
	if (t->ms == FEED_NO_TIME)
		return "-";
	return civil_rfc3339(out, t->ms, t->offset);
}

/* "condition kind level change sent effective expires lat,lon" */
static inline void
feed_kit_row(struct buf *out, const struct feed_warning *w)
{
	static const char *const changes[] = { "alert", "update", "cancel" };
	char sent[CIVIL_TEXT], effective[CIVIL_TEXT], expires[CIVIL_TEXT];

	buf_fmt(out, "%s %s %d %s %s %s %s ",
	        w->condition ? w->condition : "-", w->kind ? w->kind : "-",
	        w->level, changes[w->change], feed_kit_time(sent, &w->sent),
	        feed_kit_time(effective, &w->effective),
	        feed_kit_time(expires, &w->expires));
	if (isnan(w->lat))
		buf_byte(out, '-');
	else
		buf_fmt(out, "%.10g,%.10g", w->lat, w->lon);
}

/* The text, or nothing where none is wanted. */
static inline void
feed_kit_same(const char *got, const char *want)
{
	if (!want)
		assert_null(got);
	else if (!got)
		fail_msg("nothing, not %s", want);
	else
		assert_string_equal(got, want);
}

/* Read text as an answer called "feed"; the caller releases *out. */
static inline int
feed_kit_read(const char *format, const char *text, struct feed_answer *out,
              struct err *err)
{
	const struct feed_format *f = feed_format(format);

	assert_non_null(f);
	return feed_read(f, "feed", text, strlen(text), out, err);
}

/* The answer must fail with exactly this text behind "feed: ". */
static inline void
feed_kit_fails(const char *format, const char *text, const char *want)
{
	struct err err = ERR_INIT;
	struct feed_answer a;

	if (!feed_kit_read(format, text, &a, &err))
		fail_msg("%s reads: %s", format, text);
	assert_int_equal(err.code, ERR_INPUT);
	assert_int_equal(strncmp(err.text, "feed: ", 6), 0);
	assert_string_equal(err.text + 6, want);
	assert_int_equal(a.count, 0);
}

/* The row of an id, which must be there. */
static inline const struct feed_warning *
feed_kit_find(const struct feed_answer *a, const char *id)
{
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->rows[i].id, id) == 0)
			return &a->rows[i];
	fail_msg("no row %s", id);
	return NULL;
}

/* ---- recorded answers ---- */

struct feed_sample {
	const char *format, *file;	/* "nmc", "nmc/x.json" */
	const char *error;		/* it fails with "x.json: " this */
	size_t rows, levels[5];		/* by level, 0 first */
	size_t changes[3], statuses[4];
};

/* One row of a recorded answer, as feed_kit_row() writes it. */
struct feed_sample_row {
	const char *format, *file, *id, *row;
};

static inline const char *
feed_sample_folder(void)
{
	const char *folder = getenv("FEED_SAMPLES");

	folder = folder ? folder : "../shared/feeds";
	if (access(folder, R_OK))
		skip();
	return folder;
}

static inline int
feed_sample_read(const char *format, const char *file, struct feed_answer *out,
                 struct err *err)
{
	const struct feed_format *f = feed_format(format);
	const char *name = strrchr(file, '/');
	struct buf path = BUF_INIT, bytes = BUF_INIT;
	int rc;

	assert_non_null(f);
	assert_non_null(name);
	buf_fmt(&path, "%s/%s", feed_sample_folder(), file);
	if (buf_read_file(&bytes, path.s, FEED_BYTES_MAX, err))
		fail_msg("%s", err->text);
	rc = feed_read(f, name + 1, bytes.s, bytes.len, out, err);
	buf_release(&bytes);
	buf_release(&path);
	return rc;
}

static inline void
feed_sample_check(const struct feed_sample *s)
{
	size_t levels[5] = { 0 }, changes[3] = { 0 }, statuses[4] = { 0 };
	const char *name = strrchr(s->file, '/') + 1;
	struct err err = ERR_INIT;
	struct feed_answer a;

	if (feed_sample_read(s->format, s->file, &a, &err)) {
		if (!s->error)
			fail_msg("%s", err.text);
		assert_int_equal(strncmp(err.text, name, strlen(name)), 0);
		assert_string_equal(err.text + strlen(name) + 2, s->error);
		return;
	}
	if (s->error)
		fail_msg("%s reads", s->file);
	for (size_t i = 0; i < a.count; i++) {
		levels[a.rows[i].level]++;
		changes[a.rows[i].change]++;
		statuses[a.rows[i].status]++;
	}
	if (a.count != s->rows || memcmp(levels, s->levels, sizeof(levels)) ||
	    memcmp(changes, s->changes, sizeof(changes)) ||
	    memcmp(statuses, s->statuses, sizeof(statuses)))
		fail_msg("%s: %zu rows; levels %zu %zu %zu %zu %zu; changes "
		         "%zu %zu %zu; statuses %zu %zu %zu %zu",
		         s->file, a.count, levels[0], levels[1], levels[2],
		         levels[3], levels[4], changes[0], changes[1],
		         changes[2], statuses[0], statuses[1], statuses[2],
		         statuses[3]);
	feed_answer_release(&a);
}

static inline void
feed_sample_row_check(const struct feed_sample_row *s)
{
	struct err err = ERR_INIT;
	struct buf row = BUF_INIT;
	struct feed_answer a;

	if (feed_sample_read(s->format, s->file, &a, &err))
		fail_msg("%s", err.text);
	feed_kit_row(&row, feed_kit_find(&a, s->id));
	assert_string_equal(row.s, s->row);
	buf_release(&row);
	feed_answer_release(&a);
}

#define FEED_SAMPLES_CHECK(table)                                              \
	for (size_t i_ = 0; i_ < sizeof(table) / sizeof((table)[0]); i_++)     \
	feed_sample_check(&(table)[i_])
#define FEED_SAMPLE_ROWS_CHECK(table)                                          \
	for (size_t i_ = 0; i_ < sizeof(table) / sizeof((table)[0]); i_++)     \
	feed_sample_row_check(&(table)[i_])

#endif
