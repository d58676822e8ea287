/* The conditions of a query, such as `author:` and `year:`: which papers meet them. */
(() => {
  "use strict";
  const { edits } = self.papershelf;
  const { fold, distance } = self.papershelf.text;

  /** Whether each paper meets all conditions, as 0 or 1; null if there are none. */
  function filter(engine, conditions) {
    if (!conditions.length) return null;
    const allowed = new Uint8Array(engine.size).fill(1);
    for (const condition of conditions) {
      const isMet = test(engine, condition);
      for (let paper = 0; paper < engine.size; paper++) allowed[paper] &= isMet(paper);
    }
    return allowed;
  }

  /** Returns a function that tells whether a paper meets a condition. */
  function test(engine, { field, range, words: wanted, text }) {
    const { score, code } = engine.catalogue;
    if (field === "has") return (paper) => code[paper] === "1";
    if (range) {
      const value = field === "year" ? (paper) => engine.year[paper] || NaN : (paper) => score[paper] ?? NaN;
      return (paper) => value(paper) >= range[0] && value(paper) <= range[1];
    }
    const papers = new Set();
    if (field === "author") {
      for (const person of meant(engine.names, wanted)) engine.papersOf[person].forEach((paper) => papers.add(paper));
    } else if (field === "title") {
      const titles = engine.titles.map((title) => title.split(" "));
      for (const paper of meant(titles, wanted, [begins, isNear])) papers.add(paper);
    } else {
      const labels = engine.labels.filter(({ kind }) => kind.startsWith(field));
      const exact = labels.filter((label) => fold(label.label) === text);
      const near = meant(
        labels.map((label) => label.words),
        wanted,
      ).map((at) => labels[at]);
      for (const label of exact.length ? exact : near) label.papers.forEach((paper) => papers.add(paper));
    }
    return (paper) => papers.has(paper);
  }

  const equals = (word, other) => word === other;
  const begins = (word, other) => other.startsWith(word);
  const isNear = (word, other) => distance(word, other, edits(word)) <= edits(word);

  /** The places of the lists that have all wanted words: as they are, else as beginnings, else misspelt. */
  function meant(lists, wanted, ways = [equals, begins, isNear]) {
    for (const fits of ways) {
      const found = [];
      lists.forEach((list, at) => {
        if (wanted.every((word) => list.some((other) => fits(word, other)))) found.push(at);
      });
      if (found.length) return found;
    }
    return [];
  }

  Object.assign(self.papershelf, { filter });
})();
