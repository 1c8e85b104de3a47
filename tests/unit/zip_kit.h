/*
 * A small writer of zip archives, so that tests of the office formats need no
 * binary fixtures:
 *
 *	struct zip_kit k = ZIP_KIT_INIT;
 *	zip_put(&k, "word/document.xml", xml);
 *	const struct buf *file = zip_finish(&k);
 *	zip_kit_release(&k);
 *
 * A test that needs a broken one patches the bytes of the finished file.
 */
#ifndef ZIP_KIT_H
#define ZIP_KIT_H

#include <stdbool.h>
#include <string.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "cm.h"

struct zip_kit {
	struct buf file, directory;
	unsigned count;
	bool stored;		/* the next entries are not deflated */
	bool sizes_follow;	/* no sizes in their local headers */
};

#define ZIP_KIT_INIT { BUF_INIT, BUF_INIT, 0, false, false }

static inline void
zip_le(struct buf *b, unsigned long v, int bytes)
{
	for (; bytes > 0; bytes--, v >>= 8)
		buf_byte(b, (char)(unsigned char)v);
}

/* Flags, method, time, CRC, sizes and name length: alike in both headers. */
static inline void
zip_common(struct buf *b, unsigned flags, unsigned method, unsigned long crc,
	   size_t packed, size_t size, const char *name)
{
	zip_le(b, flags, 2);
	zip_le(b, method, 2);
	zip_le(b, 0, 4);
	zip_le(b, crc, 4);
	zip_le(b, packed, 4);
	zip_le(b, size, 4);
	zip_le(b, strlen(name), 2);
	zip_le(b, 0, 2);
}

static inline void
zip_put_bytes(struct zip_kit *k, const char *name, const void *p, size_t len)
{
	size_t room = compressBound(len) + 64, packed = len;
	size_t header = k->file.len;
	unsigned char *z = mem_alloc(room);
	unsigned long crc = crc32_z(crc32(0, NULL, 0), p, len);
	unsigned flags = k->sizes_follow ? 8 : 0, method = k->stored ? 0 : 8;
	z_stream s = { 0 };

	if (!k->stored) {
		assert_int_equal(deflateInit2(&s, 9, Z_DEFLATED, -MAX_WBITS, 8,
					      Z_DEFAULT_STRATEGY), Z_OK);
		s.next_in = (unsigned char *)p;
		s.avail_in = (uInt)len;
		s.next_out = z;
		s.avail_out = (uInt)room;
		assert_int_equal(deflate(&s, Z_FINISH), Z_STREAM_END);
		packed = s.total_out;
		deflateEnd(&s);
	}
	zip_le(&k->file, 0x04034b50, 4);
	zip_le(&k->file, 20, 2);
	zip_common(&k->file, flags, method, flags ? 0 : crc,
		   flags ? 0 : packed, flags ? 0 : len, name);
	buf_str(&k->file, name);
	buf_add(&k->file, k->stored ? p : z, packed);
	if (flags) {
		zip_le(&k->file, 0x08074b50, 4);
		zip_le(&k->file, crc, 4);
		zip_le(&k->file, packed, 4);
		zip_le(&k->file, len, 4);
	}
	zip_le(&k->directory, 0x02014b50, 4);
	zip_le(&k->directory, 20, 2);
	zip_le(&k->directory, 20, 2);
	zip_common(&k->directory, flags, method, crc, packed, len, name);
	zip_le(&k->directory, 0, 10);	/* comment, disk, attributes */
	zip_le(&k->directory, header, 4);
	buf_str(&k->directory, name);
	k->count++;
	free(z);
}

static inline void
zip_put(struct zip_kit *k, const char *name, const char *text)
{
	zip_put_bytes(k, name, text, strlen(text));
}

/* Add the directory and the end record; the file is complete. */
static inline const struct buf *
zip_finish(struct zip_kit *k)
{
	size_t at = k->file.len;

	buf_add(&k->file, k->directory.s, k->directory.len);
	zip_le(&k->file, 0x06054b50, 4);
	zip_le(&k->file, 0, 4);
	zip_le(&k->file, k->count, 2);
	zip_le(&k->file, k->count, 2);
	zip_le(&k->file, k->directory.len, 4);
	zip_le(&k->file, at, 4);
	zip_le(&k->file, 0, 2);
	return &k->file;
}

static inline void
zip_kit_release(struct zip_kit *k)
{
	buf_release(&k->file);
	buf_release(&k->directory);
	k->count = 0;
}

#endif
