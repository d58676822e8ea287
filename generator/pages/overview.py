"""Charts of papers by year, month and area, with their legend and the same numbers as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from generator.analysis.indexes import Heading, Index
from generator.models import MONTHS, Paper
from generator.pages import nodes
from generator.pages.charts import COLOURS, Series, columns


def years_chart(papers: Sequence[Paper]) -> Iterator[nodes.Block]:
    """Yield a chart of papers by year, nothing if all are of one year."""
    years = _years(papers)
    if len(years) > 1:
        counts = Counter(paper.year for paper in papers)
        series = (Series("Papers", tuple(counts[year] for year in years)),)
        yield nodes.Figure(columns("Papers by year", [str(year) for year in years], series), "ps-chart ps-chart--small")


def months_chart(year: Heading) -> Iterator[nodes.Block]:
    """Yield a chart of the papers of a year by month, nothing if all are of one month."""
    counts = Counter(paper.month for paper in year.papers if paper.month)
    if len(counts) > 1:
        series = (Series("Papers", tuple(counts[month] for month in range(1, 13))),)
        yield nodes.Figure(
            columns(f"Papers of {year.label} by month", [month[:3] for month in MONTHS], series),
            "ps-chart ps-chart--small",
        )


def areas_chart(papers: Sequence[Paper], areas: Index) -> Iterator[nodes.Block]:
    """Yield a chart of papers by year and area, its legend and a table, nothing if all papers are of one year."""
    years = _years(papers)
    if len(years) < 2:
        return
    by_size = areas.by_size()
    without = Counter(paper.year for paper in papers if paper.year and not areas.of_paper[paper.key])
    room = COLOURS - bool(without)
    shown = by_size if len(by_size) <= room else by_size[: room - 1]
    counts = Counter((area, paper.year) for paper in papers for area in areas.of_paper[paper.key])
    series = [Series(area.label, tuple(counts[area, year] for year in years)) for area in shown]
    links: list[nodes.Inline] = [nodes.Hyperlink(area.label, area.src_uri, papers=len(area.papers)) for area in shown]
    if rest := by_size[len(shown) :]:
        others = tuple(sum(counts[area, year] for area in rest) for year in years)
        series.append(Series("Other areas", others))
        links.append(nodes.Hyperlink("Other areas", areas.src_uri))
    if without:
        series.append(Series("No area", tuple(without[year] for year in years)))
        links.append("No area")
    legend = ((nodes.Span("", f"ps-swatch ps-s{colour}"), " ", link) for colour, link in enumerate(links, 1))
    yield nodes.Figure(columns("Papers by year and area", [str(year) for year in years], series), "ps-chart")
    yield nodes.tight_list(legend, "ps-legend")
    yield nodes.Details("As a table", (_table(years, series),), "ps-data")


def _table(years: Sequence[int], series: Sequence[Series]) -> nodes.Table:
    rows = (
        (str(year), *(f"{row.numbers[place]:,}" for row in series))
        for place, year in reversed(list(enumerate(years)))
        if any(row.numbers[place] for row in series)
    )
    return nodes.Table(("Year", *(row.label for row in series)), tuple(rows))


def _years(papers: Sequence[Paper]) -> range:
    """Return the years from the first to the last paper, including those without papers."""
    years = [paper.year for paper in papers if paper.year]
    return range(min(years), max(years) + 1) if years else range(0)
