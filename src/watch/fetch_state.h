/*
 * What a fetch is made of; for fetch.c, which runs it, and fetch_setup.c,
 * which makes one from a request.
 */
#ifndef WATCH_FETCH_STATE_H
#define WATCH_FETCH_STATE_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "watch/failure.h"
#include "watch/fetch.h"

/* What an address names; "" when it does not. */
struct target {
	char *scheme, *host, *port;
};

struct fetch {
	struct fetcher *f;
	struct fetch *next;
	bool running;		/* else it waits for its turn */
	CURL *easy;
	struct curl_slist *headers;	/* all */
	struct curl_slist *public;	/* those another site may see */
	struct curl_slist *to;
	char *url;
	struct target at;	/* where url leads */
	char **secrets;		/* NULL at the end */
	bool conditional, mail, post;
	bool any_address;	/* public or not */
	bool naming;		/* a recipient: the reply is of it */
	bool opened;		/* a socket, to an address that is allowed */
	struct fetch_limits limits;
	struct buf upload;	/* what is posted, or the letter */
	size_t uploaded, head;	/* bytes */
	int64_t took_us;	/* by the redirects before */
	enum failure_ours ours;
	struct fetch_answer a;
	fetch_done_fn *done;
	void *arg;
};

struct fetcher {
	struct loop *l;
	CURLM *multi;
	int timer;
	struct fetch *all;	/* the oldest first */
	char *agent, *proxy, *ca_file;
};

/* False, and nothing to release, when it is no address. */
bool target_read(struct target *t, const char *url);
void target_release(struct target *t);
bool target_same(const struct target *a, const struct target *b);

/* A fetch that is set up to run and stands in no list; NULL with err set. */
struct fetch *fetch_new(struct fetcher *f, const struct fetch_request *r,
			struct err *err);
void fetch_free(struct fetch *x);

/* It goes there from now on, with so much of its time left; t is taken. */
void fetch_aim(struct fetch *x, const char *url, struct target *t);

/* Abort: a libcurl that refuses this is not the one we were built for. */
void fetch_must(bool ok);

#endif
