/* What the page of saved papers works out without a document: orders, links to share, and files to take away. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const page = load("overrides/assets/javascripts/saved.js").savedPage;
const { EXPORTS, moved, renamed, shareAddress, sharedKeys, sorted } = page;
const keys = (papers) => papers.map(({ key }) => key);

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
  note: "",
};
const whole = (address) => `https://shelf.example.org/${address}`;

test("a table has a byte-order mark, a line of names, and a line for each paper", () => {
  assert.equal(
    EXPORTS.csv.write([ROW], whole),
    "\ufeffkey,title,authors,et_al,date,area,topics,code,score,url,note\r\n" +
      "moths,Moths,Ada Alder; Ben Birch,true,2025-06-07,CL,Moths; Night,false,,https://shelf.example.org/papers/moths/,\r\n",
  );
});

test("no cell breaks a table, or is a formula to a spreadsheet", () => {
  for (const [title, cell] of CELLS) {
    const table = EXPORTS.csv.write([{ ...ROW, title }], whole);
    assert.ok(table.includes(`\r\nmoths,${cell},Ada Alder; Ben Birch,`), title);
  }
});

test("citations are put together as their formats want it, with notes where there is a field for them", () => {
  const rows = [
    { citations: ["@misc{a}\n", "TY  - GEN\nER  - \n", '{"id": "a", "note": "Old."}\n'], note: "Read\nagain" },
    { citations: ["@misc{b}\n", "TY  - GEN\nER  - \n", '{"id": "b"}\n'], note: "" },
  ];
  assert.equal(EXPORTS.bibtex.write(rows), "@misc{a}\n\n@misc{b}\n");
  assert.equal(EXPORTS.ris.write(rows), "TY  - GEN\nN1  - Read again\nER  - \n\nTY  - GEN\nER  - \n");
  assert.deepEqual(JSON.parse(EXPORTS.csl.write(rows)), [{ id: "a", note: "Old.\nRead\nagain" }, { id: "b" }]);
  assert.deepEqual(JSON.parse(EXPORTS.csl.write([])), []);
});

test("a table has papers that are gone, too", () => {
  const table = EXPORTS.csv.write([{ key: "gone", title: "Gone", note: "Why?" }], whole);
  assert.ok(table.endsWith("\r\ngone,Gone,,,,,,,,,Why?\r\n"), table);
});

test("an address shares papers, each once, and one without any shares none", () => {
  assert.equal(sharedKeys("?q=moths"), null);
  assert.deepEqual(sharedKeys("?papers="), []);
  assert.deepEqual(sharedKeys("?papers=moths,rain,,moths"), ["moths", "rain"]);
  const address = shareAddress("https://shelf.example.org/saved/?papers=old#here", ["moths", "r&n,"]);
  assert.equal(address, "https://shelf.example.org/saved/?papers=moths,r%26n%2C");
});

test("a list that is too long for an address has none", () => {
  const many = Array.from({ length: 60 }, (_, at) => `${"moth".repeat(20)}${at}`);
  assert.ok(shareAddress("https://shelf.example.org/saved/", many).length < 8000);
  assert.equal(shareAddress("https://shelf.example.org/saved/", [...many, ...many]), null);
});

test("papers are put in order: last saved first, by title, by date, or as the reader has them", () => {
  const papers = [
    { key: "b", title: "Rain 10", added: "2026-11-02" },
    { key: "gone", title: "", added: "2026-11-04" },
    { key: "a", title: "Rain 9", added: "2026-11-03" },
  ];
  const rows = new Map([
    ["a", { title: "Rain 9", date: "2024-05" }],
    ["b", { title: "Rain 10", date: "2025" }],
  ]);
  assert.deepEqual(keys(sorted(papers, "own", rows)), ["b", "gone", "a"]);
  assert.deepEqual(keys(sorted(papers, "added", rows)), ["gone", "a", "b"]);
  assert.deepEqual(keys(sorted(papers, "title", rows)), ["gone", "a", "b"]);
  assert.deepEqual(keys(sorted(papers, "date", rows)), ["b", "a", "gone"]);
});

test("a paper moves up and down, and not beyond the ends", () => {
  const papers = ["a", "b", "c"].map((key) => ({ key }));
  assert.deepEqual(keys(moved(papers, "c", -1)), ["a", "c", "b"]);
  assert.deepEqual(keys(moved(papers, "a", 1)), ["b", "a", "c"]);
  for (const [key, step] of [["a", -1], ["c", 1], ["x", 1]]) assert.deepEqual(keys(moved(papers, key, step)), ["a", "b", "c"]);
});

test("a paper with another address is listed once, with all notes", () => {
  const papers = [
    { key: "old", title: "Rain", added: "1", note: "Wet.", was: "" },
    { key: "b", title: "Moths", added: "2", note: "", was: "" },
    { key: "new", title: "Rain", added: "3", note: "Cold.", was: "" },
  ];
  const now = renamed(papers, [
    { asked: "old", key: "new" },
    { asked: "new", key: "new" },
    { asked: "b", key: "b" },
  ]);
  assert.deepEqual(now, [
    { key: "new", title: "Rain", added: "1", note: "Wet.\nCold.", was: "old" },
    { key: "b", title: "Moths", added: "2", note: "", was: "" },
  ]);
});
