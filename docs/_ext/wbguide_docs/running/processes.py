"""Start the processes of pages, as forks of those that have imported what they import.

Where forks are not to be had (macOS has them, but its own libraries do not survive them), each page
gets the root of a tree for itself, which becomes the page.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from wbguide_docs.running import forkserver
from wbguide_docs.running.environment import variables

FORKS = sys.platform == "linux"
SECONDS_TO_DIE = 300
"""Long, since who passes on that a page is to die may be importing a large library just then."""


@dataclass
class Process:
    """The process of a page."""

    tree: Tree
    number: int
    started: asyncio.Event = field(default_factory=asyncio.Event)
    """Also set when it never will."""
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def end(self) -> None:
        """Kill it, and what it has started, if it has not ended."""
        if not self.ended.is_set():
            self.tree.kill(self.number)
            await asyncio.wait_for(self.ended.wait(), SECONDS_TO_DIE)


class Tree:
    """The build's end of a tree of processes."""

    def __init__(self, home: Path, *, shared: bool) -> None:
        self._home = home
        self.shared = shared
        self._processes: dict[int, Process] = {}
        self._grown = False
        self.last_words = ""
        """How its root ended, if it did before its time."""

    async def grow(self) -> None:
        """Start the root."""
        ours, theirs = socket.socketpair()
        (self._home / "empty").mkdir(parents=True)
        with theirs, (self._home / "written").open("wb") as written:
            self._root = await asyncio.create_subprocess_exec(
                *[sys.executable, "-m", forkserver.__name__, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=variables(self._home),
                cwd=self._home / "empty",
                stdin=asyncio.subprocess.DEVNULL,
                stdout=written,
                stderr=written,
                start_new_session=True,  # Ctrl+C is for the build, which then ends this
            )
        self._reader, self._writer = await asyncio.open_connection(sock=ours)
        self._listening = asyncio.create_task(self._listen())
        self._grown = True

    def start(self, order: dict[str, Any]) -> Process:
        """Have a page run."""
        process = Process(self, len(self._processes))
        self._processes[process.number] = process
        if self.last_words:
            process.started.set()
            process.ended.set()
        self._send(order | {"page": process.number})
        return process

    def kill(self, number: int) -> None:
        """Kill the process of a page, and all that it has started."""
        if self.shared:
            self._send({"kill": number})
        else:
            with suppress(ProcessLookupError):
                os.killpg(self._root.pid, signal.SIGKILL)

    async def fell(self) -> None:
        """End all processes."""
        if not self._grown:
            return
        self._listening.cancel()
        self._writer.close()  # upon which they end, each when the one before it has
        await self._root.wait()

    def _send(self, message: dict[str, Any]) -> None:
        self._writer.write(json.dumps(message).encode() + b"\n")

    async def _listen(self) -> None:
        with suppress(ConnectionError):
            while line := await self._reader.readline():
                word = json.loads(line)
                process = self._processes[word["page"]]
                process.started.set()
                if word["is"] == "ended":
                    process.ended.set()
        status = await self._root.wait()
        written = (self._home / "written").read_text(errors="replace")
        self.last_words = f"the process that it is forked from ended with {status}:\n{written}"
        for process in self._processes.values():
            process.started.set()
            process.ended.set()


class Processes:
    """Where the processes of pages come from, as long as a build runs pages."""

    def __init__(self, *, forks: bool = FORKS) -> None:
        self._forks = forks
        self._trees: list[Tree] = []

    async def __aenter__(self) -> Self:
        self._home = tempfile.TemporaryDirectory(prefix="pages-", ignore_cleanup_errors=True)
        if self._forks:
            self._shared = await self._grow()
        return self

    async def __aexit__(self, *exception: object) -> None:
        for tree in self._trees:
            await tree.fell()
        self._home.cleanup()

    async def start(self, order: dict[str, Any]) -> Process:
        """Have a page run, as `order` says."""
        if self._forks:
            return self._shared.start(order)
        tree = await self._grow()
        return tree.start(order | {"imports": [], "alone": True})

    async def _grow(self) -> Tree:
        home = Path(self._home.name) / str(len(self._trees))
        tree = Tree(home, shared=self._forks)
        self._trees.append(tree)
        await tree.grow()
        return tree
