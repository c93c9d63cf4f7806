"""Makes a copy of a small mlflow.db at every schema revision that this MLflow can build.

    python migrate_store.py FOLDER

Rows are put in by SQL at the oldest revision that Binnacle reads and carried along by MLflow's own
migrations. Writes FOLDER/<revision>.db for each and prints the revisions, oldest first, as JSON.
"""

import json
import logging
import os
import shutil
import sys

os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
logging.disable(logging.CRITICAL)

import sqlalchemy
from alembic import command
from alembic.script import ScriptDirectory
from mlflow.store.db.utils import _get_alembic_config
from mlflow.store.tracking.dbmodels.initial_models import Base as InitialBase

OLDEST = "97727af70f4d"
RUN = "0123456789abcdef0123456789abcdef"
ROWS = [
    "INSERT INTO experiments (experiment_id, name, artifact_location, lifecycle_stage, "
    "creation_time, last_update_time) VALUES (0, 'Default', './mlruns/0', 'active', 10, 20)",
    "INSERT INTO experiment_tags (key, value, experiment_id) VALUES ('team', 'vision', 0)",
    "INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, "
    "start_time, end_time, source_version, lifecycle_stage, artifact_uri, experiment_id) VALUES "
    f"('{RUN}', 'first', 'LOCAL', '', '', 'u', 'FINISHED', 1000, 2000, '', 'active', './a', 0)",
    f"INSERT INTO params (key, value, run_uuid) VALUES ('lr', '0.1', '{RUN}')",
    f"INSERT INTO tags (key, value, run_uuid) VALUES ('mlflow.runName', 'first', '{RUN}')",
    *[f"INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES "
      f"('loss', {value}, {1000 + step}, '{RUN}', {step}, {int(step == 1)})"
      for step, value in enumerate((0.5, 0, 0.25))],
    "INSERT INTO latest_metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES "
    f"('loss', 0.25, 1002, '{RUN}', 2, 0)",
]


def main():
    folder = os.path.abspath(sys.argv[1])
    work = os.path.join(folder, "work.db")
    engine = sqlalchemy.create_engine("sqlite:///" + work)
    InitialBase.metadata.create_all(engine)
    config = _get_alembic_config("sqlite:///" + work)
    chain = [s.revision for s in ScriptDirectory.from_config(config).walk_revisions()][::-1]
    for revision in chain:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
        if revision == OLDEST:
            with engine.begin() as connection:
                for row in ROWS:
                    connection.execute(sqlalchemy.text(row))
        engine.dispose()
        shutil.copy(work, os.path.join(folder, revision + ".db"))
    print(json.dumps(chain))
    return 0


if __name__ == "__main__":
    sys.exit(main())
