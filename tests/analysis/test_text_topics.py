"""Topics from the text: which phrases can name one, which of them papers choose, and that all texts are taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.analysis.cohesion import Cohesion
from generator.analysis.keyphrases import fewest_papers, find_key_phrases
from generator.analysis.text_topics import MOST_TOPICS, choose_phrases
from generator.analysis.tokens import Tokens, read_tokens

RAIN = [(f"Rain in {place}", f"It rained on {place} all day.") for place in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]


def _papers(*texts: tuple[str, str]) -> list[Tokens]:
    """The papers, and others that have nothing to do with them."""
    return [read_tokens(title, abstract) for title, abstract in (*texts, *RAIN)]


def _topics(*texts: tuple[str, str]) -> list[list[str]]:
    chosen = choose_phrases(_papers(*texts))
    return [[phrase.name for phrase in phrases] for phrases in chosen[: len(texts)]]


@pytest.mark.parametrize(
    ("titles", "name"),
    [
        (["Glass Lanterns at Sea", "Glass Lanterns"], "Glass Lanterns"),
        (["The Glass Lantern", "Glass lanterns", "Some Glass lanterns"], "Glass lanterns"),
        (["Glass-Lantern Keepers", "Glass Lantern Keepers", "Glass-lantern keepers"], "Glass Lantern Keepers"),
        (["In-Lamp Learning for Moths", "Where In-Lamp Learning Ends"], "In-Lamp Learning"),
        (["Y-lamp Pictures of Wings", "Old Y-lamp Pictures"], "Y-lamp Pictures"),
        (["Moth-Lamp Models", "Some Moth Lamp Models"], "Moth Lamp Models"),
        (["Lamp-Augmented Counting", "On Lamp-Augmented Counting"], "Lamp-Augmented Counting"),
        (["Wings under MLLs", "An MLL Alone", "Every MLL", "The MLLs"], "MLL"),
        (["Night Moth Wing Counting", "Night Moth Wing Counting Again"], "Night Moth Wing Counting"),
    ],
    ids=[
        "two words",
        "plural",
        "hyphen or space",
        "stop word",
        "letter",
        "compound",
        "whole",
        "acronyms",
        "four words",
    ],
)
def test_a_phrase_names_a_topic(titles: list[str], name: str) -> None:
    assert _topics(*((title, "") for title in titles)) == [[name]] * len(titles)


@pytest.mark.parametrize(
    "titles",
    [
        ["Glass, Lanterns", "Glass: Lanterns"],
        ["Real-Night Moths", "Real-Night Lamps"],
        ["Moths", "Wings"],
        ["Glass Lanterns", "Silk Beacons"],
        ["Novel Moths", "Based on Moths"],
        ["Glass Lanterns", "Glass Lanterns"] * 20,
        ["On Networks", "Networks", "Some Networks", "A Network"],
    ],
    ids=[
        "punctuation",
        "a pair that describes",
        "one word, two titles",
        "different",
        "stop words",
        "all papers",
        "a word that tells little",
    ],
)
def test_no_phrase_names_a_topic(titles: list[str]) -> None:
    assert _topics(*((title, "") for title in titles)) == [[]] * len(titles)


def test_what_abstracts_do_not_take_up_is_no_topic() -> None:
    titles = [f"{name}: Garden Report" for name in "Ada Ben Cleo".split()]
    assert _topics(*((title, "We count wings.") for title in titles)) == [[], [], []]
    assert _topics(*((title, "A garden report.") for title in titles)) == [["Garden Report"]] * 3


def test_what_is_mostly_mentioned_in_passing_is_no_topic_unless_its_papers_are_alike() -> None:
    passing = [
        (f"Wings of Plot {n}", f"Deep counting helps, as does plot {n}. Kind{n} and sort{n}.") for n in range(40)
    ]
    alike = [(f"Deep Counting {n}", "Deep counting of beetles with brass tweezers on velvet.") for n in "abcd"]
    unlike = [(f"Deep Counting {n}", f"Deep counting {n}{n} {n}a {n}b {n}c {n}d.") for n in "pqrs"]
    quiet = [(f"Quiet Evening {n}", f"Wholly other{n}.") for n in range(200)]
    assert "Deep Counting" in _topics(*alike, *passing, *quiet)[0]
    assert "Deep Counting" not in _topics(*unlike, *passing, *quiet)[0]


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["In-Lamp Learning", "Why In-Lamp Learning"], {"In-Lamp Learning"}),
        (["Moth Wing Counting", "Slow Moth Wing Counting", "Fast Moth Wing Counting"], {"Moth Wing Counting"}),
        (["Night Awareness", "Day Awareness", "Rising Awareness", "Awareness"], set()),
        (["Wings", "Old Wings", "Moth-Wing Six", "Moth-Wing Five", "Fly-Wing Four", "Bee-Wing Two"], set()),
        (["Wings", "Old Wings", "New Wings", "Blue Wings", "Fly-Wing Four", "Bee-Wing Two"], {"Wings"}),
    ],
    ids=["part of a compound", "part of a phrase", "a kind of stop word", "mostly in compounds", "mostly alone"],
)
def test_key_phrases(titles: list[str], names: set[str]) -> None:
    found = find_key_phrases(_papers(*((title, "") for title in titles)))
    assert {phrase.name for phrase in found if "rain" not in phrase.stems} == names


def test_rare_phrases_come_first() -> None:
    both = [("Glass Lanterns; Silk Moths", "")] * 2
    assert _topics(*both, *[("Silk Moths", "")] * 5)[0] == ["Glass Lanterns", "Silk Moths"]
    assert _topics(*both, *[("Glass Lanterns", "")] * 5)[0] == ["Silk Moths", "Glass Lanterns"]


def test_longer_phrases_come_first_if_they_are_about_as_rare() -> None:
    titles = ["Glass Lanterns; Moths"] * 4 + ["Glass Lanterns"]
    assert _topics(*((title, "") for title in titles))[0] == ["Glass Lanterns", "Moths"]


def test_a_single_word_names_a_thing_and_is_taken_up() -> None:
    lamps = [(f"On Lamps {n}", f"Lamp, lamp and lamp {n}.") for n in range(4)]
    parts = [(f"Moth-Lamp Number {n}", f"Moth lamp {n}.") for n in range(4)]
    assert _topics(*lamps) == [["Lamps"]] * 4
    assert all("Lamp" not in topics for topics in _topics(*parts))


def test_a_word_that_tells_little_alone_is_part_of_phrases() -> None:
    assert _topics(*[("Lamp Networks", "Lamp networks.")] * 3) == [["Lamp Networks"]] * 3


def test_a_phrase_that_is_cut_short_is_no_topic() -> None:
    titles = ["Old Silk Moth Wing Counting", "Why Old Silk Moth Wing Counting"]
    assert _topics(*((title, "") for title in titles)) == [["Silk Moth Wing Counting"]] * 2


def test_a_paper_without_a_topic_takes_one_that_it_repeats() -> None:
    lamps = [(f"On Lamps {n}", f"Lamp, lamp and lamp {n}.") for n in range(4)]
    assert _topics(*lamps, ("Beetles", "A lamp, and a lamp."), ("Ants", "One lamp."))[4:] == [["Lamps"], []]


def test_papers_have_few_topics_and_none_within_another() -> None:
    words = "Glass Lanterns; Silk Moths; Brass Tweezers; Velvet Trays; Paper Wings"
    found = _topics(*((words, f"{words}.") for _ in range(3)))
    assert all(len(topics) == MOST_TOPICS for topics in found)
    assert _topics(*[("Glass Lanterns", "")] * 2, *[("Red Glass Lanterns", "")] * 2)[2] == ["Red Glass Lanterns"]


def test_what_too_few_papers_choose_is_taken_back() -> None:
    three = "Glass Lanterns; Silk Moths; Brass Tweezers"
    first = (f"{three}; Velvet Trays", f"{three}. {three}.")
    second = ("Velvet Trays", "Velvet trays, velvet trays.")
    assert _topics(first, second, (three, three))[1] == []
    assert _topics(first, second, (three, three), second)[1] == ["Velvet Trays"]


def test_one_more_paper_changes_little() -> None:
    texts = [(f"{one} {two}", f"{one} {two}.") for one in "Glass Silk Brass".split() for two in "Moth Lamp".split()] * 3
    before = _topics(*texts)
    assert _topics(*texts, ("Velvet Trays", ""))[: len(texts)] == before


@pytest.mark.parametrize(("papers", "fewest"), [(0, 2), (1, 2), (900, 2), (2000, 3), (10000, 7), (20000, 9)])
def test_topics_of_large_collections_have_more_papers(papers: int, fewest: int) -> None:
    assert fewest_papers(papers) == fewest


@pytest.mark.parametrize(
    ("titles", "name"),
    [
        (["Les papillons de nuit", "Lumière et papillons de nuit"], "Papillons de nuit"),
        (["Ночные бабочки и свет", "Ночные бабочки города"], "Ночные бабочки"),
    ],
    ids=["French", "Russian"],
)
def test_other_languages_have_topics(titles: list[str], name: str) -> None:
    assert _topics(*((title, "") for title in titles)) == [[name], [name]]


@given(st.lists(st.tuples(st.text(), st.text())))
def test_any_text_is_taken(texts: list[tuple[str, str]]) -> None:
    papers = [read_tokens(title, abstract) for title, abstract in texts]
    chosen = choose_phrases(papers)
    assert len(chosen) == len(papers)
    assert {phrase.stems for phrases in chosen for phrase in phrases} <= {p.stems for p in find_key_phrases(papers)}


def test_cohesion() -> None:
    papers = _papers(*[(f"Lamp {n}", "Brass tweezers on velvet.") for n in range(3)])
    cohesion = Cohesion(papers)
    assert cohesion.of(range(3), ()) > 2
    assert cohesion.of([0, 5], ()) < 1
    assert cohesion.of([0], ()) == 0
    assert cohesion.of(range(3), ("lamp", "brass", "tweezer", "on", "velvet")) < 1
    assert Cohesion([]).of([], ()) == 0
