#include "screens/channel_form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/feed.h"
#include "screens/several.h"

static const struct {
	const char *key;
	size_t at;
	unsigned of; /* bits 1 << type */
} texts[] = {
	{ "label", offsetof(struct channel, label), 3 },
	{ "address", offsetof(struct channel, address), 3 },
	{ "body", offsetof(struct channel, body), 1 },
	{ "secret", offsetof(struct channel, secret), 1 },
	{ "from", offsetof(struct channel, from), 2 },
	{ "user", offsetof(struct channel, user), 2 },
	{ "password", offsetof(struct channel, password), 2 },
};

static const struct {
	const char *key;
	size_t at;
	unsigned of;
} switches[] = {
	{ "on", offsetof(struct channel, on), 3 },
	{ "form", offsetof(struct channel, form), 1 },
	{ "local", offsetof(struct channel, local), 3 },
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* ---- checks ---- */

static int
check_name(void *arg, const struct form_field *field, const char *value,
           struct err *err)
{
	(void)arg;
	(void)field;
	if (!value[strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789-")])
		return 0;
	return err_set(err, ERR_INPUT,
	               tr("请用小写字母、数字、连字符，至多 %d 个"),
	               CHANNEL_NAME - 1);
}

/* The name of a line of the keys file; what looks like a value is not one. */
static int
check_key_name(void *arg, const struct form_field *field, const char *value,
               struct err *err)
{
	(void)arg;
	(void)field;
	if (!value[strspn(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
	                         "RSTUVWXYZ0123456789_-.")])
		return 0;
	return err_set(err, ERR_INPUT, "%s",
	               tr("写 keys 文件里的名称，不写密钥本身"));
}

static int
check_hook(void *arg, const struct form_field *field, const char *value,
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

static int
check_server(void *arg, const struct form_field *field, const char *value,
             struct err *err)
{
	(void)arg;
	(void)field;
	if ((strncmp(value, "smtps://", 8) == 0 ||
	     strncmp(value, "smtp://", 7) == 0) &&
	    !strpbrk(value, " \t"))
		return feed_address_check(value, err);
	return err_set(err, ERR_INPUT, "%s",
	               tr("邮件服务器写 smtps://主机，不含空格"));
}

static int
is_address(void *arg, const char *s, struct err *err)
{
	int *count = arg;

	++*count;
	if (!strchr(s, '@') || strpbrk(s, " \t<>"))
		return err_set(err, ERR_INPUT, tr("“%s”不是邮箱地址"), s);
	return 0;
}

static int
check_to(void *arg, const struct form_field *field, const char *value,
         struct err *err)
{
	int count = 0;

	(void)arg;
	(void)field;
	if (several_each(value, is_address, &count, err))
		return -1;
	if (count > CHANNEL_TO_MAX)
		return err_set(err, ERR_INPUT, tr("至多 %d 个邮箱"),
		               CHANNEL_TO_MAX);
	return 0;
}

static int
check_from(void *arg, const struct form_field *field, const char *value,
           struct err *err)
{
	int count = 0;

	(void)arg;
	(void)field;
	return is_address(&count, value, err);
}

/* ---- the forms ---- */

/* clang-format off */
static const struct form_choice yes_choices[] = {
	{ "yes", N_("是"), "s" },
	{ "no", N_("否"), "f" },
	{ NULL, NULL, NULL },
};

#define NAME_FIELDS(more) \
	{ .key = "name", .label = N_("代号"), .flags = more, .width = 20, \
	  .max_chars = CHANNEL_NAME - 1, .check = check_name, \
	  .hint = N_("小写字母、数字、连字符；存了不能改") }, \
	{ .key = "on", .label = N_("使用"), .kind = FORM_CHOICE, \
	  .flags = FORM_BESIDE, .width = 6, .initial = "yes", \
	  .choices = yes_choices }, \
	{ .key = "label", .label = N_("名称"), .flags = FORM_REQUIRED, \
	  .max_chars = 60 }

#define LAST_FIELDS \
	{ .key = "local", .label = N_("允许内网"), .kind = FORM_CHOICE, \
	  .width = 6, .initial = "no", .choices = yes_choices, \
	  .hint = N_("本单位自己的地址；外面的不要开") }, \
	{ .key = "base", .label = N_("据日志条号"), \
	  .flags = FORM_READONLY | FORM_BESIDE, .width = 10 }, \
	{ .key = NULL }

#define HOOK_FIELDS \
	{ .key = "address", .label = N_("网址"), .flags = FORM_REQUIRED, \
	  .max_chars = 900, .check = check_hook, \
	  .hint = N_("可含 {key:名称}；值在 keys 文件里") }, \
	{ .key = "body", .label = N_("正文"), .kind = FORM_LINES, \
	  .flags = FORM_REQUIRED, .rows = 4, .max_chars = 2600, \
	  .hint = N_("可填 {title} {text} {level} {desk} {time} {number}") }, \
	{ .key = "form", .label = N_("按表单发"), .kind = FORM_CHOICE, \
	  .width = 6, .initial = "no", .choices = yes_choices, \
	  .hint = N_("否：正文是 JSON；是：title={title}&text={text}") }, \
	{ .key = "secret", .label = N_("签名密钥名"), .flags = FORM_BESIDE, \
	  .width = 20, .max_chars = 40, .check = check_key_name, \
	  .hint = N_("keys 文件里的名称；空着不签名") }

#define MAIL_FIELDS \
	{ .key = "address", .label = N_("服务器"), .flags = FORM_REQUIRED, \
	  .max_chars = 200, .check = check_server, \
	  .hint = N_("smtps://mail.example.gov.cn") }, \
	{ .key = "from", .label = N_("发件人"), .flags = FORM_REQUIRED, \
	  .max_chars = 60, .check = check_from }, \
	{ .key = "to", .label = N_("收件人"), .flags = FORM_REQUIRED, \
	  .max_chars = 600, .check = check_to, \
	  .hint = N_("几个之间用顿号") }, \
	{ .key = "user", .label = N_("用户"), .width = 24, .max_chars = 60 }, \
	{ .key = "password", .label = N_("密码键名"), .flags = FORM_BESIDE, \
	  .width = 20, .max_chars = 40, .check = check_key_name, \
	  .hint = N_("keys 文件里的名称，不是密码") }

static const struct form_field hook_fields[] = {
	NAME_FIELDS(FORM_READONLY), HOOK_FIELDS, LAST_FIELDS
};
static const struct form_field hook_new_fields[] = {
	NAME_FIELDS(FORM_REQUIRED), HOOK_FIELDS, LAST_FIELDS
};
static const struct form_field mail_fields[] = {
	NAME_FIELDS(FORM_READONLY), MAIL_FIELDS, LAST_FIELDS
};
static const struct form_field mail_new_fields[] = {
	NAME_FIELDS(FORM_REQUIRED), MAIL_FIELDS, LAST_FIELDS
};
/* clang-format on */

const struct form_field *
channel_form_fields(enum channel_type t, bool fresh)
{
	if (t == CHANNEL_MAIL)
		return fresh ? mail_new_fields : mail_fields;
	return fresh ? hook_new_fields : hook_fields;
}

void
channel_to_text(struct buf *out, const struct channel *c)
{
	for (size_t i = 0; i < c->to_count; i++)
		buf_fmt(out, "%s%s", i ? SEVERAL_BETWEEN : "", c->to[i]);
}

void
channel_form_fill(struct form *form, const struct channel *c)
{
	unsigned type = 1u << c->type;
	struct buf to = BUF_INIT;
	char base[24];

	form_set(form, "name", c->name);
	for (size_t i = 0; i < COUNT(texts); i++)
		if (texts[i].of & type)
			form_set(form, texts[i].key,
			         *(char *const *)((const char *)c +
			                          texts[i].at));
	for (size_t i = 0; i < COUNT(switches); i++)
		if (switches[i].of & type)
			form_set(form, switches[i].key,
			         *(const bool *)((const char *)c +
			                         switches[i].at)
			                 ? "yes"
			                 : "no");
	channel_to_text(&to, c);
	if (c->type == CHANNEL_MAIL)
		form_set(form, "to", to.s);
	snprintf(base, sizeof(base), "%lld", (long long)c->last_seq);
	form_set(form, "base", base);
	buf_release(&to);
}

static int
add_to(void *arg, const char *s, struct err *err)
{
	struct channel *c = arg;

	(void)err;
	c->to = mem_array(c->to, c->to_count + 1, sizeof(*c->to));
	c->to[c->to_count++] = mem_str(s);
	return 0;
}

static void
drop_to(struct channel *c)
{
	while (c->to_count)
		free(c->to[--c->to_count]);
}

int
channel_form_take(const struct form *form, enum channel_type t,
                  struct channel *c, struct err *err)
{
	unsigned type = 1u << t;

	c->type = t;
	snprintf(c->name, sizeof(c->name), "%s", form_text(form, "name"));
	for (size_t i = 0; i < COUNT(texts); i++) {
		char **to = (char **)((char *)c + texts[i].at);

		free(*to);
		*to = mem_str(texts[i].of & type ? form_text(form, texts[i].key)
		                                 : "");
	}
	for (size_t i = 0; i < COUNT(switches); i++)
		*(bool *)((char *)c + switches[i].at) =
			switches[i].of & type &&
			strcmp(form_text(form, switches[i].key), "yes") == 0;
	drop_to(c);
	if (t != CHANNEL_MAIL)
		return 0;
	return several_each(form_text(form, "to"), add_to, c, err);
}
