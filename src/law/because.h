/*
 * The judge gives its reasons in one language for all: "trapped 22 >= 3".
 * Here they are put in the words of the officer who reads them.
 */
#ifndef LAW_BECAUSE_H
#define LAW_BECAUSE_H

#include "base/buf.h"

/*
 * Append the `because` of a verdict or of a duty in the language in use:
 * "被困 22人 ≥ 3人".  A word that is not the judge's own stays as it is.
 */
void because_text(struct buf *out, const char *because);

#endif
