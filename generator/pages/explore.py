"""The explore page: all papers by search, facets and sort order; without its script, a plain list of papers."""

from __future__ import annotations

from generator.config import SiteConfig
from generator.pages import nodes
from generator.pages.components import Components, on_page, page_count, page_meta, pager, papers_count
from generator.pages.routes import ALL_PAPERS, EXPLORE


def explore_page(components: Components) -> nodes.Page:
    """Return the explore page, with the list that its script replaces."""
    papers = components.newest
    lead = "Search titles, abstracts and names, filter by area, topic, year or author, and export citations."
    lists = (components.entries(on_page(papers, 1)[0]), *pager(ALL_PAPERS, 1, page_count(len(papers))))
    blocks: tuple[nodes.Block, ...] = (
        nodes.Paragraph((lead,), "ps-lead"),
        nodes.Figure(_script(components.site), "ps-explore"),
        nodes.Paragraph((f"{papers_count(papers)}, newest first.",), "ps-fallback"),
        *(items._replace(css_class=f"{items.css_class} ps-fallback") for items in lists),
    )
    return nodes.Page(EXPLORE, "Explore", blocks, page_meta(lead, components.site, contents=False))


def _script(site: SiteConfig) -> str:
    home = site.relative_url("index.md", EXPLORE).removesuffix("index.html") or "./"
    to_root = "../" * site.folder.count("/")
    script = to_root + site.relative_url("assets/javascripts/explore.js", EXPLORE)
    return f'<div id="ps-explore" data-site="{home}" hidden></div><script src="{script}" defer></script>'
