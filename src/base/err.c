#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

/* Copy as much as fits without cutting a character. */
static void
err_store(struct err *err, const struct buf *line)
{
	size_t len = line->len;

	if (len >= sizeof(err->text)) {
		len = sizeof(err->text) - 1;
		while (len > 0 && ((unsigned char)line->s[len] & 0xC0) == 0x80)
			len--;
	}
	memcpy(err->text, line->s, len);
	err->text[len] = '\0';
}

/*
 * Errors quote what they complain about, and that may come from anywhere:
 * what is stored here is one harmless line.
 */
__attribute__((format(printf, 2, 0))) static void
err_add(struct buf *line, const char *fmt, va_list ap)
{
	char raw[2048];
	int n;

	n = vsnprintf(raw, sizeof(raw), fmt, ap);
	if (n < 0)
		return;
	text_safe(line, raw, strlen(raw), TEXT_LINE);
}

int
err_set(struct err *err, enum err_code code, const char *fmt, ...)
{
	struct buf line = BUF_INIT;
	va_list ap;

	if (err->code != ERR_NONE)
		return -1;
	va_start(ap, fmt);
	err_add(&line, fmt, ap);
	va_end(ap);
	err->code = code;
	err_store(err, &line);
	buf_release(&line);
	return -1;
}

int
err_prefix(struct err *err, const char *fmt, ...)
{
	struct buf line = BUF_INIT;
	va_list ap;

	if (err->code == ERR_NONE)
		return -1;
	va_start(ap, fmt);
	err_add(&line, fmt, ap);
	va_end(ap);
	buf_str(&line, ": ");
	buf_str(&line, err->text);
	err_store(err, &line);
	buf_release(&line);
	return -1;
}

void
err_clear(struct err *err)
{
	err->code = ERR_NONE;
	err->text[0] = '\0';
}

int
err_exit_status(enum err_code code)
{
	static const int status[] = {
		[ERR_NONE] = 0,    [ERR_INPUT] = 2,    [ERR_NOT_FOUND] = 2,
		[ERR_REFUSED] = 3, [ERR_CONFLICT] = 3, [ERR_BUSY] = 4,
		[ERR_CORRUPT] = 4, [ERR_FULL] = 4,     [ERR_IO] = 4,
	};

	return status[code];
}
