"""Checkers for the exercises of *One neuron is a line*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["in_dollars", "in_square_feet", "thermometer"]

in_dollars = Check(
    [200_000.0, 100_000.0],
    [
        (
            [200_000.0, 100.0],
            "The bias is a price too: its unit changes as well.",
        ),
        ([200.0, 100.0], "That is the line in $1000s; in dollars every price is a larger number."),
        ([200.0, 100_000.0], "The weight is a price per area, so its unit changes as well."),
        ([0.2, 0.1], "You divided: a price in dollars is the larger number, not the smaller."),
        ([100_000.0, 200_000.0], "You swapped the two: the weight comes first."),
    ],
    rtol=1e-6,  # so that a dollar more or less is told
)
"""Weight and bias for prices in dollars and areas in 1000 square feet."""

in_square_feet = Check(
    [0.2, 100.0],
    [
        ([200_000.0, 100.0], "You multiplied: the areas grew, so the price per area must shrink."),
        ([0.2, 0.1], "The bias has nothing to do with the area: it is paid for an area of zero."),
        ([0.2, 100_000.0], "Prices are in $1000s here, so the bias is what it was."),
        (
            [200_000.0, 100_000.0],
            "Both would grow with the unit of the price; here the unit of the area has changed.",
        ),
        ([200.0, 100.0], "That prices a house of 1000 square feet at 200 million dollars."),
        ([100.0, 0.2], "You swapped the two: the weight comes first."),
    ],
)
"""Weight and bias for areas in square feet and prices in $1000s."""

thermometer = Check(
    [1.8, 32.0],
    [
        ([1.8, 0.0], "Without a bias, water would freeze at 0 °F."),
        ([1.8, 212.0], "The bias is the output at an input of zero, and that is not boiling."),
        ([2.12, 32.0], "The rise goes from freezing to boiling: 212 minus 32."),
        ([180.0, 32.0], "That is the rise; divide it by the run, which is 100."),
        ([212.0, 32.0], "That is what the neuron says at 100, and not its rise for one degree."),
        ([180.0, 0.0], "That is the rise; divide it by the run. And the bias is not zero."),
        ([1.0, 0.0], "That neuron leaves every temperature as it is."),
        ([1.0, 32.0], "A degree Celsius is more than a degree Fahrenheit: find the slope."),
        ([5 / 9, 32.0], "You divided the run by the rise."),
        ([5 / 9, -160 / 9], "That is the way back, from Fahrenheit to Celsius."),
        ([32.0, 1.8], "You swapped the two: the weight comes first."),
    ],
)
"""Weight and bias of the neuron that turns degrees Celsius into degrees Fahrenheit."""
