"""Who shares papers with whom: the headings of an index in, the densest part of their network laid out in a plane out.

Two headings are joined by the papers under both. Connected parts are laid out one by one (Fruchterman and Reingold,
1991, by networkx), labels are pushed apart, and the parts are packed into rows.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from generator.analysis.indexes import Heading, Index

WIDTH = 960
"""Of the drawing; its height is as it comes."""
_MOST = 64
"""Headings beyond which a drawing says nothing any more."""
_LINES_EACH = 4
"""Lines of a heading beyond which only the strongest are drawn."""
_LONGEST = 28
"""Letters of a name; a longer one is cut in the drawing."""
_LETTER = 6.3
_LINE_HEIGHT = 34
_GAP = 26
_ROUNDS = 120


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A heading with its place, in units of the drawing."""

    heading: Heading
    x: float
    y: float
    radius: float

    @property
    def label(self) -> str:
        """The heading's own, as short as the drawing needs it."""
        return shortened(self.heading.label)


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """A line between two nodes, given by their places in `GraphLayout.nodes`."""

    one: int
    other: int
    papers: int
    """Under both headings."""


@dataclass(frozen=True, slots=True)
class GraphLayout:
    """A drawing, and what it leaves out."""

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    height: float
    joined: int
    """Headings that share a paper with another; `nodes` has the densest part of them."""


def shared_papers(index: Index) -> Counter[tuple[Heading, Heading]]:
    """How many papers two headings share, in the order of their sort keys; pairs that share none are left out."""
    shared: Counter[tuple[Heading, Heading]] = Counter()
    for headings in index.of_paper.values():
        ordered = sorted(dict.fromkeys(headings), key=lambda heading: heading.sort_key)
        shared.update(combinations(ordered, 2))
    return shared


def shortened(label: str) -> str:
    """A label for the drawing."""
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1].rstrip()}…"


def lay_out_graph(index: Index) -> GraphLayout:
    """The network of an index: the headings that share most papers, at most so many as can be told apart."""
    shared = shared_papers(index)
    strength: Counter[Heading] = Counter()
    for (one, other), papers in shared.items():
        strength[one] += papers
        strength[other] += papers
    ranked = sorted(strength, key=lambda heading: (-strength[heading], -len(heading.papers), heading.sort_key))
    chosen = set(ranked[:_MOST])
    kept = _strongest({pair: papers for pair, papers in shared.items() if chosen.issuperset(pair)})
    parts = [_Part(headings, kept) for headings in _parts(kept)]
    height = _pack(parts)
    nodes = tuple(
        GraphNode(heading, x, y, 3 + 2.2 * math.sqrt(len(heading.papers)))
        for part in parts
        for heading, x, y in part.places()
    )
    place = {node.heading: number for number, node in enumerate(nodes)}
    edges = tuple(GraphEdge(place[one], place[other], papers) for (one, other), papers in kept.items())
    return GraphLayout(nodes, edges, height, len(strength))


_Pairs = dict[tuple[Heading, Heading], int]


def _strongest(shared: _Pairs) -> _Pairs:
    """The pairs without those that are weak at both ends."""
    drawn: Counter[Heading] = Counter()
    kept: _Pairs = {}
    for pair in sorted(shared, key=lambda pair: (-shared[pair], pair[0].sort_key, pair[1].sort_key)):
        if min(drawn[pair[0]], drawn[pair[1]]) < _LINES_EACH:
            kept[pair] = shared[pair]
            drawn.update(pair)
    return kept


def _parts(pairs: Iterable[tuple[Heading, Heading]]) -> list[list[Heading]]:
    """The connected parts, the largest first, each in order."""
    import networkx  # takes longer to import than a small site to lay out: only when it is needed

    parts = networkx.connected_components(networkx.Graph(list(pairs)))
    ordered = [sorted(part, key=lambda heading: heading.sort_key) for part in parts]
    return sorted(ordered, key=lambda part: (-len(part), part[0].sort_key))


class _Part:
    """A connected part of the network, laid out around its middle."""

    def __init__(self, headings: list[Heading], pairs: _Pairs) -> None:
        import networkx

        graph = networkx.Graph()
        graph.add_nodes_from(range(len(headings)))
        place = {heading: number for number, heading in enumerate(headings)}
        graph.add_weighted_edges_from(
            (place[one], place[other], math.sqrt(papers)) for (one, other), papers in pairs.items() if one in place
        )
        found = networkx.spring_layout(graph, seed=1, iterations=_ROUNDS)
        side = 32 * math.sqrt(len(headings))
        self.headings = headings
        self.half_widths = [max(24.0, len(shortened(heading.label)) * _LETTER / 2) + 4 for heading in headings]
        self.at = [(1.7 * side * float(x), side * float(y)) for x, y in (found[n] for n in range(len(headings)))]
        self._push_apart()
        self._narrow()
        self.left = min(x - half for (x, _), half in zip(self.at, self.half_widths, strict=True))
        self.top = min(y for _, y in self.at)
        self.width = max(x + half for (x, _), half in zip(self.at, self.half_widths, strict=True)) - self.left
        self.height = max(y for _, y in self.at) - self.top + _LINE_HEIGHT
        self.x = self.y = 0.0

    def places(self) -> Iterator[tuple[Heading, float, float]]:
        """Each heading with its place in the drawing."""
        for heading, (x, y) in zip(self.headings, self.at, strict=True):
            yield heading, x - self.left + self.x, y - self.top + self.y + _LINE_HEIGHT / 2

    def _narrow(self) -> None:
        """Bring everything between the edges of the drawing; what overlaps then moves up or down."""
        middle = (min(x for x, _ in self.at) + max(x for x, _ in self.at)) / 2
        outermost = max(abs(x - middle) for x, _ in self.at) or 1.0
        rooms = [WIDTH / 2 - half for half in self.half_widths]
        if all(abs(x - middle) <= room for (x, _), room in zip(self.at, rooms, strict=True)):
            return
        self.at = [((x - middle) / outermost * max(0.0, room), y) for (x, y), room in zip(self.at, rooms, strict=True)]
        self._push_apart(only_down=True)

    def _push_apart(self, *, only_down: bool = False) -> None:
        """Move what overlaps, along the way that is shorter."""
        for _ in range(_ROUNDS):
            moved = False
            for one, other in combinations(range(len(self.at)), 2):
                moved |= self._push(one, other, only_down=only_down)
            if not moved:
                return

    def _push(self, one: int, other: int, *, only_down: bool) -> bool:
        (x1, y1), (x2, y2) = self.at[one], self.at[other]
        across = self.half_widths[one] + self.half_widths[other] - abs(x2 - x1)
        down = _LINE_HEIGHT - abs(y2 - y1)
        if across <= 0 or down <= 0:
            return False
        if across < down and not only_down:
            step = math.copysign(across / 2 + 0.5, x2 - x1)
            self.at[one], self.at[other] = (x1 - step, y1), (x2 + step, y2)
        else:
            step = math.copysign(down / 2 + 0.5, y2 - y1)
            self.at[one], self.at[other] = (x1, y1 - step), (x2, y2 + step)
        return True


def _pack(parts: Sequence[_Part]) -> float:
    """Put the parts into rows as wide as the drawing, each row in its middle; the height of all."""
    y = 0.0
    for row in _rows(parts):
        width = sum(part.width for part in row) + _GAP * (len(row) - 1)
        height = max(part.height for part in row)
        x = (WIDTH - width) / 2
        for part in row:
            part.x, part.y = x, y + (height - part.height) / 2
            x += part.width + _GAP
        y += height + _GAP
    return max(0.0, y - _GAP)


def _rows(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    row: list[_Part] = []
    for part in parts:
        if row and sum(other.width + _GAP for other in row) + part.width > WIDTH:
            yield row
            row = []
        row.append(part)
    if row:
        yield row
