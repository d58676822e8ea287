/* Words as search compares them. That the generator finds the same ones is tested in Python, with both sides at hand. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadEngine } from "./load.mjs";

const { fold, words, forms, distance, letters, differing } = loadEngine().text;

const FOLDED = [
  ["Moth", "moth"],
  ["Crème Brûlée", "creme brulee"],
  ["Øre ßen Łow", "ore ssen low"],
  ["İzmir", "izmir"],
  ["ﬁreﬂies", "fireflies"],
  ["ΜΟΘΟΣ", "μοθοσ"],
  ["한국", "한국"],
  ["lan\u00adtern\u200b", "lantern"],
];

const WORDS = [
  ["", []],
  [" -_.'", []],
  ["plug-and-play", ["plug", "and", "play"]],
  ["4.5 lamps", ["4", "5", "lamps"]],
  ["法", ["法"]],
  ["学习", ["学习"]],
  ["学习方法", ["学习", "习方", "方法"]],
  ["gpu学习方x", ["gpu", "学习", "习方", "x"]],
  ["c++ c# .net a+ b", ["c++", "c#", ".net", "a", "b"]],
];

const FORMS = [
  ["moth", []],
  ["plug-and-play", ["plugandplay"]],
  ["plug‑and‐play", ["plugandplay"]],
  ["minimoth-o 4.5", ["minimotho", "45"]],
  ["a/b and c_d", ["ab", "cd"]],
  ["l’ete, o'hara", ["lete", "ohara"]],
  ["- moth- -wing", []],
  ["moth - wing", []],
  ["moth--wing", []],
  ["学", ["学"]],
  ["gpu学习方法 und モス", ["法", "ス"]],
];

const DISTANCES = [
  ["moth", "moth", 2, 0],
  ["moth", "mot", 1, 1],
  ["moth", "mouth", 1, 1],
  ["moth", "math", 1, 1],
  ["moth", "moht", 1, 1], // a swap of neighbours
  ["moth", "omth", 1, 1],
  ["moth", "maht", 2, 2],
  ["lantern", "altnern", 2, 2],
  ["moth", "wing", 2, 3], // more than asked for
  ["moth", "moth wing", 2, 3],
  ["", "ab", 2, 2],
  ["", "", 1, 0],
];

test("fold makes letters small and plain", () => {
  for (const [text, folded] of FOLDED) assert.equal(fold(text), folded);
});

test("words are in order, and in pairs where there are no spaces", () => {
  for (const [text, found] of WORDS) assert.deepEqual(words(text), found, text);
});

test("forms are joined words and last characters", () => {
  for (const [text, found] of FORMS) assert.deepEqual(forms(text), found, text);
});

test("distance counts edits up to a limit, from either side", () => {
  for (const [one, other, most, edits] of DISTANCES) {
    assert.equal(distance(one, other, most), edits, `${one} ${other}`);
    assert.equal(distance(other, one, most), edits, `${other} ${one}`);
  }
});

test("words that are near differ in few letters: no near word is passed over for its letters", () => {
  for (const [one, other, , edits] of DISTANCES.filter(([, , most, edits]) => edits <= most)) {
    assert.ok(differing(letters(one), letters(other)) <= 2 * edits, `${one} ${other}`);
  }
  assert.equal(differing(letters("moth"), letters("wing")), 8);
});
