/*
 * nth MODE [EVERY]: a desk is written while the nth write, sync or truncation
 * of its files fails, for n = 1, 1 + EVERY, ... until a run ends without a
 * fault.
 *
 *   eio      it fails once with an I/O error
 *   broken   it and everything after it fails
 *   torn     half of the write is done, then an I/O error
 *   full     once there is no space left
 *   fuller   there is no space left from then on
 *   kill     the process ends there; of a write half is done
 *
 * Every acknowledged entry must be there afterwards, at most one more, none
 * twice, and verify finds nothing.  After an I/O error the journal refuses
 * every further write until it is opened anew; a full disk is only a refusal,
 * and gives up the ballast.
 */
#include "tests/fault/fault_kit.h"
#include "tests/fault/fault_vfs.h"

#define APPENDS 12
#define CHECKPOINT_AT 6

enum mode { EIO_ONCE, EIO_EVER, TORN, FULL_ONCE, FULL_EVER, KILL };

static const char *const mode_names[] = { "eio",  "broken", "torn",
	                                  "full", "fuller", "kill" };

static enum mode mode;
static int op, fail_at, fired;
static char ballast[128];

static int
half_write(const struct vfs_call *c)
{
	if (c->op != VFS_WRITE)
		return SQLITE_OK;
	return c->real->xWrite(c->file, c->bytes, c->len / 2, c->off);
}

static int
fail_nth(const struct vfs_call *c)
{
	static const int errors[] = { SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC,
		                      SQLITE_IOERR_TRUNCATE };

	/* A disk that is full still syncs and shrinks. */
	if ((mode == FULL_ONCE || mode == FULL_EVER) && c->op != VFS_WRITE)
		return SQLITE_OK;
	op++;
	if (mode == EIO_EVER || mode == FULL_EVER ? op < fail_at
	                                          : op != fail_at)
		return SQLITE_OK;
	fired++;
	if (mode == FULL_ONCE || mode == FULL_EVER)
		return SQLITE_FULL;
	if (mode == TORN || mode == KILL)
		half_write(c);
	if (mode == KILL)
		_exit(137);
	return errors[c->op];
}

struct told {
	int64_t acked;
	int fired;
};

/* After a fault: what kind of refusal follows? */
static void
judge_failure(struct journal *j, const struct err *first, int64_t n)
{
	struct err err = ERR_INIT;

	if (mode == FULL_ONCE || mode == FULL_EVER) {
		if (first->code != ERR_FULL)
			die("a full disk is called: %s", first->text);
		if (access(ballast, F_OK) == 0)
			die("the disk is full and the ballast still there");
		return;
	}
	if (first->code != ERR_IO)
		die("an I/O error is called: %s", first->text);
	if (fault_append(j, "a", n, 1, NULL, &err) == 0)
		die("written after an I/O error without being opened anew");
	if (!strstr(err.text, "zhiban verify"))
		die("the refusal does not say what to do: %s", err.text);
}

static void
write_desk(const char *dir, int out)
{
	struct told told = { .acked = 0 };
	struct err err = ERR_INIT;
	struct journal *j;
	int i;

	snprintf(ballast, sizeof(ballast), "%s/ballast", dir);
	close(open(ballast, O_WRONLY | O_CREAT, 0640));
	vfs_register(fail_nth);
	if (journal_open(&j, dir, &fault_kinds, &clock_system, &err))
		goto done;
	for (i = 0; i < APPENDS; i++) {
		if (i == CHECKPOINT_AT)
			db_checkpoint(journal_db(j), &err);
		err_clear(&err);
		if (fault_append(j, "a", told.acked + 1, 1, NULL, &err)) {
			/* The checkpoint may be what failed. */
			if (err.code != ERR_FULL &&
			    strstr(err.text, "zhiban verify"))
				break;
			judge_failure(j, &err, told.acked + 1);
			if (err.code != ERR_FULL)
				break;
			continue;
		}
		told.acked++;
		if (write(out, &told, sizeof(told)) != sizeof(told))
			_exit(3);
	}
	journal_close(j);
done:
	told.fired = fired;
	if (write(out, &told, sizeof(told)) != sizeof(told))
		_exit(3);
	_exit(0);
}

/* One run in a child.  Returns whether the fault was met. */
static bool
one_run(const char *dir)
{
	struct told told = { .acked = 0 }, t;
	struct seen s;
	int p[2], status;
	pid_t pid;

	if (pipe(p))
		die("pipe");
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		write_desk(dir, p[1]);
	close(p[1]);
	while (read(p[0], &t, sizeof(t)) == sizeof(t))
		told = t;
	close(p[0]);
	waitpid(pid, &status, 0);
	if (status != 0 &&
	    !(mode == KILL && WIFEXITED(status) && WEXITSTATUS(status) == 137))
		die("%s at operation %d: the writer ended with %d",
		    mode_names[mode], fail_at, status);
	s = fault_read(dir);
	if (s.order_faults || s.last[0] < told.acked ||
	    s.last[0] > told.acked + 1)
		die("%s at operation %d: %lld acknowledged, %lld there",
		    mode_names[mode], fail_at, (long long)told.acked,
		    (long long)s.last[0]);
	fault_verify(dir, mode_names[mode]);
	return told.fired > 0 || status != 0;
}

int
main(int argc, char **argv)
{
	char origin[64], dir[80];
	int every = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 1;
	int runs = 0;

	while (argc > 1 && mode <= KILL &&
	       strcmp(mode_names[mode], argv[1]) != 0)
		mode++;
	if (argc < 2 || mode > KILL)
		return 2;
	fault_desk(origin);
	snprintf(dir, sizeof(dir), "%s.run", origin);
	do {
		fail_at = 1 + runs++ * every;
		fault_copy(origin, dir);
	} while (one_run(dir));
	if (runs < 3)
		die("%s: no fault was met", argv[1]);
	printf("ok - %s at operation 1 to %d, every %d\n", argv[1], fail_at,
	       every);
	fault_remove(dir);
	fault_remove(origin);
	return 0;
}
