/* The doctor on the watch: does it run, can it read, can it send? */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/tr.h"
#include "cli/cli.h"
#include "cli/doctor.h"
#include "desk/desk.h"
#include "desk/feed.h"
#include "desk/notice.h"
#include "desk/sentry.h"
#include "desk/setting.h"
#include "desk/watchman.h"

enum { KEYS_BYTES = 65536, MAPS_BYTES = 1 << 20, KEY_NAME = 40 };

/* "what %s": a finding with a name in it. */
static void __attribute__((format(printf, 3, 4)))
fault_fmt(struct patient *p, const char *mend, const char *fmt, ...)
{
	char text[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	doctor_fault(p, text, mend);
}

/* ---- the worker ---- */

static void
check_program(struct patient *p)
{
	struct buf path = BUF_INIT;
	struct err err = ERR_INIT;

	if (watchman_path(&path, &err))
		doctor_fault(p, err.text, tr("装上 /proc 再试"));
	else if (access(path.s, X_OK))
		fault_fmt(p, tr("把 zhiban-watch 装在 zhiban 旁边"),
		          tr("不能运行 %s：%s"), path.s,
		          strerrordesc_np(errno));
	buf_release(&path);
}

static void
check_sentry(struct desk *d, struct patient *p)
{
	const char *mend = setting_bool(d, "watch.start")
	                           ? tr("打开值守台即启动；原因看 watch.log")
	                           : tr("启动系统服务 zhiban-watch");
	struct sentry s;

	sentry_see(desk_dir(d), &s);
	switch (sentry_state(&s)) {
	case SENTRY_NONE:
		doctor_note(p, tr("哨兵还没有在这里运行过"), mend);
		break;
	case SENTRY_STARTING:
		doctor_good(p, tr("哨兵刚启动"));
		break;
	case SENTRY_WATCHING:
		doctor_good(p, tr("哨兵在运行"));
		break;
	case SENTRY_STUCK:
		fault_fmt(p, tr("结束该进程，值守台会再启动"),
		          tr("哨兵（进程 %d）%lld 分钟没有走完一轮"), s.pid,
		          (long long)(s.age_ms / CIVIL_MINUTE));
		break;
	case SENTRY_STOPPED:
		doctor_fault(p, tr("哨兵没有运行：预警无人看，通知发不出"),
		             mend);
		break;
	}
}

/* No process of an officer's holds network code: this one neither. */
static void
check_network(struct patient *p)
{
	struct buf maps = BUF_INIT;
	struct err err = ERR_INIT;

	if (buf_read_file(&maps, "/proc/self/maps", MAPS_BYTES, &err) == 0 &&
	    strstr(maps.s, "libcurl"))
		doctor_fault(p, tr("值守台进程里有联网代码（libcurl）"),
		             tr("重装 zhiban；查 LD_PRELOAD"));
	buf_release(&maps);
}

/* ---- the keys file ---- */

struct keys {
	struct buf text; /* the names, a line each */
	struct buf missing;
};

/* The names alone; what stands behind them is wiped. */
static void
keys_read(struct keys *k, const char *path)
{
	struct buf file = BUF_INIT;
	struct err err = ERR_INIT;

	if (buf_read_file(&file, path, KEYS_BYTES, &err) == 0)
		for (const char *s = file.s; *s;) {
			size_t line = strcspn(s, "\n");
			size_t start = strspn(s, " \t");
			size_t len = strcspn(s + start, " \t=\n");

			if (s[start] != '#' && len && start + len < line) {
				buf_str(&k->text, "\n");
				buf_add(&k->text, s + start, len);
				buf_str(&k->text, "\n");
			}
			s += line + (s[line] == '\n');
		}
	explicit_bzero(file.s, file.len);
	buf_release(&file);
}

static void
keys_want(struct keys *k, const char *name, size_t len)
{
	struct buf line = BUF_INIT;

	buf_str(&line, "\n");
	buf_add(&line, name, len);
	buf_str(&line, "\n");
	if (!strstr(k->text.s, line.s)) {
		buf_str(&k->missing, k->missing.len ? " " : "");
		buf_add(&k->missing, name, len);
	}
	buf_release(&line);
}

/* Each {key:NAME} of a text. */
static void
keys_want_all(struct keys *k, const char *s)
{
	while ((s = strstr(s, "{key:"))) {
		s += strlen("{key:");
		keys_want(k, s, strcspn(s, "}"));
	}
}

static void
keys_say(struct keys *k, struct patient *p, const char *what)
{
	if (k->missing.len)
		fault_fmt(p, tr("在数据目录的 keys 文件里写：名称 = 值"),
		          tr("%s 要的密钥不在 keys 文件里：%s"), what,
		          k->missing.s);
	buf_clear(&k->missing);
}

static void
check_keys_mode(struct patient *p, const char *path)
{
	struct buf mend = BUF_INIT;
	struct stat st;

	buf_fmt(&mend, "chmod 600 %s", path);
	if (lstat(path, &st) == 0 &&
	    (!S_ISREG(st.st_mode) || st.st_mode & 07177))
		fault_fmt(p, mend.s, tr("%s 的权限过宽（%o）"), path,
		          (unsigned)(st.st_mode & 07777));
	buf_release(&mend);
}

/* ---- feeds and channels ---- */

static void
check_feeds(struct desk *d, struct patient *p, struct keys *k)
{
	struct err err = ERR_INIT;
	struct feed *rows;
	const char *name;
	json_t *value;
	struct sentry sentry;
	size_t n, on = 0, well = 0;

	if (feed_list(d, &rows, &n, &err)) {
		doctor_fault(p, err.text, tr("运行 zhiban verify 看全部"));
		return;
	}
	for (size_t i = 0; i < n; i++) {
		struct feed *f = &rows[i];

		if (!f->on)
			continue;
		on++;
		well += f->state == FEED_OK;
		keys_want_all(k, f->address);
		json_object_foreach(f->headers, name, value)
			keys_want_all(k, json_string_value(value));
		keys_say(k, p, f->label);
		if (f->state != FEED_OK && f->state != FEED_UNREAD)
			fault_fmt(p, tr("zhiban-watch fetch 可试；不用的关掉"),
			          tr("预警源“%s”%s：%s"), f->label,
			          tr(feed_state_label(f->state)), f->words);
	}
	feeds_free(rows, n);
	if (on == 0)
		doctor_note(p, tr("没有打开任何预警源"),
		            tr("值守台 :feeds，空格打开"));
	/* What was said of them is worth something while somebody watches. */
	sentry_see(desk_dir(d), &sentry);
	if (on && well == on && sentry_state(&sentry) == SENTRY_WATCHING)
		doctor_good(p, tr("预警源都正常"));
}

static const struct channel *
channel_find(const struct channel *rows, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	return NULL;
}

/* Each channel of the house rule is there and on. */
static void
check_rule(struct desk *d, struct patient *p, const struct channel *rows,
           size_t n)
{
	struct escalation_step *steps;
	struct err err = ERR_INIT;
	const struct channel *c;
	size_t count;

	if (escalation_get(d, &steps, &count, &err)) {
		doctor_fault(p, err.text, tr("运行 zhiban verify 看全部"));
		return;
	}
	if (!count)
		doctor_note(p, tr("没有逐级报告规定：无人确认也不报任何人"),
		            tr("值守台 :escalation，n 添一级"));
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < steps[i].channels_count; k++) {
			c = channel_find(rows, n, steps[i].channels[k]);
			if (!c || !c->on)
				fault_fmt(p, tr("值守台 :channels 添上或打开"),
				          tr("逐级报告用的通道 %s 没有或已关"),
				          steps[i].channels[k]);
		}
	escalation_free(steps, count);
}

static void
check_channels(struct desk *d, struct patient *p, struct keys *k)
{
	struct channel *rows;
	struct err err = ERR_INIT;
	size_t n;

	if (channel_list(d, &rows, &n, &err)) {
		doctor_fault(p, err.text, tr("运行 zhiban verify 看全部"));
		return;
	}
	for (size_t i = 0; i < n; i++) {
		const struct channel *c = &rows[i];

		if (!c->on)
			continue;
		keys_want_all(k, c->address);
		keys_want_all(k, c->body);
		if (*c->secret)
			keys_want(k, c->secret, strlen(c->secret));
		if (*c->password)
			keys_want(k, c->password, strlen(c->password));
		keys_say(k, p, c->label);
	}
	check_rule(d, p, rows, n);
	channels_free(rows, n);
}

void
doctor_watch(struct cli *cli, struct patient *p)
{
	struct keys keys = { BUF_INIT, BUF_INIT };
	struct buf path = BUF_INIT;
	struct err err = ERR_INIT;
	struct desk *d = NULL;

	if (cli_open_desk(cli, &d, &err)) {
		doctor_fault(p, err.text, tr("先按上面各条修好"));
		return;
	}
	buf_fmt(&path, "%s/keys", p->dir);
	check_program(p);
	check_sentry(d, p);
	check_network(p);
	check_keys_mode(p, path.s);
	keys_read(&keys, path.s);
	check_feeds(d, p, &keys);
	check_channels(d, p, &keys);
	desk_close(d);
	buf_release(&keys.text);
	buf_release(&keys.missing);
	buf_release(&path);
}
