"""The explore page: all papers by search, facets and sort order; without its script, a plain list of papers."""

from __future__ import annotations

from generator.config import SiteConfig
from generator.pages import nodes
from generator.pages.components import Components, on_page, page_count, page_meta, pager, papers_count
from generator.pages.routes import ALL_PAPERS, EXPLORE


def explore_page(components: Components) -> nodes.Page:
    """Return the explore page, with the list that its script replaces."""
    papers = components.newest
    lead = "Search titles, abstracts and names, filter by area, topic, year or author, and save papers to cite."
    lists = (components.entries(on_page(papers, 1)[0]), *pager(ALL_PAPERS, 1, page_count(len(papers))))
    blocks: tuple[nodes.Block, ...] = (
        nodes.Paragraph((lead,), "ps-lead"),
        nodes.Figure(scripted("explore", EXPLORE, components.site), "ps-explore"),
        nodes.Paragraph((f"{papers_count(papers)}, newest first.",), "ps-fallback"),
        *(items._replace(css_class=f"{items.css_class} ps-fallback") for items in lists),
    )
    return nodes.Page(EXPLORE, "Explore", blocks, page_meta(lead, components.site, contents=False))


def scripted(name: str, src_uri: str, site: SiteConfig) -> str:
    """Return the place that the script of a page fills, and the script, by its name."""
    home = site.relative_url("index.md", src_uri).removesuffix("index.html") or "./"
    to_root = "../" * site.folder.count("/")
    paths = [f"assets/javascripts/{one}.js" for one in ("paper-item", name)]
    scripts = [f'<script src="{to_root}{site.relative_url(path, src_uri)}" defer></script>' for path in paths]
    return f'<div id="ps-{name}" data-site="{home}" hidden></div>{"".join(scripts)}'
