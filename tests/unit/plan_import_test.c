/*
 * Plans out of files and folders: what each would become, all or nothing in
 * one transaction, and a converter that hangs under a loop that goes on.
 */
#include "room.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "base/loop.h"
#include "desk/convert.h"
#include "desk/plan_import.h"

struct fixture {
	struct room *room;
	char dir[64];
	struct plan_import *im;
	int changes, ticks;
};

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	f->room = room_make();
	snprintf(f->dir, sizeof(f->dir), "/tmp/plan_import.XXXXXX");
	if (!mkdtemp(f->dir))
		return -1;
	f->im = plan_import_new(f->room->d, -1);
	*state = f;
	return 0;
}

static void
empty_folder(const char *path)
{
	char name[512];
	struct dirent *e;
	DIR *dir = opendir(path);

	while (dir && (e = readdir(dir))) {
		snprintf(name, sizeof(name), "%s/%s", path, e->d_name);
		if (strcmp(e->d_name, ".") && strcmp(e->d_name, "..") &&
		    unlink(name))
			empty_folder(name);
	}
	if (dir)
		closedir(dir);
	rmdir(path);
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	plan_import_free(f->im);
	empty_folder(f->dir);
	room_free(f->room);
	free(f);
	return 0;
}

static char *
in(struct fixture *f, const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", f->dir, name);
	return path;
}

static void
put(struct fixture *f, const char *name, const char *text, mode_t mode)
{
	int fd = open(in(f, name), O_WRONLY | O_CREAT | O_TRUNC, mode);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static void
again(struct fixture *f)
{
	plan_import_free(f->im);
	f->im = plan_import_new(f->room->d, -1);
	plan_import_add(f->im, f->dir);
	OK(f->room, plan_import_run(f->im, &f->room->err));
}

static void
row_is(struct fixture *f, size_t i, enum plan_act act, const char *text)
{
	const struct plan_import_row *r = plan_import_row(f->im, i);
	const char *said = act == PLAN_REFUSE ? r->why : r->title;

	if (r->act != act || !strstr(said, text))
		fail_msg("%s: %d '%s'", r->path, (int)r->act, said);
}

static void
nothing_is_written_before_it_is_applied(void **state)
{
	struct fixture *f = *state;
	int64_t head = room_head(f->room);
	size_t n[PLAN_ACTS];

	put(f, "a.md", "# 甲预案\n\n## 一、总则\n\n正文。\n", 0600);
	put(f, "b.txt", "", 0600);
	put(f, "c.md", "# 丙预案\n\n正文。\n", 0600);
	put(f, ".hidden.md", "# 丁预案\n\n正文。\n", 0600);
	assert_int_equal(mkfifo(in(f, "d"), 0600), 0);
	again(f);
	assert_int_equal(plan_import_count(f->im), 3);
	row_is(f, 0, PLAN_ADD, "甲预案");
	assert_int_equal(plan_import_row(f->im, 0)->chapters, 2);
	assert_int_equal(plan_import_row(f->im, 0)->paras, 3);
	assert_int_equal(plan_import_row(f->im, 0)->format, DOC_MD);
	row_is(f, 1, PLAN_REFUSE, "文件里没有文字");
	row_is(f, 2, PLAN_ADD, "丙预案");
	plan_import_counts(f->im, n);
	assert_int_equal(n[PLAN_ADD], 2);
	assert_int_equal(n[PLAN_REFUSE], 1);
	assert_int_equal(room_head(f->room), head);

	OK(f->room, plan_import_apply(f->im, &f->room->err));
	assert_int_equal(room_head(f->room), head + 2);
	assert_int_equal(plan_import_row(f->im, 0)->id, head + 1);
	again(f);
	row_is(f, 0, PLAN_LEAVE, "甲预案");
	put(f, "a.md", "# 甲预案\n\n改了。\n", 0600);
	again(f);
	row_is(f, 0, PLAN_CHANGE, "甲预案");
	assert_int_equal(plan_import_row(f->im, 0)->version, 2);
	room_verify(f->room);
}

static void
two_files_of_one_title_are_no_two_versions(void **state)
{
	struct fixture *f = *state;

	put(f, "a.md", "# 甲预案\n\n正文。\n", 0600);
	put(f, "b.md", "# 甲预案\n\n别的。\n", 0600);
	again(f);
	row_is(f, 0, PLAN_ADD, "甲预案");
	row_is(f, 1, PLAN_REFUSE, "与 a.md 同名");
	OK(f->room, plan_import_apply(f->im, &f->room->err));
	again(f);
	row_is(f, 0, PLAN_LEAVE, "甲预案");
	row_is(f, 1, PLAN_REFUSE, "与 a.md 同名");
}

static void
what_changed_since_is_not_written_over(void **state)
{
	struct fixture *f = *state;
	int64_t head;

	put(f, "a.md", "# 甲预案\n\n正文。\n", 0600);
	put(f, "b.md", "# 乙预案\n\n正文。\n", 0600);
	again(f);
	room_do(f->room, "{'do':'plan.save','title':'乙预案',"
	                 "'category':'special','paras':['别人的。']}");
	room_do(f->room, "{'do':'incident.open','kind':'accident.road',"
	                 "'title':'侧翻','place':'振兴路'}");
	head = room_head(f->room);
	REFUSED(f->room, ERR_CONFLICT, plan_import_apply(f->im, &f->room->err));
	assert_int_equal(room_head(f->room), head);
	assert_int_equal(plan_import_row(f->im, 0)->id, 0);
	assert_true(plan_import_compare(f->im));
	assert_false(plan_import_compare(f->im));
	row_is(f, 0, PLAN_ADD, "甲预案");
	row_is(f, 1, PLAN_CHANGE, "乙预案");
	room_do(f->room, "{'do':'incident.open','kind':'accident.road',"
	                 "'title':'追尾','place':'振兴路'}");
	assert_false(plan_import_compare(f->im)); /* that is no plan */
	head = room_head(f->room);
	OK(f->room, plan_import_apply(f->im, &f->room->err));
	assert_int_equal(room_head(f->room), head + 2);
}

static void
there_is_an_end_to_what_is_taken(void **state)
{
	struct fixture *f = *state;
	struct plan_import *im = plan_import_new(f->room->d, -1);
	char name[32];

	for (int i = 0; i <= PLAN_IMPORT_FILES + 1; i++) {
		snprintf(name, sizeof(name), "%04d.md", i);
		put(f, name, "x", 0600);
		if (i == PLAN_IMPORT_FILES - 1) {
			plan_import_add(im, f->dir);
			assert_int_equal(plan_import_count(im),
			                 PLAN_IMPORT_FILES);
			plan_import_free(im);
			im = plan_import_new(f->room->d, -1);
		}
	}
	plan_import_add(im, f->dir);
	plan_import_add(im, in(f, "0000.md"));
	assert_int_equal(plan_import_count(im), PLAN_IMPORT_FILES + 1);
	assert_int_equal(plan_import_row(im, PLAN_IMPORT_FILES - 1)->act,
	                 PLAN_WAITS);
	assert_int_equal(plan_import_row(im, PLAN_IMPORT_FILES)->act,
	                 PLAN_REFUSE);
	plan_import_free(im);
}

/* ---- a converter that hangs ---- */

#define PDF "%PDF-1.4\nnothing of one\n"

static void
on_change(void *arg)
{
	struct fixture *f = arg;

	f->changes++;
}

static void
on_tick(void *arg)
{
	struct fixture *f = arg;

	f->ticks++;
}

/* The processes whose command line holds the folder's name. */
static int
children(const struct fixture *f)
{
	char name[300], line[512];
	DIR *proc = opendir("/proc");
	struct dirent *e;
	int n = 0, fd;
	ssize_t len;

	while ((e = readdir(proc))) {
		snprintf(name, sizeof(name), "/proc/%s/cmdline", e->d_name);
		fd = open(name, O_RDONLY | O_CLOEXEC);
		len = fd >= 0 ? read(fd, line, sizeof(line)) : 0;
		n += len > 0 &&
		     memmem(line, (size_t)len, f->dir, strlen(f->dir)) != NULL;
		if (fd >= 0)
			close(fd);
	}
	closedir(proc);
	return n;
}

static void
a_converter_that_hangs_holds_nobody_up(void **state)
{
	struct fixture *f = *state;
	struct convert_options o = { .bin = f->dir };
	struct loop *l = loop_new(&f->room->err);
	int64_t head = room_head(f->room);

	put(f, "a.md", "# 甲预案\n\n正文。\n", 0600);
	put(f, "b.pdf", PDF, 0600);
	put(f, "pdftotext", "#!/bin/sh\nexec tail -f \"$0\"\n", 0700);
	plan_import_add(f->im, in(f, "a.md"));
	plan_import_add(f->im, in(f, "b.pdf"));
	plan_import_start(f->im, l, &o, on_change, f);
	/* Until the converter runs: told before it and after the first. */
	while (f->changes < 2)
		OK(f->room, loop_once(l, -1, &f->room->err));
	assert_true(plan_import_reading(f->im));
	assert_int_equal(plan_import_at(f->im), 1);
	row_is(f, 0, PLAN_ADD, "甲预案");
	while (children(f) == 0)
		; /* between two execs it has no command line */
	loop_after(l, 0, on_tick, f);
	OK(f->room, loop_once(l, -1, &f->room->err));
	assert_int_equal(f->ticks, 1);
	plan_import_free(f->im);
	f->im = NULL;
	while (children(f) > 0)
		; /* it was killed; the kernel takes it away */
	assert_int_equal(room_head(f->room), head);
	loop_free(l);
}

static void
converters_run_one_after_the_other(void **state)
{
	struct fixture *f = *state;
	struct convert_options o = { .bin = f->dir };
	struct loop *l = loop_new(&f->room->err);

	put(f, "a.pdf", PDF, 0600);
	put(f, "b.pdf", PDF, 0600);
	put(f, "pdftotext",
	    "#!/bin/sh\nprintf '防汛预案\\n\\n一、总则\\n\\n"
	    "水库溃坝时立即组织下游群众转移到安全地带。\\n'\n",
	    0700);
	plan_import_add(f->im, in(f, "a.pdf"));
	plan_import_add(f->im, in(f, "b.pdf"));
	plan_import_start(f->im, l, &o, on_change, f);
	while (plan_import_reading(f->im))
		OK(f->room, loop_once(l, -1, &f->room->err));
	row_is(f, 0, PLAN_ADD, "防汛预案");
	assert_int_equal(plan_import_row(f->im, 0)->format, DOC_PDF);
	row_is(f, 1, PLAN_REFUSE, "与 a.pdf 同名");
	plan_import_free(f->im);
	f->im = NULL;
	loop_free(l);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_written_before_it_is_applied),
		TEST(two_files_of_one_title_are_no_two_versions),
		TEST(what_changed_since_is_not_written_over),
		TEST(there_is_an_end_to_what_is_taken),
		TEST(a_converter_that_hangs_holds_nobody_up),
		TEST(converters_run_one_after_the_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
