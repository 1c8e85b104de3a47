/* The keys file: who may read it, what it may hold, and what is never told. */
#include "cm.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "watch/keys.h"

struct fixture {
	char dir[64], path[80];
	struct keys *k;
	struct err err;
};

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	snprintf(f->dir, sizeof(f->dir), "/tmp/keys_file_test.XXXXXX");
	if (!mkdtemp(f->dir))
		return -1;
	snprintf(f->path, sizeof(f->path), "%s/keys", f->dir);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	keys_free(f->k);
	unlink(f->path);
	rmdir(f->dir);
	free(f);
	return 0;
}

static void
put(struct fixture *f, const char *bytes, size_t len, mode_t mode)
{
	int fd;

	unlink(f->path);
	fd = open(f->path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	assert_int_equal(write(fd, bytes, len), len);
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static int
load(struct fixture *f)
{
	keys_free(f->k);
	f->k = NULL;
	err_clear(&f->err);
	return keys_load(&f->k, f->path, &f->err);
}

static void
value_is(const struct fixture *f, const char *name, const char *want)
{
	const char *got = keys_find(f->k, name, strlen(name));

	if (!want) {
		assert_null(got);
		return;
	}
	assert_non_null(got);
	assert_string_equal(got, want);
}

static void
test_values(void **state)
{
	struct fixture *f = *state;
	static const char text[] = "# FIRMS\n"
				   "firms=abc123\n"
				   "\n"
				   "  mail.password \t=  two  words = 3 \r\n"
				   "\t# another = no\n"
				   "A-b_9 = 口令";
	const char *const *all;

	put(f, text, strlen(text), 0600);
	assert_int_equal(load(f), 0);
	value_is(f, "firms", "abc123");
	value_is(f, "mail.password", "two  words = 3");
	value_is(f, "A-b_9", "口令");
	value_is(f, "another", NULL);
	value_is(f, "firm", NULL);
	value_is(f, "firms2", NULL);
	assert_string_equal(keys_find(f->k, "firms}", 5), "abc123");
	all = keys_values(f->k);
	assert_string_equal(all[0], "abc123");
	assert_string_equal(all[2], "口令");
	assert_null(all[3]);
}

static void
test_none(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(load(f), 0);
	assert_null(keys_values(f->k)[0]);
	value_is(f, "firms", NULL);
	put(f, "", 0, 0400);
	assert_int_equal(load(f), 0);
	assert_null(keys_values(f->k)[0]);
	keys_free(NULL);
}

static void
test_modes(void **state)
{
	static const struct {
		mode_t mode;
		int rc;
	} cases[] = {
		{ 0600, 0 },  { 0400, 0 },  { 0700, 0 },  { 0640, -1 },
		{ 0604, -1 }, { 0620, -1 }, { 0602, -1 }, { 0610, -1 },
		{ 0601, -1 }, { 0644, -1 },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		put(f, "a = s3cret\n", 11, cases[i].mode);
		if (load(f) != cases[i].rc)
			fail_msg("mode %o", (unsigned)cases[i].mode);
		assert_int_equal(f->err.code,
		                 cases[i].rc ? ERR_REFUSED : ERR_NONE);
	}
}

static void
test_not_a_file(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(symlink("/dev/null", f->path), 0);
	assert_int_equal(load(f), -1);
	assert_int_equal(f->err.code, ERR_REFUSED);
	unlink(f->path);
	/* a pipe does not hold us up */
	assert_int_equal(mkfifo(f->path, 0600), 0);
	assert_int_equal(load(f), -1);
	assert_int_equal(f->err.code, ERR_REFUSED);
	unlink(f->path);
	assert_int_equal(mkdir(f->path, 0700), 0);
	assert_int_equal(load(f), -1);
	assert_int_equal(f->err.code, ERR_REFUSED);
	rmdir(f->path);
}

/* Each is refused by its line, and nothing of it is told. */
static void
test_bad_lines(void **state)
{
	static const char *const lines[] = {
		"s3cret",          "s3cret word=",
		"s3cret=",         "= s3cret",
		"sp ace = s3cret", "值班 = s3cret",
		"s3cret$ = x",     "good = s3cret again",
		"a = s3cret\x7f",  "a = s3c\tret\x01x",
		"a/b = s3cret",    "ab = ",
	};
	struct fixture *f = *state;
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		buf_clear(&text);
		buf_fmt(&text, "# one\ngood = x\n%s\nlast = y\n", lines[i]);
		put(f, text.s, text.len, 0600);
		if (load(f) != -1)
			fail_msg("line %zu is taken", i);
		assert_int_equal(f->err.code, ERR_INPUT);
		if (strstr(f->err.text, "s3c"))
			fail_msg("told: %s", f->err.text);
		assert_non_null(strstr(f->err.text, "第 3 行"));
	}
	buf_release(&text);
}

static void
add_repeated(struct buf *b, char c, size_t n)
{
	while (n-- > 0)
		buf_byte(b, c);
}

/* name and value of these lengths: are they taken? */
static int
load_lengths(struct fixture *f, size_t name, size_t value)
{
	struct buf text = BUF_INIT;

	add_repeated(&text, 'n', name);
	buf_str(&text, " = ");
	add_repeated(&text, 'v', value);
	buf_byte(&text, '\n');
	put(f, text.s, text.len, 0600);
	buf_release(&text);
	return load(f);
}

static void
test_limits(void **state)
{
	struct fixture *f = *state;
	struct buf text = BUF_INIT;

	assert_int_equal(load_lengths(f, KEYS_NAME_MAX, KEYS_VALUE_MAX), 0);
	assert_int_equal(load_lengths(f, KEYS_NAME_MAX + 1, 1), -1);
	assert_int_equal(load_lengths(f, 1, KEYS_VALUE_MAX + 1), -1);

	for (int i = 0; i < KEYS_COUNT_MAX; i++)
		buf_fmt(&text, "k%d = %d\n", i, i);
	put(f, text.s, text.len, 0600);
	assert_int_equal(load(f), 0);
	value_is(f, "k199", "199");
	buf_str(&text, "more = 1\n");
	put(f, text.s, text.len, 0600);
	assert_int_equal(load(f), -1);

	buf_clear(&text);
	buf_str(&text, "a = 1\n#");
	add_repeated(&text, 'x', KEYS_BYTES_MAX - text.len);
	put(f, text.s, text.len, 0600);
	assert_int_equal(load(f), 0);
	buf_byte(&text, 'x');
	put(f, text.s, text.len, 0600);
	assert_int_equal(load(f), -1);
	put(f, "a = \xff\n", 6, 0600);
	assert_int_equal(load(f), -1);
	put(f, "a = 1\0\n", 7, 0600);
	assert_int_equal(load(f), -1);
	buf_release(&text);
}

static void
refresh(struct fixture *f, int want, bool anew)
{
	bool fresh;

	err_clear(&f->err);
	assert_int_equal(keys_refresh(f->k, f->path, &fresh, &f->err), want);
	assert_int_equal(fresh, anew);
}

/* Another file, another mode or another time is looked at, once. */
static void
test_refresh(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(load(f), 0);
	refresh(f, 0, false);
	put(f, "a = 1\n", 6, 0600);
	refresh(f, 0, true);
	value_is(f, "a", "1");
	refresh(f, 0, false);
	put(f, "a = 22\n", 7, 0600);
	refresh(f, 0, true);
	value_is(f, "a", "22");
	/* What cannot be read leaves what was, and is told once. */
	put(f, "a = 33\n", 7, 0644);
	refresh(f, -1, false);
	assert_int_equal(f->err.code, ERR_REFUSED);
	value_is(f, "a", "22");
	refresh(f, 0, false);
	assert_int_equal(chmod(f->path, 0600), 0);
	refresh(f, 0, true);
	value_is(f, "a", "33");
	unlink(f->path);
	refresh(f, 0, true);
	value_is(f, "a", NULL);
	refresh(f, 0, false);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_values),     T(test_none),      T(test_modes),
		T(test_not_a_file), T(test_bad_lines), T(test_limits),
		T(test_refresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
