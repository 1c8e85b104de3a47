/*
 * Import and export in the console: nothing is written before a preview and a
 * yes by another key; nothing is written over, and nothing but tables.
 */
#include "roster_kit.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "base/loop.h"
#include "desk/plan.h"

struct fixture {
	struct kit *k;
	struct loop *loop;
	char dir[64];
};

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct err err = ERR_INIT;
	void *kit;

	if (roster_setup(&kit))
		return -1;
	f->k = kit;
	f->loop = loop_new(&err);
	f->k->a.ui->loop = f->loop;
	snprintf(f->dir, sizeof(f->dir), "/tmp/import.XXXXXX");
	if (!mkdtemp(f->dir))
		return -1;
	setenv("HOME", f->dir, 1);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;
	void *kit = f->k;
	char path[512];
	struct dirent *e;
	DIR *dir;
	int rc;

	rc = kit_teardown(&kit);
	loop_free(f->loop);
	dir = opendir(f->dir);
	while (dir && (e = readdir(dir))) {
		snprintf(path, sizeof(path), "%s/%s", f->dir, e->d_name);
		unlink(path);
	}
	if (dir)
		closedir(dir);
	rc |= rmdir(f->dir); /* nothing half written lies there */
	free(f);
	return rc;
}

static void
put(struct fixture *f, const char *name, const char *text)
{
	char path[512];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", f->dir, name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static char *
get(struct fixture *f, const char *name)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", f->dir, name);
	if (buf_read_file(&out, path, 1 << 20, &err))
		fail_msg("%s", err.text);
	return buf_take(&out);
}

static bool
there(struct fixture *f, const char *name)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", f->dir, name);
	return access(path, F_OK) == 0;
}

#define MIXED                                                                  \
	"姓名,单位,职务,手机,备注\n"                                 \
	"赵建国,吕梁市应急管理局,值班长,13800000001,老赵\n"    \
	"王芳,东风煤矿,安全员,13900000011,\n"                         \
	"李四,西风煤矿,矿长,13900000012,\n"                            \
	"冯涛,,,13800000002,\n"

static size_t
people(struct fixture *f)
{
	struct contact *rows;
	size_t n;

	OK(f->k->room,
	   contact_list(f->k->room->d, 0, &rows, &n, &f->k->room->err));
	contacts_free(rows, n);
	return n;
}

/* From the roster to the preview of a file in the home folder. */
static void
import(struct fixture *f, const char *name)
{
	keys(&f->k->a, "7I");
	keys(&f->k->a, name);
	keys(&f->k->a, "<Enter>");
}

static void
a_table_is_previewed_row_by_row(void **state)
{
	struct fixture *f = *state;
	struct seat *a = &f->k->a;
	int64_t head = room_head(f->k->room);

	put(f, "people.csv", MIXED);
	keys(a, "7");
	see(a, "I 导入");
	keys(a, "I");
	see(a, "导入通讯录，CSV 或 xlsx 文件：~/");
	keys(a, "peo<Tab>");
	see(a, "~/people.csv");
	keys(a, "<Enter>");
	assert_string_equal(screen_name(a), "import");
	see(a, "人员：新增 1，更改 2，不变 0  ✗ 不合格 1");
	see(a, "     2  ~ 更改     赵建国               备注：空→老赵");
	see(a, "     3  + 新增     王芳");
	see(a, "     4  ✗ 不合格   李四                 没有名为“西风煤矿”");
	see(a, "UTF-8  people.csv");
	keys(a, "jj");
	see(a, "第 4 行 ✗ 不合格 李四");
	assert_int_equal(room_head(f->k->room), head);
}

static void
a_bad_row_holds_all_back_but_for_its_own_key(void **state)
{
	struct fixture *f = *state;
	struct seat *a = &f->k->a;
	int64_t head = room_head(f->k->room);

	put(f, "people.csv", MIXED);
	import(f, "people.csv");
	keys(a, "w");
	see(a, "有 1 行不合格，一行也不写");
	keys(a, "y");
	assert_int_equal(room_head(f->k->room), head);
	keys(a, "W");
	see(a, "新增 1，更改 2，舍去不合格的 1 行？");
	keys(a, "W");
	assert_int_equal(room_head(f->k->room), head);
	assert_string_equal(screen_name(a), "import");
	keys(a, "Wy");
	assert_string_equal(screen_name(a), "roster");
	see(a, "已写入 3 项；不合格的 1 行没有写入");
	assert_int_equal(people(f), 4);
	room_verify(f->k->room);
}

static void
another_key_than_the_one_that_asked_says_yes(void **state)
{
	struct fixture *f = *state;
	struct seat *a = &f->k->a;
	int64_t head = room_head(f->k->room);

	put(f, "people.csv", "姓名,手机\n甲,13900000011\n乙,13900000012\n");
	import(f, "people.csv");
	keys(a, "W"); /* no bad row to leave out */
	see_not(a, "舍去");
	keys(a, "w");
	see(a, "写入通讯录：新增 2，更改 0？");
	keys(a, "<Enter>");
	keys(a, "ww");
	assert_int_equal(room_head(f->k->room), head);
	keys(a, "wy");
	see(a, "已写入 2 项");
	assert_string_equal(screen_name(a), "roster");
	assert_int_equal(people(f), 5);
	/* Again there is nothing to write. */
	import(f, "people.csv");
	see(a, "新增 0，更改 0，不变 2");
	keys(a, "wy");
	see_not(a, "已写入");
	keys(a, "<Esc>");
	assert_string_equal(screen_name(a), "roster");
	assert_int_equal(people(f), 5);
}

static void
rows_are_narrowed_to_those_refused(void **state)
{
	struct fixture *f = *state;
	struct seat *a = &f->k->a;

	put(f, "people.csv",
	    MIXED "单雄信,东风煤矿,矿长,,\n张三,西风煤矿,,13900000013,\n");
	import(f, "people.csv");
	see(a, "v 全部（6 行）");
	keys(a, "v");
	see(a, "v 只看会写入的（");
	see(a, "王芳");
	see_not(a, "李四");
	keys(a, "v");
	see(a, "v 只看不合格的（2 行）");
	see(a, "李四");
	see(a, "张三");
	see_not(a, "王芳");
	see(a, "第 4 行");
	keys(a, "j");
	see(a, "第 7 行");
	keys(a, "v");
	see(a, "v 全部（6 行）");
}

static void
the_file_is_read_again(void **state)
{
	struct fixture *f = *state;
	struct seat *a = &f->k->a;

	put(f, "people.csv", MIXED);
	import(f, "people.csv");
	put(f, "people.csv", "no table\n");
	keys(a, "R");
	see(a, "✗ 填写有误");
	see(a, "王芳"); /* what was read before stays */
	put(f, "people.csv",
	    "\xEF\xBB\xBF姓名,单位,手机\n李四,东风煤矿,13900000012\n");
	keys(a, "R");
	see(a, "人员：新增 1，更改 0，不变 0");
	see_not(a, "王芳");
	keys(a, "wy");
	see(a, "已写入 1 项");
}

static void
gb18030_is_said(void **state)
{
	struct fixture *f = *state;

	put(f, "people.csv",
	    "\xD0\xD5\xC3\xFB,\xCA\xD6\xBB\xFA\r\n"
	    "\xBC\xD7,13900000011\r\n");
	import(f, "people.csv");
	see(&f->k->a, "GB18030  people.csv");
	see(&f->k->a, "+ 新增     甲");
}

static void
what_changed_meanwhile_is_seen_first(void **state)
{
	struct fixture *f = *state;
	struct seat *a = &f->k->a;

	put(f, "people.csv", "姓名,手机\n甲,13900000011\n乙,13900000012\n");
	import(f, "people.csv");
	keys(a, "jw");
	room_do(f->k->room, "{'do':'contact.save','name':'甲','phones':["
	                    "{'number':'13900000011','label':'手机'}]}");
	/* Nobody has told this console yet. */
	keys(a, "y");
	see(a, "✗ 别人已先改动：通讯录刚有改动");
	see(a, "新增 1，更改 0，不变 1");
	see(a, "第 3 行 + 新增 乙");
	/* It was told while the question stood. */
	keys(a, "w");
	room_do(f->k->room, "{'do':'contact.save','name':'丙',"
	                    "'phones':['13900000013']}");
	ui_changed(a->ui);
	keys(a, "y");
	see(a, "✗ 别人已先改动");
	keys(a, "wy");
	see(a, "已写入 1 项");
	assert_int_equal(people(f), 6);
}

static void
only_regular_files_are_opened(void **state)
{
	struct fixture *f = *state;
	struct seat *a = &f->k->a;
	char path[128];

	snprintf(path, sizeof(path), "%s/pipe.csv", f->dir);
	assert_int_equal(mkfifo(path, 0600), 0);
	import(f, "pipe.csv");
	assert_string_equal(screen_name(a), "roster");
	see(a, "✗ 填写有误：pipe.csv: 不是普通文件");
	import(f, "none.csv");
	see(a, "✗ 没有找到：none.csv: 没有这个文件");
	import(f, "<C-u>/dev/zero");
	see(a, "不是普通文件");
	import(f, "<C-u>");
	assert_string_equal(screen_name(a), "roster");
	keys(a, ":screen import<Enter>");
	see(a, "要导入哪个文件？");
	keys(a, ":screen plan_import<Enter>");
	see(a, "要导入哪个文件或文件夹？");
}

/* ---- export ---- */

static void export(struct fixture *f, const char *name)
{
	keys(&f->k->a, "E<C-u>~/");
	keys(&f->k->a, name);
	keys(&f->k->a, "<Enter>");
}

static void
what_is_in_view_is_exported(void **state)
{
	struct fixture *f = *state;
	struct seat *a = &f->k->a;
	char path[128], *text;
	struct stat st;

	keys(a, "7/dfmk<Enter>");
	export(f, "mine.csv");
	see(a, "已导出 1 项，只有本账号能读：");
	text = get(f, "mine.csv");
	assert_non_null(strstr(text, "东风煤矿"));
	assert_null(strstr(text, "矿山救护队"));
	free(text);
	snprintf(path, sizeof(path), "%s/mine.csv", f->dir);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	keys(a, "<Tab>/市应急局<Enter>");
	export(f, "people.VCF");
	see(a, "已导出 2 项");
	text = get(f, "people.VCF");
	assert_non_null(strstr(text, "FN:赵建国"));
	assert_non_null(strstr(text, "FN:冯涛"));
	assert_null(strstr(text, "单雄信"));
	free(text);
	keys(a, "<Esc><Tab>");
	export(f, "lists.csv");
	text = get(f, "lists.csv");
	assert_non_null(strstr(text, "矿难,东风煤矿"));
	free(text);
	keys(a, "<Tab>E");
	see_not(a, "导出所见");
}

static void
what_is_there_is_replaced_only_after_a_yes(void **state)
{
	struct fixture *f = *state;
	struct seat *a = &f->k->a;
	char *text;

	put(f, "units.csv", "mine");
	keys(a, "7");
	export(f, "units.csv");
	see(a, "已有 units.csv，覆盖？");
	keys(a, "<Enter>");
	text = get(f, "units.csv");
	assert_string_equal(text, "mine");
	free(text);
	export(f, "units.csv");
	keys(a, "y");
	see(a, "已导出 5 项");
	text = get(f, "units.csv");
	assert_non_null(strstr(text, "东风煤矿"));
	free(text);
}

/* Whoever may only sit at this console must not come to a shell by it. */
static void
nothing_but_tables_is_written(void **state)
{
	static const char *const names[] = {
		"authorized_keys", ".profile", ".csv",
		"desk.db",         "csv",      "a.csv.sh"
	};
	struct fixture *f = *state;
	struct seat *a = &f->k->a;
	char link[128], target[128];

	keys(a, "7");
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		export(f, names[i]);
		see(a, "文件名要以 .csv（表格）或 .vcf（名片）结尾");
		assert_false(there(f, names[i]));
	}
	export(f, "units.vcf");
	see(a, "只有人员能导出为名片");
	snprintf(link, sizeof(link), "%s/link.csv", f->dir);
	snprintf(target, sizeof(target), "%s/authorized_keys", f->dir);
	assert_int_equal(symlink(target, link), 0);
	export(f, "link.csv");
	keys(a, "y");
	see(a, "不是普通文件");
	assert_false(there(f, "authorized_keys"));
	export(f, "no/folder.csv");
	see(a, "✗ 读写失败");
}

/* ---- plans ---- */

static void
read_all(struct fixture *f)
{
	struct err err = ERR_INIT;

	for (int i = 0; i < 100 && strstr(look(&f->k->a), "正在读"); i++)
		assert_int_equal(loop_once(f->loop, -1, &err), 0);
	see_not(&f->k->a, "正在读");
}

static size_t
plans(struct fixture *f)
{
	struct plan *rows;
	size_t n;

	OK(f->k->room,
	   plan_list(f->k->room->d, false, &rows, &n, &f->k->room->err));
	plans_free(rows, n);
	return n;
}

static void
plans_are_read_while_keys_go_on(void **state)
{
	struct fixture *f = *state;
	struct seat *a = &f->k->a;
	int64_t head = room_head(f->k->room);

	put(f, "a.md", "# 矿山预案\n\n## 一、总则\n\n正文。\n");
	put(f, "b.md", "# 防汛预案\n\n正文。\n");
	keys(a, "8I");
	see(a, "导入预案，文件或文件夹：~/");
	keys(a, "<Enter>");
	assert_string_equal(screen_name(a), "plan_import");
	see(a, "正在读 1/2（Esc 取消）：a.md");
	keys(a, "jw");
	see(a, "/b.md"); /* the row in focus */
	see_not(a, "写入新预案");
	read_all(f);
	see(a, "预案：新 2，新版 0，不变 0");
	see(a, " + 新预案   a.md                    矿山预案");
	see(a, "其他方案     2/3");
	assert_int_equal(room_head(f->k->room), head);
	keys(a, "ww");
	assert_int_equal(room_head(f->k->room), head);
	keys(a, "wy");
	assert_string_equal(screen_name(a), "plans");
	see(a, "已写入：新预案 2，新版 0");
	assert_int_equal(plans(f), 2);
	put(f, "a.md", "# 矿山预案\n\n改了。\n");
	keys(a, "I<Enter>");
	read_all(f);
	see(a, "预案：新 0，新版 1，不变 1");
	see(a, "《矿山预案》第 2 版，其他方案，md");
	keys(a, "wy");
	see(a, "已写入：新预案 0，新版 1");
	room_verify(f->k->room);
}

static void
escape_ends_an_import_of_plans(void **state)
{
	struct fixture *f = *state;
	struct seat *a = &f->k->a;
	int64_t head = room_head(f->k->room);
	struct err err = ERR_INIT;

	put(f, "a.md", "# 矿山预案\n\n正文。\n");
	put(f, "b.md", "# 防汛预案\n\n正文。\n");
	keys(a, "8I<Enter>");
	assert_int_equal(loop_once(f->loop, -1, &err), 0);
	see(a, "正在读 2/2（Esc 取消）：b.md");
	see(a, "+ 新预案   a.md");
	keys(a, "<Esc>");
	assert_string_equal(screen_name(a), "plans");
	see(a, "导入没有读完就取消了，什么也没有写入");
	assert_int_equal(loop_once(f->loop, 0, &err), 0);
	assert_int_equal(room_head(f->k->room), head);
}

static void
a_refused_file_holds_all_back_but_for_its_own_key(void **state)
{
	struct fixture *f = *state;
	struct seat *a = &f->k->a;

	put(f, "a.md", "# 矿山预案\n\n正文。\n");
	put(f, "b.txt", "");
	keys(a, "8I<Enter>");
	read_all(f);
	see(a, "新 1，新版 0，不变 0  ✗ 不收 1");
	see(a, "✗ 不收     b.txt                   文件里没有文字");
	keys(a, "vv");
	see(a, "v 只看不收的（1 个）");
	see_not(a, "a.md");
	keys(a, "w");
	see(a, "有 1 个文件不收，一个也不写");
	keys(a, "y");
	assert_int_equal(plans(f), 0);
	keys(a, "W");
	see(a, "写入新预案 1，新版 0，舍去不收的 1 个？");
	keys(a, "W");
	assert_int_equal(plans(f), 0);
	keys(a, "W");
	room_do(f->k->room, "{'do':'plan.save','title':'矿山预案',"
	                    "'category':'special','paras':['别人的。']}");
	keys(a, "y");
	see(a, "✗ 别人已先改动：《矿山预案》刚有改动");
	see(a, "新 0，新版 1，不变 0");
	keys(a, "W");
	room_do(f->k->room, "{'do':'plan.save','title':'别的预案',"
	                    "'category':'special','paras':['别人的。']}");
	ui_changed(a->ui);
	keys(a, "y");
	see(a, "✗ 别人已先改动：预案刚有改动");
	keys(a, "Wy");
	see(a, "已写入：新预案 0，新版 1；不收的 1 个没有写入");
	assert_int_equal(plans(f), 2);
}

static void
a_folder_without_files_says_so(void **state)
{
	struct fixture *f = *state;

	keys(&f->k->a, "8I<Enter>");
	assert_string_equal(screen_name(&f->k->a), "plans");
	see(&f->k->a, "文件夹里没有可读的文件");
	keys(&f->k->a, "Inone<Enter>");
	assert_string_equal(screen_name(&f->k->a), "plans");
	see(&f->k->a, "没有这个文件");
}

static void
names_of_thirty_characters_tear_nothing(void **state)
{
	struct fixture *f = *state;
	struct seat *a = &f->k->a;

	put(f, LONG_UNIT ".csv",
	    "姓名,单位,职务,手机\n" LONG_NAME "," LONG_UNIT
	    ",站长,13900000011\n" LONG_NAME ",东风煤矿,,13900000012\n");
	put(f, LONG_UNIT ".md", "# " LONG_UNIT "应急预案\n\n正文。\n");
	put(f, LONG_NAME ".md", "");
	for (int language = 0; language < 2; language++) {
		import(f, LONG_UNIT ".csv");
		assert_string_equal(screen_name(a), "import");
		assert_true(seat_is_whole(a));
		keys(a, "<Enter>");
		assert_true(seat_is_whole(a));
		see(a, LONG_UNIT);
		keys(a, "<Esc>W");
		assert_true(seat_is_whole(a));
		keys(a, "<Esc>8I<Enter>");
		assert_true(seat_is_whole(a));
		for (int i = 0; i < 5; i++)
			loop_once(f->loop, 0, &f->k->room->err);
		keys(a, "j");
		assert_true(seat_is_whole(a));
		see(a, LONG_UNIT);
		keys(a, "<Esc>L");
	}
	tr_use(TR_ZH);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_table_is_previewed_row_by_row),
		TEST(a_bad_row_holds_all_back_but_for_its_own_key),
		TEST(another_key_than_the_one_that_asked_says_yes),
		TEST(rows_are_narrowed_to_those_refused),
		TEST(the_file_is_read_again),
		TEST(gb18030_is_said),
		TEST(what_changed_meanwhile_is_seen_first),
		TEST(only_regular_files_are_opened),
		TEST(what_is_in_view_is_exported),
		TEST(what_is_there_is_replaced_only_after_a_yes),
		TEST(nothing_but_tables_is_written),
		TEST(plans_are_read_while_keys_go_on),
		TEST(escape_ends_an_import_of_plans),
		TEST(a_refused_file_holds_all_back_but_for_its_own_key),
		TEST(a_folder_without_files_says_so),
		TEST(names_of_thirty_characters_tear_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
