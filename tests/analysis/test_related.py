"""Related papers: similar papers are found, reasons are symmetric, the order is well-defined."""

from __future__ import annotations

import math
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import examples
from made_up import FAMILY, GIVEN, collection, entry

from generator.analysis.collection import Collection
from generator.analysis.related import MAX_NEAREST, MAX_RELATED

NAMES = ["Ada Alder", "Ben Birch", "Cleo Cedar", "Dora Dogwood", "Emil Elm", "Finn Fir", "Gwen Ginkgo", "Hugo Hazel"]
SUBJECTS = ["paper lanterns", "night moths", "rain clouds"]
PAPERS = [
    entry(
        f"CLMar {n + 1}, 2024",
        f"Study {word.capitalize()} of {SUBJECTS[n % 3].title()}",
        f"{NAMES[n % 8]}, {NAMES[(n * 3 + 1) % 8]}",
        f"We study {SUBJECTS[n % 3]} by {word}, and {SUBJECTS[n % 3]} again with {word} {word}.",
    )
    for n, word in enumerate("amber birch coral dusk ember frost grain heath iris jade kelp loam".split())
]
VOCABULARY = "Lanterns:\n  phrases: [lantern]\nMoths:\n  phrases: [moth]\n"


@pytest.fixture(scope="module")
def found() -> Collection:
    return collection("".join(PAPERS), vocabulary=VOCABULARY)


def test_papers_on_one_subject_are_related(found: Collection) -> None:
    nearest = {key: relations[0].key for key, relations in found.related.items()}
    assert all(key.split("-of-")[1] == near.split("-of-")[1] for key, near in nearest.items())


def test_the_nearest_come_first_and_are_few(found: Collection) -> None:
    for key, relations in found.related.items():
        assert 0 < len(relations) <= MAX_RELATED
        assert key not in [relation.key for relation in relations]
        assert [r.nearness for r in relations] == sorted((r.nearness for r in relations), reverse=True)


def test_reasons_are_the_same_both_ways(found: Collection) -> None:
    reasons = {(key, r.key): (r.topics, r.authors) for key, relations in found.related.items() for r in relations}
    both = [(key, other) for key, other in reasons if (other, key) in reasons]
    assert len(both) > len(PAPERS)
    assert all(reasons[key, other] == reasons[other, key] for key, other in both)


def test_reasons_are_true(found: Collection) -> None:
    authors = {paper.key: {name.text for name in paper.authors} for paper in found.bibliography}
    topics = {key: {place.topic for place in places} for key, places in found.assignments.items()}
    for key, relations in found.related.items():
        for relation in relations:
            assert set(relation.authors) == authors[key] & authors[relation.key]
            assert set(relation.topics) == topics[key] & topics[relation.key]


def _vectors(found: Collection) -> dict[str, dict[str, float]]:
    """Return vectors of length 1 with the 24 heaviest terms of each paper, computed term by term."""
    texts = {
        key: Counter((f"{words.title_stems} " * 3 + words.abstract_stems).split())
        for key, words in found.tokens.items()
    }
    papers_with = Counter(term for text in texts.values() for term in text)
    vectors = {}
    for key, text in texts.items():
        weights = {
            term: (1 + math.log(count)) * math.log(len(texts) / papers_with[term])
            for term, count in text.items()
            if len(term) > 2 and papers_with[term] > 1
        }
        heaviest = sorted(weights, key=lambda term: (-weights[term], term))[:24]
        length = math.hypot(*(weights[term] for term in heaviest))
        vectors[key] = {term: weights[term] / length for term in heaviest}
    return vectors


def test_the_nearest_have_the_largest_cosines_and_a_bonus_for_shared_topics() -> None:
    """Test more papers than have their cosines in memory at a time, and more words than are compared."""
    chance = random.Random(2)
    words = [f"{first}{second}".lower() for first in FAMILY for second in ("moth", "lamp", "rain")]
    found = collection(
        "".join(
            entry(
                title=" ".join(chance.sample(words, 3)).title(),
                authors=f"{GIVEN[n % 20]} {FAMILY[n // 20]}",
                abstract=" ".join(chance.choices(words, k=50)),
            )
            for n in range(230)
        )
    )
    vectors = _vectors(found)
    topics = {key: set(headings) for key, headings in found.topics.of_paper.items()}
    for key, relations in found.nearest.items():
        cosines = {
            other: sum(weight * vector.get(term, 0) for term, weight in vectors[key].items())
            for other, vector in vectors.items()
            if other != key
        }
        candidates = sorted(cosines, key=cosines.__getitem__, reverse=True)[:40]
        similarity = {other: cosines[other] + 0.08 * min(len(topics[key] & topics[other]), 3) for other in candidates}
        largest = sorted(similarity.values(), reverse=True)[:MAX_NEAREST]
        assert [relation.nearness for relation in relations] == pytest.approx(largest, abs=0.0001)
        assert [similarity[relation.key] for relation in relations] == pytest.approx(largest, abs=0.0001)


@settings(max_examples=examples(20))
@given(st.permutations(PAPERS))
def test_the_order_of_the_listing_does_not_matter(papers: list[str]) -> None:
    shuffled, ordered = (collection("".join(listing), vocabulary=VOCABULARY) for listing in (papers, PAPERS))
    assert shuffled.related == ordered.related


def test_a_paper_without_similar_ones() -> None:
    listing = entry(title="Paper Lanterns") + entry(title="Quiet Rain", authors="Dora Dogwood, Emil Elm")
    assert set(collection(listing).related.values()) == {()}


def test_ties_are_sorted_by_key() -> None:
    names = [f"{given} {family}" for given in ("Nora", "Pia") for family in ("Oak", "Quince", "Rowan", "Spruce")]
    papers = [entry(title=f"Paper Lanterns {name.split()[1]}{n}", authors=name) for n, name in enumerate(names)]
    others = [entry(title=f"Quiet Rain {n}", authors="Ada Alder") for n in "abc"]
    related = collection("".join([*reversed(papers), *others])).related
    for relations in [related[key] for key in related if "lanterns" in key]:
        assert len({relation.nearness for relation in relations}) == 1
        assert [relation.key for relation in relations] == sorted(relation.key for relation in relations)
