/* In which groups the results of the search dialog stand. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

globalThis.papershelf ??= {};
const { groupsOf } = load("overrides/assets/javascripts/search/results.js");

const some = (kind, number, facts = {}) => Array.from({ length: number }, () => ({ kind, ...facts }));
const groups = (...items) => groupsOf(items.flat()).map(({ heading, items }) => [heading, items.length]);

test("papers alone are one group", () => {
  assert.deepEqual(groups(some("paper", 60)), [["Papers", 60]]);
  assert.deepEqual(groups(), []);
});

test("others stand between the best papers and the rest", () => {
  assert.deepEqual(groups(some("paper", 1), some("author", 2), some("topics", 1), some("years", 1), some("paper", 9)), [
    ["Papers", 3],
    ["People", 2],
    ["Topics", 1],
    ["Years", 1],
    ["More papers", 7],
  ]);
  assert.deepEqual(groups(some("paper", 5), some("areas", 1)), [["Papers", 5], ["Areas", 1]]);
});

test("pages stand first only if one is the best", () => {
  assert.deepEqual(groups(some("page", 1), some("paper", 6), some("page", 1)), [["Pages", 2], ["Papers", 3], ["More papers", 3]]);
  assert.deepEqual(groups(some("paper", 1), some("page", 1)), [["Papers", 1], ["Pages", 1]]);
});

test("papers with some of the words have a group of their own, the last", () => {
  assert.deepEqual(groups(some("paper", 2), some("paper", 3, { some: true }), some("author", 1)), [
    ["Papers", 2],
    ["People", 1],
    ["Papers with some of the words", 3],
  ]);
});
