#include "screens/warning_row.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "desk/warning_answer.h"

/* Columns, in cells; the headline takes what is left. */
enum {
	LEVEL_COL = 2,
	LEVEL_CELLS = 6,
	KIND_COL = 9,
	KIND_CELLS = 8,
	HEAD_COL = 18,
	NEAR_CELLS = 14,
	SENT_CELLS = 11,
	STATE_CELLS = 9,
	RIGHT_CELLS = NEAR_CELLS + SENT_CELLS + STATE_CELLS + 3,
	/* Where there is room. */
	WIDE_COLS = 120,
	AGE_CELLS = 7,
	SOURCE_CELLS = 16,
	BY_CELLS = 12,
	WIDE_CELLS = AGE_CELLS + SOURCE_CELLS + BY_CELLS + 3
};

/* clang-format off */
static const struct {
	const char *glyph;
	enum role role;
} levels[] = {
	{ "?", ROLE_NOTICE }, { "‼", ROLE_LATE }, { "!", ROLE_WARN },
	{ "·", ROLE_NOTICE }, { " ", ROLE_TEXT },
};

static const char *const acts[WARNING_ACTS] = {
	[WARNING_UNHANDLED] =	N_("未处置"),
	[WARNING_INCIDENT] =	N_("已立事件"),
	[WARNING_CALLOUT] =	N_("已叫应"),
	[WARNING_PLAN] =	N_("已响应"),
	[WARNING_DISMISSED] =	N_("不处置"),
};

static const char *const ends[WARNING_ENDS] = {
	[WARNING_RUNS] =	"",
	[WARNING_CANCELLED] =	N_("已解除"),
	[WARNING_EXPIRED] =	N_("已过期"),
	[WARNING_VANISHED] =	N_("已撤下"),
};

static const char *const nears[WARNING_NEARS] = {
	[WARNING_OWN] =		N_("本县"),
	[WARNING_WITHIN] =	N_("附近"),
	[WARNING_ABOVE] =	N_("上级待核"),
	[WARNING_NEIGHBOUR] =	N_("邻县"),
	[WARNING_FAR] =		"",
};
/* clang-format on */

const char *
warning_level_glyph(int level)
{
	return levels[level].glyph;
}

enum role
warning_level_role(int level)
{
	return levels[level].role;
}

const char *
warning_state_word(const struct warning *w)
{
	if (w->state == WARNING_CLOSED)
		return tr("已关闭");
	return tr(w->state == WARNING_ENDED ? ends[w->end] : acts[w->act]);
}

void
warning_note_words(struct buf *out, const struct warning *w)
{
	static const char callout[] = "callout ", activation[] = " activation ";
	const char *at = strstr(w->act_note, activation);
	enum warning_act act = w->act ? w->act : w->past_act;
	char number[INCIDENT_NUMBER];

	if (act == WARNING_CALLOUT &&
	    strncmp(w->act_note, callout, sizeof(callout) - 1) == 0)
		buf_fmt(out, tr("第 %s 号叫应"),
		        w->act_note + sizeof(callout) - 1);
	else if (at && *warning_incident(w, number))
		buf_fmt(out, tr("事件 %s，第 %s 号响应"), number,
		        at + sizeof(activation) - 1);
	else
		buf_str(out, w->act_note);
}

enum role
warning_handling(struct buf *out, const struct warning *w)
{
	enum warning_act act = w->act ? w->act : w->past_act;
	struct buf note = BUF_INIT;
	char at[CIVIL_TEXT];

	if (act == WARNING_UNHANDLED) {
		buf_str(out, tr("还没有人处置"));
		return ROLE_WARN;
	}
	warning_note_words(&note, w);
	if (w->act == WARNING_UNHANDLED)
		buf_str(out, tr("升级后还没有人处置；升级前："));
	buf_fmt(out, "%s  %s  %s  %s", tr(warning_act_label(act)),
	        civil_local(at, w->acted_ms), w->acted_by, note.s);
	buf_release(&note);
	return w->act == WARNING_UNHANDLED ? ROLE_WARN : ROLE_OK;
}

struct geo
warning_seat(struct desk *d)
{
	struct place at;

	feed_place(d, &at);
	return (struct geo){ at.lat, at.lon };
}

struct geo
warning_point(const struct warning *w)
{
	if (w->lat == WARNING_NOWHERE || w->lon == WARNING_NOWHERE)
		return (struct geo){ NAN, NAN };
	return (struct geo){ (double)w->lat / 1e6, (double)w->lon / 1e6 };
}

/* NULL: one of them is not known, or it is right here. */
static const char *
direction(const struct warning *w, struct geo seat)
{
	struct geo point = warning_point(w);

	if (isnan(seat.lat) || isnan(seat.lon) || isnan(point.lat) ||
	    w->metres < 500)
		return NULL;
	return tr(geo_direction(geo_bearing(seat, point)));
}

static long long
whole_km(const struct warning *w)
{
	return (w->metres + 500) / 1000;
}

void
warning_near_short(struct buf *out, const struct warning *w, struct geo seat)
{
	const char *way = direction(w, seat);

	if (way)
		buf_fmt(out, "%lldkm %s", whole_km(w), way);
	else
		buf_str(out, *nears[w->near] ? tr(nears[w->near]) : "");
}

void
warning_near_words(struct buf *out, const struct warning *w, struct geo seat)
{
	const char *way = direction(w, seat);

	buf_str(out, tr(warning_near_label(w->near)));
	if (way)
		buf_fmt(out, tr("，距本局 %lld km，%s"), whole_km(w), way);
	else if (w->metres >= 0 && w->near != WARNING_OWN)
		buf_fmt(out, tr("，距本局 %lld km"), whole_km(w));
}

void
warning_where(struct buf *out, const struct warning *w, struct geo seat)
{
	const char *way = direction(w, seat);

	if (way)
		buf_fmt(out, tr("距县城 %s %lld 公里"), way, whole_km(w));
	else if (w->metres >= 500)
		buf_fmt(out, tr("距县城 %lld 公里"), whole_km(w));
	else if (w->metres >= 0)
		buf_str(out, tr("就在县城"));
	if (w->magnitude != WARNING_NOWHERE) {
		buf_str(out, out->len ? "  " : "");
		buf_fmt(out, tr("震级 %.1f"), (double)w->magnitude / 100);
	}
	if (w->depth != WARNING_NOWHERE) {
		buf_str(out, out->len ? "  " : "");
		buf_fmt(out, tr("深度 %.0f 千米"), (double)w->depth / 1000);
	}
}

const char *
warning_age(char out[WARNING_AGE], int64_t at_ms, int64_t now_ms)
{
	long long minutes = (now_ms - at_ms) / CIVIL_MINUTE;

	if (minutes < 1)
		snprintf(out, WARNING_AGE, "%s", tr("刚刚"));
	else if (minutes < 60)
		snprintf(out, WARNING_AGE, tr("%lld分前"), minutes);
	else if (minutes < 48 * 60)
		snprintf(out, WARNING_AGE, tr("%lld时前"), minutes / 60);
	else
		snprintf(out, WARNING_AGE, tr("%lld天前"), minutes / 1440);
	return out;
}

static int
head_cells(const struct region *r)
{
	return r->cols - HEAD_COL - 1 - RIGHT_CELLS -
	       (r->cols >= WIDE_COLS ? WIDE_CELLS : 0);
}

/* Write one column and step over it. */
static void
column(const struct region *r, int *col, int cells, enum role role,
       const char *text)
{
	canvas_put(r, 0, *col, cells, role, text);
	*col += cells + 1;
}

void
warning_row_heads(const struct region *r)
{
	int col = LEVEL_COL;

	column(r, &col, LEVEL_CELLS, ROLE_DIM, tr("颜色"));
	column(r, &col, KIND_CELLS, ROLE_DIM, tr("种类"));
	column(r, &col, head_cells(r), ROLE_DIM, tr("标题"));
	column(r, &col, NEAR_CELLS, ROLE_DIM, tr("远近"));
	column(r, &col, SENT_CELLS, ROLE_DIM, tr("发布"));
	if (r->cols >= WIDE_COLS) {
		column(r, &col, AGE_CELLS, ROLE_DIM, tr("多久"));
		column(r, &col, SOURCE_CELLS, ROLE_DIM, tr("来源"));
	}
	column(r, &col, STATE_CELLS, ROLE_DIM, tr("状态"));
	if (r->cols >= WIDE_COLS)
		column(r, &col, BY_CELLS, ROLE_DIM, tr("处置人"));
}

static enum role
state_role(const struct warning *w)
{
	if (w->state != WARNING_ACTIVE)
		return ROLE_DIM;
	return w->act == WARNING_UNHANDLED ? ROLE_WARN : ROLE_OK;
}

/* A source's own time, or when it came where it gave none. */
static int64_t
sent_ms(const struct warning *w)
{
	return w->sent_ms ? w->sent_ms : w->received_ms;
}

void
warning_row_draw(const struct warning *w, const struct region *r,
                 struct geo seat, int64_t now_ms)
{
	bool runs = w->state == WARNING_ACTIVE;
	enum role role = runs ? ROLE_TEXT : ROLE_DIM;
	char at[CIVIL_TEXT], age[WARNING_AGE];
	struct buf near = BUF_INIT;
	int col = LEVEL_COL;

	canvas_put(r, 0, 0, 1, runs ? levels[w->level].role : ROLE_DIM,
	           levels[w->level].glyph);
	column(r, &col, LEVEL_CELLS, runs ? levels[w->level].role : ROLE_DIM,
	       tr(warning_level_label(w->level)));
	column(r, &col, KIND_CELLS, role, w->kind);
	canvas_fmt(r, 0, col, head_cells(r), role, "%s%s",
	           w->drill ? tr("[演练] ") : "", w->headline);
	col += head_cells(r) + 1;
	warning_near_short(&near, w, seat);
	column(r, &col, NEAR_CELLS, role, near.s);
	column(r, &col, SENT_CELLS, role, civil_short(at, sent_ms(w)));
	if (r->cols >= WIDE_COLS) {
		column(r, &col, AGE_CELLS, role,
		       warning_age(age, sent_ms(w), now_ms));
		column(r, &col, SOURCE_CELLS, role, w->sources);
	}
	column(r, &col, STATE_CELLS, state_role(w), warning_state_word(w));
	if (r->cols >= WIDE_COLS)
		column(r, &col, BY_CELLS, ROLE_DIM, w->acted_by);
	buf_release(&near);
}
