"""Evidently's reports as its versions write them, beside what its own Python objects say.

Usage: write_evidently.py SEED
Prints JSON: {"files": {form: text}, "columns": {name: {"score", "threshold", "method", "drifted"}},
"share", "dataset_drift", "bars": {name: {"reference", "current"}}, "summaries": {name: …}}. The
summaries are NumPy's and pandas' of the same data.
"""

import json
import os
import sys
import tempfile
import warnings

import numpy as np
from sklearn import datasets

from evidently import DataDefinition, Dataset, Report
from evidently.legacy.metric_preset import DataDriftPreset as LegacyPreset
from evidently.legacy.report import Report as LegacyReport
from evidently.presets import DataDriftPreset


def data(seed):
    random = np.random.default_rng(seed)
    wine = datasets.load_wine(as_frame=True).frame.drop(columns=["target"])
    reference, current = wine[:90].copy(), wine[90:].copy()
    reference["산지"] = random.choice(["가", "나", "<b>"], len(reference))
    current["산지"] = random.choice(["가", "나", "새 산지"], len(current), p=[0.6, 0.2, 0.2])
    return reference.reset_index(drop=True), current.reset_index(drop=True)


def shares(counts):
    return (counts / counts.sum()).tolist()


def summary(reference, current):
    low, high = min(reference.min(), current.min()), max(reference.max(), current.max())
    edges = np.linspace(low, high, 11)
    places = np.linspace(0, 1, 101)
    return {
        "edges": edges.tolist(),
        "reference": shares(np.histogram(reference, edges)[0]),
        "current": shares(np.histogram(current, edges)[0]),
        "reference_values": reference.tolist(),
        "current_values": current.tolist(),
        "reference_quantiles": np.quantile(reference, places).tolist(),
        "current_quantiles": np.quantile(current, places).tolist(),
        "reference_mean": reference.mean(),
        "reference_deviation": reference.std(ddof=0),
        "current_mean": current.mean(),
        "current_deviation": current.std(ddof=0),
    }


def histograms(snapshot, reference, current):
    """NumPy's shares in the bins that the snapshot draws, by column."""
    bars = {}
    for metric in snapshot["metric_results"].values():
        name = metric["metric_value_location"]["metric"]["params"].get("column")
        if name is None or name == "산지":
            continue
        tabs = [tab for widget in metric["widget"] for tab in widget.get("tabs", [])]
        picture = next(tab for tab in tabs if tab["title"] == "DATA DISTRIBUTION")
        edges = next(trace["x"] for trace in picture["widget"]["params"]["data"] if trace["name"] == "reference")
        bars[name] = {"reference": shares(np.histogram(reference[name], edges)[0]),
                      "current": shares(np.histogram(current[name], edges)[0])}
    return bars


def main():
    warnings.simplefilter("ignore")
    reference, current = data(int(sys.argv[1]))
    numeric = [name for name in reference if name != "산지"]
    definition = DataDefinition(numerical_columns=numeric, categorical_columns=["산지"])
    sides = [Dataset.from_pandas(side, data_definition=definition) for side in (current, reference)]
    new = Report([DataDriftPreset()]).run(*sides)
    legacy = LegacyReport(metrics=[LegacyPreset()])
    legacy.run(reference_data=reference, current_data=current)
    with tempfile.TemporaryDirectory() as folder:
        kept = os.path.join(folder, "report.json")
        legacy.save(kept)
        with open(kept, encoding="utf-8") as file:
            kept_text = file.read()
    table = next(metric for metric in legacy._first_level_metrics if type(metric).__name__ == "DataDriftTable")
    result = table.get_result()
    columns = {
        name: {
            "score": float(each.drift_score),
            "threshold": float(each.stattest_threshold),
            "method": each.stattest_name,
            "drifted": bool(each.drift_detected),
        }
        for name, each in result.drift_by_columns.items()
    }
    values = {}
    for metric in new.metric_results.values():
        config = metric.to_dict()["config"] if "config" in metric.to_dict() else {}
        if config.get("column"):
            values[config["column"]] = float(metric.value)
    bars = histograms(json.loads(new.dumps()), reference, current)
    json.dump(
        {
            "files": {"results": new.json(), "snapshot": new.dumps(), "legacy": legacy.json(), "legacy_kept": kept_text},
            "columns": columns,
            "values": values,
            "share": float(result.share_of_drifted_columns),
            "dataset_drift": bool(result.dataset_drift),
            "bars": bars,
            "categories": {"reference": reference["산지"].value_counts(normalize=True).to_dict(),
                           "current": current["산지"].value_counts(normalize=True).to_dict()},
            "summaries": {name: summary(reference[name], current[name])
                          for name in ("alcohol", "malic_acid", "flavanoids", "hue")},
        },
        sys.stdout,
    )


main()
