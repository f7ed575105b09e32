"""Processes that pages are forked from, so that what many pages import is imported once.

They form a tree. Its root has imported no library but the kernel's, and each branch one module more
than what it grew from. A page is forked where all that it imports has been imported, and nothing
else: `sys.modules` tells it what it would tell a fresh process. No process of the tree runs
anything of a library but its import.

An order to run a page travels from the build to the root and up its branch; word that the page has
started and has ended travels back. Each process ends, and its pages with it, when the one that it
has its orders from is gone.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from wbguide_docs.running import startup

Order: TypeAlias = dict[str, Any]


class Channel:
    """One end of a connection that carries messages, each a line of JSON."""

    def __init__(self, end: socket.socket) -> None:
        self.end = end
        self._rest = b""

    def send(self, message: Order) -> None:
        """Send a message, unless the other end is gone."""
        with suppress(BrokenPipeError, ConnectionResetError):
            self.end.sendall(json.dumps(message).encode() + b"\n")

    def receive(self) -> list[Order]:
        """Return the messages that have arrived; raise EOFError if no more will."""
        try:
            data = self.end.recv(1 << 16)
        except ConnectionResetError:
            data = b""
        if not data:
            raise EOFError
        *lines, self._rest = (self._rest + data).split(b"\n")
        return [json.loads(line) for line in lines]


@dataclass
class Branch:
    """A process of the tree, as the one that it grew from knows it."""

    module: str
    channel: Channel
    waiting: dict[int, Order] = field(default_factory=dict)
    """Orders for pages that have not started there, by number."""
    running: set[int] = field(default_factory=set)


class Server:
    """A process of the tree."""

    def __init__(self, orders: Channel, stderr: str = "") -> None:
        self._orders = orders
        self._stderr = stderr
        """What the imports so far wrote, which each page is to answer for."""
        self._cold: set[str] = set()
        """Modules that cannot be imported here: each page tries by itself."""
        self._branches: dict[int, Branch] = {}
        self._pages: dict[int, int] = {}
        """Numbers of pages, by the process forked for each."""
        self._woken, self._waker = socket.socketpair()
        self._waker.setblocking(False)  # noqa: FBT003  # the socket's own signature
        signal.set_wakeup_fd(self._waker.fileno())
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._selector = selectors.DefaultSelector()
        self._selector.register(orders.end, selectors.EVENT_READ, self._obey)
        self._selector.register(self._woken, selectors.EVENT_READ, self._bury)

    def serve(self) -> Order:
        """Take orders. This returns in the process of a page only, with the order to run it."""
        while True:
            for key, _ in self._selector.select():
                page = key.data()
                if page is not None:
                    return page  # type: ignore[no-any-return]

    def _obey(self) -> Order | None:
        try:
            orders = self._orders.receive()
        except EOFError:
            for process in self._pages:
                _kill_group(process)
            os._exit(0)
        for order in orders:
            if "kill" in order:
                self._kill(order)
            elif page := self._take(order):
                return page
        return None

    def _take(self, order: Order) -> Order | None:
        """Fork a page, or pass its order on to the branch that has more of what it imports."""
        if order.get("alone"):
            self._orders.send({"page": order["page"], "is": "started"})
            self._forget()
            return order | {"written": ""}
        path = [name for name in order["imports"] if name not in self._cold]
        if not path:
            return self._fork_page(order)
        found = [branch for branch in self._branches.values() if branch.module == path[0]]
        if not found and (page := self._grow(path[0], found)):
            return page
        found[0].waiting[order["page"]] = order
        found[0].channel.send(order | {"imports": path[1:]})
        return None

    def _fork_page(self, order: Order) -> Order | None:
        if process := os.fork():
            self._pages[process] = order["page"]
            self._orders.send({"page": order["page"], "is": "started"})
            return None
        os.setsid()
        self._forget()
        self._orders.end.close()
        return order | {"written": self._stderr}

    def _grow(self, module: str, found: list[Branch]) -> Order | None:
        """Fork a process that imports `module`, and append it to `found`."""
        ours, theirs = socket.socketpair()
        if process := os.fork():
            theirs.close()
            branch = self._branches[process] = Branch(module, Channel(ours))
            self._selector.register(ours, selectors.EVENT_READ, lambda: self._hear(branch))
            found.append(branch)
            return None
        ours.close()
        self._forget()
        self._orders.end.close()
        return Server(Channel(theirs), self._stderr + stderr_of_import(module)).serve()

    def _hear(self, branch: Branch) -> None:
        """Pass on what a branch says."""
        try:
            messages = branch.channel.receive()
        except EOFError:
            self._selector.unregister(branch.channel.end)
            return
        for message in messages:
            if message["is"] == "started":
                branch.waiting.pop(message["page"], None)
                branch.running.add(message["page"])
            else:
                branch.running.discard(message["page"])
            self._orders.send(message)

    def _bury(self) -> Order | None:
        """See which processes have ended."""
        self._woken.recv(1 << 10)
        while self._pages or self._branches:
            ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if ended is None:
                break
            process = ended.si_pid
            if process in self._pages:
                _kill_group(process)  # what the page has started and left behind
            os.waitpid(process, 0)
            if process in self._pages:
                self._orders.send({"page": self._pages.pop(process), "is": "ended"})
            elif page := self._do_without(self._branches.pop(process)):
                return page
        return None

    def _do_without(self, branch: Branch) -> Order | None:
        """Run the pages of a branch that died, as it does when it cannot import its module."""
        self._cold.add(branch.module)
        for number in branch.running:
            self._orders.send({"page": number, "is": "ended"})
        for order in branch.waiting.values():
            if page := self._take(order):
                return page
        return None

    def _kill(self, order: Order) -> None:
        for process, number in self._pages.items():
            if number == order["kill"]:
                _kill_group(process)
        for branch in self._branches.values():
            if branch.waiting.pop(order["kill"], None):
                branch.running.add(order["kill"])  # so that it runs nowhere if the branch dies
            if order["kill"] in branch.running:
                branch.channel.send(order)

    def _forget(self) -> None:
        """Close, in a fork, what is not its own."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._selector.close()
        ends = [self._woken, self._waker, *(each.channel.end for each in self._branches.values())]
        for end in ends:
            end.close()


def stderr_of_import(module: str) -> str:
    """Import a module as a cell would, and return what that wrote.

    End where it fails or prints something: it is the page that shall show that.
    """
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        os.dup2(stdout.fileno(), 1)
        os.dup2(stderr.fileno(), 2)
        try:
            # In the name of `__main__`, to which warnings of what is deprecated are shown.
            exec(f"import {module}", {"__name__": "__main__"})  # noqa: S102  # as a page says it
        except BaseException:  # noqa: BLE001
            os._exit(1)
        if stdout.seek(0, os.SEEK_END):
            os._exit(1)
        stderr.seek(0)
        return stderr.read().decode(errors="replace")


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:  # it has just been forked
        os.kill(leader, signal.SIGKILL)


def main() -> None:
    """Serve the build, by the socket whose number it gives."""
    orders = Channel(socket.socket(fileno=int(sys.argv[1])))
    watch = startup.Watch()
    startup.run_kernel(Server(orders).serve(), watch)


if __name__ == "__main__":
    main()
