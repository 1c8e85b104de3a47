/* Deciding not to report: an entry with a ground and a name, never silence. */
#include <string.h>

#include "base/json.h"
#include "base/tr.h"
#include "desk/body.h"
#include "desk/docket.h"
#include "desk/duty.h"
#include "desk/kinds.h"

#define RULE_MAX 32

int
duty_declined_check(const json_t *body, struct err *err)
{
	static const char *const keys[] = { "rule",   "by",   "to",
		                            "ground", "name", NULL };
	const struct jpath at = { .key = "body" };

	if (body_only(body, keys, err) ||
	    body_text(body, "rule", true, RULE_MAX, err) ||
	    body_text(body, "by", true, PARTY_MAX, err) ||
	    body_text(body, "to", true, PARTY_MAX, err) ||
	    body_text(body, "ground", true, INCIDENT_WORDS_MAX, err) ||
	    body_text(body, "name", true, BODY_NAME_MAX, err))
		return -1;
	if (!party_valid(body_get_text(body, "by")) ||
	    !party_valid(body_get_text(body, "to")))
		return json_fail(&at, err,
		                 "by, to: expected parties like "
		                 "city.emergency");
	return 0;
}

int
duty_declined_reduce(struct fold *f, const struct journal_entry *e,
                     const json_t *body, struct err *err)
{
	struct docket_event v = { .what = EVENT_DECLINED,
		                  .at_ms = docket_happened(e),
		                  .by = body_get_text(body, "by"),
		                  .to = body_get_text(body, "to"),
		                  .name = body_get_text(body, "rule"),
		                  .ground = body_get_text(body, "ground"),
		                  .person = body_get_text(body, "name") };
	int64_t id;

	if (docket_touch(f, e, &id, err))
		return -1;
	return body ? docket_put_event(f, id, e, &v, err) : 0;
}

struct declining {
	const char *number, *rule, *to, *ground, *name;
	int64_t *seq;
};

/* The duty must be ours and still to do; by: who has it. */
static int
decline_find(struct desk *d, const struct docket *k, const struct declining *x,
             const char **by, struct err *err)
{
	struct verdict v;

	if (docket_verdict(journal_fold(desk_journal(d)), k, desk_now(d), &v,
	                   err))
		return -1;
	*by = NULL;
	for (size_t i = 0; i < v.duties_count; i++) {
		const struct duty *y = &v.duties[i];

		if (strcmp(y->rule->id, x->rule) == 0 &&
		    strcmp(y->to, x->to) == 0 && docket_ours(y->rule->by) &&
		    (y->state == DUTY_OPEN || y->state == DUTY_OVERDUE))
			*by = y->rule->by;
	}
	verdict_release(&v);
	if (*by)
		return 0;
	return err_set(err, ERR_REFUSED,
	               tr("%s 现在没有这项待办的报告（%s → %s）"), x->number,
	               x->rule, tr(party_name(x->to)));
}

static int
decline_write(struct desk *d, void *arg, struct err *err)
{
	const struct declining *x = arg;
	struct docket k;
	char subject[32];
	const char *by;
	json_t *body;

	if (docket_enter(d, x->number, 1u << INCIDENT_OPEN, &k, err) ||
	    decline_find(d, &k, x, &by, err))
		return -1;
	body = json_object();
	if (body_put_text(body, "rule", x->rule, RULE_MAX, err) ||
	    body_put_text(body, "by", by, PARTY_MAX, err) ||
	    body_put_text(body, "to", x->to, PARTY_MAX, err) ||
	    body_put_text(body, "ground", x->ground, INCIDENT_WORDS_MAX, err) ||
	    body_put_text(body, "name", x->name, BODY_NAME_MAX, err)) {
		json_decref(body);
		return -1;
	}
	return desk_append(d, "duty.declined",
	                   docket_subject(subject, x->number), JOURNAL_NO_TIME,
	                   body, x->seq, err);
}

int
duty_decline(struct desk *d, const char *number, const char *rule,
             const char *to, const char *ground, const char *name, int64_t *seq,
             struct err *err)
{
	struct declining x = { number, rule, to, ground, name, seq };

	if (!ground || !*ground || !name || !*name)
		return err_set(err, ERR_REFUSED,
		               tr("决定不报必须写明依据和决定人"));
	return desk_write(d, decline_write, &x, err);
}
