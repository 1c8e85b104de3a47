#include <string.h>

#include "base/mem.h"
#include "law/pack_load.h"

#define LONGEST 1000000 /* minutes, days or months: keeps sums in range */

/* clang-format off */
static const char *const rule_keys[] = {
	"id", "title", "asks", "en", "law", "article", "standing", "source",
	"by", "to", "via", "clock", "within", "written_within", "when",
	"content", "repeat", "window", "effective_from", "effective_until",
	"note", NULL,
};
/* clang-format on */
static const char *const en_keys[] = { "title", "asks", NULL };
static const char *const repeat_keys[] = { "times", "until", NULL };
static const char *const window_keys[] = { "days", NULL };

struct within_unit_key {
	const char *key;
	enum within_unit unit;
	int64_t times;
};

static const struct within_unit_key within_units[] = {
	{ "minutes", WITHIN_MINUTES, 1 }, { "hours", WITHIN_MINUTES, 60 },
	{ "days", WITHIN_DAYS, 1 },       { "months", WITHIN_MONTHS, 1 },
	{ "years", WITHIN_MONTHS, 12 },   { NULL, WITHIN_NONE, 0 },
};

static int
load_within(const json_t *o, const char *key, struct within *out,
            const struct jpath *at, struct err *err)
{
	struct jpath here = { .up = at, .key = key };
	const json_t *value = member_get(o, key);
	const struct within_unit_key *u;
	int word;

	if (json_is_string(value)) {
		word = words_find(within_words, json_string_value(value));
		if (word < 0)
			return json_fail(&here, err, "unknown word '%s'",
			                 json_string_value(value));
		out->unit = (enum within_unit)word;
		return 0;
	}
	if (json_object_size(value) != 1)
		return json_fail(&here, err,
		                 "expected one of minutes, hours, days, "
		                 "months or years, or a word");
	for (u = within_units; u->key; u++)
		if (json_object_get(value, u->key))
			break;
	if (!u->key)
		return json_fail(&here, err, "unknown unit");
	if (json_need_int(value, u->key, 1, LONGEST / u->times, &out->n, &here,
	                  err))
		return -1;
	out->unit = u->unit;
	out->n *= u->times;
	return 0;
}

static int
load_clock(struct rule *r, const json_t *o, const struct jpath *at,
           struct err *err)
{
	struct jpath here = { .up = at, .key = "clock" };
	const char *text;
	int clock;

	if (json_need_string(o, "clock", &text, at, err))
		return -1;
	if (strncmp(text, "document:", 9) == 0) {
		r->clock = CLOCK_DOCUMENT;
		r->document = text + 9;
		if (!party_valid(r->document))
			return json_fail(&here, err,
			                 "expected document:NAME, NAME in "
			                 "lower-case words");
		return 0;
	}
	clock = words_find(clock_words, text);
	if (clock < 0)
		return json_fail(&here, err, "unknown clock '%s'", text);
	r->clock = (enum rule_clock)clock;
	return 0;
}

static int
load_recipients(struct rule *r, const json_t *o, const struct jpath *at,
                struct err *err)
{
	struct jpath by_at = { .up = at, .key = "by" };
	struct jpath list_at = { .up = at, .key = "to" };
	struct jpath here = { .up = &list_at };
	const json_t *list;
	size_t i;

	if (member_party(json_object_get(o, "by"), &r->by, &by_at, err))
		return -1;
	if (json_need_array(o, "to", &list, at, err))
		return -1;
	if (json_array_size(list) == 0 || json_array_size(list) > RULE_PARTIES)
		return json_fail(&list_at, err, "expected 1 to %d parties",
		                 RULE_PARTIES);
	for (; here.index < json_array_size(list); here.index++) {
		if (member_party(json_array_get(list, here.index),
		                 &r->to[here.index], &here, err))
			return -1;
		for (i = 0; i < here.index; i++)
			if (strcmp(r->to[i], r->to[here.index]) == 0)
				return json_fail(&here, err, "named twice");
		r->to_count++;
	}
	return 0;
}

/* "08:00" .. "24:00" as minutes of the day, -1 when it is none. */
static int
parse_time_of_day(const char *s)
{
	int hour, minute;

	if (!s || strlen(s) != 5 || strspn(s, "0123456789") != 2 ||
	    s[2] != ':' || strspn(s + 3, "0123456789") != 2)
		return -1;
	hour = (s[0] - '0') * 10 + s[1] - '0';
	minute = (s[3] - '0') * 10 + s[4] - '0';
	if (minute > 59 || hour * 60 + minute > 24 * 60 || hour + minute == 0)
		return -1;
	return hour * 60 + minute;
}

static int
load_repeat(struct rule *r, const json_t *o, const struct jpath *at,
            struct err *err)
{
	struct jpath repeat_at = { .up = at, .key = "repeat" };
	struct jpath list_at = { .up = &repeat_at, .key = "times" };
	struct jpath until_at = { .up = &repeat_at, .key = "until" };
	struct jpath here = { .up = &list_at };
	const json_t *repeat = member_get(o, "repeat"), *list;
	const char *until;
	int minutes;

	if (json_only(repeat, repeat_keys, &repeat_at, err))
		return -1;
	if (json_need_array(repeat, "times", &list, &repeat_at, err))
		return -1;
	if (json_need_string(repeat, "until", &until, &repeat_at, err))
		return -1;
	if (strcmp(until, "handling_ended") != 0)
		return json_fail(&until_at, err, "expected handling_ended");
	if (json_array_size(list) == 0 || json_array_size(list) > RULE_TIMES)
		return json_fail(&list_at, err, "expected 1 to %d times",
		                 RULE_TIMES);
	for (; here.index < json_array_size(list); here.index++) {
		minutes = parse_time_of_day(
			json_string_value(json_array_get(list, here.index)));
		if (minutes < 0)
			return json_fail(&here, err,
			                 "expected a time from 00:01 to 24:00");
		if (here.index > 0 && minutes <= r->times[here.index - 1])
			return json_fail(&here, err, "times must rise");
		r->times[here.index] = minutes;
		r->times_count++;
	}
	return 0;
}

static int
load_window(struct rule *r, const json_t *o, const struct jpath *at,
            struct err *err)
{
	struct jpath here = { .up = at, .key = "window" };
	const json_t *window = member_get(o, "window");

	if (json_only(window, window_keys, &here, err))
		return -1;
	if (r->clock != CLOCK_CHANGED)
		return json_fail(&here, err, "only with clock changed");
	return json_need_int(window, "days", 1, 3650, &r->window_days, &here,
	                     err);
}

/* How the channel, the time limit and the repetition go together. */
static int
load_deadline(struct rule *r, const json_t *o, const struct jpath *at,
              struct err *err)
{
	struct jpath written_at = { .up = at, .key = "written_within" };
	struct jpath repeat_at = { .up = at, .key = "repeat" };
	struct jpath within_at = { .up = at, .key = "within" };
	struct jpath via_at = { .up = at, .key = "via" };
	bool within = member_get(o, "within") != NULL;

	if (member_get(o, "repeat")) {
		if (load_repeat(r, o, at, err))
			return -1;
		if (r->clock == CLOCK_CHANGED)
			return json_fail(&repeat_at, err,
			                 "not with clock changed");
		if (within)
			return json_fail(&within_at, err, "not with repeat");
	} else if (!within) {
		return json_fail(&within_at, err, "missing");
	} else if (load_within(o, "within", &r->within, at, err)) {
		return -1;
	}
	if (member_get(o, "window") && load_window(r, o, at, err))
		return -1;
	if (r->via == VIA_PHONE_THEN_WRITTEN &&
	    (r->times_count > 0 || r->clock == CLOCK_CHANGED))
		return json_fail(&via_at, err,
		                 "phone_then_written stands neither with "
		                 "repeat nor with clock changed");
	if (!member_get(o, "written_within"))
		return 0;
	if (r->via != VIA_PHONE_THEN_WRITTEN)
		return json_fail(&written_at, err,
		                 "only with via phone_then_written");
	return load_within(o, "written_within", &r->written_within, at, err);
}

static int
load_rule_texts(struct pack *p, struct rule *r, const json_t *o,
                const struct jpath *at, struct err *err)
{
	struct jpath en_at = { .up = at, .key = "en" };
	const json_t *en = NULL;
	int standing;

	r->article = r->source = r->note = "";
	if (member_text(o, "id", &r->id, at, err) ||
	    member_text(o, "title", &r->title, at, err) ||
	    member_text(o, "asks", &r->asks, at, err) ||
	    member_text(o, "law", &r->law, at, err) ||
	    json_get_string(o, "article", &r->article, at, err) ||
	    json_get_string(o, "source", &r->source, at, err) ||
	    json_get_string(o, "note", &r->note, at, err) ||
	    member_word(o, "standing", standing_words, "standing", &standing,
	                at, err))
		return -1;
	r->standing = (enum standing)standing;
	r->cite = member_cite(p, r->law, r->article);
	r->title_en = r->title;
	r->asks_en = r->asks;
	if (json_get_object(o, "en", &en, at, err))
		return -1;
	if (!en)
		return 0;
	if (json_only(en, en_keys, &en_at, err) ||
	    member_text(en, "title", &r->title_en, &en_at, err) ||
	    member_text(en, "asks", &r->asks_en, &en_at, err))
		return -1;
	return 0;
}

int
pack_load_rule(struct pack *p, struct rule *r, const json_t *o,
               const struct jpath *at, struct err *err)
{
	struct jpath when_at = { .up = at, .key = "when" };
	int via;

	r->pack = p;
	r->from_ms = p->from_ms;
	r->until_ms = p->until_ms;
	if (json_only(o, rule_keys, at, err) ||
	    load_rule_texts(p, r, o, at, err) ||
	    load_recipients(r, o, at, err) ||
	    member_word(o, "via", via_words, "channel", &via, at, err) ||
	    load_clock(r, o, at, err))
		return -1;
	r->via = (enum rule_via)via;
	if (load_deadline(r, o, at, err) ||
	    member_force(o, &r->from_ms, &r->until_ms, at, err) ||
	    member_strings(p, o, "content", &r->content, at, err))
		return -1;
	if (!member_get(o, "when"))
		return 0;
	r->when = predicate_load(member_get(o, "when"), &when_at, err);
	return r->when ? 0 : -1;
}
