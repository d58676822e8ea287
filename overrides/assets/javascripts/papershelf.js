/* Progressive enhancement: every page is complete without this script.
   Listens on the document, so that pages that the theme swaps in by itself work, too. */
(() => {
  "use strict";
  if (!self.document) return startWorker();
  const SCRIPT = document.currentScript.src;
  const SCRIPTS = new URL("./", SCRIPT);
  const ROOT = new URL("../../", SCRIPTS);
  const papershelf = (window.papershelf ??= {});

  /** An element: `h("a", { href }, "text", child)`. */
  function h(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value != null) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child != null && child !== ""));
    return element;
  }

  /** A number as it is read, such as 12,345. `toLocaleString` is slow on a phone, as it loads data of languages. */
  const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

  /** A number with its noun, such as `1 paper` and `12,345 papers`. */
  const counted = (number, noun = "paper") => `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;

  /** Paragraphs on words that were not found: `missed` ones, and `slips`, in whose place papers have others. */
  function notFound({ missed, slips }) {
    const names = missed.flatMap((word) => [h("del", {}, word), " "]);
    // Other papers may have what was typed: it is not said to be missing.
    const told = slips.map(({ text, meant }) => [`These have ${meant.join(" or ")} in place of `, h("del", {}, text)]);
    return [...(names.length ? [["Not found: ", ...names]] : []), ...told].map((parts) => h("p", {}, ...parts));
  }

  function load(name) {
    return new Promise((resolve, reject) => {
      document.head.append(h("script", { src: new URL(name, SCRIPTS), onload: resolve, onerror: reject }));
    });
  }

  /* ---- the search engine: in a worker or, from a folder, where browsers allow none, in the page itself ---- */

  const replies = new Map();
  let asked = 0,
    searched = 0, // the latest question of kind "find", which may be answered twice
    engine;

  /** The addresses of the collection and of the site. */
  function addresses() {
    const folder = document.querySelector('meta[name="papershelf-folder"]')?.content ?? "";
    return { collection: new URL(folder, ROOT).href, root: ROOT.href };
  }

  /** The address of a page of the collection. */
  function addressOf(page) {
    const suffix = document.querySelector('meta[name="papershelf-suffix"]')?.content ?? "/";
    return addresses().collection + page + suffix;
  }

  /** A file of the search data, loaded once, by its folder and its number. */
  async function loadData(folder, number) {
    const name = `${folder.split("-")[0]}-${number}`;
    if (!self.papershelfData?.[name]) await load(new URL(`search/${folder}/${number}.js`, addresses().collection));
    return self.papershelfData[name];
  }

  function receive({ id, ...answer }) {
    const reply = replies.get(id);
    if (id !== searched) replies.delete(id);
    reply?.(answer);
  }

  /** The engine failed: all are told, and the next question starts another. */
  function fail() {
    engine = undefined;
    for (const id of replies.keys()) receive({ id, failed: true });
  }

  /** The files that every search needs. */
  const needed = (themeSearches) =>
    ["engine", "catalogue", ...(themeSearches ? [] : ["pages"])].map((name) => `${addresses().collection}search/${name}.js`);

  /** Starts the engine. Its worker begins with this script, as the browser has it already, so that nothing is waited for
      before what the first search needs is asked for. */
  async function start() {
    let send;
    const themeSearches = Boolean(document.querySelector(".md-search")); // so it has an index of pages
    if (location.protocol === "file:") {
      await load("search/worker.js");
      send = (message) => papershelf.answer(message, receive);
    } else {
      const script = new URL("search/worker.js", SCRIPTS).href;
      const worker = new Worker(SCRIPT, { name: JSON.stringify({ script, needed: needed(themeSearches) }) });
      worker.onmessage = ({ data }) => receive(data);
      worker.onerror = fail;
      send = (message) => worker.postMessage(message);
    }
    send({ kind: "start", data: { ...addresses(), themeSearches } });
    return send;
  }

  /** The function that sends messages to the engine. */
  const connect = () => (engine ??= start());

  /** Asks the engine; `reply` is called with each answer. */
  async function ask(kind, data, reply) {
    const id = ++asked;
    if (kind === "find") {
      replies.delete(searched);
      searched = id;
    }
    replies.set(id, reply);
    await connect().then((send) => send({ id, kind, data }), fail);
  }

  /* ---- the search dialog: its frame, which opens at once; search/dialog.js does the rest ---- */

  const NOT_LOADED = "The search could not be loaded.";
  const frame = { before: null, isEntered: false }; // the address without the dialog; whether Enter was pressed
  let loading;

  /** Loads the script of the dialog; where that fails, it is tried again when it is next needed. */
  const loadDialog = () =>
    (loading ??= Promise.all([load("search/results.js"), load("search/dialog.js")]).catch(() => (loading = undefined)));

  /** Asks for all that the first search needs at once. */
  function prepareSearch() {
    loadDialog();
    connect().catch(() => {}); // told when something is asked
  }

  function build() {
    frame.field = h("input", {
      type: "search",
      "aria-label": "Search",
      placeholder: "Search papers and people",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      enterkeyhint: "go",
      oninput: () => (frame.isEntered = false),
    });
    frame.form = h("form", { class: "ps-search__form" }, h("div", { class: "ps-search__field" }, frame.field));
    frame.output = h("div", { class: "ps-search__output" });
    frame.status = h("p", { role: "status" });
    frame.foot = h("div", { class: "ps-search__foot" }, frame.status);
    const label = "Close search";
    const button = h("button", { type: "button", class: "ps-search__close", title: label, "aria-label": label, onclick: close });
    frame.dialog = h(
      "dialog",
      { class: "ps-search", "aria-label": "Search", onkeydown: keepKey, onclose: leave },
      h("div", { class: "ps-search__inner" }, frame.form, button, frame.output, frame.foot),
    );
    frame.form.addEventListener("submit", (event) => {
      event.preventDefault();
      frame.isEntered = true;
    });
  }

  /** The theme has keys of its own. */
  function keepKey(event) {
    event.stopPropagation();
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    close();
  }

  /** Opens the dialog, with the words of before where none are given; `input` is the field of a page that they come from. */
  async function open(words, input) {
    if (!frame.dialog) build();
    if (!frame.dialog.isConnected) document.body.append(frame.dialog);
    prepareSearch();
    if (!frame.dialog.open) {
      frame.before = new URL(location.href);
      if (frame.before.searchParams.has("q")) frame.before.searchParams.delete("q");
      frame.dialog.showModal();
    }
    frame.input = input;
    frame.field.focus();
    if (words === undefined) frame.field.select();
    else frame.field.value = words;
    await loadDialog();
    if (papershelf.beginSearch) papershelf.beginSearch(frame);
    else frame.status.textContent = NOT_LOADED;
  }

  function close() {
    frame.dialog.close(); // the focus goes back to where it was, unless nothing had it
    if (frame.dialog.contains(document.activeElement)) document.activeElement.blur();
  }

  function leave() {
    const { before, input, field } = frame;
    clearTimeout(frame.timer);
    if (before && before.href !== location.href) history.replaceState(history.state, "", before);
    frame.before = null;
    if (input) input.value = field.value;
  }

  const hasModifier = ({ ctrlKey, metaKey, altKey }) => ctrlKey || metaKey || altKey;

  /* ---- what opens it ---- */

  function addButtons() {
    const header = document.querySelector(".md-header__inner");
    if (!header || header.querySelector(".ps-search-button")) return;
    header.append(
      h(
        "button",
        { type: "button", class: "ps-search-button", "aria-label": "Search", "aria-haspopup": "dialog", title: "Search" },
        h("span", {}, "Search"),
        h("kbd", {}, "/"),
      ),
      h("a", { class: "ps-saved-button", href: addressOf("saved"), title: "Saved papers" }, h("span", {})),
    );
  }

  const inputOf = ({ target }) => target.closest?.(".ps-search-form")?.querySelector("input");

  for (const type of ["pointerover", "pointerdown", "focusin"]) {
    document.addEventListener(type, ({ target }) => {
      const wanted = type === "focusin" ? ".ps-search-form input" : ".ps-search-button, .ps-search-form";
      if (target.closest?.(wanted)) prepareSearch();
    });
  }

  document.addEventListener("click", ({ target }) => {
    if (target.closest(".ps-search-button")) open();
    const input = target.closest(".ps-search-form input");
    if (input) open(input.value, input);
  });

  document.addEventListener("submit", (event) => {
    const input = inputOf(event);
    if (!input) return;
    event.preventDefault();
    open(input.value, input);
  });

  /* What is typed into a page is answered by the dialog; words that are being composed stay where they are until then. */
  for (const type of ["input", "compositionend"]) {
    document.addEventListener(type, (event) => {
      const input = inputOf(event);
      if (input && !event.isComposing) open(input.value, input);
    });
  }

  const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

  /* Before the theme hears of them: it may have a search of its own. */
  window.addEventListener(
    "keydown",
    (event) => {
      const { key, target } = event;
      if (frame.dialog?.open || event.isComposing) return;
      const isSearch = hasModifier(event)
        ? key.toLowerCase() === "k" && !event.altKey && !event.shiftKey
        : ["/", "s", "f"].includes(key) && !target.closest?.(TYPING);
      if (!isSearch) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      open();
    },
    true,
  );

  /** Opens the search that an address asks for, and closes it on a page that has been swapped in. */
  function readAddress() {
    const words = new URLSearchParams(location.search).get("q");
    if (words) open(words);
    else if (frame.dialog?.open) {
      frame.before = null;
      close();
    }
  }

  /* ---- words that were searched for are marked on the page that was found ---- */

  const fold = (text) => text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");

  // Those of words.js, but without lookbehind, for which older browsers would reject this whole script.
  const WORD = /[a-z]\+\+|[a-z]#(?![\p{L}\p{N}])|\.net(?![\p{L}\p{N}])|[\p{L}\p{N}]+/giu;

  /** Whether a word of a page begins like one of others; a letter is a word as a whole. */
  const startsLike = (word, wanted) => wanted.some((one) => (one.length > 1 ? word.startsWith(one) : word === one));

  function* rangesOf(words, root) {
    const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
      const node = nodes.currentNode;
      if (node.parentElement.closest(".ps-actions, .ps-reason, summary")) continue; // no text of the paper
      for (const { 0: word, index } of node.data.matchAll(WORD)) {
        if (!startsLike(fold(word), words)) continue;
        const range = new Range();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        yield range;
      }
    }
  }

  function markWords() {
    globalThis.CSS?.highlights?.delete("ps-found");
    const address = new URL(location.href);
    const words = address.searchParams.get("h")?.split(" ").filter(Boolean);
    if (!words) return;
    address.searchParams.delete("h");
    history.replaceState(history.state, "", address);
    const article = document.querySelector("article");
    if (article) highlight(words, article);
  }

  /** Marks the words that begin with some others in an element, and no others on the page. */
  function highlight(words, root) {
    globalThis.CSS?.highlights?.set("ps-found", new Highlight(...rangesOf(words, root)));
  }

  /* ---- a citation can be downloaded ---- */

  function offerDownloads() {
    for (const block of document.querySelectorAll(".highlight[data-file]:not(:has(.ps-download))")) {
      const label = `Download ${block.dataset.file}`;
      block.append(h("button", { type: "button", class: "ps-download", "aria-label": label }, "Download"));
    }
  }

  /* The theme puts the buttons of a block of code into a `nav`. Of those landmarks, all of one name, there would be many. */
  function hideLandmarks(block) {
    for (const nav of block.querySelectorAll(".md-code__nav")) nav.setAttribute("role", "none");
  }

  const codeBlocks = new MutationObserver((changes) => {
    for (const { target } of changes) hideLandmarks(target);
  });

  function watchCode() {
    for (const block of document.querySelectorAll("article pre")) {
      hideLandmarks(block);
      codeBlocks.observe(block, { childList: true });
    }
  }

  /** Hands text to the reader as a file. */
  function download(text, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  document.addEventListener("click", (event) => {
    const block = event.target.closest(".ps-download")?.closest(".highlight");
    if (block) download(block.querySelector("code").textContent, block.dataset.file);
  });

  /** Tells something briefly, to screen readers as well; an open dialog hides what is outside of it. */
  function say(text) {
    const place = document.querySelector("dialog[open]") ?? document.body;
    const toast = document.querySelector(".ps-toast") ?? h("p", { class: "ps-toast", role: "status" });
    if (toast.parentNode !== place) place.append(toast);
    toast.textContent = text;
    clearTimeout(say.timer);
    say.timer = setTimeout(() => (toast.textContent = ""), 4000);
  }

  async function copy(text) {
    await navigator.clipboard.writeText(text).then(
      () => say("Copied"),
      () => say("The browser does not allow copying."),
    );
  }

  /* ---- saved papers, in the browser's own store: { version: 1, papers: [{ key, title, added, note }] } ---- */

  const STORE = `papershelf.saved:${new URL(addresses().collection).pathname}`;
  const VERSION = 1;
  const watchers = [];
  let memory; // where the store is switched off, or full

  /** What the store has under a name; undefined where that cannot be read. */
  function kept(name) {
    try {
      return JSON.parse(localStorage.getItem(name)) ?? undefined;
    } catch {
      return undefined;
    }
  }

  /** The saved papers, in the reader's own order; whatever else the store has is left out. */
  function savedPapers() {
    const { version, papers } = memory ?? kept(STORE) ?? {};
    const known = new Map();
    const text = (value) => (typeof value === "string" ? value : "");
    for (const paper of version === VERSION && Array.isArray(papers) ? papers : []) {
      const { key, title, added, note, was } = paper ?? {};
      if (text(key) && !known.has(key))
        known.set(key, { key, title: text(title), added: text(added), note: text(note), was: text(was) });
    }
    return [...known.values()];
  }

  /** Replaces the saved papers by what `edit` makes of them; tells whether the browser keeps them. */
  function changeSaved(edit) {
    const data = { version: VERSION, papers: edit(savedPapers()) };
    try {
      localStorage.setItem(STORE, JSON.stringify(data, (_, value) => (value === "" ? undefined : value)));
      memory = undefined;
    } catch {
      memory = data;
    }
    followSaved();
    if (memory) say("Kept only until you leave this page: the browser does not store it.");
    return !memory;
  }

  const saved = {
    all: savedPapers,
    has: (key) => savedPapers().some((paper) => paper.key === key),
    /** Adds papers, given as `{ key, title }`; those that are there already stay as they are. */
    add(papers) {
      const added = new Date().toISOString();
      return changeSaved((old) => {
        const keys = new Set(old.map(({ key }) => key));
        return [...old, ...papers.filter(({ key }) => !keys.has(key)).map((paper) => ({ added, ...paper }))];
      });
    },
    remove: (keys) => changeSaved((old) => old.filter(({ key }) => !keys.includes(key))),
    change: changeSaved,
    onchange: (watcher) => watchers.push(watcher),
  };

  /** Brings all buttons in line with what is saved. */
  function showSaved() {
    const keys = new Set(savedPapers().map(({ key }) => key));
    for (const button of document.querySelectorAll(".ps-action--save"))
      button.setAttribute("aria-pressed", keys.has(button.dataset.key));
    const link = document.querySelector(".ps-saved-button");
    if (link) {
      link.firstChild.textContent = keys.size ? grouped(keys.size) : "";
      link.setAttribute("aria-label", keys.size ? `Saved papers: ${link.firstChild.textContent}` : "Saved papers");
    }
  }

  function followSaved() {
    showSaved();
    for (const watcher of watchers) watcher();
  }

  addEventListener("storage", ({ key }) => (key === STORE || key === null) && followSaved()); // of other tabs

  /** Papers that were selected for citing, before there were saved papers, are saved once. */
  function moveBasket() {
    const name = STORE.replace(".saved:", ".basket:");
    const keys = kept(name);
    if (keys === undefined) return;
    const isKept = !Array.isArray(keys) || saved.add(keys.filter((key) => typeof key === "string").map((key) => ({ key })));
    if (isKept) localStorage.removeItem(name);
  }

  /* ---- actions of papers ---- */

  /** The key of the paper whose page has an address. */
  function keyOf(address) {
    const [page] = address.split(/[?#]/),
      folder = `${addresses().collection}papers/`;
    return page.startsWith(folder) ? /^([^/]+?)(?:\.html|\/(?:index\.html)?)?$/.exec(page.slice(folder.length))?.[1] : undefined;
  }

  function action(kind, label, title, attributes) {
    const name = title ? `${label}: ${title}` : null;
    return h("button", { type: "button", class: `ps-action ps-action--${kind}`, "aria-label": name, ...attributes }, label);
  }

  const actionsOf = (key, title) => [
    action("cite", "Cite", title, { "data-key": key, "aria-haspopup": "dialog" }),
    action("save", "Save", title, { "data-key": key, "aria-pressed": "false" }),
  ];

  /** Adds to the papers of lists, and to the page of a paper, what needs this script. */
  function offerActions() {
    for (const item of document.querySelectorAll(".ps-papers > ul > li:not(:has(.ps-action--save))")) {
      const link = item.querySelector(".ps-title a"),
        title = link?.textContent,
        key = link && keyOf(link.href);
      if (!key) continue;
      let line = item.querySelector(".ps-actions");
      if (!line) item.insertBefore((line = h("p", { class: "ps-actions" })), item.querySelector(".ps-abstract"));
      if (!line.querySelector(".ps-action--pdf, .ps-action--arxiv, .ps-action--doi, .ps-action--find")) line.prepend(findLink(title), " ");
      line.append(...actionsOf(key, title).flatMap((button) => [" ", button]));
    }
    const list = document.querySelector(".ps-actions--paper > ul");
    document.body.toggleAttribute("data-ps-bar", Boolean(list));
    if (list && !list.querySelector(".ps-action--save")) {
      const [, save] = actionsOf(keyOf(location.href), "");
      const link = navigator.clipboard ? action("copy", "Copy link", "") : null;
      list.append(...[save, link].filter(Boolean).map((button) => h("li", {}, button)));
    }
    for (const link of navigator.clipboard ? document.querySelectorAll(".ps-feed > a:only-child") : [])
      link.after(" ", action("copy", "Copy", link.textContent, { "data-address": link.href }));
    showSaved();
  }

  function findLink(title) {
    const address = new URL("https://arxiv.org/search/?searchtype=title");
    address.searchParams.set("query", title);
    return h("a", { class: "ps-action ps-action--find", href: address.href }, "Find on arXiv");
  }

  /** The title of the paper that a button belongs to: of an item, or of the page. */
  const titleOf = (button) =>
    (button.closest("li")?.querySelector(".ps-title a") ?? document.querySelector("h1").firstChild).textContent;

  let loadingCite;
  const loadCite = () => (loadingCite ??= load("cite.js").catch(() => (loadingCite = undefined)));

  async function cite(button) {
    await loadCite();
    if (papershelf.showCitation) papershelf.showCitation(button.dataset.key, titleOf(button));
    else say("The citation could not be loaded.");
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".ps-action"),
      is = (kind) => button?.matches(`.ps-action--${kind}`);
    if (is("save")) {
      const { key } = button.dataset;
      if (saved.has(key)) saved.remove([key]);
      else saved.add([{ key, title: titleOf(button) }]);
    } else if (is("copy")) copy(button.dataset.address ?? location.href.split(/[?#]/)[0]);
    else if (is("cite") && !hasModifier(event)) {
      event.preventDefault();
      cite(button);
    }
    for (const menu of document.querySelectorAll(".ps-menu[open]"))
      if (!menu.contains(event.target)) menu.open = false;
  });

  document.addEventListener("keydown", ({ key }) => {
    const menu = key === "Escape" && document.querySelector(".ps-menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  /* ---- a map that is wider than the screen opens at its middle ---- */

  function centreMaps() {
    for (const map of document.querySelectorAll(".ps-map")) map.scrollLeft = (map.scrollWidth - map.clientWidth) / 2;
  }

  /* ---- papers that were added since the reader's last visit ---- */

  const HOUR = 3_600_000;
  const isoDay = (time) => new Date(time).toISOString().slice(0, 10); // in UTC, as the days on pages

  /** The numbers of papers that were added, each with the day before it, as home tells them. */
  const numbersByDay = () =>
    document.querySelector("[data-days]")?.dataset.days.split(",").map((one) => one.split(" ")) ?? [];

  /** The present visit: `since` is the day of the last one, if there was one; papers that were added after `known` are
      new. A visit ends after four hours without a page. Papers of its last day are new at the next visit, unless some
      of that day were shown: days are all that is recorded. */
  function visitOf({ at, latest = "", ...visit }, now, latestHere = "") {
    if (now - at > 4 * HOUR) {
      const before = isoDay(at - 24 * HOUR);
      visit = { since: isoDay(at), known: latest > before ? latest : before };
    }
    return { ...visit, at: now, latest: latest > latestHere ? latest : latestHere };
  }

  function markNew() {
    const marks = document.querySelectorAll("[data-added]");
    const numbers = numbersByDay();
    const days = [...Array.from(marks, (mark) => mark.dataset.added), ...numbers.map(([day]) => day)];
    let visit;
    try {
      const name = `papershelf.visit:${new URL(addresses().collection).pathname}`;
      visit = visitOf({ ...JSON.parse(localStorage.getItem(name)) }, Date.now(), days.sort().at(-1));
      localStorage.setItem(name, JSON.stringify(visit));
    } catch {
      return; // nothing can be kept here
    }
    if (!visit.since) return;
    for (const mark of marks) {
      if (mark.dataset.added <= visit.known) continue;
      mark.className = "ps-mark ps-new";
      mark.textContent = "New";
    }
    const link = document.querySelector(".ps-news a");
    const papers = numbers.reduce((sum, [day, number]) => sum + (day > visit.known ? Number(number) : 0), 0);
    if (link && papers) link.textContent = `${grouped(papers)} new since ${written(visit.since)}`;
  }

  /** A day such as `22 November`, with its year unless that is the present one. */
  function written(day) {
    const year = day.startsWith(new Date().getFullYear()) ? undefined : "numeric";
    return new Date(day).toLocaleDateString("en-GB", { day: "numeric", month: "long", year, timeZone: "UTC" });
  }

  /* ---- for each page ---- */

  /* The theme takes every alternate for a translation, and would fetch a sitemap for each. */
  for (const link of document.querySelectorAll("link[rel=alternate]:not([hreflang])")) link.rel = "alternate feed";

  /* The policy of the first page holds for pages that the theme swaps in, too; one that needs another is loaded anew. */
  const loadedPage = location.pathname;
  document.addEventListener("securitypolicyviolation", () => {
    if (location.pathname !== loadedPage) location.reload();
  });

  Object.assign(papershelf, {
    h,
    ask,
    addresses,
    copy,
    counted,
    notFound,
    download,
    grouped,
    hasModifier,
    highlight,
    kept,
    loadCite,
    loadData,
    offerActions,
    openSearch: open,
    saved,
    say,
  });
  moveBasket();

  function prepare() {
    addButtons();
    offerActions();
    markWords();
    markNew();
    offerDownloads();
    watchCode();
    centreMaps();
    readAddress();
  }

  /* The theme tells of each page, usually the first included, which need not wait for it. */
  let isFirst = true;
  prepare();
  window.document$?.subscribe(() => {
    if (!isFirst) prepare();
    isFirst = false;
  });

  /** Asks for all that a search needs at once; what is said in the meantime is kept for the script that answers. */
  function startWorker() {
    const { script, needed } = JSON.parse(self.name);
    const early = [];
    const keep = (message) => {
      early.push(message);
      message.stopImmediatePropagation(); // the script may listen already, but has to hear all in their order
    };
    self.addEventListener("message", keep);
    for (const file of needed) import(file).catch(() => {}); // told by the script that needs it
    import(script).then(() => {
      self.removeEventListener("message", keep);
      early.forEach((message) => self.onmessage(message));
    }, reportError);
  }
})();
