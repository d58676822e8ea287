/* The results in the search dialog: an answer as elements, in groups. */
(() => {
  "use strict";
  const { papershelf } = self;
  const { h, counted, grouped } = papershelf;
  const HEADINGS = {
    paper: "Papers",
    author: "People",
    topics: "Topics",
    areas: "Areas",
    affiliations: "Affiliations",
    years: "Years",
    page: "Pages",
  };
  const COMPACT = Object.keys(HEADINGS).slice(1, -1);
  const FIRST = 3; // papers that stand before other groups
  const FEW = 2; // papers for which there is no group of more

  /** Items in groups, as `{ kind, heading, items }`: that of the best item first, further papers last. */
  function groupsOf(items) {
    const ofKind = (kind) => items.filter((item) => item.kind === kind && !item.some);
    const group = (kind, own = ofKind(kind), heading = HEADINGS[kind]) => (own.length ? [{ kind, heading, items: own }] : []);
    const papers = ofKind("paper");
    const others = COMPACT.flatMap((kind) => group(kind));
    const splits = (others.length || ofKind("page").length) && papers.length > FIRST + FEW;
    const [first, more] = splits ? [papers.slice(0, FIRST), papers.slice(FIRST)] : [papers, []];
    const pages = group("page");
    const some = items.filter((item) => item.some);
    return [
      ...(items[0]?.kind === "page" ? pages : []),
      ...group("paper", first),
      ...others,
      ...(items[0]?.kind === "page" ? [] : pages),
      ...group("paper", more, "More papers"),
      ...group("paper", some, "Papers with some of the words"),
    ];
  }

  /** Text whose every other part is marked. */
  const marked = (parts) => parts.map((part, at) => (at % 2 ? h("mark", {}, part) : part));

  const line = (name, parts) => parts && h("span", { class: `ps-search__${name}` }, ...marked(parts));

  /** Facts of an item, between which a line may break before a dot. */
  const factsOf = ({ facts = [] }) =>
    facts.length &&
    h("span", { class: "ps-search__facts" }, ...facts.flatMap((fact, at) => [at ? "\u00a0· " : "", ...marked(fact)]));

  function result(item, { collection, root }, words) {
    const address = new URL(item.address, item.kind === "page" ? root : collection);
    if (words.length) address.searchParams.set("h", words.join(" "));
    const hasExcerpt = item.abstract !== undefined && !item.reason;
    return h(
      "li",
      {},
      h(
        "a",
        { class: "ps-search__result", href: address.href },
        line("title", item.title),
        line("people", item.people),
        line("text", item.text),
        hasExcerpt ? h("span", { class: "ps-search__text ps-search__excerpt", "data-paper": item.abstract }) : null,
        line("reason", item.reason && [item.reason]),
        factsOf(item) || null,
      ),
    );
  }

  let groups = 0; // of which each heading has a number

  function group({ kind, heading, items }, site, words, ...notes) {
    const id = `ps-group-${++groups}`,
      compact = COMPACT.includes(kind) ? " ps-search__group--compact" : "";
    return h(
      "section",
      { class: `ps-search__group${compact}`, "aria-labelledby": id },
      h("h2", { id }, heading),
      ...notes,
      h("ul", { "aria-labelledby": id }, ...items.map((item) => result(item, site, words))),
    );
  }

  /** The fault of a query, and help. */
  function notes({ faults, fields, missed, slips, near, incomplete }, search) {
    const names = (words, tag) => words.flatMap((word, at) => [at ? " " : "", h(tag, {}, word)]);
    return [
      ...faults.map((fault) => h("p", {}, `${fault}.`)),
      faults.length ? h("p", {}, "Fields: ", ...names(fields.map((field) => `${field}:`), "code")) : null,
      near
        ? h("p", {}, "Did you mean ", h("button", { type: "button", onclick: () => search(near) }, near), "?")
        : null,
      ...papershelf.notFound({ missed, slips }),
      incomplete ? h("p", {}, "Part of the search could not be loaded: papers may be missing here.") : null,
    ].filter(Boolean);
  }

  /** How many papers match, as Explore counts them. */
  function told({ total, papers, relaxed, nearest, incomplete }) {
    const number = grouped(papers);
    if (relaxed && nearest) return `No paper has all words; ${number} ${papers === 1 ? "is" : "are"} near`;
    if (relaxed) return `No paper has all words; ${number} ${papers === 1 ? "has" : "have"} some`;
    const all = papers ? counted(papers) : total ? counted(total, "result") : "";
    if (incomplete) return `${all || "Nothing"} found in what could be loaded`; // papers may lack words of the query
    return all || "No results";
  }

  /** Leads to all papers that match, in Explore. */
  function leadOn(explore, { papers, explore: page }, { collection, words }) {
    explore.hidden = !papers;
    const address = new URL(page, collection);
    address.searchParams.set("find", words.trim());
    explore.href = address.href;
    explore.textContent = `${papers > 1 ? "All " : ""}${counted(papers)} in Explore`;
  }

  /** Shows an answer. */
  papershelf.showResults = ({ output, status, explore }, found, site) => {
    if (found.failed) {
      output.replaceChildren();
      status.textContent = "The search could not be loaded.";
      return;
    }
    const said = notes(found, site.search);
    const these = found.nearest ? "are nearest in words and meaning" : "have some";
    const honest = () => (found.relaxed ? [h("p", {}, `No paper has all words; these ${these}.`)] : []);
    output.replaceChildren(
      ...(said.length ? [h("div", { class: "ps-search__notes" }, ...said)] : []),
      ...groupsOf(found.items).map((one) =>
        group(one, site, found.words, ...(one.heading === HEADINGS.paper ? honest() : [])),
      ),
    );
    status.textContent = told(found);
    leadOn(explore, found, site);
  };

  /** Shows, below an answer, papers that are about what is asked for, in whatever words; it takes the place of others. */
  papershelf.showMeaning = (output, items, site) => {
    output.querySelector(".ps-search__group--meaning")?.remove();
    if (!items.length) return;
    const section = group({ kind: "paper", heading: "Related in meaning", items }, site, []);
    section.classList.add("ps-search__group--meaning");
    output.append(section);
  };

  /** Shows a piece of an abstract in the line that was kept for it. */
  papershelf.showExcerpt = (place, parts = []) => place.replaceChildren(...marked(parts));

  papershelf.groupsOf = groupsOf;
})();
