/*
 * Judged chronicles a second: every chronicle of db/demo, parsed and judged by
 * all built-in packs, in CPU time.  One JSON object.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/asset.h"
#include "law/judge.h"

#define ROUND 200

struct figures {
	size_t chronicles, events;
	double parse_and_judge, judge_only; /* a second */
};

static double
cpu_seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static int
judge_asset(const struct rulebook *rb, const struct asset *a, bool parse_each,
            struct figures *f, struct err *err)
{
	double start = cpu_seconds();
	struct chronicle c;
	struct verdict v;

	chronicle_init(&c);
	if (chronicle_parse(&c, (const char *)a->bytes, a->len, a->name, err))
		return -1;
	for (int i = 0; i < ROUND; i++) {
		if (parse_each) {
			chronicle_release(&c);
			chronicle_init(&c);
			chronicle_parse(&c, (const char *)a->bytes, a->len,
			                a->name, err);
		}
		judge(rb, &c, &v);
		verdict_release(&v);
	}
	f->events += c.count;
	chronicle_release(&c);
	*(parse_each ? &f->parse_and_judge : &f->judge_only) +=
		cpu_seconds() - start;
	return 0;
}

int
main(void)
{
	struct figures f = { 0 };
	struct err err = ERR_INIT;
	struct rulebook rb;
	const struct asset *a;

	rulebook_init(&rb);
	if (rulebook_builtin(&rb, &err))
		goto fail;
	for (size_t i = 0; (a = asset_next("demo/", &i)) != NULL;) {
		size_t len = strlen(a->name);

		if (len < 5 || strcmp(a->name + len - 5, ".json") != 0)
			continue;
		if (judge_asset(&rb, a, true, &f, &err) ||
		    judge_asset(&rb, a, false, &f, &err))
			goto fail;
		f.chronicles++;
	}
	rulebook_release(&rb);
	if (!f.chronicles) {
		fputs("bench: no chronicle is built in\n", stderr);
		return 2;
	}
	printf("{\"bench\": \"judge\", \"chronicles\": %zu, "
	       "\"events_mean\": %.1f, \"judged_per_s\": %.0f, "
	       "\"parsed_and_judged_per_s\": %.0f}\n",
	       f.chronicles, (double)f.events / (2.0 * (double)f.chronicles),
	       (double)(f.chronicles * ROUND) / f.judge_only,
	       (double)(f.chronicles * ROUND) / f.parse_and_judge);
	return 0;
fail:
	fprintf(stderr, "bench: %s\n", err.text);
	return 2;
}
