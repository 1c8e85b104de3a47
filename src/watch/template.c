#include "watch/template.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "watch/keys.h"

#define KEY "key:"
#define PLACE_MAX 60
#define PLACE_BYTES                                                            \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.:"
#define UNRESERVED                                                             \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"

struct template
{
	enum template_kind kind;
	char *text;
};

/* A place in the text: its name without the braces; borrowed. */
struct place {
	const char *name;
	size_t len;
};

static const char *const place_names[PLACES] = {
	[PLACE_TITLE] = "title", [PLACE_TEXT] = "text",
	[PLACE_LEVEL] = "level", [PLACE_DESK] = "desk",
	[PLACE_TIME] = "time",   [PLACE_NUMBER] = "number",
	[PLACE_NAME] = "name",   [PLACE_PHONE] = "phone",
};

static bool
is_key(const struct place *p)
{
	return p->len > strlen(KEY) && strncmp(p->name, KEY, strlen(KEY)) == 0;
}

/* Which of enum template_place it is, -1: none. */
static int
place_index(const struct place *p)
{
	for (int i = 0; i < PLACES; i++)
		if (strlen(place_names[i]) == p->len &&
		    memcmp(place_names[i], p->name, p->len) == 0)
			return i;
	return -1;
}

/* Does a place begin at s? */
static bool
place_at(const char *s, struct place *p)
{
	if (*s != '{')
		return false;
	p->name = s + 1;
	p->len = strspn(p->name, PLACE_BYTES);
	return p->len > 0 && p->len <= PLACE_MAX && p->name[p->len] == '}';
}

/* The first place at or after s, or NULL; *p tells which. */
static const char *
place_next(const char *s, struct place *p)
{
	for (s = strchr(s, '{'); s; s = strchr(s + 1, '{'))
		if (place_at(s, p))
			return s;
	return NULL;
}

/* Checking. */

static int
check_places(const char *text, struct err *err)
{
	struct place p;

	for (text = place_next(text, &p); text; text = place_next(text + 1, &p))
		if (!is_key(&p) && place_index(&p) < 0)
			return err_set(err, ERR_INPUT,
			               tr("模板里没有 {%.*s} 这一项"),
			               (int)p.len, p.name);
	return 0;
}

/* Every place stands in a string, and with words in them it is JSON. */
static int
check_json(const char *text, struct err *err)
{
	struct buf sample = BUF_INIT;
	struct err why = ERR_INIT;
	bool quoted = false;
	struct place p;
	json_t *value;

	for (const char *s = text; *s; s++) {
		if (place_at(s, &p) && !quoted) {
			buf_release(&sample);
			return err_set(err, ERR_INPUT,
			               tr("模板里 {%.*s} 不在引号内"),
			               (int)p.len, p.name);
		}
		if (place_at(s, &p)) {
			s = p.name + p.len;
			buf_byte(&sample, 'x');
			continue;
		}
		if (*s == '"')
			quoted = !quoted;
		buf_byte(&sample, *s);
		if (quoted && *s == '\\' && s[1])
			buf_byte(&sample, *++s);
	}
	value = json_parse(sample.s, sample.len, tr("模板"), &why);
	buf_release(&sample);
	json_decref(value);
	return value ? 0 : err_set(err, ERR_INPUT, "%s", why.text);
}

/* The host is written out, and nothing that fills it can change it. */
static int
check_url(const char *text, struct err *err)
{
	struct place p;
	const char *first = place_next(text, &p), *host = strstr(text, "://");
	size_t len;

	if (strncmp(text, "https://", 8) != 0 &&
	    strncmp(text, "http://", 7) != 0)
		return err_set(err, ERR_INPUT,
		               tr("网址应以 https:// 或 http:// 开头"));
	host += strlen("://");
	len = strcspn(host, "/?#");
	if (len == 0 || (first && first < host + len + 1))
		return err_set(err, ERR_INPUT,
		               tr("网址里的主机名要写明，不能用模板填"));
	if (text[strcspn(text, " \t\r\n")])
		return err_set(err, ERR_INPUT, tr("网址里有空格或换行"));
	return 0;
}

int
template_parse(struct template **out, enum template_kind kind, const char *text,
               struct err *err)
{
	struct template *t;

	if (strlen(text) > TEMPLATE_BYTES_MAX)
		return err_set(err, ERR_INPUT, tr("模板超过 %d KB"),
		               TEMPLATE_BYTES_MAX >> 10);
	if (!utf8_valid(text, strlen(text)))
		return err_set(err, ERR_INPUT, tr("模板不是 UTF-8 文本"));
	if (check_places(text, err) ||
	    (kind == TEMPLATE_JSON && check_json(text, err)) ||
	    (kind == TEMPLATE_URL && check_url(text, err)))
		return -1;
	t = mem_alloc(sizeof(*t));
	t->kind = kind;
	t->text = mem_str(text);
	*out = t;
	return 0;
}

void
template_free(struct template *t)
{
	if (!t)
		return;
	free(t->text);
	free(t);
}

/* Filling. */

static void
add_json(struct buf *out, const char *s)
{
	struct buf quoted = BUF_INIT;

	json_write_string(&quoted, s);
	buf_add(out, quoted.s + 1, quoted.len - 2);
	buf_release(&quoted);
}

static void
add_percent(struct buf *out, const char *s)
{
	for (; *s; s++)
		if (strchr(UNRESERVED, *s))
			buf_byte(out, *s);
		else
			buf_fmt(out, "%%%02X", (unsigned)(unsigned char)*s);
}

static void
add_escaped(struct buf *out, enum template_kind kind, const char *s)
{
	if (kind == TEMPLATE_JSON)
		add_json(out, s);
	else
		add_percent(out, s);
}

static int
add_key(struct buf *out, enum template_kind kind, const struct place *p,
        const struct keys *keys, struct err *err)
{
	const char *name = p->name + strlen(KEY), *value;
	size_t len = p->len - strlen(KEY);

	value = keys ? keys_find(keys, name, len) : NULL;
	if (!value)
		return err_set(err, ERR_NOT_FOUND,
		               tr("密钥文件里没有 %.*s；在数据目录的 keys "
		                  "文件中加上"),
		               (int)len, name);
	add_escaped(out, kind, value);
	return 0;
}

static void
add_value(struct buf *out, enum template_kind kind, const char *value)
{
	struct buf safe = BUF_INIT;

	text_safe(&safe, value, strlen(value), TEXT_LINES);
	add_escaped(out, kind, safe.s);
	buf_release(&safe);
}

int
template_fill(const struct template *t, const struct template_values *v,
              const struct keys *keys, struct buf *out, struct err *err)
{
	size_t before = out->len;
	const char *s = t->text, *at;
	struct place p;
	int rc = 0;

	while (!rc && (at = place_next(s, &p))) {
		buf_add(out, s, (size_t)(at - s));
		s = p.name + p.len + 1;
		if (is_key(&p))
			rc = add_key(out, t->kind, &p, keys, err);
		else if (v->of[place_index(&p)])
			add_value(out, t->kind, v->of[place_index(&p)]);
	}
	buf_str(out, s);
	if (!rc && out->len - before > TEMPLATE_OUT_MAX)
		rc = err_set(err, ERR_INPUT, tr("填好的模板超过 %d KB"),
		             TEMPLATE_OUT_MAX >> 10);
	if (rc)
		buf_cut(out, before);
	return rc;
}
