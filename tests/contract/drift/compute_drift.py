"""Drift of seeded and real samples by SciPy and Evidently.

Usage: compute_drift.py SEED
Prints JSON: {"numeric": […], "categorical": […], "corrections": […], "reports": {…}}, each with its
data and what the libraries say of it. What a library refuses or does not define is null.
"""

import json
import math
import sys
import warnings

import numpy as np
import pandas as pd
from scipy import stats
from scipy.spatial import distance
from sklearn import datasets

import evidently.legacy.calculations.stattests as tests
from evidently import DataDefinition, Dataset, Report
from evidently.legacy.calculations.stattests.mmd_stattest import mmd_pval
from evidently.legacy.core import ColumnType
from evidently.legacy.metrics import DataDriftTable
from evidently.legacy.report import Report as LegacyReport
from evidently.presets import DataDriftPreset


def plain(value):
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(each) for each in value]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        return float(value) if math.isfinite(value) else None
    return value


def attempt(function):
    try:
        return function()
    except Exception as fault:  # a refusal of the library is an answer
        return str(fault)[:80]


def evidently_score(test, reference, current, kind):
    def run():
        return float(test(reference.copy(), current.copy(), kind, test.default_threshold).drift_score)

    return attempt(run)


NUMERIC = {
    "ks": tests.ks_stat_test,
    "wasserstein": tests.wasserstein_stat_test,
    "psi": tests.psi_stat_test,
    "jensenshannon": tests.jensenshannon_stat_test,
    "kl_div": tests.kl_div_stat_test,
    "hellinger": tests.hellinger_stat_test,
    "anderson": tests.anderson_darling_test,
    "mannw": tests.mann_whitney_u_stat_test,
    "cramer_von_mises": tests.cramer_von_mises,
    "ed": tests.energy_dist_test,
    "t_test": tests.t_test,
}
CATEGORICAL = {
    "psi": tests.psi_stat_test,
    "jensenshannon": tests.jensenshannon_stat_test,
    "kl_div": tests.kl_div_stat_test,
    "hellinger": tests.hellinger_stat_test,
    "chisquare": tests.chi_stat_test,
    "z": tests.z_stat_test,
    "g_test": tests.g_test,
    "fisher_exact": tests.fisher_exact_test,
}


def numeric(name, reference, current):
    reference, current = pd.Series(reference), pd.Series(current)
    scores = {key: evidently_score(test, reference, current, ColumnType.Numerical) for key, test in NUMERIC.items()}
    entry = {
        "name": name,
        "integers": reference.dtype.kind == "i" and current.dtype.kind == "i",
        "reference": reference.to_numpy(float),
        "current": current.to_numpy(float),
        "scores": scores,
        "default": tests.registry._get_default_stattest(reference, current, ColumnType.Numerical).name,
        "ks_d": stats.ks_2samp(reference, current).statistic,
        "wasserstein_plain": stats.wasserstein_distance(reference, current),
        "energy": stats.energy_distance(reference, current),
        "mannw_u": stats.mannwhitneyu(reference, current).statistic,
        "mannw_two": stats.mannwhitneyu(reference, current).pvalue,
        "cvm": attempt(lambda: stats.cramervonmises_2samp(reference, current).statistic),
        "cvm_p": attempt(lambda: stats.cramervonmises_2samp(reference, current).pvalue),
        "anderson": attempt(lambda: stats.anderson_ksamp([reference.values, current.values]).statistic),
        "welch": stats.ttest_ind(reference, current, equal_var=False),
    }
    if 1 < min(len(reference), len(current)) and max(len(reference), len(current)) <= 150:
        entry["mmd"] = mmd_pval(reference.to_numpy(float).reshape(-1, 1), current.to_numpy(float).reshape(-1, 1))[1]
    return entry


def categorical(name, reference, current):
    reference, current = pd.Series(reference), pd.Series(current)
    keys = sorted(set(reference) | set(current))
    table = np.array([[(side == key).sum() for key in keys] for side in (reference, current)])
    scaled = table[0] * (table[1].sum() / table[0].sum())
    shares = table / table.sum(axis=1, keepdims=True)
    fitted = scaled.min() > 0
    return {
        "name": name,
        "keys": keys,
        "counts": table,
        "scores": {
            key: evidently_score(test, reference, current, ColumnType.Categorical) for key, test in CATEGORICAL.items()
        },
        "default": tests.registry._get_default_stattest(reference, current, ColumnType.Categorical).name,
        "homogeneity": stats.chi2_contingency(table, correction=False)[:2] if len(keys) > 1 else None,
        "g": stats.power_divergence(table[1], scaled, lambda_="log-likelihood") if fitted and len(keys) > 1 else None,
        "chi": stats.chisquare(table[1], scaled) if fitted and len(keys) > 1 else None,
        "js": distance.jensenshannon(table[0], table[1]),
        "tvd": 0.5 * np.abs(shares[0] - shares[1]).sum(),
        "fisher": stats.fisher_exact(table[::-1])[1] if len(keys) == 2 else None,
    }


def numeric_cases(random):
    for n, m in [(2, 3), (5, 7), (12, 12), (20, 15), (19, 20), (37, 120), (300, 300), (999, 500), (4000, 2500), (900, 12000)]:
        yield f"normal {n} {m}", random.normal(0, 1, n), random.normal(0.2, 1.1, m)
        yield f"same {n} {m}", random.normal(5, 2, n), random.normal(5, 2, m)
        yield f"skewed {n} {m}", random.lognormal(0, 2, n), random.lognormal(0.1, 2, m)
        yield f"ties {n} {m}", random.integers(0, 9, n), random.integers(1, 9, m)
        yield f"integers {n} {m}", random.integers(0, 60, n), random.integers(0, 64, m)
    yield "far 12000 15000", random.normal(0, 1, 12000), random.normal(0.05, 1, 15000)
    yield "near 12000 15000", random.normal(0, 1, 12000), random.normal(0, 1, 15000)
    yield "constant", np.full(40, 2.5), np.full(30, 2.5)
    yield "constants", np.full(40, 2.5), np.full(30, 3.5)
    yield "huge", random.normal(0, 1e70, 50), random.normal(0, 1e70, 60)
    for load in (datasets.load_diabetes, datasets.load_breast_cancer, datasets.load_wine):
        table = load(as_frame=True).frame
        half = len(table) // 2
        for column in list(table.columns)[:8]:
            yield f"{load.__name__} {column}", table[column][:half].to_numpy(), table[column][half:].to_numpy()


def categorical_cases(random):
    words = ["a", "b", "가나", "é", "e\u0301", "", "🙂", "z z"]
    for n, m in [(30, 30), (200, 90), (1500, 1500), (3000, 800)]:
        for k in (1, 2, 3, 8):
            shares = random.dirichlet(np.ones(k) * 4)
            yield f"{k} words {n} {m}", random.choice(words[:k], n), random.choice(words[:k], m, p=shares)
    yield "unseen", random.choice(["a", "b"], 50), random.choice(["a", "b", "new"], 60)
    yield "gone", random.choice(["a", "b", "c"], 50), random.choice(["a", "b"], 60)


def reports(random):
    size = 1500
    reference = pd.DataFrame({"x": random.normal(0, 1, size), "y": random.normal(0, 1, size),
                              "word": random.choice(["a", "b", "가"], size)})
    current = pd.DataFrame({"x": random.normal(1, 1, size), "y": random.normal(0, 1, size),
                            "word": random.choice(["a", "b", "가"], size, p=[0.7, 0.2, 0.1])})
    legacy = LegacyReport(metrics=[DataDriftTable()])
    legacy.run(reference_data=reference, current_data=current)
    definition = DataDefinition(numerical_columns=["x", "y"], categorical_columns=["word"])
    sides = [Dataset.from_pandas(side, data_definition=definition) for side in (current, reference)]
    new = Report([DataDriftPreset()]).run(*sides)
    return {"legacy": legacy.json(), "new": new.json(),
            "reference": {key: list(reference[key]) for key in reference},
            "current": {key: list(current[key]) for key in current}}


def main():
    warnings.simplefilter("ignore")
    random = np.random.default_rng(int(sys.argv[1]))
    lists = [random.uniform(0, 1, size) ** 3 for size in (1, 2, 7, 40)] + [np.full(5, 0.04)]
    answers = {
        "numeric": [numeric(*case) for case in numeric_cases(random)],
        "categorical": [categorical(*case) for case in categorical_cases(random)],
        "corrections": [{"p": each, "adjusted": stats.false_discovery_control(each)} for each in lists],
        "reports": reports(random),
    }
    json.dump(plain(answers), sys.stdout)


main()
