/*
 * XML by expat: a document is walked, its elements told one after the other.
 * The text comes from outside, so a DOCTYPE is refused (no entities, no bombs
 * of them), and elements lie at most XML_DEPTH_MAX deep.
 *
 * Names are told with the prefix that the caller's table gives to their
 * namespace, whatever the document calls it: "w:p", "cap:alert".  Several
 * namespaces may have one prefix (the versions of a format).  A name of a
 * namespace that is not in the table is told as "", so that its children
 * still count; a name without a namespace as it is, "item".
 *
 * Bytes are read in the encoding that the document declares: UTF-8, UTF-16,
 * US-ASCII and ISO-8859-1 (expat's own), and GBK, GB2312 or GB18030, all as
 * GB18030.  What is surely UTF-8 is read as that where one of the others but
 * ISO-8859-1 is declared: a gateway that converts often leaves the declaration
 * as it was.  Nothing is guessed beyond that: bytes that are not of their
 * encoding, and an encoding that is not known, fail.
 */
#ifndef BASE_XML_H
#define BASE_XML_H

#include <stddef.h>

#include "base/err.h"

#define XML_DEPTH_MAX 256

/* A table ends with uri NULL. */
struct xml_namespace {
	const char *uri, *prefix;
};

/*
 * Each returns 0, or -1 to stop: it has set the err that xml_walk() was given.
 * Names, attributes and text are borrowed for the call; text comes in pieces.
 * end and text may be NULL.
 */
struct xml_handler {
	int (*start)(void *arg, const char *name, const char *const *attrs);
	int (*end)(void *arg, const char *name);
	int (*text)(void *arg, const char *s, size_t len);
};

/* The value of an attribute ("w:val", or "r" without a namespace), or NULL. */
const char *xml_attr(const char *const *attrs, const char *name);

/*
 * ERR_INPUT, naming the part, and the line when it is not well-formed.
 * namespaces NULL: none is known.
 */
int xml_walk(const char *part, const void *bytes, size_t len,
	     const struct xml_namespace *namespaces,
	     const struct xml_handler *handler, void *arg, struct err *err);

#endif
