/* Words as search compares them; text/search_words.py does the same to abstracts when the site is built. */
(() => {
  "use strict";
  // `c++`, `c#` and `.net` are words, too; papershelf.js marks the same ones.
  const WORD = /(?<![\p{L}\p{N}])(?:[a-z]\+\+|[a-z]#(?![\p{L}\p{N}])|\.net(?![\p{L}\p{N}]))|[\p{L}\p{N}]+/giu;
  const ASCII = /^[\x20-\x7e]*$/;
  const UNSPACED = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]+/gu;
  // Words that a hyphen, a dot or the like joins: found as one, too.
  const JOINED = /(?<![\p{L}\p{N}])[\p{L}\p{N}]+(?:[-‐‑'’./+_][\p{L}\p{N}]+)+/gu;
  const HALF = /[\ud800-\udbff]$/; // of a character
  const SHOWN = 60; // characters of words that are repeated to the reader
  // Letters that Unicode does not take for others with a mark.
  const PLAIN = {
    ß: "ss",
    æ: "ae",
    œ: "oe",
    ø: "o",
    ł: "l",
    đ: "d",
    ð: "d",
    þ: "th",
    ħ: "h",
    ŧ: "t",
    ŋ: "n",
    ı: "i",
    ς: "σ",
  };
  const UNPLAIN = new RegExp(`[${Object.keys(PLAIN).join("")}]`, "g");

  /** Text in small letters, without accents, compatibility forms, letters of few languages and soft hyphens. */
  function fold(text) {
    if (ASCII.test(text)) return text.toLowerCase(); // most text, which the rest would take long for
    const small = text
      .normalize("NFKD")
      .toLowerCase()
      .replace(UNPLAIN, (letter) => PLAIN[letter]);
    return small.replace(/[\p{M}\p{Cf}]/gu, "").normalize("NFC");
  }

  /** The words of folded text, in order; what has no spaces between its words in pairs of characters. */
  function words(folded) {
    const found = [];
    for (const word of folded.replace(UNSPACED, " $& ").match(WORD) ?? []) {
      if (word.length < 3 || word.search(UNSPACED)) found.push(word);
      else for (let at = 0; at < word.length - 1; at++) found.push(word.slice(at, at + 2));
    }
    return found;
  }

  /** Words as one, as they may have been typed: pairs of characters overlap, hyphens join others. */
  function joined(parts) {
    const follows = (all, part) => part.length === 2 && part.search(UNSPACED) === 0 && all.endsWith(part[0]);
    return parts.reduce((all, part) => (follows(all, part) ? all + part[1] : `${all}-${part}`));
  }

  /** Other forms by which folded text is found: `plugandplay` for `plug-and-play`; the last character of a text without spaces. */
  function forms(folded) {
    const wholes = (folded.match(JOINED) ?? []).map((run) => words(run).join(""));
    return wholes.concat((folded.match(UNSPACED) ?? []).map((chars) => chars.at(-1)));
  }

  /** Edits from one word to another, a swap of neighbours being one (Damerau 1964); where there are more than `most`, any such number. */
  function distance(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before = [],
      last = Array.from({ length: other.length + 1 }, (_, at) => at);
    for (let i = 1; i <= one.length; i++) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= other.length; j++) {
        const same = one[i - 1] === other[j - 1];
        let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          cost = Math.min(cost, before[j - 2] + 1);
        }
        row.push(cost);
        if (cost < least) least = cost;
      }
      if (least > most) return most + 1;
      before = last;
      last = row;
    }
    return last[other.length];
  }

  /** A number whose bits say which letters a word has: words whose bits differ in many places are far apart. */
  function letters(word) {
    let bits = 0;
    for (let at = 0; at < word.length; at++) bits |= 1 << (word.charCodeAt(at) & 31);
    return bits;
  }

  function differing(one, other) {
    let bits = one ^ other,
      count = 0;
    for (; bits; bits &= bits - 1) count++;
    return count;
  }

  /** A number as it is read, such as 12,345. */
  const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

  /** What is shown of a text that may be very long. */
  const shortened = (text) => (text.length > SHOWN ? `${text.slice(0, SHOWN - 1).replace(HALF, "")}…` : text);

  (self.papershelf ??= {}).text = { WORD, fold, grouped, shortened, words, joined, forms, distance, letters, differing };
})();
