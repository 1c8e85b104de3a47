#include "screens/spark.h"

#include <math.h>
#include <stdio.h>

/* Bytes of "4.4~4.7 级", and the cells of brackets and a blank. */
enum { RANGE_MAX = 128, AROUND = 3 };

static const char *const blocks[SPARK_HEIGHTS] = {
	"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█",
};
static const char *const plain[SPARK_HEIGHTS] = {
	".", ":", "-", "=", "+", "*", "#", "@",
};

size_t
spark_known(const struct spark *s)
{
	size_t known = 0;

	for (size_t i = 0; i < s->count; i++)
		known += isnan(s->values[i]) ? 0 : 1;
	return known;
}

int
spark_height(double value, double low, double high)
{
	double step = (high - low) / SPARK_HEIGHTS;

	if (!(step > 0))
		return SPARK_HEIGHTS / 2 - 1;
	return (int)fmin(fmax((value - low) / step, 0), SPARK_HEIGHTS - 1);
}

/* Of the values from `first` on; both NAN when none is known. */
static void
range_of(const struct spark *s, size_t first, double *low, double *high)
{
	*low = *high = NAN;
	for (size_t i = first; i < s->count; i++) {
		*low = fmin(*low, s->values[i]);
		*high = fmax(*high, s->values[i]);
	}
}

static void
range_text(const struct spark *s, size_t first, char out[RANGE_MAX])
{
	const char *blank = *s->unit ? " " : "";
	double low, high;

	range_of(s, first, &low, &high);
	if (isnan(low))
		out[0] = '\0';
	else if (low < high)
		snprintf(out, RANGE_MAX, "%.*f~%.*f%s%s", s->decimals, low,
		         s->decimals, high, blank, s->unit);
	else
		snprintf(out, RANGE_MAX, "%.*f%s%s", s->decimals, low, blank,
		         s->unit);
}

/* The first value from which on they fit, with what stands around them. */
static size_t
first_shown(const struct spark *s, const struct region *r, int cells)
{
	char range[RANGE_MAX];
	size_t first, room;

	for (first = 0; first < s->count; first++) {
		range_text(s, first, range);
		room = (size_t)(AROUND + canvas_width(r->cv, range));
		if (s->count - first + room <= (size_t)cells)
			break;
	}
	return first;
}

void
spark_draw(const struct spark *s, const struct region *r, int row, int at)
{
	bool ascii = r->cv->ascii_lines || r->cv->wide_ambiguous;
	const char *const *heights = ascii ? plain : blocks;
	size_t first = first_shown(s, r, at < r->cols ? r->cols - at : 0);
	char range[RANGE_MAX];
	double low, high;

	canvas_put(r, row, 0, -1, ROLE_TEXT, "");
	canvas_put(r, row, 0, at - 1, ROLE_LABEL, s->label);
	if (first == s->count)
		return;
	range_of(s, first, &low, &high);
	range_text(s, first, range);
	canvas_text(r, row, at++, ROLE_BORDER, "[");
	for (size_t i = first; i < s->count; i++, at++)
		if (!isnan(s->values[i]))
			canvas_text(
				r, row, at, ROLE_TEXT,
				heights[spark_height(s->values[i], low, high)]);
	canvas_text(r, row, at++, ROLE_BORDER, "]");
	canvas_put(r, row, at + 1, -1, ROLE_TEXT, range);
}
