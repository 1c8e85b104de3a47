#include "desk/plan_import.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/loop.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/tr.h"
#include "desk/convert.h"
#include "desk/plan_file.h"

struct item {
	struct plan_import_row row;
	struct plan_file file; /* kept when readable */
	bool readable;
};

struct plan_import {
	struct desk *desk;
	int category;
	struct item *items;
	size_t count, cap;
	size_t folders, bytes;
	bool full;    /* past a limit: nothing more is taken */
	int64_t head; /* of the journal that the rows are compared with */
	size_t next;  /* to be read */
	struct loop *loop;
	const struct convert_options *options;
	struct convert *convert;
	int timer;
	plan_import_fn *changed;
	void *arg;
};

struct plan_import *
plan_import_new(struct desk *d, int category)
{
	struct plan_import *im = mem_alloc(sizeof(*im));

	im->desk = d;
	im->category = category;
	im->head = desk_head(d);
	return im;
}

void
plan_import_free(struct plan_import *im)
{
	if (!im)
		return;
	convert_stop(im->convert);
	if (im->loop)
		loop_cancel(im->loop, im->timer);
	for (size_t i = 0; i < im->count; i++) {
		struct item *it = &im->items[i];

		free(it->row.path);
		free(it->row.why);
		free(it->row.title);
		plan_file_release(&it->file);
	}
	free(im->items);
	free(im);
}

/* ---- what there is ---- */

static struct item *
item_add(struct plan_import *im, const char *path)
{
	struct item *it;

	im->items =
		mem_grow(im->items, im->count, &im->cap, sizeof(*im->items));
	it = &im->items[im->count++];
	memset(it, 0, sizeof(*it));
	it->row.path = mem_str(path);
	it->row.why = mem_str("");
	it->row.title = mem_str("");
	plan_file_init(&it->file);
	return it;
}

static void
item_refuse(struct item *it, const char *why)
{
	it->row.act = PLAN_REFUSE;
	free(it->row.why);
	it->row.why = mem_str(why);
}

static void
add_file(struct plan_import *im, const char *path)
{
	struct item *it = item_add(im, path);

	if (im->count <= PLAN_IMPORT_FILES)
		return;
	im->full = true;
	item_refuse(it, tr("一次导入的文件太多，从这个起都没有读"));
}

static int
wanted(const struct dirent *e)
{
	return e->d_name[0] != '.' && strncmp(e->d_name, "~$", 2) != 0;
}

static void add_path(struct plan_import *im, const char *path, int depth);

static void
add_entry(struct plan_import *im, const char *path, int depth)
{
	struct stat st;

	if (lstat(path, &st) == 0 && !S_ISREG(st.st_mode) &&
	    !S_ISDIR(st.st_mode))
		return;
	add_path(im, path, depth);
}

static void
add_folder(struct plan_import *im, const char *path, int depth)
{
	bool deep = depth >= PLAN_IMPORT_DEPTH ||
	            im->folders++ >= PLAN_IMPORT_FOLDERS;
	const char *slash = *path_name(path) ? "/" : "";
	struct buf name = BUF_INIT;
	struct dirent **list;
	int n = deep ? -1 : scandir(path, &list, wanted, alphasort);

	if (n < 0)
		item_refuse(item_add(im, path), deep ? tr("文件夹套得太深")
		                                     : strerrordesc_np(errno));
	for (int i = 0; i < n; i++) {
		buf_clear(&name);
		buf_fmt(&name, "%s%s%s", path, slash, list[i]->d_name);
		if (!im->full)
			add_entry(im, name.s, depth + 1);
		free(list[i]);
	}
	if (n >= 0)
		free(list);
	buf_release(&name);
}

static void
add_path(struct plan_import *im, const char *path, int depth)
{
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
		add_folder(im, path, depth);
	else
		add_file(im, path);
}

void
plan_import_add(struct plan_import *im, const char *path)
{
	if (!im->full)
		add_path(im, path, 0);
}

size_t
plan_import_count(const struct plan_import *im)
{
	return im->count;
}

const struct plan_import_row *
plan_import_row(const struct plan_import *im, size_t i)
{
	return &im->items[i].row;
}

void
plan_import_counts(const struct plan_import *im, size_t counts[PLAN_ACTS])
{
	memset(counts, 0, PLAN_ACTS * sizeof(*counts));
	for (size_t i = 0; i < im->count; i++)
		counts[im->items[i].row.act]++;
}

/* ---- what would become of it ---- */

static struct plan_new
item_plan(const struct plan_import *im, const struct item *it)
{
	struct plan_new p = { .category = im->category,
		              .source = it->file.name,
		              .sha256 = it->file.sha256,
		              .doc = &it->file.doc };

	return p;
}

/* A readable one before it that has its title; NULL: none. */
static const struct item *
item_twin(const struct plan_import *im, const struct item *it)
{
	for (const struct item *o = im->items; o < it; o++)
		if (o->readable && o->row.act != PLAN_REFUSE &&
		    strcmp(o->row.title, it->row.title) == 0)
			return o;
	return NULL;
}

static void
item_became(struct item *it, struct plan_outcome *o)
{
	it->row.act = o->same ? PLAN_LEAVE : o->id ? PLAN_CHANGE : PLAN_ADD;
	it->row.id = o->same ? o->id : 0;
	it->row.version = o->version;
	it->row.category = o->category;
	free(it->row.title);
	it->row.title = o->title;
	o->title = NULL;
	free(it->row.why);
	it->row.why = mem_str("");
}

static void
item_compare(struct plan_import *im, struct item *it)
{
	struct plan_new p = item_plan(im, it);
	struct buf why = BUF_INIT;
	struct err err = ERR_INIT;
	struct plan_outcome o;
	const struct item *twin;

	if (plan_would(im->desk, &p, &o, &err)) {
		item_refuse(it, err.text);
	} else {
		item_became(it, &o);
		twin = item_twin(im, it);
		if (twin)
			buf_fmt(&why, tr("与 %s 同名：只留一份再导入"),
			        twin->file.name);
		if (twin)
			item_refuse(it, why.s);
	}
	plan_outcome_release(&o);
	buf_release(&why);
}

bool
plan_import_compare(struct plan_import *im)
{
	static const char *const subjects[] = { "plan:", NULL };
	bool touched = desk_touched(im->desk, im->head, subjects);

	im->head = desk_head(im->desk);
	if (!touched)
		return false;
	for (size_t i = 0; i < im->count; i++)
		if (im->items[i].readable)
			item_compare(im, &im->items[i]);
	return true;
}

/* ---- reading ---- */

static void
item_measure(struct item *it)
{
	const struct doc *doc = &it->file.doc;

	it->row.paras = doc->count;
	it->row.notes = doc->notes;
	for (size_t i = 0; i < doc->count; i++)
		it->row.chapters += doc->paras[i].level > 0;
}

/* Is it a document to keep?  If so it is compared, else refused. */
static void
item_done(struct plan_import *im, struct item *it, struct err *err)
{
	size_t bytes = it->file.doc.bytes;

	it->row.format = it->file.format;
	if (!err->code && plan_file_check(&it->file, err) == 0 &&
	    im->bytes + bytes > PLAN_IMPORT_BYTES)
		err_set(err, ERR_INPUT, tr("一次导入的正文超过 %d MB，请分开"),
		        PLAN_IMPORT_BYTES >> 20);
	if (err->code) {
		item_refuse(it, err->text);
		plan_file_release(&it->file);
		return;
	}
	im->bytes += bytes;
	it->readable = true;
	item_measure(it);
	item_compare(im, it);
}

static void read_next(void *arg);

/* The loop gets its turn before the next file. */
static void
read_on(struct plan_import *im)
{
	im->next++;
	im->timer = loop_after(im->loop, 0, read_next, im);
	im->changed(im->arg);
}

static void
on_converted(void *arg, struct doc *doc, const struct err *err)
{
	struct plan_import *im = arg;
	struct item *it = &im->items[im->next];
	struct err all = *err;

	im->convert = NULL;
	it->file.doc = *doc;
	doc_init(doc);
	item_done(im, it, &all);
	read_on(im);
}

static void
read_item(struct plan_import *im, struct item *it)
{
	struct err err = ERR_INIT;
	bool converter;

	if (plan_file_read(&it->file, it->row.path, &converter, &err) == 0 &&
	    converter) {
		im->convert = convert_start(im->loop, it->row.path, im->options,
		                            on_converted, im, &err);
		if (im->convert) {
			im->changed(im->arg);
			return;
		}
	}
	item_done(im, it, &err);
	read_on(im);
}

static void
read_next(void *arg)
{
	struct plan_import *im = arg;

	im->timer = 0;
	while (im->next < im->count &&
	       im->items[im->next].row.act == PLAN_REFUSE)
		im->next++;
	if (im->next < im->count)
		read_item(im, &im->items[im->next]);
	else
		im->changed(im->arg);
}

void
plan_import_start(struct plan_import *im, struct loop *l,
                  const struct convert_options *options,
                  plan_import_fn *changed, void *arg)
{
	im->loop = l;
	im->options = options;
	im->changed = changed;
	im->arg = arg;
	im->timer = loop_after(l, 0, read_next, im);
}

bool
plan_import_reading(const struct plan_import *im)
{
	return im->loop && im->next < im->count;
}

size_t
plan_import_at(const struct plan_import *im)
{
	return im->next < im->count ? im->next : im->count - 1;
}

static void
changed_nothing(void *arg)
{
	(void)arg;
}

int
plan_import_run(struct plan_import *im, struct err *err)
{
	struct loop *l = loop_new(err);
	int rc = 0;

	if (!l)
		return -1;
	plan_import_start(im, l, NULL, changed_nothing, NULL);
	while (rc == 0 && plan_import_reading(im))
		rc = loop_once(l, -1, err);
	convert_stop(im->convert);
	im->convert = NULL;
	im->loop = NULL;
	loop_free(l);
	return rc;
}

/* ---- writing ---- */

/* Is it still what the row says? */
static int
item_save(struct plan_import *im, struct item *it, struct err *err)
{
	struct plan_new p = item_plan(im, it);
	struct plan_outcome o;
	bool same;

	if (plan_would(im->desk, &p, &o, err)) {
		plan_outcome_release(&o);
		return -1;
	}
	same = o.version == it->row.version &&
	       o.same == (it->row.act == PLAN_LEAVE) &&
	       (it->row.act == PLAN_ADD) == !o.id &&
	       strcmp(o.title, it->row.title) == 0;
	plan_outcome_release(&o);
	if (!same)
		return err_set(err, ERR_CONFLICT,
		               tr("《%s》刚有改动，请再看一遍"), it->row.title);
	return plan_save(im->desk, &p, &it->row.id, NULL, err);
}

/* An id of a transaction that is no more means nothing. */
static void
forget_new(struct plan_import *im)
{
	for (size_t i = 0; i < im->count; i++)
		if (im->items[i].row.act != PLAN_LEAVE)
			im->items[i].row.id = 0;
}

int
plan_import_apply(struct plan_import *im, struct err *err)
{
	int rc = 0;

	if (desk_batch_begin(im->desk, err))
		return -1;
	for (size_t i = 0; rc == 0 && i < im->count; i++)
		if (im->items[i].readable &&
		    im->items[i].row.act != PLAN_REFUSE)
			rc = item_save(im, &im->items[i], err);
	if (rc)
		desk_batch_rollback(im->desk);
	else
		rc = desk_batch_commit(im->desk, err);
	if (rc)
		forget_new(im);
	return rc;
}
