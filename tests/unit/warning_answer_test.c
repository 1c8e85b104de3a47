/* How a warning is answered: the incident it becomes, the plans for it. */
#include "answer_kit.h"

#include "base/utf8.h"
#include "desk/draft.h"

/* ---- the kind ---- */

static void
the_kind_suggests_an_incident(void **state)
{
	static const struct {
		const char *kind, *incident;
	} cases[] = {
		{ "暴雨", "disaster.weather" },
		{ "道路结冰", "disaster.weather" },
		{ "雷雨大风", "disaster.weather" },
		{ "高温", "disaster.weather" },
		{ "地震", "disaster.earthquake" },
		{ "火点", "disaster.forest_fire" },
		{ "森林草原火险", "disaster.forest_fire" },
		{ "地质灾害气象风险", "disaster.geology" },
		{ "山洪灾害气象风险", "disaster.flood" },
		{ "内涝", "disaster.flood" },
		{ "重污染天气", "environment" },
		{ "Flash Flood Warning", "disaster.flood" },
		{ "Severe Thunderstorm Warning", "disaster.weather" },
		{ "Tsunami", NULL },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *got = warning_incident_kind(cases[i].kind);

		if (!cases[i].incident)
			assert_null(got);
		else if (!got || strcmp(got, cases[i].incident) != 0)
			fail_msg("%s: %s", cases[i].kind, got ? got : "none");
	}
}

/* ---- what it says ---- */

static int64_t
one(struct room *r, const struct row *row)
{
	struct feed feed = kit_feed("nmc", &answer_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	int64_t before = room_head(r);

	assert_int_equal(kit_poll(r, &feed, &m, row, 1).added, 1);
	warning_misses_release(&m);
	return before + 1;
}

static void
its_words_are_the_sources_own(void **state)
{
	struct room *r = *state;
	int64_t id = answer_rain(r);
	struct warning_case c;

	room_pass(r, CIVIL_HOUR);
	OK(r, warning_case_read(r->d, id, &c, &r->err));
	assert_string_equal(c.kind, "disaster.weather");
	assert_string_equal(c.from, "孝义市气象台");
	assert_string_equal(c.place, "孝义市");
	assert_string_equal(c.words, RAIN_HEAD "\n" RAIN_TEXT);
	assert_int_equal(c.received_ms, ROOM_NOW);
	assert_int_equal(c.occurred_ms, JOURNAL_NO_TIME);
	warning_case_release(&c);
	REFUSED(r, ERR_NOT_FOUND, warning_case_read(r->d, id + 1, &c, &r->err));
}

/* A storm that was blue for an hour: what is answered is the red one. */
static void
it_was_received_when_it_became_what_it_is(void **state)
{
	struct room *r = *state;
	struct feed feed = kit_feed("nmc", &answer_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	struct row row = {
		.id = "a", .condition = "rain", .adcode = "141181", .level = 4
	};
	int64_t id = one(r, &row);
	struct warning_case c;

	room_pass(r, CIVIL_HOUR);
	row.id = "b";
	row.level = 1;
	row.sent_s = 3600;
	assert_int_equal(kit_poll(r, &feed, &m, &row, 1).changed, 1);
	room_pass(r, CIVIL_HOUR);
	OK(r, warning_case_read(r->d, id, &c, &r->err));
	assert_int_equal(c.received_ms, ROOM_NOW + CIVIL_HOUR);
	warning_case_release(&c);
	warning_misses_release(&m);
}

static void
an_earthquake_has_a_point_and_a_moment(void **state)
{
	struct room *r = *state;
	int64_t id = one(r, &(struct row){ .id = "q",
	                                   .adcode = "141181",
	                                   .headline = "孝义市发生4.1级地震",
	                                   .areas = "山西孝义市",
	                                   .lat = 37.12,
	                                   .lon = 111.75,
	                                   .magnitude = 4.1,
	                                   .occurred_s = -300 });
	struct warning_case c;

	OK(r, warning_case_read(r->d, id, &c, &r->err));
	assert_string_equal(c.kind, "disaster.earthquake");
	assert_string_equal(c.from, "nmc");
	assert_string_equal(c.place, "山西孝义市（37.1200°N 111.7500°E）");
	assert_string_equal(c.words, "孝义市发生4.1级地震");
	assert_int_equal(c.occurred_ms, ROOM_NOW - 300 * CIVIL_SECOND);
	warning_case_release(&c);
}

/* n times a character of three bytes. */
static char *
long_text(size_t n)
{
	struct buf text = BUF_INIT;

	while (n-- > 0)
		buf_str(&text, "雨");
	return buf_take(&text);
}

/* Of this county, it is there; of a neighbour, nobody knows where. */
static void
one_without_an_area_is_where_the_desk_is(void **state)
{
	static const struct {
		const char *adcode, *place;
	} cases[] = { { "141181", "孝义" }, { "141182", "" } };
	struct room *r = *state;
	struct warning_case c;

	for (size_t i = 0; i < 2; i++) {
		int64_t id = one(r, &(struct row){ .id = cases[i].adcode,
		                                   .adcode = cases[i].adcode });

		OK(r, warning_case_read(r->d, id, &c, &r->err));
		assert_string_equal(c.place, cases[i].place);
		warning_case_release(&c);
	}
}

static void
what_is_too_long_is_cut_and_says_so(void **state)
{
	static const struct {
		size_t given, kept;
	} cases[] = { { WARNING_FROM_MAX, WARNING_FROM_MAX },
		      { WARNING_FROM_MAX + 1, WARNING_FROM_MAX } };
	struct room *r = *state;
	struct warning_case c;
	char id[8];

	for (size_t i = 0; i < 2; i++) {
		char *sender = long_text(cases[i].given);
		int64_t w;

		snprintf(id, sizeof(id), "w%zu", i);
		w = one(r, &(struct row){ .id = id,
		                          .adcode = "141181",
		                          .sender = sender,
		                          .headline = "暴\x1b[2J雨" });
		OK(r, warning_case_read(r->d, w, &c, &r->err));
		assert_int_equal(utf8_count(c.from, strlen(c.from)),
		                 cases[i].kept);
		assert_int_equal(strstr(c.from, "…") != NULL, i == 1);
		assert_null(strchr(c.words, '\x1b'));
		warning_case_release(&c);
		free(sender);
	}
}

/* ---- one write ---- */

static size_t
incidents(struct room *r)
{
	struct incident *rows;
	size_t n;

	OK(r, incident_list(r->d, INCIDENTS_ALL, NULL, 50, &rows, &n, NULL,
	                    &r->err));
	incident_list_free(rows, n);
	return n;
}

static struct incident_new
rain_incident(int64_t warning)
{
	struct incident_new in = { .kind = "disaster.weather",
		                   .place = "孝义市",
		                   .warning = warning,
		                   .occurred_ms = JOURNAL_NO_TIME,
		                   .unit_head_told_ms = JOURNAL_NO_TIME };

	facts_init(&in.facts);
	return in;
}

static void
an_incident_handles_its_warning(void **state)
{
	struct room *r = *state;
	int64_t id = answer_rain(r), seq;
	struct incident_new in = rain_incident(id);
	char number[INCIDENT_NUMBER];
	struct warning w;

	OK(r, incident_open(r->d, &in, number, &seq, &r->err));
	answer_is(r, id, WARNING_INCIDENT, "2026-0001");
	w = answer_get(r, id);
	assert_string_equal(warning_incident(&w, number), "2026-0001");
	warning_release(&w);
	room_verify(r);
}

static void
a_line_of_record_handles_it_too(void **state)
{
	struct room *r = *state;
	int64_t id = answer_rain(r);
	char line[128];

	snprintf(line, sizeof(line),
	         "{'do':'incident.open','kind':'disaster.weather',"
	         "'place':'孝义市','warning':%lld}",
	         (long long)id);
	room_do(r, line);
	answer_is(r, id, WARNING_INCIDENT, "2026-0001");
	room_refuse(r, ERR_CONFLICT, line);
	assert_int_equal(incidents(r), 1);
}

/* Refused, it leaves no half: no incident, no entry, and the draft. */
static void
a_warning_becomes_one_incident(void **state)
{
	struct room *r = *state;
	int64_t id = answer_rain(r), draft = 0, head, seq;
	struct incident_new in = rain_incident(id);
	json_t *fields = json_pack("{s:s}", "place", "孝义市");
	char number[INCIDENT_NUMBER];
	struct draft dr;

	OK(r, incident_open(r->d, &in, number, &seq, &r->err));
	OK(r, draft_save(r->d, &draft, "intake", NULL, fields, &r->err));
	json_decref(fields);
	head = room_head(r);
	in.draft = draft;
	REFUSED(r, ERR_CONFLICT,
	        incident_open(r->d, &in, number, &seq, &r->err));
	assert_non_null(strstr(r->err.text, "wangfang"));
	assert_non_null(strstr(r->err.text, "2026-0001"));
	assert_int_equal(room_head(r), head);
	assert_int_equal(incidents(r), 1);
	OK(r, draft_get(r->d, draft, &dr, &r->err));
	draft_release(&dr);
	room_verify(r);
}

static void
a_closed_warning_becomes_none(void **state)
{
	struct room *r = *state;
	int64_t id = answer_rain(r), seq;
	struct incident_new in = rain_incident(id);
	char number[INCIDENT_NUMBER];

	OK(r, warning_close(r->d, id, 0, "过境", NULL, &r->err));
	REFUSED(r, ERR_CONFLICT,
	        incident_open(r->d, &in, number, &seq, &r->err));
	assert_int_equal(incidents(r), 0);
	in.warning = id + 1000;
	REFUSED(r, ERR_NOT_FOUND,
	        incident_open(r->d, &in, number, &seq, &r->err));
	assert_int_equal(incidents(r), 0);
}

/* What an officer has done otherwise about it does not keep it from being an
 * incident. */
static void
a_called_out_or_dismissed_one_still_may(void **state)
{
	struct room *r = *state;
	int64_t id = answer_rain(r), seq;
	struct incident_new in = rain_incident(id);
	char number[INCIDENT_NUMBER];

	OK(r, warning_handle(r->d, id, 0, WARNING_CALLOUT, "callout 3", NULL,
	                     &r->err));
	OK(r, warning_handle(r->d, id, 0, WARNING_DISMISSED, "2026-0001 之外",
	                     NULL, &r->err));
	OK(r, incident_open(r->d, &in, number, &seq, &r->err));
	answer_is(r, id, WARNING_INCIDENT, "2026-0001");
}

/* ---- plans ---- */

static void
proposes(struct room *r, int64_t id, int level, bool maybe)
{
	struct warning w = answer_get(r, id);
	struct proposal *rows;
	size_t n;

	OK(r, warning_plans(r->d, &w, &rows, &n, &r->err));
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].title, "气象灾害预案");
	assert_int_equal(rows[0].level, level);
	assert_int_equal(rows[0].maybe, maybe);
	proposals_free(rows, n);
	warning_release(&w);
}

/* The plan has levels 2 and 3: red asks for 2, the next milder; blue for
 * none by its colour, and 3 may hold. */
static void
the_colour_asks_for_a_level(void **state)
{
	static const struct {
		int colour, level;
	} cases[] = { { 1, 2 }, { 2, 2 }, { 3, 3 }, { 4, 3 }, { 0, 3 } };
	struct room *r = *state;
	char id[8];

	answer_plan(r);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		snprintf(id, sizeof(id), "w%zu", i);
		proposes(r,
		         one(r, &(struct row){ .id = id,
		                               .adcode = "141181",
		                               .level = cases[i].colour }),
		         cases[i].level, true);
	}
}

static void
a_condition_that_holds_is_no_maybe(void **state)
{
	struct room *r = *state;
	int64_t red = answer_rain(r), yellow, seq;
	struct incident_new in = rain_incident(red);
	char number[INCIDENT_NUMBER];

	answer_plan(r);
	in.facts.v[FACT_DEATHS] = 3;
	OK(r, incident_open(r->d, &in, number, &seq, &r->err));
	proposes(r, red, 2, true);
	yellow = one(
		r, &(struct row){ .id = "y", .adcode = "141181", .level = 3 });
	OK(r, warning_handle(r->d, yellow, 0, WARNING_INCIDENT, number, NULL,
	                     &r->err));
	proposes(r, yellow, 3, false);
}

static void
no_kind_no_plans(void **state)
{
	struct room *r = *state;
	int64_t id = one(r, &(struct row){ .id = "x",
	                                   .adcode = "141181",
	                                   .kind = "Tsunami" });
	struct warning w = answer_get(r, id);
	struct activation_new a = { .level = 2, .by = "赵建国" };
	char number[INCIDENT_NUMBER];
	struct proposal *rows;
	int64_t act;
	size_t n;

	a.plan = answer_plan(r);
	OK(r, warning_plans(r->d, &w, &rows, &n, &r->err));
	assert_int_equal(n, 0);
	proposals_free(rows, n);
	warning_release(&w);
	REFUSED(r, ERR_REFUSED,
	        warning_respond(r->d, id, 0, &a, number, &act, &r->err));
}

static void
a_plan_begins_with_its_incident(void **state)
{
	struct room *r = *state;
	int64_t id = answer_rain(r), act, head;
	struct activation_new a = { .level = 1, .by = "赵建国" };
	char number[INCIDENT_NUMBER], note[64];
	struct incident in;
	struct warning w;

	a.plan = answer_plan(r);
	/* It has no such level: nothing is left of it. */
	head = room_head(r);
	REFUSED(r, ERR_REFUSED,
	        warning_respond(r->d, id, 0, &a, number, &act, &r->err));
	assert_int_equal(room_head(r), head);
	assert_int_equal(incidents(r), 0);
	a.level = 2;
	OK(r, warning_respond(r->d, id, 0, &a, number, &act, &r->err));
	assert_string_equal(number, "2026-0001");
	OK(r, incident_get(r->d, number, &in, &r->err));
	assert_string_equal(in.kind, "disaster.weather");
	assert_string_equal(in.words, RAIN_HEAD "\n" RAIN_TEXT);
	assert_string_equal(in.from, "孝义市气象台");
	incident_release(&in);
	snprintf(note, sizeof(note), "2026-0001 activation %lld",
	         (long long)act);
	answer_is(r, id, WARNING_PLAN, note);
	w = answer_get(r, id);
	assert_string_equal(warning_incident(&w, number), "2026-0001");
	warning_release(&w);
	room_verify(r);
}

static void
a_plan_begins_on_the_incident_there_is(void **state)
{
	struct room *r = *state;
	int64_t id = answer_rain(r), act;
	struct activation_new a = { .level = 3, .by = "赵建国" };
	char number[INCIDENT_NUMBER];

	a.plan = answer_plan(r);
	room_do(r, "{'do':'incident.open','kind':'disaster.flood',"
	           "'place':'孝义市'}");
	OK(r, warning_handle(r->d, id, 0, WARNING_INCIDENT, "2026-0001", NULL,
	                     &r->err));
	OK(r, warning_respond(r->d, id, 0, &a, number, &act, &r->err));
	assert_string_equal(number, "2026-0001");
	assert_int_equal(incidents(r), 1);
}

/* A note that a command line gave need not begin with a number. */
static void
only_a_number_is_its_incident(void **state)
{
	static const struct {
		const char *note, *number;
	} cases[] = {
		{ "2026-0001", "2026-0001" },
		{ "2026-10001 activation 7", "2026-10001" },
		{ "2026-0001号", "" },
		{ "2026-001", "" },
		{ "26-0001", "" },
		{ "17", "" },
		{ "2026-00000000000000001", "" },
		{ "", "" },
	};
	char out[INCIDENT_NUMBER];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct warning w = { .act = WARNING_PLAN,
			             .act_note = (char *)cases[i].note };

		assert_string_equal(warning_incident(&w, out), cases[i].number);
		w.act = WARNING_CALLOUT;
		assert_string_equal(warning_incident(&w, out), "");
	}
}

/* ---- a window on a long list ---- */

static void
a_window_is_part_of_the_list(void **state)
{
	struct room *r = *state;
	struct warning *all, *part;
	size_t n, m, total;

	answer_many(r, 12);
	OK(r, warning_list(r->d, WARNINGS_OPEN, 0, &all, &n, NULL, &r->err));
	assert_int_equal(n, 12);
	OK(r,
	   warning_page(r->d, WARNINGS_OPEN, 5, 4, &part, &m, &total, &r->err));
	assert_int_equal(m, 4);
	assert_int_equal(total, 12);
	for (size_t i = 0; i < m; i++)
		assert_int_equal(part[i].id, all[5 + i].id);
	warnings_free(part, m);
	OK(r,
	   warning_page(r->d, WARNINGS_OPEN, 12, 4, &part, &m, NULL, &r->err));
	assert_int_equal(m, 0);
	warnings_free(part, m);
	warnings_free(all, n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_kind_suggests_an_incident),
		cmocka_unit_test(only_a_number_is_its_incident),
		ROOM_TEST(its_words_are_the_sources_own),
		ROOM_TEST(it_was_received_when_it_became_what_it_is),
		ROOM_TEST(an_earthquake_has_a_point_and_a_moment),
		ROOM_TEST(one_without_an_area_is_where_the_desk_is),
		ROOM_TEST(what_is_too_long_is_cut_and_says_so),
		ROOM_TEST(an_incident_handles_its_warning),
		ROOM_TEST(a_line_of_record_handles_it_too),
		ROOM_TEST(a_warning_becomes_one_incident),
		ROOM_TEST(a_closed_warning_becomes_none),
		ROOM_TEST(a_called_out_or_dismissed_one_still_may),
		ROOM_TEST(the_colour_asks_for_a_level),
		ROOM_TEST(a_condition_that_holds_is_no_maybe),
		ROOM_TEST(no_kind_no_plans),
		ROOM_TEST(a_plan_begins_with_its_incident),
		ROOM_TEST(a_plan_begins_on_the_incident_there_is),
		ROOM_TEST(a_window_is_part_of_the_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
