"""Each action is named by a commit, which nobody can put another in the place of."""

from __future__ import annotations

import re

from tests.extensions.tiny_site import ROOT

USE = re.compile(r"^ *(?:- )?uses: *(.*)$", re.MULTILINE)
PINNED = re.compile(r"[\w-]+/[\w./-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+")


def test_each_action_is_pinned_and_says_its_version() -> None:
    uses = [
        use
        for path in (ROOT / ".github/workflows").glob("*.yml")
        for use in USE.findall(path.read_text(encoding="utf-8"))
    ]
    assert len(uses) > 10
    assert [use for use in uses if not PINNED.fullmatch(use)] == []
    assert len({use.partition("@")[0] for use in uses}) == len(set(uses))  # one version of each


def test_a_tag_pins_nothing() -> None:
    assert not PINNED.fullmatch("actions/checkout@v7")
    assert not PINNED.fullmatch("actions/checkout@" + "0" * 40)
