"""One law for all arguments: a documented error and an unchanged neuron, or a right result.

A documented error is a TypeError or ValueError that opens with the name of an argument and says
what it must be. Any other exception, a warning, or a result that is not finite breaks the law.
"""

import re
from collections.abc import Callable
from typing import Any

import ml_dtypes
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from wbguide import LinearNeuron, activations, datasets, initializers, learning_rate_limit, losses

Array = np.ndarray[Any, np.dtype[Any]]

X = np.array([[1.0, 0.5], [-2.0, 3.0], [0.0, 1.0]])
Y = np.array([1.0, 0.0, 1.0])
DTYPES = ["?", "i1", "u8", "f2", "f4", "f8", ">f8", "g", "c16", "O", "U3", "S3", "M8[D]", "m8[s]"]

extreme_floats = st.sampled_from(
    [0.0, -0.0, 5e-324, 1e-160, 1e39, 1e150, -1e200, 1.7e308, -1.7e308, np.nan, np.inf, -np.inf]
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    extreme_floats,
    st.integers(-3, 4),
    st.sampled_from([2**63, 2**64, 2**70, -(2**70), 10**400, -(10**400)]),
    st.sampled_from(
        [np.float32(1.5), np.longdouble("1e4000"), np.int8(2), np.True_, np.array(1.0)]
    ),
    st.fractions(max_denominator=9),
    st.decimals(),
    st.sampled_from([ml_dtypes.bfloat16(0.5), ml_dtypes.bfloat16(np.inf), np.ma.masked]),
    st.complex_numbers(max_magnitude=2),
    st.sampled_from(["", "0.5", b"1", object(), dict, {}, {1.0}, {"a": 1}, range(3), np.random]),
)


def as_bfloat16(array: Array) -> Array:
    """Return an array of the floats of Keras's mixed precision."""
    with np.errstate(over="ignore"):
        return array.astype(ml_dtypes.bfloat16)


def mixed_table(array: Array) -> pd.DataFrame:
    """Return a table whose columns are floats and booleans, or what the array holds."""
    table = pd.DataFrame(array)
    if array.dtype.kind == "f" and array.shape[1]:
        table[0] = table[0] > 0
    return table


shapes = st.one_of(
    st.sampled_from([(3, 2), (3,), (2,), (2, 1), (1,), (3, 1)]),  # those that fit somewhere
    array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
)
typed_arrays = st.one_of(
    st.sampled_from(DTYPES)
    .flatmap(lambda dtype: arrays(dtype if dtype != "g" else "f8", shapes))
    .map(np.asarray),
    arrays("f8", shapes, elements=extreme_floats),
    arrays("f8", shapes, elements=st.floats(-2, 2)),
    arrays("f4", shapes, elements=st.floats(0, 1, width=32)),
    arrays("f8", shapes, elements=st.floats(-2, 2)).map(lambda a: a.astype("g") * 1e300),
)
arrays_in_disguise = st.one_of(
    typed_arrays.filter(lambda a: a.dtype.kind in "biuf").map(
        lambda a: np.ma.MaskedArray(a, a == 0)
    ),
    typed_arrays.map(np.asfortranarray),
    typed_arrays.map(lambda a: a[::-1] if a.ndim else a),
    typed_arrays.map(lambda a: a.tolist()),
    typed_arrays.map(lambda a: a.astype("O")),
    typed_arrays.filter(lambda a: a.dtype.kind in "biuf").map(as_bfloat16),
    typed_arrays.filter(lambda a: a.ndim == 2 and a.dtype.kind in "biuf").map(mixed_table),
    arrays("f8", (3, 2), elements=st.floats(-2, 2)).map(
        lambda a: [np.ma.MaskedArray(row, row < 0) for row in a]
    ),
)
nested_lists = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3), max_leaves=6)
anything = st.one_of(scalars, typed_arrays, arrays_in_disguise, nested_lists)
# Whole numbers that are allowed stay small: a million epochs would only take long.
counts = st.one_of(scalars, st.floats(), st.integers(-2, 5), st.sampled_from([np.int64(3), [2]]))
small_counts = st.one_of(st.integers(1, 5), counts)
large_floats = st.sampled_from([1.0, -2.0, 1e39, 1e150, -1e200, 1.7e308, -1.7e308])


def usually(common: st.SearchStrategy[Any], rare: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw what is common two times in three, where `one_of` would share out evenly."""
    drawn: st.SearchStrategy[Any] = st.sampled_from([common, common, rare]).flatmap(lambda s: s)
    return drawn


def fitting(shape: tuple[int, ...], usual: Array) -> st.SearchStrategy[Any]:
    """Draw what has the right shape, more often than not, and still may overflow or be masked."""
    large = arrays("f8", shape, elements=large_floats)
    masked = arrays("?", shape).map(lambda mask: np.ma.MaskedArray(usual, mask))
    return usually(st.one_of(st.just(usual), large, masked), anything)


some_weights = st.sampled_from([[0.0, 0.0], [1.0, -2.0]])


class DivergedError(Exception):
    """Training went on until the loss was not finite: the one error that may move the neuron."""


def state(neuron: LinearNeuron) -> tuple[str, bytes, float, np.dtype[Any]]:
    return repr(neuron), neuron.weights.tobytes(), neuron.bias, neuron.weights.dtype


def run(names: str, call: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Return what `call` returns, or None after an error about one of the arguments `names`."""
    try:
        return call(*arguments, **options)
    except (TypeError, ValueError) as error:
        message = str(error)
    if "2/λ_max" in message:
        raise DivergedError
    assert re.match(rf"({names}) must ", message), message
    return None


def assert_float_array(array: Array, shape: tuple[int, ...], dtype: Any = np.float64) -> None:
    assert array.shape == shape
    assert array.dtype == dtype
    assert np.isfinite(array).all()


generators = usually(st.builds(np.random.default_rng, st.integers(0, 9)), scalars)


@given(
    arguments=st.fixed_dictionaries(
        {},
        optional={
            "weights": fitting((2,), Y[:2]),
            "bias": usually(large_floats, anything),
            "use_bias": usually(st.booleans(), scalars),
            "activation": usually(st.sampled_from([*activations.ACTIVATIONS]), anything),
            "rng": generators,
        },
    ),
    n_features=usually(st.just(2), counts),
)
def test_constructor(n_features: Any, arguments: dict[str, Any]) -> None:
    """A neuron that is made has finite weights, all of one float type."""
    names = "n_features|weights|bias|use_bias|activation|rng"
    neuron = run(names, LinearNeuron, n_features, **arguments)
    if neuron is not None:
        assert neuron.weights.dtype in (np.float32, np.float64)
        assert_float_array(neuron.weights, (int(n_features),), neuron.weights.dtype)
        assert np.isfinite(neuron.bias)
        assert neuron.predict(np.zeros((1, int(n_features)))).shape == (1,)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", ["weights", "bias"])
@given(value=anything)
def test_setters(name: str, dtype: Any, value: Any) -> None:
    """What is set is what was given, in the neuron's precision; else nothing changes."""
    neuron = LinearNeuron(2, weights=np.array([1, 2], dtype), bias=dtype(3))
    before = state(neuron)

    def set_value() -> bool:
        setattr(neuron, name, value)
        return True

    if run(name, set_value):
        np.testing.assert_array_equal(getattr(neuron, name), np.asarray(value).astype(dtype))
        assert neuron.weights.dtype == dtype
    else:
        assert state(neuron) == before


@given(
    weights=usually(
        st.tuples(fitting((2, 1), Y[:2, np.newaxis]), fitting((1,), Y[:1])),
        st.one_of(anything, st.lists(anything, max_size=3)),
    )
)
def test_set_weights(weights: Any) -> None:
    """What is set is what was given; else nothing changes."""
    neuron = LinearNeuron(2, weights=[1.0, 2.0], bias=3.0)
    before = state(neuron)

    def set_weights() -> bool:
        neuron.set_weights(weights)
        return True

    if run(r"weights(\[\d\])?", set_weights):
        for actual, wanted in zip(neuron.get_weights(), weights, strict=True):
            np.testing.assert_array_equal(actual, np.asarray(wanted).astype(actual.dtype))
    else:
        assert state(neuron) == before


@pytest.mark.parametrize("activation", activations.ACTIVATIONS)
@given(value=fitting((3, 2), X), dtype=st.sampled_from([np.float32, np.float64]))
def test_predict(activation: str, value: Any, dtype: Any) -> None:
    """A prediction is finite, one for each sample, none of them masked."""
    neuron = LinearNeuron(2, weights=np.array([1, -2], dtype), activation=activation)
    before = state(neuron)
    predicted = run(r"X|X @ weights \+ bias", neuron.predict, value)
    assert state(neuron) == before
    if predicted is not None:
        rows = value if isinstance(value, list) else []
        assert not any(np.ma.is_masked(part) for part in (value, *rows))
        assert_float_array(predicted, (len(value),), neuron.weights.dtype)
        if activation == "identity":
            samples = np.asarray(value).astype(dtype)
            np.testing.assert_allclose(predicted, samples[:, 0] - 2 * samples[:, 1], rtol=1e-5)


@pytest.mark.parametrize(
    ("activation", "loss"),
    [
        *[(activation, "mean_squared_error") for activation in activations.ACTIVATIONS],
        ("sigmoid", "binary_crossentropy"),
    ],
)
@given(weights=some_weights, samples=fitting((3, 2), X), targets=fitting((3,), Y))
def test_gradients(
    activation: str, loss: str, weights: list[float], samples: Any, targets: Any
) -> None:
    """Gradients are finite, one for each weight and one for the bias."""
    neuron = LinearNeuron(2, weights=weights, activation=activation)
    before = state(neuron)
    gradients = run("X|y|X and y", neuron.gradients, samples, targets, loss=loss)
    assert state(neuron) == before
    if gradients is not None:
        assert_float_array(gradients.weights, (2,))
        assert np.isfinite(gradients.bias)


@pytest.mark.parametrize(
    ("activation", "loss"),
    [
        *[(activation, "mean_squared_error") for activation in activations.ACTIVATIONS],
        ("sigmoid", "binary_crossentropy"),
    ],
)
@given(
    weights=some_weights,
    samples=fitting((3, 2), X),
    targets=fitting((3,), Y),
    options=st.fixed_dictionaries(
        {
            "learning_rate": usually(st.one_of(st.floats(1e-9, 0.1), large_floats), anything),
            "epochs": usually(st.integers(1, 4), counts),
        },
        optional={
            "batch_size": counts,
            "rng": generators,
        },
    ),
)
def test_fit(  # noqa: PLR0917 - the data, the neuron and the options
    activation: str,
    loss: str,
    weights: list[float],
    samples: Any,
    targets: Any,
    options: dict[str, Any],
) -> None:
    """A history is finite and ends where the neuron is; divergence leaves the neuron finite."""
    neuron = LinearNeuron(2, weights=weights, activation=activation)
    before = state(neuron)
    names = "X|y|X and y|learning_rate|epochs|batch_size|rng"
    try:
        history = run(names, neuron.fit, samples, targets, loss=loss, **options)
    except DivergedError:
        assert np.isfinite(neuron.weights).all()
        assert np.isfinite(neuron.bias)
        return
    if history is None:
        assert state(neuron) == before
    else:
        n_steps = history.loss.size
        assert_float_array(history.loss, (n_steps,))
        assert_float_array(history.weights, (n_steps + 1, 2))
        assert_float_array(history.bias, (n_steps + 1,))
        np.testing.assert_array_equal(history.weights[-1], neuron.weights)
        assert history.bias[-1] == neuron.bias


@given(value=fitting((3, 2), X), use_bias=usually(st.booleans(), anything))
def test_learning_rate_limit(value: Any, use_bias: Any) -> None:
    """A limit is a float of at least zero, and never NaN."""
    limit = run("X|use_bias", learning_rate_limit, value, use_bias=use_bias)
    if limit is not None:
        assert type(limit) is float
        assert limit >= 0


@pytest.mark.parametrize("activation", activations.ACTIVATIONS.values(), ids=str)
@given(value=anything)
def test_activations(activation: activations.Activation, value: Any) -> None:
    """Values and derivatives are finite, of the shape of the argument."""
    for function in (activation, activation.derivative):
        result = run("z", function, value)
        if result is not None:
            assert_float_array(result, np.shape(value), result.dtype)
            assert result.dtype in (np.float32, np.float64)


@pytest.mark.parametrize("loss", losses.LOSSES.values(), ids=str)
@given(
    y_true=fitting((3,), Y),
    y_pred=usually(arrays("f8", 3, elements=st.floats(0, 1)), fitting((3,), Y)),
)
def test_losses(loss: losses.Loss, y_true: Any, y_pred: Any) -> None:
    """A loss is a finite float, of at least zero, and its gradient finite."""
    value = run("y_true|y_pred|y_true and y_pred", loss, y_true, y_pred)
    gradient = run("y_true|y_pred|y_true and y_pred", loss.gradient, y_true, y_pred)
    assert (value is None) == (gradient is None)
    if value is not None:
        assert type(value) is float
        assert 0 <= value < np.inf
        assert_float_array(gradient, (len(y_true),), gradient.dtype)


@pytest.mark.parametrize(
    "initializer",
    [initializers.random_normal, initializers.glorot_uniform, initializers.he_normal],
)
@given(
    shape=usually(st.tuples(small_counts, small_counts), st.one_of(anything, st.tuples(counts))),
    rng=generators,
)
def test_initializers(initializer: Callable[..., Array], shape: Any, rng: Any) -> None:
    """Weights are finite, of the shape asked for."""
    weights = run("shape|fan_in|fan_out|rng", initializer, shape, rng=rng)
    if weights is not None:
        assert_float_array(weights, shape)


@given(shape=usually(st.tuples(small_counts, small_counts), anything))
def test_zeros(shape: Any) -> None:
    """Weights are zeros, of the shape asked for."""
    weights = run("shape|fan_in|fan_out", initializers.zeros, shape)
    if weights is not None:
        np.testing.assert_array_equal(weights, np.zeros(shape), strict=True)


@given(stddev=usually(large_floats, anything))
def test_standard_deviation(stddev: Any) -> None:
    """Weights are finite, or the standard deviation is refused."""
    rng = np.random.default_rng(0)
    weights = run("stddev|weights", initializers.random_normal, (9, 9), rng=rng, stddev=stddev)
    if weights is not None:
        assert_float_array(weights, (9, 9))


@settings(max_examples=300)
@given(
    n_samples=usually(st.integers(1, 9), counts),
    options=st.fixed_dictionaries(
        {
            "weight": usually(large_floats, anything),
            "bias": usually(large_floats, anything),
            "rng": generators,
        },
        optional={"noise": usually(large_floats, anything)},
    ),
)
def test_make_line(n_samples: Any, options: dict[str, Any]) -> None:
    """Positions and heights are finite, as many as asked for."""
    made = run("n_samples|weight|bias|rng|noise|y", datasets.make_line, n_samples, **options)
    if made is not None:
        assert_float_array(made[0], (n_samples, 1))
        assert_float_array(made[1], (n_samples,))
