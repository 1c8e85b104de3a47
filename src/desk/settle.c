#include "desk/settle.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/docket.h"

struct book {
	int64_t id;
	struct rulebook rules;
};

struct settle {
	struct cards cards; /* of the incidents to be judged */
	struct book **books;
	size_t books_count, books_cap;
	int64_t adopted; /* first rules folded since the last reset; 0 */
};

SQL(settle_packs, "SELECT pack, content, seq FROM pack WHERE seq <= ?1 "
                  "ORDER BY seq");
SQL(settle_minutes, "SELECT name, minutes FROM house WHERE seq <= ?1 "
                    "ORDER BY seq");
SQL(settle_house_insert,
    "INSERT INTO house (seq, name, minutes) VALUES (?1, ?2, ?3)");
SQL(settle_newest, "SELECT max(coalesce((SELECT max(seq) FROM pack), 0), "
                   "coalesce((SELECT max(seq) FROM house), 0))");

int
settle_card(struct fold *f, int64_t year, int64_t n, struct card **out,
            struct err *err)
{
	struct settle *s = f->state;

	return cards_get(&s->cards, f->db, year, n, out, err);
}

struct card *
settle_opened(struct fold *f, int64_t year, int64_t n)
{
	struct settle *s = f->state;
	struct card *k = cards_add(&s->cards, year, n);

	k->opened = true;
	return k;
}

/* ---- life ---- */

void *
settle_open(void)
{
	return mem_alloc(sizeof(struct settle));
}

void
settle_close(void *state)
{
	struct settle *s = state;

	for (size_t i = 0; i < s->books_count; i++) {
		rulebook_release(&s->books[i]->rules);
		free(s->books[i]);
	}
	free(s->books);
	cards_release(&s->cards);
	free(s);
}

/*
 * The books stay, since screens hold rules of theirs and what was adopted does
 * not change.  But rules folded since the last reset may just have been rolled
 * back, and their seq will then be another entry's: those are not found again.
 */
void
settle_reset(void *state)
{
	struct settle *s = state;

	cards_clear(&s->cards);
	for (size_t i = 0; s->adopted && i < s->books_count; i++)
		if (s->books[i]->id >= s->adopted)
			s->books[i]->id = -1;
	s->adopted = 0;
}

void
settle_adopted(struct fold *f, int64_t seq)
{
	struct settle *s = f->state;

	if (!s->adopted)
		s->adopted = seq;
}

int
settle_all(struct fold *f, struct err *err)
{
	struct cards *c = &((struct settle *)f->state)->cards;

	for (size_t i = 0; i < c->count; i++)
		if (docket_judge(f, &c->v[i], err))
			return -1;
	cards_clear(c);
	return 0;
}

/* ---- rulebooks ---- */

/* The newest content of each pack, in the order in which packs first came. */
struct newest {
	char *pack, *content;
	size_t len;
	int64_t seq;
};

static void
newest_put(struct newest **rows, size_t *count, size_t *cap, struct stmt *st)
{
	const char *pack = stmt_text(st, 0);
	struct newest *row = NULL;

	for (size_t i = 0; i < *count && !row; i++)
		if (strcmp((*rows)[i].pack, pack) == 0)
			row = &(*rows)[i];
	if (!row) {
		*rows = mem_grow(*rows, *count, cap, sizeof(**rows));
		row = &(*rows)[(*count)++];
		*row = (struct newest){ .pack = mem_str(pack) };
	}
	free(row->content);
	row->len = stmt_text_len(st, 1);
	row->content = mem_strn(stmt_text(st, 1), row->len);
	row->seq = stmt_int(st, 2);
}

static int
book_packs(struct fold *f, struct book *b, struct err *err)
{
	struct stmt *st = db_use(f->db, &settle_packs);
	struct newest *rows = NULL;
	size_t count = 0, cap = 0;
	struct pack *p;
	int rc;

	stmt_bind_int(st, 1, b->id);
	while ((rc = stmt_step(st, err)) == 1)
		newest_put(&rows, &count, &cap, st);
	stmt_done(st);
	for (size_t i = 0; i < count; i++) {
		if (rc == 0) {
			p = pack_load(rows[i].pack, rows[i].content,
			              rows[i].len, err);
			if (p)
				p->adopted = rows[i].seq;
			rc = p ? rulebook_add(&b->rules, p, err) : -1;
		}
		free(rows[i].pack);
		free(rows[i].content);
	}
	free(rows);
	return rc;
}

static int64_t *
house_minutes(struct house *h, const char *name)
{
	if (strcmp(name, "immediately_minutes") == 0)
		return &h->immediately_minutes;
	if (strcmp(name, "promptly_minutes") == 0)
		return &h->promptly_minutes;
	if (strcmp(name, "written_minutes") == 0)
		return &h->written_minutes;
	return NULL;
}

static int
book_house(struct fold *f, struct book *b, struct err *err)
{
	struct stmt *st = db_use(f->db, &settle_minutes);
	int64_t *minutes;
	int rc;

	stmt_bind_int(st, 1, b->id);
	while ((rc = stmt_step(st, err)) == 1) {
		minutes = house_minutes(&b->rules.house, stmt_text(st, 0));
		if (minutes)
			*minutes = stmt_int(st, 1);
	}
	stmt_done(st);
	return rc;
}

const struct rulebook *
settle_rulebook(struct fold *f, int64_t id, struct err *err)
{
	struct settle *s = f->state;
	struct book *b;

	for (size_t i = s->books_count; i > 0; i--)
		if (s->books[i - 1]->id == id)
			return &s->books[i - 1]->rules;
	b = mem_alloc(sizeof(*b));
	b->id = id;
	rulebook_init(&b->rules);
	if (book_packs(f, b, err) || book_house(f, b, err)) {
		rulebook_release(&b->rules);
		free(b);
		return NULL;
	}
	s->books = mem_grow(s->books, s->books_count, &s->books_cap,
	                    sizeof(struct book *));
	s->books[s->books_count++] = b;
	return &b->rules;
}

int64_t
settle_rulebook_id(struct fold *f, struct err *err)
{
	struct stmt *st = db_use(f->db, &settle_newest);
	int64_t id = stmt_step(st, err) == 1 ? stmt_int(st, 0) : 0;

	stmt_done(st);
	return id;
}

int
settle_house(struct fold *f, int64_t seq, const char *name, int64_t minutes,
             struct err *err)
{
	struct stmt *st = db_use(f->db, &settle_house_insert);

	settle_adopted(f, seq);
	stmt_bind_int(st, 1, seq);
	stmt_bind_text(st, 2, name);
	stmt_bind_int(st, 3, minutes);
	return stmt_run(st, err);
}
