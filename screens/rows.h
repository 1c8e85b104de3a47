/*
 * How a duty, an incident and an alarm look as one row: the same on every
 * screen that lists them.
 */
#ifndef SCREENS_ROWS_H
#define SCREENS_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "desk/alarm.h"
#include "desk/duty.h"
#include "desk/incident.h"
#include "desk/phone.h"
#include "screens/kit/canvas.h"

/* Glyph, time left, incident, to whom, what, under which article. */
void duty_row_draw(const struct duty_row *d, const struct region *r,
		   int64_t now);
/* Number, age or state, class, soonest duty, title. */
void incident_row_draw(const struct incident *in, const struct region *r,
		       int64_t now);
/* The glyph of its priority, in one cell; it blinks while it is open. */
void alarm_mark_draw(const struct alarm *a, const struct region *r, int col);
void alarm_row_draw(const struct alarm *a, const struct region *r,
		    int64_t now);

/* "12天前核实"; marked when stale: "!200天未核实".  Returns out. */
#define PHONE_AGE 64
const char *phone_age(char out[PHONE_AGE], const struct phone *p,
		      int64_t now);

/* Do both stand for the same act, whatever has become of it since? */
bool duty_row_same(const struct duty_row *a, const struct duty_row *b);

/* "电话", "书面" ... of the act that is due; "" when any will do. */
const char *duty_channel_label(const struct duty_row *d);
/* "未确认", "内部规定", "转引" or "" (the statute's own text). */
const char *standing_label(enum standing s);
const char *duty_state_label(enum duty_state s);

/*
 * What is due, from col to the row's end.  Where there is room the whole
 * citation follows the text; else the text is cut, and the short one, with how
 * sure we are of it, stands whole at the right.
 */
void duty_text_draw(const struct region *r, int row, int col, enum role role,
		    const char *text, enum standing s, const char *cite);
/* "较大涉险事故", in the language in use. */
void class_label(struct buf *out, enum law_class c, const char *kind);

#endif
