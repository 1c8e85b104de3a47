/* People are found and sorted by the sound of their names. */
#include "cm.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/pinyin.h"
#include "base/pinyin_index.h"
#include "base/pinyin_table.h"
#include "base/utf8.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static enum pinyin_rank
rank_of(const char *typed, const char *name, const char *spelling,
        const char *text)
{
	struct pinyin_row row = { name, spelling, text, NULL };
	struct pinyin_query q;
	enum pinyin_rank rank;

	pinyin_query_init(&q, typed);
	rank = pinyin_match(&q, &row);
	pinyin_query_release(&q);
	return rank;
}

static void
check_rank(const char *typed, const char *name, enum pinyin_rank want)
{
	enum pinyin_rank got = rank_of(typed, name, NULL, NULL);

	if (got != want)
		fail_msg("%s in %s: rank %u, not %u", typed, name, got, want);
}

struct name_case {
	const char *typed, *name;
	enum pinyin_rank rank;
};

static void
check_names(const struct name_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++)
		check_rank(cases[i].typed, cases[i].name, cases[i].rank);
}

static void
test_initials_prefixes_syllables(void **state)
{
	static const struct name_case cases[] = {
		{ "zs", "张三", PINYIN_WHOLE },
		{ "zhs", "张三", PINYIN_WHOLE },
		{ "zhangs", "张三", PINYIN_WHOLE },
		{ "zsan", "张三", PINYIN_WHOLE },
		{ "zhangsan", "张三", PINYIN_WHOLE },
		{ "ZhangSan", "张三", PINYIN_WHOLE },
		{ "zhasa", "张三", PINYIN_WHOLE },
		{ "z", "张三", PINYIN_START },
		{ "zhang", "张三", PINYIN_START },
		{ "s", "张三", PINYIN_PART },
		{ "san", "张三", PINYIN_PART },
		{ "jg", "赵建国", PINYIN_PART },
		{ "zjianguo", "赵建国", PINYIN_WHOLE },
		{ "sz", "张三", PINYIN_NONE },
		{ "zhan", "张三", PINYIN_START },
		{ "zang", "张三", PINYIN_NONE },
		{ "zhangss", "张三", PINYIN_NONE },
		{ "zhangsanf", "张三", PINYIN_NONE },
		{ "hang", "张三", PINYIN_NONE },
		{ "an", "张三", PINYIN_NONE },
		{ "zg", "赵建国", PINYIN_NONE },
		{ "b", "张三", PINYIN_NONE },
		/* two ways to cut it; both are tried */
		{ "xian", "西安", PINYIN_WHOLE },
		{ "xian", "先", PINYIN_WHOLE },
		{ "fangan", "方案", PINYIN_WHOLE },
		{ "fangan", "反感", PINYIN_WHOLE },
		{ "xi'an", "西安", PINYIN_WHOLE },
		{ "xi'an", "先", PINYIN_NONE },
		{ "xian", "下", PINYIN_NONE },
	};

	(void)state;
	check_names(cases, COUNT(cases));
}

static void
test_umlaut(void **state)
{
	static const struct name_case cases[] = {
		{ "lvbu", "吕布", PINYIN_WHOLE },
		{ "lübu", "吕布", PINYIN_WHOLE },
		{ "LÜ", "吕布", PINYIN_START },
		{ "lubu", "吕布", PINYIN_WHOLE },
		{ "lyubu", "吕布", PINYIN_WHOLE },
		{ "lb", "吕布", PINYIN_WHOLE },
		{ "nv", "女", PINYIN_WHOLE },
		{ "nu", "女", PINYIN_WHOLE },
		{ "nyu", "女", PINYIN_WHOLE },
		{ "lve", "略", PINYIN_WHOLE },
		{ "lue", "略", PINYIN_WHOLE },
		{ "jv", "居", PINYIN_WHOLE },
		{ "ju", "居", PINYIN_WHOLE },
		{ "yvan", "元", PINYIN_WHOLE },
		{ "lv", "路", PINYIN_NONE },
		{ "lyu", "路", PINYIN_NONE },
		{ "bv", "布", PINYIN_NONE },
		{ "li", "吕", PINYIN_NONE },
	};

	(void)state;
	check_names(cases, COUNT(cases));
}

static void
test_letters_digits_characters(void **state)
{
	static const struct name_case cases[] = {
		{ "lng", "LNG站", PINYIN_START },
		{ "lngz", "LNG站", PINYIN_WHOLE },
		{ "ng", "LNG站", PINYIN_PART },
		{ "LNG站", "ＬＮＧ站", PINYIN_WHOLE },
		{ "ｌｎｇ", "LNG站", PINYIN_START },
		{ "lg", "LNG站", PINYIN_NONE },
		{ "张s", "张三", PINYIN_WHOLE },
		{ "zh三", "张三", PINYIN_WHOLE },
		{ "三", "张三", PINYIN_PART },
		{ "张四", "张三", PINYIN_NONE },
		{ "章", "张三", PINYIN_NONE },
		{ "三张", "张三", PINYIN_NONE },
		{ "3号kuang", "3号矿", PINYIN_WHOLE },
		{ "3hk", "３号矿", PINYIN_WHOLE },
		{ "号k", "3号矿", PINYIN_PART },
		{ "4号kuang", "3号矿", PINYIN_NONE },
		{ "0358-76", "0358-7620119", PINYIN_START },
		{ "3587620", "0358-7620119", PINYIN_PART },
		{ "0358-7620119", "03587620119", PINYIN_WHOLE },
		{ "0358-77", "0358-7620119", PINYIN_NONE },
		{ "zs", "张 三", PINYIN_WHOLE },
		{ "张三", "张　三", PINYIN_WHOLE },
		{ "alzhm", "阿里·哲合曼", PINYIN_WHOLE },
		{ "里·哲", "阿里·哲合曼", PINYIN_PART },
		{ "zs", "张，三", PINYIN_NONE },
		{ "-z-", "张三", PINYIN_START },
		{ "张三", "", PINYIN_NONE },
	};

	(void)state;
	check_names(cases, COUNT(cases));
}

static void
test_terms_and_fields(void **state)
{
	static const struct {
		const char *typed, *name, *spelling, *text;
		enum pinyin_rank rank;
	} cases[] = {
		{ "", "张三", NULL, NULL, PINYIN_TEXT },
		{ " \t -'", "张三", NULL, NULL, PINYIN_TEXT },
		{ "zhang san", "张三", NULL, NULL, PINYIN_WHOLE },
		{ "san zhang", "张三", NULL, NULL, PINYIN_START },
		{ "zhang　san", "张三", NULL, NULL, PINYIN_WHOLE },
		{ "zhang si", "张三", NULL, NULL, PINYIN_NONE },
		{ "kuang", "张三", NULL, "三号煤矿 矿长", PINYIN_TEXT },
		{ "zs kuang", "张三", NULL, "三号煤矿", PINYIN_WHOLE },
		{ "kuang z", "张三", NULL, "三号煤矿", PINYIN_START },
		{ "zs ju", "张三", NULL, "三号煤矿", PINYIN_NONE },
		/* a term does not run from one field into the next */
		{ "zssh", "张三", NULL, "三号煤矿", PINYIN_NONE },
		{ "zs", NULL, NULL, "张三", PINYIN_TEXT },
		{ "zs", NULL, NULL, NULL, PINYIN_NONE },
		/* the contact's own spelling */
		{ "zhaojianguo", "X", "Zhao Jianguo", NULL, PINYIN_WHOLE },
		{ "zhao jianguo", "X", "zhao jianguo", NULL, PINYIN_WHOLE },
		{ "zjg", "X", "zhao jianguo", NULL, PINYIN_WHOLE },
		{ "zhjianguo", "X", "ZHAO JIANGUO", NULL, PINYIN_WHOLE },
		{ "zj", "X", "zhao jianguo", NULL, PINYIN_START },
		{ "jguo", "X", "zhaojianguo", NULL, PINYIN_PART },
		{ "guo", "X", "zhao jianguo", NULL, PINYIN_PART },
		{ "zjguo", "X", "Zhào Jiànguó", NULL, PINYIN_WHOLE },
		{ "xa", "X", "xi'an", NULL, PINYIN_WHOLE },
		{ "xian", "X", "Xi’an", NULL, PINYIN_WHOLE },
		{ "lv", "X", "lü", NULL, PINYIN_WHOLE },
		{ "lv", "X", "LYU BU", NULL, PINYIN_START },
		{ "lyu", "X", "lv bu", NULL, PINYIN_START },
		{ "lvb", "X", "lu bu", NULL, PINYIN_WHOLE },
		{ "zhg", "X", "zhao jianguo", NULL, PINYIN_NONE },
		{ "zg", "X", "zhao jianguo", NULL, PINYIN_NONE },
		{ "ao", "X", "zhao jianguo", NULL, PINYIN_NONE },
		{ "anguo", "X", "zhao jianguo", NULL, PINYIN_NONE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (rank_of(cases[i].typed, cases[i].name, cases[i].spelling,
		            cases[i].text) != cases[i].rank)
			fail_msg("case %zu: %s", i, cases[i].typed);
}

/* Names whose reading a plain dictionary gets wrong: all are found by each. */
static void
test_readings_of_names(void **state)
{
	static const struct {
		const char *name, *surname; /* how it sorts */
		const char *readings;
	} cases[] = {
		{ "单雄信", "shan", "shan dan chan" },
		{ "曾国强", "zeng", "zeng ceng" },
		{ "解珍", "xie", "xie jie" },
		{ "仇和", "qiu", "qiu chou" },
		{ "区伯", "ou", "ou qu" },
		{ "查良镛", "zha", "zha cha" },
		{ "尉迟恭", "yu\1尉chi", "yuchi weichi yc" },
		{ "尉健行", "wei", "wei yu" },
		{ "万俟卨", "mo\1万qi", "moqi wanqi mq" },
		{ "万里", "wan", "wan mo" },
		{ "朴正", "piao", "piao pu po" },
		{ "缪荃孙", "miao", "miao mou miu" },
		{ "盖文", "ge", "ge gai" },
		{ "覃塘", "qin", "qin tan" },
		{ "翟让", "zhai", "zhai di" },
		{ "乐毅", "yue", "yue le" },
		{ "种师道", "chong", "chong zhong" },
		{ "员半千", "yun", "yun yuan" },
		{ "贠恩", "yun", "yun yuan" },
		{ "宓妃", "mi", "mi fu" },
		{ "逄纪", "pang", "pang" },
		{ "适民", "kuo", "kuo shi" },
		{ "单于", "chan\1单yu", "chanyu danyu shanyu cy" },
		{ "澹台明", "tan\1澹tai", "tantai dantai" },
		{ "长孙无忌", "zhang\1长sun", "zhangsun changsun" },
		{ "令狐冲", "ling\1令hu", "linghu" },
		{ "𬱖伟", "di", "di dw" },
	};
	struct buf key = BUF_INIT, want = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *r = cases[i].readings;
		char typed[32];

		for (; *r; r += strspn(r, " ")) {
			size_t len = strcspn(r, " ");

			snprintf(typed, sizeof(typed), "%.*s", (int)len, r);
			if (rank_of(typed, cases[i].name, NULL, NULL) <
			    PINYIN_START)
				fail_msg("%s for %s", typed, cases[i].name);
			r += len;
		}
		buf_clear(&key);
		buf_clear(&want);
		pinyin_sort_key(&key, cases[i].name);
		buf_fmt(&want, "%s\1", cases[i].surname);
		if (strncmp(key.s, want.s, want.len) != 0)
			fail_msg("%s sorts as %s", cases[i].name, key.s);
	}
	buf_release(&key);
	buf_release(&want);
	check_rank("m", "呣", PINYIN_NONE);
	check_rank("ling", "〇", PINYIN_WHOLE);
}

static void
check_sorted(void (*make)(struct buf *, const char *), const char *const *names,
             size_t n)
{
	struct buf a = BUF_INIT, b = BUF_INIT;

	for (size_t i = 0; i + 1 < n; i++) {
		buf_clear(&a);
		buf_clear(&b);
		make(&a, names[i]);
		make(&b, names[i + 1]);
		assert_int_equal(strlen(a.s), a.len);
		if (strcmp(a.s, b.s) >= 0)
			fail_msg("%s before %s", names[i], names[i + 1]);
	}
	buf_release(&a);
	buf_release(&b);
}

static void
test_sort_order(void **state)
{
	static const char *const people[] = {
		"",       "12楼",
		"2楼",    "A区",
		"安平",   "b",
		"丁一",   "李",
		"李安",   "李四",
		"路遥",   "吕布",
		"单雄信", "尉迟恭",
		"曾一",   "翟让",
		"詹天",   "张三",
		"张三丰", "张四",
		"章一",   "\xF0\x9F\x98\x80",
	};
	static const char *const units[] = {
		"曾家", "单县", "区委", "尉迟村", "西安", "先锋",
	};
	struct buf a = BUF_INIT, b = BUF_INIT;

	(void)state;
	check_sorted(pinyin_sort_key, people, COUNT(people));
	check_sorted(pinyin_unit_key, units, COUNT(units));
	pinyin_sort_key(&a, "ＬＮＧ 张·三");
	pinyin_sort_key(&b, "lng张三");
	assert_string_equal(a.s, b.s);
	buf_release(&a);
	buf_release(&b);
}

/* 63 characters count; the 64th is not looked at. */
static void
test_long_terms(void **state)
{
	char typed[80] = "", name[80] = "";

	(void)state;
	memset(typed, 'a', 64);
	memset(name, 'a', 62);
	check_rank(typed, name, PINYIN_NONE);
	name[62] = 'a';
	check_rank(typed, name, PINYIN_WHOLE);
	typed[62] = 'b';
	check_rank(typed, name, PINYIN_NONE);
	typed[62] = 'a';
	typed[63] = 'b';
	check_rank(typed, name, PINYIN_WHOLE);
	typed[61] = '\'';
	typed[62] = '\'';
	typed[63] = '\0';
	check_rank(typed, name, PINYIN_START);
}

static void
test_table_is_sound(void **state)
{
	unsigned i, at, syllable;
	bool ended = true;

	(void)state;
	for (i = 1; i < pinyin_syllable_count; i++)
		assert_true(strcmp(pinyin_syllables[i - 1],
		                   pinyin_syllables[i]) < 0);
	for (i = 0; i < pinyin_set_count; i++) {
		syllable = pinyin_sets[i] & ~PINYIN_LAST;
		assert_in_range(syllable, 1, pinyin_syllable_count - 1);
		ended = pinyin_sets[i] & PINYIN_LAST;
	}
	assert_true(ended);
	for (i = 0; i < pinyin_page_count; i++) {
		assert_true(pinyin_pages[i].has);
		assert_true(i == 0 ||
		            pinyin_pages[i - 1].page < pinyin_pages[i].page);
	}
	/* readings never repeat, and codes stay inside */
	for (uint32_t cp = 0; cp < 0x33000; cp++) {
		char seen[512] = { 0 };
		unsigned code = pinyin_code(cp);

		assert_true(code < pinyin_syllable_count + pinyin_set_count);
		for (at = 0; code; at++) {
			syllable = pinyin_syllable(&code);
			assert_in_range(syllable, 1, pinyin_syllable_count - 1);
			assert_false(seen[syllable]);
			seen[syllable] = 1;
		}
		assert_true(at < 20);
	}
	assert_int_equal(pinyin_code(0x10FFFF), 0);
	assert_int_equal(pinyin_code(UTF8_BAD), 0);
}

/* Properties over many inputs. */

static uint32_t
rnd(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (uint32_t)(*seed >> 32);
}

/* The rule as it is told: each run of letters is a beginning of a syllable. */
static bool
plainly(const char *typed, const uint32_t *name, size_t n)
{
	unsigned code, syllable;
	size_t len;

	if (!*typed)
		return true;
	if (n == 0)
		return false;
	for (code = pinyin_code(name[0]); code;) {
		syllable = pinyin_syllable(&code);
		for (len = strlen(pinyin_syllables[syllable]); len > 0; len--)
			if (strncmp(typed, pinyin_syllables[syllable], len) ==
			            0 &&
			    plainly(typed + len, name + 1, n - 1))
				return true;
	}
	return false;
}

#define NAME_MAX_CHARACTERS 5

/* Some of one name's own sounds, now and then with another letter. */
static void
typed_for(uint64_t *seed, const uint32_t *name, size_t n, char *typed)
{
	size_t len = 0, i, take;
	unsigned code, syllable;

	for (i = rnd(seed) % n; i < n && rnd(seed) % 5; i++) {
		code = pinyin_code(name[i]);
		do {
			syllable = pinyin_syllable(&code);
		} while (code && rnd(seed) % 2);
		take = 1 + rnd(seed) % strlen(pinyin_syllables[syllable]);
		memcpy(typed + len, pinyin_syllables[syllable], take);
		len += take;
	}
	if (len == 0 || rnd(seed) % 3 == 0)
		typed[len++] = "aehginouzs"[rnd(seed) % 10];
	typed[len] = '\0';
}

static void
test_same_as_the_plain_rule(void **state)
{
	/* sounds that run into each other, many readings, a rare character */
	static const uint32_t from[] = {
		U'安', U'昂', U'阿', U'恩', U'鹅', U'欸', U'和', U'行', U'长',
		U'张', U'沙', U'上', U'西', U'先', U'香', U'尼', U'年', U'娘',
		U'干', U'刚', U'古', U'关', U'光', U'那', U'南', U'囊', U'𬱖',
	};
	uint64_t seed = 0x9E3779B97F4A7C15ull;
	size_t i, n, found = 0;

	(void)state;
	for (int round = 0; round < 100000; round++) {
		uint32_t name[NAME_MAX_CHARACTERS];
		char utf8[4 * NAME_MAX_CHARACTERS + 1] = "", typed[48];
		size_t len = 0;
		bool want = false;

		n = 1 + rnd(&seed) % NAME_MAX_CHARACTERS;
		for (i = 0; i < n; i++) {
			name[i] = from[rnd(&seed) % COUNT(from)];
			len += utf8_encode(name[i], utf8 + len);
		}
		utf8[len] = '\0';
		typed_for(&seed, name, n, typed);
		for (i = 0; i < n && !want; i++)
			want = plainly(typed, name + i, n - i);
		found += want;
		if (want != (rank_of(typed, utf8, NULL, NULL) != PINYIN_NONE))
			fail_msg("%s in %s: not %d", typed, utf8, want);
	}
	assert_in_range(found, 20000, 90000);
}

static void
random_text(uint64_t *seed, char *s, size_t max)
{
	static const uint32_t some[] = {
		'a',     'n',      'z',    'h',    'v',    'u',    'y',
		'l',     ' ',      '\'',   '-',    '3',    0xFC,   0xB7,
		0x3000,  0xFF2C,   U'张',  U'三',  U'吕',  U'单',  U'于',
		U'𬱖', 0x10FFFF, 0x9FFF, 0x3400, 0x33FF, 0xA000,
	};
	size_t len = 0, n = rnd(seed) % (max / 4);

	while (n-- > 0) {
		uint32_t r = rnd(seed);

		if (r % 8 == 0) /* any byte but NUL */
			s[len++] = (char)(1 + rnd(seed) % 255);
		else
			len += utf8_encode(some[r / 8 % COUNT(some)], s + len);
	}
	if (len > 0 && rnd(seed) % 2) /* cut inside a character, perhaps */
		len -= 1 + rnd(seed) % (len < 3 ? 1 : 3);
	s[len] = '\0';
}

/* A copy of its exact size, so that a look past the NUL is seen. */
static char *
exact(const char *s)
{
	char *copy = malloc(strlen(s) + 1);

	assert_non_null(copy);
	memcpy(copy, s, strlen(s) + 1);
	return copy;
}

static void
test_any_bytes(void **state)
{
	uint64_t seed = 0xD1B54A32D192ED03ull;
	struct buf key = BUF_INIT;
	char text[4][400];
	char *s[4];

	(void)state;
	for (int round = 0; round < 50000; round++) {
		for (int i = 0; i < 4; i++) {
			random_text(&seed, text[i], i == 0 ? 40 : 320);
			s[i] = exact(text[i]);
		}
		assert_in_range(rank_of(s[0], s[1], s[2], s[3]), PINYIN_NONE,
		                PINYIN_WHOLE);
		buf_clear(&key);
		pinyin_sort_key(&key, s[1]);
		assert_int_equal(strlen(key.s), key.len);
		for (int i = 0; i < 4; i++)
			free(s[i]);
	}
	buf_release(&key);
	/* ill-formed bytes are not even found by the same ones */
	check_rank("\xE5\xBC", "\xE5\xBC", PINYIN_NONE);
	check_rank("张", "\xE5\xBC", PINYIN_NONE);
	check_rank("s", "\xE5三", PINYIN_PART);
}

/* Prepared rows are found as they are. */

enum { PREPARED = 64, QUERIES = 400, TEXT = 320 };

/* Posts and numbers as they stand beside names, and what is odder. */
static void
random_post(uint64_t *seed, char *s)
{
	static const char *const pieces[] = {
		"张家镇", "3号煤矿", "局长",     "书记/主任", " ",   "，",
		"  ",     "0358-76", "20119",    "139",       "(",   ")",
		"转8001", "LNG",     "吕布",     "·",         "-",   "+86 ",
		"\u3000", "０３５",  "\xE5\xBC", "单 于",     "科2", "'",
	};
	size_t n = rnd(seed) % 9;

	s[0] = '\0';
	if (rnd(seed) % 4 == 0)
		random_text(seed, s, TEXT / 4);
	while (n-- > 0)
		strcat(s, pieces[rnd(seed) % COUNT(pieces)]);
}

/* Some of a text, from anywhere to anywhere; Han now and then by its sound. */
static void
typed_of(uint64_t *seed, const char *text, char *typed)
{
	size_t len = strlen(text), at = len ? rnd(seed) % len : 0, n = 0;
	uint32_t cp;

	for (text += at; *text && n < 24 && rnd(seed) % 8;) {
		size_t used = utf8_decode(text, strlen(text), &cp);
		unsigned code = cp == UTF8_BAD ? 0 : pinyin_code(cp);

		if (code && rnd(seed) % 3) {
			const char *sound =
				pinyin_syllables[pinyin_syllable(&code)];
			size_t take = 1 + rnd(seed) % strlen(sound);

			memcpy(typed + n, sound, take);
			n += take;
		} else if (*text != ' ' || rnd(seed) % 2) {
			memcpy(typed + n, text, used);
			n += used;
		}
		text += used;
		if (rnd(seed) % 16 == 0)
			typed[n++] = " -9z"[rnd(seed) % 4];
	}
	typed[n] = '\0';
}

struct written {
	char name[40], spelling[40], text[TEXT];
	struct pinyin_row row;
};

static void
random_row(uint64_t *seed, struct written *w)
{
	random_text(seed, w->name, sizeof(w->name));
	random_text(seed, w->spelling, sizeof(w->spelling));
	random_post(seed, w->text);
	w->row = (struct pinyin_row){
		rnd(seed) % 8 ? w->name : NULL,
		rnd(seed) % 4 ? NULL : w->spelling,
		rnd(seed) % 8 ? w->text : NULL,
		NULL,
	};
}

static size_t
check_same(const char *typed, const struct written *rows,
           const struct pinyin_index *x, const struct pinyin_prepared *prepared)
{
	struct pinyin_query plain, told;
	size_t found = 0;

	pinyin_query_init(&plain, typed);
	pinyin_query_init(&told, typed);
	pinyin_query_recall(&told, x);
	for (size_t i = 0; i < PREPARED; i++) {
		enum pinyin_rank want = pinyin_match(&plain, &rows[i].row), got;
		struct pinyin_row row = rows[i].row;

		row.text = NULL;
		row.prepared = &prepared[i];
		got = pinyin_match(&told, &row);
		found += want != PINYIN_NONE;
		if (got != want)
			fail_msg("“%s” in “%s”, “%s”, “%s”: %u, not %u", typed,
			         rows[i].name, rows[i].spelling, rows[i].text,
			         got, want);
	}
	pinyin_query_release(&plain);
	pinyin_query_release(&told);
	return found;
}

static void
test_prepared_rows_are_found_as_they_are(void **state)
{
	static struct written rows[PREPARED];
	struct pinyin_prepared prepared[PREPARED];
	uint64_t seed = 0xA0761D6478BD642Full;
	size_t found = 0, asked = 0;
	struct pinyin_index x;
	char typed[TEXT];

	(void)state;
	for (int round = 0; round < 40; round++) {
		pinyin_index_init(&x);
		for (size_t i = 0; i < PREPARED; i++) {
			random_row(&seed, &rows[i]);
			prepared[i] = pinyin_prepare(&x, &rows[i].row);
		}
		for (size_t i = 0; i < QUERIES; i++, asked += PREPARED) {
			const struct written *w = &rows[rnd(&seed) % PREPARED];

			if (i % 8 == 0)
				random_text(&seed, typed, 24);
			else
				typed_of(&seed, i % 8 < 6 ? w->text : w->name,
				         typed);
			found += check_same(typed, rows, &x, prepared);
		}
		pinyin_index_release(&x);
	}
	/* neither all nor nothing: both answers were compared */
	assert_in_range(found, asked / 100, asked / 2);
}

/* A term goes on over the words and the digits that a text is cut into. */
static void
test_terms_run_over_the_cuts(void **state)
{
	static const struct {
		const char *typed, *text;
		enum pinyin_rank rank;
	} cases[] = {
		{ "yjjjz", "应急局 局长  139 0358", PINYIN_TEXT },
		{ "juzhang139", "应急局 局长  139 0358", PINYIN_TEXT },
		{ "jz-1390", "应急局 局长  139 0358", PINYIN_TEXT },
		{ "9 0358", "应急局 局长  139 0358", PINYIN_TEXT },
		{ "90-35", "应急局 局长  139 0358", PINYIN_TEXT },
		{ "93", "应急局 局长  139 0358", PINYIN_NONE },
		{ "ju39", "应急局 局长  139 0358", PINYIN_NONE },
		{ "209", "科员2  0915", PINYIN_TEXT },
		{ "yuan20", "科员2  0915", PINYIN_TEXT },
		{ "局长，书", "局 局长，书记办 书记", PINYIN_TEXT },
		{ "js", "局 局长，书记办 书记", PINYIN_NONE },
		{ "jbs", "局 局长，书记办 书记", PINYIN_TEXT },
		{ "(0358)76", "(0358)7620", PINYIN_TEXT },
		{ "035876", "(0358)7620", PINYIN_NONE },
		{ "7620zhuan8", "7620转8001", PINYIN_TEXT },
		{ "", "", PINYIN_TEXT },
		{ "1", "", PINYIN_NONE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pinyin_row row = { "赵", NULL, cases[i].text, NULL };
		struct pinyin_prepared prepared;
		struct pinyin_query q;
		struct pinyin_index x;

		pinyin_index_init(&x);
		prepared = pinyin_prepare(&x, &row);
		row.text = NULL;
		row.prepared = &prepared;
		pinyin_query_init(&q, cases[i].typed);
		pinyin_query_recall(&q, &x);
		if (pinyin_match(&q, &row) != cases[i].rank)
			fail_msg("%s in %s", cases[i].typed, cases[i].text);
		pinyin_query_release(&q);
		pinyin_index_release(&x);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_initials_prefixes_syllables),
		cmocka_unit_test(test_umlaut),
		cmocka_unit_test(test_letters_digits_characters),
		cmocka_unit_test(test_terms_and_fields),
		cmocka_unit_test(test_readings_of_names),
		cmocka_unit_test(test_sort_order),
		cmocka_unit_test(test_long_terms),
		cmocka_unit_test(test_table_is_sound),
		cmocka_unit_test(test_same_as_the_plain_rule),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_prepared_rows_are_found_as_they_are),
		cmocka_unit_test(test_terms_run_over_the_cuts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
