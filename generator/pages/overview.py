"""Charts of a collection or of a part of it: papers in, a figure and the same as a table out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from generator.analysis.indexes import Heading, Index
from generator.models import Paper
from generator.pages import nodes as b
from generator.pages.charts import COLOURS, Series, columns
from generator.pages.components import MONTHS


def years_chart(papers: Sequence[Paper]) -> Iterator[b.Block]:
    """Papers for each year; nothing where all are of one."""
    years = _years(papers)
    if len(years) > 1:
        counts = Counter(paper.date.year for paper in papers)
        series = (Series("Papers", tuple(counts[year] for year in years)),)
        yield b.Figure(columns("Papers by year", [str(year) for year in years], series), "ps-chart ps-chart--small")


def months_chart(year: Heading) -> Iterator[b.Block]:
    """The papers of a year for each of its months; nothing where all are of one."""
    counts = Counter(paper.date.month for paper in year.papers)
    if len(counts) > 1:
        series = (Series("Papers", tuple(counts[month] for month in range(1, 13))),)
        yield b.Figure(
            columns(f"Papers of {year.label} by month", [month[:3] for month in MONTHS], series),
            "ps-chart ps-chart--small",
        )


def areas_chart(papers: Sequence[Paper], areas: Index) -> Iterator[b.Block]:
    """Papers for each year, coloured by area, with a legend that links to the areas, and as a table."""
    years = _years(papers)
    if len(years) < 2:
        return
    by_size = areas.by_size()
    shown = by_size if len(by_size) <= COLOURS else by_size[: COLOURS - 1]
    counts = Counter((areas.of_paper[paper.key][0], paper.date.year) for paper in papers)
    series = [Series(area.label, tuple(counts[area, year] for year in years)) for area in shown]
    legend = [
        b.Item(
            (
                b.Paragraph(
                    (
                        b.Mark("", f"ps-swatch ps-s{colour}"),
                        " ",
                        b.Link(area.label, area.src_uri, number=f"{len(area.papers):,}"),
                    )
                ),
            )
        )
        for colour, area in enumerate(shown, 1)
    ]
    if rest := by_size[len(shown) :]:
        others = tuple(sum(counts[area, year] for area in rest) for year in years)
        series.append(Series("Other areas", others))
        mark = b.Mark("", f"ps-swatch ps-s{COLOURS}")
        legend.append(b.Item((b.Paragraph((mark, " ", b.Link("Other areas", areas.src_uri))),)))
    yield b.Figure(columns("Papers by year and area", [str(year) for year in years], series), "ps-chart")
    yield b.Items(tuple(legend), "ps-legend")
    yield b.Folded("As a table", (_table(years, series),), "ps-data")


def _table(years: Sequence[int], series: Sequence[Series]) -> b.Table:
    rows = (
        (str(year), *(str(row.numbers[place]) for row in series))
        for place, year in reversed(list(enumerate(years)))
        if any(row.numbers[place] for row in series)
    )
    return b.Table(("Year", *(row.label for row in series)), tuple(rows))


def _years(papers: Sequence[Paper]) -> range:
    """From the first to the last, those without papers included."""
    years = [paper.date.year for paper in papers]
    return range(min(years), max(years) + 1) if years else range(0)
