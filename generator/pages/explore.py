"""The explore page: all papers by search, facets and sort order; without its script, a plain list of papers."""

from __future__ import annotations

from generator.config import SiteConfig
from generator.pages import nodes
from generator.pages.components import Components, page_meta, papers_count
from generator.pages.routes import ALL_PAPERS, EXPLORE

_PER_PAGE = 25
"""Papers on the first page; the script shows as many on each."""


def explore_page(components: Components) -> nodes.Page:
    """Return the explore page, with the list that its script replaces."""
    papers = components.newest
    lead = "Search titles, abstracts and names, filter by area, topic, year or author, and save papers to cite."
    listed = components.entries(papers[:_PER_PAGE])
    rest = nodes.Paragraph((nodes.Hyperlink(f"All {papers_count(papers)}", ALL_PAPERS),), "ps-more ps-fallback")
    script = scripted("explore", EXPLORE, components.site, count=papers_count(papers))
    blocks: tuple[nodes.Block, ...] = (
        nodes.Paragraph((lead,), "ps-lead"),
        nodes.Figure(script, "ps-explore"),
        listed._replace(css_class=f"{listed.css_class} ps-fallback"),
        *([rest] if len(papers) > _PER_PAGE else []),
    )
    return nodes.Page(EXPLORE, "Explore", blocks, page_meta(lead, components.site, contents=False))


def scripted(name: str, src_uri: str, site: SiteConfig, **data: str) -> str:
    """Return the place that the script of a page fills, with data for it, and the script, by its name."""
    home = site.relative_url("index.md", src_uri).removesuffix("index.html") or "./"
    to_root = "../" * site.folder.count("/")
    paths = [f"assets/javascripts/{one}.js" for one in ("paper-item", name)]
    scripts = [f'<script src="{to_root}{site.relative_url(path, src_uri)}" defer></script>' for path in paths]
    attributes = "".join(f' data-{key}="{value}"' for key, value in {"site": home, **data}.items())
    return f'<div id="ps-{name}"{attributes} hidden></div>{"".join(scripts)}'
