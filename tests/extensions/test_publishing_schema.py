"""Pages say what they are in the words of schema.org."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.extensions.tiny_site import ROOT, Site

BASE = "https://example.org/guide/"
TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "pattern": f"^{BASE}"}
# What https://schema.org and search engines ask of the three kinds.
SCHEMAS: dict[str, dict[str, Any]] = {
    "LearningResource": {
        "required": ["name", "description", "learningResourceType", "inLanguage", "url"],
        "properties": {
            "description": TEXT,
            "learningResourceType": {"enum": ["tutorial", "how-to guide"]},
            "timeRequired": {"pattern": r"^PT\d+M$"},
        },
    },
    "QAPage": {
        "required": ["mainEntity"],
        "properties": {
            "mainEntity": {
                "required": ["@type", "name", "answerCount", "acceptedAnswer"],
                "properties": {
                    "@type": {"const": "Question"},
                    "answerCount": {"const": 1},
                    "acceptedAnswer": {
                        "required": ["@type", "text", "url"],
                        "properties": {"@type": {"const": "Answer"}, "text": TEXT, "url": ADDRESS},
                    },
                },
            }
        },
    },
    "DefinedTermSet": {
        "required": ["hasDefinedTerm"],
        "properties": {
            "hasDefinedTerm": {
                "minItems": 1,
                "items": {
                    "required": ["@type", "name", "description", "url"],
                    "properties": {
                        "@type": {"const": "DefinedTerm"},
                        "name": TEXT,
                        "description": TEXT,
                        "url": ADDRESS,
                    },
                },
            }
        },
    },
}


def faults(data: dict[str, Any]) -> list[str]:
    """Return what a schema has against the data of a page."""
    common = {
        "required": ["@context", "@type", "name", "url"],
        "properties": {
            "@context": {"const": "https://schema.org"},
            "@type": {"enum": list(SCHEMAS)},
            "name": TEXT,
            "url": ADDRESS,
            "dateModified": {"pattern": r"^\d{4}-\d{2}-\d{2}$"},
        },
    }
    schema = {"allOf": [common, SCHEMAS.get(data.get("@type", ""), {})]}
    return [error.message for error in Draft202012Validator(schema).iter_errors(data)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a site with a page of each kind."""
    site = Site(tmp_path_factory.mktemp("built"))
    shutil.copy(ROOT / "pyproject.toml", site.folder)
    site.write(terms="# Terms\n\n```{glossary}\nbias\n  A number $<1$.\n```\n")
    texts = {"tutorials": "Learn </script>.", "howto": "Do.", "questions": "Yes.", "errors": "So."}
    for folder, text in texts.items():
        (site.docs / folder).mkdir()
        (site.docs / folder / "page.md").write_text(f"# Of {folder}\n\n{text}\n")
        (site.docs / folder / "index.md").write_text("# All\n\n```{toctree}\npage\n```\n")
        site.replace("index", "*\n", f"*\n{folder}/index\n")
    build = site.build_here(html_baseurl=BASE)
    assert build.status == 0, build.log
    return site.docs / "_build/html"


def data(page: Path) -> dict[str, Any] | None:
    """Return the data of a built page."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.read_text())
    return json.loads(found[0]) if found else None


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("tutorials/page", "LearningResource"),
        ("howto/page", "LearningResource"),
        ("questions/page", "QAPage"),
        ("errors/page", "QAPage"),
        ("terms", "DefinedTermSet"),
    ],
)
def test_a_page_says_what_it_is(built: Path, page: str, kind: str) -> None:
    found = data(built / f"{page}.html")
    assert found
    assert found["@type"] == kind
    assert not faults(found)


def test_what_a_page_says_is_what_it_shows(built: Path) -> None:
    assert (data(built / "tutorials/page.html") or {})["description"] == "Learn </script>."
    question = (data(built / "questions/page.html") or {})["mainEntity"]
    assert (question["name"], question["acceptedAnswer"]["text"]) == ("Of questions", "Yes.")
    (term,) = (data(built / "terms.html") or {})["hasDefinedTerm"]
    assert (term["name"], term["url"]) == ("bias", f"{BASE}terms.html#term-bias")


def test_a_list_of_pages_is_none_of_these(built: Path) -> None:
    assert data(built / "tutorials/index.html") is None
    assert data(built / "index.html") is None


@pytest.mark.parametrize(
    "wrong", [{}, {"@type": "QAPage"}, {"@type": "DefinedTermSet", "hasDefinedTerm": []}]
)
def test_the_schema_can_fail(wrong: dict[str, Any]) -> None:
    assert faults({"@context": "https://schema.org", "name": "a", "url": BASE, **wrong})
