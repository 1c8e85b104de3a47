#include "desk/quake.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/tr.h"
#include "desk/geo.h"

/* Magnitudes carry the noise of 32-bit floats. */
#define NOISE 0.001

/* Two reports of one source with different ids: one quake? */
enum twins {
	TWINS_NEVER,
	TWINS_REVIEWED, /* when one is the review of the other */
	TWINS_MAYBE     /* several agencies behind one format */
};

struct source {
	const char *format;
	int rank;
	enum twins twins;
};

static const struct source sources[] = {
	{ "cenc", 3, TWINS_REVIEWED }, { "ceic", 3, TWINS_REVIEWED },
	{ "usgs", 2, TWINS_NEVER },    { "eew", 0, TWINS_MAYBE },
	{ NULL, 1, TWINS_NEVER },
};

static const struct source *
source_of(const struct quake *q)
{
	const struct source *s = sources;

	while (s->format && strcmp(s->format, q->format) != 0)
		s++;
	return s;
}

/* In the words of USGS and Wolfx, and the flag of CEIC. */
static bool
is_reviewed(const char *word)
{
	return word &&
	       (strcasecmp(word, "reviewed") == 0 || strcmp(word, "M") == 0);
}

void
quake_of(struct quake *q, const char *format, const struct feed_warning *w)
{
	*q = (struct quake){
		.format = format,
		.id = w->id,
		.condition = w->condition,
		.also = &w->also,
		.occurred_ms = w->occurred.ms,
		.sent_ms = w->sent.ms,
		.lat = w->lat,
		.lon = w->lon,
		.magnitude = w->magnitude,
		.reviewed = is_reviewed(w->severity),
		.withdrawn = w->change == FEED_CANCEL,
	};
}

/* ---- one quake? ---- */

static bool
has_id(const struct quake *q, const char *id)
{
	return strcmp(q->id, id) == 0 || strcmp(q->condition, id) == 0 ||
	       (q->also && feed_has(q->also, id));
}

static bool
share_id(const struct quake *a, const struct quake *b)
{
	if (has_id(a, b->id) || has_id(a, b->condition))
		return true;
	for (size_t i = 0; b->also && i < b->also->count; i++)
		if (has_id(a, b->also->s[i]))
			return true;
	return false;
}

static double
km_between(const struct quake *a, const struct quake *b)
{
	return geo_km((struct geo){ a->lat, a->lon },
	              (struct geo){ b->lat, b->lon });
}

static int64_t
ms_between(const struct quake *a, const struct quake *b)
{
	return llabs(a->occurred_ms - b->occurred_ms);
}

static bool
is_near(const struct quake *a, const struct quake *b)
{
	if (a->occurred_ms == FEED_NO_TIME || b->occurred_ms == FEED_NO_TIME)
		return false;
	return ms_between(a, b) <= QUAKE_SAME_MS &&
	       km_between(a, b) <= QUAKE_SAME_KM &&
	       !(fabs(a->magnitude - b->magnitude) >
	         QUAKE_SAME_MAGNITUDE + NOISE);
}

/* Does their source say that they are two? */
static bool
told_apart(const struct quake *a, const struct quake *b)
{
	enum twins twins = source_of(a)->twins;

	if (strcmp(a->format, b->format) != 0 || twins == TWINS_MAYBE)
		return false;
	return twins == TWINS_NEVER || a->reviewed == b->reviewed;
}

static bool
item_takes(const struct quake *known, size_t count, int64_t item,
           const struct quake *q)
{
	for (size_t i = 0; i < count; i++)
		if (known[i].item == item && told_apart(&known[i], q))
			return false;
	return true;
}

static bool
is_closer(const struct quake *a, const struct quake *b, const struct quake *q)
{
	if (ms_between(a, q) != ms_between(b, q))
		return ms_between(a, q) < ms_between(b, q);
	return km_between(a, q) < km_between(b, q);
}

int64_t
quake_match(const struct quake *known, size_t count, const struct quake *q)
{
	const struct quake *best = NULL;

	for (size_t i = 0; i < count; i++)
		if (share_id(&known[i], q))
			return known[i].item;
	for (size_t i = 0; i < count; i++)
		if (is_near(&known[i], q) &&
		    (!best || is_closer(&known[i], best, q)) &&
		    item_takes(known, count, known[i].item, q))
			best = &known[i];
	return best ? best->item : 0;
}

/* ---- what is shown ---- */

int
quake_rank(const struct quake *q)
{
	return 2 * source_of(q)->rank + q->reviewed;
}

bool
quake_leads(const struct quake *a, const struct quake *b)
{
	int rank = source_of(a)->rank - source_of(b)->rank;

	if (a->withdrawn != b->withdrawn)
		return b->withdrawn;
	if (rank != 0)
		return rank > 0;
	if (a->reviewed != b->reviewed)
		return a->reviewed;
	return a->sent_ms > b->sent_ms;
}

void
quake_chain(struct buf *out, const struct quake *reports, size_t count)
{
	const struct quake *lead = NULL;
	struct buf text = BUF_INIT, shown = BUF_INIT;

	for (size_t i = 0; i < count; i++) {
		if (isnan(reports[i].magnitude) ||
		    (lead && !quake_leads(&reports[i], lead)))
			continue;
		lead = &reports[i];
		buf_clear(&text);
		buf_fmt(&text, "M%.1f", lead->magnitude);
		if (strcmp(text.s, shown.s) == 0)
			continue;
		buf_fmt(out, "%s%s", shown.len ? " → " : "", text.s);
		buf_clear(&shown);
		buf_str(&shown, text.s);
	}
	buf_release(&text);
	buf_release(&shown);
}

/* ---- how far it is felt ---- */

const struct quake_radius quake_radii[] = {
	{ 3, 100 }, { 4, 200 }, { 5, 300 }, { 6, 600 }, { 7, 1000 }, { 0, 0 },
};

/* One "3:100"; *text moves behind it and the blanks. */
static bool
radius_parse(const char **text, struct quake_radius *out)
{
	size_t len = strcspn(*text, " ");
	struct buf step = BUF_INIT;
	char *colon;
	bool ok;

	buf_add(&step, *text, len);
	*text += len;
	*text += strspn(*text, " ");
	colon = strchr(step.s, ':');
	ok = colon != NULL;
	if (ok) {
		*colon = '\0';
		ok = feed_number(&out->magnitude, step.s, 0, 10) &&
		     feed_number(&out->km, colon + 1, 1, 20000);
	}
	buf_release(&step);
	return ok;
}

int
quake_radii_parse(const char *text, struct quake_radius *out, struct err *err)
{
	bool ok = true;
	size_t n = 0;

	text += strspn(text, " ");
	for (; ok && *text && n < QUAKE_RADII_MAX; n++)
		ok = radius_parse(&text, &out[n]) &&
		     (n == 0 || (out[n].magnitude > out[n - 1].magnitude &&
		                 out[n].km > out[n - 1].km));
	if (!ok || *text || n == 0)
		return err_set(err, ERR_INPUT,
		               tr("应如 3:100 4:200（震级:公里），逐级增大，"
		                  "至多 %d 级"),
		               QUAKE_RADII_MAX);
	out[n] = (struct quake_radius){ 0, 0 };
	return 0;
}

double
quake_radius_km(const struct quake_radius *radii, double magnitude)
{
	double published = floor(magnitude * 10 + 0.5) / 10, km = 0;

	if (isnan(magnitude))
		return radii[0].km;
	for (; radii->km > 0 && published >= radii->magnitude; radii++)
		km = radii->km;
	return km;
}

/* ---- how grave it is ---- */

int
quake_level(const struct quake_levels *levels, double magnitude, int64_t metres)
{
	double km;

	if (isnan(magnitude))
		return 0;
	for (int i = 0; i < QUAKE_LEVELS; i++) {
		km = quake_radius_km(levels->radii[i], magnitude);
		if (km > 0 && (double)metres <= km * 1000)
			return i + 1;
	}
	return 0;
}
