/*
 * Any bytes as text, Markdown and HTML: refused with one line, or paragraphs
 * that keep the promises of doc.h.  The first byte chooses reader and hint.
 * libFuzzer, after make:
 *
 *	clang -D_GNU_SOURCE -g -O1 -Isrc -fsanitize=fuzzer,address,undefined \
 *		tests/fuzz/doc_fuzz.c \
 *		src/doc/{doc,heading,line,lines,txt,md,md_inline}.c \
 *		src/doc/{html,html_tag,entity,sniff}.c \
 *		$(echo src/base/[a-z]*.c) build/release/assets.c \
 *		-ljansson -lcrypto
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "doc/sniff.h"
#include "doc/text.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len);

static int (*const readers[])(struct doc *, const void *, size_t,
                              struct err *) = {
	doc_read_txt,
	doc_read_md,
	doc_read_html,
};

static void
require(int holds)
{
	if (!holds)
		abort();
}

static void
check(const struct doc *doc)
{
	const struct doc_para *para;
	size_t i;

	for (i = 0; i < doc->count; i++) {
		para = &doc->paras[i];
		require(para->level >= 0 && para->level <= DOC_LEVELS);
		require(para->len > 0 && para->len <= DOC_PARA_MAX);
		require(utf8_valid(para->text, para->len));
		require(strpbrk(para->text, "\n\r\f\v\033") == NULL);
	}
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	struct err err = ERR_INIT;
	struct doc doc;

	if (len == 0)
		return 0;
	doc_sniff(data + 1, len - 1, NULL);
	doc_init(&doc);
	doc.hint = (enum encoding)(data[0] / 3 % (ENCODING_GB18030 + 1));
	if (readers[data[0] % 3](&doc, data + 1, len - 1, &err))
		require(err.code == ERR_INPUT && !strchr(err.text, '\n'));
	check(&doc);
	doc_release(&doc);
	return 0;
}
