/*
 * Any bytes as an answer of a feed: read or refused, and what was read is
 * within the limits and can be written.  The first line names the format
 * ("nmc\n{…"); seeds: tests/fuzz/corpus/FORMAT.  libFuzzer, after make:
 *
 *	clang -D_GNU_SOURCE -g -O1 -Isrc -fsanitize=fuzzer,address,undefined \
 *		tests/fuzz/feed_fuzz.c \
 *		$(echo src/base/[a-z]*.c src/feeds/[a-z]*.c) \
 *		build/release/assets.c -ljansson -lcrypto -lexpat -lm
 *	./a.out -max_len=65536 NEW tests/fuzz/corpus
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/json.h"
#include "base/utf8.h"
#include "feeds/feed.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len);

static void
require(int holds)
{
	if (!holds)
		abort();
}

static void
text(const char *s, size_t max)
{
	if (!s)
		return;
	require(*s && strlen(s) <= max);
	require(utf8_valid(s, strlen(s)));
}

static void
strings(const struct feed_strings *list)
{
	require(list->count <= FEED_LIST_MAX);
	for (size_t i = 0; i < list->count; i++) {
		require(list->s[i] != NULL);
		text(list->s[i], FEED_LINE_MAX);
	}
}

static void
instant(const struct feed_time *t)
{
	require(t->ms == FEED_NO_TIME || (t->ms >= 0 && t->ms <= CIVIL_MAX));
	require(abs(t->offset) < 24 * 60);
}

static void
place(double lat, double lon)
{
	require(fabs(lat) <= 90 && fabs(lon) <= 180);
}

static void
shapes(const struct feed_warning *w)
{
	size_t points = 0;

	for (size_t i = 0; i < w->shapes_count; i++) {
		const struct feed_shape *shape = &w->shapes[i];

		require(shape->count == 1 || shape->count >= 3);
		require(shape->count == 1 ? shape->radius_km >= 0
		                          : shape->radius_km == 0);
		points += shape->count;
		for (size_t k = 0; k < shape->count; k++)
			place(shape->at[k][0], shape->at[k][1]);
	}
	require(points <= FEED_POINTS_MAX);
}

static void
writes(const struct feed_format *f, const struct feed_warning *w)
{
	struct buf line = BUF_INIT;
	struct err err = ERR_INIT;
	json_t *again;

	feed_warning_json(&line, f, w);
	require(!strchr(line.s, '\n'));
	again = json_parse(line.s, line.len, "row", &err);
	require(again != NULL);
	require(strcmp(json_string_value(json_object_get(again, "id")),
	               w->id) == 0);
	json_decref(again);
	buf_release(&line);
}

static void
warning(const struct feed_format *f, const struct feed_warning *w)
{
	require(w->id != NULL && w->condition != NULL && w->kind != NULL);
	require(w->level >= 0 && w->level <= 4);
	require(w->status <= FEED_PRIVATE && w->change <= FEED_CANCEL);
	require(w->sent.ms != FEED_NO_TIME);
	instant(&w->sent);
	instant(&w->effective);
	instant(&w->expires);
	instant(&w->occurred);
	text(w->id, FEED_LINE_MAX);
	text(w->condition, FEED_LINE_MAX);
	text(w->kind, FEED_LINE_MAX);
	text(w->severity, FEED_LINE_MAX);
	text(w->headline, FEED_LINE_MAX);
	text(w->text, FEED_TEXT_MAX);
	text(w->sender, FEED_LINE_MAX);
	text(w->link, FEED_LINE_MAX);
	strings(&w->areas);
	strings(&w->adcodes);
	strings(&w->geocodes);
	strings(&w->references);
	strings(&w->also);
	for (size_t i = 0; i < w->adcodes.count; i++)
		require(strspn(w->adcodes.s[i], "0123456789") == 6 &&
		        strlen(w->adcodes.s[i]) == 6);
	require(isnan(w->lat) == isnan(w->lon));
	if (!isnan(w->lat))
		place(w->lat, w->lon);
	require(isnan(w->magnitude) || isfinite(w->magnitude));
	require(isnan(w->depth_km) || isfinite(w->depth_km));
	shapes(w);
	writes(f, w);
}

static void
failed(const struct feed_answer *a, const struct err *err)
{
	require(a->count == 0 && a->rows == NULL && a->next == NULL);
	require(err->code == ERR_INPUT && err->text[0]);
	require(utf8_valid(err->text, strlen(err->text)));
	for (const char *c = err->text; *c; c++)
		require((unsigned char)*c >= ' ' && *c != 0x7F);
}

/* No two rows have one id; few enough rows to compare them all. */
static void
unique(const struct feed_answer *a)
{
	for (size_t i = 0; i < a->count && a->count < 300; i++)
		for (size_t k = 0; k < i; k++)
			require(strcmp(a->rows[i].id, a->rows[k].id) != 0);
}

/* The format the first line names; *s moves behind it. */
static const struct feed_format *
first_line(const char **s, size_t *len)
{
	const char *end = memchr(*s, '\n', *len < 20 ? *len : 20);
	char code[20];

	if (!end)
		return NULL;
	memcpy(code, *s, (size_t)(end - *s));
	code[end - *s] = '\0';
	*len -= (size_t)(end + 1 - *s);
	*s = end + 1;
	return feed_format(code);
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	const char *s = (const char *)data;
	const struct feed_format *f = first_line(&s, &len);
	struct err err = ERR_INIT;
	struct feed_answer a;

	if (!f)
		return -1;
	if (feed_read(f, "fuzz", s, len, &a, &err)) {
		failed(&a, &err);
		return 0;
	}
	require(err.code == ERR_NONE);
	require(a.count <= FEED_ROWS_MAX);
	require(a.page >= 1 && a.page <= a.pages);
	instant(&a.made);
	text(a.next, FEED_TEXT_MAX);
	text(a.tag, FEED_LINE_MAX);
	for (size_t i = 0; i < a.count; i++)
		warning(f, &a.rows[i]);
	unique(&a);
	feed_answer_release(&a);
	return 0;
}
