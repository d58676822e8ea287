"""Layouts of graphs: rules that hold for any papers, not the coordinates, which depend on the version of NumPy."""

from __future__ import annotations

import math
import random
import statistics
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from limits import check_growth, examples
from made_up import FAMILY, GIVEN, collection, entry, paper

from generator.analysis.graph import WIDTH, GraphLayout, GraphNode, lay_out_graph, shared_papers
from generator.analysis.indexes import Index, author_index
from generator.models import Bibliography

MOST = 64
LETTER, LINE = 5.5, 11
"""Width of a character, slightly too small, so that labels may touch."""
PEOPLE = [f"{given} {family}" for family in FAMILY for given in GIVEN]


def _index(*bylines: list[str]) -> Index:
    return author_index(Bibliography(tuple(paper(names, key=f"{n:04}") for n, names in enumerate(bylines))))


def _by_chance(seed: int, papers: int, people: int, longest: int = 3) -> Index:
    chance = random.Random(seed)
    # Some write much more than others.
    weights = [1 / (1 + place) for place in range(people)]
    bylines = [chance.choices(PEOPLE[:people], weights, k=chance.randint(1, longest)) for _ in range(papers)]
    return _index(*(list(dict.fromkeys(names)) for names in bylines))


def _half(node: GraphNode) -> float:
    return len(node.label) * LETTER / 2


def _check(graph: GraphLayout, index: Index) -> None:
    assert len(graph.nodes) <= MOST
    assert len({node.heading for node in graph.nodes}) == len(graph.nodes)
    for node in graph.nodes:
        assert node.x - _half(node) >= -0.5
        assert node.x + _half(node) <= WIDTH + 0.5
        assert 0 <= node.y <= graph.height
    for one, other in combinations(graph.nodes, 2):
        beside = abs(one.x - other.x) >= _half(one) + _half(other)
        assert beside or abs(one.y - other.y) >= LINE, (one.heading.label, other.heading.label)
    shared = shared_papers(index)
    for edge in graph.edges:
        one, other = edge.one.heading, edge.other.heading
        assert shared[one, other] == edge.papers > 0
    ends = Counter(end for edge in graph.edges for end in (edge.one, edge.other))
    assert set(ends) == set(graph.nodes)
    assert graph.joined == len({heading for pair in shared for heading in pair})


def _shape(graph: GraphLayout) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]], float]:
    nodes = [(node.heading.slug, round(node.x, 6), round(node.y, 6), node.radius) for node in graph.nodes]
    edges = [(edge.one.heading.slug, edge.other.heading.slug, edge.papers) for edge in graph.edges]
    return nodes, edges, round(graph.height, 6)


@settings(max_examples=examples(25))
@given(st.integers(0, 10**6), st.integers(1, 60), st.integers(2, 80), st.integers(2, 6))
@example(0, 60, 80, 6)
def test_labels_do_not_overlap(seed: int, papers: int, people: int, longest: int) -> None:
    index = _by_chance(seed, papers, people, longest)
    _check(lay_out_graph(index), index)


@pytest.mark.parametrize("seed", range(3))
def test_the_densest_part_of_many_authors_is_laid_out_fast(seed: int) -> None:
    index = _by_chance(seed, 700, 500)
    assert len(index.headings) > 250
    graph = lay_out_graph(index)
    _check(graph, index)
    assert len(graph.nodes) == MOST
    assert graph.joined > MOST
    check_growth(lambda people: lay_out_graph(_by_chance(seed, people * 7 // 5, people)), 500)


@pytest.mark.parametrize("people", [2, 3, 10, 30])
def test_a_complete_graph(people: int) -> None:
    index = _index(PEOPLE[:people])
    graph = lay_out_graph(index)
    _check(graph, index)
    assert len(graph.nodes) == people


def test_many_pairs() -> None:
    index = _index(*(PEOPLE[at : at + 2] for at in range(0, 2 * 40, 2)))
    graph = lay_out_graph(index)
    _check(graph, index)
    assert graph.joined == 80


@pytest.mark.parametrize("longer", [4, 6, 8, 10])
def test_long_names(longer: int) -> None:
    names = [f"{'Maria ' * longer}{name}" for name in PEOPLE[:MOST]]
    index = _index(*(names[at : at + 4] for at in range(0, MOST - 3, 3)))
    _check(lay_out_graph(index), index)


def test_a_chain() -> None:
    index = _index(*(PEOPLE[at : at + 2] for at in range(MOST - 1)))
    graph = lay_out_graph(index)
    _check(graph, index)
    assert len(graph.edges) == MOST - 1


@pytest.mark.parametrize("bylines", [[], [["Ada Alder"]], [["Ada Alder"], ["Ben Birch"]]], ids=["none", "one", "alone"])
def test_no_shared_papers(bylines: list[list[str]]) -> None:
    graph = lay_out_graph(_index(*bylines))
    assert (graph.nodes, graph.edges, graph.joined) == ((), (), 0)


def test_only_headings_that_share_papers_are_drawn() -> None:
    graph = lay_out_graph(_index(["Ada Alder", "Ben Birch"], ["Cleo Cedar"], ["Ada Alder", "Ben Birch"]))
    assert {node.heading.label for node in graph.nodes} == {"Ada Alder", "Ben Birch"}
    ((edge,), joined) = (graph.edges, graph.joined)
    assert (edge.papers, joined) == (2, 2)


def test_an_author_named_twice_is_not_joined_to_others() -> None:
    assert lay_out_graph(_index(["Ada Alder", "ADA ALDER"])).nodes == ()


def test_the_radius_grows_with_the_papers() -> None:
    graph = lay_out_graph(_index(["Ada Alder", "Ben Birch"], ["Ada Alder", "Cleo Cedar"]))
    sizes = {node.heading.label: node.radius for node in graph.nodes}
    assert sizes["Ada Alder"] > sizes["Ben Birch"] == sizes["Cleo Cedar"]


def test_the_headings_that_share_most_papers_are_drawn() -> None:
    pairs = [PEOPLE[at : at + 2] for at in range(0, 200, 2)]
    index = _index(*pairs, *pairs[90:], *pairs[90:])
    drawn = {node.heading.label for node in lay_out_graph(index).nodes}
    assert {name for pair in pairs[90:] for name in pair} <= drawn


def test_authors_of_one_paper_with_a_hundred_authors_do_not_fill_the_drawing() -> None:
    together = [PEOPLE[200:203]] * 6
    drawn = {node.heading.label for node in lay_out_graph(_index(PEOPLE[:100], *together)).nodes}
    assert drawn >= set(PEOPLE[200:203])
    assert len(drawn) == MOST


def test_a_layout_is_reproducible() -> None:
    assert _shape(lay_out_graph(_by_chance(3, 60, 60))) == _shape(lay_out_graph(_by_chance(3, 60, 60)))


@settings(max_examples=examples(10))
@given(st.permutations(range(12)))
def test_the_order_of_the_papers_does_not_matter(order: list[int]) -> None:
    bylines = [PEOPLE[n % 7 : n % 7 + 2 + n % 3] for n in range(12)]
    papers = [paper(names, key=f"{n:04}") for n, names in enumerate(bylines)]
    shuffled = author_index(Bibliography(tuple(papers[n] for n in order)))
    assert _shape(lay_out_graph(shuffled)) == _shape(lay_out_graph(author_index(Bibliography(tuple(papers)))))


def _move(seed: int) -> float:
    """Return how far a paper with a new author moves the others: the median of the 30 that are drawn in any case."""
    chance = random.Random(seed)
    bylines = [PEOPLE[at : at + 2] for at in range(29)] + [chance.sample(PEOPLE[:30], 3) for _ in range(6)]
    before = {node.heading.slug: node for node in lay_out_graph(_index(*bylines)).nodes}
    after = lay_out_graph(_index(*bylines, ["Aaron Aster", PEOPLE[chance.randrange(30)]])).nodes
    moves = [math.dist((node.x, node.y), (old.x, old.y)) for node in after if (old := before.get(node.heading.slug))]
    assert len(moves) == len(after) - 1 == 30
    return statistics.median(moves)


def test_a_new_paper_changes_the_drawing_little() -> None:
    assert statistics.median(map(_move, range(15))) < WIDTH / 14


def test_strong_edges_are_shorter() -> None:
    bylines = [PEOPLE[:2]] * 9 + [PEOPLE[1:3], PEOPLE[2:4], [PEOPLE[3], PEOPLE[0]]]
    edges = lay_out_graph(_index(*bylines)).edges
    lengths = {edge.papers: math.dist((edge.one.x, edge.one.y), (edge.other.x, edge.other.y)) for edge in edges}
    assert lengths[9] < lengths[1]


def test_topics() -> None:
    found = collection(
        entry(title="Moths and Lanterns") + entry(title="Moths of Rain") + entry(title="Lanterns with Moths in Rain"),
        vocabulary="Lanterns:\n  phrases: [lantern]\nMoths:\n  phrases: [moth]\nRain:\n  phrases: [rain]\n",
    )
    graph = lay_out_graph(found.topics)
    _check(graph, found.topics)
    assert {node.heading.label for node in graph.nodes} == {"Lanterns", "Moths", "Rain"}
