"""An exercise of the course gets a field that knows what its checker knows."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
from wbguide_docs.rendering.exercises import checker_called, form, known_to

from tests.extensions.tiny_site import ROOT, Site, page
from wbguide.exercises import Check

MODULE = "wbguide.exercises.four_cures_for_overfitting"
NUMBERS = f"from {MODULE} import stopped as check_stopped\ncheck_stopped([9, 9])"
FUNCTION = (
    "from wbguide.exercises.train_a_network_by_hand import hidden_bias_gradient as c\n"
    "c(lambda delta2, W2, A1: A1)"
)
FIELD = re.compile(r'<form class="wb-exercise".*?</form>', re.DOTALL)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        (NUMBERS, (MODULE, "stopped")),
        (
            f"from {MODULE} import (\n    choose,\n)\n\nx = 1\nchoose(x)  # yours",
            (MODULE, "choose"),
        ),
        (f"from {MODULE} import choose, stopped\nprint(1)\nstopped([7, 3])", (MODULE, "stopped")),
        (f"from {MODULE} import choose", None),
        (f"from {MODULE} import choose\nassert choose(2)", None),
        ("from wbguide.exercises import Check\nCheck(3)(2)", None),
        ("choose(2)", None),
    ],
)
def test_an_exercise_imports_a_checker_and_calls_it(
    code: str, found: tuple[str, str] | None
) -> None:
    assert checker_called(ast.parse(code)) == found


def test_a_field_knows_answer_mistakes_and_tolerance() -> None:
    check = Check([0.5, 2.0], [([1, 2], "Not <b>.</b></script>"), (3.0, "One.")], rtol=1e-4)
    known = {
        "right": ([0.5, 2.0], False),
        "mistakes": [([1.0, 2.0], True, "Not <b>.</b></script>"), (3.0, False, "One.")],
        "rtol": 1e-4,
    }
    assert known_to(check) == known
    html = form("tutorials/one", 'A "title"', "name", check)
    assert html.count("</script>") == 1
    assert 'data-exercise="tutorials/one#name" aria-label="Answer: A &#34;title&#34;"' in html
    data = html.partition('<script type="application/json">')[2].partition("</script>")[0]
    assert json.loads(data) == json.loads(json.dumps(known))


def test_a_page_of_the_course_has_fields_which_nothing_else_sees(tmp_path: Path) -> None:
    site = Site(tmp_path, packages=ROOT)
    (site.docs / "tutorials").mkdir()
    both = page(NUMBERS, FUNCTION, "1 + 1", title="Stop in time")
    site.write(**{"tutorials/one": both, "other": page(NUMBERS), "words": "# Words\n\nWords.\n"})
    (site.docs / "index.md").write_text(
        "# Home\n\nWords.\n\n```{toctree}\ntutorials/one\nother\nwords\n```\n"
    )
    build = site.build_here(strict=False)
    assert build.status == 0, build.log
    html = site.html("tutorials/one")
    (field,) = FIELD.findall(html)
    assert 'data-exercise="tutorials/one#stopped" aria-label="Answer: Stop in time"' in field
    assert html.index("check_stopped") < html.index(field) < html.index("hidden_bias_gradient")
    assert html.count('<p class="wb-exercise-function">The answer is a function') == 1
    assert 'defer="defer" src="../_static/exercises.js' in html
    for name in ("other", "words"):
        assert "exercises.js" not in site.html(name)
        assert not FIELD.search(site.html(name))
    built = site.docs / "_build/html"
    for copy in ("search-data.js", "llms-full.txt", *(f"tutorials/one.{x}" for x in ("md", "py"))):
        text = (built / copy).read_text()
        assert "Stop" in text, copy
        assert "Your answer" not in text, copy
        assert "The answer is a function" not in text, copy
