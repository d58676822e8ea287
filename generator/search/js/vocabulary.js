/* Words in order, and those that a word of a query may mean: longer ones, and misspelt ones. */
(() => {
  "use strict";
  const { text, questions, stem } = self.papershelf;
  const { distance, letters, differing } = text;

  // How well a longer or a misspelt word fits.
  const PREFIX = 0.85,
    ONE_EDIT = 0.6,
    TWO_EDITS = 0.4;

  /** How many slips a word may have. */
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
      this.words = [...this.lists.keys()].sort();
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

    /** The words that have the stem of `word`. */
    inflections(word) {
      const root = stem(word),
        found = new Set(this.lists.has(word) ? [word] : []);
      if (word.length < 3) return found;
      // The end of a stem may be another letter than that of its words: `studi` of `study`.
      for (const other of this.startingWith(root.slice(0, Math.max(2, root.length - 1)))) {
        if (stem(other) === root) found.add(other);
      }
      return found;
    }

    /** The words that `word` may mean, each with how well it fits; `open` if it may go on. */
    fitting(word, { open, misspelt, whole }) {
      const found = new Map();
      if (this.lists.has(word)) found.set(word, 1);
      if (!whole && (open || word.length > 2)) {
        for (const longer of this.startingWith(word)) {
          if (longer !== word)
            found.set(longer, PREFIX * (open ? 1 : 0.6) * (0.6 + (0.4 * word.length) / longer.length));
        }
      }
      if (misspelt) {
        for (const [other, far] of this.near(word, edits(word))) {
          if (questions.FUNCTION_WORDS.has(other)) continue; // which nobody looks for
          const fit = far === 1 ? ONE_EDIT : TWO_EDITS;
          if (!(found.get(other) >= fit)) found.set(other, fit);
        }
      }
      return found;
    }
  }

  Object.assign(self.papershelf, { Vocabulary, edits, FIT: { PREFIX, ONE_EDIT } });
})();
