/*
 * The chronicles of db/demo: public accidents, judged by the packs built in.
 * Each has its row; what the judge finds is pinned.
 */
#include "cm.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/asset.h"
#include "base/buf.h"
#include "law/chronicle.h"
#include "law/judge.h"
#include "law/pack.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct demo_case {
	const char *file, *class, *because;
	const char *duties;   /* some of them: "RULE TO STATE\n" */
	const char *findings; /* all of them: "CODE [RULE] [MINUTES]\n" */
};

static const struct demo_case demos[] = {
	{ "c01-hushan-gold", "danger", "trapped 22 >= 3",
	  "493-9b county.emergency late\n"
	  "493-10 city.emergency met\n",
	  "unit_late 493-9b 1785\n"
	  "overdue 493-9b 2020\n"
	  "overdue 493-15 1730\n"
	  "overdue 21-18 225\n"
	  "overdue 493-10g 194\n"
	  "overdue 493-10n 194\n"
	  "overdue 493-10n 194\n"
	  "overdue 493-10n 194\n"
	  "overdue 493-10n 194\n"
	  "occurrence_revised\n"
	  "receipt_disputed\n" },
	{ "c03-yongju-fire", "major", "deaths 26 >= 10",
	  "493-29 responsible.government open\n",
	  "count_changed\n"
	  "occurrence_revised\n" },
	{ "c04-xixinzhuang-digging", "general", "deaths 2 >= 1",
	  "493-29 responsible.government open\n", "count_changed\n" },
	{ "c05-dahongcai-iron", "major", "deaths 13 >= 10",
	  "493-29 responsible.government open\n", "" },
	{ "c08-zijin-roof", "large", "deaths 3 >= 3",
	  "493-9b county.emergency late\n"
	  "21-8 province.emergency open\n"
	  "493-10 city.emergency open\n",
	  "unit_late 493-9b 19920\n"
	  "overdue 493-9b 19925\n" },
	{ "c10-lvxin-slope", "large", "deaths 4 >= 3",
	  "21-12a unit met\n"
	  "493-13b city.emergency open\n"
	  "21-12c city.emergency open\n",
	  "count_changed\n"
	  "count_changed\n" },
	{ "c11-jingcheng-hidden", "large", "deaths 3 >= 3",
	  "493-29 responsible.government overdue\n",
	  "overdue 493-29 346320\n" },
	{ "c15-shiyan-gas", "major", "deaths 26 >= 10",
	  "493-29 responsible.government open\n", "" },
	{ "c18-xingcheng-coal", "large", "deaths 8 >= 3",
	  "493-29 responsible.government open\n",
	  "count_changed\n"
	  "count_changed\n" },
	{ "c19-longwo-outburst", "large", "deaths 4 >= 3",
	  "493-29 responsible.government open\n", "" },
	{ "c20-xinjing-slope", "extra", "deaths 53 >= 30",
	  "493-29 responsible.government open\n", "" },
};

static void
load(struct rulebook *rb)
{
	struct err err = ERR_INIT;

	rulebook_init(rb);
	if (rulebook_builtin(rb, &err))
		fail_msg("%s", err.text);
}

static void
judge_demo(const struct rulebook *rb, const char *file, struct chronicle *c,
           struct verdict *v)
{
	struct err err = ERR_INIT;
	const struct asset *a;
	char name[80];

	snprintf(name, sizeof(name), "demo/%s.json", file);
	a = asset_find(name);
	if (!a)
		fail_msg("no %s", name);
	chronicle_init(c);
	if (chronicle_parse(c, (const char *)a->bytes, a->len, name, &err))
		fail_msg("%s", err.text);
	judge(rb, c, v);
}

static void
findings_text(struct buf *out, const struct verdict *v)
{
	const struct finding *f;
	size_t i;

	for (i = 0; i < v->findings_count; i++) {
		f = &v->findings[i];
		buf_str(out, finding_code_name(f->code));
		if (f->duty >= 0)
			buf_fmt(out, " %s %d", v->duties[f->duty].rule->id,
			        (int)f->minutes);
		buf_byte(out, '\n');
	}
}

static void
duties_text(struct buf *out, const struct verdict *v)
{
	const struct duty *d;

	for (d = v->duties; d < v->duties + v->duties_count; d++)
		buf_fmt(out, "%s %s %s\n", d->rule->id, d->to,
		        duty_state_code(d->state));
}

/* Does every line of `some` stand in `all`? */
static void
assert_lines(const char *file, const char *some, const char *all)
{
	char *copy = strdup(some), *rest = copy, *line;

	while ((line = strsep(&rest, "\n")))
		if (!strstr(all, line))
			fail_msg("%s: no %s in\n%s", file, line, all);
	free(copy);
}

static void
test_demos(void **state)
{
	struct rulebook rb;
	size_t i;

	(void)state;
	load(&rb);
	for (i = 0; i < COUNT(demos); i++) {
		struct buf duties = BUF_INIT, findings = BUF_INIT;
		struct chronicle c;
		struct verdict v;

		judge_demo(&rb, demos[i].file, &c, &v);
		duties_text(&duties, &v);
		findings_text(&findings, &v);
		assert_string_equal(class_code(v.class), demos[i].class);
		assert_string_equal(v.because, demos[i].because);
		assert_lines(demos[i].file, demos[i].duties, duties.s);
		assert_string_equal(findings.s, demos[i].findings);
		verdict_release(&v);
		chronicle_release(&c);
		buf_release(&duties);
		buf_release(&findings);
	}
	rulebook_release(&rb);
}

static void
test_every_demo(void **state)
{
	const struct asset *a;
	size_t i = 0, k, chronicles = 0;

	(void)state;
	while ((a = asset_next("demo/c", &i))) {
		if (!strstr(a->name, ".json"))
			continue;
		for (k = 0; k < COUNT(demos); k++)
			if (strstr(a->name, demos[k].file))
				break;
		if (k == COUNT(demos))
			fail_msg("no row for %s", a->name);
		chronicles++;
	}
	assert_int_equal(chronicles, COUNT(demos));
}

/* What the desk made of the digging while the count went up and down. */
static void
test_course(void **state)
{
	static const enum law_class course[] = { CLASS_DANGER, CLASS_NONE,
		                                 CLASS_GENERAL };
	struct rulebook rb;
	struct chronicle c;
	struct verdict v;
	size_t i, seen = 0;

	(void)state;
	load(&rb);
	judge_demo(&rb, "c04-xixinzhuang-digging", &c, &v);
	for (i = 0; i < v.classes_count && seen < COUNT(course); i++)
		if (v.classes[i].class == course[seen])
			seen++;
	assert_int_equal(seen, COUNT(course));
	assert_int_equal(v.class, CLASS_GENERAL);
	verdict_release(&v);
	chronicle_release(&c);
	rulebook_release(&rb);
}

static void
answer(const struct rulebook *rb, const char *zone, const char *lang,
       struct buf *out)
{
	struct chronicle c;
	struct verdict v;
	size_t i;

	setenv("TZ", zone, 1);
	setenv("LANG", lang, 1);
	setenv("LC_ALL", lang, 1);
	tzset();
	for (i = 0; i < COUNT(demos); i++) {
		judge_demo(rb, demos[i].file, &c, &v);
		verdict_json(out, &v, &c);
		verdict_release(&v);
		chronicle_release(&c);
	}
}

/* The same bytes under any zone and language. */
static void
test_same_bytes(void **state)
{
	struct buf first = BUF_INIT, again = BUF_INIT;
	struct rulebook rb;

	(void)state;
	load(&rb);
	answer(&rb, "Asia/Shanghai", "zh_CN.UTF-8", &first);
	answer(&rb, "America/New_York", "C", &again);
	assert_true(first.len > 4000);
	assert_string_equal(first.s, again.s);
	buf_release(&first);
	buf_release(&again);
	rulebook_release(&rb);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_demos),
		cmocka_unit_test(test_every_demo),
		cmocka_unit_test(test_course),
		cmocka_unit_test(test_same_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
