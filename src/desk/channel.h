/*
 * Channel (通知通道): a way out of the room: a webhook (chat robot, SMS gate)
 * or mail.  Kept as entries; what they are sent with (keys, passwords, signing
 * secrets) lies in the keys file alone and is named here as {key:NAME}.
 *
 * Entry channel.saved {name, label, type: webhook|mail, on?, address, ...},
 * the whole record, subject "channel:NAME"
 *   webhook  address https://..., body: a template (watch/template.h), form?:
 *            true for x-www-form-urlencoded, secret?: name of the key that
 *            signs it (Standard Webhooks)
 *   mail     address smtps://host, from, to: addresses, user?, password?: name
 *            of a key
 *   local?   an address inside is allowed
 * A drill desk sends nothing out, whatever stands here.
 */
#ifndef DESK_CHANNEL_H
#define DESK_CHANNEL_H

#include "base/json.h"
#include "desk/desk.h"

#define CHANNEL_NAME 32			/* bytes, with the NUL */
enum { CHANNEL_TO_MAX = 10, CHANNEL_BODY_MAX = 8000 };

enum channel_type { CHANNEL_WEBHOOK, CHANNEL_MAIL, CHANNEL_TYPES };
const char *channel_type_label(enum channel_type t);	/* N_("网络回调") */

struct channel {
	char name[CHANNEL_NAME];
	char *label, *address, *body;	/* body NULL: mail */
	char *secret;			/* a key's name; "" unsigned */
	char *from, *user, *password;	/* mail; password: a key's name */
	char **to;
	size_t to_count;
	enum channel_type type;
	bool on, form, local;
	int64_t last_seq;
	char officer[64];
};
void channel_release(struct channel *c);
/* Is it sent to a number: has the address, or a value of the body that holds
 * nothing else, a place for it? */
bool channel_needs_phone(const struct channel *c);
void channels_free(struct channel *rows, size_t count);

/* In the order in which they were first saved. */
int channel_list(struct desk *d, struct channel **rows, size_t *count,
		 struct err *err);
int channel_get(struct desk *d, const char *name, struct channel *out,
		struct err *err);
/* Unchanged: nothing is appended (seq 0).  ERR_INPUT names the member. */
int channel_save(struct desk *d, const struct channel *c, int64_t *seq,
		 struct err *err);

/* A record as in the entry; *c is to be released, also on failure. */
int channel_from_json(struct channel *c, const json_t *record,
		      const struct jpath *at, struct err *err);

/* ---- its entries, for desk/kinds.c ---- */

int channel_saved_check(const json_t *body, struct err *err);
int channel_saved_reduce(struct fold *f, const struct journal_entry *e,
			 const json_t *body, struct err *err);

#endif
