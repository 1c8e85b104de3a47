-- Units as they stand after their last entry.  id is the seq of the first
-- unit.saved; sort is the pinyin of the name (src/base/pinyin.h).
CREATE TABLE unit (
	id INTEGER PRIMARY KEY,
	kind INTEGER NOT NULL,		-- enum unit_kind
	name TEXT NOT NULL,
	short_name TEXT NOT NULL,
	parent INTEGER NOT NULL,	-- 0: none
	town INTEGER NOT NULL,
	place TEXT NOT NULL,
	lat INTEGER,			-- millionths of a degree
	lon INTEGER,
	regulators TEXT NOT NULL,	-- JSON: ids
	licence TEXT NOT NULL,
	capacity TEXT NOT NULL,
	hazards TEXT NOT NULL,
	note TEXT NOT NULL,
	sort BLOB NOT NULL,
	removed INTEGER NOT NULL,
	last_seq INTEGER NOT NULL,
	saved_ms INTEGER NOT NULL,
	officer TEXT NOT NULL
) STRICT;

CREATE INDEX unit_name ON unit (name) WHERE removed = 0;
CREATE INDEX unit_short ON unit (short_name)
	WHERE removed = 0 AND short_name <> '';
CREATE INDEX unit_sort ON unit (kind, sort, id) WHERE removed = 0;
CREATE INDEX unit_town ON unit (town, kind, sort, id) WHERE removed = 0;
CREATE INDEX unit_parent ON unit (parent) WHERE removed = 0 AND parent <> 0;

-- Supplies of a store, people and machines of a rescue team.
CREATE TABLE stock (
	unit INTEGER NOT NULL,
	k INTEGER NOT NULL,
	item TEXT NOT NULL,
	quantity INTEGER NOT NULL,
	measure TEXT NOT NULL,
	ready INTEGER NOT NULL,
	keeper TEXT NOT NULL,
	PRIMARY KEY (unit, k)
) STRICT, WITHOUT ROWID;

-- Of units and contacts: ids are seqs of the journal, so they do not meet.
CREATE TABLE phone (
	owner INTEGER NOT NULL,
	k INTEGER NOT NULL,
	number TEXT NOT NULL,
	label TEXT NOT NULL,
	confirmed_ms INTEGER NOT NULL,	-- 0: never
	PRIMARY KEY (owner, k)
) STRICT, WITHOUT ROWID;

-- Which unit of ours a party of the rules is.
CREATE TABLE party (
	code TEXT PRIMARY KEY,
	unit INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX party_unit ON party (unit);
