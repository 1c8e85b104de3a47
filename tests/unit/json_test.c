/* Loading refuses what is not plain, and every error says where. */
#include "cm.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/json_plain.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static json_t *
parse(const char *s)
{
	struct err err = ERR_INIT;
	json_t *v = json_parse(s, strlen(s), "t", &err);

	assert_string_equal(err.text, "");
	assert_non_null(v);
	return v;
}

static void
test_parse_refuses(void **state)
{
	/* text, its length (0: strlen), how the error begins */
	static const struct {
		const char *s;
		size_t len;
		const char *want;
	} bad[] = {
		{ "", 0, "a.json: line 1 column 0: " },
		{ "{\n \"a\": 1,\n \"b\" 2}", 0, "a.json: line 3 column 6: " },
		{ "{\"a\":1} x", 0, "a.json: line 1 column 9: " },
		{ "{\"a\":1,\"a\":2}", 0, "a.json: line 1 column 10: dup" },
		{ "\"\\u0000\"", 0, "a.json: line 1 column " },
		{ "\"a\0b\"", 5, "a.json: line 1 column " },
		{ "[1]\0", 4, "a.json: line 1 column " },
		{ "\"\xFF\"", 0, "a.json: line 1 column " },
		{ "\"\xED\xA0\x80\"", 0, "a.json: line 1 column " },
		{ "\"\\ud800\"", 0, "a.json: line 1 column " },
		{ "\"a\nb\"", 0, "a.json: line 1 column " },
		{ "01", 0, "a.json: line 1 column " },
		{ "9223372036854775808", 0, "a.json: line 1 column " },
		{ "1e999", 0, "a.json: line 1 column " },
		{ "NaN", 0, "a.json: line 1 column " },
		{ "[1,]", 0, "a.json: line 1 column " },
		{ "{a:1}", 0, "a.json: line 1 column " },
		{ "// x\n1", 0, "a.json: line 1 column " },
		{ "\xEF\xBB\xBF{}", 0, "a.json: line 1 column " },
	};
	struct err err;
	size_t i, len;

	(void)state;
	for (i = 0; i < COUNT(bad); i++) {
		len = bad[i].len ? bad[i].len : strlen(bad[i].s);
		err_clear(&err);
		assert_null(json_parse(bad[i].s, len, "a.json", &err));
		assert_int_equal(err.code, ERR_INPUT);
		assert_memory_equal(err.text, bad[i].want, strlen(bad[i].want));
	}
}

/* An error quotes the text near it: that must not reach a terminal raw. */
static void
test_parse_error_is_harmless(void **state)
{
	static const char s[] = "[\"ok\", \033]0;x\a]";
	struct err err = ERR_INIT;

	(void)state;
	assert_null(json_parse(s, sizeof(s) - 1, "a\033.json", &err));
	assert_null(strchr(err.text, '\033'));
	assert_non_null(strstr(err.text, "a␛.json: line 1"));
}

static void
test_depth(void **state)
{
	struct err err = ERR_INIT;
	char s[512], *p = s;
	json_t *v;
	int i;

	(void)state;
	for (i = 0; i < JSON_DEPTH; i++)
		p = stpcpy(p, i % 2 ? "{\"]\\\"[\":" : "[");
	strcpy(p, "1");
	p++;
	for (i = JSON_DEPTH - 1; i >= 0; i--)
		p = stpcpy(p, i % 2 ? "}" : "]");
	json_decref(parse(s));

	memset(s, '[', JSON_DEPTH + 1);
	memset(s + JSON_DEPTH + 1, ']', JSON_DEPTH + 1);
	s[2 * JSON_DEPTH + 2] = '\0';
	s[3] = '\n';
	s[4] = '[';
	memmove(s + 4, s + 3, strlen(s + 3) + 1);
	s[3] = '[';
	assert_null(json_parse(s, strlen(s), "deep", &err));
	assert_string_equal(err.text, "deep: line 2: nested deeper than 64");

	/* brackets within a string nest nothing */
	memset(s, '[', 200);
	s[0] = s[199] = '"';
	s[200] = '\0';
	v = parse(s);
	json_decref(v);
}

static void
test_path(void **state)
{
	const struct jpath root = { NULL, "rules/national.json", 0 };
	const struct jpath rules = { &root, "rules", 0 };
	const struct jpath third = { &rules, NULL, 3 };
	const struct jpath within = { &third, "wi/th~in", 0 };
	const struct jpath nameless = { NULL, NULL, 0 };
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(json_fail(&within, &err, "expected %s", "a duration"),
	                 -1);
	assert_string_equal(err.text, "rules/national.json: "
	                              "/rules/3/wi~1th~0in: "
	                              "expected a duration");
	assert_int_equal(err.code, ERR_INPUT);
	json_fail(&root, &err, "later");
	assert_non_null(strstr(err.text, "expected a duration"));
	err_clear(&err);
	json_fail(&root, &err, "no rules");
	assert_string_equal(err.text, "rules/national.json: no rules");
	err_clear(&err);
	json_fail(&nameless, &err, "no rules");
	assert_string_equal(err.text, "no rules");
}

/* What each reader takes, and what it says of the rest. */
static void
test_members(void **state)
{
	const struct jpath at = { NULL, "f", 0 };
	json_t *o = parse("{\"s\":\"值\",\"i\":7,\"r\":7.0,\"b\":true,"
	                  "\"n\":null,\"a\":[1],\"o\":{},"
	                  "\"t\":\"2021-01-10T13:13:00+08:00\",\"u\":\"x\"}");
	struct err err = ERR_INIT;
	const char *s = "default";
	const json_t *v = NULL;
	int64_t i = -1;
	bool b = false;
	int offset = 0;

	(void)state;
	assert_int_equal(json_need_string(o, "s", &s, &at, &err), 0);
	assert_string_equal(s, "值");
	assert_int_equal(json_get_string(o, "absent", &s, &at, &err), 0);
	assert_int_equal(json_get_string(o, "n", &s, &at, &err), 0);
	assert_string_equal(s, "值");
	assert_int_equal(json_need_int(o, "i", 7, 7, &i, &at, &err), 0);
	assert_int_equal(i, 7);
	assert_int_equal(json_get_int(o, "absent", 0, 9, &i, &at, &err), 0);
	assert_int_equal(i, 7);
	assert_int_equal(json_get_bool(o, "b", &b, &at, &err), 0);
	assert_true(b);
	assert_int_equal(json_get_bool(o, "n", &b, &at, &err), 0);
	assert_true(b);
	assert_int_equal(json_need_array(o, "a", &v, &at, &err), 0);
	assert_int_equal(json_array_size(v), 1);
	assert_int_equal(json_get_array(o, "absent", &v, &at, &err), 0);
	assert_true(json_is_array(v));
	assert_int_equal(json_need_object(o, "o", &v, &at, &err), 0);
	assert_true(json_is_object(v));
	assert_int_equal(json_get_object(o, "n", &v, &at, &err), 0);
	assert_int_equal(json_need_time(o, "t", &i, &offset, &at, &err), 0);
	assert_int_equal(i, 1610255580000);
	assert_int_equal(offset, 480);
	assert_int_equal(json_get_time(o, "n", &i, NULL, &at, &err), 0);
	assert_int_equal(i, 1610255580000);
	json_decref(o);
}

#define FAILS(call, want)                                                      \
	do {                                                                   \
		err_clear(&err);                                               \
		assert_int_equal(call, -1);                                    \
		assert_string_equal(err.text, "f: " want);                     \
	} while (0)

static void
test_members_fail(void **state)
{
	const struct jpath at = { NULL, "f", 0 };
	json_t *o = parse("{\"s\":\"x\",\"i\":7,\"r\":7.0,\"n\":null}");
	json_t *array = parse("[]");
	struct err err = ERR_INIT;
	const char *s = NULL;
	const json_t *v = NULL;
	int64_t i = -1;
	bool b = false;

	(void)state;
	FAILS(json_need_string(o, "x", &s, &at, &err), "/x: missing");
	FAILS(json_need_string(o, "n", &s, &at, &err), "/n: missing");
	FAILS(json_need_int(o, "x", 0, 1, &i, &at, &err), "/x: missing");
	FAILS(json_need_array(o, "x", &v, &at, &err), "/x: missing");
	FAILS(json_need_object(o, "x", &v, &at, &err), "/x: missing");
	FAILS(json_need_time(o, "x", &i, NULL, &at, &err), "/x: missing");
	FAILS(json_get_string(o, "i", &s, &at, &err), "/i: expected a string");
	FAILS(json_get_int(o, "i", 8, 9, &i, &at, &err),
	      "/i: expected a whole number from 8 to 9");
	FAILS(json_get_int(o, "i", 1, 6, &i, &at, &err),
	      "/i: expected a whole number from 1 to 6");
	FAILS(json_get_int(o, "r", 0, 9, &i, &at, &err),
	      "/r: expected a whole number from 0 to 9");
	FAILS(json_get_int(o, "s", 0, 9, &i, &at, &err),
	      "/s: expected a whole number from 0 to 9");
	FAILS(json_get_bool(o, "i", &b, &at, &err),
	      "/i: expected true or false");
	FAILS(json_get_array(o, "i", &v, &at, &err), "/i: expected an array");
	FAILS(json_get_object(o, "s", &v, &at, &err), "/s: expected an object");
	FAILS(json_get_time(o, "i", &i, NULL, &at, &err),
	      "/i: expected a string");
	FAILS(json_get_time(o, "s", &i, NULL, &at, &err),
	      "/s: 'x' is not a time like 2021-01-10T13:13:00+08:00");
	FAILS(json_get_string(array, "s", &s, &at, &err), "expected an object");
	FAILS(json_need_int(NULL, "s", 0, 1, &i, &at, &err),
	      "expected an object");
	assert_null(s);
	assert_null(v);
	assert_int_equal(i, -1);
	json_decref(o);
	json_decref(array);
}

static void
test_only(void **state)
{
	static const char *const keys[] = { "id", "title", NULL };
	const struct jpath at = { NULL, "f", 0 };
	json_t *good = parse("{\"title\":1}");
	json_t *bad = parse("{\"id\":1,\"titel\":1}");
	json_t *array = parse("[]");
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(json_only(good, keys, &at, &err), 0);
	FAILS(json_only(bad, keys, &at, &err), "/titel: unknown member");
	FAILS(json_only(array, keys, &at, &err), "expected an object");
	json_decref(good);
	json_decref(bad);
	json_decref(array);
}

static void
test_write(void **state)
{
	static const char text[] =
		"{\"b\":\"值\",\"a\":[1,true,null,111.75,0.1],\"c\":{}}";
	struct buf out = BUF_INIT;
	json_t *v = parse(text);

	(void)state;
	json_write(&out, v);
	assert_string_equal(out.s, text);
	buf_clear(&out);
	json_write_pretty(&out, json_object_get(v, "a"));
	assert_string_equal(out.s, "[\n  1,\n  true,\n  null,\n"
	                           "  111.75,\n  0.1\n]");
	json_decref(v);
	buf_clear(&out);
	v = json_string("alone");
	json_write(&out, v);
	assert_string_equal(out.s, "\"alone\"");
	json_decref(v);
	buf_release(&out);
}

/* What could drive a terminal is escaped, and reads back the same. */
static void
test_write_is_harmless(void **state)
{
	static const char raw[] = "值\t\n\"\\\033\x7F\xC2\x9B\u202E"
				  "\U000E0041\u200D/end";
	static const char want[] =
		"\"值\\t\\n\\\"\\\\\\u001b\\u007f\\u009b\\u202e"
		"\\udb40\\udc41\\u200d/end\"";
	struct buf out = BUF_INIT;
	json_t *v = json_string(raw), *back;
	char lower[256];
	size_t i;

	(void)state;
	json_write(&out, v);
	assert_true(out.len < sizeof(lower));
	for (i = 0; i <= out.len; i++) /* jansson's \u001B */
		lower[i] = out.s[i] == 'B' ? 'b' : out.s[i];
	assert_string_equal(lower, want);
	back = parse(out.s);
	assert_true(json_equal(v, back));
	json_decref(back);
	buf_clear(&out);
	json_write_string(&out, raw);
	assert_string_equal(out.s, want);
	back = parse(out.s);
	assert_true(json_equal(v, back));
	json_decref(back);
	json_decref(v);
	buf_clear(&out);
	json_write_string(&out, "a\xFFz");
	assert_string_equal(out.s, "\"a\\ufffdz\"");
	buf_release(&out);
}

static json_t *
jansson(const char *s, size_t len)
{
	return json_loadb(s, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY,
	                  NULL);
}

static void
test_plain_is_read(void **state)
{
	static const char *const texts[] = {
		"{}",
		" [ ] ",
		"\t\r\n0 ",
		"-1",
		"999999999999999999",
		"-999999999999999999",
		"\"\"",
		"\"\x7F\"",
		"\"井下渗水\"",
		"\"\xF0\xA0\x80\x80\"",
		"[true,false,null]",
		"{\"\":0,\"a\":{\"a\":[1,\"b\",[]]}, \"值\" : -2 }",
	};
	json_t *v, *want;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(texts); i++) {
		v = json_plain(texts[i], strlen(texts[i]));
		want = jansson(texts[i], strlen(texts[i]));
		assert_non_null(v);
		assert_true(json_equal(v, want));
		json_decref(v);
		json_decref(want);
	}
}

/* Jansson is asked about these, and about everything that is wrong. */
static void
test_plain_is_left_to_jansson(void **state)
{
	static const char *const texts[] = {
		"",      " ",        "1.5",
		"1e3",   "01",       "1000000000000000000",
		"-",     "\"a\\n\"", "\"a",
		"tru",   "[1,]",     "{\"a\":1,\"a\":1}",
		"[1 2]", "{\"a\"}",  "1 1",
		"{1:1}", "\"\xFF\"", "\"\xED\xA0\x80\"",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(texts); i++)
		assert_null(json_plain(texts[i], strlen(texts[i])));
	assert_null(json_plain("\"a\0\"", 4));
	assert_null(json_plain("1\0", 2));
}

/* Whatever it does read, jansson reads, and to the same value. */
static void
test_plain_agrees_with_jansson(void **state)
{
	static const char base[] =
		"{\"a\":[10,-2,true,null],\"b\":{\"值\":\"字x\"},\"c\":false}";
	static const char bytes[] = "\"\\{}[]:,-.0aetn\n\t \x01\x80\xE5\xF4";
	char text[sizeof(base)];
	size_t i, k, read = 0, len = sizeof(base) - 1;
	json_t *v, *want;

	(void)state;
	/* sizeof: with the NUL at the end. */
	for (i = 0; i < len; i++)
		for (k = 0; k < sizeof(bytes); k++) {
			memcpy(text, base, sizeof(base));
			text[i] = bytes[k];
			v = json_plain(text, len);
			if (!v)
				continue;
			want = jansson(text, len);
			assert_true(json_equal(v, want));
			json_decref(want);
			json_decref(v);
			read++;
		}
	assert_true(read > len);
	/* And cut anywhere, it is nothing. */
	for (i = 0; i < len; i++)
		assert_null(json_plain(base, i));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse_refuses),
		cmocka_unit_test(test_parse_error_is_harmless),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_plain_is_read),
		cmocka_unit_test(test_plain_is_left_to_jansson),
		cmocka_unit_test(test_plain_agrees_with_jansson),
		cmocka_unit_test(test_path),
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_members_fail),
		cmocka_unit_test(test_only),
		cmocka_unit_test(test_write),
		cmocka_unit_test(test_write_is_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
