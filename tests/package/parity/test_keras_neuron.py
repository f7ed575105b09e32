"""With the same weights, `LinearNeuron` and `keras.layers.Dense(1)` compute the same."""

from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from wbguide import LinearNeuron
from wbguide.losses import EPSILON

N_SAMPLES, N_FEATURES, N_STEPS = 20, 3, 50
LEARNING_RATE = 0.1

PAIRS = [
    ("identity", "mean_squared_error"),
    ("sigmoid", "mean_squared_error"),
    ("relu", "mean_squared_error"),
    ("tanh", "mean_squared_error"),
    ("sigmoid", "binary_crossentropy"),
]
every_bias = pytest.mark.parametrize("use_bias", [True, False], ids=["bias", "no bias"])
every_pair = pytest.mark.parametrize(("activation", "loss"), PAIRS)

Arrays = tuple[np.ndarray[Any, np.dtype[Any]], np.ndarray[Any, np.dtype[Any]]]


@pytest.fixture(params=["float32", "float64"])
def dtype(request: pytest.FixtureRequest) -> Iterator[str]:
    """Work in a precision: a float64 layer alone still gets its data, loss and rate in float32."""
    usual = keras.config.floatx()
    keras.config.set_floatx(request.param)
    yield request.param
    keras.config.set_floatx(usual)


def tolerance(dtype: str) -> float:
    """Return what rounding alone may make of 50 steps: some tens of units in the last place."""
    return 50 * float(np.finfo(dtype).eps)


def assert_close(actual: Any, expected: Any, dtype: str) -> None:
    np.testing.assert_allclose(actual, expected, rtol=tolerance(dtype), atol=tolerance(dtype))


def make_samples(dtype: str) -> Arrays:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(N_SAMPLES, N_FEATURES)).astype(dtype)
    return X, (X.sum(axis=1) > 0).astype(dtype)


def make_twins(
    dtype: str, *, use_bias: bool = True, activation: str = "identity", scale: float = 1.0
) -> tuple[LinearNeuron, Any]:
    """Return a neuron and a Keras model with its weights."""
    neuron = LinearNeuron(
        N_FEATURES,
        use_bias=use_bias,
        weights=scale * np.array([0.5, -0.25, 1.0], dtype),
        bias=np.dtype(dtype).type(0.1 * scale) if use_bias else None,
        activation=activation,
    )
    layer = keras.layers.Dense(
        1,
        use_bias=use_bias,
        activation="linear" if activation == "identity" else activation,
        dtype=dtype,
    )
    model = keras.Sequential([keras.Input((N_FEATURES,), dtype=dtype), layer])
    layer.set_weights(neuron.get_weights())
    return neuron, model


@every_bias
def test_arrays_pass_both_ways_unchanged(dtype: str, use_bias: bool) -> None:  # noqa: FBT001
    neuron, model = make_twins(dtype, use_bias=use_bias)
    back = LinearNeuron(N_FEATURES, use_bias=use_bias)
    back.set_weights(model.layers[0].get_weights())
    assert len(back.get_weights()) == 1 + use_bias
    for ours, theirs in zip(back.get_weights(), neuron.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs, strict=True)


@every_bias
@pytest.mark.parametrize("activation", ["identity", "sigmoid", "relu", "tanh"])
def test_forward_pass(dtype: str, use_bias: bool, activation: str) -> None:  # noqa: FBT001
    neuron, model = make_twins(dtype, use_bias=use_bias, activation=activation)
    X, _ = make_samples(dtype)
    predicted = model(X).numpy()
    assert predicted.dtype == neuron.predict(X).dtype == dtype
    assert_close(neuron.predict(X), predicted[:, 0], dtype)


@every_bias
@every_pair
def test_gradients(dtype: str, use_bias: bool, activation: str, loss: str) -> None:  # noqa: FBT001
    neuron, model = make_twins(dtype, use_bias=use_bias, activation=activation)
    X, y = make_samples(dtype)
    with tf.GradientTape() as tape:
        value = tf.reduce_mean(keras.losses.get(loss)(y[:, np.newaxis], model(X)))
    expected = [g.numpy() for g in tape.gradient(value, model.trainable_variables)]
    gradients = neuron.gradients(X, y, loss=loss)
    assert_close(gradients.weights, expected[0][:, 0], dtype)
    if use_bias:
        assert_close(gradients.bias, expected[1][0], dtype)
    else:
        assert gradients.bias is None


@pytest.mark.parametrize(
    ("activation", "loss", "use_bias"),
    [*((activation, loss, True) for activation, loss in PAIRS), (*PAIRS[0], False)],
)
@pytest.mark.parametrize(
    ("batch_size", "epochs"), [(N_SAMPLES, N_STEPS), (8, 17)], ids=["full batch", "mini-batch"]
)
def test_fifty_steps(  # noqa: PLR0917 - the grid of all that `fit` can do
    dtype: str,
    activation: str,
    loss: str,
    use_bias: bool,  # noqa: FBT001
    batch_size: int,
    epochs: int,
) -> None:
    """The same path of at least 50 steps; the mini-batches are 8, 8 and 4 of the 20 samples."""
    neuron, model = make_twins(dtype, use_bias=use_bias, activation=activation)
    X, y = make_samples(dtype)
    model.compile(keras.optimizers.SGD(learning_rate=LEARNING_RATE), loss=loss)
    theirs = model.fit(
        X, y[:, np.newaxis], batch_size=batch_size, epochs=epochs, shuffle=False, verbose=0
    )
    ours = neuron.fit(
        X, y, learning_rate=LEARNING_RATE, epochs=epochs, batch_size=batch_size, loss=loss
    )
    assert ours.loss.size >= N_STEPS
    for actual, expected in zip(neuron.get_weights(), model.get_weights(), strict=True):
        assert_close(actual, expected, dtype)
    if batch_size == N_SAMPLES:  # Keras reports the mean of the batches of an epoch, in float32
        np.testing.assert_allclose(ours.loss, theirs.history["loss"], rtol=1e-5)


# Weights of some tens and more, of the wrong sign for most samples where the scale is negative.
@pytest.mark.parametrize("scale", [-40.0, 200.0, -2000.0])
@pytest.mark.parametrize("activation", ["sigmoid", "separate sigmoid"])
def test_a_start_that_is_sure_and_wrong(dtype: str, scale: float, activation: str) -> None:
    """Keras sees the sum behind a sigmoid, and so neither loss nor gradient is ever clipped."""
    neuron, model = make_twins(dtype, activation="sigmoid", scale=scale)
    if activation == "separate sigmoid":
        layer = keras.layers.Dense(1, dtype=dtype)
        squash = keras.layers.Activation("sigmoid", dtype=dtype)
        model = keras.Sequential([keras.Input((N_FEATURES,), dtype=dtype), layer, squash])
        model.set_weights(neuron.get_weights())
    X, y = make_samples(dtype)
    column = y[:, np.newaxis]
    model.compile(keras.optimizers.SGD(learning_rate=LEARNING_RATE), loss="binary_crossentropy")
    evaluated = model.evaluate(X, column, batch_size=N_SAMPLES, verbose=0)
    with tf.GradientTape() as tape:
        value = keras.losses.BinaryCrossentropy()(column, model(X))
    by_tape = [gradient.numpy() for gradient in tape.gradient(value, model.trainable_variables)]
    gradients = neuron.gradients(X, y, loss="binary_crossentropy")
    assert_close(gradients.weights, by_tape[0][:, 0], dtype)
    assert_close(gradients.bias, by_tape[1][0], dtype)
    options: dict[str, Any] = {"epochs": N_STEPS, "batch_size": N_SAMPLES}
    theirs = model.fit(X, column, shuffle=False, verbose=0, **options)
    ours = neuron.fit(X, y, learning_rate=LEARNING_RATE, loss="binary_crossentropy", **options)
    assert ours.loss[0] == pytest.approx(float(value), rel=tolerance(dtype))
    assert ours.loss[0] == pytest.approx(evaluated, rel=1e-5)
    assert scale > 0 or ours.loss[0] > -np.log(EPSILON)  # more than a clipped loss could be
    np.testing.assert_allclose(ours.loss, theirs.history["loss"], rtol=1e-5)
    for actual, expected in zip(neuron.get_weights(), model.get_weights(), strict=True):
        assert_close(actual, expected, dtype)


def test_what_a_clipped_loss_would_never_leave(dtype: str) -> None:
    """Two samples, one of them always sure and wrong: the bias keeps moving."""
    X, y = np.array([[100.0], [200.0]], dtype), np.array([0, 1], dtype)
    model = keras.Sequential(
        [keras.Input((1,), dtype=dtype), keras.layers.Dense(1, activation="sigmoid", dtype=dtype)]
    )
    model.set_weights([np.zeros((1, 1), dtype), np.zeros(1, dtype)])
    model.compile(keras.optimizers.SGD(learning_rate=0.1), loss="binary_crossentropy")
    neuron = LinearNeuron(1, weights=np.zeros(1, dtype), activation="sigmoid")
    model.fit(X, y[:, np.newaxis], epochs=200, batch_size=2, shuffle=False, verbose=0)
    neuron.fit(X, y, learning_rate=0.1, epochs=200, loss="binary_crossentropy")
    w, b = model.get_weights()
    assert neuron.weights[0] == pytest.approx(w[0, 0], rel=tolerance(dtype))
    assert neuron.bias == pytest.approx(b[0], rel=tolerance(dtype))
    assert neuron.bias < -3.0


def test_bfloat16_passes_both_ways() -> None:
    """A layer of bfloat16 hands over its weights, and its outputs are samples for a neuron."""
    layer = keras.layers.Dense(1, dtype="bfloat16")
    outputs = layer(np.ones((3, 2), np.float32))
    neuron = LinearNeuron(2)
    neuron.set_weights(layer.get_weights())
    np.testing.assert_array_equal(neuron.weights, layer.get_weights()[0][:, 0].astype(float))
    assert LinearNeuron(1, weights=[1.0]).predict(outputs).shape == (3,)


def test_fifty_steps_at_another_learning_rate_differ(dtype: str) -> None:
    """The tolerance is tight enough to see a learning rate that is off by 50 000 roundings."""
    neuron, model = make_twins(dtype)
    X, y = make_samples(dtype)
    model.compile(keras.optimizers.SGD(learning_rate=LEARNING_RATE), loss="mean_squared_error")
    model.fit(X, y, batch_size=N_SAMPLES, epochs=N_STEPS, shuffle=False, verbose=0)
    wrong_rate = LEARNING_RATE * (1 + 1000 * tolerance(dtype))
    neuron.fit(X, y, learning_rate=wrong_rate, epochs=N_STEPS)
    difference = np.abs(neuron.get_weights()[0] - model.get_weights()[0]).max()
    assert difference > 10 * tolerance(dtype)
