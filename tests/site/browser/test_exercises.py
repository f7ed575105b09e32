"""A field below an exercise gives the words of its checker, for whatever a reader types."""

from __future__ import annotations

import json
import math
import pkgutil
import random
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Locator, Page, expect
from wbguide_docs.rendering.exercises import known_to

import wbguide.exercises
from tests.site.browser.test_accessibility import violations
from tests.site.browser.visits import SITE, Visit
from wbguide.exercises import Check

PAGE = "tutorials/one-neuron-is-a-line.html"
IN_DOLLARS = "tutorials/one-neuron-is-a-line#in_dollars"
RANDOM = 60  # answers for each checker
# Types each text into a field that knows this, presses Enter, and takes down what is said. The rest
# of the page is taken away, since the browser would look at its styles after each.
ANSWER = """(known_and_texts) => {
  const form = document.querySelector(".wb-exercise");
  document.body.replaceChildren(form);
  const [field, status] = ["textarea", "[role=status]"].map((each) => form.querySelector(each));
  return known_and_texts.map(([known, texts]) => {
    form.querySelector("script").textContent = known;
    return texts.map((text) => {
      field.value = text;
      field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", cancelable: true }));
      return status.textContent;
    });
  });
}"""
Case = tuple[Any, str]  # what Python is given, and what is typed


def checkers() -> dict[str, Check]:
    """Return all checkers of numbers, by module and name."""
    modules = [
        import_module(f"wbguide.exercises.{found.name}")
        for found in pkgutil.iter_modules(wbguide.exercises.__path__)
        if not found.name.startswith("_")
    ]
    named = {
        f"{module.__name__}.{name}": getattr(module, name)
        for module in modules
        for name in module.__all__
    }
    return {name: check for name, check in named.items() if isinstance(check, Check)}


CHECKERS = checkers()


@cache
def fields() -> dict[str, Any]:
    """Return what the fields of the built site know, by page and checker."""
    found = {}
    for path in sorted([*SITE.glob("tutorials/*.html"), *SITE.glob("deeper/*.html")]):
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for form in soup.select("form.wb-exercise"):
            stable = str(form["data-exercise"])
            assert stable not in found
            found[stable] = json.loads(form.select_one("script").string)  # type: ignore[union-attr,arg-type]
    return found


def module_of(stable: str) -> str:
    page, _, name = stable.partition("#")
    return f"wbguide.exercises.{page.partition('/')[2].replace('-', '_')}.{name}"


def as_written(check: Check) -> Any:
    return json.loads(json.dumps(known_to(check)))


def test_the_site_has_a_field_for_every_checker_and_it_knows_the_same() -> None:
    found = {module_of(stable): known for stable, known in fields().items()}
    assert found == {name: as_written(check) for name, check in CHECKERS.items()}


# Forms


def typed(numbers: Iterable[float]) -> list[str]:
    return [repr(number) for number in numbers]


def forms(numbers: list[float]) -> Iterator[Case]:
    """Yield the forms in which a reader may give some numbers."""
    texts = typed(numbers)
    inside = ", ".join(texts)
    column = ", ".join(f"[{text}]" for text in texts)
    if len(numbers) == 1:
        (number,), (text,) = numbers, texts
        yield number, text
        yield (number,), f"{text},"
        yield number, f"({text})"
        yield number, f"  {text}  # mine"
        yield [np.array([[number]])], f"[np.array([[{text}]])]"
    else:
        yield tuple(numbers), inside
        yield tuple(numbers), "\n".join(texts)
        yield tuple(numbers), ",\n".join(texts)
        yield tuple(numbers), f"({inside})"
        first, last = np.array([[each] for each in numbers[:-1]]), np.array(numbers[-1:])
        split = ", ".join(f"[{text}]" for text in texts[:-1])
        yield [first, last], f"[np.array([{split}]), np.array([{texts[-1]}])]"
        yield [first.tolist(), numbers[-1]], f"[[{split}], {texts[-1]}]"
    yield numbers, f"[{inside}]"
    yield [numbers], f"[\n  [{inside}],\n]"
    yield [[each] for each in numbers], f"[{column}]"
    yield np.array([[each] for each in numbers]), f"np.array([{column}])"


def plain(numbers: list[float]) -> Case:
    return numbers, f"[{', '.join(typed(numbers))}]"


def values_of(check: Check) -> list[list[float]]:
    """Return the right answer and all mistakes, as flat lists, whole numbers as such."""
    judge = check._judge
    known = [judge.right[0], *(outcomes[0] for outcomes, _ in judge.mistakes)]
    return [
        [int(v) if numbers.whole else float(v) for v in numbers.values.flat]  # type: ignore[union-attr]
        for numbers in known
    ]


def near(number: float, rtol: float, largest: float) -> list[float]:
    """Return neighbors of a number: at the tolerance and the edges of rounding, and beyond."""
    size = abs(number) or largest or 1.0
    edges = [number + sign * rtol * size for sign in (1, -1)]
    steps = [k * rtol for k in (0.1, 0.5, 0.999, 1.001, 1.5, 2, 5, 10, 100)]
    exact = Decimal(repr(float(number)))
    rounded = [
        float(Context(prec=digits, rounding=how).create_decimal(exact))
        for digits in range(1, 11)
        for how in (ROUND_HALF_UP, ROUND_DOWN)
    ]
    return [
        *(math.nextafter(edge, toward) for edge in edges for toward in (-math.inf, math.inf)),
        *edges,
        *(number + sign * step * size for step in steps for sign in (1, -1)),
        *rounded,
        *(each * factor for each in rounded for factor in (1 + 9.99e-7, 1 - 1.001e-6, 1 + 2e-6)),
        *(number + 1, number - 1, -number, 0, round(number)),
    ]


def near_misses(check: Check, share: int) -> Iterator[Case]:
    """Yield known answers with one number off, or all, or one too many or too few.

    Of the neighbors of a mistake take one of so many, others for each.
    """
    rtol = check._judge.rtol
    for k, numbers in enumerate(values_of(check)):
        largest = max(abs(each) for each in numbers)
        around = [near(each, rtol, largest) for each in numbers]
        taken = slice(k % share, None, share) if k else slice(None)
        for i, others in enumerate(around):
            for other in dict.fromkeys(others[taken]):
                yield plain([*numbers[:i], other, *numbers[i + 1 :]])
        if len(numbers) > 1:
            yield from map(plain, map(list, zip(*(each[taken] for each in around), strict=True)))
        yield plain(numbers[:-1])
        yield plain([*numbers, 1.0])
        yield [numbers, numbers], f"[{numbers!r}, {numbers!r}]"


def at_random(check: Check, chance: random.Random) -> Iterator[Case]:
    """Yield answers that nobody thought of."""
    known = values_of(check)
    for _ in range(RANDOM):
        numbers = list(chance.choice(known))
        largest = max(abs(each) for each in numbers)
        for i, each in enumerate(numbers):
            kind = chance.random()
            if kind < 0.5:
                numbers[i] = chance.choice(near(each, check._judge.rtol, largest))
            elif kind < 0.6:
                numbers[i] = each * 10 ** chance.uniform(-6, 6)
            elif kind < 0.7:
                numbers[i] = chance.choice(chance.choice(known))
            elif kind < 0.75:
                numbers[i] = chance.uniform(-1e3, 1e3)
        if chance.random() < 0.1:
            chance.shuffle(numbers)
        yield chance.choice(list(forms(numbers)))


def said(page: Page, known_and_texts: list[tuple[Any, list[str]]]) -> list[list[str]]:
    """Return what is said in the page of texts, by fields that know so much."""
    found: list[list[str]] = page.evaluate(
        ANSWER, [[json.dumps(known), texts] for known, texts in known_and_texts]
    )
    return found


def compared(page: Page, check: Check, known: Any, cases: list[Case]) -> list[tuple[str, str, str]]:
    """Return what is typed, what the page says, and what the checker says."""
    ((*in_page,),) = said(page, [(known, [text for _, text in cases])])
    return [
        (text, heard, repr(check(answer)))
        for (answer, text), heard in zip(cases, in_page, strict=True)
    ]


def differences(page: Page, check: Check, known: Any, cases: list[Case]) -> list[tuple[str, ...]]:
    """Return where page and checker say different words."""
    return [each for each in compared(page, check, known, cases) if each[1] != each[2]]


@pytest.fixture(scope="module")
def page(site: str, new_visit: Callable[..., Visit]) -> Page:
    return new_visit(site + PAGE).page


ANSWERS: dict[str, Callable[[Check], Iterator[Case]]] = {
    "forms": lambda check: (case for numbers in values_of(check) for case in forms(numbers)),
    "near": lambda check: near_misses(check, 23),
    "random": lambda check: at_random(check, random.Random(check._judge.rtol)),  # noqa: S311
}
# In all kinds of answers together there is each kind of verdict.
HEARD = {
    "forms": {"Right."},
    "near": {
        *("Right.", "Not yet.", "Not yet. That is close: give 4 digits or more."),
        "Not yet. The answer must be one number; received shape (2,).",
        "Not yet. The answer must have shape (2,); received shape (3,).",
    },
    "random": {"Right.", "Not yet."},
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_fields_say_what_checkers_say(page: Page, kind: str, record: Callable[..., None]) -> None:
    count, heard = 0, set()
    for stable, known in fields().items():
        check = CHECKERS[module_of(stable)]
        found = compared(page, check, known, list(ANSWERS[kind](check)))
        assert not [each for each in found if each[1] != each[2]], stable
        count += len(found)
        heard |= {verdict for _, _, verdict in found}
    assert heard >= HEARD[kind]
    record("exercises", checkers=len(fields()), **{kind: count})


def test_a_field_that_knew_other_things_would_be_noticed(page: Page) -> None:
    check = CHECKERS["wbguide.exercises.one_neuron_is_a_line.thermometer"]
    cases = list(near_misses(check, 5))
    changes: list[dict[str, Any]] = [
        {"rtol": 1.1e-3},
        {"right": [[1.8, 32.0], True]},
        {"mistakes": []},
    ]
    for change in changes:
        assert differences(page, check, as_written(check) | change, cases)


@pytest.mark.parametrize("right", [2.7143, [11.0929, 0.180295], [[1.0, 2.0], [3.0, 4.0]], [3], 0.0])
def test_fields_say_what_any_checker_says(page: Page, right: Any) -> None:
    flat = np.ravel(right).tolist()
    mistakes = [(np.multiply(right, 1.2345), "One."), (np.multiply(right, 1.2352), "Two.")]
    check = Check(right, mistakes if any(flat) else [], rtol=1e-4)
    cases = [*near_misses(check, 3), *at_random(check, random.Random(0))]  # noqa: S311
    others: list[Any] = [[], [[], []], right, [right] * 2]
    cases += [(other, str(other)) for other in others]
    assert not differences(page, check, as_written(check), cases)


# What is typed


LITERAL = re.compile(r"(?<![\w.])(?:\d[\d_]*\.?[\d_]*|\.\d+)(?:[eE][-+]?[\d_]+)?")
NUMBERS = ("0.5", ".25", "3.", "1e-3", "2E+2", "1_000", "1_0.5_0", "7", "12", "2.5e1_0", "np.pi")


def expression(chance: random.Random, depth: int) -> str:
    """Return an expression at random, with spaces, underscores, and all there is."""
    kind = chance.random()
    if depth == 0 or kind < 0.2:
        return chance.choice(NUMBERS)
    inner = expression(chance, depth - 1)
    if kind < 0.3:
        return f"({inner})"
    if kind < 0.4:
        return f"{chance.choice('-+')}{inner}"
    if kind < 0.5:
        name = chance.choice(["sqrt", "exp", "log", "ln", "np.sqrt", "np.exp", "np.log"])
        return f"{name}({inner})"
    sign = chance.choice(["+", "-", "*", "/", "**", " + ", " - ", " * ", " / ", " ** "])
    small = chance.choice(["2", "-1", "0.5", "3"])
    return f"{inner}{sign}{small if '**' in sign else expression(chance, depth - 1)}"


def by_numpy(text: str) -> float | None:
    """Return what NumPy computes; None if something on the way is not finite."""
    floats = LITERAL.sub(r"f(\g<0>)", text)
    known = {"f": np.float64, "np": np, "ln": np.log}
    known |= {name: getattr(np, name) for name in ("sqrt", "exp", "log")}
    try:
        with np.errstate(all="raise", under="ignore"):
            value = float(eval(floats, known))  # noqa: S307  # what is typed here is ours
    except FloatingPointError:
        return None
    return value


def test_expressions_are_what_numpy_makes_of_them(page: Page, record: Callable[..., None]) -> None:
    chance = random.Random(0)  # noqa: S311  # no secret
    texts = [expression(chance, 4) for _ in range(2000)]
    texts += ["-2**2", "2**-1", "2**3**2", "-2**-2", "2 - 3 - 4", "8 / 4 / 2", "--2", "2*-3", "1/3"]
    values = [by_numpy(text) for text in texts]
    known = [{"right": [value or 0, False], "mistakes": [], "rtol": 1e-12} for value in values]
    heard = said(page, [(each, [text]) for each, text in zip(known, texts, strict=True)])
    for text, value, (verdict,) in zip(texts, values, heard, strict=True):
        if value is None:
            assert verdict.startswith("Expected "), (text, verdict)
        else:
            assert verdict == "Right.", (text, value, verdict)
    record("expressions", typed=len(texts), refused=values.count(None))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Expected a number or a list; received nothing."),
        (" \n ", "Expected a number or a list; received nothing."),
        ("1 +", "Expected a number; received nothing more."),
        ("1 /\n3", "Expected a number; received a new line."),
        ("[1, 2", "Expected a comma or ]; received nothing more."),
        ("[1 2]", "Expected a comma or ]; received “2”."),
        ("(1, 2 3)", "Expected a comma or ); received “3”."),
        ("1]", "Expected a comma or one of + - * / **; received “]”."),
        ("200 100", "Expected a comma or one of + - * / **; received “100”."),
        ("2pi", "Expected a comma or one of + - * / **; received “pi”."),
        ("1__0", "Expected a comma or one of + - * / **; received “__0”."),
        (",", "Expected a number; received “,”."),
        ("1//3", "Expected a number; received “/”."),
        ("2^3", "Expected ** for a power; received “^”."),
        ("50%", "Expected numbers, lists, + - * / **, sqrt, exp, ln and pi; received “%”."),
        ("w", "Expected numbers, lists, + - * / **, sqrt, exp, ln and pi; received “w”."),
        ("True", "Expected numbers, lists, + - * / **, sqrt, exp, ln and pi; received “True”."),
        ("nan", "Expected numbers, lists, + - * / **, sqrt, exp, ln and pi; received “nan”."),
        ("toString(1)", "received “toString”."),
        ("sqrt 2", "Expected ( after sqrt; received “2”."),
        ("sqrt()", "Expected one argument of sqrt; received 0."),
        ("np.log(8, 2)", "Expected one argument of np.log; received 2."),
        ("sqrt([1, 4])", "Expected one number in sqrt; received a list."),
        ("2 * [1, 2]", "Expected one number beside *; received a list."),
        ("-[1, 2]", "Expected one number beside -; received a list."),
        (
            "np.array([[1, 2], [3]])",
            "Expected rows of equal length; received unequal ones.",
        ),
        ("1/0", "Expected a divisor other than zero; received 0."),
        ("log(0)", "Expected a finite number; received infinity."),
        ("1e999", "Expected a finite number; received infinity."),
        ("[1, sqrt(-1)]", "Expected a finite number; received no real number."),
        ("(-8)**(1/3)", "Expected a finite number; received no real number."),
        ("(" * 1000, "Expected a number; received nothing more."),
    ],
)
def test_what_is_no_answer_is_said(page: Page, text: str, message: str) -> None:
    ((verdict,),) = said(page, [({"right": [1, True], "mistakes": [], "rtol": 1e-3}, [text])])
    assert verdict.endswith(message)


@pytest.mark.parametrize("text", ["−3 × −2 ÷ 1", "3·2", "6  # houses", "2\u00a0* 3"])
def test_signs_of_prose_count_too(page: Page, text: str) -> None:
    assert said(page, [({"right": [6, True], "mistakes": [], "rtol": 1e-3}, [text])]) == [
        ["Right."]
    ]


# The form


def field_of(page: Page, stable: str) -> Locator:
    return page.locator(f'[data-exercise="{stable}"]')


def test_a_keyboard_answers(site: str, visit: Callable[..., Visit]) -> None:
    for home in (site, SITE.as_uri() + "/"):
        seen = visit(home + PAGE)
        page = seen.page
        page.evaluate(
            "window.done = []; document.addEventListener('wb-done', (e) => done.push(e.detail))"
        )
        form = field_of(page, IN_DOLLARS)
        field, status = form.get_by_label("Your answer"), form.get_by_role("status")
        field.focus()
        assert field.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
        page.keyboard.type("[200, 100]")
        page.keyboard.press("Enter")
        cell = page.locator(".cell_output", has_text="in dollars every price").inner_text().strip()
        expect(status).to_have_text(cell)
        expect(form.get_by_text("Solved")).to_be_hidden()
        page.keyboard.type("]")
        expect(status).to_have_text("")
        page.keyboard.press("Enter")
        expect(status).to_contain_text("received “]”.")
        expect(field).to_have_attribute("aria-invalid", "true")
        assert page.evaluate("done") == []
        field.fill("200_000")
        page.keyboard.press("Shift+Enter")
        page.keyboard.type("100_000")
        page.keyboard.press("Tab")
        expect(form.get_by_role("button", name="Check")).to_be_focused()
        page.keyboard.press("Space")
        expect(status).to_have_text("Right.")
        expect(form.get_by_text("Solved")).to_be_visible()
        expect(field).not_to_have_attribute("aria-invalid", "true")
        assert page.evaluate("done") == [{"kind": "exercise", "id": IN_DOLLARS}]
        assert page.get_by_text("Solved", exact=True).filter(visible=True).count() == 1
        assert page.url == home + PAGE
        assert not seen.messages or home != site  # from a folder, Chromium loads no font


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(site: str, visit: Callable[..., Visit], scheme: str) -> None:
    page = visit(site + PAGE, color_scheme=scheme, width=320).page
    answers = ["[200_000, 100_000]", "[200, 100]", "w"]
    for form, answer in zip(page.locator(".wb-exercise").all(), answers, strict=True):
        form.get_by_label("Your answer").fill(answer)
        form.get_by_role("button").click()
    expect(page.get_by_text("Solved").first).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    for target in page.locator(".wb-exercise :is(textarea, button)").all():
        box = target.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24


def test_without_scripts_and_on_paper_there_is_no_field(
    site: str, visit: Callable[..., Visit]
) -> None:
    page = visit(site + PAGE, java_script_enabled=False).page
    expect(page.locator(".wb-exercise")).to_have_count(3)
    assert page.locator(".wb-exercise").filter(visible=True).count() == 0
    page = visit(site + PAGE).page
    assert page.locator(".wb-exercise").filter(visible=True).count() == 3
    page.emulate_media(media="print")
    assert page.locator(".wb-exercise").filter(visible=True).count() == 0


def test_a_function_is_for_python(site: str, visit: Callable[..., Visit]) -> None:
    seen = visit(site + "tutorials/many-inputs-many-neurons.html")
    expect(seen.page.locator(".wb-exercise").filter(visible=True)).to_have_count(1)
    cell = seen.page.locator(".cell", has_text="def my_layer").first
    after = cell.locator("xpath=following-sibling::*[1]")
    expect(after).to_contain_text("The answer is a function, which Python has to check")
    assert [each for each in seen.requests if "exercises.js" in each.url]
    plain = visit(site + "tutorials/index.html")
    assert not [each for each in plain.requests if re.search("exercises.js", each.url)]
