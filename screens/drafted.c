#include "screens/drafted.h"

#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/desk.h"

#define SEAT_FIELD "seat.open"

static const struct form_field no_fields[] = { { .key = NULL } };

static bool
form_has(const struct form *f, const char *key)
{
	for (size_t i = 0; i < f->count; i++)
		if (strcmp(f->fields[i].key, key) == 0)
			return f->fields[i].kind != FORM_SAVE;
	return false;
}

/* As typed; what is no UTF-8 cannot stand in JSON, so it is made harmless. */
static json_t *
text_json(const char *s)
{
	json_t *v = json_string(s);
	struct buf safe = BUF_INIT;

	if (v)
		return v;
	text_safe(&safe, s, strlen(s), TEXT_LINES);
	v = json_string(safe.s);
	buf_release(&safe);
	return v;
}

/* What is filled in, and what stands beside it: name -> text. */
static json_t *
draft_fields(const struct drafted *d)
{
	json_t *o = json_copy(d->beside);
	const struct form *f = &d->form;

	for (size_t i = 0; i < f->count; i++) {
		const char *key = f->fields[i].key;

		if (form_has(f, key) && !form_empty(f, key))
			json_object_set_new(o, key,
			                    text_json(form_text(f, key)));
	}
	return o;
}

static bool
is_blank(const struct drafted *d)
{
	json_t *now = draft_fields(d);
	bool blank = json_equal(now, d->blank);

	json_decref(now);
	return blank;
}

void
drafted_init(struct drafted *d, const char *name, const char *target,
             const struct form_field *fields, void *arg, int64_t now_ms)
{
	memset(d, 0, sizeof(*d));
	d->name = name;
	snprintf(d->target, sizeof(d->target), "%s", target);
	form_init(&d->form, fields ? fields : no_fields, arg);
	d->beside = json_object();
	d->form.now_ms = now_ms;
	drafted_begin(d);
}

void
drafted_release(struct drafted *d)
{
	form_release(&d->form);
	json_decref(d->beside);
	json_decref(d->blank);
	memset(d, 0, sizeof(*d));
}

void
drafted_begin(struct drafted *d)
{
	json_decref(d->blank);
	d->blank = draft_fields(d);
}

void
drafted_put(struct drafted *d, const char *name, const char *text)
{
	if (text)
		json_object_set_new(d->beside, name, text_json(text));
	else
		json_object_del(d->beside, name);
}

const char *
drafted_get(const struct drafted *d, const char *name)
{
	return json_string_value(json_object_get(d->beside, name));
}

void
drafted_form(struct drafted *d, const struct form_field *fields)
{
	int64_t now = d->form.now_ms;
	void *arg = d->form.arg;

	form_release(&d->form);
	form_init(&d->form, fields ? fields : no_fields, arg);
	d->form.now_ms = now;
	for (size_t i = 0; i < d->form.count; i++) {
		const char *key = d->form.fields[i].key;

		if (!drafted_get(d, key))
			continue;
		form_set(&d->form, key, drafted_get(d, key));
		json_object_del(d->beside, key);
	}
}

/* Save, saying that it is open at `seat` (NULL: nowhere). */
static int
save_at(struct ui *ui, struct drafted *d, const char *seat, struct err *err)
{
	json_t *fields = draft_fields(d);
	int rc;

	if (seat)
		json_object_set_new(fields, SEAT_FIELD, text_json(seat));
	rc = draft_save(ui_desk(ui), &d->id, d->name, d->target, fields, err);
	if (rc && err->code == ERR_CONFLICT && !d->unsaved) {
		/* Used or dropped elsewhere, and nothing was added here. */
		err_clear(err);
		d->id = 0;
		rc = 0;
	} else if (rc && err->code == ERR_CONFLICT) {
		err_clear(err);
		d->id = 0;
		snprintf(d->notice, sizeof(d->notice), "%s",
		         tr("原草稿已在别处保存或丢弃；这里填的另存一份"));
		rc = draft_save(ui_desk(ui), &d->id, d->name, d->target, fields,
		                err);
	}
	json_decref(fields);
	return rc;
}

void
drafted_keep(struct ui *ui, struct drafted *d)
{
	struct err err = ERR_INIT;

	if (!d->name || !d->unsaved || (!d->id && is_blank(d)))
		return;
	if (save_at(ui, d, desk_identity(ui_desk(ui))->seat, &err))
		ui_fail(ui, &err);
	else
		d->unsaved = false;
}

void
drafted_resume(struct ui *ui, struct drafted *d, const struct draft *dr)
{
	const char *key;
	json_t *v;

	json_object_foreach(dr->fields, key, v)
	{
		if (form_has(&d->form, key))
			form_set(&d->form, key, json_string_value(v));
		else if (!d->form.count && strcmp(key, SEAT_FIELD) != 0)
			json_object_set(d->beside, key, v);
	}
	d->id = dr->id;
	d->unsaved = true;
	drafted_keep(ui, d);
}

unsigned
drafted_key(struct ui *ui, struct drafted *d, const struct key_event *e)
{
	unsigned ev;

	d->form.now_ms = ui_now(ui);
	ev = form_key(&d->form, e);
	if (ev & FORM_CHANGED)
		d->unsaved = true;
	if (ev & FORM_LEFT)
		drafted_keep(ui, d);
	return ev;
}

void
drafted_close(struct ui *ui, struct drafted *d)
{
	struct err err = ERR_INIT;

	if (!d->name)
		return;
	if (is_blank(d)) {
		if (d->id && drafted_discard(ui, d, &err))
			ui_fail(ui, &err);
		return;
	}
	if ((d->id || d->unsaved) && save_at(ui, d, NULL, &err))
		ui_fail(ui, &err);
}

void
drafted_used(struct drafted *d)
{
	drafted_begin(d);
	d->id = 0;
	d->unsaved = false;
}

static int
save_and_drop(struct ui *ui, struct drafted *d, ui_form_fn *fn, void *arg,
              const char *why, struct err *err)
{
	struct err gone = ERR_INIT;
	struct draft dr;

	if (fn(ui, arg, &d->form, err))
		return -1;
	/* It may have been dropped elsewhere: what was typed here counts. */
	if (!d->id || draft_get(ui_desk(ui), d->id, &dr, &gone))
		return 0;
	draft_release(&dr);
	return draft_drop(ui_desk(ui), d->id, why, err);
}

int
drafted_save(struct ui *ui, struct drafted *d, ui_form_fn *fn, void *arg,
             const char *why, struct err *err)
{
	if (desk_batch_begin(ui_desk(ui), err))
		return -1;
	if (save_and_drop(ui, d, fn, arg, why, err)) {
		desk_batch_rollback(ui_desk(ui));
		return -1;
	}
	if (desk_batch_commit(ui_desk(ui), err))
		return -1;
	drafted_used(d);
	return 0;
}

int
drafted_discard(struct ui *ui, struct drafted *d, struct err *err)
{
	if (d->id && draft_drop(ui_desk(ui), d->id, "discarded", err) &&
	    err->code != ERR_NOT_FOUND)
		return -1;
	err_clear(err);
	drafted_used(d);
	return 0;
}

const char *
draft_open_elsewhere(struct ui *ui, const struct draft *dr)
{
	const char *seat =
		json_string_value(json_object_get(dr->fields, SEAT_FIELD));

	if (!seat || strcmp(seat, desk_identity(ui_desk(ui))->seat) == 0)
		return NULL;
	return seat;
}

int
drafted_take_up(struct ui *ui, struct drafted *d, struct err *err)
{
	struct draft *rows;
	char when[CIVIL_TEXT];
	size_t count;

	if (draft_list(ui_desk(ui), d->name, &rows, &count, err))
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].target, d->target) != 0 ||
		    draft_open_elsewhere(ui, &rows[i]))
			continue;
		drafted_resume(ui, d, &rows[i]);
		ui_say(ui, ROLE_NOTICE, tr("接着填 %s %s 留下的草稿；^X 丢弃"),
		       rows[i].officer, civil_short(when, rows[i].saved_ms));
		break;
	}
	drafts_free(rows, count);
	return 0;
}

void
drafted_watch(struct ui *ui, struct drafted *d)
{
	struct err err = ERR_INIT;
	char when[CIVIL_TEXT];
	const char *seat;
	struct draft dr;

	if (!d->id)
		return;
	d->notice[0] = '\0';
	if (draft_get(ui_desk(ui), d->id, &dr, &err)) {
		if (err.code == ERR_NOT_FOUND)
			snprintf(d->notice, sizeof(d->notice), "%s",
			         tr("这份草稿已在别处保存或丢弃"));
		return;
	}
	seat = draft_open_elsewhere(ui, &dr);
	if (seat)
		snprintf(d->notice, sizeof(d->notice),
		         tr("%s 在 %s 也在填这份草稿（%s）"), dr.officer, seat,
		         civil_short(when, dr.saved_ms));
	draft_release(&dr);
}
