"""Topics: assignments with their reasons, and topics made from the text."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import REPOSITORY
from made_up import TODAY, collection, entry, messages

from generator.analysis.collection import Collection
from generator.build import gather
from generator.sources.listing import Listing
from generator.sources.loader import Seeds

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
        ("Wings", "A single moth.", None),
        ("Wings", "A moth, and another moth.", None),
        ("Mothers", "Of mothers.", None),
        ("Night", "A butterfly at night.", None),
    ],
    ids=[
        "title",
        "possessive",
        "hyphen",
        "three mentions",
        "two phrases",
        "one mention",
        "two mentions",
        "longer word",
        "parted",
    ],
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


SEASONS = "Seasons:\n  phrases: [autumn, equinox]\n"
PASSING = "We count wings of garden {0} in autumn."


@pytest.mark.parametrize(
    ("title", "abstract", "placed"),
    [
        ("In Autumn", "", True),
        ("Wings", "Autumn, autumn and autumn.", False),
        ("Wings", "Autumn! " * 8, True),
        ("Wings", "Autumn, autumn and the equinox at an equinox.", True),
    ],
    ids=["in the title", "three mentions", "eight mentions", "with a telling word"],
)
def test_a_word_that_is_mostly_mentioned_in_passing_takes_more_mentions(
    title: str, abstract: str, placed: bool
) -> None:
    passing = "".join(entry(title=f"Wings {number}", abstract=PASSING.format(number)) for number in range(12))
    telling = entry(title="The Equinox") + entry(title="After the Equinox") + entry(title="Every Equinox")
    found = _topics(passing + telling + entry(title=title, abstract=abstract), SEASONS)
    assert [topic for topic, *_ in list(found.values())[-1] if topic == "Seasons"] == ["Seasons"] * placed
    assert not any(topic == "Seasons" for places in list(found.values())[:12] for topic, *_ in places)


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


def test_a_topic_from_the_text_says_what_the_text_has() -> None:
    listing = entry(title="Glass Lanterns", abstract="Of glass lanterns.") + entry(title="Glass Lanterns at Sea")
    listing += entry(title="Light", abstract="A glass lantern shines. Glass lanterns do.")
    listing += "".join(entry(title=f"Rain {number}") for number in range(5))
    assert _topics(listing, "")["light"] == [("Glass Lanterns", "abstract mentions “Glass Lanterns”", 2)]
    assert _topics(listing, "")["glass-lanterns"] == [("Glass Lanterns", "title mentions “Glass Lanterns”", 2)]


@pytest.mark.parametrize(("name", "placed"), [("Beacons", ["Glass Lanterns"]), ("Glass lanterns", [])])
def test_a_topic_of_the_vocabulary_is_not_made_again_from_the_text(name: str, placed: list[str]) -> None:
    listing = entry(title="Glass Lanterns") + entry(title="Old Glass Lanterns") + entry(title="Rain")
    found = _topics(listing, f"{name}:\n  phrases: [beacon]\n")
    assert [topic for topic, *_ in found["glass-lanterns"]] == placed


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
