"""The closed form, by hand."""

import numpy as np
import pytest

from wbguide._least_squares import least_squares


def test_the_best_line_through_three_points() -> None:
    """Around the means 2 and 3: the weight is (-1 * -2 + 1 * 2) / (1 + 1), the bias 3 - 2 * 2."""
    line = least_squares(np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 5.0]))
    assert line == pytest.approx((2.0, -1.0), rel=1e-15)


def test_of_equal_features_it_is_level_at_the_mean() -> None:
    assert least_squares(np.array([2.0, 2.0]), np.array([1.0, 3.0])) == (0.0, 2.0)
