// Remembers on this device what a reader of the course has read and solved, and shows it on the
// maps. Nothing of it leaves the browser.
"use strict";

(() => {
  const KEY = "wbguide-progress";
  const { page } = document.currentScript.dataset; // none on a map

  // Whatever stands there, or nothing where storage is blocked.
  const read = () => {
    const known = { read: [], exercise: [], goal: [] };
    try {
      const stored = JSON.parse(localStorage.getItem(KEY));
      for (const kind of Object.keys(known))
        if (Array.isArray(stored?.[kind])) known[kind] = stored[kind];
    } catch {
      // as if nothing stood there
    }
    return known;
  };

  const note = (kind, id) => {
    const known = read();
    if (typeof id !== "string" || !known[kind] || known[kind].includes(id)) return;
    known[kind].push(id);
    try {
      localStorage.setItem(KEY, JSON.stringify(known));
    } catch {
      // full, or blocked
    }
  };

  document.addEventListener("wb-done", ({ detail }) => {
    if (detail?.kind !== "read") note(detail?.kind, detail?.id);
  });

  if (page) {
    const headings = document.querySelectorAll("article section > h2");
    const end = document.querySelector("article #exercises > h2") ?? [...headings].at(-1);
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      note("read", page);
    });
    if (end) seen.observe(end);
    return;
  }

  const marks = [...document.querySelectorAll(".wb-progress")];
  const bar = document.createElement("div");
  bar.className = "wb-forget";
  bar.innerHTML = `<span>What you have read and solved is kept in this browser alone.</span>
    <button type="button">Forget my progress</button> <span role="status"></span>`;
  const [button, status] = bar.querySelectorAll("button, [role=status]");
  bar.hidden = true;
  [...document.querySelectorAll(".wb-map")].at(-1)?.after(bar);

  const show = () => {
    const known = read();
    for (const mark of marks) {
      const { page: name, exercises } = mark.dataset;
      const of = (kind) => known[kind].filter((id) => String(id).startsWith(`${name}#`)).length;
      const solved = Math.min(of("exercise"), exercises);
      const goals = of("goal");
      const parts = [
        known.read.includes(name) && "✓ Read",
        solved > 0 && `${solved} of ${exercises} exercises solved`,
        goals > 0 && `${goals} ${goals === 1 ? "goal" : "goals"} reached`,
      ];
      mark.textContent = parts.filter(Boolean).join(" · ");
      mark.hidden = !mark.textContent;
    }
    if (marks.some((mark) => !mark.hidden)) {
      bar.hidden = false;
      status.textContent = "";
    }
  };
  button.addEventListener("click", () => {
    try {
      localStorage.removeItem(KEY);
      status.textContent = "Forgotten.";
    } catch {
      // then there was nothing
    }
    show();
  });
  addEventListener("pageshow", show); // after a step back, too
  addEventListener("storage", show); // another window
})();
