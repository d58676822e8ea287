/* What the explore page asks of the engine: papers that fit, and how many there are for each value of a facet. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { engineOver, paper, whole } from "./catalogue.mjs";

const explore = (...asked) => whole(globalThis.papershelf.explore(...asked));
const PAPERS = [
  paper("Moths at Night", { authors: ["Ada Alder", "Ben Birch"], topics: ["Moths"], code: true, score: 90 }),
  paper("Moths by Day", { authors: ["Ada Alder"], topics: ["Moths", "Light"], area: "LG", date: "2024-05-01" }),
  paper("Lanterns", { authors: ["Cleo Cedar"], topics: ["Light"], affiliations: ["old-mill"], date: "2024-04-01" }),
  paper("Rain", { authors: ["Ben Birch"], date: "2023-01-01", etAl: true }),
];
const engine = engineOver(PAPERS);
const ask = (asked) => explore(engine, { query: "", chosen: {}, order: "", from: 0, size: 25, ...asked });
const titles = (asked) => ask(asked).rows.map(({ title }) => title);
const counts = (facet, asked) => ask(asked).counts[facet].rows.map(({ value, count }) => [value, count]);

const CHOSEN = [
  [{}, ["Moths at Night", "Moths by Day", "Lanterns", "Rain"]],
  [{ topic: ["moths"] }, ["Moths at Night", "Moths by Day"]],
  [{ topic: ["moths", "light"] }, ["Moths at Night", "Moths by Day", "Lanterns"]], // within a facet any
  [{ topic: ["light"], area: ["LG"] }, ["Moths by Day"]], // of several facets each
  [{ author: ["ben-birch"] }, ["Moths at Night", "Rain"]],
  [{ year: ["2024"] }, ["Moths by Day", "Lanterns"]],
  [{ affiliation: ["old-mill"] }, ["Lanterns"]],
  [{ code: ["yes"] }, ["Moths at Night"]],
  [{ topic: ["gone"] }, []],
];

test("chosen values let papers through", () => {
  for (const [chosen, found] of CHOSEN) assert.deepEqual(titles({ chosen }), found, JSON.stringify(chosen));
});

test("counts are those of the papers that the other facets let through", () => {
  assert.deepEqual(counts("topic", {}), [
    ["light", 2],
    ["moths", 2],
  ]);
  assert.deepEqual(counts("topic", { chosen: { area: ["LG"] } }), [
    ["light", 1],
    ["moths", 1],
  ]);
  assert.deepEqual(counts("topic", { chosen: { topic: ["moths"] } }), [
    ["moths", 2],
    ["light", 2],
  ]);
  assert.deepEqual(counts("author", { query: "moths" }), [
    ["ada-alder", 2],
    ["ben-birch", 1],
  ]);
  assert.deepEqual(counts("code", {}), [["yes", 1]]);
});

test("years come in their order, other values by their papers", () => {
  assert.deepEqual(counts("year", {}), [
    ["2025", 1],
    ["2024", 2],
    ["2023", 1],
  ]);
  assert.deepEqual(counts("area", {}), [
    ["CL", 3],
    ["LG", 1],
  ]);
});

test("a chosen value stays, even where no paper has it", () => {
  const { rows, all } = ask({ chosen: { topic: ["gone"] } }).counts.topic;
  assert.deepEqual(rows[0], { value: "gone", label: "gone", count: 0, chosen: true });
  assert.deepEqual([rows.length, all], [3, 3]);
});

test("a chosen value has its name, also where no paper that is found has it", () => {
  const named = (facet, value) => ask({ query: "zeppelin", chosen: { [facet]: [value] } }).counts[facet].rows;
  const label = { topic: "Light", author: "Ben Birch", affiliation: "old-mill", area: "LG", code: "Code available" };
  for (const [facet, value] of [["topic", "light"], ["author", "ben-birch"], ["affiliation", "old-mill"], ["area", "LG"], ["code", "yes"]])
    assert.deepEqual(named(facet, value), [{ value, label: label[facet], count: 0, chosen: true }]);
});

test("a facet is narrowed by part of a label, and keeps what is chosen", () => {
  assert.deepEqual(counts("author", { narrow: { author: "CÉD" } }), [["cleo-cedar", 1]]);
  const narrowed = { narrow: { author: "cedar" }, chosen: { author: ["ben-birch"] } };
  assert.deepEqual(counts("author", narrowed), [
    ["ben-birch", 2],
    ["cleo-cedar", 1],
  ]);
});

test("at most 300 values are told, and how many there are", () => {
  const many = engineOver(
    Array.from({ length: 320 }, (_, at) => paper(`Moth ${at}`, { authors: [`Ada Alder ${at}`] })),
  );
  const { author } = explore(many, { query: "", chosen: {}, order: "", from: 0, size: 1 }).counts;
  assert.deepEqual([author.rows.length, author.all], [300, 320]);
});

test("pages are parts of all that is found", () => {
  assert.deepEqual(titles({ from: 1, size: 2 }), ["Moths by Day", "Lanterns"]);
  const { total, keys } = ask({ from: 1, size: 2 });
  assert.deepEqual([total, keys], [4, ["moths-at-night", "moths-by-day", "lanterns", "rain"]]);
});

test("an order that is chosen goes before one of the query", () => {
  assert.deepEqual(titles({ order: "title" })[0], "Lanterns");
  assert.deepEqual(titles({ query: "sort:title" })[0], "Lanterns");
  assert.deepEqual(titles({ query: "sort:title", order: "date" })[0], "Moths at Night");
});

test("a row tells what a list shows of a paper", () => {
  const [row] = ask({ query: "rain" }).rows;
  assert.deepEqual(row, {
    paper: 3,
    key: "rain",
    title: "Rain",
    etAl: true,
    address: "papers/rain/",
    date: "2023-01-01",
    day: "1 January 2023",
    venue: "",
    doi: "",
    scholar: false,
    authors: [{ label: "Ben Birch", address: "authors/ben-birch/" }],
    area: { label: "CL", address: "areas/cl/", code: "CL" },
    topics: [],
    text: null,
    pdf: "",
    arxiv: "",
    codeUrl: "",
    withdrawn: false,
    code: false,
    score: null,
  });
});

test("a row says in which file the abstract is, and topics what they are chosen by", () => {
  const own = engineOver([paper("Moths"), paper("Rain", { abstract: "Rain falls.", topics: ["Weather"] })], {
    texts: "texts-1",
    perTexts: 1,
  });
  const [row] = explore(own, { query: "rain", chosen: {}, from: 0, size: 1 }).rows;
  assert.deepEqual(row.text, { folder: "texts-1", file: 1, place: 0 });
  assert.deepEqual(
    row.topics.map(({ value }) => value),
    ["weather"],
  );
});

test("an area has no address where areas are switched off", () => {
  const own = engineOver([paper("Moths")]);
  own.catalogue.off = ["areas"];
  const [{ area }] = explore(own, { keys: ["moths"] }).rows;
  assert.deepEqual(area, { label: "CL", address: null, code: "CL" });
});

test("papers are told by their keys, without those that are gone", () => {
  const { rows } = explore(engine, { keys: ["rain", "gone", "lanterns"] });
  assert.deepEqual(
    rows.map(({ title }) => title),
    ["Rain", "Lanterns"],
  );
});

test("a paper with another address than before is told by its former key, too", () => {
  const own = engineOver([paper("Moths"), paper("Rain")], { moved: { drizzle: "rain", fog: "gone" } });
  const { rows } = explore(own, { keys: ["drizzle", "fog", "rain"] });
  assert.deepEqual(
    rows.map(({ key, asked }) => [key, asked]),
    [
      ["rain", "drizzle"],
      ["rain", "rain"],
    ],
  );
});

test("what helps where nothing is found: facets to drop, and the nearest words", () => {
  const { help } = ask({ query: "moths", chosen: { topic: ["moths"], code: ["yes"], year: ["2024"] } });
  assert.deepEqual(help, {
    drop: [
      { facet: "code", count: 1 },
      { facet: "year", count: 1 },
    ],
    near: "",
  });
  assert.equal(ask({ query: "Lantrens", chosen: { code: ["yes"] } }).help.near, "lanterns");
  assert.equal(ask({}).help, null);
});

test("what is nearly a field is told, and what may be meant", () => {
  const { faults, help } = ask({ query: "autor:alder moths" });
  assert.deepEqual([faults, help.near], [["unknown field “autor”"], "author:alder moths"]);
  assert.deepEqual(ask({ query: "moths:night" }).faults, []);
  assert.equal(ask({ query: "moths:zzz nigth", chosen: { year: ["1900"] } }).help.near, "moths zzz night");
});

test("what was not found is told as the search dialog tells it, and what may be asked instead", () => {
  const answers = new globalThis.papershelf.Answers(engine, []);
  for (const [query, missed, near] of [
    ["moths zzz", ["zzz"], ""],
    ["laantern moth", [], ""], // slips are forgiven
    ["nigthly zeppelin laaaterns", ["nigthly", "zeppelin"], "nigthly zeppelin lanterns"],
    ["moth zeppelin", ["zeppelin"], ""], // there are moths
    ["byy zeppelin", ["byy", "zeppelin"], ""], // not `by`
    ["foo:moths", ["foo"], ""],
    ["autor:rain", ["autor"], "author:rain"],
    ["2401.99999", ["2401.99999"], ""],
    ["@misc{x, title={Laaaterns Zeppelin}}", ["zeppelin"], ""],
    ["rain", [], ""],
  ]) {
    const found = ask({ query });
    assert.deepEqual([found.missed, found.help?.near ?? ""], [missed, near], query);
    const parsed = globalThis.papershelf.query.parse(query);
    const told = answers.found(parsed, whole(engine.search(parsed)), query);
    assert.deepEqual([told.missed, told.near, told.papers], [missed, near, found.total], query);
  }
});

test("where no paper has all words, those with most are told to be such", () => {
  assert.deepEqual([ask({ query: "rain zeppelin" }).relaxed, ask({ query: "rain" }).relaxed], [true, false]);
});

test("what is marked are words that say something, and what misspelt ones stand for", () => {
  const read = engineOver(PAPERS, { common: ["by"] });
  const words = (query) => explore(read, { query, chosen: {}, from: 0, size: 1 }).words;
  assert.deepEqual(words("moths by day"), ["moths", "day"]);
  assert.deepEqual(words("by"), ["by"]);
  assert.deepEqual(words("which papers are about mohts ?"), ["mohts", "moths"]);
});
