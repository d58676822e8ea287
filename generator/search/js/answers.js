/* What the theme's search box shows: hits as it wants them, with safe HTML. */
(() => {
  "use strict";
  const { fold, words } = self.papershelf.text;
  const MOST = 60; // papers that are listed
  const MOST_OTHERS = 2; // authors and topics among them

  const escape = (text) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

  /** Text as HTML, with the words that begin like one of `wanted` marked. */
  function marked(text, wanted) {
    return text
      .split(/([\p{L}\p{N}]+)/u)
      .map((part, at) => {
        const folded = at % 2 ? fold(part) : "";
        return folded && wanted.some((word) => folded.startsWith(word)) ? `<mark>${escape(part)}</mark>` : escape(part);
      })
      .join("");
  }

  const count = (number) => `${number.toLocaleString("en")} ${number === 1 ? "paper" : "papers"}`;

  class Answers {
    constructor(engine, pages) {
      this.engine = engine;
      this.help = `explore${engine.catalogue.pretty ? "/" : ".html"}`;
      this.pages = pages.map((page) => {
        const title = fold(strip(page.title));
        return { ...page, titleWords: words(title), allWords: new Set(words(`${title} ${fold(strip(page.text))}`)) };
      });
    }

    /** The answer to a query: `items` as the theme lists them, and a completion of the last word. */
    items(query, { hits, persons, missed, full }, text) {
      const wanted = query.units.flat();
      const terms = Object.fromEntries(
        query.units.map((parts) => [parts.join("-"), !missed.includes(parts.join("-"))]),
      );
      const papers = this.engine
        .sorted(hits, query.order)
        .slice(0, MOST)
        .map(([paper, rank]) => [this.#paper(paper, wanted, terms), rank]);
      const others =
        query.conditions.length || query.order
          ? []
          : [...this.#persons(persons, terms), ...this.#labels(wanted, terms)].slice(0, MOST_OTHERS);
      // A page has all words: it goes before papers that don't.
      const pages = query.conditions.length ? [] : this.#pages(wanted, terms, full ? 0 : 2);
      const ranked = [...papers, ...pages].sort((one, other) => (query.order ? 0 : other[1] - one[1]));
      const [best, ...rest] = ranked.map(([item]) => item);
      // The best hit, then the people and topics that are meant, then the rest.
      const items = [...(best ? [best] : []), ...others, ...rest];
      const listed = [...this.#faults(query, missed), ...items];
      listed.forEach((item, at) => {
        item.score = listed.length - at;
      });
      return { items: listed.map((item) => [item]), suggest: this.#suggest(text) };
    }

    #paper(paper, wanted, terms) {
      const { catalogue } = this.engine;
      const names = catalogue.by[paper].map((person) => marked(catalogue.authors.label[person], wanted)).join(", ");
      const facts = [
        this.engine.written(paper, "short"),
        catalogue.areas.code[catalogue.area[paper]],
        ...catalogue.topic[paper].map((topic) => catalogue.topics.label[topic]),
      ];
      const more = catalogue.etAl[paper] === "1" ? " et al." : "";
      return {
        location: this.engine.address("papers", catalogue, paper),
        title: marked(catalogue.title[paper], wanted),
        text: `<p>${names}${more}<br>${facts.map((fact) => marked(fact, wanted)).join(" · ")}</p>`,
        terms,
      };
    }

    #persons(persons, terms) {
      const { papersOf, catalogue } = this.engine;
      const ordered = [...persons].sort((one, other) => papersOf[other].length - papersOf[one].length);
      return ordered.slice(0, MOST_OTHERS).map((person) => ({
        location: this.engine.address("authors", catalogue.authors, person),
        title: escape(catalogue.authors.label[person]),
        text: `<p>Author, ${count(papersOf[person].length)}</p>`,
        terms,
      }));
    }

    /** Topics, areas and affiliations whose name has all words. */
    #labels(wanted, terms) {
      const kinds = { topics: "Topic", areas: "Area", affiliations: "Affiliation", years: "Year" };
      return this.engine.labels
        .filter((label) => wanted.length && wanted.every((word) => label.words.some((own) => own.startsWith(word))))
        .sort((one, other) => one.words.length - other.words.length || other.papers.length - one.papers.length)
        .map((label) => ({
          location: this.engine.address(label.kind, this.engine.catalogue[label.kind], label.place),
          title: escape(label.label),
          text: `<p>${kinds[label.kind]}, ${count(label.papers.length)}</p>`,
          terms,
        }));
    }

    /** Hand-written pages with all words; one whose title has them goes before papers whose abstracts do. */
    #pages(wanted, terms, more) {
      return this.pages
        .filter((page) => wanted.length && wanted.every((word) => page.allWords.has(word)))
        .map(({ location, title, text, titleWords }) => [
          { location, title, text: teaser(text, wanted), terms },
          more + (wanted.every((word) => titleWords.includes(word)) ? 1.2 : 0.3),
        ]);
    }

    /** What is wrong with a query, in place of a hit; nothing is passed over in silence. */
    #faults({ faults, units }, missed) {
      const known = (name) => name && this.engine.vocabulary.lists.get(name)?.title;
      const told = faults
        .filter(({ name }) => !known(name))
        .map(({ fault }) => ({
          location: this.help,
          title: escape(fault[0].toUpperCase() + fault.slice(1)),
          terms: {},
          text: `<p>Fields: ${self.papershelf.query.FIELDS.map((field) => `<code>${field}:</code>`).join(" ")}</p>`,
        }));
      if (!told.length && missed.length && missed.length === units.length) {
        const near = units.flat().map((word) => this.engine.nearest(word) || word);
        if (near.join() !== units.flat().join()) {
          const instead = near.join(" ");
          told.push({
            location: `?q=${encodeURIComponent(instead)}`,
            terms: {},
            text: "",
            title: `Did you mean “${escape(instead)}”?`,
          });
        }
      }
      return told;
    }

    #suggest(text) {
      const last = /[\p{L}\p{N}]+$/u.exec(text)?.[0];
      const longer = last ? this.engine.completion(fold(last)) : "";
      return longer && fold(last) === last.toLowerCase()
        ? [...text.slice(0, -last.length).split(/\s+/), longer].filter(Boolean)
        : [];
    }
  }

  const strip = (text) => text.replace(/<[^>]*>/g, " ").replace(/&(?:amp|lt|gt|quot|#\d+);/g, " ");

  /** The part of a page's text where the first word is. */
  function teaser(text, wanted) {
    const bare = strip(text).replace(/\s+/g, " ").trim();
    const at = Math.max(0, fold(bare).indexOf(wanted[0]) - 60);
    return `<p>${at ? "… " : ""}${marked(bare.slice(at, at + 180), wanted)} …</p>`;
  }

  self.papershelf.Answers = Answers;
})();
