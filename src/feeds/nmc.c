/*
 * 中央气象台, https://www.nmc.cn/rest/findAlarm
 *
 * One page of a series.  A row is in the list, in provinceAlarms or in both;
 * the id tells them apart.  An upgrade is a new row beside the old one, which
 * stays for hours.  The order is that of the ids: issuetime is minutes before
 * or behind them, and is used only where an id has no time.  Neither text nor
 * end of validity is given: a warning ends by leaving the list.
 */
#include <string.h>

#include "base/tr.h"
#include "feeds/readers.h"
#include "feeds/weather.h"

#define HOST "https://www.nmc.cn"

static int
read_row(struct weather *x, const json_t *row, const struct jpath *at)
{
	const char *title, *pic = NULL, *url = NULL;
	struct weather_row r = WEATHER_ROW;
	struct feed_warning *w;
	struct feed_time issued = { FEED_NO_TIME, 0 };

	if (weather_need_text(x, row, "alertid", &r.id, at) ||
	    weather_need_text(x, row, "title", &title, at) ||
	    json_get_string(row, "pic", &pic, at, x->err) ||
	    json_get_string(row, "url", &url, at, x->err) ||
	    weather_time(x, row, "issuetime", &issued, at))
		return -1;
	r.headline = title;
	weather_type(&r, pic);
	if (weather_add(x, &r, at, &w))
		return -1;
	if (!w)
		return 0;
	if (w->sent.ms == FEED_NO_TIME)
		w->sent = issued;
	if (url && *url == '/') {
		struct buf link = BUF_INIT;

		buf_fmt(&link, HOST "%s", url);
		feed_set(&w->link, link.s, FEED_LINE_MAX);
		buf_release(&link);
	}
	return weather_need_sent(x, w, at);
}

/* Which page of how many; old answers do not tell the latter. */
static int
read_page(struct weather *x, const json_t *page, int64_t count,
          const struct jpath *at)
{
	int64_t number = 1, size = 0, total = -1;

	if (json_get_int(page, "pageNo", 1, 100000, &number, at, x->err) ||
	    json_get_int(page, "pageSize", 0, 100000, &size, at, x->err) ||
	    json_get_int(page, "totalPage", 0, 100000, &total, at, x->err))
		return -1;
	if (total < 0)
		total = size > 0 ? (count + size - 1) / size : 1;
	x->out->page = (int)number;
	x->out->pages = total > 0 ? (int)total : 1;
	if (x->out->page > x->out->pages)
		return json_fail(at, x->err, tr("第 %d 页，却只有 %d 页"),
		                 x->out->page, x->out->pages);
	return 0;
}

static int
read_root(struct weather *x, const json_t *root, const struct jpath *at)
{
	const struct jpath data_at = { .up = at, .key = "data" };
	const struct jpath page_at = { .up = &data_at, .key = "page" };
	const struct jpath list_at = { .up = &page_at, .key = "list" };
	const struct jpath more_at = { .up = &data_at,
		                       .key = "provinceAlarms" };
	const json_t *data, *page, *list, *more = NULL;
	int64_t count;

	if (weather_code_zero(x, root, at) ||
	    json_need_object(root, "data", &data, at, x->err) ||
	    json_need_object(data, "page", &page, &data_at, x->err) ||
	    json_need_array(page, "list", &list, &page_at, x->err) ||
	    json_need_int(page, "count", 0, 1000000, &count, &page_at,
	                  x->err) ||
	    weather_count(x, count, list, &list_at) ||
	    read_page(x, page, count, &page_at) ||
	    json_get_array(data, "provinceAlarms", &more, &data_at, x->err))
		return -1;
	if (weather_each(x, list, &list_at, read_row))
		return -1;
	return weather_each(x, more, &more_at, read_row);
}

int
nmc_read(const char *name, const char *bytes, size_t len,
         struct feed_answer *out, struct err *err)
{
	return weather_answer(name, bytes, len, out, err, read_root);
}
