"""What the owner says in the environment comes before what pyproject.toml says."""

from __future__ import annotations

from pathlib import Path

import pytest
from wbguide_docs.owner import Owner, read_owner

from tests.extensions.tiny_site import ROOT

WRITTEN = """\
[tool.wbguide]
site = "https://a.b/written"
repository = "https://a.b/repository"
notebooks = ""
on-pypi = true
"""
GITHUB = "https://github.com/a/b"


def owner(folder: Path, **environment: str) -> Owner:
    file = folder / "pyproject.toml"
    file.write_text(WRITTEN, encoding="utf-8")
    return read_owner(file, environment)


def test_nobody_has_said_anything_in_this_repository() -> None:
    assert read_owner(ROOT / "pyproject.toml", {}) == Owner("", "", "", on_pypi=False)


def test_what_is_written_counts_where_the_environment_is_silent(tmp_path: Path) -> None:
    expected = Owner("https://a.b/written/", "https://a.b/repository", "", on_pypi=True)
    assert owner(tmp_path) == expected
    assert owner(tmp_path, SITE_URL="") == expected


@pytest.mark.parametrize(
    ("environment", "site", "repository"),
    [
        ({"SITE_URL": "https://c.d", "SITE_REPOSITORY": GITHUB + "/"}, "https://c.d/", GITHUB),
        (
            {
                "READTHEDOCS_CANONICAL_URL": "https://c.d/en/latest/",
                "READTHEDOCS_GIT_CLONE_URL": GITHUB + ".git",
            },
            "https://c.d/en/latest/",
            GITHUB,
        ),
        ({"GITHUB_REPOSITORY": "a/b"}, "https://a.b/written/", GITHUB),
        (
            {"GITHUB_REPOSITORY": "a/b", "GITHUB_SERVER_URL": "https://c.d"},
            "https://a.b/written/",
            "https://c.d/a/b",
        ),
    ],
)
def test_hosts_say_where_the_site_is(
    tmp_path: Path, environment: dict[str, str], site: str, repository: str
) -> None:
    found = owner(tmp_path, **environment)
    assert (found.site, found.repository) == (site, repository)


@pytest.mark.parametrize("name", ["SITE_URL", "SITE_REPOSITORY"])
@pytest.mark.parametrize("value", ["a.b/c", "file:///c", "https://"])
def test_what_is_no_address_is_refused(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"{name} must be an address .* received '{value[:6]}"):
        owner(tmp_path, **{name: value})


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({"site": ""}, ""),
        ({"notebooks": ""}, ""),
        ({"repository": ""}, ""),
        ({"repository": "https://example.com/a/b"}, ""),
        ({}, "https://colab.research.google.com/github/a/b/blob/notebooks/"),
    ],
)
def test_colab_reads_branches_of_github_alone(settings: dict[str, str], address: str) -> None:
    given = {"site": "https://a.b/", "repository": GITHUB, "notebooks": "notebooks"} | settings
    assert Owner(**given, on_pypi=False).colab == address
