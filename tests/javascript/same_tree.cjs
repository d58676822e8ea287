/* Fails unless two scripts, given by their paths, have the same syntax tree. Needs `--expose-internals`: node has a parser,
   but offers it to nobody. */
const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { parse } = require("internal/deps/acorn/acorn/dist/acorn");

const OPTIONS = { ecmaVersion: "latest", sourceType: "script" };
const PLACES = ["start", "end"];
const withoutPlaces = (name, value) => (PLACES.includes(name) ? undefined : value);
const tree = (path) => JSON.stringify(parse(readFileSync(path, "utf8"), OPTIONS), withoutPlaces);
const [one, other] = process.argv.slice(2).map(tree);
assert.ok(one === other, "the trees differ");
