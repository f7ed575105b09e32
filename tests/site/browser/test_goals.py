"""Each goal of each chart of the site can be reached by its sliders, and is not at the start."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.site.browser.visits import SITE, pages

WITH_GOALS = [
    name for name in pages() if 'class="wb-chart-goals"' in (SITE / name).read_text("utf-8")
]

# Goes through the steps of the first two sliders, with the others at their start. The expressions
# of charts are also JavaScript's.
SEARCH = """(chart) => {
  const functions = {...Object.fromEntries(Object.getOwnPropertyNames(Math).map((n) =>
    [n, Math[n]])), clamp: (x, low, high) => Math.max(low, Math.min(x, high))};
  const {vega, start} = JSON.parse(chart.querySelector("script").textContent);
  const told = [...chart.querySelectorAll("output[name]")].map(({name}) => name);
  const goals = [...chart.querySelectorAll(".wb-chart-goals li")].map((_, k) => `goal_${k}`);
  const needed = vega.signals.filter(({name, update}) => update &&
    (goals.includes(name) || told.includes(name)));
  const names = [...chart.querySelectorAll("input")].map(({name}) => name);
  const holds = new Function("functions", ...names, `with (functions) {
    ${needed.map(({name, update}) => `const ${name} = ${update};`).join("")}
    return [${goals}];}`);
  const [first, second] = [...chart.querySelectorAll("input")].map((input) => {
    const [low, high, step] = ["min", "max", "step"].map((name) => Number(input[name]));
    const count = Math.floor((high - low) / step + 1e-9) + 1;
    const steps = Array.from({length: count}, (_, k) =>
      Number((low + k * step).toPrecision(12)));
    return [start[input.name], ...steps];
  });
  const ways = goals.map(() => null);
  const others = names.slice(2).map((name) => start[name]);
  for (const one of first) for (const two of second)
    holds(functions, one, two, ...others).forEach((held, k) => held && (ways[k] ??= [one, two]));
  const starts = [first[0], second[0]];
  return {ways, starts, start: holds(functions, ...names.map((name) => start[name]))};
}"""
SET = """(input, value) => {
  input.value = value;
  input.dispatchEvent(new Event("input", {bubbles: true}));
}"""


@pytest.mark.parametrize("page_name", WITH_GOALS)
def test_each_goal_is_reached_by_moving_the_sliders(browser: Browser, page_name: str) -> None:
    context = browser.new_context(bypass_csp=True)  # for the search alone
    page = context.new_page()
    page.goto((SITE / page_name).as_uri())
    for figure in page.locator(".wb-chart:has(.wb-chart-goals)").all():
        found: dict[str, Any] = figure.evaluate(SEARCH)
        assert not any(found["start"])
        inputs = figure.locator("input").all()[:2]
        figure.scroll_into_view_if_needed()
        page.mouse.move(5, 5)
        expect(figure).to_have_class("wb-chart wb-chart-ready")
        assert figure.locator(".wb-done").count() == 0
        for goal, way in zip(figure.locator("li").all(), found["ways"], strict=True):
            assert way, f"{goal.inner_text()} cannot be reached"
            figure.get_by_role("button", name="Reset").click()
            for moved, value, start in zip(inputs, way, found["starts"], strict=True):
                if value != start:  # which may lie between two steps
                    moved.evaluate(SET, value)
            expect(goal).to_have_class("wb-done")
    context.close()
