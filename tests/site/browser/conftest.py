"""A browser that reaches nothing but the built site, served as strictly as a host can serve it."""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request, WebError
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from tests.site.browser.nginx import find_nginx, serve_by_nginx
from tests.site.browser.visits import (
    BASE,
    OBSERVE,
    READERS,
    SITE,
    UNFOLD,
    Handler,
    Visit,
    largest_of_each_kind,
    pages,
)
from tests.site.copies import built_pages
from tests.site.sampling import draw


class ByPage(LoadScopeScheduling):  # type: ignore[misc]  # xdist ships no types
    """Lets one process open a page, for all tests of it, and one draw all charts."""

    def _split_scope(self, nodeid: str) -> str:
        page = re.search(r"(?<=\[)[^\[\]]+?\.html(?=[-\]])", nodeid)
        return page[0] if page else nodeid.partition("::")[0]

    def _assign_work_unit(self, node: WorkerController) -> None:
        # What a process that died has left may have nothing to do in it, and whoever got that
        # would wait for ever.
        for scope in [scope for scope, unit in self.workqueue.items() if all(unit.values())]:
            del self.workqueue[scope]
        if self.workqueue:
            super()._assign_work_unit(node)
        else:
            node.shutdown()

    def mark_test_pending(self, item: str) -> None:
        """Leave a test at which a process died, as when Chromium hangs, in the queue: once more."""


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByPage:
    """Share the tests out by page; pytest-xdist's marks of groups do nothing in pytest 9.2."""
    return ByPage(config, log)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that asks for a `name` the pages of the site: of those that are many, a part."""
    everything = metafunc.config.getoption("--audit-all")
    drawn = draw(pages(), metafunc.config.getoption("--sample"), everything=everything)
    if "name" in metafunc.fixturenames:
        metafunc.parametrize("name", drawn, scope="session")
    if "code" in metafunc.fixturenames:
        with_code = [page for page in built_pages.pages() if page.name in drawn]
        metafunc.parametrize("code", with_code, ids=[page.name for page in with_code])
    if "audited" in metafunc.fixturenames:
        metafunc.parametrize("audited", pages() if everything else largest_of_each_kind())


class Attempt:
    """Which attempt at a test this is: the second may not judge what the first left behind."""

    number = 1


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Take down the attempt."""
    Attempt.number = getattr(item, "execution_count", 1)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what was measured, page by page."""
    figures: dict[str, dict[str, object]] = {}
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, measured in report.user_properties:
                figures.setdefault(name, {}).update(measured)
    for name, measured in sorted(figures.items()):
        values = ", ".join(f"{key} {value}" for key, value in measured.items())
        terminalreporter.write_line(f"{name}: {values}")


@pytest.fixture
def record(record_property: Callable[[str, object], None]) -> Callable[..., None]:
    """Keep figures of a page for the summary."""

    def keep(name: str, **measured: object) -> None:
        record_property(name, measured)

    return keep


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start Debian's Chromium, or Playwright's own, with no way out of this machine.

    Where there is one without windows, which are of no use here and take half of the time, that.
    """
    arguments = ["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
    installed = map(shutil.which, ("chromium-headless-shell", "chromium"))
    found = os.environ.get("CHROMIUM") or next(filter(None, installed), None)
    return {**browser_type_launch_args, "args": arguments, "executable_path": found}


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder, and return its address."""
    servers = []

    def start(folder: Path) -> str:
        handler = type("FolderHandler", (Handler,), {"folder": folder})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}{BASE}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def site(serve: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of the site, which ends in a slash: on nginx, where that is installed."""
    if find_nginx():
        with serve_by_nginx(SITE, tmp_path_factory.mktemp("nginx")) as address:
            yield address
    else:
        yield serve(SITE)


def listen(context: BrowserContext, visit: Visit) -> None:
    """Take down what a page asks for, and what its browser says of it."""

    def request(request: Request) -> None:
        visit.requests.append(request)

    def message(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            visit.messages.append(message.text)

    def error(error: WebError) -> None:
        visit.messages.append(str(error.error))

    context.on("request", request)
    context.on("console", message)
    context.on("weberror", error)


@pytest.fixture(scope="session")
def new_visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open an address as a new reader would, in a browser context of its own."""
    contexts: list[BrowserContext] = []

    def open_page(url: str, *, width: int = 1280, **options: Any) -> Visit:
        options = {"color_scheme": "light", "reduced_motion": "reduce", **options}
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        visit = Visit(context.new_page(), options.get("java_script_enabled", True))
        listen(context, visit)
        if visit.observed:
            visit.page.add_init_script(OBSERVE)
        visit.page.goto(url, wait_until="load")
        visit.read()
        return visit

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def visit(new_visit: Callable[..., Visit]) -> Iterator[Callable[..., Visit]]:
    """Do the same for one test, after which the page is closed."""
    visits: list[Visit] = []

    def open_page(url: str, **options: Any) -> Visit:
        visits.append(new_visit(url, **options))
        return visits[-1]

    yield open_page
    for each in visits:
        each.page.context.close()


@pytest.fixture(scope="session")
def opened(
    name: str, site: str, new_visit: Callable[..., Visit]
) -> Iterator[Callable[[str], Visit]]:
    """Open the page `name` for one of the READERS, with all that it folds until they predict it.

    All tests of one page share what is opened, but a test that tries again opens it anew.
    """
    visits: dict[str, Visit] = {}

    def open_page(reader: str) -> Visit:
        if Attempt.number > 1 and reader in visits:
            visits.pop(reader).page.context.close()
        if reader not in visits:
            home = SITE.as_uri() + "/" if reader == "from a folder" else site
            visits[reader] = new_visit(home + name, **READERS[reader])
            visits[reader].page.evaluate(UNFOLD)
        return visits[reader]

    yield open_page
    for each in visits.values():
        each.page.context.close()


@pytest.fixture
def in_full(name: str, pytestconfig: pytest.Config) -> bool:
    """Whether a page is looked at in every way: those of which others are made are."""
    return name in largest_of_each_kind() or bool(pytestconfig.getoption("--audit-all"))


@pytest.fixture
def faulty(
    tmp_path: Path, serve: Callable[[Path], str], visit: Callable[..., Visit]
) -> Callable[..., Visit]:
    """Open a page with the given body, to see that a check finds what is wrong with it."""
    home = serve(tmp_path)

    def open_page(body: str, *, head: str = "", **options: Any) -> Visit:
        start = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Faulty</title>'
        (tmp_path / "faulty.html").write_text(f"{start}{head}<body>{body}", encoding="utf-8")
        return visit(home + "faulty.html", **options)

    return open_page
