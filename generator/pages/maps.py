"""The co-author graph and the topic map, each as a drawing and as a list with the same links."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from generator.analysis.graph import WIDTH, GraphLayout, GraphNode, lay_out_graph
from generator.analysis.indexes import Heading, Index, Kind
from generator.config import SiteConfig
from generator.pages import nodes
from generator.pages.components import headings_count, page_meta, shared_counts
from generator.pages.routes import CO_AUTHORS, TOPIC_MAP
from generator.text.markdown import printable

_THICKEST = 6.0
"""Width of the line between the headings that share most papers."""


@dataclass(frozen=True, slots=True)
class _Texts:
    src_uri: str
    title: str
    explanation: str
    empty: str
    """Text in place of a map without edges."""
    list_title: str


_TEXTS = {
    Kind.AUTHOR: _Texts(
        CO_AUTHORS,
        "Co-author graph",
        "Lines connect authors named on the same paper. Thicker lines: more shared papers. Bigger dots: more papers.",
        "No two authors share a paper.",
        "Co-authors",
    ),
    Kind.TOPIC: _Texts(
        TOPIC_MAP,
        "Topic map",
        "Lines connect topics that share papers. Thicker lines: more shared papers. Bigger dots: more papers.",
        "No two topics share a paper.",
        "Topics that share papers",
    ),
}


def map_page(index: Index, site: SiteConfig) -> nodes.Page:
    """Return the page of the map of an index, which is that of the authors or of the topics."""
    texts = _TEXTS[index.kind]
    graph = lay_out_graph(index)
    meta = page_meta(texts.explanation if graph.nodes else texts.empty, site, contents=False)
    if not graph.nodes:
        return nodes.Page(texts.src_uri, texts.title, (nodes.Paragraph((texts.empty,), "ps-lead"),), meta)
    blocks = (
        nodes.Paragraph((texts.explanation, *_left_out(graph, index)), "ps-lead"),
        nodes.Figure(_svg(graph, texts.src_uri, site), "ps-map", texts.title),
        nodes.SectionHeading(texts.list_title),
        _partners(graph),
    )
    return nodes.Page(texts.src_uri, texts.title, blocks, meta)


def _left_out(graph: GraphLayout, index: Index) -> Iterator[nodes.Inline]:
    """Yield which part of an index the drawing shows, with a link to the whole; nothing if it shows all."""
    shown = len(graph.nodes)
    if shown == len(index.headings):
        return
    densest = shown < graph.joined
    yield f" Showing the {'densest part: the ' if densest else ''}{shown} of "
    yield nodes.Hyperlink(headings_count(index), index.src_uri)
    yield f" that share {'the most papers' if densest else 'a paper with another'}."


def _svg(graph: GraphLayout, src_uri: str, site: SiteConfig) -> str:
    """Return the drawing. Its links are for pointing devices only: the list below repeats them.

    They have `xlink:href`, as scripts of themes take whatever has a `href` for an HTML element, and a role, as checks
    of pages take them for links that lead nowhere.
    """
    per_paper = min(0.6, _THICKEST / max(edge.papers for edge in graph.edges))
    lines = "".join(
        f'<path d="M{edge.one.x:.0f} {edge.one.y:.0f}L{edge.other.x:.0f} {edge.other.y:.0f}" '
        f'stroke-width="{0.6 + edge.papers * per_paper:.1f}"/>'
        for edge in graph.edges
    )
    dots = "".join(
        f'<a xlink:href="{html.escape(site.relative_url(node.heading.src_uri, src_uri))}" role="link" tabindex="-1">'
        f'<circle cx="{node.x:.0f}" cy="{node.y:.0f}" r="{node.radius:.1f}"/>'
        f'<text x="{node.x:.0f}" y="{node.y + node.radius + 9:.0f}">{_shown(node)}</text></a>'
        for node in graph.nodes
    )
    box = f"0 0 {WIDTH} {graph.height + 12:.0f}"
    return f'<svg viewBox="{box}" aria-hidden="true"><g>{lines}</g>{dots}</svg>'


def _shown(node: GraphNode) -> str:
    """Return the label of a node as HTML, without characters that Markdown changes even in HTML."""
    return html.escape(printable(" ".join(node.label.split())))


def _partners(graph: GraphLayout) -> nodes.BulletList:
    """Return a list of the headings in the drawing, each with the headings that it shares papers with."""
    joined: dict[Heading, list[tuple[Heading, int]]] = defaultdict(list)
    for edge in graph.edges:
        one, other = edge.one.heading, edge.other.heading
        joined[one].append((other, edge.papers))
        joined[other].append((one, edge.papers))
    ordered = sorted(joined, key=lambda heading: (-len(heading.papers), heading.sort_key))
    return nodes.BulletList(
        tuple(nodes.ListItem(tuple(_row(heading, joined[heading]))) for heading in ordered), "ps-partners"
    )


def _row(heading: Heading, partners: list[tuple[Heading, int]]) -> Iterator[nodes.Block]:
    partners = sorted(partners, key=lambda pair: (-pair[1], pair[0].sort_key))
    yield nodes.Paragraph((nodes.Hyperlink(heading.label, heading.src_uri),), "ps-title")
    yield nodes.Paragraph(shared_counts(partners), "ps-chips")
