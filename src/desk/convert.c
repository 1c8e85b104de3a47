#include "desk/convert.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/child.h"
#include "base/mem.h"
#include "base/tr.h"

#define ARGS_MAX 8
#define CELL_BLANKS 3 /* so many part the cells of a row */

/* What a converter says on standard error, and what it means. */
struct complaint {
	const char *says, *means;
};

struct converter {
	const char *name, *package;
	const char *args[ARGS_MAX]; /* behind the name */
	enum doc_lines lines;
	/* Append a line of its output to out, cells parted by tabs. */
	void (*row)(struct buf *out, const char *line, size_t len);
	struct complaint complaints[3];
};

static void row_of_bars(struct buf *out, const char *line, size_t len);
static void row_of_blanks(struct buf *out, const char *line, size_t len);

static const struct converter word_converter = {
	.name = "antiword",
	.package = "antiword",
	.args = { "-w", "0", "-m", "UTF-8.txt", "/dev/stdin" },
	.lines = DOC_LINES_WHOLE,
	.row = row_of_bars,
	.complaints = {
		{ "ncrypted", N_("文件已加密，先去掉密码再导入") },
		{ "not a Word Document",
		  N_("不是完整的 Word 97-2003 文档，或是加了密码的 docx") },
	},
};

static const struct converter pdf_converter = {
	.name = "pdftotext",
	.package = "poppler-utils",
	.args = { "-layout", "-enc", "UTF-8", "-eol", "unix", "/dev/stdin",
	          "-" },
	.lines = DOC_LINES_WRAPPED,
	.row = row_of_blanks,
	.complaints = {
		{ "Incorrect password", N_("文件已加密，先去掉密码再导入") },
		{ "language pack",
		  N_("读出 PDF 里的中文要请管理员安装软件包 poppler-data") },
	},
};

struct convert {
	const struct converter *by;
	char *program;
	const char *argv[ARGS_MAX + 2];
	int fd;
	struct child_spec spec;
	struct child *child;
	convert_done_fn *done;
	void *arg;
};

/* Rows */

/*
 * antiword draws a table's rows as |cell  |cell  |.
 */
static void
row_of_bars(struct buf *out, const char *line, size_t len)
{
	size_t i, end, cell;

	if (len < 2 || line[0] != '|' || line[len - 1] != '|') {
		buf_add(out, line, len);
		return;
	}
	for (i = 1; i < len; i = end + 1) {
		if (i > 1)
			buf_byte(out, '\t');
		end = i + strcspn(line + i, "|");
		for (cell = end; cell > i && line[cell - 1] == ' ';)
			cell--;
		buf_add(out, line + i, cell - i);
	}
}

/* Blanks at the front are indentation, and stay. */
static void
row_of_blanks(struct buf *out, const char *line, size_t len)
{
	size_t i = 0, blanks;

	while (i < len && (line[i] == ' ' || line[i] == '\f'))
		i++;
	buf_add(out, line, i);
	while (i < len) {
		for (blanks = 0; i + blanks < len && line[i + blanks] == ' ';)
			blanks++;
		if (blanks >= CELL_BLANKS && i + blanks < len)
			buf_byte(out, '\t');
		else if (blanks > 0)
			buf_add(out, line + i, blanks);
		else
			buf_byte(out, line[i]);
		i += blanks > 0 ? blanks : 1;
	}
}

static void
convert_rows(const struct converter *by, const struct buf *in, struct buf *out)
{
	const char *p = in->s, *end = in->s + in->len, *line_end;

	while (p < end) {
		line_end = memchr(p, '\n', (size_t)(end - p));
		if (!line_end)
			line_end = end;
		by->row(out, p, (size_t)(line_end - p));
		if (line_end < end)
			buf_byte(out, '\n');
		p = line_end + 1;
	}
}

/* The beginning */

static const struct converter *
converter_for(const void *first, size_t len)
{
	if (len > CONVERT_SNIFF)
		len = CONVERT_SNIFF;
	if (len >= 8 &&
	    memcmp(first, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0)
		return &word_converter;
	/* Readers allow something before the header, so writers put it. */
	if (memmem(first, len, "%PDF-", 5))
		return &pdf_converter;
	return NULL;
}

bool
convert_wanted(const void *first, size_t len)
{
	return converter_for(first, len) != NULL;
}

static int
convert_open(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK |
	                            O_NOCTTY);
	enum err_code code = errno == ENOENT ? ERR_NOT_FOUND : ERR_INPUT;
	struct stat st;

	if (fd == -1)
		return err_set(err, code, "%s: %s", path,
		               strerrordesc_np(errno));
	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		err_set(err, ERR_INPUT, tr("%s：不是普通文件"), path);
	else if (st.st_size > CONVERT_MAX_BYTES)
		err_set(err, ERR_INPUT, tr("%s：超过 %u MB，未予读取"), path,
		        CONVERT_MAX_BYTES >> 20);
	else
		return fd;
	close(fd);
	return -1;
}

static void
convert_free(struct convert *c)
{
	if (c->fd >= 0)
		close(c->fd);
	free(c->program);
	free(c);
}

static void
convert_command(struct convert *c, const struct convert_options *options)
{
	const char *bin = options && options->bin ? options->bin : "/usr/bin";
	struct buf program = BUF_INIT;
	size_t i;

	buf_fmt(&program, "%s/%s", bin, c->by->name);
	c->program = buf_take(&program);
	c->argv[0] = c->program;
	for (i = 0; c->by->args[i]; i++)
		c->argv[i + 1] = c->by->args[i];
	c->spec = (struct child_spec){ .argv = c->argv,
		                       .package = c->by->package,
		                       .in = c->fd };
	c->spec.wall_ms = options ? options->wall_ms : 0;
}

static struct convert *
convert_new(const char *path, const struct convert_options *options,
            struct err *err)
{
	struct convert *c = mem_alloc(sizeof(*c));
	char first[CONVERT_SNIFF];
	ssize_t n;

	c->fd = convert_open(path, err);
	if (c->fd == -1)
		goto fail;
	n = pread(c->fd, first, sizeof(first), 0);
	c->by = n > 0 ? converter_for(first, (size_t)n) : NULL;
	if (!c->by) {
		err_set(err, ERR_INPUT, tr("%s：不是 Word 97-2003 或 PDF 文件"),
		        path);
		goto fail;
	}
	convert_command(c, options);
	return c;
fail:
	convert_free(c);
	return NULL;
}

/* The end */

static int
convert_complain(const struct converter *by, const struct child_result *r,
                 struct err *err)
{
	const struct complaint *c;

	for (c = by->complaints; c->says; c++)
		if (strstr(r->errors.s, c->says))
			return err_set(err, ERR_INPUT, "%s", tr(c->means));
	if (r->status == 0)
		return 0;
	if (r->errors.len == 0)
		return err_set(err, ERR_INPUT, tr("%s 读不了这个文件"),
		               by->name);
	return err_set(err, ERR_INPUT, tr("%s 读不了这个文件：%.*s"), by->name,
	               (int)strcspn(r->errors.s, "\n"), r->errors.s);
}

static int
convert_finish(const struct converter *by, const struct child_result *r,
               struct doc *doc, struct err *err)
{
	struct buf rows = BUF_INIT;
	int rc;

	if (convert_complain(by, r, err))
		return -1;
	convert_rows(by, &r->out, &rows);
	rc = doc_add_lines(doc, rows.s, rows.len, by->lines, err);
	buf_release(&rows);
	if (rc)
		return -1;
	if (doc->count == 0)
		return err_set(err, ERR_INPUT,
		               doc->notes.scan
		                       ? tr("是扫描件，没有文字：请找原始文档")
		                       : tr("文件里没有文字"));
	doc_find_title(doc);
	return 0;
}

static void
convert_on_done(void *arg, struct child_result *r, const struct err *err)
{
	struct convert *c = arg;
	convert_done_fn *done = c->done;
	void *done_arg = c->arg;
	struct err all = *err;
	struct doc doc;

	doc_init(&doc);
	if (all.code == ERR_NONE)
		convert_finish(c->by, r, &doc, &all);
	convert_free(c);
	done(done_arg, &doc, &all);
	doc_release(&doc);
}

struct convert *
convert_start(struct loop *l, const char *path,
              const struct convert_options *options, convert_done_fn *done,
              void *arg, struct err *err)
{
	struct convert *c = convert_new(path, options, err);

	if (!c)
		return NULL;
	c->done = done;
	c->arg = arg;
	c->child = child_start(l, &c->spec, convert_on_done, c, err);
	if (!c->child) {
		convert_free(c);
		return NULL;
	}
	return c;
}

void
convert_stop(struct convert *c)
{
	if (!c)
		return;
	child_stop(c->child);
	convert_free(c);
}

int
convert_run(const char *path, const struct convert_options *options,
            struct doc *doc, struct err *err)
{
	struct convert *c = convert_new(path, options, err);
	struct child_result r = CHILD_RESULT_INIT;
	int rc;

	if (!c)
		return -1;
	rc = child_run(&c->spec, &r, err);
	if (!rc)
		rc = convert_finish(c->by, &r, doc, err);
	child_result_release(&r);
	convert_free(c);
	return rc;
}
