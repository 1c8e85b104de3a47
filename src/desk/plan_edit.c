#include "desk/plan_edit.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"

static const char *const lists[] = { NULL, "levels", "steps" };

/* doc is taken; what is kept of it is as every FRONT is written. */
static int
edit_take(struct plan_edit *e, json_t *doc, struct err *err)
{
	const struct jpath root = { .key = "front" };
	struct plan_front front;

	int rc = plan_front_read(&front, doc, &root, err);

	json_decref(doc);
	if (rc)
		return -1;
	plan_edit_release(e);
	e->doc = plan_front_json(&front);
	e->front = front;
	return 0;
}

int
plan_edit_open(struct plan_edit *e, const char *text, struct err *err)
{
	json_t *doc = json_parse(text, strlen(text), "front", err);

	memset(e, 0, sizeof(*e));
	return doc ? edit_take(e, doc, err) : -1;
}

void
plan_edit_release(struct plan_edit *e)
{
	if (e->doc)
		plan_front_release(&e->front);
	json_decref(e->doc);
	memset(e, 0, sizeof(*e));
}

size_t
plan_edit_count(const struct plan_edit *e, enum plan_part part)
{
	if (part == PLAN_HEAD)
		return 1;
	return part == PLAN_LEVEL ? e->front.levels_count
	                          : e->front.steps_count;
}

const json_t *
plan_edit_part(const struct plan_edit *e, enum plan_part part, size_t i)
{
	if (part == PLAN_HEAD)
		return e->doc;
	return json_array_get(json_object_get(e->doc, lists[part]), i);
}

/* ---- changes of a copy ---- */

/* The list, made when there is none. */
static json_t *
list_of(json_t *doc, enum plan_part part)
{
	json_t *list = json_object_get(doc, lists[part]);

	if (list)
		return list;
	list = json_array();
	json_object_set_new(doc, lists[part], list);
	return list;
}

static bool
id_is_free(const struct plan_front *f, const char *id)
{
	for (size_t i = 0; i < f->steps_count; i++)
		if (strcmp(f->steps[i].id, id) == 0)
			return false;
	return true;
}

static void
give_id(const struct plan_edit *e, json_t *step)
{
	char id[PLAN_ID_MAX + 1];
	int n = 1;

	if (json_object_get(step, "id"))
		return;
	do
		snprintf(id, sizeof(id), "s%d", n++);
	while (!id_is_free(&e->front, id));
	json_object_set_new(step, "id", json_string(id));
}

/* The steps of one level are of another, 0: of none; in the copy. */
static void
levels_change(json_t *doc, json_int_t was, json_int_t is)
{
	json_t *steps = list_of(doc, PLAN_STEP), *levels;
	size_t i, k;

	for (i = json_array_size(steps); i-- > 0;) {
		levels = json_object_get(json_array_get(steps, i), "levels");
		for (k = json_array_size(levels); k-- > 0;) {
			if (json_integer_value(json_array_get(levels, k)) !=
			    was)
				continue;
			if (is)
				json_array_set_new(levels, k, json_integer(is));
			else
				json_array_remove(levels, k);
		}
		if (json_array_size(levels) == 0)
			json_array_remove(steps, i);
	}
}

static json_int_t
level_of(const json_t *level)
{
	return json_integer_value(json_object_get(level, "level"));
}

/* o with the levels and steps of what is there. */
static json_t *
head_of(const struct plan_edit *e, json_t *o)
{
	for (enum plan_part part = PLAN_LEVEL; part <= PLAN_STEP; part++) {
		json_t *list = json_object_get(e->doc, lists[part]);

		if (list)
			json_object_set(o, lists[part], list);
		else
			json_object_del(o, lists[part]);
	}
	return o;
}

int
plan_edit_put(struct plan_edit *e, enum plan_part part, size_t i, json_t *o,
              struct err *err)
{
	json_t *doc, *list;

	if (part == PLAN_HEAD)
		return edit_take(e, head_of(e, o), err);
	doc = json_deep_copy(e->doc);
	list = list_of(doc, part);
	if (part == PLAN_STEP)
		give_id(e, o);
	if (i >= json_array_size(list)) {
		json_array_append_new(list, o);
		return edit_take(e, doc, err);
	}
	/* A number that another level has is found when it is read. */
	if (part == PLAN_LEVEL &&
	    !plan_front_level(&e->front, (int)level_of(o)))
		levels_change(doc, level_of(json_array_get(list, i)),
		              level_of(o));
	json_array_set_new(list, i, o);
	return edit_take(e, doc, err);
}

int
plan_edit_drop(struct plan_edit *e, enum plan_part part, size_t i,
               struct err *err)
{
	json_t *doc = json_deep_copy(e->doc);
	json_t *list = list_of(doc, part);

	if (part == PLAN_LEVEL)
		levels_change(doc, level_of(json_array_get(list, i)), 0);
	json_array_remove(list, i);
	return edit_take(e, doc, err);
}

size_t
plan_edit_steps_only(const struct plan_edit *e, int level)
{
	size_t only = 0;

	for (size_t i = 0; i < e->front.steps_count; i++)
		only += e->front.steps[i].levels == 1u << level;
	return only;
}

bool
plan_edit_move(struct plan_edit *e, enum plan_part part, size_t i, int step)
{
	size_t count = plan_edit_count(e, part), to = i + (size_t)step;
	struct err err = ERR_INIT;
	json_t *doc, *list, *o;

	if (part == PLAN_HEAD || to >= count)
		return false;
	doc = json_deep_copy(e->doc);
	list = list_of(doc, part);
	o = json_incref(json_array_get(list, i));
	json_array_remove(list, i);
	json_array_insert_new(list, to, o);
	return edit_take(e, doc, &err) == 0;
}
