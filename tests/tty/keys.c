#include "tests/tty/keys.h"

#include <ctype.h>
#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>

#include "base/utf8.h"

enum { NAME_MAX_LEN = 16, REPEAT_MAX = 10000 };

/* clang-format off */
static const struct {
	const char *name;
	const char *bytes;	/* the same on every terminal */
	const char *cap;	/* or a terminfo name */
} key_table[] = {
	{ "Enter", "\r",     NULL },
	{ "Tab",   "\t",     NULL },
	{ "Esc",   "\033",   NULL },
	{ "Space", " ",      NULL },
	{ "lt",    "<",      NULL },
	{ "S-Tab", NULL,     "kcbt" },
	{ "BS",    NULL,     "kbs" },
	{ "Del",   NULL,     "kdch1" },
	{ "Ins",   NULL,     "kich1" },
	{ "Up",    NULL,     "kcuu1" },
	{ "Down",  NULL,     "kcud1" },
	{ "Left",  NULL,     "kcub1" },
	{ "Right", NULL,     "kcuf1" },
	{ "Home",  NULL,     "khome" },
	{ "End",   NULL,     "kend" },
	{ "PgUp",  NULL,     "kpp" },
	{ "PgDn",  NULL,     "knp" },
	{ "F1",    NULL,     "kf1" },
	{ "F2",    NULL,     "kf2" },
	{ "F3",    NULL,     "kf3" },
	{ "F4",    NULL,     "kf4" },
	{ "F5",    NULL,     "kf5" },
	{ "F6",    NULL,     "kf6" },
	{ "F7",    NULL,     "kf7" },
	{ "F8",    NULL,     "kf8" },
	{ "F9",    NULL,     "kf9" },
	{ "F10",   NULL,     "kf10" },
	{ "F11",   NULL,     "kf11" },
	{ "F12",   NULL,     "kf12" },
};
/* clang-format on */

static int
add_capability(const char *cap, const char *term, struct buf *out)
{
	TERMINAL *before = cur_term;
	const char *bytes = NULL;
	int status;

	if (setupterm(term, 1, &status) != OK &&
	    setupterm("xterm", 1, &status) != OK)
		return -1;
	bytes = tigetstr(cap);
	if (bytes == (const char *)-1)
		bytes = NULL;
	if (bytes)
		buf_str(out, bytes);
	del_curterm(set_curterm(before));
	return bytes ? 0 : -1;
}

static int
add_named(const char *name, const char *term, struct buf *out, struct err *err)
{
	if (strncmp(name, "C-", 2) == 0 && name[2] && !name[3])
		return buf_byte(out,
		                (char)(toupper((unsigned char)name[2]) ^ 0x40));
	if (strncmp(name, "M-", 2) == 0 && name[2]) {
		buf_byte(out, '\033');
		if (!name[3])
			return buf_byte(out, name[2]);
		return add_named(name + 2, term, out, err);
	}
	for (size_t i = 0; i < sizeof key_table / sizeof key_table[0]; i++) {
		if (strcmp(key_table[i].name, name) != 0)
			continue;
		if (key_table[i].bytes)
			return buf_str(out, key_table[i].bytes);
		if (add_capability(key_table[i].cap, term, out))
			return err_set(err, ERR_INPUT,
			               "TERM=%s has no key <%s>", term, name);
		return 0;
	}
	return err_set(err, ERR_INPUT, "no such key: <%s>", name);
}

/* "*3" behind a name; 1 when there is none. */
static long
repeat_count(const char **at)
{
	char *end;
	long n;

	if (**at != '*' || !isdigit((unsigned char)(*at)[1]))
		return 1;
	n = strtol(*at + 1, &end, 10);
	*at = end;
	return n > REPEAT_MAX ? REPEAT_MAX : n;
}

int
keys_next(const char **at, const char *term, struct buf *out, struct err *err)
{
	const char *s = *at;
	const char *end = *s == '<' ? strchr(s, '>') : NULL;
	char name[NAME_MAX_LEN];
	struct buf key = BUF_INIT;
	size_t len;
	uint32_t c;
	int rc;

	if (*s == '\n' || *s == '\t') {
		*at = s + 1;
		return 0;
	}
	if (!end || (size_t)(end - s) > sizeof name) {
		len = utf8_decode(s, strlen(s), &c);
		*at = s + len;
		return buf_add(out, s, len);
	}
	len = (size_t)(end - s - 1);
	memcpy(name, s + 1, len);
	name[len] = '\0';
	*at = end + 1;
	rc = add_named(name, term, &key, err);
	for (long n = rc ? 0 : repeat_count(at); n > 0; n--)
		buf_add(out, key.s, key.len);
	buf_release(&key);
	return rc;
}

static int
escape_byte(const char **at, char *byte)
{
	static const char letters[] = "aenrt\\";
	static const char bytes[] = "\a\033\n\r\t\\";
	const char *found = **at ? strchr(letters, **at) : NULL;
	char hex[3] = "";
	char *end;

	if (found) {
		*byte = bytes[found - letters];
		(*at)++;
		return 0;
	}
	if (**at != 'x' || !(*at)[1] || !(*at)[2])
		return -1;
	memcpy(hex, *at + 1, 2);
	*byte = (char)strtoul(hex, &end, 16);
	*at += 3;
	return *end ? -1 : 0;
}

int
keys_bytes(const char *text, struct buf *out, struct err *err)
{
	const char *at = text;
	char byte;

	while (*at) {
		byte = *at++;
		if (byte == '\\' && escape_byte(&at, &byte))
			return err_set(err, ERR_INPUT, "bad escape in \"%s\"",
			               text);
		buf_byte(out, byte);
	}
	return 0;
}
