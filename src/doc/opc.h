/*
 * The package of the office formats (ECMA-376 part 2): parts in a zip archive
 * that point to one another by relationships, not by their names.
 */
#ifndef DOC_OPC_H
#define DOC_OPC_H

#include "base/buf.h"
#include "base/err.h"
#include "base/xml.h"
#include "doc/zip.h"

/*
 * Put into path the part that `part` ("" for the package itself) points to by
 * a relationship of this id, or (id NULL) the first of this kind: the last
 * word of its type, "officeDocument", "styles", "sharedStrings".  Leaves path
 * empty when there is none, and that is no error; nor need the part exist.
 */
int opc_target(struct zip *z, const char *part, const char *id,
	       const char *kind, struct buf *path, struct err *err);

/*
 * Unpack a part and walk it; ERR_INPUT too when it is not there.  Prefixes, of
 * the strict form of ISO 29500 alike: "w:p" (word processing), "s:row"
 * (spreadsheet), "r:id" (relationships), "pr:" (the package's), "mc:", "m:"
 * (mathematics), "a:" (drawing), "v:" (VML).
 */
int opc_walk(struct zip *z, const char *part,
	     const struct xml_handler *handler, void *arg, struct err *err);

#endif
