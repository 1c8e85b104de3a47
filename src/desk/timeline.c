#include "desk/timeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/body.h"
#include "desk/call.h"
#include "desk/duty.h"
#include "desk/entry.h"
#include "desk/instruction.h"
#include "law/because.h"

/* Collecting. */

struct timeline {
	const char *number;
	int64_t as_of; /* INT64_MAX: all */
	struct timeline_row *rows;
	size_t count, cap;
	bool linked; /* a call: it belongs to this incident */
};

static void
timeline_row_release(struct timeline_row *r)
{
	free(r->text);
	free(r->body);
}

static void
timeline_add(struct timeline *t, const struct journal_entry *e,
             const json_t *body)
{
	struct buf text = BUF_INIT;
	struct timeline_row *r;

	t->rows = mem_grow(t->rows, t->count, &t->cap, sizeof(*t->rows));
	r = &t->rows[t->count++];
	memset(r, 0, sizeof(*r));
	r->seq = e->seq;
	r->at_ms = e->happened_ms;
	r->recorded_ms = e->recorded_ms;
	snprintf(r->kind, sizeof(r->kind), "%s", e->kind);
	snprintf(r->officer, sizeof(r->officer), "%s", e->officer);
	snprintf(r->seat, sizeof(r->seat), "%s", e->seat);
	entry_text(&text, e->kind, body);
	r->text = buf_take(&text);
	r->body = e->body ? mem_strn(e->body, e->body_len) : NULL;
	r->late_entry = r->at_ms != JOURNAL_NO_TIME &&
	                r->recorded_ms - r->at_ms > TIMELINE_LATE_MS;
}

static int
timeline_take(void *arg, const struct journal_entry *e)
{
	struct timeline *t = arg;
	struct err err = ERR_INIT;
	const char *incident;
	json_t *body = NULL;

	if (e->recorded_ms > t->as_of)
		return 1;
	if (e->body)
		body = json_parse(e->body, e->body_len, "body", &err);
	incident = body_get_text(body, "incident");
	if (incident && !strcmp(incident, t->number))
		t->linked = true;
	timeline_add(t, e, body);
	json_decref(body);
	return 0;
}

/* What hangs on an entry of its own: a call or an instruction. */
static int
timeline_take_of(struct desk *d, struct timeline *t, const char *noun,
                 int64_t seq, struct err *err)
{
	char subject[SUBJECT_MAX];
	size_t before = t->count;

	t->linked = false;
	body_subject(subject, noun, seq);
	if (journal_read_subject(desk_journal(d), subject, timeline_take, t,
	                         err) < 0)
		return -1;
	/* At that moment it did not belong here yet. */
	while (!t->linked && t->count > before)
		timeline_row_release(&t->rows[--t->count]);
	return 0;
}

static int
timeline_take_calls(struct desk *d, struct timeline *t, struct err *err)
{
	struct call *calls;
	size_t n, i;
	int rc = 0;

	if (call_list(d, t->number, 0, INT32_MAX, &calls, &n, NULL, err))
		return -1;
	for (i = 0; i < n && rc == 0; i++)
		rc = timeline_take_of(d, t, "call", calls[i].seq, err);
	calls_free(calls, n);
	return rc;
}

static int
timeline_take_instructions(struct desk *d, struct timeline *t, struct err *err)
{
	struct instruction *list;
	size_t n, i;
	int rc = 0;

	if (instruction_list(d, t->number, false, &list, &n, err))
		return -1;
	for (i = 0; i < n && rc == 0; i++)
		rc = timeline_take_of(d, t, "instruction", list[i].seq, err);
	instructions_free(list, n);
	return rc;
}

static int
timeline_compare(const void *x, const void *y)
{
	const struct timeline_row *a = x, *b = y;

	return a->seq < b->seq ? -1 : a->seq > b->seq;
}

int
timeline_list(struct desk *d, const char *number, int64_t as_of,
              struct timeline_row **rows, size_t *count, struct err *err)
{
	char full[INCIDENT_NUMBER], subject[INCIDENT_NUMBER + 16];
	struct timeline t = { .number = full,
		              .as_of = as_of ? as_of : INT64_MAX };

	if (incident_number(d, number, full, err))
		return -1;
	snprintf(subject, sizeof(subject), "incident:%s", full);
	if (journal_read_subject(desk_journal(d), subject, timeline_take, &t,
	                         err) < 0 ||
	    timeline_take_calls(d, &t, err) ||
	    timeline_take_instructions(d, &t, err)) {
		timeline_free(t.rows, t.count);
		return -1;
	}
	if (t.count)
		qsort(t.rows, t.count, sizeof(*t.rows), timeline_compare);
	*rows = t.rows;
	*count = t.count;
	return 0;
}

void
timeline_free(struct timeline_row *rows, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		timeline_row_release(&rows[i]);
	free(rows);
}

int64_t
timeline_delay_minutes(const struct timeline_row *r)
{
	if (r->at_ms == JOURNAL_NO_TIME)
		return 0;
	return (r->recorded_ms - r->at_ms) / CIVIL_MINUTE;
}

/* The whole of one moment: entries, class, duties. */

struct moment {
	char number[INCIDENT_NUMBER];
	int64_t as_of;
	char *title, *kind; /* as known then; NULL: not opened yet */
	struct timeline_row *rows;
	size_t rows_count;
	struct verdict verdict;
	struct duty_row *duties;
	size_t duties_count;
};

static void
moment_release(struct moment *m)
{
	free(m->title);
	free(m->kind);
	timeline_free(m->rows, m->rows_count);
	verdict_release(&m->verdict);
	duty_rows_free(m->duties, m->duties_count);
}

static void
moment_set(char **out, const json_t *body, const char *key)
{
	const char *s = body_get_text(body, key);

	if (!s)
		return;
	free(*out);
	*out = mem_str(s);
}

/* Title and kind as the entries up to then gave them. */
static void
moment_names(struct moment *m)
{
	const struct timeline_row *r;
	struct err err = ERR_INIT;
	json_t *body;
	size_t i;

	for (i = 0; i < m->rows_count; i++) {
		r = &m->rows[i];
		if (!r->body || (strcmp(r->kind, "incident.opened") != 0 &&
		                 strcmp(r->kind, "incident.revised") != 0))
			continue;
		body = json_parse(r->body, strlen(r->body), "body", &err);
		moment_set(&m->title, body, "title");
		moment_set(&m->kind, body, "kind");
		json_decref(body);
	}
}

static int
moment_read(struct desk *d, struct moment *m, const char *number, int64_t as_of,
            struct err *err)
{
	memset(m, 0, sizeof(*m));
	m->as_of = as_of ? as_of : desk_now(d);
	if (incident_number(d, number, m->number, err) ||
	    timeline_list(d, m->number, as_of, &m->rows, &m->rows_count, err))
		return -1;
	moment_names(m);
	if (!m->kind)
		return 0;
	if (incident_verdict(d, m->number, m->as_of, &m->verdict, err))
		return -1;
	return duty_list_at(d, m->number, m->as_of, &m->duties,
	                    &m->duties_count, err);
}

/* Text. */

static void
text_add(struct buf *out, const char *s, unsigned flags)
{
	text_safe(out, s, strlen(s), flags);
}

/* Lines of an entry, indented below its head. */
static void
text_indented(struct buf *out, const char *s)
{
	struct buf safe = BUF_INIT;
	const char *line, *end;

	text_add(&safe, s, TEXT_LINES);
	for (line = safe.s; *line; line = *end ? end + 1 : end) {
		end = strchrnul(line, '\n');
		buf_str(out, "    ");
		buf_add(out, line, (size_t)(end - line));
		buf_byte(out, '\n');
	}
	buf_release(&safe);
}

static void
text_head(struct buf *out, const struct moment *m)
{
	const struct verdict *v = &m->verdict;
	struct buf class = BUF_INIT, because = BUF_INIT;
	char at[CIVIL_TEXT];

	buf_fmt(out, tr("事件 %s　截至 %s\n"), m->number,
	        civil_local(at, m->as_of));
	if (!m->kind) {
		buf_str(out, tr("那时尚未登记\n"));
		return;
	}
	text_add(out, m->title ? m->title : "", TEXT_LINE);
	buf_byte(out, '\n');
	class_name(&class, v->class, m->kind);
	buf_fmt(out, tr("等级：%s"), tr(class.s));
	/* Without a class, because names what is unknown: nearly all. */
	if (v->class != CLASS_NONE) {
		because_text(&because, v->because);
		buf_fmt(out, tr("（%s；%s）"), because.s, v->cite);
	}
	buf_byte(out, '\n');
	buf_release(&because);
	buf_release(&class);
}

static void
text_entry(struct buf *out, const struct timeline_row *r)
{
	char recorded[CIVIL_TEXT], at[CIVIL_TEXT];

	buf_fmt(out, "#%lld %s ", (long long)r->seq,
	        civil_local(recorded, r->recorded_ms));
	text_add(out, r->officer, TEXT_LINE);
	buf_str(out, " ");
	text_add(out, r->seat, TEXT_LINE);
	if (r->at_ms != JOURNAL_NO_TIME && r->at_ms != r->recorded_ms)
		buf_fmt(out, tr("　发生于 %s"), civil_local(at, r->at_ms));
	if (r->late_entry)
		buf_fmt(out, tr("　补录 +%lld分"),
		        (long long)timeline_delay_minutes(r));
	buf_byte(out, '\n');
	text_indented(out, r->text);
}

static const char *
state_name(enum duty_state s)
{
	static const char *const names[DUTY_STATE_COUNT] = {
		N_("待报"), N_("按时"), N_("自称按时"),
		N_("迟报"), N_("逾期"), N_("免除"),
	};

	return tr(names[s]);
}

static void
text_duty(struct buf *out, const struct duty_row *r)
{
	char due[CIVIL_TEXT], done[CIVIL_TEXT];
	struct buf because = BUF_INIT;

	buf_fmt(out, tr("%s　%s%s　时限 %s　%s → %s"), state_name(r->state),
	        r->title, duty_leg_text(r->leg), civil_local(due, r->due),
	        tr(party_name(r->by)), tr(party_name(r->to)));
	if (r->done)
		buf_fmt(out, tr("　完成于 %s"), civil_local(done, r->done));
	if (r->late_minutes)
		buf_fmt(out, tr("　迟 %lld分"), (long long)r->late_minutes);
	buf_fmt(out, tr("　〔%s〕"), r->cite);
	if (r->because && *r->because) {
		buf_str(out, "\n    ");
		because_text(&because, r->because);
		text_add(out, because.s, TEXT_LINE);
		buf_release(&because);
	}
	buf_byte(out, '\n');
}

int
timeline_text(struct desk *d, const char *number, int64_t as_of,
              struct buf *out, struct err *err)
{
	struct moment m;
	size_t i;

	if (moment_read(d, &m, number, as_of, err)) {
		moment_release(&m);
		return -1;
	}
	text_head(out, &m);
	if (m.rows_count)
		buf_str(out, tr("\n经过\n"));
	for (i = 0; i < m.rows_count; i++)
		text_entry(out, &m.rows[i]);
	if (m.duties_count)
		buf_str(out, tr("\n报告义务\n"));
	for (i = 0; i < m.duties_count; i++)
		text_duty(out, &m.duties[i]);
	moment_release(&m);
	return 0;
}

/* JSON. */

static json_t *
json_of_time(int64_t ms)
{
	char text[CIVIL_TEXT];

	return json_string(civil_rfc3339(text, ms, CIVIL_SHANGHAI));
}

static json_t *
json_of_text(const char *s)
{
	return s ? json_string(s) : json_null();
}

static json_t *
json_of_entry(const struct timeline_row *r)
{
	struct err err = ERR_INIT;
	json_t *o = json_object();
	json_t *body = NULL;

	if (r->body)
		body = json_parse(r->body, strlen(r->body), "body", &err);
	json_object_set_new(o, "seq", json_integer(r->seq));
	json_object_set_new(o, "kind", json_string(r->kind));
	json_object_set_new(o, "at",
	                    r->at_ms == JOURNAL_NO_TIME
	                            ? json_null()
	                            : json_of_time(r->at_ms));
	json_object_set_new(o, "recorded_at", json_of_time(r->recorded_ms));
	json_object_set_new(o, "delay_minutes",
	                    json_integer(timeline_delay_minutes(r)));
	json_object_set_new(o, "late_entry", json_boolean(r->late_entry));
	json_object_set_new(o, "officer", json_string(r->officer));
	json_object_set_new(o, "seat", json_string(r->seat));
	json_object_set_new(o, "text", json_string(r->text));
	json_object_set_new(o, "body", body ? body : json_null());
	return o;
}

static json_t *
json_of_duty(const struct duty_row *r)
{
	/* Index is enum duty_leg. */
	static const char *const legs[] = { "whole", "phone", "written" };
	json_t *o = json_object();

	json_object_set_new(o, "rule", json_string(r->rule));
	json_object_set_new(o, "title", json_of_text(r->title));
	json_object_set_new(o, "by", json_string(r->by));
	json_object_set_new(o, "to", json_string(r->to));
	json_object_set_new(o, "via", json_string(via_code(r->via)));
	json_object_set_new(o, "leg", json_string(legs[r->leg]));
	json_object_set_new(o, "instance", json_integer(r->instance));
	json_object_set_new(o, "start", json_of_time(r->start));
	json_object_set_new(o, "due", json_of_time(r->due));
	json_object_set_new(o, "basis",
	                    json_string(r->house_due ? "house" : "law"));
	json_object_set_new(o, "state", json_string(duty_state_code(r->state)));
	json_object_set_new(o, "done",
	                    r->done ? json_of_time(r->done) : json_null());
	json_object_set_new(o, "late_minutes", json_integer(r->late_minutes));
	json_object_set_new(o, "because",
	                    json_string(r->because ? r->because : ""));
	json_object_set_new(o, "cite", json_string(r->cite));
	json_object_set_new(o, "standing",
	                    json_string(standing_code(r->standing)));
	return o;
}

static json_t *
json_of_class(const struct moment *m)
{
	const struct verdict *v = &m->verdict;
	struct buf name = BUF_INIT;
	json_t *o = json_object();

	class_name(&name, v->class, m->kind ? m->kind : "");
	json_object_set_new(o, "code", json_string(class_code(v->class)));
	json_object_set_new(o, "name", json_string(name.s));
	json_object_set_new(o, "because", json_string(v->because));
	json_object_set_new(o, "cite", json_string(v->cite ? v->cite : ""));
	buf_release(&name);
	return o;
}

int
timeline_json(struct desk *d, const char *number, int64_t as_of,
              struct buf *out, struct err *err)
{
	json_t *o, *entries, *duties;
	struct moment m;
	size_t i;

	if (moment_read(d, &m, number, as_of, err)) {
		moment_release(&m);
		return -1;
	}
	o = json_object();
	entries = json_array();
	duties = json_array();
	json_object_set_new(o, "number", json_string(m.number));
	json_object_set_new(o, "as_of", json_of_time(m.as_of));
	json_object_set_new(o, "kind", json_of_text(m.kind));
	json_object_set_new(o, "title", json_of_text(m.title));
	json_object_set_new(o, "class", json_of_class(&m));
	for (i = 0; i < m.rows_count; i++)
		json_array_append_new(entries, json_of_entry(&m.rows[i]));
	for (i = 0; i < m.duties_count; i++)
		json_array_append_new(duties, json_of_duty(&m.duties[i]));
	json_object_set_new(o, "entries", entries);
	json_object_set_new(o, "duties", duties);
	json_write_pretty(out, o);
	buf_byte(out, '\n');
	json_decref(o);
	moment_release(&m);
	return 0;
}
