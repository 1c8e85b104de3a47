#include "watch/outbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/channel.h"
#include "desk/notice.h"
#include "watch/fill.h"
#include "watch/schedule.h"
#include "watch/signature.h"
#include "watch/template.h"

enum { WEBHOOK_HEADERS = 3, LINE_MAX_BYTES = 76 };

/* Of an answer: bytes that are looked at, characters that are kept.  Longer
 * than a key by more than what is kept: none is cut. */
enum { BODY_READ = 4096, BODY_SHOWN = 200, WORDS_BYTES = 1024 };

struct sending {
	struct outbox *box;
	struct fetch *fetch;
	int64_t id;                    /* 0: free */
	bool ended;                    /* it has, but that is not written yet */
	struct notice_attempt attempt; /* how, then; with these words */
	char words[WORDS_BYTES];
};

struct outbox {
	struct desk *desk;
	struct fetcher *fetcher;
	const struct keys *keys;
	struct sending slots[OUTBOX_AT_ONCE];
};

struct outbox *
outbox_new(struct desk *d, struct fetcher *f, const struct keys *keys)
{
	struct outbox *o = mem_alloc(sizeof(*o));

	o->desk = d;
	o->fetcher = f;
	o->keys = keys;
	for (size_t i = 0; i < OUTBOX_AT_ONCE; i++)
		o->slots[i].box = o;
	return o;
}

void
outbox_free(struct outbox *o)
{
	if (!o)
		return;
	for (size_t i = 0; i < OUTBOX_AT_ONCE; i++)
		fetch_stop(o->slots[i].fetch);
	free(o);
}

bool
outbox_busy(const struct outbox *o)
{
	for (size_t i = 0; i < OUTBOX_AT_ONCE; i++)
		if (o->slots[i].id)
			return true;
	return false;
}

static int64_t
wall_now(void)
{
	struct clock_reading now;

	clock_read(&clock_system, &now);
	return now.wall_ms;
}

/* ---- what came back ---- */

/* Given up meanwhile, say: there is nothing left to write. */
static bool
is_settled(struct outbox *o, int64_t id)
{
	struct err none = ERR_INIT;
	struct notice n;
	bool settled;

	if (notice_get(o->desk, id, &n, &none))
		return false;
	settled = n.state != NOTICE_WAITING && n.state != NOTICE_ANSWERED;
	notice_release(&n);
	return settled;
}

/*
 * Write how the attempt ended; the slot is free then.  While that cannot be
 * written (the disk is full), the slot keeps it: for the journal the attempt
 * has only begun, and would be made again at once.
 */
static int
record(struct sending *s, struct err *err)
{
	s->attempt.words = s->words;
	if (notice_attempted(s->box->desk, s->id, &s->attempt, err) &&
	    !is_settled(s->box, s->id))
		return -1;
	err_clear(err);
	s->id = 0;
	s->ended = false;
	return 0;
}

static int
end(struct sending *s, const struct notice_attempt *attempt, struct err *err)
{
	s->fetch = NULL;
	s->ended = true;
	s->attempt = *attempt;
	snprintf(s->words, sizeof(s->words), "%s", attempt->words);
	return record(s, err);
}

/* What a gate answered: its status, and the first of its words. */
static void
put_answer(struct buf *out, const struct fetch_answer *a,
           const struct keys *keys)
{
	static const char *const none[] = { NULL };
	struct buf begin = BUF_INIT, shown = BUF_INIT, safe = BUF_INIT;

	buf_fmt(out, tr("对方答复 %ld"), a->status);
	if (a->refused)
		buf_fmt(out, tr("，但拒收 %d 个收件人，核对通道的收件人"),
		        a->refused);
	buf_add(&begin, a->body.s,
	        a->body.len < BODY_READ ? a->body.len : BODY_READ);
	fetch_hide(&shown, begin.s, keys ? keys_values(keys) : none);
	text_safe(&safe, shown.s, shown.len, 0);
	if (safe.len)
		buf_str(out, tr("："));
	buf_add(out, safe.s, utf8_prefix(safe.s, safe.len, BODY_SHOWN));
	buf_release(&begin);
	buf_release(&shown);
	buf_release(&safe);
}

static void
sent(void *arg, struct fetch_answer *a, const struct err *failed)
{
	struct sending *s = arg;
	struct err err = ERR_INIT;
	struct buf words = BUF_INIT;
	struct notice_attempt attempt = {
		.ok = !failed->code,
		.final = a->final,
		.status = (int)a->status,
	};

	put_answer(&words, a, s->box->keys);
	attempt.words = failed->code ? failed->text : words.s;
	if (a->retry_after)
		attempt.wait_ms =
			schedule_retry_after(a->retry_after, wall_now());
	/* What fails here is told by the next tick, which tries again. */
	(void)end(s, &attempt, &err);
	buf_release(&words);
}

/* ---- a letter (RFC 5322, RFC 2047) ---- */

/* base64 in lines of 76. */
static void
put_base64(struct buf *out, const char *s, size_t len)
{
	struct buf all = BUF_INIT;

	base64_add(&all, s, len);
	for (size_t at = 0; at < all.len; at += LINE_MAX_BYTES) {
		size_t n = all.len - at;

		buf_add(out, all.s + at,
		        n > LINE_MAX_BYTES ? LINE_MAX_BYTES : n);
		buf_str(out, "\r\n");
	}
	buf_release(&all);
}

/* Encoded words of at most 75 bytes, each of whole characters. */
static void
put_subject(struct buf *out, const char *title)
{
	size_t left = strlen(title), n;

	buf_str(out, "Subject:");
	while (left > 0) {
		n = utf8_prefix(title, left, 14);
		buf_str(out, " =?UTF-8?B?");
		base64_add(out, title, n);
		buf_str(out, "?=\r\n");
		title += n;
		left -= n;
	}
}

static void
put_date(struct buf *out, int64_t now_ms)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed",
		                            "Thu", "Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr",
		                              "May", "Jun", "Jul", "Aug",
		                              "Sep", "Oct", "Nov", "Dec" };
	struct civil c;

	civil_from_ms(&c, now_ms, CIVIL_SHANGHAI);
	buf_fmt(out, "Date: %s, %02d %s %04d %02d:%02d:%02d +0800\r\n",
	        days[c.weekday], c.day, months[c.month - 1], c.year, c.hour,
	        c.minute, c.second);
}

static void
letter(struct buf *out, const struct channel *c, const struct notice *n,
       const char *id)
{
	buf_fmt(out, "From: <%s>\r\n", c->from);
	for (size_t i = 0; i < c->to_count; i++)
		buf_fmt(out, "%s<%s>%s", i ? " " : "To: ", c->to[i],
		        i + 1 < c->to_count ? ",\r\n" : "\r\n");
	put_subject(out, n->title);
	put_date(out, wall_now());
	buf_fmt(out, "Message-ID: <%s@zhiban>\r\n", id);
	buf_str(out, "MIME-Version: 1.0\r\n"
	             "Content-Type: text/plain; charset=UTF-8\r\n"
	             "Content-Transfer-Encoding: base64\r\n\r\n");
	put_base64(out, n->text, strlen(n->text));
}

/* The value of a key, or NULL with err set. */
static const char *
key_of(const struct outbox *o, const char *name, struct err *err)
{
	const char *value =
		o->keys ? keys_find(o->keys, name, strlen(name)) : NULL;

	if (!value)
		err_set(err, ERR_NOT_FOUND, tr("密钥文件里没有 %s"), name);
	return value;
}

/* ---- requests ---- */

struct message {
	struct buf url, body, headers[WEBHOOK_HEADERS];
	const char *header_list[WEBHOOK_HEADERS + 1];
};

static void
message_release(struct message *m)
{
	buf_release(&m->url);
	buf_release(&m->body);
	for (size_t i = 0; i < WEBHOOK_HEADERS; i++)
		buf_release(&m->headers[i]);
}

/* The same for every attempt, on this desk alone. */
static void
notice_key(struct outbox *o, char out[64], int64_t id)
{
	struct buf hex = BUF_INIT;

	hex_add(&hex, journal_uuid(desk_journal(o->desk)), 16);
	snprintf(out, 64, "zhiban-%s-%lld", hex.s, (long long)id);
	buf_release(&hex);
}

static int
fill_template(struct outbox *o, enum template_kind kind, const char *text,
              const struct notice *n, struct buf *out, struct err *err)
{
	char time[CIVIL_TEXT], number[24];
	struct template_values v = { { NULL } };
	struct template *t;
	int rc;

	if (template_parse(&t, kind, text, err))
		return -1;
	snprintf(number, sizeof(number), "%lld", (long long)n->id);
	v.of[PLACE_TITLE] = n->title;
	v.of[PLACE_TEXT] = n->text;
	v.of[PLACE_LEVEL] = n->level == ALARM_URGENT ? tr("紧急") : tr("重要");
	v.of[PLACE_DESK] = desk_name(o->desk);
	v.of[PLACE_TIME] = civil_local(time, n->raised_ms);
	v.of[PLACE_NUMBER] = number;
	v.of[PLACE_NAME] = *n->to ? n->to : n->post;
	v.of[PLACE_PHONE] = n->phone;
	rc = template_fill(t, &v, o->keys, out, err);
	template_free(t);
	return rc;
}

/* The headers, and the signature when there is a secret. */
static int
sign(struct outbox *o, const struct channel *c, const char *id,
     struct message *m, struct err *err)
{
	struct signature_secrets secrets = { .count = 1 };
	struct signature_message s = { .id = id,
		                       .body = m->body.s,
		                       .len = m->body.len };
	size_t n = 2;
	char stamp[24];

	snprintf(stamp, sizeof(stamp), "%lld",
	         (long long)(wall_now() / CIVIL_SECOND));
	s.timestamp = stamp;
	buf_fmt(&m->headers[0], "webhook-id: %s", id);
	buf_fmt(&m->headers[1], "webhook-timestamp: %s", stamp);
	if (*c->secret) {
		secrets.text[0] = key_of(o, c->secret, err);
		buf_str(&m->headers[n], "webhook-signature: ");
		if (!secrets.text[0] ||
		    signature_make(&m->headers[n++], &secrets, &s, err))
			return -1;
	}
	for (size_t i = 0; i < n; i++)
		m->header_list[i] = m->headers[i].s;
	return 0;
}

static int
webhook_start(struct outbox *o, struct sending *s, const struct channel *c,
              const struct notice *n, struct err *err)
{
	struct message m = {
		BUF_INIT, BUF_INIT, { BUF_INIT, BUF_INIT, BUF_INIT }, { NULL }
	};
	char id[64];
	int rc;

	notice_key(o, id, n->id);
	rc = fill_template(o, TEMPLATE_URL, c->address, n, &m.url, err) ||
	     fill_template(o, c->form ? TEMPLATE_FORM : TEMPLATE_JSON, c->body,
	                   n, &m.body, err) ||
	     sign(o, c, id, &m, err);
	if (!rc) {
		struct fetch_request r = {
			.url = m.url.s,
			.headers = m.header_list,
			.body = m.body.s,
			.body_len = m.body.len,
			.type = c->form ? "application/x-www-form-urlencoded"
			                : NULL,
			.secrets = o->keys ? keys_values(o->keys) : NULL,
			.flags = (c->local ? FETCH_LOCAL | FETCH_PLAIN : 0),
		};

		s->fetch = fetch_start(o->fetcher, &r, sent, s, err);
	}
	message_release(&m);
	return s->fetch ? 0 : -1;
}

static int
mail_start(struct outbox *o, struct sending *s, const struct channel *c,
           const struct notice *n, struct err *err)
{
	struct fetch_mail mail = { .from = c->from };
	const char *to[CHANNEL_TO_MAX + 1] = { NULL };
	struct buf body = BUF_INIT;
	char id[64];

	for (size_t i = 0; i < c->to_count && i < CHANNEL_TO_MAX; i++)
		to[i] = c->to[i];
	mail.to = to;
	if (*c->user)
		mail.user = c->user;
	if (*c->password) {
		mail.password = key_of(o, c->password, err);
		if (!mail.password)
			return -1;
	}
	notice_key(o, id, n->id);
	letter(&body, c, n, id);
	struct fetch_request r = {
		.url = c->address,
		.mail = &mail,
		.body = body.s,
		.body_len = body.len,
		.secrets = o->keys ? keys_values(o->keys) : NULL,
		.flags = c->local ? FETCH_LOCAL | FETCH_PLAIN : 0,
	};

	s->fetch = fetch_start(o->fetcher, &r, sent, s, err);
	buf_release(&body);
	return s->fetch ? 0 : -1;
}

/* ---- what is due ---- */

static struct sending *
slot_free(struct outbox *o)
{
	for (size_t i = 0; i < OUTBOX_AT_ONCE; i++)
		if (!o->slots[i].id)
			return &o->slots[i];
	return NULL;
}

static bool
on_its_way(const struct outbox *o, int64_t id)
{
	for (size_t i = 0; i < OUTBOX_AT_ONCE; i++)
		if (o->slots[i].id == id)
			return true;
	return false;
}

/* An attempt that could not even begin counts as one. */
static int
attempt(struct outbox *o, struct sending *s, const struct channel *c,
        const struct notice *n, struct err *err)
{
	struct err failed = ERR_INIT;
	int rc;

	if (notice_begin(o->desk, n->id, err))
		return -1;
	s->id = n->id;
	rc = c->type == CHANNEL_MAIL ? mail_start(o, s, c, n, &failed)
	                             : webhook_start(o, s, c, n, &failed);
	if (!rc)
		return 0;
	return end(s, &(struct notice_attempt){ .words = failed.text }, err);
}

/* A gate takes a message to nobody, and says that it did.  A test is for
 * whoever reads along. */
static bool
has_no_number(const struct channel *c, const struct notice *n)
{
	return n->step && !*n->phone && channel_needs_phone(c);
}

static int
send_one(struct outbox *o, const struct notice *n, struct err *err)
{
	struct err none = ERR_INIT;
	struct channel c;
	bool wanted;
	int rc;

	/* That the desk cannot say is no reason to be silent. */
	if (!notice_wanted(o->desk, n, &wanted, &none) && !wanted)
		return notice_over(o->desk, n->id, tr("告警已有人确认或已解除"),
		                   err);
	err_clear(&none);
	if (desk_is_drill(o->desk))
		return notice_drop(o->desk, n->id, tr("演练席不外发"), err);
	if (n->attempts >= NOTICE_BEGUN)
		return notice_drop(o->desk, n->id,
		                   tr("多次发送都半途中断，不再发送"), err);
	if (channel_get(o->desk, n->channel, &c, &none))
		return notice_drop(o->desk, n->id, tr("没有这条通知通道"), err);
	if (!c.on)
		rc = notice_drop(o->desk, n->id, tr("通知通道已停用"), err);
	else if (has_no_number(&c, n))
		rc = notice_drop(o->desk, n->id,
		                 tr("该职务现在无人，或没有登记号码，无处可发"),
		                 err);
	else
		rc = attempt(o, slot_free(o), &c, n, err);
	channel_release(&c);
	return rc;
}

int
outbox_tick(struct outbox *o, struct err *err)
{
	struct notice *rows;
	int64_t next;
	size_t n;
	int rc = 0;

	for (size_t i = 0; i < OUTBOX_AT_ONCE; i++)
		if (o->slots[i].ended && record(&o->slots[i], err))
			return -1;
	if (notice_due(o->desk, 2 * OUTBOX_AT_ONCE, &rows, &n, &next, err))
		return -1;
	for (size_t i = 0; !rc && i < n && slot_free(o); i++)
		if (!on_its_way(o, rows[i].id))
			rc = send_one(o, &rows[i], err);
	notices_free(rows, n);
	return rc;
}
