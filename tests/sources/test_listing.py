"""Listings: golden files of entries and problems, and that no line is lost."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from invariants import check_listing
from limits import check_growth

from generator.models import Problem, Severity
from generator.sources.listing import Entry, Listing, read_entries

GOLDENS = sorted(Path(__file__).parent.glob("listings/*.yml"))


@pytest.mark.parametrize("path", GOLDENS, ids=[path.stem for path in GOLDENS])
def test_golden(path: Path, golden: Callable[[Path, str], None]) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    items = list(read_entries(Listing("seeds.txt", case["listing"])))
    case["entries"] = [_facts(item) for item in items if isinstance(item, Entry)]
    case["problems"] = [str(item) for item in items if isinstance(item, Problem)]
    golden(path, yaml.dump(case, Dumper=_Readable, sort_keys=False, allow_unicode=True, width=1000))


def _facts(entry: Entry) -> dict[str, Any]:
    facts = dataclasses.asdict(entry)
    lines = {"line": facts.pop("location").line, "title_at": facts.pop("title_location").line}
    return lines | {name: value for name, value in facts.items() if value not in (None, False, "")}


class _Readable(yaml.SafeDumper):
    """YAML with texts of several lines as blocks."""


_Readable.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None),
)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("CLMay 9, 2021", ("CL", None, 5, 9, 2021, False)),
        ("CLMay 9, 2021Code", ("CL", None, 5, 9, 2021, True)),
        ("CLMay 9", ("CL", None, 5, 9, None, False)),
        ("CLMay 09,2021", ("CL", None, 5, 9, 2021, False)),
        ("99.7CLApr 30Code", ("CL", 99.7, 4, 30, None, True)),
        ("100CLApr 30", ("CL", 100.0, 4, 30, None, False)),
        ("0.5CLFeb 29", ("CL", 0.5, 2, 29, None, False)),
        ("cs.CLApr 30", ("cs.CL", None, 4, 30, None, False)),
        ("42.2cs.CLApr 30Code", ("cs.CL", 42.2, 4, 30, None, True)),
        ("hep-thJan 1, 2020", ("hep-th", None, 1, 1, 2020, False)),
        ("cond-mat.str-elFeb 2, 2020", ("cond-mat.str-el", None, 2, 2, 2020, False)),
        ("astro-ph.COMar 3, 2020", ("astro-ph.CO", None, 3, 3, 2020, False)),
        ("CLSeptember 9, 2021", ("CL", None, 9, 9, 2021, False)),
        ("CLSept 9, 2021", ("CL", None, 9, 9, 2021, False)),
        ("CLDecember 31, 1999", ("CL", None, 12, 31, 1999, False)),
        ("CYMay 1", ("CY", None, 5, 1, None, False)),
    ],
)
def test_header(header: str, expected: tuple[Any, ...]) -> None:
    (entry,) = read_entries(Listing("seeds.txt", f"{header}\nA TitleAda Alder, Ben Birch, Cleo Cedar et al.\n"))
    assert isinstance(entry, Entry)
    assert (entry.area, entry.score, entry.month, entry.day, entry.year, entry.code) == expected


GOOD = "CLMar 4, 2024\nMoths and LanternsAda Alder, Ben Birch\nMoths come to lanterns.\n"


UNCERTAIN = [
    "CLMrz 4, 2024",
    "CLMar 4, 24",
    "CLMar 4, 20245",
    "CLXMar 4, 2024",
    "CLMar 4, 2024Data",
    "CLMar 4, 2024 Code Project page",
    "CL2024",
    "99.7CL",
    "cs.CLMrz 4, 2024",
    "99.7cs.CLMrz 4",
    "hep-thMrz 4, 2024",
]
CERTAIN = [
    "CL Mar 4, 2024",
    "CLMar 4 2024",
    "CLMar4, 2024",
    "CLMar. 4, 2024",
    "CLMar 4th, 2024",
    "CLMAR 4, 2024",
    "CLMar 4, 2024 Code",
    "99.7 CLApr 30",
    "99,7CLApr 30",
    "Computation and LanguageMay 4, 2024",
    "2024-05-04 · cs.CL; cs.LG",
]


@pytest.mark.parametrize("header", UNCERTAIN)
def test_a_slip_in_a_header_is_told(header: str) -> None:
    items = list(
        read_entries(Listing("seeds.txt", f"{GOOD}{header}\nGardensDora Dogwood, Emil Elm\nAt night.\n{GOOD}"))
    )
    assert [str(item) for item in items if isinstance(item, Problem)] == [
        "seeds.txt:4: error: expected a header such as 'CLMay 9, 2021Code' or '99.7cs.CLApr 30', "
        f"found {header!r}; lines 4 to 6 are left out"
    ]
    assert [item.location.line for item in items if isinstance(item, Entry)] == [1, 7]


@pytest.mark.parametrize("header", CERTAIN)
def test_a_header_in_another_form_is_read(header: str) -> None:
    items = list(
        read_entries(Listing("seeds.txt", f"{GOOD}{header}\nGardensDora Dogwood, Emil Elm\nAt night.\n{GOOD}"))
    )
    assert [type(item).__name__ for item in items] == ["Entry"] * 3


PIECES = [
    "CLMar 4, 2024Code",
    "99.7cs.CLApr 30",
    "hep-thMay 1",
    "cs.CV; cs.LG · 4 May 2024 [Code]",
    "CLFeb 30, 2024",
    "CLMrz 4, 2024",
    "CL 2024",
    "CL3 days ago",
    "3 days ago",
    "May 4, 2024",
    "A Title of MothsAda Alder, Ben Birch, Cleo Cedar et al.",
    "A Title of MothsAda Alder, Ben Birch, Cleo Cedar et al. · uni-north",
    "Moths at NightAda Alder",
    "The Long Nights of",
    "OctoberAda Alder, Ben Birch,",
    "Cleo Cedar et al. ·",
    "Ada Alder, Ben Birch",
    "A Report on LampsOpenLamp",
    "An abstract of some words, with a date of May 9, 2021 in it.",
    "which goes on in small letters, as MothNet,",
    "Abstract: Moths come to lanterns.",
    "Abstract",
    "Load more",
    "View PDF",
    "code",
    "12 citations",
    "© 2026 Moth Papers",
    "new!",
    "---",
    "Gardens",
    "",
    "   ",
    "\ufeff",
    "\x0c",
    "a\u2028b",
    "\x1c",
]
LISTINGS = st.text() | st.builds(
    str.join, st.sampled_from(["\n", "\r\n", "\r", " \n"]), st.lists(st.sampled_from(PIECES) | st.text(max_size=12))
)


@given(LISTINGS)
@example("CLMar 4, 2024\n\n\n")
@example("\ufeff\n\ufeffCLMar 4, 2024\nMoths")
@example("\n".join(PIECES))
def test_no_line_vanishes(text: str) -> None:
    check_listing(text)


@given(LISTINGS)
def test_items_come_in_the_order_of_the_lines(text: str) -> None:
    places = [item.location.line for item in read_entries(Listing("s", text)) if isinstance(item, Entry)]
    assert places == sorted(set(places))


@pytest.mark.parametrize("piece", [*filter(None, PIECES), "A", "99.7", "cs.", "a-"])
def test_time_grows_with_the_text(piece: str) -> None:
    for text in (f"{piece}\n", piece):
        check_growth(lambda times, text=text: list(read_entries(Listing("s", text * times))), 200_000 // len(piece))


WRAPPED = ["In May 2024", "from May 2021 to", "since June 5", "Llama 3 70B", "Table 1, 22", "AI 2024", "level 3 2024"]


@pytest.mark.parametrize("line", WRAPPED)
def test_a_line_of_a_wrapped_abstract_is_no_header(line: str) -> None:
    text = f"CLMar 4, 2024\nMoths at NightAda Alder\nMoths come, as was shown\n{line}\nby many lanterns.\n"
    found = list(read_entries(Listing("seeds.txt", text)))
    assert [type(item).__name__ for item in found] == ["Entry"]
    assert found[0].abstract.split("\n")[1] == line


def test_a_header_lost_for_good_is_told_before_a_line_with_two_names() -> None:
    entry = "CLMar 4, 2024\nMoths at NightAda Alder\nMoths come.\n"
    found = list(
        read_entries(Listing("seeds.txt", f"{entry}garbage\nQuiet LanternsBen Birch, Cleo Cedar\nGone.\n{entry}"))
    )
    assert [type(item).__name__ for item in found] == ["Entry", "Problem", "Entry"]
    assert str(found[1]).startswith("seeds.txt:4: error: expected a header such as")


def test_a_year_far_off_is_a_slip() -> None:
    (found,) = read_entries(Listing("seeds.txt", "CLMay 9, 9999\nMoths at NightAda Alder\nMoths.\n"))
    assert str(found) == (
        "seeds.txt:1: error: expected a year from 1900 to 2100, found 'CLMay 9, 9999'; lines 1 to 3 are left out"
    )


OF_PAGES = [
    "Load more",
    "© 2026 X",
    "Page 2 of 7",
    "Next »",
    "View PDF",
    "Bookmark",
    "42",
    "12 citations",
    "🔖",
    "This week",
]
FROM = "from the page that the listing was copied from"


@pytest.mark.parametrize("abstract", ["A", "Moths come to lanterns.", "Moths come\nto lanterns.", ""])
@pytest.mark.parametrize("line", OF_PAGES)
def test_text_of_the_page_is_left_out_after_an_abstract_and_told(line: str, abstract: str) -> None:
    entry = "\n".join(filter(None, ["CLMar 4, 2024", "Moths and LanternsAda Alder, Ben Birch", abstract]))
    items = list(read_entries(Listing("s", f"{entry}\n{line}\n{entry}\n\n{line}\n")))
    assert [item.abstract for item in items if isinstance(item, Entry)] == [abstract, abstract]
    (note,) = (item for item in items if isinstance(item, Problem))
    length = entry.count("\n") + 2
    assert note.severity is Severity.NOTE
    assert note.location.line == length
    assert note.message.endswith(f"such as {line!r}, {FROM}: lines {length} and {2 * length + 1}")


@pytest.mark.parametrize("line", OF_PAGES)
def test_text_of_the_page_is_left_out_wherever_it_stands_alone(line: str) -> None:
    text = f"{line}\n{GOOD}".replace("\n", f"\n{line}\n")
    items = list(read_entries(Listing("s", text)))
    assert [item.abstract for item in items if isinstance(item, Entry)] == ["Moths come to lanterns."]
    assert [item.severity for item in items if isinstance(item, Problem)] == [Severity.NOTE]


@pytest.mark.parametrize(
    "abstract",
    [
        "We release the\ncode\nof our traps.",
        "We release the\nCode\nof our traps.",
        "We release our traps, lamps, gardens, moths and the\ncode",
        "As gardeners know who have counted for long,\nthe moths that come in a year are never below\n42",
        "The formats that gardeners use are those of letters and of\nPDF\nand no others.",
        "Moths are counted by all gardeners who can see them come\nhome\nat night.",
        "Moths come.\nResults\nThere are moths.",
        "Moths come:\n(1)\nby night\n(2)\nby day.",
        "\\[\nx\n\\]\nMoths.",
    ],
)
def test_a_short_line_of_a_text_stays(abstract: str) -> None:
    items = list(read_entries(Listing("s", f"CLMar 4, 2024\nMoths and LanternsAda Alder\n{abstract}\n{GOOD}")))
    assert [item.abstract for item in items if isinstance(item, Entry)] == [abstract, "Moths come to lanterns."]
    assert not [item for item in items if isinstance(item, Problem)]


def test_much_text_of_a_page_is_told_in_one_note_for_each_kind() -> None:
    items = list(read_entries(Listing("s", f"{GOOD}View PDF\n12 citations\n" * 2000)))
    assert [str(item) for item in items if isinstance(item, Problem)] == [
        f"s:4: note: left out 2,000 lines, each a button such as 'View PDF', {FROM}: "
        "lines 4, 9, 14, 19, 24, 29, 34, 39, 44, 49 and 1,990 more",
        f"s:5: note: left out 2,000 lines, each a count such as '12 citations', {FROM}: "
        "lines 5, 10, 15, 20, 25, 30, 35, 40, 45, 50 and 1,990 more",
    ]
    assert {item.abstract for item in items if isinstance(item, Entry)} == {"Moths come to lanterns."}


def test_labels_of_abstracts_are_told_in_one_note() -> None:
    labelled = GOOD.replace("Moths come", "Abstract: Moths come")
    assert [str(item) for item in read_entries(Listing("s", labelled)) if isinstance(item, Problem)] == [
        f"s:3: note: left out the label of an abstract, {FROM}"
    ]
    items = list(read_entries(Listing("s", labelled * 3)))
    assert str(items[-1]) == f"s:3: note: left out the labels of 3 abstracts, {FROM}: lines 3, 6 and 9"
    assert [item.abstract for item in items if isinstance(item, Entry)] == ["Moths come to lanterns."] * 3


@pytest.mark.parametrize("date", ["3 days ago", "May 4, 2024", "Yesterday"])
def test_a_date_alone_beside_a_header_is_of_the_page(date: str) -> None:
    header, title, abstract = GOOD.rstrip("\n").split("\n")
    for lines in ([date, header, title, abstract], [header, date, title, abstract], [header, title, abstract, date]):
        items = list(read_entries(Listing("s", "\n".join(lines))))
        assert [type(item).__name__ for item in items] == ["Entry", "Problem"]
        assert str(items[-1]).startswith(f"s:{lines.index(date) + 1}: note: left out {date!r}, a heading with a day")


@pytest.mark.parametrize("date", ["3 days ago", "May 4, 2024", "an hour ago"])
def test_a_date_alone_before_a_line_is_a_header_that_lacks_something(date: str) -> None:
    found = list(read_entries(Listing("s", f"{GOOD}{date}\nMoths, unsigned\nGone.\n{GOOD}")))
    assert [type(item).__name__ for item in found] == ["Entry", "Problem", "Entry"]
    assert str(found[1]).endswith(f"found {date!r}; lines 4 to 6 are left out")
