/* What the search box lists: hits as the theme wants them, with HTML that only marks words. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { engineOver, paper } from "./catalogue.mjs";

const { Answers, query } = globalThis.papershelf;
const HOSTILE = `<img src=x onerror=alert(1)> & "Moths"`;
const ESCAPED = "&#60;img src=x onerror=alert(1)&#62; &#38; &#34;<mark>Moths</mark>&#34;";
const PAPERS = [
  paper("Café Owls", { authors: ["Ida Ivy", "Ada Alder"], topics: ["Owls"], etAl: true }),
  paper(HOSTILE, { authors: ["<b>Bold</b> Elm"], date: "2024-01-02" }),
  paper("A Kettle", { authors: ["Ida Ivy"], abstract: "Owls drink tea.", topics: ["Owls"], date: "2023-01-02" }),
  ...Array.from({ length: 70 }, (_, at) => paper(`Rain ${at}`, { date: "2022-01-02" })),
];
const PAGES = [
  { location: "about/", title: "About tea", text: `<p>${"Of cups. ".repeat(20)}A kettle &amp; <b>tea</b></p>` },
  { location: "owls/", title: "Owls", text: "<p>Where they sleep.</p>" },
  { location: "help/", title: "Help", text: "<p>What a kettle is.</p>" },
];
const answers = new Answers(engineOver(PAPERS), PAGES);

function answer(text) {
  const asked = query.parse(text);
  return answers.items(asked, answers.engine.search(asked), text);
}
const items = (text) => answer(text).items.flat();
const locations = (text) => items(text).map(({ location }) => location);

test("a paper has its title, people, date, area and topics, with what was asked for marked", () => {
  const [item] = items("cafe owl");
  assert.equal(item.location, "papers/caf-owls/");
  assert.equal(item.title, "<mark>Café</mark> <mark>Owls</mark>");
  assert.equal(item.text, "<p>Ida Ivy, Ada Alder et al.<br>7 Jun 2025 · CL · <mark>Owls</mark></p>");
  assert.deepEqual(item.terms, { cafe: true, owl: true });
});

test("text is never markup", () => {
  const [item] = items("moths");
  assert.equal(item.title, ESCAPED);
  assert.match(item.text, /^<p>&#60;b&#62;Bold&#60;\/b&#62; Elm<br>/);
});

test("a query is never markup, neither in what is wrong with it nor in what it may mean", () => {
  const [fault] = items("titel<i>:moth");
  const [unknown] = items('year:<i>"');
  const [meant] = items("kettke<i>&zeppelin");
  for (const { title, location } of [fault, unknown, meant].filter(Boolean)) {
    assert.doesNotMatch(title, /<(?!\/?mark>)/);
    assert.doesNotMatch(location, /[<>"]/);
  }
  assert.equal(unknown.title, "Year: expects numbers such as 2024 or 2023-2025, not “&#60;i&#62;&#34;”");
});

test("words of which nothing was found are told", () => {
  assert.deepEqual(items("kettle zeppelin ")[0].terms, { kettle: true, zeppelin: false });
});

test("people and topics follow the best paper, with their papers counted", () => {
  const [best, person] = items("ida ivy");
  assert.equal(best.location, "papers/caf-owls/");
  assert.deepEqual([person.location, person.text], ["authors/ida-ivy/", "<p>Author, 2 papers</p>"]);
  const topic = items("owls").find(({ location }) => location === "topics/owls/");
  assert.equal(topic.text, "<p>Topic, 2 papers</p>");
});

test("with a condition or an order, only papers are listed", () => {
  assert.deepEqual(locations("author:ivy kettle"), ["papers/a-kettle/"]);
  assert.deepEqual(locations("ida ivy sort:date"), ["papers/caf-owls/", "papers/a-kettle/"]);
});

test("pages are found by all their words, and one by its title goes before papers", () => {
  assert.deepEqual(locations("kettle tea").slice(0, 2), ["papers/a-kettle/", "about/"]);
  assert.deepEqual(locations("about tea")[0], "about/");
  assert.ok(!locations("kettle zeppelin").includes("help/"));
});

test("a page with the words in its title stands between papers with them in theirs and in a topic", () => {
  const meant = ["papers/caf-owls/", "owls/", "papers/a-kettle/"];
  assert.deepEqual(
    locations("owls").filter((location) => meant.includes(location)),
    meant,
  );
});

test("a page shows the part of its text where the first word is, without its markup", () => {
  const page = items("kettle tea").find(({ location }) => location === "about/");
  assert.equal(page.text, `<p>… ps. ${"Of cups. ".repeat(6)}A <mark>kettle</mark> <mark>tea</mark> …</p>`);
});

test("at most 60 papers are listed, the best with the highest score", () => {
  const scores = items("rain").map(({ score }) => score);
  assert.equal(scores.length, 60);
  assert.deepEqual(
    scores,
    scores.map((_, at) => 60 - at),
  );
});

test("the last word is completed", () => {
  for (const [text, suggested] of [
    ["ket", ["kettle"]],
    ["Ida iv", ["Ida", "ivy"]],
    ["zeppelin", []],
    ["kettle ", []],
    ["két", []], // it would change what was typed
    ["", []],
  ]) {
    assert.deepEqual(answer(text).suggest, suggested, text);
  }
});

test("where nothing is found, the nearest words are proposed", () => {
  const few = new Answers(engineOver([paper("Owl & Bat")]), []);
  const [[item]] = few.items(query.parse("owk bta "), few.engine.search(query.parse("owk bta ")), "owk bta ").items;
  assert.deepEqual([item.title, item.location, item.terms], ["Did you mean “owl bat”?", "?q=owl%20bat", {}]);
});
