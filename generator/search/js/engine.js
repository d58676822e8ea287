/* The index, made from the catalogue when it is first needed, and what answers a query.
   Papers, persons and labels (topics, areas, affiliations) are numbers: their places in the catalogue. */
(() => {
  "use strict";
  const { Vocabulary, InvertedIndex, papers, filter, matching, suggestions } = self.papershelf;
  const FEW = 3; // hits on all words with which we still look for misspelt ones

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
     * The papers that a query asks for, best first, as `{ hits: [[paper, rank]], persons, missed }`: of `missed` words
     * nothing was found. First those with all words; where they are few, misspelt ones are looked for; where there are
     * none, those with most of the words.
     */
    search(query) {
      const allowed = filter(this, query.conditions);
      if (!query.units.length) {
        const nothing = query.faults.length && !query.conditions.length; // asked for what cannot be followed, only
        return { hits: nothing ? [] : this.#listed(allowed), persons: [], missed: [], full: 0 };
      }
      let found = this.#match(query, allowed, false);
      if (found.full < FEW && !query.phrases.length) found = this.#match(query, allowed, true);
      return found;
    }

    #listed(allowed) {
      const hits = [];
      for (let paper = 0; paper < this.size; paper++) if (!allowed || allowed[paper]) hits.push([paper, 0]);
      return hits;
    }

    #match(query, allowed, misspelt) {
      const count = query.units.length;
      const units = query.units.map((parts, at) => {
        const last = at === count - 1;
        return matching.unitOf(this, parts, { open: last && query.open, misspelt, whole: query.phrases.length > 0 });
      });
      const persons = matching.personsNamed(this, units);
      matching.credit(this, persons, units);
      const weights = units.map(({ score }) => Math.log(1 + this.size / (1 + score.reduce((n, s) => n + (s > 0), 0))));
      const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
      const asked = query.units.flat().join(" ");
      const phrases = query.phrases.map((phrase) => [phrase, this.#labelled(phrase), this.index.inOrder(phrase)]);
      const found = [];
      let most = 0;
      for (let paper = 0; paper < this.size; paper++) {
        if (allowed && !allowed[paper]) continue;
        let have = 0,
          sum = 0,
          least = 1;
        for (let at = 0; at < count; at++) {
          const score = units[at].score[paper];
          if (score > 0) have++;
          sum += weights[at] * score;
          least = Math.min(least, units[at].near[paper]);
        }
        if (have < most || !have || !this.#hasPhrases(paper, phrases)) continue;
        most = have;
        found.push([paper, have, sum / total, least]);
      }
      const best = found.filter(([, have]) => have === most);
      const hits = best.map(([paper, , sum, least]) => [paper, this.#rank(paper, asked, sum, least, persons)]);
      hits.sort((one, other) => other[1] - one[1] || one[0] - other[0]);
      const missed = persons.size
        ? []
        : units.filter(({ score }) => !best.some(([paper]) => score[paper] > 0)).map(({ text }) => text);
      return { hits, persons: [...persons.keys()], missed, full: most === count ? hits.length : 0 };
    }

    /** A title that starts with the query goes first, then the phrase in a title, then all words in title or names. */
    #rank(paper, asked, sum, least, persons) {
      const title = this.titles[paper];
      const at = ` ${title}`.indexOf(` ${asked}`);
      let rank = sum + least + 0.3 / (2 + title.length / 8);
      if (at === 0) rank += 3 + (title === asked ? 1 : 0);
      else if (at > 0) rank += asked.includes(" ") ? 2 : 0.2;
      for (const person of this.catalogue.by[paper]) rank = Math.max(rank, (persons.get(person) ?? -9) * 2 + sum);
      return rank;
    }

    /** The papers with a label that has a phrase. */
    #labelled(phrase) {
      const wanted = ` ${phrase.join(" ")} `;
      return new Set(
        this.labels.flatMap(({ words, papers }) => (` ${words.join(" ")} `.includes(wanted) ? papers : [])),
      );
    }

    #hasPhrases(paper, phrases) {
      return phrases.every(([phrase, labelled, inOrder]) => {
        const wanted = ` ${phrase.join(" ")} `;
        return (
          labelled.has(paper) ||
          (inOrder?.has(paper) ?? true) ||
          ` ${this.titles[paper]} `.includes(wanted) ||
          this.catalogue.by[paper].some((person) => ` ${this.names[person].join(" ")} `.includes(wanted))
        );
      });
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
