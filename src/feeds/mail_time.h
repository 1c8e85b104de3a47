/*
 * Times of RSS: RFC 822 as RFC 1123 mended it, "Wed, 26 Aug 2026 08:09:13
 * +0000".  Weekday and seconds may be missing, a zone by name is GMT, UT or
 * UTC; others are refused.
 */
#ifndef FEEDS_MAIL_TIME_H
#define FEEDS_MAIL_TIME_H

#include <stdbool.h>

#include "feeds/feed.h"

/* False when s is not of that form; *out is then no time. */
bool mail_time(struct feed_time *out, const char *s);

#endif
