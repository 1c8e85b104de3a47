#include "law/facts.h"

#include <inttypes.h>
#include <string.h>

#include "base/tr.h"

#define PEOPLE_MAX 10000000LL
#define YUAN_MAX 100000000000000LL
#define MILLI_MAX 10000000000LL
#define MINUTES_MAX 1000000LL

static const char *const pollution_names[] = { "none", "minor", "serious",
	                                       NULL };
static const char *const pollution_labels[] = { N_("无污染"), N_("轻微污染"),
	                                        N_("严重污染"), NULL };
static const char *const impact_names[] = { "none", "major", "severe", NULL };
static const char *const impact_labels[] = { N_("影响不大"), N_("影响重大"),
	                                     N_("影响恶劣"), NULL };
static const char *const class_codes[] = { "none",  "danger", "general",
	                                   "large", "major",  "extra",
	                                   NULL };
static const char *const class_labels[] = {
	N_("未达等级"), N_("较大涉险"), N_("一般"), N_("较大"),
	N_("重大"),     N_("特别重大"), NULL
};

/* clang-format off */
static const struct fact_info fact_table[FACT_COUNT] = {
	{ FACT_DEATHS, "deaths", N_("死亡"), N_("人"),
	  FACT_TYPE_COUNT, PEOPLE_MAX, NULL, NULL },
	{ FACT_MISSING, "missing", N_("下落不明"), N_("人"),
	  FACT_TYPE_COUNT, PEOPLE_MAX, NULL, NULL },
	{ FACT_TRAPPED, "trapped", N_("被困"), N_("人"),
	  FACT_TYPE_COUNT, PEOPLE_MAX, NULL, NULL },
	{ FACT_SERIOUS_INJURIES, "serious_injuries",
	  N_("重伤（含急性中毒）"), N_("人"),
	  FACT_TYPE_COUNT, PEOPLE_MAX, NULL, NULL },
	{ FACT_MINOR_INJURIES, "minor_injuries", N_("轻伤"), N_("人"),
	  FACT_TYPE_COUNT, PEOPLE_MAX, NULL, NULL },
	{ FACT_AT_RISK, "at_risk", N_("涉险"), N_("人"),
	  FACT_TYPE_COUNT, PEOPLE_MAX, NULL, NULL },
	{ FACT_EVACUATED, "evacuated", N_("紧急疏散"), N_("人"),
	  FACT_TYPE_COUNT, PEOPLE_MAX, NULL, NULL },
	{ FACT_DIRECT_LOSS_YUAN, "direct_loss_yuan", N_("直接经济损失"),
	  N_("元"), FACT_TYPE_YUAN, YUAN_MAX, NULL, NULL },
	{ FACT_HECTARES, "hectares", N_("受害森林面积"), N_("公顷"),
	  FACT_TYPE_MILLI, MILLI_MAX, NULL, NULL },
	{ FACT_POLLUTION, "pollution", N_("污染"), "",
	  FACT_TYPE_ENUM, 2, pollution_names, pollution_labels },
	{ FACT_KEY_SITE, "key_site", N_("危及重要场所设施"), "",
	  FACT_TYPE_BOOL, 1, NULL, NULL },
	{ FACT_UNDERGROUND_ILLNESS_DEATH, "underground_illness_death",
	  N_("井下因病死亡"), "", FACT_TYPE_BOOL, 1, NULL, NULL },
	{ FACT_IMPACT, "impact", N_("社会影响"), "",
	  FACT_TYPE_ENUM, 2, impact_names, impact_labels },
	{ FACT_SENSITIVE, "sensitive", N_("敏感（时间、地点、人物、舆情）"), "",
	  FACT_TYPE_BOOL, 1, NULL, NULL },
	{ FACT_STRANDED_MINUTES, "stranded_minutes", N_("滞留困人时长"),
	  N_("分钟"), FACT_TYPE_MINUTES, MINUTES_MAX, NULL, NULL },
	{ FACT_THREATENED, "threatened", N_("受威胁需转移"), N_("人"),
	  FACT_TYPE_COUNT, PEOPLE_MAX, NULL, NULL },
	{ FACT_DECLARED_CLASS, "declared_class", N_("主管部门认定等级"), "",
	  FACT_TYPE_ENUM, CLASS_COUNT - 1, class_codes, class_labels },
};

const struct kind_info kind_table[] = {
	{ "accident.coal", N_("煤矿事故"), N_("事故"),
	  "煤矿 瓦斯 透水 冒顶 顶板 井下 突出 煤尘 矿井" },
	{ "accident.mine", N_("非煤矿山事故"), N_("事故"),
	  "金属 非金属 铁矿 铝矿 尾矿库 采石场 边坡 滑坡" },
	{ "accident.chemical", N_("危险化学品事故"), N_("事故"),
	  "化工 危化 泄漏 爆炸 中毒 焦化 储罐" },
	{ "accident.construction", N_("建筑施工事故"), N_("事故"),
	  "工地 坍塌 高坠 脚手架 塔吊 基坑" },
	{ "accident.road", N_("道路交通事故"), N_("事故"),
	  "车祸 客车 货车 追尾 翻车 交通" },
	{ "accident.fire", N_("火灾事故"), N_("火灾"),
	  "火灾 着火 起火 失火" },
	{ "accident.industry", N_("工贸事故"), N_("事故"),
	  "工贸 冶金 机械 有限空间 粉尘 煤气 钢铁 洗煤" },
	{ "accident.gas", N_("燃气事故"), N_("事故"),
	  "燃气 天然气 液化气 管道 闪爆" },
	{ "accident.equipment", N_("特种设备事故"), N_("事故"),
	  "特种设备 锅炉 电梯 压力容器 起重机 索道 游乐" },
	{ "accident.power", N_("电力安全事故"), N_("事故"),
	  "电力 停电 电网 变电站" },
	{ "accident.rail", N_("铁路交通事故"), N_("事故"),
	  "铁路 火车 列车 脱轨 道口" },
	{ "accident.other", N_("其他生产安全事故"), N_("事故"), "其他" },
	{ "disaster.weather", N_("气象灾害"), N_("气象灾害"),
	  "暴雨 暴雪 大风 冰雹 寒潮 高温 干旱 雷电" },
	{ "disaster.flood", N_("洪涝灾害"), N_("洪涝灾害"),
	  "洪水 山洪 内涝 水库 溃坝 防汛" },
	{ "disaster.geology", N_("地质灾害"), N_("地质灾害"),
	  "滑坡 崩塌 泥石流 地面塌陷 地裂缝" },
	{ "disaster.earthquake", N_("地震灾害"), N_("地震灾害"), "地震 余震" },
	{ "disaster.forest_fire", N_("森林草原火灾"), N_("森林火灾"),
	  "森林火灾 山火 草原火灾 火情 热点" },
	{ "environment", N_("突发环境事件"), N_("突发环境事件"),
	  "污染 环境 水源 废水 废气" },
	{ "health", N_("突发公共卫生事件"), N_("突发公共卫生事件"),
	  "疫情 传染病 食物中毒 职业中毒 卫生" },
	{ "nearmiss", N_("未遂事件"), N_("事件"), "未遂 险情 隐患" },
	{ NULL, NULL, NULL, NULL },
};

const struct kind_group kind_groups[] = {
	{ "accident", N_("生产安全事故") },
	{ "disaster", N_("自然灾害") },
	{ NULL, NULL },
};
/* clang-format on */

void
facts_init(struct facts *f)
{
	int i;

	for (i = 0; i < FACT_COUNT; i++)
		f->v[i] = FACT_UNKNOWN;
}

const struct fact_info *
fact_info(enum fact id)
{
	return &fact_table[id];
}

int
fact_find(const char *key)
{
	int i;

	for (i = 0; i < FACT_COUNT; i++)
		if (strcmp(fact_table[i].key, key) == 0)
			return i;
	return -1;
}

static int
name_find(const char *const *names, const char *name)
{
	int i;

	for (i = 0; names && names[i]; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return -1;
}

/* JSON. */

static int
fact_fail_names(const struct fact_info *info, const struct jpath *at,
                struct err *err)
{
	struct buf names = BUF_INIT;
	int i;

	for (i = 0; info->names[i]; i++)
		buf_fmt(&names, "%s%s", i > 0 ? ", " : "", info->names[i]);
	json_fail(at, err, "expected one of: %s", names.s);
	buf_release(&names);
	return -1;
}

static int
milli_from_json(const json_t *value, int64_t max, int64_t *out)
{
	double scaled, off;

	if (json_is_integer(value)) {
		if (json_integer_value(value) < 0 ||
		    json_integer_value(value) > max / 1000)
			return -1;
		*out = json_integer_value(value) * 1000;
		return 0;
	}
	if (!json_is_real(value))
		return -1;
	scaled = json_real_value(value) * 1000;
	if (!(scaled >= 0 && scaled <= (double)max))
		return -1;
	*out = (int64_t)(scaled + 0.5);
	off = scaled - (double)*out;
	return off < 1e-4 && off > -1e-4 ? 0 : -1;
}

int
fact_from_json(enum fact id, const json_t *value, int64_t *out,
               const struct jpath *at, struct err *err)
{
	const struct fact_info *info = fact_info(id);
	int i;

	if (json_is_null(value)) {
		*out = FACT_UNKNOWN;
		return 0;
	}
	switch (info->type) {
	case FACT_TYPE_BOOL:
		if (!json_is_boolean(value))
			return json_fail(at, err, "expected true or false");
		*out = json_is_true(value);
		return 0;
	case FACT_TYPE_ENUM:
		i = json_is_string(value)
		            ? name_find(info->names, json_string_value(value))
		            : -1;
		if (i < 0)
			return fact_fail_names(info, at, err);
		*out = i;
		return 0;
	case FACT_TYPE_MILLI:
		if (milli_from_json(value, info->max, out))
			return json_fail(at, err,
			                 "expected a number from 0 to %" PRId64
			                 " with at most three decimals",
			                 info->max / 1000);
		return 0;
	default:
		if (!json_is_integer(value) || json_integer_value(value) < 0 ||
		    json_integer_value(value) > info->max)
			return json_fail(at, err,
			                 "expected a whole number from 0 to "
			                 "%" PRId64,
			                 info->max);
		*out = json_integer_value(value);
		return 0;
	}
}

json_t *
fact_to_json(enum fact id, int64_t value)
{
	const struct fact_info *info = fact_info(id);

	if (value == FACT_UNKNOWN)
		return json_null();
	switch (info->type) {
	case FACT_TYPE_BOOL:
		return json_boolean(value != 0);
	case FACT_TYPE_ENUM:
		return json_string(info->names[value]);
	case FACT_TYPE_MILLI:
		if (value % 1000 != 0)
			return json_real((double)value / 1000);
		return json_integer(value / 1000);
	default:
		return json_integer(value);
	}
}

/* Text. */

/* value / 10^digits without trailing zeros: (12340, 3) is "12.34". */
static void
decimal_text(struct buf *out, int64_t value, int digits)
{
	int64_t scale = 1, rest;
	int i;

	for (i = 0; i < digits; i++)
		scale *= 10;
	buf_fmt(out, "%" PRId64, value / scale);
	rest = value % scale;
	if (rest == 0)
		return;
	while (rest % 10 == 0) {
		rest /= 10;
		digits--;
	}
	buf_fmt(out, ".%0*" PRId64, digits, rest);
}

static void
grouped_text(struct buf *out, int64_t value)
{
	if (value >= 1000) {
		grouped_text(out, value / 1000);
		buf_fmt(out, ",%03d", (int)(value % 1000));
	} else {
		buf_fmt(out, "%d", (int)value);
	}
}

/* Chinese counts money by ten thousand and a hundred million. */
static void
yuan_text(struct buf *out, int64_t value)
{
	if (tr_current() != TR_ZH) {
		grouped_text(out, value);
		buf_fmt(out, " %s", tr("元"));
	} else if (value >= 100000000) {
		decimal_text(out, value, 8);
		buf_str(out, "亿元");
	} else if (value >= 10000) {
		decimal_text(out, value, 4);
		buf_str(out, "万元");
	} else {
		buf_fmt(out, "%" PRId64 "元", value);
	}
}

void
fact_text(struct buf *out, enum fact id, int64_t value)
{
	const struct fact_info *info = fact_info(id);
	const char *space = tr_current() == TR_ZH ? "" : " ";

	if (value == FACT_UNKNOWN) {
		buf_str(out, tr("不明"));
		return;
	}
	switch (info->type) {
	case FACT_TYPE_YUAN:
		yuan_text(out, value);
		break;
	case FACT_TYPE_BOOL:
		buf_str(out, value ? tr("是") : tr("否"));
		break;
	case FACT_TYPE_ENUM:
		buf_str(out, tr(info->labels[value]));
		break;
	case FACT_TYPE_MILLI:
		decimal_text(out, value, 3);
		buf_fmt(out, "%s%s", space, tr(info->unit));
		break;
	default:
		buf_fmt(out, "%" PRId64 "%s%s", value, space, tr(info->unit));
		break;
	}
}

/* Classes and kinds. */

const char *
class_code(enum law_class c)
{
	return class_codes[c];
}

int
class_find(const char *code)
{
	return name_find(class_codes, code);
}

const struct kind_info *
kind_find(const char *code)
{
	const struct kind_info *k;

	/* The judge asks this of every rule, by a code from the table. */
	for (k = kind_table; k->code; k++)
		if (k->code == code)
			return k;
	for (k = kind_table; k->code; k++)
		if (strcmp(k->code, code) == 0)
			return k;
	return NULL;
}

bool
kind_under(const char *code, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(code, prefix, len) == 0 &&
	       (code[len] == '\0' || code[len] == '.');
}

unsigned
kinds_under(const char *prefix)
{
	unsigned kinds = 0;
	int i;

	for (i = 0; kind_table[i].code; i++)
		if (kind_under(kind_table[i].code, prefix))
			kinds |= 1u << i;
	return kinds;
}

unsigned
kind_bit(const char *code)
{
	const struct kind_info *k = kind_find(code);

	return k ? 1u << (k - kind_table) : 0;
}

/* Geological disasters are graded by size, not by gravity. */
static const char *const geology_sizes[CLASS_COUNT] = {
	NULL, NULL, "小型", "中型", "大型", "特大型",
};

void
class_name(struct buf *out, enum law_class c, const char *kind)
{
	const struct kind_info *k = kind_find(kind);
	const char *grade = class_labels[c];

	if (c == CLASS_NONE) {
		buf_str(out, "未定级");
		return;
	}
	if (k && strcmp(k->code, "disaster.geology") == 0 && geology_sizes[c])
		grade = geology_sizes[c];
	buf_fmt(out, "%s%s", grade, k ? k->noun : "事故");
}
