/*
 * A plan's file, as an office keeps it: txt, md, html, docx, and doc, wps and
 * pdf through desk/convert.h.  What it is its content tells, not its name.
 */
#ifndef DESK_PLAN_FILE_H
#define DESK_PLAN_FILE_H

#include <stdbool.h>

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
 * Read a regular file that is no symbolic link, but for what a converter must
 * read: *converter is then true and doc empty, to be filled by
 * convert_start().  doc.hint, set before, is the encoding an officer chose.
 * plan_file_check() says whether the document is one to keep: not a scan, not
 * empty.  -1 with err set, in the officer's language and without the path.
 * Release it in either case.
 */
void plan_file_init(struct plan_file *f);
int plan_file_read(struct plan_file *f, const char *path, bool *converter,
		   struct err *err);
int plan_file_check(const struct plan_file *f, struct err *err);
void plan_file_release(struct plan_file *f);

#endif
