#include "screens/tell.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/call.h"
#include "desk/incident.h"

enum { CALLS_LOOKED_AT = 200, CONCERNED_MAX = 16 };

void
tell_release(struct tell *t)
{
	for (size_t i = 0; i < t->count; i++)
		free(t->rows[i].name);
	free(t->rows);
	memset(t, 0, sizeof(*t));
}

static bool
has_answered(const struct call *calls, size_t count, const char *unit)
{
	for (size_t i = 0; i < count; i++)
		if (calls[i].direction == CALL_OUT && calls[i].result &&
		    strcmp(calls[i].result, CALL_ANSWERED) == 0 &&
		    calls[i].unit && strcmp(calls[i].unit, unit) == 0)
			return true;
	return false;
}

static int
first_number(struct desk *d, int64_t unit, char number[PHONE_TEXT],
             struct err *err)
{
	struct voice *rows;
	size_t count;

	if (voices_of_unit(d, unit, &rows, &count, err))
		return -1;
	for (size_t i = 0; i < count && !*number; i++)
		if (rows[i].phones_count)
			memcpy(number, rows[i].phones[0].number, PHONE_TEXT);
	voices_free(rows, count);
	return 0;
}

static int
add_unit(struct desk *d, struct tell *t, int64_t id, const struct call *calls,
         size_t calls_count, struct err *err)
{
	struct tell_row *row = &t->rows[t->count];
	struct unit u;

	if (unit_get(d, id, &u, err))
		return -1;
	row->name = mem_str(*u.short_name ? u.short_name : u.name);
	row->answered = has_answered(calls, calls_count, u.name);
	t->count++;
	unit_release(&u);
	return first_number(d, id, row->number, err);
}

int
tell_read(struct desk *d, const struct incident *in, struct tell *out,
          struct err *err)
{
	int64_t unit = 0, ids[CONCERNED_MAX];
	struct call *calls;
	size_t count, calls_count;
	int rc = 0;

	memset(out, 0, sizeof(*out));
	if (!in->unit || !*in->unit)
		return 0;
	if (unit_by_name(d, in->unit, &unit, err))
		return -1;
	if (!unit)
		return 0;
	if (unit_concerned(d, unit, ids, &count, err) ||
	    call_list(d, in->number, 0, CALLS_LOOKED_AT, &calls, &calls_count,
	              NULL, err))
		return -1;
	out->rows = mem_alloc((count + 1) * sizeof(*out->rows));
	for (size_t i = 0; !rc && i < count; i++)
		rc = add_unit(d, out, ids[i], calls, calls_count, err);
	calls_free(calls, calls_count);
	return rc;
}

/* ---- the line ---- */

static void
put_names(struct buf *out, const struct tell *t, size_t numbers)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct tell_row *row = &t->rows[i];

		buf_fmt(out, "%s%s%s", i ? " · " : "", row->answered ? "✓" : "",
		        row->name);
		if (!row->answered && *row->number && numbers) {
			buf_fmt(out, " %s", row->number);
			numbers--;
		}
	}
}

static size_t
answered_count(const struct tell *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->count; i++)
		n += t->rows[i].answered;
	return n;
}

void
tell_text(struct buf *out, const struct tell *t, int cols)
{
	size_t answered = answered_count(t);
	struct buf names = BUF_INIT;

	for (size_t numbers = t->count + 1; numbers-- > 0;) {
		buf_clear(&names);
		put_names(&names, t, numbers);
		buf_clear(out);
		if (answered)
			buf_fmt(out,
			        tr("应告知 %zu 家，已通话 %zu（P 拨号）：%s"),
			        t->count, answered, names.s);
		else
			buf_fmt(out, tr("应告知 %zu 家（P 拨号）：%s"),
			        t->count, names.s);
		if (utf8_width(out->s, out->len) <= cols)
			break;
	}
	buf_release(&names);
}

void
tell_draw(const struct tell *t, const struct region *r, int row)
{
	struct buf text = BUF_INIT;

	tell_text(&text, t, r->cols);
	canvas_put(r, row, 0, -1,
	           answered_count(t) == t->count ? ROLE_OK : ROLE_NOTICE,
	           text.s);
	buf_release(&text);
}
