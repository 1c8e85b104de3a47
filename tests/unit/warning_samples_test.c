/*
 * The recorded answers, polled into a desk: what an officer sees of them.
 * They are looked for where feed_kit.h says; without them all is skipped.
 */
#include "warning_kit.h"

#include "feed_kit.h"

#include "base/mem.h"

#define NMC "nmc/findAlarm_p1_2026-09-20.json"
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static struct feed
sample_feed(const char *name)
{
	struct feed f = kit_feed(name, feed_format(name));

	f.want.neighbours = false;
	return f;
}

static void
sample(struct feed_answer *a, const char *format, const char *file)
{
	struct err err = ERR_INIT;

	if (feed_sample_read(format, file, a, &err))
		fail_msg("%s", err.text);
}

/* JSON with ' for ". */
static void
told(struct feed_answer *a, const char *format, const char *text)
{
	struct err err = ERR_INIT;
	char *copy = mem_str(text);

	for (char *c = copy; *c; c++)
		if (*c == '\'')
			*c = '"';
	if (feed_kit_read(format, copy, a, &err))
		fail_msg("%s", err.text);
	free(copy);
}

/* As if all of it was said of the room's own county. */
static void
make_ours(struct feed_answer *a)
{
	for (size_t i = 0; i < a->count; i++) {
		struct feed_strings *codes = &a->rows[i].adcodes;

		feed_strings_release(codes);
		memset(codes, 0, sizeof(*codes));
		feed_push(codes, "141181");
	}
}

static struct warning_polled
poll(struct room *r, const struct feed *f, struct warning_misses *m,
     const struct feed_answer *a)
{
	struct warning_polled p;

	OK(r, warning_poll(r->d, f, a, PAYLOAD, m, &p, &r->err));
	return p;
}

/* A poll that says nothing new, and of which nothing is written. */
static void
nothing_new(struct room *r, const struct feed *f, struct warning_misses *m,
            const struct feed_answer *a)
{
	int64_t head = room_head(r);
	struct warning_polled p = poll(r, f, m, a);

	assert_int_equal(p.added + p.changed + p.ended, 0);
	assert_int_equal(room_head(r), head);
}

struct seen {
	struct warning *rows;
	size_t count;
};

static struct seen
look(struct room *r)
{
	struct seen s;

	OK(r, warning_list(r->d, WARNINGS_OPEN, 0, &s.rows, &s.count, NULL,
	                   &r->err));
	return s;
}

/* The item of a condition, of which there is one. */
static struct warning *
the_item(const struct seen *s, const char *condition)
{
	struct warning *found = NULL;

	for (size_t i = 0; i < s->count; i++) {
		if (strcmp(s->rows[i].condition, condition) != 0)
			continue;
		if (found)
			fail_msg("%s twice", condition);
		found = &s->rows[i];
	}
	if (!found)
		fail_msg("no %s", condition);
	return found;
}

/* What has a state of these, in all. */
static size_t
in_state(const struct seen *s, enum warning_state state)
{
	size_t n = 0;

	for (size_t i = 0; i < s->count; i++)
		n += s->rows[i].state == state;
	return n;
}

/* ---- 中央气象台, 300 rows ---- */

/* The districts with an upgrade beside what it replaces. */
static const struct pair {
	const char *code, *newer, *older;
	int level;    /* of the newer; the older is blue */
	size_t items; /* of the county, its city and its province */
} pairs[] = {
	{ "511781", "51178141600000_20260920002955",
	  "51178141600000_20260919154559", 3, 4 },
	{ "511902", "51190241600000_20260920002341",
	  "51190241600000_20260919162142", 3, 4 },
	{ "511923", "51192341600000_20260920001001",
	  "51192341600000_20260919160000", 2, 4 },
	{ "511324", "51132441600000_20260919235850",
	  "51132441600000_20260919163511", 2, 4 },
	{ "513231", "51323141600000_20260919233609",
	  "51323141600000_20260919160420", 3, 4 },
	{ "513232", "51323241600000_20260919232354",
	  "51323241600000_20260919163031", 3, 5 },
};

/* One item that shows the newer, with the older as its history. */
static void
expect_folded(struct room *r, const struct pair *p)
{
	struct warning_message *said;
	char condition[32];
	struct seen s = look(r);
	const struct warning *w;
	size_t n;

	snprintf(condition, sizeof(condition), "%s/rainstorm", p->code);
	w = the_item(&s, condition);
	assert_int_equal(w->state, WARNING_ACTIVE);
	assert_int_equal(w->level, p->level);
	assert_int_equal(w->worst, p->level);
	assert_int_equal(w->messages, 2);
	OK(r, warning_messages(r->d, w->id, &said, &n, &r->err));
	assert_int_equal(n, 2);
	assert_string_equal(said[0].id, p->newer);
	assert_int_equal(said[0].level, p->level);
	assert_string_equal(said[1].id, p->older);
	assert_int_equal(said[1].level, 4);
	assert_string_equal(w->headline, said[0].headline);
	assert_true(w->sent_ms == said[0].sent_ms);
	assert_true(said[0].sent_ms > said[1].sent_ms);
	warning_messages_free(said, n);
	warnings_free(s.rows, s.count);
}

/* At the desk of the county itself: its own, and what covers it. */
static void
an_upgrade_folds_at_its_county(void **state)
{
	struct feed nmc = sample_feed("nmc");
	struct feed_answer a;

	(void)state;
	sample(&a, "nmc", NMC);
	for (size_t i = 0; i < COUNT(pairs); i++) {
		struct room *r = room_make_at(pairs[i].code);
		struct warning_misses m = WARNING_MISSES_INIT;
		struct warning_polled p = poll(r, &nmc, &m, &a);
		struct seen s = look(r);

		assert_int_equal(s.count, pairs[i].items);
		assert_int_equal(p.relevant, pairs[i].items + 1);
		assert_int_equal(p.added, pairs[i].items);
		assert_int_equal(p.changed, 1);
		warnings_free(s.rows, s.count);
		expect_folded(r, &pairs[i]);
		nothing_new(r, &nmc, &m, &a);
		room_verify(r);
		warning_misses_release(&m);
		room_free(r);
	}
	feed_answer_release(&a);
}

static void
three_hundred_are_as_many_items_as_conditions(void **state)
{
	struct room *r = *state;
	struct feed nmc = sample_feed("nmc");
	struct warning_misses m = WARNING_MISSES_INIT;
	struct warning_polled p;
	struct feed_answer a;
	struct seen s;

	sample(&a, "nmc", NMC);
	make_ours(&a);
	p = poll(r, &nmc, &m, &a);
	assert_int_equal(p.relevant, 300);
	assert_int_equal(p.added, 294);
	assert_int_equal(p.changed, 6);
	assert_int_equal(p.ended, 0);
	s = look(r);
	assert_int_equal(s.count, 294);
	warnings_free(s.rows, s.count);
	for (size_t i = 0; i < COUNT(pairs); i++)
		expect_folded(r, &pairs[i]);
	nothing_new(r, &nmc, &m, &a);
	nothing_new(r, &nmc, &m, &a);
	room_verify(r);
	warning_misses_release(&m);
	feed_answer_release(&a);
}

/* The answer without one of its rows; put_back() before it is released. */
static struct feed_warning
take_out(struct feed_answer *a, const char *id)
{
	for (size_t i = 0; i < a->count; i++) {
		struct feed_warning w = a->rows[i];

		if (strcmp(w.id, id) == 0) {
			a->rows[i] = a->rows[--a->count];
			return w;
		}
	}
	fail_msg("no row %s", id);
	return a->rows[0];
}

static void
put_back(struct feed_answer *a, struct feed_warning w)
{
	a->rows[a->count++] = w;
}

/* One answer without a row says nothing, the second in a row lifts it. */
static void
only_a_second_answer_without_it_lifts_it(void **state)
{
	struct room *r = *state;
	struct feed nmc = sample_feed("nmc");
	struct warning_misses m = WARNING_MISSES_INIT;
	struct feed_warning gone;
	struct feed_answer a;
	struct warning *w;
	struct seen s;

	sample(&a, "nmc", NMC);
	make_ours(&a);
	poll(r, &nmc, &m, &a);
	/* Of a pair the older leaves: the item runs on. */
	gone = take_out(&a, pairs[2].older);
	for (int i = 0; i < 3; i++)
		nothing_new(r, &nmc, &m, &a);
	put_back(&a, gone);
	/* The whole of a condition. */
	gone = take_out(&a, "65292241600000_20260919183032");
	nothing_new(r, &nmc, &m, &a);
	put_back(&a, gone);
	nothing_new(r, &nmc, &m, &a); /* the count begins anew */
	gone = take_out(&a, "65292241600000_20260919183032");
	nothing_new(r, &nmc, &m, &a);
	assert_int_equal(poll(r, &nmc, &m, &a).ended, 1);
	for (int i = 0; i < 3; i++)
		nothing_new(r, &nmc, &m, &a);
	/* It is marked, and stands there until a person closes it. */
	s = look(r);
	assert_int_equal(s.count, 294);
	assert_int_equal(in_state(&s, WARNING_ENDED), 1);
	w = &s.rows[293];
	assert_int_equal(w->state, WARNING_ENDED);
	assert_int_equal(w->end, WARNING_VANISHED);
	assert_int_equal(w->act, WARNING_UNHANDLED);
	OK(r, warning_close(r->d, w->id, 0, "已过境", NULL, &r->err));
	warnings_free(s.rows, s.count);
	s = look(r);
	assert_int_equal(s.count, 293);
	assert_int_equal(in_state(&s, WARNING_ACTIVE), 293);
	warnings_free(s.rows, s.count);
	/* What a person closed no list opens again. */
	put_back(&a, gone);
	poll(r, &nmc, &m, &a);
	s = look(r);
	assert_int_equal(s.count, 293);
	warnings_free(s.rows, s.count);
	room_verify(r);
	warning_misses_release(&m);
	feed_answer_release(&a);
}

/* A truly empty list, twice: every one is marked, none is gone. */
static void
an_empty_list_marks_all_and_removes_none(void **state)
{
	struct room *r = *state;
	struct feed nmc = sample_feed("nmc");
	struct warning_misses m = WARNING_MISSES_INIT;
	struct feed_answer a, none;
	struct seen s;

	sample(&a, "nmc", NMC);
	make_ours(&a);
	told(&none, "nmc",
	     "{'msg':'success','code':0,'data':{'page':{'pageNo':1,"
	     "'pageSize':300,'count':0,'totalPage':0,'list':[]},"
	     "'provinceAlarms':[]}}");
	poll(r, &nmc, &m, &a);
	nothing_new(r, &nmc, &m, &none);
	assert_int_equal(poll(r, &nmc, &m, &none).ended, 294);
	s = look(r);
	assert_int_equal(in_state(&s, WARNING_ENDED), 294);
	assert_int_equal(s.count, 294);
	warnings_free(s.rows, s.count);
	/* Back from the outage of a cache: they run again, as they were. */
	poll(r, &nmc, &m, &a);
	s = look(r);
	assert_int_equal(in_state(&s, WARNING_ACTIVE), 294);
	warnings_free(s.rows, s.count);
	room_verify(r);
	warning_misses_release(&m);
	feed_answer_release(&none);
	feed_answer_release(&a);
}

/* ---- earthquakes ---- */

static void
usgs_is_one_item_a_quake(void **state)
{
	struct room *r = *state;
	struct feed usgs = sample_feed("usgs");
	struct warning_misses m = WARNING_MISSES_INIT;
	struct feed_answer hour, day, next;
	struct warning_message *said;
	struct warning_polled p;
	const struct warning *w;
	struct seen s;
	size_t n, revised = 0;

	sample(&hour, "usgs", "usgs/all_hour_2026-07-20.geojson");
	sample(&day, "usgs", "usgs/all_day_2026-07-20.geojson");
	sample(&next, "usgs", "usgs/2.5_day_2026-07-21.geojson");
	make_ours(&hour);
	make_ours(&day);
	make_ours(&next);
	assert_int_equal(poll(r, &usgs, &m, &hour).added, 4);
	/* 14 seconds later: those four are among them and say nothing new. */
	p = poll(r, &usgs, &m, &day);
	assert_int_equal(p.added, 187);
	assert_int_equal(p.changed, 0);
	/* The next day: 19 of them again, 7 of those revised. */
	p = poll(r, &usgs, &m, &next);
	assert_int_equal(p.added, 33);
	assert_int_equal(p.changed, 7);
	assert_int_equal(p.ended, 0);
	s = look(r);
	assert_int_equal(s.count, 191 + 33);
	for (size_t i = 0; i < s.count; i++)
		revised += s.rows[i].messages > 1;
	assert_int_equal(revised, 7);
	w = the_item(&s, "tx2026odwext");
	OK(r, warning_messages(r->d, w->id, &said, &n, &r->err));
	assert_int_equal(n, 2);
	assert_true(said[0].occurred_ms == 1784539944045);
	assert_true(said[1].occurred_ms == 1784539943951);
	assert_true(said[0].lat == 31616000 && said[1].lat == 31615000);
	assert_true(w->occurred_ms == said[0].occurred_ms);
	assert_true(w->lat == said[0].lat);
	warning_messages_free(said, n);
	warnings_free(s.rows, s.count);
	nothing_new(r, &usgs, &m, &next);
	room_verify(r);
	warning_misses_release(&m);
	feed_answer_release(&hour);
	feed_answer_release(&day);
	feed_answer_release(&next);
}

/* The centre's automatic report, then its review under another id. */
static void
cenc_reviews_its_own_item(void **state)
{
	static const char reviewed[] =
		"{'No1':{'type':'reviewed','EventID':'CD.20260829081325.4',"
		"'time':'2026-08-29 08:13:22','ReportTime':"
		"'2026-08-29 08:24:10','location':'四川宜宾市高县',"
		"'placeName':'四川宜宾市高县','magnitude':'4.4','depth':'9',"
		"'latitude':'28.50','longitude':'104.70','intensity':'6'}}";
	struct room *r = *state;
	struct feed cenc = sample_feed("cenc");
	struct warning_misses m = WARNING_MISSES_INIT;
	struct feed_answer list, review;
	struct warning_message *said;
	struct warning_polled p;
	const struct warning *w;
	struct seen s;
	size_t n;

	sample(&list, "cenc", "wolfx/cenc_eqlist_poll1.constructed.json");
	told(&review, "cenc", reviewed);
	make_ours(&list);
	make_ours(&review);
	assert_int_equal(poll(r, &cenc, &m, &list).added, 6);
	p = poll(r, &cenc, &m, &review);
	assert_int_equal(p.added, 0);
	assert_int_equal(p.changed, 1);
	s = look(r);
	assert_int_equal(s.count, 6);
	w = the_item(&s, "AU.20260829081502.9");
	assert_int_equal(w->magnitude, 440);
	assert_int_equal(w->depth, 9000);
	assert_string_equal(w->headline, "四川宜宾市高县");
	assert_string_equal(w->sources, "cenc");
	OK(r, warning_messages(r->d, w->id, &said, &n, &r->err));
	assert_int_equal(n, 2);
	assert_string_equal(said[0].id, "CD.20260829081325.4");
	assert_int_equal(said[0].magnitude, 440);
	assert_string_equal(said[1].id, "AU.20260829081502.9");
	assert_int_equal(said[1].magnitude, 470);
	warning_messages_free(said, n);
	warnings_free(s.rows, s.count);
	/* The automatic one from an old cache changes nothing. */
	nothing_new(r, &cenc, &m, &list);
	room_verify(r);
	warning_misses_release(&m);
	feed_answer_release(&list);
	feed_answer_release(&review);
}

/* A recorded quake of USGS as the centre would have reported it. */
static const char cenc_of_usgs[] =
	"{'No1':{'type':'reviewed','EventID':'CC.20260720144130.1','time':"
	"'2026-07-20 14:41:28','ReportTime':'2026-07-20 15:02:11','location':"
	"'温哥华岛附近海域','placeName':'温哥华岛附近海域','magnitude':'5.8',"
	"'depth':'10','latitude':'49.55','longitude':'-129.20',"
	"'intensity':''}}";

/* Whichever comes first, it is one item; the centre's words are shown. */
static void
cenc_and_usgs_are_one_item(void **state)
{
	struct feed feeds[] = { sample_feed("cenc"), sample_feed("usgs") };
	struct feed_answer answers[2];

	(void)state;
	sample(&answers[1], "usgs", "usgs/all_day_2026-07-20.geojson");
	told(&answers[0], "cenc", cenc_of_usgs);
	make_ours(&answers[0]);
	make_ours(&answers[1]);
	for (int first = 0; first < 2; first++) {
		struct room *r = room_make();
		struct warning_misses m = WARNING_MISSES_INIT;
		struct warning_message *said;
		struct warning *w = NULL;
		struct seen s;
		size_t n;

		poll(r, &feeds[first], &m, &answers[first]);
		poll(r, &feeds[!first], &m, &answers[!first]);
		s = look(r);
		assert_int_equal(s.count, 191);
		for (size_t i = 0; i < s.count; i++)
			if (strcmp(s.rows[i].sources, "cenc usgs") == 0) {
				assert_null(w);
				w = &s.rows[i];
			}
		assert_non_null(w);
		assert_string_equal(w->headline, "温哥华岛附近海域");
		assert_int_equal(w->magnitude, 580);
		assert_int_equal(w->messages, 2);
		OK(r, warning_messages(r->d, w->id, &said, &n, &r->err));
		assert_int_equal(n, 2);
		assert_string_equal(said[!first].id, "CC.20260720144130.1");
		assert_string_equal(said[first].id, "us7000t1w2");
		assert_int_equal(said[first].magnitude, 560);
		warning_messages_free(said, n);
		warnings_free(s.rows, s.count);
		nothing_new(r, &feeds[first], &m, &answers[first]);
		nothing_new(r, &feeds[!first], &m, &answers[!first]);
		room_verify(r);
		warning_misses_release(&m);
		room_free(r);
	}
	feed_answer_release(&answers[0]);
	feed_answer_release(&answers[1]);
}

/* ---- every source ---- */

/* What still runs at the room's time, of those that have such rows. */
/* clang-format off */
static const struct {
	const char *format, *file;
	size_t relevant, items;
} twice[] = {
	{ "nmc", "nmc/findAlarm_2023-06-05.json", 1, 1 },
	{ "nmc", "nmc/findAlarm_2026-03-07.partly_synthetic.json", 7, 7 },
	{ "nmc", "nmc/findAlarm_p1_2026-09-20.json", 300, 294 },
	{ "cma", "cma/map_alarm.constructed.json", 8, 8 },
	{ "cma", "cma/now_54511_2025-06-14.json", 2, 2 },
	{ "weathercn", "weathercn/grepalarm_cn.constructed.js", 5, 5 },
	{ "weathercn", "weathercn/alarmMap_row.excerpt.json", 1, 1 },
	{ "p12379", "p12379/alarm_list_all.constructed.json", 4, 3 },
	{ "usgs", "usgs/all_hour_2026-09-20.geojson", 4, 4 },
	{ "usgs", "usgs/all_hour_2026-07-20.geojson", 4, 4 },
	{ "usgs", "usgs/all_day_2026-07-20.geojson", 191, 191 },
	{ "usgs", "usgs/2.5_day_2026-07-21.geojson", 52, 52 },
	{ "cenc", "wolfx/cenc_eqlist_2026-08-29.fragment.json", 2, 2 },
	{ "cenc", "wolfx/cenc_eqlist_poll1.constructed.json", 6, 6 },
	{ "ceic", "ceic/speedsearch_num2_2019-12-12.json", 10, 10 },
	{ "ceic", "ceic/speedsearch_num2_2019-12-12.callback.txt", 10, 10 },
	{ "firms", "firms/MODIS_C6_1_Global_24h_2022-02-26.head.csv", 3000,
	  3000 },
	{ "firms", "firms/VIIRS_NRT_area.constructed.csv", 6, 6 },
	{ "cap", "cap/canada.cap", 1, 1 },
	{ "cap", "cap/no_optional_fields.cap", 1, 1 },
	{ "cap_atom", "meteoalarm/warnings_feeds-germany_2026-04.json", 1, 1 },
	{ "cap_atom", "tsunami/ptwc_atom_2026-08-12.xml", 1, 1 },
	{ "rss", "swic/cn-cma-xx_rss.constructed.xml", 2, 2 },
	{ "swic", "swic/effective_warning_view_2026-08-17.json", 3, 3 },
	{ "gdacs", "gdacs/eventlist_MAP_2026-07-20.json", 4, 4 },
	{ "gdacs", "gdacs/rss_2019-12-30.xml", 8, 8 },
	{ "gdacs", "gdacs/rss_24h_2019-12-30.xml", 7, 7 },
};
/* clang-format on */

/* The same answer twice says nothing new, whatever the source. */
static void
the_same_twice_is_nothing_new(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(twice); i++) {
		struct room *r = room_make();
		struct warning_misses m = WARNING_MISSES_INIT;
		struct feed f = sample_feed(twice[i].format);
		struct warning_polled p;
		struct feed_answer a;
		struct seen s;

		sample(&a, twice[i].format, twice[i].file);
		make_ours(&a);
		p = poll(r, &f, &m, &a);
		s = look(r);
		if (p.relevant != twice[i].relevant ||
		    s.count != twice[i].items)
			fail_msg("%s: %zu relevant, %zu items", twice[i].file,
			         p.relevant, s.count);
		warnings_free(s.rows, s.count);
		nothing_new(r, &f, &m, &a);
		nothing_new(r, &f, &m, &a);
		room_verify(r);
		feed_answer_release(&a);
		warning_misses_release(&m);
		room_free(r);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_upgrade_folds_at_its_county),
		ROOM_TEST(three_hundred_are_as_many_items_as_conditions),
		ROOM_TEST(only_a_second_answer_without_it_lifts_it),
		ROOM_TEST(an_empty_list_marks_all_and_removes_none),
		ROOM_TEST(usgs_is_one_item_a_quake),
		ROOM_TEST(cenc_reviews_its_own_item),
		cmocka_unit_test(cenc_and_usgs_are_one_item),
		cmocka_unit_test(the_same_twice_is_nothing_new),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
