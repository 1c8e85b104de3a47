/*
 * Full text over what the desk knows: an FTS5 index with a tokenizer of our
 * own (one token a Han character, runs of ASCII
 * digits and of letters, a break token at punctuation).  The index is a view
 * like any other: search_put() is called by reducers.
 *
 * A document is (kind, key, title, body): ("incident", "2026-0012", ...).
 * Put documents from reducers, not from settle: their order is the order of
 * first being put, and a rebuild settles at other moments.
 *
 * Paragraphs of plans have an index of their own over the table plan_para
 * (db/schema/plan.sql): its ids are given by who inserts them, and rise in the
 * order in which hits are wanted, so that the first ones are found without
 * looking at the rest.
 */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "store/db.h"

struct sqlite3;

/* The tokenizer, on every connection before a table is touched. */
int search_register(struct sqlite3 *sql, struct err *err);
/* Make each whole index from its documents, or empty it. */
int search_fill(struct db *db, struct err *err);
int search_clear(struct db *db, struct err *err);
/* Do they hold just what the documents say?  ERR_CORRUPT: no. */
int search_check(struct db *db, struct err *err);

/* Insert or replace the document of (kind, key). */
int search_put(struct db *db, const char *kind, const char *key,
	       const char *title, const char *body, struct err *err);

/*
 * Paragraphs with ids from first to last: add after they have been inserted,
 * drop before they are deleted or changed.  From reducers.
 */
int search_paras_add(struct db *db, int64_t first, int64_t last,
		     struct err *err);
int search_paras_drop(struct db *db, int64_t first, int64_t last,
		      struct err *err);

struct search_hit {
	char kind[32], key[64];
	char *title;
};

/*
 * Newest first, at most max.  words is what a person typed; blanks mean AND;
 * words with no token give no hit.  kind NULL: all.  The caller frees with
 * search_hits_free().
 */
int search_find(struct db *db, const char *kind, const char *words,
		size_t max, struct search_hit **hits, size_t *count,
		struct err *err);
void search_hits_free(struct search_hit *hits, size_t count);

/* The MATCH expression for what a person typed; false: no token at all. */
bool search_query(struct buf *out, const char *words);

/*
 * The tokenizer, pure: calls fn for each token with its text (lower case,
 * folded) and the byte range in the original.  Stops when fn returns != 0.
 */
typedef int search_token_fn(void *arg, const char *token, int len, int start,
			    int end);
int search_tokens(const char *text, int len, search_token_fn *fn, void *arg);

/*
 * The tokenizer of plans' paragraphs, "zhiban_pairs": the same tokens and,
 * beside each character that is a token of its own, the pair that it makes
 * with the next such one.  A text (query false) gives both, a pair at the same
 * place as its first character; what is looked for (query true) is as few of
 * them as say the same: 透水事故 is 透水 水事 事故.  Lists of pairs are so much
 * shorter than those of characters that no query of common characters that
 * seldom meet has to read long ones.
 */
typedef int search_pair_fn(void *arg, bool same_place, const char *token,
			   int len, int start, int end);
int search_pairs(const char *text, int len, bool query, search_pair_fn *fn,
		 void *arg);

#endif
