"""Every formula against mpmath, over the whole range of both float types.

An error is counted in units in the last place of the exact result: the distance between the two
floats around it, which below the smallest normal number is that of the subnormal ones.
"""

from collections.abc import Callable
from typing import Any

import mpmath as mp
import numpy as np
import pytest

from wbguide import LinearNeuron
from wbguide.activations import ACTIVATIONS
from wbguide.losses import EPSILON, LOSSES, binary_crossentropy, mean_squared_error

MOST = 8  # units in the last place

Array = np.ndarray[Any, np.dtype[Any]]
Function = Callable[[Any], Any]

every_dtype = pytest.mark.parametrize("dtype", [np.float32, np.float64])


@pytest.fixture(autouse=True)
def digits() -> Any:
    """Work with 60 digits, and with the exact values of the floats."""
    with mp.workdps(60):
        yield


def sums(dtype: Any) -> Array:
    """Return zeros, subnormal numbers, the borders of exp, and all sizes up to 1e4 between."""
    info = np.finfo(dtype)
    borders = [float(mp.log(float(x))) for x in (info.max, info.tiny, info.smallest_subnormal)]
    edges = np.array([1.0, 2.0, 0.5, *borders, *(x / 2 for x in borders)], dtype)
    edges = np.concatenate([edges, np.nextafter(edges, dtype(0)), np.nextafter(edges, dtype(1e4))])
    tiny = np.array([info.smallest_subnormal, info.tiny, info.eps], dtype)
    sizes = np.geomspace(float(info.tiny), 1e4, 150).astype(dtype)
    positive = np.concatenate([[dtype(0)], tiny, sizes, np.abs(edges), np.linspace(0.1, 50, 150)])
    return np.concatenate([-positive, positive]).astype(dtype)


def ulps(actual: Any, exact: Any, *, beside: Any = 0) -> float:
    """Return the distance of a float from a number, in its units or those of a larger one."""
    size = max(abs(exact), abs(beside))
    rounded = type(actual)(float(size))
    return float(abs(mp.mpf(float(actual)) - exact) / mp.mpf(float(np.spacing(rounded))))


def sigmoid(z: Any) -> Any:
    return 1 / (1 + mp.exp(-z))


VALUES: dict[str, Function] = {
    "identity": lambda z: z,
    "sigmoid": sigmoid,
    "relu": lambda z: max(z, 0),
    "tanh": mp.tanh,
}
DERIVATIVES: dict[str, Function] = {
    "identity": lambda z: mp.mpf(1),  # noqa: ARG005 - a constant function
    "sigmoid": lambda z: sigmoid(z) * sigmoid(-z),
    "relu": lambda z: mp.mpf(z > 0),
    "tanh": lambda z: mp.sech(z) ** 2,
}


@every_dtype
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_and_their_derivatives(name: str, dtype: Any) -> None:
    z = sums(dtype)
    pairs: list[tuple[Function, Function]] = [
        (ACTIVATIONS[name], VALUES[name]),
        (ACTIVATIONS[name].derivative, DERIVATIVES[name]),
    ]
    for function, exact in pairs:
        errors = [
            ulps(found, exact(mp.mpf(float(at)))) for found, at in zip(function(z), z, strict=True)
        ]
        assert max(errors) <= MOST, (z[np.argmax(errors)], max(errors))


@every_dtype
def test_mean_squared_error(dtype: Any) -> None:
    """A square that is no float is refused; its root is one where the float before it was."""
    info = np.finfo(dtype)
    root = float(np.sqrt(info.max))
    points = np.concatenate([sums(dtype)[::9], np.array([root * 0.999, root * 1.001], dtype)])
    for y_true in points[:: len(points) // 7]:
        for y_pred in points:
            residual = mp.mpf(float(y_pred)) - mp.mpf(float(y_true))
            if residual**2 > float(info.max):
                with pytest.raises(ValueError, match="finite mean_squared_error"):
                    mean_squared_error([y_true], [y_pred])
                continue
            arrays = np.array([y_true]), np.array([y_pred])
            assert ulps(dtype(mean_squared_error(*arrays)), residual**2) <= MOST
            assert ulps(mean_squared_error.gradient(*arrays)[0], 2 * residual) <= MOST


@every_dtype
def test_binary_crossentropy_of_probabilities(dtype: Any) -> None:
    """Those closer to 0 and 1 than EPSILON are moved there, to the float that is nearest."""
    low, high = dtype(EPSILON), dtype(1 - EPSILON)
    near = np.concatenate([[0, low], np.nextafter(low, dtype([0, 1])), np.geomspace(1e-9, 0.5, 99)])
    probabilities = np.concatenate([near, 1 - near, [high], np.nextafter(high, dtype([0, 1]))])
    for p in probabilities.astype(dtype):
        clipped = mp.mpf(float(min(max(p, low), high)))
        for target in (0.0, 0.25, 1.0):
            y = mp.mpf(target)
            arrays = np.array([target], dtype), np.array([p])
            loss = -y * mp.log(clipped) - (1 - y) * mp.log(1 - clipped)
            assert ulps(dtype(binary_crossentropy(*arrays)), loss) <= MOST
            slope = (clipped - y) / (clipped * (1 - clipped)) if clipped == float(p) else mp.mpf(0)
            assert ulps(binary_crossentropy.gradient(*arrays)[0], slope) <= MOST


def of_neuron(z: Any, target: float, activation: str, loss: str) -> tuple[Any, Any]:
    """Return the loss and its gradient in the bias of a neuron whose weighted sum is `z`."""
    neuron = LinearNeuron(1, weights=np.zeros(1, z.dtype), bias=z, activation=activation)
    gradients = neuron.gradients([[1.0]], [target], loss=loss)
    assert gradients.weights[0] == gradients.bias
    history = neuron.fit([[1.0]], [target], learning_rate=1e-30, epochs=1, loss=loss)
    return history.loss[0], gradients.weights[0]


@every_dtype
def test_a_sigmoid_neuron_with_binary_crossentropy(dtype: Any) -> None:
    """The loss is ln(1 + exp(∓z)), its gradient ŷ - y, also where ŷ itself rounds to 0 or 1.

    Where the target is neither, ŷ comes close to it, and what is left of their difference is known
    no better than the two are: its error counts in units of the larger.
    """
    for z in sums(dtype):
        yes, no = sigmoid(mp.mpf(float(z))), sigmoid(mp.mpf(-float(z)))
        costs = mp.log1p(mp.exp(-mp.mpf(float(z)))), mp.log1p(mp.exp(mp.mpf(float(z))))
        for target in (0.0, 0.25, 1.0):
            loss, slope = of_neuron(z, target, "sigmoid", "binary_crossentropy")
            assert ulps(loss, target * costs[0] + (1 - target) * costs[1]) <= MOST
            up, down = (1 - target) * yes, target * no
            assert ulps(slope, up - down, beside=max(up, down) if 0 < target < 1 else 0) <= MOST


@every_dtype
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_neuron_with_the_mean_squared_error(activation: str, dtype: Any) -> None:
    """The loss is the square of ŷ - y, its gradient twice that times the slope of the activation.

    ŷ is rounded before y is subtracted, so that the difference of the two is known no better than
    the larger of them is: its error counts in units of that one, and so does the gradient's.
    """
    for z in sums(dtype)[::3]:
        y_hat = VALUES[activation](mp.mpf(float(z)))
        slope = DERIVATIVES[activation](mp.mpf(float(z)))
        for target in (0.0, 0.25, 1.0):
            loss, gradient = of_neuron(z, target, activation, "mean_squared_error")
            larger = max(abs(y_hat), target)
            assert ulps(loss, (y_hat - target) ** 2, beside=larger**2) <= MOST
            beside = 2 * larger * slope
            assert ulps(gradient, 2 * (y_hat - target) * slope, beside=beside) <= MOST


def test_an_error_of_nine_units_would_be_noticed() -> None:
    for dtype in (np.float32, np.float64):
        unit = np.spacing(dtype(0.75))
        assert ulps(dtype(0.75) + 9 * unit, mp.mpf(0.75)) == 9
        assert ulps(dtype(0.0), mp.mpf(float(np.finfo(dtype).smallest_subnormal))) == 1


def test_every_loss_is_here() -> None:
    assert set(LOSSES) == {"mean_squared_error", "binary_crossentropy"}
    assert set(VALUES) == set(DERIVATIVES) == set(ACTIVATIONS)
