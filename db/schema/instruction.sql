-- Leaders' instructions, folded from instruction.*.  due_ms without a due
-- time is the end of time, so that one index orders them.
CREATE TABLE instruction (
	seq INTEGER PRIMARY KEY,
	at_ms INTEGER NOT NULL,
	recorded_ms INTEGER NOT NULL,
	due_ms INTEGER NOT NULL,
	leader TEXT NOT NULL,
	recipient TEXT NOT NULL,
	words TEXT NOT NULL,
	incident TEXT,
	officer TEXT NOT NULL,
	received_by TEXT,
	received_ms INTEGER,
	feedback TEXT,
	feedback_ms INTEGER
) STRICT;

CREATE INDEX instruction_open ON instruction (due_ms, seq)
	WHERE feedback_ms IS NULL;
CREATE INDEX instruction_by_incident ON instruction (incident, due_ms, seq)
	WHERE incident IS NOT NULL;
