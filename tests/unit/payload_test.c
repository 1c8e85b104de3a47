#include "room.h"
#include "sweep.h"

#include <sys/stat.h>

#include "desk/payload.h"

static const char text[] = "{\"data\": []}";

static void
remove_payloads(struct room *r)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/payloads", r->dir);
	sweep(path);
}

static void
it_is_kept_as_it_came(void **state)
{
	struct room *r = *state;
	struct buf got = BUF_INIT;
	char name[PAYLOAD_HEX];
	bool fresh;

	payload_name(name, text, strlen(text));
	REFUSED(r, ERR_NOT_FOUND, payload_read(r->dir, name, &got, &r->err));
	OK(r, payload_keep(r->dir, name, text, strlen(text), ROOM_NOW, &fresh,
	                   &r->err));
	OK(r, payload_keep(r->dir, name, text, strlen(text), ROOM_NOW, &fresh,
	                   &r->err));
	assert_false(fresh);
	OK(r, payload_read(r->dir, name, &got, &r->err));
	assert_string_equal(got.s, text);
	REFUSED(r, ERR_NOT_FOUND,
	        payload_read(r->dir, "../../desk.db", &got, &r->err));
	buf_release(&got);
	remove_payloads(r);
}

static void
what_was_changed_is_not_shown(void **state)
{
	struct room *r = *state;
	struct buf got = BUF_INIT;
	char name[PAYLOAD_HEX];
	bool fresh;

	/* Kept under a name that is another text's. */
	payload_name(name, "other", 5);
	OK(r, payload_keep(r->dir, name, text, strlen(text), ROOM_NOW, &fresh,
	                   &r->err));
	REFUSED(r, ERR_CORRUPT, payload_read(r->dir, name, &got, &r->err));
	buf_release(&got);
	remove_payloads(r);
}

/* A payload of its own for each of `count` days from `day` on. */
static void
keep_days(struct room *r, int64_t day, int count)
{
	char line[32], name[PAYLOAD_HEX];
	bool fresh;

	for (int i = 0; i < count; i++) {
		snprintf(line, sizeof(line), "day %d", i);
		payload_name(name, line, strlen(line));
		OK(r, payload_keep(r->dir, name, line, strlen(line),
		                   day + i * CIVIL_DAY, &fresh, &r->err));
	}
}

static void
ninety_days_and_no_longer(void **state)
{
	struct room *r = *state;
	int64_t day = civil_day_start(ROOM_NOW, CIVIL_SHANGHAI, 0);
	int n;

	keep_days(r, day, PAYLOAD_DAYS + 2);
	OK(r, payload_prune(r->dir, day + 90 * CIVIL_DAY, &n, &r->err));
	assert_int_equal(n, 0);
	OK(r, payload_prune(r->dir, day + 91 * CIVIL_DAY, &n, &r->err));
	assert_int_equal(n, 1);
	remove_payloads(r);
}

/* A clock that stands years ahead takes no more than what is one too many. */
static void
the_newest_days_stay_in_any_year(void **state)
{
	struct room *r = *state;
	int64_t day = civil_day_start(ROOM_NOW, CIVIL_SHANGHAI, 0);
	int64_t ahead = day + 9000 * CIVIL_DAY;
	struct buf got = BUF_INIT;
	char name[PAYLOAD_HEX];
	int n;

	keep_days(r, day, PAYLOAD_DAYS);
	OK(r, payload_prune(r->dir, ahead, &n, &r->err));
	assert_int_equal(n, 0);
	keep_days(r, day, PAYLOAD_DAYS + 1);
	OK(r, payload_prune(r->dir, ahead, &n, &r->err));
	assert_int_equal(n, 1);
	/* It was the oldest. */
	payload_name(name, "day 0", 5);
	REFUSED(r, ERR_NOT_FOUND, payload_read(r->dir, name, &got, &r->err));
	payload_name(name, "day 1", 5);
	OK(r, payload_read(r->dir, name, &got, &r->err));
	buf_release(&got);
	remove_payloads(r);
}

static void
what_was_half_written_goes(void **state)
{
	struct room *r = *state;
	char name[PAYLOAD_HEX], day[CIVIL_TEXT], half[256];
	struct buf got = BUF_INIT;
	bool fresh;
	FILE *f;
	int n;

	payload_name(name, text, strlen(text));
	OK(r, payload_keep(r->dir, name, text, strlen(text), ROOM_NOW, &fresh,
	                   &r->err));
	snprintf(half, sizeof(half), "%s/payloads/%s/%s.gz.part", r->dir,
	         civil_date(day, ROOM_NOW, CIVIL_SHANGHAI), name);
	f = fopen(half, "w");
	assert_non_null(f);
	fclose(f);
	OK(r, payload_prune(r->dir, ROOM_NOW, &n, &r->err));
	assert_int_equal(n, 0);
	assert_int_equal(access(half, F_OK), -1);
	OK(r, payload_read(r->dir, name, &got, &r->err));
	buf_release(&got);
	remove_payloads(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(it_is_kept_as_it_came),
		ROOM_TEST(what_was_changed_is_not_shown),
		ROOM_TEST(ninety_days_and_no_longer),
		ROOM_TEST(the_newest_days_stay_in_any_year),
		ROOM_TEST(what_was_half_written_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
