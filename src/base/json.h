/*
 * JSON through jansson, with the place in every error.
 *
 * A struct jpath is a chain on the stack that names where we are; errors read
 * "rules/national.json: /rules/3/within: expected a duration".  Loading
 * refuses duplicate keys, NUL escapes, nesting past JSON_DEPTH and text past
 * the caller's cap.  Numbers are range-checked; nothing is coerced.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define JSON_DEPTH 64

struct jpath {
	const struct jpath *up;	/* NULL: this is the root, key names the file */
	const char *key;	/* object key; NULL: an index */
	size_t index;
};

/* err_set() with the path's JSON pointer before the text.  Returns -1. */
int json_fail(const struct jpath *at, struct err *err, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Parse exactly one value.  name is for errors.  The caller json_decref()s. */
json_t *json_parse(const char *s, size_t len, const char *name,
		   struct err *err);

/*
 * Members of an object.  `need` variants fail when the key is absent; the
 * others leave *out as it was (give it a default first).  A JSON null counts
 * as absent.  Strings are borrowed from the object.
 */
int json_need_string(const json_t *o, const char *key, const char **out,
		     const struct jpath *at, struct err *err);
int json_get_string(const json_t *o, const char *key, const char **out,
		    const struct jpath *at, struct err *err);
int json_need_int(const json_t *o, const char *key, int64_t min, int64_t max,
		  int64_t *out, const struct jpath *at, struct err *err);
int json_get_int(const json_t *o, const char *key, int64_t min, int64_t max,
		 int64_t *out, const struct jpath *at, struct err *err);
int json_get_bool(const json_t *o, const char *key, bool *out,
		  const struct jpath *at, struct err *err);
int json_need_array(const json_t *o, const char *key, const json_t **out,
		    const struct jpath *at, struct err *err);
int json_get_array(const json_t *o, const char *key, const json_t **out,
		   const struct jpath *at, struct err *err);
int json_need_object(const json_t *o, const char *key, const json_t **out,
		     const struct jpath *at, struct err *err);
int json_get_object(const json_t *o, const char *key, const json_t **out,
		    const struct jpath *at, struct err *err);
/* RFC 3339 member; *offset (may be NULL) is the zone it came in. */
int json_need_time(const json_t *o, const char *key, int64_t *ms, int *offset,
		   const struct jpath *at, struct err *err);
int json_get_time(const json_t *o, const char *key, int64_t *ms, int *offset,
		  const struct jpath *at, struct err *err);

/* Fail on a member that is not in the NULL-ended list. */
int json_only(const json_t *o, const char *const keys[],
	      const struct jpath *at, struct err *err);

/*
 * Writing: compact, keys in the order they were added, non-ASCII as UTF-8.
 * The value is borrowed.
 */
void json_write(struct buf *out, const json_t *value);
void json_write_pretty(struct buf *out, const json_t *value);
/* Append s as a JSON string with its quotes. */
void json_write_string(struct buf *out, const char *s);

#endif
