"""Writes scipy.json: what numpy and scipy say of a few series. Run in this folder, with numpy and scipy installed."""

import json
import random

import numpy as np
import scipy
from scipy import special, stats

SERIES = {
    # Extraditions from Mexico, 2000 to 2013.
    "mexico": [12, 17, 25, 31, 34, 41, 63, 83, 95, 107, 94, 93, 115, 54],
    "small": [1.5, 4.25, 3.0],
    "steps": [5, 6, 5, 7, 6, 5, 12, 13, 11, 12, 13, 12],
}
random.seed(20261124)
SERIES["noise"] = [round(random.gauss(100, 15), 3) for _ in range(60)]
SERIES["growing"] = [round(40 * 1.07**n * random.lognormvariate(0, 0.1), 4) for n in range(30)]


def line(x, y):
    fit = stats.linregress(x, y)
    t = stats.t.ppf(0.975, len(x) - 2)
    return {
        "slope": fit.slope,
        "low": fit.slope - t * fit.stderr,
        "high": fit.slope + t * fit.stderr,
        "r_squared": fit.rvalue**2,
        "band": band(x, y, fit, t),
    }


def band(x, y, fit, t):
    """The 95% confidence band of the mean at the first and at the last value."""
    x, y = np.asarray(x), np.asarray(y)
    residuals = y - fit.intercept - fit.slope * x
    s = np.sqrt(residuals @ residuals / (len(x) - 2))
    squares = ((x - x.mean()) ** 2).sum()
    ends = []
    for at in (x[0], x[-1]):
        half = t * s * np.sqrt(1 / len(x) + (at - x.mean()) ** 2 / squares)
        middle = fit.intercept + fit.slope * at
        ends.append([middle, middle - half, middle + half])
    return ends


def of(values):
    y = np.asarray(values, dtype=float)
    x = 2000.5 + np.arange(len(y))
    cusum = np.abs(np.cumsum(y - y.mean())[:-1])
    statistic = cusum.max() / (y.std(ddof=1) * np.sqrt(len(y)))
    half = len(y) // 2
    result = {
        "values": list(map(float, values)),
        "mean": y.mean(),
        "median": float(np.median(y)),
        "deviation": y.std(ddof=1),
        "quartiles": list(np.quantile(y, [0.25, 0.75])),
        "growth": ((y[-1] / y[0]) ** (1 / (len(y) - 1)) - 1) * 100,
        "linear": line(x, y),
        "log_linear": line(x, np.log(y)),
        "cusum": {"first": int(cusum.argmax()) + 1, "statistic": statistic, "p_value": special.kolmogorov(statistic)},
    }
    if half >= 2:
        welch = stats.ttest_ind(y[half + 1 :], y[:half], equal_var=False)
        interval = welch.confidence_interval(0.95)
        result["welch"] = {"split": half, "low": interval.low, "high": interval.high, "degrees": float(welch.df)}
    return result


pairs = {}
for a, b in [("mexico", "steps"), ("noise", "growing"), ("growing", "mexico")]:
    n = min(len(SERIES[a]), len(SERIES[b]))
    r = stats.pearsonr(SERIES[a][:n], SERIES[b][:n])
    interval = r.confidence_interval(0.95)
    pairs[f"{a} {b}"] = {"r": r.statistic, "low": interval.low, "high": interval.high, "count": n}

out = {
    "numpy": np.__version__,
    "scipy": scipy.__version__,
    "series": {name: of(values) for name, values in SERIES.items()},
    "correlations": pairs,
}
with open("scipy.json", "w", encoding="utf-8") as file:
    json.dump(out, file, indent=1, default=float)
    file.write("\n")
