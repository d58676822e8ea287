/* Matches of the words of a query: how well each paper has them in its title, names, labels and abstract, and the people
   whom they name. */
(() => {
  "use strict";
  const { FIT, questions } = self.papershelf;
  const { joined } = self.papershelf.text;

  // How much it counts where a word is found, and how well it fits.
  const TITLE = 1,
    PERSON = 0.95,
    LABEL = 0.5,
    ABSTRACT = 1,
    COMMON = 0.02;

  /** How well each paper fits what stands between two spaces: all its words, or its joined form. */
  function unitOf(engine, parts, options) {
    const units = parts.map((word, at) =>
      wordOf(engine, word, { ...options, open: options.open && at === parts.length - 1 }),
    );
    const [first] = units;
    first.text = joined(parts);
    if (parts.length === 1) return first;
    const whole = wordOf(engine, parts.join(""), options);
    for (const side of ["score", "near"]) {
      const all = first[side];
      for (const { [side]: one } of units) {
        for (let paper = 0; paper < engine.size; paper++) if (one[paper] < all[paper]) all[paper] = one[paper];
      }
      for (let paper = 0; paper < engine.size; paper++) all[paper] = Math.max(all[paper], whole[side][paper]);
    }
    const persons = new Map(whole.persons);
    for (const [person, fit] of first.persons) {
      const fits = units.map((unit) => unit.persons.get(person) ?? 0);
      if (Math.min(...fits) > 0) persons.set(person, Math.max(persons.get(person) ?? 0, Math.min(fit, ...fits)));
    }
    return { ...first, persons, fits: new Map() }; // words in parts are not told
  }

  /**
   * How well each paper fits a word: `score` anywhere, `near` in its title or its authors' names. Where slips are looked
   * for, `fits` has the word of each paper that fits best.
   */
  function wordOf(engine, word, options) {
    const unit = {
      text: word,
      score: new Float32Array(engine.size),
      near: new Float32Array(engine.size),
      persons: new Map(),
      fits: new Map(),
    };
    const raise = (paper, value, near, other) => {
      if (value > unit.score[paper]) {
        unit.score[paper] = value;
        if (options.misspelt) unit.fits.set(paper, other);
      }
      if (near > unit.near[paper]) unit.near[paper] = near;
    };
    if (engine.index.common.has(word)) unit.score.fill(COMMON);
    const fitting = engine.vocabulary.fitting(word, options);
    if (!fitting.size && !options.whole) {
      for (const paper of parted(engine, word, 3)) raise(paper, FIT.ONE_EDIT, FIT.ONE_EDIT);
    }
    for (const [other, fit] of fitting) {
      const { title, person, label } = engine.vocabulary.lists.get(other);
      for (const paper of title ?? []) raise(paper, fit * TITLE, fit, other);
      for (const one of person ?? []) {
        unit.persons.set(one, Math.max(fit, unit.persons.get(one) ?? 0));
        if (word.length > 1) for (const paper of engine.papersOf[one]) raise(paper, fit * PERSON, fit, other);
      }
      for (const one of label ?? []) for (const paper of engine.labels[one].papers) raise(paper, fit * LABEL, 0, other);
    }
    if (word.length === 1 && !options.open && !options.alone) initial(engine, word, unit);
    inAbstracts(engine, word, options, raise);
    return unit;
  }

  /** Persons of whose name a single letter is an initial. */
  function initial(engine, letter, unit) {
    for (const name of engine.vocabulary.startingWith(letter)) {
      for (const person of engine.vocabulary.lists.get(name).person ?? []) {
        if (!unit.persons.has(person)) unit.persons.set(person, FIT.PREFIX);
      }
    }
  }

  /** Raises the scores of papers whose abstracts have a word. */
  function inAbstracts(engine, word, options, raise) {
    for (const [other, fit] of engine.index.fitting(word, options)) {
      engine.index.eachPosting(other, (paper, times) => {
        const length = engine.catalogue.lengths[paper] / engine.index.meanLength;
        raise(paper, fit * ABSTRACT * (0.2 + (0.8 * times) / (times + 0.5 + 0.5 * length)), 0, other);
      });
    }
  }

  /** The papers whose titles have a word in parts, at most so many: `longcontext`. */
  function parted(engine, word, most) {
    const known = (part) => engine.vocabulary.lists.get(part)?.title ?? [];
    for (let at = 2; at <= word.length - 2; at++) {
      const one = known(word.slice(0, at)),
        rest = word.slice(at);
      if (!one.length) continue;
      const others = new Set([...known(rest), ...(most > 2 ? parted(engine, rest, most - 1) : [])]);
      const both = one.filter((paper) => others.has(paper));
      if (both.length) return both;
    }
    return [];
  }

  /** The papers of a person whom the whole query names have all its words, be they initials. */
  function credit(engine, persons, units) {
    for (const [person, fit] of persons) {
      for (const paper of engine.papersOf[person]) {
        for (const { score, near } of units) {
          score[paper] = Math.max(score[paper], Math.min(1, fit) * PERSON);
          near[paper] = Math.max(near[paper], Math.min(1, fit));
        }
      }
    }
  }

  /** The papers of a person whom another word of the query names have the person's initials, too: `J. Smith parsing`. */
  function creditInitials(engine, units) {
    const named = new Set(units.flatMap(({ text, persons }) => (text.length > 1 ? [...persons.keys()] : [])));
    if (!named.size) return;
    for (const initials of units.filter(({ text }) => text.length === 1)) {
      for (const [person, fit] of initials.persons) {
        if (!named.has(person)) continue;
        for (const paper of engine.papersOf[person]) {
          initials.score[paper] = Math.max(initials.score[paper], fit * PERSON);
          initials.near[paper] = Math.max(initials.near[paper], fit);
        }
      }
    }
  }

  /** Whether a person whom another word of the query names has a letter as an initial. */
  function isInitial({ vocabulary, names }, letter, words) {
    const isOf = (word) => (person) => names[person].some((own) => own !== word && own.startsWith(letter));
    return words.some((word) => word.length > 1 && vocabulary.lists.get(word)?.person?.some(isOf(word)));
  }

  /** Whether a word and the one after it may be one word in two: not `a typical`, which is not what is atypical. */
  const mayBeParted = (first) => !questions.FUNCTION_WORDS.has(first);

  /** The words of a query that may be one word in parts: `data` and `set`, of `data-set` or `data set`. */
  function partsOfWords({ content, phrases }) {
    const neighbours = phrases.length ? [] : content.slice(1).map((parts, at) => [...content[at], ...parts]);
    const two = neighbours.filter(({ length, 0: first }) => length === 2 && mayBeParted(first));
    return [...content.filter(({ length }) => length > 1), ...two];
  }

  const isKnown = ({ vocabulary, index }, word) => vocabulary.lists.has(word) || index.postings.has(word);

  /** Two words that stand next to each other are also found as one: `data set` in papers on a dataset. */
  function joinNeighbours(engine, units) {
    units.slice(1).forEach((second, at) => {
      const first = units[at],
        whole = first.text + second.text;
      if (!mayBeParted(first.text) || !isKnown(engine, whole)) return;
      const found = wordOf(engine, whole, { whole: true });
      for (const unit of [first, second]) {
        for (const side of ["score", "near"]) {
          found[side].forEach((fit, paper) => (unit[side][paper] = Math.max(unit[side][paper], fit)));
        }
        for (const [person, fit] of found.persons) unit.persons.set(person, fit);
      }
    });
  }

  /** Whether a letter of a query is a word, such as `R`: no function word, no initial, and not the beginning of a word. */
  function isWord(engine, letter, { content, open, capital }) {
    const words = content.flat();
    if (letter === capital) return true;
    const isBegun = open && letter === words.at(-1);
    return !isBegun && !questions.FUNCTION_WORDS.has(letter) && !isInitial(engine, letter, words);
  }

  /** Persons whom all words of the query name, in either order, with how well they fit. */
  function personsNamed(engine, units) {
    const found = new Map(),
      [first, ...others] = units;
    for (const [person, fit] of first.persons) {
      if (!others.every(({ persons }) => persons.has(person))) continue;
      const sum = others.reduce((all, { persons }) => all + persons.get(person), fit);
      found.set(person, sum / units.length + 0.1 * (engine.names[person].length === units.length));
    }
    return found;
  }

  /** The number of papers with a value above 0. */
  function countOf(values) {
    let count = 0;
    for (const value of values) if (value > 0) count++;
    return count;
  }

  self.papershelf.matching = { unitOf, personsNamed, credit, creditInitials, joinNeighbours, partsOfWords, isKnown, countOf, isWord };
})();
