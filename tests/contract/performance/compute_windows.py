"""A model's answers on seeded rows as files, and its figures by scikit-learn and fairlearn.

Usage: compute_windows.py FOLDER SEED
Writes reference.parquet, binary.parquet, unlabelled.parquet, classes.parquet, regression.parquet.
Prints JSON with the figures of each, whole and by day.
"""

import json
import pathlib
import sys

import numpy as np
import pandas as pd
from fairlearn import metrics as fair
from sklearn import isotonic, metrics


def binary(random, size, shift):
    labels = random.integers(0, 2, size)
    scores = np.clip(random.normal(0.35 + 0.3 * labels - shift * labels, 0.2, size), 0, 1)
    return pd.DataFrame({
        "when": pd.Timestamp("2024-05-01") + pd.to_timedelta(np.arange(size) * 9 * 86400 // size, unit="s"),
        "bought": labels, "p": scores, "said": (scores >= 0.5).astype(float),
        "region": random.choice(["north", "남쪽", "east"], size), "age": random.normal(40, 9, size),
    })


def binary_figures(rows):
    return [metrics.accuracy_score(rows.bought, rows.said),
            metrics.precision_score(rows.bought, rows.said, zero_division=0),
            metrics.recall_score(rows.bought, rows.said, zero_division=0),
            metrics.f1_score(rows.bought, rows.said, zero_division=0),
            metrics.log_loss(rows.bought, rows.p), metrics.brier_score_loss(rows.bought, rows.p),
            metrics.roc_auc_score(rows.bought, rows.p), metrics.average_precision_score(rows.bought, rows.p)]


def estimated(reference, rows):
    """CBPE: expected cells of the confusion matrix by calibrated probabilities."""
    fit = isotonic.IsotonicRegression(out_of_bounds="clip").fit(reference.p, reference.bought)
    p, said = fit.predict(rows.p), rows.said == 1
    tp, fp, tn, fn = p[said].sum(), (1 - p[said]).sum(), (1 - p[~said]).sum(), p[~said].sum()
    return [(tp + tn) / len(rows), tp / (tp + fp), tp / (tp + fn), 2 * tp / (2 * tp + fp + fn)]


def bands(reference, figures):
    edges = [block * len(reference) // 10 for block in range(11)]
    blocks = np.array([figures(reference[a:b]) for a, b in zip(edges, edges[1:])])
    mean, deviation = blocks.mean(0), blocks.std(0, ddof=1)
    return [list(mean - 3 * deviation), list(mean + 3 * deviation)]


def by_day(rows, figures):
    return [figures(part) for _, part in rows.groupby(rows.when.dt.date)]


def main():
    folder, random = pathlib.Path(sys.argv[1]), np.random.default_rng(int(sys.argv[2]))
    reference, rows = binary(random, 4000, 0), binary(random, 3000, 0.12)
    unlabelled = rows.drop(columns="bought")
    names = np.array(["setosa", "virginica", "붓꽃"])
    labels = random.integers(0, 3, 900)
    scores = random.dirichlet(np.ones(3), 900) + 0.6 * np.eye(3)[labels] * random.random((900, 1))
    scores /= scores.sum(1, keepdims=True)
    predicted = scores.argmax(1)
    classes = pd.DataFrame({"kind": names[labels], "said": names[predicted], "p_붓꽃": scores[:, 2],
                            "p_setosa": scores[:, 0], "p_virginica": scores[:, 1]})
    target = random.normal(5, 2, 800)
    regression = pd.DataFrame({"y": target, "said": target + random.normal(0.1, 0.5, 800), "x": random.normal(size=800)})
    regression.loc[regression.x > 1, "said"] += 2
    for name, table in (("reference", reference), ("binary", rows), ("unlabelled", unlabelled),
                        ("classes", classes), ("regression", regression)):
        table.to_parquet(folder / f"{name}.parquet", index=False)
    sides = {"sensitive_features": rows.region}
    macro = {"average": "macro"}
    answers = {
        "figures": binary_figures(rows), "days": by_day(rows, binary_figures), "bands": bands(reference, binary_figures),
        "estimated": estimated(reference, rows), "estimated_days": by_day(rows, lambda part: estimated(reference, part)),
        "estimated_bands": bands(reference, lambda part: estimated(reference, part)),
        "fairness": [fair.demographic_parity_difference(rows.bought, rows.said, **sides),
                     fair.demographic_parity_ratio(rows.bought, rows.said, **sides),
                     fair.equalized_odds_difference(rows.bought, rows.said, **sides),
                     fair.equalized_odds_ratio(rows.bought, rows.said, **sides)],
        "confusion": metrics.confusion_matrix(rows.bought, rows.said),
        "classes": [metrics.accuracy_score(labels, predicted), metrics.precision_score(labels, predicted, **macro),
                    metrics.recall_score(labels, predicted, **macro), metrics.f1_score(labels, predicted, **macro),
                    metrics.log_loss(labels, scores), metrics.roc_auc_score(labels, scores, multi_class="ovr")],
        "regression": [np.mean(regression.said - regression.y), metrics.mean_absolute_error(regression.y, regression.said),
                       metrics.root_mean_squared_error(regression.y, regression.said),
                       metrics.mean_absolute_percentage_error(regression.y, regression.said),
                       metrics.r2_score(regression.y, regression.said)],
    }
    json.dump(answers, sys.stdout, default=lambda value: value.tolist())


main()
