/*
 * Parts of CAP that alerts and indexes (Atom, RSS, NWS, SWIC) share: its words,
 * times, areas and references.
 */
#ifndef FEEDS_CAP_PARTS_H
#define FEEDS_CAP_PARTS_H

#include "feeds/elem.h"
#include "feeds/feed.h"

/* For tables of struct xml_namespace: all versions are "cap". */
#define CAP_NAMESPACES                                                         \
	{ "urn:oasis:names:tc:emergency:cap:1.2", "cap" },                     \
	{ "urn:oasis:names:tc:emergency:cap:1.1", "cap" }

/* Each fails, naming the element, on a word or a time that is none.  Nothing
 * (NULL) is Actual, Public, Alert, no time. */
int cap_status(struct feed_warning *w, const char *status, const char *scope,
	       const char *name, struct err *err);
int cap_change(enum feed_change *out, const char *msg_type, const char *name,
	       struct err *err);
int cap_time(struct feed_time *out, const char *s, const char *what,
	     const char *name, struct err *err);

/* An id that is too long to be kept whole fails. */
int cap_id(struct feed_warning *w, const char *id, const char *name,
	   struct err *err);

/* A row of which no kind is known is 其他. */
void cap_any_kind(struct feed_warning *w);

/* 1 Extreme or Red .. 4 Minor or Blue; anything else 0. */
int cap_severity_level(const char *severity);
/* 1 green .. 4 red of MeteoAlarm; 0: not given. */
int cap_awareness(const struct elem *info);
/* level and severity by awareness_level, else by severity. */
void cap_level(struct feed_warning *w, const struct elem *info);
/* Is level a graver than b?  0 is the least. */
bool cap_graver(int a, int b);
/* The first value of a parameter of the name, or NULL. */
const char *cap_parameter(const struct elem *info, const char *name);
/* Equal but for case?  NULL is not. */
bool cap_is(const char *s, const char *word);
/* "ended", "lifts ... warning" or 解除 in a headline. */
bool cap_says_over(const char *headline);

/* The area's words, codes and shapes: of <cap:area>, or of an index's entry. */
void cap_area(struct feed_warning *w, const struct elem *area);
/* "Sheboygan; Ozaukee" as two. */
void cap_push_areas(struct feed_warning *w, const char *list);
/* references: triples, whose senders may have blanks; or other ids. */
void cap_references(struct feed_warning *w, const char *text);
/* Description and instruction, a blank line between. */
void cap_words(struct feed_warning *w, const char *description,
	       const char *instruction);

#endif
