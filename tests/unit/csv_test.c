/* CSV comes in as it was meant, and goes out as it came in. */
#include "cm.h"

#include <stdbool.h>
#include <string.h>

#include "base/csv.h"
#include "base/tr.h"

/* Rows as "line:field|field\n", bad ones as "!line: error\n". */
static void
flatten(struct buf *out, struct csv *csv)
{
	struct err err = ERR_INIT;
	struct csv_row row;
	enum csv_step step;
	size_t i;

	while ((step = csv_next(csv, &row, &err)) != CSV_END) {
		buf_fmt(out, "%s%zu:", step == CSV_BAD ? "!" : "", row.line);
		for (i = 0; step == CSV_ROW && i < row.count; i++)
			buf_fmt(out, "%s%s", i > 0 ? "|" : "", row.fields[i]);
		buf_fmt(out, "%s\n", err.text);
		if (step == CSV_BAD)
			assert_int_equal(err.code, ERR_INPUT);
		err_clear(&err);
	}
	assert_int_equal(csv_next(csv, &row, &err), CSV_END);
}

static void
check_bytes(const char *text, size_t len, const char *want)
{
	struct buf out = BUF_INIT;
	struct csv csv;

	csv_init(&csv, text, len);
	flatten(&out, &csv);
	assert_string_equal(out.s, want);
	csv_release(&csv);
	buf_release(&out);
}

static void
check(const char *text, const char *want)
{
	check_bytes(text, strlen(text), want);
}

static void
test_rows(void **state)
{
	(void)state;
	check("", "");
	check("a", "1:a\n");
	check("a,b\nc,d\n", "1:a|b\n2:c|d\n");
	check("a,b\r\nc,d\r\n", "1:a|b\n2:c|d\n");
	check("a\r\nb\nc", "1:a\n2:b\n3:c\n");
	check(",", "1:|\n");
	check("a,\n,b\n,,\n", "1:a|\n2:|b\n3:||\n");
	check("\xEF\xBB\xBF姓名,电话\n张三,0358", "1:姓名|电话\n2:张三|0358\n");
	check("\xEF\xBB\xBF", "");
	check(" a , b ", "1: a | b \n");
	check("=1+1,@x,-2\n", "1:=1+1|@x|-2\n");
}

static void
test_empty_lines_are_no_rows(void **state)
{
	(void)state;
	check("\n\r\n\na\n\n\r\nb\n\n", "4:a\n7:b\n");
	check("\n", "");
	check(" \n\"\"\n", "1: \n2:\n");
}

static void
test_quotes(void **state)
{
	(void)state;
	check("\"a\",\"\"\n", "1:a|\n");
	check("\"a,b\",\"c\"\"d\"\"\"\n", "1:a,b|c\"d\"\n");
	check("\"\"\"\"", "1:\"\n");
	check("x,\"a\nb\r\nc\",y\nz\n", "1:x|a\nb\r\nc|y\n4:z\n");
	check("\"a\rb\"\r\nc", "1:a\rb\n2:c\n");
	check("\"a\"", "1:a\n");
}

static void
test_broken_rows(void **state)
{
	(void)state;
	check("a\n\"b\"x,1\nc\n",
	      "1:a\n!2:line 2: text after a closing quote\n3:c\n");
	check("a\nb\"c\",1\nd\n",
	      "1:a\n!2:line 2: a quote in a field that does not begin with "
	      "one\n3:d\n");
	check("a\nx,\"b,1\nc,2\nd,3",
	      "1:a\n!2:line 2: a quote that is never closed\n3:c|2\n4:d|3\n");
	check("\"", "!1:line 1: a quote that is never closed\n");
	check("a\rb\nc\n", "!1:line 1: a CR without LF\n2:c\n");
	check("\"a\"\rb\nc\n", "!1:line 1: a CR without LF\n2:c\n");
	check("a\r", "!1:line 1: a CR without LF\n");
	check_bytes("a\0b\nc\n", 6, "!1:line 1: a NUL byte\n2:c\n");
	check_bytes("\"a\0b\"\nc\n", 8, "!1:line 1: a NUL byte\n2:c\n");
	check_bytes("a\n\0", 3, "1:a\n!2:line 2: a NUL byte\n");
}

/* The rows a stray quote would have taken in are still seen. */
static void
test_stray_quote_swallows_nothing(void **state)
{
	(void)state;
	check("\"a,1\nb,2\nc,\"3\"\nd,4\n",
	      "!1:line 1: text after a closing quote\n2:b|2\n3:c|3\n4:d|4\n");
	/* the row begins on line 1, its bad field on line 2 */
	check("\"a\nb\",\"c\nd\ne", "!1:line 2: a quote that is never closed\n"
	                            "3:d\n4:e\n");
}

static void
test_in_chinese(void **state)
{
	(void)state;
	tr_use(TR_ZH);
	check("a\nb\"", "1:a\n!2:第 2 行: 不以引号开头的栏里有引号\n");
	tr_use(TR_EN);
}

static void
check_limited(const char *text, const char *want)
{
	struct buf out = BUF_INIT;
	struct csv csv;

	csv_init(&csv, text, strlen(text));
	csv.field_max = 4;
	csv.fields_max = 3;
	flatten(&out, &csv);
	assert_string_equal(out.s, want);
	csv_release(&csv);
	buf_release(&out);
}

static void
test_limits(void **state)
{
	(void)state;
	check_limited("1234,b,c\n", "1:1234|b|c\n");
	check_limited("12345,b\nc\n",
	              "!1:line 1: a field of more than 4 bytes\n2:c\n");
	check_limited("\"12\"\"4\",b\n", "1:12\"4|b\n");
	check_limited("\"1234\"\n", "1:1234\n");
	check_limited("\"12\"\"45\"\nc\n",
	              "!1:line 1: a field of more than 4 bytes\n2:c\n");
	check_limited("\"12345\"\nc\n",
	              "!1:line 1: a field of more than 4 bytes\n2:c\n");
	check_limited("\"\"\"\"\"\"\"\"\"\"\n", "1:\"\"\"\"\n");
	check_limited("\"\"\"\"\"\"\"\"\"\"\"\"\nc",
	              "!1:line 1: a field of more than 4 bytes\n2:c\n");
	check_limited("a,b,c,d\ne,f,\n",
	              "!1:line 1: more than 3 fields\n2:e|f|\n");
}

static void
test_own_limits(void **state)
{
	struct buf text = BUF_INIT;
	struct err err = ERR_INIT;
	struct csv_row row;
	struct csv csv;
	size_t i;

	(void)state;
	for (i = 1; i < CSV_FIELDS_MAX; i++)
		buf_byte(&text, ',');
	for (i = 0; i < CSV_FIELD_MAX; i++)
		buf_byte(&text, 'x');
	csv_init(&csv, text.s, text.len);
	assert_int_equal(csv_next(&csv, &row, &err), CSV_ROW);
	assert_int_equal(row.count, CSV_FIELDS_MAX);
	assert_int_equal(strlen(row.fields[row.count - 1]), CSV_FIELD_MAX);
	csv_release(&csv);
	buf_byte(&text, 'x');
	csv_init(&csv, text.s, text.len);
	assert_int_equal(csv_next(&csv, &row, &err), CSV_BAD);
	assert_string_equal(err.text,
	                    "line 1: a field of more than 65536 bytes");
	csv_release(&csv);
	buf_release(&text);
}

static void
check_put(const char *const *fields, const char *want)
{
	struct buf out = BUF_INIT;

	for (; *fields; fields++)
		csv_put(&out, *fields);
	csv_end_row(&out);
	assert_string_equal(out.s, want);
	buf_release(&out);
}

#define ROW(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void
test_writer(void **state)
{
	(void)state;
	check_put(ROW("a", "b"), "a,b\r\n");
	check_put(ROW("a b", " c", ""), "a b, c,\r\n");
	check_put(ROW("", ""), "\"\",\r\n");
	check_put(ROW("a,b", "c\"d", "e\nf", "g\rh"),
	          "\"a,b\",\"c\"\"d\",\"e\nf\",\"g\rh\"\r\n");
	check_put(ROW("\"", "\"\""), "\"\"\"\",\"\"\"\"\"\"\r\n");
	check_put(ROW("=SUM(A1)", "+86", "-1", "@a"), "=SUM(A1),+86,-1,@a\r\n");
	check_put(ROW("\xEF\xBB\xBFx"), "\"\xEF\xBB\xBFx\"\r\n");
}

static uint32_t
rnd(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (uint32_t)(*seed >> 32);
}

/* Mostly the bytes that mean something. */
static size_t
random_text(uint64_t *seed, char *s, size_t max, bool nul)
{
	static const char bytes[] = "\"\"\",,\n\n\r\rab= \xEF\xBB\xBF";
	size_t len = rnd(seed) % max, i;

	for (i = 0; i < len; i++)
		s[i] = bytes[rnd(seed) % (sizeof(bytes) - (nul ? 0 : 1))];
	s[len] = '\0';
	return len;
}

static void
test_round_trip(void **state)
{
	uint64_t seed = 0x2545F4914F6CDD1Dull;
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	char fields[5][12];
	struct csv_row row;
	struct csv csv;
	size_t round, n, i;

	(void)state;
	for (round = 0; round < 50000; round++) {
		n = 1 + rnd(&seed) % 5;
		buf_clear(&out);
		for (i = 0; i < n; i++) {
			random_text(&seed, fields[i], sizeof(fields[i]), false);
			csv_put(&out, fields[i]);
		}
		csv_end_row(&out);
		csv_init(&csv, out.s, out.len);
		assert_int_equal(csv_next(&csv, &row, &err), CSV_ROW);
		assert_int_equal(row.count, n);
		for (i = 0; i < n; i++)
			assert_string_equal(row.fields[i], fields[i]);
		assert_int_equal(csv_next(&csv, &row, &err), CSV_END);
		csv_release(&csv);
	}
	buf_release(&out);
}

/* Whatever the bytes: it ends, and each line that is none is accounted for. */
static void
test_any_bytes(void **state)
{
	uint64_t seed = 0x9E3779B97F4A7C15ull;
	struct err err = ERR_INIT;
	struct csv_row row;
	struct csv csv;
	char s[80];
	size_t round, len, line, steps;

	(void)state;
	for (round = 0; round < 100000; round++) {
		len = random_text(&seed, s, sizeof(s), true);
		csv_init(&csv, s, len);
		csv.field_max = 1 + rnd(&seed) % 8;
		csv.fields_max = 1 + rnd(&seed) % 4;
		line = 0;
		steps = 0;
		while (csv_next(&csv, &row, &err) != CSV_END) {
			assert_true(row.line > line);
			line = row.line;
			assert_true(++steps <= len);
			err_clear(&err);
		}
		csv_release(&csv);
	}
}

/* Good rows, bad rows, and a quote that is open to the end. */
static void
test_many_rows(void **state)
{
	struct buf text = BUF_INIT;
	struct err err = ERR_INIT;
	struct csv_row row;
	size_t i, good = 0, bad = 0;
	enum csv_step step;
	struct csv csv;

	(void)state;
	for (i = 0; i < 50000; i++)
		buf_fmt(&text, "%zu,\"张三\"\"%zu\",0358-76%05zu,\"a\nb\"\n", i,
		        i, i);
	for (i = 0; i < 50000; i++)
		buf_str(&text, "x\"\n\"\"\"\"\n");
	buf_str(&text, "\"open\n");
	for (i = 0; i < 50000; i++)
		buf_str(&text, "\"\"\n");
	csv_init(&csv, text.s, text.len);
	while ((step = csv_next(&csv, &row, &err)) != CSV_END) {
		good += step == CSV_ROW;
		bad += step == CSV_BAD;
		err_clear(&err);
	}
	assert_int_equal(good, 150000);
	assert_int_equal(bad, 50001);
	csv_release(&csv);
	buf_release(&text);
}

static int
in_english(void **state)
{
	(void)state;
	tr_use(TR_EN);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_empty_lines_are_no_rows),
		cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_broken_rows),
		cmocka_unit_test(test_stray_quote_swallows_nothing),
		cmocka_unit_test(test_in_chinese),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_own_limits),
		cmocka_unit_test(test_writer),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_many_rows),
	};

	return cmocka_run_group_tests(tests, in_english, NULL);
}
