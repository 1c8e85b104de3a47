#include "desk/command_roster.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/contact.h"
#include "desk/group.h"
#include "desk/unit.h"

/* A unit by its name; none: 0. */
static int
unit_named(struct command_session *s, const char *key, const char *name,
           int64_t *id, struct err *err)
{
	*id = 0;
	if (!name)
		return 0;
	if (unit_by_name(s->desk, name, id, err))
		return -1;
	return *id ? 0
	           : err_set(err, ERR_NOT_FOUND, tr("/%s：没有名为“%s”的单位"),
	                     key, name);
}

/*
 * A record by the entry that added it; absent: 0.  A name of a line that
 * appended nothing stands for no record, and never for a new one.
 */
static int
entry_named(struct command_session *s, const json_t *line, const char *key,
            int64_t *id, struct err *err)
{
	*id = 0;
	if (command_entry(s, line, key, id, err))
		return -1;
	if (!*id && json_object_get(line, key))
		return err_set(err, ERR_INPUT, "/%s: %s added nothing", key,
		               command_text(line, key));
	return 0;
}

/* A member that is given takes the place of what was there; null leaves
 * nothing there. */
static void
take_text(const json_t *line, const char *key, char **text)
{
	const json_t *given = json_object_get(line, key);

	if (!given)
		return;
	free(*text);
	*text = mem_str(json_is_null(given) ? "" : json_string_value(given));
}

static int
take_unit(struct command_session *s, const json_t *line, const char *key,
          int64_t *id, struct err *err)
{
	if (!json_object_get(line, key))
		return 0;
	return unit_named(s, key, command_text(line, key), id, err);
}

static void
take_degrees(const json_t *line, const char *key, int64_t *degrees)
{
	if (json_object_get(line, key))
		*degrees = command_int(line, key, UNIT_NOWHERE);
}

/* ---- lists ---- */

/* Element i of the list at `key`, for errors. */
struct element {
	struct jpath root, list, at;
};

static const struct jpath *
element(struct element *e, const char *key, size_t i)
{
	e->root = (struct jpath){ .key = NULL };
	e->list = (struct jpath){ .up = &e->root, .key = key };
	e->at = (struct jpath){ .up = &e->list, .index = i };
	return &e->at;
}

/* "0358-0000001" or {"number": "...", "label": "..."} */
static int
phone_take(const json_t *v, struct phone *p, const struct jpath *at,
           struct err *err)
{
	static const char *const keys[] = { "number", "label", NULL };
	const char *number = json_string_value(v), *label = "";

	memset(p, 0, sizeof(*p));
	if (!number && (!json_is_object(v) || json_only(v, keys, at, err) ||
	                json_need_string(v, "number", &number, at, err) ||
	                json_get_string(v, "label", &label, at, err)))
		return json_fail(at, err, "expected a number");
	if (strlen(number) >= sizeof(p->number) ||
	    strlen(label) >= sizeof(p->label))
		return json_fail(at, err, "too long");
	memcpy(p->number, number, strlen(number) + 1);
	memcpy(p->label, label, strlen(label) + 1);
	return 0;
}

static int
phones_take(const json_t *line, struct phone *phones, size_t *count,
            struct err *err)
{
	const json_t *list = json_object_get(line, "phones");
	struct element e;
	json_t *v;
	size_t i;

	if (!list)
		return 0;
	*count = 0;
	json_array_foreach((json_t *)list, i, v)
	{
		if (i == PHONES_MAX)
			return json_fail(element(&e, "phones", i), err,
			                 "more than %d", PHONES_MAX);
		if (phone_take(v, &phones[(*count)++], element(&e, "phones", i),
		               err))
			return -1;
	}
	return 0;
}

static int
regulators_take(struct command_session *s, const json_t *line, struct unit *u,
                struct err *err)
{
	const json_t *list = json_object_get(line, "regulators");
	struct element e;
	json_t *v;
	size_t i;

	if (!list)
		return 0;
	u->regulators_count = 0;
	json_array_foreach((json_t *)list, i, v)
	{
		if (i == REGULATORS_MAX || !json_is_string(v))
			return json_fail(element(&e, "regulators", i), err,
			                 "expected at most %d names of units",
			                 REGULATORS_MAX);
		if (unit_named(s, "regulators", json_string_value(v),
		               &u->regulators[u->regulators_count++], err))
			return -1;
	}
	return 0;
}

static int
stock_row_take(const json_t *v, struct stock *out, const struct jpath *at,
               struct err *err)
{
	static const char *const keys[] = { "item",  "quantity", "measure",
		                            "ready", "keeper",   NULL };
	const char *item, *measure = "", *keeper = "";
	int64_t quantity;
	bool ready = true;

	if (!json_is_object(v))
		return json_fail(at, err, "expected an object");
	if (json_only(v, keys, at, err) ||
	    json_need_string(v, "item", &item, at, err) ||
	    json_need_int(v, "quantity", 0, INT64_MAX, &quantity, at, err) ||
	    json_get_string(v, "measure", &measure, at, err) ||
	    json_get_bool(v, "ready", &ready, at, err) ||
	    json_get_string(v, "keeper", &keeper, at, err))
		return -1;
	*out = (struct stock){ .item = mem_str(item),
		               .measure = mem_str(measure),
		               .keeper = mem_str(keeper),
		               .quantity = quantity,
		               .ready = ready };
	return 0;
}

static int
stock_take(const json_t *line, struct unit *u, struct err *err)
{
	const json_t *list = json_object_get(line, "stock");
	struct unit old = { .stock = u->stock, .stock_count = u->stock_count };
	struct element e;
	json_t *v;
	size_t i;

	if (!list)
		return 0;
	u->stock = mem_alloc((json_array_size(list) + 1) * sizeof(*u->stock));
	u->stock_count = 0;
	unit_release(&old);
	json_array_foreach((json_t *)list, i, v)
	{
		if (stock_row_take(v, &u->stock[u->stock_count],
		                   element(&e, "stock", i), err))
			return -1;
		u->stock_count++;
	}
	return 0;
}

static int
posts_take(struct command_session *s, const json_t *line, struct contact *c,
           struct err *err)
{
	static const char *const keys[] = { "unit", "title", "order", "deputy",
		                            NULL };
	const json_t *list = json_object_get(line, "posts");
	const char *unit, *title;
	struct element e;
	int64_t order, id = 0;
	bool deputy;
	json_t *v;
	size_t i;

	if (!list)
		return 0;
	contact_clear_posts(c);
	json_array_foreach((json_t *)list, i, v)
	{
		const struct jpath *at = element(&e, "posts", i);
		struct post *p;

		title = "";
		order = 1;
		deputy = false;
		if (i == POSTS_MAX || !json_is_object(v))
			return json_fail(at, err, "expected at most %d objects",
			                 POSTS_MAX);
		if (json_only(v, keys, at, err) ||
		    json_need_string(v, "unit", &unit, at, err) ||
		    json_get_string(v, "title", &title, at, err) ||
		    json_get_int(v, "order", 1, POST_ORDER_MAX, &order, at,
		                 err) ||
		    json_get_bool(v, "deputy", &deputy, at, err) ||
		    unit_named(s, "posts", unit, &id, err))
			return -1;
		if (strlen(title) >= POST_TITLE)
			return json_fail(at, err, "title: too long");
		p = contact_add_post(c, id, title);
		p->order = (int)order;
		p->deputy = deputy;
	}
	return 0;
}

/* ---- units ---- */

static int
unit_take(struct command_session *s, const json_t *line, struct unit *u,
          struct err *err)
{
	const char *kind = command_text(line, "kind");

	take_text(line, "name", &u->name);
	take_text(line, "short", &u->short_name);
	take_text(line, "place", &u->place);
	take_text(line, "licence", &u->licence);
	take_text(line, "capacity", &u->capacity);
	take_text(line, "hazards", &u->hazards);
	take_text(line, "note", &u->note);
	if (kind)
		u->kind = (enum unit_kind)unit_kind_find(kind);
	take_degrees(line, "lat", &u->lat);
	take_degrees(line, "lon", &u->lon);
	if (take_unit(s, line, "parent", &u->parent, err) ||
	    take_unit(s, line, "town", &u->town, err) ||
	    phones_take(line, u->phones, &u->phones_count, err) ||
	    regulators_take(s, line, u, err))
		return -1;
	return stock_take(line, u, err);
}

int
run_unit_save(struct command_session *s, const json_t *line,
              struct command_result *res, struct err *err)
{
	const char *who = command_text(line, "unit");
	struct unit u;
	int64_t id;
	int rc;

	if (unit_named(s, "unit", who, &id, err))
		return -1;
	unit_init(&u);
	u.kind = UNIT_OTHER;
	if (id) {
		unit_release(&u);
		if (unit_get(s->desk, id, &u, err))
			return -1;
	}
	rc = unit_take(s, line, &u, err);
	if (!rc)
		rc = unit_save(s->desk, &u, 0, &res->seq, err);
	unit_release(&u);
	return rc;
}

int
run_unit_confirm(struct command_session *s, const json_t *line,
                 struct command_result *res, struct err *err)
{
	int64_t id;

	if (unit_named(s, "unit", command_text(line, "unit"), &id, err))
		return -1;
	return unit_confirm(s->desk, id, command_text(line, "number"),
	                    &res->seq, err);
}

int
run_unit_remove(struct command_session *s, const json_t *line,
                struct command_result *res, struct err *err)
{
	int64_t id;

	if (unit_named(s, "unit", command_text(line, "unit"), &id, err))
		return -1;
	return unit_remove(s->desk, id, command_text(line, "why"), &res->seq,
	                   err);
}

int
run_party_bind(struct command_session *s, const json_t *line,
               struct command_result *res, struct err *err)
{
	int64_t id;

	if (unit_named(s, "unit", command_text(line, "unit"), &id, err))
		return -1;
	return party_bind(s->desk, command_text(line, "party"), id, &res->seq,
	                  err);
}

/* ---- contacts ---- */

int
run_contact_save(struct command_session *s, const json_t *line,
                 struct command_result *res, struct err *err)
{
	struct contact c;
	int64_t id = 0;
	int rc;

	if (entry_named(s, line, "contact", &id, err))
		return -1;
	contact_init(&c);
	if (id) {
		contact_release(&c);
		if (contact_get(s->desk, id, &c, err))
			return -1;
	}
	take_text(line, "name", &c.name);
	take_text(line, "spelling", &c.spelling);
	take_text(line, "note", &c.note);
	rc = posts_take(s, line, &c, err);
	if (!rc)
		rc = phones_take(line, c.phones, &c.phones_count, err);
	if (!rc)
		rc = contact_save(s->desk, &c, 0, &res->seq, err);
	contact_release(&c);
	return rc;
}

int
run_contact_confirm(struct command_session *s, const json_t *line,
                    struct command_result *res, struct err *err)
{
	int64_t id;

	if (entry_named(s, line, "contact", &id, err))
		return -1;
	return contact_confirm(s->desk, id, command_text(line, "number"),
	                       &res->seq, err);
}

int
run_contact_remove(struct command_session *s, const json_t *line,
                   struct command_result *res, struct err *err)
{
	int64_t id;

	if (entry_named(s, line, "contact", &id, err))
		return -1;
	return contact_remove(s->desk, id, command_text(line, "why"), &res->seq,
	                      err);
}

/* ---- call lists ---- */

static int
members_take(const json_t *line, struct group *g, struct err *err)
{
	const json_t *list = json_object_get(line, "members");
	struct element e;
	json_t *v;
	size_t i;

	if (!list)
		return 0;
	while (g->members_count)
		free(g->members[--g->members_count]);
	g->members = mem_array(g->members, json_array_size(list) + 1,
	                       sizeof(*g->members));
	json_array_foreach((json_t *)list, i, v)
	{
		if (i == GROUP_MEMBERS || !json_string_length(v))
			return json_fail(element(&e, "members", i), err,
			                 "expected at most %d posts",
			                 GROUP_MEMBERS);
		g->members[g->members_count++] = mem_str(json_string_value(v));
	}
	return 0;
}

int
run_group_save(struct command_session *s, const json_t *line,
               struct command_result *res, struct err *err)
{
	struct group g = { 0 };
	int64_t id = 0;
	int rc;

	if (entry_named(s, line, "group", &id, err) ||
	    (id && group_get(s->desk, id, &g, err)))
		return -1;
	if (!id) {
		g.name = mem_str("");
		g.note = mem_str("");
	}
	take_text(line, "name", &g.name);
	take_text(line, "note", &g.note);
	rc = members_take(line, &g, err);
	if (!rc)
		rc = group_save(s->desk, &g, 0, &res->seq, err);
	group_release(&g);
	return rc;
}

int
run_group_remove(struct command_session *s, const json_t *line,
                 struct command_result *res, struct err *err)
{
	int64_t id;

	if (entry_named(s, line, "group", &id, err))
		return -1;
	return group_remove(s->desk, id, command_text(line, "why"), &res->seq,
	                    err);
}
