/* The panel of problems at the foot of each page. The server writes this script, with the problems as `papershelf.problems`
   before it; builds leave it out. */
(() => {
  "use strict";
  const { h, problems } = self.papershelf;
  const DISMISSED = "papershelf.problems"; // the problems that were dismissed, until there are others
  const now = JSON.stringify(problems);

  function isDismissed() {
    try {
      return sessionStorage.getItem(DISMISSED) === now;
    } catch {
      return false;
    }
  }

  function dismiss() {
    panel.remove();
    try {
      sessionStorage.setItem(DISMISSED, now);
    } catch {
      // then it comes back on the next page
    }
  }

  const { listed, total } = problems;
  const panel = h(
    "aside",
    { class: "ps-problems", "aria-labelledby": "ps-problems" },
    h(
      "div",
      { class: "ps-problems__head" },
      h("strong", { id: "ps-problems" }, `${total.toLocaleString("en")} ${total === 1 ? "problem" : "problems"}`),
      h("button", { type: "button", onclick: dismiss }, "Dismiss"),
    ),
    h(
      "ul",
      { tabindex: "0", "aria-labelledby": "ps-problems" },
      ...listed.map(({ path, line, message }) => h("li", {}, h("code", {}, `${path}:${line}`), ` ${message}`)),
      total > listed.length ? h("li", {}, `and ${(total - listed.length).toLocaleString("en")} more`) : null,
    ),
  );
  if (total && !isDismissed()) document.body.append(panel);
})();
