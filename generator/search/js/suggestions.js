/* What a reader may have meant: the rest of a word, the nearest known word or field in place of one that is not known. */
(() => {
  "use strict";
  const { edits, questions } = self.papershelf;
  const { fold } = self.papershelf.text;

  /** Words of titles and names that begin like the last one, the commonest first. */
  function completion(engine, word) {
    let best = "",
      most = 0;
    for (const longer of word.length > 1 ? engine.vocabulary.startingWith(word) : []) {
      const { title, person } = engine.vocabulary.lists.get(longer);
      const times = (title?.length ?? 0) + (person?.length ?? 0);
      if (times > most) [best, most] = [longer, times];
    }
    return best;
  }

  /** The known word that is nearest to one that is not; empty if one of its stem is known, or may be, or none is near. */
  function nearest(engine, word) {
    const isKnown = (vocabulary) => vocabulary.inflections(word).size > 0;
    const inAbstracts = engine.index.near(word); // not there as long as its shard is missing
    if (word.length < 3 || !inAbstracts || isKnown(engine.vocabulary) || isKnown(inAbstracts)) return "";
    let best = "",
      least = 9;
    for (const [other, far] of engine.vocabulary.near(word, Math.max(1, edits(word)))) {
      if (far < least && !questions.FUNCTION_WORDS.has(other)) [best, least] = [other, far];
    }
    return best;
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
