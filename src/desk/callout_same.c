#include "desk/callout_same.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* A number in the line of a target, or one that was dialled for it. */
struct entry {
	const char *number;
	char *owned; /* that number, of what was dialled; else NULL */
	int k;
	bool person;
	int64_t at_ms; /* dialled; 0: in the line */
};

struct entries {
	struct entry *list;
	size_t n, cap;
};

SQL(same_dialled, "SELECT number, k, max(at_ms) FROM callout_try "
                  "WHERE callout = ?1 AND number <> '' GROUP BY number, k");

static void
add(struct entries *e, const char *number, int k, bool person, int64_t at_ms)
{
	e->list = mem_grow(e->list, e->n, &e->cap, sizeof(*e->list));
	e->list[e->n++] = (struct entry){
		.number = number, .k = k, .person = person, .at_ms = at_ms
	};
}

/* By number; the last one dialled first, then by place. */
static int
entry_order(const void *va, const void *vb)
{
	const struct entry *a = va, *b = vb;
	int c = strcmp(a->number, b->number);

	if (c)
		return c;
	if (a->at_ms != b->at_ms)
		return a->at_ms > b->at_ms ? -1 : 1;
	return (a->k > b->k) - (a->k < b->k);
}

/* A person's numbers are held in a post; a unit's own in none. */
static void
add_lines(struct entries *e, const struct callout_target *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t n = 0; n < rows[i].line_count; n++)
			add(e, rows[i].line[n].number, rows[i].k,
			    *rows[i].line[n].post, 0);
}

static int
add_dialled(struct desk *d, int64_t id, struct entries *e, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &same_dialled);
	int rc;

	stmt_bind_int(st, 1, id);
	while ((rc = stmt_step(st, err)) == 1) {
		char *number = mem_str(stmt_text(st, 0));

		add(e, number, (int)stmt_int(st, 1), false, stmt_int(st, 2));
		e->list[e->n - 1].owned = number;
	}
	stmt_done(st);
	return rc;
}

/* The first with this number. */
static size_t
find(const struct entries *e, const char *number)
{
	size_t low = 0, high = e->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(e->list[mid].number, number) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static void
mark(struct callout_target *t, const struct entries *e)
{
	const struct callout_number *next;

	if (!t->line_count || t->answered_ms)
		return;
	next = &t->line[t->next];
	for (size_t i = find(e, next->number); i < e->n; i++) {
		const struct entry *s = &e->list[i];

		if (strcmp(s->number, next->number) != 0)
			return;
		if (s->k == t->k || (!s->at_ms && !s->person && !*next->post))
			continue;
		t->same = s->k;
		t->same_ms = s->at_ms;
		return;
	}
}

int
callout_mark_same(struct desk *d, int64_t id, struct callout_target *rows,
                  size_t count, struct err *err)
{
	struct entries e = { 0 };
	int rc;

	add_lines(&e, rows, count);
	rc = add_dialled(d, id, &e, err);
	if (e.n)
		qsort(e.list, e.n, sizeof(*e.list), entry_order);
	for (size_t i = 0; !rc && i < count; i++)
		mark(&rows[i], &e);
	for (size_t i = 0; i < e.n; i++)
		free(e.list[i].owned);
	free(e.list);
	return rc;
}
