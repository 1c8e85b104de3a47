/*
 * Short hand for tests of the law: a chronicle in one line, judged by the
 * packs built into the program.
 *
 *   9:00 occurred; 9:05 head; 9:10 got desk from unit; 9:10 deaths=3;
 *   10:05 unit>desk written; d2/8:00 verified; d2/9:00 doc warning_issued;
 *   10:40 desk>city known 11:50
 *
 * A time is of the case's day, of the n-th day after it ("d30/23:59:59"), or
 * of a day ("2024-04-30/9:00"); "24:00" ends a day.  A report goes by phone
 * unless said.  desk, gov, city, citygov, prov and head stand for the parties
 * most often named; a kind without a dot is one of accident.*, but for
 * environment, health and nearmiss.  "harmless" are the figures of an
 * accident known to have hurt nobody and broken nothing.
 */
#ifndef UNIT_LAW_CASE_H
#define UNIT_LAW_CASE_H

#include "cm.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/civil.h"
#include "law/chronicle.h"
#include "law/judge.h"
#include "law/pack.h"

#define CASE_DAY "2025-06-10"
#define CASE_UNUSED __attribute__((unused))

struct law_case {
	struct rulebook rb;
	struct chronicle c;
	struct verdict v;
	char day[11];
};

static const char *const case_aliases[][2] = {
	{ "desk", "county.emergency" },   { "gov", "county.government" },
	{ "city", "city.emergency" },     { "citygov", "city.government" },
	{ "prov", "province.emergency" }, { "head", "unit.head" },
};

static const char case_harmless[] =
	"deaths=0,missing=0,trapped=0,serious_injuries=0,minor_injuries=0,"
	"direct_loss_yuan=0";

/* A mistake in the case itself ends the test, naming the place. */
static void
case_fail(const char *what, const char *line)
{
	fail_msg("%s: %s", what, line);
}

static const char *
case_party(const char *word)
{
	size_t i;

	for (i = 0; i < sizeof(case_aliases) / sizeof(*case_aliases); i++)
		if (strcmp(word, case_aliases[i][0]) == 0)
			return case_aliases[i][1];
	return word;
}

static int64_t
case_time(const char *day, const char *word)
{
	struct err err = ERR_INIT;
	int hour, minute, second = 0, days = 0;
	const char *clock = strchr(word, '/');
	char date[11];
	int64_t ms = 0;

	snprintf(date, sizeof(date), "%s", day);
	if (clock && *word == 'd')
		days = atoi(word + 1);
	else if (clock)
		snprintf(date, sizeof(date), "%.10s", word);
	if (sscanf(clock ? clock + 1 : word, "%d:%d:%d", &hour, &minute,
	           &second) < 2 ||
	    civil_parse_date(date, &ms, &err))
		case_fail("no time", word);
	return ms + days * CIVIL_DAY + hour * CIVIL_HOUR +
	       minute * CIVIL_MINUTE + second * CIVIL_SECOND;
}

static void
case_put_time(struct buf *out, const char *key, const char *day,
              const char *word)
{
	char text[CIVIL_TEXT];

	buf_fmt(out, "\"%s\": \"%s\"", key,
	        civil_rfc3339(text, case_time(day, word), CIVIL_SHANGHAI));
}

static void
case_facts(struct buf *out, const char *words)
{
	char *list = strdup(words), *rest = list, *fact, *value;
	bool bare;

	buf_str(out, ", \"what\": \"facts\", \"facts\": {");
	while ((fact = strsep(&rest, ","))) {
		value = strchr(fact, '=');
		if (!value)
			case_fail("no value", words);
		*value++ = '\0';
		bare = strspn(value, "0123456789.") == strlen(value) ||
		       strcmp(value, "true") == 0 ||
		       strcmp(value, "false") == 0 ||
		       strcmp(value, "null") == 0;
		buf_fmt(out, bare ? "%s\"%s\": %s" : "%s\"%s\": \"%s\"",
		        fact == list ? "" : ", ", fact, value);
	}
	buf_byte(out, '}');
	free(list);
}

static void
case_report(struct buf *out, char *by, const char *via)
{
	char *to = strchr(by, '>');

	*to++ = '\0';
	buf_fmt(out, ", \"what\": \"reported\", \"by\": \"%s\"",
	        case_party(by));
	buf_fmt(out, ", \"to\": \"%s\", \"via\": \"%s\"", case_party(to),
	        via ? via : "phone");
}

static void
case_plain(struct buf *out, const char *what, const char *first,
           const char *from)
{
	static const char *const codes[][2] = {
		{ "head", "unit_head_told" },
		{ "got", "received" },
		{ "ended", "handling_ended" },
		{ "doc", "document" },
	};
	const char *code = what;
	size_t i;

	for (i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (strcmp(what, codes[i][0]) == 0)
			code = codes[i][1];
	buf_fmt(out, ", \"what\": \"%s\"", code);
	if (first && strcmp(what, "doc") == 0)
		buf_fmt(out, ", \"name\": \"%s\"", first);
	else if (first)
		buf_fmt(out, ", \"by\": \"%s\"", case_party(first));
	if (from)
		buf_fmt(out, ", \"from\": \"%s\"", case_party(from));
}

/* One event: TIME WORD [WORD [from WORD]] [known TIME]. */
static void
case_event(struct buf *out, const char *day, char *line)
{
	char *words[8] = { NULL }, *word;
	size_t n = 0;

	while ((word = strsep(&line, " ")))
		if (*word && n < 7)
			words[n++] = word;
	if (n < 2)
		case_fail("no event", words[0] ? words[0] : "");
	buf_byte(out, '{');
	case_put_time(out, "at", day, words[0]);
	if (n > 3 && strcmp(words[n - 2], "known") == 0) {
		buf_str(out, ", ");
		case_put_time(out, "recorded_at", day, words[n - 1]);
		words[n - 2] = NULL;
	}
	if (strcmp(words[1], "harmless") == 0)
		case_facts(out, case_harmless);
	else if (strchr(words[1], '='))
		case_facts(out, words[1]);
	else if (strchr(words[1], '>'))
		case_report(out, words[1], words[2]);
	else
		case_plain(out, words[1], words[2],
		           words[2] && words[3] ? words[4] : NULL);
	buf_byte(out, '}');
}

static void
case_kind(char out[40], const char *kind)
{
	bool whole = strchr(kind, '.') || kind_find(kind);

	snprintf(out, 40, "%s%s", whole ? "" : "accident.", kind);
}

CASE_UNUSED static void
case_init(struct law_case *lc)
{
	struct err err = ERR_INIT;

	memset(lc, 0, sizeof(*lc));
	rulebook_init(&lc->rb);
	if (rulebook_builtin(&lc->rb, &err))
		case_fail("packs", err.text);
	chronicle_init(&lc->c);
	strcpy(lc->day, CASE_DAY);
}

static void
case_clear(struct law_case *lc)
{
	verdict_release(&lc->v);
	chronicle_release(&lc->c);
}

CASE_UNUSED static void
case_release(struct law_case *lc)
{
	case_clear(lc);
	rulebook_release(&lc->rb);
}

/* as_of NULL: four hundred days later. */
CASE_UNUSED static void
case_judge(struct law_case *lc, const char *kind, const char *events,
           const char *as_of)
{
	char *lines = strdup(events), *rest = lines, *line, code[40];
	struct buf json = BUF_INIT;
	struct err err = ERR_INIT;
	const char *comma = "";

	case_clear(lc);
	case_kind(code, kind);
	buf_fmt(&json, "{\"desk\": \"county\", \"kind\": \"%s\", ", code);
	case_put_time(&json, "as_of", lc->day, as_of ? as_of : "d400/0:00");
	buf_str(&json, ", \"chronicle\": [");
	while ((line = strsep(&rest, ";"))) {
		buf_str(&json, comma);
		case_event(&json, lc->day, line);
		comma = ", ";
	}
	buf_str(&json, "]}");
	if (chronicle_parse(&lc->c, json.s, json.len, events, &err))
		case_fail(err.text, json.s);
	judge(&lc->rb, &lc->c, &lc->v);
	buf_release(&json);
	free(lines);
}

/* The duty of a rule to a party ("*": the first), or NULL. */
CASE_UNUSED static const struct duty *
case_duty(const struct law_case *lc, const char *rule, const char *to,
          enum duty_leg leg)
{
	const struct duty *d;

	for (d = lc->v.duties; d < lc->v.duties + lc->v.duties_count; d++)
		if (strcmp(d->rule->id, rule) == 0 &&
		    (d->leg == leg || leg == LEG_WHOLE) &&
		    (*to == '*' || strcmp(d->to, case_party(to)) == 0))
			return d;
	return NULL;
}

#endif
