/* Stems of words: those of one word are the same, those of different ones are not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadEngine } from "./load.mjs";

const { stem } = loadEngine();

const SAME = [
  "moth moths",
  "study studies studied studying",
  "glass glasses",
  "hop hopping hopped",
  "hope hoping hoped hopes",
  "agree agreed agrees",
  "distil distilled distilling",
  "distillation distillations",
  "judge judges judged judging judgment judgements",
  "consistent consistently",
  "relate related relating relation relational",
  "generate generates generated generating generation generative",
  "general generally generalize",
  "organize organized organization organizing",
  "adapt adaptation adaptive adapted",
  "robust robustness",
  "sensitive sensitivity",
  "use uses used using",
  "fair fairly fairness",
  "align aligned alignment",
  "segment segmented segmentation",
  "technology technological",
];
const APART = ["general generate", "moth mother", "universe university", "was wash", "ear early", "llm ll", "gas gases", "学习 习方"];

test("words of one stem", () => {
  for (const words of SAME) assert.equal(new Set(words.split(" ").map(stem)).size, 1, `${words}: ${words.split(" ").map(stem)}`);
});

test("words of different stems", () => {
  for (const words of APART) assert.notEqual(...words.split(" ").map(stem), words);
});

test("short words, and those of other scripts, are their own stems", () => {
  for (const word of ["as", "is", "4", "ß", "学习", "μοθοσ", "мотыльки", ""]) assert.equal(stem(word), word);
});
