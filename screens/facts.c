/*
 * Claims (录事实): what somebody says about an incident that is already there.
 *
 * arg: "2026-0012", or "2026-0012 draft:17" to add what intake's draft 17
 * holds: its call is registered (or its warning joined to the incident), its
 * figures are claimed and the draft is dropped, in one transaction.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/tr.h"
#include "desk/call.h"
#include "desk/warning.h"
#include "screens/drafted.h"
#include "screens/facts_form.h"
#include "screens/intake.h"
#include "screens/judgement.h"
#include "screens/screen.h"

#define FACTS_FORM "facts"
#define PANEL_ROWS 7
#define NEED_FILL (1 << 3)

struct facts_page {
	char number[INCIDENT_NUMBER];
	struct incident in; /* as it is now */
	struct buf known;   /* its facts, in one line */
	struct drafted drafted;
	struct form_field fields[FACTS_FIELDS_MAX];
	struct draft from; /* intake's draft, fields NULL: none */
	struct judgement judgement;
	struct buf theirs; /* what somebody else claimed meanwhile */
};

static const struct form_field head_fields[] = {
	{ .key = "number",
	  .label = N_("事件"),
	  .flags = FORM_READONLY,
	  .width = 12 },
	{ .key = "base",
	  .label = N_("所见日志"),
	  .flags = FORM_READONLY | FORM_BESIDE,
	  .width = 10 },
	{ .key = "from",
	  .label = N_("并自草稿"),
	  .flags = FORM_READONLY | FORM_BESIDE,
	  .width = 10 },
	{ .key = "source",
	  .label = N_("来源"),
	  .flags = FORM_REQUIRED,
	  .width = 30,
	  .max_chars = SOURCE_MAX,
	  .hint = N_("谁说的：来电人、医院、矿方调度……") },
	{ .key = "at",
	  .label = N_("何时所说"),
	  .kind = FORM_TIME,
	  .flags = FORM_BESIDE,
	  .width = 19,
	  .max_chars = 40,
	  .hint = N_("空着是现在；14:05、-15（十五分钟前）") },
	{ .key = NULL },
};

static const struct form_field save_fields[] = {
	{ .key = "save",
	  .label = N_("保存"),
	  .kind = FORM_SAVE,
	  .hint = N_("回车记录；Tab 去填其余事实") },
	{ .key = NULL },
};

/* ---- what is known, and what it would become ---- */

static void
known_text(struct buf *out, const struct facts *f)
{
	buf_clear(out);
	for (int i = 0; i < FACT_COUNT; i++) {
		if (f->v[i] == FACT_UNKNOWN)
			continue;
		buf_fmt(out, "%s%s ", out->len ? " · " : "",
		        tr(fact_info((enum fact)i)->label));
		fact_text(out, (enum fact)i, f->v[i]);
	}
	if (!out->len)
		buf_str(out, tr("还没有数字"));
}

/* Judge the incident as it would be with these claims. */
static void
judge_again(struct ui *ui, struct facts_page *st)
{
	struct err err = ERR_INIT;
	int64_t at = ui_now(ui);
	struct facts claimed;
	const char *bad;
	unsigned set;

	if (facts_form_read(&st->drafted.form, &claimed, &set, &bad, &err)) {
		judgement_none(&st->judgement,
		               N_("有一栏读不懂，改对后再判定"));
		return;
	}
	form_time(&st->drafted.form, "at", &at);
	judgement_of_claim(&st->judgement, ui_desk(ui), &st->in, set, &claimed,
	                   at);
}

static int
facts_refresh(struct ui *ui, void *state, struct err *err)
{
	struct facts_page *st = state;
	struct incident in;

	if (incident_get(ui_desk(ui), st->number, &in, err))
		return -1;
	incident_release(&st->in);
	st->in = in;
	known_text(&st->known, &in.facts);
	drafted_watch(ui, &st->drafted);
	judge_again(ui, st);
	return 0;
}

/* ---- opening ---- */

static const char *
from_text(const struct facts_page *st, const char *key)
{
	return json_string_value(json_object_get(st->from.fields, key));
}

/* Put what intake's draft says into the fields of the same name. */
static int
take_from(struct ui *ui, struct facts_page *st, int64_t id, struct err *err)
{
	struct form *f = &st->drafted.form;
	char text[32];

	if (draft_get(ui_desk(ui), id, &st->from, err))
		return -1;
	snprintf(text, sizeof(text), "%lld", (long long)id);
	form_set(f, "from", text);
	form_set(f, "source",
	         from_text(st, "caller") ? from_text(st, "caller")
	                                 : "来电人"); /* stored */
	if (from_text(st, "received"))
		form_set(f, "at", from_text(st, "received"));
	for (int i = 0; i < FACT_COUNT; i++) {
		const char *key = fact_info((enum fact)i)->key;

		if (from_text(st, key))
			form_set(f, key, from_text(st, key));
	}
	form_go(f, "save");
	return 0;
}

/* The newest draft of claims on this incident that was left behind. */
static int
take_up_left(struct ui *ui, struct facts_page *st, struct err *err)
{
	struct draft *rows;
	char when[CIVIL_TEXT];
	size_t count;

	if (draft_list(ui_desk(ui), FACTS_FORM, &rows, &count, err))
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].target, st->number) != 0 ||
		    draft_open_elsewhere(ui, &rows[i]))
			continue;
		drafted_resume(ui, &st->drafted, &rows[i]);
		ui_say(ui, ROLE_NOTICE, tr("接着填 %s %s 留下的草稿；^X 丢弃"),
		       rows[i].officer, civil_short(when, rows[i].saved_ms));
		break;
	}
	drafts_free(rows, count);
	return 0;
}

static int
facts_open(struct ui *ui, void *state, const char *arg, struct err *err)
{
	struct facts_page *st = state;
	struct form *f = &st->drafted.form;
	char typed[INCIDENT_NUMBER + 1], base[32];
	long long from = 0;

	buf_init(&st->known);
	buf_init(&st->theirs);
	if (!arg || sscanf(arg, "%16s draft:%lld", typed, &from) < 1)
		return err_set(err, ERR_INPUT, "%s", tr("给哪一起录事实？"));
	if (incident_number(ui_desk(ui), typed, st->number, err) ||
	    incident_get(ui_desk(ui), st->number, &st->in, err))
		return -1;
	facts_fields_add(st->fields, head_fields);
	facts_fields_add(st->fields, facts_main_fields);
	facts_fields_add(st->fields, save_fields);
	facts_fields_add(st->fields, facts_rare_fields);
	drafted_init(&st->drafted, FACTS_FORM, st->number, st->fields, st,
	             ui_now(ui));
	form_set(f, "number", st->number);
	snprintf(base, sizeof(base), "%lld", (long long)st->in.last_seq);
	form_set(f, "base", base);
	if (from && take_from(ui, st, from, err))
		return -1;
	drafted_begin(&st->drafted);
	return from ? 0 : take_up_left(ui, st, err);
}

static void
facts_close(struct ui *ui, void *state)
{
	struct facts_page *st = state;

	drafted_close(ui, &st->drafted);
	drafted_release(&st->drafted);
	draft_release(&st->from);
	judgement_release(&st->judgement);
	incident_release(&st->in);
	buf_release(&st->known);
	buf_release(&st->theirs);
}

/* ---- drawing ---- */

static void
facts_draw(const void *state, const struct view *v)
{
	const struct facts_page *st = state;
	const struct region *a = &v->area;
	struct region form =
		region_part(a, 2, 0, a->rows - 2 - PANEL_ROWS, a->cols);
	struct region panel =
		region_part(a, a->rows - PANEL_ROWS, 0, PANEL_ROWS, a->cols);

	canvas_fmt(a, 0, 0, -1, ROLE_HEAD, "%s %s", st->number, st->in.title);
	if (st->theirs.len)
		canvas_put(a, 1, 0, -1, ROLE_WARN, st->theirs.s);
	else if (*st->drafted.notice)
		canvas_put(a, 1, 0, -1, ROLE_WARN, st->drafted.notice);
	else
		canvas_fmt(a, 1, 0, -1, ROLE_DIM, tr("现为：%s"), st->known.s);
	form_draw(&st->drafted.form, &form, v->focused);
	judgement_draw(&st->judgement, &panel, v->now_ms);
}

/* ---- saving ---- */

/* The call that intake's draft holds, into the register of this incident. */
static int
log_call(struct desk *d, const struct facts_page *st, struct err *err)
{
	struct call_new c = { .direction = CALL_IN, .incident = st->number };
	struct err ignored = ERR_INIT;
	const char *received = from_text(st, "received");
	int64_t seq;

	c.caller = from_text(st, "caller");
	if (!c.caller)
		c.caller = "来电人"; /* stored */
	c.unit = from_text(st, "unit");
	c.phone = from_text(st, "phone");
	c.words = from_text(st, "words");
	c.told = from_text(st, "told");
	if (!c.words)
		c.result = tr("报来数字，见事实");
	if (received &&
	    civil_parse_human(received, desk_now(d), &c.at_ms, &ignored))
		c.at_ms = 0;
	return call_log(d, &c, &seq, err);
}

/* How intake's draft came here: from a warning, which belongs to this incident
 * now, or (with a number also then) by telephone. */
static int
take_report(struct desk *d, const struct facts_page *st, struct err *err)
{
	int64_t seen, warning = intake_target_warning(st->from.target, &seen);

	if (warning && warning_handle(d, warning, seen, WARNING_INCIDENT,
	                              st->number, NULL, err))
		return -1;
	return warning && !from_text(st, "phone") ? 0 : log_call(d, st, err);
}

/* What is claimed, and what another officer had claimed meanwhile. */
struct saving {
	struct facts_page *st;
	unsigned set;
	const struct facts *facts;
	struct conflict conflict;
};

static int
save(struct ui *ui, void *arg, const struct form *f, struct err *err)
{
	struct desk *d = ui_desk(ui);
	struct saving *s = arg;
	struct facts_page *st = s->st;
	int64_t at = 0, base = strtoll(form_text(f, "base"), NULL, 10), seq;

	form_time(f, "at", &at);
	if (st->from.fields && take_report(d, st, err))
		return -1;
	if (s->set && incident_claim(d, st->number, s->set, s->facts,
	                             form_text(f, "source"), at, base,
	                             &s->conflict, &seq, err))
		return -1;
	return st->from.fields
	               ? draft_drop(d, st->from.id, "added to an incident", err)
	               : 0;
}

/* Their value beside ours; saving again goes on top of it. */
static void
show_conflict(struct facts_page *st, const struct conflict *c)
{
	struct form *f = &st->drafted.form;
	int fact = fact_find(c->field);
	char when[CIVIL_TEXT], base[32];

	buf_clear(&st->theirs);
	buf_fmt(&st->theirs,
	        tr("! %s %s 已记 %s 为 %s，你填的是 %s；再保存就记在其后"),
	        c->officer, civil_short(when, c->recorded_ms),
	        fact >= 0 ? tr(fact_info((enum fact)fact)->label) : c->field,
	        c->theirs ? c->theirs : tr("不明"),
	        c->mine ? c->mine : tr("不明"));
	snprintf(base, sizeof(base), "%lld", (long long)c->seq);
	form_set(f, "base", base);
	if (fact >= 0)
		form_go(f, c->field);
}

static void
facts_save(struct ui *ui, struct facts_page *st)
{
	struct form *f = &st->drafted.form;
	struct err err = ERR_INIT;
	struct facts facts;
	struct saving s = { .st = st, .facts = &facts };
	const char *bad;

	if (facts_form_read(f, &facts, &s.set, &bad, &err)) {
		form_error(f, bad, err.text);
		form_go(f, bad);
	} else if (!s.set && !st->from.fields) {
		ui_say(ui, ROLE_ERROR, "%s", tr("还没有填任何一项事实"));
	} else if (!drafted_save(ui, &st->drafted, save, &s, "became claims",
	                         &err)) {
		bool added = st->from.fields;

		ui_back(ui);
		if (added)
			ui_open(ui, "incident", st->number);
		ui_say(ui, ROLE_OK, tr("已记入事件 %s"), st->number);
	} else if (err.code == ERR_CONFLICT && *s.conflict.field) {
		show_conflict(st, &s.conflict);
	} else {
		ui_fail(ui, &err);
	}
	conflict_release(&s.conflict);
}

static bool
facts_key(struct ui *ui, void *state, const struct key_event *e)
{
	struct facts_page *st = state;
	unsigned ev = drafted_key(ui, &st->drafted, e);

	if (ev & FORM_CHANGED)
		judge_again(ui, st);
	if (ev & FORM_CANCEL)
		ui_back(ui);
	else if (ev & FORM_SUBMIT)
		facts_save(ui, st);
	return ev & FORM_TAKEN;
}

static unsigned
facts_have(const void *state)
{
	(void)state;
	return NEED_FILL | NEED_INCIDENT | IN_FORM;
}

static const char *
facts_incident(const void *state)
{
	const struct facts_page *st = state;

	return st->number;
}

static void
discard_yes(struct ui *ui, void *state)
{
	struct facts_page *st = state;
	struct err err = ERR_INIT;

	if (drafted_discard(ui, &st->drafted, &err))
		ui_fail(ui, &err);
	else
		ui_back(ui);
}

static void
act_discard(struct ui *ui, void *state)
{
	(void)state;
	ui_confirm(ui, tr("不要这次填的内容了？"), 'y', discard_yes);
}

/* clang-format off */
static const struct key_binding facts_keys[] = {
	{ "<C-x>", "facts.discard", N_("不要了"), NEED_FILL, act_discard },
	{ NULL, NULL, NULL, 0, NULL },
};
/* clang-format on */

const struct screen_ops facts_screen = {
	.name = "facts",
	.title = N_("录事实"),
	.keys = facts_keys,
	.uses = USES_FORM,
	.state_size = sizeof(struct facts_page),
	.open = facts_open,
	.refresh = facts_refresh,
	.draw = facts_draw,
	.have = facts_have,
	.key = facts_key,
	.incident = facts_incident,
	.close = facts_close,
};
