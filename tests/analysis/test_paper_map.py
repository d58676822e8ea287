"""The layout of the map of papers: rules that hold for any papers, not the places, which depend on NumPy's version."""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Mapping

import pytest
from limits import check_growth

from generator.analysis.paper_map import MAP_SIZE, place_on_map
from generator.analysis.similarity import compare_papers
from generator.analysis.tokens import Tokens, read_tokens

Places = Mapping[str, tuple[int, int]]
SIZES = (9, 5, 3, 2, 1)
"""Sizes of groups, of each twenty papers."""
GROUPS = [group for group, size in enumerate(SIZES) for _ in range(size)]


def _tokens(number: int) -> dict[str, Tokens]:
    """Papers of groups, each with words of its own, of which a paper has some."""
    chance = random.Random(7)
    words = [[f"{group}{chance.randrange(10**6):06}" for _ in range(40)] for group in "abcde"]
    return {
        f"{place:04}": read_tokens(" ".join(chance.sample(own, 3)), " ".join(chance.choices(own, k=30)))
        for place, own in ((place, words[GROUPS[place % 20]]) for place in range(number))
    }


def _map(tokens: Mapping[str, Tokens]) -> Places:
    return place_on_map(compare_papers(tokens))


def _moved(one: Places, other: Places) -> float:
    """How far papers are apart on two maps on average, as a share of the width."""
    both = one.keys() & other.keys()
    return sum(math.dist(one[key], other[key]) for key in both) / len(both) / MAP_SIZE


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["Moths at night"],
        ["Moths at night", "Moths at noon"],
        ["Moths at night", "Lanterns", "Rain and wind"],
        [""] * 4,
        ["Moths at night by lanterns"] * 30,
        ["Moths at night", ""] * 20,
    ],
    ids=["none", "one", "two", "three", "no words", "all the same", "half without words"],
)
def test_few_or_odd_papers_have_places(texts: list[str]) -> None:
    tokens = {f"{place:02}": read_tokens(text, text) for place, text in enumerate(texts)}
    places = _map(tokens)
    assert places.keys() == tokens.keys()
    assert all(0 <= at < MAP_SIZE for place in places.values() for at in place)
    if len(set(texts)) == len(texts):
        assert len(set(places.values())) == len(texts)


def test_the_order_of_papers_changes_nothing() -> None:
    tokens = _tokens(60)
    assert _map(tokens) == _map(dict(reversed(tokens.items())))


@pytest.mark.parametrize(("number", "most"), [(50, 0.12), (400, 0.06)])
def test_another_paper_moves_the_others_little(number: int, most: float) -> None:
    tokens = _tokens(number)
    places = _map(tokens)
    moved = [
        _moved(_map({key: words for key, words in tokens.items() if key != gone}), places)
        for gone in list(tokens)[:: number // 4]
    ]
    assert statistics.median(moved) < most


def test_papers_are_near_those_of_their_group() -> None:
    places = _map(_tokens(200))
    for key, place in places.items():
        near = sorted(places.keys() - {key}, key=lambda other: math.dist(places[other], place))[:5]
        assert {GROUPS[int(other) % 20] for other in near} == {GROUPS[int(key) % 20]}


def test_the_map_is_filled() -> None:
    across, along = zip(*_map(_tokens(200)).values(), strict=True)
    assert min(max(across) - min(across), max(along) - min(along)) > MAP_SIZE / 3


def test_time_grows_with_the_papers() -> None:
    check_growth(lambda number: _map(_tokens(number)), 1000)
