"""Writes all that MLflow's own client sees of a tracking store as JSON.

    python dump_store.py TRACKING_URI OUT.json [--runs ID,ID…]

NaN and infinities are the strings "NaN", "Infinity", "-Infinity". A history point is
[step, timestamp, value]. With --runs only those runs are written, and no logged models.
"""

import argparse
import json
import math
import os
import sys
import tempfile

os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")

import mlflow
from mlflow.entities import ViewType
from mlflow.tracking import MlflowClient

PAGE = 1000


def number(value):
    if value is None:
        return None
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def paged(search):
    token, items = None, []
    while True:
        page = search(token)
        items += page
        token = getattr(page, "token", None)
        if not token:
            return items


def point(metric):
    return {"value": number(metric.value), "timestamp": metric.timestamp, "step": metric.step}


def dump_experiment(experiment):
    return {"experiment_id": experiment.experiment_id, "name": experiment.name,
            "artifact_location": experiment.artifact_location,
            "lifecycle_stage": experiment.lifecycle_stage,
            "creation_time": experiment.creation_time,
            "last_update_time": experiment.last_update_time, "tags": dict(experiment.tags)}


def dump_artifacts(client, run_id, folder=None):
    entries = []
    for entry in client.list_artifacts(run_id, folder):
        entries.append({"path": entry.path, "is_dir": entry.is_dir, "file_size": entry.file_size})
        if entry.is_dir:
            entries += dump_artifacts(client, run_id, entry.path)
    return entries


def dump_run(client, run_id):
    run = client.get_run(run_id)
    info, inputs, outputs = run.info, run.inputs, getattr(run, "outputs", None)
    store = client._tracking_client.store  # get_run's metrics lose step and timestamp
    metrics = {m.key: m for m in store.get_run(run_id).data._metric_objs}
    return {
        "run_id": info.run_id, "run_name": info.run_name, "experiment_id": info.experiment_id,
        "user_id": info.user_id, "status": info.status, "lifecycle_stage": info.lifecycle_stage,
        "start_time": info.start_time, "end_time": info.end_time,
        "artifact_uri": info.artifact_uri,
        "params": dict(run.data.params), "tags": dict(run.data.tags),
        "metrics": {key: point(metric) for key, metric in metrics.items()},
        "histories": {key: [[m.step, m.timestamp, number(m.value)]
                            for m in client.get_metric_history(run_id, key)] for key in metrics},
        "datasets": [{"name": i.dataset.name, "digest": i.dataset.digest,
                      "source_type": i.dataset.source_type, "source": i.dataset.source,
                      "schema": i.dataset.schema, "profile": i.dataset.profile,
                      "tags": {t.key: t.value for t in i.tags}}
                     for i in (inputs.dataset_inputs if inputs else [])],
        "model_inputs": [m.model_id for m in (getattr(inputs, "model_inputs", None) or [])],
        "model_outputs": [{"model_id": m.model_id, "step": m.step}
                          for m in (outputs.model_outputs if outputs else [])],
        "artifacts": dump_artifacts(client, run_id),
    }


def dump_models(client, experiment_ids):
    if not hasattr(client, "search_logged_models"):
        return []
    models = paged(lambda token: client.search_logged_models(experiment_ids, page_token=token))
    return [{"model_id": m.model_id, "experiment_id": m.experiment_id, "name": m.name,
             "model_type": m.model_type, "source_run_id": m.source_run_id,
             "artifact_location": m.artifact_location, "status": str(m.status),
             "creation_timestamp": m.creation_timestamp,
             "last_updated_timestamp": m.last_updated_timestamp,
             "params": dict(m.params or {}), "tags": dict(m.tags or {}),
             "metrics": [dict(point(x), key=x.key) for x in (m.metrics or [])]} for m in models]


def dump(client, only):
    experiments = paged(lambda token: client.search_experiments(
        view_type=ViewType.ALL, max_results=PAGE, page_token=token))
    ids = [experiment.experiment_id for experiment in experiments]
    if only:
        run_ids, models = only, []
    else:
        run_ids = [run.info.run_id for experiment_id in ids for run in paged(
            lambda token, e=experiment_id: client.search_runs(
                [e], run_view_type=ViewType.ALL, max_results=PAGE, page_token=token))]
        active = [e.experiment_id for e in experiments if e.lifecycle_stage == "active"]
        models = dump_models(client, active)
    return {"mlflow_version": mlflow.__version__,
            "experiments": [dump_experiment(experiment) for experiment in experiments],
            "runs": [dump_run(client, run_id) for run_id in run_ids],
            "logged_models": models}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("tracking_uri")
    parser.add_argument("out")
    parser.add_argument("--runs", default="")
    arguments = parser.parse_args()
    out = os.path.abspath(arguments.out)
    uri = arguments.tracking_uri
    if uri.startswith("sqlite:///"):
        uri = "sqlite:///" + os.path.abspath(uri[len("sqlite:///"):])
    elif "://" not in uri and not uri.startswith("file:"):
        uri = os.path.abspath(uri)
    os.chdir(tempfile.mkdtemp())  # a local store would make a folder in the current one
    mlflow.set_tracking_uri(uri)
    result = dump(MlflowClient(), [run for run in arguments.runs.split(",") if run])
    with open(out, "w", encoding="utf-8") as file:
        json.dump(result, file, allow_nan=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
