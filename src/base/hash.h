/*
 * SHA-256, HMAC and Ed25519 through libcrypto, base64 (RFC 4648) and
 * Crockford's base32 for codes that are read out on the telephone.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define HASH_LEN 32
#define SIGN_KEY_LEN 32		/* raw Ed25519 private or public key */
#define SIGN_LEN 64

/* A context kept for many digests: the algorithm is fetched once. */
struct hasher;

struct hasher *hasher_new(void);
void hasher_free(struct hasher *h);
void hasher_begin(struct hasher *h);
void hasher_add(struct hasher *h, const void *p, size_t len);
void hasher_end(struct hasher *h, unsigned char out[HASH_LEN]);

/* One-shot. */
void hash_bytes(unsigned char out[HASH_LEN], const void *p, size_t len);

/* HMAC-SHA256 (RFC 2104), the key of any length. */
void hash_mac(unsigned char out[HASH_LEN], const void *key, size_t key_len,
	      const void *p, size_t len);
/* Are they the same?  The time taken does not tell where they differ. */
bool hash_equal(const void *a, const void *b, size_t len);

int sign_keypair(unsigned char priv[SIGN_KEY_LEN],
		 unsigned char pub[SIGN_KEY_LEN], struct err *err);
int sign_public(const unsigned char priv[SIGN_KEY_LEN],
		unsigned char pub[SIGN_KEY_LEN], struct err *err);
int sign_make(const unsigned char priv[SIGN_KEY_LEN], const void *p,
	      size_t len, unsigned char sig[SIGN_LEN], struct err *err);
/* 0 good; -1 with ERR_CORRUPT when the signature does not fit. */
int sign_check(const unsigned char pub[SIGN_KEY_LEN], const void *p,
	       size_t len, const unsigned char sig[SIGN_LEN],
	       struct err *err);

void base64_add(struct buf *out, const void *p, size_t len);
/* Strict; returns the length, or -1.  out holds at most max bytes. */
int base64_read(const char *s, size_t len, unsigned char *out, size_t max);
void hex_add(struct buf *out, const void *p, size_t len);
int hex_read(const char *s, size_t len, unsigned char *out, size_t max);

/* 80 bits as "K7QM-2XRD-9WHN-4TPE" (no I, L, O, U). */
#define SPOKEN_TEXT 20
char *spoken_code(char out[SPOKEN_TEXT], const unsigned char head[HASH_LEN]);

/* Bytes of the kernel's generator; aborts if there are none. */
void random_bytes(void *p, size_t len);

#endif
