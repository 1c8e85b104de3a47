#include "screens/facts_form.h"

#include <assert.h>
#include <string.h>

#include "base/tr.h"
#include "law/facts.h"

static int check_fact(void *arg, const struct form_field *field,
                      const char *value, struct err *err);

static const struct form_choice yes_no[] = {
	{ "是", N_("是"), "y yes shi 1" },
	{ "否", N_("否"), "n no fou 0" },
	{ "?", N_("不明"), "? ？ bm unknown" },
	{ NULL, NULL, NULL },
};

static const struct form_choice pollution[] = {
	{ "none", N_("无污染"), "w" },
	{ "minor", N_("轻微污染"), "qw" },
	{ "serious", N_("严重污染"), "yz" },
	{ "?", N_("不明"), "? ？ bm unknown" },
	{ NULL, NULL, NULL },
};

static const struct form_choice impact[] = {
	{ "none", N_("影响不大"), "bd" },
	{ "major", N_("影响重大"), "zd" },
	{ "severe", N_("影响恶劣"), "el" },
	{ "?", N_("不明"), "? ？ bm unknown" },
	{ NULL, NULL, NULL },
};

static const struct form_choice declared[] = {
	{ "none", N_("未达等级"), "wd" },
	{ "danger", N_("较大涉险"), "sx" },
	{ "general", N_("一般"), "yb" },
	{ "large", N_("较大"), "jd" },
	{ "major", N_("重大"), "zd" },
	{ "extra", N_("特别重大"), "tz" },
	{ "?", N_("不明"), "? ？ bm unknown" },
	{ NULL, NULL, NULL },
};

#define PEOPLE                                                                 \
	.kind = FORM_FACT, .width = 6, .max_chars = 12, .unit = N_("人"),      \
	.check = check_fact
#define BESIDE .flags = FORM_BESIDE

const struct form_field facts_main_fields[] = {
	{ .key = "deaths",
	  .label = N_("死亡"),
	  PEOPLE,
	  .hint = N_(
		  "已确认死亡人数；空着是没说，? 是问过而不清楚，0 是没有") },
	{ .key = "missing",
	  .label = N_("失联"),
	  PEOPLE,
	  BESIDE,
	  .hint = N_("下落不明人数；空着是没说，? 是问过而不清楚，0 是没有") },
	{ .key = "trapped",
	  .label = N_("被困"),
	  PEOPLE,
	  BESIDE,
	  .hint = N_("被困人数；空着是没说，? 是问过而不清楚，0 是没有") },
	{ .key = "serious_injuries",
	  .label = N_("重伤"),
	  PEOPLE,
	  BESIDE,
	  .hint = N_("重伤人数，含急性工业中毒；? 是问过而不清楚") },
	{ .key = "minor_injuries",
	  .label = N_("轻伤"),
	  PEOPLE,
	  .hint = N_("轻伤人数；? 是问过而不清楚") },
	{ .key = "at_risk",
	  .label = N_("涉险"),
	  PEOPLE,
	  BESIDE,
	  .hint = N_("涉险人数，含被困和失联的；3 人以上即较大涉险") },
	{ .key = NULL },
};

const struct form_field facts_rare_fields[] = {
	{ .key = "evacuated",
	  .label = N_("疏散"),
	  PEOPLE,
	  .hint = N_("紧急疏散人数") },
	{ .key = "direct_loss_yuan",
	  .label = N_("损失"),
	  .kind = FORM_FACT,
	  BESIDE,
	  .width = 12,
	  .max_chars = 24,
	  .unit = N_("元"),
	  .check = check_fact,
	  .hint = N_("直接经济损失，如 500000、3000万、1.2亿") },
	{ .key = "threatened",
	  .label = N_("受威胁"),
	  PEOPLE,
	  BESIDE,
	  .hint = N_("受威胁需要转移的人数（地质灾害）") },
	{ .key = "hectares",
	  .label = N_("林地"),
	  .kind = FORM_FACT,
	  .width = 10,
	  .max_chars = 20,
	  .unit = N_("公顷"),
	  .check = check_fact,
	  .hint = N_("受害森林面积，公顷，如 12.5") },
	{ .key = "stranded_minutes",
	  .label = N_("滞留"),
	  .kind = FORM_FACT,
	  BESIDE,
	  .width = 8,
	  .max_chars = 20,
	  .unit = N_("分钟"),
	  .check = check_fact,
	  .hint = N_("电梯困人、高空滞留的时长，如 90、2小时") },
	{ .key = "pollution",
	  .label = N_("污染"),
	  .kind = FORM_CHOICE,
	  BESIDE,
	  .width = 12,
	  .choices = pollution,
	  .hint = N_("环境污染程度") },
	{ .key = "declared_class",
	  .label = N_("认定"),
	  .kind = FORM_CHOICE,
	  BESIDE,
	  .width = 8,
	  .choices = declared,
	  .hint = N_("主管部门已经认定的等级") },
	{ .key = "impact",
	  .label = N_("影响"),
	  .kind = FORM_CHOICE,
	  .width = 12,
	  .choices = impact,
	  .hint = N_("社会影响") },
	{ .key = "key_site",
	  .label = N_("要害"),
	  .kind = FORM_CHOICE,
	  BESIDE,
	  .width = 6,
	  .choices = yes_no,
	  .hint = N_("是否危及重要场所和设施") },
	{ .key = "sensitive",
	  .label = N_("敏感"),
	  .kind = FORM_CHOICE,
	  BESIDE,
	  .width = 6,
	  .choices = yes_no,
	  .hint = N_("敏感时间、地点、人物或舆情") },
	{ .key = "underground_illness_death",
	  .label = N_("井下病亡"),
	  .kind = FORM_CHOICE,
	  BESIDE,
	  .width = 6,
	  .choices = yes_no,
	  .hint = N_("井下因病死亡：一律先按生产安全事故处理") },
	{ .key = NULL },
};

void
facts_fields_add(struct form_field *to, const struct form_field *from)
{
	size_t n = 0;

	while (to[n].key)
		n++;
	for (; from->key; from++)
		to[n++] = *from;
	assert(n < FACTS_FIELDS_MAX);
	to[n] = (struct form_field){ .key = NULL };
}

static int
check_fact(void *arg, const struct form_field *field, const char *value,
           struct err *err)
{
	static const char *const forms[] = {
		[FACT_TYPE_COUNT] =
			N_("写整数，如 3；“约”写在讲述里；不清楚的写 ?"),
		[FACT_TYPE_YUAN] =
			N_("写金额，如 500000、3000万、1.2亿；不清楚的写 ?"),
		[FACT_TYPE_MILLI] = N_("写公顷数，如 12.5；不清楚的写 ?"),
		[FACT_TYPE_MINUTES] =
			N_("写时长，如 90、90分、2小时；不清楚的写 ?"),
		[FACT_TYPE_BOOL] = N_("写 是 或 否；不清楚的写 ?"),
		[FACT_TYPE_ENUM] = N_("从列表里选一个"),
	};
	enum fact id = (enum fact)fact_find(field->key);
	struct err why = ERR_INIT;
	int64_t v;

	(void)arg;
	if (fact_parse(id, value, &v, &why) == 0)
		return 0;
	return err_set(err, ERR_INPUT, "%s", tr(forms[fact_info(id)->type]));
}

int
facts_form_read(const struct form *f, struct facts *out, unsigned *set,
                const char **bad, struct err *err)
{
	int i;

	facts_init(out);
	*set = 0;
	for (i = 0; i < FACT_COUNT; i++) {
		const char *key = fact_info((enum fact)i)->key;
		const char *text = form_text(f, key);

		if (!*text)
			continue;
		*bad = key;
		if (fact_parse((enum fact)i, text, &out->v[i], err))
			return -1;
		*set |= 1u << i;
	}
	*bad = NULL;
	return 0;
}

void
facts_form_open(struct ui *ui, const struct incident *in)
{
	ui_open(ui, "facts", in->number);
}
