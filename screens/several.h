/*
 * Several names in one field, "能源局、公安局": completed and read one by one.
 */
#ifndef SCREENS_SEVERAL_H
#define SCREENS_SEVERAL_H

#include "base/buf.h"
#include "base/err.h"
#include "base/pinyin.h"
#include "screens/kit/form.h"

#define SEVERAL_BETWEEN "、"

/* Where the name that is being typed begins. */
const char *several_last(const char *text);
void several_add(struct buf *out, const char *name);
/* Offer the names that answer it, best first, behind those that stand there. */
void several_offer(const char *text, const struct pinyin_row *rows,
		   size_t count, struct form_list *out);

/* fn for each name that is not empty, in order, until one returns not 0: that
 * is returned. */
typedef int several_fn(void *arg, const char *name, struct err *err);
int several_each(const char *text, several_fn *fn, void *arg,
		 struct err *err);

#endif
