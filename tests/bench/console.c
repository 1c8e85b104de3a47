/*
 * The console in a real pseudo-terminal, beside a bare ncurses list of the
 * same rows: start, key to paint, bytes a key, bytes and wake-ups of an idle
 * second, memory.  Medians; read the ratios.
 *
 *	console ZHIBAN [INCIDENTS...]	desks of so many incidents (0 1000)
 *	console --bare FILE		the bare list, on this terminal
 */
#include <locale.h>
#include <ncurses.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "desk/desk.h"
#include "desk/incident.h"
#include "tests/bench/seat.h"

#define LIST_TOP 3 /* rows of the console's list on its screen */
#define LIST_ROWS 17
#define STARTS 11
#define MOVES 15 /* down, then up again */
#define IDLE_S 10
#define OPEN_INCIDENTS 20
#define BATCH 500
#define SAMPLES 64

/* The list to compare with. */

static char bare_rows[200][COLS * 4];
static int bare_count;

static void
bare_draw(int top, int sel)
{
	int i;

	for (i = 0; i < LINES && top + i < bare_count; i++) {
		if (top + i == sel)
			attron(A_REVERSE);
		mvaddstr(i, 0, bare_rows[top + i]);
		attroff(A_REVERSE);
		clrtoeol();
	}
	refresh();
}

static int
bare_list(const char *path)
{
	FILE *f = fopen(path, "r");
	int sel = 0, top = 0, c;

	if (!f)
		return 2;
	while (bare_count < 200 &&
	       fgets(bare_rows[bare_count], sizeof(bare_rows[0]), f)) {
		bare_rows[bare_count][strcspn(bare_rows[bare_count], "\n")] = 0;
		bare_count++;
	}
	fclose(f);
	setlocale(LC_CTYPE, "C.UTF-8");
	initscr();
	raw();
	noecho();
	keypad(stdscr, TRUE);
	curs_set(0);
	bare_draw(top, sel);
	while ((c = getch()) != 'Q') {
		sel += c == 'j' && sel + 1 < bare_count ? 1 : 0;
		sel -= c == 'k' && sel > 0 ? 1 : 0;
		if (sel >= top + LINES)
			top = sel - LINES + 1;
		if (sel < top)
			top = sel;
		bare_draw(top, sel);
	}
	endwin();
	return 0;
}

/* The rows of the screen as text, for the list to compare with. */
static void
seat_rows(const struct seat *s, FILE *out)
{
	char text[COLS * 8];
	VTermRect r;
	size_t len;
	int row;

	for (row = LIST_TOP; row < LIST_TOP + LIST_ROWS; row++) {
		r = (VTermRect){ row, row + 1, 0, COLS };
		len = vterm_screen_get_text(s->screen, text, sizeof(text), r);
		fprintf(out, "%.*s\n", (int)len, text);
	}
}

/* Figures. */

struct figures {
	double start_ms, start_min_ms, key_p50_ms, key_p99_ms, key_bytes;
	double idle_bytes_s, idle_wakeups_s, pss_kb;
};

/* On a busy machine the least is the truest. */
static void
measure_start(char *const argv[], const char *leave, struct figures *f)
{
	double v[STARTS], begin;
	struct seat s;
	size_t i;

	for (i = 0; i < STARTS; i++) {
		begin = now_ms();
		seat_start(&s, argv);
		v[i] = seat_read(&s, FIRST_MS, QUIET_PAINT_MS) - begin;
		seat_stop(&s, leave);
	}
	f->start_ms = percentile(v, STARTS, 0.5);
	f->start_min_ms = v[0];
}

static void
measure_keys(struct seat *s, struct figures *f)
{
	double ms[SAMPLES], bytes[SAMPLES], begin, end;
	size_t i, n = 0;

	for (i = 0; i < 4 * MOVES; i++) {
		begin = now_ms();
		if (write(s->fd, i / MOVES % 2 ? "k" : "j", 1) != 1)
			return;
		end = seat_read(s, 1000, QUIET_KEY_MS);
		if (end <= 0)
			continue;
		ms[n] = end - begin;
		bytes[n++] = (double)s->bytes;
	}
	if (n == 0)
		return;
	f->key_bytes = percentile(bytes, n, 0.5);
	f->key_p50_ms = percentile(ms, n, 0.5);
	f->key_p99_ms = percentile(ms, n, 0.99);
}

static void
measure_idle(struct seat *s, struct figures *f)
{
	const char *name = "voluntary_ctxt_switches:";
	double before, end = now_ms() + IDLE_S * 1e3, bytes = 0;

	before = proc_number(s->pid, "status", name);
	while (now_ms() < end)
		if (seat_read(s, (int)(end - now_ms()) + 1, 1) > 0)
			bytes += (double)s->bytes;
	f->idle_bytes_s = bytes / IDLE_S;
	f->idle_wakeups_s =
		(proc_number(s->pid, "status", name) - before) / IDLE_S;
	f->pss_kb = proc_number(s->pid, "smaps_rollup", "Pss:");
}

static void
print_figures(const struct figures *f)
{
	printf("\"start_ms\": %.2f, \"start_min_ms\": %.2f, "
	       "\"key_p50_ms\": %.3f, "
	       "\"key_p99_ms\": %.3f, \"key_bytes\": %.0f",
	       f->start_ms, f->start_min_ms, f->key_p50_ms, f->key_p99_ms,
	       f->key_bytes);
}

/* Desks. */

static int
add_incident(struct desk *d, int i, int n, char first[INCIDENT_NUMBER],
             struct err *err)
{
	int64_t now = desk_now(d), seq;
	struct incident_new in = { .kind = "nearmiss",
		                   .title = "杨家沟煤业井下顶板冒落",
		                   .place = "梧桐镇杨家沟",
		                   .occurred_ms = now - 60000,
		                   .received_ms = now,
		                   .unit_head_told_ms = JOURNAL_NO_TIME };
	char number[INCIDENT_NUMBER];

	facts_init(&in.facts);
	if (i >= n - OPEN_INCIDENTS)
		in.kind = "accident.coal";
	if (incident_open(d, &in, number, &seq, err))
		return -1;
	if (i == 0)
		memcpy(first, number, sizeof(number));
	/* Most of a desk's years are over. */
	if (i > 0 && i < n - OPEN_INCIDENTS)
		return incident_merge(d, number, first, "同一起", &seq, err);
	return 0;
}

static int
make_desk(const char *dir, int n, struct err *err)
{
	struct desk_options o = { .drill = true, .clock_rate = 1000 };
	struct identity who = { "bench", "pty" };
	char first[INCIDENT_NUMBER];
	struct desk *d = NULL;
	int i, rc = -1;

	if (desk_create(dir, &o, &who, err) ||
	    desk_open(&d, dir, &who, NULL, err))
		goto out;
	for (i = 0; i < n; i++) {
		if (i % BATCH == 0 && desk_batch_begin(d, err))
			goto out;
		if (add_incident(d, i, n, first, err))
			goto out;
		if ((i % BATCH == BATCH - 1 || i == n - 1) &&
		    desk_batch_commit(d, err))
			goto out;
	}
	rc = 0;
out:
	desk_close(d);
	return rc;
}

static int
measure_desk(const char *zhiban, const char *tmp, int n, struct figures *f,
             struct err *err)
{
	char dir[512], rows[512];
	char *argv[] = { (char *)zhiban, (char *)"--data", dir, NULL };
	struct seat s;
	FILE *out;

	snprintf(dir, sizeof(dir), "%s/desk%d", tmp, n);
	snprintf(rows, sizeof(rows), "%s/rows", tmp);
	if (make_desk(dir, n, err))
		return -1;
	measure_start(argv, "Qy", f);
	seat_start(&s, argv);
	seat_read(&s, FIRST_MS, QUIET_PAINT_MS);
	measure_idle(&s, f);
	if (write(s.fd, "3", 1) == 1)
		seat_read(&s, FIRST_MS, QUIET_PAINT_MS);
	out = n > 0 ? fopen(rows, "w") : NULL;
	if (out) {
		seat_rows(&s, out);
		fclose(out);
	}
	if (n > 0)
		measure_keys(&s, f);
	seat_stop(&s, "Qy");
	return 0;
}

static void
measure_bare(const char *self, const char *tmp, struct figures *f)
{
	char rows[512];
	char *argv[] = { (char *)self, (char *)"--bare", rows, NULL };
	struct seat s;

	snprintf(rows, sizeof(rows), "%s/rows", tmp);
	measure_start(argv, "Q", f);
	seat_start(&s, argv);
	seat_read(&s, FIRST_MS, QUIET_PAINT_MS);
	measure_keys(&s, f);
	seat_stop(&s, "Q");
}

static int
bench(const char *self, const char *zhiban, const char *tmp, int count,
      char **sizes)
{
	struct figures bare = { 0 }, f = { 0 }, first = { 0 };
	struct err err = ERR_INIT;
	int i, n;

	printf("{\"bench\": \"console\", \"desks\": [");
	for (i = 0; i < count; i++) {
		n = atoi(sizes[i]);
		f = (struct figures){ 0 };
		if (measure_desk(zhiban, tmp, n, &f, &err)) {
			fprintf(stderr, "bench: %s\n", err.text);
			return 2;
		}
		if (i == 0)
			first = f;
		printf("%s\n {\"incidents\": %d, ", i ? "," : "", n);
		print_figures(&f);
		printf(", \"idle_bytes_s\": %.1f, \"idle_wakeups_s\": %.2f, "
		       "\"pss_kb\": %.0f, \"start_ratio\": %.2f}",
		       f.idle_bytes_s, f.idle_wakeups_s, f.pss_kb,
		       f.start_min_ms / first.start_min_ms);
	}
	if (f.key_bytes > 0) {
		measure_bare(self, tmp, &bare);
		printf("],\n \"bare\": {");
		print_figures(&bare);
		printf("},\n \"key_ratio\": %.2f, \"bytes_ratio\": %.2f}\n",
		       f.key_p50_ms / bare.key_p50_ms,
		       f.key_bytes / bare.key_bytes);
	} else {
		printf("]}\n");
	}
	return 0;
}

int
main(int argc, char **argv)
{
	static char *standard[] = { (char *)"0", (char *)"1000" };
	char tmp[] = "/tmp/zhiban-bench-XXXXXX", command[600];
	int status;

	if (argc == 3 && strcmp(argv[1], "--bare") == 0)
		return bare_list(argv[2]);
	if (argc < 2 || !mkdtemp(tmp)) {
		fputs("usage: console ZHIBAN [INCIDENTS...]\n", stderr);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	status = argc > 2 ? bench(argv[0], argv[1], tmp, argc - 2, argv + 2)
	                  : bench(argv[0], argv[1], tmp, 2, standard);
	snprintf(command, sizeof(command), "rm -rf %s", tmp);
	if (system(command))
		fprintf(stderr, "bench: %s is left behind\n", tmp);
	return status;
}
