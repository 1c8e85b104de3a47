/*
 * Ten thousand warnings that nobody has closed: milliseconds of CPU from a key
 * to the picture drawn, in the list of warnings, on the board and in the box
 * that finds anything, the median and the worst of many.  One JSON object.
 *
 * warnings [COUNT]
 */
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "desk/warning.h"
#include "screens/ui.h"
#include "tests/unit/feed.h"

#define PAYLOAD                                                                \
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

enum { TIMES = 200 };

static void __attribute__((noreturn)) die(const char *text)
{
	fprintf(stderr, "warnings: %s\n", text);
	exit(1);
}

static double
cpu_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static void
remove_desk(const char *dir)
{
	char path[512];
	struct dirent *e;
	DIR *d = opendir(dir);

	while (d && (e = readdir(d))) {
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if (e->d_name[0] != '.')
			unlink(path);
	}
	if (d)
		closedir(d);
	rmdir(dir);
}

/* One answer of a feed with all of them: of each level, of five kinds. */
static void
fill(struct desk *d, int count)
{
	static const char *const kinds[] = { "暴雨", "大风", "雷电", "高温",
		                             "森林火险" };
	static const struct feed_format format = { "nmc", "nmc", true, NULL,
		                                   false };
	struct feed feed = { .name = "nmc", .format = &format, .on = true };
	struct warning_misses misses = WARNING_MISSES_INIT;
	struct warning_polled polled;
	struct err err = ERR_INIT;
	struct feed_answer a;
	char text[128];

	feed.want.level = 4;
	feed.want.magnitude = -HUGE_VAL;
	feed_answer_init(&a);
	for (int i = 0; i < count; i++) {
		struct feed_warning *w = feed_add(&a, "bench", &err);

		snprintf(text, sizeof(text), "w%d", i);
		feed_set(&w->id, text, FEED_LINE_MAX);
		feed_set(&w->condition, text, FEED_LINE_MAX);
		feed_set(&w->kind, kinds[i % COUNT(kinds)], FEED_LINE_MAX);
		snprintf(text, sizeof(text), "孝义市气象台发布%s预警第%d号",
		         kinds[i % COUNT(kinds)], i);
		feed_set(&w->headline, text, FEED_LINE_MAX);
		feed_set(&w->sender, "孝义市气象台", FEED_LINE_MAX);
		w->level = 1 + i % 4;
		feed_push(&w->adcodes, "141181");
	}
	if (warning_poll(d, &feed, &a, PAYLOAD, &misses, &polled, &err))
		die(err.text);
	if (polled.added != (size_t)count)
		die("not all of them were taken");
	feed_answer_release(&a);
	warning_misses_release(&misses);
}

static unsigned
press(void *arg, const struct key_event *e)
{
	ui_key(arg, e);
	return 0;
}

static double
timed(struct ui *ui, const char *key)
{
	double began = cpu_ms();

	feed_keys(key, press, ui);
	ui_draw(ui);
	return cpu_ms() - began;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* What a key costs, `before` (NULL: nothing) pressed untimed each time. */
static void
measure(struct ui *ui, const char *name, const char *before, const char *key)
{
	double ms[TIMES];

	for (int i = 0; i < TIMES; i++) {
		if (before)
			timed(ui, before);
		ms[i] = timed(ui, key);
	}
	qsort(ms, TIMES, sizeof(*ms), by_size);
	printf(", \"%s\": [%.3f, %.3f]", name, ms[TIMES / 2], ms[TIMES - 1]);
}

static void
measure_all(struct desk *d, int count)
{
	struct ui *ui = ui_new(d, screen_registry, 24, 80);

	printf("{\"bench\": \"warnings\", \"warnings\": %d", count);
	measure(ui, "board", "5", "1");
	measure(ui, "list", "1", "5");
	measure(ui, "down", NULL, "j");
	measure(ui, "page_down", NULL, "<PgDn>");
	measure(ui, "last", "g", "G");
	measure(ui, "page_up_from_last", NULL, "<PgUp>");
	measure(ui, "first", "G", "g");
	measure(ui, "set", "g", "v");
	measure(ui, "read_anew", NULL, "R");
	measure(ui, "read_anew_at_the_end", "G", "R");
	measure(ui, "page_of_one", "5", "<Enter>");
	measure(ui, "box", "<Esc>5", "<C-p>");
	timed(ui, "<Esc>5");
	measure(ui, "box_first_letter", "<Esc>5<C-p>", "b");
	measure(ui, "box_second_letter", "<Esc>5<C-p>b", "y");
	printf("}\n");
	ui_free(ui);
}

int
main(int argc, char **argv)
{
	static const struct identity who = { "bench", "bench" };
	struct desk_options o = { .drill = true };
	int count = argc > 1 ? atoi(argv[1]) : 10000;
	char dir[] = "/tmp/zhiban-bench-XXXXXX";
	struct err err = ERR_INIT;
	struct desk *d;

	if (!mkdtemp(dir) || rmdir(dir))
		die("no folder");
	if (desk_create(dir, &o, &who, &err) ||
	    desk_open(&d, dir, &who, NULL, &err))
		die(err.text);
	fill(d, count);
	measure_all(d, count);
	desk_close(d);
	remove_desk(dir);
	return 0;
}
