"""The pages of new papers: those that were added to the collection after the first ones, by month and day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby, starmap

from generator.analysis.arrivals import Arrivals
from generator.analysis.collection import Collection
from generator.models import MONTHS, Paper
from generator.pages import nodes
from generator.pages.components import (
    Components,
    count,
    on_page,
    page_count,
    page_meta,
    paged,
    pager,
    papers_count,
    separated,
    written_day,
)
from generator.pages.routes import ALL_PAPERS, NEW

TITLE = "New papers"
_MOST_DAYS = 400
"""Days of which the home page tells the script how many papers were added; those before are not counted there."""
_LATER = "Papers that are added later will be listed here."


def new_papers_pages(collection: Collection) -> int:
    """Return the number of pages of new papers, at least 1."""
    return page_count(len(collection.arrivals.papers))


def new_papers_page(number: int, components: Components) -> nodes.Page:
    """Return a page of the papers that were added after the first ones, the latest first."""
    arrivals, total = components.collection.arrivals, len(components.newest)
    papers = arrivals.papers
    part, before = on_page(papers, number)
    lead = (
        _lead(arrivals, total)
        if number == 1
        else f"Papers {before + 1:,} to {before + len(part):,} of {len(papers):,}."
    )
    pages = new_papers_pages(components.collection)
    blocks = (
        nodes.Paragraph((lead,), "ps-lead"),
        *([_links()] if number == 1 else []),
        *(_months(papers) if number == 1 else ()),
        *_by_month(part, arrivals, components),
        *pager(NEW, number, pages),
        *(_first_papers(arrivals, total - len(papers)) if number == pages and papers else ()),
    )
    name = TITLE if number == 1 else f"{TITLE}, page {number}"
    return nodes.Page(paged(NEW, number), name, blocks, page_meta(lead, components.site, contents=len(papers) > 0))


def latest_papers(arrivals: Arrivals) -> Iterator[nodes.Block]:
    """Yield how many papers were added on the latest day; the script says how many since the last visit instead."""
    for day, papers in [*arrivals.by_day.items()][:1]:
        days = [f"{one} {len(of)}" for one, of in arrivals.by_day.items()][:_MOST_DAYS]
        link = nodes.Hyperlink(f"{papers_count(papers)} added on {written_day(day)}", NEW)
        yield nodes.Paragraph((link, nodes.Datum("days", ",".join(days))), "ps-news")


def _lead(arrivals: Arrivals, total: int) -> str:
    since = arrivals.first_day
    if arrivals.by_day:
        later = papers_count(arrivals.papers)
        return f"{later} added after {written_day(since)}, latest first." if since else f"{later} added, latest first."
    if since and total:
        return f"{count(total, 'paper was', 'papers were')} added on {written_day(since)}. {_LATER}"
    return _LATER


def _links() -> nodes.Paragraph:
    links = [("All papers", ALL_PAPERS), ("Atom feed", "feed.xml"), ("JSON Feed", "feed.json")]
    return nodes.Paragraph(separated(starmap(nodes.Hyperlink, links), " · "), "ps-more")


def _months(papers: Sequence[Paper]) -> Iterator[nodes.Block]:
    """Yield links to the months, with their numbers of papers, unless there is one only."""
    months = [_month(paper) for paper in papers]
    counts = Counter(months)
    links = []
    for month, papers_of_month in counts.items():
        number = page_count(months.index(month) + 1)
        links.append((nodes.Hyperlink(month, f"{paged(NEW, number)}#{_anchor(month)}", papers=papers_of_month),))
    if len(links) > 1:
        yield nodes.tight_list(links, "ps-counts", "Months")


def _by_month(papers: Sequence[Paper], arrivals: Arrivals, components: Components) -> Iterator[nodes.Block]:
    for month, papers_of_month in groupby(papers, key=_month):
        yield nodes.SectionHeading(month, _anchor(month))
        for day, added in groupby(papers_of_month, key=_day):
            yield nodes.Paragraph((f"{written_day(day)}: {papers_count(arrivals.by_day[day])}",), "ps-day")
            yield components.entries(added)


def _first_papers(arrivals: Arrivals, others: int) -> Iterator[nodes.Block]:
    if others:
        on = f" on {written_day(arrivals.first_day)}" if arrivals.first_day else " before days were recorded"
        all_papers = nodes.Hyperlink("all papers", ALL_PAPERS)
        told = f"{count(others, 'paper was', 'papers were')} added{on}: see "
        yield nodes.Paragraph((told, all_papers, "."), "ps-note")


def _day(paper: Paper) -> date:
    return paper.added or date.min


def _month(paper: Paper) -> str:
    day = _day(paper)
    return f"{MONTHS[day.month - 1]} {day.year}"


def _anchor(month: str) -> str:
    return month.lower().replace(" ", "-")
