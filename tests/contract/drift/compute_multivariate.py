"""What moves between columns and over time, by scikit-learn, ruptures and NumPy.

Usage: compute_multivariate.py SEED
Prints JSON: {"rows": […], "areas": […], "series": […], "texts": […]}, each with its data and what
the libraries say of it.
"""

import json
import sys
import warnings

import numpy as np
import ruptures
from scipy.spatial import distance
from scipy.stats import norm
from sklearn import datasets
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def plain(rows):
    return [None if np.isnan(value) else value for value in rows.ravel()]


def rows_case(name, reference, current, share):
    scaler = make_pipeline(SimpleImputer(), StandardScaler()).fit(reference)
    before, after = scaler.transform(reference), scaler.transform(current)
    pca = PCA(n_components=share, svd_solver="full").fit(before)

    def errors(rows):
        return np.linalg.norm(rows - pca.inverse_transform(pca.transform(rows)), axis=1)

    means = [block.mean() for block in np.array_split(errors(before), 10)]
    everything, labels = np.vstack([before, after]), np.r_[np.zeros(len(before)), np.ones(len(after))]

    def fitted(rows, sides, solver="newton-cholesky"):
        return LogisticRegression(solver=solver, tol=1e-12, max_iter=100000).fit(rows, sides)

    whole = fitted(everything, labels)
    parts = np.r_[np.arange(len(before)), np.arange(len(after))] % 5
    scores = np.zeros(len(labels))
    for part in range(5):
        seen = parts != part
        scores[~seen] = fitted(everything[seen], labels[seen]).decision_function(everything[~seen])
    return {
        "name": name, "columns": reference.shape[1], "reference": plain(reference), "current": plain(current),
        "share": share, "kept": pca.n_components_, "variances": pca.explained_variance_,
        "explained": pca.explained_variance_ratio_, "reference_errors": errors(before),
        "current_errors": errors(after), "blocks": means,
        "lbfgs": fitted(everything, labels, "lbfgs").coef_[0], "weights": whole.coef_[0], "intercept": whole.intercept_[0], "labels": labels,
        "auc": roc_auc_score(labels, scores),
    }


def rows_cases(random):
    for load in (datasets.load_wine, datasets.load_breast_cancer, datasets.load_iris):
        table = load().data
        # Iris lies sorted by class: every second row, so that both sides hold all classes.
        yield load.__name__, table[0::2], table[1::2], 0.65
    mixed = random.normal(size=(600, 5)) @ random.normal(size=(5, 5))
    moved = random.normal(size=(400, 5)) @ random.normal(size=(5, 5)) + 0.3
    mixed[random.random(mixed.shape) < 0.05] = np.nan
    moved[random.random(moved.shape) < 0.05] = np.nan
    yield "missing", mixed, moved, 0.8


def area_case(random, size, decimals):
    labels = random.integers(0, 2, size)
    scores = np.round(random.normal(0.4 * labels, 1), decimals)
    positive, negative = scores[labels == 1], scores[labels == 0]
    above = (positive[:, None] > negative).astype(float) + 0.5 * (positive[:, None] == negative)
    variance = above.mean(1).var(ddof=1) / len(positive) + above.mean(0).var(ddof=1) / len(negative)
    half = norm.ppf(0.975) * np.sqrt(variance)
    auc = roc_auc_score(labels, scores)
    return {"labels": labels, "scores": scores, "auc": auc, "error": np.sqrt(variance),
            "low": max(auc - half, 0), "high": min(auc + half, 1)}


def best_division(values, penalty, least):
    """By trying every place for the last part: no pruning."""
    size = len(values)
    costs, last = [-penalty] + [np.inf] * size, [0] * (size + 1)
    for end in range(least, size + 1):
        for begin in range(0, end - least + 1):
            part = values[begin:end]
            cost = costs[begin] + ((part - part.mean()) ** 2).sum() + penalty
            if cost < costs[end] - 1e-12:
                costs[end], last[end] = cost, begin
    places, at = [], last[size]
    while at > 0:
        places.append(at)
        at = last[at]
    return places[::-1]


def series_case(random, levels, noise, penalty):
    values = np.concatenate([random.normal(level, noise, count) for level, count in levels])
    pelt = ruptures.Pelt(model="l2", min_size=2, jump=1).fit(values.reshape(-1, 1)).predict(penalty)
    differences = np.diff(values)
    sigma = 1.4826 * np.median(np.abs(differences - np.median(differences))) / np.sqrt(2)
    return {"values": values, "penalty": penalty, "pelt": pelt[:-1], "best": best_division(values, penalty, 2),
            "default_penalty": 3 * sigma**2 * np.log(len(values))}


def text_case(reference, current):
    counter = CountVectorizer(analyzer="char", ngram_range=(3, 3), lowercase=False)
    both = counter.fit_transform(reference + current).toarray()
    sums = both[: len(reference)].sum(0), both[len(reference):].sum(0)
    words = CountVectorizer(lowercase=False, token_pattern=r"\S+").fit(reference)
    seen = [word for text in current for word in text.split()]
    return {"reference": reference, "current": current, "grams": counter.get_feature_names_out(),
            "reference_counts": sums[0], "current_counts": sums[1],
            "distance": distance.jensenshannon(*sums),
            "unknown": sum(word not in words.vocabulary_ for word in seen) / len(seen),
            "lengths": sorted(len(text) for text in current)}


def main():
    warnings.simplefilter("ignore")
    random = np.random.default_rng(int(sys.argv[1]))
    words = ["alpha", "beta", "gamma", "라면", "김치찌개", "naïve", "🙂🙂🙂", "e\u0301te\u0301"]
    texts = [" ".join(random.choice(words, 6)) for _ in range(60)]
    others = [" ".join(random.choice(words + ["delta", "새말"], 5)) for _ in range(50)]
    answers = {
        "rows": [rows_case(*case) for case in rows_cases(random)],
        "areas": [area_case(random, size, decimals) for size, decimals in ((30, 1), (400, 1), (2000, 9))],
        "series": [
            series_case(random, [(0, 40), (1, 30), (0.2, 50)], 0.2, 0.5),
            series_case(random, [(0, 60)], 1.0, 14.0),
            series_case(random, [(3, 7), (4, 5), (1, 9), (1.5, 12)], 0.3, 0.4),
            series_case(random, [(0.05, 12), (0.2, 6)], 0.02, 0.003),
        ],
        "texts": [text_case(texts, others), text_case(others, texts)],
    }
    json.dump(answers, sys.stdout, default=lambda value: value.tolist())


main()
