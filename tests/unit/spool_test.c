/* Answers that gates hand in: held against the time at which they came. */
#include "room.h"
#include "sweep.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "desk/channel.h"
#include "desk/notice.h"
#include "desk/spool_bad.h"
#include "watch/signature.h"
#include "watch/spool.h"

#define SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define SENT_S 1790000000LL

struct gate {
	struct room *room;
	struct keys *keys;
	char folder[80];
};

static int
setup(void **state)
{
	struct gate *g = calloc(1, sizeof(*g));
	struct err err = ERR_INIT;
	char path[100];
	int fd;

	*state = g;
	g->room = room_make();
	snprintf(g->folder, sizeof(g->folder), "%s/spool", g->room->dir);
	if (mkdir(g->folder, 0700))
		return -1;
	snprintf(path, sizeof(path), "%s/keys", g->folder);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	dprintf(fd, "callback = " SECRET "\n");
	close(fd);
	return keys_load(&g->keys, path, &err);
}

static int
teardown(void **state)
{
	struct gate *g = *state;

	keys_free(g->keys);
	sweep(g->folder);
	room_free(g->room);
	free(g);
	return 0;
}

/* A notice that asks for an answer. */
static int64_t
notice(struct gate *g)
{
	struct room *r = g->room;
	int64_t id;

	room_do(r, "{'do':'channel.save','channel':{'name':'hook','label':'x',"
	           "'type':'mail','on':true,'address':'smtps://a.invalid/',"
	           "'from':'a@b.invalid','to':['c@d.invalid']}}");
	OK(r, notice_test(r->d, "hook", &id, &r->err));
	return id;
}

/* Signed at SENT_S, written so many seconds later. */
static void
hand_in(struct gate *g, const char *name, int64_t id, int64_t after_s)
{
	const struct signature_secrets secrets = { { SECRET }, 1 };
	struct timespec at[2] = { { .tv_sec = SENT_S + after_s },
		                  { .tv_sec = SENT_S + after_s } };
	struct buf body = BUF_INIT, signature = BUF_INIT, path = BUF_INIT;
	struct signature_message m = { .id = "m1" };
	char timestamp[24];
	json_t *o;

	snprintf(timestamp, sizeof(timestamp), "%lld", SENT_S);
	buf_fmt(&body, "{\"notice\": %lld, \"by\": \"赵局\"}", (long long)id);
	m.timestamp = timestamp;
	m.body = body.s;
	m.len = body.len;
	OK(g->room, signature_make(&signature, &secrets, &m, &g->room->err));
	o = json_pack("{s:s, s:s, s:s, s:s}", "id", m.id, "timestamp",
	              timestamp, "signature", signature.s, "body", body.s);
	buf_fmt(&path, "%s/%s", g->folder, name);
	assert_int_equal(json_dump_file(o, path.s, 0), 0);
	assert_int_equal(utimensat(AT_FDCWD, path.s, at, 0), 0);
	json_decref(o);
	buf_release(&body);
	buf_release(&signature);
	buf_release(&path);
}

static void
said(const char *name, const char *why)
{
	assert_string_equal(name, "late.json");
	assert_non_null(strstr(why, "时间戳"));
}

/* Both edges of the tolerance, of files that lay there for long. */
static void
what_came_in_time_is_taken_when_somebody_watches(void **state)
{
	static const struct {
		int64_t after_s;
		bool taken;
	} cases[] = {
		{ 0, true },     { SIGNATURE_TOLERANCE_S, true },
		{ 301, false },  { -SIGNATURE_TOLERANCE_S, true },
		{ -301, false }, { 90 * 86400, false },
	};
	struct gate *g = *state;
	struct spool_read read;
	struct notice n;
	int bad = 0;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int64_t id = notice(g);

		hand_in(g, "late.json", id, cases[i].after_s);
		OK(g->room,
		   spool_read(g->room->d, g->keys, said, &read, &g->room->err));
		assert_int_equal(read.answers, cases[i].taken);
		assert_int_equal(read.bad, !cases[i].taken);
		OK(g->room, notice_get(g->room->d, id, &n, &g->room->err));
		assert_true((n.state == NOTICE_ANSWERED) == cases[i].taken);
		notice_release(&n);
		bad |= !cases[i].taken;
		assert_int_equal(spool_bad_count(g->room->dir), bad);
	}
}

static void
what_was_not_taken_goes_after_ninety_days(void **state)
{
	const int64_t written = (SENT_S + 301) * CIVIL_SECOND;
	struct gate *g = *state;
	struct spool_read read;

	hand_in(g, "late.json", notice(g), 301);
	OK(g->room,
	   spool_read(g->room->d, g->keys, said, &read, &g->room->err));
	spool_bad_prune(g->room->dir, written + SPOOL_BAD_DAYS * CIVIL_DAY);
	assert_int_equal(spool_bad_count(g->room->dir), 1);
	spool_bad_prune(g->room->dir, written + SPOOL_BAD_DAYS * CIVIL_DAY + 1);
	assert_int_equal(spool_bad_count(g->room->dir), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_came_in_time_is_taken_when_somebody_watches, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			what_was_not_taken_goes_after_ninety_days, setup,
			teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
