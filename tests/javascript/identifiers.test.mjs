/* What people paste, and the paper that it names. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { engineOver, find, paper, whole } from "./catalogue.mjs";

const PAPERS = [
  paper("Paper Lanterns over Water", { authors: ["Ada Alder", "Ben Birch"], arxiv: "2401.01234", abstract: "Of water." }),
  paper("Moth Wings", { arxiv: "cs/0101001", pdf: "https://moths.example.org/files/wings.pdf" }),
  paper("Lamps at Noon: a Survey", { codeUrl: "https://github.com/moth-lab/Lamps", authors: ["Cleo Cedar"] }),
  paper("Rain", { abstract: "We cite 2401.01234 and lanterns." }),
  paper("Moth Wings at Night", { date: "2023-01-01" }),
];
const [WATER, WINGS, LAMPS, RAIN] = PAPERS.map(({ title }) => title);
const STATED = [
  "10.1234/moth.2024(1)-5 0",
  "alder2024lanterns 0",
  "10.5555/rain.7 3",
  "dblp:conf/moth/cedar24 2",
  "10.1002/(sici)1097-4571(199806)49:8<693::aid-moth4>3.0.co;2-o 1",
].join("\n");
const engine = engineOver(PAPERS, { identifiers: "identifiers-0", identifierFiles: 1, moved: { "old-lamps": "lamps-at-noon-a-survey" } });
engine.add("identifiers", 0, STATED);
const parse = (text) => globalThis.papershelf.query.parse(text);

const NAMED = [
  ["2401.01234", WATER],
  ["2401.01234v2", WATER],
  [" arXiv:2401.01234v12 ", WATER],
  ["arxiv 2401.01234", WATER],
  ["https://arxiv.org/abs/2401.01234", WATER],
  ["http://www.arxiv.org/pdf/2401.01234v3.pdf", WATER],
  ["https://export.arxiv.org/abs/2401.01234?context=cs", WATER],
  ["https://huggingface.co/papers/2401.01234", WATER],
  ["10.48550/arXiv.2401.01234v2", WATER],
  ["arxiv.org/abs/2401.01234v2", WATER],
  ["www.arxiv.org/pdf/2401.01234", WATER],
  ["doi.org/10.5555/rain.7", RAIN],
  ["(moths.example.org/files/wings.pdf)", WINGS],
  ["arXiv:2401.01234v2 [cs.CL]", WATER],
  ["2401.01234 [math-ph]", WATER],
  ["cs/0101001", WINGS],
  ["cs.CL/0101001v1", WINGS],
  ["https://arxiv.org/abs/cs.CL/0101001", WINGS],
  ["10.1234/moth.2024(1)-5", WATER],
  ["doi:10.1234/MOTH.2024(1)-5", WATER],
  ["DOI: 10.5555/rain.7.", RAIN],
  ["https://doi.org/10.5555/rain.7", RAIN],
  ["https://dl.acm.org/doi/abs/10.5555/rain.7?x=1", RAIN],
  ["(10.5555/rain.7)", RAIN],
  ["(10.1234/moth.2024(1)-5).", WATER],
  ["10.1002/(SICI)1097-4571(199806)49:8<693::AID-MOTH4>3.0.CO;2-O", WINGS],
  ["https://doi.org/10.1002/(SICI)1097-4571(199806)49:8<693::AID-MOTH4>3.0.CO;2-O", WINGS],
  ["https://doi.org/10.1002/(SICI)1097-4571(199806)49:8%3C693::AID-MOTH4%3E3.0.CO;2-O", WINGS],
  ["https://moths.example.org/files/%77ings.pdf?100%", WINGS],
  ["<https://doi.org/10.5555/rain.7>", RAIN],
  ["https://moths.example.org/files/wings.pdf", WINGS],
  ["http://www.moths.example.org/files/wings", WINGS],
  ["https://github.com/moth-lab/lamps.git", LAMPS],
  ["https://github.com/moth-lab/lamps/", LAMPS],
  ["https://papers.example.org/shelf/papers/paper-lanterns-over-water/", WATER],
  ["http://localhost:8000/papers/moth-wings.html?h=moth#abstract", WINGS],
  ["file:///C:/shelf/papers/moth-wings/index.html https://x.example.org/papers/old-lamps/", LAMPS],
  ["alder2024lanterns", WATER],
  ["\\cite{Alder2024lanterns}", WATER],
  ["@alder2024lanterns", WATER],
  ["DBLP:conf/moth/Cedar24", LAMPS],
  ["Alder, A., Birch, B. (2024). Paper Lanterns over Water. Journal of Lamps, 3(2), 10-12.", WATER],
  ["A. Alder and B. Birch. Moth wings. In Proc. of Lamps, arXiv preprint arXiv:2401.01234, 2024.", WATER],
  ["[3] Cleo Cedar, “Lamps at noon: A survey,” Lanterns and Water, vol. 3, 2024.", LAMPS],
  ["@article{alder2024lanterns, title={Whatever}, year={2024}}", WATER],
  ["@inproceedings{x, author = {Dora Dogwood}, booktitle = {Rain}, title = {{M}oth {\\bf Wings}}, year = 2020}", WINGS],
  ['@misc{y, title = "Lamps at Noon: a Survey", url = "https://x.example.org"}', LAMPS],
];

for (const [text, title] of NAMED) {
  test(`${text} finds its paper first`, () => {
    assert.equal(find(engine, text)[0], title);
    assert.ok(whole(engine.search(parse(text))).full >= 1);
    assert.deepEqual(engine.faults(parse(text)), []);
  });
}

test("an identifier alone finds its paper only, and one that is not known nothing", () => {
  const ALONE = ["2401.01234", "arXiv:2401.01234 [cs.CL]", "arxiv.org/abs/2401.01234", "doi.org/10.5555/rain.7", "10.1234/moth.2024(1)-5"];
  for (const text of [...ALONE, "alder2024lanterns"]) assert.equal(find(engine, text).length, 1);
  for (const [text, missed] of [
    ["2401.99999", "2401.99999"],
    ["https://doi.org/10.1234/water", "10.1234/water"],
    ["https://moths.example.org/100%", "moths.example.org/100%"],
  ]) {
    const found = whole(engine.search(parse(text)));
    assert.deepEqual([found.hits, found.full, found.missed], [[], 0, [missed]], text);
  }
});

test("words beside an identifier find what they find, after its paper", () => {
  assert.deepEqual(find(engine, "moth wings arXiv:2401.01234").slice(0, 2), [WATER, WINGS]);
  assert.equal(whole(engine.search(parse("moth wings arXiv:2401.01234"))).full, 3);
});

test("conditions hold for a paper that is named", () => {
  assert.deepEqual(find(engine, "2401.01234 year:2023"), []);
});

test("what only looks like an identifier is words", () => {
  for (const text of ["4.5 lamps", "10.5 moths", "2024.5 lamps", "2024.12345", "gpt-4", "and/or", "moth.js/lamps", "a@moths.org/lamps", "moths.org", "moths 2024", "noon: survey"]) {
    const { identifiers, units } = parse(text);
    assert.deepEqual([identifiers, units.length > 0], [[], true], text);
  }
});

test("the title of a longer paper is not cut short", () => {
  assert.deepEqual(find(engine, "moth wings at night").slice(0, 1), ["Moth Wings at Night"]);
});

test("a file of identifiers is asked for once, by those who need it", () => {
  const other = engineOver(PAPERS, { identifiers: "identifiers-0", identifierFiles: 4 });
  for (const text of ["moth wings", "2401.01234", "https://moths.example.org/a"]) assert.deepEqual(other.missing(parse(text)), []);
  const query = parse("alder2024lanterns");
  const [[name, file], ...more] = other.missing(query);
  assert.deepEqual([name, more], ["identifiers", []]);
  const told = ({ missed, incomplete }) => [missed, incomplete];
  assert.deepEqual(told(whole(other.search(parse("10.1234/none")))), [[], true]); // it may be there
  other.add("identifiers", file, STATED);
  assert.deepEqual([other.missing(query), find(other, "alder2024lanterns")], [[], [WATER]]);
  assert.deepEqual(engineOver(PAPERS).missing(query), []);
});
