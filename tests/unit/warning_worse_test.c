/* A warning that got worse than what a person saw of it. */
#include "warning_list_kit.h"

/* ---- worse than what a person saw ---- */

static struct row
storm(const char *id, int level, int64_t sent_s)
{
	return (struct row){ .id = id,
		             .condition = "141181/rainstorm",
		             .adcode = "141181",
		             .level = level,
		             .sent_s = sent_s };
}

static void
dismiss(struct room *r, int64_t id, int64_t seen)
{
	OK(r, warning_handle(r->d, id, seen, WARNING_DISMISSED, "已研判", NULL,
	                     &r->err));
}

/* Dismissed as yellow: yellow again changes nothing, nor one without a colour;
 * orange is a new matter: a person is asked anew. */
static void
a_worse_one_is_unhandled_again(void **state)
{
	static const struct {
		int level;
		const char *unhandled;
	} then[] = {
		{ 3, "" },
		{ 0, "" },
		{ 2, "2 2 own active 4" },
	};
	struct room *r = *state;
	struct feed nmc = kit_feed("nmc", &list_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	char ids[][2] = { "0", "1", "2" };
	struct warning w;
	int64_t id;

	POLL(r, &nmc, &m, storm("y", 3, 0));
	id = room_head(r);
	dismiss(r, id, id);
	for (int i = 0; i < 3; i++) {
		room_pass(r, CIVIL_MINUTE);
		POLL(r, &nmc, &m, storm(ids[i], then[i].level, i + 1));
		expect(r, WARNINGS_UNHANDLED, then[i].unhandled);
	}
	OK(r, warning_get(r->d, id, &w, &r->err));
	assert_int_equal(w.level_ms, ROOM_NOW + 3 * CIVIL_MINUTE);
	assert_int_equal(w.past_act, WARNING_DISMISSED);
	assert_string_equal(w.act_note, "已研判");
	warning_release(&w);
	room_verify(r);
	warning_misses_release(&m);
}

static void
lowered_since_it_was_handled_it_can_get_worse(void **state)
{
	struct room *r = *state;
	struct feed nmc = kit_feed("nmc", &list_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	int64_t id;

	POLL(r, &nmc, &m, storm("r", 1, 0));
	id = room_head(r);
	dismiss(r, id, id);
	POLL(r, &nmc, &m, storm("b", 4, 1));
	expect(r, WARNINGS_UNHANDLED, "");
	POLL(r, &nmc, &m, storm("r2", 1, 2));
	expect(r, WARNINGS_UNHANDLED, "r2 1 own active 3");
	/* An older message that comes late gives it no level. */
	dismiss(r, id, 0);
	POLL(r, &nmc, &m, storm("b2", 4, 3));
	POLL(r, &nmc, &m, storm("r0", 1, -9));
	expect(r, WARNINGS_UNHANDLED, "");
	room_verify(r);
	warning_misses_release(&m);
}

static void
a_worse_one_opens_what_was_closed(void **state)
{
	struct room *r = *state;
	struct feed usgs = kit_feed("usgs", &quake_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	struct row quake = { .id = "q",
		             .adcode = "141181",
		             .level = 4,
		             .magnitude = 4.4,
		             .occurred_s = -60 };
	struct warning w;
	int64_t id;

	POLL(r, &usgs, &m, quake);
	id = room_head(r);
	OK(r, warning_close(r->d, id, id, "小震", NULL, &r->err));
	/* Revised, and no worse: it stays closed. */
	quake.magnitude = 4.6;
	quake.sent_s = 1;
	POLL(r, &usgs, &m, quake);
	expect(r, WARNINGS_OPEN, "");
	quake.magnitude = 6.1;
	quake.level = 2;
	quake.sent_s = 2;
	POLL(r, &usgs, &m, quake);
	expect(r, WARNINGS_UNHANDLED, "q 2 own active 3");
	OK(r, warning_get(r->d, id, &w, &r->err));
	assert_int_equal(w.ended_ms, 0);
	assert_string_equal(w.act_note, "");
	warning_release(&w);
	room_verify(r);
	warning_misses_release(&m);
}

static void
what_was_seen_before_it_got_worse_handles_nothing(void **state)
{
	struct room *r = *state;
	struct feed nmc = kit_feed("nmc", &list_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	int64_t id, seen, head;

	POLL(r, &nmc, &m, storm("b", 4, 0));
	id = room_head(r);
	/* Worse than what was seen, handled or not. */
	POLL(r, &nmc, &m, storm("r", 1, 1));
	head = room_head(r);
	REFUSED(r, ERR_CONFLICT,
	        warning_handle(r->d, id, head - 1, WARNING_DISMISSED, "蓝色",
	                       NULL, &r->err));
	REFUSED(r, ERR_CONFLICT,
	        warning_close(r->d, id, head - 1, "蓝色", NULL, &r->err));
	assert_int_equal(room_head(r), head);
	expect(r, WARNINGS_UNHANDLED, "r 1 own active 2");
	/* The red itself was seen: it is lowered meanwhile, and that is all. */
	seen = head;
	POLL(r, &nmc, &m, storm("y", 3, 2));
	dismiss(r, id, seen);
	expect(r, WARNINGS_UNHANDLED, "");
	OK(r, warning_close(r->d, id, seen, "过境", NULL, &r->err));
	room_verify(r);
	warning_misses_release(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(a_worse_one_is_unhandled_again),
		ROOM_TEST(lowered_since_it_was_handled_it_can_get_worse),
		ROOM_TEST(a_worse_one_opens_what_was_closed),
		ROOM_TEST(what_was_seen_before_it_got_worse_handles_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
