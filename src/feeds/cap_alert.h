/*
 * The Common Alerting Protocol (OASIS, CAP 1.1 and 1.2): one alert to rows,
 * and the parts of it that indexes (Atom, RSS) and CAP in JSON share.
 *
 * An alert is one row; id is the triple "sender,identifier,sent" by which
 * others refer to it, condition "sender,identifier".  Where its infos tell of
 * several events each event is a row, and "#EVENT" follows both.  An
 * identifier of China (feeds/china.h) stands in `also` and makes the condition:
 * other sources tell the same message by it.
 *
 * Of the infos those in one language are read: the first that is zh, else en
 * (an info without a language is en-US), else the first.  Infos of one event
 * make one row: their areas together, the most severe one tells the rest, the
 * latest end counts.
 *
 * What a row cannot do without fails the alert: identifier, sender, sent,
 * status, msgType, scope, and any time that is no time.  A polygon or a circle
 * that is none is left out: it is for drawing, and the row stands without it.
 *
 * Ack and Error are answers to messages and make no row.  An Update is an end
 * when all of it is AllClear, Past or green; any message is when its headline
 * says so.  MeteoAlarm's green means that there is no warning: an Alert that
 * is green makes no row.
 */
#ifndef FEEDS_CAP_ALERT_H
#define FEEDS_CAP_ALERT_H

#include "feeds/elem.h"
#include "feeds/feed.h"

#define CAP_INFOS_MAX 1000	/* of an alert; more is a failed answer */

/* Add the rows of <cap:alert>, perhaps none. */
int cap_rows(const struct elem *alert, const char *name,
	     struct feed_answer *out, struct err *err);

#endif
