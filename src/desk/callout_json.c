/* The record of a call-out for programs, and as a page to print. */
#include <string.h>

#include "base/civil.h"
#include "base/json.h"
#include "base/tr.h"
#include "desk/body.h"
#include "desk/callout.h"

static void
put_text(json_t *o, const char *key, const char *text)
{
	if (*text)
		json_object_set_new(o, key, json_string(text));
}

static void
put_time(json_t *o, const char *key, int64_t ms)
{
	char text[CIVIL_TEXT];

	if (ms)
		json_object_set_new(
			o, key,
			json_string(civil_rfc3339(text, ms, CIVIL_SHANGHAI)));
}

json_t *
callout_to_json(const struct callout *c)
{
	json_t *o = json_object();

	body_put_int(o, "id", c->id);
	put_text(o, "title", c->title);
	put_text(o, "why", callout_why_code(c->why));
	put_text(o, "of", c->of);
	put_text(o, "lists", c->lists);
	body_put_int(o, "wake_minutes", c->wake);
	body_put_int(o, "reach_minutes", c->reach);
	if (c->drawn)
		body_put_int(o, "drawn_from", c->drawn);
	put_text(o, "officer", c->officer);
	put_time(o, "started", c->at_ms);
	put_time(o, "ended", c->ended_ms);
	put_text(o, "ended_words", c->ended_words);
	body_put_int(o, "targets", c->targets);
	body_put_int(o, "called", c->called);
	body_put_int(o, "answered", c->answered);
	if (c->after)
		body_put_int(o, "answered_after_end", c->after);
	body_put_int(o, "acted", c->acted);
	return o;
}

static json_t *
line_json(const struct callout_target *t)
{
	json_t *line = json_array();

	for (size_t i = 0; i < t->line_count; i++) {
		json_t *o = json_object();

		put_text(o, "who", t->line[i].who);
		put_text(o, "post", t->line[i].post);
		put_text(o, "number", t->line[i].number);
		put_text(o, "label", t->line[i].label);
		if (t->line[i].deputy)
			json_object_set_new(o, "deputy", json_true());
		json_array_append_new(line, o);
	}
	return line;
}

static json_t *
try_json(const struct callout_try *t)
{
	json_t *o = json_object();

	body_put_int(o, "seq", t->seq);
	put_time(o, "at", t->at_ms);
	put_text(o, "how", callout_how_code(t->how));
	put_text(o, "number", t->number);
	put_text(o, "result", callout_result_code(t->result));
	put_text(o, "by", t->by);
	put_text(o, "words", t->words);
	put_text(o, "officer", t->officer);
	if (t->after)
		json_object_set_new(o, "after_end", json_true());
	return o;
}

/* Within the limits or not is said of those who answered. */
static json_t *
target_json(const struct callout *c, const struct callout_target *t,
            const struct callout_try *tries, size_t n)
{
	json_t *o = json_object(), *list = json_array();

	body_put_int(o, "k", t->k);
	put_text(o, "name", t->name);
	if (t->vacant)
		json_object_set_new(o, "vacant", json_true());
	put_text(o, "person", t->person);
	put_text(o, "also", t->also);
	json_object_set_new(o, "line", line_json(t));
	if (t->same)
		body_put_int(o, "same_number_as", t->same);
	put_time(o, "called", t->called_ms);
	put_time(o, "answered", t->answered_ms);
	if (t->after)
		json_object_set_new(o, "answered_after_end", json_true());
	put_text(o, "answered_by", t->answered_by);
	put_text(o, "words", t->words);
	if (t->answered_ms) {
		json_object_set_new(
			o, "woken_in_time",
			json_boolean(t->answered_ms - t->called_ms <=
		                     c->wake * CIVIL_MINUTE));
		json_object_set_new(o, "reached_in_time",
		                    json_boolean(t->answered_ms - c->at_ms <=
		                                 c->reach * CIVIL_MINUTE));
	}
	put_time(o, "acted", t->acted_ms);
	put_text(o, "acted_words", t->acted);
	json_object_set_new(o, "tries", list);
	for (size_t i = 0; i < n; i++)
		if (tries[i].k == t->k)
			json_array_append_new(list, try_json(&tries[i]));
	return o;
}

int
callout_json(struct desk *d, int64_t id, struct buf *out, struct err *err)
{
	struct callout_target *targets = NULL;
	struct callout_try *tries = NULL;
	size_t n = 0, tries_n = 0;
	struct callout c;
	json_t *o, *people;

	if (callout_get(d, id, &c, err))
		return -1;
	if (callout_targets(d, id, &targets, &n, err) ||
	    callout_tries(d, id, 0, &tries, &tries_n, err)) {
		callout_targets_free(targets, n);
		callout_release(&c);
		return -1;
	}
	o = callout_to_json(&c);
	people = json_array();
	json_object_set_new(o, "people", people);
	for (size_t i = 0; i < n; i++)
		json_array_append_new(
			people, target_json(&c, &targets[i], tries, tries_n));
	json_write(out, o);
	buf_byte(out, '\n');
	json_decref(o);
	callout_release(&c);
	callout_targets_free(targets, n);
	callout_tries_free(tries, tries_n);
	return 0;
}

/* ---- a page to print ---- */

static void
escaped(struct buf *out, const char *s)
{
	for (; *s; s++)
		switch (*s) {
		case '&':
			buf_str(out, "&amp;");
			break;
		case '<':
			buf_str(out, "&lt;");
			break;
		case '>':
			buf_str(out, "&gt;");
			break;
		default:
			buf_byte(out, *s);
		}
}

int
callout_html(struct desk *d, int64_t id, struct buf *out, struct err *err)
{
	struct buf text = BUF_INIT;
	int rc = callout_text(d, id, &text, err);

	if (!rc) {
		buf_fmt(out,
		        "<!DOCTYPE html>\n<html lang=\"%s\">\n"
		        "<meta charset=\"utf-8\">\n<title>%s</title>\n"
		        "<style>pre { white-space: pre-wrap }</style>\n<pre>\n",
		        tr_current() == TR_ZH ? "zh-CN" : "en", tr("叫应记录"));
		escaped(out, text.s);
		buf_str(out, "</pre>\n</html>\n");
	}
	buf_release(&text);
	return rc;
}
