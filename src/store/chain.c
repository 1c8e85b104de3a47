/* The two hashes of the journal, over the layout that journal.h states. */
#include "store/chain.h"

#include <endian.h>
#include <string.h>

#define BODY_PREFIX "zhiban.body.v1"
#define ENTRY_PREFIX "zhiban.journal.v1"
#define GENESIS_PREFIX "zhiban.genesis.v1"

/* Small parts are collected, so that the digest is fed in large pieces. */
struct packer {
	struct hasher *h;
	size_t len;
	unsigned char bytes[1024];
};

static void
pack_flush(struct packer *p)
{
	hasher_add(p->h, p->bytes, p->len);
	p->len = 0;
}

static void
pack_bytes(struct packer *p, const void *s, size_t len)
{
	if (len > sizeof(p->bytes) - p->len)
		pack_flush(p);
	if (len > sizeof(p->bytes)) {
		hasher_add(p->h, s, len);
		return;
	}
	memcpy(p->bytes + p->len, s, len);
	p->len += len;
}

static void
pack_u32(struct packer *p, uint32_t v)
{
	uint32_t be = htobe32(v);

	pack_bytes(p, &be, sizeof(be));
}

static void
pack_i64(struct packer *p, int64_t v)
{
	uint64_t be = htobe64((uint64_t)v);

	pack_bytes(p, &be, sizeof(be));
}

static void
pack_opt(struct packer *p, bool there, int64_t v)
{
	pack_bytes(p, there ? "\1" : "\0", 1);
	if (there)
		pack_i64(p, v);
}

static void
pack_lp(struct packer *p, const char *s)
{
	size_t len;

	pack_bytes(p, s ? "\1" : "\0", 1);
	if (!s)
		return;
	len = strlen(s);
	pack_u32(p, (uint32_t)len);
	pack_bytes(p, s, len);
}

void
journal_body_hash(struct hasher *h, const unsigned char salt[16],
                  const char *body, size_t len, unsigned char out[HASH_LEN])
{
	struct packer p;

	p.h = h;
	p.len = 0;
	hasher_begin(h);
	pack_bytes(&p, BODY_PREFIX, sizeof(BODY_PREFIX));
	pack_bytes(&p, salt, 16);
	pack_bytes(&p, body, len);
	pack_flush(&p);
	hasher_end(h, out);
}

void
journal_entry_hash(struct hasher *h, const struct journal_entry *e,
                   unsigned char out[HASH_LEN])
{
	struct packer p;

	p.h = h;
	p.len = 0;
	hasher_begin(h);
	pack_bytes(&p, ENTRY_PREFIX, sizeof(ENTRY_PREFIX));
	pack_bytes(&p, e->prev, HASH_LEN);
	pack_i64(&p, e->seq);
	pack_i64(&p, e->recorded_ms);
	pack_opt(&p, e->happened_ms != JOURNAL_NO_TIME, e->happened_ms);
	pack_bytes(&p, e->boot_id, 16);
	pack_i64(&p, e->boot_ms);
	pack_u32(&p, e->clock);
	pack_lp(&p, e->officer);
	pack_lp(&p, e->seat);
	pack_lp(&p, e->kind);
	pack_u32(&p, e->version);
	pack_lp(&p, e->subject);
	pack_bytes(&p, e->body_hash, HASH_LEN);
	pack_flush(&p);
	hasher_end(h, out);
}

void
journal_genesis(unsigned char out[HASH_LEN], const unsigned char uuid[16])
{
	unsigned char bytes[sizeof(GENESIS_PREFIX) + 16];

	memcpy(bytes, GENESIS_PREFIX, sizeof(GENESIS_PREFIX));
	memcpy(bytes + sizeof(GENESIS_PREFIX), uuid, 16);
	hash_bytes(out, bytes, sizeof(bytes));
}

/* A blob of exactly len bytes, or nothing is copied. */
static bool
chain_blob(struct stmt *st, int col, unsigned char *out, size_t want)
{
	size_t len;
	const void *p = stmt_blob(st, col, &len);

	if (!p || len != want)
		return false;
	memcpy(out, p, want);
	return true;
}

/* Text without a NUL inside: what follows one would not be hashed. */
static bool
chain_text(struct stmt *st, int col, const char **out)
{
	*out = stmt_text(st, col);
	return *out && strlen(*out) == stmt_text_len(st, col);
}

static bool
chain_u32(struct stmt *st, int col, unsigned *out)
{
	int64_t v = stmt_int(st, col);

	*out = (unsigned)v;
	return v >= 0 && v <= UINT32_MAX;
}

/*
 * The type each column must have.  A value of another type that reads as the
 * same number or bytes would pass the hash unseen.
 */
static bool
chain_types(struct stmt *st)
{
	/* clang-format off */
	static const struct {
		enum db_type type, or_null;
	} want[] = {
		{ DB_INT,  DB_INT },	/* seq */
		{ DB_INT,  DB_INT },	/* recorded_ms */
		{ DB_INT,  DB_NULL },	/* happened_ms */
		{ DB_BLOB, DB_BLOB },	/* boot_id */
		{ DB_INT,  DB_INT },	/* boot_ms */
		{ DB_INT,  DB_INT },	/* clock */
		{ DB_TEXT, DB_TEXT },	/* officer */
		{ DB_TEXT, DB_TEXT },	/* seat */
		{ DB_TEXT, DB_TEXT },	/* kind */
		{ DB_INT,  DB_INT },	/* version */
		{ DB_TEXT, DB_NULL },	/* subject */
		{ DB_BLOB, DB_BLOB },	/* body_hash */
		{ DB_BLOB, DB_BLOB },	/* prev */
		{ DB_BLOB, DB_BLOB },	/* hash */
		{ DB_BLOB, DB_NULL },	/* salt */
		{ DB_BLOB, DB_NULL },	/* bytes */
	};
	/* clang-format on */
	enum db_type type;
	size_t i;

	for (i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		type = stmt_type(st, (int)i);
		if (type != want[i].type && type != want[i].or_null)
			return false;
	}
	return stmt_is_null(st, 14) == stmt_is_null(st, 15);
}

static bool
chain_times(struct stmt *st, struct journal_entry *e)
{
	e->recorded_ms = stmt_int(st, 1);
	e->happened_ms = stmt_int(st, 2);
	e->boot_ms = stmt_int(st, 4);
	e->counted_ms = e->recorded_ms;
	if (!stmt_is_null(st, 2))
		return e->happened_ms != JOURNAL_NO_TIME;
	e->happened_ms = JOURNAL_NO_TIME;
	return true;
}

bool
chain_row(struct stmt *st, struct journal_entry *e)
{
	memset(e, 0, sizeof(*e));
	e->seq = stmt_int(st, 0);
	if (!chain_types(st) || !chain_times(st, e) ||
	    !chain_u32(st, 5, &e->clock) || !chain_u32(st, 9, &e->version) ||
	    !chain_text(st, 6, &e->officer) || !chain_text(st, 7, &e->seat) ||
	    !chain_text(st, 8, &e->kind) ||
	    (!stmt_is_null(st, 10) && !chain_text(st, 10, &e->subject)) ||
	    !chain_blob(st, 3, e->boot_id, 16) ||
	    !chain_blob(st, 11, e->body_hash, HASH_LEN) ||
	    !chain_blob(st, 12, e->prev, HASH_LEN) ||
	    !chain_blob(st, 13, e->hash, HASH_LEN))
		return false;
	if (stmt_is_null(st, 14))
		return true;
	e->body = stmt_blob(st, 15, &e->body_len);
	return e->body && chain_blob(st, 14, e->salt, sizeof(e->salt));
}
