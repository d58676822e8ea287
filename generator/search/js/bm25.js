/* Relevance of papers to a query, some words of which they may lack: BM25F over stems (S. Robertson, H. Zaragoza and
   M. Taylor, Simple BM25 extension to multiple weighted fields, 2004). */
(() => {
  "use strict";
  const { matching, questions } = self.papershelf;
  const K1 = 1.5, // saturation of term frequencies
    B = 0.5; // normalization by length
  // Weights of fields; those of abstracts and names are 1.
  const TITLE = 2,
    LABEL = 0.5;
  const INFLECTED = 0.8; // weight of other words of the same stem

  /** The words that count as `word`, with their weights: those of its stem or, where there are none, what may be meant. */
  function variants(engine, word, open) {
    const vocabularies = [engine.vocabulary, engine.index.near(word)];
    const found = vocabularies.map((vocabulary) => {
      const same = [...(vocabulary?.inflections(word) ?? [])];
      return new Map(same.map((other) => [other, other === word ? 1 : INFLECTED]));
    });
    if (found.some(({ size }) => size)) return found;
    return [engine.vocabulary.fitting(word, { open, misspelt: true }), engine.index.fitting(word, { open })];
  }

  /** The weighted frequency of a word in each paper. */
  function frequencies(engine, word, open) {
    const found = new Float32Array(engine.size);
    const add = (papers, weight) => papers?.forEach((paper) => (found[paper] += weight));
    const [inCatalogue, inAbstracts] = variants(engine, word, open);
    for (const [other, weight] of inCatalogue) {
      const { title, person, label } = engine.vocabulary.lists.get(other);
      add(title, TITLE * weight);
      person?.forEach((one) => add(engine.papersOf[one], weight));
      label?.forEach((one) => add(engine.labels[one].papers, LABEL * weight));
    }
    for (const [other, weight] of inAbstracts) {
      engine.index.eachPosting(other, (paper, times) => (found[paper] += times * weight));
    }
    return found;
  }

  /** The length of each paper, over that of a paper of mean length. */
  function relativeLengths({ catalogue, titles }) {
    const lengths = Float32Array.from(catalogue.lengths, (length, paper) => length + TITLE * titles[paper].split(" ").length);
    const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
    return lengths.map((length) => length / mean);
  }

  /** Raises the frequencies of a word to those of the words that it is a part of in a query: `dataset` for `data set`. */
  function raiseToWholes(engine, word, frequency, parted) {
    for (const whole of parted.filter((parts) => parts.includes(word)).map((parts) => parts.join(""))) {
      if (!matching.isKnown(engine, whole)) continue;
      frequencies(engine, whole, false).forEach((times, paper) => {
        if (times > frequency[paper]) frequency[paper] = times;
      });
    }
  }

  /** The terms of a query, each with its inverse document frequency and its frequency in each paper. */
  function* termsOf(engine, query) {
    const words = [...new Set(query.content.flat())];
    const telling = words.filter((word) => !questions.FUNCTION_WORDS.has(word));
    const terms = [],
      parted = matching.partsOfWords(query);
    for (const word of telling.length ? telling : words) {
      const frequency = frequencies(engine, word, query.open && word === words.at(-1));
      raiseToWholes(engine, word, frequency, parted);
      const papers = matching.countOf(frequency);
      const isCommon = engine.index.common.has(word); // it has no list
      const idf = isCommon ? 0 : Math.log(1 + (engine.size - papers + 0.5) / (papers + 0.5));
      terms.push({ word, idf, frequency, isKnown: isCommon || papers > 0 });
      yield;
    }
    return terms;
  }

  /** The relevance of each paper to a query, and its terms, as `{ terms: [{ word, idf, frequency, isKnown }], score }`. */
  function* relevance(engine, query) {
    const terms = yield* termsOf(engine, query),
      score = new Float32Array(engine.size);
    const { size, relativeLengths: lengths } = engine;
    for (const { idf, frequency } of terms) {
      for (let paper = 0; paper < size; paper++) {
        const times = frequency[paper];
        if (times) score[paper] += (idf * times * (K1 + 1)) / (times + K1 * (1 - B + B * lengths[paper]));
      }
      yield;
    }
    return { terms, score };
  }

  Object.assign(self.papershelf, { relativeLengths, relevance });
})();
