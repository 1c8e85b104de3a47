-- The desk itself, the rules it adopted and a few running counts.

CREATE TABLE desk (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	uuid TEXT NOT NULL,
	name TEXT NOT NULL,
	code TEXT NOT NULL,
	drill INTEGER NOT NULL CHECK (drill IN (0, 1)),
	-- the drill's clock: seq of its clock.set (0: real time)
	clock_seq INTEGER NOT NULL DEFAULT 0,
	clock_ms INTEGER NOT NULL DEFAULT 0,
	clock_real_ms INTEGER NOT NULL DEFAULT 0,
	clock_rate INTEGER NOT NULL DEFAULT 1000
) STRICT;

-- Every pack ever adopted, whole: the rulebook of id N is made of the newest
-- of each pack with seq <= N, and of the house times with seq <= N.
CREATE TABLE pack (
	seq INTEGER PRIMARY KEY,
	pack TEXT NOT NULL,
	version INTEGER NOT NULL,
	name TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	content TEXT NOT NULL
) STRICT;

-- What a list of duties shows of their rules, so that it needs no pack.  id is
-- the pack's seq times 4096 plus the rule's place in the pack.
CREATE TABLE rule (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	title TEXT NOT NULL,
	title_en TEXT NOT NULL,
	cite TEXT NOT NULL,
	by_party TEXT NOT NULL,
	targets TEXT NOT NULL,		-- parties, a blank between them
	via INTEGER NOT NULL,
	immediate INTEGER NOT NULL CHECK (immediate IN (0, 1)),
	standing INTEGER NOT NULL
) STRICT;

CREATE TABLE house (
	seq INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	minutes INTEGER NOT NULL
) STRICT;

-- Counts that a list shows beside its first page (incident.c, duty.c).
CREATE TABLE tally (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	open INTEGER NOT NULL DEFAULT 0,
	closed INTEGER NOT NULL DEFAULT 0,
	merged INTEGER NOT NULL DEFAULT 0,
	pending INTEGER NOT NULL DEFAULT 0,
	pending_ours INTEGER NOT NULL DEFAULT 0
) STRICT;
