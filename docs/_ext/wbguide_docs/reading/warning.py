"""Warn of what is wrong with a page, such that its author finds the place and knows what to do."""

from __future__ import annotations

from sphinx.util.logging import getLogger

logger = getLogger(__name__)


def warn(message: str, page: str, line: int | None, subtype: str) -> None:
    """Warn, and thereby fail a strict build; without a `line` of the page as a whole."""
    logger.warning("%s", message, location=(page, line), type="page", subtype=subtype)
