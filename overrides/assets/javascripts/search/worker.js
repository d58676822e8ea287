/* The search engine behind the dialog and the explore page: a worker or, from a folder, where browsers allow none, a
   script of the page. It loads the engine and the catalogue when it is started.

     { kind: "start", data: { collection, root, themeSearches } }   addresses of the collection and of the site
     { id, kind: "find", data: "a query" }                       -> { id, items, … } (answers.js), perhaps twice;
                                                                    then, of a question, with { meaning }: items with
                                                                    a reason; { id } where another came before it was
                                                                    looked at
     { id, kind: "explore", data }                               -> { id, rows, … } (explore.js)
     { id, kind: "related", data }                               -> the same by the meaning of a question, else { id }
     { id, kind: "excerpts", data: { marks, papers } }           -> { id, excerpts } (answers.js)
     { id, kind: "authors", data: "part of a name" }             -> { id, people } (answers.js)
   What cannot be answered, as something could not be loaded, is answered by { id, failed: true }.                   */
(() => {
  "use strict";
  const PAUSE = 150; // milliseconds without a new query, after which abstracts are looked up

  let site;
  let ready = null;
  let failures = 0;
  let latest = 0;
  let meaning = null; // search by meaning, loaded when it is first needed
  let turn = Promise.resolve(); // queries are answered in the order in which they come

  /** Loads a script of the collection; rejects where it cannot be had. */
  function load(path) {
    // Some browsers remember that a module could not be loaded.
    const address = new URL(failures ? `${path}?${failures}` : path, site.collection).href;
    if (!self.document) return import(address);
    return new Promise((resolve, reject) => {
      document.head.append(
        Object.assign(document.createElement("script"), { src: address, onload: resolve, onerror: reject }),
      );
    });
  }

  const SIGNS = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

  /** Text without its markup. */
  function strip(html) {
    const bare = html.replace(/<[^>]*>/g, " ").replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => SIGNS[name]);
    return bare.replace(/\s+/g, " ").trim();
  }

  async function pagesOfPlugin() {
    await load("search/pages.js");
    return self.papershelfData.pages;
  }

  async function pagesOfZensical() {
    const { items } = await (await fetch(new URL("search.json", site.root))).json();
    return items.map(({ location, title, text }) => ({ location, title: strip(title), text: strip(text) }));
  }

  /** The hand-written pages: from our plugin or, where the theme searches, from the index that Zensical makes, if any. */
  async function loadPages() {
    const ways = site.themeSearches ? [pagesOfZensical, pagesOfPlugin] : [pagesOfPlugin, pagesOfZensical];
    for (const read of ways) {
      const pages = await read().catch(() => null);
      if (pages) return pages;
    }
    return [];
  }

  async function start() {
    const [pages] = await Promise.all([loadPages(), load("search/engine.js"), load("search/catalogue.js")]);
    const { Answers, Engine, steps } = self.papershelf;
    return new Answers(await steps.inTasks(Engine.build(self.papershelfData.catalogue)), pages);
  }

  /** The engine, loaded once, and again where that failed. */
  function engine() {
    ready ??= start().catch((fault) => {
      ready = null;
      failures++;
      throw fault;
    });
    return ready;
  }

  /** Loads the shards that a query needs; without one that cannot be had, the rest is searched. */
  async function loadShards({ engine }, query) {
    const loading = engine.missing(query).map(async ([name, shard]) => {
      await load(`search/${engine.catalogue[name]}/${shard}.js`);
      engine.add(name, shard, self.papershelfData[`${name}-${shard}`]);
    });
    const done = await Promise.allSettled(loading);
    if (done.some(({ status }) => status === "rejected")) failures++;
  }

  const search = ({ engine }, ...asked) => self.papershelf.steps.inTasks(engine.search(...asked));

  /** Content of a file for search by meaning. */
  async function readMeaning({ catalogue }, name, number) {
    await load(`search/${catalogue.meaning[name]}/${number}.js`);
    return self.papershelfData[`${name}-${number}`];
  }

  async function startMeaning(engine) {
    if (!self.papershelf.Meaning) await load("search/meaning.js");
    return new self.papershelf.Meaning(engine, (name, number) => readMeaning(engine, name, number));
  }

  /** What a query finds by its meaning; null where that is nothing better, or data cannot be had. */
  async function findMeaning({ engine }, query, found) {
    if (!engine.catalogue.meaning || query.content.flat().length < 2) return null;
    try {
      return await (await (meaning ??= startMeaning(engine))).search(query, found);
    } catch {
      meaning = null;
      failures++;
      return null;
    }
  }

  /** Answers a question once more, where papers are found by its meaning. */
  async function findMore(answers, query, foundByWords, { text, id, send }) {
    const found = await findMeaning(answers, query, foundByWords);
    if (found && id === latest) send({ ...answers.found(query, found, text), meaning: answers.related(query, found) });
  }

  /**
   * Answers a query at once where titles or names have it; abstracts are then looked up apart, or else first. What it
   * means is looked up last.
   */
  async function find(text, id, send) {
    const answers = await engine();
    const isLatest = () => id === latest;
    if (!isLatest()) return send({}); // nobody waits for it
    const query = self.papershelf.query.parse(text);
    // For shards, of which it is not known yet whether they can be had.
    let isWaiting = answers.engine.missing(query).length > 0,
      found = await search(answers, query, isWaiting);
    const complete = async () => {
      await loadShards(answers, query);
      isWaiting = false;
      found = await search(answers, query);
    };
    if (isWaiting && !found.full && isLatest()) await complete();
    send(answers.found(query, { ...found, incomplete: found.incomplete && !isWaiting }, text));
    setTimeout(async () => {
      if (isWaiting && isLatest()) await complete().then(() => isLatest() && send(answers.found(query, found, text)));
      if (isLatest()) await findMore(answers, query, found, { text, id, send });
    }, PAUSE);
  }

  const exploreInTasks = ({ engine }, data, better) => {
    const { explore, steps } = self.papershelf;
    return steps.inTasks(explore(engine, data, better));
  };

  async function explore(data, send) {
    const [answers] = await Promise.all([engine(), self.papershelf?.explore ?? load("search/explore.js")]);
    await loadShards(answers, self.papershelf.query.parse(data.query ?? ""));
    send(await exploreInTasks(answers, data));
  }

  /** Answers what was explored once more, where papers are found by its meaning; else with nothing. */
  async function exploreMore(data, send) {
    const answers = await engine();
    const query = self.papershelf.query.parse(data.query);
    const better = data.order ? null : await findMeaning(answers, query, await search(answers, query));
    send(better ? await exploreInTasks(answers, data, better) : {});
  }

  /** Answers with the pieces of abstracts of papers that have the words to be marked; empty where one cannot be had. */
  async function excerpts({ marks, papers }, send) {
    const answers = await engine();
    const { texts, perTexts } = answers.engine.catalogue;
    const textOf = async (paper) => {
      const file = Math.floor(paper / perTexts);
      await load(`search/${texts}/${file}.js`);
      return self.papershelfData[`texts-${file}`][paper % perTexts];
    };
    const found = await Promise.allSettled(papers.map(textOf));
    send({ excerpts: found.map(({ value }) => (value ? answers.excerpt(value, marks) : [])) });
  }

  /** Answers a message by calling `reply`. */
  async function answer({ id, kind, data }, reply) {
    const send = (found) => reply({ id, ...found });
    const fail = () => send({ failed: true });
    if (kind === "start") {
      site = data;
      await engine().catch(() => {});
    } else if (kind === "find") {
      latest = id;
      turn = turn.then(() => find(data, id, send)).catch(fail);
    } else if (kind === "excerpts") {
      await excerpts(data, send).catch(fail);
    } else if (kind === "related") {
      await exploreMore(data, send).catch(fail);
    } else if (kind === "authors") {
      await engine().then((answers) => send({ people: answers.people(data) }), fail);
    } else {
      await explore(data, send).catch(fail);
    }
  }

  if (self.document) self.papershelf.answer = answer;
  else self.onmessage = ({ data }) => answer(data, self.postMessage.bind(self));
})();
