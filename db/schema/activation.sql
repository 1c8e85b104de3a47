-- Plans that run or ran on incidents, folded from plan.activated and
-- activation.*.  id is the seq of plan.activated.
CREATE TABLE activation (
	id INTEGER PRIMARY KEY,
	incident INTEGER NOT NULL,
	plan INTEGER NOT NULL,
	version INTEGER NOT NULL,
	title TEXT NOT NULL,		-- of the plan then
	levels INTEGER NOT NULL,	-- it had: bits 1 << level
	level INTEGER NOT NULL,		-- in force
	decided_by TEXT NOT NULL,
	word TEXT NOT NULL,
	at_ms INTEGER NOT NULL,		-- counted, these all
	ended_ms INTEGER		-- null: it runs
) STRICT;

CREATE INDEX activation_running ON activation (id) WHERE ended_ms IS NULL;
CREATE INDEX activation_of ON activation (incident, id);

CREATE TABLE activation_step (
	activation INTEGER NOT NULL,
	k INTEGER NOT NULL,		-- its place in the plan
	id TEXT NOT NULL,
	levels INTEGER NOT NULL,	-- bits 1 << level
	text TEXT NOT NULL,
	post TEXT NOT NULL,
	minutes INTEGER NOT NULL,
	state INTEGER NOT NULL DEFAULT 0,	-- enum step_state
	start_ms INTEGER,		-- null: no level had it yet
	done_ms INTEGER,		-- null: not done
	done_by TEXT NOT NULL DEFAULT '',
	words TEXT NOT NULL DEFAULT '',
	-- when it is due: an open one, on the list of a plan that runs
	pending_ms INTEGER,
	PRIMARY KEY (activation, k)
) STRICT, WITHOUT ROWID;

CREATE INDEX activation_step_pending
	ON activation_step (pending_ms, activation, k)
	WHERE pending_ms IS NOT NULL;
