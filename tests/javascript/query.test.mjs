/* What a reader types in, and what is asked for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadEngine } from "./load.mjs";

const { parse, FIELDS } = loadEngine().query;

const UNITS = [
  ["", [], []],
  ["  \t ", [], []],
  ["... - !?", [], []],
  ["Paper Lanterns", [["paper"], ["lanterns"]], []],
  ["plug-and-play moths", [["plug", "and", "play"], ["moths"]], []],
  ['"Paper Lanterns" moth', [["paper"], ["lanterns"], ["moth"]], [["paper", "lanterns"]]],
  ["“Paper Lanterns” moth", [["paper"], ["lanterns"], ["moth"]], [["paper", "lanterns"]]],
  ['moth "paper lant', [["moth"], ["paper"], ["lant"]], [["paper", "lant"]]],
  ["moth “paper lant", [["moth"], ["paper"], ["lant"]], [["paper", "lant"]]],
  ['""', [], []],
  ['"', [], []],
  ["Crème “Brûlée”", [["creme"], ["brulee"]], [["brulee"]]],
  ["学习方法", [["学习", "习方", "方法"]], []],
  [
    "MiniMoth-o 4.5",
    [
      ["minimoth", "o"],
      ["4", "5"],
    ],
    [],
  ],
  ["Moths: a survey", [["moths"], ["a"], ["survey"]], []],
  ["10:30", [["10", "30"]], []],
  ["Alder et al. 2024", [["alder"], ["2024"]], []],
  ["Alder, A., et al., moths", [["alder"], ["a"], ["moths"]], []],
  ["et al", [["et"], ["al"]], []],
  ["Alder et albatrosses", [["alder"], ["et"], ["albatrosses"]], []],
  ["Score: a metric", [["score"], ["a"], ["metric"]], []],
  ["Year: soon", [["year"], ["soon"]], []],
  ["moth year:", [["moth"]], []], // being typed
];

const CONDITIONS = [
  ["author:Alder", { field: "author", words: ["alder"], text: "alder" }],
  ["by:Alder", { field: "author", words: ["alder"], text: "alder" }],
  ['AUTHOR:"Ada Alder"', { field: "author", words: ["ada", "alder"], text: "ada alder" }],
  ["Author:“Ada Alder”", { field: "author", words: ["ada", "alder"], text: "ada alder" }],
  ['author:  "Ada Alder"', { field: "author", words: ["ada", "alder"], text: "ada alder" }],
  ["topic:lanterns", { field: "topic", words: ["lanterns"], text: "lanterns" }],
  ["area:cs.CL", { field: "area", words: ["cs", "cl"], text: "cs.cl" }],
  ["aff:old-harbour", { field: "affiliation", words: ["old", "harbour"], text: "old-harbour" }],
  ["Affiliation:old-harbour", { field: "affiliation", words: ["old", "harbour"], text: "old-harbour" }],
  ["HAS:CODE", { field: "has" }],
  ["year:2024", { field: "year", range: [2024, 2024] }],
  ["year: 2024", { field: "year", range: [2024, 2024] }],
  ["year:2023-2025", { field: "year", range: [2023, 2025] }],
  ["year:2023–2025", { field: "year", range: [2023, 2025] }],
  ["year:2023..2025", { field: "year", range: [2023, 2025] }],
  ["year:2023-", { field: "year", range: [2023, Infinity] }],
  ["year:-2023", { field: "year", range: [-Infinity, 2023] }],
  ["year:>=2023", { field: "year", range: [2023, Infinity] }],
  ["year:<=2023", { field: "year", range: [-Infinity, 2023] }],
  ["score:80.5-90", { field: "score", range: [80.5, 90] }],
];

const FAULTS = [
  ["year:soon", "year: expects numbers such as 2024 or 2023-2025, not “soon”"],
  ["year:2023-soon", "year: expects numbers such as 2024 or 2023-2025, not “2023-soon”"],
  ["year:-", "year: expects numbers such as 2024 or 2023-2025, not “-”"],
  ["score:best", "score: expects numbers such as >90 or 80-90, not “best”"],
  ["has:wings", "has: expects code, not “wings”"],
  ["sort:weight", "sort: expects one of relevance, date, added, title, score, not “weight”"],
  ["author:...", "author: expects a name, not “...”"],
  ["autor:moth", "unknown field “autor”"],
  ["AUTH:moth", "unknown field “AUTH”"],
];

test("words and phrases", () => {
  for (const [text, units, phrases] of UNITS) {
    const query = parse(text);
    assert.deepEqual([query.units, query.phrases], [units, phrases], text);
    assert.deepEqual([query.conditions, query.faults, query.order], [[], [], ""], text);
  }
});

test("of a long text, as many words are looked for as an abstract has, and all that names papers", () => {
  const read = (text) => {
    const { units, identifiers } = parse(text);
    return [units.length, units.at(-1), identifiers];
  };
  assert.deepEqual(read("moths ".repeat(400)), [400, ["moths"], []]);
  assert.deepEqual(read("lantern ".repeat(9999)), [312, ["lantern"], []]); // none is cut off
  assert.deepEqual(read("n".repeat(9999)), [1, ["n".repeat(2500)], []]);
  assert.deepEqual(read(`${"moths ".repeat(999)} arXiv:2401.01234`), [416, ["moths"], [["arxiv", "2401.01234"]]]);
  assert.deepEqual(read(`@a{b, abstract = {${"moths ".repeat(999)}}, title = {Rain}}`), [1, ["rain"], [["stated", "b"]]]);
});

test("fields, wherever they stand", () => {
  for (const [text, condition] of CONDITIONS) {
    for (const asked of [text, `moths ${text} rain`, `${text} moths rain`, `moths rain ${text}`]) {
      const query = parse(asked);
      assert.deepEqual([query.conditions, query.faults], [[condition], []], asked);
      assert.deepEqual(query.units, asked === text ? [] : [["moths"], ["rain"]], asked);
    }
  }
});

test("ranges that leave their end out", () => {
  const [[above], [, below]] = ["score:>90", "score:<90"].map((text) => parse(text).conditions[0].range);
  assert.ok(above > 90 && above < 90.01 && below < 90 && below > 89.99);
});

test("several fields, and a quotation that is not closed", () => {
  const fields = parse('has:code year:2024 moths author:"Ada Ald');
  assert.deepEqual(fields.conditions, [
    { field: "has" },
    { field: "year", range: [2024, 2024] },
    { field: "author", words: ["ada", "ald"], text: "ada ald" },
  ]);
  assert.deepEqual(fields.units, [["moths"]]);
});

test("orders, of which the last one counts", () => {
  for (const order of ["relevance", "date", "added", "title", "score"]) {
    const query = parse(`moth SORT:${order.toUpperCase()}`);
    assert.deepEqual([query.order, query.units, query.faults], [order, [["moth"]], []]);
  }
  assert.equal(parse("sort:date sort:title").order, "title");
});

test("what cannot be followed is told", () => {
  for (const [text, fault] of FAULTS) {
    const query = parse(`rain ${text}`);
    assert.deepEqual(
      query.faults.map((told) => told.fault),
      [fault],
    );
    assert.deepEqual([query.conditions, query.order], [[], ""], text);
  }
});

test("what is no field is a word", () => {
  for (const text of ["MothNet:wings", "foo:bar", "constructor:moth", "hat:moth", "laten:moth"]) {
    const { units, faults } = parse(text);
    assert.deepEqual([units.flat(), faults], [text.toLowerCase().split(":"), []], text);
  }
});

test("what is nearly a field is a word, and the field is told", () => {
  const NEAR = [
    ["autor", "author"],
    ["authors", "author"],
    ["auth", "author"],
    ["tpoic", "topic"],
    ["yaer", "year"],
    ["affilation", "affiliation"],
    ["Venues", "venue"],
  ];
  for (const [name, field] of NEAR) {
    const { units, faults } = parse(`${name}:moth`);
    assert.deepEqual(units, [[name.toLowerCase()], ["moth"]]);
    assert.deepEqual(faults, [{ fault: `unknown field “${name}”`, name: name.toLowerCase(), field }]);
  }
});

test("only a last word may go on", () => {
  for (const [text, open] of [
    ["moth", true],
    ["moth ", false],
    ['"moth"', false],
    ["“moth”", false],
    ["moth?", false],
  ]) {
    assert.equal(parse(text).open, open, text);
  }
});

test("each field is named once, as short as it goes", () => {
  assert.deepEqual(FIELDS, ["author", "title", "year", "topic", "area", "aff", "venue", "has", "score", "sort"]);
});
