-- Calls in and out, folded from call.logged and call.linked.  n numbers them
-- 1, 2, 3 ..., so that the newest row says how many there are.
CREATE TABLE call (
	seq INTEGER PRIMARY KEY,
	n INTEGER NOT NULL,
	at_ms INTEGER NOT NULL,
	recorded_ms INTEGER NOT NULL,
	direction INTEGER NOT NULL,
	caller TEXT NOT NULL,
	unit TEXT,
	phone TEXT,
	words TEXT,
	told TEXT,
	result TEXT,
	incident TEXT,
	officer TEXT NOT NULL
) STRICT;

CREATE INDEX call_by_incident ON call (incident, seq)
	WHERE incident IS NOT NULL;
