#include "doc/md_inline.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define RUN_MAX 3        /* marks of one kind in a row that mean something */
#define ADDRESS_MAX 1024 /* bytes of a link's address */

enum { NOWHERE = -1 };

/* Bytes that go are marked first, then the others are copied. */
struct inliner {
	const char *s;
	size_t len;
	bool *gone;
	/* Where a run that may open began, by its character and length. */
	ptrdiff_t open[3][RUN_MAX + 1];
	ptrdiff_t bracket;          /* the last [ that is not matched yet */
	size_t paren;               /* the first ) at or after where we are */
	bool unclosed[RUN_MAX + 1]; /* no more runs of ` of this length */
	size_t images;
};

static bool
is_blank_at(const struct inliner *in, size_t i)
{
	return i >= in->len || isspace((unsigned char)in->s[i]);
}

static bool
is_word_at(const struct inliner *in, size_t i)
{
	return i < in->len && isalnum((unsigned char)in->s[i]);
}

static size_t
run_length(const struct inliner *in, size_t i)
{
	size_t n = 1;

	while (i + n < in->len && in->s[i + n] == in->s[i])
		n++;
	return n;
}

static void
drop(struct inliner *in, size_t from, size_t n)
{
	memset(in->gone + from, true, n);
}

/* A run of *, _ or ~: closes the last of its length, else may open one. */
static void
mark_emphasis(struct inliner *in, size_t i, size_t n)
{
	static const char marks[] = "*_~";
	ptrdiff_t *open;
	bool closes, opens;

	if (n > RUN_MAX || (in->s[i] == '~' && n != 2))
		return;
	open = &in->open[strchr(marks, in->s[i]) - marks][n];
	closes = i > 0 && !is_blank_at(in, i - 1);
	opens = !is_blank_at(in, i + n);
	if (in->s[i] == '_') { /* inside a word it is part of a name */
		closes = closes && !is_word_at(in, i + n);
		opens = opens && !(i > 0 && is_word_at(in, i - 1));
	}
	if (closes && *open != NOWHERE) {
		drop(in, (size_t)*open, n);
		drop(in, i, n);
		*open = NOWHERE;
	} else if (opens) {
		*open = (ptrdiff_t)i;
	}
}

/* An address has no blank but before a "title". */
static bool
is_address(const char *s, size_t len)
{
	const char *blank = memchr(s, ' ', len);

	return !blank || (size_t)(blank - s) + 1 == len || blank[1] == '"' ||
	       blank[1] == '\'';
}

/* [words](address): the words stay.  Returns where to go on. */
static size_t
mark_link(struct inliner *in, size_t i)
{
	size_t from = (size_t)in->bracket;
	const char *end;

	if (in->bracket == NOWHERE || i + 1 >= in->len || in->s[i + 1] != '(')
		return i + 1;
	if (in->paren < i) {
		end = memchr(in->s + i, ')', in->len - i);
		in->paren = end ? (size_t)(end - in->s) : in->len;
	}
	if (in->paren == in->len || in->paren - i > ADDRESS_MAX ||
	    !is_address(in->s + i + 2, in->paren - i - 2))
		return i + 1;
	in->bracket = NOWHERE;
	drop(in, from, 1);
	drop(in, i, in->paren - i + 1);
	if (from > 0 && in->s[from - 1] == '!') {
		drop(in, from - 1, 1);
		in->images++;
	}
	return in->paren + 1;
}

/* Where a run of n ` begins at or after i; the length of the text if none. */
static size_t
find_ticks(const struct inliner *in, size_t i, size_t n)
{
	size_t run;

	for (; i < in->len; i += run) {
		run = 1;
		if (in->s[i] != '`')
			continue;
		run = run_length(in, i);
		if (run == n)
			return i;
	}
	return in->len;
}

/* Code between ` stays as it is.  Returns where to go on. */
static size_t
mark_code(struct inliner *in, size_t i, size_t n)
{
	size_t end;

	if (n > RUN_MAX || in->unclosed[n])
		return i + n;
	end = find_ticks(in, i + n, n);
	in->unclosed[n] = end == in->len;
	if (in->unclosed[n])
		return i + n;
	drop(in, i, n);
	drop(in, end, n);
	return end + n;
}

/* Marks what goes at i; returns where to go on. */
static size_t
mark(struct inliner *in, size_t i)
{
	size_t n;

	switch (in->s[i]) {
	case '\\':
		if (i + 1 == in->len || !ispunct((unsigned char)in->s[i + 1]))
			return i + 1;
		drop(in, i, 1);
		return i + 2;
	case '*':
	case '_':
	case '~':
		n = run_length(in, i);
		mark_emphasis(in, i, n);
		return i + n;
	case '`':
		return mark_code(in, i, run_length(in, i));
	case '[':
		in->bracket = (ptrdiff_t)i;
		return i + 1;
	case ']':
		return mark_link(in, i);
	default:
		return i + 1;
	}
}

size_t
md_inline(struct buf *out, struct line text)
{
	struct inliner in = { .s = text.s,
		              .len = text.len,
		              .bracket = NOWHERE };
	size_t i;

	if (text.len == 0)
		return 0;
	for (i = 0; i < 3 * (RUN_MAX + 1); i++)
		in.open[i / (RUN_MAX + 1)][i % (RUN_MAX + 1)] = NOWHERE;
	i = 0;
	in.gone = mem_alloc(text.len);
	while (i < text.len)
		i = mark(&in, i);
	for (i = 0; i < text.len; i++)
		if (!in.gone[i])
			buf_byte(out, text.s[i]);
	free(in.gone);
	return in.images;
}
