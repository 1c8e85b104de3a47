#include "base/pinyin_index.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pinyin_table.h"
#include "base/utf8.h"

enum { DIGITS_AT = 26, OTHERS_AT = 36, OTHERS = 28 };

void
pinyin_index_init(struct pinyin_index *x)
{
	memset(x, 0, sizeof(*x));
	buf_init(&x->bytes);
}

void
pinyin_index_release(struct pinyin_index *x)
{
	strmap_release(&x->numbers);
	free(x->words);
	free(x->lists);
	buf_release(&x->bytes);
	pinyin_index_init(x);
}

/* ---- what a match can begin with ---- */

uint64_t
pinyin_begin(uint32_t cp)
{
	if (cp >= 'a' && cp <= 'z')
		return 1ull << (cp - 'a');
	if (cp >= '0' && cp <= '9')
		return 1ull << (DIGITS_AT + cp - '0');
	return 1ull << (OTHERS_AT + cp % OTHERS);
}

/* Itself and the first letter of each reading. */
static uint64_t
character_begins(uint32_t cp)
{
	uint64_t bits = pinyin_begin(cp);
	unsigned code = cp >= 128 ? pinyin_code(cp) : 0;
	const char *spelling;

	while (code) {
		spelling = pinyin_syllables[pinyin_syllable(&code)];
		bits |= pinyin_begin((unsigned char)*spelling);
	}
	return bits;
}

static uint64_t
text_begins(const char *s)
{
	uint64_t bits = 0;
	uint32_t cp;

	while (*s) {
		s += pinyin_fold(s, &cp);
		if (cp != UTF8_BAD && !pinyin_gap(cp))
			bits |= character_begins(cp);
	}
	return bits;
}

/* In a spelling u and v, and yu, are written for each other. */
static uint64_t
spelling_begins(const char *s)
{
	uint64_t umlaut = pinyin_begin('u') | pinyin_begin('v');
	uint64_t bits = text_begins(s);

	return bits & umlaut ? bits | umlaut | pinyin_begin('y') : bits;
}

/* ---- texts ---- */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Gaps of ASCII: another one ends a word as well as any. */
static bool
in_number(char c)
{
	return is_digit(c) || ((c & 0x80) == 0 && pinyin_gap((uint32_t)c));
}

static void
list_add(struct pinyin_index *x, size_t number)
{
	x->lists = mem_grow(x->lists, x->lists_count, &x->lists_cap,
	                    sizeof(*x->lists));
	x->lists[x->lists_count++] = (uint32_t)number;
}

static void
add_word(struct pinyin_index *x, const char *text, size_t len)
{
	char *word;
	size_t *number;

	if (len == 0)
		return;
	word = mem_strn(text, len);
	number = strmap_at(&x->numbers, word);
	if (!*number) {
		*number = x->numbers.count;
		x->words = mem_grow(x->words, *number, &x->words_cap,
		                    sizeof(*x->words));
		x->words[*number] = x->bytes.len;
		buf_add(&x->bytes, word, len + 1);
	}
	list_add(x, *number);
	free(word);
}

/* Letters, digits and what has a reading run on; the rest ends a word. */
static bool
runs_on(uint32_t cp)
{
	return cp < 128 ? isalnum((int)cp) : pinyin_code(cp) != 0;
}

/*
 * No gap is in a word: between the characters of a text it says nothing.  A
 * mark is a word of its own, so that the same unit is one behind a comma, too.
 */
static void
add_words(struct pinyin_index *x, const char *text, const char *end)
{
	const char *s, *word = text;
	uint32_t cp;
	size_t used;

	for (s = text; s < end; s += used) {
		used = pinyin_fold(s, &cp);
		if (runs_on(cp))
			continue;
		add_word(x, word, (size_t)(s - word));
		if (!pinyin_gap(cp))
			add_word(x, s, used);
		word = s + used;
	}
	add_word(x, word, (size_t)(end - word));
	list_add(x, 0);
}

static void
add_digits(struct pinyin_index *x, const char *text)
{
	for (; *text; text++)
		if (is_digit(*text))
			buf_byte(&x->bytes, *text);
	buf_byte(&x->bytes, '\0');
}

struct pinyin_prepared
pinyin_prepare(struct pinyin_index *x, const struct pinyin_row *row)
{
	const char *text = row->text ? row->text : "";
	const char *end = text + strlen(text);
	struct pinyin_prepared p = { 0 };

	if (row->name)
		p.begins = text_begins(row->name);
	if (row->spelling)
		p.begins |= spelling_begins(row->spelling);
	while (end > text && in_number(end[-1]))
		end--;
	p.list = x->lists_count;
	add_words(x, text, end);
	p.digits = x->bytes.len;
	add_digits(x, end);
	return p;
}
