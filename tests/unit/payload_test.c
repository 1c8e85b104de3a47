#include "room.h"

#include <sys/stat.h>

#include "desk/payload.h"

static const char text[] = "{\"data\": []}";

static void
remove_payloads(struct room *r, int64_t now)
{
	int n;

	OK(r, payload_prune(r->dir, now + 1000 * CIVIL_DAY, &n, &r->err));
	{
		char path[128];

		snprintf(path, sizeof(path), "%s/payloads", r->dir);
		assert_int_equal(rmdir(path), 0);
	}
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
	remove_payloads(r, ROOM_NOW);
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
	remove_payloads(r, ROOM_NOW);
}

static void
ninety_days_and_no_longer(void **state)
{
	struct room *r = *state;
	int64_t day = civil_day_start(ROOM_NOW, CIVIL_SHANGHAI, 0);
	char name[PAYLOAD_HEX];
	bool fresh;
	int n;

	payload_name(name, text, strlen(text));
	OK(r, payload_keep(r->dir, name, text, strlen(text), ROOM_NOW, &fresh,
	                   &r->err));
	OK(r, payload_prune(r->dir, day + 90 * CIVIL_DAY, &n, &r->err));
	assert_int_equal(n, 0);
	OK(r, payload_prune(r->dir, day + 91 * CIVIL_DAY, &n, &r->err));
	assert_int_equal(n, 1);
	remove_payloads(r, ROOM_NOW);
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
	remove_payloads(r, ROOM_NOW);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(it_is_kept_as_it_came),
		ROOM_TEST(what_was_changed_is_not_shown),
		ROOM_TEST(ninety_days_and_no_longer),
		ROOM_TEST(what_was_half_written_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
