/* Items of the search dialog: papers, people, topics and pages, as data. Text with marked parts is a list of parts, of
   which every other one is marked. */
(() => {
  "use strict";
  const { WORD, fold, grouped, words } = self.papershelf.text;
  const PIECES = new RegExp(`(${WORD.source})`, WORD.flags); // text between words, and words
  const MOST = 60; // papers that are listed
  const FIRST = 10; // authors of a paper that are named whatever is asked for; a few more are, too
  const FEW = 3;
  const MOST_OTHERS = 3; // authors, and topics and the like, each
  const EXCERPT = 220; // characters of an abstract that are shown
  const BEFORE = 30; // of them, before the first word that is wanted

  const startsLike = (word, wanted) => wanted.some((one) => (one.length > 1 ? word.startsWith(one) : word === one));

  /** Text in parts, of which the second, fourth and so on are words that begin like one of `wanted`. */
  function marked(text, wanted) {
    const parts = [""];
    text.split(PIECES).forEach((piece, at) => {
      const isMarked = at % 2 === 1 && startsLike(fold(piece), wanted),
        lastIsMarked = parts.length % 2 === 0;
      if (!piece) return;
      if (isMarked === lastIsMarked) parts[parts.length - 1] += piece;
      else parts.push(piece);
    });
    return parts;
  }

  const count = (number) => [`${grouped(number)} ${number === 1 ? "paper" : "papers"}`];

  class Answers {
    constructor(engine, pages) {
      this.engine = engine;
      const titles = new Map(pages.map(({ location, title }) => [location, title]));
      const texts = new Map(); // of whole pages, which have the words of their sections
      for (const { location, title, text } of pages) {
        const [page, section] = location.split("#");
        texts.set(page, section ? `${texts.get(page)} ${title} ${text}` : text);
      }
      this.pages = pages.map(({ location, title, text: own }) => {
        const text = texts.get(location) ?? own;
        const titleWords = words(fold(title)),
          [page, section] = location.split("#");
        return {
          location,
          page,
          title,
          text,
          of: section ? titles.get(page) : undefined,
          titleWords,
          allWords: new Set([...titleWords, ...words(fold(text))]),
        };
      });
    }

    /** The answer to a query, from what the engine found. */
    found(query, { hits, persons, missed, slips, full, incomplete, reasonOf }, text) {
      const wanted = query.content.flat(),
        meant = slips.flatMap((slip) => slip.meant),
        telling = this.engine.marks(query, slips);
      const matching = full || hits.length; // papers with all words or, if there are none, those with some
      const some = new Set(hits.slice(matching).map(([paper]) => paper));
      const papers = this.engine
        .sorted(hits, query.order)
        .slice(0, MOST)
        .map(([paper, rank]) => {
          const reason = full ? "" : reasonOf?.(paper);
          return [{ ...this.#paper(paper, telling, some.has(paper)), ...(reason ? { reason } : {}) }, rank];
        });
      const others =
        query.conditions.length || query.order ? [] : [...this.#persons(persons), ...this.#labels(wanted)];
      // A page has all words: it goes before papers that don't.
      const pages = query.conditions.length ? [] : this.#pages(wanted, full ? 0 : 2);
      const ranked = [...papers, ...pages].sort((one, other) => (query.order ? 0 : other[1] - one[1]));
      const [best, ...rest] = ranked.map(([item]) => item);
      const faults = this.engine.faults(query);
      return {
        // The best hit, then the people and topics that are meant, then the rest.
        items: [...(best ? [best] : []), ...others, ...rest],
        papers: matching,
        total: matching + others.length + pages.length,
        words: [...new Set([...wanted, ...meant])].filter((word) => word.length > 1),
        marks: telling,
        missed,
        slips,
        incomplete,
        relaxed: wanted.length > 0 && !full && hits.length > 0 && !incomplete,
        nearest: !full && Boolean(reasonOf), // in words and meaning: some may have none of the words
        applied: applied(text),
        near: this.engine.correction(text, query, { missed, isFound: hits.length > 0 }),
        completion: this.#completion(text),
        faults: faults.map(({ fault }) => fault[0].toUpperCase() + fault.slice(1)),
        fields: self.papershelf.query.FIELDS.filter((field) => field !== "venue" || this.engine.catalogue.venues),
        explore: `explore${this.engine.catalogue.pretty ? "/" : ".html"}`,
      };
    }

    /** Papers that are related to a query in meaning, from what was found by it, with the reason of each. */
    related(query, { related, reasonOf, slips }) {
      const telling = this.engine.marks(query, slips);
      return related.map((paper) => ({ ...this.#paper(paper, telling), reason: reasonOf(paper) }));
    }

    #paper(paper, wanted, some) {
      const { catalogue } = this.engine;
      const facts = [
        this.engine.written(paper, "short"),
        catalogue.withdrawn?.includes(paper) ? "Withdrawn" : "",
        ...(catalogue.venue?.[paper] ?? []).map((venue) => catalogue.venues.label[venue]),
        catalogue.areas.code[catalogue.area[paper]],
        ...catalogue.topic[paper].map((topic) => catalogue.topics.label[topic]),
        catalogue.code[paper] === "0" ? "" : catalogue.codeUrl?.[paper] ? "Code" : "Code reported",
      ];
      const people = this.#people(paper, wanted);
      return {
        kind: "paper",
        address: this.engine.address("papers", catalogue, paper),
        title: marked(catalogue.title[paper], wanted),
        people: marked(people, wanted),
        facts: facts.filter(Boolean).map((fact) => marked(fact, wanted)),
        ...(some ? { some } : {}), // it has some of the words, others have all
        ...(this.#isInAbstract(paper, wanted, [catalogue.title[paper], people, ...facts]) ? { abstract: paper } : {}),
      };
    }

    /** Whether words that are wanted are to be seen in the abstract of a paper only. */
    #isInAbstract(paper, wanted, texts) {
      if (!this.engine.catalogue.lengths[paper]) return false;
      const shown = words(fold(texts.join(" ")));
      const isHidden = (one) => one.length > 1 && !shown.some((word) => startsLike(word, [one]));
      return wanted.some((one) => isHidden(one) && !this.engine.index.common.has(one));
    }

    /** The piece of an abstract that has the most of the words that are wanted, in parts; else its beginning. */
    excerpt(text, wanted) {
      const found = [...text.matchAll(WORD)].flatMap(({ 0: word, index }) => {
        const which = wanted.findIndex((one) => startsLike(fold(word), [one]));
        return which < 0 ? [] : [{ which, index }];
      });
      const near = ({ index }) =>
        found.filter((other) => other.index >= index && other.index < index + EXCERPT - 2 * BEFORE);
      const value = (one) => new Set(near(one).map(({ which }) => which)).size;
      const best = found.reduce((one, other) => (one && value(one) >= value(other) ? one : other), undefined);
      return piece(text, (best?.index ?? 0) - BEFORE, EXCERPT, wanted);
    }

    /** The authors of a paper: of many the first, and those with a word that is wanted. */
    #people(paper, wanted) {
      const { catalogue, names } = this.engine;
      const persons = catalogue.by[paper],
        etAl = catalogue.etAl[paper] === "1";
      const fits = (person) => names[person].some((own) => wanted.some((word) => word.length > 1 && own.startsWith(word)));
      const shown = persons.length > FIRST + FEW ? persons.filter((person, at) => at < FIRST || fits(person)) : persons;
      const rest = persons.length - shown.length;
      const listed = shown.map((person) => catalogue.authors.label[person]).join(", ");
      return `${listed}${rest ? ` and ${etAl ? "at least " : ""}${grouped(rest)} more` : etAl ? " et al." : ""}`;
    }

    #persons(persons) {
      const { papersOf, catalogue } = this.engine;
      const ordered = [...persons].sort((one, other) => papersOf[other].length - papersOf[one].length);
      return ordered.slice(0, MOST_OTHERS).map((person) => ({
        kind: "author",
        address: this.engine.address("authors", catalogue.authors, person),
        title: [catalogue.authors.label[person]],
        facts: [count(papersOf[person].length)],
      }));
    }

    /** All authors whose name has words that begin like those of a text, in any order, those of most papers first. */
    people(text) {
      const { names, papersOf, catalogue } = this.engine,
        wanted = words(fold(text));
      const fits = (own) => wanted.every((word) => own.some((one) => one.startsWith(word)));
      const found = wanted.length ? [...names.keys()].filter((person) => fits(names[person])) : [];
      const { label } = catalogue.authors;
      return found
        .sort((one, other) => papersOf[other].length - papersOf[one].length || (label[one] < label[other] ? -1 : 1))
        .map((person) => ({
          label: label[person],
          address: this.engine.address("authors", catalogue.authors, person),
          papers: papersOf[person].length,
        }));
    }

    /** Topics, areas, affiliations and years whose name has all words; those that are switched off have no pages, nor do venues and keywords. */
    #labels(wanted) {
      const { off } = this.engine.catalogue;
      return this.engine.labels
        .filter(({ kind }) => !["venues", "keywords", ...off].includes(kind))
        .filter((label) => wanted.length && wanted.every((word) => label.words.some((own) => own.startsWith(word))))
        .sort((one, other) => one.words.length - other.words.length || other.papers.length - one.papers.length)
        .map(({ kind, place, label, papers }) => ({
          kind,
          address: this.engine.address(kind, this.engine.catalogue[kind], place),
          title: [label],
          facts: [count(papers.length)],
        }));
    }

    /** Hand-written pages with all words; one whose title has them goes before papers whose abstracts do. */
    #pages(wanted, more) {
      const best = new Map(); // the part of each page that fits best: by its title, or else a section
      for (const part of wanted.length ? this.pages : []) {
        if (!wanted.every((word) => part.allWords.has(word))) continue;
        const fit = (wanted.every((word) => part.titleWords.includes(word)) ? 2 : 0) + (part.of ? 1 : 0);
        if (!(best.get(part.page)?.fit >= fit)) best.set(part.page, { part, fit });
      }
      return [...best.values()].map(({ part: { location, title, text, of }, fit }) => [
        {
          kind: "page",
          address: location,
          title: marked(title, wanted),
          text: teaser(text, wanted),
          facts: of ? [[of]] : [],
        },
        more + (fit > 1 ? 1.2 : 0.3),
      ]);
    }

    /** The rest of the last word, empty where it would change what was typed. */
    #completion(text) {
      const last = /[\p{L}\p{N}]+$/u.exec(text)?.[0] ?? "",
        folded = fold(last);
      return folded && folded === last.toLowerCase() ? this.engine.completion(folded).slice(folded.length) : "";
    }
  }

  /** The words of a page's text around the first one that is wanted. */
  const teaser = (text, wanted) => piece(text, fold(text).indexOf(wanted[0]) - 60, 180, wanted);

  /** Whole words of a text, from a place on, in parts. */
  function piece(text, from, length, wanted) {
    const at = Math.min(from, text.length - length),
      start = at > 0 ? text.indexOf(" ", at) + 1 : 0,
      end = start + length < text.length ? text.lastIndexOf(" ", start + length) : text.length;
    return marked(`${start ? "… " : ""}${text.slice(start, end)}${end < text.length ? " …" : ""}`, wanted);
  }

  /** The parts of a query that are conditions or an order, as they were typed. */
  function applied(text) {
    const parts = text.match(/(?<!\p{L})\p{L}+:\s*(?:"[^"]*"?|“[^”]*”?|\S+)/gu) ?? [];
    return parts.filter((part) => {
      const { conditions, order } = self.papershelf.query.parse(part);
      return conditions.length || order;
    });
  }

  self.papershelf.Answers = Answers;
})();
