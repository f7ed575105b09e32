"""What readers do wrong, as slips in a formula: each is explained, and no two of them cancel."""

import itertools
import math
import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from numpy.typing import ArrayLike

from wbguide.exercises import Check, backpropagation
from wbguide.exercises import a_batch_at_a_time as batches
from wbguide.exercises import a_gate_without_a_bias as gate
from wbguide.exercises import activation_functions as activation
from wbguide.exercises import bending_lines_into_curves as bending
from wbguide.exercises import check_a_gradient as checking
from wbguide.exercises import choose_a_learning_rate as rates
from wbguide.exercises import erase_a_stroke as erase
from wbguide.exercises import four_cures_for_overfitting as cures
from wbguide.exercises import from_a_line_to_a_decision as decision
from wbguide.exercises import good_on_new_data as new_data
from wbguide.exercises import how_close_k_bends_come as bends
from wbguide.exercises import how_large_a_step_may_be as large_steps
from wbguide.exercises import how_large_weights_start as large_weights
from wbguide.exercises import how_weights_start as start
from wbguide.exercises import learn_by_gradient_descent as descent
from wbguide.exercises import many_inputs_many_neurons as many
from wbguide.exercises import one_neuron_is_a_line as line
from wbguide.exercises import the_price_of_a_missing_bias as price
from wbguide.exercises import the_silent_trap as silent
from wbguide.exercises import train_a_decision as trained
from wbguide.exercises import train_a_keras_layer as training
from wbguide.exercises import train_a_network_by_hand as network
from wbguide.exercises import two_harms_of_small_slopes as harms
from wbguide.exercises import weights_of_a_keras_layer as layer
from wbguide.exercises import weights_that_recognize_letters as letters
from wbguide.exercises import what_a_blank_page_is_read_as as blank
from wbguide.exercises import what_equal_weights_cost as equal
from wbguide.exercises import what_reaches_the_first_layer as reaching
from wbguide.exercises import what_the_bias_is_for as bias
from wbguide.exercises import when_a_relu_dies as dying
from wbguide.exercises import when_letters_are_rare as rare
from wbguide.exercises import why_the_penalty_spares_the_bias as spared
from wbguide.exercises import why_weights_grow as grow


@dataclass(frozen=True)
class Slips:
    """A formula whose defaults give the right answer, and wrong values with what is said of them.

    `others` are wrong answers that no slip in the formula gives.
    """

    check: Check
    formula: Callable[..., ArrayLike]
    wrong: dict[str, list[tuple[Any, str]]]
    others: list[tuple[ArrayLike, str]]


SWAPPED = [(-1, "swapped the two")]


def same(x: float) -> float:
    return x


def eigenvalues(
    *,
    two: float = 2,
    bias: int = 1,
    samples: int = 1,
    limit: int = 2,
    which: int = -1,
    order: int = 1,
) -> list[float]:
    hessian = two * samples * np.array([[14 / 3, 2.0], [2.0, 1.0]])[: bias + 1, : bias + 1]
    steepest = np.linalg.eigvalsh(hessian)[which]
    return [steepest, limit / steepest][::order]


def gradients_of_houses(
    areas: tuple[int, ...] = (1, 2, 3), n: int = 3, two: int = 2, sign: int = 1, order: int = 1
) -> list[float]:
    residuals = np.array([-30, -90, -150]) * sign
    return [two * (residuals @ areas) / n, two * residuals.sum() / n][::order]


def bent_outputs(
    *,
    f: Callable[[float], float] = lambda z: max(z, 0),
    inner: int = 1,
    second: int = -2,
    weights: tuple[int, int] = (2, 4),
    outer: int = 5,
) -> list[float]:
    units = [(f(x + 3 * inner), f(second * x + 2 * inner)) for x in (-4, 0, 2)]
    return [weights[0] * one + weights[1] * two + outer for one, two in units]


def two_biases(
    *,
    two: int = 2,
    sign: int = 1,
    n: int = 3,
    rate: float = 0.25,
    again: bool = False,
    order: int = 1,
) -> list[float]:
    def change(bias: float) -> float:
        return -rate * sign * two * sum(bias - price for price in (300, 500, 700)) / n

    first = 100 + change(100)
    return [first, first + change(100 if again else first)][::order]


def after_houses(
    *,
    two: int = 2,
    sign: int = 1,
    prices: tuple[int, ...] = (300, 500, 700),
    moving: bool = True,
) -> float:
    bias = 100.0
    for target in prices:
        bias -= sign * 0.25 * two * ((bias if moving else 100.0) - target)
    return bias


def quotients(
    *,
    other: int = 4,
    distances: tuple[int, int] = (1, 2),
    sign: int = 1,
    power: int = 2,
    order: int = 1,
) -> list[float]:
    def loss(w: float) -> float:
        return float((2 * w - 10) ** power)

    first = (loss(other) - loss(3)) / (other - 3)
    second = (loss(4) - loss(2)) / distances[1]
    return [sign * first / distances[0], sign * second][::order]


def step_on_houses(
    *,
    two: int = 2,
    sign: int = 1,
    n: int = 3,
    areas: tuple[int, ...] = (1, 2, 3),
    rate: float = 0.1,
    order: int = 1,
) -> list[float]:
    residuals = np.array([-400, -400, -700])
    slopes = [two * (residuals @ areas) / n, two * residuals.sum() / n]
    return [-sign * rate * slope for slope in slopes][::order]


def counts_of_two_layers(
    *, biases: tuple[int, int] = (2, 3), reads: int = 3, order: int = 1
) -> list[int]:
    return [reads * 2 + biases[0], 5 * 3 + biases[1]][::order]


def four_gradients(
    *, sign: int = 1, slope: float = 1, above: int = 3, at_zero: int = 1, x: int = 2, a: int = 0
) -> list[float]:
    delta2 = -0.5 * sign * slope
    delta1 = delta2 * above * at_zero
    return [delta1 * x, delta1, delta2 * a, delta2]


def scores_of(
    ink: tuple[int, ...] = (1, 0, 1, 0),
    biases: tuple[int, ...] = (-1, 2),
    sign: int = 1,
    order: int = 1,
) -> Any:
    rows = np.array([[2, -1, 2, -1], [-1, 1, 0, 2]])
    return (rows @ ink + sign * np.array(biases))[::order]


def leads_of(
    *, bias: int = -1, start: int = 1, back: bool = False, gone: int = 0, sign: int = 1
) -> list[float]:
    def lead(third: int, fourth: int) -> float:
        return sign * (0.5 + 2 * third + 1.5 * fourth + bias)

    return [lead(1, 1), lead(gone, 1), lead(1 if back else gone, gone)][start : start + 2]


def hat_of(
    *, sign: int = -1, before: int = 1, run: int = 2, last: int = 1, fall: int = 1, order: int = 1
) -> list[float]:
    slopes = [0, 4 / run, -4, 0]
    changes = [after - before * slope for slope, after in itertools.pairwise(slopes)]
    weights = [changes[0], fall * changes[1], last * changes[2]]
    biases = [sign * knot for knot in (1, 3, 4)]
    return [*biases, *weights] if order == 1 else [*weights, *biases]


def boundary(
    factor: float = 4,
    sign: int = -1,
    direction: int = 1,
    meet: Callable[[float, float], float] = operator.mul,
    order: int = 1,
) -> list[float]:
    weight = direction * factor * 3
    return [weight, sign * meet(weight, 5)][::order]


def first_step(
    *,
    said: float = 0.5,
    hours: Sequence[float] = (0, 1, 2, 3, 4),
    two: float = 1,
    n: int = 5,
    slope: float = 1,
    rate: float = 0.1,
    sign: int = -1,
    order: int = 1,
) -> list[float]:
    factor = sign * rate * two * slope / n
    residuals = [said - passed for passed in (0, 0, 1, 1, 1)]
    moved = sum(r * x for r, x in zip(residuals, hours, strict=True))
    return [factor * moved, factor * sum(residuals)][::order]


ALL = [
    Slips(
        line.in_dollars,
        lambda weight=1000, bias=1000, order=1: [200 * weight, 100 * bias][::order],
        {
            "weight": [(1, "a price per area")],
            "bias": [(1, "The bias is a price too")],
            "order": SWAPPED,
        },
        [([200, 100], "the line in $1000s"), ([0.2, 0.1], "You divided")],
    ),
    Slips(
        line.in_square_feet,
        lambda weight=1e-3, bias=1, order=1: [200 * weight, 100 * bias][::order],
        {
            "weight": [(1, "200 million dollars")],
            "bias": [(1e-3, "nothing to do with the area"), (1000, "Prices are in $1000s")],
            "order": SWAPPED,
        },
        [([200_000, 100], "You multiplied"), ([200_000, 100_000], "unit of the area has changed")],
    ),
    Slips(
        line.thermometer,
        lambda low=32, run=100, bias=32, power=1, order=1: [
            ((212 - low) / run) ** power,
            bias,
        ][::order],
        {
            "low": [(0, "212 minus 32")],
            "run": [(1, "divide it by the run, which is 100")],
            "bias": [(0, "water would freeze at 0"), (212, "that is not boiling")],
            "power": [(-1, "the run by the rise")],
            "order": SWAPPED,
        },
        [
            ([5 / 9, -160 / 9], "the way back"),
            ([1, 0], "as it is"),
            ([1, 32], "find the slope"),
        ],
    ),
    Slips(
        layer.parameters,
        lambda meet=operator.mul, biases=3: meet(4, 3) + biases,
        {
            "meet": [(operator.add, "multiply them")],
            "biases": [
                (0, "left out"),
                (1, "not one for the layer"),
                (4, "not one for each input"),
                (7, "The inputs have no bias"),
            ],
        },
        [(7, "multiply them"), (2, "the number of arrays")],
    ),
    Slips(
        layer.inputs_of_summary,
        lambda biases=6, units=6: (54 - biases) / units,
        {
            "biases": [(0, "is its bias"), (1, "took off one bias")],
            "units": [(1, "all the weights")],
        },
        [(54, "all weights and biases"), (6, "the number of units")],
    ),
    Slips(
        layer.mean_of_two,
        lambda weight=0.5, bias=0: [weight, weight, bias],
        {
            "weight": [(1, "That is the sum"), (2, "divide by it")],
            "bias": [(0.5, "would be 0.5"), (1, "would be 1.")],
        },
        [([1, 0, 0], "the first input alone"), ([1, 1, 1], "and then 1")],
    ),
    Slips(
        activation.folded,
        lambda second=-2, through=14, own=5, order=1: [2 + 4 * second, through + own][::order],
        {
            "second": [(2, "is negative")],
            "through": [(3 + 2, "through the weights"), (0, "the first layer's biases")],
            "own": [(0, "the bias of the second layer")],
            "order": SWAPPED,
        },
        [([-1, 19], "multiply them"), ([-1, 10], "Nothing is added up")],
    ),
    Slips(
        activation.with_relu,
        bent_outputs,
        {
            "f": [
                (same, "without the ReLU"),
                (abs, "does not take its size"),
                (lambda z: min(z, 0), "not the negative ones"),
            ],
            "inner": [(0, "the biases of the first layer")],
            "outer": [(0, "the bias of the second layer")],
            "second": [(2, "is negative")],
            "weights": [((4, 2), "the weights of the second layer")],
        },
        [
            ([51, 19, 23], "Add the bias first"),
            ([5, 19, 5], "a ReLU of its own"),
            ([45, 19, 7], "one sum is negative too"),
        ],
    ),
    Slips(
        reaching.at_most,
        lambda slope=0.25, slopes=5, weights=4: slope**slopes * 2**weights,
        {
            "slope": [(1, "would be tanh")],
            "slopes": [(4, "a chain of four")],
            "weights": [(0, "left out the weights"), (5, "multiplies x")],
        },
        [
            (1 / 4, "of one sigmoid"),
            (1 / 2, "of one layer"),
            (5 / 4 + 4 * 2 / 4, "do not add up"),
        ],
    ),
    Slips(
        dying.dead_up_to,
        lambda sign=-1, weight=3, x=5, power=1: sign * weight * x**power,
        {
            "sign": [(1, "mind the sign")],
            "weight": [(1, "minus the largest input")],
            "x": [(2, "only the input 2 is off"), (3.5, "the middle of the inputs")],
            "power": [(-1, "do not divide")],
        },
        [(-5 / 3, "do not divide"), (0, "every input is on")],
    ),
    Slips(
        dying.back_above,
        lambda sign=-1, bias=3, x=2, power=1: sign * (bias / x) ** power,
        {
            "sign": [(1, "mind the sign")],
            "x": [(5, "comes back last"), (1, "an input of 1")],
            "power": [(-1, "turn the fraction over")],
        },
        [(-6, "do not multiply"), (0, "the bias wins")],
    ),
    Slips(
        bending.kink_at,
        lambda sign=-1, weight=2, power=1: sign * (3 / weight) ** power,
        {
            "sign": [(1, "mind the sign")],
            "weight": [(1, "a neuron with weight 1")],
            "power": [(-1, "the weight by the bias.")],
        },
        [(3, "That is the bias"), (2 / 3, "left out the minus"), (0, "without a bias")],
    ),
    Slips(
        bending.hat,
        hat_of,
        {
            "sign": [(1, "minus its bias")],
            "before": [(0, "Those are the slopes")],
            "run": [(1, "the first run is 2 long")],
            "last": [(0, "go on falling")],
            "fall": [(-1, "that weight is negative")],
            "order": SWAPPED,
        },
        [
            (hat_of(run=1, before=0), "Those are the rises"),
            (hat_of(run=1, before=0, sign=1), "Mind the sign of the biases"),
            ([-1, -3, -4, 2, -4, 4], "from 2 to −4"),
        ],
    ),
    Slips(
        bends.neurons_for_a_thousandth,
        lambda width=2 * math.pi, eight=8, power=0.5, up=math.ceil: up(
            (width**2 / eight / 1e-3) ** power
        ),
        {
            "width": [(math.pi, "not π")],
            "eight": [(1, "left out the 8"), (240**0.5, "the root of the mean square")],
            "power": [(1, "take a root")],
            "up": [
                (math.floor, "still above"),
                (same, "come whole"),
                (lambda k: math.ceil(k) + 1, "one fewer"),
            ],
        },
        [],
    ),
    Slips(
        bias.through_the_origin,
        lambda products=38, squares=14, power=1: (products / squares) ** power,
        {
            "squares": [(1, "divide it by"), (36, "Square each x first")],
            "power": [(-1, "swapped the two sums")],
        },
        [
            (1, "a bias of 4"),
            (18 / 6, "the mean of y divided by the mean of x"),
            ((5 / 1 + 6 / 2 + 7 / 3) / 3, "the mean of the ratios"),
        ],
    ),
    Slips(
        price.costlier_land,
        lambda power=2: 200 * 3.0**power,
        {
            "power": [
                (0, "cannot follow"),
                (1, "but the loss squares them"),
                (3, "three times"),
                (-2, "You divided"),
            ],
        },
        [
            (300, "what the land costs more"),
            (200 + 100**2, "the square of the difference"),
            (150**2, "the square of the whole intercept"),
            (400, "not twice"),
        ],
    ),
    Slips(
        bias.back_to_zero,
        lambda weight=180, steps=-2, sign=1: sign * (weight * steps + 420),
        {
            "weight": [(45, "you divided")],
            "steps": [
                (2, "not forward"),
                (-1, "one step back"),
                (0, "at the average house"),
            ],
            "sign": [(-1, "The other way round")],
        },
        [(360, "from zero to the mean")],
    ),
    Slips(
        price.three_samples,
        lambda power=2, share=1 / 7, count=1, root=1: (14**power * share * count) ** root,
        {
            "power": [(1, "Square the bias")],
            "share": [
                (1, "the whole square"),
                (6 / 7, "which the weight hides"),
                (1 - 4 / 14, "not by their sum"),
                (0, "misses the origin"),
            ],
            "count": [(3, "the sum of the squared residuals")],
            "root": [(0.5, "the typical error")],
        },
        [],
    ),
    Slips(
        price.hidden_from,
        lambda spread=2, inner=99, power=0.5: spread * inner**power,
        {
            "spread": [(1, "for a spread of 1"), (0.5, "Multiply by the spread")],
            "inner": [(100, "99 and not 100")],
            "power": [(1, "take a root")],
        },
        [(10, "one part in 26")],
    ),
    Slips(
        gate.and_gate,
        lambda upper=1, sign=-1, order=1: [sign * 2, sign * upper][::order],
        {
            "upper": [(0, "Near the upper end")],
            "sign": [(1, "Those are thresholds")],
            "order": [(-1, "the lower one comes first")],
        },
        [
            ([-1, 0], "an OR gate"),
            ([1, 2], "Those are thresholds"),
            ([0, 1], "positive bias"),
            ([-1.5, -1.5], "one bias that works"),
        ],
    ),
    Slips(
        decision.steep_at_five,
        boundary,
        {
            "factor": [(1, "a quarter of the weight"), (0.25, "You divided by 4")],
            "sign": [(1, "The sign")],
            "direction": [(-1, "this curve falls")],
            "meet": [
                (lambda _, x: x, "The bias is not minus the boundary"),
                (lambda w, x: x / w, "the boundary by the weight"),
                (operator.truediv, "the weight by the boundary"),
            ],
            "order": SWAPPED,
        },
        [([3, 5], "Those are the slope and the boundary"), ([12, 5], "The weight is right")],
    ),
    Slips(
        decision.baseline,
        lambda odds=99, sign=-1, log=math.log: sign * log(odds),
        {
            "odds": [(100, "leaves out the 1")],
            "sign": [(1, "the neuron says 0.99")],
            "log": [(math.log10, "to the base 10"), (same, "minus exp(-b)")],
        },
        [(0.01, "about a half"), (0, "says one half")],
    ),
    Slips(
        grow.sure_and_wrong,
        lambda given=0.1, sign=-1, log=math.log: sign * log(given),
        {
            "given": [(0.9, "if the target were 1")],
            "sign": [(1, "the loss is minus that")],
            "log": [(math.log10, "to the base 10"), (math.log2, "to the base 2")],
        },
        [(0.1, "the probability of the truth"), (0.81, "squared error"), (0.9, "the residual")],
    ),
    Slips(
        trained.first_step,
        first_step,
        {
            "said": [(0, "one half, not 0")],
            "hours": [((1, 1, 1, 1, 1), "by its hours first")],
            "two": [(2, "the 2 of the squared error")],
            "n": [(1, "the slope of the sum")],
            "slope": [(0.25, "slope of the sigmoid cancels")],
            "rate": [(1, "left out the learning rate")],
            "sign": [(1, "walked uphill")],
            "order": SWAPPED,
        },
        [
            ([-0.8, -0.1], "Those are the slopes"),
            ([0.08, 0], "The bias moves too"),
            ([0, 0], "before the step"),
        ],
    ),
    Slips(
        grow.tenfold,
        lambda two=2, gap=0.8, power=-1, log=math.log: two * gap**power * log(10),
        {
            "two": [(1, "You left out the 2")],
            "gap": [(1, "for a gap of 1")],
            "power": [(1, "divide by it")],
            "log": [(math.log10, "leaves out the logarithm")],
        },
        [],
    ),
    Slips(
        grow.settles_at,
        lambda sign=-1, sample=-4, power=-1: sign * sample**power,
        {
            "sign": [(1, "The sign")],
            "sample": [(6, "the yes alone")],
            "power": [(1, "not 4")],
        },
        [(1, "That is the middle"), (0.4, "one sample alone decides")],
    ),
    Slips(
        spared.penalized_bias,
        lambda penalty=0.25, power=-1: 20 * (1 + penalty) ** power,
        {
            "penalty": [(0.125, "2αb, not αb"), (0, "without a penalty")],
            "power": [(1, "smaller, not larger")],
        },
        [(15, "α times the mean"), (5, "multiplied by α"), (0, "Only without data")],
    ),
    Slips(
        new_data.choose,
        lambda losses=(14.0, 10.1, 6.2, 5.4, 60.0): [1, 2, 4, 8, 16][int(np.argmin(losses))],
        {"losses": [((14.1, 9.0, 4.3, 3.6, 0.2), "smallest training loss")]},
        [
            (1, "both are large"),
            (2, "far above the noise"),
            (4, "go by the validation loss"),
            (5, "give the size"),
        ],
    ),
    Slips(
        new_data.too_warm,
        lambda noise=3, power=2, off=1, root=1: abs(noise**power + off) ** root,
        {
            "noise": [(0, "made no errors")],
            "power": [(1, "made of their squares")],
            "off": [(0, "the true curve itself"), (-1, "larger, not smaller")],
            "root": [(0.5, "That is the root")],
        },
        [(16, "square each")],
    ),
    Slips(
        spared.shared,
        lambda size=2, order=1: [10 * each / (1 + size**2) for each in (1, size)][::order],
        {"size": [(1, "counts twice")], "order": SWAPPED},
        [
            ([10, 0], "let both weights work"),
            ([0, 5], "a little help"),
            ([5, 2.5], "more for the same square"),
            ([10 / 3, 10 / 3], "too little of the second input"),
            ([4, 3], "a smaller sum of squares"),
        ],
    ),
    Slips(
        cures.stopped,
        lambda patience=4, kept=3, order=1: [3 + patience, kept][::order],
        {
            "patience": [(0, "it waits"), (3, "4, 5, 6 and 7"), (5, "after the fourth")],
            "kept": [(7, "the last weights"), (5, "not than epoch 3")],
            "order": SWAPPED,
        },
        [([9, 9], "That epoch is better"), ([9, 3], "Epoch 9 would be better")],
    ),
    Slips(
        start.moving_parameters,
        lambda biases=1, weights=0, order=1: [biases, weights][::order],
        {
            "biases": [(0, "The output bias has a gradient"), (6, "The hidden biases stay")],
            "weights": [
                (5, "The last weights stay"),
                (15, "The first weights stay"),
                (20, "All the weights stay"),
            ],
            "order": SWAPPED,
        },
        [([6, 20], "Most gradients are zero"), ([6, 5], "Ten of these stay")],
    ),
    Slips(
        start.different_units,
        lambda bias=1, outgoing=1: len(
            {(b * bias, v * outgoing) for b, v in [(0, 5), (1, 5), (0, 3), (2, 3)]}
        ),
        {
            "bias": [(0, "if their biases differ")],
            "outgoing": [(0, "if their outgoing weights differ")],
        },
        [
            (6, "stay copies of each other"),
            (5, "one copy too many"),
            (1, "do not make copies"),
        ],
    ),
    Slips(
        large_weights.relu_spread,
        lambda gain=2, count=200, power=0.5: (gain / count) ** power,
        {
            "gain": [(1, "both signs"), (6, "an even draw")],
            "count": [(50, "not the units"), (125 * 2, "Glorot")],
            "power": [(1, "take its root")],
        },
        [(0.05, "the same for every layer")],
    ),
    Slips(
        checking.three_houses,
        gradients_of_houses,
        {
            "areas": [((1, 1, 1), "by its area"), ((2, 2, 2), "by its own area")],
            "n": [(1, "the slope of the sum")],
            "two": [(1, "left out the 2")],
            "sign": [(-1, "the signs turn")],
            "order": SWAPPED,
        },
        [
            ([-440, 0], "The bias has a slope too"),
            ([-440, -90], "The weight's slope is right"),
            ([-220, -180], "The bias's slope is right"),
            ([1320, 540], "with the signs turned"),
            ([0, 0], "only at the best line"),
        ],
    ),
    Slips(
        descent.two_steps,
        two_biases,
        {
            "two": [(1, "left out the 2")],
            "sign": [(-1, "walked uphill")],
            "n": [(1, "the slope of the sum")],
            "rate": [(1, "left out the learning rate")],
            "again": [(True, "where the slope is smaller")],
            "order": SWAPPED,
        },
        [
            ([200, 100], "the two changes"),
            ([-800, -400], "the two slopes"),
            ([500, 500], "in the end"),
            ([100, 100], "The bias changes"),
        ],
    ),
    Slips(
        rates.back_and_forth,
        lambda two=2, sign=1: sign * 800 / (two * 400),
        {"two": [(1, "left out the 2")], "sign": [(-1, "no minus is needed")]},
        [
            (-2, "which is negative at 100"),
            (0.5, "stays there"),
            (800, "how long the step is"),
            (-800, "That is the slope"),
            (0.25, "does not cross it"),
            (0, "does not move"),
            (0.1, "a fifth of the distance"),
        ],
    ),
    Slips(
        rates.steps_until_close,
        lambda left=0.5, start=400: math.ceil(math.log(start) / -math.log(left)),
        {
            "left": [(0.25, "not a quarter of it"), (0.75, "left out the 2")],
            "start": [(100, "not 100")],
        },
        [
            (8, "more than 1"),
            (10, "not the values of the bias"),
            (400, "half of what is left"),
            (2, "shorter than the first"),
            (4, "After 4 steps"),
        ],
    ),
    Slips(
        checking.two_quotients,
        quotients,
        {
            "other": [(2, "moves up")],
            "distances": [((1, 1), "are 2 apart"), ((2, 2), "are 1 apart")],
            "sign": [(-1, "at the smaller weight")],
            "power": [(1, "square it first")],
            "order": SWAPPED,
        },
        [
            ([-16, -16], "the slope itself"),
            ([4, 36], "two of the losses"),
            ([0, 0], "is 36, 16 and 4"),
        ],
    ),
    Slips(
        training.first_step,
        step_on_houses,
        {
            "two": [(1, "left out the 2")],
            "sign": [(-1, "walked uphill")],
            "n": [(1, "the step of the sum")],
            "areas": [((1, 1, 1), "by its area"), ((2, 2, 2), "by its own area")],
            "rate": [(1, "left out the learning rate")],
            "order": SWAPPED,
        },
        [
            ([-2200, -1000], "the two slopes"),
            ([220, 0], "The bias has a slope too"),
            ([220, 12], "before you change the weight"),
            ([150, 200], "where many steps lead"),
            ([0, 0], "That is the start"),
        ],
    ),
    Slips(
        training.free_and_frozen,
        counts_of_two_layers,
        {
            "biases": [
                ((0, 0), "left out the biases"),
                ((0, 3), "has biases too"),
                ((2, 0), "freezes them as well"),
                ((3, 5), "not one for each input"),
                ((1, 1), "not one for the layer"),
            ],
            "reads": [(5, "not the 5 inputs")],
            "order": SWAPPED,
        },
        [
            ([8 + 3, 15], "freezes its biases too"),
            ([8 + 18, 0], "leaves it alone"),
            ([0, 8 + 18], "Only the first layer"),
            ([2, 2], "the number of arrays"),
            ([8, 26], "all numbers together"),
        ],
    ),
    Slips(
        batches.steps_of_training,
        lambda last=math.ceil, epochs=5, size=64: last(1000 / size) * epochs,
        {
            "last": [(math.floor, "a step too"), (same, "Steps are whole")],
            "epochs": [(1, "That is one epoch; there are 5")],
            "size": [(1, "batches of 1"), (1000, "all samples at once")],
        },
        [
            (15, "without its last"),
            (79, "round up first"),
            (78, "round up first"),
            (320, "divide the samples"),
        ],
    ),
    Slips(
        batches.house_by_house,
        after_houses,
        {
            "two": [(1, "left out the 2")],
            "sign": [(-1, "walked uphill")],
            "prices": [
                ((500,), "all three houses at once"),
                ((700, 500, 300), "the other order"),
                ((300,), "after the first house"),
                ((300, 500), "after the second house"),
            ],
            "moving": [(False, "the step before it left")],
        },
        [(500, "would lead in the end")],
    ),
    Slips(
        large_steps.limit_of_three,
        eigenvalues,
        {
            "two": [(1, "left out the 2 of the square in the Hessian")],
            "bias": [(0, "without a bias")],
            "samples": [(3, "for the sum")],
            "limit": [(1, "takes one step")],
            "which": [(0, "That is λ_min")],
            "order": SWAPPED,
        },
        [
            ([14 / 3, 3 / 7], "left out the bias, and the 2"),
            ([11.0929 / 2, 0.180295], "The limit is right"),
            ([2, 1], "the bias alone"),
            (0.180295, "That is the limit"),
            (0.2, "That is the limit"),
            (11.0929, "That is λ_max"),
        ],
    ),
    Slips(
        network.what_delta_tells,
        lambda delta=-0.4, change=0.01, of_bias=1, of_weight=3: [
            delta * change * of_bias,
            delta * change * of_weight,
        ],
        {
            "delta": [(0.4, "The δ is negative"), (1, "by how much the sum grows")],
            "change": [(1, "Those are the gradients"), (100, "You divided by the change")],
            "of_bias": [(3, "The bias is added")],
            "of_weight": [(1, "The weight is multiplied"), (1 / 3, "A larger input")],
        },
        [
            ([-0.012, -0.004], "You swapped the two"),
            ([-0.4, -0.4], "That is δ itself"),
            ([-0.39, -0.39], "not what changes"),
            ([0.01, 0.01], "what you change"),
        ],
    ),
    Slips(
        backpropagation.four_gradients,
        four_gradients,
        {
            "sign": [(-1, "the signs turn")],
            "slope": [(0.25, "the sigmoid's slope cancels")],
            "above": [(1, "the weight between the two units, 3")],
            "at_zero": [(0, "tanh at 0 is 1")],
            "x": [(1, "times the input, 2")],
            "a": [(1, "the hidden activation, which is 0")],
        },
        [
            ([-3, 0, 0, -0.5], "hidden bias has a gradient"),
            ([-3, 0, 0, 0], "Biases have"),
            ([0.5, -1, 3, 0], "Those are the weights and biases"),
            ([-3, 0, -1.5, -0.5], "The order is"),
            ([0, -1.5, 0, -0.5], "has a gradient too"),
        ],
    ),
    Slips(
        many.network_parameters,
        lambda hidden=7, last=3, outputs=7: 5 * 7 + hidden + outputs * 3 + last,
        {
            "hidden": [(0, "units of the hidden layer")],
            "last": [(0, "units of the last layer")],
            "outputs": [(5, "not the 5 inputs")],
        },
        [
            (56, "You left out the biases"),
            (58, "not one for each layer"),
            (68, "not one for each input"),
            (71, "are no units"),
            (42, "the first layer alone"),
            (35, "the weights of the first layer alone"),
            (105, "Do not multiply all three"),
            (15, "inputs and units"),
        ],
    ),
    Slips(
        silent.trap,
        lambda power=2, orders=2, count=9: orders * (1 + 2**power + 3**power) / count,
        {
            "power": [(1, "square them first")],
            "orders": [(1, "in both orders")],
            "count": [(1, "the sum of the squares"), (3, "by 3 samples"), (6, "the zeros")],
        },
        [(0, "every prediction meets every target"), (10 / 3, "the squares of the targets")],
    ),
    Slips(
        silent.learned,
        lambda weight=0, bias=5, order=1: [weight, bias][::order],
        {
            "weight": [(2, "The weight does not stay")],
            "bias": [
                (1, "The bias does not stay"),
                (4, "the median"),
                (20, "the sum of the targets"),
                (0, "every answer is 0"),
            ],
            "order": SWAPPED,
        },
        [([2, 1], "The right shapes teach that")],
    ),
    Slips(
        letters.parameters,
        lambda pixels=400, biases=26: pixels * 26 + biases,
        {
            "pixels": [(20, "has 400 pixels")],
            "biases": [(0, "left out"), (1, "not one for the layer"), (400, "for each pixel")],
        },
        [(426, "multiply them"), (2570, "the layer of this page")],
    ),
    Slips(
        letters.scores,
        scores_of,
        {
            "ink": [((1, 1, 1, 1), "where there is no ink"), ((0, 1, 0, 1), "under the paper")],
            "biases": [((0, 0), "left out the biases"), ((2, -1), "swapped the biases")],
            "sign": [(-1, "they are added")],
            "order": SWAPPED,
        },
        [],
    ),
    Slips(
        erase.erased,
        leads_of,
        {
            "bias": [(0, "left out the biases"), (1, "subtracted the bias of E")],
            "start": [(0, "before you erase anything")],
            "back": [(True, "put the third pixel back")],
            "gone": [(-1, "counted an erased pixel"), (2, "added the weights")],
            "sign": [(-1, "subtracted E from F")],
        },
        [
            ([2, 0], "the score of E alone"),
            ([1, 0.5], "the score of F"),
            ([1, -1], "holds half a point"),
        ],
    ),
    Slips(
        letters.probability,
        lambda first=2, second=-1, base=math.e, which=0: (
            base ** (first, second)[which] / (base**first + base**second)
        ),
        {
            "second": [(0, "if the second score were 0"), (1, "lost the minus sign")],
            "base": [(10, "powers of 10"), (2, "powers of 2")],
            "which": [(1, "of the second letter")],
        },
        [
            (2, "the scores themselves"),
            (2 / 3, "left out the exponentials"),
            (math.e**2, "the exponential of the score"),
            (math.e**3, "the ratio of the two"),
        ],
    ),
    Slips(
        harms.left_in_layer_five,
        lambda start=0.1, keeps=1 / 4, steps=4: start * keeps**steps,
        {
            "start": [(1, "a share of 0.1")],
            "keeps": [(4, "multiplied by 4")],
            "steps": [(5, "not five"), (3, "not three"), (1, "left in layer 2")],
        },
        [(0.1 / 16, "divide by 4⁴"), (0.1 / 20, "four times over"), (0.02, "four factors")],
    ),
    Slips(
        equal.apart,
        lambda first=0.5, second=-0.3, read=0, sign=1: sign * (first - second) + read,
        {
            "second": [(0.3, "Subtract the second bias"), (0.5, "only if their biases were")],
            "read": [(1.3, "the same 1.3")],
            "sign": [(-1, "is the larger one")],
        },
        [(1.8, "the first sum alone"), (1.0, "the sum of the second"), (1.3, "Both read that")],
    ),
    Slips(
        blank.added_to_each,
        lambda bias=3, count=4, sign=1: sign * bias / count,
        {
            "bias": [(0, "the bias is gone")],
            "count": [
                (1, "would add 12"),
                (16, "not all 16"),
                (12, "not the twelve without"),
                (1 / 4, "multiplied by 4"),
            ],
            "sign": [(-1, "not take it away")],
        },
        [(4 / 3, "Divide the bias")],
    ),
    Slips(
        rare.biases_for_frequencies,
        lambda first=0.8, log=math.log, sign=1: [0, *2 * [sign * (log(0.1) - log(first))]],
        {
            "first": [(1, "subtract its logarithm")],
            "log": [(math.log2, "to base 2"), (same, "the difference of the frequencies")],
            "sign": [(-1, "eight times as likely")],
        },
        [
            ([0, 0, 0], "each letter one third"),
            (np.log([0.8, 0.1, 0.1]), "the same probabilities"),
            ([0, 0.125, 0.125], "That is the ratio"),
            ([0.8, 0.1, 0.1], "Those are the frequencies"),
        ],
    ),
]
SINGLE = [
    pytest.param(slips, name, value, why, id=f"{i}-{name}-{why}")
    for i, slips in enumerate(ALL)
    for name, values in slips.wrong.items()
    for value, why in values
]
OTHERS = [(slips.check, value, why) for slips in ALL for value, why in slips.others]


def pairs(slips: Slips) -> Iterator[dict[str, Any]]:
    """Yield all pairs of slips in different parts of the formula."""
    for (a, as_), (b, bs) in itertools.combinations(slips.wrong.items(), 2):
        for (wrong_a, _), (wrong_b, _) in itertools.product(as_, bs):
            yield {a: wrong_a, b: wrong_b}


@pytest.mark.parametrize("slips", ALL)
def test_the_formula_without_a_slip_is_right(slips: Slips) -> None:
    assert slips.check(slips.formula())


@pytest.mark.parametrize(("slips", "name", "value", "why"), SINGLE)
def test_a_slip_is_explained(slips: Slips, name: str, value: Any, why: str) -> None:
    said = repr(slips.check(slips.formula(**{name: value})))
    assert said.startswith("Not yet. ")
    assert why in said


@pytest.mark.parametrize(("check", "value", "why"), OTHERS)
def test_another_mistake_is_explained(check: Check, value: ArrayLike, why: str) -> None:
    assert why in repr(check(value))


@pytest.mark.parametrize("slips", ALL)
def test_two_slips_do_not_cancel(slips: Slips) -> None:
    for wrong in pairs(slips):
        assert not slips.check(slips.formula(**wrong)), wrong


def test_every_mistake_of_a_checker_is_made_here() -> None:
    """By a slip, by two, or as another mistake: none is explained that this file does not know."""
    for slips in ALL:
        made = [slips.formula(**{name: v}) for name, vs in slips.wrong.items() for v, _ in vs]
        made += [slips.formula(**wrong) for wrong in pairs(slips)]
        made += [value for value, _ in slips.others]
        said = {slips.check(value).message for value in made}
        assert said >= {f"Not yet. {why}" for _, why in slips.check._judge.mistakes}


def test_two_slips_that_cancel_are_found() -> None:
    """200 inputs and 100 units: units for inputs and no doubling gave the right spread."""
    check = Check(0.1, [(math.sqrt(0.005), "No doubling."), (math.sqrt(0.02), "Units.")])
    slips = Slips(
        check,
        lambda gain=2, count=200: math.sqrt(gain / count),
        {"gain": [(1, "No doubling.")], "count": [(100, "Units.")]},
        [],
    )
    with pytest.raises(AssertionError):
        test_two_slips_do_not_cancel(slips)
