-- Ways out of the room, the house rule of escalation, and what went out.
CREATE TABLE channel (
	name TEXT PRIMARY KEY,
	first_seq INTEGER NOT NULL,
	record TEXT NOT NULL,		-- JSON, as in the entry
	officer TEXT NOT NULL,
	last_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE escalation (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	steps TEXT NOT NULL		-- JSON
) STRICT;

CREATE TABLE notice (
	id INTEGER PRIMARY KEY,
	key TEXT NOT NULL UNIQUE,
	step INTEGER NOT NULL,
	channel TEXT NOT NULL,
	post TEXT NOT NULL,
	recipient TEXT NOT NULL,
	phone TEXT NOT NULL,
	title TEXT NOT NULL,
	text TEXT NOT NULL,
	level INTEGER NOT NULL,
	state INTEGER NOT NULL,		-- enum notice_state
	attempts INTEGER NOT NULL DEFAULT 0,
	raised_ms INTEGER NOT NULL,	-- counted, these all
	next_ms INTEGER NOT NULL,
	sent_ms INTEGER NOT NULL DEFAULT 0,
	answered_ms INTEGER NOT NULL DEFAULT 0,
	words TEXT NOT NULL DEFAULT '',
	answered_by TEXT NOT NULL DEFAULT '',
	last_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX notice_waiting ON notice (next_ms, id) WHERE state = 0;
CREATE INDEX notice_failed ON notice (raised_ms) WHERE state = 2;
