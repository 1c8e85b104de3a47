#include "doc/docx.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/tr.h"
#include "doc/docx_style.h"
#include "doc/opc.h"

#define NOTE_MARK "［注%u］"

/* Paragraphs that wait for the end of what they lie in. */
struct line {
	char *text;
	size_t len;
	int level;
	size_t cell; /* of the table row */
};

struct lines {
	struct line *rows;
	size_t n, cap;
};

/*
 * The body is one flow of paragraphs, and so is each text box within one of
 * its paragraphs, and each note.
 */
struct flow {
	struct buf text; /* of the paragraph that is open */
	int level;
	bool title;
	int open, rows; /* paragraphs and table rows we are within */
	struct lines row;
	size_t cells; /* of the row, up to now */
};

struct note {
	char kind;
	char *id;
	char *text; /* NULL: without any */
};

struct element;

struct docx {
	struct doc *doc;
	struct zip *zip;
	struct docx_styles styles;
	const struct element *stack[XML_DEPTH_MAX + 1];
	int depth;
	int skipped; /* depth of the element whose content is skipped; 0 */
	struct flow **flows;
	size_t nflow, flow_cap;
	struct lines boxes; /* of the paragraph: what its text boxes hold */
	struct note *notes;
	size_t nnote, note_cap;
	bool in_notes;            /* the part walked is one of notes */
	const struct note **refs; /* of the paragraph; NULL: lost */
	size_t nref, ref_cap;
	unsigned counted; /* references up to now */
	struct buf note;  /* the text of the note being read */
	bool headed;      /* a style made a heading */
	struct err *err;
};

/* What an element does; either function may be missing. */
struct element {
	const char *name;
	int (*start)(struct docx *x, const char *const *attrs);
	int (*end)(struct docx *x);
	bool skip; /* with all that is in it */
};

static void
lines_add(struct lines *l, const struct buf *text, int level, size_t cell)
{
	l->rows = mem_grow(l->rows, l->n, &l->cap, sizeof(*l->rows));
	l->rows[l->n++] = (struct line){ mem_strn(text->s, text->len),
		                         text->len, level, cell };
}

static void
lines_clear(struct lines *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		free(l->rows[i].text);
	l->n = 0;
}

static void
lines_release(struct lines *l)
{
	lines_clear(l);
	free(l->rows);
}

/* Flows. */

static struct flow *
flow_now(const struct docx *x)
{
	return x->flows[x->nflow - 1];
}

static void
flow_push(struct docx *x)
{
	x->flows = mem_grow(x->flows, x->nflow, &x->flow_cap,
	                    sizeof(struct flow *));
	x->flows[x->nflow++] = mem_alloc(sizeof(struct flow));
	buf_init(&flow_now(x)->text);
}

static void
flow_pop(struct docx *x)
{
	struct flow *f = x->flows[--x->nflow];

	buf_release(&f->text);
	lines_release(&f->row);
	free(f);
}

/* A finished paragraph goes where its flow leads. */
static int
flow_emit(struct docx *x, const char *text, size_t len, int level)
{
	struct buf borrowed = { (char *)text, len, 0, 0 };

	if (x->in_notes) {
		if (len > 0 && x->note.len > 0)
			buf_byte(&x->note, ' ');
		buf_add(&x->note, text, len);
		return 0;
	}
	if (x->nflow > 1) {
		lines_add(&x->boxes, &borrowed, level, 0);
		return 0;
	}
	x->headed = x->headed || level > 0;
	return doc_add(x->doc, level, text, len, x->err);
}

/* After a paragraph or row of the body: its text boxes, then its notes. */
static int
flow_flush(struct docx *x)
{
	struct buf text = BUF_INIT;
	size_t i;
	int rc = 0;

	if (x->nflow > 1 || x->in_notes || flow_now(x)->rows > 0)
		return 0;
	for (i = 0; i < x->boxes.n && !rc; i++)
		rc = flow_emit(x, x->boxes.rows[i].text, x->boxes.rows[i].len,
		               x->boxes.rows[i].level);
	lines_clear(&x->boxes);
	for (i = 0; i < x->nref && !rc; i++) {
		if (!x->refs[i] || !x->refs[i]->text)
			continue;
		buf_clear(&text);
		buf_fmt(&text, NOTE_MARK,
		        x->counted - (unsigned)(x->nref - 1 - i));
		buf_str(&text, x->refs[i]->text);
		rc = doc_add(x->doc, 0, text.s, text.len, x->err);
	}
	x->nref = 0;
	buf_release(&text);
	return rc;
}

/* Paragraphs. */

static int
para_start(struct docx *x, const char *const *attrs)
{
	struct flow *f = flow_now(x);

	(void)attrs;
	if (f->open++ > 0)
		return 0;
	buf_clear(&f->text);
	f->level = 0;
	f->title = false;
	return 0;
}

static int
para_end(struct docx *x)
{
	struct flow *f = flow_now(x);

	if (--f->open > 0)
		return 0;
	if (f->rows > 0) {
		lines_add(&f->row, &f->text, f->level, f->cells);
		return 0;
	}
	if (f->title && x->nflow == 1 && !x->in_notes && !x->doc->title)
		doc_set_title(x->doc, f->text.s, f->text.len);
	if (flow_emit(x, f->text.s, f->text.len, f->level))
		return -1;
	return flow_flush(x);
}

static int
style_start(struct docx *x, const char *const *attrs)
{
	const char *id = xml_attr(attrs, "w:val");
	const struct docx_style *style;

	style = id ? docx_style_find(&x->styles, id) : NULL;
	if (!style)
		return 0;
	flow_now(x)->level = style->level;
	flow_now(x)->title = style->title;
	return 0;
}

/* It comes after the style in a paragraph's properties, and overrides it. */
static int
outline_start(struct docx *x, const char *const *attrs)
{
	flow_now(x)->level = docx_outline_level(xml_attr(attrs, "w:val"));
	return 0;
}

/* Within a run: there a tab is a character, elsewhere a tab stop. */
static bool
in_run(const struct docx *x)
{
	const struct element *above =
		x->depth > 1 ? x->stack[x->depth - 2] : NULL;

	return above && strcmp(above->name, "w:r") == 0;
}

static int
tab_start(struct docx *x, const char *const *attrs)
{
	(void)attrs;
	if (in_run(x))
		buf_byte(&flow_now(x)->text, '\t');
	return 0;
}

static int
break_start(struct docx *x, const char *const *attrs)
{
	const char *type = xml_attr(attrs, "w:type");

	if (in_run(x) && (!type || strcmp(type, "textWrapping") == 0))
		buf_byte(&flow_now(x)->text, '\n');
	return 0;
}

static int
hyphen_start(struct docx *x, const char *const *attrs)
{
	(void)attrs;
	buf_byte(&flow_now(x)->text, '-');
	return 0;
}

static int
image_start(struct docx *x, const char *const *attrs)
{
	(void)attrs;
	x->doc->notes.images++;
	return 0;
}

/* Tables. */

static int
row_start(struct docx *x, const char *const *attrs)
{
	struct flow *f = flow_now(x);

	(void)attrs;
	if (f->rows++ > 0)
		return 0;
	lines_clear(&f->row);
	f->cells = 0;
	return 0;
}

static int
cell_end(struct docx *x)
{
	struct flow *f = flow_now(x);

	if (f->rows == 1)
		f->cells++;
	return 0;
}

static void
row_join(const struct flow *f, struct buf *out)
{
	const struct lines *row = &f->row;
	size_t cell, start, i = 0;

	for (cell = 0; cell < f->cells || i < row->n; cell++) {
		if (cell > 0)
			buf_byte(out, '\t');
		start = out->len;
		for (; i < row->n && row->rows[i].cell == cell; i++) {
			if (row->rows[i].len > 0 && out->len > start)
				buf_byte(out, ' ');
			buf_add(out, row->rows[i].text, row->rows[i].len);
		}
	}
}

static int
row_end(struct docx *x)
{
	struct flow *f = flow_now(x);
	struct buf text = BUF_INIT;
	size_t i;
	int rc = 0;

	if (--f->rows > 0)
		return 0;
	if (f->cells <= 1) {
		for (i = 0; i < f->row.n && !rc; i++)
			rc = flow_emit(x, f->row.rows[i].text,
			               f->row.rows[i].len,
			               f->row.rows[i].level);
	} else {
		row_join(f, &text);
		rc = flow_emit(x, text.s, text.len, 0);
		buf_release(&text);
	}
	return rc ? -1 : flow_flush(x);
}

/* Text boxes. */

static int
box_start(struct docx *x, const char *const *attrs)
{
	(void)attrs;
	flow_push(x);
	return 0;
}

static int
box_end(struct docx *x)
{
	flow_pop(x);
	return 0;
}

/* Notes. */

static int
note_compare(const void *a, const void *b)
{
	const struct note *x = a, *y = b;

	return x->kind != y->kind ? x->kind - y->kind : strcmp(x->id, y->id);
}

/* w:footnote, w:footnoteReference: f; w:endnote, w:endnoteReference: e. */
static char
note_kind(const struct docx *x)
{
	return x->stack[x->depth - 1]->name[2];
}

static int
ref_start(struct docx *x, const char *const *attrs)
{
	const char *id = xml_attr(attrs, "w:id");
	struct note key = { note_kind(x), (char *)id, NULL }, *note = NULL;

	if (!id || x->in_notes)
		return 0;
	if (x->nnote > 0)
		note = bsearch(&key, x->notes, x->nnote, sizeof(key),
		               note_compare);
	buf_fmt(&flow_now(x)->text, NOTE_MARK, ++x->counted);
	x->refs = mem_grow(x->refs, x->nref, &x->ref_cap, sizeof(*x->refs));
	x->refs[x->nref++] = note;
	return 0;
}

static int
note_start(struct docx *x, const char *const *attrs)
{
	const char *id = xml_attr(attrs, "w:id");

	if (!x->in_notes)
		return 0;
	buf_clear(&x->note);
	x->notes =
		mem_grow(x->notes, x->nnote, &x->note_cap, sizeof(*x->notes));
	x->notes[x->nnote++] =
		(struct note){ note_kind(x), mem_str(id ? id : ""), NULL };
	return 0;
}

static int
note_end(struct docx *x)
{
	if (x->in_notes && x->nnote > 0 && x->note.len > 0) {
		free(x->notes[x->nnote - 1].text);
		x->notes[x->nnote - 1].text = mem_strn(x->note.s, x->note.len);
	}
	return 0;
}

static const struct element elements[] = {
	{ "w:p", para_start, para_end, false },
	{ "w:r", NULL, NULL, false },
	{ "w:t", NULL, NULL, false },
	{ "m:t", NULL, NULL, false },
	{ "w:pStyle", style_start, NULL, false },
	{ "w:outlineLvl", outline_start, NULL, false },
	{ "w:tab", tab_start, NULL, false },
	{ "w:ptab", tab_start, NULL, false },
	{ "w:br", break_start, NULL, false },
	{ "w:cr", break_start, NULL, false },
	{ "w:noBreakHyphen", hyphen_start, NULL, false },
	{ "w:tr", row_start, row_end, false },
	{ "w:tc", NULL, cell_end, false },
	{ "w:txbxContent", box_start, box_end, false },
	{ "w:footnoteReference", ref_start, NULL, false },
	{ "w:endnoteReference", ref_start, NULL, false },
	{ "w:footnote", note_start, note_end, false },
	{ "w:endnote", note_start, note_end, false },
	{ "a:blip", image_start, NULL, false },
	{ "v:imagedata", image_start, NULL, false },
	{ "mc:Fallback", NULL, NULL, true },
	{ "w:del", NULL, NULL, true },
	{ "w:moveFrom", NULL, NULL, true },
	{ "w:delText", NULL, NULL, true },
	{ "w:pPrChange", NULL, NULL, true },
	{ "w:rt", NULL, NULL, true }, /* pronunciation above the text */
};

static const struct element *
element_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(elements) / sizeof(*elements); i++)
		if (strcmp(elements[i].name, name) == 0)
			return &elements[i];
	return NULL;
}

static int
docx_start(void *arg, const char *name, const char *const *attrs)
{
	struct docx *x = arg;
	const struct element *e = x->skipped ? NULL : element_find(name);

	x->stack[x->depth++] = e;
	if (!e)
		return 0;
	if (e->skip)
		x->skipped = x->depth;
	return e->start ? e->start(x, attrs) : 0;
}

static int
docx_end(void *arg, const char *name)
{
	struct docx *x = arg;
	const struct element *e = x->stack[--x->depth];

	(void)name;
	if (x->skipped > x->depth)
		x->skipped = 0;
	return e && e->end ? e->end(x) : 0;
}

static int
docx_text(void *arg, const char *s, size_t len)
{
	struct docx *x = arg;
	const struct element *e = x->stack[x->depth - 1];

	if (e && strcmp(e->name + 1, ":t") == 0)
		buf_add(&flow_now(x)->text, s, len);
	return 0;
}

static const struct xml_handler docx_handler = {
	.start = docx_start,
	.end = docx_end,
	.text = docx_text,
};

/* Walk one part that the document points to, if it does. */
static int
docx_walk_notes(struct docx *x, const char *document, const char *kind)
{
	struct buf part = BUF_INIT;
	int rc = opc_target(x->zip, document, NULL, kind, &part, x->err);

	x->in_notes = true;
	if (!rc && part.len > 0 && zip_has(x->zip, part.s))
		rc = opc_walk(x->zip, part.s, &docx_handler, x, x->err);
	x->in_notes = false;
	buf_release(&part);
	return rc;
}

static int
docx_walk(struct docx *x)
{
	struct buf document = BUF_INIT, styles = BUF_INIT;
	int rc = -1;

	if (opc_target(x->zip, "", NULL, "officeDocument", &document, x->err))
		goto out;
	if (document.len == 0)
		buf_str(&document, "word/document.xml");
	if (opc_target(x->zip, document.s, NULL, "styles", &styles, x->err) ||
	    docx_styles_read(&x->styles, x->zip, styles.s, x->err) ||
	    docx_walk_notes(x, document.s, "footnotes") ||
	    docx_walk_notes(x, document.s, "endnotes"))
		goto out;
	if (x->nnote > 0)
		qsort(x->notes, x->nnote, sizeof(*x->notes), note_compare);
	rc = opc_walk(x->zip, document.s, &docx_handler, x, x->err);
out:
	buf_release(&document);
	buf_release(&styles);
	return rc;
}

/* No style made a heading: their numbers may, but not in a table. */
static void
docx_number_headings(struct doc *doc)
{
	struct doc_para *p;
	size_t i;

	for (i = 0; i < doc->count; i++) {
		p = &doc->paras[i];
		if (!memchr(p->text, '\t', p->len))
			p->level = doc_heading_level(p->text, p->len);
	}
}

static void
docx_release(struct docx *x)
{
	size_t i;

	while (x->nflow > 0)
		flow_pop(x);
	for (i = 0; i < x->nnote; i++) {
		free(x->notes[i].id);
		free(x->notes[i].text);
	}
	free(x->notes);
	free(x->flows);
	free(x->refs);
	lines_release(&x->boxes);
	buf_release(&x->note);
	docx_styles_release(&x->styles);
	zip_free(x->zip);
}

int
doc_read_docx(struct doc *doc, const void *bytes, size_t len, struct err *err)
{
	struct docx x = { .doc = doc, .note = BUF_INIT, .err = err };
	int rc = -1;

	x.zip = zip_open(bytes, len, err);
	if (x.zip) {
		flow_push(&x);
		rc = docx_walk(&x);
	}
	if (!rc && !x.headed)
		docx_number_headings(doc);
	if (!rc && !doc->title)
		doc_find_title(doc);
	docx_release(&x);
	return rc;
}
