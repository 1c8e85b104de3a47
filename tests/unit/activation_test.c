#include "room.h"

#include "desk/activation.h"
#include "desk/alarm.h"
#include "desk/timeline.h"

/* Ⅲ has s1 and s2, Ⅱ s2 and s3; s4 is for both. */
#define PLAN                                                                   \
	"{'do':'plan.save','ref':'p','title':'mine','paras':['text'],"         \
	"'front':{'kinds':['accident'],'levels':[{'level':2},{'level':3}],"    \
	"'steps':[{'id':'s1','levels':[3],'text':'one','minutes':10},"         \
	"{'id':'s2','levels':[2,3],'text':'two','post':'p/q','minutes':20},"   \
	"{'id':'s3','levels':[2],'text':'three','minutes':5},"                 \
	"{'id':'s4','levels':[2,3],'text':'four','minutes':10}]}}"
#define OPEN "{'do':'incident.open','kind':'accident.coal','place':'一号井'}"

/* An incident with the plan running at level 3; the activation. */
static int64_t
begin(struct room *r)
{
	room_do(r, PLAN);
	room_do(r, OPEN);
	room_do(r, "{'do':'plan.activate','ref':'a','number':'1',"
	           "'plan':'@p','level':3,'by':'王芳','word':'赵市长'}");
	assert_string_equal(r->res.number, "2026-0001");
	return r->res.seq;
}

static void
act(struct room *r, const char *step, enum step_state state, const char *words)
{
	struct activation *rows;
	size_t n;

	OK(r, activation_list(r->d, "2026-0001", &rows, &n, &r->err));
	OK(r, activation_step(r->d, rows[0].id, step, state, NULL, words, NULL,
	                      &r->err));
	activations_free(rows, n);
}

/* "s1 open, s2 done late": the list of one activation, or (0) of all. */
static void
expect_steps(struct room *r, int64_t id, const char *want)
{
	struct buf text = BUF_INIT;
	struct step_row *rows;
	size_t n, total, i;

	OK(r, step_list(r->d, id, 0, &rows, &n, &total, &r->err));
	assert_int_equal(n, total);
	for (i = 0; i < n; i++)
		buf_fmt(&text, "%s%s %s%s", i ? ", " : "", rows[i].id,
		        step_state_code(rows[i].state),
		        rows[i].late ? " late" : "");
	step_rows_free(rows, n);
	assert_string_equal(text.s, want);
	buf_release(&text);
}

/* ---- levels and steps ---- */

static void
test_start(void **state)
{
	struct room *r = *state;
	int64_t id = begin(r);
	struct activation *rows;
	struct step_row *steps;
	size_t n, total;

	OK(r, activation_list(r->d, "2026-0001", &rows, &n, &r->err));
	assert_int_equal(n, 1);
	assert_int_equal(rows[0].id, id);
	assert_string_equal(rows[0].title, "mine");
	assert_string_equal(rows[0].number, "2026-0001");
	assert_string_equal(rows[0].by, "王芳");
	assert_string_equal(rows[0].word, "赵市长");
	assert_int_equal(rows[0].level, 3);
	assert_int_equal(rows[0].version, 1);
	assert_int_equal(rows[0].at_ms, ROOM_NOW);
	assert_int_equal(rows[0].ended_ms, 0);
	assert_int_equal(rows[0].steps, 3);
	assert_int_equal(rows[0].open, 3);
	assert_int_equal(rows[0].late, 0);
	activations_free(rows, n);
	expect_steps(r, id, "s1 open, s2 open, s4 open");
	/* Soonest due first; two of three, and how many there are. */
	OK(r, step_list(r->d, 0, 2, &steps, &n, &total, &r->err));
	assert_int_equal(n, 2);
	assert_int_equal(total, 3);
	assert_string_equal(steps[0].id, "s1");
	assert_string_equal(steps[1].id, "s4");
	assert_int_equal(steps[1].start, ROOM_NOW);
	assert_int_equal(steps[1].due, ROOM_NOW + 10 * CIVIL_MINUTE);
	assert_int_equal(steps[1].done, 0);
	assert_string_equal(steps[1].plan_title, "mine");
	assert_string_equal(steps[1].incident_title, "一号井煤矿事故");
	assert_string_equal(steps[1].by, "");
	step_rows_free(steps, n);
	/* What runs does not change with the plan. */
	room_do(r, "{'do':'plan.front','plan':'@p','front':{}}");
	expect_steps(r, id, "s1 open, s2 open, s4 open");
	room_verify(r);
}

static void
test_refused(void **state)
{
	struct room *r = *state;
	int64_t head;

	begin(r);
	head = room_head(r);
	room_refuse(r, ERR_REFUSED,
	            "{'do':'plan.activate','number':'1','plan':'mine',"
	            "'level':2,'by':'王芳'}");
	room_refuse(r, ERR_NOT_FOUND,
	            "{'do':'plan.activate','number':'1','plan':'flood',"
	            "'level':2,'by':'王芳'}");
	room_refuse(r, ERR_NOT_FOUND,
	            "{'do':'plan.activate','number':'1','plan':9999,"
	            "'level':2,'by':'王芳'}");
	room_refuse(r, ERR_REFUSED,
	            "{'do':'activation.level','activation':'@a','level':3,"
	            "'by':'王芳','why':'x'}");
	room_refuse(r, ERR_REFUSED,
	            "{'do':'activation.level','activation':'@a','level':1,"
	            "'by':'王芳','why':'x'}");
	room_refuse(r, ERR_REFUSED,
	            "{'do':'activation.level','activation':'@a','level':5,"
	            "'by':'王芳','why':'x'}");
	room_refuse(r, ERR_NOT_FOUND,
	            "{'do':'activation.step','activation':'@a','step':'s9',"
	            "'state':'done'}");
	room_refuse(r, ERR_REFUSED,
	            "{'do':'activation.step','activation':'@a','step':'s3',"
	            "'state':'done'}");
	room_refuse(r, ERR_REFUSED,
	            "{'do':'activation.step','activation':'@a','step':'s1',"
	            "'state':'open'}");
	/* That it does not apply needs words. */
	room_refuse(r, ERR_INPUT,
	            "{'do':'activation.step','activation':'@a','step':'s1',"
	            "'state':'na'}");
	room_refuse(r, ERR_NOT_FOUND,
	            "{'do':'activation.step','activation':'@p','step':'s1',"
	            "'state':'done'}");
	REFUSED(r, ERR_INPUT,
	        activation_end(r->d, head, "王芳", "", NULL, &r->err));
	REFUSED(r, ERR_INPUT,
	        activation_end(r->d, head, "", "完", NULL, &r->err));
	assert_int_equal(room_head(r), head);
	/* Of a second one: no such level, a plan withdrawn, a closed case. */
	room_do(r, OPEN);
	room_refuse(r, ERR_REFUSED,
	            "{'do':'plan.activate','number':'2','plan':'mine',"
	            "'level':1,'by':'王芳'}");
	room_do(r, "{'do':'incident.merge','number':'2','into':'1',"
	           "'why':'同一起'}");
	room_refuse(r, ERR_REFUSED,
	            "{'do':'plan.activate','number':'2','plan':'mine',"
	            "'level':2,'by':'王芳'}");
	room_do(r, OPEN);
	room_do(r, "{'do':'plan.remove','plan':'@p','why':'废止'}");
	room_refuse(r, ERR_REFUSED,
	            "{'do':'plan.activate','number':'3','plan':'@p',"
	            "'level':2,'by':'王芳'}");
	room_refuse(r, ERR_INPUT,
	            "{'do':'plan.activate','number':'3','plan':'@a',"
	            "'level':2,'by':'王芳'}");
	room_verify(r);
}

/* A level starts its steps, once; what it has not leaves the list undone. */
static void
test_level(void **state)
{
	struct room *r = *state;
	int64_t id = begin(r);
	struct step_row *rows;
	size_t n;

	room_pass(r, CIVIL_MINUTE);
	act(r, "s1", STEP_DONE, NULL);
	act(r, "s4", STEP_NA, "没有人被困");
	room_do(r, "{'do':'activation.level','activation':'@a','level':2,"
	           "'by':'赵市长','why':'人数增加'}");
	expect_steps(r, id, "s1 done, s2 open, s3 open, s4 na");
	expect_steps(r, 0, "s3 open, s2 open");
	OK(r, step_list(r->d, id, 0, &rows, &n, NULL, &r->err));
	assert_int_equal(rows[1].start, ROOM_NOW);
	assert_int_equal(rows[2].start, ROOM_NOW + CIVIL_MINUTE);
	assert_int_equal(rows[2].due, ROOM_NOW + 6 * CIVIL_MINUTE);
	assert_int_equal(rows[0].done, ROOM_NOW + CIVIL_MINUTE);
	assert_string_equal(rows[0].by, "wangfang");
	assert_string_equal(rows[3].words, "没有人被困");
	step_rows_free(rows, n);
	room_pass(r, CIVIL_MINUTE);
	room_do(r, "{'do':'activation.level','activation':'@a','level':3,"
	           "'by':'赵市长','why':'人已找到'}");
	expect_steps(r, id, "s1 done, s2 open, s4 na");
	expect_steps(r, 0, "s2 open");
	/* Undone, it is on the list again, from its first start. */
	act(r, "s1", STEP_OPEN, NULL);
	expect_steps(r, 0, "s1 open, s2 open");
	room_do(r, "{'do':'activation.level','activation':'@a','level':2,"
	           "'by':'赵市长','why':'又有人'}");
	OK(r, step_list(r->d, 0, 0, &rows, &n, NULL, &r->err));
	assert_int_equal(n, 2);
	assert_string_equal(rows[0].id, "s3");
	assert_int_equal(rows[0].start, ROOM_NOW + CIVIL_MINUTE);
	step_rows_free(rows, n);
	room_verify(r);
}

/* Exactly on the due moment is on time. */
static void
test_late(void **state)
{
	struct room *r = *state;
	int64_t id = begin(r);
	struct activation a;

	assert_false(step_late(STEP_OPEN, 1000, 0, 1000));
	assert_true(step_late(STEP_OPEN, 1000, 0, 2000));
	assert_false(step_late(STEP_DONE, 1000, 1000, 9000));
	assert_true(step_late(STEP_DONE, 1000, 2000, 9000));
	assert_false(step_late(STEP_NA, 1000, 0, 9000));
	room_pass(r, 10 * CIVIL_MINUTE);
	expect_steps(r, id, "s1 open, s2 open, s4 open");
	act(r, "s1", STEP_DONE, NULL);
	room_pass(r, CIVIL_SECOND);
	expect_steps(r, id, "s1 done, s2 open, s4 open late");
	OK(r, activation_get(r->d, id, &a, &r->err));
	assert_int_equal(a.open, 2);
	assert_int_equal(a.late, 1);
	activation_release(&a);
	act(r, "s4", STEP_DONE, NULL);
	expect_steps(r, id, "s1 done, s2 open, s4 done late");
	OK(r, activation_get(r->d, id, &a, &r->err));
	assert_int_equal(a.late, 0);
	activation_release(&a);
	room_verify(r);
}

static void
test_ended(void **state)
{
	struct room *r = *state;
	int64_t id = begin(r);
	struct activation *rows;
	size_t n;

	room_pass(r, 10 * CIVIL_MINUTE);
	room_do(r, "{'do':'activation.end','activation':'@a','by':'赵市长',"
	           "'words':'险情排除'}");
	room_pass(r, CIVIL_HOUR);
	/* Nothing is due any more, and nothing became late since. */
	expect_steps(r, 0, "");
	expect_steps(r, id, "s1 open, s2 open, s4 open");
	OK(r, activation_list(r->d, NULL, &rows, &n, &r->err));
	assert_int_equal(n, 0);
	activations_free(rows, n);
	OK(r, activation_list(r->d, "2026-0001", &rows, &n, &r->err));
	assert_int_equal(n, 1);
	assert_int_equal(rows[0].ended_ms, ROOM_NOW + 10 * CIVIL_MINUTE);
	assert_int_equal(rows[0].late, 0);
	activations_free(rows, n);
	REFUSED(r, ERR_REFUSED,
	        activation_step(r->d, id, "s1", STEP_DONE, NULL, NULL, NULL,
	                        &r->err));
	REFUSED(r, ERR_REFUSED,
	        activation_level(r->d, id, 2, "王", "x", NULL, &r->err));
	REFUSED(r, ERR_REFUSED,
	        activation_end(r->d, id, "王", "x", NULL, &r->err));
	/* It may run again. */
	room_do(r, "{'do':'plan.activate','number':'1','plan':'mine',"
	           "'level':2,'by':'王芳'}");
	OK(r, activation_list(r->d, "2026-0001", &rows, &n, &r->err));
	assert_int_equal(n, 2);
	assert_int_equal(rows[1].id, id);
	activations_free(rows, n);
	room_verify(r);
}

/* ---- the incident ---- */

/* The desk's open duties are declined one by one. */
static void
decline_all(struct room *r)
{
	struct duty_row *rows;
	char line[512];
	size_t n = 1, total;

	while (n > 0) {
		OK(r, duty_list(r->d, DUTIES_PENDING, "2026-0001", true, 1,
		                &rows, &n, &total, &r->err));
		if (n > 0) {
			snprintf(line, sizeof(line),
			         "{'do':'duty.decline','number':'1',"
			         "'rule':'%s','to':'%s','ground':'x',"
			         "'name':'王'}",
			         rows[0].rule, rows[0].to);
			room_do(r, line);
		}
		duty_rows_free(rows, n);
	}
}

/* An incident is not closed, nor merged, while a plan runs on it. */
static void
test_close(void **state)
{
	struct room *r = *state;

	begin(r);
	decline_all(r);
	room_do(r, OPEN);
	room_refuse(r, ERR_REFUSED,
	            "{'do':'incident.close','number':'1','words':'完'}");
	assert_non_null(strstr(r->err.text, "预案《mine》仍在运行"));
	room_refuse(r, ERR_REFUSED,
	            "{'do':'incident.merge','number':'1','into':'2',"
	            "'why':'同'}");
	assert_non_null(strstr(r->err.text, "预案《mine》仍在运行"));
	room_do(r, "{'do':'activation.end','activation':'@a','by':'赵',"
	           "'words':'完'}");
	room_do(r, "{'do':'incident.close','number':'1','words':'完'}");
	room_verify(r);
}

static void
test_timeline(void **state)
{
	static const char *const want[] = {
		"启动预案《mine》Ⅲ级响应，决定人 王芳\n依据：赵市长",
		"预案步骤“one”：已办\n内容：到场",
		"预案《mine》调整为Ⅱ级响应，决定人 赵\n理由：多人",
		"终止预案《mine》的响应，决定人 赵\n理由：完",
	};
	struct room *r = *state;
	struct timeline_row *rows;
	size_t n, i;

	begin(r);
	act(r, "s1", STEP_DONE, "到场");
	room_do(r, "{'do':'activation.level','activation':'@a','level':2,"
	           "'by':'赵','why':'多人'}");
	room_do(r, "{'do':'activation.end','activation':'@a','by':'赵',"
	           "'words':'完'}");
	OK(r, timeline_list(r->d, "1", 0, &rows, &n, &r->err));
	assert_int_equal(n, 5);
	for (i = 0; i < 4; i++)
		assert_string_equal(rows[i + 1].text, want[i]);
	timeline_free(rows, n);
}

/* ---- alarms ---- */

/* Those of steps: how many; *out is the first. */
static size_t
step_alarms(struct room *r, struct alarm *out)
{
	struct alarm *rows;
	size_t n, i, found = 0;

	memset(out, 0, sizeof(*out));
	OK(r, alarm_list(r->d, &rows, &n, &r->err));
	for (i = 0; i < n; i++)
		if (!strncmp(rows[i].key, "step:", 5) && found++ == 0) {
			*out = rows[i];
			rows[i].text = NULL;
		}
	alarms_free(rows, n);
	return found;
}

static void
test_alarms(void **state)
{
	struct room *r = *state;
	struct alarm a;

	begin(r);
	room_pass(r, 10 * CIVIL_MINUTE);
	assert_int_equal(step_alarms(r, &a), 0);
	/* Those that are due together are one alarm. */
	room_pass(r, CIVIL_SECOND);
	assert_int_equal(step_alarms(r, &a), 1);
	assert_int_equal(a.priority, ALARM_IMPORTANT);
	assert_int_equal(a.count, 2);
	assert_int_equal(a.threshold, 0);
	assert_int_equal(a.due_ms, ROOM_NOW + 10 * CIVIL_MINUTE);
	assert_false(a.legal);
	assert_string_equal(a.number, "2026-0001");
	assert_string_equal(a.text, "2026-0001 预案步骤：one等2项已逾期，"
	                            "时限 11-23 16:10");
	OK(r, alarm_ack(r->d, a.key, a.threshold, &r->err));
	free(a.text);
	assert_int_equal(step_alarms(r, &a), 1);
	assert_true(a.acked);
	free(a.text);
	act(r, "s1", STEP_DONE, NULL);
	assert_int_equal(step_alarms(r, &a), 1);
	assert_int_equal(a.count, 1);
	assert_true(a.acked);
	assert_string_equal(a.text, "2026-0001 预案步骤：four（值班人员）"
	                            "已逾期，时限 11-23 16:10");
	free(a.text);
	/* An hour past it returns, and another one is due. */
	room_pass(r, CIVIL_HOUR);
	assert_int_equal(step_alarms(r, &a), 2);
	free(a.text);
	act(r, "s2", STEP_NA, "x");
	assert_int_equal(step_alarms(r, &a), 1);
	assert_int_equal(a.threshold, -60);
	assert_false(a.acked);
	free(a.text);
	room_do(r, "{'do':'activation.end','activation':'@a','by':'赵',"
	           "'words':'完'}");
	assert_int_equal(step_alarms(r, &a), 0);
}

/* ---- bodies ---- */

#define GOOD                                                                   \
	"{'plan':1,'version':1,'title':'a','level':1,'levels':[1],'by':'b',"   \
	"'steps':[]}"

static void
test_checks(void **state)
{
	static const struct {
		int (*check)(const json_t *body, struct err *err);
		const char *body, *text; /* NULL: good */
	} rows[] = {
		{ plan_activated_check, GOOD, NULL },
		{ plan_activated_check,
		  "{'plan':1,'version':1,'title':'a','level':2,'levels':[1],"
		  "'by':'b','steps':[]}",
		  "body: /level: none of its levels" },
		{ plan_activated_check,
		  "{'plan':1,'version':1,'title':'a','level':1,'levels':[1],"
		  "'by':'b','steps':[{}]}",
		  "body: /steps/0/id: missing" },
		{ plan_activated_check, "{'plan':0}",
		  "body: /plan: expected a whole number from 1 to "
		  "9223372036854775807" },
		{ activation_level_check,
		  "{'activation':1,'title':'a','level':5,'by':'b','why':'c'}",
		  "body: /level: expected a whole number from 1 to 4" },
		{ activation_level_check,
		  "{'activation':1,'title':'a','level':4,'by':'b'}",
		  "body: /why: missing" },
		{ activation_step_check,
		  "{'activation':1,'title':'a','step':'s','text':'t',"
		  "'state':'na'}",
		  "body: /words: missing" },
		{ activation_step_check,
		  "{'activation':1,'title':'a','step':'s','text':'t',"
		  "'state':'gone'}",
		  "body: /state: expected done, na or open" },
		{ activation_step_check,
		  "{'activation':1,'title':'a','step':'s','text':'t',"
		  "'state':'done'}",
		  NULL },
		{ activation_ended_check, "{'activation':1,'title':'a'}",
		  "body: /by: missing" },
	};
	struct buf text = BUF_INIT;
	struct err err = ERR_INIT;
	const char *p;
	json_t *body;
	int rc;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		buf_clear(&text);
		for (p = rows[i].body; *p; p++)
			buf_byte(&text, *p == '\'' ? '"' : *p);
		body = json_loads(text.s, 0, NULL);
		err_clear(&err);
		rc = rows[i].check(body, &err);
		assert_string_equal(err.text, rows[i].text ? rows[i].text : "");
		assert_int_equal(rc, rows[i].text ? -1 : 0);
		json_decref(body);
	}
	buf_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_start),         ROOM_TEST(test_refused),
		ROOM_TEST(test_level),         ROOM_TEST(test_late),
		ROOM_TEST(test_ended),         ROOM_TEST(test_close),
		ROOM_TEST(test_timeline),      ROOM_TEST(test_alarms),
		cmocka_unit_test(test_checks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
