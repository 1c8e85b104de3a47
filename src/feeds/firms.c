/*
 * Active fires seen by satellite, CSV of NASA FIRMS, MODIS and VIIRS:
 * https://firms.modaps.eosdis.nasa.gov/api/area/ and the static files.
 *
 * - Columns are found by name: their order and number differ by source.
 * - acq_time is HHMM in UTC, unpadded from the API: "46" is 00:46.
 * - Confidence is 0..100 (MODIS) or l, n, h (VIIRS): kept as `severity`; the
 *   whole row is kept as text, "column value, …".  frp is the power in MW.
 * - A wrong key answers one line of text and no header: failed.  The header
 *   alone says that there are no fires.
 * - Nothing says when a row was made: sent is when the fire was seen.
 * - Every pixel is a row of its own; the desk makes fires of them.
 */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/civil.h"
#include "base/csv.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "feeds/readers.h"

enum column { LAT, LON, DATE, TIME, SATELLITE, CONFIDENCE, NEEDED };

static const char *const needed[NEEDED] = {
	[LAT] = "latitude",        [LON] = "longitude",
	[DATE] = "acq_date",       [TIME] = "acq_time",
	[SATELLITE] = "satellite", [CONFIDENCE] = "confidence",
};

#define SHOWN 60 /* bytes of what is no header */

/* The header is read by a reader of its own, so that its names stay. */
struct table {
	const char *name;
	struct csv head_csv, csv;
	struct csv_row head, row;
	size_t at[NEEDED];
};

static const char *
cell(const struct table *t, enum column column)
{
	return t->row.fields[t->at[column]];
}

/* The place of a column, or the number of columns. */
static size_t
column_find(const struct csv_row *head, const char *column)
{
	size_t i = 0;

	while (i < head->count && strcmp(head->fields[i], column) != 0)
		i++;
	return i;
}

static int
no_header(const char *name, const char *first, struct err *err)
{
	char *shown = NULL;
	int rc;

	feed_set(&shown, first, SHOWN);
	rc = feed_fail(name, err, tr("不是 FIRMS 的表头：%s"),
	               shown ? shown : "");
	feed_set(&shown, NULL, 0);
	return rc;
}

static int
head_read(struct table *t, struct err *err)
{
	enum csv_step step = csv_next(&t->head_csv, &t->head, err);

	if (step == CSV_BAD)
		return err_prefix(err, "%s", t->name);
	if (step == CSV_END)
		return no_header(t->name, NULL, err);
	for (size_t i = 0; i < NEEDED; i++) {
		t->at[i] = column_find(&t->head, needed[i]);
		if (t->at[i] == t->head.count)
			return no_header(t->name, t->head.fields[0], err);
	}
	return 0;
}

/* "46" on "2023-07-20" is 00:46 UTC. */
static bool
seen_read(struct feed_time *out, const char *date, const char *time)
{
	size_t digits = strlen(time);
	struct buf text = BUF_INIT;
	bool ok;

	if (digits < 1 || digits > 4)
		return false;
	buf_fmt(&text, "%s %.*s%s", date, (int)(4 - digits), "000", time);
	ok = feed_time(out, text.s, "Y-M-D hm", 0);
	buf_release(&text);
	return ok;
}

static void
text_fill(struct feed_warning *w, const struct table *t)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < t->row.count; i++)
		buf_fmt(&text, "%s%s %s", i ? ", " : "", t->head.fields[i],
		        t->row.fields[i]);
	feed_set(&w->text, text.s, FEED_TEXT_MAX);
	buf_release(&text);
}

double
feed_fire_power(const char *text)
{
	static const char column[] = "frp ";
	const char *at = text;
	double power = NAN;
	char value[32];
	size_t len;

	while (strncmp(at, column, strlen(column)) != 0) {
		at = strstr(at, ", ");
		if (!at)
			return NAN;
		at += 2;
	}
	at += strlen(column);
	len = strcspn(at, ",");
	if (len >= sizeof(value))
		return NAN;
	memcpy(value, at, len);
	value[len] = '\0';
	return feed_number(&power, value, 0, 1e6) ? power : NAN;
}

/* What tells this pixel from all others. */
static void
id_fill(struct feed_warning *w, const struct table *t)
{
	struct buf id = BUF_INIT;

	buf_fmt(&id, "%s %s %s %s %04d", cell(t, SATELLITE), cell(t, LAT),
	        cell(t, LON), cell(t, DATE),
	        (int)(w->occurred.ms / CIVIL_HOUR % 24 * 100 +
	              w->occurred.ms / CIVIL_MINUTE % 60));
	feed_set(&w->id, id.s, FEED_LINE_MAX);
	feed_set(&w->condition, id.s, FEED_LINE_MAX);
	buf_release(&id);
}

/* The last column of every known form is D or N: a cut row lacks it. */
static bool
row_whole(const struct table *t)
{
	size_t i = column_find(&t->head, "daynight");

	return t->row.count == t->head.count &&
	       (i == t->head.count || strcmp(t->row.fields[i], "D") == 0 ||
	        strcmp(t->row.fields[i], "N") == 0);
}

static int
row_read(struct feed_answer *out, const struct table *t, struct err *err)
{
	struct feed_warning *w = feed_add(out, t->name, err);

	if (!w)
		return -1;
	if (!row_whole(t) || !feed_number(&w->lat, cell(t, LAT), -90, 90) ||
	    !feed_number(&w->lon, cell(t, LON), -180, 180) ||
	    !seen_read(&w->occurred, cell(t, DATE), cell(t, TIME)) ||
	    !*cell(t, SATELLITE))
		return feed_fail(t->name, err, tr("第 %zu 行不是一个火点"),
		                 t->row.line);
	w->sent = w->occurred;
	id_fill(w, t);
	text_fill(w, t);
	feed_set(&w->kind, "火点", FEED_LINE_MAX);
	feed_set(&w->severity, cell(t, CONFIDENCE), FEED_LINE_MAX);
	feed_set(&w->headline, cell(t, SATELLITE), FEED_LINE_MAX);
	feed_set(&w->sender, "NASA FIRMS", FEED_LINE_MAX);
	return 0;
}

static int
table_read(struct feed_answer *out, struct table *t, struct err *err)
{
	enum csv_step step;

	if (head_read(t, err))
		return -1;
	csv_next(&t->csv, &t->row, err); /* the header again */
	while ((step = csv_next(&t->csv, &t->row, err)) == CSV_ROW)
		if (row_read(out, t, err))
			return -1;
	return step == CSV_END ? 0 : err_prefix(err, "%s", t->name);
}

int
firms_read(const char *name, const char *bytes, size_t len,
           struct feed_answer *out, struct err *err)
{
	struct table t = { .name = name };
	int rc;

	if (!utf8_valid(bytes, len))
		return feed_fail(name, err, tr("不是 UTF-8 文字"));
	csv_init(&t.head_csv, bytes, len);
	csv_init(&t.csv, bytes, len);
	rc = table_read(out, &t, err);
	csv_release(&t.head_csv);
	csv_release(&t.csv);
	return rc;
}
