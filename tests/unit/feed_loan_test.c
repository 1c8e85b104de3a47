/* Feeds lent to a replay and put back: desk/feed_loan.h. */
#include "room.h"

#include "desk/feed_loan.h"

/* A record of a feed as a replay saves it; to be released. */
static void
loan(struct room *r, const char *name, int port, struct feed *out)
{
	struct buf address = BUF_INIT;

	OK(r, feed_get(r->d, name, out, &r->err));
	feed_loan_address(&address, port, name);
	free(out->address);
	out->address = buf_take(&address);
	out->on = out->local = true;
	out->stale = 0;
}

static void
lend(struct room *r, const char *name, int port)
{
	struct feed f;

	loan(r, name, port, &f);
	OK(r, feed_lend(r->d, &f, 1, &r->err));
	feed_release(&f);
}

static void
save(struct room *r, const char *name, int stale, bool on)
{
	struct feed f;

	OK(r, feed_get(r->d, name, &f, &r->err));
	f.stale = stale;
	f.on = on;
	OK(r, feed_save(r->d, &f, NULL, &r->err));
	feed_release(&f);
}

/* The feeds as they are asked, line by line. */
static void
list(struct room *r, struct buf *out)
{
	struct feed *rows;
	size_t n;

	buf_clear(out);
	OK(r, feed_list(r->d, &rows, &n, &r->err));
	for (size_t i = 0; i < n; i++)
		buf_fmt(out, "%s %s %d %d %d\n", rows[i].name, rows[i].address,
		        rows[i].on, rows[i].stale, rows[i].local);
	feeds_free(rows, n);
}

static size_t
reclaimed(struct room *r)
{
	size_t n = 0;

	OK(r, feed_reclaim(r->d, &n, &r->err));
	return n;
}

static size_t
feeds_on(struct room *r)
{
	struct feed *rows;
	size_t n, on = 0;

	OK(r, feed_list(r->d, &rows, &n, &r->err));
	for (size_t i = 0; i < n; i++)
		on += rows[i].on;
	feeds_free(rows, n);
	return on;
}

/* What it was: by an officer's hand, and as built in. */
static void
test_back(void **state)
{
	struct room *r = *state;
	struct buf before = BUF_INIT, after = BUF_INIT;
	struct feed f;

	save(r, "nmc", 77, true);
	list(r, &before);
	lend(r, "nmc", 4711);
	assert_int_equal(feeds_on(r), 1);
	OK(r, feed_get(r->d, "nmc", &f, &r->err));
	assert_true(feed_lent(&f));
	assert_string_equal(f.officer, FEED_REPLAY);
	assert_string_equal(f.address, "http://127.0.0.1:4711/replay/nmc");
	feed_release(&f);
	OK(r, feed_get(r->d, "usgs", &f, &r->err));
	assert_true(feed_lent(&f));
	assert_false(f.on);
	feed_release(&f);

	assert_true(reclaimed(r) > 1);
	list(r, &after);
	assert_string_equal(after.s, before.s);
	OK(r, feed_get(r->d, "nmc", &f, &r->err));
	assert_false(feed_lent(&f));
	assert_string_equal(f.officer, "wangfang");
	feed_release(&f);
	assert_int_equal(reclaimed(r), 0);
	room_verify(r);
	buf_release(&before);
	buf_release(&after);
}

/* A replay that was killed, and the next one after it. */
static void
test_killed(void **state)
{
	struct room *r = *state;
	struct buf before = BUF_INIT, after = BUF_INIT;

	save(r, "usgs", 0, false);
	list(r, &before);
	lend(r, "nmc", 1);
	lend(r, "cenc", 2);
	lend(r, "usgs", 3);
	assert_true(reclaimed(r) > 2);
	list(r, &after);
	assert_string_equal(after.s, before.s);
	buf_release(&before);
	buf_release(&after);
}

/* What an officer did to a replay's feed is a replay's still; what he did to
 * another in the meantime stays. */
static void
test_touched(void **state)
{
	struct room *r = *state;
	struct feed f;

	lend(r, "nmc", 4711);
	save(r, "nmc", 5, false);
	save(r, "usgs", 99, true);
	reclaimed(r);
	OK(r, feed_get(r->d, "nmc", &f, &r->err));
	assert_true(f.on);
	assert_int_equal(f.stale, 1440);
	assert_ptr_equal(strstr(f.address, "https://www.nmc.cn/"), f.address);
	feed_release(&f);
	OK(r, feed_get(r->d, "usgs", &f, &r->err));
	assert_true(f.on);
	assert_int_equal(f.stale, 99);
	feed_release(&f);
}

/* One that only the replay brought has nothing to go back to. */
static void
test_brought(void **state)
{
	struct room *r = *state;
	struct feed f;

	loan(r, "nmc", 4711, &f);
	strcpy(f.name, "hills");
	OK(r, feed_lend(r->d, &f, 1, &r->err));
	feed_release(&f);
	reclaimed(r);
	OK(r, feed_get(r->d, "hills", &f, &r->err));
	assert_false(f.on);
	feed_release(&f);
	assert_int_equal(reclaimed(r), 0);
}

/* All or nothing: one that cannot be saved leaves all as they were. */
static void
test_whole(void **state)
{
	struct room *r = *state;
	struct feed rows[2];
	int64_t head = room_head(r);

	loan(r, "nmc", 4711, &rows[0]);
	loan(r, "cenc", 4711, &rows[1]);
	rows[1].interval = 0;
	REFUSED(r, ERR_INPUT, feed_lend(r->d, rows, 2, &r->err));
	assert_int_equal(room_head(r), head);
	assert_string_equal(desk_identity(r->d)->officer, "wangfang");
	feed_release(&rows[0]);
	feed_release(&rows[1]);
}

static void
test_addresses(void **state)
{
	static const struct {
		const char *address;
		bool lent;
	} cases[] = {
		{ "http://127.0.0.1:80/replay/nmc", true },
		{ "http://127.0.0.1:65535/replay/nmc?page={page}", true },
		{ "http://127.0.0.1:80/replay", false },
		{ "http://127.0.0.1:80/nmc", false },
		{ "http://127.0.0.1/replay/nmc", false },
		{ "http://127.0.0.2:80/replay/nmc", false },
		{ "https://127.0.0.1:80/replay/nmc", false },
	};
	struct feed f = { .officer = "wangfang" };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		f.address = (char *)cases[i].address;
		assert_int_equal(feed_lent(&f), cases[i].lent);
	}
}

/* A real desk lends nothing, and has nothing to be put back. */
static void
test_real(void **state)
{
	struct room *r = room_make_real();
	size_t n;

	(void)state;
	REFUSED(r, ERR_REFUSED, feed_lend(r->d, NULL, 0, &r->err));
	REFUSED(r, ERR_REFUSED, feed_reclaim(r->d, &n, &r->err));
	room_free(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_back),        ROOM_TEST(test_killed),
		ROOM_TEST(test_touched),     ROOM_TEST(test_brought),
		ROOM_TEST(test_whole),       cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_real),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
