/*
 * The page of one person (人员): posts, which lead to their units, and
 * numbers.  arg: the id of the contact.
 */
#include "base/civil.h"
#include "base/tr.h"
#include "desk/contact.h"
#include "screens/page.h"
#include "screens/unit_field.h"

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
contact_read(struct desk *d, int64_t id, struct page_rows *to,
             struct buf *title, struct buf *about, struct err *err)
{
	char at[CIVIL_TEXT];
	struct contact c;
	int rc;

	if (contact_get(d, id, &c, err))
		return -1;
	page_add_phones(to, c.phones, c.phones_count, desk_now(d));
	rc = add_posts(d, to, &c, err);
	page_add(to, tr("拼音"), c.spelling);
	page_add(to, tr("备注"), c.note);
	buf_fmt(title, "%s%s", c.name, c.removed ? tr("（已移除）") : "");
	buf_fmt(about, tr("%s 由 %s 登记，日志第 %lld 条"),
	        civil_local(at, c.saved_ms), c.officer, (long long)c.last_seq);
	contact_release(&c);
	return rc;
}

static const struct page_noun contact_noun = {
	"contact",
	N_("要看哪个人？"),
	contact_read,
	contact_confirm,
};

static int
contact_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	return page_open(ui, state, &contact_noun, arg, err);
}

/* clang-format off */
static const struct key_binding contact_keys[] = {
	{ "<Enter>", "contact.open", N_("打开"), NEED_OPENS, page_open_row },
	{ "e", "contact.edit", N_("更改"), 0, page_edit },
	{ "c", "contact.confirm", N_("今日核实"), 0, page_confirm },
	{ "h", "contact.history", N_("更改经过"), 0, page_history },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops contact_screen = {
	.name = "contact",
	.title = N_("人员页"),
	.keys = contact_keys,
	.uses = USES_LIST,
	.state_size = sizeof(struct page),
	.open = contact_open,
	.refresh = page_refresh,
	.draw = page_draw,
	.have = page_have,
	.key = page_key,
	.whom = page_whom,
	.close = page_close,
};
