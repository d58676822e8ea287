"""Splits of title lines: a table of lines with their splits, and properties of all splits."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from invariants import check_split
from limits import check_growth

from generator.byline import Split, split

LISTED = [
    "Moths and LanternsAda Alder, Ben Birch, Cleo Cedar et al.",
    "Gardens at NightDora Dogwood, Emil Elm, Finn Fir et al.",
    "Wings of WeatherGwen Ginkgo, Hugo Hazel, Ida Ivy et al.",
    "Language of BirdsJon Juniper, Ada Alder, Kit Larch et al.",
    "Datasets of BirdsKit Larch, Ben Birch, Lou Maple et al.",
]

SPLITS = [
    ("a plain word", "Moths at ", "Night", "Ada Alder", "Ben Birch", "Cleo Cedar"),
    ("an unknown word", "Moths at ", "Midsummer", "Ada Alder", "Ben Birch", "Cleo Cedar"),
    ("names never seen", "Gardens of ", "Language", "Nora Oak", "Pia Quince", "Rolf Rowan"),
    ("an acronym", "Weather by a ", "LLM", "Ada Alder", "Ben Birch", "Cleo Cedar"),
    ("an acronym, name unknown", "Weather by a ", "LLM", "Nora Oak", "Ben Birch", "Cleo Cedar"),
    ("a plural of an acronym", "Weather by ", "LLMs", "Nora Oak", "Ben Birch", "Cleo Cedar"),
    ("another plural of an acronym", "Wings across ", "GPUs", "Nora Oak", "Ben Birch", "Cleo Cedar"),
    ("a digit", "Birds of ", "2024", "Nora Oak", "Ben Birch", "Cleo Cedar"),
    ("a letter and a digit", "Weather with ", "Moth-2", "Nora Oak", "Ben Birch", "Cleo Cedar"),
    ("a question mark", "Do Moths Love ", "Lanterns?", "Nora Oak", "Ben Birch", "Cleo Cedar"),
    ("an exclamation mark", "Moths Love ", "Lanterns!", "Nora Oak", "Ben Birch", "Cleo Cedar"),
    ("a closing bracket", "Moths and Lanterns ", "(Again)", "Nora Oak", "Ben Birch", "Cleo Cedar"),
    ("a closing quote", "Moths and “", "Lanterns”", "Nora Oak", "Ben Birch", "Cleo Cedar"),
    ("a straight quote", 'Moths and "', 'Lanterns"', "Nora Oak", "Ben Birch", "Cleo Cedar"),
    ("maths at the end", "Learning of Wings in ", "$n^2$", "Nora Oak", "Ben Birch", "Cleo Cedar"),
    ("maths at the beginning", "$n^2$ Wings of ", "Weather", "Nora Oak", "Ben Birch", "Cleo Cedar"),
    ("a colon", "MothNet: A Dataset of ", "Birds", "Nora Oak", "Ben Birch", "Cleo Cedar"),
    ("a comma in the title", "Moths, Lanterns, and ", "Gardens", "Nora Oak", "Ben Birch", "Cleo Cedar"),
    ("three commas in the title", "Moths, Lanterns, Wings, and ", "Gardens", "Nora Oak", "Ben Birch", "Cleo Cedar"),
    ("a hyphen in the last word", "Gardens for Language ", "Bird-Learning", "Nora Oak", "Ben Birch", "Cleo Cedar"),
    ("a person in the title", "Alder Trees of ", "Gardens", "Ada Alder", "Ben Birch", "Cleo Cedar"),
    ("a team first", "Moths at ", "Night", "Moth Team", "Ben Birch", "Cleo Cedar"),
    ("a hyphen in a name", "Moths at ", "Night", "Anna-Lena Ash", "Ben Birch", "Cleo Cedar"),
    ("a small letter in a name", "Moths at ", "Night", "Nora Oak-elm", "Ben Birch", "Cleo Cedar"),
    ("an initial", "Moths at ", "Night", "N. Oak", "Ben Birch", "Cleo Cedar"),
    ("a middle initial", "Moths at ", "Night", "Nora P. Oak", "Ben Birch", "Cleo Cedar"),
    ("double initials", "Moths at ", "Night", "J.-P. Oak", "Ben Birch", "Cleo Cedar"),
    ("a particle", "Moths at ", "Night", "Nora van der Oak", "Ben Birch", "Cleo Cedar"),
    ("an apostrophe", "Moths at ", "Night", "Nora O'Oak", "Ben Birch", "Cleo Cedar"),
    ("a capital within", "Moths at ", "Night", "Nora McOak", "Ben Birch", "Cleo Cedar"),
    ("three parts", "Moths at ", "Night", "Nora Mei Oak", "Ben Birch", "Cleo Cedar"),
    ("accents", "Moths at ", "Night", "Élodie Ökonom", "Ben Birch", "Cleo Cedar"),
    ("a script without capitals", "Moths at ", "Night", "陈大文", "Ben Birch", "Cleo Cedar"),
]


@pytest.mark.parametrize(
    ("begin", "end", "names"), [(b, e, names) for _, b, e, *names in SPLITS], ids=[s[0] for s in SPLITS]
)
def test_three_authors_and_more(begin: str, end: str, names: list[str]) -> None:
    found = _found(f"{begin}{end}{', '.join(names)} et al.")
    assert (found.title, found.authors, found.et_al) == (begin + end, tuple(names), True)


@pytest.mark.parametrize(
    ("title", "authors"),
    [
        ("Moths at Night", "Nora Oak"),
        ("Moths at Night", "Nora Oak, Ben Birch"),
        ("Moths at Night", "Nora Oak, Ben Birch, Cleo Cedar"),
        ("Weather by LLMs", "Nora Oak, Pia Quince"),
        ("Moths, Lanterns, and Gardens", "Nora Oak, Ben Birch"),
        ("Do Moths Love Lanterns?", "Moth Team"),
    ],
    ids=["one", "two", "three", "two after an acronym", "two after commas", "a team"],
)
def test_whole_lists_of_authors(title: str, authors: str) -> None:
    found = _found(title + authors)
    assert (found.title, found.authors, found.et_al) == (title, tuple(authors.split(", ")), False)


@pytest.mark.parametrize(
    ("tail", "et_al", "affiliations"),
    [
        ("", False, ()),
        (" et al.", True, ()),
        (" et al", True, ()),
        (" et al. · uni-north", True, ("uni-north",)),
        (" et al. · uni-north, old-harbour", True, ("uni-north", "old-harbour")),
        (" et al. · University of the North", True, ("University of the North",)),
        (" · uni-north", False, ("uni-north",)),
        (" et al. ·  uni-north ,, x ", True, ("uni-north", "x")),
    ],
)
def test_tail(tail: str, et_al: bool, affiliations: tuple[str, ...]) -> None:
    found = _found(f"Moths at NightNora Oak, Ben Birch, Cleo Cedar{tail}")
    assert (found.title, found.authors) == ("Moths at Night", ("Nora Oak", "Ben Birch", "Cleo Cedar"))
    assert (found.et_al, found.affiliations) == (et_al, affiliations)


def test_a_dot_in_the_title_does_not_start_affiliations() -> None:
    found = _found("Moths · A SurveyNora Oak, Ben Birch, Cleo Cedar et al.")
    assert (found.title, found.affiliations) == ("Moths · A Survey", ())


@pytest.mark.parametrize(
    "line",
    [
        "Moths come to lanterns at night and stay there",
        "We study, at length, the moths of gardens.",
        "1234 5678",
        "...",
        "",
    ],
    ids=["prose", "prose with commas", "digits", "full stops", "nothing"],
)
def test_no_name(line: str) -> None:
    assert split(line) is None


@pytest.mark.parametrize("line", LISTED)
def test_an_ordinary_line_needs_no_review(line: str) -> None:
    found = _found(line)
    assert found.confidence > 0.95
    assert not found.needs_review


@pytest.mark.parametrize(
    "line",
    ["UltraNetDeVries, Ben Birch, Cleo Cedar et al.", "MothNetDeVries Oak, Ben Birch, Cleo Cedar et al."],
    ids=["a single word", "two words"],
)
def test_an_ambiguous_line_needs_review(line: str) -> None:
    found = _found(line)
    assert found.needs_review
    assert found.runner_up is not None
    assert (found.runner_up.title, found.runner_up.authors) != (found.title, found.authors)


LINES = st.text(max_size=80) | st.builds(
    "".join,
    st.lists(
        st.sampled_from(
            ["Moths", "Nora Oak", ", ", ",", " ", " et al.", " · ", "LLMs", "$x$", "(", "?", "of", "É", "陈", "-"]
        )
        | st.text(max_size=3),
        max_size=14,
    ),
)


@given(LINES, st.text(max_size=40))
@example("Moths at NightNora Oak, , Ben Birch", "moths")
@example("Moths at NightNora Oak,  Ben Birch et al.", "moths")
def test_no_character_is_lost(line: str, abstract: str) -> None:
    check_split(line.strip(), abstract)


@pytest.mark.parametrize("piece", ["A", "Aa", "Aa ", "A, ", "Nora Oak, ", "Éa", "陈", "a", "A-"])
def test_a_very_long_line_takes_limited_time(piece: str) -> None:
    check_growth(lambda times: split(piece * times), 10_000 // len(piece))


def _found(line: str) -> Split:
    found = split(line)
    assert found is not None
    return found
