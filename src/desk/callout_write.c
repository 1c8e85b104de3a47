/* Commands on call-outs. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/body.h"
#include "desk/callout.h"
#include "desk/callout_gather.h"
#include "desk/group.h"
#include "desk/setting.h"
#include "desk/warning.h"

/*
 * Untried first, then in rounds; within a round those not begun on.  Whom the
 * officer holds already comes after them all, but before nobody.
 */
SQL(write_queue,
    "SELECT k FROM callout_target WHERE callout = ?1 AND answered_ms = 0 "
    "AND (held_ms <= ?2 OR (held_by = ?3 AND held_seat = ?4)) "
    "ORDER BY held_ms > ?2, round, tries > 0, next > 0, k LIMIT 1");
SQL(write_held, "SELECT k FROM callout_target WHERE callout = ?1 "
                "AND held_ms > ?2 AND held_by = ?3 AND held_seat = ?4");
SQL(write_target, "SELECT answered_ms, held_by, held_seat, held_ms, next, "
                  "line, person FROM callout_target WHERE callout = ?1 "
                  "AND k = ?2");

SQL(write_also, "SELECT name FROM callout_also WHERE callout = ?1 "
                "AND (?2 = 0 OR k = ?2) ORDER BY k, id");

/* ---- start ---- */

struct starting {
	const struct callout_new *in;
	int64_t *id;
};

static int
start_body(struct desk *d, const struct callout_new *in, json_t *body,
           struct callout_gathering *g, struct err *err)
{
	json_t *lists = json_array();
	size_t all;

	json_object_set_new(body, "lists", lists);
	for (size_t i = 0; i < in->groups_count; i++) {
		struct group group;

		if (callout_gather(d, g, in->groups[i], err) ||
		    group_get(d, in->groups[i], &group, err))
			return -1;
		json_array_append_new(lists, json_string(group.name));
		group_release(&group);
	}
	all = json_array_size(g->targets);
	if (!all)
		return err_set(err, ERR_INPUT, "%s", tr("名单里没有可叫的人"));
	if (json_object_size(g->names) > CALLOUT_TARGETS)
		return err_set(err, ERR_INPUT, tr("名单超过 %d 人"),
		               CALLOUT_TARGETS);
	if (in->draw > 0 && (size_t)in->draw < all) {
		callout_draw_lots(g->targets, (size_t)in->draw);
		body_put_int(body, "drawn", (int64_t)all);
	}
	json_object_set(body, "targets", g->targets);
	return 0;
}

/* Of a warning: it is handled by this, in the same write. */
static int
handle_warning(struct desk *d, const struct callout_new *in, int64_t id,
               struct err *err)
{
	static const char warning[] = "warning:";
	const char *of = in->of;
	char note[32];

	if (!of || strncmp(of, warning, sizeof(warning) - 1) != 0)
		return 0;
	snprintf(note, sizeof(note), "callout %lld", (long long)id);
	return warning_handle_within(
		d, strtoll(of + sizeof(warning) - 1, NULL, 10), in->seen,
		WARNING_CALLOUT, note, err);
}

static int
start_write(struct desk *d, void *arg, struct err *err)
{
	const struct starting *s = arg;
	struct callout_gathering g;
	json_t *body = json_object();
	char subject[SUBJECT_MAX];
	int rc;

	callout_gathering_init(&g);
	rc = body_put_text(body, "title", s->in->title, BODY_NAME_MAX, err) ||
	     body_put_text(body, "of", s->in->of, BODY_NAME_MAX, err);
	json_object_set_new(body, "why",
	                    json_string(callout_why_code(s->in->why)));
	body_put_int(body, "wake", setting_int(d, "callout.wake_minutes"));
	body_put_int(body, "reach", setting_int(d, "callout.reach_minutes"));
	if (!rc)
		rc = start_body(d, s->in, body, &g, err);
	callout_gathering_release(&g);
	if (rc) {
		json_decref(body);
		return -1;
	}
	if (desk_append(d, "callout.started",
	                body_subject(subject, "callout", body_next_seq(d)),
	                JOURNAL_NO_TIME, body, s->id, err))
		return -1;
	return handle_warning(d, s->in, *s->id, err);
}

int
callout_start(struct desk *d, const struct callout_new *in, int64_t *id,
              struct err *err)
{
	struct starting s = { in, id };

	if (!in->title || !*in->title)
		return err_set(err, ERR_INPUT, "%s", tr("要写叫应的事由"));
	if (!in->groups_count)
		return err_set(err, ERR_INPUT, "%s", tr("没有选呼叫名单"));
	return desk_write(d, start_write, &s, err);
}

/* ---- one act on a running call-out ---- */

struct acting {
	int64_t id;
	int k, *taken;
	const struct callout_attempt *attempt;
	const char *words;
	int64_t group, *seq;
};

static int
append(struct desk *d, int64_t id, const char *kind, json_t *body, int64_t *seq,
       struct err *err)
{
	char subject[SUBJECT_MAX];

	return desk_append(d, kind, body_subject(subject, "callout", id),
	                   JOURNAL_NO_TIME, body, seq, err);
}

static json_t *
body_of(int k)
{
	json_t *body = json_object();

	body_put_int(body, "k", k);
	return body;
}

static int
has_ended(struct desk *d, int64_t id, bool *ended, struct err *err)
{
	struct callout c;

	if (callout_get(d, id, &c, err))
		return -1;
	*ended = c.ended_ms > 0;
	callout_release(&c);
	return 0;
}

static int
need_running(struct desk *d, int64_t id, struct err *err)
{
	bool ended;

	if (has_ended(d, id, &ended, err))
		return -1;
	return ended ? err_set(err, ERR_REFUSED, tr("第 %lld 号叫应已结束"),
	                       (long long)id)
	             : 0;
}

static bool
is_ours(struct desk *d, const char *by, const char *seat)
{
	const struct identity *who = desk_identity(d);

	return strcmp(by, who->officer) == 0 && strcmp(seat, who->seat) == 0;
}

struct target {
	bool answered, ours;
	char held_by[64]; /* "" nobody */
	char *line;
	size_t next;
	char person[BODY_NAME_MAX * 4 + 1]; /* who holds the post; "" */
};

static int
target_find(struct desk *d, int64_t id, int k, struct target *t,
            struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &write_target);
	int64_t lapsed = desk_now(d) - CALLOUT_HOLD_MS;
	int rc;

	memset(t, 0, sizeof(*t));
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, k);
	rc = stmt_step(st, err);
	if (rc == 1) {
		t->answered = stmt_int(st, 0) > 0;
		if (stmt_int(st, 3) > lapsed) {
			snprintf(t->held_by, sizeof(t->held_by), "%s",
			         stmt_text(st, 1));
			t->ours =
				is_ours(d, stmt_text(st, 1), stmt_text(st, 2));
		}
		t->next = (size_t)stmt_int(st, 4);
		t->line = mem_str(stmt_text(st, 5));
		snprintf(t->person, sizeof(t->person), "%s", stmt_text(st, 6));
	}
	stmt_done(st);
	if (rc == 0)
		return err_set(err, ERR_NOT_FOUND,
		               tr("第 %lld 号叫应没有第 %d 人"), (long long)id,
		               k);
	return rc == 1 ? 0 : -1;
}

static int
need_free(const struct target *t, struct err *err)
{
	if (*t->held_by && !t->ours)
		return err_set(err, ERR_CONFLICT, tr("%s 正在叫这一位"),
		               t->held_by);
	return 0;
}

/* Lay down what this officer holds, but for k. */
static int
free_others(struct desk *d, int64_t id, int k, struct err *err)
{
	const struct identity *who = desk_identity(d);
	struct stmt *st = db_use(desk_db(d), &write_held);
	int other = 0, rc;

	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, desk_now(d) - CALLOUT_HOLD_MS);
	stmt_bind_text(st, 3, who->officer);
	stmt_bind_text(st, 4, who->seat);
	while ((rc = stmt_step(st, err)) == 1)
		if (stmt_int(st, 0) != k)
			other = (int)stmt_int(st, 0);
	stmt_done(st);
	if (rc || !other)
		return rc;
	return append(d, id, "callout.freed", body_of(other), NULL, err);
}

static int
queue_next(struct desk *d, int64_t id, int *k, struct err *err)
{
	const struct identity *who = desk_identity(d);
	struct stmt *st = db_use(desk_db(d), &write_queue);
	int rc;

	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, desk_now(d) - CALLOUT_HOLD_MS);
	stmt_bind_text(st, 3, who->officer);
	stmt_bind_text(st, 4, who->seat);
	rc = stmt_step(st, err);
	*k = rc == 1 ? (int)stmt_int(st, 0) : 0;
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

static int
take_write(struct desk *d, void *arg, struct err *err)
{
	struct acting *a = arg;
	struct target t;
	int k = a->k;

	if (need_running(d, a->id, err))
		return -1;
	if (k > 0) {
		if (target_find(d, a->id, k, &t, err))
			return -1;
		free(t.line);
		if (need_free(&t, err))
			return -1;
		if (t.answered)
			return err_set(err, ERR_REFUSED, "%s",
			               tr("这一位已应答"));
	} else if (queue_next(d, a->id, &k, err)) {
		return -1;
	}
	if (free_others(d, a->id, k, err))
		return -1;
	*a->taken = k;
	if (!k)
		return 0;
	return append(d, a->id, "callout.held", body_of(k), NULL, err);
}

int
callout_take(struct desk *d, int64_t id, int *k, struct err *err)
{
	struct acting a = { .id = id, .k = *k, .taken = k };

	return desk_write(d, take_write, &a, err);
}

static int
free_write(struct desk *d, void *arg, struct err *err)
{
	const struct acting *a = arg;
	struct target t;

	if (target_find(d, a->id, a->k, &t, err))
		return -1;
	free(t.line);
	if (!t.ours)
		return 0;
	return append(d, a->id, "callout.freed", body_of(a->k), NULL, err);
}

int
callout_free(struct desk *d, int64_t id, int k, struct err *err)
{
	struct acting a = { .id = id, .k = k };

	return desk_write(d, free_write, &a, err);
}

/* Whom the line has for this number, or (NULL) for the next one to dial. */
static json_t *
line_entry(const struct target *t, const char *number)
{
	json_t *line = json_loads(t->line, 0, NULL), *entry, *found = NULL;
	size_t i;

	json_array_foreach(line, i, entry)
	{
		if (number ? strcmp(body_get_text(entry, "number"), number) == 0
		           : i == t->next) {
			found = json_incref(entry);
			break;
		}
	}
	json_decref(line);
	return found;
}

static int
try_body(const struct callout_attempt *at, const struct target *t, json_t *body,
         struct err *err)
{
	json_t *entry =
		at->how == CALLOUT_PHONE ? line_entry(t, at->number) : NULL;
	const char *number = at->number, *by = at->by;
	int rc;

	if (!number && entry)
		number = body_get_text(entry, "number");
	if (at->result == CALLOUT_ANSWERED && (!by || !*by) && entry)
		by = body_get_text(entry, "who");
	json_object_set_new(body, "how",
	                    json_string(callout_how_code(at->how)));
	json_object_set_new(body, "result",
	                    json_string(callout_result_code(at->result)));
	rc = body_put_text(body, "number", number, BODY_NAME_MAX, err) ||
	     body_put_text(body, "by", by, BODY_NAME_MAX, err) ||
	     body_put_text(body, "words", at->words, BODY_WORDS_MAX, err);
	if (!rc && at->how == CALLOUT_PHONE && !number)
		rc = err_set(err, ERR_INPUT, "%s",
		             tr("这一位没有号码：改用上门、鸣锣或电台"));
	if (!rc && at->result == CALLOUT_ANSWERED && (!by || !*by))
		rc = err_set(err, ERR_INPUT, "%s",
		             tr("要写明是谁应答的，如“王五：马上转移”"));
	json_decref(entry);
	return rc;
}

/* Whether a try leaves the person's other posts without anybody: another
 * answered, or no number of the line is left. */
static bool
leaves_posts(const struct callout_attempt *at, const struct target *t,
             const json_t *body)
{
	json_t *entry = NULL, *line;
	bool own, last;

	if (at->how == CALLOUT_PHONE)
		entry = line_entry(t, body_get_text(body, "number"));
	own = (entry && strcmp(body_words(entry, "who"), t->person) == 0) ||
	      strcmp(body_words(body, "by"), t->person) == 0;
	json_decref(entry);
	if (at->result == CALLOUT_ANSWERED)
		return !own;
	line = json_loads(t->line, 0, NULL);
	last = t->next + 1 >= json_array_size(line);
	json_decref(line);
	return last && body_get_text(body, "number");
}

static int
part_posts(struct desk *d, int64_t id, int k, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &write_also);
	json_t *names = json_array(), *name, *body = json_object();
	struct callout_gathering g;
	size_t i;
	int rc;

	callout_gathering_init(&g);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, k);
	while ((rc = stmt_step(st, err)) == 1)
		json_array_append_new(names, json_string(stmt_text(st, 0)));
	stmt_done(st);
	json_array_foreach(names, i, name) if (!rc) rc =
		callout_gather_member(d, &g, json_string_value(name), err);
	body_put_int(body, "of", k);
	json_object_set(body, "targets", g.targets);
	if (!rc && json_array_size(g.targets))
		rc = append(d, id, "callout.joined", json_incref(body), NULL,
		            err);
	json_decref(body);
	json_decref(names);
	callout_gathering_release(&g);
	return rc;
}

/* After the end only what was under way, and who answers of himself. */
static int
need_call(const struct callout_attempt *at, const struct target *t, bool ended,
          struct err *err)
{
	if (!ended || at->result == CALLOUT_ANSWERED || t->ours)
		return 0;
	return err_set(err, ERR_REFUSED, "%s",
	               tr("叫应已结束，只能补记谁应答了"));
}

static int
try_write(struct desk *d, void *arg, struct err *err)
{
	const struct acting *a = arg;
	struct target t;
	json_t *body;
	bool ended, leaves;

	if (has_ended(d, a->id, &ended, err) ||
	    target_find(d, a->id, a->attempt->k, &t, err))
		return -1;
	body = body_of(a->attempt->k);
	if (need_free(&t, err) || need_call(a->attempt, &t, ended, err) ||
	    try_body(a->attempt, &t, body, err)) {
		free(t.line);
		json_decref(body);
		return -1;
	}
	leaves = !ended && leaves_posts(a->attempt, &t, body);
	free(t.line);
	if (ended)
		json_object_set_new(body, "after", json_true());
	if (append(d, a->id, "callout.tried", body, a->seq, err))
		return -1;
	return leaves ? part_posts(d, a->id, a->attempt->k, err) : 0;
}

int
callout_try(struct desk *d, int64_t id, const struct callout_attempt *attempt,
            int64_t *seq, struct err *err)
{
	struct acting a = { .id = id, .attempt = attempt, .seq = seq };

	return desk_write(d, try_write, &a, err);
}

static int
acted_write(struct desk *d, void *arg, struct err *err)
{
	const struct acting *a = arg;
	struct target t;
	json_t *body;

	if (target_find(d, a->id, a->k, &t, err))
		return -1;
	free(t.line);
	body = body_of(a->k);
	if (body_put_text(body, "words", a->words, BODY_WORDS_MAX, err)) {
		json_decref(body);
		return -1;
	}
	return append(d, a->id, "callout.acted", body, a->seq, err);
}

int
callout_acted(struct desk *d, int64_t id, int k, const char *words,
              int64_t *seq, struct err *err)
{
	struct acting a = { .id = id, .k = k, .words = words, .seq = seq };

	if (!words || !*words)
		return err_set(err, ERR_INPUT, "%s", tr("要写明做了什么"));
	return desk_write(d, acted_write, &a, err);
}

static int
end_write(struct desk *d, void *arg, struct err *err)
{
	const struct acting *a = arg;
	json_t *body;

	if (need_running(d, a->id, err))
		return -1;
	body = json_object();
	if (body_put_text(body, "words", a->words, BODY_WORDS_MAX, err)) {
		json_decref(body);
		return -1;
	}
	return append(d, a->id, "callout.ended", body, a->seq, err);
}

int
callout_end(struct desk *d, int64_t id, const char *words, int64_t *seq,
            struct err *err)
{
	struct acting a = { .id = id, .words = words, .seq = seq };

	if (!words || !*words)
		return err_set(err, ERR_INPUT, "%s", tr("要写明叫应怎样结束"));
	return desk_write(d, end_write, &a, err);
}

/* The other posts of those who are called. */
static int
names_known(struct desk *d, int64_t id, struct callout_gathering *g,
            struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &write_also);
	int rc;

	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, 0);
	while ((rc = stmt_step(st, err)) == 1)
		json_object_set_new(g->names, stmt_text(st, 0), json_true());
	stmt_done(st);
	return rc;
}

static int
join_write(struct desk *d, void *arg, struct err *err)
{
	const struct acting *a = arg;
	struct callout_gathering g;
	struct callout_target *known = NULL;
	struct group group = { .name = NULL };
	json_t *body = json_object();
	size_t n = 0;
	int rc;

	callout_gathering_init(&g);
	rc = need_running(d, a->id, err) ||
	     callout_targets(d, a->id, &known, &n, err) ||
	     group_get(d, a->group, &group, err);
	for (size_t i = 0; i < n; i++)
		callout_gather_known(&g, &known[i]);
	if (!rc)
		rc = names_known(d, a->id, &g, err);
	callout_targets_free(known, n);
	if (!rc)
		rc = callout_gather(d, &g, a->group, err);
	if (!rc && !json_array_size(g.targets) && !json_array_size(g.also))
		rc = err_set(err, ERR_REFUSED, tr("“%s”的人都已在叫应中"),
		             group.name);
	if (!rc && json_object_size(g.names) > CALLOUT_TARGETS)
		rc = err_set(err, ERR_INPUT, tr("名单超过 %d 人"),
		             CALLOUT_TARGETS);
	if (!rc) {
		json_object_set_new(body, "list", json_string(group.name));
		json_object_set(body, "targets", g.targets);
		if (json_array_size(g.also))
			json_object_set(body, "also", g.also);
		rc = append(d, a->id, "callout.joined", json_incref(body), NULL,
		            err);
	}
	group_release(&group);
	callout_gathering_release(&g);
	json_decref(body);
	return rc ? -1 : 0;
}

int
callout_join(struct desk *d, int64_t id, int64_t group, struct err *err)
{
	struct acting a = { .id = id, .group = group };

	return desk_write(d, join_write, &a, err);
}
