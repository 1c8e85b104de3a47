/*
 * A desk: one data folder, its journal, its rules and its clock.
 *
 *   desk.db, desk.db-wal, desk.db-shm   the journal and its views (SQLite's)
 *   desk.gate, desk.keeper              locks (store/gate.h, store/journal.h)
 *   desk.key                            signs checkpoints (0400)
 *   ballast                             given up when the disk is full
 *
 * One way to write: a command of desk/ (incident_open(), report_make() ...)
 * checks its input and the present state and appends its entries in one
 * transaction; the reducers beside it fold them into the views.  One way to
 * read: queries of desk/, each into a struct of its own.  Screens,
 * subcommands and tests call nothing else.
 *
 * A refusal of desk/ is read by officers: its text goes through tr(), Chinese
 * in the source like every label (err_set(err, ERR_REFUSED, tr("..."), ...)).
 * Errors of malformed JSON and of the store stay English.
 *
 * Times are UTC milliseconds.  `at` is claimed by people, `recorded` is the
 * machine's; only the second meets deadlines.
 */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/err.h"
#include "law/pack.h"
#include "store/journal.h"

struct desk;

/* Who acts, and where: the Unix login name, the terminal or SSH client. */
struct identity {
	char officer[64];
	char seat[64];
};

/*
 * From the system: getlogin/getpwuid, SSH_CONNECTION's client or ttyname.
 * `as` (--as NAME) is allowed on a drill desk only; desk_open() checks.
 */
void identity_system(struct identity *id);

struct desk_options {
	const char *name;		/* "孝义市应急管理局"; NULL: default */
	const char *code;		/* "141181" */
	bool drill;
	/* Drill only: the desk's clock starts here (0: now) and runs at rate
	 * thousandths of real time: 0 frozen, 1000 real, 60000 a minute a
	 * second. */
	int64_t clock_ms;
	int64_t clock_rate;
	const char *rules_dir;		/* NULL: the built-in packs */
};

/*
 * Make a desk in dir (created, 0750).  First entries: desk.created, then
 * pack.adopted for each rule pack with its whole content, clock.set on a
 * drill desk that asks for one.
 */
int desk_create(const char *dir, const struct desk_options *o,
		const struct identity *who, struct err *err);

/* as: NULL, or another officer's name (drill desks only, ERR_REFUSED). */
int desk_open(struct desk **out, const char *dir, const struct identity *who,
	      const char *as, struct err *err);
void desk_close(struct desk *d);

/* ZHIBAN_DATA, else $XDG_DATA_HOME/zhiban, else ~/.local/share/zhiban. */
int desk_default_dir(struct buf *out, struct err *err);

struct journal *desk_journal(struct desk *d);
struct db *desk_db(struct desk *d);
const struct identity *desk_identity(const struct desk *d);
const char *desk_dir(const struct desk *d);
const char *desk_name(const struct desk *d);
const char *desk_code(const struct desk *d);
bool desk_is_drill(const struct desk *d);

/* Drill only (ERR_REFUSED): who acts from here on; NULL: who opened it. */
int desk_act_as(struct desk *d, const char *officer, struct err *err);

/* The time that counts, now; on a drill desk, the drill's. */
int64_t desk_now(struct desk *d);
/* Milliseconds until desk time shows another second (1 .. 1000). */
int64_t desk_tick_ms(struct desk *d);
/*
 * Drill only: set the clock and its rate (entry clock.set).  ms 0 leaves the
 * time as it is, a rate below 0 the rate.
 */
int desk_set_clock(struct desk *d, int64_t ms, int64_t rate, struct err *err);
/* As given to desk_create() or desk_set_clock(); 1000 on a real desk. */
int64_t desk_clock_rate(const struct desk *d);
/* The kernel says the clock is not synchronised (a flag, never a refusal). */
bool desk_clock_unsynchronised(struct desk *d);

/* Another process wrote: poll this, then ask desk_changed(). */
int desk_bell_fd(struct desk *d);
bool desk_changed(struct desk *d);

/* The seq of the journal's last entry, whoever wrote it. */
int64_t desk_head(struct desk *d);
/*
 * Is there an entry after that one whose subject begins with one of these
 * ("unit:", NULL-ended)?  Also true when it cannot be told.
 */
bool desk_touched(struct desk *d, int64_t since, const char *const *subjects);

/*
 * Between these two all queries are of one moment, and cheaper: for what is
 * drawn together (journal_look()).  They nest; nothing is written inside.
 */
void desk_look(struct desk *d);
void desk_looked(struct desk *d);

/*
 * The rules in force for incidents opened now, and those of an incident's
 * day (id: the seq of the last pack.adopted before it was opened).
 */
const struct rulebook *desk_rulebook(struct desk *d);
int64_t desk_rulebook_id(struct desk *d);
const struct rulebook *desk_rulebook_at(struct desk *d, int64_t id,
					struct err *err);
/* Adopt a pack: an entry with its whole content. */
int desk_adopt_pack(struct desk *d, const char *name, const char *bytes,
		    size_t len, int64_t *seq, struct err *err);

/* The closed table of entry kinds, for verify and rebuild. */
extern const struct journal_kinds desk_kinds;

/*
 * Many commands in one transaction (zhiban record --batch): what commands
 * write between begin and commit is one commit with one recorded time, and is
 * seen by this desk's own queries at once.  When a command fails, nothing of
 * the batch may be kept: roll back.  The gate is held between them: nothing is
 * read, asked or waited for meanwhile.
 */
int desk_batch_begin(struct desk *d, struct err *err);
int desk_batch_commit(struct desk *d, struct err *err);
void desk_batch_rollback(struct desk *d);

/* The seq of the entry that this desk appended last; 0: none yet. */
int64_t desk_appended(const struct desk *d);

/* ---- for the nouns of desk/ only (desk/write.c) ---- */

/*
 * desk_write() runs fn inside one begun write and commits, or rolls back when
 * fn fails.  fn checks state with queries and appends with desk_append().
 */
typedef int desk_write_fn(struct desk *d, void *arg, struct err *err);
int desk_write(struct desk *d, desk_write_fn *fn, void *arg, struct err *err);
/* body is taken.  happened_ms may be JOURNAL_NO_TIME.  seq may be NULL. */
int desk_append(struct desk *d, const char *kind, const char *subject,
		int64_t happened_ms, json_t *body, int64_t *seq,
		struct err *err);

#endif
