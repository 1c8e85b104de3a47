#include "desk/feed_loan.h"

#include <string.h>

#include "base/json.h"

#define HOST "http://127.0.0.1:"
#define PATH "/" FEED_REPLAY "/"

void
feed_loan_address(struct buf *out, int port, const char *name)
{
	buf_fmt(out, HOST "%d" PATH "%s", port, name);
}

static bool
is_loan_address(const char *address)
{
	if (strncmp(address, HOST, strlen(HOST)) != 0)
		return false;
	address += strlen(HOST);
	address += strspn(address, "0123456789");
	return strncmp(address, PATH, strlen(PATH)) == 0;
}

static bool
is_loan(const char *officer, const char *address)
{
	return strcmp(officer, FEED_REPLAY) == 0 || is_loan_address(address);
}

bool
feed_lent(const struct feed *f)
{
	return is_loan(f->officer, f->address);
}

/* ---- as it was before ---- */

static int
keep_record(void *arg, const struct journal_entry *e)
{
	json_t **last = arg, *body;
	struct err none = ERR_INIT;
	const char *address;

	if (strcmp(e->kind, "feed.saved") != 0 || !e->body)
		return 0;
	body = json_parse(e->body, e->body_len, e->kind, &none);
	address = json_string_value(json_object_get(body, "address"));
	if (address && !is_loan(e->officer, address)) {
		json_decref(*last);
		*last = json_incref(body);
	}
	json_decref(body);
	return 0;
}

/* *f is to be released, also on failure. */
static int
feed_before(struct desk *d, const struct feed *lent, struct feed *f,
            struct err *err)
{
	const struct jpath at = { .key = lent->name };
	char subject[FEED_SUBJECT];
	json_t *record = NULL;
	int rc;

	memset(f, 0, sizeof(*f));
	if (journal_read_subject(desk_journal(d),
	                         feed_subject(subject, lent->name), keep_record,
	                         &record, err)) {
		json_decref(record);
		return -1;
	}
	if (record) {
		rc = feed_from_json(f, record, &at, err);
		json_decref(record);
		return rc;
	}
	if (feed_built_in(lent->name, f, err) == 0)
		return 0;
	if (err->code != ERR_NOT_FOUND)
		return -1;
	err_clear(err);
	rc = feed_get(d, lent->name, f, err);
	f->on = false;
	return rc;
}

/* ---- all of them at once ---- */

typedef int each_fn(struct desk *d, struct feed *f, void *arg, struct err *err);

static int
each_listed(struct desk *d, each_fn *fn, void *arg, struct err *err)
{
	struct feed *rows;
	size_t n;
	int rc = feed_list(d, &rows, &n, err);

	if (rc)
		return -1;
	for (size_t i = 0; !rc && i < n; i++)
		rc = fn(d, &rows[i], arg, err);
	feeds_free(rows, n);
	return rc;
}

struct lending {
	const struct feed *rows;
	size_t count;
};

static int
put_off(struct desk *d, struct feed *f, void *arg, struct err *err)
{
	const struct lending *l = arg;

	for (size_t i = 0; i < l->count; i++)
		if (strcmp(l->rows[i].name, f->name) == 0)
			return 0;
	f->on = false;
	return feed_save(d, f, NULL, err);
}

static int
lend(struct desk *d, void *arg, struct err *err)
{
	const struct lending *l = arg;

	if (each_listed(d, put_off, arg, err))
		return -1;
	for (size_t i = 0; i < l->count; i++)
		if (feed_save(d, &l->rows[i], NULL, err))
			return -1;
	return 0;
}

static int
put_back(struct desk *d, struct feed *f, void *arg, struct err *err)
{
	size_t *count = arg;
	struct feed before;
	int64_t seq = 0;
	int rc;

	if (!feed_lent(f))
		return 0;
	rc = feed_before(d, f, &before, err);
	if (!rc)
		rc = feed_save(d, &before, &seq, err);
	feed_release(&before);
	*count += seq != 0;
	return rc;
}

static int
reclaim(struct desk *d, void *arg, struct err *err)
{
	return each_listed(d, put_back, arg, err);
}

/* In one transaction, by that officer; NULL: by who opened the desk. */
static int
at_once(struct desk *d, const char *officer, desk_write_fn *fn, void *arg,
        struct err *err)
{
	struct err none = ERR_INIT;
	int rc;

	if (desk_act_as(d, officer, err) || desk_batch_begin(d, err))
		return -1;
	rc = fn(d, arg, err);
	if (rc)
		desk_batch_rollback(d);
	else
		rc = desk_batch_commit(d, err);
	desk_act_as(d, NULL, &none);
	return rc;
}

int
feed_lend(struct desk *d, const struct feed *rows, size_t count,
          struct err *err)
{
	struct lending l = { rows, count };

	return at_once(d, FEED_REPLAY, lend, &l, err);
}

int
feed_reclaim(struct desk *d, size_t *count, struct err *err)
{
	*count = 0;
	return at_once(d, NULL, reclaim, count, err);
}
