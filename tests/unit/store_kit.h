/*
 * A desk for the store's tests: a folder that is removed again, a clock that
 * stands still until it is told, and a table of three kinds with their views.
 */
#ifndef STORE_KIT_H
#define STORE_KIT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "store/journal.h"
#include "store/search.h"

struct kit {
	char dir[64];
	struct clock_reading now;
	struct clock clock;
	struct journal *j;
	struct err err;
};

#define KIT_WALL 1795420800000LL	/* 2026-11-23T08:00:00Z */

static inline void
kit_clock_read(void *arg, struct clock_reading *r)
{
	*r = *(struct clock_reading *)arg;
}

/* Time goes by on both clocks. */
static inline void
kit_pass(struct kit *k, int64_t ms)
{
	k->now.wall_ms += ms;
	k->now.boot_ms += ms;
}

/* ---- three kinds: note.made, tag.set (a view with a key), note.gone ---- */

static inline int
kit_check_text(const json_t *body, struct err *err)
{
	const struct jpath at = { .key = "body" };
	const char *text;

	return json_need_string(body, "text", &text, &at, err);
}

static inline int
kit_reduce_note(struct fold *f, const struct journal_entry *e,
		const json_t *body, struct err *err)
{
	char key[32];
	const char *text;

	snprintf(key, sizeof(key), "%lld", (long long)e->seq);
	text = body ? json_string_value(json_object_get(body, "text")) : "";
	return search_put(f->db, "note", key, text, e->officer, err);
}

static inline int
kit_reduce_tag(struct fold *f, const struct journal_entry *e,
	       const json_t *body, struct err *err)
{
	const char *text;

	text = body ? json_string_value(json_object_get(body, "text")) : "";
	return search_put(f->db, "tag", e->subject, text, "", err);
}

static const struct journal_kind kit_table[] = {
	{ "note.made", 2, kit_check_text, kit_reduce_note },
	{ "tag.set", 1, kit_check_text, kit_reduce_tag },
	{ NULL, 0, NULL, NULL },
};

static const struct journal_kinds kit_kinds = { .table = kit_table };

static inline void
kit_make(struct kit *k, const char *parent)
{
	static const unsigned char uuid[16] = "desk of the test";

	memset(k, 0, sizeof(*k));
	snprintf(k->dir, sizeof(k->dir), "%s/zhiban-store-XXXXXX", parent);
	assert_non_null(mkdtemp(k->dir));
	k->now.wall_ms = KIT_WALL;
	k->now.boot_ms = 5000000;
	memset(k->now.boot_id, 0xB1, sizeof(k->now.boot_id));
	k->clock.read = kit_clock_read;
	k->clock.arg = &k->now;
	if (journal_create(k->dir, uuid, JOURNAL_DRILL, &k->err))
		fail_msg("%s", k->err.text);
}

static inline void
kit_open(struct kit *k)
{
	if (journal_open(&k->j, k->dir, &kit_kinds, &k->clock, &k->err))
		fail_msg("%s", k->err.text);
}

static inline void
kit_remove(struct kit *k)
{
	char path[512];
	struct dirent *d;
	DIR *dir;

	journal_close(k->j);
	dir = opendir(k->dir);
	while (dir && (d = readdir(dir))) {
		snprintf(path, sizeof(path), "%s/%s", k->dir, d->d_name);
		if (d->d_name[0] != '.')
			unlink(path);
	}
	if (dir)
		closedir(dir);
	rmdir(k->dir);
}

static inline struct journal_entry
kit_entry(const char *kind, const char *subject, const char *body)
{
	struct journal_entry e = { .happened_ms = JOURNAL_NO_TIME,
				   .officer = "li",
				   .seat = "tty1",
				   .kind = kind,
				   .version = 1,
				   .subject = subject,
				   .body = body,
				   .body_len = strlen(body) };

	return e;
}

/* One entry in one write.  Returns its seq; 0 with k->err set. */
static inline int64_t
kit_append(struct kit *k, const char *kind, const char *subject,
	   const char *body)
{
	struct journal_entry e = kit_entry(kind, subject, body);

	err_clear(&k->err);
	if (journal_begin(k->j, &k->err))
		return 0;
	if (journal_append(k->j, &e, &k->err) ||
	    journal_commit(k->j, &k->err)) {
		journal_rollback(k->j);
		return 0;
	}
	return e.seq;
}

/* The same, where it must succeed. */
static inline int64_t
kit_must(struct kit *k, const char *kind, const char *subject,
	 const char *body)
{
	int64_t seq = kit_append(k, kind, subject, body);

	if (seq == 0)
		fail_msg("%s", k->err.text);
	return seq;
}

#endif
