/*
 * The outbox when the disk is full: what was sent is not sent again because it
 * could not be written down, and what came of it is written later.  The gate
 * is a socket of the test's own, on the same loop.  And what is not sent at
 * all: a message to no number, one that nobody needs any more.
 */
#include "room.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>

#include "base/loop.h"
#include "desk/body.h"
#include "desk/instruction.h"
#include "desk/notice.h"
#include "tests/fault/fault_vfs.h"
#include "watch/fetch.h"
#include "watch/outbox.h"

#define REFUSAL                                                                \
	"HTTP/1.1 500 Down\r\nConnection: close\r\n"                           \
	"Content-Length: 2\r\n\r\nno"

/* The hook of SQLite's files has no argument. */
static bool disk_full;
static int refused_writes;

static int
on_write(const struct vfs_call *call)
{
	if (!disk_full || call->op != VFS_WRITE)
		return SQLITE_OK;
	refused_writes++;
	return SQLITE_FULL;
}

struct post {
	struct room *room;
	struct loop *l;
	struct fetcher *fetcher;
	struct outbox *outbox;
	int door, port, requests;
	bool fills; /* the disk is full before the answer is out */
	int64_t id;
	char alarm[ALARM_KEY]; /* "" none */
};

static void
on_request(void *arg, int fd, short revents)
{
	struct post *p = arg;
	char request[4096];

	(void)revents;
	loop_unwatch(p->l, fd);
	assert_true(read(fd, request, sizeof(request)) > 0);
	p->requests++;
	disk_full = p->fills;
	assert_int_equal(write(fd, REFUSAL, strlen(REFUSAL)), strlen(REFUSAL));
	shutdown(fd, SHUT_WR);
	close(fd);
}

static void
on_door(void *arg, int fd, short revents)
{
	struct post *p = arg;
	int peer = accept(fd, NULL, NULL);

	(void)revents;
	assert_true(peer >= 0);
	OK(p->room,
	   loop_watch(p->l, peer, POLLIN, on_request, p, &p->room->err));
}

static void
door_open(struct post *p)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t len = sizeof(at);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	p->door = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(p->door, (struct sockaddr *)&at, len), 0);
	assert_int_equal(listen(p->door, 8), 0);
	getsockname(p->door, (struct sockaddr *)&at, &len);
	p->port = ntohs(at.sin_port);
	OK(p->room,
	   loop_watch(p->l, p->door, POLLIN, on_door, p, &p->room->err));
}

static void
channel_to(struct post *p, const char *name, const char *body)
{
	char line[400];

	snprintf(line, sizeof(line),
	         "{'do':'channel.save','channel':{'name':'%s','label':'x',"
	         "'type':'webhook','on':true,'local':true,'address':"
	         "'http://127.0.0.1:%d/','body':'%s'}}",
	         name, p->port, body);
	room_do(p->room, line);
}

static int
setup(void **state)
{
	static const struct fetch_setup plain = { .contact = NULL };
	struct post *p = calloc(1, sizeof(*p));

	*state = p;
	disk_full = false;
	refused_writes = 0;
	p->room = room_make_real();
	p->l = loop_new(&p->room->err);
	p->fetcher = fetcher_new(p->l, &plain, &p->room->err);
	p->outbox = outbox_new(p->room->d, p->fetcher, NULL);
	door_open(p);
	channel_to(p, "hook", "{\\'t\\': \\'{title}\\'}");
	channel_to(p, "sms", "{\\'t\\': \\'{phone}\\'}");
	OK(p->room, notice_test(p->room->d, "hook", &p->id, &p->room->err));
	return 0;
}

static int
teardown(void **state)
{
	struct post *p = *state;

	disk_full = false;
	outbox_free(p->outbox);
	fetcher_free(p->fetcher);
	loop_unwatch(p->l, p->door);
	close(p->door);
	loop_free(p->l);
	room_free(p->room);
	free(p);
	return 0;
}

struct to {
	const char *channel, *phone;
	char key[NOTICE_KEY];
};

static int
raise_write(struct desk *d, void *arg, struct err *err)
{
	const struct to *to = arg;
	char subject[SUBJECT_MAX];
	json_t *body =
		json_pack("{s:s, s:i, s:s, s:s, s:i, s:s, s:s}", "key", to->key,
	                  "step", 1, "channel", to->channel, "post",
	                  "应急局/局长", "level", 1, "title", "t", "text", "u");

	if (*to->phone)
		json_object_set_new(body, "phone", json_string(to->phone));
	return desk_append(d, "notice.raised",
	                   body_subject(subject, "notice", body_next_seq(d)),
	                   JOURNAL_NO_TIME, body, NULL, err);
}

/* An alarm that rises: what a leader asked for is late. */
static void
instruct(struct post *p)
{
	int64_t now = desk_now(p->room->d), seq;
	struct instruction_new in = { .leader = "赵建国",
		                      .to = "应急局",
		                      .words = "查明情况",
		                      .at_ms = now - 2 * CIVIL_MINUTE,
		                      .due_ms = now - CIVIL_MINUTE };

	OK(p->room, instruction_give(p->room->d, &in, &seq, &p->room->err));
	snprintf(p->alarm, sizeof(p->alarm), "instruction:%lld",
	         (long long)seq);
}

/* A notice of the house rule instead of the test. */
static void
raise(struct post *p, const char *channel, const char *phone)
{
	struct to to = { channel, phone, "" };

	if (!*p->alarm)
		instruct(p);
	snprintf(to.key, sizeof(to.key), "%s/0/x/%s", p->alarm, channel);
	OK(p->room, notice_drop(p->room->d, p->id, "x", &p->room->err));
	OK(p->room, desk_write(p->room->d, raise_write, &to, &p->room->err));
	p->id = desk_head(p->room->d);
}

static int
tick(struct post *p)
{
	err_clear(&p->room->err);
	return outbox_tick(p->outbox, &p->room->err);
}

/* Until nothing is on its way, or what came of it could not be written. */
static void
run(struct post *p)
{
	while (outbox_busy(p->outbox) && !refused_writes)
		OK(p->room, loop_once(p->l, 1000, &p->room->err));
}

static struct notice
stands(struct post *p)
{
	struct notice n;

	OK(p->room, notice_get(p->room->d, p->id, &n, &p->room->err));
	return n;
}

static void
what_could_not_be_written_is_not_sent_again(void **state)
{
	struct post *p = *state;
	struct notice n;

	p->fills = true;
	OK(p->room, tick(p));
	run(p);
	assert_int_equal(p->requests, 1);
	assert_true(refused_writes > 0);
	for (int i = 0; i < 20; i++) {
		assert_int_equal(tick(p), -1);
		assert_int_equal(p->room->err.code, ERR_FULL);
	}
	n = stands(p);
	assert_int_equal(n.state, NOTICE_WAITING);
	assert_int_equal(n.attempts, 1);
	assert_string_equal(n.words, "");
	notice_release(&n);
	/* There is room again: what came is told, and the back-off begins. */
	disk_full = false;
	OK(p->room, tick(p));
	assert_false(outbox_busy(p->outbox));
	n = stands(p);
	assert_int_equal(n.state, NOTICE_WAITING);
	assert_int_equal(n.attempts, 1);
	assert_non_null(strstr(n.words, "500"));
	assert_int_equal(n.next_ms - n.raised_ms >= 30 * CIVIL_SECOND, 1);
	notice_release(&n);
	OK(p->room, tick(p));
	assert_false(outbox_busy(p->outbox));
	assert_int_equal(p->requests, 1);
	room_verify(p->room);
}

static void
what_cannot_be_begun_is_not_sent(void **state)
{
	struct post *p = *state;

	disk_full = true;
	for (int i = 0; i < 5; i++)
		assert_int_equal(tick(p), -1);
	assert_false(outbox_busy(p->outbox));
	assert_int_equal(p->requests, 0);
	disk_full = false;
	refused_writes = 0;
	OK(p->room, tick(p));
	run(p);
	assert_int_equal(p->requests, 1);
}

/* Somebody answers while that it was sent is not written. */
static void
an_answer_meanwhile_is_kept(void **state)
{
	struct post *p = *state;
	struct notice n;

	p->fills = true;
	OK(p->room, tick(p));
	run(p);
	disk_full = false;
	OK(p->room, notice_answer(p->room->d, p->id, "赵局", "到", false, NULL,
	                          &p->room->err));
	OK(p->room, tick(p));
	assert_false(outbox_busy(p->outbox));
	n = stands(p);
	assert_int_equal(n.state, NOTICE_ANSWERED);
	notice_release(&n);
}

/* An SMS gate would take it, to nobody. */
static void
no_number_is_no_address(void **state)
{
	struct post *p = *state;
	struct notice n;

	raise(p, "sms", "");
	OK(p->room, tick(p));
	assert_false(outbox_busy(p->outbox));
	n = stands(p);
	assert_int_equal(n.state, NOTICE_FAILED);
	assert_int_equal(n.attempts, 0);
	assert_non_null(strstr(n.words, "没有登记号码"));
	notice_release(&n);
	assert_int_equal(p->requests, 0);
}

static void
a_number_is_and_a_group_needs_none(void **state)
{
	static const struct to cases[] = { { "sms", "13800000001", "" },
		                           { "hook", "", "" } };
	struct post *p = *state;

	for (int i = 0; i < 2; i++) {
		raise(p, cases[i].channel, cases[i].phone);
		OK(p->room, tick(p));
		run(p);
		assert_int_equal(p->requests, i + 1);
	}
}

/* Acknowledged before the first attempt, or between two. */
static void
what_nobody_needs_any_more_is_not_sent(void **state)
{
	struct post *p = *state;
	struct notice n;
	struct notice_failures failures, before;

	raise(p, "hook", "");
	OK(p->room, tick(p));
	run(p);
	assert_int_equal(p->requests, 1);
	OK(p->room, notice_drop(p->room->d, p->id, "x", &p->room->err));
	OK(p->room, notice_failures(p->room->d, 0, &before, &p->room->err));
	OK(p->room, alarm_ack(p->room->d, p->alarm, 0, &p->room->err));
	OK(p->room, notice_test(p->room->d, "hook", &p->id, &p->room->err));
	raise(p, "sms", "13800000001");
	OK(p->room, tick(p));
	assert_false(outbox_busy(p->outbox));
	assert_int_equal(p->requests, 1);
	n = stands(p);
	assert_int_equal(n.state, NOTICE_OVER);
	assert_int_equal(n.attempts, 0);
	assert_string_equal(n.words, "告警已有人确认或已解除");
	notice_release(&n);
	OK(p->room, notice_failures(p->room->d, 0, &failures, &p->room->err));
	assert_int_equal(failures.given_up,
	                 before.given_up + 1); /* the test that was dropped */
	/* Who was told after all may still answer. */
	OK(p->room, notice_answer(p->room->d, p->id, "赵局", NULL, false, NULL,
	                          &p->room->err));
	room_verify(p->room);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(what_could_not_be_written_is_not_sent_again),
		T(what_cannot_be_begun_is_not_sent),
		T(an_answer_meanwhile_is_kept),
		T(no_number_is_no_address),
		T(a_number_is_and_a_group_needs_none),
		T(what_nobody_needs_any_more_is_not_sent),
	};

	vfs_register(on_write);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
