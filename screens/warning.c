/*
 * One warning (预警): its source's own words, office and times, unaltered,
 * every message newest first; and what was done about it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/warning_answer.h"
#include "screens/kit/pager.h"
#include "screens/screen.h"
#include "screens/sight.h"
#include "screens/warning_acts.h"
#include "screens/warning_row.h"

enum {
	NEED_UNHANDLED = 1 << 3,
	NEED_UNCLOSED = 1 << 4,
	NEED_NO_INCIDENT = 1 << 5,
	NEED_PLACE = 1 << 9 /* there is a picture of it */
};

struct warning_page {
	int64_t id;
	int64_t seen; /* last_seq of what stood there when a reason was asked */
	struct warning w; /* headline NULL: nothing has been read */
	struct pager pager;
	struct sight sight;
	char number[INCIDENT_NUMBER]; /* its incident; "" none */
};

/* ---- reading ---- */

static void
add_time(struct pager *p, const char *label, int64_t ms)
{
	char at[CIVIL_TEXT];

	if (ms)
		pager_fmt(p, ROLE_TEXT, 0, "%s  %s", label,
		          civil_local(at, ms));
}

static void
add_text(struct pager *p, enum role role, const char *label, const char *text)
{
	if (*text)
		pager_fmt(p, role, 0, "%s%s%s", label, *label ? "  " : "",
		          text);
}

static void
add_size(struct pager *p, const struct warning_message *m)
{
	if (m->magnitude != WARNING_NOWHERE)
		pager_fmt(p, ROLE_TEXT, 0, tr("震级 %.1f"),
		          (double)m->magnitude / 100);
	if (m->depth != WARNING_NOWHERE)
		pager_fmt(p, ROLE_TEXT, 0, tr("深度 %.0f 千米"),
		          (double)m->depth / 1000);
}

static void
add_message(struct pager *p, const struct warning_message *m)
{
	static const char *const changes[] = { N_("发布"), N_("更新"),
		                               N_("解除") };
	char at[CIVIL_TEXT];

	pager_add(p, ROLE_TEXT, 0, "");
	pager_fmt(p, ROLE_LABEL, 0, "#%lld  %s  %s  %s  %s", (long long)m->seq,
	          civil_local(at, m->recorded_ms), m->feed,
	          tr(changes[m->change]), tr(warning_level_label(m->level)));
	add_text(p, ROLE_TITLE, "", m->headline);
	add_text(p, ROLE_TEXT, "", m->text);
	add_text(p, ROLE_TEXT, tr("发布单位"), m->sender);
	add_text(p, ROLE_TEXT, tr("区域"), m->areas);
	add_size(p, m);
	if (m->house)
		pager_add(p, ROLE_TEXT, 0,
		          tr("颜色为本室按震级和距离所定，来源未给"));
	add_time(p, tr("发布"), m->sent_ms);
	add_time(p, tr("发震"), m->occurred_ms);
	add_time(p, tr("生效"), m->effective_ms);
	add_time(p, tr("失效"), m->expires_ms);
	add_text(p, ROLE_DIM, tr("编号"), m->id);
	add_text(p, ROLE_DIM, tr("原文"), m->link);
}

static void
add_state(struct warning_page *st, struct desk *d, int64_t now)
{
	const struct warning *w = &st->w;
	char at[CIVIL_TEXT], age[WARNING_AGE];
	struct buf near = BUF_INIT, done = BUF_INIT;
	int64_t sent = w->sent_ms ? w->sent_ms : w->received_ms;
	enum role role = warning_handling(&done, w);

	warning_where(&near, w, warning_seat(d));
	pager_fmt(&st->pager, ROLE_TITLE, 0, "%s%s",
	          w->drill ? tr("【演练】") : "", w->headline);
	pager_fmt(&st->pager, warning_level_role(w->level), 0, "%s %s  %s",
	          warning_level_glyph(w->level),
	          tr(warning_level_label(w->level)), w->kind);
	pager_fmt(&st->pager, ROLE_TEXT, 0, "%s  %s（%s）  %s",
	          tr(warning_near_label(w->near)), civil_local(at, sent),
	          warning_age(age, sent, now), w->sources);
	add_text(&st->pager, ROLE_TEXT, "", near.s);
	if (w->worst != w->level)
		pager_fmt(&st->pager, ROLE_TEXT, 0, tr("曾到 %s"),
		          tr(warning_level_label(w->worst)));
	if (w->state != WARNING_ACTIVE)
		pager_fmt(&st->pager, ROLE_DIM, 0, "%s  %s",
		          warning_state_word(w), civil_local(at, w->ended_ms));
	pager_add(&st->pager, role, 0, done.s);
	buf_release(&near);
	buf_release(&done);
}

static int
page_read(struct ui *ui, struct warning_page *st, struct err *err)
{
	struct warning_message *rows;
	struct warning w;
	size_t n;

	if (warning_get(ui_desk(ui), st->id, &w, err))
		return -1;
	if (warning_messages(ui_desk(ui), st->id, &rows, &n, err)) {
		warning_release(&w);
		return -1;
	}
	if (sight_read(&st->sight, ui_desk(ui), &w, rows, n, err)) {
		warning_messages_free(rows, n);
		warning_release(&w);
		return -1;
	}
	warning_release(&st->w);
	st->w = w;
	warning_incident(&w, st->number);
	pager_clear(&st->pager);
	add_state(st, ui_desk(ui), ui_now(ui));
	for (size_t i = 0; i < n; i++)
		add_message(&st->pager, &rows[i]);
	warning_messages_free(rows, n);
	return 0;
}

static int
warning_refresh(struct ui *ui, void *state, struct err *err)
{
	return page_read(ui, state, err);
}

static int
warning_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct warning_page *st = state;

	pager_init(&st->pager);
	st->id = arg ? strtoll(arg, NULL, 10) : 0;
	if (st->id <= 0)
		return err_set(err, ERR_INPUT, "%s", tr("要打开哪一条预警？"));
	return page_read(ui, st, err);
}

static void
warning_close_page(struct ui *ui, void *state)
{
	struct warning_page *st = state;

	(void)ui;
	warning_release(&st->w);
	pager_release(&st->pager);
	sight_release(&st->sight);
}

/* ---- drawing, keys ---- */

static void
warning_draw(const void *state, const struct view *v)
{
	const struct warning_page *st = state;
	struct region text = sight_text(&st->sight, &v->area);

	sight_draw(&st->sight, &v->area);
	pager_draw(&st->pager, &text);
}

static unsigned
warning_have(const void *state)
{
	const struct warning_page *st = state;
	unsigned have = (bearing_known(&st->sight.picture) ? NEED_PLACE : 0) |
	                (*st->number ? NEED_INCIDENT : 0);

	if (!st->w.headline || st->w.state == WARNING_CLOSED)
		return have;
	return have | NEED_UNCLOSED |
	       (warning_can_open(&st->w) ? NEED_NO_INCIDENT : 0) |
	       (st->w.act == WARNING_UNHANDLED ? NEED_UNHANDLED : 0);
}

static bool
warning_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct warning_page *st = state;
	const struct region area = { NULL, 0, 0, ui_rows(ui), ui_cols(ui) };
	struct region text = sight_text(&st->sight, &area);

	return pager_key(&st->pager, e, text.rows, text.cols);
}

static void
done(struct ui *ui, int rc, const struct err *err)
{
	if (rc)
		ui_fail(ui, err);
	else
		ui_say(ui, ROLE_OK, "%s", tr("已保存，记入日志"));
	ui_reload(ui);
}

static void
dismissed(struct ui *ui, void *state, const char *why)
{
	const struct warning_page *st = state;
	struct err err = ERR_INIT;

	done(ui,
	     warning_handle(ui_desk(ui), st->id, st->seen, WARNING_DISMISSED,
	                    why, NULL, &err),
	     &err);
}

static void
closed(struct ui *ui, void *state, const char *why)
{
	const struct warning_page *st = state;
	struct err err = ERR_INIT;

	done(ui, warning_close(ui_desk(ui), st->id, st->seen, why, NULL, &err),
	     &err);
}

static void
joined(struct ui *ui, void *state, const char *typed)
{
	const struct warning_page *st = state;
	char number[INCIDENT_NUMBER];
	struct err err = ERR_INIT;
	int rc = incident_number(ui_desk(ui), typed, number, &err);

	if (!rc)
		rc = warning_handle(ui_desk(ui), st->id, st->seen,
		                    WARNING_INCIDENT, number, NULL, &err);
	done(ui, rc, &err);
}

static void
act_callout(struct ui *ui, void *state)
{
	warning_act_callout(ui, &((const struct warning_page *)state)->w);
}

static void
act_open(struct ui *ui, void *state)
{
	warning_act_open(ui, &((const struct warning_page *)state)->w);
}

static void
act_plan(struct ui *ui, void *state)
{
	warning_act_plan(ui, &((const struct warning_page *)state)->w);
}

static void
act_go(struct ui *ui, void *state)
{
	ui_open(ui, "incident", ((const struct warning_page *)state)->number);
}

static const char *
page_incident(const void *state)
{
	const struct warning_page *st = state;

	return *st->number ? st->number : NULL;
}

/* The page may be read anew while the officer types. */
static void
ask(struct ui *ui, struct warning_page *st, const char *label, const char *text,
    ui_line_fn *fn)
{
	st->seen = st->w.last_seq;
	ui_ask(ui, label, text, fn);
}

static void
act_incident(struct ui *ui, void *state)
{
	struct warning_page *st = state;

	ask(ui, st, tr("归入哪起事件（编号；新事件按 e）："), st->number,
	    joined);
}

static void
act_dismiss(struct ui *ui, void *state)
{
	ask(ui, state, tr("不处置的理由："), "", dismissed);
}

static void
act_close(struct ui *ui, void *state)
{
	ask(ui, state, tr("销号的理由："), "", closed);
}

static void
act_picture(struct ui *ui, void *state)
{
	struct warning_page *st = state;

	sight_turn(&st->sight, ui_cols(ui));
	ui_dirty(ui);
}

static void
act_payload(struct ui *ui, void *state)
{
	const struct warning_page *st = state;
	char arg[40];

	snprintf(arg, sizeof(arg), "warning payload %lld", (long long)st->id);
	ui_open(ui, "text", arg);
}

/* clang-format off */
static const struct key_binding warning_keys[] = {
	{ "<Enter>", "warning.go", N_("打开事件"), NEED_INCIDENT, act_go },
	{ "e", "warning.open", N_("立事件"), NEED_NO_INCIDENT, act_open },
	{ "c", "warning.callout", N_("叫应"), NEED_UNCLOSED, act_callout },
	{ "a", "warning.plan", N_("预案响应"), NEED_UNCLOSED, act_plan },
	{ "i", "warning.incident", N_("归入事件"), NEED_UNCLOSED,
	  act_incident },
	{ "x", "warning.dismiss", N_("不处置"), NEED_UNHANDLED, act_dismiss },
	{ "z", "warning.close", N_("销号"), NEED_UNCLOSED, act_close },
	{ "m", "warning.picture", N_("方位图"), NEED_PLACE, act_picture },
	{ "v", "warning.payload", N_("原始报文"), 0, act_payload },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops warning_screen = {
	.name = "warning",
	.title = N_("预警"),
	.keys = warning_keys,
	.uses = USES_PAGER,
	.state_size = sizeof(struct warning_page),
	.open = warning_open,
	.refresh = warning_refresh,
	.draw = warning_draw,
	.have = warning_have,
	.key = warning_key,
	.incident = page_incident,
	.close = warning_close_page,
};
