/*
 * A recording: answers of feeds as they were given, files of a folder.
 *
 *	DIR/nmc/+00m.json		what the feed nmc says at the start
 *	DIR/nmc/+05m-orange.json	from five minutes after it on
 *	DIR/nmc/+05m-2.json		and the second page of that
 *	DIR/hills.cap/+00m.xml		one that the desk has not, in a format
 *
 * A folder is a feed, by the name it has at the desk, or NAME.FORMAT.  A file
 * is one whole answer, byte for byte: a list of what runs at that moment, not
 * what is new in it.  Its name begins with its offset from the start, "+",
 * whole minutes, "m"; then, for answers of several pages, "-" and the page;
 * what follows is for people.  A name that does not begin with "+" counts
 * from the start.  Names that begin with "." and what is no file are skipped.
 *
 * Nothing is kept: the folder is read at each request, so a drill's leader may
 * add to it while it runs (write ".name", then rename it).
 */
#ifndef WATCH_RECORDING_H
#define WATCH_RECORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define RECORDING_FILES_MAX 10000	/* of a feed */
#define RECORDING_MINUTES_MAX 99999
#define RECORDING_PAGE_MAX 99

struct recording_file {
	char *name;
	int minutes;		/* its offset */
	int page;		/* 1 .. */
};

/* What a name says; false when it begins with "+" and is not of that form. */
bool recording_name(struct recording_file *out, const char *name);

/* The folders of dir, sorted; *names and each are the caller's. */
int recording_feeds(const char *dir, char ***names, size_t *count,
		    struct err *err);
void recording_names_free(char **names, size_t count);

/*
 * The answers of a feed's folder, sorted by offset, page and name.  ERR_INPUT
 * names a file whose name is wrong, or says that there is none.
 */
int recording_files(const char *folder, struct recording_file **files,
		    size_t *count, struct err *err);
void recording_files_free(struct recording_file *files, size_t count);

/*
 * What a feed answers so long after the start: the last file whose offset has
 * passed, to the millisecond, else the first.  A page that was not recorded is
 * the first page again.  NULL: there is no first page of any.  Pure, of files
 * that are sorted.
 */
const struct recording_file *
recording_choose(const struct recording_file *files, size_t count,
		 int64_t elapsed_ms, int page);

/* Append the file's bytes. */
int recording_read(struct buf *out, const char *folder, const char *name,
		   struct err *err);

/*
 * By how many whole minutes times are put off, so that what was of `moment`
 * is of now, or less than a minute older.  0 when the moment is FEED_NO_TIME.
 */
int64_t recording_shift(int64_t moment_ms, int64_t now_ms);

#endif
