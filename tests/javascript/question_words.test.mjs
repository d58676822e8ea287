/* Which words of a query say what it is about. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadEngine } from "./load.mjs";

const { parse } = loadEngine().query;

const QUESTIONS = [
  ["Which papers are there on moths?", "moths"],
  ["what is a lantern", "lantern"],
  ["How do moths find lanterns?", "moths lanterns"],
  ["papers about moths and rain", "moths rain"],
  ["recent work on plug-and-play lamps", "recent plug-and-play lamps"],
  ["Can you point me to studies that explore how moths navigate?", "moths navigate"],
  ["Is there any paper that uses lamps in gardens", "lamps gardens"],
  ["I'm looking for research on rain", "rain"],
  ["Could you recommend articles discussing recommendation of lamps?", "recommendation lamps"],
  ["show me moths", "moths"],
  ["papers by Ada Alder", "ada alder"],
  ["Who wrote Paper Lanterns?", "lanterns"],
  ["who are the authors of moth lore", "moth lore"],
  ["the newest articles on moths", "moths"],
];
// Titles and words are asked for as they are.
const OTHERS = ["Paper Lanterns over Water", "On the Use of Paper", "research moths", "show and tell", "a study", "work", "newest moths", "Work by"];

test("a question is about its other words", () => {
  for (const [text, about] of QUESTIONS) {
    assert.equal(parse(text).content.map((parts) => parts.join("-")).join(" "), about, text);
  }
});

test("all words are asked for where there is no question, or nothing else in it", () => {
  for (const text of [...OTHERS, "what is it?", "Who?"]) {
    const { content, units } = parse(text);
    assert.deepEqual(content, units, text);
  }
});
