#include "screens/front_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "screens/front_text.h"
#include "screens/post_field.h"

/* Columns, in cells; the last takes what is left. */
enum {
	LABEL_COL = 2,
	LABEL_CELLS = 8,
	MINUTES_COL = 11,
	MINUTES_CELLS = 9,
	LEVELS_COL = 21,
	LEVELS_CELLS = 8,
	POST_COL = 30,
	POST_CELLS = 24,
	TEXT_COL = 55
};

void
front_rows_release(struct front_rows *r)
{
	for (size_t i = 0; i < r->count; i++) {
		free(r->rows[i].voice);
		free(r->rows[i].label);
		free(r->rows[i].text);
		free(r->rows[i].minutes);
		free(r->rows[i].levels);
		free(r->rows[i].post);
	}
	free(r->rows);
	memset(r, 0, sizeof(*r));
}

/* ---- words ---- */

static void
head_words(struct buf *out, const struct plan_front *f)
{
	struct buf kinds = BUF_INIT;
	char day[CIVIL_TEXT];

	kinds_to_text(&kinds, f);
	buf_fmt(out, tr("适用事件：%s"), kinds.len ? kinds.s : tr("未写明"));
	if (f->category >= 0)
		buf_fmt(out, "  %s",
		        tr(plan_category_label(
				(enum plan_category)f->category)));
	if (f->issued_ms)
		buf_fmt(out, tr("  %s 印发"),
		        civil_date(day, f->issued_ms, CIVIL_SHANGHAI));
	if (f->revise_ms)
		buf_fmt(out, tr("  %s 前修订"),
		        civil_date(day, f->revise_ms, CIVIL_SHANGHAI));
	if (f->drill_months)
		buf_fmt(out, tr("  %d 个月一次演练"), f->drill_months);
	if (f->title)
		buf_fmt(out, "  《%s》", f->title);
	buf_release(&kinds);
}

static void
level_words(struct front_row *row, const struct plan_level *l)
{
	struct buf when = BUF_INIT, number = BUF_INIT, label = BUF_INIT;
	struct buf text = BUF_INIT;

	levels_to_text(&number, 1u << l->level);
	if (l->when)
		predicate_text(&when, l->when);
	buf_fmt(&label, tr("%s级"), number.s);
	buf_fmt(&text, tr("条件：%s"),
	        l->when ? when.s : tr("未写明，由指挥部决定"));
	row->label = buf_take(&label);
	row->text = buf_take(&text);
	buf_release(&when);
	buf_release(&number);
}

static void
step_words(struct front_row *row, const struct plan_step *s, size_t at)
{
	struct buf label = BUF_INIT, minutes = BUF_INIT, levels = BUF_INIT;
	struct buf post = BUF_INIT;

	buf_fmt(&label, tr("步骤%zu"), at + 1);
	buf_fmt(&minutes, tr("%d分钟"), s->minutes);
	levels_to_text(&levels, s->levels);
	if (row->vacant)
		buf_str(&post, "✗");
	post_words(&post, s->post);
	row->label = buf_take(&label);
	row->minutes = buf_take(&minutes);
	row->levels = buf_take(&levels);
	row->post = buf_take(&post);
	row->text = mem_str(s->text);
}

static void
row_words(struct front_row *row, const struct plan_front *f, size_t at)
{
	struct buf head = BUF_INIT;

	if (row->part == PLAN_LEVEL) {
		level_words(row, &f->levels[at]);
	} else if (row->part == PLAN_STEP) {
		step_words(row, &f->steps[at], at);
	} else {
		head_words(&head, f);
		row->label = mem_str(tr("概要"));
		row->text = buf_take(&head);
	}
}

/* ---- filling ---- */

/* What tells a level and a step from the others of its kind. */
static bool
same_part(enum plan_part part, const json_t *a, const json_t *b)
{
	const char *key = part == PLAN_LEVEL ? "level" : "id";

	return part == PLAN_HEAD ||
	       json_equal(json_object_get(a, key), json_object_get(b, key));
}

/* The place of the like of o in e, or how many there are. */
static size_t
find_like(const struct plan_edit *e, enum plan_part part, const json_t *o)
{
	size_t i = 0;

	while (i < plan_edit_count(e, part) &&
	       !same_part(part, plan_edit_part(e, part, i), o))
		i++;
	return i;
}

/* The head is what is neither levels nor steps. */
static bool
same_head(const json_t *a, const json_t *b)
{
	static const char *const keys[] = { "title",  "category",
		                            "issued", "revise_by",
		                            "kinds",  "drill_months" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const json_t *x = json_object_get(a, keys[i]);
		const json_t *y = json_object_get(b, keys[i]);

		if (x != y && !json_equal(x, y))
			return false;
	}
	return true;
}

static struct front_row *
add_row(struct front_rows *to, enum plan_part part, size_t at, size_t theirs)
{
	to->rows = mem_grow(to->rows, to->count, &to->cap, sizeof(*to->rows));
	to->rows[to->count] =
		(struct front_row){ .part = part, .at = at, .theirs = theirs };
	return &to->rows[to->count++];
}

static int
add_mine(struct desk *d, struct front_rows *to, const struct plan_edit *mine,
         const struct plan_edit *theirs, enum plan_part part, size_t at,
         struct err *err)
{
	const json_t *o = plan_edit_part(mine, part, at), *other;
	struct front_row *row = add_row(to, part, at, 0);
	struct buf voice = BUF_INIT;
	int rc = 0;

	if (theirs->doc) {
		row->theirs = find_like(theirs, part, o);
		other = plan_edit_part(theirs, part, row->theirs);
		row->differs = part == PLAN_HEAD ? !same_head(o, other)
		                                 : !json_equal(o, other);
	}
	if (part == PLAN_STEP)
		rc = post_voice(d, mine->front.steps[at].post, &row->vacant,
		                &voice, err);
	row->voice = buf_take(&voice);
	row->mine = true;
	row_words(row, &mine->front, at);
	return rc;
}

static void
add_theirs(struct front_rows *to, enum plan_part part, size_t count, size_t i,
           const struct plan_edit *theirs)
{
	struct front_row *row = add_row(to, part, count, i);

	row->differs = true;
	row_words(row, &theirs->front, i);
}

int
front_rows_read(struct desk *d, const struct plan_edit *mine,
                const struct plan_edit *theirs, struct front_rows *out,
                struct err *err)
{
	for (enum plan_part part = PLAN_HEAD; part <= PLAN_STEP; part++) {
		size_t count = plan_edit_count(mine, part), i;

		for (i = 0; i < count; i++)
			if (add_mine(d, out, mine, theirs, part, i, err))
				return -1;
		for (i = 0; theirs->doc && i < plan_edit_count(theirs, part);
		     i++)
			if (find_like(mine, part,
			              plan_edit_part(theirs, part, i)) == count)
				add_theirs(out, part, count, i, theirs);
	}
	return 0;
}

size_t
front_rows_find(const struct front_rows *r, enum plan_part part, size_t at)
{
	size_t found = 0;

	for (size_t i = 0; i < r->count; i++)
		if (r->rows[i].part == part && r->rows[i].at <= at)
			found = i;
	return found;
}

/* ---- drawing ---- */

void
front_row_draw(const struct front_row *row, const struct region *r)
{
	enum role role = row->part == PLAN_LEVEL ? ROLE_HEAD : ROLE_TEXT;

	if (row->differs)
		canvas_put(r, 0, 0, 2, ROLE_WARN, row->mine ? "≠" : "+");
	canvas_put(r, 0, LABEL_COL, LABEL_CELLS, ROLE_LABEL, row->label);
	if (!row->minutes) {
		canvas_put(r, 0, MINUTES_COL, -1, role, row->text);
		return;
	}
	canvas_put(r, 0, MINUTES_COL, MINUTES_CELLS, role, row->minutes);
	canvas_put(r, 0, LEVELS_COL, LEVELS_CELLS, role, row->levels);
	canvas_put(r, 0, POST_COL, POST_CELLS, row->vacant ? ROLE_WARN : role,
	           row->post);
	canvas_put(r, 0, TEXT_COL, -1, role, row->text);
}

static void
part_to_pager(const struct plan_front *f, enum plan_part part, size_t at,
              struct pager *p)
{
	struct buf words = BUF_INIT;

	if (part == PLAN_HEAD)
		head_words(&words, f);
	if (part == PLAN_HEAD)
		pager_add(p, ROLE_TEXT, 0, words.s);
	else if (part == PLAN_LEVEL)
		level_to_pager(p, 0, &f->levels[at]);
	else
		step_to_pager(p, 0, &f->steps[at]);
	buf_release(&words);
}

void
front_row_detail(const struct front_row *row, const struct plan_edit *mine,
                 const struct plan_edit *theirs, struct pager *p)
{
	if (row->mine && row->part == PLAN_STEP)
		pager_fmt(p, row->vacant ? ROLE_WARN : ROLE_DIM, 0, "%s%s",
		          row->vacant ? "✗ " : "", row->voice);
	if (row->mine)
		part_to_pager(&mine->front, row->part, row->at, p);
	if (!row->differs)
		return;
	if (row->theirs == plan_edit_count(theirs, row->part)) {
		pager_add(p, ROLE_WARN, 0, tr("≠ 他存的没有这一项"));
		return;
	}
	pager_add(p, ROLE_WARN, 0,
	          row->mine ? tr("≠ 他存的是：") : tr("+ 只有他存了："));
	part_to_pager(&theirs->front, row->part, row->theirs, p);
}
