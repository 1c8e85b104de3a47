/* Excel workbooks, written part by part, and numbers as text. */
#include "cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doc/xlsx.h"
#include "doc/xlsx_number.h"
#include "doc/zip.h"
#include "zip_kit.h"

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define REL                                                                    \
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELS(rows)                                                             \
	"<Relationships xmlns='http://schemas.openxmlformats.org/package/"     \
	"2006/relationships'>" rows "</Relationships>"
#define TO(id, kind, target)                                                   \
	"<Relationship Id='" id "' Type='" REL "/" kind "' Target='" target    \
	"'/>"
#define SHEET(rows)                                                            \
	"<worksheet xmlns='" MAIN "'><sheetData>" rows "</sheetData>"          \
	"</worksheet>"

struct file {
	const char *sheet, *strings, *styles, *workbook;
};

static const char two_sheets[] =
	"<workbook xmlns='" MAIN "' xmlns:r='" REL "'><sheets>"
	"<sheet name='隐藏' sheetId='9' r:id='rH' state='hidden'/>"
	"<sheet name='通讯录' sheetId='1' r:id='rA'/>"
	"<sheet name='第二' sheetId='2' r:id='rB'/></sheets></workbook>";

static const char other_sheet[] = SHEET("<row><c><v>2</v></c></row>");

static void
pack(struct zip_kit *k, const struct file *f)
{
	*k = (struct zip_kit)ZIP_KIT_INIT;
	zip_put(k, "_rels/.rels",
	        RELS(TO("r1", "officeDocument", "xl/workbook.xml")));
	zip_put(k, "xl/_rels/workbook.xml.rels",
	        RELS(TO("rB", "worksheet", "worksheets/sheet1.xml")
	                     TO("rA", "worksheet", "/xl/worksheets/sheet7.xml")
	                             TO("rS", "styles", "styles.xml")
	                                     TO("rT", "sharedStrings",
	                                        "sharedStrings.xml")));
	zip_put(k, "xl/workbook.xml", f->workbook ? f->workbook : two_sheets);
	zip_put(k, "xl/worksheets/sheet1.xml", other_sheet);
	if (f->sheet)
		zip_put(k, "xl/worksheets/sheet7.xml", f->sheet);
	if (f->strings)
		zip_put(k, "xl/sharedStrings.xml", f->strings);
	if (f->styles)
		zip_put(k, "xl/styles.xml", f->styles);
	zip_finish(k);
}

/* "line: field|field", a line for each row. */
static int
take(void *arg, size_t line, const char *const *fields, size_t count,
     struct err *err)
{
	struct buf *out = arg;
	size_t i;

	(void)err;
	buf_fmt(out, "%zu: ", line);
	for (i = 0; i < count; i++) {
		if (i > 0)
			buf_byte(out, '|');
		buf_str(out, fields[i]);
	}
	buf_byte(out, '\n');
	return 0;
}

static void
reads_sheet(const struct file *f, const char *sheet, const char *want)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	struct zip_kit k;

	pack(&k, f);
	if (xlsx_read(k.file.s, k.file.len, sheet, take, &out, &err))
		fail_msg("%s", err.text);
	assert_string_equal(out.s, want);
	buf_release(&out);
	zip_kit_release(&k);
}

static void
refused(const struct file *f, const char *sheet, enum err_code code,
        const char *why)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	struct zip_kit k;

	pack(&k, f);
	assert_int_equal(
		xlsx_read(k.file.s, k.file.len, sheet, take, &out, &err), -1);
	assert_int_equal(err.code, code);
	if (!strstr(err.text, why))
		fail_msg("'%s' does not say '%s'", err.text, why);
	buf_release(&out);
	zip_kit_release(&k);
}

#define READS(rows, want)                                                      \
	reads_sheet(&(struct file){ .sheet = SHEET(rows) }, NULL, want)

static void
test_places(void **state)
{
	(void)state;
	READS("<row r='1'><c r='A1'><v>1</v></c><c r='C1'><v>3</v></c></row>"
	      "<row r='2'/><row r='3'><c r='A3'/><c r='B3' s='4'/></row>"
	      "<row r='7'><c r='B7'><v>2</v></c><c r='D7'/></row>",
	      "1: 1||3\n7: |2\n");
	/* no references: one after the other */
	READS("<row><c><v>1</v></c><c/><c><v>3</v></c></row>"
	      "<row><c><v>4</v></c><c r='AA2'><v>5</v></c><c><v>6</v></c>"
	      "</row>",
	      "1: 1||3\n2: 4||||||||||||||||||||||||||5|6\n");
	READS("", "");
}

static void
test_types(void **state)
{
	static const char strings[] =
		"<sst xmlns='" MAIN "'><si><t>单位</t></si>"
		"<si><r><t>应急</t></r><r><rPr/><t xml:space='preserve'> 局"
		"</t></r><rPh sb='0' eb='1'><t>ying</t></rPh></si><si><t/></si>"
		"<si><t>a_x000D_\nb_x000D_</t></si></sst>";
	static const char sheet[] =
		SHEET("<row r='1'><c r='A1' t='s'><v>0</v></c>"
	              "<c r='B1' t='s'><v>1</v></c>"
	              "<c r='C1' t='inlineStr'><is><r><t>行</t></r><r><t>内"
	              "</t></r><rPh><t>hang</t></rPh></is></c>"
	              "<c r='D1' t='str'><f>A1&amp;B1</f><v>式</v></c>"
	              "<c r='E1' t='b'><v>1</v></c><c r='F1' t='b'><v>0</v></c>"
	              "<c r='G1' t='e'><v>#N/A</v></c>"
	              "<c r='H1' t='d'><v>2024-05-01</v></c>"
	              "<c r='I1' t='s'><v>3</v></c>"
	              "<c r='J1' t='s'><v>2</v></c></row>");

	(void)state;
	reads_sheet(&(struct file){ .sheet = sheet, .strings = strings }, NULL,
	            "1: 单位|应急 局|行内|式|TRUE|FALSE|#N/A|2024-05-01|a\nb"
	            "\n");
}

static void
test_dates(void **state)
{
	static const char styles[] =
		"<styleSheet xmlns='" MAIN "'><numFmts>"
		"<numFmt numFmtId='164' formatCode='yyyy\\-mm\\-dd;@'/>"
		"<numFmt numFmtId='165' formatCode='0.00&quot;day&quot;'/>"
		"</numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
		"<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/>"
		"<xf numFmtId='164'/><xf numFmtId='165'/><xf numFmtId='22'/>"
		"<xf numFmtId='70000'/><xf/></cellXfs></styleSheet>";
	static const char sheet[] =
		SHEET("<row><c s='0'><v>45413</v></c><c s='1'><v>45413</v></c>"
	              "<c s='2'><v>45413.5</v></c><c s='3'><v>45413</v></c>"
	              "<c s='4'><v>45413.5</v></c><c s='5'><v>45413</v></c>"
	              "<c s='6'><v>45413</v></c><c s='7'><v>45413</v></c>"
	              "<c s='x'><v>45413</v></c></row>");
	static const char since_1904[] =
		"<workbook xmlns='" MAIN "' xmlns:r='" REL "'>"
		"<workbookPr date1904='1'/><sheets>"
		"<sheet name='a' r:id='rA'/></sheets></workbook>";

	(void)state;
	reads_sheet(&(struct file){ .sheet = sheet, .styles = styles }, NULL,
	            "1: 45413|2024-05-01|2024-05-01|45413|2024-05-01 12:00|"
	            "45413|45413|45413|45413\n");
	reads_sheet(&(struct file){ .sheet = sheet,
	                            .styles = styles,
	                            .workbook = since_1904 },
	            NULL,
	            "1: 45413|2028-05-02|2028-05-02|45413|2028-05-02 12:00|"
	            "45413|45413|45413|45413\n");
}

static void
test_choice_of_sheet(void **state)
{
	static const struct file f = {
		.sheet = SHEET("<row r='5'><c><v>1</v></c></row>")
	};
	static const struct file none = {
		.workbook = "<workbook xmlns='" MAIN "' xmlns:r='" REL "'>"
			    "<sheets><sheet name='a' r:id='rA'"
			    " state='veryHidden'/></sheets></workbook>"
	};

	(void)state;
	reads_sheet(&f, NULL, "5: 1\n");
	reads_sheet(&f, "通讯录", "5: 1\n");
	reads_sheet(&f, "第二", "1: 2\n");
	refused(&f, "第三", ERR_NOT_FOUND, "没有工作表“第三”");
	refused(&f, "隐藏", ERR_NOT_FOUND, "没有工作表");
	refused(&none, NULL, ERR_INPUT, "没有可见的工作表");
	refused(&(struct file){ 0 }, NULL, ERR_INPUT, "sheet7.xml");
}

static int
stop_at_two(void *arg, size_t line, const char *const *fields, size_t count,
            struct err *err)
{
	size_t *rows = arg;

	(void)fields;
	(void)count;
	if (line == 2)
		return err_set(err, ERR_CONFLICT, "enough");
	*rows += 1;
	return 0;
}

static void
test_stop(void **state)
{
	struct file f = { .sheet = SHEET("<row><c><v>1</v></c></row>"
		                         "<row><c><v>1</v></c></row>"
		                         "<row><c><v>1</v></c></row>") };
	struct err err = ERR_INIT;
	struct zip_kit k;
	size_t rows = 0;

	(void)state;
	pack(&k, &f);
	assert_int_equal(
		xlsx_read(k.file.s, k.file.len, NULL, stop_at_two, &rows, &err),
		-1);
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_string_equal(err.text, "enough");
	assert_int_equal(rows, 1);
	zip_kit_release(&k);
}

#define REFUSED(rows, why)                                                     \
	refused(&(struct file){ .sheet = SHEET(rows) }, NULL, ERR_INPUT, why)

static void
test_refused(void **state)
{
	(void)state;
	REFUSED("<row r='4'><c r='B4' t='s'><v>0</v></c></row>",
	        "第 4 行第 2 列");
	REFUSED("<row r='4'><c r='B4' t='s'><v>-1</v></c></row>", "-1");
	REFUSED("<row r='0'/>", "行号有误：0");
	REFUSED("<row r='x'/>", "行号有误：x");
	REFUSED("<row r='1048577'/>", "行号有误：1048577");
	REFUSED("<row r='1'><c r='1A'><v>1</v></c></row>", "编号有误：1A");
	REFUSED("<row r='1'><c r='A'><v>1</v></c></row>", "编号有误：A");
	REFUSED("<row r='1'><c r='ABCD1'><v>1</v></c></row>", "编号有误");
	REFUSED("<row>", "sheet7.xml 第 1 行");
	/* column 256 (IV) is the last; an empty cell may lie beyond */
	READS("<row><c r='IU1'/><c r='IX1'/><c r='A1'><v>1</v></c></row>",
	      "1: 1\n");
	REFUSED("<row r='1048576'><c r='IW1'><v>1</v></c></row>",
	        "第 1048576 行超过 256 列");
}

static int
last_column(void *arg, size_t line, const char *const *fields, size_t count,
            struct err *err)
{
	(void)line;
	(void)err;
	assert_int_equal(count, 256);
	assert_string_equal(fields[0], "");
	assert_string_equal(fields[255], "1");
	*(int *)arg += 1;
	return 0;
}

static void
test_last_column(void **state)
{
	struct file f = { .sheet =
		                  SHEET("<row><c r='IV1'><v>1</v></c></row>") };
	struct err err = ERR_INIT;
	struct zip_kit k;
	int rows = 0;

	(void)state;
	pack(&k, &f);
	assert_int_equal(
		xlsx_read(k.file.s, k.file.len, NULL, last_column, &rows, &err),
		0);
	assert_int_equal(rows, 1);
	zip_kit_release(&k);
}

static int
count_rows(void *arg, size_t line, const char *const *fields, size_t count,
           struct err *err)
{
	(void)line;
	(void)fields;
	(void)count;
	(void)err;
	*(size_t *)arg += 1;
	return 0;
}

/* A small file whose cells all refer to one long string: 64 MB of text. */
static void
test_shared_bomb(void **state)
{
	struct buf sheet = BUF_INIT, strings = BUF_INIT;
	struct err err = ERR_INIT;
	struct zip_kit k;
	size_t i, rows = 0;

	(void)state;
	buf_str(&strings, "<sst xmlns='" MAIN "'><si><t>");
	for (i = 0; i < 1 << 20; i++)
		buf_byte(&strings, 'a');
	buf_str(&strings, "</t></si></sst>");
	buf_str(&sheet, "<worksheet xmlns='" MAIN "'>");
	for (i = 0; i < 65; i++)
		buf_str(&sheet, "<row><c t='s'><v>0</v></c></row>");
	buf_str(&sheet, "</worksheet>");
	pack(&k, &(struct file){ .sheet = sheet.s, .strings = strings.s });
	assert_int_equal(
		xlsx_read(k.file.s, k.file.len, NULL, count_rows, &rows, &err),
		-1);
	assert_int_equal(rows, 64);
	assert_non_null(strstr(err.text, "超过 64 MB"));
	zip_kit_release(&k);
	buf_release(&sheet);
	buf_release(&strings);
}

static void
test_truncated(void **state)
{
	struct file f = { .sheet = SHEET("") };
	struct err err = ERR_INIT;
	struct zip_kit k;

	(void)state;
	pack(&k, &f);
	assert_int_equal(xlsx_read(k.file.s, k.file.len - 1, NULL, count_rows,
	                           NULL, &err),
	                 -1);
	assert_non_null(strstr(err.text, "可能没有传完"));
	zip_kit_release(&k);
}

/* Numbers. */

struct number {
	const char *v;
	enum xlsx_format format;
	const char *want;
};

static const struct number numbers[] = {
	{ "13835800001", XLSX_PLAIN, "13835800001" },
	{ "1.3835800001E10", XLSX_PLAIN, "13835800001" },
	{ "1.3835800001E+10", XLSX_PLAIN, "13835800001" },
	{ "1.3835800001e+010", XLSX_PLAIN, "13835800001" },
	{ "03587622222", XLSX_PLAIN, "03587622222" },
	{ "141181198001010019", XLSX_PLAIN, "141181198001010019" },
	{ "1.41181198001010E+17", XLSX_PLAIN, "141181198001010000" },
	{ "0", XLSX_PLAIN, "0" },
	{ "-0.0", XLSX_PLAIN, "0" },
	{ "-5", XLSX_PLAIN, "-5" },
	{ "3.50", XLSX_PLAIN, "3.5" },
	{ "100.0", XLSX_PLAIN, "100" },
	{ ".5", XLSX_PLAIN, "0.5" },
	{ "0.30000000000000004", XLSX_PLAIN, "0.3" },
	{ "0.1234567890123455", XLSX_PLAIN, "0.123456789012346" },
	{ "0.1234567890123454", XLSX_PLAIN, "0.123456789012345" },
	{ "9.9999999999999999", XLSX_PLAIN, "10" },
	{ "-1.5E-5", XLSX_PLAIN, "-0.000015" },
	{ "1E40", XLSX_PLAIN, "1E40" },
	{ "1E39", XLSX_PLAIN, "1000000000000000000000000000000000000000" },
	{ "1E400", XLSX_PLAIN, "1E400" },
	{ "1E-9999999999999999999", XLSX_PLAIN, "1E-9999999999999999999" },
	{ "1E", XLSX_PLAIN, "1E" },
	{ "1.2.3", XLSX_PLAIN, "1.2.3" },
	{ "-", XLSX_PLAIN, "-" },
	{ "12a", XLSX_PLAIN, "12a" },
	{ "NaN", XLSX_DATE, "NaN" },
	{ "45413", XLSX_DATE, "2024-05-01" },
	{ "4.5413E4", XLSX_DATE, "2024-05-01" },
	{ "45413.75", XLSX_DATE, "2024-05-01" },
	{ "45413.75", XLSX_DATETIME, "2024-05-01 18:00" },
	{ "45413.3333333333", XLSX_DATETIME, "2024-05-01 08:00" },
	{ "45413.33334", XLSX_DATETIME, "2024-05-01 08:00:01" },
	{ "45413.9999999", XLSX_DATETIME, "2024-05-02 00:00" },
	{ "0.354166666666667", XLSX_TIME, "08:30" },
	{ "45413.354166666666667", XLSX_TIME, "08:30" },
	{ "0", XLSX_TIME, "00:00" },
	{ "0.000011574", XLSX_TIME, "00:00:01" },
	{ "1", XLSX_DATE, "1900-01-01" },
	{ "59", XLSX_DATE, "1900-02-28" },
	{ "60", XLSX_DATE, "60" },
	{ "61", XLSX_DATE, "1900-03-01" },
	{ "25569", XLSX_DATE, "1970-01-01" },
	{ "45351", XLSX_DATE, "2024-02-29" },
	{ "2958465", XLSX_DATE, "9999-12-31" },
	{ "2958466", XLSX_DATE, "2958466" },
	{ "20240501", XLSX_DATE, "20240501" },
	{ "0", XLSX_DATE, "0" },
	{ "-1", XLSX_DATE, "-1" },
};

static void
test_numbers(void **state)
{
	struct buf out = BUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		buf_clear(&out);
		xlsx_number(&out, numbers[i].v, numbers[i].format, false);
		if (strcmp(out.s, numbers[i].want) != 0)
			fail_msg("%s gives %s, not %s", numbers[i].v, out.s,
			         numbers[i].want);
	}
	buf_clear(&out);
	xlsx_number(&out, "0", XLSX_DATE, true);
	assert_string_equal(out.s, "1904-01-01");
	buf_release(&out);
}

static const struct {
	const char *code;
	enum xlsx_format format;
} codes[] = {
	{ "General", XLSX_PLAIN },
	{ "0.00", XLSX_PLAIN },
	{ "#,##0;[Red]-#,##0", XLSX_PLAIN },
	{ "0.00E+00", XLSX_PLAIN },
	{ "@", XLSX_PLAIN },
	{ "", XLSX_PLAIN },
	{ "0\"days\"", XLSX_PLAIN },
	{ "0\"day", XLSX_PLAIN },
	{ "0\\d_y*m", XLSX_PLAIN },
	{ "[DBNum1]General", XLSX_PLAIN },
	{ "[Yellow]0", XLSX_PLAIN },
	{ "0;yyyy", XLSX_PLAIN },
	{ "yyyy\\-mm\\-dd;@", XLSX_DATE },
	{ "yyyy\"年\"m\"月\"d\"日\";@", XLSX_DATE },
	{ "[$-804]yyyy\"年\"m\"月\"", XLSX_DATE },
	{ "mmm", XLSX_DATE },
	{ "M/D", XLSX_DATE },
	{ "yyyy/m/d h:mm", XLSX_DATETIME },
	{ "h:mm:ss", XLSX_TIME },
	{ "mm:ss.0", XLSX_TIME },
	{ "[h]:mm", XLSX_TIME },
	{ "[mm]:ss", XLSX_TIME },
	{ "h\"时\"mm\"分\"", XLSX_TIME },
};

static void
test_formats(void **state)
{
	static const enum xlsx_format builtin[] = {
		[14] = XLSX_DATE,  [15] = XLSX_DATE, [16] = XLSX_DATE,
		[17] = XLSX_DATE,  [18] = XLSX_TIME, [19] = XLSX_TIME,
		[20] = XLSX_TIME,  [21] = XLSX_TIME, [22] = XLSX_DATETIME,
		[27] = XLSX_DATE,  [31] = XLSX_DATE, [32] = XLSX_TIME,
		[35] = XLSX_TIME,  [36] = XLSX_DATE, [45] = XLSX_TIME,
		[47] = XLSX_TIME,  [57] = XLSX_DATE, [58] = XLSX_DATE,
		[59] = XLSX_PLAIN,
	};
	static const unsigned char told[] = { 0,  13, 14, 17, 18, 21, 22, 23,
		                              26, 27, 31, 32, 35, 36, 37, 44,
		                              45, 47, 48, 49, 57, 58, 59 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (xlsx_format_code(codes[i].code) != codes[i].format)
			fail_msg("%s", codes[i].code);
	for (i = 0; i < sizeof(told); i++)
		assert_int_equal(xlsx_format_builtin(told[i]),
		                 builtin[told[i]]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_choice_of_sheet),
		cmocka_unit_test(test_stop),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_last_column),
		cmocka_unit_test(test_shared_bomb),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_formats),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
