#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

#define READ_CHUNK 16384

/* Never written: a buffer gets memory of its own before its first byte. */
char buf_empty[1];

void
buf_init(struct buf *b)
{
	*b = (struct buf)BUF_INIT;
}

void
buf_release(struct buf *b)
{
	if (b->cap > 0)
		free(b->s);
	*b = (struct buf)BUF_INIT_MAX(b->max);
}

void
buf_cut(struct buf *b, size_t len)
{
	if (len >= b->len)
		return;
	b->len = len;
	b->s[len] = '\0';
}

void
buf_clear(struct buf *b)
{
	buf_cut(b, 0);
}

char *
buf_take(struct buf *b)
{
	char *s = b->cap > 0 ? b->s : mem_strn("", 0);

	*b = (struct buf)BUF_INIT_MAX(b->max);
	return s;
}

/* Room for more bytes and the NUL, or -1 when the maximum forbids it. */
static int
buf_room(struct buf *b, size_t more)
{
	size_t need, cap;

	if (b->max > 0 && (b->len > b->max || more > b->max - b->len))
		return -1;
	if (__builtin_add_overflow(b->len, more, &need) || need == SIZE_MAX)
		need = SIZE_MAX - 1; /* the allocator will refuse that */
	need++;
	if (need <= b->cap)
		return 0;
	cap = b->cap ? b->cap : 32;
	while (cap < need)
		cap = cap > SIZE_MAX / 2 ? need : cap * 2;
	b->s = mem_resize(b->cap > 0 ? b->s : NULL, cap);
	b->cap = cap;
	b->s[b->len] = '\0';
	return 0;
}

int
buf_add(struct buf *b, const void *p, size_t len)
{
	if (len == 0)
		return 0;
	if (buf_room(b, len))
		return -1;
	memcpy(b->s + b->len, p, len);
	b->len += len;
	b->s[b->len] = '\0';
	return 0;
}

int
buf_str(struct buf *b, const char *s)
{
	return buf_add(b, s, strlen(s));
}

int
buf_byte(struct buf *b, char c)
{
	return buf_add(b, &c, 1);
}

int
buf_fmt(struct buf *b, const char *fmt, ...)
{
	char small[256];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	va_end(ap);
	if (n < 0)
		return -1;
	if ((size_t)n < sizeof(small))
		return buf_add(b, small, (size_t)n);
	if (buf_room(b, (size_t)n))
		return -1;
	va_start(ap, fmt);
	vsnprintf(b->s + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
	return 0;
}

static void
buf_big_endian(struct buf *b, unsigned long long v, int bytes)
{
	int i;

	for (i = bytes - 1; i >= 0; i--)
		buf_byte(b, (char)(unsigned char)(v >> (8 * i)));
}

void
buf_u32(struct buf *b, unsigned v)
{
	buf_big_endian(b, v, 4);
}

void
buf_u64(struct buf *b, unsigned long long v)
{
	buf_big_endian(b, v, 8);
}

/* What the caller named wrongly is his input; the rest is the machine's. */
static int
buf_file_error(struct err *err, const char *path, int errnum)
{
	enum err_code code = ERR_IO;

	if (errnum == ENOENT || errnum == ENOTDIR)
		code = ERR_NOT_FOUND;
	else if (errnum == EACCES || errnum == EISDIR || errnum == ELOOP ||
	         errnum == ENAMETOOLONG)
		code = ERR_INPUT;
	return err_set(err, code, "%s: %s", path, strerrordesc_np(errnum));
}

static int
buf_read_fd(struct buf *b, int fd, const char *path, size_t max,
            struct err *err)
{
	size_t start = b->len;
	char chunk[READ_CHUNK];
	ssize_t n;

	for (;;) {
		n = read(fd, chunk, sizeof(chunk));
		if (n == 0)
			return 0;
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return buf_file_error(err, path, errno);
		if ((size_t)n > max - (b->len - start))
			return err_set(err, ERR_INPUT,
			               "%s: larger than %zu bytes", path, max);
		if (buf_add(b, chunk, (size_t)n))
			return err_set(err, ERR_INPUT,
			               "%s: larger than %zu bytes", path,
			               b->max - start);
	}
}

int
buf_read_file(struct buf *b, const char *path, size_t max, struct err *err)
{
	size_t start = b->len;
	int fd = STDIN_FILENO, rc;

	if (strcmp(path, "-") != 0) {
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
		if (fd == -1)
			return buf_file_error(err, path, errno);
	}
	rc = buf_read_fd(b, fd, path, max, err);
	if (rc)
		buf_cut(b, start);
	if (fd != STDIN_FILENO)
		close(fd);
	return rc;
}
