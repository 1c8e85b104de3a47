#include "store/journal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/chain.h"
#include "store/fold.h"
#include "store/folder.h"
#include "store/gate.h"
#include "store/reckon.h"
#include "store/schema.h"
#include "store/search.h"

#define GATE_WAIT_MS 5000
#define AHEAD_MAX_MS 120000 /* happened_ms may lie so far ahead */
#define TAIL_CHECKED 16     /* entries whose hashes journal_open() checks */

#define LEAVE_MS 100

/* Frames of the WAL; see journal_checkpoint_wal(). */
#define WAL_LEFT 100 /* by the last to close */
#define WAL_TIDY 1000
#define WAL_LARGE 2000
#define WAL_HUGE 8000

struct journal {
	struct db *db;
	struct gate *gate;
	char *dir;
	int keeper; /* desk.keeper */
	bool keeping;
	struct folding folding;
	const struct clock *clock;
	bool synthetic;
	struct hasher *hasher;
	unsigned char uuid[16];

	int64_t head; /* of the state below */
	unsigned char head_hash[HASH_LEN];
	bool loaded;            /* head and reckoning are current ... */
	int64_t loaded_version; /* ... as of this data_version */
	int64_t seen_version;   /* journal_changed() */

	int looks;                    /* depth of journal_look() */
	bool looking;                 /* its transaction is open */
	bool begun;                   /* between begin and commit */
	bool failed;                  /* an append failed: no commit */
	bool withheld;                /* views must be folded anew */
	struct clock_reading reading; /* of this write */
	struct reckon_stamp stamp;
	int wal_next; /* frames for the next attempt */
};

SQL(journal_meta, "SELECT uuid, genesis, views FROM meta WHERE one = 1");
SQL(journal_last, "SELECT seq, recorded_ms, boot_ms, clock, hash FROM journal"
                  " WHERE seq = (SELECT max(seq) FROM journal)");
SQL(journal_base, "SELECT seq, boot_id, boot_ms, wall_ms, line_ms, stepped"
                  " FROM clock_base"
                  " WHERE seq = (SELECT max(seq) FROM clock_base)");
SQL(journal_tail,
    "SELECT " CHAIN_COLUMNS CHAIN_TABLES
    "WHERE j.seq > (SELECT max(seq) FROM journal) - ?1 ORDER BY j.seq DESC");
SQL(journal_put, "INSERT INTO journal (seq, recorded_ms, happened_ms, boot_id,"
                 " boot_ms, clock, officer, seat, kind, version, subject,"
                 " body_hash, prev, hash) VALUES"
                 " (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
                 " ?14)");
SQL(journal_put_body,
    "INSERT INTO body (seq, salt, bytes) VALUES (?1, ?2, ?3)");
SQL(journal_drop_body, "DELETE FROM body WHERE seq = ?1");
SQL(journal_kind_of, "SELECT kind FROM journal WHERE seq = ?1");

/* ---- state from the database ---- */

static bool
journal_blob(struct stmt *st, int col, unsigned char *out, size_t want)
{
	size_t len;
	const void *p = stmt_blob(st, col, &len);

	if (p && len == want)
		memcpy(out, p, want);
	return p && len == want;
}

static int
journal_load_meta(struct journal *j, struct err *err)
{
	unsigned char genesis[HASH_LEN], views[HASH_LEN], want[HASH_LEN];
	struct stmt *st = db_use(j->db, &journal_meta);
	int rc;

	rc = stmt_step(st, err);
	if (rc == 0)
		err_set(err, ERR_CORRUPT, "desk.db: meta has no row");
	else if (rc == 1 && (!journal_blob(st, 0, j->uuid, 16) ||
	                     !journal_blob(st, 1, genesis, HASH_LEN) ||
	                     !journal_blob(st, 2, views, HASH_LEN)))
		rc = err_set(err, ERR_CORRUPT, "desk.db: meta is damaged");
	stmt_done(st);
	if (rc != 1)
		return -1;
	journal_genesis(want, j->uuid);
	if (memcmp(genesis, want, HASH_LEN) != 0)
		return err_set(err, ERR_CORRUPT,
		               "desk.db: meta: genesis does not fit the uuid");
	schema_digest(want);
	if (memcmp(views, want, HASH_LEN) == 0)
		return 0;
	return err_set(err, ERR_REFUSED,
	               "the views of this desk were made by "
	               "another version of zhiban; run 'zhiban rebuild'");
}

static int
journal_load_base(struct journal *j, struct reckon_base *b, struct err *err)
{
	struct stmt *st = db_use(j->db, &journal_base);
	int rc;

	rc = stmt_step(st, err);
	if (rc == 1) {
		b->seq = stmt_int(st, 0);
		journal_blob(st, 1, b->boot_id, sizeof(b->boot_id));
		b->boot_ms = stmt_int(st, 2);
		b->wall_ms = stmt_int(st, 3);
		b->line_ms = stmt_int(st, 4);
		b->stepped = stmt_int(st, 5);
	}
	stmt_done(st);
	return rc == -1 ? -1 : 0;
}

/* Head and reckoning, unless nobody has written since they were read. */
static int
journal_load(struct journal *j, struct err *err)
{
	struct reckon *r = &j->folding.reckon;
	int64_t version = db_data_version(j->db), boot_ms = 0;
	unsigned clock = 0;
	struct stmt *st;
	int rc;

	if (j->loaded && version == j->loaded_version)
		return 0;
	j->loaded = false;
	*r = (struct reckon)RECKON_INIT;
	folding_reset(&j->folding);
	st = db_use(j->db, &journal_last);
	rc = stmt_step(st, err);
	if (rc == 1) {
		j->head = stmt_int(st, 0);
		r->any = true;
		r->recorded_ms = stmt_int(st, 1);
		boot_ms = stmt_int(st, 2);
		clock = (unsigned)stmt_int(st, 3);
		if (!journal_blob(st, 4, j->head_hash, HASH_LEN))
			rc = err_set(err, ERR_CORRUPT,
			             "desk.db: the last entry is damaged");
	}
	stmt_done(st);
	if (rc == 0) {
		j->head = 0;
		journal_genesis(j->head_hash, j->uuid);
	}
	if (rc == -1 || journal_load_base(j, &r->base, err))
		return -1;
	r->counted_ms =
		reckon_counted(&r->base, r->recorded_ms, boot_ms, clock);
	j->loaded = true;
	j->loaded_version = version;
	return 0;
}

/* The hashes of the last entries: what a crash or a bad disk would spoil. */
static int
journal_check_tail(struct journal *j, struct err *err)
{
	unsigned char hash[HASH_LEN], next[HASH_LEN];
	struct journal_entry e;
	struct stmt *st = db_use(j->db, &journal_tail);
	bool good = true, first = true;
	int rc;

	stmt_bind_int(st, 1, TAIL_CHECKED);
	while ((rc = stmt_step(st, err)) == 1 && good) {
		good = chain_row(st, &e);
		if (good) {
			journal_entry_hash(j->hasher, &e, hash);
			good = memcmp(hash, e.hash, HASH_LEN) == 0 &&
			       (first || memcmp(e.hash, next, HASH_LEN) == 0);
			memcpy(next, e.prev, HASH_LEN);
			first = false;
		}
	}
	stmt_done(st);
	if (good)
		return rc == -1 ? -1 : 0;
	return err_set(err, ERR_CORRUPT,
	               "entry %lld does not fit its hash; "
	               "write nothing and run 'zhiban verify'",
	               (long long)e.seq);
}

/* ---- open and close ---- */

static int
journal_open_files(struct journal *j, const char *dir, struct err *err)
{
	char *db = folder_path(dir, "desk.db", err);
	char *gate = db ? folder_path(dir, "desk.gate", err) : NULL;
	char *keeper = gate ? folder_path(dir, "desk.keeper", err) : NULL;
	int rc = -1;

	if (keeper && db_open(&j->db, db, DB_LIVE, err) == 0) {
		j->gate = gate_open(gate, err);
		j->keeper = open(keeper, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
		if (j->keeper == -1)
			err_set(err, ERR_IO, "%s: %s", keeper, strerror(errno));
		else if (j->gate)
			rc = 0;
	}
	free(keeper);
	free(gate);
	free(db);
	return rc;
}

int
journal_open(struct journal **out, const char *dir,
             const struct journal_kinds *kinds, const struct clock *clock,
             struct err *err)
{
	struct journal *j = mem_alloc(sizeof(*j));

	*out = NULL;
	j->keeper = -1;
	j->clock = clock;
	j->dir = realpath(dir, NULL);
	j->hasher = hasher_new();
	if (!j->dir)
		err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s: %s",
		        dir, strerror(errno));
	if (!j->dir || journal_open_files(j, j->dir, err) ||
	    journal_load_meta(j, err) || journal_check_tail(j, err)) {
		journal_close(j);
		return -1;
	}
	folding_init(&j->folding, kinds, j->db);
	j->seen_version = db_data_version(j->db);
	*out = j;
	return 0;
}

static bool
journal_is_keeper(struct journal *j)
{
	if (!j->keeping)
		j->keeping = flock(j->keeper, LOCK_EX | LOCK_NB) == 0;
	return j->keeping;
}

/*
 * Who opens a desk first reads the whole WAL, so the last to leave empties it.
 * Never at the price of waiting: the next one to leave does as well.
 */
static void
journal_leave_wal(struct journal *j)
{
	struct err ignored = ERR_INIT;

	if (!j->gate || j->keeper == -1 ||
	    folder_wal_bytes(j->dir) <= WAL_LEFT * 4120LL ||
	    !journal_is_keeper(j) || gate_enter(j->gate, LEAVE_MS, &ignored))
		return;
	db_truncate_wal(j->db, &ignored);
	gate_leave(j->gate);
}

void
journal_close(struct journal *j)
{
	if (!j)
		return;
	journal_rollback(j);
	journal_leave_wal(j);
	folding_release(&j->folding);
	db_close(j->db);
	gate_close(j->gate);
	if (j->keeper != -1)
		close(j->keeper);
	hasher_free(j->hasher);
	free(j->dir);
	free(j);
}

struct db *
journal_db(struct journal *j)
{
	return j->db;
}

struct fold *
journal_fold(struct journal *j)
{
	return &j->folding.fold;
}

const unsigned char *
journal_uuid(const struct journal *j)
{
	return j->uuid;
}

void
journal_use_clock(struct journal *j, const struct clock *clock, bool synthetic)
{
	j->clock = clock;
	j->synthetic = synthetic;
}

/* ---- append ---- */

/* A full disk: give up the ballast, so that the next write goes on. */
static int
journal_full(struct journal *j, struct err *err)
{
	if (err->code == ERR_FULL && folder_give_ballast(j->dir))
		err_prefix(err, "the disk is full; the ballast was given up, "
		                "try again and make room");
	return -1;
}

static int
journal_insert(struct journal *j, const struct journal_entry *e,
               struct err *err)
{
	struct stmt *st = db_use(j->db, &journal_put);

	stmt_bind_int(st, 1, e->seq);
	stmt_bind_int(st, 2, e->recorded_ms);
	if (e->happened_ms != JOURNAL_NO_TIME)
		stmt_bind_int(st, 3, e->happened_ms);
	stmt_bind_blob(st, 4, e->boot_id, sizeof(e->boot_id));
	stmt_bind_int(st, 5, e->boot_ms);
	stmt_bind_int(st, 6, e->clock);
	stmt_lend_text(st, 7, e->officer);
	stmt_lend_text(st, 8, e->seat);
	stmt_lend_text(st, 9, e->kind);
	stmt_bind_int(st, 10, e->version);
	stmt_lend_text(st, 11, e->subject);
	stmt_bind_blob(st, 12, e->body_hash, HASH_LEN);
	stmt_bind_blob(st, 13, e->prev, HASH_LEN);
	stmt_bind_blob(st, 14, e->hash, HASH_LEN);
	if (stmt_run(st, err))
		return -1;
	st = db_use(j->db, &journal_put_body);
	stmt_bind_int(st, 1, e->seq);
	stmt_bind_blob(st, 2, e->salt, sizeof(e->salt));
	stmt_bind_blob(st, 3, e->body, e->body_len);
	return stmt_run(st, err);
}

/* What a body.withheld entry names must be an entry, not of our own kinds. */
static int
journal_check_withheld(struct journal *j, const struct journal_entry *e,
                       struct err *err)
{
	static const char *const kept[] = { "body.withheld", "clock.anomaly",
		                            "anchor.made" };
	int64_t seq = withheld_seq(e->subject);
	struct stmt *st = db_use(j->db, &journal_kind_of);
	size_t i;
	int rc;

	stmt_bind_int(st, 1, seq);
	rc = stmt_step(st, err);
	if (rc == 0)
		rc = err_set(err, ERR_NOT_FOUND,
		             "body.withheld: subject '%s' names no entry",
		             e->subject ? e->subject : "");
	for (i = 0; rc == 1 && i < sizeof(kept) / sizeof(kept[0]); i++)
		if (strcmp(stmt_text(st, 0), kept[i]) == 0)
			rc = err_set(err, ERR_REFUSED,
			             "body.withheld: a %s entry keeps its "
			             "body",
			             kept[i]);
	stmt_done(st);
	return rc == 1 ? 0 : -1;
}

static int
journal_check(struct journal *j, const struct journal_entry *e, struct err *err)
{
	if (!e->body || e->body_len > JOURNAL_BODY_MAX)
		return err_set(err, ERR_INPUT,
		               "%s: body of %zu bytes; at most "
		               "%d",
		               e->kind, e->body_len, JOURNAL_BODY_MAX);
	if (e->happened_ms != JOURNAL_NO_TIME &&
	    e->happened_ms > j->stamp.counted_ms + AHEAD_MAX_MS)
		return err_set(
			err, ERR_INPUT,
			"%s: claimed to have happened "
			"%lld seconds from now; at most 120",
			e->kind,
			(long long)((e->happened_ms - j->stamp.counted_ms) /
		                    1000));
	if (strcmp(e->kind, "body.withheld") == 0)
		return journal_check_withheld(j, e, err);
	return 0;
}

static void
journal_seal(struct journal *j, struct journal_entry *e)
{
	e->seq = j->head + 1;
	e->recorded_ms = j->stamp.recorded_ms;
	e->boot_ms = j->reading.boot_ms;
	memcpy(e->boot_id, j->reading.boot_id, sizeof(e->boot_id));
	e->clock = j->reading.flags;
	if (j->synthetic)
		e->clock |= RECKON_SYNTHETIC;
	random_bytes(e->salt, sizeof(e->salt));
	memcpy(e->prev, j->head_hash, HASH_LEN);
	journal_body_hash(j->hasher, e->salt, e->body, e->body_len,
	                  e->body_hash);
	journal_entry_hash(j->hasher, e, e->hash);
}

static int
journal_withhold(struct journal *j, int64_t seq, struct err *err)
{
	struct stmt *st;
	int rc = -1;

	if (db_withholding(j->db, true, err) == 0) {
		st = db_use(j->db, &journal_drop_body);
		stmt_bind_int(st, 1, seq);
		rc = stmt_run(st, err);
	}
	j->withheld = true;
	return rc;
}

int
journal_append(struct journal *j, struct journal_entry *e, struct err *err)
{
	json_t *body = NULL;
	int rc = -1;

	assert(j->begun && e->officer && e->seat && e->kind);
	if (journal_check(j, e, err) ||
	    folding_parse(&j->folding, e, &body, err))
		goto out;
	journal_seal(j, e);
	if (journal_insert(j, e, err))
		goto out;
	j->head = e->seq;
	memcpy(j->head_hash, e->hash, HASH_LEN);
	rc = folding_apply(&j->folding, e, body, err);
	if (rc == 0 && strcmp(e->kind, "body.withheld") == 0)
		rc = journal_withhold(j, withheld_seq(e->subject), err);
out:
	json_decref(body);
	if (rc == 0)
		return 0;
	j->failed = true;
	return journal_full(j, err);
}

/* ---- one write ---- */

static int
journal_append_anomaly(struct journal *j, struct err *err)
{
	struct journal_entry e = { .happened_ms = JOURNAL_NO_TIME,
		                   .officer = "zhiban",
		                   .seat = "clock",
		                   .kind = "clock.anomaly",
		                   .version = 1 };
	struct buf body = BUF_INIT;
	int rc;

	buf_fmt(&body, "{\"step_ms\":%lld,\"wall_ms\":%lld}",
	        (long long)j->stamp.step_ms, (long long)j->reading.wall_ms);
	e.body = body.s;
	e.body_len = body.len;
	rc = journal_append(j, &e, err);
	buf_release(&body);
	return rc;
}

static void
journal_read_clock(struct journal *j, struct clock_reading *now,
                   struct reckon_stamp *stamp)
{
	int tries;

	/*
	 * The two clocks are not read in one instant: a process stopped in
	 * between would see a step that was none.
	 */
	for (tries = 0; tries < 3; tries++) {
		clock_read(j->clock, now);
		reckon_stamp(&j->folding.reckon, now, j->synthetic, stamp);
		if (!stamp->anomaly)
			break;
	}
}

int
journal_begin(struct journal *j, struct err *err)
{
	assert(!j->begun && !j->looks);
	if (db_sound(j->db, err) || gate_enter(j->gate, GATE_WAIT_MS, err))
		return -1;
	j->begun = true;
	j->failed = j->withheld = false;
	if (db_begin(j->db, err) || journal_load(j, err))
		goto fail;
	journal_read_clock(j, &j->reading, &j->stamp);
	if (j->stamp.anomaly && journal_append_anomaly(j, err))
		goto fail;
	return 0;
fail:
	journal_rollback(j);
	return -1;
}

int64_t
journal_stamp(const struct journal *j)
{
	return j->stamp.counted_ms;
}

/* After a commit, still inside the gate: keep the WAL from growing. */
static void
journal_trim_wal(struct journal *j)
{
	struct err ignored = ERR_INIT;
	int frames = db_wal_frames(j->db);

	if (frames < WAL_LARGE)
		j->wal_next = WAL_LARGE;
	/* What was withheld leaves the database file at once. */
	if (frames < j->wal_next && !j->withheld)
		return;
	j->wal_next = frames + WAL_TIDY;
	if (journal_is_keeper(j) || frames >= WAL_HUGE || j->withheld)
		db_checkpoint(j->db, &ignored);
}

static int
journal_refold(struct journal *j, struct err *err)
{
	if (db_defer_keys(j->db, err) || schema_clear_views(j->db, err) ||
	    search_clear(j->db, err))
		return -1;
	folding_reset(&j->folding);
	return folding_all(&j->folding, j->db, NULL, err);
}

int
journal_commit(struct journal *j, struct err *err)
{
	assert(j->begun);
	if (j->failed)
		return err_set(err, ERR_REFUSED,
		               "nothing was written: an entry before failed");
	if (j->withheld ? journal_refold(j, err)
	                : folding_settle(&j->folding, err))
		return -1;
	if (j->withheld && db_withholding(j->db, false, err))
		return -1;
	if (db_commit(j->db, err))
		return journal_full(j, err);
	j->begun = false;
	gate_ring(j->gate);
	journal_trim_wal(j);
	gate_leave(j->gate);
	return 0;
}

void
journal_rollback(struct journal *j)
{
	struct err ignored = ERR_INIT;

	if (!j->begun)
		return;
	db_rollback(j->db);
	if (j->withheld)
		db_withholding(j->db, false, &ignored);
	folding_reset(&j->folding);
	j->loaded = false;
	j->begun = false;
	gate_leave(j->gate);
}

/* ---- looking ---- */

/* Where it cannot begin, each query says so itself; a write is one already. */
void
journal_look(struct journal *j)
{
	struct err ignored = ERR_INIT;

	if (j->looks++ == 0 && !j->begun)
		j->looking = db_begin_read(j->db, &ignored) == 0;
}

void
journal_looked(struct journal *j)
{
	struct err ignored = ERR_INIT;

	assert(j->looks > 0);
	if (--j->looks > 0 || !j->looking)
		return;
	j->looking = false;
	if (db_commit(j->db, &ignored))
		db_rollback(j->db);
}

/* ---- time, change, house-keeping ---- */

int64_t
journal_now(struct journal *j)
{
	struct err ignored = ERR_INIT;
	struct clock_reading now;
	struct reckon_stamp stamp;

	if (!j->begun)
		journal_load(j, &ignored);
	journal_read_clock(j, &now, &stamp);
	return stamp.counted_ms;
}

bool
journal_changed(struct journal *j)
{
	int64_t version = db_data_version(j->db);
	bool changed = version != j->seen_version;

	j->seen_version = version;
	return changed;
}

int
journal_checkpoint_wal(struct journal *j, struct err *err)
{
	int rc;

	assert(!j->begun);
	if (!journal_is_keeper(j))
		return 0;
	if (folder_wal_bytes(j->dir) <= WAL_TIDY * 4120LL)
		return 0;
	if (gate_enter(j->gate, GATE_WAIT_MS, err))
		return -1;
	rc = db_checkpoint(j->db, err);
	gate_leave(j->gate);
	return rc;
}
