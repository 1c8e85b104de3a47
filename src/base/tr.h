/*
 * Languages.  Chinese is the source text; English is a catalog in GNU .mo
 * format (GNU gettext manual, "The Format of GNU MO Files"), built into the
 * program from db/lang/en.po and read by our own bounds-checked reader.
 * libintl's look-up is not used: in the C locale it never translates.
 *
 * The language is one setting of the process, made once at start and changed
 * by a key; tr() is the only state in base/ that is not an argument, because
 * an argument on every label would bury the code it labels.
 */
#ifndef BASE_TR_H
#define BASE_TR_H

#include <stdbool.h>
#include <stddef.h>

/* Marks a string in a table for extraction; tr() it where it is shown. */
#define N_(s) s

enum tr_lang { TR_ZH, TR_EN };

void tr_use(enum tr_lang lang);
enum tr_lang tr_current(void);
/* "zh", "en"; returns false for others. */
bool tr_parse(const char *name, enum tr_lang *lang);

/* The text in the current language; zh itself when there is none. */
const char *tr(const char *zh) __attribute__((format_arg(1)));
/* Plural: one form in Chinese (zh), two in English. */
const char *trn(const char *zh, const char *zh_many, long n)
	__attribute__((format_arg(1), format_arg(2)));
/* With a context that tells two equal Chinese words apart. */
const char *trc(const char *context, const char *zh)
	__attribute__((format_arg(2)));

/* A catalog in memory, borrowed for ever; exposed for tests. */
struct mo;
struct mo *mo_open(const void *p, size_t len);	/* NULL: malformed */
void mo_free(struct mo *mo);
const char *mo_find(const struct mo *mo, const char *msgid);
/* The form for n by the English rule, n != 1; the only one if it has one. */
const char *mo_find_plural(const struct mo *mo, const char *msgid, long n);

#endif
