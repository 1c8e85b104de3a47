#include "room.h"

#include "desk/call.h"
#include "store/search.h"

static struct call_new
call_of(const char *words)
{
	struct call_new c = { .direction = CALL_IN,
		              .caller = "调度室 张工",
		              .phone = "0358-7621234",
		              .words = words };

	return c;
}

/* Every call is kept as it was said, also the one that becomes nothing. */
static void
test_log(void **state)
{
	struct room *r = *state;
	struct call_new c = call_of("打错了\x1b[2J\xe2\x80\xae");
	struct call *rows;
	size_t n, total;
	int64_t seq;

	c.at_ms = ROOM_NOW - 5 * CIVIL_MINUTE;
	OK(r, call_log(r->d, &c, &seq, &r->err));
	OK(r, call_list(r->d, NULL, 0, 10, &rows, &n, &total, &r->err));
	assert_int_equal(n, 1);
	assert_int_equal(total, 1);
	assert_int_equal(rows[0].seq, seq);
	assert_int_equal(rows[0].at_ms, ROOM_NOW - 5 * CIVIL_MINUTE);
	assert_int_equal(rows[0].recorded_ms, ROOM_NOW);
	assert_string_equal(rows[0].words, "打错了\x1b[2J\xe2\x80\xae");
	assert_string_equal(rows[0].officer, "wangfang");
	assert_string_equal(rows[0].incident, "");
	assert_null(rows[0].unit);
	calls_free(rows, n);
	room_verify(r);
}

/* What was said is found by a few of its characters, and by the number. */
static void
test_search(void **state)
{
	struct room *r = *state;
	struct call_new c = call_of("胜溪湖北岸有浓烟");
	struct search_hit *hits;
	char key[24];
	int64_t seq;
	size_t n;

	OK(r, call_log(r->d, &c, &seq, &r->err));
	snprintf(key, sizeof(key), "%lld", (long long)seq);
	OK(r, search_find(desk_db(r->d), NULL, "浓烟", 9, &hits, &n, &r->err));
	assert_int_equal(n, 1);
	assert_string_equal(hits[0].kind, "call");
	assert_string_equal(hits[0].key, key);
	search_hits_free(hits, n);
	OK(r, search_find(desk_db(r->d), "call", "0358-76", 9, &hits, &n,
	                  &r->err));
	assert_int_equal(n, 1);
	search_hits_free(hits, n);
	room_verify(r);
}

static void
test_what_a_call_needs(void **state)
{
	struct room *r = *state;
	struct call_new c = call_of("");
	char long_words[4002 * 3];
	int64_t head = room_head(r);
	size_t i;

	REFUSED(r, ERR_INPUT, call_log(r->d, &c, NULL, &r->err));
	c.result = "无人接听";
	c.direction = CALL_OUT;
	c.caller = NULL;
	REFUSED(r, ERR_INPUT, call_log(r->d, &c, NULL, &r->err));
	c.caller = "bad \xff";
	REFUSED(r, ERR_INPUT, call_log(r->d, &c, NULL, &r->err));
	c.caller = "矿长";
	c.incident = "2026-0077";
	REFUSED(r, ERR_NOT_FOUND, call_log(r->d, &c, NULL, &r->err));
	c.incident = NULL;
	for (i = 0; i < 4001; i++)
		memcpy(long_words + 3 * i, "水", 3);
	long_words[3 * 4001] = '\0';
	c.words = long_words;
	REFUSED(r, ERR_INPUT, call_log(r->d, &c, NULL, &r->err));
	/* A call that has not been yet. */
	c.words = NULL;
	c.at_ms = ROOM_NOW + 3 * CIVIL_MINUTE;
	REFUSED(r, ERR_INPUT, call_log(r->d, &c, NULL, &r->err));
	assert_int_equal(room_head(r), head);
	/* The longest words that are taken. */
	c.at_ms = 0;
	long_words[3 * 4000] = '\0';
	c.words = long_words;
	OK(r, call_log(r->d, &c, NULL, &r->err));
}

static void
test_link(void **state)
{
	struct room *r = *state;
	struct call_new c = call_of("一号井有人被困");
	struct call *rows;
	int64_t seq;
	size_t n;

	OK(r, call_log(r->d, &c, &seq, &r->err));
	room_do(r, "{'do':'incident.open','kind':'accident.coal',"
	           "'place':'一号井'}");
	REFUSED(r, ERR_NOT_FOUND,
	        call_link(r->d, seq + 100, "2026-0001", NULL, &r->err));
	OK(r, call_link(r->d, seq, "1", NULL, &r->err));
	REFUSED(r, ERR_REFUSED,
	        call_link(r->d, seq, "2026-0001", NULL, &r->err));
	OK(r, call_list(r->d, "2026-0001", 0, 10, &rows, &n, NULL, &r->err));
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].incident, "2026-0001");
	calls_free(rows, n);
	room_verify(r);
}

/* Pages come newest first and the count is that of all. */
static void
test_pages(void **state)
{
	struct room *r = *state;
	struct call_new c = call_of("例行查岗");
	struct call *rows;
	size_t n, total;
	int64_t seq[5];
	int i;

	for (i = 0; i < 5; i++)
		OK(r, call_log(r->d, &c, &seq[i], &r->err));
	OK(r, call_list(r->d, NULL, seq[3], 2, &rows, &n, &total, &r->err));
	assert_int_equal(n, 2);
	assert_int_equal(total, 5);
	assert_int_equal(rows[0].seq, seq[2]);
	assert_int_equal(rows[1].seq, seq[1]);
	calls_free(rows, n);
	/* Past the end the count still stands. */
	OK(r, call_list(r->d, NULL, seq[0], 2, &rows, &n, &total, &r->err));
	assert_int_equal(n, 0);
	assert_int_equal(total, 5);
	calls_free(rows, n);
}

static void
test_check(void **state)
{
	static const char *const bad[] = {
		"{}",
		"{'direction':'in','words':'x'}",
		"{'direction':'up','caller':'a','words':'x'}",
		"{'direction':'in','caller':'a'}",
		"{'direction':'in','caller':'','words':'x'}",
		"{'direction':'in','caller':'a','words':'x','more':1}",
		"{'direction':'in','caller':'a','words':'x','incident':'7'}",
		"{'direction':'in','caller':3,'words':'x'}",
		"[]",
	};
	struct err err = ERR_INIT;
	json_error_t e;
	json_t *o;
	char text[256], *p;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(text, sizeof(text), "%s", bad[i]);
		for (p = text; *p; p++)
			if (*p == '\'')
				*p = '"';
		o = json_loads(text, 0, &e);
		assert_non_null(o);
		err_clear(&err);
		if (call_logged_check(o, &err) == 0)
			fail_msg("%s: taken", bad[i]);
		assert_int_equal(err.code, ERR_INPUT);
		json_decref(o);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_log),
		ROOM_TEST(test_search),
		ROOM_TEST(test_what_a_call_needs),
		ROOM_TEST(test_link),
		ROOM_TEST(test_pages),
		cmocka_unit_test(test_check),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
