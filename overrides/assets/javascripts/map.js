/* The map of papers: dots on a canvas, to be moved and enlarged by pointer and keyboard, and filters, whose state is in
   the address. What needs no document is in search/map.js. Without this script the page is a list of papers by topic. */
(() => {
  "use strict";
  const root = document.getElementById("ps-map");
  const { h, addresses, counted, grouped, paperMap } = self.papershelf;
  const data = self.papershelfData?.map;
  if (!root || root.childElementCount) return;
  if (!data || !paperMap) return root.remove(); // which leaves the list
  const SITE = new URL(root.dataset.site, document.baseURI);
  const COLOURS = 8,
    MARGIN = 28, // around the outermost dots
    STRETCH = 2, // how much more one side may be enlarged than the other
    CLOSEST = 60, // how much the map can be enlarged
    NEAR = { mouse: 12, touch: 26 }, // pixels around a dot that are taken for it
    FEW = 60, // dots in view up to which they have their titles beside them
    MOST_AUTHORS = 3,
    BEYOND = 0.4, // of the sides of the canvas, by which the picture of the dots is larger
    COARSE = 3, // how much that picture may be enlarged
    PATIENCE = 6, // how much longer than drawing it takes that picture is kept, while the map is being moved
    REST = 120, // milliseconds without a movement, after which it is drawn anew
    ROOM = 26000, // square pixels for each name of a region
    TITLE = 34; // characters of a title beside a dot
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  const map = paperMap.unpack(data),
    regions = paperMap.regions(map),
    colourOf = paperMap.colours(regions, COLOURS),
    colourAt = Uint8Array.from(map.topic, (topic) => colourOf.get(topic) ?? 0);
  const isTouch = matchMedia("(pointer: coarse)").matches;
  let facts = null, // titles, authors and years, once the catalogue is here
    passing = null, // whether each paper passes the filters; null if all do
    chosen = null, // the paper that is told of
    state = paperMap.readState(location.search);

  const isShown = (paper) => !passing || passing[paper] === 1;

  // ---- what does not change ----

  const canvas = h("canvas", { "aria-hidden": "true" });
  const hint = h("p", { id: "ps-map-hint", class: "ps-map__hint" });
  hint.textContent = isTouch
    ? "Drag to move, pinch to zoom, tap a dot for its title."
    : "Drag to move; to zoom, scroll after a click. Keys: arrows go from dot to dot, Enter opens, + and − zoom.";
  const stage = h(
    "div",
    {
      class: "ps-map__stage",
      role: "application",
      tabindex: "0",
      "aria-label": "Map of papers",
      "aria-describedby": "ps-map-hint",
    },
    canvas,
  );
  const card = h("div", { class: "ps-map__card", hidden: true });
  const told = h("p", { class: "ps-map__told", role: "status" });
  const status = h("p", { class: "ps-explore__status", role: "status" });
  const clear = h("button", { type: "button", class: "ps-link", hidden: true, onclick: () => change({}) }, "Show all");
  const fields = {
    topic: h("select", { id: "ps-map-topic", disabled: true }, h("option", { value: "" }, "All topics")),
    year: h("select", { id: "ps-map-year", disabled: true }, h("option", { value: "" }, "All years")),
    author: h("input", { id: "ps-map-author", type: "search", disabled: true, autocomplete: "off", spellcheck: "false" }),
  };
  const labelled = (name, label) =>
    h("span", { class: "ps-map__filter" }, h("label", { for: `ps-map-${name}` }, label), fields[name]);
  const button = (label, sign, onclick) =>
    h("button", { type: "button", "aria-label": label, title: label, onclick }, sign);
  const buttons = h(
    "div",
    { class: "ps-map__buttons" },
    button("Zoom in", "+", () => zoom(1.6)),
    button("Zoom out", "−", () => zoom(1 / 1.6)),
    button("Whole map", "⤢", () => fit()),
  );
  root.append(
    h(
      "div",
      { class: "ps-map__filters", role: "group", "aria-label": "Filters" },
      labelled("topic", "Topic"),
      labelled("year", "Year"),
      labelled("author", "Author"),
    ),
    h("div", { class: "ps-map__bar" }, status, clear),
    h("div", { class: "ps-map__frame" }, stage, buttons, card),
    hint,
    told,
  );
  root.hidden = false;

  // ---- the view: which part of the map is where on the canvas ----

  const extent = { left: Math.min(...map.x), right: Math.max(...map.x), top: Math.min(...map.y), bottom: Math.max(...map.y) };
  let width = 0,
    height = 0,
    view = { x: 0, y: 0, zoom: 1 }; // the place in the middle

  /** Pixels of a unit of the map, across and down, in a view. */
  function scaleAt(zoomed) {
    const across = (width - 2 * MARGIN) / Math.max(1, extent.right - extent.left),
      down = (height - 2 * MARGIN) / Math.max(1, extent.bottom - extent.top),
      most = STRETCH * Math.min(across, down);
    return { x: Math.min(across, most) * zoomed, y: Math.min(down, most) * zoomed };
  }

  const onCanvas = (x, y, scale = scaleAt(view.zoom)) => ({
    x: (x - view.x) * scale.x + width / 2,
    y: (y - view.y) * scale.y + height / 2,
  });

  function onMap(x, y, scale = scaleAt(view.zoom)) {
    return { x: (x - width / 2) / scale.x + view.x, y: (y - height / 2) / scale.y + view.y };
  }

  /** Shows a part of the map, whose middle stays among the papers. */
  function look({ x = view.x, y = view.y, zoom: zoomed = view.zoom }) {
    view = {
      x: Math.min(extent.right, Math.max(extent.left, x)),
      y: Math.min(extent.bottom, Math.max(extent.top, y)),
      zoom: Math.min(CLOSEST, Math.max(1, zoomed)),
    };
    if (view.zoom === 1) Object.assign(view, middle());
    isBusy = true;
    clearTimeout(rest);
    rest = setTimeout(() => {
      isBusy = false;
      draw();
    }, REST);
    draw();
  }

  const middle = () => ({ x: (extent.left + extent.right) / 2, y: (extent.top + extent.bottom) / 2 });
  const fit = () => look({ zoom: 1 });

  /** Enlarges the map around a place on the canvas. */
  function zoom(times, x = width / 2, y = height / 2) {
    const fixed = onMap(x, y),
      zoomed = Math.min(CLOSEST, Math.max(1, view.zoom * times)),
      scale = scaleAt(zoomed);
    look({ x: fixed.x - (x - width / 2) / scale.x, y: fixed.y - (y - height / 2) / scale.y, zoom: zoomed });
  }

  // ---- drawing ----

  const context = canvas.getContext("2d");
  let colours,
    dots = null,
    sheet = null,
    layer = null,
    isBusy = false, // while the map is being moved
    rest,
    face = "sans-serif",
    frame = 0;

  /** The colours of the site as the canvas takes them. */
  function readColours() {
    const numbers = Array.from({ length: COLOURS + 1 }, (_, colour) => colour);
    const names = ["text", "back", "accent", ...numbers.map((n) => `dot-${n}`), ...numbers.map((n) => `dot-${n} ps-map__label`)];
    const probes = h("span", {}, ...names.map((name) => h("span", { class: `ps-map__probe ps-map__${name}` })));
    root.append(probes); // all at once, as each change of the page takes the browser long
    const [text, back, accent, ...others] = Array.from(probes.children, (probe) => getComputedStyle(probe).color);
    colours = { text, back, accent, dots: others.slice(0, COLOURS + 1), labels: others.slice(COLOURS + 1) };
    face = getComputedStyle(root).fontFamily;
    probes.remove();
    forget();
    draw();
  }

  function resize() {
    const ratio = Math.min(2, devicePixelRatio || 1);
    [width, height] = [stage.clientWidth, stage.clientHeight];
    [canvas.width, canvas.height] = [width * ratio, height * ratio];
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    forget();
    look({});
  }

  /** Pictures are made anew: with other colours, or for another screen. */
  function forget() {
    dots = sheet = layer = null;
    written.clear();
  }

  const draw = () => (frame ||= requestAnimationFrame(paint));

  const radius = () => Math.min(9, Math.max(1.6, 14 / map.size ** 0.22)) * 2 ** (Math.round(Math.log2(view.zoom)) / 4); // in few steps

  const rimOf = (size) => (size > 3 ? 1 : 0.5);

  /** Dots of all colours as pixels. */
  function makeDots(size) {
    if (dots?.size === size) return dots.discs;
    const ratio = Math.min(2, devicePixelRatio || 1);
    const discs = colours.dots.map((colour) => paperMap.disc(size * ratio, rimOf(size) * ratio, colour, colours.back));
    dots = { size, discs };
    return discs;
  }

  function disc(pen, x, y, size, colour) {
    pen.beginPath();
    pen.arc(x, y, size, 0, 2 * Math.PI);
    pen.fillStyle = colour;
    pen.fill();
    pen.lineWidth = rimOf(size);
    pen.strokeStyle = colours.back;
    pen.stroke();
  }

  /** What the dots are drawn on, which is larger than the canvas, so that moving the map a little only moves the picture. */
  function makeSheet() {
    const ratio = Math.min(2, devicePixelRatio || 1),
      [wide, high] = [width, height].map((side) => Math.round(side * (1 + 2 * BEYOND))),
      picture = h("canvas", { width: wide * ratio, height: high * ratio }),
      pen = picture.getContext("2d");
    return { ratio, wide, high, picture, pen, image: pen.createImageData(picture.width, picture.height) };
  }

  /** Draws the dots. Their pixels are worked out here: to draw 10,000 dots on a canvas takes three times as long. */
  function drawLayer(size) {
    const start = performance.now(),
      { ratio, wide, high, picture, pen, image } = (sheet ??= makeSheet()),
      scale = scaleAt(view.zoom),
      discs = makeDots(size),
      half = discs[0].side / 2;
    image.data.fill(0);
    for (const pass of passing ? [0, 1] : [1]) {
      const opacity = pass ? 0.9 : Math.max(0.04, 0.14 - map.size / 100000);
      for (let paper = 0; paper < map.size; paper++) {
        if (passing && passing[paper] !== pass) continue;
        const left = Math.round(((map.x[paper] - view.x) * scale.x + wide / 2) * ratio - half),
          top = Math.round(((map.y[paper] - view.y) * scale.y + high / 2) * ratio - half);
        paperMap.stamp(image, discs[colourAt[paper]], left, top, opacity);
      }
    }
    pen.putImageData(image, 0, 0);
    const made = performance.now();
    return { picture, wide, high, scale, made, cost: made - start, ...view };
  }

  /** Where the picture of the dots is now; null if it shows too little, or is too coarse. */
  function layerPlace(scale) {
    if (!layer || (!isBusy && (layer.x !== view.x || layer.y !== view.y || layer.zoom !== view.zoom))) return null;
    const times = scale.x / layer.scale.x,
      [w, tall] = [layer.wide * times, layer.high * times],
      { x: across, y: along } = onCanvas(layer.x, layer.y, scale),
      [x, y] = [across - w / 2, along - tall / 2];
    const isEnough = layer.zoom < 1.3 || (x <= 0 && y <= 0 && x + w >= width && y + tall >= height);
    const isTooSoon = performance.now() - layer.made < PATIENCE * layer.cost;
    return (isEnough && times < COARSE) || (isBusy && isTooSoon) ? [x, y, w, tall] : null;
  }

  /** The shown papers in view; a few too many if there are many. */
  function papersInView(scale) {
    const found = [];
    for (let paper = 0; paper < map.size && found.length <= FEW; paper++) {
      const x = (map.x[paper] - view.x) * scale.x + width / 2,
        y = (map.y[paper] - view.y) * scale.y + height / 2;
      if (x > 0 && x < width && y > 0 && y < height && isShown(paper)) found.push(paper);
    }
    return found;
  }

  function paint() {
    frame = 0;
    if (!colours || !width) return;
    const scale = scaleAt(view.zoom),
      size = radius();
    let place = layerPlace(scale);
    if (!place) {
      layer = drawLayer(size);
      place = layerPlace(scale);
    }
    context.clearRect(0, 0, width, height);
    context.drawImage(layer.picture, ...place);
    if (chosen !== null) markChosen(scale, size);
    const inView = papersInView(scale),
      isFew = inView.length <= FEW;
    const box = (paper) => ({ ...onCanvas(map.x[paper], map.y[paper], scale), w: 2 * size, h: 2 * size });
    const taken = [{ x: width - 25, y: 70, w: 50, h: 140 }, ...(isFew ? inView.map(box) : [])]; // the buttons, and dots
    const names = paperMap.fitting(regionLabels(scale), width, height, taken).slice(0, Math.max(8, (width * height) / ROOM));
    write(names);
    if (facts && isFew) write(paperMap.fitting(titles(inView, scale, size), width, height, [...taken, ...names]));
    placeCard();
  }

  function markChosen(scale, size) {
    const { x, y } = onCanvas(map.x[chosen], map.y[chosen], scale);
    disc(context, x, y, size + 2, colours.dots[colourAt[chosen]]);
    context.beginPath();
    context.arc(x, y, size + 5, 0, 2 * Math.PI);
    context.lineWidth = 2;
    context.strokeStyle = colours.accent;
    context.stroke();
  }

  const widths = new Map();

  /** A label with its width, which takes long to measure. */
  function measured(text, font, colour, h, placesFor) {
    const name = `${font} ${text}`;
    if (!widths.has(name)) {
      context.font = font;
      widths.set(name, context.measureText(text).width + 8);
    }
    const w = widths.get(name);
    return { text, font, colour, w, h, places: placesFor(w) };
  }

  function regionLabels(scale) {
    const size = width < 600 ? 12 : 14,
      bold = `600 ${size}px ${face}`;
    return regions.flatMap(({ topic, label, x: across, y: along }) => {
      const { x, y } = onCanvas(across, along, scale);
      if (x < 0 || x > width || y < 0 || y > height) return [];
      const places = [0, -16, 16, -32, 32].map((down) => [x, y + down]);
      return [measured(label, bold, colours.labels[colourOf.get(topic)], size + 6, () => places)];
    });
  }

  function titles(papers, scale, size) {
    const thin = `400 12px ${face}`;
    return papers.map((paper) => {
      const { x, y } = onCanvas(map.x[paper], map.y[paper], scale),
        whole = facts.title(paper),
        text = whole.length > TITLE ? `${whole.slice(0, TITLE - 1).trimEnd()}…` : whole;
      const below = size + 9;
      return measured(text, thin, colours.text, 15, (w) => [
        [x + size + w / 2, y],
        [x - size - w / 2, y],
        [x, y + below],
        [x, y - below],
      ]);
    });
  }

  const written = new Map();

  /** A label with its rim as a picture, as copying one is faster than writing. */
  function picture({ text, font, colour, w, h: high }) {
    const name = `${font} ${colour} ${text}`;
    if (!written.has(name)) {
      const ratio = Math.min(2, devicePixelRatio || 1),
        image = h("canvas", { width: Math.ceil(w * ratio), height: Math.ceil((high + 4) * ratio) }),
        pen = image.getContext("2d");
      pen.scale(ratio, ratio);
      Object.assign(pen, { font, textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 4 });
      Object.assign(pen, { strokeStyle: colours.back, fillStyle: colour });
      pen.strokeText(text, w / 2, high / 2 + 2);
      pen.fillText(text, w / 2, high / 2 + 2);
      if (written.size > 500) written.clear();
      written.set(name, image);
    }
    return written.get(name);
  }

  function write(labels) {
    for (const label of labels) {
      const { x, y, w, h: high } = label;
      context.drawImage(picture(label), Math.round(x - w / 2), Math.round(y - high / 2 - 2), w, high + 4);
    }
  }

  // ---- the paper that is told of ----

  const addressOf = (paper) => new URL(facts.address(paper), SITE).href;

  function byline(paper) {
    const names = facts.authors(paper),
      more = names.length > MOST_AUTHORS || facts.etAl(paper) ? " et al." : "";
    return names.slice(0, MOST_AUTHORS).join(", ") + more;
  }

  /** Chooses a paper, none for null; `speak` tells screen readers of it. */
  function choose(paper, { speak = false } = {}) {
    if (paper === chosen && !speak) return;
    chosen = paper;
    stage.classList.toggle("ps-map__stage--dot", paper !== null);
    card.hidden = paper === null || !facts;
    if (!card.hidden) {
      const about = [facts.year(paper) || "", facts.topics(paper).slice(0, 2).join(", ")].filter(Boolean).join(" · ");
      card.replaceChildren(
        h("p", { class: "ps-map__title" }, h("a", { href: addressOf(paper), tabindex: "-1" }, facts.title(paper))),
        h("p", {}, byline(paper)),
        h("p", { class: "ps-map__about" }, about),
      );
      if (speak) told.textContent = [facts.title(paper), byline(paper), about].filter(Boolean).join("; ");
    }
    draw();
  }

  /** The card stands beside its dot or, on a narrow screen, at the foot. */
  function placeCard() {
    if (chosen === null || card.hidden) return;
    const isSheet = width < 600;
    card.classList.toggle("ps-map__card--sheet", isSheet);
    if (isSheet) return void card.style.removeProperty("translate");
    const { x, y } = onCanvas(map.x[chosen], map.y[chosen]),
      gap = radius() + 10;
    const left = x + gap + card.offsetWidth < width ? x + gap : x - gap - card.offsetWidth;
    const top = Math.min(height - card.offsetHeight - 4, Math.max(4, y - card.offsetHeight / 2));
    card.style.translate = `${Math.max(4, left)}px ${top}px`;
  }

  /** Brings a paper into the view, if it is not there. */
  function bringIn(paper) {
    const { x, y } = onCanvas(map.x[paper], map.y[paper]);
    if (x < 40 || x > width - 40 || y < 40 || y > height - 40) look({ x: map.x[paper], y: map.y[paper] });
  }

  const open = (paper) => facts && location.assign(addressOf(paper));

  // ---- pointers ----

  const pointers = new Map();
  let moved = false;

  const at = (event) => ({ x: event.clientX - stage.getBoundingClientRect().x, y: event.clientY - stage.getBoundingClientRect().y });

  function paperAt(event) {
    const { x, y } = at(event);
    const within = Math.max(radius() + 4, NEAR[event.pointerType] ?? NEAR.mouse);
    return paperMap.nearest(map, onMap(x, y), scaleAt(view.zoom), within, isShown);
  }

  stage.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    if (!pointers.size) moved = false;
    pointers.set(event.pointerId, at(event));
    stage.setPointerCapture(event.pointerId);
  });

  stage.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId),
      now = at(event);
    if (!before) return void (event.pointerType === "mouse" && choose(paperAt(event)));
    if (!moved && Math.hypot(now.x - before.x, now.y - before.y) < 5) return;
    moved = true;
    if (pointers.size === 2) {
      const [other] = [...pointers].filter(([id]) => id !== event.pointerId).map(([, place]) => place),
        apart = (one) => Math.max(10, Math.hypot(one.x - other.x, one.y - other.y));
      zoom(apart(now) / apart(before), (now.x + other.x) / 2, (now.y + other.y) / 2);
    } else {
      const scale = scaleAt(view.zoom);
      look({ x: view.x - (now.x - before.x) / scale.x, y: view.y - (now.y - before.y) / scale.y });
    }
    pointers.set(event.pointerId, now);
  });

  function release(event) {
    if (!pointers.delete(event.pointerId) || moved || event.type !== "pointerup") return;
    const paper = paperAt(event);
    if (paper === null || event.pointerType !== "mouse") choose(paper);
    else if (event.ctrlKey || event.metaKey) self.open(addressOf(paper));
    else open(paper);
  }
  for (const type of ["pointerup", "pointercancel"]) stage.addEventListener(type, release);
  stage.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && choose(null));

  /* The page scrolls over a map that nobody works with. */
  stage.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && document.activeElement !== stage) return;
      event.preventDefault();
      const { x, y } = at(event);
      zoom(2 ** (-event.deltaY * (event.deltaMode ? 0.05 : 0.002) * (event.ctrlKey ? 4 : 1)), x, y);
    },
    { passive: false },
  );

  // ---- keys ----

  function step(direction) {
    if (chosen === null) {
      const { x, y } = view;
      return paperMap.nearest(map, { x, y }, { x: 1, y: 1 }, Infinity, isShown);
    }
    return paperMap.towards(map, chosen, direction, isShown) ?? chosen;
  }

  const KEYS = {
    "+": () => zoom(1.6),
    "=": () => zoom(1.6),
    "-": () => zoom(1 / 1.6),
    0: fit,
    Enter: () => chosen !== null && open(chosen),
    Escape: () => choose(null),
  };

  stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      const paper = step(arrow);
      if (paper !== null) choose(paper, { speak: true });
      if (paper !== null) bringIn(paper);
    } else if (KEYS[event.key]) KEYS[event.key]();
    else return;
    event.preventDefault();
    event.stopPropagation(); // the theme has keys of its own
  });

  // ---- filters ----


  function change(to) {
    state = to;
    history.replaceState(history.state, "", location.pathname + paperMap.writeState(state));
    follow();
  }

  /** Brings everything in line with the state. */
  function follow() {
    const filters = paperMap.FILTERS.filter((name) => state[name]);
    for (const [name, field] of Object.entries(fields))
      if (document.activeElement !== field || !state[name]) field.value = state[name] ?? "";
    clear.hidden = !filters.length;
    passing = facts && filters.length ? facts.passing({ topic: "", year: "", author: "", ...state }) : null;
    const left = passing ? passing.reduce((sum, one) => sum + one, 0) : map.size;
    status.textContent = passing ? `${grouped(left)} of ${counted(map.size)}` : counted(map.size);
    if (chosen !== null && !isShown(chosen)) choose(null);
    layer = null;
    draw();
  }

  function offerFilters() {
    const option = (value, label) => h("option", { value }, label);
    const used = new Set(data.topics),
      inOrder = new Intl.Collator("en").compare; // which is faster than `localeCompare`
    const topics = facts.allTopics.filter(({ label }) => used.has(label)).sort((one, other) => inOrder(one.label, other.label));
    fields.topic.append(...topics.map(({ slug, label }) => option(slug, label)));
    fields.year.append(...facts.years.map((year) => option(year, year)));
    for (const [name, field] of Object.entries(fields)) {
      field.disabled = name !== "author" && field.options.length < 2;
      const take = () => change({ ...state, [name]: field.value });
      if (name !== "author") field.addEventListener("change", take);
      else field.addEventListener("input", () => {
        clearTimeout(field.timer);
        field.timer = setTimeout(take, 150);
      });
    }
  }

  /** The paper that an address names is in the middle of the view. */
  function showPaper() {
    const paper = state.paper ? Array.from({ length: map.size }, (_, place) => place).find((place) => facts.key(place) === state.paper) : undefined;
    if (paper === undefined) return;
    look({ x: map.x[paper], y: map.y[paper], zoom: Math.max(1, Math.min(8, Math.sqrt(map.size / 60))) });
    choose(paper, { speak: true });
  }

  function begin() {
    const { catalogue } = self.papershelfData;
    if (!catalogue || catalogue.title.length !== map.size) return void (told.textContent = "Titles could not be loaded.");
    facts = paperMap.facts(catalogue);
    offerFilters();
    follow();
    showPaper();
  }

  new ResizeObserver(resize).observe(stage);
  new MutationObserver(readColours).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
  matchMedia("(forced-colors: active)").addEventListener("change", readColours);
  view = { ...middle(), zoom: 1 };
  readColours();
  follow();
  if (self.papershelfData.catalogue) begin();
  else {
    const src = new URL("search/catalogue.js", addresses().collection);
    document.head.append(h("script", { src, onload: begin, onerror: begin }));
  }
})();
