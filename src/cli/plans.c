/*
 * plans: read response plans from files and folders, list and show them.
 */
#include "cli/cli.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/json.h"
#include "base/tr.h"
#include "base/utf8.h"
#include "desk/desk.h"
#include "desk/plan.h"
#include "desk/plan_import.h"

const struct cli_option plans_options[] = {
	{ "--category", "CODE",
	  N_("导入为哪类：overall、special、department、site、other") },
	{ "--json", NULL, N_("输出 JSON") },
	{ "--due", NULL, N_("只列修订或演练已逾期的") },
	{ "--version", "N", N_("第几版（默认最新）") },
	{ NULL, NULL, NULL },
};

static void
safe(struct buf *out, const char *s)
{
	text_safe(out, s, strlen(s), TEXT_LINE);
}

/* ---- import ---- */

/* What was read but not as it is in the file. */
static void
say_notes(struct buf *out, const struct doc_notes *n)
{
	if (n->encoding.encoding && !n->encoding.sure)
		buf_fmt(out, tr("；按 %s 读，请核对"),
		        encoding_name(n->encoding.encoding));
	if (n->replaced)
		buf_fmt(out, tr("；%zu 个字读不出"), n->replaced);
	if (n->images)
		buf_fmt(out, tr("；%zu 幅图未收"), n->images);
}

static void
say_row(struct buf *out, const struct plan_import_row *r)
{
	struct buf title = BUF_INIT;

	safe(out, r->path);
	buf_str(out, tr("："));
	safe(&title, r->title);
	if (r->act == PLAN_REFUSE) {
		buf_str(out, tr("未导入："));
		safe(out, r->why);
	} else if (r->act == PLAN_LEAVE) {
		buf_fmt(out, tr("没有变化：预案 %lld《%s》"), (long long)r->id,
		        title.s);
	} else if (r->act == PLAN_ADD) {
		buf_fmt(out, tr("新预案 %lld《%s》，%zu 段"), (long long)r->id,
		        title.s, r->paras);
	} else {
		buf_fmt(out, tr("预案 %lld《%s》第 %d 版，%zu 段"),
		        (long long)r->id, title.s, r->version, r->paras);
	}
	if (r->act != PLAN_REFUSE)
		say_notes(out, &r->notes);
	buf_byte(out, '\n');
	buf_release(&title);
}

/* What became of each file, once all that is good is written. */
static int
say_import(struct cli *cli, const struct plan_import *im)
{
	struct buf out = BUF_INIT;
	size_t n[PLAN_ACTS];
	int status;

	for (size_t i = 0; i < plan_import_count(im); i++)
		say_row(&out, plan_import_row(im, i));
	plan_import_counts(im, n);
	status = cli_out(cli, &out, n[PLAN_REFUSE] ? EXIT_WANTING : EXIT_DONE);
	buf_release(&out);
	return status;
}

static int
plans_import(struct cli *cli, struct desk *d)
{
	const char *category = cli_value(cli, "--category");
	int code = category ? plan_category_find(category) : -1;
	struct err err = ERR_INIT;
	struct plan_import *im;
	int status;

	if (category && code < 0) {
		err_set(&err, ERR_INPUT,
		        "--category '%s': overall, special, "
		        "department, site or other",
		        category);
		return cli_fail(cli, &err);
	}
	im = plan_import_new(d, code);
	for (int i = 1; i < cli->args_count; i++)
		plan_import_add(im, cli->args[i]);
	if (plan_import_run(im, &err) || plan_import_apply(im, &err))
		status = cli_fail(cli, &err);
	else
		status = say_import(cli, im);
	plan_import_free(im);
	return status;
}

/* ---- list ---- */

static void
json_date(json_t *o, const char *key, int64_t ms)
{
	char text[CIVIL_TEXT];

	if (ms)
		json_object_set_new(
			o, key,
			json_string(civil_date(text, ms, CIVIL_SHANGHAI)));
}

static json_t *
plan_json(const struct plan *p, int64_t now)
{
	json_t *o = json_object();
	char text[CIVIL_TEXT];

	json_object_set_new(o, "id", json_integer(p->id));
	json_object_set_new(o, "title", json_string(p->title));
	json_object_set_new(o, "category",
	                    json_string(plan_category_code(p->category)));
	json_object_set_new(o, "version", json_integer(p->version));
	if (*p->source)
		json_object_set_new(o, "source", json_string(p->source));
	json_date(o, "issued", p->issued_ms);
	json_date(o, "revise_by", p->revise_ms);
	json_date(o, "drilled", p->drilled_ms);
	json_date(o, "drill_due", p->drill_due_ms);
	json_object_set_new(o, "paras", json_integer((json_int_t)p->paras));
	json_object_set_new(o, "steps", json_integer((json_int_t)p->steps));
	json_object_set_new(o, "overdue", json_boolean(plan_overdue(p, now)));
	json_object_set_new(o, "removed", json_boolean(p->removed));
	json_object_set_new(o, "officer", json_string(p->officer));
	json_object_set_new(
		o, "saved",
		json_string(civil_rfc3339(text, p->saved_ms, CIVIL_SHANGHAI)));
	return o;
}

static void
plan_line(struct buf *out, const struct plan *p, int64_t now)
{
	char day[CIVIL_TEXT];

	buf_fmt(out, "%s %lld  %s  ", plan_overdue(p, now) ? "‼" : " ",
	        (long long)p->id, tr(plan_category_label(p->category)));
	safe(out, p->title);
	buf_fmt(out, tr("  第 %d 版，%zu 段，%zu 步"), p->version, p->paras,
	        p->steps);
	if (p->revise_ms)
		buf_fmt(out, tr("，修订期限 %s"),
		        civil_date(day, p->revise_ms, CIVIL_SHANGHAI));
	if (p->drill_due_ms)
		buf_fmt(out, tr("，演练期限 %s"),
		        civil_date(day, p->drill_due_ms, CIVIL_SHANGHAI));
	if (p->removed)
		buf_str(out, tr("，已废止"));
	buf_byte(out, '\n');
}

static int
plans_list(struct cli *cli, struct desk *d)
{
	bool as_json = cli_has(cli, "--json");
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	int64_t now = desk_now(d);
	struct plan *rows;
	size_t n, i;
	json_t *o;
	int status;

	if (plan_list(d, cli_has(cli, "--due"), &rows, &n, &err))
		return cli_fail(cli, &err);
	buf_str(&out, as_json ? "[" : "");
	for (i = 0; i < n; i++) {
		if (!as_json) {
			plan_line(&out, &rows[i], now);
			continue;
		}
		o = plan_json(&rows[i], now);
		buf_str(&out, i ? ",\n " : "");
		json_write(&out, o);
		json_decref(o);
	}
	buf_str(&out, as_json ? "]\n" : "");
	status = cli_out(cli, &out, EXIT_DONE);
	plans_free(rows, n);
	buf_release(&out);
	return status;
}

/* ---- show, export-front ---- */

/* "17", or the whole title. */
static int
plan_typed(struct desk *d, const char *typed, struct plan *out, struct err *err)
{
	int64_t id;

	if (typed[strspn(typed, "0123456789")] == '\0' && strlen(typed) < 18)
		return plan_get(d, strtoll(typed, NULL, 10), out, err);
	if (plan_named(d, typed, 0, &id, err))
		return -1;
	return plan_get(d, id, out, err);
}

static void
show_paras(struct buf *out, const struct plan_para *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_str(out, "\n");
		for (int level = 0; level < rows[i].level; level++)
			buf_byte(out, '#');
		buf_str(out, rows[i].level ? " " : "");
		safe(out, rows[i].text);
		buf_byte(out, '\n');
	}
}

static int
plans_show(struct cli *cli, struct desk *d)
{
	struct plan_para *rows = NULL;
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	struct plan p = { .id = 0 };
	int64_t version = 0;
	size_t n = 0;
	int status;

	if (cli_int(cli, "--version", 1, INT32_MAX, &version, &err) ||
	    plan_typed(d, cli->args[1], &p, &err) ||
	    plan_paras(d, p.id, (int)version, &rows, &n, &err)) {
		status = cli_fail(cli, &err);
	} else {
		plan_line(&out, &p, desk_now(d));
		show_paras(&out, rows, n);
		status = cli_out(cli, &out, EXIT_DONE);
	}
	plan_release(&p);
	plan_paras_free(rows, n);
	buf_release(&out);
	return status;
}

static int
plans_export_front(struct cli *cli, struct desk *d)
{
	struct plan p = { .id = 0 };
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	struct plan_front front;
	int status;

	if (plan_typed(d, cli->args[1], &p, &err) ||
	    plan_front(d, p.id, &front, &err)) {
		status = cli_fail(cli, &err);
	} else {
		plan_front_text(&front, &out);
		plan_front_release(&front);
		status = cli_out(cli, &out, EXIT_DONE);
	}
	plan_release(&p);
	buf_release(&out);
	return status;
}

/* ---- the verbs ---- */

static const struct verb {
	const char *name, *args;
	int min_args, max_args; /* max -1: any */
	const char *const *options;
	int (*run)(struct cli *cli, struct desk *d);
} verbs[] = {
	{ "import", "PATH...", 1, -1,
	  (const char *const[]){ "--category", NULL }, plans_import },
	{ "list", "", 0, 0, (const char *const[]){ "--json", "--due", NULL },
	  plans_list },
	{ "show", "ID", 1, 1, (const char *const[]){ "--version", NULL },
	  plans_show },
	{ "export-front", "ID", 1, 1, (const char *const[]){ NULL },
	  plans_export_front },
};

static bool
verb_takes(const struct verb *v, const char *option)
{
	for (size_t i = 0; v->options[i]; i++)
		if (strcmp(v->options[i], option) == 0)
			return true;
	return false;
}

static const struct verb *
verb_find(const struct cli *cli, struct err *err)
{
	const struct cli_option *o;
	const struct verb *v = NULL;
	int args = cli->args_count - 1;

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]) && !v; i++)
		if (strcmp(verbs[i].name, cli->args[0]) == 0)
			v = &verbs[i];
	if (!v) {
		err_set(err, ERR_INPUT,
		        "'%s': import, list, show or export-front",
		        cli->args[0]);
		return NULL;
	}
	if (args < v->min_args || (v->max_args >= 0 && args > v->max_args)) {
		err_set(err, ERR_INPUT, "usage: zhiban plans %s %s", v->name,
		        v->args);
		return NULL;
	}
	for (o = plans_options; o->name; o++)
		if (cli_has(cli, o->name) && !verb_takes(v, o->name)) {
			err_set(err, ERR_INPUT, "%s: not with %s", o->name,
			        v->name);
			return NULL;
		}
	return v;
}

int
cli_plans(struct cli *cli)
{
	struct err err = ERR_INIT;
	const struct verb *v = verb_find(cli, &err);
	struct desk *d;
	int status;

	if (!v || cli_open_desk(cli, &d, &err))
		return cli_fail(cli, &err);
	status = v->run(cli, d);
	desk_close(d);
	return status;
}
