/*
 * Inside of the pack loader: the words of rule packs as their JSON spells
 * them, in the order of their enums; members that several objects share; and
 * the loaders of the parts.  Private to pack*.c and rulebook.c.
 */
#ifndef LAW_PACK_LOAD_H
#define LAW_PACK_LOAD_H

#include "law/pack.h"

/* NULL-ended; "" stands for a value that has no word of its own. */
extern const char *const level_words[];
extern const char *const standing_words[];
extern const char *const via_words[];
extern const char *const clock_words[];
extern const char *const within_words[];
extern const struct house house_default;

/* The index of text among words, or -1.  "" is never found. */
int words_find(const char *const *words, const char *text);

/* Memory that the pack frees with itself; returns it. */
void *pack_own(struct pack *p, void *memory);

/* A member of o; NULL when it is absent or null. */
json_t *member_get(const json_t *o, const char *key);
int member_text(const json_t *o, const char *key, const char **out,
		const struct jpath *at, struct err *err);
/* [from, until) of o; what is absent stays as it was. */
int member_force(const json_t *o, int64_t *from, int64_t *until,
		 const struct jpath *at, struct err *err);
int member_word(const json_t *o, const char *key, const char *const *words,
		const char *what, int *out, const struct jpath *at,
		struct err *err);
int member_party(const json_t *value, const char **out,
		 const struct jpath *at, struct err *err);
/* A list of strings as a NULL-ended array that the pack owns. */
int member_strings(struct pack *p, const json_t *o, const char *key,
		   const char *const **out, const struct jpath *at,
		   struct err *err);
const char *member_cite(struct pack *p, const char *law, const char *article);

int pack_load_rule(struct pack *p, struct rule *r, const json_t *o,
		   const struct jpath *at, struct err *err);
int pack_load_classifiers(struct pack *p, const struct jpath *at,
			  struct err *err);

#endif
