#include "desk/find.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pinyin.h"
#include "base/tr.h"
#include "desk/contact.h"
#include "desk/duty.h"
#include "desk/find_load.h"
#include "desk/group.h"
#include "desk/incident.h"
#include "desk/plan.h"
#include "store/search.h"

enum { TEXT_HITS = 20, FULL_TEXT_BYTES = 3 };

/* clang-format off */
static const struct {
	const char *code, *label;
} kinds[FIND_KINDS] = {
	[FIND_CONTACT] =	{ "contact", N_("人员") },
	[FIND_UNIT] =		{ "unit", N_("单位") },
	[FIND_GROUP] =		{ "group", N_("名单") },
	[FIND_PLAN] =		{ "plan", N_("预案") },
	[FIND_INCIDENT] =	{ "incident", N_("事件") },
	[FIND_WARNING] =	{ "warning", N_("预警") },
	[FIND_RULE] =		{ "rule", N_("规则") },
	[FIND_TEXT] =		{ "text", N_("原文") },
	[FIND_CALL] =		{ "call", N_("电话") },
	[FIND_COMMAND] =	{ "command", N_("命令") },
};
/* clang-format on */

const char *
find_kind_code(enum find_kind k)
{
	return kinds[k].code;
}

const char *
find_kind_label(enum find_kind k)
{
	return kinds[k].label;
}

/*
 * The names, and which of them answered the words typed last.  What answers
 * longer words has answered the shorter ones, so that one more letter looks
 * at those alone.
 */
struct finder {
	struct desk *desk;
	struct names names;
	const struct find_extra *extra;
	size_t extra_count;
	char *typed;    /* what `left` answers to; NULL: nothing yet */
	uint32_t *left; /* indices of names */
	size_t left_count;
	enum pinyin_rank *ranks; /* of each name, for the words in hand */
};

static int
finder_load(struct finder *f, struct err *err)
{
	names_release(&f->names);
	free(f->typed);
	f->typed = NULL;
	if (names_load(&f->names, f->desk, err))
		return -1;
	for (size_t i = 0; i < f->extra_count; i++)
		names_add(&f->names, FIND_COMMAND, 0, f->extra[i].key,
		          f->extra[i].title, NULL, f->extra[i].key);
	f->left = mem_array(f->left, f->names.count + 1, sizeof(*f->left));
	f->ranks = mem_array(f->ranks, f->names.count + 1, sizeof(*f->ranks));
	return 0;
}

int
finder_new(struct finder **out, struct desk *d, const struct find_extra *extra,
           size_t extra_count, struct err *err)
{
	struct finder *f = mem_alloc(sizeof(*f));

	names_init(&f->names);
	f->desk = d;
	f->extra = extra;
	f->extra_count = extra_count;
	if (finder_load(f, err)) {
		finder_free(f);
		return -1;
	}
	*out = f;
	return 0;
}

void
finder_free(struct finder *f)
{
	if (!f)
		return;
	names_release(&f->names);
	free(f->typed);
	free(f->left);
	free(f->ranks);
	free(f);
}

int
finder_reload(struct finder *f, struct err *err)
{
	return finder_load(f, err);
}

/* ---- one keystroke ---- */

/* Do the words go on from those that `left` answers to? */
static bool
goes_on(const struct finder *f, const char *words)
{
	return f->typed && strncmp(words, f->typed, strlen(f->typed)) == 0;
}

static void
left_all(struct finder *f)
{
	for (size_t i = 0; i < f->names.count; i++)
		f->left[i] = (uint32_t)i;
	f->left_count = f->names.count;
	free(f->typed);
	f->typed = NULL;
}

/* What answers at all is what is left. */
static void
rank_left(struct finder *f, const struct pinyin_query *q, const char *words)
{
	size_t kept = 0;

	for (size_t i = 0; i < f->left_count; i++) {
		uint32_t at = f->left[i];
		const struct name *name = &f->names.rows[at];
		struct pinyin_row row = {
			.name = name->title,
			.spelling = name->spelling,
			.prepared = &name->prepared,
		};

		f->ranks[at] = pinyin_match(q, &row);
		if (f->ranks[at])
			f->left[kept++] = at;
	}
	f->left_count = kept;
	free(f->typed);
	f->typed = mem_str(words);
}

/*
 * The best `max` of those that answer, as indices of names: by rank, then in
 * the order in which they were loaded, which is that of their kinds.
 */
static size_t
pick(const struct finder *f, unsigned mask, size_t max, uint32_t *out)
{
	size_t n = 0;

	for (int rank = PINYIN_WHOLE; rank > PINYIN_NONE; rank--)
		for (size_t i = 0; i < f->left_count; i++) {
			uint32_t at = f->left[i];

			if ((int)f->ranks[at] != rank ||
			    !(mask & 1u << f->names.rows[at].kind))
				continue;
			if (n == max)
				return n;
			out[n++] = at;
		}
	return n;
}

static void
give(struct found *row, const struct name *name)
{
	memset(row, 0, sizeof(*row));
	row->kind = name->kind;
	row->id = name->id;
	snprintf(row->key, sizeof(row->key), "%s", name->key);
	row->title = mem_str(name->title);
	row->beside = mem_str(name->text ? name->text : "");
}

/* ---- full text ---- */

static bool
is_there(const struct found *rows, size_t count, const char *key)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].kind == FIND_INCIDENT &&
		    strcmp(rows[i].key, key) == 0)
			return true;
	return false;
}

static int
add_documents(struct finder *f, enum find_kind kind, const char *words,
              size_t max, struct found *rows, size_t *count, struct err *err)
{
	struct search_hit *hits;
	size_t n;

	if (search_find(desk_db(f->desk), find_kind_code(kind), words,
	                TEXT_HITS, &hits, &n, err))
		return -1;
	for (size_t i = 0; i < n && *count < max; i++) {
		struct found *row = &rows[*count];

		if (is_there(rows, *count, hits[i].key))
			continue;
		memset(row, 0, sizeof(*row));
		row->kind = kind;
		snprintf(row->key, sizeof(row->key), "%s", hits[i].key);
		row->title = mem_str(hits[i].title);
		row->beside = mem_str(hits[i].key);
		++*count;
	}
	search_hits_free(hits, n);
	return 0;
}

static int
add_plans(struct finder *f, const char *words, size_t max, struct found *rows,
          size_t *count, struct err *err)
{
	struct plan_hit *hits;
	size_t n;

	if (plan_find(f->desk, words, TEXT_HITS, &hits, &n, err))
		return -1;
	for (size_t i = 0; i < n && *count < max; i++) {
		struct found *row = &rows[(*count)++];

		memset(row, 0, sizeof(*row));
		row->kind = FIND_TEXT;
		row->id = hits[i].plan;
		snprintf(row->key, sizeof(row->key), "%d", hits[i].para);
		row->title = mem_str(hits[i].text);
		row->beside = mem_str(hits[i].title);
	}
	plan_hits_free(hits, n);
	return 0;
}

/* Words of a sentence, not of a name: in incidents, plans and calls. */
static int
add_texts(struct finder *f, const char *words, unsigned mask, size_t max,
          struct found *rows, size_t *count, struct err *err)
{
	if (strlen(words) < FULL_TEXT_BYTES)
		return 0;
	if (mask & 1u << FIND_INCIDENT &&
	    add_documents(f, FIND_INCIDENT, words, max, rows, count, err))
		return -1;
	if (mask & 1u << FIND_TEXT &&
	    add_plans(f, words, max, rows, count, err))
		return -1;
	if (mask & 1u << FIND_CALL)
		return add_documents(f, FIND_CALL, words, max, rows, count,
		                     err);
	return 0;
}

int
finder_find(struct finder *f, const char *words, unsigned mask, size_t max,
            struct found **rows, size_t *count, struct err *err)
{
	uint32_t *picked = mem_array(NULL, max + 1, sizeof(*picked));
	struct pinyin_query q;
	size_t n = 0;
	int rc = 0;

	*rows = mem_alloc((max + 1) * sizeof(**rows));
	*count = 0;
	mask = mask ? mask : ~0u;
	pinyin_query_init(&q, words);
	if (!goes_on(f, words))
		left_all(f);
	if (q.count) {
		pinyin_query_recall(&q, &f->names.index);
		rank_left(f, &q, words);
		n = pick(f, mask, max, picked);
		for (size_t i = 0; i < n; i++)
			give(&(*rows)[i], &f->names.rows[picked[i]]);
		*count = n;
		rc = add_texts(f, words, mask, max, *rows, count, err);
	}
	pinyin_query_release(&q);
	free(picked);
	if (rc) {
		found_free(*rows, *count);
		*rows = NULL;
		*count = 0;
	}
	return rc;
}

void
found_free(struct found *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(rows[i].title);
		free(rows[i].beside);
	}
	free(rows);
}
