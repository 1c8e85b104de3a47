/* The house rule of who is told when nobody acts, and what it raises now. */
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/body.h"
#include "desk/contact.h"
#include "desk/notice.h"

enum { AFTER_MAX = 1440, TITLE_MAX = 100, TEXT_MAX = 600 };

SQL(escalation_row, "SELECT steps FROM escalation WHERE one = 1");
SQL(escalation_put,
    "INSERT OR REPLACE INTO escalation (one, steps) VALUES (1, ?1)");
SQL(escalation_known, "SELECT 1 FROM notice WHERE key = ?1");

void
escalation_free(struct escalation_step *steps, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < steps[i].channels_count; k++)
			free(steps[i].channels[k]);
		free(steps[i].channels);
		free(steps[i].post);
	}
	free(steps);
}

/* ---- the rule ---- */

static int
step_read(struct escalation_step *s, const json_t *o, const struct jpath *at,
          struct err *err)
{
	static const char *const keys[] = { "after", "post", "channels", NULL };
	const struct jpath list_at = { .up = at, .key = "channels" };
	const json_t *list;
	const char *post;
	int64_t after;
	json_t *v;
	size_t i;

	if (json_only(o, keys, at, err) ||
	    json_need_int(o, "after", 0, AFTER_MAX, &after, at, err) ||
	    json_need_string(o, "post", &post, at, err) ||
	    json_need_array(o, "channels", &list, at, err))
		return -1;
	if (!*post)
		return json_fail(at, err, "expected a post");
	s->after = (int)after;
	s->post = mem_str(post);
	s->channels = mem_array(NULL, json_array_size(list) + 1,
	                        sizeof(*s->channels));
	json_array_foreach((json_t *)list, i, v)
	{
		const struct jpath in = { .up = &list_at, .index = i };

		if (!json_string_length(v))
			return json_fail(&in, err, "expected a channel");
		s->channels[s->channels_count++] =
			mem_str(json_string_value(v));
	}
	return 0;
}

static int
by_after(const void *a, const void *b)
{
	const struct escalation_step *x = a, *y = b;

	return (x->after > y->after) - (x->after < y->after);
}

int
escalation_from_json(const json_t *list, const struct jpath *at,
                     struct escalation_step **steps, size_t *count,
                     struct err *err)
{
	json_t *v;
	size_t i;

	*count = 0;
	*steps = mem_alloc((json_array_size(list) + 1) * sizeof(**steps));
	json_array_foreach((json_t *)list, i, v)
	{
		const struct jpath in = { .up = at, .index = i };

		if (step_read(&(*steps)[(*count)++], v, &in, err)) {
			escalation_free(*steps, *count);
			return -1;
		}
	}
	qsort(*steps, *count, sizeof(**steps), by_after);
	return 0;
}

int
escalation_get(struct desk *d, struct escalation_step **steps, size_t *count,
               struct err *err)
{
	const struct jpath at = { .key = "escalation" };
	struct stmt *st = db_use(desk_db(d), &escalation_row);
	json_t *list = NULL;
	int rc = stmt_step(st, err);

	if (rc == 1) {
		list = json_parse(stmt_text(st, 0), stmt_text_len(st, 0),
		                  "escalation", err);
		rc = list ? 0 : -1;
	}
	stmt_done(st);
	if (!rc)
		rc = escalation_from_json(list, &at, steps, count, err);
	json_decref(list);
	return rc;
}

struct saving {
	const struct escalation_step *steps;
	size_t count;
	int64_t *seq;
};

static int
save_write(struct desk *d, void *arg, struct err *err)
{
	const struct saving *s = arg;
	json_t *body = json_object(), *list = json_array();

	json_object_set_new(body, "steps", list);
	for (size_t i = 0; i < s->count; i++) {
		json_t *o = json_object(), *channels = json_array();

		body_put_int(o, "after", s->steps[i].after);
		json_object_set_new(o, "post", json_string(s->steps[i].post));
		for (size_t k = 0; k < s->steps[i].channels_count; k++)
			json_array_append_new(
				channels, json_string(s->steps[i].channels[k]));
		json_object_set_new(o, "channels", channels);
		json_array_append_new(list, o);
	}
	return desk_append(d, "escalation.saved", "escalation", JOURNAL_NO_TIME,
	                   body, s->seq, err);
}

int
escalation_save(struct desk *d, const struct escalation_step *steps,
                size_t count, int64_t *seq, struct err *err)
{
	struct saving s = { steps, count, seq };

	return desk_write(d, save_write, &s, err);
}

int
escalation_saved_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "steps", NULL };
	const struct jpath root = { .key = "body" };
	const struct jpath at = { .up = &root, .key = "steps" };
	struct escalation_step *steps;
	const json_t *list;
	size_t n;

	if (body_only(body, keys, err) ||
	    json_need_array(body, "steps", &list, &root, err))
		return -1;
	if (json_array_size(list) > ESCALATION_STEPS)
		return json_fail(&at, err, "more than %d", ESCALATION_STEPS);
	if (escalation_from_json(list, &at, &steps, &n, err))
		return -1;
	escalation_free(steps, n);
	return 0;
}

int
escalation_saved_reduce(struct fold *f, const struct journal_entry *e,
                        const json_t *body, struct err *err)
{
	struct buf steps = BUF_INIT;
	struct stmt *st;
	int rc;

	(void)e;
	if (!body)
		return 0;
	json_write(&steps, json_object_get(body, "steps"));
	st = db_use(f->db, &escalation_put);
	stmt_bind_text(st, 1, steps.s);
	rc = stmt_run(st, err);
	buf_release(&steps);
	return rc;
}

/* ---- what it raises now ---- */

struct due {
	const struct alarm *alarm;
	const struct escalation_step *step;
	int number; /* of the step: 1, 2 ... */
	const char *channel;
	char key[NOTICE_KEY];
};

struct dues {
	struct due *rows;
	size_t count, cap;
};

static int
is_known(struct desk *d, const char *key, bool *known, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &escalation_known);
	int rc;

	stmt_bind_text(st, 1, key);
	rc = stmt_step(st, err);
	stmt_done(st);
	*known = rc == 1;
	return rc < 0 ? -1 : 0;
}

static int
due_add(struct desk *d, struct dues *list, const struct due *due,
        struct err *err)
{
	bool known;

	if (is_known(d, due->key, &known, err))
		return -1;
	if (known)
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

static int
dues_of(struct desk *d, struct dues *list, const struct alarm *a,
        const struct escalation_step *steps, size_t count, struct err *err)
{
	int64_t now = desk_now(d);

	for (size_t i = 0; i < count; i++) {
		if (now < a->since_ms + steps[i].after * CIVIL_MINUTE)
			break;
		for (size_t k = 0; k < steps[i].channels_count; k++) {
			struct due due = { a, &steps[i], (int)i + 1,
				           steps[i].channels[k], "" };

			snprintf(due.key, sizeof(due.key), "%s/%d/%s", a->key,
			         due.number, due.channel);
			if (due_add(d, list, &due, err))
				return -1;
		}
	}
	return 0;
}

/* The first of those who hold the post, and a number of theirs. */
static int
put_recipient(struct desk *d, json_t *body, const char *post, struct err *err)
{
	struct voice *rows;
	bool vacant;
	size_t n;
	int rc = 0;

	if (voices_of_post(d, post, &vacant, &rows, &n, err)) {
		/* A post whose unit is gone is no reason to be silent. */
		err_clear(err);
		return 0;
	}
	if (n) {
		rc = body_put_text(body, "to", rows[0].who, BODY_NAME_MAX, err);
		if (!rc && rows[0].phones_count)
			rc = body_put_text(body, "phone",
			                   rows[0].phones[0].number,
			                   BODY_NAME_MAX, err);
	}
	voices_free(rows, n);
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

static int
raise_write(struct desk *d, void *arg, struct err *err)
{
	const struct dues *list = arg;
	char subject[SUBJECT_MAX];
	json_t *body;
	bool known;

	for (size_t i = 0; i < list->count; i++) {
		/* Another worker may have been quicker. */
		if (is_known(d, list->rows[i].key, &known, err))
			return -1;
		if (known)
			continue;
		body = notice_body(d, &list->rows[i], err);
		if (!body || desk_append(d, "notice.raised",
		                         body_subject(subject, "notice",
		                                      body_next_seq(d)),
		                         JOURNAL_NO_TIME, body, NULL, err))
			return -1;
	}
	return 0;
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
	if (!rc && list.count)
		rc = desk_write(d, raise_write, &list, err);
	if (!rc)
		*count = list.count;
	free(list.rows);
	alarms_free(alarms, n);
	escalation_free(steps, steps_n);
	return rc;
}
