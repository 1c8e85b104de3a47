#include "store/verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "store/chain.h"
#include "store/checkpoint.h"
#include "store/compare.h"
#include "store/fold.h"
#include "store/folder.h"
#include "store/reckon.h"

#define LATE_MS 600000
#define ORDER_TRIES 20 /* moved entries looked for by number */
#define ANCHORS_LOG_MAX (64 * 1024 * 1024)

SQL_SCAN(verify_walk, "SELECT " CHAIN_COLUMNS CHAIN_TABLES "ORDER BY j.seq");
SQL(verify_meta, "SELECT uuid, public_key FROM meta WHERE one = 1");
SQL_SCAN(verify_bodies, "SELECT count(*) FROM body");
SQL_SCAN(verify_lone_bodies,
         "SELECT b.seq FROM body b LEFT JOIN journal j ON j.seq = b.seq"
         " WHERE j.seq IS NULL ORDER BY b.seq");
SQL(verify_hash_of, "SELECT hash FROM journal WHERE seq = ?1");
SQL(verify_max, "SELECT max(seq) FROM journal");

struct anchor {
	struct checkpoint point;
	bool outside;
	char from[48]; /* where we know it from */
};

struct seqs {
	int64_t *at;
	size_t count, cap;
};

struct walk {
	struct db *db;
	struct verify_report *out;
	struct hasher *hasher;
	struct reckon reckon;
	unsigned char pub[SIGN_KEY_LEN];
	unsigned char prev[HASH_LEN]; /* stored hash of the entry before */
	int64_t seq;                  /* of the entry before */
	int64_t last_seq;             /* of the journal */
	int64_t bodies;
	int64_t unsynchronised_since; /* recorded_ms, or JOURNAL_NO_TIME */
	int order_tries;
	struct seqs absent, named; /* bodies gone; bodies withheld */
	struct anchor *anchors;
	size_t anchors_count, anchors_cap;
};

/* ---- the report ---- */

void
verify_report_release(struct verify_report *r)
{
	free(r->faults);
	*r = (struct verify_report)VERIFY_REPORT_INIT;
}

/* A file changed from outside may hold anything: the text is made harmless. */
void
verify_fault(struct verify_report *r, int64_t seq, const char *what,
             const char *fmt, ...)
{
	struct buf safe = BUF_INIT;
	struct verify_fault *f;
	char text[1024];
	va_list ap;
	size_t len;

	r->faults_total++;
	if (r->faults_count == VERIFY_FAULTS_MAX)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	text_safe(&safe, text, strlen(text), TEXT_LINE);
	r->faults = mem_grow(r->faults, r->faults_count, &r->faults_cap,
	                     sizeof(*r->faults));
	f = &r->faults[r->faults_count++];
	f->seq = seq;
	f->what = what;
	for (len = safe.len; len >= sizeof(f->text) ||
	                     (len < safe.len && (safe.s[len] & 0xC0) == 0x80);)
		len--;
	memcpy(f->text, safe.s, len);
	f->text[len] = '\0';
	buf_release(&safe);
}

static void
seqs_add(struct seqs *s, int64_t seq)
{
	s->at = mem_grow(s->at, s->count, &s->cap, sizeof(*s->at));
	s->at[s->count++] = seq;
}

static bool
seqs_has(const struct seqs *s, int64_t seq)
{
	size_t i;

	for (i = 0; i < s->count; i++)
		if (s->at[i] == seq)
			return true;
	return false;
}

/* ---- anchors ---- */

static int
anchor_add(struct walk *w, const char *text, bool outside, const char *from,
           struct err *err)
{
	struct anchor *a;

	w->anchors = mem_grow(w->anchors, w->anchors_count, &w->anchors_cap,
	                      sizeof(*w->anchors));
	a = &w->anchors[w->anchors_count];
	if (checkpoint_parse(&a->point, text, err))
		return -1;
	a->outside = outside;
	snprintf(a->from, sizeof(a->from), "%s", from);
	w->anchors_count++;
	return 0;
}

static int
anchor_add_all(struct walk *w, const char *const *against, struct err *err)
{
	for (; against && *against; against++)
		if (anchor_add(w, *against, true, "given line", err))
			return -1;
	return 0;
}

static void
anchor_read_log(struct walk *w, const char *dir, struct err *err)
{
	struct buf text = BUF_INIT;
	struct err e = ERR_INIT;
	char *path = folder_path(dir, "anchors.log", err);
	char *line, *save = NULL, from[48];
	int n = 0;

	if (!path || access(path, F_OK) == -1)
		goto out;
	if (buf_read_file(&text, path, ANCHORS_LOG_MAX, &e)) {
		verify_fault(w->out, 0, "anchor", "%s", e.text);
		goto out;
	}
	for (line = strtok_r(text.s, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		snprintf(from, sizeof(from), "anchors.log:%d", ++n);
		err_clear(&e);
		if (anchor_add(w, line, false, from, &e))
			verify_fault(w->out, 0, "anchor", "%s: %s", from,
			             e.text);
	}
out:
	buf_release(&text);
	free(path);
}

/* An anchor.made entry's own checkpoint. */
static void
anchor_take_entry(struct walk *w, const struct journal_entry *e)
{
	struct err err = ERR_INIT;
	const char *line;
	char from[48];
	json_t *body;

	body = json_parse(e->body, e->body_len, "anchor", &err);
	line = json_string_value(json_object_get(body, "line"));
	snprintf(from, sizeof(from), "entry %lld", (long long)e->seq);
	if (!line ||
	    anchor_add(w, line, json_is_true(json_object_get(body, "outside")),
	               from, &err))
		verify_fault(w->out, e->seq, "anchor",
		             "the anchor cannot be read: %s",
		             line ? err.text : "it has no line");
	json_decref(body);
}

static void
anchor_mismatch(struct walk *w, const struct anchor *a,
                const unsigned char hash[HASH_LEN])
{
	char found[SPOKEN_TEXT];

	verify_fault(w->out, a->point.seq, "rewritten",
	             "the anchor of %s says %s, the journal %s: entries 1-%lld "
	             "are not those that were anchored",
	             a->from, a->point.spoken, spoken_code(found, hash),
	             (long long)a->point.seq);
}

static int
anchor_check(struct walk *w, const struct anchor *a, struct err *err)
{
	struct stmt *st = db_use(w->db, &verify_hash_of);
	unsigned char hash[HASH_LEN] = { 0 };
	char found[SPOKEN_TEXT];
	struct err e = ERR_INIT;
	const void *p;
	size_t len;
	bool match;
	int rc;

	w->out->anchors++;
	if (a->point.has_signature && checkpoint_check(&a->point, w->pub, &e))
		verify_fault(w->out, a->point.seq, "anchor", "%s: %s", a->from,
		             e.text);
	if (a->point.seq > w->last_seq) {
		verify_fault(w->out, a->point.seq, "truncated",
		             "the anchor of %s names entry %lld, the journal "
		             "ends at %lld: entries %lld-%lld are gone",
		             a->from, (long long)a->point.seq,
		             (long long)w->last_seq, (long long)w->last_seq + 1,
		             (long long)a->point.seq);
		return 0;
	}
	stmt_bind_int(st, 1, a->point.seq);
	rc = stmt_step(st, err);
	p = rc == 1 ? stmt_blob(st, 0, &len) : NULL;
	if (p && len == HASH_LEN)
		memcpy(hash, p, HASH_LEN);
	stmt_done(st);
	if (rc == -1)
		return -1;
	match = a->point.has_head ? memcmp(hash, a->point.head, HASH_LEN) == 0
	                          : strcmp(spoken_code(found, hash),
	                                   a->point.spoken) == 0;
	if (!match)
		anchor_mismatch(w, a, hash);
	w->out->anchors_match += match;
	if (match && a->outside && a->point.seq > w->out->last_outside_seq)
		w->out->last_outside_seq = a->point.seq;
	return 0;
}

static int
anchors_check(struct walk *w, struct err *err)
{
	size_t i;

	for (i = 0; i < w->anchors_count; i++)
		if (anchor_check(w, &w->anchors[i], err))
			return -1;
	return 0;
}

/* ---- one entry ---- */

/* Whose hash is this, if not of the number it stands under?  0: nobody's. */
static int64_t
walk_true_seq(struct walk *w, const struct journal_entry *e)
{
	struct journal_entry other = *e;
	unsigned char hash[HASH_LEN];

	if (w->order_tries++ >= ORDER_TRIES)
		return 0;
	for (other.seq = 1; other.seq <= w->last_seq + 1; other.seq++) {
		journal_entry_hash(w->hasher, &other, hash);
		if (memcmp(hash, e->hash, HASH_LEN) == 0)
			return other.seq;
	}
	return 0;
}

static void
walk_hash(struct walk *w, const struct journal_entry *e)
{
	unsigned char hash[HASH_LEN];
	int64_t seq;

	journal_entry_hash(w->hasher, e, hash);
	if (memcmp(hash, e->hash, HASH_LEN) == 0)
		return;
	seq = walk_true_seq(w, e);
	if (seq)
		verify_fault(w->out, e->seq, "order",
		             "this is entry %lld, moved here", (long long)seq);
	else
		verify_fault(w->out, e->seq, "hash",
		             "%s by %s was edited: it does not give its hash",
		             e->kind, e->officer);
}

static void
walk_body(struct walk *w, const struct journal_entry *e)
{
	unsigned char hash[HASH_LEN];

	if (!e->body) {
		seqs_add(&w->absent, e->seq);
		return;
	}
	w->bodies++;
	journal_body_hash(w->hasher, e->salt, e->body, e->body_len, hash);
	if (memcmp(hash, e->body_hash, HASH_LEN) != 0)
		verify_fault(w->out, e->seq, "body",
		             "the body of %s by %s is not the one recorded",
		             e->kind, e->officer);
}

static void
walk_clock(struct walk *w, const struct journal_entry *e)
{
	struct reckon before = w->reckon;
	struct reckon_entry r = { .seq = e->seq,
		                  .recorded_ms = e->recorded_ms,
		                  .boot_ms = e->boot_ms,
		                  .boot_id = e->boot_id,
		                  .clock = e->clock };
	struct err ignored = ERR_INIT;
	json_t *body = NULL;
	int64_t off;

	if (e->body && strcmp(e->kind, "clock.anomaly") == 0) {
		body = json_parse(e->body, e->body_len, e->kind, &ignored);
		r.anomaly = body != NULL;
		r.wall_ms =
			json_integer_value(json_object_get(body, "wall_ms"));
		w->out->anomalies++;
		json_decref(body);
	}
	reckon_take(&w->reckon, &r);
	off = reckon_doubt(&before, &w->reckon, &r);
	if (off)
		verify_fault(w->out, e->seq, "clock",
		             "recorded %+lld.%03lld s away from what the boot "
		             "clock says",
		             (long long)(off / 1000),
		             llabs((long long)(off % 1000)));
}

static void
walk_times(struct walk *w, const struct journal_entry *e)
{
	const unsigned bad = CLOCK_ERROR | CLOCK_UNSYNC;

	if (w->out->entries == 1)
		w->out->first_recorded = e->recorded_ms;
	w->out->last_recorded = e->recorded_ms;
	if (w->unsynchronised_since != JOURNAL_NO_TIME)
		w->out->unsynchronised_ms +=
			e->recorded_ms - w->unsynchronised_since;
	w->unsynchronised_since =
		e->clock & bad ? e->recorded_ms : JOURNAL_NO_TIME;
	if (e->happened_ms != JOURNAL_NO_TIME &&
	    e->recorded_ms - LATE_MS > e->happened_ms)
		w->out->late++;
}

static void
walk_place(struct walk *w, const struct journal_entry *e)
{
	if (e->seq != w->seq + 1)
		verify_fault(w->out, e->seq, "gap",
		             "entries %lld-%lld are gone",
		             (long long)w->seq + 1, (long long)e->seq - 1);
	else if (memcmp(e->prev, w->prev, HASH_LEN) != 0)
		verify_fault(
			w->out, e->seq, "prev", "%s",
			e->seq == 1 ? "it does not begin this desk's journal"
				    : "it does not follow the entry before it");
}

static void
walk_entry(struct walk *w, struct stmt *st)
{
	struct journal_entry e;

	w->out->entries++;
	if (!chain_row(st, &e)) {
		verify_fault(w->out, e.seq, "hash",
		             "a column has a type or length it cannot have");
		w->bodies += !stmt_is_null(st, 15);
		w->seq = e.seq;
		memset(w->prev, 0, HASH_LEN);
		return;
	}
	walk_place(w, &e);
	walk_hash(w, &e);
	walk_body(w, &e);
	walk_clock(w, &e);
	walk_times(w, &e);
	if (e.body && strcmp(e.kind, "anchor.made") == 0)
		anchor_take_entry(w, &e);
	if (strcmp(e.kind, "body.withheld") == 0)
		seqs_add(&w->named, withheld_seq(e.subject));
	w->seq = e.seq;
	memcpy(w->prev, e.hash, HASH_LEN);
}

/* ---- the whole journal ---- */

static int
walk_one_int(struct walk *w, const struct sql *sql, int64_t *out,
             struct err *err)
{
	struct stmt *st = db_use(w->db, sql);
	int rc;

	rc = stmt_step(st, err);
	*out = rc == 1 ? stmt_int(st, 0) : 0;
	stmt_done(st);
	return rc == -1 ? -1 : 0;
}

/* Bodies that are gone, still there, or nobody's. */
static int
walk_bodies(struct walk *w, struct err *err)
{
	struct stmt *st;
	int64_t count;
	size_t i;
	int rc;

	for (i = 0; i < w->absent.count; i++)
		if (seqs_has(&w->named, w->absent.at[i]))
			w->out->withheld++;
		else
			verify_fault(w->out, w->absent.at[i], "body",
			             "the body is gone and no body.withheld "
			             "entry names it");
	for (i = 0; i < w->named.count; i++)
		if (!seqs_has(&w->absent, w->named.at[i]))
			verify_fault(w->out, w->named.at[i], "body",
			             "withheld, but the body is still there");
	if (walk_one_int(w, &verify_bodies, &count, err))
		return -1;
	if (count == w->bodies)
		return 0;
	st = db_use(w->db, &verify_lone_bodies);
	while ((rc = stmt_step(st, err)) == 1)
		verify_fault(w->out, stmt_int(st, 0), "body",
		             "a body without an entry");
	stmt_done(st);
	return rc;
}

static int
walk_start(struct walk *w, struct err *err)
{
	struct stmt *st = db_use(w->db, &verify_meta);
	const void *uuid, *pub;
	size_t uuid_len, pub_len;
	int rc;

	rc = stmt_step(st, err);
	if (rc == 1) {
		uuid = stmt_blob(st, 0, &uuid_len);
		pub = stmt_blob(st, 1, &pub_len);
		if (uuid && uuid_len == 16 && pub && pub_len == SIGN_KEY_LEN) {
			journal_genesis(w->prev, uuid);
			memcpy(w->pub, pub, SIGN_KEY_LEN);
		} else
			rc = 0;
	}
	stmt_done(st);
	if (rc == 0)
		return err_set(err, ERR_CORRUPT, "desk.db: meta is damaged");
	if (rc == -1)
		return -1;
	return walk_one_int(w, &verify_max, &w->last_seq, err);
}

static int
walk_all(struct walk *w, struct err *err)
{
	struct stmt *st;
	int rc;

	if (walk_start(w, err))
		return -1;
	st = db_use(w->db, &verify_walk);
	while ((rc = stmt_step(st, err)) == 1)
		walk_entry(w, st);
	stmt_done(st);
	if (rc || walk_bodies(w, err))
		return -1;
	return anchors_check(w, err);
}

static void
walk_release(struct walk *w)
{
	free(w->anchors);
	free(w->absent.at);
	free(w->named.at);
	hasher_free(w->hasher);
	db_close(w->db);
}

int
verify_desk(const char *dir, const struct journal_kinds *kinds,
            const char *const *against, bool views, struct verify_report *out,
            struct err *err)
{
	struct walk w = { .out = out,
		          .reckon = RECKON_INIT,
		          .unsynchronised_since = JOURNAL_NO_TIME };
	char *path = folder_path(dir, "desk.db", err);
	int rc = -1;

	memset(out, 0, sizeof(*out));
	w.hasher = hasher_new();
	if (path && anchor_add_all(&w, against, err) == 0 &&
	    db_open(&w.db, path, DB_LIVE, err) == 0 &&
	    db_begin_read(w.db, err) == 0) {
		anchor_read_log(&w, dir, err);
		rc = walk_all(&w, err);
		if (rc == 0)
			rc = compare_schema(w.db, out, err);
		if (rc == 0 && views)
			rc = compare_views(w.db, kinds, out, err);
		db_rollback(w.db);
	}
	walk_release(&w);
	free(path);
	return rc;
}
