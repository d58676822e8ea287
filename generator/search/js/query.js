/* Parses a query: words, phrases, fields and an order. */
(() => {
  "use strict";
  const { text, questions, readIdentifiers } = self.papershelf;
  const { fold, shortened, words, distance } = text;
  const FIELDS = {
    author: "author",
    by: "author",
    title: "title",
    year: "year",
    topic: "topic",
    area: "area",
    aff: "affiliation",
    affiliation: "affiliation",
    venue: "venue",
    has: "has",
    score: "score",
    sort: "sort",
  };
  // A field may stand apart from its value, a word with a colon that is none may not: `MothNet: a survey`.
  const PART = new RegExp(
    `(?:(\\p{L}+):(?=\\S)|(${Object.keys(FIELDS).join("|")}):\\s+(?=\\S)(?!\\p{L}+:\\S))?(?:"([^"]*)"?|“([^”]*)”?|(\\S+))`,
    "giu",
  );
  const MOST = 2500; // characters in which words are looked for: more than an abstract has
  const ET_AL = /(?<=[\p{L}.][,\s]{1,3})et\s+al(?![\p{L}\p{N}])\.?/giu;
  const ORDERS = ["relevance", "date", "added", "title", "score"];

  /** The field that a name is nearly, such as `author` for `autor` and `auth`; undefined for other words. */
  function nearest(name) {
    const most = name.length < 4 ? -1 : name.length < 7 ? 1 : 2;
    const isNear = (field) => field.startsWith(name) || distance(name, field, most) <= most;
    return most < 0 ? undefined : Object.keys(FIELDS).find((field) => field.length > 3 && isNear(field));
  }

  /** A range of numbers: `2024`, `2023-2025`, `2023-`, `>90`, `<=3`; null for anything else. */
  function range(value) {
    const both = /^(\d+(?:\.\d+)?)?\s*(?:-|–|\.\.)\s*(\d+(?:\.\d+)?)?$/.exec(value);
    if (both && (both[1] || both[2])) return [both[1] ? +both[1] : -Infinity, both[2] ? +both[2] : Infinity];
    const one = /^(>=|<=|>|<|=)?\s*(\d+(?:\.\d+)?)$/.exec(value);
    if (!one) return null;
    const number = +one[2],
      open = 1e-9;
    return (
      {
        ">": [number + open, Infinity],
        ">=": [number, Infinity],
        "<": [-Infinity, number - open],
        "<=": [-Infinity, number],
      }[one[1]] ?? [number, number]
    );
  }

  /** What a field asks for, as `{ field, ... }`, or what is wrong with it, as `{ fault }`. */
  function condition(field, value) {
    if (field === "year" || field === "score") {
      const numbers = range(value);
      return numbers
        ? { field, range: numbers }
        : {
            fault:
              `${field}: expects numbers such as ` +
              (field === "year" ? "2024 or 2023-2025" : ">90 or 80-90") +
              `, not “${shortened(value)}”`,
          };
    }
    if (field === "has") return value === "code" ? { field } : { fault: `has: expects code, not “${shortened(value)}”` };
    if (field === "sort") {
      return ORDERS.includes(value) ? { order: value } : { fault: `sort: expects one of ${ORDERS.join(", ")}, not “${shortened(value)}”` };
    }
    const wanted = words(value);
    return wanted.length
      ? { field, words: wanted, text: value }
      : { fault: `${field}: expects a name, not “${shortened(value)}”` };
  }

  /** The beginning of a text that is too long, up to a space if there is one. */
  const beginning = (text) => (text.length > MOST ? text.slice(0, MOST).replace(/\s\S*$/u, "") : text);

  /**
   * Parses a query. `units` are what stands between spaces, each with its words; `content` are those that say what the
   * query is about; `signs` have no words, such as `∑`; `phrases` stand in quotes; `identifiers` name papers, see
   * identifiers.js (`isKey`: the query may be a BibTeX key, or a word); `open` says that the last word may go on.
   * `faults` are what cannot be followed. A name before a colon that is no field is a word, as in `MothNet: a survey`;
   * one that is nearly a field is a word, too, and a fault with `name` and the `field` that may be meant.
   */
  function parse(text) {
    const { identifiers, isKey, rest } = readIdentifiers(text);
    const query = { units: [], signs: [], phrases: [], conditions: [], order: "", faults: [] };
    for (const [, name, apart, quoted, curled, plain] of beginning(rest.replace(ET_AL, " ")).matchAll(PART)) {
      const value = fold(quoted ?? curled ?? plain);
      const field = fold(name ?? apart ?? "");
      const isField = Object.hasOwn(FIELDS, field);
      if (isField && !value.trim()) continue; // `author:"`, being typed
      const found = isField && condition(FIELDS[field], value);
      if (found && !(apart && found.fault)) {
        if (found.order) query.order = found.order;
        else if (found.field) query.conditions.push(found);
        else query.faults.push({ fault: found.fault });
        continue;
      }
      if (apart) query.units.push([field]); // `Score: a metric`, as titles have it
      if (name) {
        const near = nearest(field);
        if (near) query.faults.push({ fault: `unknown field “${name}”`, name: field, field: near });
        query.units.push(...words(field).map((word) => [word]));
      }
      const parts = words(value);
      const unfinished = value.endsWith(":") && Object.hasOwn(FIELDS, value.slice(0, -1)); // `year:`, being typed
      if (!parts.length && value.trim()) query.signs.push(value.trim());
      if (!parts.length || unfinished) continue;
      if (plain === undefined && !name) query.phrases.push(parts);
      query.units.push(...(plain === undefined ? parts.map((word) => [word]) : [parts]));
    }
    query.isKey = isKey && !query.conditions.length; // `year:2024` is none
    query.identifiers = isKey && !query.isKey ? [] : identifiers;
    query.content = questions.content(query.units);
    query.open = !/[\s"”?]$/.test(text);
    query.capital = /^\s*(\p{Lu})$/u.exec(text)?.[1].toLowerCase(); // one letter, which may be all: `R`
    return query;
  }

  self.papershelf.query = {
    parse,
    FIELDS: [...new Set(Object.values(FIELDS))].map((f) => (f === "affiliation" ? "aff" : f)),
  };
})();
