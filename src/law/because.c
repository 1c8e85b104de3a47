#include "law/because.h"

#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/json.h"
#include "base/tr.h"
#include "law/facts.h"

/* "trapped 22 >= 3" and the like, word by word. */

static const struct sign {
	const char *word, *text;
} signs[] = {
	{ ">=", "≥" },
	{ "<=", "≤" },
	{ "unknown", N_("不明") },
	{ "known", N_("已知") },
	{ "kind", N_("类别") },
	{ "class", N_("等级") },
};

static bool
value_text(struct buf *out, enum fact fact, const char *word, size_t len)
{
	json_t *v = json_loadb(word, len, JSON_DECODE_ANY, NULL);
	struct jpath root = { NULL, "because", 0 };
	struct err err = ERR_INIT;
	bool read = false;
	int64_t n;

	if (!v)
		v = json_stringn(word, len);
	if (fact_from_json(fact, v, &n, &root, &err) == 0) {
		fact_text(out, fact, n);
		read = true;
	}
	json_decref(v);
	return read;
}

/* One word; *fact is the last fact named, which says how a value reads. */
static void
because_word(struct buf *out, const char *word, size_t len, int *fact)
{
	char key[64] = "";
	int found = -1;

	if (len < sizeof(key)) {
		memcpy(key, word, len);
		found = fact_find(key);
	}
	if (found >= 0) {
		*fact = found;
		buf_str(out, tr(fact_info((enum fact)found)->label));
		return;
	}
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (strcmp(signs[i].word, key) == 0) {
			buf_str(out, tr(signs[i].text));
			return;
		}
	if (kind_find(key))
		buf_str(out, tr(kind_find(key)->label));
	else if (class_find(key) >= 0 && *fact < 0)
		fact_text(out, FACT_DECLARED_CLASS, class_find(key));
	else if (*fact < 0 || !value_text(out, (enum fact) * fact, word, len))
		buf_add(out, word, len);
}

static void
because_words(struct buf *out, const char *because, size_t left)
{
	static const char unknown[] = " unknown";
	size_t tail = strlen(unknown);
	int fact = -1;

	/* "deaths, missing ... unknown": what matters first. */
	if (left > tail && strcmp(because + left - tail, unknown) == 0) {
		buf_str(out, tr("不明："));
		left -= tail;
	}
	for (const char *end = because + left; because < end;) {
		size_t room = (size_t)(end - because);
		const char *blank = memchr(because, ' ', room);
		size_t len = blank ? (size_t)(blank - because) : room;
		bool comma = len > 0 && because[len - 1] == ',';

		because_word(out, because, comma ? len - 1 : len, &fact);
		because += len;
		if (comma)
			buf_str(out, tr("、"));
		else if (because < end)
			buf_byte(out, ' ');
		because += because < end;
	}
}

/* "no longer: deaths 2 < 3 (missing 0 >= 1)": a verb and its reasons. */
static bool
fall_text(struct buf *out, const char *because)
{
	static const struct {
		const char *start, *text;
	} falls[] = {
		{ "no longer: ", N_("不再要求：") },
		{ "kept: ", N_("情况有变，但仍须报：") },
	};

	for (size_t i = 0; i < sizeof(falls) / sizeof(*falls); i++) {
		size_t len = strlen(falls[i].start), first;

		if (strncmp(because, falls[i].start, len) != 0)
			continue;
		because += len;
		first = strcspn(because, "(");
		buf_str(out, tr(falls[i].text));
		because_words(out, because,
		              first > 0 && because[first] ? first - 1 : first);
		because += first;
		if (*because == '(') {
			len = strlen(++because);
			buf_str(out, tr("（"));
			because_words(out, because,
			              len > 0 && because[len - 1] == ')'
			                      ? len - 1
			                      : len);
			buf_str(out, tr("）"));
		}
		return true;
	}
	return false;
}

/* "recorded 2021-12-15T22:01:00+08:00, after it was due" */
static bool
recorded_text(struct buf *out, const char *because)
{
	static const char word[] = "recorded ";
	char when[CIVIL_TEXT] = "";
	struct err err = ERR_INIT;
	size_t len;
	int64_t ms;
	int offset;

	if (strncmp(because, word, strlen(word)) != 0)
		return false;
	because += strlen(word);
	len = strcspn(because, ",");
	if (len >= sizeof(when))
		return false;
	memcpy(when, because, len);
	if (civil_parse(when, &ms, &offset, &err))
		return false;
	buf_fmt(out, tr("到 %s 才登记，已过时限"), civil_local(when, ms));
	return true;
}

/* "declined by 李强: the ground", in the officer's words. */
static bool
declined_text(struct buf *out, const char *because)
{
	static const char word[] = "declined by ";
	const char *ground;

	if (strncmp(because, word, strlen(word)) != 0)
		return false;
	because += strlen(word);
	ground = strstr(because, ": ");
	if (!ground)
		return false;
	buf_fmt(out, tr("%.*s 决定不报：%s"), (int)(ground - because), because,
	        ground + 2);
	return true;
}

static bool
ungraded_text(struct buf *out, const char *because)
{
	static const char word[] = "no classifier in force for ";
	const struct kind_info *kind;

	if (strcmp(because, "no limit is reached") == 0) {
		buf_str(out, tr("未达到任何等级的标准"));
		return true;
	}
	if (strncmp(because, word, strlen(word)) != 0)
		return false;
	kind = kind_find(because + strlen(word));
	buf_fmt(out, tr("%s没有现行的分级规定"),
	        kind ? tr(kind->label) : because + strlen(word));
	return true;
}

void
because_text(struct buf *out, const char *because)
{
	if (fall_text(out, because) || recorded_text(out, because) ||
	    declined_text(out, because) || ungraded_text(out, because))
		return;
	because_words(out, because, strlen(because));
}
