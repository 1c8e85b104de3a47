#include "desk/channel.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/body.h"
#include "desk/feed.h"

/* clang-format off */
static const struct {
	const char *code, *label;
} types[CHANNEL_TYPES] = {
	[CHANNEL_WEBHOOK] =	{ "webhook", N_("网络回调") },
	[CHANNEL_MAIL] =	{ "mail", N_("电子邮件") },
};

/* The texts of a record: which type needs them, how long they may be. */
static const struct {
	const char *key;
	size_t at, max;
	unsigned of, need;	/* bits 1 << type */
} texts[] = {
	{ "label",	offsetof(struct channel, label), BODY_NAME_MAX, 3, 3 },
	{ "address",	offsetof(struct channel, address), 1000, 3, 3 },
	{ "body",	offsetof(struct channel, body), CHANNEL_BODY_MAX, 1,
			1 },
	{ "secret",	offsetof(struct channel, secret), 40, 1, 0 },
	{ "from",	offsetof(struct channel, from), BODY_NAME_MAX, 2, 2 },
	{ "user",	offsetof(struct channel, user), BODY_NAME_MAX, 2, 0 },
	{ "password",	offsetof(struct channel, password), 40, 2, 0 },
};
static const struct {
	const char *key;
	size_t at;
} switches[] = {
	{ "on", offsetof(struct channel, on) },
	{ "form", offsetof(struct channel, form) },
	{ "local", offsetof(struct channel, local) },
};
/* clang-format on */

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

SQL_SCAN(channel_rows, "SELECT record, officer, last_seq FROM channel "
                       "ORDER BY first_seq");
SQL(channel_put, "INSERT INTO channel (name, first_seq, record, officer, "
                 "last_seq) VALUES (?1, ?2, ?3, ?4, ?2) "
                 "ON CONFLICT (name) DO UPDATE SET record = ?3, officer = ?4, "
                 "last_seq = ?2");

const char *
channel_type_label(enum channel_type t)
{
	return types[t].label;
}

static char **
text_of(struct channel *c, size_t i)
{
	return (char **)((char *)c + texts[i].at);
}

void
channel_release(struct channel *c)
{
	for (size_t i = 0; i < COUNT(texts); i++)
		free(*text_of(c, i));
	for (size_t i = 0; i < c->to_count; i++)
		free(c->to[i]);
	free(c->to);
	memset(c, 0, sizeof(*c));
}

/* Does a value of the body hold the number and nothing else, as "+86{phone}"
 * does?  A group's robot that names it among other words goes without. */
static bool
is_addressed(const char *body)
{
	static const char place[] = "{phone}", with[] = "0123456789+-, ";
	const char *at = body, *before, *after;

	while ((at = strstr(at, place))) {
		for (before = at; before > body && strchr(with, before[-1]);)
			before--;
		at += strlen(place);
		after = at + strspn(at, with);
		if ((before == body || strchr("\"=", before[-1])) &&
		    strchr("\"&", *after))
			return true;
	}
	return false;
}

bool
channel_needs_phone(const struct channel *c)
{
	return c->type == CHANNEL_WEBHOOK &&
	       (strstr(c->address, "{phone}") || is_addressed(c->body));
}

void
channels_free(struct channel *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		channel_release(&rows[i]);
	free(rows);
}

/* ---- a record ---- */

static bool
name_valid(const char *s)
{
	return *s && strlen(s) < CHANNEL_NAME &&
	       !s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-")];
}

static int
type_find(const char *code)
{
	for (int i = 0; i < CHANNEL_TYPES; i++)
		if (strcmp(types[i].code, code) == 0)
			return i;
	return -1;
}

static int
read_to(struct channel *c, const json_t *o, const struct jpath *at,
        struct err *err)
{
	const struct jpath list_at = { .up = at, .key = "to" };
	const json_t *list = NULL;
	json_t *v;
	size_t i;

	if (json_get_array(o, "to", &list, at, err))
		return -1;
	if (c->type == CHANNEL_MAIL &&
	    (!json_array_size(list) || json_array_size(list) > CHANNEL_TO_MAX))
		return json_fail(&list_at, err, "expected 1 to %d addresses",
		                 CHANNEL_TO_MAX);
	c->to = mem_array(NULL, json_array_size(list) + 1, sizeof(*c->to));
	json_array_foreach((json_t *)list, i, v)
	{
		const struct jpath in = { .up = &list_at, .index = i };
		const char *s = json_string_value(v);

		if (!s || !strchr(s, '@') || strpbrk(s, " \t\r\n<>"))
			return json_fail(&in, err, "expected a mail address");
		c->to[c->to_count++] = mem_str(s);
	}
	return 0;
}

static int
check_address(const struct channel *c, const struct jpath *at, struct err *err)
{
	static const char *const schemes[CHANNEL_TYPES][2] = {
		{ "https://", "http://" }, { "smtps://", "smtp://" }
	};
	const struct jpath in = { .up = at, .key = "address" };

	for (int i = 0; i < 2; i++)
		if (strncmp(c->address, schemes[c->type][i],
		            strlen(schemes[c->type][i])) == 0 &&
		    !strpbrk(c->address, " \t\r\n"))
			return 0;
	return json_fail(&in, err, "expected an address %s",
	                 schemes[c->type][0]);
}

int
channel_from_json(struct channel *c, const json_t *o, const struct jpath *at,
                  struct err *err)
{
	const struct jpath name_at = { .up = at, .key = "name" };
	const struct jpath type_at = { .up = at, .key = "type" };
	const char *name, *type, *s;
	int found;

	if (json_need_string(o, "name", &name, at, err) ||
	    json_need_string(o, "type", &type, at, err))
		return -1;
	if (!name_valid(name))
		return json_fail(&name_at, err,
		                 "expected small letters, digits, hyphens");
	found = type_find(type);
	if (found < 0)
		return json_fail(&type_at, err, "expected webhook or mail");
	memcpy(c->name, name, strlen(name) + 1);
	c->type = (enum channel_type)found;
	for (size_t i = 0; i < COUNT(texts); i++) {
		bool need = texts[i].need & 1u << c->type;

		s = NULL;
		if (body_text(o, texts[i].key, need, texts[i].max, err))
			return -1;
		s = body_get_text(o, texts[i].key);
		*text_of(c, i) = mem_str(s ? s : "");
	}
	for (size_t i = 0; i < COUNT(switches); i++)
		if (json_get_bool(o, switches[i].key,
		                  (bool *)((char *)c + switches[i].at), at,
		                  err))
			return -1;
	return check_address(c, at, err) || read_to(c, o, at, err) ? -1 : 0;
}

static json_t *
record_json(const struct channel *c)
{
	json_t *o = json_object(), *to;

	json_object_set_new(o, "name", json_string(c->name));
	json_object_set_new(o, "type", json_string(types[c->type].code));
	for (size_t i = 0; i < COUNT(texts); i++) {
		const char *s = *text_of((struct channel *)c, i);

		if (s && *s && texts[i].of & 1u << c->type)
			json_object_set_new(o, texts[i].key, json_string(s));
	}
	for (size_t i = 0; i < COUNT(switches); i++)
		if (*(const bool *)((const char *)c + switches[i].at))
			json_object_set_new(o, switches[i].key, json_true());
	if (c->to_count) {
		to = json_array();
		for (size_t i = 0; i < c->to_count; i++)
			json_array_append_new(to, json_string(c->to[i]));
		json_object_set_new(o, "to", to);
	}
	return o;
}

/* ---- queries ---- */

int
channel_list(struct desk *d, struct channel **rows, size_t *count,
             struct err *err)
{
	const struct jpath at = { .key = "channel" };
	struct stmt *st = db_use(desk_db(d), &channel_rows);
	struct channel *list = NULL, *c;
	size_t n = 0, cap = 0;
	json_t *record;
	int rc;

	while ((rc = stmt_step(st, err)) == 1) {
		list = mem_grow(list, n, &cap, sizeof(*list));
		c = &list[n++];
		memset(c, 0, sizeof(*c));
		record = json_parse(stmt_text(st, 0), stmt_text_len(st, 0),
		                    "channel", err);
		rc = record ? channel_from_json(c, record, &at, err) : -1;
		json_decref(record);
		if (rc)
			break;
		snprintf(c->officer, sizeof(c->officer), "%s",
		         stmt_text(st, 1));
		c->last_seq = stmt_int(st, 2);
	}
	stmt_done(st);
	if (rc) {
		channels_free(list, n);
		return -1;
	}
	*rows = list;
	*count = n;
	return 0;
}

int
channel_get(struct desk *d, const char *name, struct channel *out,
            struct err *err)
{
	struct channel *rows;
	size_t n, i;

	memset(out, 0, sizeof(*out));
	if (channel_list(d, &rows, &n, err))
		return -1;
	for (i = 0; i < n && strcmp(rows[i].name, name) != 0; i++)
		;
	if (i < n) {
		*out = rows[i];
		memset(&rows[i], 0, sizeof(rows[i]));
	}
	channels_free(rows, n);
	return i < n ? 0
	             : err_set(err, ERR_NOT_FOUND, tr("没有通知通道 %s"), name);
}

/* ---- saving ---- */

struct saving {
	const struct channel *channel;
	int64_t *seq;
};

static int
save_write(struct desk *d, void *arg, struct err *err)
{
	const struct saving *s = arg;
	char subject[CHANNEL_NAME + 16];
	struct err none = ERR_INIT;
	json_t *body = record_json(s->channel), *old;
	struct channel known;
	bool same = false;

	if (channel_get(d, s->channel->name, &known, &none) == 0) {
		old = record_json(&known);
		same = json_equal(old, body);
		json_decref(old);
		channel_release(&known);
	}
	if (s->seq)
		*s->seq = 0;
	if (same) {
		json_decref(body);
		return 0;
	}
	snprintf(subject, sizeof(subject), "channel:%s", s->channel->name);
	return desk_append(d, "channel.saved", subject, JOURNAL_NO_TIME, body,
	                   s->seq, err);
}

int
channel_save(struct desk *d, const struct channel *c, int64_t *seq,
             struct err *err)
{
	struct saving s = { c, seq };

	if (feed_address_check(c->address, err))
		return -1;
	return desk_write(d, save_write, &s, err);
}

int
channel_saved_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "name",    "type", "label",
		                            "address", "body", "secret",
		                            "from",    "user", "password",
		                            "to",      "on",   "form",
		                            "local",   NULL };
	const struct jpath at = { .key = "body" };
	struct channel c = { .name = "" };
	int rc;

	if (body_only(body, keys, err))
		return -1;
	rc = channel_from_json(&c, body, &at, err);
	channel_release(&c);
	return rc;
}

int
channel_saved_reduce(struct fold *f, const struct journal_entry *e,
                     const json_t *body, struct err *err)
{
	struct buf record = BUF_INIT;
	struct stmt *st;
	int rc;

	if (!body)
		return 0;
	json_write(&record, body);
	st = db_use(f->db, &channel_put);
	stmt_bind_text(st, 1, body_get_text(body, "name"));
	stmt_bind_int(st, 2, e->seq);
	stmt_bind_text(st, 3, record.s);
	stmt_bind_text(st, 4, e->officer);
	rc = stmt_run(st, err);
	buf_release(&record);
	return rc;
}
