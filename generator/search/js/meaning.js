/* Search by meaning: vectors of words and of papers (generator/search/vectors.py), in which letters stand for numbers.
   The worker loads this script for the first question that has been answered by its words, and then what that needs. */
(() => {
  "use strict";
  const { fold } = self.papershelf.text;
  const { contentWords, relevance, stem } = self.papershelf;
  const SIZE = 64; // numbers of a vector
  const ZERO = "H".charCodeAt(0);
  const FIRST_CHAR = 35; // of rarities and weights
  const PER_DOUBLING = 4; // steps of weights
  const SHARDS = 256;
  const KNOWN = 36; // rarity of words in 100 of the papers from which the vectors were learnt; lower for commoner ones
  const UNSEEN = 48; // rarity of words without a vector
  const SHARE = 0.5; // weight of meaning in the score
  const LEAST = 0.3; // cosine from which a paper without all words is related
  const MOST = 8; // related papers
  const ALIKE = 0.3; // cosine from which two words are told as a reason
  const MOST_WORDS = 2; // words of the question in a reason, and words of the title beside each

  /** The numbers that letters stand for. */
  function decode(letters) {
    const numbers = new Int8Array(letters.length);
    for (let at = 0; at < numbers.length; at++) numbers[at] = letters.charCodeAt(at) - ZERO;
    return numbers;
  }

  /** Front-coded words, each with its place. */
  function decodeWords(coded) {
    const places = new Map();
    let word = "";
    coded.split("\n").forEach((line, place) => {
      word = word.slice(0, +line[0]) + line.slice(1);
      places.set(word, place);
    });
    return places;
  }

  function lengthOf(numbers, start = 0) {
    let square = 0;
    for (let at = start; at < start + SIZE; at++) square += numbers[at] * numbers[at];
    return Math.sqrt(square) || 1;
  }

  /** The shard that has a word if any has. */
  function shardOf(word) {
    let number = 0;
    for (const char of word) number = (number * 31 + char.codePointAt(0)) % 0x1000000;
    return number % SHARDS;
  }

  class Meaning {
    #papers = []; // the vectors in each file, and their lengths
    #words = new Map(); // those that were asked for
    #titles; // words of titles and their bits

    /** `read(name, number)` resolves to the content of a file. */
    constructor(engine, read) {
      this.engine = engine;
      this.files = engine.catalogue.meaning;
      this.read = read;
    }

    /** Loads what a question needs. Each file is read in a task of its own, so that a page stays responsive. */
    async load(words) {
      const { vectors, titles, files } = this.files;
      const loading = words.map((word) => this.#words.has(word) || this.#loadWord(word));
      for (let file = 0; file < files; file++) {
        loading.push(this.#papers[file] || this.read(vectors, file).then((letters) => this.#addPapers(file, letters)));
      }
      loading.push(this.#titles || this.read(titles, 0).then((data) => this.#addTitles(data)));
      await Promise.all(loading);
    }

    async #loadWord(word) {
      const [coded, facts] = await this.read(this.files.words, shardOf(word));
      const place = decodeWords(coded).get(word);
      const start = place * (SIZE + 2);
      const own = place === undefined ? "" : facts.slice(start, start + SIZE + 2);
      const numbers = own && decode(own.slice(2));
      this.#words.set(word, {
        rarity: own ? own.charCodeAt(0) - FIRST_CHAR : UNSEEN,
        weight: own ? 2 ** ((own.charCodeAt(1) - FIRST_CHAR) / PER_DOUBLING) : 0,
        numbers,
        length: numbers && lengthOf(numbers),
      });
    }

    #addPapers(file, letters) {
      const numbers = decode(letters);
      const lengths = Float32Array.from({ length: numbers.length / SIZE }, (_, paper) => lengthOf(numbers, paper * SIZE));
      this.#papers[file] = { numbers, lengths };
    }

    #addTitles([coded, bits]) {
      this.#titles = { places: decodeWords(coded), bits: atob(bits) };
    }

    /** The vector of a question, and how much of it the vectors know, from 0 to 1. */
    #question(words) {
      const vector = new Float64Array(SIZE);
      let all = 0,
        known = 0;
      for (const { rarity, weight, numbers } of words.map((word) => this.#words.get(word))) {
        all += rarity;
        if (rarity <= KNOWN) known += rarity;
        for (let at = 0; at < SIZE && numbers; at++) vector[at] += weight * numbers[at];
      }
      return { vector, known: all && known / all };
    }

    /** The cosine of each paper to a vector. */
    #cosines(vector) {
      const found = new Float32Array(this.engine.size);
      const length = lengthOf(vector);
      let paper = 0;
      for (const { numbers, lengths } of this.#papers) {
        for (let own = 0; own < lengths.length; own++) {
          let sum = 0;
          for (let at = 0; at < SIZE; at++) sum += vector[at] * numbers[own * SIZE + at];
          found[paper++] = sum / (length * lengths[own]);
        }
      }
      return found;
    }

    /** Papers that what was found by words lacks, or all in a better order where none has all words. */
    async answer(query, { hits, full }, allowed) {
      const words = contentWords(query);
      await this.load(words);
      const { vector, known } = this.#question(words);
      const cosines = this.#cosines(vector);
      const scores = relevance(this.engine, query);
      const best = scores.reduce((most, score) => Math.max(most, score), 0) || 1;
      const score = (paper) => scores[paper] / best + SHARE * known * cosines[paper];
      const ranked = (papers) => papers.map((paper) => [paper, score(paper)]).sort((one, other) => other[1] - one[1]);
      const listed = new Set(hits.map(([paper]) => paper));
      const others = [];
      for (let paper = 0; paper < this.engine.size; paper++) {
        if (!listed.has(paper) && (!allowed || allowed[paper]) && known * cosines[paper] >= LEAST) others.push(paper);
      }
      if (!full) return { hits: ranked([...listed, ...others.filter((paper) => cosines[paper])]), related: [] };
      return { hits, related: ranked(others).slice(0, MOST) };
    }

    /** The words that met, of a question and of a paper's title, as `court ~ judicial, law`; empty if none did. */
    reason(query, paper) {
      const title = this.engine.catalogue.title[paper].split(/[^\p{L}\p{N}]+/u);
      const own = new Map(title.map((word) => [fold(word), word]).filter(([word]) => this.#titles.places.has(word)));
      const met = contentWords(query).map((word) => {
        const alike = [...own].map(([folded, shown]) => [shown, stem(folded) === stem(word) ? 1 : this.#alike(word, folded)]);
        return [word, alike.filter(([, cosine]) => cosine >= ALIKE).sort((one, other) => other[1] - one[1])];
      });
      return met
        .filter(([, alike]) => alike.length)
        .sort(([, [[, one]]], [, [[, other]]]) => other - one)
        .slice(0, MOST_WORDS)
        .map(([word, alike]) => `${word} ~ ${alike.slice(0, MOST_WORDS).map(([shown]) => shown).join(", ")}`)
        .join("; ");
    }

    /** The cosine of a word of a question and a word of a title, of whose vector only the signs are known. */
    #alike(word, folded) {
      const { numbers, length } = this.#words.get(word);
      const { places, bits } = this.#titles;
      let sum = 0;
      for (let at = 0; at < SIZE && numbers; at++) {
        const byte = bits.charCodeAt((places.get(folded) * SIZE + at) >> 3);
        sum += (byte >> (7 - (at & 7))) & 1 ? numbers[at] : -numbers[at];
      }
      return sum / (length || 1) / Math.sqrt(SIZE);
    }
  }

  self.papershelf.Meaning = Meaning;
})();
