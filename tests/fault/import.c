/*
 * import WHAT [EVERY]: an import at the command line is killed at the nth
 * write, sync or truncation of the desk's files, half of a write done, for
 * n = 1, 1 + EVERY, ... until one ends by itself.
 *
 *   roster   zhiban roster import people.csv
 *   plans    zhiban plans import FOLDER
 *
 * Afterwards all rows are there or none, verify finds nothing, and importing
 * again makes it all.
 */
#include "cli/cli.h"
#include "desk/contact.h"
#include "desk/desk.h"
#include "desk/plan.h"
#include "tests/fault/fault_kit.h"
#include "tests/fault/fault_vfs.h"

#define ROWS 40
#define ENDED 137

static int op, kill_at;

static int
kill_nth(const struct vfs_call *c)
{
	if (++op != kill_at)
		return SQLITE_OK;
	if (c->op == VFS_WRITE)
		c->real->xWrite(c->file, c->bytes, c->len / 2, c->off);
	raise(SIGKILL);
	return SQLITE_IOERR;
}

/* ---- what is imported ---- */

static void
put_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd == -1 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		die("%s: %s", path, strerror(errno));
	close(fd);
}

static void
people_make(const char *path)
{
	struct buf text = BUF_INIT;

	buf_str(&text, "姓名,手机\n");
	for (int i = 0; i < ROWS; i++)
		buf_fmt(&text, "人%02d,130000000%02d\n", i, i);
	put_file(path, text.s);
	buf_release(&text);
}

static void
plans_make(const char *path)
{
	struct buf name = BUF_INIT, text = BUF_INIT;

	mkdir(path, 0700);
	for (int i = 0; i < ROWS; i++) {
		buf_clear(&name);
		buf_clear(&text);
		buf_fmt(&name, "%s/%02d.md", path, i);
		buf_fmt(&text, "# 预案%02d\n\n## 一、总则\n\n正文。\n", i);
		put_file(name.s, text.s);
	}
	buf_release(&name);
	buf_release(&text);
}

static size_t
people_count(struct desk *d, struct err *err)
{
	struct contact *rows;
	size_t n;

	must(contact_list(d, 0, &rows, &n, err), err);
	contacts_free(rows, n);
	return n;
}

static size_t
plans_count(struct desk *d, struct err *err)
{
	struct plan *rows;
	size_t n;

	must(plan_list(d, false, &rows, &n, err), err);
	plans_free(rows, n);
	return n;
}

/* clang-format off */
static const struct subcommand commands[] = {
	{ "roster", "", "", roster_options, 2, 3, cli_roster },
	{ "plans", "", "", plans_options, 1, -1, cli_plans },
	{ NULL, NULL, NULL, NULL, 0, 0, NULL },
};
/* clang-format on */

static const struct import {
	const char *name;
	void (*make)(const char *path);
	size_t (*count)(struct desk *d, struct err *err);
} imports[] = {
	{ "roster", people_make, people_count },
	{ "plans", plans_make, plans_count },
};

/* ---- one run ---- */

static const struct identity who = { "li", "tty1" };

/* Returns the exit status, or ENDED when it was killed. */
static int
import_run(const struct import *im, const char *dir, const char *path, int at)
{
	const char *const argv[] = { "zhiban", "--data", dir, im->name,
		                     "import", path,     NULL };
	int status, null;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		null = open("/dev/null", O_WRONLY);
		dup2(null, STDOUT_FILENO);
		kill_at = at;
		vfs_register(kill_nth);
		_exit(cli_main(commands, 6, (char **)argv));
	}
	waitpid(pid, &status, 0);
	return WIFSIGNALED(status) ? ENDED : WEXITSTATUS(status);
}

static void
verify_now(const char *dir, const char *when)
{
	struct verify_report r = VERIFY_REPORT_INIT;
	struct err err = ERR_INIT;
	struct buf text = BUF_INIT;

	must(verify_desk(dir, &desk_kinds, NULL, true, &r, &err), &err);
	verify_text(&text, &r);
	if (r.faults_total || !r.views_same)
		die("%s:\n%s", when, text.s);
	buf_release(&text);
	verify_report_release(&r);
}

static size_t
count_now(const struct import *im, const char *dir)
{
	struct err err = ERR_INIT;
	struct desk *d;
	size_t n;

	must(desk_open(&d, dir, &who, NULL, &err), &err);
	n = im->count(d, &err);
	desk_close(d);
	return n;
}

/* All or nothing; the import done again makes all of it. */
static bool
one_run(const struct import *im, const char *dir, const char *path, int at,
        size_t *all)
{
	int status = import_run(im, dir, path, at);
	size_t n = count_now(im, dir);

	if (status != ENDED && status != 0)
		die("%s ended with %d", im->name, status);
	if (n != 0 && n != ROWS)
		die("%s killed at operation %d: %zu of %d rows are there",
		    im->name, at, n, ROWS);
	if (status == 0 && n != ROWS)
		die("%s said it was done, and %zu rows are there", im->name, n);
	verify_now(dir, im->name);
	*all += n == ROWS;
	if (import_run(im, dir, path, 0) || count_now(im, dir) != ROWS)
		die("%s killed at operation %d: not to be done again", im->name,
		    at);
	return status == ENDED;
}

/* A desk, all of it in its lasting files. */
static void
desk_make(char dir[64])
{
	const struct desk_options o = { .drill = true };
	const char *tmp = getenv("TMPDIR");
	struct err err = ERR_INIT;
	struct desk *d;

	snprintf(dir, 64, "%s/zhiban-fault-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(dir))
		die("%s: %s", dir, strerror(errno));
	must(desk_create(dir, &o, &who, &err), &err);
	must(desk_open(&d, dir, &who, NULL, &err), &err);
	must(db_checkpoint(desk_db(d), &err), &err);
	desk_close(d);
}

static void
clean(const struct import *im, const char *origin, const char *dir,
      const char *path)
{
	fault_remove(origin);
	fault_remove(dir);
	if (strcmp(im->name, "plans") == 0)
		fault_remove(path);
	else
		unlink(path);
}

int
main(int argc, char **argv)
{
	int every = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 1, at, runs = 0;
	char origin[64], dir[80], path[80];
	const struct import *im = imports;
	size_t all = 0;

	if (argc < 2 || every < 1)
		return 2;
	if (strcmp(argv[1], "plans") == 0)
		im++;
	desk_make(origin);
	snprintf(dir, sizeof(dir), "%s.run", origin);
	snprintf(path, sizeof(path), "%s.in", origin);
	im->make(path);
	do {
		at = 1 + runs++ * every;
		fault_copy(origin, dir);
	} while (one_run(im, dir, path, at, &all));
	if (runs < 3)
		die("%s: never killed", im->name);
	clean(im, origin, dir, path);
	printf("ok - %s import killed at operation 1 to %d, every %d: all rows "
	       "%zu times, none %zu times\n",
	       im->name, at, every, all, (size_t)runs - all);
	return 0;
}
