/* A buffer is always terminated, and a maximum leaves it as it was. */
#include "cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

static void
test_append(void **state)
{
	struct buf b = BUF_INIT;
	char *taken;
	int i;

	(void)state;
	assert_string_equal(b.s, "");
	buf_release(&b);
	buf_str(&b, "duty");
	buf_byte(&b, ' ');
	buf_add(&b, "room\0x", 4);
	buf_fmt(&b, " %d", 24);
	assert_string_equal(b.s, "duty room 24");
	assert_int_equal(b.len, 12);
	buf_cut(&b, 99);
	assert_int_equal(b.len, 12);
	buf_cut(&b, 4);
	assert_string_equal(b.s, "duty");
	buf_clear(&b);
	assert_string_equal(b.s, "");
	for (i = 0; i < 5000; i++)
		buf_byte(&b, (char)('a' + i % 26));
	assert_int_equal(strlen(b.s), 5000);
	taken = buf_take(&b);
	assert_int_equal(strlen(taken), 5000);
	assert_int_equal(b.len, 0);
	assert_string_equal(b.s, "");
	free(taken);
	taken = buf_take(&b);
	assert_string_equal(taken, "");
	free(taken);
	buf_release(&b);
}

/* The formatted text may be shorter or longer than the first guess. */
static void
test_fmt_lengths(void **state)
{
	struct buf b = BUF_INIT;
	int width;

	(void)state;
	for (width = 250; width < 262; width++) {
		buf_clear(&b);
		buf_str(&b, "<");
		assert_int_equal(buf_fmt(&b, "%*d", width, 7), 0);
		assert_int_equal(b.len, (size_t)width + 1);
		assert_int_equal(b.s[width], '7');
	}
	buf_release(&b);
}

static void
test_maximum(void **state)
{
	struct buf b = BUF_INIT_MAX(10);
	size_t i;

	(void)state;
	assert_int_equal(buf_str(&b, "123456789"), 0);
	assert_int_equal(buf_str(&b, "ab"), -1);
	assert_int_equal(buf_fmt(&b, "%d", 10), -1);
	assert_int_equal(buf_fmt(&b, "%300d", 10), -1);
	assert_string_equal(b.s, "123456789");
	assert_int_equal(buf_byte(&b, '0'), 0);
	assert_int_equal(buf_byte(&b, '1'), -1);
	assert_int_equal(buf_add(&b, "", 0), 0);
	assert_string_equal(b.s, "1234567890");
	buf_release(&b);
	for (i = 0; i < 10; i++)
		assert_int_equal(buf_byte(&b, 'x'), 0);
	assert_int_equal(buf_byte(&b, 'x'), -1);
	buf_release(&b);
}

static void
test_big_endian(void **state)
{
	static const unsigned char want[] = { 0x01, 0x02, 0xFE, 0xFF, 0x80, 0,
		                              0,    0,    0,    0,    0,    9 };
	struct buf b = BUF_INIT;

	(void)state;
	buf_u32(&b, 0x0102FEFFu);
	buf_u64(&b, 0x8000000000000009ull);
	assert_int_equal(b.len, sizeof(want));
	assert_memory_equal(b.s, want, sizeof(want));
	buf_release(&b);
}

static void
test_read_file(void **state)
{
	char dir[] = "/tmp/buf_test.XXXXXX", path[64];
	struct buf b = BUF_INIT, small = BUF_INIT_MAX(100);
	struct err err = ERR_INIT;
	FILE *f;
	int i;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/file", dir);
	assert_int_equal(buf_read_file(&b, path, 10, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_non_null(strstr(err.text, "/file: No such file"));
	err_clear(&err);
	assert_int_equal(buf_read_file(&b, dir, 10, &err), -1);
	assert_int_equal(err.code, ERR_INPUT);
	err_clear(&err);

	f = fopen(path, "w");
	assert_non_null(f);
	for (i = 0; i < 200000; i++)
		fputc('a' + i % 7, f);
	fclose(f);
	buf_str(&b, "head");
	assert_int_equal(buf_read_file(&b, path, 199999, &err), -1);
	assert_int_equal(err.code, ERR_INPUT);
	assert_string_equal(b.s, "head");
	err_clear(&err);
	assert_int_equal(buf_read_file(&small, path, 200000, &err), -1);
	assert_int_equal(small.len, 0);
	err_clear(&err);
	assert_int_equal(buf_read_file(&b, path, 200000, &err), 0);
	assert_int_equal(b.len, 200004);
	assert_int_equal(b.s[200003], 'a' + 199999 % 7);
	assert_int_equal(b.s[200004], '\0');
	buf_release(&b);
	buf_release(&small);

	/* A buffer that holds just as much as the file is long. */
	f = fopen(path, "w");
	assert_non_null(f);
	fputs("0123456789", f);
	fclose(f);
	small.max = 10;
	assert_int_equal(buf_read_file(&small, path, 10, &err), 0);
	assert_string_equal(small.s, "0123456789");
	buf_release(&small);
	small.max = 9;
	assert_int_equal(buf_read_file(&small, path, 10, &err), -1);
	assert_int_equal(small.len, 0);
	buf_release(&small);
	unlink(path);
	rmdir(dir);
}

static void
test_mem_grow(void **state)
{
	size_t cap = 0, n;
	int *v = NULL;

	(void)state;
	for (n = 0; n < 1000; n++) {
		v = mem_grow(v, n, &cap, sizeof(*v));
		assert_true(cap > n);
		v[n] = (int)n;
	}
	for (n = 0; n < 1000; n++)
		assert_int_equal(v[n], (int)n);
	free(v);
	assert_null(mem_str(NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_append),
		cmocka_unit_test(test_fmt_lengths),
		cmocka_unit_test(test_maximum),
		cmocka_unit_test(test_big_endian),
		cmocka_unit_test(test_read_file),
		cmocka_unit_test(test_mem_grow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
