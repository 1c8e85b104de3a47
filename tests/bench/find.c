/*
 * Finding while typing: milliseconds a keystroke over 50,000 contacts with
 * posts and numbers, by what is typed, beside memmem() over the same bytes.
 * Every beginning of each word is a keystroke; it is timed as if nothing had
 * been typed before, which is the slowest that it can be, and once more in the
 * order of typing.  CPU time.  One JSON object.
 *
 * find [CONTACTS]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/pinyin.h"
#include "desk/contact.h"
#include "desk/desk.h"
#include "desk/find.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
enum { ROUNDS = 7, LISTED = 100, UNITS = 1000, WORDS = 10, KEYS = 64 };

static const char *const surnames[] = {
	"王", "李", "张", "刘", "陈", "杨", "赵", "黄",   "周",   "吴",
	"徐", "孙", "胡", "朱", "高", "林", "何", "郭",   "马",   "罗",
	"梁", "宋", "郑", "谢", "韩", "唐", "冯", "于",   "董",   "萧",
	"曾", "单", "解", "仇", "任", "武", "郝", "尉迟", "欧阳", "司徒",
};
static const char *const given[] = {
	"建", "国", "军", "强", "伟", "芳", "娜", "秀", "英", "敏", "静",
	"丽", "勇", "艳", "杰", "涛", "明", "超", "兰", "霞", "平", "刚",
	"桂", "三", "四", "红", "玉", "华", "文", "辉", "力", "志", "永",
	"健", "世", "广", "义", "兴", "良", "海", "山", "仁", "波", "宁",
};
static const char *const towns[] = {
	"下堡镇", "梧桐镇",   "兑镇镇",     "柱濮镇",     "高阳镇",
	"阳泉曲", "西辛庄镇", "大孝堡镇",   "驿马乡",     "南阳乡",
	"杜村乡", "新义街道", "中阳楼街道", "振兴街道",   "胜溪湖街道",
	"崇文",   "城北新区", "经济开发区", "梧桐工业园", "孝义市",
};
static const char *const places[] = {
	"人民政府", "应急管理局", "派出所", "卫生院", "中心校",
	"安监站",   "供电所",     "林业站", "水利站", "LNG加气站",
	"号煤矿",   "号煤矿",     "号煤矿", "村委会", "村委会",
	"村委会",   "村委会",     "村委会", "焦化厂", "铝矿有限公司",
};
static const char *const titles[] = {
	"书记",       "主任",   "副主任",     "镇长",     "副镇长",
	"局长",       "副局长", "值班员",     "站长",     "所长",
	"院长",       "科长",   "副科长",     "办事员",   "联络员",
	"安监员",     "矿长",   "总工程师",   "调度员",   "通风科科长",
	"安全生产科", "网格员", "护林员",     "队长",     "值班室主任",
	"驻矿安监员", "村医",   "灾害信息员", "护堤队长", "书记/主任",
};

/* As an officer types them. */
static const struct {
	const char *name, *words[WORDS];
} classes[] = {
	{ "initials", { "zjg", "wlh", "ldm", "chy", "oyjg", "yjglj" } },
	{ "syllables",
	  { "zhangjianguo", "liu xiaohong", "zengguang", "yuchi", "xian",
	    "zhao jg" } },
	{ "han", { "张建国", "王", "欧阳芳", "李秀英", "张s" } },
	{ "digits",
	  { "13912345678", "0358-7620119", "7620119", "139 0358", "000" } },
	{ "posts",
	  { "yingjiju", "yjglj juzhang", "派出所所长", "anjianyuan",
	    "xiabaozhen zhenzhang", "3号kuang", "lngzhan", "meikuang diaodu",
	    "书记/主任" } },
	{ "nothing",
	  { "qqqq", "xyzzy", "00000000000", "龘靐", "vvv", "zhangzhangzhang",
	    "8号局长" } },
};

static void __attribute__((noreturn)) die(const char *text)
{
	fprintf(stderr, "find: %s\n", text);
	exit(1);
}

static uint32_t
rnd(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (uint32_t)(*seed >> 32);
}

#define PICK(list, seed) ((list)[rnd(seed) % COUNT(list)])

/* ---- the desk ---- */

static int64_t
add_unit(struct desk *d, int i)
{
	const char *place = places[i / 20 % 20];
	struct buf name = BUF_INIT;
	struct err err = ERR_INIT;
	struct unit u;
	int64_t seq;

	buf_fmt(&name, "%s", towns[i % 20]);
	if (i / 20 >= 10)
		buf_fmt(&name, "%d", 1 + i / 20);
	buf_str(&name, place);
	unit_init(&u);
	free(u.name);
	u.name = buf_take(&name);
	u.kind = UNIT_OTHER;
	if (unit_save(d, &u, 0, &seq, &err))
		die(err.text);
	unit_release(&u);
	return seq;
}

/* The i-th person; nobody has a namesake in a post. */
static void
fill_contact(struct contact *c, const int64_t units[UNITS], int i,
             uint64_t *seed)
{
	static const char *const mobile[] = { "139", "138", "186", "150" };
	struct buf name = BUF_INIT, also = BUF_INIT;

	buf_fmt(&name, "%s%s%s", surnames[i % 37], PICK(given, seed),
	        rnd(seed) % 4 ? PICK(given, seed) : "");
	free(c->name);
	c->name = buf_take(&name);
	contact_add_post(c, units[i % UNITS],
	                 titles[i / UNITS % (int)COUNT(titles)]);
	if (rnd(seed) % 12 == 0) {
		buf_fmt(&also, "%d号网格长", 1 + i / UNITS);
		contact_add_post(c, units[(i + 1) % UNITS], also.s);
		buf_release(&also);
	}
	c->phones_count = 1 + rnd(seed) % 2;
	snprintf(c->phones[0].number, PHONE_TEXT, "%s%08d", PICK(mobile, seed),
	         (int)(rnd(seed) % 100000000));
	snprintf(c->phones[1].number, PHONE_TEXT, "0358-76%05d",
	         (int)(rnd(seed) % 100000));
}

static void
fill(struct desk *d, int count)
{
	uint64_t seed = 0x9E3779B97F4A7C15ull;
	struct err err = ERR_INIT;
	int64_t units[UNITS], seq;
	struct contact c;

	if (desk_batch_begin(d, &err))
		die(err.text);
	for (int i = 0; i < UNITS; i++)
		units[i] = add_unit(d, i);
	for (int i = 0; i < count; i++) {
		contact_init(&c);
		fill_contact(&c, units, i, &seed);
		if (contact_save(d, &c, 0, &seq, &err))
			die(err.text);
		contact_release(&c);
	}
	if (desk_batch_commit(d, &err))
		die(err.text);
}

static void
remove_desk(const char *dir)
{
	static const char *const names[] = { "desk.db",     "desk.db-wal",
		                             "desk.db-shm", "desk.gate",
		                             "desk.keeper", "desk.key",
		                             "ballast" };
	char path[128];

	for (size_t i = 0; i < COUNT(names); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		unlink(path);
	}
	if (rmdir(dir))
		die("the folder stays");
}

/* ---- timing ---- */

static double
cpu_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

struct timed {
	double *ms;
	size_t count, cap;
};

static void
timed_add(struct timed *t, double ms)
{
	t->ms = mem_grow(t->ms, t->count, &t->cap, sizeof(*t->ms));
	t->ms[t->count++] = ms;
}

static double
timed_at(struct timed *t, double part)
{
	qsort(t->ms, t->count, sizeof(*t->ms), by_value);
	return t->ms[(size_t)(part * (double)(t->count - 1) + 0.5)];
}

static double
median(double ms[ROUNDS])
{
	qsort(ms, ROUNDS, sizeof(*ms), by_value);
	return ms[ROUNDS / 2];
}

static size_t
find(struct finder *f, const char *keys)
{
	struct err err = ERR_INIT;
	struct found *rows;
	size_t n;

	if (finder_find(f, keys, 0, LISTED, &rows, &n, &err))
		die(err.text);
	found_free(rows, n);
	return n;
}

static double
press(struct finder *f, const char *keys)
{
	double began = cpu_ms();

	find(f, keys);
	return cpu_ms() - began;
}

/* Nothing typed before it. */
static double
press_afresh(struct finder *f, const char *keys)
{
	double ms[ROUNDS];

	for (int r = 0; r < ROUNDS; r++) {
		find(f, "");
		ms[r] = press(f, keys);
	}
	return median(ms);
}

static double
scan(const struct buf *bytes, const char *keys)
{
	size_t len = strlen(keys), hits = 0;
	double ms[ROUNDS], began;
	const char *s, *at;

	for (int r = 0; r < ROUNDS; r++) {
		began = cpu_ms();
		for (s = bytes->s; s; hits++) {
			at = memmem(s, (size_t)(bytes->s + bytes->len - s),
			            keys, len);
			s = at ? at + 1 : NULL;
		}
		ms[r] = cpu_ms() - began;
	}
	return hits ? median(ms) : 0;
}

struct figures {
	struct timed afresh, typed, plain;
};

static void
time_word(struct finder *f, const struct buf *bytes, const char *word,
          struct figures *own, struct figures *all)
{
	char keys[KEYS];
	double ms;

	find(f, "");
	for (size_t len = 1; len <= strlen(word); len++) {
		if ((word[len] & 0xC0) == 0x80)
			continue;
		snprintf(keys, sizeof(keys), "%.*s", (int)len, word);
		timed_add(&all->typed, press(f, keys));
	}
	for (size_t len = 1; len <= strlen(word); len++) {
		if ((word[len] & 0xC0) == 0x80)
			continue;
		snprintf(keys, sizeof(keys), "%.*s", (int)len, word);
		ms = press_afresh(f, keys);
		timed_add(&own->afresh, ms);
		timed_add(&all->afresh, ms);
		ms = scan(bytes, keys);
		timed_add(&own->plain, ms);
		timed_add(&all->plain, ms);
	}
}

/* What the finder holds of the contacts, in one piece. */
static void
gather(struct desk *d, struct buf *out)
{
	struct err err = ERR_INIT;
	struct contact *rows;
	struct unit u;
	size_t n;

	if (contact_list(d, 0, &rows, &n, &err))
		die(err.text);
	for (size_t i = 0; i < n; i++) {
		buf_fmt(out, "%s %s", rows[i].name, rows[i].spelling);
		for (size_t k = 0; k < rows[i].posts_count; k++) {
			if (unit_get(d, rows[i].posts[k].unit, &u, &err))
				die(err.text);
			buf_fmt(out, " %s %s", u.name, rows[i].posts[k].title);
			unit_release(&u);
		}
		for (size_t k = 0; k < rows[i].phones_count; k++)
			buf_fmt(out, "  %s", rows[i].phones[k].number);
		buf_str(out, "\n");
	}
	contacts_free(rows, n);
}

static void
print_figures(const char *name, struct figures *f)
{
	double p50 = timed_at(&f->afresh, 0.5);

	printf("\"%s\":{\"keystrokes\":%zu,\"ms_p50\":%.2f,\"ms_p99\":%.2f,"
	       "\"ms_max\":%.2f,\"memmem_ms_p50\":%.2f,\"ratio_p50\":%.2f},",
	       name, f->afresh.count, p50, timed_at(&f->afresh, 0.99),
	       timed_at(&f->afresh, 1), timed_at(&f->plain, 0.5),
	       p50 / timed_at(&f->plain, 0.5));
}

static void
figures_release(struct figures *f)
{
	free(f->afresh.ms);
	free(f->typed.ms);
	free(f->plain.ms);
}

static void
measure(struct desk *d, int count)
{
	struct figures all = { 0 };
	struct buf bytes = BUF_INIT;
	struct err err = ERR_INIT;
	struct finder *f;
	double began, loaded;

	gather(d, &bytes);
	began = cpu_ms();
	if (finder_new(&f, d, NULL, 0, &err))
		die(err.text);
	loaded = cpu_ms() - began;
	printf("{\"bench\":\"find\",\"contacts\":%d,", count);
	for (size_t i = 0; i < COUNT(classes); i++) {
		struct figures own = { 0 };

		for (size_t k = 0; k < WORDS && classes[i].words[k]; k++)
			time_word(f, &bytes, classes[i].words[k], &own, &all);
		print_figures(classes[i].name, &own);
		figures_release(&own);
	}
	print_figures("all", &all);
	printf("\"typed_ms_p50\":%.2f,\"typed_ms_p99\":%.2f,"
	       "\"typed_ms_max\":%.2f,\"load_ms\":%.0f}\n",
	       timed_at(&all.typed, 0.5), timed_at(&all.typed, 0.99),
	       timed_at(&all.typed, 1), loaded);
	figures_release(&all);
	buf_release(&bytes);
	finder_free(f);
}

int
main(int argc, char **argv)
{
	static const struct identity who = { "bench", "bench" };
	struct desk_options o = { .drill = true };
	int count = argc > 1 ? atoi(argv[1]) : 50000;
	char dir[] = "/tmp/zhiban-bench-XXXXXX";
	struct err err = ERR_INIT;
	struct desk *d;

	if (!mkdtemp(dir) || rmdir(dir))
		die("no folder");
	if (desk_create(dir, &o, &who, &err) ||
	    desk_open(&d, dir, &who, NULL, &err))
		die(err.text);
	fill(d, count);
	measure(d, count);
	desk_close(d);
	remove_desk(dir);
	return 0;
}
