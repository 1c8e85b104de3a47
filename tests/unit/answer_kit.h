/* One warning of each sort, and plans for it, on a desk of the test. */
#ifndef UNIT_ANSWER_KIT_H
#define UNIT_ANSWER_KIT_H

#include "warning_kit.h"

#include "desk/warning_answer.h"

static const struct feed_format answer_format = { "nmc", "nmc", true, NULL,
	                                          false };

#define RAIN_HEAD "孝义市气象台发布暴雨红色预警信号"
#define RAIN_TEXT "预计未来3小时孝义市降雨量将达100毫米以上。"

/* A red rainstorm of this county; its id. */
static inline int64_t
answer_rain(struct room *r)
{
	struct feed nmc = kit_feed("nmc", &answer_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	int64_t before = room_head(r);

	POLL(r, &nmc, &m,
	     { .id = "rain",
	       .condition = "141181/rainstorm",
	       .adcode = "141181",
	       .level = 1,
	       .headline = RAIN_HEAD,
	       .sender = "孝义市气象台",
	       .text = RAIN_TEXT,
	       .areas = "孝义市" });
	warning_misses_release(&m);
	return before + 1;
}

/* n blue ones besides. */
static inline void
answer_many(struct room *r, int n)
{
	struct feed nmc = kit_feed("nmc", &answer_format);
	struct warning_misses m = WARNING_MISSES_INIT;
	struct warning_polled polled;
	struct feed_answer a;
	char id[32], head[96];

	feed_answer_init(&a);
	for (int i = 0; i < n; i++) {
		snprintf(id, sizeof(id), "gale%d", i);
		snprintf(head, sizeof(head), "孝义市大风蓝色预警第%05d号", i);
		kit_row(&a, &(struct row){ .id = id,
		                           .adcode = "141181",
		                           .level = 4,
		                           .sent_s = i,
		                           .headline = head,
		                           .kind = "大风" });
	}
	OK(r, warning_poll(r->d, &nmc, &a, PAYLOAD, &m, &polled, &r->err));
	assert_int_equal(polled.added, n);
	feed_answer_release(&a);
	warning_misses_release(&m);
}

/* levels 2 and 3, one step each; its id. */
static inline int64_t
answer_plan(struct room *r)
{
	int64_t id;

	room_do(r, "{'do':'plan.save','title':'气象灾害预案','front':{"
	           "'kinds':['disaster'],'levels':[{'level':2},{'level':3,"
	           "'when':{'fact':'deaths','at_least':3}}],'steps':["
	           "{'id':'s1','levels':[2,3],'minutes':30,'text':'巡查危房'}]"
	           "},'paras':['立即转移。']}");
	OK(r, plan_named(r->d, "气象灾害预案", 0, &id, &r->err));
	return id;
}

static inline struct warning
answer_get(struct room *r, int64_t id)
{
	struct warning w;

	OK(r, warning_get(r->d, id, &w, &r->err));
	return w;
}

/* It is handled so, with that note. */
static inline void
answer_is(struct room *r, int64_t id, enum warning_act act, const char *note)
{
	struct warning w = answer_get(r, id);

	assert_int_equal(w.act, act);
	assert_string_equal(w.act_note, note);
	warning_release(&w);
}

#endif
