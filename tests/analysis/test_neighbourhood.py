"""Neighbourhoods: nearer papers stand nearer the middle, those joined side by side, and none over another."""

from __future__ import annotations

import math
import random
from itertools import combinations, pairwise

import pytest

from generator.analysis.neighbourhood import (
    INNERMOST,
    NOTHING_AROUND,
    OUTERMOST,
    Neighbour,
    Neighbourhood,
    neighbourhood_of,
)
from generator.models import Relation

Nearest = dict[str, tuple[Relation, ...]]


def relations(**nearness: float) -> tuple[Relation, ...]:
    return tuple(Relation(key, near, (), ()) for key, near in nearness.items())


def distance(neighbour: Neighbour) -> float:
    return math.hypot(neighbour.x, neighbour.y)


def around(nearest: Nearest) -> Neighbourhood:
    return neighbourhood_of("moths", nearest)


def test_the_distance_says_how_near_a_paper_is() -> None:
    found = around({"moths": relations(a=0.4, b=0.36, c=0.3, d=0.2, e=0.11)})
    assert [neighbour.key for neighbour in found.neighbours] == list("abcde")
    distances = [distance(neighbour) for neighbour in found.neighbours]
    assert distances[0] == pytest.approx(INNERMOST, abs=1)
    assert distances[3:] == pytest.approx([OUTERMOST, OUTERMOST], abs=1)
    assert all(one < other for one, other in pairwise(distances[:4]))


def test_distances_are_those_of_the_nearest_paper() -> None:
    near, far = relations(a=0.8, b=0.6, c=0.5), relations(a=0.4, b=0.3, c=0.25)
    assert around({"moths": near}) == around({"moths": far})


def test_a_little_change_of_nearness_moves_nothing() -> None:
    one, other = relations(a=0.40, b=0.33, c=0.25), relations(a=0.4003, b=0.3296, c=0.2502)
    assert around({"moths": one}) == around({"moths": other})


def test_papers_are_joined_if_each_is_related_to_the_other() -> None:
    nearest = {
        "moths": relations(a=0.4, b=0.3, c=0.2, d=0.2),
        "a": relations(c=0.4, d=0.2),
        "b": relations(a=0.4),
        "c": relations(e=0.9, f=0.9, g=0.9, h=0.8, a=0.5, d=0.5),
        "d": relations(c=0.4),
    }
    assert around(nearest).joined == ((0, 2),)  # a and b only one way; d is the sixth of c


def test_joined_papers_stand_side_by_side() -> None:
    members = ("ace", "bdf")
    nearest = {one: relations(**{other: 0.4 for other in group if other != one}) for group in members for one in group}
    found = around({**nearest, "moths": relations(a=0.4, b=0.4, c=0.4, d=0.4, e=0.4, f=0.4)})
    ordered = sorted(found.neighbours, key=lambda neighbour: math.atan2(neighbour.y, neighbour.x))
    circle = "".join(neighbour.key for neighbour in ordered) * 2
    assert any(set(circle[start : start + 3]) == set("ace") for start in range(6))
    gaps = [
        (math.atan2(other.y, other.x) - math.atan2(one.y, one.x)) % math.tau
        for one, other in pairwise([*ordered, ordered[0]])
    ]
    together = [(one.key in "ace") == (other.key in "ace") for one, other in pairwise([*ordered, ordered[0]])]
    narrow = [gap for gap, is_one in zip(gaps, together, strict=True) if is_one]
    wide = [gap for gap, is_one in zip(gaps, together, strict=True) if not is_one]
    assert (len(narrow), len(wide)) == (4, 2)
    assert max(narrow) * 1.3 < min(wide)


@pytest.mark.parametrize("seed", range(20))
def test_papers_do_not_overlap(seed: int) -> None:
    chance = random.Random(seed)
    keys = "abcdefgh"
    nearest = {
        one: relations(**{other: chance.uniform(0.1, 1) for other in keys if other != one and chance.random() < 0.5})
        for one in keys
    }
    nears = sorted((chance.uniform(0.1, 0.6) for _ in keys), reverse=True)
    found = around({**nearest, "moths": relations(**dict(zip(keys, nears, strict=True)))})
    for one, other in combinations(found.neighbours, 2):
        assert math.dist(one[1:], other[1:]) > 20


@pytest.mark.parametrize("nearest", [{}, {"moths": ()}])
def test_a_paper_without_others(nearest: Nearest) -> None:
    assert around(nearest) == NOTHING_AROUND
