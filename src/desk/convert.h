/*
 * Documents only other programs can read: Word 97-2003 (.doc, and .wps of the
 * same make) by antiword, PDF by pdftotext.  They run as confined children
 * (base/child.h) on a descriptor we opened, so no name of a file is ever an
 * argument; what they print becomes paragraphs by doc_add_lines().
 *
 * pdftotext runs with -layout: without it the cells of a table come one by
 * one, each a line of its own.  With it a row is a line, and three blanks or
 * more within one part its cells: they become a tab, as do antiword's bars.
 * A PDF with fewer than 20 characters a page has notes.scan set: a scan.
 *
 * Errors are one line in the officer's language: ERR_NOT_FOUND for a file or
 * a program that is not there (it names the Debian package), else ERR_INPUT
 * for what is wrong with the file, a password among it, or ERR_IO.
 */
#ifndef DESK_CONVERT_H
#define DESK_CONVERT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "doc/doc.h"

struct convert;
struct loop;

#define CONVERT_MAX_BYTES (64u << 20)	/* of a file; larger: refused unread */
#define CONVERT_SNIFF 1024		/* bytes convert_wanted() looks at */

struct convert_options {
	const char *bin;	/* folder of the programs; NULL: /usr/bin */
	int64_t wall_ms;	/* 0: the default of base/child.h */
};

/* Is this, by its first bytes, a document for us? */
bool convert_wanted(const void *first, size_t len);

/*
 * Called once, from the loop.  err is clear when doc holds the document; both
 * are borrowed (take the document by copying the struct and doc_init(doc)).
 */
typedef void convert_done_fn(void *arg, struct doc *doc,
			     const struct err *err);

/*
 * Convert the file at path, which is no symbolic link, while the loop goes
 * on.  options may be NULL.  NULL with err set, and no call, when it does not
 * even begin.  The pointer is good until done is called.
 */
struct convert *convert_start(struct loop *l, const char *path,
			      const struct convert_options *options,
			      convert_done_fn *done, void *arg,
			      struct err *err);

/* Give it up; done is not called.  NULL is nothing. */
void convert_stop(struct convert *c);

/* The same, waiting for the end; for the command line.  0, or -1. */
int convert_run(const char *path, const struct convert_options *options,
		struct doc *doc, struct err *err);

#endif
