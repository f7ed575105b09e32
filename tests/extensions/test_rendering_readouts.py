"""A number that a chart says twice, in its title and below it, is the same number."""

from __future__ import annotations

import re
from html import unescape

import altair as alt
import pytest
from wbguide_docs.rendering.charts import chart_html

from wbguide.interactive import activate, compare_bias, descend, fit_by_hand

NUMBERS = [0.0, 1e-13, -2.5e-7, 0.1 + 0.2, -1.03, -99_999.7, 123_456.7, 2.5e9, -1e12]


def said(chart: alt.LayerChart) -> tuple[str, dict[str, str]]:
    """Return the title of a chart as it is drawn, and its readouts, before any script runs."""
    html = chart_html(chart.to_dict(), "What it shows", 1)
    picture = html.partition("</svg>")[0]
    title = picture.rpartition("role-title-text")[2]
    lines = re.findall(r"<(?:text|tspan)[^>]*>([^<]+)<", title)
    readouts = re.findall(r'<output name="(\w+)"[^>]*>([^<]*)</output>', html)
    return unescape(" | ".join(lines)), {name: unescape(text) for name, text in readouts}


def test_a_rounding_error_is_read_out_as_the_zero_that_the_title_shows() -> None:
    # Step 0, to which the browser computes back from the minimum: 0 comes out as -2.5e-14. The
    # residuals are -301.03 and -502.06.
    title, readouts = said(descend([1, 2], [300, 500], learning_rate=0.2, weight=-1.03))
    assert readouts == {"loss": "171,342", "weight": "−1.03", "bias": "0"}
    assert title.endswith("w = −1.03, b = 0")


@pytest.mark.parametrize("start", NUMBERS)
def test_a_descent_is_read_out_as_in_the_title(start: float) -> None:
    for step in (0, 7):
        chart = descend([1, 2], [300, 500], learning_rate=0.2, weight=start, bias=start, step=step)
        title, readouts = said(chart)
        assert title == (
            f"step {step}: loss = {readouts['loss']} | "
            f"w = {readouts['weight']}, b = {readouts['bias']}"
        )


@pytest.mark.parametrize("weight", NUMBERS[::3])
def test_losses_are_read_out_as_in_the_title(weight: float) -> None:
    data = [1.0, 2.0], [300.0, 500.0]
    title, readouts = said(fit_by_hand(*data, weight=weight, bias=-7.25e-5))
    assert title.endswith(f"| loss (mean squared error) = {readouts['loss']}")
    title, readouts = said(compare_bias(*data, weight=weight, bias=-7.25e-5))
    both = readouts["loss_with_bias"], readouts["loss_without_bias"]
    assert title == "with bias (solid): loss = {} | without bias (dashed): loss = {}".format(*both)


@pytest.mark.parametrize("weight", [-10.0, 0.0, 1e-9, 3.5])
@pytest.mark.parametrize("name", ["sigmoid", "relu"])
def test_an_output_and_its_boundary_are_read_out_as_in_the_title(name: str, weight: float) -> None:
    title, readouts = said(activate(name, weight=weight, bias=-10, x=3.1))
    said_first = f"{name}: ŷ = {readouts['output']} at x = 3.1, slope {readouts['slope']} | "
    assert title.startswith(said_first)
    if weight:
        assert title.endswith(f"boundary (dotted) at −b/w = {readouts['boundary']}")
    else:
        assert title.endswith("there is no boundary")
        assert readouts["boundary"] == "none"
