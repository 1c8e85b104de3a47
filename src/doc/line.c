#include "doc/line.h"

#include <string.h>

static const char *const blanks[] = { " ", "\t", "\u3000", "\u00A0", NULL };

/* The word of the list at the end of the line; its bytes, 0 if none. */
static size_t
ending(struct line line, const char *const *words)
{
	size_t n;

	for (; *words; words++) {
		n = strlen(*words);
		if (line.len >= n && !memcmp(line.s + line.len - n, *words, n))
			return n;
	}
	return 0;
}

bool
line_take(struct line *line, const char *word)
{
	size_t n = strlen(word);

	if (line->len < n || memcmp(line->s, word, n) != 0)
		return false;
	line->s += n;
	line->len -= n;
	return true;
}

bool
line_take_one_of(struct line *line, const char *const *words)
{
	for (; *words; words++)
		if (line_take(line, *words))
			return true;
	return false;
}

size_t
line_take_blanks(struct line *line)
{
	size_t n = 0;

	while (line_take_one_of(line, blanks))
		n++;
	return n;
}

static void
drop_endings(struct line *line, const char *const *words)
{
	size_t n;

	do {
		n = ending(*line, words);
		line->len -= n;
	} while (n > 0);
}

struct line
line_trim_end(struct line line)
{
	drop_endings(&line, blanks);
	return line;
}

struct line
line_trim(struct line line)
{
	line_take_blanks(&line);
	return line_trim_end(line);
}

bool
line_ends_sentence(struct line line)
{
	static const char *const closing[] = { "”",  "’",  "）", "」",
		                               "』", "》", "】", "\"",
		                               "'",  ")",  NULL };
	static const char *const stops[] = {
		"。", "；", "：", "！", "？", "…", ".", ";", ":", "!", "?", NULL
	};

	drop_endings(&line, closing);
	return ending(line, stops) > 0;
}

bool
line_ends_prose(struct line line)
{
	static const char *const commas[] = { "，", "、", ",", NULL };

	return ending(line, commas) > 0 || line_ends_sentence(line);
}
