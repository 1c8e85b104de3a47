/*
 * A tree of a feed's answer: XML as it stands, and CAP that came as JSON in
 * the form it has in XML, so that one reader serves both.
 *
 * Text that is only blank is none; other text is trimmed at both ends.  An
 * element's text ends where its first child begins; what follows a child is
 * that child's tail:
 *
 *	<b>Category:</b> Information<br/>	b has text and tail
 *
 * Names are those of base/xml.h: with the caller's prefixes, "" for foreign.
 */
#ifndef FEEDS_ELEM_H
#define FEEDS_ELEM_H

#include <jansson.h>

#include "base/xml.h"

#define ELEM_MAX 200000		/* elements; more is a failed answer */

struct elem {
	char *name;
	char *text, *tail;	/* NULL: none */
	char **attrs;		/* name, value, ..., NULL; NULL: none */
	struct elem *parent, *first, *last, *next;
};

/* The root, or NULL: ERR_INPUT, with name before the text. */
struct elem *elem_xml(const char *name, const char *bytes, size_t len,
		      const struct xml_namespace *namespaces, struct err *err);

/*
 * An object as the element `root`: each member an element "prefix:member", a
 * list as many of them, one for each that is in it; numbers, true and false
 * in JSON's words, null as nothing.  NULL as above.
 */
struct elem *elem_json(const json_t *object, const char *prefix,
		       const char *root, const char *name, struct err *err);
void elem_free(struct elem *root);

/* The first child of the name, the next sibling of n's own name; or NULL. */
struct elem *elem_child(const struct elem *n, const char *name);
struct elem *elem_again(const struct elem *n);

/* Of the first child of the name: its text, or NULL. */
const char *elem_text(const struct elem *n, const char *name);
/* An attribute of n, or NULL. */
const char *elem_attr(const struct elem *n, const char *name);

#endif
