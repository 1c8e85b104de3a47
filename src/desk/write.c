#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "desk/desk.h"
#include "desk/room.h"
#include "desk/settle.h"

static unsigned
kind_version(const char *kind)
{
	const struct journal_kind *k;

	for (k = desk_kinds.table; k->kind; k++)
		if (strcmp(k->kind, kind) == 0)
			return k->version;
	return 1;
}

/*
 * Begin, on the clock in force: a drill's clock may have been set by another
 * process since we last looked, and the stamp is taken by journal_begin().
 */
static int
write_begin(struct desk *d, struct err *err)
{
	bool moved;

	do {
		if (journal_begin(d->journal, err))
			return -1;
		if (desk_reload(d, &moved, err)) {
			journal_rollback(d->journal);
			return -1;
		}
		if (moved)
			journal_rollback(d->journal);
	} while (moved);
	return 0;
}

/*
 * In a batch the views are settled after each command, so that the next one
 * sees what it did.
 */
static int
write_in_batch(struct desk *d, desk_write_fn *fn, void *arg, struct err *err)
{
	if (d->batch_failed)
		return err_set(err, ERR_REFUSED,
		               "an earlier command of this batch failed");
	if (fn(d, arg, err) || settle_all(journal_fold(d->journal), err)) {
		d->batch_failed = true;
		return -1;
	}
	return 0;
}

int
desk_write(struct desk *d, desk_write_fn *fn, void *arg, struct err *err)
{
	if (d->batch)
		return write_in_batch(d, fn, arg, err);
	if (write_begin(d, err))
		return -1;
	if (fn(d, arg, err) || journal_commit(d->journal, err)) {
		journal_rollback(d->journal);
		return -1;
	}
	return desk_reload(d, NULL, err);
}

int
desk_batch_begin(struct desk *d, struct err *err)
{
	assert(!d->batch);
	if (write_begin(d, err))
		return -1;
	d->batch = true;
	d->batch_failed = false;
	return 0;
}

int
desk_batch_commit(struct desk *d, struct err *err)
{
	assert(d->batch);
	if (d->batch_failed)
		err_set(err, ERR_REFUSED, "a command of this batch failed");
	if (d->batch_failed || journal_commit(d->journal, err)) {
		desk_batch_rollback(d);
		return -1;
	}
	d->batch = false;
	return desk_reload(d, NULL, err);
}

void
desk_batch_rollback(struct desk *d)
{
	journal_rollback(d->journal);
	d->batch = false;
}

int
desk_append(struct desk *d, const char *kind, const char *subject,
            int64_t happened_ms, json_t *body, int64_t *seq, struct err *err)
{
	struct journal_entry e = {
		.happened_ms = happened_ms,
		.officer = d->who.officer,
		.seat = d->who.seat,
		.kind = kind,
		.version = kind_version(kind),
		.subject = subject,
	};
	struct buf bytes = BUF_INIT;
	int rc;

	json_write(&bytes, body);
	json_decref(body);
	e.body = bytes.s;
	e.body_len = bytes.len;
	rc = journal_append(d->journal, &e, err);
	buf_release(&bytes);
	if (rc == 0)
		d->appended = e.seq;
	if (rc == 0 && seq)
		*seq = e.seq;
	return rc;
}
