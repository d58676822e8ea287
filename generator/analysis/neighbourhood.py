"""Neighbourhood of a paper: its nearest papers in, a place for each around it out.

The distance says how near a paper is compared with the nearest one, in steps, so that one more paper in the collection
hardly changes a place. Papers that are near each other stand side by side.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from generator.analysis.related import MAX_RELATED
from generator.models import Relation

INNERMOST, OUTERMOST = 44, 108
"""Distances of the nearest paper, and of those that are half as near as it is, or less."""
_STEPS = 8
_APART = 1.5
"""Angle between papers that are not near each other, in units of that between those that are."""
_FIRST_ANGLE = math.radians(-60)


class Neighbour(NamedTuple):
    """One of the nearest papers, with its place from the paper in the middle; `y` grows downwards."""

    key: str
    x: int
    y: int


class Neighbourhood(NamedTuple):
    """Nearest papers of a paper, as they are drawn."""

    neighbours: tuple[Neighbour, ...]
    """Nearest first."""
    joined: tuple[tuple[int, int], ...]
    """Pairs of neighbours that are related to each other, both ways, by their places in `neighbours`."""


NOTHING_AROUND = Neighbourhood((), ())


def neighbourhood_of(key: str, nearest: Mapping[str, Sequence[Relation]]) -> Neighbourhood:
    """Return the neighbourhood of a paper, given the nearest papers of each."""
    relations = nearest.get(key, ())
    related = [{other.key for other in nearest.get(relation.key, ())[:MAX_RELATED]} for relation in relations]
    joined = tuple(
        (one, other)
        for one, other in combinations(range(len(relations)), 2)
        if relations[one].key in related[other] and relations[other].key in related[one]
    )
    angles = _angles(len(relations), frozenset(joined))
    places = [_place(one, relations[0].nearness, angle) for one, angle in zip(relations, angles, strict=True)]
    return Neighbourhood(tuple(places), joined)


def _place(relation: Relation, greatest: float, angle: float) -> Neighbour:
    share = min(1.0, 2 * (1 - relation.nearness / greatest))
    distance = INNERMOST + (OUTERMOST - INNERMOST) * round(share * _STEPS) / _STEPS
    return Neighbour(relation.key, round(distance * math.cos(angle)), round(distance * math.sin(angle)))


def _angles(number: int, joined: frozenset[tuple[int, int]]) -> list[float]:
    """Return the angle of each neighbour: those that are joined stand closer together."""
    circle = _circle(number, joined)
    widths = [1.0 if _are_joined(one, other, joined) else _APART for one, other in _side_by_side(circle)]
    angles = [0.0] * number
    angle = _FIRST_ANGLE
    for neighbour, width in zip(circle, widths, strict=True):
        angles[neighbour] = angle
        angle += width * math.tau / sum(widths)
    return angles


def _circle(number: int, joined: frozenset[tuple[int, int]]) -> list[int]:
    """Return the neighbours in an order in which many that are joined stand side by side."""
    circle: list[int] = []
    for neighbour in range(number):
        ways = [[*circle[:place], neighbour, *circle[place:]] for place in range(1, len(circle) + 1)] or [[neighbour]]
        circle = max(ways, key=lambda way: sum(_are_joined(*pair, joined) for pair in _side_by_side(way)))
    return circle


def _side_by_side(circle: Sequence[int]) -> list[tuple[int, int]]:
    return list(zip(circle, [*circle[1:], *circle[:1]], strict=True))


def _are_joined(one: int, other: int, joined: frozenset[tuple[int, int]]) -> bool:
    return (min(one, other), max(one, other)) in joined
