#include "doc/zip.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/mem.h"
#include "base/tr.h"

#define END_LEN 22
#define END_COMMENT_MAX 65535
#define CENTRAL_LEN 46
#define LOCAL_LEN 30
#define CHUNK 65536

#define FLAG_ENCRYPTED 1u
#define FLAG_SIZES_FOLLOW 8u /* the local header has no sizes */
#define FLAG_STRONG_ENCRYPTED 64u
#define FLAG_MASKED 8192u /* the directory is encrypted */

#define METHOD_STORED 0
#define METHOD_DEFLATE 8

#define IN_ZIP64 0xFFFFFFFFu
#define EXTRA_ZIP64 1

struct entry {
	const char *name; /* in the archive, not terminated */
	size_t name_len;
	unsigned flags, method;
	uint32_t crc;
	uint64_t packed, size;
	uint64_t header, data, end; /* offsets of its bytes */
};

struct zip {
	const unsigned char *p;
	size_t len;
	struct entry *entries;
	size_t n;
	size_t left; /* bytes the archive may still give */
};

static unsigned
le16(const unsigned char *p)
{
	return p[0] | (unsigned)p[1] << 8;
}

static uint32_t
le32(const unsigned char *p)
{
	return le16(p) | (uint32_t)le16(p + 2) << 16;
}

static uint64_t
le64(const unsigned char *p)
{
	return le32(p) | (uint64_t)le32(p + 4) << 32;
}

static int
zip_damaged(struct err *err)
{
	return err_set(err, ERR_INPUT, tr("文件已损坏：压缩包的目录有误"));
}

static int
zip_too_large(struct err *err)
{
	return err_set(err, ERR_INPUT, tr("文件解压后超过 %u MB，未予读取"),
	               ZIP_MAX_BYTES >> 20);
}

/*
 * The end record is the last thing in the file, but for a comment whose
 * length it gives; that length tells it from its like inside an entry.
 */
static const unsigned char *
zip_find_end(const struct zip *z)
{
	size_t back, most = END_LEN + END_COMMENT_MAX;
	const unsigned char *p;

	for (back = END_LEN; back <= z->len && back <= most; back++) {
		p = z->p + z->len - back;
		if (le32(p) == 0x06054b50 && le16(p + 20) == back - END_LEN)
			return p;
	}
	return NULL;
}

/*
 * Values too large for their field, or so written, are in the extra field, in
 * this order and only those.  False when one is missing there.
 */
static bool
entry_zip64(struct entry *e, const unsigned char *extra, size_t len)
{
	uint64_t *wanted[] = { &e->size, &e->packed, &e->header };
	size_t i, n, at = 0;

	while (len >= 4 && le16(extra) != EXTRA_ZIP64) {
		n = 4 + le16(extra + 2);
		if (n > len)
			break;
		extra += n;
		len -= n;
	}
	n = 0;
	if (len >= 4 && le16(extra) == EXTRA_ZIP64 &&
	    le16(extra + 2) <= len - 4)
		n = le16(extra + 2);
	for (i = 0; i < 3; i++) {
		if (*wanted[i] != IN_ZIP64)
			continue;
		if (n - at < 8)
			return false;
		*wanted[i] = le64(extra + 4 + at);
		at += 8;
	}
	return true;
}

/*
 * One directory record at p, left bytes before the directory's end.  Returns
 * its length, 0 when it does not fit.
 */
static size_t
entry_from_directory(struct entry *e, const unsigned char *p, size_t left)
{
	size_t extra_len, len;

	if (left < CENTRAL_LEN || le32(p) != 0x02014b50)
		return 0;
	e->flags = le16(p + 8);
	e->method = le16(p + 10);
	e->crc = le32(p + 16);
	e->packed = le32(p + 20);
	e->size = le32(p + 24);
	e->name_len = le16(p + 28);
	e->name = (const char *)p + CENTRAL_LEN;
	e->header = le32(p + 42);
	extra_len = le16(p + 30);
	len = CENTRAL_LEN + e->name_len + extra_len + le16(p + 32);
	if (len > left || memchr(e->name, '\0', e->name_len))
		return 0;
	if (!entry_zip64(e, p + CENTRAL_LEN + e->name_len, extra_len))
		return 0;
	return len;
}

/* The header before the entry's bytes must tell the same. */
static bool
entry_check_local(struct entry *e, const struct zip *z, uint64_t limit)
{
	const unsigned char *p;
	uint32_t packed, size;

	if (e->header > limit || limit - e->header < LOCAL_LEN)
		return false;
	p = z->p + e->header;
	if (le32(p) != 0x04034b50)
		return false;
	e->data = e->header + LOCAL_LEN + le16(p + 26) + le16(p + 28);
	if (e->data > limit || e->packed > limit - e->data)
		return false;
	e->end = e->data + e->packed;
	if (le16(p + 26) != e->name_len ||
	    memcmp(p + LOCAL_LEN, e->name, e->name_len) != 0 ||
	    le16(p + 8) != e->method)
		return false;
	packed = le32(p + 18);
	size = le32(p + 22);
	if (le16(p + 6) & FLAG_SIZES_FOLLOW)
		return true;
	return (packed == e->packed || packed == IN_ZIP64) &&
	       (size == e->size || size == IN_ZIP64);
}

static int
entry_by_place(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return (x->header > y->header) - (x->header < y->header);
}

static int
zip_check_overlap(struct zip *z, struct err *err)
{
	size_t i;

	qsort(z->entries, z->n, sizeof(*z->entries), entry_by_place);
	for (i = 1; i < z->n; i++)
		if (z->entries[i].header < z->entries[i - 1].end)
			return zip_damaged(err);
	return 0;
}

static int
zip_read_directory(struct zip *z, const unsigned char *end, struct err *err)
{
	uint64_t at = le32(end + 16), size = le32(end + 12);
	size_t i, n = le16(end + 10), len;
	uint64_t before = (uint64_t)(end - z->p);

	if (n == 0xFFFF || n > ZIP_MAX_ENTRIES)
		return err_set(err, ERR_INPUT,
		               tr("压缩包里的文件超过 %d 个，未予读取"),
		               ZIP_MAX_ENTRIES);
	if (le16(end + 4) != 0 || le16(end + 6) != 0 || le16(end + 8) != n ||
	    at > before || size > before - at)
		return zip_damaged(err);
	z->entries = mem_array(NULL, n + 1, sizeof(*z->entries));
	for (i = 0; i < n; i++) {
		struct entry *e = &z->entries[i];

		len = entry_from_directory(e, z->p + at, (size_t)size);
		if (len == 0)
			return zip_damaged(err);
		if (e->flags &
		    (FLAG_ENCRYPTED | FLAG_STRONG_ENCRYPTED | FLAG_MASKED))
			return err_set(err, ERR_INPUT,
			               tr("文件已加密，先去掉密码再导入"));
		if (!entry_check_local(e, z, le32(end + 16)))
			return zip_damaged(err);
		at += len;
		size -= len;
		z->n++;
	}
	return zip_check_overlap(z, err);
}

struct zip *
zip_open(const void *bytes, size_t len, struct err *err)
{
	struct zip *z = mem_alloc(sizeof(*z));
	const unsigned char *end;

	z->p = bytes;
	z->len = len;
	z->left = ZIP_MAX_BYTES;
	end = zip_find_end(z);
	if (!end) {
		err_set(err, ERR_INPUT,
		        tr("文件不完整：没有压缩包的结尾，可能没有传完"));
		goto fail;
	}
	if (zip_read_directory(z, end, err))
		goto fail;
	return z;
fail:
	zip_free(z);
	return NULL;
}

void
zip_free(struct zip *z)
{
	if (!z)
		return;
	free(z->entries);
	free(z);
}

/* How many entries have the name; *found is one of them. */
static size_t
zip_find(const struct zip *z, const char *name, const struct entry **found)
{
	size_t i, n = 0, len = strlen(name);

	for (i = 0; i < z->n; i++)
		if (z->entries[i].name_len == len &&
		    memcmp(z->entries[i].name, name, len) == 0) {
			*found = &z->entries[i];
			n++;
		}
	return n;
}

bool
zip_has(const struct zip *z, const char *name)
{
	const struct entry *e;

	return zip_find(z, name, &e) > 0;
}

/* Inflate the entry into out, which grows with what comes, up to its size. */
static int
entry_inflate(const struct entry *e, const unsigned char *p, struct buf *out)
{
	unsigned char *chunk = mem_alloc(CHUNK);
	z_stream s = { 0 };
	size_t start = out->len, n;
	int rc;

	s.next_in = (unsigned char *)p; /* zlib only reads it */
	s.avail_in = (uInt)e->packed;
	rc = inflateInit2(&s, -MAX_WBITS);
	while (rc == Z_OK) {
		s.next_out = chunk;
		s.avail_out = CHUNK;
		rc = inflate(&s, Z_NO_FLUSH);
		n = CHUNK - s.avail_out;
		if (n > e->size - (out->len - start))
			rc = Z_DATA_ERROR;
		else if (buf_add(out, chunk, n))
			rc = Z_DATA_ERROR;
		else if (rc == Z_OK && n == 0)
			rc = Z_DATA_ERROR; /* no end, and no more input */
	}
	inflateEnd(&s);
	free(chunk);
	return rc == Z_STREAM_END && s.avail_in == 0 ? 0 : -1;
}

static int
entry_unpack(const struct entry *e, const struct zip *z, struct buf *out)
{
	const unsigned char *p = z->p + e->data;

	if (e->method == METHOD_DEFLATE)
		return entry_inflate(e, p, out);
	if (e->packed != e->size)
		return -1;
	return buf_add(out, p, (size_t)e->size);
}

static bool
entry_sound(const struct entry *e, const struct buf *out, size_t start)
{
	const Bytef *p = (const Bytef *)out->s + start;
	size_t n = out->len - start;

	return n == e->size && crc32_z(crc32_z(0, NULL, 0), p, n) == e->crc;
}

int
zip_read(struct zip *z, const char *name, struct buf *out, struct err *err)
{
	const struct entry *e;
	size_t start = out->len, n = zip_find(z, name, &e);

	if (n == 0)
		return err_set(err, ERR_NOT_FOUND, tr("文件里没有 %s"), name);
	if (n > 1)
		return zip_damaged(err);
	if (e->method != METHOD_STORED && e->method != METHOD_DEFLATE)
		return err_set(err, ERR_INPUT, tr("不支持的压缩方法 %u：%s"),
		               e->method, name);
	if (e->size > z->left || e->packed > UINT32_MAX)
		return zip_too_large(err);
	/* Spent even when the entry proves bad: a retry must cost, too. */
	z->left -= (size_t)e->size;
	if (entry_unpack(e, z, out) || !entry_sound(e, out, start)) {
		buf_cut(out, start);
		return err_set(err, ERR_INPUT, tr("文件已损坏：%s 校验不符"),
		               name);
	}
	return 0;
}
