"""The checks that every argument passes through, and the words of their errors."""

import re
import sys
from decimal import Decimal
from fractions import Fraction
from typing import Any

import ml_dtypes
import numpy as np
import pandas as pd
import pytest

from wbguide import _validation as validation


class TestAsFloatArray:
    @pytest.mark.parametrize("dtype", [np.float32, np.float64])
    def test_float32_and_float64_pass_without_a_copy(self, dtype: type[np.floating[Any]]) -> None:
        array = np.ones(3, dtype)
        assert np.shares_memory(validation.as_float_array("x", array), array)

    @pytest.mark.parametrize("dtype", ["bool", "int8", "uint64", "float16", "longdouble", ">f8"])
    def test_other_real_numbers_become_float64(self, dtype: str) -> None:
        result = validation.as_float_array("x", np.array([0, 1], dtype))
        assert result.dtype == np.float64
        assert result.tolist() == [0.0, 1.0]

    def test_a_given_dtype_is_used(self) -> None:
        assert validation.as_float_array("x", [1.0], np.dtype(np.float32)).dtype == np.float32

    def test_anything_with_the_array_protocol_is_an_array(self) -> None:
        class Frame:
            """Stands for the containers of other libraries, such as pandas."""

            def __array__(
                self,
                dtype: Any = None,
                copy: Any = None,
            ) -> np.ndarray[Any, Any]:
                return np.array([1.5, 2.5], dtype)

        assert validation.as_float_array("x", Frame()).tolist() == [1.5, 2.5]

    @pytest.mark.parametrize(
        ("value", "dtype"),
        [
            ("200", "<U3"),
            (b"200", "|S3"),
            ([1j], "complex128"),
            (None, "object"),
            ([10**400, None], "object"),
            (np.array([Fraction(1, 2), "0.5"], object), "object"),
            (np.zeros(2, "V8"), "|V8"),
            (np.zeros(2, "f8, f8"), "[('f0', '<f8'), ('f1', '<f8')]"),
            (["1.0", 2.0], "<U32"),
            ({1.0}, "object"),
            (np.array(["2026-01-01"], "M8[D]"), "datetime64[D]"),
            (np.array([1], "m8[s]"), "timedelta64[s]"),
        ],
    )
    def test_what_is_not_real_numbers_is_a_type_error(self, value: Any, dtype: str) -> None:
        message = f"x must be real numbers; received dtype {dtype}"
        with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
            validation.as_float_array("x", value)

    def test_a_ragged_list_is_an_error(self) -> None:
        with pytest.raises(ValueError, match=r"^x must be an array of numbers; received list: "):
            validation.as_float_array("x", [[1.0, 2.0], [3.0]])

    @pytest.mark.parametrize(
        ("value", "received"),
        [
            (np.nan, "nan"),
            ([0.0, np.inf], "inf at index (1,)"),
            ([[0.0, -np.inf]], "-inf at index (0, 1)"),
            ([np.inf, -np.inf], "inf at index (0,)"),
        ],
    )
    def test_a_number_that_is_not_finite_is_found(self, value: Any, received: str) -> None:
        message = f"x must be finite in float64; received {received}"
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            validation.as_float_array("x", value)

    @pytest.mark.parametrize(
        ("value", "dtype"),
        [(np.array([1e39]), np.float32), (np.array([np.longdouble("1e4000")]), np.float64)],
    )
    def test_a_number_too_large_for_the_dtype_is_not_finite(self, value: Any, dtype: Any) -> None:
        with pytest.raises(ValueError, match=r"^x must be finite in float(32|64); received inf"):
            validation.as_float_array("x", value, np.dtype(dtype))

    @pytest.mark.parametrize(
        ("value", "received"),
        [(10**400, "inf"), (-(10**400), "-inf"), (Fraction(-(10**400)), "-inf")],
    )
    def test_a_number_too_large_for_any_float_is_not_finite(
        self, value: Any, received: str
    ) -> None:
        for x in (value, np.array(value, object)):
            with pytest.raises(
                ValueError, match=f"^x must be finite in float64; received {received}"
            ):
                validation.as_float_array("x", x)

    @pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity")])
    def test_a_decimal_that_is_no_number_is_not_finite(self, value: Decimal) -> None:
        with pytest.raises(ValueError, match=r"^x must be finite in float64; received (nan|inf)$"):
            validation.as_float_array("x", value)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (2**64, 2.0**64),
            ([2**64, -1], [2.0**64, -1.0]),
            (Fraction(19, 7), 19 / 7),
            ([[Fraction(1, 2)], [Decimal("0.25")]], [[0.5], [0.25]]),
            (np.array([True, np.True_, 2, np.float32(0.5)], object), [1.0, 1.0, 2.0, 0.5]),
        ],
    )
    def test_real_numbers_of_any_type_are_numbers(self, value: Any, expected: Any) -> None:
        result = validation.as_float_array("x", value)
        assert result.dtype == np.float64
        assert result.tolist() == expected

    @pytest.mark.parametrize("dtype", [ml_dtypes.bfloat16, ml_dtypes.float8_e4m3fn, ml_dtypes.int4])
    def test_number_types_of_other_libraries_are_numbers(self, dtype: Any) -> None:
        result = validation.as_float_array("x", np.array([1, -2], dtype))
        assert result.dtype == np.float64
        assert result.tolist() == [1.0, -2.0]

    def test_a_table_with_columns_of_several_types_is_numbers(self) -> None:
        table = pd.DataFrame({"area": [1.5, 2.0], "town": ["a", "b"]})
        dummies = pd.get_dummies(table)
        assert set(map(str, dummies.dtypes)) == {"float64", "bool"}
        expected = [[1.5, 1.0, 0.0], [2.0, 0.0, 1.0]]
        assert validation.as_matrix("X", dummies, 3).tolist() == expected
        nullable = pd.DataFrame({"rooms": [1, 2], "floors": [3, 4]}, dtype="Int64")
        assert validation.as_matrix("X", nullable, 2).tolist() == [[1.0, 3.0], [2.0, 4.0]]

    def test_a_table_with_a_gap_or_with_words_is_not(self) -> None:
        gap = pd.DataFrame({"rooms": [1, None], "floors": [3, 4]}, dtype="Int64")
        for table in (gap, pd.DataFrame({"area": [1.5, 2.0], "town": ["a", "b"]})):
            with pytest.raises(TypeError, match=r"^X must be real numbers; received dtype object$"):
                validation.as_matrix("X", table, 2)

    def test_a_signalling_nan_is_not_finite(self) -> None:
        """The processor flags the cast of one to another precision, which is no news here."""
        signalling = np.array([0x7FF0000000000001], np.uint64).view(np.float64)
        with pytest.raises(ValueError, match=r"^x must be finite in float32; received nan"):
            validation.as_float_array("x", signalling, np.dtype(np.float32))

    def test_finite_numbers_whose_sum_overflows_are_finite(self) -> None:
        largest = np.finfo(np.float64).max
        assert validation.as_float_array("x", [largest, largest]).tolist() == [largest, largest]

    def test_masked_values_are_an_error(self) -> None:
        """`numpy.asarray` would show the numbers that the mask hides."""
        masked = np.ma.MaskedArray([1.0, 2.0, 3.0], mask=[False, True, True])
        with pytest.raises(ValueError, match=r"^x must not be masked; received 2 masked values$"):
            validation.as_float_array("x", masked)

    def test_a_mask_inside_a_list_is_seen(self) -> None:
        part = np.ma.MaskedArray([1.0, 2.0], mask=[True, False])
        hidden = np.ma.masked
        values: list[Any] = [[part, part], ([3.0, 4.0], part, part), [[1.0, hidden, hidden]]]
        for value in values:
            with pytest.raises(
                ValueError, match=r"^x must not be masked; received 2 masked values$"
            ):
                validation.as_float_array("x", value)
        assert validation.as_float_array("x", [part[1:]]).tolist() == [[2.0]]

    def test_a_masked_array_without_masked_values_is_an_array(self) -> None:
        assert validation.as_float_array("x", np.ma.MaskedArray([1.0])).tolist() == [1.0]


class TestShapes:
    @pytest.mark.parametrize("shape", [(), (2,), (2, 1), (1, 2, 3)])
    def test_a_matrix_has_two_axes_and_the_features_asked_for(self, shape: tuple[int, ...]) -> None:
        message = f"X must have shape (n_samples, 3); received shape {shape}"
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            validation.as_matrix("X", np.zeros(shape), 3)

    @pytest.mark.parametrize("shape", [(), (2,), (3, 1), (1, 3)])
    def test_a_vector_has_one_axis_and_the_length_asked_for(self, shape: tuple[int, ...]) -> None:
        message = f"y must have shape (3,); received shape {shape}"
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            validation.as_vector("y", np.zeros(shape), 3)

    def test_a_matrix_must_not_be_empty(self) -> None:
        with pytest.raises(ValueError, match=r"^X must not be empty; received shape \(0, 3\)$"):
            validation.as_matrix("X", np.zeros((0, 3)))

    def test_a_vector_must_not_be_empty(self) -> None:
        with pytest.raises(ValueError, match=r"^y must not be empty; received shape \(0,\)$"):
            validation.as_vector("y", [])

    def test_a_named_size_may_be_any(self) -> None:
        assert validation.as_matrix("X", np.zeros((5, 2))).shape == (5, 2)
        assert validation.as_vector("y", np.zeros(5)).shape == (5,)


class TestNumbers:
    @pytest.mark.parametrize("value", [2, 2.0, np.float32(2), np.array(2.0), np.int8(2)])
    def test_a_number_may_be_of_any_real_type(self, value: Any) -> None:
        assert validation.as_number("bias", value) == 2.0

    @pytest.mark.parametrize(
        "value",
        [True, np.False_, np.array(True), np.array(True, object)],  # noqa: FBT003
    )
    def test_a_bool_is_no_number(self, value: Any) -> None:
        message = f"bias must be a number; received {value!r}"
        with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
            validation.as_number("bias", value)

    def test_a_number_keeps_float32(self) -> None:
        assert validation.as_number("bias", np.float32(2)).dtype == np.float32

    def test_a_number_has_no_axes(self) -> None:
        with pytest.raises(
            ValueError, match=r"^bias must be a single number; received shape \(1,\)$"
        ):
            validation.as_number("bias", [2.0])

    @pytest.mark.parametrize("value", [0, -0.0, -1.5])
    def test_zero_and_less_are_not_positive(self, value: float) -> None:
        message = f"learning_rate must be positive; received {float(value)}"
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            validation.as_positive("learning_rate", value)

    def test_a_positive_number_becomes_a_float(self) -> None:
        result = validation.as_positive("learning_rate", np.array(2))  # type: ignore[arg-type]
        assert (type(result), result) == (float, 2.0)


class TestAsCount:
    @pytest.mark.parametrize("value", [3, np.int8(3), np.uint64(3)])
    def test_a_whole_number_becomes_an_int(self, value: Any) -> None:
        result = validation.as_count("epochs", value)
        assert (type(result), result) == (int, 3)

    @pytest.mark.parametrize("value", [True, np.True_, 3.0, "3", None, [3], np.array([3])])
    def test_other_types_are_an_error(self, value: Any) -> None:
        message = f"epochs must be a whole number; received {value!r}"
        with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
            validation.as_count("epochs", value)

    @pytest.mark.parametrize("value", [0, -2])
    def test_a_count_is_at_least_one(self, value: int) -> None:
        with pytest.raises(ValueError, match=f"^epochs must be at least 1; received {value}$"):
            validation.as_count("epochs", value)

    def test_a_count_fits_a_machine_word(self) -> None:
        assert validation.as_count("epochs", sys.maxsize) == sys.maxsize
        with pytest.raises(ValueError, match=f"^epochs must be at most {sys.maxsize}; received a"):
            validation.as_count("epochs", sys.maxsize + 1)


class TestOtherTypes:
    @pytest.mark.parametrize("value", [True, np.True_])
    def test_a_flag_may_be_of_python_or_numpy(self, value: Any) -> None:
        assert validation.as_flag("use_bias", value) is True

    @pytest.mark.parametrize("value", [1, 0.0, "False", None])
    def test_a_flag_is_not_merely_true_or_false_like(self, value: Any) -> None:
        message = f"use_bias must be True or False; received {value!r}"
        with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
            validation.as_flag("use_bias", value)

    def test_a_generator_passes(self) -> None:
        rng = np.random.default_rng(0)
        assert validation.as_generator("rng", rng) is rng

    @pytest.mark.parametrize("value", [0, None, np.random, np.random.RandomState(0)])
    def test_a_seed_is_not_a_generator(self, value: Any) -> None:
        message = f"rng must be a numpy.random.Generator; received {type(value).__name__}"
        with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
            validation.as_generator("rng", value)

    def test_a_choice_passes(self) -> None:
        assert validation.as_choice("loss", "a", ["a", "b"]) == "a"

    @pytest.mark.parametrize(
        ("word", "ours"), [("linear", "identity"), ("mse", "mean_squared_error")]
    )
    def test_a_word_of_keras_s_is_understood_where_ours_is_a_choice(
        self, word: str, ours: str
    ) -> None:
        assert validation.as_choice("name", word, [ours, "b"]) == ours
        message = f"name must be one of 'a', 'b'; received {word!r}"
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            validation.as_choice("name", word, ["a", "b"])

    @pytest.mark.parametrize("value", ["c", "A", None, ["a"], {}])
    def test_what_is_no_choice_is_an_error_that_names_the_choices(self, value: Any) -> None:
        message = f"loss must be one of 'a', 'b'; received {value!r}"
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            validation.as_choice("loss", value, ["a", "b"])


class TestMemory:
    def test_more_than_the_machine_has_is_refused_by_size(self) -> None:
        validation.require_memory("epochs", 1, 8)
        message = (
            "epochs must be small enough for memory; received 7, which takes 1,073,741,824.0 GiB"
        )
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            validation.require_memory("epochs", 7, 2**60)

    def test_where_nobody_knows_how_much_there_is_an_allocation_tells(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As on Windows, which has no `sysconf` and promises no more than there is."""
        monkeypatch.delattr("os.sysconf")
        validation.require_memory("epochs", 1, 8)
        with pytest.raises(ValueError, match=r"^epochs must be small enough for memory; rec.* 7, "):
            validation.require_memory("epochs", 7, 2**60)
