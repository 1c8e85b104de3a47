#include "screens/kit/keys.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

struct named_key {
	uint32_t key;
	const char *name;  /* in tables and scripts */
	const char *label; /* for people */
};

/* clang-format off */
static const struct named_key named[] = {
	{ UIKEY_ENTER,	   "<Enter>",	 "Enter" },
	{ UIKEY_TAB,	   "<Tab>",	 "Tab" },
	{ UIKEY_BACKTAB,   "<S-Tab>",	 "S-Tab" },
	{ UIKEY_ESC,	   "<Esc>",	 "Esc" },
	{ UIKEY_BACKSPACE, "<BS>",	 "Bksp" },
	{ UIKEY_UP,	   "<Up>",	 "Up" },
	{ UIKEY_DOWN,	   "<Down>",	 "Down" },
	{ UIKEY_LEFT,	   "<Left>",	 "Left" },
	{ UIKEY_RIGHT,	   "<Right>",	 "Right" },
	{ UIKEY_HOME,	   "<Home>",	 "Home" },
	{ UIKEY_END,	   "<End>",	 "End" },
	{ UIKEY_PGUP,	   "<PgUp>",	 "PgUp" },
	{ UIKEY_PGDN,	   "<PgDn>",	 "PgDn" },
	{ UIKEY_INSERT,	   "<Ins>",	 "Ins" },
	{ UIKEY_DELETE,	   "<Del>",	 "Del" },
	{ UIKEY_F1,	   "<F1>",	 "F1" },
	{ UIKEY_F2,	   "<F2>",	 "F2" },
	{ UIKEY_F3,	   "<F3>",	 "F3" },
	{ UIKEY_F4,	   "<F4>",	 "F4" },
	{ UIKEY_F5,	   "<F5>",	 "F5" },
	{ UIKEY_F6,	   "<F6>",	 "F6" },
	{ UIKEY_F7,	   "<F7>",	 "F7" },
	{ UIKEY_F8,	   "<F8>",	 "F8" },
	{ UIKEY_F9,	   "<F9>",	 "F9" },
	{ UIKEY_F10,	   "<F10>",	 "F10" },
	{ UIKEY_F11,	   "<F11>",	 "F11" },
	{ UIKEY_F12,	   "<F12>",	 "F12" },
	{ UIKEY_RESIZE,	   "<Resize>",	 "" },
	{ UIKEY_PASTE,	   "<Paste>",	 "" },
	{ ' ',		   "<Space>",	 "Space" },
	{ '<',		   "<lt>",	 "<" },
};
/* clang-format on */

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct named_key *
named_find(uint32_t key)
{
	size_t i;

	for (i = 0; i < COUNT(named); i++)
		if (named[i].key == key)
			return &named[i];
	return NULL;
}

bool
key_parse(const char *name, uint32_t *key)
{
	size_t len = strlen(name), i;

	if (len == 0)
		return false;
	for (i = 0; i < COUNT(named); i++)
		if (strcmp(named[i].name, name) == 0) {
			*key = named[i].key;
			return true;
		}
	if (len == 5 && strncmp(name, "<C-", 3) == 0 && name[4] == '>' &&
	    name[3] >= 'a' && name[3] <= 'z') {
		*key = UIKEY_CTRL(name[3]);
		return true;
	}
	return utf8_decode(name, len, key) == len && *key != UTF8_BAD &&
	       *key >= ' ' && *key != '<';
}

/* The character itself; "" for one that no table can name. */
static char *
key_character(char out[KEY_NAME_MAX], uint32_t key)
{
	char bytes[4];
	size_t len = key >= ' ' ? utf8_encode(key, bytes) : 0;

	memcpy(out, bytes, len);
	out[len] = '\0';
	return out;
}

static bool
key_is_control(uint32_t key)
{
	return key >= 1 && key <= 26;
}

char *
key_text(char out[KEY_NAME_MAX], uint32_t key)
{
	const struct named_key *n = named_find(key);

	if (n)
		snprintf(out, KEY_NAME_MAX, "%s", n->name);
	else if (key_is_control(key))
		snprintf(out, KEY_NAME_MAX, "<C-%c>", (int)('a' + key - 1));
	else
		key_character(out, key);
	return out;
}

char *
key_label(char out[KEY_NAME_MAX], uint32_t key)
{
	const struct named_key *n = named_find(key);

	if (n)
		snprintf(out, KEY_NAME_MAX, "%s", n->label);
	else if (key_is_control(key))
		snprintf(out, KEY_NAME_MAX, "^%c", (int)('A' + key - 1));
	else
		key_character(out, key);
	return out;
}

bool
key_printable(uint32_t key)
{
	return key >= ' ' && key < UIKEY_NONE && key != 0x7F;
}

static bool
key_is(const char *name, uint32_t key)
{
	uint32_t parsed;

	return key_parse(name, &parsed) && parsed == key;
}

const struct key_binding *
key_find(const struct key_binding *table, uint32_t key, unsigned have)
{
	const unsigned conditions = ~(unsigned)KEY_QUIET;

	for (; table && table->key; table++)
		if (key_is(table->key, key) &&
		    (table->needs & conditions & ~have) == 0)
			return table;
	return NULL;
}

int
key_verb(const struct key_verb *table, uint32_t key)
{
	for (; table->key; table++)
		if (key_is(table->key, key))
			return table->verb;
	return -1;
}
