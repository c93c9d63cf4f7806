-- The same file may be read as several datasets: a table of it, or in another encoding. Rows and
-- checks of before stay.

CREATE TABLE data_version_of (
  id         INTEGER PRIMARY KEY,
  path       TEXT NOT NULL,                  -- absolute; a file, a folder or a pattern
  digest     TEXT NOT NULL,                  -- as DVC computes it: MD5, of a folder with .dir
  format     TEXT NOT NULL,
  rows       INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen  INTEGER NOT NULL,
  profile    TEXT,                           -- JSON; NULL: none was made
  table_name TEXT NOT NULL DEFAULT '',       -- of an SQLite file
  encoding   TEXT NOT NULL DEFAULT '',       -- as a person said it; '': none was said
  stamp      TEXT NOT NULL DEFAULT '',       -- sizes and times of the files: while they stay, so does the digest
  UNIQUE (path, table_name, encoding, digest)
) STRICT;
INSERT INTO data_version_of (id, path, digest, format, rows, first_seen, last_seen, profile)
SELECT id, path, digest, format, rows, first_seen, last_seen, profile FROM data_version;

CREATE TABLE data_check_of (
  id         INTEGER PRIMARY KEY,
  version    INTEGER NOT NULL REFERENCES data_version_of(id),
  rules      TEXT NOT NULL,                  -- the file of rules as it was
  passed     INTEGER NOT NULL,
  body       TEXT NOT NULL,                  -- JSON: the results
  created_at INTEGER NOT NULL
) STRICT;
INSERT INTO data_check_of SELECT id, version, rules, passed, body, created_at FROM data_check;

DROP TABLE data_check;
DROP TABLE data_version;
ALTER TABLE data_version_of RENAME TO data_version;
ALTER TABLE data_check_of RENAME TO data_check;
CREATE INDEX data_check_by_version ON data_check(version, created_at);
