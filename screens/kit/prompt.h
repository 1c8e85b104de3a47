/*
 * One question on the message line: a line of text with history and
 * completion (`:` and `/`), or a yes that needs a key of its own.  Pure state.
 */
#ifndef KIT_PROMPT_H
#define KIT_PROMPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "screens/kit/canvas.h"
#include "screens/kit/edit.h"
#include "screens/kit/keys.h"

/* Lines typed before, oldest first; owned by the console. */
struct history {
	char **lines;
	size_t count, cap;
};
void history_add(struct history *h, const char *line);	/* no repeats */
void history_release(struct history *h);

/*
 * The i-th completion of text, or NULL when there are no more; borrowed
 * until the next call.
 */
typedef const char *prompt_complete_fn(void *arg, const char *text, size_t i);

struct prompt {
	char *label;			/* ":" or "查找：" */
	struct edit edit;
	uint32_t yes_key;		/* a question instead of a line; or 0 */
	struct history *history;	/* or NULL; borrowed */
	size_t at;			/* in history */
	prompt_complete_fn *complete;	/* or NULL */
	void *arg;
	char *stem;			/* what was typed before completing */
	size_t tried;			/* completions shown so far */
};

extern const struct key_verb prompt_keys[];

void prompt_line(struct prompt *p, const char *label, const char *initial);
void prompt_question(struct prompt *p, const char *question,
		     uint32_t yes_key);
void prompt_release(struct prompt *p);

enum prompt_result {
	PROMPT_GOES_ON,		/* the key was taken; a prompt passes none on */
	PROMPT_DONE,		/* Enter, or the yes key */
	PROMPT_CANCEL		/* Esc; for a question any other key */
};
enum prompt_result prompt_key(struct prompt *p, const struct key_event *e);
const char *prompt_text(const struct prompt *p);
void prompt_draw(const struct prompt *p, const struct region *r, int row);

#endif
