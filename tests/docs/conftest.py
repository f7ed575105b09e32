"""What the tests of the site share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

# Tests are not a package: the module beside them is found on the path.
sys.path.insert(0, str(Path(__file__).parent))

from tiny_site import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site without pages, built with the settings and extensions of the real one."""
    return Site(tmp_path)
