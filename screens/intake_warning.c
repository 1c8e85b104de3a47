/* An intake from a warning: filled in with what it says. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "desk/warning_answer.h"
#include "screens/intake.h"

static const char prefix[] = "warning.";

int64_t
intake_target_warning(const char *target, int64_t *seen)
{
	int64_t id;
	char *end;

	*seen = 0;
	if (strncmp(target, prefix, sizeof(prefix) - 1) != 0)
		return 0;
	id = strtoll(target + sizeof(prefix) - 1, &end, 10);
	if (*end == '.')
		*seen = strtoll(end + 1, NULL, 10);
	return id;
}

static void
target_set(struct drafted *d, const struct warning *w)
{
	snprintf(d->target, sizeof(d->target), "%s%lld.%lld", prefix,
	         (long long)w->id, (long long)w->last_seq);
	d->unsaved = true;
}

int
intake_warning_draft(struct ui *ui, int64_t id, int64_t *draft, struct err *err)
{
	struct draft *rows;
	int64_t seen;
	size_t count;

	*draft = 0;
	if (draft_list(ui_desk(ui), INTAKE_FORM, &rows, &count, err))
		return -1;
	for (size_t i = 0; i < count && !*draft; i++)
		if (intake_target_warning(rows[i].target, &seen) == id)
			*draft = rows[i].id;
	drafts_free(rows, count);
	return 0;
}

static void
fill(struct form *f, const struct warning_case *c)
{
	char at[CIVIL_TEXT];

	form_set(f, "caller", c->from);
	form_set(f, "received", civil_local(at, c->received_ms));
	form_set(f, "words", c->words);
	form_set(f, "place", c->place);
	if (c->kind)
		form_set(f, "kind", c->kind);
	if (c->occurred_ms != JOURNAL_NO_TIME) {
		form_set(f, "occurred", civil_local(at, c->occurred_ms));
		form_set(f, "occurred_source", c->from);
	}
	form_go(f, c->kind ? "save" : "kind");
}

int
intake_warning_fill(struct ui *ui, struct intake *st, int64_t id,
                    struct err *err)
{
	struct warning_case c;
	struct warning w;

	if (warning_get(ui_desk(ui), id, &w, err))
		return -1;
	target_set(&st->drafted, &w);
	warning_release(&w);
	if (warning_case_read(ui_desk(ui), id, &c, err))
		return -1;
	fill(&st->drafted.form, &c);
	ui_say(ui, ROLE_NOTICE,
	       tr("按第 %lld 号预警填好；保存为事件，预警就记为已处置"),
	       (long long)id);
	warning_case_release(&c);
	return 0;
}

/* May it still become this incident? */
static bool
still_ours(struct ui *ui, struct intake *st)
{
	struct err none = ERR_INIT;
	char number[INCIDENT_NUMBER];
	struct warning w;
	int64_t seen;
	bool ours;

	if (warning_get(ui_desk(ui),
	                intake_target_warning(st->drafted.target, &seen), &w,
	                &none))
		return false;
	ours = w.state != WARNING_CLOSED && !*warning_incident(&w, number);
	if (ours)
		target_set(&st->drafted, &w);
	warning_release(&w);
	return ours;
}

void
intake_warning_conflict(struct ui *ui, struct intake *st, const struct err *why)
{
	bool ours = still_ours(ui, st);

	if (!ours)
		st->drafted.target[0] = '\0';
	st->drafted.unsaved = true;
	drafted_keep(ui, &st->drafted);
	if (ours)
		ui_say(ui, ROLE_WARN, tr("%s；再按 ^S 才保存"), why->text);
	else
		ui_say(ui, ROLE_WARN, tr("%s；再按 ^S 就另立一起"), why->text);
}
