/* What a reader types in, and what is asked for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadEngine } from "./load.mjs";

const { parse, FIELDS } = loadEngine().query;

const UNITS = [
  ["", [], []],
  ["... - !?", [], []],
  ["Paper Lanterns", [["paper"], ["lanterns"]], []],
  ["plug-and-play moths", [["plug", "and", "play"], ["moths"]], []],
  ['"Paper Lanterns" moth', [["paper"], ["lanterns"], ["moth"]], [["paper", "lanterns"]]],
  ["“Paper Lanterns” moth", [["paper"], ["lanterns"], ["moth"]], [["paper", "lanterns"]]],
  ['moth "paper lant', [["moth"], ["paper"], ["lant"]], [["paper", "lant"]]],
  ["学习方法", [["学习", "习方", "方法"]], []],
  ["Moths: a survey", [["moths"], ["a"], ["survey"]], []],
  ["Score: a metric", [["score"], ["a"], ["metric"]], []],
  ["moth year:", [["moth"]], []],
];

const CONDITIONS = [
  ["author:Alder", { field: "author", words: ["alder"], text: "alder" }],
  ['BY:"Ada Alder"', { field: "author", words: ["ada", "alder"], text: "ada alder" }],
  ["author: Alder", { field: "author", words: ["alder"], text: "alder" }],
  ["aff:old-harbour", { field: "affiliation", words: ["old", "harbour"], text: "old-harbour" }],
  ["has:code", { field: "has" }],
  ["year:2024", { field: "year", range: [2024, 2024] }],
  ["year:2023-2025", { field: "year", range: [2023, 2025] }],
  ["year:2023..2025", { field: "year", range: [2023, 2025] }],
  ["year:2023-", { field: "year", range: [2023, Infinity] }],
  ["year:-2023", { field: "year", range: [-Infinity, 2023] }],
  ["score:>=80.5", { field: "score", range: [80.5, Infinity] }],
  ["score:<=90", { field: "score", range: [-Infinity, 90] }],
];

const FAULTS = [
  ["year:soon", "year: expects numbers such as 2024 or 2023-2025, not “soon”"],
  ["score:best", "score: expects numbers such as >90 or 80-90, not “best”"],
  ["has:wings", "has: knows only code, not “wings”"],
  ["sort:weight", "sort: knows relevance, date, title, score, not “weight”"],
  ["author:...", "author: expects a name, not “...”"],
  ["titel:moth", "there is no field “titel”"],
  ["constructor:moth", "there is no field “constructor”"],
];

test("words and phrases", () => {
  for (const [text, units, phrases] of UNITS) {
    const query = parse(text);
    assert.deepEqual([query.units, query.phrases], [units, phrases], text);
    assert.deepEqual([query.conditions, query.faults, query.order], [[], [], ""], text);
  }
});

test("fields, wherever they stand", () => {
  for (const [text, condition] of CONDITIONS) {
    for (const asked of [text, `moths ${text} rain`, `moths rain ${text}`]) {
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

test("the last order that is asked for counts", () => {
  assert.equal(parse("moth SORT:Date").order, "date");
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

test("an unknown field is searched for, as it may be part of a title", () => {
  assert.deepEqual(parse("MothNet:wings").units, [["mothnet", "wings"]]);
});

test("only a last word may go on", () => {
  for (const [text, open] of [
    ["moth", true],
    ["moth ", false],
    ['"moth"', false],
    ["“moth”", false],
  ]) {
    assert.equal(parse(text).open, open, text);
  }
});

test("each field is named once, as short as it goes", () => {
  assert.deepEqual(FIELDS, ["author", "year", "topic", "area", "aff", "has", "score", "sort"]);
});
