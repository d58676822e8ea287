/* The index, made from the catalogue when it is first needed, and what answers a query.
   Papers, persons and labels (topics, areas, affiliations) are numbers: their places in the catalogue. */
(() => {
  "use strict";
  const { fold, words, forms, distance, letters, differing } = self.papershelf.text;

  // How much it counts where a word is found, and how well it fits.
  const TITLE = 1,
    PERSON = 0.95,
    LABEL = 0.5,
    ABSTRACT = 0.42,
    COMMON = 0.02;
  const PREFIX = 0.85,
    ONE_EDIT = 0.6,
    TWO_EDITS = 0.4;
  const FEW = 3; // hits on all words with which we still look for misspelt ones
  const OFTEN = 2,
    FIRST_CHAR = 35, // of postings; see postings.py
    FOLLOWING = 57;

  const edits = (word) => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

  /** Words in order, each with the lists that it is in. */
  class Vocabulary {
    constructor() {
      this.lists = new Map();
    }

    add(word, kind, place) {
      let entry = this.lists.get(word);
      if (!entry) this.lists.set(word, (entry = {}));
      const list = (entry[kind] ??= []);
      if (list[list.length - 1] !== place) list.push(place);
    }

    close() {
      this.words = [...this.lists.keys()].sort((one, other) => (one < other ? -1 : 1));
      this.letters = Int32Array.from(this.words, letters);
      return this;
    }

    *startingWith(prefix) {
      let low = 0,
        high = this.words.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.words[middle] < prefix) low = middle + 1;
        else high = middle;
      }
      for (; low < this.words.length && this.words[low].startsWith(prefix); low++) yield this.words[low];
    }

    *near(word, most) {
      const bits = letters(word);
      for (let at = 0; at < this.words.length; at++) {
        if (differing(bits, this.letters[at]) > 2 * most) continue;
        const far = distance(word, this.words[at], most);
        if (far && far <= most) yield [this.words[at], far];
      }
    }

    /** The words that `word` may mean, each with how well it fits; `open` if it may go on. */
    fitting(word, { open, misspelt, whole }) {
      const found = new Map();
      if (this.lists.has(word)) found.set(word, 1);
      if (!whole && (open || word.length > 2)) {
        for (const longer of this.startingWith(word)) {
          if (longer !== word)
            found.set(longer, PREFIX * (open ? 1 : 0.8) * (0.6 + (0.4 * word.length) / longer.length));
        }
      }
      if (misspelt) {
        for (const [other, far] of this.near(word, edits(word))) {
          const fit = far === 1 ? ONE_EDIT : TWO_EDITS;
          if (!(found.get(other) >= fit)) found.set(other, fit);
        }
      }
      return found;
    }
  }

  class Engine {
    constructor(catalogue) {
      this.catalogue = catalogue;
      this.size = catalogue.title.length;
      this.common = new Set(catalogue.common);
      this.postings = new Map(); // words of abstracts that have been loaded
      this.abstracts = new Map(); // the words of each shard that has been loaded
      this.following = new Map(); // of words in phrases: the words that follow them in each paper of their list
      this.vocabulary = new Vocabulary();
      this.#readDays();
      this.#readTitles();
      this.#readPersons();
      this.#readLabels();
      this.vocabulary.close();
      if (catalogue.postings) this.addShard(0, catalogue.postings);
      this.meanLength = catalogue.lengths.reduce((sum, length) => sum + length, 0) / (this.size || 1) || 1;
    }

    #readDays() {
      let day = this.catalogue.firstDay;
      this.day = Int32Array.from(this.catalogue.day, (back) => (day -= back));
      // Python counts days from 1 January of the year 1.
      const date = (paper) => new Date((this.day[paper] - 719163) * 864e5);
      const known = (paper) => +(this.catalogue.precision?.[paper] ?? 3); // parts of the date: year, month, day
      this.date = (paper) =>
        date(paper)
          .toISOString()
          .slice(0, [0, 4, 7, 10][known(paper)]);
      this.written = (paper, month) => {
        const parts = Object.entries({ year: "numeric", month, day: "numeric" }).slice(0, known(paper));
        if (!parts.length) return "";
        return date(paper).toLocaleDateString("en-GB", { ...Object.fromEntries(parts), timeZone: "UTC" });
      };
      this.year = Int16Array.from(this.day, (_, paper) => +this.date(paper).slice(0, 4)); // 0 if it is not known
    }

    #readTitles() {
      this.titles = this.catalogue.title.map((title, paper) => {
        const folded = fold(title),
          found = words(folded);
        for (const word of found) this.vocabulary.add(word, "title", paper);
        const more = [...forms(folded), ...words(this.catalogue.also[paper] ?? "")];
        for (const word of more) this.vocabulary.add(word, "title", paper);
        return found.join(" ");
      });
    }

    #readPersons() {
      this.papersOf = this.catalogue.authors.label.map(() => []);
      this.catalogue.by.forEach((persons, paper) => persons.forEach((person) => this.papersOf[person].push(paper)));
      this.names = this.catalogue.authors.label.map((name, person) => {
        const folded = fold(name),
          found = words(folded);
        for (const word of [...found, ...forms(folded)]) this.vocabulary.add(word, "person", person);
        const initials = found.map((word) => word[0]).slice(0, -1);
        if (initials.length > 1) this.vocabulary.add(initials.join(""), "person", person);
        return found;
      });
    }

    #readLabels() {
      const { areas, topics, affiliations, venues, keywords, area, topic, affiliation, venue, keyword } = this.catalogue;
      this.labels = [];
      const read = (kind, table, placesOf, codes) => {
        const first = this.labels.length;
        table.label.forEach((label, place) => {
          const folded = fold(codes ? `${label} ${codes[place]}` : label);
          this.labels.push({ kind, place, label, words: words(folded), papers: [] });
          for (const word of [...words(folded), ...forms(folded)]) this.vocabulary.add(word, "label", first + place);
        });
        for (let paper = 0; paper < this.size; paper++) {
          for (const place of placesOf(paper)) this.labels[first + place].papers.push(paper);
        }
      };
      read("topics", topics, (paper) => topic[paper]);
      read("areas", areas, (paper) => (area[paper] < 0 ? [] : [area[paper]]), areas.code);
      read("affiliations", affiliations, (paper) => affiliation[paper] ?? []);
      if (venues) read("venues", venues, (paper) => venue[paper] ?? []);
      if (keywords) read("keywords", keywords, (paper) => keyword[paper] ?? []);
      const years = [...new Set(this.year)].filter((year) => year);
      this.catalogue.years = { label: years.map(String), slug: {} };
      read("years", this.catalogue.years, (paper) => (this.year[paper] ? [years.indexOf(this.year[paper])] : []));
    }

    // ---- abstracts ----

    /** The shards that a query needs and that are not here yet, as the names of their files. */
    missing(query) {
      const shards = (name, words, known) =>
        words
          .filter((word) => !this.common.has(word))
          .map((word) => this.#shardOf(word))
          .filter((shard, at, all) => all.indexOf(shard) === at && !known.has(shard))
          .map((shard) => [name, shard]);
      const long = query.units.flat().filter((word) => word.length > 1);
      return [
        ...(this.catalogue.shards ? shards("abstracts", [...long, ...query.phrases.flat()], this.abstracts) : []),
        ...shards(
          "following",
          query.phrases.flatMap((phrase) => phrase.slice(0, -1)),
          this.following,
        ),
      ];
    }

    add(name, shard, data) {
      if (name === "abstracts") this.addShard(shard, data);
      else this.following.set(shard, data.split("\n"));
    }

    /** Takes in a shard: words in order, each with how many letters it shares with the one before, and their lists. */
    addShard(shard, [coded, lists]) {
      const found = lists.split("\n"),
        known = new Vocabulary();
      let word = "";
      coded.split("\n").forEach((code, at) => {
        word = word.slice(0, +code[0]) + code.slice(1);
        if (!word) return;
        this.postings.set(word, found[at]);
        known.lists.set(word, at);
      });
      this.abstracts.set(shard, known.close());
    }

    #shardOf(word) {
      return hash([...word].slice(0, 3)) % (this.catalogue.shards || 1);
    }

    /** Words of the shard that has `word`; a misspelt one may be in any, and is looked for where there is one only. */
    #inAbstracts(word, options) {
      const known = this.abstracts.get(this.#shardOf(word));
      return known?.fitting(word, { ...options, misspelt: options.misspelt && !this.catalogue.shards }) ?? [];
    }

    #eachPosting(word, visit) {
      let paper = -1,
        place = 0;
      for (const char of this.postings.get(word) ?? "") {
        const code = char.codePointAt(0),
          number = (code < 0xd800 ? code : code - 0x800) - FIRST_CHAR;
        paper += Math.floor(number / OFTEN);
        visit(paper, (number % OFTEN) + 1, place++);
      }
    }

    // ---- a query ----

    /**
     * The papers that a query asks for, best first, as `{ hits: [[paper, rank]], persons, missed }`: of `missed` words
     * nothing was found. First those with all words; where they are few, misspelt ones are looked for; where there are
     * none, those with most of the words.
     */
    search(query) {
      const allowed = this.filter(query.conditions);
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
        return this.#unit(parts, { open: last && query.open, misspelt, whole: query.phrases.length > 0 });
      });
      const persons = this.#persons(units);
      this.#credit(persons, units);
      const weights = units.map(({ score }) => Math.log(1 + this.size / (1 + score.reduce((n, s) => n + (s > 0), 0))));
      const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
      const asked = query.units.flat().join(" ");
      const phrases = query.phrases.map((phrase) => [phrase, this.#labelled(phrase), this.#inOrder(phrase)]);
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

    /** The papers in whose abstracts the words of a phrase follow each other; null for all, where every word is common. */
    #inOrder(phrase) {
      let papers = null;
      phrase.forEach((word, at) => {
        if (this.common.has(word)) return;
        const shard = this.#shardOf(word);
        const lines = phrase[at + 1] && this.following.get(shard);
        const parts = lines?.[this.abstracts.get(shard)?.lists.get(word)]?.split(" ");
        const next = parts && String.fromCharCode(FIRST_CHAR + (hash([...phrase[at + 1]]) % FOLLOWING));
        const found = new Set();
        this.#eachPosting(word, (paper, _, place) => {
          if ((!papers || papers.has(paper)) && (!parts || parts[place].includes(next))) found.add(paper);
        });
        papers = found;
      });
      return papers;
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

    /** How well each paper fits what stands between two spaces: all its words, or its joined form. */
    #unit(parts, options) {
      const units = parts.map((word, at) =>
        this.#word(word, { ...options, open: options.open && at === parts.length - 1 }),
      );
      const [first] = units;
      first.text = parts.join("-");
      if (parts.length === 1) return first;
      const whole = this.#word(parts.join(""), options);
      for (let paper = 0; paper < this.size; paper++) {
        for (const side of ["score", "near"]) {
          const all = Math.min(...units.map((unit) => unit[side][paper]));
          first[side][paper] = Math.max(all, whole[side][paper]);
        }
      }
      const persons = new Map(whole.persons);
      for (const [person, fit] of first.persons) {
        const fits = units.map((unit) => unit.persons.get(person) ?? 0);
        if (Math.min(...fits) > 0) persons.set(person, Math.max(persons.get(person) ?? 0, Math.min(fit, ...fits)));
      }
      return { ...first, persons };
    }

    /** How well each paper fits a word: `score` anywhere, `near` in its title or its authors' names. */
    #word(word, options) {
      const unit = {
        text: word,
        score: new Float32Array(this.size),
        near: new Float32Array(this.size),
        persons: new Map(),
      };
      const raise = (paper, value, near) => {
        if (value > unit.score[paper]) unit.score[paper] = value;
        if (near > unit.near[paper]) unit.near[paper] = near;
      };
      const fitting = this.vocabulary.fitting(word, options);
      if (!fitting.size && !options.whole) for (const paper of this.#parted(word, 3)) raise(paper, ONE_EDIT, ONE_EDIT);
      for (const [other, fit] of fitting) {
        const { title, person, label } = this.vocabulary.lists.get(other);
        for (const paper of title ?? []) raise(paper, fit * TITLE, fit);
        for (const one of person ?? []) {
          unit.persons.set(one, Math.max(fit, unit.persons.get(one) ?? 0));
          if (word.length > 1) for (const paper of this.papersOf[one]) raise(paper, fit * PERSON, fit);
        }
        for (const one of label ?? []) for (const paper of this.labels[one].papers) raise(paper, fit * LABEL, 0);
      }
      if (word.length === 1 && !options.open) this.#initial(word, unit);
      this.#abstracts(word, options, raise);
      return unit;
    }

    /** Persons of whose name a single letter is an initial. */
    #initial(letter, unit) {
      for (const name of this.vocabulary.startingWith(letter)) {
        for (const person of this.vocabulary.lists.get(name).person ?? []) {
          if (!unit.persons.has(person)) unit.persons.set(person, PREFIX);
        }
      }
    }

    #abstracts(word, options, raise) {
      if (this.common.has(word)) for (let paper = 0; paper < this.size; paper++) raise(paper, COMMON, 0);
      for (const [other, fit] of this.#inAbstracts(word, options)) {
        this.#eachPosting(other, (paper, times) => {
          const length = this.catalogue.lengths[paper] / this.meanLength;
          raise(paper, fit * ABSTRACT * (0.4 + (0.6 * times) / (times + 0.5 + 0.5 * length)), 0);
        });
      }
    }

    /** The papers whose titles have a word in parts, at most so many: `longcontext`. */
    #parted(word, most) {
      const known = (part) => this.vocabulary.lists.get(part)?.title ?? [];
      for (let at = 2; at <= word.length - 2; at++) {
        const one = known(word.slice(0, at)),
          rest = word.slice(at);
        if (!one.length) continue;
        const others = new Set([...known(rest), ...(most > 2 ? this.#parted(rest, most - 1) : [])]);
        const both = one.filter((paper) => others.has(paper));
        if (both.length) return both;
      }
      return [];
    }

    /** The papers of a person whom the whole query names have all its words, be they initials. */
    #credit(persons, units) {
      for (const [person, fit] of persons) {
        for (const paper of this.papersOf[person]) {
          for (const { score, near } of units) {
            score[paper] = Math.max(score[paper], Math.min(1, fit) * PERSON);
            near[paper] = Math.max(near[paper], Math.min(1, fit));
          }
        }
      }
    }

    /** Persons whom all words of the query name, in either order, with how well they fit. */
    #persons(units) {
      const found = new Map();
      for (const [person, fit] of units[0].persons) {
        let sum = fit;
        for (const unit of units.slice(1)) sum = unit.persons.has(person) ? sum + unit.persons.get(person) : -Infinity;
        if (sum > 0) found.set(person, sum / units.length + 0.1 * (this.names[person].length === units.length));
      }
      return found;
    }

    // ---- conditions ----

    /** Which papers all conditions let through, as 0 and 1; null where there are none. */
    filter(conditions) {
      if (!conditions.length) return null;
      const allowed = new Uint8Array(this.size).fill(1);
      for (const condition of conditions) {
        const passes = this.passes(condition);
        for (let paper = 0; paper < this.size; paper++) allowed[paper] &= passes(paper);
      }
      return allowed;
    }

    /** What tells whether a paper meets a condition. */
    passes({ field, range, words: wanted, text }) {
      const { score, code } = this.catalogue;
      if (field === "has") return (paper) => code[paper] === "1";
      if (range) {
        const value = field === "year" ? (paper) => this.year[paper] || NaN : (paper) => score[paper] ?? NaN;
        return (paper) => value(paper) >= range[0] && value(paper) <= range[1];
      }
      const papers = new Set();
      if (field === "author") {
        for (const person of this.#meant(this.names, wanted))
          this.papersOf[person].forEach((paper) => papers.add(paper));
      } else {
        const labels = this.labels.filter(({ kind }) => kind.startsWith(field));
        const exact = labels.filter((label) => fold(label.label) === text);
        const meant = this.#meant(
          labels.map((label) => label.words),
          wanted,
        ).map((at) => labels[at]);
        for (const label of exact.length ? exact : meant) label.papers.forEach((paper) => papers.add(paper));
      }
      return (paper) => papers.has(paper);
    }

    /** The places of the lists that have all wanted words: as they are, else as beginnings, else misspelt. */
    #meant(lists, wanted) {
      const ways = [
        (word, other) => word === other,
        (word, other) => other.startsWith(word),
        (word, other) => distance(word, other, edits(word)) <= edits(word),
      ];
      for (const fits of ways) {
        const found = [];
        lists.forEach((list, at) => {
          if (wanted.every((word) => list.some((other) => fits(word, other)))) found.push(at);
        });
        if (found.length) return found;
      }
      return [];
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

    /** Words of titles and names that begin like the last one, the commonest first. */
    completion(word) {
      let best = "",
        most = 0;
      for (const longer of word.length > 1 ? this.vocabulary.startingWith(word) : []) {
        const { title, person } = this.vocabulary.lists.get(longer);
        const times = (title?.length ?? 0) + (person?.length ?? 0);
        if (times > most) [best, most] = [longer, times];
      }
      return best;
    }

    /** The known word that is nearest to one that is not; empty if it is known or none is near. */
    nearest(word) {
      if (word.length < 3 || this.vocabulary.lists.has(word) || this.postings.has(word)) return "";
      let best = "",
        least = 9;
      for (const [other, far] of this.vocabulary.near(word, Math.max(1, edits(word)))) {
        if (far < least) [best, least] = [other, far];
      }
      return best;
    }

    /** A query with the nearest known words and fields in place of those that are not; empty if there are none. */
    mended(text, query) {
      const asked = new Set(query.units.flat());
      const mend = (word) => (asked.has(fold(word)) && this.nearest(fold(word))) || word;
      const fields = new Map(this.faults(query).flatMap(({ name, field }) => (field ? [[name, field]] : [])));
      const meant = text.replace(/(\p{L}+):(?=\S)/gu, (part, name) => {
        const field = fields.get(fold(name));
        return field ? `${field}:` : asked.has(fold(name)) ? `${name} ` : part;
      });
      const mended = meant.replace(/[\p{L}\p{N}]+/gu, mend);
      return mended === meant && !fields.size ? "" : mended;
    }

    /** The faults of a query; a name that is nearly a field and a word of a title is none. */
    faults({ faults }) {
      return faults.filter(({ name }) => !(name && this.vocabulary.lists.get(name)?.title));
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

  /** A number for characters; see postings.py. */
  function hash(chars) {
    return chars.reduce((number, char) => (number * 31 + char.codePointAt(0)) % 0x1000000, 0);
  }

  self.papershelf.Engine = Engine;
})();
