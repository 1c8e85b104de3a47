/*
 * Text (正文): one entry or one brief to read, whole, or what became of a
 * record of the roster, change by change, or the record of a call-out.
 *
 * arg: "2026-0012 entry SEQ", "2026-0012 brief SEQ", "unit changes ID",
 * "contact changes ID", "group changes ID", "callout record ID" or
 * "warning payload ID": the answer that its newest message came in.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "desk/callout.h"
#include "desk/contact.h"
#include "desk/group.h"
#include "desk/payload.h"
#include "desk/report.h"
#include "desk/timeline.h"
#include "desk/unit.h"
#include "desk/warning.h"
#include "screens/kit/pager.h"
#include "screens/screen.h"

struct text {
	struct pager pager;
	char number[INCIDENT_NUMBER];
	char what[8];
	long long seq;
};

static int
read_entry(struct ui *ui, struct text *st, struct err *err)
{
	struct timeline_row *rows;
	char at[CIVIL_TEXT];
	size_t count;

	if (timeline_list(ui_desk(ui), st->number, 0, &rows, &count, err))
		return -1;
	for (size_t i = 0; i < count; i++) {
		const struct timeline_row *e = &rows[i];

		if (e->seq != st->seq)
			continue;
		pager_fmt(&st->pager, ROLE_TITLE, 0, "%s #%lld  %s", st->number,
		          (long long)e->seq, e->kind);
		pager_fmt(&st->pager, ROLE_DIM, 0, tr("记录 %s  %s @ %s"),
		          civil_local(at, e->recorded_ms), e->officer, e->seat);
		if (e->at_ms != JOURNAL_NO_TIME)
			pager_fmt(&st->pager, ROLE_DIM, 0, tr("发生 %s"),
			          civil_local(at, e->at_ms));
		pager_add(&st->pager, ROLE_TEXT, 0, e->text);
	}
	timeline_free(rows, count);
	return 0;
}

/* Records of the roster, whose changes can be told. */
static const struct told {
	const char *noun, *title;
	int (*changes)(struct desk *d, int64_t id, struct change **rows,
	               size_t *count, struct err *err);
} nouns[] = {
	{ "unit", N_("单位的更改经过"), unit_changes },
	{ "contact", N_("人员的更改经过"), contact_changes },
	{ "group", N_("名单的更改经过"), group_changes },
};

static const struct told *
told_find(const char *noun)
{
	for (size_t i = 0; i < sizeof(nouns) / sizeof(*nouns); i++)
		if (strcmp(nouns[i].noun, noun) == 0)
			return &nouns[i];
	return NULL;
}

/* Newest first. */
static int
read_changes(struct ui *ui, struct text *st, struct err *err)
{
	const struct told *told = told_find(st->number);
	struct change *rows;
	char at[CIVIL_TEXT];
	size_t count;

	if (!told)
		return err_set(err, ERR_INPUT, "%s", tr("要看哪一条？"));
	if (told->changes(ui_desk(ui), st->seq, &rows, &count, err))
		return -1;
	pager_add(&st->pager, ROLE_TITLE, 0, tr(told->title));
	for (size_t i = 0; i < count; i++) {
		pager_fmt(&st->pager, ROLE_DIM, 0, tr("%s  %s  日志第 %lld 条"),
		          civil_local(at, rows[i].recorded_ms), rows[i].officer,
		          (long long)rows[i].seq);
		pager_add(&st->pager, ROLE_TEXT, 2, rows[i].text);
	}
	changes_free(rows, count);
	return 0;
}

static int
read_brief(struct ui *ui, struct text *st, struct err *err)
{
	struct buf line = BUF_INIT;
	struct brief *rows;
	char at[CIVIL_TEXT];
	size_t count;

	if (brief_list(ui_desk(ui), st->number, &rows, &count, err))
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (rows[i].seq != st->seq)
			continue;
		brief_name(&line, rows[i].kind, rows[i].n);
		pager_fmt(&st->pager, ROLE_TITLE, 0, "%s %s", st->number,
		          line.s);
		pager_fmt(&st->pager, ROLE_DIM, 0, tr("定稿 %s  %s"),
		          civil_local(at, rows[i].recorded_ms),
		          rows[i].officer);
		if (i) {
			buf_clear(&line);
			brief_difference(&line, &rows[i - 1], &rows[i]);
			pager_add(&st->pager, ROLE_NOTICE, 0, line.s);
		}
		pager_add(&st->pager, ROLE_TEXT, 0, rows[i].text);
	}
	briefs_free(rows, count);
	buf_release(&line);
	return 0;
}

static int
read_callout(struct ui *ui, struct text *st, struct err *err)
{
	struct buf text = BUF_INIT;
	int rc = callout_text(ui_desk(ui), st->seq, &text, err);

	if (rc == 0)
		pager_add(&st->pager, ROLE_TEXT, 0, text.s);
	buf_release(&text);
	return rc;
}

static int
read_payload(struct ui *ui, struct text *st, struct err *err)
{
	struct warning_message *rows;
	struct buf bytes = BUF_INIT;
	size_t n;
	int rc;

	if (warning_messages(ui_desk(ui), st->seq, &rows, &n, err))
		return -1;
	rc = n ? payload_read(desk_dir(ui_desk(ui)), rows[0].payload, &bytes,
	                      err)
	       : err_set(err, ERR_NOT_FOUND, tr("没有第 %lld 号预警"), st->seq);
	if (!rc)
		pager_add(&st->pager, ROLE_TEXT, 0, bytes.s);
	buf_release(&bytes);
	warning_messages_free(rows, n);
	return rc;
}

static int
text_refresh(struct ui *ui, void *state, struct err *err)
{
	struct text *st = state;

	pager_clear(&st->pager);
	if (strcmp(st->what, "brief") == 0)
		return read_brief(ui, st, err);
	if (strcmp(st->what, "changes") == 0)
		return read_changes(ui, st, err);
	if (strcmp(st->what, "record") == 0)
		return read_callout(ui, st, err);
	if (strcmp(st->what, "payload") == 0)
		return read_payload(ui, st, err);
	return read_entry(ui, st, err);
}

static int
text_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct text *st = state;

	pager_init(&st->pager);
	if (!arg ||
	    sscanf(arg, "%15s %7s %lld", st->number, st->what, &st->seq) != 3)
		return err_set(err, ERR_INPUT, "%s", tr("要看哪一条？"));
	return text_refresh(ui, st, err);
}

static void
text_draw(const void *state, const struct view *v)
{
	const struct text *st = state;

	pager_draw(&st->pager, &v->area);
}

static bool
text_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct text *st = state;

	return pager_key(&st->pager, e, ui_rows(ui), ui_cols(ui));
}

static const char *
text_incident(const void *state)
{
	const struct text *st = state;

	return strcmp(st->what, "entry") == 0 || strcmp(st->what, "brief") == 0
	               ? st->number
	               : NULL;
}

static void
text_close(struct ui *ui, void *state)
{
	struct text *st = state;

	(void)ui;
	pager_release(&st->pager);
}

static void
act_back(struct ui *ui, void *state)
{
	(void)state;
	ui_back(ui);
}

/* clang-format off */
static const struct key_binding text_keys[] = {
	{ "<Esc>", "text.back", N_("返回"), 0, act_back },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops text_screen = {
	.name = "text",
	.title = N_("正文"),
	.keys = text_keys,
	.uses = USES_PAGER,
	.state_size = sizeof(struct text),
	.open = text_open,
	.refresh = text_refresh,
	.draw = text_draw,
	.key = text_key,
	.incident = text_incident,
	.close = text_close,
};
