/* The roster's tables: read with a preview, written back the same. */
#include "people.h"

#include "base/buf.h"
#include "desk/group.h"
#include "desk/roster.h"

static const char units[] =
	"单位,简称,类别,上级,乡镇,监管部门,电话1,电话2,纬度,经度,"
	"机构代码,核实日期\r\n"
	"示范一号煤矿,一号矿,矿山,,兑镇镇,应急管理局、能源局,"
	"0358-0000001（调度）,01300000001,37.05,111.6,,\r\n"
	"应急管理局,,部门,市政府,,,0358-0000002（值班）,,,,"
	"county.emergency,2026-09-01\r\n"
	"能源局,,部门,市政府,,,,,,,,\r\n"
	"市政府,,部门,,,,,,,,county.government,\r\n"
	"兑镇镇,,乡镇街道,,,,,,37.1,111.58,,\r\n";

static const char contacts[] =
	"姓名,拼音,单位,职务,顺序,副职,电话1,电话2,核实日期,备注\r\n"
	"赵建国,,应急管理局,局长,1,,01300000001,"
	"0358-0000003（办公）,,\r\n"
	"赵建国,,市政府,安委办主任,7,,01300000001,,,\r\n"
	"单小平,shan xiaoping,应急管理局,副局长,2,是,01300000002,,"
	"2026-09-01,\"夜间\"\"打座机\"\"\"\r\n";

static struct roster_preview *
preview(struct room *r, const char *text)
{
	struct roster_preview *p;

	OK(r, roster_preview(r->d, text, strlen(text), "f.csv", &p, &r->err));
	return p;
}

static void
counts(const struct roster_preview *p, size_t add, size_t change, size_t leave,
       size_t refuse)
{
	size_t n[4];

	roster_preview_counts(p, n);
	assert_int_equal(n[ROSTER_ADD], add);
	assert_int_equal(n[ROSTER_CHANGE], change);
	assert_int_equal(n[ROSTER_LEAVE], leave);
	assert_int_equal(n[ROSTER_REFUSE], refuse);
}

static size_t
apply(struct room *r, const char *text)
{
	struct roster_preview *p = preview(r, text);
	size_t written;

	OK(r, roster_apply(r->d, p, false, &written, &r->err));
	roster_preview_free(p);
	return written;
}

/* Line, act and reason of the first row that is refused. */
static void
refused(struct room *r, const char *text, size_t line, const char *why)
{
	struct roster_preview *p = preview(r, text);
	const struct roster_row *rows;
	int64_t head = room_head(r);
	size_t count, i, written;

	rows = roster_preview_rows(p, &count);
	for (i = 0; i < count && rows[i].act != ROSTER_REFUSE; i++)
		;
	if (i == count)
		fail_msg("nothing refused in %s", text);
	assert_int_equal(rows[i].line, line);
	if (!strstr(rows[i].why, why))
		fail_msg("'%s' does not say '%s'", rows[i].why, why);
	REFUSED(r, ERR_REFUSED,
	        roster_apply(r->d, p, false, &written, &r->err));
	assert_int_equal(written, 0);
	assert_int_equal(room_head(r), head);
	roster_preview_free(p);
}

/* Units may refer to rows below them; a second reading changes nothing. */
static void
test_units(void **state)
{
	struct room *r = *state;
	struct roster_preview *p = preview(r, units);
	int64_t id, bound;
	size_t written;
	struct unit u;

	counts(p, 5, 0, 0, 0);
	OK(r, roster_apply(r->d, p, false, &written, &r->err));
	assert_int_equal(written, 5);
	roster_preview_free(p);
	OK(r, unit_by_name(r->d, "一号矿", &id, &r->err));
	OK(r, unit_get(r->d, id, &u, &r->err));
	assert_int_equal(u.kind, UNIT_MINE);
	assert_int_equal(u.lat, 37050000);
	assert_int_equal(u.regulators_count, 2);
	assert_string_equal(u.phones[0].label, "调度");
	assert_int_equal(u.phones[0].confirmed_ms, 0);
	unit_release(&u);
	OK(r, party_unit(r->d, "county.emergency", &bound, &r->err));
	OK(r, unit_by_name(r->d, "应急管理局", &id, &r->err));
	assert_int_equal(bound, id);
	OK(r, unit_get(r->d, id, &u, &r->err));
	assert_int_equal(u.phones[0].confirmed_ms, 1788192000000LL);
	unit_release(&u);
	p = preview(r, units);
	counts(p, 0, 0, 5, 0);
	roster_preview_free(p);
	assert_int_equal(apply(r, units), 0);
	room_verify(r);
}

/* Two units that regulate each other come whole. */
static void
test_circle(void **state)
{
	struct room *r = *state;
	int64_t a, b;
	struct unit u;

	apply(r, "单位,监管部门\n甲,乙\n乙,甲\n");
	OK(r, unit_by_name(r->d, "甲", &a, &r->err));
	OK(r, unit_by_name(r->d, "乙", &b, &r->err));
	OK(r, unit_get(r->d, a, &u, &r->err));
	assert_int_equal(u.regulators_count, 1);
	assert_int_equal(u.regulators[0], b);
	unit_release(&u);
	OK(r, unit_get(r->d, b, &u, &r->err));
	assert_int_equal(u.regulators[0], a);
	unit_release(&u);
}

/* Of one name: who has one of the numbers, else who has the post; of several
 * the first that was there.  Nobody: one more of that name. */
static void
test_namesakes(void **state)
{
	static const char *const notes[] = { "甲", "乙", "丙" };
	struct room *r = *state;
	int64_t id = kit_unit(r, "局", UNIT_AGENCY, NULL), ids[3];
	struct contact c, *rows;
	size_t n;

	ids[0] = kit_contact(r, "王伟", id, "一科", 1, false, "13900000001");
	ids[1] = kit_contact(r, "王伟", id, "二科", 2, false, "13900000002");
	ids[2] = kit_contact(r, "王伟", id, "三科", 3, false, "13900000001");
	kit_contact(r, "王炜", id, "四科", 4, false, "13900000004");
	assert_int_equal(apply(r, "姓名,单位,职务,电话1,电话2,备注\n"
	                          "王伟,局,五科,13900000002,,乙\n"
	                          "王伟,局,二科,13900000009,13900000001,甲\n"
	                          "王伟,局,三科,13900000008,,丙\n"
	                          "王伟,局,四科,13900000004,,丁\n"),
	                 4);
	for (int i = 0; i < 3; i++) {
		OK(r, contact_get(r->d, ids[i], &c, &r->err));
		assert_string_equal(c.note, notes[i]);
		contact_release(&c);
	}
	OK(r, contact_list(r->d, 0, &rows, &n, &r->err));
	assert_int_equal(n, 5);
	contacts_free(rows, n);
}

/* A person with two posts is two rows and one record. */
static void
test_contacts(void **state)
{
	struct room *r = *state;
	struct contact *rows;
	struct roster_preview *p;
	size_t n;

	apply(r, units);
	assert_int_equal(apply(r, contacts), 2);
	OK(r, contact_list(r->d, 0, &rows, &n, &r->err));
	assert_int_equal(n, 2);
	assert_string_equal(rows[0].name, "单小平"); /* shan, then zhao */
	assert_true(rows[0].posts[0].deputy);
	assert_string_equal(rows[0].note, "夜间\"打座机\"");
	assert_int_equal(rows[1].posts_count, 2);
	assert_int_equal(rows[1].posts[1].order, 7);
	assert_string_equal(rows[1].phones[1].label, "办公");
	contacts_free(rows, n);
	p = preview(r, contacts);
	counts(p, 0, 0, 3, 0);
	roster_preview_free(p);
	room_verify(r);
}

/* Told in words, field by field. */
static void
test_change(void **state)
{
	struct room *r = *state;
	struct roster_preview *p;
	const struct roster_row *rows;
	size_t n;

	apply(r, units);
	apply(r, contacts);
	p = preview(r, "姓名,手机,备注\n单小平,01300000002,\n"
	               "赵建国,01300000001,新\n");
	counts(p, 0, 2, 0, 0);
	rows = roster_preview_rows(p, &n);
	assert_non_null(strstr(rows[0].why, "备注：夜间\"打座机\"→空"));
	assert_non_null(strstr(rows[1].why, "备注：空→新"));
	/* A column the file does not have stays as it was. */
	assert_null(strstr(rows[1].why, "职务"));
	roster_preview_free(p);
}

/* Exported, read on an empty desk, exported again: the same bytes. */
static void
test_round(void **state)
{
	static const enum roster_table order[] = { ROSTER_UNITS, ROSTER_STOCK,
		                                   ROSTER_CONTACTS,
		                                   ROSTER_GROUPS };
	struct room *r = *state, *other = room_make();
	struct buf first = BUF_INIT, second = BUF_INIT;

	apply(r, units);
	apply(r, contacts);
	apply(r, "单位,物资,数量,计量,就绪,保管人\n"
	         "应急管理局,水泵,12,台,是,王芳\n"
	         "应急管理局,\"沙袋,编织\",3000,条,否,\n");
	apply(r, "名单,成员,备注\n强降雨,应急管理局/局长,=汛期\n"
	         "强降雨,county.government,=汛期\n煤矿,能源局,\n");
	for (size_t i = 0; i < 4; i++) {
		buf_clear(&first);
		buf_clear(&second);
		OK(r, roster_export(r->d, order[i], &first, &r->err));
		apply(other, first.s);
		OK(r, roster_export(other->d, order[i], &second, &r->err));
		assert_string_equal(first.s, second.s);
		assert_true(first.len > 60);
	}
	buf_release(&first);
	buf_release(&second);
	room_free(other);
}

/* GB18030 and UTF-8 with and without a mark give the same. */
static void
test_encodings(void **state)
{
	static const char gb[] = "\xD0\xD5\xC3\xFB,\xCA\xD6\xBB\xFA\r\n"
				 "\xD5\xD4\xBD\xA8\xB9\xFA,01300000001\r\n";
	struct room *r = *state;
	struct roster_preview *p;

	apply(r, "\xEF\xBB\xBF姓名,手机\r\n赵建国,01300000001\r\n");
	p = preview(r, gb);
	assert_string_equal(roster_preview_encoding(p), "GB18030");
	counts(p, 0, 0, 1, 0);
	roster_preview_free(p);
	p = preview(r, "name,mobile\n赵建国,01300000001\n");
	counts(p, 0, 0, 1, 0);
	roster_preview_free(p);
}

/* Each is named by its line; nothing is written. */
static void
test_bad(void **state)
{
	static const char nul[] = "姓名,手机\n甲\0乙,01300000001\n";
	struct room *r = *state;
	struct roster_preview *p;

	apply(r, units);
	refused(r, "姓名,手机\n甲,01300000001\n\"乙\"x,01300000002\n", 3, "");
	refused(r, "姓名,手机\n甲,01300000001,多\n", 2, "3 列");
	refused(r, "姓名,手机\n甲,13x\n", 2, "不是电话号码");
	refused(r, "姓名,单位\n甲,没有的局\n", 2, "没有的局");
	refused(r, "姓名,单位,职务,顺序\n甲,能源局,局长,1000\n", 2, "顺序");
	refused(r, "姓名,单位,职务,副职\n甲,能源局,局长,也许\n", 2, "是或否");
	refused(r, "姓名,手机\n,01300000001\n", 2, "没有姓名");
	refused(r, "单位,类别\n新矿,火星\n", 2, "火星");
	refused(r, "单位,上级\n新矿,没有的局\n", 2, "没有的局");
	refused(r, "单位,纬度\n新矿,91\n", 2, "度数");
	refused(r, "单位,机构代码\n新矿,county.nobody\n", 2, "机构代码");
	refused(r, "单位\n新矿\n新矿\n", 2, "两行");
	/* What refers to a refused row falls with it. */
	refused(r, "单位,上级,类别\n丙,丁,部门\n丁,,火星\n", 2, "丁");
	refused(r, "单位,物资,数量\n能源局,泵,-1\n", 2, "数量");
	refused(r, "名单,成员\n甲,\n", 2, "没有成员");
	refused(r, "姓名,手机,核实日期\n甲,01300000001,昨天\n", 2, "核实日期");
	OK(r, roster_preview(r->d, nul, sizeof(nul) - 1, "n.csv", &p, &r->err));
	counts(p, 0, 0, 0, 1);
	roster_preview_free(p);
	REFUSED(r, ERR_INPUT,
	        roster_preview(r->d, "甲,乙\n", 8, "h.csv", &p, &r->err));
	REFUSED(r, ERR_INPUT,
	        roster_preview(r->d, "", 0, "e.csv", &p, &r->err));
	err_clear(&r->err);
	assert_int_equal(
		roster_preview(r->d, "姓名,姓名\n", 14, "t.csv", &p, &r->err),
		-1);
	assert_non_null(strstr(r->err.text, "t.csv"));
}

/* The officer may have the good rows alone. */
static void
test_good_only(void **state)
{
	struct room *r = *state;
	struct roster_preview *p =
		preview(r, "姓名,手机\n甲,01300000001\n乙,x\n");
	struct contact *rows;
	size_t n;

	OK(r, roster_apply(r->d, p, true, &n, &r->err));
	assert_int_equal(n, 1);
	roster_preview_free(p);
	OK(r, contact_list(r->d, 0, &rows, &n, &r->err));
	assert_int_equal(n, 1);
	contacts_free(rows, n);
}

/* Changed by another officer between preview and writing: nothing is. */
static void
test_meanwhile(void **state)
{
	struct room *r = *state;
	struct roster_preview *p;
	size_t n;

	apply(r, units);
	p = preview(r, "单位,地址\n能源局,新义街 1 号\n市政府,新义街 2 号\n");
	room_do(r, "{'do':'unit.save','unit':'市政府','note':'搬了'}");
	REFUSED(r, ERR_CONFLICT, roster_apply(r->d, p, false, &n, &r->err));
	roster_preview_free(p);
	p = preview(r, "单位,地址\n能源局,\n");
	counts(p, 0, 0, 1, 0);
	roster_preview_free(p);
}

/* A person who came by another way meanwhile is not entered twice. */
static void
test_meanwhile_added(void **state)
{
	struct room *r = *state;
	struct roster_preview *p;
	size_t n;

	p = preview(r, "姓名,手机\n甲,01300000001\n");
	assert_false(roster_preview_old(p));
	room_do(r, "{'do':'incident.open','kind':'accident.road',"
	           "'title':'侧翻','place':'振兴路'}");
	assert_false(roster_preview_old(p));
	room_do(r, "{'do':'contact.save','name':'甲',"
	           "'phones':[{'number':'01300000001','label':'手机'}]}");
	assert_true(roster_preview_old(p));
	REFUSED(r, ERR_CONFLICT, roster_apply(r->d, p, false, &n, &r->err));
	roster_preview_free(p);
	p = preview(r, "姓名,手机\n甲,01300000001\n");
	counts(p, 0, 0, 1, 0);
	roster_preview_free(p);
}

/* One comma between two cells. */
static void
test_export_bytes(void **state)
{
	struct room *r = *state;
	struct buf out = BUF_INIT;

	room_do(r, "{'do':'group.save','name':'矿难','note':'一,二',"
	           "'members':['city.emergency/值班长']}");
	OK(r, roster_export(r->d, ROSTER_GROUPS, &out, &r->err));
	assert_string_equal(out.s, "名单,成员,备注\r\n"
	                           "矿难,city.emergency/值班长,"
	                           "\"一,二\"\r\n");
	buf_release(&out);
}

static void
test_export_some(void **state)
{
	struct room *r = *state;
	struct buf out = BUF_INIT;
	struct contact *rows;
	int64_t ids[2];
	size_t n;

	apply(r, "姓名,手机\n甲,01300000001\n乙,01300000002\n"
	         "丙,01300000003\n");
	OK(r, contact_list(r->d, 0, &rows, &n, &r->err));
	assert_int_equal(n, 3);
	ids[0] = rows[2].id;
	ids[1] = rows[0].id;
	OK(r, roster_export_some(r->d, ROSTER_CONTACTS, ids, 2, &out, &r->err));
	assert_non_null(strstr(out.s, rows[0].name));
	assert_null(strstr(out.s, rows[1].name));
	assert_non_null(strstr(out.s, rows[2].name));
	buf_clear(&out);
	OK(r, roster_export_some(r->d, ROSTER_CONTACTS, ids, 0, &out, &r->err));
	assert_null(strstr(out.s, rows[0].name));
	assert_non_null(strstr(out.s, "姓名"));
	contacts_free(rows, n);
	buf_release(&out);
}

/* RFC 2426: escaped, folded between characters, CRLF. */
static void
test_vcard(void **state)
{
	struct room *r = *state;
	struct contact *rows;
	struct buf out = BUF_INIT;
	size_t n;

	apply(r, units);
	apply(r, contacts);
	apply(r,
	      "姓名,手机,备注\n丙,01300000009,\"一,二;三\\四"
	      "很长很长很长很长很长很长很长很长很长很长很长很长很长很长\"\n");
	OK(r, contact_list(r->d, 0, &rows, &n, &r->err));
	for (size_t i = 0; i < n; i++)
		OK(r, roster_vcard(r->d, &rows[i].id, 1, &out, &r->err));
	contacts_free(rows, n);
	assert_non_null(strstr(out.s, "BEGIN:VCARD\r\nVERSION:3.0\r\n"
	                              "FN:丙\r\nN:丙;;;;\r\n"
	                              "TEL;TYPE=VOICE:01300000009\r\n"));
	assert_non_null(strstr(out.s, "NOTE:一\\,二\\;三\\\\四很长"));
	assert_non_null(strstr(out.s, "ORG:应急管理局\r\nTITLE:局长\r\n"));
	for (char *line = out.s, *end; *line; line = end + 2) {
		end = strstr(line, "\r\n");
		assert_non_null(end);
		assert_true(end - line <= 75);
	}
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_units),           ROOM_TEST(test_circle),
		ROOM_TEST(test_namesakes),       ROOM_TEST(test_contacts),
		ROOM_TEST(test_change),          ROOM_TEST(test_round),
		ROOM_TEST(test_encodings),       ROOM_TEST(test_bad),
		ROOM_TEST(test_good_only),       ROOM_TEST(test_meanwhile),
		ROOM_TEST(test_meanwhile_added), ROOM_TEST(test_export_bytes),
		ROOM_TEST(test_export_some),     ROOM_TEST(test_vcard),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
