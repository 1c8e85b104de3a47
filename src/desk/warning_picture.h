/*
 * What pictures of a warning are made of, beside the warning itself: the area
 * it covers, and how strong earthquakes or fires round it were lately.  Nothing
 * is decided by any of it.
 */
#ifndef DESK_WARNING_PICTURE_H
#define DESK_WARNING_PICTURE_H

#include "desk/warning.h"

/*
 * The shapes of a message, read again from the payload it came in; none when
 * that is kept no longer (desk/payload.h) or has none.  The caller's, to be
 * freed with warning_shapes_free().
 */
void warning_shapes(struct desk *d, const struct warning_message *m,
		    struct feed_shape **shapes, size_t *count);
void warning_shapes_free(struct feed_shape *shapes, size_t count);

/* What a warning measures: none unless it says where and how strong. */
enum warning_measure {
	WARNING_NO_MEASURE,
	WARNING_MAGNITUDE,	/* of an earthquake */
	WARNING_POWER		/* of a fire seen by satellite, MW */
};
enum warning_measure warning_measure(const struct warning *w);

/* Round a warning: how far, and for how long. */
enum {
	WARNING_QUAKES_KM = 200,
	WARNING_QUAKES_DAYS = 30,
	WARNING_FIRES_KM = 20,
	WARNING_FIRES_DAYS = 7
};

struct warning_number {
	int64_t id;		/* of the item */
	int64_t at_ms;		/* when it happened */
	double value;
};

/*
 * What the desk's own warnings measured round this one, itself among them,
 * in the days up to now, oldest first; not what was withdrawn, and drills only
 * round a drill.  Of fires the newest thousand are looked at.
 */
int warning_round(struct desk *d, const struct warning *w,
		  struct warning_number **rows, size_t *count,
		  struct err *err);

#endif
