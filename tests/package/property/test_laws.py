"""Laws that hold for every neuron and all data; each test's docstring states one."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wbguide import LinearNeuron, learning_rate_limit
from wbguide.activations import ACTIVATIONS
from wbguide.losses import LOSSES, mean_squared_error

FITTING_PAIRS = [(activation, "mean_squared_error") for activation in ACTIVATIONS] + [
    ("sigmoid", "binary_crossentropy")
]


@dataclass(frozen=True)
class Problem:
    X: np.ndarray[Any, np.dtype[Any]]
    y: np.ndarray[Any, np.dtype[Any]]
    weights: np.ndarray[Any, np.dtype[Any]]
    bias: Any

    def neuron(self, **arguments: Any) -> LinearNeuron:
        return LinearNeuron(self.weights.size, weights=self.weights, bias=self.bias, **arguments)


def numbers(low: float, high: float, width: Any = 64) -> st.SearchStrategy[float]:
    """Draw numbers without the tiny ones, whose squares are zero."""
    return st.floats(low, high, width=width).map(lambda x: x if abs(x) > 1e-6 else 0.0)


@st.composite
def problems(draw: st.DrawFn, dtype: Any = np.float64) -> Problem:
    n_samples, n_features = draw(st.integers(1, 6)), draw(st.integers(1, 3))
    width = np.dtype(dtype).itemsize * 8
    return Problem(
        X=draw(arrays(dtype, (n_samples, n_features), elements=numbers(-4, 4, width))),
        y=draw(arrays(dtype, n_samples, elements=numbers(0, 1, width))),
        weights=draw(arrays(dtype, n_features, elements=numbers(-2, 2, width))),
        bias=dtype(draw(numbers(-2, 2, width))),
    )


@given(problem=problems(), data=st.data(), share=st.floats(-1, 2))
def test_predict_is_affine(problem: Problem, data: st.DataObject, share: float) -> None:
    """What is predicted for a mixture of samples is that mixture of the predictions."""
    other = data.draw(arrays(np.float64, problem.X.shape, elements=numbers(-4, 4)))
    neuron = problem.neuron()
    mixture = share * problem.X + (1 - share) * other
    expected = share * neuron.predict(problem.X) + (1 - share) * neuron.predict(other)
    np.testing.assert_allclose(neuron.predict(mixture), expected, atol=1e-12)


@pytest.mark.parametrize(("activation", "loss"), FITTING_PAIRS)
@given(problem=problems())
def test_gradients_equal_central_differences(activation: str, loss: str, problem: Problem) -> None:
    """Away from kinks, the loss changes by gradient times step."""
    neuron = problem.neuron(activation=activation)
    if activation == "relu":
        assume(np.abs(problem.X @ problem.weights + problem.bias).min() > 1e-3)
    step = 1e-6

    def loss_at(parameters: Any) -> float:
        moved = problem.neuron(activation=activation)
        moved.weights, moved.bias = parameters[:-1], parameters[-1]
        return LOSSES[loss](problem.y, moved.predict(problem.X))

    at = np.append(problem.weights, problem.bias)
    differences = [
        (loss_at(at + nudge) - loss_at(at - nudge)) / (2 * step) for nudge in step * np.eye(at.size)
    ]
    gradients = neuron.gradients(problem.X, problem.y, loss=loss)
    np.testing.assert_allclose(
        [*gradients.weights, gradients.bias], np.array(differences), rtol=1e-5, atol=1e-7
    )


@given(problem=problems(), data=st.data())
def test_the_order_of_samples_changes_nothing(problem: Problem, data: st.DataObject) -> None:
    """Permuted samples have permuted predictions, the same gradients and, in full batches, path."""
    order = data.draw(st.permutations(range(len(problem.y))))
    X, y = problem.X[order], problem.y[order]
    neuron, twin = problem.neuron(), problem.neuron()
    np.testing.assert_allclose(neuron.predict(X), neuron.predict(problem.X)[order], atol=1e-13)
    np.testing.assert_allclose(
        neuron.gradients(X, y).weights, neuron.gradients(problem.X, problem.y).weights, atol=1e-12
    )
    neuron.fit(problem.X, problem.y, learning_rate=0.01, epochs=5)
    twin.fit(X, y, learning_rate=0.01, epochs=5)
    np.testing.assert_allclose(twin.weights, neuron.weights, atol=1e-12)
    np.testing.assert_allclose(twin.bias, neuron.bias, atol=1e-12)


@given(
    data=st.data(), n_features=st.integers(1, 5), dtype=st.sampled_from([np.float32, np.float64])
)
def test_set_weights_undoes_get_weights(data: st.DataObject, n_features: int, dtype: Any) -> None:
    """`set_weights(get_weights())` is the identity, whatever the finite numbers."""
    finite = st.floats(allow_nan=False, allow_infinity=False, width=np.dtype(dtype).itemsize * 8)
    neuron = LinearNeuron(
        n_features,
        weights=data.draw(arrays(dtype, n_features, elements=finite)),
        bias=dtype(data.draw(finite)),
    )
    for twin in (neuron, LinearNeuron(n_features)):
        expected = neuron.get_weights()
        twin.set_weights(neuron.get_weights())
        for actual, wanted in zip(twin.get_weights(), expected, strict=True):
            assert actual.dtype == wanted.dtype
            assert actual.tobytes() == wanted.tobytes()


@given(problem=problems(), elsewhere=numbers(-2, 2))
def test_without_weights_the_best_bias_is_the_mean(problem: Problem, elsewhere: float) -> None:
    """When w = 0, the loss is level at b = mean of the targets, and no lower anywhere."""
    neuron = LinearNeuron(problem.weights.size, bias=problem.y.mean())
    bias_gradient = neuron.gradients(problem.X, problem.y).bias
    assert bias_gradient == pytest.approx(0.0, abs=1e-14)
    best = mean_squared_error(problem.y, neuron.predict(problem.X))
    neuron.bias = elsewhere
    assert mean_squared_error(problem.y, neuron.predict(problem.X)) >= best * (1 - 1e-14)


@given(problem=problems(), share=st.floats(0.01, 0.99), use_bias=st.booleans())
def test_below_the_limit_no_step_raises_the_loss(
    problem: Problem,
    share: float,
    use_bias: bool,  # noqa: FBT001 - drawn
) -> None:
    """In full batches, every step with a learning rate below 2 / λ_max lowers or keeps the loss."""
    limit = learning_rate_limit(problem.X, use_bias=use_bias)
    assume(np.isfinite(limit))
    neuron = LinearNeuron(problem.weights.size, weights=problem.weights, use_bias=use_bias)
    history = neuron.fit(problem.X, problem.y, learning_rate=share * limit, epochs=30)
    assert (np.diff(history.loss) <= 1e-12 * history.loss[0]).all()


@given(problem=problems(), excess=st.floats(1.5, 4.0), use_bias=st.booleans())
def test_above_the_limit_training_diverges(
    problem: Problem,
    excess: float,
    use_bias: bool,  # noqa: FBT001 - drawn
) -> None:
    """From the steepest direction, at 1.5 times 2 / λ_max each step doubles the error, or worse."""
    X = np.column_stack([problem.X, np.ones(len(problem.X))]) if use_bias else problem.X
    limit = learning_rate_limit(problem.X, use_bias=use_bias)
    assume(np.isfinite(limit))
    steepest = np.linalg.eigh(X.T @ X).eigenvectors[:, -1]
    n_features = problem.weights.size
    neuron = LinearNeuron(n_features, use_bias=use_bias, weights=steepest[:n_features])
    if use_bias:
        neuron.bias = steepest[-1]
    with pytest.raises(ValueError, match=r"^learning_rate must be small enough"):
        neuron.fit(problem.X, 0 * problem.y, learning_rate=excess * limit, epochs=600)
    assert np.isfinite(neuron.predict(problem.X)).all()


@pytest.mark.parametrize(("activation", "loss"), FITTING_PAIRS)
@given(problem=problems(np.float32), wide=st.booleans())
def test_a_float32_neuron_stays_one(
    activation: str,
    loss: str,
    problem: Problem,
    wide: bool,  # noqa: FBT001 - drawn
) -> None:
    """Whatever the precision of the samples, everything that it gives is float32."""
    dtype = np.float64 if wide else np.float32
    X, y = problem.X.astype(dtype), problem.y.astype(dtype)
    neuron = problem.neuron(activation=activation)
    history = neuron.fit(X, y, learning_rate=0.01, epochs=3, loss=loss)
    results = [
        neuron.weights,
        *neuron.get_weights(),
        neuron.predict(X),
        neuron.gradients(X, y, loss=loss).weights,
        history.loss,
        history.weights,
        history.bias,
    ]
    assert {result.dtype for result in results} == {np.dtype(np.float32)}


@given(problem=problems())
def test_equal_batches_average_to_the_full_gradient(problem: Problem) -> None:
    """The gradient of all samples is the mean of the gradients of equal parts, here of one each."""
    neuron = problem.neuron()
    whole = neuron.gradients(problem.X, problem.y)
    parts = [
        neuron.gradients(problem.X[i : i + 1], problem.y[i : i + 1]) for i in range(len(problem.y))
    ]
    np.testing.assert_allclose(
        whole.weights, np.mean([part.weights for part in parts], axis=0), atol=1e-12
    )
    mean_bias = np.mean([part.bias for part in parts if part.bias is not None])
    assert whole.bias == pytest.approx(float(mean_bias), abs=1e-12)
