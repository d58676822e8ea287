/* The papers that a query finds, best first: those with all its words, by where they have them, then those with some. */
(() => {
  "use strict";
  const { matching, relevance } = self.papershelf;
  const { joined } = self.papershelf.text;
  const FEW = 3; // papers with all words with which misspelt words are still looked for
  const ENOUGH = 10; // papers with all words after which those with some are of no use
  const SLIPS = 4; // words of a query in all of which slips are looked for
  const MOST = 50; // papers with some of the words below those with all
  const CITATION = 5; // words of a query in which titles are looked for
  const MOST_MEANT = 3; // words that are told in place of one that is misspelt
  const LONG = 12; // letters of a title that is looked for in citations
  const BELOW = 0.25; // rank of papers with some of the words; of those with all it is higher

  /** The papers with a label that has a phrase. */
  function labelled(engine, phrase) {
    const wanted = ` ${phrase.join(" ")} `;
    const having = engine.labels.filter(({ words }) => ` ${words.join(" ")} `.includes(wanted));
    return new Set(having.flatMap(({ papers }) => papers));
  }

  /** Returns a function that tells whether a paper has all phrases of a query. */
  function phraseTest(engine, { phrases }) {
    const { titles, names, catalogue } = engine;
    const tests = phrases.map((phrase) => {
      const wanted = ` ${phrase.join(" ")} `,
        inLabel = labelled(engine, phrase),
        inAbstract = engine.index.inOrder(phrase);
      return (paper) =>
        inLabel.has(paper) ||
        (inAbstract?.has(paper) ?? true) ||
        ` ${titles[paper]} `.includes(wanted) ||
        catalogue.by[paper].some((person) => ` ${names[person].join(" ")} `.includes(wanted));
    });
    return (paper) => tests.every((hasPhrase) => hasPhrase(paper));
  }

  /** The rank of a paper: titles that start with the query first, then the phrase in a title, then all words in title or names. */
  function rankOf(engine, paper, asked, sum, least, persons) {
    const title = engine.titles[paper];
    const at = ` ${title}`.indexOf(` ${asked}`);
    let rank = sum + least + 0.3 / (2 + title.length / 8);
    if (at === 0) rank += 3 + (title === asked ? 1 : 0);
    else if (at > 0) rank += asked.includes(" ") ? 2 : 0.2;
    for (const person of engine.catalogue.by[paper]) rank = Math.max(rank, (persons.get(person) ?? -9) * 2 + sum);
    return rank;
  }

  /** The weight of each unit, higher if fewer papers have it; the sum is 1. */
  function weightsOf(engine, counts) {
    const weights = counts.map((papers) => Math.log(1 + engine.size / (1 + papers)));
    const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
    return weights.map((weight) => weight / total);
  }

  /** Whether the last word of a query may go on; a capital that is a word of a title or an abstract, such as `R`, does not. */
  function isOpen(engine, { open, capital }) {
    return open && !(capital && (engine.vocabulary.lists.get(capital)?.title || engine.index.postings.has(capital)));
  }

  /** The papers that have all units of a query, ranked, and the people whom it names. */
  function withAll(engine, query, allowed, units) {
    const persons = matching.personsNamed(engine, units);
    matching.credit(engine, persons, units);
    matching.creditInitials(engine, units);
    const counts = units.map(({ score }) => matching.countOf(score)),
      rarest = units[counts.indexOf(Math.min(...counts))].score, // few papers have it, and the others are soon out
      weights = weightsOf(engine, counts),
      asked = query.units.flat().join(" "),
      hasPhrases = phraseTest(engine, query),
      hits = [];
    for (let paper = 0; paper < engine.size; paper++) {
      if (!rarest[paper] || !units.every(({ score }) => score[paper] > 0)) continue;
      if ((allowed && !allowed[paper]) || !hasPhrases(paper)) continue;
      const sum = units.reduce((all, { score }, at) => all + weights[at] * score[paper], 0);
      const least = units.reduce((all, { near }) => Math.min(all, near[paper]), 1);
      hits.push([paper, rankOf(engine, paper, asked, sum, least, persons)]);
    }
    const isTitle = units.length > 1 && hits.some(([paper]) => ` ${engine.titles[paper]}`.includes(` ${asked}`));
    return { hits, persons, isTitle };
  }

  /** The papers whose titles stand in a query, as in a citation that was pasted: the longest title first. */
  function cited(engine, { units }, allowed) {
    const asked = ` ${units.flat().join(" ")} `;
    const hits = [];
    engine.titles.forEach((title, paper) => {
      const isCited = title.length >= LONG && asked.includes(title) && title.includes(" ") && asked.includes(` ${title} `);
      if (isCited && (!allowed || allowed[paper])) hits.push([paper, 4 + title.length / asked.length]);
    });
    return hits;
  }

  /** The words that no paper found has as they are typed, each with those that papers have in its place, commonest first. */
  function slipsOf(units, typed, hits) {
    const texts = units.map(({ text }) => text);
    return units.flatMap(({ text, fits }, at) => {
      const isTyped = ([paper]) => typed[at].score[paper] > 0;
      if (!fits.size || texts.indexOf(text) < at || hits.some(isTyped)) return [];
      const times = new Map();
      for (const [paper] of hits) times.set(fits.get(paper), (times.get(fits.get(paper)) ?? 0) + 1);
      times.delete(undefined); // of papers that have it as an initial
      const meant = [...times.keys()].sort((one, other) => times.get(other) - times.get(one));
      return meant.length ? [{ text, meant: meant.slice(0, MOST_MEANT) }] : [];
    });
  }

  /**
   * The papers with all words; where they are few, misspelt ones are looked for: first of words that are nowhere. Only
   * `asTyped`, where abstracts are yet to be loaded, which may have the words that titles lack.
   */
  function* exact(engine, query, allowed, asTyped) {
    const { content, phrases } = query,
      whole = phrases.length > 0;
    const options = { whole, alone: content.length === 1 };
    const unitsOf = function* (misspelt, known = []) {
      const units = [];
      for (const [at, parts] of content.entries()) {
        const open = at === content.length - 1 && isOpen(engine, query);
        units.push(known[at] ?? matching.unitOf(engine, parts, { ...options, misspelt, open }));
        yield;
      }
      if (!whole) matching.joinNeighbours(engine, units);
      return units;
    };
    const isNowhere = ({ score, persons }) => !persons.size && score.every((value) => !value);
    const typed = yield* unitsOf(false);
    let found = withAll(engine, query, allowed, typed);
    if (found.hits.length >= FEW || whole || asTyped) return found;
    yield;
    const withSlips = (units) => {
      const more = withAll(engine, query, allowed, units);
      return { ...more, slips: slipsOf(units, typed, more.hits) };
    };
    const known = typed.map((unit) => (isNowhere(unit) ? undefined : unit));
    if (known.includes(undefined)) found = withSlips(yield* unitsOf(true, known));
    if (found.hits.length || content.length > SLIPS) return found;
    return withSlips(yield* unitsOf(true));
  }

  /**
   * Whether papers with some of the words are listed, below those with all: not where these fill the first screen, nor
   * where they are what was asked for: the paper of a title, a person's papers, those with a phrase or in an order.
   */
  function wantsOthers({ content, phrases, order }, { hits, persons, isTitle }) {
    if (!hits.length) return !phrases.length || content.length > phrases.flat().length;
    return hits.length < ENOUGH && !isTitle && !persons.size && !phrases.length && !order;
  }

  /** Other papers than `hits` by their relevance: those with the phrases, if there are any. */
  function others(engine, query, allowed, { hits }, { score }) {
    const taken = new Set(hits.map(([paper]) => paper));
    const found = [];
    for (let paper = 0; paper < score.length; paper++) {
      if (score[paper] > 0 && !taken.has(paper) && (!allowed || allowed[paper])) found.push(paper);
    }
    const exact = found.filter(phraseTest(engine, query)),
      kept = exact.length ? exact : found;
    kept.sort((one, other) => score[other] - score[one] || one - other);
    const most = hits.length ? MOST : kept.length;
    return kept.slice(0, most).map((paper) => [paper, (BELOW * score[paper]) / score[kept[0]]]);
  }

  /** The units of a query of none of whose words anything was found. */
  function missedUnits({ content }, terms) {
    const unknown = new Set(terms.flatMap(({ word, isKnown }) => (isKnown ? [] : [word])));
    const missed = content.filter((parts) => parts.every((word) => unknown.has(word)));
    return [...new Set(missed.map(joined))];
  }

  /** The result of a query, as `Engine.search` returns it. */
  function* ranked(engine, query, allowed, asTyped) {
    const found = yield* exact(engine, query, allowed, asTyped);
    yield;
    if (!found.hits.length && query.content.length >= CITATION) found.hits = cited(engine, query, allowed);
    found.hits.sort((one, other) => other[1] - one[1] || one[0] - other[0]);
    const full = found.hits.length;
    const isWhole = asTyped || !wantsOthers(query, found);
    const relevant = isWhole ? { terms: [], score: new Float32Array(0) } : yield* relevance(engine, query);
    return {
      hits: [...found.hits, ...others(engine, query, allowed, found, relevant)],
      persons: [...found.persons.keys()],
      missed: full || found.persons.size ? [] : missedUnits(query, relevant.terms),
      slips: found.slips ?? [],
      full,
    };
  }

  self.papershelf.ranked = ranked;
})();
