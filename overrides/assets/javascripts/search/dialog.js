/* The search dialog at work: what is typed is asked, and answers are shown (results.js). papershelf.js has its frame, and
   loads this when a search is about to begin. */
(() => {
  "use strict";
  const { papershelf } = self;
  const { h, ask, addresses, hasModifier, kept, openSearch } = papershelf;
  const ADDRESS_PAUSE = 300; // milliseconds without typing, after which the address is changed: browsers limit how often
  const TEXT_PAUSE = 150; // milliseconds without a new answer, after which abstracts are asked for
  const TEXTS = 3; // abstracts that are asked for at once
  const FIELDS = ["author:", "topic:", "year:", "has:code "];
  let frame; // of papershelf.js
  let suggestion, applied, explore; // elements
  let shown, meaning; // the words whose answer is shown, and the papers that are related in meaning
  let isReady = false; // an answer has come

  // ---- recent searches, in the browser's own store ----

  const STORE = `papershelf.searches:${new URL(addresses().collection).pathname}`;
  const MOST_RECENT = 8;
  let memory; // where the store is switched off, or full

  function recent() {
    const found = memory ?? kept(STORE);
    return Array.isArray(found) ? found.filter((words) => typeof words === "string" && words) : [];
  }

  function setRecent(searches) {
    try {
      localStorage.setItem(STORE, JSON.stringify(searches));
      memory = undefined;
    } catch {
      memory = searches;
    }
  }

  /** Remembers what was searched for, once something that was found is opened. */
  function remember(words) {
    const isOther = (one) => one.toLowerCase() !== words.toLowerCase();
    if (words) setRecent([words, ...recent().filter(isOther)].slice(0, MOST_RECENT));
  }

  /** Takes searches off the list; the focus stays in the dialog. */
  function forget(searches) {
    setRecent(recent().filter((words) => !searches.includes(words)));
    showStart();
    frame.field.focus();
  }

  const button = (name, label, onclick, ...children) =>
    h("button", { type: "button", class: `ps-search__${name}`, "aria-label": label, onclick }, ...children);

  function recentSearches() {
    const searches = recent();
    if (!searches.length) return [];
    const item = (words) =>
      h(
        "li",
        {},
        button("recent", null, () => openSearch(words), h("span", {}, words)),
        button("remove", `Remove ${words}`, () => forget([words])),
      );
    const clear = button("clear", null, () => forget(searches), "Clear recent searches");
    const heading = h("h2", { id: "ps-recent" }, "Recent searches");
    const list = h("ul", { "aria-labelledby": "ps-recent" }, ...searches.map(item));
    return [h("section", { class: "ps-search__group" }, h("div", { class: "ps-search__heading" }, heading, clear), list)];
  }

  // ---- before anything is typed ----

  const EXAMPLES = [
    ["“paper lanterns”", "these words, next to each other"],
    ["author:alder", "also topic: area: aff: venue:"],
    ["year:2023-2025", "also score:>90"],
    ["has:code sort:date", "also sort:title and sort:score"],
  ];

  function showStart() {
    const fields = FIELDS.map((text) => button("chip", null, () => openSearch(text), text.trim()));
    const examples = EXAMPLES.flatMap(([text, meant]) => [h("dt", {}, h("code", {}, text)), h("dd", {}, meant)]);
    frame.output.replaceChildren(
      ...recentSearches(),
      h(
        "div",
        { class: "ps-search__help" },
        h("div", { class: "ps-search__fields" }, h("span", {}, "Search in"), ...fields),
        h("p", {}, "Words of a title, names, or anything from an abstract. Typing errors are forgiven."),
        h("dl", {}, ...examples),
      ),
    );
  }

  // ---- a search ----

  /** The address of the page with the words that are searched for. */
  function addressOfSearch() {
    const address = new URL(frame.before);
    const words = frame.field.value.trim();
    if (words) address.searchParams.set("q", words);
    return address;
  }

  function writeAddress() {
    clearTimeout(frame.timer);
    if (frame.before) history.replaceState(history.state, "", addressOfSearch());
  }

  function search() {
    const words = frame.field.value;
    notice = "";
    clearTimeout(frame.timer);
    frame.timer = setTimeout(writeAddress, ADDRESS_PAUSE);
    if (!words || !suggestion.textContent.startsWith(words)) suggestion.textContent = "";
    if (!words.trim()) return show(words, null);
    if (!isReady) frame.status.textContent = "Loading …";
    ask("find", words, (found) => show(words, found));
  }

  function show(words, found) {
    if (words !== frame.field.value) return; // something else was typed in the meantime
    if (words !== shown) {
      meaning = undefined;
      frame.output.scrollTop = 0;
    }
    shown = words;
    isReady ||= Boolean(found?.items);
    meaning = found?.meaning ?? meaning;
    showFound(words, found);
    if (meaning) papershelf.showMeaning(frame.output, meaning, addresses());
    if (notice) frame.status.textContent = notice;
    askForTexts(found?.marks ?? []);
    if (frame.isEntered) openFirst();
  }

  /** Shows a first answer, or one that takes its place; the focus stays on the result that had it. */
  function showFound(words, found) {
    const focused = frame.output.contains(document.activeElement) ? document.activeElement.href : undefined;
    suggestion.textContent = found?.completion ? words + found.completion : "";
    showApplied(found?.applied ?? []);
    if (found) papershelf.showResults({ ...frame, explore }, found, { ...addresses(), words, search: openSearch });
    else showStart();
    if (!found) frame.status.textContent = "";
    if (!found?.papers) explore.hidden = true;
    if (focused) (links().find(({ href }) => href === focused) ?? frame.field).focus({ preventScroll: true });
  }

  /** Shows the fields of a query, each to be taken off. */
  function showApplied(parts) {
    const remove = (part) => openSearch(frame.field.value.replace(part, " ").replace(/\s+/g, " ").trim());
    const chips = parts.map((part) => button("chip", `Remove ${part}`, () => remove(part), h("span", {}, part)));
    applied.replaceChildren(...chips);
    applied.hidden = !chips.length;
  }

  /** Opens the first result, once there is one. */
  function openFirst() {
    frame.isEntered = shown !== frame.field.value;
    if (!frame.isEntered) frame.dialog.querySelector(".ps-search__result")?.click();
  }

  // ---- the pieces of abstracts ----

  let asking = 0; // the latest answer whose abstracts are asked for
  let pieces = new Map(); // by paper, with the words marked that were asked for last
  let markedWords = "";

  /** Shows the piece of a line, if it is known. */
  function showPiece(line, known) {
    const paper = Number(line.dataset.paper);
    if (known.has(paper)) papershelf.showExcerpt(line, known.get(paper));
    return known.has(paper);
  }

  /** Asks for the pieces of abstracts that can be seen, with words marked, a few at once, and for others when they come into view. */
  function askForTexts(marks) {
    const number = ++asking;
    const isLatest = () => number === asking && frame.dialog.open;
    if (marks.join(" ") !== markedWords) [markedWords, pieces] = [marks.join(" "), new Map()];
    const known = pieces;
    const waiting = [];
    let busy = false;
    const next = () => {
      const lines = waiting.splice(0, TEXTS);
      busy = lines.length > 0 && isLatest();
      if (!busy) return;
      const papers = lines.map(({ dataset }) => Number(dataset.paper));
      ask("excerpts", { marks, papers }, ({ excerpts = [] }) => {
        papers.forEach((paper, at) => excerpts[at]?.length && known.set(paper, excerpts[at]));
        for (const line of lines) showPiece(line, known);
        next();
      });
    };
    const seen = new IntersectionObserver(
      (entries) => {
        const visible = entries.filter(({ isIntersecting }) => isIntersecting);
        if (!isLatest()) return seen.disconnect();
        for (const { target } of visible) seen.unobserve(target);
        waiting.push(...visible.map(({ target }) => target));
        if (!busy) next();
      },
      { root: frame.output },
    );
    const missing = [...frame.output.querySelectorAll("[data-paper]")].filter((line) => !showPiece(line, known));
    const observe = () => {
      for (const line of isLatest() ? missing : []) seen.observe(line);
    };
    setTimeout(observe, TEXT_PAUSE);
  }

  // ---- keys and clicks ----

  const links = () => [...frame.dialog.querySelectorAll(".ps-search__result, .ps-search__recent")];

  /** Arrows, Home and End go through the results; whatever else is typed there goes to the field. */
  function steer(event) {
    if (event.isComposing || event.defaultPrevented) return;
    const { key } = event,
      all = links(),
      at = all.indexOf(document.activeElement);
    const next =
      key === "ArrowDown"
        ? (all[at + 1] ?? all.at(-1))
        : at >= 0 && { ArrowUp: all[at - 1] ?? frame.field, Home: all[0], End: all.at(-1) }[key];
    if (next) next.focus();
    else if (key === "ArrowRight" && event.target === frame.field && completes()) accept();
    else {
      if (at >= 0 && key.length === 1 && key !== " " && !hasModifier(event)) frame.field.focus();
      return;
    }
    event.preventDefault();
  }

  const completes = () => suggestion.textContent && frame.field.selectionStart === frame.field.value.length;

  function accept() {
    frame.field.value = suggestion.textContent;
    search();
  }

  /** A click beside the dialog closes it; to go back from a result is to come back to the search. */
  function follow(event) {
    if (event.target === frame.dialog) return frame.dialog.close();
    if (!event.target.closest("a")) return;
    remember(frame.field.value.trim());
    if (!hasModifier(event) && !event.shiftKey) writeAddress();
  }

  let notice = ""; // what is told of the link, which a second answer does not replace at once

  async function share({ currentTarget }) {
    const copied = await navigator.clipboard.writeText(addressOfSearch().href).then(
      () => true,
      () => false,
    );
    frame.status.textContent = notice = copied ? "Link copied" : "The link could not be copied.";
    currentTarget.classList.toggle("ps-search__share--done", copied);
    setTimeout(() => {
      notice = "";
      currentTarget.classList.remove("ps-search__share--done");
    }, 2000);
  }

  /** Adds what the frame lacks. */
  function attach() {
    suggestion = h("span", { class: "ps-search__suggestion", "aria-hidden": "true" });
    applied = h("div", { class: "ps-search__applied", role: "group", "aria-label": "Fields", hidden: true });
    explore = h("a", { class: "ps-search__explore", hidden: true });
    frame.field.before(suggestion);
    if (navigator.clipboard) {
      const label = "Copy link";
      frame.form.append(h("button", { type: "button", class: "ps-search__share", title: label, "aria-label": label, onclick: share }));
    }
    frame.output.before(applied);
    frame.foot.append(explore);
    frame.field.addEventListener("input", search);
    frame.form.addEventListener("submit", openFirst);
    frame.dialog.addEventListener("keydown", steer);
    frame.dialog.addEventListener("click", follow);
  }

  /** Begins with what is in the field. */
  papershelf.beginSearch = (opened) => {
    if (!frame) {
      frame = opened;
      attach();
    }
    search();
  };
})();
