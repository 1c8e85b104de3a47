/*
 * Any bytes as a chronicle: refused with one line, or judged by the packs
 * built in, twice to the same bytes.  libFuzzer, after make:
 *
 *	clang -D_GNU_SOURCE -g -O1 -Isrc -fsanitize=fuzzer,address \
 *		tests/fuzz/judge_fuzz.c $(echo src/{law,base}/[a-z]*.c) \
 *		build/release/assets.c -ljansson -lcrypto
 */
#include <stdlib.h>
#include <string.h>

#include "law/judge.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len);

static void
answer(struct buf *out, const struct rulebook *rb, const struct chronicle *c)
{
	struct verdict v;

	judge(rb, c, &v);
	verdict_json(out, &v, c);
	verdict_release(&v);
}

/* Loaded once: reading the packs costs more than judging by them. */
static const struct rulebook *
built_in_rules(void)
{
	static struct rulebook rb;
	struct err err = ERR_INIT;

	if (rb.count > 0)
		return &rb;
	rulebook_init(&rb);
	if (rulebook_builtin(&rb, &err) || rb.count == 0)
		abort();
	return &rb;
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	struct buf first = BUF_INIT, second = BUF_INIT;
	struct err err = ERR_INIT;
	const struct rulebook *rb = built_in_rules();
	struct chronicle c;

	chronicle_init(&c);
	if (chronicle_parse(&c, (const char *)data, len, "fuzz", &err) == 0) {
		answer(&first, rb, &c);
		answer(&second, rb, &c);
		if (strcmp(first.s, second.s) != 0)
			abort();
	} else if (err.code != ERR_INPUT || strchr(err.text, '\n')) {
		abort();
	}
	chronicle_release(&c);
	buf_release(&first);
	buf_release(&second);
	return 0;
}
