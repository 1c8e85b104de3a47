#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/json.h"
#include "law/judge.h"

/*
 * Written by hand: the order of members is part of the format, and a verdict
 * is small next to what building a tree of values for it would cost.
 */
struct writer {
	struct buf *out;
	int depth;
	bool started; /* the open list or object has members */
};

static void
new_line(struct writer *w)
{
	int i;

	buf_str(w->out, w->started ? ",\n" : "\n");
	for (i = 0; i < w->depth; i++)
		buf_str(w->out, "  ");
	w->started = true;
}

static void
open_with(struct writer *w, const char *bracket)
{
	buf_str(w->out, bracket);
	w->depth++;
	w->started = false;
}

static void
close_with(struct writer *w, const char *bracket)
{
	w->depth--;
	if (w->started) {
		w->started = false;
		new_line(w);
	}
	buf_str(w->out, bracket);
	w->started = true;
}

static void
put_key(struct writer *w, const char *key)
{
	new_line(w);
	buf_byte(w->out, '"');
	buf_str(w->out, key);
	buf_str(w->out, "\": ");
}

static void
put_string(struct writer *w, const char *key, const char *value)
{
	put_key(w, key);
	json_write_string(w->out, value);
}

static void
put_int(struct writer *w, const char *key, int64_t value)
{
	put_key(w, key);
	buf_fmt(w->out, "%" PRId64, value);
}

static void
put_time(struct writer *w, const char *key, int64_t ms, int offset)
{
	char text[CIVIL_TEXT];

	put_string(w, key, civil_rfc3339(text, ms, offset));
}

static void
put_class(struct writer *w, const struct verdict *v, const struct chronicle *c)
{
	struct buf name = BUF_INIT;

	class_name(&name, v->class, c->kind);
	put_key(w, "class");
	open_with(w, "{");
	put_string(w, "code", class_code(v->class));
	put_string(w, "name", name.s);
	put_string(w, "because", v->because);
	put_string(w, "cite", v->cite);
	put_string(w, "standing", standing_code(v->standing));
	close_with(w, "}");
	buf_release(&name);
}

static void
put_duty(struct writer *w, const struct duty *d)
{
	const struct rule *r = d->rule;
	struct buf clock = BUF_INIT;

	clock_code(&clock, r);
	new_line(w);
	open_with(w, "{");
	put_string(w, "rule", r->id);
	put_string(w, "title", r->title);
	put_string(w, "by", r->by);
	put_string(w, "to", d->to);
	put_string(w, "via", via_code(r->via));
	if (d->leg != LEG_WHOLE)
		put_string(w, "leg", d->leg == LEG_PHONE ? "phone" : "written");
	if (d->instance > 0)
		put_int(w, "instance", d->instance);
	if (d->missed > 0)
		put_int(w, "missed", d->missed);
	put_string(w, "clock", clock.s);
	put_time(w, "start", d->start, d->offset);
	put_time(w, "due", d->due, d->offset);
	if (d->house_due)
		put_string(w, "basis", "house");
	put_string(w, "state", duty_state_code(d->state));
	if (d->done)
		put_time(w, "done", d->done, d->done_offset);
	if (d->state == DUTY_LATE)
		put_int(w, "late_minutes", d->late_minutes);
	if (d->because[0])
		put_string(w, "because", d->because);
	put_string(w, "cite", r->cite);
	put_string(w, "standing", standing_code(r->standing));
	close_with(w, "}");
	buf_release(&clock);
}

static void
put_count(struct writer *w, const char *key, int64_t value)
{
	if (value != FACT_UNKNOWN) {
		put_int(w, key, value);
		return;
	}
	put_key(w, key);
	buf_str(w->out, "null");
}

static void
put_finding(struct writer *w, const struct finding *f, const struct verdict *v)
{
	new_line(w);
	open_with(w, "{");
	put_string(w, "code", finding_code_name(f->code));
	if (f->duty >= 0) {
		put_string(w, "duty", v->duties[f->duty].rule->id);
		put_int(w, "minutes", f->minutes);
	} else if (f->fact >= 0) {
		put_string(w, "fact", fact_info((enum fact)f->fact)->key);
		put_count(w, "from", f->from);
		put_count(w, "to", f->to);
		put_time(w, "at", f->at, f->offset);
	} else {
		if (f->party)
			put_string(w, "party", f->party);
		put_time(w, "from", f->from, f->from_offset);
		put_time(w, "to", f->to, f->offset);
		put_time(w, "at", f->at, f->offset);
	}
	close_with(w, "}");
}

void
verdict_json(struct buf *out, const struct verdict *v,
             const struct chronicle *c)
{
	struct writer w = { .out = out };
	size_t i;

	open_with(&w, "{");
	put_class(&w, v, c);
	put_key(&w, "duties");
	open_with(&w, "[");
	for (i = 0; i < v->duties_count; i++)
		put_duty(&w, &v->duties[i]);
	close_with(&w, "]");
	put_key(&w, "findings");
	open_with(&w, "[");
	for (i = 0; i < v->findings_count; i++)
		put_finding(&w, &v->findings[i], v);
	close_with(&w, "]");
	close_with(&w, "}");
	buf_byte(out, '\n');
}
