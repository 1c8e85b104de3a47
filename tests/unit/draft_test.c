#include "room.h"

#include "desk/draft.h"

static json_t *
fields(const char *place, const char *words)
{
	return json_pack("{s:s, s:s}", "place", place, "words", words);
}

static void
save(struct room *r, int64_t *id, const char *place, const char *words)
{
	json_t *f = fields(place, words);

	OK(r, draft_save(r->d, id, "intake", NULL, f, &r->err));
	json_decref(f);
}

/* Each field is kept; what is unchanged appends nothing. */
static void
test_save(void **state)
{
	struct room *r = *state;
	struct draft dr;
	int64_t id = 0, head;

	save(r, &id, "杜西沟", "");
	assert_int_equal(id, room_head(r));
	head = room_head(r);
	save(r, &id, "杜西沟", "");
	assert_int_equal(room_head(r), head);
	room_pass(r, CIVIL_MINUTE);
	save(r, &id, "杜西沟", "透水\n22 人");
	OK(r, draft_get(r->d, id, &dr, &r->err));
	assert_int_equal(dr.id, id);
	assert_string_equal(dr.form, "intake");
	assert_string_equal(dr.target, "");
	assert_string_equal(dr.officer, "wangfang");
	assert_string_equal(dr.seat, "tty1");
	assert_int_equal(dr.saved_ms, ROOM_NOW + CIVIL_MINUTE);
	assert_string_equal(
		json_string_value(json_object_get(dr.fields, "words")),
		"透水\n22 人");
	draft_release(&dr);
	room_verify(r);
}

/* The next officer is offered it, newest first. */
static void
test_list(void **state)
{
	struct room *r = *state;
	int64_t a = 0, b = 0, c = 0;
	json_t *f = fields("x", "y");
	struct draft *rows;
	size_t n;

	save(r, &a, "甲", "1");
	save(r, &b, "乙", "2");
	save(r, &a, "甲", "3");
	OK(r, draft_save(r->d, &c, "call", "2026-0001", f, &r->err));
	json_decref(f);
	OK(r, draft_list(r->d, "intake", &rows, &n, &r->err));
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].id, a);
	assert_int_equal(rows[1].id, b);
	drafts_free(rows, n);
	OK(r, draft_list(r->d, NULL, &rows, &n, &r->err));
	assert_int_equal(n, 3);
	assert_string_equal(rows[0].target, "2026-0001");
	drafts_free(rows, n);
}

static void
test_drop(void **state)
{
	struct room *r = *state;
	json_t *f = fields("甲", "2");
	struct draft dr;
	int64_t id = 0;

	save(r, &id, "甲", "1");
	OK(r, draft_drop(r->d, id, "误开", &r->err));
	REFUSED(r, ERR_NOT_FOUND, draft_get(r->d, id, &dr, &r->err));
	REFUSED(r, ERR_NOT_FOUND, draft_drop(r->d, id, "again", &r->err));
	REFUSED(r, ERR_CONFLICT,
	        draft_save(r->d, &id, "intake", NULL, f, &r->err));
	json_decref(f);
	room_verify(r);
}

/* An incident uses up the draft it came from. */
static void
test_consumed(void **state)
{
	struct room *r = *state;
	char line[256];
	struct draft *rows;
	int64_t id = 0;
	size_t n;

	save(r, &id, "一号井", "1");
	snprintf(line, sizeof(line),
	         "{'do':'incident.open','kind':'accident.coal',"
	         "'place':'一号井','draft':%lld}",
	         (long long)id);
	room_do(r, line);
	OK(r, draft_list(r->d, NULL, &rows, &n, &r->err));
	assert_int_equal(n, 0);
	drafts_free(rows, n);
	room_verify(r);
}

static void
test_refused(void **state)
{
	struct room *r = *state;
	json_t *number = json_pack("{s:i}", "deaths", 3);
	json_t *name = json_pack("{s:s}", "Bad Name", "x");
	json_t *good = fields("x", "y");
	int64_t id = 0, head = room_head(r), other;

	REFUSED(r, ERR_INPUT,
	        draft_save(r->d, &id, "intake", NULL, number, &r->err));
	REFUSED(r, ERR_INPUT,
	        draft_save(r->d, &id, "intake", NULL, name, &r->err));
	REFUSED(r, ERR_INPUT,
	        draft_save(r->d, &id, "in take", NULL, good, &r->err));
	REFUSED(r, ERR_INPUT,
	        draft_save(r->d, &id, "intake",
	                   "a-target-that-is-too-long-for-a-draft", good,
	                   &r->err));
	assert_int_equal(id, 0);
	assert_int_equal(room_head(r), head);
	save(r, &id, "甲", "1");
	other = id;
	/* The form of a draft does not change under it. */
	REFUSED(r, ERR_INPUT,
	        draft_save(r->d, &other, "call", NULL, good, &r->err));
	json_decref(number);
	json_decref(name);
	json_decref(good);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_save),    ROOM_TEST(test_list),
		ROOM_TEST(test_drop),    ROOM_TEST(test_consumed),
		ROOM_TEST(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
