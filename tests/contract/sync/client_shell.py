"""MLflow's own client, told what to do line by line: one JSON object in, one out.

    python client_shell.py TRACKING_URI

{"do": "create_run", "experiment": "name"}           → {"run_id": …}
{"do": "log", "run_id", "key", "from", "count"}      points (step i, value 1/(i+1))
{"do": "set_tag", "run_id", "key", "value"}
{"do": "rename", "run_id", "name"}
{"do": "delete" | "finish", "run_id"}
{"do": "get", "run_id"}                              → {"name", "status", "lifecycle", "tags"}
"""

import json
import os
import sys
import time

os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")

from mlflow.entities import Metric
from mlflow.tracking import MlflowClient


def answer(client, command):
    do, run = command["do"], command.get("run_id")
    if do == "create_run":
        name = command["experiment"]
        experiment = client.get_experiment_by_name(name)
        identifier = experiment.experiment_id if experiment else client.create_experiment(name)
        return {"run_id": client.create_run(identifier, run_name="live").info.run_id}
    if do == "create_old":
        identifier = client.get_experiment_by_name(command["experiment"]).experiment_id
        run = client.create_run(identifier, run_name="of long ago", start_time=1_600_000_000_000)
        client.set_terminated(run.info.run_id, "FINISHED", 1_600_000_100_000)
        return {"run_id": run.info.run_id}
    if do == "log":
        begin = command["from"]
        steps = range(begin, begin + command["count"])
        client.log_batch(run, metrics=[Metric(command["key"], 1.0 / (i + 1), int(time.time() * 1000), i)
                                       for i in steps])
    elif do == "set_tag":
        client.set_tag(run, command["key"], command["value"])
    elif do == "rename":
        client.update_run(run, name=command["name"])
    elif do == "delete":
        client.delete_run(run)
    elif do == "finish":
        client.set_terminated(run)
    elif do == "get":
        found = client.get_run(run)
        return {"name": found.info.run_name, "status": found.info.status,
                "lifecycle": found.info.lifecycle_stage, "tags": dict(found.data.tags)}
    return {}


def main():
    answers, sys.stdout = sys.stdout, sys.stderr  # MLflow prints links to the runs that it ends
    client = MlflowClient(sys.argv[1])
    print("{}", file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(client, json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
