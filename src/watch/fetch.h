/*
 * Fetching: one request to a server outside, one answer or one line that says
 * what was wrong.  On the poll loop; nothing here waits, the look-up of names
 * included (libcurl does it in a thread that is left behind when it hangs).
 *
 * The other side is taken for hostile.  Bounded are the bytes of an answer (as
 * unpacked), of its header, the time to connect, the time in all, and how long
 * it may trickle.  TLS 1.2 or later, verified.  No cookies, no .netrc, no
 * proxy but a configured one.  Redirects of a GET are followed three times,
 * never to a lower scheme, and to another host only without the request's own
 * headers; those of a POST never.  Addresses that are not public are not
 * connected to (watch/address.h).  Every request has a connection of its own,
 * so that each address is checked.
 *
 * At most FETCH_AT_ONCE run at a time and one a host; the rest wait in turn,
 * and their time does not run.  One that fails delays no other.
 *
 * What is a good answer: 200 with a body that is not empty and no web page, or
 * 304; for a POST any 2xx; for mail that the server took it.  Else err is set,
 * and status says what came, 0 for nothing.  Whether the body is what its feed
 * should say is the reader's to judge.
 *
 * Keys travel in addresses and headers.  Texts of this module show addresses
 * by fetch_shown() only, and never a header or what libcurl says of them.
 */
#ifndef WATCH_FETCH_H
#define WATCH_FETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct fetch;
struct fetcher;
struct loop;

#define FETCH_AT_ONCE 4
#define FETCH_REDIRECTS 3
#define FETCH_SHOWN_MAX 160		/* bytes of an address in a text */

/* A limit of 0 stands for the default. */
#define FETCH_CONNECT_MS 10000		/* TLS included */
#define FETCH_TOTAL_MS 30000		/* redirects included */
#define FETCH_SLOW_S 15			/* so long below FETCH_SLOW_BYTES ... */
#define FETCH_SLOW_BYTES 100		/* ... a second, waiting included */
#define FETCH_BODY_MAX (8u << 20)
#define FETCH_HEAD_MAX 65536u

enum fetch_flag {
	FETCH_PLAIN = 1 << 0,	/* http:// and smtp:// without TLS, too */
	FETCH_LOCAL = 1 << 1	/* the server may be in the office */
};

struct fetch_limits {
	int64_t connect_ms, total_ms;
	int slow_s;
	size_t body_max, head_max;
};

/* How the machine reaches the outside; copied. */
struct fetch_setup {
	const char *contact;	/* in the User-Agent; NULL: none */
	const char *proxy;	/* address; "env": from the environment as curl
				 * reads it; NULL or "": none */
	const char *ca_file;	/* PEM; NULL: the system's */
};

/* A letter: the request's body is the whole message (RFC 5322, CR LF). */
struct fetch_mail {
	const char *from;
	const char *const *to;	/* NULL at the end */
	const char *user, *password;	/* NULL: none */
};

/* All is copied. */
struct fetch_request {
	const char *url;	/* https, http, smtps, smtp */
	const char *const *headers;	/* "Name: value", NULL at the end; or
					 * NULL */
	const char *etag, *last_modified;	/* of the last good answer, as
						 * it gave them; NULL */
	const char *body;	/* a POST's, or a letter; NULL: GET */
	size_t body_len;
	const char *type;	/* of the body; NULL: application/json */
	const struct fetch_mail *mail;	/* NULL: HTTP */
	/* What texts must not show, NULL at the end; or NULL.  See keys.h. */
	const char *const *secrets;
	unsigned flags;		/* enum fetch_flag */
	struct fetch_limits limits;
};

/* Strings NULL: the server did not say. */
struct fetch_answer {
	long status;		/* of HTTP or SMTP; 0: none came */
	struct buf body;	/* unpacked; empty when err is set */
	char *etag, *last_modified, *retry_after, *type;
	char *shown;		/* the address it came from, fit to be shown */
	int64_t received;	/* bytes of the body as they came */
	int redirects;
	int refused;		/* recipients, of a letter the others got */
	/* What was posted or mailed was refused for good: to send it again is
	 * no use. */
	bool final;
};

/* For one that was taken from its callback. */
void fetch_answer_release(struct fetch_answer *a);

/*
 * Called once, from the loop, never from within fetch_start().  err is clear
 * when the answer is good.  Both are borrowed for the call; what the answer
 * holds may be taken, if NULL or BUF_INIT is left in its place.  Others may be
 * started and stopped from it.
 */
typedef void fetch_done_fn(void *arg, struct fetch_answer *a,
			   const struct err *err);

/* SIGPIPE is ignored in the process from then on.  NULL with err set. */
struct fetcher *fetcher_new(struct loop *l, const struct fetch_setup *setup,
			    struct err *err);
/* Ends all, without a call; not from a callback. */
void fetcher_free(struct fetcher *f);		/* NULL is nothing */

/*
 * NULL with err set and no call: an address or header that cannot be.  The
 * pointer is good until done is called.
 */
struct fetch *fetch_start(struct fetcher *f, const struct fetch_request *r,
			  fetch_done_fn *done, void *arg, struct err *err);
/* End it now; done is not called.  NULL is nothing. */
void fetch_stop(struct fetch *x);

/*
 * Append an address as it may be shown: scheme://host[:port]/path, without
 * user, password, query and fragment; what the secrets (NULL at the end, or
 * NULL) hold is "***", as they are or percent-encoded.  At most
 * FETCH_SHOWN_MAX bytes of ASCII; "***" for what is no address.
 */
void fetch_shown(struct buf *out, const char *url, const char *const *secrets);
/* Append any text so: a server may throw back what it was sent. */
void fetch_hide(struct buf *out, const char *text, const char *const *secrets);

#endif
