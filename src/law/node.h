/*
 * Inside of a predicate: its tree, laid out in one array in reading order.
 * A node's children follow it; `size` counts the node with all below it.
 * Private to predicate*.c.
 */
#ifndef LAW_NODE_H
#define LAW_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "law/predicate.h"

enum op { OP_TRUE, OP_ALL, OP_ANY, OP_NOT, OP_MAYBE, OP_FACT, OP_SUM,
	  OP_KNOWN, OP_KIND, OP_CLASS };
enum compare { CMP_AT_LEAST, CMP_AT_MOST, CMP_ABOVE, CMP_BELOW, CMP_EQUALS,
	       CMP_COUNT };

struct node {
	enum op op;
	enum compare compare;		/* FACT, SUM */
	enum fact fact;			/* FACT, KNOWN; SUM: the first */
	unsigned facts;			/* SUM: bits 1 << enum fact */
	unsigned classes;		/* CLASS: bits 1 << enum law_class */
	unsigned kinds;			/* KIND: bits 1 << row of kind_table */
	int64_t limit;			/* FACT, SUM: compared with */
	size_t size;
};

struct predicate {
	struct node *nodes;
	size_t count, cap;
	unsigned uses;			/* of predicate_facts() */
};

/* Facts NULL: everything but the kind is unknown. */
enum truth node_eval(const struct node *n, const struct circumstances *c);
/* Sum of the known ones; *complete says whether that is all of them. */
int64_t node_sum(const struct node *n, const struct facts *f, bool *complete);

#endif
