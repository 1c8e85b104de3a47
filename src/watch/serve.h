/*
 * A small web server for this machine: answers GET on 127.0.0.1, on the poll
 * loop.  What stands at a path is its owner's to say; nothing here waits.
 *
 * The other side is taken for hostile.  A request is its head alone and at
 * most SERVE_HEAD_MAX bytes; a client that has not sent it and taken its
 * answer SERVE_PATIENCE_MS after it came is dropped; one more than
 * SERVE_CLIENTS at a time drops the one that came first.  An answer a
 * connection, then it is closed.
 */
#ifndef WATCH_SERVE_H
#define WATCH_SERVE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct loop;
struct serve;

#define SERVE_CLIENTS 64
#define SERVE_HEAD_MAX 8192u
#define SERVE_PATH_MAX 255	/* bytes of path and query */
#define SERVE_PATIENCE_MS 10000

struct serve_request {
	char path[SERVE_PATH_MAX + 1];	/* "/replay/nmc", as it was sent */
	char query[SERVE_PATH_MAX + 1];	/* "page=2"; "": none */
};

/*
 * Read the head of a request, as far as it came: 200 when it is whole and a
 * GET; 0 when more is to come; else the status it is refused with (400, 405,
 * 414, 431, 505).  Pure; *out is set with 200.
 */
int serve_request_read(struct serve_request *out, const char *bytes,
		       size_t len);

/*
 * Called once a request: fills body, which is empty, and returns 200, 404 or
 * 500.  A body that is left empty says the name of a failure.
 */
typedef int serve_fn(void *arg, const struct serve_request *r,
		     struct buf *body);

struct serve_options {
	int port;		/* 0: any that is free */
	int64_t patience_ms;	/* 0: the standard */
	serve_fn *answer;
	void *arg;
};

/* NULL with err set: ERR_BUSY when the port is taken.  *o is copied. */
struct serve *serve_new(struct loop *l, const struct serve_options *o,
			struct err *err);
void serve_free(struct serve *s);	/* drops all clients; NULL is nothing */

int serve_port(const struct serve *s);
/* Clients that are connected. */
size_t serve_clients(const struct serve *s);

#endif
