"""Right answers are right in every form in which a page's own code, or a reader's, has them."""

from typing import Any

import keras
import ml_dtypes
import numpy as np
import pandas as pd
import pytest
import tensorflow as tf

from wbguide.exercises import Check
from wbguide.exercises import check_a_gradient as checking
from wbguide.exercises import how_weights_start as start
from wbguide.exercises import learn_by_gradient_descent as descent
from wbguide.exercises import many_inputs_many_neurons as many
from wbguide.exercises import one_neuron_is_a_line as line
from wbguide.exercises import train_a_network_by_hand as network
from wbguide.exercises import weights_of_a_keras_layer as layer
from wbguide.exercises import weights_that_recognize_letters as letters
from wbguide.exercises import what_the_bias_is_for as bias
from wbguide.exercises import why_the_penalty_spares_the_bias as spared

W = np.array([[2.0, -1.0], [-1.0, 1.0], [2.0, 0.0], [-1.0, 2.0]])
B = np.array([-1.0, 2.0])
X = np.array([[1.0, 0.0, 1.0, 0.0]])


def dense(dtype: str = "float32") -> keras.layers.Dense:
    made = keras.layers.Dense(2, dtype=dtype)
    made.build((None, 4))
    made.set_weights([W, B])
    return made


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "bfloat16"])
def test_scores_come_as_a_layer_gives_them(dtype: str) -> None:
    scores = dense(dtype)(X)
    assert letters.scores(scores)  # a tensor, shape (1, 2)
    assert letters.scores(scores.numpy())
    assert letters.scores(list(scores))
    assert letters.scores(tf.Variable(scores))
    assert letters.scores(X @ W + B)


@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16"])
def test_weights_come_as_a_layer_gives_them(dtype: str) -> None:
    mean = keras.layers.Dense(1, dtype=dtype)
    mean.build((None, 2))
    mean.set_weights([np.array([[0.5], [0.5]]), np.array([0.0])])
    assert layer.mean_of_two(mean.get_weights())
    assert layer.mean_of_two(mean.weights)
    assert layer.mean_of_two([mean.kernel, mean.bias])
    assert not layer.mean_of_two([mean.kernel, mean.bias + 0.5])


def test_a_number_in_bfloat16_is_as_good_as_that_has_digits() -> None:
    right = 19 / 7
    assert bias.through_the_origin(tf.constant(right, tf.bfloat16))
    assert bias.through_the_origin(np.array(right, ml_dtypes.bfloat16))
    assert not bias.through_the_origin(tf.constant(right * 1.02, tf.bfloat16))
    assert not bias.through_the_origin(2.75)  # what is next in bfloat16, but given in full


def test_two_numbers_come_as_arrays_of_one_number_each() -> None:
    assert line.thermometer([np.array([1.8]), np.array([32.0])])
    assert line.thermometer([np.array([[1.8]]), np.array([32.0])])
    assert line.thermometer(np.array([[1.8, 32.0]]))
    assert line.thermometer([tf.constant([1.8]), tf.constant([32.0])])
    assert checking.three_houses([np.array([[-440.0]]), np.array([[-180.0]])])


@pytest.mark.parametrize(
    "answer",
    [
        pd.Series([1.8, 32.0]),
        pd.Series([1.8, 32.0], index=["weight", "bias"]),
        pd.DataFrame({"weight": [1.8], "bias": [32.0]}),
        pd.DataFrame({"weight": [1.8], "bias": [32]}).iloc[0],
        pd.DataFrame({"value": [1.8, 32.0]}),
        pd.array([1.8, 32.0], dtype="Float64"),
        pd.Series([1.8, 32], dtype=object),
    ],
)
def test_numbers_come_from_tables(answer: Any) -> None:
    assert line.thermometer(answer)


def test_a_count_comes_from_a_table() -> None:
    assert letters.parameters(pd.Series([10_400, 26], dtype="Int64").sum())
    assert letters.parameters(pd.Series([10_426], dtype="Int64"))
    with pytest.raises(ValueError, match="answer must be finite in float64; received nan"):
        letters.parameters(pd.Series([None], dtype="Int64"))


def test_a_step_returns_arrays_or_tensors() -> None:
    def step(w: float, b: float, x: Any, y: Any, rate: float) -> list[Any]:
        residuals = w * x + b - y
        dw, db = 2 * np.mean(residuals * x, keepdims=True), 2 * np.mean(residuals, keepdims=True)
        return [w - rate * dw, b - rate * db]

    assert descent.one_step(step)
    assert descent.one_step(lambda *known: [np.reshape(each, (1, 1)) for each in step(*known)])
    assert descent.one_step(lambda *known: tf.constant(step(*known)))


@pytest.mark.parametrize("dtype", [tf.float32, tf.float64])
def test_a_step_may_be_taken_by_tensorflow(dtype: Any) -> None:
    def step(w: float, b: float, x: Any, y: Any, rate: float) -> list[Any]:
        weight, bias = tf.Variable(w, dtype=dtype), tf.Variable(b, dtype=dtype)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((weight * tf.cast(x, dtype) + bias - tf.cast(y, dtype)) ** 2)
        for variable, slope in zip(
            [weight, bias], tape.gradient(loss, [weight, bias]), strict=True
        ):
            variable.assign_sub(rate * slope)
        return [weight, bias]

    assert descent.one_step(step)


def test_gradients_come_in_one_array_or_in_two() -> None:
    def gradients(X: Any, y: Any, w: Any, b: float, alpha: float) -> list[Any]:
        residuals = X @ w + b - y
        return [2 * X.T @ residuals / len(y) + 2 * alpha * w, 2 * residuals.mean()]

    assert spared.gradients(gradients)
    assert spared.gradients(lambda *known: [g[..., np.newaxis] for g in gradients(*known)])
    assert spared.gradients(lambda *known: np.hstack(gradients(*known)))


def test_the_gradient_of_the_biases_may_keep_its_axis() -> None:
    assert network.hidden_bias_gradient(
        lambda delta2, W2, A1: (delta2 @ W2.T * (1 - A1**2)).sum(axis=0, keepdims=True)
    )


def test_a_layer_of_keras_may_read_weights_from_rows() -> None:
    def from_rows(X: Any, W: Any, b: Any) -> Any:
        made = keras.layers.Dense(len(b), dtype="float64")
        made.build((None, X.shape[1]))
        made.set_weights([W.T, b])
        return made(X)

    assert many.from_rows(from_rows)


@pytest.mark.parametrize("check", [layer.inputs_of_summary, start.moving_parameters])
def test_true_is_no_count(check: Check) -> None:
    for answer in (True, np.True_, [True, False], tf.constant(value=True)):
        with pytest.raises(TypeError, match="answer must be real numbers; received dtype bool"):
            check(answer)


@pytest.mark.parametrize("count", [10_425, 10_427, 10_430, 10_000])
def test_a_count_that_is_wrong_was_not_rounded(count: int) -> None:
    assert repr(letters.parameters(count)) == "Not yet."
