#include "room.h"

#include "desk/plan.h"

/* A document of these paragraphs, "#" before a heading. */
static void
doc_make(struct doc *doc, const char *title, const char *const *paras)
{
	struct err err = ERR_INIT;

	doc_init(doc);
	if (title)
		doc_set_title(doc, title, strlen(title));
	for (; *paras; paras++) {
		const char *s = *paras + (**paras == '#');

		assert_int_equal(
			doc_add(doc, **paras == '#', s, strlen(s), &err), 0);
	}
}

static const char *const mine[] = { "#一、总则", "为防范煤矿事故制定本预案。",
	                            "#二、响应", "发生透水，立即撤人。", NULL };
static const char *const mine2[] = { "#一、总则", "为防范矿山事故修订本预案。",
	                             NULL };

#define FRONT                                                                  \
	"{\"category\":\"special\",\"issued\":\"2024-03-01\","                 \
	"\"drill_months\":12,\"kinds\":[\"accident.coal\"],"                   \
	"\"levels\":[{\"level\":3,\"title\":\"Ⅲ级\",\"when\":"              \
	"{\"fact\":\"trapped\",\"at_least\":3}}],"                             \
	"\"steps\":[{\"id\":\"s1\",\"levels\":[3],\"text\":\"通知\","        \
	"\"minutes\":10}]}"

/* Save; the id, and in r->res.seq the entry (0: none). */
static int64_t
save(struct room *r, const char *title, const char *front,
     const char *const *paras)
{
	struct plan_new p = { .category = -1, .source = "mine.md" };
	struct doc doc;
	int64_t id;

	doc_make(&doc, title, paras);
	if (front)
		doc.front = strdup(front);
	p.doc = &doc;
	OK(r, plan_save(r->d, &p, &id, &r->res.seq, &r->err));
	doc_release(&doc);
	return id;
}

static int64_t
date(const char *s)
{
	struct err err = ERR_INIT;
	int64_t ms;

	assert_int_equal(civil_parse_date(s, &ms, &err), 0);
	return ms;
}

/* ---- versions ---- */

static void
test_versions(void **state)
{
	struct room *r = *state;
	struct plan_para *paras;
	int64_t id, head;
	struct plan p;
	size_t n;

	id = save(r, "煤矿预案", FRONT, mine);
	assert_int_equal(id, r->res.seq);
	head = room_head(r);
	assert_int_equal(save(r, "煤矿预案", FRONT, mine), id);
	assert_int_equal(r->res.seq, 0);
	/* Without a FRONT it has the one in force: nothing is new, either. */
	assert_int_equal(save(r, "煤矿预案", NULL, mine), id);
	assert_int_equal(room_head(r), head);
	OK(r, plan_get(r->d, id, &p, &r->err));
	assert_string_equal(p.title, "煤矿预案");
	assert_string_equal(p.source, "mine.md");
	assert_int_equal(p.category, PLAN_SPECIAL);
	assert_int_equal(p.version, 1);
	assert_int_equal(p.paras, 4);
	assert_int_equal(p.steps, 1);
	assert_int_equal(p.issued_ms, date("2024-03-01"));
	assert_int_equal(p.revise_ms, date("2027-03-01"));
	assert_int_equal(p.drill_due_ms, date("2025-03-01"));
	plan_release(&p);

	assert_int_equal(save(r, "煤矿预案", NULL, mine2), id);
	OK(r, plan_get(r->d, id, &p, &r->err));
	assert_int_equal(p.version, 2);
	assert_int_equal(p.version_seq, r->res.seq);
	assert_int_equal(p.paras, 2);
	assert_int_equal(p.steps, 1);
	assert_int_equal(p.category, PLAN_SPECIAL);
	assert_int_equal(p.revise_ms, date("2027-03-01"));
	plan_release(&p);
	OK(r, plan_paras(r->d, id, 1, &paras, &n, &r->err));
	assert_int_equal(n, 4);
	assert_int_equal(paras[2].n, 3);
	assert_int_equal(paras[2].level, 1);
	assert_string_equal(paras[2].text, "二、响应");
	plan_paras_free(paras, n);
	OK(r, plan_paras(r->d, id, 0, &paras, &n, &r->err));
	assert_int_equal(n, 2);
	plan_paras_free(paras, n);
	REFUSED(r, ERR_NOT_FOUND, plan_paras(r->d, id, 3, &paras, &n, &r->err));
	REFUSED(r, ERR_NOT_FOUND,
	        plan_paras(r->d, id + 1, 0, &paras, &n, &r->err));
	room_verify(r);
}

static void
test_names(void **state)
{
	struct room *r = *state;
	struct plan_new p = { .category = PLAN_SITE, .source = "高坝.docx" };
	int64_t a, b, id;
	struct plan got;
	struct doc doc;

	a = save(r, "甲预案", NULL, mine);
	b = save(r, "乙预案", NULL, mine);
	assert_true(a != b);
	doc_make(&doc, NULL, mine);
	p.doc = &doc;
	OK(r, plan_save(r->d, &p, &id, NULL, &r->err));
	OK(r, plan_get(r->d, id, &got, &r->err));
	assert_string_equal(got.title, "高坝");
	assert_int_equal(got.category, PLAN_SITE);
	assert_int_equal(got.revise_ms, 0);
	assert_int_equal(got.drill_due_ms, 0);
	plan_release(&got);
	p.id = a;
	p.title = "乙预案";
	REFUSED(r, ERR_REFUSED, plan_save(r->d, &p, &id, NULL, &r->err));
	p.title = "丙预案";
	OK(r, plan_save(r->d, &p, &id, NULL, &r->err));
	assert_int_equal(id, a);
	REFUSED(r, ERR_NOT_FOUND, plan_named(r->d, "甲预案", 0, &id, &r->err));
	OK(r, plan_named(r->d, "丙预案", 0, &id, &r->err));
	assert_int_equal(id, a);
	OK(r, plan_named(r->d, NULL, b, &id, &r->err));
	assert_int_equal(id, b);
	p.id = 0;
	p.title = p.source = NULL;
	REFUSED(r, ERR_INPUT, plan_save(r->d, &p, &id, NULL, &r->err));
	doc_release(&doc);
	room_verify(r);
}

/* Longer than the journal takes: refused, and nothing is there. */
static void
test_too_long(void **state)
{
	struct room *r = *state;
	struct plan_new p = { .category = -1, .title = "长" };
	int64_t head = room_head(r), id;
	char para[DOC_PARA_MAX + 1];
	struct doc doc;
	int i;

	memset(para, 'a', DOC_PARA_MAX);
	para[DOC_PARA_MAX] = '\0';
	doc_init(&doc);
	for (i = 0; i < PLAN_BYTES_MAX / DOC_PARA_MAX - 1; i++)
		OK(r, doc_add(&doc, 0, para, DOC_PARA_MAX, &r->err));
	p.doc = &doc;
	OK(r, plan_save(r->d, &p, &id, NULL, &r->err));
	head = room_head(r);
	OK(r, doc_add(&doc, 0, para, DOC_PARA_MAX, &r->err));
	REFUSED(r, ERR_INPUT, plan_save(r->d, &p, &id, NULL, &r->err));
	assert_int_equal(room_head(r), head);
	doc_release(&doc);
}

/* ---- front, drills, withdrawal ---- */

static void
test_front(void **state)
{
	struct room *r = *state;
	struct plan_front f;
	struct plan_hit *hits;
	int64_t id, other, seq;
	struct plan p;
	size_t n;

	id = save(r, "煤矿预案", NULL, mine);
	other = save(r, "总体预案", "{\"category\":\"department\"}", mine);
	OK(r, plan_front(r->d, id, &f, &r->err));
	assert_int_equal(f.levels_count + f.steps_count + f.kinds_count, 0);
	assert_int_equal(f.category, -1);
	plan_front_release(&f);
	OK(r, plan_find(r->d, "透水", 9, &hits, &n, &r->err));
	assert_int_equal(n, 2);
	assert_int_equal(hits[0].plan, other);
	plan_hits_free(hits, n);
	OK(r, plan_set_front(r->d, id, 0, FRONT, &seq, &r->err));
	assert_true(seq > 0);
	OK(r, plan_set_front(r->d, id, 0, FRONT, &seq, &r->err));
	assert_int_equal(seq, 0);
	/* Its category changed, and with it the order of the hits. */
	OK(r, plan_find(r->d, "透水", 9, &hits, &n, &r->err));
	assert_int_equal(n, 2);
	assert_int_equal(hits[0].plan, id);
	assert_int_equal(hits[0].para, 4);
	assert_string_equal(hits[0].chapter, "二、响应");
	plan_hits_free(hits, n);
	OK(r, plan_get(r->d, id, &p, &r->err));
	assert_int_equal(p.version, 1);
	assert_int_equal(p.steps, 1);
	assert_int_equal(p.issued_ms, date("2024-03-01"));
	plan_release(&p);
	OK(r, plan_front(r->d, id, &f, &r->err));
	assert_int_equal(f.steps_count, 1);
	assert_string_equal(f.steps[0].id, "s1");
	plan_front_release(&f);
	REFUSED(r, ERR_REFUSED,
	        plan_set_front(r->d, id, 0, "{\"title\":\"总体预案\"}", &seq,
	                       &r->err));
	REFUSED(r, ERR_INPUT,
	        plan_set_front(r->d, id, 0, "{\"levels\":[{\"level\":5}]}",
	                       &seq, &r->err));
	OK(r, plan_set_front(r->d, id, 0, "{\"title\":\"煤矿专项\"}", &seq,
	                     &r->err));
	OK(r, plan_get(r->d, id, &p, &r->err));
	assert_string_equal(p.title, "煤矿专项");
	assert_int_equal(p.category, PLAN_SPECIAL);
	assert_int_equal(p.revise_ms, date("2027-03-01"));
	plan_release(&p);
	room_verify(r);
}

/* Who saves over a front that changed since is told whose it is. */
static void
test_front_conflict(void **state)
{
	struct room *r = *state;
	int64_t id, seq, base;
	struct plan p;

	id = save(r, "煤矿预案", NULL, mine);
	OK(r, plan_set_front(r->d, id, id, FRONT, &seq, &r->err));
	REFUSED(r, ERR_CONFLICT,
	        plan_set_front(r->d, id, id, "{}", NULL, &r->err));
	assert_non_null(strstr(r->err.text, "wangfang"));
	/* What is there already is no conflict. */
	OK(r, plan_set_front(r->d, id, id, FRONT, &base, &r->err));
	assert_int_equal(base, 0);
	OK(r, plan_set_front(r->d, id, seq, "{}", &base, &r->err));
	OK(r, plan_set_front(r->d, id, 0, FRONT, &seq, &r->err));
	assert_true(seq > base && base > 0);
	OK(r, plan_get(r->d, id, &p, &r->err));
	assert_int_equal(p.front_seq, seq);
	plan_release(&p);
	/* A new text alone leaves it as it was. */
	OK(r,
	   plan_set_front(r->d, id, 0, "{\"drill_months\":6}", &seq, &r->err));
	save(r, "煤矿预案", NULL, mine2);
	OK(r, plan_get(r->d, id, &p, &r->err));
	assert_int_equal(p.version, 2);
	assert_int_equal(p.front_seq, seq);
	plan_release(&p);
	room_verify(r);
}

static void
test_due(void **state)
{
	struct room *r = *state;
	struct plan *rows;
	int64_t a, b;
	size_t n;

	/* Now it is 2026-11-23 16:00. */
	a = save(r, "甲", "{\"issued\":\"2023-11-23\"}", mine);
	b = save(r, "乙",
	         "{\"issued\":\"2025-11-23\",\"drill_months\":12,"
	         "\"category\":\"overall\"}",
	         mine);
	save(r, "丙", NULL, mine);
	OK(r, plan_list(r->d, false, &rows, &n, &r->err));
	assert_int_equal(n, 3);
	assert_int_equal(rows[0].id, b);
	plans_free(rows, n);
	OK(r, plan_list(r->d, true, &rows, &n, &r->err));
	assert_int_equal(n, 0);
	plans_free(rows, n);
	room_pass(r, 8 * CIVIL_HOUR - 1);
	OK(r, plan_list(r->d, true, &rows, &n, &r->err));
	assert_int_equal(n, 0);
	plans_free(rows, n);
	room_pass(r, 1);
	OK(r, plan_list(r->d, true, &rows, &n, &r->err));
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].id, b);
	assert_int_equal(rows[1].id, a);
	plans_free(rows, n);
	REFUSED(r, ERR_INPUT, plan_drilled(r->d, b, 0, "", NULL, &r->err));
	REFUSED(r, ERR_INPUT,
	        plan_drilled(r->d, b, desk_now(r->d) + CIVIL_HOUR, "早了", NULL,
	                     &r->err));
	OK(r, plan_drilled(r->d, b, desk_now(r->d) - CIVIL_DAY, "桌面推演",
	                   NULL, &r->err));
	OK(r, plan_list(r->d, true, &rows, &n, &r->err));
	assert_int_equal(n, 1);
	assert_int_equal(rows[0].id, a);
	plans_free(rows, n);
	/* An older drill, recorded later, does not count back. */
	OK(r, plan_drilled(r->d, b, ROOM_NOW - 400 * CIVIL_DAY, "补记", NULL,
	                   &r->err));
	OK(r, plan_list(r->d, true, &rows, &n, &r->err));
	assert_int_equal(n, 1);
	plans_free(rows, n);
	room_verify(r);
}

static void
test_removed(void **state)
{
	struct room *r = *state;
	struct plan_para *paras;
	struct plan_hit *hits;
	struct plan *rows;
	int64_t id, next;
	size_t n;

	id = save(r, "煤矿预案", "{\"issued\":\"2000-01-01\"}", mine);
	REFUSED(r, ERR_INPUT, plan_remove(r->d, id, "", NULL, &r->err));
	OK(r, plan_remove(r->d, id, "已有新预案", NULL, &r->err));
	REFUSED(r, ERR_REFUSED, plan_remove(r->d, id, "再", NULL, &r->err));
	REFUSED(r, ERR_REFUSED,
	        plan_drilled(r->d, id, 0, "演练", NULL, &r->err));
	REFUSED(r, ERR_REFUSED,
	        plan_set_front(r->d, id, 0, "{}", NULL, &r->err));
	OK(r, plan_find(r->d, "透水", 9, &hits, &n, &r->err));
	assert_int_equal(n, 0);
	OK(r, plan_paras(r->d, id, 0, &paras, &n, &r->err));
	assert_int_equal(n, 4);
	plan_paras_free(paras, n);
	next = save(r, "煤矿预案", NULL, mine);
	assert_true(next != id);
	OK(r, plan_list(r->d, false, &rows, &n, &r->err));
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].id, next);
	assert_true(rows[1].removed);
	plans_free(rows, n);
	OK(r, plan_list(r->d, true, &rows, &n, &r->err));
	assert_int_equal(n, 0);
	plans_free(rows, n);
	room_verify(r);
}

/* ---- what an incident asks for ---- */

#define LEVELS(n)                                                              \
	"{\"kinds\":[\"accident\"],\"levels\":["                               \
	"{\"level\":2,\"when\":{\"fact\":\"deaths\",\"at_least\":3}},"         \
	"{\"level\":3,\"when\":{\"fact\":\"trapped\",\"at_least\":" n "}},"    \
	"{\"level\":1}]}"

static void
test_propose(void **state)
{
	struct room *r = *state;
	struct proposal *rows;
	int64_t many, few, flood;
	size_t n;

	many = save(r, "很多", LEVELS("30"), mine);
	few = save(r, "少数", LEVELS("3"), mine);
	flood = save(r, "防汛",
	             "{\"kinds\":[\"disaster.flood\"],\"levels\":[{"
	             "\"level\":1,\"when\":true}]}",
	             mine);
	save(r, "无类别", "{\"levels\":[{\"level\":1,\"when\":true}]}", mine);
	room_do(r, "{'do':'incident.open','kind':'accident.coal',"
	           "'place':'一号井','facts':{'trapped':22}}");
	OK(r, plan_propose(r->d, "2026-0001", &rows, &n, &r->err));
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].plan, few);
	assert_string_equal(rows[0].title, "少数");
	assert_int_equal(rows[0].level, 3);
	assert_false(rows[0].maybe);
	assert_string_equal(rows[0].because, "被困 22人 ≥ 3人");
	assert_int_equal(rows[1].plan, many);
	assert_int_equal(rows[1].level, 2);
	assert_true(rows[1].maybe);
	assert_string_equal(rows[1].because, "不明：死亡");
	proposals_free(rows, n);
	room_do(r, "{'do':'incident.facts','number':'1',"
	           "'facts':{'deaths':3}}");
	OK(r, plan_propose(r->d, "2026-0001", &rows, &n, &r->err));
	assert_int_equal(rows[0].level, 2);
	assert_int_equal(rows[1].level, 2);
	assert_false(rows[1].maybe);
	proposals_free(rows, n);
	room_do(r, "{'do':'incident.facts','number':'1',"
	           "'facts':{'deaths':2,'trapped':0}}");
	OK(r, plan_propose(r->d, "2026-0001", &rows, &n, &r->err));
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].level, 0);
	assert_false(rows[0].maybe);
	assert_string_equal(rows[0].because, "被困 0人 < 3人");
	proposals_free(rows, n);
	room_do(r, "{'do':'incident.open','kind':'disaster.flood',"
	           "'place':'高坝'}");
	OK(r, plan_propose(r->d, "2026-0002", &rows, &n, &r->err));
	assert_int_equal(n, 1);
	assert_int_equal(rows[0].plan, flood);
	assert_int_equal(rows[0].level, 1);
	assert_string_equal(rows[0].because, "");
	proposals_free(rows, n);
	OK(r, plan_remove(r->d, flood, "废止", NULL, &r->err));
	OK(r, plan_propose(r->d, "2026-0002", &rows, &n, &r->err));
	assert_int_equal(n, 0);
	proposals_free(rows, n);
	REFUSED(r, ERR_NOT_FOUND,
	        plan_propose(r->d, "2026-0009", &rows, &n, &r->err));
}

/* ---- withheld ---- */

static void
test_entries_are_checked(void **state)
{
	static const struct {
		const char *body, *text;
	} bad[] = {
		{ "{\"category\":\"site\",\"paras\":[]}", "/title: missing" },
		{ "{\"title\":\"甲\",\"paras\":[]}", "/category: missing" },
		{ "{\"title\":\"甲\",\"category\":\"no\",\"paras\":[]}",
		  "/category: no such category" },
		{ "{\"title\":\"甲\",\"category\":\"site\"}",
		  "/paras: missing" },
		{ "{\"title\":\"甲\",\"category\":\"site\",\"paras\":[[10,"
		  "\"a\"]]}",
		  "/paras/0: expected" },
		{ "{\"title\":\"甲\",\"category\":\"site\",\"paras\":[[0,\"a\"]"
		  ","
		  "[0,\"\"]]}",
		  "/paras/1: expected" },
		{ "{\"title\":\"甲\",\"category\":\"site\",\"paras\":[],"
		  "\"issued\":\"2024-13-01\"}",
		  "/issued: " },
		{ "{\"title\":\"甲\",\"category\":\"site\",\"paras\":[],"
		  "\"front\":{\"steps\":[{}]}}",
		  "body: /front/steps/0/id: missing" },
	};
	struct err err = ERR_INIT;
	json_t *body;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		body = json_loads(bad[i].body, 0, NULL);
		err_clear(&err);
		assert_int_equal(plan_saved_check(body, &err), -1);
		if (!strstr(err.text, bad[i].text))
			fail_msg("%s: %s", bad[i].body, err.text);
		json_decref(body);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_versions),
		ROOM_TEST(test_names),
		ROOM_TEST(test_too_long),
		ROOM_TEST(test_front),
		ROOM_TEST(test_front_conflict),
		ROOM_TEST(test_due),
		ROOM_TEST(test_removed),
		ROOM_TEST(test_propose),
		cmocka_unit_test(test_entries_are_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
