#include "store/reckon.h"

#include <string.h>

#define RECKON_DOUBT_MS 2000

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Does the base of r not hold for this boot? */
static bool
reckon_fresh(const struct reckon *r, const unsigned char boot_id[16],
             int64_t boot_ms)
{
	return r->base.seq == 0 || memcmp(r->base.boot_id, boot_id, 16) != 0 ||
	       boot_ms < r->base.boot_ms;
}

int64_t
reckon_counted(const struct reckon_base *base, int64_t recorded_ms,
               int64_t boot_ms, unsigned clock)
{
	if (clock & RECKON_SYNTHETIC || !base->stepped)
		return recorded_ms;
	return later(base->wall_ms, base->line_ms) + (boot_ms - base->boot_ms);
}

static void
reckon_rebase(struct reckon *r, const struct reckon_entry *e, bool fresh)
{
	int64_t wall_ms = e->anomaly ? e->wall_ms : e->recorded_ms;
	int64_t line_ms = wall_ms;

	if (!fresh)
		line_ms = r->base.line_ms + (e->boot_ms - r->base.boot_ms);
	else if (e->anomaly && r->any)
		line_ms = later(wall_ms, r->counted_ms + 1);
	r->base.seq = e->seq;
	memcpy(r->base.boot_id, e->boot_id, 16);
	r->base.boot_ms = e->boot_ms;
	r->base.wall_ms = wall_ms;
	r->base.line_ms = line_ms;
	r->base.stepped = e->anomaly;
}

bool
reckon_take(struct reckon *r, const struct reckon_entry *e)
{
	bool synthetic = e->clock & RECKON_SYNTHETIC;
	bool fresh = reckon_fresh(r, e->boot_id, e->boot_ms);
	bool rebased = !synthetic && (fresh || e->anomaly);

	if (rebased)
		reckon_rebase(r, e, fresh);
	r->any = true;
	r->recorded_ms = e->recorded_ms;
	r->counted_ms =
		reckon_counted(&r->base, e->recorded_ms, e->boot_ms, e->clock);
	return rebased;
}

/* Wall against boot clock since the base; against the last entry when the
 * boot is new. */
static int64_t
reckon_step(const struct reckon *r, const struct clock_reading *now)
{
	if (!r->any)
		return 0;
	if (reckon_fresh(r, now->boot_id, now->boot_ms))
		return now->wall_ms < r->recorded_ms
		               ? now->wall_ms - r->recorded_ms
		               : 0;
	return (now->wall_ms - r->base.wall_ms) -
	       (now->boot_ms - r->base.boot_ms);
}

void
reckon_stamp(const struct reckon *r, const struct clock_reading *now,
             bool synthetic, struct reckon_stamp *out)
{
	struct reckon next = *r;
	struct reckon_entry e = { .seq = 1,
		                  .boot_ms = now->boot_ms,
		                  .boot_id = now->boot_id,
		                  .recorded_ms = now->wall_ms,
		                  .wall_ms = now->wall_ms };
	bool fresh = reckon_fresh(r, now->boot_id, now->boot_ms);
	int64_t step;

	step = synthetic ? 0 : reckon_step(r, now);
	out->anomaly = fresh ? step < 0
	                     : step > RECKON_STEP_MS || step < -RECKON_STEP_MS;
	out->step_ms = out->anomaly ? step : 0;
	e.anomaly = out->anomaly;
	e.clock = synthetic ? RECKON_SYNTHETIC : 0;
	reckon_take(&next, &e);
	out->recorded_ms = out->counted_ms = next.counted_ms;
	if (r->any && out->recorded_ms < r->recorded_ms)
		out->recorded_ms = r->recorded_ms + (out->anomaly ? 1 : 0);
	if (synthetic || !next.base.stepped)
		out->counted_ms = out->recorded_ms;
}

int64_t
reckon_doubt(const struct reckon *before, const struct reckon *after,
             const struct reckon_entry *e)
{
	int64_t want, off;

	if (before->any && e->recorded_ms < before->recorded_ms)
		return e->recorded_ms - before->recorded_ms;
	if (e->clock & RECKON_SYNTHETIC)
		return 0;
	want = later(after->base.wall_ms,
	             after->base.stepped ? after->base.line_ms : INT64_MIN) +
	       (e->boot_ms - after->base.boot_ms);
	if (before->any && want < before->recorded_ms)
		want = before->recorded_ms;
	off = e->recorded_ms - want;
	return off > RECKON_DOUBT_MS || off < -RECKON_DOUBT_MS ? off : 0;
}
