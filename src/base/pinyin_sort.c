/* Sort keys of names; declared in pinyin.h, beside what finds them. */
#include "base/pinyin.h"

#include <stdint.h>

#include "base/pinyin_table.h"
#include "base/utf8.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define SURNAME_MAX 2

/*
 * Surnames of characters that have several readings, as people of that name
 * say it; those whose usual reading it is are here so that another edition of
 * the readings cannot change them.
 */
static const struct {
	uint32_t cp;
	const char *reading;
} surnames[] = {
	{ U'单', "shan" },  { U'曾', "zeng" },  { U'解', "xie" },
	{ U'仇', "qiu" },   { U'区', "ou" },    { U'查', "zha" },
	{ U'朴', "piao" },  { U'缪', "miao" },  { U'盖', "ge" },
	{ U'覃', "qin" },   { U'种', "chong" }, { U'员', "yun" },
	{ U'贠', "yun" },   { U'翟', "zhai" },  { U'乐', "yue" },
	{ U'宓', "mi" },    { U'逄', "pang" },  { U'召', "shao" },
	{ U'折', "she" },   { U'洗', "xian" },  { U'祭', "zhai" },
	{ U'秘', "bi" },    { U'隗', "wei" },   { U'适', "kuo" },
	{ U'繁', "po" },    { U'阚', "kan" },   { U'句', "gou" },
	{ U'莘', "shen" },  { U'佴', "nai" },   { U'乜', "nie" },
	{ U'颉', "xie" },   { U'薄', "bo" },    { U'炅', "gui" },
	{ U'角', "jue" },   { U'粘', "nian" },  { U'蔚', "yu" },
	{ U'澹', "tan" },   { U'尉', "wei" },   { U'沈', "shen" },
	{ U'石', "shi" },   { U'盛', "sheng" }, { U'那', "na" },
	{ U'瞿', "qu" },    { U'牟', "mou" },   { U'卜', "bu" },
	{ U'车', "che" },   { U'宿', "su" },    { U'褚', "chu" },
	{ U'贲', "ben" },   { U'强', "qiang" }, { U'柏', "bai" },
	{ U'都', "du" },    { U'冯', "feng" },  { U'郇', "xun" },
	{ U'万', "wan" },   { U'谷', "gu" },    { U'冒', "mao" },
	{ U'於', "yu" },    { U'叶', "ye" },    { U'艾', "ai" },
	{ U'晟', "cheng" }, { U'殷', "yin" },
};

static const struct {
	uint32_t cp[SURNAME_MAX];
	const char *readings[SURNAME_MAX];
} compounds[] = {
	{ { U'尉', U'迟' }, { "yu", "chi" } },
	{ { U'万', U'俟' }, { "mo", "qi" } },
	{ { U'澹', U'台' }, { "tan", "tai" } },
	{ { U'长', U'孙' }, { "zhang", "sun" } },
	{ { U'单', U'于' }, { "chan", "yu" } },
	{ { U'令', U'狐' }, { "ling", "hu" } },
	{ { U'呼', U'延' }, { "hu", "yan" } },
	{ { U'钟', U'离' }, { "zhong", "li" } },
	{ { U'公', U'冶' }, { "gong", "ye" } },
};

/*
 * A character is its sound, a byte below all letters so that zhan comes before
 * zhang, and itself.  ASCII needs no more than its sound.
 */
static void
key_add(struct buf *out, uint32_t cp, const char *reading)
{
	unsigned code = pinyin_code(cp);
	char bytes[4];
	size_t len;

	if (pinyin_gap(cp))
		return;
	if (cp < 128) {
		len = utf8_encode(cp, bytes);
		buf_add(out, bytes, len);
		buf_byte(out, '\1');
		return;
	}
	if (!reading)
		reading = code ? pinyin_syllables[pinyin_syllable(&code)] : "~";
	buf_str(out, reading);
	buf_byte(out, '\1');
	len = utf8_encode(cp == UTF8_BAD ? 0xFFFD : cp, bytes);
	buf_add(out, bytes, len);
}

/* The readings of a surname of which the first two characters are given. */
static void
surname_readings(const uint32_t cp[SURNAME_MAX],
                 const char *readings[SURNAME_MAX])
{
	size_t i;

	for (i = 0; i < COUNT(compounds); i++)
		if (cp[0] == compounds[i].cp[0] &&
		    cp[1] == compounds[i].cp[1]) {
			readings[0] = compounds[i].readings[0];
			readings[1] = compounds[i].readings[1];
			return;
		}
	for (i = 0; i < COUNT(surnames); i++)
		if (cp[0] == surnames[i].cp) {
			readings[0] = surnames[i].reading;
			return;
		}
}

void
pinyin_unit_key(struct buf *out, const char *name)
{
	uint32_t cp;

	while (*name) {
		name += pinyin_fold(name, &cp);
		key_add(out, cp, NULL);
	}
}

void
pinyin_sort_key(struct buf *out, const char *name)
{
	const char *readings[SURNAME_MAX] = { NULL };
	uint32_t cp[SURNAME_MAX] = { 0 };
	size_t n, i;

	for (n = 0; n < SURNAME_MAX && *name; n++)
		name += pinyin_fold(name, &cp[n]);
	surname_readings(cp, readings);
	for (i = 0; i < n; i++)
		key_add(out, cp[i], readings[i]);
	pinyin_unit_key(out, name);
}
