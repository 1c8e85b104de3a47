/*
 * Rule packs are read by officers in either language: every title and every
 * "what it asks" has its English beside it, and the English is English.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/asset.h"
#include "base/utf8.h"

#define CJK_FIRST 0x2E80u
#define CJK_LAST 0x9FFFu

static bool
has_chinese(const char *s)
{
	size_t len = strlen(s), n;
	uint32_t c;

	for (size_t i = 0; i < len; i += n) {
		n = utf8_decode(s + i, len - i, &c);
		if (c >= CJK_FIRST && c <= CJK_LAST)
			return true;
	}
	return false;
}

/* Is `english` a translation of `zh`, as far as a machine can tell? */
static bool
translated(const json_t *zh, const json_t *english)
{
	const char *text = json_string_value(english);

	if (!zh)
		return true;
	return text && *text && !has_chinese(text);
}

static size_t
untranslated_rules(const char *name, const json_t *pack)
{
	static const char *const members[] = { "title", "asks" };
	const json_t *rule, *en;
	size_t i, bad = 0;

	json_array_foreach(json_object_get(pack, "rules"), i, rule)
	{
		en = json_object_get(rule, "en");
		for (size_t m = 0; m < 2; m++) {
			if (translated(json_object_get(rule, members[m]),
			               json_object_get(en, members[m])))
				continue;
			print_error(
				"%s: rule %s: no English %s\n", name,
				json_string_value(json_object_get(rule, "id")),
				members[m]);
			bad++;
		}
	}
	return bad;
}

static void
packs_have_english(void **state)
{
	const struct asset *a;
	size_t at = 0, packs = 0, bad = 0;
	json_t *pack;

	(void)state;
	while ((a = asset_next("rules/", &at)) != NULL) {
		pack = json_loadb((const char *)a->bytes, a->len, 0, NULL);
		assert_non_null(pack);
		if (!translated(json_object_get(pack, "title"),
		                json_object_get(pack, "en"))) {
			print_error("%s: no English title\n", a->name);
			bad++;
		}
		bad += untranslated_rules(a->name, pack);
		json_decref(pack);
		packs++;
	}
	assert_int_not_equal(packs, 0);
	assert_int_equal(bad, 0);
}

static void
missing_english_is_found(void **state)
{
	static const char pack[] =
		"{\"rules\": [{\"id\": \"a\", \"title\": \"报告\"},"
		"{\"id\": \"b\", \"asks\": \"速报\", \"en\": {\"asks\": \"\"}},"
		"{\"id\": \"c\", \"title\": \"报告\", \"en\": "
		"{\"title\": \"报 告\"}},"
		"{\"id\": \"d\", \"title\": \"报告\", \"en\": "
		"{\"title\": \"Report\"}}]}";
	json_t *json = json_loads(pack, 0, NULL);

	(void)state;
	assert_int_equal(untranslated_rules("test", json), 3);
	json_decref(json);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(packs_have_english),
		cmocka_unit_test(missing_english_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
