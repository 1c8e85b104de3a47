/*
 * Word 97 and PDF by the real converters, where they are installed, and by
 * scripts that behave worse than those ever did.  PDF files are written here;
 * tests/data/plan.doc was made by LibreOffice from the text it holds.
 */
#include "cm.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/loop.h"
#include "base/utf8.h"
#include "desk/convert.h"

struct fixture {
	char dir[64], path[96], link[96], fifo[96], tool[96];
	struct loop *l;
	struct doc doc;
	struct err err;
	int done, ticks;
	bool written;
};

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	snprintf(f->dir, sizeof(f->dir), "/tmp/convert_test.XXXXXX");
	if (!mkdtemp(f->dir))
		return -1;
	snprintf(f->path, sizeof(f->path), "%s/file", f->dir);
	snprintf(f->link, sizeof(f->link), "%s/link", f->dir);
	snprintf(f->fifo, sizeof(f->fifo), "%s/fifo", f->dir);
	snprintf(f->tool, sizeof(f->tool), "%s/antiword", f->dir);
	f->l = loop_new(&f->err);
	doc_init(&f->doc);
	*state = f;
	return f->l ? 0 : -1;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	unlink(f->path);
	unlink(f->link);
	unlink(f->fifo);
	unlink(f->tool);
	assert_int_equal(rmdir(f->dir), 0);
	doc_release(&f->doc);
	loop_free(f->l);
	free(f);
	return 0;
}

static void
need(const char *program)
{
	if (access(program, X_OK)) {
		print_message("%s is not installed\n", program);
		skip();
	}
}

static void
write_file(const char *path, const void *p, size_t len, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, p, len), len);
	close(fd);
}

static int
run(struct fixture *f, const struct convert_options *options)
{
	doc_release(&f->doc);
	err_clear(&f->err);
	return convert_run(f->path, options, &f->doc, &f->err);
}

static void
refused(struct fixture *f, const struct convert_options *options,
        enum err_code code, const char *why)
{
	assert_int_equal(run(f, options), -1);
	if (!strstr(f->err.text, why))
		fail_msg("'%s' does not say '%s'", f->err.text, why);
	assert_int_equal(f->err.code, code);
}

static void
para_is(const struct fixture *f, size_t i, int level, const char *text)
{
	assert_true(i < f->doc.count);
	assert_string_equal(f->doc.paras[i].text, text);
	assert_int_equal(f->doc.paras[i].level, level);
}

/* Word 97 */

static void
load_plan(struct buf *b)
{
	struct err err = ERR_INIT;

	if (buf_read_file(b, "tests/data/plan.doc", 1 << 20, &err))
		fail_msg("%s", err.text);
}

static void
test_word(void **state)
{
	struct fixture *f = *state;
	struct buf b = BUF_INIT;

	need("/usr/bin/antiword");
	load_plan(&b);
	write_file(f->path, b.s, b.len, 0600);
	if (run(f, NULL))
		fail_msg("%s", f->err.text);
	assert_int_equal(f->doc.count, 7);
	assert_string_equal(f->doc.title, "孝义市生产安全事故应急预案");
	para_is(f, 2, 2, "一、总则");
	para_is(f, 4, 0, "单位\t电话");
	para_is(f, 5, 0, "应急管理局\t13835800001");
	para_is(f, 6, 0, "附则：本预案自发布之日起施行。");
	buf_release(&b);
}

static void
test_word_refused(void **state)
{
	struct fixture *f = *state;
	struct buf b = BUF_INIT;
	char *fib;

	need("/usr/bin/antiword");
	load_plan(&b);
	/* cut short */
	write_file(f->path, b.s, b.len / 4, 0600);
	refused(f, NULL, ERR_INPUT, "不是完整的 Word");
	/* the flag of encryption in the header of the text's stream */
	fib = memmem(b.s, b.len, "\xEC\xA5", 2);
	assert_non_null(fib);
	fib[0x0B] = (char)(fib[0x0B] | 1);
	write_file(f->path, b.s, b.len, 0600);
	refused(f, NULL, ERR_INPUT, "已加密");
	/* the same container, and nothing of Word in it */
	memset(b.s + 8, 0, b.len - 8);
	write_file(f->path, b.s, b.len, 0600);
	refused(f, NULL, ERR_INPUT, "antiword 读不了这个文件");
	write_file(f->path, b.s, 100, 0600);
	refused(f, NULL, ERR_INPUT, "不是完整的 Word");
	buf_release(&b);
}

/* PDF */

/* Objects of a PDF, numbered from 1, with the table of where they begin. */
struct pdf {
	struct buf out;
	size_t at[64];
	int n;
};

static void
pdf_object(struct pdf *p, const char *text)
{
	if (p->n == 0)
		buf_str(&p->out, "%PDF-1.4\n");
	p->at[p->n++] = p->out.len;
	buf_fmt(&p->out, "%d 0 obj\n%s\nendobj\n", p->n, text);
}

static void
pdf_end(struct pdf *p, const char *trailer)
{
	size_t start = p->out.len;
	int i;

	buf_fmt(&p->out, "xref\n0 %d\n0000000000 65535 f \n", p->n + 1);
	for (i = 0; i < p->n; i++)
		buf_fmt(&p->out, "%010zu 00000 n \n", p->at[i]);
	buf_fmt(&p->out,
	        "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%zu\n"
	        "%%%%EOF\n",
	        p->n + 1, trailer, start);
}

/* Show text at a place, in the two bytes a character that the font wants. */
static void
pdf_show(struct buf *b, int x, int y, const char *text)
{
	size_t n, len = strlen(text);
	uint32_t cp;

	buf_fmt(b, "1 0 0 1 %d %d Tm <", x, y);
	for (; len > 0; text += n, len -= n) {
		n = utf8_decode(text, len, &cp);
		buf_fmt(b, "%04X", cp);
	}
	buf_str(b, "> Tj\n");
}

/*
 * Pages of one content each, in a font that is not embedded, as papers made
 * by Chinese offices have them: only poppler-data knows its characters.
 */
static void
pdf_write(struct fixture *f, const struct buf *pages, int n,
          const char *trailer)
{
	struct pdf p = { BUF_INIT, { 0 }, 0 };
	struct buf b = BUF_INIT;
	int i;

	pdf_object(&p, "<< /Type /Catalog /Pages 2 0 R >>");
	buf_str(&b, "<< /Type /Pages /Kids [");
	for (i = 0; i < n; i++)
		buf_fmt(&b, " %d 0 R", 6 + 2 * i);
	buf_fmt(&b, " ] /Count %d /MediaBox [0 0 595 842] >>", n);
	pdf_object(&p, b.s);
	pdf_object(&p, "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light"
	               " /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>");
	pdf_object(&p, "<< /Type /Font /Subtype /CIDFontType0 /BaseFont"
	               " /STSong-Light /CIDSystemInfo << /Registry (Adobe)"
	               " /Ordering (GB1) /Supplement 2 >> /DW 1000"
	               " /FontDescriptor 5 0 R >>");
	pdf_object(&p, "<< /Type /FontDescriptor /FontName /STSong-Light"
	               " /Flags 6 /FontBBox [0 -200 1000 900] /Ascent 880"
	               " /Descent -120 /ItalicAngle 0 /CapHeight 880"
	               " /StemV 80 >>");
	for (i = 0; i < n; i++) {
		buf_clear(&b);
		buf_fmt(&b,
		        "<< /Type /Page /Parent 2 0 R /Contents %d 0 R"
		        " /Resources << /Font << /F 3 0 R >> >> >>",
		        7 + 2 * i);
		pdf_object(&p, b.s);
		buf_clear(&b);
		buf_fmt(&b,
		        "<< /Length %zu >>\nstream\nBT /F 16 Tf\n%sET\n"
		        "endstream",
		        pages[i].len + strlen("BT /F 16 Tf\nET\n"), pages[i].s);
		pdf_object(&p, b.s);
	}
	pdf_end(&p, trailer);
	write_file(f->path, p.out.s, p.out.len, 0600);
	buf_release(&p.out);
	buf_release(&b);
}

static void
test_pdf(void **state)
{
	struct fixture *f = *state;
	struct buf pages[2] = { BUF_INIT, BUF_INIT };

	need("/usr/bin/pdftotext");
	pdf_show(&pages[0], 90, 760, "一、编制目的");
	pdf_show(&pages[0], 122, 700,
	         "为规范应急管理工作，及时有效地实施救援，");
	pdf_show(&pages[0], 90, 676,
	         "最大程度地减少人员伤亡和财产损失，制定本预案");
	pdf_show(&pages[0], 90, 652,
	         "。单位负责人接到报告后，应当于一小时内向上级");
	pdf_show(&pages[1], 90, 760, "主管部门报告。");
	pdf_show(&pages[1], 90, 700, "单位");
	pdf_show(&pages[1], 250, 700, "电话");
	pdf_show(&pages[1], 90, 676, "应急管理局");
	pdf_show(&pages[1], 250, 676, "13835800001");
	pdf_write(f, pages, 2, "");
	if (run(f, NULL))
		fail_msg("%s", f->err.text);
	assert_int_equal(f->doc.notes.pages, 2);
	assert_false(f->doc.notes.scan);
	para_is(f, 0, 2, "一、编制目的");
	/* joined over lines and over the page's end */
	para_is(f, 1, 0,
	        "为规范应急管理工作，及时有效地实施救援，最大程度地减少人员"
	        "伤亡和财产损失，制定本预案。单位负责人接到报告后，应当于"
	        "一小时内向上级主管部门报告。");
	para_is(f, 2, 0, "单位\t电话");
	para_is(f, 3, 0, "应急管理局\t13835800001");
	assert_int_equal(f->doc.count, 4);
	buf_release(&pages[0]);
	buf_release(&pages[1]);
}

static void
test_scan(void **state)
{
	struct fixture *f = *state;
	struct buf pages[2] = { BUF_INIT, BUF_INIT };

	need("/usr/bin/pdftotext");
	pdf_write(f, pages, 2, "");
	refused(f, NULL, ERR_INPUT, "是扫描件");
	/* a stamp on it: some text, and it is a scan all the same */
	pdf_show(&pages[0], 90, 700, "孝义市应急管理局收文");
	pdf_write(f, pages, 2, "");
	assert_int_equal(run(f, NULL), 0);
	assert_true(f->doc.notes.scan);
	assert_int_equal(f->doc.count, 1);
	buf_release(&pages[0]);
}

static void
test_pdf_refused(void **state)
{
	struct fixture *f = *state;
	struct buf page = BUF_INIT;

	need("/usr/bin/pdftotext");
	/* keys that no empty password makes */
	pdf_write(f, &page, 1,
	          "/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4"
	          " /O (oooooooooooooooooooooooooooooooo)"
	          " /U (uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu) >>");
	refused(f, NULL, ERR_INPUT, "已加密");
	write_file(f->path, "%PDF-1.4\ngarbage", 16, 0600);
	refused(f, NULL, ERR_INPUT, "pdftotext 读不了这个文件：Syntax Error");
	assert_null(strchr(f->err.text, '\n'));
}

/* What is refused before any converter runs. */

static void
test_files_refused(void **state)
{
	static const struct convert_options no_tools = { "/nonexistent", 0 };
	struct fixture *f = *state;
	int fd;

	refused(f, &no_tools, ERR_NOT_FOUND, "file");
	write_file(f->path, "", 0, 0600);
	refused(f, &no_tools, ERR_INPUT, "不是 Word 97-2003 或 PDF");
	write_file(f->path, "PK\3\4", 4, 0600);
	refused(f, &no_tools, ERR_INPUT, "不是 Word 97-2003 或 PDF");

	/* 64 MB, and one byte more; 200 MB, most of it never written */
	fd = open(f->path, O_WRONLY);
	assert_int_equal(pwrite(fd, "%PDF-1.4", 8, 0), 8);
	assert_int_equal(ftruncate(fd, CONVERT_MAX_BYTES), 0);
	refused(f, &no_tools, ERR_NOT_FOUND, "poppler-utils");
	assert_int_equal(ftruncate(fd, CONVERT_MAX_BYTES + 1), 0);
	refused(f, &no_tools, ERR_INPUT, "超过 64 MB");
	assert_int_equal(ftruncate(fd, 200 << 20), 0);
	refused(f, &no_tools, ERR_INPUT, "超过 64 MB");
	close(fd);

	/* neither links nor pipes, and opening them waits for nobody */
	assert_int_equal(rename(f->path, f->link), 0);
	assert_int_equal(symlink(f->link, f->path), 0);
	refused(f, &no_tools, ERR_INPUT, "Too many levels of symbolic links");
	unlink(f->path);
	assert_int_equal(mkfifo(f->path, 0600), 0);
	refused(f, &no_tools, ERR_INPUT, "不是普通文件");
}

static void
test_wanted(void **state)
{
	char late[CONVERT_SNIFF + 1];

	(void)state;
	assert_true(convert_wanted("%PDF-1.7", 8));
	assert_true(convert_wanted("\n%PDF-", 6));
	assert_false(convert_wanted("%PDF", 4));
	assert_true(convert_wanted("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8));
	assert_false(convert_wanted("\xD0\xCF\x11\xE0\xA1\xB1\x1A", 7));
	assert_false(convert_wanted("PK\3\4....", 8));
	memset(late, ' ', sizeof(late));
	memcpy(late + CONVERT_SNIFF - 5, "%PDF-", 5);
	assert_true(convert_wanted(late, sizeof(late)));
	memcpy(late + CONVERT_SNIFF - 5, " %PDF-", 6);
	assert_false(convert_wanted(late, sizeof(late)));
}

/* Converters of our own making. */

#define OLE "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

static struct convert_options
fake(struct fixture *f, const char *script)
{
	struct buf b = BUF_INIT;

	buf_fmt(&b, "#!/bin/sh\n%s\n", script);
	write_file(f->tool, b.s, b.len, 0700);
	write_file(f->path, OLE, 8, 0600);
	buf_release(&b);
	return (struct convert_options){ f->dir, 0 };
}

static void
test_missing(void **state)
{
	static const struct convert_options none = { "/nonexistent", 0 };
	struct fixture *f = *state;

	write_file(f->path, OLE, 8, 0600);
	refused(f, &none, ERR_NOT_FOUND, "软件包 antiword");
}

static void
test_bad_converters(void **state)
{
	struct fixture *f = *state;
	struct convert_options options;

	options = fake(f, "kill -STOP $$");
	options.wall_ms = 50;
	refused(f, &options, ERR_INPUT, "没有完成");
	options = fake(f, "kill -SEGV $$");
	refused(f, &options, ERR_IO, "信号 11");
	options = fake(f, "exit 0");
	refused(f, &options, ERR_INPUT, "文件里没有文字");
	options = fake(f, "echo one >&2; echo two >&2; exit 5");
	refused(f, &options, ERR_INPUT, "antiword 读不了这个文件：one");
	assert_null(strstr(f->err.text, "two"));
}

/* pdftotext that has not got poppler-data says so, and ends well. */
static void
test_no_language_pack(void **state)
{
	struct fixture *f = *state;
	struct convert_options options =
		fake(f, "echo x; echo \"Syntax Error: Missing language pack "
	                "for 'Adobe-GB1' mapping\" >&2");

	snprintf(f->link, sizeof(f->link), "%s/pdftotext", f->dir);
	assert_int_equal(rename(f->tool, f->link), 0);
	write_file(f->path, "%PDF-1.4", 8, 0600);
	refused(f, &options, ERR_INPUT, "poppler-data");
}

static void
test_rows(void **state)
{
	struct fixture *f = *state;
	struct convert_options options =
		fake(f, "printf '|a  | b |\\n|c||d|\\n|\\n||\\n|d\\ne|\\n'");

	assert_int_equal(run(f, &options), 0);
	para_is(f, 0, 0, "a\t b");
	para_is(f, 1, 0, "c\t\td");
	para_is(f, 2, 0, "|");
	para_is(f, 3, 0, "|d");
	para_is(f, 4, 0, "e|");
	assert_int_equal(f->doc.count, 5);
	/* the file's bytes are its input, and its name is nowhere */
	options = fake(f, "echo \"$*\"; wc -c <&0");
	assert_int_equal(run(f, &options), 0);
	para_is(f, 0, 0, "-w 0 -m UTF-8.txt /dev/stdin");
	para_is(f, 1, 0, "8");
}

static void
test_blank_rows(void **state)
{
	struct fixture *f = *state;
	struct convert_options options =
		fake(f, "printf 'a  b\\na   b\\na    b c     d\\n'");

	snprintf(f->link, sizeof(f->link), "%s/pdftotext", f->dir);
	assert_int_equal(rename(f->tool, f->link), 0);
	write_file(f->path, "%PDF-1.4", 8, 0600);
	assert_int_equal(run(f, &options), 0);
	para_is(f, 0, 0, "a  b");
	para_is(f, 1, 0, "a\tb");
	para_is(f, 2, 0, "a\tb c\td");
	assert_int_equal(f->doc.count, 3);
}

/* On a loop. */

static void
on_done(void *arg, struct doc *doc, const struct err *err)
{
	struct fixture *f = arg;

	f->err = *err;
	f->doc = *doc;
	doc_init(doc);
	f->done++;
	loop_stop(f->l);
}

/* The converter waits in its open() for this one. */
static void
on_tick(void *arg)
{
	struct fixture *f = arg;
	int fd = open(f->fifo, O_WRONLY | O_NONBLOCK);

	f->ticks++;
	if (fd == -1) {
		assert_int_equal(errno, ENXIO);
		loop_after(f->l, 1, on_tick, f);
		return;
	}
	assert_int_equal(write(fd, "ready\n", 6), 6);
	close(fd);
	f->written = true;
}

static void
test_loop_goes_on(void **state)
{
	struct fixture *f = *state;
	struct convert_options options;
	char script[128];

	assert_int_equal(mkfifo(f->fifo, 0600), 0);
	snprintf(script, sizeof(script), "cat %s", f->fifo);
	options = fake(f, script);
	assert_non_null(
		convert_start(f->l, f->path, &options, on_done, f, &f->err));
	loop_after(f->l, 0, on_tick, f);
	assert_int_equal(loop_run(f->l, &f->err), 0);
	assert_int_equal(f->done, 1);
	assert_true(f->written);
	assert_int_equal(f->err.code, ERR_NONE);
	para_is(f, 0, 0, "ready");
}

static void
test_stop(void **state)
{
	struct fixture *f = *state;
	struct convert_options options = fake(f, "kill -STOP $$");
	struct convert *c =
		convert_start(f->l, f->path, &options, on_done, f, &f->err);

	assert_non_null(c);
	convert_stop(c);
	convert_stop(NULL);
	assert_int_equal(loop_once(f->l, 0, &f->err), 0);
	assert_int_equal(f->done, 0);
	/* one that does not begin is not called back either */
	unlink(f->path);
	assert_null(
		convert_start(f->l, f->path, &options, on_done, f, &f->err));
	assert_int_equal(f->err.code, ERR_NOT_FOUND);
	assert_int_equal(f->done, 0);
}

static void
test_failure_on_loop(void **state)
{
	struct fixture *f = *state;
	struct convert_options options = fake(f, "exit 1");

	assert_non_null(
		convert_start(f->l, f->path, &options, on_done, f, &f->err));
	assert_int_equal(loop_run(f->l, &f->err), 0);
	assert_int_equal(f->done, 1);
	assert_int_equal(f->err.code, ERR_INPUT);
	assert_int_equal(f->doc.count, 0);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_word),
		T(test_word_refused),
		T(test_pdf),
		T(test_scan),
		T(test_pdf_refused),
		T(test_files_refused),
		T(test_wanted),
		T(test_missing),
		T(test_bad_converters),
		T(test_no_language_pack),
		T(test_rows),
		T(test_blank_rows),
		T(test_loop_goes_on),
		T(test_stop),
		T(test_failure_on_loop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
