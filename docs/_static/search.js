// Finds pages by the words of a question: ranks the sections of the site, and lists their pages.
// `page.js` loads it once a reader searches. What it looks through is in search-data.js, which
// calls `wbguideSections`; how it is looked through is MiniSearch's.
"use strict";

(() => {
  // Words that stand in most questions, and tell none from another.
  const STOP = new Set(
    `a am an and any are as at be been but by can could did do does doing for from get gets getting
    had has have how i if in into is it its just me my of on or our please should so some than that
    the their them then there these they this to too us was we were what when where which who why
    will with would you your about after again also anyone because e.g etc got help i'm im know
    like mean means need really s t tell understand use used using want way`.split(/\s+/),
  );
  // What people say for what the site calls otherwise. The second is looked for, too.
  const MEANT = {
    coefficient: "weight kernel",
    coef: "weight",
    slope: "weight",
    intercept: "bias",
    offset: "bias",
    threshold: "bias",
    constant: "bias",
    wandb: "company weights",
    node: "neuron unit",
    perceptron: "neuron",
    transfer: "activation",
    nonlinearity: "activation",
    normalize: "scale",
    standardize: "scale",
    regularization: "regularize penalty",
    decay: "penalty",
    torch: "pytorch",
    tf: "tensorflow",
    seed: "random",
    reproducible: "random run",
    differ: "other",
    different: "other",
    nan: "loss",
    inf: "nan",
    infinity: "nan",
    diverge: "nan",
    explode: "nan",
    store: "save",
    export: "save",
    checkpoint: "save",
    restore: "load",
    unfreeze: "freeze",
    lock: "freeze",
    fixed: "freeze",
    reinitialize: "reset",
    reuse: "copy",
    plot: "draw",
    visualize: "draw",
    monitor: "watch",
    track: "watch",
    histogram: "watch",
    outdated: "old",
    deprecated: "old",
    migrate: "old",
    dimension: "shape",
    size: "shape",
    flip: "transpose",
    fahrenheit: "degrees celsius",
    celsius: "degrees",
    memory: "bytes",
    cost: "loss",
    error: "loss",
    converge: "learn",
    stuck: "move",
    flat: "move",
    percentage: "add",
    picture: "draw image",
    conversion: "celsius",
    temperature: "celsius",
    merge: "collapse",
    switch: "off leave",
    dimensional: "ndim",
    subclass: "custom",
    importance: "important",
    dummies: "explain",
    bracket: "parentheses",
    circle: "node",
  };

  // One form for the forms of a word, be it British or American: enough to compare, not to read.
  const stem = (word) => {
    if (word.length < 4 || /[^a-z]/.test(word)) return word;
    let base = word
      .replace(/isation/, "ization")
      .replace(/is(e|ed|es|er|ers|ing)$/, (end, tail) => (word.length > 6 ? `iz${tail}` : end))
      .replace(/yse(d|s)?$/, "yze$1")
      .replace(/(col|behavi|fav|neighb)our/, "$1or")
      .replace(/^centre/, "center");
    base = base.replace(/(iz|yz)(ation|e|ed|es|er|ers|ing|ations)$/, "$1");
    base = base.replace(/ies$/, "y").replace(/(ss|sh|ch|x|s)es$/, "$1");
    if (!/(ss|us|is|as)$/.test(base)) base = base.replace(/s$/, "");
    if (base.length > 5) base = base.replace(/ing$/, "");
    if (base.length > 4) base = base.replace(/ed$/, "");
    base = base.replace(/([bdfgmnprt])\1$/, "$1");
    return base.length > 3 ? base.replace(/e$/, "") : base;
  };

  const SYNONYMS = Object.fromEntries(
    Object.entries(MEANT).map(([word, others]) => [stem(word), others]),
  );

  const plain = (text) => text.toLowerCase().replace(/[‘’]/g, "'").replace(/\s+/g, " ").trim();
  // Words, the parts of a name, and whole what is no word: `min_ndim=2`, `[[200.]]`.
  const tokenize = (text) => {
    const found = [];
    for (const piece of plain(text).split(" ")) {
      const whole = piece.replace(/^[^\p{L}\p{N}_[(]+|[^\p{L}\p{N}_\])]+$/gu, "");
      const names = piece.split(/[^\p{L}\p{N}_]+/u).filter(Boolean);
      if (/[=[\].(_]/.test(whole) && whole.length < 40) found.push(whole);
      for (const name of names) {
        const parts = name.split("_").filter(Boolean);
        if (parts.length > 1 && name !== whole) found.push(name);
        found.push(...parts);
      }
    }
    return found;
  };

  const FIELDS = ["title", "heading", "message", "asked", "text", "words"];
  const BOOST = { title: 3, heading: 2, message: 4, asked: 3, text: 1, words: 0.6 };
  const KINDS = {
    Answer: "More answers",
    Error: "More errors",
    Recipe: "More recipes",
    Tutorial: "Tutorials",
    "Deep dive": "Deep dives",
    Reference: "Reference",
    Page: "Other pages",
  };
  const WEIGHT = { Reference: 0.6, "Deep dive": 0.9 };
  const OPTIONS = {
    bm25: { k: 1.2, b: 0.4, d: 0.5 }, // a short section is not that much better than a long one
    boost: BOOST,
    weights: { prefix: 0.4, fuzzy: 0.3 },
    tokenize: (text) => text.split("\n"), // done before
  };

  const stemsOf = (text) => {
    const all = tokenize(text);
    const telling = all.filter((word) => !STOP.has(word));
    return [...new Set((telling.length ? telling : all).map(stem))];
  };
  const alike = (one, two) => {
    if (one === two) return 1;
    if (one[0] !== two[0]) return 0; // hardly anyone mistypes the first letter
    const [short, long] = one.length < two.length ? [one, two] : [two, one];
    if (short.length > 3 && long.startsWith(short)) return 0.6;
    if (short.length < 5 || long.length - short.length > 1) return 0;
    let [start, end] = [0, 0]; // one letter wrong, missing, or two swapped
    while (start < short.length && short[start] === long[start]) start += 1;
    while (end < short.length - start && short.at(-1 - end) === long.at(-1 - end)) end += 1;
    const left = long.length - start - end;
    const swapped = left === 2 && short.length === long.length &&
      short[start] === long[start + 1] && short[start + 1] === long[start];
    return left <= 1 || swapped ? 0.7 : 0;
  };

  window.wbIndex = (MiniSearch, pages) => {
    const terms = new Set();
    const index = new MiniSearch({
      fields: FIELDS,
      tokenize,
      processTerm: (word) => {
        if (STOP.has(word)) return null;
        const term = stem(word);
        terms.add(term);
        return term;
      },
    });
    const documents = [];
    const phrases = []; // what a page is called, and how people ask for it
    const spread = new Map(); // in which of them a word stands
    pages.forEach((page, number) => {
      for (const said of [page.t, page.m, ...(page.a ?? [])].filter(Boolean)) {
        const stems = stemsOf(said);
        for (const each of stems) {
          if (!spread.has(each)) spread.set(each, []);
          spread.get(each).push(phrases.length);
        }
        phrases.push({ number, stems, called: said === page.t });
      }
      (page.s ?? []).forEach(([place, heading, text, words], part) => {
        const first = part === 0;
        documents.push({
          id: documents.length,
          ...{ number, place, words, text },
          title: first ? page.t : "",
          heading: first ? "" : heading,
          message: first ? page.m : "",
          asked: first ? (page.a ?? []).join("\n") : "",
        });
      });
    });
    index.addAll(documents);
    const messages = pages.map((page) => plain(page.m ?? ""));
    const rarity = (word) => Math.log(1 + phrases.length / (1 + (spread.get(word)?.length ?? 0)));
    for (const phrase of phrases) phrase.rarities = phrase.stems.map(rarity);

    // For a word of a query, the words of phrases that are like it or meant by it, and how much. It
    // is kept, since with each key only the last word is a new one.
    const kept = new Map();
    const nearTo = (word, others) => {
      if (kept.has(word)) return kept.get(word);
      const near = new Map();
      near.rarity = rarity(word);
      kept.set(word, near);
      for (const each of spread.keys()) {
        const value = Math.max(alike(word, each), others.includes(each) ? 0.7 : 0);
        if (value) near.set(each, value);
      }
      return near;
    };
    // How much a query and a phrase are the same: what they share, of both.
    const likeness = (near, { stems, rarities }) => {
      let [shared, whole, covered, length] = [0, 0, 0, 0];
      const values = stems.map(() => 0);
      for (const found of near.values()) {
        let best = 0;
        for (const [place, each] of stems.entries()) {
          const value = found.get(each) ?? 0;
          if (value > best) best = value;
          if (value > values[place]) values[place] = value;
        }
        shared += found.rarity * best;
        whole += found.rarity;
      }
      if (!shared) return 0;
      for (const [place, value] of values.entries()) {
        covered += rarities[place] * value;
        length += rarities[place];
      }
      return (2 * shared * covered) / (shared * length + covered * whole);
    };

    // The pages for a query, best first: address, title, kind, and the sentence that fits best.
    return (query, most = 14) => {
      const asked = stemsOf(query);
      const others = new Map(
        asked.map((word) => [word, SYNONYMS[word]?.split(" ").map(stem) ?? []]),
      );
      const more = [...others.values()].flat();
      const options = {
        ...OPTIONS,
        processTerm: (term) => term,
        // The last word may not be finished; and what stands nowhere may be, or have an error.
        prefix: (term, at, all) => term.length > 2 && (at === all.length - 1 || !terms.has(term)),
        fuzzy: (term) => (term.length > 4 && !terms.has(term) && /^[a-z]+$/.test(term) ? 0.2 : false),
      };
      const found = index.search({
        combineWith: "OR",
        queries: [
          { ...options, queries: [asked.join("\n")] },
          ...(more.length
            ? [{ ...options, queries: [more.join("\n")], boostDocument: () => 0.4 }]
            : []),
        ],
      });
      const ranked = new Map();
      for (const { id, score, terms: fitting } of found) {
        const { number, place } = documents[id];
        const own = score * (WEIGHT[pages[number].k] ?? 1);
        const known = ranked.get(number);
        if (!known) ranked.set(number, { number, score: own, place, id, terms: fitting, parts: 1 });
        else if ((known.parts += 1) < 4) known.score += 0.2 * own;
      }
      const top = Math.max(1, ...[...ranked.values()].map((each) => each.score));
      for (const known of ranked.values()) known.score /= top; // so that the best has 1
      const near = new Map(asked.map((word) => [word, nearTo(word, others.get(word))]));
      const like = new Map();
      const sharing = new Set();
      for (const found of near.values()) {
        for (const each of found.keys()) for (const at of spread.get(each)) sharing.add(at);
      }
      for (const at of sharing) {
        const { number, called } = phrases[at];
        const value = likeness(near, phrases[at]) * (called ? 1 : 0.95);
        if (value > (like.get(number) ?? 0)) like.set(number, value);
      }
      for (const [number, value] of like) {
        const known = ranked.get(number) ?? { number, score: 0, place: "", id: -1, terms: asked };
        const kind = WEIGHT[pages[number].k] ?? 1;
        // A page that is asked for is opened at its beginning.
        const place = value > 0.6 ? "" : known.place;
        ranked.set(number, { ...known, place, score: known.score + 1.3 * kind * value });
      }
      const text = plain(query);
      for (const [number, message] of messages.entries()) {
        if (!message || text.length < 12) continue;
        if (!message.includes(text) && !text.includes(message)) continue;
        const known = ranked.get(number);
        ranked.set(number, { ...known, place: "", score: known.score + 10 + message.length / 1000 });
      }
      return [...ranked.values()]
        .filter((each) => each.score > 0.15)
        .sort((one, two) => two.score - one.score || one.number - two.number)
        .slice(0, most)
        .map(({ number, place, id, terms }) => {
          const { u, t, k, s } = pages[number];
          const quoted = documents[id]?.text || s?.[0]?.[2] || "";
          return { address: u + (place && `#${place}`), title: t, kind: k, ...quote(quoted, terms) };
        });
    };
  };

  const quote = (text, terms) => {
    const wanted = new Set(terms);
    const hits = (sentence) => tokenize(sentence).filter((word) => wanted.has(stem(word))).length;
    const sentences = text.split(/(?<=[.?!]) (?=\S)/);
    const best = sentences.reduce((one, two) => (hits(two) > hits(one) ? two : one), sentences[0]);
    return { sentence: best, wanted };
  };

  // The sentence, with the words that were looked for marked.
  const marked = ({ sentence, wanted }) => {
    const line = document.createElement("p");
    for (const part of sentence.split(/([\p{L}\p{N}_]+)/u)) {
      const fits = part.length > 1 && wanted.has(stem(part.toLowerCase()));
      const node = fits ? document.createElement("mark") : document.createTextNode(part);
      if (fits) node.textContent = part;
      line.append(node);
    }
    return line;
  };

  const item = (found, root) => {
    const entry = document.createElement("li");
    const link = document.createElement("a");
    link.href = new URL(found.address, root);
    link.textContent = found.title;
    const kind = document.createElement("span");
    kind.className = "wb-kind";
    kind.textContent = found.kind;
    entry.append(kind, " ", link, marked(found));
    return entry;
  };

  // The best three as they come, then the others by kind.
  const FIRST = 3;
  const list = (results, root) => {
    const parts = [];
    const add = (title, group) => {
      if (!group.length) return;
      const label = document.createElement("p");
      label.className = "wb-results-label";
      label.textContent = title;
      const entries = document.createElement("ol");
      entries.append(...group.map((found) => item(found, root)));
      parts.push(label, entries);
    };
    add("Best", results.slice(0, FIRST));
    const others = results.slice(FIRST);
    for (const [kind, title] of Object.entries(KINDS)) {
      add(title, others.filter((each) => each.kind === kind));
    }
    return parts;
  };

  // Let a field list what fits while one types, below it. Arrows lead through the list and back.
  window.wbSearchIn = (field, below, index, root) => {
    const status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    const results = document.createElement("div");
    results.className = "wb-results";
    below.append(status, results);
    let told;
    const show = () => {
      const query = field.value.trim();
      const found = query.length > 1 ? index(query) : [];
      results.replaceChildren(...list(found, root));
      const nothing = "Nothing fits. Try fewer words, or one name from your code.";
      if (query.length > 1 && !found.length) results.textContent = nothing;
      clearTimeout(told); // once the reader pauses, not at every letter
      told = setTimeout(() => {
        const pages = found.length === 1 ? "page" : "pages";
        if (query.length > 1) status.textContent = found.length ? `${found.length} ${pages}` : nothing;
      }, 500);
    };
    const links = () => [...results.querySelectorAll("a")];
    const move = (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      const stops = [field, ...links()];
      const next = stops[stops.indexOf(document.activeElement) + step];
      event.preventDefault();
      next?.focus();
    };
    field.addEventListener("input", show);
    field.addEventListener("keydown", move);
    results.addEventListener("keydown", move);
    field.form.addEventListener("submit", (event) => {
      const [first] = links();
      if (!first) return; // the search page says how to go on
      event.preventDefault();
      location.assign(first.href);
    });
    show();
  };
})();
