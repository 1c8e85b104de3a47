#include "desk/alarm_raise.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/activation.h"
#include "desk/draft.h"
#include "desk/instruction.h"
#include "desk/setting.h"
#include "store/folder.h"

#define DRAFT_LEFT_MS (10 * CIVIL_MINUTE)

enum { DUTIES_READ = 64 }; /* more than a room can attend to at once */

struct alarm_limits
alarm_limits(struct desk *d)
{
	return (struct alarm_limits){
		(int)setting_int(d, "alarm.minutes_important"),
		(int)setting_int(d, "alarm.minutes_urgent")
	};
}

/* The lowest threshold passed at `now`, or NO_THRESHOLD. */
int
alarm_threshold(const struct alarm_limits *l, int64_t due, int64_t now)
{
	int64_t left = due - now;

	if (left <= THRESHOLD_HOUR_PAST * CIVIL_MINUTE)
		return THRESHOLD_HOUR_PAST;
	if (left < 0)
		return THRESHOLD_DUE;
	if (left < l->urgent * CIVIL_MINUTE)
		return l->urgent;
	if (left < l->important * CIVIL_MINUTE)
		return l->important;
	return NO_THRESHOLD;
}

int
alarm_threshold_below(const struct alarm_limits *l, int threshold)
{
	const int all[] = { l->important, l->urgent, THRESHOLD_DUE,
		            THRESHOLD_HOUR_PAST };
	int below = THRESHOLD_HOUR_PAST;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i] < threshold && all[i] > below)
			below = all[i];
	return below;
}

void
alarm_duty_key(char out[ALARM_KEY], const struct duty_row *r)
{
	snprintf(out, ALARM_KEY, "duty:%s/%s/%d/%d/%lld", r->number, r->rule,
	         (int)r->leg, r->instance, (long long)(r->due / CIVIL_SECOND));
}

bool
alarm_is_of(const struct alarm *a, const struct duty_row *duty)
{
	char key[ALARM_KEY];

	alarm_duty_key(key, duty);
	return strcmp(a->key, key) == 0;
}

struct alarm *
alarm_add(struct alarms *list, const char *key, int threshold,
          enum alarm_priority priority)
{
	struct alarm *a;

	list->rows = mem_grow(list->rows, list->count, &list->cap,
	                      sizeof(*list->rows));
	a = &list->rows[list->count++];
	memset(a, 0, sizeof(*a));
	snprintf(a->key, sizeof(a->key), "%s", key);
	a->threshold = threshold;
	a->priority = priority;
	a->count = 1;
	return a;
}

void
alarm_say(struct alarm *a, struct buf *text)
{
	struct buf safe = BUF_INIT;

	text_safe(&safe, text->s, text->len, TEXT_LINE);
	free(a->text);
	a->text = buf_take(&safe);
	buf_release(text);
}

static void
alarm_say_duty(struct alarm *a, const struct duty_row *r)
{
	struct buf text = BUF_INIT;
	char due[CIVIL_TEXT];
	const char *party = tr(party_name(r->to));
	const char *leg = duty_leg_text(r->leg);

	civil_short(due, r->due);
	if (a->threshold <= THRESHOLD_DUE && a->count == 1)
		buf_fmt(&text, tr("%s %s%s → %s：已逾期，时限 %s"), r->number,
		        r->title, leg, party, due);
	else if (a->threshold <= THRESHOLD_DUE)
		buf_fmt(&text, tr("%s %s%s → %s等%d家：已逾期，时限 %s"),
		        r->number, r->title, leg, party, a->count, due);
	else if (a->count == 1)
		buf_fmt(&text, tr("%s %s%s → %s：时限 %s"), r->number, r->title,
		        leg, party, due);
	else
		buf_fmt(&text, tr("%s %s%s → %s等%d家：时限 %s"), r->number,
		        r->title, leg, party, a->count, due);
	alarm_say(a, &text);
}

/*
 * Rows come soonest due first, so what folds with this one lies at the end of
 * the list, among those of the same due moment.
 */
static struct alarm *
alarm_same(const struct alarms *list, const char *key, int64_t due)
{
	size_t i;

	for (i = list->count; i > 0 && list->rows[i - 1].due_ms == due; i--)
		if (!strcmp(list->rows[i - 1].key, key))
			return &list->rows[i - 1];
	return NULL;
}

static void
alarm_from_duty(struct alarms *list, const struct alarm_limits *l,
                const struct duty_row *r, int64_t now)
{
	int threshold = alarm_threshold(l, r->due, now);
	char key[ALARM_KEY];
	struct alarm *a;
	int64_t since;

	if (threshold == NO_THRESHOLD)
		return;
	alarm_duty_key(key, r);
	a = alarm_same(list, key, r->due);
	if (a) {
		a->count++;
		return;
	}
	a = alarm_add(list, key, threshold,
	              threshold == l->important ? ALARM_IMPORTANT
	                                        : ALARM_URGENT);
	snprintf(a->number, sizeof(a->number), "%s", r->number);
	a->rises = a->priority == ALARM_URGENT;
	/* What is urgent has been since its first urgent limit. */
	since = r->due - (a->rises ? l->urgent : l->important) * CIVIL_MINUTE;
	a->since_ms = since > r->start ? since : r->start;
	a->due_ms = r->due;
	a->legal = r->standing != STANDING_HOUSE;
}

/* Sentences once the counts are known; the first row of each names it. */
static void
alarm_say_duties(struct alarms *list, const struct duty_row *rows, size_t n)
{
	char key[ALARM_KEY];
	size_t i, k = 0;

	for (i = 0; i < n && k < list->count; i++) {
		alarm_duty_key(key, &rows[i]);
		if (!strcmp(key, list->rows[k].key))
			alarm_say_duty(&list->rows[k++], &rows[i]);
	}
}

static int
alarm_collect_duties(struct desk *d, struct alarms *list,
                     const struct alarm_limits *l, int64_t now, struct err *err)
{
	struct duty_row *rows;
	size_t n, total, i;
	struct buf text = BUF_INIT;
	struct alarm *a;

	if (duty_list(d, DUTIES_PENDING, NULL, true, DUTIES_READ, &rows, &n,
	              &total, err))
		return -1;
	for (i = 0; i < n; i++)
		alarm_from_duty(list, l, &rows[i], now);
	alarm_say_duties(list, rows, n);
	/* Never a silent end: the rest is in the list of deadlines. */
	if (total > n && n > 0 &&
	    alarm_threshold(l, rows[n - 1].due, now) != NO_THRESHOLD) {
		a = alarm_add(list, "duty:more", THRESHOLD_DUE, ALARM_URGENT);
		a->since_ms = a->due_ms = rows[n - 1].due;
		a->count = (int)(total - n);
		a->legal = true;
		buf_fmt(&text, tr("另有 %zu 项报告义务未逐项列出，见时限页"),
		        total - n);
		alarm_say(a, &text);
	}
	duty_rows_free(rows, n);
	return 0;
}

static int
alarm_collect_instructions(struct desk *d, struct alarms *list, int64_t now,
                           struct err *err)
{
	struct instruction *rows;
	char key[ALARM_KEY], due[CIVIL_TEXT];
	struct buf text = BUF_INIT;
	struct alarm *a;
	size_t n, i;

	if (instruction_list(d, NULL, true, &rows, &n, err))
		return -1;
	for (i = 0; i < n; i++) {
		if (rows[i].due_ms == 0 || rows[i].due_ms >= now)
			break;
		snprintf(key, sizeof(key), "instruction:%lld",
		         (long long)rows[i].seq);
		a = alarm_add(list, key, THRESHOLD_DUE, ALARM_IMPORTANT);
		memcpy(a->number, rows[i].incident, sizeof(a->number));
		a->since_ms = a->due_ms = rows[i].due_ms;
		a->rises = true;
		buf_fmt(&text, tr("%s %s批示未反馈（承办：%s），时限 %s"),
		        rows[i].incident, rows[i].leader, rows[i].to,
		        civil_short(due, rows[i].due_ms));
		alarm_say(a, &text);
	}
	instructions_free(rows, n);
	return 0;
}

enum { STEPS_READ = 64 }; /* as DUTIES_READ */

/* The plan's word, not the law's: the sentence says so. */
static void
alarm_say_step(struct alarm *a, const struct step_row *r)
{
	struct buf text = BUF_INIT;
	char due[CIVIL_TEXT];

	civil_short(due, r->due);
	if (a->count == 1)
		buf_fmt(&text, tr("%s 预案步骤：%s（%s）已逾期，时限 %s"),
		        r->number, r->text, *r->post ? r->post : tr("值班人员"),
		        due);
	else
		buf_fmt(&text, tr("%s 预案步骤：%s等%d项已逾期，时限 %s"),
		        r->number, r->text, a->count, due);
	alarm_say(a, &text);
}

static struct alarm *
alarm_of_step(struct alarms *list, const struct alarm_limits *l,
              const struct step_row *r, int64_t now)
{
	char key[ALARM_KEY];
	struct alarm *a;

	snprintf(key, sizeof(key), "step:%lld/%lld", (long long)r->activation,
	         (long long)(r->due / CIVIL_SECOND));
	a = alarm_same(list, key, r->due);
	if (a) {
		a->count++;
		return a;
	}
	a = alarm_add(list, key, alarm_threshold(l, r->due, now),
	              ALARM_IMPORTANT);
	memcpy(a->number, r->number, sizeof(a->number));
	a->since_ms = a->due_ms = r->due;
	return a;
}

/* Soonest due first; the first of those that fold gives the sentence. */
static int
alarm_collect_steps(struct desk *d, struct alarms *list,
                    const struct alarm_limits *l, int64_t now, struct err *err)
{
	const struct step_row *first = NULL;
	struct step_row *rows;
	struct buf text = BUF_INIT;
	size_t n, total, i;
	struct alarm *a;

	if (step_list(d, 0, STEPS_READ, &rows, &n, &total, err))
		return -1;
	for (i = 0; i < n && rows[i].late; i++) {
		a = alarm_of_step(list, l, &rows[i], now);
		if (a->count == 1)
			first = &rows[i];
		alarm_say_step(a, first);
	}
	if (total > n && i == n && n > 0) {
		a = alarm_add(list, "step:more", THRESHOLD_DUE,
		              ALARM_IMPORTANT);
		a->since_ms = a->due_ms = rows[n - 1].due;
		a->count = (int)(total - n);
		buf_fmt(&text, tr("另有 %zu 个预案步骤未逐项列出，见预案页"),
		        total - n);
		alarm_say(a, &text);
	}
	step_rows_free(rows, n);
	return 0;
}

static const char *
draft_form_name(const char *form)
{
	static const struct {
		const char *form, *name;
	} names[] = {
		{ "intake", N_("接报") },
		{ "facts", N_("情况更新") },
		{ "report", N_("报告登记") },
		{ "call", N_("电话登记") },
		{ "instruction", N_("领导批示") },
		{ "brief", N_("书面报告") },
		{ "feed", N_("预警源") },
		{ "channel", N_("通知通道") },
		{ "notice", N_("对外通知") },
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(names[i].form, form))
			return tr(names[i].name);
	return form;
}

static struct alarm *
alarm_of_form(const struct alarms *list, size_t from, const char *key)
{
	size_t i;

	/* Keys of drafts are "draft:FORM:ID". */
	for (i = from; i < list->count; i++)
		if (!strncmp(list->rows[i].key, key, strlen(key)))
			return &list->rows[i];
	return NULL;
}

/* Drafts of one form fold; the newest names the key, so a new one is heard. */
static int
alarm_collect_drafts(struct desk *d, struct alarms *list, int64_t now,
                     struct err *err)
{
	size_t n, i, first = list->count;
	struct buf text = BUF_INIT;
	char key[ALARM_KEY], saved[CIVIL_TEXT];
	struct draft *rows;
	struct alarm *a;

	if (draft_list(d, NULL, &rows, &n, err))
		return -1;
	for (i = 0; i < n; i++) {
		if (rows[i].saved_ms + DRAFT_LEFT_MS >= now)
			continue;
		snprintf(key, sizeof(key), "draft:%s:", rows[i].form);
		a = alarm_of_form(list, first, key);
		if (a) {
			a->count++;
			a->since_ms = rows[i].saved_ms + DRAFT_LEFT_MS;
			buf_fmt(&text, tr("有 %d 份未保存的草稿：%s"), a->count,
			        draft_form_name(rows[i].form));
		} else {
			snprintf(key, sizeof(key), "draft:%s:%lld",
			         rows[i].form, (long long)rows[i].id);
			a = alarm_add(list, key, THRESHOLD_DUE, ALARM_NOTICE);
			a->since_ms = rows[i].saved_ms + DRAFT_LEFT_MS;
			buf_fmt(&text, tr("未保存的草稿：%s（%s，%s）"),
			        draft_form_name(rows[i].form), rows[i].officer,
			        civil_short(saved, rows[i].saved_ms));
		}
		alarm_say(a, &text);
	}
	drafts_free(rows, n);
	return 0;
}

static void
alarm_collect_clock(struct desk *d, struct alarms *list)
{
	struct buf text = BUF_INIT;

	if (!desk_clock_unsynchronised(d))
		return;
	buf_str(&text, tr("时钟未与时间源同步：所记时间可能有偏差"));
	alarm_say(alarm_add(list, "clock:unsynchronised", THRESHOLD_DUE,
	                    ALARM_NOTICE),
	          &text);
}

/*
 * Long before nothing can be written; near the end it is another alarm, that
 * nobody has acknowledged.  A drill desk may lie on a small RAM disk.
 */
static void
alarm_collect_disk(struct desk *d, struct alarms *list)
{
	struct buf text = BUF_INIT;
	enum folder_space space;
	struct alarm *a;
	long long left;

	space = desk_is_drill(d) ? FOLDER_ENOUGH
	                         : folder_space(desk_dir(d), &left);
	if (space == FOLDER_ENOUGH)
		return;
	left /= 1024 * 1024;
	if (space == FOLDER_LOW) {
		a = alarm_add(list, "disk:low", THRESHOLD_DUE, ALARM_IMPORTANT);
		buf_fmt(&text, tr("磁盘只剩 %lld MB：请人清理，日志不可删"),
		        left);
	} else {
		a = alarm_add(list, "disk:ending", THRESHOLD_DUE, ALARM_URGENT);
		buf_fmt(&text,
		        tr("磁盘将满，只剩 %lld MB：即将不能记录，立即清理，"
		           "日志不可删"),
		        left);
	}
	alarm_say(a, &text);
}

int
alarm_raise(struct desk *d, struct alarms *list, int64_t now, struct err *err)
{
	struct alarm_limits limits = alarm_limits(d);

	if (alarm_collect_duties(d, list, &limits, now, err) ||
	    alarm_collect_instructions(d, list, now, err) ||
	    alarm_collect_steps(d, list, &limits, now, err) ||
	    alarm_raise_watch(d, list, now, err) ||
	    alarm_collect_drafts(d, list, now, err))
		return -1;
	alarm_collect_clock(d, list);
	alarm_collect_disk(d, list);
	return 0;
}
