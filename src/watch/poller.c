#include "watch/poller.h"

#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/payload.h"
#include "desk/setting.h"
#include "watch/ask.h"
#include "watch/fill.h"

/* Not heard for so long, or for three of its intervals: it fails. */
#define SILENT_MS (10 * CIVIL_MINUTE)

struct poller {
	struct poller_room *room;
	struct feed feed;
	struct schedule schedule;
	struct fetch *fetch; /* NULL: none runs */
	/* The poll that runs: its pages so far. */
	int page;
	char *next; /* address of the page that is fetched */
	struct buf raw;
	struct feed_answer whole;
	size_t follow; /* rows looked at for what they lead to */
	int followed;
	long status; /* of the last page */
	/* The last good one. */
	char *etag, *last_modified;
	char seen[PAYLOAD_HEX], scope[WARNING_SCOPE];
	int64_t newest_ms;
	enum feed_state told;
	char *failed; /* how the last poll did; NULL: it was good */
	int polls;
};

static void page_start(struct poller *p);

static struct schedule_rule
rule_of(const struct poller *p)
{
	int64_t interval = p->feed.interval * CIVIL_SECOND;

	return (struct schedule_rule){
		.interval_ms = interval,
		.floor_ms = p->feed.floor * CIVIL_SECOND,
		.silent_ms =
			3 * interval > SILENT_MS ? 3 * interval : SILENT_MS,
		.stale_ms = p->feed.stale * CIVIL_MINUTE,
	};
}

/* ---- life ---- */

struct poller *
poller_new(struct poller_room *room, struct feed *feed, int64_t boot_ms)
{
	struct poller *p = mem_alloc(sizeof(*p));

	p->room = room;
	p->feed = *feed;
	memset(feed, 0, sizeof(*feed));
	p->told = p->feed.state;
	p->newest_ms = SCHEDULE_NO_TIME;
	buf_init(&p->raw);
	feed_answer_init(&p->whole);
	schedule_begin(&p->schedule, boot_ms);
	return p;
}

static void
poll_forget(struct poller *p)
{
	p->page = 0;
	p->follow = 0;
	p->followed = 0;
	free(p->next);
	p->next = NULL;
	buf_release(&p->raw);
	feed_answer_release(&p->whole);
}

static void
last_forget(struct poller *p)
{
	free(p->etag);
	free(p->last_modified);
	p->etag = p->last_modified = NULL;
	p->seen[0] = '\0';
}

void
poller_free(struct poller *p)
{
	if (!p)
		return;
	fetch_stop(p->fetch);
	poll_forget(p);
	last_forget(p);
	free(p->failed);
	feed_release(&p->feed);
	free(p);
}

const char *
poller_name(const struct poller *p)
{
	return p->feed.name;
}

bool
poller_busy(const struct poller *p)
{
	return p->fetch != NULL;
}

int
poller_polls(const struct poller *p)
{
	return p->polls;
}

bool
poller_well(const struct poller *p)
{
	return p->schedule.good_ms != SCHEDULE_NO_TIME && p->told == FEED_OK;
}

void
poller_change(struct poller *p, struct feed *feed, int64_t boot_ms)
{
	bool same = !ask_differs(&p->feed, feed) &&
	            p->feed.last_seq == feed->last_seq;

	feed_release(&p->feed);
	p->feed = *feed;
	memset(feed, 0, sizeof(*feed));
	if (same)
		return;
	fetch_stop(p->fetch);
	p->fetch = NULL;
	poll_forget(p);
	last_forget(p);
	free(p->failed);
	p->failed = NULL;
	schedule_resume(&p->schedule, boot_ms);
}

/* ---- how it goes ---- */

/* Why it is unwell; only a change of state becomes an entry. */
static void
tell(struct poller *p, enum feed_state state, const char *words)
{
	struct err err = ERR_INIT;

	if (state == p->told)
		return;
	if (feed_tell(p->room->desk, p->feed.name, state, words, NULL, &err) ==
	    0)
		p->told = state;
}

/*
 * Before a first answer nothing is known.  Silence is told only of one that
 * was asked and failed: a machine that slept must ask before it complains.
 */
static void
tell_health(struct poller *p, int64_t boot_ms)
{
	struct schedule_rule rule = rule_of(p);

	switch (schedule_health(&p->schedule, &rule, boot_ms)) {
	case SCHEDULE_STOPPED:
		tell(p, FEED_STOPPED, schedule_stop_text(p->schedule.stopped));
		break;
	case SCHEDULE_SILENT:
		if (p->failed)
			tell(p, FEED_FAILING, p->failed);
		break;
	case SCHEDULE_STALE:
		tell(p, FEED_STALE, tr("能连上，但久无新内容"));
		break;
	case SCHEDULE_FRESH:
		if (!p->failed && p->schedule.good_ms != SCHEDULE_NO_TIME)
			tell(p, FEED_OK, "");
		break;
	}
}

/* failed NULL: it was good. */
static void
poll_end(struct poller *p, long status, const char *retry_after,
         const char *failed)
{
	struct schedule_rule rule = rule_of(p);
	struct clock_reading now;
	struct schedule_poll poll;
	uint32_t seed;

	clock_read(&clock_system, &now);
	poll = (struct schedule_poll){ .good = !failed,
		                       .status = status,
		                       .retry_after = retry_after,
		                       .wall_ms = now.wall_ms,
		                       .newest_ms = p->newest_ms };
	random_bytes(&seed, sizeof(seed));
	schedule_after(&p->schedule, &rule, &poll, now.boot_ms, seed);
	free(p->failed);
	p->failed = failed ? mem_str(failed) : NULL;
	tell_health(p, now.boot_ms);
	poll_forget(p);
	p->polls++;
}

/* ---- a whole answer ---- */

/* Kept before the entries that name it; not at all when there are none. */
static int
take_in(struct poller *p, const char *name, struct err *err)
{
	const char *dir = desk_dir(p->room->desk);
	int64_t now = desk_now(p->room->desk);
	struct warning_polled polled;
	bool fresh;

	if (payload_keep(dir, name, p->raw.s, p->raw.len, now, &fresh, err) ||
	    warning_poll(p->room->desk, &p->feed, &p->whole, name,
	                 &p->room->misses, &polled, err))
		return -1;
	if (fresh && !polled.added && !polled.changed)
		payload_drop(dir, name, now);
	return 0;
}

static bool
any_missed(const struct poller *p)
{
	const struct warning_misses *m = &p->room->misses;

	for (size_t i = 0; i < m->count; i++)
		if (strcmp(m->rows[i].feed, p->feed.name) == 0)
			return true;
	return false;
}

/* What a server says of page 1 says nothing of the others. */
static void
keep_marks(struct poller *p, struct fetch_answer *a)
{
	bool one = p->page == 1;

	free(p->etag);
	free(p->last_modified);
	p->etag = one ? a->etag : NULL;
	p->last_modified = one ? a->last_modified : NULL;
	if (one)
		a->etag = a->last_modified = NULL;
}

static int
ask(struct poller *p, const struct ask *what, fetch_done_fn *done,
    struct err *err)
{
	p->fetch = ask_start(p->room->fetcher, &p->feed, p->room->keys, what,
	                     done, p, err);
	return p->fetch ? 0 : -1;
}

/* All is there: into the desk. */
static void
answer_take(struct poller *p)
{
	struct err err = ERR_INIT;
	char name[PAYLOAD_HEX];

	if (take_in(p, payload_name(name, p->raw.s, p->raw.len), &err)) {
		last_forget(p);
		poll_end(p, p->status, NULL, err.text);
	} else {
		poll_end(p, p->status, NULL, NULL);
	}
}

static void follow_next(struct poller *p);

/* The words of the whole message, under the row's own id and condition. */
static void
follow_take(struct poller *p, const struct buf *body)
{
	struct feed_warning *row = &p->whole.rows[p->follow - 1], *found;
	struct feed_answer whole;
	struct err none = ERR_INIT;

	if (p->raw.len + body->len >= FEED_BYTES_MAX ||
	    feed_read(feed_format("cap"), p->feed.name, body->s, body->len,
	              &whole, &none))
		return;
	if (whole.count) {
		found = &whole.rows[0];
		if (found->headline)
			feed_set(&row->headline, found->headline,
			         FEED_LINE_MAX);
		if (found->text)
			feed_set(&row->text, found->text, FEED_TEXT_MAX);
		if (found->sender)
			feed_set(&row->sender, found->sender, FEED_LINE_MAX);
	}
	feed_answer_release(&whole);
	buf_byte(&p->raw, '\n');
	buf_add(&p->raw, body->s, body->len);
}

static void
follow_done(void *arg, struct fetch_answer *a, const struct err *failed)
{
	struct poller *p = arg;

	p->fetch = NULL;
	if (!failed->code)
		follow_take(p, &a->body);
	follow_next(p);
}

static bool
follow_wanted(struct poller *p, const struct feed_warning *row)
{
	struct err none = ERR_INIT;
	bool wanted;

	return row->link && ask_same_server(p->feed.address, row->link) &&
	       warning_wanted(p->room->desk, &p->feed, row, &wanted, &none) ==
	               0 &&
	       wanted;
}

static void
follow_next(struct poller *p)
{
	struct err none = ERR_INIT;

	while (p->follow < p->whole.count && p->followed < POLLER_FOLLOWS) {
		const struct feed_warning *row = &p->whole.rows[p->follow++];

		if (!follow_wanted(p, row))
			continue;
		p->followed++;
		if (ask(p, &(struct ask){ .url = row->link }, follow_done,
		        &none) == 0)
			return;
	}
	answer_take(p);
}

static void
answer_whole(struct poller *p, struct fetch_answer *a)
{
	char name[PAYLOAD_HEX];
	int64_t newest;

	p->status = a->status;
	payload_name(name, p->raw.s, p->raw.len);
	newest = feed_newest(&p->whole);
	if (newest > p->newest_ms)
		p->newest_ms = newest;
	if (strcmp(name, p->seen) == 0 && !any_missed(p)) {
		poll_end(p, p->status, NULL, NULL);
		return;
	}
	memcpy(p->seen, name, sizeof(name));
	keep_marks(p, a);
	if (p->feed.format->follows)
		follow_next(p);
	else
		answer_take(p);
}

/* ---- its pages ---- */

/* The rows of one page to those before. */
static int
join(struct feed_answer *whole, struct feed_answer *page, const char *name,
     struct err *err)
{
	size_t n = whole->count + page->count;

	if (n > FEED_ROWS_MAX)
		return feed_fail(name, err, tr("超过 %d 条"), FEED_ROWS_MAX);
	whole->rows = mem_array(whole->rows, n + 1, sizeof(*whole->rows));
	if (page->count)
		memcpy(whole->rows + whole->count, page->rows,
		       page->count * sizeof(*page->rows));
	whole->count = n;
	whole->cap = n + 1;
	page->count = 0;
	if (page->made.ms != FEED_NO_TIME)
		whole->made = page->made;
	return 0;
}

/* A cache may give one page for all: then rows are missing and none says so. */
static int
page_check(const struct poller *p, const struct feed_answer *page,
           struct err *err)
{
	if (page->pages > 1 && page->page != p->page + 1)
		return feed_fail(p->feed.name, err,
		                 tr("要的是第 %d 页，来的是第 %d 页"),
		                 p->page + 1, page->page);
	return 0;
}

/* Is there another page?  Then p->next is its address. */
static int
page_next(struct poller *p, const struct feed_answer *page, bool *more,
          struct err *err)
{
	char *next = NULL;

	*more = page->next || page->pages > p->page;
	if (!*more)
		return 0;
	if (p->page == POLLER_PAGES)
		return feed_fail(p->feed.name, err, tr("超过 %d 页"),
		                 POLLER_PAGES);
	if (page->next) {
		if (!ask_same_server(p->next, page->next))
			return feed_fail(p->feed.name, err,
			                 tr("下一页在另一台服务器上"));
		next = mem_str(page->next);
	} else if (!strstr(p->feed.address, "{page}")) {
		return feed_fail(p->feed.name, err,
		                 tr("答复有 %d 页，地址里没有 {page}"),
		                 page->pages);
	}
	free(p->next);
	p->next = next;
	return 0;
}

/* The pages of an answer may be no more than it may in one. */
static int
page_read(struct poller *p, const struct buf *body, struct feed_answer *page,
          struct err *err)
{
	if (p->raw.len + body->len > FEED_BYTES_MAX)
		return feed_fail(p->feed.name, err, tr("超过 %u 字节"),
		                 FEED_BYTES_MAX);
	buf_add(&p->raw, body->s, body->len);
	return feed_read(p->feed.format, p->feed.name, body->s, body->len, page,
	                 err);
}

static void
page_done(void *arg, struct fetch_answer *a, const struct err *failed)
{
	struct poller *p = arg;
	struct err err = ERR_INIT;
	struct feed_answer page;
	bool more = false;

	p->fetch = NULL;
	if (failed->code) {
		poll_end(p, a->status, a->retry_after, failed->text);
		return;
	}
	if (a->status == 304) {
		poll_end(p, a->status, NULL, NULL);
		return;
	}
	if (page_read(p, &a->body, &page, &err)) {
		poll_end(p, a->status, NULL, err.text);
		return;
	}
	if (!page_check(p, &page, &err) &&
	    !join(&p->whole, &page, p->feed.name, &err)) {
		p->page++;
		page_next(p, &page, &more, &err);
	}
	feed_answer_release(&page);
	if (err.code)
		poll_end(p, a->status, NULL, err.text);
	else if (more)
		page_start(p);
	else
		answer_whole(p, a);
}

/* The next page of the poll in hand: p->next, or by its number. */
static void
page_start(struct poller *p)
{
	struct err err = ERR_INIT;
	struct buf url = BUF_INIT;
	bool first = p->page == 0 && !any_missed(p);
	int rc = 0;

	if (p->page && p->next && !strstr(p->feed.address, "{page}"))
		buf_str(&url, p->next);
	else
		rc = fill_address(&url, p->feed.address, p->room->desk,
		                  p->room->keys, p->page + 1, &err);
	if (!rc && !p->page) {
		free(p->next);
		p->next = mem_str(url.s);
	}
	if (!rc) {
		struct ask page = { .url = url.s, .headers = true };

		if (first) {
			page.etag = p->etag;
			page.last_modified = p->last_modified;
		}
		rc = ask(p, &page, page_done, &err);
	}
	buf_release(&url);
	if (rc)
		poll_end(p, 0, NULL, err.text);
}

/* The desk has moved, or wants exercises now: other rows may concern it. */
static void
scope_look(struct poller *p)
{
	char now[WARNING_SCOPE];

	warning_scope(p->room->desk, now);
	if (strcmp(now, p->scope) == 0)
		return;
	last_forget(p);
	memcpy(p->scope, now, sizeof(now));
}

void
poller_tick(struct poller *p, int64_t boot_ms)
{
	if (!p->fetch && boot_ms >= p->schedule.next_ms) {
		poll_forget(p);
		scope_look(p);
		page_start(p);
	} else if (!p->fetch || p->failed) {
		tell_health(p, boot_ms);
	}
}
