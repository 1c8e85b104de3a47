#include "desk/alarm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "desk/alarm_raise.h"
#include "desk/body.h"

#define ALARM_LAPSE_MS (12 * CIVIL_HOUR) /* the longest shift */

enum { THRESHOLD_MAX = 1440, REASON_MAX = 200 };

SQL(alarm_ack_put, "INSERT INTO alarm_ack (key, threshold, officer, acked_ms) "
                   "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (key) DO UPDATE SET "
                   "threshold = ?2, officer = ?3, acked_ms = ?4");
SQL(alarm_shelf_put, "INSERT INTO alarm_shelf (key, until_ms, reason, officer) "
                     "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (key) DO UPDATE SET "
                     "until_ms = ?2, reason = ?3, officer = ?4");
SQL(alarm_ack_by_key,
    "SELECT threshold, officer, acked_ms FROM alarm_ack WHERE key = ?1");
SQL(alarm_shelf_by_key, "SELECT until_ms FROM alarm_shelf WHERE key = ?1");

/* Entries. */

int
alarm_acked_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "key", "threshold", NULL };

	if (body_only(body, keys, err) ||
	    body_text(body, "key", true, ALARM_KEY - 1, err))
		return -1;
	return body_int(body, "threshold", true, THRESHOLD_HOUR_PAST,
	                THRESHOLD_MAX, err);
}

int
alarm_acked_reduce(struct fold *f, const struct journal_entry *e,
                   const json_t *body, struct err *err)
{
	struct stmt *st;

	if (!body)
		return 0;
	st = db_use(f->db, &alarm_ack_put);
	stmt_bind_text(st, 1, body_get_text(body, "key"));
	stmt_bind_int(st, 2, body_get_int(body, "threshold", 0));
	stmt_bind_text(st, 3, e->officer);
	stmt_bind_int(st, 4, e->counted_ms);
	return stmt_run(st, err);
}

int
alarm_shelved_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "key", "until", "reason", NULL };

	if (body_only(body, keys, err) ||
	    body_text(body, "key", true, ALARM_KEY - 1, err) ||
	    body_time(body, "until", true, err))
		return -1;
	return body_text(body, "reason", true, REASON_MAX, err);
}

int
alarm_shelved_reduce(struct fold *f, const struct journal_entry *e,
                     const json_t *body, struct err *err)
{
	struct stmt *st;

	if (!body)
		return 0;
	st = db_use(f->db, &alarm_shelf_put);
	stmt_bind_text(st, 1, body_get_text(body, "key"));
	stmt_bind_int(st, 2, body_get_time(body, "until", 0));
	stmt_bind_text(st, 3, body_get_text(body, "reason"));
	stmt_bind_text(st, 4, e->officer);
	return stmt_run(st, err);
}

/* What was done about it. */

/* at_ms 0: none. */
struct ack {
	int threshold;
	int64_t at_ms;
	char by[64];
};

/* One that a clock running ahead has dated into the hours to come does not
 * count. */
static int
alarm_read_ack(struct desk *d, const char *key, int64_t now, struct ack *ack,
               struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &alarm_ack_by_key);
	int rc;

	memset(ack, 0, sizeof(*ack));
	stmt_bind_text(st, 1, key);
	rc = stmt_step(st, err);
	if (rc == 1 && stmt_int(st, 2) <= now) {
		ack->threshold = (int)stmt_int(st, 0);
		snprintf(ack->by, sizeof(ack->by), "%s", stmt_text(st, 1));
		ack->at_ms = stmt_int(st, 2);
	}
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

/* Acknowledged down to this threshold, and in this shift? */
static bool
ack_holds(const struct ack *ack, int threshold, int64_t now)
{
	return ack->at_ms && ack->threshold <= threshold &&
	       ack->at_ms + ALARM_LAPSE_MS > now;
}

/* Past or to come; 0: never shelved. */
static int
alarm_read_shelf(struct desk *d, const char *key, int64_t *until_ms,
                 struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &alarm_shelf_by_key);
	int rc;

	*until_ms = 0;
	stmt_bind_text(st, 1, key);
	rc = stmt_step(st, err);
	if (rc == 1)
		*until_ms = stmt_int(st, 0);
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

/* When an acknowledgement that does not hold any more ceased to: the shift was
 * over, or the next threshold was passed. */
static int64_t
ack_ended(const struct ack *ack, const struct alarm *a,
          const struct alarm_limits *l)
{
	int64_t lapsed = ack->at_ms + ALARM_LAPSE_MS, passed;

	if (ack->threshold <= a->threshold)
		return lapsed;
	passed = a->due_ms -
	         alarm_threshold_below(l, ack->threshold) * CIVIL_MINUTE;
	return passed < lapsed ? passed : lapsed;
}

static void
alarm_apply_acts(struct alarm *a, const struct alarm_limits *l,
                 const struct ack *ack, int64_t until, int64_t now)
{
	int64_t since = a->since_ms;

	a->acked = ack_holds(ack, a->threshold, now);
	if (a->acked)
		snprintf(a->acked_by, sizeof(a->acked_by), "%s", ack->by);
	else if (ack->at_ms)
		since = ack_ended(ack, a, l);
	a->until_ms = until > now ? until : 0;
	a->shelved = a->until_ms && !a->legal;
	a->acted_ms = ack->at_ms;
	if (!a->legal && until > a->acted_ms)
		a->acted_ms = until;
	if (!a->legal && !a->shelved && until > since)
		since = until;
	if (since > a->since_ms)
		a->since_ms = since;
}

static int
alarm_read_acts(struct desk *d, struct alarms *list, int64_t now,
                struct err *err)
{
	struct alarm_limits limits = alarm_limits(d);
	struct ack ack;
	int64_t until;
	size_t i;

	for (i = 0; i < list->count; i++) {
		if (alarm_read_ack(d, list->rows[i].key, now, &ack, err) ||
		    alarm_read_shelf(d, list->rows[i].key, &until, err))
			return -1;
		alarm_apply_acts(&list->rows[i], &limits, &ack, until, now);
	}
	return 0;
}

static int
alarm_compare(const void *x, const void *y)
{
	const struct alarm *a = x, *b = y;

	if (a->shelved != b->shelved)
		return a->shelved ? 1 : -1;
	if (a->priority != b->priority)
		return a->priority < b->priority ? -1 : 1;
	if (a->acked != b->acked)
		return a->acked ? 1 : -1;
	if (a->due_ms != b->due_ms)
		return a->due_ms < b->due_ms ? -1 : 1;
	return strcmp(a->key, b->key);
}

int
alarm_list(struct desk *d, struct alarm **rows, size_t *count, struct err *err)
{
	struct alarms list = { NULL, 0, 0 };
	int64_t now = desk_now(d);

	if (alarm_raise(d, &list, now, err) ||
	    alarm_read_acts(d, &list, now, err))
		goto fail;
	if (list.count)
		qsort(list.rows, list.count, sizeof(*list.rows), alarm_compare);
	*rows = list.rows;
	*count = list.count;
	return 0;
fail:
	alarms_free(list.rows, list.count);
	return -1;
}

void
alarms_free(struct alarm *rows, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		free(rows[i].text);
	free(rows);
}

int
alarm_mark_duties(struct desk *d, struct duty_row *rows, size_t count,
                  int64_t now, struct err *err)
{
	struct alarm_limits limits = alarm_limits(d);
	char key[ALARM_KEY];
	struct ack ack;
	int64_t until;
	size_t i;
	int t;

	for (i = 0; i < count; i++) {
		rows[i].alarm_unacked = false;
		t = alarm_threshold(&limits, rows[i].due, now);
		if (!rows[i].ours || t == NO_THRESHOLD ||
		    (rows[i].state != DUTY_OPEN &&
		     rows[i].state != DUTY_OVERDUE))
			continue;
		alarm_duty_key(key, &rows[i]);
		if (alarm_read_ack(d, key, now, &ack, err) ||
		    alarm_read_shelf(d, key, &until, err))
			return -1;
		rows[i].alarm_unacked =
			!ack_holds(&ack, t, now) &&
			(until <= now || rows[i].standing != STANDING_HOUSE);
	}
	return 0;
}

/* Commands. */

struct alarm_act {
	const char *key;
	int threshold;
	int64_t until_ms;
	const char *reason;
};

static int
alarm_find(struct desk *d, const char *key, struct alarm *out, struct err *err)
{
	struct alarm *rows;
	size_t n, i;

	if (alarm_list(d, &rows, &n, err))
		return -1;
	for (i = 0; i < n && strcmp(rows[i].key, key) != 0; i++)
		;
	if (i < n) {
		*out = rows[i];
		out->text = NULL;
	}
	alarms_free(rows, n);
	if (i == n)
		return err_set(err, ERR_NOT_FOUND, tr("现在没有提醒 %s"), key);
	return 0;
}

static int
alarm_ack_write(struct desk *d, void *arg, struct err *err)
{
	const struct alarm_act *act = arg;
	struct alarm a;
	json_t *body;

	if (alarm_find(d, act->key, &a, err))
		return -1;
	if (a.threshold != act->threshold)
		return err_set(err, ERR_CONFLICT,
		               tr("提醒 %s 已升级（现为 %d，所确认为 "
		                  "%d），请重新确认"),
		               act->key, a.threshold, act->threshold);
	if (a.acked)
		return 0;
	body = json_object();
	json_object_set_new(body, "key", json_string(a.key));
	body_put_int(body, "threshold", a.threshold);
	return desk_append(d, "alarm.acked", "alarm", JOURNAL_NO_TIME, body,
	                   NULL, err);
}

int
alarm_ack(struct desk *d, const char *key, int threshold, struct err *err)
{
	struct alarm_act act = { key, threshold, 0, NULL };

	return desk_write(d, alarm_ack_write, &act, err);
}

static int
alarm_shelve_write(struct desk *d, void *arg, struct err *err)
{
	const struct alarm_act *act = arg;
	int64_t now = desk_now(d);
	struct alarm a;
	json_t *body;

	if (alarm_find(d, act->key, &a, err))
		return -1;
	if (a.legal)
		return err_set(err, ERR_REFUSED, tr("%s：法定时限不能搁置"),
		               act->key);
	if (act->until_ms <= now || act->until_ms > now + ALARM_LAPSE_MS)
		return err_set(err, ERR_INPUT,
		               "until: shelve for at most 12 hours from now");
	body = json_object();
	json_object_set_new(body, "key", json_string(a.key));
	body_put_time(body, "until", act->until_ms);
	if (body_put_text(body, "reason", act->reason, REASON_MAX, err)) {
		json_decref(body);
		return -1;
	}
	return desk_append(d, "alarm.shelved", "alarm", JOURNAL_NO_TIME, body,
	                   NULL, err);
}

int
alarm_shelve(struct desk *d, const char *key, int64_t until_ms,
             const char *reason, struct err *err)
{
	struct alarm_act act = { key, 0, until_ms, reason };

	return desk_write(d, alarm_shelve_write, &act, err);
}
