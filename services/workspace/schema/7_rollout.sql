-- Where models are served, and how versions get there. Times are UTC milliseconds.

CREATE TABLE serving_target (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,
  kind       TEXT NOT NULL,
  address    TEXT NOT NULL,
  settings   TEXT NOT NULL,                  -- JSON; never a secret
  created_at INTEGER NOT NULL
) STRICT;

-- Where a rollout stands: written before each thing that is tried at its target.
CREATE TABLE rollout (
  id         TEXT PRIMARY KEY,               -- random, 16 hex digits
  target     INTEGER NOT NULL,
  model      TEXT NOT NULL,
  version    TEXT NOT NULL,
  plan       TEXT NOT NULL,                  -- JSON
  phase      TEXT NOT NULL,
  step       INTEGER NOT NULL,
  phase_ms   INTEGER NOT NULL,
  silent_ms  INTEGER NOT NULL,
  last_look  INTEGER NOT NULL,
  paused     INTEGER NOT NULL,
  wish       TEXT NOT NULL,                  -- what a person asked for and nobody took up yet
  baseline   TEXT,                           -- JSON: figures of the old version
  reason     TEXT NOT NULL,
  alarm      TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  ended_at   INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX rollout_running ON rollout(target, model) WHERE ended_at IS NULL;
CREATE INDEX rollout_by_target ON rollout(target, created_at);

CREATE TABLE rollout_event (
  rollout    TEXT NOT NULL REFERENCES rollout(id),
  no         INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  kind       TEXT NOT NULL,                  -- phase, act, outcome, wish, alarm, verdict
  phase      TEXT NOT NULL,
  step       INTEGER NOT NULL,
  sentence   TEXT NOT NULL,
  body       TEXT NOT NULL,                  -- JSON
  PRIMARY KEY (rollout, no)
) STRICT, WITHOUT ROWID;

-- Who watches a rollout. Only its holder writes to it and acts; it ends by a clock that no change
-- of the time of day touches, or with the process.
CREATE TABLE rollout_lock (
  rollout    TEXT PRIMARY KEY REFERENCES rollout(id),
  holder     TEXT NOT NULL,                  -- process and a random number
  boot       TEXT NOT NULL,                  -- of this machine, as /proc tells it
  until      INTEGER NOT NULL                -- milliseconds since that boot
) STRICT, WITHOUT ROWID;

-- What was measured of a served version, a row a look.
CREATE TABLE serving_figure (
  target     INTEGER NOT NULL,
  model      TEXT NOT NULL,
  version    TEXT NOT NULL,
  at         INTEGER NOT NULL,
  percent    REAL,
  requests   REAL,
  errors     REAL,
  p50        REAL,
  p95        REAL,
  p99        REAL,
  per_second REAL,
  replicas   INTEGER,
  PRIMARY KEY (target, model, version, at)
) STRICT, WITHOUT ROWID;
