/* Whom the words of a voices screen mean, at this moment. */
#include "screens/voices.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tr.h"
#include "desk/group.h"

#define CALLS_LOOKED_AT 200 /* for the last result of a number */

void
voice_rows_release(struct voice_rows *v)
{
	for (size_t i = 0; i < v->count; i++) {
		free(v->rows[i].who);
		free(v->rows[i].post);
		free(v->rows[i].result);
	}
	free(v->rows);
	free(v->title);
	duty_rows_free(v->duties, v->duties_count);
	memset(v, 0, sizeof(*v));
}

static struct voice_row *
add(struct voice_rows *v, enum voice_kind kind, const char *who)
{
	struct voice_row *row;

	v->rows = mem_grow(v->rows, v->count, &v->cap, sizeof(*v->rows));
	row = &v->rows[v->count++];
	memset(row, 0, sizeof(*row));
	row->kind = kind;
	row->who = mem_str(who);
	row->post = mem_str("");
	return row;
}

static void
title(struct voice_rows *v, const char *text)
{
	free(v->title);
	v->title = mem_str(text);
}

/* A row that says something about a name. */
static struct voice_row *
say(struct voice_rows *v, enum voice_kind kind, const char *text,
    const char *name)
{
	struct buf line = BUF_INIT;
	struct voice_row *row;

	buf_str(&line, text);
	if (name)
		buf_fmt(&line, "%s%s", *text ? tr("：") : "", name);
	row = add(v, kind, line.s);
	buf_release(&line);
	return row;
}

/* ---- voices as rows ---- */

static void
add_voice(struct voice_rows *v, const struct voice *from)
{
	size_t n = from->phones_count;

	for (size_t i = 0; i < n || i == 0; i++) {
		struct voice_row *row =
			add(v, n ? VOICE_NUMBER : VOICE_SILENT, from->who);

		free(row->post);
		row->post = mem_str(from->post);
		row->again = i > 0;
		row->deputy = from->deputy;
		row->contact = from->contact;
		row->unit = from->unit;
		if (n)
			row->phone = from->phones[i];
	}
}

/* Takes the voices. */
static void
add_voices(struct voice_rows *v, struct voice *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add_voice(v, &rows[i]);
	voices_free(rows, count);
}

static int
add_unit(struct desk *d, struct voice_rows *v, int64_t unit, struct err *err)
{
	struct voice *rows;
	size_t count;

	if (voices_of_unit(d, unit, &rows, &count, err))
		return -1;
	if (!count)
		add(v, VOICE_VACANT, tr("没有登记电话，也没有人员"))->unit =
			unit;
	add_voices(v, rows, count);
	return 0;
}

/* Those who called about the incident: the only numbers a scene has. */
static int
add_callers(struct desk *d, struct voice_rows *v, struct err *err)
{
	struct call *calls;
	size_t count;
	bool headed = false;

	if (!*v->number)
		return 0;
	if (call_list(d, v->number, 0, CALLS_LOOKED_AT, &calls, &count, NULL,
	              err))
		return -1;
	for (size_t i = 0; i < count; i++) {
		const struct call *c = &calls[i];
		struct voice_row *row;

		if (c->direction != CALL_IN || !c->phone ||
		    !phone_valid(c->phone))
			continue;
		if (!headed)
			say(v, VOICE_HEAD, tr("来电人"), NULL);
		headed = true;
		row = add(v, VOICE_NUMBER, c->caller ? c->caller : "");
		free(row->post);
		row->post = mem_str(c->unit ? c->unit : "");
		snprintf(row->phone.number, sizeof(row->phone.number), "%s",
		         c->phone);
		row->phone.confirmed_ms = c->at_ms;
	}
	calls_free(calls, count);
	return 0;
}

static bool
is_own_unit(const char *party)
{
	return strcmp(party, "unit") == 0 || strcmp(party, "unit.head") == 0;
}

static void
add_missing_party(struct voice_rows *v, const char *party)
{
	struct buf text = BUF_INIT;

	if (strcmp(party, "scene") == 0 || strcmp(party, "public") == 0) {
		buf_fmt(&text, tr("%s 没有固定电话"), tr(party_name(party)));
		add(v, VOICE_VACANT, text.s);
	} else if (is_own_unit(party)) {
		buf_fmt(&text, tr("%s 不在通讯录里：按 a 登记单位"),
		        tr(party_name(party)));
		add(v, VOICE_MISSING, text.s);
	} else {
		buf_fmt(&text, tr("%s 未绑定单位：按 b 绑定"),
		        tr(party_name(party)));
		add(v, VOICE_MISSING, text.s)->party = party;
	}
	buf_release(&text);
}

static int
add_party(struct desk *d, struct voice_rows *v, const char *party,
          struct err *err)
{
	const char *number = *v->number ? v->number : NULL;
	struct voice *rows;
	int64_t unit;
	size_t count;

	if (voices_of_party(d, party, number, &unit, &rows, &count, err))
		return -1;
	if (!unit)
		add_missing_party(v, party);
	else if (!count)
		return add_unit(d, v, unit, err);
	add_voices(v, rows, count);
	return 0;
}

/* ---- by what is in focus ---- */

static int
find_party(struct desk *d, const char *words, struct voice_rows *v,
           struct err *err)
{
	if (!party_known(words))
		return err_set(err, ERR_NOT_FOUND, tr("没有机构代码 %s"),
		               words);
	for (size_t i = 0; party_code(i); i++)
		if (strcmp(party_code(i), words) == 0)
			words = party_code(i);
	title(v, tr(party_name(words)));
	return add_party(d, v, words, err);
}

static int
read_duties(struct desk *d, struct voice_rows *v, struct err *err)
{
	return duty_list(d, DUTIES_ALL, v->number, false, 0, &v->duties,
	                 &v->duties_count, NULL, err);
}

/* At the scene are the people of the unit, when that is in the roster. */
static int
add_scene(struct desk *d, struct voice_rows *v, struct err *err)
{
	struct voice *rows;
	int64_t unit;
	size_t count;

	if (voices_of_party(d, "unit", v->number, &unit, &rows, &count, err))
		return -1;
	if (unit)
		say(v, VOICE_HEAD, tr("事发单位"), NULL);
	add_voices(v, rows, count);
	return 0;
}

/* "NUMBER RULE TO LEG INSTANCE" */
static int
find_duty(struct desk *d, const char *words, struct voice_rows *v,
          struct err *err)
{
	char rule[32], to[48];
	struct buf text = BUF_INIT;
	int leg, instance, rc;

	if (sscanf(words, "%15s %31s %47s %d %d", v->number, rule, to, &leg,
	           &instance) != 5)
		return err_set(err, ERR_INPUT, "%s", tr("要给谁打电话？"));
	if (read_duties(d, v, err))
		return -1;
	for (size_t i = 0; i < v->duties_count; i++) {
		const struct duty_row *row = &v->duties[i];

		if (strcmp(row->rule, rule) == 0 && strcmp(row->to, to) == 0 &&
		    (int)row->leg == leg && row->instance == instance)
			v->duty = row;
	}
	buf_fmt(&text, "%s · %s", tr(party_name(to)), v->number);
	if (v->duty)
		buf_fmt(&text, " %s", v->duty->title);
	rc = find_party(d, to, v, err);
	title(v, text.s);
	buf_release(&text);
	if (!rc && strcmp(to, "scene") == 0)
		rc = add_scene(d, v, err);
	if (!rc && (strcmp(to, "scene") == 0 || is_own_unit(to)))
		rc = add_callers(d, v, err);
	return rc;
}

/* What a unit is to the one it concerns. */
static const char *
relation(const struct unit *u, int64_t id)
{
	if (id == u->id)
		return tr("事发单位");
	if (id == u->parent)
		return tr("上级单位");
	if (id == u->town)
		return tr("属地");
	return tr("监管部门");
}

static int
add_concerned(struct desk *d, struct voice_rows *v, const struct unit *u,
              struct err *err)
{
	int64_t ids[16];
	size_t count;
	struct unit other;

	if (unit_concerned(d, u->id, ids, &count, err))
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (unit_get(d, ids[i], &other, err))
			return -1;
		say(v, VOICE_HEAD, relation(u, ids[i]), other.name)->unit =
			ids[i];
		unit_release(&other);
		if (add_unit(d, v, ids[i], err))
			return -1;
	}
	return 0;
}

/* The unit that the incident names, and whom that concerns. */
static int
add_incident_unit(struct desk *d, struct voice_rows *v,
                  const struct incident *in, struct err *err)
{
	struct buf text = BUF_INIT;
	struct voice_row *row;
	struct unit u;
	int64_t id;
	int rc;

	if (!in->unit || !*in->unit)
		return 0;
	if (unit_by_name(d, in->unit, &id, err))
		return -1;
	if (!id) {
		buf_fmt(&text, tr("事发单位“%s”不在通讯录里：按 a 登记单位"),
		        in->unit);
		row = add(v, VOICE_MISSING, text.s);
		free(row->post);
		row->post = mem_str(in->unit);
		buf_release(&text);
		return 0;
	}
	if (unit_get(d, id, &u, err))
		return -1;
	rc = add_concerned(d, v, &u, err);
	unit_release(&u);
	return rc;
}

static bool
is_ours_pending(const struct duty_row *row)
{
	return row->ours &&
	       (row->state == DUTY_OPEN || row->state == DUTY_OVERDUE);
}

/* Each party once, in the order in which it is due. */
static int
add_pending(struct desk *d, struct voice_rows *v, struct err *err)
{
	if (read_duties(d, v, err))
		return -1;
	for (size_t i = 0; i < v->duties_count; i++) {
		const char *to = v->duties[i].to;
		bool seen = !is_ours_pending(&v->duties[i]);

		for (size_t k = 0; k < i && !seen; k++)
			seen = is_ours_pending(&v->duties[k]) &&
			       strcmp(v->duties[k].to, to) == 0;
		if (seen)
			continue;
		say(v, VOICE_HEAD, tr("待报给"), tr(party_name(to)));
		if (add_party(d, v, to, err))
			return -1;
	}
	return 0;
}

static int
find_incident(struct desk *d, const char *words, struct voice_rows *v,
              struct err *err)
{
	struct buf text = BUF_INIT;
	struct incident in;
	int rc;

	if (incident_number(d, words, v->number, err) ||
	    incident_get(d, v->number, &in, err))
		return -1;
	buf_fmt(&text, tr("该通知谁 · %s %s"), v->number,
	        in.title ? in.title : "");
	title(v, text.s);
	buf_release(&text);
	rc = add_incident_unit(d, v, &in, err) || add_pending(d, v, err) ||
	                     add_callers(d, v, err)
	             ? -1
	             : 0;
	incident_release(&in);
	return rc;
}

static int
find_unit(struct desk *d, const char *words, struct voice_rows *v,
          struct err *err)
{
	struct unit u;

	if (unit_get(d, strtoll(words, NULL, 10), &u, err))
		return -1;
	title(v, u.name);
	unit_release(&u);
	return add_unit(d, v, strtoll(words, NULL, 10), err);
}

static int
find_contact(struct desk *d, const char *words, struct voice_rows *v,
             struct err *err)
{
	struct voice *rows;
	size_t count;

	if (voices_of_contact(d, strtoll(words, NULL, 10), &rows, &count, err))
		return -1;
	title(v, count ? rows[0].who : "");
	add_voices(v, rows, count);
	return 0;
}

static int
find_group(struct desk *d, const char *words, struct voice_rows *v,
           struct err *err)
{
	int64_t id = strtoll(words, NULL, 10);
	struct called *rows;
	struct group g;
	size_t count;

	if (group_get(d, id, &g, err))
		return -1;
	title(v, g.name);
	group_release(&g);
	if (group_resolve(d, id, &rows, &count, err))
		return -1;
	for (size_t i = 0; i < count; i++) {
		say(v, VOICE_HEAD, "", rows[i].member);
		if (rows[i].vacant)
			add(v, VOICE_VACANT, tr("该职务无人"));
		for (size_t k = 0; k < rows[i].count; k++)
			add_voice(v, &rows[i].voices[k]);
	}
	called_free(rows, count);
	return 0;
}

static int
find_post(struct desk *d, const char *words, struct voice_rows *v,
          struct err *err)
{
	struct voice *rows;
	size_t count;
	bool vacant;

	title(v, words);
	if (voices_of_post(d, words, &vacant, &rows, &count, err))
		return -1;
	if (vacant)
		add(v, VOICE_VACANT, tr("该职务无人"));
	add_voices(v, rows, count);
	return 0;
}

/* Calling back: the number of one call, then its unit when we know it. */
static int
find_call(struct desk *d, const char *words, struct voice_rows *v,
          struct err *err)
{
	int64_t seq = strtoll(words, NULL, 10), unit = 0;
	struct voice_row *row;
	struct call *c;
	size_t count;
	int rc = 0;

	if (call_list(d, NULL, seq + 1, 1, &c, &count, NULL, err))
		return -1;
	if (!count || c->seq != seq) {
		calls_free(c, count);
		return err_set(err, ERR_NOT_FOUND, "%s", tr("没有这次通话"));
	}
	title(v, c->caller ? c->caller : "");
	memcpy(v->number, c->incident, sizeof(v->number));
	if (c->phone && phone_valid(c->phone)) {
		row = add(v, VOICE_NUMBER, v->title);
		free(row->post);
		row->post = mem_str(c->unit ? c->unit : "");
		snprintf(row->phone.number, sizeof(row->phone.number), "%s",
		         c->phone);
		row->phone.confirmed_ms = c->at_ms;
	} else {
		add(v, VOICE_VACANT, tr("这次通话没有记下号码"));
	}
	if (c->unit && *c->unit)
		rc = unit_by_name(d, c->unit, &unit, err);
	if (!rc && unit)
		rc = add_unit(d, v, unit, err);
	calls_free(c, count);
	return rc;
}

/* ---- what became of the last call to each number ---- */

static int
add_results(struct desk *d, struct voice_rows *v, struct err *err)
{
	struct call *calls;
	size_t count;

	if (call_list(d, NULL, 0, CALLS_LOOKED_AT, &calls, &count, NULL, err))
		return -1;
	for (size_t i = 0; i < v->count; i++) {
		struct voice_row *row = &v->rows[i];

		for (size_t k = 0; k < count && !row->called_ms; k++) {
			if (row->kind != VOICE_NUMBER ||
			    calls[k].direction != CALL_OUT || !calls[k].phone ||
			    strcmp(calls[k].phone, row->phone.number) != 0)
				continue;
			row->called_ms = calls[k].at_ms;
			row->result = mem_str(calls[k].result);
		}
	}
	calls_free(calls, count);
	return 0;
}

int
voice_rows_find(struct desk *d, const char *words, struct voice_rows *out,
                struct err *err)
{
	static const struct {
		const char *word;
		int (*find)(struct desk *d, const char *words,
		            struct voice_rows *v, struct err *err);
	} kinds[] = {
		{ "duty ", find_duty },   { "incident ", find_incident },
		{ "unit ", find_unit },   { "contact ", find_contact },
		{ "group ", find_group }, { "call ", find_call },
		{ "party ", find_party }, { "post ", find_post },
	};

	for (size_t i = 0; words && i < sizeof(kinds) / sizeof(*kinds); i++) {
		size_t len = strlen(kinds[i].word);

		if (strncmp(words, kinds[i].word, len) != 0)
			continue;
		if (kinds[i].find(d, words + len, out, err))
			return -1;
		return add_results(d, out, err);
	}
	return err_set(err, ERR_INPUT, "%s", tr("要给谁打电话？"));
}
