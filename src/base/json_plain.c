#include "base/json_plain.h"

#include <stdint.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"

#define DIGITS 18 /* of a whole number that cannot overflow */

struct plain {
	const char *s, *end;
	int depth;
};

static json_t *plain_value(struct plain *p);

static void
plain_blanks(struct plain *p)
{
	while (p->s < p->end && (*p->s == ' ' || *p->s == '\t' ||
	                         *p->s == '\n' || *p->s == '\r'))
		p->s++;
}

/* Blanks, then this character, which is taken. */
static bool
plain_take(struct plain *p, char c)
{
	plain_blanks(p);
	if (p->s == p->end || *p->s != c)
		return false;
	p->s++;
	return true;
}

/* After the opening quote: the text up to the closing one, which is taken. */
static bool
plain_text(struct plain *p, const char **text, size_t *len)
{
	unsigned char c;
	uint32_t cp;

	*text = p->s;
	while (p->s < p->end) {
		c = (unsigned char)*p->s;
		if (c == '"') {
			*len = (size_t)(p->s++ - *text);
			return true;
		}
		if (c < 0x20 || c == '\\')
			return false;
		if (c < 0x80) {
			p->s++;
			continue;
		}
		p->s += utf8_decode(p->s, (size_t)(p->end - p->s), &cp);
		if (cp == UTF8_BAD)
			return false;
	}
	return false;
}

static json_t *
plain_string(struct plain *p)
{
	const char *text;
	size_t len;

	p->s++;
	if (!plain_text(p, &text, &len))
		return NULL;
	return json_stringn_nocheck(text, len);
}

static json_t *
plain_integer(struct plain *p)
{
	bool minus = *p->s == '-';
	const char *first;
	json_int_t v = 0;

	first = p->s += minus;
	while (p->s < p->end && *p->s >= '0' && *p->s <= '9' &&
	       p->s - first < DIGITS)
		v = v * 10 + (*p->s++ - '0');
	if (p->s == first || (*first == '0' && p->s - first > 1))
		return NULL;
	if (p->s < p->end && *p->s && strchr("0123456789.eE", *p->s))
		return NULL;
	return json_integer(minus ? -v : v);
}

static json_t *
plain_word(struct plain *p, const char *word, json_t *value)
{
	size_t len = strlen(word);

	if ((size_t)(p->end - p->s) < len || memcmp(p->s, word, len) != 0) {
		json_decref(value);
		return NULL;
	}
	p->s += len;
	return value;
}

static bool
plain_items(struct plain *p, json_t *array)
{
	if (plain_take(p, ']'))
		return true;
	do {
		if (json_array_append_new(array, plain_value(p)))
			return false;
	} while (plain_take(p, ','));
	return plain_take(p, ']');
}

static bool
plain_members(struct plain *p, json_t *object)
{
	const char *key;
	size_t len, n = 0;

	if (plain_take(p, '}'))
		return true;
	do {
		if (!plain_take(p, '"') || !plain_text(p, &key, &len) ||
		    !plain_take(p, ':') ||
		    json_object_setn_new_nocheck(object, key, len,
		                                 plain_value(p)))
			return false;
		n++;
	} while (plain_take(p, ','));
	/* Fewer members than were read: one was there twice. */
	return plain_take(p, '}') && json_object_size(object) == n;
}

static json_t *
plain_nest(struct plain *p, json_t *value,
           bool (*fill)(struct plain *p, json_t *value))
{
	bool done;

	p->s++;
	done = ++p->depth <= JSON_DEPTH && fill(p, value);
	p->depth--;
	if (done)
		return value;
	json_decref(value);
	return NULL;
}

static json_t *
plain_value(struct plain *p)
{
	plain_blanks(p);
	if (p->s == p->end)
		return NULL;
	switch (*p->s) {
	case '"':
		return plain_string(p);
	case '{':
		return plain_nest(p, json_object(), plain_members);
	case '[':
		return plain_nest(p, json_array(), plain_items);
	case 't':
		return plain_word(p, "true", json_true());
	case 'f':
		return plain_word(p, "false", json_false());
	case 'n':
		return plain_word(p, "null", json_null());
	default:
		return plain_integer(p);
	}
}

json_t *
json_plain(const char *s, size_t len)
{
	struct plain p = { .s = s, .end = s + len };
	json_t *v = plain_value(&p);

	plain_blanks(&p);
	if (p.s == p.end)
		return v;
	json_decref(v);
	return NULL;
}
