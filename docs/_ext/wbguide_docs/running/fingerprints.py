"""Take fingerprints of what the names of a page lead to, and of what no name leads to.

This runs in the process of the page. It imports no library, since a page might forget to, and it
changes nothing that it looks at.
"""

from __future__ import annotations

import hashlib
import random
import sys
import types
import weakref
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

# State that no name leads to.
STREAMS = ("<random>", "<numpy.random>", "<tensorflow.random>", "<keras.random>")
FIGURES = "<figures>"
SLOTS_OF_ALL = {"__dict__", "__weakref__"}
SMALL = 4096  # bytes of an array that are not worth remembering
# What Keras keeps in a model for its next call, or resets at its beginning.
PASSING = {"predict_function", "test_function", "train_function"}


class Figures:
    """How often each figure of Matplotlib has been drawn on."""

    def __init__(self) -> None:
        self._versions: weakref.WeakKeyDictionary[Any, int] = weakref.WeakKeyDictionary()

    def version(self, figure: Any) -> int:
        """Return the number of the state that a figure is in; it is watched from now on."""
        if figure not in self._versions:
            self._versions[figure] = 0
            told = figure.stale_callback

            def count(artist: Any, stale: bool) -> None:  # noqa: FBT001  # as Matplotlib calls it
                self._versions[artist] += 1
                if told:
                    told(artist, stale)

            figure.stale_callback = count
        return self._versions[figure]

    def open(self) -> dict[int, int]:
        """Return the states of those that Matplotlib holds, by number."""
        helpers = sys.modules.get("matplotlib._pylab_helpers")
        managers = helpers.Gcf.figs.values() if helpers else ()
        return {each.num: self.version(each.canvas.figure) for each in managers}


class Fingerprint:
    """A digest of a value with all that it leads to, and the parts that have none."""

    def __init__(self, value: Any, arrays: dict[int, tuple[Any, bytes]], figures: Figures) -> None:
        """Take it; `arrays` has the digests of arrays that others have taken at the same time."""
        self.opaque: set[int] = set()
        self._arrays, self._figures = arrays, figures
        self._seen: dict[int, tuple[int, Any]] = {}
        self._wholes: dict[int, Any] = {}
        self._sha = hashlib.blake2b(digest_size=16)
        self.drawn = False
        """Whether there is a part of a figure, which may change though no name leads to it."""
        self._add(value)
        self.digest = self._sha.digest()
        parts = {key for key, (_, part) in self._seen.items() if may_change(part)}
        self.reach = frozenset(parts | self._wholes.keys())
        """All parts that may change, by id."""
        del self._arrays, self._figures, self._seen, self._sha, self._wholes

    def _write(self, *parts: object) -> None:
        self._sha.update(repr(parts).encode())

    def _add(self, value: Any) -> None:
        if value is None or isinstance(value, bool | int | float | complex | str | bytes):
            self._write(type(value).__name__, value)
        elif id(value) in self._seen:
            self._write("again", self._seen[id(value)][0])
        else:
            self._seen[id(value)] = len(self._seen), value  # held, or another may get its id
            self._write(type(value).__qualname__)
            try:
                self._add_object(value)
            except Exception:  # noqa: BLE001  # whatever it is, nobody can look into it
                self.opaque.add(id(value))

    def _add_object(self, value: Any) -> None:
        look = how_to_look(value.__class__)
        if look == ARRAY:
            self._add_array(value)
        elif look == TENSOR:
            self._add_array(value.numpy())
        elif look == ARTIST:
            self.drawn = True
            figure = value.get_figure(root=True)
            self._write(id(value), figure and self._figures.version(figure))
        else:
            for part in look(value):
                self._add(part)

    def _add_array(self, array: Any) -> None:
        self._write(array.shape, array.dtype.str)
        whole = array.base
        while whole is not None:  # a view changes with the array that it shows
            self._wholes[id(whole)] = whole
            whole = getattr(whole, "base", None)
        if array.dtype.hasobject:
            self._add(array.ravel().tolist())
        elif array.nbytes <= SMALL:
            self._sha.update(array.tobytes())
        else:
            if id(array) not in self._arrays:
                digest = hashlib.blake2b(array.tobytes(), digest_size=16).digest()
                self._arrays[id(array)] = array, digest
            self._sha.update(self._arrays[id(array)][1])


@cache
def how_to_look(kind: type) -> Any:
    """Return how objects of a kind are read: as one with numbers, or by what gives their parts."""
    for library, name, look in (*WHOLE, *KNOWN):
        if is_kind(kind, library, name):
            return look
    return _state


def may_change(value: Any) -> bool:
    """Tell whether a thing is none of those that stay as their library has made them."""
    fixed = (type, types.FunctionType, types.BuiltinFunctionType, types.ModuleType)
    return not isinstance(value, fixed) or getattr(value, "__module__", None) == "__main__"


def _function(value: Any) -> Iterable[Any]:
    if not of_page(value):
        return [id(value)]
    cells = [cell.cell_contents for cell in value.__closure__ or ()]
    return [cells, value.__defaults__, value.__kwdefaults__, vars(value)]


def _class(value: Any) -> Iterable[Any]:
    if not of_page(value):
        return [id(value)]
    return [each for each in vars(value).items() if each[0] not in SLOTS_OF_ALL]


def _state(value: Any) -> Iterable[Any]:
    kinds = type(value).__mro__
    slots = {name for kind in kinds for name in getattr(kind, "__slots__", ())} - SLOTS_OF_ALL
    if not slots and not hasattr(value, "__dict__"):
        return [*value.__reduce_ex__(4)[1:]]
    pairs = [(name, getattr(value, name, None)) for name in sorted(slots)]
    return [type(value), dict(getattr(value, "__dict__", {})), pairs]


def _layer(layer: Any) -> Iterable[Any]:
    metrics = getattr(layer, "metrics", ())  # each call begins with fresh ones
    passing = {id(variable) for metric in metrics for variable in metric.variables}
    yield [layer.built, layer.trainable]
    yield [each.value for each in layer.variables if id(each) not in passing]
    for name, each in vars(layer).items():
        if not name.startswith(("_", "stop_")) and name not in PASSING:
            yield name, each
    yield from layer._flatten_layers(include_self=False, recursive=False)


ARRAY, TENSOR, ARTIST = "array", "tensor", "artist"
WHOLE = (
    ("numpy", "ndarray", ARRAY),
    ("tensorflow", "Tensor", TENSOR),
    ("tensorflow", "Variable", TENSOR),
    ("matplotlib.artist", "Artist", ARTIST),
)
# For each kind what may change in it; the first that fits counts.
KNOWN: tuple[tuple[str, str, Callable[[Any], Iterable[Any]]], ...] = (
    ("builtins", "list", lambda it: [len(it), *it]),
    ("builtins", "tuple", lambda it: [len(it), *it]),
    ("builtins", "dict", lambda it: [len(it), *dict.items(it)]),
    ("builtins", "set", lambda it: sorted(map(repr, it))),
    ("builtins", "frozenset", lambda it: sorted(map(repr, it))),
    ("builtins", "type", _class),
    ("types", "FunctionType", _function),
    ("types", "BuiltinFunctionType", lambda it: [id(it)]),
    ("types", "MethodType", lambda it: [it.__func__, it.__self__]),
    ("types", "ModuleType", lambda it: [id(it)]),
    ("functools", "partial", lambda it: [it.func, it.args, it.keywords]),
    ("numpy", "generic", lambda it: [it.dtype.str, it.tobytes()]),
    ("numpy", "dtype", lambda it: [it.str]),
    ("numpy", "ufunc", lambda it: [it.__name__]),
    ("numpy.random", "Generator", lambda it: [it.bit_generator.state]),
    ("numpy.random", "RandomState", lambda it: [it.get_state(legacy=False)]),
    ("random", "Random", lambda it: [it.getstate()]),
    ("keras", "Layer", _layer),
    ("keras", "Optimizer", lambda it: [each.value for each in it.variables]),
    ("keras", "Metric", lambda it: [each.value for each in it.variables]),
    ("keras", "Variable", lambda it: [it.trainable, it.value]),
    ("keras", "KerasTensor", lambda it: [it.shape, it.dtype]),
    ("keras.callbacks", "Callback", lambda it: [p for p in vars(it).items() if p[0] != "_model"]),
)


def of_page(definition: Any) -> bool:
    """Tell whether a function or a class is defined on the page."""
    return bool(definition.__module__ == "__main__")


def is_kind(kind: type, module: str, name: str) -> bool:
    """Tell whether a class is one of a library, which may not be there, or derived from it."""
    known = getattr(sys.modules.get(module), name, None)
    return isinstance(known, type) and issubclass(kind, known)


def unnamed(figures: Figures) -> Iterator[tuple[str, Any]]:
    """Yield the state that no name leads to, of those libraries that have been imported."""
    yield "<random>", random.getstate()
    yield FIGURES, figures.open()
    for name, (library, last, state) in UNNAMED.items():
        module = sys.modules.get(library)
        if hasattr(module, last):  # not while it is being imported
            yield name, state(module)


def _of_tensorflow(eager: Any) -> Any:
    context = eager.context()
    generator = getattr(context, "_rng", None)
    return context._seed, generator and generator.getstate()


def _of_keras(states: Any) -> Any:
    generator = states.get_global_attribute("global_seed_generator")
    return generator and generator.state


def _settings_of_keras(config: Any) -> Any:
    return [
        config.floatx(), config.epsilon(), config.image_data_format(), config.dtype_policy().name
    ]  # fmt: skip


def _settings_of_matplotlib(matplotlib: Any) -> Any:
    # Drawing for the first time settles the backend. Without `dict`, so would asking for it.
    settings = dict.items(matplotlib.rcParams)
    return [(name, repr(each)) for name, each in settings if name not in ("backend", "interactive")]


# For each the module, an attribute that it has once it is imported, and what tells its state.
UNNAMED: dict[str, tuple[str, str, Callable[[Any], Any]]] = {
    "<numpy.random>": ("numpy.random", "get_state", lambda it: it.get_state(legacy=False)),
    "<tensorflow.random>": ("tensorflow.python.eager.context", "context", _of_tensorflow),
    "<keras.random>": (
        "keras.src.backend.common.global_state", "get_global_attribute", _of_keras
    ),
    "<settings of numpy>": ("numpy", "geterr", lambda it: [it.get_printoptions(), it.geterr()]),
    "<settings of keras>": ("keras.config", "dtype_policy", _settings_of_keras),
    "<settings of matplotlib>": ("matplotlib", "rcParams", _settings_of_matplotlib),
}  # fmt: skip
