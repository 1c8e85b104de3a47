/* The house rule of who is told when nobody acts. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/body.h"
#include "desk/notice.h"

enum { AFTER_MAX = 1440 };

SQL(escalation_row, "SELECT steps FROM escalation WHERE one = 1");
SQL(escalation_put,
    "INSERT OR REPLACE INTO escalation (one, steps) VALUES (1, ?1)");

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

bool
escalation_goes(const struct escalation_step *s, const char *post,
                const char *channel)
{
	if (strcmp(s->post, post) != 0)
		return false;
	for (size_t k = 0; k < s->channels_count; k++)
		if (strcmp(s->channels[k], channel) == 0)
			return true;
	return false;
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

static bool
has_step(const struct escalation_step *steps, size_t count, const char *post,
         const char *channel)
{
	for (size_t i = 0; i < count; i++)
		if (escalation_goes(&steps[i], post, channel))
			return true;
	return false;
}

/* A channel that is not there yet may come. */
static int
check_number(struct desk *d, const char *post, const char *channel,
             struct err *err)
{
	struct err none = ERR_INIT;
	char *to, *phone;
	struct channel c;
	bool lacks = false;

	if (channel_get(d, channel, &c, &none))
		return 0;
	if (channel_needs_phone(&c)) {
		notice_recipient(d, post, &to, &phone);
		lacks = !phone;
		free(to);
		free(phone);
	}
	channel_release(&c);
	if (!lacks)
		return 0;
	return err_set(err, ERR_REFUSED,
	               tr("“%s”现在无人，或没有登记号码：通道 %s 发不到"), post,
	               channel);
}

/* What stands in the rule already is not asked: a post may have fallen vacant,
 * and the rest of the rule must not wait for it. */
static int
check_numbers(struct desk *d, const struct escalation_step *steps, size_t count,
              struct err *err)
{
	struct escalation_step *old;
	size_t old_count;
	int rc = 0;

	if (escalation_get(d, &old, &old_count, err))
		return -1;
	for (size_t i = 0; !rc && i < count; i++)
		for (size_t k = 0; !rc && k < steps[i].channels_count; k++)
			if (!has_step(old, old_count, steps[i].post,
			              steps[i].channels[k]))
				rc = check_number(d, steps[i].post,
				                  steps[i].channels[k], err);
	escalation_free(old, old_count);
	return rc;
}

static int
save_write(struct desk *d, void *arg, struct err *err)
{
	const struct saving *s = arg;
	json_t *body, *list = json_array();

	if (check_numbers(d, s->steps, s->count, err)) {
		json_decref(list);
		return -1;
	}
	body = json_object();
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

/* As a notice can have them: its check would fail when it is raised. */
static int
check_names(const struct escalation_step *s, struct err *err)
{
	if (utf8_prefix(s->post, strlen(s->post), NOTICE_POST) <
	    strlen(s->post))
		return err_set(err, ERR_INPUT, tr("职务超过 %d 字"),
		               NOTICE_POST);
	for (size_t k = 0; k < s->channels_count; k++)
		if (strlen(s->channels[k]) >= CHANNEL_NAME)
			return err_set(err, ERR_INPUT,
			               tr("通道名超过 %d 个字母：%s"),
			               CHANNEL_NAME - 1, s->channels[k]);
	return 0;
}

int
escalation_save(struct desk *d, const struct escalation_step *steps,
                size_t count, int64_t *seq, struct err *err)
{
	struct saving s = { steps, count, seq };

	for (size_t i = 0; i < count; i++)
		if (check_names(&steps[i], err))
			return -1;
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
