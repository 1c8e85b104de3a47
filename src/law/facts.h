/*
 * The facts of an incident: a closed vocabulary, one row each in one table.
 *
 * Every fact is held as an int64_t with a kind that says how to read it.
 * Unknown is a value of its own: it is never zero, and no comparison with it
 * is true or false.  Order 493 article 12 asks for casualties "caused or
 * possible, including the missing"; missing stay apart from dead because the
 * rules grade them differently.
 */
#ifndef LAW_FACTS_H
#define LAW_FACTS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"

enum fact {
	FACT_DEATHS,			/* 死亡 */
	FACT_MISSING,			/* 下落不明 */
	FACT_TRAPPED,			/* 被困 */
	FACT_SERIOUS_INJURIES,	/* 重伤, incl. acute poisoning (493 art 3) */
	FACT_MINOR_INJURIES,		/* 轻伤 */
	FACT_AT_RISK,			/* 涉险 */
	FACT_EVACUATED,			/* 紧急疏散 */
	FACT_DIRECT_LOSS_YUAN,		/* 直接经济损失, whole yuan */
	FACT_HECTARES,		/* 受害森林面积, thousandths of a hectare */
	FACT_POLLUTION,			/* 污染: none, minor, serious */
	FACT_KEY_SITE,			/* 危及重要场所设施 */
	FACT_UNDERGROUND_ILLNESS_DEATH,	/* 井下因病死亡 (notice item 13) */
	FACT_IMPACT,		/* 社会影响: none, major 重大, severe 恶劣 */
	FACT_SENSITIVE,			/* 敏感时间、地点、人物、舆情 */
	FACT_STRANDED_MINUTES,	/* 高空滞留、困人时长 (special equipment) */
	FACT_THREATENED,		/* 受威胁需搬迁转移人数 (geology) */
	FACT_DECLARED_CLASS,		/* 主管部门认定等级, enum law_class */
	FACT_COUNT
};

enum fact_type {
	FACT_TYPE_COUNT,	/* people: 0 .. 10,000,000 */
	FACT_TYPE_YUAN,		/* 0 .. 10^14 */
	FACT_TYPE_MILLI,	/* JSON number with at most 3 decimals */
	FACT_TYPE_MINUTES,
	FACT_TYPE_BOOL,
	FACT_TYPE_ENUM		/* one of names[], by index */
};

#define FACT_UNKNOWN INT64_MIN

struct fact_info {
	enum fact id;
	const char *key;	/* "serious_injuries": JSON and journal */
	const char *label;		/* N_("重伤（含急性中毒）") */
	const char *unit;		/* N_("人"), "" for none */
	enum fact_type type;
	int64_t max;
	const char *const *names;	/* ENUM: JSON names, NULL-ended */
	const char *const *labels;	/* ENUM: labels, as names */
};

struct facts {
	int64_t v[FACT_COUNT];		/* FACT_UNKNOWN, or the value */
};

void facts_init(struct facts *f);			/* all unknown */
const struct fact_info *fact_info(enum fact id);
/* -1 when there is none of that key. */
int fact_find(const char *key);

/*
 * A value from JSON (null is unknown), from what an officer types ("3",
 * "约20" is refused with a hint, "1.2亿", "3000万", "是", "?" unknown), and to
 * JSON and to text ("1 200 000 元" as 120万元; never raw from outside).
 */
int fact_from_json(enum fact id, const json_t *value, int64_t *out,
		   const struct jpath *at, struct err *err);
int fact_parse(enum fact id, const char *text, int64_t *out, struct err *err);
json_t *fact_to_json(enum fact id, int64_t value);	/* new reference */
void fact_text(struct buf *out, enum fact id, int64_t value);

/*
 * Classes in rising order.  The codes are those of the design; 特别重大 is
 * `extra`.
 */
enum law_class {
	CLASS_NONE,			/* 未达等级 or not yet known */
	CLASS_DANGER,			/* 较大涉险 (order 21, art 26) */
	CLASS_GENERAL,			/* 一般 */
	CLASS_LARGE,			/* 较大 */
	CLASS_MAJOR,			/* 重大 */
	CLASS_EXTRA,			/* 特别重大 */
	CLASS_COUNT
};

const char *class_code(enum law_class c);		/* "danger" */
int class_find(const char *code);			/* -1: none */

/* Kinds of incident: dotted codes; a predicate names one or its prefix. */
struct kind_info {
	const char *code;		/* "accident.coal" */
	const char *label;		/* N_("煤矿事故") */
	const char *noun;	/* N_("事故"): "较大" + noun names a class */
	const char *words;	/* extra words that find it: "瓦斯 透水 冒顶" */
};

extern const struct kind_info kind_table[];	/* ends with code NULL */
/* Kinds with a word for all of them: "accident", N_("生产安全事故"). */
struct kind_group {
	const char *prefix, *label;
};
extern const struct kind_group kind_groups[];	/* ends with prefix NULL */
const struct kind_info *kind_find(const char *code);	/* NULL: none */
/* Is code prefix or below it?  "accident" covers "accident.coal". */
bool kind_under(const char *code, const char *prefix);
/* Sets of kinds: bits 1 << row of kind_table. */
unsigned kinds_under(const char *prefix);
unsigned kind_bit(const char *code);			/* 0: no such kind */

/*
 * Chinese name of a class of a kind: "较大涉险事故", "重大事故", "特别重大火灾"
 * and the like; CLASS_NONE is "未定级".  Untranslated (law text); screens tr().
 */
void class_name(struct buf *out, enum law_class c, const char *kind);

#endif
