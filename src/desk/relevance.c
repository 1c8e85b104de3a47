#include "desk/relevance.h"

#include <math.h>
#include <string.h>

#include "base/tr.h"
#include "desk/geo.h"
#include "desk/quake.h"

/* clang-format off */
static const struct {
	const char *code, *label;
} nears[WARNING_NEARS] = {
	[WARNING_OWN] =		{ "own", N_("本县") },
	[WARNING_WITHIN] =	{ "within", N_("在影响距离内") },
	[WARNING_ABOVE] =	{ "above", N_("上级发布，待核是否涉及本县") },
	[WARNING_NEIGHBOUR] =	{ "neighbour", N_("邻县") },
	[WARNING_FAR] =		{ "far", N_("与本县无关") },
};
/* clang-format on */

const char *
warning_near_code(enum warning_near n)
{
	return nears[n].code;
}

const char *
warning_near_label(enum warning_near n)
{
	return nears[n].label;
}

int
warning_near_find(const char *code)
{
	for (int i = 0; i < WARNING_NEARS; i++)
		if (strcmp(nears[i].code, code) == 0)
			return i;
	return -1;
}

static enum warning_near
nearer(enum warning_near a, enum warning_near b)
{
	return a < b ? a : b;
}

static bool
says(const struct feed_warning *w, const char *word)
{
	return *word && ((w->headline && strstr(w->headline, word)) ||
	                 (w->text && strstr(w->text, word)));
}

/* What the state's own offices file under (中央气象台). */
static const char nation[] = "000000";

/* "140000" is a province, "141100" a city, anything else a county. */
static enum warning_near
near_code(const char *code, const struct feed_warning *w,
          const struct place *at, bool neighbours)
{
	bool province = strcmp(code + 2, "0000") == 0;
	bool city = !province && strcmp(code + 4, "00") == 0;

	if (strcmp(code, at->adcode) == 0)
		return WARNING_OWN;
	if (strcmp(code, nation) == 0)
		return says(w, at->name) || says(w, "全国") ? WARNING_OWN
		                                            : WARNING_ABOVE;
	if (strncmp(code, at->adcode, province ? 2 : 4) != 0)
		return WARNING_FAR;
	if (!province && !city)
		return neighbours ? WARNING_NEIGHBOUR : WARNING_FAR;
	if (says(w, at->name) || says(w, province ? "全省" : "全市"))
		return WARNING_OWN;
	return WARNING_ABOVE;
}

static enum warning_near
near_codes(const struct feed_warning *w, const struct place *at,
           bool neighbours)
{
	enum warning_near best = WARNING_FAR;

	for (size_t i = 0; i < w->adcodes.count; i++)
		if (strlen(w->adcodes.s[i]) == 6)
			best = nearer(best, near_code(w->adcodes.s[i], w, at,
			                              neighbours));
	return best;
}

static enum warning_near
near_shapes(const struct feed_warning *w, const struct place *at)
{
	for (size_t i = 0; i < w->shapes_count; i++)
		if (geo_km_to_shape((struct geo){ at->lat, at->lon },
		                    &w->shapes[i]) == 0)
			return WARNING_OWN;
	return WARNING_FAR;
}

static enum warning_near
near_point(const struct feed_warning *w, const struct place *at,
           const struct relevance *want, int64_t *metres)
{
	double km = geo_km((struct geo){ at->lat, at->lon },
	                   (struct geo){ w->lat, w->lon });
	double reach = want->km;

	*metres = (int64_t)(km * 1000);
	if (!isnan(w->magnitude))
		reach = quake_radius_km(quake_radii, w->magnitude) *
		        want->radius_percent / 100;
	return km <= reach ? WARNING_WITHIN : WARNING_FAR;
}

enum warning_near
relevance_of(const struct feed_warning *w, const struct place *at,
             const struct relevance *want, int64_t *metres)
{
	enum warning_near best;

	*metres = -1;
	if (w->status == FEED_TEST || w->status == FEED_PRIVATE ||
	    w->level > want->level ||
	    (!isnan(w->magnitude) && w->magnitude < want->magnitude))
		return WARNING_FAR;
	best = near_codes(w, at, want->neighbours);
	if (isnan(at->lat) || isnan(at->lon))
		return best;
	best = nearer(best, near_shapes(w, at));
	/* The point of a warning with a code is where its office is. */
	if (!isnan(w->lat) && !w->adcodes.count)
		best = nearer(best, near_point(w, at, want, metres));
	return best;
}
