/*
 * Time left, as the strip and the lists show it.  Plain attributes only: the
 * digits change every second, and a colour would cost bytes each time; the
 * glyph beside them carries the colour and the word says it again.
 */
#ifndef KIT_COUNTDOWN_H
#define KIT_COUNTDOWN_H

#include <stdbool.h>
#include <stdint.h>

#include "screens/kit/canvas.h"

#define COUNTDOWN_TEXT 40

enum urgency { URGENCY_CALM, URGENCY_SOON, URGENCY_URGENT, URGENCY_LATE };

/* Under 30 minutes: soon; under 10: urgent; past the due second: late. */
enum urgency urgency_of(int64_t left_ms);
/* "‼" "!" " ": one cell each, no ambiguous width. */
const char *urgency_glyph(enum urgency u);
const char *urgency_word(enum urgency u);	/* N_("迟报") ... "" calm */
enum role urgency_role(enum urgency u);

/* "00:07:41", "2天 03:10:00"; late counts up: "+00:03:12". */
char *countdown_seconds(char out[COUNTDOWN_TEXT], int64_t left_ms);
/* For lists, changes once a minute: "0:07", "2天 03:10", "+0:03". */
char *countdown_minutes(char out[COUNTDOWN_TEXT], int64_t left_ms);

#endif
