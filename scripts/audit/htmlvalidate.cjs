/* The recommended rules, but for what the theme, its templates or Python-Markdown write, and we cannot: each with why. */
module.exports = {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // Style of writing, not of what is written.
    "no-trailing-whitespace": "off", // lines on which a template has only tags
    "doctype-style": "off", // the theme's <!doctype html>
    "void-style": "off", // Python-Markdown ends <input/> as XHTML does
    "attribute-boolean-style": "off", // and writes checked="checked"
    // The theme's own elements, to which its script is bound.
    "valid-id": ["error", { relaxed: true }], // __drawer, __search, __palette_0, __tabbed_1_1
    "valid-autocomplete": "off", // on its check boxes, so that Firefox does not restore them
    "wcag/h32": "off", // its forms of search and palette work at once, without a button to submit
    "unique-landmark": "off", // the table of contents stands beside the page and, for phones, in the drawer
    "attribute-allowed-values": ["error", { exclude: ["tabindex"] }], // tabindex="" on an open section of its menu
    // What scrolls by itself needs a role and a label; it is the theme's div of results, or a figure.
    "prefer-native-element": ["error", { exclude: ["region"] }],
    // A paper's title is as long as it is.
    "long-title": "off",
  },
};
