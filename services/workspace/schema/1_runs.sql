-- The workspace: what Binnacle mirrors from every source. Times are UTC milliseconds.
-- `source`, `experiment`, `run` columns hold row ids; `*_id TEXT` columns what the server calls it.

CREATE TABLE source (
  id            INTEGER PRIMARY KEY,
  name          TEXT NOT NULL UNIQUE,
  kind          TEXT NOT NULL,
  uri           TEXT NOT NULL,
  reach         INTEGER NOT NULL DEFAULT 0,  -- SourceState::Reach
  last_sync     INTEGER,
  last_full     INTEGER,                     -- the last pass that saw every run
  last_attempt  INTEGER,
  offline_since INTEGER,
  product       TEXT NOT NULL DEFAULT '',
  message       TEXT NOT NULL DEFAULT '',
  cursor        TEXT NOT NULL DEFAULT ''     -- RunScanResult::cursor
) STRICT;

CREATE TABLE experiment (
  id                INTEGER PRIMARY KEY,
  source            INTEGER NOT NULL REFERENCES source(id),
  experiment_id     TEXT NOT NULL,
  name              TEXT NOT NULL,
  artifact_location TEXT NOT NULL,
  lifecycle         INTEGER NOT NULL,        -- Lifecycle
  creation_time     INTEGER,
  last_update_time  INTEGER,
  tags              TEXT NOT NULL DEFAULT '{}',  -- JSON object
  UNIQUE (source, experiment_id)
) STRICT;

CREATE TABLE run (
  id            INTEGER PRIMARY KEY,
  source        INTEGER NOT NULL REFERENCES source(id),
  experiment    INTEGER NOT NULL REFERENCES experiment(id),
  run_id        TEXT NOT NULL,
  name          TEXT NOT NULL,
  user_id       TEXT NOT NULL,
  artifact_uri  TEXT NOT NULL,
  status        INTEGER NOT NULL,            -- RunStatus
  lifecycle     INTEGER NOT NULL,            -- Lifecycle
  start_time    INTEGER,
  end_time      INTEGER,
  parent_run_id TEXT,                        -- tag mlflow.parentRunId
  digest        INTEGER NOT NULL,            -- of the summary as the source gave it
  pending       INTEGER NOT NULL DEFAULT 0,  -- edits in the outbox
  history_due   INTEGER NOT NULL DEFAULT 0,  -- 1: some history may be missing or stale
  confirmed_at  INTEGER NOT NULL,            -- when the source last said so
  UNIQUE (source, run_id)
) STRICT;
CREATE INDEX run_by_experiment ON run(experiment, lifecycle);
CREATE INDEX run_by_source ON run(source, lifecycle);
CREATE INDEX run_history_due ON run(source, start_time) WHERE history_due = 1;
CREATE INDEX run_by_run_id ON run(run_id);
CREATE INDEX run_by_parent ON run(parent_run_id) WHERE parent_run_id IS NOT NULL;

-- Names of metrics (kind 0), params (1) and tags (2), shared by all sources.
CREATE TABLE key (
  id   INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (kind, name)
) STRICT;

-- Clustered by key: a column of the run table is one range on disk, and columns that nobody looks
-- at cost nothing. The second indexes serve all keys of a few runs, as they are compared, whatever
-- the number of runs beside them; those of metrics and params hold the values too.
CREATE TABLE metric (
  key       INTEGER NOT NULL,
  run       INTEGER NOT NULL,
  value     REAL,                            -- NULL: NaN
  step      INTEGER NOT NULL,
  timestamp INTEGER NOT NULL,
  PRIMARY KEY (key, run)
) STRICT, WITHOUT ROWID;
CREATE INDEX metric_by_run ON metric(run, key, value, step);

CREATE TABLE param (
  key   INTEGER NOT NULL,
  run   INTEGER NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (key, run)
) STRICT, WITHOUT ROWID;
CREATE INDEX param_by_run ON param(run, key, value);

CREATE TABLE tag (
  key   INTEGER NOT NULL,
  run   INTEGER NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (key, run)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_by_run ON tag(run);

-- One row for each metric history that is mirrored. min and max leave NaN out; NULL: only NaN.
CREATE TABLE series (
  key         INTEGER NOT NULL,
  run         INTEGER NOT NULL,
  count       INTEGER NOT NULL,
  nan_count   INTEGER NOT NULL,
  min         REAL,
  min_step    INTEGER,
  max         REAL,
  max_step    INTEGER,
  latest_step INTEGER NOT NULL,              -- up to where it reaches; stale where metric says more
  latest_time INTEGER NOT NULL,
  final       INTEGER NOT NULL,              -- fetched after the run had ended
  cursor      TEXT NOT NULL,                 -- SeriesData::cursor
  PRIMARY KEY (key, run)
) STRICT, WITHOUT ROWID;
CREATE INDEX series_by_run ON series(run);

-- 4,096 points of a history, sorted by step then timestamp. The columns are the top of the
-- min-max pyramid, `bands` (64 points each) its middle, `points` its floor (zstd).
CREATE TABLE chunk (
  id         INTEGER PRIMARY KEY,
  run        INTEGER NOT NULL,
  key        INTEGER NOT NULL,
  no         INTEGER NOT NULL,
  count      INTEGER NOT NULL,
  first_step INTEGER NOT NULL,
  last_step  INTEGER NOT NULL,
  top        BLOB NOT NULL,                  -- one Band over the whole chunk
  bands      BLOB,                           -- NULL where the chunk has no more than 64 points
  points     BLOB NOT NULL
) STRICT;
-- The tops lie together here, away from the points: a coarse picture of a long history reads a few
-- pages. (run, key, no) is unique: HistoryWriter drops what it writes again.
CREATE INDEX chunk_top ON chunk(run, key, no, first_step, last_step, count, top);

CREATE TABLE dataset (
  id             INTEGER PRIMARY KEY,
  source         INTEGER NOT NULL REFERENCES source(id),
  name           TEXT NOT NULL,
  digest         TEXT NOT NULL,
  source_type    TEXT NOT NULL,
  dataset_source TEXT NOT NULL,
  schema         TEXT NOT NULL,
  profile        TEXT NOT NULL,
  UNIQUE (source, name, digest)
) STRICT;
CREATE TABLE run_dataset (
  run     INTEGER NOT NULL,
  dataset INTEGER NOT NULL,
  context TEXT NOT NULL,
  PRIMARY KEY (run, dataset, context)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_dataset_by_dataset ON run_dataset(dataset);

CREATE TABLE logged_model (
  id            INTEGER PRIMARY KEY,
  source        INTEGER NOT NULL REFERENCES source(id),
  model_id      TEXT NOT NULL,
  experiment_id TEXT NOT NULL,
  source_run_id TEXT NOT NULL,
  name          TEXT NOT NULL,
  body          TEXT NOT NULL,               -- JSON: the rest of LoggedModel
  UNIQUE (source, model_id)
) STRICT;
CREATE INDEX logged_model_by_run ON logged_model(source_run_id);
CREATE TABLE run_model (
  run      INTEGER NOT NULL,
  model_id TEXT NOT NULL,
  output   INTEGER NOT NULL,                 -- 1: written by the run, 0: read
  step     INTEGER NOT NULL,
  PRIMARY KEY (run, model_id, output)
) STRICT, WITHOUT ROWID;

-- The outbox: edits made here that the source has not confirmed yet.
CREATE TABLE edit (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  source       INTEGER NOT NULL REFERENCES source(id),
  run          INTEGER NOT NULL,
  run_id       TEXT NOT NULL,
  kind         INTEGER NOT NULL,             -- Edit::Kind
  key          TEXT NOT NULL,
  value        TEXT NOT NULL,
  before       TEXT,                         -- what the mirror held; NULL: nothing
  created_at   INTEGER NOT NULL,
  state        INTEGER NOT NULL,             -- Edit::State
  message      TEXT NOT NULL DEFAULT '',
  server_value TEXT                          -- where state is Conflict
) STRICT;
CREATE INDEX edit_by_source ON edit(source, id);

CREATE TABLE saved_view (
  name       TEXT PRIMARY KEY,
  body       TEXT NOT NULL,                  -- JSON
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
