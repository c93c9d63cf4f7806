"""Lines, triangulations and surfaces through seeded points by NumPy and SciPy.

Usage: compute_geometry.py SEED
Prints JSON: {"lines": […], "clouds": […]}. A line has x, y, whether its axes are log, and what
numpy.polyfit and scipy.stats.linregress say; a cloud has points in the unit square, values, the
triangles of scipy.spatial.Delaunay, and the values of scipy.interpolate.LinearNDInterpolator at
places of a grid (null: outside of the hull).
"""

import json
import math
import sys

import numpy as np
from scipy import stats
from scipy.interpolate import LinearNDInterpolator
from scipy.spatial import ConvexHull, Delaunay


def line(x, y, log_x, log_y):
    across = np.log10(x) if log_x else x
    up = np.log10(y) if log_y else y
    slope, intercept = np.polyfit(across, up, 1)
    fit = stats.linregress(across, up)
    assert math.isclose(fit.slope, slope, rel_tol=1e-6, abs_tol=1e-12)
    return {
        "x": x.tolist(),
        "y": y.tolist(),
        "logX": log_x,
        "logY": log_y,
        "slope": float(fit.slope),
        "intercept": float(fit.intercept),
        "rSquared": float(fit.rvalue) ** 2,
    }


def lines(random):
    for size in (3, 10, 60, 500):
        rates = 10 ** random.uniform(-5, -1, size)
        accuracy = 0.95 - 0.05 * np.abs(np.log10(rates) + 3) + random.normal(0, 0.01, size)
        yield line(rates, accuracy, False, False)
        yield line(rates, accuracy, True, False)
        loss = rates**0.4 * random.lognormal(0, 0.3, size)
        yield line(rates, loss, True, True)
        depth = random.integers(1, 12, size).astype(float)
        yield line(depth, random.normal(5e8, 1e8, size), False, False)
        yield line(depth, np.exp(-depth) * 1e-12, False, True)


def cloud(points, values):
    triangulation = Delaunay(points)
    surface = LinearNDInterpolator(triangulation, values)
    at = np.array([(x, y) for x in np.linspace(0.02, 0.98, 25) for y in np.linspace(0.02, 0.98, 25)])
    heights = surface(at)
    return {
        "points": points.tolist(),
        "values": values.tolist(),
        "triangles": [sorted(map(int, simplex)) for simplex in triangulation.simplices],
        "hullArea": float(ConvexHull(points).volume),
        "at": at.tolist(),
        "heights": [float(height) if math.isfinite(height) else None for height in heights],
    }


def clouds(random):
    for size in (3, 4, 5, 8, 20, 60, 200, 600):
        points = random.uniform(0, 1, (size, 2))
        yield cloud(points, np.sin(5 * points[:, 0]) + points[:, 1] ** 2)
    # Params as people draw them: some close together, some at the ends.
    points = np.clip(random.normal(0.5, 0.2, (80, 2)), 0.001, 0.999)
    yield cloud(points, points[:, 0] * points[:, 1])


def main():
    random = np.random.default_rng(int(sys.argv[1]))
    json.dump({"lines": list(lines(random)), "clouds": list(clouds(random))}, sys.stdout)


main()
