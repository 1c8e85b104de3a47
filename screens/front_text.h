/*
 * The front of a plan (desk/plan.h) in words, and words back: what the page
 * of a plan and the editor of its front show and take alike.
 */
#ifndef SCREENS_FRONT_TEXT_H
#define SCREENS_FRONT_TEXT_H

#include "desk/plan.h"
#include "screens/kit/form.h"
#include "screens/kit/pager.h"

/* Bits 1 << level: "ⅢⅣ"; read from that or from "34", "3、4". */
void levels_to_text(struct buf *out, unsigned levels);
int levels_from_text(const char *text, unsigned *levels, struct err *err);

/* Kinds of incident and groups of them: "煤矿事故、自然灾害". */
void kinds_to_text(struct buf *out, const struct plan_front *f);
/* A new array of codes; NULL with err set. */
json_t *kinds_from_text(const char *text, struct err *err);
form_complete_fn kinds_complete;

/* "county.emergency/值班长", as people call it; "" is who is on duty. */
void post_words(struct buf *out, const char *post);

/* A level with its condition, a step: paragraphs. */
void level_to_pager(struct pager *p, int indent, const struct plan_level *l);
void step_to_pager(struct pager *p, int indent, const struct plan_step *s);

#endif
