#include "desk/callout_gather.h"

#include <string.h>

#include "base/hash.h"
#include "desk/body.h"
#include "desk/callout.h"
#include "desk/group.h"
#include "desk/unit.h"

static void
line_add(json_t *line, const char *who, const char *post, const struct phone *p,
         bool deputy)
{
	json_t *o, *known;
	size_t i;

	if (json_array_size(line) == CALLOUT_LINE)
		return;
	json_array_foreach(line, i,
	                   known) if (strcmp(body_get_text(known, "number"),
	                                     p->number) == 0) return;
	o = json_object();
	json_object_set_new(o, "who", json_string(who));
	if (*post)
		json_object_set_new(o, "post", json_string(post));
	json_object_set_new(o, "number", json_string(p->number));
	if (*p->label)
		json_object_set_new(o, "label", json_string(p->label));
	if (deputy)
		json_object_set_new(o, "deputy", json_true());
	json_array_append_new(line, o);
}

/* The unit's own numbers, its parent's, its town's: the next level. */
static int
line_above(struct desk *d, json_t *line, int64_t unit, struct err *err)
{
	int64_t ids[3] = { unit, 0, 0 };
	struct unit u;

	for (int i = 0; i < 3; i++) {
		if (!ids[i])
			continue;
		if (unit_get(d, ids[i], &u, err))
			return -1;
		if (i == 0) {
			ids[1] = u.parent;
			ids[2] = u.town;
		}
		for (size_t k = 0; k < u.phones_count; k++)
			line_add(line, u.name, "", &u.phones[k], false);
		unit_release(&u);
	}
	return 0;
}

/* Its holder, in person and with a telephone; 0: none. */
static int64_t
person_of(const struct called *c)
{
	const struct voice *v = c->voices;

	return c->count && !c->vacant && !v->deputy && v->phones_count
	               ? v->contact
	               : 0;
}

/* One more post of who is called already. */
static bool
is_also(struct callout_gathering *g, const struct called *c)
{
	char key[24];
	json_t *known, *list;

	snprintf(key, sizeof(key), "%lld", (long long)person_of(c));
	known = json_object_get(g->people, key);
	if (json_is_integer(known)) {
		json_array_append_new(
			g->also,
			json_pack("{s:O,s:s}", "k", known, "name", c->member));
		return true;
	}
	if (!known)
		return false;
	list = json_object_get(known, "also");
	if (!list) {
		list = json_array();
		json_object_set_new(known, "also", list);
	}
	json_array_append_new(list, json_string(c->member));
	return true;
}

static void
put_person(struct callout_gathering *g, const struct called *c, json_t *target)
{
	int64_t id = person_of(c);
	char key[24];

	if (!id)
		return;
	snprintf(key, sizeof(key), "%lld", (long long)id);
	json_object_set(g->people, key, target);
	json_object_set_new(target, "contact", json_integer(id));
	json_object_set_new(target, "person", json_string(c->voices[0].who));
}

static int
gather_one(struct desk *d, struct callout_gathering *g, const struct called *c,
           struct err *err)
{
	json_t *target, *line;
	int64_t unit = 0;

	if (json_object_get(g->names, c->member))
		return 0;
	json_object_set_new(g->names, c->member, json_true());
	if (is_also(g, c))
		return 0;
	target = json_object();
	line = json_array();
	json_array_append_new(g->targets, target);
	json_object_set_new(target, "name", json_string(c->member));
	if (c->vacant)
		json_object_set_new(target, "vacant", json_true());
	put_person(g, c, target);
	json_object_set_new(target, "line", line);
	for (size_t i = 0; i < c->count; i++) {
		const struct voice *v = &c->voices[i];

		for (size_t k = 0; k < v->phones_count; k++)
			line_add(line, v->who, v->post, &v->phones[k],
			         v->deputy);
		if (!unit)
			unit = v->unit;
	}
	return line_above(d, line, unit, err);
}

int
callout_gather(struct desk *d, struct callout_gathering *g, int64_t group,
               struct err *err)
{
	struct called *rows;
	size_t n;
	int rc = 0;

	if (group_resolve(d, group, &rows, &n, err))
		return -1;
	for (size_t i = 0; !rc && i < n; i++)
		rc = gather_one(d, g, &rows[i], err);
	called_free(rows, n);
	return rc;
}

int
callout_gather_member(struct desk *d, struct callout_gathering *g,
                      const char *member, struct err *err)
{
	struct called c = { .member = (char *)member };
	int rc;

	if (voices_of_post(d, member, &c.vacant, &c.voices, &c.count, err))
		return -1;
	rc = gather_one(d, g, &c, err);
	voices_free(c.voices, c.count);
	return rc;
}

/* Who has not been reached in person does not go for other posts. */
void
callout_gather_known(struct callout_gathering *g,
                     const struct callout_target *t)
{
	char key[24];

	json_object_set_new(g->names, t->name, json_true());
	if (!t->contact || t->round > 0 ||
	    (t->answered_ms && strcmp(t->answered_by, t->person) != 0))
		return;
	snprintf(key, sizeof(key), "%lld", (long long)t->contact);
	json_object_set_new(g->people, key, json_integer(t->k));
}

void
callout_draw_lots(json_t *targets, size_t draw)
{
	while (json_array_size(targets) > draw) {
		uint32_t lot;

		random_bytes(&lot, sizeof(lot));
		json_array_remove(targets, lot % json_array_size(targets));
	}
}

void
callout_gathering_init(struct callout_gathering *g)
{
	g->targets = json_array();
	g->also = json_array();
	g->names = json_object();
	g->people = json_object();
}

void
callout_gathering_release(struct callout_gathering *g)
{
	json_decref(g->targets);
	json_decref(g->also);
	json_decref(g->people);
	json_decref(g->names);
}
