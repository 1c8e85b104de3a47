/* A notice whose every attempt ends with the worker's death: not for ever. */
#include "room.h"

#include "base/loop.h"
#include "desk/channel.h"
#include "desk/notice.h"
#include "watch/fetch.h"
#include "watch/outbox.h"

struct real {
	struct room room;
	struct loop *l;
	struct fetcher *f;
	struct outbox *o;
	int64_t id;
};

/* A drill desk sends nothing: one that is none. */
static int
setup(void **state)
{
	static const struct desk_options options = { .clock_rate = 1000 };
	static const struct identity who = { "watch", "worker" };
	static const struct fetch_setup plain = { NULL, NULL, NULL };
	char text[] = "x", address[] = "http://127.0.0.1:9/", body[] = "{}",
	     no[] = "";
	struct channel c = { .name = "hook",
		             .label = text,
		             .address = address,
		             .body = body,
		             .secret = no,
		             .on = true,
		             .local = true };
	struct real *t = calloc(1, sizeof(*t));
	struct room *r = &t->room;

	tr_use(TR_ZH);
	snprintf(r->dir, sizeof(r->dir), "/tmp/zhiban-room-XXXXXX");
	assert_non_null(mkdtemp(r->dir));
	rmdir(r->dir);
	OK(r, desk_create(r->dir, &options, &who, &r->err));
	OK(r, desk_open(&r->d, r->dir, &who, NULL, &r->err));
	command_session_init(&r->session, r->d);
	OK(r, channel_save(r->d, &c, NULL, &r->err));
	OK(r, notice_test(r->d, "hook", &t->id, &r->err));
	t->l = loop_new(&r->err);
	t->f = fetcher_new(t->l, &plain, &r->err);
	t->o = outbox_new(r->d, t->f, NULL);
	*state = t;
	return 0;
}

static int
teardown(void **state)
{
	struct real *t = *state;

	outbox_free(t->o);
	fetcher_free(t->f);
	loop_free(t->l);
	room_empty(&t->room);
	free(t);
	return 0;
}

static void
begin(struct real *t, int times)
{
	for (int i = 0; i < times; i++)
		OK(&t->room, notice_begin(t->room.d, t->id, &t->room.err));
}

static struct notice
after_a_tick(struct real *t)
{
	struct notice n;

	OK(&t->room, outbox_tick(t->o, &t->room.err));
	OK(&t->room, notice_get(t->room.d, t->id, &n, &t->room.err));
	return n;
}

static void
it_is_tried_to_the_last(void **state)
{
	struct real *t = *state;
	struct notice n;

	begin(t, NOTICE_BEGUN - 1);
	n = after_a_tick(t);
	assert_int_equal(n.state, NOTICE_WAITING);
	assert_int_equal(n.attempts, NOTICE_BEGUN);
	assert_true(outbox_busy(t->o));
	notice_release(&n);
}

static void
then_given_up(void **state)
{
	struct real *t = *state;
	struct notice n;
	struct notice_failures failures;

	begin(t, NOTICE_BEGUN);
	n = after_a_tick(t);
	assert_int_equal(n.state, NOTICE_FAILED);
	assert_string_equal(n.words, "多次发送都半途中断，不再发送");
	assert_false(outbox_busy(t->o));
	notice_release(&n);
	OK(&t->room, notice_failures(t->room.d, 0, &failures, &t->room.err));
	assert_int_equal(failures.given_up, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(it_is_tried_to_the_last, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(then_given_up, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
