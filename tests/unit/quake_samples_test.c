/*
 * Recorded answers as a desk would take them, one after the other: every quake
 * is one item, and its later reports are revisions of it.  From $FEED_SAMPLES
 * or else ../shared/feeds; skipped where there are none.
 */
#include "quake_kit.h"

#include <unistd.h>

#include "base/mem.h"
#include "desk/quake.h"

enum { ANSWERS_MAX = 4, REPORTS_MAX = 400 };

/* What a desk knows: every report with its item. */
struct known {
	struct feed_answer answers[ANSWERS_MAX];
	size_t answers_count;
	struct quake reports[REPORTS_MAX];
	size_t count;
	int64_t items;
};

static struct known *
known_new(void)
{
	return mem_alloc(sizeof(struct known));
}

static void
known_free(struct known *k)
{
	for (size_t i = 0; i < k->answers_count; i++)
		feed_answer_release(&k->answers[i]);
	free(k);
}

static void
report_take(struct known *k, const char *format, const struct feed_warning *w)
{
	struct quake *q = &k->reports[k->count];

	assert_true(k->count < REPORTS_MAX);
	quake_of(q, format, w);
	q->item = quake_match(k->reports, k->count, q);
	if (!q->item)
		q->item = ++k->items;
	k->count++;
}

/* Read an answer and take its rows, oldest first; returns its new items. */
static int64_t
take(struct known *k, const char *format, const char *path)
{
	const char *folder = getenv("FEED_SAMPLES");
	struct feed_answer *a = &k->answers[k->answers_count];
	struct buf bytes = BUF_INIT, full = BUF_INIT;
	struct err err = ERR_INIT;
	int64_t before = k->items;

	folder = folder ? folder : "../shared/feeds";
	if (access(folder, R_OK)) {
		print_message("%s is not there\n", folder);
		known_free(k);
		skip();
	}
	buf_fmt(&full, "%s/%s", folder, path);
	if (buf_read_file(&bytes, full.s, FEED_BYTES_MAX, &err) ||
	    feed_read(feed_format(format), path, bytes.s, bytes.len, a, &err))
		fail_msg("%s", err.text);
	buf_release(&full);
	buf_release(&bytes);
	k->answers_count++;
	for (size_t i = a->count; i-- > 0;)
		report_take(k, format, &a->rows[i]);
	return k->items - before;
}

/* Items whose reports were sent at more than one time. */
static int
revised(const struct known *k)
{
	int n = 0;

	for (int64_t item = 1; item <= k->items; item++) {
		const struct quake *first = NULL;
		bool differs = false;

		for (size_t i = 0; i < k->count; i++) {
			if (k->reports[i].item != item)
				continue;
			if (!first)
				first = &k->reports[i];
			differs |= k->reports[i].sent_ms != first->sent_ms;
		}
		n += differs;
	}
	return n;
}

static void
test_usgs_hour_day_and_next_day(void **state)
{
	struct known *k = known_new();

	(void)state;
	assert_int_equal(take(k, "usgs", "usgs/all_hour_2026-07-20.geojson"),
	                 4);
	/* 14 s later: those four are in it. */
	assert_int_equal(take(k, "usgs", "usgs/all_day_2026-07-20.geojson"),
	                 191 - 4);
	assert_int_equal(revised(k), 0);
	/* The next day's shares 19, of which 7 were changed. */
	assert_int_equal(take(k, "usgs", "usgs/2.5_day_2026-07-21.geojson"),
	                 52 - 19);
	assert_int_equal(revised(k), 7);
	/* Read again: nothing new, nothing revised. */
	assert_int_equal(take(k, "usgs", "usgs/2.5_day_2026-07-21.geojson"), 0);
	assert_int_equal(revised(k), 7);
	assert_int_equal(k->items, 224);
	known_free(k);
}

/* The later report of an item leads, the older never does. */
static void
test_the_revision_leads(void **state)
{
	struct known *k = known_new();
	int found = 0;

	(void)state;
	take(k, "usgs", "usgs/all_day_2026-07-20.geojson");
	take(k, "usgs", "usgs/2.5_day_2026-07-21.geojson");
	for (size_t i = 0; i < k->count; i++)
		for (size_t n = i + 1; n < k->count; n++) {
			const struct quake *a = &k->reports[i];
			const struct quake *b = &k->reports[n];

			if (a->item != b->item || a->sent_ms == b->sent_ms)
				continue;
			assert_true(quake_leads(b, a));
			assert_false(quake_leads(a, b));
			found++;
		}
	assert_int_equal(found, 7);
	known_free(k);
}

static void
test_the_centre(void **state)
{
	struct known *k = known_new();

	(void)state;
	assert_int_equal(
		take(k, "cenc", "wolfx/cenc_eqlist_2026-08-29.fragment.json"),
		2);
	assert_int_equal(
		take(k, "cenc", "wolfx/cenc_eqlist_poll1.constructed.json"), 4);
	/* Half an hour before another one at the same place. */
	assert_int_equal(take(k, "eew", "wolfx/cenc_eew_2026-08-29.json"), 1);
	known_free(k);
}

/* The automatic row of the list, then its review under another id. */
static void
test_the_review(void **state)
{
	struct known *k = known_new();
	struct buf text = BUF_INIT;
	struct feed_answer *a = &k->answers[1];

	(void)state;
	take(k, "cenc", "wolfx/cenc_eqlist_poll1.constructed.json");
	reads(a, "cenc",
	      "{'No1':{'type':'reviewed','EventID':'CD.20260829082001.3',"
	      "'time':'2026-08-29 08:13:24','ReportTime':"
	      "'2026-08-29 08:21:40','magnitude':'4.4','depth':'8',"
	      "'latitude':'28.55','longitude':'104.70'}}",
	      1);
	k->answers_count++;
	report_take(k, "cenc", a->rows);
	assert_int_equal(k->items, 6);
	/* Rows are taken oldest first: No1, the automatic one, came last. */
	assert_int_equal(k->reports[6].item, 6);
	quake_chain(&text, k->reports + 5, 2);
	assert_string_equal(text.s, "M4.7 → M4.4");
	buf_release(&text);
	known_free(k);
}

static void
test_other_lists(void **state)
{
	struct known *k = known_new();

	(void)state;
	assert_int_equal(take(k, "eew", "icl/earlywarnings_2026-09-20.json"),
	                 20);
	assert_int_equal(
		take(k, "ceic", "ceic/speedsearch_num2_2019-12-12.json"), 10);
	assert_int_equal(take(k, "ceic",
	                      "ceic/speedsearch_num2_2019-12-12.callback.txt"),
	                 0);
	known_free(k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_usgs_hour_day_and_next_day),
		cmocka_unit_test(test_the_revision_leads),
		cmocka_unit_test(test_the_centre),
		cmocka_unit_test(test_the_review),
		cmocka_unit_test(test_other_lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
