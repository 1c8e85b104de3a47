/*
 * The page of one unit (单位): its numbers, people, stock, and the units it
 * belongs to, which Enter opens.  arg: its id.
 */
#include <stdio.h>

#include "base/civil.h"
#include "base/tr.h"
#include "desk/contact.h"
#include "desk/duty.h"
#include "desk/unit.h"
#include "screens/page.h"
#include "screens/unit_field.h"

/* ---- reading ---- */

static int
add_people(struct desk *d, struct page_rows *to, int64_t unit, struct err *err)
{
	struct contact *people;
	size_t count;

	if (contact_list(d, unit, &people, &count, err))
		return -1;
	for (size_t i = 0; i < count; i++) {
		struct buf text = BUF_INIT;
		struct page_row *row;

		buf_str(&text, people[i].name);
		for (size_t k = 0; k < people[i].posts_count; k++)
			if (people[i].posts[k].unit == unit)
				buf_fmt(&text, "  %s%s",
				        people[i].posts[k].title,
				        people[i].posts[k].deputy ? tr("（副）")
				                                  : "");
		if (people[i].phones_count)
			buf_fmt(&text, "  %s", people[i].phones[0].number);
		row = page_add(to, tr("人员"), text.s);
		row->screen = "contact";
		row->id = people[i].id;
		buf_release(&text);
	}
	contacts_free(people, count);
	return 0;
}

static int
add_unit(struct desk *d, struct page_rows *to, const char *label, int64_t id,
         struct err *err)
{
	struct buf name = BUF_INIT;
	int rc = unit_field_name(d, id, &name, err);
	struct page_row *row = rc ? NULL : page_add(to, label, name.s);

	if (row) {
		row->screen = "unit";
		row->id = id;
	}
	buf_release(&name);
	return rc;
}

static int
add_units(struct desk *d, struct page_rows *to, const struct unit *u,
          struct err *err)
{
	if (add_unit(d, to, tr("上级"), u->parent, err) ||
	    add_unit(d, to, tr("乡镇"), u->town, err))
		return -1;
	for (size_t i = 0; i < u->regulators_count; i++)
		if (add_unit(d, to, tr("监管部门"), u->regulators[i], err))
			return -1;
	return 0;
}

static void
add_stock(struct page_rows *to, const struct unit *u)
{
	for (size_t i = 0; i < u->stock_count; i++) {
		const struct stock *s = &u->stock[i];
		struct buf text = BUF_INIT;
		struct page_row *row;

		buf_fmt(&text, "%s %lld %s  %s%s%s", s->item,
		        (long long)s->quantity, s->measure,
		        s->ready ? tr("就绪") : tr("未就绪"),
		        *s->keeper ? tr("  保管 ") : "", s->keeper);
		row = page_add(to, tr("物资"), text.s);
		if (!s->ready)
			row->role = ROLE_WARN;
		buf_release(&text);
	}
}

static int
add_parties(struct desk *d, struct page_rows *to, int64_t unit, struct err *err)
{
	struct binding *rows;
	size_t count;

	if (binding_list(d, &rows, &count, err))
		return -1;
	for (size_t i = 0; i < count; i++)
		if (rows[i].unit == unit)
			page_add(to, tr("规则所称"),
			         tr(party_name(rows[i].party)));
	bindings_free(rows, count);
	return 0;
}

static void
add_texts(struct page_rows *to, const struct unit *u)
{
	char degrees[64] = "";

	if (u->lat != UNIT_NOWHERE && u->lon != UNIT_NOWHERE)
		snprintf(degrees, sizeof(degrees), "%.6f, %.6f",
		         (double)u->lat / 1e6, (double)u->lon / 1e6);
	page_add(to, tr("地址"), u->place);
	page_add(to, tr("纬度经度"), degrees);
	page_add(to, tr("许可证"), u->licence);
	page_add(to, tr("能力"), u->capacity);
	page_add(to, tr("危险源"), u->hazards);
	page_add(to, tr("备注"), u->note);
}

static int
add_all(struct desk *d, struct page_rows *to, const struct unit *u,
        struct err *err)
{
	page_add_phones(to, u->phones, u->phones_count, desk_now(d));
	if (add_people(d, to, u->id, err) || add_units(d, to, u, err))
		return -1;
	add_stock(to, u);
	add_texts(to, u);
	return add_parties(d, to, u->id, err);
}

static int
unit_read(struct desk *d, int64_t id, struct page_rows *to, struct buf *title,
          struct buf *about, struct err *err)
{
	char at[CIVIL_TEXT];
	struct unit u;
	int rc;

	if (unit_get(d, id, &u, err))
		return -1;
	rc = add_all(d, to, &u, err);
	buf_fmt(title, "%s  %s%s", u.name, u.short_name,
	        u.removed ? tr("（已移除）") : "");
	buf_fmt(about, tr("%s  %s 由 %s 登记，日志第 %lld 条"),
	        tr(unit_kind_label(u.kind)), civil_local(at, u.saved_ms),
	        u.officer, (long long)u.last_seq);
	unit_release(&u);
	return rc;
}

static const struct page_noun unit_noun = {
	"unit",
	N_("要看哪个单位？"),
	unit_read,
	unit_confirm,
};

static int
unit_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	return page_open(ui, state, &unit_noun, arg, err);
}

/* ---- keys ---- */

/* A person of this unit. */
static void
act_person(struct ui *ui, void *state)
{
	const struct page *p = state;
	struct buf arg = BUF_INIT;
	struct err err = ERR_INIT;

	buf_str(&arg, "new posts ");
	if (unit_field_name(ui_desk(ui), p->id, &arg, &err)) {
		ui_fail(ui, &err);
	} else {
		buf_str(&arg, "/");
		ui_open(ui, "contact_edit", arg.s);
	}
	buf_release(&arg);
}

/* clang-format off */
/* By the number of their label below; what is behind the last is asked. */
static const char *const nearest_kinds[] = {
	"rescue", "store", "hospital", "shelter",
};

static const char *const nearest_labels[] = {
	N_("救援队伍"), N_("物资库"), N_("医疗机构"), N_("避难场所"),
	N_("有某种物资的"), NULL,
};
/* clang-format on */

static void
nearest_open(struct ui *ui, int64_t id, const char *how, const char *what)
{
	struct buf arg = BUF_INIT;

	buf_fmt(&arg, "%lld %s %s", (long long)id, how, what);
	ui_open(ui, "nearest", arg.s);
	buf_release(&arg);
}

static void
nearest_item(struct ui *ui, void *state, const char *text)
{
	const struct page *p = state;

	nearest_open(ui, p->id, "item", text);
}

static void
nearest_chosen(struct ui *ui, void *state, int choice)
{
	const struct page *p = state;

	if ((size_t)choice < sizeof(nearest_kinds) / sizeof(*nearest_kinds))
		nearest_open(ui, p->id, "kind", nearest_kinds[choice]);
	else
		ui_ask(ui, tr("什么物资："), "", nearest_item);
}

static void
act_nearest(struct ui *ui, void *state)
{
	(void)state;
	ui_choose(ui, tr("离这里最近的"), nearest_labels, nearest_chosen);
}

/* clang-format off */
static const struct key_binding unit_keys[] = {
	{ "<Enter>", "unit.open", N_("打开"), NEED_OPENS, page_open_row },
	{ "e", "unit.edit", N_("更改"), 0, page_edit },
	{ "a", "unit.person", N_("加人"), 0, act_person },
	{ "c", "unit.confirm", N_("今日核实"), 0, page_confirm },
	{ "N", "unit.nearest", N_("最近的队伍物资"), 0, act_nearest },
	{ "h", "unit.history", N_("更改经过"), 0, page_history },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops unit_screen = {
	.name = "unit",
	.title = N_("单位页"),
	.keys = unit_keys,
	.uses = USES_LIST,
	.state_size = sizeof(struct page),
	.open = unit_open,
	.refresh = page_refresh,
	.draw = page_draw,
	.have = page_have,
	.key = page_key,
	.whom = page_whom,
	.close = page_close,
};
