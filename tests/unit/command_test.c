#include "room.h"

#include "desk/call.h"
#include "desk/contact.h"
#include "desk/group.h"
#include "desk/incident.h"
#include "desk/unit.h"

/* ---- zhiban-record(5) says what the table says ---- */

/* "kind Pq kind , needed" of an ".It Cm" line against an argument. */
static void
compare_member(const char *line, const struct command_arg *a,
               const char *command)
{
	static const char *const presence[] = { [ARG_MAY] = "",
		                                [ARG_NEED] = " , needed",
		                                [ARG_CLEAR] = " or null" };
	char expected[128];

	if (!a->name)
		fail_msg("%s: the page has more: %s", command, line);
	snprintf(expected, sizeof(expected), "%s Pq %s%s\n", a->name,
	         command_type_name(a->type), presence[a->presence]);
	if (strcmp(line, expected) != 0)
		fail_msg("%s: the page has '%s', the table '%s'", command, line,
		         expected);
}

static void
test_manual(void **state)
{
	FILE *f = fopen("db/man/zhiban-record.5", "r");
	const struct command *c = command_table;
	const struct command_arg *a = NULL;
	char line[512];

	(void)state;
	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		if (!strncmp(line, ".Ss ", 4)) {
			line[strcspn(line, "\n")] = '\0';
			assert_non_null(c->name);
			assert_string_equal(line + 4, c->name);
			a = c++->args;
		} else if (a && !strncmp(line, ".It Cm ", 7)) {
			compare_member(line + 7, a++, c[-1].name);
		} else if (a && !strcmp(line, ".El\n")) {
			if (a->name)
				fail_msg("%s: the page lacks %s", c[-1].name,
				         a->name);
			a = NULL;
		}
	}
	fclose(f);
	if (c->name)
		fail_msg("the page lacks %s", c->name);
}

/* ---- lines ---- */

static void
test_story(void **state)
{
	struct room *r = *state;
	struct incident in;

	room_do(r, "{'do':'incident.open','ref':'fall',"
	           "'kind':'accident.coal','place':'一号井',"
	           "'facts':{'trapped':3}}");
	assert_string_equal(r->res.number, "2026-0001");
	assert_int_equal(r->res.seq, room_head(r));
	room_do(r, "{'do':'report.make','number':'@fall','ref':'phoned',"
	           "'to':'city.emergency','via':'phone','taker':'王'}");
	room_do(r, "{'do':'report.confirm','number':'1','seq':'@phoned',"
	           "'name':'王'}");
	room_do(r, "{'do':'incident.facts','number':'@last',"
	           "'facts':{'trapped':1,'deaths':2,'missing':null}}");
	room_do(r, "{'do':'incident.note','number':'2026-0001',"
	           "'what':'handling_ended'}");
	room_do(r, "{'do':'incident.revise','number':'@last',"
	           "'place':'二号井'}");
	room_do(r, "{'do':'brief.freeze','number':'@last'}");
	room_do(r, "{'do':'duty.decline','number':'@last','rule':'493-10n',"
	           "'to':'county.union','ground':'已由总工会派员到场',"
	           "'name':'赵建国'}");
	OK(r, incident_get(r->d, "2026-0001", &in, &r->err));
	assert_string_equal(in.place, "二号井");
	assert_int_equal(in.facts.v[FACT_DEATHS], 2);
	assert_int_equal(in.facts.v[FACT_TRAPPED], 1);
	assert_int_equal(in.facts.v[FACT_MISSING], FACT_UNKNOWN);
	incident_release(&in);
	room_do(r, "{'do':'incident.open','kind':'accident.coal',"
	           "'place':'二号井'}");
	room_do(r, "{'do':'incident.link','number':'@last','to':'@fall',"
	           "'why':'同一采区'}");
	room_do(r, "{'do':'incident.merge','number':'@last','into':'@fall',"
	           "'why':'同一起事故'}");
	room_verify(r);
}

/* What is wrong, and where; nothing is appended. */
static void
test_bad_lines(void **state)
{
	static const struct {
		const char *line, *text;
	} bad[] = {
		{ "[]", "line 1: expected an object" },
		{ "{'do':'no.such'}", "line 1: /do: there is no such command" },
		{ "{'kind':'accident.coal'}", "line 1: /do: missing" },
		{ "{'do':'incident.open'}",
		  "line 1: /kind: incident.open needs it" },
		{ "{'do':'incident.open','kind':'ufo'}",
		  "line 1: /kind: no kind of incident" },
		{ "{'do':'incident.open','kind':'accident.coal','x':1}",
		  "line 1: /x: no member of incident.open" },
		{ "{'do':'incident.open','kind':'accident.coal',"
		  "'facts':{'dead':1}}",
		  "line 1: /facts/dead: there is no such fact" },
		{ "{'do':'incident.open','kind':'accident.coal',"
		  "'place':''}",
		  "line 1: /place: empty" },
		{ "{'do':'incident.open','kind':'accident.coal',"
		  "'occurred':'yesterday'}",
		  "line 1: /occurred: " },
		{ "{'do':'incident.facts','number':'@last','facts':{}}",
		  "line 1: /number: no incident was opened" },
		{ "{'do':'incident.facts','number':'@x','facts':{}}",
		  "line 1: /number: no line before made @x" },
		{ "{'do':'report.make','number':'1','to':'nobody.at.all',"
		  "'via':'phone'}",
		  "line 1: /to: no party" },
		{ "{'do':'report.make','number':'1','to':'city.emergency',"
		  "'via':'any'}",
		  "line 1: /via: expected phone" },
		{ "{'do':'call.log','direction':'up','caller':'a'}",
		  "line 1: /direction: not a word" },
		{ "{'do':'call.link','seq':0,'number':'1'}",
		  "line 1: /seq: expected the seq" },
		{ "{'do':'clock.set','rate':'fast'}",
		  "line 1: /rate: expected a whole number" },
		{ "{'do':'clock.set','ref':'last'}", "line 1: /ref: no name" },
		{ "{'do':'clock.set'", "line 1: line 1 column" },
	};
	struct room *r = *state;
	int64_t head = room_head(r);
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		room_refuse(r, ERR_INPUT, bad[i].line);
		if (strncmp(r->err.text, bad[i].text, strlen(bad[i].text)))
			fail_msg("%s: '%s', not '%s'", bad[i].line, r->err.text,
			         bad[i].text);
	}
	assert_int_equal(room_head(r), head);
}

/* A name never means an incident that the line before did not make. */
static void
test_last_after_failure(void **state)
{
	struct room *r = *state;

	room_do(r, "{'do':'incident.open','kind':'accident.coal',"
	           "'place':'一号井'}");
	room_refuse(r, ERR_INPUT,
	            "{'do':'incident.open','kind':'accident.coal',"
	            "'at':'2027-01-01T00:00:00+08:00','place':'二号井'}");
	room_refuse(r, ERR_INPUT,
	            "{'do':'incident.facts','number':'@last',"
	            "'facts':{'deaths':1}}");
	room_do(r, "{'do':'incident.facts','number':'1','ref':'f',"
	           "'facts':{'deaths':1}}");
	room_refuse(r, ERR_INPUT,
	            "{'do':'incident.facts','number':'1','ref':'f',"
	            "'facts':{'deaths':2}}");
}

static int
body_of(void *arg, const struct journal_entry *e)
{
	struct buf *out = arg;

	buf_clear(out);
	return buf_add(out, e->body, e->body_len);
}

/* Two officers: what was seen is in the entry, what was not is a conflict. */
static void
test_base(void **state)
{
	struct room *r = *state;
	struct buf body = BUF_INIT;
	char line[256], seen[64];
	long long opened, claimed;

	room_do(r, "{'do':'incident.open','kind':'accident.coal',"
	           "'place':'一号井'}");
	opened = r->res.seq;
	room_do(r, "{'do':'incident.facts','number':'1',"
	           "'facts':{'deaths':1},'as':'liqiang'}");
	claimed = r->res.seq;
	OK(r,
	   journal_get(desk_journal(r->d), claimed, body_of, &body, &r->err));
	snprintf(seen, sizeof(seen), "\"base\":%lld}", opened);
	assert_non_null(strstr(body.s, seen));
	buf_release(&body);
	snprintf(line, sizeof(line),
	         "{'do':'incident.facts','number':'1','base':%lld,"
	         "'facts':{'deaths':2}}",
	         opened);
	room_refuse(r, ERR_CONFLICT, line);
	snprintf(line, sizeof(line),
	         "{'do':'incident.facts','number':'1','base':%lld,"
	         "'facts':{'deaths':2}}",
	         claimed);
	room_do(r, line);
}

static void
test_clock_and_officer(void **state)
{
	struct room *r = *state;
	struct call *rows;
	size_t n;

	room_do(r, "{'do':'call.log','direction':'in','caller':'某',"
	           "'words':'x','clock':'2026-11-24T03:00:00+08:00',"
	           "'as':'liqiang'}");
	room_do(r, "{'do':'call.log','direction':'in','caller':'某',"
	           "'words':'y'}");
	assert_int_equal(desk_now(r->d), ROOM_NOW + 11 * CIVIL_HOUR);
	OK(r, call_list(r->d, NULL, 0, 10, &rows, &n, NULL, &r->err));
	assert_string_equal(rows[1].officer, "liqiang");
	assert_int_equal(rows[1].recorded_ms, ROOM_NOW + 11 * CIVIL_HOUR);
	assert_string_equal(rows[0].officer, "wangfang");
	calls_free(rows, n);
	/* A line that fails leaves its officer, too. */
	room_refuse(r, ERR_NOT_FOUND,
	            "{'do':'call.link','seq':9999,'number':'2026-0001',"
	            "'as':'liqiang'}");
	assert_string_equal(desk_identity(r->d)->officer, "wangfang");
	room_verify(r);
}

/* On a desk of duty nobody sets the clock or acts as another. */
static void
test_real_desk(void **state)
{
	struct room *r = *state;

	room_free(r);
	*state = r = room_make_real();
	room_refuse(r, ERR_REFUSED,
	            "{'do':'call.log','direction':'in','caller':'某',"
	            "'words':'x','clock':'2026-11-24T03:00:00+08:00'}");
	room_refuse(r, ERR_REFUSED,
	            "{'do':'call.log','direction':'in','caller':'某',"
	            "'words':'x','as':'liqiang'}");
	room_refuse(r, ERR_REFUSED, "{'do':'clock.set','rate':0}");
	room_do(r, "{'do':'call.log','direction':'in','caller':'某',"
	           "'words':'x'}");
	room_verify(r);
}

/* A batch is one commit; rolled back, its names mean nothing. */
static void
test_batch(void **state)
{
	struct room *r = *state;
	int64_t head;

	command_mark(&r->session);
	OK(r, desk_batch_begin(r->d, &r->err));
	room_do(r, "{'do':'incident.open','ref':'a','kind':'accident.coal',"
	           "'place':'一号井'}");
	room_do(r, "{'do':'incident.facts','number':'@a',"
	           "'facts':{'deaths':3}}");
	OK(r, desk_batch_commit(r->d, &r->err));
	head = room_head(r);
	command_mark(&r->session);
	OK(r, desk_batch_begin(r->d, &r->err));
	room_do(r, "{'do':'incident.open','ref':'b','kind':'accident.coal',"
	           "'place':'二号井'}");
	room_refuse(r, ERR_NOT_FOUND,
	            "{'do':'incident.facts','number':'2026-0077',"
	            "'facts':{'deaths':3}}");
	desk_batch_rollback(r->d);
	command_forget(&r->session);
	assert_int_equal(room_head(r), head);
	room_refuse(r, ERR_INPUT,
	            "{'do':'incident.facts','number':'@b',"
	            "'facts':{'deaths':3}}");
	room_do(r, "{'do':'incident.facts','number':'@last',"
	           "'facts':{'deaths':4}}");
	assert_string_equal(r->res.number, "2026-0001");
	room_do(r, "{'do':'incident.open','ref':'b','kind':'accident.coal',"
	           "'place':'二号井'}");
	assert_string_equal(r->res.number, "2026-0002");
	room_verify(r);
}

/* ---- null ---- */

static struct unit
unit_called(struct room *r, const char *name)
{
	struct unit u;
	int64_t id;

	OK(r, unit_by_name(r->d, name, &id, &r->err));
	OK(r, unit_get(r->d, id, &u, &r->err));
	return u;
}

/* What is left out stays, null takes away. */
static void
test_null_clears(void **state)
{
	struct room *r = *state;
	struct unit u;

	room_do(r, "{'do':'unit.save','name':'甲镇','kind':'town'}");
	room_do(r, "{'do':'unit.save','name':'甲矿','kind':'mine','short':'甲',"
	           "'parent':'甲镇','town':'甲镇','place':'东','lat':1,"
	           "'lon':2,'licence':'x','capacity':'y','hazards':'z',"
	           "'note':'n'}");
	room_do(r, "{'do':'unit.save','unit':'甲矿','short':null,'town':null,"
	           "'lat':null,'lon':null,'hazards':null,'note':null}");
	u = unit_called(r, "甲矿");
	assert_string_equal(u.short_name, "");
	assert_int_equal(u.town, 0);
	assert_true(u.lat == UNIT_NOWHERE && u.lon == UNIT_NOWHERE);
	assert_string_equal(u.hazards, "");
	assert_string_equal(u.note, "");
	assert_true(u.parent);
	assert_string_equal(u.place, "东");
	unit_release(&u);
	room_do(r, "{'do':'unit.save','unit':'甲矿','parent':null,'place':null,"
	           "'licence':null,'capacity':null}");
	u = unit_called(r, "甲矿");
	assert_int_equal(u.parent, 0);
	assert_string_equal(u.place, "");
	assert_string_equal(u.licence, "");
	assert_string_equal(u.capacity, "");
	unit_release(&u);
	/* Nothing was there, so nothing is new. */
	room_do(r, "{'do':'unit.save','unit':'甲矿','town':null}");
	assert_int_equal(r->res.seq, 0);
	room_verify(r);
}

static void
test_null_clears_people_and_lists(void **state)
{
	struct room *r = *state;
	struct contact c;
	struct group g;
	int64_t id;

	room_do(r, "{'do':'contact.save','ref':'a','name':'曾三',"
	           "'spelling':'zeng san','note':'n'}");
	id = r->res.seq;
	room_do(r, "{'do':'contact.save','contact':'@a','spelling':null}");
	OK(r, contact_get(r->d, id, &c, &r->err));
	assert_string_equal(c.spelling, "");
	assert_string_equal(c.note, "n");
	contact_release(&c);
	room_do(r, "{'do':'group.save','ref':'g','name':'夜','note':'n',"
	           "'members':['甲']}");
	id = r->res.seq;
	room_do(r, "{'do':'group.save','group':'@g','note':null}");
	OK(r, group_get(r->d, id, &g, &r->err));
	assert_string_equal(g.note, "");
	assert_int_equal(g.members_count, 1);
	group_release(&g);
}

/* Elsewhere it is no value, and a name cannot be taken away. */
static void
test_null_is_refused(void **state)
{
	static const char *const lines[] = {
		"{'do':'unit.save','unit':'甲矿','name':null}",
		"{'do':'unit.save','unit':null,'name':'乙'}",
		"{'do':'unit.save','unit':'甲矿','kind':null}",
		"{'do':'unit.save','unit':'甲矿','phones':null}",
		"{'do':'unit.save','unit':'甲矿','lat':null}",
		"{'do':'unit.save','unit':'甲矿','note':''}",
		"{'do':'unit.confirm','unit':'甲矿','number':null}",
		"{'do':'incident.open','kind':'nearmiss','title':null}",
		"{'do':'unit.save','as':null,'name':'丙'}",
	};
	struct room *r = *state;

	room_do(r, "{'do':'unit.save','name':'甲矿','kind':'mine','lat':1,"
	           "'lon':2,'phones':['110']}");
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		room_refuse(r, ERR_INPUT, lines[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_manual),
		ROOM_TEST(test_story),
		ROOM_TEST(test_bad_lines),
		ROOM_TEST(test_last_after_failure),
		ROOM_TEST(test_base),
		ROOM_TEST(test_clock_and_officer),
		ROOM_TEST(test_real_desk),
		ROOM_TEST(test_batch),
		ROOM_TEST(test_null_clears),
		ROOM_TEST(test_null_clears_people_and_lists),
		ROOM_TEST(test_null_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
