/* Catalogs: ours, hand-made ones, and broken ones that must not be read. */
#include "cm.h"

#include <stdlib.h>
#include <string.h>

#include "base/asset.h"
#include "base/buf.h"
#include "base/tr.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct entry {
	const char *id;
	size_t id_len;
	const char *text;
	size_t text_len;
};

#define ENTRY(id, text)                                                        \
	{                                                                      \
		id, sizeof(id) - 1, text, sizeof(text) - 1                     \
	}

/* Sorted by id, as msgfmt writes them. */
static const struct entry entries[] = {
	ENTRY("", "Language: en\n"),
	ENTRY("%d 起\0%d 起", "%d incident\0%d incidents"),
	ENTRY("事件", "Incident"),
	ENTRY("菜单\004事件", "Event"),
};

static void
put_u32(struct buf *b, size_t v, bool swapped)
{
	uint32_t word = (uint32_t)v;

	if (swapped)
		word = __builtin_bswap32(word);
	buf_add(b, &word, sizeof(word));
}

static void
make_mo(struct buf *b, bool swapped)
{
	size_t n = COUNT(entries), at = 20 + 16 * n, i;

	put_u32(b, 0x950412DE, swapped);
	put_u32(b, 0, swapped);
	put_u32(b, n, swapped);
	put_u32(b, 20, swapped);
	put_u32(b, 20 + 8 * n, swapped);
	for (i = 0; i < n; i++) {
		put_u32(b, entries[i].id_len, swapped);
		put_u32(b, at, swapped);
		at += entries[i].id_len + 1;
	}
	for (i = 0; i < n; i++) {
		put_u32(b, entries[i].text_len, swapped);
		put_u32(b, at, swapped);
		at += entries[i].text_len + 1;
	}
	for (i = 0; i < n; i++)
		buf_add(b, entries[i].id, entries[i].id_len + 1);
	for (i = 0; i < n; i++)
		buf_add(b, entries[i].text, entries[i].text_len + 1);
}

static void
test_find(void **state)
{
	struct buf b = BUF_INIT;
	struct mo *mo;
	int swapped;

	(void)state;
	for (swapped = 0; swapped < 2; swapped++) {
		buf_clear(&b);
		make_mo(&b, swapped);
		mo = mo_open(b.s, b.len);
		assert_non_null(mo);
		assert_string_equal(mo_find(mo, "事件"), "Incident");
		assert_string_equal(mo_find(mo, "菜单\004事件"), "Event");
		assert_string_equal(mo_find(mo, "%d 起"), "%d incident");
		assert_string_equal(mo_find_plural(mo, "%d 起", 1),
		                    "%d incident");
		assert_string_equal(mo_find_plural(mo, "%d 起", 0),
		                    "%d incidents");
		assert_string_equal(mo_find_plural(mo, "%d 起", 2),
		                    "%d incidents");
		assert_string_equal(mo_find_plural(mo, "事件", 2), "Incident");
		assert_null(mo_find_plural(mo, "事", 2));
		assert_null(mo_find(mo, "事"));
		assert_null(mo_find(mo, "事件件"));
		assert_null(mo_find(mo, "\xFF"));
		mo_free(mo);
	}
	buf_release(&b);
}

/* The bytes in memory of their own, so that a read past them is caught. */
static void
use_catalog(const char *bytes, size_t len)
{
	char *copy = malloc(len ? len : 1);
	struct mo *mo;
	const char *text;
	size_t i, n = 0;

	assert_non_null(copy);
	memcpy(copy, bytes, len);
	mo = mo_open(copy, len);
	for (i = 0; mo && i < COUNT(entries); i++) {
		text = mo_find(mo, entries[i].id);
		n += text ? strlen(text) : 0;
		text = mo_find_plural(mo, entries[i].id, 2);
		n += text ? strlen(text) : 0;
	}
	assert_true(n <= 2 * len * COUNT(entries));
	mo_free(mo);
	free(copy);
}

static void
test_truncated_at_every_length(void **state)
{
	struct buf b = BUF_INIT;
	char *copy;
	size_t len;

	(void)state;
	make_mo(&b, false);
	for (len = 0; len < b.len; len++) {
		copy = malloc(len ? len : 1);
		assert_non_null(copy);
		memcpy(copy, b.s, len);
		assert_null(mo_open(copy, len));
		free(copy);
	}
	buf_release(&b);
}

/* Every byte set to values that hurt. */
static void
test_damaged_anywhere(void **state)
{
	static const unsigned char values[] = { 0, 1, 4, 0x7F, 0x80, 0xFF };
	struct buf b = BUF_INIT;
	size_t at, i;
	char saved;

	(void)state;
	make_mo(&b, false);
	for (at = 0; at < b.len; at++) {
		saved = b.s[at];
		for (i = 0; i < sizeof(values); i++) {
			b.s[at] = (char)values[i];
			use_catalog(b.s, b.len);
		}
		b.s[at] = saved;
	}
	use_catalog(b.s, b.len);
	buf_release(&b);
}

static void
set_u32(struct buf *b, size_t at, uint32_t v)
{
	memcpy(b->s + at, &v, sizeof(v));
}

/* The words of the header and of the tables, at their edges. */
static void
test_malformed(void **state)
{
	static const struct {
		size_t at;
		uint32_t v;
	} cases[] = {
		{ 0, 0x950412DF },  { 4, 0x10000 },     { 8, 5 },
		{ 8, 0x20000000 },  { 8, 0xFFFFFFFF },  { 12, 0xFFFFFFF8 },
		{ 16, 0xFFFFFFFF }, { 20, 0xFFFFFFFF }, { 24, 0xFFFFFFFF },
		{ 28, 3 },          { 52, 0xFFFFFFFE }, { 56, 0x7FFFFFFF },
	};
	struct buf b = BUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		buf_clear(&b);
		make_mo(&b, false);
		set_u32(&b, cases[i].at, cases[i].v);
		assert_null(mo_open(b.s, b.len));
		use_catalog(b.s, b.len);
	}
	buf_clear(&b);
	make_mo(&b, false);
	memcpy(b.s + 36, b.s + 44, 8); /* two equal ids */
	assert_null(mo_open(b.s, b.len));
	buf_release(&b);
}

static void
test_languages(void **state)
{
	enum tr_lang lang = TR_ZH;

	(void)state;
	assert_true(tr_parse("en", &lang));
	assert_int_equal(lang, TR_EN);
	assert_true(tr_parse("zh", &lang));
	assert_int_equal(lang, TR_ZH);
	assert_false(tr_parse("EN", &lang));
	assert_false(tr_parse("", &lang));
}

/* The catalog that is built in; its one entry from base/ is enough. */
static void
test_built_in(void **state)
{
	const struct asset *a = asset_find("lang/en.mo");
	const char *unknown = "无此条目";
	struct mo *mo;

	(void)state;
	assert_non_null(a);
	mo = mo_open(a->bytes, a->len);
	assert_non_null(mo);
	mo_free(mo);

	tr_use(TR_ZH);
	assert_int_equal(tr_current(), TR_ZH);
	assert_string_equal(tr("%s%lld天 %s"), "%s%lld天 %s");
	assert_string_equal(trn("甲", "乙", 2), "甲");
	assert_string_equal(trc("菜单", "甲"), "甲");
	tr_use(TR_EN);
	assert_int_equal(tr_current(), TR_EN);
	assert_string_equal(tr("%s%lld天 %s"), "%s%lldd %s");
	assert_string_equal(tr(""), "");
	assert_ptr_equal(tr(unknown), unknown);
	assert_ptr_equal(trc("菜单", unknown), unknown);
	assert_ptr_equal(trn(unknown, unknown, 2), unknown);
	tr_use(TR_ZH);
	assert_string_equal(tr("%s%lld天 %s"), "%s%lld天 %s");
}

/* An entry of one form where a plural is asked for stays itself. */
static void
test_plural_without_forms(void **state)
{
	(void)state;
	tr_use(TR_EN);
	assert_string_equal(trn("%s%lld天 %s", "", 1), "%s%lldd %s");
	assert_string_equal(trn("%s%lld天 %s", "", 2), "%s%lldd %s");
	tr_use(TR_ZH);
}

static void
test_assets(void **state)
{
	const struct asset *a;
	size_t i, n = 0;

	(void)state;
	assert_true(asset_count > 0);
	for (i = 0; i < asset_count; i++) {
		assert_ptr_equal(asset_find(asset_table[i].name),
		                 &asset_table[i]);
		assert_int_equal(asset_table[i].bytes[asset_table[i].len], 0);
		if (i > 0)
			assert_true(strcmp(asset_table[i - 1].name,
			                   asset_table[i].name) < 0);
	}
	assert_null(asset_find(""));
	assert_null(asset_find("zzz"));
	i = 0;
	for (a = asset_next("lang/", &i); a; a = asset_next("lang/", &i)) {
		assert_memory_equal(a->name, "lang/", 5);
		n++;
	}
	assert_int_equal(n, 1);
	i = 0;
	assert_null(asset_next("none/", &i));
	assert_int_equal(i, asset_count);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_truncated_at_every_length),
		cmocka_unit_test(test_damaged_anywhere),
		cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_languages),
		cmocka_unit_test(test_built_in),
		cmocka_unit_test(test_plural_without_forms),
		cmocka_unit_test(test_assets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
