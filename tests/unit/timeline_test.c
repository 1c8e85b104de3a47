#include "room.h"

#include "base/json.h"
#include "desk/timeline.h"

/* A call, an accident, a late report and what hangs on it. */
static void
night(struct room *r)
{
	room_do(r, "{'do':'call.log','ref':'call','direction':'in',"
	           "'caller':'群众','words':'听到响声'}");
	room_pass(r, CIVIL_MINUTE);
	room_do(r, "{'do':'incident.open','ref':'a','kind':'accident.coal',"
	           "'title':'某矿透水','place':'一号井',"
	           "'facts':{'trapped':3},'source':'来电人',"
	           "'words':'水\\u001b[31m很大\\u202e'}");
	room_pass(r, CIVIL_MINUTE);
	room_do(r, "{'do':'incident.facts','number':'@a',"
	           "'facts':{'deaths':3,'trapped':0},'source':'救护队'}");
	room_pass(r, 30 * CIVIL_MINUTE);
	room_do(r, "{'do':'report.make','number':'@a',"
	           "'to':'city.emergency','via':'phone','taker':'周洁',"
	           "'at':'2026-11-23T16:10:00+08:00'}");
	room_do(r, "{'do':'call.link','seq':'@call','number':'@a'}");
	room_do(r, "{'do':'instruction.give','leader':'赵市长',"
	           "'to':'应急局','words':'全力搜救','number':'@a'}");
}

static void
test_list(void **state)
{
	static const char *const kinds[] = {
		"call.logged", "incident.opened", "incident.facts",
		"report.made", "call.linked",     "instruction.given",
	};
	struct room *r = *state;
	struct timeline_row *rows;
	size_t n, i;

	night(r);
	OK(r, timeline_list(r->d, "1", 0, &rows, &n, &r->err));
	assert_int_equal(n, sizeof(kinds) / sizeof(kinds[0]));
	for (i = 0; i < n; i++) {
		assert_string_equal(rows[i].kind, kinds[i]);
		assert_string_equal(rows[i].officer, "wangfang");
		assert_int_equal(rows[i].late_entry, i == 3);
	}
	/* Made 16:10, recorded 16:32. */
	assert_int_equal(timeline_delay_minutes(&rows[3]), 22);
	assert_non_null(strstr(rows[1].text, "某矿透水"));
	assert_non_null(strstr(rows[2].text, "死亡 3"));
	assert_non_null(strstr(rows[3].text, "周洁"));
	timeline_free(rows, n);
}

/* What was known at a moment, and nothing of later. */
static void
test_then(void **state)
{
	struct room *r = *state;
	struct timeline_row *rows;
	size_t n;

	night(r);
	/* The call was there by then, but not yet this incident's. */
	OK(r, timeline_list(r->d, "2026-0001", ROOM_NOW + CIVIL_MINUTE, &rows,
	                    &n, &r->err));
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].kind, "incident.opened");
	timeline_free(rows, n);
	OK(r, timeline_list(r->d, "2026-0001", ROOM_NOW + CIVIL_MINUTE - 1,
	                    &rows, &n, &r->err));
	assert_int_equal(n, 0);
	timeline_free(rows, n);
	REFUSED(r, ERR_NOT_FOUND,
	        timeline_list(r->d, "2026-0404", 0, &rows, &n, &r->err));
}

/* Ten minutes late is not late yet. */
static void
test_late_edge(void **state)
{
	struct room *r = *state;
	struct timeline_row *rows;
	size_t n;

	room_do(r, "{'do':'incident.open','kind':'accident.coal',"
	           "'place':'一号井'}");
	room_do(r, "{'do':'incident.facts','number':'@last',"
	           "'facts':{'deaths':1},'at':'2026-11-23T15:50:00+08:00'}");
	room_do(r, "{'do':'incident.facts','number':'@last',"
	           "'facts':{'deaths':2},"
	           "'at':'2026-11-23T15:49:59.999+08:00'}");
	OK(r, timeline_list(r->d, "1", 0, &rows, &n, &r->err));
	assert_int_equal(n, 3);
	assert_false(rows[1].late_entry);
	assert_true(rows[2].late_entry);
	timeline_free(rows, n);
}

static bool
says(const struct buf *text, const char *what)
{
	return strstr(text->s, what) != NULL;
}

static void
test_text(void **state)
{
	struct room *r = *state;
	struct buf text = BUF_INIT;

	night(r);
	OK(r, timeline_text(r->d, "1", 0, &text, &r->err));
	assert_true(says(&text, "2026-0001"));
	assert_true(says(&text, "较大事故"));
	assert_true(says(&text, "补录 +22分"));
	assert_true(says(&text, "赵市长批示：全力搜救"));
	assert_true(says(&text, "报告义务"));
	/* What a caller says does not drive the terminal. */
	assert_false(says(&text, "\x1b"));
	assert_false(says(&text, "\xe2\x80\xae"));
	assert_true(says(&text, "很大"));
	buf_clear(&text);
	OK(r,
	   timeline_text(r->d, "1", ROOM_NOW + CIVIL_MINUTE, &text, &r->err));
	assert_true(says(&text, "较大涉险事故"));
	assert_false(says(&text, "全力搜救"));
	buf_clear(&text);
	OK(r, timeline_text(r->d, "1", ROOM_NOW, &text, &r->err));
	assert_true(says(&text, "那时尚未登记"));
	buf_release(&text);
}

static const char *
member(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

static void
test_json(void **state)
{
	struct room *r = *state;
	struct buf text = BUF_INIT;
	const json_t *entries, *e, *duty;
	json_t *o;
	size_t i;
	bool city = false;

	night(r);
	OK(r, timeline_json(r->d, "1", 0, &text, &r->err));
	o = json_parse(text.s, text.len, "timeline", &r->err);
	assert_non_null(o);
	assert_string_equal(member(o, "number"), "2026-0001");
	assert_string_equal(member(o, "as_of"), "2026-11-23T16:32:00+08:00");
	assert_string_equal(member(o, "kind"), "accident.coal");
	assert_string_equal(member(json_object_get(o, "class"), "code"),
	                    "large");
	entries = json_object_get(o, "entries");
	assert_int_equal(json_array_size(entries), 6);
	e = json_array_get(entries, 3);
	assert_string_equal(member(e, "at"), "2026-11-23T16:10:00+08:00");
	assert_string_equal(member(e, "recorded_at"),
	                    "2026-11-23T16:32:00+08:00");
	assert_int_equal(
		json_integer_value(json_object_get(e, "delay_minutes")), 22);
	assert_true(json_is_true(json_object_get(e, "late_entry")));
	/* The words as they came, but harmless on a terminal. */
	e = json_object_get(json_array_get(entries, 1), "body");
	assert_string_equal(member(e, "words"), "水\x1b[31m很大\xe2\x80\xae");
	assert_null(strchr(text.s, '\x1b'));
	assert_null(strstr(text.s, "\xe2\x80\xae"));
	json_array_foreach(json_object_get(o, "duties"), i, duty)
	{
		if (strcmp(member(duty, "rule"), "493-10") != 0)
			continue;
		city = true;
		assert_string_equal(member(duty, "to"), "city.emergency");
		assert_string_equal(member(duty, "state"), "met");
		assert_string_equal(member(duty, "basis"), "law");
	}
	assert_true(city);
	json_decref(o);
	buf_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_list),      ROOM_TEST(test_then),
		ROOM_TEST(test_late_edge), ROOM_TEST(test_text),
		ROOM_TEST(test_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
