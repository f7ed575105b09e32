// The first thing in the body of every page: light or dark is settled before anything is painted.
(() => {
  "use strict";
  document.documentElement.classList.remove("no-js"); // Furo does so later, and things move
  try {
    document.body.dataset.theme = localStorage.getItem("theme") ?? "auto";
  } catch {
    document.body.dataset.theme = "auto"; // the reader lets no page store anything
  }

  // A table is laid out anew with each row that arrives, and formulas have the sizes of their font.
  // Until all that is here, show nothing that would move; but no longer than browsers wait for a font.
  const root = document.documentElement;
  const show = () => root.classList.remove("wb-waiting");
  const parsed = new Promise((resolve) => addEventListener("DOMContentLoaded", resolve));
  const font = document.querySelector('link[rel="preload"][as="font"]')
    ? document.fonts.load('1em "wbguide math"')
    : null;
  root.classList.add("wb-waiting");
  Promise.allSettled([parsed, font]).then(show);
  setTimeout(show, 3000);

  const PROMPT = /^(>>>|\.\.\.|\$)( |$)/;

  // What a reader would paste: no prompt, no output, no line number.
  const codeOf = (pre) => {
    const copy = pre.cloneNode(true);
    copy.querySelectorAll(".linenos").forEach((number) => number.remove());
    const code = copy.textContent.trimEnd();
    if (!copy.querySelector(".gp")) return code;
    const lines = code.split("\n").filter((line) => PROMPT.test(line));
    return lines.map((line) => line.replace(PROMPT, "")).join("\n");
  };

  // For charts.js too.
  window.wbCopy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea"); // a plain http address has no clipboard
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };

  // For each cell the statements before it that it needs, in groups that stood together.
  const readLacking = () => {
    const data = document.getElementById("wb-snippets");
    if (!data) return () => [];
    const { pool, cells } = JSON.parse(data.textContent);
    const inputs = [...document.querySelectorAll(".cell_input")];
    return (pre) =>
      (cells[inputs.indexOf(pre.closest(".cell_input"))] ?? []).map((group) =>
        group.map((number) => pool[number]).join("\n"),
      );
  };

  const addCopyButtons = (article) => {
    const status = document.createElement("span");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    article.append(status);
    const lackedBy = readLacking();

    const add = (bar, icon, label, title, text) => {
      const button = document.createElement("button");
      button.type = "button";
      button.title = title;
      button.setAttribute("aria-label", title);
      button.innerHTML = `<svg aria-hidden="true"><use href="#svg-${icon}"></use></svg><span></span>`;
      button.lastChild.textContent = label;
      button.addEventListener("click", async () => {
        await window.wbCopy(text());
        status.textContent = "Copied";
        button.dataset.copied = "";
        setTimeout(() => {
          status.textContent = "";
          delete button.dataset.copied;
        }, 2000);
      });
      bar.append(button);
    };

    for (const pre of article.querySelectorAll("div.highlight > pre")) {
      if (pre.closest(".cell_output, .viewcode-block")) continue;
      const bar = document.createElement("div");
      bar.className = "wb-copy";
      const lacking = lackedBy(pre);
      if (lacking.length) {
        const title = "Copy runnable: with what it needs of the cells above";
        const whole = () => `${[...lacking, codeOf(pre)].join("\n\n")}\n`;
        add(bar, "copy-runnable", "Runnable", title, whole);
      }
      add(bar, "copy", "", "Copy this code", () => codeOf(pre));
      pre.after(bar);
    }
  };

  // Each block that could scroll on a small window is a tab stop; keep those that do on this one.
  const keepTabStops = (article) => {
    const sizes = new ResizeObserver((entries) => {
      for (const { target } of entries) {
        if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
        else target.removeAttribute("tabindex");
      }
    });
    article.querySelectorAll('[role="group"][tabindex]').forEach((block) => sizes.observe(block));
  };

  addEventListener("DOMContentLoaded", () => {
    const article = document.getElementById("furo-main-content");
    addCopyButtons(article);
    keepTabStops(article);
  });

  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const drawer of document.querySelectorAll(".sidebar-toggle:checked")) {
      drawer.checked = false;
      drawer.focus();
    }
  });
})();
