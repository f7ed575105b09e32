// Shows the library that the reader has chosen in all tabs, on this page and on the next.
"use strict";

(() => {
  const KEY = "wb-tab";

  const choose = (name) => {
    for (const label of document.querySelectorAll(".tab-label")) {
      if (label.textContent === name) label.control.checked = true;
    }
  };

  for (const set of document.querySelectorAll(".tab-set")) {
    set.setAttribute("role", "radiogroup");
    set.setAttribute("aria-label", "Library");
  }

  try {
    choose(localStorage.getItem(KEY));
  } catch {
    // The browser keeps nothing: the first tab is shown.
  }

  document.addEventListener("change", ({ target }) => {
    if (!target.matches(".tab-input")) return;
    const before = target.getBoundingClientRect().top;
    const name = target.labels[0].textContent;
    choose(name);
    // Tabs further up may have grown.
    scrollBy({ top: target.getBoundingClientRect().top - before, behavior: "instant" });
    try {
      localStorage.setItem(KEY, name);
    } catch {
      // It is kept for this page only.
    }
  });
})();
