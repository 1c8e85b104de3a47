/* Alarms of the watch: warnings, call-outs, feeds, what could not be sent. */
#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/clock.h"
#include "base/tr.h"
#include "desk/alarm_raise.h"
#include "desk/callout.h"
#include "desk/feed.h"
#include "desk/notice.h"
#include "desk/sentry.h"
#include "desk/warning.h"

/* More than this, of the neighbours' and of ours, are a flood: one alarm. */
enum { FLOOD = 10, FLOOD_OURS = 30, RED = 1, ORANGE = 2, CALLOUTS_READ = 32 };

#define FAILED_MS CIVIL_DAY /* how long a notice that failed is told */

/* ---- warnings ---- */

static bool
is_severe(const struct warning *w)
{
	return w->level == RED || w->level == ORANGE;
}

static enum alarm_priority
priority_of(int level)
{
	return level == RED ? ALARM_URGENT : ALARM_IMPORTANT;
}

/* By the moment at which it came to its level. */
static bool
is_newer(const struct warning *w, const struct warning *than)
{
	return w->level_ms > than->level_ms ||
	       (w->level_ms == than->level_ms && w->id > than->id);
}

static const char *
words_of(const struct warning *w)
{
	return *w->headline ? w->headline : w->kind;
}

static void
say_warning(struct alarm *a, const struct warning *w)
{
	struct buf text = BUF_INIT;

	buf_fmt(&text, tr("%s%s预警未处置：%s（%s）"),
	        w->drill ? tr("【演练】") : "",
	        tr(warning_level_label(w->level)), words_of(w),
	        tr(warning_near_label(w->near)));
	alarm_say(a, &text);
}

static void
alarm_of_warning(struct alarms *list, const struct warning *w)
{
	char key[ALARM_KEY];
	struct alarm *a;

	/* Red again after it was lowered is another red. */
	snprintf(key, sizeof(key), "warning:%lld/%d-%lld", (long long)w->id,
	         w->level, (long long)w->level_ms);
	a = alarm_add(list, key, THRESHOLD_DUE, priority_of(w->level));
	a->since_ms = w->level_ms;
	a->rises = true;
	say_warning(a, w);
}

/*
 * The milder ones, and those nobody has judged: one notice for all, and a new
 * one when one more comes or one has another level.
 */
static void
alarm_of_mild(struct alarms *list, const struct warning *rows, size_t n)
{
	const struct warning *newest = NULL;
	struct buf text = BUF_INIT;
	char key[ALARM_KEY];
	struct alarm *a;
	int count = 0;

	for (size_t i = 0; i < n; i++) {
		if (is_severe(&rows[i]))
			continue;
		count++;
		if (!newest || is_newer(&rows[i], newest))
			newest = &rows[i];
	}
	if (!newest)
		return;
	snprintf(key, sizeof(key), "warning:mild:%d/%lld-%lld", newest->level,
	         (long long)newest->id, (long long)newest->level_ms);
	a = alarm_add(list, key, THRESHOLD_DUE, ALARM_NOTICE);
	a->since_ms = newest->level_ms;
	a->count = count;
	buf_fmt(&text, tr("%d 条预警未处置（黄色、蓝色或待判），最新：%s"),
	        count, words_of(newest));
	alarm_say(a, &text);
}

static bool
is_neighbours(const struct warning *w, int level)
{
	return w->level == level && w->near == WARNING_NEIGHBOUR;
}

/*
 * The neighbours' warnings of one severe level, or ours and what may cover us,
 * when they are a flood: one alarm, and a new one when one more comes or turns
 * so bad, from that moment on.  A milder one changes nothing.  Of ours each is
 * told by its name up to more than one county ever has.  True when they folded.
 */
static bool
alarm_of_flood(struct alarms *list, const struct warning *rows, size_t n,
               int level, bool ours)
{
	const struct warning *newest = NULL;
	struct buf text = BUF_INIT;
	char key[ALARM_KEY];
	struct alarm *a;
	int count = 0;

	for (size_t i = 0; i < n; i++) {
		if (rows[i].level != level ||
		    is_neighbours(&rows[i], level) == ours)
			continue;
		count++;
		if (!newest || is_newer(&rows[i], newest))
			newest = &rows[i];
	}
	if (count <= (ours ? FLOOD_OURS : FLOOD))
		return false;
	snprintf(key, sizeof(key), "warning:flood:%s%d/%lld-%lld",
	         ours ? "ours:" : "", level, (long long)newest->id,
	         (long long)newest->level_ms);
	a = alarm_add(list, key, THRESHOLD_DUE, priority_of(level));
	a->since_ms = newest->level_ms;
	a->count = count;
	a->rises = true;
	buf_fmt(&text,
	        ours ? tr("本县及上级 %d 条%s预警未处置，最新：%s")
	             : tr("邻县 %d 条%s预警未处置，最新：%s"),
	        count, tr(warning_level_label(level)), words_of(newest));
	alarm_say(a, &text);
	return true;
}

static int
collect_warnings(struct desk *d, struct alarms *list, struct err *err)
{
	bool folded[ORANGE + 1][2] = { { false } }; /* [level][ours] */
	struct warning *rows;
	size_t n;

	if (warning_list(d, WARNINGS_UNHANDLED, 0, &rows, &n, NULL, err))
		return -1;
	for (int level = RED; level <= ORANGE; level++)
		for (int ours = 0; ours < 2; ours++)
			folded[level][ours] =
				alarm_of_flood(list, rows, n, level, ours);
	for (size_t i = 0; i < n; i++)
		if (is_severe(&rows[i]) &&
		    !folded[rows[i].level]
		           [!is_neighbours(&rows[i], rows[i].level)])
			alarm_of_warning(list, &rows[i]);
	alarm_of_mild(list, rows, n);
	warnings_free(rows, n);
	return 0;
}

/* ---- call-outs ---- */

/* What raises one of a call-out: how many, since when, and what is new. */
struct limit {
	const char *name, *what; /* of the key; N_() */
	int minutes;
	enum alarm_priority priority;
	int count;         /* not awake, not reached */
	int64_t first_ms;  /* the first of them passed it */
	int64_t newest_ms; /* the last to pass it, awake by now or not */
	int newest;        /* that one; changes with each more */
};

static void
say_callout(struct alarms *list, const struct callout *c, const struct limit *l)
{
	struct buf text = BUF_INIT;
	char key[ALARM_KEY];
	struct alarm *a;

	snprintf(key, sizeof(key), "callout:%lld/%s/%d", (long long)c->id,
	         l->name, l->newest);
	a = alarm_add(list, key, THRESHOLD_DUE, l->priority);
	a->since_ms = l->newest_ms;
	a->due_ms = l->first_ms;
	a->count = l->count;
	a->rises = true;
	buf_fmt(&text, tr("叫应“%s”："), c->title);
	buf_fmt(&text, tr("%d 人%s（时限 %d 分钟）"), l->count, tr(l->what),
	        l->minutes);
	alarm_say(a, &text);
}

/*
 * One target, at its limit.  Who woke too late is counted no more, yet leaves
 * the key as it is: nobody is told anew because things became better.
 */
static void
limit_wake(struct limit *l, const struct callout_target *t, int64_t now)
{
	int64_t limit = t->called_ms + l->minutes * CIVIL_MINUTE;

	if (!t->called_ms || limit >= (t->answered_ms ? t->answered_ms : now))
		return;
	if (!l->newest || limit >= l->newest_ms) {
		l->newest = t->k;
		l->newest_ms = limit;
	}
	if (t->answered_ms)
		return;
	if (!l->count++ || limit < l->first_ms)
		l->first_ms = limit;
}

/* Exactly at the limit is still in time. */
static int
alarm_of_callout(struct desk *d, struct alarms *list, const struct callout *c,
                 int64_t now, struct err *err)
{
	struct limit wake = { .name = "wake",
		              .what = N_("超过叫醒时限仍未应答"),
		              .minutes = c->wake,
		              .priority = ALARM_IMPORTANT };
	struct limit reach = { .name = "reach",
		               .what = N_("超过全部叫到时限仍未应答"),
		               .minutes = c->reach,
		               .priority = ALARM_URGENT };
	struct callout_target *rows;
	size_t n;

	if (callout_targets(d, c->id, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		limit_wake(&wake, &rows[i], now);
	callout_targets_free(rows, n);
	/* Lists that join bring more of them. */
	reach.count = c->targets - c->answered;
	reach.newest = c->targets;
	reach.newest_ms = reach.first_ms = c->at_ms + c->reach * CIVIL_MINUTE;
	if (reach.count > 0 && now > reach.first_ms)
		say_callout(list, c, &reach);
	else if (wake.count)
		say_callout(list, c, &wake);
	return 0;
}

static int
collect_callouts(struct desk *d, struct alarms *list, int64_t now,
                 struct err *err)
{
	struct callout *rows;
	size_t n;
	int rc = 0;

	if (callout_list(d, CALLOUTS_READ, &rows, &n, err))
		return -1;
	for (size_t i = 0; !rc && i < n && !rows[i].ended_ms; i++)
		rc = alarm_of_callout(d, list, &rows[i], now, err);
	callouts_free(rows, n);
	return rc;
}

/* ---- feeds and notices ---- */

static int
collect_feeds(struct desk *d, struct alarms *list, struct err *err)
{
	struct buf text = BUF_INIT;
	char key[ALARM_KEY];
	struct feed *rows;
	struct alarm *a;
	size_t n;

	if (!feed_any_unwell(d))
		return 0;
	if (feed_list(d, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (!rows[i].on || rows[i].state == FEED_OK ||
		    rows[i].state == FEED_UNREAD)
			continue;
		snprintf(key, sizeof(key), "feed:%s/%s", rows[i].name,
		         feed_state_code(rows[i].state));
		a = alarm_add(list, key, THRESHOLD_DUE, ALARM_IMPORTANT);
		a->since_ms = rows[i].since_ms;
		buf_fmt(&text, tr("预警源“%s”%s：%s"), rows[i].label,
		        tr(feed_state_label(rows[i].state)), rows[i].words);
		alarm_say(a, &text);
	}
	feeds_free(rows, n);
	return 0;
}

/* A new one with each more that fails, and with each that is given up. */
static int
collect_notices(struct desk *d, struct alarms *list, int64_t now,
                struct err *err)
{
	struct notice_failures f;
	struct buf text = BUF_INIT;
	char key[ALARM_KEY];
	struct alarm *a;

	if (notice_failures(d, now - FAILED_MS, &f, err))
		return -1;
	if (!f.newest)
		return 0;
	snprintf(key, sizeof(key), "notice:failed/%lld-%lld",
	         (long long)f.newest, (long long)f.newest_given_up);
	a = alarm_add(list, key, THRESHOLD_DUE, ALARM_IMPORTANT);
	a->since_ms = f.raised_ms;
	a->count = f.given_up + f.waiting;
	if (f.given_up)
		buf_fmt(&text, tr("一天内 %d 条对外通知发送失败，改用电话"),
		        a->count);
	else
		buf_fmt(&text, tr("%d 条对外通知一再发不出去，改用电话"),
		        a->count);
	alarm_say(a, &text);
	return 0;
}

/* ---- the watch itself ---- */

/*
 * Each time it dies is an alarm of its own: the key has the moment of the last
 * round (of the start, when there was none), in boot time.  It does not rise:
 * nobody would send it.
 */
static void
collect_sentry(struct desk *d, struct alarms *list, int64_t now)
{
	struct buf text = BUF_INIT;
	struct clock_reading clock;
	char key[ALARM_KEY];
	struct sentry s;
	struct alarm *a;

	clock_read(&clock_system, &clock);
	sentry_look(desk_dir(d), clock.boot_ms, &s);
	if (!sentry_dead(&s))
		return;
	snprintf(key, sizeof(key), "watch:dead/%lld",
	         s.age_ms < 0 ? 0LL : (long long)(clock.boot_ms - s.age_ms));
	a = alarm_add(list, key, THRESHOLD_DUE, ALARM_URGENT);
	a->since_ms = s.age_ms < 0 ? now : now - s.age_ms;
	/* Less than a minute: it was gone in its first round. */
	if (s.age_ms < CIVIL_MINUTE)
		buf_str(&text, tr("哨兵没有运行：预警无人看，通知发不出"));
	else
		buf_fmt(&text, tr("哨兵停了 %lld 分钟：预警无人看，通知发不出"),
		        (long long)(s.age_ms / CIVIL_MINUTE));
	alarm_say(a, &text);
}

int
alarm_raise_watch(struct desk *d, struct alarms *list, int64_t now,
                  struct err *err)
{
	collect_sentry(d, list, now);
	if (collect_warnings(d, list, err) ||
	    collect_callouts(d, list, now, err) || collect_feeds(d, list, err))
		return -1;
	return collect_notices(d, list, now, err);
}
