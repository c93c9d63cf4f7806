-- Registered models, mirrored from every source that has a registry. Times are UTC milliseconds;
-- `model` columns hold row ids of registered_model.

CREATE TABLE registered_model (
  id               INTEGER PRIMARY KEY,
  source           INTEGER NOT NULL REFERENCES source(id),
  name             TEXT NOT NULL,
  description      TEXT NOT NULL DEFAULT '',
  creation_time    INTEGER,
  last_update_time INTEGER,
  tags             TEXT NOT NULL DEFAULT '{}',  -- JSON object
  digest           INTEGER NOT NULL,            -- of the model as the source gave it
  confirmed_at     INTEGER NOT NULL,            -- when the source last said so
  UNIQUE (source, name)
) STRICT;

CREATE TABLE model_version (
  id               INTEGER PRIMARY KEY,
  model            INTEGER NOT NULL REFERENCES registered_model(id),
  version          INTEGER NOT NULL,
  user_id          TEXT NOT NULL DEFAULT '',
  stage            TEXT NOT NULL DEFAULT '',
  description      TEXT NOT NULL DEFAULT '',
  artifact_source  TEXT NOT NULL DEFAULT '',    -- ModelVersion::source
  run_id           TEXT NOT NULL DEFAULT '',
  run_link         TEXT NOT NULL DEFAULT '',
  logged_model_id  TEXT NOT NULL DEFAULT '',
  status           TEXT NOT NULL DEFAULT '',
  status_message   TEXT NOT NULL DEFAULT '',
  creation_time    INTEGER,
  last_update_time INTEGER,
  tags             TEXT NOT NULL DEFAULT '{}',  -- JSON object
  digest           INTEGER NOT NULL,
  confirmed_at     INTEGER NOT NULL,
  UNIQUE (model, version)
) STRICT;
CREATE INDEX model_version_by_run ON model_version(run_id) WHERE run_id <> '';

-- Who holds an alias now. `since` is when the change was first seen or made here; since_exact: 1
-- where it was made here, 0 where a mirror found it some time after `since_after`.
CREATE TABLE model_alias (
  model       INTEGER NOT NULL REFERENCES registered_model(id),
  name        TEXT NOT NULL,
  version     INTEGER NOT NULL,
  since       INTEGER NOT NULL,
  since_after INTEGER,                          -- the mirror before; NULL: none, or exact
  since_exact INTEGER NOT NULL DEFAULT 0,
  actor       TEXT NOT NULL DEFAULT '',         -- who, where that is known
  PRIMARY KEY (model, name)
) STRICT, WITHOUT ROWID;

-- Every change of an alias or a stage, of models and versions that came and went: MLflow keeps
-- none. Append-only. The name of the model stays when the model is gone.
CREATE TABLE model_event (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  source     INTEGER NOT NULL,
  model_name TEXT NOT NULL,
  kind       INTEGER NOT NULL,                  -- ModelEvent::Kind
  name       TEXT NOT NULL DEFAULT '',          -- the alias or stage
  version    INTEGER,                           -- which it is about, or which holds it afterwards
  before     TEXT,                              -- former holder or stage; NULL: none or not known
  after      TEXT,
  at         INTEGER NOT NULL,                  -- when it was seen or made
  not_before INTEGER,                           -- the mirror before; NULL: `at` is exact or unknown
  actor      TEXT NOT NULL DEFAULT '',
  act        TEXT NOT NULL DEFAULT ''           -- id of the journaled act; empty: found by a mirror
) STRICT;
CREATE INDEX model_event_by_model ON model_event(source, model_name, at);

CREATE TABLE registry_state (
  source      INTEGER PRIMARY KEY REFERENCES source(id),
  cursor      TEXT NOT NULL DEFAULT '',         -- RegistryScanResult::cursor
  last_mirror INTEGER,
  last_full   INTEGER,
  took        INTEGER NOT NULL DEFAULT 0,       -- the last scan, milliseconds
  message     TEXT NOT NULL DEFAULT ''
) STRICT;

-- The file MLmodel of versions, as it was read from the registry: a few kilobytes that tell
-- signature, flavors and sizes without the registry.
CREATE TABLE model_file (
  version    INTEGER PRIMARY KEY REFERENCES model_version(id),
  body       TEXT,                              -- NULL: the version has none, or it is not reached
  fetched_at INTEGER NOT NULL
) STRICT;
