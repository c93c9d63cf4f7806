-- Datasets that were opened or checked here, by what their bytes were. Times are UTC milliseconds.

CREATE TABLE data_version (
  id         INTEGER PRIMARY KEY,
  path       TEXT NOT NULL,                  -- absolute; a file, a folder or a pattern
  digest     TEXT NOT NULL,                  -- as DVC computes it: MD5, of a folder with .dir
  format     TEXT NOT NULL,
  rows       INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen  INTEGER NOT NULL,
  profile    TEXT,                           -- JSON; NULL: none was made
  UNIQUE (path, digest)
) STRICT;

-- Every time that rules were tried.
CREATE TABLE data_check (
  id         INTEGER PRIMARY KEY,
  version    INTEGER NOT NULL REFERENCES data_version(id),
  rules      TEXT NOT NULL,                  -- the file of rules as it was
  passed     INTEGER NOT NULL,
  body       TEXT NOT NULL,                  -- JSON: the results
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX data_check_by_version ON data_check(version, created_at);
