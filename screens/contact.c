/*
 * The page of one person (人员): posts, which lead to their units, and
 * numbers.  arg: the id of the contact.
 */
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "desk/contact.h"
#include "screens/page.h"
#include "screens/unit_field.h"

struct contact_page {
	struct page page;
	int64_t id;
};

static int
add_posts(struct desk *d, struct page_rows *to, const struct contact *c,
          struct err *err)
{
	for (size_t i = 0; i < c->posts_count; i++) {
		const struct post *p = &c->posts[i];
		struct buf text = BUF_INIT;
		struct page_row *row;
		int rc = unit_field_name(d, p->unit, &text, err);

		buf_fmt(&text, " %s%s", p->title,
		        p->deputy ? tr("（副）") : "");
		row = rc ? NULL : page_add(to, tr("职务"), text.s);
		buf_release(&text);
		if (rc)
			return -1;
		row->screen = "unit";
		row->id = p->unit;
	}
	return 0;
}

static int
contact_refresh(struct ui *ui, void *state, struct err *err)
{
	struct contact_page *st = state;
	struct page_rows rows = { 0 };
	struct buf title = BUF_INIT, about = BUF_INIT;
	char at[CIVIL_TEXT];
	struct contact c;

	if (contact_get(ui_desk(ui), st->id, &c, err))
		return -1;
	page_add_phones(&rows, c.phones, c.phones_count, ui_now(ui));
	if (!c.phones_count)
		page_add(&rows, tr("电话"), tr("没有登记号码"))->role =
			ROLE_WARN;
	if (add_posts(ui_desk(ui), &rows, &c, err)) {
		page_rows_release(&rows);
		contact_release(&c);
		return -1;
	}
	page_add(&rows, tr("拼音"), c.spelling);
	page_add(&rows, tr("备注"), c.note);
	buf_fmt(&title, "%s%s", c.name, c.removed ? tr("（已移除）") : "");
	buf_fmt(&about, tr("%s 由 %s 登记，日志第 %lld 条"),
	        civil_local(at, c.saved_ms), c.officer, (long long)c.last_seq);
	page_set(&st->page, &rows, buf_take(&title), buf_take(&about));
	contact_release(&c);
	return 0;
}

static int
contact_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct contact_page *st = state;

	page_init(&st->page);
	if (!arg)
		return err_set(err, ERR_INPUT, "%s", tr("要看哪个人？"));
	st->id = strtoll(arg, NULL, 10);
	return contact_refresh(ui, st, err);
}

static void
contact_close(struct ui *ui, void *state)
{
	struct contact_page *st = state;

	(void)ui;
	page_release(&st->page);
}

static void
contact_draw(const void *state, const struct view *v)
{
	const struct contact_page *st = state;

	page_draw(&st->page, v);
}

static bool
contact_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct contact_page *st = state;

	return page_key(ui, &st->page, e);
}

static unsigned
contact_have(const void *state)
{
	const struct contact_page *st = state;

	return page_have(&st->page);
}

static void
contact_whom(const void *state, struct buf *out)
{
	const struct contact_page *st = state;

	buf_fmt(out, "contact %lld", (long long)st->id);
}

static void
act_open(struct ui *ui, void *state)
{
	const struct contact_page *st = state;

	page_open_row(ui, &st->page);
}

/* The number in focus, or all of them. */
static void
act_confirm(struct ui *ui, void *state)
{
	const struct contact_page *st = state;
	const struct page_row *row = page_row(&st->page);
	const char *number =
		row && *row->phone.number ? row->phone.number : NULL;
	struct err err = ERR_INIT;
	int64_t seq;

	if (contact_confirm(ui_desk(ui), st->id, number, &seq, &err))
		ui_fail(ui, &err);
	else
		ui_say(ui, ROLE_OK, "%s", tr("号码今日核实无误"));
	ui_reload(ui);
}

static void
act_edit(struct ui *ui, void *state)
{
	page_go(ui, "contact_edit", "",
	        ((const struct contact_page *)state)->id);
}

static void
act_history(struct ui *ui, void *state)
{
	const struct contact_page *st = state;

	page_go(ui, "text", "contact changes", st->id);
}

/* clang-format off */
static const struct key_binding contact_keys[] = {
	{ "<Enter>", "contact.open", N_("打开"), NEED_OPENS, act_open },
	{ "e", "contact.edit", N_("更改"), 0, act_edit },
	{ "c", "contact.confirm", N_("今日核实"), 0, act_confirm },
	{ "h", "contact.history", N_("更改经过"), 0, act_history },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops contact_screen = {
	.name = "contact",
	.title = N_("人员页"),
	.keys = contact_keys,
	.uses = USES_LIST,
	.state_size = sizeof(struct contact_page),
	.open = contact_open,
	.refresh = contact_refresh,
	.draw = contact_draw,
	.have = contact_have,
	.key = contact_key,
	.whom = contact_whom,
	.close = contact_close,
};
