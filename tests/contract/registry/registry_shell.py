"""MLflow's own client and stores of the model registry, told what to do line by line: one JSON
object in, one out.

    python registry_shell.py TRACKING_URI STORE_URI

STORE_URI is what lies behind TRACKING_URI: sqlite:///… or a folder. 10,000 versions of one model
are written there by the library's own classes; the client would take minutes.
"""

import json
import os
import pathlib
import sys
import tempfile
import warnings

os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")

warnings.simplefilter("ignore")  # stages are deprecated, and in use

import mlflow
from mlflow.tracking import MlflowClient

ODD_NAMES = ["with space", "prozent %25 %", "모델 ünïcode 🚢", "quote'\"name", "plus+and&amp;=", "n" * 500]


def make_version(client, name, run, **kwargs):
    return client.create_model_version(name, f"runs:/{run.info.run_id}/model",
                                       run_id=run.info.run_id,
                                       await_creation_for=0, **kwargs)


def bulk_versions(store_uri, name, count):
    if store_uri.startswith("sqlite:"):
        from mlflow.store.model_registry.dbmodels.models import SqlModelVersion
        from mlflow.store.model_registry.sqlalchemy_store import SqlAlchemyStore
        store = SqlAlchemyStore(store_uri)
        with store.ManagedSessionMaker() as session:
            session.bulk_save_objects([
                SqlModelVersion(name=name, version=i + 1, creation_time=1_700_000_000_000 + i,
                                last_updated_time=1_700_000_000_000 + i, source=f"/nowhere/{i}",
                                storage_location=f"/nowhere/{i}", current_stage="None",
                                status="READY")
                for i in range(count)])
        return
    # A folder: copies of the meta.yaml that the library wrote for the first version.
    import yaml
    folder = pathlib.Path(store_uri) / "models" / name
    first = yaml.safe_load((folder / "version-1" / "meta.yaml").read_text())
    for i in range(1, count):
        first.update(version=i + 1, creation_timestamp=1_700_000_000_000 + i,
                     last_updated_timestamp=1_700_000_000_000 + i)
        (folder / f"version-{i + 1}").mkdir()
        (folder / f"version-{i + 1}" / "meta.yaml").write_text(
            "\n".join(f"{k}: {json.dumps(v)}" for k, v in first.items()) + "\n")


def fill(client, store_uri, models, versions):
    experiment = client.create_experiment("trainings")
    run = client.create_run(experiment, run_name="wine")
    with tempfile.TemporaryDirectory() as folder:
        model = pathlib.Path(folder) / "model"
        (model / "data").mkdir(parents=True)
        (model / "MLmodel").write_text("flavors:\n  python_function:\n    loader_module: none\n")
        (model / "data" / "weights.bin").write_bytes(bytes(range(256)) * 4096)
        client.log_artifacts(run.info.run_id, str(model), "model")
    client.set_terminated(run.info.run_id)
    files = not store_uri.startswith("sqlite:")
    # The name of a folder has at most 255 bytes and, for MLflow, no %.
    names = [n[:200] for n in ODD_NAMES if "%" not in n] if files else ODD_NAMES
    for i in range(models):
        client.create_registered_model(f"model-{i:03}", {"team": "vision"}, f"number {i}")
    for name in names:
        client.create_registered_model(name, {"ключ": "значение, ü"}, "odd\nlines: 'a' \"b\" # c")
        make_version(client, name, run, tags={"k": "v:w/x", "empty": ""}, description="first: one")
        make_version(client, name, run)
        client.set_registered_model_alias(name, "champion", "1")
        client.set_registered_model_alias(name, "challenger-2", "2")
    for name in ["wine", "many", "deleted-one"]:
        client.create_registered_model(name)
    for _ in range(3):
        make_version(client, "wine", run)
        make_version(client, "deleted-one", run)
    client.delete_model_version("deleted-one", "2")
    client.transition_model_version_stage("wine", "1", "Production")
    # A prompt of the GenAI side, which is kept in the same tables.
    client.register_prompt(name="a-prompt", template="Is {{wine}} good?")
    if files:
        make_version(client, "many", run)
    bulk_versions(store_uri, "many", versions)
    client.set_registered_model_alias("many", "champion", str(versions))
    return {"run_id": run.info.run_id, "names": names}


def version_of(v):
    return {"name": v.name, "version": str(v.version), "current_stage": v.current_stage or "",
            "description": v.description or "", "source": v.source or "", "run_id": v.run_id or "",
            "status": v.status or "", "creation_timestamp": v.creation_timestamp,
            "last_updated_timestamp": v.last_updated_timestamp, "tags": dict(v.tags),
            "run_link": v.run_link or ""}


def model_of(m):
    return {"name": m.name, "description": m.description or "",
            "creation_timestamp": m.creation_timestamp,
            "last_updated_timestamp": m.last_updated_timestamp, "tags": dict(m.tags),
            "aliases": {a: str(v) for a, v in m.aliases.items()}}


def pages(search, **kwargs):
    token = None
    while True:
        page = search(page_token=token, **kwargs)
        yield from page
        token = page.token
        if not token:
            return


def dump(client):
    return {"models": [model_of(client.get_registered_model(m.name)) if not m.aliases else model_of(m)
                       for m in pages(client.search_registered_models, max_results=1000)],
            "versions": [version_of(v) for v in
                         pages(client.search_model_versions, max_results=10000)]}


def answer(client, store_uri, command):
    do, name = command["do"], command.get("name")
    if do == "fill":
        return fill(client, store_uri, command["models"], command["versions"])
    if do == "dump":
        return dump(client)
    if do == "model":
        return model_of(client.get_registered_model(name))
    if do == "version":
        return version_of(client.get_model_version(name, command["version"]))
    if do == "alias":
        return version_of(client.get_model_version_by_alias(name, command["alias"]))
    if do == "set_alias":
        client.set_registered_model_alias(name, command["alias"], command["version"])
    elif do == "create_version":
        return version_of(client.create_model_version(
            name, f"runs:/{command['run_id']}/model", run_id=command["run_id"],
            await_creation_for=0))
    elif do == "describe":
        client.update_model_version(name, command["version"], command["description"])
    elif do == "stage":
        client.transition_model_version_stage(name, command["version"], command["stage"])
    elif do == "files":
        uri = client.get_model_version_download_uri(name, command["version"])
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(mlflow.artifacts.download_artifacts(artifact_uri=uri, dst_path=folder))
            import hashlib
            return {"files": {str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest()
                              for p in sorted(root.rglob("*")) if p.is_file()}}
    return {}


def main():
    answers, sys.stdout = sys.stdout, sys.stderr
    mlflow.set_tracking_uri(sys.argv[1])
    mlflow.set_registry_uri(sys.argv[1])
    client = MlflowClient(sys.argv[1])
    print("{}", file=answers, flush=True)
    for line in sys.stdin:
        try:
            said = answer(client, sys.argv[2], json.loads(line))
        except mlflow.exceptions.MlflowException as error:
            said = {"error": str(error), "code": error.error_code}
        print(json.dumps(said), file=answers, flush=True)


if __name__ == "__main__":
    main()
