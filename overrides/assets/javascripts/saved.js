/* What the page of saved papers works out without a document: orders, links to share, and files to take away. */
(() => {
  "use strict";
  const MOST = 6000; // characters of an address: servers and programs take about 8,000

  /** The keys of the papers that an address shares; null where it shares none. */
  function sharedKeys(search) {
    const text = new URLSearchParams(search).get("papers");
    return text === null ? null : [...new Set(text.split(",").filter(Boolean))];
  }

  /** The address of this page with papers to share; null where it would be too long. */
  function shareAddress(page, keys) {
    const address = `${page.split(/[?#]/)[0]}?papers=${keys.map(encodeURIComponent).join(",")}`;
    return address.length > MOST ? null : address;
  }

  const ORDERS = { added: "Last saved first", own: "My own order", title: "Title", date: "Newest first" };

  /** Saved papers in an order; `rows` maps keys to what the engine tells of them. Without a date, they come last. */
  function sorted(papers, order, rows) {
    const title = ({ key, title: text }) => rows.get(key)?.title ?? (text || key);
    const date = ({ key }) => rows.get(key)?.date ?? "";
    const compare = {
      added: (one, other) => (other.added < one.added ? -1 : other.added > one.added ? 1 : 0),
      title: (one, other) => title(one).localeCompare(title(other), "en", { numeric: true }),
      date: (one, other) => (date(other) < date(one) ? -1 : date(other) > date(one) ? 1 : 0),
    }[order];
    return compare ? papers.toSorted(compare) : papers;
  }

  /** Papers of which one has moved up or down by one place. */
  function moved(papers, key, step) {
    const at = papers.findIndex((paper) => paper.key === key),
      to = at + step;
    if (at < 0 || to < 0 || to >= papers.length) return papers;
    const others = papers.toSpliced(at, 1);
    return others.toSpliced(to, 0, papers[at]);
  }

  /** Saved papers under the keys that they have now: `rows` tell of papers, `asked` is the key under which each was asked for. */
  function renamed(papers, rows) {
    const now = new Map(rows.map(({ asked, key }) => [asked, key]));
    const kept = new Map();
    for (const paper of papers) {
      const key = now.get(paper.key) ?? paper.key,
        same = kept.get(key);
      const notes = [same?.note, paper.note].filter(Boolean);
      const was = key === paper.key ? paper.was : paper.key;
      kept.set(key, { ...paper, ...same, key, was: same?.was || was, note: [...new Set(notes)].join("\n") });
    }
    return [...kept.values()];
  }

  const cell = (value) => {
    const text = `${value ?? ""}`,
      safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text; // no formula for spreadsheets
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const COLUMNS = {
    key: (row) => row.key,
    title: (row) => row.title,
    authors: (row) => row.authors?.map(({ label }) => label).join("; "),
    et_al: (row) => row.etAl,
    date: (row) => row.date,
    area: (row) => row.area?.code,
    topics: (row) => row.topics?.map(({ label }) => label).join("; "),
    code: (row) => row.code,
    score: (row) => row.score,
    url: (row, at) => row.address && at(row.address),
    note: (row) => row.note,
  };

  /** Papers as a table; `at` makes an address whole. Without a byte-order mark, Excel does not take it for UTF-8. */
  function csv(rows, at) {
    const lines = [Object.keys(COLUMNS), ...rows.map((row) => Object.values(COLUMNS).map((read) => read(row, at)))];
    return `\ufeff${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
  }

  /** A record of RIS with a note of the reader's, on one line. */
  const risNote = (text, note) => (note ? text.replace(/^ER {2}- /m, `N1  - ${note.replace(/\s+/g, " ")}\n$&`) : text);

  /** An item of CSL-JSON with a note of the reader's, after that of the collection. */
  function cslNote(text, note) {
    if (!note) return text.trimEnd();
    const item = JSON.parse(text);
    return JSON.stringify({ ...item, note: [item.note, note].filter(Boolean).join("\n") }, null, 2);
  }

  /* Files of papers, which have `citations` in the order of the data of search, and `note`. */
  const EXPORTS = {
    bibtex: { label: "BibTeX", file: "papers.bib", write: (rows) => rows.map((row) => row.citations[0]).join("\n") },
    ris: {
      label: "RIS",
      file: "papers.ris",
      write: (rows) => rows.map((row) => risNote(row.citations[1], row.note)).join("\n"),
    },
    csl: {
      label: "CSL-JSON",
      file: "papers.json",
      write: (rows) => `[\n${rows.map((row) => cslNote(row.citations[2], row.note)).join(",\n")}\n]\n`,
    },
    csv: { label: "CSV", file: "papers.csv", write: csv, takesAll: true },
  };

  (self.papershelf ??= {}).savedPage = { EXPORTS, ORDERS, moved, renamed, shareAddress, sharedKeys, sorted };
})();

/* The page of saved papers: those that the browser keeps, or those that an address shares. */
(() => {
  "use strict";
  const root = self.document?.getElementById("ps-saved");
  if (!root || root.childElementCount) return;
  const { h, ask, addresses, copy, counted, download, grouped, loadCite, offerActions, paperItem, saved, savedPage, say } = self.papershelf;
  const { EXPORTS, ORDERS, moved, renamed, shareAddress, sharedKeys, sorted } = savedPage;
  const at = (address) => new URL(address, addresses().collection).href;
  const shared = sharedKeys(location.search);
  const rows = new Map(); // what the engine tells of papers, by key
  const items = new Map(); // elements, by key, so that a note that is being written stays
  const MOST = 200; // papers that are shown at first
  let most = MOST,
    asked = new Set(), // keys that the engine has been asked for
    failed = false,
    undone = null; // the papers before the last that was taken away

  /** The papers of this page, in the reader's own order. */
  const listed = () => (shared ? shared.map((key) => ({ key, title: "", added: "", note: "", was: "" })) : saved.all());

  const button = (id, label, onclick, attributes) =>
    h("button", { type: "button", class: "ps-link", id: `ps-saved-${id}`, onclick, ...attributes }, label);

  const order = h(
    "select",
    { id: "ps-saved-order", onchange: show },
    ...Object.entries(ORDERS).map(([value, label]) => h("option", { value }, label)),
  );
  const status = h("p", { role: "status", class: "ps-explore__status", tabindex: "-1" });
  const sort = h("span", { class: "ps-explore__order" }, h("label", { for: order.id }, "Sort by "), order);
  const undo = button("undo", "Undo", restore, { hidden: true });
  const takeAway = h("div", { class: "ps-saved__bar", role: "group", "aria-label": "The list as a whole" });
  const list = h("ul", {});
  const empty = h("p", { class: "ps-saved__empty" });
  const more = button("more", "Show more", () => show((most += MOST)));
  root.append(h("div", { class: "ps-explore__bar" }, status, undo, sort), takeAway, h("div", { class: "ps-papers" }, list), more, empty);

  /** Asks the engine for papers that it has not told of yet. */
  async function lookUp() {
    const keys = listed().flatMap(({ key }) => (asked.has(key) ? [] : [key]));
    if (!keys.length) return;
    asked = new Set([...asked, ...keys]);
    const found = await new Promise((resolve) => ask("explore", { keys }, resolve));
    failed = Boolean(found.failed);
    for (const row of found.rows ?? []) rows.set(row.key, row).set(row.asked, row);
    for (const key of keys) items.delete(key);
    if (!shared && found.rows?.some(({ key, asked: old }) => key !== old)) saved.change((old) => renamed(old, found.rows));
    else show();
  }

  function show() {
    const all = listed(),
      shownOrder = shared ? "own" : order.value;
    const focus = document.activeElement,
      inside = root.contains(focus);
    const shown = sorted(all, shownOrder, rows)
      .slice(0, most)
      .map(item);
    if (shown.length !== list.children.length || shown.some((one, place) => one !== list.children[place]))
      list.replaceChildren(...shown); // not while a note is written
    for (const key of items.keys()) if (!all.some((paper) => paper.key === key)) items.delete(key);
    offerActions();
    for (const { key } of shared ? [] : all) addSteps(key, shownOrder === "own");
    if (focus !== document.activeElement && focus.isConnected) focus.focus();
    const many = counted(all.length);
    status.textContent = shared ? `Shared list: ${many}` : all.length ? many : "No saved papers";
    sort.hidden = Boolean(shared) || all.length < 2;
    undo.hidden = !undone;
    empty.hidden = all.length > 0;
    empty.textContent = shared
      ? "This address names no papers."
      : "Save a paper with the bookmark below its title, in any list or on its page. The list stays in this browser.";
    showBar(all);
    more.hidden = all.length <= most;
    if (inside && document.activeElement === document.body) status.focus();
  }

  /** The item of a paper, with what belongs to this page brought up to date. */
  function item(paper) {
    const made = items.get(paper.key) ?? newItem(paper);
    items.set(paper.key, made);
    const note = made.querySelector("textarea");
    if (note && note !== document.activeElement) {
      note.value = paper.note;
      note.parentNode.open ||= paper.note !== "";
    }
    return made;
  }

  function newItem(paper) {
    const row = rows.get(paper.key);
    const own = shared ? [] : [noteOf(paper)];
    if (row) {
      const made = paperItem(row, at, ...own);
      const chips = made.querySelector(".ps-chips");
      if (paper.was) chips.append(h("span", { class: "ps-mark", title: `Saved as ${paper.was}` }, "Its address has changed"));
      return made;
    }
    const isKnown = asked.has(paper.key) && !failed;
    const gone = isKnown ? [h("p", { class: "ps-chips" }, h("span", { class: "ps-mark ps-mark--withdrawn" }, shared ? "Not on this site" : "No longer on this site"))] : [];
    return h("li", {}, h("p", { class: "ps-title" }, paper.title || paper.key), ...gone, remover(paper), ...own);
  }

  /** What takes away a paper of which nothing but the key is known. */
  const remover = ({ key }) =>
    shared ? "" : h("p", { class: "ps-actions" }, h("button", { type: "button", class: "ps-action", onclick: () => saved.remove([key]) }, "Remove"));

  /** Adds buttons that move a paper in the reader's own order, after its other actions. */
  function addSteps(key, isOwnOrder) {
    const line = items.get(key)?.querySelector(".ps-actions");
    if (!line) return;
    const title = line.closest("li").querySelector(".ps-title").textContent;
    const step = (label, sign, by) =>
      h(
        "button",
        {
          type: "button",
          class: "ps-action ps-saved__step",
          title: label,
          "aria-label": `${label}: ${title}`,
          onclick: () => move(key, by),
        },
        sign,
      );
    if (!line.querySelector(".ps-saved__step")) line.append(" ", step("Move up", "↑", -1), " ", step("Move down", "↓", 1));
    for (const button of line.querySelectorAll(".ps-saved__step")) button.hidden = !isOwnOrder;
  }

  function move(key, by) {
    saved.change((old) => moved(old, key, by));
    const place = saved.all().findIndex((paper) => paper.key === key) + 1;
    say(`Now number ${place} of ${saved.all().length}`);
  }

  function noteOf({ key, title }) {
    const name = `Note: ${rows.get(key)?.title ?? (title || key)}`;
    const write = ({ target }) =>
      saved.change((old) => old.map((paper) => (paper.key === key ? { ...paper, note: target.value } : paper)));
    return h(
      "details",
      { class: "ps-abstract ps-saved__note" },
      h("summary", {}, "Note"),
      h("textarea", { rows: 2, "aria-label": name, oninput: write }),
    );
  }

  /* ---- the list as a whole ---- */

  function showBar(all) {
    const focus = document.activeElement?.id;
    const kept = new Set(saved.all().map(({ key }) => key));
    const left = all.filter(({ key }) => rows.has(key) && !kept.has(key));
    const own = [
      h("span", {}, "Export "),
      ...Object.entries(EXPORTS).map(([name, { label }]) => button(name, label, () => exportList(name))),
      button("share", "Copy link to this list", share),
      button("clear", "Clear", clear),
    ];
    const others = [
      left.length ? button("all", `Save all ${grouped(left.length)}`, () => saved.add(left.map(named))) : h("span", {}, "All are saved."),
      h("a", { href: location.href.split(/[?#]/)[0] }, `Your saved papers (${grouped(kept.size)})`),
    ];
    takeAway.hidden = !shared && !all.length;
    takeAway.replaceChildren(...(shared ? others : own));
    if (focus?.startsWith("ps-saved-")) document.getElementById(focus)?.focus();
  }

  const named = ({ key }) => ({ key: rows.get(key).key, title: rows.get(key).title });

  async function exportList(name) {
    const { file, write, takesAll } = EXPORTS[name];
    const all = sorted(saved.all(), order.value, rows);
    try {
      await loadCite();
      const found = await self.papershelf.citationsOf(all.map(({ key }) => key));
      const byKey = new Map(found.map((row) => [row.asked, row]));
      const known = all.flatMap((paper) => {
        const row = byKey.get(paper.key);
        return row || takesAll ? [{ ...paper, ...row, note: paper.note }] : [];
      });
      download(write(known, at), file);
      if (known.length < all.length) say(`${counted(all.length - known.length)} left out: no longer on this site.`);
    } catch {
      say("The citations could not be loaded.");
    }
  }

  function share() {
    const keys = sorted(saved.all(), order.value, rows).map(({ key }) => key);
    const address = shareAddress(location.href, keys);
    if (address && navigator.clipboard) return copy(address);
    if (address) return void (location.href = address);
    say("This list is too long for a link. Export it as a file instead.");
  }

  function clear() {
    undone = saved.all();
    saved.change(() => []);
    undo.focus();
  }

  /** Brings back what was taken away, and keeps what was saved since. */
  function restore() {
    const before = undone;
    undone = null;
    saved.change((now) => [...before, ...now.filter(({ key }) => !before.some((paper) => paper.key === key))]);
  }

  let last = saved.all();

  /** Follows what is saved, here or in another tab; what was taken away here can be brought back. */
  function follow() {
    if (!root.isConnected) return;
    const now = saved.all();
    if (!shared && now.length < last.length) undone ??= last;
    else if (now.length > last.length) undone = null;
    last = now;
    show();
    lookUp();
  }

  saved.onchange(follow);
  document.documentElement.classList.add("ps-exploring"); // hides what is for readers without scripts
  root.hidden = false;
  show();
  lookUp();
})();
