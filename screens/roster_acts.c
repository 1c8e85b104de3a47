#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tr.h"
#include "desk/duty.h"
#include "screens/roster.h"
#include "screens/unit_field.h"

/* ---- panes ---- */

/* What narrowed one pane means nothing in the next. */
static void
go_pane(struct ui *ui, struct roster_page *st, int step)
{
	edit_set(&st->words, "");
	roster_narrow(&st->data, st->pane, "");
	list_set_count(&st->lists[st->pane], st->data.shown_count[st->pane]);
	st->pane = (enum roster_pane)(((int)st->pane + ROSTER_PANES + step) %
	                              ROSTER_PANES);
	ui_dirty(ui);
}

static void
act_next_pane(struct ui *ui, void *state)
{
	go_pane(ui, state, 1);
}

static void
act_previous_pane(struct ui *ui, void *state)
{
	go_pane(ui, state, -1);
}

static void
act_find(struct ui *ui, void *state)
{
	struct roster_page *st = state;

	st->finding = true;
	ui_dirty(ui);
}

/* ---- parties ---- */

/* clang-format off */
static const struct form_field binding_fields[] = {
	{ .key = "party", .label = N_("机构"), .flags = FORM_READONLY },
	{ .key = "unit", .label = N_("单位"), .max_chars = 120,
	  .complete = unit_field_complete, .check = unit_field_check,
	  .hint = N_("汉字或拼音，↓ 选；空着是解除；回车保存") },
	{ .key = NULL },
};
/* clang-format on */

static int
binding_save(struct ui *ui, void *state, const struct form *f, struct err *err)
{
	const struct roster_page *st = state;
	int64_t unit, seq;

	if (unit_field_read(ui_desk(ui), form_text(f, "unit"), &unit, err) ||
	    party_bind(ui_desk(ui), st->party, unit, &seq, err))
		return -1;
	if (unit)
		ui_say(ui, ROLE_OK, tr("%s 已绑定到 %s"),
		       tr(party_name(st->party)), form_text(f, "unit"));
	else
		ui_say(ui, ROLE_WARN, tr("%s 不再绑定任何单位"),
		       tr(party_name(st->party)));
	ui_reload(ui);
	return 0;
}

static void
act_bind(struct ui *ui, void *state)
{
	struct roster_page *st = state;
	const struct binding *b = &st->data.parties[roster_at(st)];
	struct form *f =
		ui_form(ui, tr("绑定单位"), binding_fields, binding_save);

	st->party = b->party;
	form_set(f, "party", tr(party_name(b->party)));
	form_set(f, "unit", b->name ? b->name : "");
	form_go(f, "unit");
}

/* ---- the row in focus ---- */

static const char *const pages[] = { [PANE_UNITS] = "unit",
	                             [PANE_PEOPLE] = "contact",
	                             [PANE_LISTS] = "voices",
	                             [PANE_PARTIES] = "unit" };

static void
act_open(struct ui *ui, void *state)
{
	const struct roster_page *st = state;
	char arg[32];

	if (!roster_id(st)) {
		act_bind(ui, state);
		return;
	}
	snprintf(arg, sizeof(arg), "%s%lld",
	         st->pane == PANE_LISTS ? "group " : "",
	         (long long)roster_id(st));
	ui_open(ui, pages[st->pane], arg);
}

static void
act_confirm(struct ui *ui, void *state)
{
	const struct roster_page *st = state;
	struct err err = ERR_INIT;
	int64_t seq;
	int rc = st->pane == PANE_UNITS
	                 ? unit_confirm(ui_desk(ui), roster_id(st), NULL, &seq,
	                                &err)
	                 : contact_confirm(ui_desk(ui), roster_id(st), NULL,
	                                   &seq, &err);

	if (rc)
		ui_fail(ui, &err);
	else
		ui_say(ui, ROLE_OK, "%s", tr("号码今日核实无误"));
	ui_reload(ui);
}

static const char *const edits[] = { [PANE_UNITS] = "unit_edit",
	                             [PANE_PEOPLE] = "contact_edit",
	                             [PANE_LISTS] = "group_edit" };

static void
act_add(struct ui *ui, void *state)
{
	ui_open(ui, edits[((const struct roster_page *)state)->pane], NULL);
}

static void
act_edit(struct ui *ui, void *state)
{
	const struct roster_page *st = state;
	char id[24];

	snprintf(id, sizeof(id), "%lld", (long long)roster_id(st));
	ui_open(ui, edits[st->pane], id);
}

static void
act_history(struct ui *ui, void *state)
{
	const struct roster_page *st = state;
	char arg[48];

	snprintf(arg, sizeof(arg), "%s changes %lld", roster_noun(st),
	         (long long)roster_id(st));
	ui_open(ui, "text", arg);
}

static void
remove_why(struct ui *ui, void *state, const char *why)
{
	static int (*const removes[])(struct desk * d, int64_t id,
	                              const char *why, int64_t *seq,
	                              struct err *err) = {
		[PANE_UNITS] = unit_remove,
		[PANE_PEOPLE] = contact_remove,
		[PANE_LISTS] = group_remove,
	};
	const struct roster_page *st = state;
	struct err err = ERR_INIT;
	int64_t seq;

	if (removes[st->pane](ui_desk(ui), st->acting, why, &seq, &err))
		ui_fail(ui, &err);
	else
		ui_say(ui, ROLE_OK, "%s", tr("已移除，记录仍在日志里"));
	ui_reload(ui);
}

static void
remove_yes(struct ui *ui, void *state)
{
	(void)state;
	ui_ask(ui, tr("移除的理由："), "", remove_why);
}

/* The rows may move while it is asked; what is removed stays the same. */
static void
act_remove(struct ui *ui, void *state)
{
	struct roster_page *st = state;
	size_t i = (size_t)roster_at(st);
	const char *name = st->pane == PANE_UNITS    ? st->data.units[i].name
	                   : st->pane == PANE_PEOPLE ? st->data.people[i].name
	                                             : st->data.groups[i].name;
	struct buf question = BUF_INIT;

	st->acting = roster_id(st);
	buf_fmt(&question, tr("移除“%s”？按 y 继续，别的键取消"), name);
	ui_confirm(ui, question.s, 'y', remove_yes);
	buf_release(&question);
}

/* clang-format off */
const struct key_binding roster_keys[] = {
	{ "<Enter>", "roster.open", N_("打开"), NEED_ROW, act_open },
	{ "b", "roster.bind", N_("绑定单位"), NEED_PARTY, act_bind },
	{ "<Tab>", "roster.pane", N_("换栏"), NEED_LISTING, act_next_pane },
	{ "<S-Tab>", "roster.pane_back", N_("换回上一栏"),
	  NEED_LISTING | KEY_QUIET, act_previous_pane },
	{ "/", "roster.find", N_("查找"), NEED_LISTING, act_find },
	{ "a", "roster.add", N_("登记"), NEED_ADD, act_add },
	{ "e", "roster.edit", N_("更改"), NEED_RECORD, act_edit },
	{ "c", "roster.confirm", N_("今日核实"), NEED_PHONES, act_confirm },
	{ "I", "roster.import", N_("导入"), NEED_LISTING, roster_import },
	{ "E", "roster.export", N_("导出"), NEED_RECORD, roster_export_shown },
	{ "h", "roster.history", N_("更改经过"), NEED_RECORD, act_history },
	{ "x", "roster.remove", N_("移除"), NEED_RECORD, act_remove },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */
