/* What somebody else changed since an author last looked. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/tr.h"
#include "desk/body.h"
#include "desk/conflict.h"
#include "desk/docket.h"

struct scan {
	struct wanted *wanted;
	size_t count;
	const struct identity *who;
	int64_t base;
};

void
conflict_release(struct conflict *c)
{
	free(c->theirs);
	free(c->mine);
	memset(c, 0, sizeof(*c));
}

void
wanted_release(struct wanted *w, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(w[i].mine);
		free(w[i].last.theirs);
	}
}

/* The value an entry gives a field, as text; NULL when it gives none. */
static char *
entry_value(const json_t *body, const char *field)
{
	const json_t *facts = json_object_get(body, "facts");
	struct jpath at = { .key = "facts" };
	struct err err = ERR_INIT;
	struct buf text = BUF_INIT;
	int id = fact_find(field);
	int64_t value;

	if (id < 0)
		return mem_str(body_get_text(body, field));
	if (!json_object_get(facts, field) ||
	    fact_from_json((enum fact)id, json_object_get(facts, field), &value,
	                   &at, &err))
		return NULL;
	fact_text(&text, (enum fact)id, value);
	return buf_take(&text);
}

static int
scan_entry(void *arg, const struct journal_entry *e)
{
	struct scan *s = arg;
	struct err err = ERR_INIT;
	json_t *body;

	if (e->seq <= s->base || !e->body ||
	    (strcmp(e->officer, s->who->officer) == 0 &&
	     strcmp(e->seat, s->who->seat) == 0) ||
	    (strcmp(e->kind, "incident.revised") != 0 &&
	     strcmp(e->kind, "incident.facts") != 0))
		return 0;
	body = json_parse(e->body, e->body_len, e->kind, &err);
	for (size_t i = 0; i < s->count; i++) {
		struct conflict *last = &s->wanted[i].last;
		char *value = entry_value(body, s->wanted[i].field);

		if (!value)
			continue;
		free(last->theirs);
		last->theirs = value;
		last->seq = e->seq;
		last->recorded_ms = e->recorded_ms;
		snprintf(last->officer, sizeof(last->officer), "%s",
		         e->officer);
	}
	json_decref(body);
	return 0;
}

/* A field's name for officers. */
static const char *
field_label(const char *field)
{
	static const char *const labels[][2] = {
		{ "kind", N_("类别") },      { "title", N_("名称") },
		{ "place", N_("地点") },     { "unit", N_("单位") },
		{ "words", N_("简要经过") },
	};
	int id = fact_find(field);

	if (id >= 0)
		return fact_info((enum fact)id)->label;
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (strcmp(labels[i][0], field) == 0)
			return labels[i][1];
	return field;
}

static struct wanted *
oldest_conflict(struct wanted *wanted, size_t count)
{
	struct wanted *oldest = NULL;

	for (size_t i = 0; i < count; i++) {
		const struct conflict *last = &wanted[i].last;

		if (!last->theirs || strcmp(last->theirs, wanted[i].mine) == 0)
			continue;
		if (!oldest || last->seq < oldest->last.seq)
			oldest = &wanted[i];
	}
	return oldest;
}

int
conflict_check(struct desk *d, const char *number, int64_t base,
               struct wanted *wanted, size_t count, struct conflict *c,
               struct err *err)
{
	struct scan s = { .wanted = wanted,
		          .count = count,
		          .who = desk_identity(d),
		          .base = base };
	struct wanted *found;
	char subject[32];

	if (journal_read_subject(desk_journal(d),
	                         docket_subject(subject, number), scan_entry,
	                         &s, err))
		return -1;
	found = oldest_conflict(wanted, count);
	if (!found)
		return 0;
	err_set(err, ERR_CONFLICT, tr("%s 已由 %s 改为“%s”（第 %lld 条）"),
	        tr(field_label(found->field)), found->last.officer,
	        found->last.theirs, (long long)found->last.seq);
	if (c) {
		*c = found->last;
		snprintf(c->field, sizeof(c->field), "%s", found->field);
		c->mine = mem_str(found->mine);
		found->last.theirs = NULL;
	}
	return -1;
}
