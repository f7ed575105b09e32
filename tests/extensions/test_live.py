"""A build in a fork of the live server's process shows what a build in a fresh one would."""

from __future__ import annotations

import pytest
from wbguide_docs.live import Builder

from tests.extensions.tiny_site import Site, page


def test_each_build_sees_what_has_changed(
    site: Site, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages, and also modules, which an earlier build has imported."""
    for name, value in site.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.syspath_prepend(str(site.packages))
    site.write(page=page("import wbguide\nassert wbguide.__version__ == '0'"))
    build = site.docs / "_build"
    folders = ["-d", str(build / "doctrees-html"), str(site.docs), str(build / "html")]
    builder = Builder(["-W", "-T", *folders], url_host="host:1")
    builder(changed_paths=())
    assert "Prose." in site.html("page"), capfd.readouterr().out

    site.replace("page", "Prose.", "Other words.")
    builder(changed_paths=[site.docs / "page.md"])
    assert "Other words." in site.html("page")
    assert "failed" not in capfd.readouterr().out

    site.package.write_text('__version__ = "1"\n')
    builder(changed_paths=[site.package])
    said = capfd.readouterr()
    assert "AssertionError" in said.err
    assert "The build failed" in said.out
    assert "Serving on http://host:1" in said.out
