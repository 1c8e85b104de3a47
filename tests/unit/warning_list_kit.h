/* Feeds of each sort, and what is open on a desk in one line. */
#ifndef UNIT_WARNING_LIST_KIT_H
#define UNIT_WARNING_LIST_KIT_H

#include "warning_kit.h"

#include "desk/relevance.h"

static const struct feed_format list_format = { "nmc", "nmc", FEED_RUNS, NULL,
	                                        false };
static const struct feed_format quake_format = { "usgs", "usgs", FEED_RECENT,
	                                         NULL, false };
static const struct feed_format cenc_format = { "cenc", "cenc", FEED_STAYS,
	                                        NULL, false };

/* The room's desk is 141181; its bureau stands here. */
#define SEAT                                                                   \
	"{'do':'unit.save','name':'孝义市应急管理局','kind':'agency'," \
	"'lat':37144000,'lon':111779000}"
#define BIND                                                                   \
	"{'do':'party.bind','party':'county.emergency',"                       \
	"'unit':'孝义市应急管理局'}"

/* "暴雨2 own active 1; ...": what is open, in the order of the list. */
static inline void
expect(struct room *r, enum warning_set set, const char *want)
{
	static const char *const states[] = { "active", "ended", "closed" };
	struct buf text = BUF_INIT;
	struct warning *rows;
	size_t n, total;

	OK(r, warning_list(r->d, set, 0, &rows, &n, &total, &r->err));
	for (size_t i = 0; i < n; i++)
		buf_fmt(&text, "%s%s %d %s %s %d", i ? "; " : "",
		        rows[i].headline, rows[i].level,
		        warning_near_code(rows[i].near), states[rows[i].state],
		        rows[i].messages);
	warnings_free(rows, n);
	assert_string_equal(text.s, want);
	buf_release(&text);
}

/* Poll lists without a row so often that it would be over, were it theirs. */
static inline size_t
lose(struct room *r, const struct feed *f, struct warning_misses *m)
{
	size_t ended = 0;

	for (int i = 0; i < 3; i++)
		ended += (size_t)kit_poll(r, f, m, NULL, 0).ended;
	return ended;
}

#endif
