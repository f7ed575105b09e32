// Judges answers to the exercises of a page, as the checkers of `wbguide.exercises` do: `read`,
// `isClose`, `isRounded` and `judge` follow `_numbers.py` and `_judging.py`, and tests compare
// their words. What a reader types is computed here, without `eval`, as Python would compute it.
"use strict";

(() => {
  class Unclear extends Error {}
  const expected = (what, received) => {
    throw new Unclear(`Expected ${what}; received ${received}.`);
  };
  const quoted = (text) => `“${text}”`;

  // What is typed: numbers, lists and simple expressions.

  const TOKEN =
    /(?<number>(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][-+]?\d+(?:_\d+)*)?)|(?<name>[\p{L}_][\w.]*)|(?<sign>\*\*|[-+*/(),[\]])|(?<line>\n)|(?<other>\S)/gu;
  const SIGNS = [
    [/#.*/g, ""], // a comment
    [/[−–]/g, "-"], // as prose has them
    [/[×·⋅]/g, "*"],
    [/÷/g, "/"],
    [/π/g, " pi "],
  ];
  const LIBRARY = /^(?:np|numpy|math)\./;
  const KNOWN = "numbers, lists, + - * / **, sqrt, exp, ln and pi";
  const FUNCTIONS = { sqrt: Math.sqrt, exp: Math.exp, log: Math.log, ln: Math.log };
  const CONSTANTS = { pi: Math.PI, e: Math.E };
  const OTHERS = { "^": "** for a power", ";": "a comma between numbers" };

  const tokensOf = (text) => {
    const plain = SIGNS.reduce((known, [sign, instead]) => known.replace(sign, instead), text);
    const tokens = [];
    let depth = 0;
    for (const { 0: written, groups } of plain.trim().matchAll(TOKEN)) {
      if (groups.other) expected(OTHERS[written] ?? KNOWN, quoted(written));
      if ("([".includes(written)) depth += 1;
      if (")]".includes(written)) depth -= 1;
      // Within brackets and after a comma, a line goes on in the next.
      const goesOn = depth > 0 || [undefined, ",", "\n"].includes(tokens.at(-1)?.written);
      if (!(groups.line && goesOn)) tokens.push({ written, ...groups });
    }
    return tokens;
  };

  const numberOf = (value, where) =>
    typeof value === "number" ? value : expected(`one number ${where}`, "a list");
  const finite = (value) => {
    if (Number.isFinite(value)) return value;
    return expected("a finite number", Number.isNaN(value) ? "no real number" : "infinity");
  };
  const COMPUTE = {
    "+": (a, b) => a + b,
    "-": (a, b) => a - b,
    "*": (a, b) => a * b,
    "/": (a, b) => (b === 0 ? expected("a divisor other than zero", "0") : a / b),
    "**": (a, b) => a ** b,
  };
  const compute = (sign, a, b) => {
    const where = `beside ${sign}`;
    return finite(COMPUTE[sign](numberOf(a, where), numberOf(b, where)));
  };

  // A list is an array, and so is a tuple: checkers take both alike.
  const parse = (text) => {
    const tokens = tokensOf(text);
    let next = 0;
    const is = (...signs) => signs.includes(tokens[next]?.written);
    const received = () => {
      if (next === tokens.length) return "nothing more";
      return is("\n") ? "a new line" : quoted(tokens[next].written);
    };
    const take = () => tokens[next++].written;
    const takeIf = (sign) => is(sign) && Boolean(take());

    const items = (end, found = []) => {
      while (!takeIf(end)) {
        if (found.length && !takeIf(",")) expected(`a comma or ${end}`, received());
        if (!is(end)) found.push(sum());
      }
      return found;
    };
    const named = (name) => {
      const bare = name.replace(LIBRARY, "");
      if (Object.hasOwn(CONSTANTS, bare)) return CONSTANTS[bare];
      if (bare !== "array" && !Object.hasOwn(FUNCTIONS, bare)) expected(KNOWN, quoted(name));
      if (!takeIf("(")) expected(`( after ${name}`, received());
      const given = items(")");
      if (given.length !== 1) expected(`one argument of ${name}`, given.length);
      if (bare === "array") return rectangular(given[0]);
      return finite(FUNCTIONS[bare](numberOf(given[0], `in ${name}`)));
    };
    const operand = () => {
      if (tokens[next]?.number) return finite(Number(take().replaceAll("_", "")));
      if (tokens[next]?.name) return named(take());
      if (takeIf("[")) return items("]");
      if (!takeIf("(")) expected("a number", received());
      if (takeIf(")")) return [];
      const first = sum();
      return takeIf(")") ? first : items(")", [first]);
    };
    const power = () => {
      const base = operand();
      return is("**") ? compute(take(), base, signed()) : base;
    };
    const signed = () => (is("-", "+") ? compute(take(), 0, signed()) : power());
    const product = () => {
      let value = signed();
      while (is("*", "/")) value = compute(take(), value, signed());
      return value;
    };
    const sum = () => {
      let value = product();
      while (is("+", "-")) value = compute(take(), value, product());
      return value;
    };
    const line = () => {
      const found = [sum()];
      const isList = is(",");
      while (takeIf(",")) if (next < tokens.length && !is("\n")) found.push(sum());
      return isList ? found : found[0];
    };

    if (!tokens.length) expected("a number or a list", "nothing");
    const lines = [line()];
    while (next < tokens.length) {
      if (!takeIf("\n")) expected("a comma or one of + - * / **", received());
      lines.push(line());
    }
    return lines.length > 1 ? lines : lines[0];
  };

  // Numbers in the shape in which they come.

  const read = (value) => {
    if (!Array.isArray(value)) return { shape: [], values: [value] };
    const parts = value.map(read);
    const values = parts.flatMap((part) => part.values);
    const alike = new Set(parts.map((part) => JSON.stringify(part.shape))).size === 1;
    return { shape: alike ? [parts.length, ...parts[0].shape] : [values.length], values };
  };
  const rectangular = (value) => {
    const fits = (part) =>
      !Array.isArray(part) ||
      (part.every(fits) && new Set(part.map((each) => JSON.stringify(read(each).shape))).size < 2);
    return fits(value) ? value : expected("rows of equal length", "unequal ones");
  };
  const lean = ({ shape }) => JSON.stringify(shape.filter((length) => length !== 1));
  const isAlike = (one, other) => lean(one) === lean(other);

  const closeAt = (answer, known, rtol) => {
    const sizes = known.values.map(Math.abs);
    const largest = Math.max(0, ...sizes) || 1;
    const tolerance = known.whole ? 0 : rtol;
    return sizes.map(
      (size, i) => Math.abs(answer.values[i] - known.values[i]) <= tolerance * (size || largest),
    );
  };
  const isClose = (answer, known, rtol) =>
    isAlike(answer, known) && closeAt(answer, known, rtol).every(Boolean);

  // A number rounded to one digit and more, and cut to two digits and more.
  const roundings = (number) => {
    const [, sign, first, rest, exponent] = /^(-?)(\d)\.?(\d*)e(.*)$/.exec(number.toExponential());
    const digits = first + rest;
    const found = [];
    if (digits.length <= 3) return found; // nobody rounds 0.25
    const add = (whole, length) =>
      found.push(Number(`${sign}${whole}e${exponent - Math.min(length, digits.length) + 1}`));
    for (let length = 1; length < 10; length += 1) {
      const up = digits[length] >= "5" ? 1 : 0;
      add(Number(digits.slice(0, length)) + up, length);
      add(digits.slice(0, length + 1), length + 1);
    }
    return found;
  };
  const isSame = (a, b) => Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b));
  const isRounded = (answer, known, rtol) =>
    !known.whole &&
    isAlike(answer, known) &&
    closeAt(answer, known, rtol).every(
      (close, i) =>
        close || roundings(known.values[i]).some((rounded) => isSame(answer.values[i], rounded)),
    );

  // As Python writes a tuple.
  const tuple = (shape) => `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;

  const judge = (answer, { right: [value, whole], mistakes, rtol }) => {
    const right = { ...read(value), whole };
    if (isClose(answer, right, rtol)) return { right: true, message: "Right." };
    const known = mistakes.map(([wrong, counted, why]) => ({
      ...read(wrong),
      whole: counted,
      why,
    }));
    const hint = () => {
      const made = known.find((mistake) => isClose(answer, mistake, rtol));
      if (made) return made.why;
      if (isRounded(answer, right, rtol))
        return `That is close: give ${1 - Math.round(Math.log10(rtol))} digits or more.`;
      const rounded = known.filter((mistake) => isRounded(answer, mistake, rtol));
      if (rounded.length === 1) return rounded[0].why;
      if (isAlike(answer, right)) return "";
      const wanted = right.shape.length ? `have shape ${tuple(right.shape)}` : "be one number";
      return `The answer must ${wanted}; received shape ${tuple(answer.shape)}.`;
    };
    return { right: false, message: `Not yet. ${hint()}`.trimEnd() };
  };

  // The field.

  const start = (form) => {
    const field = form.querySelector("textarea");
    const status = form.querySelector("[role=status]");
    const known = form.querySelector("script");

    const say = (kind, message) => {
      status.textContent = message;
      form.dataset.verdict = kind;
      if (kind === "unclear") field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    };
    const check = () => {
      const verdict = judge(read(parse(field.value)), JSON.parse(known.textContent));
      say(verdict.right ? "right" : "wrong", verdict.message);
      if (!verdict.right) return;
      form.dataset.solved = "";
      const detail = { kind: "exercise", id: form.dataset.exercise };
      document.dispatchEvent(new CustomEvent("wb-done", { detail }));
    };

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      try {
        check();
      } catch (error) {
        if (!(error instanceof Unclear)) throw error;
        say("unclear", error.message);
      }
    });
    field.addEventListener("input", () => say("", ""));
    field.addEventListener("keydown", (event) => {
      // While letters are being composed, Enter is for them.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    form.hidden = false;
  };

  document.querySelectorAll(".wb-exercise").forEach(start);
})();
