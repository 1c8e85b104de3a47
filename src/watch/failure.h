/*
 * What was wrong with a fetch, in one line for people: what, and what mends it.
 * The words are chosen by codes alone; nothing that the other side or libcurl
 * wrote goes into them.
 */
#ifndef WATCH_FAILURE_H
#define WATCH_FAILURE_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct fetch_limits;

/* Why we broke it off ourselves. */
enum failure_ours {
	FAILURE_NONE,
	FAILURE_BODY,		/* longer than the limit */
	FAILURE_HEAD,		/* its header is */
	FAILURE_ADDRESS,	/* every address was refused */
	FAILURE_HOPS,		/* too many redirects */
	FAILURE_SCHEME,		/* a redirect to a scheme it must not go to */
	FAILURE_MOVED		/* a redirect of a POST, or to nowhere */
};

struct failure {
	enum failure_ours ours;
	CURLcode code;
	long verify;		/* CURLINFO_SSL_VERIFYRESULT */
	bool connected;		/* and TLS established */
	int64_t took_us;	/* in all, redirects included */
	const struct fetch_limits *limits;
	long mail_status;	/* the last reply of SMTP; 0: none, or HTTP */
};

/* Set err to what the failure means.  Returns -1. */
int failure_tell(const struct failure *f, struct err *err);
/* The same for an answer that came whole, by its status. */
int failure_status(long status, struct err *err);

/*
 * Was what was sent refused for good, so that to send it again is no use?  A
 * letter by a reply of 5xx that ended it; what was posted by a 4xx, but for
 * those that mean "not now".
 */
bool failure_mail_final(const struct failure *f);
bool failure_post_final(long status);

#endif
