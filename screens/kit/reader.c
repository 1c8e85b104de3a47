#include "screens/kit/reader.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

#define ESC 0x1B
#define PASTE_END "\033[201~"
#define SEQUENCE_MAX 64 /* longer is no sequence we could know */

struct sequence {
	unsigned char final;
	int number; /* first parameter of a `~`; else 0 */
	uint32_t key;
};

/* clang-format off */
static const struct sequence csi[] = {
	{ 'A', 0, UIKEY_UP },	   { 'B', 0, UIKEY_DOWN },
	{ 'C', 0, UIKEY_RIGHT },   { 'D', 0, UIKEY_LEFT },
	{ 'F', 0, UIKEY_END },	   { 'H', 0, UIKEY_HOME },
	{ 'Z', 0, UIKEY_BACKTAB }, { 'P', 0, UIKEY_F1 },
	{ 'Q', 0, UIKEY_F2 },	   { 'R', 0, UIKEY_F3 },
	{ 'S', 0, UIKEY_F4 },	   { '~', 1, UIKEY_HOME },
	{ '~', 2, UIKEY_INSERT },  { '~', 3, UIKEY_DELETE },
	{ '~', 4, UIKEY_END },	   { '~', 5, UIKEY_PGUP },
	{ '~', 6, UIKEY_PGDN },	   { '~', 7, UIKEY_HOME },
	{ '~', 8, UIKEY_END },	   { '~', 11, UIKEY_F1 },
	{ '~', 12, UIKEY_F2 },	   { '~', 13, UIKEY_F3 },
	{ '~', 14, UIKEY_F4 },	   { '~', 15, UIKEY_F5 },
	{ '~', 17, UIKEY_F6 },	   { '~', 18, UIKEY_F7 },
	{ '~', 19, UIKEY_F8 },	   { '~', 20, UIKEY_F9 },
	{ '~', 21, UIKEY_F10 },	   { '~', 23, UIKEY_F11 },
	{ '~', 24, UIKEY_F12 },
};

/* Application mode, and the keypad's digits and signs. */
static const struct sequence ss3[] = {
	{ 'A', 0, UIKEY_UP },	 { 'B', 0, UIKEY_DOWN },
	{ 'C', 0, UIKEY_RIGHT }, { 'D', 0, UIKEY_LEFT },
	{ 'F', 0, UIKEY_END },	 { 'H', 0, UIKEY_HOME },
	{ 'M', 0, UIKEY_ENTER }, { 'P', 0, UIKEY_F1 },
	{ 'Q', 0, UIKEY_F2 },	 { 'R', 0, UIKEY_F3 },
	{ 'S', 0, UIKEY_F4 },	 { 'j', 0, '*' },
	{ 'k', 0, '+' },	 { 'l', 0, ',' },
	{ 'm', 0, '-' },	 { 'n', 0, '.' },
	{ 'o', 0, '/' },	 { 'p', 0, '0' },
	{ 'q', 0, '1' },	 { 'r', 0, '2' },
	{ 's', 0, '3' },	 { 't', 0, '4' },
	{ 'u', 0, '5' },	 { 'v', 0, '6' },
	{ 'w', 0, '7' },	 { 'x', 0, '8' },
	{ 'y', 0, '9' },
};
/* clang-format on */

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

void
reader_init(struct reader *r)
{
	memset(r, 0, sizeof(*r));
	buf_init(&r->in);
	buf_init(&r->paste);
}

void
reader_release(struct reader *r)
{
	buf_release(&r->in);
	buf_release(&r->paste);
}

void
reader_feed(struct reader *r, const void *bytes, size_t len)
{
	if (r->at == r->in.len) {
		buf_clear(&r->in);
		r->at = 0;
	}
	buf_add(&r->in, bytes, len);
	r->final = false;
}

static const unsigned char *
rest(const struct reader *r, size_t *len)
{
	*len = r->in.len - r->at;
	return (const unsigned char *)r->in.s + r->at;
}

bool
reader_waiting(const struct reader *r)
{
	return !r->pasting && r->at < r->in.len && r->in.s[r->at] == ESC;
}

void
reader_expire(struct reader *r)
{
	r->final = true;
}

static uint32_t
sequence_key(const struct sequence *table, size_t n, unsigned char final,
             int number)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (table[i].final == final &&
		    (final != '~' || table[i].number == number))
			return table[i].key;
	return UIKEY_NONE;
}

/* Up to two numbers of a control sequence's parameters. */
static void
csi_numbers(const unsigned char *s, size_t len, int out[2])
{
	size_t i, n = 0;

	out[0] = out[1] = 0;
	for (i = 0; i < len && n < 2; i++) {
		if (s[i] == ';')
			n++;
		else if (s[i] >= '0' && s[i] <= '9' && out[n] < 100000)
			out[n] = out[n] * 10 + (s[i] - '0');
	}
}

/*
 * What one step made of the bytes at hand: HOLD needs more of them, SKIP ate
 * some that are no key.
 */
enum step { STEP_HOLD, STEP_SKIP, STEP_KEY };

/*
 * A cursor report is CSI row ; column R, and Shift-F3 is CSI 1 ; 2 R: the
 * question is asked in another row than the first.
 */
static enum step
csi_done(struct reader *r, const unsigned char *s, size_t len, uint32_t *key)
{
	int number[2];

	csi_numbers(s + 2, len - 3, number);
	r->at += len;
	if (s[len - 1] == 'R' && number[0] > 1) {
		r->report_col = number[1];
		return STEP_SKIP;
	}
	if (s[len - 1] == '~' && number[0] == 200) {
		r->pasting = true;
		buf_clear(&r->paste);
		return STEP_SKIP;
	}
	if (s[2] == '<' || s[2] == '?' || s[2] == '>')
		return STEP_SKIP;
	*key = sequence_key(csi, COUNT(csi), s[len - 1], number[0]);
	return *key == UIKEY_NONE ? STEP_SKIP : STEP_KEY;
}

static enum step
step_csi(struct reader *r, const unsigned char *s, size_t len, uint32_t *key)
{
	size_t i = 2;

	/* The Linux console's F1 to F5: ESC [ [ A. */
	if (len >= 3 && s[2] == '[') {
		if (len < 4)
			return STEP_HOLD;
		r->at += 4;
		*key = UIKEY_F1 + (uint32_t)(s[3] - 'A');
		return s[3] >= 'A' && s[3] <= 'E' ? STEP_KEY : STEP_SKIP;
	}
	while (i < len && s[i] >= 0x20 && s[i] < 0x40 && i < SEQUENCE_MAX)
		i++;
	if (i == len)
		return STEP_HOLD;
	if (s[i] < 0x40 || s[i] > 0x7E) { /* broken off: the byte is its own */
		r->at += i;
		return STEP_SKIP;
	}
	return csi_done(r, s, i + 1, key);
}

static enum step
step_escape(struct reader *r, const unsigned char *s, size_t len, uint32_t *key)
{
	if (len >= 2 && s[1] == '[')
		return step_csi(r, s, len, key);
	if (len >= 2 && s[1] == 'O') {
		if (len < 3)
			return STEP_HOLD;
		r->at += 3;
		*key = sequence_key(ss3, COUNT(ss3), s[2], 0);
		return *key == UIKEY_NONE ? STEP_SKIP : STEP_KEY;
	}
	if (len < 2)
		return STEP_HOLD;
	/* Esc and another key at once, or Alt: Esc, then the key. */
	r->at++;
	*key = UIKEY_ESC;
	return STEP_KEY;
}

static uint32_t
control_key(unsigned char c)
{
	switch (c) {
	case '\r':
		return UIKEY_ENTER;
	case '\t':
		return UIKEY_TAB;
	case '\b':
	case 0x7F:
		return UIKEY_BACKSPACE;
	default:
		return c >= 1 && c <= 26 ? c : UIKEY_NONE;
	}
}

static enum step
step_text(struct reader *r, const unsigned char *s, size_t len, uint32_t *key)
{
	size_t used = utf8_decode((const char *)s, len, key);

	if (s[0] < ' ' || s[0] == 0x7F) {
		r->at++;
		*key = control_key(s[0]);
		return *key == UIKEY_NONE ? STEP_SKIP : STEP_KEY;
	}
	/* A piece of a character: the rest is on its way. */
	if (*key == UTF8_BAD && used == len && s[0] >= 0xC2 && s[0] < 0xF5)
		return STEP_HOLD;
	r->at += used;
	return *key == UTF8_BAD ? STEP_SKIP : STEP_KEY;
}

static enum step
step_paste(struct reader *r, struct key_event *e)
{
	const size_t end_len = strlen(PASTE_END);
	size_t len, take, room;
	const unsigned char *s = rest(r, &len);
	const unsigned char *end = memmem(s, len, PASTE_END, end_len);

	if (end)
		take = (size_t)(end - s);
	else
		take = len >= end_len ? len - end_len + 1 : 0;
	room = READER_PASTE_MAX - r->paste.len;
	buf_add(&r->paste, s, take < room ? take : room);
	r->at += take;
	if (!end)
		return STEP_HOLD;
	r->at += end_len;
	r->pasting = false;
	*e = (struct key_event){ UIKEY_PASTE, r->paste.s, r->paste.len };
	return STEP_KEY;
}

static enum step
reader_step(struct reader *r, struct key_event *e)
{
	size_t len;
	const unsigned char *s = rest(r, &len);
	enum step step;

	if (r->pasting)
		return step_paste(r, e);
	if (s[0] != ESC)
		return step_text(r, s, len, &e->key);
	step = step_escape(r, s, len, &e->key);
	if (step != STEP_HOLD || !r->final)
		return step;
	/* Nothing followed.  A lone Esc is the key; a torso is noise. */
	r->at += len;
	e->key = UIKEY_ESC;
	return len == 1 ? STEP_KEY : STEP_SKIP;
}

bool
reader_next(struct reader *r, struct key_event *e)
{
	enum step step = STEP_SKIP;

	while (r->at < r->in.len && step == STEP_SKIP) {
		*e = (struct key_event){ .key = UIKEY_NONE };
		step = reader_step(r, e);
	}
	return step == STEP_KEY;
}
