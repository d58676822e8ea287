"""The explore page: all papers by search, facets and order; without its script, a plain list of them."""

from __future__ import annotations

from generator.config import SiteConfig
from generator.pages import nodes
from generator.pages.components import Components, on_page, page_count, page_meta, pager, papers_count
from generator.pages.routes import ALL_PAPERS, EXPLORE


def explore_page(components: Components) -> nodes.Page:
    """The page, with what stands there before its script runs."""
    papers = components.newest
    lead = "Search by words and names, narrow down by area, topic, year and people, and take citations with you."
    blocks: tuple[nodes.Block, ...] = (
        nodes.Paragraph((lead,), "ps-lead"),
        nodes.Figure(_place(components.facts), "ps-explore"),
        nodes.Paragraph((f"{papers_count(papers)}, the newest first.",), "ps-fallback"),
        nodes.BulletList(components.entries(on_page(papers, 1)[0]).items, "ps-papers ps-fallback"),
        *(
            nodes.BulletList(items.items, f"{items.kind} ps-fallback", items.label)
            for items in pager(ALL_PAPERS, 1, page_count(len(papers)))
        ),
    )
    return nodes.Page(EXPLORE, "Explore", blocks, page_meta(lead, contents=False))


def _place(facts: SiteConfig) -> str:
    site = facts.relative("index.md", EXPLORE).removesuffix("index.html") or "./"
    script = facts.relative("assets/javascripts/explore.js", EXPLORE)
    return f'<div id="ps-explore" data-site="{site}" hidden></div><script src="{script}" defer></script>'
