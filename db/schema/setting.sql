-- Settings that were ever changed, as they are now.
CREATE TABLE setting (
	name TEXT PRIMARY KEY,
	value TEXT NOT NULL,
	officer TEXT NOT NULL,
	changed_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
