#include "base/hash.h"

#define OPENSSL_API_COMPAT 10101

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/mem.h"

/*
 * SHA-256 goes through the functions that OpenSSL 3 calls deprecated: the same
 * code without a provider.  Fetching EVP's digest takes longer (1.4 ms) than
 * everything else that a console computes before it is on the screen.
 */
struct hasher {
	SHA256_CTX ctx;
};

/* A digest that fails means a broken library: nothing to save. */
static void
hash_must(int ok)
{
	if (ok)
		return;
	fputs("zhiban: libcrypto cannot compute SHA-256\n", stderr);
	abort();
}

struct hasher *
hasher_new(void)
{
	return mem_alloc(sizeof(struct hasher));
}

void
hasher_free(struct hasher *h)
{
	free(h);
}

void
hasher_begin(struct hasher *h)
{
	hash_must(SHA256_Init(&h->ctx));
}

void
hasher_add(struct hasher *h, const void *p, size_t len)
{
	hash_must(SHA256_Update(&h->ctx, p, len));
}

void
hasher_end(struct hasher *h, unsigned char out[HASH_LEN])
{
	hash_must(SHA256_Final(out, &h->ctx));
}

void
hash_bytes(unsigned char out[HASH_LEN], const void *p, size_t len)
{
	struct hasher h;

	hasher_begin(&h);
	hasher_add(&h, p, len);
	hasher_end(&h, out);
}

/*
 * For HMAC and signatures.  The library must not read openssl.cnf: it costs
 * time, and a file named by the environment could load foreign providers.
 */
static void
crypto_start(void)
{
	if (OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL) == 1)
		return;
	fputs("zhiban: libcrypto does not start\n", stderr);
	abort();
}

void
hash_mac(unsigned char out[HASH_LEN], const void *key, size_t key_len,
         const void *p, size_t len)
{
	crypto_start();
	hash_must(HMAC(EVP_sha256(), key, (int)key_len, p, len, out, NULL) !=
	          NULL);
}

bool
hash_equal(const void *a, const void *b, size_t len)
{
	return CRYPTO_memcmp(a, b, len) == 0;
}

static int
sign_error(struct err *err, const char *what)
{
	return err_set(err, ERR_IO, "Ed25519: %s failed", what);
}

int
sign_public(const unsigned char priv[SIGN_KEY_LEN],
            unsigned char pub[SIGN_KEY_LEN], struct err *err)
{
	size_t len = SIGN_KEY_LEN;
	EVP_PKEY *key;
	int ok;

	crypto_start();
	key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, priv,
	                                   SIGN_KEY_LEN);
	if (!key)
		return sign_error(err, "reading the private key");
	ok = EVP_PKEY_get_raw_public_key(key, pub, &len);
	EVP_PKEY_free(key);
	if (ok != 1 || len != SIGN_KEY_LEN)
		return sign_error(err, "deriving the public key");
	return 0;
}

int
sign_keypair(unsigned char priv[SIGN_KEY_LEN], unsigned char pub[SIGN_KEY_LEN],
             struct err *err)
{
	/* RFC 8032, 5.1.5: the private key is 32 random octets. */
	random_bytes(priv, SIGN_KEY_LEN);
	return sign_public(priv, pub, err);
}

int
sign_make(const unsigned char priv[SIGN_KEY_LEN], const void *p, size_t len,
          unsigned char sig[SIGN_LEN], struct err *err)
{
	size_t sig_len = SIGN_LEN;
	EVP_MD_CTX *ctx = NULL;
	EVP_PKEY *key;
	bool good = false;

	crypto_start();
	key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, priv,
	                                   SIGN_KEY_LEN);
	if (!key)
		goto out;
	ctx = EVP_MD_CTX_new();
	if (!ctx || EVP_DigestSignInit(ctx, NULL, NULL, NULL, key) != 1)
		goto out;
	good = EVP_DigestSign(ctx, sig, &sig_len, p, len) == 1 &&
	       sig_len == SIGN_LEN;
out:
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	return good ? 0 : sign_error(err, "signing");
}

int
sign_check(const unsigned char pub[SIGN_KEY_LEN], const void *p, size_t len,
           const unsigned char sig[SIGN_LEN], struct err *err)
{
	EVP_MD_CTX *ctx = NULL;
	EVP_PKEY *key;
	bool good = false;

	crypto_start();
	key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, pub,
	                                  SIGN_KEY_LEN);
	if (!key)
		goto out;
	ctx = EVP_MD_CTX_new();
	if (!ctx || EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, key) != 1)
		goto out;
	good = EVP_DigestVerify(ctx, sig, SIGN_LEN, p, len) == 1;
out:
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	if (good)
		return 0;
	return err_set(err, ERR_CORRUPT, "the signature does not fit");
}

void
random_bytes(void *p, size_t len)
{
	unsigned char *at = p;
	ssize_t n;

	while (len > 0) {
		n = getrandom(at, len, 0);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0) {
			fputs("zhiban: no random bytes from the kernel\n",
			      stderr);
			abort();
		}
		at += n;
		len -= (size_t)n;
	}
}
