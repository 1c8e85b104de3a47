#include "desk/callout.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/body.h"
#include "desk/callout_same.h"

/* clang-format off */
struct word {
	const char *code, *label;
};

static const struct word whys[CALLOUT_WHYS] = {
	[CALLOUT_BY_HAND] =	{ "hand", N_("叫应") },
	[CALLOUT_WARNING] =	{ "warning", N_("预警叫应") },
	[CALLOUT_INCIDENT] =	{ "incident", N_("事件叫应") },
	[CALLOUT_SPOT] =	{ "spot", N_("查岗点名") },
};
static const struct word hows[CALLOUT_HOWS] = {
	[CALLOUT_PHONE] =	{ "phone", N_("电话") },
	[CALLOUT_RADIO] =	{ "radio", N_("电台") },
	[CALLOUT_MESSAGE] =	{ "message", N_("短信或群消息") },
	[CALLOUT_DOOR] =	{ "door", N_("上门") },
	[CALLOUT_GONG] =	{ "gong", N_("鸣锣广播") },
};
static const struct word results[CALLOUT_RESULTS] = {
	[CALLOUT_ANSWERED] =	{ "answered", N_("本人应答") },
	[CALLOUT_NO_ANSWER] =	{ "noanswer", N_("无人接") },
	[CALLOUT_BUSY] =	{ "busy", N_("占线") },
	[CALLOUT_OFF] =		{ "off", N_("关机或停机") },
	[CALLOUT_WRONG] =	{ "wrong", N_("号码不对") },
	[CALLOUT_SENT] =	{ "sent", N_("已发出，未应答") },
};
/* clang-format on */

static int
word_find(const struct word *words, int count, const char *code)
{
	for (int i = 0; i < count; i++)
		if (strcmp(words[i].code, code) == 0)
			return i;
	return -1;
}

const char *
callout_why_code(enum callout_why w)
{
	return whys[w].code;
}

const char *
callout_why_label(enum callout_why w)
{
	return whys[w].label;
}

int
callout_why_find(const char *code)
{
	return word_find(whys, CALLOUT_WHYS, code);
}

const char *
callout_how_code(enum callout_how h)
{
	return hows[h].code;
}

const char *
callout_how_label(enum callout_how h)
{
	return hows[h].label;
}

int
callout_how_find(const char *code)
{
	return word_find(hows, CALLOUT_HOWS, code);
}

const char *
callout_result_code(enum callout_result r)
{
	return results[r].code;
}

const char *
callout_result_label(enum callout_result r)
{
	return results[r].label;
}

int
callout_result_find(const char *code)
{
	return word_find(results, CALLOUT_RESULTS, code);
}

/* ---- queries ---- */

#define CALLOUT_COLUMNS                                                        \
	"c.id, c.last_seq, c.title, c.of, c.lists, c.why, c.wake, c.reach, "   \
	"c.drawn, c.at_ms, c.ended_ms, c.ended_words, c.officer, count(t.k), " \
	"coalesce(sum(t.called_ms > 0), 0), "                                  \
	"coalesce(sum(t.answered_ms > 0), 0), "                                \
	"coalesce(sum(t.acted_ms > 0), 0), coalesce(sum(t.after), 0)"
#define CALLOUT_FROM                                                           \
	" FROM callout c LEFT JOIN callout_target t ON t.callout = c.id "

SQL(callout_row,
    "SELECT " CALLOUT_COLUMNS CALLOUT_FROM "WHERE c.id = ?1 GROUP BY c.id");
SQL(callout_newest, "SELECT id FROM callout ORDER BY ended_ms > 0, id DESC "
                    "LIMIT ?1");
SQL(callout_target_rows,
    "SELECT k, name, vacant, line, next, round, tries, called_ms, "
    "answered_ms, acted_ms, answered_by, words, acted, last, held_by, "
    "held_seat, held_ms, after, contact, person, coalesce((SELECT "
    "group_concat(a.name, '、') FROM callout_also a WHERE a.callout = "
    "t.callout "
    "AND a.k = t.k), '') FROM callout_target t WHERE callout = ?1 ORDER BY k");
SQL(callout_try_rows, "SELECT seq, k, at_ms, how, result, number, by, words, "
                      "officer, after FROM callout_try WHERE callout = ?1 "
                      "AND (?2 = 0 OR k = ?2) ORDER BY seq");

void
callout_release(struct callout *c)
{
	free(c->title);
	free(c->of);
	free(c->lists);
	free(c->ended_words);
	free(c->officer);
	memset(c, 0, sizeof(*c));
}

void
callouts_free(struct callout *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		callout_release(&rows[i]);
	free(rows);
}

static void
callout_read(struct callout *c, struct stmt *st)
{
	memset(c, 0, sizeof(*c));
	c->id = stmt_int(st, 0);
	c->last_seq = stmt_int(st, 1);
	c->title = mem_str(stmt_text(st, 2));
	c->of = mem_str(stmt_text(st, 3));
	c->lists = mem_str(stmt_text(st, 4));
	c->why = (enum callout_why)stmt_int(st, 5);
	c->wake = (int)stmt_int(st, 6);
	c->reach = (int)stmt_int(st, 7);
	c->drawn = (int)stmt_int(st, 8);
	c->at_ms = stmt_int(st, 9);
	c->ended_ms = stmt_int(st, 10);
	c->ended_words = mem_str(stmt_text(st, 11));
	c->officer = mem_str(stmt_text(st, 12));
	c->targets = (int)stmt_int(st, 13);
	c->called = (int)stmt_int(st, 14);
	c->answered = (int)stmt_int(st, 15);
	c->acted = (int)stmt_int(st, 16);
	c->after = (int)stmt_int(st, 17);
}

int
callout_get(struct desk *d, int64_t id, struct callout *out, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &callout_row);
	int rc;

	memset(out, 0, sizeof(*out));
	stmt_bind_int(st, 1, id);
	rc = stmt_step(st, err);
	if (rc == 1)
		callout_read(out, st);
	stmt_done(st);
	if (rc == 0)
		return err_set(err, ERR_NOT_FOUND, tr("没有第 %lld 号叫应"),
		               (long long)id);
	return rc == 1 ? 0 : -1;
}

int
callout_list(struct desk *d, size_t max, struct callout **rows, size_t *count,
             struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &callout_newest);
	int64_t *ids = NULL;
	size_t n = 0, cap = 0;
	int rc;

	stmt_bind_int(st, 1, max ? (int64_t)max : -1);
	while ((rc = stmt_step(st, err)) == 1) {
		ids = mem_grow(ids, n, &cap, sizeof(*ids));
		ids[n++] = stmt_int(st, 0);
	}
	stmt_done(st);
	*rows = mem_array(NULL, n + 1, sizeof(**rows));
	*count = 0;
	while (!rc && *count < n) {
		rc = callout_get(d, ids[*count], &(*rows)[*count], err);
		*count += !rc;
	}
	free(ids);
	if (rc)
		callouts_free(*rows, *count);
	return rc;
}

/* ---- targets ---- */

void
callout_target_release(struct callout_target *t)
{
	for (size_t i = 0; i < t->line_count; i++) {
		free(t->line[i].who);
		free(t->line[i].post);
		free(t->line[i].number);
		free(t->line[i].label);
	}
	free(t->line);
	free(t->name);
	free(t->person);
	free(t->also);
	free(t->answered_by);
	free(t->words);
	free(t->acted);
	memset(t, 0, sizeof(*t));
}

void
callout_targets_free(struct callout_target *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		callout_target_release(&rows[i]);
	free(rows);
}

static int
line_read(struct callout_target *t, const char *text, size_t len,
          struct err *err)
{
	json_t *list = json_parse(text, len, "line", err), *number;
	size_t i;

	if (!list)
		return -1;
	t->line = mem_array(NULL, json_array_size(list) + 1, sizeof(*t->line));
	json_array_foreach(list, i, number)
	{
		struct callout_number *n = &t->line[t->line_count++];

		n->who = mem_str(body_words(number, "who"));
		n->post = mem_str(body_words(number, "post"));
		n->number = mem_str(body_words(number, "number"));
		n->label = mem_str(body_words(number, "label"));
		n->deputy = json_is_true(json_object_get(number, "deputy"));
	}
	json_decref(list);
	return 0;
}

/* A hold that has lapsed is none. */
static void
held_read(struct callout_target *t, struct stmt *st, int64_t now)
{
	t->held_ms = stmt_int(st, 16);
	if (!t->held_ms || now >= t->held_ms + CALLOUT_HOLD_MS) {
		t->held_ms = 0;
		return;
	}
	snprintf(t->held_by, sizeof(t->held_by), "%s", stmt_text(st, 14));
	snprintf(t->held_seat, sizeof(t->held_seat), "%s", stmt_text(st, 15));
}

static int
target_read(struct callout_target *t, struct stmt *st, int64_t now,
            struct err *err)
{
	memset(t, 0, sizeof(*t));
	t->k = (int)stmt_int(st, 0);
	t->name = mem_str(stmt_text(st, 1));
	t->vacant = stmt_int(st, 2);
	t->contact = stmt_int(st, 18);
	t->person = mem_str(stmt_text(st, 19));
	t->also = mem_str(stmt_text(st, 20));
	t->next = (size_t)stmt_int(st, 4);
	t->round = (int)stmt_int(st, 5);
	t->tries = (int)stmt_int(st, 6);
	t->called_ms = stmt_int(st, 7);
	t->answered_ms = stmt_int(st, 8);
	t->acted_ms = stmt_int(st, 9);
	t->answered_by = mem_str(stmt_text(st, 10));
	t->words = mem_str(stmt_text(st, 11));
	t->acted = mem_str(stmt_text(st, 12));
	t->last = (enum callout_result)stmt_int(st, 13);
	t->after = stmt_int(st, 17);
	held_read(t, st, now);
	return line_read(t, stmt_text(st, 3), stmt_text_len(st, 3), err);
}

int
callout_targets(struct desk *d, int64_t id, struct callout_target **rows,
                size_t *count, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &callout_target_rows);
	struct callout_target *list = NULL;
	int64_t now = desk_now(d);
	size_t n = 0, cap = 0;
	int rc;

	stmt_bind_int(st, 1, id);
	while ((rc = stmt_step(st, err)) == 1) {
		list = mem_grow(list, n, &cap, sizeof(*list));
		if (target_read(&list[n++], st, now, err)) {
			rc = -1;
			break;
		}
	}
	stmt_done(st);
	if (!rc)
		rc = callout_mark_same(d, id, list, n, err);
	if (rc) {
		callout_targets_free(list, n);
		return -1;
	}
	*rows = list;
	*count = n;
	return 0;
}

void
callout_tries_free(struct callout_try *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(rows[i].number);
		free(rows[i].by);
		free(rows[i].words);
		free(rows[i].officer);
	}
	free(rows);
}

int
callout_tries(struct desk *d, int64_t id, int k, struct callout_try **rows,
              size_t *count, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &callout_try_rows);
	struct callout_try *list = NULL, *t;
	size_t n = 0, cap = 0;
	int rc;

	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, k);
	while ((rc = stmt_step(st, err)) == 1) {
		list = mem_grow(list, n, &cap, sizeof(*list));
		t = &list[n++];
		t->seq = stmt_int(st, 0);
		t->k = (int)stmt_int(st, 1);
		t->at_ms = stmt_int(st, 2);
		t->how = (enum callout_how)stmt_int(st, 3);
		t->result = (enum callout_result)stmt_int(st, 4);
		t->number = mem_str(stmt_text(st, 5));
		t->by = mem_str(stmt_text(st, 6));
		t->words = mem_str(stmt_text(st, 7));
		t->officer = mem_str(stmt_text(st, 8));
		t->after = stmt_int(st, 9);
	}
	stmt_done(st);
	if (rc) {
		callout_tries_free(list, n);
		return -1;
	}
	*rows = list;
	*count = n;
	return 0;
}
