#include "screens/record_edit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tr.h"
#include "screens/drafted.h"

#define NEED_FILL (1 << 3)

struct editing {
	const struct record_form *kind;
	struct drafted drafted;
	int64_t id; /* 0: a new record */
};

static int
edit_open(struct ui *ui, struct editing *st, const struct record_form *kind,
          const char *arg, struct err *err)
{
	char target[24] = "", key[16];
	struct form *f = &st->drafted.form;
	int at = 0;

	st->kind = kind;
	if (arg && *arg >= '0' && *arg <= '9') {
		st->id = strtoll(arg, NULL, 10);
		snprintf(target, sizeof(target), "%lld", (long long)st->id);
	}
	drafted_init(&st->drafted, kind->name, target, kind->fields, ui,
	             ui_now(ui));
	if (st->id && kind->load(ui_desk(ui), st->id, f, err))
		return -1;
	if (arg && sscanf(arg, "new %15s %n", key, &at) == 1 && at > 0)
		form_set(f, key, arg + at);
	drafted_begin(&st->drafted);
	return at ? 0 : drafted_take_up(ui, &st->drafted, err);
}

static int
unit_edit_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	return edit_open(ui, state, &record_form_unit, arg, err);
}

static int
contact_edit_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	return edit_open(ui, state, &record_form_contact, arg, err);
}

static int
group_edit_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	return edit_open(ui, state, &record_form_group, arg, err);
}

static int
edit_refresh(struct ui *ui, void *state, struct err *err)
{
	struct editing *st = state;

	(void)err;
	drafted_watch(ui, &st->drafted);
	return 0;
}

static void
edit_close(struct ui *ui, void *state)
{
	struct editing *st = state;

	drafted_close(ui, &st->drafted);
	drafted_release(&st->drafted);
}

static void
edit_draw_screen(const void *state, const struct view *v)
{
	const struct editing *st = state;
	struct region form =
		region_part(&v->area, 1, 0, v->area.rows - 1, v->area.cols);

	if (*st->drafted.notice)
		canvas_put(&v->area, 0, 0, -1, ROLE_WARN, st->drafted.notice);
	else
		canvas_put(&v->area, 0, 0, -1, ROLE_HEAD, tr(st->kind->head));
	form_draw(&st->drafted.form, &form, v->focused);
}

static int
save(struct ui *ui, void *state, const struct form *f, struct err *err)
{
	const struct editing *st = state;
	int64_t base = strtoll(form_text(f, "base"), NULL, 10);

	return st->kind->save(ui_desk(ui), st->id, base, f, err);
}

/* Theirs is told beside mine; a second save goes on top. */
static void
tell_conflict(struct ui *ui, struct editing *st, const struct err *err)
{
	struct err trouble = ERR_INIT;
	struct change *rows = NULL;
	size_t count = 0;

	if (st->kind->changes(ui_desk(ui), st->id, &rows, &count, &trouble))
		count = 0;
	ui_say(ui, ROLE_ERROR, tr("✗ 再存一次则记在其后。%s：%s"), err->text,
	       count ? rows[0].text : "");
	if (count)
		record_set_base(&st->drafted.form, rows[0].seq);
	else
		form_set(&st->drafted.form, "base", "");
	changes_free(rows, count);
}

static void
edit_save(struct ui *ui, struct editing *st)
{
	struct err err = ERR_INIT;

	if (!drafted_save(ui, &st->drafted, save, st, "became a record",
	                  &err)) {
		ui_back(ui);
		ui_say(ui, ROLE_OK, "%s", tr("已保存，记入日志"));
	} else if (err.code == ERR_CONFLICT && st->id) {
		tell_conflict(ui, st, &err);
	} else {
		ui_fail(ui, &err);
	}
}

static bool
edit_take_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct editing *st = state;
	unsigned ev = drafted_key(ui, &st->drafted, e);

	if (ev & FORM_CANCEL)
		ui_back(ui);
	else if (ev & FORM_SUBMIT)
		edit_save(ui, st);
	return ev & FORM_TAKEN;
}

static unsigned
edit_have(const void *state)
{
	(void)state;
	return NEED_FILL | IN_FORM;
}

static void
discard_yes(struct ui *ui, void *state)
{
	struct editing *st = state;
	struct err err = ERR_INIT;

	if (drafted_discard(ui, &st->drafted, &err))
		ui_fail(ui, &err);
	else
		ui_back(ui);
}

static void
act_discard(struct ui *ui, void *state)
{
	(void)state;
	ui_confirm(ui, tr("不要这次填的内容了？"), 'y', discard_yes);
}

/* clang-format off */
#define EDIT_SCREEN(kind, words)                                             \
	static const struct key_binding kind##_edit_keys[] = {               \
		{ "<C-x>", #kind "_edit.discard", N_("不要了"), NEED_FILL,   \
		  act_discard },                                             \
		{ NULL, NULL, NULL, 0, NULL },                               \
	};                                                                   \
	const struct screen_ops kind##_edit_screen = {                       \
		.name = #kind "_edit",                                       \
		.title = words,                                              \
		.keys = kind##_edit_keys,                                    \
		.uses = USES_FORM,                                           \
		.state_size = sizeof(struct editing),                        \
		.open = kind##_edit_open,                                    \
		.refresh = edit_refresh,                                     \
		.draw = edit_draw_screen,                                    \
		.have = edit_have,                                           \
		.key = edit_take_key,                                        \
		.close = edit_close,                                         \
	}

EDIT_SCREEN(unit, N_("登记单位"));
EDIT_SCREEN(contact, N_("登记人员"));
EDIT_SCREEN(group, N_("登记名单"));
/* clang-format on */
