/*
 * Addresses and headers of feeds, filled: {key:NAME} from the keys file, and in
 * addresses
 *	{page}		the page that is asked for: 1, 2 ...
 *	{code}		of the desk, "141181"; {province} its first two digits
 *	{lat} {lon}	of the desk's seat, two decimals
 *	{box}		west,south,east,north: half a degree around it
 */
#ifndef WATCH_FILL_H
#define WATCH_FILL_H

#include "base/buf.h"
#include "base/err.h"
#include "desk/desk.h"
#include "watch/keys.h"

/* ERR_NOT_FOUND names the key or what the desk does not know of itself;
 * ERR_INPUT an unknown place.  out is then as it was. */
int fill_address(struct buf *out, const char *address, struct desk *d,
		 const struct keys *keys, int page, struct err *err);
int fill_keys(struct buf *out, const char *text, const struct keys *keys,
	      struct err *err);

#endif
