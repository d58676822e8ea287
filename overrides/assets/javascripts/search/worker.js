/* The worker behind the theme's search box, in place of the theme's own. It speaks the theme's four messages, and reads
   nothing until somebody searches. The explore page sends `explore` messages of its own.

     { type: 0, data: { docs } }      set up: the hand-written pages       -> { type: 1 }
     { type: 2, data: "a query" }                                          -> { type: 3, data: { items, suggest } }
     { type: "explore", data }                                             -> { type: "explored", data }             */
"use strict";

// From a folder, where browsers allow no workers, this runs as a script of a frame.
const HERE = self.document?.currentScript?.src ?? self.location.href;
const SITE = new URL("../../../", HERE);
const PAUSE = 150; // milliseconds without a new query, after which abstracts are looked up

let pages = [];
let ready = null;
let latest = 0;
let turn = Promise.resolve(); // queries are answered in the order in which they come

/** Loads a script of the site; rejects where it cannot be had. */
async function load(path) {
  const address = new URL(path, SITE).href;
  if (!self.document) return importScripts(address);
  return new Promise((resolve, reject) => {
    document.body.append(
      Object.assign(document.createElement("script"), { src: address, onload: resolve, onerror: reject }),
    );
  });
}

async function start() {
  await load("search/engine.js");
  await load("search/catalogue.js");
  if (!pages.length) await load("search/pages.js").catch(() => {}); // made by the plugin
  const data = self.papershelfData;
  return new self.papershelf.Answers(
    new self.papershelf.Engine(data.catalogue),
    pages.length ? pages : (data.pages ?? []),
  );
}

/** The engine, loaded with the catalogue when it is first asked for, and again where that failed. */
function engine() {
  ready ??= start().catch((fault) => {
    ready = null;
    throw fault;
  });
  return ready;
}

/** Loads the shards of abstracts that a query needs; without one that cannot be had, titles and names are searched. */
async function loadAbstracts({ engine }, query) {
  const loading = engine.missing(query).map(async ([name, shard]) => {
    await load(`search/${engine.catalogue[name]}/${shard}.js`);
    engine.add(name, shard, self.papershelfData[`${name}-${shard}`]);
  });
  await Promise.allSettled(loading);
}

/** Answers a query at once where titles or names have it; abstracts are then looked up apart, or else first. */
async function answer(text, number, send) {
  if (!text.trim()) return send({ items: [] });
  const answers = await engine();
  const query = self.papershelf.query.parse(text);
  const search = () => send(answers.items(query, answers.engine.search(query), text));
  if (!answers.engine.missing(query).length) return search();
  const found = answers.engine.search(query);
  if (!found.full && number === latest) await loadAbstracts(answers, query).then(search);
  else send(answers.items(query, found, text));
  if (found.full)
    setTimeout(
      () => number === latest && loadAbstracts(answers, query).then(() => number === latest && search()),
      PAUSE,
    );
}

async function explore(data, send) {
  const answers = await engine();
  await Promise.all([
    self.papershelf.explore ?? load("search/explore.js"),
    loadAbstracts(answers, self.papershelf.query.parse(data.query ?? "")),
  ]);
  send(self.papershelf.explore(answers.engine, data));
}

self.onmessage = async ({ data: { type, data } }) => {
  if (type === 0) {
    pages = data.docs;
    self.postMessage({ type: 1 });
  } else if (type === 2) {
    const number = ++latest;
    const send = (result) => self.postMessage({ type: 3, data: result });
    // The theme waits for an answer to each query, even where nothing could be loaded.
    turn = turn.then(() => answer(data, number, send)).catch(() => send({ items: [] }));
  } else if (type === "explore") {
    const send = (result) => self.postMessage({ type: "explored", data: result });
    await explore(data, send).catch(() => send({ id: data.id, failed: true }));
  }
};
