#include "doc/text.h"

#include "base/buf.h"

int
doc_read_txt(struct doc *doc, const void *bytes, size_t len, struct err *err)
{
	struct buf text = BUF_INIT;
	int rc;

	rc = doc_decode(doc, bytes, len, ENCODING_ANY, &text, err);
	if (rc == 0)
		rc = doc_add_lines(doc, text.s, text.len, DOC_LINES_GUESS, err);
	if (rc == 0) {
		doc->notes.scan = false; /* a short text is no picture */
		doc_find_title(doc);
	}
	buf_release(&text);
	return rc;
}
