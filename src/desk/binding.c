/* Which unit of this desk a party of the rules is. */
#include "desk/unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/body.h"
#include "desk/duty.h"

SQL(party_of, "SELECT unit FROM party WHERE code = ?1");
SQL(party_called, "SELECT p.unit, u.name FROM party p JOIN unit u "
                  "ON u.id = p.unit WHERE p.code = ?1");

/* These are another unit for every incident, or none at all. */
static bool
is_bindable(const char *party)
{
	static const char *const none[] = { "unit", "unit.head", "public",
		                            "scene" };

	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		if (strcmp(none[i], party) == 0)
			return false;
	return true;
}

int
party_unit(struct desk *d, const char *party, int64_t *unit, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &party_of);
	int rc;

	*unit = 0;
	stmt_bind_text(st, 1, party);
	rc = stmt_step(st, err);
	if (rc == 1)
		*unit = stmt_int(st, 0);
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

struct binding_write {
	const char *party;
	int64_t unit, *seq;
};

static int
party_bind_write(struct desk *d, void *arg, struct err *err)
{
	const struct binding_write *b = arg;
	char subject[64] = "party:";
	int64_t now;
	json_t *body;

	if (party_unit(d, b->party, &now, err))
		return -1;
	*b->seq = 0;
	if (now == b->unit)
		return 0;
	if (b->unit && unit_stands(d, b->unit, NULL, err))
		return -1;
	body = json_object();
	body_put_text(body, "party", b->party, 48, err);
	if (b->unit)
		body_put_int(body, "unit", b->unit);
	strncat(subject, b->party, sizeof(subject) - sizeof("party:"));
	return desk_append(d, "party.bound", subject, JOURNAL_NO_TIME, body,
	                   b->seq, err);
}

int
party_bind(struct desk *d, const char *party, int64_t unit, int64_t *seq,
           struct err *err)
{
	struct binding_write b = { party, unit, seq };

	if (!party_known(party))
		return err_set(err, ERR_INPUT, tr("没有机构代码 %s"), party);
	if (!is_bindable(party))
		return err_set(err, ERR_REFUSED,
		               tr("%s 由每起事件自己定，不能绑定"), party);
	return desk_write(d, party_bind_write, &b, err);
}

static int
binding_read(struct desk *d, struct binding *b, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &party_called);
	int rc;

	stmt_bind_text(st, 1, b->party);
	rc = stmt_step(st, err);
	if (rc == 1) {
		b->unit = stmt_int(st, 0);
		b->name = mem_str(stmt_text(st, 1));
	}
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

int
binding_list(struct desk *d, struct binding **rows, size_t *count,
             struct err *err)
{
	const char *code;
	struct binding *list = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = 0; (code = party_code(i)) != NULL; i++) {
		if (!is_bindable(code))
			continue;
		list = mem_grow(list, n, &cap, sizeof(*list));
		list[n] = (struct binding){ .party = code };
		if (binding_read(d, &list[n++], err)) {
			bindings_free(list, n);
			return -1;
		}
	}
	*rows = list;
	*count = n;
	return 0;
}

void
bindings_free(struct binding *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(rows[i].name);
	free(rows);
}
