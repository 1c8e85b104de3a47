/* Whom to call: units, parties and posts, resolved at this moment. */
#include "desk/contact.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/duty.h"
#include "desk/incident.h"

enum { CONCERNED_MAX = 16 };

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
add_contact(struct voices *v, const struct contact *c, const struct unit *u,
            const struct post *p)
{
	struct voice *row = voices_add(v, c->phones, c->phones_count);
	struct buf post = BUF_INIT;

	row->contact = c->id;
	row->unit = u ? u->id : 0;
	row->who = mem_str(c->name);
	if (u)
		buf_fmt(&post, "%s%s%s",
		        *u->short_name ? u->short_name : u->name,
		        *p->title ? " " : "", p->title);
	row->post = buf_take(&post);
	row->deputy = p && p->deputy;
}

struct holder {
	const struct contact *contact;
	const struct post *post;
};

static int
by_order(const void *a, const void *b)
{
	const struct holder *x = a, *y = b;

	if (x->post->order != y->post->order)
		return x->post->order < y->post->order ? -1 : 1;
	return (x->contact->id > y->contact->id) -
	       (x->contact->id < y->contact->id);
}

static int
deputies_last(const void *a, const void *b)
{
	const struct holder *x = a, *y = b;

	return x->post->deputy != y->post->deputy ? x->post->deputy ? 1 : -1
	                                          : by_order(a, b);
}

/* The post at u by which a person is called: of that title, or the first. */
static const struct post *
post_at(const struct contact *c, const struct unit *u, const char *title)
{
	const struct post *first = NULL;

	for (size_t i = 0; i < c->posts_count; i++) {
		const struct post *p = &c->posts[i];

		if (p->unit == u->id && (!title || !strcmp(p->title, title)) &&
		    (!first || p->order < first->order))
			first = p;
	}
	return first;
}

/* Its people: all of them, or the holders of one post, deputies last. */
static int
add_people(struct desk *d, struct voices *v, const struct unit *u,
           const char *title, struct err *err)
{
	struct contact *people;
	struct holder *holders;
	size_t count, n = 0;

	if (contact_list(d, u->id, &people, &count, err))
		return -1;
	holders = mem_array(NULL, count + 1, sizeof(*holders));
	for (size_t i = 0; i < count; i++) {
		const struct post *p = post_at(&people[i], u, title);

		if (p)
			holders[n++] = (struct holder){ &people[i], p };
	}
	qsort(holders, n, sizeof(*holders), title ? deputies_last : by_order);
	for (size_t i = 0; i < n; i++)
		add_contact(v, holders[i].contact, u, holders[i].post);
	free(holders);
	contacts_free(people, count);
	return 0;
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
	struct unit u = { 0 };
	int rc = 0;

	if (contact_get(d, contact, &c, err))
		return -1;
	if (c.posts_count)
		rc = unit_get(d, c.posts[0].unit, &u, err);
	if (!rc)
		add_contact(&v, &c, c.posts_count ? &u : NULL,
		            c.posts_count ? &c.posts[0] : NULL);
	unit_release(&u);
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

int
voices_of_post(struct desk *d, const char *post, bool *vacant,
               struct voice **rows, size_t *count, struct err *err)
{
	const char *slash = strrchr(post, '/');
	char *words =
		mem_strn(post, slash ? (size_t)(slash - post) : strlen(post));
	struct voices v = { 0 };
	struct unit u = { 0 };
	int64_t unit = 0;
	int rc = unit_by_words(d, words, &unit, err);

	free(words);
	*rows = NULL;
	*count = 0;
	*vacant = true;
	if (rc || !unit)
		return rc;
	if (!slash) {
		rc = voices_of_unit(d, unit, rows, count, err);
		*vacant = *count == 0;
		return rc;
	}
	if (unit_get(d, unit, &u, err))
		return -1;
	rc = add_people(d, &v, &u, slash + 1, err);
	*vacant = v.count == 0;
	if (*vacant)
		add_unit(&v, &u);
	unit_release(&u);
	return give(&v, rc, rows, count);
}

static void
concern(int64_t ids[CONCERNED_MAX], size_t *count, int64_t id)
{
	for (size_t i = 0; i < *count; i++)
		if (ids[i] == id)
			return;
	if (id && *count < CONCERNED_MAX)
		ids[(*count)++] = id;
}

int
unit_concerned(struct desk *d, int64_t unit, int64_t ids[CONCERNED_MAX],
               size_t *count, struct err *err)
{
	struct unit u;

	*count = 0;
	if (unit_get(d, unit, &u, err))
		return -1;
	concern(ids, count, unit);
	concern(ids, count, u.parent);
	concern(ids, count, u.town);
	for (size_t i = 0; i < u.regulators_count; i++)
		concern(ids, count, u.regulators[i]);
	unit_release(&u);
	return 0;
}
