-- The acts on alarms; the alarms themselves are derived on reading.
CREATE TABLE alarm_ack (
	key TEXT PRIMARY KEY,
	threshold INTEGER NOT NULL,
	officer TEXT NOT NULL,
	acked_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE alarm_shelf (
	key TEXT PRIMARY KEY,
	until_ms INTEGER NOT NULL,
	reason TEXT NOT NULL,
	officer TEXT NOT NULL
) STRICT, WITHOUT ROWID;
