#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pinyin.h"
#include "base/tr.h"
#include "desk/duty.h"
#include "screens/roster.h"
#include "screens/rows.h"

#define NUMBER_CELLS 17
#define AGE_CELLS 13

/* ---- reading ---- */

size_t
roster_total(const struct roster_data *d, enum roster_pane pane)
{
	const size_t totals[] = {
		[PANE_UNITS] = d->units_count,
		[PANE_PEOPLE] = d->people_count,
		[PANE_LISTS] = d->groups_count,
		[PANE_PARTIES] = d->parties_count,
	};

	return totals[pane];
}

void
roster_release(struct roster_data *d)
{
	for (int p = 0; p < ROSTER_PANES; p++) {
		size_t n = roster_total(d, (enum roster_pane)p);

		for (size_t i = 0; d->rows[p] && i < n; i++) {
			free(d->rows[p][i].beside);
			free(d->rows[p][i].find);
		}
		free(d->rows[p]);
		free(d->shown[p]);
	}
	units_free(d->units, d->units_count);
	contacts_free(d->people, d->people_count);
	groups_free(d->groups, d->groups_count);
	bindings_free(d->parties, d->parties_count);
	memset(d, 0, sizeof(*d));
}

static void
find_phones(struct buf *out, const struct phone *phones, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_fmt(out, " %s", phones[i].number);
}

static size_t
unit_index(const struct roster_data *d, int64_t id)
{
	size_t i = 0;

	while (i < d->units_count && d->units[i].id != id)
		i++;
	return i;
}

static void
unit_row(struct roster_data *d, size_t i, struct buf *find)
{
	const struct unit *u = &d->units[i];
	size_t town = unit_index(d, u->town);

	buf_fmt(find, "%s %s %s %s", u->short_name, unit_kind_label(u->kind),
	        town < d->units_count ? d->units[town].name : "", u->place);
	find_phones(find, u->phones, u->phones_count);
}

/* "市应急局 值班长、指挥部 副指挥长"; counts the holder at each unit. */
static void
person_row(struct roster_data *d, size_t i, struct buf *beside,
           struct buf *find)
{
	const struct contact *c = &d->people[i];

	for (size_t k = 0; k < c->posts_count; k++) {
		size_t at = unit_index(d, c->posts[k].unit);

		if (at == d->units_count)
			continue;
		d->rows[PANE_UNITS][at].people++;
		buf_fmt(beside, "%s%s %s%s", beside->len ? tr("、") : "",
		        *d->units[at].short_name ? d->units[at].short_name
		                                 : d->units[at].name,
		        c->posts[k].title,
		        c->posts[k].deputy ? tr("（副）") : "");
		buf_fmt(find, " %s", d->units[at].name);
	}
	buf_fmt(find, " %s", beside->s);
	find_phones(find, c->phones, c->phones_count);
}

static void
group_row(struct roster_data *d, size_t i, struct buf *beside, struct buf *find)
{
	const struct group *g = &d->groups[i];

	for (size_t k = 0; k < g->members_count; k++)
		buf_fmt(beside, "%s%s", k ? tr("、") : "", g->members[k]);
	buf_fmt(find, "%s %s", beside->s, g->note);
}

static void
party_row(struct roster_data *d, size_t i, struct buf *find)
{
	const struct binding *b = &d->parties[i];

	if (!b->unit)
		d->parties_missing++;
	buf_fmt(find, "%s %s", b->party, b->name ? b->name : "");
}

static void
make_rows(struct roster_data *d)
{
	for (int p = 0; p < ROSTER_PANES; p++) {
		size_t n = roster_total(d, (enum roster_pane)p);

		d->rows[p] = mem_alloc((n + 1) * sizeof(**d->rows));
		d->shown[p] = mem_alloc((n + 1) * sizeof(**d->shown));
		for (size_t i = 0; i < n; i++) {
			struct buf beside = BUF_INIT, find = BUF_INIT;

			if (p == PANE_UNITS)
				unit_row(d, i, &find);
			else if (p == PANE_PEOPLE)
				person_row(d, i, &beside, &find);
			else if (p == PANE_LISTS)
				group_row(d, i, &beside, &find);
			else
				party_row(d, i, &find);
			d->rows[p][i].beside = buf_take(&beside);
			d->rows[p][i].find = buf_take(&find);
		}
	}
}

int
roster_read(struct desk *desk, struct roster_data *d, struct err *err)
{
	memset(d, 0, sizeof(*d));
	if (unit_list(desk, -1, 0, &d->units, &d->units_count, err) ||
	    contact_list(desk, 0, &d->people, &d->people_count, err) ||
	    group_list(desk, &d->groups, &d->groups_count, err) ||
	    binding_list(desk, &d->parties, &d->parties_count, err)) {
		roster_release(d);
		return -1;
	}
	make_rows(d);
	return 0;
}

/* ---- narrowing ---- */

static struct pinyin_row
row_found_by(const struct roster_data *d, enum roster_pane pane, size_t i)
{
	struct pinyin_row row = { .text = d->rows[pane][i].find };

	switch (pane) {
	case PANE_UNITS:
		row.name = d->units[i].name;
		break;
	case PANE_PEOPLE:
		row.name = d->people[i].name;
		row.spelling = d->people[i].spelling;
		break;
	case PANE_LISTS:
		row.name = d->groups[i].name;
		break;
	default:
		row.name = tr(party_name(d->parties[i].party));
	}
	return row;
}

/* Best first; rows that answer alike stay in their order. */
void
roster_narrow(struct roster_data *d, enum roster_pane pane, const char *words)
{
	size_t n = roster_total(d, pane), count = 0;
	unsigned char *ranks = mem_alloc(n + 1);
	struct pinyin_query q;

	pinyin_query_init(&q, words);
	for (size_t i = 0; i < n; i++) {
		struct pinyin_row row = row_found_by(d, pane, i);

		ranks[i] = (unsigned char)pinyin_match(&q, &row);
	}
	for (int rank = PINYIN_WHOLE; rank > PINYIN_NONE; rank--)
		for (size_t i = 0; i < n; i++)
			if (ranks[i] == rank)
				d->shown[pane][count++] = i;
	d->shown_count[pane] = count;
	pinyin_query_release(&q);
	free(ranks);
}

int64_t
roster_row_id(const struct roster_data *d, enum roster_pane pane, size_t i)
{
	if (pane == PANE_UNITS)
		return d->units[i].id;
	if (pane == PANE_PEOPLE)
		return d->people[i].id;
	return pane == PANE_LISTS ? d->groups[i].id : d->parties[i].unit;
}

void
roster_row_name(const struct roster_data *d, enum roster_pane pane,
                size_t shown, struct buf *out)
{
	size_t i = d->shown[pane][shown];

	if (pane == PANE_PARTIES)
		buf_str(out, d->parties[i].party);
	else
		buf_fmt(out, "%lld", (long long)roster_row_id(d, pane, i));
}

long
roster_at(const struct roster_page *st)
{
	const struct list *l = &st->lists[st->pane];

	return list_has_row(l) ? (long)st->data.shown[st->pane][l->sel] : -1;
}

int64_t
roster_id(const struct roster_page *st)
{
	long i = roster_at(st);

	return i < 0 ? 0 : roster_row_id(&st->data, st->pane, (size_t)i);
}

/* ---- drawing ---- */

struct pane_view {
	const struct roster_page *st;
	int64_t now;
};

/* The first number, how many more there are, and how old it is. */
static void
draw_phones(const struct region *r, int col, const struct phone *phones,
            size_t count, int64_t now)
{
	char age[PHONE_AGE];

	if (!count) {
		canvas_put(r, 0, col, -1, ROLE_WARN, tr("没有登记号码"));
		return;
	}
	canvas_put(r, 0, col, NUMBER_CELLS, ROLE_TEXT, phones[0].number);
	canvas_put(r, 0, col + NUMBER_CELLS + 1, AGE_CELLS,
	           phone_stale(&phones[0], now) ? ROLE_WARN : ROLE_DIM,
	           phone_age(age, &phones[0], now));
}

static int
phones_col(const struct region *r)
{
	return r->cols - NUMBER_CELLS - 1 - AGE_CELLS;
}

static void
draw_unit(const struct pane_view *pv, size_t i, const struct region *r)
{
	const struct roster_data *d = &pv->st->data;
	const struct unit *u = &d->units[i];
	int phones = phones_col(r);

	canvas_put(r, 0, 1, 8, ROLE_DIM, tr(unit_kind_label(u->kind)));
	canvas_put(r, 0, 10, phones - 10 - 7, ROLE_TEXT, u->name);
	if (d->rows[PANE_UNITS][i].people)
		canvas_fmt(r, 0, phones - 6, 5, ROLE_DIM, tr("%zu人"),
		           d->rows[PANE_UNITS][i].people);
	draw_phones(r, phones, u->phones, u->phones_count, pv->now);
}

static void
draw_person(const struct pane_view *pv, size_t i, const struct region *r)
{
	const struct roster_data *d = &pv->st->data;
	const struct contact *c = &d->people[i];
	int phones = phones_col(r), name = (phones - 3) / 3;

	canvas_put(r, 0, 1, name, ROLE_TEXT, c->name);
	canvas_put(r, 0, name + 2, phones - name - 3, ROLE_DIM,
	           d->rows[PANE_PEOPLE][i].beside);
	draw_phones(r, phones, c->phones, c->phones_count, pv->now);
}

static void
draw_group(const struct pane_view *pv, size_t i, const struct region *r)
{
	const struct roster_data *d = &pv->st->data;
	int name = r->cols / 3;

	canvas_put(r, 0, 1, name, ROLE_TEXT, d->groups[i].name);
	canvas_fmt(r, 0, name + 2, -1, ROLE_DIM, tr("%zu 个职务：%s"),
	           d->groups[i].members_count, d->rows[PANE_LISTS][i].beside);
}

static void
draw_party(const struct pane_view *pv, size_t i, const struct region *r)
{
	const struct binding *b = &pv->st->data.parties[i];

	canvas_put(r, 0, 1, 28, ROLE_TEXT, tr(party_name(b->party)));
	if (b->unit)
		canvas_put(r, 0, 30, -1, ROLE_TEXT, b->name);
	else
		canvas_fmt(r, 0, 30, -1, ROLE_LATE, "✗ %s",
		           tr("未绑定单位：打不通电话"));
}

static void
draw_row(const void *arg, size_t shown, const struct region *r)
{
	static void (*const draws[])(const struct pane_view *pv, size_t i,
	                             const struct region *r) = {
		[PANE_UNITS] = draw_unit,
		[PANE_PEOPLE] = draw_person,
		[PANE_LISTS] = draw_group,
		[PANE_PARTIES] = draw_party,
	};
	const struct pane_view *pv = arg;
	enum roster_pane pane = pv->st->pane;

	draws[pane](pv, pv->st->data.shown[pane][shown], r);
}

void
roster_pane_draw(const struct roster_page *st, const struct view *v,
                 const struct region *r)
{
	static const char *const empty[] = {
		[PANE_UNITS] = N_("还没有单位。a 登记，I 从表格导入"),
		[PANE_PEOPLE] = N_("还没有人员。a 登记，I 从表格导入"),
		[PANE_LISTS] = N_("还没有呼叫名单。a 登记，I 从表格导入"),
		[PANE_PARTIES] = "",
	};
	struct pane_view pv = { st, v->now_ms };

	list_draw(&st->lists[st->pane], r, v->focused, draw_row, &pv);
	if (!roster_total(&st->data, st->pane))
		canvas_put(r, 0, 1, -1, ROLE_DIM, tr(empty[st->pane]));
	else if (!st->data.shown_count[st->pane])
		canvas_put(r, 0, 1, -1, ROLE_DIM, tr("没有找到"));
}
