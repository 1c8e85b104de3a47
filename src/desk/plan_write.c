/* Commands on plans. */
#include "desk/plan_write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/body.h"
#include "desk/record.h"

/* ---- saving ---- */

struct saving {
	const struct plan_new *p;
	struct plan_front front; /* of the document, if it has one */
	bool has_front;
	json_t *paras;
	struct plan old; /* what is there; id 0: nothing */
	int64_t *id, *seq;
};

/* "矿山救援.docx" without its ending; NULL when there is no name. */
static char *
stem_of(const char *source)
{
	const char *dot = source ? strrchr(source, '.') : NULL;

	if (!source || !*source)
		return NULL;
	return dot && dot > source ? mem_strn(source, (size_t)(dot - source))
	                           : mem_str(source);
}

/* The title that it comes with; NULL: none at all.  The caller frees. */
static char *
saving_title(const struct saving *s)
{
	const struct plan_new *p = s->p;

	if (p->title && *p->title)
		return mem_str(p->title);
	if (s->front.title)
		return mem_str(s->front.title);
	if (p->doc && p->doc->title)
		return mem_str(p->doc->title);
	return stem_of(p->source);
}

/* No other plan in force is called so. */
static int
title_is_free(struct desk *d, const char *title, int64_t id, struct err *err)
{
	int64_t other;

	if (plan_titled(d, title, &other, err))
		return -1;
	if (other && other != id)
		return err_set(err, ERR_REFUSED,
		               tr("已有另一预案《%s》（第 %lld 号）"), title,
		               (long long)other);
	return 0;
}

static int
plan_in_force(struct desk *d, int64_t id, struct plan *out, struct err *err)
{
	if (plan_get(d, id, out, err))
		return -1;
	if (!out->removed)
		return 0;
	err_set(err, ERR_REFUSED, tr("预案《%s》已废止"), out->title);
	plan_release(out);
	return -1;
}

/* The plan it is a version of, if any. */
static int
saving_old(struct desk *d, struct saving *s, char **title, struct err *err)
{
	int64_t id = s->p->id;

	if (!id && *title && plan_titled(d, *title, &id, err))
		return -1;
	if (id && plan_in_force(d, id, &s->old, err))
		return -1;
	if (!*title && s->old.id)
		*title = mem_str(s->old.title);
	if (!*title)
		return err_set(err, ERR_INPUT, tr("预案没有名称"));
	return title_is_free(d, *title, s->old.id, err);
}

static int
saving_category(const struct saving *s)
{
	return s->p->category >= 0      ? s->p->category
	       : s->front.category >= 0 ? s->front.category
	       : s->old.id              ? (int)s->old.category
	                                : PLAN_OTHER;
}

static int64_t
saving_issued(const struct saving *s)
{
	return s->p->issued_ms      ? s->p->issued_ms
	       : s->front.issued_ms ? s->front.issued_ms
	                            : s->old.issued_ms;
}

/* Is it what its newest version said already? */
static int
saving_same(struct desk *d, const struct saving *s, const char *title,
            bool *same, struct err *err)
{
	const struct plan_new *p = s->p;
	json_t *was, *front;

	*same = false;
	if (!s->old.id)
		return 0;
	if (plan_body(d, s->old.version_seq, &was, err))
		return -1;
	*same = was && json_equal(json_object_get(was, "paras"), s->paras);
	if (*same && s->has_front) {
		front = plan_front_json(&s->front);
		*same = json_equal(json_object_get(was, "front"), front);
		json_decref(front);
	}
	json_decref(was);
	*same = *same && !strcmp(title, s->old.title) &&
	        (p->category < 0 || p->category == (int)s->old.category) &&
	        (!p->issued_ms || p->issued_ms == s->old.issued_ms);
	return 0;
}

/* Without a FRONT of its own it goes on with the one in force. */
static int
saving_front(struct desk *d, struct saving *s, struct err *err)
{
	struct plan_front *f = &s->front;

	if (s->has_front || !s->old.id)
		return 0;
	if (plan_front(d, s->old.id, f, err))
		return -1;
	free(f->title);
	f->title = NULL;
	f->category = -1;
	if (s->p->issued_ms)
		f->revise_ms = 0;
	f->issued_ms = 0;
	return 0;
}

static void
put_date(json_t *o, const char *key, int64_t ms)
{
	char text[CIVIL_TEXT];

	if (ms)
		json_object_set_new(
			o, key,
			json_string(civil_date(text, ms, CIVIL_SHANGHAI)));
}

static int
saving_body(const struct saving *s, const char *title, json_t *body,
            struct err *err)
{
	const struct plan_new *p = s->p;
	enum plan_category c = (enum plan_category)saving_category(s);
	json_t *front = plan_front_json(&s->front);
	struct buf bytes = BUF_INIT;
	size_t len;

	put_date(body, "issued", saving_issued(s));
	put_date(body, "revise_by", s->front.revise_ms);
	if (s->front.drill_months)
		body_put_int(body, "drill_months", s->front.drill_months);
	if (json_object_size(front) > 0)
		json_object_set(body, "front", front);
	json_decref(front);
	json_object_set(body, "paras", s->paras);
	json_object_set_new(body, "category",
	                    json_string(plan_category_code(c)));
	if (body_put_text(body, "title", title, PLAN_TITLE_MAX, err) ||
	    body_put_text(body, "source", p->source, PLAN_TITLE_MAX, err) ||
	    body_put_text(body, "sha256", p->sha256, 2 * HASH_LEN, err))
		return -1;
	json_write(&bytes, body);
	len = bytes.len;
	buf_release(&bytes);
	if (len > PLAN_BYTES_MAX)
		return err_set(err, ERR_INPUT,
		               tr("预案正文太长：%zu KB，最多 %d KB"),
		               len >> 10, PLAN_BYTES_MAX >> 10);
	return 0;
}

/* The entry's body; the caller's. */
static json_t *
saving_entry(struct desk *d, struct saving *s, const char *title,
             struct err *err)
{
	json_t *body = json_object();

	if (saving_front(d, s, err) || saving_body(s, title, body, err)) {
		json_decref(body);
		return NULL;
	}
	return body;
}

static int
saving_append(struct desk *d, struct saving *s, const char *title,
              struct err *err)
{
	int64_t id = s->old.id ? s->old.id : body_next_seq(d);
	json_t *body = saving_entry(d, s, title, err);
	char subject[SUBJECT_MAX];

	if (!body)
		return -1;
	body_subject(subject, "plan", id);
	*s->id = id;
	return desk_append(d, "plan.saved", subject, JOURNAL_NO_TIME, body,
	                   s->seq, err);
}

/* Which plan it is, and whether it says anything new. */
static int
saving_decide(struct desk *d, struct saving *s, char **title, bool *same,
              struct err *err)
{
	*title = saving_title(s);
	if (saving_old(d, s, title, err))
		return -1;
	return saving_same(d, s, *title, same, err);
}

static int
plan_save_write(struct desk *d, void *arg, struct err *err)
{
	struct saving *s = arg;
	char *title;
	bool same;
	int rc;

	rc = saving_decide(d, s, &title, &same, err);
	if (rc == 0 && same)
		*s->id = s->old.id;
	else if (rc == 0)
		rc = saving_append(d, s, title, err);
	free(title);
	return rc;
}

static json_t *
paras_json(const struct doc *doc)
{
	json_t *list = json_array(), *para;
	size_t i;

	for (i = 0; doc && i < doc->count; i++) {
		para = json_array();
		json_array_append_new(para, json_integer(doc->paras[i].level));
		json_array_append_new(para, json_stringn(doc->paras[i].text,
		                                         doc->paras[i].len));
		json_array_append_new(list, para);
	}
	return list;
}

/* What the document alone says.  Release it in either case. */
static int
saving_begin(struct saving *s, struct err *err)
{
	const struct plan_new *p = s->p;
	const char *front = p->doc ? p->doc->front : NULL;

	plan_front_init(&s->front);
	s->has_front = front != NULL;
	s->paras = paras_json(p->doc);
	if (front && plan_front_parse(&s->front, front, strlen(front),
	                              p->source ? p->source : "front", err))
		return -1;
	if (json_array_size(s->paras) == 0)
		return err_set(err, ERR_INPUT, tr("预案没有正文"));
	return 0;
}

static void
saving_release(struct saving *s)
{
	json_decref(s->paras);
	plan_front_release(&s->front);
	plan_release(&s->old);
}

int
plan_save(struct desk *d, const struct plan_new *p, int64_t *id, int64_t *seq,
          struct err *err)
{
	struct saving s = { .p = p, .seq = seq };
	int64_t made = 0;
	int rc;

	if (seq)
		*seq = 0;
	s.id = id ? id : &made;
	rc = saving_begin(&s, err);
	if (rc == 0)
		rc = desk_write(d, plan_save_write, &s, err);
	saving_release(&s);
	return rc;
}

int
plan_would(struct desk *d, const struct plan_new *p, struct plan_outcome *out,
           struct err *err)
{
	struct saving s = { .p = p };
	json_t *body = NULL;
	int rc;

	*out = (struct plan_outcome){ .id = 0 };
	rc = saving_begin(&s, err);
	if (rc == 0)
		rc = saving_decide(d, &s, &out->title, &out->same, err);
	if (rc == 0) {
		out->category = (enum plan_category)saving_category(&s);
		out->id = s.old.id;
		out->version = s.old.version + !out->same;
	}
	if (rc == 0 && !out->same) {
		body = saving_entry(d, &s, out->title, err);
		rc = body ? 0 : -1;
	}
	json_decref(body);
	saving_release(&s);
	return rc;
}

void
plan_outcome_release(struct plan_outcome *out)
{
	free(out->title);
	out->title = NULL;
}

/* ---- front, drills, withdrawal ---- */

struct fronting {
	int64_t id, base;
	const struct plan_front *front;
	int64_t *seq;
};

static bool
front_same(const struct plan_front *a, const struct plan_front *b)
{
	json_t *x = plan_front_json(a), *y = plan_front_json(b);
	bool same = json_equal(x, y);

	json_decref(x);
	json_decref(y);
	return same;
}

struct author {
	char officer[64];
	int64_t saved_ms;
};

static int
take_author(void *arg, const struct journal_entry *e)
{
	struct author *a = arg;

	snprintf(a->officer, sizeof(a->officer), "%s", e->officer);
	a->saved_ms = e->recorded_ms;
	return 0;
}

/* Nobody changed it since the base. */
static int
front_unchanged(struct desk *d, int64_t base, int64_t front_seq,
                struct err *err)
{
	struct author a;
	struct record r = { .noun = "plan",
		            .base = base,
		            .last_seq = front_seq,
		            .officer = a.officer };

	if (!base || base == front_seq)
		return 0;
	if (journal_get(desk_journal(d), front_seq, take_author, &a, err))
		return -1;
	r.saved_ms = a.saved_ms;
	return record_conflict(&r, err);
}

static int
plan_front_write(struct desk *d, void *arg, struct err *err)
{
	const struct fronting *w = arg;
	char subject[SUBJECT_MAX];
	struct plan_front was;
	int64_t front_seq;
	struct plan p;
	json_t *body;
	bool same;

	if (plan_in_force(d, w->id, &p, err))
		return -1;
	front_seq = p.front_seq;
	plan_release(&p);
	if (w->front->title && title_is_free(d, w->front->title, w->id, err))
		return -1;
	if (plan_front(d, w->id, &was, err))
		return -1;
	same = front_same(&was, w->front);
	plan_front_release(&was);
	if (same)
		return 0;
	if (front_unchanged(d, w->base, front_seq, err))
		return -1;
	body = json_object();
	json_object_set_new(body, "front", plan_front_json(w->front));
	return desk_append(d, "plan.front",
	                   body_subject(subject, "plan", w->id),
	                   JOURNAL_NO_TIME, body, w->seq, err);
}

int
plan_set_front(struct desk *d, int64_t id, int64_t base, const char *text,
               int64_t *seq, struct err *err)
{
	struct plan_front front;
	struct fronting w = { id, base, &front, seq };
	int rc;

	if (seq)
		*seq = 0;
	if (plan_front_parse(&front, text, strlen(text), "front", err))
		return -1;
	rc = desk_write(d, plan_front_write, &w, err);
	plan_front_release(&front);
	return rc;
}

struct telling {
	int64_t id, at_ms; /* at JOURNAL_NO_TIME: has none */
	const char *kind, *key, *words;
	int64_t *seq;
};

static int
plan_tell_write(struct desk *d, void *arg, struct err *err)
{
	const struct telling *t = arg;
	char subject[SUBJECT_MAX];
	struct plan p;
	json_t *body;

	if (plan_in_force(d, t->id, &p, err))
		return -1;
	plan_release(&p);
	body = json_object();
	if (t->at_ms != JOURNAL_NO_TIME)
		body_put_time(body, "at", t->at_ms);
	if (body_put_text(body, t->key, t->words, BODY_WORDS_MAX, err)) {
		json_decref(body);
		return -1;
	}
	return desk_append(d, t->kind, body_subject(subject, "plan", t->id),
	                   t->at_ms, body, t->seq, err);
}

int
plan_drilled(struct desk *d, int64_t id, int64_t at_ms, const char *words,
             int64_t *seq, struct err *err)
{
	struct telling t = { .id = id,
		             .at_ms = at_ms ? at_ms : desk_now(d),
		             .kind = "plan.drilled",
		             .key = "words",
		             .words = words,
		             .seq = seq };

	if (!words || !*words)
		return err_set(err, ERR_INPUT, tr("演练要写明内容"));
	if (t.at_ms < 0 || t.at_ms > CIVIL_MAX)
		return err_set(err, ERR_INPUT, tr("时间超出范围"));
	return desk_write(d, plan_tell_write, &t, err);
}

int
plan_remove(struct desk *d, int64_t id, const char *why, int64_t *seq,
            struct err *err)
{
	struct telling t = { .id = id,
		             .at_ms = JOURNAL_NO_TIME,
		             .kind = "plan.removed",
		             .key = "why",
		             .words = why,
		             .seq = seq };

	if (!why || !*why)
		return err_set(err, ERR_INPUT, tr("废止预案要写明原因"));
	return desk_write(d, plan_tell_write, &t, err);
}
