/*
 * One line of text: its blanks and how it begins and ends.  For the readers
 * of this room; a line is bytes and a length, and may be ill-formed.
 */
#ifndef DOC_LINE_H
#define DOC_LINE_H

#include <stdbool.h>
#include <stddef.h>

struct line {
	const char *s;
	size_t len;
};

/* Without blanks (space, tab, U+00A0, U+3000) at both ends. */
struct line line_trim(struct line line);
struct line line_trim_end(struct line line);	/* at the end only */

/* Drop blanks at the front; how many there were. */
size_t line_take_blanks(struct line *line);

/* Does it begin with the word, with one of the words (NULL-ended)?  Then the
 * line goes on behind it. */
bool line_take(struct line *line, const char *word);
bool line_take_one_of(struct line *line, const char *const *words);

/* Is the end of the line one of a sentence: 。；：！？… and . ; : ! ?  Quotes
 * and brackets that close behind it are looked through. */
bool line_ends_sentence(struct line line);

/* The same, or ，、and the ASCII comma: no heading ends so. */
bool line_ends_prose(struct line line);

#endif
