/* Text, Markdown and HTML become the chapters a reader would see. */
#include "cm.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "doc/sniff.h"
#include "doc/text.h"

typedef int read_fn(struct doc *, const void *, size_t, struct err *);

/* Paragraphs as "level:text\n". */
static void
flatten(struct buf *out, const struct doc *doc)
{
	size_t i;

	for (i = 0; i < doc->count; i++)
		buf_fmt(out, "%d:%s\n", doc->paras[i].level,
		        doc->paras[i].text);
}

static void
check(read_fn *read, const char *text, const char *want)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	struct doc doc;

	doc_init(&doc);
	assert_int_equal(read(&doc, text, strlen(text), &err), 0);
	flatten(&out, &doc);
	assert_string_equal(out.s, want);
	doc_release(&doc);
	buf_release(&out);
}

static void
check_title(read_fn *read, const char *text, const char *want)
{
	struct err err = ERR_INIT;
	struct doc doc;

	doc_init(&doc);
	assert_int_equal(read(&doc, text, strlen(text), &err), 0);
	if (want)
		assert_string_equal(doc.title, want);
	else
		assert_null(doc.title);
	doc_release(&doc);
}

static void
check_lines(enum doc_lines how, const char *text, const char *want,
            size_t pages, bool scan)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	struct doc doc;

	doc_init(&doc);
	assert_int_equal(doc_add_lines(&doc, text, strlen(text), how, &err), 0);
	flatten(&out, &doc);
	assert_string_equal(out.s, want);
	assert_int_equal(doc.notes.pages, pages);
	assert_int_equal(doc.notes.scan, scan);
	doc_release(&doc);
	buf_release(&out);
}

/* The common result. */

static void
check_add(const char *text, size_t len, const char *want, size_t replaced)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	struct doc doc;

	doc_init(&doc);
	assert_int_equal(doc_add(&doc, 0, text, len, &err), 0);
	flatten(&out, &doc);
	assert_string_equal(out.s, want);
	assert_int_equal(doc.notes.replaced, replaced);
	doc_release(&doc);
	buf_release(&out);
}

static void
test_add_makes_fit(void **state)
{
	(void)state;
	check_add("值班", 6, "0:值班\n", 0);
	check_add("  　值 班\u00A0 \t", 16, "0:值 班\n", 0);
	check_add("a\nb\r\nc\fd", 8, "0:a b  c d\n", 0);
	check_add("a\u2028b\xC2\x85z", 8, "0:a b z\n", 0);
	check_add("a\tb\t", 4, "0:a\tb\n", 0);
	check_add(" \tb", 3, "0:\tb\n", 0);
	check_add("a\x01\x7F\0z\xC2\x9B", 7, "0:a\uFFFD\uFFFD\uFFFDz\uFFFD\n",
	          4);
	check_add("\xE5\x80z\uFFFD", 6, "0:\uFFFDz\uFFFD\n", 1);
	check_add("防\u200B汛\uFEFF\u00AD\u2060", 17, "0:防汛\n", 0);
	check_add("", 0, "", 0);
	check_add(" \t　\n", 6, "", 0);
}

static void
test_levels_within(void **state)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	struct doc doc;
	int level;

	(void)state;
	doc_init(&doc);
	for (level = -1; level <= 10; level += level == 1 ? 7 : 1)
		assert_int_equal(doc_add(&doc, level, "a", 1, &err), 0);
	flatten(&out, &doc);
	assert_string_equal(out.s, "0:a\n0:a\n1:a\n8:a\n9:a\n9:a\n");
	doc_release(&doc);
	buf_release(&out);
}

static void
test_long_paragraph_goes_on(void **state)
{
	struct buf text = BUF_INIT;
	struct err err = ERR_INIT;
	struct doc doc;
	int i;

	(void)state;
	for (i = 0; i < DOC_PARA_MAX; i++)
		buf_byte(&text, 'x');
	doc_init(&doc);
	assert_int_equal(doc_add(&doc, 1, text.s, text.len, &err), 0);
	assert_int_equal(doc.count, 1);
	/* the character on the edge goes over whole */
	buf_cut(&text, DOC_PARA_MAX - 1);
	buf_str(&text, "值z");
	assert_int_equal(doc_add(&doc, 1, text.s, text.len, &err), 0);
	assert_int_equal(doc.count, 3);
	assert_int_equal(doc.paras[1].level, 1);
	assert_int_equal(doc.paras[1].len, DOC_PARA_MAX - 1);
	assert_int_equal(doc.paras[2].level, 0);
	assert_string_equal(doc.paras[2].text, "值z");
	doc_release(&doc);
	buf_release(&text);
}

static void
test_limits_of_a_document(void **state)
{
	struct buf text = BUF_INIT;
	struct err err = ERR_INIT;
	struct doc doc;
	int i;

	(void)state;
	doc_init(&doc);
	for (i = 0; i < DOC_PARAS_MAX; i++)
		assert_int_equal(doc_add(&doc, 0, "x", 1, &err), 0);
	assert_int_equal(doc_add(&doc, 0, " ", 1, &err), 0);
	assert_int_equal(doc_add(&doc, 0, "x", 1, &err), -1);
	assert_int_equal(err.code, ERR_INPUT);
	assert_string_equal(err.text,
	                    "document too large: more than 200000 paragraphs");
	assert_int_equal(doc.count, DOC_PARAS_MAX);
	doc_release(&doc);

	err_clear(&err);
	for (i = 0; i < DOC_PARA_MAX; i++)
		buf_byte(&text, 'x');
	for (i = 0; i < DOC_TEXT_MAX / DOC_PARA_MAX; i++)
		assert_int_equal(doc_add(&doc, 0, text.s, text.len, &err), 0);
	assert_int_equal(doc.bytes, DOC_TEXT_MAX);
	assert_int_equal(doc_add(&doc, 0, "x", 1, &err), -1);
	assert_string_equal(err.text,
	                    "document too large: more than 16 MB of text");
	doc_release(&doc);
	buf_release(&text);
}

static void
test_file_too_large(void **state)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	struct doc doc;

	(void)state;
	doc_init(&doc);
	/* nothing is read of it */
	assert_int_equal(doc_decode(&doc, "", (size_t)DOC_FILE_MAX + 1,
	                            ENCODING_ANY, &out, &err),
	                 -1);
	assert_string_equal(err.text, "file of more than 64 MB");
	doc_release(&doc);
	buf_release(&out);
}

static void
test_title_is_cut(void **state)
{
	struct buf text = BUF_INIT;
	struct doc doc;
	int i;

	(void)state;
	for (i = 0; i < DOC_TITLE_MAX - 1; i++)
		buf_byte(&text, 'x');
	buf_str(&text, "值");
	doc_init(&doc);
	doc_set_title(&doc, text.s, text.len);
	assert_int_equal(strlen(doc.title), DOC_TITLE_MAX - 1);
	doc_set_title(&doc, " 防汛 ", 8);
	doc_set_title(&doc, " ", 1);
	assert_string_equal(doc.title, "防汛");
	doc_release(&doc);
	buf_release(&text);
}

/* Headings by their numbers. */

static void
test_heading_levels(void **state)
{
	static const struct {
		const char *line;
		int level;
	} cases[] = {
		{ "第一编 总则", 1 },
		{ "第一章 总则", 1 },
		{ "第十二章总则", 1 },
		{ "　　第3章　应急响应", 1 },
		{ "附件", 1 },
		{ "附件1", 1 },
		{ "附录二：通讯录", 1 },
		{ "附件清单在后", 0 },
		{ "第二节 预警", 2 },
		{ "一、总体要求", 2 },
		{ "二十三、附则", 2 },
		{ "一、二、三级响应", 0 },
		{ "一级响应", 0 },
		{ "（一）编制目的", 3 },
		{ "(十二)附则", 3 },
		{ "第一条", 3 },
		{ "第一条 目的", 3 },
		{ "第三十八条规定的义务", 0 },
		{ "1. 目的", 4 },
		{ "2、依据", 4 },
		{ "３．依据", 4 },
		{ "（1）人员", 5 },
		{ "（1人员", 0 },
		{ "1 总则", 1 },
		{ "1总则", 0 },
		{ "22 人被困", 1 },
		{ "222 人被困", 0 },
		{ "1.1 编制目的", 2 },
		{ "1.1编制目的", 2 },
		{ "1.1.1 适用范围", 3 },
		{ "1.1.1.1 分级", 4 },
		{ "1.1.1.1.1 再分", 0 },
		{ "2024.5.1 印发", 0 },
		{ "1.5", 0 },
		{ "12", 0 },
		{ "第一章 总则。", 0 },
		{ "（一）有下列情形之一的：", 0 },
		{ "一、坚持统一领导，分级负责", 2 },
		{ "一、加强领导。各乡镇要高度", 0 },
		{ "防汛", 0 },
		{ "", 0 },
		{ "第", 0 },
		{ "第章", 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (doc_heading_level(cases[i].line, strlen(cases[i].line)) !=
		    cases[i].level)
			fail_msg("%s", cases[i].line);
}

static void
test_heading_length(void **state)
{
	struct buf line = BUF_INIT;
	int i;

	(void)state;
	buf_str(&line, "一、");
	for (i = 2; i < 40; i++)
		buf_str(&line, "防");
	assert_int_equal(doc_heading_level(line.s, line.len), 2);
	buf_str(&line, "汛");
	assert_int_equal(doc_heading_level(line.s, line.len), 0);
	buf_release(&line);
}

/* Lines to paragraphs. */

static void
test_wrapped_lines(void **state)
{
	(void)state;
	check_lines(DOC_LINES_WRAPPED,
	            "坚决防范各\n类事故发生。\n第二段从这里\n开始",
	            "0:坚决防范各类事故发生。\n0:第二段从这里开始\n", 0, false);
	check_lines(DOC_LINES_WRAPPED, "duty room\r\nin a city\rof 50",
	            "0:duty room in a city of 50\n", 0, false);
	check_lines(DOC_LINES_WRAPPED, "电话是\n0358\n为准",
	            "0:电话是0358为准\n", 0, false);
	/* an empty line, a heading, an indent, a row end a paragraph */
	check_lines(DOC_LINES_WRAPPED, "甲乙丙丁\n\n戊己庚辛",
	            "0:甲乙丙丁\n0:戊己庚辛\n", 0, false);
	check_lines(DOC_LINES_WRAPPED, "甲乙丙丁\n一、总则\n戊己庚辛",
	            "0:甲乙丙丁\n2:一、总则\n0:戊己庚辛\n", 0, false);
	check_lines(DOC_LINES_WRAPPED, "　　甲乙丙丁\n戊己\n　　庚辛\n  壬癸",
	            "0:甲乙丙丁戊己\n0:庚辛\n0:壬癸\n", 0, false);
	check_lines(DOC_LINES_WRAPPED, "甲乙丙丁\n张三\t0358\n戊己庚辛",
	            "0:甲乙丙丁\n0:张三\t0358\n0:戊己庚辛\n", 0, false);
	/* each end of a sentence, also behind a quote */
	check_lines(DOC_LINES_WRAPPED,
	            "甲。\n乙；\n丙：\n丁！\n戊？\n己…\n庚。”\n辛",
	            "0:甲。\n0:乙；\n0:丙：\n0:丁！\n0:戊？\n0:己…\n0:庚。”\n"
	            "0:辛\n",
	            0, false);
}

/* No margin cut a line less than half as wide as the others. */
static void
test_short_line_ends(void **state)
{
	(void)state;
	check_lines(DOC_LINES_WRAPPED, "应急预案\n甲乙丙丁戊己庚辛",
	            "0:应急预案甲乙丙丁戊己庚辛\n", 0, false);
	check_lines(DOC_LINES_WRAPPED, "应急预\n甲乙丙丁戊己庚辛",
	            "0:应急预\n0:甲乙丙丁戊己庚辛\n", 0, false);
}

/* A full line that begins like a heading and goes on is a paragraph. */
static void
test_full_line_is_no_heading(void **state)
{
	(void)state;
	check_lines(DOC_LINES_WRAPPED,
	            "（一）各乡镇人民政府和市直有关部门要高度重视防汛工作\n"
	            "切实加强领导。",
	            "0:（一）各乡镇人民政府和市直有关部门要高度重视防汛工作"
	            "切实加强领导。\n",
	            0, false);
	check_lines(DOC_LINES_WRAPPED,
	            "（一）各乡镇人民政府和市直有关部门要高度重视防汛工作\n\n"
	            "切实加强领导。",
	            "3:（一）各乡镇人民政府和市直有关部门要高度重视防汛工作\n"
	            "0:切实加强领导。\n",
	            0, false);
}

static void
test_pages(void **state)
{
	(void)state;
	check_lines(DOC_LINES_WRAPPED,
	            "值班室要坚决防范和遏制重特大事故的发生坚决防范各\n\n"
	            "- 1 -\n\f类事故，确保人民群众生命财产安全万无一失。\n2\n",
	            "0:值班室要坚决防范和遏制重特大事故的发生坚决防范各类事故，"
	            "确保人民群众生命财产安全万无一失。\n",
	            2, false);
	check_lines(DOC_LINES_WHOLE, "第 1 页 共 2 页\n甲\n\f2/2\n乙\n\f",
	            "0:甲\n0:乙\n", 2, true);
	/* without pages a number is text; so is one in their midst, a date */
	check_lines(DOC_LINES_WHOLE, "甲\n12\n", "0:甲\n0:12\n", 0, false);
	check_lines(DOC_LINES_WHOLE, "甲\n12\n乙\n2024-05-01\n\f12345\n",
	            "0:甲\n0:12\n0:乙\n0:2024-05-01\n0:12345\n", 2, true);
	check_lines(DOC_LINES_WRAPPED, "\f\f\f", "", 3, true);
	/* 20 characters a page are text, 19 are a scan */
	check_lines(DOC_LINES_WHOLE,
	            "一二三四五六七八九十一二三四五六七八九十\f",
	            "0:一二三四五六七八九十一二三四五六七八九十\n", 1, false);
	check_lines(DOC_LINES_WHOLE, "一二三四五六七八九十一二三四五六七八九\f",
	            "0:一二三四五六七八九十一二三四五六七八九\n", 1, true);
}

/* A hundred characters fit between margins, one more does not. */
static void
test_guess(void **state)
{
	struct buf text = BUF_INIT, want = BUF_INIT;
	int i;

	(void)state;
	for (i = 0; i < 100; i++)
		buf_str(&text, "防");
	buf_fmt(&want, "0:%s汛\n", text.s);
	buf_str(&text, "\n汛");
	check_lines(DOC_LINES_GUESS, text.s, want.s, 0, false);
	buf_cut(&text, text.len - strlen("\n汛"));
	buf_str(&text, "防\n汛");
	buf_clear(&want);
	buf_fmt(&want, "0:%.*s\n0:汛\n", 303, text.s);
	check_lines(DOC_LINES_GUESS, text.s, want.s, 0, false);
	buf_release(&text);
	buf_release(&want);
}

static void
test_txt(void **state)
{
	/* 防汛 and 㐀, the second in four bytes */
	static const char gb[] = "\xB7\xC0\xD1\xB4\x81\x39\xEE\x39\xFF";
	struct err err = ERR_INIT;
	struct doc doc;

	(void)state;
	check(doc_read_txt, "", "");
	check(doc_read_txt,
	      "孝义市防汛应急预案\n\n第一章 总则\n第一条 为了防汛。",
	      "0:孝义市防汛应急预案\n1:第一章 总则\n0:第一条 为了防汛。\n");
	check_title(doc_read_txt, "附件\n\n孝义市防汛应急预案\n\n第一章 总则",
	            "孝义市防汛应急预案");
	check_title(doc_read_txt, "第一章 总则\n为了防汛。", NULL);
	doc_init(&doc);
	assert_int_equal(doc_read_txt(&doc, gb, sizeof(gb) - 1, &err), 0);
	assert_int_equal(doc.count, 1);
	assert_string_equal(doc.paras[0].text, "防汛㐀\uFFFD");
	assert_int_equal(doc.notes.encoding.encoding, ENCODING_GB18030);
	assert_int_equal(doc.notes.replaced, 1);
	doc_release(&doc);
	doc.hint = ENCODING_UTF8;
	assert_int_equal(doc_read_txt(&doc, gb, 4, &err), 0);
	assert_string_equal(doc.paras[0].text, "\uFFFD\uFFFDѴ");
	assert_int_equal(doc.notes.encoding.encoding, ENCODING_UTF8);
	doc_release(&doc);
}

static void
test_md_blocks(void **state)
{
	(void)state;
	check(doc_read_md,
	      "# 预案\n\n## 一 总则 ##\n###### 六\n####### 七\n#标题\n#tag",
	      "1:预案\n2:一 总则\n6:六\n0:####### 七\n1:标题\n0:#tag\n");
	check(doc_read_md, "预案\n====\n\n总则\n---\n甲\n乙\n\n---\n丙",
	      "1:预案\n2:总则\n0:甲乙\n0:丙\n");
	check(doc_read_md, "- 甲\n- 乙\n  乙二\n1. 丙\n2) 丁\n* 戊\n",
	      "0:- 甲\n0:- 乙乙二\n0:1. 丙\n0:2) 丁\n0:* 戊\n");
	check(doc_read_md, "> 引用\n> 两行\n\n甲  \n乙\\\n丙",
	      "0:引用两行\n0:甲\n0:乙\n0:丙\n");
	check(doc_read_md, "```c\n# 不是标题\n\n*a*\n```\n后\n~~~\n未完",
	      "0:# 不是标题\n0:*a*\n0:后\n0:未完\n");
	check(doc_read_md, "````\n```\n````\n后", "0:```\n0:后\n");
	check(doc_read_md, "甲。\n乙\n丙", "0:甲。\n0:乙丙\n");
	check(doc_read_md, "第一章 总则", "0:第一章 总则\n");
}

static void
test_md_tables(void **state)
{
	(void)state;
	check(doc_read_md,
	      "| 姓名 | 电话 |\n|---|:-:|\n| **张三** | 0358 |\n|| a\\|b "
	      "|\n\n甲",
	      "0:姓名\t电话\n0:张三\t0358\n0:\ta|b\n0:甲\n");
	check(doc_read_md, "姓名 | 电话\n--- | ---\n李四 | 110\n\n甲|乙",
	      "0:姓名\t电话\n0:李四\t110\n0:甲|乙\n");
}

static void
test_md_inline(void **state)
{
	(void)state;
	check(doc_read_md, "**重**要 *斜* __粗__ ~~删~~ ***三***",
	      "0:重要 斜 粗 删 三\n");
	check(doc_read_md, "3 * 4 * 5, a_b_c, 2*3",
	      "0:3 * 4 * 5, a_b_c, 2*3\n");
	check(doc_read_md, "`a*b*` ``c`d`` `e", "0:a*b* c`d `e\n");
	check(doc_read_md, "\\*不是\\* \\a 末\\\\", "0:*不是* \\a 末\\\n");
	check(doc_read_md,
	      "[预案](http://x/y_z_) [甲](a \"b\") [空]( [a][b] (c)",
	      "0:预案 甲 [空]( [a][b] (c)\n");
	check(doc_read_md, "[无", "0:[无\n");
}

static void
test_md_images_and_front(void **state)
{
	static const char text[] = "---\ntitle: 防汛\nkind: flood\n---\n"
				   "# 预案\n![图](a.png) 甲 ![](b.png)\n";
	struct err err = ERR_INIT;
	struct doc doc;

	(void)state;
	doc_init(&doc);
	assert_int_equal(doc_read_md(&doc, text, strlen(text), &err), 0);
	assert_string_equal(doc.front, "title: 防汛\nkind: flood\n");
	assert_string_equal(doc.title, "预案");
	assert_string_equal(doc.paras[1].text, "图 甲");
	assert_int_equal(doc.count, 2);
	assert_int_equal(doc.notes.images, 2);
	doc_release(&doc);
	assert_int_equal(doc_read_md(&doc, "---\n---\n甲", 11, &err), 0);
	assert_string_equal(doc.front, "");
	doc_release(&doc);
	/* never closed, or a rule across the page */
	assert_int_equal(doc_read_md(&doc, "---\na: b\n甲", 12, &err), 0);
	assert_null(doc.front);
	assert_int_equal(doc.count, 1);
	doc_release(&doc);
	assert_int_equal(doc_read_md(&doc, "---\n\n甲\n\n---\n", 13, &err), 0);
	assert_null(doc.front);
	assert_int_equal(doc.count, 1);
	doc_release(&doc);
}

static void
test_html_blocks(void **state)
{
	(void)state;
	check(doc_read_html,
	      "<!DOCTYPE html><html><head><title> 预案 &amp; 表 </title>"
	      "<style>p{}</style><script>if (a<b) '</p>';</script></head>"
	      "<body><h1>总<b>则</b></h1><p>甲<p>乙<br>丙</p><div>丁</div>"
	      "<ul><li>一<li>二</ul>尾<h6>六</h6></body></html>",
	      "1:总则\n0:甲\n0:乙\n0:丙\n0:丁\n0:一\n0:二\n0:尾\n6:六\n");
	check(doc_read_html, "<p>甲 \n\t 乙</p> <p>a\n b</p><p>甲\nb</p>",
	      "0:甲乙\n0:a b\n0:甲 b\n");
	check(doc_read_html, "<h2>长<br>标题</h2>正文", "2:长标题\n0:正文\n");
	check(doc_read_html, "<h1>没关<p>正文", "1:没关\n0:正文\n");
	check(doc_read_html, "<pre>一\n  二\n\n三</pre>四",
	      "0:一\n0:二\n0:三\n0:四\n");
	check(doc_read_html, "<P CLASS=x>甲</P ><H2 id='a'>乙</H2>",
	      "0:甲\n2:乙\n");
}

static void
test_html_tables(void **state)
{
	(void)state;
	check(doc_read_html,
	      "<table><tr><th>姓名</th><th>电话</th></tr>"
	      "<tr><td><p>张三</p></td><td><p>0358</p><p>110</p></td></tr>"
	      "<tr><td></td><td>李四</table>后",
	      "0:姓名\t电话\n0:张三\t0358 110\n0:\t李四\n0:后\n");
	/* one cell is for the layout, and so are many paragraphs */
	check(doc_read_html,
	      "<table><tr><td><p>甲</p><p>乙</p></td></tr></table>",
	      "0:甲\n0:乙\n");
	check(doc_read_html,
	      "<table><tr><td>左</td><td><p>1<p>2<p>3<p>4<p>5<p>6<p>7<p>8"
	      "</td></tr></table>",
	      "0:左\t1 2 3 4 5 6 7 8\n");
	check(doc_read_html,
	      "<table><tr><td>左</td><td><p>1<p>2<p>3<p>4<p>5<p>6<p>7<p>8<p>9"
	      "<p></td></tr></table>",
	      "0:左\n0:1\n0:2\n0:3\n0:4\n0:5\n0:6\n0:7\n0:8\n0:9\n");
	check(doc_read_html, "<tr><td><h1>标题</h1>正文</td></tr>",
	      "1:标题\n0:正文\n");
}

static void
test_html_entities(void **state)
{
	(void)state;
	check(doc_read_html,
	      "&lt;b&gt; &#20540;&#x73ED;&#x73ed &amp;lt; &nbsp;&",
	      "0:<b> 值班班 &lt; \u00A0&\n");
	check(doc_read_html, "&bogus; &#; &#x; a&b &#150; &#128;",
	      "0:&bogus; &#; &#x; a&b – €\n");
	check(doc_read_html, "&#0;&#xD800;&#x110000;&#99999999999;&#x10FFFF;",
	      "0:\uFFFD\uFFFD\uFFFD\uFFFD\U0010FFFF\n");
	check_title(doc_read_html, "<title>&lt;预案&gt;</title>x", "<预案>");
	check_title(doc_read_html, "<h2>小</h2><h1>预案</h1>", "预案");
}

static void
test_html_broken(void **state)
{
	(void)state;
	check(doc_read_html, "甲<!-- <p> -- > -->乙<!doctype x>丙<?php a ?>丁",
	      "0:甲乙丙丁\n");
	check(doc_read_html, "a < b <3 <", "0:a < b <3 <\n");
	check(doc_read_html, "<p title=\"a>b\" x='>'>甲", "0:甲\n");
	check(doc_read_html, "<p title=it's>甲</p>'", "0:甲\n0:'\n");
	check(doc_read_html, "<p title=\"open>甲<p x=\"open>乙", "0:乙\n");
	check(doc_read_html, "<p title='open>甲", "0:甲\n");
	check(doc_read_html, "甲<script>乙", "0:甲\n");
	check(doc_read_html, "甲<!-- 乙", "0:甲\n");
	check(doc_read_html, "甲<svg/>乙<svg><text>丙</text></svg>丁",
	      "0:甲乙丁\n");
	check(doc_read_html, "甲<p", "0:甲\n");
	check(doc_read_html, "", "");
}

static void
check_charset(const char *text, enum encoding hint, const char *want,
              enum encoding encoding)
{
	struct err err = ERR_INIT;
	struct doc doc;

	doc_init(&doc);
	doc.hint = hint;
	assert_int_equal(doc_read_html(&doc, text, strlen(text), &err), 0);
	assert_string_equal(doc.paras[0].text, want);
	assert_int_equal(doc.notes.encoding.encoding, encoding);
	doc_release(&doc);
}

static void
test_html_charset(void **state)
{
	(void)state;
	/* C2B0 is 掳 in GB18030 and ° in UTF-8 */
	check_charset("<meta charset=\"gb2312\">\xC2\xB0", ENCODING_ANY, "掳",
	              ENCODING_GB18030);
	check_charset("<META http-equiv=Content-Type content=\"text/html; "
	              "charset=GBK\">\xC2\xB0",
	              ENCODING_ANY, "掳", ENCODING_GB18030);
	check_charset("<meta charset=utf-8>\xC2\xB0", ENCODING_ANY, "°",
	              ENCODING_UTF8);
	check_charset("\xEF\xBB\xBF<meta charset=gbk>\xC2\xB0", ENCODING_ANY,
	              "°", ENCODING_UTF8);
	check_charset("<meta charset=gbk>\xC2\xB0", ENCODING_UTF8, "°",
	              ENCODING_UTF8);
	check_charset("<meta charset=utf-16>\xD6\xB5\xB0\xE0", ENCODING_ANY,
	              "值班", ENCODING_GB18030);
	check(doc_read_html, "<meta charset=", "");
}

/* Formats. */

static void
test_sniff(void **state)
{
#define CASE(bytes, name, format)                                              \
	{                                                                      \
		bytes, sizeof(bytes) - 1, name, format                         \
	}
	static const struct {
		const char *bytes;
		size_t len;
		const char *name;
		enum doc_format format;
	} cases[] = {
		CASE("", NULL, DOC_TXT),
		CASE("值班", "a.html", DOC_TXT),
		CASE("值班", "a.MD", DOC_MD),
		CASE("# 预案\n", "a.txt", DOC_MD),
		CASE("甲\n## 预案\n", NULL, DOC_MD),
		CASE("#tag\n####### x\n", NULL, DOC_TXT),
		CASE("---\na: b\n---\n", NULL, DOC_MD),
		CASE("---\na: b\n", NULL, DOC_TXT),
		CASE("甲\n---\nb\n---\n", NULL, DOC_TXT),
		CASE("%PDF-1.4\n", "a.txt", DOC_PDF),
		CASE("\n%PDF-1.4\n", NULL, DOC_PDF),
		CASE("%PD", NULL, DOC_TXT),
		CASE("PK\003\004..word/document.xml..", NULL, DOC_DOCX),
		CASE("PK\003\004..xl/workbook.xml..", "a.docx", DOC_XLSX),
		CASE("PK\003\004..other..", "a.docx", DOC_UNKNOWN),
		CASE("\xD0\xCF\x11\xE0\xA1\xB1", "a.wps", DOC_DOC),
		CASE(" \n<!DOCTYPE HTML>", "a.txt", DOC_HTML),
		CASE("<html>", NULL, DOC_HTML),
		CASE("\xEF\xBB\xBF<Head>", NULL, DOC_HTML),
		CASE("<body>", NULL, DOC_HTML),
		CASE("<meta charset=gbk>\xD6\xB5", NULL, DOC_HTML),
		CASE("<?xml version='1.0'?><html>", NULL, DOC_HTML),
		CASE("<?xml version='1.0'?><alert>", NULL, DOC_TXT),
		CASE("\xFF\xFE<\0h\0t\0m\0l\0>\0", NULL, DOC_HTML),
		CASE("\xD6\xB5\xB0\xE0", NULL, DOC_TXT),
		/* one character in twenty, one in nineteen */
		CASE("1234567890123456789\x01", NULL, DOC_TXT),
		CASE("123456789012345678\x01", NULL, DOC_UNKNOWN),
		CASE("\x7F"
		     "ELF\x02\x01\x01\0\0\0\0\0\0\0",
		     "a.txt", DOC_UNKNOWN),
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (doc_sniff(cases[i].bytes, cases[i].len, cases[i].name) !=
		    cases[i].format)
			fail_msg("case %zu: %s", i, cases[i].bytes);
	assert_string_equal(doc_format_name(DOC_DOCX), "docx");
	assert_string_equal(doc_format_name(DOC_DOC), "doc");
}

/* Whatever the bytes: what comes out keeps the promises of doc.h. */

static uint32_t
rnd(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (uint32_t)(*seed >> 32);
}

static void
check_promises(const struct doc *doc)
{
	const struct doc_para *para;
	size_t i, k, n, bytes = 0;
	uint32_t cp;

	for (i = 0; i < doc->count; i++) {
		para = &doc->paras[i];
		assert_true(para->level >= 0 && para->level <= DOC_LEVELS);
		assert_true(para->len > 0 && para->len <= DOC_PARA_MAX);
		assert_int_equal(strlen(para->text), para->len);
		bytes += para->len;
		for (k = 0; k < para->len; k += n) {
			n = utf8_decode(para->text + k, para->len - k, &cp);
			assert_true(cp != UTF8_BAD);
			assert_true(cp == '\t' || (cp >= 0x20 && cp != 0x7F));
		}
	}
	assert_int_equal(doc->bytes, bytes);
}

static const char *const pieces[] = {
	"<p>",  "</p>", "<h1",   ">",  "<td>", "<tr>", "</tr>",   "<table>",
	"<pre", "<!--", "-->",   "&#", "&lt;", "x41;", "<br>",    "<script>",
	"</",   "=\"",  "'",     "# ", "```",  "---",  "| ",      "**",
	"_",    "[",    "](",    ")",  "`",    "\n",   "\r\n",    "\f",
	"\t",   "　",   "第1章", "1.", "值班", "。",   "a ",      "\xD6\xB5",
	"\xFF", "\xE5", "\\",    "!",  "===",  "- ",   "<title>",
};

static void
test_any_bytes(void **state)
{
	read_fn *const readers[] = { doc_read_txt, doc_read_md, doc_read_html };
	uint64_t seed = 0x9E3779B97F4A7C15ull;
	struct buf text = BUF_INIT;
	struct err err = ERR_INIT;
	struct doc doc;
	uint32_t n;
	int round;

	(void)state;
	for (round = 0; round < 60000; round++) {
		buf_clear(&text);
		for (n = rnd(&seed) % 40; n > 0; n--) {
			if (rnd(&seed) % 8 == 0)
				buf_byte(&text, (char)rnd(&seed));
			else
				buf_str(&text, pieces[rnd(&seed) %
				                      (sizeof(pieces) /
				                       sizeof(pieces[0]))]);
		}
		doc_init(&doc);
		doc.hint = (enum encoding)(rnd(&seed) % 8 ? ENCODING_ANY
		                                          : rnd(&seed) % 5);
		assert_int_equal(
			readers[round % 3](&doc, text.s, text.len, &err), 0);
		check_promises(&doc);
		doc_sniff(text.s, text.len, NULL);
		doc_release(&doc);
	}
	buf_release(&text);
}

/* 256 KB of each piece: nothing may take the square of that. */
static void
test_much_of_the_same(void **state)
{
	read_fn *const readers[] = { doc_read_txt, doc_read_md, doc_read_html };
	struct buf text = BUF_INIT;
	struct err err = ERR_INIT;
	struct doc doc;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		buf_clear(&text);
		while (text.len < 1 << 18)
			buf_str(&text, pieces[i]);
		for (k = 0; k < 3; k++) {
			doc_init(&doc);
			if (readers[k](&doc, text.s, text.len, &err) == -1)
				assert_int_equal(err.code, ERR_INPUT);
			err_clear(&err);
			check_promises(&doc);
			doc_release(&doc);
		}
	}
	buf_release(&text);
}

static int
in_english(void **state)
{
	(void)state;
	tr_use(TR_EN);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_add_makes_fit),
		cmocka_unit_test(test_levels_within),
		cmocka_unit_test(test_long_paragraph_goes_on),
		cmocka_unit_test(test_limits_of_a_document),
		cmocka_unit_test(test_file_too_large),
		cmocka_unit_test(test_title_is_cut),
		cmocka_unit_test(test_heading_levels),
		cmocka_unit_test(test_heading_length),
		cmocka_unit_test(test_wrapped_lines),
		cmocka_unit_test(test_short_line_ends),
		cmocka_unit_test(test_full_line_is_no_heading),
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_guess),
		cmocka_unit_test(test_txt),
		cmocka_unit_test(test_md_blocks),
		cmocka_unit_test(test_md_tables),
		cmocka_unit_test(test_md_inline),
		cmocka_unit_test(test_md_images_and_front),
		cmocka_unit_test(test_html_blocks),
		cmocka_unit_test(test_html_tables),
		cmocka_unit_test(test_html_entities),
		cmocka_unit_test(test_html_broken),
		cmocka_unit_test(test_html_charset),
		cmocka_unit_test(test_sniff),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_much_of_the_same),
	};

	return cmocka_run_group_tests(tests, in_english, NULL);
}
