#include "watch/schedule.h"

#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/err.h"
#include "base/tr.h"

#define JITTER_PERMILLE 100

static int64_t
at_least(int64_t v, int64_t low)
{
	return v < low ? low : v;
}

static int64_t
at_most(int64_t v, int64_t high)
{
	return v > high ? high : v;
}

void
schedule_begin(struct schedule *s, int64_t now_ms)
{
	*s = (struct schedule){ .next_ms = now_ms,
		                .begun_ms = now_ms,
		                .good_ms = SCHEDULE_NO_TIME,
		                .newest_ms = SCHEDULE_NO_TIME };
}

void
schedule_resume(struct schedule *s, int64_t now_ms)
{
	s->next_ms = now_ms;
	s->failures = 0;
	s->stopped = 0;
}

/* ms, up to a tenth sooner or later. */
static int64_t
jitter(int64_t ms, uint32_t seed)
{
	int64_t permille =
		(int64_t)(seed % (2 * JITTER_PERMILLE + 1)) - JITTER_PERMILLE;

	return ms + ms * permille / 1000;
}

/* The nth failure in a row, n from 1. */
static int64_t
backoff(int64_t interval_ms, int64_t cap_ms, int n)
{
	int64_t wait = interval_ms;

	while (--n > 0 && wait < cap_ms)
		wait *= 2;
	return at_most(wait, cap_ms);
}

static const struct {
	long status;
	const char *text;
} stops[] = {
	{ 401, N_("密钥不对或已过期（401）；换上对的密钥后再启用") },
	{ 403, N_("对方不许访问（403）；核对密钥、网址和对方的使用规定") },
	{ 404, N_("网址已不存在（404）；改好网址后再启用") },
};

const char *
schedule_stop_text(long status)
{
	for (size_t i = 0; i < sizeof(stops) / sizeof(*stops); i++)
		if (stops[i].status == status)
			return tr(stops[i].text);
	return NULL;
}

static int64_t
wait_ms(const struct schedule *s, const struct schedule_rule *r,
        const struct schedule_poll *p, uint32_t seed)
{
	int64_t interval = at_least(r->interval_ms, r->floor_ms);
	int64_t cap = at_least(SCHEDULE_BACKOFF_MS, interval), wait;

	if (s->failures == 0)
		return at_least(jitter(interval, seed), r->floor_ms);
	wait = jitter(backoff(interval, cap, s->failures), seed);
	wait = at_least(at_most(wait, cap), r->floor_ms);
	if (p->retry_after && (p->status == 429 || p->status == 503))
		wait = at_least(
			wait, schedule_retry_after(p->retry_after, p->wall_ms));
	return wait;
}

/* A time of tomorrow is now: it must not hide that a source stands still. */
static int64_t
newest_of(const struct schedule_poll *p, int64_t now_ms)
{
	if (p->newest_ms == SCHEDULE_NO_TIME)
		return SCHEDULE_NO_TIME;
	return now_ms - at_least(p->wall_ms - p->newest_ms, 0);
}

void
schedule_after(struct schedule *s, const struct schedule_rule *r,
               const struct schedule_poll *p, int64_t now_ms, uint32_t seed)
{
	if (p->good) {
		s->failures = 0;
		s->stopped = 0;
		s->good_ms = now_ms;
		s->newest_ms = at_least(s->newest_ms, newest_of(p, now_ms));
	} else {
		s->failures++;
		if (schedule_stop_text(p->status)) {
			s->stopped = p->status;
			s->next_ms = SCHEDULE_NEVER;
			return;
		}
	}
	s->next_ms = now_ms + wait_ms(s, r, p, seed);
}

/* The last moment at which it is not yet silent. */
static int64_t
silent_after(const struct schedule *s, const struct schedule_rule *r)
{
	int64_t since = at_least(s->good_ms, s->begun_ms);

	return r->silent_ms ? since + r->silent_ms : SCHEDULE_NEVER;
}

static int64_t
stale_after(const struct schedule *s, const struct schedule_rule *r)
{
	if (!r->stale_ms || s->newest_ms == SCHEDULE_NO_TIME)
		return SCHEDULE_NEVER;
	return s->newest_ms + r->stale_ms;
}

enum schedule_health
schedule_health(const struct schedule *s, const struct schedule_rule *r,
                int64_t now_ms)
{
	if (s->stopped)
		return SCHEDULE_STOPPED;
	if (now_ms > silent_after(s, r))
		return SCHEDULE_SILENT;
	if (now_ms > stale_after(s, r))
		return SCHEDULE_STALE;
	return SCHEDULE_FRESH;
}

/* "Sun, 06 Nov 1994 08:49:37 GMT"; the name of the day is not looked at. */
static int
read_http_date(const char *s, int64_t *ms)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct civil c = { 0 };
	struct err err = ERR_INIT;
	char month[4];
	const char *at;
	int end = 0;

	if (strlen(s) != strlen("Sun, 06 Nov 1994 08:49:37 GMT") ||
	    sscanf(s, "%*3[A-Z a-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d GMT%n",
	           &c.day, month, &c.year, &c.hour, &c.minute, &c.second,
	           &end) != 6 ||
	    s[end] || !end)
		return -1;
	at = strstr(months, month);
	if (!at || strlen(month) != 3 || (at - months) % 3)
		return -1;
	c.month = (int)(at - months) / 3 + 1;
	return civil_to_ms(&c, ms, &err);
}

int64_t
schedule_retry_after(const char *value, int64_t now_ms)
{
	size_t digits = strspn(value, "0123456789"), i;
	int64_t wait = 0, at;

	if (digits && !value[digits]) {
		for (i = 0; i < digits && wait < SCHEDULE_RETRY_MAX_MS; i++)
			wait = wait * 10 + (value[i] - '0') * 1000;
	} else if (read_http_date(value, &at) == 0) {
		wait = at - now_ms;
	}
	return at_least(at_most(wait, SCHEDULE_RETRY_MAX_MS), 0);
}
