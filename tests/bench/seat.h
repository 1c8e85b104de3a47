/*
 * What benchmarks of the console share: a program on a pseudo-terminal of
 * 80x24, read until its output pauses; percentiles; figures of /proc.
 */
#ifndef BENCH_SEAT_H
#define BENCH_SEAT_H

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

#define ROWS 24
#define COLS 80

enum quiet { QUIET_PAINT_MS = 50, QUIET_KEY_MS = 12, FIRST_MS = 3000 };

/* A program on a terminal. */

struct seat {
	pid_t pid;
	int fd;
	VTerm *vt;
	VTermScreen *screen;
	size_t bytes;
};

static inline double
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

/* What the terminal answers (its cursor report) goes back. */
static inline void
on_answer(const char *s, size_t len, void *arg)
{
	struct seat *seat = arg;

	if (write(seat->fd, s, len) < 0)
		perror("bench: write");
}

static inline void
seat_start(struct seat *s, char *const argv[])
{
	struct winsize ws = { .ws_row = ROWS, .ws_col = COLS };

	memset(s, 0, sizeof(*s));
	s->vt = vterm_new(ROWS, COLS);
	vterm_set_utf8(s->vt, 1);
	vterm_output_set_callback(s->vt, on_answer, s);
	s->screen = vterm_obtain_screen(s->vt);
	vterm_screen_enable_altscreen(s->screen, 1);
	vterm_screen_reset(s->screen, 1);
	s->pid = forkpty(&s->fd, NULL, NULL, &ws);
	if (s->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		setenv("LC_ALL", "C.UTF-8", 1);
		execv(argv[0], argv);
		_exit(127);
	}
}

/*
 * Read until output pauses for quiet_ms; returns when the last byte came, 0
 * when none came within first_ms.
 */
static inline double
seat_read(struct seat *s, int first_ms, int quiet_ms)
{
	struct pollfd p = { .fd = s->fd, .events = POLLIN };
	char bytes[65536];
	double last = 0;
	ssize_t n;

	s->bytes = 0;
	while (poll(&p, 1, last > 0 ? quiet_ms : first_ms) > 0) {
		n = read(s->fd, bytes, sizeof(bytes));
		if (n <= 0)
			break;
		last = now_ms();
		s->bytes += (size_t)n;
		vterm_input_write(s->vt, bytes, (size_t)n);
	}
	return last;
}

static inline void
seat_stop(struct seat *s, const char *keys)
{
	char bytes[4096];
	int status;

	if (write(s->fd, keys, strlen(keys)) < 0)
		kill(s->pid, SIGTERM);
	while (read(s->fd, bytes, sizeof(bytes)) > 0)
		;
	waitpid(s->pid, &status, 0);
	close(s->fd);
	vterm_free(s->vt);
}

static inline int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static inline double
percentile(double *v, size_t n, double p)
{
	qsort(v, n, sizeof(*v), compare);
	return v[(size_t)(p * (double)(n - 1) + 0.5)];
}

/* A number after `name` in a file of /proc; -1 when it may not be read. */
static inline double
proc_number(pid_t pid, const char *file, const char *name)
{
	char path[64], line[256];
	double v = -1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f))
		if (strncmp(line, name, strlen(name)) == 0)
			v = strtod(line + strlen(name), NULL);
	if (f)
		fclose(f);
	return v;
}

#endif
