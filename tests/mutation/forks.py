"""Run a function in a child of this process, which has already imported what it needs."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
FORK = multiprocessing.get_context("fork")
PATIENCE = 20  # seconds on the clock for each on the processor: the machine may be busy


class Died(Exception):  # noqa: N818  # it is what happened to the child, not an error of ours
    """The child ended without a result."""


def in_child(function: Callable[..., Result], *arguments: Any, seconds: float = 3600.0) -> Result:
    """Return what a function returns, raise what it raises, or `Died`."""
    ((_, result),) = in_children(lambda each: function(*each), [arguments], 1, seconds)
    if isinstance(result, BaseException):
        raise result
    return result


def in_children(
    function: Callable[[Item], Result], items: Iterable[Item], at_once: int, seconds: float
) -> Iterator[tuple[Item, Result | BaseException]]:
    """Yield items with their results as they come, each from a child of its own.

    A child may use the processor for some seconds, then it is ended.
    """
    waiting = iter(items)
    running: dict[Connection, tuple[Any, Item]] = {}
    while True:
        while len(running) < at_once:
            try:
                item = next(waiting)
            except StopIteration:
                break
            ours, theirs = FORK.Pipe(duplex=False)
            child = FORK.Process(target=_run, args=(function, item, seconds, theirs))
            child.start()
            theirs.close()
            running[ours] = child, item
        if not running:
            return
        for ready in wait(list(running)):
            assert isinstance(ready, Connection)
            child, item = running.pop(ready)
            try:
                result = ready.recv()
            except EOFError:
                child.join()
                result = Died(f"ended with status {child.exitcode}")
            child.join()
            ready.close()
            yield item, result


def _run(function: Callable[[Item], Result], item: Item, seconds: float, pipe: Connection) -> None:
    limit = int(seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(PATIENCE * limit)
    try:
        result: Result | BaseException = function(item)
    except BaseException as error:  # noqa: BLE001  # the parent is told
        result = error
    try:
        pipe.send(result)
    except Exception as error:  # noqa: BLE001  # such as one that cannot be pickled
        pipe.send(RuntimeError(f"{type(error).__name__} when sending {result!r:.500}"))
    os._exit(0)  # what the function has imported may hang or speak at exit
