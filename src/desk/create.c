/* Making a desk; its rules and its clock, which are entries too. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/asset.h"
#include "base/civil.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/body.h"
#include "desk/desk.h"
#include "desk/docket.h"
#include "desk/kinds.h"
#include "desk/room.h"
#include "desk/settle.h"

#define DESK_NAME "孝义市应急管理局"
#define DESK_CODE "141181"
#define CODE_MAX 32
#define UUID_HEX 32
#define SHA256_HEX 64
#define RATE_MAX 3600000 /* an hour a second */

SQL(desk_insert, "INSERT INTO desk (one, uuid, name, code, drill) "
                 "VALUES (1, ?1, ?2, ?3, ?4)");
SQL(desk_tally, "INSERT INTO tally (one) VALUES (1)");
SQL(desk_clock, "UPDATE desk SET clock_seq = ?1, clock_ms = ?2, "
                "clock_real_ms = ?3, clock_rate = ?4 WHERE one = 1");
SQL(rule_insert,
    "INSERT INTO rule (id, name, title, title_en, cite, by_party, targets, "
    "via, immediate, standing) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
SQL(pack_insert, "INSERT INTO pack (seq, pack, version, name, sha256, content)"
                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

/* ---- desk.created {uuid, name, code, drill} ---- */

int
desk_created_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "uuid", "name", "code", "drill",
		                            NULL };
	const struct jpath at = { .key = "body" };
	const char *uuid;

	if (body_only(body, keys, err) ||
	    body_text(body, "uuid", true, UUID_HEX, err) ||
	    body_text(body, "name", true, BODY_NAME_MAX, err) ||
	    body_text(body, "code", true, CODE_MAX, err))
		return -1;
	uuid = body_get_text(body, "uuid");
	if (strlen(uuid) != UUID_HEX ||
	    strspn(uuid, "0123456789abcdef") != UUID_HEX)
		return json_fail(&at, err, "uuid: expected 32 hex digits");
	if (!json_is_boolean(json_object_get(body, "drill")))
		return json_fail(&at, err, "drill: expected true or false");
	return 0;
}

int
desk_created_reduce(struct fold *f, const struct journal_entry *e,
                    const json_t *body, struct err *err)
{
	struct stmt *st = db_use(f->db, &desk_insert);
	const char *name = body_get_text(body, "name");
	const char *code = body_get_text(body, "code");
	const char *uuid = body_get_text(body, "uuid");

	(void)e;
	stmt_bind_text(st, 1, uuid ? uuid : "");
	stmt_bind_text(st, 2, name ? name : "");
	stmt_bind_text(st, 3, code ? code : "");
	stmt_bind_int(st, 4, json_is_true(json_object_get(body, "drill")));
	if (stmt_run(st, err))
		return -1;
	return db_run(f->db, &desk_tally, err);
}

/* ---- the rules of a pack, for the lists of duties ---- */

static int
rule_put(struct fold *f, const struct rule *r, struct err *err)
{
	struct stmt *st = db_use(f->db, &rule_insert);
	struct buf targets = BUF_INIT;

	buf_str(&targets, r->to[0]);
	for (size_t i = 1; i < r->to_count; i++)
		buf_fmt(&targets, " %s", r->to[i]);
	stmt_bind_int(st, 1, docket_rule_id(r));
	stmt_bind_text(st, 2, r->id);
	stmt_bind_text(st, 3, r->title);
	stmt_bind_text(st, 4, r->title_en);
	stmt_bind_text(st, 5, r->cite);
	stmt_bind_text(st, 6, r->by);
	stmt_bind_text(st, 7, targets.s);
	stmt_bind_int(st, 8, r->via);
	stmt_bind_int(st, 9, r->within.unit == WITHIN_IMMEDIATELY);
	stmt_bind_int(st, 10, r->standing);
	buf_release(&targets);
	return stmt_run(st, err);
}

static int
rules_put(struct fold *f, int64_t seq, const json_t *body, struct err *err)
{
	const char *content = body_get_text(body, "content");
	struct pack *p = pack_load(body_get_text(body, "id"), content,
	                           strlen(content), err);
	int rc = 0;

	if (!p)
		return -1;
	p->adopted = seq;
	if (p->rules_count > DOCKET_RULES)
		rc = err_set(err, ERR_INPUT, "more than %d rules in a pack",
		             DOCKET_RULES);
	for (size_t i = 0; rc == 0 && i < p->rules_count; i++)
		rc = rule_put(f, &p->rules[i], err);
	pack_free(p);
	return rc;
}

/* ---- pack.adopted {id, version, name, sha256, content} ---- */

static void
sha256_text(char out[SHA256_HEX + 1], const char *s, size_t len)
{
	unsigned char hash[HASH_LEN];
	struct buf hex = BUF_INIT;

	hash_bytes(hash, s, len);
	hex_add(&hex, hash, sizeof(hash));
	memcpy(out, hex.s, SHA256_HEX + 1);
	buf_release(&hex);
}

int
pack_adopted_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "id",     "version", "name",
		                            "sha256", "content", NULL };
	const struct jpath at = { .key = "body" };
	char sha[SHA256_HEX + 1];
	const char *content;

	if (body_only(body, keys, err) ||
	    body_text(body, "id", true, BODY_NAME_MAX, err) ||
	    body_int(body, "version", true, 0, INT32_MAX, err) ||
	    body_text(body, "name", true, BODY_NAME_MAX, err) ||
	    body_text(body, "sha256", true, SHA256_HEX, err) ||
	    body_text(body, "content", true, JOURNAL_BODY_MAX, err))
		return -1;
	content = body_get_text(body, "content");
	sha256_text(sha, content, strlen(content));
	if (strcmp(sha, body_get_text(body, "sha256")) != 0)
		return json_fail(&at, err, "sha256: not that of the content");
	return 0;
}

int
pack_adopted_reduce(struct fold *f, const struct journal_entry *e,
                    const json_t *body, struct err *err)
{
	struct stmt *st;

	if (!body)
		return 0;
	settle_adopted(f, e->seq);
	st = db_use(f->db, &pack_insert);
	stmt_bind_int(st, 1, e->seq);
	stmt_bind_text(st, 2, body_get_text(body, "id"));
	stmt_bind_int(st, 3, body_get_int(body, "version", 0));
	stmt_bind_text(st, 4, body_get_text(body, "name"));
	stmt_bind_text(st, 5, body_get_text(body, "sha256"));
	stmt_bind_text(st, 6, body_get_text(body, "content"));
	if (stmt_run(st, err))
		return -1;
	return rules_put(f, e->seq, body, err);
}

static int
pack_append(struct desk *d, const char *name, const struct pack *p,
            int64_t *seq, struct err *err)
{
	char sha[SHA256_HEX + 1], subject[BODY_NAME_MAX * 4 + 8];
	json_t *body = json_object();

	sha256_text(sha, p->bytes, p->bytes_len);
	snprintf(subject, sizeof(subject), "pack:%s", p->id);
	json_object_set_new(body, "id", json_string(p->id));
	body_put_int(body, "version", p->version);
	json_object_set_new(body, "name", json_string(name));
	json_object_set_new(body, "sha256", json_string(sha));
	json_object_set_new(body, "content",
	                    json_stringn(p->bytes, p->bytes_len));
	return desk_append(d, "pack.adopted", subject, JOURNAL_NO_TIME, body,
	                   seq, err);
}

/* What adopting p would make of the rules in force must be sound. */
static int
pack_fits(struct desk *d, const struct pack *p, struct err *err)
{
	const struct rulebook *now;
	struct rulebook next;
	struct pack *copy;
	int rc = 0;

	now = desk_rulebook_at(d, desk_rulebook_id(d), err);
	if (!now)
		return -1;
	rulebook_init(&next);
	for (size_t i = 0; rc == 0 && i <= now->count; i++) {
		const struct pack *from = i < now->count ? now->packs[i] : p;

		if (from != p && strcmp(from->id, p->id) == 0)
			continue;
		copy = pack_load(from->id, from->bytes, from->bytes_len, err);
		rc = copy ? rulebook_add(&next, copy, err) : -1;
	}
	rulebook_release(&next);
	return rc;
}

struct adopting {
	const char *name;
	const struct pack *pack;
	int64_t *seq;
};

static int
adopt_write(struct desk *d, void *arg, struct err *err)
{
	struct adopting *a = arg;

	if (pack_fits(d, a->pack, err))
		return -1;
	return pack_append(d, a->name, a->pack, a->seq, err);
}

int
desk_adopt_pack(struct desk *d, const char *name, const char *bytes, size_t len,
                int64_t *seq, struct err *err)
{
	struct adopting a = { .name = name, .seq = seq };
	struct pack *p = pack_load(name, bytes, len, err);
	int rc;

	if (!p)
		return -1;
	a.pack = p;
	rc = desk_write(d, adopt_write, &a, err);
	pack_free(p);
	return rc;
}

/* ---- clock.set {ms, real_ms, rate}: drill desks only ---- */

int
clock_set_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "ms", "real_ms", "rate", NULL };

	if (body_only(body, keys, err) ||
	    body_int(body, "ms", true, 0, CIVIL_MAX, err) ||
	    body_int(body, "real_ms", true, 0, CIVIL_MAX, err))
		return -1;
	return body_int(body, "rate", true, 0, RATE_MAX, err);
}

int
clock_set_reduce(struct fold *f, const struct journal_entry *e,
                 const json_t *body, struct err *err)
{
	struct stmt *st;

	if (!body)
		return 0;
	st = db_use(f->db, &desk_clock);
	stmt_bind_int(st, 1, e->seq);
	stmt_bind_int(st, 2, body_get_int(body, "ms", 0));
	stmt_bind_int(st, 3, body_get_int(body, "real_ms", 0));
	stmt_bind_int(st, 4, body_get_int(body, "rate", 1000));
	return stmt_run(st, err);
}

static int
clock_append(struct desk *d, int64_t ms, int64_t real_ms, int64_t rate,
             struct err *err)
{
	json_t *body = json_object();

	body_put_int(body, "ms", ms);
	body_put_int(body, "real_ms", real_ms);
	body_put_int(body, "rate", rate);
	return desk_append(d, "clock.set", "clock", JOURNAL_NO_TIME, body, NULL,
	                   err);
}

struct clock_setting {
	int64_t ms, rate;
};

static int
clock_write(struct desk *d, void *arg, struct err *err)
{
	const struct clock_setting *s = arg;
	int64_t now = journal_stamp(d->journal), ms = s->ms ? s->ms : now;
	struct clock_reading real;
	char text[CIVIL_TEXT];

	if (ms < now)
		return err_set(err, ERR_REFUSED,
		               tr("演练席的时钟只能往前拨；现在是 %s"),
		               civil_local(text, now));
	clock_read(&clock_system, &real);
	return clock_append(d, ms, real.wall_ms,
	                    s->rate < 0 ? d->clock_rate : s->rate, err);
}

int
desk_set_clock(struct desk *d, int64_t ms, int64_t rate, struct err *err)
{
	struct clock_setting s = { .ms = ms, .rate = rate };

	if (!d->drill)
		return err_set(err, ERR_REFUSED, tr("只有演练席可以拨时钟"));
	if (ms < 0 || ms > CIVIL_MAX || rate > RATE_MAX)
		return err_set(err, ERR_INPUT,
		               "the drill's clock: a time up to the year 9999 "
		               "and a rate of 0 to %d",
		               RATE_MAX);
	return desk_write(d, clock_write, &s, err);
}

/* ---- the first entries ---- */

struct creation {
	const struct desk_options *o;
	struct rulebook rules;
};

static int
created_append(struct desk *d, const struct desk_options *o, struct err *err)
{
	json_t *body = json_object();
	struct buf hex = BUF_INIT;

	hex_add(&hex, journal_uuid(d->journal), 16);
	json_object_set_new(body, "uuid", json_string(hex.s));
	buf_release(&hex);
	if (body_put_text(body, "name", o->name ? o->name : DESK_NAME,
	                  BODY_NAME_MAX, err) ||
	    body_put_text(body, "code", o->code ? o->code : DESK_CODE, CODE_MAX,
	                  err)) {
		json_decref(body);
		return -1;
	}
	json_object_set_new(body, "drill", json_boolean(o->drill));
	return desk_append(d, "desk.created", "desk", JOURNAL_NO_TIME, body,
	                   NULL, err);
}

static int
create_write(struct desk *d, void *arg, struct err *err)
{
	struct creation *c = arg;

	if (created_append(d, c->o, err))
		return -1;
	for (size_t i = 0; i < c->rules.count; i++)
		if (pack_append(d, c->rules.packs[i]->id, c->rules.packs[i],
		                NULL, err))
			return -1;
	if (!d->clock_seq)
		return 0;
	return clock_append(d, d->clock_ms, d->clock_real_ms, d->clock_rate,
	                    err);
}

/* The folders above dir, as the XDG specification has them made. */
static int
create_parents(const char *dir, struct err *err)
{
	char *path = mem_str(dir), *slash;
	int rc = 0;

	for (slash = strchr(path + (*path == '/'), '/'); slash && rc == 0;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(path, 0700) == -1 && errno != EEXIST)
			rc = err_set(err, ERR_IO, "%s: %s", path,
			             strerror(errno));
		*slash = '/';
	}
	free(path);
	return rc;
}

static int
options_check(const struct desk_options *o, struct err *err)
{
	if (!o->drill && (o->clock_ms || o->clock_rate != 1000))
		return err_set(err, ERR_REFUSED, tr("只有演练席可以拨时钟"));
	if (o->clock_ms < 0 || o->clock_ms > CIVIL_MAX || o->clock_rate < 0 ||
	    o->clock_rate > RATE_MAX)
		return err_set(err, ERR_INPUT,
		               "the drill's clock: a time up to the year 9999 "
		               "and a rate of 0 to %d",
		               RATE_MAX);
	return 0;
}

/* From its very first entry, a drill desk's time is the drill's. */
static void
create_clock(struct desk *d, const struct desk_options *o)
{
	struct clock_reading real;

	d->drill = o->drill;
	if (!o->drill)
		return;
	if (o->clock_ms || o->clock_rate != 1000) {
		clock_read(&clock_system, &real);
		d->clock_seq = -1; /* until its entry is read back */
		d->clock_ms = o->clock_ms ? o->clock_ms : real.wall_ms;
		d->clock_real_ms = real.wall_ms;
		d->clock_rate = o->clock_rate;
	}
	journal_use_clock(d->journal, &d->clock, true);
}

int
desk_create(const char *dir, const struct desk_options *o,
            const struct identity *who, struct err *err)
{
	struct creation c = { .o = o };
	struct desk *d = NULL;
	unsigned char uuid[16];
	int rc = -1;

	rulebook_init(&c.rules);
	if (options_check(o, err) || create_parents(dir, err))
		return -1;
	if (o->rules_dir ? rulebook_folder(&c.rules, o->rules_dir, err)
	                 : rulebook_builtin(&c.rules, err))
		goto out;
	random_bytes(uuid, sizeof(uuid));
	if (journal_create(dir, uuid, o->drill ? JOURNAL_DRILL : 0, err) ||
	    desk_open_journal(&d, dir, who, err))
		goto out;
	create_clock(d, o);
	rc = desk_write(d, create_write, &c, err);
out:
	desk_close(d);
	rulebook_release(&c.rules);
	return rc;
}
