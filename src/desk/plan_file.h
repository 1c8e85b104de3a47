/*
 * A plan's file, as an office keeps it: txt, md, html, docx, and doc, wps and
 * pdf through desk/convert.h.  What it is its content tells, not its name.
 */
#ifndef DESK_PLAN_FILE_H
#define DESK_PLAN_FILE_H

#include "base/err.h"
#include "doc/doc.h"
#include "doc/sniff.h"

#define PLAN_FILE_MAX (64u << 20)	/* bytes; larger: refused unread */

struct plan_file {
	char *name;			/* without its folders */
	char sha256[65];		/* hex */
	enum doc_format format;
	struct doc doc;
};

/*
 * Read a regular file that is no symbolic link.  doc.hint, set before, is the
 * encoding an officer chose.  -1 with err set, in the officer's language and
 * without the path: no document, of no format we read, too long, a scan.
 * Release it in either case.
 */
void plan_file_init(struct plan_file *f);
int plan_file_read(struct plan_file *f, const char *path, struct err *err);
void plan_file_release(struct plan_file *f);

#endif
