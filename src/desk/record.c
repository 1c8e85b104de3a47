#include "desk/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/body.h"

enum { KIND_MAX = 48 };

static bool
id_read(const struct journal_entry *e, const char *noun, int64_t *id)
{
	size_t len = strlen(noun);
	char *end;

	if (!e->subject || strncmp(e->subject, noun, len) != 0 ||
	    e->subject[len] != ':')
		return false;
	*id = strtoll(e->subject + len + 1, &end, 10);
	return !*end && *id >= 1 && *id <= e->seq;
}

int
record_id(const struct journal_entry *e, const char *noun, int64_t *id,
          struct err *err)
{
	if (id_read(e, noun, id))
		return 0;
	return err_set(err, ERR_INPUT, "expected the subject %s:ID", noun);
}

/* ---- writing ---- */

int
record_conflict(const struct record *r, struct err *err)
{
	char when[CIVIL_TEXT];

	if (!r->base || r->base == r->last_seq)
		return 0;
	return err_set(err, ERR_CONFLICT,
	               tr("%s 在 %s 改过这一项；看过他的再改"), r->officer,
	               civil_local(when, r->saved_ms));
}

static bool
same_bytes(const json_t *a, const json_t *b)
{
	struct buf x = BUF_INIT, y = BUF_INIT;
	bool same;

	json_write(&x, a);
	json_write(&y, b);
	same = strcmp(x.s, y.s) == 0;
	buf_release(&x);
	buf_release(&y);
	return same;
}

int
record_save(struct desk *d, const struct record *r, json_t *old, json_t *body,
            int64_t *id, int64_t *seq, struct err *err)
{
	int64_t whose = r->id ? r->id : body_next_seq(d);
	char subject[SUBJECT_MAX], kind[KIND_MAX];
	bool same = old && same_bytes(old, body);

	json_decref(old);
	*seq = 0;
	if (same) {
		json_decref(body);
		return 0;
	}
	snprintf(kind, sizeof(kind), "%s.saved", r->noun);
	body_subject(subject, r->noun, whose);
	*id = whose;
	return desk_append(d, kind, subject, JOURNAL_NO_TIME, body, seq, err);
}

struct record_act {
	const char *noun, *did; /* "unit", "removed" */
	int64_t id;
	const char *key, *text;
	size_t max;
	record_may_fn *may;
	int64_t *seq;
};

static int
act_write(struct desk *d, void *arg, struct err *err)
{
	const struct record_act *a = arg;
	char subject[SUBJECT_MAX], kind[KIND_MAX];
	json_t *body;

	if (a->may(d, a->id, a->text, err))
		return -1;
	body = json_object();
	if (body_put_text(body, a->key, a->text, a->max, err)) {
		json_decref(body);
		return -1;
	}
	snprintf(kind, sizeof(kind), "%s.%s", a->noun, a->did);
	body_subject(subject, a->noun, a->id);
	return desk_append(d, kind, subject, JOURNAL_NO_TIME, body, a->seq,
	                   err);
}

int
record_confirm(struct desk *d, const char *noun, int64_t id, const char *number,
               record_may_fn *may, int64_t *seq, struct err *err)
{
	struct record_act a = { noun,   "confirmed",    id,  "number",
		                number, PHONE_TEXT - 1, may, seq };

	return desk_write(d, act_write, &a, err);
}

int
record_remove(struct desk *d, const char *noun, int64_t id, const char *why,
              record_may_fn *may, int64_t *seq, struct err *err)
{
	struct record_act a = { noun, "removed",      id,  "why",
		                why,  BODY_WORDS_MAX, may, seq };

	if (!why || !*why)
		return err_set(err, ERR_INPUT, "%s", tr("要写移除的理由"));
	return desk_write(d, act_write, &a, err);
}

int
record_removed_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "why", NULL };

	if (body_only(body, keys, err))
		return -1;
	return body_text(body, "why", true, BODY_WORDS_MAX, err);
}

/* ---- changes in words ---- */

void
record_text(struct desk *d, struct buf *out, const json_t *value)
{
	(void)d;
	if (json_is_string(value))
		buf_str(out, json_string_value(value));
	else if (json_is_integer(value))
		buf_fmt(out, "%lld", (long long)json_integer_value(value));
}

void
record_unit(struct desk *d, struct buf *out, const json_t *value)
{
	struct err err = ERR_INIT;
	struct unit u;

	if (unit_get(d, json_integer_value(value), &u, &err))
		return;
	buf_str(out, u.name);
	unit_release(&u);
}

void
record_phones(struct desk *d, struct buf *out, const json_t *value)
{
	(void)d;
	phones_text(out, value);
}

struct changes {
	struct desk *d;
	const struct record_member *members;
	json_t *last; /* the record before; NULL: none */
	struct change *rows;
	size_t count, cap;
};

static bool
has_element(const json_t *list, const json_t *element)
{
	json_t *row;
	size_t i;

	json_array_foreach((json_t *)list, i, row)
	{
		if (json_equal(row, element))
			return true;
	}
	return false;
}

/* The elements of a list that the other has not. */
static void
elements_words(struct changes *c, struct buf *out,
               const struct record_member *m, const json_t *list,
               const json_t *other)
{
	json_t *row;
	size_t i;

	json_array_foreach((json_t *)list, i, row)
	{
		if (has_element(other, row))
			continue;
		buf_str(out, out->len ? tr("、") : "");
		m->text(c->d, out, row);
	}
}

static void
list_words(struct changes *c, struct buf *out, const struct record_member *m,
           const json_t *was, const json_t *is)
{
	struct buf came = BUF_INIT, went = BUF_INIT;
	const char *comma = out->len ? tr("，") : "";

	elements_words(c, &came, m, is, was);
	elements_words(c, &went, m, was, is);
	if (came.len && went.len)
		buf_fmt(out, tr("%s%s：加 %s，去 %s"), comma, tr(m->label),
		        came.s, went.s);
	else if (came.len)
		buf_fmt(out, tr("%s%s：加 %s"), comma, tr(m->label), came.s);
	else if (went.len)
		buf_fmt(out, tr("%s%s：去 %s"), comma, tr(m->label), went.s);
	else if (was && is && !json_equal(was, is))
		buf_fmt(out, tr("%s%s：换了次序"), comma, tr(m->label));
	buf_release(&came);
	buf_release(&went);
}

static void
member_words(struct changes *c, struct buf *out, const struct record_member *m,
             const json_t *was, const json_t *is)
{
	struct buf old = BUF_INIT, new = BUF_INIT;

	if (m->each) {
		list_words(c, out, m, was, is);
		return;
	}
	if (was)
		m->text(c->d, &old, was);
	if (is)
		m->text(c->d, &new, is);
	if (strcmp(old.s, new.s) != 0)
		buf_fmt(out, tr("%s%s：%s→%s"), out->len ? tr("，") : "",
		        tr(m->label), old.len ? old.s : tr("空"),
		        new.len ? new.s : tr("空"));
	buf_release(&old);
	buf_release(&new);
}

/* Numbers that the record itself calls right: a phone has `confirmed` only when
 * that is later than what was known (phones_put()). */
static void
confirmed_words(struct buf *out, const json_t *body)
{
	struct buf numbers = BUF_INIT;
	json_t *row;
	size_t i;

	json_array_foreach(json_object_get(body, "phones"), i, row)
	{
		if (json_object_get(row, "confirmed"))
			buf_fmt(&numbers, "%s%s", numbers.len ? tr("、") : "",
			        body_get_text(row, "number"));
	}
	if (numbers.len)
		buf_fmt(out, tr("%s号码已确认：%s"), out->len ? tr("，") : "",
		        numbers.s);
	buf_release(&numbers);
}

static void
saved_words(struct changes *c, struct buf *out, json_t *body)
{
	if (!c->last) {
		buf_fmt(out, tr("新增：%s"), body_get_text(body, "name"));
	} else {
		for (const struct record_member *m = c->members; m->key; m++)
			member_words(c, out, m,
			             json_object_get(c->last, m->key),
			             json_object_get(body, m->key));
		confirmed_words(out, body);
		if (!out->len)
			buf_str(out, tr("重新保存"));
	}
	json_decref(c->last);
	c->last = json_incref(body);
}

static void
entry_words(struct changes *c, struct buf *out, const char *kind, json_t *body)
{
	const char *dot = strchr(kind, '.');
	const char *number = body_get_text(body, "number");

	if (!body)
		buf_str(out, tr("（内容已依法撤下）"));
	else if (strcmp(dot, ".saved") == 0)
		saved_words(c, out, body);
	else if (strcmp(dot, ".confirmed") == 0)
		buf_fmt(out, tr("核实电话：%s"), number ? number : tr("全部"));
	else
		buf_fmt(out, tr("移除：%s"), body_get_text(body, "why"));
}

static int
take_change(void *arg, const struct journal_entry *e)
{
	struct changes *c = arg;
	struct err err = ERR_INIT;
	struct buf text = BUF_INIT;
	json_t *body = NULL;
	struct change *row;

	if (e->body)
		body = json_parse(e->body, e->body_len, "body", &err);
	entry_words(c, &text, e->kind, body);
	json_decref(body);
	c->rows = mem_grow(c->rows, c->count, &c->cap, sizeof(*c->rows));
	row = &c->rows[c->count++];
	row->seq = e->seq;
	row->recorded_ms = e->recorded_ms;
	snprintf(row->officer, sizeof(row->officer), "%s", e->officer);
	row->text = buf_take(&text);
	return 0;
}

int
record_changes(struct desk *d, const char *noun, int64_t id,
               const struct record_member *members, struct change **rows,
               size_t *count, struct err *err)
{
	struct changes c = { .d = d, .members = members };
	char subject[SUBJECT_MAX];
	struct change last;
	int rc;

	body_subject(subject, noun, id);
	rc = journal_read_subject(desk_journal(d), subject, take_change, &c,
	                          err);
	json_decref(c.last);
	if (rc < 0) {
		changes_free(c.rows, c.count);
		return -1;
	}
	for (size_t i = 0; i < c.count / 2; i++) {
		last = c.rows[i];
		c.rows[i] = c.rows[c.count - 1 - i];
		c.rows[c.count - 1 - i] = last;
	}
	*rows = c.rows;
	*count = c.count;
	return 0;
}

void
changes_free(struct change *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(rows[i].text);
	free(rows);
}
