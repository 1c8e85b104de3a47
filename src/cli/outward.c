/*
 * feeds and notices: what the desk hears from outside, and what it sent there,
 * as text or JSON.  JSON members are stable and documented in zhiban(1).
 */
#include "cli/cli.h"

#include <jansson.h>
#include <string.h>

#include "base/civil.h"
#include "base/json.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/desk.h"
#include "desk/feed.h"
#include "desk/notice.h"

const struct cli_option feeds_options[] = {
	{ "--json", NULL, N_("输出 JSON") },
	{ NULL, NULL, NULL },
};

const struct cli_option notices_options[] = {
	{ "--json", NULL, N_("输出 JSON") },
	{ NULL, NULL, NULL },
};

static void
put_time(json_t *o, const char *key, int64_t ms)
{
	char text[CIVIL_TEXT];

	if (ms)
		json_object_set_new(
			o, key,
			json_string(civil_rfc3339(text, ms, CIVIL_SHANGHAI)));
}

static void
put_text(json_t *o, const char *key, const char *s)
{
	if (*s)
		json_object_set_new(o, key, json_string(s));
}

/* What came from outside, on one line. */
static void
add_safe(struct buf *out, const char *s)
{
	text_safe(out, s, strlen(s), TEXT_LINE);
}

/* An element of an array, on a line of its own; o is taken. */
static void
add_row(struct buf *out, json_t *o, bool first)
{
	buf_str(out, first ? "" : ",\n ");
	json_write(out, o);
	json_decref(o);
}

/* ---- feeds ---- */

static json_t *
feed_json(const struct feed *f)
{
	json_t *o = json_object();
	struct buf address = BUF_INIT;

	feed_address_text(&address, f->address);
	json_object_set_new(o, "name", json_string(f->name));
	json_object_set_new(o, "label", json_string(f->label));
	json_object_set_new(o, "format", json_string(f->format->code));
	json_object_set_new(o, "address", json_string(address.s));
	json_object_set_new(o, "on", json_boolean(f->on));
	json_object_set_new(o, "interval", json_integer(f->interval));
	json_object_set_new(o, "state", json_string(feed_state_code(f->state)));
	put_time(o, "since", f->since_ms);
	put_text(o, "words", f->words);
	put_text(o, "officer", f->officer);
	json_object_set_new(o, "last_seq", json_integer(f->last_seq));
	buf_release(&address);
	return o;
}

static void
feed_text(struct buf *out, const struct feed *f)
{
	char since[CIVIL_TEXT];

	buf_fmt(out, "%s %-10s  %s  %s  ",
	        !f->on                    ? "-"
	        : f->state == FEED_OK     ? " "
	        : f->state == FEED_UNREAD ? "?"
	                                  : "!",
	        f->name, f->on ? tr("开") : tr("关"),
	        tr(feed_state_label(f->state)));
	if (f->since_ms)
		buf_fmt(out, "%s  ", civil_local(since, f->since_ms));
	add_safe(out, f->label);
	buf_str(out, *f->words ? "  " : "");
	add_safe(out, f->words);
	buf_str(out, "\n");
}

static int
feeds_write(const struct cli *cli, struct desk *d, struct buf *out,
            struct err *err)
{
	bool as_json = cli_has(cli, "--json");
	struct feed *rows;
	size_t count;

	if (feed_list(d, &rows, &count, err))
		return -1;
	buf_str(out, as_json ? "[" : "");
	for (size_t i = 0; i < count; i++) {
		if (as_json)
			add_row(out, feed_json(&rows[i]), i == 0);
		else
			feed_text(out, &rows[i]);
	}
	buf_str(out, as_json ? "]\n" : "");
	feeds_free(rows, count);
	return 0;
}

/* ---- notices ---- */

static const char *const state_codes[NOTICE_STATES] = {
	[NOTICE_WAITING] = "waiting",   [NOTICE_SENT] = "sent",
	[NOTICE_FAILED] = "failed",     [NOTICE_DRILL] = "drill",
	[NOTICE_ANSWERED] = "answered", [NOTICE_OVER] = "over",
};

static json_t *
notice_json(const struct notice *n)
{
	json_t *o = json_object();

	json_object_set_new(o, "id", json_integer(n->id));
	json_object_set_new(o, "key", json_string(n->key));
	json_object_set_new(o, "step", json_integer(n->step));
	json_object_set_new(o, "post", json_string(n->post));
	put_text(o, "to", n->to);
	put_text(o, "phone", n->phone);
	json_object_set_new(o, "channel", json_string(n->channel));
	json_object_set_new(o, "level", json_integer(n->level));
	json_object_set_new(o, "title", json_string(n->title));
	json_object_set_new(o, "text", json_string(n->text));
	json_object_set_new(o, "state", json_string(state_codes[n->state]));
	json_object_set_new(o, "attempts", json_integer(n->attempts));
	put_time(o, "raised", n->raised_ms);
	if (n->state == NOTICE_WAITING)
		put_time(o, "next", n->next_ms);
	put_time(o, "sent", n->sent_ms);
	put_time(o, "answered", n->answered_ms);
	put_text(o, "answered_by", n->answered_by);
	put_text(o, "words", n->words);
	json_object_set_new(o, "last_seq", json_integer(n->last_seq));
	return o;
}

static void
notice_text(struct buf *out, const struct notice *n)
{
	char at[CIVIL_TEXT];

	buf_fmt(out, "%s %s  %lld  %s  ", n->state == NOTICE_FAILED ? "✗" : " ",
	        civil_local(at, n->raised_ms), (long long)n->id,
	        tr(notice_state_label(n->state)));
	add_safe(out, n->post);
	buf_str(out, " ");
	add_safe(out, n->to);
	buf_fmt(out, " → %s  ", n->channel);
	add_safe(out, n->title);
	buf_str(out, *n->words ? "  " : "");
	add_safe(out, n->words);
	buf_str(out, "\n");
}

static int
notices_write(const struct cli *cli, struct desk *d, struct buf *out,
              struct err *err)
{
	bool as_json = cli_has(cli, "--json");
	struct notice *rows;
	size_t count;

	if (notice_list(d, 0, &rows, &count, err))
		return -1;
	buf_str(out, as_json ? "[" : "");
	for (size_t i = 0; i < count; i++) {
		if (as_json)
			add_row(out, notice_json(&rows[i]), i == 0);
		else
			notice_text(out, &rows[i]);
	}
	buf_str(out, as_json ? "]\n" : "");
	notices_free(rows, count);
	return 0;
}

typedef int write_fn(const struct cli *cli, struct desk *d, struct buf *out,
                     struct err *err);

static int
list(struct cli *cli, write_fn *write)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	struct desk *d = NULL;
	int status;

	if (cli_open_desk(cli, &d, &err) || write(cli, d, &out, &err))
		status = cli_fail(cli, &err);
	else
		status = cli_out(cli, &out, EXIT_DONE);
	desk_close(d);
	buf_release(&out);
	return status;
}

int
cli_feeds(struct cli *cli)
{
	return list(cli, feeds_write);
}

int
cli_notices(struct cli *cli)
{
	return list(cli, notices_write);
}
