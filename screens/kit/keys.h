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
 * Control keys are UIKEY_CTRL('P').
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

#define KEY_NAME_MAX 16

/*
 * "<Enter>", "<C-p>", "<F5>", "<Space>", "j", "值": parse and print.  Parsing
 * false: no such key.  The label is for people: "Enter", "^P", "↓".
 */
bool key_parse(const char *name, uint32_t *key);
char *key_text(char out[KEY_NAME_MAX], uint32_t key);
char *key_label(char out[KEY_NAME_MAX], uint32_t key);

/* Does the key put a character into a text field? */
bool key_printable(uint32_t key);

struct ui;

enum key_need {			/* conditions under which a row is live */
	NEED_ROW = 1 << 0,	/* a row is selected */
	NEED_DUTY = 1 << 1,	/* ... that is, or leads to, a duty */
	NEED_INCIDENT = 1 << 2,
	IN_FORM = 1 << 6,	/* keys go to a form: its verbs are live */
	IN_TEXT = 1 << 7,	/* keys go to a line of text */
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

/* The live row for key, or NULL.  have: what the needs are measured against. */
const struct key_binding *key_find(const struct key_binding *table,
				   uint32_t key, unsigned have);

/*
 * What a widget (list, form, pager, line editor) binds: the same row with a
 * number of the widget's own in place of a function.  Ends with key NULL.
 */
struct key_verb {
	const char *key, *command, *help;
	unsigned needs;
	int verb;
};

/* The verb of key, or -1. */
int key_verb(const struct key_verb *table, uint32_t key);

#endif
