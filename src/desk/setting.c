#include "desk/setting.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/body.h"
#include "desk/quake.h"
#include "desk/settle.h"

static const char *const language_choices[] = { "zh", "en", NULL };
static const char *const ambiguous_choices[] = { "auto", "1", "2", NULL };

/* clang-format off */
#define QUAKE_HELP							\
	N_("来源未给颜色的地震，达到震级且距本室不超过公里数即定此色；"	\
	   "本室自定，非法定；只用于此后收到的")

const struct setting_info setting_table[] = {
	{ "language", N_("界面语言"),
	  N_("新开控制台所用的语言；--lang 和按键只改当前会话"),
	  SETTING_CHOICE, "zh", 0, 0, language_choices },
	{ "terminal.ambiguous", N_("歧义宽度字符"),
	  N_("“·”“→”等字符占几格；auto 由程序向终端询问"),
	  SETTING_CHOICE, "auto", 0, 0, ambiguous_choices },
	{ "alarm.bell", N_("响铃"),
	  N_("有未确认的紧急提醒时响铃"),
	  SETTING_BOOL, "true", 0, 0, NULL },
	{ "alarm.minutes_important", N_("重要提醒提前（分钟）"),
	  N_("时限前多少分钟列为“重要”"),
	  SETTING_INT, "30", 5, 1440, NULL },
	{ "alarm.minutes_urgent", N_("紧急提醒提前（分钟）"),
	  N_("时限前多少分钟列为“紧急”；须小于“重要”"),
	  SETTING_INT, "10", 1, 1439, NULL },
	{ "house.immediately_minutes", N_("“立即”按几分钟提醒"),
	  N_("法条只说“立即”的，本室按此计时；只用于此后新登记的事件"),
	  SETTING_INT, "10", 1, 120, NULL },
	{ "house.promptly_minutes", N_("“及时”按几分钟提醒"),
	  N_("法条只说“及时”的，本室按此计时；只用于此后新登记的事件"),
	  SETTING_INT, "60", 1, 1440, NULL },
	{ "house.written_minutes", N_("电话快报后书面报告（分钟）"),
	  N_("法条未定书面时限的，电话后多少分钟内补报；"
	     "只用于此后新登记的事件"),
	  SETTING_INT, "60", 1, 1440, NULL },
	{ "feeds.exercises", N_("接收演练预警"),
	  N_("信息源标明为演练的预警是否列出（标“演练”）"),
	  SETTING_BOOL, "false", 0, 0, NULL },
	{ "quake.red", N_("地震定红色（震级:公里）"), QUAKE_HELP,
	  SETTING_RADII, "7:200", 0, 0, NULL },
	{ "quake.orange", N_("地震定橙色（震级:公里）"), QUAKE_HELP,
	  SETTING_RADII, "6:100 7:400", 0, 0, NULL },
	{ "quake.yellow", N_("地震定黄色（震级:公里）"), QUAKE_HELP,
	  SETTING_RADII, "5:100 6:250 7:700", 0, 0, NULL },
	{ "quake.blue", N_("地震定蓝色（震级:公里）"), QUAKE_HELP,
	  SETTING_RADII, "4:200 5:300 6:600 7:1000", 0, 0, NULL },
	{ "watch.start", N_("由控制台启动哨兵"),
	  N_("没有哨兵在运行时，打开控制台即启动一个；由系统服务看护的可关"),
	  SETTING_BOOL, "true", 0, 0, NULL },
	{ "watch.contact", N_("哨兵对外联系方式"),
	  N_("写在对外请求里，供信息源联系，如 duty@example.gov.cn"),
	  SETTING_TEXT, "", 0, 0, NULL },
	{ "watch.proxy", N_("哨兵上网代理"),
	  N_("none 不用；env 按环境变量；或 http://主机:端口"),
	  SETTING_TEXT, "none", 0, 0, NULL },
	{ "callout.wake_minutes", N_("叫应：叫醒时限（分钟）"),
	  N_("开始叫一个人后多少分钟内应有人应答；只用于此后开始的叫应"),
	  SETTING_INT, "5", 1, 1440, NULL },
	{ "callout.reach_minutes", N_("叫应：全部叫到时限（分钟）"),
	  N_("叫应开始后多少分钟内应全部叫到；只用于此后开始的叫应"),
	  SETTING_INT, "30", 1, 1440, NULL },
	{ NULL, NULL, NULL, SETTING_TEXT, NULL, 0, 0, NULL },
};
/* clang-format on */

SQL(setting_put,
    "INSERT INTO setting (name, value, officer, changed_ms) "
    "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (name) DO UPDATE SET value = ?2, "
    "officer = ?3, changed_ms = ?4");
SQL(setting_by_name,
    "SELECT value, officer, changed_ms FROM setting WHERE name = ?1");

static const struct setting_info *
setting_find(const char *name)
{
	const struct setting_info *s;

	for (s = setting_table; s->name; s++)
		if (!strcmp(s->name, name))
			return s;
	return NULL;
}

static bool
setting_is_choice(const struct setting_info *s, const char *value)
{
	const char *const *c;

	for (c = s->choices; *c; c++)
		if (!strcmp(*c, value))
			return true;
	return false;
}

/* A whole number in its range, written the one way: no blanks, no zeros. */
static bool
setting_is_int(const struct setting_info *s, const char *value)
{
	char again[32];
	long long v = strtoll(value, NULL, 10);

	snprintf(again, sizeof(again), "%lld", v);
	return !strcmp(again, value) && v >= s->min && v <= s->max;
}

static int
setting_choice_error(const struct setting_info *s, struct err *err)
{
	struct buf list = BUF_INIT;
	const char *const *c;

	for (c = s->choices; *c; c++)
		buf_fmt(&list, "%s%s", c == s->choices ? "" : ", ", *c);
	err_set(err, ERR_INPUT, "%s: expected one of %s", s->name, list.s);
	buf_release(&list);
	return -1;
}

static int
setting_check(const char *name, const char *value, struct err *err)
{
	const struct setting_info *s = setting_find(name);
	struct quake_radius radii[QUAKE_RADII_MAX + 1];

	if (!s)
		return err_set(err, ERR_INPUT, "there is no setting of name %s",
		               name);
	if (strlen(value) >= SETTING_VALUE)
		return err_set(err, ERR_INPUT, "%s: longer than %d bytes", name,
		               SETTING_VALUE - 1);
	if (s->type == SETTING_INT && !setting_is_int(s, value))
		return err_set(err, ERR_INPUT,
		               "%s: expected a whole number from %" PRId64
		               " to %" PRId64,
		               name, s->min, s->max);
	if (s->type == SETTING_BOOL && strcmp(value, "true") != 0 &&
	    strcmp(value, "false") != 0)
		return err_set(err, ERR_INPUT, "%s: expected true or false",
		               name);
	if (s->type == SETTING_RADII && quake_radii_parse(value, radii, err)) {
		err_prefix(err, "%s", s->name);
		return -1;
	}
	if (s->type == SETTING_CHOICE && !setting_is_choice(s, value))
		return setting_choice_error(s, err);
	return 0;
}

int
setting_changed_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "name", "value", "was", NULL };

	if (body_only(body, keys, err) ||
	    body_text(body, "name", true, SETTING_VALUE, err) ||
	    body_text(body, "value", true, SETTING_VALUE, err) ||
	    body_text(body, "was", true, SETTING_VALUE, err))
		return -1;
	return setting_check(body_get_text(body, "name"),
	                     body_get_text(body, "value"), err);
}

/* A house time is part of the rules from this entry on. */
static int
setting_house(struct fold *f, const struct journal_entry *e, const json_t *body,
              struct err *err)
{
	const char *name = body_get_text(body, "name");

	if (strncmp(name, "house.", 6) != 0)
		return 0;
	return settle_house(f, e->seq, name + 6,
	                    strtoll(body_get_text(body, "value"), NULL, 10),
	                    err);
}

int
setting_changed_reduce(struct fold *f, const struct journal_entry *e,
                       const json_t *body, struct err *err)
{
	struct stmt *st;

	if (!body)
		return 0;
	st = db_use(f->db, &setting_put);
	stmt_bind_text(st, 1, body_get_text(body, "name"));
	stmt_bind_text(st, 2, body_get_text(body, "value"));
	stmt_bind_text(st, 3, e->officer);
	stmt_bind_int(st, 4, e->recorded_ms);
	if (stmt_run(st, err))
		return -1;
	return setting_house(f, e, body, err);
}

/* Reading. */

/*
 * The house pack's own minutes are the standard of the house settings; the
 * others need no pack, and a console starts with those.
 */
static void
setting_standard(struct desk *d, struct setting_row *row)
{
	const char *name = row->info->name;
	const struct house *house;
	int64_t minutes;

	if (strncmp(name, "house.", 6) != 0) {
		snprintf(row->value, sizeof(row->value), "%s",
		         row->info->standard);
		return;
	}
	house = &desk_rulebook(d)->house;
	if (!strcmp(name, "house.immediately_minutes"))
		minutes = house->immediately_minutes;
	else if (!strcmp(name, "house.promptly_minutes"))
		minutes = house->promptly_minutes;
	else
		minutes = house->written_minutes;
	snprintf(row->value, sizeof(row->value), "%" PRId64, minutes);
}

/* 1: it was set; 0: the standard value; -1. */
static int
setting_read(struct desk *d, const struct setting_info *info,
             struct setting_row *row, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &setting_by_name);
	int rc;

	memset(row, 0, sizeof(*row));
	row->info = info;
	setting_standard(d, row);
	stmt_bind_text(st, 1, info->name);
	rc = stmt_step(st, err);
	if (rc == 1) {
		snprintf(row->value, sizeof(row->value), "%s",
		         stmt_text(st, 0));
		snprintf(row->officer, sizeof(row->officer), "%s",
		         stmt_text(st, 1));
		row->changed_ms = stmt_int(st, 2);
	}
	stmt_done(st);
	return rc;
}

char *
setting_text(struct desk *d, const char *name, char out[SETTING_VALUE])
{
	const struct setting_info *info = setting_find(name);
	struct err err = ERR_INIT;
	struct setting_row row;

	assert(info);
	setting_read(d, info, &row, &err);
	memcpy(out, row.value, SETTING_VALUE);
	return out;
}

int64_t
setting_int(struct desk *d, const char *name)
{
	char value[SETTING_VALUE];

	return strtoll(setting_text(d, name, value), NULL, 10);
}

bool
setting_bool(struct desk *d, const char *name)
{
	char value[SETTING_VALUE];

	return !strcmp(setting_text(d, name, value), "true");
}

int
setting_list(struct desk *d, struct setting_row **rows, size_t *count,
             struct err *err)
{
	const struct setting_info *info;
	struct setting_row *list = NULL;
	size_t n = 0, cap = 0;

	for (info = setting_table; info->name; info++) {
		list = mem_grow(list, n, &cap, sizeof(*list));
		if (setting_read(d, info, &list[n++], err) < 0) {
			free(list);
			return -1;
		}
	}
	*rows = list;
	*count = n;
	return 0;
}

void
setting_rows_free(struct setting_row *rows, size_t count)
{
	(void)count;
	free(rows);
}

/* The command. */

struct setting_change {
	const char *name, *value;
	int64_t *seq;
};

/* The important limit lies above the urgent one: they are set one by one. */
static int
setting_check_limits(struct desk *d, const struct setting_change *c,
                     struct err *err)
{
	int64_t important = setting_int(d, "alarm.minutes_important");
	int64_t urgent = setting_int(d, "alarm.minutes_urgent");

	if (!strcmp(c->name, "alarm.minutes_important"))
		important = strtoll(c->value, NULL, 10);
	if (!strcmp(c->name, "alarm.minutes_urgent"))
		urgent = strtoll(c->value, NULL, 10);
	if (important > urgent)
		return 0;
	return err_set(err, ERR_INPUT,
	               "%s: alarm.minutes_urgent (%" PRId64
	               ") must be less than alarm.minutes_important (%" PRId64
	               ")",
	               c->name, urgent, important);
}

static int
setting_write(struct desk *d, void *arg, struct err *err)
{
	const struct setting_change *c = arg;
	char subject[SETTING_VALUE + 8];
	struct setting_row row;
	json_t *body;

	if (setting_read(d, setting_find(c->name), &row, err) < 0)
		return -1;
	if (!strcmp(row.value, c->value))
		return 0;
	if (setting_check_limits(d, c, err))
		return -1;
	body = json_object();
	json_object_set_new(body, "name", json_string(c->name));
	json_object_set_new(body, "value", json_string(c->value));
	json_object_set_new(body, "was", json_string(row.value));
	snprintf(subject, sizeof(subject), "setting:%s", c->name);
	return desk_append(d, "setting.changed", subject, JOURNAL_NO_TIME, body,
	                   c->seq, err);
}

int
setting_set(struct desk *d, const char *name, const char *value, int64_t *seq,
            struct err *err)
{
	struct setting_change c = { name, value, seq };

	if (seq)
		*seq = 0;
	if (setting_check(name, value, err))
		return -1;
	return desk_write(d, setting_write, &c, err);
}
