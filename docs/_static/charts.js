// Brings the charts of a page to life: sliders, choices, switches, handles and places to tap in the
// picture, training by itself, goals that are ticked off, a link to what is seen, and the code that
// gives it. Vega is fetched while the page is idle, and runs once the reader is at work on it; a chart
// lives once it is near the view, and until then the picture in its place shows the same.
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

  let byKey = false; // whether the reader's last act was at the keyboard
  for (const [event, is] of [["keydown", true], ["pointerdown", false]])
    addEventListener(event, () => (byKey = is), { capture: true, passive: true });

  // What a chart needs is done in pieces between other work, so that none holds the reader up.
  const pause = () => new Promise((resolve) => setTimeout(resolve));
  const idle = () =>
    new Promise((resolve) =>
      window.requestIdleCallback
        ? requestIdleCallback(resolve, { timeout: 1000 })
        : setTimeout(resolve, 200),
    );

  const awake = new Promise((resolve) => {
    for (const sign of ["focusin", "keydown", "pointerdown", "pointermove", "scroll"])
      addEventListener(sign, resolve, { capture: true, once: true, passive: true });
  });

  // Fetched ahead, and not run: that would take time from whoever has just come.
  const prefetch = async () => {
    await idle();
    if (vega || location.protocol === "file:" || navigator.connection?.saveData) return;
    const link = document.createElement("link");
    Object.assign(link, { rel: "prefetch", as: "script", href: vegaUrl });
    document.head.append(link);
  };
  addEventListener("load", prefetch, { once: true });

  // Python's: a float has a point or an exponent, a count has neither.
  const literal = (number, type) =>
    type === "float" && Number.isInteger(number) && Math.abs(number) < 1e21
      ? number.toFixed(1)
      : String(number);

  // The name of the page, as `tutorials/a-page`, from wherever it is opened.
  const page = () => {
    const home = new URL(document.documentElement.dataset.content_root, location.href).pathname;
    return location.pathname.slice(home.length).replace(/(?:index)?(?:\.html)?$/, "") || "index";
  };

  // Says something else in the same node: a new one would have the browser look for what depends on
  // it all over the page.
  const say = (element, text) => {
    const node = element.firstChild ?? element.appendChild(new Text());
    if (node.data !== text) node.data = text;
  };

  const setAttribute = (element, name, value) => {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  };

  // What is said of each of many, such as pixels, is written once, with # for its number.
  const sayAll = (text) =>
    text.replace(/\{\{([^{}|]+)\|(.)\|(\d+)\}\}/g, (_, term, joint, count) =>
      Array.from({ length: Number(count) }, (_, k) => term.replaceAll("#", k)).join(joint),
    );

  // Places in the picture that can be pulled by mouse and finger. For a keyboard and a screen reader
  // the sliders do the same, so these are hidden from both; whoever pulls one has the focus on its
  // slider, and so the arrow keys at hand for the last small steps.
  const addHandles = (chart, handles, pull, drop) => {
    const layer = document.createElement("div");
    layer.className = "wb-chart-handles";
    layer.setAttribute("aria-hidden", "true");
    const inputsOf = ({ sets }) =>
      sets.map((name) => chart.querySelector(`input[name="${name}"]`));
    const targets = handles.map((handle) => {
      const target = document.createElement("span");
      target.title = handle.name;
      target.hidden = true;
      layer.append(target);
      for (const input of inputsOf(handle))
        for (const [event, held] of [["focus", true], ["blur", false]])
          input.addEventListener(event, () => target.classList.toggle("wb-held", held));
      return target;
    });
    let held = null; // which, and by how much its middle was missed
    layer.addEventListener("mousedown", (event) => event.preventDefault()); // keep the focus
    layer.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      // Of targets that overlap, the one whose middle is nearest.
      const missed = targets.map((target) => {
        const { left, top, width, height } = target.getBoundingClientRect();
        const [x, y] = [event.clientX - left - width / 2, event.clientY - top - height / 2];
        return { x, y, far: target.hidden ? Infinity : Math.hypot(x, y) };
      });
      const number = missed.reduce((best, { far }, k) => (far < missed[best].far ? k : best), 0);
      held = { number, ...missed[number] };
      targets[number].setPointerCapture(event.pointerId);
      const inputs = inputsOf(handles[number]);
      if (!inputs.includes(document.activeElement)) inputs[0].focus({ preventScroll: true });
    });
    layer.addEventListener("pointermove", (event) => {
      if (!held) return;
      const { left, top } = layer.getBoundingClientRect();
      pull(held.number, event.clientX - left - held.x, event.clientY - top - held.y);
    });
    layer.addEventListener("lostpointercapture", () => {
      held = null;
      drop();
    });
    chart.querySelector(".wb-chart-picture").append(layer);
    return targets;
  };

  // Places in the picture that are tapped to choose what they show, as a button of the panel does:
  // it has the focus then.
  const addTaps = (chart, taps, inputOf) => {
    const layer = document.createElement("div");
    layer.className = "wb-chart-taps";
    layer.setAttribute("aria-hidden", "true");
    layer.addEventListener("mousedown", (event) => event.preventDefault()); // keep the focus
    const targets = taps.map((tap) => {
      const target = document.createElement("span");
      target.title = tap.say;
      target.addEventListener("click", () => {
        inputOf(tap).focus({ preventScroll: true });
        inputOf(tap).click();
      });
      layer.append(target);
      return target;
    });
    chart.querySelector(".wb-chart-picture").append(layer);
    return targets;
  };

  const start = (chart) => {
    const spec = JSON.parse(sayAll(chart.querySelector("script").textContent));
    const live = chart.querySelector(".wb-chart-live");
    const inputs = [...chart.querySelectorAll("input")];
    const readouts = [...chart.querySelectorAll("output[name]")];
    const goals = [...chart.querySelectorAll(".wb-chart-goals li")];
    const status = chart.querySelector(".wb-chart-buttons [role=status]");
    const values = { ...spec.start };
    let view;
    let isReady;
    const ready = new Promise((resolve) => (isReady = resolve));
    let queued = false;
    let targets = [];
    let taps = [];
    let pulled = null; // a handle, and where to
    const pad = spec.pad && window.wbPad(chart, spec.pad, values);

    // The buttons of a choice are known to the page by the chart's name too.
    const nameOf = ({ name }) => name.slice(name.indexOf(".") + 1);
    const inputsNamed = (name) => inputs.filter((input) => nameOf(input) === name);
    const inputNamed = (name) => inputsNamed(name)[0];

    // What an input stands at: null where it is the button of a choice that is not chosen.
    const readInput = (input) => {
      if (input.type === "range") return input.valueAsNumber;
      if (input.type === "checkbox") return input.checked;
      if (!input.checked) return null;
      return typeof spec.start[nameOf(input)] === "number" ? Number(input.value) : input.value;
    };

    // Puts the inputs of a name to a value given as text; a slider keeps it within its limits and
    // on its steps, and what is none of a choice's changes nothing.
    const write = (name, text) => {
      for (const input of inputsNamed(name)) {
        if (input.type === "range") {
          if (!Number.isFinite(Number.parseFloat(text))) continue;
          input.value = Number.parseFloat(text);
        } else if (input.type === "checkbox") input.checked = text === "true";
        else if (input.value === text) input.checked = true;
        const value = readInput(input);
        if (value !== null) set(input, value);
      }
    };

    // Where the middle of the axes' origin is, in pixels of the picture.
    const origin = () => {
      const { left, top } = view.padding();
      const [x, y] = view.origin();
      return { x: left + x, y: top + y };
    };

    const follow = async ({ number, x, y }) => {
      const zero = origin();
      const at = {
        x: view.scale("x").invert(x - zero.x),
        y: view.scale("y").invert(y - zero.y),
      };
      await view.signal("at", at).runAsync();
      for (const name of spec.handles[number].sets) {
        const wanted = view.signal(`handle_${number}_sets_${name}`);
        if (!Number.isFinite(wanted)) continue;
        const input = inputNamed(name);
        input.value = wanted; // which keeps it within the slider's limits and on its steps
        set(input, input.valueAsNumber);
      }
    };

    const place = () => {
      const zero = origin();
      targets.forEach((target, number) => {
        const [x, y] = ["x", "y"].map((axis) => view.signal(`handle_${number}_${axis}`));
        target.hidden = x === null || y === null;
        target.style.translate = `${zero.x + x}px ${zero.y + y}px`;
      });
      taps.forEach((tap, number) => {
        const [x, y, right, bottom] = view.signal(`tap_${number}`);
        const [width, height] = [right - x, bottom - y].map((size) => `${size}px`);
        Object.assign(tap.style, { translate: `${zero.x + x}px ${zero.y + y}px`, width, height });
      });
      pad?.place(view, zero);
    };

    const finish = (goal, number) => {
      const status = chart.querySelector(".wb-chart-goals [role=status]");
      status.textContent = `Done: ${goal.textContent}`;
      const done = document.createElement("span");
      done.className = "visually-hidden";
      done.textContent = "Done: ";
      goal.prepend(done);
      goal.classList.add("wb-done");
      const id = `${page()}#${chart.id}.${number + 1}`;
      document.dispatchEvent(new CustomEvent("wb-done", { detail: { kind: "goal", id } }));
    };

    // A goal is reached where it holds for a moment, and not in passing.
    const waiting = new Set();
    const tick = () => {
      goals.forEach((goal, number) => {
        const holds = () => view.signal(`goal_${number}`);
        if (goal.classList.contains("wb-done") || waiting.has(number) || !holds()) return;
        waiting.add(number);
        setTimeout(() => {
          waiting.delete(number);
          if (holds()) finish(goal, number);
        }, 400);
      });
    };

    const draw = async (ticking = true) => {
      if (!view || queued) return;
      queued = true;
      await new Promise(requestAnimationFrame); // in which more moves may come
      queued = false;
      if (pulled) await follow(pulled);
      await show();
      if (ticking) tick();
    };

    const show = async () => {
      for (const [name, value] of Object.entries(values)) view.signal(name, value);
      await view.runAsync();
      for (const output of readouts) {
        say(output, view.signal(`${output.name}_text`));
        setAttribute(output, "data-value", String(view.signal(output.name))); // every digit
      }
      place();
    };

    const set = (input, number, shown = number) => {
      values[nameOf(input)] = number;
      if (input.type !== "range") return;
      const read = "power" in input.dataset ? Number((10 ** number).toPrecision(3)) : shown;
      const text = String(read).replaceAll("-", "−");
      say(chart.querySelector(`output[for="${input.id}"]`), text);
      setAttribute(input, "aria-valuetext", text);
      // The track is filled from zero, or from its beginning where zero is not on it.
      const [low, high] = [Number(input.min), Number(input.max)];
      const share = (value) => String((value - low) / (high - low));
      const zero = Math.max(low, 0);
      input.classList.toggle("wb-signed", low < 0 && high > 0);
      input.style.setProperty("--wb-zero", share(zero));
      input.style.setProperty("--wb-from", share(Math.min(zero, number)));
      input.style.setProperty("--wb-to", share(Math.max(zero, number)));
    };

    const remember = () => {
      const url = new URL(location.href);
      for (const [name, value] of Object.entries(values)) {
        const key = `${chart.id}.${name}`;
        if (name === spec.pad?.name) {
          if (pad.text()) url.searchParams.set(key, pad.text());
          else url.searchParams.delete(key);
        } else if (value === spec.start[name]) url.searchParams.delete(key);
        else url.searchParams.set(key, value);
      }
      url.hash = chart.id;
      history.replaceState(history.state, "", url);
    };

    for (const mark of chart.querySelectorAll(".wb-chart-mark")) {
      const { min, max } = mark.parentElement.querySelector("input");
      mark.style.setProperty("--wb-at", String((mark.dataset.at - min) / (max - min)));
    }

    const play = chart.querySelector("[name=play]");
    const called = play?.textContent;
    let playing;
    const stop = () => {
      if (!playing) return;
      playing = undefined;
      play.textContent = called;
      for (const output of [...readouts, status]) output.ariaLive = "polite";
      remember();
    };

    // Moves a slider on by some steps.
    const slide = async (input, by) => {
      input.value = input.valueAsNumber + by;
      set(input, input.valueAsNumber);
      await draw();
      if (input.value === input.max) stop();
    };

    // Takes some steps of training from wherever the reader is, until they lead nowhere any more.
    // No goal is reached by them: those are the reader's.
    let [learned, left] = [0, ""];
    const learn = async (steps) => {
      await ready;
      if (left !== String(Object.values(values))) learned = 0;
      const hardly = (name) => 1e-7 * inputNamed(name).step;
      let still = false;
      for (let k = 0; k < steps && !still; k += 1) {
        if (k) await view.runAsync();
        const next = spec.learns.map((name) => [name, view.signal(`learn_${name}`)]);
        still = next.every(([name, value]) => Math.abs(value - values[name]) < hardly(name));
        for (const [name, value] of next) {
          const input = inputNamed(name);
          input.value = value;
          set(input, value, Number(value.toPrecision(4)));
          view.signal(name, value);
        }
        learned += 1;
      }
      left = String(Object.values(values));
      await draw(false);
      if (still) stop();
      const counted = learned === 1 ? "1 step" : `${learned} steps`;
      status.textContent = still ? `Learned in ${counted}. Now you?` : `After ${counted} of descent.`;
    };

    // What moves by itself takes one step at a time at first, and then ever more.
    const input = play && inputNamed(play.value);
    const advance = (by) => (input ? slide(input, by) : learn(by));
    const startPlaying = async () => {
      const mine = (playing = {}); // another press may start another
      if (input && input.value === input.max) input.value = input.min;
      for (const output of [...readouts, status]) output.ariaLive = "off"; // there would be no end
      play.textContent = "Pause";
      for (let count = 0; playing === mine; count += 1) {
        const pause = new Promise((resolve) => setTimeout(resolve, Number(play.dataset.ms)));
        await advance(Math.ceil((input ? input.valueAsNumber - input.min + 1 : count + 1) / 20));
        await pause;
      }
    };

    const given = new URLSearchParams(location.search);
    const linked = Object.keys(values).filter((name) => given.has(`${chart.id}.${name}`));
    for (const name of linked) write(name, given.get(`${chart.id}.${name}`));
    pad?.read(given.get(`${chart.id}.${spec.pad.name}`) ?? "");
    chart.addEventListener("wb-pad", ({ detail }) => {
      stop();
      status.textContent = "";
      if (detail.done) remember();
      draw();
    });
    for (const input of inputs) {
      if (input.type === "range") set(input, values[input.name]);
      input.addEventListener("input", () => {
        stop();
        set(input, readInput(input));
        if (spec.commit && nameOf(input) !== spec.commit.name) write(spec.commit.name, "false");
        status.textContent = "";
        draw();
      });
      input.addEventListener("change", remember);
    }

    // Who moves by keyboard sees the picture too, as much of it as there is room for.
    chart.addEventListener("focusin", ({ target }) => {
      if (!byKey) return;
      const header = document.querySelector(".mobile-header")?.offsetHeight ?? 0;
      const unseen = chart.getBoundingClientRect().top - header - 16;
      const room = innerHeight - target.getBoundingClientRect().bottom - 16;
      if (unseen < 0) scrollBy({ top: Math.max(unseen, -room), behavior: "instant" });
    });

    chart.addEventListener("click", async ({ target }) => {
      if (target.name === "play" && !playing) startPlaying();
      else stop();
      if (target.name === "step") {
        await advance(1);
        remember();
      } else if (target.name === "commit") {
        write(spec.commit.name, "true");
        remember();
        await draw();
        // On a phone the picture is out of sight.
        const told = readouts.map((output) => `${output.ariaLabel} ${output.value}`);
        status.textContent = `${told.join(", ")}.`;
      } else if (target.name === "reset") {
        // Not to be computed at once from what it was, which would seem to have changed nothing.
        if (spec.commit) view?.signal(spec.commit.kept, "", { skip: true });
        for (const [name, value] of Object.entries(spec.start)) {
          write(name, String(value));
          set(inputNamed(name), value); // the start of a slider may lie between two steps
        }
        pad?.reset();
        remember();
        draw();
        status.textContent = "Back at the start.";
      } else if (target.name === "copy") {
        const number = (_, name, type) => literal(values[name], type);
        await window.wbCopy(spec.code.replace(/\{(\w+):(float|int|str)\}/g, number));
        status.textContent = "Copied.";
      }
    });

    let runtime;
    const prepare = async () => {
      const { parse } = await loadVega();
      runtime ??= parse(spec.vega, null, { ast: true });
    };
    if (!linked.length) inTurn(prepare);

    const build = async () => {
      await prepare();
      const { View, expressionInterpreter } = await vega;
      await pause();
      view = new View(runtime, { expr: expressionInterpreter, hover: false, renderer: "svg" });
      view.initialize(live).width(live.clientWidth);
      targets = addHandles(
        chart,
        spec.handles,
        (number, x, y) => {
          pulled = { number, x, y };
          draw();
        },
        () => {
          pulled = null;
          remember();
        },
      );
      const chosen = (tap) =>
        inputsNamed(tap.name).find(({ value }) => value === String(tap.value));
      if (spec.taps.length) taps = addTaps(chart, spec.taps, chosen);
      await show();
      chart.classList.add("wb-chart-ready");
      isReady();
      tick();
      new ResizeObserver(() => {
        // In print, where the picture stands, the width is 0.
        if (live.clientWidth) view.width(live.clientWidth).runAsync().then(place);
      }).observe(live);
    };

    const near = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        near.disconnect();
        (linked.length ? Promise.resolve() : awake).then(() => comeToLife(chart, build));
      },
      { rootMargin: "100% 0%" }, // a window's height away
    );
    near.observe(chart);
  };

  // Of charts that are near, one after another comes to life, and first the one nearest to the
  // middle of the window.
  const builds = new Map();
  let busy = false;
  const comeToLife = async (chart, build) => {
    builds.set(chart, build);
    if (busy) return;
    busy = true;
    const off = (each) => {
      const { top, bottom } = each.getBoundingClientRect();
      return Math.abs(top + bottom - innerHeight);
    };
    while (builds.size) {
      const [next] = [...builds.keys()].sort((one, other) => off(one) - off(other));
      const work = builds.get(next);
      builds.delete(next);
      await work().catch(reportError); // whose picture stays, and the others live
      await pause();
    }
    busy = false;
  };

  // While nothing else is to be done, for one chart after another.
  let turn = awake;
  const inTurn = (work) => {
    turn = turn.then(idle).then(work);
  };

  document.querySelectorAll(".wb-chart").forEach(start);
})();
