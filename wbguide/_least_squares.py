"""The line with the lowest mean squared error, in closed form."""

from __future__ import annotations

from wbguide._validation import FloatArray


def least_squares(features: FloatArray, targets: FloatArray) -> tuple[float, float]:
    """Return the weight and the bias of the best line; the weight is 0 where features are equal."""
    centered = features - features.mean()
    spread = float(centered @ centered)
    weight = float(centered @ targets) / spread if spread else 0.0
    return weight, float(targets.mean() - weight * features.mean())
