"""What the owner of a site decides: its address, its repository, and whose the name on PyPI is.

The defaults are in `[tool.wbguide]` of pyproject.toml; the environment comes before them. Nothing
else names an address of ours, so that no page claims one that may not exist.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Owner:
    """The settings of an owner; an address that is not known is empty."""

    site: str
    """The address of the front page, which ends in a slash."""
    repository: str
    """The address of the repository, without a slash at its end."""
    notebooks: str
    """The branch of a repository on GitHub that holds the notebooks; empty if there is none."""
    on_pypi: bool
    """Whether `pip install wbguide` gives our package."""

    @property
    def colab(self) -> str:
        """The address below which Colab opens notebooks, which install from the site, or none."""
        host, repository = urlsplit(self.repository)[1:3]
        if not (self.site and self.notebooks and host == "github.com"):
            return ""
        return f"https://colab.research.google.com/github{repository}/blob/{self.notebooks}/"


def read_owner(pyproject: Path, environment: Mapping[str, str]) -> Owner:
    """Return what an environment says, or else a `pyproject.toml`.

    Read the Docs says where it will serve a build and what it has cloned; GitHub's workflows say
    the latter. On GitHub Pages, the workflow sets ``SITE_URL`` to what the host has answered.
    """
    with pyproject.open("rb") as file:
        written = tomllib.load(file)["tool"]["wbguide"]
    site = _first(environment, "SITE_URL", "READTHEDOCS_CANONICAL_URL") or written["site"]
    repository = _first(environment, "SITE_REPOSITORY", "READTHEDOCS_GIT_CLONE_URL")
    if not repository and "GITHUB_REPOSITORY" in environment:
        host = environment.get("GITHUB_SERVER_URL", "https://github.com")
        repository = f"{host}/{environment['GITHUB_REPOSITORY']}"
    repository = (repository or written["repository"]).rstrip("/").removesuffix(".git")
    for name, address in {"SITE_URL": site, "SITE_REPOSITORY": repository}.items():
        if address and not (
            urlsplit(address).scheme in ("http", "https") and urlsplit(address).netloc
        ):
            msg = f"{name} must be an address that begins with https://; received {address!r}"
            raise ValueError(msg)
    site = site and site.rstrip("/") + "/"
    branch = _first(environment, "SITE_NOTEBOOKS") or written["notebooks"]
    return Owner(site, repository, branch, bool(written["on-pypi"]))


def _first(environment: Mapping[str, str], *names: str) -> str:
    return next((environment[name] for name in names if environment.get(name)), "")
