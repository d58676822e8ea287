/* What the map of papers works out without a document. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const FOLDER = "generator/search/js";
const { paperMap } = load(`${FOLDER}/address.js`, `${FOLDER}/map.js`);

// Papers at (0, 0), (64, 1) and (4095, 4095); the second has no topic.
const DATA = { topics: ["Moths", "Lamps"], papers: ["AAAAAB", "BAABAA", "____AC"].join("") };
const CATALOGUE = {
  pretty: true,
  title: ["Moths at Night", "Lamps & Rain", "Zoë’s Lamps"],
  slug: { 2: "zoes-lamps" },
  firstDay: 738946, // 1 March 2024
  day: [0, 1, 366],
  precision: "310",
  by: [[0], [0, 1], [1]],
  etAl: "010",
  topic: [[0], [], [1, 0]],
  topics: { label: ["Moths", "Lamps"], slug: {} },
  authors: { label: ["Ada Alder", "Zoë Birch"], slug: {} },
};

test("the data gives places and topics", () => {
  const map = paperMap.unpack(DATA);
  assert.deepEqual([map.size, [...map.x], [...map.y], [...map.topic]], [3, [0, 64, 4095], [0, 1, 4095], [1, 0, 2]]);
});

test("a region is where most of its papers are", () => {
  const map = { size: 4, topics: ["Moths", "Lamps", "Rain"], x: [0, 10, 90, 7], y: [1, 20, 2, 7], topic: [1, 1, 1, 2] };
  assert.deepEqual(paperMap.regions(map), [
    { topic: 1, label: "Moths", count: 3, x: 10, y: 2 },
    { topic: 2, label: "Lamps", count: 1, x: 7, y: 7 },
  ]);
});

test("regions of one colour are far from each other", () => {
  const areas = [0, 1, 100, 101].map((x, at) => ({ topic: at + 1, x, y: 0 }));
  const colours = paperMap.colours(areas, 2);
  assert.notEqual(colours.get(1), colours.get(2));
  assert.notEqual(colours.get(3), colours.get(4));
});

test("labels stand where they overlap nothing, the first ones first", () => {
  const label = (text, ...places) => ({ text, w: 10, h: 4, places });
  const labels = [label("a", [20, 20]), label("b", [22, 20], [22, 30]), label("c", [24, 21]), label("d", [1, 1])];
  const kept = paperMap.fitting(labels, 50, 50).map(({ text, x, y }) => [text, x, y]);
  assert.deepEqual(kept, [["a", 20, 20], ["b", 22, 30]]);
  assert.deepEqual(paperMap.fitting([label("a", [20, 20])], 50, 50, [{ x: 21, y: 20, w: 2, h: 2 }]), []);
});

test("arrows lead to what is shown ahead", () => {
  const map = { size: 4, x: [0, 10, 30, 5], y: [0, 1, 0, 40] };
  assert.equal(paperMap.towards(map, 0, [1, 0], () => true), 1);
  assert.equal(paperMap.towards(map, 0, [1, 0], (paper) => paper !== 1), 2);
  assert.equal(paperMap.towards(map, 0, [0, 1], () => true), 3);
  assert.equal(paperMap.towards(map, 0, [-1, 0], () => true), null);
});

test("the nearest paper is one within reach", () => {
  const map = { size: 2, x: [0, 10], y: [0, 0] };
  assert.equal(paperMap.nearest(map, { x: 6, y: 0 }, { x: 1, y: 1 }, 5, () => true), 1);
  assert.equal(paperMap.nearest(map, { x: 6, y: 0 }, { x: 2, y: 2 }, 5, () => true), null);
  assert.equal(paperMap.nearest(map, { x: 6, y: 0 }, { x: 1, y: 1 }, 9, (paper) => paper === 0), 0);
});

test("filters combine; a name is found without its accents", () => {
  const facts = paperMap.facts(CATALOGUE);
  const passing = (state) => [...facts.passing({ topic: "", year: "", author: "", ...state })];
  assert.deepEqual(passing({}), [1, 1, 1]);
  assert.deepEqual(passing({ topic: "moths" }), [1, 0, 1]);
  assert.deepEqual(passing({ author: " zoe" }), [0, 1, 1]);
  assert.deepEqual(passing({ author: "zoe", topic: "lamps" }), [0, 0, 1]);
  assert.deepEqual(passing({ year: "2024" }), [1, 1, 0]);
  assert.deepEqual(passing({ topic: "gone" }), [0, 0, 0]);
});

test("a paper whose date is not known has no year", () => {
  const facts = paperMap.facts(CATALOGUE);
  assert.deepEqual([0, 1, 2].map(facts.year), [2024, 2024, 0]);
  assert.deepEqual(facts.years, [2024]);
  assert.equal(facts.address(1), "papers/lamps-rain/");
  assert.equal(facts.key(2), "zoes-lamps");
});

test("an address gives the state, and the state the address", () => {
  for (const search of ["", "?topic=moths&year=2024&author=Ada+Alder&paper=moths-at-night"])
    assert.equal(paperMap.writeState(paperMap.readState(search)), search);
});

test("a disc has its colour in the middle, its rim around, and nothing in the corners", () => {
  const { side, pixels } = paperMap.disc(4, 2, "rgb(10, 20, 30)", "rgb(200, 210, 220)");
  const at = (x, y) => Array.from(pixels.subarray(4 * (y * side + x), 4 * (y * side + x) + 4));
  const middle = Math.floor(side / 2);
  assert.deepEqual(at(middle, middle), [10, 20, 30, 255]);
  assert.deepEqual(at(1, middle).slice(0, 3), [200, 210, 220]);
  assert.equal(at(0, 0)[3], 0);
});

test("what is stamped covers what is below as far as it is opaque, and nothing beyond the picture", () => {
  const image = { data: new Uint8ClampedArray(4 * 4), width: 2, height: 2 };
  const one = (...pixel) => ({ side: 1, pixels: Uint8ClampedArray.from(pixel) });
  paperMap.stamp(image, one(100, 0, 0, 255), 1, 0, 1);
  paperMap.stamp(image, one(0, 200, 0, 255), 1, 0, 0.5);
  paperMap.stamp(image, one(0, 0, 50, 255), 0, 1, 0.5);
  for (const [left, top] of [[-1, 0], [2, 0], [0, -1], [0, 2]]) paperMap.stamp(image, one(9, 9, 9, 255), left, top, 1);
  assert.deepEqual([...image.data], [0, 0, 0, 0, 50, 100, 0, 255, 0, 0, 50, 128, 0, 0, 0, 0]);
});
