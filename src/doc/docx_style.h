/* Paragraph styles of a .docx: which of them are headings. */
#ifndef DOC_DOCX_STYLE_H
#define DOC_DOCX_STYLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "doc/zip.h"

struct docx_style {
	char *id, *based_on;
	int level;		/* 0: body text; 1 to 9 */
	bool leveled;		/* it says so itself */
	bool title;
};

struct docx_styles {
	struct docx_style *rows;	/* sorted by id */
	size_t n, cap;
};

#define DOCX_STYLES_INIT { NULL, 0, 0 }

/* Read the part; an empty name is a document without styles. */
int docx_styles_read(struct docx_styles *s, struct zip *z, const char *part,
		     struct err *err);
void docx_styles_release(struct docx_styles *s);

/* NULL when there is none of that id.  Levels are inherited already. */
const struct docx_style *docx_style_find(const struct docx_styles *s,
					 const char *id);

/* The level of an outline level as files have it: 0 to 8, 9 for body text. */
int docx_outline_level(const char *val);

#endif
