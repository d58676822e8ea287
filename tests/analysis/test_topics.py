"""Topics: assignments with their reasons, and topics made from the text."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import REPOSITORY
from hypothesis import given
from hypothesis import strategies as st
from made_up import TODAY, collection, entry, messages

from generator.analysis.collection import Collection
from generator.analysis.keyphrases import recurring_phrases
from generator.build import gather
from generator.sources.listing import Listing
from generator.sources.loader import Seeds
from generator.text.stems import stems

SEEDS = REPOSITORY / "seeds"
MOTHS = "Moths:\n  about: Of moths.\n  phrases: [moth, night butterfly]\n"


def _topics(listing: str, vocabulary: str = MOTHS) -> dict[str, list[tuple[str, str, int]]]:
    found = collection(listing, vocabulary=vocabulary)
    return {
        key: [(place.topic, place.reason, place.mentions) for place in places]
        for key, places in found.assignments.items()
    }


TWO = entry(title="Moths") + entry(title="On the Night Butterfly")


@pytest.mark.parametrize(
    ("title", "abstract", "placed"),
    [
        ("The Moth", "", ("Moths", "title mentions “moth”", 1)),
        ("Moths’ Wings", "", ("Moths", "title mentions “moth”", 1)),
        ("Night-Butterflies", "", ("Moths", "title mentions “night butterfly”", 1)),
        ("Wings", "Moths, moths and a moth.", ("Moths", "abstract mentions “moth”", 3)),
        ("Wings", "A moth and night butterflies: moths!", ("Moths", "abstract mentions “night butterfly”", 3)),
        ("Wings", "A single moth.", ("Moths", "abstract mentions “moth”", 1)),
        ("Mothers", "Of mothers.", None),
        ("Night", "A butterfly at night.", None),
    ],
    ids=["title", "possessive", "hyphen", "three mentions", "two phrases", "best of few", "longer word", "parted"],
)
def test_assignment(title: str, abstract: str, placed: tuple[str, str, int] | None) -> None:
    found = _topics(TWO + entry(title=title, authors="Dora Dogwood, Emil Elm", abstract=abstract))
    last = list(found.values())[-1]
    assert last == ([placed] if placed else [])


def test_a_topic_with_few_mentions_yields_to_one_with_many() -> None:
    vocabulary = MOTHS + "Lamps:\n  phrases: [lamp]\n"
    last = entry(title="Wings", abstract="Moths, moths, moths and a lamp.")
    listing = TWO + entry(title="Lamps") + entry(title="More Lamps") + last
    assert [topic for topic, _, _ in _topics(listing, vocabulary)["wings"]] == ["Moths"]


def test_the_strongest_topic_comes_first() -> None:
    vocabulary = "Lamps:\n  phrases: [lamp]\n" + MOTHS
    listing = TWO + entry(title="Lamps") + entry(title="Lamps and Moths", abstract="Moths and moths.")
    assert [topic for topic, _, _ in _topics(listing, vocabulary)["lamps-and-moths"]] == ["Moths", "Lamps"]


def test_a_topic_of_one_paper_is_dropped() -> None:
    found = collection(entry(title="Moths") + entry(title="Gardens"), vocabulary=MOTHS)
    assert found.topics.headings == ()
    assert set(found.assignments.values()) == {()}


def test_text_makes_topics_where_no_vocabulary_does() -> None:
    listing = "".join(entry(title=title) for title in ["Glass Lanterns at Sea", "Glass Lanterns", "A Glass Lantern"])
    (heading,) = collection(listing).topics.headings
    assert (heading.label, heading.about, len(heading.papers)) == ("Glass Lanterns", "", 3)


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["Glass Lanterns at Sea", "Glass Lanterns"], ["Glass Lanterns"]),
        (["The Glass Lantern", "Glass lanterns"], ["Glass Lantern"]),
        (["Glass, Lanterns", "Glass: Lanterns"], []),
        (["Real-World Moths", "Real-World Lamps"], []),
        (["Moths", "Moths"], []),
        (["Glass Lanterns", "Silk Lanterns"], []),
        ([], []),
    ],
    ids=["two words", "two ways to write", "punctuation", "a pair that describes", "one word", "different", "none"],
)
def test_recurring_phrases(titles: list[str], names: list[str]) -> None:
    assert recurring_phrases([(title, ()) for title in titles]) == names


@given(st.lists(st.tuples(st.text(), st.text().map(stems))))
def test_recurring_phrases_takes_any_text(texts: list[tuple[str, tuple[str, ...]]]) -> None:
    assert len(recurring_phrases(texts)) <= len(texts)


@pytest.fixture(scope="module")
def seeds() -> Collection:
    texts = {name: (SEEDS / name).read_text(encoding="utf-8") for name in ("papers.txt", "topics.yml")}
    return gather(
        Seeds((Listing("papers.txt", texts["papers.txt"]),), vocabulary=Listing("topics.yml", texts["topics.yml"])),
        as_of=date(2026, 12, 31),
        today=TODAY,
    )


def test_every_paper_of_the_seeds_has_a_topic(seeds: Collection) -> None:
    assert [key for key, places in seeds.assignments.items() if not places] == []
    assert len(seeds.assignments) == 50


def test_no_topic_of_the_seeds_has_a_single_paper(seeds: Collection) -> None:
    assert [heading.label for heading in seeds.topics.headings if len(heading.papers) < 2] == []


def test_the_vocabulary_of_the_seeds_has_no_fault(seeds: Collection) -> None:
    assert messages(seeds.problems) == []
