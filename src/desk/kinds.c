#include "desk/kinds.h"

#include "desk/activation.h"
#include "desk/alarm.h"
#include "desk/call.h"
#include "desk/callout.h"
#include "desk/channel.h"
#include "desk/contact.h"
#include "desk/desk.h"
#include "desk/draft.h"
#include "desk/group.h"
#include "desk/instruction.h"
#include "desk/notice.h"
#include "desk/plan.h"
#include "desk/setting.h"
#include "desk/settle.h"
#include "desk/unit.h"
#include "desk/warning.h"

#define KIND(name, kind, version)                                              \
	{                                                                      \
		kind, version, name##_check, name##_reduce                     \
	}

static const struct journal_kind kind_rows[] = {
	/* clang-format off */
	KIND(desk_created,		"desk.created",			1),
	KIND(pack_adopted,		"pack.adopted",			1),
	KIND(clock_set,			"clock.set",			1),
	{ "clock.anomaly", 1, NULL, clock_anomaly_reduce },
	KIND(incident_opened,		"incident.opened",		1),
	KIND(incident_revised,		"incident.revised",		1),
	KIND(incident_facts,		"incident.facts",		1),
	KIND(incident_event,		"incident.event",		1),
	KIND(incident_linked,		"incident.linked",		1),
	KIND(incident_merged,		"incident.merged",		1),
	KIND(incident_closed,		"incident.closed",		1),
	KIND(incident_reopened,		"incident.reopened",		1),
	KIND(duty_declined,		"duty.declined",		1),
	KIND(report_made,		"report.made",			1),
	KIND(report_confirmed,		"report.confirmed",		1),
	KIND(brief_frozen,		"brief.frozen",			1),
	KIND(call_logged,		"call.logged",			1),
	KIND(call_linked,		"call.linked",			1),
	KIND(draft_saved,		"draft.saved",			1),
	KIND(draft_dropped,		"draft.dropped",		1),
	KIND(instruction_given,		"instruction.given",		1),
	KIND(instruction_received,	"instruction.received",		1),
	KIND(instruction_fedback,	"instruction.fedback",		1),
	KIND(setting_changed,		"setting.changed",		1),
	KIND(alarm_acked,		"alarm.acked",			1),
	KIND(alarm_shelved,		"alarm.shelved",		1),
	KIND(unit_saved,		"unit.saved",			1),
	KIND(unit_confirmed,		"unit.confirmed",		1),
	KIND(unit_removed,		"unit.removed",			1),
	KIND(party_bound,		"party.bound",			1),
	KIND(contact_saved,		"contact.saved",		1),
	KIND(contact_confirmed,		"contact.confirmed",		1),
	KIND(contact_removed,		"contact.removed",		1),
	KIND(group_saved,		"group.saved",			1),
	KIND(group_removed,		"group.removed",		1),
	KIND(plan_saved,		"plan.saved",			1),
	KIND(plan_front,		"plan.front",			1),
	KIND(plan_drilled,		"plan.drilled",			1),
	KIND(plan_removed,		"plan.removed",			1),
	KIND(plan_activated,		"plan.activated",		1),
	KIND(activation_level,		"activation.level",		1),
	KIND(activation_step,		"activation.step",		1),
	KIND(activation_ended,		"activation.ended",		1),
	KIND(feed_saved,		"feed.saved",			1),
	KIND(feed_state,		"feed.state",			1),
	KIND(warning_received,		"warning.received",		1),
	KIND(warning_lost,		"warning.lost",			1),
	KIND(warning_ended,		"warning.ended",		1),
	KIND(warning_handled,		"warning.handled",		1),
	KIND(warning_closed,		"warning.closed",		1),
	KIND(callout_started,		"callout.started",		1),
	KIND(callout_joined,		"callout.joined",		1),
	KIND(callout_held,		"callout.held",		1),
	KIND(callout_freed,		"callout.freed",		1),
	KIND(callout_tried,		"callout.tried",		1),
	KIND(callout_acted,		"callout.acted",		1),
	KIND(callout_ended,		"callout.ended",		1),
	KIND(callout_rules,		"callout.rules",		1),
	KIND(channel_saved,		"channel.saved",		1),
	KIND(escalation_saved,		"escalation.saved",		1),
	KIND(notice_raised,		"notice.raised",		1),
	KIND(notice_begun,		"notice.begun",		1),
	KIND(notice_attempted,		"notice.attempted",		1),
	KIND(notice_dropped,		"notice.dropped",		1),
	KIND(notice_answered,		"notice.answered",		1),
	{ NULL, 0, NULL, NULL },
	/* clang-format on */
};

const struct journal_kinds desk_kinds = {
	.table = kind_rows,
	.open = settle_open,
	.close = settle_close,
	.settle = settle_all,
	.reset = settle_reset,
};
