"""The line of the least mean squared error, in closed form."""

from __future__ import annotations

from wbguide._validation import FloatArray


def fit_line(feature: FloatArray, targets: FloatArray) -> tuple[float, float]:
    """Return its weight and its bias; where all samples have the same feature, a level line."""
    centered = feature - feature.mean()
    squares = float(centered @ centered)
    weight = float(centered @ targets) / squares if squares else 0.0
    return weight, float(targets.mean() - weight * feature.mean())
