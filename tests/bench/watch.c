/*
 * The worker, and the console beside it:
 *
 *	flood	10,000 new warnings in one answer: from the worker's start to
 *		the last entry, its processor time and memory; key to paint of
 *		a console meanwhile, beside the same with no worker; alarms
 *	idle	every feed of the built-in set unreachable (no name resolves;
 *		a proxy that refuses), and when the flood has passed: share of
 *		a processor and wake-ups a second
 *	start	a console with a worker of unreachable feeds, beside one
 *		without: the least of several
 *
 *	watch BUILD SECONDS
 */
#include <fcntl.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "desk/alarm.h"
#include "desk/desk.h"
#include "desk/feed.h"
#include "desk/notice.h"
#include "desk/setting.h"
#include "tests/bench/seat.h"

enum {
	WARNINGS = 10000,
	BEFORE = 40, /* of them, so that there is a list to move in */
	KEYS = 1000,
	CALM_KEYS = 100,
	STARTS = 21,
	SETTLE_S = 3,
	FLOOD_S = 60
};

struct bench {
	const char *build;
	char tmp[64], dir[96];
	int seconds, port;
	pid_t server, worker;
};

static void __attribute__((noreturn)) die(const char *text)
{
	fprintf(stderr, "watch: %s\n", text);
	exit(1);
}

static void
must(int rc, const struct err *err)
{
	if (rc)
		die(err->text);
}

/* ---- programs ---- */

static pid_t
start(const char *const argv[], int out)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	dup2(out, 1);
	execv(argv[0], (char *const *)argv);
	_exit(127);
}

static void
end(pid_t pid)
{
	kill(pid, SIGTERM);
	waitpid(pid, NULL, 0);
}

static void
server_start(struct bench *b)
{
	char path[256], root[96];
	const char *argv[] = { path, "--root", root, NULL };
	int ports[2];
	FILE *in;

	snprintf(path, sizeof(path), "%s/tests/server/server", b->build);
	snprintf(root, sizeof(root), "%s/root", b->tmp);
	if (mkdir(root, 0700) || pipe2(ports, O_CLOEXEC))
		die(root);
	b->server = start(argv, ports[1]);
	close(ports[1]);
	in = fdopen(ports[0], "r");
	if (!in || fscanf(in, "%d", &b->port) != 1)
		die("no server");
	fclose(in);
}

/* option: NULL, or "--once" */
static void
worker_start(struct bench *b, const char *option)
{
	char path[256];
	const char *argv[] = { path, "run", "--data", b->dir, option, NULL };

	snprintf(path, sizeof(path), "%s/zhiban-watch", b->build);
	b->worker = start(argv, 2);
}

static void
console_start(const struct bench *b, const char *dir, struct seat *s)
{
	char path[256];
	char *argv[] = { path, (char *)"--data", (char *)dir, NULL };

	snprintf(path, sizeof(path), "%s/zhiban", b->build);
	seat_start(s, argv);
}

static void
pass(int seconds)
{
	poll(NULL, 0, seconds * 1000);
}

/* ---- desks ---- */

/* A rule and a channel that is off: alarms are looked at, nothing is sent. */
static struct desk *
desk_make(struct bench *b, const char *name)
{
	static const struct identity who = { "bench", "pty" };
	static const struct desk_options o = { .clock_rate = 1000 };
	char post[] = "应急局/带班领导", hook[] = "hook",
	     *channels[] = { hook };
	struct escalation_step step = { 5, post, channels, 1 };
	struct err err = ERR_INIT;
	struct desk *d;

	snprintf(b->dir, sizeof(b->dir), "%s/%s", b->tmp, name);
	must(desk_create(b->dir, &o, &who, &err), &err);
	must(desk_open(&d, b->dir, &who, NULL, &err), &err);
	must(escalation_save(d, &step, 1, NULL, &err), &err);
	return d;
}

/* One feed, of our server; the others off. */
static void
feeds_ours(const struct bench *b, struct desk *d)
{
	char address[64];
	struct err err = ERR_INIT;
	struct feed *rows;
	size_t n;

	snprintf(address, sizeof(address), "http://127.0.0.1:%d/nmc.json",
	         b->port);
	must(feed_list(d, &rows, &n, &err), &err);
	for (size_t i = 0; i < n; i++) {
		rows[i].on = strcmp(rows[i].name, "nmc") == 0;
		if (rows[i].on) {
			free(rows[i].address);
			rows[i].address = strdup(address);
			rows[i].local = true;
		}
		must(feed_save(d, &rows[i], NULL, &err), &err);
	}
	feeds_free(rows, n);
}

/* Conditions of their own: 100 places, 100 kinds, the four levels. */
static void
answer_write(const struct bench *b, int count)
{
	static const char *const marks[] = { "甲", "乙", "丙", "丁", "戊",
		                             "己", "庚", "辛", "壬", "癸" };
	static const char *const levels[] = { "红色", "橙色", "黄色", "蓝色" };
	char path[96];
	FILE *f;

	snprintf(path, sizeof(path), "%s/root/nmc.json", b->tmp);
	f = fopen(path, "w");
	if (!f)
		die(path);
	fprintf(f,
	        "{\"msg\":\"success\",\"code\":0,\"data\":{\"page\":{"
	        "\"pageNo\":1,\"pageSize\":20000,\"count\":%d,"
	        "\"totalPage\":1,\"list\":[",
	        count);
	for (int i = 0; i < count; i++)
		fprintf(f,
		        "%s{\"alertid\":\"1411%02d41600000_20260920%02d%02d%02d"
		        "\",\"issuetime\":\"2026/09/20 12:30\",\"title\":"
		        "\"山西省吕梁市某县发布灾%s%s%s预警信号\","
		        "\"url\":\"/x\"}",
		        i ? "," : "", i % 100, i / 3600, i / 60 % 60, i % 60,
		        marks[i / 100 % 10], marks[i / 1000], levels[i % 4]);
	fputs("]},\"provinceAlarms\":[]}}", f);
	fclose(f);
}

/* ---- figures ---- */

/* Of the process and its threads, milliseconds. */
static double
cpu_ms(pid_t pid)
{
	char path[64], line[1024];
	unsigned long user = 0, system = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	f = fopen(path, "r");
	if (f && fgets(line, sizeof(line), f))
		sscanf(strrchr(line, ')') + 1,
		       " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
		       &user, &system);
	if (f)
		fclose(f);
	return (double)(user + system) * 1e3 / (double)sysconf(_SC_CLK_TCK);
}

/* A key and its paint; 0 when nothing came. */
static double
key_ms(struct seat *s, int i)
{
	double begin = now_ms(), last;

	if (write(s->fd, i / 15 % 2 ? "k" : "j", 1) != 1)
		die("the console is gone");
	last = seat_read(s, 1000, QUIET_KEY_MS);
	return last > 0 ? last - begin : 0;
}

static void
print_keys(const char *name, double *v, size_t n)
{
	printf(" \"%s\": {\"keys\": %zu, \"p50_ms\": %.3f, \"p99_ms\": %.3f, "
	       "\"max_ms\": %.3f},\n",
	       name, n, percentile(v, n, 0.5), percentile(v, n, 0.99),
	       percentile(v, n, 1.0));
}

static void
measure_idle(const struct bench *b, const char *name, const char *after)
{
	const char *switches = "voluntary_ctxt_switches:";
	double cpu, wakes;

	pass(SETTLE_S);
	cpu = cpu_ms(b->worker);
	wakes = proc_number(b->worker, "status", switches);
	pass(b->seconds);
	cpu = cpu_ms(b->worker) - cpu;
	wakes = proc_number(b->worker, "status", switches) - wakes;
	printf("  {\"case\": \"%s\", \"seconds\": %d, \"cpu_ms\": %.0f, "
	       "\"cpu_percent\": %.3f, \"wakeups_s\": %.2f}%s\n",
	       name, b->seconds, cpu, cpu / 10 / b->seconds, wakes / b->seconds,
	       after);
}

/* ---- the flood ---- */

static int
count_alarms(struct desk *d, const char *of)
{
	struct err err = ERR_INIT;
	struct alarm *rows;
	size_t n;
	int count = 0;

	must(alarm_list(d, &rows, &n, &err), &err);
	for (size_t i = 0; i < n; i++)
		count += strncmp(rows[i].key, of, strlen(of)) == 0;
	alarms_free(rows, n);
	return count;
}

static void
measure_flood(struct bench *b, struct desk *d)
{
	static double busy[KEYS], calm[CALM_KEYS];
	double begin, written = 0, ms;
	size_t n = 0, calm_n = 0;
	struct seat s;
	int64_t head;

	desk_changed(d);
	head = desk_head(d);
	console_start(b, b->dir, &s);
	seat_read(&s, FIRST_MS, QUIET_PAINT_MS);
	if (write(s.fd, "5", 1) == 1)
		seat_read(&s, FIRST_MS, QUIET_PAINT_MS);
	for (int i = 0; i < CALM_KEYS; i++)
		if ((ms = key_ms(&s, i)) > 0)
			calm[calm_n++] = ms;
	begin = now_ms();
	worker_start(b, NULL);
	for (int i = 0; n < KEYS && now_ms() < begin + FLOOD_S * 1e3; i++) {
		if ((ms = key_ms(&s, i)) > 0)
			busy[n++] = ms;
		desk_changed(d);
		if (written == 0 && desk_head(d) >= head + WARNINGS - BEFORE)
			written = now_ms() - begin;
		if (written > 0 && now_ms() > begin + written + 3000)
			break;
	}
	if (written == 0 || !n || !calm_n)
		die("the flood did not come");
	printf(" \"flood\": {\"warnings\": %d, \"written_ms\": %.0f, "
	       "\"cpu_ms\": %.0f, \"peak_kb\": %.0f, \"alarms\": %d},\n",
	       WARNINGS - BEFORE, written, cpu_ms(b->worker),
	       proc_number(b->worker, "status", "VmHWM:"),
	       count_alarms(d, "warning:"));
	print_keys("keys_alone", calm, calm_n);
	print_keys("keys_in_flood", busy, n);
	seat_stop(&s, "Qy");
}

/* ---- starting ---- */

static double
start_once(const struct bench *b, const char *dir)
{
	double begin = now_ms(), last;
	struct seat s;

	console_start(b, dir, &s);
	last = seat_read(&s, FIRST_MS, QUIET_PAINT_MS);
	seat_stop(&s, "Qy");
	return last - begin;
}

/* In turn, so that what else the machine does is the same for both. */
static void
measure_start(const struct bench *b, const char *without)
{
	double v[STARTS], w[STARTS], least, other;

	for (int i = 0; i < STARTS; i++) {
		v[i] = start_once(b, b->dir);
		w[i] = start_once(b, without);
	}
	least = percentile(v, STARTS, 0);
	other = percentile(w, STARTS, 0);
	printf(" \"start\": {\"with_worker_ms\": %.2f, \"without_ms\": %.2f, "
	       "\"ratio\": %.2f}}\n",
	       least, other, least / other);
}

static void
measure_unreachable(struct bench *b)
{
	struct err err = ERR_INIT;
	char without[96];
	struct desk *d;

	desk_close(desk_make(b, "alone"));
	memcpy(without, b->dir, sizeof(without));
	d = desk_make(b, "far");
	worker_start(b, NULL);
	measure_idle(b, "no name resolves", ",");
	end(b->worker);
	must(setting_set(d, "watch.proxy", "http://127.0.0.1:1", NULL, &err),
	     &err);
	worker_start(b, NULL);
	measure_idle(b, "a proxy that refuses", "],");
	measure_start(b, without);
	end(b->worker);
	desk_close(d);
}

int
main(int argc, char **argv)
{
	struct bench b = { .seconds = 120 };
	char command[128];
	struct desk *d;

	if (argc != 3)
		return 2;
	b.build = argv[1];
	b.seconds = (int)strtol(argv[2], NULL, 10);
	snprintf(b.tmp, sizeof(b.tmp), "/tmp/zhiban-bench-XXXXXX");
	if (b.seconds < 1 || !mkdtemp(b.tmp))
		return 2;
	setenv("ZHIBAN_WATCH", "", 1); /* consoles start none */
	signal(SIGPIPE, SIG_IGN);
	server_start(&b);
	answer_write(&b, BEFORE);
	printf("{\"bench\": \"watch\",\n");
	d = desk_make(&b, "near");
	feeds_ours(&b, d);
	worker_start(&b, "--once");
	waitpid(b.worker, NULL, 0);
	answer_write(&b, WARNINGS);
	measure_flood(&b, d);
	printf(" \"idle\": [\n");
	measure_idle(&b, "after the flood", ",");
	end(b.worker);
	desk_close(d);
	measure_unreachable(&b);
	end(b.server);
	snprintf(command, sizeof(command), "rm -rf %s", b.tmp);
	if (system(command))
		fprintf(stderr, "watch: %s is left behind\n", b.tmp);
	return 0;
}
