/* What was done about a notice, entry by entry, in words. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/body.h"
#include "desk/notice.h"
#include "desk/record.h"

struct story {
	struct notice_event *rows;
	size_t count, cap;
};

void
notice_story_free(struct notice_event *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(rows[i].text);
	free(rows);
}

typedef void say_fn(struct buf *out, const json_t *body);

static void
say_words(struct buf *out, const json_t *body, const char *key)
{
	const char *words = body_get_text(body, key);

	if (words)
		buf_fmt(out, "%s%s", tr("："), words);
}

static void
say_raised(struct buf *out, const json_t *body)
{
	buf_fmt(out, tr("提出，报%s"), body_get_text(body, "post"));
	if (json_is_true(json_object_get(body, "drill")))
		buf_str(out, tr("（演练席不外发）"));
}

static void
say_begun(struct buf *out, const json_t *body)
{
	buf_fmt(out, tr("第 %lld 次发送"),
	        (long long)body_get_int(body, "n", 0));
}

static void
say_attempted(struct buf *out, const json_t *body)
{
	int64_t status = body_get_int(body, "status", 0);

	buf_fmt(out,
	        json_is_true(json_object_get(body, "ok"))
	                ? tr("第 %lld 次送达")
	                : tr("第 %lld 次失败"),
	        (long long)body_get_int(body, "n", 0));
	if (status)
		buf_fmt(out, " %lld", (long long)status);
	if (json_is_true(json_object_get(body, "final")))
		buf_str(out, tr("，不再发送"));
	say_words(out, body, "words");
}

static void
say_dropped(struct buf *out, const json_t *body)
{
	buf_str(out, json_is_true(json_object_get(body, "over"))
	                     ? tr("不必再发")
	                     : tr("不再发送"));
	say_words(out, body, "why");
}

static void
say_answered(struct buf *out, const json_t *body)
{
	bool person = strcmp(body_get_text(body, "how"), "person") == 0;

	buf_fmt(out, person ? tr("%s 回复") : tr("%s 回复（网关回执）"),
	        body_get_text(body, "by"));
	say_words(out, body, "words");
}

static const struct {
	const char *kind;
	say_fn *say;
} sayings[] = {
	{ "notice.raised", say_raised },
	{ "notice.begun", say_begun },
	{ "notice.attempted", say_attempted },
	{ "notice.dropped", say_dropped },
	{ "notice.answered", say_answered },
};

static int
take(void *arg, const struct journal_entry *e)
{
	struct story *s = arg;
	struct err none = ERR_INIT;
	struct buf text = BUF_INIT;
	struct notice_event *row;
	json_t *body = e->body ? json_parse(e->body, e->body_len, "body", &none)
	                       : NULL;

	s->rows = mem_grow(s->rows, s->count, &s->cap, sizeof(*s->rows));
	row = &s->rows[s->count++];
	memset(row, 0, sizeof(*row));
	row->seq = e->seq;
	row->at_ms = e->counted_ms;
	snprintf(row->officer, sizeof(row->officer), "%s", e->officer);
	for (size_t i = 0; body && i < sizeof(sayings) / sizeof(*sayings); i++)
		if (strcmp(sayings[i].kind, e->kind) == 0)
			sayings[i].say(&text, body);
	if (!body)
		buf_fmt(&text, tr("（内容已依法撤下）%s"), e->kind);
	row->text = mem_str(text.s);
	buf_release(&text);
	json_decref(body);
	return 0;
}

int
notice_story(struct desk *d, int64_t id, struct notice_event **rows,
             size_t *count, struct err *err)
{
	struct story s = { .rows = NULL };
	char subject[SUBJECT_MAX];

	*rows = NULL;
	*count = 0;
	if (journal_read_subject(desk_journal(d),
	                         body_subject(subject, "notice", id), take, &s,
	                         err) < 0) {
		notice_story_free(s.rows, s.count);
		return -1;
	}
	*rows = s.rows;
	*count = s.count;
	return 0;
}
