#include "watch/fill.h"

#include <math.h>
#include <string.h>

#include "base/tr.h"
#include "desk/feed.h"

#define BOX_DEGREES 0.5

struct filling {
	const struct place *place; /* NULL: keys alone */
	const struct keys *keys;
	int page;
};

static int
put_key(struct buf *out, const struct keys *keys, const char *name, size_t len,
        struct err *err)
{
	const char *value = keys ? keys_find(keys, name, len) : NULL;

	if (!value)
		return err_set(err, ERR_NOT_FOUND, tr("密钥文件里没有 %.*s"),
		               (int)len, name);
	buf_str(out, value);
	return 0;
}

static int
put_place(struct buf *out, const struct filling *f, const char *name,
          struct err *err)
{
	const struct place *at = f->place;

	if (strcmp(name, "page") == 0)
		buf_fmt(out, "%d", f->page);
	else if (strcmp(name, "code") == 0)
		buf_str(out, at->adcode);
	else if (strcmp(name, "province") == 0)
		buf_add(out, at->adcode, 2);
	else if (isnan(at->lat) || isnan(at->lon))
		return err_set(err, ERR_NOT_FOUND, "%s",
		               tr("不知道本局位置：在通讯录里填本局单位的"
		                  "经纬度"));
	else if (strcmp(name, "lat") == 0)
		buf_fmt(out, "%.2f", at->lat);
	else if (strcmp(name, "lon") == 0)
		buf_fmt(out, "%.2f", at->lon);
	else
		buf_fmt(out, "%.2f,%.2f,%.2f,%.2f", at->lon - BOX_DEGREES,
		        at->lat - BOX_DEGREES, at->lon + BOX_DEGREES,
		        at->lat + BOX_DEGREES);
	return 0;
}

static bool
is_place(const char *name)
{
	static const char *const places[] = { "page", "code", "province",
		                              "lat",  "lon",  "box" };

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (strcmp(places[i], name) == 0)
			return true;
	return false;
}

static int
put(struct buf *out, const struct filling *f, const char *name, size_t len,
    struct err *err)
{
	char copy[16] = "";

	if (len > 4 && strncmp(name, "key:", 4) == 0)
		return put_key(out, f->keys, name + 4, len - 4, err);
	if (len < sizeof(copy))
		memcpy(copy, name, len);
	if (!f->place || !is_place(copy))
		return err_set(err, ERR_INPUT, tr("不认识的占位 {%.*s}"),
		               (int)(len > 40 ? 40 : len), name);
	return put_place(out, f, copy, err);
}

static int
fill(struct buf *out, const char *text, const struct filling *f,
     struct err *err)
{
	size_t before = out->len, len;
	const char *end;

	while (*text) {
		len = strcspn(text, "{");
		buf_add(out, text, len);
		text += len;
		if (!*text)
			break;
		end = strchr(text, '}');
		if (!end) {
			buf_str(out, text);
			break;
		}
		if (put(out, f, text + 1, (size_t)(end - text - 1), err)) {
			buf_cut(out, before);
			return -1;
		}
		text = end + 1;
	}
	return 0;
}

int
fill_address(struct buf *out, const char *address, struct desk *d,
             const struct keys *keys, int page, struct err *err)
{
	struct place place;
	struct filling f = { &place, keys, page };

	feed_place(d, &place);
	return fill(out, address, &f, err);
}

int
fill_keys(struct buf *out, const char *text, const struct keys *keys,
          struct err *err)
{
	struct filling f = { NULL, keys, 0 };

	return fill(out, text, &f, err);
}
