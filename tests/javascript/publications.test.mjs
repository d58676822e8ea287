/* Papers of which more is known than in a listing, or less: dates in part, no area, venues, keywords, many authors. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogue, engineOver, find, paper, whole } from "./catalogue.mjs";

const { Answers, query } = globalThis.papershelf;
const explore = (...asked) => whole(globalThis.papershelf.explore(...asked));
const MANY = Array.from({ length: 99 }, (_, at) => `Ada${at} Alder${at}`);
const PAPERS = [
  paper("Moths at Night", { venue: "Lantern Letters", keywords: ["phototaxis", "night flight"] }),
  paper("Moths by Day", { date: "2024-03", venue: "Proceedings of the Garden", arxiv: "2402.04617" }),
  paper("Lamps", { date: "2023", area: "", pdf: "https://moths.example.org/lamps.pdf", withdrawn: true, code: true }),
  paper("Rain", { date: "", area: "", authors: MANY, code: true, codeUrl: "https://code.example.org/rain" }),
];
const [NIGHT, DAY, LAMPS, RAIN] = PAPERS.map(({ title }) => title);
const engine = engineOver(PAPERS);
const ask = (asked) => explore(engine, { query: "", chosen: {}, order: "", from: 0, size: 25, ...asked });

const FOUND = [
  ["year:2023", [LAMPS]],
  ["year:2023-2024", [DAY, LAMPS]],
  ["year:-2030", [NIGHT, DAY, LAMPS]], // a paper without a date is of no year
  ["sort:date", [NIGHT, DAY, LAMPS, RAIN]],
  ["phototaxis", [NIGHT]],
  ['"night flight"', [NIGHT]],
  ["letters", [NIGHT]],
  ["venue:garden", [DAY]],
  ['venue:"lantern letters"', [NIGHT]],
  ["area:cl", [NIGHT, DAY]],
  ["alder98", [RAIN]],
];

test("a query finds what is known, and nothing by what is not", () => {
  for (const [text, titles] of FOUND) assert.deepEqual(find(engine, text), titles, text);
});

test("years are those that are known", () => {
  assert.deepEqual(engine.catalogue.years.label, ["2025", "2024", "2023"]);
});

test("a date is told as far as it is known", () => {
  assert.deepEqual(
    ask({}).rows.map(({ date, day }) => [date, day]),
    [
      ["2025-06-07", "7 June 2025"],
      ["2024-03", "March 2024"],
      ["2023", "2023"],
      ["", ""],
    ],
  );
});

test("a row says where the paper appeared, if that is known", () => {
  assert.deepEqual(
    ask({}).rows.map(({ venue }) => venue),
    ["Lantern Letters", "Proceedings of the Garden", "", ""],
  );
});

test("a row has a DOI where nothing else leads to the paper, and tells what to look for on Google Scholar", () => {
  const other = engineOver(PAPERS, { doi: { 0: "10.1000/182" }, scholar: [3] });
  const { rows } = explore(other, { query: "", chosen: {}, order: "", from: 0, size: 25 });
  assert.deepEqual(
    rows.map(({ doi, scholar }) => [doi, scholar]),
    [["10.1000/182", false], ["", false], ["", false], ["", true]],
  );
});

test("a row has the addresses of the PDF, of arXiv and of the code, and no area where there is none", () => {
  const { rows } = ask({});
  assert.deepEqual(
    rows.map(({ pdf, arxiv, code, codeUrl }) => [pdf, arxiv, code, codeUrl]),
    [
      ["", "", false, ""],
      ["https://arxiv.org/pdf/2402.04617", "https://arxiv.org/abs/2402.04617", false, ""],
      ["https://moths.example.org/lamps.pdf", "", true, ""],
      ["", "", true, "https://code.example.org/rain"],
    ],
  );
  assert.deepEqual(
    rows.map(({ area, withdrawn }) => [area?.code, withdrawn]),
    [
      ["CL", false],
      ["CL", false],
      [undefined, true],
      [undefined, false],
    ],
  );
});

test("facets count papers by what is known of them", () => {
  const { counts } = ask({});
  const told = (facet) => counts[facet].rows.map(({ value, count }) => [value, count]);
  assert.deepEqual(told("area"), [["CL", 2]]);
  assert.deepEqual(told("year"), [
    ["2025", 1],
    ["2024", 1],
    ["2023", 1],
  ]);
  assert.deepEqual(told("venue"), [
    ["Lantern Letters", 1],
    ["Proceedings of the Garden", 1],
  ]);
  const chosen = { venue: ["Lantern Letters"] };
  assert.deepEqual(
    ask({ chosen }).rows.map(({ title }) => title),
    [NIGHT],
  );
});

const answers = new Answers(engine, []);
const found = (text, from = answers) => {
  const asked = query.parse(text);
  return from.found(asked, whole(from.engine.search(asked)), text);
};

test("an answer tells the venue, whether a paper was withdrawn or has code, and nothing that is not known", () => {
  const facts = (text) => found(text).items[0].facts.map((fact) => fact.join(""));
  assert.deepEqual(facts("night"), ["7 Jun 2025", "Lantern Letters", "CL"]);
  assert.deepEqual(facts("lamps"), ["2023", "Withdrawn", "Code reported"]);
  assert.deepEqual(facts("rain"), ["Code"]);
});

test("of many authors an answer names the first, and those that are asked for", () => {
  const people = (text) =>
    found(text)
      .items.find(({ title }) => title.join("") === RAIN)
      .people.join("");
  const first = MANY.slice(0, 10).join(", ");
  assert.equal(people("rain"), `${first} and 89 more`);
  assert.equal(people("alder98"), `${first}, Ada98 Alder98 and 88 more`);
  const more = new Answers(engineOver([paper("Rain", { authors: MANY, etAl: true })]), []);
  assert.equal(found("rain", more).items[0].people.join(""), `${first} and at least 89 more`);
  const few = new Answers(engineOver([paper("Rain", { authors: MANY.slice(0, 13), etAl: true })]), []);
  assert.equal(found("rain", few).items[0].people.join(""), `${MANY.slice(0, 13).join(", ")} et al.`);
});

test("venues and keywords are no pages, and venue: is told of only where there are venues", () => {
  assert.ok(found("letters").items.every(({ kind }) => kind === "paper"));
  assert.ok(found("phototaxis").items.every(({ kind }) => kind === "paper"));
  assert.ok(found("moths").fields.includes("venue"));
  const plain = new Answers(engineOver([paper("Moths")]), []);
  assert.ok(!found("moths", plain).fields.includes("venue"));
  assert.ok(!("precision" in catalogue([paper("Moths")])));
});
