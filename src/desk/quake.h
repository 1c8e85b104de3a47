/*
 * Earthquakes as several sources report them: which reports are of one quake,
 * which of them is shown, how far it is felt and how grave it is.  Pure.
 *
 * Two reports are of one quake when they share any id, or when they are at
 * most 90 s, 100 km and 1.0 magnitudes apart: sources differ by so much, and
 * the centre's reviewed report comes with another id than its automatic one.
 *
 * But a source tells its own quakes apart.  Reports of USGS with different ids
 * are different quakes however close; so are two automatic, or two reviewed
 * ones of the centre's.  An item that holds such a report takes no other, so
 * an aftershock a minute later is an item of its own.
 */
#ifndef DESK_QUAKE_H
#define DESK_QUAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "feeds/feed.h"

#define QUAKE_SAME_MS 90000
#define QUAKE_SAME_KM 100.0
#define QUAKE_SAME_MAGNITUDE 1.0

struct quake {
	int64_t item;		/* the caller's number, above 0; 0: none yet */
	const char *format;	/* of its feed: "cenc"; all texts borrowed */
	const char *id, *condition;
	const struct feed_strings *also;	/* NULL: none */
	int64_t occurred_ms, sent_ms;		/* FEED_NO_TIME: not known */
	double lat, lon, magnitude;		/* NAN: not known */
	bool reviewed, withdrawn;
};

/* A row of a feed as such a report, with item 0; borrows from w. */
void quake_of(struct quake *q, const char *format,
	      const struct feed_warning *w);

/*
 * The item of the known reports that q belongs to, 0: a new quake.  An id that
 * is known decides; else the report closest in time does, then in distance.
 * A report without time or place is found by its ids alone; an unknown
 * magnitude is like any.
 */
int64_t quake_match(const struct quake *known, size_t count,
		    const struct quake *q);

/*
 * Is a shown rather than b?  What stands before what is withdrawn; the
 * centre's (cenc, ceic) before USGS before others before early warnings;
 * reviewed before automatic; then the one that was sent later.
 */
bool quake_leads(const struct quake *a, const struct quake *b);

/* By source and review alone, 0 to 9: the higher is shown. */
int quake_rank(const struct quake *q);

/*
 * How the magnitude came to be what is shown, from one item's reports in the
 * order they came: "M4.7 → M4.4".  Nothing when none is known.
 */
void quake_chain(struct buf *out, const struct quake *reports, size_t count);

/* ---- how far it is felt ---- */

struct quake_radius {
	double magnitude, km;	/* from this magnitude on */
};

enum { QUAKE_RADII_MAX = 10 };

/* What holds unless a bureau has its own; rising, ends with km 0. */
extern const struct quake_radius quake_radii[];

/*
 * "3:100 4:200 5.5:300": at most QUAKE_RADII_MAX steps, both numbers rising,
 * into out[QUAKE_RADII_MAX + 1] with its end.  ERR_INPUT.
 */
int quake_radii_parse(const char *text, struct quake_radius *out,
		      struct err *err);

/*
 * To this distance a quake concerns us; 0: nowhere.  Magnitudes count to one
 * decimal, as they are published: 3.95 is 4.0.  Unknown is like the first step.
 */
double quake_radius_km(const struct quake_radius *radii, double magnitude);

/* ---- how grave it is ---- */

/*
 * The level of a quake whose source gives no colour of its own, by magnitude
 * and distance, so that alarms and call-out rules see it: the gravest colour
 * whose distance for that magnitude reaches the seat.  The tables are settings
 * (quake.red to quake.blue) in the form of the radii.
 *
 * They are a house rule, ours: no law grades a quake by these figures.  Their
 * model is the first-response rule of thumb of the national plan (7.0 and
 * above red, 6.0 orange, 5.0 yellow, 4.0 blue, for a quake on land where
 * people live; local plans differ), one colour milder with each step away.
 * The distances are an estimate of ours and confirmed by no source.
 */
enum { QUAKE_LEVELS = 4 };

struct quake_levels {
	struct quake_radius radii[QUAKE_LEVELS][QUAKE_RADII_MAX + 1];
};

/*
 * 1 red to 4 blue; 0, for a person to judge, when no table reaches it or the
 * magnitude is not known.  Exactly at the distance is within it.
 */
int quake_level(const struct quake_levels *levels, double magnitude,
		int64_t metres);

#endif
