/*
 * Finding people while typing: milliseconds a keystroke over 50,000 contacts,
 * each with a post and unit, one in ten with a spelling of its own, beside a
 * plain strstr() over the same rows; and making all their sort keys.  CPU
 * time.  One JSON object.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/pinyin.h"

#define ROWS 50000
#define ROUNDS 15
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

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
static const char *const units[] = {
	"孝义市应急管理局", "下堡镇人民政府",   "梧桐镇安监站",
	"兑镇镇3号煤矿",    "市自然资源局",     "LNG加气站",
	"市消防救援大队",   "柱濮镇中心卫生院", "高阳镇派出所",
	"胜溪湖街道办事处",
};
static const char *const posts[] = {
	"值班室主任",   "副局长 0358-7620119", "安全生产科科长",
	"党委副书记",   "矿长助理兼调度员",    "救援中队指导员",
	"防汛办联络员", "驻矿安监员",
};

/* As an officer types them: every beginning of each is a keystroke. */
static const char *const typed[] = {
	"zhangsan", "wjg",      "lhua",     "chenxy",     "liu jianguo",
	"张s",      "3号kuang", "王",       "7620119",    "zengguang",
	"lng",      "yuchi",    "sj zhang", "anjianzhan",
};

static uint32_t
rnd(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (uint32_t)(*seed >> 32);
}

#define PICK(list, seed) ((list)[rnd(seed) % COUNT(list)])

static char *
joined(const char *a, const char *b, const char *c)
{
	struct buf b3 = BUF_INIT;

	buf_str(&b3, a);
	buf_str(&b3, b);
	buf_str(&b3, c);
	return buf_take(&b3);
}

static struct pinyin_row *
make_rows(void)
{
	struct pinyin_row *rows = mem_array(NULL, ROWS, sizeof(*rows));
	uint64_t seed = 0x9E3779B97F4A7C15ull;

	for (size_t i = 0; i < ROWS; i++) {
		rows[i].name = joined(PICK(surnames, &seed), PICK(given, &seed),
		                      rnd(&seed) % 4 ? PICK(given, &seed) : "");
		rows[i].text =
			joined(PICK(units, &seed), " ", PICK(posts, &seed));
		rows[i].spelling = i % 10 ? NULL : "Zhao Jianguo";
	}
	return rows;
}

static double
cpu_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static size_t
scan_pinyin(const struct pinyin_row *rows, const char *keys)
{
	struct pinyin_query q;
	size_t found = 0;

	pinyin_query_init(&q, keys);
	for (size_t i = 0; i < ROWS; i++)
		found += pinyin_match(&q, &rows[i]) != PINYIN_NONE;
	pinyin_query_release(&q);
	return found;
}

static size_t
scan_plain(const struct pinyin_row *rows, const char *keys)
{
	size_t found = 0;

	for (size_t i = 0; i < ROWS; i++)
		found += strstr(rows[i].name, keys) ||
		         (rows[i].spelling && strstr(rows[i].spelling, keys)) ||
		         strstr(rows[i].text, keys);
	return found;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

struct figures {
	double *ms;
	size_t count, found;
};

/* Each keystroke is timed ROUNDS times; its median counts. */
static void
time_scans(struct figures *f, const struct pinyin_row *rows,
           size_t (*scan)(const struct pinyin_row *, const char *))
{
	double ms[ROUNDS], start;
	char keys[64];

	*f = (struct figures){ mem_array(NULL, COUNT(typed) * sizeof(keys),
		                         sizeof(*f->ms)),
		               0, 0 };
	for (size_t i = 0; i < COUNT(typed); i++)
		for (size_t len = 1; len <= strlen(typed[i]); len++) {
			if ((typed[i][len] & 0xC0) == 0x80)
				continue;
			snprintf(keys, sizeof(keys), "%.*s", (int)len,
			         typed[i]);
			for (int r = 0; r < ROUNDS; r++) {
				start = cpu_ms();
				f->found += scan(rows, keys);
				ms[r] = cpu_ms() - start;
			}
			qsort(ms, ROUNDS, sizeof(*ms), by_value);
			f->ms[f->count++] = ms[ROUNDS / 2];
		}
	qsort(f->ms, f->count, sizeof(*f->ms), by_value);
}

static double
time_keys(const struct pinyin_row *rows)
{
	struct buf key = BUF_INIT;
	double start = cpu_ms();

	for (size_t i = 0; i < ROWS; i++) {
		buf_clear(&key);
		pinyin_sort_key(&key, rows[i].name);
	}
	buf_release(&key);
	return cpu_ms() - start;
}

int
main(void)
{
	struct pinyin_row *rows = make_rows();
	struct figures pinyin, plain;

	time_scans(&pinyin, rows, scan_pinyin);
	time_scans(&plain, rows, scan_plain);
	if (!pinyin.found || pinyin.found < plain.found) {
		fputs("bench: nothing was found\n", stderr);
		return 2;
	}
	printf("{\"bench\": \"pinyin\", \"rows\": %d, \"keystrokes\": %zu, "
	       "\"ms_p50\": %.2f, \"ms_max\": %.2f, "
	       "\"strstr_ms_p50\": %.2f, \"strstr_ms_max\": %.2f, "
	       "\"ratio_p50\": %.2f, \"sort_keys_ms\": %.1f}\n",
	       ROWS, pinyin.count, pinyin.ms[pinyin.count / 2],
	       pinyin.ms[pinyin.count - 1], plain.ms[plain.count / 2],
	       plain.ms[plain.count - 1],
	       pinyin.ms[pinyin.count / 2] / plain.ms[plain.count / 2],
	       time_keys(rows));
	for (size_t i = 0; i < ROWS; i++) {
		free((char *)rows[i].name);
		free((char *)rows[i].text);
	}
	free(rows);
	free(pinyin.ms);
	free(plain.ms);
	return 0;
}
