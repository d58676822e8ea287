/* The addresses of pages, made from the catalogue, for search and for the map. */
(() => {
  "use strict";

  /** What text/slug.py makes of plain letters. */
  function slug(text) {
    const bare = text.toLowerCase().replace(/(?<=[a-z0-9])['`](?=[a-z0-9])/g, "");
    const whole = (bare.match(/[a-z0-9]+/g) ?? []).join("-");
    if (whole.length <= 100) return whole;
    const cut = whole.lastIndexOf("-", 100);
    return whole.slice(0, cut > 0 ? cut : 100);
  }

  /** The address of a paper or a heading, by its folder, its table and its place there. */
  function address(catalogue, folder, table, place) {
    const label = folder === "papers" ? catalogue.title[place] : table.label[place];
    return `${folder}/${table.slug[place] ?? slug(label)}${catalogue.pretty ? "/" : ".html"}`;
  }

  Object.assign((self.papershelf ??= {}), { address });
})();
