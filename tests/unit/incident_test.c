#include "room.h"

#include "desk/duty.h"
#include "desk/incident.h"
#include "desk/report.h"
#include "store/search.h"

static struct incident_new
coal(void)
{
	struct incident_new in = {
		.kind = "accident.coal",
		.place = "兑镇镇水峪村二号井",
		.unit = "水峪煤矿",
		.words = "井下透水，有人被困",
		.from = "水峪煤矿调度员张三",
		.phone = "0358-7000001",
		.occurred_ms = ROOM_NOW - CIVIL_HOUR,
		.occurred_source = "来电人",
		.unit_head_told_ms = ROOM_NOW - 50 * CIVIL_MINUTE,
		.source = "来电人",
	};

	facts_init(&in.facts);
	in.facts.v[FACT_TRAPPED] = 22;
	return in;
}

static void
open_coal(struct room *r, char number[INCIDENT_NUMBER])
{
	struct incident_new in = coal();

	OK(r, incident_open(r->d, &in, number, NULL, &r->err));
}

/* Every duty of ours is done or declined: the desk's work is over. */
static void
finish(struct room *r, const char *number)
{
	struct duty_row *rows;
	size_t n;

	OK(r,
	   incident_note(r->d, number,
	                 &(struct incident_event){ .what = EVENT_HANDLING_ENDED,
	                                           .at_ms = desk_now(r->d) },
	                 NULL, &r->err));
	OK(r, duty_list(r->d, DUTIES_PENDING, number, true, 0, &rows, &n, NULL,
	                &r->err));
	while (n) {
		OK(r, duty_decline(r->d, number, rows[0].rule, rows[0].to,
		                   "演练", "赵建国", NULL, &r->err));
		duty_rows_free(rows, n);
		OK(r, duty_list(r->d, DUTIES_PENDING, number, true, 0, &rows,
		                &n, NULL, &r->err));
	}
	duty_rows_free(rows, n);
}

/* ---- opening ---- */

static void
test_open(void **state)
{
	struct room *r = *state;
	char number[INCIDENT_NUMBER];
	struct incident in;

	open_coal(r, number);
	assert_string_equal(number, "2026-0001");
	OK(r, incident_get(r->d, number, &in, &r->err));
	assert_string_equal(in.kind, "accident.coal");
	assert_string_equal(in.title, "兑镇镇水峪村二号井煤矿事故");
	assert_string_equal(in.words, "井下透水，有人被困");
	assert_string_equal(in.from, "水峪煤矿调度员张三");
	assert_string_equal(in.told, "");
	assert_int_equal(in.state, INCIDENT_OPEN);
	assert_int_equal(in.class, CLASS_DANGER);
	assert_string_equal(in.because, "trapped 22 >= 3");
	assert_int_equal(in.occurred_ms, ROOM_NOW - CIVIL_HOUR);
	assert_int_equal(in.received_ms, ROOM_NOW);
	assert_int_equal(in.opened_ms, ROOM_NOW);
	assert_int_equal(in.last_seq, room_head(r));
	assert_int_equal(in.rulebook, desk_rulebook_id(r->d));
	assert_string_equal(in.officer, "wangfang");
	assert_true(in.open_duties > 0);
	assert_int_equal(in.overdue_duties, 0);
	assert_int_equal(in.next_due, ROOM_NOW + 10 * CIVIL_MINUTE);
	incident_release(&in);
	room_verify(r);
}

/* Unknown is not zero: what nobody said stays unknown, in every reading. */
static void
test_unknown_stays_unknown(void **state)
{
	struct room *r = *state;
	struct incident_new in = { .kind = "accident.coal" };
	char number[INCIDENT_NUMBER];
	struct incident got;
	struct claim *claims;
	struct verdict v;
	size_t n;

	facts_init(&in.facts);
	in.facts.v[FACT_MISSING] = 0;
	OK(r, incident_open(r->d, &in, number, NULL, &r->err));
	OK(r, incident_get(r->d, number, &got, &r->err));
	assert_int_equal(got.occurred_ms, JOURNAL_NO_TIME);
	assert_string_equal(got.place, "");
	assert_int_equal(got.class, CLASS_NONE);
	for (int i = 0; i < FACT_COUNT; i++)
		assert_int_equal(got.facts.v[i],
		                 i == FACT_MISSING ? 0 : FACT_UNKNOWN);
	incident_release(&got);
	OK(r, incident_claims(r->d, number, &claims, &n, &r->err));
	assert_int_equal(n, 1);
	assert_int_equal(claims[0].fact, FACT_MISSING);
	assert_int_equal(claims[0].value, 0);
	claims_free(claims, n);
	OK(r, incident_verdict(r->d, number, desk_now(r->d), &v, &r->err));
	assert_int_equal(v.facts.v[FACT_DEATHS], FACT_UNKNOWN);
	assert_int_equal(v.facts.v[FACT_MISSING], 0);
	verdict_release(&v);
	room_verify(r);
}

static void
test_open_refusals(void **state)
{
	struct room *r = *state;
	struct incident_new in = coal();
	char number[INCIDENT_NUMBER];
	char *longer = malloc(3 * (INCIDENT_PLACE_MAX + 1) + 1);

	in.kind = "accident.bicycle";
	REFUSED(r, ERR_INPUT, incident_open(r->d, &in, number, NULL, &r->err));
	in = coal();
	/* Two minutes ahead is still taken: clocks of two people differ. */
	in.received_ms = ROOM_NOW + 2 * CIVIL_MINUTE + 1;
	REFUSED(r, ERR_INPUT, incident_open(r->d, &in, number, NULL, &r->err));
	in = coal();
	in.occurred_ms = ROOM_NOW + 2 * CIVIL_MINUTE + 1;
	REFUSED(r, ERR_INPUT, incident_open(r->d, &in, number, NULL, &r->err));
	in = coal();
	in.words = "\xE4\xB8";
	REFUSED(r, ERR_INPUT, incident_open(r->d, &in, number, NULL, &r->err));
	for (int i = 0; i <= INCIDENT_PLACE_MAX; i++)
		memcpy(longer + 3 * i, "井", 4);
	in = coal();
	in.place = longer;
	REFUSED(r, ERR_INPUT, incident_open(r->d, &in, number, NULL, &r->err));
	longer[3 * INCIDENT_PLACE_MAX] = '\0';
	in.received_ms = ROOM_NOW + 2 * CIVIL_MINUTE;
	OK(r, incident_open(r->d, &in, number, NULL, &r->err));
	assert_string_equal(number, "2026-0001");
	free(longer);
}

/* Numbers run per year of the desk's clock: local, not UTC. */
static void
test_numbers(void **state)
{
	struct room *r = *state;
	char number[INCIDENT_NUMBER], full[INCIDENT_NUMBER];
	int64_t new_year;

	open_coal(r, number);
	open_coal(r, number);
	assert_string_equal(number, "2026-0002");
	OK(r,
	   civil_parse("2026-12-31T23:59:59+08:00", &new_year, NULL, &r->err));
	OK(r, desk_set_clock(r->d, new_year, 0, &r->err));
	open_coal(r, number);
	assert_string_equal(number, "2026-0003");
	room_pass(r, CIVIL_SECOND);
	open_coal(r, number);
	assert_string_equal(number, "2027-0001");
	OK(r, incident_number(r->d, "1", full, &r->err));
	assert_string_equal(full, "2027-0001");
	OK(r, incident_number(r->d, "0003", full, &r->err));
	assert_string_equal(full, "2026-0003");
	OK(r, incident_number(r->d, "2026-0001", full, &r->err));
	assert_string_equal(full, "2026-0001");
	REFUSED(r, ERR_NOT_FOUND, incident_number(r->d, "4", full, &r->err));
	REFUSED(r, ERR_INPUT, incident_number(r->d, "abc", full, &r->err));
	REFUSED(r, ERR_INPUT, incident_number(r->d, "", full, &r->err));
	REFUSED(r, ERR_INPUT, incident_number(r->d, "1x", full, &r->err));
	room_verify(r);
}

/* What is typed shows its class and first deadlines; nothing is written. */
static void
test_preview(void **state)
{
	struct room *r = *state;
	struct incident_new in = coal();
	struct verdict v;
	char number[INCIDENT_NUMBER];
	struct incident got;
	int64_t head = room_head(r);

	OK(r, incident_preview(r->d, &in, &v, &r->err));
	assert_int_equal(v.class, CLASS_DANGER);
	assert_true(v.duties_count > 0);
	assert_int_equal(room_head(r), head);
	OK(r, incident_open(r->d, &in, number, NULL, &r->err));
	OK(r, incident_get(r->d, number, &got, &r->err));
	assert_int_equal(got.class, v.class);
	assert_string_equal(got.because, v.because);
	incident_release(&got);
	verdict_release(&v);
}

/* ---- revising and claiming ---- */

static void
test_revise(void **state)
{
	struct room *r = *state;
	struct incident_change ch = { .title = "水峪煤矿透水事故",
		                      .place = "兑镇镇水峪村二号井" };
	char number[INCIDENT_NUMBER];
	struct incident in;
	struct search_hit *hits;
	size_t n;

	open_coal(r, number);
	ch.base = room_head(r);
	OK(r, incident_revise(r->d, number, &ch, NULL, NULL, &r->err));
	OK(r, incident_get(r->d, number, &in, &r->err));
	assert_string_equal(in.title, "水峪煤矿透水事故");
	assert_string_equal(in.words, "井下透水，有人被困");
	incident_release(&in);
	OK(r, search_find(desk_db(r->d), "incident", "透水事故", 10, &hits, &n,
	                  &r->err));
	assert_int_equal(n, 1);
	assert_string_equal(hits[0].key, number);
	search_hits_free(hits, n);
	/* The same again is no change. */
	ch.base = room_head(r);
	REFUSED(r, ERR_REFUSED,
	        incident_revise(r->d, number, &ch, NULL, NULL, &r->err));
	REFUSED(r, ERR_NOT_FOUND,
	        incident_revise(r->d, "2026-0099", &ch, NULL, NULL, &r->err));
	room_verify(r);
}

/* A kind that was changed later was not known before. */
static void
test_kind_then(void **state)
{
	struct room *r = *state;
	struct incident_change ch = { .kind = "nearmiss" };
	struct chronicle c;
	char number[INCIDENT_NUMBER];

	open_coal(r, number);
	room_pass(r, CIVIL_HOUR);
	ch.base = room_head(r);
	OK(r, incident_revise(r->d, number, &ch, NULL, NULL, &r->err));
	OK(r, incident_chronicle(r->d, number, ROOM_NOW + CIVIL_MINUTE, &c,
	                         &r->err));
	assert_string_equal(c.kind, "accident.coal");
	chronicle_release(&c);
	OK(r, incident_chronicle(r->d, number, desk_now(r->d), &c, &r->err));
	assert_string_equal(c.kind, "nearmiss");
	chronicle_release(&c);
	room_verify(r);
}

/* Notice item 13: a death by illness underground stays an accident. */
static void
test_illness_underground_stays(void **state)
{
	struct room *r = *state;
	struct incident_change ch = { .kind = "health" };
	struct incident_new in = coal();
	char number[INCIDENT_NUMBER];

	in.facts.v[FACT_UNDERGROUND_ILLNESS_DEATH] = 1;
	OK(r, incident_open(r->d, &in, number, NULL, &r->err));
	ch.base = room_head(r);
	REFUSED(r, ERR_REFUSED,
	        incident_revise(r->d, number, &ch, NULL, NULL, &r->err));
	ch.kind = "accident.mine";
	OK(r, incident_revise(r->d, number, &ch, NULL, NULL, &r->err));
}

static void
claim(struct room *r, const char *number, enum fact fact, int64_t value)
{
	struct facts f;

	facts_init(&f);
	f.v[fact] = value;
	OK(r, incident_claim(r->d, number, 1u << fact, &f, "现场", 0,
	                     room_head(r), NULL, NULL, &r->err));
}

static void
test_claims(void **state)
{
	struct room *r = *state;
	char number[INCIDENT_NUMBER];
	struct incident in;
	struct claim *claims;
	struct verdict v;
	size_t n;

	open_coal(r, number);
	room_pass(r, CIVIL_HOUR);
	claim(r, number, FACT_DEATHS, 3);
	claim(r, number, FACT_TRAPPED, FACT_UNKNOWN);
	OK(r, incident_get(r->d, number, &in, &r->err));
	assert_int_equal(in.facts.v[FACT_DEATHS], 3);
	assert_int_equal(in.facts.v[FACT_TRAPPED], FACT_UNKNOWN);
	assert_int_equal(in.class, CLASS_LARGE);
	incident_release(&in);
	OK(r, incident_claims(r->d, number, &claims, &n, &r->err));
	assert_int_equal(n, 3);
	assert_int_equal(claims[0].value, 22);
	assert_string_equal(claims[0].source, "来电人");
	assert_int_equal(claims[1].value, 3);
	assert_int_equal(claims[1].recorded_ms, ROOM_NOW + CIVIL_HOUR);
	assert_string_equal(claims[1].officer, "wangfang");
	assert_int_equal(claims[2].value, FACT_UNKNOWN);
	claims_free(claims, n);
	/* What was known then. */
	OK(r, incident_verdict(r->d, number, ROOM_NOW + CIVIL_MINUTE, &v,
	                       &r->err));
	assert_int_equal(v.class, CLASS_DANGER);
	assert_int_equal(v.facts.v[FACT_DEATHS], FACT_UNKNOWN);
	verdict_release(&v);
	room_verify(r);
}

/* ---- two officers ---- */

struct pair {
	struct room *r;
	struct desk *other;
	char number[INCIDENT_NUMBER];
	int64_t base;
};

static void
pair_make(struct pair *p, struct room *r)
{
	struct identity who = { "lijun", "tty2" };

	p->r = r;
	open_coal(r, p->number);
	p->base = room_head(r);
	OK(r, desk_open(&p->other, r->dir, &who, NULL, &r->err));
}

static void
test_conflict_on_a_fact(void **state)
{
	struct conflict c = { 0 };
	struct facts mine, theirs;
	struct pair p;

	pair_make(&p, *state);
	facts_init(&mine);
	facts_init(&theirs);
	theirs.v[FACT_DEATHS] = 2;
	mine.v[FACT_DEATHS] = 3;
	OK(p.r, incident_claim(p.other, p.number, 1u << FACT_DEATHS, &theirs,
	                       "医院", 0, p.base, NULL, NULL, &p.r->err));
	REFUSED(p.r, ERR_CONFLICT,
	        incident_claim(p.r->d, p.number, 1u << FACT_DEATHS, &mine,
	                       "现场", 0, p.base, &c, NULL, &p.r->err));
	assert_string_equal(c.field, "deaths");
	assert_string_equal(c.theirs, "2人");
	assert_string_equal(c.mine, "3人");
	assert_string_equal(c.officer, "lijun");
	assert_int_equal(c.seq, p.base + 1);
	conflict_release(&c);
	/* The same value is no conflict, and another fact neither. */
	OK(p.r, incident_claim(p.r->d, p.number, 1u << FACT_DEATHS, &theirs,
	                       "现场", 0, p.base, NULL, NULL, &p.r->err));
	mine.v[FACT_MISSING] = 1;
	OK(p.r, incident_claim(p.r->d, p.number, 1u << FACT_MISSING, &mine,
	                       "现场", 0, p.base, NULL, NULL, &p.r->err));
	/* Having seen it, both claims stay. */
	OK(p.r, incident_claim(p.r->d, p.number, 1u << FACT_DEATHS, &mine,
	                       "现场", 0, p.base + 1, NULL, NULL, &p.r->err));
	desk_close(p.other);
	room_verify(p.r);
}

static void
test_conflict_on_a_field(void **state)
{
	struct incident_change theirs = { .title = "甲" }, mine = { 0 };
	struct conflict c = { 0 };
	struct incident in;
	struct pair p;

	pair_make(&p, *state);
	theirs.base = mine.base = p.base;
	OK(p.r,
	   incident_revise(p.other, p.number, &theirs, NULL, NULL, &p.r->err));
	mine.title = "乙";
	mine.words = "更正";
	REFUSED(p.r, ERR_CONFLICT,
	        incident_revise(p.r->d, p.number, &mine, &c, NULL, &p.r->err));
	assert_string_equal(c.field, "title");
	assert_string_equal(c.theirs, "甲");
	assert_string_equal(c.mine, "乙");
	conflict_release(&c);
	OK(p.r, incident_get(p.r->d, p.number, &in, &p.r->err));
	assert_string_equal(in.words, "井下透水，有人被困");
	incident_release(&in);
	/* The same officer at the same seat does not stand in his own way. */
	theirs.title = "丙";
	OK(p.r,
	   incident_revise(p.other, p.number, &theirs, NULL, NULL, &p.r->err));
	mine.title = NULL;
	OK(p.r, incident_revise(p.r->d, p.number, &mine, &c, NULL, &p.r->err));
	desk_close(p.other);
}

/* ---- events, links, ends ---- */

static void
test_occurrence_revised(void **state)
{
	struct room *r = *state;
	struct incident_event e = { .what = EVENT_OCCURRED,
		                    .at_ms = ROOM_NOW - 2 * CIVIL_HOUR,
		                    .source = "监控" };
	char number[INCIDENT_NUMBER];
	struct incident in;
	struct verdict v;
	bool found = false;

	open_coal(r, number);
	OK(r, incident_note(r->d, number, &e, NULL, &r->err));
	OK(r, incident_get(r->d, number, &in, &r->err));
	assert_int_equal(in.occurred_ms, ROOM_NOW - 2 * CIVIL_HOUR);
	incident_release(&in);
	OK(r, incident_verdict(r->d, number, desk_now(r->d), &v, &r->err));
	for (size_t i = 0; i < v.findings_count; i++)
		found |= v.findings[i].code == FINDING_OCCURRENCE_REVISED;
	assert_true(found);
	verdict_release(&v);
	e.at_ms = ROOM_NOW + 2 * CIVIL_MINUTE + 1;
	REFUSED(r, ERR_INPUT, incident_note(r->d, number, &e, NULL, &r->err));
	e = (struct incident_event){ .what = EVENT_REPORTED,
		                     .at_ms = ROOM_NOW };
	REFUSED(r, ERR_INPUT, incident_note(r->d, number, &e, NULL, &r->err));
	e.what = EVENT_DOCUMENT;
	REFUSED(r, ERR_INPUT, incident_note(r->d, number, &e, NULL, &r->err));
	e.name = "investigation_report";
	OK(r, incident_note(r->d, number, &e, NULL, &r->err));
	room_verify(r);
}

/* A superior's order to verify starts the duty to answer it. */
static void
test_ordered(void **state)
{
	struct room *r = *state;
	struct incident_event e = { .what = EVENT_ORDERED,
		                    .at_ms = ROOM_NOW,
		                    .from = "city.emergency" };
	struct duty_row *rows;
	char number[INCIDENT_NUMBER];
	size_t n, found = 0;

	open_coal(r, number);
	OK(r, incident_note(r->d, number, &e, NULL, &r->err));
	OK(r, duty_list(r->d, DUTIES_ALL, number, true, 0, &rows, &n, NULL,
	                &r->err));
	for (size_t i = 0; i < n; i++)
		found += strcmp(rows[i].rule, "ZB-24") == 0;
	duty_rows_free(rows, n);
	assert_true(found > 0);
}

static void
test_close(void **state)
{
	struct room *r = *state;
	struct incident_change ch = { .title = "甲" };
	char number[INCIDENT_NUMBER];
	struct incident in;

	open_coal(r, number);
	REFUSED(r, ERR_REFUSED,
	        incident_close(r->d, number, NULL, NULL, &r->err));
	assert_non_null(strstr(r->err.text, "不能结案"));
	finish(r, number);
	OK(r, incident_close(r->d, number, "已处置完毕", NULL, &r->err));
	OK(r, incident_get(r->d, number, &in, &r->err));
	assert_int_equal(in.state, INCIDENT_CLOSED);
	assert_int_equal(in.open_duties + in.overdue_duties, 0);
	incident_release(&in);
	ch.base = room_head(r);
	REFUSED(r, ERR_REFUSED,
	        incident_revise(r->d, number, &ch, NULL, NULL, &r->err));
	REFUSED(r, ERR_REFUSED,
	        incident_close(r->d, number, NULL, NULL, &r->err));
	REFUSED(r, ERR_REFUSED,
	        incident_reopen(r->d, number, "", NULL, &r->err));
	OK(r, incident_reopen(r->d, number, "又有人失联", NULL, &r->err));
	REFUSED(r, ERR_REFUSED,
	        incident_reopen(r->d, number, "再来", NULL, &r->err));
	OK(r, incident_revise(r->d, number, &ch, NULL, NULL, &r->err));
	room_verify(r);
}

/* Both are kept; the merged one's duties leave the list of pending ones. */
static void
test_merge(void **state)
{
	struct room *r = *state;
	char one[INCIDENT_NUMBER], two[INCIDENT_NUMBER];
	struct duty_row *rows;
	struct incident in;
	size_t n, total;

	open_coal(r, one);
	open_coal(r, two);
	OK(r, incident_link(r->d, one, two, "同一矿", NULL, &r->err));
	REFUSED(r, ERR_REFUSED,
	        incident_merge(r->d, two, two, NULL, NULL, &r->err));
	REFUSED(r, ERR_NOT_FOUND,
	        incident_merge(r->d, two, "2026-0077", NULL, NULL, &r->err));
	OK(r, incident_merge(r->d, two, one, "重复来电", NULL, &r->err));
	OK(r, incident_get(r->d, two, &in, &r->err));
	assert_int_equal(in.state, INCIDENT_MERGED);
	assert_string_equal(in.merged_into, one);
	incident_release(&in);
	OK(r, duty_list(r->d, DUTIES_PENDING, NULL, false, 0, &rows, &n, &total,
	                &r->err));
	assert_int_equal(n, total);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(rows[i].number, one);
	duty_rows_free(rows, n);
	/* On its own page they stay. */
	OK(r, duty_list(r->d, DUTIES_ALL, two, false, 0, &rows, &n, NULL,
	                &r->err));
	assert_true(n > 0);
	duty_rows_free(rows, n);
	REFUSED(r, ERR_REFUSED,
	        incident_merge(r->d, one, two, NULL, NULL, &r->err));
	OK(r, incident_reopen(r->d, two, "不是一回事", NULL, &r->err));
	OK(r, incident_get(r->d, two, &in, &r->err));
	assert_string_equal(in.merged_into, "");
	assert_true(in.open_duties > 0);
	incident_release(&in);
	room_verify(r);
}

/* ---- lists ---- */

static void
test_list(void **state)
{
	struct room *r = *state;
	char number[INCIDENT_NUMBER];
	struct incident *rows;
	size_t n, total;

	for (int i = 0; i < 5; i++)
		open_coal(r, number);
	finish(r, "2026-0002");
	OK(r, incident_close(r->d, "2026-0002", NULL, NULL, &r->err));
	OK(r, incident_list(r->d, INCIDENTS_OPEN, NULL, 2, &rows, &n, &total,
	                    &r->err));
	assert_int_equal(n, 2);
	assert_int_equal(total, 4);
	assert_string_equal(rows[0].number, "2026-0005");
	assert_string_equal(rows[1].number, "2026-0004");
	assert_true(rows[0].open_duties > 0);
	incident_list_free(rows, n);
	OK(r, incident_list(r->d, INCIDENTS_OPEN, "2026-0004", 9, &rows, &n,
	                    &total, &r->err));
	assert_int_equal(n, 2);
	assert_string_equal(rows[0].number, "2026-0003");
	assert_string_equal(rows[1].number, "2026-0001");
	incident_list_free(rows, n);
	OK(r, incident_list(r->d, INCIDENTS_CLOSED, NULL, 9, &rows, &n, &total,
	                    &r->err));
	assert_int_equal(n, 1);
	assert_int_equal(total, 1);
	incident_list_free(rows, n);
	OK(r, incident_list(r->d, INCIDENTS_ALL, NULL, 9, &rows, &n, &total,
	                    &r->err));
	assert_int_equal(n, 5);
	assert_int_equal(total, 5);
	incident_list_free(rows, n);
}

static size_t
similar(struct room *r, const char *kind, const char *place, const char *unit,
        int64_t at)
{
	struct incident *rows;
	size_t n;

	OK(r,
	   incident_similar(r->d, kind, place, unit, at, &rows, &n, &r->err));
	incident_list_free(rows, n);
	return n;
}

static void
test_similar(void **state)
{
	struct room *r = *state;
	char number[INCIDENT_NUMBER];

	open_coal(r, number);
	assert_int_equal(
		similar(r, "accident.fire", "水峪附近", NULL, ROOM_NOW), 1);
	/* Within an hour, both edges. */
	assert_int_equal(similar(r, "accident.fire", "水峪附近", NULL,
	                         ROOM_NOW + CIVIL_HOUR),
	                 1);
	assert_int_equal(similar(r, "accident.fire", "水峪附近", NULL,
	                         ROOM_NOW + CIVIL_HOUR + 1),
	                 0);
	assert_int_equal(similar(r, "accident.fire", "水峪附近", NULL,
	                         ROOM_NOW - CIVIL_HOUR),
	                 1);
	assert_int_equal(similar(r, "accident.fire", "水峪附近", NULL,
	                         ROOM_NOW - CIVIL_HOUR - 1),
	                 0);
	/* One character alone is not enough; another sort of event neither. */
	assert_int_equal(similar(r, "accident.fire", "峪水", NULL, ROOM_NOW),
	                 0);
	assert_int_equal(similar(r, "disaster.flood", "水峪", NULL, ROOM_NOW),
	                 0);
	assert_int_equal(
		similar(r, "accident.fire", NULL, "水峪煤矿", ROOM_NOW), 1);
	assert_int_equal(similar(r, "accident.fire", "", "", ROOM_NOW), 0);
}

/* ---- what has been withheld ---- */

static int
withhold_write(struct desk *d, void *arg, struct err *err)
{
	return desk_append(d, "body.withheld", arg, JOURNAL_NO_TIME,
	                   json_pack("{s:s}", "why", "个人信息"), NULL, err);
}

/* Words may have to go one day; the incident and its chain stay. */
static void
test_withheld(void **state)
{
	struct room *r = *state;
	char number[INCIDENT_NUMBER], subject[32];
	struct duty_row *rows;
	struct incident in;
	struct buf text = BUF_INIT;
	enum brief_kind kind;
	size_t count;
	int n;

	open_coal(r, number);
	snprintf(subject, sizeof(subject), "entry:%d", (int)room_head(r));
	claim(r, number, FACT_DEATHS, 1);
	OK(r, desk_write(r->d, withhold_write, subject, &r->err));
	OK(r, incident_get(r->d, number, &in, &r->err));
	assert_string_equal(in.title, "");
	assert_string_equal(in.from, "");
	assert_int_equal(in.class, CLASS_NONE);
	assert_int_equal(in.facts.v[FACT_DEATHS], 1);
	assert_int_equal(in.facts.v[FACT_TRAPPED], FACT_UNKNOWN);
	incident_release(&in);
	OK(r, duty_list(r->d, DUTIES_ALL, number, false, 0, &rows, &count, NULL,
	                &r->err));
	assert_int_equal(count, 0);
	duty_rows_free(rows, count);
	OK(r, brief_compose(r->d, number, &text, &kind, &n, &r->err));
	buf_release(&text);
	room_verify(r);
}

/* ---- any history folds to the same views ---- */

static uint64_t
next_random(uint64_t *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 7;
	*s ^= *s << 17;
	return *s;
}

static void
random_act(struct room *r, uint64_t *seed, const char *number)
{
	static const char *const parties[] = { "city.emergency",
		                               "county.government",
		                               "duty.leader", "scene" };
	struct incident_change ch = { .title = next_random(seed) % 2 ? "甲"
		                                                     : "乙",
		                      .base = room_head(r) };
	struct report_new rep = {
		.to = parties[next_random(seed) % 4],
		.via = next_random(seed) % 2 ? VIA_PHONE : VIA_WRITTEN,
		.taker = "李四",
		.at_ms = desk_now(r->d) -
		         (int64_t)(next_random(seed) % 4) * CIVIL_HOUR
	};
	struct incident_event e = { .what = next_random(seed) % 2
		                                    ? EVENT_VERIFIED
		                                    : EVENT_OCCURRED,
		                    .at_ms = desk_now(r->d) - CIVIL_HOUR };
	struct err err = ERR_INIT;
	struct facts f;
	enum fact fact = (enum fact)(next_random(seed) % 4);
	static const char *const kinds[] = { "accident.road", "accident.coal",
		                             "nearmiss", "disaster.flood" };

	facts_init(&f);
	f.v[fact] = next_random(seed) % 4 ? (int64_t)(next_random(seed) % 12)
	                                  : FACT_UNKNOWN;
	/* Some of these are refused, which is part of the history too. */
	switch (next_random(seed) % 8) {
	case 0:
		incident_revise(r->d, number, &ch, NULL, NULL, &err);
		break;
	case 1:
		ch.kind = kinds[next_random(seed) % 4];
		incident_revise(r->d, number, &ch, NULL, NULL, &err);
		break;
	case 2:
	case 3:
		incident_claim(r->d, number, 1u << fact, &f, NULL, 0,
		               room_head(r), NULL, NULL, &err);
		break;
	case 4:
	case 5:
		report_make(r->d, number, &rep, NULL, &err);
		break;
	case 6:
		incident_note(r->d, number, &e, NULL, &err);
		break;
	default:
		if (incident_close(r->d, number, NULL, NULL, &err)) {
			err_clear(&err);
			incident_reopen(r->d, number, "再看", NULL, &err);
		}
	}
	if (err.code != ERR_NONE && err.code != ERR_REFUSED &&
	    err.code != ERR_CONFLICT)
		fail_msg("%s", err.text);
}

static void
test_any_history_rebuilds(void **state)
{
	struct room *r = *state;
	uint64_t seed = 0x5A4249414E32ull;
	char number[INCIDENT_NUMBER];

	for (int i = 0; i < 300; i++) {
		if (i % 30 == 0) {
			open_coal(r, number);
		} else {
			snprintf(number, sizeof(number), "2026-%04d",
			         (int)(next_random(&seed) %
			               (uint64_t)(i / 30 + 1)) +
			                 1);
			random_act(r, &seed, number);
		}
		if (i % 5 == 0)
			room_pass(r, (int64_t)(next_random(&seed) % 240) *
			                     CIVIL_MINUTE);
	}
	room_verify(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_open),
		ROOM_TEST(test_unknown_stays_unknown),
		ROOM_TEST(test_open_refusals),
		ROOM_TEST(test_numbers),
		ROOM_TEST(test_preview),
		ROOM_TEST(test_revise),
		ROOM_TEST(test_kind_then),
		ROOM_TEST(test_illness_underground_stays),
		ROOM_TEST(test_claims),
		ROOM_TEST(test_conflict_on_a_fact),
		ROOM_TEST(test_conflict_on_a_field),
		ROOM_TEST(test_occurrence_revised),
		ROOM_TEST(test_ordered),
		ROOM_TEST(test_close),
		ROOM_TEST(test_merge),
		ROOM_TEST(test_list),
		ROOM_TEST(test_similar),
		ROOM_TEST(test_withheld),
		ROOM_TEST(test_any_history_rebuilds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
