#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/loop.h"
#include "base/mem.h"
#include "base/tr.h"

#define READ_CHUNK 65536

/* What a shell and util-linux exit with when the program did not start. */
#define STATUS_NOT_RUN 126
#define STATUS_NOT_FOUND 127

struct child {
	struct loop *l;
	pid_t pid;
	int pidfd, out, errors;
	int timer;
	char *name; /* of the program, for people */
	struct child_spec spec;
	struct child_result result;
	struct err err; /* why it was killed */
	child_done_fn *done;
	void *arg;
};

void
child_result_release(struct child_result *r)
{
	buf_release(&r->out);
	buf_release(&r->errors);
}

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Stop listening, close everything, forget it.  The process is gone. */
static void
child_free(struct child *c)
{
	loop_cancel(c->l, c->timer);
	loop_unwatch(c->l, c->out);
	loop_unwatch(c->l, c->errors);
	loop_unwatch(c->l, c->pidfd);
	close_fd(&c->out);
	close_fd(&c->errors);
	close_fd(&c->pidfd);
	child_result_release(&c->result);
	free(c->name);
	free(c);
}

/*
 * It leads a group of its own, which keeps that number while it is not waited
 * for: nobody else can be meant.
 */
static void
child_kill(struct child *c)
{
	kill(-c->pid, SIGKILL);
}

/* The status; a child that was killed is waited for without delay. */
static int
child_wait(struct child *c)
{
	int status = 0;

	while (waitpid(c->pid, &status, 0) == -1 && errno == EINTR)
		;
	return status;
}

/* Reading. */

static void
child_flooded(struct child *c)
{
	err_set(&c->err, ERR_INPUT, tr("%s 的输出超过 %zu KB，已终止"), c->name,
	        c->spec.output_max >> 10);
	child_kill(c);
}

/*
 * Take one chunk from *fd into b.  What passes its maximum is dropped, and
 * *full set.  False when nothing is there now; at the end *fd is closed.
 */
static bool
child_read(struct child *c, int *fd, struct buf *b, bool *full)
{
	char chunk[READ_CHUNK];
	size_t fits;
	ssize_t n;

	if (*fd < 0)
		return false;
	do
		n = read(*fd, chunk, sizeof(chunk));
	while (n == -1 && errno == EINTR);
	if (n == -1 && errno == EAGAIN)
		return false;
	if (n <= 0) {
		loop_unwatch(c->l, *fd);
		close_fd(fd);
		return false;
	}
	fits = b->max - b->len < (size_t)n ? b->max - b->len : (size_t)n;
	buf_add(b, chunk, fits);
	*full = fits < (size_t)n;
	return true;
}

static void
child_on_out(void *arg, int fd, short revents)
{
	struct child *c = arg;
	bool full = false;

	(void)revents;
	child_read(c, &c->out, &c->result.out, &full);
	if (full) {
		loop_unwatch(c->l, fd);
		close_fd(&c->out);
		child_flooded(c);
	}
}

static void
child_on_errors(void *arg, int fd, short revents)
{
	struct child *c = arg;
	bool full = false;

	(void)fd;
	(void)revents;
	child_read(c, &c->errors, &c->result.errors, &full);
}

/* What is left in the pipes of a child that is gone: at most what they hold. */
static void
child_drain(struct child *c)
{
	bool full = false;

	while (!full && child_read(c, &c->out, &c->result.out, &full))
		;
	if (full)
		child_flooded(c);
	full = false;
	while (!full && child_read(c, &c->errors, &c->result.errors, &full))
		;
}

/* The end. */

static void
child_judge(struct child *c, int status)
{
	int signo;

	if (WIFEXITED(status)) {
		c->result.status = WEXITSTATUS(status);
		if (c->result.status == STATUS_NOT_RUN ||
		    c->result.status == STATUS_NOT_FOUND)
			err_set(&c->err, ERR_IO, tr("%s 无法运行：%s"), c->name,
			        c->result.errors.s);
		return;
	}
	signo = WTERMSIG(status);
	if (signo == SIGXCPU)
		err_set(&c->err, ERR_INPUT,
		        tr("%s 占用处理器超过 %d 秒，已终止"), c->name,
		        c->spec.cpu_s);
	else
		err_set(&c->err, ERR_IO, tr("%s 异常退出：信号 %d（%s）"),
		        c->name, signo, sigdescr_np(signo));
}

static void
child_on_end(void *arg, int fd, short revents)
{
	struct child *c = arg;
	child_done_fn *done = c->done;
	struct child_result result;
	struct err err;
	void *done_arg = c->arg;

	(void)fd;
	(void)revents;
	child_drain(c);
	child_kill(c); /* whom it left behind */
	child_judge(c, child_wait(c));
	result = c->result;
	c->result = (struct child_result)CHILD_RESULT_INIT;
	err = c->err;
	child_free(c);
	done(done_arg, &result, &err);
	child_result_release(&result);
}

static void
child_on_time(void *arg)
{
	struct child *c = arg;

	c->timer = 0;
	err_set(&c->err, ERR_INPUT, tr("%s 在 %lld 秒内没有完成，已终止"),
	        c->name, (long long)(c->spec.wall_ms / 1000));
	child_kill(c);
}

void
child_stop(struct child *c)
{
	if (!c)
		return;
	child_kill(c);
	child_wait(c);
	child_free(c);
}

/* The beginning. */

/*
 * A pipe whose ends are never 0, 1 or 2, so that putting one of them there in
 * the child cannot close another.  The reading end does not block.
 */
static int
child_pipe(int ends[2], struct err *err)
{
	int low[2], i;

	if (pipe2(low, O_CLOEXEC))
		return err_set(err, ERR_IO, "pipe: %s", strerrordesc_np(errno));
	for (i = 0; i < 2; i++) {
		ends[i] = fcntl(low[i], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
		if (ends[i] == -1)
			err_set(err, ERR_IO, "pipe: %s",
			        strerrordesc_np(errno));
		close(low[i]);
	}
	if (ends[0] == -1 || ends[1] == -1)
		return -1;
	if (fcntl(ends[0], F_SETFL, O_NONBLOCK))
		return err_set(err, ERR_IO, "pipe: %s", strerrordesc_np(errno));
	return 0;
}

/* Limits are soft:hard, so that SIGXCPU tells of the time before SIGKILL. */
static const char **
child_argv(const struct child *c, struct buf *limits)
{
	const char *const wrap[] = { "/usr/bin/setpriv",
		                     "--no-new-privs",
		                     "--pdeathsig",
		                     "KILL",
		                     "--",
		                     "/usr/bin/prlimit",
		                     "--core=0",
		                     NULL,
		                     NULL,
		                     NULL,
		                     "--" };
	size_t i, n = sizeof(wrap) / sizeof(*wrap), given = 0;
	const char **argv;

	while (c->spec.argv[given])
		given++;
	argv = mem_array(NULL, n + given + 1, sizeof(*argv));
	memcpy(argv, wrap, sizeof(wrap));
	buf_fmt(&limits[0], "--cpu=%d:%d", c->spec.cpu_s, c->spec.cpu_s + 1);
	buf_fmt(&limits[1], "--as=%zu", c->spec.memory);
	buf_fmt(&limits[2], "--fsize=%zu", c->spec.file_max);
	for (i = 0; i < 3; i++)
		argv[7 + i] = limits[i].s;
	memcpy(argv + n, c->spec.argv, (given + 1) * sizeof(*argv));
	return argv;
}

/* Actions and attributes; any failure is one of memory. */
static int
child_actions(posix_spawn_file_actions_t *a, int in, int out, int errors)
{
	return (in >= 0 ? posix_spawn_file_actions_adddup2(a, in, 0)
	                : posix_spawn_file_actions_addopen(a, 0, "/dev/null",
	                                                   O_RDONLY, 0)) ||
	       posix_spawn_file_actions_adddup2(a, out, 1) ||
	       posix_spawn_file_actions_adddup2(a, errors, 2) ||
	       posix_spawn_file_actions_addclosefrom_np(a, 3) ||
	       posix_spawn_file_actions_addchdir_np(a, "/");
}

static int
child_attributes(posix_spawnattr_t *a)
{
	sigset_t all, none;

	sigfillset(&all);
	sigemptyset(&none);
	return posix_spawnattr_setsigdefault(a, &all) ||
	       posix_spawnattr_setsigmask(a, &none) ||
	       posix_spawnattr_setflags(a, POSIX_SPAWN_SETSID |
	                                           POSIX_SPAWN_SETSIGDEF |
	                                           POSIX_SPAWN_SETSIGMASK);
}

static int
child_spawn(struct child *c, int out, int errors, struct err *err)
{
	static const char *const env[] = { "LANG=C.UTF-8", "HOME=/nonexistent",
		                           NULL };
	struct buf limits[3] = { BUF_INIT, BUF_INIT, BUF_INIT };
	const char **argv = child_argv(c, limits);
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	int rc, i;

	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attr);
	rc = ENOMEM;
	if (!child_actions(&actions, c->spec.in, out, errors) &&
	    !child_attributes(&attr))
		rc = posix_spawn(&c->pid, argv[0], &actions, &attr,
		                 (char *const *)argv, (char *const *)env);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attr);
	for (i = 0; i < 3; i++)
		buf_release(&limits[i]);
	free(argv);
	if (rc)
		return err_set(err, ERR_IO, tr("%s 无法运行：%s"), c->name,
		               strerrordesc_np(rc));
	return 0;
}

/* From here on the process runs, and child_stop() ends it. */
static int
child_listen(struct child *c, struct err *err)
{
	c->pidfd = pidfd_open(c->pid, 0);
	if (c->pidfd == -1)
		return err_set(err, ERR_IO, "pidfd: %s",
		               strerrordesc_np(errno));
	c->timer = loop_after(c->l, c->spec.wall_ms, child_on_time, c);
	if (loop_watch(c->l, c->out, POLLIN, child_on_out, c, err) ||
	    loop_watch(c->l, c->errors, POLLIN, child_on_errors, c, err))
		return -1;
	return loop_watch(c->l, c->pidfd, POLLIN, child_on_end, c, err);
}

static struct child_spec
child_defaults(const struct child_spec *given)
{
	struct child_spec s = *given;

	s.cpu_s = s.cpu_s ? s.cpu_s : CHILD_CPU_S;
	s.wall_ms = s.wall_ms ? s.wall_ms : CHILD_WALL_MS;
	s.memory = s.memory ? s.memory : CHILD_MEMORY;
	s.file_max = s.file_max ? s.file_max : CHILD_FILE_MAX;
	s.output_max = s.output_max ? s.output_max : CHILD_OUTPUT_MAX;
	return s;
}

static struct child *
child_new(struct loop *l, const struct child_spec *spec, child_done_fn *done,
          void *arg)
{
	struct child *c = mem_alloc(sizeof(*c));

	c->l = l;
	c->pidfd = c->out = c->errors = -1;
	c->spec = child_defaults(spec);
	c->name = mem_str(strrchr(spec->argv[0], '/') + 1);
	c->result.out = (struct buf)BUF_INIT_MAX(c->spec.output_max);
	c->result.errors = (struct buf)BUF_INIT_MAX(CHILD_ERRORS_MAX);
	c->done = done;
	c->arg = arg;
	return c;
}

struct child *
child_start(struct loop *l, const struct child_spec *spec, child_done_fn *done,
            void *arg, struct err *err)
{
	struct child *c;
	int out[2] = { -1, -1 }, errors[2] = { -1, -1 }, rc;

	if (access(spec->argv[0], X_OK)) {
		err_set(err, ERR_NOT_FOUND,
		        tr("没有 %s：请管理员安装软件包 %s"), spec->argv[0],
		        spec->package);
		return NULL;
	}
	c = child_new(l, spec, done, arg);
	rc = child_pipe(out, err) || child_pipe(errors, err);
	c->out = out[0];
	c->errors = errors[0];
	if (!rc)
		rc = child_spawn(c, out[1], errors[1], err);
	close_fd(&out[1]);
	close_fd(&errors[1]);
	if (rc) {
		child_free(c);
		return NULL;
	}
	if (child_listen(c, err)) {
		child_stop(c);
		return NULL;
	}
	return c;
}

/* Waiting for one. */

struct wait {
	struct loop *l;
	struct child_result *r;
	struct err *err;
	bool over;
};

static void
wait_done(void *arg, struct child_result *r, const struct err *err)
{
	struct wait *w = arg;

	*w->r = *r;
	*r = (struct child_result)CHILD_RESULT_INIT;
	if (err->code)
		err_set(w->err, err->code, "%s", err->text);
	w->over = true;
	loop_stop(w->l);
}

int
child_run(const struct child_spec *spec, struct child_result *r,
          struct err *err)
{
	struct wait w = { .l = loop_new(err), .r = r, .err = err };
	struct child *c = NULL;

	if (!w.l)
		return -1;
	c = child_start(w.l, spec, wait_done, &w, err);
	if (c && loop_run(w.l, err) && !w.over)
		child_stop(c);
	loop_free(w.l);
	return w.over && !err->code ? 0 : -1;
}
