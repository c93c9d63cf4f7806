"""Figures of models on seeded rows by scikit-learn and fairlearn.

Usage: compute_performance.py SEED
Prints JSON: {"cases": […]}, each with its rows and what the libraries say of them.
"""

import json
import sys

import numpy as np
from fairlearn import metrics as fair
from sklearn import isotonic, metrics
from sklearn.calibration import calibration_curve


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


def main():
    random = np.random.default_rng(int(sys.argv[1]))
    answers = {"cases": [case(random, size) for size in (60, 200, 1000, 3000)]}
    json.dump(answers, sys.stdout, default=lambda value: value.tolist())


main()
