/* Comfort only: every page is whole without this script.
   Listens on the document, so that pages that the theme swaps in by itself work, too. */
(() => {
  "use strict";

  /* The theme takes every alternate for a translation, and would fetch a sitemap for each. */
  for (const link of document.querySelectorAll("link[rel=alternate]:not([hreflang])")) link.rel = "alternate feed";

  /* ---- the search field of the home page opens the theme's search ---- */

  const theme = () => ({
    toggle: document.querySelector("[data-md-toggle=search]"),
    field: document.querySelector("[data-md-component=search-query]"),
  });

  function search(query) {
    const { toggle, field } = theme();
    if (!toggle || !field) return false;
    toggle.checked = true;
    toggle.dispatchEvent(new Event("change", { bubbles: true }));
    field.value = query;
    field.focus();
    field.dispatchEvent(new Event("keyup", { bubbles: true }));
    return true;
  }

  document.addEventListener("submit", (event) => {
    const input = event.target.closest(".ps-search")?.querySelector("input");
    if (input && search(input.value)) event.preventDefault();
  });

  /* ---- a citation can be downloaded ---- */

  function offerDownloads() {
    for (const block of document.querySelectorAll(".highlight[data-file]:not(:has(.ps-download))")) {
      const button = document.createElement("button");
      button.className = "ps-download";
      button.type = "button";
      button.textContent = "Download";
      button.setAttribute("aria-label", `Download ${block.dataset.file}`);
      block.append(button);
    }
  }

  /** Hands text to the reader as a file; the explore page does so, too. */
  function save(text, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
  (window.papershelf ??= {}).save = save;

  document.addEventListener("click", (event) => {
    const block = event.target.closest(".ps-download")?.closest(".highlight");
    if (block) save(block.querySelector("code").textContent, block.dataset.file);
  });

  /* ---- a map that is wider than the screen opens at its middle ---- */

  function centreMaps() {
    for (const map of document.querySelectorAll(".ps-map")) map.scrollLeft = (map.scrollWidth - map.clientWidth) / 2;
  }

  function prepare() {
    offerDownloads();
    centreMaps();
  }

  /* The theme tells of each page, the first included. */
  if (window.document$) window.document$.subscribe(prepare);
  else prepare();
})();
