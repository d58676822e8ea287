/* What the map of papers works out without a document: places, regions, colours, labels, filters, the way of the arrows,
   and the state in the address. Papers are numbers: their places in the catalogue. */
(() => {
  "use strict";
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const COLUMNS = 3, // x, y and topic, of two digits each; see map_data.py
    UNICODE_DAYS = 719163; // Python counts days from 1 January of the year 1

  const byLetter = Object.fromEntries([...DIGITS].map((letter, value) => [letter, value]));

  /** The columns of the data: for each paper where it is, and the number of its main topic, 0 for none. */
  function unpack({ papers, topics }) {
    const size = papers.length / 2 / COLUMNS;
    const column = (at) =>
      Int16Array.from({ length: size }, (_, paper) => {
        const start = 2 * (COLUMNS * paper + at);
        return byLetter[papers[start]] * DIGITS.length + byLetter[papers[start + 1]];
      });
    return { size, topics, x: column(0), y: column(1), topic: column(2) };
  }

  const median = (values) => values.sort((one, other) => one - other)[values.length >> 1];

  /** The topics that papers have, each with its middle, those of most papers first. */
  function regions({ size, topics, x, y, topic }) {
    const members = topics.map(() => []);
    for (let paper = 0; paper < size; paper++) if (topic[paper]) members[topic[paper] - 1].push(paper);
    return members
      .map((papers, place) => ({
        topic: place + 1,
        label: topics[place],
        count: papers.length,
        x: median(papers.map((paper) => x[paper])),
        y: median(papers.map((paper) => y[paper])),
      }))
      .filter(({ count }) => count)
      .sort((one, other) => other.count - one.count || one.topic - other.topic);
  }

  /** For each topic the number of its colour, from 1, as on maps of countries: of those of a colour, none is near. */
  function colours(areas, most) {
    const chosen = new Map(),
      used = Array.from({ length: most }, () => []);
    for (const area of areas) {
      const free = used.map((others) =>
        others.reduce((least, other) => Math.min(least, (area.x - other.x) ** 2 + (area.y - other.y) ** 2), Infinity),
      );
      const best = free.indexOf(Math.max(...free));
      used[best].push(area);
      chosen.set(area.topic, best + 1);
    }
    return chosen;
  }

  /** Labels with room, given in order of importance: each at the first of its `places` where it overlaps no other box.
      Boxes, such as those already `taken`, have their middle and their size. */
  function fitting(labels, width, height, taken = []) {
    const boxes = [...taken];
    const isFree = ({ x, y, w, h }) =>
      x >= w / 2 && x + w / 2 <= width && y >= h / 2 && y + h / 2 <= height &&
      boxes.every((o) => Math.abs(o.x - x) * 2 >= o.w + w || Math.abs(o.y - y) * 2 >= o.h + h);
    return labels.flatMap(({ places, ...label }) => {
      const box = places.map(([x, y]) => ({ ...label, x, y })).find(isFree);
      if (box) boxes.push(box);
      return box ? [box] : [];
    });
  }

  /** The shown paper that is nearest in a direction, null if there is none: what lies aside counts as further. */
  function towards({ size, x, y }, from, [right, down], isShown) {
    let best = null,
      least = Infinity;
    for (let paper = 0; paper < size; paper++) {
      if (paper === from || !isShown(paper)) continue;
      const across = x[paper] - x[from],
        along = y[paper] - y[from];
      const ahead = across * right + along * down,
        aside = Math.abs(across * down) + Math.abs(along * right);
      if (ahead <= 0 || aside > 2 * ahead) continue;
      const far = ahead + 2 * aside;
      if (far < least) [best, least] = [paper, far];
    }
    return best;
  }

  /** The shown paper nearest to a place, within a distance; `scale` says how far apart one unit is, across and down. */
  function nearest({ size, x, y }, place, scale, within, isShown) {
    let best = null,
      least = within * within;
    for (let paper = 0; paper < size; paper++) {
      const far = ((x[paper] - place.x) * scale.x) ** 2 + ((y[paper] - place.y) * scale.y) ** 2;
      if (far <= least && isShown(paper)) [best, least] = [paper, far];
    }
    return best;
  }

  /** The pixels of a disc with a rim, of colours such as `rgb(1, 2, 3)`: red, green, blue and opacity of each. */
  function disc(radius, rim, fill, edge) {
    const side = Math.ceil(2 * radius + rim) + 1,
      [inner, outer] = [fill, edge].map((colour) => colour.match(/[\d.]+/g).map(Number)),
      pixels = new Uint8ClampedArray(4 * side * side),
      share = (value) => Math.min(1, Math.max(0, value));
    for (let at = 0; at < side * side; at++) {
      const far = Math.hypot((at % side) + 0.5 - side / 2, Math.floor(at / side) + 0.5 - side / 2),
        edged = share(far - radius + rim / 2 + 0.5);
      for (let part = 0; part < 3; part++) pixels[4 * at + part] = inner[part] * (1 - edged) + outer[part] * edged;
      pixels[4 * at + 3] = 255 * share(radius + rim / 2 + 0.5 - far);
    }
    return { side, pixels };
  }

  /** Puts a disc over a picture, which has `data` as image data have it, with its corner at a whole pixel. */
  function stamp({ data, width, height }, { side, pixels }, left, top, opacity) {
    const last = Math.min(side, width - left);
    for (let row = Math.max(0, -top); row < side && top + row < height; row++) {
      for (let column = Math.max(0, -left); column < last; column++) {
        const from = 4 * (row * side + column),
          above = pixels[from + 3] * opacity;
        if (!above) continue;
        const to = 4 * ((top + row) * width + left + column),
          below = data[to + 3] * (1 - above / 255),
          both = above + below;
        for (let part = 0; part < 3; part++) data[to + part] = (pixels[from + part] * above + data[to + part] * below) / both;
        data[to + 3] = both;
      }
    }
  }

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  /** What the map tells of papers, from the columns of the catalogue. */
  function facts(catalogue) {
    let day = catalogue.firstDay;
    const known = (paper) => +(catalogue.precision?.[paper] ?? 3);
    const years = catalogue.day.map((back, paper) => {
      day -= back;
      return known(paper) ? new Date((day - UNICODE_DAYS) * 864e5).getUTCFullYear() : 0;
    });
    const names = catalogue.authors.label;
    const slugOf = (folder, table, place) =>
      self.papershelf.address(catalogue, folder, table, place).replace(/^.*?\/|\/$|\.html$/g, "");
    return {
      size: catalogue.title.length,
      title: (paper) => catalogue.title[paper],
      year: (paper) => years[paper],
      years: [...new Set(years)].filter(Boolean).sort((one, other) => other - one),
      authors: (paper) => catalogue.by[paper].map((author) => names[author]),
      etAl: (paper) => catalogue.etAl[paper] === "1",
      topics: (paper) => catalogue.topic[paper].map((topic) => catalogue.topics.label[topic]),
      allTopics: catalogue.topics.label.map((label, place) => ({
        label,
        slug: slugOf("topics", catalogue.topics, place),
      })),
      address: (paper) => self.papershelf.address(catalogue, "papers", catalogue, paper),
      key: (paper) => slugOf("papers", catalogue, paper),
      /** Whether each paper is under a topic (its slug), of a year, and by an author with some letters in the name. */
      passing({ topic, year, author }) {
        const number = catalogue.topics.label.findIndex((_, place) => slugOf("topics", catalogue.topics, place) === topic);
        const wanted = plain(author.trim());
        const isBy = wanted ? names.map((name) => plain(name).includes(wanted)) : null;
        return Uint8Array.from(
          catalogue.title,
          (_, paper) =>
            (!topic || catalogue.topic[paper].includes(number)) &&
            (!year || years[paper] === +year) &&
            (!isBy || catalogue.by[paper].some((name) => isBy[name])),
        );
      },
    };
  }

  const FILTERS = ["topic", "year", "author"];

  /** What is filtered by, and the paper in the middle, as the query part of an address says it. */
  function readState(search) {
    const from = new URLSearchParams(search);
    return Object.fromEntries([...FILTERS, "paper"].map((name) => [name, from.get(name) ?? ""]));
  }

  function writeState(state) {
    const to = new URLSearchParams();
    for (const name of [...FILTERS, "paper"]) if (state[name]) to.set(name, state[name]);
    return to.size ? `?${to}` : "";
  }

  (self.papershelf ??= {}).paperMap = {
    FILTERS,
    unpack,
    regions,
    colours,
    fitting,
    towards,
    nearest,
    disc,
    stamp,
    facts,
    readState,
    writeState,
  };
})();
