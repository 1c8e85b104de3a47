#include "desk/group.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/pinyin.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/body.h"
#include "desk/record.h"

/* Characters of "unit/title". */
enum { MEMBER_MAX = 2 * BODY_NAME_MAX + 1 };

#define GROUP_COLUMNS                                                          \
	"id, name, note, members, removed, last_seq, saved_ms, officer"

SQL(group_row, "SELECT " GROUP_COLUMNS " FROM call_list WHERE id = ?1");
SQL(group_named, "SELECT id FROM call_list WHERE name = ?1 AND removed = 0");
SQL_SCAN(group_all, "SELECT " GROUP_COLUMNS " FROM call_list "
                    "WHERE removed = 0 ORDER BY sort, id");
SQL(group_put,
    "INSERT OR REPLACE INTO call_list (id, name, note, members, sort, removed, "
    "last_seq, saved_ms, officer) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
SQL(group_take, "UPDATE call_list SET removed = 1, last_seq = ?2, "
                "saved_ms = ?3, officer = ?4 WHERE id = ?1");

void
group_release(struct group *g)
{
	for (size_t i = 0; i < g->members_count; i++)
		free(g->members[i]);
	free(g->members);
	free(g->name);
	free(g->note);
	memset(g, 0, sizeof(*g));
}

void
groups_free(struct group *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		group_release(&rows[i]);
	free(rows);
}

/* ---- queries ---- */

static int
members_read(struct group *g, const char *text, struct err *err)
{
	json_t *list = json_parse(text, strlen(text), "members", err);
	json_t *member;
	size_t i;

	if (!list)
		return -1;
	g->members =
		mem_array(NULL, json_array_size(list) + 1, sizeof(*g->members));
	json_array_foreach(list, i, member) g->members[g->members_count++] =
		mem_str(json_string_value(member));
	json_decref(list);
	return 0;
}

static int
group_read(struct group *g, struct stmt *st, struct err *err)
{
	memset(g, 0, sizeof(*g));
	g->id = stmt_int(st, 0);
	g->name = mem_str(stmt_text(st, 1));
	g->note = mem_str(stmt_text(st, 2));
	g->removed = stmt_int(st, 4);
	g->last_seq = stmt_int(st, 5);
	g->saved_ms = stmt_int(st, 6);
	strncpy(g->officer, stmt_text(st, 7), sizeof(g->officer) - 1);
	return members_read(g, stmt_text(st, 3), err);
}

int
group_get(struct desk *d, int64_t id, struct group *out, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &group_row);
	int rc;

	memset(out, 0, sizeof(*out));
	stmt_bind_int(st, 1, id);
	rc = stmt_step(st, err);
	if (rc == 1 && group_read(out, st, err)) {
		group_release(out);
		rc = -1;
	}
	stmt_done(st);
	if (rc == 0)
		return err_set(err, ERR_NOT_FOUND, tr("没有第 %lld 号名单"),
		               (long long)id);
	return rc == 1 ? 0 : -1;
}

int
group_list(struct desk *d, struct group **rows, size_t *count, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &group_all);
	struct group *list = NULL;
	size_t n = 0, cap = 0;
	int rc;

	while ((rc = stmt_step(st, err)) == 1) {
		list = mem_grow(list, n, &cap, sizeof(*list));
		if (group_read(&list[n++], st, err)) {
			rc = -1;
			break;
		}
	}
	stmt_done(st);
	if (rc) {
		groups_free(list, n);
		return -1;
	}
	*rows = list;
	*count = n;
	return 0;
}

/* ---- saving ---- */

static int
member_put(json_t *list, const char *member, struct err *err)
{
	size_t len = strlen(member);

	if (!len || !utf8_valid(member, len) ||
	    utf8_count(member, len) > MEMBER_MAX)
		return err_set(err, ERR_INPUT, tr("“%s”不能作名单成员"),
		               member);
	json_array_append_new(list, json_stringn(member, len));
	return 0;
}

static json_t *
group_body(const struct group *g, struct err *err)
{
	json_t *o = json_object(), *list = json_array();
	int rc;

	rc = body_put_text(o, "name", g->name, BODY_NAME_MAX, err) ||
	     body_put_text(o, "note", g->note, BODY_WORDS_MAX, err);
	for (size_t i = 0; !rc && i < g->members_count; i++)
		rc = member_put(list, g->members[i], err);
	json_object_set_new(o, "members", list);
	if (rc) {
		json_decref(o);
		return NULL;
	}
	return o;
}

static int
group_fits(struct desk *d, const struct group *g, struct err *err)
{
	struct stmt *st = db_use(desk_db(d), &group_named);
	int64_t same = 0;
	int rc;

	stmt_bind_text(st, 1, g->name);
	rc = stmt_step(st, err);
	if (rc == 1)
		same = stmt_int(st, 0);
	stmt_done(st);
	if (rc < 0)
		return -1;
	if (!*g->name)
		return err_set(err, ERR_INPUT, "%s", tr("没有名单名称"));
	if (!g->members_count)
		return err_set(err, ERR_INPUT, "%s", tr("名单里没有成员"));
	if (same && same != g->id)
		return err_set(err, ERR_REFUSED, tr("已有名为“%s”的名单"),
		               g->name);
	return 0;
}

struct group_saving {
	struct group *group;
	int64_t base, *seq;
};

static int
group_save_write(struct desk *d, void *arg, struct err *err)
{
	const struct group_saving *s = arg;
	struct record r = { .noun = "group",
		            .id = s->group->id,
		            .base = s->base };
	struct group known = { 0 };
	json_t *old = NULL, *body;
	int rc = -1;

	if ((r.id && group_get(d, r.id, &known, err)) ||
	    group_fits(d, s->group, err))
		goto out;
	r.last_seq = known.last_seq;
	r.saved_ms = known.saved_ms;
	r.officer = known.officer;
	if (record_conflict(&r, err))
		goto out;
	body = group_body(s->group, err);
	if (body && r.id && !known.removed)
		old = group_body(&known, err);
	if (body)
		rc = record_save(d, &r, old, body, &s->group->id, s->seq, err);
out:
	group_release(&known);
	return rc;
}

int
group_save(struct desk *d, struct group *g, int64_t base, int64_t *seq,
           struct err *err)
{
	struct group_saving s = { g, base, seq };
	int64_t id = g->id;

	if (desk_write(d, group_save_write, &s, err)) {
		g->id = id;
		return -1;
	}
	return 0;
}

static int
may_remove(struct desk *d, int64_t id, const char *why, struct err *err)
{
	struct group g;
	int rc = 0;

	(void)why;
	if (group_get(d, id, &g, err))
		return -1;
	if (g.removed)
		rc = err_set(err, ERR_REFUSED, tr("“%s”已移除"), g.name);
	group_release(&g);
	return rc;
}

int
group_remove(struct desk *d, int64_t id, const char *why, int64_t *seq,
             struct err *err)
{
	return record_remove(d, "group", id, why, may_remove, seq, err);
}

/* ---- changes ---- */

int
group_changes(struct desk *d, int64_t id, struct change **rows, size_t *count,
              struct err *err)
{
	static const struct record_member members[] = {
		{ "name", N_("名称"), record_text, false },
		{ "members", N_("成员"), record_text, true },
		{ "note", N_("备注"), record_text, false },
		{ NULL, NULL, NULL, false },
	};

	return record_changes(d, "group", id, members, rows, count, err);
}

/* ---- calling ---- */

int
group_resolve(struct desk *d, int64_t id, struct called **rows, size_t *count,
              struct err *err)
{
	struct called *list;
	struct group g;
	int rc = 0;

	if (group_get(d, id, &g, err))
		return -1;
	list = mem_alloc((g.members_count + 1) * sizeof(*list));
	for (size_t i = 0; i < g.members_count; i++) {
		list[i].member = mem_str(g.members[i]);
		if (!rc)
			rc = voices_of_post(d, g.members[i], &list[i].vacant,
			                    &list[i].voices, &list[i].count,
			                    err);
	}
	*count = g.members_count;
	group_release(&g);
	if (rc) {
		called_free(list, *count);
		return -1;
	}
	*rows = list;
	return 0;
}

void
called_free(struct called *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(rows[i].member);
		voices_free(rows[i].voices, rows[i].count);
	}
	free(rows);
}

/* ---- entries ---- */

int
group_saved_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "name", "note", "members", NULL };
	struct jpath root = { .key = "body" };
	struct jpath list_at = { .up = &root, .key = "members" };
	const json_t *list;
	json_t *member;
	size_t i;

	if (body_only(body, keys, err) ||
	    body_text(body, "name", true, BODY_NAME_MAX, err) ||
	    body_text(body, "note", false, BODY_WORDS_MAX, err) ||
	    json_need_array(body, "members", &list, &root, err))
		return -1;
	if (!json_array_size(list) || json_array_size(list) > GROUP_MEMBERS)
		return json_fail(&list_at, err, "expected 1 to %d",
		                 GROUP_MEMBERS);
	json_array_foreach((json_t *)list, i, member)
	{
		struct jpath at = { .up = &list_at, .index = i };

		if (!json_string_length(member) ||
		    utf8_count(json_string_value(member),
		               json_string_length(member)) > MEMBER_MAX)
			return json_fail(&at, err, "expected a post");
	}
	return 0;
}

int
group_saved_reduce(struct fold *f, const struct journal_entry *e,
                   const json_t *body, struct err *err)
{
	struct buf sort = BUF_INIT, members = BUF_INIT;
	struct stmt *st;
	int64_t id;
	int rc;

	if (record_id(e, "group", &id, err))
		return -1;
	st = db_use(f->db, &group_put);
	pinyin_unit_key(&sort, body_words(body, "name"));
	if (body)
		json_write(&members, json_object_get(body, "members"));
	stmt_bind_int(st, 1, id);
	stmt_bind_text(st, 2, body_words(body, "name"));
	stmt_bind_text(st, 3, body_words(body, "note"));
	stmt_bind_text(st, 4, body ? members.s : "[]");
	stmt_bind_blob(st, 5, sort.s, sort.len);
	stmt_bind_int(st, 6, body == NULL);
	stmt_bind_int(st, 7, e->seq);
	stmt_bind_int(st, 8, e->counted_ms);
	stmt_bind_text(st, 9, e->officer);
	rc = stmt_run(st, err);
	buf_release(&sort);
	buf_release(&members);
	return rc;
}

int
group_removed_check(const json_t *body, struct err *err)
{
	return record_removed_check(body, err);
}

int
group_removed_reduce(struct fold *f, const struct journal_entry *e,
                     const json_t *body, struct err *err)
{
	struct stmt *st;
	int64_t id;

	(void)body;
	if (record_id(e, "group", &id, err))
		return -1;
	st = db_use(f->db, &group_take);
	stmt_bind_int(st, 1, id);
	stmt_bind_int(st, 2, e->seq);
	stmt_bind_int(st, 3, e->counted_ms);
	stmt_bind_text(st, 4, e->officer);
	return stmt_run(st, err);
}
