#include "desk/phone.h"

#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/json.h"
#include "base/tr.h"
#include "desk/body.h"
#include "store/db.h"
#include "store/journal.h"

enum { DIGITS_MIN = 3, LABEL_CHARS = 20 };

SQL(phone_rows, "SELECT number, label, confirmed_ms FROM phone "
                "WHERE owner = ?1 ORDER BY k");
SQL(phone_clear, "DELETE FROM phone WHERE owner = ?1");
SQL(phone_insert, "INSERT INTO phone (owner, k, number, label, confirmed_ms) "
                  "VALUES (?1, ?2, ?3, ?4, ?5)");
SQL(phone_confirm, "UPDATE phone SET confirmed_ms = ?2 WHERE owner = ?1 "
                   "AND (?3 IS NULL OR number = ?3)");

bool
phone_valid(const char *number)
{
	const char *s = number;
	int digits = 0;

	for (; *s; s++) {
		digits += *s >= '0' && *s <= '9';
		if (strncmp(s, "转", strlen("转")) == 0)
			s += strlen("转") - 1;
		else if (!strchr("0123456789 +-()#", *s))
			return false;
	}
	return digits >= DIGITS_MIN && s - number < PHONE_TEXT;
}

bool
phone_stale(const struct phone *p, int64_t now_ms)
{
	return p->confirmed_ms > now_ms ||
	       now_ms - p->confirmed_ms > PHONE_STALE_DAYS * CIVIL_DAY;
}

/* ---- in a body ---- */

static const struct phone *
phone_of(const struct phone *phones, size_t count, const char *number)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(phones[i].number, number) == 0)
			return &phones[i];
	return NULL;
}

int
phones_need(const struct phone *phones, size_t count, const char *number,
            struct err *err)
{
	if (number ? phone_of(phones, count, number) != NULL : count > 0)
		return 0;
	return err_set(err, ERR_NOT_FOUND, tr("没有这个电话：%s"),
	               number ? number : "-");
}

static int64_t
confirmed_of(const struct phone *phones, size_t count, const char *number)
{
	const struct phone *p = phone_of(phones, count, number);

	return p ? p->confirmed_ms : 0;
}

int
phones_put(json_t *o, const struct phone *phones, size_t count,
           const struct phone *known, size_t known_count, struct err *err)
{
	json_t *list, *row;

	if (!count)
		return 0;
	list = json_array();
	json_object_set_new(o, "phones", list);
	for (size_t i = 0; i < count; i++) {
		const struct phone *p = &phones[i];

		if (!phone_valid(p->number))
			return err_set(err, ERR_INPUT, tr("“%s”不是电话号码"),
			               p->number);
		if (phone_of(phones, i, p->number))
			return err_set(err, ERR_INPUT, tr("电话 %s 写了两次"),
			               p->number);
		row = json_object();
		json_array_append_new(list, row);
		if (body_put_text(row, "number", p->number, PHONE_TEXT - 1,
		                  err) ||
		    body_put_text(row, "label", p->label, LABEL_CHARS, err))
			return -1;
		if (p->confirmed_ms >
		    confirmed_of(known, known_count, p->number))
			body_put_time(row, "confirmed", p->confirmed_ms);
	}
	return 0;
}

static int
phone_check(const json_t *row, const struct jpath *at, struct err *err)
{
	static const char *const keys[] = { "number", "label", "confirmed",
		                            NULL };
	const char *number = NULL, *label = NULL;
	int64_t ms;

	if (!json_is_object(row))
		return json_fail(at, err, "expected an object");
	if (json_only(row, keys, at, err) ||
	    json_need_string(row, "number", &number, at, err) ||
	    json_get_string(row, "label", &label, at, err) ||
	    json_get_time(row, "confirmed", &ms, NULL, at, err))
		return -1;
	if (!phone_valid(number))
		return json_fail(at, err, "no telephone number");
	if (label && (!*label || strlen(label) >= PHONE_LABEL))
		return json_fail(at, err, "label: empty or too long");
	return 0;
}

int
phones_check(const json_t *body, struct err *err)
{
	struct jpath root = { .key = "body" };
	struct jpath list_at = { .up = &root, .key = "phones" };
	const json_t *list = NULL;
	size_t i;
	json_t *row;

	if (json_get_array(body, "phones", &list, &root, err))
		return -1;
	if (json_array_size(list) > PHONES_MAX)
		return json_fail(&list_at, err, "more than %d", PHONES_MAX);
	json_array_foreach((json_t *)list, i, row)
	{
		struct jpath at = { .up = &list_at, .index = i };

		if (phone_check(row, &at, err))
			return -1;
	}
	return 0;
}

void
phones_text(struct buf *out, const json_t *phones)
{
	size_t i;
	json_t *row;

	json_array_foreach((json_t *)phones, i, row)
	{
		const char *label = body_get_text(row, "label");

		buf_fmt(out, "%s%s", i ? " " : "",
		        body_get_text(row, "number"));
		if (label)
			buf_fmt(out, tr("（%s）"), label);
	}
}

/* ---- the view ---- */

int
phones_read(struct db *db, int64_t owner, struct phone *phones, size_t *count,
            struct err *err)
{
	struct stmt *st = db_use(db, &phone_rows);
	int rc;

	*count = 0;
	stmt_bind_int(st, 1, owner);
	while ((rc = stmt_step(st, err)) == 1 && *count < PHONES_MAX) {
		struct phone *p = &phones[(*count)++];

		snprintf(p->number, sizeof(p->number), "%s", stmt_text(st, 0));
		snprintf(p->label, sizeof(p->label), "%s", stmt_text(st, 1));
		p->confirmed_ms = stmt_int(st, 2);
	}
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

int
phones_fold(struct fold *f, int64_t owner, bool first, const json_t *body,
            struct err *err)
{
	struct phone known[PHONES_MAX];
	const char *number, *label;
	int64_t was, said;
	size_t count = 0, i;
	struct stmt *st;
	json_t *row;

	if (!first && phones_read(f->db, owner, known, &count, err))
		return -1;
	if (count) {
		st = db_use(f->db, &phone_clear);
		stmt_bind_int(st, 1, owner);
		if (stmt_run(st, err))
			return -1;
	}
	json_array_foreach(json_object_get(body, "phones"), i, row)
	{
		number = body_get_text(row, "number");
		label = body_get_text(row, "label");
		was = confirmed_of(known, count, number);
		said = body_get_time(row, "confirmed", 0);
		st = db_use(f->db, &phone_insert);
		stmt_bind_int(st, 1, owner);
		stmt_bind_int(st, 2, (int64_t)i);
		stmt_lend_text(st, 3, number);
		stmt_lend_text(st, 4, label ? label : "");
		stmt_bind_int(st, 5, said > was ? said : was);
		if (stmt_run(st, err))
			return -1;
	}
	return 0;
}

int
phones_confirmed_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "number", NULL };

	if (body_only(body, keys, err))
		return -1;
	return body_text(body, "number", false, PHONE_TEXT - 1, err);
}

int
phones_confirmed_fold(struct fold *f, int64_t owner,
                      const struct journal_entry *e, const json_t *body,
                      struct err *err)
{
	struct stmt *st;

	if (!body)
		return 0;
	st = db_use(f->db, &phone_confirm);
	stmt_bind_int(st, 1, owner);
	stmt_bind_int(st, 2, e->counted_ms);
	stmt_bind_text(st, 3, body_get_text(body, "number"));
	return stmt_run(st, err);
}
