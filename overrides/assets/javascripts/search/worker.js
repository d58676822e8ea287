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

async function load(...paths) {
  for (const path of paths) await importScripts(new URL(path, SITE).href);
}

/** The engine, loaded with the catalogue when it is first asked for. */
function engine() {
  ready ??= (async () => {
    await load("search/engine.js", "search/catalogue.js", ...(pages.length ? [] : ["search/pages.js"]));
    const { catalogue, pages: lazy } = self.papershelfData;
    return new self.papershelf.Answers(new self.papershelf.Engine(catalogue), pages.length ? pages : (lazy ?? []));
  })();
  return ready;
}

/** Loads the shards of abstracts that a query needs; says whether there were any. */
async function loadAbstracts({ engine }, query) {
  const shards = engine.missing(query);
  const folder = engine.catalogue.abstracts;
  await Promise.all(shards.map((shard) => load(`search/${folder}/${shard}.js`)));
  for (const shard of shards) engine.addShard(shard, self.papershelfData[`abstracts-${shard}`]);
  return shards.length > 0;
}

/** Answers a query at once where titles or names have it; then, or else first, looks up abstracts. */
async function answer(text, number, send) {
  const answers = await engine();
  const query = self.papershelf.query.parse(text);
  const missing = answers.engine.missing(query).length > 0;
  const found = answers.engine.search(query);
  if (!missing || found.full) send(answers.items(query, found, text));
  if (!missing) return;
  if (found.full) await new Promise((resolve) => setTimeout(resolve, PAUSE));
  if (number !== latest) {
    if (!found.full) send({ items: [] }); // the theme waits for an answer to each query
    return;
  }
  await loadAbstracts(answers, query);
  send(answers.items(query, answers.engine.search(query), text));
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
    latest += 1;
    const send = (result) => self.postMessage({ type: 3, data: result });
    if (data.trim()) await answer(data, latest, send);
    else send({ items: [] });
  } else if (type === "explore") {
    await explore(data, (result) => self.postMessage({ type: "explored", data: result }));
  }
};
