#include "desk/card.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/docket.h"

#define START 64 /* slots; a power of two */

SQL(card_row, "SELECT id, last_seq, last_ms, counted_ms FROM incident "
              "WHERE year = ?1 AND n = ?2");
SQL(card_facts_of, "SELECT facts FROM incident WHERE id = ?1");

void
cards_release(struct cards *c)
{
	free(c->v);
	free(c->slots);
	memset(c, 0, sizeof(*c));
}

void
cards_clear(struct cards *c)
{
	if (c->count)
		memset(c->slots, 0, c->slots_count * sizeof(*c->slots));
	c->count = 0;
}

/* Where the card is, or where it belongs. */
static size_t *
cards_slot(struct cards *c, int64_t year, int64_t n)
{
	uint64_t key = (uint64_t)year * 100000000u + (uint64_t)n;
	size_t mask = c->slots_count - 1;
	size_t i = (size_t)(key * 0x9E3779B97F4A7C15ull >> 20) & mask;
	const struct card *k;

	for (; c->slots[i]; i = (i + 1) & mask) {
		k = &c->v[c->slots[i] - 1];
		if (k->n == n && k->year == year)
			break;
	}
	return &c->slots[i];
}

static void
cards_grow(struct cards *c)
{
	free(c->slots);
	c->slots_count = c->slots_count ? c->slots_count * 2 : START;
	c->slots = mem_alloc(c->slots_count * sizeof(*c->slots));
	for (size_t i = 0; i < c->count; i++)
		*cards_slot(c, c->v[i].year, c->v[i].n) = i + 1;
}

struct card *
cards_add(struct cards *c, int64_t year, int64_t n)
{
	struct card *k;

	if (c->count * 2 >= c->slots_count)
		cards_grow(c);
	c->v = mem_grow(c->v, c->count, &c->cap, sizeof(*c->v));
	k = &c->v[c->count];
	memset(k, 0, sizeof(*k));
	k->year = year;
	k->n = n;
	*cards_slot(c, year, n) = ++c->count;
	return k;
}

int
cards_get(struct cards *c, struct db *db, int64_t year, int64_t n,
          struct card **out, struct err *err)
{
	size_t at = c->count ? *cards_slot(c, year, n) : 0;
	struct stmt *st;
	struct card *k;
	int rc;

	if (at) {
		*out = &c->v[at - 1];
		return 0;
	}
	st = db_use(db, &card_row);
	stmt_bind_int(st, 1, year);
	stmt_bind_int(st, 2, n);
	rc = stmt_step(st, err);
	if (rc == 1) {
		*out = k = cards_add(c, year, n);
		k->id = stmt_int(st, 0);
		k->last_seq = stmt_int(st, 1);
		k->last_ms = stmt_int(st, 2);
		k->counted_ms = stmt_int(st, 3);
	}
	stmt_done(st);
	if (rc == 0)
		return err_set(err, ERR_NOT_FOUND, "no incident %04d-%04d",
		               (int)year, (int)n);
	return rc == 1 ? 0 : -1;
}

int
card_facts(struct card *k, struct db *db, struct err *err)
{
	struct stmt *st;
	int rc;

	if (k->facts_read)
		return 0;
	st = db_use(db, &card_facts_of);
	stmt_bind_int(st, 1, k->id);
	rc = stmt_step(st, err);
	if (rc == 1)
		rc = facts_from_text(&k->facts, NULL, stmt_text(st, 0), err);
	stmt_done(st);
	k->facts_read = rc == 0;
	return rc;
}
