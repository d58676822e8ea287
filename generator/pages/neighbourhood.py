"""Drawing of the papers nearest to a paper: dots around it, lines between those near each other, topics as colours.

It says to the eye what the list beside it cannot: how near each paper is, and which belong together. Its links are for
pointing devices only, as the list has them, too.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.analysis.neighbourhood import INNERMOST, OUTERMOST, Neighbourhood
from generator.models import Paper
from generator.pages import nodes
from generator.pages.components import Components, separated
from generator.text.markdown import printable

_WIDTH, _HEIGHT = 360, 2 * OUTERMOST + 44
_MIDDLE = (_WIDTH // 2, _HEIGHT // 2)
_RINGS = (INNERMOST, OUTERMOST)
_FEWEST = 3
"""Neighbours without whom a drawing says nothing that the list does not."""
_COLOURS = 4
"""Topics that have a colour; papers of others, and of none, are grey."""
_RADIUS, _OWN_RADIUS = 6, 9
_TITLE = 20
"""Length of a label, in characters."""
_CHARACTER, _LINE = 6.2, 14
"""Size of a character of a label, in units of the drawing."""
_OWN_LABEL = "This paper"
_ABOUT = "The nearer to the middle, the more alike. Lines join papers that are also related to each other."


class _Box(NamedTuple):
    x: float
    """Middle; `y` is one, too."""
    y: float
    width: float
    height: float


def neighbourhood_figure(
    paper: Paper, around: Neighbourhood, papers: Mapping[str, Paper], components: Components
) -> Iterator[nodes.Block]:
    """Yield the drawing of a paper's nearest papers, nothing if there are few; `papers` maps keys to all papers."""
    if len(around.neighbours) < _FEWEST:
        return
    near = [papers[neighbour.key] for neighbour in around.neighbours]
    topics = [main_topic(one, components) for one in (paper, *near)]
    legend = tuple(dict.fromkeys(filter(None, topics)))[:_COLOURS]
    colours = [legend.index(topic) + 1 if topic in legend else 0 for topic in topics]
    links = [html.escape(components.site.relative_url(one.src_uri, paper.src_uri)) for one in near]
    drawing = _svg(around, [one.plain_title for one in near], links, colours)
    yield nodes.Figure(f"{drawing}{_caption(legend, has_others=0 in colours)}", "ps-near")


def _caption(legend: Sequence[str], *, has_others: bool) -> str:
    named = [*enumerate(legend, 1), *([(0, "Other" if legend else "")] if has_others else [])]
    keys = "".join(
        f'<span><em class="ps-map__dot-{colour}">●</em> {_shown(topic)}</span>' for colour, topic in named if topic
    )
    return f'<figcaption aria-hidden="true">{_ABOUT}{keys and f"<p>{keys}</p>"}</figcaption>'


def further_papers(around: Neighbourhood, papers: Mapping[str, Paper], listed: Sequence[str]) -> Iterator[nodes.Block]:
    """Yield links to the papers of a drawing that the list beside it does not have, given the keys of that."""
    further = [papers[neighbour.key] for neighbour in around.neighbours if neighbour.key not in listed]
    if further and len(around.neighbours) >= _FEWEST:
        links = separated((nodes.Hyperlink(one.plain_title, one.src_uri) for one in further), " · ")
        yield nodes.Paragraph(("Also near: ", *links), "ps-reason")


def main_topic(paper: Paper, components: Components) -> str:
    """Return the label of the first topic of a paper, empty if it has none."""
    return next((heading.label for heading in components.collection.topics.of_paper[paper.key]), "")


def short_title(title: str) -> str:
    """Return the name that a title begins with, or else its first words.

    >>> short_title("Glow: Lanterns for Moths"), short_title("Lanterns that attract the moths")
    ('Glow', 'Lanterns that …')
    """
    name, colon, _ = title.partition(":")
    if colon and len(name) <= _TITLE:
        return name
    if len(title) <= _TITLE:
        return title
    head, _, _ = title[: _TITLE + 1].rpartition(" ")
    return f"{head or title[:_TITLE]} …"


def _svg(around: Neighbourhood, titles: Sequence[str], links: Sequence[str], colours: Sequence[int]) -> str:
    left, top = _MIDDLE
    places = [(left + neighbour.x, top + neighbour.y) for neighbour in around.neighbours]
    rings = "".join(f'<circle cx="{left}" cy="{top}" r="{radius}"/>' for radius in _RINGS)
    lines = "".join(f"M{_at(places[one])}L{_at(places[other])}" for one, other in around.joined)
    labels = _labels(places, [short_title(" ".join(title.split())) for title in titles])
    dots = "".join(
        f'<a xlink:href="{link}" role="link" tabindex="-1"><title>{_shown(title)}</title>'
        f'<circle class="ps-map__dot-{colour}" cx="{x}" cy="{y}" r="{_RADIUS}"/>{label}</a>'
        for (x, y), title, link, colour, label in zip(places, titles, links, colours[1:], labels, strict=True)
    )
    own = f'<circle class="ps-map__dot-{colours[0]}" cx="{left}" cy="{top}" r="{_OWN_RADIUS}"/>'
    own += f'<text x="{left}" y="{top + _OWN_RADIUS + _LINE}">{_OWN_LABEL}</text>'
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-hidden="true"><g>{rings}<path d="{lines}"/></g>{own}{dots}</svg>'
    )


def _at(place: tuple[int, int]) -> str:
    return f"{place[0]} {place[1]}"


def _labels(places: Sequence[tuple[int, int]], labels: Sequence[str]) -> Iterator[str]:
    """Yield the label of each dot, where it overlaps nothing and is whole; empty if there is no such place."""
    left, top = _MIDDLE
    taken = [_Box(left, top, 2 * _OWN_RADIUS, 2 * _OWN_RADIUS)]
    taken.append(_Box(left, top + _OWN_RADIUS + _LINE - 4, _width(_OWN_LABEL), _LINE))
    taken += [_Box(x, y, 2 * _RADIUS + 2, 2 * _RADIUS + 2) for x, y in places]
    for (x, y), label in zip(places, labels, strict=True):
        for anchor, box in _ways(x, y, left, _width(label)):
            if _is_free(box, taken):
                taken.append(box)
                start = box.x if not anchor else box.x - box.width / 2 if anchor == "start" else box.x + box.width / 2
                beside = f' text-anchor="{anchor}"' if anchor else ""
                yield f'<text x="{start:.0f}" y="{box.y + 4:.0f}"{beside}>{_shown(label)}</text>'
                break
        else:
            yield ""


def _ways(x: int, y: int, middle: int, width: float) -> Iterator[tuple[str, _Box]]:
    """Yield the places of a label around a dot: outwards first, then below and above, then inwards."""
    aside = _RADIUS + 4 + width / 2
    right, left = ("start", _Box(x + aside, y, width, _LINE)), ("end", _Box(x - aside, y, width, _LINE))
    yield right if x >= middle else left
    for apart in (_RADIUS + 9, -_RADIUS - 8):
        yield "", _Box(x, y + apart, width, _LINE)
    yield left if x >= middle else right


def _is_free(box: _Box, taken: Sequence[_Box]) -> bool:
    is_whole = box.width / 2 <= box.x <= _WIDTH - box.width / 2 and box.height / 2 <= box.y <= _HEIGHT - box.height / 2
    return is_whole and all(
        abs(box.x - other.x) * 2 >= box.width + other.width or abs(box.y - other.y) * 2 >= box.height + other.height
        for other in taken
    )


def _width(text: str) -> float:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text) * _CHARACTER


def _shown(text: str) -> str:
    """Return text as HTML, without characters that Markdown changes even in HTML."""
    return html.escape(printable(" ".join(text.split())), quote=False)
