/*
 * Bodies of entries: the members every kind is made of, written and checked
 * in one way.
 *
 * Text is as it was received; an absent member and an empty text are the same
 * and are left out.  Instants are RFC 3339 in +08:00 with milliseconds when
 * there are any, so that a body can be read without a tool.  A check looks at
 * the body alone and has no way to know the desk.
 */
#ifndef DESK_BODY_H
#define DESK_BODY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct desk;

/* Text limits, characters. */
enum { BODY_NAME_MAX = 120, BODY_WORDS_MAX = 4000 };

/*
 * Writing.  NULL or "" leaves the member out.  ERR_INPUT names the member: not
 * UTF-8, or longer than max characters.
 */
int body_put_text(json_t *o, const char *key, const char *s, size_t max,
		  struct err *err);
void body_put_int(json_t *o, const char *key, int64_t v);
void body_put_time(json_t *o, const char *key, int64_t ms);

/* Checks.  0, or -1 with ERR_INPUT naming the member. */
int body_only(const json_t *o, const char *const keys[], struct err *err);
int body_text(const json_t *o, const char *key, bool need, size_t max,
	      struct err *err);
int body_int(const json_t *o, const char *key, bool need, int64_t min,
	     int64_t max, struct err *err);
int body_time(const json_t *o, const char *key, bool need, struct err *err);
/* "2026-0012" */
int body_number(const json_t *o, const char *key, bool need, struct err *err);

/* One of the words that `find` knows; it answers -1 for another. */
int body_choice(const json_t *o, const char *key, int (*find)(const char *),
		struct err *err);

/*
 * Reading a body that was checked.  Absent: NULL, or the given value.  A
 * string is borrowed from o.
 */
const char *body_get_text(const json_t *o, const char *key);
const char *body_words(const json_t *o, const char *key);	/* absent: "" */
int64_t body_get_int(const json_t *o, const char *key, int64_t absent);
int64_t body_get_time(const json_t *o, const char *key, int64_t absent);

/*
 * An entry whose subject is itself ("call:17") must know its seq before it is
 * appended: inside a write, the next one.
 */
#define SUBJECT_MAX 32
char *body_subject(char out[SUBJECT_MAX], const char *noun, int64_t seq);
int64_t body_next_seq(struct desk *d);

/* Is s an incident's full number, "2026-0012"? */
bool number_valid(const char *s);

#endif
