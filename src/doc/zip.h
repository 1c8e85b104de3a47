/*
 * A zip archive in memory, read only: what the office formats are packed in
 * (PKWARE APPNOTE 6.3.9, sections 4.3 to 4.5; entries stored or deflated).
 *
 * The archive comes from outside, so all of its directory is checked when it
 * is opened: at most ZIP_MAX_ENTRIES entries, none encrypted, every local
 * header where the directory says and of the same name and sizes, no two
 * entries sharing bytes (the trick of the small bomb), all of it inside the
 * file.  A size is believed only as a limit: inflating stops at the size the
 * directory gives, and one archive gives ZIP_MAX_BYTES of text in all, however
 * many reads that takes.  So memory stays bounded while a bomb is found out.
 * Zip64 is read as far as writers use it for small files (the extra field of
 * an entry); an archive that needs it for its end is past our limits anyway.
 *
 * Errors are ERR_INPUT with one line in the officer's language.
 */
#ifndef DOC_ZIP_H
#define DOC_ZIP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

#define ZIP_MAX_ENTRIES 4096
#define ZIP_MAX_BYTES (64u << 20)	/* inflated: an entry, and in all */

struct zip;

/* The bytes are borrowed until zip_free().  NULL with err set. */
struct zip *zip_open(const void *bytes, size_t len, struct err *err);
void zip_free(struct zip *z);

bool zip_has(const struct zip *z, const char *name);

/*
 * Append the entry of that exact name to out, its length and CRC checked.
 * ERR_NOT_FOUND when there is none; a name that is there twice is refused.
 * A failure leaves out as it was.
 */
int zip_read(struct zip *z, const char *name, struct buf *out,
	     struct err *err);

#endif
