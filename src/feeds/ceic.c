/*
 * The official site of the same centre (中国地震台网中心):
 * http://www.ceic.ac.cn/ajax/speedsearch?num=1&page=1&callback=cb
 *
 * - The object stands in parentheses, with a callback's name or without.
 * - lat, lon and magnitude are text, the depth is a number.  Times are UTC+8.
 * - Ids may hold a second 60: never read as a time.  The key is NEW_DID, or
 *   CATA_ID where that is missing.
 * - "page" holds HTML whose quotes have broken the JSON: it is cut out unread.
 * - IS_DEL other than "" or "0" is a withdrawal; AUTO_FLAG A is automatic, M
 *   by hand.
 * - num is the number of pages: above 0 it goes with rows.
 */
#include <string.h>

#include "base/civil.h"
#include "feeds/quake_row.h"
#include "feeds/readers.h"

#define WHEN "Y-M-D h:m:s"

/* Quotes inside a string are escaped, so these cannot stand in one. */
static const char page_before[] = ",\"page\":\"", page_behind[] = "\",\"num\":";

/* The last place of what in s, or NULL. */
static const char *
find_last(const char *s, size_t len, const char *what)
{
	size_t n = strlen(what);

	for (; len >= n; len--)
		if (memcmp(s + len - n, what, n) == 0)
			return s + len - n;
	return NULL;
}

/* All of the answer but what stands in "page". */
static void
page_cut(struct buf *out, const char *bytes, size_t len)
{
	const char *page = find_last(bytes, len, page_before);
	const char *end = bytes + len, *behind = NULL;

	if (page) {
		page += strlen(page_before);
		behind = find_last(page, (size_t)(end - page), page_behind);
	}
	if (behind) {
		buf_add(out, bytes, (size_t)(page - bytes));
		buf_add(out, behind, (size_t)(end - behind));
	} else {
		buf_add(out, bytes, len);
	}
}

/* NEW_DID and CATA_ID, either of which may be missing. */
static int
ids_read(const json_t *o, const char **id, const char **other,
         const struct jpath *at, struct err *err)
{
	*id = *other = "";
	if (json_get_string(o, "NEW_DID", id, at, err) ||
	    json_get_string(o, "CATA_ID", other, at, err))
		return -1;
	if (!**id)
		*id = *other;
	return **id ? 0 : json_fail(at, err, "no id");
}

/* When it was passed on, or else when it was saved. */
static int
sent_read(struct feed_warning *w, const json_t *o, const struct jpath *at,
          struct err *err)
{
	const char *sync = "";

	if (json_get_string(o, "SYNC_TIME", &sync, at, err))
		return -1;
	return quake_time(o, *sync ? "SYNC_TIME" : "SAVE_TIME", WHEN,
	                  CIVIL_SHANGHAI, &w->sent, at, err);
}

static bool
is_withdrawn(const json_t *flag)
{
	const char *text = json_string_value(flag);

	if (text)
		return *text && strcmp(text, "0") != 0;
	return flag && !json_is_null(flag) && !json_is_false(flag) &&
	       !(json_is_integer(flag) && json_integer_value(flag) == 0);
}

static int
row_read(struct feed_answer *out, const char *name, const json_t *o,
         const struct jpath *at, struct err *err)
{
	const char *id, *other, *flag = NULL, *place = NULL;
	struct feed_warning *w;

	if (ids_read(o, &id, &other, at, err) ||
	    json_get_string(o, "AUTO_FLAG", &flag, at, err) ||
	    json_get_string(o, "LOCATION_C", &place, at, err))
		return -1;
	w = quake_add(out, id, name, err);
	if (!w || quake_place(w, o, "EPI_LAT", "EPI_LON", at, err) ||
	    quake_size(w, o, "M", "EPI_DEPTH", at, err) ||
	    quake_time(o, "O_TIME", WHEN, CIVIL_SHANGHAI, &w->occurred, at,
	               err) ||
	    sent_read(w, o, at, err))
		return -1;
	if (strcmp(other, id) != 0)
		feed_push(&w->also, other);
	if (is_withdrawn(json_object_get(o, "IS_DEL")))
		w->change = FEED_CANCEL;
	feed_set(&w->severity, flag, FEED_LINE_MAX);
	feed_set(&w->sender, "中国地震台网中心", FEED_LINE_MAX);
	quake_named(w, NULL, place);
	return 0;
}

static int
list_read(struct feed_answer *out, const char *name, const json_t *doc,
          struct err *err)
{
	struct jpath root = { .key = name };
	struct jpath list_at = { .up = &root, .key = "shuju" };
	struct jpath at = { .up = &list_at };
	double pages = 0;
	const json_t *rows;

	if (json_need_array(doc, "shuju", &rows, &root, err) ||
	    quake_number(doc, "num", 0, FEED_ROWS_MAX, &pages, &root, err))
		return -1;
	if (json_array_size(rows) == 0 && pages > 0)
		return json_fail(&list_at, err, "empty beside num %.0f", pages);
	for (; at.index < json_array_size(rows); at.index++)
		if (row_read(out, name, json_array_get(rows, at.index), &at,
		             err))
			return -1;
	return 0;
}

int
ceic_read(const char *name, const char *bytes, size_t len,
          struct feed_answer *out, struct err *err)
{
	struct buf text = BUF_INIT;
	json_t *doc;
	int rc = -1;

	page_cut(&text, bytes, len);
	doc = quake_parse(name, text.s, text.len, err);
	buf_release(&text);
	if (doc)
		rc = list_read(out, name, doc, err);
	json_decref(doc);
	return rc;
}
