// Brings the charts of a page to life: sliders, a link to what is seen, and the code that gives it.
// Vega is loaded once a chart is near the view and the reader is at work on the page; until then
// the picture in its place shows the same.
"use strict";

(() => {
  const script = document.currentScript;
  const vegaUrl = new URL(script.dataset.vega, script.src);

  // A script element and not an import or a fetch, which browsers refuse to pages opened as files.
  let vega;
  const loadVega = () =>
    (vega ??= new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = vegaUrl;
      element.onload = () => resolve(window.wbVega);
      element.onerror = reject;
      document.head.append(element);
    }));

  const awake = new Promise((resolve) => {
    for (const sign of ["focusin", "keydown", "pointerdown", "pointermove", "scroll"])
      addEventListener(sign, resolve, { capture: true, once: true, passive: true });
  });

  // What a chart needs is done in pieces between other work, so that none holds the reader up.
  const idle = () =>
    new Promise((resolve) =>
      window.requestIdleCallback
        ? requestIdleCallback(resolve, { timeout: 200 })
        : setTimeout(resolve),
    );

  // Python's: a float has a point or an exponent, a count has neither.
  const literal = (number, type) =>
    type === "float" && Number.isInteger(number) && Math.abs(number) < 1e21
      ? number.toFixed(1)
      : String(number);

  const start = (chart) => {
    const spec = JSON.parse(chart.querySelector("script").textContent);
    const live = chart.querySelector(".wb-chart-live");
    const inputs = [...chart.querySelectorAll("input")];
    const readouts = [...chart.querySelectorAll("output[name]")];
    const status = chart.querySelector("[role=status]");
    const values = { ...spec.start };
    let view;
    let queued = false;

    const draw = async () => {
      if (!view || queued) return;
      queued = true;
      await new Promise(requestAnimationFrame); // in which more moves may come
      queued = false;
      for (const [name, value] of Object.entries(values)) view.signal(name, value);
      await view.runAsync();
      for (const output of readouts) {
        output.value = view.signal(`${output.name}_text`);
        output.dataset.value = view.signal(output.name); // every digit
      }
    };

    const set = (input, number) => {
      values[input.name] = number;
      const text = String(number).replaceAll("-", "−");
      chart.querySelector(`output[for="${input.id}"]`).value = text;
      input.setAttribute("aria-valuetext", text);
    };

    const remember = () => {
      const url = new URL(location.href);
      for (const [name, value] of Object.entries(values)) {
        const key = `${chart.id}.${name}`;
        if (value === spec.start[name]) url.searchParams.delete(key);
        else url.searchParams.set(key, value);
      }
      url.hash = chart.id;
      history.replaceState(history.state, "", url);
    };

    const given = new URLSearchParams(location.search);
    let linked = false;
    for (const input of inputs) {
      const number = Number.parseFloat(given.get(`${chart.id}.${input.name}`));
      if (Number.isFinite(number)) {
        input.value = number; // which keeps it within the slider's limits and on its steps
        set(input, input.valueAsNumber);
        linked = true;
      } else set(input, values[input.name]);
      input.addEventListener("input", () => {
        set(input, input.valueAsNumber);
        status.textContent = "";
        draw();
      });
      input.addEventListener("change", remember);
    }

    chart.addEventListener("click", async ({ target }) => {
      if (target.name === "reset") {
        for (const input of inputs) {
          input.value = spec.start[input.name];
          set(input, spec.start[input.name]); // the start itself may lie between two steps
        }
        remember();
        draw();
        status.textContent = "Back at the start.";
      } else if (target.name === "copy") {
        const number = (_, name, type) => literal(values[name], type);
        await window.wbCopy(spec.code.replace(/\{(\w+):(float|int)\}/g, number));
        status.textContent = "Copied.";
      }
    });

    const build = async () => {
      if (!linked) await awake;
      const { View, parse, expressionInterpreter } = await loadVega();
      await idle();
      const runtime = parse(spec.vega, null, { ast: true });
      await idle();
      view = new View(runtime, { expr: expressionInterpreter, hover: false, renderer: "svg" });
      view.initialize(live).width(live.clientWidth);
      await draw();
      chart.classList.add("wb-chart-ready");
      new ResizeObserver(() => {
        // In print, where the picture stands, the width is 0.
        if (live.clientWidth) view.width(live.clientWidth).runAsync();
      }).observe(live);
    };

    const near = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        near.disconnect();
        build();
      },
      { rootMargin: "300px" },
    );
    near.observe(chart);
  };

  document.querySelectorAll(".wb-chart").forEach(start);
})();
