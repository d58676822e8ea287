/* What the search dialog lists, as data: text is never markup. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { engineOver, paper, whole } from "./catalogue.mjs";

const { Answers, query } = globalThis.papershelf;
const HOSTILE = `<img src=x onerror=alert(1)> & "Moths"`;
const PAPERS = [
  paper("Café Owls", { authors: ["Ida Ivy", "Ada Alder"], topics: ["Owls"], etAl: true }),
  paper(HOSTILE, { authors: ["<b>Bold</b> Elm"], date: "2024-01-02" }),
  paper("A Kettle", { authors: ["Ida Ivy"], abstract: "Owls drink tea.", topics: ["Owls"], date: "2023-01-02" }),
  ...Array.from({ length: 70 }, (_, at) => paper(`Rain ${at}`, { date: "2022-01-02" })),
];
const PAGES = [
  { location: "about/", title: "About tea", text: `${"Of cups. ".repeat(20)}A kettle & tea ${"Then rest. ".repeat(20)}` },
  { location: "owls/", title: "Owls", text: "Where they sleep." },
  { location: "help/", title: "Help", text: "What a kettle is, and where a lamp stands." },
  { location: "help/#lamps", title: "Lamps", text: "Where a lamp stands." },
];
const answers = new Answers(engineOver(PAPERS), PAGES);

function answer(text, from = answers) {
  const asked = query.parse(text);
  return from.found(asked, whole(from.engine.search(asked)), text);
}
const items = (text) => answer(text).items;
const addresses = (text) => items(text).map(({ address }) => address);

test("of a misspelt word, what is meant is marked", () => {
  const { items: found, slips, marks, words } = answer("ketle drikn ");
  assert.deepEqual(found[0].title, ["A ", "Kettle"]);
  assert.deepEqual(slips, [
    { text: "ketle", meant: ["kettle"] },
    { text: "drikn", meant: ["drink"] },
  ]);
  assert.deepEqual(answers.excerpt(PAPERS[2].abstract, marks), ["Owls ", "drink", " tea."]);
  assert.deepEqual(words, ["ketle", "drikn", "kettle", "drink"]);
  const [related] = answers.related(query.parse("ketle drikn "), { related: [2], reasonOf: () => "", slips });
  assert.deepEqual(related.title, ["A ", "Kettle"]);
});

test("a paper has its title, people, date, area and topics, with every other part of them marked", () => {
  const [item] = items("cafe owl");
  assert.deepEqual(item, {
    kind: "paper",
    address: "papers/caf-owls/",
    title: ["", "Café", " ", "Owls"],
    people: ["Ida Ivy, Ada Alder et al."],
    facts: [["7 Jun 2025"], ["CL"], ["", "Owls"]],
  });
  assert.deepEqual(answer("cafe owl a").words, ["cafe", "owl"]);
});

test("a letter alone marks no word that begins with it", () => {
  assert.deepEqual(items("a kettle")[0].title, ["", "A", " ", "Kettle"]);
  assert.deepEqual(items("i ivy")[0].people, ["Ida ", "Ivy", ", Ada Alder et al."]);
});

test("names of languages are marked as a whole, and no other word for their letter", () => {
  const engine = engineOver([paper("Moths in C, C++, C# and .NET: C++17")]);
  for (const [text, marked] of [
    ["moth c++ ", ["Moths", "C++", "C++"]],
    ["c# ", ["C#"]],
    [".NET ", [".NET"]],
    ["c moth ", ["Moths", "C"]],
  ]) {
    const [{ title }] = answer(text, new Answers(engine, [])).items;
    const piece = answers.excerpt(`${title.join("")}. ${"We rest. ".repeat(50)}`, query.parse(text).content.flat());
    const last = answers.excerpt(`${"We rest. ".repeat(50)}${title.join("")}`, query.parse(text).content.flat());
    for (const parts of [title, piece, last]) assert.deepEqual(parts.filter((_, at) => at % 2), marked, text);
  }
});

test("text is as it was written", () => {
  const [item] = items("moths");
  assert.equal(item.title.join(""), HOSTILE);
  assert.deepEqual(item.title, ['<img src=x onerror=alert(1)> & "', "Moths", '"']);
  assert.equal(item.people.join(""), "<b>Bold</b> Elm");
});

test("what is wrong with a query is told, and what can be asked for", () => {
  assert.deepEqual(answer("autor:moth").faults, ["Unknown field “autor”"]);
  assert.deepEqual(answer('year:<i>"').faults, ["Year: expects numbers such as 2024 or 2023-2025, not “<i>\"”"]);
  assert.equal(answer("autor:alder moths").near, "author:alder moths");
  assert.deepEqual([answer("kettle:owls").faults, answer("kettle:owls").near], [[], ""]);
  assert.deepEqual([answer("store:zeppelin").faults, answer("store:zeppelin").near], [["Unknown field “store”"], "score:zeppelin"]);
  assert.ok(answer("moth").fields.includes("author"));
});

test("words of which nothing was found are told", () => {
  assert.deepEqual(answer("kettle zeppelin ").missed, ["zeppelin"]);
  assert.deepEqual(answer("kettle tea ").missed, []);
});

test("of a very long word, only the beginning is told", () => {
  const cut = `${"n".repeat(59)}…`;
  for (const [length, shown] of [[60, "n".repeat(60)], [61, cut], [2500, cut]]) {
    const word = "n".repeat(length);
    assert.deepEqual(answer(word).missed, [shown]);
    assert.deepEqual(answer(`year:${word}`).faults, [`Year: expects numbers such as 2024 or 2023-2025, not “${shown}”`]);
  }
  assert.deepEqual(answer(`10.1234/${"n".repeat(2400)}`).missed, [`10.1234/${"n".repeat(51)}…`]);
  assert.deepEqual(answer(`${"🦋".repeat(300)}`).missed, [`${"🦋".repeat(29)}…`]); // none is cut in half
});

test("it is told where papers have only some of the words, even if a page has all", () => {
  assert.deepEqual([answer("bold kettle").relaxed, answer("bold kettle").papers], [true, 2]);
  assert.equal(answer("kettle lamp").relaxed, true);
  assert.equal(answer("kettle tea").relaxed, false);
});

test("people and topics follow the best paper, with their papers counted", () => {
  const [best, person] = items("ida ivy");
  assert.equal(best.address, "papers/caf-owls/");
  assert.deepEqual(person, { kind: "author", address: "authors/ida-ivy/", title: ["Ida Ivy"], facts: [["2 papers"]] });
  const topic = items("owls").find(({ address }) => address === "topics/owls/");
  assert.deepEqual([topic.kind, topic.facts], ["topics", [["2 papers"]]]);
});

test("what is switched off has no page, and is not listed", () => {
  const engine = engineOver(PAPERS);
  engine.catalogue.off = ["areas", "years"];
  const few = new Answers(engine, []);
  const kinds = (text, from) => answer(text, from).items.map(({ kind }) => kind);
  assert.deepEqual([kinds("2024").includes("years"), kinds("2024", few).includes("years")], [true, false]);
  assert.ok(kinds("owls", few).includes("topics"));
});

test("with a condition or an order, only papers are listed", () => {
  assert.deepEqual(addresses("author:ivy kettle"), ["papers/a-kettle/"]);
  assert.deepEqual(addresses("ida ivy sort:date"), ["papers/caf-owls/", "papers/a-kettle/"]);
});

test("pages are found by all their words, and one by its title goes before papers", () => {
  assert.deepEqual(addresses("kettle tea").slice(0, 2), ["papers/a-kettle/", "about/"]);
  assert.deepEqual(addresses("about tea")[0], "about/");
  assert.ok(!addresses("kettle zeppelin").includes("help/"));
});

test("a page with the words in its title stands between papers with them in theirs and in a topic", () => {
  const meant = ["papers/caf-owls/", "owls/", "papers/a-kettle/"];
  assert.deepEqual(
    addresses("owls").filter((address) => meant.includes(address)),
    meant,
  );
});

test("of a page only the part that fits best is listed: a section, with the title of its page", () => {
  const found = items("lamp").filter(({ kind }) => kind === "page");
  assert.deepEqual(
    found.map(({ address, facts }) => [address, facts]),
    [["help/#lamps", [["Help"]]]],
  );
  assert.deepEqual(
    items("help").map(({ address }) => address),
    ["help/"],
  );
});

test("a page shows the words of its text around the first one", () => {
  const { text } = items("kettle tea").find(({ address }) => address === "about/");
  assert.deepEqual(text.slice(1, 4), ["kettle", " & ", "tea"]);
  assert.match(text[0], /^… (Of cups\. )+A $/);
  assert.match(text[4], /^ (Then rest\. )+.*\w\.? …$/);
  assert.equal(items("lamp").find(({ kind }) => kind === "page").text.join(""), "Where a lamp stands.");
});

test("at most 60 papers are listed, and all are counted", () => {
  const { items: listed, total } = answer("rain");
  assert.deepEqual([listed.length, total], [60, 70]);
});

test("the last word is completed", () => {
  for (const [text, rest] of [
    ["ket", "tle"],
    ["Ida iv", "y"],
    ["zeppelin", ""],
    ["kettle ", ""],
    ["két", ""], // it would change what was typed
    ["", ""],
  ]) {
    assert.equal(answer(text).completion, rest, text);
  }
});

test("where nothing is found of a word, the nearest is proposed, and the rest of the query stays", () => {
  const few = new Answers(engineOver([paper("Owl & Bat")]), []);
  assert.equal(answer("olw bta ", few).near, "owl bat");
  assert.equal(answer("sort:date olw bta", few).near, "sort:date owl bat");
  assert.equal(answer("oil:bag", few).near, ""); // which are near by chance
  assert.equal(answer("owl bat", few).near, "");
  assert.equal(answer("zeppelin", few).near, "");
});

test("a word without an end is answered soon: no pattern starts again at each of its letters", () => {
  const start = performance.now();
  for (const text of ["a".repeat(60_000), "a-".repeat(30_000), "ａ:".repeat(300), "{".repeat(60_000)]) assert.equal(answer(text).near, "");
  assert.ok(performance.now() - start < 3000); // where one does, 10 seconds or more
});

test("the explore page is named as the site names its pages", () => {
  assert.equal(answer("owls").explore, "explore/");
});

test("a paper whose abstract has a word that is seen nowhere else is marked with its place", () => {
  const placeOf = (text, address) => items(text).find((item) => item.address === address).abstract;
  const place = PAPERS.findIndex(({ title }) => title === "A Kettle");
  assert.equal(placeOf("kettle tea", "papers/a-kettle/"), place);
  assert.equal(placeOf("kettle ivy", "papers/a-kettle/"), undefined); // in its title and its authors
  assert.equal(placeOf("kettle owls", "papers/a-kettle/"), undefined); // in its title and its topics
});

test("a word that most abstracts have leads to none", () => {
  const few = new Answers(engineOver([paper("Owl", { abstract: "The owl sleeps." })], { common: ["the"] }), []);
  const abstracts = (text) => answer(text, few).items.map(({ abstract }) => abstract);
  assert.deepEqual([abstracts("the owl"), abstracts("owl sleeps")], [[undefined], [0]]);
  assert.deepEqual(answer("the owl", few).items[0].title, ["", "Owl"]);
  assert.deepEqual(few.engine.marks(query.parse("the owl"), []), ["owl"]);
  assert.deepEqual(few.engine.marks(query.parse("the"), []), ["the"]);
  assert.deepEqual(few.engine.marks(query.parse("owl tea owl"), [{ text: "owk", meant: ["owl"] }]), ["owl", "tea"]);
});

test("the piece of an abstract is the one with the most of the words", () => {
  const filling = "Of cups and bells we speak no more. ".repeat(12);
  const text = `A kettle. ${filling}The kettle and the lamp of old. ${filling}`;
  const parts = answers.excerpt(text, ["kettle", "lamp"]);
  assert.deepEqual(parts.filter((_, at) => at % 2), ["kettle", "lamp"]);
  assert.ok(parts.join("").length < 240);
  assert.match(parts[0], /^… .*The $/);
  assert.match(parts.at(-1), / …$/);
});

test("a piece at the end of an abstract is as long as others, and a short abstract is shown as a whole", () => {
  const parts = answers.excerpt(`${"Of cups we speak. ".repeat(30)}A lamp.`, ["lamp"]);
  assert.ok(parts.join("").length > 180);
  assert.equal(parts.at(-1), ".");
  assert.deepEqual(answers.excerpt("No word of it <b>here</b>.", ["lamp"]), ["No word of it <b>here</b>."]);
});

test("conditions and orders are told as they were typed", () => {
  for (const [text, parts] of [
    ["owls", []],
    ['owls author:ivy year:2023-2025 topic:"old owls"', ["author:ivy", "year:2023-2025", 'topic:"old owls"']],
    ["sort:date owls", ["sort:date"]],
    ["author: ivy", ["author: ivy"]],
    ["MothNet: a survey", []],
    ["year:soon has:tea", []],
  ]) {
    assert.deepEqual(answer(text).applied, parts, text);
  }
});

test("papers with some of the words come after the others are counted", () => {
  const asked = query.parse("owls tea");
  const hits = [[2, 2], [0, 1], [1, 0.5]];
  const { items: listed, papers, total } = answers.found(asked, { hits, persons: [], missed: [], slips: [], full: 1 }, "owls tea");
  assert.deepEqual([papers, total], [1, 1]);
  assert.deepEqual(listed.map(({ some }) => some), [undefined, true, true]);
});
