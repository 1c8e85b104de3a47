#include "screens/lookout.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/tr.h"
#include "desk/desk.h"

bool
lookout_see(struct lookout *l, const struct sentry *seen, int64_t boot_ms)
{
	bool dead = sentry_dead(seen);
	bool changed = sentry_state(seen) != sentry_state(&l->sentry) ||
	               dead != sentry_dead(&l->sentry);

	l->sentry = *seen;
	l->seen_ms = boot_ms;
	if (!dead)
		l->dead_ms = 0;
	else if (!l->dead_ms)
		l->dead_ms = boot_ms;
	return changed;
}

bool
lookout_look(struct lookout *l, struct desk *d)
{
	struct clock_reading now;
	struct sentry seen;

	clock_read(&clock_system, &now);
	sentry_look(desk_dir(d), now.boot_ms, &seen);
	return lookout_see(l, &seen, now.boot_ms);
}

bool
lookout_is_out(const struct lookout *l)
{
	return l->dead_ms && l->seen_ms - l->dead_ms >= LOOKOUT_GRACE_MS;
}

/* A glyph, a word, and what it says beyond those. */
static enum role
say(const struct lookout *l, char *out, size_t max)
{
	const struct sentry *s = &l->sentry;

	switch (sentry_state(s)) {
	case SENTRY_NONE:
		snprintf(out, max, "%s%s%s", tr("哨兵—"), l->trouble ? " " : "",
		         l->trouble ? tr(l->trouble) : "");
		return ROLE_DIM;
	case SENTRY_STARTING:
		snprintf(out, max, "%s", tr("哨兵● 启动中"));
		return ROLE_DIM;
	case SENTRY_WATCHING:
		snprintf(out, max, tr("哨兵● 源 %d/%d"), s->feeds_ok,
		         s->feeds_on);
		return s->feeds_ok < s->feeds_on ? ROLE_WARN : ROLE_OK;
	default:
		snprintf(out, max, "%s", tr("✗ 哨兵停"));
		return ROLE_ERROR;
	}
}

int
lookout_draw(const struct lookout *l, const struct region *r)
{
	char text[80];
	enum role role = say(l, text, sizeof(text));

	return canvas_put_right(r, 0, 0, r->cols, role, text);
}
