#include "desk/watchman.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/tr.h"
#include "desk/desk.h"
#include "desk/sentry.h"
#include "desk/setting.h"

#define PROGRAM "ZHIBAN_WATCH" /* in the environment: another one */

extern char **environ;

int
watchman_path(struct buf *out, struct err *err)
{
	const char *named = getenv(PROGRAM);
	char self[PATH_MAX];
	ssize_t n;
	char *slash;

	if (named && *named) {
		buf_str(out, named);
		return 0;
	}
	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (n < 0)
		return err_set(err, ERR_IO, "/proc/self/exe: %s",
		               strerror(errno));
	self[n] = '\0';
	slash = strrchr(self, '/');
	buf_add(out, self, (size_t)(slash + 1 - self));
	buf_str(out, "zhiban-watch");
	return 0;
}

/*
 * The child leaves at once, and its child, which nobody waits for, is the
 * worker: setsid(1) of util-linux does the forking, so that nothing is copied
 * from a process that holds locks.
 */
static int
spawn(const char *program, const char *dir, const char *log, struct err *err)
{
	const char *argv[] = { "setsid", "--fork", program, "run",
		               "--data", dir,      NULL };
	posix_spawn_file_actions_t files;
	pid_t pid;
	int rc, status;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&files, 1, log,
	                                 O_WRONLY | O_CREAT | O_APPEND, 0640);
	posix_spawn_file_actions_adddup2(&files, 1, 2);
	rc = posix_spawnp(&pid, "setsid", &files, NULL, (char *const *)argv,
	                  environ);
	posix_spawn_file_actions_destroy(&files);
	if (rc)
		return err_set(err, ERR_IO, tr("不能运行 %s：%s"), program,
		               strerror(rc));
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return 0;
}

int
watchman_start(struct desk *d, struct err *err)
{
	const char *named = getenv(PROGRAM);
	struct buf program = BUF_INIT, log = BUF_INIT;
	struct sentry sentry;
	int rc;

	sentry_see(desk_dir(d), &sentry);
	if (sentry.running || (named && !*named) ||
	    !setting_bool(d, "watch.start"))
		return 0;
	buf_fmt(&log, "%s/watch.log", desk_dir(d));
	rc = watchman_path(&program, err);
	if (!rc && access(program.s, X_OK))
		rc = err_set(err, ERR_NOT_FOUND, tr("不能运行 %s：%s"),
		             program.s, strerror(errno));
	if (!rc)
		rc = sentry_expect(desk_dir(d), err);
	if (!rc)
		rc = spawn(program.s, desk_dir(d), log.s, err);
	buf_release(&program);
	buf_release(&log);
	return rc;
}
