"""What several pages share: entries of papers, headings with their numbers, pagers, dates and numbers in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from generator.analysis.collection import Collection
from generator.analysis.indexes import Heading, Kind
from generator.config import SiteConfig
from generator.formats.feeds import FeedEntry
from generator.models import Paper
from generator.pages import nodes
from generator.pages.routes import beside
from generator.text.markdown import printable

PER_PAGE = 100
"""Papers of a list beyond which it goes on on another page."""
_GROUP_FROM = 13
"""Papers from which a list is parted by year."""
_EXCERPT = 320
"""Letters of an abstract in a list."""
MONTHS = "January February March April May June July August September October November December".split()

_NOUNS = {
    Kind.TOPIC: ("topic", "topics"),
    Kind.AUTHOR: ("author", "authors"),
    Kind.AREA: ("area", "areas"),
    Kind.YEAR: ("year", "years"),
    Kind.AFFILIATION: ("affiliation", "affiliations"),
}


class Components:
    """Parts of the pages of one collection."""

    def __init__(self, collection: Collection, facts: SiteConfig) -> None:
        self.collection = collection
        self.facts = facts
        self.newest = collection.bibliography.newest_first()
        self._places: dict[Heading, dict[str, int]] = {}
        self._feed_entries: dict[tuple[str, str], FeedEntry] = {}

    def abstract(self, paper: Paper) -> str:
        """In plain Unicode, on one line."""
        return self.collection.terms[paper.key].abstract

    def authors(self, paper: Paper) -> Iterator[nodes.Inline]:
        """The authors of a paper, linked, with an honest `et al.`"""
        headings = self.collection.authors.of_paper[paper.key]
        links = (
            nodes.Hyperlink(name.text, heading.src_uri) for name, heading in zip(paper.authors, headings, strict=True)
        )
        yield from separated(links, ", ")
        if paper.et_al:
            yield " et al."

    def chips(self, paper: Paper) -> Iterator[nodes.Inline]:
        """The facts of a paper in one line: date, area, topics, code, score."""
        yield nodes.Span(day(paper), "ps-date")
        area = self.collection.areas.of_paper[paper.key][0]
        yield nodes.Hyperlink(paper.area.code, area.src_uri, paper.area.name, "ps-chip ps-chip--area")
        reasons = {placement.topic: placement.reason for placement in self.collection.placements[paper.key]}
        for topic in self.collection.topics.of_paper[paper.key]:
            yield nodes.Hyperlink(topic.label, topic.src_uri, f"Placed by {reasons[topic.label]}", "ps-chip")
        if paper.code_url:
            yield nodes.Hyperlink("Code", paper.code_url, kind="ps-mark ps-mark--code")
        elif paper.code:
            yield nodes.Span("Code", "ps-mark ps-mark--code")
        if paper.score is not None:
            yield nodes.Span(f"Score {paper.score:g}", "ps-mark ps-mark--score")

    def beside(self, paper: Paper, heading: Heading) -> tuple[Paper | None, Paper | None]:
        """The papers before and after one under a heading: the newer and the older."""
        places = self._places.get(heading)
        if places is None:
            places = self._places[heading] = {other.key: place for place, other in enumerate(heading.papers)}
        place = places[paper.key]
        newer = heading.papers[place - 1] if place else None
        older = heading.papers[place + 1] if place + 1 < len(heading.papers) else None
        return newer, older

    def feed_entry(self, paper: Paper, root: str) -> FeedEntry:
        """A paper in feeds; `root` is where the site is, seen from there."""
        entry = self._feed_entries.get((paper.key, root))
        if entry is None:
            address = root + self.facts.path(paper.src_uri)
            entry = FeedEntry(paper, address, self.abstract(paper), self.collection.keywords(paper))
            self._feed_entries[paper.key, root] = entry
        return entry

    def entries(self, papers: Iterable[Paper]) -> nodes.BulletList:
        """Papers as a list: title, authors, facts, and the first lines of the abstract to unfold."""
        return nodes.BulletList(tuple(self._entry(paper) for paper in papers), "ps-papers")

    def entries_by_year(self, papers: Sequence[Paper], *, of: int) -> Iterator[nodes.Block]:
        """Papers as one list or, where all `of` them are many, as a list for each year."""
        if of < _GROUP_FROM:
            yield self.entries(papers)
            return
        for year, group in groupby(papers, key=lambda paper: paper.date.year):
            yield nodes.SectionHeading(str(year))
            yield self.entries(group)

    def _entry(self, paper: Paper) -> nodes.RecurringItem:
        return nodes.RecurringItem(paper.key, lambda: nodes.ListItem(tuple(self._lines(paper))))

    def _lines(self, paper: Paper) -> Iterator[nodes.Block]:
        yield nodes.Paragraph((nodes.Hyperlink(paper.plain_title, paper.src_uri),), "ps-title")
        yield nodes.Paragraph(tuple(self.authors(paper)), "ps-authors")
        yield nodes.Paragraph(tuple(separated(self.chips(paper), " ")), "ps-chips")
        if abstract := self.abstract(paper):
            yield nodes.Details("Abstract", (nodes.Paragraph((excerpt(abstract, _EXCERPT),)),), "ps-abstract")


def first_heading(paper: Paper, collection: Collection) -> Heading:
    """The heading under which a paper has neighbours: its first topic or, where it has none, its area."""
    return (*collection.topics.of_paper[paper.key], *collection.areas.of_paper[paper.key])[0]


def page_meta(description: str, *, contents: bool = True, **more: Any) -> dict[str, Any]:
    """The front matter that all our pages have; without `contents` no table of them stands beside the page."""
    meta: dict[str, Any] = {"description": printable(description)} if description else {}
    meta["hide"] = ["navigation"] if contents else ["navigation", "toc"]
    meta["search"] = {"exclude": True}  # what search finds of our pages is in a catalogue of its own
    return meta | more


def counted(headings: Iterable[Heading], *, filed: bool = False) -> nodes.BulletList:
    """Headings as chips, each with its number of papers; with `filed` persons stand by family name."""
    links = (_counted(heading, heading.filed_as if filed else heading.label) for heading in headings)
    return nodes.BulletList(tuple(nodes.ListItem((nodes.Paragraph((link,)),)) for link in links), "ps-counts")


def shared_counts(shared: Iterable[tuple[Heading, int]]) -> nodes.Inlines:
    """Headings in a row, each with a number of papers."""
    chips = (
        nodes.Hyperlink(heading.label, heading.src_uri, kind="ps-chip", number=f"{number:,}")
        for heading, number in shared
    )
    return tuple(separated(chips, " "))


def cards(headings: Iterable[Heading], about: Callable[[Heading], str] | None = None) -> nodes.BulletList:
    """Headings as cards: the label, the number of papers and, with `about`, a line that may be empty."""
    items = tuple(nodes.ListItem(tuple(_card(heading, about(heading) if about else ""))) for heading in headings)
    return nodes.BulletList(items, "ps-cards" if about else "ps-cards ps-cards--short")


def pager(src_uri: str, page: int, pages: int) -> Iterator[nodes.BulletList]:
    """The way to the other pages of a list, none where there is one only; `page` counts from 1."""
    if pages == 1:
        return
    near = {1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)}
    items = []
    for number in sorted(near):
        if number - 1 not in near and number > 1:
            items.append(nodes.ListItem((nodes.Paragraph(("…",)),)))
        here = number == page
        label: nodes.Inline = (
            nodes.Span(str(number), "ps-here") if here else nodes.Hyperlink(str(number), paged(src_uri, number))
        )
        items.append(nodes.ListItem((nodes.Paragraph((label,)),)))
    yield nodes.BulletList(tuple(items), "ps-pager", "Pages of this list")


def page_count(papers: int) -> int:
    """Over how many pages a list of so many papers goes."""
    return max(1, -(-papers // PER_PAGE))


def on_page(papers: Sequence[Paper], page: int) -> tuple[Sequence[Paper], int]:
    """The papers of a list that are on one of its pages, and how many stand before them."""
    before = (page - 1) * PER_PAGE
    return papers[before : before + PER_PAGE], before


def paged(src_uri: str, page: int) -> str:
    """Where a page of a long list stands; the first is the list's own.

    >>> paged("years/2026.md", 1), paged("years/2026.md", 2)
    ('years/2026.md', 'years/2026/2.md')
    """
    return src_uri if page == 1 else beside(src_uri, f"{page}.md")


def separated(inlines: Iterable[nodes.Inline], by: str) -> Iterator[nodes.Inline]:
    """With something between them."""
    for place, inline in enumerate(inlines):
        if place:
            yield by
        yield inline


def day(paper: Paper) -> str:
    """A paper's date, in words and independent of the machine's language."""
    return f"{paper.date.day} {MONTHS[paper.date.month - 1]} {paper.date.year}"


def count(number: int, one: str, many: str) -> str:
    """A number with its noun.

    >>> count(1, "paper", "papers"), count(1200, "paper", "papers")
    ('1 paper', '1,200 papers')
    """
    return f"{number:,} {one if number == 1 else many}"


def papers_count(papers: Sequence[Paper]) -> str:
    """How many papers."""
    return count(len(papers), "paper", "papers")


def headings_count(headings: Sequence[Heading], kind: Kind) -> str:
    """How many headings of a kind."""
    return count(len(headings), *_NOUNS[kind])


def span(papers: Sequence[Paper]) -> str:
    """The years of some papers, the newest first, such as `2019–2026`; empty for none."""
    if not papers:
        return ""
    first, last = papers[-1].date.year, papers[0].date.year
    return str(first) if first == last else f"{first}–{last}"


def excerpt(text: str, most: int) -> str:
    """The beginning of a text, of whole words where they are short enough.

    >>> excerpt("Moths come to lanterns.", 12)
    'Moths come …'
    """
    if len(text) <= most:
        return text
    head, _, _ = text[: most + 1].rpartition(" ")
    return f"{head or text[:most]} …"


def _counted(heading: Heading, label: str) -> nodes.Hyperlink:
    return nodes.Hyperlink(label, heading.src_uri, number=f"{len(heading.papers):,}")


def _card(heading: Heading, about: str) -> Iterator[nodes.Block]:
    yield nodes.Paragraph((_counted(heading, heading.label),), "ps-card__head")
    if about:
        yield nodes.Paragraph((about,), "ps-card__about")
