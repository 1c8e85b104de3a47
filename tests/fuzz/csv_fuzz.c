/*
 * Any bytes as CSV: every row good or bad, the rows in order, and each good
 * one written and read again the same.  libFuzzer, after make:
 *
 *	clang -D_GNU_SOURCE -g -O1 -Isrc -fsanitize=fuzzer,address,undefined \
 *		tests/fuzz/csv_fuzz.c $(echo src/base/[a-z]*.c) \
 *		build/release/assets.c -ljansson -lcrypto
 */
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len);

static void
require(int holds)
{
	if (!holds)
		abort();
}

static void
write_and_read(const struct csv_row *row)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	struct csv_row again;
	struct csv csv;
	size_t i;

	for (i = 0; i < row->count; i++)
		csv_put(&out, row->fields[i]);
	csv_end_row(&out);
	csv_init(&csv, out.s, out.len);
	require(csv_next(&csv, &again, &err) == CSV_ROW);
	require(again.count == row->count);
	for (i = 0; i < row->count; i++)
		require(strcmp(again.fields[i], row->fields[i]) == 0);
	require(csv_next(&csv, &again, &err) == CSV_END);
	csv_release(&csv);
	buf_release(&out);
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	struct err err = ERR_INIT;
	struct csv_row row;
	enum csv_step step;
	struct csv csv;
	size_t line = 0;

	csv_init(&csv, (const char *)data, len);
	for (;;) {
		step = csv_next(&csv, &row, &err);
		if (step == CSV_END)
			break;
		require(row.line > line);
		line = row.line;
		if (step == CSV_ROW)
			write_and_read(&row);
		else
			require(err.code == ERR_INPUT &&
			        !strchr(err.text, '\n'));
		err_clear(&err);
	}
	csv_release(&csv);
	return 0;
}
