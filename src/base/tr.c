#include "base/tr.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/asset.h"
#include "base/buf.h"
#include "base/mem.h"

#define MO_MAGIC 0x950412DEu
#define MO_HEADER 20 /* magic, revision, count, two table offsets */
#define MO_ENTRY 8   /* length, offset */

struct mo {
	const char *bytes;
	size_t len;
	bool swapped;
	uint32_t count, ids, texts; /* offsets of the two tables */
};

static uint32_t
mo_u32(const struct mo *mo, size_t at)
{
	uint32_t v;

	memcpy(&v, mo->bytes + at, sizeof(v));
	return mo->swapped ? __builtin_bswap32(v) : v;
}

/* The table of count entries at offset lies inside the file. */
static bool
mo_table_fits(const struct mo *mo, uint32_t table)
{
	return table <= mo->len && mo->count <= (mo->len - table) / MO_ENTRY;
}

/* String i of a table and its NUL lie inside the file; NULL if not. */
static const char *
mo_string(const struct mo *mo, uint32_t table, uint32_t i, size_t *len)
{
	size_t at = table + (size_t)i * MO_ENTRY;
	uint32_t n = mo_u32(mo, at), offset = mo_u32(mo, at + 4);

	if (offset >= mo->len || n >= mo->len - offset)
		return NULL;
	if (mo->bytes[(size_t)offset + n] != '\0')
		return NULL;
	if (len)
		*len = n;
	return mo->bytes + offset;
}

/* Checked once here, so that a look-up may trust the file. */
static bool
mo_check(const struct mo *mo)
{
	const char *before = NULL, *id;
	uint32_t i;

	if (mo_u32(mo, 4) >> 16 != 0) /* major revision */
		return false;
	if (!mo_table_fits(mo, mo->ids) || !mo_table_fits(mo, mo->texts))
		return false;
	for (i = 0; i < mo->count; i++) {
		id = mo_string(mo, mo->ids, i, NULL);
		if (!id || !mo_string(mo, mo->texts, i, NULL))
			return false;
		if (before && strcmp(before, id) >= 0)
			return false;
		before = id;
	}
	return true;
}

struct mo *
mo_open(const void *p, size_t len)
{
	struct mo mo = { .bytes = p, .len = len };
	struct mo *copy;

	if (len < MO_HEADER || len > UINT32_MAX)
		return NULL;
	mo.swapped = mo_u32(&mo, 0) == __builtin_bswap32(MO_MAGIC);
	if (mo_u32(&mo, 0) != MO_MAGIC)
		return NULL;
	mo.count = mo_u32(&mo, 8);
	mo.ids = mo_u32(&mo, 12);
	mo.texts = mo_u32(&mo, 16);
	if (!mo_check(&mo))
		return NULL;
	copy = mem_alloc(sizeof(*copy));
	*copy = mo;
	return copy;
}

void
mo_free(struct mo *mo)
{
	free(mo);
}

/* The text and, for a plural, all its forms: form by form with NULs. */
static const char *
mo_forms(const struct mo *mo, const char *msgid, size_t *len)
{
	uint32_t low = 0, high = mo->count, mid;
	int cmp;

	while (low < high) {
		mid = low + (high - low) / 2;
		cmp = strcmp(msgid, mo_string(mo, mo->ids, mid, NULL));
		if (cmp == 0)
			return mo_string(mo, mo->texts, mid, len);
		if (cmp < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

const char *
mo_find(const struct mo *mo, const char *msgid)
{
	return mo_forms(mo, msgid, NULL);
}

const char *
mo_find_plural(const struct mo *mo, const char *msgid, long n)
{
	size_t len, first;
	const char *text = mo_forms(mo, msgid, &len);

	if (!text)
		return NULL;
	first = strlen(text);
	return n != 1 && first < len ? text + first + 1 : text;
}

/* The setting of the process; see tr.h for why it is not an argument. */
static struct {
	enum tr_lang lang;
	struct mo *english; /* opened by the first tr_use(TR_EN) */
} state;

void
tr_use(enum tr_lang lang)
{
	const struct asset *a;

	state.lang = lang;
	if (lang != TR_EN || state.english)
		return;
	a = asset_find("lang/en.mo");
	if (a)
		state.english = mo_open(a->bytes, a->len);
}

enum tr_lang
tr_current(void)
{
	return state.lang;
}

bool
tr_parse(const char *name, enum tr_lang *lang)
{
	if (strcmp(name, "zh") == 0)
		*lang = TR_ZH;
	else if (strcmp(name, "en") == 0)
		*lang = TR_EN;
	else
		return false;
	return true;
}

/* The catalog to ask, or NULL.  The empty id is the catalog's own header. */
static const struct mo *
tr_catalog(const char *msgid)
{
	return state.lang == TR_EN && *msgid ? state.english : NULL;
}

const char *
tr(const char *zh)
{
	const struct mo *mo = tr_catalog(zh);
	const char *text = mo ? mo_find(mo, zh) : NULL;

	return text ? text : zh;
}

const char *
trn(const char *zh, const char *zh_many, long n)
{
	const struct mo *mo = tr_catalog(zh);
	const char *text = mo ? mo_find_plural(mo, zh, n) : NULL;

	(void)zh_many; /* read by xgettext only */
	return text ? text : zh;
}

const char *
trc(const char *context, const char *zh)
{
	const struct mo *mo = tr_catalog(zh);
	struct buf id = BUF_INIT;
	const char *text;

	if (!mo)
		return zh;
	buf_fmt(&id, "%s\004%s", context, zh);
	text = mo_find(mo, id.s);
	buf_release(&id);
	return text ? text : zh;
}
