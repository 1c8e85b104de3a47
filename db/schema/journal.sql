-- The journal and what belongs to it: the only source of truth.  Every other
-- table is a view, folded from here (see src/store/journal.h for the bytes
-- that are hashed).  This file is run again by a rebuild, which restores the
-- triggers.

PRAGMA application_id = 1514291534; -- "ZBAN"

CREATE TABLE IF NOT EXISTS meta (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	uuid BLOB NOT NULL CHECK (length(uuid) = 16),
	-- prev of entry 1: SHA-256("zhiban.genesis.v1\0" uuid)
	genesis BLOB NOT NULL CHECK (length(genesis) = 32),
	-- checks the signatures of checkpoints made by this desk
	public_key BLOB NOT NULL CHECK (length(public_key) = 32),
	-- digest of the schema the views were made with
	views BLOB NOT NULL CHECK (length(views) = 32)
) STRICT;

CREATE TABLE IF NOT EXISTS journal (
	seq INTEGER PRIMARY KEY CHECK (seq > 0),
	recorded_ms INTEGER NOT NULL,
	happened_ms INTEGER,
	boot_id BLOB NOT NULL CHECK (length(boot_id) = 16),
	boot_ms INTEGER NOT NULL,
	clock INTEGER NOT NULL CHECK (clock BETWEEN 0 AND 4294967295),
	officer TEXT NOT NULL CHECK (length(officer) BETWEEN 1 AND 256),
	seat TEXT NOT NULL CHECK (length(seat) BETWEEN 1 AND 256),
	kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 64),
	version INTEGER NOT NULL CHECK (version BETWEEN 1 AND 4294967295),
	subject TEXT CHECK (length(subject) BETWEEN 1 AND 256),
	body_hash BLOB NOT NULL CHECK (length(body_hash) = 32),
	prev BLOB NOT NULL CHECK (length(prev) = 32),
	hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32)
) STRICT;

CREATE INDEX IF NOT EXISTS journal_subject ON journal (subject, seq)
	WHERE subject IS NOT NULL;

-- The salt keeps the hash of a short withheld body from being guessed; it
-- goes with the body.
CREATE TABLE IF NOT EXISTS body (
	seq INTEGER PRIMARY KEY REFERENCES journal (seq),
	salt BLOB NOT NULL CHECK (length(salt) = 16),
	bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 2 AND 4194304)
) STRICT;

CREATE TRIGGER IF NOT EXISTS journal_append BEFORE INSERT ON journal
BEGIN
	SELECT raise(ABORT, 'journal: seq is not the next one')
	WHERE new.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal);
	SELECT raise(ABORT, 'journal: prev is not the last hash')
	WHERE new.prev IS NOT coalesce(
		(SELECT hash FROM journal ORDER BY seq DESC LIMIT 1),
		(SELECT genesis FROM meta));
	-- INSERT OR REPLACE would delete the older entry.
	SELECT raise(ABORT, 'journal: this hash is already there')
	WHERE EXISTS (SELECT 1 FROM journal WHERE hash = new.hash);
END;

CREATE TRIGGER IF NOT EXISTS journal_update BEFORE UPDATE ON journal
BEGIN
	SELECT raise(ABORT, 'journal: entries are not changed');
END;

CREATE TRIGGER IF NOT EXISTS journal_delete BEFORE DELETE ON journal
BEGIN
	SELECT raise(ABORT, 'journal: entries are not deleted');
END;

CREATE TRIGGER IF NOT EXISTS body_append BEFORE INSERT ON body
BEGIN
	SELECT raise(ABORT, 'body: not of the last entry')
	WHERE new.seq IS NOT (SELECT max(seq) FROM journal)
		OR EXISTS (SELECT 1 FROM body WHERE seq = new.seq);
END;

CREATE TRIGGER IF NOT EXISTS body_update BEFORE UPDATE ON body
BEGIN
	SELECT raise(ABORT, 'body: bodies are not changed');
END;

CREATE TRIGGER IF NOT EXISTS body_delete BEFORE DELETE ON body
BEGIN
	SELECT raise(ABORT, 'body: no body.withheld entry names it')
	WHERE NOT EXISTS (SELECT 1 FROM journal
		WHERE subject = 'entry:' || old.seq
			AND kind = 'body.withheld');
END;

CREATE TRIGGER IF NOT EXISTS meta_update
BEFORE UPDATE OF one, uuid, genesis, public_key ON meta
BEGIN
	SELECT raise(ABORT, 'meta: a desk keeps its identity');
END;

CREATE TRIGGER IF NOT EXISTS meta_delete BEFORE DELETE ON meta
BEGIN
	SELECT raise(ABORT, 'meta: a desk keeps its identity');
END;
