/*
 * What the readers of earthquakes share.
 *
 * A row of theirs: kind 地震, or the source's other word; level by the source's
 * own colour, else 0, since a quake is judged by magnitude and distance, which
 * is the desk's to do; severity the source's word for how sure it is; condition
 * its id, since the rows of several sources are merged by the desk; headline
 * the source's title or else its place, which is the area too.
 *
 * Sources write numbers as numbers and as text ("28.53"), some do both in one
 * row: either is read.  Null, absent and "" are not known.  Out of range is a
 * failed answer.
 */
#ifndef FEEDS_QUAKE_ROW_H
#define FEEDS_QUAKE_ROW_H

#include <stddef.h>

#include "base/json.h"
#include "feeds/feed.h"

#define QUAKE_KIND "地震"

enum {
	QUAKE_MAGNITUDE_MIN = -5, QUAKE_MAGNITUDE_MAX = 11,
	QUAKE_DEPTH_MIN = -20, QUAKE_DEPTH_MAX = 1000	/* km */
};

/*
 * Parse an answer that is an object, perhaps in parentheses or in a call of a
 * JavaScript function: "cb( {…} );".  NULL with err set; else json_decref().
 */
json_t *quake_parse(const char *name, const char *bytes, size_t len,
		    struct err *err);

/* A number at `at`, which names v itself.  Not known: *out stays. */
int quake_value(const json_t *v, double min, double max, double *out,
		const struct jpath *at, struct err *err);
/* The same of a member; `at` names the object. */
int quake_number(const json_t *o, const char *key, double min, double max,
		 double *out, const struct jpath *at, struct err *err);
/* A text that must be there and not "". */
int quake_word(const json_t *o, const char *key, const char **out,
	       const struct jpath *at, struct err *err);
/* A time that must be there: by feed_time(), or in milliseconds. */
int quake_time(const json_t *o, const char *key, const char *pattern,
	       int offset, struct feed_time *out, const struct jpath *at,
	       struct err *err);
int quake_time_ms(const json_t *o, const char *key, struct feed_time *out,
		  const struct jpath *at, struct err *err);

/* The epicentre, which must be there. */
int quake_place(struct feed_warning *w, const json_t *o, const char *lat,
		const char *lon, const struct jpath *at, struct err *err);
/* magnitude and depth_km. */
int quake_size(struct feed_warning *w, const json_t *o, const char *magnitude,
	       const char *depth, const struct jpath *at, struct err *err);
/* An estimated intensity, kept in the row's text: "最大烈度 5.1". */
void quake_intensity(struct feed_warning *w, const char *label,
		     const json_t *value);
/* A row with this id, of kind 地震; NULL with err set. */
struct feed_warning *quake_add(struct feed_answer *a, const char *id,
			       const char *name, struct err *err);
void quake_named(struct feed_warning *w, const char *title, const char *place);

#endif
