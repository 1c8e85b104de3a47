/* Zip archives, whole and broken in every way we know of. */
#include "cm.h"

#include <stdlib.h>
#include <string.h>

#include "doc/zip.h"
#include "zip_kit.h"

/* Offsets in the headers; the directory's are those of the local one + 2. */
enum {
	LOCAL_METHOD = 8,
	LOCAL_SIZE = 22,
	LOCAL_NAME = 30,
	DIR_FLAGS = 8,
	DIR_METHOD = 10,
	DIR_CRC = 16,
	DIR_PACKED = 20,
	DIR_SIZE = 24,
	DIR_NAME_LEN = 28,
	DIR_HEADER = 42,
	END_COUNT_HERE = 8,
	END_COUNT = 10,
	END_SIZE = 12,
	END_AT = 16
};

#define AAA "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static unsigned char *
find(const struct buf *file, const char *signature, int nth)
{
	const char *p = file->s;

	for (;; p++) {
		p = memmem(p, file->len - (size_t)(p - file->s), signature, 4);
		assert_non_null(p);
		if (nth-- == 0)
			return (unsigned char *)p;
	}
}

#define LOCAL(k, n) find(&(k)->file, "PK\3\4", n)
#define DIRECTORY(k, n) find(&(k)->file, "PK\1\2", n)
#define END(k) find(&(k)->file, "PK\5\6", 0)

static void
put16(unsigned char *p, unsigned v)
{
	p[0] = (unsigned char)v;
	p[1] = (unsigned char)(v >> 8);
}

static void
put32(unsigned char *p, unsigned long v)
{
	put16(p, v & 0xFFFF);
	put16(p + 2, (unsigned)(v >> 16));
}

/* Memory of exactly the archive's size: a byte too far shows under ASan. */
static struct zip *
open_bytes(const void *p, size_t len, unsigned char **copy, struct err *err)
{
	*copy = malloc(len ? len : 1);
	memcpy(*copy, p, len);
	return zip_open(*copy, len, err);
}

static void
refused(const struct buf *file, const char *why)
{
	struct err err = ERR_INIT;
	unsigned char *copy;
	struct zip *z = open_bytes(file->s, file->len, &copy, &err);

	assert_null(z);
	assert_int_equal(err.code, ERR_INPUT);
	if (!strstr(err.text, why))
		fail_msg("'%s' does not say '%s'", err.text, why);
	free(copy);
}

/* The archive opens, and its entry "a" does not come out. */
static void
entry_refused(const struct buf *file, enum err_code code, const char *why)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	unsigned char *copy;
	struct zip *z = open_bytes(file->s, file->len, &copy, &err);

	if (!z)
		fail_msg("%s", err.text);
	buf_str(&out, "before");
	assert_int_equal(zip_read(z, "a", &out, &err), -1);
	assert_int_equal(err.code, code);
	if (!strstr(err.text, why))
		fail_msg("'%s' does not say '%s'", err.text, why);
	assert_string_equal(out.s, "before");
	buf_release(&out);
	zip_free(z);
	free(copy);
}

/* An archive of one entry "a", for a test to break. */
static void
make(struct zip_kit *k, bool stored)
{
	k->stored = stored;
	zip_put(k, "a", AAA);
	zip_finish(k);
}

static void
test_reads(void **state)
{
	struct zip_kit k = ZIP_KIT_INIT;
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	struct zip *z;

	(void)state;
	zip_put(&k, "word/document.xml", "deflated deflated deflated");
	k.stored = true;
	zip_put(&k, "PK\5\6", "stored, PK\5\6 and all, twenty-two bytes on");
	zip_put(&k, "empty", "");
	k.stored = false;
	k.sizes_follow = true;
	zip_put(&k, "late", "sizes follow");
	zip_put(&k, "late empty", "");
	zip_finish(&k);
	z = zip_open(k.file.s, k.file.len, &err);
	assert_non_null(z);
	assert_true(zip_has(z, "late"));
	assert_false(zip_has(z, "lat"));
	assert_false(zip_has(z, "later"));
	assert_int_equal(zip_read(z, "word/document.xml", &out, &err), 0);
	assert_int_equal(zip_read(z, "PK\5\6", &out, &err), 0);
	assert_int_equal(zip_read(z, "empty", &out, &err), 0);
	assert_int_equal(zip_read(z, "late", &out, &err), 0);
	assert_int_equal(zip_read(z, "late empty", &out, &err), 0);
	assert_string_equal(out.s, "deflated deflated deflated"
	                           "stored, PK\5\6 and all, twenty-two bytes "
	                           "on"
	                           "sizes follow");
	assert_int_equal(zip_read(z, "none", &out, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	zip_free(z);
	buf_release(&out);
	zip_kit_release(&k);
}

static void
test_comment(void **state)
{
	struct zip_kit k = ZIP_KIT_INIT;
	struct err err = ERR_INIT;
	char *comment = calloc(1, 65536);
	struct zip *z;

	(void)state;
	make(&k, false);
	put16(END(&k) + 20, 65535);
	buf_add(&k.file, comment, 65535);
	z = zip_open(k.file.s, k.file.len, &err);
	assert_non_null(z);
	zip_free(z);
	/* one byte after it: whose end is that? */
	buf_byte(&k.file, 0);
	refused(&k.file, "不完整");
	free(comment);
	zip_kit_release(&k);
}

/* An archive of which only a beginning came. */
static void
test_truncated(void **state)
{
	struct zip_kit k = ZIP_KIT_INIT;
	struct err err = ERR_INIT;
	unsigned char *copy;
	size_t len;

	(void)state;
	make(&k, false);
	for (len = 0; len < k.file.len; len++) {
		assert_null(open_bytes(k.file.s, len, &copy, &err));
		assert_int_equal(err.code, ERR_INPUT);
		assert_non_null(strstr(err.text, "可能没有传完"));
		err_clear(&err);
		free(copy);
	}
	zip_kit_release(&k);
}

/* One byte wrong anywhere: never a crash, never other text. */
static void
test_every_byte_changed(void **state)
{
	struct zip_kit k = ZIP_KIT_INIT;
	struct buf out = BUF_INIT;
	struct err err;
	unsigned char *copy;
	struct zip *z;
	size_t i, bit;

	(void)state;
	make(&k, false);
	for (i = 0; i < k.file.len; i++)
		for (bit = 0; bit < 8; bit++) {
			err = (struct err)ERR_INIT;
			k.file.s[i] = (char)(k.file.s[i] ^ (1 << bit));
			z = open_bytes(k.file.s, k.file.len, &copy, &err);
			buf_clear(&out);
			if (z && zip_read(z, "a", &out, &err) == 0)
				assert_string_equal(out.s, AAA);
			else
				assert_int_not_equal(err.code, ERR_NONE);
			zip_free(z);
			free(copy);
			k.file.s[i] = (char)(k.file.s[i] ^ (1 << bit));
		}
	buf_release(&out);
	zip_kit_release(&k);
}

/* What is done to an archive of one entry, and what is said of it. */
struct breakage {
	const char *what;
	char where; /* l local, d directory, e end */
	int at, bytes;
	unsigned long value;
	const char *why;
};

static const struct breakage breakages[] = {
	{ "encrypted", 'd', DIR_FLAGS, 2, 1, "已加密" },
	{ "strong", 'd', DIR_FLAGS, 2, 64, "已加密" },
	{ "masked", 'd', DIR_FLAGS, 2, 8192, "已加密" },
	{ "no directory record", 'd', 0, 4, 0, "已损坏" },
	{ "no local record", 'l', 0, 4, 0, "已损坏" },
	{ "another name", 'l', LOCAL_NAME, 1, 'b', "已损坏" },
	{ "a name of NUL", 'd', 46, 1, 0, "已损坏" },
	{ "a name past the end", 'd', DIR_NAME_LEN, 2, 65535, "已损坏" },
	{ "another method", 'l', LOCAL_METHOD, 2, 0, "已损坏" },
	{ "another size", 'l', LOCAL_SIZE, 4, 41, "已损坏" },
	{ "packed past the end", 'd', DIR_PACKED, 4, 4000, "已损坏" },
	{ "header past the end", 'd', DIR_HEADER, 4, 0xFFFFFFF0, "已损坏" },
	{ "header at the end", 'd', DIR_HEADER, 4, 45, "已损坏" },
	{ "zip64, without", 'd', DIR_HEADER, 4, 0xFFFFFFFF, "已损坏" },
	{ "directory past the end", 'e', END_AT, 4, 4000, "已损坏" },
	{ "directory too long", 'e', END_SIZE, 4, 4000, "已损坏" },
	{ "directory too short", 'e', END_SIZE, 4, 46, "已损坏" },
	{ "two disks", 'e', END_COUNT_HERE, 2, 0, "已损坏" },
	{ "zip64", 'e', END_COUNT, 2, 0xFFFF, "超过 4096 个" },
	{ "one too many", 'e', END_COUNT, 2, 4097, "超过 4096 个" },
};

static void
test_broken_directories(void **state)
{
	struct zip_kit k = ZIP_KIT_INIT;
	unsigned char *p;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(breakages) / sizeof(*breakages); i++) {
		const struct breakage *b = &breakages[i];

		make(&k, false);
		p = b->where == 'l'   ? LOCAL(&k, 0)
		    : b->where == 'd' ? DIRECTORY(&k, 0)
		                      : END(&k);
		if (b->bytes == 1)
			p[b->at] = (unsigned char)b->value;
		else if (b->bytes == 2)
			put16(p + b->at, (unsigned)b->value);
		else
			put32(p + b->at, b->value);
		print_message("%s\n", b->what);
		refused(&k.file, b->why);
		zip_kit_release(&k);
	}
}

static void
test_broken_entries(void **state)
{
	struct zip_kit k = ZIP_KIT_INIT;

	(void)state;
	make(&k, true);
	k.file.s[LOCAL_NAME + 1] = 'b';
	entry_refused(&k.file, ERR_INPUT, "校验不符");
	zip_kit_release(&k);

	make(&k, false);
	put32(DIRECTORY(&k, 0) + DIR_CRC, 1);
	entry_refused(&k.file, ERR_INPUT, "校验不符");
	zip_kit_release(&k);

	make(&k, false);
	put16(LOCAL(&k, 0) + LOCAL_METHOD, 12);
	put16(DIRECTORY(&k, 0) + DIR_METHOD, 12);
	entry_refused(&k.file, ERR_INPUT, "压缩方法 12");
	zip_kit_release(&k);

	/* stored, and of another size than its bytes */
	make(&k, true);
	put32(LOCAL(&k, 0) + LOCAL_SIZE, 39);
	put32(DIRECTORY(&k, 0) + DIR_SIZE, 39);
	entry_refused(&k.file, ERR_INPUT, "校验不符");
	zip_kit_release(&k);

	/* one that gives more than it says, and one that gives less */
	make(&k, false);
	put32(LOCAL(&k, 0) + LOCAL_SIZE, 39);
	put32(DIRECTORY(&k, 0) + DIR_SIZE, 39);
	entry_refused(&k.file, ERR_INPUT, "校验不符");
	put32(LOCAL(&k, 0) + LOCAL_SIZE, 41);
	put32(DIRECTORY(&k, 0) + DIR_SIZE, 41);
	entry_refused(&k.file, ERR_INPUT, "校验不符");
	zip_kit_release(&k);

	/* twice the same name */
	zip_put(&k, "a", "1");
	make(&k, false);
	entry_refused(&k.file, ERR_INPUT, "已损坏");
	zip_kit_release(&k);
}

/* Both directory records give the bytes of one entry. */
static void
test_overlap(void **state)
{
	struct zip_kit k = ZIP_KIT_INIT;

	(void)state;
	zip_put(&k, "a", "1");
	zip_put(&k, "a", "1");
	zip_finish(&k);
	put32(DIRECTORY(&k, 1) + DIR_HEADER, 0);
	refused(&k.file, "已损坏");
	zip_kit_release(&k);
}

static void
test_entry_limit(void **state)
{
	struct zip_kit k = ZIP_KIT_INIT;
	struct err err = ERR_INIT;
	struct zip *z;
	int i;

	(void)state;
	for (i = 0; i < ZIP_MAX_ENTRIES; i++)
		zip_put(&k, "n", "");
	zip_finish(&k);
	z = zip_open(k.file.s, k.file.len, &err);
	assert_non_null(z);
	zip_free(z);
	zip_kit_release(&k);
	for (i = 0; i < ZIP_MAX_ENTRIES + 1; i++)
		zip_put(&k, "n", "");
	zip_finish(&k);
	refused(&k.file, "超过 4096 个");
	zip_kit_release(&k);
}

/*
 * 64 MB is given, a byte more is not, in one entry or in several; and one
 * that lies about its size costs no more memory than it says.
 */
static void
test_bombs(void **state)
{
	struct zip_kit k = ZIP_KIT_INIT;
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	char *zeros = calloc(1, ZIP_MAX_BYTES + 1);
	struct zip *z;

	(void)state;
	zip_put_bytes(&k, "most", zeros, ZIP_MAX_BYTES);
	zip_put_bytes(&k, "a", zeros, ZIP_MAX_BYTES + 1);
	zip_put(&k, "one", "1");
	zip_put(&k, "none", "");
	zip_finish(&k);
	assert_true(k.file.len < 200000);
	entry_refused(&k.file, ERR_INPUT, "超过 64 MB");
	z = zip_open(k.file.s, k.file.len, &err);
	assert_non_null(z);
	assert_int_equal(zip_read(z, "most", &out, &err), 0);
	assert_int_equal(out.len, ZIP_MAX_BYTES);
	assert_int_equal(zip_read(z, "none", &out, &err), 0);
	assert_int_equal(zip_read(z, "one", &out, &err), -1);
	assert_non_null(strstr(err.text, "超过 64 MB"));
	zip_free(z);
	buf_release(&out);

	put32(LOCAL(&k, 1) + LOCAL_SIZE, 1000);
	put32(DIRECTORY(&k, 1) + DIR_SIZE, 1000);
	entry_refused(&k.file, ERR_INPUT, "校验不符");
	zip_kit_release(&k);
	free(zeros);
}

/* The extra field some writers use although the sizes would fit. */
static void
test_zip64_entry(void **state)
{
	struct zip_kit k = ZIP_KIT_INIT;
	struct buf extra = BUF_INIT, file = BUF_INIT, out = BUF_INIT;
	struct err err = ERR_INIT;
	unsigned char *d;
	struct zip *z;
	size_t at;

	(void)state;
	make(&k, true);
	d = DIRECTORY(&k, 0);
	at = (size_t)((char *)d - k.file.s);
	zip_le(&extra, 0x5455, 2); /* another field first */
	zip_le(&extra, 1, 2);
	zip_le(&extra, 0, 1);
	zip_le(&extra, 1, 2);
	zip_le(&extra, 16, 2);
	zip_le(&extra, 40, 8);
	zip_le(&extra, 0, 8);
	put32(d + DIR_SIZE, 0xFFFFFFFF);
	put32(d + DIR_HEADER, 0xFFFFFFFF);
	put16(d + DIR_NAME_LEN + 2, (unsigned)extra.len);
	put32(END(&k) + END_SIZE, 47 + extra.len);
	put32(LOCAL(&k, 0) + LOCAL_SIZE, 0xFFFFFFFF);
	buf_add(&file, k.file.s, at + 47);
	buf_add(&file, extra.s, extra.len);
	buf_add(&file, k.file.s + at + 47, k.file.len - at - 47);
	z = zip_open(file.s, file.len, &err);
	if (!z)
		fail_msg("%s", err.text);
	assert_int_equal(zip_read(z, "a", &out, &err), 0);
	assert_int_equal(out.len, 40);
	zip_free(z);
	/* the field ends before the second value */
	file.s[at + 47 + 7] = 8;
	refused(&file, "已损坏");
	buf_release(&extra);
	buf_release(&file);
	buf_release(&out);
	zip_kit_release(&k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads),
		cmocka_unit_test(test_comment),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_every_byte_changed),
		cmocka_unit_test(test_broken_directories),
		cmocka_unit_test(test_broken_entries),
		cmocka_unit_test(test_overlap),
		cmocka_unit_test(test_entry_limit),
		cmocka_unit_test(test_bombs),
		cmocka_unit_test(test_zip64_entry),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
