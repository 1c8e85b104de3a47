#include "desk/feed_record.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "desk/body.h"

/* clang-format off */
/* The whole numbers of a record: where they lie, what they may be. */
static const struct {
	const char *key;
	size_t at;
	int standard, min, max;
} numbers[] = {
	{ "interval",	offsetof(struct feed, interval), 300, 1, 86400 },
	{ "floor",	offsetof(struct feed, floor), 60, 1, 86400 },
	{ "timeout",	offsetof(struct feed, timeout), 30, 1, 300 },
	{ "bytes",	offsetof(struct feed, bytes), FEED_BYTES_MAX, 1024,
			FEED_BYTES_MAX },
	{ "stale",	offsetof(struct feed, stale), 0, 0, 100000 },
	{ "window",	offsetof(struct feed, window), 0, 0, 100000 },
	{ "level",	offsetof(struct feed, want.level), 4, 0, 4 },
	{ "radius",	offsetof(struct feed, want.radius_percent), 100, 0,
			1000 },
	{ "km",		offsetof(struct feed, want.km), 0, 0, 20000 },
};
static const struct {
	const char *key;
	size_t at;
} switches[] = {
	{ "on", offsetof(struct feed, on) },
	{ "local", offsetof(struct feed, local) },
	{ "neighbours", offsetof(struct feed, want.neighbours) },
};
/* clang-format on */

enum { ADDRESS_MAX = 1000, MAGNITUDE_MAX = 100, HEADERS_MAX = 10 };
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static bool
name_valid(const char *s)
{
	size_t n = strlen(s);

	for (const char *c = s; *c; c++)
		if (!islower((unsigned char)*c) &&
		    !isdigit((unsigned char)*c) && *c != '-')
			return false;
	return n > 0 && n < FEED_NAME;
}

static int
check_headers(const json_t *headers, const struct jpath *at, struct err *err)
{
	const char *key;
	json_t *value;

	if (json_object_size(headers) > HEADERS_MAX)
		return json_fail(at, err, "more than %d", HEADERS_MAX);
	json_object_foreach((json_t *)headers, key, value)
	{
		const struct jpath in = { .up = at, .key = key };
		const char *s = json_string_value(value);

		if (!s || strpbrk(s, "\r\n") || strlen(s) > ADDRESS_MAX)
			return json_fail(&in, err, "expected one line");
		if (!*key ||
		    key[strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef"
		                    "ghijklmnopqrstuvwxyz0123456789-")])
			return json_fail(&in, err, "expected a header's name");
	}
	return 0;
}

/* Name, address, format: what a record must have. */
static int
read_identity(struct feed *f, const json_t *o, const struct jpath *at,
              struct err *err)
{
	const struct jpath name_at = { .up = at, .key = "name" };
	const struct jpath format_at = { .up = at, .key = "format" };
	const struct jpath address_at = { .up = at, .key = "address" };
	const char *name, *label, *format, *address;

	if (json_need_string(o, "name", &name, at, err) ||
	    json_need_string(o, "label", &label, at, err) ||
	    json_need_string(o, "format", &format, at, err) ||
	    json_need_string(o, "address", &address, at, err))
		return -1;
	if (!name_valid(name))
		return json_fail(&name_at, err,
		                 "expected small letters, digits, hyphens");
	f->format = feed_format(format);
	if (!f->format)
		return json_fail(&format_at, err, "there is no format %s",
		                 format);
	if ((strncmp(address, "https://", 8) != 0 &&
	     strncmp(address, "http://", 7) != 0) ||
	    strlen(address) > ADDRESS_MAX || strpbrk(address, " \t\r\n"))
		return json_fail(&address_at, err,
		                 "expected an address http:// or https://");
	memcpy(f->name, name, strlen(name) + 1);
	f->label = mem_str(label);
	f->address = mem_str(address);
	return 0;
}

int
feed_from_json(struct feed *f, const json_t *o, const struct jpath *at,
               struct err *err)
{
	const struct jpath headers_at = { .up = at, .key = "headers" };
	int64_t v, magnitude = 0;
	const json_t *headers = NULL;

	if (read_identity(f, o, at, err) ||
	    json_get_object(o, "headers", &headers, at, err) ||
	    json_get_int(o, "magnitude", 0, MAGNITUDE_MAX, &magnitude, at, err))
		return -1;
	f->state = FEED_UNREAD;
	f->want.magnitude = (double)magnitude / 10;
	if (!magnitude)
		f->want.magnitude = -HUGE_VAL;
	for (size_t i = 0; i < COUNT(numbers); i++) {
		v = numbers[i].standard;
		if (json_get_int(o, numbers[i].key, numbers[i].min,
		                 numbers[i].max, &v, at, err))
			return -1;
		*(int *)((char *)f + numbers[i].at) = (int)v;
	}
	for (size_t i = 0; i < COUNT(switches); i++)
		if (json_get_bool(o, switches[i].key,
		                  (bool *)((char *)f + switches[i].at), at,
		                  err))
			return -1;
	if (headers && check_headers(headers, &headers_at, err))
		return -1;
	f->headers = json_deep_copy(headers);
	if (f->interval < f->floor)
		f->interval = f->floor;
	return 0;
}

static const char *const keys[] = {
	"name",  "label",     "format",     "address", "headers",
	"on",    "local",     "interval",   "floor",   "timeout",
	"bytes", "stale",     "window",     "level",   "radius",
	"km",    "magnitude", "neighbours", NULL
};

int
feed_record_check(const json_t *o, const struct jpath *at, struct err *err)
{
	struct feed f = { .name = "" };
	int rc;

	if (json_only(o, keys, at, err))
		return -1;
	rc = feed_from_json(&f, o, at, err);
	feed_release(&f);
	return rc;
}

json_t *
feed_record_json(const struct feed *f)
{
	json_t *o = json_object();

	json_object_set_new(o, "name", json_string(f->name));
	json_object_set_new(o, "label", json_string(f->label));
	json_object_set_new(o, "format", json_string(f->format->code));
	json_object_set_new(o, "address", json_string(f->address));
	if (json_object_size(f->headers))
		json_object_set(o, "headers", f->headers);
	for (size_t i = 0; i < COUNT(switches); i++)
		if (*(const bool *)((const char *)f + switches[i].at))
			json_object_set_new(o, switches[i].key, json_true());
	for (size_t i = 0; i < COUNT(numbers); i++) {
		int v = *(const int *)((const char *)f + numbers[i].at);

		if (v != numbers[i].standard)
			body_put_int(o, numbers[i].key, v);
	}
	if (f->want.magnitude > 0)
		body_put_int(o, "magnitude", lround(f->want.magnitude * 10));
	return o;
}
