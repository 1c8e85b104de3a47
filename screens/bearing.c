#include "screens/bearing.h"

#include <math.h>
#include <stdio.h>

#include "base/tr.h"

#define TURN (2 * 3.14159265358979323846)

enum {
	NAME_CELLS = 12, /* of a place */
	TEXT_MAX = 64,
	OUTLINE_MAX = 8000 /* points drawn beside the corners */
};

static const double reaches[] = { 5,   10,   20,   50,   100,   200,
	                          500, 1000, 2000, 5000, 10000, 20000 };

enum mark {
	MARK_RING,
	MARK_SHAPE,
	MARK_UNIT,
	MARK_TOWN,
	MARK_SEAT,
	MARK_EVENT
};

/* clang-format off */
static const struct {
	const char *glyph, *ascii;
	enum role role;
} marks[] = {
	[MARK_RING] =	{ "·", ".", ROLE_BORDER },
	[MARK_SHAPE] =	{ "░", "#", ROLE_NOTICE },
	[MARK_UNIT] =	{ "•", "*", ROLE_DIM },
	[MARK_TOWN] =	{ "○", "o", ROLE_TEXT },
	[MARK_SEAT] =	{ "◎", "@", ROLE_TITLE },
	[MARK_EVENT] =	{ "✗", "X", ROLE_LATE },
};
/* clang-format on */

/* The picture on a region: its centre, and the outer ring in rows. */
struct map {
	const struct bearing *b;
	struct region r;
	double reach;
	int row, col, radius;
};

/* ---- what there is to see ---- */

static bool
known(struct geo at)
{
	return !isnan(at.lat) && !isnan(at.lon);
}

bool
bearing_known(const struct bearing *b)
{
	return known(b->seat) && (known(b->event) || b->shapes_count > 0);
}

double
bearing_scale(double km)
{
	size_t i = 0;

	while (i + 1 < sizeof(reaches) / sizeof(*reaches) && reaches[i] < km)
		i++;
	return reaches[i];
}

/* The whole of a shape is within so many km. */
static double
shape_km(struct geo seat, const struct feed_shape *shape)
{
	double most = 0;

	for (size_t i = 0; i < shape->count; i++)
		most = fmax(most, geo_km(seat, geo_on_edge(shape, i, 0)));
	if (shape->count == 1)
		most = geo_km(seat, (struct geo){ shape->at[0][0],
		                                  shape->at[0][1] }) +
		       shape->radius_km;
	return most;
}

double
bearing_reach(const struct bearing *b)
{
	double most = 0;

	if (known(b->event))
		return bearing_scale(geo_km(b->seat, b->event));
	for (size_t i = 0; i < b->shapes_count; i++)
		most = fmax(most, shape_km(b->seat, &b->shapes[i]));
	return bearing_scale(most);
}

/* ---- marks ---- */

static bool
on_map(const struct map *m, int row, int col)
{
	return row >= 0 && row < m->r.rows && col >= 0 && col < m->r.cols;
}

/* Nothing is there, or no more than a ring. */
static bool
is_free(const struct map *m, int row, int col)
{
	const struct canvas *cv = m->r.cv;
	const struct cell *c;

	if (!on_map(m, row, col))
		return false;
	c = &cv->cells[(size_t)(m->r.row + row) * (size_t)cv->cols +
	               (size_t)(m->r.col + col)];
	return (c->ch[0] == ' ' && c->width == 1) || c->role == ROLE_BORDER;
}

static void
put_mark(const struct map *m, int row, int col, enum mark mark, enum role role)
{
	const struct canvas *cv = m->r.cv;
	bool ascii = cv->ascii_lines || cv->wide_ambiguous;

	canvas_text(&m->r, row, col, role,
	            ascii ? marks[mark].ascii : marks[mark].glyph);
}

static bool
cell_of(const struct map *m, struct geo_offset at, int *row, int *col)
{
	double rows = at.north / m->reach * m->radius;
	double cols = at.east / m->reach * m->radius * 2;

	if (!(fabs(rows) <= m->r.rows && fabs(cols) <= m->r.cols))
		return false;
	*row = m->row - (int)lround(rows);
	*col = m->col + (int)lround(cols);
	return on_map(m, *row, *col);
}

static void
draw_ring(const struct map *m, double km)
{
	int row, col, steps = 16 * m->radius;

	for (int i = 0; i < steps; i++) {
		double way = TURN * i / steps;
		struct geo_offset at = { km * sin(way), km * cos(way) };

		if (cell_of(m, at, &row, &col))
			put_mark(m, row, col, MARK_RING, ROLE_BORDER);
	}
}

/* Points so close that the line has no holes, but at most so many. */
static int
edge_steps(const struct map *m, const struct feed_shape *shape, size_t edge,
           size_t most)
{
	double km = shape->count == 1 ? TURN * shape->radius_km
	                              : geo_km(geo_on_edge(shape, edge, 0),
	                                       geo_on_edge(shape, edge, 1));

	return (int)fmin(ceil(km / m->reach * m->radius * 4) + 1, (double)most);
}

static void
draw_shape(const struct map *m, const struct feed_shape *shape, size_t most)
{
	int row, col;

	for (size_t edge = 0; edge < shape->count; edge++) {
		int steps = edge_steps(m, shape, edge, most);

		for (int i = 0; i < steps; i++) {
			struct geo at =
				geo_on_edge(shape, edge, (double)i / steps);

			if (cell_of(m, geo_offset(m->b->seat, at), &row, &col))
				put_mark(m, row, col, MARK_SHAPE,
				         marks[MARK_SHAPE].role);
		}
	}
}

/* A source may send thousands of corners: each is drawn, with less between. */
static void
draw_shapes(const struct map *m)
{
	size_t corners = 1;

	for (size_t i = 0; i < m->b->shapes_count; i++)
		corners += m->b->shapes[i].count;
	for (size_t i = 0; i < m->b->shapes_count; i++)
		draw_shape(m, &m->b->shapes[i], OUTLINE_MAX / corners + 1);
}

/* ---- names ---- */

static bool
put_if_free(const struct map *m, int row, int col, int cells, enum role role,
            const char *text)
{
	for (int i = 0; i < cells; i++)
		if (!is_free(m, row, col + i))
			return false;
	canvas_put(&m->r, row, col, cells, role, text);
	return true;
}

/* Beside a mark, where there is room; nowhere is no harm. */
static void
put_name(const struct map *m, int row, int col, int most, enum role role,
         const char *text)
{
	int cells = canvas_width(m->r.cv, text);

	if (cells > most)
		cells = most;
	if (put_if_free(m, row, col + 1, cells, role, text) ||
	    put_if_free(m, row, col - cells, cells, role, text) ||
	    put_if_free(m, row + 1, col - cells / 2, cells, role, text))
		return;
	put_if_free(m, row - 1, col - cells / 2, cells, role, text);
}

static void
put_km(const struct map *m, double km)
{
	char text[TEXT_MAX];
	int row, col, cells;

	if (!cell_of(m, (struct geo_offset){ 0, -km }, &row, &col))
		return;
	snprintf(text, sizeof(text), "%g km", km);
	cells = canvas_width(m->r.cv, text);
	put_if_free(m, row, col - cells / 2, cells, ROLE_DIM, text);
}

static void
put_north(const struct map *m)
{
	const char *north = tr(geo_direction(0));
	int cells = canvas_width(m->r.cv, north);

	put_if_free(m, m->row - m->radius, m->col - cells / 2, cells, ROLE_DIM,
	            north);
}

static void
put_event_name(const struct map *m, int row, int col)
{
	double km = geo_km(m->b->seat, m->b->event);
	char text[TEXT_MAX];

	if (km < 0.5)
		return;
	snprintf(text, sizeof(text), "%s %.0f km",
	         tr(geo_direction(geo_bearing(m->b->seat, m->b->event))), km);
	put_name(m, row, col, TEXT_MAX, m->b->role, text);
}

/* ---- the picture ---- */

/* seen: of each mark, whether there is one. */
static void
draw_places(const struct map *m, bool seen[])
{
	int row, col;

	for (size_t i = 0; i < m->b->places_count; i++) {
		const struct bearing_place *p = &m->b->places[i];
		enum mark mark = p->town ? MARK_TOWN : MARK_UNIT;

		if (!cell_of(m, geo_offset(m->b->seat, p->at), &row, &col) ||
		    !is_free(m, row, col))
			continue;
		put_mark(m, row, col, mark, marks[mark].role);
		put_name(m, row, col, NAME_CELLS, marks[mark].role, p->name);
		seen[mark] = true;
	}
}

static void
draw_legend(const struct region *r, const bool seen[])
{
	static const char *const labels[] = { [MARK_SHAPE] = N_("范围"),
		                              [MARK_UNIT] = N_("单位"),
		                              [MARK_TOWN] = N_("乡镇") };
	struct map row = { .r = region_part(r, r->rows - 1, 0, 1, r->cols) };
	int col = 0;

	for (enum mark i = MARK_SHAPE; i <= MARK_TOWN; i++) {
		if (!seen[i])
			continue;
		put_mark(&row, 0, col, i, marks[i].role);
		col += 2;
		col += canvas_text(&row.r, 0, col, ROLE_DIM, tr(labels[i])) + 2;
	}
}

static void
map_draw(const struct map *m, bool seen[])
{
	int row, col;

	draw_ring(m, m->reach);
	draw_ring(m, m->reach / 2);
	put_north(m);
	draw_shapes(m);
	put_mark(m, m->row, m->col, MARK_SEAT, marks[MARK_SEAT].role);
	if (cell_of(m, geo_offset(m->b->seat, m->b->event), &row, &col)) {
		put_mark(m, row, col, MARK_EVENT, m->b->role);
		put_event_name(m, row, col);
	}
	put_km(m, m->reach);
	put_km(m, m->reach / 2);
	put_name(m, m->row, m->col, NAME_CELLS, marks[MARK_SEAT].role,
	         m->b->seat_name);
	draw_places(m, seen);
}

void
bearing_draw(const struct bearing *b, const struct region *r)
{
	bool seen[] = {
		[MARK_SHAPE] = b->shapes_count > 0, [MARK_EVENT] = false
	};
	struct map m = { .b = b };
	int by_rows = (r->rows - 2) / 2, by_cols = (r->cols - 1) / 4;

	if (!bearing_known(b) || r->rows < BEARING_ROWS ||
	    r->cols < BEARING_COLS)
		return;
	canvas_fill(r, 0, r->rows, ROLE_TEXT);
	m.r = region_part(r, 0, 0, r->rows - 1, r->cols);
	m.reach = bearing_reach(b);
	m.radius = by_rows < by_cols ? by_rows : by_cols;
	m.row = (m.r.rows - 1) / 2;
	m.col = (m.r.cols - 1) / 2;
	map_draw(&m, seen);
	draw_legend(r, seen);
}
