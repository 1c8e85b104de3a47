-- Reports made, with the receiver's word where it came; frozen briefs.

CREATE TABLE report (
	incident INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	at_ms INTEGER NOT NULL,
	recorded_ms INTEGER NOT NULL,
	by_party TEXT NOT NULL,
	to_party TEXT NOT NULL,
	via INTEGER NOT NULL,
	taker TEXT,
	reference TEXT,
	words TEXT,
	officer TEXT NOT NULL,
	confirmed_ms INTEGER,
	confirmed_by TEXT,
	PRIMARY KEY (incident, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE brief (
	incident INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	recorded_ms INTEGER NOT NULL,
	kind INTEGER NOT NULL,		-- enum brief_kind
	n INTEGER NOT NULL,
	class INTEGER NOT NULL,
	facts TEXT NOT NULL,
	text TEXT NOT NULL,
	officer TEXT NOT NULL,
	PRIMARY KEY (incident, seq)
) STRICT, WITHOUT ROWID;
