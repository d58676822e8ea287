"""Parts that several pages share: lists of papers and headings, pagers, front matter, dates and counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property, partial
from itertools import chain, groupby, pairwise
from typing import Any

from generator.analysis.collection import Collection
from generator.analysis.graph import is_telling
from generator.analysis.indexes import Heading, Index, Kind
from generator.config import SiteConfig
from generator.formats.feeds import FeedEntry
from generator.models import MONTHS, DatePrecision, Paper, grouped, newest_first
from generator.pages import nodes
from generator.pages.actions import entry_actions, reported_code
from generator.pages.routes import beside
from generator.text.markdown import printable

PER_PAGE = 100
"""Papers on one page of a list."""
_GROUP_FROM = 12
"""Number of papers from which a list is grouped by year."""
_EXCERPT = 320
"""Length of an abstract in a list, in characters."""
_AUTHORS = 10
"""Authors of a paper in a list; a few more are named, too."""
_A_FEW = 3


class Components:
    """The parts of pages that need the collection."""

    def __init__(self, collection: Collection, site: SiteConfig) -> None:
        self.collection = collection
        self.site = site
        self.indexes = tuple(index for index in collection.indexes if site.has(index.kind))
        """Indexes whose headings have pages."""
        self.newest = newest_first(collection.bibliography)
        self._places: dict[Heading, dict[str, int]] = {}
        self._feed_entries: dict[tuple[str, str], FeedEntry] = {}

    @cached_property
    def graphs(self) -> frozenset[Kind]:
        """Kinds of the indexes whose graphs have pages."""
        indexes = (self.collection.topics, self.collection.authors) if self.site.has("maps") else ()
        return frozenset(index.kind for index in indexes if is_telling(index))

    @cached_property
    def main_topics(self) -> tuple[tuple[Heading, tuple[Paper, ...]], ...]:
        """Topics with the papers whose first topic they are, newest first; the topic of most papers comes first."""
        topics = self.collection.topics
        papers = grouped(self.newest, lambda paper: next(iter(topics.of_paper[paper.key]), None))
        rows = [(heading, tuple(own)) for heading, own in papers.items() if heading]
        return tuple(sorted(rows, key=lambda row: (-len(row[1]), row[0].sort_key)))

    def abstract(self, paper: Paper) -> str:
        """Return the abstract of a paper as plain text on one line."""
        return self.collection.tokens[paper.key].abstract

    def authors(self, paper: Paper, start: int = 0, end: int | None = None) -> Iterator[nodes.Inline]:
        """Yield links to authors of a paper, and after the last one `et al.` if its source does not name them all."""
        headings = self.collection.authors.of_paper[paper.key]
        pairs = list(zip(paper.authors, headings, strict=True))
        yield from separated((nodes.Hyperlink(name.text, one.src_uri) for name, one in pairs[start:end]), ", ")
        if paper.et_al and (end is None or end >= len(pairs)):
            yield " et al."

    def _first_authors(self, paper: Paper) -> Iterator[nodes.Inline]:
        """Yield links to the first authors of a paper, and how many more there are."""
        shown = first_authors(paper, _AUTHORS)
        yield from self.authors(paper, end=shown)
        if more := len(paper.authors) - shown:
            yield f" and {'at least ' if paper.et_al else ''}"
            yield nodes.Hyperlink(f"{more:,} more", paper.src_uri)

    def chips(self, paper: Paper, *, venue: str = "") -> Iterator[nodes.Inline]:
        """Yield the date, area, topics and score of a paper, and whether it was withdrawn or has unlinked code.

        `venue` is what lists say of where it appeared, which its page says elsewhere.
        """
        if paper.year:
            yield nodes.Span(written_date(paper), "ps-date")
        if venue:
            yield nodes.Span(venue, "ps-where")
        if paper.withdrawn:
            yield nodes.Span("Withdrawn", "ps-mark ps-mark--withdrawn")
        yield from self._area(paper)
        reasons = {assignment.topic: assignment.reason for assignment in self.collection.assignments[paper.key]}
        for topic in self.collection.topics.of_paper[paper.key]:
            yield nodes.Hyperlink(topic.label, topic.src_uri, f"The {reasons[topic.label]}", "ps-chip")
        yield from reported_code(paper)
        if paper.score is not None:
            yield nodes.Span(f"Score {paper.score:g}", "ps-mark ps-mark--score")

    def _area(self, paper: Paper) -> Iterator[nodes.Inline]:
        if paper.area and self.site.has(Kind.AREA):
            area = self.collection.areas.of_paper[paper.key][0]
            yield nodes.Hyperlink(paper.area.code, area.src_uri, paper.area.name, "ps-chip ps-chip--area")
        elif paper.area:
            yield nodes.Span(paper.area.code, "ps-chip ps-chip--area")

    def first_heading(self, paper: Paper) -> Heading | None:
        """Return the first topic of a paper or, if it has none, its area, unless it has none or areas have no pages."""
        areas = self.collection.areas.of_paper[paper.key] if self.site.has(Kind.AREA) else ()
        return next(iter((*self.collection.topics.of_paper[paper.key], *areas)), None)

    def neighbours(self, paper: Paper, heading: Heading | None) -> tuple[Paper | None, Paper | None]:
        """Return the next newer and the next older paper under a heading, if there is one, of those with a date."""
        if heading is None or not paper.year:
            return None, None
        places = self._places.get(heading)
        if places is None:
            places = self._places[heading] = {other.key: place for place, other in enumerate(heading.papers)}
        place = places[paper.key]
        newer = heading.papers[place - 1] if place else None
        older = heading.papers[place + 1] if place + 1 < len(heading.papers) else None
        return newer, older if older and older.year else None

    def feed_entry(self, paper: Paper, root: str) -> FeedEntry:
        """Return the entry of a paper in feeds; `root` is the address of the site, as it is written in the feed."""
        entry = self._feed_entries.get((paper.key, root))
        if entry is None:
            address = root + self.site.url_path(paper.src_uri)
            day = self.collection.arrivals.day(paper)
            entry = FeedEntry(paper, address, self.abstract(paper), self.collection.keywords(paper), day)
            self._feed_entries[paper.key, root] = entry
        return entry

    def entries(self, papers: Iterable[Paper]) -> nodes.BulletList:
        """Return a list of papers: title, authors, facts, actions, and the beginning of the abstract, collapsed."""
        items = (nodes.RecurringItem(paper.key, partial(self._entry, paper)) for paper in papers)
        return nodes.BulletList(tuple(items), "ps-papers")

    def entries_by_year(self, papers: Sequence[Paper], *, total: int) -> Iterator[nodes.Block]:
        """Yield one list or, if the whole list has many papers (`total`), a heading and a list for each year."""
        if total < _GROUP_FROM:
            yield self.entries(papers)
            return
        for year, group in groupby(papers, key=lambda paper: paper.year):
            yield nodes.SectionHeading(str(year or "Undated"))
            yield self.entries(group)

    def _day_of_arrival(self, paper: Paper) -> Iterator[nodes.Inline]:
        """Yield the day on which a paper was added, from which the script marks papers that are new to the reader."""
        if day := self.collection.arrivals.day(paper):
            yield nodes.Datum("added", day.isoformat())

    def _entry(self, paper: Paper) -> nodes.ListItem:
        blocks: list[nodes.Block] = [
            paper_title(paper),
            nodes.Paragraph(tuple(self._first_authors(paper)), "ps-authors"),
            *chips_line((*self._day_of_arrival(paper), *self.chips(paper, venue=paper.venue))),
            *entry_actions(paper),
        ]
        if abstract := self.abstract(paper):
            blocks.append(nodes.Details("Abstract", (nodes.Paragraph((excerpt(abstract, _EXCERPT),)),), "ps-abstract"))
        return nodes.ListItem(tuple(blocks))


def chips_line(chips: Iterable[nodes.Inline]) -> Iterator[nodes.Block]:
    """Yield a line of chips, nothing if there are none: Markdown has no empty paragraphs."""
    if line := separated(chips, " "):
        yield nodes.Paragraph(line, "ps-chips")


def paper_title(paper: Paper) -> nodes.Paragraph:
    """Return the title of a paper in a list, with a link to its page."""
    return nodes.Paragraph((nodes.Hyperlink(paper.plain_title, paper.src_uri),), "ps-title")


def page_meta(description: str, site: SiteConfig, *, contents: bool = True, **more: Any) -> dict[str, Any]:
    """Return front matter; `contents` tells whether the page shows a table of contents, `more` are further fields."""
    meta: dict[str, Any] = {"description": printable(description)} if description else {}
    meta["hide"] = [*(["navigation"] if site.tabs else []), *([] if contents else ["toc"])]
    meta["search"] = {"exclude": True}  # the search of Material; ours has its own data
    return meta | more


def counted(headings: Iterable[Heading], *, filed: bool = False) -> nodes.BulletList:
    """Return a list of headings with their numbers of papers; `filed` lists persons by family name."""
    rows = ((_counted(heading, heading.filed_as if filed else heading.label),) for heading in headings)
    return nodes.tight_list(rows, "ps-counts")


def shared_counts(shared: Iterable[tuple[Heading, int]]) -> nodes.Inlines:
    """Return links to headings, each with a number of shared papers."""
    return separated(
        (nodes.Hyperlink(h.label, h.src_uri, css_class="ps-chip", papers=papers) for h, papers in shared), " "
    )


def cards(headings: Iterable[Heading], about: Callable[[Heading], str] | None = None) -> nodes.BulletList:
    """Return headings as cards: the label, the number of papers and, with `about`, a line that may be empty."""
    items = tuple(nodes.ListItem(tuple(_card(heading, about(heading) if about else ""))) for heading in headings)
    return nodes.BulletList(items, "ps-cards" if about else "ps-cards ps-cards--short")


def pager(src_uri: str, page: int, pages: int) -> Iterator[nodes.BulletList]:
    """Yield the links between the pages of a list, nothing if there is only one; `page` counts from 1."""
    if pages == 1:
        return
    linked = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})
    rows: list[nodes.Inlines] = []
    for before, number in pairwise([0, *linked]):
        if number - before > 1:
            rows.append(("…",))
        label = str(number)
        rows.append(
            (nodes.Span(label, "ps-here") if number == page else nodes.Hyperlink(label, paged(src_uri, number)),)
        )
    yield nodes.tight_list(rows, "ps-pager", "Pages of this list")


def page_count(papers: int) -> int:
    """Return the number of pages of a list of papers, at least 1."""
    return max(1, -(-papers // PER_PAGE))


def on_page(papers: Sequence[Paper], page: int) -> tuple[Sequence[Paper], int]:
    """Return the papers on one page of a list, and how many precede them."""
    before = (page - 1) * PER_PAGE
    return papers[before : before + PER_PAGE], before


def paged(src_uri: str, page: int) -> str:
    """Return the path of a page of a list, whose first page has the path of the list.

    >>> paged("years/2026.md", 1), paged("years/2026.md", 2)
    ('years/2026.md', 'years/2026/2.md')
    """
    return src_uri if page == 1 else beside(src_uri, f"{page}.md")


def separated(inlines: Iterable[nodes.Inline], separator: str) -> nodes.Inlines:
    """Return inline nodes with a separator between them."""
    return tuple(chain.from_iterable((separator, inline) for inline in inlines))[1:]


def first_authors(paper: Paper, limit: int) -> int:
    """Return how many authors of a paper to name at first: `limit`, or all if hardly more are left."""
    return limit if len(paper.authors) > limit + _A_FEW else len(paper.authors)


def names_all_authors(paper: Paper) -> bool:
    """Return whether a paper's entry in a list names all its authors that are known."""
    return first_authors(paper, _AUTHORS) == len(paper.authors)


def written_date(paper: Paper) -> str:
    """Return what is known of a paper's date in English, whatever the locale; empty if nothing is."""
    month = f"{MONTHS[paper.month - 1]} " if paper.month else ""
    day = f"{paper.date.day} " if paper.date_precision is DatePrecision.DAY else ""
    return f"{day}{month}{paper.year or ''}"


def written_day(day: date) -> str:
    """Return a day in English, such as `22 November 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def unnamed_authors(papers: Iterable[Paper]) -> str:
    """Return a sentence, without its full stop, on authors that sources do not name; empty if they name all."""
    return "Some papers name only their first authors" if any(paper.et_al for paper in papers) else ""


def count(number: int, one: str, many: str) -> str:
    """Return a number with its noun.

    >>> count(1, "paper", "papers"), count(1200, "paper", "papers")
    ('1 paper', '1,200 papers')
    """
    return f"{number:,} {one if number == 1 else many}"


def papers_count(papers: Sequence[Paper]) -> str:
    """Return the number of some papers, with its noun."""
    return count(len(papers), "paper", "papers")


def headings_count(index: Index) -> str:
    """Return the number of headings of an index, with its noun."""
    return count(len(index.headings), index.kind.removesuffix("s"), index.kind)


def span(papers: Sequence[Paper]) -> str:
    """Return the years of papers in order, newest first, such as `2019–2026`; empty if no year is known."""
    years = [paper.year for paper in papers if paper.year]
    if not years:
        return ""
    first, last = years[-1], years[0]
    return str(first) if first == last else f"{first}–{last}"


def papers_and_years(papers: Sequence[Paper]) -> str:
    """Return the number of papers in order, newest first, with their years if these are known."""
    return ", ".join(filter(None, (papers_count(papers), span(papers))))


def excerpt(text: str, most: int) -> str:
    """Return the beginning of a text, cut between words where possible.

    >>> excerpt("Moths come to lanterns.", 12)
    'Moths come …'
    """
    if len(text) <= most:
        return text
    head, _, _ = text[: most + 1].rpartition(" ")
    return f"{head or text[:most]} …"


def _counted(heading: Heading, label: str) -> nodes.Hyperlink:
    return nodes.Hyperlink(label, heading.src_uri, papers=len(heading.papers))


def _card(heading: Heading, about: str) -> Iterator[nodes.Block]:
    yield nodes.Paragraph((_counted(heading, heading.label),), "ps-card__head")
    if about:
        yield nodes.Paragraph((about,), "ps-card__about")
