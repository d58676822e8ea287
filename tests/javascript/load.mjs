/* Loads scripts of the site in node as a browser would: one after the other, all into the same global scope. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const ROOT = process.env.SCRIPTS_ROOT ?? new URL("../../", import.meta.url); // the other has the scripts minified
const FOLDER = "generator/search/js";
const ENGINE = [
  "steps words question_words identifiers query address stems vocabulary inverted_index",
  "catalogue conditions word_matching bm25 ranking suggestions engine answers explore",
]
  .join(" ")
  .split(" ")
  .map((name) => `${FOLDER}/${name}.js`);

globalThis.self = globalThis;

/** Load scripts, given by their paths in the repository, and return what they offer. */
export function load(...paths) {
  for (const path of paths) {
    const file = fileURLToPath(new URL(path, ROOT));
    vm.runInThisContext(readFileSync(file, "utf8"), { filename: file });
  }
  return globalThis.papershelf;
}

/** Load the search engine. */
export const loadEngine = () => load(...ENGINE);
