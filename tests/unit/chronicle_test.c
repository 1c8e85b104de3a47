/* Chronicles from outside: every member is checked, errors say where. */
#include "law_kit.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

#define T "'at': '2021-01-10T13:00:00+08:00'"
#define ENTRY(more)                                                            \
	"{'as_of': '2021-01-12T00:00:00+08:00', 'kind': 'accident.mine',"      \
	" 'chronicle': [{" T ", 'what': " more "}]}"

static int
parse(struct chronicle *c, const char *json, struct err *err)
{
	char *text = kit_quotes(json);
	int rc;

	chronicle_init(c);
	rc = chronicle_parse(c, text, strlen(text), "c.json", err);
	free(text);
	return rc;
}

static const struct {
	const char *json, *want;
} bad[] = {
	{ "", "c.json: line 1 column 0: " },
	{ "[]", "c.json: expected an object" },
	{ "{'kind': 'health', 'chronicle': []}", "c.json: /as_of: missing" },
	{ "{'as_of': '2021-01-12', 'kind': 'health', 'chronicle': []}",
	  "c.json: /as_of: " },
	{ "{'as_of': '2021-01-12T00:00:00', 'kind': 'health', 'chronicle': "
	  "[]}",
	  "c.json: /as_of: " },
	{ "{'as_of': '2021-01-12T00:00:00Z', 'chronicle': []}",
	  "c.json: /kind: missing" },
	{ "{'as_of': '2021-01-12T00:00:00Z', 'kind': 'accident', "
	  "'chronicle': []}",
	  "c.json: /kind: unknown kind 'accident'" },
	{ "{'as_of': '2021-01-12T00:00:00Z', 'kind': 'health'}",
	  "c.json: /chronicle: missing" },
	{ "{'as_of': '2021-01-12T00:00:00Z', 'kind': 'health', 'chronicle': "
	  "{}}",
	  "c.json: /chronicle: expected an array" },
	{ "{'as_of': '2021-01-12T00:00:00Z', 'kind': 'health', 'chronicle': "
	  "[], 'now': 1}",
	  "c.json: /now: unknown member" },
	{ "{'as_of': '2021-01-12T00:00:00Z', 'kind': 'health', 'desk': "
	  "'County', 'chronicle': []}",
	  "c.json: /desk: expected a party" },
	{ "{'as_of': '2021-01-12T00:00:00Z', 'kind': 'health', 'chronicle': "
	  "[7]}",
	  "c.json: /chronicle/0: expected an object" },
	{ "{'as_of': '2021-01-12T00:00:00Z', 'kind': 'health', 'chronicle': "
	  "[{'what': 'occurred'}]}",
	  "c.json: /chronicle/0/at: missing" },
	{ "{'as_of': '2021-01-12T00:00:00Z', 'kind': 'health', 'chronicle': "
	  "[{'at': '2021-01-32T00:00:00Z', 'what': 'occurred'}]}",
	  "c.json: /chronicle/0/at: " },
	{ ENTRY("'happened'"),
	  "c.json: /chronicle/0/what: unknown entry 'happened'" },
	{ ENTRY("7"), "c.json: /chronicle/0/what: expected a string" },
	{ ENTRY("'occurred', 'where': 'x'"),
	  "c.json: /chronicle/0/where: unknown member" },
	{ ENTRY("'occurred', 'to': 'unit'"),
	  "c.json: /chronicle/0/to: not with what 'occurred'" },
	{ ENTRY("'received'"), "c.json: /chronicle/0/by: missing" },
	{ ENTRY("'received', 'by': null"), "c.json: /chronicle/0/by: missing" },
	{ ENTRY("'reported', 'by': 'unit'"), "c.json: /chronicle/0/to: miss" },
	{ ENTRY("'reported', 'by': 'Unit', 'to': 'x'"),
	  "c.json: /chronicle/0/by: expected a party" },
	{ ENTRY("'reported', 'by': 'unit', 'to': 'x', 'via': 'pigeon'"),
	  "c.json: /chronicle/0/via: expected any, phone" },
	{ ENTRY("'reported', 'by': 'unit', 'to': 'x', 'via': "
	        "'phone_then_written'"),
	  "c.json: /chronicle/0/via: expected any, phone" },
	{ ENTRY("'facts'"), "c.json: /chronicle/0/facts: missing" },
	{ ENTRY("'facts', 'facts': {}"),
	  "c.json: /chronicle/0/facts: is empt" },
	{ ENTRY("'facts', 'facts': []"),
	  "c.json: /chronicle/0/facts: expected an object" },
	{ ENTRY("'facts', 'facts': {'dead': 1}"),
	  "c.json: /chronicle/0/facts/dead: unknown fact" },
	{ ENTRY("'facts', 'facts': {'deaths': -1}"),
	  "c.json: /chronicle/0/facts/deaths: expected a whole number" },
	{ ENTRY("'facts', 'facts': {'deaths': '3'}"),
	  "c.json: /chronicle/0/facts/deaths: expected a whole number" },
	{ ENTRY("'document'"), "c.json: /chronicle/0/name: missing" },
	{ ENTRY("'declined', 'by': 'a', 'to': 'b', 'ground': 'g'"),
	  "c.json: /chronicle/0/person: missing" },
	{ ENTRY("'declined', 'by': 'a', 'to': 'b', 'ground': '', 'person': "
	        "'p'"),
	  "c.json: /chronicle/0/ground: is empty" },
	{ ENTRY("'occurred', 'note': 7"),
	  "c.json: /chronicle/0/note: expected a string" },
	{ ENTRY("'occurred', 'recorded_at': '2021-01-10T12:57:59+08:00'"),
	  "c.json: /chronicle/0/at: later than recorded_at" },
};

static void
test_bad_input(void **state)
{
	struct chronicle c;
	struct err err;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad); i++) {
		err_clear(&err);
		assert_int_equal(parse(&c, bad[i].json, &err), -1);
		assert_int_equal(err.code, ERR_INPUT);
		assert_null(strchr(err.text, '\n'));
		if (strncmp(err.text, bad[i].want, strlen(bad[i].want)) != 0)
			assert_string_equal(err.text, bad[i].want);
		chronicle_release(&c);
	}
}

static void
test_good_input(void **state)
{
	static const char json[] =
		"{'desk': 'county', 'as_of': '2021-01-12T00:00:00Z',"
		" 'kind': 'accident.mine', 'title': 't', 'note': 'n',"
		" 'chronicle': ["
		"{'at': '2021-01-10T13:00:00+08:00', 'recorded_at':"
		" '2021-01-10T12:58:00+08:00', 'what': 'occurred'},"
		"{'at': '2021-01-10T06:00:00Z', 'what': 'facts', 'source': 's',"
		" 'facts': {'deaths': 3, 'missing': null, 'hectares': 1.5}},"
		"{'at': '2021-01-10T14:00:00+08:00', 'what': 'reported',"
		" 'by': 'unit', 'to': 'county.emergency', 'via': 'in_person'},"
		"{'at': '2021-01-10T14:00:00+08:00', 'what': 'declined',"
		" 'by': 'a', 'to': 'b', 'rule': 'r', 'ground': 'g',"
		" 'person': '李强'}]}";
	struct chronicle c;
	struct err err = ERR_INIT;
	const struct event *e;

	(void)state;
	parse(&c, json, &err);
	assert_string_equal(err.text, "");
	assert_string_equal(c.desk, "county");
	assert_ptr_equal(c.kind, kind_find("accident.mine")->code);
	assert_int_equal(c.as_of_offset, 0);
	assert_int_equal(c.count, 4);
	e = c.events;
	assert_true(e[0].recorded == e[0].at - 2 * CIVIL_MINUTE);
	assert_int_equal(e[0].offset, 480);
	assert_int_equal(e[1].offset, 0);
	assert_true(e[1].recorded == e[1].at);
	assert_int_equal(e[1].set, 1u << FACT_DEATHS | 1u << FACT_MISSING |
	                                   1u << FACT_HECTARES);
	assert_int_equal(e[1].facts.v[FACT_DEATHS], 3);
	assert_true(e[1].facts.v[FACT_MISSING] == FACT_UNKNOWN);
	assert_true(e[1].facts.v[FACT_TRAPPED] == FACT_UNKNOWN);
	assert_int_equal(e[2].via, VIA_IN_PERSON);
	assert_string_equal(e[2].to, "county.emergency");
	assert_string_equal(e[3].rule, "r");
	assert_string_equal(e[3].person, "李强");
	chronicle_release(&c);
}

static void
test_codes(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < EVENT_WHAT_COUNT; i++)
		assert_int_equal(event_find(event_code((enum event_what)i)), i);
	assert_int_equal(event_find("happened"), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bad_input),
		cmocka_unit_test(test_good_input),
		cmocka_unit_test(test_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
