/* Whom to call: units, parties and posts, resolved at this moment. */
#include "desk/contact.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/duty.h"
#include "desk/incident.h"

enum { CONCERNED_MAX = 16 };

/* Who holds a post at ?1, of the title ?2 (NULL: any) with deputies last. */
SQL(voice_people, "SELECT c.id, c.name, p.title, p.deputy FROM post p "
                  "JOIN contact c ON c.id = p.contact WHERE p.unit = ?1 "
                  "AND (?2 IS NULL OR p.title = ?2) AND c.removed = 0 "
                  "ORDER BY ?2 IS NOT NULL AND p.deputy, p.place, c.id");

struct voices {
	struct voice *rows;
	size_t count, cap;
};

void
voices_free(struct voice *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(rows[i].who);
		free(rows[i].post);
	}
	free(rows);
}

static struct voice *
voices_add(struct voices *v, const struct phone *phones, size_t count)
{
	struct voice *row;

	v->rows = mem_grow(v->rows, v->count, &v->cap, sizeof(*v->rows));
	row = &v->rows[v->count++];
	memset(row, 0, sizeof(*row));
	if (count)
		memcpy(row->phones, phones, count * sizeof(*phones));
	row->phones_count = count;
	return row;
}

/* The unit's own numbers; nothing when it has none. */
static void
add_unit(struct voices *v, const struct unit *u)
{
	struct voice *row;

	if (!u->phones_count)
		return;
	row = voices_add(v, u->phones, u->phones_count);
	row->unit = u->id;
	row->who = mem_str(u->name);
	row->post = mem_str("");
}

static void
add_contact(struct voices *v, int64_t id, const char *name,
            const struct phone *phones, size_t count)
{
	struct voice *row = voices_add(v, phones, count);

	row->contact = id;
	row->who = mem_str(name);
	row->post = mem_str("");
}

static void
add_post(struct voice *row, const struct unit *u, const char *title,
         bool deputy)
{
	struct buf post = BUF_INIT;

	buf_fmt(&post, "%s%s%s", *u->short_name ? u->short_name : u->name,
	        *title ? " " : "", title);
	free(row->post);
	row->post = buf_take(&post);
	row->unit = u->id;
	row->deputy = deputy;
}

/* They are in v already: who holds two of the posts comes once. */
static bool
voices_have(const struct voices *v, int64_t contact)
{
	for (size_t i = 0; i < v->count; i++)
		if (v->rows[i].contact == contact)
			return true;
	return false;
}

/* Its people: all of them, or the holders of one post, deputies last. */
static int
add_people(struct desk *d, struct voices *v, const struct unit *u,
           const char *title, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &voice_people);
	struct phone phones[PHONES_MAX];
	size_t count;
	int rc;

	stmt_bind_int(st, 1, u->id);
	stmt_bind_text(st, 2, title);
	while ((rc = stmt_step(st, err)) == 1) {
		if (voices_have(v, stmt_int(st, 0)))
			continue;
		rc = phones_read(desk_db(d), stmt_int(st, 0), phones, &count,
		                 err);
		if (rc)
			break;
		add_contact(v, stmt_int(st, 0), stmt_text(st, 1), phones,
		            count);
		add_post(&v->rows[v->count - 1], u, stmt_text(st, 2),
		         stmt_int(st, 3));
	}
	stmt_done(st);
	return rc;
}

static int
give(struct voices *v, int rc, struct voice **rows, size_t *count)
{
	if (rc) {
		voices_free(v->rows, v->count);
		return -1;
	}
	*rows = v->rows;
	*count = v->count;
	return 0;
}

int
voices_of_unit(struct desk *d, int64_t unit, struct voice **rows, size_t *count,
               struct err *err)
{
	struct voices v = { 0 };
	struct unit u;
	int rc;

	if (unit_get(d, unit, &u, err))
		return -1;
	add_unit(&v, &u);
	rc = add_people(d, &v, &u, NULL, err);
	unit_release(&u);
	return give(&v, rc, rows, count);
}

int
voices_of_contact(struct desk *d, int64_t contact, struct voice **rows,
                  size_t *count, struct err *err)
{
	struct voices v = { 0 };
	struct contact c;
	struct unit u;
	int rc = 0;

	if (contact_get(d, contact, &c, err))
		return -1;
	add_contact(&v, c.id, c.name, c.phones, c.phones_count);
	if (c.posts_count) {
		rc = unit_get(d, c.posts[0].unit, &u, err);
		if (!rc) {
			add_post(v.rows, &u, c.posts[0].title,
			         c.posts[0].deputy);
			unit_release(&u);
		}
	}
	contact_release(&c);
	return give(&v, rc, rows, count);
}

/* The unit that an incident names, if the roster knows it. */
static int
incident_unit(struct desk *d, const char *number, int64_t *unit,
              struct err *err)
{
	struct incident in;
	int rc;

	*unit = 0;
	if (!number)
		return 0;
	if (incident_get(d, number, &in, err))
		return -1;
	rc = *in.unit ? unit_by_name(d, in.unit, unit, err) : 0;
	incident_release(&in);
	return rc;
}

int
voices_of_party(struct desk *d, const char *party, const char *number,
                int64_t *unit, struct voice **rows, size_t *count,
                struct err *err)
{
	bool own =
		strcmp(party, "unit") == 0 || strcmp(party, "unit.head") == 0;

	*rows = NULL;
	*count = 0;
	if (own ? incident_unit(d, number, unit, err)
	        : party_unit(d, party, unit, err))
		return -1;
	return *unit ? voices_of_unit(d, *unit, rows, count, err) : 0;
}

/* "公安局" or "county.police": its id, 0 for none. */
static int
unit_by_words(struct desk *d, const char *words, int64_t *unit, struct err *err)
{
	return party_known(words) ? party_unit(d, words, unit, err)
	                          : unit_by_name(d, words, unit, err);
}

/*
 * A title may have a slash, 书记/主任: the unit ends at the first one that a
 * unit or party we know stands before, or (*title NULL) at the end.
 */
static int
split_post(struct desk *d, const char *post, int64_t *unit, const char **title,
           struct err *err)
{
	const char *end = post;
	char *words;
	int rc;

	do {
		end += strcspn(end, "/");
		words = mem_strn(post, (size_t)(end - post));
		rc = unit_by_words(d, words, unit, err);
		free(words);
		*title = *end ? ++end : NULL;
	} while (!rc && !*unit && *title);
	return rc;
}

int
voices_of_post(struct desk *d, const char *post, bool *vacant,
               struct voice **rows, size_t *count, struct err *err)
{
	struct voices v = { 0 };
	struct unit u = { 0 };
	const char *title;
	int64_t unit;
	int rc = split_post(d, post, &unit, &title, err);

	*rows = NULL;
	*count = 0;
	*vacant = true;
	if (rc || !unit)
		return rc;
	if (!title) {
		rc = voices_of_unit(d, unit, rows, count, err);
		*vacant = *count == 0;
		return rc;
	}
	if (unit_get(d, unit, &u, err))
		return -1;
	rc = add_people(d, &v, &u, title, err);
	*vacant = v.count == 0;
	if (*vacant)
		add_unit(&v, &u);
	unit_release(&u);
	return give(&v, rc, rows, count);
}

/* A regulator may have been removed since, or its record withheld. */
static int
concern(struct desk *d, int64_t ids[CONCERNED_MAX], size_t *count, int64_t id,
        struct err *err)
{
	struct err gone = ERR_INIT;

	for (size_t i = 0; i < *count; i++)
		if (ids[i] == id)
			return 0;
	if (!id || *count == CONCERNED_MAX)
		return 0;
	if (unit_stands(d, id, NULL, &gone))
		return gone.code == ERR_REFUSED
		               ? 0
		               : err_set(err, gone.code, "%s", gone.text);
	ids[(*count)++] = id;
	return 0;
}

int
unit_concerned(struct desk *d, int64_t unit, int64_t ids[CONCERNED_MAX],
               size_t *count, struct err *err)
{
	struct unit u;
	int rc;

	*count = 0;
	if (unit_get(d, unit, &u, err))
		return -1;
	rc = concern(d, ids, count, unit, err) ||
	     concern(d, ids, count, u.parent, err) ||
	     concern(d, ids, count, u.town, err);
	for (size_t i = 0; !rc && i < u.regulators_count; i++)
		rc = concern(d, ids, count, u.regulators[i], err);
	unit_release(&u);
	return rc ? -1 : 0;
}
