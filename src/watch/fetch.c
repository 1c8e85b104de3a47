#include "watch/fetch.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/loop.h"
#include "base/mem.h"
#include "base/tr.h"
#include "watch/fetch_state.h"

#define HEADER_MAX 500 /* bytes of one header that is kept */

/* The poll loop. */

static void fetcher_collect(struct fetcher *f);

static void
fetcher_act(struct fetcher *f, curl_socket_t fd, int events)
{
	int running;

	fetch_must(curl_multi_socket_action(f->multi, fd, events, &running) ==
	           CURLM_OK);
	fetcher_collect(f);
}

static void
on_fd(void *arg, int fd, short revents)
{
	int events = 0;

	if (revents & (POLLIN | POLLHUP))
		events |= CURL_CSELECT_IN;
	if (revents & POLLOUT)
		events |= CURL_CSELECT_OUT;
	if (revents & (POLLERR | POLLNVAL))
		events |= CURL_CSELECT_ERR;
	fetcher_act(arg, fd, events);
}

static void
on_time(void *arg)
{
	struct fetcher *f = arg;

	f->timer = 0;
	fetcher_act(f, CURL_SOCKET_TIMEOUT, 0);
}

static int
on_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *mine)
{
	struct fetcher *f = arg;
	struct err err = ERR_INIT;
	short events = 0;

	(void)easy;
	(void)mine;
	if (what == CURL_POLL_REMOVE) {
		loop_unwatch(f->l, fd);
		return 0;
	}
	if (what & CURL_POLL_IN)
		events |= POLLIN;
	if (what & CURL_POLL_OUT)
		events |= POLLOUT;
	return loop_watch(f->l, fd, events, on_fd, f, &err);
}

static int
on_timer(CURLM *multi, long after_ms, void *arg)
{
	struct fetcher *f = arg;

	(void)multi;
	loop_cancel(f->l, f->timer);
	f->timer = after_ms < 0 ? 0 : loop_after(f->l, after_ms, on_time, f);
	return 0;
}

/* Turns. */

static bool
host_is_busy(const struct fetcher *f, const char *host)
{
	for (const struct fetch *x = f->all; x; x = x->next)
		if (x->running && strcasecmp(x->at.host, host) == 0)
			return true;
	return false;
}

static void
fetcher_pump(struct fetcher *f)
{
	struct fetch *x;
	int n = 0;

	for (x = f->all; x; x = x->next)
		n += x->running;
	for (x = f->all; x && n < FETCH_AT_ONCE; x = x->next) {
		if (x->running || host_is_busy(f, x->at.host))
			continue;
		fetch_must(curl_multi_add_handle(f->multi, x->easy) ==
		           CURLM_OK);
		x->running = true;
		n++;
	}
}

static void
fetch_halt(struct fetch *x)
{
	if (x->running)
		curl_multi_remove_handle(x->f->multi, x->easy);
	x->running = false;
}

static void
fetch_unlink(struct fetch *x)
{
	struct fetch **at = &x->f->all;

	while (*at != x)
		at = &(*at)->next;
	*at = x->next;
}

/* The end of a request. */

static char *
kept_header(struct fetch *x, const char *name)
{
	struct curl_header *h;

	if (curl_easy_header(x->easy, name, 0, CURLH_HEADER, -1, &h) ||
	    strlen(h->value) > HEADER_MAX || !*h->value)
		return NULL;
	return mem_str(h->value);
}

static void
fetch_read_answer(struct fetch *x)
{
	struct buf shown = BUF_INIT;
	curl_off_t received = 0;

	curl_easy_getinfo(x->easy, CURLINFO_RESPONSE_CODE, &x->a.status);
	curl_easy_getinfo(x->easy, CURLINFO_SIZE_DOWNLOAD_T, &received);
	x->a.received = received;
	x->a.etag = kept_header(x, "ETag");
	x->a.last_modified = kept_header(x, "Last-Modified");
	x->a.retry_after = kept_header(x, "Retry-After");
	x->a.type = kept_header(x, "Content-Type");
	fetch_shown(&shown, x->url, (const char *const *)x->secrets);
	x->a.shown = buf_take(&shown);
}

/* A web page stands where data should: a portal, a block page, a fault. */
static bool
is_web_page(const struct buf *body)
{
	const char *s = body->s;

	if (strncmp(s, "\xef\xbb\xbf", 3) == 0)
		s += 3;
	s += strspn(s, " \t\r\n");
	return strncasecmp(s, "<!doctype html", 14) == 0 ||
	       strncasecmp(s, "<html", 5) == 0;
}

/* A request that came to an answer: is it one? */
static int
fetch_judge_answer(const struct fetch *x, struct err *err)
{
	const struct fetch_answer *a = &x->a;

	if (x->mail || (x->post && a->status / 100 == 2) ||
	    (a->status == 304 && x->conditional))
		return 0;
	if (x->post || a->status != 200)
		return failure_status(a->status, err);
	if (a->body.len == 0)
		return err_set(err, ERR_INPUT, tr("答复是空的；稍后自动重试"));
	if (is_web_page(&a->body))
		return err_set(err, ERR_INPUT,
		               tr("来的是网页，不是数据；核对网址，或查有无"
		                  "上网认证"));
	return 0;
}

static int64_t
spent_us(const struct fetch *x)
{
	curl_off_t us = 0;

	curl_easy_getinfo(x->easy, CURLINFO_TOTAL_TIME_T, &us);
	return x->took_us + us;
}

static int
fetch_judge(struct fetch *x, CURLcode code, struct err *err)
{
	struct failure f = { .ours = x->ours,
		             .code = code,
		             .took_us = spent_us(x),
		             .limits = &x->limits,
		             .mail_status = x->mail ? x->a.status : 0 };
	curl_off_t us = 0;

	if (code == CURLE_OK && !x->ours) {
		x->a.final = x->post && failure_post_final(x->a.status);
		return fetch_judge_answer(x, err);
	}
	x->a.final = !x->ours && failure_mail_final(&f);
	if (code == CURLE_FILESIZE_EXCEEDED)
		f.ours = FAILURE_BODY;
	curl_easy_getinfo(x->easy, CURLINFO_SSL_VERIFYRESULT, &f.verify);
	curl_easy_getinfo(x->easy, CURLINFO_PRETRANSFER_TIME_T, &us);
	f.connected = us > 0;
	return failure_tell(&f, err);
}

/* Why a redirect to t is not followed; FAILURE_NONE when it is. */
static enum failure_ours
redirect_refused(const struct fetch *x, const struct target *t)
{
	if (x->post)
		return FAILURE_MOVED;
	if (x->a.redirects == FETCH_REDIRECTS)
		return FAILURE_HOPS;
	if (strcmp(t->scheme, "https") != 0 &&
	    strcmp(t->scheme, x->at.scheme) != 0)
		return FAILURE_SCHEME;
	return FAILURE_NONE;
}

/* Aim at where the answer sends us; true when the request goes on. */
static bool
fetch_redirect(struct fetch *x)
{
	struct target t;
	const char *url = NULL;
	long status = 0;

	curl_easy_getinfo(x->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(x->easy, CURLINFO_REDIRECT_URL, &url);
	if (x->mail || status / 100 != 3 || !url)
		return false;
	if (!target_read(&t, url)) {
		x->ours = FAILURE_SCHEME;
		return false;
	}
	x->ours = redirect_refused(x, &t);
	if (x->ours) {
		target_release(&t);
		return false;
	}
	/* Keys may be among the headers. */
	if (!target_same(&t, &x->at))
		curl_easy_setopt(x->easy, CURLOPT_HTTPHEADER, x->public);
	x->took_us = spent_us(x);
	fetch_aim(x, url, &t);
	x->a.redirects++;
	return true;
}

static void
fetch_ended(struct fetch *x, CURLcode code)
{
	struct err err = ERR_INIT;

	fetch_halt(x);
	if (code == CURLE_OK && fetch_redirect(x))
		return;
	fetch_read_answer(x);
	if (fetch_judge(x, code, &err)) {
		buf_clear(&x->a.body);
		err_prefix(&err, "%s", x->a.shown);
	}
	fetch_unlink(x);
	x->done(x->arg, &x->a, &err);
	fetch_free(x);
}

static void
fetcher_collect(struct fetcher *f)
{
	struct fetch *x;
	CURLMsg *m;
	CURLcode code;
	int left;

	while ((m = curl_multi_info_read(f->multi, &left))) {
		if (m->msg != CURLMSG_DONE)
			continue;
		code = m->data.result;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &x);
		fetch_ended(x, code);
	}
	fetcher_pump(f);
}

/* The beginning. */

struct fetcher *
fetcher_new(struct loop *l, const struct fetch_setup *setup, struct err *err)
{
	struct fetcher *f;
	struct buf agent = BUF_INIT;

	if (curl_global_init(CURL_GLOBAL_DEFAULT)) {
		err_set(err, ERR_IO, "libcurl does not start");
		return NULL;
	}
	signal(SIGPIPE, SIG_IGN);
	f = mem_alloc(sizeof(*f));
	f->l = l;
	f->multi = curl_multi_init();
	fetch_must(f->multi != NULL);
	curl_multi_setopt(f->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(f->multi, CURLMOPT_SOCKETDATA, f);
	curl_multi_setopt(f->multi, CURLMOPT_TIMERFUNCTION, on_timer);
	curl_multi_setopt(f->multi, CURLMOPT_TIMERDATA, f);
	buf_fmt(&agent, "zhiban/%s", ZHIBAN_VERSION);
	if (setup->contact)
		buf_fmt(&agent, " (%s)", setup->contact);
	f->agent = buf_take(&agent);
	f->proxy = mem_str(setup->proxy ? setup->proxy : "");
	f->ca_file = mem_str(setup->ca_file);
	return f;
}

void
fetcher_free(struct fetcher *f)
{
	struct fetch *x;

	if (!f)
		return;
	while (f->all) {
		x = f->all;
		f->all = x->next;
		fetch_halt(x);
		fetch_free(x);
	}
	curl_multi_cleanup(f->multi);
	loop_cancel(f->l, f->timer);
	free(f->agent);
	free(f->proxy);
	free(f->ca_file);
	free(f);
	curl_global_cleanup();
}

void
fetch_stop(struct fetch *x)
{
	struct fetcher *f;

	if (!x)
		return;
	f = x->f;
	fetch_halt(x);
	fetch_unlink(x);
	fetch_free(x);
	fetcher_pump(f);
}

struct fetch *
fetch_start(struct fetcher *f, const struct fetch_request *r,
            fetch_done_fn *done, void *arg, struct err *err)
{
	struct fetch *x = fetch_new(f, r, err), **end = &f->all;

	if (!x)
		return NULL;
	x->done = done;
	x->arg = arg;
	while (*end)
		end = &(*end)->next;
	*end = x;
	fetcher_pump(f);
	return x;
}
