/* The table of call lists: one row a member, in the order of calling. */
#include "desk/roster_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"

struct group_job {
	struct group old, new;
};

static void
group_cells(struct cells *c, const struct group *g, const char *member)
{
	cells_put(c, FIELD_GROUP, g->name);
	cells_put(c, FIELD_MEMBER, member);
	cells_put(c, FIELD_NOTE, g->note);
}

static void
group_copy(struct group *to, const struct group *from)
{
	*to = *from;
	to->name = mem_str(from->name);
	to->note = mem_str(from->note);
	to->members =
		mem_array(NULL, from->members_count + 1, sizeof(*to->members));
	for (size_t i = 0; i < from->members_count; i++)
		to->members[i] = mem_str(from->members[i]);
}

static struct group_job *
job_named(struct roster_preview *p, const char *name)
{
	for (size_t i = 0; i < p->jobs_count; i++) {
		struct group_job *j = p->jobs[i].record;

		if (strcmp(j->new.name, name) == 0)
			return j;
	}
	return NULL;
}

/* A list of the sheet begins: as the desk has it, without its members. */
static struct group_job *
job_new(struct roster_preview *p, size_t row, const char *name,
        const struct group *known, size_t count)
{
	struct group_job *j = mem_alloc(sizeof(*j));
	static const struct group none = { .name = (char *)"",
		                           .note = (char *)"" };
	const struct group *old = &none;

	for (size_t i = 0; i < count; i++)
		if (strcmp(known[i].name, name) == 0)
			old = &known[i];
	group_copy(&j->old, old);
	j->new = (struct group){ .id = old->id,
		                 .name = mem_str(name),
		                 .note = mem_str(old->note) };
	roster_job(p, row, j);
	return j;
}

static int
add_member(struct group *g, const char *member, struct err *err)
{
	if (!*member)
		return err_set(err, ERR_INPUT, "%s", tr("没有成员"));
	for (size_t i = 0; i < g->members_count; i++)
		if (strcmp(g->members[i], member) == 0)
			return err_set(err, ERR_INPUT, "%s",
			               tr("名单里有两行是这个成员"));
	if (g->members_count == GROUP_MEMBERS)
		return err_set(err, ERR_INPUT, tr("一份名单最多 %d 个成员"),
		               GROUP_MEMBERS);
	g->members = mem_array(g->members, g->members_count + 1,
	                       sizeof(*g->members));
	g->members[g->members_count++] = mem_str(member);
	return 0;
}

static int
plan_row(struct roster_preview *p, size_t row, const struct group *known,
         size_t count, struct err *err)
{
	const struct sheet_row *r = &p->sheet.rows[row];
	const char *name = sheet_cell(&p->sheet, r, FIELD_GROUP);
	struct group_job *j;

	roster_name(p, row, name);
	if (!*name)
		return err_set(err, ERR_INPUT, "%s", tr("没有名单名称"));
	j = job_named(p, name);
	if (!j) {
		j = job_new(p, row, name, known, count);
		cell_text(&p->sheet, r, FIELD_NOTE, &j->new.note);
	}
	return add_member(&j->new, sheet_cell(&p->sheet, r, FIELD_MEMBER), err);
}

static void
members_text(struct buf *out, const struct group *g)
{
	for (size_t i = 0; i < g->members_count; i++)
		buf_fmt(out, "%s%s", i ? "、" : "", g->members[i]);
}

static void
job_diff(struct buf *out, const struct sheet *s, const struct group_job *j)
{
	struct cells a = { 0 }, b = { 0 };
	struct buf old = BUF_INIT, new = BUF_INIT;

	members_text(&old, &j->old);
	members_text(&new, &j->new);
	group_cells(&a, &j->old, old.s);
	group_cells(&b, &j->new, new.s);
	cells_diff(out, s, &a, &b);
	cells_release(&a);
	cells_release(&b);
	buf_release(&old);
	buf_release(&new);
}

static int
groups_plan(struct roster_preview *p, struct err *err)
{
	struct buf diff = BUF_INIT;
	struct err why = ERR_INIT;
	struct group *known;
	size_t count;

	if (group_list(p->desk, &known, &count, err))
		return -1;
	for (size_t i = 0; i < p->sheet.count; i++) {
		if (p->rows[i].act == ROSTER_REFUSE ||
		    plan_row(p, i, known, count, &why) == 0)
			continue;
		roster_refuse(p, i, why.text);
		err_clear(&why);
	}
	for (size_t i = 0; i < p->jobs_count; i++) {
		const struct group_job *j = p->jobs[i].record;

		buf_clear(&diff);
		job_diff(&diff, &p->sheet, j);
		roster_decide(p, &p->jobs[i], j->old.id != 0, diff.s);
	}
	buf_release(&diff);
	groups_free(known, count);
	return 0;
}

static int
groups_save(struct roster_preview *p, size_t *written, struct err *err)
{
	int64_t seq;

	for (size_t i = 0; i < p->jobs_count; i++) {
		struct group_job *j = p->jobs[i].record;

		if (p->jobs[i].act == ROSTER_LEAVE || !j->new.members_count)
			continue;
		if (group_save(p->desk, &j->new, j->old.last_seq, &seq, err))
			return err_prefix(err, "%s", j->new.name);
		++*written;
	}
	return 0;
}

static int
groups_export(struct desk *d, table_row_fn *row, void *arg, struct err *err)
{
	struct group *rows;
	size_t count;

	if (group_list(d, &rows, &count, err))
		return -1;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < rows[i].members_count; k++) {
			struct cells c = { 0 };

			group_cells(&c, &rows[i], rows[i].members[k]);
			row(arg, rows[i].id, &c);
			cells_release(&c);
		}
	groups_free(rows, count);
	return 0;
}

static void
groups_release(struct roster_preview *p)
{
	for (size_t i = 0; i < p->jobs_count; i++) {
		struct group_job *j = p->jobs[i].record;

		group_release(&j->old);
		group_release(&j->new);
		free(j);
	}
}

const struct table_ops group_table = {
	.plan = groups_plan,
	.save = groups_save,
	.export = groups_export,
	.release = groups_release,
};
