/* The forms of units, people and call lists, and how a record fills them. */
#include "screens/record_edit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/contact.h"
#include "desk/group.h"
#include "screens/roster_text.h"
#include "screens/screen.h"
#include "screens/several.h"
#include "screens/unit_field.h"

void
record_set_base(struct form *f, int64_t seq)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)seq);
	form_set(f, "base", text);
}

static void
take(char **text, const struct form *f, const char *key)
{
	free(*text);
	*text = mem_str(form_text(f, key));
}

/* ---- units ---- */

/* clang-format off */
static const struct form_choice kind_choices[] = {
	{ "agency", N_("部门"), "bm" },
	{ "town", N_("乡镇街道"), "xz jd" },
	{ "village", N_("村社区"), "c sq" },
	{ "firm", N_("企业"), "qy" },
	{ "mine", N_("矿山"), "ks mk" },
	{ "chemical", N_("危化单位"), "wh" },
	{ "hospital", N_("医疗机构"), "yl yy" },
	{ "rescue", N_("救援队伍"), "jy" },
	{ "store", N_("物资库"), "wz" },
	{ "shelter", N_("避难场所"), "bn" },
	{ "other", N_("其他单位"), "qt" },
	{ NULL, NULL, NULL },
};

static form_check_fn check_phones, check_stock, check_posts, check_place;

static const struct form_field unit_fields[] = {
	{ .key = "name", .label = N_("名称"), .flags = FORM_REQUIRED,
	  .max_chars = 120 },
	{ .key = "short", .label = N_("简称"), .width = 24, .max_chars = 120 },
	{ .key = "kind", .label = N_("类别"), .kind = FORM_CHOICE,
	  .flags = FORM_REQUIRED | FORM_BESIDE, .width = 14,
	  .choices = kind_choices },
	{ .key = "phones", .label = N_("电话"), .kind = FORM_LINES, .rows = 3,
	  .max_chars = 1000, .check = check_phones,
	  .hint = N_("一行一个：号码 说明；先打的在前；^J 换行") },
	{ .key = "parent", .label = N_("上级"), .max_chars = 120,
	  .complete = unit_field_complete, .check = unit_field_check },
	{ .key = "town", .label = N_("乡镇"), .max_chars = 120,
	  .complete = unit_field_complete, .check = unit_field_check },
	{ .key = "regulators", .label = N_("监管部门"), .max_chars = 1000,
	  .complete = unit_field_complete, .check = unit_field_check_several,
	  .hint = N_("几个之间用顿号") },
	{ .key = "place", .label = N_("地址"), .max_chars = 120 },
	{ .key = "degrees", .label = N_("纬度经度"), .width = 26,
	  .max_chars = 60, .check = check_place },
	{ .key = "licence", .label = N_("许可证"), .max_chars = 500 },
	{ .key = "capacity", .label = N_("能力"), .max_chars = 500 },
	{ .key = "hazards", .label = N_("危险源"), .max_chars = 1000 },
	{ .key = "stock", .label = N_("物资"), .kind = FORM_LINES, .rows = 3,
	  .max_chars = 4000, .check = check_stock,
	  .hint = N_("一行一种：水泵，12台，就绪，保管人；^J 换行") },
	{ .key = "base", .label = N_("据日志条号"), .flags = FORM_READONLY,
	  .width = 10 },
	{ .key = "note", .label = N_("备注"), .max_chars = 1000,
	  .hint = N_("回车保存；每次更改都留在日志里") },
	{ .key = NULL },
};
/* clang-format on */

static int
check_phones(void *arg, const struct form_field *field, const char *value,
             struct err *err)
{
	struct phone phones[PHONES_MAX];
	size_t count;

	(void)arg;
	(void)field;
	return phones_from_text(value, phones, &count, err);
}

static int
check_stock(void *arg, const struct form_field *field, const char *value,
            struct err *err)
{
	struct unit u = { 0 };
	int rc = stock_from_text(value, &u, err);

	(void)arg;
	(void)field;
	unit_release(&u);
	return rc;
}

static int
check_place(void *arg, const struct form_field *field, const char *value,
            struct err *err)
{
	int64_t lat, lon;

	(void)arg;
	(void)field;
	return place_from_text(value, &lat, &lon, err);
}

static int
unit_names(struct desk *d, const struct unit *u, struct form *f,
           struct err *err)
{
	struct buf parent = BUF_INIT, town = BUF_INIT, several = BUF_INIT;
	int rc = unit_field_name(d, u->parent, &parent, err) ||
	                         unit_field_name(d, u->town, &town, err)
	                 ? -1
	                 : 0;

	for (size_t i = 0; !rc && i < u->regulators_count; i++) {
		if (i)
			buf_str(&several, SEVERAL_BETWEEN);
		rc = unit_field_name(d, u->regulators[i], &several, err);
	}
	form_set(f, "parent", parent.s);
	form_set(f, "town", town.s);
	form_set(f, "regulators", several.s);
	buf_release(&parent);
	buf_release(&town);
	buf_release(&several);
	return rc;
}

static int
unit_load(struct desk *d, int64_t id, struct form *f, struct err *err)
{
	struct buf phones = BUF_INIT, stock = BUF_INIT, degrees = BUF_INIT;
	struct unit u;
	int rc;

	if (unit_get(d, id, &u, err))
		return -1;
	phones_to_text(&phones, u.phones, u.phones_count);
	stock_to_text(&stock, &u);
	place_to_text(&degrees, u.lat, u.lon);
	form_set(f, "name", u.name);
	form_set(f, "short", u.short_name);
	form_set(f, "kind", unit_kind_code(u.kind));
	form_set(f, "phones", phones.s);
	form_set(f, "place", u.place);
	form_set(f, "degrees", degrees.s);
	form_set(f, "licence", u.licence);
	form_set(f, "capacity", u.capacity);
	form_set(f, "hazards", u.hazards);
	form_set(f, "stock", stock.s);
	form_set(f, "note", u.note);
	record_set_base(f, u.last_seq);
	rc = unit_names(d, &u, f, err);
	buf_release(&phones);
	buf_release(&stock);
	buf_release(&degrees);
	unit_release(&u);
	return rc;
}

static int
unit_take(struct desk *d, const struct form *f, struct unit *u, struct err *err)
{
	take(&u->name, f, "name");
	take(&u->short_name, f, "short");
	take(&u->place, f, "place");
	take(&u->licence, f, "licence");
	take(&u->capacity, f, "capacity");
	take(&u->hazards, f, "hazards");
	take(&u->note, f, "note");
	u->kind = (enum unit_kind)unit_kind_find(form_text(f, "kind"));
	if (phones_from_text(form_text(f, "phones"), u->phones,
	                     &u->phones_count, err) ||
	    place_from_text(form_text(f, "degrees"), &u->lat, &u->lon, err) ||
	    stock_from_text(form_text(f, "stock"), u, err) ||
	    unit_field_read(d, form_text(f, "parent"), &u->parent, err) ||
	    unit_field_read(d, form_text(f, "town"), &u->town, err))
		return -1;
	return unit_field_read_several(d, form_text(f, "regulators"),
	                               u->regulators, REGULATORS_MAX,
	                               &u->regulators_count, err);
}

static int
unit_store(struct desk *d, int64_t id, int64_t base, const struct form *f,
           struct err *err)
{
	struct unit u;
	int64_t seq;
	int rc;

	unit_init(&u);
	u.id = id;
	rc = unit_take(d, f, &u, err);
	if (!rc)
		rc = unit_save(d, &u, base, &seq, err);
	unit_release(&u);
	return rc;
}

const struct record_form record_form_unit = {
	"unit",    N_("登记或更改单位"), unit_fields,
	unit_load, unit_store,           unit_changes,
};

/* ---- people ---- */

/* clang-format off */
static const struct form_field contact_fields[] = {
	{ .key = "name", .label = N_("姓名"), .flags = FORM_REQUIRED,
	  .max_chars = 120 },
	{ .key = "spelling", .label = N_("拼音"), .max_chars = 120,
	  .hint = N_("只在读音特别时填：shan xiongxin") },
	{ .key = "posts", .label = N_("职务"), .kind = FORM_LINES, .rows = 4,
	  .max_chars = 2000, .check = check_posts,
	  .hint = N_("一行一个：单位/职务，顺序，副；^J 换行") },
	{ .key = "phones", .label = N_("电话"), .kind = FORM_LINES, .rows = 4,
	  .max_chars = 1000, .check = check_phones,
	  .hint = N_("一行一个：号码 说明；先打的在前；^J 换行") },
	{ .key = "base", .label = N_("据日志条号"), .flags = FORM_READONLY,
	  .width = 10 },
	{ .key = "note", .label = N_("备注"), .max_chars = 1000,
	  .hint = N_("回车保存；每次更改都留在日志里") },
	{ .key = NULL },
};
/* clang-format on */

static int
check_posts(void *arg, const struct form_field *field, const char *value,
            struct err *err)
{
	struct contact c = { 0 };
	int rc = posts_from_text(ui_desk(arg), value, &c, err);

	(void)field;
	contact_release(&c);
	return rc;
}

static int
contact_load(struct desk *d, int64_t id, struct form *f, struct err *err)
{
	struct buf posts = BUF_INIT, phones = BUF_INIT;
	struct contact c;
	int rc;

	if (contact_get(d, id, &c, err))
		return -1;
	rc = posts_to_text(d, &posts, &c, err);
	phones_to_text(&phones, c.phones, c.phones_count);
	form_set(f, "name", c.name);
	form_set(f, "spelling", c.spelling);
	form_set(f, "posts", posts.s);
	form_set(f, "phones", phones.s);
	form_set(f, "note", c.note);
	record_set_base(f, c.last_seq);
	buf_release(&posts);
	buf_release(&phones);
	contact_release(&c);
	return rc;
}

static int
contact_store(struct desk *d, int64_t id, int64_t base, const struct form *f,
              struct err *err)
{
	struct contact c;
	int64_t seq;
	int rc;

	contact_init(&c);
	c.id = id;
	take(&c.name, f, "name");
	take(&c.spelling, f, "spelling");
	take(&c.note, f, "note");
	rc = posts_from_text(d, form_text(f, "posts"), &c, err);
	if (!rc)
		rc = phones_from_text(form_text(f, "phones"), c.phones,
		                      &c.phones_count, err);
	if (!rc)
		rc = contact_save(d, &c, base, &seq, err);
	contact_release(&c);
	return rc;
}

const struct record_form record_form_contact = {
	"contact",    N_("登记或更改人员"), contact_fields,
	contact_load, contact_store,        contact_changes,
};

/* ---- call lists ---- */

/* clang-format off */
static const struct form_field group_fields[] = {
	{ .key = "name", .label = N_("名称"), .flags = FORM_REQUIRED,
	  .max_chars = 120 },
	{ .key = "members", .label = N_("成员"), .kind = FORM_LINES, .rows = 9,
	  .flags = FORM_REQUIRED, .max_chars = 4000,
	  .hint = N_("一行一个：单位/职务 或 单位；呼叫时才找人；^J 换行") },
	{ .key = "base", .label = N_("据日志条号"), .flags = FORM_READONLY,
	  .width = 10 },
	{ .key = "note", .label = N_("备注"), .max_chars = 1000,
	  .hint = N_("回车保存；每次更改都留在日志里") },
	{ .key = NULL },
};
/* clang-format on */

static int
group_load(struct desk *d, int64_t id, struct form *f, struct err *err)
{
	struct buf members = BUF_INIT;
	struct group g;

	if (group_get(d, id, &g, err))
		return -1;
	members_to_text(&members, &g);
	form_set(f, "name", g.name);
	form_set(f, "members", members.s);
	form_set(f, "note", g.note);
	record_set_base(f, g.last_seq);
	buf_release(&members);
	group_release(&g);
	return 0;
}

static int
group_store(struct desk *d, int64_t id, int64_t base, const struct form *f,
            struct err *err)
{
	struct group g = { .id = id };
	int64_t seq;
	int rc;

	take(&g.name, f, "name");
	take(&g.note, f, "note");
	rc = members_from_text(form_text(f, "members"), &g, err);
	if (!rc)
		rc = group_save(d, &g, base, &seq, err);
	group_release(&g);
	return rc;
}

const struct record_form record_form_group = {
	"group",      N_("登记或更改呼叫名单"),
	group_fields, group_load,
	group_store,  group_changes,
};
