/* What the explore page asks of the engine: a query and chosen values in, a page of papers and counts of all facets out. */
(() => {
  "use strict";
  const FACETS = ["code", "year", "topic", "area", "author", "affiliation", "venue"];
  const MOST = 300; // values of a facet that are told, the commonest

  /** The values of each facet: `of(paper)` gives the places of a paper's, `value` and `label` tell of one of `places`. */
  function facets(engine) {
    if (engine.facets) return engine.facets;
    const { catalogue } = engine;
    const table = (name, folder, of) => ({
      of,
      places: () => catalogue[name].label.keys(),
      label: (place) => catalogue[name].label[place],
      value: (place) => engine.address(folder, catalogue[name], place).replace(/^.*?\/|\/$|\.html$/g, ""),
    });
    engine.facets = {
      area: {
        of: (paper) => (catalogue.area[paper] < 0 ? [] : [catalogue.area[paper]]),
        places: () => catalogue.areas.label.keys(),
        label: (place) => catalogue.areas.label[place],
        value: (place) => catalogue.areas.code[place],
      },
      topic: table("topics", "topics", (paper) => catalogue.topic[paper]),
      year: {
        of: (paper) => (engine.year[paper] ? [engine.year[paper]] : []),
        places: () => [],
        label: String,
        value: String,
        years: true,
      },
      author: table("authors", "authors", (paper) => [...new Set(catalogue.by[paper])]),
      affiliation: table("affiliations", "affiliations", (paper) => catalogue.affiliation[paper] ?? []),
      venue: {
        of: (paper) => catalogue.venue?.[paper] ?? [],
        places: () => [],
        label: (place) => catalogue.venues.label[place],
        value: (place) => catalogue.venues.label[place],
      },
      code: {
        of: (paper) => (catalogue.code[paper] === "1" ? [1] : []),
        places: () => [1],
        label: () => "Code available",
        value: () => "yes",
      },
    };
    return engine.facets;
  }

  /** For each paper a number whose bits say which facets let it through: within a facet any chosen value will do. */
  function passing(engine, chosen) {
    const all = facets(engine),
      bits = new Uint8Array(engine.size);
    FACETS.forEach((name, bit) => {
      const wanted = new Set(chosen[name] ?? []),
        { of, value } = all[name];
      for (let paper = 0; paper < engine.size; paper++) {
        if (!wanted.size || of(paper).some((place) => wanted.has(value(place)))) bits[paper] |= 1 << bit;
      }
    });
    return bits;
  }

  /** Of a facet, how many papers have each value, where all other facets let them through. */
  function counted({ of, places, value, label, years }, papers, chosen, narrow) {
    const counts = new Map();
    for (const paper of papers) for (const place of of(paper)) counts.set(place, (counts.get(place) ?? 0) + 1);
    const rows = [...counts].map(([place, count]) => ({ value: value(place), label: label(place), count }));
    const { fold } = self.papershelf.text,
      wanted = new Set(chosen);
    for (const row of rows) row.chosen = wanted.delete(row.value);
    const kept = narrow ? rows.filter((row) => row.chosen || fold(row.label).includes(fold(narrow))) : rows;
    kept.sort(
      (one, other) =>
        other.chosen - one.chosen ||
        (years ? other.value - one.value : other.count - one.count) ||
        (one.label < other.label ? -1 : 1),
    );
    const named = new Map(); // values that no paper has that is found
    if (wanted.size) for (const place of places()) if (wanted.has(value(place))) named.set(value(place), label(place));
    const gone = [...wanted].map((one) => ({ value: one, label: named.get(one) ?? one, count: 0, chosen: true }));
    return { rows: [...gone, ...kept.slice(0, MOST)], all: kept.length + gone.length };
  }

  /** Where the abstract of a paper is: the folder of the files, the number of one, and the place in it. */
  const placeOfText = ({ texts, perTexts }, paper) => ({
    folder: texts,
    file: Math.floor(paper / perTexts),
    place: paper % perTexts,
  });

  function row(engine, paper) {
    const { catalogue } = engine,
      link = (folder, table) => (place) => ({
        label: table.label[place],
        address: engine.address(folder, table, place),
      });
    return {
      paper,
      key: engine.keyOf(paper),
      title: catalogue.title[paper],
      etAl: catalogue.etAl[paper] === "1",
      address: engine.address("papers", catalogue, paper),
      date: engine.date(paper),
      day: engine.written(paper, "long"),
      venue: catalogue.venue?.[paper]?.map((place) => catalogue.venues.label[place])[0] ?? "",
      authors: catalogue.by[paper].map(link("authors", catalogue.authors)),
      area: catalogue.area[paper] < 0 ? null : area(engine, catalogue.area[paper]),
      topics: catalogue.topic[paper].map((place) => ({
        ...link("topics", catalogue.topics)(place),
        value: facets(engine).topic.value(place),
      })),
      text: catalogue.lengths[paper] ? placeOfText(catalogue, paper) : null,
      ...engine.links(paper),
      doi: catalogue.doi?.[paper] ?? "",
      scholar: catalogue.scholar?.includes(paper) ?? false,
      withdrawn: catalogue.withdrawn?.includes(paper) ?? false,
      code: catalogue.code[paper] === "1",
      score: catalogue.score[paper] ?? null,
    };
  }

  function area(engine, place) {
    const { areas, off } = engine.catalogue;
    return {
      label: areas.label[place],
      address: off.includes("areas") ? null : engine.address("areas", areas, place), // null: it has no page
      code: areas.code[place],
    };
  }

  /** What each chosen facet keeps out. */
  function kept(hits, bits, chosen) {
    const all = (1 << FACETS.length) - 1;
    const drop = FACETS.flatMap((name, bit) =>
      chosen[name]?.length
        ? [{ facet: name, count: hits.filter(([paper]) => (bits[paper] | (1 << bit)) === all).length }]
        : [],
    );
    return drop.filter(({ count }) => count);
  }

  /** The papers that keys stand for; `asked` is the key, which is a former one where the paper has another address now. */
  function rowsOf(engine, keys) {
    return keys.flatMap((key) => {
      const paper = engine.placeOf(key);
      return paper === undefined ? [] : [{ ...row(engine, paper), asked: key }];
    });
  }

  /**
   * Answers `{ query, chosen, order, from, size, narrow }`; with `keys`, tells of those papers only. `better` is what
   * the query finds by its meaning, where that was looked up. Related papers, below the last, do not count.
   */
  function* explore(engine, { query: text, chosen, order, from, size, narrow, keys }, better) {
    const { citations, perCitations } = engine.catalogue;
    if (keys) return { rows: rowsOf(engine, keys), citations, perCitations };
    const query = self.papershelf.query.parse(text),
      faults = engine.faults(query);
    const { hits: listed, full, missed, slips, incomplete, related = [], reasonOf } = better ?? (yield* engine.search(query));
    const hits = listed.slice(0, full || listed.length); // those with some of the words only where none has all
    const bits = passing(engine, chosen),
      all = (1 << FACETS.length) - 1;
    const found = engine.sorted(
      hits.filter(([paper]) => bits[paper] === all),
      order || query.order,
    );
    const near = engine.correction(text, query, { missed, isFound: found.length > 0 });
    const rowWith = (paper, reason) => ({ ...row(engine, paper), ...(reason ? { reason } : {}) });
    const counts = {};
    for (const [bit, name] of FACETS.entries()) {
      yield;
      const papers = hits.flatMap(([paper]) => ((bits[paper] | (1 << bit)) === all ? [paper] : []));
      counts[name] = counted(facets(engine)[name], papers, chosen[name] ?? [], narrow?.[name]);
    }
    yield;
    return {
      counts,
      total: found.length,
      faults: faults.map(({ fault }) => fault),
      incomplete,
      relaxed: query.units.length > 0 && full === 0 && found.length > 0 && !incomplete,
      nearest: !full && Boolean(better),
      words: engine.marks(query, slips),
      rows: found.slice(from, from + size).map(([paper]) => rowWith(paper, full ? "" : reasonOf?.(paper))),
      related: (from + size < found.length ? [] : related)
        .filter((paper) => bits[paper] === all)
        .map((paper) => rowWith(paper, reasonOf(paper))),
      keys: found.map(([paper]) => engine.keyOf(paper)),
      missed,
      slips,
      help: found.length && !near ? null : { drop: found.length ? [] : kept(hits, bits, chosen), near },
    };
  }

  (self.papershelf ??= {}).explore = explore;
})();
