/*
 * Channels (通知通道): the ways out of the room; the one in focus whole below.
 * A test of one is a notice like any other, and stands in the outbox.
 */
#include <stdlib.h>
#include <string.h>

#include "base/tr.h"
#include "desk/feed.h"
#include "desk/notice.h"
#include "screens/channel_form.h"
#include "screens/kit/list.h"
#include "screens/kit/pager.h"
#include "screens/screen.h"

#define DETAIL_ROWS 8
#define NEED_LISTING (1 << 3)

struct channels {
	struct channel *rows;
	size_t count;
	struct list list;
	struct pager detail;
	char acting[CHANNEL_NAME]; /* what a form or question is about */
	enum channel_type type;    /* of the form */
	int64_t told;              /* entry of others that was told of */
};

static const struct channel *
channels_selected(const struct channels *st)
{
	return list_has_row(&st->list) ? &st->rows[st->list.sel] : NULL;
}

/* ---- reading ---- */

static void
row_name(const void *data, size_t i, struct buf *out)
{
	const struct channel *rows = data;

	buf_str(out, rows[i].name);
}

static void
add_text(struct pager *p, const char *label, const char *text)
{
	if (text && *text)
		pager_fmt(p, ROLE_TEXT, 0, tr("%s：%s"), label, text);
}

static void
detail_fill(struct channels *st)
{
	const struct channel *c = channels_selected(st);
	struct buf to = BUF_INIT, address = BUF_INIT;
	struct pager *p = &st->detail;

	pager_clear(p);
	p->top = p->top_row = 0;
	if (!c)
		return;
	channel_to_text(&to, c);
	feed_address_text(&address, c->address);
	pager_fmt(p, ROLE_HEAD, 0, "%s  %s  %s  %s", c->label, c->name,
	          tr(channel_type_label(c->type)),
	          c->on ? tr("使用") : tr("已关"));
	pager_fmt(p, ROLE_TEXT, 0, "%s%s", address.s,
	          c->local ? tr("（允许内网地址）") : "");
	add_text(p, tr("发件人"), c->from);
	add_text(p, tr("收件人"), to.s);
	add_text(p, tr("用户"), c->user);
	add_text(p, tr("密码键名"), c->password);
	add_text(p, tr("签名密钥名"), c->secret);
	add_text(p, c->form ? tr("正文（表单）") : tr("正文"), c->body);
	pager_fmt(p, ROLE_DIM, 0, tr("由 %s 更改，日志第 %lld 条"), c->officer,
	          (long long)c->last_seq);
	buf_release(&to);
	buf_release(&address);
}

static int
channels_refresh(struct ui *ui, void *state, struct err *err)
{
	struct channels *st = state;
	struct channel *rows;
	size_t count;

	if (channel_list(ui_desk(ui), &rows, &count, err))
		return -1;
	list_follow(&st->list, st->rows, rows, count, row_name);
	channels_free(st->rows, st->count);
	st->rows = rows;
	st->count = count;
	detail_fill(st);
	return 0;
}

static int
channels_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct channels *st = state;

	(void)ui;
	(void)arg;
	(void)err;
	pager_init(&st->detail);
	return 0;
}

static void
channels_close(struct ui *ui, void *state)
{
	struct channels *st = state;

	(void)ui;
	channels_free(st->rows, st->count);
	pager_release(&st->detail);
}

/* ---- drawing ---- */

static int
list_rows(int rows)
{
	return rows - 1 - DETAIL_ROWS - 1;
}

static void
draw_row(const void *arg, size_t i, const struct region *r)
{
	const struct channels *st = arg;
	const struct channel *c = &st->rows[i];
	enum role role = c->on ? ROLE_TEXT : ROLE_DIM;

	canvas_put(r, 0, 1, 1, c->on ? ROLE_OK : ROLE_DIM, c->on ? "●" : "-");
	canvas_put(r, 0, 3, 6, role, c->on ? tr("使用") : tr("已关"));
	canvas_put(r, 0, 10, 16, role, c->name);
	canvas_put(r, 0, 27, 10, ROLE_LABEL, tr(channel_type_label(c->type)));
	canvas_put(r, 0, 38, -1, role, c->label);
}

static void
channels_draw(const void *state, const struct view *v)
{
	const struct channels *st = state;
	const struct region *a = &v->area;
	int rows = list_rows(a->rows);
	struct region body = region_part(a, 1, 0, rows, a->cols);
	struct region detail =
		region_part(a, rows + 2, 1, DETAIL_ROWS, a->cols - 2);

	canvas_put(a, 0, 0, -1, ROLE_HEAD,
	           tr("通知通道：对外通知走的路；密钥只在 keys 文件里"));
	list_draw(&st->list, &body, v->focused, draw_row, st);
	if (!st->count)
		canvas_put(&body, 0, 1, -1, ROLE_DIM,
		           tr("还没有通道，通知发不出去。n 添一个"));
	canvas_hline(a, rows + 1, 0, a->cols);
	pager_draw(&st->detail, &detail);
}

/* ---- keys ---- */

static bool
channels_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct channels *st = state;

	if (!list_key(&st->list, e, list_rows(ui_rows(ui))))
		return false;
	detail_fill(st);
	return true;
}

static unsigned
channels_have(const void *state)
{
	return NEED_LISTING | (channels_selected(state) ? NEED_ROW : 0);
}

static int
store(struct ui *ui, const struct channels *st, const struct form *form,
      struct channel *c, struct err *err)
{
	int64_t seq = 0;

	if (channel_form_take(form, st->type, c, err) ||
	    channel_save(ui_desk(ui), c, &seq, err))
		return -1;
	if (seq)
		ui_say(ui, ROLE_OK, tr("已保存，日志第 %lld 条"),
		       (long long)seq);
	else
		ui_say(ui, ROLE_NOTICE, "%s", tr("没有改动"));
	ui_reload(ui);
	return 0;
}

/* Others saved it since the form was filled: told once, then it goes on top. */
static int
check_base(struct channels *st, const struct form *form,
           const struct channel *c, struct err *err)
{
	int64_t base = strtoll(form_text(form, "base"), NULL, 10);

	if (c->last_seq == base || c->last_seq == st->told)
		return 0;
	st->told = c->last_seq;
	return err_set(err, ERR_CONFLICT,
	               tr("%s 刚改过（日志第 %lld 条）；再存一次则记在其后"),
	               c->officer, (long long)c->last_seq);
}

static int
save_edited(struct ui *ui, void *state, const struct form *form,
            struct err *err)
{
	struct channels *st = state;
	struct channel c;
	int rc = channel_get(ui_desk(ui), st->acting, &c, err);

	if (!rc)
		rc = check_base(st, form, &c, err);
	if (!rc)
		rc = store(ui, st, form, &c, err);
	channel_release(&c);
	return rc;
}

static void
act_edit(struct ui *ui, void *state)
{
	struct channels *st = state;
	const struct channel *c = channels_selected(st);
	struct form *form;

	memcpy(st->acting, c->name, sizeof(st->acting));
	st->type = c->type;
	st->told = 0;
	form = ui_form(ui, tr("更改通道"), channel_form_fields(c->type, false),
	               save_edited);
	channel_form_fill(form, c);
	form_go(form, "label");
	ui_form_keep(ui, "channel", st->acting);
}

static int
save_new(struct ui *ui, void *state, const struct form *form, struct err *err)
{
	struct channels *st = state;
	const char *name = form_text(form, "name");
	struct err none = ERR_INIT;
	struct channel c;
	int rc;

	if (channel_get(ui_desk(ui), name, &c, &none) == 0) {
		channel_release(&c);
		return err_set(err, ERR_REFUSED, tr("已有通道 %s"), name);
	}
	rc = store(ui, st, form, &c, err);
	channel_release(&c);
	return rc;
}

static void
new_of_type(struct ui *ui, void *state, int type)
{
	/* The draft's target: one of each type may wait. */
	static const char *const targets[CHANNEL_TYPES] = { "+webhook",
		                                            "+mail" };
	struct channels *st = state;

	st->type = (enum channel_type)type;
	ui_form(ui, tr("新通道"), channel_form_fields(st->type, true),
	        save_new);
	ui_form_keep(ui, "channel", targets[type]);
}

static void
act_new(struct ui *ui, void *state)
{
	static const char *const labels[] = { N_("网络回调"), N_("电子邮件"),
		                              NULL };

	(void)state;
	ui_choose(ui, tr("通道类型"), labels, new_of_type);
}

/* It says what is so: a drill desk raises it and sends nothing. */
static void
test_yes(struct ui *ui, void *state)
{
	const struct channels *st = state;
	struct err err = ERR_INIT;
	int64_t id;

	if (notice_test(ui_desk(ui), st->acting, &id, &err))
		ui_fail(ui, &err);
	else if (desk_is_drill(ui_desk(ui)))
		ui_say(ui, ROLE_NOTICE,
		       tr("试发第 %lld 号已记下；演练席不外发"), (long long)id);
	else
		ui_say(ui, ROLE_OK,
		       tr("试发第 %lld 号已交哨兵；送没送到看“对外通知”"),
		       (long long)id);
	ui_reload(ui);
}

static void
act_test(struct ui *ui, void *state)
{
	struct channels *st = state;
	const struct channel *c = channels_selected(st);
	struct buf question = BUF_INIT;

	memcpy(st->acting, c->name, sizeof(st->acting));
	buf_fmt(&question, tr("经“%s”试发一条通知？按 y 发，别的键取消"),
	        c->label);
	ui_confirm(ui, question.s, 'y', test_yes);
	buf_release(&question);
}

static void
act_outbox(struct ui *ui, void *state)
{
	(void)state;
	ui_open(ui, "outbox", NULL);
}

/* clang-format off */
static const struct key_binding channels_keys[] = {
	{ "<Enter>", "channels.edit", N_("更改"), NEED_ROW, act_edit },
	{ "e", "channels.edit", N_("更改"), NEED_ROW | KEY_QUIET, act_edit },
	{ "n", "channels.new", N_("新通道"), NEED_LISTING, act_new },
	{ "T", "channels.test", N_("试发"), NEED_ROW, act_test },
	{ "o", "channels.outbox", N_("对外通知"), NEED_LISTING, act_outbox },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops channels_screen = {
	.name = "channels",
	.title = N_("通知通道"),
	.keys = channels_keys,
	.uses = USES_LIST | USES_FORM | SCREEN_PLACE,
	.state_size = sizeof(struct channels),
	.open = channels_open,
	.refresh = channels_refresh,
	.draw = channels_draw,
	.have = channels_have,
	.key = channels_key,
	.close = channels_close,
};
