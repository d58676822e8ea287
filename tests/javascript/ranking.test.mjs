/* Which papers a question finds, of whose words none has all, and how relevance is told. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { engineOver, find, paper, whole } from "./catalogue.mjs";

const PAPERS = [
  paper("Moths at Dusk", { abstract: "Lamps draw moths; moths circle lamps in every garden." }),
  paper("Gardens by Night", { abstract: "A garden, and a lamp in it." }),
  paper("Lamps and their Makers", { abstract: "Makers of lamps.", authors: ["Ada Birchlamp"] }),
  paper("Consistency of Judgments", { abstract: "We measure whether courts judge consistently." }),
  paper("Drawing Circles", { authors: ["Ben Drawer"], date: "2023-01-01" }),
  paper("Rain", { abstract: "Rain falls." }),
];
const [DUSK, GARDENS, MAKERS, JUDGMENTS, CIRCLES, RAIN] = PAPERS.map(({ title }) => title);
const engine = engineOver(PAPERS);
const search = (text) => whole(engine.search(globalThis.papershelf.query.parse(text)));
const relevance = (text, over = engine) => whole(over.relevance(globalThis.papershelf.query.parse(text)));

const FOUND = [
  // None has all words: the more and the rarer those that a paper has, the better.
  ["moths circle gardens rain", [DUSK, RAIN, GARDENS, CIRCLES], 0],
  // A paper that has one word less is not cut off.
  ["garden lamp moth zeppelin", [DUSK, GARDENS, MAKERS], 0],
  // Words of the same stem.
  ["judging consistent ", [JUDGMENTS], 0],
  ["judgment ", [JUDGMENTS], 1],
  ["circling drawings ", [CIRCLES, DUSK], 0],
  // A title counts more than an abstract.
  ["gardens zeppelin", [GARDENS, DUSK], 0],
  // Words that belong to the question are not asked for.
  ["Which papers are there about moths?", [DUSK], 1],
  ["how do courts judge?", [JUDGMENTS], 1],
  ["can you find work on circles in gardens?", [DUSK], 1],
  // A word that is nowhere is taken for one that is near.
  ["mohts zeppelin rain", [RAIN, DUSK], 0],
  // Below few papers with all words those with some; not where a title or a person is named.
  ["lamps garden ", [DUSK], 1, [GARDENS, MAKERS]],
  ["drawing circles ", [CIRCLES], 1, []],
  ["ada birchlamp ", [MAKERS], 1, []],
  ["lamps garden sort:date", [DUSK], 1, []],
  ['"moths at" dusk', [DUSK], 1, []],
  // Conditions hold for all.
  ["moths circle rain year:2023", [CIRCLES], 0],
];

for (const [text, titles, full, others] of FOUND) {
  test(`finds ${text}`, () => {
    const found = find(engine, text);
    assert.equal(search(text).full, full);
    if (others) assert.deepEqual([found.slice(0, full), found.slice(full).sort()], [titles, others]);
    else assert.deepEqual(full ? found.slice(0, full) : found, titles);
  });
}

test("words that papers have as one are found, where others of a query are not", () => {
  const some = engineOver([paper("Birdsong", { abstract: "Songs." }), paper("Bird Houses"), paper("Rain")]);
  for (const text of ["bird song zeppelin", "bird-song zeppelin"]) {
    assert.deepEqual(find(some, text), ["Birdsong", "Bird Houses"], text);
  }
  const { missed } = whole(some.search(globalThis.papershelf.query.parse("bir dsong zeppelin")));
  assert.deepEqual(missed, ["zeppelin"]);
});

test("papers with a phrase go before its words, where other words of the query are nowhere", () => {
  assert.deepEqual(find(engine, '"moths at dusk" rain'), [DUSK]);
  assert.deepEqual(find(engine, '"dusk moths rain" makers zeppelin').sort(), [DUSK, MAKERS, RAIN].sort());
  assert.deepEqual(find(engine, '"dusk moths"'), []);
});

test("what was found of no word is told", () => {
  for (const [text, missed] of [
    ["garden zeppelin ", ["zeppelin"]],
    ["zeppelin garden zeppelin ", ["zeppelin"]],
    ["circling zeppelin-xylophone ", ["zeppelin-xylophone"]],
    ["moths rain ", []],
    ["大模型 ", ["大模型"]],
    ["セフリン moths ", ["セフリン"]],
    ["which papers are about zeppelins?", ["zeppelins"]],
  ]) {
    assert.deepEqual(search(text).missed, missed, text);
  }
});

test("papers with some words rank below those with all, and in their own order", () => {
  const { hits, full } = search("lamps garden ");
  const ranks = hits.map(([, rank]) => rank);
  assert.deepEqual(ranks, ranks.toSorted((one, other) => other - one));
  assert.ok(ranks[full - 1] > 0.5 && ranks[full] <= 0.25, String(ranks));
});

test("relevance tells the terms of a query, and a score of each paper", () => {
  const { terms, score } = relevance("Which papers are about moths, lamps and zeppelins?");
  assert.deepEqual(
    terms.map(({ word, isKnown }) => [word, isKnown]),
    [
      ["moths", true],
      ["lamps", true],
      ["zeppelins", false],
    ],
  );
  assert.ok(terms[0].idf > terms[1].idf, "a word of fewer papers tells more");
  assert.deepEqual([...score].map((value) => value > 0), [true, true, true, false, false, false]);
  assert.equal(Math.max(...score), score[0]);
});

test("a long paper that has a word as often as a short one is less about it", () => {
  const two = engineOver([paper("Long", { abstract: `moths ${"a b c d e f g h i j k l m n o p q ".repeat(3)}` }), paper("Short", { abstract: "moths" })]);
  const { score } = relevance("moths", two);
  assert.ok(score[1] > score[0] && score[0] > 0);
});

test("a rare word says more than one that many papers have", () => {
  const { score } = relevance("rain moths", engineOver(["Rain", "Moths", "Rain on", "Rain by"].map((title) => paper(title))));
  assert.ok(score[1] > 1.5 * score[0]);
});

test("a common word has no list, and does not count", () => {
  const { terms, score } = relevance("moths", engineOver([paper("Day"), paper("Night")], { common: ["moths"] }));
  assert.deepEqual([terms[0].idf, terms[0].isKnown, Math.max(...score)], [0, true, 0]);
});

test("initials beside a surname and other words, in any order", () => {
  const people = engineOver([
    paper("Parsing Moths", { authors: ["Jane Smith"] }),
    paper("Parsing Rain", { authors: ["Kim Smith"] }),
    paper("Lamps", { authors: ["Jane Smith", "Ida Ivy"] }),
    paper("Jars", { authors: ["Jo Cedar"] }),
  ]);
  for (const text of ["J. Smith parsing", "Smith J parsing ", "parsing j smith "]) {
    const { hits, full } = whole(people.search(globalThis.papershelf.query.parse(text)));
    assert.deepEqual([hits[0][0], full], [0, 1], text);
  }
  assert.deepEqual(find(people, "J. Smith").sort(), ["Lamps", "Parsing Moths"]);
});

test("names of languages find what is about them, not all that has the letter", () => {
  const languages = engineOver([
    paper("Cats", { authors: ["Cara Reed"], abstract: "c and d" }),
    paper("Verified C++", { abstract: "Moths in C++." }),
    paper("Rain in R"),
    paper("A C# Compiler"),
    paper("Compilers of C", { abstract: "For .NET, too." }),
    paper("Reeds"),
    paper("Looms", { abstract: "Q and rails." }),
    paper("Quilts", { abstract: "Quills." }),
  ]);
  for (const [text, titles] of [
    ["Q", ["Looms"]],
    ["C++", ["Verified C++"]],
    ["c++ ", ["Verified C++"]],
    ["C#", ["A C# Compiler"]],
    ["R", ["Rain in R"]],
    ["r ", ["Rain in R"]],
    [".NET", ["Compilers of C"]],
    ["F#", []],
  ]) {
    assert.deepEqual(find(languages, text), titles, text);
  }
  assert.equal(find(languages, "C")[0], "Compilers of C");
  assert.ok(find(languages, "r").length > 1, "a small letter may go on");
});

test("soft hyphens are not seen", () => {
  assert.deepEqual(find(engineOver([paper("Lan\u00adterns")]), "lanterns"), ["Lan\u00adterns"]);
  assert.deepEqual(find(engine, "mo\u00adths du\u200bsk"), [DUSK]);
});
