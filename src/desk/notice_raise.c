/* What the house rule raises now: who is to be told of which alarm. */
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/body.h"
#include "desk/contact.h"
#include "desk/notice.h"

enum { TITLE_MAX = 100, TEXT_MAX = 600 };

/*
 * Of an alarm, to a post, by a channel: how many have been raised since
 * somebody acted on it, and is this one among them?  Those raised under other
 * keys, as of steps by number, count as well.
 */
SQL(notice_told, "SELECT count(*), coalesce(max(key = ?5), 0) FROM notice "
                 "WHERE key > ?1 || '/' AND key < ?1 || '0' AND post = ?2 "
                 "AND channel = ?3 AND (raised_ms > ?4 OR key = ?5)");

struct due {
	const struct alarm *alarm;
	const struct escalation_step *step;
	int number; /* of the step: 1, 2 ... */
	int nth;    /* of those to this post by this channel: 1, 2 ... */
	const char *channel;
	char key[NOTICE_KEY];
};

struct dues {
	struct due *rows;
	size_t count, cap;
};

/* The rule may be edited meanwhile: a step is known by whom it tells how, not
 * by its place. */
static void
due_key(struct due *due)
{
	int n = snprintf(due->key, sizeof(due->key), "%s/%lld/%s/%s",
	                 due->alarm->key, (long long)due->alarm->acted_ms,
	                 due->step->post, due->channel);

	if (due->nth > 1 && n > 0 && (size_t)n < sizeof(due->key))
		snprintf(due->key + n, sizeof(due->key) - (size_t)n, "/%d",
		         due->nth);
}

static int
is_told(struct desk *d, const struct due *due, bool *told, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &notice_told);
	int rc;

	stmt_bind_text(st, 1, due->alarm->key);
	stmt_bind_text(st, 2, due->step->post);
	stmt_bind_text(st, 3, due->channel);
	stmt_bind_int(st, 4, due->alarm->acted_ms);
	stmt_bind_text(st, 5, due->key);
	rc = stmt_step(st, err);
	*told = rc == 1 && (stmt_int(st, 0) >= due->nth || stmt_int(st, 1));
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

static int
due_add(struct desk *d, struct dues *list, const struct due *due,
        struct err *err)
{
	bool told;

	if (is_told(d, due, &told, err))
		return -1;
	if (told)
		return 0;
	list->rows = mem_grow(list->rows, list->count, &list->cap,
	                      sizeof(*list->rows));
	list->rows[list->count++] = *due;
	return 0;
}

static bool
rises(const struct alarm *a)
{
	return a->rises && !a->acked && !a->shelved;
}

/* A rule may tell one post again later. */
static int
nth_of(const struct escalation_step *steps, size_t at, const char *channel)
{
	int n = 1;

	for (size_t i = 0; i < at; i++)
		n += escalation_goes(&steps[i], steps[at].post, channel);
	return n;
}

static int
dues_of(struct desk *d, struct dues *list, const struct alarm *a,
        const struct escalation_step *steps, size_t count, struct err *err)
{
	int64_t now = desk_now(d);

	for (size_t i = 0; i < count; i++) {
		if (now < a->since_ms + steps[i].after * CIVIL_MINUTE)
			break;
		for (size_t k = 0; k < steps[i].channels_count; k++) {
			const char *channel = steps[i].channels[k];
			struct due due = { .alarm = a,
				           .step = &steps[i],
				           .number = (int)i + 1,
				           .nth = nth_of(steps, i, channel),
				           .channel = channel };

			due_key(&due);
			if (due_add(d, list, &due, err))
				return -1;
		}
	}
	return 0;
}

void
notice_recipient(struct desk *d, const char *post, char **to, char **phone)
{
	struct err gone = ERR_INIT;
	struct voice *rows;
	bool vacant;
	size_t n, i = 0;

	*to = *phone = NULL;
	/* A post whose unit is gone is no reason to be silent. */
	if (voices_of_post(d, post, &vacant, &rows, &n, &gone))
		return;
	while (i < n && !rows[i].phones_count)
		i++;
	if (!vacant && n)
		*to = mem_str(rows[i < n ? i : 0].who);
	if (!vacant && i < n)
		*phone = mem_str(rows[i].phones[0].number);
	voices_free(rows, n);
}

static int
put_recipient(struct desk *d, json_t *body, const char *post, struct err *err)
{
	char *to, *phone;
	int rc;

	notice_recipient(d, post, &to, &phone);
	rc = body_put_text(body, "to", to, BODY_NAME_MAX, err) ||
	                     body_put_text(body, "phone", phone, BODY_NAME_MAX,
	                                   err)
	             ? -1
	             : 0;
	free(to);
	free(phone);
	return rc;
}

static void
put_cut(json_t *body, const char *key, const char *s, size_t max)
{
	size_t len = utf8_prefix(s, strlen(s), max);

	json_object_set_new(body, key, json_stringn(s, len));
}

static json_t *
notice_body(struct desk *d, const struct due *due, struct err *err)
{
	struct buf text = BUF_INIT;
	char since[CIVIL_TEXT];
	json_t *body = json_object();

	json_object_set_new(body, "key", json_string(due->key));
	body_put_int(body, "step", due->number);
	json_object_set_new(body, "channel", json_string(due->channel));
	json_object_set_new(body, "post", json_string(due->step->post));
	body_put_int(body, "level", due->alarm->priority);
	put_cut(body, "title", due->alarm->text, TITLE_MAX);
	buf_fmt(&text, tr("%s\n自 %s 起 %d 分钟内无人确认，按本室规定报%s。"),
	        due->alarm->text, civil_local(since, due->alarm->since_ms),
	        due->step->after, due->step->post);
	put_cut(body, "text", text.s, TEXT_MAX);
	buf_release(&text);
	if (desk_is_drill(d))
		json_object_set_new(body, "drill", json_true());
	if (put_recipient(d, body, due->step->post, err)) {
		json_decref(body);
		return NULL;
	}
	return body;
}

struct raising {
	const struct due *due;
	bool raised;
};

static int
raise_write(struct desk *d, void *arg, struct err *err)
{
	struct raising *r = arg;
	char subject[SUBJECT_MAX];
	json_t *body;
	bool told;

	/* Another worker may have been quicker. */
	if (is_told(d, r->due, &told, err))
		return -1;
	r->raised = !told;
	if (told)
		return 0;
	body = notice_body(d, r->due, err);
	if (!body)
		return -1;
	return desk_append(d, "notice.raised",
	                   body_subject(subject, "notice", body_next_seq(d)),
	                   JOURNAL_NO_TIME, body, NULL, err);
}

/* One that cannot be written must not keep the others from going out. */
static int
raise_each(struct desk *d, const struct dues *list, size_t *count,
           struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < list->count; i++) {
		struct raising r = { .due = &list->rows[i] };
		struct err failed = ERR_INIT;

		if (!desk_write(d, raise_write, &r, &failed)) {
			*count += r.raised;
			continue;
		}
		if (!rc)
			rc = err_set(err, failed.code, "%s", failed.text);
		if (failed.code != ERR_INPUT)
			break;
	}
	return rc;
}

int
notice_escalate(struct desk *d, size_t *count, struct err *err)
{
	struct escalation_step *steps;
	struct alarm *alarms = NULL;
	struct dues list = { .rows = NULL };
	size_t steps_n, n = 0;
	int rc;

	*count = 0;
	if (escalation_get(d, &steps, &steps_n, err))
		return -1;
	rc = steps_n ? alarm_list(d, &alarms, &n, err) : 0;
	for (size_t i = 0; !rc && i < n; i++)
		if (rises(&alarms[i]))
			rc = dues_of(d, &list, &alarms[i], steps, steps_n, err);
	if (!rc)
		rc = raise_each(d, &list, count, err);
	free(list.rows);
	alarms_free(alarms, n);
	escalation_free(steps, steps_n);
	return rc;
}

/* ---- is it still wanted? ---- */

static bool
is_of(const struct notice *n, const char *alarm)
{
	size_t len = strlen(alarm);

	return !strncmp(n->key, alarm, len) && n->key[len] == '/';
}

static bool
same_kind(const struct notice *n, const struct alarm *a)
{
	size_t len = strcspn(a->key, ":") + 1;

	return !strncmp(n->key, a->key, len);
}

int
notice_wanted(struct desk *d, const struct notice *n, bool *wanted,
              struct err *err)
{
	struct alarm *alarms;
	size_t count;

	*wanted = n->step == 0;
	if (*wanted)
		return 0;
	if (alarm_list(d, &alarms, &count, err))
		return -1;
	for (size_t i = 0; i < count; i++) {
		const struct alarm *a = &alarms[i];

		if (is_of(n, a->key)) {
			*wanted = rises(a) && a->acted_ms <= n->raised_ms;
			break;
		}
		*wanted = *wanted || (same_kind(n, a) && rises(a));
	}
	alarms_free(alarms, count);
	return 0;
}
