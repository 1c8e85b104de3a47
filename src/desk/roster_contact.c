/* The table of contacts: a person is one row for each post they hold. */
#include "desk/roster_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strmap.h"
#include "base/tr.h"

enum { ORDER_MAX = 999, ORDER_ABSENT = 99 };

/*
 * Everybody the desk knows, by what tells namesakes apart: the name with each
 * number, and with each post.
 */
struct people {
	struct contact *rows;
	size_t count;
	struct strmap known; /* index of rows + 1 */
};

static const char *
number_key(struct buf *key, const char *name, const char *number)
{
	buf_clear(key);
	buf_fmt(key, "%s\t%s", name, number);
	return key->s;
}

static const char *
post_key(struct buf *key, const char *name, const struct post *post)
{
	buf_clear(key);
	buf_fmt(key, "%s\t%lld\t%s", name, (long long)post->unit, post->title);
	return key->s;
}

/* The first one stays, should there be another. */
static void
people_know(struct people *p, const char *key, size_t index)
{
	size_t *known = strmap_at(&p->known, key);

	if (!*known)
		*known = index + 1;
}

static int
by_id(const void *a, const void *b)
{
	const struct contact *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

static int
people_init(struct people *p, struct desk *d, struct err *err)
{
	struct buf key = BUF_INIT;

	memset(p, 0, sizeof(*p));
	if (contact_list(d, 0, &p->rows, &p->count, err))
		return -1;
	if (p->count)
		qsort(p->rows, p->count, sizeof(*p->rows), by_id);
	for (size_t i = 0; i < p->count; i++) {
		const struct contact *c = &p->rows[i];

		for (size_t k = 0; k < c->phones_count; k++)
			people_know(
				p,
				number_key(&key, c->name, c->phones[k].number),
				i);
		for (size_t k = 0; k < c->posts_count; k++)
			people_know(p, post_key(&key, c->name, &c->posts[k]),
			            i);
	}
	buf_release(&key);
	return 0;
}

static void
people_release(struct people *p)
{
	contacts_free(p->rows, p->count);
	strmap_release(&p->known);
}

/* ---- one row ---- */

static int
post_fill(struct roster_preview *p, const struct sheet_row *r,
          struct post *post, struct err *err)
{
	const struct sheet *s = &p->sheet;
	const char *unit = sheet_cell(s, r, FIELD_UNIT);
	const char *title = sheet_cell(s, r, FIELD_TITLE);
	int64_t order;

	memset(post, 0, sizeof(*post));
	if (!*unit)
		return *title ? err_set(err, ERR_INPUT, "%s",
		                        tr("有职务，没有单位"))
		              : 0;
	if (strlen(title) >= POST_TITLE)
		return err_set(err, ERR_INPUT, tr("职务“%s”太长"), title);
	post->title = mem_str(title);
	if (unit_by_name(p->desk, unit, &post->unit, err) ||
	    cell_int(s, r, FIELD_ORDER, 1, ORDER_MAX, ORDER_ABSENT, &order,
	             err) ||
	    cell_bool(s, r, FIELD_DEPUTY, false, &post->deputy, err))
		return -1;
	post->order = (int)order;
	if (!post->unit)
		return err_set(err, ERR_INPUT, tr("没有名为“%s”的单位"), unit);
	return 0;
}

static bool
holds(const struct contact *c, const struct post *post)
{
	for (size_t i = 0; i < c->posts_count; i++)
		if (c->posts[i].unit == post->unit &&
		    strcmp(c->posts[i].title, post->title) == 0)
			return true;
	return false;
}

/* Of one name, who shares a number with this row, else a post; of several the
 * one that was there first. */
static const struct contact *
same_person(const struct people *people, const struct contact *row,
            const struct post *post)
{
	struct buf key = BUF_INIT;
	size_t found = 0, one;

	for (size_t k = 0; k < row->phones_count; k++) {
		one = strmap_get(
			&people->known,
			number_key(&key, row->name, row->phones[k].number));
		if (one && (!found || one < found))
			found = one;
	}
	if (!found && post->unit)
		found = strmap_get(&people->known,
		                   post_key(&key, row->name, post));
	buf_release(&key);
	return found ? &people->rows[found - 1] : NULL;
}

/* ---- jobs ---- */

struct contact_job {
	struct contact old, new;
	size_t order;
};

static void
contact_copy(struct contact *to, const struct contact *from)
{
	*to = *from;
	to->name = mem_str(from->name);
	to->spelling = mem_str(from->spelling);
	to->note = mem_str(from->note);
	for (size_t i = 0; i < from->posts_count; i++)
		to->posts[i].title = mem_str(from->posts[i].title);
}

static struct contact_job *
job_new(const struct contact *known, size_t order)
{
	struct contact_job *j = mem_alloc(sizeof(*j));

	contact_init(&j->old);
	contact_init(&j->new);
	if (known) {
		contact_release(&j->old);
		contact_release(&j->new);
		contact_copy(&j->old, known);
		contact_copy(&j->new, known);
	}
	j->order = order;
	return j;
}

/*
 * Posts of the sheet take the place of those that were: a person is in the
 * sheet with all of them.
 */
static int
job_post(struct contact_job *j, const struct post *post, bool first,
         struct err *err)
{
	struct post *to;

	if (first)
		contact_clear_posts(&j->new);
	if (!post->unit)
		return 0;
	if (holds(&j->new, post))
		return err_set(err, ERR_INPUT, "%s",
		               tr("同一人、同一职务有两行"));
	to = contact_add_post(&j->new, post->unit, post->title);
	if (!to)
		return err_set(err, ERR_INPUT, tr("一人最多 %d 个职务"),
		               POSTS_MAX);
	to->order = post->order;
	to->deputy = post->deputy;
	return 0;
}

static int
job_fill(struct roster_preview *p, const struct sheet_row *r,
         struct contact_job *j, const struct post *post, bool first,
         struct err *err)
{
	const struct sheet *s = &p->sheet;

	if (first) {
		cell_text(s, r, FIELD_NAME, &j->new.name);
		cell_text(s, r, FIELD_SPELLING, &j->new.spelling);
		cell_text(s, r, FIELD_NOTE, &j->new.note);
		if (phones_fill(j->new.phones, &j->new.phones_count, s, r, err))
			return -1;
	}
	if (!sheet_has(s, FIELD_UNIT))
		return 0;
	return job_post(j, post, first, err);
}

/* Rows of one person share the name and the first number. */
static const char *
row_key(struct buf *key, const struct contact *row)
{
	return number_key(key, row->name,
	                  row->phones_count ? row->phones[0].number : "");
}

static int
plan_row(struct roster_preview *p, size_t row, const struct people *people,
         struct strmap *jobs, struct err *err)
{
	const struct sheet_row *r = &p->sheet.rows[row];
	struct buf key = BUF_INIT;
	struct post post = { .title = NULL };
	struct contact alone;
	size_t *job;
	int rc;

	contact_init(&alone);
	cell_text(&p->sheet, r, FIELD_NAME, &alone.name);
	roster_name(p, row, alone.name);
	rc = *alone.name ? 0 : err_set(err, ERR_INPUT, "%s", tr("没有姓名"));
	if (!rc)
		rc = phones_fill(alone.phones, &alone.phones_count, &p->sheet,
		                 r, err);
	if (!rc)
		rc = post_fill(p, r, &post, err);
	if (!rc) {
		job = strmap_at(jobs, row_key(&key, &alone));
		bool first = !*job;

		if (first) {
			roster_job(p, row,
			           job_new(same_person(people, &alone, &post),
			                   row));
			*job = p->jobs_count;
		}
		rc = job_fill(p, r, p->jobs[*job - 1].record, &post, first,
		              err);
	}
	contact_release(&alone);
	free(post.title);
	buf_release(&key);
	return rc;
}

/* ---- a contact as cells ---- */

static void
contact_cells(struct cells *c, const struct contact *who)
{
	cells_put(c, FIELD_NAME, who->name);
	cells_put(c, FIELD_SPELLING, who->spelling);
	cells_phones(c, who->phones, who->phones_count);
	cells_put(c, FIELD_NOTE, who->note);
}

static void
post_cells(struct cells *c, const struct post *post, const char *unit)
{
	cells_put(c, FIELD_UNIT, unit);
	cells_put(c, FIELD_TITLE, post->title);
	cells_fmt(c, FIELD_ORDER, "%d", post->order);
	cells_put(c, FIELD_DEPUTY, post->deputy ? "是" : "");
}

static bool
posts_same(const struct contact *a, const struct contact *b)
{
	for (size_t i = 0; i < a->posts_count; i++) {
		const struct post *x = &a->posts[i], *y = &b->posts[i];

		if (i >= b->posts_count || x->unit != y->unit ||
		    x->order != y->order || x->deputy != y->deputy ||
		    strcmp(x->title, y->title) != 0)
			return false;
	}
	return a->posts_count == b->posts_count;
}

static void
posts_text(struct buf *out, const struct contact *c)
{
	for (size_t i = 0; i < c->posts_count; i++)
		buf_fmt(out, "%s%s(%d%s)", i ? "、" : "", c->posts[i].title,
		        c->posts[i].order,
		        c->posts[i].deputy ? tr("，副") : "");
	if (!c->posts_count)
		buf_str(out, tr("空"));
}

static void
job_diff(struct buf *out, const struct sheet *s, const struct contact_job *j)
{
	struct cells old = { 0 }, new = { 0 };

	contact_cells(&old, &j->old);
	contact_cells(&new, &j->new);
	cells_diff(out, s, &old, &new);
	if (!posts_same(&j->old, &j->new)) {
		buf_fmt(out, "%s%s", out->len ? tr("，") : "", tr("职务："));
		posts_text(out, &j->old);
		buf_str(out, "→");
		posts_text(out, &j->new);
	}
	cells_release(&old);
	cells_release(&new);
}

static int
contacts_plan(struct roster_preview *p, struct err *err)
{
	struct people people;
	struct strmap jobs = { 0 };
	struct err why = ERR_INIT;
	struct buf diff = BUF_INIT;

	if (people_init(&people, p->desk, err)) {
		people_release(&people);
		return -1;
	}
	for (size_t i = 0; i < p->sheet.count; i++) {
		if (p->rows[i].act == ROSTER_REFUSE ||
		    plan_row(p, i, &people, &jobs, &why) == 0)
			continue;
		roster_refuse(p, i, why.text);
		err_clear(&why);
	}
	for (size_t i = 0; i < p->jobs_count; i++) {
		const struct contact_job *j = p->jobs[i].record;

		buf_clear(&diff);
		job_diff(&diff, &p->sheet, j);
		roster_decide(p, &p->jobs[i], j->old.id != 0, diff.s);
	}
	buf_release(&diff);
	strmap_release(&jobs);
	people_release(&people);
	return 0;
}

/* ---- saving and writing ---- */

static int
contacts_save(struct roster_preview *p, size_t *written, struct err *err)
{
	int64_t seq;

	for (size_t i = 0; i < p->jobs_count; i++) {
		struct contact_job *j = p->jobs[i].record;

		if (p->rows[j->order].act == ROSTER_REFUSE ||
		    p->jobs[i].act == ROSTER_LEAVE)
			continue;
		if (contact_save(p->desk, &j->new, j->old.last_seq, &seq, err))
			return err_prefix(err, "%s", j->new.name);
		++*written;
	}
	return 0;
}

static void
export_person(const struct contact *who, const struct unit *units,
              size_t units_count, table_row_fn *row, void *arg)
{
	size_t posts = who->posts_count ? who->posts_count : 1;

	for (size_t k = 0; k < posts; k++) {
		const struct post *post = &who->posts[k];
		const struct unit *u =
			unit_among(units, units_count, post->unit);
		struct cells c = { 0 };

		contact_cells(&c, who);
		if (who->posts_count)
			post_cells(&c, post, u ? u->name : "");
		row(arg, who->id, &c);
		cells_release(&c);
	}
}

static int
contacts_export(struct desk *d, table_row_fn *row, void *arg, struct err *err)
{
	struct contact *who = NULL;
	struct unit *units = NULL;
	size_t count = 0, units_count = 0;
	int rc;

	rc = unit_list(d, -1, 0, &units, &units_count, err) ||
	     contact_list(d, 0, &who, &count, err);
	units_sort(units, units_count);
	for (size_t i = 0; !rc && i < count; i++)
		export_person(&who[i], units, units_count, row, arg);
	units_free(units, units_count);
	contacts_free(who, count);
	return rc ? -1 : 0;
}

static void
contacts_release(struct roster_preview *p)
{
	for (size_t i = 0; i < p->jobs_count; i++) {
		struct contact_job *j = p->jobs[i].record;

		contact_release(&j->old);
		contact_release(&j->new);
		free(j);
	}
}

const struct table_ops contact_table = {
	.plan = contacts_plan,
	.save = contacts_save,
	.export = contacts_export,
	.release = contacts_release,
};
