-- Warnings and the feeds they come from.
CREATE TABLE warning (
	id INTEGER PRIMARY KEY,
	n INTEGER NOT NULL,		-- 1, 2, 3 ...
	condition TEXT NOT NULL,
	kind TEXT NOT NULL,
	level INTEGER NOT NULL,
	level_ms INTEGER NOT NULL,	-- counted: since when it has it
	worst INTEGER NOT NULL,
	drill INTEGER NOT NULL,
	near INTEGER NOT NULL,		-- enum warning_near
	metres INTEGER NOT NULL,
	headline TEXT NOT NULL,
	sender TEXT NOT NULL,
	head TEXT NOT NULL,		-- id of the message that gave these
	rank INTEGER NOT NULL,		-- of it
	sent_ms INTEGER NOT NULL,
	expires_ms INTEGER NOT NULL,
	-- the last end that a source gave which has it still; 0 none did
	until_ms INTEGER NOT NULL DEFAULT 0,
	occurred_ms INTEGER NOT NULL,
	lat INTEGER,
	lon INTEGER,
	magnitude INTEGER,
	depth INTEGER,
	geocodes TEXT NOT NULL,		-- JSON: those not cancelled
	messages INTEGER NOT NULL,
	state INTEGER NOT NULL,		-- enum warning_state
	ended INTEGER NOT NULL,		-- enum warning_end
	ended_ms INTEGER NOT NULL,
	-- when the cancel was sent that ended it; 0 none did
	cancelled_ms INTEGER NOT NULL DEFAULT 0,
	received_ms INTEGER NOT NULL,
	changed_ms INTEGER NOT NULL,
	last_seq INTEGER NOT NULL,
	act INTEGER NOT NULL DEFAULT 0,	-- enum warning_act
	acted_ms INTEGER NOT NULL DEFAULT 0,
	acted_by TEXT NOT NULL DEFAULT '',
	act_note TEXT NOT NULL DEFAULT '',
	past_act INTEGER NOT NULL DEFAULT 0,	-- the act until it got worse
	-- the mildest it was since a person acted, as its place in lists
	calm INTEGER NOT NULL DEFAULT 0,
	worse_seq INTEGER NOT NULL,	-- the message that last made it worse
	-- the order of lists: active by level, then the rest
	place INTEGER NOT NULL
) STRICT;

CREATE INDEX warning_open ON warning (place, changed_ms DESC, id DESC)
	WHERE state < 2;
CREATE INDEX warning_unhandled ON warning (place, changed_ms DESC, id DESC)
	WHERE state = 0 AND act = 0;
CREATE INDEX warning_condition ON warning (condition) WHERE state = 0;
CREATE INDEX warning_occurred ON warning (occurred_ms)
	WHERE magnitude IS NOT NULL;
CREATE INDEX warning_until ON warning (until_ms)
	WHERE state = 0 AND until_ms > 0;

CREATE TABLE warning_message (
	seq INTEGER PRIMARY KEY,
	warning INTEGER NOT NULL,
	feed TEXT NOT NULL,
	id TEXT NOT NULL,
	recorded_ms INTEGER NOT NULL,
	body TEXT NOT NULL		-- as in the entry
) STRICT;

CREATE INDEX warning_message_of ON warning_message (warning, seq);

-- What a message is called, by anyone, and the item it belongs to: an exercise
-- and the real one may be called alike.
CREATE TABLE warning_name (
	name TEXT NOT NULL,
	drill INTEGER NOT NULL,
	warning INTEGER NOT NULL,
	PRIMARY KEY (name, drill)
) STRICT, WITHOUT ROWID;

-- What each source said last of a message: a digest of it.
CREATE TABLE warning_seen (
	feed TEXT NOT NULL,
	id TEXT NOT NULL,
	warning INTEGER NOT NULL,
	print TEXT NOT NULL,
	PRIMARY KEY (feed, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX warning_seen_of ON warning_seen (warning, feed);

-- Sources of an item; gone: it is on their list no longer.  expires_ms is of
-- the message that came last; 0: it gave no end.
CREATE TABLE warning_source (
	warning INTEGER NOT NULL,
	feed TEXT NOT NULL,
	gone INTEGER NOT NULL,
	expires_ms INTEGER NOT NULL,
	PRIMARY KEY (warning, feed)
) STRICT, WITHOUT ROWID;

CREATE INDEX warning_source_feed ON warning_source (feed, warning)
	WHERE gone = 0;

CREATE TABLE feed (
	name TEXT PRIMARY KEY,
	record TEXT,			-- JSON; null: the built-in one
	officer TEXT NOT NULL,
	last_seq INTEGER NOT NULL,
	state INTEGER NOT NULL DEFAULT 0,
	since_ms INTEGER NOT NULL DEFAULT 0,
	words TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
