-- Plans as their last entry left them, folded from plan.*.  id is the seq of
-- the first version, seq that of the newest.  A day that is not known is 0.
CREATE TABLE plan (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	title TEXT NOT NULL,
	category INTEGER NOT NULL,	-- enum plan_category
	source TEXT NOT NULL,
	issued_ms INTEGER NOT NULL,
	revise_ms INTEGER NOT NULL,
	drill_months INTEGER NOT NULL,
	drilled_ms INTEGER NOT NULL DEFAULT 0,
	front TEXT NOT NULL,		-- FRONT; '' none
	front_seq INTEGER NOT NULL,	-- the entry that changed it last
	paras INTEGER NOT NULL,
	steps INTEGER NOT NULL,
	officer TEXT NOT NULL,
	first_ms INTEGER NOT NULL,	-- when the first version was saved
	saved_ms INTEGER NOT NULL,
	removed INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX plan_title ON plan (title, id) WHERE removed = 0;

CREATE TABLE plan_version (
	plan INTEGER NOT NULL,
	version INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (plan, version)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX plan_version_seq ON plan_version (seq);

-- Paragraphs of the newest versions of plans in force, and their index
-- (src/store/search.h).  A rising id is the order of hits (plan_fold.c).
CREATE TABLE plan_para (
	id INTEGER PRIMARY KEY,
	plan INTEGER NOT NULL,
	n INTEGER NOT NULL,		-- 1, 2 ... in the version
	level INTEGER NOT NULL,
	head INTEGER NOT NULL,		-- n of the heading above; 0: none
	text TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE plan_fts USING fts5 (
	text,
	content='plan_para', content_rowid='id', tokenize='zhiban_pairs',
	columnsize=0
);
