/* The alarms of a disk that fills: the linker gives us statvfs(). */
#include "room.h"

#include <sys/statvfs.h>

#include "desk/alarm.h"
#include "store/folder.h"

#define MB (1024LL * 1024)
#define GB (1024 * MB)

static long long disk_left, disk_whole;

int __wrap_statvfs(const char *path, struct statvfs *out);

int
__wrap_statvfs(const char *path, struct statvfs *out)
{
	(void)path;
	memset(out, 0, sizeof(*out));
	out->f_frsize = 4096;
	out->f_bavail = (fsblkcnt_t)(disk_left / 4096);
	out->f_blocks = (fsblkcnt_t)(disk_whole / 4096);
	return 0;
}

static void
disk(long long left, long long whole)
{
	disk_left = left;
	disk_whole = whole;
}

static void
low_is_two_gigabytes_or_five_percent(void **state)
{
	(void)state;
	assert_int_equal(folder_space_of(2 * GB, 10 * GB), FOLDER_ENOUGH);
	assert_int_equal(folder_space_of(2 * GB - 1, 10 * GB), FOLDER_LOW);
	assert_int_equal(folder_space_of(5 * GB, 100 * GB), FOLDER_ENOUGH);
	assert_int_equal(folder_space_of(5 * GB - 1, 100 * GB), FOLDER_LOW);
	assert_int_equal(folder_space_of(256 * MB, 10 * GB), FOLDER_LOW);
	assert_int_equal(folder_space_of(256 * MB - 1, 10 * GB), FOLDER_ENDING);
	assert_int_equal(folder_space_of(0, 0), FOLDER_ENDING);
}

static bool
find(struct room *r, const char *key, struct alarm *out, char text[512])
{
	struct alarm *rows;
	bool found = false;
	size_t n;

	OK(r, alarm_list(r->d, &rows, &n, &r->err));
	for (size_t i = 0; i < n; i++)
		if (strncmp(rows[i].key, key, strlen(key)) == 0) {
			assert_false(found);
			found = true;
			*out = rows[i];
			snprintf(text, 512, "%s", rows[i].text);
		}
	alarms_free(rows, n);
	return found;
}

static int
real_setup(void **state)
{
	disk(100 * GB, 500 * GB);
	*state = room_make_real();
	return 0;
}

static void
a_disk_that_fills_is_an_alarm_and_then_another(void **state)
{
	struct room *r = *state;
	struct alarm a;
	char text[512];

	assert_false(find(r, "disk:", &a, text));
	disk(24 * GB, 500 * GB);
	assert_true(find(r, "disk:low", &a, text));
	assert_int_equal(a.priority, ALARM_IMPORTANT);
	assert_non_null(strstr(text, "磁盘只剩 24576 MB"));
	OK(r, alarm_ack(r->d, a.key, a.threshold, &r->err));
	assert_true(find(r, "disk:low", &a, text));
	assert_true(a.acked);
	disk(255 * MB, 500 * GB);
	assert_true(find(r, "disk:", &a, text));
	assert_int_equal(a.priority, ALARM_URGENT);
	assert_false(a.acked);
	assert_non_null(strstr(text, "只剩 255 MB"));
	disk(100 * GB, 500 * GB);
	assert_false(find(r, "disk:", &a, text));
}

static void
a_drill_may_lie_on_a_small_disk(void **state)
{
	struct room *r = *state;
	struct alarm a;
	char text[512];

	disk(10 * MB, 64 * MB);
	assert_false(find(r, "disk:", &a, text));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(low_is_two_gigabytes_or_five_percent),
		cmocka_unit_test_setup_teardown(
			a_disk_that_fills_is_an_alarm_and_then_another,
			real_setup, room_teardown),
		ROOM_TEST(a_drill_may_lie_on_a_small_disk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
