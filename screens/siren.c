#include "screens/siren.h"

#include <stdio.h>
#include <string.h>

#include "base/tr.h"
#include "desk/alarm.h"
#include "desk/desk.h"
#include "desk/setting.h"
#include "screens/rows.h"

#define SAID 120 /* bytes of what is drawn */

void
siren_release(struct siren *s)
{
	alarms_free(s->rows, s->count);
	memset(s, 0, sizeof(*s));
}

static bool
is_open(const struct alarm *a, enum alarm_priority priority)
{
	return a->priority == priority && !a->acked && !a->shelved;
}

static bool
is_watch(const struct alarm *a)
{
	return strncmp(a->key, "watch:dead", 10) == 0;
}

/* Did this one ring already, at this threshold? */
static bool
was_open(const struct siren *s, const struct alarm *a)
{
	for (size_t i = 0; i < s->count; i++)
		if (is_open(&s->rows[i], ALARM_URGENT) &&
		    s->rows[i].threshold == a->threshold &&
		    strcmp(s->rows[i].key, a->key) == 0)
			return true;
	return false;
}

/* From the rows of now; `old` has those of before. */
static void
count(struct siren *s, const struct siren *old)
{
	for (size_t i = 0; i < s->count; i++) {
		const struct alarm *a = &s->rows[i];

		s->important += is_open(a, ALARM_IMPORTANT);
		if (!is_open(a, ALARM_URGENT))
			continue;
		s->urgent++;
		if (is_watch(a)) {
			s->watch = true;
			continue;
		}
		s->loud = true;
		s->fresh |= !was_open(old, a);
	}
}

void
siren_refresh(struct siren *s, struct desk *d)
{
	struct siren new = { .fresh = s->fresh,
		             .watch_heard = s->watch_heard,
		             .rang_ms = s->rang_ms };
	struct err err = ERR_INIT;

	if (alarm_list(d, &new.rows, &new.count, &err)) {
		snprintf(s->trouble, sizeof(s->trouble), "%s", err.text);
		return;
	}
	new.bell = setting_bool(d, "alarm.bell");
	count(&new, s);
	siren_release(s);
	*s = new;
}

/*
 * That nobody watches is heard only when a start did not mend it; where the
 * alarms cannot be read, it is as good as not acknowledged.  A clock that was
 * set back does not silence.
 */
bool
siren_rings(struct siren *s, int64_t now_ms, bool watch_out)
{
	bool watch = watch_out && (s->watch || s->trouble[0]);
	bool fresh = s->fresh || (watch && !s->watch_heard);

	s->watch_heard = watch;
	s->fresh = false;
	if (!s->loud && !watch)
		return false;
	if (!fresh && now_ms >= s->rang_ms &&
	    now_ms - s->rang_ms < SIREN_AGAIN_MS)
		return false;
	s->rang_ms = now_ms;
	return s->bell;
}

/* Without the glyph; the shortest names the worst alone. */
static void
say(const struct siren *s, bool whole, bool way, char out[SAID])
{
	char both[SAID];

	if (s->trouble[0])
		snprintf(both, sizeof(both), "%s", tr("提醒未能更新"));
	else if (s->urgent && s->important && whole)
		snprintf(both, sizeof(both), tr("紧急 %zu · 重要 %zu"),
		         s->urgent, s->important);
	else if (s->urgent)
		snprintf(both, sizeof(both), tr("紧急 %zu"), s->urgent);
	else
		snprintf(both, sizeof(both), tr("重要 %zu"), s->important);
	if (way)
		snprintf(out, SAID, tr("%s（1）"), both);
	else
		snprintf(out, SAID, "%s", both);
}

int
siren_draw(const struct siren *s, const struct region *r, int taken, bool way)
{
	bool bad = s->urgent || s->trouble[0];
	const struct alarm worst = { .priority = bad ? ALARM_URGENT
		                                     : ALARM_IMPORTANT };
	static const struct {
		bool whole, way;
	} forms[] = { { true, true }, { true, false }, { false, false } };
	char text[SAID];
	int width = 0;

	if (!bad && !s->important)
		return 0;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		say(s, forms[i].whole, forms[i].way && way, text);
		/* The glyph and its blank; a blank before, one after. */
		width = canvas_width(r->cv, text) + 4;
		if (taken + width <= r->cols)
			break;
	}
	if (!bad && taken + width > r->cols)
		return 0;
	alarm_mark_draw(&worst, r, r->cols - width + 1);
	canvas_text(r, 0, r->cols - width + 3, bad ? ROLE_ERROR : ROLE_WARN,
	            text);
	return width;
}
