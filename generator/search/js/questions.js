/* Words of a query that do not say what it is about: `Which papers are there on moths?` is about moths. */
(() => {
  "use strict";
  const set = (text) => new Set(text.split(/\s+/));
  const FUNCTION_WORDS = set(
    `a about also an and any are as at be been being but by can could d did do does for from had has have having he her
    his how i if in into is it its ll m me my no nor not of on or our s she should so some such t than that the their
    them then there these they this those through to us ve was we were what when where whether which while who whom
    whose why will with would you your`,
  );
  // What questions for papers are put in.
  const FRAME = set(
    `address addresses article articles consult direct discuss discussed discusses discussing examine examined examines
    examining explore explored explores exploring find give help introduce introduced introduces investigate
    investigated investigates investigating know like list literature look looking paper papers please point present
    presented presents propose proposed proposes publication publications read recommend research show showed shows
    studies study suggest tell use used uses using want work works`,
  );
  const BEGINNING =
    /^(what|which|how|why|when|where|who|is|are|do|does|did|can|could|should|would|has|have|any|find|list|looking|please|i (m|am|want|need|would|d)|(show|give|tell|point|direct|help) (me|us)|((recommend|suggest) )?((some|recent|the|a|other) )*(papers?|works?|stud(y|ies)|research|articles?|literature|publications?) (about|for|in|of|on|that|using|where|which|with)) /;

  const isQuestion = (words) => BEGINNING.test(`${words.join(" ")} `);

  /** The units of a query that say what it is about: of a question those that do not belong to its form, else all. */
  function content(units) {
    const words = units.flat();
    if (!isQuestion(words)) return units;
    const telling = units.filter((parts) => parts.length > 1 || !(FUNCTION_WORDS.has(parts[0]) || FRAME.has(parts[0])));
    return telling.length ? telling : units;
  }

  self.papershelf.questions = { content, FUNCTION_WORDS };
})();
