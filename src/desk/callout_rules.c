/* Which call lists a warning asks for. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "desk/body.h"
#include "desk/callout.h"
#include "desk/group.h"

SQL(rules_row, "SELECT rules FROM callout_rule WHERE one = 1");
SQL(rules_list, "SELECT id FROM call_list WHERE name = ?1 AND removed = 0");

void
callout_rules_free(struct callout_rule *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < rows[i].lists_count; k++)
			free(rows[i].lists[k]);
		free(rows[i].lists);
		free(rows[i].kind);
	}
	free(rows);
}

static void
rule_read(struct callout_rule *r, const json_t *rule)
{
	const json_t *lists = json_object_get(rule, "lists");
	const char *kind = body_get_text(rule, "kind");
	json_t *name;
	size_t i;

	r->kind = mem_str(kind ? kind : "");
	r->level = (int)body_get_int(rule, "level", 4);
	r->lists =
		mem_array(NULL, json_array_size(lists) + 1, sizeof(*r->lists));
	r->lists_count = 0;
	json_array_foreach((json_t *)lists, i, name)
		r->lists[r->lists_count++] = mem_str(json_string_value(name));
}

void
callout_rules_from_json(const json_t *list, struct callout_rule **rows,
                        size_t *count)
{
	json_t *rule;
	size_t i;

	*rows = mem_alloc((json_array_size(list) + 1) * sizeof(**rows));
	*count = 0;
	json_array_foreach((json_t *)list, i, rule)
		rule_read(&(*rows)[(*count)++], rule);
}

int
callout_rules(struct desk *d, struct callout_rule **rows, size_t *count,
              struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &rules_row);
	json_t *list = NULL;
	int rc = stmt_step(st, err);

	if (rc == 1) {
		list = json_parse(stmt_text(st, 0), stmt_text_len(st, 0),
		                  "rules", err);
		rc = list ? 0 : -1;
	}
	stmt_done(st);
	if (rc)
		return -1;
	callout_rules_from_json(list, rows, count);
	json_decref(list);
	return 0;
}

struct saving {
	const struct callout_rule *rows;
	size_t count;
	int64_t *seq;
};

static int
save_write(struct desk *d, void *arg, struct err *err)
{
	const struct saving *s = arg;
	json_t *body = json_object(), *list = json_array();

	json_object_set_new(body, "rules", list);
	for (size_t i = 0; i < s->count; i++) {
		json_t *rule = json_object(), *names = json_array();

		if (*s->rows[i].kind)
			json_object_set_new(rule, "kind",
			                    json_string(s->rows[i].kind));
		body_put_int(rule, "level", s->rows[i].level);
		for (size_t k = 0; k < s->rows[i].lists_count; k++)
			json_array_append_new(names,
			                      json_string(s->rows[i].lists[k]));
		json_object_set_new(rule, "lists", names);
		json_array_append_new(list, rule);
	}
	return desk_append(d, "callout.rules", "callout.rules", JOURNAL_NO_TIME,
	                   body, s->seq, err);
}

int
callout_rules_save(struct desk *d, const struct callout_rule *rows,
                   size_t count, int64_t *seq, struct err *err)
{
	struct saving s = { rows, count, seq };

	return desk_write(d, save_write, &s, err);
}

/* ---- what a warning asks for ---- */

struct proposal {
	int64_t *ids;
	size_t count, cap;
};

int
callout_list_find(struct desk *d, const char *name, int64_t *group,
                  struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &rules_list);
	int rc;

	stmt_bind_text(st, 1, name);
	rc = stmt_step(st, err);
	*group = rc == 1 ? stmt_int(st, 0) : 0;
	stmt_done(st);
	return rc < 0 ? -1 : 0;
}

static int
propose_list(struct desk *d, struct proposal *p, const char *name,
             struct err *err)
{
	int64_t id;

	if (callout_list_find(d, name, &id, err))
		return -1;
	for (size_t i = 0; i < p->count; i++)
		if (p->ids[i] == id)
			return 0;
	if (id) {
		p->ids = mem_grow(p->ids, p->count, &p->cap, sizeof(*p->ids));
		p->ids[p->count++] = id;
	}
	return 0;
}

/* A level that nobody has judged asks for what the mildest does. */
static bool
rule_fits(const struct callout_rule *r, const char *kind, int level)
{
	return (!*r->kind || strcmp(r->kind, kind) == 0) &&
	       (level ? level : 4) <= r->level;
}

int
callout_propose(struct desk *d, const char *kind, int level, int64_t **groups,
                size_t *count, struct err *err)
{
	struct proposal p = { .ids = NULL };
	struct callout_rule *rules;
	size_t n;
	int rc = 0;

	if (callout_rules(d, &rules, &n, err))
		return -1;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; !rc && rule_fits(&rules[i], kind, level) &&
		                   k < rules[i].lists_count;
		     k++)
			rc = propose_list(d, &p, rules[i].lists[k], err);
	callout_rules_free(rules, n);
	if (rc) {
		free(p.ids);
		return -1;
	}
	*groups = p.ids;
	*count = p.count;
	return 0;
}
