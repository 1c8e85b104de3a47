/*
 * Plans out of files and folders.  Reading comes first: file after file on
 * the poll loop, those only a converter can read by desk/convert.h, each told
 * at once what would become of it; nothing is written.  Then all that is good
 * is written in one transaction: killed in the middle, an import leaves all
 * or nothing.
 *
 * Of a folder everything below it is taken in the order of names, but hidden
 * files, what Word leaves beside a file that it has open (~$...), and what is
 * neither file nor folder.  Two files with one title are no two versions: the
 * second is refused.
 */
#ifndef DESK_PLAN_IMPORT_H
#define DESK_PLAN_IMPORT_H

#include "desk/plan.h"
#include "doc/sniff.h"

struct convert_options;
struct loop;

enum {
	PLAN_IMPORT_FILES = 1000,	/* of one import */
	PLAN_IMPORT_FOLDERS = 2000,
	PLAN_IMPORT_DEPTH = 32,		/* of folders in folders */
	PLAN_IMPORT_BYTES = 64 << 20	/* of all text: it is kept in memory */
};

enum plan_act {
	PLAN_WAITS,			/* not read yet */
	PLAN_ADD,			/* a new plan */
	PLAN_CHANGE,			/* a new version of one */
	PLAN_LEAVE,			/* as it is here already */
	PLAN_REFUSE,
	PLAN_ACTS
};

struct plan_import_row {
	char *path;
	enum plan_act act;
	char *why;			/* PLAN_REFUSE: one line; else "" */
	char *title;			/* "" until it is known */
	enum plan_category category;
	enum doc_format format;
	int version;			/* that it would be, or is */
	size_t chapters, paras;
	struct doc_notes notes;		/* what was not read as it is */
	int64_t id;			/* of the plan; 0: not written yet */
};

struct plan_import;

/* category: for all of them; -1: each its own. */
struct plan_import *plan_import_new(struct desk *d, int category);
/* Ends a converter that runs. */
void plan_import_free(struct plan_import *im);

/* A file, or a folder.  What cannot be listed is a row that is refused. */
void plan_import_add(struct plan_import *im, const char *path);

/*
 * Read them.  changed is called from the loop before and after each file, and
 * may free the import.  options are for tests, and may be NULL.
 */
typedef void plan_import_fn(void *arg);
void plan_import_start(struct plan_import *im, struct loop *l,
		       const struct convert_options *options,
		       plan_import_fn *changed, void *arg);
/* The same, waiting for the end; for the command line. */
int plan_import_run(struct plan_import *im, struct err *err);

bool plan_import_reading(const struct plan_import *im);
/* The row being read, or that was read last. */
size_t plan_import_at(const struct plan_import *im);
size_t plan_import_count(const struct plan_import *im);
const struct plan_import_row *plan_import_row(const struct plan_import *im,
					      size_t i);
void plan_import_counts(const struct plan_import *im,
			size_t counts[PLAN_ACTS]);

/*
 * Has somebody written to a plan since?  Then say anew what would become of
 * those that were read, and return true.
 */
bool plan_import_compare(struct plan_import *im);

/*
 * Write what is new: all of it, or with -1 nothing.  ERR_CONFLICT: the plans
 * are no longer what the rows were compared with; plan_import_compare().
 * Refused rows are passed over.
 */
int plan_import_apply(struct plan_import *im, struct err *err);

#endif
