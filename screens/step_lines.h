/*
 * Steps of plans as rows, each with whom it falls to at this moment: what the
 * deadlines and the page of one activation show alike.  A step is the plan's
 * word and never law, and its row says so.
 */
#ifndef SCREENS_STEP_LINES_H
#define SCREENS_STEP_LINES_H

#include "desk/activation.h"
#include "screens/screen.h"

/* Ⅰ to Ⅳ, for forms. */
extern const struct form_choice response_levels[];

struct step_line {
	const struct step_row *step;
	char *voice;		/* "单小平 0130…", or that nobody holds it */
	bool vacant;
};

struct step_lines {
	struct step_row *rows;
	struct step_line *lines;
	size_t count;
};

/* id, max: as step_list().  out: zeroed; to be released. */
int step_lines_read(struct desk *d, int64_t id, size_t max,
		    struct step_lines *out, struct err *err);
void step_lines_release(struct step_lines *s);

/* numbered: with the incident's number, for lists of several. */
void step_line_draw(const struct step_line *line, const struct region *r,
		    int64_t now_ms, bool numbered);
/* What `p` calls (screens/voices.h). */
void step_line_whom(const struct step_line *line, struct buf *out);

#endif
