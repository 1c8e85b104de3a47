/*
 * watch BUILD ROUNDS [SEED]: the worker of a real desk is killed with SIGKILL
 * at a random moment, again and again; `zhiban worker` and what the console
 * does start it in turn.  Meanwhile a feed says something new each round, or
 * fails, an officer dismisses what is done with, an instruction passes its due
 * and its second step, and a gate hands in answers.  Then, after one calm run:
 *
 *	- verify finds nothing, the views are what the journal folds to
 *	- each row that the feed served is one entry
 *	- each reason is one notice a channel, and every notice was sent
 *	- what the receivers got has one id a notice; an id came again only
 *	  when an attempt was begun again, never otherwise
 *	- each answer is one entry
 *	- no half-written file is left, and the lock died with each worker
 *
 * The moment is a random number of things seen to happen in the data folder
 * and at the server, or a random time if they do not.  What is random comes
 * from SEED, which is printed.
 */
#include <ftw.h>
#include <sys/inotify.h>
#include <sys/prctl.h>

#include "base/civil.h"
#include "base/hash.h"
#include "desk/desk.h"
#include "desk/instruction.h"
#include "desk/notice.h"
#include "desk/sentry.h"
#include "desk/warning.h"
#include "desk/watchman.h"
#include "tests/fault/fault_kit.h"

enum {
	ROWS_MAX = 600, /* of the feed, in all: a condition each */
	ROWS_OPEN = 8,  /* unhandled at a time: no flood */
	EVENTS_MAX = 200,
	WAIT_MAX_MS = 1200,
	CALM_MS = 60000,
	STEP_MINUTES = 60,
	DUE_IN_MS = 3000,
	BEGUN_MAX = NOTICE_BEGUN - 4, /* then it is let be */
	ENTRIES_MAX = 65536,
	KEY_KEPT = 200
};

#define LEADER "应急局/带班领导" /* each step of the rule is his */
#define SECRET "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

struct row {
	bool red, dismissed;
	int64_t item; /* 0: not on the desk yet */
	int entries;
};

/* What the journal says of a notice, and what its receiver got. */
struct told {
	char key[KEY_KEPT]; /* "" no notice */
	int begun, taken, answered, arrived;
	bool asked; /* its answer was handed in */
};

struct run {
	const char *build;
	char tmp[64], dir[80], net[80];
	pid_t server, worker;
	int http, smtp, seen; /* seen: inotify */
	struct desk *desk;
	int64_t read; /* of the journal, so far */
	struct row rows[ROWS_MAX];
	size_t count;
	int64_t instruction;
	struct told told[ENTRIES_MAX]; /* by the notice's id */
	int answers;
};

/* ---- the programs ---- */

static pid_t
start(const char *const argv[], int out, const char *errors)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	if (out >= 0)
		dup2(out, 1);
	if (errors && !freopen(errors, "a", stderr))
		_exit(126);
	execv(argv[0], (char *const *)argv);
	_exit(127);
}

static void
zhiban(struct run *r, const char *verb, const char *a, const char *b)
{
	char path[256];
	const char *argv[] = { path, verb, a, b, NULL };
	int status, null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	snprintf(path, sizeof(path), "%s/zhiban", r->build);
	waitpid(start(argv, null, NULL), &status, 0);
	close(null);
	if (status)
		die("zhiban %s: status %x", verb, (unsigned)status);
}

static void
server_start(struct run *r)
{
	char path[256], root[80], log[96], sink[96];
	const char *argv[] = { path, "--root", root, "--log",
		               log,  "--sink", sink, NULL };
	int ports[2], https;
	FILE *in;

	snprintf(path, sizeof(path), "%s/tests/server/server", r->build);
	snprintf(root, sizeof(root), "%s/root", r->tmp);
	snprintf(log, sizeof(log), "%s/log", r->net);
	snprintf(sink, sizeof(sink), "%s/sink", r->net);
	if (mkdir(root, 0700) || pipe2(ports, O_CLOEXEC))
		die("%s: %s", root, strerror(errno));
	r->server = start(argv, ports[1], NULL);
	close(ports[1]);
	in = fdopen(ports[0], "r");
	if (!in || fscanf(in, "%d %d %d", &r->http, &https, &r->smtp) != 3)
		die("no server");
	fclose(in);
}

/* One that is not `but`: what the console started is adopted by us. */
static pid_t
child_of_ours(pid_t but)
{
	char path[64], line[512];
	pid_t found = 0, parent, pid;
	struct dirent *e;
	DIR *all = opendir("/proc");
	FILE *f;

	while (all && (e = readdir(all))) {
		pid = (pid_t)strtol(e->d_name, NULL, 10);
		snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
		f = pid > 0 && pid != but ? fopen(path, "r") : NULL;
		if (f && fgets(line, sizeof(line), f) &&
		    sscanf(strrchr(line, ')') + 1, " %*c %d", &parent) == 1 &&
		    parent == getpid())
			found = pid;
		if (f)
			fclose(f);
	}
	if (all)
		closedir(all);
	return found;
}

static void
worker_start(struct run *r, bool by_console)
{
	char path[256], log[160];
	const char *argv[] = { path, "worker", NULL };
	struct err err = ERR_INIT;

	if (by_console) {
		must(watchman_start(r->desk, &err), &err);
		r->worker = child_of_ours(r->server);
		if (!r->worker)
			die("the console started no worker");
	} else {
		snprintf(path, sizeof(path), "%s/zhiban", r->build);
		snprintf(log, sizeof(log), "%s/watch.log", r->dir);
		r->worker = start(argv, -1, log);
	}
}

static void
worker_end(struct run *r, int signo)
{
	struct sentry s;
	int status;

	kill(r->worker, signo);
	if (waitpid(r->worker, &status, 0) != r->worker)
		die("the worker is no child of ours");
	if (signo == SIGKILL ? !WIFSIGNALED(status) : status != 0)
		die("the worker ended by itself: status %x", (unsigned)status);
	sentry_see(r->dir, &s);
	if (s.running)
		die("the lock outlived the worker");
}

/* ---- what there is to be seen ---- */

/* Row i: its id tells i, its place and its kind make a condition of its own. */
static void
row_write(const struct row *row, size_t i, FILE *f)
{
	static const char *const kinds[][2] = {
		{ "暴雨", "0002" }, { "高温", "0003" }, { "寒潮", "0004" },
		{ "大雾", "0005" }, { "大风", "0007" }, { "冰雹", "0009" },
	};
	const char *const *kind = kinds[i / 100];

	fprintf(f,
	        "%s{\"alertid\":\"1411%02zu41600000_20260920%02zu%02zu00\","
	        "\"issuetime\":\"2026/09/20 12:30\",\"title\":"
	        "\"山西省吕梁市某县发布%s%s预警信号\",\"url\":\"/x\","
	        "\"pic\":\"https://image.nmc.cn/p%s00%d.png\"}",
	        i ? "," : "", i % 100, i / 60, i % 60, kind[0],
	        row->red ? "红色" : "黄色", kind[1], row->red ? 1 : 3);
}

static void
feed_write(const struct run *r, bool failing)
{
	char path[128], name[140];
	FILE *f;

	snprintf(path, sizeof(path), "%s/root/nmc.json", r->tmp);
	snprintf(name, sizeof(name), "%s.new", path);
	f = fopen(name, "w");
	if (!f)
		die("%s: %s", name, strerror(errno));
	fprintf(f,
	        "%s{\"msg\":\"success\",\"code\":0,\"data\":{\"page\":"
	        "{\"pageNo\":1,\"pageSize\":1000,\"count\":%zu,"
	        "\"totalPage\":1,\"list\":[",
	        failing ? "<html>busy</html>" : "", r->count);
	for (size_t i = 0; i < r->count; i++)
		row_write(&r->rows[i], i, f);
	fputs("]},\"provinceAlarms\":[]}}", f);
	if (fclose(f) || rename(name, path))
		die("%s: %s", path, strerror(errno));
}

/* ---- what the journal says ---- */

static struct told *
told_of(struct run *r, const struct journal_entry *e)
{
	long long id = 0;

	if (!e->subject || sscanf(e->subject, "notice:%lld", &id) != 1 ||
	    id <= 0 || id >= ENTRIES_MAX)
		die("entry %lld: of no notice", (long long)e->seq);
	return &r->told[id];
}

static void
see_row(struct run *r, const struct journal_entry *e, const json_t *body)
{
	const char *id = json_string_value(json_object_get(body, "id"));
	unsigned hour, minute;
	long long item;
	size_t i;

	if (!id ||
	    sscanf(id, "%*[0-9]_20260920%2u%2u00", &hour, &minute) != 2 ||
	    sscanf(e->subject, "warning:%lld", &item) != 1)
		die("entry %lld: no row of ours", (long long)e->seq);
	i = hour * 60 + minute;
	if (i >= r->count)
		die("entry %lld: a row that was not served", (long long)e->seq);
	r->rows[i].item = item;
	r->rows[i].entries++;
}

static int
see(void *arg, const struct journal_entry *e)
{
	struct run *r = arg;
	json_t *body = json_loadb(e->body, e->body_len, 0, NULL);

	if (strcmp(e->kind, "warning.received") == 0)
		see_row(r, e, body);
	else if (strcmp(e->kind, "notice.raised") == 0)
		snprintf(told_of(r, e)->key, KEY_KEPT, "%s",
		         json_string_value(json_object_get(body, "key")));
	else if (strcmp(e->kind, "notice.begun") == 0)
		told_of(r, e)->begun++;
	else if (strcmp(e->kind, "notice.attempted") == 0)
		told_of(r, e)->taken +=
			json_is_true(json_object_get(body, "ok"));
	else if (strcmp(e->kind, "notice.answered") == 0)
		told_of(r, e)->answered++;
	json_decref(body);
	r->read = e->seq;
	return 0;
}

static void
look(struct run *r)
{
	struct err err = ERR_INIT;

	desk_changed(r->desk);
	must(journal_read(desk_journal(r->desk), r->read, see, r, &err), &err);
}

/* Of an alarm's step by a channel; NULL: not raised yet.  A warning's key goes
 * on with the moment since when it has its level. */
static const struct told *
told_find(const struct run *r, const char *alarm, int step, const char *channel)
{
	size_t len = strlen(alarm);
	char rest[KEY_KEPT];

	snprintf(rest, sizeof(rest), "/0/" LEADER "/%s%s", channel,
	         step > 1 ? "/2" : "");
	for (int64_t id = 1; id <= r->read; id++) {
		const char *key = r->told[id].key;

		if (strncmp(key, alarm, len) == 0 &&
		    strcmp(key + len + strspn(key + len, "-0123456789"),
		           rest) == 0)
			return &r->told[id];
	}
	return NULL;
}

static bool
was_told(const struct run *r, const char *alarm, int step, const char *channel)
{
	const struct told *t = told_find(r, alarm, step, channel);

	return t && t->taken;
}

static bool
row_told(const struct run *r, const struct row *row)
{
	char alarm[ALARM_KEY];

	snprintf(alarm, sizeof(alarm), "warning:%lld/1", (long long)row->item);
	return was_told(r, alarm, 1, "hook") && was_told(r, alarm, 1, "mail");
}

static bool
instruction_told(const struct run *r)
{
	char alarm[ALARM_KEY];

	snprintf(alarm, sizeof(alarm), "instruction:%lld",
	         (long long)r->instruction);
	return was_told(r, alarm, 1, "hook") && was_told(r, alarm, 1, "mail") &&
	       was_told(r, alarm, 2, "hook");
}

/* ---- people ---- */

/* The one at the desk: red ones only when the leader has been told. */
static void
dismiss(struct run *r)
{
	struct err err = ERR_INIT;

	for (size_t i = 0; i < r->count; i++) {
		struct row *row = &r->rows[i];

		if (!row->item || row->dismissed || rand() % 2 ||
		    (row->red && !row_told(r, row)))
			continue;
		must(warning_handle(r->desk, row->item, 0, WARNING_DISMISSED,
		                    "不涉及本县", NULL, &err),
		     &err);
		row->dismissed = true;
	}
}

/* What the gate hands in: signed as a Standard Webhook. */
static void
answer(struct run *r, int64_t id)
{
	unsigned char secret[64], digest[HASH_LEN];
	struct buf body = BUF_INIT, said = BUF_INIT, sign = BUF_INIT;
	char stamp[24], path[160], part[170];
	struct clock_reading now;
	int len = base64_read(SECRET, strlen(SECRET), secret, sizeof(secret));
	json_t *o;

	clock_read(&clock_system, &now);
	snprintf(stamp, sizeof(stamp), "%lld", (long long)now.wall_ms / 1000);
	buf_fmt(&body, "{\"notice\": %lld, \"by\": \"赵局\"}", (long long)id);
	buf_fmt(&said, "m%lld.%s.%s", (long long)id, stamp, body.s);
	hash_mac(digest, secret, (size_t)len, said.s, said.len);
	buf_str(&sign, "v1,");
	base64_add(&sign, digest, sizeof(digest));
	buf_clear(&said);
	buf_fmt(&said, "m%lld", (long long)id);
	o = json_pack("{s:s, s:s, s:s, s:s}", "id", said.s, "timestamp", stamp,
	              "signature", sign.s, "body", body.s);
	snprintf(path, sizeof(path), "%s/spool/%lld.json", r->dir,
	         (long long)id);
	snprintf(part, sizeof(part), "%s.part", path);
	if (json_dump_file(o, part, 0) || rename(part, path))
		die("%s: %s", path, strerror(errno));
	json_decref(o);
	buf_release(&body);
	buf_release(&said);
	buf_release(&sign);
	r->told[id].asked = true;
	r->answers++;
}

static void
answer_some(struct run *r)
{
	for (int64_t id = 1; id <= r->read; id++)
		if (r->told[id].taken && !r->told[id].asked && rand() % 3 == 0)
			answer(r, id);
}

static void
serve_more(struct run *r)
{
	size_t open = 0;

	for (size_t i = 0; i < r->count; i++)
		open += !r->rows[i].dismissed;
	for (int n = rand() % 3; n > 0 && open < ROWS_OPEN; n--, open++)
		if (r->count < ROWS_MAX)
			r->rows[r->count++].red = rand() % 3 == 0;
	feed_write(r, rand() % 6 == 0);
}

/* ---- a round ---- */

/* Drain what was seen to happen; how much. */
static int
events(const struct run *r)
{
	_Alignas(struct inotify_event) char bytes[4096];
	const struct inotify_event *e;
	int count = 0;
	ssize_t n;

	while ((n = read(r->seen, bytes, sizeof(bytes))) > 0)
		for (char *at = bytes; at < bytes + n;
		     at += sizeof(*e) + e->len, count++)
			e = (const struct inotify_event *)at;
	return count;
}

static bool
happens(const struct run *r, int64_t until_ms)
{
	struct pollfd p = { .fd = r->seen, .events = POLLIN };
	int64_t left = until_ms - clock_mono_ms();

	return left > 0 && poll(&p, 1, (int)left) > 0;
}

/* One that was killed too often would be given up, and rightly. */
static bool
nearly_given_up(const struct run *r)
{
	for (int64_t id = 1; id <= r->read; id++)
		if (!r->told[id].taken && r->told[id].begun > BEGUN_MAX)
			return true;
	return false;
}

static void
one_round(struct run *r)
{
	int most = 1 + rand() % EVENTS_MAX, count = 0;
	int64_t wait_ms = rand() % WAIT_MAX_MS, until;

	look(r);
	if (nearly_given_up(r)) {
		most = INT32_MAX;
		wait_ms = WAIT_MAX_MS;
	}
	dismiss(r);
	answer_some(r);
	serve_more(r);
	events(r);
	until = clock_mono_ms() + wait_ms;
	worker_start(r, rand() % 2);
	while (count < most && happens(r, until))
		count += events(r);
	worker_end(r, SIGKILL);
}

/* ---- the desk ---- */

__attribute__((format(printf, 3, 4))) static void
put_file(const char *dir, const char *name, const char *fmt, ...)
{
	char path[160];
	va_list ap;
	FILE *f;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	f = fd < 0 ? NULL : fdopen(fd, "w");
	if (!f)
		die("%s: %s", path, strerror(errno));
	va_start(ap, fmt);
	vfprintf(f, fmt, ap);
	va_end(ap);
	fclose(f);
}

static void
commands(struct run *r)
{
	char path[160];

	put_file(
		r->tmp, "setup",
		"{\"do\":\"feed.save\",\"feed\":{\"name\":\"nmc\",\"label\":"
		"\"x\",\"format\":\"nmc\",\"local\":true,\"on\":true,"
		"\"neighbours\":true,\"floor\":1,\"interval\":1,\"address\":"
		"\"http://127.0.0.1:%d/nmc.json\"}}\n"
		"{\"do\":\"unit.save\",\"name\":\"应急局\",\"kind\":\"agency\","
		"\"phones\":[\"0358-7620001\"]}\n"
		"{\"do\":\"contact.save\",\"name\":\"赵局\",\"posts\":[{"
		"\"unit\":"
		"\"应急局\",\"title\":\"带班领导\",\"order\":1}],\"phones\":"
		"[\"13800000001\"]}\n"
		"{\"do\":\"channel.save\",\"channel\":{\"name\":\"hook\","
		"\"label\":\"值班群\",\"type\":\"webhook\",\"on\":true,"
		"\"local\":true,\"secret\":\"hook\",\"address\":"
		"\"http://127.0.0.1:%d/sink\",\"body\":"
		"\"{\\\"text\\\": \\\"{title}\\\"}\"}}\n"
		"{\"do\":\"channel.save\",\"channel\":{\"name\":\"mail\","
		"\"label\":\"邮件\",\"type\":\"mail\",\"on\":true,"
		"\"local\":true,\"address\":\"smtp://127.0.0.1:%d\",\"from\":"
		"\"duty@desk.invalid\",\"to\":[\"leader@desk.invalid\"]}}\n"
		"{\"do\":\"escalation.save\",\"steps\":["
		"{\"after\":0,\"post\":\"" LEADER "\",\"channels\":"
		"[\"hook\",\"mail\"]},{\"after\":%d,\"post\":"
		"\"" LEADER "\",\"channels\":[\"hook\"]}]}\n",
		r->http, r->http, r->smtp, STEP_MINUTES);
	snprintf(path, sizeof(path), "%s/setup", r->tmp);
	zhiban(r, "record", path, NULL);
	/* Nothing here has a network. */
	for (size_t i = 0; i < 3; i++) {
		static const char *const names[] = { "cn-cma", "cenc", "usgs" };

		put_file(r->tmp, "setup",
		         "{\"do\":\"feed.save\",\"feed\":{\"name\":\"%s\","
		         "\"label\":\"x\",\"format\":\"nmc\",\"on\":false,"
		         "\"interval\":60,\"address\":"
		         "\"http://127.0.0.1/x.json\"}}\n",
		         names[i]);
		zhiban(r, "record", path, NULL);
	}
}

/* Its first step is due, its second in a few seconds. */
static void
instruct(struct run *r)
{
	int64_t now = desk_now(r->desk);
	int64_t due = now - STEP_MINUTES * CIVIL_MINUTE + DUE_IN_MS;
	struct instruction_new in = { .leader = "赵建国",
		                      .to = "应急局",
		                      .words = "查明情况",
		                      .at_ms = due - CIVIL_MINUTE,
		                      .due_ms = due };
	struct err err = ERR_INIT;

	must(instruction_give(r->desk, &in, &r->instruction, &err), &err);
}

/* Where things happen, from the beginning. */
static void
watch_folder(struct run *r, const char *name)
{
	char path[160];

	snprintf(path, sizeof(path), "%s/%s", r->dir, name);
	if (mkdir(path, 0700) && errno != EEXIST)
		die("%s: %s", path, strerror(errno));
	if (inotify_add_watch(r->seen, path, IN_ALL_EVENTS) < 0)
		die("inotify: %s", strerror(errno));
}

static void
make_desk(struct run *r)
{
	static const struct identity who = { "值班员", "seat" };
	struct desk_options o = { .name = "孝义市应急管理局",
		                  .code = "141181",
		                  .clock_rate = 1000 };
	const char *tmp = getenv("TMPDIR");
	struct err err = ERR_INIT;
	char path[160], today[80], day[CIVIL_TEXT];

	snprintf(r->tmp, sizeof(r->tmp), "%s/zhiban-watch-XXXXXX",
	         tmp ? tmp : "/tmp");
	if (!mkdtemp(r->tmp))
		die("%s: %s", r->tmp, strerror(errno));
	snprintf(r->dir, sizeof(r->dir), "%s/desk", r->tmp);
	snprintf(r->net, sizeof(r->net), "%s/net", r->tmp);
	setenv("ZHIBAN_DATA", r->dir, 1);
	snprintf(path, sizeof(path), "%s/zhiban-watch", r->build);
	setenv("ZHIBAN_WATCH", path, 1);
	must(desk_create(r->dir, &o, &who, &err), &err);
	if (mkdir(r->net, 0700))
		die("%s: %s", r->net, strerror(errno));
	put_file(r->dir, "keys",
	         "hook = whsec_" SECRET "\n"
	         "callback = whsec_" SECRET "\n");
	server_start(r);
	commands(r);
	must(desk_open(&r->desk, r->dir, &who, NULL, &err), &err);
	instruct(r);
	snprintf(today, sizeof(today), "payloads/%s",
	         civil_date(day, desk_now(r->desk), CIVIL_SHANGHAI));
	r->seen = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	watch_folder(r, ".");
	watch_folder(r, "../net");
	watch_folder(r, "spool");
	watch_folder(r, "payloads");
	watch_folder(r, today);
}

/* ---- the end ---- */

/* It has done a round; and so it hears SIGTERM. */
static bool
watches(const struct run *r)
{
	struct sentry s;

	sentry_see(r->dir, &s);
	return s.pid == r->worker && sentry_state(&s) == SENTRY_WATCHING;
}

static bool
settled(struct run *r)
{
	look(r);
	for (size_t i = 0; i < r->count; i++) {
		const struct row *row = &r->rows[i];

		if (!row->item || (row->red && !row_told(r, row)))
			return false;
	}
	for (int64_t id = 1; id <= r->read; id++)
		if (r->told[id].asked && !r->told[id].answered)
			return false;
	return instruction_told(r);
}

/* One worker that is left alone, then one that finds nothing left to do. */
static void
calm(struct run *r)
{
	int64_t until = clock_mono_ms() + CALM_MS, head;

	feed_write(r, false);
	worker_start(r, false);
	while (!(watches(r) && settled(r)) && happens(r, until))
		events(r);
	worker_end(r, SIGTERM);
	if (!settled(r))
		die("something was lost: see %s", r->tmp);
	head = r->read;
	zhiban(r, "worker", "--once", NULL);
	look(r);
	if (r->read != head)
		die("entries %lld to %lld, with nothing to do",
		    (long long)head + 1, (long long)r->read);
}

static void
check_rows(const struct run *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->rows[i].entries != 1)
			die("row %zu: %d entries", i, r->rows[i].entries);
	printf("ok - %zu warnings were served, each is on the desk once\n",
	       r->count);
}

/* What the sink got: webhooks by their header, letters by their Message-ID. */
static void
read_sink(struct run *r)
{
	char path[160], line[4096];
	const char *at;
	long long id;
	FILE *f;

	snprintf(path, sizeof(path), "%s/sink", r->net);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f)) {
		if (strncasecmp(line, "webhook-id: zhiban-", 19) != 0 &&
		    strncmp(line, "Message-ID: <zhiban-", 20) != 0)
			continue;
		at = strrchr(line, '-');
		if (sscanf(at, "-%lld", &id) != 1 || id <= 0 || id > r->read ||
		    !*r->told[id].key)
			die("an id of no notice: %s", line);
		r->told[id].arrived++;
	}
	if (f)
		fclose(f);
}

static void
check_notices(struct run *r)
{
	int notices = 0, reasons = 3, again = 0, begun = 0;

	for (size_t i = 0; i < r->count; i++)
		reasons += r->rows[i].red ? 2 : 0;
	read_sink(r);
	for (int64_t id = 1; id <= r->read; id++) {
		const struct told *t = &r->told[id];

		if (!*t->key)
			continue;
		notices++;
		begun += t->begun;
		again += t->arrived - 1;
		if (t->taken != 1 || t->arrived < 1 || t->arrived > t->begun)
			die("notice %lld: begun %d, taken %d, arrived %d",
			    (long long)id, t->begun, t->taken, t->arrived);
		if (t->answered != (t->asked ? 1 : 0))
			die("notice %lld: %d answers", (long long)id,
			    t->answered);
	}
	if (notices != reasons)
		die("%d notices, for %d reasons", notices, reasons);
	printf("ok - %d notices, one a reason and channel, each sent: begun "
	       "%d times, %d came again with their id\n",
	       notices, begun, again);
	printf("ok - the escalation that fell due meanwhile went out\n");
	printf("ok - %d answers were handed in, each is an entry once\n",
	       r->answers);
}

static int
no_rest(const char *path, const struct stat *st, int type, struct FTW *at)
{
	static const char *const ends[] = { ".part", ".new", ".tmp" };
	size_t len = strlen(path);

	(void)st;
	(void)at;
	for (size_t i = 0; type == FTW_F && i < 3; i++)
		if (len > strlen(ends[i]) &&
		    strcmp(path + len - strlen(ends[i]), ends[i]) == 0)
			die("left behind: %s", path);
	if (strstr(path, "/spool/") && strcmp(path + len - 5, ".json") == 0)
		die("not taken: %s", path);
	return 0;
}

static void
check_desk(struct run *r, int rounds)
{
	struct verify_report report = VERIFY_REPORT_INIT;
	struct err err = ERR_INIT;
	struct buf text = BUF_INIT;

	desk_close(r->desk);
	if (nftw(r->dir, no_rest, 16, FTW_PHYS))
		die("%s: %s", r->dir, strerror(errno));
	printf("ok - no half-written file is left, no answer untaken\n");
	must(verify_desk(r->dir, &desk_kinds, NULL, true, &report, &err), &err);
	verify_text(&text, &report);
	if (report.faults_total)
		die("verify:\n%s", text.s);
	printf("ok - %d workers killed, %lld entries, verify finds nothing\n",
	       rounds, (long long)report.entries);
	buf_release(&text);
	verify_report_release(&report);
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

static int
run(const char *build, int rounds, unsigned seed)
{
	struct run *r = calloc(1, sizeof(*r));

	if (!r)
		return 1;
	r->build = build;
	printf("# watch: seed %u\n", seed);
	fflush(stdout);
	srand(seed);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	make_desk(r);
	for (int i = 0; i < rounds; i++)
		one_round(r);
	calm(r);
	check_rows(r);
	check_notices(r);
	check_desk(r, rounds);
	kill(r->server, SIGTERM);
	waitpid(r->server, NULL, 0);
	nftw(r->tmp, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(r);
	return 0;
}

/* However that ends, no worker is left behind. */
int
main(int argc, char **argv)
{
	unsigned seed;
	pid_t left;
	int status;

	if (argc < 3)
		return 2;
	random_bytes(&seed, sizeof(seed));
	if (argc > 3)
		seed = (unsigned)strtoul(argv[3], NULL, 10);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	if (fork() == 0)
		exit(run(argv[1], (int)strtol(argv[2], NULL, 10), seed));
	wait(&status);
	while ((left = child_of_ours(0)) > 0) {
		kill(left, SIGKILL);
		waitpid(left, NULL, 0);
	}
	return status ? 1 : 0;
}
