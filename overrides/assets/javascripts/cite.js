/* Citations: of any papers of the collection, from the data of search; and the dialog that shows those of one paper. Loaded
   when it is first needed. */
(() => {
  "use strict";
  const { h, ask, copy, download, loadData } = self.papershelf;
  const STYLES = { BibTeX: "bib", RIS: "ris", "CSL-JSON": "json" }; // in the order of the files

  /** The papers that keys stand for, as the engine tells of them, each with its citations in all styles of `STYLES`. */
  async function citationsOf(keys) {
    const found = await new Promise((resolve) => ask("explore", { keys }, resolve));
    if (found.failed) throw new Error("the search could not be loaded");
    const size = found.perCitations;
    const rows = found.rows.map(async (row) => {
      const file = await loadData(found.citations, Math.floor(row.paper / size));
      return { ...row, citations: file[row.paper % size] };
    });
    return Promise.all(rows);
  }

  /** The citations that the page of a paper shows: label, name of a file, and text. */
  function ofPage() {
    const set = document.querySelector(".tabbed-set:has([data-file])");
    const labels = [...set.querySelectorAll(":scope > .tabbed-labels > label")];
    return [...set.querySelectorAll("[data-file]")].map((block, at) => ({
      label: labels[at].textContent,
      file: block.dataset.file,
      text: block.querySelector("code").textContent,
    }));
  }

  async function ofKey(key) {
    const [row] = await citationsOf([key]);
    const name = /^@\w+\{([^,]+),/.exec(row.citations[0])?.[1] ?? key;
    return Object.entries(STYLES).map(([label, ending], at) => ({
      label,
      file: `${name}.${ending}`,
      text: row.citations[at],
    }));
  }

  /* ---- the dialog ---- */

  let dialog, title, tabs, panel, buttons;
  let chosen = "BibTeX"; // the style, which the next paper is shown in, too
  let shown = [];
  let asked = 0;

  const current = () => shown.find(({ label }) => label === chosen) ?? shown[0];

  function build() {
    title = h("p", { class: "ps-cite__title" });
    tabs = h("div", { class: "ps-cite__tabs", role: "tablist", "aria-label": "Style", onkeydown: turn });
    panel = h("pre", { class: "ps-cite__text", id: "ps-cite-text", role: "tabpanel", tabindex: "0" });
    const act = (name, label, onclick) => h("button", { type: "button", class: `ps-cite__${name}`, onclick }, label);
    buttons = h(
      "div",
      { class: "ps-cite__foot" },
      navigator.clipboard ? act("copy", "Copy", () => copy(current().text)) : null,
      act("download", "Download", () => download(current().text, current().file)),
    );
    const close = h("button", { type: "button", class: "ps-cite__close", "aria-label": "Close", onclick: () => dialog.close() });
    dialog = h(
      "dialog",
      {
        class: "ps-cite",
        "aria-labelledby": "ps-cite-heading",
        onclick: ({ target }) => target === dialog && dialog.close(),
        onkeydown: (event) => event.stopPropagation(), // the theme has keys of its own
      },
      h(
        "div",
        { class: "ps-cite__inner" },
        h("div", { class: "ps-cite__head" }, h("h2", { id: "ps-cite-heading" }, "Cite"), close, title),
        tabs,
        panel,
        buttons,
      ),
    );
  }

  /** Arrows go from style to style. */
  function turn(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = shown.indexOf(current());
    choose(shown.at((at + step) % shown.length).label);
    tabs.querySelector("[aria-selected=true]").focus();
  }

  function choose(label) {
    chosen = label;
    const { text, label: selected } = current();
    for (const tab of tabs.children) {
      tab.setAttribute("aria-selected", tab.textContent === selected);
      tab.tabIndex = tab.textContent === selected ? 0 : -1;
      if (tab.textContent === selected) panel.setAttribute("aria-labelledby", tab.id);
    }
    panel.textContent = text;
    panel.scrollTop = 0;
  }

  function showStyles(styles) {
    shown = styles;
    const attributes = { type: "button", role: "tab", "aria-controls": panel.id };
    tabs.replaceChildren(
      ...styles.map(({ label }, at) =>
        h("button", { ...attributes, id: `ps-cite-tab-${at}`, onclick: () => choose(label) }, label),
      ),
    );
    tabs.hidden = buttons.hidden = false;
    choose(chosen);
    tabs.querySelector("[aria-selected=true]").focus();
  }

  /** Shows the citations of a paper: without a key, of the one whose page this is. */
  async function showCitation(key, text) {
    const number = ++asked;
    if (!dialog) build();
    if (!dialog.isConnected) document.body.append(dialog);
    title.textContent = text;
    tabs.hidden = buttons.hidden = true;
    panel.textContent = "Loading …";
    panel.removeAttribute("aria-labelledby");
    dialog.showModal();
    const styles = key ? await ofKey(key).catch(() => null) : ofPage();
    if (number !== asked) return; // another paper was chosen in the meantime
    if (styles) showStyles(styles);
    else panel.textContent = "The citation could not be loaded. It is also on the page of the paper.";
  }

  Object.assign(self.papershelf, { citationsOf, showCitation });
})();
