-- Duties of each incident as of its last entry.  rule is the rule's id
-- (desk.sql), target the recipient's place in the rule.

CREATE TABLE duty (
	incident INTEGER NOT NULL,
	rule INTEGER NOT NULL,
	target INTEGER NOT NULL,
	leg INTEGER NOT NULL,
	instance INTEGER NOT NULL,
	missed INTEGER NOT NULL,
	start_ms INTEGER NOT NULL,
	due_ms INTEGER NOT NULL,
	done_ms INTEGER NOT NULL,	-- 0: not done
	late_minutes INTEGER NOT NULL,
	house INTEGER NOT NULL,
	state INTEGER NOT NULL,		-- enum duty_state
	ours INTEGER NOT NULL,
	pending INTEGER NOT NULL,	-- open or overdue, of an open incident
	because TEXT NOT NULL,
	PRIMARY KEY (incident, rule, target, leg, instance)
) STRICT, WITHOUT ROWID;

CREATE INDEX duty_pending ON duty (due_ms, incident) WHERE pending = 1;
