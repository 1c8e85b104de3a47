/*
 * A program run as a confined child: how converters of foreign formats run.
 * What they read comes from outside, so they get little to do harm with:
 *
 *	- no shell: a full path and an argument list;
 *	- an environment of LANG=C.UTF-8 and HOME=/nonexistent, the folder /;
 *	- standard input from a descriptor or /dev/null, and no other
 *	  descriptor of ours; a session of their own, so no /dev/tty;
 *	- limits on processor time, memory and what they may write, no core,
 *	  no new privileges, and death when we die;
 *	- a limit on their output, and on the time they may take by the clock.
 *
 * Limits and privileges are set by Debian's own setpriv and prlimit
 * (util-linux, always installed), which replace themselves by the program:
 * posix_spawn() can set neither, and code between fork() and exec() would be
 * ours to get right.  glibc's posix_spawn() shares our memory and holds us
 * until the exec, and every descriptor is closed by it: neither the gate's
 * flock nor a database connection outlives that moment in the child.
 *
 * child_start() runs on the poll loop and never waits; child_run() is the same
 * with a loop of its own, for the command line.  The end of the child is heard
 * by its pidfd: no SIGCHLD, and several at once are no matter.
 */
#ifndef BASE_CHILD_H
#define BASE_CHILD_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct child;
struct loop;

/* A limit of 0 stands for the default. */
#define CHILD_CPU_S 10
#define CHILD_MEMORY (512u << 20)	/* bytes of address space */
#define CHILD_FILE_MAX (64u << 20)	/* bytes of a file it writes */
#define CHILD_OUTPUT_MAX (64u << 20)	/* bytes of standard output */
#define CHILD_WALL_MS 30000
#define CHILD_ERRORS_MAX 4096		/* of standard error; more is dropped */

struct child_spec {
	const char *const *argv;	/* [0] a full path; NULL-terminated */
	const char *package;		/* the Debian package that has [0] */
	int in;				/* borrowed; -1: /dev/null */
	int cpu_s;
	int64_t wall_ms;
	size_t memory, file_max, output_max;
};

struct child_result {
	struct buf out, errors;		/* standard output and error */
	int status;			/* exit status, 0 to 255 */
};

#define CHILD_RESULT_INIT { BUF_INIT, BUF_INIT, 0 }
void child_result_release(struct child_result *r);

/*
 * Called once, from the loop, when the child is gone.  err is clear when it
 * ended by itself, whatever its status; else it says in one line what was
 * wrong: killed by a signal, past a limit, not to be executed.  Both are
 * borrowed for the call; the callback may take the buffers.
 */
typedef void child_done_fn(void *arg, struct child_result *r,
			   const struct err *err);

/*
 * Returns the child, or NULL with err set and no call: ERR_NOT_FOUND, naming
 * the package, when the program is not installed.  argv is copied; in may be
 * closed at once.  The pointer is good until done is called.
 */
struct child *child_start(struct loop *l, const struct child_spec *spec,
			  child_done_fn *done, void *arg, struct err *err);

/* End it and its kin now; done is not called.  NULL is nothing. */
void child_stop(struct child *c);

/* Start one and wait for it.  0, or -1 as above; the caller releases r. */
int child_run(const struct child_spec *spec, struct child_result *r,
	      struct err *err);

#endif
