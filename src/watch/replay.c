#include "watch/replay.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/loop.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/feed_loan.h"
#include "watch/recording.h"
#include "watch/serve.h"
#include "watch/shift.h"

#define LOCK_FILE "desk.replay"
#define PATH "/" FEED_REPLAY "/"
#define PAGE "page="

/* A feed of the recording. */
struct part {
	char *folder;     /* its path */
	struct feed feed; /* as it is saved at the desk */
	size_t files;
	int64_t newest_ms; /* of its first answer */
};

struct replay {
	const struct replay_options *o;
	struct loop *loop;
	struct serve *serve;
	struct desk *desk;
	struct part *parts;
	size_t count;
	int64_t started_ms; /* on the desk's clock */
	int64_t shift_min;
	int lock;
};

/* ---- serving ---- */

static const struct part *
part_at(const struct replay *r, const char *path)
{
	if (strncmp(path, PATH, strlen(PATH)) != 0)
		return NULL;
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->parts[i].feed.name, path + strlen(PATH)) == 0)
			return &r->parts[i];
	return NULL;
}

static int
page_of(const char *query)
{
	int page = 1;

	if (strncmp(query, PAGE, strlen(PAGE)) == 0)
		page = (int)strtol(query + strlen(PAGE), NULL, 10);
	return page;
}

/* Another process may have set the clock. */
static int64_t
elapsed_ms(const struct replay *r)
{
	desk_changed(r->desk);
	return desk_now(r->desk) - r->started_ms;
}

static int
part_answer(const struct replay *r, const struct part *p, int page,
            struct buf *body, struct err *err)
{
	const struct recording_file *chosen;
	struct recording_file *files;
	struct buf raw = BUF_INIT;
	size_t n;
	int rc = -1;

	if (recording_files(p->folder, &files, &n, err))
		return -1;
	chosen = recording_choose(files, n, elapsed_ms(r), page);
	if (!chosen)
		err_set(err, ERR_INPUT, tr("%s：没有第 1 页"), p->folder);
	else
		rc = recording_read(&raw, p->folder, chosen->name, err);
	if (!rc)
		shift_times(body, raw.s, raw.len, r->shift_min);
	buf_release(&raw);
	recording_files_free(files, n);
	return rc;
}

static int
answer(void *arg, const struct serve_request *request, struct buf *body)
{
	const struct replay *r = arg;
	const struct part *p = part_at(r, request->path);
	struct err err = ERR_INIT;

	if (!p)
		return 404;
	if (part_answer(r, p, page_of(request->query), body, &err) == 0)
		return 200;
	fprintf(stderr, "zhiban-watch replay: %s\n", err.text);
	buf_clear(body);
	buf_fmt(body, "%s\n", err.text);
	return 500;
}

/* ---- the recording ---- */

static void
part_release(struct part *p)
{
	free(p->folder);
	feed_release(&p->feed);
}

/* What its first file says; a reader's refusal is a recording's fault. */
static int
part_begin(struct part *p, struct err *err)
{
	const struct recording_file *first;
	struct recording_file *files;
	struct feed_answer a;
	struct buf raw = BUF_INIT;
	int rc = -1;

	if (recording_files(p->folder, &files, &p->files, err))
		return -1;
	first = recording_choose(files, p->files, -1, 1);
	if (!first) {
		err_set(err, ERR_INPUT, tr("%s：没有第 1 页"), p->folder);
	} else if (!recording_read(&raw, p->folder, first->name, err)) {
		rc = feed_read(p->feed.format, first->name, raw.s, raw.len, &a,
		               err);
		if (rc)
			err_prefix(err, "%s", p->folder);
	}
	if (!rc) {
		p->newest_ms = feed_newest(&a);
		feed_answer_release(&a);
	}
	buf_release(&raw);
	recording_files_free(files, p->files);
	return rc;
}

/* A feed that the desk has not: everything that is read of it is wanted. */
static int
feed_make(struct feed *f, const char *name, const char *format,
          const struct jpath *at, struct err *err)
{
	json_t *record = json_pack("{s:s, s:s, s:s, s:s, s:b}", "name", name,
	                           "label", name, "format", format, "address",
	                           "http://127.0.0.1/", "neighbours", 1);
	int rc = feed_from_json(f, record, at, err);

	json_decref(record);
	return rc;
}

/* The folder's name: of a feed of the desk, or NAME.FORMAT. */
static int
part_feed(struct replay *r, struct part *p, const char *folder, struct err *err)
{
	const struct jpath at = { .key = p->folder };
	const char *dot = strchr(folder, '.');
	struct err none = ERR_INIT;
	char name[FEED_NAME];

	if (dot && (size_t)(dot - folder) < sizeof(name)) {
		snprintf(name, sizeof(name), "%.*s", (int)(dot - folder),
		         folder);
		return feed_make(&p->feed, name, dot + 1, &at, err);
	}
	if (feed_get(r->desk, folder, &p->feed, &none) == 0)
		return 0;
	if (none.code != ERR_NOT_FOUND)
		return err_set(err, none.code, "%s", none.text);
	return err_set(err, ERR_INPUT,
	               tr("%s：本席没有预警源 %s；别的源的文件夹叫“名.格式”"),
	               r->o->dir, folder);
}

static int
part_add(struct replay *r, const char *folder, struct err *err)
{
	struct part *p = &r->parts[r->count++];
	struct buf path = BUF_INIT;

	buf_fmt(&path, "%s/%s", r->o->dir, folder);
	p->folder = buf_take(&path);
	if (part_feed(r, p, folder, err))
		return -1;
	for (size_t i = 0; i + 1 < r->count; i++)
		if (strcmp(r->parts[i].feed.name, p->feed.name) == 0)
			return err_set(err, ERR_INPUT,
			               tr("%s：预警源 %s 有两个文件夹"),
			               r->o->dir, p->feed.name);
	return part_begin(p, err);
}

static int
parts_read(struct replay *r, struct err *err)
{
	int64_t moment = FEED_NO_TIME;
	char **names;
	size_t n;
	int rc = 0;

	if (recording_feeds(r->o->dir, &names, &n, err))
		return -1;
	r->parts = mem_array(NULL, n + 1, sizeof(*r->parts));
	memset(r->parts, 0, (n + 1) * sizeof(*r->parts));
	for (size_t i = 0; !rc && i < n; i++) {
		rc = part_add(r, names[i], err);
		if (!rc && r->parts[i].newest_ms > moment)
			moment = r->parts[i].newest_ms;
	}
	recording_names_free(names, n);
	if (!rc && !n)
		rc = err_set(err, ERR_INPUT,
		             tr("%s：没有文件夹，一个预警源要有一个"),
		             r->o->dir);
	r->started_ms = desk_now(r->desk);
	r->shift_min = recording_shift(moment, r->started_ms);
	return rc;
}

/* ---- the desk ---- */

/* How the desk is to ask for it; what it wants of it stays. */
static void
part_aim(struct part *p, int port)
{
	struct feed *f = &p->feed;
	struct buf address = BUF_INIT, label = BUF_INIT;

	feed_loan_address(&address, port, f->name);
	buf_str(&address, "?" PAGE "{page}");
	buf_fmt(&label, tr("重放 %s"), f->label);
	free(f->address);
	free(f->label);
	f->address = buf_take(&address);
	f->label = buf_take(&label);
	json_decref(f->headers);
	f->headers = NULL;
	f->on = f->local = true;
	f->floor = 1;
	f->interval = REPLAY_INTERVAL_S;
	f->bytes = FEED_BYTES_MAX;
	f->stale = 0;
}

static int
lend(struct replay *r, struct err *err)
{
	struct feed *rows = mem_array(NULL, r->count, sizeof(*rows));
	int rc;

	for (size_t i = 0; i < r->count; i++) {
		part_aim(&r->parts[i], serve_port(r->serve));
		rows[i] = r->parts[i].feed;
	}
	rc = feed_lend(r->desk, rows, r->count, err);
	free(rows);
	return rc;
}

static int
reclaim(struct replay *r, bool told, struct err *err)
{
	size_t n;

	if (feed_reclaim(r->desk, &n, err))
		return err_prefix(err, "%s",
		                  tr("预警源没有换回，用 replay --mend 换回"));
	if (told || n)
		printf(tr("预警源已换回 %zu 个\n"), n);
	return 0;
}

static int
take_lock(struct replay *r, struct err *err)
{
	struct buf path = BUF_INIT;

	buf_fmt(&path, "%s/" LOCK_FILE, r->o->data);
	r->lock = open(path.s, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (r->lock < 0)
		err_set(err, ERR_IO, "%s: %s", path.s, strerrordesc_np(errno));
	else if (flock(r->lock, LOCK_EX | LOCK_NB))
		err_set(err, ERR_BUSY, tr("%s：已有重放在运行"), r->o->data);
	buf_release(&path);
	return err->code ? -1 : 0;
}

static int
desk_take(struct replay *r, struct err *err)
{
	struct identity who;

	identity_system(&who);
	if (desk_open(&r->desk, r->o->data, &who, NULL, err))
		return -1;
	if (!desk_is_drill(r->desk))
		return err_set(err, ERR_REFUSED,
		               tr("%s 是值班席；重放只能在演练席上"),
		               r->o->data);
	return take_lock(r, err);
}

/* ---- life ---- */

static void
say(const struct replay *r)
{
	char text[CIVIL_TEXT];

	for (size_t i = 0; i < r->count; i++) {
		const struct part *p = &r->parts[i];
		struct buf address = BUF_INIT;

		feed_loan_address(&address, serve_port(r->serve), p->feed.name);
		if (p->newest_ms == FEED_NO_TIME)
			printf(tr("%s：%zu 份答复，没有时刻，%s\n"),
			       p->feed.name, p->files, address.s);
		else
			printf(tr("%s：%zu 份答复，自 %s 起，%s\n"),
			       p->feed.name, p->files,
			       civil_local(text, p->newest_ms), address.s);
		buf_release(&address);
	}
	printf(tr("时刻移 %lld 分钟，起点 %s；按 Ctrl-C 结束，换回预警源\n"),
	       (long long)r->shift_min, civil_local(text, r->started_ms));
	fflush(stdout);
}

static void
stop(void *arg, int signo)
{
	struct replay *r = arg;

	(void)signo;
	loop_stop(r->loop);
}

static int
replay_open(struct replay *r, struct err *err)
{
	const struct serve_options o = { .port = r->o->port,
		                         .answer = answer,
		                         .arg = r };

	r->loop = loop_new(err);
	if (!r->loop || loop_signal(r->loop, SIGINT, stop, r, err) ||
	    loop_signal(r->loop, SIGTERM, stop, r, err) ||
	    loop_signal(r->loop, SIGHUP, stop, r, err) || parts_read(r, err))
		return -1;
	r->serve = serve_new(r->loop, &o, err);
	return r->serve ? 0 : -1;
}

/* Once the feeds are lent they are put back, whatever ends it. */
static int
replay_serve(struct replay *r, struct err *err)
{
	struct err none = ERR_INIT;
	int rc = lend(r, err);

	if (rc)
		return -1;
	say(r);
	rc = loop_run(r->loop, err);
	return reclaim(r, true, rc ? &none : err) || rc ? -1 : 0;
}

static void
replay_close(struct replay *r)
{
	serve_free(r->serve);
	loop_free(r->loop);
	for (size_t i = 0; i < r->count; i++)
		part_release(&r->parts[i]);
	free(r->parts);
	desk_close(r->desk);
	if (r->lock >= 0)
		close(r->lock);
}

int
replay_run(const struct replay_options *o, struct err *err)
{
	struct replay r = { .o = o, .lock = -1 };
	int rc = desk_take(&r, err);

	if (!rc)
		rc = reclaim(&r, o->mend, err);
	if (!rc && !o->mend)
		rc = replay_open(&r, err) || replay_serve(&r, err) ? -1 : 0;
	replay_close(&r);
	return rc;
}
