/* Search by meaning: cosines of word and paper vectors (generator/search/vectors.py), which are written as letters.
   The worker loads this script, and then the vectors, once it has answered a question by its words. */
(() => {
  "use strict";
  const { decodeWords, filter, hash, questions, stem, steps, text } = self.papershelf;
  const SIZE = 64, // numbers of a vector
    ZERO = "H".charCodeAt(0), // the letter of 0
    FIRST_CHAR = 35, // of rarities and weights
    PER_DOUBLING = 4, // steps of weights
    SHARDS = 256;
  const PER_UNIT = 5, // steps of rarities, which are logarithms
    KNOWN = 36.5, // rarity of words that 100 papers had from which the vectors were learnt; of commoner ones, it is less
    UNSEEN = 48; // rarity of words without a vector
  const SHARE = 0.8, // of meaning in the score
    RELATED = 0.2, // cosine, times what is known of a question, from which a paper is related whatever words it has
    NEAR = 0.05, // the same in the list of papers none of which has all words, but some of which have some
    MOST = 8, // related papers
    MOST_LISTED = 100, // papers in one list, where none has all words
    BELOW = 0.25; // rank of papers with some of the words, as in ranking.js
  const ALIKE = 0.35, // cosine from which two words are told as a reason
    EACH = 2; // words of a question in a reason, and of the title beside each

  const isTelling = (word) => word.length > 1 && !questions.FUNCTION_WORDS.has(word);

  /** The words of a query that say what it is about. */
  const wordsOf = ({ content }) => [...new Set(content.flat())].filter(isTelling);

  /** The numbers that letters stand for. */
  function decode(letters) {
    const numbers = new Int8Array(letters.length);
    for (let at = 0; at < numbers.length; at++) numbers[at] = letters.charCodeAt(at) - ZERO;
    return numbers;
  }

  function lengthOf(numbers, start = 0) {
    let square = 0;
    for (let at = start; at < start + SIZE; at++) square += numbers[at] * numbers[at];
    return Math.sqrt(square) || 1;
  }

  /** The number of the shard in which a word is, if it has a vector. */
  const shardOf = (word) => hash([...word]) % SHARDS;

  class Meaning {
    #words = new Map(); // those that were asked for
    #papers = []; // of each file the vectors, and their lengths
    #titles; // the words of titles, and the signs of their vectors

    /** `read(folder, number)` resolves to the content of a file of the catalogue's `meaning`. */
    constructor(engine, read) {
      this.engine = engine;
      this.read = read;
    }

    /** Loads the vectors of words, of all papers and of titles. Each file is read in a task of its own, so that a page goes on responding. */
    async #load(words) {
      const loading = words.filter((word) => !this.#words.has(word)).map((word) => this.#loadWord(word));
      for (let file = 0; file < this.engine.catalogue.meaning.files; file++) {
        if (!this.#papers[file]) loading.push(this.#loadPapers(file));
      }
      if (!this.#titles) loading.push(this.#loadTitles());
      await Promise.all(loading);
    }

    async #loadWord(word) {
      const [coded, facts] = await this.read("words", shardOf(word));
      const place = decodeWords(coded).get(word);
      const [rarity, weight, ...letters] = place === undefined ? "" : facts.slice(place * (SIZE + 2), (place + 1) * (SIZE + 2));
      const numbers = decode(letters.join("") || "H".repeat(SIZE));
      this.#words.set(word, {
        rarity: rarity ? rarity.charCodeAt(0) - FIRST_CHAR : UNSEEN,
        weight: weight ? 2 ** ((weight.charCodeAt(0) - FIRST_CHAR) / PER_DOUBLING) : 0,
        numbers,
        length: lengthOf(numbers),
      });
    }

    async #loadPapers(file) {
      const numbers = decode(await this.read("vectors", file));
      const lengths = Float32Array.from({ length: numbers.length / SIZE }, (_, paper) => lengthOf(numbers, paper * SIZE));
      this.#papers[file] = { numbers, lengths };
    }

    async #loadTitles() {
      const [coded, signs] = await this.read("titles", 0);
      this.#titles = { places: decodeWords(coded), signs: atob(signs) };
    }

    /** The share of words that the vectors know, from 0 to 1; rare words count more. */
    #known(words) {
      let all = 0,
        known = 0;
      for (const { rarity } of words.map((word) => this.#words.get(word))) {
        all += rarity;
        if (rarity < UNSEEN) known += rarity * Math.min(1, Math.exp((KNOWN - rarity) / PER_UNIT / 2));
      }
      return known / (all || 1);
    }

    /** The cosine of each paper and some words. */
    #cosines(words) {
      const vector = new Float64Array(SIZE);
      for (const { weight, numbers } of words.map((word) => this.#words.get(word))) {
        for (let at = 0; at < SIZE; at++) vector[at] += weight * numbers[at];
      }
      const length = lengthOf(vector),
        found = new Float32Array(this.engine.size);
      let paper = 0;
      for (const { numbers, lengths } of this.#papers) {
        for (let own = 0; own < lengths.length; own++, paper++) {
          let sum = 0;
          for (let at = 0; at < SIZE; at++) sum += vector[at] * numbers[own * SIZE + at];
          found[paper] = sum / (length * lengths[own]);
        }
      }
      return found;
    }

    /**
     * Adds to `found`, the result of a question by its words, what is near in meaning: `related` papers below those
     * with all words or, if none has them all, one list by words and meaning. `reasonOf` tells why a paper is in it.
     * Null if this is not a question, or there is nothing to add.
     */
    async search(query, found) {
      const words = wordsOf(query),
        { hits, full, persons } = found;
      if (words.length < 2 || query.phrases.length || query.order || persons.length) return null;
      const { score, terms } = await steps.inTasks(this.engine.relevance(query));
      await this.#load(words);
      const telling = terms.reduce((sum, { idf }) => sum + idf, 0) || 1; // about the highest score that a paper can have
      const cosines = this.#cosines(words);
      await steps.pause();
      const known = this.#known(words),
        share = SHARE * known ** 5;
      const allowed = filter(this.engine, query.conditions);
      const exact = new Set(hits.slice(0, full).map(([paper]) => paper));
      const some = new Set(hits.slice(full).map(([paper]) => paper));
      const least = some.size && !full ? NEAR : RELATED;
      const others = [],
        values = score.map((one, paper) => one / telling + share * cosines[paper]);
      for (let paper = 0; paper < this.engine.size; paper++) {
        if (exact.has(paper) || (allowed && !allowed[paper])) continue;
        if (some.has(paper) || known * cosines[paper] >= least) others.push(paper);
      }
      if (!others.length) return null;
      await steps.pause();
      others.sort((one, other) => values[other] - values[one] || one - other);
      const reasonOf = (paper) => (some.has(paper) && !full ? "" : this.#reason(words, terms, paper));
      if (full) return { ...found, hits: hits.slice(0, full), related: others.slice(0, MOST), reasonOf };
      const best = values[others[0]];
      const ranked = others.slice(0, MOST_LISTED).map((paper) => [paper, (BELOW * values[paper]) / best]);
      return { ...found, hits: ranked, related: [], reasonOf };
    }

    /** The words of a question and of a paper's title that met, as `court ~ judicial, law`; else those that both have. */
    #reason(words, terms, paper) {
      const title = this.engine.catalogue.title[paper].split(/[^\p{L}\p{N}]+/u).map((word) => [text.fold(word), word]);
      const own = [...new Map(title)].filter(([word]) => this.#titles.places.has(word) && isTelling(word));
      const alike = words
        .flatMap((word) => own.map(([folded, shown]) => ({ word, shown, cosine: this.#alike(word, folded) })))
        .filter(({ cosine }) => cosine >= ALIKE)
        .sort((one, other) => other.cosine - one.cosine);
      const shared = terms.filter(({ frequency }) => frequency[paper]).map(({ word }) => word);
      if (!alike.length) return shared.join(", ");
      const met = new Map();
      for (const { word, shown } of alike) {
        met.set(word, [...(met.get(word) ?? []), shown].slice(0, EACH));
      }
      return [...met]
        .slice(0, EACH)
        .map(([word, [first, ...more]]) => (text.fold(first) === word ? word : `${word} ~ ${[first, ...more].join(", ")}`))
        .join("; ");
    }

    /** The cosine of a word of a question and a word of a title, of whose vector the signs are known. */
    #alike(word, folded) {
      if (word === folded || stem(word) === stem(folded)) return 1;
      const { numbers, length } = this.#words.get(word),
        { places, signs } = this.#titles;
      const start = (places.get(folded) * SIZE) / 8;
      let sum = 0;
      for (let at = 0; at < SIZE; at++) {
        const isPositive = (signs.charCodeAt(start + (at >> 3)) >> (7 - (at & 7))) & 1;
        sum += isPositive ? numbers[at] : -numbers[at];
      }
      return sum / (length * Math.sqrt(SIZE));
    }
  }

  self.papershelf.Meaning = Meaning;
})();
