"""Charts of papers: they show every year and count every paper, and the table has the same numbers."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from made_up import collection, entry, many

from generator.analysis.collection import Collection
from generator.pages import nodes
from generator.pages.charts import COLOURS, Series
from generator.pages.overview import _table, areas_chart, months_chart, years_chart


def _collection(*headers: str) -> Collection:
    return collection("".join(entry(header, f"Moths of Garden {n}") for n, header in enumerate(headers)))


def _totals(figure: nodes.Block) -> dict[str, int]:
    assert isinstance(figure, nodes.Figure)
    told = [title.text or "" for title in ElementTree.fromstring(figure.html).iter("title")]
    return {label: int(total) for label, total in (re.findall(r"^(.+?): (\d+)", text)[0] for text in told)}


def _labels(figure: nodes.Block) -> list[str | None]:
    assert isinstance(figure, nodes.Figure)
    return [text.text for text in ElementTree.fromstring(figure.html).findall("text")]


def test_years() -> None:
    found = _collection("CLMar 4, 2020", "CLMar 4, 2023", "LGMay 4, 2023")
    (figure,) = years_chart(found.bibliography.papers)
    assert _totals(figure) == {"2020": 1, "2023": 2}
    assert _labels(figure) == ["2020", "2021", "2022", "2023"]


@pytest.mark.parametrize("headers", [[], ["CLMar 4, 2020"], ["CLMar 4, 2020", "LGMay 4, 2020"]], ids=str)
def test_a_single_year_has_no_chart(headers: list[str]) -> None:
    found = _collection(*headers)
    assert list(years_chart(found.bibliography.papers)) == []
    assert list(areas_chart(found.bibliography.papers, found.areas)) == []


def test_months() -> None:
    (year,) = _collection("CLMar 4, 2020", "CLMar 9, 2020", "LGDec 4, 2020").years.headings
    (figure,) = months_chart(year)
    assert _totals(figure) == {"Mar": 2, "Dec": 1}
    assert _labels(figure) == "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def test_a_single_month_has_no_chart() -> None:
    (year,) = _collection("CLMar 4, 2020", "CLMar 9, 2020").years.headings
    assert list(months_chart(year)) == []


@pytest.mark.parametrize("areas", range(1, COLOURS + 3))
def test_areas(areas: int) -> None:
    codes = "CL LG CV IR AI CY RO NE".split()[:areas]
    found = _collection(*(f"{code}Mar 4, {2020 + 2 * (n % 2)}" for n, code in enumerate([*codes, *codes, "CL"])))
    papers = found.bibliography.papers
    figure, legend, folded = areas_chart(papers, found.areas)
    assert isinstance(legend, nodes.BulletList)
    assert isinstance(folded, nodes.Details)
    (table,) = folded.blocks
    assert isinstance(table, nodes.Table)
    totals = _totals(figure)
    assert sum(totals.values()) == len(papers)
    # As many names as colours; the rest is one.
    assert len(legend.items) == len(table.head) - 1 == min(areas, COLOURS)
    assert (table.head[-1] == "Other areas") is (areas > COLOURS)
    assert {year: sum(map(int, numbers)) for year, *numbers in table.rows} == totals
    assert [year for year, *_ in table.rows] == sorted(totals, reverse=True)


def test_the_table_has_the_numbers_of_the_chart() -> None:
    found = collection(many(60))
    figure, _, folded = areas_chart(found.bibliography.papers, found.areas)
    (table,) = folded.blocks  # type: ignore[union-attr]
    assert isinstance(figure, nodes.Figure)
    told = {title.text for title in ElementTree.fromstring(figure.html).iter("title")}
    for year, *numbers in table.rows:  # type: ignore[union-attr]
        named = [f"{label} {number}" for label, number in zip(table.head[1:], numbers, strict=True) if number != "0"]  # type: ignore[union-attr]
        assert f"{year}: {sum(map(int, numbers))} ({', '.join(named)})" in told


def test_large_numbers_of_the_table_have_commas() -> None:
    assert _table([2024, 2025], [Series("Moths", (999, 1048))]).rows == (("2025", "1,048"), ("2024", "999"))
