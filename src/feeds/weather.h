/*
 * What the Chinese weather feeds share: the id of a message, its title, its
 * kinds and its colours.
 *
 * One message has the same id at every source:
 *
 *	AAAAAA41600000_YYYYMMDDhhmmss
 *
 * the district (GB/T 2260), the department (41600000 is meteorology; others
 * may be shorter), and the time of filing in China.  A changed warning is a new
 * message; what goes on is its condition, "district/kind" ("611123/rainstorm"),
 * with the department behind it where that is not meteorology.  A message of
 * which neither is known is a condition of its own.
 *
 * Places carry the names of colours (红山区, 黄平县, 蓝田县), so a title is
 * read only behind the last of its verbs, and there only "橙色预警".  A code
 * beside the title says more than the title; a bracket ("[Ⅱ级/严重]") says
 * nothing of its own, but where it contradicts the colour the level is 0, for
 * a person to judge, and the severity keeps both words.
 */
#ifndef FEEDS_WEATHER_H
#define FEEDS_WEATHER_H

#include "base/json.h"
#include "feeds/feed.h"

/* ---- words and codes ---- */

struct weather_id {
	char adcode[7];
	const char *department;	/* borrowed from the id */
	size_t department_len;
	struct feed_time at;	/* none when the digits are no date */
};

bool weather_id(struct weather_id *out, const char *id);

struct weather_kind {
	const char *name;	/* "暴雨" */
	const char *code;	/* "rainstorm": stable, goes into conditions */
	const char *type;	/* of nmc and cma, "0002"; NULL: none */
	const char *cn;		/* of weather.com.cn, "02" */
	const char *event;	/* of cma, "11B03" */
	const char *qweather;	/* "1003" */
};

/* The kind whose name is the longest end of s ("中心城区大风"), or NULL. */
const struct weather_kind *weather_kind_named(const char *s, size_t len);
/* The kind of a code, `column` one of the offsets of the struct; or NULL. */
const struct weather_kind *weather_kind_coded(const char *code, size_t len,
					      size_t column);
#define WEATHER_KIND(code, len, column)                                        \
	weather_kind_coded(code, len, offsetof(struct weather_kind, column))

/* "橙", "橙色", "orange", "ORANGE": 2; anything else 0. */
int weather_colour(const char *word);

struct weather_title {
	enum feed_change change;
	int level;		/* 0: none or unknown */
	int bracket;		/* the bracket's level; 0: none */
	char *colour;		/* "橙色", as written; NULL */
	char *kind;		/* NULL */
	char *sender;		/* an office; NULL */
};

void weather_title(struct weather_title *out, const char *title);
void weather_title_release(struct weather_title *t);

/* ---- reading ---- */

/* An answer being read. */
struct weather {
	const char *name;
	struct feed_answer *out;
	json_t *seen;		/* ids */
	struct err *err;
};

/* One warning as its source tells it; all borrowed, NULL where not told. */
struct weather_row {
	const char *id;
	const char *headline;
	const char *kind;	/* a name the source gives beside the title */
	const struct weather_kind *coded;
	bool has_level;		/* by a code or a word; else from the title */
	int level;
	const char *severity;	/* its word for it; else that of the title */
	char code[9];		/* room for a level's code as its word */
	const char *place;	/* stands for the district of foreign ids */
};

#define WEATHER_ROW { .id = NULL }

/*
 * Parse, read by fn from the root, and clean up.  A web page in place of JSON
 * has its own error.
 */
int weather_answer(const char *name, const char *bytes, size_t len,
		   struct feed_answer *out, struct err *err,
		   int (*fn)(struct weather *x, const json_t *root,
			     const struct jpath *at));

/* Each element of list to fn, with its place. */
int weather_each(struct weather *x, const json_t *list, const struct jpath *at,
		 int (*fn)(struct weather *x, const json_t *row,
			   const struct jpath *at));

/* "code": 0, as nmc and cma answer when all is well. */
int weather_code_zero(struct weather *x, const json_t *root,
		      const struct jpath *at);
/* Fails when `count` rows are announced and the list is empty. */
int weather_count(struct weather *x, int64_t count, const json_t *list,
		  const struct jpath *at);

/*
 * A new row with id, condition, kind, level, severity, change, sent (of the
 * id), headline, sender and adcodes.  A message that is there already is not
 * added again: *w is NULL then, and 0 is returned.
 */
int weather_add(struct weather *x, const struct weather_row *row,
		const struct jpath *at, struct feed_warning **w);

/* A time of the source, in China where it names no zone; "" is none. */
int weather_time(struct weather *x, const json_t *row, const char *key,
		 struct feed_time *out, const struct jpath *at);
/* Fails for a row whose time of sending is not known. */
int weather_need_sent(struct weather *x, const struct feed_warning *w,
		      const struct jpath *at);

/*
 * The point, numbers or text, null and "" none.  It is a seat of government,
 * for drawing only: one that is no place on Earth is left out.
 */
void weather_point(struct feed_warning *w, const json_t *lat,
		   const json_t *lon);

/* A text that must be there and not be empty. */
int weather_need_text(struct weather *x, const json_t *row, const char *key,
		      const char **out, const struct jpath *at);

/* Level 0: the code of a level nobody knows is its word. */
void weather_odd_level(struct weather_row *row, const char *code, size_t len);

/* "…/p0002003.png", "p0002003": kind and level of nmc and cma into row.  Any
 * other text is as if there was none. */
void weather_type(struct weather_row *row, const char *type);

#endif
