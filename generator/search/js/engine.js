/* The index, made from the catalogue when it is first needed, and what answers a query.
   Papers, persons and labels (topics, areas, affiliations) are numbers: their places in the catalogue. */
(() => {
  "use strict";
  const { Vocabulary, InvertedIndex, papers, filter, ranked, relevance, suggestions } = self.papershelf;

  class Engine {
    constructor(catalogue) {
      this.catalogue = catalogue;
      this.size = catalogue.title.length;
      this.vocabulary = new Vocabulary();
      Object.assign(
        this,
        papers.readDays(catalogue),
        papers.readTitles(catalogue, this.vocabulary),
        papers.readPersons(catalogue, this.vocabulary),
      );
      const { labels, years } = papers.readLabels(catalogue, this.year, this.vocabulary);
      catalogue.years = years;
      this.labels = labels;
      this.vocabulary.close();
      this.index = new InvertedIndex(catalogue);
    }

    /** The shards that a query needs and that are not here yet, as the names of their files. */
    missing(query) {
      return this.index.missing(query);
    }

    add(name, shard, data) {
      this.index.add(name, shard, data);
    }

    /**
     * The papers that a query asks for, best first, as `{ hits: [[paper, rank]], full, persons, missed }`: the first
     * `full` of them have all words; then come, where those are few, others by their relevance. Nothing was found of
     * `missed` words.
     */
    search(query) {
      const allowed = filter(this, query.conditions);
      if (!query.units.length) {
        const nothing = query.faults.length && !query.conditions.length; // asked for what cannot be followed, only
        return { hits: nothing ? [] : this.#listed(allowed), persons: [], missed: [], full: 0 };
      }
      return ranked(this, query, allowed);
    }

    /** How relevant each paper is to a query, as `{ score, terms }`; see relevance.js. */
    relevance(query) {
      return relevance(this, query);
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

    completion(word) {
      return suggestions.completion(this, word);
    }

    nearest(word) {
      return suggestions.nearest(this, word);
    }

    mended(text, query) {
      return suggestions.mended(this, text, query);
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

    /** Where the page of a heading or a paper is, from the root of the site. */
    address(folder, table, place) {
      return self.papershelf.address(this.catalogue, folder, table, place);
    }
  }

  self.papershelf.Engine = Engine;
})();
