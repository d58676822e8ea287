/* Reads the catalogue in steps: dates, and the words of titles, names and labels (topics, areas, affiliations). */
(() => {
  "use strict";
  const { fold, words, forms } = self.papershelf.text;
  // A phone takes a while to load what its browser knows of languages.
  const MONTHS = "January February March April May June July August September October November December".split(" ");

  /** The days of papers, and functions that write them as far as they are known. */
  function readDays(catalogue) {
    let last = catalogue.firstDay;
    const day = Int32Array.from(catalogue.day, (back) => (last -= back));
    // Python counts days from 1 January of the year 1.
    const dateOf = (paper) => new Date((day[paper] - 719163) * 864e5);
    const known = (paper) => +(catalogue.precision?.[paper] ?? 3); // parts of the date: year, month, day
    const date = (paper) =>
      dateOf(paper)
        .toISOString()
        .slice(0, [0, 4, 7, 10][known(paper)]);
    const written = (paper, length) => {
      const own = dateOf(paper),
        month = MONTHS[own.getUTCMonth()],
        parts = [own.getUTCDate(), length === "short" ? month.slice(0, 3) : month, own.getUTCFullYear()];
      return parts.slice(3 - known(paper)).join(" ");
    };
    const year = Int16Array.from(day, (_, paper) => (known(paper) ? dateOf(paper).getUTCFullYear() : 0));
    return { day, date, written, year };
  }

  /** The titles as their words with spaces between them. */
  function* readTitles(catalogue, vocabulary) {
    const titles = [];
    for (const title of catalogue.title) {
      const paper = titles.length,
        folded = fold(title),
        found = words(folded);
      const more = [...forms(folded), ...words(catalogue.also[paper] ?? "")];
      for (const word of [...found, ...more]) vocabulary.add(word, "title", paper);
      titles.push(found.join(" "));
      yield;
    }
    return { titles };
  }

  /** The papers of each person, and the words of their names. */
  function* readPersons(catalogue, vocabulary) {
    const papersOf = catalogue.authors.label.map(() => []);
    catalogue.by.forEach((persons, paper) => persons.forEach((person) => papersOf[person].push(paper)));
    const names = [];
    for (const name of catalogue.authors.label) {
      const person = names.length,
        folded = fold(name),
        found = words(folded);
      for (const word of [...found, ...forms(folded)]) vocabulary.add(word, "person", person);
      const initials = found.map((word) => word[0]).slice(0, -1);
      if (initials.length > 1) vocabulary.add(initials.join(""), "person", person);
      names.push(found);
      yield;
    }
    return { papersOf, names };
  }

  /** Topics, areas, affiliations, venues, keywords and years, each with its papers; `years` are made from the dates. */
  function* readLabels(catalogue, year, vocabulary) {
    const { areas, topics, affiliations, venues, keywords, area, topic, affiliation, venue, keyword } = catalogue;
    const labels = [];
    const read = function* (kind, table, placesOf, codes) {
      const first = labels.length;
      table.label.forEach((label, place) => {
        const folded = fold(codes ? `${label} ${codes[place]}` : label);
        labels.push({ kind, place, label, words: words(folded), papers: [] });
        for (const word of [...words(folded), ...forms(folded)]) vocabulary.add(word, "label", first + place);
      });
      for (let paper = 0; paper < year.length; paper++) {
        for (const place of placesOf(paper)) labels[first + place].papers.push(paper);
      }
      yield;
    };
    yield* read("topics", topics, (paper) => topic[paper]);
    yield* read("areas", areas, (paper) => (area[paper] < 0 ? [] : [area[paper]]), areas.code);
    yield* read("affiliations", affiliations, (paper) => affiliation[paper] ?? []);
    if (venues) yield* read("venues", venues, (paper) => venue[paper] ?? []);
    if (keywords) yield* read("keywords", keywords, (paper) => keyword[paper] ?? []);
    const numbers = [...new Set(year)].filter((one) => one);
    const years = { label: numbers.map(String), slug: {} };
    yield* read("years", years, (paper) => (year[paper] ? [numbers.indexOf(year[paper])] : []));
    return { labels, years };
  }

  self.papershelf.papers = { readDays, readTitles, readPersons, readLabels };
})();
