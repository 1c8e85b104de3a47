/* Word documents, written part by part. */
#include "cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doc/docx.h"
#include "base/xml.h"
#include "doc/zip.h"
#include "zip_kit.h"

#define W_TRANSITIONAL                                                         \
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define W_STRICT "http://purl.oclc.org/ooxml/wordprocessingml/main"
#define REL                                                                    \
	"http://schemas.openxmlformats.org/officeDocument/2006/"               \
	"relationships/"
#define RELS(rows)                                                             \
	"<Relationships xmlns='http://schemas.openxmlformats.org/package/"     \
	"2006/relationships'>" rows "</Relationships>"
#define NAMESPACES                                                             \
	" xmlns:w='" W_TRANSITIONAL "'"                                        \
	" xmlns:mc='http://schemas.openxmlformats.org/"                        \
	"markup-compatibility/2006'"                                           \
	" xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/"     \
	"math' xmlns:v='urn:schemas-microsoft-com:vml' xmlns:x='urn:other'"
#define BODY(text)                                                             \
	"<w:document" NAMESPACES "><w:body>" text "</w:body></w:document>"
#define R(text) "<w:r><w:t>" text "</w:t></w:r>"
#define P(text) "<w:p>" R(text) "</w:p>"
#define CELL(text) "<w:tc>" text "</w:tc>"

struct file {
	const char *document, *styles, *footnotes, *endnotes;
};

static void
pack(struct zip_kit *k, const struct file *f)
{
	*k = (struct zip_kit)ZIP_KIT_INIT;
	zip_put(k, "[Content_Types].xml", "<Types/>");
	zip_put(k, "_rels/.rels",
	        RELS("<Relationship Id='r1' Type='" REL "officeDocument'"
	             " Target='word/document.xml'/>"));
	zip_put(k, "word/_rels/document.xml.rels",
	        RELS("<Relationship Id='r1' Type='" REL "styles'"
	             " Target='styles.xml'/>"
	             "<Relationship Id='r2' Type='" REL "footnotes'"
	             " Target='/word/footnotes.xml'/>"
	             "<Relationship Id='r3' Type='" REL "endnotes'"
	             " Target='../word/endnotes.xml'/>"));
	if (f->document)
		zip_put(k, "word/document.xml", f->document);
	if (f->styles)
		zip_put(k, "word/styles.xml", f->styles);
	if (f->footnotes)
		zip_put(k, "word/footnotes.xml", f->footnotes);
	if (f->endnotes)
		zip_put(k, "word/endnotes.xml", f->endnotes);
	zip_finish(k);
}

/* The document as lines "level text". */
static char *
dump(const struct doc *doc)
{
	struct buf out = BUF_INIT;
	size_t i;

	for (i = 0; i < doc->count; i++)
		buf_fmt(&out, "%d %s\n", doc->paras[i].level,
		        doc->paras[i].text);
	return buf_take(&out);
}

static void
read_file(struct doc *doc, const struct file *f)
{
	struct err err = ERR_INIT;
	struct zip_kit k;

	pack(&k, f);
	doc_init(doc);
	if (doc_read_docx(doc, k.file.s, k.file.len, &err))
		fail_msg("%s", err.text);
	zip_kit_release(&k);
}

static void
reads(const struct file *f, const char *want)
{
	struct doc doc;
	char *got;

	read_file(&doc, f);
	got = dump(&doc);
	assert_string_equal(got, want);
	free(got);
	doc_release(&doc);
}

static void
refused(const struct file *f, const char *why)
{
	struct err err = ERR_INIT;
	struct zip_kit k;
	struct doc doc;

	pack(&k, f);
	doc_init(&doc);
	assert_int_equal(doc_read_docx(&doc, k.file.s, k.file.len, &err), -1);
	assert_int_equal(err.code, ERR_INPUT);
	if (!strstr(err.text, why))
		fail_msg("'%s' does not say '%s'", err.text, why);
	doc_release(&doc);
	zip_kit_release(&k);
}

#define READS(body, want) reads(&(struct file){ .document = BODY(body) }, want)

static void
test_runs(void **state)
{
	(void)state;
	READS("<w:p><w:r><w:t>值班</w:t></w:r><w:r><w:t xml:space='preserve'>"
	      " 电话 </w:t></w:r><w:r><w:t>A&amp;B</w:t></w:r></w:p>"
	      "<w:p/>" P("二"),
	      "0 值班 电话 A&B\n0 二\n");
	/* tabs: a character in a run, a tab stop in properties */
	READS("<w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='9'/></w:tabs>"
	      "</w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:ptab/>"
	      "<w:t>c</w:t></w:r></w:p>",
	      "0 a\tb\tc\n");
	READS("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t>"
	      "<w:br w:type='page'/><w:t>d</w:t><w:noBreakHyphen/>"
	      "<w:t>e</w:t></w:r></w:p>",
	      "0 a b cd-e\n");
	/* only text is text; what is unknown is looked through */
	READS("<w:p>\n<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>"
	      "<w:r><w:instrText>PAGE</w:instrText></w:r><x:new><w:r><w:t>新"
	      "</w:t></w:r></x:new><m:oMath><m:r><m:t>x+y</m:t></m:r>"
	      "</m:oMath></w:p>",
	      "0 链接新x+y\n");
	READS("<w:p><w:r><w:ruby><w:rt><w:r><w:t>zhi</w:t></w:r></w:rt>"
	      "<w:rubyBase><w:r><w:t>值</w:t></w:r></w:rubyBase></w:ruby>"
	      "</w:r></w:p>",
	      "0 值\n");
}

static void
test_tracked_changes(void **state)
{
	(void)state;
	READS("<w:p><w:r><w:t>一</w:t></w:r><w:del><w:r><w:delText>删"
	      "</w:delText></w:r></w:del><w:ins><w:r><w:t>增</w:t></w:r>"
	      "</w:ins><w:r><w:delText>散</w:delText></w:r><w:moveFrom><w:r>"
	      "<w:t>移</w:t></w:r></w:moveFrom><w:r><w:t>二</w:t></w:r>"
	      "</w:p>",
	      "0 一增二\n");
	/* the mark of a deleted paragraph end hides nothing */
	READS("<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr><w:r>"
	      "<w:t>还在</w:t></w:r></w:p>",
	      "0 还在\n");
}

static void
test_tables(void **state)
{
	(void)state;
	READS("<w:tbl><w:tr>" CELL(P("单位")) CELL(P(
		      "电话")) "</w:tr>"
	                       "<w:tr>" CELL("<w:p/>") CELL(P("138") P(
				       "139")) "</w:tr>"
	                                       "<w:tr>" CELL("<w:p/>") CELL(
						       "<w:p/>") "</w:tr>"
	                                                         "</w:tbl>" P(
									 "后"),
	      "0 单位\t电话\n0 \t138 139\n0 后\n");
	/* one cell is a frame */
	READS("<w:tbl><w:tr>" CELL(P("甲") "<w:p/>" P("乙")) "</w:tr></w:tbl>",
	      "0 甲\n0 乙\n");
	/* a table in a cell is its text */
	READS("<w:tbl><w:tr>" CELL(P("外"))
	              CELL(P("前") "<w:tbl><w:tr>" CELL(P("内一"))
	                           CELL(P("内二")) "</w:tr></w:tbl>" P(
					   "末")) "</w:tr></w:tbl>",
	      "0 外\t前 内一 内二 末\n");
	/* malformed: text beside the cells is not lost */
	READS("<w:tbl><w:tr>" P("无格") "</w:tr></w:tbl>", "0 无格\n");
	READS("<w:tbl><w:tr>" CELL(P("a")) CELL(P("b"))
	              P("c") "</w:tr></w:tbl>",
	      "0 a\tb\tc\n");
}

#define BOX(text)                                                              \
	"<w:r><mc:AlternateContent><mc:Choice><x:wsp><w:txbxContent>" text     \
	"</w:txbxContent></x:wsp></mc:Choice><mc:Fallback><w:pict><v:textbox>" \
	"<w:txbxContent>" text "</w:txbxContent></v:textbox></w:pict>"         \
	"</mc:Fallback></mc:AlternateContent></w:r>"

static void
test_text_boxes(void **state)
{
	(void)state;
	READS("<w:p><w:r><w:t>前</w:t></w:r>" BOX(
		      P("框一") P("框二")) "<w:r>"
	                                   "<w:t>后</w:t></w:r></w:p>" P("下"),
	      "0 前后\n0 框一\n0 框二\n0 下\n");
	/* in a table: after the row */
	READS("<w:tbl><w:tr>" CELL("<w:p><w:r><w:t>a</w:t></w:r>" BOX(
		      P("框")) "</w:p>") CELL(P("b")) "</w:tr></w:tbl>",
	      "0 a\tb\n0 框\n");
	/* a table in a box */
	READS("<w:p>" BOX("<w:tbl><w:tr>" CELL(P("a"))
	                          CELL(P("b")) "</w:tr>"
	                                       "</w:tbl>") "</w:p>",
	      "0 a\tb\n");
	/* only VML: no Choice, and so no Fallback */
	READS("<w:p><w:r><w:pict><v:textbox><w:txbxContent>" P(
		      "旧框") "</w:txbxContent></v:textbox></w:pict></w:r></"
	                      "w:p>",
	      "0 旧框\n");
}

#define STYLE(id, name, more)                                                  \
	"<w:style w:type='paragraph' w:styleId='" id "'><w:name w:val='" name  \
	"'/>" more "</w:style>"
#define OUTLINE(n) "<w:pPr><w:outlineLvl w:val='" n "'/></w:pPr>"
#define PS(style, text)                                                        \
	"<w:p><w:pPr><w:pStyle w:val='" style "'/></w:pPr><w:r><w:t>" text     \
	"</w:t></w:r></w:p>"

static void
test_headings(void **state)
{
	static const struct file f = {
		.styles = "<w:styles" NAMESPACES ">" STYLE(
			"1", "heading 1",
			OUTLINE("0")) STYLE("2", "Heading 2",
		                            "") STYLE("9", "heading 9", "")
			STYLE("10", "heading 10", "") STYLE(
				"a", "章标题",
				OUTLINE("2")) STYLE("b", "基于章",
		                                    "<w:basedOn w:val='a'/>")
				STYLE("c", "正文化",
		                      "<w:basedOn w:val='a'/>" OUTLINE(
					      "9")) STYLE("d", "圈一",
		                                          "<w:basedOn "
		                                          "w:val='e'/>")
					STYLE("e", "圈二",
		                              "<w:basedOn w:val='d'/>")
						STYLE("f", "无父",
		                                      "<w:basedOn w:val='zz'/>")
							STYLE("T", "Title",
		                                              "") "<w:style "
								  "w:type='"
								  "character' "
								  "w:styleId='"
								  "ch'>"
								  "<w:name "
								  "w:val='"
								  "heading "
								  "1'/></"
								  "w:style></"
								  "w:styles>",
		.document = BODY(
			PS("T", "总体应急预案") PS("1", "一级") PS(
				"2", "二级") PS("9", "九级") PS("10", "不是")
				PS("a", "大纲") PS("b", "继承") PS(
					"c",
					"取消") PS("d",
		                                   "循环") PS("f",
		                                              "孤儿") PS("ch",
		                                                         "字符")
					PS("none",
		                           "没有") "<w:p><w:pPr><w:outlineLvl "
						   "w:val='4'/></w:pPr><w:r>"
						   "<w:t>自带</w:t></w:r></w:p>"
						   "<w:p><w:pPr><w:pStyle "
						   "w:val='1'/><w:outlineLvl"
						   " w:val='9'/></"
						   "w:pPr><w:r><w:t>压过</"
						   "w:t></w:r></w:p>"
						   "<w:p><w:pPr><w:pStyle "
						   "w:val='1'/"
						   "><w:pPrChange><w:pPr>"
						   "<w:pStyle "
						   "w:val='2'/></w:pPr></"
						   "w:pPrChange></w:pPr>"
						   "<w:r><w:t>改过</w:t></"
						   "w:r></w:p>" P("一、有样式就"
		                                                  "不看编号")),
	};
	struct doc doc;
	char *got;

	(void)state;
	read_file(&doc, &f);
	got = dump(&doc);
	assert_string_equal(
		got, "0 总体应急预案\n1 一级\n2 二级\n9 九级\n0 不是\n3 大纲\n"
		     "3 继承\n0 取消\n0 循环\n0 孤儿\n0 字符\n0 没有\n5 自带\n"
		     "0 压过\n1 改过\n0 一、有样式就不看编号\n");
	assert_string_equal(doc.title, "总体应急预案");
	free(got);
	doc_release(&doc);
}

static void
test_numbered_headings(void **state)
{
	(void)state;
	READS(P("一、总则")
	              P("正文说明如下。") "<w:tbl><w:tr>" CELL(P("二、表"))
	                      CELL(P("格")) "</w:tr></w:tbl>",
	      "2 一、总则\n0 正文说明如下。\n0 二、表\t格\n");
}

#define REF(kind, id) "<w:r><w:" kind "Reference w:id='" id "'/></w:r>"

static void
test_notes(void **state)
{
	/* clang-format off */
	static const char footnotes[] =
		"<w:footnotes" NAMESPACES ">"
		"<w:footnote w:type='separator' w:id='-1'>" P("")
		"</w:footnote><w:footnote w:id='2'>" P("脚二") P("续")
		"</w:footnote><w:footnote w:id='1'>" P("脚一")
		"</w:footnote></w:footnotes>";
	static const char endnotes[] =
		"<w:endnotes" NAMESPACES "><w:endnote w:id='1'>" P("尾一")
		"</w:endnote></w:endnotes>";
	static const char document[] =
		BODY("<w:p>" R("甲") REF("footnote", "2") R("乙")
		     REF("endnote", "1") "</w:p><w:tbl><w:tr>"
		     CELL("<w:p>" R("a") REF("footnote", "1") "</w:p>")
		     CELL(P("b")) "</w:tr></w:tbl>"
		     "<w:p>" R("丢") REF("footnote", "7") "</w:p>");
	/* clang-format on */
	static const struct file f = { document, NULL, footnotes, endnotes };

	(void)state;
	reads(&f, "0 甲［注1］乙［注2］\n0 ［注1］脚二 续\n"
	          "0 ［注2］尾一\n0 a［注3］\tb\n0 ［注3］脚一\n"
	          "0 丢［注4］\n");
	/* no notes at all */
	READS("<w:p><w:r><w:t>丢</w:t></w:r>" REF("footnote", "1") "</w:p>",
	      "0 丢［注1］\n");
}

/* The strict namespace, a main part of another name, and pictures. */
static void
test_other_writers(void **state)
{
	struct zip_kit k = ZIP_KIT_INIT;
	struct err err = ERR_INIT;
	struct doc doc;

	(void)state;
	zip_put(&k, "_rels/.rels",
	        RELS("<Relationship Id='r9' Type='x/thumbnail' Target='t'/>"
	             "<Relationship Id='r0' Type='x/officeDocument' Target='y'"
	             " TargetMode='External'/>"
	             "<Relationship Id='r1' TargetMode='Internal'"
	             " Type='http://purl.oclc.org/ooxml/officeDocument/"
	             "relationships/officeDocument'"
	             " Target='/word/document2.xml'/>"));
	zip_put(&k, "word/document2.xml",
	        "<d:document xmlns:d='" W_STRICT "' xmlns:a='http://purl.oclc"
	        ".org/ooxml/drawingml/main'><d:body><d:p><d:r><d:t>严格</d:t>"
	        "<d:drawing><a:blip/></d:drawing></d:r></d:p></d:body>"
	        "</d:document>");
	zip_finish(&k);
	doc_init(&doc);
	if (doc_read_docx(&doc, k.file.s, k.file.len, &err))
		fail_msg("%s", err.text);
	assert_int_equal(doc.count, 1);
	assert_string_equal(doc.paras[0].text, "严格");
	assert_int_equal(doc.notes.images, 1);
	doc_release(&doc);
	zip_kit_release(&k);
}

static void
deep(struct buf *b, int levels)
{
	int i;

	buf_clear(b);
	for (i = 0; i < levels; i++)
		buf_str(b, "<a>");
	for (i = 0; i < levels; i++)
		buf_str(b, "</a>");
}

static void
test_refused(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	refused(&(struct file){ 0 }, "word/document.xml");
	refused(&(struct file){ .document = BODY("<w:p>") },
	        "word/document.xml 第 1 行");
	refused(&(struct file){ .document = "" }, "word/document.xml");
	refused(&(struct file){ .document = "<!DOCTYPE d [<!ENTITY a 'aaaa'>"
	                                    "]><d>&a;</d>" },
	        "DOCTYPE");
	refused(&(struct file){ .document = BODY(""),
	                        .styles = "<!DOCTYPE s><s/>" },
	        "DOCTYPE");
	refused(&(struct file){ .document = BODY(""), .footnotes = "<a>" },
	        "word/footnotes.xml");
	deep(&b, XML_DEPTH_MAX);
	reads(&(struct file){ .document = b.s }, "");
	deep(&b, XML_DEPTH_MAX + 1);
	refused(&(struct file){ .document = b.s }, "嵌套超过 256 层");
	buf_release(&b);
}

/* Half of a file, as a broken copy leaves it. */
static void
test_truncated(void **state)
{
	struct file f = { .document = BODY(P("一")) };
	struct err err = ERR_INIT;
	struct zip_kit k;
	struct doc doc;

	(void)state;
	pack(&k, &f);
	doc_init(&doc);
	assert_int_equal(doc_read_docx(&doc, k.file.s, k.file.len / 2, &err),
	                 -1);
	assert_non_null(strstr(err.text, "可能没有传完"));
	assert_int_equal(doc.count, 0);
	doc_release(&doc);
	zip_kit_release(&k);
}

/* A document that unpacks to more than any. */
static void
test_bomb(void **state)
{
	char *zeros = calloc(1, ZIP_MAX_BYTES + 1);
	struct zip_kit k = ZIP_KIT_INIT;
	struct err err = ERR_INIT;
	struct doc doc;

	(void)state;
	zip_put_bytes(&k, "word/document.xml", zeros, ZIP_MAX_BYTES + 1);
	zip_finish(&k);
	doc_init(&doc);
	assert_int_equal(doc_read_docx(&doc, k.file.s, k.file.len, &err), -1);
	assert_non_null(strstr(err.text, "超过 64 MB"));
	doc_release(&doc);
	zip_kit_release(&k);
	free(zeros);
}

/* Many pieces: the tables grow. */
static void
test_many(void **state)
{
	struct buf b = BUF_INIT;
	struct doc doc;
	int i;

	(void)state;
	buf_str(&b, "<w:document" NAMESPACES "><w:body><w:p>");
	for (i = 0; i < 3000; i++)
		buf_str(&b, BOX(P("框")) REF("footnote", "1"));
	buf_str(&b, "</w:p></w:body></w:document>");
	read_file(&doc, &(struct file){
				.document = b.s,
				.footnotes = "<w:footnotes" NAMESPACES ">"
					     "<w:footnote w:id='1'>" P(
						     "注") "</w:footnote>"
							   "</w:footnotes>" });
	/* marks of 3000 notes, longer than a paragraph may be; then the rest */
	assert_true(doc.count > 6000);
	assert_string_equal(doc.paras[doc.count - 1].text, "［注3000］注");
	assert_string_equal(doc.paras[doc.count - 3000].text, "［注1］注");
	assert_string_equal(doc.paras[doc.count - 3001].text, "框");
	doc_release(&doc);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_runs),
		cmocka_unit_test(test_tracked_changes),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_text_boxes),
		cmocka_unit_test(test_headings),
		cmocka_unit_test(test_numbered_headings),
		cmocka_unit_test(test_notes),
		cmocka_unit_test(test_other_writers),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_bomb),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
