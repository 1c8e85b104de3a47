/*
 * Characters whose width depends on the terminal (East Asian Width "A",
 * Unicode 14, marks and private use left out).  The C library calls them one
 * cell wide; a terminal set up for Chinese may show two, and curses cannot be
 * told.  On such a terminal the canvas shows a stand-in.
 */
#ifndef KIT_AMBIGUOUS_H
#define KIT_AMBIGUOUS_H

#include <stdint.h>

/*
 * What to show instead, as UTF-8 of unambiguous characters; NULL when cp is
 * not ambiguous.
 */
const char *ambiguous_stand_in(uint32_t cp);

#endif
