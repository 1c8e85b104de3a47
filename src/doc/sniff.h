/*
 * Which format a document is in, by its content; names lie.
 */
#ifndef DOC_SNIFF_H
#define DOC_SNIFF_H

#include <stddef.h>

enum doc_format {
	DOC_UNKNOWN,		/* not a document, or of no format we read */
	DOC_TXT,
	DOC_MD,
	DOC_HTML,
	DOC_PDF,		/* %PDF- in the first 1024 bytes */
	DOC_DOCX,		/* a zip with word/document.xml in it */
	DOC_XLSX,		/* a zip with xl/workbook in it */
	DOC_DOC			/* D0CF11E0: Word 97, or WPS */
};

/*
 * The format of a whole file.  The name (NULL: none) counts only between txt
 * and md, which a front part between --- lines or a # heading show too.  What
 * is left is text, unless in its first 64 KB more than one character in
 * twenty is a control character or cannot be decoded.  An empty file is text.
 */
enum doc_format doc_sniff(const void *bytes, size_t len, const char *name);

/* "txt", "docx" ...; "" for DOC_UNKNOWN. */
const char *doc_format_name(enum doc_format format);

#endif
