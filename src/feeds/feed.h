/*
 * Feeds (预警信息源): from the bytes a public source answered to warnings.
 *
 * A reader is a pure function of those bytes: no clock, no network, no place
 * of its own.  A poll has three outcomes, never two:
 *
 *	rows	feed_read() answers 0 and count > 0
 *	empty	feed_read() answers 0 and count == 0: the source says, in the
 *		form it says it in, that there is nothing
 *	failed	feed_read() answers -1: anything else.  HTML in place of JSON, a
 *		member that must be there and is not, a count beside an empty
 *		list, a body that was cut
 *
 * Only an empty answer may end a warning, so a reader in doubt fails.  One bad
 * row fails the whole answer too, unless the format's notes say otherwise:
 * what was skipped cannot be told from what has ended.
 *
 * Texts are kept as the source wrote them (evidence); sinks show them through
 * text_safe().  Their sources and traps stand in each reader's file.
 *
 * As JSON (`zhiban feed read`), one line a warning: the members of the design
 * always, "also", "geocodes", "polygons", "circles", "occurred", "severity" and
 * "link" only where a source gives them.
 */
#ifndef FEEDS_FEED_H
#define FEEDS_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/strmap.h"

#define FEED_BYTES_MAX (8u << 20)	/* of one answer, unpacked */
#define FEED_PARSED_MAX (24u << 20)	/* of its JSON, once it is parsed */
#define FEED_ROWS_MAX 20000		/* more is a failed answer */
#define FEED_LINE_MAX 1000		/* bytes of an id, a headline, a name */
#define FEED_TEXT_MAX 60000		/* bytes of a warning's text */
#define FEED_LIST_MAX 5000		/* areas, codes, references of a row */
#define FEED_POINTS_MAX 20000		/* of all shapes of a row */

enum feed_status {
	FEED_ACTUAL,
	FEED_EXERCISE,
	FEED_TEST,		/* Test, System, Draft, keep-alives */
	FEED_PRIVATE		/* scope Private, Restricted: not shown */
};

enum feed_change {
	FEED_ALERT,
	FEED_UPDATE,
	FEED_CANCEL		/* lifted, withdrawn, all clear */
};

#define FEED_NO_TIME INT64_MIN

struct feed_time {
	int64_t ms;		/* FEED_NO_TIME: none */
	int offset;		/* minutes east of UTC, as it was written */
};

struct feed_strings {
	char **s;
	size_t count, cap;
	struct strmap known;	/* once they are many, which there are */
};

/* A polygon (closed or not, at least 3 points), or a circle (one point). */
struct feed_shape {
	double (*at)[2];	/* lat, lon; degrees */
	size_t count;
	double radius_km;	/* of a circle; a polygon has 0 */
};

struct feed_warning {
	char *id;		/* of this message; unique in its format */
	char *condition;	/* what goes on being the same item */
	char *kind;		/* "暴雨"; 地震 and 火点 for quakes and fires */
	int level;		/* 1 red .. 4 blue, 0 for a person to judge */
	char *severity;		/* the source's own word for it; NULL */
	enum feed_status status;
	enum feed_change change;
	struct feed_time sent;	/* this version of the message */
	struct feed_time effective, expires;
	struct feed_time occurred;	/* of a quake, a fire */
	char *headline, *text, *sender;	/* NULL: not given */
	char *link;		/* address of the whole message; NULL */
	struct feed_strings areas;	/* in words */
	struct feed_strings adcodes;	/* GB/T 2260, six digits */
	struct feed_strings geocodes;	/* others: "UGC:ALZ264" */
	struct feed_strings references;	/* ids (CAP: triples) it replaces */
	struct feed_strings also;	/* further ids of the same message */
	struct feed_shape *shapes;
	size_t shapes_count, shapes_cap;
	double lat, lon;	/* degrees; NAN: none */
	double magnitude;	/* NAN: none */
	double depth_km;	/* NAN: unknown */
};

/* One answer, read. */
struct feed_answer {
	struct feed_warning *rows;	/* as they came */
	size_t count, cap;
	int page, pages;	/* of a series (nmc); 1 of 1 */
	char *next;		/* address of the next page (nws); NULL */
	struct feed_time made;	/* when the source says it was made */
	char *tag;		/* the source's own mark of its content; NULL */
};

void feed_answer_init(struct feed_answer *a);
void feed_answer_release(struct feed_answer *a);

/* What it means that two complete answers lack what was listed. */
enum feed_vanishes {
	FEED_STAYS,		/* nothing */
	FEED_RUNS,		/* it is a list of what runs: it has ended */
	FEED_RECENT		/* it is a list of what happened lately: while
				 * it is young enough, it was withdrawn */
};

struct feed_format {
	const char *code;	/* "nmc" */
	const char *label;	/* "中央气象台", N_() */
	enum feed_vanishes vanishes;
	int (*read)(const char *name, const char *bytes, size_t len,
		    struct feed_answer *out, struct err *err);
	/* A row is a line of a list: its words stand in the CAP at its link. */
	bool follows;
};

/* All formats, ends with code NULL; and one by its code, or NULL. */
extern const struct feed_format feed_formats[];
const struct feed_format *feed_format(const char *code);

/*
 * Read one answer.  name stands in errors ("nmc", a file's name).  ERR_INPUT:
 * the answer is failed; *out is empty then.  A byte order mark and blanks in
 * front are skipped.
 */
int feed_read(const struct feed_format *f, const char *name, const char *bytes,
	      size_t len, struct feed_answer *out, struct err *err);

/* Fire radiative power, MW, from the text of a row of firms; NAN: none. */
double feed_fire_power(const char *text);

/*
 * The latest moment that an answer tells of: when it was made, a row was sent
 * or happened; not when one expires.  FEED_NO_TIME: none.
 */
int64_t feed_newest(const struct feed_answer *a);

/* One line of JSON without its end. */
void feed_warning_json(struct buf *out, const struct feed_format *f,
		       const struct feed_warning *w);

/* ---- what readers are made of ---- */

/*
 * A new row, nothing in it known; ERR_INPUT when there are too many.  The
 * pointer holds until the next feed_add().
 */
struct feed_warning *feed_add(struct feed_answer *a, const char *name,
			      struct err *err);

/* "name: text", ERR_INPUT.  Returns -1. */
int feed_fail(const char *name, struct err *err, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Replace *field by a copy of at most `max` bytes, cut at a character; s NULL
 * or "" leaves it NULL. */
void feed_set(char **field, const char *s, size_t max);
/* A copy at the end, unless it is there already or the list is full. */
void feed_push(struct feed_strings *list, const char *s);
bool feed_has(const struct feed_strings *list, const char *s);
void feed_strings_release(struct feed_strings *list);

/* "lat,lon lat,lon …" (CAP), separators any of blanks and commas: a polygon.
 * 0, or -1: not one; nothing is added. */
int feed_polygon(struct feed_warning *w, const char *points);
/* "lat,lon radius" (CAP). */
int feed_circle(struct feed_warning *w, const char *text);

/*
 * A time by a pattern: Y (four digits) M D h m s (two; h one or two where the
 * pattern is "H"), f a fraction that may be missing, z "Z" or ±hh:mm, any
 * other character itself.  Without z the time is `offset` minutes east of UTC.
 * False when s is not of that form; *out is then no time.
 */
bool feed_time(struct feed_time *out, const char *s, const char *pattern,
	       int offset);
/* Milliseconds since 1970, UTC. */
bool feed_time_ms(struct feed_time *out, int64_t ms);

/* A decimal number from text, whole, within the limits; else false. */
bool feed_number(double *out, const char *s, double min, double max);
bool feed_lat_lon(struct feed_warning *w, double lat, double lon);

#endif
