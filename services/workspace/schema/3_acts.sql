-- What Binnacle does to the outside world: its journal, its audit log, and the evidence it goes by.

-- An act (a promotion, an undo, …) as a plan that was written before its first step.
CREATE TABLE act (
  id         TEXT PRIMARY KEY,                  -- random, 16 hex digits: what `undo` takes
  kind       TEXT NOT NULL,                     -- promote, undo, rollback, delete-version, …
  source     INTEGER NOT NULL,
  model_name TEXT NOT NULL,
  version    INTEGER,
  plan       TEXT NOT NULL,                     -- JSON
  state      INTEGER NOT NULL,                  -- ActState
  message    TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  ended_at   INTEGER,
  undoes     TEXT,                              -- the act that this one undoes
  owner      TEXT NOT NULL DEFAULT ''           -- the process that has it in hand: pid and start
) STRICT, WITHOUT ROWID;
CREATE INDEX act_by_model ON act(source, model_name, created_at);
CREATE INDEX act_unfinished ON act(state) WHERE state IN (0, 3);
CREATE INDEX act_undoing ON act(undoes) WHERE undoes IS NOT NULL;

-- Written before a step is tried and again when its outcome is known.
CREATE TABLE act_step (
  act        TEXT NOT NULL REFERENCES act(id),
  no         INTEGER NOT NULL,
  body       TEXT NOT NULL,                     -- JSON: what it does
  before     TEXT,                              -- JSON: what the registry held just before
  after      TEXT,                              -- JSON: what it held just after
  state      INTEGER NOT NULL,                  -- StepState
  message    TEXT NOT NULL DEFAULT '',
  begun_at   INTEGER,
  ended_at   INTEGER,
  PRIMARY KEY (act, no)
) STRICT, WITHOUT ROWID;

-- All that Binnacle changed. Append-only; `hash` is SHA-256 over the entry and the hash before it.
CREATE TABLE audit_entry (
  id            INTEGER PRIMARY KEY,
  at            INTEGER NOT NULL,
  system_user   TEXT NOT NULL,
  server_user   TEXT NOT NULL,
  action        TEXT NOT NULL,
  source_name   TEXT NOT NULL,
  subject       TEXT NOT NULL,                  -- what was changed: "wine-quality", "run …", …
  before        TEXT NOT NULL,
  after         TEXT NOT NULL,
  evidence      TEXT NOT NULL,                  -- JSON
  act           TEXT NOT NULL DEFAULT '',
  previous_hash TEXT NOT NULL,
  hash          TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_entry_keeps BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

-- Reports that speak for or against a model version; gates read them.
CREATE TABLE evidence (
  id             INTEGER PRIMARY KEY,
  source         INTEGER NOT NULL,
  model_name     TEXT NOT NULL,
  version        INTEGER NOT NULL,
  kind           TEXT NOT NULL,                 -- quality, drift, performance, fairness, smoke, …
  passed         INTEGER NOT NULL,
  summary        TEXT NOT NULL,                 -- one sentence
  body           TEXT NOT NULL,                 -- JSON: the report
  dataset_digest TEXT NOT NULL DEFAULT '',
  created_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX evidence_by_version ON evidence(source, model_name, version, kind, created_at);

-- Items of the readiness board that a person ticked, or unticked against the facts.
CREATE TABLE readiness_tick (
  source     INTEGER NOT NULL,
  model_name TEXT NOT NULL,
  item       TEXT NOT NULL,
  done       INTEGER NOT NULL,
  note       TEXT NOT NULL DEFAULT '',
  by_user    TEXT NOT NULL,
  at         INTEGER NOT NULL,
  PRIMARY KEY (source, model_name, item)
) STRICT, WITHOUT ROWID;
