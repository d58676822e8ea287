/* Search by meaning, over made-up vectors: words of one matter have the same. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { engineOver, paper, whole } from "./catalogue.mjs";
import { load } from "./load.mjs";

const explore = (...asked) => whole(globalThis.papershelf.explore(...asked));

const FOLDER = "generator/search/js";
const { Meaning, hash, query } = load(`${FOLDER}/meaning.js`);

const SIZE = 64;
const MATTERS = [
  ["court", "judicial", "law", "verdict", "judging"],
  ["moths", "insects", "wings"],
  ["rain", "storms", "floods"],
];
const RARE = ["wings"]; // words that are known from very few texts
const HEAVY = ["floods"];
/** The vector of a matter: rows of a Hadamard matrix, which are at right angles. */
const vector = (matter) =>
  Array.from({ length: SIZE }, (_, at) => (bits(at & (matter + 1)) % 2 ? -1 : 1));
const bits = (number) => number.toString(2).replaceAll("0", "").length;
const letters = (numbers) => numbers.map((number) => String.fromCharCode(72 + number)).join("");
const known = new Map(MATTERS.flatMap((words, matter) => words.map((word) => [word, vector(matter)])));

/** What the files have, as the generator writes them. */
function filesOf(papers, perFile = 2) {
  const matters = papers.map(({ matter }) => letters(matter === undefined ? Array(SIZE).fill(0) : vector(matter)));
  const vectors = [];
  for (let at = 0; at < matters.length; at += perFile) vectors.push(matters.slice(at, at + perFile).join(""));
  const shards = Array.from({ length: 256 }, () => []);
  for (const word of [...known.keys()].sort()) shards[hash([...word]) % 256].push(word);
  const rarity = (word) => String.fromCharCode(35 + (RARE.includes(word) ? 47 : 25));
  const facts = (word) => `${rarity(word)}${HEAVY.includes(word) ? "C" : "3"}${letters(known.get(word))}`;
  const titled = [...known.keys()].sort();
  const signs = titled.flatMap((word) => known.get(word).map((number) => (number > 0 ? 1 : 0)));
  const bytes = signs.join("").match(/.{8}/g).map((byte) => String.fromCharCode(parseInt(byte, 2)));
  return {
    words: shards.map((words) => [words.map((word) => `0${word}`).join("\n"), words.map(facts).join("")]),
    vectors,
    titles: [[titled.map((word) => `0${word}`).join("\n"), btoa(bytes.join(""))]],
  };
}

const PAPERS = [
  { title: "Judicial Law", matter: 0 },
  { title: "Storms at Noon", matter: 2 },
  { title: "Insects of the Garden", matter: 1, authors: ["Ada Alder"], date: "2024-01-02" },
  { title: "A Court for Moths", abstract: "Judging is hard.", matter: undefined },
  { title: "Kettles", matter: undefined },
];

const full = ({ full }) => full > 0;

/** Search by meaning over some papers; `files` may change what is read. */
function meaningOver(papers = PAPERS, files = filesOf(papers)) {
  const read = [];
  const made = papers.map(({ title, ...facts }) => paper(title, facts));
  const engine = engineOver(made, { meaning: { files: files.vectors.length } });
  const meaning = new Meaning(engine, async (name, number) => {
    read.push(`${name} ${number}`);
    if (!files[name]?.[number]) throw new Error("expected a file, found none");
    return files[name][number];
  });
  const ask = async (asked) => {
    const parsed = query.parse(asked);
    const found = await meaning.search(parsed, whole(engine.search(parsed)));
    const titles = (places) => places.map((place) => papers[place].title);
        if (!found) return null;
    const hits = found.hits.map(([place]) => place);
    const reasons = (full(found) ? found.related : hits).map(found.reasonOf);
    return { hits: titles(hits), related: titles(found.related), reasons, ranks: found.hits };
  };
  const search = (asked) => meaning.search(query.parse(asked), whole(engine.search(query.parse(asked))));
  return { ask, read, engine, search };
}

test("where no paper has all words, one list has those that are near, whatever words they have", async () => {
  const { hits, related } = await meaningOver().ask("court storms verdict ");
  assert.deepEqual(related, []);
  assert.deepEqual(hits, ["Storms at Noon", "Judicial Law", "A Court for Moths"]);
});

test("the better a paper fits words and meaning, the higher it is, below those that have all words", async () => {
  const { ranks } = await meaningOver().ask("verdict storms ");
  assert.ok(ranks[0][1] <= 0.25 && ranks[0][1] > ranks[1][1] && ranks[1][1] > 0);
});

test("papers with all words stay as they are; related ones come below, with the words that met", async () => {
  const { hits, related, reasons } = await meaningOver().ask("court judging ");
  assert.deepEqual(hits, ["A Court for Moths"]);
  assert.deepEqual(related, ["Judicial Law"]);
  assert.deepEqual(reasons, ["court ~ Judicial, Law; judging ~ Judicial, Law"]);
});

test("a reason says a word once that both have, else those of the question that the abstract has", async () => {
  const { related, reasons } = await meaningOver([
    { title: "Court Moths" },
    { title: "Moths", matter: 0 },
    { title: "Tea", matter: 0 },
    { title: "Storms", matter: 0 },
    { title: "Kettles", matter: 0, abstract: "The moths of June." },
  ]).ask("court moths ");
  const reasonOf = Object.fromEntries(related.map((title, at) => [title, reasons[at]]));
  assert.deepEqual(reasonOf, { Moths: "moths", Tea: "", Storms: "", Kettles: "moths" });
});

test("in one list, only papers without any of the words have a reason", async () => {
  const { hits, reasons } = await meaningOver().ask("court storms verdict ");
  assert.deepEqual(hits, ["Storms at Noon", "Judicial Law", "A Court for Moths"]);
  assert.deepEqual(reasons, ["", "court ~ Judicial, Law; verdict ~ Judicial, Law", ""]);
});

test("the explore page counts papers with all words only, and lists related ones below the last of them", async () => {
  const { engine, search } = meaningOver([...PAPERS, { title: "Court Judging, Again", matter: 0, date: "2024-02-03" }]);
  const asked = { query: "court judging ", chosen: {}, order: "", from: 0, size: 25 };
  const better = await search(asked.query);
  const titles = (rows) => rows.map(({ title }) => title);
  const { total, rows, related, counts } = explore(engine, asked, better);
  assert.deepEqual([total, titles(rows).length, titles(related)], [2, 2, ["Judicial Law"]]);
  assert.equal(related[0].reason, "court ~ Judicial, Law; judging ~ Judicial, Law");
  assert.deepEqual(counts.year.rows.map(({ count }) => count).sort(), [1, 1]);
  assert.deepEqual(explore(engine, { ...asked, size: 1 }, better).related, []);
  assert.deepEqual(titles(explore(engine, { ...asked, from: 1, size: 1 }, better).related), ["Judicial Law"]);
  assert.deepEqual(explore(engine, { ...asked, chosen: { year: ["2024"] } }, better).related, []);
  assert.deepEqual(explore(engine, asked).related, []);
});

test("the answer says whether its order is that of words only, or of words and meaning", async () => {
  const { Answers } = globalThis.papershelf;
  const { engine, search } = meaningOver();
  const asked = "court storms verdict ",
    parsed = query.parse(asked);
  const answers = new Answers(engine, []);
  const better = await search(asked);
  assert.equal(answers.found(parsed, whole(engine.search(parsed)), asked).nearest, false);
  const { nearest, items } = answers.found(parsed, better, asked);
  assert.equal(nearest, true);
  assert.deepEqual(
    items.map(({ reason }) => reason),
    [undefined, "court ~ Judicial, Law; verdict ~ Judicial, Law", undefined],
  );
  const page = { query: asked, chosen: {}, order: "", from: 0, size: 25 };
  assert.equal(explore(engine, page).nearest, false);
  assert.equal(explore(engine, page, better).nearest, true);
  assert.equal(explore(engine, page, better).rows[1].reason, items[1].reason);
});

for (const asked of ["court", "the court of", '"court judging" law', "court law sort:date", "by:Alder", "Ada Alder", ""]) {
  test(`nothing is loaded for ${asked || "nothing"}`, async () => {
    const { ask, read } = meaningOver();
    assert.equal(await ask(asked), null);
    assert.deepEqual(read, []);
  });
}

test("words without vectors, or known from very few texts, bring no paper near", async () => {
  assert.equal(await meaningOver().ask("zxqv wvut "), null);
  const papers = (word) => [{ title: `Zxqv ${word}` }, { title: "Insects", matter: 1 }];
  assert.equal(await meaningOver(papers("Wings")).ask("zxqv wings "), null);
  assert.deepEqual((await meaningOver(papers("Moths")).ask("zxqv moths ")).related, ["Insects"]);
});

test("the less of a question is known, the less meaning counts", async () => {
  const ask = async (word) =>
    (await meaningOver([{ title: `${word} of Tea` }, { title: "Judicial", matter: 0 }]).ask(`verdict ${word} `)).hits;
  assert.deepEqual(await ask("Moths"), ["Judicial", "Moths of Tea"]);
  assert.deepEqual(await ask("Zxqv"), ["Zxqv of Tea", "Judicial"]);
});

test("words count by their weight", async () => {
  const papers = [
    { title: "Judicial", matter: 0 },
    { title: "Drizzle", matter: 2 },
    { title: "Noon", abstract: "No moths." },
  ];
  const near = async (text) => (await meaningOver(papers).ask(text)).hits.filter((title) => title !== "Noon");
  assert.deepEqual(await near("moths verdict floods "), ["Drizzle", "Judicial"]);
  assert.deepEqual(await near("moths verdict rain "), ["Judicial", "Drizzle"]);
  // Where no paper has any of the words, those that are far from them are not listed.
  assert.deepEqual(await near("verdict floods "), ["Drizzle"]);
});

test("conditions hold for papers that are found by their meaning", async () => {
  const { ask } = meaningOver();
  assert.deepEqual((await ask("moths wings year:2024 ")).hits, ["Insects of the Garden"]);
  assert.equal(await ask("moths wings year:2020 "), null);
});

test("each file is read once, and again where that failed", async () => {
  const files = filesOf(PAPERS);
  const { ask, read } = meaningOver(PAPERS, files);
  const [last] = files.vectors.splice(2);
  await assert.rejects(ask("court storms "));
  files.vectors.push(last);
  const before = read.length;
  assert.ok(await ask("court storms "));
  assert.deepEqual(read.slice(before), ["vectors 2"]);
  await ask("storms court ");
  assert.equal(read.length, before + 1);
});

test("there are at most eight related papers, and equal ones keep their order", async () => {
  const many = Array.from({ length: 20 }, (_, at) => ({ title: `Law ${at}`, matter: 0 }));
  const { related } = await meaningOver([{ title: "Court Judging" }, ...many]).ask("court judging ");
  assert.deepEqual(related, many.slice(0, 8).map(({ title }) => title));
});

test("a site without papers finds none", async () => {
  assert.equal(await meaningOver([]).ask("court judging "), null);
});
