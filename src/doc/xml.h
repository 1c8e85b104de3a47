/*
 * XML of the office formats, by expat: one part is walked, its elements told
 * one after the other.  The text comes from outside, so a DOCTYPE is refused
 * (no entities, no bombs of them), and elements lie at most XML_DEPTH_MAX
 * deep.
 *
 * Names are told with the prefix that is usual for their namespace, whatever
 * the file calls it, the strict form of ISO 29500 alike: "w:p" (word
 * processing), "s:row" (spreadsheet), "r:id" (relationships), "pr:" (the
 * package's), "mc:", "m:" (mathematics), "a:" (drawing), "v:" (VML).  A name of
 * another namespace is told as "", so that its children still count.
 */
#ifndef DOC_XML_H
#define DOC_XML_H

#include <stddef.h>

#include "base/err.h"

#define XML_DEPTH_MAX 256

/*
 * Each returns 0, or -1 to stop: it has set the err that xml_walk() was given.
 * Names, attributes and text are borrowed for the call; text comes in pieces.
 */
struct xml_handler {
	int (*start)(void *arg, const char *name, const char *const *attrs);
	int (*end)(void *arg, const char *name);
	int (*text)(void *arg, const char *s, size_t len);
};

/* The value of an attribute ("w:val", or "r" without a namespace), or NULL. */
const char *xml_attr(const char *const *attrs, const char *name);

/* ERR_INPUT, naming the part and the line, when it is not well-formed. */
int xml_walk(const char *part, const void *bytes, size_t len,
	     const struct xml_handler *handler, void *arg, struct err *err);

#endif
