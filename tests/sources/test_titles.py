"""Titles without headers, and titles over several lines: their problems, and that real text has none."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits import check_growth

from generator.models import Problem, Severity
from generator.sources.listing import Entry, Listing, read_entries
from generator.sources.titles import Lines, find_titles, title_line
from generator.sources.wrapping import Break, Wrapping, begins_small, ends_sentence

HEADER = "CLMar 4, 2024"
TITLE = "Moths and LanternsAda Alder, Ben Birch, Cleo Cedar et al."
ABSTRACT = (
    "Moths come to lanterns, as gardeners have known since 1904 and as was shown by Alder et al. for all lanterns of "
    "the north. We compare MothNet, LampNet and WingNet on twelve gardens, among them GardenBench, and find that none "
    "of them counts more than half of the moths. Our code for MothNet is at https://example.org/moths."
)
OTHER = (
    "Gardens sleep at night, but nobody knows for how long. We ask 120 gardeners in May 2024, of whom Dora Dogwood, "
    "Emil Elm and Finn Fir never slept. What they saw is told here for the first time, with a map of every lamp."
)

BYLINES = {
    "one author": "Dora Dogwood",
    "two authors": "Dora Dogwood, Emil Elm",
    "three authors": "Dora Dogwood, Emil Elm, Finn Fir",
    "et al.": "Dora Dogwood, Emil Elm, Finn Fir et al.",
    "one and et al.": "Dora Dogwood et al.",
    "tags": "Dora Dogwood, Emil Elm · uni-north, old-harbour",
    "et al. and tags": "Dora Dogwood, Emil Elm, Finn Fir et al. · uni-north",
    "initials": "D. Dogwood, E. F. Elm",
    "an initial at the end": "Dora Dogwood, Emil E.",
    "Jr.": "Dora Dogwood, Emil Elm Jr.",
    "particles": "Dora van der Dogwood, Emil de la Elm",
    "accents": "Élodie Dogwood, Ørjan Elm",
    "small letters": "Dora Dogwood, Emil elm",
    "a team": "Dogwood Team, Emil Elm",
}
LOST = {
    "nothing": (),
    "a date that counts from today": ("CL3 days ago",),
    "such a date alone": ("3 days ago",),
    "such a date after a dot": ("CL · 3 days ago",),
    "an unknown word after the date": ("CLMay 4, 2024 Code Project page",),
    "an unknown month": ("CLMrz 4, 2024",),
    "half a header": ("99.7CL",),
    "a date alone": ("May 4, 2024",),
    "a pager": ("Load more",),
    "a heading with a day": ("This week",),
    "a button": ("View PDF",),
    "several lines of a page": ("12 citations", "Bookmark", "", "Next »"),
    "another language": ("CL · vor 3 Tagen",),
    "words": ("Anzeige",),
    "a mark": ("new!",),
    "blank lines": ("", ""),
}
UNKNOWN = ("another language", "words", "a mark")
LAYOUTS: dict[str, Callable[[str], list[str]]] = {
    "on one line": lambda text: [text],
    "at 60 columns": lambda text: textwrap.wrap(text, 60),
    "at 80 columns": lambda text: textwrap.wrap(text, 80),
    "by sentences": lambda text: text.replace(". ", ".\n").split("\n"),
    "by paragraphs": lambda text: text.replace(". ", ".\n\n").split("\n"),
    "not at all": lambda _: [],
}


def _read(*lines: str) -> tuple[list[Entry], list[Problem]]:
    items = list(read_entries(Listing("s", "\n".join(lines))))
    problems = [item for item in items if isinstance(item, Problem)]
    return [item for item in items if isinstance(item, Entry)], problems


@pytest.mark.parametrize(
    ("byline", "lost", "layout"),
    [
        *((byline, lost, layout) for byline in BYLINES for lost in ("nothing", "a button") for layout in LAYOUTS),
        *(("one author", lost, layout) for lost in LOST for layout in LAYOUTS),
    ],
)
def test_a_paper_without_a_header_is_an_error(byline: str, lost: str, layout: str) -> None:
    if layout == "not at all" and lost in UNKNOWN:
        pytest.skip("a single line between two titles is taken for an abstract, unless it is surely none")
    before = [HEADER, TITLE, *LAYOUTS[layout](ABSTRACT)]
    lines = [f"The Long Sleep of Gardens under Small Lamps{BYLINES[byline]}", *LAYOUTS[layout](OTHER)]
    entries, problems = _read(*before, *LOST[lost], *lines, HEADER, TITLE, ABSTRACT)
    title = len(before) + len(LOST[lost]) + 1
    (error,) = (problem for problem in problems if problem.severity is not Severity.NOTE)
    assert error.severity is Severity.ERROR
    assert error.location.line in (title, title - 1)
    last = title + len(lines) - 1
    assert last == error.location.line or error.message.endswith(
        f"; lines {error.location.line} to {last} are left out"
    )
    assert [entry.location.line for entry in entries] == [1, last + 1]
    assert [entry.abstract for entry in entries] == ["\n".join(LAYOUTS[layout](ABSTRACT)), ABSTRACT]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_paper_without_a_header_is_told(layout: str) -> None:
    one = ["Gardens at NightDora Dogwood, Emil Elm", *LAYOUTS[layout](OTHER)]
    two = ["Rain on Glass RoofsFinn Fir", *LAYOUTS[layout](ABSTRACT)]
    entries, problems = _read(HEADER, TITLE, ABSTRACT, *one, *two, *one, HEADER, TITLE)
    assert [problem.location.line for problem in problems] == [4, 4 + len(one), 4 + len(one) + len(two)]
    assert {problem.severity for problem in problems} == {Severity.ERROR}
    assert [entry.abstract for entry in entries] == [ABSTRACT, ""]


def test_a_lost_title_over_two_lines_is_told() -> None:
    entries, problems = _read(
        HEADER, TITLE, ABSTRACT, "The Long Sleep of Gardens", "under Small LampsDora Dogwood, Emil Elm", OTHER
    )
    assert [str(problem) for problem in problems if problem.message.endswith("; lines 4 to 6 are left out")]
    assert [entry.abstract for entry in entries] == [ABSTRACT]


# Lines of abstracts that look a little like a title with its authors.
LIKE_TITLES = [
    "TensorFlow, PyTorch, JAX",
    "MothNet, LampNet and WingNet",
    "(i) Fast, Cheap, Good",
    "- MothNet, LampNet",
    "Keywords: MothNet, Lamp Wing, Ada Alder",
    "Index Terms—Moths, Lanterns, GitHub",
    "Code: https://github.com/Moth/LampNet",
    "We release everything at https://github.com/Moth/LampNet",
    "as was shown by Ada Alder, Ben Birch, Cleo Cedar et al.",
    "(Alder et al., 2019; Birch et al., 2021)",
    "Background",
    "Materials and Methods",
    "Data and Code",
    "In May 2024",
    "$$\\mathcal{O}(n^2)$$",
    "Contributions:",
    "of MothNet",
    "is called MothNet Large",
    "Ada Alder, Ben Birch and Cleo Cedar",
    "Moths like lamps.Lamps do not mind.",
    "MothNet counts them.",
]


@pytest.mark.parametrize("layout", ["on one line", "at 80 columns", "by sentences", "by paragraphs"])
@pytest.mark.parametrize("line", LIKE_TITLES)
def test_text_of_an_abstract_is_left_alone(line: str, layout: str) -> None:
    abstract = [*LAYOUTS[layout](ABSTRACT), line, *LAYOUTS[layout](OTHER)]
    entries, problems = _read(HEADER, TITLE, *abstract, HEADER, TITLE, OTHER)
    assert problems == []
    assert [entry.abstract for entry in entries] == ["\n".join(abstract), OTHER]


SMALL = (
    "moths come to lanterns at night and gardeners count them with care for it is known that lamps of many colours are "
    "seen by wings which fly over the walls of houses where nobody sleeps until rain falls on glass roofs in autumn"
).split()
NAMED = (
    "MothNet GardenBench (OpenLamp) LaTeX LLMs, 3D WingNet, MothNet-XL Moths In We The $x$ 2024, Alder, Dora Dogwood "
    "et al. Emil Elm, Finn Fir PyTorch, LampGPT-4 Table 1, May 2024 (i) https://github.com/Moth/LampNet"
).split()


def _abstract(chance: random.Random) -> str:
    """Some sentences, with names and words that have capitals within."""
    sentences = []
    for _ in range(chance.randint(2, 9)):
        words = [chance.choice(NAMED if chance.random() < 0.25 else SMALL) for _ in range(chance.randint(8, 30))]
        sentences.append(f"{chance.choice(['Moths', 'We', 'MothNet'])} {' '.join(words)} lamps.")
    return " ".join(sentences)


@pytest.mark.parametrize("width", [50, 60, 72, 80, 100, 120])
def test_wrapped_text_is_left_alone(width: int) -> None:
    chance = random.Random(1)
    abstracts = [textwrap.wrap(_abstract(chance), width) for _ in range(200)]
    entries, problems = _read(*(line for abstract in abstracts for line in (HEADER, TITLE, *abstract)))
    assert problems == []
    assert [entry.abstract for entry in entries] == ["\n".join(abstract) for abstract in abstracts]


# ---- titles over several lines ----

BROKEN = {
    "in the title": ("The Long Sleep of Gardens under Small", "LampsDora Dogwood, Emil Elm"),
    "after a hyphen": ("The Long Sleep of Self-", "Lit GardensDora Dogwood, Emil Elm"),
    "in a name": ("The Long Sleep of GardensDora Dogwood, Emil", "Elm, Finn Fir et al."),
    "after a comma": ("The Long Sleep of GardensDora Dogwood,", "Emil Elm"),
    "before et al.": ("The Long Sleep of GardensDora Dogwood, Emil Elm", "et al. · uni-north"),
    "in et al.": ("The Long Sleep of GardensDora Dogwood, Emil Elm et", "al."),
    "before a tag": ("The Long Sleep of GardensDora Dogwood, Emil Elm ·", "uni-north"),
    "between tags": ("The Long Sleep of GardensDora Dogwood et al. · uni-north,", "old-harbour"),
    "over three": ("The Long Sleep of Gardens", "under Small LampsDora Dogwood, Emil Elm", "et al."),
}


@pytest.mark.parametrize("layout", ["on one line", "by sentences", "not at all"])
@pytest.mark.parametrize("broken", BROKEN)
def test_a_title_over_several_lines_is_read_and_told(broken: str, layout: str) -> None:
    lines, abstract = BROKEN[broken], LAYOUTS[layout](OTHER)
    entries, problems = _read(HEADER, *lines, *abstract, HEADER, TITLE)
    assert [str(problem) for problem in problems] == [
        "s:2: warning: expected a title and its authors on one line, found them over lines 2 to "
        f"{1 + len(lines)}; they are read as one"
    ]
    assert "".join(entries[0].title_line.split()) == "".join("".join(lines).split())
    assert entries[0].abstract == "\n".join(abstract)


@pytest.mark.parametrize("width", [50, 60, 72, 80])
@pytest.mark.parametrize("byline", BYLINES)
def test_a_title_that_is_wrapped_like_its_abstract_is_read_and_told(byline: str, width: int) -> None:
    whole = f"The Long Sleep of Gardens under Small Lamps in the Months of the Year{BYLINES[byline]}"
    title, abstract = textwrap.wrap(whole, width), textwrap.wrap(OTHER, width)
    entries, problems = _read(HEADER, *title, *abstract, HEADER, TITLE)
    assert ["lines 2 to" in str(problem) for problem in problems] == [True]
    assert entries[0].title_line == whole
    assert entries[0].abstract == "\n".join(abstract)


def test_names_on_a_line_of_their_own_follow_the_title_without_a_space() -> None:
    assert title_line(Lines(["Moths at Night", "Ada Alder, Ben Birch", OTHER], Wrapping())) == (
        "Moths at NightAda Alder, Ben Birch",
        2,
    )


@pytest.mark.parametrize(
    "line", [TITLE, "Moths at NightAda Alder", "Moths at Night", "Moths at NightAda Alder, Ben Birch"]
)
@pytest.mark.parametrize("layout", ["on one line", "at 60 columns", "by sentences", "not at all"])
def test_a_title_on_one_line_is_one_line(line: str, layout: str) -> None:
    texts = [line, *LAYOUTS[layout](ABSTRACT)]
    assert title_line(Lines(texts, Wrapping.of(texts))) == (line, 1)


# ---- lines ----


def test_what_is_known_of_wrapped_lines() -> None:
    lines = textwrap.wrap(ABSTRACT, 60)
    wrapping = Wrapping.of(lines)
    assert wrapping.is_known
    breaks = [wrapping.between(one, other) for one, other in pairwise(lines)]
    assert Break.SURE not in breaks
    assert wrapping.between(lines[-1], "Gardens sleep") is Break.SURE
    assert wrapping.between(lines[0] + lines[1], "Gardens sleep") is Break.SURE
    assert not Wrapping.of(["Moths.", "Lamps.", "Gardens"]).is_known


@given(st.lists(st.sampled_from(NAMED) | st.text("ab .", min_size=1, max_size=9), min_size=1).map(" ".join))
def test_lines_of_any_text_are_wrapped(text: str) -> None:
    lines = textwrap.wrap(text, 20)
    wrapping = Wrapping.of(lines)
    for line, following in pairwise(lines):
        assert wrapping.between(line, following) is Break.NONE or not (
            begins_small(following) and not ends_sentence(line)
        )


@pytest.mark.parametrize(
    "line", ["MothsAda Alder", "A ", "Ada, ", "aB cD ", " · ", " et al.", "Dora Dogwood, Emil Elm et"]
)
def test_time_grows_with_the_lines(line: str) -> None:
    def read(size: int, *, on_one_line: bool) -> None:
        texts = [(line * size)[:size].strip()] * 2 if on_one_line else [line.strip()] * (size // len(line))
        lines = Lines(texts, Wrapping.of(texts))
        title_line(lines)
        find_titles(lines, 1)

    check_growth(lambda size: read(size, on_one_line=False), 50_000)
    check_growth(lambda size: read(size, on_one_line=True), 200_000)
