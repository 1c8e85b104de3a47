#include "room.h"

#include "desk/brief_text.h"
#include "desk/incident.h"
#include "desk/report.h"

static void
open_one(struct room *r)
{
	room_do(r, "{'do':'incident.open','kind':'accident.coal',"
	           "'place':'兑镇镇','unit':'水峪煤矿','words':'井下透水',"
	           "'occurred':'2026-11-23T15:00:00+08:00',"
	           "'facts':{'trapped':3}}");
}

/* The next brief of the incident; the caller frees. */
static char *
compose(struct room *r, enum brief_kind *kind, int *n)
{
	struct buf text = BUF_INIT;

	OK(r, brief_compose(r->d, "2026-0001", &text, kind, n, &r->err));
	return buf_take(&text);
}

static void
has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no '%s' in:\n%s", part, text);
}

static void
has_not(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("'%s' in:\n%s", part, text);
}

static void
freeze(struct room *r, enum brief_kind kind, const char *text)
{
	OK(r, brief_freeze(r->d, "2026-0001", kind, text, NULL, &r->err));
}

/* ---- text ---- */

/* What is not known says so; nothing unknown is given as none. */
static void
test_first(void **state)
{
	struct room *r = *state;
	enum brief_kind kind;
	char *text;
	int n;

	open_one(r);
	text = compose(r, &kind, &n);
	assert_int_equal(kind, BRIEF_FIRST);
	assert_int_equal(n, 0);
	has(text, "【演练】");
	has(text, "孝义市应急管理局值班信息（首报）");
	has(text, "接报时间：2026年11月23日16时00分");
	has(text, "发生时间：2026年11月23日15时00分");
	has(text, "事发单位：水峪煤矿");
	has(text, "发生地点：兑镇镇");
	has(text, "简要经过和现场情况：井下透水");
	has(text, "初判等级：较大涉险事故");
	has(text, "死亡 待核，下落不明 待核，被困 3人");
	has(text, "初步估计直接经济损失：待核");
	has(text, "已采取的措施：待核");
	has(text, "报告单位：孝义市应急管理局");
	has(text, "报告时间：2026年11月23日16时00分");
	has_not(text, "0人");
	free(text);
}

/* The spoken code anchors the journal as it was when the text was made. */
static void
test_code_of_the_head(void **state)
{
	struct room *r = *state;
	unsigned char head[HASH_LEN];
	char spoken[SPOKEN_TEXT], line[64], *text;
	enum brief_kind kind;
	int64_t seq;
	int n;

	open_one(r);
	text = compose(r, &kind, &n);
	seq = journal_head(desk_journal(r->d), head);
	snprintf(line, sizeof(line), "校验码：%lld %s\n", (long long)seq,
	         spoken_code(spoken, head));
	has(text, line);
	free(text);
}

static void
test_follow(void **state)
{
	struct room *r = *state;
	struct report_new rep = { .to = "city.emergency",
		                  .via = VIA_PHONE,
		                  .taker = "市局李四" };
	enum brief_kind kind;
	char *text;
	int n;

	open_one(r);
	OK(r, report_make(r->d, "2026-0001", &rep, NULL, &r->err));
	text = compose(r, &kind, &n);
	has(text, "16时00分 电话报告市应急管理局，接报人 市局李四");
	freeze(r, kind, text);
	free(text);
	room_pass(r, CIVIL_HOUR);
	room_do(r, "{'do':'incident.facts','number':'1',"
	           "'facts':{'deaths':1,'trapped':2}}");
	text = compose(r, &kind, &n);
	assert_int_equal(kind, BRIEF_FOLLOW);
	assert_int_equal(n, 1);
	has(text, "（续报一）");
	has(text, "死亡 待核 → 1人\n被困 3人 → 2人\n");
	/* It does not repeat the beginning, nor reports that were told. */
	has_not(text, "接报时间");
	has_not(text, "发生地点");
	has_not(text, "市局李四");
	freeze(r, kind, text);
	free(text);
	text = compose(r, &kind, &n);
	assert_int_equal(n, 2);
	has(text, "（续报二）");
	has(text, "较上一报的变化：无");
	free(text);
	room_verify(r);
}

static void
test_final(void **state)
{
	struct room *r = *state;
	struct incident_event e = { .what = EVENT_HANDLING_ENDED,
		                    .at_ms = ROOM_NOW };
	enum brief_kind kind;
	char *text;
	int n;

	open_one(r);
	REFUSED(r, ERR_REFUSED,
	        brief_freeze(r->d, "2026-0001", BRIEF_FOLLOW, "续报", NULL,
	                     &r->err));
	freeze(r, BRIEF_FIRST, "首报正文");
	REFUSED(r, ERR_REFUSED,
	        brief_freeze(r->d, "2026-0001", BRIEF_FIRST, "又一个", NULL,
	                     &r->err));
	REFUSED(r, ERR_REFUSED,
	        brief_freeze(r->d, "2026-0001", BRIEF_FINAL, "终报", NULL,
	                     &r->err));
	REFUSED(r, ERR_REFUSED,
	        brief_freeze(r->d, "2026-0001", BRIEF_FOLLOW, "", NULL,
	                     &r->err));
	OK(r, incident_note(r->d, "2026-0001", &e, NULL, &r->err));
	text = compose(r, &kind, &n);
	assert_int_equal(kind, BRIEF_FINAL);
	has(text, "（终报）");
	has(text, "处置结束时间：2026年11月23日16时00分");
	freeze(r, kind, text);
	free(text);
	room_verify(r);
}

/* A frozen version is what was sent, whatever is learned later. */
static void
test_frozen(void **state)
{
	struct room *r = *state;
	struct brief *rows;
	size_t n;

	open_one(r);
	freeze(r, BRIEF_FIRST, "改过的首报正文");
	room_do(r, "{'do':'incident.facts','number':'1',"
	           "'facts':{'deaths':3}}");
	freeze(r, BRIEF_FOLLOW, "续报正文");
	OK(r, brief_list(r->d, "2026-0001", &rows, &n, &r->err));
	assert_int_equal(n, 2);
	assert_string_equal(rows[0].text, "改过的首报正文");
	assert_int_equal(rows[0].kind, BRIEF_FIRST);
	assert_int_equal(rows[0].facts.v[FACT_TRAPPED], 3);
	assert_int_equal(rows[0].facts.v[FACT_DEATHS], FACT_UNKNOWN);
	assert_int_equal(rows[0].class, CLASS_DANGER);
	assert_string_equal(rows[0].officer, "wangfang");
	assert_int_equal(rows[1].n, 1);
	assert_int_equal(rows[1].class, CLASS_LARGE);
	briefs_free(rows, n);
	room_verify(r);
}

/* ---- pure parts ---- */

static void
test_names(void **state)
{
	static const struct {
		enum brief_kind kind;
		int n;
		const char *name;
	} cases[] = {
		{ BRIEF_FIRST, 0, "首报" },
		{ BRIEF_FINAL, 0, "终报" },
		{ BRIEF_FOLLOW, 1, "续报一" },
		{ BRIEF_FOLLOW, 9, "续报九" },
		{ BRIEF_FOLLOW, 10, "续报十" },
		{ BRIEF_FOLLOW, 11, "续报十一" },
		{ BRIEF_FOLLOW, 20, "续报二十" },
		{ BRIEF_FOLLOW, 99, "续报九十九" },
		{ BRIEF_FOLLOW, 100, "续报100" },
	};
	struct buf out = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_clear(&out);
		brief_name(&out, cases[i].kind, cases[i].n);
		assert_string_equal(out.s, cases[i].name);
	}
	buf_release(&out);
}

static void
test_difference(void **state)
{
	struct brief before = { 0 }, after = { 0 };
	struct buf out = BUF_INIT;

	(void)state;
	facts_init(&before.facts);
	facts_init(&after.facts);
	brief_difference(&out, &before, &after);
	assert_string_equal(out.s, "");
	before.facts.v[FACT_DEATHS] = 0;
	after.facts.v[FACT_DEATHS] = FACT_UNKNOWN;
	after.facts.v[FACT_MISSING] = 0;
	brief_difference(&out, &before, &after);
	assert_string_equal(out.s, "死亡 0人 → 待核\n下落不明 待核 → 0人\n");
	buf_release(&out);
}

/* A real desk's paper does not say drill; unknown fields say 待核. */
static void
test_bare(void **state)
{
	struct incident in = { .number = "2026-0001",
		               .kind = "disaster.flood",
		               .title = (char *)"洪涝",
		               .place = (char *)"",
		               .unit = (char *)"",
		               .words = (char *)"",
		               .from = (char *)"",
		               .phone = (char *)"",
		               .told = (char *)"",
		               .occurred_ms = JOURNAL_NO_TIME,
		               .received_ms = ROOM_NOW };
	struct brief_source s = { .desk_name = "某局",
		                  .now = ROOM_NOW,
		                  .incident = &in,
		                  .occurred_source = "来电人",
		                  .spoken = "AAAA-BBBB-CCCC-DDDD" };
	struct buf out = BUF_INIT, again = BUF_INIT;

	(void)state;
	facts_init(&in.facts);
	brief_write(&out, &s);
	has_not(out.s, "演练");
	has(out.s, "发生时间：待核\n");
	has(out.s, "发生地点：待核\n");
	has(out.s, "信息来源：待核\n");
	brief_write(&again, &s);
	assert_string_equal(out.s, again.s);
	buf_release(&out);
	buf_release(&again);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_first),
		ROOM_TEST(test_code_of_the_head),
		ROOM_TEST(test_follow),
		ROOM_TEST(test_final),
		ROOM_TEST(test_frozen),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_difference),
		cmocka_unit_test(test_bare),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
