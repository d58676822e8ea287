"""The page of the papers that a reader has saved; they are in the browser, so that the script makes the list."""

from __future__ import annotations

from generator.pages import nodes
from generator.pages.components import Components, page_meta
from generator.pages.explore import PAPER_ITEM, scripted
from generator.pages.routes import EXPLORE, SAVED

_LEAD = "Papers that you save are listed here, to sort, annotate, export and share. The list stays in this browser."


def saved_page(components: Components) -> nodes.Page:
    """Return the page of saved papers, which says what it needs where its script does not run."""
    site = components.site
    explore = nodes.Hyperlink("Explore", EXPLORE)
    fallback = ("This list needs JavaScript, which is off or has not loaded. All papers are in ", explore, ".")
    blocks: tuple[nodes.Block, ...] = (
        nodes.Paragraph((_LEAD,), "ps-lead"),
        nodes.Figure(scripted("saved", SAVED, site, more=[PAPER_ITEM]), "ps-explore"),
        nodes.Paragraph(fallback, "ps-fallback"),
    )
    return nodes.Page(SAVED, "Saved papers", blocks, page_meta(_LEAD, site, contents=False))
