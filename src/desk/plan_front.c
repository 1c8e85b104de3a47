/* FRONT, the part of a plan that programs read: in and out.  Pure. */
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/plan.h"

static const struct {
	const char *code, *label;
} categories[PLAN_CATEGORIES] = {
	[PLAN_OVERALL] = { "overall", N_("总体预案") },
	[PLAN_SPECIAL] = { "special", N_("专项预案") },
	[PLAN_DEPARTMENT] = { "department", N_("部门预案") },
	[PLAN_SITE] = { "site", N_("现场处置方案") },
	[PLAN_OTHER] = { "other", N_("其他方案") },
};

static const char *const level_labels[PLAN_LEVELS] = {
	N_("Ⅰ级响应"),
	N_("Ⅱ级响应"),
	N_("Ⅲ级响应"),
	N_("Ⅳ级响应"),
};

static const char *const front_keys[] = {
	"title", "category", "issued", "revise_by", "drill_months",
	"kinds", "levels",   "steps",  NULL,
};
static const char *const level_keys[] = { "level", "title", "lead", "when",
	                                  NULL };
static const char *const step_keys[] = { "id",   "levels",  "text",
	                                 "post", "minutes", NULL };

const char *
plan_category_code(enum plan_category c)
{
	return categories[c].code;
}

const char *
plan_category_label(enum plan_category c)
{
	return categories[c].label;
}

int
plan_category_find(const char *code)
{
	for (int i = 0; i < PLAN_CATEGORIES; i++)
		if (strcmp(categories[i].code, code) == 0)
			return i;
	return -1;
}

const char *
plan_level_label(int level)
{
	return level_labels[level - 1];
}

/* ---- members ---- */

static int
load_text(const json_t *o, const char *key, bool need, size_t max, char **out,
          const struct jpath *at, struct err *err)
{
	struct jpath here = { .up = at, .key = key };
	const char *s = NULL;

	if (json_get_string(o, key, &s, at, err))
		return -1;
	if (!s)
		return need ? json_fail(&here, err, "missing") : 0;
	if (!*s)
		return json_fail(&here, err, "empty");
	if (utf8_count(s, strlen(s)) > max)
		return json_fail(&here, err, "longer than %zu characters", max);
	*out = mem_str(s);
	return 0;
}

static int
load_date(const json_t *o, const char *key, int64_t *ms, const struct jpath *at,
          struct err *err)
{
	struct jpath here = { .up = at, .key = key };
	struct err why = ERR_INIT;
	const char *s = NULL;

	if (json_get_string(o, key, &s, at, err))
		return -1;
	if (s && civil_parse_date(s, ms, &why))
		return json_fail(&here, err, "%s", why.text);
	return 0;
}

static int
load_category(struct plan_front *f, const json_t *o, const struct jpath *at,
              struct err *err)
{
	struct jpath here = { .up = at, .key = "category" };
	const char *s = NULL;

	if (json_get_string(o, "category", &s, at, err))
		return -1;
	if (!s)
		return 0;
	f->category = plan_category_find(s);
	if (f->category < 0)
		return json_fail(&here, err,
		                 "expected overall, special, department, site "
		                 "or other");
	return 0;
}

static int
load_terms(struct plan_front *f, const json_t *o, const struct jpath *at,
           struct err *err)
{
	struct jpath here = { .up = at, .key = "revise_by" };
	int64_t months = 0;

	if (load_text(o, "title", false, PLAN_TITLE_MAX, &f->title, at, err) ||
	    load_category(f, o, at, err) ||
	    load_date(o, "issued", &f->issued_ms, at, err) ||
	    load_date(o, "revise_by", &f->revise_ms, at, err))
		return -1;
	if (f->issued_ms && f->revise_ms && f->revise_ms <= f->issued_ms)
		return json_fail(&here, err, "not after issued");
	if (json_get_int(o, "drill_months", 1, PLAN_DRILL_MONTHS, &months, at,
	                 err))
		return -1;
	f->drill_months = (int)months;
	return 0;
}

static int
load_kind(struct plan_front *f, const json_t *item, const struct jpath *at,
          struct err *err)
{
	const char *s = json_string_value(item);
	size_t i;

	if (!s || !kinds_under(s))
		return json_fail(at, err,
		                 "expected a kind such as accident.coal");
	for (i = 0; i < f->kinds_count; i++)
		if (strcmp(f->kinds[i], s) == 0)
			return json_fail(at, err, "named twice");
	/* A known kind is short. */
	memcpy(f->kinds[f->kinds_count++], s, strlen(s) + 1);
	return 0;
}

/* ---- levels ---- */

const struct plan_level *
plan_front_level(const struct plan_front *f, int level)
{
	for (size_t i = 0; i < f->levels_count; i++)
		if (f->levels[i].level == level)
			return &f->levels[i];
	return NULL;
}

static int
load_level(struct plan_front *f, const json_t *item, const struct jpath *at,
           struct err *err)
{
	struct jpath number_at = { .up = at, .key = "level" };
	struct jpath when_at = { .up = at, .key = "when" };
	struct plan_level *l = &f->levels[f->levels_count];
	const json_t *when = json_object_get(item, "when");
	struct buf text = BUF_INIT;
	int64_t n;

	if (json_only(item, level_keys, at, err) ||
	    json_need_int(item, "level", 1, PLAN_LEVELS, &n, at, err))
		return -1;
	if (plan_front_level(f, (int)n))
		return json_fail(&number_at, err, "named twice");
	f->levels_count++;
	l->level = (int)n;
	if (load_text(item, "title", false, PLAN_TITLE_MAX, &l->title, at,
	              err) ||
	    load_text(item, "lead", false, PLAN_POST_MAX, &l->lead, at, err))
		return -1;
	if (!l->title)
		l->title = mem_str(level_labels[n - 1]);
	if (!l->lead)
		l->lead = mem_str("");
	if (when && !json_is_null(when)) {
		l->when = predicate_load(when, &when_at, err);
		if (!l->when)
			return -1;
		json_write(&text, when);
	}
	l->when_json = buf_take(&text);
	return 0;
}

/* ---- steps ---- */

static int
load_id(struct plan_front *f, struct plan_step *s, const json_t *item,
        const struct jpath *at, struct err *err)
{
	struct jpath here = { .up = at, .key = "id" };
	const char *id = NULL;
	size_t len, i;

	if (json_need_string(item, "id", &id, at, err))
		return -1;
	len = strlen(id);
	if (len == 0 || len > PLAN_ID_MAX ||
	    strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	               "0123456789._-") != len)
		return json_fail(&here, err,
		                 "expected 1 to %d letters, digits, . _ or -",
		                 PLAN_ID_MAX);
	for (i = 0; i < f->steps_count; i++)
		if (strcmp(f->steps[i].id, id) == 0)
			return json_fail(&here, err, "named twice");
	memcpy(s->id, id, len + 1);
	return 0;
}

static int
load_step_levels(const struct plan_front *f, struct plan_step *s,
                 const json_t *item, const struct jpath *at, struct err *err)
{
	struct jpath list_at = { .up = at, .key = "levels" };
	struct jpath here = { .up = &list_at };
	const json_t *list, *value;
	int64_t n;

	if (json_need_array(item, "levels", &list, at, err))
		return -1;
	if (json_array_size(list) == 0)
		return json_fail(&list_at, err, "empty");
	for (; here.index < json_array_size(list); here.index++) {
		value = json_array_get(list, here.index);
		n = json_is_integer(value) ? json_integer_value(value) : 0;
		if (n < 1 || n > PLAN_LEVELS || !plan_front_level(f, (int)n))
			return json_fail(&here, err,
			                 "expected one of the plan's levels");
		if (s->levels & 1u << n)
			return json_fail(&here, err, "named twice");
		s->levels |= 1u << n;
	}
	return 0;
}

static void
step_release(struct plan_step *s)
{
	free(s->text);
	free(s->post);
}

static int
load_step(struct plan_front *f, const json_t *item, const struct jpath *at,
          struct err *err)
{
	struct plan_step s = { .levels = 0 };
	int64_t minutes;

	if (json_only(item, step_keys, at, err) ||
	    load_id(f, &s, item, at, err) ||
	    load_step_levels(f, &s, item, at, err) ||
	    load_text(item, "text", true, PLAN_STEP_MAX, &s.text, at, err) ||
	    load_text(item, "post", false, PLAN_POST_MAX, &s.post, at, err) ||
	    json_need_int(item, "minutes", 1, PLAN_MINUTES, &minutes, at,
	                  err)) {
		step_release(&s);
		return -1;
	}
	if (!s.post)
		s.post = mem_str("");
	s.minutes = (int)minutes;
	f->steps[f->steps_count++] = s;
	return 0;
}

/* ---- the whole ---- */

typedef int load_item_fn(struct plan_front *f, const json_t *item,
                         const struct jpath *at, struct err *err);

/* At most max items of a list, each by fn. */
static int
load_list(struct plan_front *f, const json_t *o, const char *key, size_t max,
          load_item_fn *fn, const struct jpath *at, struct err *err)
{
	struct jpath list_at = { .up = at, .key = key };
	struct jpath here = { .up = &list_at };
	const json_t *list = NULL;

	if (json_get_array(o, key, &list, at, err))
		return -1;
	if (json_array_size(list) > max)
		return json_fail(&list_at, err, "more than %zu", max);
	for (; here.index < json_array_size(list); here.index++)
		if (fn(f, json_array_get(list, here.index), &here, err))
			return -1;
	return 0;
}

void
plan_front_init(struct plan_front *f)
{
	memset(f, 0, sizeof(*f));
	f->category = -1;
}

int
plan_front_read(struct plan_front *out, const json_t *o, const struct jpath *at,
                struct err *err)
{
	size_t steps = json_array_size(json_object_get(o, "steps"));

	plan_front_init(out);
	if (steps > 0 && steps <= PLAN_STEPS)
		out->steps = mem_array(NULL, steps, sizeof(*out->steps));
	/* Levels before the steps that name them. */
	if (json_only(o, front_keys, at, err) || load_terms(out, o, at, err) ||
	    load_list(out, o, "kinds", PLAN_KINDS, load_kind, at, err) ||
	    load_list(out, o, "levels", PLAN_LEVELS, load_level, at, err) ||
	    load_list(out, o, "steps", PLAN_STEPS, load_step, at, err)) {
		plan_front_release(out);
		return -1;
	}
	return 0;
}

int
plan_front_parse(struct plan_front *out, const char *text, size_t len,
                 const char *name, struct err *err)
{
	const struct jpath root = { .key = name };
	json_t *o;
	int rc;

	plan_front_init(out);
	o = json_parse(text, len, name, err);
	if (!o)
		return -1;
	rc = plan_front_read(out, o, &root, err);
	json_decref(o);
	return rc;
}

void
plan_front_release(struct plan_front *f)
{
	size_t i;

	for (i = 0; i < f->levels_count; i++) {
		free(f->levels[i].title);
		free(f->levels[i].lead);
		predicate_free(f->levels[i].when);
		free(f->levels[i].when_json);
	}
	for (i = 0; i < f->steps_count; i++)
		step_release(&f->steps[i]);
	free(f->steps);
	free(f->title);
	plan_front_init(f);
}

/* ---- back to JSON ---- */

static void
put_date(json_t *o, const char *key, int64_t ms)
{
	char text[CIVIL_TEXT];

	if (ms)
		json_object_set_new(
			o, key,
			json_string(civil_date(text, ms, CIVIL_SHANGHAI)));
}

static json_t *
level_json(const struct plan_level *l)
{
	struct err err = ERR_INIT;
	json_t *o = json_object();

	json_object_set_new(o, "level", json_integer(l->level));
	json_object_set_new(o, "title", json_string(l->title));
	if (*l->lead)
		json_object_set_new(o, "lead", json_string(l->lead));
	if (l->when)
		json_object_set_new(o, "when",
		                    json_parse(l->when_json,
		                               strlen(l->when_json), "when",
		                               &err));
	return o;
}

static json_t *
step_json(const struct plan_step *s)
{
	json_t *o = json_object(), *levels = json_array();

	json_object_set_new(o, "id", json_string(s->id));
	for (int n = 1; n <= PLAN_LEVELS; n++)
		if (s->levels & 1u << n)
			json_array_append_new(levels, json_integer(n));
	json_object_set_new(o, "levels", levels);
	json_object_set_new(o, "text", json_string(s->text));
	if (*s->post)
		json_object_set_new(o, "post", json_string(s->post));
	json_object_set_new(o, "minutes", json_integer(s->minutes));
	return o;
}

json_t *
plan_front_json(const struct plan_front *f)
{
	json_t *kinds = json_array(), *levels = json_array();
	json_t *o = json_object(), *steps = json_array();
	size_t i;

	if (f->title)
		json_object_set_new(o, "title", json_string(f->title));
	if (f->category >= 0)
		json_object_set_new(o, "category",
		                    json_string(categories[f->category].code));
	put_date(o, "issued", f->issued_ms);
	put_date(o, "revise_by", f->revise_ms);
	if (f->drill_months)
		json_object_set_new(o, "drill_months",
		                    json_integer(f->drill_months));
	for (i = 0; i < f->kinds_count; i++)
		json_array_append_new(kinds, json_string(f->kinds[i]));
	for (i = 0; i < f->levels_count; i++)
		json_array_append_new(levels, level_json(&f->levels[i]));
	for (i = 0; i < f->steps_count; i++)
		json_array_append_new(steps, step_json(&f->steps[i]));
	if (f->kinds_count)
		json_object_set(o, "kinds", kinds);
	if (f->levels_count)
		json_object_set(o, "levels", levels);
	if (f->steps_count)
		json_object_set(o, "steps", steps);
	json_decref(kinds);
	json_decref(levels);
	json_decref(steps);
	return o;
}

/* A list of objects: one a line. */
static void
text_value(struct buf *out, const json_t *value)
{
	size_t i, n = json_array_size(value);

	if (!json_is_object(json_array_get(value, 0))) {
		json_write(out, value);
		return;
	}
	buf_str(out, "[\n");
	for (i = 0; i < n; i++) {
		buf_str(out, "    ");
		json_write(out, json_array_get(value, i));
		buf_str(out, i + 1 < n ? ",\n" : "\n");
	}
	buf_str(out, "  ]");
}

void
plan_front_text(const struct plan_front *f, struct buf *out)
{
	json_t *o = plan_front_json(f), *value;
	const char *key, *before = "{\n";

	json_object_foreach(o, key, value)
	{
		buf_fmt(out, "%s  \"%s\": ", before, key);
		text_value(out, value);
		before = ",\n";
	}
	buf_str(out, json_object_size(o) ? "\n}\n" : "{}\n");
	json_decref(o);
}
