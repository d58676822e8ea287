/* The index over a catalogue, and which papers a query finds, in which order. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { engineOver, find, paper, whole } from "./catalogue.mjs";

const { nearest } = globalThis.papershelf.suggestions;
const PAPERS = [
  paper("Paper Lanterns over Water", { abstract: "What floats, as moths do.", date: "2025-06-07", code: true }),
  paper("On the Use of Paper Lanterns", { authors: ["Emil Elm"], date: "2025-05-01", score: 90 }),
  paper("Lanterns Made of Blue Paper", { authors: ["Emil Elm"], date: "2024-12-31", area: "LG" }),
  paper("Night Walks", { abstract: "We carry paper lanterns; paper burns.", date: "2024-03-01", score: 80.5 }),
  paper("Bells at Noon", { authors: ["Ada Bea Alder", "Ben Birch"], topics: ["Bells & Chimes"], date: "2023-02-01" }),
  paper("A Kettle of One Own", {
    authors: ["Uma Alder"],
    topics: ["Bells"],
    affiliations: ["old-harbour"],
    date: "2023-01-01",
  }),
  paper("A Plug-and-Play Gramophone", { authors: ["Zoë Ünal"], affiliations: ["old-mill"], date: "2022-12-01" }),
  paper("Moth", { date: "2022-11-01" }),
  paper("Mouth", { authors: ["Jean-Luc Poirier"], date: "2022-10-01" }),
  paper("学习方法 for Keepers", { authors: ["陈大文"], date: "2022-09-01" }),
];
const [WATER, USE, BLUE, WALKS, BELLS, KETTLE, GRAMOPHONE, , MOUTH, KEEPERS] = PAPERS.map(({ title }) => title);

const FOUND = [
  // Titles: how they begin goes before what is in them, a phrase before its words, all before an abstract.
  ["paper lanterns", [WATER, USE, BLUE, WALKS]],
  ["paper lanterns over w", [WATER]],
  ["floats", [WATER]],
  ["blue carry", [BLUE, WALKS]], // where no paper has all words, those with most
  ["zeppelin", []],
  // Joined words, accents, and what has no spaces.
  ["plugandplay", [GRAMOPHONE]],
  ["plug and play", [GRAMOPHONE]],
  ["unal", [GRAMOPHONE]],
  ["jeanluc", [MOUTH]],
  ["paperlanterns ", [WATER, BLUE, USE]],
  ["gramo phone", [GRAMOPHONE]],
  ["a gramo phone unal", [GRAMOPHONE]],
  ["poi rier", [MOUTH]],
  ['"gramo phone"', []],
  ["be lls ", []],
  ["学习", [KEEPERS]],
  ["法", [KEEPERS]],
  // Slips, which what is written as asked for goes before.
  ["kettel ", [KETTLE]],
  ["gramphone ", [GRAMOPHONE]],
  ["mouth ", [MOUTH]], // of a word that is known none
  // Names in any order, and by initials.
  ["alder, ada", [BELLS]],
  ["ab alder", [BELLS]],
  ["A. B. Alder", [BELLS]],
  ["uma alder", [KETTLE]],
  // Phrases.
  ['"paper lanterns over"', [WATER]],
  ['"lanterns paper"', [WALKS]], // until it is known which words follow each other, its abstract may have them
  ['"uma alder"', [KETTLE]],
];

const FILTERS = [
  ["author:alder", [BELLS, KETTLE]],
  ['author:"Alder, Uma"', [KETTLE]],
  ["author:ald", [BELLS, KETTLE]],
  ["author:aldre", [BELLS, KETTLE]],
  ["author:nobody", []],
  ["year:2024", [BLUE, WALKS]],
  ["title:lant", [WATER, USE, BLUE]],
  ['title:"lanterns blue"', [BLUE]],
  ["title:lantrens year:2024", [BLUE]],
  ["year:>2024", [WATER, USE]],
  ["year:2022-2023 author:alder", [BELLS, KETTLE]],
  ["has:code", [WATER]],
  ["score:80-90", [USE, WALKS]],
  ["score:>80.5", [USE]],
  ["area:LG", [BLUE]],
  ["topic:bell", [BELLS, KETTLE]],
  ["topic:bells", [KETTLE]], // which is the whole name
  ["aff:old", [KETTLE, GRAMOPHONE]],
  ["aff:old-mill", [GRAMOPHONE]],
  ["year:2024 lanterns", [BLUE, WALKS]],
  ["lanterns sort:date", [WATER, USE, BLUE, WALKS]],
  ["lanterns sort:title", [BLUE, WALKS, USE, WATER]],
  ["lanterns sort:score", [USE, WALKS, WATER, BLUE]],
  ["sort:date", PAPERS.map(({ title }) => title)],
  ["year:soon", []], // asks for nothing else than what cannot be followed
];

const engine = engineOver(PAPERS);

for (const [text, titles] of [...FOUND, ...FILTERS]) {
  test(`finds ${text}`, () => assert.deepEqual(find(engine, text), titles));
}

test("an empty catalogue has no answers", () => {
  const empty = engineOver([]);
  for (const text of ["moth", "author:alder", "sort:date", '"moth wing"', ""]) assert.deepEqual(find(empty, text), []);
});

test("days come from the steps between them, whatever the time zone", () => {
  assert.deepEqual(
    PAPERS.map((_, place) => engine.date(place)),
    PAPERS.map(({ date }) => date),
  );
  assert.equal(engine.written(2, "long"), "31 December 2024");
  assert.equal(engine.written(2, "short"), "31 Dec 2024");
  assert.equal(engine.year[2], 2024);
});

test("of misspelt words, what papers have in their place is told", () => {
  for (const [text, ...slips] of [
    ["kettel ", ["kettel", "kettle"]],
    ["kettel kettel ", ["kettel", "kettle"]],
    ["gramphone unal ", ["gramphone", "gramophone"]],
    ["nihgt papre ", ["nihgt", "night"], ["papre", "paper"]],
    ["birhc bells ", ["birhc", "birch"]],
    ["bruns ", ["bruns", "burns"]], // of an abstract
    ["kettle "],
    ["lantern"], // which may go on
    ["plugandplay "],
    ["zeppelin "],
    ["kettle zeppelin "],
    ["waht "], // nobody looks for `what`
  ]) {
    const told = whole(engine.search(globalThis.papershelf.query.parse(text))).slips;
    assert.deepEqual(told, slips.map(([word, ...meant]) => ({ text: word, meant })), text);
  }
});

test("words that nothing was found of are told", () => {
  const search = (text) => whole(engine.search(globalThis.papershelf.query.parse(text)));
  assert.deepEqual(search("kettle zeppelin ").missed, ["zeppelin"]);
  assert.deepEqual([search("kettle zeppelin ").full, search("kettle own ").full], [0, 1]);
});

test("the commonest word completes what was begun", () => {
  for (const [begun, longer] of [
    ["la", "lanterns"],
    ["pap", "paper"],
    ["mo", "moth"],
    ["zep", ""],
    ["p", ""],
  ]) {
    assert.equal(engine.completion(begun), longer, begun);
  }
});

test("signs that are no words are looked for in titles, and nothing that is asked for lists all papers", () => {
  const titles = ["Moths 🦋 & Lamps", "∑ ∫ ∞", "Moths"];
  const some = engineOver(titles.map((title) => paper(title)));
  for (const [text, found, missed] of [
    ["🦋", ["Moths 🦋 & Lamps"], []],
    ["∞ ∑", ["∑ ∫ ∞"], []],
    ['"&"', ["Moths 🦋 & Lamps"], []],
    ["🔥", [], ["🔥"]],
    ["🔥 ???", [], ["🔥", "???"]],
    ["∑ year:1900", [], ["∑"]],
    ["moths 🔥", ["Moths", "Moths 🦋 & Lamps"], []], // beside words, they do not count
    ["\ud800", [], ["\ud800"]],
    ...["", " \n", '"', '""', "“ ”", "author:", 'author:"', "year: ", "\u200b\u00ad"].map((nothing) => [nothing, titles, []]),
  ]) {
    const query = globalThis.papershelf.query.parse(text);
    assert.deepEqual([find(some, text).sort(), whole(some.search(query)).missed, query.faults], [[...found].sort(), missed, []], text);
  }
});

test("the nearest word is for words that are not known", () => {
  for (const [word, near] of [
    ["gramofone", "gramophone"],
    ["moth", ""],
    ["moths", ""], // it is in an abstract
    ["xylophon", ""],
    ["omth", "moth"],
    ["noth", ""], // a short word begins as it was meant
    ["laterns", "lanterns"],
    ["kanterns", "lanterns"],
    ["owm", ""], // of three letters, one is too many
    ["onw", "own"],
    ["bleu", "blue"],
    ["mosh", "moth"],
    ["forr", ""], // not a function word
  ]) {
    assert.equal(nearest(engine, word), near, word);
  }
});

test("the nearest is proposed, of words that are as near the commonest, and of many papers no rare one for a short word", () => {
  const many = (number) => Array.from({ length: number }, (_, at) => paper(`Rain ${at}`));
  const titles = ["Tales", "Tapes", "Tapes", "Gale", "Game", "Game", "Xylophone", "Xylophobia", "Xylophobia"];
  for (const [papers, word, near] of [
    [[], "tabes", "tapes"],
    [[], "gabe", "game"],
    [[], "xylophona", "xylophone"], // one edit, not two
    [many(1500), "tabes", "tapes"],
    [many(1500), "gabe", "game"],
    [many(2500), "tabes", "tapes"],
    [many(2500), "gabe", ""],
  ]) {
    const all = engineOver([...titles.map((title) => paper(title)), ...papers]);
    assert.equal(nearest(all, word), near, `${word} in ${all.size}`);
  }
});

test("papers are sorted by relevance where no order is asked for", () => {
  const hits = [
    [3, 2],
    [0, 1],
  ];
  assert.deepEqual(engine.sorted(hits, ""), hits);
  assert.deepEqual(engine.sorted(hits, "relevance"), hits);
});

test("papers that were added last come first, those of the first record as they are", () => {
  const added = PAPERS.map((_, place) => (place === 2 ? 1 : place === 4 ? 7 : 0));
  const titles = find(engineOver(PAPERS, { added }), "sort:added");
  const others = PAPERS.filter((_, place) => ![2, 4].includes(place));
  assert.deepEqual(titles, [PAPERS[4], PAPERS[2], ...others].map(({ title }) => title));
  assert.deepEqual(find(engine, "sort:added"), find(engine, "sort:date")); // it is not known
});

test("addresses follow from titles and labels, but for those that are told", () => {
  const { catalogue } = engineOver([paper("Ada's Moths: 4.5", { topics: ["Bells & Chimes"] })]);
  const at = (pretty, slug = {}) => engineOver([], { ...catalogue, pretty, slug });
  assert.equal(at(true).address("papers", at(true).catalogue, 0), "papers/adas-moths-4-5/");
  assert.equal(at(false).address("topics", catalogue.topics, 0), "topics/bells-chimes.html");
  assert.equal(
    at(true, { 0: "moths-2" }).address("papers", at(true, { 0: "moths-2" }).catalogue, 0),
    "papers/moths-2/",
  );
});

test("long addresses end with a word", () => {
  const { catalogue } = engineOver([
    paper(`${"moth ".repeat(19)}lanterns`),
    paper("a".repeat(120)),
    paper(`moth ${"a".repeat(96)} b`),
  ]);
  assert.equal(engine.address("papers", { slug: {} }, 0), "papers/paper-lanterns-over-water/");
  const long = engineOver([], catalogue);
  assert.equal(long.address("papers", catalogue, 0), `papers/${"moth-".repeat(19).slice(0, -1)}/`);
  assert.equal(long.address("papers", catalogue, 1), `papers/${"a".repeat(100)}/`);
  assert.equal(long.address("papers", catalogue, 2), "papers/moth/");
});

test("shards are asked for once, and their words are then found", () => {
  const sharded = engineOver([paper("Night", { abstract: "moths moth" }), paper("Day", { abstract: "lamps" })], {
    postings: null,
    shards: 1,
  });
  const query = globalThis.papershelf.query.parse("moths lamps a");
  const told = (text) => {
    const { missed, incomplete } = whole(sharded.search(globalThis.papershelf.query.parse(text)));
    return [missed, incomplete, nearest(sharded, text)];
  };
  assert.deepEqual(sharded.missing(query), [["abstracts", 0]]);
  assert.deepEqual(find(sharded, "moths"), []);
  for (const word of ["nigth", "zeppelin"]) assert.deepEqual(told(word), [[], true, ""]); // it may be in an abstract
  sharded.add("abstracts", 0, ["0lamps\n0moth\n4s", "'\n%\n%"]);
  assert.deepEqual(sharded.missing(query), []);
  assert.deepEqual(told("nigth"), [[], false, "night"]);
  assert.deepEqual(told("zeppelin"), [["zeppelin"], false, ""]);
  assert.deepEqual(find(sharded, "moths "), ["Night"]);
  assert.deepEqual(find(sharded, "lamps "), ["Day"]);
});

test("the shard of a letter is loaded where it is a word, not where it begins one or is an initial", () => {
  const { hash, query } = globalThis.papershelf;
  const shardOf = (word) => hash([...word].slice(0, 3)) % 1024;
  const sharded = engineOver([paper("Lamps", { authors: ["Ben Birch", "Ola Reed"] })], { postings: null, shards: 1024 });
  for (const [text, words] of [
    ["R", ["r"]],
    ["r", []],
    ["plots r", ["plots"]],
    ["plots r ", ["plots", "r"]],
    ["R plots", ["r", "plots", "rplots"]],
    ["k-means", ["k", "means", "kmeans"]],
    ["plot a map", ["plot", "map"]],
    ["B. Birch on plots", ["birch", "on", "plots"]],
    ["Birch B on plots", ["birch", "on", "plots"]],
    ["R Birch", ["r", "birch", "rbirch"]],
    ["R reed", ["r", "reed", "rreed"]],
    ["no data set", ["no", "data", "set"]],
    ["re ranking", ["re", "ranking", "reranking"]],
    ['"re ranking"', ["re", "ranking"]],
  ]) {
    const missing = sharded.missing(query.parse(text)).filter(([name]) => name === "abstracts");
    assert.deepEqual(missing, words.map((word) => ["abstracts", shardOf(word)]), text);
  }
});

test("what is found of words in two does not depend on the shards that were loaded before", () => {
  const { hash, query } = globalThis.papershelf;
  const asked = query.parse("re ranking moths ");
  const sharded = engineOver([paper("Night"), paper("Day")], { postings: null, shards: 1024 });
  const words = { reranking: "%", moths: "%" }; // of the first paper
  for (const [name, shard] of sharded.missing(asked)) {
    const own = Object.keys(words).filter((word) => hash([...word].slice(0, 3)) % 1024 === shard);
    sharded.add(name, shard, [own.map((word) => `0${word}`).join("\n"), own.map((word) => words[word]).join("\n")]);
  }
  const { hits, full, missed } = whole(sharded.search(asked));
  assert.deepEqual([hits.map(([place]) => place), full, missed], [[0], 1, []]);
});

test("a phrase in an abstract needs the words that follow others", () => {
  const one = engineOver([paper("Night", { abstract: "paper boats" }), paper("Day", { abstract: "boats paper" })]);
  const query = globalThis.papershelf.query.parse('"paper boats"');
  assert.deepEqual(one.missing(query), [["following", 0]]);
  const [boats, paperWord] = ["boats", "paper"].map((word) =>
    String.fromCharCode(35 + ([...word].reduce((n, c) => (n * 31 + c.charCodeAt(0)) % 0x1000000, 0) % 57)),
  );
  one.add("following", 0, ` ${paperWord}\n${boats} `);
  assert.deepEqual(find(one, '"paper boats"'), ["Night"]);
  assert.deepEqual(find(one, '"boats paper"'), ["Day"]);
});
