/* What the explore page works out without a document: the state in its address, and page numbers. */
(() => {
  "use strict";
  const FACETS = {
    code: "Code",
    year: "Year",
    topic: "Topic",
    area: "Area",
    author: "Author",
    affiliation: "Affiliation",
    venue: "Venue",
  };

  /** What is asked for, as the query part of an address says it. */
  function readState(search) {
    const from = new URLSearchParams(search);
    const chosen = Object.fromEntries(Object.keys(FACETS).map((facet) => [facet, from.getAll(facet)]));
    return {
      query: from.get("find") ?? "",
      chosen,
      order: from.get("sort") ?? "",
      page: Math.max(1, Math.trunc(+from.get("page")) || 1),
    };
  }

  /** The query part of an address, empty where nothing is asked for. */
  function writeState({ query, chosen, order, page }) {
    const to = new URLSearchParams();
    if (query) to.set("find", query);
    for (const facet in FACETS) for (const value of chosen[facet]) to.append(facet, value);
    if (order) to.set("sort", order);
    if (page > 1) to.set("page", page);
    return to.size ? `?${to}` : "";
  }

  /** The first and the last page, and those beside the one that is shown. */
  const pageNumbers = (page, last) =>
    [...new Set([1, page - 1, page, page + 1, last])].filter((number) => number >= 1 && number <= last);

  (self.papershelf ??= {}).explorePage = { FACETS, readState, writeState, pageNumbers };
})();

/* The explore page: the engine of the search dialog, with facets and an order. The state is in the address. Without this
   script the page is a plain list of papers, which is shown until the engine has answered. */
(() => {
  "use strict";
  const root = self.document?.getElementById("ps-explore");
  if (!root || root.dataset.ready) return;
  root.dataset.ready = true;
  const { counted, grouped, h, explorePage, highlight, loadData, notFound, offerActions, paperItem, saved } = self.papershelf; // of papershelf.js, which is on every page
  const { FACETS, readState, writeState, pageNumbers } = explorePage;
  const SITE = new URL(root.dataset.site, document.baseURI);
  const SIZE = 25,
    SHOWN = 8;
  const RELEVANCE = "relevance";
  const orderIs = (value) => [...order.options].some((option) => option.value === value);


  // ---- the state, in the address ----

  let state;
  const narrow = {},
    opened = new Set();

  function pushState(replace) {
    const address = location.pathname + writeState(state);
    if (address === location.pathname + location.search) return;
    history[replace ? "replaceState" : "pushState"](null, "", address);
  }

  let typing = false; // what is typed in one go is one step of the history

  function change(changes, { replace = false, typed = false } = {}) {
    clearTimeout(query.timer);
    state = { ...state, page: 1, query: query.value, ...changes };
    pushState(replace || (typed && typing));
    typing = typed;
    return update();
  }

  const ask = (kind, data) => new Promise((resolve) => self.papershelf.ask(kind, data, resolve));

  // ---- what does not change ----

  const query = root.querySelector("#ps-find");
  const order = root.querySelector("#ps-order");
  const status = root.querySelector("[role=status]");
  const filters = root.querySelector(".ps-filters");
  const bar = root.querySelector(".ps-explore__bar");
  const saveAll = h("button", { type: "button", id: "ps-save-all", class: "ps-link", hidden: true, onclick: saveFound });
  const aside = h("div", { class: "ps-facets" });
  const showFound = h("button", { type: "button", class: "ps-filters__show", hidden: true, onclick: closeFilters });
  const chosenBar = h("div", { class: "ps-chosen" });
  const tips = h("div", { class: "ps-tips" });
  const results = h("div", { class: "ps-papers", "aria-busy": "true" }); // until the engine has answered
  const pages = h("nav", { class: "ps-pager", "aria-label": "Pages of results", hidden: true });
  status.after(saveAll);
  filters.append(aside, showFound);
  filters.after(h("div", { class: "ps-explore__results" }, chosenBar, tips, results, pages));
  query.addEventListener("input", () => {
    clearTimeout(query.timer);
    query.timer = setTimeout(() => change({ query: query.value }, { typed: true }), 150);
  });
  query.form.addEventListener("submit", (event) => {
    event.preventDefault();
    change({ query: query.value });
  });
  order.addEventListener("change", () => change({ order: order.value === RELEVANCE ? "" : order.value }));
  const isWide = matchMedia("(min-width: 60em)");
  filters.open = isWide.matches;

  /** On a phone, filters stand before the papers. */
  function closeFilters() {
    filters.open = isWide.matches;
    status.focus();
    bar.scrollIntoView();
  }

  /** Takes over what was typed before there was a script and, where nothing is asked for, the papers of the page. */
  function begin() {
    state = readState(location.search);
    led = new URLSearchParams(location.search).get("open");
    if (led in FACETS) opened.add(led);
    if (writeState(state)) query.value = state.query;
    else state.query = query.value;
    const fallback = document.querySelector(".ps-papers.ps-fallback > ul");
    if (!writeState(state) && fallback) results.replaceChildren(fallback);
    else status.textContent = "Loading …";
    document.documentElement.classList.add("ps-exploring");
  }

  // ---- what follows the state ----

  let latest,
    led, // the facet, if any, all values of which another page leads to
    updates = 0;

  /** Shows what the engine finds by words and then, of a question, what it finds by its meaning. */
  async function update() {
    const number = ++updates;
    const asked = { query: state.query, chosen: state.chosen, order: state.order, from: (state.page - 1) * SIZE };
    for (const kind of ["explore", "related"]) {
      const found = await ask(kind, { ...asked, size: SIZE, narrow });
      if (number !== updates) return;
      if (kind === "explore" || found.rows) show(found);
      if (found.failed) return;
    }
  }

  function show(found) {
    results.removeAttribute("aria-busy");
    if (found.failed) return void (status.textContent = "Search and filters could not be loaded.");
    const last = Math.max(1, Math.ceil(found.total / SIZE));
    if (state.page > last) return change({ page: last }, { replace: true });
    latest = found;
    if (document.activeElement !== query) query.value = state.query;
    order.options[0].textContent = state.query ? "Relevance" : "Newest first";
    order.options[1].hidden = !state.query;
    order.value = orderIs(state.order) ? state.order : RELEVANCE;
    const [one, more] = found.nearest ? ["is near", "are near"] : ["has some", "have some"];
    const some = `${grouped(found.total)} ${found.total === 1 ? one : more}`;
    const all = `${counted(found.total)}${found.incomplete ? " found in what could be loaded" : ""}`;
    const told = found.relaxed ? `No paper has all words; ${some}` : all;
    status.textContent = [told, ...found.faults].join(" – ");
    showFound.textContent = `Show ${counted(found.total)}`;
    showFound.hidden = false;
    const inside = root.contains(document.activeElement);
    showFacets(found.counts);
    showChosen(found);
    showTips(found);
    showResults(found);
    showPages(found.total);
    showSaveAll();
    leadToFacet();
    if (inside && document.activeElement === document.body) status.focus();
  }

  function leadToFacet() {
    const facet = document.getElementById(`ps-more-${led}`)?.closest("fieldset");
    led = null;
    if (!facet) return;
    filters.open = true;
    facet.scrollIntoView();
    facet.querySelector("[type=checkbox]").focus({ preventScroll: true });
  }

  function toggle(facet, value) {
    const values = state.chosen[facet],
      has = values.includes(value);
    change({
      chosen: { ...state.chosen, [facet]: has ? values.filter((other) => other !== value) : [...values, value] },
    });
  }

  /** The focus back to where it was or, where that is gone, to the number of papers. */
  function refocus(id) {
    const element = id ? document.getElementById(id) : null;
    if (!element || element === document.activeElement) return; // the caret stays where it is
    element.focus();
    if (element.type === "search") element.setSelectionRange(element.value.length, element.value.length);
  }

  function showFacets(counts) {
    const focus = document.activeElement?.id;
    aside.replaceChildren(
      ...Object.entries(FACETS).flatMap(([facet, title]) =>
        counts[facet].all || narrow[facet] ? [showFacet(facet, title, counts[facet])] : [],
      ),
    );
    refocus(focus);
  }

  function showFacet(facet, title, { rows, all }) {
    const shown = opened.has(facet) ? rows : rows.filter((row, at) => row.chosen || at < SHOWN);
    const boxes = shown.map((row) => {
      const id = `ps-${facet}-${row.value}`;
      const box = h("input", { type: "checkbox", id, checked: row.chosen, onchange: () => toggle(facet, row.value) });
      return h(
        "li",
        {},
        box,
        h("label", { for: id }, row.label, " ", h("span", { class: "ps-count" }, grouped(row.count))),
      );
    });
    const more =
      all > shown.length || opened.has(facet)
        ? h(
            "button",
            {
              type: "button",
              id: `ps-more-${facet}`,
              class: "ps-link",
              "aria-expanded": `${opened.has(facet)}`,
              onclick: () => {
                if (!opened.delete(facet)) opened.add(facet);
                update();
              },
            },
            opened.has(facet) ? "Show fewer" : `Show all ${grouped(all)}`,
          )
        : null;
    const find =
      all > SHOWN || narrow[facet]
        ? h("input", {
            type: "search",
            id: `ps-narrow-${facet}`,
            "aria-label": `Find in ${title}`,
            placeholder: "Find …",
            value: narrow[facet] ?? "",
            oninput: (event) => {
              narrow[facet] = event.target.value;
              clearTimeout(find.timer);
              find.timer = setTimeout(update, 150);
            },
          })
        : null;
    const first = opened.has(facet) && all > rows.length ? h("p", { class: "ps-note" }, `The first ${rows.length} of ${grouped(all)}. Find others by name.`) : null;
    return h("fieldset", {}, h("legend", {}, title), find, first, h("ul", {}, ...boxes), more);
  }

  function showChosen({ counts }) {
    const chips = Object.keys(FACETS).flatMap((facet) =>
      counts[facet].rows
        .filter((row) => row.chosen)
        .map((row) =>
          h(
            "button",
            {
              type: "button",
              class: "ps-chip",
              title: `Remove this ${FACETS[facet].toLowerCase()}`,
              onclick: () => toggle(facet, row.value),
            },
            `${row.label} ×`,
          ),
        ),
    );
    if (chips.length > 1)
      chips.push(
        h(
          "button",
          {
            type: "button",
            class: "ps-link",
            onclick: () => change({ chosen: Object.fromEntries(Object.keys(FACETS).map((f) => [f, []])) }),
          },
          "Remove all filters",
        ),
      );
    chosenBar.replaceChildren(...chips);
  }

  /** Says of what nothing is found, and what else could be. */
  function showTips({ help, missed, slips, total, incomplete }) {
    const steps = help ? stepsOf(help) : [];
    tips.replaceChildren(
      ...(incomplete ? [h("p", {}, "Part of the search could not be loaded: papers may be missing here.")] : []),
      ...(total || incomplete ? [] : [h("p", {}, "No papers match.")]),
      ...notFound({ missed, slips }),
      ...(steps.length ? [h("ul", {}, ...steps.map((step) => h("li", {}, step)))] : []),
    );
  }

  function stepsOf({ near, drop }) {
    const steps = drop.map(({ facet, count }) =>
      h(
        "button",
        { type: "button", class: "ps-link", onclick: () => change({ chosen: { ...state.chosen, [facet]: [] } }) },
        `Remove the ${FACETS[facet].toLowerCase()} filter (${counted(count)})`,
      ),
    );
    if (near)
      steps.unshift(
        h(
          "button",
          {
            type: "button",
            class: "ps-link",
            onclick: () => {
              query.value = near;
              change({ query: near });
            },
          },
          `Did you mean “${near}”?`,
        ),
      );
    return steps;
  }

  const at = (address) => new URL(address, SITE).href;

  function showResults({ rows, related = [], words }) {
    const item = (row) =>
      paperItem(
        chipsThatFilter(row),
        at,
        ...(row.text ? [abstract(row, words)] : []),
        ...(row.reason ? [h("p", { class: "ps-reason" }, row.reason)] : []),
      );
    results.replaceChildren(
      h("ul", {}, ...rows.map(item)),
      ...(related.length ? [h("h2", {}, "Related in meaning"), h("ul", {}, ...related.map(item))] : []),
    );
    offerActions();
    highlight(words, results);
  }

  /** A paper whose topics lead to the papers here that have them, too. */
  const chipsThatFilter = (row) => ({
    ...row,
    topics: row.topics.map(({ label, value }) => ({ label, address: location.pathname + writeState(withTopic(value)) })),
  });

  const withTopic = (value) => {
    const topic = [...new Set([...state.chosen.topic, value])];
    return { ...state, page: 1, chosen: { ...state.chosen, topic } };
  };

  results.addEventListener("click", (event) => {
    const chip = event.target.closest("a.ps-chip:not(.ps-chip--area)");
    if (!chip || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    change({ chosen: readState(new URL(chip.href).search).chosen });
    status.focus();
  });

  /** The abstract of a paper, folded, which is loaded when it is opened. */
  function abstract({ text: { folder, file, place } }, words) {
    const body = h("p", {}, "Loading …");
    const show = async () => {
      const texts = await loadData(folder, file).catch(() => null);
      body.textContent = texts?.[place] ?? "The abstract could not be loaded.";
      highlight(words, results);
    };
    const details = h("details", { class: "ps-abstract" }, h("summary", {}, "Abstract"), body);
    details.addEventListener("toggle", show, { once: true });
    return details;
  }

  function showPages(total) {
    const last = Math.ceil(total / SIZE);
    pages.hidden = last < 2;
    pages.replaceChildren(
      h(
        "ul",
        {},
        ...pageNumbers(state.page, last).map((page) =>
          h(
            "li",
            {},
            page === state.page
              ? h("span", { class: "ps-here", "aria-current": "page" }, `${page}`)
              : h(
                  "button",
                  {
                    type: "button",
                    class: "ps-link",
                    "aria-label": `Page ${page}`,
                    onclick: () => change({ page }).then(() => root.scrollIntoView()),
                  },
                  `${page}`,
                ),
          ),
        ),
      ),
    );
  }

  // ---- saved papers ----

  /** Says how many of what is found is left to save, and leads to what is. */
  function showSaveAll() {
    const kept = new Set(saved.all().map(({ key }) => key));
    const left = latest ? latest.keys.filter((key) => !kept.has(key)).length : 0;
    saveAll.hidden = !latest?.total;
    saveAll.setAttribute("aria-disabled", left === 0);
    saveAll.textContent = left ? `Save all ${grouped(latest.total)}` : "All saved";
  }

  async function saveFound() {
    const { rows } = await ask("explore", { keys: latest.keys });
    if (rows) saved.add(rows.map(({ key, title }) => ({ key, title })));
  }

  saved.onchange(() => root.isConnected && showSaveAll());
  addEventListener("popstate", () => {
    if (root.isConnected) {
      typing = false;
      state = readState(location.search);
      query.value = state.query;
      update();
    }
  });
  begin();
  update();
})();
