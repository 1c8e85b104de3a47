/* The two hashes of the journal, over the layout that journal.h states. */
#include "store/chain.h"

#include <endian.h>
#include <sqlite3.h>
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

/* clang-format off */
enum column {
	COL_SEQ, COL_RECORDED, COL_HAPPENED, COL_BOOT_ID, COL_BOOT_MS,
	COL_CLOCK, COL_OFFICER, COL_SEAT, COL_KIND, COL_VERSION, COL_SUBJECT,
	COL_BODY_HASH, COL_PREV, COL_HASH, COL_SALT, COL_BODY, COLUMNS
};

/*
 * The type each column must have.  A value of another type that reads as the
 * same number or bytes would pass the hash unseen.
 */
static const struct {
	int type, or_null;
} column_types[COLUMNS] = {
	[COL_SEQ]	= { SQLITE_INTEGER, SQLITE_INTEGER },
	[COL_RECORDED]	= { SQLITE_INTEGER, SQLITE_INTEGER },
	[COL_HAPPENED]	= { SQLITE_INTEGER, SQLITE_NULL },
	[COL_BOOT_ID]	= { SQLITE_BLOB, SQLITE_BLOB },
	[COL_BOOT_MS]	= { SQLITE_INTEGER, SQLITE_INTEGER },
	[COL_CLOCK]	= { SQLITE_INTEGER, SQLITE_INTEGER },
	[COL_OFFICER]	= { SQLITE_TEXT, SQLITE_TEXT },
	[COL_SEAT]	= { SQLITE_TEXT, SQLITE_TEXT },
	[COL_KIND]	= { SQLITE_TEXT, SQLITE_TEXT },
	[COL_VERSION]	= { SQLITE_INTEGER, SQLITE_INTEGER },
	[COL_SUBJECT]	= { SQLITE_TEXT, SQLITE_NULL },
	[COL_BODY_HASH]	= { SQLITE_BLOB, SQLITE_BLOB },
	[COL_PREV]	= { SQLITE_BLOB, SQLITE_BLOB },
	[COL_HASH]	= { SQLITE_BLOB, SQLITE_BLOB },
	[COL_SALT]	= { SQLITE_BLOB, SQLITE_NULL },
	[COL_BODY]	= { SQLITE_BLOB, SQLITE_NULL },
};
/* clang-format on */

/* The row's values, fetched once: each call on a column has its price. */
static bool
chain_values(struct stmt *st, sqlite3_value *v[COLUMNS])
{
	sqlite3_stmt *row = stmt_handle(st);
	int i, type;

	for (i = 0; i < COLUMNS; i++) {
		v[i] = sqlite3_column_value(row, i);
		type = sqlite3_value_type(v[i]);
		if (type != column_types[i].type &&
		    type != column_types[i].or_null)
			return false;
	}
	return (sqlite3_value_type(v[COL_SALT]) == SQLITE_NULL) ==
	       (sqlite3_value_type(v[COL_BODY]) == SQLITE_NULL);
}

/* A blob of exactly the length wanted, or nothing is copied. */
static bool
chain_blob(sqlite3_value *v, unsigned char *out, int want)
{
	const void *p = sqlite3_value_blob(v);

	if (!p || sqlite3_value_bytes(v) != want)
		return false;
	memcpy(out, p, (size_t)want);
	return true;
}

/* Text without a NUL inside: what follows one would not be hashed. */
static bool
chain_text(sqlite3_value *v, const char **out)
{
	*out = (const char *)sqlite3_value_text(v);
	return *out && strlen(*out) == (size_t)sqlite3_value_bytes(v);
}

static bool
chain_u32(sqlite3_value *v, unsigned *out)
{
	int64_t n = sqlite3_value_int64(v);

	*out = (unsigned)n;
	return n >= 0 && n <= UINT32_MAX;
}

static bool
chain_times(sqlite3_value *v[COLUMNS], struct journal_entry *e)
{
	e->recorded_ms = sqlite3_value_int64(v[COL_RECORDED]);
	e->boot_ms = sqlite3_value_int64(v[COL_BOOT_MS]);
	e->counted_ms = e->recorded_ms;
	e->happened_ms = JOURNAL_NO_TIME;
	if (sqlite3_value_type(v[COL_HAPPENED]) == SQLITE_NULL)
		return true;
	e->happened_ms = sqlite3_value_int64(v[COL_HAPPENED]);
	return e->happened_ms != JOURNAL_NO_TIME;
}

static bool
chain_body(sqlite3_value *v[COLUMNS], struct journal_entry *e)
{
	if (sqlite3_value_type(v[COL_BODY]) == SQLITE_NULL)
		return true;
	e->body = sqlite3_value_blob(v[COL_BODY]);
	e->body_len = (size_t)sqlite3_value_bytes(v[COL_BODY]);
	return e->body && chain_blob(v[COL_SALT], e->salt, sizeof(e->salt));
}

bool
chain_row(struct stmt *st, struct journal_entry *e)
{
	sqlite3_value *v[COLUMNS];

	memset(e, 0, sizeof(*e));
	e->seq = stmt_int(st, COL_SEQ);
	return chain_values(st, v) && chain_times(v, e) &&
	       chain_u32(v[COL_CLOCK], &e->clock) &&
	       chain_u32(v[COL_VERSION], &e->version) &&
	       chain_text(v[COL_OFFICER], &e->officer) &&
	       chain_text(v[COL_SEAT], &e->seat) &&
	       chain_text(v[COL_KIND], &e->kind) &&
	       (sqlite3_value_type(v[COL_SUBJECT]) == SQLITE_NULL ||
	        chain_text(v[COL_SUBJECT], &e->subject)) &&
	       chain_blob(v[COL_BOOT_ID], e->boot_id, sizeof(e->boot_id)) &&
	       chain_blob(v[COL_BODY_HASH], e->body_hash, HASH_LEN) &&
	       chain_blob(v[COL_PREV], e->prev, HASH_LEN) &&
	       chain_blob(v[COL_HASH], e->hash, HASH_LEN) && chain_body(v, e);
}
