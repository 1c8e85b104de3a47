/*
 * deadlines, incidents and timeline: the desk's lists as text or JSON.
 *
 * JSON members are stable and documented in zhiban(1).
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
#include "desk/duty.h"
#include "desk/incident.h"
#include "desk/timeline.h"

const struct cli_option deadlines_options[] = {
	{ "--json", NULL, N_("输出 JSON") },
	{ "--all", NULL, N_("也列出单位和上级应做的") },
	{ NULL, NULL, NULL },
};

const struct cli_option incidents_options[] = {
	{ "--json", NULL, N_("输出 JSON") },
	{ "--all", NULL, N_("也列出已结和已并的") },
	{ NULL, NULL, NULL },
};

const struct cli_option timeline_options[] = {
	{ "--at", "TIME", N_("回到这一刻：当时所知、当时在计的时限") },
	{ "--format", "text|json", N_("输出格式") },
	{ NULL, NULL, NULL },
};

static json_t *
json_time(int64_t ms)
{
	char text[CIVIL_TEXT];

	return json_string(civil_rfc3339(text, ms, CIVIL_SHANGHAI));
}

/* A JSON array to text, one element a line, so that diffs and grep work. */
static void
write_array(struct buf *out, json_t *array)
{
	size_t i;
	json_t *item;

	buf_str(out, "[");
	json_array_foreach(array, i, item)
	{
		buf_str(out, i ? ",\n " : "");
		json_write(out, item);
	}
	buf_str(out, "]\n");
	json_decref(array);
}

static json_t *
duty_json(const struct duty_row *r)
{
	json_t *o = json_object();

	json_object_set_new(o, "number", json_string(r->number));
	json_object_set_new(o, "incident", json_string(r->incident_title));
	json_object_set_new(o, "class",
	                    json_string(class_code(r->incident_class)));
	json_object_set_new(o, "rule", json_string(r->rule));
	json_object_set_new(o, "title", json_string(r->title));
	json_object_set_new(o, "by", json_string(r->by));
	json_object_set_new(o, "to", json_string(r->to));
	json_object_set_new(o, "via", json_string(via_code(r->via)));
	if (r->leg != LEG_WHOLE)
		json_object_set_new(
			o, "leg",
			json_string(r->leg == LEG_PHONE ? "phone" : "written"));
	if (r->instance)
		json_object_set_new(o, "instance", json_integer(r->instance));
	json_object_set_new(o, "start", json_time(r->start));
	json_object_set_new(o, "due", json_time(r->due));
	if (r->house_due)
		json_object_set_new(o, "basis", json_string("house"));
	json_object_set_new(o, "state", json_string(duty_state_code(r->state)));
	json_object_set_new(o, "cite", json_string(r->cite));
	json_object_set_new(o, "standing",
	                    json_string(standing_code(r->standing)));
	return o;
}

static void
duty_text(struct buf *out, const struct duty_row *r, int64_t now)
{
	char due[CIVIL_TEXT], span[CIVIL_TEXT];

	buf_fmt(out, "%s %s  %s  %s  %s → %s  %s%s\n",
	        r->state == DUTY_OVERDUE ? "‼" : " ", civil_local(due, r->due),
	        civil_span(span, r->due - now), r->number,
	        tr(party_name(r->by)), tr(party_name(r->to)), r->title,
	        duty_leg_text(r->leg));
}

static json_t *
duties_json(const struct duty_row *rows, size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(array, duty_json(&rows[i]));
	return array;
}

int
cli_deadlines(struct cli *cli)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	struct desk *d = NULL;
	struct duty_row *rows = NULL;
	size_t count = 0;
	int status;

	if (cli_open_desk(cli, &d, &err) ||
	    duty_list(d, DUTIES_PENDING, NULL, !cli_has(cli, "--all"), 0, &rows,
	              &count, NULL, &err)) {
		status = cli_fail(cli, &err);
	} else {
		if (cli_has(cli, "--json"))
			write_array(&out, duties_json(rows, count));
		else
			for (size_t i = 0; i < count; i++)
				duty_text(&out, &rows[i], desk_now(d));
		status = cli_out(cli, &out, EXIT_DONE);
	}
	duty_rows_free(rows, count);
	desk_close(d);
	buf_release(&out);
	return status;
}

static const char *const state_codes[] = { "open", "closed", "merged" };
static const char *const state_labels[] = { N_("在办"), N_("已结"),
	                                    N_("已并") };

static json_t *
incident_json(const struct incident *in)
{
	json_t *o = json_object(), *facts = json_object();

	json_object_set_new(o, "number", json_string(in->number));
	json_object_set_new(o, "kind", json_string(in->kind));
	json_object_set_new(o, "title", json_string(in->title));
	json_object_set_new(o, "place", json_string(in->place));
	json_object_set_new(o, "unit", json_string(in->unit));
	json_object_set_new(o, "state", json_string(state_codes[in->state]));
	json_object_set_new(o, "class", json_string(class_code(in->class)));
	json_object_set_new(o, "because", json_string(in->because));
	if (in->occurred_ms != JOURNAL_NO_TIME)
		json_object_set_new(o, "occurred", json_time(in->occurred_ms));
	json_object_set_new(o, "received", json_time(in->received_ms));
	json_object_set_new(o, "opened", json_time(in->opened_ms));
	for (int f = 0; f < FACT_COUNT; f++)
		if (in->facts.v[f] != FACT_UNKNOWN)
			json_object_set_new(
				facts, fact_info((enum fact)f)->key,
				fact_to_json((enum fact)f, in->facts.v[f]));
	json_object_set_new(o, "facts", facts);
	json_object_set_new(o, "open_duties", json_integer(in->open_duties));
	json_object_set_new(o, "overdue_duties",
	                    json_integer(in->overdue_duties));
	json_object_set_new(o, "officer", json_string(in->officer));
	json_object_set_new(o, "last_seq", json_integer(in->last_seq));
	return o;
}

static void
incident_text(struct buf *out, const struct incident *in)
{
	char when[CIVIL_TEXT];
	struct buf name = BUF_INIT;

	class_name(&name, in->class, in->kind);
	buf_fmt(out, "%s  %s  %s  %s  %s  ", in->number,
	        civil_local(when, in->received_ms), tr(state_labels[in->state]),
	        name.s, in->overdue_duties ? "‼" : " ");
	text_safe(out, in->title, strlen(in->title), TEXT_LINE);
	buf_str(out, "\n");
	buf_release(&name);
}

#define INCIDENT_PAGE 500

/* All pages of the list, newest first. */
static int
incidents_write(const struct cli *cli, struct desk *d, struct buf *out,
                struct err *err)
{
	enum incident_filter filter =
		cli_has(cli, "--all") ? INCIDENTS_ALL : INCIDENTS_OPEN;
	bool as_json = cli_has(cli, "--json");
	char before[INCIDENT_NUMBER] = "";
	size_t count = INCIDENT_PAGE, written = 0;

	buf_str(out, as_json ? "[" : "");
	while (count == INCIDENT_PAGE) {
		struct incident *rows;

		if (incident_list(d, filter, *before ? before : NULL,
		                  INCIDENT_PAGE, &rows, &count, NULL, err))
			return -1;
		for (size_t i = 0; i < count; i++) {
			if (as_json) {
				json_t *o = incident_json(&rows[i]);

				buf_str(out, written++ ? ",\n " : "");
				json_write(out, o);
				json_decref(o);
			} else {
				incident_text(out, &rows[i]);
			}
		}
		if (count)
			memcpy(before, rows[count - 1].number, sizeof(before));
		incident_list_free(rows, count);
	}
	buf_str(out, as_json ? "]\n" : "");
	return 0;
}

int
cli_incidents(struct cli *cli)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	struct desk *d = NULL;
	int status;

	if (cli_open_desk(cli, &d, &err) || incidents_write(cli, d, &out, &err))
		status = cli_fail(cli, &err);
	else
		status = cli_out(cli, &out, EXIT_DONE);
	desk_close(d);
	buf_release(&out);
	return status;
}

typedef int timeline_fn(struct desk *d, const char *number, int64_t as_of,
                        struct buf *out, struct err *err);

static timeline_fn *
timeline_writer(const struct cli *cli, struct err *err)
{
	const char *format = cli_value(cli, "--format");

	if (!format || strcmp(format, "text") == 0)
		return timeline_text;
	if (strcmp(format, "json") == 0)
		return timeline_json;
	err_set(err, ERR_INPUT, "--format '%s': text or json", format);
	return NULL;
}

int
cli_timeline(struct cli *cli)
{
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;
	struct desk *d = NULL;
	char number[INCIDENT_NUMBER];
	timeline_fn *write = timeline_writer(cli, &err);
	int64_t as_of = 0;
	int status;

	if (!write || cli_open_desk(cli, &d, &err) ||
	    cli_time(cli, "--at", desk_now(d), &as_of, &err) ||
	    incident_number(d, cli->args[0], number, &err) ||
	    write(d, number, as_of, &out, &err))
		status = cli_fail(cli, &err);
	else
		status = cli_out(cli, &out, EXIT_DONE);
	desk_close(d);
	buf_release(&out);
	return status;
}
