#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "base/mem.h"
#include "base/tr.h"
#include "watch/address.h"
#include "watch/fetch_state.h"

/* An option that is refused means a libcurl that is not Debian's. */
void
fetch_must(bool ok)
{
	if (ok)
		return;
	fputs("zhiban-watch: libcurl lacks what it was built with\n", stderr);
	abort();
}

static void
set_long(struct fetch *x, CURLoption option, long v)
{
	fetch_must(curl_easy_setopt(x->easy, option, v) == CURLE_OK);
}

/* Strings are copied by libcurl; for other pointers they must outlive it. */
static void
set_ptr(struct fetch *x, CURLoption option, const void *p)
{
	fetch_must(curl_easy_setopt(x->easy, option, p) == CURLE_OK);
}

static void
set_size(struct fetch *x, CURLoption option, size_t v)
{
	fetch_must(curl_easy_setopt(x->easy, option, (curl_off_t)v) ==
	           CURLE_OK);
}

static void
add_line(struct curl_slist **list, const char *line)
{
	struct curl_slist *longer = curl_slist_append(*list, line);

	fetch_must(longer != NULL);
	*list = longer;
}

/* Where an address leads. */

static char *
url_part(CURLU *u, CURLUPart part)
{
	char *s = NULL, *copy;

	if (curl_url_get(u, part, &s, 0))
		return mem_str("");
	copy = mem_str(s);
	curl_free(s);
	return copy;
}

void
target_release(struct target *t)
{
	free(t->scheme);
	free(t->host);
	free(t->port);
}

bool
target_read(struct target *t, const char *url)
{
	CURLU *u = curl_url();
	bool ok;

	fetch_must(u != NULL);
	ok = !curl_url_set(u, CURLUPART_URL, url, CURLU_NON_SUPPORT_SCHEME);
	t->scheme = url_part(u, CURLUPART_SCHEME);
	t->host = url_part(u, CURLUPART_HOST);
	t->port = url_part(u, CURLUPART_PORT);
	curl_url_cleanup(u);
	if (ok && *t->scheme && *t->host)
		return true;
	target_release(t);
	return false;
}

bool
target_same(const struct target *a, const struct target *b)
{
	return strcasecmp(a->host, b->host) == 0 &&
	       strcmp(a->port, b->port) == 0;
}

void
fetch_aim(struct fetch *x, const char *url, struct target *t)
{
	int64_t left_ms = x->limits.total_ms - x->took_us / 1000;
	char *copy = mem_str(url);

	free(x->url);
	target_release(&x->at);
	x->url = copy;
	x->at = *t;
	x->opened = false;
	x->ours = FAILURE_NONE;
	x->head = 0;
	buf_clear(&x->a.body);
	set_ptr(x, CURLOPT_URL, x->url);
	set_long(x, CURLOPT_TIMEOUT_MS, left_ms > 0 ? (long)left_ms : 1);
}

/* What libcurl calls while a request runs. */

static size_t
on_body(char *p, size_t size, size_t n, void *arg)
{
	struct fetch *x = arg;

	if (buf_add(&x->a.body, p, size * n)) {
		x->ours = FAILURE_BODY;
		return 0;
	}
	return size * n;
}

static size_t
on_header(char *p, size_t size, size_t n, void *arg)
{
	struct fetch *x = arg;

	(void)p;
	x->head += size * n;
	if (x->head > x->limits.head_max) {
		x->ours = FAILURE_HEAD;
		return 0;
	}
	return size * n;
}

static size_t
on_upload(char *p, size_t size, size_t n, void *arg)
{
	struct fetch *x = arg;
	size_t left = x->upload.len - x->uploaded, room = size * n;
	size_t len = left < room ? left : room;

	memcpy(p, x->upload.s + x->uploaded, len);
	x->uploaded += len;
	return len;
}

/* A host may have several addresses; some refused do not matter then. */
static curl_socket_t
on_open(void *arg, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct fetch *x = arg;

	(void)purpose;
	if (!x->any_address && !address_public(&to->addr)) {
		if (!x->opened)
			x->ours = FAILURE_ADDRESS;
		return CURL_SOCKET_BAD;
	}
	x->opened = true;
	x->ours = FAILURE_NONE;
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* The end. */

void
fetch_answer_release(struct fetch_answer *a)
{
	buf_release(&a->body);
	free(a->etag);
	free(a->last_modified);
	free(a->retry_after);
	free(a->type);
	free(a->shown);
}

void
fetch_free(struct fetch *x)
{
	curl_easy_cleanup(x->easy);
	curl_slist_free_all(x->headers);
	curl_slist_free_all(x->public);
	curl_slist_free_all(x->to);
	for (char **s = x->secrets; s && *s; s++) {
		explicit_bzero(*s, strlen(*s));
		free(*s);
	}
	free(x->secrets);
	free(x->url);
	target_release(&x->at);
	buf_release(&x->upload);
	fetch_answer_release(&x->a);
	free(x);
}

/* The beginning. */

/* May this be part of a header?  Not with a line end or another control. */
static bool
header_fits(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return false;
	return true;
}

static int
check_request(const struct fetch_request *r, const struct target *t,
              struct err *err)
{
	static const char *const schemes[2][3] = { { "https", "http", NULL },
		                                   { "smtps", "smtp", NULL } };
	const char *const *known = schemes[r->mail != NULL];
	/* smtp begins in the clear, but sends nothing before STARTTLS. */
	bool plain_ok = r->mail || r->flags & FETCH_PLAIN;

	if (strcmp(t->scheme, known[0]) != 0 &&
	    strcmp(t->scheme, known[1]) != 0)
		return err_set(err, ERR_INPUT,
		               r->mail ? tr("邮件服务器的网址应以 smtps:// 或 "
		                            "smtp:// 开头")
		                       : tr("网址应以 https:// 开头"));
	if (strcmp(t->scheme, known[1]) == 0 && !plain_ok)
		return err_set(err, ERR_REFUSED,
		               tr("网址不加密；源确实没有 https 时请设 plain"));
	for (const char *const *h = r->headers; h && *h; h++)
		if (!header_fits(*h) || !strchr(*h, ':'))
			return err_set(err, ERR_INPUT,
			               tr("请求头应为“名称: 值”，一行一个"));
	return 0;
}

static void
fetch_headers(struct fetch *x, const struct fetch_request *r)
{
	struct buf line = BUF_INIT;

	if (r->etag && header_fits(r->etag)) {
		buf_fmt(&line, "If-None-Match: %s", r->etag);
		add_line(&x->public, line.s);
	}
	if (r->last_modified && header_fits(r->last_modified)) {
		buf_clear(&line);
		buf_fmt(&line, "If-Modified-Since: %s", r->last_modified);
		add_line(&x->public, line.s);
	}
	x->conditional = x->public != NULL;
	if (r->body) {
		buf_clear(&line);
		buf_fmt(&line, "Content-Type: %s",
		        r->type ? r->type : "application/json");
		add_line(&x->public, line.s);
		/* Not to wait for a "100 Continue" that few send. */
		add_line(&x->public, "Expect:");
	}
	for (struct curl_slist *h = x->public; h; h = h->next)
		add_line(&x->headers, h->data);
	for (const char *const *h = r->headers; h && *h; h++)
		add_line(&x->headers, *h);
	buf_release(&line);
}

static void
setup_http(struct fetch *x, const struct fetch_request *r)
{
	fetch_headers(x, r);
	set_ptr(x, CURLOPT_PROTOCOLS_STR,
	        r->flags & FETCH_PLAIN ? "https,http" : "https");
	set_long(x, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
	set_ptr(x, CURLOPT_ACCEPT_ENCODING, "");
	set_ptr(x, CURLOPT_HTTPHEADER, x->headers);
	if (!r->body)
		return;
	set_long(x, CURLOPT_POST, 1);
	set_ptr(x, CURLOPT_POSTFIELDS, x->upload.s);
	set_size(x, CURLOPT_POSTFIELDSIZE_LARGE, x->upload.len);
}

/* The conversation with a mail server: who of several is not taken. */
static int
on_talk(CURL *easy, curl_infotype type, char *p, size_t n, void *arg)
{
	static const char ask[] = "RCPT TO:";
	struct fetch *x = arg;

	(void)easy;
	if (type == CURLINFO_HEADER_OUT)
		x->naming = n >= strlen(ask) && !memcmp(p, ask, strlen(ask));
	/* "550-..." goes on: the last line of a reply counts. */
	else if (type == CURLINFO_HEADER_IN && x->naming && n > 3 &&
	         (p[0] == '4' || p[0] == '5') && p[3] != '-')
		x->a.refused++;
	return 0;
}

static void
setup_mail(struct fetch *x, const struct fetch_request *r)
{
	const struct fetch_mail *m = r->mail;

	for (const char *const *to = m->to; *to; to++)
		add_line(&x->to, *to);
	set_ptr(x, CURLOPT_PROTOCOLS_STR, "smtps,smtp");
	set_long(x, CURLOPT_USE_SSL,
	         r->flags & FETCH_PLAIN ? CURLUSESSL_TRY : CURLUSESSL_ALL);
	set_ptr(x, CURLOPT_MAIL_FROM, m->from);
	set_ptr(x, CURLOPT_MAIL_RCPT, x->to);
	/* Who is not there must not keep it from the others. */
	set_long(x, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1);
	set_long(x, CURLOPT_VERBOSE, 1);
	fetch_must(curl_easy_setopt(x->easy, CURLOPT_DEBUGFUNCTION, on_talk) ==
	           CURLE_OK);
	set_ptr(x, CURLOPT_DEBUGDATA, x);
	if (m->user)
		set_ptr(x, CURLOPT_USERNAME, m->user);
	if (m->password)
		set_ptr(x, CURLOPT_PASSWORD, m->password);
	set_long(x, CURLOPT_UPLOAD, 1);
	fetch_must(curl_easy_setopt(x->easy, CURLOPT_READFUNCTION, on_upload) ==
	           CURLE_OK);
	set_ptr(x, CURLOPT_READDATA, x);
	set_size(x, CURLOPT_INFILESIZE_LARGE, x->upload.len);
}

static void
setup_limits(struct fetch *x, const struct fetch_limits *given)
{
	struct fetch_limits *l = &x->limits;

	*l = *given;
	l->connect_ms = l->connect_ms ? l->connect_ms : FETCH_CONNECT_MS;
	l->total_ms = l->total_ms ? l->total_ms : FETCH_TOTAL_MS;
	l->slow_s = l->slow_s ? l->slow_s : FETCH_SLOW_S;
	l->body_max = l->body_max ? l->body_max : FETCH_BODY_MAX;
	l->head_max = l->head_max ? l->head_max : FETCH_HEAD_MAX;
	x->a.body = (struct buf)BUF_INIT_MAX(l->body_max);
	set_long(x, CURLOPT_CONNECTTIMEOUT_MS, (long)l->connect_ms);
	set_long(x, CURLOPT_LOW_SPEED_LIMIT, FETCH_SLOW_BYTES);
	set_long(x, CURLOPT_LOW_SPEED_TIME, l->slow_s);
	set_size(x, CURLOPT_MAXFILESIZE_LARGE, l->body_max);
}

static void
setup_common(struct fetch *x)
{
	const struct fetcher *f = x->f;

	set_ptr(x, CURLOPT_PRIVATE, x);
	set_long(x, CURLOPT_NOSIGNAL, 1);
	/* A look-up of a name that hangs must not hold us up at the end. */
	set_long(x, CURLOPT_QUICK_EXIT, 1);
	set_long(x, CURLOPT_FRESH_CONNECT, 1);
	set_long(x, CURLOPT_FORBID_REUSE, 1);
	set_long(x, CURLOPT_NETRC, CURL_NETRC_IGNORED);
	set_long(x, CURLOPT_SSL_VERIFYPEER, 1);
	set_long(x, CURLOPT_SSL_VERIFYHOST, 2);
	set_long(x, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
	set_ptr(x, CURLOPT_USERAGENT, f->agent);
	if (strcmp(f->proxy, "env") != 0)
		set_ptr(x, CURLOPT_PROXY, f->proxy);
	if (f->ca_file)
		set_ptr(x, CURLOPT_CAINFO, f->ca_file);
	fetch_must(curl_easy_setopt(x->easy, CURLOPT_WRITEFUNCTION, on_body) ==
	                   CURLE_OK &&
	           curl_easy_setopt(x->easy, CURLOPT_HEADERFUNCTION,
	                            on_header) == CURLE_OK &&
	           curl_easy_setopt(x->easy, CURLOPT_OPENSOCKETFUNCTION,
	                            on_open) == CURLE_OK);
	set_ptr(x, CURLOPT_WRITEDATA, x);
	set_ptr(x, CURLOPT_HEADERDATA, x);
	set_ptr(x, CURLOPT_OPENSOCKETDATA, x);
}

static char **
copy_secrets(const char *const *given)
{
	size_t n = 0;
	char **copy;

	while (given && given[n])
		n++;
	copy = mem_array(NULL, n + 1, sizeof(*copy));
	for (size_t i = 0; i < n; i++)
		copy[i] = mem_str(given[i]);
	copy[n] = NULL;
	return copy;
}

/* Where the request goes, when it may; what is wrong is told with the place. */
static int
read_request(const struct fetch_request *r, struct target *t, struct err *err)
{
	struct buf shown = BUF_INIT;
	int rc = 0;

	if (!target_read(t, r->url)) {
		rc = err_set(err, ERR_INPUT, tr("网址写得不对"));
	} else if (check_request(r, t, err)) {
		target_release(t);
		rc = -1;
	}
	if (rc) {
		fetch_shown(&shown, r->url, r->secrets);
		err_prefix(err, "%s", shown.s);
		buf_release(&shown);
	}
	return rc;
}

struct fetch *
fetch_new(struct fetcher *f, const struct fetch_request *r, struct err *err)
{
	struct fetch *x;
	struct target t;

	if (read_request(r, &t, err))
		return NULL;
	x = mem_alloc(sizeof(*x));
	x->f = f;
	x->easy = curl_easy_init();
	fetch_must(x->easy != NULL);
	x->mail = r->mail != NULL;
	x->post = !x->mail && r->body;
	/* What a proxy connects to is its own affair. */
	x->any_address = r->flags & FETCH_LOCAL || *f->proxy;
	x->secrets = copy_secrets(r->secrets);
	buf_init(&x->upload);
	if (r->body)
		buf_add(&x->upload, r->body, r->body_len);
	setup_common(x);
	setup_limits(x, &r->limits);
	if (x->mail)
		setup_mail(x, r);
	else
		setup_http(x, r);
	fetch_aim(x, r->url, &t);
	return x;
}
