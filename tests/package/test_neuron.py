"""The neuron by hand: two houses, small numbers, every method and every error."""

import copy
import pickle
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from wbguide import LinearNeuron
from wbguide.training import BLOCK_SIZE

# Areas in 1000 square feet and prices in $1000s, on the line 200 x + 100.
HOUSES = np.array([[1.0], [2.0]])
PRICES = np.array([300.0, 500.0])


MEMORY = (
    f"n_features must be small enough for memory; received {2**50}, which takes 8,388,608.0 GiB"
)


def state(neuron: LinearNeuron) -> tuple[str, bytes, float, np.dtype[Any]]:
    return repr(neuron), neuron.weights.tobytes(), neuron.bias, neuron.weights.dtype


class TestConstructor:
    def test_starts_at_zero(self) -> None:
        neuron = LinearNeuron(2)
        assert neuron.weights.tolist() == [0.0, 0.0]
        assert (neuron.n_features, neuron.bias, neuron.use_bias) == (2, 0.0, True)
        assert neuron.activation == "identity"

    def test_a_generator_draws_weights_within_the_glorot_limit(self) -> None:
        """Three inputs and one output: the limit is the root of 6 / 4."""
        neuron = LinearNeuron(3, rng=np.random.default_rng(0))
        again = LinearNeuron(3, rng=np.random.default_rng(0))
        assert 0.0 < np.abs(neuron.weights).min() < np.abs(neuron.weights).max() <= 1.5**0.5
        np.testing.assert_array_equal(neuron.weights, again.weights)
        assert neuron.bias == 0.0

    def test_weights_that_are_given_are_not_drawn(self) -> None:
        neuron = LinearNeuron(1, weights=[2.0], rng=np.random.default_rng(0))
        assert neuron.weights.tolist() == [2.0]

    @pytest.mark.parametrize(
        ("arguments", "dtype"),
        [
            ({}, np.float64),
            ({"weights": [1]}, np.float64),
            ({"weights": np.array([1], np.float32)}, np.float32),
            ({"bias": np.float32(1)}, np.float32),
            ({"weights": np.array([1], np.float32), "bias": np.float32(1)}, np.float32),
            ({"weights": np.array([1], np.float32), "bias": 1.0}, np.float64),
            ({"weights": [1.0], "bias": np.float32(1)}, np.float64),
            ({"weights": np.array([1], np.float16)}, np.float64),
        ],
    )
    def test_is_float32_if_all_that_is_given_is(
        self, arguments: dict[str, Any], dtype: Any
    ) -> None:
        neuron = LinearNeuron(1, **arguments)
        assert [array.dtype for array in neuron.get_weights()] == [dtype, dtype]

    def test_the_array_given_can_change_without_changing_the_neuron(self) -> None:
        weights = np.array([1.0, 2.0])
        neuron = LinearNeuron(2, weights=weights)
        weights[0] = 99.0
        assert neuron.weights.tolist() == [1.0, 2.0]

    def test_keras_s_name_of_the_identity_is_understood(self) -> None:
        neuron = LinearNeuron(1, activation="linear")
        assert neuron.activation == "identity"
        assert repr(neuron) == "LinearNeuron(1, weights=[0.], bias=0.0)"

    def test_whole_numbers_and_fractions_of_any_size_are_numbers(self) -> None:
        assert LinearNeuron(1, bias=2**64).bias == 2.0**64
        assert LinearNeuron(1, bias=Fraction(19, 7)).bias == 19 / 7  # type: ignore[arg-type]
        tenth: Any = [Decimal("0.1")]
        assert LinearNeuron(1, weights=tenth).weights.tolist() == [0.1]

    @pytest.mark.parametrize(
        ("arguments", "error", "message"),
        [
            ({"n_features": 0}, ValueError, "n_features must be at least 1; received 0"),
            (
                {"n_features": 2**50},
                ValueError,
                MEMORY,
            ),
            ({"bias": True}, TypeError, "bias must be a number; received True"),
            (
                {"bias": 10**400},
                ValueError,
                "bias must be finite in float64; received inf",
            ),
            ({"n_features": 1.0}, TypeError, "n_features must be a whole number; received 1.0"),
            ({"use_bias": "no"}, TypeError, "use_bias must be True or False; received 'no'"),
            (
                {"weights": [1.0, 2.0]},
                ValueError,
                "weights must have shape (1,); received shape (2,)",
            ),
            (
                {"weights": [[1.0]]},
                ValueError,
                "weights must have shape (1,); received shape (1, 1)",
            ),
            (
                {"weights": [np.nan]},
                ValueError,
                "weights must be finite in float64; received nan at index (0,)",
            ),
            ({"bias": [1.0]}, ValueError, "bias must be a single number; received shape (1,)"),
            ({"bias": "1"}, TypeError, "bias must be real numbers; received dtype <U1"),
            (
                {"use_bias": False, "bias": 0.0},
                ValueError,
                "bias must not be given to a neuron with use_bias=False",
            ),
            (
                {"activation": "swish"},
                ValueError,
                "activation must be one of 'identity', 'sigmoid', 'relu', 'tanh'; received 'swish'",
            ),
            ({"rng": 0}, TypeError, "rng must be a numpy.random.Generator; received int"),
            (
                {"rng": 0, "weights": [1.0]},
                TypeError,
                "rng must be a numpy.random.Generator; received int",
            ),
        ],
    )
    def test_bad_input_is_named(
        self, arguments: dict[str, Any], error: type[Exception], message: str
    ) -> None:
        with pytest.raises(error, match=f"^{re.escape(message)}$"):
            LinearNeuron(**({"n_features": 1} | arguments))


class TestRepr:
    def test_shows_the_numbers(self) -> None:
        neuron = LinearNeuron(2, weights=[200.0, -0.5], bias=100.0)
        assert repr(neuron) == "LinearNeuron(2, weights=[200. ,  -0.5], bias=100.0)"

    def test_says_where_there_is_no_bias(self) -> None:
        assert (
            repr(LinearNeuron(1, use_bias=False)) == "LinearNeuron(1, weights=[0.], use_bias=False)"
        )

    def test_says_which_activation(self) -> None:
        neuron = LinearNeuron(1, activation="relu")
        assert repr(neuron) == "LinearNeuron(1, weights=[0.], bias=0.0, activation='relu')"

    def test_is_short_for_many_weights(self) -> None:
        expected = "LinearNeuron(11, weights=[0., 0., 0., ..., 0., 0., 0.], bias=0.0)"
        assert repr(LinearNeuron(11)) == expected


class TestWeightsAndBias:
    def test_assigned_weights_and_bias_are_used(self) -> None:
        neuron = LinearNeuron(1)
        neuron.weights = [200]
        neuron.bias = 100
        assert neuron.predict(HOUSES).tolist() == [300.0, 500.0]

    def test_the_precision_of_the_neuron_stays(self) -> None:
        neuron = LinearNeuron(1, weights=np.array([1], np.float32))
        neuron.weights = np.array([0.1])
        neuron.bias = 0.1
        assert neuron.weights.dtype == np.float32
        assert neuron.bias == float(np.float32(0.1))

    def test_one_entry_cannot_be_assigned(self) -> None:
        """An array that was handed out never changes, not even by a later assignment."""
        neuron = LinearNeuron(1, weights=[1.0])
        before = neuron.weights
        with pytest.raises(ValueError, match="read-only"):
            neuron.weights[0] = 2.0
        neuron.weights = [3.0]
        assert before.tolist() == [1.0]

    @pytest.mark.parametrize(
        ("name", "value", "error", "message"),
        [
            (
                "weights",
                [1.0, 2.0],
                ValueError,
                "weights must have shape (1,); received shape (2,)",
            ),
            ("weights", None, TypeError, "weights must be real numbers; received dtype object"),
            (
                "weights",
                [1e39],
                ValueError,
                "weights must be finite in float32; received inf at index (0,)",
            ),
            ("bias", [1.0], ValueError, "bias must be a single number; received shape (1,)"),
            ("bias", np.inf, ValueError, "bias must be finite in float32; received inf"),
            ("bias", 1j, TypeError, "bias must be real numbers; received dtype complex128"),
        ],
    )
    def test_bad_input_is_named_and_changes_nothing(
        self, name: str, value: Any, error: type[Exception], message: str
    ) -> None:
        neuron = LinearNeuron(1, weights=np.array([1], np.float32), bias=np.float32(2))  # type: ignore[arg-type]
        before = state(neuron)
        with pytest.raises(error, match=f"^{re.escape(message)}$"):
            setattr(neuron, name, value)
        assert state(neuron) == before

    def test_a_neuron_without_a_bias_takes_none(self) -> None:
        neuron = LinearNeuron(1, use_bias=False)
        with pytest.raises(
            ValueError, match=r"^bias must not be given to a neuron with use_bias=F"
        ):
            neuron.bias = 1.0
        assert neuron.bias == 0.0

    def test_the_shape_of_a_neuron_is_fixed(self) -> None:
        neuron = LinearNeuron(1)
        for name in ("n_features", "use_bias", "activation", "slope", "intercept"):
            with pytest.raises(AttributeError, match=f"'{name}'"):
                setattr(neuron, name, 2)


class TestLine:
    def test_slope_and_intercept_are_weight_and_bias(self) -> None:
        neuron = LinearNeuron(1, weights=[200.0], bias=100.0)
        assert (neuron.slope, neuron.intercept) == (200.0, 100.0)
        assert type(neuron.slope) is type(neuron.intercept) is float

    @pytest.mark.parametrize("name", ["slope", "intercept"])
    @pytest.mark.parametrize(
        ("neuron", "received"),
        [
            (LinearNeuron(2), "2 and 'identity'"),
            (LinearNeuron(1, activation="relu"), "1 and 'relu'"),
        ],
    )
    def test_other_neurons_are_no_line(
        self, name: str, neuron: LinearNeuron, received: str
    ) -> None:
        message = f"{name} needs 1 feature and activation 'identity'; received {received}"
        with pytest.raises(ValueError, match=f"^{message}$"):
            getattr(neuron, name)


class TestGetAndSetWeights:
    def test_shapes_and_order_are_those_of_keras(self) -> None:
        w, b = LinearNeuron(2, weights=[1.0, 2.0], bias=3.0).get_weights()
        assert w.tolist() == [[1.0], [2.0]]
        assert b.tolist() == [3.0]

    def test_without_a_bias_there_is_one_array(self) -> None:
        neuron = LinearNeuron(2, use_bias=False)
        neuron.set_weights([[[1.0], [2.0]]])
        (w,) = neuron.get_weights()
        assert w.tolist() == [[1.0], [2.0]]

    def test_the_arrays_are_copies(self) -> None:
        neuron = LinearNeuron(1, weights=[1.0], bias=2.0)
        for array in neuron.get_weights():
            array[:] = 99.0
        assert (neuron.slope, neuron.intercept) == (1.0, 2.0)

    def test_the_arrays_of_the_forum_thread(self) -> None:
        """`set_weights([np.array([[200]]), np.array([100])])`: whole numbers are taken, too."""
        neuron = LinearNeuron(1)
        neuron.set_weights([np.array([[200]]), np.array([100])])
        assert neuron.predict([[1.2]]).tolist() == [340.0]

    @pytest.mark.parametrize(
        ("w_dtype", "b_dtype", "dtype"),
        [
            (np.float32, np.float32, np.float32),
            (np.float32, np.float64, np.float64),
            (np.float64, np.float32, np.float64),
        ],
    )
    def test_the_neuron_takes_on_the_precision(
        self, w_dtype: Any, b_dtype: Any, dtype: Any
    ) -> None:
        neuron = LinearNeuron(1)
        neuron.set_weights((np.ones((1, 1), w_dtype), np.ones(1, b_dtype)))
        assert [array.dtype for array in neuron.get_weights()] == [dtype, dtype]

    @pytest.mark.parametrize(
        ("weights", "error", "message"),
        [
            (np.zeros((2, 1)), TypeError, "weights must be a list of arrays; received ndarray"),
            ("12", TypeError, "weights must be a list of arrays; received str"),
            (
                [[[1.0]]],
                ValueError,
                "weights must be 2 arrays, of shape (1, 1) and (1,); received 1",
            ),
            ([], ValueError, "weights must be 2 arrays, of shape (1, 1) and (1,); received 0"),
            (
                [[1.0], [1.0]],
                ValueError,
                "weights[0] must have shape (1, 1); received shape (1,)",
            ),
            (
                [[[1.0]], 1.0],
                ValueError,
                "weights[1] must have shape (1,); received shape ()",
            ),
            (
                [[[1.0]], [[1.0]]],
                ValueError,
                "weights[1] must have shape (1,); received shape (1, 1)",
            ),
            (
                [[[1.0]], [np.nan]],
                ValueError,
                "weights[1] must be finite in float64; received nan at index (0,)",
            ),
            (
                [[["a"]], [1.0]],
                TypeError,
                "weights[0] must be real numbers; received dtype <U1",
            ),
        ],
    )
    def test_bad_input_is_named_and_changes_nothing(
        self, weights: Any, error: type[Exception], message: str
    ) -> None:
        neuron = LinearNeuron(1, weights=[5.0], bias=6.0)
        before = state(neuron)
        with pytest.raises(error, match=f"^{re.escape(message)}$"):
            neuron.set_weights(weights)
        assert state(neuron) == before

    def test_a_neuron_without_a_bias_takes_one_array(self) -> None:
        neuron = LinearNeuron(1, use_bias=False)
        message = "weights must be 1 array, of shape (1, 1); received 2"
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            neuron.set_weights([[[1.0]], [1.0]])

    @pytest.mark.parametrize(
        "duplicate",
        [copy.copy, copy.deepcopy, lambda neuron: pickle.loads(pickle.dumps(neuron))],  # noqa: S301
        ids=["copy", "deepcopy", "pickle"],
    )
    def test_a_copy_has_the_same_state_which_is_read_only_there_too(self, duplicate: Any) -> None:
        neuron = LinearNeuron(2, weights=[1.0, -2.0], bias=0.5, activation="sigmoid")
        twin = duplicate(neuron)
        assert state(twin) == state(neuron)
        assert twin.predict([[1.0, 1.0]]) == neuron.predict([[1.0, 1.0]])
        with pytest.raises(ValueError, match="read-only"):
            twin.weights[0] = np.nan
        twin.weights = [3.0, 3.0]
        assert neuron.weights.tolist() == [1.0, -2.0]


class TestPredict:
    def test_is_the_weighted_sum_plus_the_bias(self) -> None:
        """1 * 3 + 2 * 5 - 1 = 12 and 1 * 0 + 2 * 0.5 - 1 = 0."""
        neuron = LinearNeuron(2, weights=[1.0, 2.0], bias=-1.0)
        assert neuron.predict([[3.0, 5.0], [0.0, 0.5]]).tolist() == [12.0, 0.0]

    @pytest.mark.parametrize(
        ("activation", "expected"),
        [
            ("identity", [-2.0, 0.0]),
            ("relu", [0.0, 0.0]),
            ("sigmoid", [1.0 / (1.0 + np.exp(2.0)), 0.5]),
            ("tanh", [np.tanh(-2.0), 0.0]),
        ],
    )
    def test_passes_through_the_activation(self, activation: str, expected: list[float]) -> None:
        neuron = LinearNeuron(1, weights=[2.0], bias=-4.0, activation=activation)
        np.testing.assert_allclose(neuron.predict(HOUSES), expected, rtol=1e-15)

    def test_one_sample_is_a_matrix_of_one_row(self) -> None:
        neuron = LinearNeuron(2)
        assert neuron.predict([[1.0, 2.0]]).shape == (1,)
        message = r"^X must have shape \(n_samples, 2\); received shape \(2,\)$"
        with pytest.raises(ValueError, match=message):
            neuron.predict([1.0, 2.0])

    @pytest.mark.parametrize("dtype", [np.float32, np.float64])
    def test_is_in_the_precision_of_the_neuron(self, dtype: Any) -> None:
        neuron = LinearNeuron(1, weights=np.ones(1, dtype))
        for X in (HOUSES, HOUSES.astype(np.float32), HOUSES.astype(int), HOUSES.tolist()):
            assert neuron.predict(X).dtype == dtype

    @pytest.mark.parametrize(
        "view",
        [
            np.asfortranarray,
            lambda X: np.repeat(X, 2, axis=0)[::2],
            lambda X: X[::-1, ::-1][::-1, ::-1],
            np.ma.MaskedArray,
            lambda X: X.astype(">f8"),
        ],
        ids=["Fortran", "strided", "reversed", "subclass", "big-endian"],
    )
    def test_takes_any_layout_and_leaves_it_alone(self, view: Any) -> None:
        X = view(np.arange(6.0).reshape(3, 2))
        X.flags.writeable = False
        neuron = LinearNeuron(2, weights=[1.0, 2.0])
        assert neuron.predict(X).tolist() == [2.0, 8.0, 14.0]
        assert type(neuron.predict(X)) is np.ndarray

    def test_a_prediction_that_overflows_is_an_error(self) -> None:
        neuron = LinearNeuron(1, weights=[1e200])
        message = r"^X @ weights \+ bias must be finite in float64; received inf at index \(1,\)$"
        with pytest.raises(ValueError, match=message):
            neuron.predict([[1.0], [1e200]])


class TestGradients:
    def test_of_the_mean_squared_error(self) -> None:
        """From zero, the residuals are -300 and -500.

        The weight's gradient is 2 / 2 * (-300 * 1 - 500 * 2), the bias's 2 / 2 * (-300 - 500).
        """
        gradients = LinearNeuron(1).gradients(HOUSES, PRICES)
        assert gradients.weights.tolist() == [-1300.0]
        assert gradients.bias == -800.0

    def test_with_an_activation_follows_the_chain_rule(self) -> None:
        """At z = 0 the sigmoid is 1/2 and its slope 1/4: 2 * (1/2 - 1) * 1/4 = -1/4 a unit of x."""
        gradients = LinearNeuron(1, activation="sigmoid").gradients([[3.0]], [1.0])
        assert gradients.weights.tolist() == [-0.75]
        assert gradients.bias == -0.25

    def test_of_the_binary_crossentropy_is_the_mean_of_residual_times_input(self) -> None:
        """Sigmoid and cross-entropy cancel: the mean of (1/2 - 1) * 3 and (1/2 - 0) * 1."""
        neuron = LinearNeuron(1, activation="sigmoid")
        gradients = neuron.gradients([[3.0], [1.0]], [1.0, 0.0], loss="binary_crossentropy")
        assert gradients.weights.tolist() == [-0.5]
        assert gradients.bias == 0.0

    @pytest.mark.parametrize(("target", "slope"), [(1.0, -1.0), (0.0, 0.0)])
    def test_of_a_sure_and_wrong_neuron_are_its_residual(self, target: float, slope: float) -> None:
        """At z = -40 the sigmoid is 4e-18, which is nothing beside a target of 1."""
        neuron = LinearNeuron(1, weights=[-40.0], activation="sigmoid")
        gradients = neuron.gradients([[1.0]], [target], loss="binary_crossentropy")
        assert gradients.weights[0] == pytest.approx(slope, rel=1e-15, abs=1e-17)
        assert gradients.bias == gradients.weights[0]

    def test_of_keras_s_short_name_of_the_loss(self) -> None:
        gradients = LinearNeuron(1).gradients(HOUSES, PRICES, loss="mse")
        assert gradients.weights.tolist() == [-1300.0]

    def test_without_a_bias_there_is_none(self) -> None:
        gradients = LinearNeuron(1, use_bias=False).gradients(HOUSES, PRICES)
        assert gradients.weights.tolist() == [-1300.0]
        assert gradients.bias is None

    @pytest.mark.parametrize("n_features", [1, 3, BLOCK_SIZE + 1])
    def test_of_many_samples_are_those_of_the_whole(self, n_features: int) -> None:
        """Worked out in blocks, the last of them smaller, or in rows where one fills a block."""
        n_samples = 2 if n_features > BLOCK_SIZE else 2 * BLOCK_SIZE // n_features + 5
        rng = np.random.default_rng(0)
        X = rng.normal(size=(n_samples, n_features))
        y = rng.normal(size=n_samples)
        neuron = LinearNeuron(n_features, weights=rng.normal(size=n_features), bias=0.5)
        residuals = X @ neuron.weights + 0.5 - y
        gradients = neuron.gradients(X, y)
        expected = 2 * residuals @ X / n_samples
        atol = 1e-12 * np.abs(expected).max()  # of sums in which large numbers cancel
        np.testing.assert_allclose(gradients.weights, expected, rtol=1e-11, atol=atol)
        assert gradients.bias == pytest.approx(2 * residuals.mean(), rel=1e-11)
        history = neuron.fit(X, y, learning_rate=1e-9, epochs=1)
        assert history.loss[0] == pytest.approx((residuals**2).mean(), rel=1e-12)

    def test_change_nothing(self) -> None:
        neuron, X, y = LinearNeuron(1), HOUSES.copy(), PRICES.copy()
        before = state(neuron)
        neuron.gradients(X, y)
        assert state(neuron) == before
        np.testing.assert_array_equal(X, HOUSES)
        np.testing.assert_array_equal(y, PRICES)

    def test_a_loss_that_overflows_is_an_error(self) -> None:
        with pytest.raises(
            ValueError, match=r"^X and y must have a finite mean_squared_error; rec"
        ):
            LinearNeuron(1).gradients([[1.0]], [1e200])

    def test_a_gradient_that_overflows_is_an_error(self) -> None:
        """The loss, 1e300, is finite; its gradient, -2e350, is not."""
        with pytest.raises(
            ValueError, match=r"^X and y must have a finite mean_squared_error; rec"
        ):
            LinearNeuron(1).gradients([[1e200]], [1e150])


SAMPLE_ERRORS = [
    (
        {"X": [1.0, 2.0]},
        ValueError,
        "X must have shape (n_samples, 1); received shape (2,)",
    ),
    ({"X": [["a"]]}, TypeError, "X must be real numbers; received dtype <U1"),
    ({"X": np.zeros((0, 1))}, ValueError, "X must not be empty; received shape (0, 1)"),
    (
        {"y": [[300.0], [500.0]]},
        ValueError,
        "y must have shape (2,); received shape (2, 1)",
    ),
    ({"y": [300.0]}, ValueError, "y must have shape (2,); received shape (1,)"),
    (
        {"y": [300.0, np.nan]},
        ValueError,
        "y must be finite in float64; received nan at index (1,)",
    ),
    (
        {"loss": "hinge"},
        ValueError,
        "loss must be one of 'mean_squared_error', 'binary_crossentropy'; received 'hinge'",
    ),
    (
        {"loss": "binary_crossentropy"},
        ValueError,
        "loss 'binary_crossentropy' needs activation 'sigmoid'; received 'identity'",
    ),
]


@pytest.mark.parametrize(("arguments", "error", "message"), SAMPLE_ERRORS)
@pytest.mark.parametrize("method", ["gradients", "fit"])
def test_bad_samples_are_named_and_change_nothing(
    method: str, arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    neuron = LinearNeuron(1, weights=[1.0])
    before = state(neuron)
    training: dict[str, Any] = {"learning_rate": 0.1, "epochs": 1} if method == "fit" else {}
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        getattr(neuron, method)(**({"X": HOUSES, "y": PRICES} | training | arguments))
    assert state(neuron) == before


@pytest.mark.parametrize("method", ["gradients", "fit"])
def test_binary_crossentropy_takes_probabilities(method: str) -> None:
    neuron = LinearNeuron(1, activation="sigmoid")
    training: dict[str, Any] = {"learning_rate": 0.1, "epochs": 1} if method == "fit" else {}
    with pytest.raises(ValueError, match=r"^y must lie between 0 and 1; received 300.0$"):
        getattr(neuron, method)([[1.0]], [300.0], loss="binary_crossentropy", **training)
