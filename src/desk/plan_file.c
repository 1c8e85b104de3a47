#include "desk/plan_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/tr.h"
#include "doc/docx.h"
#include "doc/text.h"

void
plan_file_init(struct plan_file *f)
{
	*f = (struct plan_file){ .format = DOC_UNKNOWN };
	doc_init(&f->doc);
}

void
plan_file_release(struct plan_file *f)
{
	free(f->name);
	doc_release(&f->doc);
	plan_file_init(f);
}

/* ---- formats ---- */

static const struct {
	enum doc_format format;
	/* NULL: a converter reads it (desk/convert.h). */
	int (*read)(struct doc *doc, const void *bytes, size_t len,
	            struct err *err);
} readers[] = {
	{ DOC_TXT, doc_read_txt },   { DOC_MD, doc_read_md },
	{ DOC_HTML, doc_read_html }, { DOC_DOCX, doc_read_docx },
	{ DOC_DOC, NULL },           { DOC_PDF, NULL },
};

static int
file_parse(struct plan_file *f, const struct buf *bytes, bool *converter,
           struct err *err)
{
	size_t i, n = sizeof(readers) / sizeof(readers[0]);

	f->format = doc_sniff(bytes->s, bytes->len, f->name);
	for (i = 0; i < n && readers[i].format != f->format; i++)
		;
	if (i == n)
		return err_set(err, ERR_INPUT, tr("不是能读的文档格式"));
	*converter = !readers[i].read;
	return *converter ? 0
	                  : readers[i].read(&f->doc, bytes->s, bytes->len, err);
}

int
plan_file_read(struct plan_file *f, const char *path, bool *converter,
               struct err *err)
{
	struct buf bytes = BUF_INIT_MAX(PLAN_FILE_MAX), hex = BUF_INIT;
	unsigned char hash[HASH_LEN];
	int rc = -1;

	*converter = false;
	f->name = mem_str(path_name(path));
	if (path_read(&bytes, path, err))
		goto out;
	hash_bytes(hash, bytes.s, bytes.len);
	hex_add(&hex, hash, sizeof(hash));
	memcpy(f->sha256, hex.s, hex.len + 1);
	rc = file_parse(f, &bytes, converter, err);
out:
	buf_release(&bytes);
	buf_release(&hex);
	return rc;
}

int
plan_file_check(const struct plan_file *f, struct err *err)
{
	if (f->doc.notes.scan)
		return err_set(err, ERR_INPUT,
		               tr("是扫描件，没有文字：请找原始文档"));
	if (f->doc.count == 0)
		return err_set(err, ERR_INPUT, tr("文件里没有文字"));
	return 0;
}
