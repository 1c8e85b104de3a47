/*
 * The worker and its own connection to the desk: one that a disk failed is
 * never written to again, so a worker that kept it would watch in vain.
 */
#include "room.h"
#include "sweep.h"

#include <poll.h>

#include "desk/notice.h"
#include "desk/sentry.h"
#include "tests/fault/fault_vfs.h"
#include "watch/worker.h"

/* The hook of SQLite's files has no argument. */
static bool disk_fails;

static int
on_write(const struct vfs_call *call)
{
	return disk_fails && call->op == VFS_WRITE ? SQLITE_IOERR_WRITE
	                                           : SQLITE_OK;
}

/* A desk that is no drill's, with a notice that waits. */
static int
setup(void **state)
{
	struct desk_options o = { .clock_rate = 1000 };
	struct identity who = { "watch", "worker" };
	struct room *r = calloc(1, sizeof(*r));
	int64_t id;

	*state = r;
	disk_fails = false;
	tr_use(TR_ZH);
	snprintf(r->dir, sizeof(r->dir), "/tmp/zhiban-worker-XXXXXX");
	assert_non_null(mkdtemp(r->dir));
	rmdir(r->dir);
	OK(r, desk_create(r->dir, &o, &who, &r->err));
	OK(r, desk_open(&r->d, r->dir, &who, NULL, &r->err));
	command_session_init(&r->session, r->d);
	room_do(r, "{'do':'channel.save','channel':{'name':'mail','label':'x',"
	           "'type':'mail','on':true,'address':'smtps://a.invalid/',"
	           "'from':'a@b.invalid','to':['c@d.invalid']}}");
	OK(r, notice_test(r->d, "mail", &id, &r->err));
	return 0;
}

static int
teardown(void **state)
{
	struct room *r = *state;

	disk_fails = false;
	command_session_release(&r->session);
	desk_close(r->d);
	sweep(r->dir);
	free(r);
	return 0;
}

/* Hangs if the worker goes on. */
static void
a_connection_that_is_unfit_ends_it(void **state)
{
	struct worker_options o = { .ca_file = NULL };
	struct room *r = *state;
	struct sentry seen;

	o.dir = r->dir;
	disk_fails = true;
	REFUSED(r, ERR_IO, worker_run(&o, &r->err));
	assert_non_null(strstr(r->err.text, "zhiban verify"));
	/* What watches the watch sees that it is gone, and may start it. */
	sentry_see(r->dir, &seen);
	assert_false(seen.running);
	disk_fails = false;
	room_verify(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_connection_that_is_unfit_ends_it, setup, teardown),
	};

	vfs_register(on_write);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
