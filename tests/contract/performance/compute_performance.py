"""Figures of models on seeded rows by scikit-learn, fairlearn, statsmodels and pandas.

Usage: compute_performance.py SEED
Prints JSON: {"cases": […], "intervals": […], "slices": […], "classes": […]}, each with its rows and
what the libraries say of them.
"""

import json
import sys

import numpy as np
import pandas as pd
from fairlearn import metrics as fair
from scipy import stats
from sklearn import isotonic, metrics
from sklearn.calibration import calibration_curve
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest


def case(random, size):
    labels = random.integers(0, 2, size)
    scores = np.clip(np.round(random.normal(0.35 + 0.3 * labels, 0.2), 2), 0, 1)
    predicted = (scores >= 0.5).astype(int)
    groups = random.choice(["a", "나", "c"], size)
    targets = random.normal(3, 2, size)
    estimates = targets + random.normal(0.1, 1, size)
    sides = {"sensitive_features": groups}
    fitted = isotonic.IsotonicRegression(out_of_bounds="clip").fit(scores, labels)
    places = random.uniform(-0.1, 1.1, 50)
    actual, expected = calibration_curve(labels, scores, n_bins=5)
    return {
        "labels": labels, "scores": scores, "predicted": predicted, "groups": groups,
        "targets": targets, "estimates": estimates, "places": places,
        "classification": [
            metrics.accuracy_score(labels, predicted), metrics.precision_score(labels, predicted),
            metrics.recall_score(labels, predicted), metrics.f1_score(labels, predicted),
            metrics.log_loss(labels, scores), metrics.brier_score_loss(labels, scores),
            metrics.roc_auc_score(labels, scores), metrics.average_precision_score(labels, scores)],
        "calibration": [expected, actual],
        "isotonic": fitted.predict(places),
        "fairness": [
            fair.demographic_parity_difference(labels, predicted, **sides),
            fair.demographic_parity_ratio(labels, predicted, **sides),
            fair.equalized_odds_difference(labels, predicted, **sides),
            fair.equalized_odds_ratio(labels, predicted, **sides),
            fair.equal_opportunity_difference(labels, predicted, **sides),
            fair.equal_opportunity_ratio(labels, predicted, **sides)],
        "regression": [
            np.mean(estimates - targets), metrics.mean_absolute_error(targets, estimates),
            metrics.root_mean_squared_error(targets, estimates),
            metrics.mean_absolute_percentage_error(targets, estimates), metrics.r2_score(targets, estimates)],
    }


def intervals(counts):
    """Of two groups' (part, whole)."""
    (a, n), (b, m) = counts
    return {"counts": [a, n, b, m],
            "difference": [a / n - b / m, *confint_proportions_2indep(a, n, b, m, method="newcomb")],
            "ratio": [a / n / (b / m) if b else None, *confint_proportions_2indep(
                a, n, b, m, compare="ratio", method="log" if a and b else "log-adjusted")]}


def slices(random, size, regression):
    frame = pd.DataFrame({
        "age": np.where(random.random(size) < 0.05, np.nan, np.round(random.normal(40, 12, size), 1)),
        "city": random.choice(["Seoul", "부산", "Oslo", "Lima"], size, p=[0.4, 0.3, 0.2, 0.1]),
        "few": random.integers(0, 3, size).astype(float),
    })
    worse = 0.15 + 0.3 * ((frame.city == "Oslo") & (frame.age > 45))
    loss = random.exponential(worse) if regression else (random.random(size) < worse).astype(float)
    parts = pd.DataFrame({
        "age": pd.qcut(frame.age, 4, duplicates="drop", labels=False).fillna(-1),
        "city": frame.city,
        "few": pd.qcut(frame.few, 4, duplicates="drop", labels=False),
    })
    found = []
    for names in [("age",), ("city",), ("few",), ("age", "city"), ("age", "few"), ("city", "few")]:
        for _, rows in parts.groupby(list(names)):
            inside = np.isin(np.arange(size), rows.index)
            if min(inside.sum(), (~inside).sum()) < 30:
                continue
            if regression:
                p = stats.ttest_ind(loss[inside], loss[~inside], equal_var=False, alternative="greater").pvalue
            else:
                p = proportions_ztest([loss[inside].sum(), loss[~inside].sum()],
                                      [inside.sum(), (~inside).sum()], alternative="larger")[1]
            found.append([",".join(names), int(inside.sum()), loss[inside].mean(), loss[~inside].mean(), p,
                          [loss[parts[name] == rows[name].iloc[0]].mean() for name in names]])
    adjusted = stats.false_discovery_control([each[4] for each in found])
    worst = [[*each[:5], q] for each, q in zip(found, adjusted)
             if each[2] > each[3] and q <= 0.05 and (len(each[5]) == 1 or each[2] > max(each[5]))]
    return {"age": [None if np.isnan(each) else each for each in frame.age], "city": list(frame.city),
            "few": list(frame.few), "loss": loss, "tested": len(found),
            "worst": sorted(worst, key=lambda each: each[3] - each[2])}


def classes(random, size):
    labels = random.integers(0, 4, size)
    scores = random.dirichlet(np.ones(4), size) + 0.8 * np.eye(4)[labels] * random.random((size, 1))
    scores /= scores.sum(1, keepdims=True)
    predicted = scores.argmax(1)
    macro = {"average": "macro", "zero_division": 0}
    return {"labels": labels, "predicted": predicted, "scores": scores.ravel(),
            "figures": [metrics.accuracy_score(labels, predicted), metrics.precision_score(labels, predicted, **macro),
                        metrics.recall_score(labels, predicted, **macro), metrics.f1_score(labels, predicted, **macro),
                        metrics.log_loss(labels, scores), metrics.roc_auc_score(labels, scores, multi_class="ovr")]}


def main():
    random = np.random.default_rng(int(sys.argv[1]))
    answers = {
        "cases": [case(random, size) for size in (60, 200, 1000, 3000)],
        "intervals": [intervals(counts) for counts in (
            ((8, 20), (15, 30)), ((300, 1000), (450, 1200)), ((0, 40), (9, 50)), ((40, 40), (9, 50)))],
        "slices": [slices(random, 2000, False), slices(random, 1500, True)],
        "classes": [classes(random, size) for size in (100, 2500)],
    }
    json.dump(answers, sys.stdout, default=lambda value: value.tolist())


main()
