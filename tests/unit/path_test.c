/* Files by the name an officer typed: what is read, written and offered. */
#include "cm.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"

struct fixture {
	char dir[64], file[96], link[96], fifo[96];
	struct buf out;
	struct err err;
};

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	snprintf(f->dir, sizeof(f->dir), "/tmp/path_test.XXXXXX");
	if (!mkdtemp(f->dir))
		return -1;
	snprintf(f->file, sizeof(f->file), "%s/file.csv", f->dir);
	snprintf(f->link, sizeof(f->link), "%s/link.csv", f->dir);
	snprintf(f->fifo, sizeof(f->fifo), "%s/fifo", f->dir);
	buf_init(&f->out);
	*state = f;
	return 0;
}

/* Nothing but what a test made may lie there: no half file. */
static int
teardown(void **state)
{
	struct fixture *f = *state;

	unlink(f->file);
	unlink(f->link);
	unlink(f->fifo);
	assert_int_equal(rmdir(f->dir), 0);
	buf_release(&f->out);
	free(f);
	return 0;
}

static void
refused(struct fixture *f, enum err_code code, const char *why, int rc)
{
	assert_int_equal(rc, -1);
	if (f->err.code != code || !strstr(f->err.text, why))
		fail_msg("%d '%s' is not %d '%s'", (int)f->err.code,
		         f->err.text, (int)code, why);
	err_clear(&f->err);
}

static int
read_max(struct fixture *f, const char *path, size_t max)
{
	buf_release(&f->out);
	f->out.max = max;
	return path_read(&f->out, path, &f->err);
}

static void
file_holds(struct fixture *f, const char *path, const char *text)
{
	if (read_max(f, path, 1 << 20))
		fail_msg("%s", f->err.text);
	assert_string_equal(f->out.s, text);
}

static void
put(struct fixture *f, const char *path, const char *text, bool replace)
{
	if (path_write(path, text, strlen(text), replace, &f->err))
		fail_msg("%s", f->err.text);
}

static void
what_was_typed_is_expanded(void **state)
{
	static const struct {
		const char *typed, *means;
	} cases[] = {
		{ "~", "/h/li" },
		{ "~/a.csv", "/h/li/a.csv" },
		{ " ~/a b.csv ", "/h/li/a b.csv" },
		{ "~other/a", "~other/a" },
		{ "/x/~/a", "/x/~/a" },
		{ "a.csv", "a.csv" },
		{ "  ", "" },
	};
	struct fixture *f = *state;

	setenv("HOME", "/h/li", 1);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		buf_clear(&f->out);
		path_expand(&f->out, cases[i].typed);
		assert_string_equal(f->out.s, cases[i].means);
	}
	assert_string_equal(path_name("/a/b.csv"), "b.csv");
	assert_string_equal(path_name("b.csv"), "b.csv");
}

static void
only_a_regular_file_is_read(void **state)
{
	struct fixture *f = *state;

	put(f, f->file, "a,b\n", false);
	file_holds(f, f->file, "a,b\n");
	assert_int_equal(symlink(f->file, f->link), 0);
	refused(f, ERR_INPUT, "符号链接", read_max(f, f->link, 1 << 20));
	/* Nobody writes into it: whoever waited would wait for ever. */
	assert_int_equal(mkfifo(f->fifo, 0600), 0);
	refused(f, ERR_INPUT, "不是普通文件", read_max(f, f->fifo, 1 << 20));
	refused(f, ERR_INPUT, "不是普通文件", read_max(f, f->dir, 1 << 20));
	refused(f, ERR_INPUT, "不是普通文件",
	        read_max(f, "/dev/zero", 1 << 20));
	refused(f, ERR_NOT_FOUND, "没有这个文件",
	        read_max(f, "/no/such/file", 1 << 20));
}

static void
a_file_past_the_limit_is_refused_unread(void **state)
{
	struct fixture *f = *state;
	size_t max = 1 << 20;
	char *text = calloc(1, max + 2);

	memset(text, 'x', max + 1);
	put(f, f->file, text, false);
	refused(f, ERR_INPUT, "1 MB", read_max(f, f->file, max));
	assert_int_equal(f->out.len, 0);
	text[max] = '\0';
	put(f, f->file, text, true);
	assert_int_equal(read_max(f, f->file, max), 0);
	assert_int_equal(f->out.len, max);
	free(text);
}

static void
what_is_there_stays_unless_replaced(void **state)
{
	struct fixture *f = *state;
	struct stat st;

	assert_false(path_taken(f->file));
	put(f, f->file, "one", false);
	assert_true(path_taken(f->file));
	assert_int_equal(stat(f->file, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	refused(f, ERR_REFUSED, f->file,
	        path_write(f->file, "two", 3, false, &f->err));
	file_holds(f, f->file, "one");
	put(f, f->file, "two", true);
	file_holds(f, f->file, "two");
}

static void
nothing_is_written_through_a_link(void **state)
{
	struct fixture *f = *state;

	put(f, f->file, "mine", false);
	assert_int_equal(symlink(f->file, f->link), 0);
	for (int replace = 0; replace < 2; replace++)
		refused(f, ERR_INPUT, f->link,
		        path_write(f->link, "x", 1, replace, &f->err));
	file_holds(f, f->file, "mine");
	/* Nor to where a link that leads nowhere points. */
	unlink(f->file);
	assert_true(path_taken(f->link));
	refused(f, ERR_INPUT, f->link,
	        path_write(f->link, "x", 1, false, &f->err));
	assert_false(path_taken(f->file));
	refused(f, ERR_INPUT, "/dev/null",
	        path_write("/dev/null", "x", 1, true, &f->err));
	refused(f, ERR_IO, "/no/such/folder",
	        path_write("/no/such/folder", "x", 1, true, &f->err));
}

static void
offered(struct fixture *f, const char *typed, size_t i, const char *text)
{
	char all[160], want[160];

	snprintf(all, sizeof(all), "%s/%s", f->dir, typed);
	snprintf(want, sizeof(want), "%s/%s", f->dir, text ? text : "");
	assert_int_equal(path_complete(&f->out, all, i), text != NULL);
	assert_string_equal(f->out.s, text ? want : "");
}

static void
names_are_offered_in_order(void **state)
{
	static const char *const names[] = { "b.csv", "a.csv", ".h.csv",
		                             "a\033[2J", "a\xff" };
	struct fixture *f = *state;
	char path[128];

	for (size_t i = 0; i < 5; i++) {
		snprintf(path, sizeof(path), "%s/%s", f->dir, names[i]);
		put(f, path, "", false);
	}
	snprintf(path, sizeof(path), "%s/sub", f->dir);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/sub/in.csv", f->dir);
	put(f, path, "", false);
	assert_int_equal(mkfifo(f->fifo, 0600), 0);
	offered(f, "", 0, "a.csv");
	offered(f, "", 1, "b.csv");
	offered(f, "", 2, "sub/");
	offered(f, "", 3, NULL);
	offered(f, ".", 0, ".h.csv");
	offered(f, ".", 1, NULL);
	offered(f, "z", 0, NULL);
	/* A folder that is the only one goes on into it. */
	offered(f, "s", 0, "sub/");
	offered(f, "s", 1, "sub/in.csv");
	offered(f, "s", 2, NULL);
	setenv("HOME", f->dir, 1);
	assert_true(path_complete(&f->out, "~/b", 0));
	assert_string_equal(f->out.s, "~/b.csv");
	assert_true(path_complete(&f->out, "~", 0));
	assert_string_equal(f->out.s, "~/a.csv");
	unlink(path);
	snprintf(path, sizeof(path), "%s/sub", f->dir);
	rmdir(path);
	for (size_t i = 0; i < 5; i++) {
		snprintf(path, sizeof(path), "%s/%s", f->dir, names[i]);
		unlink(path);
	}
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_was_typed_is_expanded),
		TEST(only_a_regular_file_is_read),
		TEST(a_file_past_the_limit_is_refused_unread),
		TEST(what_is_there_stays_unless_replaced),
		TEST(nothing_is_written_through_a_link),
		TEST(names_are_offered_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
