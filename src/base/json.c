#include "base/json.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/json_plain.h"
#include "base/utf8.h"

/* Reals were decimal text of at most so many digits: give that back. */
#define REAL_DIGITS 15

/* An object key as a reference token of RFC 6901. */
static void
jpath_token(struct buf *out, const char *key)
{
	for (; *key; key++) {
		if (*key == '~')
			buf_str(out, "~0");
		else if (*key == '/')
			buf_str(out, "~1");
		else
			buf_byte(out, *key);
	}
}

static void
jpath_add(struct buf *out, const struct jpath *at)
{
	if (!at->up) {
		if (at->key)
			buf_fmt(out, "%s: ", at->key);
		return;
	}
	jpath_add(out, at->up);
	buf_byte(out, '/');
	if (at->key)
		jpath_token(out, at->key);
	else
		buf_fmt(out, "%zu", at->index);
}

int
json_fail(const struct jpath *at, struct err *err, const char *fmt, ...)
{
	struct buf place = BUF_INIT;
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	jpath_add(&place, at);
	if (at->up)
		buf_str(&place, ": ");
	err_set(err, ERR_INPUT, "%s%s", place.s, text);
	buf_release(&place);
	return -1;
}

/*
 * Nesting is counted before jansson sees the text: it recurses, and its own
 * limit is wider than ours.
 */
static int
json_check_depth(const char *s, size_t len, const char *name, struct err *err)
{
	bool in_string = false;
	size_t i, line = 1;
	int depth = 0;

	for (i = 0; i < len; i++) {
		if (s[i] == '\n')
			line++;
		if (in_string) {
			if (s[i] == '\\')
				i++;
			else if (s[i] == '"')
				in_string = false;
		} else if (s[i] == '"') {
			in_string = true;
		} else if (s[i] == '[' || s[i] == '{') {
			if (++depth > JSON_DEPTH)
				return err_set(err, ERR_INPUT,
				               "%s: line %zu: nested deeper "
				               "than %d",
				               name, line, JSON_DEPTH);
		} else if (s[i] == ']' || s[i] == '}') {
			depth--;
		}
	}
	return 0;
}

json_t *
json_parse(const char *s, size_t len, const char *name, struct err *err)
{
	json_error_t e;
	json_t *v = json_plain(s, len);

	if (v)
		return v;
	if (json_check_depth(s, len, name, err))
		return NULL;
	v = json_loadb(s, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e);
	if (!v)
		err_set(err, ERR_INPUT, "%s: line %d column %d: %s", name,
		        e.line, e.column, e.text);
	return v;
}

/* A member that is there and not null, or NULL.  -1: o is no object. */
static int
json_member(const json_t *o, const char *key, json_t **out,
            const struct jpath *at, struct err *err)
{
	*out = NULL;
	if (!json_is_object(o))
		return json_fail(at, err, "expected an object");
	*out = json_object_get(o, key);
	if (json_is_null(*out))
		*out = NULL;
	return 0;
}

static int
json_fail_at(const struct jpath *at, const char *key, struct err *err,
             const char *what)
{
	struct jpath here = { .up = at, .key = key };

	return json_fail(&here, err, "%s", what);
}

/* Turns "absent" of a get into the failure of a need. */
static int
json_missing(const json_t *o, const char *key, const struct jpath *at,
             struct err *err)
{
	json_t *v;

	if (json_member(o, key, &v, at, err))
		return -1;
	return v ? 0 : json_fail_at(at, key, err, "missing");
}

int
json_get_string(const json_t *o, const char *key, const char **out,
                const struct jpath *at, struct err *err)
{
	json_t *v;

	if (json_member(o, key, &v, at, err))
		return -1;
	if (!v)
		return 0;
	if (!json_is_string(v))
		return json_fail_at(at, key, err, "expected a string");
	*out = json_string_value(v);
	return 0;
}

int
json_need_string(const json_t *o, const char *key, const char **out,
                 const struct jpath *at, struct err *err)
{
	if (json_missing(o, key, at, err))
		return -1;
	return json_get_string(o, key, out, at, err);
}

int
json_get_int(const json_t *o, const char *key, int64_t min, int64_t max,
             int64_t *out, const struct jpath *at, struct err *err)
{
	struct jpath here = { .up = at, .key = key };
	json_t *v;

	if (json_member(o, key, &v, at, err))
		return -1;
	if (!v)
		return 0;
	if (!json_is_integer(v) || json_integer_value(v) < min ||
	    json_integer_value(v) > max)
		return json_fail(&here, err,
		                 "expected a whole number from %" PRId64
		                 " to %" PRId64,
		                 min, max);
	*out = json_integer_value(v);
	return 0;
}

int
json_need_int(const json_t *o, const char *key, int64_t min, int64_t max,
              int64_t *out, const struct jpath *at, struct err *err)
{
	if (json_missing(o, key, at, err))
		return -1;
	return json_get_int(o, key, min, max, out, at, err);
}

int
json_get_bool(const json_t *o, const char *key, bool *out,
              const struct jpath *at, struct err *err)
{
	json_t *v;

	if (json_member(o, key, &v, at, err))
		return -1;
	if (!v)
		return 0;
	if (!json_is_boolean(v))
		return json_fail_at(at, key, err, "expected true or false");
	*out = json_is_true(v);
	return 0;
}

int
json_get_array(const json_t *o, const char *key, const json_t **out,
               const struct jpath *at, struct err *err)
{
	json_t *v;

	if (json_member(o, key, &v, at, err))
		return -1;
	if (!v)
		return 0;
	if (!json_is_array(v))
		return json_fail_at(at, key, err, "expected an array");
	*out = v;
	return 0;
}

int
json_need_array(const json_t *o, const char *key, const json_t **out,
                const struct jpath *at, struct err *err)
{
	if (json_missing(o, key, at, err))
		return -1;
	return json_get_array(o, key, out, at, err);
}

int
json_get_object(const json_t *o, const char *key, const json_t **out,
                const struct jpath *at, struct err *err)
{
	json_t *v;

	if (json_member(o, key, &v, at, err))
		return -1;
	if (!v)
		return 0;
	if (!json_is_object(v))
		return json_fail_at(at, key, err, "expected an object");
	*out = v;
	return 0;
}

int
json_need_object(const json_t *o, const char *key, const json_t **out,
                 const struct jpath *at, struct err *err)
{
	if (json_missing(o, key, at, err))
		return -1;
	return json_get_object(o, key, out, at, err);
}

int
json_get_time(const json_t *o, const char *key, int64_t *ms, int *offset,
              const struct jpath *at, struct err *err)
{
	struct err why = ERR_INIT;
	const char *text = NULL;

	if (json_get_string(o, key, &text, at, err))
		return -1;
	if (!text)
		return 0;
	if (civil_parse(text, ms, offset, &why))
		return json_fail_at(at, key, err, why.text);
	return 0;
}

int
json_need_time(const json_t *o, const char *key, int64_t *ms, int *offset,
               const struct jpath *at, struct err *err)
{
	if (json_missing(o, key, at, err))
		return -1;
	return json_get_time(o, key, ms, offset, at, err);
}

int
json_only(const json_t *o, const char *const keys[], const struct jpath *at,
          struct err *err)
{
	const char *key;
	json_t *v;
	int i;

	if (!json_is_object(o))
		return json_fail(at, err, "expected an object");
	json_object_foreach((json_t *)o, key, v)
	{
		for (i = 0; keys[i] && strcmp(keys[i], key) != 0; i++)
			;
		if (!keys[i])
			return json_fail_at(at, key, err, "unknown member");
	}
	return 0;
}

/* Writing. */

static void
json_escape(struct buf *out, uint32_t cp)
{
	if (cp == UTF8_BAD)
		cp = 0xFFFD;
	if (cp > 0xFFFF)
		buf_fmt(out, "\\u%04x\\u%04x", 0xD7C0 + (cp >> 10),
		        0xDC00 + (cp & 0x3FF));
	else
		buf_fmt(out, "\\u%04x", cp);
}

/*
 * Copy, with what could drive a terminal escaped: only strings can hold such
 * characters, and an escape there is the same string.
 */
static void
json_add_harmless(struct buf *out, const char *s, size_t len)
{
	size_t i, n, from = 0;
	uint32_t cp;

	for (i = 0; i < len; i += n) {
		n = utf8_decode(s + i, len - i, &cp);
		if ((cp >= 0x20 && cp < 0x7F) || cp == '\n' || !utf8_unsafe(cp))
			continue;
		buf_add(out, s + from, i - from);
		json_escape(out, cp);
		from = i + n;
	}
	buf_add(out, s + from, len - from);
}

static int
json_collect(const char *s, size_t len, void *arg)
{
	buf_add(arg, s, len);
	return 0;
}

static void
json_dump_into(struct buf *out, const json_t *value, size_t flags)
{
	struct buf raw = BUF_INIT;

	json_dump_callback(value, json_collect, &raw,
	                   flags | JSON_ENCODE_ANY |
	                           JSON_REAL_PRECISION(REAL_DIGITS));
	json_add_harmless(out, raw.s, raw.len);
	buf_release(&raw);
}

void
json_write(struct buf *out, const json_t *value)
{
	json_dump_into(out, value, JSON_COMPACT);
}

void
json_write_pretty(struct buf *out, const json_t *value)
{
	json_dump_into(out, value, JSON_INDENT(2));
}

/* Plain ASCII that stands for itself in a JSON string. */
static bool
json_is_plain(char c)
{
	return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

void
json_write_string(struct buf *out, const char *s)
{
	size_t len = strlen(s), i, n;
	uint32_t cp;

	buf_byte(out, '"');
	for (i = 0; i < len; i += n) {
		for (n = 0; json_is_plain(s[i + n]); n++)
			;
		if (n > 0) {
			buf_add(out, s + i, n);
			continue;
		}
		n = utf8_decode(s + i, len - i, &cp);
		if (cp == '"' || cp == '\\')
			buf_byte(out, '\\');
		if (cp == '\n')
			buf_str(out, "\\n");
		else if (cp == '\t')
			buf_str(out, "\\t");
		else if (utf8_unsafe(cp))
			json_escape(out, cp);
		else
			buf_add(out, s + i, n);
	}
	buf_byte(out, '"');
}
