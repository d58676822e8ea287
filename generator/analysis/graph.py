"""The graph of headings that share papers: an index in, the layout of the densest part of its graph out.

Connected components are laid out one by one, overlapping labels are pushed apart, and the components are packed into
rows.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from generator.analysis.indexes import Heading, Index

WIDTH = 960
"""Width of the drawing, in its own units, as all lengths here."""
_MAX_NODES = 64
_FEWEST_NODES = 10
"""Number of recurring headings that share papers from which a graph is worth a page."""
_STRONG_EDGES = 4
"""Edges of a node that are drawn however weak they are at their other end."""
_MAX_PARTNERS = 10
"""Other headings of a paper that count at most."""
_MAX_LABEL = 28
"""Length of the longest label, in characters."""
_CHARACTER_WIDTH = 6.3
_LINE_HEIGHT = 34
_GAP = 26
_SMALLEST, _LARGEST = 2.5, 11
"""Radius of a dot without papers, and that of the dot of most papers."""
_ROUNDS = 120


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A heading and the centre of its label."""

    heading: Heading
    x: float
    y: float
    radius: float

    @property
    def label(self) -> str:
        """Label of the heading, shortened."""
        return shortened(self.heading.label)


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """A line between two nodes."""

    one: GraphNode
    other: GraphNode
    papers: int
    """Number of papers under both headings."""


@dataclass(frozen=True, slots=True)
class GraphLayout:
    """The layout of the densest part of a graph."""

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    height: float
    joined: int
    """Number of headings that share a paper with another, including those that are not in `nodes`."""


def shared_papers(index: Index) -> Counter[tuple[Heading, Heading]]:
    """Return the number of papers that each pair of headings shares, without pairs that share none.

    The headings of a pair are in the order of their sort keys.
    """
    shared: Counter[tuple[Heading, Heading]] = Counter()
    for headings in index.of_paper.values():
        ordered = sorted(dict.fromkeys(headings), key=lambda heading: heading.sort_key)
        shared.update(combinations(ordered, 2))
    return shared


def shortened(label: str) -> str:
    """Return a label that is short enough for the drawing."""
    return label if len(label) <= _MAX_LABEL else f"{label[: _MAX_LABEL - 1].rstrip()}…"


def lay_out_graph(index: Index) -> GraphLayout:
    """Return the layout of the headings of an index that share most papers, at most 64 of them."""
    shared = shared_papers(index)
    strength = _strength(index)
    ranked = sorted(strength, key=lambda heading: (-strength[heading], -len(heading.papers), heading.sort_key))
    chosen = set(ranked[:_MAX_NODES])
    kept = _strongest({pair: papers for pair, papers in shared.items() if chosen.issuperset(pair)})
    components = [_Component(headings, kept) for headings in _components(kept)]
    height = _pack(components)
    most = max((len(heading.papers) for pair in kept for heading in pair), default=1)
    nodes = tuple(node for component in components for node in component.nodes(most))
    node_of = {node.heading: node for node in nodes}
    edges = tuple(GraphEdge(node_of[one], node_of[other], papers) for (one, other), papers in kept.items())
    return GraphLayout(nodes, edges, height, len(strength))


def is_telling(index: Index) -> bool:
    """Return whether the graph of an index says more than lists do.

    It needs some headings that have several papers and share one with another such heading: those of a single paper
    only repeat its byline.
    """
    recurring = {heading for heading in index.headings if len(heading.papers) > 1}
    joined = (recurring.intersection(headings) for headings in index.of_paper.values())
    return len({heading for headings in joined if len(headings) > 1 for heading in headings}) >= _FEWEST_NODES


def _strength(index: Index) -> Counter[Heading]:
    """Return how much each heading shares with others: for each paper the number of its other headings, up to a few.

    Otherwise the authors of one paper with a hundred authors would fill the drawing.
    """
    strength: Counter[Heading] = Counter()
    for headings in index.of_paper.values():
        others = len(own := dict.fromkeys(headings)) - 1
        strength.update(dict.fromkeys(own if others else (), min(others, _MAX_PARTNERS)))
    return strength


_Pairs = dict[tuple[Heading, Heading], int]


def _strongest(shared: _Pairs) -> _Pairs:
    """Return the pairs that are among the strongest of at least one of their headings."""
    drawn: Counter[Heading] = Counter()
    kept: _Pairs = {}
    for pair in sorted(shared, key=lambda pair: (-shared[pair], pair[0].sort_key, pair[1].sort_key)):
        if min(drawn[pair[0]], drawn[pair[1]]) < _STRONG_EDGES:
            kept[pair] = shared[pair]
            drawn.update(pair)
    return kept


def _components(pairs: Iterable[tuple[Heading, Heading]]) -> list[list[Heading]]:
    """Return the connected components of a graph, largest first, each in the order of the index."""
    component_of: dict[Heading, set[Heading]] = {}
    for one, other in pairs:
        joined = component_of.get(one, {one}) | component_of.get(other, {other})
        component_of.update(dict.fromkeys(joined, joined))
    components = {id(component): component for component in component_of.values()}.values()
    ordered = [sorted(component, key=lambda heading: heading.sort_key) for component in components]
    return sorted(ordered, key=lambda component: (-len(component), component[0].sort_key))


def _places(headings: list[Heading], pairs: _Pairs) -> list[tuple[float, float]]:
    """Return the places of the headings of a connected component, as `spring_layout` does."""
    import numpy as np  # here, as importing it takes longer than laying out a small site

    from generator.analysis.spring_layout import spring_layout

    number = {heading: at for at, heading in enumerate(headings)}
    weights = np.zeros((len(headings), len(headings)))
    for (one, other), papers in pairs.items():
        if one in number:
            weights[number[one], number[other]] = weights[number[other], number[one]] = math.sqrt(papers)
    # A heading always starts from the same place, so that a new paper changes the drawing little.
    digests = b"".join(hashlib.blake2b(heading.slug.encode(), digest_size=8).digest() for heading in headings)
    start = np.frombuffer(digests, "<u4").reshape(-1, 2) / 2**32
    return [(x, y) for x, y in spring_layout(start, weights).tolist()]


class _Component:
    """The layout of a connected component, which `_pack` gives its place in the drawing."""

    def __init__(self, headings: list[Heading], pairs: _Pairs) -> None:
        side = 32 * math.sqrt(len(headings))
        self.headings = headings
        self.half_widths = [max(24.0, len(shortened(heading.label)) * _CHARACTER_WIDTH / 2) + 4 for heading in headings]
        self.centres = [(1.7 * side * x, side * y) for x, y in _places(headings, pairs)]
        self._push_apart()
        self._narrow()
        self.left = min(x - half for (x, _), half in zip(self.centres, self.half_widths, strict=True))
        self.top = min(y for _, y in self.centres)
        self.width = max(x + half for (x, _), half in zip(self.centres, self.half_widths, strict=True)) - self.left
        self.height = max(y for _, y in self.centres) - self.top + _LINE_HEIGHT
        self.x = self.y = 0.0

    def nodes(self, most: int) -> Iterator[GraphNode]:
        """Yield the headings with their places in the drawing; `most` is the largest number of papers of any."""
        for heading, (x, y) in zip(self.headings, self.centres, strict=True):
            radius = _SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(len(heading.papers) / most)
            yield GraphNode(heading, x - self.left + self.x, y - self.top + self.y + _LINE_HEIGHT / 2, radius)

    def _narrow(self) -> None:
        """Fit the labels into the width of the drawing, and move those that then overlap apart vertically."""
        middle = (min(x for x, _ in self.centres) + max(x for x, _ in self.centres)) / 2
        outermost = max(abs(x - middle) for x, _ in self.centres) or 1.0
        limits = [WIDTH / 2 - half for half in self.half_widths]
        if all(abs(x - middle) <= limit for (x, _), limit in zip(self.centres, limits, strict=True)):
            return
        self.centres = [
            ((x - middle) / outermost * max(0.0, limit), y) for (x, y), limit in zip(self.centres, limits, strict=True)
        ]
        self._push_apart(only_down=True)

    def _push_apart(self, *, only_down: bool = False) -> None:
        """Move overlapping labels apart, along the shorter way."""
        for _ in range(_ROUNDS):
            pairs = combinations(range(len(self.centres)), 2)
            if not sum(self._push(one, other, only_down=only_down) for one, other in pairs):
                return

    def _push(self, one: int, other: int, *, only_down: bool) -> bool:
        """Move two labels apart, and return whether they overlapped."""
        (x1, y1), (x2, y2) = self.centres[one], self.centres[other]
        across = self.half_widths[one] + self.half_widths[other] - abs(x2 - x1)
        down = _LINE_HEIGHT - abs(y2 - y1)
        if across <= 0 or down <= 0:
            return False
        if across < down and not only_down:
            step = math.copysign(across / 2 + 0.5, x2 - x1)
            self.centres[one], self.centres[other] = (x1 - step, y1), (x2 + step, y2)
        else:
            step = math.copysign(down / 2 + 0.5, y2 - y1)
            self.centres[one], self.centres[other] = (x1, y1 - step), (x2, y2 + step)
        return True


def _pack(components: Sequence[_Component]) -> float:
    """Arrange components in centred rows as wide as the drawing, and return the height of all rows."""
    y = 0.0
    for row in _rows(components):
        width = sum(component.width for component in row) + _GAP * (len(row) - 1)
        height = max(component.height for component in row)
        x = (WIDTH - width) / 2
        for component in row:
            component.x, component.y = x, y + (height - component.height) / 2
            x += component.width + _GAP
        y += height + _GAP
    return max(0.0, y - _GAP)


def _rows(components: Sequence[_Component]) -> Iterator[list[_Component]]:
    row: list[_Component] = []
    for component in components:
        if row and sum(other.width + _GAP for other in row) + component.width > WIDTH:
            yield row
            row = []
        row.append(component)
    if row:
        yield row
