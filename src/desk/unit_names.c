#include "desk/unit_names.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pinyin.h"

SQL_SCAN(unit_names_all, "SELECT name, short_name FROM unit WHERE removed = 0 "
                         "ORDER BY kind, sort, id");

int
unit_names_read(struct desk *d, struct unit_names *out, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &unit_names_all);
	size_t cap = 0;
	int rc;

	memset(out, 0, sizeof(*out));
	while ((rc = stmt_step(st, err)) == 1) {
		struct unit_name *row;

		out->rows = mem_grow(out->rows, out->count, &cap,
		                     sizeof(*out->rows));
		row = &out->rows[out->count++];
		row->name = mem_str(stmt_text(st, 0));
		row->short_name = mem_str(stmt_text(st, 1));
	}
	stmt_done(st);
	return rc;
}

void
unit_names_release(struct unit_names *n)
{
	for (size_t i = 0; i < n->count; i++) {
		free(n->rows[i].name);
		free(n->rows[i].short_name);
	}
	free(n->rows);
	memset(n, 0, sizeof(*n));
}

size_t
unit_names_find(const struct unit_names *n, const char *words,
                const char *found[UNIT_NAMES_FOUND])
{
	const char *ranked[PINYIN_WHOLE + 1][UNIT_NAMES_FOUND];
	size_t counts[PINYIN_WHOLE + 1] = { 0 }, total = 0;
	struct pinyin_query q;

	pinyin_query_init(&q, words);
	for (size_t i = 0; i < n->count; i++) {
		struct pinyin_row row = { .name = n->rows[i].name,
			                  .text = n->rows[i].short_name };
		enum pinyin_rank rank = pinyin_match(&q, &row);

		if (rank && counts[rank] < UNIT_NAMES_FOUND)
			ranked[rank][counts[rank]++] = row.name;
	}
	pinyin_query_release(&q);
	for (int rank = PINYIN_WHOLE; rank > PINYIN_NONE; rank--)
		for (size_t i = 0; i < counts[rank] && total < UNIT_NAMES_FOUND;
		     i++)
			found[total++] = ranked[rank][i];
	return total;
}
