/* What the explore page works out without a document: the state in its address, and page numbers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { readState, writeState, pageNumbers } = load("overrides/assets/javascripts/explore.js").explorePage;

const NOTHING = { area: [], topic: [], year: [], author: [], affiliation: [], venue: [], code: [] };

const STATES = [
  ["", { query: "", chosen: NOTHING, order: "", page: 1 }],
  ["?find=moths+%26+rain", { query: "moths & rain", chosen: NOTHING, order: "", page: 1 }],
  [
    "?topic=moths&topic=rain&author=ada-alder&sort=date&page=2",
    { query: "", chosen: { ...NOTHING, topic: ["moths", "rain"], author: ["ada-alder"] }, order: "date", page: 2 },
  ],
];

const PAGES = [
  ["0", 1],
  ["-2", 1],
  ["2.9", 2],
  ["moths", 1],
];

const NUMBERS = [
  [1, 1, [1]],
  [1, 9, [1, 2, 9]],
  [5, 9, [1, 4, 5, 6, 9]],
  [9, 9, [1, 8, 9]],
  [1, 0, []],
];

test("an address gives the state, and the state the address", () => {
  for (const [search, state] of STATES) {
    assert.deepEqual(readState(search), state);
    assert.equal(writeState(state), search);
  }
});

test("what is not asked for is left out of an address", () => {
  assert.equal(writeState(readState("?find=&sort=&page=1&lamp=on&topic=moths")), "?topic=moths");
});

test("a page that cannot be is the first", () => {
  for (const [text, page] of PAGES) assert.equal(readState(`?page=${text}`).page, page, text);
});

test("the first and the last page can be chosen, and those beside the one that is shown", () => {
  for (const [page, last, numbers] of NUMBERS) assert.deepEqual(pageNumbers(page, last), numbers);
});
