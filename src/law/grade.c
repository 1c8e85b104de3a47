#include <string.h>

#include "law/court.h"

void
because_set(char out[160], const char *text)
{
	size_t len = strlen(text);

	if (len > 159) {
		len = 159;
		while (((unsigned char)text[len] & 0xC0) == 0x80)
			len--;
	}
	memcpy(out, text, len);
	out[len] = '\0';
}

static bool
in_force(const struct court *ct, const struct classifier *c, int64_t day)
{
	return (c->covers & ct->kind) && day >= c->from_ms && day < c->until_ms;
}

/* The next classifier that grades this kind, in the order of the packs. */
static const struct classifier *
next_classifier(const struct court *ct, int64_t day, size_t *pack, size_t *i)
{
	const struct classifier *c;

	for (; *pack < ct->rb->count; ++*pack, *i = 0) {
		while (*i < ct->rb->packs[*pack]->classifiers_count) {
			c = &ct->rb->packs[*pack]->classifiers[(*i)++];
			if (in_force(ct, c, day))
				return c;
		}
	}
	return NULL;
}

void
court_grade(const struct court *ct, struct step *s, int64_t day)
{
	struct circumstances cs = { ct->c->kind, &s->facts, CLASS_NONE };
	const struct classifier *c;
	const struct class_row *row;
	size_t pack = 0, i = 0, j;

	s->class = CLASS_NONE;
	s->classifier = NULL;
	s->row = NULL;
	for (c = next_classifier(ct, day, &pack, &i); c;
	     c = next_classifier(ct, day, &pack, &i)) {
		for (j = 0; j < c->rows_count; j++) {
			row = &c->rows[j];
			if (row->class <= s->class ||
			    predicate_eval(row->when, &cs) != TRUTH_TRUE)
				continue;
			s->class = row->class;
			s->classifier = c;
			s->row = row;
		}
	}
}

/* The facts on which a class could have rested and that nobody knows. */
static unsigned
missing_facts(const struct court *ct, const struct step *s, int64_t day,
              bool *covered)
{
	const struct classifier *c;
	size_t pack = 0, i = 0, j;
	unsigned missing = 0;
	int f;

	*covered = false;
	for (c = next_classifier(ct, day, &pack, &i); c;
	     c = next_classifier(ct, day, &pack, &i)) {
		*covered = true;
		for (j = 0; j < c->rows_count; j++)
			missing |= predicate_facts(c->rows[j].when);
	}
	for (f = 0; f < FACT_COUNT; f++)
		if (s->facts.v[f] != FACT_UNKNOWN)
			missing &= ~(1u << f);
	return missing & ((1u << FACT_COUNT) - 1);
}

void
court_grade_because(const struct court *ct, const struct step *s, int64_t day,
                    char out[160])
{
	struct circumstances cs = court_circumstances(ct, s);
	struct buf text = BUF_INIT;
	bool covered;
	unsigned missing;
	int f;

	if (s->row) {
		predicate_because(&text, s->row->when, &cs);
		because_set(out, text.s);
		buf_release(&text);
		return;
	}
	missing = missing_facts(ct, s, day, &covered);
	for (f = 0; f < FACT_COUNT; f++) {
		if (!(missing & (1u << f)))
			continue;
		if (text.len + strlen(fact_info((enum fact)f)->key) > 140) {
			buf_str(&text, " ...");
			break;
		}
		buf_fmt(&text, "%s%s", text.len > 0 ? ", " : "",
		        fact_info((enum fact)f)->key);
	}
	if (missing)
		buf_str(&text, " unknown");
	else if (covered)
		buf_str(&text, "no limit is reached");
	else
		buf_fmt(&text, "no classifier in force for %s", ct->c->kind);
	because_set(out, text.s);
	buf_release(&text);
}
