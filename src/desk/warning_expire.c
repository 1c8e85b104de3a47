/* The end of what has expired: of those that no source has any longer. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/body.h"
#include "desk/warning.h"

SQL(expire_past, "SELECT id FROM warning WHERE state = 0 AND until_ms > 0 "
                 "AND until_ms <= ?1 ORDER BY until_ms, id");
SQL(expire_sources, "SELECT feed FROM warning_source WHERE warning = ?1 "
                    "AND gone = 0 AND expires_ms = 0");

struct expiry {
	int64_t *ids;
	size_t count, cap;
};

/* Their names, one behind the other, each with its NUL. */
static int
sources_without_end(struct desk *d, int64_t id, struct buf *names,
                    struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &expire_sources);
	int rc;

	stmt_bind_int(st, 1, id);
	while ((rc = stmt_step(st, err)) == 1)
		buf_add(names, stmt_text(st, 0), stmt_text_len(st, 0) + 1);
	stmt_done(st);
	return rc;
}

/* One that is polled, and lists what runs. */
static bool
is_running_list(struct desk *d, const char *name)
{
	struct err none = ERR_INIT;
	struct feed feed;
	bool is;

	if (feed_get(d, name, &feed, &none))
		return false;
	is = feed.on && feed.format->vanishes == FEED_RUNS;
	feed_release(&feed);
	return is;
}

/* Does a list still have it that gives no end itself? */
static int
is_listed(struct desk *d, int64_t id, bool *listed, struct err *err)
{
	struct buf names = BUF_INIT;
	int rc = sources_without_end(d, id, &names, err);

	*listed = false;
	for (size_t i = 0; i < names.len; i += strlen(names.s + i) + 1)
		*listed |= is_running_list(d, names.s + i);
	buf_release(&names);
	return rc;
}

static int
past_read(struct desk *d, struct expiry *x, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &expire_past);
	int rc;

	x->count = 0;
	stmt_bind_int(st, 1, desk_now(d));
	while ((rc = stmt_step(st, err)) == 1) {
		x->ids = mem_grow(x->ids, x->count, &x->cap, sizeof(*x->ids));
		x->ids[x->count++] = stmt_int(st, 0);
	}
	stmt_done(st);
	return rc;
}

static int
expired_read(struct desk *d, struct expiry *x, struct err *err)
{
	size_t n = 0;
	bool listed;

	if (past_read(d, x, err))
		return -1;
	for (size_t i = 0; i < x->count; i++) {
		if (is_listed(d, x->ids[i], &listed, err))
			return -1;
		if (!listed)
			x->ids[n++] = x->ids[i];
	}
	x->count = n;
	return 0;
}

static int
expire_write(struct desk *d, void *arg, struct err *err)
{
	struct expiry *x = arg;
	char subject[SUBJECT_MAX];
	int rc = expired_read(d, x, err);

	for (size_t i = 0; !rc && i < x->count; i++) {
		json_t *body = json_object();

		json_object_set_new(body, "how", json_string("expired"));
		rc = desk_append(d, "warning.ended",
		                 body_subject(subject, "warning", x->ids[i]),
		                 JOURNAL_NO_TIME, body, NULL, err);
	}
	return rc;
}

/* Nothing is written, and the gate not asked for, when nothing has. */
int
warning_expire(struct desk *d, size_t *count, struct err *err)
{
	struct expiry x = { .ids = NULL };
	int rc = expired_read(d, &x, err);

	if (!rc && x.count)
		rc = desk_write(d, expire_write, &x, err);
	*count = rc ? 0 : x.count;
	free(x.ids);
	return rc ? -1 : 0;
}
