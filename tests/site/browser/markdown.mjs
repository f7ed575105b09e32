// Renders the words of notebooks as VS Code does: with markdown-it and its plugin for formulas.
// Takes files as arguments, and prints a list of HTML.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.env.NODE_MODULES}/`);
const markdown = require("markdown-it")({ html: true, linkify: true }).use(
  require("@vscode/markdown-it-katex").default,
  { throwOnError: false },
);
const pages = process.argv.slice(2).map((file) => {
  const { cells } = JSON.parse(readFileSync(file, "utf-8"));
  const words = cells.filter((cell) => cell.cell_type === "markdown");
  return words.map(({ source }) => markdown.render([source].flat().join(""))).join("\n");
});
process.stdout.write(JSON.stringify(pages));
