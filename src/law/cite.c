#include "law/cite.h"

#include <string.h>

/* "安监总局令第21号" to "21号令". */
static void
law_short(struct buf *out, const char *law, size_t len)
{
	static const char order[] = "令第", number[] = "号";
	const char *at = memmem(law, len, order, strlen(order));
	const char *revised = memmem(law, len, "（", strlen("（"));
	const char *n = at ? at + strlen(order) : NULL;
	size_t digits = n ? strspn(n, "0123456789") : 0;

	if (digits && strncmp(n + digits, number, strlen(number)) == 0)
		buf_fmt(out, "%.*s号令", (int)digits, n);
	else
		buf_add(out, law, revised ? (size_t)(revised - law) : len);
}

void
cite_short(struct buf *out, const char *cite)
{
	const char *article = strchr(cite, ' ');
	const char *more;

	law_short(out, cite, article ? (size_t)(article - cite) : strlen(cite));
	if (!article)
		return;
	article++;
	more = strstr(article, "、");
	buf_add(out, article,
	        more ? (size_t)(more - article) : strlen(article));
}
