/* Packs are checked whole; what is wrong is named by file and pointer. */
#include "law_kit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "law/pack.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

#define HEAD                                                                   \
	"'id': 'p', 'title': 'P', 'version': 1, 'level': 'national',"          \
	" 'effective_from': '2007-06-01'"
#define RULE(more)                                                             \
	"{" HEAD ", 'rules': [{'id': 'r', 'title': 'T', 'asks': 'A',"          \
	" 'law': 'L', 'standing': 'text', 'by': 'unit', 'via': 'any'" more     \
	"}]}"
#define TO ", 'to': ['county.emergency']"
#define CLOCK ", 'clock': 'occurred'"
#define HOUR ", 'within': {'hours': 1}"
#define ROWS                                                                   \
	", 'rows': [{'class': 'large', 'when': {'fact': 'deaths',"             \
	" 'at_least': 3}}]"
#define CLASSIFIER(more)                                                       \
	"{" HEAD ", 'classifiers': [{'id': 'c', 'law': 'L', 'standing': "      \
	"'text'" more "}]}"

static const struct {
	const char *json, *want;
} bad_packs[] = {
	{ "[]", "bad.json: expected an object" },
	{ "{", "bad.json: line 1 column 1: " },
	{ "{" HEAD ", 'rule': []}", "bad.json: /rule: unknown member" },
	{ "{'title': 'P'}", "bad.json: /id: missing" },
	{ "{'id': '', 'title': 'P'}", "bad.json: /id: is empty" },
	{ "{'id': 'p', 'title': 'P', 'version': 0}",
	  "bad.json: /version: expected a whole number from 1" },
	{ "{'id': 'p', 'title': 'P', 'version': 1, 'level': 'county'}",
	  "bad.json: /level: unknown level 'county'" },
	{ "{'id': 'p', 'title': 'P', 'version': 1, 'level': 'local'}",
	  "bad.json: /effective_from: missing" },
	{ "{'id': 'p', 'title': 'P', 'version': 1, 'level': 'local',"
	  " 'effective_from': '2007-6-1'}",
	  "bad.json: /effective_from: " },
	{ "{" HEAD ", 'effective_until': '2007-06-01'}",
	  "bad.json: /effective_until: not after effective_from" },
	{ "{" HEAD ", 'house': {}}",
	  "bad.json: /house: only in a pack of level house" },
	{ "{'id': 'p', 'title': 'P', 'version': 1, 'level': 'house',"
	  " 'effective_from': '2007-06-01', 'house': {'immediately': 5}}",
	  "bad.json: /house/immediately: unknown member" },
	{ "{'id': 'p', 'title': 'P', 'version': 1, 'level': 'house',"
	  " 'effective_from': '2007-06-01',"
	  " 'house': {'immediately_minutes': 0}}",
	  "bad.json: /house/immediately_minutes: expected a whole number" },
	{ "{" HEAD ", 'rules': {}}", "bad.json: /rules: expected an array" },
	{ "{" HEAD ", 'rules': [7]}", "bad.json: /rules/0: expected an obj" },
	{ RULE(", 'who': 'x'"), "bad.json: /rules/0/who: unknown member" },
	{ RULE(""), "bad.json: /rules/0/to: missing" },
	{ RULE(", 'to': []"), "bad.json: /rules/0/to: expected 1 to 8" },
	{ RULE(", 'to': ['a', 'B']"), "bad.json: /rules/0/to/1: expected a p" },
	{ RULE(", 'to': ['a.b', 'a.b']"), "bad.json: /rules/0/to/1: named tw" },
	{ RULE(TO), "bad.json: /rules/0/clock: missing" },
	{ RULE(TO ", 'clock': 'noon'"),
	  "bad.json: /rules/0/clock: unknown clock 'noon'" },
	{ RULE(TO ", 'clock': 'document:'"),
	  "bad.json: /rules/0/clock: expected document:NAME" },
	{ RULE(TO CLOCK), "bad.json: /rules/0/within: missing" },
	{ RULE(TO CLOCK ", 'within': 'soon'"),
	  "bad.json: /rules/0/within: unknown word 'soon'" },
	{ RULE(TO CLOCK ", 'within': ''"),
	  "bad.json: /rules/0/within: unknown word ''" },
	{ RULE(TO CLOCK ", 'within': 60"),
	  "bad.json: /rules/0/within: expected one of minutes" },
	{ RULE(TO CLOCK ", 'within': {'hours': 1, 'days': 1}"),
	  "bad.json: /rules/0/within: expected one of minutes" },
	{ RULE(TO CLOCK ", 'within': {'weeks': 1}"),
	  "bad.json: /rules/0/within: unknown unit" },
	{ RULE(TO CLOCK ", 'within': {'hours': 0}"),
	  "bad.json: /rules/0/within/hours: expected a whole number" },
	{ RULE(TO CLOCK ", 'within': {'hours': 1.5}"),
	  "bad.json: /rules/0/within/hours: expected a whole number" },
	{ RULE(TO CLOCK HOUR ", 'when': {'fact': 'dead', 'at_least': 1}"),
	  "bad.json: /rules/0/when/fact: unknown fact 'dead'" },
	{ RULE(TO CLOCK HOUR ", 'content': ['a', '']"),
	  "bad.json: /rules/0/content/1: expected a string" },
	{ RULE(TO CLOCK HOUR ", 'window': {'days': 7}"),
	  "bad.json: /rules/0/window: only with clock changed" },
	{ RULE(TO ", 'clock': 'changed'" HOUR ", 'window': {'days': 0}"),
	  "bad.json: /rules/0/window/days: expected a whole number" },
	{ RULE(TO CLOCK HOUR ", 'written_within': {'hours': 2}"),
	  "bad.json: /rules/0/written_within: only with via" },
	{ RULE(TO CLOCK HOUR ", 'repeat': {'times': ['24:00'], 'until': "
	                     "'handling_ended'}"),
	  "bad.json: /rules/0/within: not with repeat" },
	{ RULE(TO CLOCK ", 'repeat': {'times': ['24:00']}"),
	  "bad.json: /rules/0/repeat/until: missing" },
	{ RULE(TO CLOCK ", 'repeat': {'times': [], 'until': "
	                "'handling_ended'}"),
	  "bad.json: /rules/0/repeat/times: expected 1 to 4 times" },
	{ RULE(TO CLOCK ", 'repeat': {'times': ['00:00'], 'until': "
	                "'handling_ended'}"),
	  "bad.json: /rules/0/repeat/times/0: expected a time" },
	{ RULE(TO CLOCK ", 'repeat': {'times': ['24:01'], 'until': "
	                "'handling_ended'}"),
	  "bad.json: /rules/0/repeat/times/0: expected a time" },
	{ RULE(TO CLOCK ", 'repeat': {'times': ['12:00', '12:00'], 'until': "
	                "'handling_ended'}"),
	  "bad.json: /rules/0/repeat/times/1: times must rise" },
	{ RULE(TO ", 'clock': 'changed', 'repeat': {'times': ['24:00'], "
	          "'until': 'handling_ended'}"),
	  "bad.json: /rules/0/repeat: not with clock changed" },
	{ RULE(TO CLOCK HOUR ", 'effective_from': '2022-13-01'"),
	  "bad.json: /rules/0/effective_from: " },
	{ RULE(TO CLOCK HOUR ", 'en': {'title': 'T'}"),
	  "bad.json: /rules/0/en/asks: missing" },
	{ RULE(TO CLOCK HOUR ", 'note': 7"),
	  "bad.json: /rules/0/note: expected a string" },
	{ CLASSIFIER(""), "bad.json: /classifiers/0/kinds: expected a list" },
	{ CLASSIFIER(", 'kinds': ['boat']"),
	  "bad.json: /classifiers/0/kinds/0: unknown kind 'boat'" },
	{ CLASSIFIER(", 'kinds': ['accident'], 'except': ['boat']"),
	  "bad.json: /classifiers/0/except/0: unknown kind 'boat'" },
	{ CLASSIFIER(", 'kinds': ['accident']"),
	  "bad.json: /classifiers/0/rows: missing" },
	{ CLASSIFIER(", 'kinds': ['accident'], 'rows': []"),
	  "bad.json: /classifiers/0/rows: is empty" },
	{ CLASSIFIER(", 'kinds': ['accident'], 'rows': [{'class': 'none'}]"),
	  "bad.json: /classifiers/0/rows/0/class: unknown class 'none'" },
	{ CLASSIFIER(", 'kinds': ['accident'], 'rows': [{'class': 'large'}]"),
	  "bad.json: /classifiers/0/rows/0/when: missing" },
	{ CLASSIFIER(", 'kinds': ['accident'], 'rows': [{'class': 'large', "
	             "'when': {'class_at_least': 'danger'}}]"),
	  "bad.json: /classifiers/0/rows/0/when: a class cannot depend" },
};

static struct pack *
load(const char *json, struct err *err)
{
	char *text = kit_quotes(json);
	struct pack *p = pack_load("bad.json", text, strlen(text), err);

	free(text);
	return p;
}

static void
test_bad_packs(void **state)
{
	struct err err;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad_packs); i++) {
		err_clear(&err);
		assert_null(load(bad_packs[i].json, &err));
		assert_int_equal(err.code, ERR_INPUT);
		if (strncmp(err.text, bad_packs[i].want,
		            strlen(bad_packs[i].want)) != 0)
			assert_string_equal(err.text, bad_packs[i].want);
	}
}

static void
test_written_legs(void **state)
{
	static const char json[] =
		"{" HEAD ", 'rules': [{'id': 'r', 'title': 'T', 'asks': 'A',"
		" 'law': 'L', 'standing': 'text', 'by': 'unit', 'via': "
		"'phone_then_written', 'to': ['x'], 'clock': '%s'%s}]}";
	struct buf b = BUF_INIT;
	struct err err = ERR_INIT;
	struct pack *p;

	(void)state;
	buf_fmt(&b, json, "changed", HOUR);
	assert_null(load(b.s, &err));
	assert_string_equal(err.text,
	                    "bad.json: /rules/0/via: phone_then_written stands "
	                    "neither with repeat nor with clock changed");
	buf_clear(&b);
	buf_fmt(&b, json, "received", HOUR ", 'written_within': {'hours': 2}");
	err_clear(&err);
	p = load(b.s, &err);
	assert_string_equal(err.text, "");
	assert_int_equal(p->rules[0].written_within.n, 120);
	pack_free(p);
	buf_release(&b);
}

static void
test_whole_pack(void **state)
{
	static const char json[] =
		"{'id': 'h', 'title': 'H', 'en': 'House', 'version': 3,"
		" 'level': 'house', 'effective_from': '2007-06-01',"
		" 'effective_until': null, 'note': 'n',"
		" 'house': {'promptly_minutes': 30},"
		" 'classifiers': [{'id': 'c', 'law': 'L', 'article': 'art 3',"
		" 'standing': 'quoted', 'kinds': ['accident'], 'except':"
		" ['accident.road']" ROWS "}],"
		" 'rules': [{'id': 'r', 'title': 'T', 'asks': 'A', 'en':"
		" {'title': 't', 'asks': 'a'}, 'law': 'L', 'article': 'art 9',"
		" 'standing': 'unconfirmed', 'source': 'L1', 'by': 'unit',"
		" 'to': ['a', 'b.c'], 'via': 'written', 'clock':"
		" 'document:investigation_report', 'within': {'years': 1},"
		" 'content': ['x', 'y'], 'effective_from': '2021-01-10'}]}";
	struct err err = ERR_INIT;
	struct pack *p = load(json, &err);
	struct buf b = BUF_INIT;
	const struct rule *r;

	(void)state;
	assert_string_equal(err.text, "");
	assert_string_equal(p->title_en, "House");
	assert_int_equal(p->house.promptly_minutes, 30);
	assert_int_equal(p->house.immediately_minutes, 10);
	assert_true(p->until_ms == INT64_MAX);
	assert_int_equal(p->bytes_len, sizeof(json) - 1);
	r = &p->rules[0];
	assert_string_equal(r->cite, "L art 9");
	assert_string_equal(r->title_en, "t");
	assert_string_equal(r->to[1], "b.c");
	assert_string_equal(r->content[1], "y");
	assert_null(r->content[2]);
	assert_string_equal(r->note, "");
	assert_null(r->when);
	assert_int_equal(r->within.unit, WITHIN_MONTHS);
	assert_int_equal(r->within.n, 12);
	assert_true(r->from_ms == kit_time("10T00:00"));
	clock_code(&b, r);
	assert_string_equal(b.s, "document:investigation_report");
	assert_int_equal(p->classifiers[0].covers,
	                 kinds_under("accident") & ~kind_bit("accident.road"));
	buf_release(&b);
	pack_free(p);
}

static void
test_within_text(void **state)
{
	static const struct {
		struct within w;
		const char *want;
	} texts[] = {
		{ { WITHIN_MINUTES, 30 }, "30 分钟" },
		{ { WITHIN_MINUTES, 60 }, "1 小时" },
		{ { WITHIN_MINUTES, 90 }, "90 分钟" },
		{ { WITHIN_DAYS, 60 }, "60 日" },
		{ { WITHIN_MONTHS, 2 }, "2 个月" },
		{ { WITHIN_MONTHS, 24 }, "2 年" },
		{ { WITHIN_IMMEDIATELY, 0 }, "立即" },
		{ { WITHIN_PROMPTLY, 0 }, "及时" },
		{ { WITHIN_SAME_DAY, 0 }, "当日" },
		{ { WITHIN_NONE, 0 }, "无时限" },
	};
	struct buf b = BUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(texts); i++) {
		buf_clear(&b);
		within_text(&b, &texts[i].w);
		assert_string_equal(b.s, texts[i].want);
	}
	buf_release(&b);
}

static void
test_parties(void **state)
{
	static const char *const good[] = { "unit", "county.emergency", "a_b.c",
		                            "a.b.c" };
	static const char *const bad[] = { "",     ".",    "a.",    ".a",
		                           "a..b", "Unit", "a b",   "a1",
		                           "县",   "a-b",  "unit\n" };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(good); i++)
		assert_true(party_valid(good[i]));
	for (i = 0; i < COUNT(bad); i++)
		assert_false(party_valid(bad[i]));
}

static void
test_rulebook(void **state)
{
	struct rulebook rb;
	struct err err = ERR_INIT;
	struct pack *p;

	(void)state;
	rulebook_init(&rb);
	kit_add_pack(&rb, RULE(TO CLOCK HOUR));
	assert_string_equal(rulebook_rule(&rb, "r")->id, "r");
	assert_null(rulebook_rule(&rb, "q"));
	assert_true(rulebook_party(&rb, "unit") >= 0);
	assert_true(rulebook_party(&rb, "county.emergency") >= 0);
	assert_int_equal(rulebook_party(&rb, "county"), -1);
	assert_int_equal(rulebook_party(&rb, NULL), -1);
	assert_int_equal(rb.house.immediately_minutes, 10);
	kit_add_pack(&rb, "{'id': 'h', 'title': 'H', 'version': 1,"
	                  " 'level': 'house', 'effective_from': '2007-06-01',"
	                  " 'house': {'immediately_minutes': 5}}");
	assert_int_equal(rb.house.immediately_minutes, 5);
	/* the same pack; the same rule in another pack; twice in one */
	p = load(RULE(TO CLOCK HOUR), &err);
	assert_int_equal(rulebook_add(&rb, p, &err), -1);
	assert_string_equal(err.text, "pack 'p' is there twice");
	err_clear(&err);
	p = load("{'id': 'q', 'title': 'P', 'version': 1, 'level': 'field',"
	         " 'effective_from': '2007-06-01', 'rules': [{'id': 'r',"
	         " 'title': 'T', 'asks': 'A', 'law': 'L', 'standing': 'text',"
	         " 'by': 'unit', 'via': 'any'" TO CLOCK HOUR "}]}",
	         &err);
	assert_string_equal(err.text, "");
	assert_int_equal(rulebook_add(&rb, p, &err), -1);
	assert_string_equal(err.text, "pack 'q': /rules/0/id: rule 'r' is in "
	                              "pack 'p' already");
	assert_int_equal(rb.count, 2);
	rulebook_release(&rb);
}

/* What is built in loads, and each of its rules can apply to some kind. */
static void
test_builtin(void **state)
{
	struct rulebook rb;
	struct err err = ERR_INIT;
	size_t i;

	(void)state;
	rulebook_init(&rb);
	rulebook_builtin(&rb, &err);
	assert_string_equal(err.text, "");
	assert_true(rb.count > 0);
	for (i = 0; i < rb.slots_count; i++) {
		assert_true(rb.slots[i].rule->asks[0] != '\0');
		assert_true(rb.slots[i].kinds != 0);
	}
	rulebook_release(&rb);
}

static void
write_file(const char *dir, const char *name, const char *json)
{
	char path[512], *text = kit_quotes(json);
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	free(text);
}

static void
test_folder(void **state)
{
	char dir[] = "/tmp/zhiban-pack-XXXXXX", path[512];
	static const char *const names[] = { "b.json", "a.json", "c.txt" };
	struct rulebook rb;
	struct err err = ERR_INIT;
	size_t i;

	(void)state;
	assert_non_null(mkdtemp(dir));
	rulebook_init(&rb);
	assert_int_equal(rulebook_folder(&rb, dir, &err), -1);
	assert_non_null(strstr(err.text, ": no *.json in it"));
	err_clear(&err);
	assert_int_equal(rulebook_folder(&rb, "/nonexistent", &err), -1);
	assert_int_equal(err.code, ERR_INPUT);
	write_file(dir, "b.json",
	           "{'id': 'b', 'title': 'B', 'version': 1, 'level': 'local',"
	           " 'effective_from': '2007-06-01'}");
	write_file(dir, "a.json", "{" HEAD "}");
	write_file(dir, "c.txt", "not read");
	err_clear(&err);
	rulebook_folder(&rb, dir, &err);
	assert_string_equal(err.text, "");
	assert_int_equal(rb.count, 2);
	assert_string_equal(rb.packs[0]->id, "p");
	assert_string_equal(rb.packs[1]->id, "b");
	rulebook_release(&rb);
	write_file(dir, "b.json", "{'id': 7}");
	assert_int_equal(rulebook_folder(&rb, dir, &err), -1);
	snprintf(path, sizeof(path), "%s/b.json: /id: expected a string", dir);
	assert_string_equal(err.text, path);
	rulebook_release(&rb);
	for (i = 0; i < COUNT(names); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		unlink(path);
	}
	rmdir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bad_packs),
		cmocka_unit_test(test_written_legs),
		cmocka_unit_test(test_whole_pack),
		cmocka_unit_test(test_within_text),
		cmocka_unit_test(test_parties),
		cmocka_unit_test(test_rulebook),
		cmocka_unit_test(test_builtin),
		cmocka_unit_test(test_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
