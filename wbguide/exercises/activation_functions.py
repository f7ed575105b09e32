"""Checkers for the exercises of *Activation functions*."""

from __future__ import annotations

from wbguide.exercises import Check

__all__ = ["folded", "with_relu"]

folded = Check(
    [-6.0, 19.0],
    [
        ([-6.0, 10.0], "The biases of the first layer pass through the weights of the second."),
        ([-6.0, 5.0], "You left out what becomes of the first layer's biases."),
        ([-6.0, 14.0], "You left out the bias of the second layer."),
        ([-1.0, 19.0], "Each weight of the first layer meets one of the second: multiply them."),
        ([10.0, 19.0], "One weight of the first layer is negative."),
        ([-1.0, 10.0], "Nothing is added up here: the first layer goes through the second."),
        ([19.0, -6.0], "You swapped the two: the weight comes first."),
    ],
)
"""Weight and bias of the one layer that two linear layers fold into."""


with_relu = Check(
    [45.0, 19.0, 15.0],
    [
        ([43.0, 19.0, 7.0], "That is the network without the ReLU: replace negative sums by 0."),
        ([45.0, 19.0, 7.0], "For the input 2, one sum is negative too: replace it by 0."),
        ([40.0, 14.0, 10.0], "You left out the bias of the second layer."),
        ([37.0, 5.0, 9.0], "You left out the biases of the first layer."),
        ([51.0, 19.0, 23.0], "Add the bias first: the ReLU gets the whole weighted sum."),
        ([47.0, 19.0, 23.0], "A ReLU turns a negative sum into 0, and does not take its size."),
        ([5.0, 19.0, 5.0], "Each unit has a ReLU of its own: where one is off, the other counts."),
        ([3.0, 5.0, -3.0], "A ReLU keeps the positive sums, not the negative ones."),
        ([5.0, 19.0, 39.0], "One weight of the first layer is negative."),
        ([25.0, 21.0, 25.0], "You swapped the weights of the second layer."),
    ],
)
"""What two layers with a ReLU in between make of three inputs."""
