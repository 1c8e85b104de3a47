/* The tokenizer of search.h: pure, and never past the end of its text. */
#include "store/search.h"

#include <string.h>

#include "base/utf8.h"

#define BREAK "\x01"
#define RUN_MAX 64 /* bytes of a run of letters or digits in one token */

enum class {
	CLASS_SKIP, /* white space and what cannot be seen */
	CLASS_PUNCT,
	CLASS_DIGIT,
	CLASS_ALPHA,
	CLASS_OTHER /* one token a character */
};

struct range {
	uint32_t first, last;
	enum class class;
};

/* clang-format off */
static const struct range ranges[] = {
	{ 0x0000, 0x0008, CLASS_PUNCT },  { 0x0009, 0x000D, CLASS_SKIP },
	{ 0x000E, 0x001F, CLASS_PUNCT },  { 0x0020, 0x0020, CLASS_SKIP },
	{ 0x0021, 0x002F, CLASS_PUNCT },  { 0x0030, 0x0039, CLASS_DIGIT },
	{ 0x003A, 0x0040, CLASS_PUNCT },  { 0x0041, 0x005A, CLASS_ALPHA },
	{ 0x005B, 0x0060, CLASS_PUNCT },  { 0x0061, 0x007A, CLASS_ALPHA },
	{ 0x007B, 0x0084, CLASS_PUNCT },  { 0x0085, 0x0085, CLASS_SKIP },
	{ 0x0086, 0x009F, CLASS_PUNCT },  { 0x00A0, 0x00A0, CLASS_SKIP },
	{ 0x00A1, 0x00A9, CLASS_PUNCT },  { 0x00AB, 0x00AC, CLASS_PUNCT },
	{ 0x00AD, 0x00AD, CLASS_SKIP },   { 0x00AE, 0x00B1, CLASS_PUNCT },
	{ 0x00B4, 0x00B4, CLASS_PUNCT },  { 0x00B6, 0x00B8, CLASS_PUNCT },
	{ 0x00BB, 0x00BF, CLASS_PUNCT },  { 0x00D7, 0x00D7, CLASS_PUNCT },
	{ 0x00F7, 0x00F7, CLASS_PUNCT },  { 0x1680, 0x1680, CLASS_SKIP },
	{ 0x2000, 0x200F, CLASS_SKIP },   { 0x2010, 0x2027, CLASS_PUNCT },
	{ 0x2028, 0x202F, CLASS_SKIP },   { 0x2030, 0x205E, CLASS_PUNCT },
	{ 0x205F, 0x206F, CLASS_SKIP },   { 0x20A0, 0x20CF, CLASS_PUNCT },
	{ 0x2190, 0x23FF, CLASS_PUNCT },  { 0x2500, 0x27BF, CLASS_PUNCT },
	{ 0x2900, 0x2BFF, CLASS_PUNCT },  { 0x2E00, 0x2E7F, CLASS_PUNCT },
	{ 0x3000, 0x3000, CLASS_SKIP },   { 0x3001, 0x3004, CLASS_PUNCT },
	{ 0x3008, 0x3020, CLASS_PUNCT },  { 0x3030, 0x3030, CLASS_PUNCT },
	{ 0x303D, 0x303D, CLASS_PUNCT },  { 0x30FB, 0x30FB, CLASS_PUNCT },
	{ 0xFE00, 0xFE0F, CLASS_SKIP },   { 0xFE10, 0xFE1F, CLASS_PUNCT },
	{ 0xFE30, 0xFE6F, CLASS_PUNCT },  { 0xFEFF, 0xFEFF, CLASS_SKIP },
	{ 0xFF61, 0xFF65, CLASS_PUNCT },  { 0xFFE0, 0xFFFF, CLASS_PUNCT },
	{ 0xE0000, 0xE01EF, CLASS_SKIP }, { UTF8_BAD, UTF8_BAD, CLASS_PUNCT },
};
/* clang-format on */

static enum class char_class(uint32_t cp) {
	size_t low = 0, high = sizeof(ranges) / sizeof(ranges[0]), mid;

	while (low < high){ mid = low + (high - low) / 2;
	                    if (cp < ranges[mid].first) high = mid;
	                    else if (cp > ranges[mid].last) low = mid + 1;
	                    else return ranges[mid].class; }
return CLASS_OTHER;
}

struct scan {
	const char *text;
	int len;
	search_token_fn *fn;
	void *arg;
	bool any;                   /* a token was given */
	int break_start, break_end; /* punctuation since; -1: none */
};

/* Decode at `at`, full-width ASCII folded, letters made small. */
static int
scan_char(const struct scan *s, int at, uint32_t *cp)
{
	size_t used;

	used = utf8_decode(s->text + at, (size_t)(s->len - at), cp);
	if (*cp >= 0xFF01 && *cp <= 0xFF5E)
		*cp -= 0xFEE0;
	if (*cp >= 'A' && *cp <= 'Z')
		*cp += 'a' - 'A';
	return (int)used;
}

static int
scan_give(struct scan *s, const char *token, int len, int start, int end)
{
	int rc = 0;

	if (s->any && s->break_start >= 0)
		rc = s->fn(s->arg, BREAK, 1, s->break_start, s->break_end);
	s->any = true;
	s->break_start = -1;
	return rc ? rc : s->fn(s->arg, token, len, start, end);
}

/* A run of digits or of letters; *at moves behind it. */
static int
scan_run(struct scan *s, int *at, enum class class)
{
	char token[RUN_MAX];
	int n = 0, start = *at, used;
	uint32_t cp;

	while (*at < s->len && n < RUN_MAX) {
		used = scan_char(s, *at, &cp);
		if (char_class(cp) != class)
			break;
		token[n++] = (char)cp;
		*at += used;
	}
	return scan_give(s, token, n, start, *at);
}

int
search_tokens(const char *text, int len, search_token_fn *fn, void *arg)
{
	struct scan s = { .text = text,
		          .len = len,
		          .fn = fn,
		          .arg = arg,
		          .break_start = -1 };
	enum class class;
	char one[4];
	uint32_t cp;
	int at = 0, used, rc = 0;

	while (at < len && rc == 0) {
		used = scan_char(&s, at, &cp);
		class = char_class(cp);
		if (class == CLASS_DIGIT || class == CLASS_ALPHA) {
			rc = scan_run(&s, &at, class);
			continue;
		}
		if (class == CLASS_OTHER)
			rc = scan_give(&s, one, (int)utf8_encode(cp, one), at,
			               at + used);
		if (class == CLASS_PUNCT && s.break_start < 0) {
			s.break_start = at;
			s.break_end = at + used;
		}
		at += used;
	}
	return rc;
}

/* ---- pairs ---- */

struct pairs {
	search_pair_fn *fn;
	void *arg;
	bool query;
	char held[RUN_MAX]; /* the last token */
	int len, start, end;
	bool paired; /* it ends the pair before it */
};

/* A token of one character outside of ASCII. */
static bool
pairs_single(const char *token)
{
	return (unsigned char)*token >= 0x80;
}

/* The pair of the token held and this one. */
static int
pairs_give(struct pairs *p, const char *token, int len, int end)
{
	char pair[8];

	memcpy(pair, p->held, (size_t)p->len);
	memcpy(pair + p->len, token, (size_t)len);
	return p->fn(p->arg, !p->query, pair, p->len + len, p->start, end);
}

static int
pairs_token(void *arg, const char *token, int len, int start, int end)
{
	struct pairs *p = arg;
	bool pair = p->len > 0 && pairs_single(p->held) && pairs_single(token);
	int rc = 0;

	if (pair)
		rc = pairs_give(p, token, len, end);
	else if (p->query && p->len > 0)
		rc = p->fn(p->arg, false, p->held, p->len, p->start, p->end);
	memcpy(p->held, token, (size_t)len);
	p->len = len;
	p->start = start;
	p->end = end;
	p->paired = pair;
	if (rc || p->query)
		return rc;
	return p->fn(p->arg, false, token, len, start, end);
}

int
search_pairs(const char *text, int len, bool query, search_pair_fn *fn,
             void *arg)
{
	struct pairs p = { .fn = fn, .arg = arg, .query = query };
	int rc = search_tokens(text, len, pairs_token, &p);

	if (rc || !query || p.len == 0 || p.paired)
		return rc;
	return fn(arg, false, p.held, p.len, p.start, p.end);
}
