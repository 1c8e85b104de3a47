/*
 * zhiban-watch fetch URL: one request as the worker would make it, for the
 * operator who asks why a feed fails, and for tests.  {key:NAME} in the
 * address is filled from --keys, whose values are never shown.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/buf.h"
#include "base/loop.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "watch/fetch.h"
#include "watch/keys.h"
#include "watch/template.h"
#include "watch/watch.h"

#define HEADERS_MAX 8
#define NUMBER_MAX 1000000000LL
#define POST_MAX (1u << 20)

enum option {
	LOCAL,
	PLAIN,
	CAP,
	HEAD_CAP,
	CONNECT,
	TOTAL,
	SLOW,
	ETAG,
	SINCE,
	HEADER,
	POST,
	TYPE,
	CA,
	PROXY,
	KEYS,
	SAVE,
	OPTIONS
};

/* clang-format off */
static const struct {
	const char *name;
	const char *arg;	/* NULL: a flag; "N": a whole number */
	const char *help;
} options[OPTIONS] = {
	[LOCAL] = { "--local", NULL, N_("允许本机和内网地址") },
	[PLAIN] = { "--plain", NULL, N_("允许不加密的 http") },
	[CAP] = { "--cap", "N", N_("答复的字节上限（解压后）") },
	[HEAD_CAP] = { "--head-cap", "N", N_("答复头的字节上限") },
	[CONNECT] = { "--connect", "N", N_("连接时限（毫秒）") },
	[TOTAL] = { "--total", "N", N_("总时限（毫秒）") },
	[SLOW] = { "--slow", "N", N_("停滞多少秒断开") },
	[ETAG] = { "--etag", "TEXT", N_("上次的 ETag") },
	[SINCE] = { "--since", "TEXT", N_("上次的 Last-Modified") },
	[HEADER] = { "--header", "TEXT", N_("请求头，可重复") },
	[POST] = { "--post", "FILE", N_("改为 POST，发送这个文件") },
	[TYPE] = { "--type", "TEXT", N_("所发文件的类型") },
	[CA] = { "--ca", "FILE", N_("信任的证书（PEM）") },
	[PROXY] = { "--proxy", "ADDRESS", N_("代理；env 为按环境变量") },
	[KEYS] = { "--keys", "FILE", N_("密钥文件，网址中写 {key:名称}") },
	[SAVE] = { "--save", "FILE", N_("把答复存入文件") },
};
/* clang-format on */

struct once {
	const char *url;
	const char *text[OPTIONS]; /* "" for a flag; NULL: not given */
	int64_t number[OPTIONS];
	const char *headers[HEADERS_MAX + 1];
	size_t header_count;
	struct keys *keys; /* NULL: none */
	struct loop *l;
	struct fetch_answer a; /* taken from the fetch */
	struct err err;
};

static int
read_number(enum option o, const char *s, int64_t *out, struct err *err)
{
	char *end;
	long long v;

	errno = 0;
	v = strtoll(s, &end, 10);
	if (errno || end == s || *end || v < 1 || v > NUMBER_MAX)
		return err_set(err, ERR_INPUT, tr("%s 应为 1 到 %lld 的整数"),
		               options[o].name, NUMBER_MAX);
	*out = v;
	return 0;
}

static int
read_option(struct once *p, enum option o, int argc, char **argv, int *i,
            struct err *err)
{
	p->text[o] = "";
	if (!options[o].arg)
		return 0;
	if (*i + 1 >= argc)
		return err_set(err, ERR_INPUT, tr("%s 后面缺 %s"),
		               options[o].name, options[o].arg);
	p->text[o] = argv[++*i];
	if (o == HEADER && p->header_count == HEADERS_MAX)
		return err_set(err, ERR_INPUT, tr("%s 不能超过 %d 个"),
		               options[o].name, HEADERS_MAX);
	if (o == HEADER)
		p->headers[p->header_count++] = p->text[o];
	if (strcmp(options[o].arg, "N") == 0)
		return read_number(o, p->text[o], &p->number[o], err);
	return 0;
}

static int
read_words(struct once *p, int argc, char **argv, struct err *err)
{
	enum option o;

	for (int i = 1; i < argc; i++) {
		for (o = 0; o < OPTIONS; o++)
			if (strcmp(argv[i], options[o].name) == 0)
				break;
		if (o < OPTIONS) {
			if (read_option(p, o, argc, argv, &i, err))
				return -1;
		} else if (p->url || argv[i][0] == '-') {
			/* A second address may hold a key: it is not named. */
			return err_set(err, ERR_INPUT,
			               tr("有多余或不认识的参数；用法：%s"),
			               "zhiban-watch fetch --help");
		} else {
			p->url = argv[i];
		}
	}
	return p->url ? 0
	              : err_set(err, ERR_INPUT, tr("缺网址；用法：%s"),
	                        "zhiban-watch fetch --help");
}

static int
help(void)
{
	printf("zhiban-watch fetch URL [OPTION...]\n");
	for (enum option o = 0; o < OPTIONS; o++)
		printf("  %-10s %-7s  %s\n", options[o].name,
		       options[o].arg ? options[o].arg : "",
		       tr(options[o].help));
	return 0;
}

static const char *const *
secrets(const struct once *p)
{
	return p->keys ? keys_values(p->keys) : NULL;
}

/* The address with its keys put in. */
static int
fill_url(const struct once *p, struct buf *out, struct err *err)
{
	const struct template_values none = { { NULL } };
	struct template *t;
	int rc;

	if (!p->keys)
		return buf_str(out, p->url);
	if (template_parse(&t, TEMPLATE_URL, p->url, err))
		return -1;
	rc = template_fill(t, &none, p->keys, out, err);
	template_free(t);
	return rc;
}

static void
on_done(void *arg, struct fetch_answer *a, const struct err *err)
{
	struct once *p = arg;

	p->a = *a;
	*a = (struct fetch_answer){ .body = BUF_INIT };
	p->err = *err;
	loop_stop(p->l);
}

static int
run_request(struct once *p, const struct fetch_request *r, struct err *err)
{
	const struct fetch_setup setup = { .proxy = p->text[PROXY],
		                           .ca_file = p->text[CA] };
	struct fetcher *f;
	int rc = -1;

	p->l = loop_new(err);
	if (!p->l)
		return -1;
	f = fetcher_new(p->l, &setup, err);
	if (f && fetch_start(f, r, on_done, p, err))
		rc = loop_run(p->l, err);
	fetcher_free(f);
	loop_free(p->l);
	return rc;
}

static int
fetch(struct once *p, struct err *err)
{
	struct buf url = BUF_INIT, body = BUF_INIT;
	struct fetch_request r = {
		.headers = p->headers,
		.etag = p->text[ETAG],
		.last_modified = p->text[SINCE],
		.type = p->text[TYPE],
		.flags = (p->text[LOCAL] ? FETCH_LOCAL : 0u) |
		         (p->text[PLAIN] ? FETCH_PLAIN : 0u),
		.limits = { .connect_ms = p->number[CONNECT],
		            .total_ms = p->number[TOTAL],
		            .slow_s = (int)p->number[SLOW],
		            .body_max = (size_t)p->number[CAP],
		            .head_max = (size_t)p->number[HEAD_CAP] },
	};
	int rc = 0;

	if (p->text[KEYS])
		rc = keys_load(&p->keys, p->text[KEYS], err);
	if (!rc)
		rc = fill_url(p, &url, err);
	if (!rc && p->text[POST])
		rc = buf_read_file(&body, p->text[POST], POST_MAX, err);
	if (!rc) {
		r.url = url.s;
		r.secrets = secrets(p);
		if (p->text[POST]) {
			r.body = body.s;
			r.body_len = body.len;
		}
		rc = run_request(p, &r, err);
	}
	buf_release(&url);
	buf_release(&body);
	return rc;
}

static void
print_text(const struct once *p, const char *label, const char *text)
{
	struct buf hidden = BUF_INIT, safe = BUF_INIT;

	if (!text)
		return;
	fetch_hide(&hidden, text, secrets(p));
	text_safe(&safe, hidden.s, hidden.len, TEXT_LINE);
	printf("%s: %s\n", label, safe.s);
	buf_release(&hidden);
	buf_release(&safe);
}

static void
print_answer(const struct once *p)
{
	struct rusage used;

	getrusage(RUSAGE_SELF, &used);
	print_text(p, tr("网址"), p->a.shown);
	printf("%s: %ld\n", tr("状态"), p->a.status);
	print_text(p, tr("类型"), p->a.type);
	printf(tr("大小: %zu 字节，收到 %lld 字节\n"), p->a.body.len,
	       (long long)p->a.received);
	print_text(p, "ETag", p->a.etag);
	print_text(p, "Last-Modified", p->a.last_modified);
	print_text(p, "Retry-After", p->a.retry_after);
	printf(tr("转址: %d 次\n"), p->a.redirects);
	printf(tr("内存: 最多 %ld KB\n"), used.ru_maxrss);
}

static void
save(const struct once *p, struct err *err)
{
	const char *path = p->text[SAVE];
	FILE *file = fopen(path, "we");
	bool ok = file &&
	          fwrite(p->a.body.s, 1, p->a.body.len, file) == p->a.body.len;

	if (file && fclose(file))
		ok = false;
	if (!ok)
		err_set(err, ERR_IO, "%s: %s", path, strerrordesc_np(errno));
}

int
watch_fetch(int argc, char **argv)
{
	struct once p = { .a = { .body = BUF_INIT } };
	struct err err = ERR_INIT;
	int status = 0;

	if (argc == 2 && strcmp(argv[1], "--help") == 0)
		return help();
	if (!read_words(&p, argc, argv, &err) && !fetch(&p, &err)) {
		print_answer(&p);
		if (p.err.code)
			status = watch_fail(argv[0], &p.err, 1);
		else if (p.text[SAVE])
			save(&p, &err);
		if (fflush(stdout))
			err_set(&err, ERR_IO, "standard output: %s",
			        strerrordesc_np(errno));
	}
	if (err.code)
		status = watch_fail(argv[0], &err, err_exit_status(err.code));
	fetch_answer_release(&p.a);
	keys_free(p.keys);
	return status;
}
