// Does in Firefox what a reader does with what moves, and prints what came of it.
// Takes the folder of the site and Firefox, and reads the pages and scripts of the tests in Chromium.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [site, firefox] = process.argv.slice(2);
const { pages, search, set } = JSON.parse(readFileSync(0, "utf-8"));
const require = createRequire(`${process.env.NODE_MODULES}/`);
const { default: puppeteer } = await import(require.resolve("puppeteer-core"));
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: firefox,
  headless: true,
});
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// A function of the page, given as text, with a chart and what else it is told.
const inPage = (page, code, number, more) =>
  page.evaluate(
    (text, at, rest) => new Function(`return ${text}`)()(document.querySelectorAll(".wb-chart")[at], rest),
    code,
    number,
    more,
  );

const goals = async (page, number) => {
  const { ways, starts } = await inPage(page, search, number);
  const count = () =>
    inPage(page, "(chart) => chart.querySelectorAll('li.wb-done').length", number);
  let reached = 0;
  for (const [k, way] of ways.entries()) {
    await inPage(page, "(chart) => chart.querySelector('[name=reset]').click()", number);
    for (const [name, value] of Object.entries(way ?? {}))
      if (value !== starts[name]) await inPage(page, set, number, [name, value]);
    for (let wait = 0; wait < 50 && (await count()) <= reached; wait += 1) await pause(100);
    reached = await count();
    if (reached < k + 1) break;
  }
  return { goals: ways.length, reached };
};

// Drags from one place to another, and tells whether the picture has changed.
const drag = async (page, chart, from, to) => {
  const drawn = () => chart.$eval(".wb-chart-live", (live) => live.innerHTML);
  const before = await drawn();
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...to, { steps: 4 });
  await page.mouse.up();
  for (let wait = 0; wait < 30; wait += 1) {
    if ((await drawn()) !== before) return true;
    await pause(100);
  }
  return false;
};

const pull = async (page, chart) => {
  const handle = await chart.$(".wb-chart-handles > span:not([hidden])");
  if (!handle) return null;
  const box = await handle.boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  return drag(page, chart, [x, y], [x + 40, y - 40]);
};

const paint = async (page, chart) => {
  const box = await (await chart.$(".wb-chart-live")).boundingBox();
  return drag(page, chart, [box.x + 60, box.y + 90], [box.x + 130, box.y + 120]);
};

const found = {};
for (const name of pages) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(pathToFileURL(`${site}/${name}`).href);
  const here = { charts: [] };
  const charts = await page.$$(".wb-chart:has(.wb-chart-panel)");
  for (const chart of charts) {
    await chart.scrollIntoView();
    await page.mouse.move(5, 5);
    await page.mouse.move(7, 7);
    await page.waitForFunction((each) => each.matches(".wb-chart-ready"), {}, chart);
    const number = await chart.evaluate((each) =>
      [...document.querySelectorAll(".wb-chart")].indexOf(each),
    );
    await chart.evaluate((each) => each.scrollIntoView({ block: "center", behavior: "instant" }));
    const pad = await chart.$("[name=clear]");
    here.charts.push(
      pad
        ? { painted: await paint(page, chart) }
        : { pulled: await pull(page, chart), ...(await goals(page, number)) },
    );
  }
  const bars = () => page.$$eval(".wb-predict", (each) => each.length);
  here.folded = await bars();
  if (here.folded) {
    await page.$eval(".wb-predict button", (button) => button.click());
    here.opened = here.folded - (await bars());
  }
  const field = await page.$(".wb-exercise textarea");
  if (field) {
    await field.type("no number");
    await page.$eval(".wb-exercise", (form) => form.requestSubmit());
    await pause(200);
    here.exercise = await page.$eval(".wb-exercise [role=status]", (each) => each.textContent);
  }
  found[name] = here;
  await page.close();
}
await browser.close();
process.stdout.write(JSON.stringify(found));
