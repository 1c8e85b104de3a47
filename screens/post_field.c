#include "screens/post_field.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pinyin.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/contact.h"
#include "screens/screen.h"

#define UNITS_LOOKED 8 /* whose posts are offered, best first */
#define WHO_CELLS 16   /* of a name, so that the number behind it is read */

static void
put_who(struct buf *out, const char *who)
{
	size_t len = strlen(who), fits;
	int used;

	if (utf8_width(who, len) <= WHO_CELLS) {
		buf_str(out, who);
		return;
	}
	fits = utf8_fit(who, len, WHO_CELLS - 1, &used);
	buf_add(out, who, fits);
	buf_str(out, "…");
}

int
post_voice(struct desk *d, const char *post, bool *vacant, struct buf *out,
           struct err *err)
{
	struct voice *rows = NULL;
	size_t count = 0;

	*vacant = false;
	if (*post && voices_of_post(d, post, vacant, &rows, &count, err))
		return -1;
	/* What is dialled comes first: the post may be cut at 80 columns. */
	if (*vacant)
		buf_fmt(out, "%s  ", tr("该职务无人"));
	if (count) {
		put_who(out, rows[0].who);
		buf_fmt(out, " %s  ",
		        rows[0].phones_count ? rows[0].phones[0].number
		                             : tr("没有号码"));
	}
	if (count && *rows[0].post)
		buf_str(out, rows[0].post);
	else
		buf_str(out, *post ? post : tr("值班员"));
	voices_free(rows, count);
	return 0;
}

/* ---- completion ---- */

static bool
is_first_holder(const struct contact *rows, size_t i, const struct post *post)
{
	for (size_t k = 0; k < i; k++)
		for (size_t n = 0; n < rows[k].posts_count; n++)
			if (rows[k].posts[n].unit == post->unit &&
			    !strcmp(rows[k].posts[n].title, post->title))
				return false;
	return true;
}

/* "能源局/局长" for each title held at the unit that answers the query. */
static void
offer_posts(struct desk *d, const struct unit *u, const struct pinyin_query *q,
            struct form_list *out)
{
	struct err err = ERR_INIT;
	struct contact *rows;
	size_t count;

	if (contact_list(d, u->id, &rows, &count, &err))
		return;
	for (size_t i = 0; i < count; i++)
		for (size_t n = 0; n < rows[i].posts_count; n++) {
			const struct post *post = &rows[i].posts[n];
			struct pinyin_row row = { .name = post->title };
			struct buf line = BUF_INIT;

			if (post->unit != u->id || !pinyin_match(q, &row) ||
			    !is_first_holder(rows, i, post))
				continue;
			buf_fmt(&line, "%s/%s", u->name, post->title);
			form_offer(out, line.s);
			buf_release(&line);
		}
	contacts_free(rows, count);
}

static void
offer_units(struct desk *d, const struct unit *rows, size_t count,
            const char *text, struct form_list *out)
{
	const char *slash = strrchr(text, '/');
	char *name =
		slash ? mem_strn(text, (size_t)(slash - text)) : mem_str(text);
	struct pinyin_query unit, title;
	int looked = 0;

	pinyin_query_init(&unit, name);
	pinyin_query_init(&title, slash ? slash + 1 : "");
	for (int rank = PINYIN_WHOLE; rank > PINYIN_NONE; rank--)
		for (size_t i = 0; i < count; i++) {
			struct pinyin_row row = { .name = rows[i].name,
				                  .text = rows[i].short_name };

			if ((int)pinyin_match(&unit, &row) != rank)
				continue;
			if (!slash)
				form_offer(out, rows[i].name);
			if (looked++ < UNITS_LOOKED)
				offer_posts(d, &rows[i], &title, out);
		}
	pinyin_query_release(&title);
	pinyin_query_release(&unit);
	free(name);
}

/* A roster that cannot be read offers nothing: a post can still be typed. */
void
post_field_complete(void *arg, const struct form_field *field, const char *text,
                    struct form_list *out)
{
	struct err err = ERR_INIT;
	struct unit *rows;
	size_t count;

	(void)field;
	if (unit_list(ui_desk(arg), -1, 0, &rows, &count, &err))
		return;
	offer_units(ui_desk(arg), rows, count, text, out);
	units_free(rows, count);
}
