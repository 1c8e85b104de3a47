#include "desk/roster.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/roster_table.h"

static const struct table_ops *const tables[ROSTER_TABLES] = {
	[ROSTER_UNITS] = &unit_table,
	[ROSTER_CONTACTS] = &contact_table,
	[ROSTER_STOCK] = &stock_table,
	[ROSTER_GROUPS] = &group_table,
};

/* ---- for the tables ---- */

struct job *
roster_job(struct roster_preview *p, size_t row, void *record)
{
	struct job *j;

	p->jobs = mem_grow(p->jobs, p->jobs_count, &p->jobs_cap,
	                   sizeof(*p->jobs));
	j = &p->jobs[p->jobs_count++];
	*j = (struct job){ .row = row, .act = ROSTER_LEAVE, .record = record };
	return j;
}

void
roster_name(struct roster_preview *p, size_t row, const char *name)
{
	free(p->rows[row].name);
	p->rows[row].name = mem_str(name);
}

static void
roster_say(struct roster_preview *p, size_t row, enum roster_act act,
           const char *why)
{
	p->rows[row].act = act;
	free(p->rows[row].why);
	p->rows[row].why = mem_str(why);
}

void
roster_refuse(struct roster_preview *p, size_t row, const char *why)
{
	if (p->rows[row].act != ROSTER_REFUSE)
		roster_say(p, row, ROSTER_REFUSE, why);
}

void
roster_decide(struct roster_preview *p, struct job *j, bool known,
              const char *diff)
{
	j->act = !known ? ROSTER_ADD : *diff ? ROSTER_CHANGE : ROSTER_LEAVE;
	if (p->rows[j->row].act != ROSTER_REFUSE)
		roster_say(p, j->row, j->act, known ? diff : "");
}

/* ---- reading ---- */

/* Rows that could not be read, or say nothing yet. */
static void
rows_begin(struct roster_preview *p)
{
	const struct sheet *s = &p->sheet;

	p->rows = mem_array(NULL, s->count + 1, sizeof(*p->rows));
	for (size_t i = 0; i < s->count; i++) {
		p->rows[i] = (struct roster_row){ .line = s->rows[i].line,
			                          .act = ROSTER_LEAVE,
			                          .name = mem_str(""),
			                          .why = mem_str("") };
		if (s->rows[i].bad)
			roster_refuse(p, i, s->rows[i].bad);
	}
}

int
roster_preview(struct desk *d, const void *bytes, size_t len, const char *name,
               struct roster_preview **out, struct err *err)
{
	struct roster_preview *p = mem_alloc(sizeof(*p));

	p->desk = d;
	p->head = desk_head(d);
	if (sheet_read(&p->sheet, bytes, len, name, err)) {
		roster_preview_free(p);
		return -1;
	}
	p->ops = tables[p->sheet.table];
	rows_begin(p);
	if (p->ops->plan(p, err)) {
		roster_preview_free(p);
		return -1;
	}
	for (size_t i = 0; i < p->sheet.count; i++)
		p->counts[p->rows[i].act]++;
	*out = p;
	return 0;
}

enum roster_table
roster_preview_table(const struct roster_preview *p)
{
	return p->sheet.table;
}

const char *
roster_preview_encoding(const struct roster_preview *p)
{
	return p->sheet.encoding;
}

const struct roster_row *
roster_preview_rows(const struct roster_preview *p, size_t *count)
{
	*count = p->sheet.count;
	return p->rows;
}

void
roster_preview_counts(const struct roster_preview *p, size_t counts[4])
{
	memcpy(counts, p->counts, sizeof(p->counts));
}

void
roster_preview_free(struct roster_preview *p)
{
	if (!p)
		return;
	if (p->ops)
		p->ops->release(p);
	for (size_t i = 0; p->rows && i < p->sheet.count; i++) {
		free(p->rows[i].name);
		free(p->rows[i].why);
	}
	free(p->rows);
	free(p->jobs);
	sheet_release(&p->sheet);
	free(p);
}

bool
roster_preview_old(const struct roster_preview *p)
{
	static const char *const subjects[] = { "unit:", "contact:", "group:",
		                                "party:", NULL };

	return desk_touched(p->desk, p->head, subjects);
}

int
roster_apply(struct desk *d, struct roster_preview *p, bool good_only,
             size_t *written, struct err *err)
{
	*written = 0;
	if (p->counts[ROSTER_REFUSE] && !good_only)
		return err_set(err, ERR_REFUSED,
		               tr("有 %zu 行不合格，一行也没有写入"),
		               p->counts[ROSTER_REFUSE]);
	if (desk_batch_begin(d, err))
		return -1;
	if (roster_preview_old(p))
		err_set(err, ERR_CONFLICT,
		        tr("通讯录刚有改动，请再看一遍，什么也没有写入"));
	if (err->code || p->ops->save(p, written, err)) {
		desk_batch_rollback(d);
		*written = 0;
		return -1;
	}
	return desk_batch_commit(d, err);
}

/* ---- writing ---- */

struct writing {
	struct buf *out;
	const enum field *fields;
	const int64_t *ids; /* sorted; NULL: all */
	size_t ids_count;
};

static int
by_id(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
write_cells(const struct writing *w, const struct cells *c)
{
	for (const enum field *f = w->fields; *f != FIELDS; f++)
		csv_put(w->out, c->v[*f] ? c->v[*f] : "");
	csv_end_row(w->out);
}

static void
write_row(void *arg, int64_t id, const struct cells *c)
{
	const struct writing *w = arg;

	if (!w->ids || bsearch(&id, w->ids, w->ids_count, sizeof(id), by_id))
		write_cells(w, c);
}

int
roster_export_some(struct desk *d, enum roster_table t, const int64_t *ids,
                   size_t count, struct buf *out, struct err *err)
{
	struct writing w = { .out = out, .fields = table_fields(t) };
	int64_t *sorted = NULL;
	struct cells head = { 0 };
	char label[32];
	int rc;

	if (ids) {
		sorted = mem_array(NULL, count + 1, sizeof(*sorted));
		for (size_t i = 0; i < count; i++)
			sorted[i] = ids[i];
		qsort(sorted, count, sizeof(*sorted), by_id);
		w.ids = sorted;
		w.ids_count = count;
	}

	for (const enum field *f = w.fields; *f != FIELDS; f++)
		cells_put(&head, *f, field_label(*f, label));
	write_cells(&w, &head);
	cells_release(&head);
	rc = tables[t]->export(d, write_row, &w, err);
	free(sorted);
	return rc;
}

int
roster_export(struct desk *d, enum roster_table t, struct buf *out,
              struct err *err)
{
	return roster_export_some(d, t, NULL, 0, out, err);
}
