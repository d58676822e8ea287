/* A paper as an item of a list, made of what the engine tells of it: as in the lists of other pages. For the pages of
   Explore and of saved papers. */
(() => {
  "use strict";
  const { papershelf } = self;
  const AUTHORS = 10, // of a paper; a few more are shown, too
    FEW = 3;

  /** An item without what `papershelf.offerActions` adds; `at` makes an address whole, `more` comes last. */
  papershelf.paperItem = (row, at, ...more) => {
    const { h } = papershelf;
    const link = ({ label, address }, kind) => h("a", { href: at(address), class: kind }, label);
    const action = (label, href, kind) =>
      href ? [h("a", { href, class: `ps-action ps-action--${kind}` }, label), " "] : [];
    const isLong = row.authors.length > AUTHORS + FEW,
      shown = isLong ? row.authors.slice(0, AUTHORS) : row.authors,
      rest = isLong
        ? [
            ` and ${row.etAl ? "at least " : ""}`,
            link({ label: `${papershelf.grouped(row.authors.length - AUTHORS)} more`, address: row.address }),
          ]
        : [row.etAl ? " et al." : ""];
    const names = shown.flatMap((author, place) => (place ? [", ", link(author)] : [link(author)]));
    return h(
      "li",
      {},
      h("p", { class: "ps-title" }, h("a", { href: at(row.address) }, row.title)),
      h("p", { class: "ps-authors" }, ...names, ...rest),
      h(
        "p",
        { class: "ps-chips" },
        row.day ? h("span", { class: "ps-date" }, row.day) : null,
        row.venue ? h("span", { class: "ps-where" }, row.venue) : null,
        row.withdrawn ? h("span", { class: "ps-mark ps-mark--withdrawn" }, "Withdrawn") : null,
        row.area ? area(row.area, at) : null,
        ...row.topics.map((topic) => link(topic, "ps-chip")),
        row.code && !row.codeUrl ? h("span", { class: "ps-mark ps-mark--reported" }, "Code reported") : null,
        row.score === null ? null : h("span", { class: "ps-mark ps-mark--score" }, `Score ${row.score}`),
      ),
      h(
        "p",
        { class: "ps-actions" },
        ...action("PDF", row.pdf, "pdf"),
        ...action("arXiv", row.arxiv, "arxiv"),
        ...action("Find on Scholar", row.scholar && scholar(row.title), "find"),
        ...action("DOI", row.doi && `https://doi.org/${row.doi}`, "doi"),
        ...action("Code", row.codeUrl, "code"),
      ),
      ...more,
    );
  };

  /** The address that searches Google Scholar for a title. */
  function scholar(title) {
    const address = new URL("https://scholar.google.com/scholar");
    address.searchParams.set("q", title);
    return address.href;
  }

  const area = ({ label, address, code }, at) =>
    papershelf.h(
      address ? "a" : "span",
      { href: address && at(address), class: "ps-chip ps-chip--area", title: label },
      code,
    );
})();
