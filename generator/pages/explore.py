"""The explore page: all papers by search, facets and sort order; without its script, a plain list of papers."""

from __future__ import annotations

from collections.abc import Sequence

from generator.config import SiteConfig
from generator.pages import nodes
from generator.pages.components import Components, page_meta, papers_count
from generator.pages.routes import ALL_PAPERS, EXPLORE

_PER_PAGE = 25
"""Papers on the first page; the script shows as many on each."""
_SCRIPTS = "assets/javascripts/"
PAPER_ITEM = f"{_SCRIPTS}paper-item.js"
"""Script that makes papers of lists, for scripts that show some."""
_FORM = (
    '<form role="search" aria-label="Search all papers" class="ps-explore__form">'
    '<label for="ps-find" class="ps-explore__label">Search all papers</label>'
    '<input type="search" id="ps-find" autocomplete="off" spellcheck="false" '
    'placeholder="Words, names, “phrases”, year:2023-2025"></form>'
    '<div class="ps-explore__bar"><p role="status" class="ps-explore__status" tabindex="-1">{papers}</p>'
    '<span class="ps-explore__order"><label for="ps-order">Sort by </label><select id="ps-order">'
    '<option value="relevance">Newest first</option><option value="date">Newest first</option>{added}'
    '<option value="title">Title</option><option value="score">Score</option></select></span></div>'
    '<div class="ps-explore__columns"><details class="ps-filters"><summary>Filters</summary></details></div>'
)
"""The form, which is there before its script."""
_ADDED = '<option value="added">Recently added</option>'
"""Order for collections to which papers were added later."""


def explore_page(components: Components) -> nodes.Page:
    """Return the explore page, with the list that its script replaces."""
    papers = components.newest
    lead = "Search titles, abstracts and names, filter by area, topic, year or author, and save papers to cite."
    listed = components.entries(papers[:_PER_PAGE])
    rest = nodes.Paragraph((nodes.Hyperlink(f"All {papers_count(papers)}", ALL_PAPERS),), "ps-more ps-fallback")
    form = _FORM.format(papers=papers_count(papers), added=_ADDED if components.collection.arrivals.by_day else "")
    blocks: tuple[nodes.Block, ...] = (
        nodes.Paragraph((lead,), "ps-lead"),
        nodes.Figure(scripted("explore", EXPLORE, components.site, form, [PAPER_ITEM]), "ps-explore"),
        listed._replace(css_class=f"{listed.css_class} ps-fallback"),
        *([rest] if len(papers) > _PER_PAGE else []),
    )
    return nodes.Page(EXPLORE, "Explore", blocks, page_meta(lead, components.site, contents=False))


def scripted(name: str, src_uri: str, site: SiteConfig, content: str = "", more: Sequence[str] = ()) -> str:
    """Return the place that the script of a page fills, with what is there before, and the script, by its name.

    `more` are the paths of scripts that it needs: of the collection or, in `assets/`, of the site.
    """
    home = site.relative_url("index.md", src_uri).removesuffix("index.html") or "./"
    to_root = "../" * site.folder.count("/")
    scripts = []
    for path in (*more, f"{_SCRIPTS}{name}.js"):
        address = site.relative_url(path, src_uri)
        scripts.append(f'<script src="{to_root if path.startswith(_SCRIPTS) else ""}{address}" defer></script>')
    hidden = "" if content else " hidden"
    return f'<div id="ps-{name}" data-site="{home}"{hidden}>{content}</div>{"".join(scripts)}'
