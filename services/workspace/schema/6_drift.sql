-- Drift reports that were kept. Times are UTC milliseconds.
CREATE TABLE drift_report (
  id                INTEGER PRIMARY KEY,
  created_at        INTEGER NOT NULL,
  maker             TEXT NOT NULL DEFAULT '', -- "Evidently"; empty: Binnacle
  reference_path    TEXT NOT NULL,
  reference_digest  TEXT NOT NULL DEFAULT '', -- as data_version.digest; empty: not known
  reference_rows    INTEGER,
  current_path      TEXT NOT NULL,
  current_digest    TEXT NOT NULL DEFAULT '',
  current_rows      INTEGER,
  columns           INTEGER NOT NULL,
  drifted           INTEGER NOT NULL,
  share             REAL NOT NULL,            -- of the columns that drifted
  drift_share       REAL NOT NULL,            -- from which the dataset has drifted
  dataset_drift     INTEGER NOT NULL,
  options           TEXT NOT NULL DEFAULT '', -- JSON: what was chosen
  body              BLOB NOT NULL,            -- JSON: the report
  packed            INTEGER NOT NULL          -- 1: body is compressed by zstd
) STRICT;
CREATE INDEX drift_report_by_time ON drift_report(created_at);
