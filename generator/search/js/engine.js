/* The search engine: builds its index from the catalogue, and answers queries, both in steps (steps.js).
   Papers, persons and labels (topics, areas, affiliations) are numbers: their places in the catalogue. */
(() => {
  "use strict";
  const { text, matching } = self.papershelf;
  const { Vocabulary, InvertedIndex, Identifiers, papers } = self.papershelf; // from which it is built
  const { filter, ranked, relevance, relativeLengths, suggestions } = self.papershelf;
  const NOTHING = { hits: [], persons: [], missed: [], slips: [], full: 0 };
  const NAMED = 9; // rank of papers whose identifiers are in a query, above all others

  /** A result with the papers that identifiers name before all others. */
  function withNamed(found, named) {
    if (!named.length) return found;
    const all = found.hits.slice(0, found.full).filter(([paper]) => !named.includes(paper)),
      some = found.hits.slice(found.full).filter(([paper]) => !named.includes(paper));
    const hits = [...named.map((paper) => [paper, NAMED]), ...all, ...some];
    return { ...found, hits, missed: [], full: named.length + all.length };
  }

  class Engine {
    /** Returns the engine of a catalogue. */
    static *build(catalogue) {
      const engine = new Engine(),
        vocabulary = new Vocabulary();
      Object.assign(engine, { catalogue, vocabulary, size: catalogue.title.length }, papers.readDays(catalogue));
      yield;
      Object.assign(engine, yield* papers.readTitles(catalogue, vocabulary));
      Object.assign(engine, yield* papers.readPersons(catalogue, vocabulary));
      const { labels, years } = yield* papers.readLabels(catalogue, engine.year, vocabulary);
      catalogue.years = years;
      engine.labels = labels;
      vocabulary.close();
      yield;
      engine.index = new InvertedIndex(catalogue);
      engine.relativeLengths = relativeLengths(engine);
      engine.identifiers = new Identifiers(engine);
      return engine;
    }

    /** The shards that a query needs and that are not here yet, as the names of their files. */
    missing(query) {
      const words = [...new Set(query.content.flat())];
      const telling = new Set(words.filter((word) => word.length > 1 || matching.isWord(this, word, query)));
      const parted = matching.partsOfWords(query).filter(([first]) => telling.has(first));
      const all = [...telling, ...parted.map((parts) => parts.join(""))];
      return [...this.index.missing(all, query.phrases), ...this.identifiers.missing(query)];
    }

    add(name, shard, data) {
      if (name === "identifiers") this.identifiers.add(shard, data);
      else this.index.add(name, shard, data);
    }

    /**
     * The papers that a query asks for, best first, as `{ hits: [[paper, rank]], full, persons, missed, slips,
     * incomplete }`: the first `full` of them have all words; then come, where those are few, others by their relevance.
     * Nothing was found of `missed` words; as long as a shard is missing, the result is `incomplete`, and none is known
     * to be one. `slips` are words that no paper found has as they are typed, as `{ text, meant }`, with those that it
     * has in their place. With `asTyped`, the papers with all words as they are typed only.
     */
    *search(query, asTyped = false) {
      const incomplete = this.missing(query).length > 0,
        found = yield* this.#found(query, asTyped);
      return { ...found, missed: incomplete ? [] : found.missed.map(text.shortened), incomplete };
    }

    *#found(query, asTyped) {
      const allowed = filter(this, query.conditions);
      const named = this.identifiers.find(query).filter((paper) => !allowed || allowed[paper]);
      const isWhole = !query.units.length || query.isKey; // it has nothing but identifiers
      if (named.length && isWhole) return { ...NOTHING, hits: named.map((paper) => [paper, NAMED]), full: named.length };
      if (query.units.length) return withNamed(yield* ranked(this, query, allowed, asTyped), named);
      if (query.identifiers.length) return { ...NOTHING, missed: query.identifiers.slice(0, 1).map(([, one]) => one) };
      if (query.signs.length) return this.#withSigns(query.signs, allowed);
      const isFaulty = query.faults.length && !query.conditions.length; // it asks for what cannot be followed, only
      return { ...NOTHING, hits: isFaulty ? [] : this.#listed(allowed) };
    }

    /** The relevance of each paper to a query, as `{ score, terms }`; see bm25.js. */
    *relevance(query) {
      return yield* relevance(this, query);
    }

    /** The papers whose titles have all signs of a query that has no words. */
    #withSigns(signs, allowed) {
      const titles = this.catalogue.title;
      const hits = this.#listed(allowed).filter(([paper]) => signs.every((one) => text.fold(titles[paper]).includes(one)));
      return { ...NOTHING, hits, full: hits.length, missed: hits.length ? [] : signs };
    }

    #listed(allowed) {
      const hits = [];
      for (let paper = 0; paper < this.size; paper++) if (!allowed || allowed[paper]) hits.push([paper, 0]);
      return hits;
    }

    // ---- what is shown ----

    /** Papers in an order that is asked for; `hits` come by relevance. */
    sorted(hits, order) {
      const { score, title } = this.catalogue;
      const by = {
        date: (one, other) => this.day[other] - this.day[one],
        added: (one, other) => (this.catalogue.added?.[other] ?? 0) - (this.catalogue.added?.[one] ?? 0),
        title: (one, other) => title[one].localeCompare(title[other], "en"),
        score: (one, other) => (score[other] ?? -Infinity) - (score[one] ?? -Infinity) || 0,
      }[order];
      return by ? [...hits].sort(([one], [other]) => by(one, other) || one - other) : hits;
    }

    /** The words that are marked: those of a query, common ones only if there are no others, and what slips stand for. */
    marks(query, slips) {
      const all = query.content.flat(),
        telling = all.filter((word) => !this.index.common.has(word));
      return [...new Set([...(telling.length ? telling : all), ...slips.flatMap(({ meant }) => meant)])];
    }

    completion(word) {
      return suggestions.completion(this, word);
    }

    correction(text, query, found) {
      return suggestions.correction(this, text, query, found);
    }

    faults(query) {
      return suggestions.faultsOf(this, query);
    }

    /** Where a paper can be read: its PDF, its page on arXiv, and its code; empty if it is not known. */
    links(paper) {
      const { pdf, arxiv, codeUrl } = this.catalogue,
        identifier = arxiv?.[paper];
      return {
        pdf: pdf?.[paper] ?? (identifier ? `https://arxiv.org/pdf/${identifier}` : ""),
        arxiv: identifier ? `https://arxiv.org/abs/${identifier}` : "",
        codeUrl: codeUrl?.[paper] ?? "",
      };
    }

    /** The paper whose page has a key, or had it; undefined if there is none. */
    placeOf(key) {
      this.places ??= new Map(this.catalogue.title.map((_, paper) => [this.keyOf(paper), paper]));
      return this.places.get(key) ?? this.places.get(this.catalogue.moved?.[key]);
    }

    /** The key of a paper, as the address of its page has it. */
    keyOf(paper) {
      return this.address("papers", this.catalogue, paper).replace(/^papers\/|\/$|\.html$/g, "");
    }

    /** Where the page of a heading or a paper is, from the root of the site. */
    address(folder, table, place) {
      return self.papershelf.address(this.catalogue, folder, table, place);
    }
  }

  self.papershelf.Engine = Engine;
})();
