/* The answers of the Chinese weather sources, and what is none. */
#include "feed_kit.h"

#include "base/mem.h"

#define ID "53010241600000_20240501081500"
#define OLD "53010241600000_20240501071500"

/* The text with ' for ", so that it can be read here. */
static char *
quoted(const char *text)
{
	char *copy = mem_str(text);

	for (char *c = copy; *c; c++)
		if (*c == '\'')
			*c = '"';
	return copy;
}

static struct feed_answer
reads(const char *format, const char *text)
{
	struct err err = ERR_INIT;
	struct feed_answer a;
	char *bytes = quoted(text);

	if (feed_kit_read(format, bytes, &a, &err))
		fail_msg("%s: %s", err.text, text);
	free(bytes);
	return a;
}

static void
fails(const char *format, const char *text, const char *want)
{
	char *bytes = quoted(text);

	feed_kit_fails(format, bytes, want);
	free(bytes);
}

/* It is no JSON; the parser says where. */
static void
fails_parse(const char *format, const char *text)
{
	struct err err = ERR_INIT;
	struct feed_answer a;
	char *bytes = quoted(text);

	assert_int_equal(feed_kit_read(format, bytes, &a, &err), -1);
	if (strncmp(err.text, "feed: line 1 column ", 20) != 0)
		fail_msg("%s: %s", text, err.text);
	for (const char *c = err.text; *c; c++)
		assert_true((unsigned char)*c >= ' ');
	free(bytes);
}

/* One row, as feed_kit_row() writes it. */
static void
reads_row(const char *format, const char *text, const char *want)
{
	struct feed_answer a = reads(format, text);
	struct buf row = BUF_INIT;

	assert_int_equal(a.count, 1);
	feed_kit_row(&row, &a.rows[0]);
	assert_string_equal(row.s, want);
	buf_release(&row);
	feed_answer_release(&a);
}

static void
test_not_json(void **state)
{
	static const struct {
		const char *code, *missing;
	} formats[] = { { "nmc", "/code: missing" },
		        { "cma", "/code: missing" },
		        { "weathercn", "/data: missing" },
		        { "qweather", "/metadata: missing" },
		        { "p12379", "/alertData: missing" } };

	(void)state;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		fails(formats[i].code, "<!DOCTYPE html><html></html>",
		      "应为 JSON，得到的是网页");
		fails(formats[i].code, "\r\n <html>",
		      "应为 JSON，得到的是网页");
		fails_parse(formats[i].code, "");
		fails(formats[i].code, "7", "expected an object");
		fails(formats[i].code, "{}", formats[i].missing);
	}
	fails_parse("nmc", "\x01");
}

/* ---- nmc ---- */

#define NMC(page, list, more)                                                  \
	"{'msg':'success','code':0,'data':{'page':{" page ",'list':[" list     \
	"]},'provinceAlarms':" more "}}"
#define NMC_ROW(id, title, pic)                                                \
	"{'alertid':'" id "','issuetime':'2024/05/01 08:12','title':'" title   \
	"','url':'/publish/alarm/x.html','pic':" pic "}"
#define PAGE "'pageNo':1,'pageSize':300,'count':1,'totalPage':1"

static void
test_nmc_row(void **state)
{
	struct feed_answer a;

	(void)state;
	a = reads("nmc", NMC(PAGE,
	                     NMC_ROW(ID, "昆明市五华区气象台发布暴雨橙色预警",
	                             "'https://x.cn/a/p0002002.png'"),
	                     "[]"));
	assert_int_equal(a.count, 1);
	assert_string_equal(a.rows[0].id, ID);
	assert_string_equal(a.rows[0].condition, "530102/rainstorm");
	assert_string_equal(a.rows[0].kind, "暴雨");
	assert_int_equal(a.rows[0].level, 2);
	assert_string_equal(a.rows[0].severity, "橙色");
	assert_string_equal(a.rows[0].sender, "昆明市五华区气象台");
	assert_string_equal(a.rows[0].link,
	                    "https://www.nmc.cn/publish/alarm/x.html");
	assert_null(a.rows[0].text);
	assert_int_equal(a.rows[0].areas.count, 0);
	assert_int_equal(a.rows[0].adcodes.count, 1);
	assert_string_equal(a.rows[0].adcodes.s[0], "530102");
	assert_true(a.rows[0].effective.ms == FEED_NO_TIME);
	feed_answer_release(&a);
	assert_int_equal(feed_format("nmc")->vanishes, FEED_RUNS);
	assert_int_equal(feed_format("p12379")->vanishes, FEED_STAYS);
}

static void
test_nmc_levels(void **state)
{
	static const struct {
		const char *title, *pic;
		int level;
		const char *kind, *severity;
	} cases[] = {
		/* The picture says more than the title. */
		{ "某市发布暴雨橙色预警", "'p0002001.png'", 1, "暴雨", "橙色" },
		{ "某市发布暴雨橙色预警", "'p0002004.png'", 4, "暴雨", "橙色" },
		{ "某市发布暴雨橙色预警", "'http://x/p0002002'", 2, "暴雨",
		  "橙色" },
		/* A code we do not know stays to be judged. */
		{ "某市发布暴雨橙色预警", "'p0002000.png'", 0, "暴雨",
		  "p0002000" },
		{ "某市发布暴雨橙色预警", "'p0002005.png'", 0, "暴雨",
		  "p0002005" },
		{ "某市发布暴雨橙色预警", "'p0002012.png'", 0, "暴雨",
		  "p0002012" },
		/* No picture: the title; neither: 0. */
		{ "某市发布暴雨橙色预警", "null", 2, "暴雨", "橙色" },
		{ "某市发布暴雨橙色预警", "''", 2, "暴雨", "橙色" },
		{ "某市发布暴雨橙色预警", "'none.png'", 2, "暴雨", "橙色" },
		{ "某市发布暴雨橙色预警", "'p000200.png'", 2, "暴雨", "橙色" },
		{ "某市发布暴雨预警", "null", 0, "暴雨", NULL },
		/* The kind by code, when the title has none. */
		{ "红色警报", "'p0007003.png'", 3, "大风", NULL },
		{ "红色警报", "'p0000003.png'", 3, "其他", NULL },
		/* A bracket that contradicts. */
		{ "某市发布暴雨橙色预警[Ⅱ级/严重]", "'p0002002.png'", 2, "暴雨",
		  "橙色" },
		{ "某市发布暴雨橙色预警[Ⅲ级/较重]", "'p0002002.png'", 0, "暴雨",
		  "橙色/Ⅲ级" },
		{ "某市发布暴雨橙色预警/I/特别严重", "null", 0, "暴雨",
		  "橙色/Ⅰ级" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf text = BUF_INIT;
		struct feed_answer a;

		buf_fmt(&text, NMC(PAGE, NMC_ROW(ID, "%s", "%s"), "[]"),
		        cases[i].title, cases[i].pic);
		a = reads("nmc", text.s);
		assert_int_equal(a.count, 1);
		if (a.rows[0].level != cases[i].level)
			fail_msg("%s %s: %d", cases[i].title, cases[i].pic,
			         a.rows[0].level);
		feed_kit_same(a.rows[0].kind, cases[i].kind);
		feed_kit_same(a.rows[0].severity, cases[i].severity);
		feed_answer_release(&a);
		buf_release(&text);
	}
}

/* What goes on being the same, and what is a condition of its own. */
static void
test_nmc_conditions(void **state)
{
	static const char *const cases[][3] = {
		{ ID, "某市发布大雾黄色预警", "530102/fog" },
		{ ID, "某市发布火山灰黄色预警", "530102/火山灰" },
		{ ID, "某市", ID },
		{ "5301024900_20240501081500", "某市发布大雾黄色预警",
		  "530102/fog/4900" },
		{ "530102416000_20240501081500", "某市发布大雾黄色预警",
		  "530102/fog" },
		{ "530102_20240501081500", "某市发布大雾黄色预警",
		  "530102/fog" },
		{ "x", "某市发布大雾黄色预警", "x" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf text = BUF_INIT;
		struct feed_answer a;

		buf_fmt(&text, NMC(PAGE, NMC_ROW("%s", "%s", "null"), "[]"),
		        cases[i][0], cases[i][1]);
		a = reads("nmc", text.s);
		assert_string_equal(a.rows[0].condition, cases[i][2]);
		feed_answer_release(&a);
		buf_release(&text);
	}
	/* Without a time in the id, the time of issue. */
	reads_row("nmc",
	          NMC(PAGE, NMC_ROW("x", "某市发布大雾黄色预警", "null"), "[]"),
	          "x 大雾 3 alert 2024-05-01T08:12:00+08:00 - - -");
	fails("nmc",
	      NMC(PAGE, "{'alertid':'x','title':'某市发布大雾黄色预警'}", "[]"),
	      "/data/page/list/0: no time of sending");
}

static void
test_nmc_merge(void **state)
{
	struct feed_answer a;

	(void)state;
	a = reads(
		"nmc",
		NMC("'pageNo':1,'pageSize':2,'count':3,'totalPage':2",
	            NMC_ROW(ID, "甲市发布暴雨橙色预警", "null") "," NMC_ROW(
			    OLD, "甲市发布暴雨蓝色预警", "null"),
	            "[" NMC_ROW(OLD, "甲市发布暴雨蓝色预警",
	                        "null") "," NMC_ROW("530000416_20240501070000",
	                                            "云南省发布大风蓝色预警",
	                                            "null") "]"));
	assert_int_equal(a.count, 3);
	assert_string_equal(a.rows[0].id, ID);
	assert_string_equal(a.rows[1].id, OLD);
	assert_string_equal(a.rows[1].condition, a.rows[0].condition);
	assert_string_equal(a.rows[2].condition, "530000/gale");
	assert_int_equal(a.page, 1);
	assert_int_equal(a.pages, 2);
	feed_answer_release(&a);
}

static void
test_nmc_pages(void **state)
{
	static const struct {
		const char *page;
		int at, of;
	} cases[] = {
		{ "'pageNo':2,'pageSize':1,'count':2,'totalPage':2", 2, 2 },
		{ "'pageNo':1,'pageSize':300,'count':301", 1, 2 },
		{ "'pageNo':1,'pageSize':300,'count':300", 1, 1 },
		{ "'count':1", 1, 1 },
		{ "'pageNo':1,'pageSize':0,'count':1,'totalPage':null", 1, 1 },
	};
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf text = BUF_INIT;

		buf_fmt(&text, NMC("%s", NMC_ROW(ID, "某市", "null"), "[]"),
		        cases[i].page);
		a = reads("nmc", text.s);
		assert_int_equal(a.page, cases[i].at);
		assert_int_equal(a.pages, cases[i].of);
		feed_answer_release(&a);
		buf_release(&text);
	}
	a = reads("nmc", NMC("'pageNo':1,'count':0,'totalPage':0", "", "null"));
	assert_int_equal(a.count, 0);
	assert_int_equal(a.pages, 1);
	feed_answer_release(&a);
	fails("nmc",
	      NMC("'pageNo':3,'count':2,'totalPage':2",
	          NMC_ROW(ID, "某市", "null"), "[]"),
	      "/data/page: 第 3 页，却只有 2 页");
}

static void
test_nmc_failed(void **state)
{
	(void)state;
	fails("nmc", "{'code':0}", "/data: missing");
	fails("nmc", "{'code':500,'msg':'x'}", "/code: 对方报错 500");
	fails("nmc", "{'code':'0','data':{}}",
	      "/code: expected a whole number from -100000 to 100000");
	fails("nmc", "{'code':0,'data':[]}", "/data: expected an object");
	fails("nmc", "{'code':0,'data':null}", "/data: missing");
	fails("nmc", "{'code':0,'data':{}}", "/data/page: missing");
	fails("nmc", "{'code':0,'data':{'page':{'count':0}}}",
	      "/data/page/list: missing");
	fails("nmc", "{'code':0,'data':{'page':{'list':[]}}}",
	      "/data/page/count: missing");
	fails("nmc", "{'code':0,'data':{'page':{'count':0,'list':{}}}}",
	      "/data/page/list: expected an array");
	fails("nmc", NMC("'count':328", "", "[]"),
	      "/data/page/list: 称有 328 条，列表却是空的");
	fails("nmc", NMC("'count':0", "", "{}"),
	      "/data/provinceAlarms: expected an array");
	fails("nmc", NMC("'count':1", "7", "[]"),
	      "/data/page/list/0: expected an object");
	fails("nmc", NMC("'count':0", "", "[{}]"),
	      "/data/provinceAlarms/0/alertid: missing");
	fails("nmc", NMC("'count':1", "{'alertid':'" ID "'}", "[]"),
	      "/data/page/list/0/title: missing");
	fails("nmc", NMC("'count':1", NMC_ROW("", "某市", "null"), "[]"),
	      "/data/page/list/0/alertid: empty");
	fails("nmc", NMC("'count':1", NMC_ROW(ID, "某市", "3"), "[]"),
	      "/data/page/list/0/pic: expected a string");
	fails("nmc",
	      NMC("'count':1",
	          "{'alertid':'" ID "','title':'x','issuetime':'noon'}", "[]"),
	      "/data/page/list/0/issuetime: expected a time");
	fails_parse("nmc", "{'code':0,'code':0}");
	fails_parse("nmc", "{'code':0,'data':{'page':{'list':[");
}

/* One byte too long an id is no id. */
static void
test_long_id(void **state)
{
	char id[FEED_LINE_MAX + 2];
	struct buf text = BUF_INIT;
	struct feed_answer a;

	(void)state;
	memset(id, 'x', sizeof(id));
	id[FEED_LINE_MAX] = '\0';
	buf_fmt(&text, NMC("'count':1", NMC_ROW("%s", "某市", "null"), "[]"),
	        id);
	a = reads("nmc", text.s);
	assert_string_equal(a.rows[0].id, id);
	assert_string_equal(a.rows[0].condition, id);
	feed_answer_release(&a);
	id[FEED_LINE_MAX] = 'x';
	id[FEED_LINE_MAX + 1] = '\0';
	buf_clear(&text);
	buf_fmt(&text, NMC("'count':1", NMC_ROW("%s", "某市", "null"), "[]"),
	        id);
	fails("nmc", text.s, "/data/page/list/0: id too long");
	buf_release(&text);
}

/* ---- cma ---- */

/* clang-format off */
#define MAP(more) \
	"{'code':0,'data':[{'id':'" ID "'," \
	"'headline':'五华区气象台发布大风黄色预警[Ⅲ级/较重]'" more "}]}"
/* clang-format on */

static void
test_cma_map(void **state)
{
	struct feed_answer a;

	(void)state;
	reads_row("cma",
	          MAP(",'effective':'2024/05/01 08:20','longitude':102.5,"
	              "'latitude':25.25,'type':'p0007003'"),
	          "530102/gale 大风 3 alert 2024-05-01T08:15:00+08:00 "
	          "2024-05-01T08:20:00+08:00 - 25.25,102.5");
	reads_row("cma", MAP(",'longitude':'102.5','latitude':'25.25'"),
	          "530102/gale 大风 3 alert 2024-05-01T08:15:00+08:00 - - "
	          "25.25,102.5");
	reads_row("cma", MAP(",'title':'继续发布大风黄色预警'"),
	          "530102/gale 大风 3 update 2024-05-01T08:15:00+08:00 - - -");
	/* Points that are none; both edges of the Earth. */
	reads_row("cma", MAP(",'longitude':null,'latitude':25"),
	          "530102/gale 大风 3 alert 2024-05-01T08:15:00+08:00 - - -");
	reads_row("cma", MAP(",'longitude':'','latitude':''"),
	          "530102/gale 大风 3 alert 2024-05-01T08:15:00+08:00 - - -");
	reads_row("cma", MAP(",'longitude':180,'latitude':-90"),
	          "530102/gale 大风 3 alert 2024-05-01T08:15:00+08:00 - - "
	          "-90,180");
	reads_row("cma", MAP(",'longitude':102,'latitude':90.01"),
	          "530102/gale 大风 3 alert 2024-05-01T08:15:00+08:00 - - -");
	a = reads("cma", MAP(",'description':'一\\r\\n二','longitude':[]"));
	assert_string_equal(a.rows[0].text, "一\r\n二");
	assert_true(isnan(a.rows[0].lat));
	feed_answer_release(&a);
	a = reads("cma", "{'code':0,'data':[]}");
	assert_int_equal(a.count, 0);
	feed_answer_release(&a);
}

static void
test_cma_station(void **state)
{
	struct feed_answer a;

	(void)state;
	reads_row("cma",
	          "{'code':0,'data':{'alarm':[{'id':'" ID "','title':'五华区"
	          "气象台2024年5月1日08时15分发布雷电蓝色预警信号',"
	          "'signaltype':'雷电','effective':'2024/05/01 08:05',"
	          "'eventType':'11B14','severity':'BLUE','type':'p0012004'}]}}",
	          "530102/lightning 雷电 4 alert 2024-05-01T08:15:00+08:00 "
	          "2024-05-01T08:05:00+08:00 - -");
	/* The event's code alone; a colour nobody knows. */
	reads_row("cma",
	          "{'code':0,'data':{'alarm':[{'id':'" ID "','title':'红色',"
	          "'eventType':'11B17','severity':'WHITE'}]}}",
	          "530102/fog 大雾 0 alert 2024-05-01T08:15:00+08:00 - - -");
	a = reads("cma", "{'code':0,'data':{'alarm':[]}}");
	assert_int_equal(a.count, 0);
	feed_answer_release(&a);
}

/* clang-format off */
#define EFFECTIVE(more) \
	"[{'identifier':'" ID "'," \
	"'headline':'五华区气象台发布暴雨红色预警'," \
	"'effective':'2024-05-01 08:20:00'," \
	"'expires':'2024-05-02 08:20:00'" more "}]"
/* clang-format on */

static void
test_cma_effective(void **state)
{
	static const struct {
		const char *word;
		enum feed_status status;
	} statuses[] = { { "Actual", FEED_ACTUAL },     { "", FEED_ACTUAL },
		         { "Exercise", FEED_EXERCISE }, { "Test", FEED_TEST },
		         { "System", FEED_TEST },       { "Draft", FEED_TEST },
		         { "Other", FEED_ACTUAL } };
	struct feed_answer a;

	(void)state;
	reads_row("cma", EFFECTIVE(",'severity':'Red','lat':25,'lon':102"),
	          "530102/rainstorm 暴雨 1 alert 2024-05-01T08:15:00+08:00 "
	          "2024-05-01T08:20:00+08:00 2024-05-02T08:20:00+08:00 "
	          "25,102");
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		struct buf text = BUF_INIT;

		buf_fmt(&text,
		        EFFECTIVE(",'severity':'Purple','status':'%s',"
		                  "'areaName':'某市/某区','senderName':'某局'"),
		        statuses[i].word);
		a = reads("cma", text.s);
		assert_int_equal(a.rows[0].status, statuses[i].status);
		assert_int_equal(a.rows[0].level, 0);
		assert_string_equal(a.rows[0].severity, "Purple");
		assert_string_equal(a.rows[0].areas.s[0], "某市/某区");
		assert_string_equal(a.rows[0].sender, "某局");
		feed_answer_release(&a);
		buf_release(&text);
	}
	a = reads("cma", "[]");
	assert_int_equal(a.count, 0);
	feed_answer_release(&a);
}

static void
test_cma_failed(void **state)
{
	(void)state;
	fails("cma", "{'code':1,'data':[]}", "/code: 对方报错 1");
	fails("cma", "{'code':0}", "/data: missing");
	fails("cma", "{'code':0,'data':'x'}", "/data: expected an array");
	fails("cma", "{'code':0,'data':{}}", "/data/alarm: missing");
	fails("cma", "{'code':0,'data':[[]]}", "/data/0: expected an object");
	fails("cma", "{'code':0,'data':[{'id':'" ID "'}]}",
	      "/data/0/headline: missing");
	fails("cma", MAP(",'effective':'tomorrow'"),
	      "/data/0/effective: expected a time");
	fails("cma", MAP(",'description':7"),
	      "/data/0/description: expected a string");
	fails("cma", "[7]", "/0: expected an object");
	fails("cma", "[{'identifier':'x','headline':'y'}]",
	      "/0: no time of sending");
}

/* ---- weather.com.cn ---- */

#define CN_ROW(file, lon, lat, before, title, more)                            \
	"['五华区','" file "','" lon "','" lat "','" ID "','" before           \
	"','" title "'" more "]"
#define CN(count, rows) "var alarminfo={'count':'" count "','data':[" rows "]};"
#define CN_TITLE "五华区发布暴雨橙色预警信号"
#define CN_FILE "101290101-20240501081500-0203.html"

static void
test_cn_list(void **state)
{
	struct feed_answer a;

	(void)state;
	a = reads("weathercn", CN("1", CN_ROW(CN_FILE, "102.5", "25.25", OLD,
	                                      CN_TITLE, "")));
	assert_int_equal(a.count, 1);
	assert_string_equal(a.rows[0].condition, "530102/rainstorm");
	assert_int_equal(a.rows[0].level, 2);
	assert_int_equal(a.rows[0].change, FEED_UPDATE);
	assert_string_equal(a.rows[0].references.s[0], OLD);
	assert_string_equal(a.rows[0].areas.s[0], "五华区");
	assert_string_equal(a.rows[0].link,
	                    "https://product.weather.com.cn/alarm/webdata/"
	                    "101290101-20240501081500-0203.html");
	assert_true(a.rows[0].lat == 25.25 && a.rows[0].lon == 102.5);
	feed_answer_release(&a);
	/* Its own id is no message before; no point. */
	a = reads("weathercn",
	          CN("1", CN_ROW(CN_FILE, "", "", ID, CN_TITLE, "")));
	assert_int_equal(a.rows[0].change, FEED_ALERT);
	assert_int_equal(a.rows[0].references.count, 0);
	assert_true(isnan(a.rows[0].lat));
	feed_answer_release(&a);
	a = reads("weathercn", " var alarminfo = {'count':0,'data':[]} \r\n");
	assert_int_equal(a.count, 0);
	feed_answer_release(&a);
	a = reads("weathercn", "{'count':'0','data':[]}");
	assert_int_equal(a.count, 0);
	feed_answer_release(&a);
}

/* The file's level is counted from below. */
static void
test_cn_codes(void **state)
{
	static const struct {
		const char *file;
		int level;
		const char *kind, *severity;
		bool link;
	} cases[] = {
		{ "1-2-0201.html", 4, "暴雨", "红色", true },
		{ "1-2-0202.html", 3, "暴雨", "红色", true },
		{ "1-2-0203.html", 2, "暴雨", "红色", true },
		{ "1-2-0204.html", 1, "暴雨", "红色", true },
		{ "1-2-0200.html", 0, "暴雨", "00", true },
		{ "1-2-0205.html", 0, "暴雨", "05", true },
		{ "1-2-020.html", 1, "暴雨", "红色", true },
		{ "", 1, "暴雨", "红色", false },
		{ "../x?y", 1, "暴雨", "红色", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf text = BUF_INIT;
		struct feed_answer a;

		buf_fmt(&text,
		        CN("1", CN_ROW("%s", "", "", ID, "某市发布暴雨红色预警",
		                       "")),
		        cases[i].file);
		a = reads("weathercn", text.s);
		if (a.rows[0].level != cases[i].level)
			fail_msg("%s: %d", cases[i].file, a.rows[0].level);
		feed_kit_same(a.rows[0].kind, cases[i].kind);
		feed_kit_same(a.rows[0].severity, cases[i].severity);
		assert_int_equal(a.rows[0].link != NULL, cases[i].link);
		feed_answer_release(&a);
		buf_release(&text);
	}
	reads_row("weathercn",
	          CN("1", CN_ROW("1-2-9302.html", "", "", ID, "某市", "")),
	          "530102/thunder-gale 雷雨大风 3 alert "
	          "2024-05-01T08:15:00+08:00 - - -");
}

static void
test_cn_map(void **state)
{
	static const struct {
		const char *area;
		size_t points;
	} cases[] = {
		{ "{'coordinates':[[[102,25],[103,25],[103,26]]]}", 3 },
		{ "{'coordinates':[[[102,25],[103,25]]]}", 0 },
		{ "{'coordinates':[[[102,25],[103,25],[103,91]]]}", 0 },
		{ "{'coordinates':[[[102,25],[103,25],'x',[103,26]]]}", 0 },
		{ "{'coordinates':7}", 0 },
		{ "null", 0 },
	};
	struct feed_answer a;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf text = BUF_INIT;

		buf_fmt(&text,
		        "{'status':'success','errMsg':'','result':{'count':"
		        "'137','data':[" CN_ROW(CN_FILE, "102", "25", ID,
		                                CN_TITLE, ",%s") "]}}",
		        cases[i].area);
		a = reads("weathercn", text.s);
		assert_int_equal(a.count, 1);
		assert_int_equal(a.rows[0].shapes_count, cases[i].points > 0);
		if (cases[i].points) {
			assert_int_equal(a.rows[0].shapes[0].count,
			                 cases[i].points);
			assert_true(a.rows[0].shapes[0].at[1][0] == 25);
			assert_true(a.rows[0].shapes[0].at[1][1] == 103);
		}
		feed_answer_release(&a);
		buf_release(&text);
	}
}

/* clang-format off */
#define DETAIL(more) \
	"var alarminfo={'ALERTID':'202405010815001暴雨红色'," \
	"'PROVINCE':'甲省','CITY':'乙市','STATIONNAME':''," \
	"'ISSUETIME':'2024-05-01 08:16:00','ISSUECONTENT':'雨'," \
	"'RELIEVETIME':'2024-05-02 08:16:00'" more "}"
/* clang-format on */

static void
test_cn_detail(void **state)
{
	struct feed_answer a;

	(void)state;
	reads_row("weathercn",
	          DETAIL(",'SIGNALTYPE':'暴雨','SIGNALLEVEL':'红色'"),
	          "202405010815001暴雨红色 暴雨 1 alert "
	          "2024-05-01T08:16:00+08:00 - 2024-05-02T08:16:00+08:00 -");
	reads_row("weathercn",
	          DETAIL(",'identifier':'" ID "','head':'乙市解除暴雨红色预警',"
	                 "'TYPECODE':'02','LEVELCODE':'04'"),
	          "530102/rainstorm 暴雨 1 cancel 2024-05-01T08:15:00+08:00 - "
	          "2024-05-02T08:16:00+08:00 -");
	a = reads("weathercn",
	          DETAIL(",'identifier':'" ID "','msgType':'Update',"
	                 "'references':'" OLD "','TYPECODE':'','SIGNALTYPE':"
	                 "'火山灰','SIGNALLEVEL':'白色','LEVELCODE':'05'"));
	assert_int_equal(a.rows[0].change, FEED_UPDATE);
	assert_int_equal(a.rows[0].level, 0);
	assert_string_equal(a.rows[0].severity, "白色");
	assert_string_equal(a.rows[0].condition, "530102/火山灰");
	assert_string_equal(a.rows[0].areas.s[0], "甲省乙市");
	assert_string_equal(a.rows[0].references.s[0], OLD);
	assert_string_equal(a.rows[0].text, "雨");
	feed_answer_release(&a);
	a = reads("weathercn",
	          DETAIL(",'identifier':'" ID "','references':'" ID "',"
	                 "'msgType':'Cancel'"));
	assert_int_equal(a.rows[0].change, FEED_CANCEL);
	assert_int_equal(a.rows[0].references.count, 0);
	feed_answer_release(&a);
}

static void
test_cn_failed(void **state)
{
	(void)state;
	fails("weathercn", CN("5", ""), "/data: 称有 5 条，列表却是空的");
	fails("weathercn", "var alarminfo={'count':'0'};", "/data: missing");
	fails("weathercn", "var alarminfo={'data':[]};", "/count: missing");
	fails("weathercn", CN("many", ""), "/count: expected a number");
	fails("weathercn", CN("1e3", ""), "/count: expected a number");
	fails("weathercn", CN("-1", ""), "/count: expected a number");
	fails("weathercn", CN("", ""), "/count: expected a number");
	fails("weathercn", CN("1", "{}"), "/data/0: expected an array");
	fails("weathercn", CN("1", "['a','b','','','" ID "','" ID "']"),
	      "/data/0/6: expected a string");
	fails("weathercn", CN("1", "['a','b','','',7,'" ID "','c']"),
	      "/data/0/4: expected a string");
	fails("weathercn", CN("1", "['a','b','','','','" ID "','c']"),
	      "/data/0: no id");
	fails("weathercn", CN("1", "['a','b','','','x','x','c']"),
	      "/data/0: no time of sending");
	fails("weathercn", "{'status':'error','errMsg':'busy'}",
	      "对方报错 error：busy");
	fails("weathercn", "{'status':'success'}", "/result: missing");
	fails("weathercn",
	      "{'status':'success','result':{'count':'2','data':[]}}",
	      "/result/data: 称有 2 条，列表却是空的");
	fails_parse("weathercn",
	            "var alarminfo={'count':'0','data':[]}; alert()");
	fails_parse("weathercn", "var alarminfo={'count':'0','data':[");
	fails("weathercn", "{'ISSUECONTENT':'x'}", "/ALERTID: missing");
	fails_parse("weathercn", DETAIL(",'ISSUECONTENT':'y'"));
}

/* ---- QWeather ---- */

#define Q(zero, rows) "{'metadata':{'tag':'t1'" zero "},'alerts':[" rows "]}"
/* clang-format off */
#define Q_ROW(more) \
	"{'id':'q1','headline':'某市气象台发布大风蓝色预警'," \
	"'issuedTime':'2024-05-01T08:15+08:00'" more "}"
/* clang-format on */

static void
test_qweather(void **state)
{
	struct feed_answer a;

	(void)state;
	a = reads("qweather",
	          Q(",'zeroResult':false",
	            Q_ROW(",'senderName':'甲台','color':{'code':'yellow'},"
	                  "'severity':'minor','eventType':{'name':'大风',"
	                  "'code':'1006'},'effectiveTime':'2024-05-01T00:15Z',"
	                  "'expireTime':'2024-05-01T08:15:30+08:00',"
	                  "'messageType':{'code':'update','supersedes':"
	                  "['a','b']},'description':'风'")));
	assert_string_equal(a.tag, "t1");
	assert_string_equal(a.rows[0].condition, "甲台/gale");
	assert_string_equal(a.rows[0].sender, "甲台");
	assert_string_equal(a.rows[0].severity, "yellow");
	assert_int_equal(a.rows[0].level, 3);
	assert_int_equal(a.rows[0].change, FEED_UPDATE);
	assert_int_equal(a.rows[0].references.count, 2);
	assert_int_equal(a.rows[0].adcodes.count, 0);
	assert_true(a.rows[0].effective.ms == a.rows[0].sent.ms);
	assert_int_equal(a.rows[0].effective.offset, 0);
	assert_true(a.rows[0].expires.ms == a.rows[0].sent.ms + 30000);
	feed_answer_release(&a);
	a = reads("qweather", Q(",'zeroResult':true", ""));
	assert_int_equal(a.count, 0);
	assert_string_equal(a.tag, "t1");
	feed_answer_release(&a);
}

static void
test_qweather_rows(void **state)
{
#define ROW_TIME "2024-05-01T08:15:00+08:00 - - -"
	(void)state;
	/* Without a colour the title; without an office, on its own. */
	reads_row("qweather", Q("", Q_ROW("")), "q1 大风 4 alert " ROW_TIME);
	reads_row("qweather", Q("", Q_ROW(",'color':null,'senderName':null")),
	          "q1 大风 4 alert " ROW_TIME);
	reads_row("qweather", Q("", Q_ROW(",'color':{'code':'purple'}")),
	          "q1 大风 0 alert " ROW_TIME);
	reads_row("qweather", Q("", Q_ROW(",'messageType':{'code':'cancel'}")),
	          "q1 大风 4 cancel " ROW_TIME);
	reads_row("qweather", Q("", Q_ROW(",'messageType':{'code':'alert'}")),
	          "q1 大风 4 alert " ROW_TIME);
	/* A name we know, else the title's, else the code's, else the name. */
	reads_row("qweather",
	          Q("", Q_ROW(",'senderName':'甲台','eventType':{'name':"
	                      "'Gale','code':'9999'}")),
	          "甲台/gale 大风 4 alert " ROW_TIME);
	reads_row("qweather",
	          Q("", "{'id':'q1','headline':'Wind - Orange','issuedTime':"
	                "'2024-05-01T08:15+08:00','senderName':'甲台',"
	                "'eventType':{'name':'Haze','code':'1019'}}"),
	          "甲台/haze 霾 0 alert " ROW_TIME);
	reads_row("qweather",
	          Q("", "{'id':'q1','headline':'Wind - Orange','issuedTime':"
	                "'2024-05-01T08:15+08:00','senderName':'NZ',"
	                "'eventType':{'name':'wind','code':'2551'}}"),
	          "NZ/wind wind 0 alert " ROW_TIME);
	/* Each point answers the same message. */
	reads_row("qweather", Q("", Q_ROW("") "," Q_ROW("")),
	          "q1 大风 4 alert " ROW_TIME);
#undef ROW_TIME
}

static void
test_qweather_failed(void **state)
{
	(void)state;
	fails("qweather", Q(",'zeroResult':false", ""),
	      "/alerts: 与 zeroResult 不符，共 0 条");
	fails("qweather", Q("", ""), "/alerts: 与 zeroResult 不符，共 0 条");
	fails("qweather", Q(",'zeroResult':true", Q_ROW("")),
	      "/alerts: 与 zeroResult 不符，共 1 条");
	fails("qweather", "{'metadata':{'zeroResult':true}}",
	      "/alerts: missing");
	fails("qweather", "{'alerts':[]}", "/metadata: missing");
	fails("qweather", Q(",'zeroResult':'true'", ""),
	      "/metadata/zeroResult: expected true or false");
	fails("qweather",
	      "{'error':{'status':429,'title':'Too Many','detail':''}}",
	      "对方报错 429：Too Many");
	fails("qweather",
	      "{'error':{'status':401,'title':'No','detail':'a\\nb'}}",
	      "对方报错 401：a b");
	fails("qweather", "{'error':{'status':401}}", "/error/title: missing");
	fails("qweather", "{'error':7}", "/error: expected an object");
	fails("qweather", "{'code':'200','warning':[]}",
	      "是已停用的 v7 接口（2026-09-01 停），请改用 weatheralert/v1");
	fails("qweather", "{'code':'401'}",
	      "是已停用的 v7 接口（2026-09-01 停），请改用 weatheralert/v1");
	fails("qweather", Q("", "{'id':'q1','headline':'x'}"),
	      "/alerts/0: no time of sending");
	fails("qweather", Q("", Q_ROW(",'expireTime':'2024-05-01'")),
	      "/alerts/0/expireTime: expected a time");
	fails("qweather", Q("", Q_ROW(",'messageType':{'supersedes':[7]}")),
	      "/alerts/0/messageType/supersedes/0: expected a string");
	fails("qweather", Q("", Q_ROW(",'color':'blue'")),
	      "/alerts/0/color: expected an object");
}

/* ---- 12379 ---- */

static void
test_12379(void **state)
{
	struct feed_answer a;

	(void)state;
	a = reads("p12379",
	          "{'alertData':[{'identifier':'" ID "','headline':'某局解除"
	          "暴雪黄色预警/III/较重','description':'雪','sendTime':"
	          "'2024-05-01 08:17:00'},{'identifier':'5301020049_2024050"
	          "1080000','headline':'某办发布森林火险橙色预警/II/严重'}]}");
	assert_int_equal(a.count, 2);
	assert_string_equal(a.rows[0].condition, "530102/snowstorm");
	assert_int_equal(a.rows[0].change, FEED_CANCEL);
	assert_int_equal(a.rows[0].level, 3);
	assert_true(a.rows[0].sent.ms % 3600000 == 17 * 60000);
	assert_string_equal(a.rows[0].text, "雪");
	assert_string_equal(a.rows[1].condition, "530102/forest-fire/0049");
	assert_string_equal(a.rows[1].sender, "某办");
	assert_true(a.rows[1].sent.ms % 3600000 == 0);
	feed_answer_release(&a);
	a = reads("p12379", "{'alertData':[]}");
	assert_int_equal(a.count, 0);
	feed_answer_release(&a);
	fails("p12379", "{'alertData':{}}", "/alertData: expected an array");
	fails("p12379", "[]", "expected an object");
	fails("p12379", "{'alertData':[{'identifier':'x','headline':'y'}]}",
	      "/alertData/0: no time of sending");
	fails("p12379",
	      "{'alertData':[{'identifier':'x','headline':'y','sendTime':"
	      "'2024-05-01 24:00:00'}]}",
	      "/alertData/0/sendTime: expected a time");
}

/* Text of a kind whose values take far more than it, to the byte. */
static void
test_too_many_values(void **state)
{
	static const struct {
		const char *each;
		size_t takes; /* of FEED_PARSED_MAX */
	} kinds[] = {
		{ "{},", 3 + 256 + 48 },
		{ "[],", 3 + 144 + 48 },
		{ "7,", 2 + 48 },
		{ "\"\",", 3 + 64 + 48 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t rest = FEED_PARSED_MAX - 144 - 3;
		struct buf text = BUF_INIT;

		buf_byte(&text, '[');
		for (; rest >= kinds[i].takes; rest -= kinds[i].takes)
			buf_str(&text, kinds[i].each);
		for (; rest; rest--)
			buf_byte(&text, ' ');
		buf_str(&text, "7]");
		feed_kit_fails("nmc", text.s, "expected an object");
		buf_str(&text, " ");
		feed_kit_fails("nmc", text.s, "值过多，读入后超过 24 MB");
		buf_release(&text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_not_json),
		cmocka_unit_test(test_too_many_values),
		cmocka_unit_test(test_nmc_row),
		cmocka_unit_test(test_nmc_levels),
		cmocka_unit_test(test_nmc_conditions),
		cmocka_unit_test(test_nmc_merge),
		cmocka_unit_test(test_nmc_pages),
		cmocka_unit_test(test_nmc_failed),
		cmocka_unit_test(test_long_id),
		cmocka_unit_test(test_cma_map),
		cmocka_unit_test(test_cma_station),
		cmocka_unit_test(test_cma_effective),
		cmocka_unit_test(test_cma_failed),
		cmocka_unit_test(test_cn_list),
		cmocka_unit_test(test_cn_codes),
		cmocka_unit_test(test_cn_map),
		cmocka_unit_test(test_cn_detail),
		cmocka_unit_test(test_cn_failed),
		cmocka_unit_test(test_qweather),
		cmocka_unit_test(test_qweather_rows),
		cmocka_unit_test(test_qweather_failed),
		cmocka_unit_test(test_12379),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
