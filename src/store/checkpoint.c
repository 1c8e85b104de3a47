#include "store/checkpoint.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "store/folder.h"

#define ORIGIN_PREFIX "zhiban/"
#define NOTE_DASH "\xE2\x80\x94" /* U+2014, as signed notes want it */
#define KEY_ID_LEN 4
#define CODE_CHARS 16

SQL(checkpoint_head, "SELECT seq, hash, recorded_ms FROM journal"
                     " WHERE seq = (SELECT max(seq) FROM journal)");

/* ---- what is signed ---- */

static void
checkpoint_note(struct buf *out, const struct checkpoint *c)
{
	char when[CIVIL_TEXT];

	buf_fmt(out, "%s\n%lld\n", c->origin, (long long)c->seq);
	base64_add(out, c->head, HASH_LEN);
	buf_fmt(out, "\n%s\n", civil_rfc3339(when, c->recorded_ms, 0));
}

static void
checkpoint_key_id(unsigned char id[KEY_ID_LEN], const char *origin,
                  const unsigned char pub[SIGN_KEY_LEN])
{
	unsigned char hash[HASH_LEN];
	struct buf b = BUF_INIT;

	buf_fmt(&b, "%s\n%c", origin, 1);
	buf_add(&b, pub, SIGN_KEY_LEN);
	hash_bytes(hash, b.s, b.len);
	memcpy(id, hash, KEY_ID_LEN);
	buf_release(&b);
}

int
checkpoint_check(const struct checkpoint *c,
                 const unsigned char pub[SIGN_KEY_LEN], struct err *err)
{
	unsigned char id[KEY_ID_LEN];
	struct buf note = BUF_INIT;
	int rc;

	checkpoint_key_id(id, c->origin, pub);
	if (memcmp(id, c->key_id, KEY_ID_LEN) != 0)
		return err_set(err, ERR_CORRUPT,
		               "signed with another desk's key");
	checkpoint_note(&note, c);
	rc = sign_check(pub, note.s, note.len, c->signature, err);
	buf_release(&note);
	return rc;
}

static int
checkpoint_sign(struct checkpoint *c, const char *dir, struct err *err)
{
	unsigned char priv[SIGN_KEY_LEN], pub[SIGN_KEY_LEN];
	struct buf note = BUF_INIT;
	int rc = -1;

	if (folder_read_key(dir, priv, err))
		return -1;
	checkpoint_note(&note, c);
	if (sign_public(priv, pub, err) == 0) {
		checkpoint_key_id(c->key_id, c->origin, pub);
		rc = sign_make(priv, note.s, note.len, c->signature, err);
	}
	explicit_bzero(priv, sizeof(priv));
	buf_release(&note);
	return rc;
}

/* ---- making ---- */

static int
checkpoint_read_head(struct checkpoint *c, struct db *db, struct err *err)
{
	struct stmt *st = db_use(db, &checkpoint_head);
	const void *p;
	size_t len;
	int rc;

	rc = stmt_step(st, err);
	if (rc == 1) {
		c->seq = stmt_int(st, 0);
		c->recorded_ms = stmt_int(st, 2);
		p = stmt_blob(st, 1, &len);
		if (p && len == HASH_LEN)
			memcpy(c->head, p, HASH_LEN);
		else
			rc = err_set(err, ERR_CORRUPT,
			             "the last entry is damaged");
	} else if (rc == 0)
		rc = err_set(err, ERR_REFUSED, "the journal is empty");
	stmt_done(st);
	return rc == 1 ? 0 : -1;
}

void
checkpoint_write(struct buf *out, const struct checkpoint *c)
{
	unsigned char note[KEY_ID_LEN + SIGN_LEN];

	checkpoint_note(out, c);
	memcpy(note, c->key_id, KEY_ID_LEN);
	memcpy(note + KEY_ID_LEN, c->signature, SIGN_LEN);
	buf_fmt(out, "\n" NOTE_DASH " %s ", c->origin);
	base64_add(out, note, sizeof(note));
	buf_fmt(out, "\nspoken: %lld  %s\n", (long long)c->seq, c->spoken);
}

int
checkpoint_make(struct journal *j, const char *dir, const char *code,
                struct buf *out, struct err *err)
{
	struct checkpoint c = { .has_head = true, .has_signature = true };
	int n;

	n = snprintf(c.origin, sizeof(c.origin), ORIGIN_PREFIX "%s", code);
	if (n >= (int)sizeof(c.origin) || strpbrk(code, " \t\r\n"))
		return err_set(err, ERR_INPUT,
		               "desk code '%.40s' cannot name a checkpoint",
		               code);
	if (checkpoint_read_head(&c, journal_db(j), err) ||
	    checkpoint_sign(&c, dir, err))
		return -1;
	spoken_code(c.spoken, c.head);
	checkpoint_write(out, &c);
	return 0;
}

/* ---- reading ---- */

/* The text cut at white space: newlines may have become blanks. */
struct words {
	char *copy;
	char *word[12];
	size_t count, at;
};

static void
words_split(struct words *w, const char *text)
{
	char *save = NULL, *s;

	memset(w, 0, sizeof(*w));
	w->copy = mem_str(text);
	s = strtok_r(w->copy, " \t\r\n", &save);
	for (; s && w->count < sizeof(w->word) / sizeof(w->word[0]);
	     s = strtok_r(NULL, " \t\r\n", &save))
		w->word[w->count++] = s;
}

static const char *
words_next(struct words *w)
{
	return w->at < w->count ? w->word[w->at++] : "";
}

static int
read_seq(const char *s, int64_t *seq, struct err *err)
{
	char *end;

	errno = 0;
	*seq = strtoll(s, &end, 10);
	if (*s >= '1' && *s <= '9' && *end == '\0' && errno == 0)
		return 0;
	return err_set(err, ERR_INPUT, "'%.40s' is not an entry's number", s);
}

/* As people write it down: any case, with or without dashes, O for 0. */
static int
read_code(const char *s, char out[SPOKEN_TEXT], struct err *err)
{
	static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	const char *at = s;
	size_t n = 0;
	char c;

	for (; *at && n < CODE_CHARS; at++) {
		if (*at == '-')
			continue;
		c = *at >= 'a' && *at <= 'z' ? (char)(*at - 'a' + 'A') : *at;
		if (c == 'O')
			c = '0';
		if (c == 'I' || c == 'L')
			c = '1';
		if (!strchr(digits, c))
			break;
		out[n + n / 4] = c;
		if (n % 4 == 3)
			out[n + n / 4 + 1] = '-';
		n++;
	}
	out[SPOKEN_TEXT - 1] = '\0';
	if (n == CODE_CHARS && *at == '\0')
		return 0;
	return err_set(err, ERR_INPUT,
	               "'%.40s' is not a spoken code (16 letters and digits)",
	               s);
}

static int
read_spoken(struct checkpoint *c, struct words *w, struct err *err)
{
	char code[SPOKEN_TEXT];
	int64_t seq;

	if (read_seq(words_next(w), &seq, err) ||
	    read_code(words_next(w), code, err))
		return -1;
	if (c->has_head && (seq != c->seq || strcmp(code, c->spoken) != 0))
		return err_set(err, ERR_INPUT,
		               "the spoken code does not fit the line above "
		               "it");
	c->seq = seq;
	memcpy(c->spoken, code, sizeof(code));
	return 0;
}

static int
read_note(struct checkpoint *c, struct words *w, struct err *err)
{
	const char *origin = words_next(w), *head;

	if (strlen(origin) >= sizeof(c->origin))
		return err_set(err, ERR_INPUT, "'%.40s...': too long a name",
		               origin);
	memcpy(c->origin, origin, strlen(origin) + 1);
	if (read_seq(words_next(w), &c->seq, err))
		return -1;
	head = words_next(w);
	if (base64_read(head, strlen(head), c->head, HASH_LEN) != HASH_LEN)
		return err_set(err, ERR_INPUT,
		               "'%.60s' is not the base64 of a hash", head);
	if (civil_parse(words_next(w), &c->recorded_ms, NULL, err))
		return -1;
	c->has_head = true;
	spoken_code(c->spoken, c->head);
	return 0;
}

static int
read_signature(struct checkpoint *c, struct words *w, struct err *err)
{
	unsigned char note[KEY_ID_LEN + SIGN_LEN];
	const char *s;

	if (strcmp(words_next(w), c->origin) != 0)
		return err_set(err, ERR_INPUT,
		               "the signature names another desk");
	s = words_next(w);
	if (base64_read(s, strlen(s), note, sizeof(note)) != (int)sizeof(note))
		return err_set(err, ERR_INPUT,
		               "'%.60s' is not the base64 of a signature", s);
	memcpy(c->key_id, note, KEY_ID_LEN);
	memcpy(c->signature, note + KEY_ID_LEN, SIGN_LEN);
	c->has_signature = true;
	return 0;
}

static int
read_words(struct checkpoint *c, struct words *w, struct err *err)
{
	const char *word = w->count ? w->word[0] : "";

	if (strncmp(word, ORIGIN_PREFIX, strlen(ORIGIN_PREFIX)) == 0) {
		if (read_note(c, w, err))
			return -1;
		if (w->at < w->count && strcmp(w->word[w->at], NOTE_DASH) == 0)
			if (w->at++, read_signature(c, w, err))
				return -1;
		if (w->at == w->count)
			return 0;
		word = w->word[w->at];
	}
	if (strcmp(word, "spoken:") == 0)
		w->at++;
	if (read_spoken(c, w, err))
		return -1;
	if (w->at == w->count)
		return 0;
	return err_set(err, ERR_INPUT, "'%.40s' after the checkpoint",
	               w->word[w->at]);
}

int
checkpoint_parse(struct checkpoint *c, const char *text, struct err *err)
{
	struct words w;
	int rc;

	memset(c, 0, sizeof(*c));
	words_split(&w, text);
	rc = read_words(c, &w, err);
	free(w.copy);
	return rc ? err_prefix(err, "checkpoint") : 0;
}
