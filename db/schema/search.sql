-- Documents that can be found, and their index (src/store/search.h).

CREATE TABLE search_doc (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 31),
	key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 63),
	title TEXT NOT NULL,
	body TEXT NOT NULL,
	UNIQUE (kind, key)
) STRICT;

CREATE VIRTUAL TABLE search_fts USING fts5 (
	title, body,
	content='search_doc', content_rowid='id', tokenize='zhiban'
);
