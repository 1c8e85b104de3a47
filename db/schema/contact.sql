-- People, the posts they hold, and call lists.
CREATE TABLE contact (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	spelling TEXT NOT NULL,
	note TEXT NOT NULL,
	sort BLOB NOT NULL,
	removed INTEGER NOT NULL,
	last_seq INTEGER NOT NULL,
	saved_ms INTEGER NOT NULL,
	officer TEXT NOT NULL
) STRICT;

CREATE INDEX contact_sort ON contact (sort, id) WHERE removed = 0;

-- A row goes when the person is removed or holds the post no longer.
CREATE TABLE post (
	contact INTEGER NOT NULL,
	k INTEGER NOT NULL,
	unit INTEGER NOT NULL,
	title TEXT NOT NULL,
	place INTEGER NOT NULL,		-- 1 first, among all of that unit
	deputy INTEGER NOT NULL,
	name TEXT NOT NULL,		-- of the person: two of one name may
					-- not hold one post
	PRIMARY KEY (contact, k)
) STRICT, WITHOUT ROWID;

CREATE INDEX post_unit ON post (unit, place, contact);
CREATE INDEX post_held ON post (name, unit, title);

CREATE TABLE call_list (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	note TEXT NOT NULL,
	members TEXT NOT NULL,		-- JSON: posts by words
	sort BLOB NOT NULL,
	removed INTEGER NOT NULL,
	last_seq INTEGER NOT NULL,
	saved_ms INTEGER NOT NULL,
	officer TEXT NOT NULL
) STRICT;

CREATE INDEX call_list_name ON call_list (name) WHERE removed = 0;
CREATE INDEX call_list_sort ON call_list (sort, id) WHERE removed = 0;
