"""Observe what each statement of a page reads, binds and changes while the page runs.

This runs in the process of the page. The names of the page are kept in a dictionary that notes who
asks for them, in functions of the page too. What a statement changed shows in the fingerprints of
all that the names lead to, taken before and after it. Neither outputs nor tracebacks notice.
"""

from __future__ import annotations

import functools
import hashlib
import random
import re
import sys
import types
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

# State that no name leads to. Who changes a stream of random numbers has drawn from it, unless ...
STREAMS = ("<random>", "<numpy.random>", "<tensorflow.random>", "<keras.random>")
SEEDS = {"seed", "set_random_seed", "set_seed"}  # ... it calls one of these
FIGURES = "<figures>"
OF_IPYTHON = re.compile(r"_|__|___|_i|_ii|_iii|_i\d+|_\d+|__\w+__")
# What Keras keeps in a model for the next call, or resets at its beginning.
PASSING = {"predict_function", "test_function", "train_function", "metrics"}
Trace = dict[str, list[str]]


class Names(dict[str, Any]):
    """The names of a page, and who was asked for."""

    def __init__(self, names: dict[str, Any]) -> None:
        super().__init__(names)
        self.read: set[str] = set()
        self.bound: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        """Note that a name is read, unless the same statement has given it its value."""
        value = super().__getitem__(name)
        if name not in self.bound:
            self.read.add(name)
        return value

    def __setitem__(self, name: str, value: Any) -> None:
        """Note that a name is given a value."""
        self.bound.add(name)
        super().__setitem__(name, value)

    def __delitem__(self, name: str) -> None:
        """Note that a name is taken away."""
        super().__delitem__(name)
        self.bound.add(name)


class Tracer:
    """What observes the statements of one shell."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.names = Names(shell.user_ns)
        self.own = set(shell.user_ns_hidden) | set(shell.user_ns)
        self.statements: list[Trace] = []
        self.figures = Figures()
        self._run_code = shell.run_code
        shell.user_module, shell.user_ns = shell.prepare_user_module(user_ns=self.names)
        shell.init_sys_modules()
        shell.run_code = self.run_code  # type: ignore[method-assign]
        self.values: dict[str, int] = {}
        self.prints: dict[str, Fingerprint] = {}
        shell.events.register("pre_run_cell", self.start_cell)

    def start_cell(self, _: object = None) -> None:
        """Forget what the last cell did."""
        self.statements.clear()
        self.prints.clear()

    async def run_code(self, code: types.CodeType, *arguments: Any, **options: Any) -> Any:
        """Run a statement, as the shell does, and note what it did."""
        if not self.prints:
            self.values, self.prints = self._state()
        self.names.read.clear()
        self.names.bound.clear()
        failed = await self._run_code(code, *arguments, **options)
        read, bound = set(self.names.read), set(self.names.bound)
        values, prints = self._state()
        names = {*self.values, *values}
        bound |= {name for name in names if self.values.get(name) != values.get(name)}
        bound, read = bound & names, read & names
        looked = {each for name in read if name in self.prints for each in self.prints[name].opaque}
        changed = {
            name
            for name, before in self.prints.items()
            if name in prints
            and name not in bound
            and (before.digest != prints[name].digest or looked & prints[name].opaque)
        }
        seeded = changed & {*STREAMS} if self._seeds(code, read) else set()
        read |= changed & {*STREAMS} - seeded
        if any(self.names.get(name) is sys.modules.get("matplotlib.pyplot", 0) for name in read):
            read.add(FIGURES)
        self.statements.append(
            {
                "reads": sorted(read),
                "binds": sorted(bound | seeded),
                "changes": sorted(changed - seeded),
            }
        )
        self.values, self.prints = values, prints
        return failed

    def _state(self) -> tuple[dict[str, int], dict[str, Fingerprint]]:
        names = {
            name: value
            for name, value in self.names.items()
            if name not in self.own and not OF_IPYTHON.fullmatch(name)
        }
        arrays: dict[int, bytes] = {}
        prints = {name: Fingerprint(value, arrays, self.figures) for name, value in names.items()}
        for name, value in hidden_state(self.figures):
            prints[name] = Fingerprint(value, arrays, self.figures)
        return {name: id(value) for name, value in names.items()}, prints

    def _seeds(self, code: types.CodeType, read: set[str]) -> bool:
        values = [self.names.get(name) for name in read]
        codes = [code, *(each.__code__ for each in values if isinstance(each, types.FunctionType))]
        return any(SEEDS & {*each.co_names} for one in codes for each in nested(one))


def nested(code: types.CodeType) -> Iterator[types.CodeType]:
    """Yield some code, and that of the functions in it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from nested(constant)


def hidden_state(figures: Figures) -> Iterator[tuple[str, Any]]:
    """Yield what statements may depend on without naming it, of those libraries that are there."""
    yield "<random>", random.getstate()
    modules = sys.modules
    if numpy := modules.get("numpy"):
        if "numpy.random" in modules:
            yield "<numpy.random>", numpy.random.get_state(legacy=False)
        yield "<settings of numpy>", [numpy.get_printoptions(), numpy.geterr()]
    if "tensorflow.python.eager.context" in modules:
        context = modules["tensorflow.python.eager.context"].context()
        generator = getattr(context, "_rng", None)
        yield "<tensorflow.random>", [context._seed, generator and generator.getstate()]
    if state := modules.get("keras.src.backend.common.global_state"):
        generator = state.get_global_attribute("global_seed_generator")
        yield "<keras.random>", generator and generator.state
        config = modules["keras"].config if hasattr(modules.get("keras"), "config") else None
        if config:
            yield (
                "<settings of keras>",
                [
                    config.floatx(),
                    config.epsilon(),
                    config.image_data_format(),
                    config.dtype_policy().name,
                ],
            )
    if matplotlib := modules.get("matplotlib"):
        if hasattr(matplotlib, "rcParams"):
            settings = dict.items(matplotlib.rcParams)
            yield (
                "<settings of matplotlib>",
                repr(sorted((k, v) for k, v in settings if k not in ("backend", "interactive"))),
            )
    if pyplot := modules.get("matplotlib.pyplot"):
        if hasattr(pyplot, "get_fignums"):
            yield FIGURES, figures.current()


class Figures:
    """How often each figure has been drawn on."""

    def __init__(self) -> None:
        self._versions: weakref.WeakKeyDictionary[Any, int] = weakref.WeakKeyDictionary()

    def current(self) -> list[tuple[int, int]]:
        """Return the state of those that Matplotlib holds."""
        managers = sys.modules["matplotlib._pylab_helpers"].Gcf.figs.values()
        return [(each.num, self.version(each.canvas.figure)) for each in managers]

    def version(self, figure: Any) -> int:
        """Return the number of the state of a figure."""
        if figure.stale:
            self._versions[figure] = self._versions.get(figure, 0) + 1
            figure.stale = False
        return self._versions.get(figure, 0)


class Fingerprint:
    """A digest of a value with all that it leads to, and those things that have none."""

    def __init__(self, value: Any, arrays: dict[int, bytes], figures: Figures) -> None:
        self._arrays, self._figures = arrays, figures
        self._seen: dict[int, int] = {}
        self._kept: list[Any] = []
        self._sha = hashlib.blake2b(digest_size=16)
        self.opaque: set[int] = set()
        self._add(value)
        self.digest = self._sha.digest()
        del self._seen, self._kept, self._sha, self._arrays, self._figures

    def _write(self, *parts: object) -> None:
        self._sha.update(repr(parts).encode())

    def _add(self, value: Any) -> None:
        if value is None or isinstance(value, (bool, int, float, complex, str, bytes)):
            self._write(type(value).__name__, value)
            return
        if id(value) in self._seen:
            self._write("again", self._seen[id(value)])
            return
        self._seen[id(value)] = len(self._seen)
        self._kept.append(value)
        self._write(type(value).__qualname__)
        try:
            self._add_object(value)
        except Exception:
            self.opaque.add(id(value))

    def _add_all(self, values: Any) -> None:
        for each in values:
            self._add(each)

    def _add_object(self, value: Any) -> None:
        match value:
            case list() | tuple():
                self._write(len(value))
                self._add_all(value)
            case dict():
                self._write(len(value))
                for key, each in dict.items(value):
                    self._add(key)
                    self._add(each)
            case set() | frozenset():
                self._write(sorted(map(repr, value)))
            case types.FunctionType():
                if value.__module__ == "__main__":
                    cells = [cell.cell_contents for cell in value.__closure__ or ()]
                    self._add_all([cells, value.__defaults__, value.__kwdefaults__, value.__dict__])
                else:
                    self._write(id(value))
            case types.MethodType():
                self._add_all([value.__func__, value.__self__])
            case functools.partial():
                self._add_all([value.func, value.args, value.keywords])
            case types.ModuleType() | types.BuiltinFunctionType() | range():
                self._write(id(value))
            case type():
                if value.__module__ == "__main__":
                    self._add_all(
                        each
                        for name, each in vars(value).items()
                        if name not in ("__dict__", "__weakref__")
                    )
                else:
                    self._write(id(value))
            case _:
                if not (self._add_of_library(value)):
                    self._add_state(value)

    def _add_of_library(self, value: Any) -> bool:
        """Add an object of a library that one knows."""
        if is_a(value, "numpy", "ndarray"):
            self._array(value)
        elif is_a(value, "numpy", "generic", "dtype", "ufunc"):
            self._write(repr(value))
        elif is_a(value, "numpy.random", "Generator", "RandomState"):
            state = (
                value.bit_generator.state if hasattr(value, "bit_generator") else value.get_state()
            )
            self._add(state)
        elif isinstance(value, random.Random):
            self._add(value.getstate())
        elif is_a(value, "keras", "Layer"):
            self._layer(value)
        elif is_a(value, "keras", "Optimizer", module="keras.optimizers"):
            self._add_all(variable.value for variable in value.variables)
        elif is_a(value, "keras", "Metric", module="keras.metrics"):
            self._add_all(variable.value for variable in value.variables)
        elif is_a(value, "keras", "Variable"):
            self._write(value.trainable)
            self._add(value.value)
        elif is_a(value, "keras", "KerasTensor"):
            self._write(value.shape, value.dtype)
        elif is_a(value, "keras", "Callback", module="keras.callbacks"):
            self._add({key: each for key, each in vars(value).items() if key != "_model"})
        elif is_a(value, "tensorflow", "Variable"):
            self._array(value.numpy())
        elif is_a(value, "tensorflow", "Tensor"):
            self._array(value.numpy())
        elif is_a(value, "matplotlib.artist", "Artist"):
            figure = value.get_figure(root=True) if hasattr(value, "get_figure") else None
            self._write(id(value), figure and self._figures.version(figure))
        else:
            return False
        return True

    def _array(self, array: Any) -> None:
        self._write(array.shape, array.dtype.str)
        if array.dtype.hasobject:
            self._add_all(array.ravel().tolist())
            return
        if array.nbytes < 4096:
            self._sha.update(array.tobytes())
            return
        if id(array) not in self._arrays:
            self._arrays[id(array)] = hashlib.blake2b(array.tobytes(), digest_size=16).digest()
            self._arrays[-id(array)] = array
        self._sha.update(self._arrays[id(array)])

    def _layer(self, layer: Any) -> None:
        self._write(layer.built, layer.trainable)
        metrics = {
            id(each) for metric in getattr(layer, "metrics", ()) for each in metric.variables
        }
        self._add_all(each.value for each in layer.variables if id(each) not in metrics)
        self._add_all(list(layer._layers))
        self._add_all(
            (key, each)
            for key, each in vars(layer).items()
            if not key.startswith(("_", "stop_")) and key not in PASSING
        )

    def _add_state(self, value: Any) -> None:
        slots = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]
        if hasattr(value, "__dict__") or slots:
            self._add(dict(getattr(value, "__dict__", {})))
            self._add_all(
                getattr(value, name)
                for name in slots
                if hasattr(value, name) and name not in ("__dict__", "__weakref__")
            )
        elif isinstance(value, (types.GeneratorType,)):
            self.opaque.add(id(value))
        else:
            self._add(value.__reduce_ex__(4)[1:])


def is_a(value: Any, library: str, *kinds: str, module: str = "") -> bool:
    """Tell whether something is an object of a library, which may not be there."""
    found = sys.modules.get(module or library)
    return any(
        isinstance(value, kind)
        for name in kinds
        if isinstance(kind := getattr(found, name, None), type)
    )
