/* Searching the text of plans: db/schema/plan.sql, store/search.h. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/plan.h"
#include "store/search.h"

/* Rows come in the order of their ids, which is that of the hits. */
SQL(find_paras,
    "SELECT a.plan, a.n, p.title, a.text, h.text FROM plan_fts f "
    "JOIN plan_para a ON a.id = f.rowid JOIN plan p ON p.id = a.plan "
    "LEFT JOIN plan_para h ON h.id = a.id - a.n + a.head AND a.head > 0 "
    "WHERE f.plan_fts MATCH ?1 ORDER BY f.rowid LIMIT ?2");

static void
hit_read(struct plan_hit *hit, struct stmt *st)
{
	hit->plan = stmt_int(st, 0);
	hit->para = (int)stmt_int(st, 1);
	hit->title = mem_str(stmt_text(st, 2));
	hit->text = mem_str(stmt_text(st, 3));
	hit->chapter = mem_str(stmt_is_null(st, 4) ? "" : stmt_text(st, 4));
}

static int
hits_read(struct db *db, const char *query, size_t max, struct plan_hit **rows,
          size_t *count, struct err *err)
{
	struct stmt *st = db_use(db, &find_paras);
	size_t cap = 0;
	int rc;

	stmt_bind_text(st, 1, query);
	stmt_bind_int(st, 2, (int64_t)max);
	while ((rc = stmt_step(st, err)) == 1) {
		*rows = mem_grow(*rows, *count, &cap, sizeof(**rows));
		hit_read(&(*rows)[(*count)++], st);
	}
	stmt_done(st);
	return rc;
}

int
plan_find(struct desk *d, const char *words, size_t max, struct plan_hit **rows,
          size_t *count, struct err *err)
{
	struct buf query = BUF_INIT;
	int rc = 0;

	*rows = NULL;
	*count = 0;
	if (search_query(&query, words))
		rc = hits_read(desk_db(d), query.s, max, rows, count, err);
	buf_release(&query);
	if (rc) {
		plan_hits_free(*rows, *count);
		*rows = NULL;
		*count = 0;
	}
	return rc;
}

void
plan_hits_free(struct plan_hit *rows, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		free(rows[i].title);
		free(rows[i].text);
		free(rows[i].chapter);
	}
	free(rows);
}
