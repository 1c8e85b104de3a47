#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/body.h"
#include "desk/brief_text.h"
#include "desk/docket.h"
#include "desk/kinds.h"
#include "desk/report.h"

#define TEXT_MAX 20000 /* characters */
#define NUMBER_MAX 9999

SQL(brief_insert,
    "INSERT INTO brief (incident, seq, recorded_ms, kind, n, class, facts, "
    "text, officer) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
SQL(brief_rows, "SELECT seq, recorded_ms, kind, n, class, facts, text, officer "
                "FROM brief WHERE incident = ?1 ORDER BY seq");
SQL(brief_event, "SELECT at_ms, coalesce(source, '') FROM event "
                 "WHERE incident = ?1 AND what = ?2 ORDER BY seq DESC LIMIT 1");

/* Index is enum brief_kind. */
static const char *const kind_codes[] = { "first", "follow", "final", NULL };

static int
kind_of(const char *code)
{
	for (int i = 0; kind_codes[i]; i++)
		if (strcmp(kind_codes[i], code) == 0)
			return i;
	return -1;
}

/* ---- brief.frozen ---- */

int
brief_frozen_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "kind",  "n",     "text",
		                            "facts", "class", NULL };
	const struct jpath at = { .key = "body" };
	const struct jpath facts_at = { .up = &at, .key = "facts" };
	const json_t *o;
	struct facts facts;
	unsigned set;

	if (body_only(body, keys, err) ||
	    body_text(body, "kind", true, BODY_NAME_MAX, err) ||
	    body_int(body, "n", true, 0, NUMBER_MAX, err) ||
	    body_text(body, "text", true, TEXT_MAX, err) ||
	    body_text(body, "class", true, BODY_NAME_MAX, err) ||
	    json_need_object(body, "facts", &o, &at, err) ||
	    facts_read(o, &facts, &set, &facts_at, err))
		return -1;
	if (kind_of(body_get_text(body, "kind")) < 0)
		return json_fail(&at, err, "kind: first, follow or final");
	if (class_find(body_get_text(body, "class")) < 0)
		return json_fail(&at, err, "class: no such class");
	return 0;
}

int
brief_frozen_reduce(struct fold *f, const struct journal_entry *e,
                    const json_t *body, struct err *err)
{
	struct buf facts = BUF_INIT;
	struct stmt *st;
	int64_t id;
	int rc;

	if (docket_touch(f, e, &id, err))
		return -1;
	if (!body)
		return 0;
	json_write(&facts, json_object_get(body, "facts"));
	st = db_use(f->db, &brief_insert);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, e->seq);
	stmt_bind_int(st, 3, e->recorded_ms);
	stmt_bind_int(st, 4, kind_of(body_get_text(body, "kind")));
	stmt_bind_int(st, 5, body_get_int(body, "n", 0));
	stmt_bind_int(st, 6, class_find(body_get_text(body, "class")));
	stmt_bind_text(st, 7, facts.s);
	stmt_bind_text(st, 8, body_get_text(body, "text"));
	stmt_bind_text(st, 9, e->officer);
	rc = stmt_run(st, err);
	buf_release(&facts);
	return rc;
}

/* ---- list ---- */

static int
brief_row(struct brief *b, struct stmt *st, struct err *err)
{
	memset(b, 0, sizeof(*b));
	facts_init(&b->facts);
	b->seq = stmt_int(st, 0);
	b->recorded_ms = stmt_int(st, 1);
	b->kind = (enum brief_kind)stmt_int(st, 2);
	b->n = (int)stmt_int(st, 3);
	b->class = (enum law_class)stmt_int(st, 4);
	b->text = mem_str(stmt_text(st, 6));
	snprintf(b->officer, sizeof(b->officer), "%s", stmt_text(st, 7));
	return facts_from_text(&b->facts, NULL, stmt_text(st, 5), err);
}

int
brief_list(struct desk *d, const char *number, struct brief **rows,
           size_t *count, struct err *err)
{
	struct stmt *st;
	size_t cap = 0;
	int64_t id;
	int rc;

	*rows = NULL;
	*count = 0;
	if (docket_find(desk_db(d), number, &id, err))
		return -1;
	st = db_use(desk_db(d), &brief_rows);
	stmt_bind_int(st, 1, id);
	while ((rc = stmt_step(st, err)) == 1) {
		*rows = mem_grow(*rows, *count, &cap, sizeof(**rows));
		rc = brief_row(&(*rows)[(*count)++], st, err);
		if (rc)
			break;
	}
	stmt_done(st);
	if (rc == 0)
		return 0;
	briefs_free(*rows, *count);
	*rows = NULL;
	*count = 0;
	return -1;
}

void
briefs_free(struct brief *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(rows[i].text);
	free(rows);
}

/* ---- names and differences ---- */

/* 1 .. 99 in words, as 续报 are numbered; larger ones in digits. */
static void
put_ordinal(struct buf *out, int n)
{
	static const char *const digits[] = { "",   "一", "二", "三", "四",
		                              "五", "六", "七", "八", "九" };

	if (n < 1 || n > 99) {
		buf_fmt(out, "%d", n);
		return;
	}
	if (n >= 20)
		buf_str(out, digits[n / 10]);
	if (n >= 10)
		buf_str(out, "十");
	buf_str(out, digits[n % 10]);
}

void
brief_name(struct buf *out, enum brief_kind kind, int n)
{
	if (kind == BRIEF_FOLLOW) {
		buf_str(out, "续报");
		put_ordinal(out, n);
	} else {
		buf_str(out, kind == BRIEF_FIRST ? "首报" : "终报");
	}
}

static void
put_value(struct buf *out, enum fact id, int64_t value)
{
	if (value == FACT_UNKNOWN)
		buf_str(out, "待核");
	else
		fact_text(out, id, value);
}

void
brief_difference(struct buf *out, const struct brief *before,
                 const struct brief *after)
{
	for (unsigned i = 0; i < FACT_COUNT; i++) {
		enum fact id = (enum fact)i;

		if (before->facts.v[i] == after->facts.v[i])
			continue;
		buf_fmt(out, "%s ", fact_info(id)->label);
		put_value(out, id, before->facts.v[i]);
		buf_str(out, " → ");
		put_value(out, id, after->facts.v[i]);
		buf_str(out, "\n");
	}
}

/* ---- compose and freeze ---- */

struct series {
	struct brief *briefs;
	size_t count;
	int64_t ended_ms; /* handling ended; 0: not yet */
	char occurred_source[SOURCE_MAX * 4 + 1];
};

static void
series_release(struct series *s)
{
	briefs_free(s->briefs, s->count);
}

static int
series_event(struct desk *d, int64_t id, enum event_what what, int64_t *at,
             char *source, size_t size, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &brief_event);
	int rc;

	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, what);
	rc = stmt_step(st, err);
	if (rc == 1) {
		*at = stmt_int(st, 0);
		snprintf(source, size, "%s", stmt_text(st, 1));
	}
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

static int
series_load(struct desk *d, const char *number, struct series *s,
            struct err *err)
{
	int64_t id, occurred;
	char none[1];

	memset(s, 0, sizeof(*s));
	if (docket_find(desk_db(d), number, &id, err) ||
	    series_event(d, id, EVENT_HANDLING_ENDED, &s->ended_ms, none,
	                 sizeof(none), err) ||
	    series_event(d, id, EVENT_OCCURRED, &occurred, s->occurred_source,
	                 sizeof(s->occurred_source), err))
		return -1;
	return brief_list(d, number, &s->briefs, &s->count, err);
}

static int
series_follows(const struct series *s)
{
	int n = 0;

	for (size_t i = 0; i < s->count; i++)
		n += s->briefs[i].kind == BRIEF_FOLLOW;
	return n;
}

/* What the next one is: first, follow-ups, and the last once it is over. */
static enum brief_kind
series_next(const struct series *s, int *n)
{
	*n = 0;
	if (s->count == 0)
		return BRIEF_FIRST;
	if (s->ended_ms && s->briefs[s->count - 1].kind != BRIEF_FINAL)
		return BRIEF_FINAL;
	*n = series_follows(s) + 1;
	return BRIEF_FOLLOW;
}

static int
compose(struct desk *d, const char *number, const struct series *s,
        struct buf *text, enum brief_kind *kind, int *n, struct err *err)
{
	struct brief_source src = { .desk_name = desk_name(d),
		                    .drill = desk_is_drill(d),
		                    .now = desk_now(d),
		                    .ended_ms = s->ended_ms,
		                    .occurred_source = s->occurred_source };
	unsigned char head[HASH_LEN];
	char spoken[SPOKEN_TEXT];
	struct incident in;
	struct report *reports;

	if (incident_get(d, number, &in, err))
		return -1;
	if (report_list(d, number, &reports, &src.reports_count, err)) {
		incident_release(&in);
		return -1;
	}
	src.incident = &in;
	src.reports = reports;
	src.kind = *kind = series_next(s, n);
	src.n = *n;
	src.last = s->count ? &s->briefs[s->count - 1] : NULL;
	src.head_seq = journal_head(desk_journal(d), head);
	src.spoken = spoken_code(spoken, head);
	brief_write(text, &src);
	reports_free(reports, src.reports_count);
	incident_release(&in);
	return 0;
}

int
brief_compose(struct desk *d, const char *number, struct buf *text,
              enum brief_kind *kind, int *n, struct err *err)
{
	struct series s;
	int rc;

	rc = series_load(d, number, &s, err);
	if (rc == 0)
		rc = compose(d, number, &s, text, kind, n, err);
	series_release(&s);
	return rc;
}

struct freezing {
	const char *number, *text;
	enum brief_kind kind;
	int64_t *seq;
};

/* Is it this kind's turn? */
static int
freeze_turn(const struct freezing *z, const struct series *s, struct err *err)
{
	if (z->kind == BRIEF_FIRST && s->count)
		return err_set(err, ERR_REFUSED, tr("%s 已有首报"), z->number);
	if (z->kind != BRIEF_FIRST && s->count == 0)
		return err_set(err, ERR_REFUSED, tr("%s 还没有首报"),
		               z->number);
	if (z->kind == BRIEF_FINAL && !s->ended_ms)
		return err_set(err, ERR_REFUSED,
		               tr("%s 处置还没有结束，不能终报"), z->number);
	return 0;
}

static int
freeze_append(struct desk *d, const struct freezing *z, const struct series *s,
              struct err *err)
{
	json_t *body = json_object();
	struct incident in;
	char subject[32];

	json_object_set_new(body, "kind", json_string(kind_codes[z->kind]));
	body_put_int(body, "n",
	             z->kind == BRIEF_FOLLOW ? series_follows(s) + 1 : 0);
	if (body_put_text(body, "text", z->text, TEXT_MAX, err) ||
	    incident_get(d, z->number, &in, err)) {
		json_decref(body);
		return -1;
	}
	json_object_set_new(body, "facts",
	                    facts_object(&in.facts, facts_known(&in.facts)));
	json_object_set_new(body, "class", json_string(class_code(in.class)));
	incident_release(&in);
	return desk_append(d, "brief.frozen",
	                   docket_subject(subject, z->number), JOURNAL_NO_TIME,
	                   body, z->seq, err);
}

static int
freeze_write(struct desk *d, void *arg, struct err *err)
{
	const struct freezing *z = arg;
	struct docket k;
	struct series s;
	int rc = -1;

	if (docket_enter(d, z->number,
	                 1u << INCIDENT_OPEN | 1u << INCIDENT_CLOSED, &k, err))
		return -1;
	if (series_load(d, z->number, &s, err) == 0 &&
	    freeze_turn(z, &s, err) == 0)
		rc = freeze_append(d, z, &s, err);
	series_release(&s);
	return rc;
}

int
brief_freeze(struct desk *d, const char *number, enum brief_kind kind,
             const char *text, int64_t *seq, struct err *err)
{
	struct freezing z = {
		.number = number, .text = text, .kind = kind, .seq = seq
	};

	if (!text || !*text)
		return err_set(err, ERR_REFUSED, tr("报告没有内容"));
	return desk_write(d, freeze_write, &z, err);
}
