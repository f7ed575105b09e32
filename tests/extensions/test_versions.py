"""Versions beside one another lead to one another, on a plain host and in a folder."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from wbguide_docs.versions import place_beside

from tests.extensions.comparison import differences
from tests.extensions.tiny_site import Site

HOST = "https://example.org/guide/"
CANONICAL = re.compile('<link rel="canonical"[^>]*>')


@pytest.fixture(scope="module")
def host(plain_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of three versions, of which the oldest does not have a page yet."""
    folder = tmp_path_factory.mktemp("host")
    for version in ("0.9.0", "0.10.0", "latest"):
        site = folder / version
        shutil.copytree(plain_site.docs / "_build/html", site)
        for path in site.rglob("*.html"):
            html = path.read_text().replace("Unlikely words.", f"Words of {version}.")
            address = f"{HOST}{version}/{path.relative_to(site).as_posix()}"
            link = f'<link rel="canonical" href="{address}"></head>'
            path.write_text(CANONICAL.sub("", html).replace("</head>", link))
    (folder / "0.9.0/words.html").unlink()
    assert place_beside(folder) == ["latest", "stable", "0.10.0", "0.9.0"]
    return folder


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Page:
    return chromium.new_page()


def test_the_switcher_keeps_the_page(host: Path, page: Page) -> None:
    page.goto((host / "latest/words.html").as_uri())
    assert page.locator(".wb-versions summary").inner_text() == "Version: latest"
    page.locator(".wb-versions summary").click()
    assert page.locator(".wb-versions a").all_inner_texts() == [
        *("latest", "stable", "0.10.0", "0.9.0")
    ]
    page.locator(".wb-versions a", has_text="0.10.0").click()
    page.wait_for_url("**/0.10.0/words.html")
    assert page.get_by_text("Words of 0.10.0.").is_visible()


def test_where_there_is_no_such_page_it_leads_to_the_front(host: Path, page: Page) -> None:
    page.goto((host / "latest/words.html").as_uri())
    page.locator(".wb-versions summary").click()
    page.locator(".wb-versions a", has_text="0.9.0").click()
    page.wait_for_url("**/0.9.0/index.html")


def test_an_old_version_says_so(host: Path, page: Page) -> None:
    banners = {}
    for version in ("latest", "stable", "0.10.0", "0.9.0"):
        page.goto((host / version / "page.html").as_uri())
        banners[version] = page.locator(".wb-old-version").all_inner_texts()
    old = ["This is version 0.9.0, which is old. Read the stable one."]
    assert banners == {"latest": [], "stable": [], "0.10.0": [], "0.9.0": old}
    page.get_by_text("Read the stable one.").click()
    page.wait_for_url("**/stable/page.html")


def test_search_engines_are_told_of_the_stable_page(host: Path) -> None:
    for version in ("latest", "stable", "0.10.0", "0.9.0"):
        html = (host / version / "page.html").read_text()
        assert re.findall('rel="canonical" href="(.*?)"', html) == [f"{HOST}stable/page.html"]


def test_what_is_stable_is_the_newest_release(host: Path) -> None:
    """And not the one that comes last by its letters."""
    assert "Words of 0.10.0." in (host / "stable/words.html").read_text()
    assert "url=stable/index.html" in (host / "index.html").read_text()


def test_to_do_it_again_changes_nothing(host: Path, tmp_path: Path) -> None:
    shutil.copytree(host, tmp_path / "again")
    place_beside(tmp_path / "again")
    assert not differences(host, tmp_path / "again")


def test_a_folder_without_versions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="must have a folder such as latest"):
        place_beside(tmp_path)
