"""What the tests need of any server that they start."""

from __future__ import annotations

import socket
import subprocess
import time
from pathlib import Path


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes], said: Path, seconds: int) -> None:
    """Wait until a process answers; raise OSError with what it `said` if it ends before."""
    for _ in range(10 * seconds):
        with socket.socket() as sock:
            if sock.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            raise OSError(said.read_text())
        time.sleep(0.1)
    message = f"nobody answered on port {port}: {said.read_text()}"
    raise OSError(message)
