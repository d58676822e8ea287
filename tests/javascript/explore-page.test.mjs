/* What the explore page works out without a document: the state in its address, page numbers, and files to take away. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { EXPORTS, readState, writeState, pageNumbers } = load("overrides/assets/javascripts/explore.js").explorePage;

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

const CELLS = [
  ["Moths", "Moths"],
  ["Moths, Rain", '"Moths, Rain"'],
  ['Said "no"', '"Said ""no"""'],
  ["two\nlines", '"two\nlines"'],
  ["=1+1", "'=1+1"],
  ["@moths, and", '"\'@moths, and"'],
  ["\tmoths", "'\tmoths"],
  ["＝1", "'＝1"],
];

const ROW = {
  key: "moths",
  title: "Moths",
  authors: [{ label: "Ada Alder" }, { label: "Ben Birch" }],
  etAl: true,
  date: "2025-06-07",
  area: { code: "CL" },
  topics: [{ label: "Moths" }, { label: "Night" }],
  code: false,
  score: null,
  address: "papers/moths/",
};
const whole = (address) => `https://shelf.example.org/${address}`;

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

test("a table has a byte-order mark, a line of names, and a line for each paper", () => {
  assert.equal(
    EXPORTS.csv.table([ROW], whole),
    "\ufeffkey,title,authors,et_al,date,area,topics,code,score,url\r\n" +
      "moths,Moths,Ada Alder; Ben Birch,true,2025-06-07,CL,Moths; Night,false,,https://shelf.example.org/papers/moths/\r\n",
  );
});

test("no cell breaks a table, or is a formula to a spreadsheet", () => {
  for (const [title, cell] of CELLS) {
    const table = EXPORTS.csv.table([{ ...ROW, title }], whole);
    assert.ok(table.includes(`\r\nmoths,${cell},Ada Alder; Ben Birch,`), title);
  }
});

test("citations are put together as their formats want it", () => {
  assert.equal(EXPORTS.bibtex.join(["@misc{a}\n", "@misc{b}\n"]), "@misc{a}\n\n@misc{b}\n");
  assert.equal(EXPORTS.ris.join(["TY  - GEN\nER  - \n", "TY  - GEN\nER  - \n"]).split("ER  - \n").length, 3);
  const csl = EXPORTS.csl.join(['{"id": "a"}\n', '{"id": "b"}\n']);
  assert.deepEqual(JSON.parse(csl), [{ id: "a" }, { id: "b" }]);
  assert.deepEqual(JSON.parse(EXPORTS.csl.join([])), []);
});
