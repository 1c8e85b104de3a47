/*
 * The data folder of a desk: its files, and whether a desk may lie there.
 */
#ifndef STORE_FOLDER_H
#define STORE_FOLDER_H

#include <stdbool.h>

#include "base/err.h"
#include "base/hash.h"

#define FOLDER_BALLAST (64 * 1024 * 1024)

/* "DIR/name", DIR without symbolic links.  The caller frees; NULL: err. */
char *folder_path(const char *dir, const char *name, struct err *err);

/* Make dir if it is not there, close it to others, judge its file system. */
int folder_prepare(const char *dir, bool drill, struct err *err);

/* Bytes of desk.db-wal, by stat(); opening it would drop SQLite's locks. */
long long folder_wal_bytes(const char *dir);

/* An empty file; EEXIST is an error unless `again`. */
int folder_touch(const char *dir, const char *name, unsigned mode, bool again,
		 struct err *err);

/* The signing key: made once, read back. */
int folder_make_key(const char *dir, unsigned char pub[SIGN_KEY_LEN],
		    struct err *err);
int folder_read_key(const char *dir, unsigned char priv[SIGN_KEY_LEN],
		    struct err *err);

/*
 * How much is left on the folder's disk: enough; less than 2 GB or 5 %; or so
 * little that writing ends soon, the ballast being given up or nearly all that
 * is left.  *left (bytes) may be NULL.  A disk that cannot be asked is taken
 * for enough: whatever is wrong with it shows when it is written to.
 */
enum folder_space { FOLDER_ENOUGH, FOLDER_LOW, FOLDER_ENDING };
enum folder_space folder_space(const char *dir, long long *left);
/* Pure: of these bytes. */
enum folder_space folder_space_of(long long left, long long whole);

/* 64 MB set aside if the disk has room; given up when it is full. */
void folder_make_ballast(const char *dir);
bool folder_give_ballast(const char *dir);

#endif
