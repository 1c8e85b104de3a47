#include "desk/find_load.h"

#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/contact.h"
#include "desk/duty.h"
#include "desk/group.h"
#include "desk/idset.h"
#include "desk/incident.h"
#include "desk/plan.h"
#include "desk/warning.h"

enum { BLOCK = 65536, INCIDENTS = 1000, WARNINGS = 500 };

/* ---- the pools ---- */

static const char *
pool_text(struct pool *p, const char *s)
{
	size_t len;
	char *at;

	if (!s || !*s)
		return NULL;
	len = strlen(s) + 1;
	if (!p->count || p->used + len > BLOCK) {
		p->blocks = mem_grow(p->blocks, p->count, &p->cap,
		                     sizeof(*p->blocks));
		p->blocks[p->count++] = mem_alloc(len > BLOCK ? len : BLOCK);
		p->used = 0;
	}
	at = p->blocks[p->count - 1] + p->used;
	memcpy(at, s, len);
	p->used += len;
	return at;
}

static void
pool_release(struct pool *p)
{
	for (size_t i = 0; i < p->count; i++)
		free(p->blocks[i]);
	free(p->blocks);
}

static const char *
or_empty(const char *s)
{
	return s ? s : "";
}

void
names_add(struct names *n, enum find_kind kind, int64_t id, const char *key,
          const char *title, const char *spelling, const char *text)
{
	struct name *row;

	n->rows = mem_grow(n->rows, n->count, &n->cap, sizeof(*n->rows));
	row = &n->rows[n->count++];
	memset(row, 0, sizeof(*row));
	row->kind = kind;
	row->id = id;
	row->key = or_empty(pool_text(&n->shown, key));
	row->title = or_empty(pool_text(&n->looked_at, title));
	row->spelling = pool_text(&n->looked_at, spelling);
	row->text = pool_text(&n->shown, text);
	row->prepared = pinyin_prepare(&n->index, &(struct pinyin_row){
							  row->title,
							  row->spelling,
							  row->text,
							  NULL,
						  });
}

void
names_init(struct names *n)
{
	memset(n, 0, sizeof(*n));
	pinyin_index_init(&n->index);
}

void
names_release(struct names *n)
{
	pool_release(&n->looked_at);
	pool_release(&n->shown);
	pinyin_index_release(&n->index);
	free(n->rows);
	names_init(n);
}

/* ---- what there is ---- */

static const char *
unit_called(const struct unit *units, size_t count, int64_t id)
{
	const struct unit *u = unit_among(units, count, id);

	return !u ? "" : *u->short_name ? u->short_name : u->name;
}

static void
put_phones(struct buf *text, const struct phone *phones, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_fmt(text, "%s%s", text->len ? "  " : "", phones[i].number);
}

static void
add_contact(struct names *n, const struct contact *c, const struct unit *units,
            size_t units_count)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < c->posts_count; i++)
		buf_fmt(&text, "%s%s %s", i ? "，" : "",
		        unit_called(units, units_count, c->posts[i].unit),
		        c->posts[i].title);
	put_phones(&text, c->phones, c->phones_count);
	names_add(n, FIND_CONTACT, c->id, NULL, c->name, c->spelling, text.s);
	buf_release(&text);
}

static void
add_unit(struct names *n, const struct unit *u, const char *town)
{
	struct buf text = BUF_INIT;

	buf_fmt(&text, "%s%s%s", u->short_name,
	        *u->short_name && *town ? " " : "", town);
	put_phones(&text, u->phones, u->phones_count);
	names_add(n, FIND_UNIT, u->id, NULL, u->name, NULL, text.s);
	buf_release(&text);
}

static int
load_roster(struct names *n, struct desk *d, struct err *err)
{
	struct contact *people = NULL;
	struct unit *units = NULL;
	size_t count = 0, units_count = 0;
	int rc;

	rc = unit_list(d, -1, 0, &units, &units_count, err) ||
	     contact_list(d, 0, &people, &count, err);
	units_sort(units, units_count);
	for (size_t i = 0; !rc && i < count; i++)
		add_contact(n, &people[i], units, units_count);
	for (size_t i = 0; !rc && i < units_count; i++)
		add_unit(n, &units[i],
		         unit_called(units, units_count, units[i].town));
	units_free(units, units_count);
	contacts_free(people, count);
	return rc ? -1 : 0;
}

static int
load_groups(struct names *n, struct desk *d, struct err *err)
{
	struct group *rows;
	size_t count;

	if (group_list(d, &rows, &count, err))
		return -1;
	for (size_t i = 0; i < count; i++)
		names_add(n, FIND_GROUP, rows[i].id, NULL, rows[i].name, NULL,
		          rows[i].note);
	groups_free(rows, count);
	return 0;
}

static int
load_plans(struct names *n, struct desk *d, struct err *err)
{
	struct plan *rows;
	size_t count;

	if (plan_list(d, false, &rows, &count, err))
		return -1;
	for (size_t i = 0; i < count; i++)
		names_add(n, FIND_PLAN, rows[i].id, NULL, rows[i].title, NULL,
		          tr(plan_category_label(rows[i].category)));
	plans_free(rows, count);
	return 0;
}

static int
load_incidents(struct names *n, struct desk *d, struct err *err)
{
	struct incident *rows;
	size_t count;

	if (incident_list(d, INCIDENTS_ALL, NULL, INCIDENTS, &rows, &count,
	                  NULL, err))
		return -1;
	for (size_t i = 0; i < count; i++)
		names_add(n, FIND_INCIDENT, 0, rows[i].number, rows[i].title,
		          NULL, rows[i].number);
	incident_list_free(rows, count);
	return 0;
}

static void
add_warning(struct names *n, const struct warning *w)
{
	struct buf text = BUF_INIT;
	char at[CIVIL_TEXT];

	buf_fmt(&text, "%s%s %s %s %s", tr(warning_level_label(w->level)),
	        w->kind, tr(warning_near_label(w->near)), w->sender,
	        w->state == WARNING_ENDED ? tr(warning_end_label(w->end))
	                                  : tr(warning_act_label(w->act)));
	buf_fmt(&text, " %s",
	        civil_short(at, w->sent_ms ? w->sent_ms : w->received_ms));
	names_add(n, FIND_WARNING, w->id, NULL,
	          *w->headline ? w->headline : w->kind, NULL, text.s);
	buf_release(&text);
}

/* Of thousands the worst that are not closed and the newest: what anyone asks
 * for; the list of warnings has them all. */
static int
load_warnings(struct names *n, struct desk *d, struct err *err)
{
	struct warning *open, *recent;
	struct idset there = IDSET_INIT;
	size_t open_count, recent_count;

	if (warning_list(d, WARNINGS_OPEN, WARNINGS, &open, &open_count, NULL,
	                 err))
		return -1;
	if (warning_list(d, WARNINGS_ALL, WARNINGS, &recent, &recent_count,
	                 NULL, err)) {
		warnings_free(open, open_count);
		return -1;
	}
	for (size_t i = 0; i < open_count; i++) {
		idset_add(&there, open[i].id);
		add_warning(n, &open[i]);
	}
	for (size_t i = 0; i < recent_count; i++)
		if (!idset_has(&there, recent[i].id))
			add_warning(n, &recent[i]);
	idset_release(&there);
	warnings_free(open, open_count);
	warnings_free(recent, recent_count);
	return 0;
}

static void
load_rules(struct names *n, struct desk *d)
{
	const struct rulebook *book = desk_rulebook(d);

	for (size_t i = 0; i < book->count; i++) {
		const struct pack *p = book->packs[i];

		for (size_t k = 0; k < p->rules_count; k++)
			names_add(n, FIND_RULE, 0, p->rules[k].id,
			          duty_title(&p->rules[k]), NULL,
			          p->rules[k].cite);
	}
}

int
names_load(struct names *n, struct desk *d, struct err *err)
{
	if (load_roster(n, d, err) || load_groups(n, d, err) ||
	    load_plans(n, d, err) || load_incidents(n, d, err) ||
	    load_warnings(n, d, err))
		return -1;
	load_rules(n, d);
	return 0;
}
