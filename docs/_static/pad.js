// A pad of pixels in a chart: painted by mouse and finger, and for a keyboard and a screen reader a
// grid with one focus. It keeps which pixels have been changed, for each letter that can be loaded,
// in the form in which a selection of Vega-Lite does.
"use strict";

window.wbPad = (chart, { name, field, of, side }, values) => {
  const count = side * side;
  const toggled = new Set();
  let image = []; // of the letter that is loaded
  let cells = [];
  let grid;
  let status;
  let active = 0;

  const keyOf = (pixel) => count * values[of] + pixel;
  const isInk = (pixel) => Boolean(image[pixel]) !== toggled.has(keyOf(pixel));
  const keep = () => {
    values[name] = { [field]: [...toggled] };
  };
  keep();

  const tell = (done) => {
    keep();
    chart.dispatchEvent(new CustomEvent("wb-pad", { detail: { done } }));
  };

  const paint = (pixel, ink) => {
    if (isInk(pixel) === ink) return;
    if (!toggled.delete(keyOf(pixel))) toggled.add(keyOf(pixel));
  };

  const describe = (pixel) =>
    `${isInk(pixel) ? "ink" : "paper"}, row ${Math.floor(pixel / side) + 1}, column ${(pixel % side) + 1}`;

  const activate = (pixel) => {
    cells[active].classList.remove("wb-active");
    active = pixel;
    cells[active].classList.add("wb-active");
    grid.setAttribute("aria-activedescendant", cells[active].id);
  };

  const moves = {
    ArrowLeft: (x, y) => [x - 1, y],
    ArrowRight: (x, y) => [x + 1, y],
    ArrowUp: (x, y) => [x, y - 1],
    ArrowDown: (x, y) => [x, y + 1],
    Home: (_, y) => [0, y],
    End: (_, y) => [side - 1, y],
  };

  const press = (event) => {
    const { key, shiftKey, ctrlKey, altKey, metaKey } = event;
    if (ctrlKey || altKey || metaKey) return;
    if (key === " " || key === "Enter") {
      paint(active, !isInk(active));
    } else if (key in moves) {
      const to = moves[key](active % side, Math.floor(active / side));
      const [x, y] = to.map((place) => Math.min(Math.max(place, 0), side - 1));
      const ink = isInk(active);
      activate(side * y + x);
      if (shiftKey && key.startsWith("Arrow")) paint(active, ink);
    } else return;
    event.preventDefault();
    if (key in moves && !shiftKey) return;
    status.textContent = describe(active);
    tell(true);
  };

  // The pixel below a finger, which may have left the pad.
  const under = ({ clientX, clientY }) => {
    const { left, top, width } = grid.getBoundingClientRect();
    const inside = (place) => Math.min(Math.max(Math.floor((place * side) / width), 0), side - 1);
    return [inside(clientX - left), inside(clientY - top)];
  };

  const listen = () => {
    let held = null; // whether ink or paper is drawn, and where the last pixel was
    grid.addEventListener("keydown", press);
    grid.addEventListener("pointerdown", (event) => {
      if (event.button || !event.isPrimary) return;
      const [x, y] = under(event);
      held = { ink: !isInk(side * y + x), x, y };
      grid.setPointerCapture(event.pointerId);
      activate(side * y + x);
      paint(active, held.ink);
      tell(false);
    });
    grid.addEventListener("pointermove", (event) => {
      if (!held || !event.isPrimary) return;
      const [x, y] = under(event);
      // All pixels on the way, since a fast hand leaps over some.
      const steps = Math.max(Math.abs(x - held.x), Math.abs(y - held.y));
      if (!steps) return;
      for (let step = 1; step <= steps; step += 1) {
        const [across, down] = [
          Math.round(held.x + ((x - held.x) * step) / steps),
          Math.round(held.y + ((y - held.y) * step) / steps),
        ];
        activate(side * down + across);
        paint(active, held.ink);
      }
      Object.assign(held, { x, y });
      tell(false);
    });
    grid.addEventListener("lostpointercapture", () => {
      held = null;
      tell(true);
    });
    // What a screen reader presses comes without a pointer.
    grid.addEventListener("click", (event) => {
      if (event.detail || event.pointerType) return;
      const pixel = cells.indexOf(event.target);
      if (pixel < 0) return;
      activate(pixel);
      paint(pixel, !isInk(pixel));
      tell(true);
    });
    chart.querySelector("[name=clear]").addEventListener("click", () => {
      for (let pixel = 0; pixel < count; pixel += 1) paint(pixel, false);
      tell(true);
    });
  };

  const build = () => {
    const made = (role, parent) => {
      const element = document.createElement("div");
      element.setAttribute("role", role);
      parent?.append(element);
      return element;
    };
    grid = made("grid");
    grid.className = "wb-pad";
    grid.tabIndex = 0;
    grid.setAttribute("aria-label", `Pad of ${side} by ${side} pixels`);
    grid.setAttribute("aria-describedby", `${chart.id}-pad`);
    grid.style.setProperty("--side", side);
    for (let y = 0; y < side; y += 1) {
      const row = made("row", grid);
      for (let x = 0; x < side; x += 1) {
        const cell = made("gridcell", row);
        cell.id = `${chart.id}-pixel-${side * y + x}`;
        cells.push(cell);
      }
    }
    status = made("status");
    status.className = "visually-hidden";
    // Outside of the picture, which is one image for a screen reader.
    chart.querySelector(".wb-chart-picture").after(grid, status);
    activate(0);
    listen();
  };

  return {
    // After each drawing: lies over the pixels, and says what they are.
    place(view, zero) {
      if (!grid) build();
      image = view.signal("image");
      const size = `${side * view.signal("cell")}px`;
      Object.assign(grid.style, { width: size, height: size });
      grid.style.translate = `${zero.x + view.signal("pad_x")}px ${zero.y}px`;
      cells.forEach((cell, pixel) => {
        const text = describe(pixel);
        if (cell.ariaLabel !== text) cell.ariaLabel = text;
      });
    },
    // What has been changed on the letter that is loaded, in hexadecimal digits.
    text() {
      let digits = "";
      for (let pixel = 0; pixel < count; pixel += 4) {
        const bits = [0, 1, 2, 3].map((k) => (toggled.has(keyOf(pixel + k)) ? "1" : "0"));
        digits += Number.parseInt(bits.join(""), 2).toString(16);
      }
      return digits.replace(/0+$/, "");
    },
    read(text) {
      [...text].slice(0, Math.ceil(count / 4)).forEach((digit, place) => {
        const bits = Number.parseInt(digit, 16);
        for (let k = 0; k < 4; k += 1)
          if (bits & (8 >> k) && 4 * place + k < count) toggled.add(keyOf(4 * place + k));
      });
      keep();
    },
    reset() {
      toggled.clear();
      keep();
    },
  };
};
