#include "screens/several.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

const char *
several_last(const char *text)
{
	const char *part = text, *at;

	while ((at = strstr(part, SEVERAL_BETWEEN)) != NULL)
		part = at + strlen(SEVERAL_BETWEEN);
	return part;
}

void
several_add(struct buf *out, const char *name)
{
	buf_fmt(out, "%s%s", out->len ? SEVERAL_BETWEEN : "", name);
}

void
several_offer(const char *text, const struct pinyin_row *rows, size_t count,
              struct form_list *out)
{
	const char *part = several_last(text);
	struct buf line = BUF_INIT;
	struct pinyin_query q;

	pinyin_query_init(&q, part);
	for (int rank = PINYIN_WHOLE; rank > PINYIN_NONE; rank--)
		for (size_t i = 0; i < count; i++) {
			if ((int)pinyin_match(&q, &rows[i]) != rank)
				continue;
			buf_clear(&line);
			buf_add(&line, text, (size_t)(part - text));
			buf_str(&line, rows[i].name);
			form_offer(out, line.s);
		}
	pinyin_query_release(&q);
	buf_release(&line);
}

int
several_each(const char *text, several_fn *fn, void *arg, struct err *err)
{
	const char *end;
	char *name;
	int rc = 0;

	for (; !rc && *text; text = end) {
		end = strstr(text, SEVERAL_BETWEEN);
		name = mem_strn(text,
		                end ? (size_t)(end - text) : strlen(text));
		end = end ? end + strlen(SEVERAL_BETWEEN) : text + strlen(text);
		rc = *name ? fn(arg, name, err) : 0;
		free(name);
	}
	return rc;
}
