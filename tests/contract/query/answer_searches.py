"""Fills a SQLite store through MLflow's client and lets the client answer random searches.

Usage: answer_searches.py STORE.db SEED FILTERS
Prints JSON: {"experiment": …, "runs": [what the client sees], "searches": [{"filter", "order_by",
"run_ids"}], "refused": [filters that MLflow does not take]}.
"""

import json
import math
import random
import sys

from mlflow.entities import Dataset, DatasetInput, InputTag, Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient

METRICS = ["acc", "loss", "val/acc", "val acc", "f1-score", "a.b.c", "정확도"]
PARAMS = ["lr", "model", "odd key", "layer.0.size", "빈도"]
TAGS = ["team", "release note", "mlflow.user"]
MODELS = ["resnet", "ResNet", "gbm", "vit_b16", "100%", "it's", "다층", "None", ""]
TEAMS = ["vision", "Vision", "visual search", "speech", "음성"]
FLOATS = [0.5, -1.0, 0.0, 1e-9, 123456.789, math.nan, math.inf, -math.inf]
DATASETS = ["wine", "iris", "Wine"]


def number_text(chance):
    return chance.choice(["0.1", "0.10", "1e-1", "5", "05", "auto", "-3"])


def make_run(client, experiment, chance, number):
    start = 1_767_225_600_000 + chance.randrange(8) * 1000
    run = client.create_run(experiment, start_time=start, run_name=chance.choice(MODELS[:5]) + "-run")
    run_id = run.info.run_id
    metrics = [
        Metric(key, chance.choice(FLOATS + [chance.random() for _ in range(4)]), start, number % 4)
        for key in METRICS
        if chance.random() < 0.7
    ]
    params = [
        Param(key, number_text(chance) if key in ("lr", "layer.0.size") else chance.choice(MODELS))
        for key in PARAMS
        if chance.random() < 0.7
    ]
    tags = [RunTag(key, chance.choice(TEAMS)) for key in TAGS if chance.random() < 0.6]
    client.log_batch(run_id, metrics, params, tags)
    inputs = [
        DatasetInput(
            Dataset(name, "digest-" + name, "local", "{}"),
            [InputTag("mlflow.data.context", chance.choice(["training", "testing"]))],
        )
        for name in chance.sample(DATASETS, chance.choice([0, 0, 1, 2]))
    ]
    if inputs:
        client.log_inputs(run_id, inputs)
    status = chance.choice(["FINISHED", "FAILED", "KILLED", None])
    if status:
        client.set_terminated(run_id, status, start + chance.randrange(5000))


def plain_number(value):
    # A SQL store keeps infinities as the greatest doubles.
    if math.isnan(value):
        return "NaN"
    if abs(value) >= 1.7976931348623157e308:
        return "Infinity" if value > 0 else "-Infinity"
    return value


def as_json(run):
    return {
        "run_id": run.info.run_id,
        "name": run.info.run_name,
        "user_id": run.info.user_id,
        "artifact_uri": run.info.artifact_uri,
        "status": run.info.status,
        "start_time": run.info.start_time,
        "end_time": run.info.end_time,
        "metrics": {key: plain_number(value) for key, value in run.data.metrics.items()},
        "params": run.data.params,
        "tags": run.data.tags,
        "datasets": [
            {
                "name": given.dataset.name,
                "digest": given.dataset.digest,
                "context": next((tag.value for tag in given.tags), ""),
            }
            for given in run.inputs.dataset_inputs
        ],
    }


class Searches:
    def __init__(self, chance, runs):
        self.chance = chance
        self.runs = runs

    def identifier(self, entity, key):
        # MLflow takes no part that begins with a digit without quotes.
        plain = key.isascii() and all(part.isidentifier() for part in key.split("."))
        quote = self.chance.choice("`\"")
        return entity + "." + (key if plain else quote + key + quote)

    def quoted(self, text):
        if "'" in text:
            return '"' + text + '"'
        return "'" + text + "'"

    def pattern(self, text):
        result = "".join("_" if self.chance.random() < 0.15 else c for c in text)
        cut = self.chance.randrange(len(result) + 1)
        return self.chance.choice([result, result[:cut] + "%", "%" + result[cut:], "%" + result + "%"])

    def text_clause(self, identifier, text, lists=False):
        kinds = ["=", "!=", "LIKE", "ILIKE"] + (["IN", "NOT IN"] if lists else [])
        operator = self.chance.choice(kinds)
        if operator in ("IN", "NOT IN"):
            return f"{identifier} {operator} ({self.quoted(text)}, 'nothing')"
        if operator in ("LIKE", "ILIKE"):
            text = self.pattern(self.chance.choice([text, text.swapcase()]))
        return f"{identifier} {operator} {self.quoted(text)}"

    def number_clause(self, identifier, value):
        operator = self.chance.choice(["=", "!=", ">", ">=", "<", "<="])
        return f"{identifier} {operator} {value}"

    def clause(self):
        run = self.chance.choice(self.runs)
        kind = self.chance.randrange(7)
        if kind <= 1:
            finite = [v for v in FLOATS if math.isfinite(v)] + [round(self.chance.random(), 3)]
            entity = self.chance.choice(["metric", "metrics"])
            key = self.identifier(entity, self.chance.choice(METRICS))
            return self.number_clause(key, self.chance.choice(finite))
        if kind == 2:
            key = self.chance.choice(PARAMS)
            entity = self.chance.choice(["param", "params", "parameter"])
            identifier = self.identifier(entity, key)
            if self.chance.random() < 0.2:
                return identifier + self.chance.choice([" IS NULL", " IS NOT NULL"])
            return self.text_clause(identifier, run.data.params.get(key, "gbm"))
        if kind == 3:
            key = self.chance.choice(TAGS)
            identifier = self.identifier(self.chance.choice(["tag", "tags"]), key)
            return self.text_clause(identifier, run.data.tags.get(key, "vision"))
        if kind == 4:
            name = self.chance.choice(["run_name", "status", "user_id", "artifact_uri"])
            text = {
                "run_name": run.info.run_name,
                "status": run.info.status,
                "user_id": run.info.user_id or "someone",
                "artifact_uri": run.info.artifact_uri,
            }[name]
            prefix = self.chance.choice(["attributes.", "attribute.", "attr.", "run.", ""])
            return self.text_clause(prefix + name, text)
        if kind == 5:
            name = self.chance.choice(["start_time", "end_time", "created"])
            time = run.info.end_time if name == "end_time" else run.info.start_time
            return self.number_clause("attributes." + name, time or 1_767_225_600_000)
        if self.chance.random() < 0.4:
            ids = ", ".join(self.quoted(one.info.run_id) for one in self.chance.sample(self.runs, 9))
            return f"attributes.run_id {self.chance.choice(['IN', 'NOT IN'])} ({ids})"
        field = self.chance.choice(["name", "digest", "context"])
        text = {"name": "wine", "digest": "digest-iris", "context": "training"}[field]
        return self.text_clause(self.chance.choice(["dataset", "datasets"]) + "." + field, text, True)

    def filter(self):
        clauses = [self.clause() for _ in range(self.chance.choice([1, 1, 2, 3]))]
        return self.chance.choice([" AND ", " and "]).join(clauses)

    def order(self):
        columns = [self.identifier("metrics", key) for key in METRICS]
        # Params and tags whose texts are no numbers: numbers are ordered differently on purpose.
        columns += ["params.model", "params.`odd key`", "tags.team"]
        columns += ["attributes.start_time", "attributes.end_time", "attributes.status"]
        columns += ["attributes.run_name", "attributes.run_id"]
        chosen = self.chance.sample(columns, self.chance.choice([0, 1, 1, 2, 3]))
        return [column.replace('"', "`") + self.chance.choice([" ASC", " DESC", ""]) for column in chosen]


def main():
    store, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    client = MlflowClient("sqlite:///" + store)
    chance = random.Random(seed)
    experiment = client.create_experiment("searches")
    for number in range(60):
        make_run(client, experiment, chance, number)
    runs = client.search_runs([experiment], run_view_type=ViewType.ALL)
    searches, refused = [], []
    maker = Searches(chance, runs)
    for _ in range(count):
        text, order = maker.filter(), maker.order()
        try:
            found = client.search_runs([experiment], text, order_by=order)
        except MlflowException as error:
            refused.append({"filter": text, "order_by": order, "message": str(error)})
            continue
        ids = [run.info.run_id for run in found]
        searches.append({"filter": text, "order_by": order, "run_ids": ids})
    result = {
        "experiment": experiment,
        "runs": [as_json(run) for run in runs],
        "searches": searches,
        "refused": refused,
    }
    print(json.dumps(result))


main()
