/* Contacts as vCards (RFC 2426), for the telephones of officers. */
#include "desk/roster.h"

#include <stdlib.h>
#include <string.h>

#include "desk/contact.h"

#define LINE_OCTETS 75 /* RFC 2426 section 2.6, without the line end */

/* RFC 2426 section 4: backslash, comma, semicolon and newline are escaped. */
static void
put_text(struct buf *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '\n') {
			buf_str(out, "\\n");
			continue;
		}
		if (strchr("\\,;", *s))
			buf_byte(out, '\\');
		buf_byte(out, *s);
	}
}

/* A line, folded before the octet that would pass the limit; a character is
 * never cut in two. */
static void
put_line(struct buf *out, const struct buf *line)
{
	size_t width = 0;

	for (size_t i = 0; i < line->len;) {
		size_t len = 1;

		while (i + len < line->len &&
		       ((unsigned char)line->s[i + len] & 0xC0) == 0x80)
			len++;
		if (width + len > LINE_OCTETS) {
			buf_str(out, "\r\n ");
			width = 1;
		}
		buf_add(out, line->s + i, len);
		width += len;
		i += len;
	}
	buf_str(out, "\r\n");
}

static void
put_field(struct buf *out, const char *name, const char *value)
{
	struct buf line = BUF_INIT;

	buf_str(&line, name);
	put_text(&line, value);
	put_line(out, &line);
	buf_release(&line);
}

static int
put_posts(struct buf *out, struct desk *d, const struct contact *c,
          struct err *err)
{
	struct unit u;

	for (size_t i = 0; i < c->posts_count; i++) {
		if (unit_get(d, c->posts[i].unit, &u, err))
			return -1;
		put_field(out, "ORG:", u.name);
		if (*c->posts[i].title)
			put_field(out, "TITLE:", c->posts[i].title);
		unit_release(&u);
	}
	return 0;
}

static int
put_card(struct buf *out, struct desk *d, const struct contact *c,
         struct err *err)
{
	struct buf name = BUF_INIT;

	buf_str(out, "BEGIN:VCARD\r\nVERSION:3.0\r\n");
	put_field(out, "FN:", c->name);
	/* The whole name as the family name: where a surname ends is not
	 * known, and what shows it puts the two together. */
	buf_str(&name, "N:");
	put_text(&name, c->name);
	buf_str(&name, ";;;;");
	put_line(out, &name);
	buf_release(&name);
	if (put_posts(out, d, c, err))
		return -1;
	for (size_t i = 0; i < c->phones_count; i++)
		put_field(out, "TEL;TYPE=VOICE:", c->phones[i].number);
	if (*c->note)
		put_field(out, "NOTE:", c->note);
	buf_str(out, "END:VCARD\r\n");
	return 0;
}

int
roster_vcard(struct desk *d, const int64_t *contacts, size_t count,
             struct buf *out, struct err *err)
{
	struct contact c;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < count; i++) {
		if (contact_get(d, contacts[i], &c, err))
			return -1;
		rc = put_card(out, d, &c, err);
		contact_release(&c);
	}
	return rc;
}
