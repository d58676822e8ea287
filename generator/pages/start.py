"""The section "Where to start" of home and of long topics: papers to read first, with what each says it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.analysis.main_sentence import main_sentence
from generator.analysis.starting_points import StartingPoint, find_starting_points
from generator.models import Paper
from generator.pages import nodes
from generator.pages.components import Components, excerpt, paper_title

_SENTENCE = 260
"""Length of a sentence, in characters."""
_AUTHORS = 2


def where_to_start(papers: Sequence[Paper], components: Components) -> Iterator[nodes.Block]:
    """Yield the papers of a list to read first, nothing if the list is short; `papers` are newest first."""
    points = find_starting_points(papers, components.collection.related)
    if points:
        yield nodes.SectionHeading("Where to start")
        yield nodes.BulletList(tuple(_item(point, components) for point in points), "ps-start")


def _item(point: StartingPoint, components: Components) -> nodes.ListItem:
    paper = point.paper
    by = ", ".join(name.text for name in paper.authors[:_AUTHORS])
    more = " et al." if paper.et_al or len(paper.authors) > _AUTHORS else ""
    facts = ", ".join(filter(None, (f"{by}{more}", str(paper.year or ""))))
    blocks = [paper_title(paper), nodes.Paragraph((nodes.Span(point.reason, "ps-why"), f" {facts}"), "ps-reason")]
    if sentence := main_sentence(components.abstract(paper), paper.plain_title):
        blocks.append(nodes.Paragraph((excerpt(sentence, _SENTENCE),), "ps-sentence"))
    return nodes.ListItem(tuple(blocks))
