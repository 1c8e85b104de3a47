/*
 * A desk with a small roster, for tests of the screens that show it: two
 * agencies, a town, a mine they regulate, its people; the city's emergency
 * bureau is bound, the rest of the parties are not.
 */
#ifndef UNIT_ROSTER_KIT_H
#define UNIT_ROSTER_KIT_H

#include "intake_kit.h"

#include "desk/contact.h"
#include "desk/duty.h"
#include "desk/group.h"

/* 30 wide characters each. */
#define LONG_UNIT                                                              \
	"吕梁市孝义市梧桐镇东风街道办事处应急管理与安全生产监督管理站点"
#define LONG_NAME                                                              \
	"阿卜杜热合曼麦合木提买买提江艾合麦提图尔荪尼亚孜吾布力喀斯木江"

static inline void
roster_fill(struct kit *k)
{
	static const char *const lines[] = {
		"{'do':'unit.save','name':'吕梁市应急管理局',"
		"'short':'市应急局','kind':'agency',"
		"'phones':[{'number':'0358-8220001','label':'值班'},"
		"'0358-8220002']}",
		"{'do':'unit.save','name':'孝义市能源局','short':'能源局',"
		"'kind':'agency','phones':['0358-7620003']}",
		"{'do':'unit.save','name':'梧桐镇','kind':'town',"
		"'lat':37000000,'lon':111700000,'phones':['0358-7620004']}",
		"{'do':'unit.save','name':'东风煤矿','kind':'mine',"
		"'town':'梧桐镇','regulators':['孝义市能源局'],"
		"'phones':[{'number':'0358-7620005','label':'调度'}]}",
		"{'do':'unit.save','name':'矿山救护队','kind':'rescue',"
		"'town':'梧桐镇','phones':['0358-7620006'],'stock':["
		"{'item':'水泵','quantity':12,'measure':'台'}]}",
		"{'do':'contact.save','name':'赵建国','posts':["
		"{'unit':'吕梁市应急管理局','title':'值班长','order':1}],"
		"'phones':[{'number':'13800000001','label':'手机'}]}",
		"{'do':'contact.save','name':'冯涛','posts':["
		"{'unit':'吕梁市应急管理局','title':'值班员','order':2,"
		"'deputy':true}],'phones':['13800000002']}",
		"{'do':'contact.save','name':'单雄信','posts':["
		"{'unit':'东风煤矿','title':'矿长','order':1}]}",
		"{'do':'party.bind','party':'city.emergency',"
		"'unit':'吕梁市应急管理局'}",
		"{'do':'group.save','name':'矿难','members':"
		"['city.emergency/值班长','能源局/局长','东风煤矿']}",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		room_do(k->room, lines[i]);
}

static inline void
roster_incident(struct kit *k)
{
	room_do(k->room, "{'do':'incident.open','kind':'accident.coal',"
	                 "'title':'东风煤矿透水','place':'梧桐镇',"
	                 "'unit':'东风煤矿','words':'井下透水',"
	                 "'facts':{'trapped':3}}");
}

static inline int
roster_setup(void **state)
{
	int rc = kit_setup(state);
	struct kit *k = *state;

	roster_fill(k);
	ui_changed(k->a.ui);
	return rc;
}

static inline int64_t
unit_id(struct kit *k, const char *name)
{
	int64_t id;

	OK(k->room, unit_by_name(k->room->d, name, &id, &k->room->err));
	return id;
}

/* Every call, newest first; calls_free() them. */
static inline struct call *
calls_now(struct kit *k, struct call **rows, size_t *count)
{
	OK(k->room, call_list(k->room->d, NULL, 0, 50, rows, count, NULL,
	                      &k->room->err));
	return *rows;
}

/* No torn wide character anywhere in the picture. */
static inline bool
seat_is_whole(struct seat *s)
{
	const struct cell *c;
	int row, col;

	ui_draw(s->ui);
	c = s->ui->canvas.cells;
	for (row = 0; row < s->ui->canvas.rows; row++)
		for (col = 0; col < s->ui->canvas.cols; col++, c++)
			if ((c->width == 2 && (col + 1 == s->ui->canvas.cols ||
			                       c[1].width != 0)) ||
			    (c->width == 0 && (col == 0 || c[-1].width != 2)))
				return false;
	return true;
}

#define ROSTER_TEST(f)                                                         \
	cmocka_unit_test_setup_teardown(f, roster_setup, kit_teardown)

#endif
