"""Maps: the co-author graph and the topic map, each as a drawing with links and as a list that says the same."""

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


@dataclass(frozen=True, slots=True)
class _Words:
    """What a map says of itself."""

    src_uri: str
    title: str
    joined: str
    none: str
    beside: str


_WORDS = {
    Kind.AUTHOR: _Words(
        CO_AUTHORS,
        "Co-author graph",
        "A line joins two authors who are named on the same paper; the thicker, the more papers. A larger dot is an "
        "author of more papers.",
        "No two authors are named on one paper.",
        "Who writes with whom",
    ),
    Kind.TOPIC: _Words(
        TOPIC_MAP,
        "Topic map",
        "A line joins two topics that share papers; the thicker, the more. A larger dot is a topic of more papers.",
        "No two topics share a paper.",
        "Which topics meet",
    ),
}


def map_page(index: Index, facts: SiteConfig) -> nodes.Page:
    """The map of the authors or of the topics."""
    words = _WORDS[index.kind]
    network = lay_out_graph(index)
    meta = page_meta(words.joined if network.nodes else words.none, contents=False)
    if not network.nodes:
        return nodes.Page(words.src_uri, words.title, (nodes.Paragraph((words.none,), "ps-lead"),), meta)
    blocks = (
        nodes.Paragraph((f"{words.joined} {_left_out(network, index)}".strip(),), "ps-lead"),
        nodes.Figure(_svg(network, words.src_uri, facts), "ps-map", words.title),
        nodes.SectionHeading(words.beside),
        _partners(network),
    )
    return nodes.Page(words.src_uri, words.title, blocks, meta)


def _left_out(network: GraphLayout, index: Index) -> str:
    shown, every = len(network.nodes), headings_count(index.headings, index.kind)
    if shown == len(index.headings):
        return ""
    if shown == network.joined:
        return f"Shown are the {shown} of {every} that share a paper with another."
    return f"Shown is the densest part: the {shown} of {every} that share most papers."


def _svg(network: GraphLayout, src_uri: str, facts: SiteConfig) -> str:
    """The drawing. Its links are for the pointer: keyboards and screen readers have the same in the list below."""
    lines = "".join(
        f'<path d="M{one.x:.0f} {one.y:.0f}L{other.x:.0f} {other.y:.0f}" '
        f'stroke-width="{min(6.0, 0.6 + papers * 0.6):.1f}"/>'
        for one, other, papers in (
            (network.nodes[edge.one], network.nodes[edge.other], edge.papers) for edge in network.edges
        )
    )
    dots = "".join(
        f'<a href="{html.escape(facts.relative(node.heading.src_uri, src_uri))}" tabindex="-1">'
        f'<circle cx="{node.x:.0f}" cy="{node.y:.0f}" r="{min(node.radius, 11):.1f}"/>'
        f'<text x="{node.x:.0f}" y="{node.y + min(node.radius, 11) + 9:.0f}">{_shown(node)}</text></a>'
        for node in network.nodes
    )
    box = f"0 0 {WIDTH} {network.height + 12:.0f}"
    return f'<svg viewBox="{box}" aria-hidden="true"><g>{lines}</g>{dots}</svg>'


def _shown(node: GraphNode) -> str:
    """The label of a dot, as HTML, without what Markdown would change even there: control characters and tabs."""
    return html.escape(printable(" ".join(node.label.split())))


def _partners(network: GraphLayout) -> nodes.BulletList:
    """Each heading of the drawing with those that it is joined to."""
    joined: dict[Heading, list[tuple[Heading, int]]] = defaultdict(list)
    for edge in network.edges:
        one, other = network.nodes[edge.one].heading, network.nodes[edge.other].heading
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
