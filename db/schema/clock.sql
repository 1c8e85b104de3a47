-- One row for each point where counted time takes a new base: the first
-- entry of a boot and each clock.anomaly (src/store/reckon.h).

CREATE TABLE clock_base (
	seq INTEGER PRIMARY KEY,
	boot_id BLOB NOT NULL CHECK (length(boot_id) = 16),
	boot_ms INTEGER NOT NULL,
	wall_ms INTEGER NOT NULL,
	line_ms INTEGER NOT NULL,
	stepped INTEGER NOT NULL CHECK (stepped IN (0, 1))
) STRICT;
