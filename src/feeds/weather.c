#include "feeds/weather.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t
digits(const char *s)
{
	size_t n = 0;

	while (is_digit(s[n]))
		n++;
	return n;
}

bool
weather_id(struct weather_id *out, const char *id)
{
	const char *mark = strchr(id, '_');

	if (digits(id) < 6 || !mark || digits(mark + 1) != 14)
		return false;
	for (const char *c = id; c < mark; c++)
		if (!is_digit(*c))
			return false;
	memcpy(out->adcode, id, 6);
	out->adcode[6] = '\0';
	out->department = id + 6;
	out->department_len = (size_t)(mark - out->department);
	feed_time(&out->at, mark + 1, "YMDhms", CIVIL_SHANGHAI);
	return true;
}

/* ---- answers ---- */

static int
not_json(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!memchr(" \t\r\n", bytes[i], 4))
			return bytes[i] == '<';
	return 0;
}

int
weather_answer(const char *name, const char *bytes, size_t len,
               struct feed_answer *out, struct err *err,
               int (*fn)(struct weather *x, const json_t *root,
                         const struct jpath *at))
{
	struct weather x = { .name = name, .out = out, .err = err };
	const struct jpath at = { .key = name };
	json_t *root;
	int rc;

	if (not_json(bytes, len))
		return feed_fail(name, err, tr("应为 JSON，得到的是网页"));
	root = json_parse(bytes, len, name, err);
	if (!root)
		return -1;
	x.seen = json_object();
	rc = fn(&x, root, &at);
	json_decref(x.seen);
	json_decref(root);
	return rc;
}

int
weather_each(struct weather *x, const json_t *list, const struct jpath *at,
             int (*fn)(struct weather *x, const json_t *row,
                       const struct jpath *at))
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const struct jpath here = { .up = at, .index = i };

		if (fn(x, json_array_get(list, i), &here))
			return -1;
	}
	return 0;
}

int
weather_code_zero(struct weather *x, const json_t *root, const struct jpath *at)
{
	const struct jpath here = { .up = at, .key = "code" };
	int64_t code;

	if (json_need_int(root, "code", -100000, 100000, &code, at, x->err))
		return -1;
	if (code == 0)
		return 0;
	return json_fail(&here, x->err, tr("对方报错 %d"), (int)code);
}

int
weather_count(struct weather *x, int64_t count, const json_t *list,
              const struct jpath *at)
{
	if (count == 0 || json_array_size(list) > 0)
		return 0;
	return json_fail(at, x->err, tr("称有 %d 条，列表却是空的"),
	                 (int)count);
}

/* ---- members ---- */

int
weather_need_text(struct weather *x, const json_t *row, const char *key,
                  const char **out, const struct jpath *at)
{
	const struct jpath here = { .up = at, .key = key };

	if (json_need_string(row, key, out, at, x->err))
		return -1;
	return **out ? 0 : json_fail(&here, x->err, "empty");
}

int
weather_time(struct weather *x, const json_t *row, const char *key,
             struct feed_time *out, const struct jpath *at)
{
	static const char *const patterns[] = { "Y/M/D H:m", "Y-M-D H:m:s",
		                                "Y-M-DTh:mz", "Y-M-DTh:m:sfz",
		                                "Y/M/D H:m:s" };
	const struct jpath here = { .up = at, .key = key };
	const char *text = NULL;

	if (json_get_string(row, key, &text, at, x->err))
		return -1;
	if (!text || !*text)
		return 0;
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++)
		if (feed_time(out, text, patterns[i], CIVIL_SHANGHAI))
			return 0;
	return json_fail(&here, x->err, "expected a time");
}

int
weather_need_sent(struct weather *x, const struct feed_warning *w,
                  const struct jpath *at)
{
	return w->sent.ms == FEED_NO_TIME
	               ? json_fail(at, x->err, "no time of sending")
	               : 0;
}

static bool
degrees(const json_t *v, double *out)
{
	if (json_is_string(v))
		return feed_number(out, json_string_value(v), -180, 180);
	*out = json_number_value(v);
	return json_is_number(v);
}

void
weather_point(struct feed_warning *w, const json_t *lat, const json_t *lon)
{
	double at[2];

	if (degrees(lat, &at[0]) && degrees(lon, &at[1]))
		feed_lat_lon(w, at[0], at[1]);
}

void
weather_odd_level(struct weather_row *row, const char *code, size_t len)
{
	row->has_level = true;
	row->level = 0;
	snprintf(row->code, sizeof(row->code), "%.*s", (int)len, code);
	row->severity = row->code;
}

void
weather_type(struct weather_row *row, const char *type)
{
	const char *name = type ? strrchr(type, '/') : NULL;

	name = name ? name + 1 : type;
	if (!name || *name != 'p' || digits(name + 1) != 7 ||
	    (name[8] && name[8] != '.'))
		return;
	row->coded = WEATHER_KIND(name + 1, 4, type);
	row->has_level = true;
	if (name[5] == '0' && name[6] == '0' && name[7] >= '1' &&
	    name[7] <= '4')
		row->level = name[7] - '0';
	else
		weather_odd_level(row, name, 8);
}

/* ---- rows ---- */

static const struct weather_kind *
known(const char *name)
{
	return name ? weather_kind_named(name, strlen(name)) : NULL;
}

/*
 * The kind's code for the condition, NULL when nothing tells it: a name we
 * know, of the source or of the title, then a code, then any name.
 */
static const char *
set_kind(struct feed_warning *w, const struct weather_row *row,
         const struct weather_title *title)
{
	const struct weather_kind *kind = known(row->kind);
	const char *name = row->kind && *row->kind ? row->kind : title->kind;

	if (!kind)
		kind = known(title->kind);
	if (!kind)
		kind = row->coded;
	feed_set(&w->kind,
	         kind   ? kind->name
	         : name ? name
	                : "其他",
	         FEED_LINE_MAX);
	return kind ? kind->code : name;
}

static void
set_condition(struct feed_warning *w, const struct weather_row *row,
              const struct weather_id *id, const char *kind)
{
	const char *place = id ? id->adcode : row->place;
	struct buf text = BUF_INIT;

	if (place && *place && kind) {
		buf_fmt(&text, "%s/%s", place, kind);
		if (id && id->department_len &&
		    strncmp(id->department, "416", 3) != 0)
			buf_fmt(&text, "/%.*s", (int)id->department_len,
			        id->department);
	} else {
		buf_str(&text, row->id);
	}
	feed_set(&w->condition, text.s, FEED_LINE_MAX);
	buf_release(&text);
}

static void
set_level(struct feed_warning *w, const struct weather_row *row,
          const struct weather_title *title)
{
	const char *word = row->severity ? row->severity : title->colour;
	struct buf both = BUF_INIT;

	w->level = row->has_level ? row->level : title->level;
	if (w->level && title->bracket && title->bracket != w->level) {
		static const char *const numerals[] = { "Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ" };

		w->level = 0;
		buf_fmt(&both, "%s/%s级", word ? word : "",
		        numerals[title->bracket - 1]);
		word = both.s;
	}
	feed_set(&w->severity, word, FEED_LINE_MAX);
	buf_release(&both);
}

int
weather_add(struct weather *x, const struct weather_row *row,
            const struct jpath *at, struct feed_warning **w)
{
	struct weather_title title;
	struct weather_id id;
	bool shared;

	*w = NULL;
	if (strlen(row->id) > FEED_LINE_MAX)
		return json_fail(at, x->err, "id too long");
	if (json_object_get(x->seen, row->id))
		return 0;
	json_object_set_new(x->seen, row->id, json_true());
	*w = feed_add(x->out, x->name, x->err);
	if (!*w)
		return -1;
	shared = weather_id(&id, row->id);
	weather_title(&title, row->headline);
	feed_set(&(*w)->id, row->id, FEED_LINE_MAX);
	feed_set(&(*w)->headline, row->headline, FEED_LINE_MAX);
	feed_set(&(*w)->sender, title.sender, FEED_LINE_MAX);
	(*w)->change = title.change;
	if (shared) {
		(*w)->sent = id.at;
		feed_push(&(*w)->adcodes, id.adcode);
	}
	set_level(*w, row, &title);
	set_condition(*w, row, shared ? &id : NULL, set_kind(*w, row, &title));
	weather_title_release(&title);
	return 0;
}
