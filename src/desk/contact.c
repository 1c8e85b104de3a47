/* Contacts: commands and queries; contact_fold.c has their entries. */
#include "desk/contact.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/body.h"
#include "desk/record.h"

#define CONTACT_COLUMNS                                                        \
	"c.id, c.name, c.spelling, c.note, c.removed, c.last_seq, "            \
	"c.saved_ms, c.officer"

SQL(contact_row, "SELECT " CONTACT_COLUMNS " FROM contact c WHERE id = ?1");
SQL_SCAN(contact_all, "SELECT " CONTACT_COLUMNS " FROM contact c "
                      "WHERE removed = 0 ORDER BY sort, id");
/* Who holds two posts there comes once, at the first. */
SQL(contact_of_unit, "SELECT " CONTACT_COLUMNS ", min(p.place) AS first "
                     "FROM post p JOIN contact c ON c.id = p.contact "
                     "WHERE p.unit = ?1 AND c.removed = 0 "
                     "GROUP BY c.id ORDER BY first, c.id");
SQL(contact_posts, "SELECT unit, title, place, deputy FROM post "
                   "WHERE contact = ?1 ORDER BY k");
/* Of one name there may be thousands, and so of people at one unit. */
SQL(contact_namesake, "SELECT 1 FROM post WHERE name = ?1 AND contact <> ?2 "
                      "AND unit = ?3 AND title = ?4");
/* Everybody's posts and numbers, in the order of their ids. */
SQL_SCAN(contact_every_post, "SELECT contact, unit, title, place, deputy "
                             "FROM post ORDER BY contact, k");
SQL_SCAN(contact_every_phone, "SELECT owner, number, label, confirmed_ms "
                              "FROM phone ORDER BY owner, k");

/* ---- the record in memory ---- */

void
contact_init(struct contact *c)
{
	memset(c, 0, sizeof(*c));
	c->name = mem_str("");
	c->spelling = mem_str("");
	c->note = mem_str("");
}

struct post *
contact_add_post(struct contact *c, int64_t unit, const char *title)
{
	struct post *p;

	if (c->posts_count == POSTS_MAX)
		return NULL;
	p = &c->posts[c->posts_count++];
	*p = (struct post){ unit, mem_str(title), 1, false };
	return p;
}

void
contact_clear_posts(struct contact *c)
{
	while (c->posts_count)
		free(c->posts[--c->posts_count].title);
}

void
contact_release(struct contact *c)
{
	contact_clear_posts(c);
	free(c->name);
	free(c->spelling);
	free(c->note);
	memset(c, 0, sizeof(*c));
}

void
contacts_free(struct contact *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		contact_release(&rows[i]);
	free(rows);
}

/* ---- queries ---- */

static void
contact_read(struct contact *c, struct stmt *st)
{
	memset(c, 0, sizeof(*c));
	c->id = stmt_int(st, 0);
	c->name = mem_str(stmt_text(st, 1));
	c->spelling = mem_str(stmt_text(st, 2));
	c->note = mem_str(stmt_text(st, 3));
	c->removed = stmt_int(st, 4);
	c->last_seq = stmt_int(st, 5);
	c->saved_ms = stmt_int(st, 6);
	strncpy(c->officer, stmt_text(st, 7), sizeof(c->officer) - 1);
}

/* A post from four columns, the first of which is `col`. */
static void
post_read(struct contact *c, struct stmt *st, int col)
{
	struct post *p =
		contact_add_post(c, stmt_int(st, col), stmt_text(st, col + 1));

	if (!p)
		return;
	p->order = (int)stmt_int(st, col + 2);
	p->deputy = stmt_int(st, col + 3);
}

static int
contact_more(struct desk *d, struct contact *c, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &contact_posts);
	int rc;

	stmt_bind_int(st, 1, c->id);
	while ((rc = stmt_step(st, err)) == 1)
		post_read(c, st, 0);
	stmt_done(st);
	if (rc)
		return -1;
	return phones_read(desk_db(d), c->id, c->phones, &c->phones_count, err);
}

int
contact_get(struct desk *d, int64_t id, struct contact *out, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &contact_row);
	int rc;

	memset(out, 0, sizeof(*out));
	stmt_bind_int(st, 1, id);
	rc = stmt_step(st, err);
	if (rc == 1)
		contact_read(out, st);
	stmt_done(st);
	if (rc == 0)
		return err_set(err, ERR_NOT_FOUND, tr("没有第 %lld 号联系人"),
		               (long long)id);
	if (rc < 0)
		return -1;
	if (contact_more(d, out, err)) {
		contact_release(out);
		return -1;
	}
	return 0;
}

static int
by_id(const void *a, const void *b)
{
	const struct contact *x = *(struct contact *const *)a;
	const struct contact *y = *(struct contact *const *)b;

	return (x->id > y->id) - (x->id < y->id);
}

/* Rows by id beside people by id: both rise, so one walk joins them. */
static int
join_rows(struct desk *d, const struct sql *sql, struct contact **people,
          size_t count, bool posts, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), sql);
	size_t i = 0;
	int rc;

	while ((rc = stmt_step(st, err)) == 1) {
		int64_t id = stmt_int(st, 0);

		while (i < count && people[i]->id < id)
			i++;
		if (i == count || people[i]->id != id)
			continue;
		if (posts) {
			post_read(people[i], st, 1);
		} else if (people[i]->phones_count < PHONES_MAX) {
			struct contact *c = people[i];
			struct phone *p = &c->phones[c->phones_count++];

			strncpy(p->number, stmt_text(st, 1), PHONE_TEXT - 1);
			strncpy(p->label, stmt_text(st, 2), PHONE_LABEL - 1);
			p->confirmed_ms = stmt_int(st, 3);
		}
	}
	stmt_done(st);
	return rc;
}

static int
everybody_more(struct desk *d, struct contact *rows, size_t count,
               struct err *err)
{
	struct contact **people =
		mem_array(NULL, count + 1, sizeof(struct contact *));
	int rc;

	for (size_t i = 0; i < count; i++)
		people[i] = &rows[i];
	qsort(people, count, sizeof(struct contact *), by_id);
	rc = join_rows(d, &contact_every_post, people, count, true, err);
	if (!rc)
		rc = join_rows(d, &contact_every_phone, people, count, false,
		               err);
	free(people);
	return rc;
}

int
contact_list(struct desk *d, int64_t unit, struct contact **rows, size_t *count,
             struct err *err)
{
	struct stmt *st =
		db_use(desk_db(d), unit ? &contact_of_unit : &contact_all);
	struct contact *list = NULL;
	size_t n = 0, cap = 0;
	int rc;

	*rows = NULL;
	*count = 0;
	if (unit)
		stmt_bind_int(st, 1, unit);
	while ((rc = stmt_step(st, err)) == 1) {
		list = mem_grow(list, n, &cap, sizeof(*list));
		contact_read(&list[n++], st);
	}
	stmt_done(st);
	for (size_t i = 0; unit && !rc && i < n; i++)
		rc = contact_more(d, &list[i], err);
	if (!unit && !rc)
		rc = everybody_more(d, list, n, err);
	if (rc) {
		contacts_free(list, n);
		return -1;
	}
	*rows = list;
	*count = n;
	return 0;
}

/* ---- saving ---- */

static json_t *
contact_body(const struct contact *c, const struct contact *known,
             struct err *err)
{
	json_t *o = json_object(), *list = json_array(), *row;
	int rc;

	rc = body_put_text(o, "name", c->name, BODY_NAME_MAX, err) ||
	     body_put_text(o, "spelling", c->spelling, BODY_NAME_MAX, err);
	for (size_t i = 0; !rc && i < c->posts_count; i++) {
		const struct post *p = &c->posts[i];

		row = json_object();
		json_array_append_new(list, row);
		body_put_int(row, "unit", p->unit);
		rc = body_put_text(row, "title", p->title, BODY_NAME_MAX, err);
		body_put_int(row, "order", p->order);
		if (p->deputy)
			json_object_set_new(row, "deputy", json_true());
	}
	if (c->posts_count)
		json_object_set(o, "posts", list);
	json_decref(list);
	rc = rc ||
	     phones_put(o, c->phones, c->phones_count, known->phones,
	                known->phones_count, err) ||
	     body_put_text(o, "note", c->note, BODY_WORDS_MAX, err);
	if (rc) {
		json_decref(o);
		return NULL;
	}
	return o;
}

/* Its unit is there; one where the person was before need not be any more. */
static int
post_unit_fits(struct desk *d, const struct post *p,
               const struct contact *known, struct err *err)
{
	for (size_t i = 0; i < known->posts_count; i++)
		if (known->posts[i].unit == p->unit)
			return 0;
	return unit_stands(d, p->unit, NULL, err);
}

/* Nobody else of that name holds that post. */
static int
post_free(struct desk *d, const struct contact *c, const struct post *p,
          struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &contact_namesake);
	int rc;

	stmt_bind_text(st, 1, c->name);
	stmt_bind_int(st, 2, c->id);
	stmt_bind_int(st, 3, p->unit);
	stmt_bind_text(st, 4, p->title);
	rc = stmt_step(st, err);
	stmt_done(st);
	if (rc == 1)
		return err_set(err, ERR_REFUSED, tr("已有一位%s任这个职务：%s"),
		               c->name, *p->title ? p->title : "-");
	return rc;
}

static int
post_fits(struct desk *d, const struct contact *c, size_t i,
          const struct contact *known, struct err *err)
{
	const struct post *p = &c->posts[i];

	if (p->order < 1 || p->order > POST_ORDER_MAX)
		return err_set(err, ERR_INPUT, tr("顺序要在 1 到 %d 之间"),
		               POST_ORDER_MAX);
	for (size_t k = 0; k < i; k++)
		if (c->posts[k].unit == p->unit &&
		    strcmp(c->posts[k].title, p->title) == 0)
			return err_set(err, ERR_INPUT, tr("职务 %s 写了两次"),
			               *p->title ? p->title : "-");
	if (post_unit_fits(d, p, known, err))
		return -1;
	return post_free(d, c, p, err);
}

struct contact_saving {
	struct contact *contact;
	int64_t base, *seq;
};

static int
contact_fits(struct desk *d, const struct contact *c,
             const struct contact *known, struct err *err)
{
	if (!*c->name)
		return err_set(err, ERR_INPUT, "%s", tr("没有姓名"));
	for (size_t i = 0; i < c->posts_count; i++)
		if (post_fits(d, c, i, known, err))
			return -1;
	return 0;
}

static int
contact_save_write(struct desk *d, void *arg, struct err *err)
{
	const struct contact_saving *s = arg;
	struct record r = { .noun = "contact",
		            .id = s->contact->id,
		            .base = s->base };
	struct contact known = { 0 };
	json_t *old = NULL, *body;
	int64_t id = s->contact->id;
	int rc = -1;

	if ((id && contact_get(d, id, &known, err)) ||
	    contact_fits(d, s->contact, &known, err))
		goto out;
	r.last_seq = known.last_seq;
	r.saved_ms = known.saved_ms;
	r.officer = known.officer;
	if (record_conflict(&r, err))
		goto out;
	body = contact_body(s->contact, &known, err);
	if (body && id && !known.removed)
		old = contact_body(&known, &known, err);
	if (body)
		rc = record_save(d, &r, old, body, &s->contact->id, s->seq,
		                 err);
out:
	contact_release(&known);
	return rc;
}

int
contact_save(struct desk *d, struct contact *c, int64_t base, int64_t *seq,
             struct err *err)
{
	struct contact_saving s = { c, base, seq };
	int64_t id = c->id;

	if (desk_write(d, contact_save_write, &s, err)) {
		c->id = id;
		return -1;
	}
	return 0;
}

/* ---- confirming and removing ---- */

/* They are there and were not removed. */
static int
contact_standing(struct desk *d, int64_t id, struct contact *c, struct err *err)
{
	if (contact_get(d, id, c, err))
		return -1;
	if (!c->removed)
		return 0;
	err_set(err, ERR_REFUSED, tr("“%s”已移除"), c->name);
	contact_release(c);
	return -1;
}

static int
may_confirm(struct desk *d, int64_t id, const char *number, struct err *err)
{
	struct contact c;
	int rc;

	if (contact_standing(d, id, &c, err))
		return -1;
	rc = phones_need(c.phones, c.phones_count, number, err);
	contact_release(&c);
	return rc;
}

int
contact_confirm(struct desk *d, int64_t id, const char *number, int64_t *seq,
                struct err *err)
{
	return record_confirm(d, "contact", id, number, may_confirm, seq, err);
}

static int
may_remove(struct desk *d, int64_t id, const char *why, struct err *err)
{
	struct contact c;

	(void)why;
	if (contact_standing(d, id, &c, err))
		return -1;
	contact_release(&c);
	return 0;
}

int
contact_remove(struct desk *d, int64_t id, const char *why, int64_t *seq,
               struct err *err)
{
	return record_remove(d, "contact", id, why, may_remove, seq, err);
}

/* ---- history ---- */

static void
posts_words(struct desk *d, struct buf *out, const json_t *value)
{
	const char *title;
	json_t *row;
	size_t i;

	json_array_foreach((json_t *)value, i, row)
	{
		title = body_get_text(row, "title");
		if (i)
			buf_str(out, tr("、"));
		record_unit(d, out, json_object_get(row, "unit"));
		buf_fmt(out, " %s %lld%s", title ? title : "",
		        (long long)body_get_int(row, "order", 0),
		        json_is_true(json_object_get(row, "deputy"))
		                ? tr("（副）")
		                : "");
	}
}

int
contact_changes(struct desk *d, int64_t id, struct change **rows, size_t *count,
                struct err *err)
{
	static const struct record_member members[] = {
		{ "name", N_("姓名"), record_text, false },
		{ "spelling", N_("拼音"), record_text, false },
		{ "posts", N_("职务"), posts_words, false },
		{ "phones", N_("电话"), record_phones, false },
		{ "note", N_("备注"), record_text, false },
		{ NULL, NULL, NULL, false },
	};

	return record_changes(d, "contact", id, members, rows, count, err);
}
