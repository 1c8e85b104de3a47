#include "desk/notice.h"

#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/body.h"
#include "desk/record.h"

/* clang-format off */
static const char *const states[NOTICE_STATES] = {
	[NOTICE_WAITING] =	N_("待发"),
	[NOTICE_SENT] =		N_("已送达，未回复"),
	[NOTICE_FAILED] =	N_("发送失败"),
	[NOTICE_DRILL] =	N_("演练席不外发"),
	[NOTICE_ANSWERED] =	N_("已回复"),
	[NOTICE_OVER] =		N_("不必再发"),
};
/* clang-format on */

#define NOTICE_COLUMNS                                                         \
	"id, last_seq, key, channel, post, recipient, phone, title, text, "    \
	"step, level, attempts, state, raised_ms, next_ms, sent_ms, "          \
	"answered_ms, words, answered_by"

SQL(notice_row, "SELECT " NOTICE_COLUMNS " FROM notice WHERE id = ?1");
SQL(notice_newest,
    "SELECT " NOTICE_COLUMNS " FROM notice ORDER BY id DESC LIMIT ?1");
SQL(notice_due_rows, "SELECT " NOTICE_COLUMNS " FROM notice WHERE state = 0 "
                     "AND next_ms <= ?1 ORDER BY next_ms, id LIMIT ?2");
SQL(notice_next, "SELECT next_ms FROM notice WHERE state = 0 "
                 "ORDER BY next_ms LIMIT 1");
SQL(notice_given_up,
    "SELECT count(*), max(id), max(raised_ms) FROM notice WHERE state = 2 "
    "AND raised_ms >= ?1");
SQL(notice_held_up,
    "SELECT count(*), max(id), max(raised_ms) FROM notice WHERE state = 0 "
    "AND next_ms > 0 AND attempts > 1");

const char *
notice_state_label(enum notice_state s)
{
	return states[s];
}

void
notice_release(struct notice *n)
{
	free(n->channel);
	free(n->post);
	free(n->to);
	free(n->phone);
	free(n->title);
	free(n->text);
	free(n->words);
	free(n->answered_by);
	memset(n, 0, sizeof(*n));
}

void
notices_free(struct notice *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		notice_release(&rows[i]);
	free(rows);
}

/* ---- queries ---- */

static void
notice_read(struct notice *n, struct stmt *st)
{
	memset(n, 0, sizeof(*n));
	n->id = stmt_int(st, 0);
	n->last_seq = stmt_int(st, 1);
	snprintf(n->key, sizeof(n->key), "%s", stmt_text(st, 2));
	n->channel = mem_str(stmt_text(st, 3));
	n->post = mem_str(stmt_text(st, 4));
	n->to = mem_str(stmt_text(st, 5));
	n->phone = mem_str(stmt_text(st, 6));
	n->title = mem_str(stmt_text(st, 7));
	n->text = mem_str(stmt_text(st, 8));
	n->step = (int)stmt_int(st, 9);
	n->level = (int)stmt_int(st, 10);
	n->attempts = (int)stmt_int(st, 11);
	n->state = (enum notice_state)stmt_int(st, 12);
	n->raised_ms = stmt_int(st, 13);
	n->next_ms = stmt_int(st, 14);
	n->sent_ms = stmt_int(st, 15);
	n->answered_ms = stmt_int(st, 16);
	n->words = mem_str(stmt_text(st, 17));
	n->answered_by = mem_str(stmt_text(st, 18));
}

static int
notices_read(struct stmt *st, struct notice **rows, size_t *count,
             struct err *err)
{
	struct notice *list = NULL;
	size_t n = 0, cap = 0;
	int rc;

	while ((rc = stmt_step(st, err)) == 1) {
		list = mem_grow(list, n, &cap, sizeof(*list));
		notice_read(&list[n++], st);
	}
	stmt_done(st);
	if (rc) {
		notices_free(list, n);
		return -1;
	}
	*rows = list;
	*count = n;
	return 0;
}

int
notice_get(struct desk *d, int64_t id, struct notice *out, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &notice_row);
	int rc;

	memset(out, 0, sizeof(*out));
	stmt_bind_int(st, 1, id);
	rc = stmt_step(st, err);
	if (rc == 1)
		notice_read(out, st);
	stmt_done(st);
	if (rc == 0)
		return err_set(err, ERR_NOT_FOUND, tr("没有第 %lld 号通知"),
		               (long long)id);
	return rc == 1 ? 0 : -1;
}

int
notice_list(struct desk *d, size_t max, struct notice **rows, size_t *count,
            struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &notice_newest);

	stmt_bind_int(st, 1, max ? (int64_t)max : -1);
	return notices_read(st, rows, count, err);
}

int
notice_due(struct desk *d, size_t max, struct notice **rows, size_t *count,
           int64_t *next_ms, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &notice_next);
	int rc = stmt_step(st, err);

	*next_ms = rc == 1 ? stmt_int(st, 0) : 0;
	stmt_done(st);
	if (rc < 0)
		return -1;
	st = db_use(desk_db(d), &notice_due_rows);
	stmt_bind_int(st, 1, desk_now(d));
	stmt_bind_int(st, 2, (int64_t)max);
	return notices_read(st, rows, count, err);
}

static int
read_failures(struct stmt *st, int *count, int64_t *newest, int64_t *raised_ms,
              struct err *err)
{
	int rc = stmt_step(st, err);

	*count = rc == 1 ? (int)stmt_int(st, 0) : 0;
	*newest = *count ? stmt_int(st, 1) : 0;
	*raised_ms = *count ? stmt_int(st, 2) : 0;
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

int
notice_failures(struct desk *d, int64_t since, struct notice_failures *out,
                struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &notice_given_up);
	int64_t newest, raised_ms;

	stmt_bind_int(st, 1, since);
	if (read_failures(st, &out->given_up, &out->newest_given_up,
	                  &out->raised_ms, err) ||
	    read_failures(db_use(desk_db(d), &notice_held_up), &out->waiting,
	                  &newest, &raised_ms, err))
		return -1;
	out->newest = out->newest_given_up;
	if (newest > out->newest) {
		out->newest = newest;
		out->raised_ms = raised_ms;
	}
	return 0;
}

/* ---- commands ---- */

struct acting {
	int64_t id;
	unsigned from; /* states it may be in, bits 1 << state */
	const char *kind;
	bool gateway, numbered, over;
	const struct notice_attempt *attempt;
	const char *why, *by, *words;
	int64_t *seq;
};

static void
attempt_body(const struct notice_attempt *a, json_t *body)
{
	json_object_set_new(body, "ok", json_boolean(a->ok));
	if (a->status)
		body_put_int(body, "status", a->status);
	if (!a->ok && a->final)
		json_object_set_new(body, "final", json_true());
	if (!a->ok && a->wait_ms > 0)
		body_put_int(body, "wait",
		             (a->wait_ms + CIVIL_SECOND - 1) / CIVIL_SECOND);
}

static int
act_body(const struct acting *a, const struct notice *n, json_t *body,
         struct err *err)
{
	if (a->numbered)
		body_put_int(body, "n",
		             n->attempts +
		                     (strcmp(a->kind, "notice.begun") == 0));
	if (a->attempt)
		attempt_body(a->attempt, body);
	if (a->over)
		json_object_set_new(body, "over", json_true());
	if (strcmp(a->kind, "notice.answered") == 0)
		json_object_set_new(
			body, "how",
			json_string(a->gateway ? "gateway" : "person"));
	if (body_put_text(body, "why", a->why, BODY_WORDS_MAX, err) ||
	    body_put_text(body, "by", a->by, BODY_NAME_MAX, err))
		return -1;
	return body_put_text(body, "words", a->words, BODY_WORDS_MAX, err);
}

static int
act_write(struct desk *d, void *arg, struct err *err)
{
	const struct acting *a = arg;
	char subject[SUBJECT_MAX];
	struct notice n;
	json_t *body;
	int rc = 0;

	if (notice_get(d, a->id, &n, err))
		return -1;
	if (!(a->from & 1u << n.state))
		rc = err_set(err, ERR_REFUSED, tr("第 %lld 号通知%s"),
		             (long long)a->id, tr(states[n.state]));
	body = json_object();
	if (!rc)
		rc = act_body(a, &n, body, err);
	notice_release(&n);
	if (rc) {
		json_decref(body);
		return -1;
	}
	return desk_append(d, a->kind, body_subject(subject, "notice", a->id),
	                   JOURNAL_NO_TIME, body, a->seq, err);
}

#define STATE(s) (1u << (s))

int
notice_begin(struct desk *d, int64_t id, struct err *err)
{
	struct acting a = { .id = id,
		            .from = STATE(NOTICE_WAITING),
		            .kind = "notice.begun",
		            .numbered = true };

	return desk_write(d, act_write, &a, err);
}

int
notice_attempted(struct desk *d, int64_t id, const struct notice_attempt *at,
                 struct err *err)
{
	struct acting a = { .id = id,
		            .from = STATE(NOTICE_WAITING) |
		                    STATE(NOTICE_ANSWERED),
		            .kind = "notice.attempted",
		            .numbered = true,
		            .attempt = at,
		            .words = at->words };

	return desk_write(d, act_write, &a, err);
}

int
notice_drop(struct desk *d, int64_t id, const char *why, struct err *err)
{
	struct acting a = { .id = id,
		            .from = STATE(NOTICE_WAITING),
		            .kind = "notice.dropped",
		            .why = why };

	return desk_write(d, act_write, &a, err);
}

int
notice_over(struct desk *d, int64_t id, const char *why, struct err *err)
{
	struct acting a = { .id = id,
		            .from = STATE(NOTICE_WAITING),
		            .kind = "notice.dropped",
		            .over = true,
		            .why = why };

	return desk_write(d, act_write, &a, err);
}

int
notice_answer(struct desk *d, int64_t id, const char *by, const char *words,
              bool gateway, int64_t *seq, struct err *err)
{
	struct acting a = { .id = id,
		            .from = STATE(NOTICE_WAITING) | STATE(NOTICE_SENT) |
		                    STATE(NOTICE_FAILED) | STATE(NOTICE_DRILL) |
		                    STATE(NOTICE_OVER),
		            .kind = "notice.answered",
		            .gateway = gateway,
		            .by = by,
		            .words = words,
		            .seq = seq };

	if (!by || !*by)
		return err_set(err, ERR_INPUT, "%s", tr("要写明是谁回复的"));
	return desk_write(d, act_write, &a, err);
}

/* ---- a test ---- */

struct testing {
	const char *channel;
	int64_t id;
};

static int
test_body(struct desk *d, const struct testing *t, json_t *body,
          struct err *err)
{
	const char *officer = desk_identity(d)->officer;
	struct buf text = BUF_INIT;
	char key[NOTICE_KEY];
	int rc;

	snprintf(key, sizeof(key), "test:%lld/0/%s", (long long)t->id,
	         t->channel);
	buf_fmt(&text, tr("%s 的 %s 试发：收到请回复本室，不必处置。"),
	        desk_name(d), officer);
	json_object_set_new(body, "key", json_string(key));
	body_put_int(body, "step", 0);
	json_object_set_new(body, "channel", json_string(t->channel));
	json_object_set_new(body, "post", json_string(tr("值班员")));
	body_put_int(body, "level", ALARM_NOTICE);
	json_object_set_new(body, "title", json_string(tr("试发通知")));
	if (desk_is_drill(d))
		json_object_set_new(body, "drill", json_true());
	rc = body_put_text(body, "to", officer, BODY_NAME_MAX, err) ||
	                     body_put_text(body, "text", text.s, BODY_WORDS_MAX,
	                                   err)
	             ? -1
	             : 0;
	buf_release(&text);
	return rc;
}

static int
test_write(struct desk *d, void *arg, struct err *err)
{
	struct testing *t = arg;
	char subject[SUBJECT_MAX];
	struct channel c;
	json_t *body;
	bool on;

	if (channel_get(d, t->channel, &c, err))
		return -1;
	on = c.on;
	channel_release(&c);
	if (!on)
		return err_set(err, ERR_REFUSED, tr("通道 %s 已关，不能试发"),
		               t->channel);
	t->id = body_next_seq(d);
	body = json_object();
	if (test_body(d, t, body, err)) {
		json_decref(body);
		return -1;
	}
	return desk_append(d, "notice.raised",
	                   body_subject(subject, "notice", t->id),
	                   JOURNAL_NO_TIME, body, NULL, err);
}

int
notice_test(struct desk *d, const char *channel, int64_t *id, struct err *err)
{
	struct testing t = { .channel = channel };
	int rc = desk_write(d, test_write, &t, err);

	*id = rc ? 0 : t.id;
	return rc;
}
