/* How the entries of warnings fold into the views. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/json.h"
#include "desk/body.h"
#include "desk/record.h"
#include "desk/warning.h"
#include "desk/warning_body.h"

/* Places in lists: active by level, red first, 0 after blue; the rest. */
enum { PLACE_UNJUDGED = 5, PLACE_ENDED = 6, PLACE_CLOSED = 7 };
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

SQL(fold_warning,
    "INSERT INTO warning (id, condition, kind, level, level_ms, worst, drill, "
    "near, "
    "metres, headline, sender, rank, sent_ms, expires_ms, occurred_ms, lat, "
    "lon, magnitude, depth, geocodes, messages, state, ended, ended_ms, "
    "received_ms, changed_ms, last_seq, worse_seq, place, n, head) VALUES (?1, "
    "?2, "
    "?3, ?4, ?19, ?4, "
    "?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, 1, "
    "0, 0, 0, ?19, ?19, ?1, ?1, ?20, coalesce((SELECT n FROM warning "
    "ORDER BY id DESC LIMIT 1), 0) + 1, ?21)");
SQL(fold_head,
    "UPDATE warning SET kind = ?2, level_ms = CASE WHEN level = ?3 "
    "THEN level_ms ELSE ?18 END, level = ?3, worst = CASE "
    "WHEN ?3 > 0 AND (worst = 0 OR ?3 < worst) THEN ?3 ELSE worst END, "
    "near = min(near, ?4), metres = ?5, headline = ?6, sender = ?7, "
    "rank = ?8, sent_ms = ?9, expires_ms = ?10, occurred_ms = ?11, lat = ?12, "
    "lon = ?13, magnitude = ?14, depth = ?15, geocodes = ?16, place = CASE "
    "WHEN state = 0 THEN ?17 ELSE place END, calm = max(calm, ?17), "
    "worse_seq = CASE WHEN ?19 THEN ?20 ELSE worse_seq END, head = ?21 "
    "WHERE id = ?1");
/* What was done is kept as past; only a reason for closing is not. */
SQL(fold_reopen,
    "UPDATE warning SET act_note = CASE WHEN act = 0 AND past_act = 0 "
    "THEN '' ELSE act_note END, past_act = CASE WHEN act > 0 THEN act "
    "ELSE past_act END, act = 0, state = 0, ended = 0, ended_ms = 0, "
    "place = ?2 WHERE id = ?1");
SQL(fold_counted, "UPDATE warning SET messages = messages + 1, "
                  "changed_ms = ?2, last_seq = ?3 WHERE id = ?1");
SQL(fold_known, "SELECT rank, sent_ms, geocodes, state, ended, level, act, "
                "calm, head, cancelled_ms FROM warning WHERE id = ?1");
SQL(fold_message, "INSERT INTO warning_message (seq, warning, feed, id, "
                  "recorded_ms, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
/* By what the item is: that of an old entry may not be what its message is. */
SQL(fold_name, "INSERT OR IGNORE INTO warning_name (name, drill, warning) "
               "SELECT ?1, drill, id FROM warning WHERE id = ?2");
SQL(fold_seen, "INSERT OR REPLACE INTO warning_seen (feed, id, warning, "
               "print) VALUES (?1, ?2, ?3, ?4)");
SQL(fold_source, "INSERT OR REPLACE INTO warning_source (warning, feed, gone, "
                 "expires_ms) VALUES (?1, ?2, 0, ?3)");
SQL(fold_gone, "UPDATE warning_source SET gone = 1 WHERE warning = ?1 "
               "AND feed = ?2");
SQL(fold_until, "UPDATE warning SET until_ms = (SELECT coalesce(max("
                "expires_ms), 0) FROM warning_source WHERE warning = ?1 "
                "AND gone = 0) WHERE id = ?1");
SQL(fold_end,
    "UPDATE warning SET state = 1, ended = ?2, ended_ms = ?3, place = ?4, "
    "changed_ms = ?3, last_seq = ?5, cancelled_ms = ?6 "
    "WHERE id = ?1 AND state = 0");
SQL(fold_revive, "UPDATE warning SET state = 0, ended = 0, ended_ms = 0, "
                 "place = ?2 WHERE id = ?1");
SQL(fold_left, "UPDATE warning SET geocodes = ?2 WHERE id = ?1");
SQL(fold_act, "UPDATE warning SET act = ?2, acted_ms = ?3, acted_by = ?4, "
              "act_note = ?5, last_seq = ?6, past_act = 0, calm = CASE level "
              "WHEN 0 THEN ?7 ELSE level END WHERE id = ?1");
SQL(fold_close,
    "UPDATE warning SET state = 2, ended_ms = CASE WHEN ended_ms = 0 "
    "THEN ?2 ELSE ended_ms END, place = ?3, last_seq = ?4, act_note = CASE "
    "WHEN act_note = '' THEN ?5 ELSE act_note END, calm = CASE level "
    "WHEN 0 THEN ?6 ELSE level END WHERE id = ?1");

/* ---- messages ---- */

static void
bind_or_null(struct stmt *st, int i, const json_t *body, const char *key)
{
	const json_t *v = json_object_get(body, key);

	if (v)
		stmt_bind_int(st, i, json_integer_value(v));
	else
		stmt_bind_null(st, i);
}

static int
place_of(int level)
{
	return level ? level : PLACE_UNJUDGED;
}

static void
bind_geocodes(struct stmt *st, int i, const json_t *codes)
{
	struct buf text = BUF_INIT;

	if (codes)
		json_write(&text, codes);
	stmt_bind_text(st, i, codes ? text.s : "[]");
	buf_release(&text);
}

static int
put_new(struct fold *f, const struct journal_entry *e, int64_t id,
        const json_t *body, struct err *err)
{
	int level = (int)body_get_int(body, "level", 0);
	struct stmt *st = db_use(f->db, &fold_warning);

	stmt_bind_int(st, 1, id);
	stmt_bind_text(st, 2, body_get_text(body, "condition"));
	stmt_bind_text(st, 3, body_get_text(body, "kind"));
	stmt_bind_int(st, 4, level);
	stmt_bind_int(st, 5, json_is_true(json_object_get(body, "drill")));
	stmt_bind_int(st, 6, warning_near_find(body_get_text(body, "near")));
	stmt_bind_int(st, 7, body_get_int(body, "metres", -1));
	stmt_bind_text(st, 8, body_words(body, "headline"));
	stmt_bind_text(st, 9, body_words(body, "sender"));
	stmt_bind_int(st, 10, body_get_int(body, "rank", 0));
	stmt_bind_int(st, 11, body_get_time(body, "sent", 0));
	stmt_bind_int(st, 12, body_get_time(body, "expires", 0));
	stmt_bind_int(st, 13, body_get_time(body, "occurred", 0));
	bind_or_null(st, 14, body, "lat");
	bind_or_null(st, 15, body, "lon");
	bind_or_null(st, 16, body, "magnitude");
	bind_or_null(st, 17, body, "depth");
	bind_geocodes(st, 18, json_object_get(body, "geocodes"));
	stmt_bind_int(st, 19, e->counted_ms);
	stmt_bind_int(st, 20, place_of(level));
	stmt_bind_text(st, 21, body_get_text(body, "id"));
	return stmt_run(st, err);
}

struct known {
	int rank, state, ended, level, act, calm;
	int64_t sent_ms, cancelled_ms;
	char *geocodes, *head;
};

static void
known_release(struct known *k)
{
	free(k->geocodes);
	free(k->head);
}

static int
put_head(struct fold *f, const struct journal_entry *e, int64_t id,
         const struct known *k, const json_t *body, struct err *err)
{
	int level = (int)body_get_int(body, "level", 0);
	struct stmt *st = db_use(f->db, &fold_head);

	stmt_bind_int(st, 1, id);
	stmt_bind_text(st, 2, body_get_text(body, "kind"));
	stmt_bind_int(st, 3, level);
	stmt_bind_int(st, 4, warning_near_find(body_get_text(body, "near")));
	stmt_bind_int(st, 5, body_get_int(body, "metres", -1));
	stmt_bind_text(st, 6, body_words(body, "headline"));
	stmt_bind_text(st, 7, body_words(body, "sender"));
	stmt_bind_int(st, 8, body_get_int(body, "rank", 0));
	stmt_bind_int(st, 9, body_get_time(body, "sent", 0));
	stmt_bind_int(st, 10, body_get_time(body, "expires", 0));
	stmt_bind_int(st, 11, body_get_time(body, "occurred", 0));
	bind_or_null(st, 12, body, "lat");
	bind_or_null(st, 13, body, "lon");
	bind_or_null(st, 14, body, "magnitude");
	bind_or_null(st, 15, body, "depth");
	bind_geocodes(st, 16, json_object_get(body, "geocodes"));
	stmt_bind_int(st, 17, place_of(level));
	stmt_bind_int(st, 18, e->counted_ms);
	stmt_bind_int(st, 19, place_of(level) < place_of(k->level));
	stmt_bind_int(st, 20, e->seq);
	stmt_bind_text(st, 21, body_get_text(body, "id"));
	return stmt_run(st, err);
}

static int
put_name(struct fold *f, const char *name, int64_t id, struct err *err)
{
	struct stmt *st = db_use(f->db, &fold_name);

	stmt_bind_text(st, 1, name);
	stmt_bind_int(st, 2, id);
	return stmt_run(st, err);
}

/*
 * What the message and those it replaces are called.  A cancel that comes
 * before its alert is found by the alert through these.
 */
static int
put_names(struct fold *f, int64_t id, const json_t *body, struct err *err)
{
	static const char *const from[] = { "also", "references" };
	json_t *v;
	size_t i;

	if (put_name(f, body_get_text(body, "id"), id, err))
		return -1;
	for (size_t k = 0; k < COUNT(from); k++)
		json_array_foreach(json_object_get(body, from[k]), i,
		                   v) if (put_name(f, json_string_value(v), id,
		                                   err)) return -1;
	return 0;
}

static int
put_until(struct fold *f, int64_t id, struct err *err)
{
	struct stmt *st = db_use(f->db, &fold_until);

	stmt_bind_int(st, 1, id);
	return stmt_run(st, err);
}

static int
put_message(struct fold *f, const struct journal_entry *e, int64_t id,
            const json_t *body, struct err *err)
{
	const char *feed = body_get_text(body, "feed");
	const char *message = body_get_text(body, "id");
	char print[WARNING_PRINT];
	struct stmt *st = db_use(f->db, &fold_message);

	stmt_bind_int(st, 1, e->seq);
	stmt_bind_int(st, 2, id);
	stmt_bind_text(st, 3, feed);
	stmt_bind_text(st, 4, message);
	stmt_bind_int(st, 5, e->recorded_ms);
	stmt_bind_textn(st, 6, e->body, e->body_len);
	if (stmt_run(st, err))
		return -1;
	st = db_use(f->db, &fold_seen);
	stmt_bind_text(st, 1, feed);
	stmt_bind_text(st, 2, message);
	stmt_bind_int(st, 3, id);
	stmt_bind_text(st, 4, warning_print(print, body));
	if (stmt_run(st, err) || put_names(f, id, body, err))
		return -1;
	st = db_use(f->db, &fold_source);
	stmt_bind_int(st, 1, id);
	stmt_bind_text(st, 2, feed);
	stmt_bind_int(st, 3, body_get_time(body, "expires", 0));
	return stmt_run(st, err) ? -1 : put_until(f, id, err);
}

static int
put_end(struct fold *f, const struct journal_entry *e, int64_t id,
        enum warning_end how, int64_t cancelled_ms, struct err *err)
{
	struct stmt *st = db_use(f->db, &fold_end);

	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, how);
	stmt_bind_int(st, 3, e->counted_ms);
	stmt_bind_int(st, 4, PLACE_ENDED);
	stmt_bind_int(st, 5, e->seq);
	stmt_bind_int(st, 6, cancelled_ms);
	return stmt_run(st, err);
}

static int
put_cancelled(struct fold *f, const struct journal_entry *e, int64_t id,
              const json_t *body, struct err *err)
{
	return put_end(f, e, id, WARNING_CANCELLED,
	               body_get_time(body, "sent", e->counted_ms), err);
}

static bool
names(const json_t *body, const char *id)
{
	static const char *const lists[] = { "also", "references" };
	json_t *v;
	size_t i;

	if (strcmp(body_get_text(body, "id"), id) == 0)
		return true;
	for (size_t k = 0; k < COUNT(lists); k++)
		json_array_foreach(json_object_get(body, lists[k]), i,
		                   v) if (strcmp(json_string_value(v), id) ==
		                          0) return true;
	return false;
}

/* 解除黄色 lifts no red one, unless it says that it is about that. */
static bool
is_of_milder(const json_t *body, const struct known *k)
{
	int level = (int)body_get_int(body, "level", 0);

	return level && place_of(level) > place_of(k->level) &&
	       !names(body, k->head);
}

/*
 * A cancel that names codes ends the warning there alone (NWS: a Cancel may
 * cover part of the area); what is left of them goes on.
 */
static int
put_cancel(struct fold *f, const struct journal_entry *e, int64_t id,
           const json_t *body, const struct known *known, struct err *err)
{
	const json_t *gone = json_object_get(body, "geocodes");
	json_t *left = json_loads(known->geocodes, 0, NULL), *v, *g;
	size_t i, k;
	int rc;

	for (i = json_array_size(left); i-- > 0;) {
		v = json_array_get(left, i);
		json_array_foreach((json_t *)gone, k, g) if (json_equal(v, g))
		{
			json_array_remove(left, i);
			break;
		}
	}
	if (gone && json_array_size(left)) {
		struct stmt *st = db_use(f->db, &fold_left);

		stmt_bind_int(st, 1, id);
		bind_geocodes(st, 2, left);
		rc = stmt_run(st, err);
	} else {
		rc = put_cancelled(f, e, id, body, err);
	}
	json_decref(left);
	return rc;
}

static int
known_read(struct fold *f, int64_t id, struct known *k, struct err *err)
{
	struct stmt *st = db_use(f->db, &fold_known);
	int rc;

	stmt_bind_int(st, 1, id);
	rc = stmt_step(st, err);
	if (rc == 1) {
		k->rank = (int)stmt_int(st, 0);
		k->sent_ms = stmt_int(st, 1);
		k->geocodes = mem_str(stmt_text(st, 2));
		k->state = (int)stmt_int(st, 3);
		k->ended = (int)stmt_int(st, 4);
		k->level = (int)stmt_int(st, 5);
		k->act = (int)stmt_int(st, 6);
		k->calm = (int)stmt_int(st, 7);
		k->head = mem_str(stmt_text(st, 8));
		k->cancelled_ms = stmt_int(st, 9);
	}
	stmt_done(st);
	return rc;
}

/* Worse than what a person dealt with. */
static bool
is_new_matter(const struct known *k, int level)
{
	return (k->act != WARNING_UNHANDLED || k->state == WARNING_CLOSED) &&
	       place_of(level) < k->calm;
}

static int
put_on(struct fold *f, const struct sql *sql, int64_t id, int level,
       struct err *err)
{
	struct stmt *st = db_use(f->db, sql);

	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, place_of(level));
	return stmt_run(st, err);
}

/* It was cancelled, gone or out of date; said anew, it runs. */
static int
put_running(struct fold *f, int64_t id, const struct known *k, bool newer,
            int level, struct err *err)
{
	bool cancelled = k->ended == WARNING_CANCELLED;

	if (newer && (is_new_matter(k, level) ||
	              (cancelled && k->state == WARNING_CLOSED)))
		return put_on(f, &fold_reopen, id, level, err);
	return k->state == WARNING_ENDED ? put_on(f, &fold_revive, id,
	                                          newer ? level : k->level, err)
	                                 : 0;
}

/* Does it come before what is shown?  After a cancel, what was sent later. */
static bool
is_newer(const struct known *k, const json_t *body)
{
	int rank = (int)body_get_int(body, "rank", 0);
	int64_t sent = body_get_time(body, "sent", 0);

	if (k->ended == WARNING_CANCELLED)
		return sent > k->cancelled_ms;
	return rank > k->rank || (rank == k->rank && sent >= k->sent_ms);
}

static int
put_again(struct fold *f, const struct journal_entry *e, int64_t id,
          const struct known *k, const json_t *body, struct err *err)
{
	bool cancel = strcmp(body_get_text(body, "change"), "cancel") == 0;
	bool newer = is_newer(k, body);
	struct stmt *st = db_use(f->db, &fold_counted);

	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, e->counted_ms);
	stmt_bind_int(st, 3, e->seq);
	if (stmt_run(st, err))
		return -1;
	if (cancel)
		return newer && !is_of_milder(body, k)
		               ? put_cancel(f, e, id, body, k, err)
		               : 0;
	if (newer && put_head(f, e, id, k, body, err))
		return -1;
	if (k->ended == WARNING_CANCELLED && !newer)
		return 0;
	return put_running(f, id, k, newer, (int)body_get_int(body, "level", 0),
	                   err);
}

int
warning_received_reduce(struct fold *f, const struct journal_entry *e,
                        const json_t *body, struct err *err)
{
	struct known k = { .geocodes = NULL };
	int64_t id;
	int rc;

	if (record_id(e, "warning", &id, err))
		return -1;
	if (!body)
		return 0;
	rc = known_read(f, id, &k, err);
	if (rc < 0)
		return -1;
	if (rc == 1)
		rc = put_again(f, e, id, &k, body, err);
	else if (!(rc = put_new(f, e, id, body, err)) &&
	         strcmp(body_get_text(body, "change"), "cancel") == 0)
		rc = put_cancelled(f, e, id, body, err);
	known_release(&k);
	return rc ? rc : put_message(f, e, id, body, err);
}

/* ---- ends and acts ---- */

int
warning_lost_reduce(struct fold *f, const struct journal_entry *e,
                    const json_t *body, struct err *err)
{
	struct stmt *st;
	int64_t id;

	if (record_id(e, "warning", &id, err))
		return -1;
	if (!body)
		return 0;
	st = db_use(f->db, &fold_gone);
	stmt_bind_int(st, 1, id);
	stmt_bind_text(st, 2, body_get_text(body, "feed"));
	return stmt_run(st, err) ? -1 : put_until(f, id, err);
}

int
warning_ended_reduce(struct fold *f, const struct journal_entry *e,
                     const json_t *body, struct err *err)
{
	int64_t id;

	if (record_id(e, "warning", &id, err))
		return -1;
	if (!body)
		return 0;
	if (body_get_text(body, "feed") && warning_lost_reduce(f, e, body, err))
		return -1;
	return put_end(
		f, e, id,
		(enum warning_end)warning_end_find(body_get_text(body, "how")),
		0, err);
}

int
warning_handled_reduce(struct fold *f, const struct journal_entry *e,
                       const json_t *body, struct err *err)
{
	struct stmt *st;
	int64_t id;

	if (record_id(e, "warning", &id, err))
		return -1;
	if (!body)
		return 0;
	st = db_use(f->db, &fold_act);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, warning_act_find(body_get_text(body, "how")));
	stmt_bind_int(st, 3, e->counted_ms);
	stmt_bind_text(st, 4, e->officer);
	stmt_bind_text(st, 5, body_get_text(body, "note"));
	stmt_bind_int(st, 6, e->seq);
	stmt_bind_int(st, 7, PLACE_UNJUDGED);
	return stmt_run(st, err);
}

int
warning_closed_reduce(struct fold *f, const struct journal_entry *e,
                      const json_t *body, struct err *err)
{
	struct stmt *st = db_use(f->db, &fold_close);
	int64_t id;

	if (record_id(e, "warning", &id, err))
		return -1;
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, e->counted_ms);
	stmt_bind_int(st, 3, PLACE_CLOSED);
	stmt_bind_int(st, 4, e->seq);
	stmt_bind_text(st, 5, body ? body_words(body, "why") : "");
	stmt_bind_int(st, 6, PLACE_UNJUDGED);
	return stmt_run(st, err);
}
