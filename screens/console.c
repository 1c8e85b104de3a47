#include "screens/console.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/loop.h"
#include "base/tr.h"
#include "desk/desk.h"
#include "desk/setting.h"
#include "desk/watchman.h"
#include "screens/kit/terminal.h"
#include "screens/ui.h"

/*
 * A tick aims a little behind the second: woken before it, the clock would
 * show the old one and ask for another wake-up.
 */
#define TICK_LATE_MS 2
#define TICK_MIN_MS 100 /* a drill desk's clock may run fast */

/* A watch that is gone is started again, later and later when it goes again. */
#define WATCH_PAUSE_MS 5000
#define WATCH_PAUSE_MAX_MS (5 * 60 * 1000)

struct console {
	struct desk *desk;
	struct ui *ui;
	struct terminal *terminal;
	struct loop *loop;
	int escape_timer;
	bool shown;                            /* the first picture */
	int64_t watch_next_ms, watch_pause_ms; /* boot time */
};

/* Bodies hold personal data: no core file, no debugger of the same user. */
static void
keep_memory_private(void)
{
	const struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

static void
feed_keys(struct console *c)
{
	struct key_event e;

	while (!c->ui->leaving && terminal_key(c->terminal, &e))
		ui_key(c->ui, &e);
	if (c->ui->leaving)
		loop_stop(c->loop);
}

static void
on_escape_delay(void *arg)
{
	struct console *c = arg;

	c->escape_timer = 0;
	terminal_expire(c->terminal);
	feed_keys(c);
}

static void
on_readable(void *arg, int fd, short revents)
{
	struct console *c = arg;
	bool wide = terminal_wide_ambiguous(c->terminal);

	(void)fd;
	if (!(revents & POLLIN) || terminal_read(c->terminal)) {
		loop_stop(c->loop); /* the line is gone */
		return;
	}
	loop_cancel(c->loop, c->escape_timer);
	c->escape_timer = 0;
	feed_keys(c);
	if (terminal_waiting(c->terminal))
		c->escape_timer = loop_after(c->loop, TERMINAL_ESC_DELAY_MS,
		                             on_escape_delay, c);
	if (wide != terminal_wide_ambiguous(c->terminal)) {
		c->ui->canvas.wide_ambiguous = !wide;
		c->ui->redraw = c->ui->dirty = true;
	}
}

static void
on_bell(void *arg, int fd, short revents)
{
	struct console *c = arg;

	(void)fd;
	(void)revents;
	if (desk_changed(c->desk))
		ui_changed(c->ui);
}

/*
 * Whoever has a console open has a watch, and has it again when it was killed.
 * One that hangs holds its lock: it is an alarm, and nobody's to kill.
 */
static void
keep_watch(struct console *c)
{
	const struct sentry *seen = &c->ui->lookout.sentry;
	const char *trouble = NULL;
	struct err err = ERR_INIT;
	struct clock_reading now;

	if (sentry_state(seen) == SENTRY_WATCHING)
		c->watch_pause_ms = 0;
	if (seen->running)
		return;
	clock_read(&clock_system, &now);
	if (now.boot_ms < c->watch_next_ms)
		return;
	c->watch_pause_ms *= 2;
	if (c->watch_pause_ms < WATCH_PAUSE_MS)
		c->watch_pause_ms = WATCH_PAUSE_MS;
	if (c->watch_pause_ms > WATCH_PAUSE_MAX_MS)
		c->watch_pause_ms = WATCH_PAUSE_MAX_MS;
	c->watch_next_ms = now.boot_ms + c->watch_pause_ms;
	if (watchman_start(c->desk, &err))
		trouble =
			err.code == ERR_NOT_FOUND ? N_("未装") : N_("未能启动");
	if (trouble != c->ui->lookout.trouble)
		ui_dirty(c->ui);
	c->ui->lookout.trouble = trouble;
}

static void set_tick(struct console *c);

static void
on_second(void *arg)
{
	struct console *c = arg;

	ui_tick(c->ui);
	if (c->shown)
		keep_watch(c);
	set_tick(c);
}

static void
set_tick(struct console *c)
{
	int64_t ms = desk_tick_ms(c->desk);

	loop_after(c->loop,
	           (ms < TICK_MIN_MS ? TICK_MIN_MS : ms) + TICK_LATE_MS,
	           on_second, c);
}

static void
on_signal(void *arg, int signo)
{
	struct console *c = arg;
	int rows, cols;

	if (signo != SIGWINCH) {
		loop_stop(c->loop);
		return;
	}
	terminal_resized(c->terminal);
	terminal_size(c->terminal, &rows, &cols);
	ui_resize(c->ui, rows, cols);
}

static void
before_wait(void *arg)
{
	struct console *c = arg;

	if (!c->ui->dirty)
		return;
	if (c->ui->redraw)
		terminal_redraw(c->terminal);
	c->ui->redraw = false;
	ui_draw(c->ui);
	terminal_flush(c->terminal, &c->ui->canvas);
	if (c->ui->ring)
		terminal_bell(c->terminal);
	c->ui->ring = false;
	if (!c->shown) {
		c->shown = true; /* what a watch costs comes after it */
		keep_watch(c);
	}
}

static int
console_wire(struct console *c, struct err *err)
{
	static const int signals[] = { SIGWINCH, SIGHUP, SIGTERM };
	size_t i;

	loop_before_wait(c->loop, before_wait, c);
	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		if (loop_signal(c->loop, signals[i], on_signal, c, err))
			return -1;
	set_tick(c);
	if (loop_watch(c->loop, terminal_fd(c->terminal), POLLIN, on_readable,
	               c, err))
		return -1;
	return loop_watch(c->loop, desk_bell_fd(c->desk), POLLIN, on_bell, c,
	                  err);
}

static void
say_limits(struct console *c)
{
	if (terminal_shows_chinese(c->terminal))
		return;
	tr_use(TR_EN);
	ui_say(c->ui, ROLE_NOTICE,
	       "This console cannot show Chinese: English labels. "
	       "Use a terminal over SSH.");
}

static enum terminal_width
width_setting(struct desk *desk)
{
	char value[SETTING_VALUE];

	setting_text(desk, "terminal.ambiguous", value);
	if (strcmp(value, "2") == 0)
		return TERMINAL_WIDE;
	return strcmp(value, "1") == 0 ? TERMINAL_NARROW : TERMINAL_ASK;
}

int
console_run(struct desk *desk, struct err *err)
{
	struct console c = { .desk = desk };
	int rows, cols, rc = -1;

	keep_memory_private();
	c.terminal = terminal_open(width_setting(desk), err);
	if (!c.terminal)
		return -1;
	if (!terminal_shows_chinese(c.terminal))
		tr_use(TR_EN);
	c.loop = loop_new(err);
	if (!c.loop)
		goto out;
	terminal_size(c.terminal, &rows, &cols);
	c.ui = ui_new(desk, screen_registry, rows, cols);
	c.ui->loop = c.loop;
	c.ui->canvas.wide_ambiguous = terminal_wide_ambiguous(c.terminal);
	c.ui->canvas.ascii_lines = terminal_ascii_lines(c.terminal);
	say_limits(&c);
	if (console_wire(&c, err) == 0)
		rc = loop_run(c.loop, err);
out:
	ui_free(c.ui);
	terminal_close(c.terminal);
	loop_free(c.loop);
	return rc;
}
