/* The results in the search dialog; loaded when it is first opened. */
(() => {
  "use strict";
  const { h } = self.papershelf;
  const KINDS = {
    author: "Author",
    topics: "Topic",
    areas: "Area",
    affiliations: "Affiliation",
    years: "Year",
    page: "Page",
  };

  /** Text whose every other part is marked. */
  const marked = (parts) => parts.map((part, at) => (at % 2 ? h("mark", {}, part) : part));

  function result(item, { collection, root, found }) {
    const address = new URL(item.address, item.kind === "page" ? root : collection);
    if (found.words.length) address.searchParams.set("h", found.words.join(" "));
    const line = (name, parts) => parts && h("span", { class: `ps-search__${name}` }, ...parts);
    const facts = [...(KINDS[item.kind] ? [[KINDS[item.kind]]] : []), ...(item.facts ?? [])];
    return h(
      "li",
      {},
      h(
        "a",
        { class: "ps-search__result", href: address.href },
        line("title", marked(item.title)),
        line("people", item.people && marked(item.people)),
        line("text", item.text && marked(item.text)),
        line(
          "facts",
          facts.flatMap((fact, at) => [at ? "\u00a0· " : "", ...marked(fact)]),
        ),
      ),
    );
  }

  /** The fault of a query, and help. */
  function notes({ faults, fields, missed, near, relaxed }, search) {
    const names = (words, tag) => words.flatMap((word, at) => [at ? " " : "", h(tag, {}, word)]);
    return [
      ...faults.map((fault) => h("p", {}, `${fault}.`)),
      faults.length ? h("p", {}, "Fields: ", ...names(fields.map((field) => `${field}:`), "code")) : null,
      near
        ? h("p", {}, "Did you mean ", h("button", { type: "button", onclick: () => search(near) }, near), "?")
        : null,
      missed.length ? h("p", {}, "Not found: ", ...names(missed, "del")) : null,
      relaxed && !missed.length ? h("p", {}, "Nothing has all of these words; these papers have most of them.") : null,
    ].filter(Boolean);
  }

  function help() {
    return h(
      "div",
      { class: "ps-search__help" },
      h("p", {}, "Words of a title, names, or anything from an abstract. Typing errors are forgiven."),
      h(
        "dl",
        {},
        ...[
          ["“paper lanterns”", "these words, next to each other"],
          ["author:alder", "also topic: area: aff:"],
          ["year:2023-2025", "also score:>90"],
          ["has:code sort:date", "also sort:title and sort:score"],
        ].flatMap(([example, meaning]) => [h("dt", {}, h("code", {}, example)), h("dd", {}, meaning)]),
      ),
    );
  }

  /** How many papers are found, as Explore counts them, and what else is. */
  function told({ total, papers, items }) {
    const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
    const listed = items.filter(({ kind }) => kind === "paper").length;
    if (!total) return "No results";
    if (!papers) return counted(total, "result");
    const others = total > papers ? `, ${counted(total - papers, "other result")}` : "";
    return `${listed < papers ? `First ${listed} of ` : ""}${counted(papers, "paper")}${others}`;
  }

  /** Shows an answer, or how to ask where there is none. */
  self.papershelf.showResults = ({ output, status, explore }, found, { collection, root, words, search }) => {
    explore.hidden = !found?.papers;
    if (!found || found.failed) {
      output.replaceChildren(found ? "" : help());
      status.textContent = found ? "The search could not be loaded." : "";
      return;
    }
    const list = found.items.map((item) => result(item, { collection, root, found }));
    const said = notes(found, search);
    output.replaceChildren(
      ...(said.length ? [h("div", { class: "ps-search__notes" }, ...said)] : []),
      ...(list.length ? [h("ul", { "aria-label": "Results" }, ...list)] : []),
    );
    output.scrollTop = 0;
    status.textContent = told(found);
    const address = new URL(found.explore, collection);
    address.searchParams.set("find", words.trim());
    explore.href = address.href;
  };
})();
