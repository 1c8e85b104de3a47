#include "feeds/cap_parts.h"

#include <string.h>

#include "base/buf.h"
#include "base/tr.h"

/* ---- words ---- */

struct word {
	const char *word;
	int value;
};

static const struct word statuses[] = {
	{ "Actual", FEED_ACTUAL }, { "Exercise", FEED_EXERCISE },
	{ "System", FEED_TEST },   { "Test", FEED_TEST },
	{ "Draft", FEED_TEST },    { NULL, 0 },
};

static const struct word msg_types[] = {
	{ "Alert", FEED_ALERT },
	{ "Update", FEED_UPDATE },
	{ "Cancel", FEED_CANCEL },
	{ NULL, 0 },
};

/* In China the colours stand for them. */
static const struct word severities[] = {
	{ "Extreme", 1 }, { "Severe", 2 }, { "Moderate", 3 },
	{ "Minor", 4 },   { "Red", 1 },    { "Orange", 2 },
	{ "Yellow", 3 },  { "Blue", 4 },   { NULL, 0 },
};

static const struct word *
word_find(const struct word *table, const char *s)
{
	for (; table->word; table++)
		if (strcasecmp(table->word, s) == 0)
			return table;
	return NULL;
}

bool
cap_is(const char *s, const char *word)
{
	return s && strcasecmp(s, word) == 0;
}

int
cap_status(struct feed_warning *w, const char *status, const char *scope,
           const char *name, struct err *err)
{
	const struct word *known =
		word_find(statuses, status ? status : "Actual");

	if (!known)
		return feed_fail(name, err, tr("%s 不是“%s”的值"), status,
		                 "status");
	w->status = (enum feed_status)known->value;
	if (scope && !cap_is(scope, "Public"))
		w->status = FEED_PRIVATE;
	return 0;
}

int
cap_change(enum feed_change *out, const char *msg_type, const char *name,
           struct err *err)
{
	const struct word *known =
		word_find(msg_types, msg_type ? msg_type : "Alert");

	if (!known)
		return feed_fail(name, err, tr("%s 不是“%s”的值"), msg_type,
		                 "msgType");
	*out = (enum feed_change)known->value;
	return 0;
}

int
cap_time(struct feed_time *out, const char *s, const char *what,
         const char *name, struct err *err)
{
	if (!s || feed_time(out, s, "Y-M-DTh:m:sfz", 0))
		return 0;
	return feed_fail(name, err, tr("%s 不是“%s”的值"), s, what);
}

int
cap_id(struct feed_warning *w, const char *id, const char *name,
       struct err *err)
{
	if (strlen(id) > FEED_LINE_MAX)
		return feed_fail(name, err, tr("标识超过 %d 字节"),
		                 FEED_LINE_MAX);
	feed_set(&w->id, id, FEED_LINE_MAX);
	return 0;
}

void
cap_any_kind(struct feed_warning *w)
{
	if (!w->kind)
		feed_set(&w->kind, "其他", FEED_LINE_MAX);
}

int
cap_severity_level(const char *severity)
{
	const struct word *known =
		severity ? word_find(severities, severity) : NULL;

	return known ? known->value : 0;
}

bool
cap_graver(int a, int b)
{
	return a != 0 && (b == 0 || a < b);
}

/* ---- name and value, in CAP's namespace or in that of what holds it ---- */

static const char *
pair_text(const struct elem *pair, const char *cap, const char *atom)
{
	const char *s = elem_text(pair, cap);

	return s ? s : elem_text(pair, atom);
}

static const char *
pair_name(const struct elem *pair)
{
	return pair_text(pair, "cap:valueName", "atom:valueName");
}

static const char *
pair_value(const struct elem *pair)
{
	return pair_text(pair, "cap:value", "atom:value");
}

/* The first of a parameter's values, or NULL. */
const char *
cap_parameter(const struct elem *info, const char *name)
{
	const struct elem *p = elem_child(info, "cap:parameter");

	for (; p; p = elem_again(p))
		if (cap_is(pair_name(p), name))
			return pair_value(p);
	return NULL;
}

int
cap_awareness(const struct elem *info)
{
	const char *s = cap_parameter(info, "awareness_level");

	return s && *s >= '1' && *s <= '4' ? *s - '0' : 0;
}

void
cap_level(struct feed_warning *w, const struct elem *info)
{
	const char *severity = elem_text(info, "cap:severity");
	int awareness = cap_awareness(info);

	if (awareness > 1) {
		w->level = 5 - awareness;
		severity = cap_parameter(info, "awareness_level");
	} else {
		w->level = cap_severity_level(severity);
	}
	feed_set(&w->severity, severity, FEED_LINE_MAX);
}

/* ---- what a headline says ---- */

/* Of a word: "open-ended" is one. */
static bool
letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

/* Behind the word where it stands alone, or NULL. */
static const char *
after_word(const char *s, const char *word)
{
	const size_t len = strlen(word);
	const char *at = s;

	while ((at = strcasestr(at, word)) != NULL) {
		if ((at == s || !letter(at[-1])) && !letter(at[len]))
			return at + len;
		at++;
	}
	return NULL;
}

bool
cap_says_over(const char *headline)
{
	const char *lifts;

	if (!headline)
		return false;
	lifts = after_word(headline, "lifts");
	return strstr(headline, "解除") || after_word(headline, "ended") ||
	       (lifts && after_word(lifts, "warning"));
}

void
cap_words(struct feed_warning *w, const char *description,
          const char *instruction)
{
	struct buf text = BUF_INIT;

	buf_str(&text, description ? description : "");
	if (instruction && !cap_is(description, instruction))
		buf_fmt(&text, "%s%s", text.len ? "\n\n" : "", instruction);
	feed_set(&w->text, text.s, FEED_TEXT_MAX);
	buf_release(&text);
}

/* ---- areas ---- */

static const char blanks[] = " \t\r\n";

static bool
is_digits(const char *s, size_t len)
{
	return strspn(s, "0123456789") >= len;
}

static void
push_adcode(struct feed_warning *w, const char *code)
{
	char adcode[7] = { 0 };

	memcpy(adcode, code, 6);
	feed_push(&w->adcodes, adcode);
}

/* One code; a list of them is parted by blanks. */
static void
push_geocode(struct feed_warning *w, const char *name, const char *value)
{
	struct buf code = BUF_INIT;
	size_t len;

	for (; *value; value += len) {
		value += strspn(value, blanks);
		len = strcspn(value, blanks);
		if (len == 0)
			break;
		if (cap_is(name, "CPEAS Geographic Code") && len >= 6 &&
		    is_digits(value, 6)) {
			push_adcode(w, value);
			continue;
		}
		buf_clear(&code);
		buf_fmt(&code, "%s:%.*s", name, (int)len, value);
		feed_push(&w->geocodes, code.s);
	}
	buf_release(&code);
}

void
cap_push_areas(struct feed_warning *w, const char *list)
{
	struct buf area = BUF_INIT;
	size_t len;

	for (; *list; list += len + (list[len] == ';')) {
		list += strspn(list, blanks);
		len = strcspn(list, ";");
		buf_clear(&area);
		buf_add(&area, list, len);
		feed_push(&w->areas, area.s);
	}
	buf_release(&area);
}

void
cap_area(struct feed_warning *w, const struct elem *area)
{
	for (const struct elem *n = area->first; n; n = n->next) {
		if (strcmp(n->name, "cap:geocode") == 0 && pair_name(n) &&
		    pair_value(n))
			push_geocode(w, pair_name(n), pair_value(n));
		if (!n->text)
			continue;
		if (strcmp(n->name, "cap:areaDesc") == 0)
			cap_push_areas(w, n->text);
		else if (strcmp(n->name, "cap:polygon") == 0 ||
		         strcmp(n->name, "georss:polygon") == 0)
			(void)feed_polygon(w, n->text);
		else if (strcmp(n->name, "cap:circle") == 0)
			(void)feed_circle(w, n->text);
	}
}

/* ---- references ---- */

/* "sender,identifier,sent": the sender may have commas, the time has none. */
static bool
is_triple(const char *s)
{
	const char *sent = strrchr(s, ',');
	struct feed_time t;

	return sent && memchr(s, ',', (size_t)(sent - s)) &&
	       feed_time(&t, sent + 1, "Y-M-DTh:m:sfz", 0);
}

/* Each part between blanks, for itself. */
static void
push_each(struct feed_strings *list, const char *s, const char *end)
{
	struct buf part = BUF_INIT;
	size_t len;

	for (; s < end; s += len) {
		s += strspn(s, blanks);
		len = strcspn(s, blanks);
		buf_clear(&part);
		buf_add(&part, s, len);
		feed_push(list, part.s);
	}
	buf_release(&part);
}

/* What becomes no triple, to the end or to what an id may be, is ids. */
void
cap_references(struct feed_warning *w, const char *text)
{
	struct buf part = BUF_INIT;
	const char *from = text;
	size_t len;

	for (; text && *text; text += len) {
		text += strspn(text, blanks);
		len = strcspn(text, blanks);
		buf_fmt(&part, "%s%.*s", part.len ? " " : "", (int)len, text);
		if (part.len > FEED_LINE_MAX)
			push_each(&w->references, from, text + len);
		else if (is_triple(part.s))
			feed_push(&w->references, part.s);
		else
			continue;
		buf_clear(&part);
		from = text + len;
	}
	if (part.len > 0)
		push_each(&w->references, from, text);
	buf_release(&part);
}
