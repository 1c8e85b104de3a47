#include "desk/demo.h"

#include <stdio.h>
#include <string.h>

#include "base/asset.h"
#include "base/civil.h"
#include "desk/command.h"
#include "desk/plan.h"
#include "desk/roster.h"
#include "doc/text.h"

#define SCRIPT "demo/night.jsonl"
#define PLANS "demo/plans/"

#define START "2021-12-15T21:30:00+08:00"

int
demo_options(struct desk_options *o, struct err *err)
{
	o->drill = true;
	o->clock_rate = 0;
	return civil_parse(START, &o->clock_ms, NULL, err);
}

/* Every line of the script, in order; the first that fails ends it. */
static int
demo_lines(struct command_session *s, const struct asset *script,
           struct err *err)
{
	const char *at = (const char *)script->bytes, *end = at + script->len;
	struct command_result res;
	char name[sizeof(SCRIPT) + 24];

	for (int line = 1; at < end; line++) {
		const char *nl = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((nl ? nl : end) - at);

		snprintf(name, sizeof(name), "%s:%d", SCRIPT, line);
		if (len && command_run_text(s, at, len, name, &res, err))
			return -1;
		at = nl ? nl + 1 : end;
	}
	return 0;
}

/* The tables as an office would bring them; each names those before it. */
static int
demo_roster(struct desk *d, struct err *err)
{
	static const char *const tables[] = { "demo/units.csv",
		                              "demo/contacts.csv",
		                              "demo/stock.csv",
		                              "demo/groups.csv" };
	struct roster_preview *p;
	const struct asset *a;
	size_t written;
	int rc;

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		a = asset_find(tables[i]);
		if (!a)
			return err_set(err, ERR_NOT_FOUND, "%s: not built in",
			               tables[i]);
		if (roster_preview(d, a->bytes, a->len, a->name, &p, err))
			return -1;
		rc = roster_apply(d, p, false, &written, err);
		roster_preview_free(p);
		if (rc)
			return err_prefix(err, "%s", tables[i]);
	}
	return 0;
}

/* The plans, as md files with their front parts. */
static int
demo_plans(struct desk *d, struct err *err)
{
	const struct asset *a;
	struct doc doc;
	size_t i = 0;
	int64_t id, seq;
	int rc = 0;

	while (rc == 0 && (a = asset_next(PLANS, &i)) != NULL) {
		struct plan_new p = { .category = -1,
			              .source = a->name + strlen(PLANS),
			              .doc = &doc };

		doc_init(&doc);
		rc = doc_read_md(&doc, a->bytes, a->len, err) ||
		                     plan_save(d, &p, &id, &seq, err)
		             ? err_prefix(err, "%s", a->name)
		             : 0;
		doc_release(&doc);
	}
	return rc;
}

int
demo_replay(const char *dir, const struct identity *who, struct err *err)
{
	const struct asset *script = asset_find(SCRIPT);
	struct command_session s;
	struct desk *d;
	int rc;

	if (!script)
		return err_set(err, ERR_NOT_FOUND, "%s: not built in", SCRIPT);
	if (desk_open(&d, dir, who, NULL, err))
		return -1;
	command_session_init(&s, d);
	rc = demo_roster(d, err) || demo_plans(d, err) ||
	                     demo_lines(&s, script, err)
	             ? -1
	             : 0;
	command_session_release(&s);
	desk_close(d);
	return rc;
}
