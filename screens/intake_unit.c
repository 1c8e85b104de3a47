/* The unit of an intake, out of the roster: completed while it is typed, and
 * what follows from the one that was chosen. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/unit.h"
#include "law/facts.h"
#include "screens/intake.h"
#include "screens/unit_field.h"

/*
 * What mostly happens at a unit of that kind whose name has that word; the
 * first that fits.  Kinds that are not here suggest nothing.
 */
static const struct {
	enum unit_kind unit;
	const char *word, *kind;
} likely[] = {
	{ UNIT_MINE, "煤", "accident.coal" },
	{ UNIT_MINE, "", "accident.mine" },
	{ UNIT_CHEMICAL, "燃气", "accident.gas" },
	{ UNIT_CHEMICAL, "加气", "accident.gas" }, /* stored */
	{ UNIT_CHEMICAL, "", "accident.chemical" },
};

static const char *
likely_kind(const struct unit *u)
{
	for (size_t i = 0; i < sizeof(likely) / sizeof(*likely); i++)
		if (u->kind == likely[i].unit &&
		    strstr(u->name, likely[i].word))
			return likely[i].kind;
	return NULL;
}

/* Without the roster there is the list of those said before. */
void
intake_unit_init(struct intake *st, struct desk *d)
{
	struct err err = ERR_INIT;

	if (unit_names_read(d, &st->names, &err))
		unit_names_release(&st->names);
}

void
intake_unit_release(struct intake *st)
{
	unit_names_release(&st->names);
	free(st->filled_place);
	st->filled_place = NULL;
}

void
intake_unit_complete(void *arg, const struct form_field *field,
                     const char *text, struct form_list *out)
{
	const struct intake *st = arg;

	(void)field;
	unit_field_offer(&st->names, text, out);
	said_offer(&st->units, text, out);
}

/* ---- what follows ---- */

/* Where the unit is: its town, and its address when that has no town yet. */
static int
where(struct desk *d, const struct unit *u, struct buf *out, struct err *err)
{
	struct unit town;

	if (u->town) {
		if (unit_get(d, u->town, &town, err))
			return -1;
		if (!strstr(u->place, town.name))
			buf_str(out, town.name);
		unit_release(&town);
	}
	buf_str(out, u->place);
	if (utf8_count(out->s, out->len) > INCIDENT_PLACE_MAX) {
		buf_clear(out);
		buf_str(out, u->place);
	}
	return 0;
}

/* Nothing was typed there: it is empty, or what another choice left. */
static bool
is_free(const struct form *f, const char *key, const char *filled)
{
	return form_empty(f, key) ||
	       (filled && strcmp(form_text(f, key), filled) == 0);
}

static void
fill_place(struct desk *d, struct intake *st, const struct unit *u,
           struct err *err)
{
	struct form *f = &st->drafted.form;
	struct buf place = BUF_INIT;

	if (is_free(f, "place", st->filled_place) &&
	    where(d, u, &place, err) == 0) {
		form_set(f, "place", place.s);
		free(st->filled_place);
		st->filled_place = mem_str(place.s);
	}
	buf_release(&place);
}

/* The kind it suggests is set where none was typed, and only told else. */
static void
suggest_kind(struct ui *ui, struct intake *st, const struct unit *u)
{
	struct form *f = &st->drafted.form;
	const char *kind = likely_kind(u), *typed = form_text(f, "kind");

	if (is_free(f, "kind", st->filled_kind)) {
		form_set(f, "kind", kind ? kind : "");
		st->filled_kind = kind;
		if (kind)
			ui_say(ui, ROLE_NOTICE,
			       tr("类别按“%s”暂填 %s，不对就改"), u->name,
			       tr(kind_find(kind)->label));
	} else if (kind && strcmp(typed, kind) != 0) {
		ui_say(ui, ROLE_WARN, tr("“%s”是%s，类别现为 %s，请核对"),
		       u->name, tr(unit_kind_label(u->kind)),
		       tr(kind_find(typed)->label));
	}
}

void
intake_unit_chosen(struct ui *ui, struct intake *st)
{
	struct desk *d = ui_desk(ui);
	struct err err = ERR_INIT;
	struct unit u;
	int64_t id;

	if (unit_by_name(d, form_text(&st->drafted.form, "unit"), &id, &err) ||
	    (id && unit_get(d, id, &u, &err))) {
		ui_fail(ui, &err);
		return;
	}
	if (!id)
		return;
	fill_place(d, st, &u, &err);
	suggest_kind(ui, st, &u);
	if (err.code)
		ui_fail(ui, &err);
	unit_release(&u);
	st->drafted.unsaved = true;
	drafted_keep(ui, &st->drafted);
}
