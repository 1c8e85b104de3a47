-- Call-outs, folded from callout.*.  id is the seq of callout.started.
CREATE TABLE callout (
	id INTEGER PRIMARY KEY,
	title TEXT NOT NULL,
	why INTEGER NOT NULL,		-- enum callout_why
	of TEXT NOT NULL,
	lists TEXT NOT NULL,
	wake INTEGER NOT NULL,		-- minutes
	reach INTEGER NOT NULL,
	drawn INTEGER NOT NULL,
	at_ms INTEGER NOT NULL,		-- counted, these all
	ended_ms INTEGER NOT NULL DEFAULT 0,
	ended_words TEXT NOT NULL DEFAULT '',
	officer TEXT NOT NULL,
	last_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX callout_order ON callout (ended_ms > 0, id DESC);
CREATE INDEX callout_running ON callout (id) WHERE ended_ms = 0;
CREATE INDEX callout_of ON callout (of, id) WHERE of <> '';

CREATE TABLE callout_target (
	callout INTEGER NOT NULL,
	k INTEGER NOT NULL,
	name TEXT NOT NULL,
	vacant INTEGER NOT NULL,
	contact INTEGER NOT NULL DEFAULT 0,	-- the person called; 0: none
	person TEXT NOT NULL DEFAULT '',
	line TEXT NOT NULL,		-- JSON, as in the entry
	numbers INTEGER NOT NULL,	-- of the line
	next INTEGER NOT NULL DEFAULT 0,
	round INTEGER NOT NULL DEFAULT 0,
	tries INTEGER NOT NULL DEFAULT 0,
	called_ms INTEGER NOT NULL DEFAULT 0,
	answered_ms INTEGER NOT NULL DEFAULT 0,
	after INTEGER NOT NULL DEFAULT 0,	-- answered after the end
	answered_by TEXT NOT NULL DEFAULT '',
	words TEXT NOT NULL DEFAULT '',
	acted_ms INTEGER NOT NULL DEFAULT 0,
	acted TEXT NOT NULL DEFAULT '',
	last INTEGER NOT NULL DEFAULT 0,
	held_by TEXT NOT NULL DEFAULT '',
	held_seat TEXT NOT NULL DEFAULT '',
	held_ms INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (callout, k)
) STRICT, WITHOUT ROWID;

CREATE INDEX callout_queue ON callout_target (callout, round, next > 0, k)
	WHERE answered_ms = 0;

-- Other posts of the person who is a target.
CREATE TABLE callout_also (
	id INTEGER PRIMARY KEY,
	callout INTEGER NOT NULL,
	k INTEGER NOT NULL,
	name TEXT NOT NULL
) STRICT;

CREATE INDEX callout_also_of ON callout_also (callout, k, id);

CREATE TABLE callout_try (
	seq INTEGER PRIMARY KEY,
	callout INTEGER NOT NULL,
	k INTEGER NOT NULL,
	at_ms INTEGER NOT NULL,
	how INTEGER NOT NULL,
	result INTEGER NOT NULL,
	number TEXT NOT NULL,
	by TEXT NOT NULL,
	words TEXT NOT NULL,
	officer TEXT NOT NULL,
	after INTEGER NOT NULL		-- the end
) STRICT;

CREATE INDEX callout_try_of ON callout_try (callout, k, seq);

CREATE TABLE callout_rule (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	rules TEXT NOT NULL		-- JSON
) STRICT;
