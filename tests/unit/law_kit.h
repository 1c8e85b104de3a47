/*
 * Law in tests: packs in JSON with ' for ", chronicles one line an entry,
 * verdicts as text that a test can hold against what it expects.
 *
 *	10T13:20 unit_head_told
 *	10T13:20@11T20:05 facts trapped=22 deaths=?
 *	11T20:05 reported unit county.emergency phone
 *
 * Times are days of January 2021 in +08:00; after @ stands recorded_at.
 */
#ifndef UNIT_LAW_KIT_H
#define UNIT_LAW_KIT_H

#include "cm.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "law/judge.h"

#define KIT_UNUSED __attribute__((unused))

/* Packs. */

KIT_UNUSED static char *
kit_quotes(const char *s)
{
	char *copy = strdup(s), *p;

	for (p = copy; *p; p++)
		if (*p == '\'')
			*p = '"';
	return copy;
}

KIT_UNUSED static void
kit_add_pack(struct rulebook *rb, const char *json)
{
	struct err err = ERR_INIT;
	char *text = kit_quotes(json);
	struct pack *p = pack_load("t", text, strlen(text), &err);

	assert_string_equal(err.text, "");
	assert_int_equal(rulebook_add(rb, p, &err), 0);
	free(text);
}

/* A national pack of those classifiers and rules. */
KIT_UNUSED static void
kit_add_rules(struct rulebook *rb, const char *classifiers, const char *rules)
{
	struct buf b = BUF_INIT;

	buf_fmt(&b,
	        "{'id': 't%zu', 'title': 'T', 'version': 1, "
	        "'level': 'national', 'effective_from': '2007-06-01', "
	        "'classifiers': [%s], 'rules': [%s]}",
	        rb->count, classifiers, rules);
	kit_add_pack(rb, b.s);
	buf_release(&b);
}

/* Order 493 article 3 and order 21 article 26, as far as tests need them. */
#define KIT_CLASSES                                                            \
	"{'id': '493-3', 'kinds': ['accident'], 'law': 'L493',"                \
	" 'article': 'art 3', 'standing': 'text', 'rows': ["                   \
	"{'class': 'extra', 'when': {'any': ["                                 \
	" {'fact': 'deaths', 'at_least': 30},"                                 \
	" {'fact': 'serious_injuries', 'at_least': 100},"                      \
	" {'fact': 'direct_loss_yuan', 'at_least': 100000000}]}},"             \
	"{'class': 'major', 'when': {'any': ["                                 \
	" {'fact': 'deaths', 'at_least': 10},"                                 \
	" {'fact': 'serious_injuries', 'at_least': 50},"                       \
	" {'fact': 'direct_loss_yuan', 'at_least': 50000000}]}},"              \
	"{'class': 'large', 'when': {'any': ["                                 \
	" {'fact': 'deaths', 'at_least': 3},"                                  \
	" {'fact': 'serious_injuries', 'at_least': 10},"                       \
	" {'fact': 'direct_loss_yuan', 'at_least': 10000000}]}},"              \
	"{'class': 'general', 'when': {'any': ["                               \
	" {'fact': 'deaths', 'at_least': 1},"                                  \
	" {'fact': 'serious_injuries', 'at_least': 1},"                        \
	" {'fact': 'direct_loss_yuan', 'above': 0}]}}]},"                      \
	"{'id': '21-26', 'kinds': ['accident'], 'law': 'L21',"                 \
	" 'article': 'art 26', 'standing': 'quoted', 'rows': ["                \
	"{'class': 'danger', 'when': {'any': ["                                \
	" {'sum': ['trapped', 'missing'], 'at_least': 3},"                     \
	" {'fact': 'at_risk', 'at_least': 10}]}}]}"

/* A rule: id, by, to, via, clock and whatever else. */
#define KIT_RULE(id, by, to, via, clock, more)                                 \
	"{'id': '" id "', 'title': 'T', 'asks': 'A', 'law': 'L',"              \
	" 'article': 'a', 'standing': 'text', 'by': '" by "',"                 \
	" 'to': [" to "], 'via': '" via "', 'clock': '" clock "', " more "}"

/* Rules that several tests count by. */
#define KIT_UNIT_RULE                                                          \
	KIT_RULE("493-9b", "unit", "'county.emergency'", "any",                \
	         "unit_head_told", "'within': {'hours': 1}")
#define KIT_COUNTY_RULE                                                        \
	KIT_RULE("493-10", "county.emergency", "'city.emergency'", "any",      \
	         "received", "'within': {'hours': 2}")
#define KIT_LARGE_RULE                                                         \
	KIT_RULE("21-8", "county.emergency", "'province.emergency'",           \
	         "phone_then_written", "received",                             \
	         "'within': {'hours': 1}, 'when': {'class_at_least': "         \
	         "'large'}")

KIT_UNUSED static struct rulebook
kit_book(const char *rules)
{
	struct rulebook rb;

	rulebook_init(&rb);
	kit_add_rules(&rb, KIT_CLASSES, rules);
	return rb;
}

/* Chronicles. */

KIT_UNUSED static int64_t
kit_time(const char *s)
{
	struct civil c = { .year = 2021, .month = 1, .offset = CIVIL_SHANGHAI };
	struct err err = ERR_INIT;
	int64_t ms;
	int n;

	n = sscanf(s, "%dT%d:%d:%d", &c.day, &c.hour, &c.minute, &c.second);
	if (n < 3)
		fail_msg("no time: '%s'", s);
	if (civil_to_ms(&c, &ms, &err))
		fail_msg("no time: '%s'", s);
	return ms;
}

static void
kit_fact(struct event *e, char *word)
{
	struct err err = ERR_INIT;
	char *eq = strchr(word, '=');
	int id;

	assert_non_null(eq);
	*eq = '\0';
	id = fact_find(word);
	assert_true(id >= 0);
	if (fact_parse((enum fact)id, eq + 1, &e->facts.v[id], &err))
		fail_msg("%s", err.text);
	e->set |= 1u << id;
}

static void
kit_words(struct chronicle *c, struct event *e, char **save)
{
	const char *words[5] = { NULL };
	char *w;
	int n = 0;

	for (w = strtok_r(NULL, " ", save); w; w = strtok_r(NULL, " ", save)) {
		if (e->what == EVENT_FACTS) {
			kit_fact(e, w);
			continue;
		}
		assert_true(n < 5);
		words[n++] = chronicle_keep(c, w);
	}
	switch (e->what) {
	case EVENT_REPORTED:
		assert_true(n >= 2);
		e->by = words[0];
		e->to = words[1];
		e->via = words[2] ? (enum rule_via)via_find(words[2]) : VIA_ANY;
		break;
	case EVENT_DECLINED:
		assert_true(n >= 4);
		e->by = words[0];
		e->to = words[1];
		e->person = words[2];
		e->ground = words[3];
		e->rule = words[4];
		break;
	case EVENT_DOCUMENT:
		e->name = words[0];
		break;
	default:
		e->by = words[0];
		e->from = words[1];
		break;
	}
}

static void
kit_line(struct chronicle *c, char *line)
{
	char *save, *time, *what, *recorded;
	struct event *e;

	time = strtok_r(line, " \t", &save);
	if (!time)
		return;
	what = strtok_r(NULL, " ", &save);
	assert_non_null(what);
	assert_true(event_find(what) >= 0);
	e = chronicle_add(c, (enum event_what)event_find(what), kit_time(time));
	recorded = strchr(time, '@');
	if (recorded)
		e->recorded = kit_time(recorded + 1);
	kit_words(c, e, &save);
}

KIT_UNUSED static void
kit_chronicle(struct chronicle *c, const char *kind, const char *as_of,
              const char *lines)
{
	char *copy = strdup(lines), *save, *line;

	chronicle_init(c);
	c->kind = kind_find(kind)->code;
	c->as_of = kit_time(as_of);
	for (line = strtok_r(copy, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		kit_line(c, line);
	free(copy);
}

/* Verdicts. */

static void
kit_put_time(struct buf *out, int64_t ms)
{
	char text[CIVIL_TEXT];
	size_t len;

	civil_rfc3339(text, ms, CIVIL_SHANGHAI);
	text[strlen(text) - 6] = '\0';
	len = strlen(text);
	if (len == 19 && strcmp(text + 16, ":00") == 0)
		text[16] = '\0';
	buf_str(out, strncmp(text, "2021-01-", 8) == 0 ? text + 8 : text);
}

static void
kit_put_duty(struct buf *out, const struct duty *d)
{
	buf_fmt(out, "%s>%s", d->rule->id, d->to);
	if (d->leg != LEG_WHOLE)
		buf_str(out, d->leg == LEG_PHONE ? " phone" : " written");
	if (d->instance)
		buf_fmt(out, " #%d", d->instance);
	if (d->missed)
		buf_fmt(out, " x%d", d->missed);
	buf_byte(out, ' ');
	kit_put_time(out, d->start);
	buf_byte(out, ' ');
	kit_put_time(out, d->due);
	buf_fmt(out, "%s %s", d->house_due ? " house" : "",
	        duty_state_code(d->state));
	if (d->done) {
		buf_byte(out, ' ');
		kit_put_time(out, d->done);
	}
	if (d->state == DUTY_LATE)
		buf_fmt(out, " +%" PRId64, d->late_minutes);
	if (d->because[0])
		buf_fmt(out, " (%s)", d->because);
	buf_byte(out, '\n');
}

static void
kit_put_finding(struct buf *out, const struct finding *f,
                const struct verdict *v)
{
	buf_str(out, finding_code_name(f->code));
	if (f->duty >= 0) {
		buf_fmt(out, " %s %" PRId64, v->duties[f->duty].rule->id,
		        f->minutes);
	} else if (f->fact >= 0) {
		buf_fmt(out, " %s ", fact_info((enum fact)f->fact)->key);
		if (f->from == FACT_UNKNOWN)
			buf_str(out, "?");
		else
			buf_fmt(out, "%" PRId64, f->from);
		buf_fmt(out, " %" PRId64, f->to);
	} else {
		buf_fmt(out, "%s%s ", f->party ? " " : "",
		        f->party ? f->party : "");
		kit_put_time(out, f->from);
		buf_byte(out, ' ');
		kit_put_time(out, f->to);
	}
	buf_byte(out, '\n');
}

/* "class: because", a line a duty, a line a finding. */
KIT_UNUSED static void
kit_text(struct buf *out, const struct verdict *v)
{
	size_t i;

	buf_fmt(out, "%s: %s\n", class_code(v->class), v->because);
	for (i = 0; i < v->duties_count; i++)
		kit_put_duty(out, &v->duties[i]);
	for (i = 0; i < v->findings_count; i++)
		kit_put_finding(out, &v->findings[i], v);
}

/* Judge a mine accident and hold the verdict against `want`. */
KIT_UNUSED static void
kit_expect_kind(const struct rulebook *rb, const char *kind, const char *as_of,
                const char *lines, const char *want)
{
	struct chronicle c;
	struct verdict v;
	struct buf got = BUF_INIT;

	kit_chronicle(&c, kind, as_of, lines);
	judge(rb, &c, &v);
	kit_text(&got, &v);
	assert_string_equal(got.s, want);
	buf_release(&got);
	verdict_release(&v);
	chronicle_release(&c);
}

KIT_UNUSED static void
kit_expect(const struct rulebook *rb, const char *as_of, const char *lines,
           const char *want)
{
	kit_expect_kind(rb, "accident.mine", as_of, lines, want);
}

#endif
