#include "desk/plan_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/convert.h"
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

/* ---- bytes ---- */

static int
file_refused(int error, struct err *err)
{
	switch (error) {
	case ENOENT:
		return err_set(err, ERR_NOT_FOUND, tr("没有这个文件"));
	case ELOOP:
		return err_set(err, ERR_INPUT, tr("是符号链接，未予读取"));
	case EACCES:
		return err_set(err, ERR_INPUT, tr("没有读它的权限"));
	default:
		return err_set(err, ERR_INPUT, "%s", strerrordesc_np(error));
	}
}

static int
file_open(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK |
	                            O_NOCTTY);
	struct stat st;

	if (fd == -1)
		return file_refused(errno, err);
	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		err_set(err, ERR_INPUT, tr("不是普通文件"));
	else if (st.st_size > PLAN_FILE_MAX)
		err_set(err, ERR_INPUT, tr("文件超过 %d MB"),
		        (int)(PLAN_FILE_MAX >> 20));
	else
		return fd;
	close(fd);
	return -1;
}

/* A file may grow while it is read: the buffer has the maximum. */
static int
file_bytes(const char *path, struct buf *out, struct err *err)
{
	int fd = file_open(path, err), rc = -1;
	char block[65536];
	ssize_t n = 1;

	if (fd == -1)
		return -1;
	while (n > 0) {
		n = read(fd, block, sizeof(block));
		if (n > 0 && buf_add(out, block, (size_t)n)) {
			err_set(err, ERR_INPUT, tr("文件超过 %d MB"),
			        (int)(PLAN_FILE_MAX >> 20));
			goto out;
		}
	}
	rc = n == 0 ? 0 : err_set(err, ERR_IO, "%s", strerrordesc_np(errno));
out:
	close(fd);
	return rc;
}

/* ---- formats ---- */

static const struct {
	enum doc_format format;
	/* NULL: a child reads it (desk/convert.h). */
	int (*read)(struct doc *doc, const void *bytes, size_t len,
	            struct err *err);
} readers[] = {
	{ DOC_TXT, doc_read_txt },   { DOC_MD, doc_read_md },
	{ DOC_HTML, doc_read_html }, { DOC_DOCX, doc_read_docx },
	{ DOC_DOC, NULL },           { DOC_PDF, NULL },
};

static int
file_parse(struct plan_file *f, const char *path, const struct buf *bytes,
           struct err *err)
{
	size_t i, n = sizeof(readers) / sizeof(readers[0]);

	f->format = doc_sniff(bytes->s, bytes->len, f->name);
	for (i = 0; i < n && readers[i].format != f->format; i++)
		;
	if (i == n)
		return err_set(err, ERR_INPUT, tr("不是能读的文档格式"));
	if (!readers[i].read)
		return convert_run(path, NULL, &f->doc, err);
	return readers[i].read(&f->doc, bytes->s, bytes->len, err);
}

int
plan_file_read(struct plan_file *f, const char *path, struct err *err)
{
	struct buf bytes = BUF_INIT_MAX(PLAN_FILE_MAX), hex = BUF_INIT;
	const char *slash = strrchr(path, '/');
	unsigned char hash[HASH_LEN];
	int rc = -1;

	f->name = mem_str(slash ? slash + 1 : path);
	if (file_bytes(path, &bytes, err))
		goto out;
	hash_bytes(hash, bytes.s, bytes.len);
	hex_add(&hex, hash, sizeof(hash));
	memcpy(f->sha256, hex.s, hex.len + 1);
	rc = file_parse(f, path, &bytes, err);
	if (rc == 0 && f->doc.notes.scan)
		rc = err_set(err, ERR_INPUT,
		             tr("是扫描件，没有文字：请找原始文档"));
	else if (rc == 0 && f->doc.count == 0)
		rc = err_set(err, ERR_INPUT, tr("文件里没有文字"));
out:
	buf_release(&bytes);
	buf_release(&hex);
	return rc;
}
