/*
 * The roster: a county's contacts imported in one batch, listed, a post
 * resolved, and the name of one of 10,000 units completed while it is typed;
 * as many contacts read from a table, once with a name each and once with 50
 * names among them.  One JSON object.
 *
 * roster [CONTACTS]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "desk/contact.h"
#include "desk/desk.h"
#include "desk/roster.h"
#include "desk/unit_names.h"

#define UNITS 1000
#define NAMES 10000
#define LOOKS 1000
#define COMMON_NAMES 50

static void __attribute__((noreturn)) die(const char *text)
{
	fprintf(stderr, "roster: %s\n", text);
	exit(1);
}

static double
seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

/* Those numbered from first to end. */
static void
add_units(struct desk *d, int first, int end, int64_t *ids)
{
	struct err err = ERR_INIT;
	char name[64];
	struct unit u;
	int64_t seq;

	if (desk_batch_begin(d, &err))
		die(err.text);
	for (int i = first; i < end; i++) {
		unit_init(&u);
		snprintf(name, sizeof(name), "第%d煤业有限公司", i);
		free(u.name);
		u.name = mem_str(name);
		u.kind = UNIT_MINE;
		if (unit_save(d, &u, 0, &seq, &err))
			die(err.text);
		if (ids)
			ids[i] = u.id;
		unit_release(&u);
	}
	if (desk_batch_commit(d, &err))
		die(err.text);
}

static void
add_contact(struct desk *d, int64_t unit, int i)
{
	static const char *const surnames[] = { "赵", "钱", "孙", "李", "曾" };
	static const char *const given[] = { "建国", "芳", "伟", "秀英" };
	static const char *const titles[] = { "值班员", "经理", "安全员" };
	struct err err = ERR_INIT;
	struct contact c;
	char name[64];
	int64_t seq;

	contact_init(&c);
	snprintf(name, sizeof(name), "%s%s%d", surnames[i % 5],
	         given[i / 5 % 4], i);
	free(c.name);
	c.name = mem_str(name);
	contact_add_post(&c, unit, titles[i % 3])->order = 1 + i / UNITS % 100;
	c.phones_count = 2;
	snprintf(c.phones[0].number, PHONE_TEXT, "139%08d", i);
	snprintf(c.phones[1].number, PHONE_TEXT, "0358-%07d", i);
	if (contact_save(d, &c, 0, &seq, &err))
		die(err.text);
	contact_release(&c);
}

static double
import(struct desk *d, const int64_t units[UNITS], int count)
{
	struct err err = ERR_INIT;
	double began = seconds();

	if (desk_batch_begin(d, &err))
		die(err.text);
	for (int i = 0; i < count; i++)
		add_contact(d, units[i % UNITS], i);
	if (desk_batch_commit(d, &err))
		die(err.text);
	return seconds() - began;
}

static double
list(struct desk *d, size_t expected)
{
	struct err err = ERR_INIT;
	double began = seconds();
	struct contact *rows;
	size_t n;

	if (contact_list(d, 0, &rows, &n, &err))
		die(err.text);
	if (n != expected)
		die("the list lacks somebody");
	contacts_free(rows, n);
	return seconds() - began;
}

static double
resolve(struct desk *d)
{
	struct err err = ERR_INIT;
	double began = seconds();
	struct voice *rows;
	char post[64];
	bool vacant;
	size_t n;

	for (int i = 0; i < LOOKS; i++) {
		snprintf(post, sizeof(post), "第%d煤业有限公司/值班员", i);
		if (voices_of_post(d, post, &vacant, &rows, &n, &err))
			die(err.text);
		voices_free(rows, n);
	}
	return seconds() - began;
}

/* Every beginning of what is typed is a key.  *names_s: to read them once. */
static double
complete(struct desk *d, double *names_s)
{
	static const char typed[] = "myyxgs";
	const size_t keys = sizeof(typed) - 1;
	const char *found[UNIT_NAMES_FOUND];
	struct err err = ERR_INIT;
	struct unit_names names;
	char words[sizeof(typed)];
	double began;

	add_units(d, UNITS, NAMES, NULL);
	began = seconds();
	if (unit_names_read(d, &names, &err))
		die(err.text);
	*names_s = seconds() - began;
	began = seconds();
	for (int i = 0; i < LOOKS; i++) {
		snprintf(words, sizeof(words), "%.*s",
		         1 + (int)((size_t)i % keys), typed);
		if (!unit_names_find(&names, words, found))
			die("a unit is not found");
	}
	began = seconds() - began;
	unit_names_release(&names);
	return began;
}

static void
remove_desk(const char *dir)
{
	static const char *const names[] = { "desk.db",     "desk.db-wal",
		                             "desk.db-shm", "desk.gate",
		                             "desk.keeper", "desk.key",
		                             "ballast" };
	char path[128];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		unlink(path);
	}
	if (rmdir(dir))
		die("the folder stays");
}

/* A drill desk of its own with the first units. */
static struct desk *
make_desk(char *dir, int64_t units[UNITS])
{
	static const struct identity who = { "bench", "bench" };
	struct desk_options o = { .drill = true };
	struct err err = ERR_INIT;
	struct desk *d;

	if (!mkdtemp(dir) || rmdir(dir))
		die("no folder");
	if (desk_create(dir, &o, &who, &err) ||
	    desk_open(&d, dir, &who, NULL, &err))
		die(err.text);
	add_units(d, 0, UNITS, units);
	return d;
}

/* Seconds to preview and apply a table of `count` people of `names` names. */
static double
read_table(int count, int names)
{
	char dir[] = "/tmp/zhiban-bench-XXXXXX";
	struct desk *d = make_desk(dir, NULL);
	struct roster_preview *preview;
	struct buf csv = BUF_INIT;
	struct err err = ERR_INIT;
	size_t written;
	double began;

	buf_str(&csv, "姓名,单位,职务,电话1\r\n");
	for (int i = 0; i < count; i++)
		buf_fmt(&csv, "王伟%d,第%d煤业有限公司,%d队队长,139%08d\r\n",
		        i % names, i % UNITS, i / UNITS, i);
	began = seconds();
	if (roster_preview(d, csv.s, csv.len, "bench.csv", &preview, &err) ||
	    roster_apply(d, preview, false, &written, &err))
		die(err.text);
	began = seconds() - began;
	if (written != (size_t)count)
		die("the table lacks somebody");
	roster_preview_free(preview);
	buf_release(&csv);
	desk_close(d);
	remove_desk(dir);
	return began;
}

int
main(int argc, char **argv)
{
	int count = argc > 1 ? atoi(argv[1]) : 50000;
	char dir[] = "/tmp/zhiban-bench-XXXXXX";
	double added, listed, resolved, completed, names, table, namesakes;
	int64_t units[UNITS];
	struct desk *d = make_desk(dir, units);

	added = import(d, units, count);
	listed = list(d, (size_t)count);
	resolved = resolve(d);
	completed = complete(d, &names);
	desk_close(d);
	remove_desk(dir);
	table = read_table(count, count);
	namesakes = read_table(count, COMMON_NAMES);
	printf("{\"bench\":\"roster\",\"contacts\":%d,\"import_s\":%.2f,"
	       "\"save_us\":%.1f,\"list_ms\":%.1f,\"post_us\":%.1f,"
	       "\"names\":%d,\"names_ms\":%.1f,\"name_key_ms\":%.2f,"
	       "\"table_s\":%.2f,\"table_namesakes_s\":%.2f,"
	       "\"namesakes_ratio\":%.2f}\n",
	       count, added, added * 1e6 / count, listed * 1e3,
	       resolved * 1e6 / LOOKS, NAMES, names * 1e3,
	       completed * 1e3 / LOOKS, table, namesakes, namesakes / table);
	return 0;
}
