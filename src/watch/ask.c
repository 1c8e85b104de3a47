#include "watch/ask.h"

#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "watch/fill.h"

bool
ask_differs(const struct feed *a, const struct feed *b)
{
	return a->format != b->format || a->local != b->local ||
	       strcmp(a->address, b->address) != 0 ||
	       (a->headers != b->headers &&
	        (!a->headers || !b->headers ||
	         !json_equal(a->headers, b->headers)));
}

bool
ask_same_server(const char *a, const char *b)
{
	const char *x = strstr(a, "://");
	size_t len;

	if (!x)
		return false;
	len = (size_t)(x + 3 - a) + strcspn(x + 3, "/?#");
	return strncmp(a, b, len) == 0 &&
	       (b[len] == '/' || b[len] == '?' || !b[len]);
}

static void
headers_free(char **headers)
{
	for (char **h = headers; h && *h; h++)
		free(*h);
	free(headers);
}

/* "Name: value", keys filled in. */
static int
headers_make(const struct feed *f, const struct keys *keys, char ***out,
             struct err *err)
{
	char **list =
		mem_alloc((json_object_size(f->headers) + 1) * sizeof(*list));
	struct buf line = BUF_INIT;
	const char *name;
	json_t *value;
	size_t n = 0;

	*out = list;
	json_object_foreach(f->headers, name, value)
	{
		buf_fmt(&line, "%s: ", name);
		if (fill_keys(&line, json_string_value(value), keys, err)) {
			buf_release(&line);
			return -1;
		}
		list[n++] = buf_take(&line);
	}
	return 0;
}

struct fetch *
ask_start(struct fetcher *f, const struct feed *feed, const struct keys *keys,
          const struct ask *ask, fetch_done_fn *done, void *arg,
          struct err *err)
{
	bool plain = strncmp(feed->address, "http:", 5) == 0;
	char **headers = NULL;
	struct fetch *x = NULL;
	struct fetch_request r = {
		.url = ask->url,
		.etag = ask->etag,
		.last_modified = ask->last_modified,
		.secrets = keys_values(keys),
		.flags = (feed->local ? FETCH_LOCAL : 0) |
		         (plain ? FETCH_PLAIN : 0),
		.limits = { .total_ms = feed->timeout * CIVIL_SECOND,
		            .slow_s = feed->timeout,
		            .body_max = (size_t)feed->bytes },
	};

	if (!ask->headers || headers_make(feed, keys, &headers, err) == 0) {
		r.headers = (const char *const *)headers;
		x = fetch_start(f, &r, done, arg, err);
	}
	headers_free(headers);
	return x;
}
