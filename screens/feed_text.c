#include "screens/feed_text.h"

#include <string.h>

#include "base/civil.h"
#include "base/tr.h"

/* ---- a row ---- */

enum {
	STATE_COL = 3,
	LABEL_COL = 16,
	FORMAT_COL = 43,
	ON_COL = 53,
	EVERY_COL = 57,
	SINCE_COL = 68
};

/* clang-format off */
static const struct {
	const char *glyph;
	enum role role;
} marks[FEED_STATES] = {
	[FEED_OK] =		{ "●", ROLE_OK },
	[FEED_FAILING] =	{ "!", ROLE_WARN },
	[FEED_STOPPED] =	{ "✗", ROLE_ERROR },
	[FEED_STALE] =		{ "!", ROLE_WARN },
	[FEED_UNREAD] =		{ "?", ROLE_DIM },
};
/* clang-format on */

static const char *
state_word(const struct feed *f)
{
	return f->on ? tr(feed_state_label(f->state)) : tr("不读取");
}

void
feed_row_heads(const struct region *r)
{
	canvas_put(r, 0, STATE_COL, -1, ROLE_LABEL, tr("状态"));
	canvas_put(r, 0, LABEL_COL, -1, ROLE_LABEL, tr("预警源"));
	canvas_put(r, 0, FORMAT_COL, -1, ROLE_LABEL, tr("格式"));
	canvas_put(r, 0, ON_COL, -1, ROLE_LABEL, tr("开关"));
	canvas_put(r, 0, EVERY_COL + 1, -1, ROLE_LABEL, tr("间隔秒"));
	canvas_put(r, 0, SINCE_COL, -1, ROLE_LABEL, tr("自"));
}

void
feed_row_draw(const struct feed *f, const struct region *r)
{
	enum role role = f->on ? marks[f->state].role : ROLE_DIM;
	char since[CIVIL_TEXT], every[16];

	snprintf(every, sizeof(every), "%d", f->interval);
	canvas_put(r, 0, 1, 1, role, f->on ? marks[f->state].glyph : "-");
	canvas_put(r, 0, STATE_COL, LABEL_COL - STATE_COL - 1, role,
	           state_word(f));
	canvas_put(r, 0, LABEL_COL, FORMAT_COL - LABEL_COL - 1,
	           f->on ? ROLE_TEXT : ROLE_DIM, f->label);
	canvas_put(r, 0, FORMAT_COL, ON_COL - FORMAT_COL - 1, ROLE_DIM,
	           f->format->code);
	canvas_put(r, 0, ON_COL, 3, f->on ? ROLE_TEXT : ROLE_DIM,
	           f->on ? tr("开") : tr("关"));
	canvas_put_right(r, 0, EVERY_COL, 8, ROLE_TEXT, every);
	if (f->since_ms)
		canvas_put(r, 0, SINCE_COL, -1, ROLE_TEXT,
		           civil_short(since, f->since_ms));
}

/* ---- the whole ---- */

static void
say_state(const struct feed *f, struct pager *to)
{
	char since[CIVIL_TEXT];

	if (!f->on)
		pager_add(to, ROLE_DIM, 0, tr("不读取；空格打开"));
	else if (!f->since_ms)
		pager_fmt(to, marks[f->state].role, 0, "%s", state_word(f));
	else
		pager_fmt(to, marks[f->state].role, 0,
		          *f->words ? tr("%s，自 %s：%s") : tr("%s，自 %s%s"),
		          state_word(f), civil_local(since, f->since_ms),
		          f->words);
}

static void
say_wanted(const struct feed *f, struct pager *to)
{
	static const char *const floors[] = {
		N_("只要未分级的"), N_("只要红色"),         N_("橙色以上"),
		N_("黄色以上"),     N_("蓝色以上（全部）"),
	};
	struct buf line = BUF_INIT;

	buf_fmt(&line, tr("要：%s"), tr(floors[f->want.level]));
	if (f->want.magnitude > 0)
		buf_fmt(&line, tr("；地震 %.1f 级以上"), f->want.magnitude);
	if (f->want.radius_percent != 100)
		buf_fmt(&line, tr("；有感半径的 %d%%"), f->want.radius_percent);
	if (f->want.km)
		buf_fmt(&line, tr("；%d 公里内的点"), f->want.km);
	buf_str(&line,
	        f->want.neighbours ? tr("；邻县也要") : tr("；不要邻县"));
	pager_add(to, ROLE_TEXT, 0, line.s);
	buf_release(&line);
}

static void
say_how(const struct feed *f, struct pager *to)
{
	struct buf line = BUF_INIT;

	buf_fmt(&line, tr("每 %d 秒读一次（不密于 %d 秒），限时 %d 秒"),
	        f->interval, f->floor, f->timeout);
	if (f->stale)
		buf_fmt(&line, tr("；%d 分钟无新内容告警"), f->stale);
	if (f->window)
		buf_fmt(&line, tr("；回看 %d 分钟"), f->window);
	if (f->local)
		buf_str(&line, tr("；允许内网地址"));
	pager_add(to, ROLE_TEXT, 0, line.s);
	buf_release(&line);
}

/* Names alone: the values of headers are what keys are sent with. */
static void
say_headers(const struct feed *f, struct pager *to)
{
	const char *name;
	json_t *value;

	json_object_foreach(f->headers, name, value)
	{
		const char *s = json_string_value(value);

		pager_fmt(to, ROLE_DIM, 0, "%s: %s", name,
		          strncmp(s, "{key:", 5) == 0 ? s : "…");
	}
}

void
feed_detail(const struct feed *f, struct pager *to)
{
	struct buf address = BUF_INIT;

	feed_address_text(&address, f->address);
	pager_fmt(to, ROLE_HEAD, 0, "%s  %s（%s）", f->label, f->name,
	          tr(f->format->label));
	say_state(f, to);
	pager_fmt(to, ROLE_TEXT, 0, "%s", address.s);
	say_wanted(f, to);
	say_how(f, to);
	say_headers(f, to);
	if (f->last_seq)
		pager_fmt(to, ROLE_DIM, 0, tr("由 %s 更改，日志第 %lld 条"),
		          f->officer, (long long)f->last_seq);
	else
		pager_add(to, ROLE_DIM, 0, tr("随程序提供，没有改过"));
	buf_release(&address);
}
