/*
 * Keys, and the tables that bind them.
 *
 * One row of a table holds the key, the stable command name, the help text,
 * what it needs and the function.  Dispatch, key bar, help page, the `:` line
 * and test scripts all read that row, so they cannot disagree.
 */
#ifndef KIT_KEYS_H
#define KIT_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A key is a Unicode character, or one of these above the last character.
 * Control keys are KEY_CTRL('P').
 */
enum ui_key {
	UIKEY_NONE = 0x110000,
	UIKEY_ENTER, UIKEY_TAB, UIKEY_BACKTAB, UIKEY_ESC, UIKEY_BACKSPACE,
	UIKEY_UP, UIKEY_DOWN, UIKEY_LEFT, UIKEY_RIGHT, UIKEY_HOME, UIKEY_END,
	UIKEY_PGUP, UIKEY_PGDN, UIKEY_INSERT, UIKEY_DELETE,
	UIKEY_F1, UIKEY_F2, UIKEY_F3, UIKEY_F4, UIKEY_F5, UIKEY_F6, UIKEY_F7,
	UIKEY_F8, UIKEY_F9, UIKEY_F10, UIKEY_F11, UIKEY_F12,
	UIKEY_RESIZE,
	UIKEY_PASTE		/* text of the paste in struct key_event */
};
#define UIKEY_CTRL(c) ((uint32_t)((c) & 0x1f))

struct key_event {
	uint32_t key;
	const char *paste;	/* UIKEY_PASTE: UTF-8, borrowed; else NULL */
	size_t paste_len;
};

/* "<Enter>", "<C-p>", "<F5>", "j", "值": parse and print. */
bool key_parse(const char *name, uint32_t *key);
char *key_name(char out[16], uint32_t key);	/* as parsed */
char *key_label(char out[16], uint32_t key);	/* for people: "Enter", "^P" */

struct ui;

enum key_need {			/* conditions under which a row is live */
	NEED_ROW = 1 << 0,	/* a row is selected */
	NEED_DUTY = 1 << 1,	/* ... that is, or leads to, a duty */
	NEED_INCIDENT = 1 << 2,
	KEY_QUIET = 1 << 8	/* not in the key bar, only in help */
};

struct key_binding {
	const char *key;	/* "<Enter>"; further keys for the same act
				 * stand in rows of their own with KEY_QUIET */
	const char *command;	/* stable: ":incident.open" */
	const char *help;	/* N_("打开") */
	unsigned needs;		/* enum key_need */
	void (*act)(struct ui *ui, void *state);
};

#endif
