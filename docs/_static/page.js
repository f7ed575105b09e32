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

  // Where the front page and the wheel of the package are for this reader. What is taken from the
  // site has addresses at a host that cannot exist, until they are replaced by these.
  const HOME = "https://wbguide.invalid/";
  const WHEEL = ` @ ${HOME}wbguide.whl`;
  const homeOfReader = () => new URL(root.dataset.content_root, location.href).href;
  const wheelOfReader = () => {
    const wheel = document.querySelector('meta[name="wbguide-wheel"]');
    return wheel ? ` @ ${new URL(wheel.content, location.href)}` : ""; // else a name will do
  };
  const placed = (text) =>
    text.replaceAll(WHEEL, wheelOfReader()).replaceAll(HOME, homeOfReader());

  // The lines that install the package: `"./wbguide-….whl[plot]"`, or `"wbguide[plot] @ https://…"`.
  const OURS = /"\S*wbguide-\S+\.whl(\[.*?\])?"|"wbguide(\[.*?\])? @ \S+"/g;
  const placeInstallLines = (article) => {
    const name = (_, one = "", two = "") => `"wbguide${one}${two}${wheelOfReader()}"`;
    for (const part of article.querySelectorAll(".wb-install .s2")) {
      part.textContent = part.textContent.replace(OURS, name);
    }
  };

  // A page opened from a folder may not fetch the files, but may load a script that holds them.
  const taken = {};
  window.wbguideTaken = (files) => Object.assign(taken, files);
  const load = (address) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.addEventListener("load", resolve);
      script.addEventListener("error", reject);
      document.head.append(script);
    });
  const save = (text, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text]));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };
  const placeDownloads = (article) => {
    for (const link of article.querySelectorAll(".wb-downloads a[download]")) {
      const [name] = new URL(link.href).pathname.split("/").slice(-1);
      link.addEventListener("click", async (event) => {
        event.preventDefault();
        try {
          if (!taken[name]) await load(link.href.replace(/\.\w+$/, ".taken.js"));
          save(placed(taken[name]), name);
        } catch {
          location.assign(link.href); // as without this script
        }
      });
    }
  };

  // For each cell its code as it runs in a file: the statements before it that it needs, in groups
  // that stood together, and its own, of which the last may be others.
  const readRunnable = () => {
    const data = document.getElementById("wb-snippets");
    if (!data) return () => null;
    const { pool, cells } = JSON.parse(data.textContent);
    const inputs = [...document.querySelectorAll(".cell_input")];
    return (pre) => {
      const [groups, kept, end] = cells[inputs.indexOf(pre.closest(".cell_input"))] ?? [];
      if (!groups) return null;
      const lacking = groups.map((group) => group.map((number) => pool[number]).join("\n"));
      const lines = codeOf(pre).split("\n");
      const own = end === undefined ? lines : [...lines.slice(0, kept), end];
      return () => `${[placed(lacking.join("\n\n")), own.join("\n")].filter(Boolean).join("\n\n")}\n`;
    };
  };

  const addCopyButtons = (article) => {
    const status = document.createElement("span");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    article.append(status);
    const runnableOf = readRunnable();

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
      const runnable = runnableOf(pre);
      if (runnable) {
        const title = "Copy runnable: with all that it takes to run and to show the same in a file";
        add(bar, "copy-runnable", "Runnable", title, runnable);
      }
      add(bar, "copy", "", "Copy this code", () => codeOf(pre));
      pre.after(bar);
    }
  };

  // The style sheet fades the edge beyond which a block goes on.
  const goesOn = (block) => block.scrollLeft + block.clientWidth < block.scrollWidth - 1;
  const markMore = (block, more = goesOn(block)) => block.classList.toggle("wb-more", more);
  // Columns are drawn with lines, or set apart by spaces in most lines.
  const isTable = (text) => {
    const lines = text.trimEnd().split("\n");
    const apart = lines.filter((line) => /\S {2,}\S/.test(line));
    return /[│┃]/.test(text) || (lines.length > 1 && 2 * apart.length > lines.length);
  };
  const markBlocks = (article) => {
    for (const block of article.querySelectorAll("div.highlight > pre")) {
      if (isTable(block.textContent)) block.classList.add("wb-table");
    }
  };

  // Each block that could scroll on a small window is a tab stop; keep those that do on this one.
  const keepTabStops = (article) => {
    const sizes = new ResizeObserver((entries) => {
      // All is measured before anything is marked: else each mark has the page laid out anew.
      const blocks = entries.map(({ target }) => ({
        block: target,
        scrolls: target.scrollWidth > target.clientWidth,
        more: goesOn(target),
      }));
      for (const { block, scrolls, more } of blocks) {
        if (scrolls) block.tabIndex = 0;
        else block.removeAttribute("tabindex");
        markMore(block, more);
      }
    });
    for (const block of article.querySelectorAll('[role="group"][tabindex]')) {
      block.addEventListener("scroll", () => markMore(block), { passive: true });
      sizes.observe(block);
    }
  };

  // What a term means, where the pointer, the focus or a finger stops at it.
  const addMeanings = (article) => {
    let meanings;
    const loadMeanings = () =>
      (meanings ??= new Promise((resolve) => {
        window.wbguideTerms = resolve;
        load(`${homeOfReader()}terms.js`).catch(() => resolve({}));
      }));
    const tip = document.createElement("div");
    tip.className = "wb-meaning";
    tip.id = "wb-meaning";
    tip.setAttribute("role", "tooltip");
    tip.hidden = true;
    let shownFor = null;
    let leaving;
    const hide = () => {
      clearTimeout(leaving);
      shownFor?.removeAttribute("aria-describedby");
      shownFor = null;
      tip.hidden = true;
    };
    const show = async (link) => {
      clearTimeout(leaving);
      if (shownFor === link) return;
      hide();
      shownFor = link;
      const meaning = (await loadMeanings())[decodeURIComponent(link.hash.slice(1))];
      if (shownFor !== link || !meaning) return;
      tip.textContent = meaning;
      tip.hidden = false;
      link.setAttribute("aria-describedby", tip.id);
      const { left, bottom } = link.getBoundingClientRect();
      const most = document.documentElement.clientWidth - tip.offsetWidth - 8;
      tip.style.left = `${Math.max(8, Math.min(left, most)) + scrollX}px`;
      tip.style.top = `${bottom + scrollY + 4}px`;
    };
    const leave = () => (leaving = setTimeout(hide, 200)); // time to move onto the text itself
    tip.addEventListener("pointerenter", () => clearTimeout(leaving));
    tip.addEventListener("pointerleave", leave);
    for (const link of article.querySelectorAll('a.reference[href*="#term-"]')) {
      let before = null;
      link.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show(link));
      link.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && leave());
      link.addEventListener("pointerdown", () => (before = shownFor));
      link.addEventListener("focus", () => show(link));
      link.addEventListener("blur", hide);
      link.addEventListener("click", (event) => {
        if (event.pointerType !== "touch" || before === link) return;
        event.preventDefault(); // the first tap tells, the second leads to the glossary
        show(link);
      });
    }
    addEventListener("keydown", (event) => event.key === "Escape" && hide());
    article.append(tip);
  };

  // The index is loaded and made once somebody searches.
  let index;
  const loadIndex = () =>
    (index ??= (async () => {
      const home = homeOfReader();
      const sections = new Promise((resolve) => (window.wbguideSections = resolve));
      const scripts = ["_static/minisearch.js", "_static/search.js", "search-data.js"];
      await Promise.all(scripts.map((script) => load(home + script)));
      return window.wbIndex(window.MiniSearch, await sections);
    })());
  const searchIn = async (field, below) => {
    const made = await loadIndex();
    window.wbSearchIn(field, below, made, homeOfReader());
  };

  // A press of / or Ctrl-K opens it on every page, and so does a word in the sidebar's field.
  const addSearch = (article) => {
    const sidebar = document.querySelector(".sidebar-search-container");
    for (const form of article.querySelectorAll("form.wb-search")) {
      const field = form.querySelector("input");
      const below = document.createElement("div");
      form.after(below);
      const start = () => searchIn(field, below);
      field.value = new URLSearchParams(location.search).get("q") ?? field.value;
      if (field.value) start();
      else field.addEventListener("input", start, { once: true });
    }
    if (!sidebar) return;

    let dialog;
    const open = (words = "") => {
      if (!dialog) {
        dialog = document.createElement("dialog");
        dialog.className = "wb-dialog";
        dialog.setAttribute("aria-label", "Search this site");
        dialog.innerHTML = `<form class="wb-search" method="get" role="search"><input name="q"
          type="search" autocomplete="off" aria-label="Your question, or an error message"
          placeholder="Your question, or an error message"><button type="button">Close</button>
          </form><div></div>`;
        const [form, below] = dialog.children;
        form.action = sidebar.action;
        form.querySelector("button").addEventListener("click", () => dialog.close());
        dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
        dialog.addEventListener("keydown", (event) => {
          if (event.key !== "Escape") return;
          event.preventDefault(); // else the first press only empties the field
          dialog.close();
        });
        document.body.append(dialog);
        searchIn(form.querySelector("input"), below);
      }
      if (!dialog.open) dialog.showModal();
      const field = dialog.querySelector("input");
      field.focus();
      if (words) field.value = words;
      else field.select();
      field.dispatchEvent(new Event("input"));
    };
    const inSidebar = sidebar.querySelector("input");
    inSidebar.addEventListener("input", () => {
      open(inSidebar.value);
      inSidebar.value = "";
    });
    document.querySelector(".wb-find")?.addEventListener("click", (event) => {
      event.preventDefault();
      open();
    });
    addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input:not([type=range]), textarea, select");
      const pressed = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey;
      const both = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
      if (!pressed && !both) return;
      event.preventDefault();
      open();
    });
  };

  addEventListener("DOMContentLoaded", () => {
    const article = document.getElementById("furo-main-content");
    addSearch(article);
    addMeanings(article);
    placeInstallLines(article);
    placeDownloads(article);
    addCopyButtons(article);
    markBlocks(article);
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
