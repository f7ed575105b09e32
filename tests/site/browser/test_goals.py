"""Each goal of each chart of the site can be reached by its controls, and is not at the start."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.site.browser.visits import SITE, pages, wake

WITH_GOALS = [
    name for name in pages() if 'class="wb-chart-goals"' in (SITE / name).read_text("utf-8")
]

# A pad is no control with steps: see `test_pad.py`.
# Goes through the steps of two sliders at a time, with the others at their start, for each way in
# which choices and switches can stand. The expressions of charts are also JavaScript's.
SEARCH = """(chart) => {
  const functions = {...Object.fromEntries(Object.getOwnPropertyNames(Math).map((n) =>
    [n, Math[n]])), clamp: (x, low, high) => Math.max(low, Math.min(x, high))};
  const {vega, start} = JSON.parse(chart.querySelector("script").textContent);
  const goals = [...chart.querySelectorAll(".wb-chart-goals li")].map((_, k) => `goal_${k}`);
  const names = Object.keys(start);
  const computed = vega.signals.filter(({name, update}) => update && !names.includes(name));
  const needed = new Set(goals);
  for (const {name, update} of [...computed].reverse())
    if (needed.has(name)) for (const each of update.match(/[A-Za-z_]\\w*/g) ?? []) needed.add(each);
  const holds = new Function("functions", ...names, `with (functions) {
    ${computed.filter(({name}) => needed.has(name)).map(({name, update}) =>
      `const ${name} = ${update};`).join("")}
    return [${goals}];}`);
  const grids = Object.fromEntries(names.map((name) => {
    const input = [...chart.querySelectorAll("input")].filter((each) =>
      each.name === name || each.name.endsWith(`.${name}`));
    if (input[0].type === "checkbox") return [name, [false, true]];
    if (input[0].type === "radio") return [name, input.map(({value}) =>
      typeof start[name] === "number" ? Number(value) : value)];
    const [low, high, step] = ["min", "max", "step"].map((each) => Number(input[0][each]));
    const count = Math.floor((high - low) / step + 1e-9) + 1;
    const steps = Array.from({length: count}, (_, k) =>
      Number((low + k * step).toPrecision(12)));
    return [name, [start[name], ...steps]];
  }));
  const sliders = names.filter((name) => chart.querySelector(`[type=range][name="${name}"]`));
  const others = names.filter((name) => !sliders.includes(name));
  const product = (keys) => keys.reduce((ways, key) => ways.flatMap((way) =>
    grids[key].map((value) => ({...way, [key]: value}))), [{}]);
  const pairs = sliders.flatMap((one, k) => sliders.slice(k + 1).map((two) => [one, two]));
  const ways = goals.map(() => null);
  for (const chosen of product(others))
    for (const pair of pairs.length ? pairs : [sliders])
      for (const moved of product(pair)) {
        const way = {...start, ...chosen, ...moved};
        holds(functions, ...names.map((name) => way[name])).forEach((held, k) => {
          if (held) ways[k] ??= way;
        });
      }
  return {ways, starts: start, start: holds(functions, ...names.map((name) => start[name]))};
}"""
SET = """(chart, [name, value]) => {
  const inputs = [...chart.querySelectorAll("input")].filter((each) =>
    each.name === name || each.name.endsWith(`.${name}`));
  const input = inputs.find(({value: each}) => each === String(value)) ?? inputs[0];
  if (input.type === "range") input.value = value;
  else input.checked = input.type === "radio" || value;
  input.dispatchEvent(new Event("input", {bubbles: true}));
}"""


@pytest.mark.parametrize("page_name", WITH_GOALS)
def test_each_goal_is_reached_by_moving_the_controls(browser: Browser, page_name: str) -> None:
    context = browser.new_context(bypass_csp=True)  # for the search alone
    page = context.new_page()
    page.goto((SITE / page_name).as_uri())
    for figure in page.locator(".wb-chart:has(.wb-chart-goals):not(:has([name=clear]))").all():
        found: dict[str, Any] = figure.evaluate(SEARCH)
        assert not any(found["start"])
        wake(figure)
        assert figure.locator(".wb-done").count() == 0
        for goal, way in zip(figure.locator("li").all(), found["ways"], strict=True):
            assert way, f"{goal.inner_text()} cannot be reached"
            figure.get_by_role("button", name="Reset").click()
            for name, value in way.items():
                if value != found["starts"][name]:  # which may lie between two steps
                    figure.evaluate(SET, [name, value])
            expect(goal).to_have_class("wb-done")
    context.close()
