/* Words of a query that do not say what it is about: `Which papers are there on moths?` is about moths. */
(() => {
  "use strict";
  const FUNCTION_WORDS = new Set(
    [
      "a about also an and any are as at be been being both but by can could d did do does each for from had",
      "has have having he her his how i if in into is it its ll m me my no nor not of on or our s she should",
      "so some such t than that the their them then there these they this those through to us ve was we were what",
      "when where whether which while who whom whose why will with would you your",
    ].flatMap((line) => line.split(" ")),
  );
  // Words in which papers are asked for, whatever they are about.
  const FRAME = new RegExp(
    `^(?:${[
      "articles?|authors?|consult|direct|find|give|help|know|latest|like|list|literature|look(?:ing)?|newest|papers?",
      "please|point|publications?|read|recommend|stud(?:y|ies)|suggest|tell|want|works?|writes?|written|wrote",
      "(?:address|discuss)(?:es|ed|ing)?|(?:present|research|show)(?:s|ed|ing)?",
      "(?:examin|explor|introduc|investigat|propos|us)(?:e|es|ed|ing)",
    ].join("|")})$`,
  );
  const PAPERS = "(papers?|works?|stud(y|ies)|research|articles?|literature|publications?)";
  const BEGINNING = new RegExp(
    `^(?:${[
      "what|which|how|why|when|where|who|is|are|do|does|did|can|could|should|would|has|have|any|find|list|please",
      "looking for|i (?:m|am|want|need|would|d)|(?:show|give|tell|point|direct|help) (?:me|us)",
      `(?:(?:recommend|suggest) )?(?:(?:some|recent|newest|latest|the|all|a|other) )*${PAPERS} (?:about|by|for|from|in|of|on|that|using|which|with)`,
    ].join("|")}) `,
  );

  /** Whether words begin as questions for papers do. */
  const isQuestion = (words) => BEGINNING.test(`${words.join(" ")} `);

  /** The units of a query that say what it is about: of a question those that do not belong to its form, else all. */
  function content(units) {
    const words = units.flat();
    if (!isQuestion(words)) return units;
    const isForm = (word) => FUNCTION_WORDS.has(word) || FRAME.test(word);
    const telling = units.filter((parts) => !parts.every(isForm)); // of `I'm`, all are
    return telling.length ? telling : units;
  }

  self.papershelf.questions = { content, FUNCTION_WORDS };
})();
