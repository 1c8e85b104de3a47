#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "screens/intake.h"

#define SAID_INCIDENTS 200 /* earlier incidents that places come from */
#define SAID_OFFERS 8
#define CALLER_SOURCE "来电人" /* stored */

static void complete_place(void *arg, const struct form_field *field,
                           const char *text, struct form_list *out);
static void complete_source(void *arg, const struct form_field *field,
                            const char *text, struct form_list *out);

static const struct form_field call_fields[] = {
	{ .key = "caller",
	  .label = N_("来电人"),
	  .width = 18,
	  .max_chars = 60,
	  .hint = N_("姓名、职务；匿名就写匿名") },
	{ .key = "phone",
	  .label = N_("电话"),
	  .flags = FORM_BESIDE,
	  .width = 15,
	  .max_chars = 40 },
	{ .key = "received",
	  .label = N_("接报"),
	  .kind = FORM_TIME,
	  .flags = FORM_BESIDE,
	  .width = 19,
	  .max_chars = 40,
	  .hint = N_("本席接到电话的时间；14:05、-5（五分钟前）") },
	{ .key = "words",
	  .label = N_("讲述"),
	  .kind = FORM_LINES,
	  .rows = 2,
	  .max_chars = INCIDENT_WORDS_MAX,
	  .hint = N_("来电人的原话；^J 换行") },
	{ .key = "kind",
	  .label = N_("类别"),
	  .kind = FORM_CHOICE,
	  .flags = FORM_REQUIRED,
	  .width = 18,
	  .max_chars = 20,
	  .hint = N_("输入几个字即可找到：瓦斯、车祸、山火……") },
	{ .key = "place",
	  .label = N_("地点"),
	  .flags = FORM_BESIDE,
	  .max_chars = INCIDENT_PLACE_MAX,
	  .complete = complete_place },
	{ .key = "unit",
	  .label = N_("单位"),
	  .width = 22,
	  .max_chars = 120,
	  .complete = intake_unit_complete,
	  .hint = N_("事故单位全称；汉字或拼音首字母找通讯录，↓ 选用") },
	{ .key = "occurred",
	  .label = N_("发生"),
	  .kind = FORM_TIME,
	  .flags = FORM_BESIDE,
	  .width = 19,
	  .max_chars = 40,
	  .hint = N_("何时发生：14:05、9-1 "
	             "14:05、-15（十五分钟前）；不知道就空着") },
	{ .key = "occurred_source",
	  .label = N_("来源"),
	  .flags = FORM_BESIDE,
	  .max_chars = SOURCE_MAX,
	  .complete = complete_source,
	  .hint = N_("发生时间是谁说的；空着即来电人") },
	{ .key = NULL },
};

static const struct form_field told_fields[] = {
	{ .key = "told",
	  .label = N_("已通知"),
	  .width = 26,
	  .max_chars = 500,
	  .hint = N_("来电人已经报告了谁、何时") },
	{ .key = "head_told",
	  .label = N_("负责人知悉"),
	  .kind = FORM_TIME,
	  .flags = FORM_BESIDE,
	  .width = 19,
	  .max_chars = 40,
	  .hint = N_("单位负责人接到报告的时间：单位一小时内上报从这时起算") },
	{ .key = "save",
	  .label = N_("保存"),
	  .kind = FORM_SAVE,
	  .flags = FORM_BESIDE,
	  .hint = N_("回车保存为事件；Tab 去填其余事实") },
	{ .key = NULL },
};

/* Pinyin initials, for a hand whose input method is off. */
static const struct {
	const char *kind, *initials;
} kind_initials[] = {
	{ "accident.coal", "mk" },
	{ "accident.mine", "fmks ks" },
	{ "accident.chemical", "wh whp" },
	{ "accident.construction", "jz jzsg" },
	{ "accident.road", "dl jt" },
	{ "accident.fire", "hz" },
	{ "accident.industry", "gm" },
	{ "accident.gas", "rq" },
	{ "accident.equipment", "tz" },
	{ "accident.power", "dlaq" },
	{ "accident.rail", "tl" },
	{ "accident.other", "qt" },
	{ "disaster.weather", "qx" },
	{ "disaster.flood", "hl" },
	{ "disaster.geology", "dz dzzh" },
	{ "disaster.earthquake", "dzhen" },
	{ "disaster.forest_fire", "sl slhz" },
	{ "environment", "hj" },
	{ "health", "ws gw" },
	{ "nearmiss", "ws wsui" },
};

static char *
kind_match(const struct kind_info *k)
{
	struct buf words = BUF_INIT;

	buf_str(&words, k->words);
	for (size_t i = 0; i < sizeof(kind_initials) / sizeof(*kind_initials);
	     i++)
		if (strcmp(kind_initials[i].kind, k->code) == 0)
			buf_fmt(&words, " %s", kind_initials[i].initials);
	return buf_take(&words);
}

/* ---- what was said before ---- */

static void
said_add(struct said *s, const char *text)
{
	if (!text || !*text)
		return;
	for (size_t i = 0; i < s->count; i++)
		if (strcmp(s->texts[i], text) == 0)
			return;
	s->texts = mem_grow(s->texts, s->count, &s->cap, sizeof(*s->texts));
	s->texts[s->count++] = mem_str(text);
}

static void
said_release(struct said *s)
{
	for (size_t i = 0; i < s->count; i++)
		free(s->texts[i]);
	free(s->texts);
	memset(s, 0, sizeof(*s));
}

void
said_offer(const struct said *s, const char *text, struct form_list *out)
{
	size_t offered = 0;

	for (size_t i = 0; i < s->count && offered < SAID_OFFERS; i++)
		if (strstr(s->texts[i], text)) {
			form_offer(out, s->texts[i]);
			offered++;
		}
}

static void
complete_place(void *arg, const struct form_field *field, const char *text,
               struct form_list *out)
{
	(void)field;
	said_offer(&((const struct intake *)arg)->places, text, out);
}

static void
complete_source(void *arg, const struct form_field *field, const char *text,
                struct form_list *out)
{
	static const char *const sources[] = {
		CALLER_SOURCE, "单位报告",                    /* stored */
		"110",         "119",      "120", "现场人员", /* stored */
	};

	(void)arg;
	(void)field;
	for (size_t i = 0; i < sizeof(sources) / sizeof(*sources); i++)
		if (strstr(sources[i], text))
			form_offer(out, sources[i]);
}

/* Completion is a convenience: without earlier incidents there is none. */
static void
said_read(struct intake *st, struct desk *d)
{
	struct err err = ERR_INIT;
	struct incident *rows;
	size_t count;

	if (incident_list(d, INCIDENTS_ALL, NULL, SAID_INCIDENTS, &rows, &count,
	                  NULL, &err))
		return;
	for (size_t i = 0; i < count; i++) {
		said_add(&st->places, rows[i].place);
		said_add(&st->units, rows[i].unit);
	}
	incident_list_free(rows, count);
}

/* ---- the table ---- */

void
intake_fields_init(struct intake *st, struct desk *d)
{
	size_t n;

	for (n = 0; kind_table[n].code; n++)
		st->kinds[n] =
			(struct form_choice){ kind_table[n].code,
			                      kind_table[n].label,
			                      kind_match(&kind_table[n]) };
	facts_fields_add(st->fields, call_fields);
	facts_fields_add(st->fields, facts_main_fields);
	facts_fields_add(st->fields, told_fields);
	facts_fields_add(st->fields, facts_rare_fields);
	for (n = 0; st->fields[n].key; n++)
		if (strcmp(st->fields[n].key, "kind") == 0)
			st->fields[n].choices = st->kinds;
	said_read(st, d);
	intake_unit_init(st, d);
}

void
intake_fields_release(struct intake *st)
{
	for (size_t i = 0; st->kinds[i].code; i++)
		free((char *)st->kinds[i].match);
	said_release(&st->places);
	said_release(&st->units);
	intake_unit_release(st);
}

/* ---- to an incident ---- */

static const char *
given(const struct form *f, const char *key)
{
	return form_empty(f, key) ? NULL : form_text(f, key);
}

/* An empty time is none; one that cannot be read is an error. */
static int
read_time(const struct form *f, const char *key, int64_t none, int64_t *ms,
          const char **bad, struct err *err)
{
	*ms = none;
	if (form_empty(f, key) || form_time(f, key, ms))
		return 0;
	*bad = key;
	return err_set(err, ERR_INPUT, "%s", tr("时间读不懂"));
}

int
intake_read(const struct form *f, struct incident_new *in, const char **bad,
            struct err *err)
{
	memset(in, 0, sizeof(*in));
	*bad = NULL;
	in->kind = given(f, "kind");
	in->place = given(f, "place");
	in->unit = given(f, "unit");
	in->words = given(f, "words");
	in->from = given(f, "caller");
	in->phone = given(f, "phone");
	in->told = given(f, "told");
	in->source = in->from ? in->from : CALLER_SOURCE;
	if (read_time(f, "received", 0, &in->received_ms, bad, err) ||
	    read_time(f, "occurred", JOURNAL_NO_TIME, &in->occurred_ms, bad,
	              err) ||
	    read_time(f, "head_told", JOURNAL_NO_TIME, &in->unit_head_told_ms,
	              bad, err) ||
	    facts_form_read(f, &in->facts, &in->asked, bad, err))
		return -1;
	if (in->occurred_ms != JOURNAL_NO_TIME) {
		in->occurred_source = given(f, "occurred_source");
		if (!in->occurred_source)
			in->occurred_source = CALLER_SOURCE;
	}
	return 0;
}
