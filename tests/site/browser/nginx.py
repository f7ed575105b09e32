"""The built site on a real nginx, with the file that its owner is given."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.site.browser.servers import free_port, wait_for
from tests.site.browser.visits import BASE

GIVEN = Path(__file__).parents[3] / "deploy/nginx.conf"
AROUND = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include {folder}/site.conf;
}}
"""


def find_nginx() -> str | None:
    """Return where nginx is; Debian has it in a folder for the administrator."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@contextmanager
def serve_by_nginx(site: Path, folder: Path) -> Iterator[str]:
    """Serve a site below a prefix, and yield its address; keep nginx's own files in `folder`."""
    port = free_port()
    settings = GIVEN.read_text(encoding="utf-8")
    root = folder / "root"
    where = root / BASE.strip("/")
    where.parent.mkdir(parents=True, exist_ok=True)
    where.symlink_to(site)
    for given, ours in {
        "listen 80;": f"listen 127.0.0.1:{port};",
        "root /srv/wbguide;": f"root {root};",
        "error_page 404 /404.html;": f"error_page 404 {BASE}404.html;",
    }.items():
        assert settings.count(given) == 1
        settings = settings.replace(given, ours)
    (folder / "site.conf").write_text(settings, encoding="utf-8")
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder), encoding="utf-8")
    command = [str(find_nginx()), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    said = folder / "said"
    with said.open("w") as stderr:
        process = subprocess.Popen(command, stderr=stderr)  # noqa: S603  # our own command
    try:
        wait_for(port, process, said, seconds=10)
        yield f"http://127.0.0.1:{port}{BASE}"
    finally:
        process.terminate()
        process.wait()
