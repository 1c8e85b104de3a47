/* The table of stock: supplies of a store, people and machines of a team. */
#include "desk/roster_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"

#define QUANTITY_MAX 1000000000LL

/* One row; the unit's whole record is put together on saving. */
struct stock_job {
	int64_t unit;
	struct stock item;
};

static void
stock_cells(struct cells *c, const char *unit, const struct stock *s)
{
	cells_put(c, FIELD_UNIT, unit);
	cells_put(c, FIELD_ITEM, s->item);
	cells_fmt(c, FIELD_QUANTITY, "%lld", (long long)s->quantity);
	cells_put(c, FIELD_MEASURE, s->measure);
	cells_put(c, FIELD_READY, s->ready ? "是" : "否");
	cells_put(c, FIELD_KEEPER, s->keeper);
}

static void
stock_release(struct stock *s)
{
	free(s->item);
	free(s->measure);
	free(s->keeper);
}

static struct stock *
stock_find(const struct unit *u, const char *item)
{
	for (size_t i = 0; i < u->stock_count; i++)
		if (strcmp(u->stock[i].item, item) == 0)
			return &u->stock[i];
	return NULL;
}

static void
stock_copy(struct stock *to, const struct stock *from)
{
	*to = *from;
	to->item = mem_str(from->item);
	to->measure = mem_str(from->measure);
	to->keeper = mem_str(from->keeper);
}

/* ---- reading ---- */

static int
stock_fill(struct stock *to, const struct sheet *s, const struct sheet_row *r,
           struct err *err)
{
	cell_text(s, r, FIELD_ITEM, &to->item);
	cell_text(s, r, FIELD_MEASURE, &to->measure);
	cell_text(s, r, FIELD_KEEPER, &to->keeper);
	if (!*to->item)
		return err_set(err, ERR_INPUT, "%s", tr("没有物资名称"));
	if (sheet_has(s, FIELD_QUANTITY) &&
	    cell_int(s, r, FIELD_QUANTITY, 0, QUANTITY_MAX, 0, &to->quantity,
	             err))
		return -1;
	return sheet_has(s, FIELD_READY)
	               ? cell_bool(s, r, FIELD_READY, true, &to->ready, err)
	               : 0;
}

static int
unit_of_row(struct roster_preview *p, const struct sheet_row *r,
            struct unit *unit, struct err *err)
{
	const char *name = sheet_cell(&p->sheet, r, FIELD_UNIT);
	int64_t id = 0;

	if (unit_by_name(p->desk, name, &id, err))
		return -1;
	if (!id)
		return err_set(err, ERR_INPUT, tr("没有名为“%s”的单位"), name);
	return unit_get(p->desk, id, unit, err);
}

static int
plan_row(struct roster_preview *p, size_t row, struct err *err)
{
	const struct sheet_row *r = &p->sheet.rows[row];
	struct cells old = { 0 }, new = { 0 };
	struct buf diff = BUF_INIT;
	struct stock_job *j;
	struct stock *known;
	struct unit unit;
	int rc;

	memset(&unit, 0, sizeof(unit));
	roster_name(p, row, sheet_cell(&p->sheet, r, FIELD_ITEM));
	if (unit_of_row(p, r, &unit, err)) {
		unit_release(&unit);
		return -1;
	}
	j = mem_alloc(sizeof(*j));
	j->unit = unit.id;
	known = stock_find(&unit, sheet_cell(&p->sheet, r, FIELD_ITEM));
	if (known)
		stock_copy(&j->item, known);
	else
		j->item = (struct stock){ .item = mem_str(""),
			                  .measure = mem_str(""),
			                  .keeper = mem_str(""),
			                  .ready = true };
	stock_cells(&old, unit.name, &j->item);
	roster_job(p, row, j);
	rc = stock_fill(&j->item, &p->sheet, r, err);
	if (!rc) {
		stock_cells(&new, unit.name, &j->item);
		cells_diff(&diff, &p->sheet, &old, &new);
		roster_decide(p, &p->jobs[p->jobs_count - 1], known, diff.s);
	}
	cells_release(&old);
	cells_release(&new);
	buf_release(&diff);
	unit_release(&unit);
	return rc;
}

/* An item stands once in a unit's stock. */
static bool
is_repeated(const struct roster_preview *p)
{
	const struct stock_job *last = p->jobs[p->jobs_count - 1].record;

	for (size_t i = 0; i + 1 < p->jobs_count; i++) {
		const struct stock_job *j = p->jobs[i].record;

		if (j->unit == last->unit &&
		    strcmp(j->item.item, last->item.item) == 0)
			return true;
	}
	return false;
}

static int
stock_plan(struct roster_preview *p, struct err *err)
{
	struct err why = ERR_INIT;

	(void)err;
	for (size_t i = 0; i < p->sheet.count; i++) {
		if (p->rows[i].act == ROSTER_REFUSE)
			continue;
		if (plan_row(p, i, &why))
			roster_refuse(p, i, why.text);
		else if (is_repeated(p))
			roster_refuse(p, i, tr("表里有两行是这项物资"));
		err_clear(&why);
	}
	return 0;
}

/* ---- saving and writing ---- */

static void
stock_put(struct unit *u, const struct stock *item)
{
	struct stock *at = stock_find(u, item->item);

	if (at) {
		stock_release(at);
	} else {
		u->stock = mem_array(u->stock, u->stock_count + 1,
		                     sizeof(*u->stock));
		at = &u->stock[u->stock_count++];
	}
	stock_copy(at, item);
}

/* All rows of one unit, the first of which is job `from`. */
static int
save_unit(struct roster_preview *p, size_t from, size_t *written,
          struct err *err)
{
	int64_t id = ((struct stock_job *)p->jobs[from].record)->unit, seq;
	struct unit u;
	int rc;

	rc = unit_get(p->desk, id, &u, err);
	for (size_t i = from; rc == 0 && i < p->jobs_count; i++) {
		struct stock_job *j = p->jobs[i].record;

		if (j->unit != id ||
		    p->rows[p->jobs[i].row].act == ROSTER_REFUSE)
			continue;
		stock_put(&u, &j->item);
		j->unit = 0; /* done */
		*written += p->jobs[i].act != ROSTER_LEAVE;
	}
	if (rc == 0)
		rc = unit_save(p->desk, &u, u.last_seq, &seq, err);
	unit_release(&u);
	return rc;
}

static int
stock_save(struct roster_preview *p, size_t *written, struct err *err)
{
	for (size_t i = 0; i < p->jobs_count; i++) {
		const struct stock_job *j = p->jobs[i].record;

		if (j->unit && p->rows[p->jobs[i].row].act != ROSTER_REFUSE &&
		    save_unit(p, i, written, err))
			return -1;
	}
	return 0;
}

static int
stock_export(struct desk *d, table_row_fn *row, void *arg, struct err *err)
{
	struct unit *units, whole;
	size_t count;
	int rc;

	if (unit_list(d, -1, 0, &units, &count, err))
		return -1;
	rc = 0;
	for (size_t i = 0; !rc && i < count; i++) {
		rc = unit_get(d, units[i].id, &whole, err);
		for (size_t k = 0; !rc && k < whole.stock_count; k++) {
			struct cells c = { 0 };

			stock_cells(&c, whole.name, &whole.stock[k]);
			row(arg, whole.id, &c);
			cells_release(&c);
		}
		unit_release(&whole);
	}
	units_free(units, count);
	return rc;
}

static void
stock_done(struct roster_preview *p)
{
	for (size_t i = 0; i < p->jobs_count; i++) {
		struct stock_job *j = p->jobs[i].record;

		stock_release(&j->item);
		free(j);
	}
}

const struct table_ops stock_table = {
	.plan = stock_plan,
	.save = stock_save,
	.export = stock_export,
	.release = stock_done,
};
