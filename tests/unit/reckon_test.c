/* Counted time under every way of setting a clock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/reckon.h"

#define START 1795420800000LL
#define S 1000LL
#define H 3600000LL

/* A machine: true time goes by, people set the wall clock, it boots. */
struct machine {
	struct reckon r;
	struct clock_reading now;
	int64_t seq, passed; /* true milliseconds since START */
	struct reckon_stamp last;
};

static void
machine_init(struct machine *m)
{
	memset(m, 0, sizeof(*m));
	m->now.wall_ms = START;
	m->now.boot_ms = 77000;
	m->now.boot_id[0] = 1;
}

static void
machine_pass(struct machine *m, int64_t ms)
{
	m->now.wall_ms += ms;
	m->now.boot_ms += ms;
	m->passed += ms;
}

static void
machine_boot(struct machine *m, int64_t off_ms)
{
	m->now.wall_ms += off_ms;
	m->passed += off_ms;
	m->now.boot_ms = 9000;
	m->now.boot_id[0]++;
}

/* Append as the journal does; every entry must replay to what it got. */
static void
machine_append(struct machine *m, bool synthetic)
{
	struct reckon_entry e = { .boot_id = m->now.boot_id,
		                  .boot_ms = m->now.boot_ms,
		                  .clock = synthetic ? RECKON_SYNTHETIC : 0 };
	struct reckon before;

	reckon_stamp(&m->r, &m->now, synthetic, &m->last);
	e.recorded_ms = m->last.recorded_ms;
	if (m->last.anomaly) {
		e.seq = ++m->seq;
		e.anomaly = true;
		e.wall_ms = m->now.wall_ms;
		before = m->r;
		assert_true(reckon_take(&m->r, &e));
		assert_int_equal(reckon_doubt(&before, &m->r, &e), 0);
		e.anomaly = false;
	}
	e.seq = ++m->seq;
	before = m->r;
	reckon_take(&m->r, &e);
	assert_int_equal(reckon_doubt(&before, &m->r, &e), 0);
	assert_int_equal(m->r.counted_ms, m->last.counted_ms);
	assert_int_equal(m->r.recorded_ms, m->last.recorded_ms);
	if (before.any)
		assert_true(m->r.recorded_ms >= before.recorded_ms);
}

/* ---- single steps and their undoing ---- */

struct step {
	int64_t pass, set, off; /* off > 0: reboot, off so long */
	bool anomaly;
	int64_t step_ms;
	int64_t counted;  /* less the true time */
	int64_t recorded; /* less the true time */
};

static const struct {
	const char *name;
	struct step steps[6];
} table[] = {
	{ "no step", { { .pass = S }, { .pass = H } } },
	{ "one second is no step",
	  { { .pass = S }, { S, 1000, 0, false, 0, 1000, 1000 } } },
	{ "a millisecond more is",
	  { { .pass = S }, { S, 1001, 0, true, 1001, 1001, 1001 } } },
	{ "back one second is no step",
	  { { .pass = 5 * S }, { 2 * S, -1000, 0, false, 0, -1000, -1000 } } },
	{ "back a millisecond more gains nothing",
	  { { .pass = S }, { S, -1001, 0, true, -1001, 0, 0 } } },
	{ "back an hour gains nothing",
	  { { .pass = S },
	    { S, -H, 0, true, -H, 0, 0 },
	    { .pass = H },
	    { .pass = 2 * H } } },
	{ "back an hour and right again",
	  { { .pass = S },
	    { S, -H, 0, true, -H, 0, 0 },
	    { S, H, 0, true, H, 0, 0 },
	    { .pass = H } } },
	{ "on an hour, kept",
	  { { .pass = S },
	    { S, H, 0, true, H, H, H },
	    { S, 0, 0, false, 0, H, H } } },
	{ "on a day and right again costs nothing",
	  { { .pass = S },
	    { S, 24 * H, 0, true, 24 * H, 24 * H, 24 * H },
	    { S, -24 * H, 0, true, -24 * H, 0, 24 * H - S + 1 },
	    { S, 0, 0, false, 0, 0, 24 * H - 2 * S + 1 } } },
	{ "on an hour, back two: no gain",
	  { { .pass = S },
	    { S, H, 0, true, H, H, H },
	    { S, -2 * H, 0, true, -2 * H, 0, H - S + 1 } } },
	{ "back again and again",
	  { { .pass = S },
	    { S, -H, 0, true, -H, 0, 0 },
	    { S, -H, 0, true, -H, 0, 0 },
	    { S, -H, 0, true, -H, 0, 0 } } },
	{ "another boot, clock right",
	  { { .pass = S }, { S, 0, H, false, 0, 0, 0 }, { .pass = S } } },
	/* Off for an hour, then the clock two hours behind: what passed
	 * while it was off cannot be known, but it does not go back. */
	{ "another boot behind",
	  { { .pass = S },
	    { 0, -2 * H, H, true, -H, -H + 1, -H + 1 },
	    { S, 0, 0, false, 0, -H + 1, -H + 1 },
	    { S, 2 * H, 0, true, 2 * H, 0, 0 } } },
};

static void
steps_count_as_they_should(void **state)
{
	const struct step *s;
	struct machine m;
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		machine_init(&m);
		machine_append(&m, false);
		for (n = 0; n < 6; n++) {
			s = &table[i].steps[n];
			if (s->pass == 0 && s->set == 0 && s->off == 0)
				break;
			machine_pass(&m, s->pass);
			if (s->off)
				machine_boot(&m, s->off);
			m.now.wall_ms += s->set;
			machine_append(&m, false);
			if (m.last.anomaly != s->anomaly ||
			    m.last.step_ms != s->step_ms ||
			    m.last.counted_ms - START - m.passed !=
			            s->counted ||
			    m.last.recorded_ms - START - m.passed !=
			            s->recorded)
				fail_msg("%s, step %zu: anomaly %d %lld, "
				         "counted %+lld, recorded %+lld",
				         table[i].name, n, m.last.anomaly,
				         (long long)m.last.step_ms,
				         (long long)(m.last.counted_ms - START -
				                     m.passed),
				         (long long)(m.last.recorded_ms -
				                     START - m.passed));
		}
	}
}

/* ---- what holds for any play with the clock ---- */

static void
creeping_back_is_caught(void **state)
{
	struct machine m;
	int i, caught = 0;

	(void)state;
	machine_init(&m);
	machine_append(&m, false);
	for (i = 0; i < 1000; i++) {
		machine_pass(&m, 10 * S);
		m.now.wall_ms -= 900;
		machine_append(&m, false);
		caught += m.last.anomaly;
	}
	assert_true(caught >= 400);
	assert_true(m.last.counted_ms - START - m.passed >= -1000);
}

static void
drift_below_a_second_is_no_anomaly(void **state)
{
	struct machine m;
	int i;

	(void)state;
	machine_init(&m);
	machine_append(&m, false);
	srand(4);
	for (i = 0; i < 100000; i++) {
		int64_t jitter = rand() % 1001 - 500;

		machine_pass(&m, rand() % 2000);
		m.now.wall_ms += jitter;
		machine_append(&m, false);
		m.now.wall_ms -= jitter;
		assert_false(m.last.anomaly);
	}
}

/*
 * Whatever is done to the wall clock within a boot, counted time is never
 * more than the tolerance behind the truth: a deadline that was missed stays
 * missed.
 */
static void
no_play_gains_time(void **state)
{
	struct machine m;
	int round, i;

	(void)state;
	srand(11);
	for (round = 0; round < 300; round++) {
		machine_init(&m);
		machine_append(&m, false);
		for (i = 0; i < 50; i++) {
			machine_pass(&m, rand() % 600000);
			if (rand() % 3 == 0)
				m.now.wall_ms += (rand() % 2001 - 1000) *
				                 (1LL << rand() % 16);
			machine_append(&m, false);
			assert_true(m.last.counted_ms >=
			            START + m.passed - RECKON_STEP_MS);
		}
	}
}

static void
synthetic_clock_may_jump(void **state)
{
	struct machine m;

	(void)state;
	machine_init(&m);
	machine_append(&m, true);
	m.now.wall_ms += 50 * H;
	machine_append(&m, true);
	assert_false(m.last.anomaly);
	assert_int_equal(m.last.counted_ms, START + 50 * H);
	m.now.wall_ms -= 10 * H;
	machine_append(&m, true);
	assert_false(m.last.anomaly);
	assert_int_equal(m.last.counted_ms, START + 50 * H);
	assert_int_equal(m.r.base.seq, 0);
}

/* A rewritten recorded_ms that the boot clock contradicts. */
static void
forged_time_is_doubted(void **state)
{
	struct machine m;
	struct reckon before;
	struct reckon_entry e;

	(void)state;
	machine_init(&m);
	machine_append(&m, false);
	machine_pass(&m, H);
	before = m.r;
	e = (struct reckon_entry){ .seq = 2,
		                   .recorded_ms = m.now.wall_ms - 60 * S,
		                   .boot_ms = m.now.boot_ms,
		                   .boot_id = m.now.boot_id };
	reckon_take(&m.r, &e);
	assert_int_equal(reckon_doubt(&before, &m.r, &e), -60 * S);
	m.r = before;
	e.recorded_ms = START - 1;
	reckon_take(&m.r, &e);
	assert_int_equal(reckon_doubt(&before, &m.r, &e), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(steps_count_as_they_should),
		cmocka_unit_test(creeping_back_is_caught),
		cmocka_unit_test(drift_below_a_second_is_no_anomaly),
		cmocka_unit_test(no_play_gains_time),
		cmocka_unit_test(synthetic_clock_may_jump),
		cmocka_unit_test(forged_time_is_doubted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
