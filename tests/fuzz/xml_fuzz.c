/*
 * Any bytes as XML: refused with one line, or walked whole, every element
 * ended in its order, none too deep, all that is told valid UTF-8.  libFuzzer,
 * after make:
 *
 *	clang -D_GNU_SOURCE -g -O1 -Isrc -fsanitize=fuzzer,address,undefined \
 *		tests/fuzz/xml_fuzz.c $(echo src/base/[a-z]*.c) \
 *		build/release/assets.c -ljansson -lcrypto -lexpat
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xml.h"

/* Open elements are told apart by a hash of their names. */
struct seen {
	size_t depth;
	size_t open[XML_DEPTH_MAX];
};

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len);

static void
require(int holds)
{
	if (!holds)
		abort();
}

static size_t
hash(const char *s)
{
	size_t h = 5381;

	require(utf8_valid(s, strlen(s)));
	while (*s)
		h = h * 33 + (unsigned char)*s++;
	return h;
}

static int
on_start(void *arg, const char *name, const char *const *attrs)
{
	struct seen *seen = arg;

	require(seen->depth < XML_DEPTH_MAX);
	seen->open[seen->depth++] = hash(name);
	for (size_t i = 0; attrs[i]; i += 2) {
		hash(attrs[i + 1]);
		require(xml_attr(attrs, attrs[i]) != NULL);
	}
	return 0;
}

static int
on_end(void *arg, const char *name)
{
	struct seen *seen = arg;

	require(seen->depth > 0);
	require(seen->open[--seen->depth] == hash(name));
	return 0;
}

static int
on_text(void *arg, const char *s, size_t len)
{
	const struct seen *seen = arg;

	require(seen->depth > 0 && utf8_valid(s, len));
	return 0;
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	static const struct xml_namespace known[] = {
		{ "urn:oasis:names:tc:emergency:cap:1.2", "cap" },
		{ "http://www.w3.org/2005/Atom", "atom" },
		{ NULL, NULL },
	};
	static const struct xml_handler handler = { on_start, on_end, on_text };
	struct err err = ERR_INIT;
	struct seen seen = { 0 };

	if (xml_walk("fuzz", data, len, known, &handler, &seen, &err) == 0)
		require(seen.depth == 0);
	else
		require(err.code == ERR_INPUT && !strchr(err.text, '\n'));
	return 0;
}
