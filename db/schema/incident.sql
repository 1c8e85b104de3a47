-- Incidents as they stand after their last entry.  id is the seq of
-- incident.opened; "2026-0012" is year and n.

CREATE TABLE incident (
	id INTEGER PRIMARY KEY,
	year INTEGER NOT NULL,
	n INTEGER NOT NULL,
	kind TEXT NOT NULL,
	title TEXT NOT NULL,
	place TEXT NOT NULL,
	unit TEXT NOT NULL,
	caller TEXT NOT NULL,
	phone TEXT NOT NULL,
	told TEXT NOT NULL,
	facts TEXT NOT NULL,		-- what is known, as last claimed
	state INTEGER NOT NULL,		-- enum incident_state
	merged_into TEXT,
	occurred_ms INTEGER,		-- as last claimed; null: unknown
	received_ms INTEGER NOT NULL,
	opened_ms INTEGER NOT NULL,
	last_seq INTEGER NOT NULL,
	last_ms INTEGER NOT NULL,
	counted_ms INTEGER NOT NULL,	-- of the last entry: it was judged then
	rulebook INTEGER NOT NULL,
	officer TEXT NOT NULL,
	class INTEGER NOT NULL DEFAULT 0,
	because TEXT NOT NULL DEFAULT '',
	cite TEXT NOT NULL DEFAULT '',
	-- an open one: when time alone brings a repeated duty; else null
	next_ms INTEGER,
	UNIQUE (year, n)
) STRICT;

CREATE INDEX incident_state ON incident (state, id);
CREATE INDEX incident_received ON incident (received_ms);
CREATE INDEX incident_next ON incident (next_ms) WHERE next_ms IS NOT NULL;

-- The long text, apart from the row that every entry changes.
CREATE TABLE incident_words (
	id INTEGER PRIMARY KEY,
	words TEXT NOT NULL
) STRICT;

-- What the kind was before each change of it.
CREATE TABLE incident_kind (
	incident INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	known_ms INTEGER NOT NULL,
	was TEXT NOT NULL,
	PRIMARY KEY (incident, seq)
) STRICT, WITHOUT ROWID;

-- The chronicle: one row an event, k counts those of one entry.
CREATE TABLE event (
	incident INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	k INTEGER NOT NULL,
	what INTEGER NOT NULL,		-- enum event_what
	at_ms INTEGER NOT NULL,		-- claimed
	known_ms INTEGER NOT NULL,	-- counted time of the entry
	recorded_ms INTEGER NOT NULL,
	officer TEXT NOT NULL,
	by_party TEXT,
	to_party TEXT,
	from_party TEXT,
	via INTEGER NOT NULL DEFAULT 0,
	name TEXT,			-- document, or the rule declined
	ground TEXT,
	person TEXT,
	source TEXT,
	facts TEXT,
	PRIMARY KEY (incident, seq, k)
) STRICT, WITHOUT ROWID;
