#include "screens/feed_form.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pinyin.h"
#include "base/tr.h"

enum { FORMAT_CODE = 16 };

/* The whole numbers of the form, and what they may be. */
static const struct {
	const char *key;
	size_t at;
	long min, max;
} numbers[] = {
	{ "interval", offsetof(struct feed, interval), 1, 86400 },
	{ "timeout", offsetof(struct feed, timeout), 1, 300 },
	{ "stale", offsetof(struct feed, stale), 0, 100000 },
	{ "window", offsetof(struct feed, window), 0, 100000 },
	{ "radius", offsetof(struct feed, want.radius_percent), 0, 1000 },
	{ "km", offsetof(struct feed, want.km), 0, 20000 },
	{ "level", offsetof(struct feed, want.level), 0, 4 },
};

static const struct {
	const char *key;
	size_t at;
} switches[] = {
	{ "on", offsetof(struct feed, on) },
	{ "local", offsetof(struct feed, local) },
	{ "neighbours", offsetof(struct feed, want.neighbours) },
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* ---- checks ---- */

static int
check_number(void *arg, const struct form_field *field, const char *value,
             struct err *err)
{
	size_t i = 0;
	char *end;
	long v;

	(void)arg;
	while (strcmp(numbers[i].key, field->key) != 0)
		i++;
	errno = 0;
	v = strtol(value, &end, 10);
	if (!errno && end != value && !*end && v >= numbers[i].min &&
	    v <= numbers[i].max)
		return 0;
	return err_set(err, ERR_INPUT, tr("请写 %ld 到 %ld 的整数"),
	               numbers[i].min, numbers[i].max);
}

/* In tenths, as it is kept. */
static bool
magnitude_read(const char *s, double *out)
{
	char *end;
	double v = strtod(s, &end);

	*out = round(v * 10) / 10;
	return end != s && !*end && v >= 0 && v <= 10;
}

static int
check_magnitude(void *arg, const struct form_field *field, const char *value,
                struct err *err)
{
	double v;

	(void)arg;
	(void)field;
	if (magnitude_read(value, &v))
		return 0;
	return err_set(err, ERR_INPUT, "%s", tr("请写 0 到 10，如 3.5"));
}

static int
check_name(void *arg, const struct form_field *field, const char *value,
           struct err *err)
{
	(void)arg;
	(void)field;
	if (strlen(value) < FEED_NAME &&
	    !value[strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789-")])
		return 0;
	return err_set(err, ERR_INPUT,
	               tr("请用小写字母、数字、连字符，至多 %d 个"),
	               FEED_NAME - 1);
}

static int
check_address(void *arg, const struct form_field *field, const char *value,
              struct err *err)
{
	(void)arg;
	(void)field;
	if ((strncmp(value, "https://", 8) != 0 &&
	     strncmp(value, "http://", 7) != 0) ||
	    strpbrk(value, " \t"))
		return err_set(err, ERR_INPUT, "%s",
		               tr("网址以 https:// 或 http:// 开头，不含空格"));
	return feed_address_check(value, err);
}

/* "nmc 中央气象台": the first word. */
static const struct feed_format *
format_read(const char *text)
{
	char code[FORMAT_CODE];
	size_t len = strcspn(text, " ");

	if (len >= sizeof(code))
		return NULL;
	memcpy(code, text, len);
	code[len] = '\0';
	return feed_format(code);
}

static int
check_format(void *arg, const struct form_field *field, const char *value,
             struct err *err)
{
	(void)arg;
	(void)field;
	if (format_read(value))
		return 0;
	return err_set(err, ERR_INPUT, "%s", tr("没有这种格式；从列表里选"));
}

static void
complete_format(void *arg, const struct form_field *field, const char *text,
                struct form_list *out)
{
	struct pinyin_query q;

	(void)arg;
	(void)field;
	pinyin_query_init(&q, text);
	for (const struct feed_format *f = feed_formats; f->code; f++) {
		const struct pinyin_row row = { .name = tr(f->label),
			                        .text = f->code };
		struct buf line = BUF_INIT;

		buf_fmt(&line, "%s %s", f->code, tr(f->label));
		if (pinyin_match(&q, &row) ||
		    strncmp(f->code, text, strlen(text)) == 0)
			form_offer(out, line.s);
		buf_release(&line);
	}
	pinyin_query_release(&q);
}

/* ---- the form ---- */

/* clang-format off */
static const struct form_choice level_choices[] = {
	{ "4", N_("蓝色以上（全部）"), "ls qb" },
	{ "3", N_("黄色以上"), "hs" },
	{ "2", N_("橙色以上"), "cs" },
	{ "1", N_("只要红色"), "hs" },
	{ "0", N_("只要未分级的"), "wfj" },
	{ NULL, NULL, NULL },
};
static const struct form_choice yes_choices[] = {
	{ "yes", N_("是"), "s" },
	{ "no", N_("否"), "f" },
	{ NULL, NULL, NULL },
};

#define NAME_FIELD(more) \
	{ .key = "name", .label = N_("代号"), .flags = more, .width = 20, \
	  .max_chars = FEED_NAME - 1, .check = check_name, \
	  .hint = N_("小写字母、数字、连字符；存了不能改") }
#define FORMAT_FIELD(more) \
	{ .key = "format", .label = N_("格式"), .flags = (more) | FORM_BESIDE, \
	  .width = 28, .max_chars = 60, .complete = complete_format, \
	  .check = check_format, .hint = N_("对方数据的格式") }
#define OTHER_FIELDS \
	{ .key = "label", .label = N_("名称"), .flags = FORM_REQUIRED, \
	  .max_chars = 60 }, \
	{ .key = "address", .label = N_("网址"), .flags = FORM_REQUIRED, \
	  .max_chars = 900, .check = check_address, \
	  .hint = N_("可含 {key:名称} {lat} {lon} {code} {year}") }, \
	{ .key = "on", .label = N_("读取"), .kind = FORM_CHOICE, .width = 6, \
	  .initial = "yes", .choices = yes_choices }, \
	{ .key = "interval", .label = N_("间隔"), .kind = FORM_NUMBER, \
	  .flags = FORM_REQUIRED | FORM_BESIDE, .width = 7, .unit = N_("秒"), \
	  .check = check_number, \
	  .hint = N_("密于来源所许的，按来源所许的") }, \
	{ .key = "timeout", .label = N_("限时"), .kind = FORM_NUMBER, \
	  .flags = FORM_REQUIRED | FORM_BESIDE, .width = 5, .unit = N_("秒"), \
	  .check = check_number }, \
	{ .key = "level", .label = N_("等级"), .kind = FORM_CHOICE, \
	  .width = 18, .initial = "4", .choices = level_choices }, \
	{ .key = "neighbours", .label = N_("邻县也要"), .kind = FORM_CHOICE, \
	  .flags = FORM_BESIDE, .width = 6, .initial = "no", \
	  .choices = yes_choices }, \
	{ .key = "magnitude", .label = N_("震级"), .kind = FORM_NUMBER, \
	  .width = 6, .unit = N_("级"), .check = check_magnitude, \
	  .hint = N_("不到这一级的地震不要；空着都要") }, \
	{ .key = "radius", .label = N_("有感半径"), .kind = FORM_NUMBER, \
	  .flags = FORM_BESIDE | FORM_REQUIRED, .width = 6, .unit = "%", \
	  .check = check_number, .hint = N_("100 是按震级推算的有感范围") }, \
	{ .key = "km", .label = N_("火点等"), .kind = FORM_NUMBER, \
	  .flags = FORM_BESIDE | FORM_REQUIRED, .width = 7, \
	  .unit = N_("公里内"), .check = check_number, \
	  .hint = N_("0 是不要这样的点") }, \
	{ .key = "stale", .label = N_("久无新内容"), .kind = FORM_NUMBER, \
	  .flags = FORM_REQUIRED, .width = 7, .unit = N_("分钟"), \
	  .check = check_number, .hint = N_("过了就告警；0 是不告警") }, \
	{ .key = "window", .label = N_("回看"), .kind = FORM_NUMBER, \
	  .flags = FORM_REQUIRED | FORM_BESIDE, .width = 7, \
	  .unit = N_("分钟"), .check = check_number, \
	  .hint = N_("只列近期的来源，更早的不算消失；0 不限") }, \
	{ .key = "local", .label = N_("允许内网"), .kind = FORM_CHOICE, \
	  .width = 6, .initial = "no", .choices = yes_choices, \
	  .hint = N_("本单位自己的地址；外面的不要开") }, \
	{ .key = "base", .label = N_("据日志条号"), \
	  .flags = FORM_READONLY | FORM_BESIDE, .width = 10 }, \
	{ .key = NULL }

const struct form_field feed_fields[] = {
	NAME_FIELD(FORM_READONLY),
	FORMAT_FIELD(FORM_READONLY),
	OTHER_FIELDS
};
const struct form_field feed_new_fields[] = {
	NAME_FIELD(FORM_REQUIRED),
	FORMAT_FIELD(FORM_REQUIRED),
	OTHER_FIELDS
};
/* clang-format on */

int
feed_form_blank(struct feed *f, struct err *err)
{
	const struct jpath at = { .key = "feed" };
	json_t *o = json_pack("{s:s, s:s, s:s, s:s, s:b}", "name", "blank",
	                      "label", "", "format", feed_formats[0].code,
	                      "address", "https://", "on", 1);
	int rc;

	memset(f, 0, sizeof(*f));
	rc = feed_from_json(f, o, &at, err);
	json_decref(o);
	if (rc)
		return -1;
	*f->name = *f->label = *f->address = '\0';
	f->format = NULL;
	return 0;
}

static void
set_int(struct form *form, const char *key, long long v)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", v);
	form_set(form, key, text);
}

void
feed_form_fill(struct form *form, const struct feed *f)
{
	char text[24];

	form_set(form, "name", f->name);
	form_set(form, "format", f->format ? f->format->code : "");
	form_set(form, "label", f->label ? f->label : "");
	form_set(form, "address", f->address ? f->address : "");
	for (size_t i = 0; i < COUNT(numbers); i++)
		set_int(form, numbers[i].key,
		        *(const int *)((const char *)f + numbers[i].at));
	for (size_t i = 0; i < COUNT(switches); i++)
		form_set(form, switches[i].key,
		         *(const bool *)((const char *)f + switches[i].at)
		                 ? "yes"
		                 : "no");
	snprintf(text, sizeof(text), "%.1f", f->want.magnitude);
	form_set(form, "magnitude", f->want.magnitude > 0 ? text : "");
	set_int(form, "base", f->last_seq);
}

static void
take_text(char **to, const struct form *form, const char *key)
{
	free(*to);
	*to = mem_str(form_text(form, key));
}

int
feed_form_take(const struct form *form, struct feed *f, struct err *err)
{
	const struct feed_format *format =
		format_read(form_text(form, "format"));

	if (!format)
		return err_set(err, ERR_INPUT, "%s",
		               tr("没有这种格式；从列表里选"));
	f->format = format;
	snprintf(f->name, sizeof(f->name), "%s", form_text(form, "name"));
	take_text(&f->label, form, "label");
	take_text(&f->address, form, "address");
	for (size_t i = 0; i < COUNT(numbers); i++)
		*(int *)((char *)f + numbers[i].at) =
			(int)strtol(form_text(form, numbers[i].key), NULL, 10);
	for (size_t i = 0; i < COUNT(switches); i++)
		*(bool *)((char *)f + switches[i].at) =
			strcmp(form_text(form, switches[i].key), "yes") == 0;
	if (!magnitude_read(form_text(form, "magnitude"), &f->want.magnitude) ||
	    f->want.magnitude <= 0)
		f->want.magnitude = -HUGE_VAL;
	return 0;
}
