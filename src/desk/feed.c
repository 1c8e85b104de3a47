#include "desk/feed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/asset.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/body.h"
#include "desk/docket.h"
#include "desk/feed_record.h"
#include "desk/unit.h"

#define BUILT_IN "feeds.json"
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* clang-format off */
static const struct {
	const char *code, *label;
} states[FEED_STATES] = {
	[FEED_OK] =		{ "ok", N_("正常") },
	[FEED_FAILING] =	{ "failing", N_("读取失败") },
	[FEED_STOPPED] =	{ "stopped", N_("已停止") },
	[FEED_STALE] =		{ "stale", N_("久无新内容") },
	[FEED_UNREAD] =		{ "unread", N_("尚未读到") },
};
/* clang-format on */

SQL_SCAN(feed_saved_rows, "SELECT name, record, officer, last_seq, state, "
                          "since_ms, words FROM feed ORDER BY last_seq, name");
SQL(feed_put, "INSERT INTO feed (name, record, officer, last_seq) "
              "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (name) DO UPDATE SET "
              "record = ?2, officer = ?3, last_seq = ?4");
SQL(feed_put_state,
    "INSERT INTO feed (name, officer, last_seq, state, since_ms, words) "
    "VALUES (?1, '', 0, ?2, ?3, ?4) ON CONFLICT (name) DO UPDATE SET "
    "state = ?2, since_ms = ?3, words = ?4");

SQL_SCAN(feed_unwell_any, "SELECT 1 FROM feed WHERE state <> 0 LIMIT 1");

const char *
feed_state_code(enum feed_state s)
{
	return states[s].code;
}

const char *
feed_state_label(enum feed_state s)
{
	return states[s].label;
}

int
feed_state_find(const char *code)
{
	for (int i = 0; i < FEED_UNREAD; i++)
		if (strcmp(states[i].code, code) == 0)
			return i;
	return -1;
}

void
feed_release(struct feed *f)
{
	free(f->label);
	free(f->address);
	free(f->words);
	json_decref(f->headers);
	memset(f, 0, sizeof(*f));
}

void
feeds_free(struct feed *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		feed_release(&rows[i]);
	free(rows);
}

/* ---- queries ---- */

struct feeds {
	struct feed *rows;
	size_t count, cap;
};

static struct feed *
feeds_find(const struct feeds *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->rows[i].name, name) == 0)
			return &list->rows[i];
	return NULL;
}

static int
feeds_add(struct feeds *list, const json_t *record, const struct jpath *at,
          struct err *err)
{
	struct feed f = { .name = "" }, *known;

	if (feed_from_json(&f, record, at, err)) {
		feed_release(&f);
		return -1;
	}
	f.words = mem_str("");
	known = feeds_find(list, f.name);
	if (known) {
		feed_release(known);
		*known = f;
		return 0;
	}
	list->rows = mem_grow(list->rows, list->count, &list->cap,
	                      sizeof(*list->rows));
	list->rows[list->count++] = f;
	return 0;
}

static int
feeds_built_in(struct feeds *list, struct err *err)
{
	const struct asset *a = asset_find(BUILT_IN);
	const struct jpath root = { .key = BUILT_IN };
	json_t *all = json_parse((const char *)a->bytes, a->len, BUILT_IN, err);
	json_t *record;
	size_t i;
	int rc = all ? 0 : -1;

	json_array_foreach(all, i, record)
	{
		const struct jpath at = { .up = &root, .index = i };

		if (!rc)
			rc = feeds_add(list, record, &at, err);
	}
	json_decref(all);
	return rc;
}

static int
feeds_row(struct feeds *list, struct stmt *st, struct err *err)
{
	const struct jpath at = { .key = "feed" };
	struct feed *f;
	json_t *record;
	int rc = 0;

	if (!stmt_is_null(st, 1)) {
		record = json_parse(stmt_text(st, 1), stmt_text_len(st, 1),
		                    "feed", err);
		rc = record ? feeds_add(list, record, &at, err) : -1;
		json_decref(record);
	}
	f = feeds_find(list, stmt_text(st, 0));
	if (rc || !f)
		return rc;
	strncpy(f->officer, stmt_text(st, 2), sizeof(f->officer) - 1);
	f->last_seq = stmt_int(st, 3);
	f->since_ms = stmt_int(st, 5);
	f->state = f->since_ms ? (enum feed_state)stmt_int(st, 4) : FEED_UNREAD;
	free(f->words);
	f->words = mem_str(stmt_text(st, 6));
	return 0;
}

int
feed_list(struct desk *d, struct feed **rows, size_t *count, struct err *err)
{
	struct feeds list = { .rows = NULL };
	struct stmt *st;
	int rc = feeds_built_in(&list, err);

	if (!rc) {
		st = db_use(desk_db(d), &feed_saved_rows);
		while ((rc = stmt_step(st, err)) == 1)
			if (feeds_row(&list, st, err)) {
				rc = -1;
				break;
			}
		stmt_done(st);
	}
	if (rc) {
		feeds_free(list.rows, list.count);
		return -1;
	}
	*rows = list.rows;
	*count = list.count;
	return 0;
}

bool
feed_any_unwell(struct desk *d)
{
	struct stmt *st = db_use(desk_db(d), &feed_unwell_any);
	struct err none = ERR_INIT;
	bool any = stmt_step(st, &none) == 1;

	stmt_done(st);
	return any;
}

/* Move the one of that name out of the list; frees the rest. */
static int
feeds_take(struct feed *rows, size_t count, const char *name, struct feed *out,
           struct err *err)
{
	size_t at;

	for (at = 0; at < count && strcmp(rows[at].name, name) != 0; at++)
		;
	if (at < count) {
		*out = rows[at];
		memset(&rows[at], 0, sizeof(rows[at]));
	}
	feeds_free(rows, count);
	return at < count
	               ? 0
	               : err_set(err, ERR_NOT_FOUND, tr("没有预警源 %s"), name);
}

int
feed_get(struct desk *d, const char *name, struct feed *out, struct err *err)
{
	struct feed *rows;
	size_t n;

	memset(out, 0, sizeof(*out));
	if (feed_list(d, &rows, &n, err))
		return -1;
	return feeds_take(rows, n, name, out, err);
}

int
feed_built_in(const char *name, struct feed *out, struct err *err)
{
	struct feeds list = { .rows = NULL };

	memset(out, 0, sizeof(*out));
	if (feeds_built_in(&list, err)) {
		feeds_free(list.rows, list.count);
		return -1;
	}
	return feeds_take(list.rows, list.count, name, out, err);
}

/* ---- commands ---- */

struct saving {
	const struct feed *feed;
	int64_t *seq;
};

char *
feed_subject(char out[FEED_SUBJECT], const char *name)
{
	snprintf(out, FEED_SUBJECT, "feed:%s", name);
	return out;
}

static int
save_write(struct desk *d, void *arg, struct err *err)
{
	const struct saving *s = arg;
	const struct jpath at = { .key = "feed" };
	char subject[FEED_SUBJECT];
	struct err none = ERR_INIT;
	json_t *body = feed_record_json(s->feed), *old = NULL;
	struct feed known;
	bool same;

	if (feed_get(d, s->feed->name, &known, &none) == 0) {
		old = feed_record_json(&known);
		feed_release(&known);
	}
	same = old && json_equal(old, body);
	json_decref(old);
	if (s->seq)
		*s->seq = 0;
	if (same || feed_record_check(body, &at, err)) {
		json_decref(body);
		return same ? 0 : -1;
	}
	return desk_append(d, "feed.saved",
	                   feed_subject(subject, s->feed->name),
	                   JOURNAL_NO_TIME, body, s->seq, err);
}

int
feed_save(struct desk *d, const struct feed *f, int64_t *seq, struct err *err)
{
	struct saving s = { f, seq };

	return desk_write(d, save_write, &s, err);
}

struct telling {
	const char *name, *words;
	enum feed_state state;
	int64_t *seq;
};

static int
tell_write(struct desk *d, void *arg, struct err *err)
{
	const struct telling *t = arg;
	char subject[FEED_SUBJECT];
	struct feed known;
	json_t *body;
	bool same;

	if (feed_get(d, t->name, &known, err))
		return -1;
	same = known.state == t->state && strcmp(known.words, t->words) == 0;
	feed_release(&known);
	if (t->seq)
		*t->seq = 0;
	if (same)
		return 0;
	body = json_object();
	json_object_set_new(body, "feed", json_string(t->name));
	json_object_set_new(body, "state",
	                    json_string(feed_state_code(t->state)));
	if (body_put_text(body, "words", t->words, BODY_WORDS_MAX, err)) {
		json_decref(body);
		return -1;
	}
	return desk_append(d, "feed.state", feed_subject(subject, t->name),
	                   JOURNAL_NO_TIME, body, t->seq, err);
}

int
feed_tell(struct desk *d, const char *name, enum feed_state state,
          const char *words, int64_t *seq, struct err *err)
{
	struct telling t = { name, words ? words : "", state, seq };

	return desk_write(d, tell_write, &t, err);
}

/* ---- where the desk is ---- */

/* "孝义市应急管理局" is 孝义 in a text. */
static void
place_name(struct place *out, const char *desk)
{
	static const char *const ends[] = { "市", "县", "区", "旗" };
	const char *end = NULL, *at;

	for (size_t i = 0; i < COUNT(ends); i++) {
		at = strstr(desk, ends[i]);
		if (at && at > desk && (!end || at < end))
			end = at;
	}
	if (end && (size_t)(end - desk) < sizeof(out->name))
		memcpy(out->name, desk, (size_t)(end - desk));
}

void
feed_place(struct desk *d, struct place *out)
{
	struct err none = ERR_INIT;
	struct unit u;
	int64_t unit;

	memset(out, 0, sizeof(*out));
	out->lat = out->lon = NAN;
	snprintf(out->adcode, sizeof(out->adcode), "%s", desk_code(d));
	place_name(out, desk_name(d));
	if (party_unit(d, DOCKET_OURS, &unit, &none) || !unit ||
	    unit_get(d, unit, &u, &none))
		return;
	if (u.lat != UNIT_NOWHERE && u.lon != UNIT_NOWHERE) {
		out->lat = (double)u.lat / 1e6;
		out->lon = (double)u.lon / 1e6;
	}
	unit_release(&u);
}

/* ---- entries ---- */

int
feed_saved_check(const json_t *body, struct err *err)
{
	const struct jpath at = { .key = "body" };

	return feed_record_check(body, &at, err);
}

int
feed_saved_reduce(struct fold *f, const struct journal_entry *e,
                  const json_t *body, struct err *err)
{
	struct buf record = BUF_INIT;
	struct stmt *st;
	int rc;

	if (!body)
		return 0;
	json_write(&record, body);
	st = db_use(f->db, &feed_put);
	stmt_bind_text(st, 1, body_get_text(body, "name"));
	stmt_bind_text(st, 2, record.s);
	stmt_bind_text(st, 3, e->officer);
	stmt_bind_int(st, 4, e->seq);
	rc = stmt_run(st, err);
	buf_release(&record);
	return rc;
}

int
feed_state_check(const json_t *body, struct err *err)
{
	static const char *const members[] = { "feed", "state", "words", NULL };

	if (body_only(body, members, err) ||
	    body_text(body, "feed", true, FEED_NAME, err) ||
	    body_choice(body, "state", feed_state_find, err))
		return -1;
	return body_text(body, "words", false, BODY_WORDS_MAX, err);
}

int
feed_state_reduce(struct fold *f, const struct journal_entry *e,
                  const json_t *body, struct err *err)
{
	const char *words;
	struct stmt *st;

	if (!body)
		return 0;
	words = body_get_text(body, "words");
	st = db_use(f->db, &feed_put_state);
	stmt_bind_text(st, 1, body_get_text(body, "feed"));
	stmt_bind_int(st, 2, feed_state_find(body_get_text(body, "state")));
	stmt_bind_int(st, 3, e->counted_ms);
	stmt_bind_text(st, 4, words ? words : "");
	return stmt_run(st, err);
}
