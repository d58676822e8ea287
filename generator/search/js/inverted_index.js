/* The words of abstracts, with the papers that have them: shards of the inverted index, which are loaded when they are needed. */
(() => {
  "use strict";
  const { Vocabulary } = self.papershelf;
  const OFTEN = 2,
    FIRST_CHAR = 35, // of postings; see inverted_index.py
    FOLLOWING = 57;

  class InvertedIndex {
    constructor(catalogue) {
      this.catalogue = catalogue;
      this.common = new Set(catalogue.common);
      this.postings = new Map(); // words of abstracts that have been loaded
      this.abstracts = new Map(); // the words of each shard that has been loaded
      this.following = new Map(); // of words in phrases: the words that follow them in each paper of their list
      this.meanLength = catalogue.lengths.reduce((sum, length) => sum + length, 0) / (catalogue.lengths.length || 1) || 1;
      if (catalogue.postings) this.addShard(0, catalogue.postings);
    }

    /** The shards that words and phrases need and that are not here yet, as the names of their files. */
    missing(telling, phrases) {
      const shards = (name, words, known) =>
        words
          .filter((word) => !this.common.has(word))
          .map((word) => this.#shardOf(word))
          .filter((shard, at, all) => all.indexOf(shard) === at && !known.has(shard))
          .map((shard) => [name, shard]);
      return [
        ...(this.catalogue.shards ? shards("abstracts", [...telling, ...phrases.flat()], this.abstracts) : []),
        ...shards(
          "following",
          phrases.flatMap((phrase) => phrase.slice(0, -1)),
          this.following,
        ),
      ];
    }

    add(name, shard, data) {
      if (name === "abstracts") this.addShard(shard, data);
      else this.following.set(shard, data.split("\n"));
    }

    /** Takes in a shard: front-coded words, and their lists. */
    addShard(shard, [coded, lists]) {
      const found = lists.split("\n"),
        known = new Vocabulary();
      for (const [word, at] of decodeWords(coded)) {
        this.postings.set(word, found[at]);
        known.lists.set(word, at);
      }
      this.abstracts.set(shard, known.close());
    }

    /** The words of the shard that has `word`, which has most words of its stem, too; undefined until it is loaded. */
    near(word) {
      return this.abstracts.get(this.#shardOf(word));
    }

    #shardOf(word) {
      return hash([...word].slice(0, 3)) % (this.catalogue.shards || 1);
    }

    /** Words of the shard that has `word`; a misspelt one may be in any, and is looked for where there is one only. */
    fitting(word, options) {
      const misspelt = options.misspelt && !this.catalogue.shards;
      return this.near(word)?.fitting(word, { ...options, misspelt }) ?? new Map();
    }

    /** Calls `visit` with each paper that has a word, how often (once or twice), and its place in the list. */
    eachPosting(word, visit) {
      const list = this.postings.get(word) ?? "";
      let paper = -1;
      for (let at = 0, place = 0; at < list.length; place++) {
        const code = list.codePointAt(at),
          number = (code < 0xd800 ? code : code - 0x800) - FIRST_CHAR;
        at += code > 0xffff ? 2 : 1;
        paper += Math.floor(number / OFTEN);
        visit(paper, (number % OFTEN) + 1, place);
      }
    }

    /** The papers in whose abstracts the words of a phrase follow each other; null for all, where every word is common. */
    inOrder(phrase) {
      let papers = null;
      phrase.forEach((word, at) => {
        if (this.common.has(word)) return;
        const shard = this.#shardOf(word);
        const lines = phrase[at + 1] && this.following.get(shard);
        const parts = lines?.[this.abstracts.get(shard)?.lists.get(word)]?.split(" ");
        const next = parts && String.fromCharCode(FIRST_CHAR + (hash([...phrase[at + 1]]) % FOLLOWING));
        const found = new Set();
        this.eachPosting(word, (paper, _, place) => {
          if ((!papers || papers.has(paper)) && (!parts || parts[place].includes(next))) found.add(paper);
        });
        papers = found;
      });
      return papers;
    }
  }

  /** Front-coded words, each with its place: a line begins with how many letters the word shares with the one before. */
  function decodeWords(coded) {
    const places = new Map();
    let word = "";
    if (!coded) return places;
    coded.split("\n").forEach((line, place) => {
      word = word.slice(0, +line[0]) + line.slice(1);
      places.set(word, place);
    });
    return places;
  }

  /** A number for characters; see rolling_hash.py. */
  function hash(chars) {
    return chars.reduce((number, char) => (number * 31 + char.codePointAt(0)) % 0x1000000, 0);
  }

  Object.assign(self.papershelf, { InvertedIndex, decodeWords, hash });
})();
