#include "watch/worker.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/clock.h"
#include "base/loop.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/notice.h"
#include "desk/payload.h"
#include "desk/sentry.h"
#include "desk/setting.h"
#include "desk/spool_bad.h"
#include "desk/warning.h"
#include "store/db.h"
#include "store/gate.h"
#include "watch/fetch.h"
#include "watch/keys.h"
#include "watch/notify.h"
#include "watch/outbox.h"
#include "watch/poller.h"
#include "watch/rounds.h"
#include "watch/spool.h"

enum { ROUND_MS = 1000, ESCALATE_ROUNDS = 2, SPOOL_ROUNDS = 5 };
enum { ONCE_MS = 20, ONCE_FAILURES = 250 }; /* of --once */

#define KEYS_FILE "keys"

struct worker {
	const struct worker_options *options;
	struct loop *loop;
	struct desk *desk;
	struct fetcher *fetcher;
	struct keys *keys;
	struct poller_room room;
	struct poller **pollers;
	size_t count, cap;
	struct outbox *outbox;
	struct notify *notify;
	int lock;     /* of the sentry */
	bool visited; /* by --once, and desk.watch is its own */
	struct rounds rounds;
	int failures;     /* rounds that were not whole, in a row */
	int settled;      /* rounds since all was polled, of --once */
	bool changed;     /* somebody wrote: the feeds are read again */
	int64_t prune_ms; /* boot time at which the next is due */
	struct err err;   /* what failed last */
	bool ended;       /* by that */
};

static struct clock_reading
reading(void)
{
	struct clock_reading r;

	clock_read(&clock_system, &r);
	return r;
}

/* ---- the feeds ---- */

static size_t
poller_find(const struct worker *w, const char *name)
{
	size_t i;

	for (i = 0; i < w->count; i++)
		if (strcmp(poller_name(w->pollers[i]), name) == 0)
			break;
	return i;
}

static void
poller_drop(struct worker *w, size_t i)
{
	poller_free(w->pollers[i]);
	w->pollers[i] = w->pollers[--w->count];
}

static bool
is_polled(const struct worker *w, const struct feed *f)
{
	return f->on && (f->local || !desk_is_drill(w->desk));
}

static int
feeds_read(struct worker *w, struct err *err)
{
	int64_t now = reading().boot_ms;
	struct feed *rows;
	size_t n, at;

	if (feed_list(w->desk, &rows, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		at = poller_find(w, rows[i].name);
		if (!is_polled(w, &rows[i])) {
			if (at < w->count)
				poller_drop(w, at);
		} else if (at < w->count) {
			poller_change(w->pollers[at], &rows[i], now);
		} else {
			w->pollers = mem_grow(w->pollers, w->count, &w->cap,
			                      sizeof(struct poller *));
			w->pollers[w->count++] =
				poller_new(&w->room, &rows[i], now);
		}
	}
	feeds_free(rows, n);
	return 0;
}

/* ---- the keys ---- */

static void
keys_path(const struct worker *w, struct buf *out)
{
	buf_fmt(out, "%s/" KEYS_FILE, w->options->dir);
}

/* One that was replaced is used from now on; a bad file changes nothing. */
static void
keys_follow(struct worker *w)
{
	struct err err = ERR_INIT;
	struct buf path = BUF_INIT;
	bool fresh;

	keys_path(w, &path);
	if (keys_refresh(w->keys, path.s, &fresh, &err))
		fprintf(stderr, "zhiban-watch run: %s\n", err.text);
	buf_release(&path);
}

/* ---- a round ---- */

static int
prune(struct worker *w, struct err *err)
{
	int64_t boot = reading().boot_ms;
	int count;

	if (boot < w->prune_ms)
		return 0;
	w->prune_ms = boot + CIVIL_DAY;
	spool_bad_prune(desk_dir(w->desk), desk_now(w->desk));
	return payload_prune(desk_dir(w->desk), desk_now(w->desk), &count, err);
}

static void
say_bad(const char *name, const char *why)
{
	fprintf(stderr, "zhiban-watch run: spool/%s: %s\n", name, why);
}

static int
part_feeds(void *arg, struct err *err)
{
	struct worker *w = arg;

	if (w->changed && feeds_read(w, err))
		return -1;
	w->changed = false;
	return 0;
}

static int
part_keys(void *arg, struct err *err)
{
	(void)err;
	keys_follow(arg);
	return 0;
}

static int
part_expire(void *arg, struct err *err)
{
	struct worker *w = arg;
	size_t n;

	return warning_expire(w->desk, &n, err);
}

static int
part_escalate(void *arg, struct err *err)
{
	struct worker *w = arg;
	size_t n;

	return notice_escalate(w->desk, &n, err);
}

static int
part_spool(void *arg, struct err *err)
{
	struct worker *w = arg;
	struct spool_read read;

	return spool_read(w->desk, w->keys, say_bad, &read, err);
}

static int
part_outbox(void *arg, struct err *err)
{
	struct worker *w = arg;

	return outbox_tick(w->outbox, err);
}

static int
part_prune(void *arg, struct err *err)
{
	return prune(arg, err);
}

static int
part_poll(void *arg, struct err *err)
{
	struct worker *w = arg;
	int64_t boot = reading().boot_ms;

	(void)err;
	for (size_t i = 0; i < w->count; i++)
		poller_tick(w->pollers[i], boot);
	return 0;
}

static const struct rounds_part round_parts[] = {
	{ "keys", SPOOL_ROUNDS, part_keys },
	{ "feeds", 1, part_feeds },
	{ "expiry", 1, part_expire },
	{ "escalation", ESCALATE_ROUNDS, part_escalate },
	{ "answers", SPOOL_ROUNDS, part_spool },
	{ "outbox", 1, part_outbox },
	{ "payloads", 1, part_prune },
	{ "polling", 1, part_poll },
};

static void
tell(const char *part, const struct err *why)
{
	fprintf(stderr, "zhiban-watch run: %s: %s\n", part, why->text);
}

static void
beat(const struct worker *w)
{
	struct err none = ERR_INIT;
	int well = 0;

	if (w->options->once)
		return;
	for (size_t i = 0; i < w->count; i++)
		well += poller_well(w->pollers[i]);
	if (sentry_beat(w->lock, reading().boot_ms, well, (int)w->count,
	                &none) == 0)
		notify_say(w->notify, "WATCHDOG=1");
}

/*
 * Every feed has been polled, what that raised has been raised since, and
 * nothing is on its way.
 */
static bool
done_once(struct worker *w)
{
	for (size_t i = 0; i < w->count; i++)
		if (poller_busy(w->pollers[i]) || !poller_polls(w->pollers[i]))
			return false;
	return ++w->settled > ESCALATE_ROUNDS && !outbox_busy(w->outbox);
}

/*
 * What fails is told and tried again: a full disk or a desk that is busy must
 * not leave the room without a watch.  A round that is not whole does not beat,
 * so the consoles see it.  --once has somebody who waits for it, and gives up.
 *
 * But a connection that a disk failed is never written to again: then it ends,
 * so that systemd or a console starts one whose connection is fit.
 */
static void
one_round(void *arg)
{
	struct worker *w = arg;
	struct err err = ERR_INIT;

	if (rounds_run(&w->rounds, w, w->options->once ? NULL : tell, &err)) {
		w->failures++;
	} else {
		w->failures = 0;
		beat(w);
	}
	if (err.code)
		w->err = err;
	if (db_sound(desk_db(w->desk), &w->err) || err.code == ERR_CORRUPT ||
	    (w->options->once && w->failures == ONCE_FAILURES)) {
		w->ended = true;
		loop_stop(w->loop);
	} else if (w->options->once && !w->failures && done_once(w)) {
		loop_stop(w->loop);
	}
	loop_after(w->loop, w->options->once ? ONCE_MS : ROUND_MS, one_round,
	           w);
}

static void
bell(void *arg, int fd, short revents)
{
	struct worker *w = arg;

	(void)revents;
	bell_drain(fd);
	if (desk_changed(w->desk))
		w->changed = true;
}

static void
stop(void *arg, int signo)
{
	struct worker *w = arg;

	(void)signo;
	loop_stop(w->loop);
}

/* ---- life ---- */

static int
keys_open(struct worker *w, struct err *err)
{
	struct buf path = BUF_INIT;
	int rc;

	keys_path(w, &path);
	rc = keys_load(&w->keys, path.s, err);
	buf_release(&path);
	return rc;
}

static int
fetcher_open(struct worker *w, struct err *err)
{
	char contact[SETTING_VALUE], proxy[SETTING_VALUE];
	struct fetch_setup setup = {
		.contact = setting_text(w->desk, "watch.contact", contact),
		.proxy = setting_text(w->desk, "watch.proxy", proxy),
		.ca_file = w->options->ca_file,
	};

	if (strcmp(proxy, "none") == 0)
		setup.proxy = NULL;
	w->fetcher = fetcher_new(w->loop, &setup, err);
	return w->fetcher ? 0 : -1;
}

/* A single round is no watch, and must leave none behind to be missed. */
static int
lock_open(struct worker *w, struct err *err)
{
	const char *dir = w->options->dir;

	if (w->options->once)
		return sentry_visit(dir, &w->lock, &w->visited, err);
	return sentry_take(dir, reading().boot_ms, &w->lock, err);
}

static int
worker_open(struct worker *w, struct err *err)
{
	static const struct identity who = { "watch", "worker" };

	w->loop = loop_new(err);
	if (!w->loop || lock_open(w, err) ||
	    desk_open(&w->desk, w->options->dir, &who, NULL, err) ||
	    keys_open(w, err) || fetcher_open(w, err))
		return -1;
	w->room.desk = w->desk;
	w->room.fetcher = w->fetcher;
	w->room.keys = w->keys;
	w->outbox = outbox_new(w->desk, w->fetcher, w->keys);
	w->notify = notify_new();
	if (loop_watch(w->loop, desk_bell_fd(w->desk), POLLIN, bell, w, err) ||
	    loop_signal(w->loop, SIGTERM, stop, w, err) ||
	    loop_signal(w->loop, SIGINT, stop, w, err))
		return -1;
	return 0;
}

static void
worker_close(struct worker *w)
{
	notify_say(w->notify, "STOPPING=1");
	notify_free(w->notify);
	while (w->count)
		poller_drop(w, 0);
	free(w->pollers);
	outbox_free(w->outbox);
	fetcher_free(w->fetcher);
	warning_misses_release(&w->room.misses);
	keys_free(w->keys);
	if (w->desk)
		desk_close(w->desk);
	if (w->loop)
		loop_free(w->loop);
	sentry_leave(w->options->dir, w->lock, w->visited);
}

int
worker_run(const struct worker_options *o, struct err *err)
{
	struct worker w = {
		.options = o,
		.lock = -1,
		.changed = true,
		.rounds = { .parts = round_parts,
		            .count = sizeof(round_parts) /
		                     sizeof(*round_parts) },
	};
	int rc = worker_open(&w, err);

	if (!rc) {
		notify_say(w.notify, "READY=1");
		one_round(&w);
		rc = loop_run(w.loop, err);
		if (!rc && w.ended)
			rc = err_set(err, w.err.code, "%s", w.err.text);
	}
	worker_close(&w);
	return rc;
}
