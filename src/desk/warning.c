#include "desk/warning.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/body.h"
#include "desk/record.h"

/* clang-format off */
static const struct {
	const char *code, *label;
} acts[WARNING_ACTS] = {
	[WARNING_UNHANDLED] =	{ "", N_("未处置") },
	[WARNING_INCIDENT] =	{ "incident", N_("已立事件") },
	[WARNING_CALLOUT] =	{ "callout", N_("已叫应") },
	[WARNING_PLAN] =	{ "plan", N_("已启动响应") },
	[WARNING_DISMISSED] =	{ "dismissed", N_("已研判不处置") },
};

static const char *const ends[WARNING_ENDS] = {
	[WARNING_RUNS] =	"",
	[WARNING_CANCELLED] =	N_("已解除"),
	[WARNING_EXPIRED] =	N_("已过期"),
	[WARNING_VANISHED] =	N_("发布方已撤下"),
};

static const char *const levels[] = {
	N_("待判"), N_("红色"), N_("橙色"), N_("黄色"), N_("蓝色"),
};
/* clang-format on */

const char *
warning_act_code(enum warning_act a)
{
	return acts[a].code;
}

const char *
warning_act_label(enum warning_act a)
{
	return acts[a].label;
}

int
warning_act_find(const char *code)
{
	for (int i = WARNING_INCIDENT; i < WARNING_ACTS; i++)
		if (strcmp(acts[i].code, code) == 0)
			return i;
	return -1;
}

const char *
warning_end_label(enum warning_end e)
{
	return ends[e];
}

const char *
warning_level_label(int level)
{
	return levels[level];
}

/* ---- queries ---- */

#define WARNING_COLUMNS                                                        \
	"id, last_seq, condition, kind, headline, sender, level, worst, "      \
	"drill, near, metres, sent_ms, expires_ms, occurred_ms, "              \
	"received_ms, changed_ms, lat, lon, magnitude, depth, messages, "      \
	"state, ended, ended_ms, act, acted_ms, acted_by, act_note, "          \
	"(SELECT group_concat(feed, ' ') FROM warning_source s "               \
	"WHERE s.warning = warning.id), level_ms, past_act, worse_seq"

SQL(warning_row, "SELECT " WARNING_COLUMNS " FROM warning WHERE id = ?1");
SQL(warning_open_rows, "SELECT " WARNING_COLUMNS " FROM warning "
                       "WHERE state < 2 "
                       "ORDER BY place, changed_ms DESC, id DESC "
                       "LIMIT ?1 OFFSET ?2");
/* As long as what nobody has closed. */
SQL_SCAN(warning_open_count, "SELECT count(*) FROM warning WHERE state < 2");
SQL(warning_unhandled_rows,
    "SELECT " WARNING_COLUMNS " FROM warning "
    "WHERE state = 0 AND act = 0 "
    "ORDER BY place, changed_ms DESC, id DESC LIMIT ?1 OFFSET ?2");
/* Of its own the planner takes an index that must look at each row. */
SQL_SCAN(warning_unhandled_count,
         "SELECT count(*) FROM warning INDEXED BY warning_unhandled "
         "WHERE state = 0 AND act = 0");
SQL(warning_all_rows, "SELECT " WARNING_COLUMNS " FROM warning "
                      "ORDER BY id DESC LIMIT ?1 OFFSET ?2");
SQL(warning_all_count, "SELECT n FROM warning ORDER BY id DESC LIMIT 1");
SQL(warning_message_rows, "SELECT seq, recorded_ms, feed, body "
                          "FROM warning_message WHERE warning = ?1 "
                          "ORDER BY seq DESC");

void
warning_release(struct warning *w)
{
	free(w->condition);
	free(w->kind);
	free(w->headline);
	free(w->sender);
	free(w->sources);
	free(w->acted_by);
	free(w->act_note);
	memset(w, 0, sizeof(*w));
}

void
warnings_free(struct warning *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		warning_release(&rows[i]);
	free(rows);
}

static int64_t
number_or_none(struct stmt *st, int col)
{
	return stmt_is_null(st, col) ? WARNING_NOWHERE : stmt_int(st, col);
}

static void
warning_read(struct warning *w, struct stmt *st)
{
	const char *sources = stmt_text(st, 28);

	memset(w, 0, sizeof(*w));
	w->id = stmt_int(st, 0);
	w->last_seq = stmt_int(st, 1);
	w->condition = mem_str(stmt_text(st, 2));
	w->kind = mem_str(stmt_text(st, 3));
	w->headline = mem_str(stmt_text(st, 4));
	w->sender = mem_str(stmt_text(st, 5));
	w->level = (int)stmt_int(st, 6);
	w->worst = (int)stmt_int(st, 7);
	w->drill = stmt_int(st, 8);
	w->near = (enum warning_near)stmt_int(st, 9);
	w->metres = stmt_int(st, 10);
	w->sent_ms = stmt_int(st, 11);
	w->expires_ms = stmt_int(st, 12);
	w->occurred_ms = stmt_int(st, 13);
	w->received_ms = stmt_int(st, 14);
	w->changed_ms = stmt_int(st, 15);
	w->lat = number_or_none(st, 16);
	w->lon = number_or_none(st, 17);
	w->magnitude = number_or_none(st, 18);
	w->depth = number_or_none(st, 19);
	w->messages = (int)stmt_int(st, 20);
	w->state = (enum warning_state)stmt_int(st, 21);
	w->end = (enum warning_end)stmt_int(st, 22);
	w->ended_ms = stmt_int(st, 23);
	w->act = (enum warning_act)stmt_int(st, 24);
	w->acted_ms = stmt_int(st, 25);
	w->acted_by = mem_str(stmt_text(st, 26));
	w->act_note = mem_str(stmt_text(st, 27));
	w->sources = mem_str(sources ? sources : "");
	w->level_ms = stmt_int(st, 29);
	w->past_act = (enum warning_act)stmt_int(st, 30);
	w->worse_seq = stmt_int(st, 31);
}

int
warning_get(struct desk *d, int64_t id, struct warning *out, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &warning_row);
	int rc;

	memset(out, 0, sizeof(*out));
	stmt_bind_int(st, 1, id);
	rc = stmt_step(st, err);
	if (rc == 1)
		warning_read(out, st);
	stmt_done(st);
	if (rc == 0)
		return err_set(err, ERR_NOT_FOUND, tr("没有第 %lld 号预警"),
		               (long long)id);
	return rc == 1 ? 0 : -1;
}

static int
warning_count(struct desk *d, const struct sql *sql, size_t *total,
              struct err *err)
{
	struct stmt *st = db_use(desk_db(d), sql);
	int rc = stmt_step(st, err);

	*total = rc == 1 ? (size_t)stmt_int(st, 0) : 0;
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

int
warning_page(struct desk *d, enum warning_set set, size_t from, size_t max,
             struct warning **rows, size_t *count, size_t *total,
             struct err *err)
{
	static const struct {
		const struct sql *rows, *count;
	} sets[] = {
		[WARNINGS_OPEN] = { &warning_open_rows, &warning_open_count },
		[WARNINGS_UNHANDLED] = { &warning_unhandled_rows,
		                         &warning_unhandled_count },
		[WARNINGS_ALL] = { &warning_all_rows, &warning_all_count },
	};
	struct warning *list = NULL;
	size_t n = 0, cap = 0;
	struct stmt *st;
	int rc;

	if (total && warning_count(d, sets[set].count, total, err))
		return -1;
	st = db_use(desk_db(d), sets[set].rows);
	stmt_bind_int(st, 1, max ? (int64_t)max : -1);
	stmt_bind_int(st, 2, (int64_t)from);
	while ((rc = stmt_step(st, err)) == 1) {
		list = mem_grow(list, n, &cap, sizeof(*list));
		warning_read(&list[n++], st);
	}
	stmt_done(st);
	if (rc) {
		warnings_free(list, n);
		return -1;
	}
	*rows = list;
	*count = n;
	return 0;
}

int
warning_list(struct desk *d, enum warning_set set, size_t max,
             struct warning **rows, size_t *count, size_t *total,
             struct err *err)
{
	return warning_page(d, set, 0, max, rows, count, total, err);
}

void
warning_messages_free(struct warning_message *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(rows[i].feed);
		free(rows[i].format);
		free(rows[i].condition);
		feed_strings_release(&rows[i].also);
		free(rows[i].id);
		free(rows[i].headline);
		free(rows[i].text);
		free(rows[i].sender);
		free(rows[i].severity);
		free(rows[i].link);
		free(rows[i].areas);
	}
	free(rows);
}

static char *
areas_line(const json_t *body)
{
	struct buf out = BUF_INIT;
	json_t *v;
	size_t i;

	json_array_foreach(json_object_get(body, "areas"), i, v)
		buf_fmt(&out, "%s%s", i ? tr("、") : "", json_string_value(v));
	return buf_take(&out);
}

static void
message_read(struct warning_message *m, const json_t *body)
{
	const char *change = body_get_text(body, "change");
	const char *payload = body_get_text(body, "payload");

	json_t *v;
	size_t i;

	m->format = mem_str(body_words(body, "format"));
	m->id = mem_str(body_words(body, "id"));
	m->condition = mem_str(body_words(body, "condition"));
	json_array_foreach(json_object_get(body, "also"), i, v)
		feed_push(&m->also, json_string_value(v));
	m->headline = mem_str(body_words(body, "headline"));
	m->text = mem_str(body_words(body, "text"));
	m->sender = mem_str(body_words(body, "sender"));
	m->severity = mem_str(body_words(body, "severity"));
	m->link = mem_str(body_words(body, "link"));
	m->areas = areas_line(body);
	if (strlen(payload) < sizeof(m->payload))
		memcpy(m->payload, payload, strlen(payload));
	m->level = (int)body_get_int(body, "level", 0);
	m->rank = (int)body_get_int(body, "rank", 0);
	m->house = json_is_true(json_object_get(body, "house"));
	m->change = strcmp(change, "cancel") == 0   ? FEED_CANCEL
	            : strcmp(change, "update") == 0 ? FEED_UPDATE
	                                            : FEED_ALERT;
	m->sent_ms = body_get_time(body, "sent", 0);
	m->effective_ms = body_get_time(body, "effective", 0);
	m->expires_ms = body_get_time(body, "expires", 0);
	m->occurred_ms = body_get_time(body, "occurred", 0);
	m->lat = body_get_int(body, "lat", WARNING_NOWHERE);
	m->lon = body_get_int(body, "lon", WARNING_NOWHERE);
	m->magnitude = body_get_int(body, "magnitude", WARNING_NOWHERE);
	m->depth = body_get_int(body, "depth", WARNING_NOWHERE);
}

int
warning_messages(struct desk *d, int64_t id, struct warning_message **rows,
                 size_t *count, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &warning_message_rows);
	struct warning_message *list = NULL, *m;
	size_t n = 0, cap = 0;
	json_t *body;
	int rc;

	stmt_bind_int(st, 1, id);
	while ((rc = stmt_step(st, err)) == 1) {
		body = json_parse(stmt_text(st, 3), stmt_text_len(st, 3),
		                  "warning", err);
		if (!body) {
			rc = -1;
			break;
		}
		list = mem_grow(list, n, &cap, sizeof(*list));
		m = &list[n++];
		memset(m, 0, sizeof(*m));
		m->seq = stmt_int(st, 0);
		m->recorded_ms = stmt_int(st, 1);
		m->feed = mem_str(stmt_text(st, 2));
		message_read(m, body);
		json_decref(body);
	}
	stmt_done(st);
	if (rc) {
		warning_messages_free(list, n);
		return -1;
	}
	*rows = list;
	*count = n;
	return 0;
}

/* ---- what people do ---- */

struct acting {
	int64_t id, seen;
	enum warning_act act;
	bool close;
	const char *note;
	int64_t *seq;
};

static int
act_write(struct desk *d, void *arg, struct err *err)
{
	const struct acting *a = arg;
	char subject[SUBJECT_MAX];
	struct warning w;
	json_t *body;

	if (warning_get(d, a->id, &w, err))
		return -1;
	if (w.state == WARNING_CLOSED)
		err_set(err, ERR_REFUSED, tr("第 %lld 号预警已销号"),
		        (long long)a->id);
	else if (a->seen && w.worse_seq > a->seen)
		err_set(err, ERR_CONFLICT,
		        tr("第 %lld 号预警已升为%s：没有保存，看过再处置"),
		        (long long)a->id, tr(warning_level_label(w.level)));
	warning_release(&w);
	if (err->code)
		return -1;
	body = json_object();
	if (!a->close)
		json_object_set_new(body, "how",
		                    json_string(warning_act_code(a->act)));
	if (body_put_text(body, a->close ? "why" : "note", a->note,
	                  BODY_WORDS_MAX, err)) {
		json_decref(body);
		return -1;
	}
	return desk_append(d, a->close ? "warning.closed" : "warning.handled",
	                   body_subject(subject, "warning", a->id),
	                   JOURNAL_NO_TIME, body, a->seq, err);
}

int
warning_handle(struct desk *d, int64_t id, int64_t seen, enum warning_act act,
               const char *note, int64_t *seq, struct err *err)
{
	struct acting a = { id, seen, act, false, note, seq };

	if (!note || !*note)
		return err_set(err, ERR_INPUT, "%s",
		               act == WARNING_DISMISSED ? tr("要写不处置的理由")
		                                        : tr("要写明怎样处置"));
	return desk_write(d, act_write, &a, err);
}

int
warning_handle_within(struct desk *d, int64_t id, int64_t seen,
                      enum warning_act act, const char *note, struct err *err)
{
	struct acting a = { id, seen, act, false, note, NULL };

	return act_write(d, &a, err);
}

int
warning_close(struct desk *d, int64_t id, int64_t seen, const char *why,
              int64_t *seq, struct err *err)
{
	struct acting a = { id, seen, WARNING_UNHANDLED, true, why, seq };

	if (!why || !*why)
		return err_set(err, ERR_INPUT, "%s", tr("要写销号的理由"));
	return desk_write(d, act_write, &a, err);
}
