"""Makes a small git repository with a training, runs it with the real client, prints the run.

usage: train_in_repository.py FOLDER TRACKING_URI
"""

import json
import os
import pathlib
import subprocess
import sys

TRAIN = '''
import json
import sys

import mlflow
import mlflow.data
import mlflow.sklearn
import pandas
from sklearn.linear_model import LogisticRegression

frame = pandas.read_csv("data/points.csv")
with mlflow.start_run(run_name="points") as run:
    mlflow.log_params({"C": 0.5, "random_state": 7, "odd": "'; touch owned; $(touch owned) `touch owned`"})
    mlflow.log_input(mlflow.data.from_pandas(frame, source="data/points.csv", name="points"),
                     context="training")
    model = LogisticRegression(C=0.5, random_state=7).fit(frame[["x", "y"]], frame["label"])
    mlflow.log_metric("accuracy", model.score(frame[["x", "y"]], frame["label"]))
    mlflow.sklearn.log_model(model, name="classifier", input_example=frame[["x", "y"]].head(2))
    print(json.dumps({"run_id": run.info.run_id, "arguments": sys.argv[1:]}))
'''

PROJECT = '''
name: points
entry_points:
  train:
    parameters:
      weight: {type: float, default: 1}
    command: "python -c \\"import sys; print('weight', sys.argv[1])\\" {weight}"
'''


def git(folder, *words):
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    return subprocess.run(
        ["git", "-C", str(folder), "-c", "user.name=test", "-c", "user.email=test@example.com",
         *words], check=True, capture_output=True, text=True, env=environment).stdout.strip()


def main():
    folder = pathlib.Path(sys.argv[1])
    uri = sys.argv[2]
    (folder / "src").mkdir(parents=True)
    (folder / "data").mkdir()
    (folder / "src" / "train.py").write_text(TRAIN)
    (folder / "MLproject").write_text(PROJECT)
    rows = "".join(f"{i % 7},{i % 5},{int(i % 7 > 3)}\n" for i in range(60))
    (folder / "data" / "points.csv").write_text("x,y,label\n" + rows)
    git(folder.parent, "init", "--quiet", "--initial-branch=main", str(folder))
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message=Training")
    commit = git(folder, "rev-parse", "HEAD")
    environment = {**os.environ, "MLFLOW_TRACKING_URI": uri}
    trained = subprocess.run([sys.executable, str(folder / "src" / "train.py")], cwd=folder,
                             env=environment, capture_output=True, text=True)
    if trained.returncode != 0:
        sys.exit(trained.stderr)
    run = json.loads(next(line for line in trained.stdout.splitlines() if line.startswith("{")))

    import mlflow

    mlflow.set_tracking_uri(uri)
    project = mlflow.projects.run(str(folder), entry_point="train", env_manager="local",
                                  parameters={"weight": 2.5}, synchronous=True)
    # The repository moves on: a repeat is of the commit, not of the newest state.
    (folder / "src" / "train.py").write_text("raise SystemExit('this is a later commit')\n")
    git(folder, "commit", "--quiet", "--all", "--message=Later")
    print(json.dumps({"commit": commit, "run_id": run["run_id"], "project_run_id": project.run_id}))


main()
