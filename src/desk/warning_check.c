/* What the entries of warnings may hold. */
#include <string.h>

#include "base/json.h"
#include "desk/body.h"
#include "desk/warning.h"
#include "desk/warning_body.h"

static int
change_find(const char *code)
{
	static const char *const changes[] = { "alert", "update", "cancel" };

	for (int i = 0; i < 3; i++)
		if (strcmp(changes[i], code) == 0)
			return i;
	return -1;
}

int
warning_end_find(const char *code)
{
	return strcmp(code, "expired") == 0    ? WARNING_EXPIRED
	       : strcmp(code, "vanished") == 0 ? WARNING_VANISHED
	                                       : -1;
}

static int
check_list(const json_t *body, const char *key, struct err *err)
{
	const struct jpath root = { .key = "body" };
	const struct jpath at = { .up = &root, .key = key };
	const json_t *list = NULL;
	json_t *v;
	size_t i;

	if (json_get_array(body, key, &list, &root, err))
		return -1;
	if (list && json_array_size(list) > WARNING_LIST)
		return json_fail(&at, err, "more than %d", WARNING_LIST);
	json_array_foreach((json_t *)list, i, v)
	{
		const struct jpath in = { .up = &at, .index = i };

		if (!json_is_string(v))
			return json_fail(&in, err, "expected a string");
	}
	return 0;
}

/* The members of a message that are of one shape, and their limits. */
static const struct {
	const char *key;
	bool need;
	size_t max;
} texts[] = {
	{ "feed", true, FEED_NAME },
	{ "format", true, FEED_NAME },
	{ "id", true, WARNING_LINE },
	{ "condition", true, WARNING_LINE },
	{ "kind", true, BODY_NAME_MAX },
	{ "severity", false, BODY_NAME_MAX },
	{ "headline", false, WARNING_LINE },
	{ "text", false, WARNING_TEXT },
	{ "sender", false, WARNING_LINE },
	{ "link", false, WARNING_LINE },
	{ "payload", true, 64 },
};
static const struct {
	const char *key;
	bool need;
	int64_t min, max;
} numbers[] = {
	{ "level", true, 0, 4 },
	{ "rank", true, 0, 9 },
	{ "metres", false, 0, 30000000 },
	{ "lat", false, -90000000, 90000000 },
	{ "lon", false, -180000000, 180000000 },
	{ "magnitude", false, -1000, 1500 },
	{ "depth", false, -100000, 7000000 },
};
static const char *const lists[] = { "areas", "adcodes", "geocodes",
	                             "references", "also" };
static const char *const times[] = { "sent", "effective", "expires",
	                             "occurred" };

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

int
warning_received_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = {
		"feed",       "format",   "id",       "condition", "kind",
		"level",      "severity", "change",   "drill",     "sent",
		"effective",  "expires",  "occurred", "headline",  "text",
		"sender",     "link",     "areas",    "adcodes",   "geocodes",
		"references", "also",     "lat",      "lon",       "magnitude",
		"depth",      "near",     "metres",   "rank",      "payload",
		"house",      NULL
	};
	const struct jpath root = { .key = "body" };
	bool drill, house;

	if (body_only(body, keys, err) ||
	    json_get_bool(body, "drill", &drill, &root, err) ||
	    json_get_bool(body, "house", &house, &root, err) ||
	    body_choice(body, "change", change_find, err) ||
	    body_choice(body, "near", warning_near_find, err))
		return -1;
	for (size_t i = 0; i < COUNT(texts); i++)
		if (body_text(body, texts[i].key, texts[i].need, texts[i].max,
		              err))
			return -1;
	for (size_t i = 0; i < COUNT(numbers); i++)
		if (body_int(body, numbers[i].key, numbers[i].need,
		             numbers[i].min, numbers[i].max, err))
			return -1;
	for (size_t i = 0; i < COUNT(lists); i++)
		if (check_list(body, lists[i], err))
			return -1;
	for (size_t i = 0; i < COUNT(times); i++)
		if (body_time(body, times[i], false, err))
			return -1;
	return 0;
}

int
warning_lost_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "feed", NULL };

	if (body_only(body, keys, err))
		return -1;
	return body_text(body, "feed", true, FEED_NAME, err);
}

int
warning_ended_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "how", "feed", NULL };

	if (body_only(body, keys, err) ||
	    body_choice(body, "how", warning_end_find, err))
		return -1;
	return body_text(body, "feed", false, FEED_NAME, err);
}

int
warning_handled_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "how", "note", NULL };

	if (body_only(body, keys, err) ||
	    body_choice(body, "how", warning_act_find, err))
		return -1;
	return body_text(body, "note", true, BODY_WORDS_MAX, err);
}

int
warning_closed_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "why", NULL };

	if (body_only(body, keys, err))
		return -1;
	return body_text(body, "why", true, BODY_WORDS_MAX, err);
}
