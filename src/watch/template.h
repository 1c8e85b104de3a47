/*
 * Templates of webhooks: an address or a body with places for what an alarm
 * says.  The services that a desk may use (chat robots, short-message gates)
 * want it in as many forms; none of them is built in.
 *
 *	{"msgtype": "text", "text": {"content": "{level} {title}\n{text}"}}
 *	https://example.invalid/hook/{key:robot}?to=duty
 *	title={title}&desp={text}
 *
 * Places: {title} {text} {level} {desk} {time} {number}, {name} and {phone} of
 * whom it is for, and {key:NAME}, a value of the keys file.  Whatever else
 * stands in braces that look like a place is an error when the template is
 * read, as is a JSON body that is none, a place outside of its strings, and a
 * place in the host of an address.
 *
 * What is put in is escaped for where it stands, and made harmless before by
 * text_safe(): it comes from outside and goes to people.  Keys go in as they
 * are, but for the escaping.  Pure.
 */
#ifndef WATCH_TEMPLATE_H
#define WATCH_TEMPLATE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

#define TEMPLATE_BYTES_MAX 16384
#define TEMPLATE_OUT_MAX 262144		/* of what fills it */

struct keys;
struct template;

enum template_kind {
	TEMPLATE_JSON,		/* in its strings: escaped as JSON */
	TEMPLATE_FORM,		/* application/x-www-form-urlencoded */
	TEMPLATE_URL		/* https:// or http://: percent-encoded */
};

enum template_place {
	PLACE_TITLE, PLACE_TEXT, PLACE_LEVEL, PLACE_DESK, PLACE_TIME,
	PLACE_NUMBER, PLACE_NAME, PLACE_PHONE, PLACES
};

/* UTF-8, may have several lines; NULL is "". */
struct template_values {
	const char *of[PLACES];
};

/* ERR_INPUT: what is wrong, in one line.  The caller frees. */
int template_parse(struct template **out, enum template_kind kind,
		   const char *text, struct err *err);
void template_free(struct template *t);		/* NULL is nothing */

/*
 * Append the filled template.  ERR_NOT_FOUND names the key that is missing;
 * ERR_INPUT when it would pass TEMPLATE_OUT_MAX.  out is then as it was.
 */
int template_fill(const struct template *t, const struct template_values *v,
		  const struct keys *keys, struct buf *out, struct err *err);

#endif
