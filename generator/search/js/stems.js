/* Stems of English words (M. F. Porter, An algorithm for suffix stripping, 1980): `distilled` and `distillation` have one. */
(() => {
  "use strict";
  const CONSONANT = "[^aeiou]",
    VOWEL = "[aeiouy]";
  const RUN = `${CONSONANT}[^aeiouy]*`,
    VOWELS = `${VOWEL}[aeiou]*`;
  const once = new RegExp(`^(${RUN})?${VOWELS}${RUN}`); // a vowel and then a consonant: the measure is above 0
  const only = new RegExp(`^(${RUN})?${VOWELS}${RUN}(${VOWELS})?$`); // the measure is 1
  const twice = new RegExp(`^(${RUN})?${VOWELS}${RUN}${VOWELS}${RUN}`); // it is above 1
  const voiced = new RegExp(`^(${RUN})?${VOWEL}`);
  const short = new RegExp(`^${RUN}${VOWEL}[^aeiouwxy]$`); // such as `hop`, of which an `e` is missing in `hoping`

  const SECOND = Object.entries({
    ational: "ate", tional: "tion", enci: "ence", anci: "ance", izer: "ize", bli: "ble", alli: "al", entli: "ent",
    eli: "e", ousli: "ous", ization: "ize", ation: "ate", ator: "ate", alism: "al", iveness: "ive", fulness: "ful",
    ousness: "ous", aliti: "al", iviti: "ive", biliti: "ble", logi: "log",
  });
  const THIRD = Object.entries({ icate: "ic", ative: "ate", alize: "al", iciti: "ic", ical: "ic", ful: "", ness: "" });
  const FOURTH =
    /(al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|(?<=[st])ion|ou|ism|ate|iti|ous|ive|ize)$/;

  const ADDED = /(?<=dg|gn)e?ment$|(?<=...[dghkmnrt])li$/; // `judgment`, `alignment`, `fairly`
  const KEPT = /^(gener|commun|univers|organ)/; // `general` is not `generation`
  const cache = new Map();

  function replaced(word, endings) {
    const ending = endings.find(([end]) => word.endsWith(end));
    if (!ending) return word;
    const bare = word.slice(0, -ending[0].length);
    return once.test(bare) ? bare + ending[1] : word;
  }

  function withoutPlural(word) {
    if (/(ss|i)es$/.test(word)) return word.slice(0, -2);
    return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
  }

  function withoutPast(word) {
    if (word.endsWith("eed")) return once.test(word.slice(0, -3)) ? word.slice(0, -1) : word;
    const bare = word.replace(/(ed|ing)$/, "");
    if (bare === word || !voiced.test(bare)) return word;
    if (/(at|bl|iz)$/.test(bare)) return `${bare}e`;
    if (/([^aeiouylsz])\1$/.test(bare)) return bare.slice(0, -1);
    return short.test(bare) ? `${bare}e` : bare;
  }

  function withoutEnd(word) {
    if (KEPT.test(word)) return word;
    const bare = word.replace(FOURTH, "");
    let found = bare !== word && twice.test(bare) ? bare : word;
    if (found.endsWith("e")) {
      const less = found.slice(0, -1);
      if (twice.test(less) || (only.test(less) && !short.test(less))) found = less;
    }
    return twice.test(found) && found.endsWith("ll") ? found.slice(0, -1) : found;
  }

  function made(word) {
    if (word.length < 3 || /[^a-z]/.test(word)) return word;
    const first = withoutPast(withoutPlural(word));
    const second = first.endsWith("y") && voiced.test(first.slice(0, -1)) ? `${first.slice(0, -1)}i` : first;
    return withoutEnd(replaced(replaced(second.replace(ADDED, ""), SECOND), THIRD));
  }

  /** The stem of a folded word. */
  function stem(word) {
    let found = cache.get(word);
    if (found === undefined) cache.set(word, (found = made(word)));
    return found;
  }

  self.papershelf.stem = stem;
})();
