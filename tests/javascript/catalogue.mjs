/* Catalogues of made-up papers, in the form in which the generator writes them. */
import { loadEngine } from "./load.mjs";

const { text, steps } = loadEngine();
const { fold, words } = text;
export const { whole } = steps;
const FIRST_CHAR = 35; // of those that stand for numbers

/** Paper of which only what matters to a test has to be said; the newest comes first in a catalogue. */
export const paper = (title, facts = {}) => ({
  title,
  authors: ["Tove Yew"],
  area: "CL",
  topics: [],
  affiliations: [],
  abstract: "",
  date: "2025-06-07",
  ...facts,
});

/** Engine over some papers, with `facts` of the whole catalogue. */
export const engineOver = (papers, facts = {}) => whole(globalThis.papershelf.Engine.build({ ...catalogue(papers), ...facts }));

/** Titles that a query finds, in their order. */
export function find(engine, text) {
  const query = globalThis.papershelf.query.parse(text);
  return engine.sorted(whole(engine.search(query)).hits, query.order).map(([place]) => engine.catalogue.title[place]);
}

/** Catalogue of some papers, without shards; without the words that follow others, too, as only phrases need them. */
export function catalogue(papers) {
  const days = papers.map(({ date }) => (date ? Date.parse(date) / 864e5 + 719163 : 1));
  const [authors, areas, topics, affiliations, venues, keywords] = Array.from({ length: 6 }, table);
  const precisions = papers.map(({ date }) => [0, 4, 7, 10].indexOf(date.length)).join("");
  const abstracts = papers.map(({ abstract }) => words(fold(abstract)));
  return {
    pretty: true,
    off: [],
    title: papers.map(({ title }) => title),
    also: {},
    slug: {},
    by: papers.map((one) => one.authors.map(authors.place)),
    etAl: papers.map(({ etAl }) => (etAl ? "1" : "0")).join(""),
    code: papers.map(({ code }) => (code ? "1" : "0")).join(""),
    score: given(papers, ({ score }) => score),
    firstDay: days[0] ?? 0,
    day: days.map((day, at) => (days[at - 1] ?? day) - day),
    area: papers.map(({ area }) => (area ? areas.place(area) : -1)),
    topic: papers.map((one) => one.topics.map(topics.place)),
    affiliation: given(papers, (one) => one.affiliations.map(affiliations.place)),
    ...(/[012]/.test(precisions) ? { precision: precisions } : {}),
    pdf: given(papers, ({ pdf }) => pdf),
    arxiv: given(papers, ({ arxiv }) => arxiv),
    codeUrl: given(papers, ({ codeUrl }) => codeUrl),
    withdrawn: papers.flatMap(({ withdrawn }, place) => (withdrawn ? [place] : [])),
    ...labelled("venue", "venues", venues, papers, ({ venue }) => venue && [venues.place(venue)]),
    ...labelled("keyword", "keywords", keywords, papers, (one) => one.keywords?.map(keywords.place)),
    authors: authors.columns,
    areas: { ...areas.columns, code: areas.columns.label },
    topics: topics.columns,
    affiliations: affiliations.columns,
    common: [],
    lengths: abstracts.map((found) => new Set(found).size),
    shards: 0,
    postings: postings(abstracts),
    citations: "citations-0",
    perCitations: 50,
  };
}

/** Labels in the order in which they are first asked for. */
function table() {
  const label = [];
  const place = (one) => (label.includes(one) ? label.indexOf(one) : label.push(one) - 1);
  return { columns: { label, slug: {} }, place };
}

/** Values of the papers that have one, by their places. */
const given = (papers, value) =>
  Object.fromEntries(papers.map((one, at) => [at, value(one)]).filter(([, found]) => found !== undefined));

/** A column and its table, where any paper has a value. */
function labelled(column, table, asTable, papers, value) {
  const values = given(papers, value);
  return Object.keys(values).length ? { [column]: values, [table]: asTable.columns } : {};
}

/** Words in order, and a character for each paper that has a word: how far it is from the one before, and how often. */
export function postings(abstracts) {
  const all = [...new Set(abstracts.flat())].sort();
  const lists = all.map((word) => {
    let last = -1;
    return abstracts.map((found, paper) => {
      const times = found.filter((other) => other === word).length;
      if (!times) return "";
      const code = (paper - last) * 2 + Math.min(times, 2) - 1 + FIRST_CHAR;
      last = paper;
      return String.fromCharCode(code);
    });
  });
  return [all.map((word) => `0${word}`).join("\n"), lists.map((list) => list.join("")).join("\n")];
}
