/*
 * Character references of HTML: &lt; &#20540; &#x503C;
 */
#ifndef DOC_ENTITY_H
#define DOC_ENTITY_H

#include <stdint.h>

#include "doc/line.h"

/*
 * The character the text begins with when it begins with a reference; returns
 * its bytes, 0 if it is none (then & is a character like others).  Names are
 * those that Chinese pages use; a number that is no character gives UTF8_BAD,
 * one of 128-159 what code page 1252 has there, as browsers do.
 */
size_t entity_decode(struct line text, uint32_t *cp);

#endif
