-- What has been typed and not yet saved; a row goes when it becomes an entry.
CREATE TABLE draft (
	id INTEGER PRIMARY KEY,
	form TEXT NOT NULL,
	target TEXT NOT NULL,
	fields TEXT NOT NULL,
	officer TEXT NOT NULL,
	seat TEXT NOT NULL,
	saved_seq INTEGER NOT NULL,
	saved_ms INTEGER NOT NULL
) STRICT;
