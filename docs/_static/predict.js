// Folds what a page asks its reader to predict, until the reader has decided. Whoever searches in
// the page, follows a link into it or prints it finds it open.
"use strict";

(() => {
  if (!("onbeforematch" in document.body)) return; // here nobody would find what is folded

  const status = document.createElement("span");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  document.getElementById("furo-main-content").append(status);

  const shown = new Set(history.state?.shown); // before the page was loaded again
  const fold = (outputs, number, choices) => {
    const [first] = outputs;
    const bar = document.createElement("div");
    bar.className = "wb-predict";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = choices ? "Show it without choosing" : "I have decided: show it";
    bar.append(button);
    first.before(bar);

    let folded = true;
    const show = () => {
      folded = false;
      bar.remove();
      for (const output of outputs) output.removeAttribute("hidden");
      shown.add(number);
      history.replaceState({ ...history.state, shown: [...shown] }, "");
    };
    for (const output of outputs) {
      output.hidden = "until-found";
      output.addEventListener("beforematch", show);
    }
    button.addEventListener("click", () => {
      show();
      first.role = "group";
      first.ariaLabel = "Result";
      first.tabIndex = -1;
      first.focus({ preventScroll: true });
    });
    const choose = () => {
      if (!folded) return;
      show();
      status.textContent = "The result is shown below.";
    };
    choices?.addEventListener("toggle", choose, { capture: true }); // the event does not bubble
  };

  const target = document.getElementById(location.hash.slice(1));
  let choices = null;
  document.querySelectorAll(".wb-choices, .wb-predicted").forEach((element, number, all) => {
    if (element.matches(".wb-choices")) {
      choices = element;
    } else if (!element.matches(".wb-predicted-too")) {
      const outputs = [element];
      while (all[number + outputs.length]?.matches(".wb-predicted-too"))
        outputs.push(all[number + outputs.length]);
      const linked = outputs.some((output) => output.contains(target));
      if (!linked && !shown.has(number)) fold(outputs, number, choices);
      choices = null;
    }
  });
})();
