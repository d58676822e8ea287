/* What a reader may have meant: the rest of a word, the nearest known word or field in place of one that is not known. */
(() => {
  "use strict";
  const { edits, questions } = self.papershelf;
  const { fold } = self.papershelf.text;
  const SHORT = 4; // letters of words near which there are others by chance
  const RARE = 1 / 1000; // titles and names that have a word, over papers

  /** In how many titles and names a word is. */
  function timesOf(engine, word) {
    const { title, person } = engine.vocabulary.lists.get(word);
    return (title?.length ?? 0) + (person?.length ?? 0);
  }

  /** Words of titles and names that begin like the last one, the commonest first. */
  function completion(engine, word) {
    let best = "",
      most = 0;
    for (const longer of word.length > 1 ? engine.vocabulary.startingWith(word) : []) {
      const times = timesOf(engine, longer);
      if (times > most) [best, most] = [longer, times];
    }
    return best;
  }

  const lettersOf = (word) => [...word].sort().join("");

  /**
   * Whether a word may be a slip for another. Near a short word there is a word by chance: that is no rare one, and all
   * letters are in the word, or its first and as many others as make up three quarters of it.
   */
  function isLikely(engine, word, { other, times }) {
    if (questions.FUNCTION_WORDS.has(other)) return false;
    if (word.length > SHORT) return true;
    const isAlike = word[0] === other[0] && Math.max(word.length, other.length) >= SHORT;
    return times > RARE * engine.size && (isAlike || lettersOf(word) === lettersOf(other));
  }

  /** The known word that is nearest to one that is not; empty if one of its stem is known, or may be, or none is near. */
  function nearest(engine, word) {
    const isKnown = (vocabulary) => vocabulary.inflections(word).size > 0;
    const inAbstracts = engine.index.near(word); // not there as long as its shard is missing
    if (word.length < 3 || !inAbstracts || isKnown(engine.vocabulary) || isKnown(inAbstracts)) return "";
    const near = [...engine.vocabulary.near(word, Math.max(1, edits(word)))]
      .map(([other, far]) => ({ other, far, times: timesOf(engine, other) }))
      .filter((one) => isLikely(engine, word, one))
      .sort((one, two) => one.far - two.far || two.times - one.times);
    return near[0]?.other ?? "";
  }

  /** A query with the nearest known words and fields in place of those that are not; empty if there are none. */
  function corrected(engine, text, query) {
    const asked = new Set(query.units.flat());
    const correct = (word) => (asked.has(fold(word)) && nearest(engine, fold(word))) || word;
    const fields = new Map(faultsOf(engine, query).flatMap(({ name, field }) => (field ? [[name, field]] : [])));
    const meant = text.replace(/(?<!\p{L})(\p{L}+):(?=\S)/gu, (part, name) => {
      const field = fields.get(fold(name));
      return field ? `${field}:` : asked.has(fold(name)) ? `${name} ` : part;
    });
    const result = meant.replace(/[\p{L}\p{N}]+/gu, correct);
    return result === meant && !fields.size ? "" : result;
  }

  /** The correction of a query of which nothing or not all was found; empty if there is none, and for what was pasted. */
  function correction(engine, text, query, { missed, isFound }) {
    const isPasted = query.identifiers.length > 0 && !query.isKey;
    const isNeeded = !isFound || missed.length > 0 || faultsOf(engine, query).some(({ field }) => field);
    return isNeeded && !isPasted ? corrected(engine, text, query).trim() : "";
  }

  /** The faults of a query; a name that is nearly a field and a word of a title is none. */
  function faultsOf(engine, { faults }) {
    return faults.filter(({ name }) => !(name && engine.vocabulary.lists.get(name)?.title));
  }

  self.papershelf.suggestions = { completion, nearest, correction, faultsOf };
})();
