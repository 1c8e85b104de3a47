#include "base/pinyin.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pinyin_index.h"
#include "base/pinyin_term.h"

void
pinyin_query_init(struct pinyin_query *q, const char *typed)
{
	const char *s = typed;
	size_t cap = 0;

	*q = (struct pinyin_query){ NULL, 0, NULL, NULL };
	while (*s) {
		q->terms =
			mem_grow(q->terms, q->count, &cap, sizeof(*q->terms));
		s = pinyin_term_read(&q->terms[q->count], s, false);
		if (pinyin_term_close(&q->terms[q->count]))
			q->count++;
	}
	if (q->count > 1) {
		q->terms =
			mem_grow(q->terms, q->count, &cap, sizeof(*q->terms));
		pinyin_term_read(&q->terms[q->count], typed, true);
		pinyin_term_close(&q->terms[q->count]);
	}
}

void
pinyin_query_recall(struct pinyin_query *q, const struct pinyin_index *x)
{
	q->index = x;
	q->recalled = mem_alloc(q->count * (x->numbers.count + 1) *
	                        sizeof(*q->recalled));
}

void
pinyin_query_release(struct pinyin_query *q)
{
	size_t i, n = q->count > 1 ? q->count + 1 : q->count;

	for (i = 0; i < n; i++)
		pinyin_term_release(&q->terms[i]);
	free(q->terms);
	free(q->recalled);
	*q = (struct pinyin_query){ NULL, 0, NULL, NULL };
}

/* Matching. */

static enum pinyin_rank
better(enum pinyin_rank a, enum pinyin_rank b)
{
	return a > b ? a : b;
}

static enum pinyin_rank
term_in_name(const struct pinyin_term *t, const struct pinyin_row *row)
{
	enum pinyin_rank rank = PINYIN_NONE;

	if (row->prepared && !(row->prepared->begins & t->begins))
		return PINYIN_NONE;
	if (row->name)
		rank = pinyin_term_in_name(t, row->name);
	if (row->spelling && rank < PINYIN_WHOLE)
		rank = better(rank, pinyin_term_in_spelling(t, row->spelling));
	return rank;
}

static const char *
word_text(const struct pinyin_index *x, uint32_t number)
{
	return x->bytes.s + x->words[number];
}

/* The set that a word leaves a term with; bit 0 says that it was looked at. */
static uint64_t
word_leaves(const struct pinyin_query *q, size_t term, uint32_t number)
{
	const struct pinyin_index *x = q->index;
	uint64_t *set = q->recalled + term * (x->numbers.count + 1) + number;

	if (!*set)
		*set = 1 | pinyin_term_run(&q->terms[term], 0,
		                           word_text(x, number));
	return *set & ~1ull;
}

/* What the words leave goes on, or the term is digits and stands in them. */
static bool
term_in_prepared(const struct pinyin_query *q, size_t term,
                 const struct pinyin_prepared *p)
{
	const struct pinyin_term *t = &q->terms[term];
	const struct pinyin_index *x = q->index;
	const char *digits = x->bytes.s + p->digits;
	const uint32_t *word;
	uint64_t set = 0;

	for (word = x->lists + p->list; *word; word++) {
		set = set ? pinyin_term_run(t, set, word_text(x, *word))
		          : word_leaves(q, term, *word);
		if (set & t->end)
			return true;
	}
	if (set >> t->number_from)
		return pinyin_term_run(t, set, digits) & t->end;
	return t->number_from == 0 && strstr(digits, t->number);
}

static bool
term_in_text(const struct pinyin_query *q, size_t term,
             const struct pinyin_row *row)
{
	const struct pinyin_term *t = &q->terms[term];

	if (row->prepared)
		return term_in_prepared(q, term, row->prepared);
	return row->text && pinyin_term_run(t, 0, row->text) & t->end;
}

enum pinyin_rank
pinyin_match(const struct pinyin_query *q, const struct pinyin_row *row)
{
	enum pinyin_rank rank = PINYIN_TEXT, r;
	size_t i;

	for (i = 0; i < q->count; i++) {
		r = term_in_name(&q->terms[i], row);
		if (!r && !term_in_text(q, i, row))
			return PINYIN_NONE;
		rank = better(rank, r);
	}
	/* "zhang san" names 张三 as wholly as "zhangsan" does. */
	if (q->count > 1)
		rank = better(rank, term_in_name(&q->terms[q->count], row));
	return rank;
}
