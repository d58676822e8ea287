/* The field on the pages of the author index that finds authors by name, on all of these pages. Without this script there
   is no field. */
(() => {
  "use strict";
  const root = self.document?.getElementById("ps-author-filter");
  if (!root || root.childElementCount) return;
  const { ask, grouped, h } = self.papershelf; // of papershelf.js, which is on every page
  const SITE = new URL(root.dataset.site, document.baseURI);
  const MOST = 200; // names that are shown
  const figure = root.parentElement;

  const field = h("input", {
    type: "search",
    "aria-label": "Filter authors by name",
    placeholder: "Filter by name",
    autocomplete: "off",
    spellcheck: "false",
    onfocus: () => ask("authors", "", () => {}), // starts the engine
    oninput: filter,
  });
  const status = h("p", { role: "status", class: "ps-note" });
  const results = h("div", { class: "ps-counts" });
  root.append(h("form", { role: "search", "aria-label": "Authors", onsubmit: openFirst }, field), status, results);
  root.hidden = false;

  function filter() {
    const text = field.value.trim();
    if (!text) return show([]);
    if (!results.childElementCount) status.textContent = "Loading …";
    ask("authors", text, (found) => text === field.value.trim() && show(found.people, found.failed));
  }

  /** Shows the authors that are found in place of the list. */
  function show(people = [], failed = false) {
    const rest = people.length - MOST,
      number = grouped(people.length);
    figure.classList.toggle("ps-filtered", Boolean(field.value.trim()) && !failed);
    const items = people.slice(0, MOST).map(({ label, address, papers }) => {
      const count = h("span", { class: "ps-count" }, grouped(papers));
      return h("li", {}, h("a", { href: new URL(address, SITE).href }, label, " ", count));
    });
    results.replaceChildren(...(items.length ? [h("ul", {}, ...items)] : []));
    if (failed) status.textContent = "The names could not be loaded.";
    else if (!field.value.trim()) status.textContent = "";
    else if (!people.length) status.textContent = "No authors match.";
    else if (rest > 0) status.textContent = `First ${MOST} of ${number} authors: type more of the name`;
    else status.textContent = `${number} ${people.length === 1 ? "author" : "authors"}`;
  }

  /* A letter of the list is asked for, which is there again. */
  addEventListener("hashchange", () => {
    if (!root.isConnected || !field.value) return;
    field.value = "";
    show();
    document.getElementById(location.hash.slice(1))?.scrollIntoView();
  });

  function openFirst(event) {
    event.preventDefault();
    results.querySelector("a")?.click();
  }
})();
