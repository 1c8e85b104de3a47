#include "watch/signature.h"

#include <stdbool.h>
#include <string.h>

#include "base/hash.h"
#include "base/tr.h"

#define PREFIX "whsec_"
#define VERSION "v1,"
#define SECRET_MIN 24
#define SECRET_MAX 64
#define TIMESTAMP_DIGITS 12

/* The bytes of a secret; their number, or -1 with err set. */
static int
read_secret(const char *text, unsigned char out[SECRET_MAX], struct err *err)
{
	size_t skip = strlen(PREFIX);
	int len = -1;

	if (strncmp(text, PREFIX, skip) == 0)
		len = base64_read(text + skip, strlen(text + skip), out,
		                  SECRET_MAX);
	if (len >= SECRET_MIN)
		return len;
	return err_set(err, ERR_INPUT,
	               tr("签名密钥应为 whsec_ 加 %d 到 %d 字节的 base64"),
	               SECRET_MIN, SECRET_MAX);
}

int
signature_secret_check(const char *text, struct err *err)
{
	unsigned char secret[SECRET_MAX];
	int len = read_secret(text, secret, err);

	explicit_bzero(secret, sizeof(secret));
	return len < 0 ? -1 : 0;
}

static int
digest(const char *text, const struct signature_message *m,
       unsigned char out[HASH_LEN], struct err *err)
{
	unsigned char secret[SECRET_MAX];
	struct buf content = BUF_INIT;
	int len = read_secret(text, secret, err);

	if (len >= 0) {
		buf_fmt(&content, "%s.%s.", m->id, m->timestamp);
		buf_add(&content, m->body, m->len);
		hash_mac(out, secret, (size_t)len, content.s, content.len);
		buf_release(&content);
	}
	explicit_bzero(secret, sizeof(secret));
	return len < 0 ? -1 : 0;
}

/* A dot in the id would let one message pass for another. */
static bool
id_fits(const char *id)
{
	size_t len = strlen(id);

	return len > 0 && len <= SIGNATURE_ID_MAX && !strpbrk(id, ". \t\r\n");
}

/* Seconds since 1970, digits only; -1 when it is not that. */
static int64_t
read_timestamp(const char *s)
{
	size_t len = strspn(s, "0123456789"), i;
	int64_t v = 0;

	if (len == 0 || len > TIMESTAMP_DIGITS || s[len])
		return -1;
	for (i = 0; i < len; i++)
		v = v * 10 + (s[i] - '0');
	return v;
}

int
signature_make(struct buf *out, const struct signature_secrets *secrets,
               const struct signature_message *m, struct err *err)
{
	size_t before = out->len, i;
	unsigned char mac[HASH_LEN];

	if (!id_fits(m->id) || read_timestamp(m->timestamp) < 0)
		return err_set(err, ERR_INPUT,
		               tr("消息编号或时间戳不合签名格式"));
	for (i = 0; i < secrets->count; i++) {
		if (digest(secrets->text[i], m, mac, err)) {
			buf_cut(out, before);
			return -1;
		}
		buf_str(out, i ? " " VERSION : VERSION);
		base64_add(out, mac, sizeof(mac));
	}
	return 0;
}

/* Does the header hold this digest?  All of it is compared, always. */
static bool
header_has(const char *header, const unsigned char mac[HASH_LEN])
{
	size_t skip = strlen(VERSION), len;
	unsigned char got[HASH_LEN];
	bool found = false;

	for (; *header; header += len + strspn(header + len, " ")) {
		len = strcspn(header, " ");
		if (len > skip && strncmp(header, VERSION, skip) == 0 &&
		    base64_read(header + skip, len - skip, got, HASH_LEN) ==
		            HASH_LEN)
			found |= hash_equal(got, mac, HASH_LEN);
	}
	return found;
}

int
signature_verify(const struct signature_secrets *secrets,
                 const struct signature_message *m, const char *header,
                 int64_t now_s, struct err *err)
{
	int64_t at = read_timestamp(m->timestamp);
	unsigned char mac[HASH_LEN];
	bool found = false;
	size_t i;

	if (!id_fits(m->id) || at < 0)
		return err_set(err, ERR_REFUSED,
		               tr("消息编号或时间戳不合签名格式"));
	if (at < now_s - SIGNATURE_TOLERANCE_S ||
	    at > now_s + SIGNATURE_TOLERANCE_S)
		return err_set(err, ERR_REFUSED,
		               tr("消息的时间戳与本机相差超过 %d 分钟；"
		                  "核对两边的时钟"),
		               SIGNATURE_TOLERANCE_S / 60);
	for (i = 0; i < secrets->count; i++) {
		if (digest(secrets->text[i], m, mac, err))
			return -1;
		found |= header_has(header, mac);
	}
	if (!found)
		return err_set(err, ERR_REFUSED,
		               tr("消息的签名不对；核对两边的签名密钥"));
	return 0;
}
