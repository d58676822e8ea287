"""Charts: well-formed, of the right heights, with labels that have room."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.pages.charts import COLOURS, Series, columns

WIDTH, FOOT, HEAD = 480, 130, 16
ROOM = 34
"""Width of a year on a narrow screen."""
NUMBERS = st.integers(1, 30).flatmap(
    lambda places: st.lists(st.lists(st.integers(0, 5000), min_size=places, max_size=places), min_size=1, max_size=8)
)


def _svg(*rows: list[int], labels: list[str] | None = None, title: str = "Moths") -> ElementTree.Element:
    labels = labels or [str(2000 + place) for place in range(len(rows[0]))]
    return ElementTree.fromstring(columns(title, labels, [Series(f"s{n}", tuple(row)) for n, row in enumerate(rows)]))


def _rects(column: ElementTree.Element) -> list[dict[str, float]]:
    return [{name: float(rect.attrib[name]) for name in ("x", "y", "width", "height")} for rect in column.iter("rect")]


@given(NUMBERS.filter(lambda rows: any(map(any, rows))))
def test_heights_are_in_proportion_and_add_up(rows: list[list[int]]) -> None:
    columns_drawn = list(_svg(*rows).iter("g"))
    stacks = [[row[place] for row in rows] for place in range(len(rows[0]))]
    shown = [numbers for numbers in stacks if sum(numbers)]
    assert len(columns_drawn) == len(shown)
    highest = max(map(sum, shown))
    for numbers, column in zip(shown, columns_drawn, strict=True):
        foot = float(FOOT)
        for number, rect in zip(filter(None, numbers), _rects(column), strict=True):
            assert rect["height"] == pytest.approx(number / highest * (FOOT - HEAD), abs=0.06)
            assert rect["y"] + rect["height"] == pytest.approx(foot, abs=0.2)
            assert rect["x"] >= 0
            assert rect["x"] + rect["width"] <= WIDTH
            foot -= number / highest * (FOOT - HEAD)
        assert foot >= HEAD - 0.001


@given(NUMBERS.filter(lambda rows: any(map(any, rows))))
def test_the_highest_column_fills_the_drawing_and_no_two_overlap(rows: list[list[int]]) -> None:
    drawn = [_rects(column) for column in _svg(*rows).iter("g")]
    assert min(rect["y"] for rects in drawn for rect in rects) == pytest.approx(HEAD, abs=0.2)
    lefts = [(rects[0]["x"], rects[0]["x"] + rects[0]["width"]) for rects in drawn]
    assert all(right <= left for (_, right), (left, _) in pairwise(lefts))


def test_an_empty_column_has_a_label_and_no_bar() -> None:
    svg = _svg([2, 0, 1])
    assert len(list(svg.iter("g"))) == 2
    assert [text.text for text in svg.findall("text")] == ["2000", "2001", "2002"]
    assert [float(text.attrib["x"]) for text in svg.findall("text")] == [80, 240, 400]


@pytest.mark.parametrize("places", [1, 2, 5, 12, 14, 15, 28, 40, 80, 200])
def test_labels_do_not_touch_and_the_last_is_there(places: int) -> None:
    svg = _svg([1] * places)
    named = [(float(text.attrib["x"]), text.text) for text in svg.findall("text")]
    assert named[-1][1] == str(2000 + places - 1)
    assert len(named) == places if places <= 14 else len(named) < places
    assert all(other[0] - one[0] >= ROOM - 1.5 for one, other in pairwise(named))
    for number, text in named:
        # Under its column but, at the edges, inside the drawing.
        middle = (int(text or 0) - 2000 + 0.5) * WIDTH / places
        assert number == pytest.approx(min(max(middle, ROOM / 2), WIDTH - ROOM / 2), abs=0.06)


def test_the_title_of_a_column() -> None:
    first, second = _svg([2, 1], [0, 3]).iter("g")
    assert first.findtext("title") == "2000: 2 (s0 2)"
    assert second.findtext("title") == "2001: 4 (s0 1, s1 3)"
    assert [text.text for text in (*first.iter("text"), *second.iter("text"))] == ["2", "4"]
    (alone,) = _svg([2]).iter("g")
    assert alone.findtext("title") == "2000: 2"


def test_large_numbers_have_commas() -> None:
    svg = _svg([1048, 20000], [3000, 0])
    first, _ = svg.iter("g")
    assert first.findtext("title") == "2000: 4,048 (s0 1,048, s1 3,000)"
    assert [text.text for text in svg.iter("text")][:2] == ["4,048", "20,000"]
    assert svg.attrib["aria-label"] == "Moths. 2000: 4,048, 2001: 20,000"


def test_the_label_of_a_chart() -> None:
    svg = _svg([2, 0, 1])
    assert (svg.attrib["role"], svg.attrib["aria-label"]) == ("img", "Moths. 2000: 2, 2002: 1")


def test_series_beyond_the_colours_share_the_last() -> None:
    (column,) = _svg(*([1] for _ in range(COLOURS + 2))).iter("g")
    classes = [rect.attrib["class"] for rect in column.iter("rect")]
    assert classes == [f"ps-s{min(number, COLOURS)}" for number in range(1, COLOURS + 3)]


def test_a_series_keeps_its_colour_where_others_have_nothing() -> None:
    (column,) = _svg([0], [3]).iter("g")
    assert [rect.attrib["class"] for rect in column.iter("rect")] == ["ps-s2"]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1))
def test_hostile_labels_are_escaped(text: str) -> None:
    drawn = columns(text, [text], [Series(text, (1,)), Series("moths", (1,))])
    svg = ElementTree.fromstring(drawn)
    assert {element.tag for element in svg.iter()} == {"svg", "g", "title", "rect", "path", "text"}
    assert svg.findtext("text") == text
    assert svg.find("g").findtext("title") == f"{text}: 2 ({text} 1, moths 1)"  # type: ignore[union-attr]
    assert svg.attrib["aria-label"] == f"{text}. {text}: 2".replace("\n", " ")
    assert "\n\n" not in drawn
