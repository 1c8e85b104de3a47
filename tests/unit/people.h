/*
 * Units and people by a line each, for tests on room.h.
 */
#ifndef UNIT_PEOPLE_H
#define UNIT_PEOPLE_H

#include "room.h"

#include <jansson.h>

#include "base/mem.h"
#include "desk/contact.h"
#include "desk/unit.h"

static inline void
kit_text(char **text, const char *s)
{
	free(*text);
	*text = mem_str(s);
}

static inline void
kit_phone(struct phone *phones, size_t *count, const char *number)
{
	struct phone *p = &phones[(*count)++];

	memset(p, 0, sizeof(*p));
	snprintf(p->number, sizeof(p->number), "%s", number);
}

/* A unit with one number (NULL: none); its id. */
static inline int64_t
kit_unit(struct room *r, const char *name, enum unit_kind kind,
         const char *number)
{
	struct unit u;
	int64_t id, seq;

	unit_init(&u);
	u.kind = kind;
	kit_text(&u.name, name);
	if (number)
		kit_phone(u.phones, &u.phones_count, number);
	OK(r, unit_save(r->d, &u, 0, &seq, &r->err));
	assert_int_equal(seq, room_head(r));
	id = u.id;
	unit_release(&u);
	return id;
}

static inline void
kit_post(struct contact *c, int64_t unit, const char *title, int order,
         bool deputy)
{
	struct post *p = contact_add_post(c, unit, title);

	p->order = order;
	p->deputy = deputy;
}

/* Somebody in one post (unit 0: none) with one number (NULL: none). */
static inline int64_t
kit_contact(struct room *r, const char *name, int64_t unit, const char *title,
            int order, bool deputy, const char *number)
{
	struct contact c;
	int64_t id, seq;

	contact_init(&c);
	kit_text(&c.name, name);
	if (unit)
		kit_post(&c, unit, title, order, deputy);
	if (number)
		kit_phone(c.phones, &c.phones_count, number);
	OK(r, contact_save(r->d, &c, 0, &seq, &r->err));
	id = c.id;
	contact_release(&c);
	return id;
}

/* Withhold the body of an entry, as the law may ask for. */
static inline int
kit_withhold_write(struct desk *d, void *arg, struct err *err)
{
	return desk_append(d, "body.withheld", arg, JOURNAL_NO_TIME,
	                   json_pack("{s:s}", "why", "个人信息"), NULL, err);
}

static inline void
kit_withhold(struct room *r, int64_t seq)
{
	char subject[32];

	snprintf(subject, sizeof(subject), "entry:%lld", (long long)seq);
	OK(r, desk_write(r->d, kit_withhold_write, subject, &r->err));
}

/* Each of these bodies, with ' for ", is refused by the check. */
static inline void
kit_all_bad(int (*check)(const json_t *body, struct err *err),
            const char *const bodies[])
{
	char text[8192];
	struct err err;
	json_t *o;

	for (size_t i = 0; bodies[i]; i++) {
		snprintf(text, sizeof(text), "%s", bodies[i]);
		for (char *p = text; *p; p++)
			if (*p == '\'')
				*p = '"';
		o = json_loads(text, 0, NULL);
		assert_non_null(o);
		err_clear(&err);
		if (check(o, &err) == 0)
			fail_msg("%s: taken", bodies[i]);
		assert_int_equal(err.code, ERR_INPUT);
		json_decref(o);
	}
}

#endif
