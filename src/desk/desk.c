#include "desk/desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/room.h"
#include "desk/settle.h"
#include "store/gate.h"

SQL(desk_row, "SELECT name, code, drill, clock_seq, clock_ms, clock_real_ms, "
              "clock_rate FROM desk WHERE one = 1");

/* ---- the clock ---- */

static void
desk_read_clock(void *arg, struct clock_reading *r)
{
	const struct desk *d = arg;

	clock_read(&clock_system, r);
	if (d->drill && d->clock_seq)
		r->wall_ms = d->clock_ms + (r->wall_ms - d->clock_real_ms) *
		                                   d->clock_rate / 1000;
}

int64_t
desk_now(struct desk *d)
{
	return journal_now(d->journal);
}

int64_t
desk_tick_ms(struct desk *d)
{
	int64_t rate = desk_clock_rate(d);
	int64_t left = CIVIL_SECOND - desk_now(d) % CIVIL_SECOND;
	int64_t ms;

	if (rate == 0)
		return CIVIL_SECOND;
	ms = (left * 1000 + rate - 1) / rate;
	return ms < 1 ? 1 : ms > CIVIL_SECOND ? CIVIL_SECOND : ms;
}

bool
desk_clock_unsynchronised(struct desk *d)
{
	struct clock_reading now;

	clock_read(&d->clock, &now);
	return now.flags != 0;
}

/* ---- open and close ---- */

int
desk_reload(struct desk *d, bool *moved, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &desk_row);
	int64_t before = d->clock_seq;
	int rc = stmt_step(st, err);

	if (moved)
		*moved = false;
	if (rc != 1) {
		stmt_done(st);
		return rc;
	}
	if (!d->known) {
		d->known = true;
		d->name = mem_str(stmt_text(st, 0));
		d->code = mem_str(stmt_text(st, 1));
		d->drill = stmt_int(st, 2) != 0;
	}
	d->clock_seq = stmt_int(st, 3);
	d->clock_ms = stmt_int(st, 4);
	d->clock_real_ms = stmt_int(st, 5);
	d->clock_rate = stmt_int(st, 6);
	stmt_done(st);
	if (moved)
		*moved = d->clock_seq != before;
	return 0;
}

int
desk_open_journal(struct desk **out, const char *dir,
                  const struct identity *who, struct err *err)
{
	struct desk *d = mem_alloc(sizeof(*d));

	d->dir = mem_str(dir);
	d->who = d->opener = *who;
	d->bell = -1;
	d->clock_rate = 1000;
	d->clock = (struct clock){ .read = desk_read_clock, .arg = d };
	if (journal_open(&d->journal, dir, &desk_kinds, &d->clock, err)) {
		desk_close(d);
		return -1;
	}
	*out = d;
	return 0;
}

static int
desk_ring(struct desk *d, struct err *err)
{
	struct buf path = BUF_INIT;

	buf_fmt(&path, "%s/desk.gate", d->dir);
	d->bell = bell_open(path.s, err);
	buf_release(&path);
	return d->bell < 0 ? -1 : 0;
}

int
desk_open(struct desk **out, const char *dir, const struct identity *who,
          const char *as, struct err *err)
{
	struct desk *d;

	if (desk_open_journal(&d, dir, who, err))
		return -1;
	if (desk_reload(d, NULL, err))
		goto fail;
	if (!d->known) {
		err_set(err, ERR_CORRUPT,
		        "%s: no desk was finished here; remove the folder and "
		        "run 'zhiban init' again",
		        dir);
		goto fail;
	}
	if ((as && desk_act_as(d, as, err)) || desk_ring(d, err))
		goto fail;
	if (d->drill)
		journal_use_clock(d->journal, &d->clock, true);
	*out = d;
	return 0;
fail:
	desk_close(d);
	return -1;
}

void
desk_close(struct desk *d)
{
	if (!d)
		return;
	if (d->bell >= 0)
		close(d->bell);
	if (d->journal)
		journal_close(d->journal);
	free(d->name);
	free(d->code);
	free(d->dir);
	free(d);
}

/* ---- what it is ---- */

struct journal *
desk_journal(struct desk *d)
{
	return d->journal;
}

struct db *
desk_db(struct desk *d)
{
	return journal_db(d->journal);
}

int64_t
desk_head(struct desk *d)
{
	unsigned char hash[HASH_LEN];

	return journal_head(d->journal, hash);
}

static int
entry_touches(void *arg, const struct journal_entry *e)
{
	for (const char *const *s = arg; *s; s++)
		if (e->subject && strncmp(e->subject, *s, strlen(*s)) == 0)
			return 1;
	return 0;
}

bool
desk_touched(struct desk *d, int64_t since, const char *const *subjects)
{
	struct err ignored = ERR_INIT;

	return journal_read(d->journal, since, entry_touches, (void *)subjects,
	                    &ignored) != 0;
}

void
desk_look(struct desk *d)
{
	journal_look(d->journal);
}

void
desk_looked(struct desk *d)
{
	journal_looked(d->journal);
}

const struct identity *
desk_identity(const struct desk *d)
{
	return &d->who;
}

const char *
desk_dir(const struct desk *d)
{
	return d->dir;
}

const char *
desk_name(const struct desk *d)
{
	return d->name;
}

const char *
desk_code(const struct desk *d)
{
	return d->code;
}

bool
desk_is_drill(const struct desk *d)
{
	return d->drill;
}

int
desk_act_as(struct desk *d, const char *officer, struct err *err)
{
	if (!d->drill)
		return err_set(err, ERR_REFUSED,
		               tr("只有演练席可以代他人操作"));
	if (!officer) {
		d->who = d->opener;
		return 0;
	}
	if (!*officer || strlen(officer) >= sizeof(d->who.officer) ||
	    !utf8_valid(officer, strlen(officer)))
		return err_set(err, ERR_INPUT,
		               "officer: expected a name of 1 to %zu bytes",
		               sizeof(d->who.officer) - 1);
	snprintf(d->who.officer, sizeof(d->who.officer), "%s", officer);
	return 0;
}

int64_t
desk_appended(const struct desk *d)
{
	return d->appended;
}

int64_t
desk_clock_rate(const struct desk *d)
{
	return d->drill && d->clock_seq ? d->clock_rate : 1000;
}

/* ---- others ---- */

int
desk_bell_fd(struct desk *d)
{
	return d->bell;
}

bool
desk_changed(struct desk *d)
{
	struct err err = ERR_INIT;

	bell_drain(d->bell);
	if (!journal_changed(d->journal))
		return false;
	/* A row that cannot be read now will fail louder in the next query. */
	desk_reload(d, NULL, &err);
	return true;
}

/* ---- rules ---- */

int64_t
desk_rulebook_id(struct desk *d)
{
	struct err err = ERR_INIT;

	return settle_rulebook_id(journal_fold(d->journal), &err);
}

const struct rulebook *
desk_rulebook_at(struct desk *d, int64_t id, struct err *err)
{
	return settle_rulebook(journal_fold(d->journal), id, err);
}

const struct rulebook *
desk_rulebook(struct desk *d)
{
	struct err err = ERR_INIT;

	return desk_rulebook_at(d, desk_rulebook_id(d), &err);
}
