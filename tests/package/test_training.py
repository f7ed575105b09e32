"""Training by hand: the path, its batches, where it ends, and where it cannot."""

import re
import tracemalloc
from typing import Any

import numpy as np
import pytest

from tests.package.test_neuron import HOUSES, PRICES, state
from wbguide import LinearNeuron, learning_rate_limit


class TestFit:
    def test_one_step_by_hand(self) -> None:
        """The gradients from zero are -1300 and -800: a tenth of each, and the other way."""
        neuron = LinearNeuron(1)
        history = neuron.fit(HOUSES, PRICES, learning_rate=0.1, epochs=1)
        assert (neuron.slope, neuron.intercept) == (130.0, 80.0)
        assert history.loss.tolist() == [(300.0**2 + 500.0**2) / 2]
        assert history.weights.tolist() == [[0.0], [130.0]]
        assert history.bias.tolist() == [0.0, 80.0]

    def test_finds_the_line(self) -> None:
        neuron = LinearNeuron(1)
        history = neuron.fit(HOUSES, PRICES, learning_rate=0.25, epochs=2000)
        assert neuron.slope == pytest.approx(200.0)
        assert neuron.intercept == pytest.approx(100.0)
        assert history.loss[-1] == pytest.approx(0.0, abs=1e-9)

    def test_history_has_the_loss_before_each_step(self) -> None:
        neuron = LinearNeuron(1)
        history = neuron.fit(HOUSES, PRICES, learning_rate=0.1, epochs=5)
        assert (history.loss.shape, history.weights.shape, history.bias.shape) == (
            (5,),
            (6, 1),
            (6,),
        )
        for loss, w, b in zip(history.loss, history.weights, history.bias, strict=False):
            residuals = HOUSES @ w + b - PRICES
            assert loss == pytest.approx((residuals**2).mean(), rel=1e-14)
        assert repr(history) == f"History(5 steps, loss 1.7e+05 to {history.loss[-1]:.4g})"

    def test_goes_on_from_where_it_was(self) -> None:
        neuron, twin = LinearNeuron(1), LinearNeuron(1)
        neuron.fit(HOUSES, PRICES, learning_rate=0.1, epochs=7)
        for epochs in (3, 4):
            twin.fit(HOUSES, PRICES, learning_rate=0.1, epochs=epochs)
        assert state(twin) == state(neuron)

    def test_without_a_bias_the_bias_stays_zero(self) -> None:
        """Through the origin, the best slope is (1 * 300 + 2 * 500) / (1 + 4) = 260."""
        neuron = LinearNeuron(1, use_bias=False)
        history = neuron.fit(HOUSES, PRICES, learning_rate=0.1, epochs=200)
        assert neuron.slope == pytest.approx(260.0)
        assert history.bias.tolist() == [0.0] * 201

    def test_batches_are_taken_in_order_and_the_last_may_be_smaller(self) -> None:
        """Each step is a full-batch step on its own batch."""
        X, y = np.array([[1.0], [2.0], [3.0]]), np.array([1.0, 0.0, 2.0])
        neuron, twin = LinearNeuron(1), LinearNeuron(1)
        history = neuron.fit(X, y, learning_rate=0.01, epochs=2, batch_size=2)
        losses = [
            twin.fit(X[rows], y[rows], learning_rate=0.01, epochs=1).loss[0]
            for rows in (slice(0, 2), slice(2, 3)) * 2
        ]
        assert history.loss.tolist() == losses
        assert state(neuron) == state(twin)

    def test_a_batch_larger_than_the_data_is_all_of_it(self) -> None:
        neuron, twin = LinearNeuron(1), LinearNeuron(1)
        neuron.fit(HOUSES, PRICES, learning_rate=0.1, epochs=2, batch_size=1000)
        twin.fit(HOUSES, PRICES, learning_rate=0.1, epochs=2)
        assert state(neuron) == state(twin)

    def test_a_generator_shuffles_anew_for_every_epoch(self) -> None:
        """With one sample a batch, the losses of the first two epochs reveal the order."""
        X, y = np.zeros((50, 1)), np.arange(50.0)
        history = LinearNeuron(1, use_bias=False).fit(
            X, y, learning_rate=0.1, epochs=2, batch_size=1, rng=np.random.default_rng(0)
        )
        first, second = np.sqrt(history.loss[:50]), np.sqrt(history.loss[50:])
        np.testing.assert_allclose(np.sort(first), y)
        np.testing.assert_allclose(np.sort(second), y)
        assert (first != y).any()
        assert (first != second).any()

    def test_the_same_seed_takes_the_same_path(self) -> None:
        def path(seed: int) -> list[list[float]]:
            rng = np.random.default_rng(seed)
            history = LinearNeuron(1).fit(
                HOUSES, PRICES, learning_rate=0.1, epochs=9, batch_size=1, rng=rng
            )
            weights: list[list[float]] = history.weights.tolist()
            return weights

        assert path(0) == path(0)
        assert path(0) != path(1)

    @pytest.mark.parametrize("activation", ["sigmoid", "relu", "tanh"])
    def test_learns_through_an_activation(self, activation: str) -> None:
        """Targets that the neuron can make, from a weight of 1 and a bias of 1/2, are found."""
        X = np.array([[-0.3], [0.5], [1.0]])
        y = LinearNeuron(1, weights=[1.0], bias=0.5, activation=activation).predict(X)
        neuron = LinearNeuron(1, weights=[0.5], bias=0.5, activation=activation)
        neuron.fit(X, y, learning_rate=0.5, epochs=5000)
        np.testing.assert_allclose([neuron.weights[0], neuron.bias], [1.0, 0.5], rtol=1e-3)

    def test_learns_to_classify(self) -> None:
        neuron = LinearNeuron(1, activation="sigmoid")
        X, y = [[0.0], [1.0], [2.0], [3.0]], [0.0, 0.0, 1.0, 1.0]
        neuron.fit(X, y, learning_rate=1.0, epochs=500, loss="binary_crossentropy")
        assert (neuron.predict(X) > 0.5).tolist() == [False, False, True, True]

    def test_recovers_from_a_start_that_is_sure_and_wrong(self) -> None:
        """On the page the start is -5 and 12.5, all six wrong as well; Keras ends here, too."""
        x, y = np.arange(6.0), np.array([0, 0, 0, 1, 1, 1])
        neuron = LinearNeuron(1, weights=[-40.0], bias=100.0, activation="sigmoid")
        neuron.fit(x[:, np.newaxis], y, learning_rate=0.5, epochs=3000, loss="binary_crossentropy")
        assert ((neuron.predict(x[:, np.newaxis]) > 0.5) == y).all()
        assert (round(neuron.weights[0], 2), round(neuron.bias, 2)) == (5.47, -13.49)

    def test_goes_on_learning_where_the_sigmoid_rounds(self) -> None:
        """From zero, the first step is 0.1 * (1/2 * 200 - 1/2 * 100) / 2 = 2.5 in the weight.

        Then x = 100 with target 0 is at z = 250, surely wrong. Its gradient of 1/2 takes 0.1 / 2
        off the bias and 5 off the weight, after which the other sample is surely wrong, too.
        """
        neuron = LinearNeuron(1, activation="sigmoid")
        history = neuron.fit(
            [[100.0], [200.0]], [0, 1], learning_rate=0.1, epochs=1000, loss="binary_crossentropy"
        )
        assert history.weights[:3, 0].tolist() == [0.0, 2.5, -2.5]
        assert history.bias[:3] == pytest.approx([0.0, 0.0, -0.05])
        assert neuron.bias == pytest.approx(-16.65, rel=1e-12)  # and so it is in Keras
        assert history.loss[1] == 125.0  # the mean of 250 and 0

    def test_leaves_the_samples_alone(self) -> None:
        X, y = HOUSES.copy(), PRICES.copy()
        LinearNeuron(1).fit(X, y, learning_rate=0.1, epochs=2)
        np.testing.assert_array_equal(X, HOUSES)
        np.testing.assert_array_equal(y, PRICES)

    def test_makes_no_copy_of_the_samples(self) -> None:
        """Of the 8 MB of X it holds no more than a block, and little else."""
        X, y = np.ones((50_000, 20)), np.ones(50_000)
        neuron = LinearNeuron(20)
        tracemalloc.start()
        try:
            neuron.fit(X, y, learning_rate=0.01, epochs=3)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert peak < X.nbytes / 8

    @pytest.mark.parametrize("epochs", [10**12, 2**62])
    def test_a_history_that_memory_cannot_hold_is_refused_before_it_is_taken(
        self, epochs: int
    ) -> None:
        """A step takes three floats: the loss, the weight and the bias."""
        neuron = LinearNeuron(1)
        before = state(neuron)
        gigabytes = f"{(epochs + 1) * 3 * 8 / 2**30:,.1f}"
        message = f"epochs must be small enough for memory; received {epochs}, which takes "
        with pytest.raises(ValueError, match=f"^{message}{gigabytes} GiB$"):
            neuron.fit(HOUSES, PRICES, learning_rate=0.1, epochs=epochs)
        assert state(neuron) == before

    @pytest.mark.parametrize(
        ("arguments", "error", "message"),
        [
            (
                {"learning_rate": 0.0},
                ValueError,
                "learning_rate must be positive; received 0.0",
            ),
            (
                {"learning_rate": "0.1"},
                TypeError,
                "learning_rate must be real numbers; received dtype <U3",
            ),
            (
                {"learning_rate": [0.1]},
                ValueError,
                "learning_rate must be a single number; received shape (1,)",
            ),
            ({"learning_rate": True}, TypeError, "learning_rate must be a number; received True"),
            ({"epochs": 0}, ValueError, "epochs must be at least 1; received 0"),
            ({"epochs": True}, TypeError, "epochs must be a whole number; received True"),
            ({"batch_size": 0}, ValueError, "batch_size must be at least 1; received 0"),
            ({"batch_size": 1.0}, TypeError, "batch_size must be a whole number; received 1.0"),
            ({"rng": 0}, TypeError, "rng must be a numpy.random.Generator; received int"),
        ],
    )
    def test_bad_input_is_named_and_changes_nothing(
        self, arguments: dict[str, Any], error: type[Exception], message: str
    ) -> None:
        neuron = LinearNeuron(1, weights=[1.0])
        before = state(neuron)
        training: dict[str, Any] = {"learning_rate": 0.1, "epochs": 1}
        with pytest.raises(error, match=f"^{re.escape(message)}$"):
            neuron.fit(HOUSES, PRICES, **(training | arguments))
        assert state(neuron) == before


class TestDivergence:
    def test_names_the_learning_rate_and_its_limit(self) -> None:
        """For one sample x = 1 without a bias, λ_max = 2 and the limit is 1."""
        neuron = LinearNeuron(1, use_bias=False)
        message = (
            r"^learning_rate must be small enough for the loss to stay finite; received 3, with "
            r"which it did not at step \d+\. .* full batches below 2/λ_max = 1$"
        )
        with pytest.raises(ValueError, match=message):
            neuron.fit([[1.0]], [1.0], learning_rate=3.0, epochs=10_000)

    @pytest.mark.parametrize("shuffled", [False, True])
    def test_in_batches_names_the_limit_of_the_steepest(self, *, shuffled: bool) -> None:
        """One sample of 199 without its neighbors has the limit 2 / (2 * (199² + 1))."""
        x = np.arange(200.0)
        message = (
            r"it did not at step \d+\. On this data, a linear neuron learns from batches of 1 "
            r"below 2/λ_max = 2\.52512e-05, that of the steepest batch$"
        )
        for rate, works in [(2e-4 if shuffled else 7e-5, False), (2.525e-5, True)]:
            neuron, rng = LinearNeuron(1), np.random.default_rng(0) if shuffled else None
            options: dict[str, Any] = {"epochs": 20, "batch_size": 1, "rng": rng}
            if works:
                neuron.fit(x[:, np.newaxis], 2 * x, learning_rate=rate, **options)
                assert neuron.slope == pytest.approx(2.0, rel=1e-3)
            else:
                with pytest.raises(ValueError, match=message):
                    neuron.fit(x[:, np.newaxis], 2 * x, learning_rate=rate, **options)

    def test_the_steepest_batch_is_not_always_the_one_with_the_longest_samples(self) -> None:
        """The first two are longer, but at right angles: λ_max is 2 / 2 * 9 of them.

        Of the next two, which are equal, it is 2 / 2 * (8 + 8), and 2 * (1 + 1) of the last.
        """
        X = np.array([[3.0, 0.0], [0.0, 3.0], [8**0.5, 0.0], [8**0.5, 0.0], [1.0, 1.0]])
        neuron = LinearNeuron(2, use_bias=False)
        message = "batches of 2 below 2/λ_max = 0.125, that of the steepest batch$"
        with pytest.raises(ValueError, match=message):
            neuron.fit(X, np.ones(5), learning_rate=0.5, epochs=10_000, batch_size=2)

    def test_of_the_binary_crossentropy_names_what_raises_no_loss(self) -> None:
        """Without a bias and for x = 3 the loss curves by at most 9 / 4: its limit is 8 / 9."""
        neuron = LinearNeuron(1, use_bias=False, activation="sigmoid")
        message = (
            "which it did not at step 1. On this data, no step below 0.888889 raises the loss of "
            "its batch: 8 times 2/λ_max of a linear neuron and full batches"
        )
        with pytest.raises(ValueError, match=f"{re.escape(message)}$"):
            neuron.fit([[3.0]], [1.0], learning_rate=1.7e308, epochs=9, loss="binary_crossentropy")
        assert neuron.weights.tolist() == [0.0]

    def test_leaves_the_last_weights_with_a_finite_loss(self) -> None:
        """With x = 1, y = 0 and w = 1, a rate of 5.5 multiplies w by 1 - 11 = -10 every step.

        The square of 1e154 is finite and that of 1e155 is not: the loss fails at step 155.
        """
        neuron = LinearNeuron(1, use_bias=False, weights=[1.0])
        with pytest.raises(ValueError, match=r"it did not at step 155\."):
            neuron.fit([[1.0]], [0.0], learning_rate=5.5, epochs=1000)
        np.testing.assert_allclose(neuron.weights, [1e154], rtol=1e-12)

    def test_in_the_last_step_is_noticed(self) -> None:
        """The loss, 1e300, and the gradient, 2e300, are finite, but not 1e10 times as much."""
        neuron = LinearNeuron(1, use_bias=False, weights=[1e150])
        with pytest.raises(ValueError, match=r"it did not at step 1\."):
            neuron.fit([[1.0]], [0.0], learning_rate=1e200, epochs=1)
        assert neuron.weights.tolist() == [1e150]

    def test_hidden_by_an_activation_that_levels_off_is_noticed(self) -> None:
        """The sigmoid of an infinite sum is 1 and its loss 0, but the weight is not finite."""
        neuron = LinearNeuron(1, activation="sigmoid")
        with pytest.raises(ValueError, match=r"it did not at step 1\."):
            neuron.fit([[100.0]], [1.0], learning_rate=1e308, epochs=5)
        assert neuron.weights.tolist() == [0.0]
        assert neuron.bias == 0.0

    @pytest.mark.parametrize(("X", "y"), [([[1.0]], [1e200]), ([[1e200]], [1.0])])
    def test_that_no_learning_rate_prevents_is_not_blamed_on_it(self, X: Any, y: Any) -> None:
        """The loss overflows from the start, or every float is above the limit."""
        neuron = LinearNeuron(1)
        before = state(neuron)
        with pytest.raises(
            ValueError, match=r"^X and y must have a finite mean_squared_error; rec"
        ):
            neuron.fit(X, y, learning_rate=1e-3, epochs=3)
        assert state(neuron) == before


class TestLearningRateLimit:
    def test_by_hand(self) -> None:
        """With x = 1 and x = 3 and a column of ones, the Hessian is [[10, 4], [4, 2]].

        Its eigenvalues are 6 ± sqrt(16 + 16).
        """
        limit = learning_rate_limit([[1.0], [3.0]])
        assert limit == pytest.approx(2.0 / (6.0 + 32.0**0.5), rel=1e-14)

    def test_without_a_bias(self) -> None:
        """The Hessian is 2 / 2 * (1 + 9)."""
        assert learning_rate_limit([[1.0], [3.0]], use_bias=False) == pytest.approx(0.2, rel=1e-14)

    def test_of_a_column_of_zeros(self) -> None:
        """The bias alone has curvature 2; without it there is nothing to learn, at any rate."""
        assert learning_rate_limit([[0.0]]) == pytest.approx(1.0)
        assert learning_rate_limit([[0.0]], use_bias=False) == np.inf

    @pytest.mark.parametrize(
        ("x", "limit"),
        [
            (np.float64(1e-160), np.inf),
            (np.float64(1e160), 1e-320),
            (np.float64(1e200), 0.0),
            (np.float32(1e20), 1e-40),
        ],
    )
    def test_of_extreme_numbers_is_the_float_that_is_nearest(self, x: Any, limit: float) -> None:
        X = np.array([[x]])
        assert learning_rate_limit(X, use_bias=False) == pytest.approx(limit, rel=1e-3, abs=0.0)

    @pytest.mark.parametrize(
        ("X", "use_bias", "error", "message"),
        [
            ([1.0], True, ValueError, r"^X must have shape \(n_samples, n_features\); received"),
            ([[np.nan]], True, ValueError, r"^X must be finite in float64; received nan"),
            ([[1.0]], "no", TypeError, r"^use_bias must be True or False; received 'no'$"),
        ],
    )
    def test_bad_input_is_named(
        self, X: Any, use_bias: Any, error: type[Exception], message: str
    ) -> None:
        with pytest.raises(error, match=message):
            learning_rate_limit(X, use_bias=use_bias)
