/*
 * Searching the text of plans: milliseconds for the first 20 hits of a query
 * of 1 to 4 characters over 100,000 paragraphs, beside LIKE on the same rows
 * in the same order.  Queries are cut from the text, so that common and rare
 * ones come as often as in it; as many again are of characters drawn apart,
 * most of which are nowhere.  One JSON object.
 */
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "desk/desk.h"
#include "desk/plan.h"

enum { PLANS = 100, PARAS = 1000, QUERIES = 2000, LIKES = 200, HITS = 20 };
enum { CHARS = 2500, WORDS = 8000, WORD_BYTES = 10 };

SQL_SCAN(bench_like, "SELECT a.plan, a.n, p.title, a.text FROM plan_para a "
                     "JOIN plan p ON p.id = a.plan WHERE a.text LIKE ?1 "
                     "ORDER BY a.id LIMIT ?2");

/* Numbers and letters stand between the words as they do in plans. */
static const char *const runs[] = { "110", "0358", "24", "2024", "1000",
	                            "kV",  "LNG",  "CO", "ppm",  "3" };
static const char *const joints[] = { "，", "、", "。", "；", "\u3000" };

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void __attribute__((noreturn)) die(const char *text)
{
	fprintf(stderr, "plan_search: %s\n", text);
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

/* 0 to n-1, the k-th about as often as 1/k. */
static uint32_t
zipf(uint64_t *seed, uint32_t n)
{
	double u = rnd(seed) / 4294967296.0;

	return (uint32_t)(pow(n + 1.0, u) - 1.0);
}

/*
 * The vocabulary: words of 1 to 3 characters out of CHARS, both drawn as
 * unevenly as those of a language are.
 */
static void
make_words(char words[WORDS][WORD_BYTES], uint64_t *seed)
{
	for (int i = 0; i < WORDS; i++) {
		uint32_t chars = 1 + rnd(seed) % 3;
		size_t len = 0;

		while (chars-- > 0)
			len += utf8_encode(0x4E00 + zipf(seed, CHARS) * 7,
			                   words[i] + len);
		words[i][len] = '\0';
	}
}

static void
make_para(struct buf *out, char words[WORDS][WORD_BYTES], uint64_t *seed)
{
	uint32_t n = 25 + rnd(seed) % 30;

	buf_clear(out);
	while (n-- > 0) {
		buf_str(out, words[zipf(seed, WORDS)]);
		if (rnd(seed) % 5 == 0)
			buf_str(out, joints[rnd(seed) % COUNT(joints)]);
		if (rnd(seed) % 25 == 0)
			buf_str(out, runs[rnd(seed) % COUNT(runs)]);
	}
}

static void
save_plan(struct desk *d, int i, struct doc *doc, char words[WORDS][WORD_BYTES],
          uint64_t *seed)
{
	struct plan_new p = { .category = i % PLAN_CATEGORIES };
	struct buf text = BUF_INIT;
	struct err err = ERR_INIT;
	char title[32];
	int n;

	snprintf(title, sizeof(title), "预案%d", i);
	doc_init(doc);
	for (n = 0; n < PARAS; n++) {
		make_para(&text, words, seed);
		if (doc_add(doc, n % 10 ? 0 : 1 + n / 10 % 3, text.s, text.len,
		            &err))
			die(err.text);
	}
	p.title = title;
	p.doc = doc;
	if (plan_save(d, &p, NULL, NULL, &err))
		die(err.text);
	buf_release(&text);
}

/* ---- queries ---- */

static size_t
at_char(const char *s, size_t n)
{
	return utf8_prefix(s, strlen(s), n);
}

/* `chars` characters of one paragraph; some with a mark of punctuation. */
static char *
cut_query(const struct doc *doc, size_t chars, uint64_t *seed)
{
	const char *text = doc->paras[rnd(seed) % doc->count].text;
	size_t all = utf8_count(text, strlen(text));
	const char *from = text + at_char(text, rnd(seed) % (all - chars));

	return mem_strn(from, at_char(from, chars));
}

static char *
drawn_query(const struct doc *doc, size_t chars, uint64_t *seed)
{
	struct buf out = BUF_INIT;
	char *one;

	while (chars-- > 0) {
		one = cut_query(doc, 1, seed);
		buf_str(&out, one);
		free(one);
	}
	return buf_take(&out);
}

static double
cpu_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static size_t
find(struct desk *d, const char *query)
{
	struct err err = ERR_INIT;
	struct plan_hit *rows;
	size_t n;

	if (plan_find(d, query, HITS, &rows, &n, &err))
		die(err.text);
	plan_hits_free(rows, n);
	return n;
}

static size_t
like(struct desk *d, const char *query)
{
	struct stmt *st = db_use(desk_db(d), &bench_like);
	struct err err = ERR_INIT;
	struct buf pattern = BUF_INIT;
	size_t n = 0;

	buf_fmt(&pattern, "%%%s%%", query);
	stmt_bind_text(st, 1, pattern.s);
	stmt_bind_int(st, 2, HITS);
	while (stmt_step(st, &err) == 1)
		n++;
	stmt_done(st);
	buf_release(&pattern);
	return n;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

struct figures {
	double p50, p99, max;
	size_t found;
};

static struct figures
measure(struct desk *d, char *const *queries, size_t count,
        size_t (*ask)(struct desk *, const char *))
{
	double *ms = mem_array(NULL, count, sizeof(*ms)), start;
	struct figures f = { .found = 0 };

	for (size_t i = 0; i < count; i++) {
		start = cpu_ms();
		f.found += ask(d, queries[i]) > 0;
		ms[i] = cpu_ms() - start;
	}
	qsort(ms, count, sizeof(*ms), by_value);
	f.p50 = ms[count / 2];
	f.p99 = ms[count * 99 / 100];
	f.max = ms[count - 1];
	free(ms);
	return f;
}

static void
bench_chars(struct desk *d, const struct doc *doc, size_t chars, uint64_t *seed)
{
	char *queries[QUERIES];
	struct figures index, plain;

	for (size_t i = 0; i < QUERIES; i++)
		queries[i] = i % 2 ? drawn_query(doc, chars, seed)
		                   : cut_query(doc, chars, seed);
	index = measure(d, queries, QUERIES, find);
	plain = measure(d, queries, LIKES, like);
	printf("%s{\"chars\": %zu, \"found\": %zu, \"ms_p50\": %.3f, "
	       "\"ms_p99\": %.3f, \"ms_max\": %.3f, \"like_ms_p50\": %.3f, "
	       "\"like_ms_p99\": %.3f, \"ratio_p50\": %.4f, "
	       "\"ratio_p99\": %.4f}",
	       chars > 1 ? ",\n  " : "", chars, index.found, index.p50,
	       index.p99, index.max, plain.p50, plain.p99,
	       index.p50 / plain.p50, index.p99 / plain.p99);
	for (size_t i = 0; i < QUERIES; i++)
		free(queries[i]);
}

static void
remove_dir(const char *dir)
{
	char path[512];
	struct dirent *e;
	DIR *list = opendir(dir);

	while (list && (e = readdir(list))) {
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if (e->d_name[0] != '.')
			unlink(path);
	}
	if (list)
		closedir(list);
	rmdir(dir);
}

int
main(void)
{
	const struct identity who = { .officer = "bench", .seat = "bench" };
	const struct desk_options o = { .drill = true, .clock_rate = 1000 };
	char dir[] = "/tmp/zhiban-bench-XXXXXX";
	uint64_t seed = 0x9E3779B97F4A7C15ull;
	struct err err = ERR_INIT;
	struct desk *d;
	char words[WORDS][WORD_BYTES];
	struct doc doc, again;
	double start;

	make_words(words, &seed);

	if (!mkdtemp(dir) || rmdir(dir) || desk_create(dir, &o, &who, &err) ||
	    desk_open(&d, dir, &who, NULL, &err))
		die(err.text);
	start = cpu_ms();
	for (int i = 0; i < PLANS; i++) {
		save_plan(d, i, &doc, words, &seed);
		if (i + 1 < PLANS)
			doc_release(&doc);
	}
	printf("{\"bench\": \"plan_search\", \"paras\": %d, \"hits\": %d, "
	       "\"save_plan_ms\": %.1f, ",
	       PLANS * PARAS, HITS, (cpu_ms() - start) / PLANS);
	start = cpu_ms();
	save_plan(d, 0, &again, words, &seed);
	printf("\"replace_plan_ms\": %.1f, \"queries\": [\n  ",
	       cpu_ms() - start);
	for (size_t chars = 1; chars <= 4; chars++)
		bench_chars(d, &doc, chars, &seed);
	printf("]}\n");
	doc_release(&doc);
	doc_release(&again);
	desk_close(d);
	remove_dir(dir);
	return 0;
}
