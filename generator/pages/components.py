"""What several pages share: entries of papers, headings with their numbers, pagers, dates and numbers in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from generator.analysis.collection import Collection
from generator.analysis.indexes import Heading, Kind
from generator.config import SiteConfig
from generator.formats.feeds import Entry
from generator.models import Paper
from generator.pages import nodes as b
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
        self._feed_entries: dict[tuple[str, str], Entry] = {}

    def abstract(self, paper: Paper) -> str:
        """In plain Unicode, on one line."""
        return self.collection.terms[paper.key].abstract

    def authors(self, paper: Paper) -> Iterator[b.Inline]:
        """The authors of a paper, linked, with an honest `et al.`"""
        headings = self.collection.authors.of_paper[paper.key]
        links = (b.Link(name.text, heading.src_uri) for name, heading in zip(paper.authors, headings, strict=True))
        yield from separated(links, ", ")
        if paper.et_al:
            yield " et al."

    def chips(self, paper: Paper) -> Iterator[b.Inline]:
        """The facts of a paper in one line: date, area, topics, code, score."""
        yield b.Mark(day(paper), "ps-date")
        area = self.collection.areas.of_paper[paper.key][0]
        yield b.Link(paper.area.code, area.src_uri, paper.area.name, "ps-chip ps-chip--area")
        reasons = {placement.topic: placement.reason for placement in self.collection.placements[paper.key]}
        for topic in self.collection.topics.of_paper[paper.key]:
            yield b.Link(topic.label, topic.src_uri, f"Placed by {reasons[topic.label]}", "ps-chip")
        if paper.code_url:
            yield b.Link("Code", paper.code_url, kind="ps-mark ps-mark--code")
        elif paper.code:
            yield b.Mark("Code", "ps-mark ps-mark--code")
        if paper.score is not None:
            yield b.Mark(f"Score {paper.score:g}", "ps-mark ps-mark--score")

    def beside(self, paper: Paper, heading: Heading) -> tuple[Paper | None, Paper | None]:
        """The papers before and after one under a heading: the newer and the older."""
        places = self._places.get(heading)
        if places is None:
            places = self._places[heading] = {other.key: place for place, other in enumerate(heading.papers)}
        place = places[paper.key]
        newer = heading.papers[place - 1] if place else None
        older = heading.papers[place + 1] if place + 1 < len(heading.papers) else None
        return newer, older

    def feed_entry(self, paper: Paper, root: str) -> Entry:
        """A paper in feeds; `root` is where the site is, seen from there."""
        entry = self._feed_entries.get((paper.key, root))
        if entry is None:
            address = root + self.facts.path(paper.src_uri)
            entry = Entry(paper, address, self.abstract(paper), self.collection.keywords(paper))
            self._feed_entries[paper.key, root] = entry
        return entry

    def entries(self, papers: Iterable[Paper]) -> b.Items:
        """Papers as a list: title, authors, facts, and the first lines of the abstract to unfold."""
        return b.Items(tuple(self._entry(paper) for paper in papers), "ps-papers")

    def entries_by_year(self, papers: Sequence[Paper], *, of: int) -> Iterator[b.Block]:
        """Papers as one list or, where all `of` them are many, as a list for each year."""
        if of < _GROUP_FROM:
            yield self.entries(papers)
            return
        for year, group in groupby(papers, key=lambda paper: paper.date.year):
            yield b.Heading(str(year))
            yield self.entries(group)

    def _entry(self, paper: Paper) -> b.Recurring:
        return b.Recurring(paper.key, lambda: b.Item(tuple(self._lines(paper))))

    def _lines(self, paper: Paper) -> Iterator[b.Block]:
        yield b.Paragraph((b.Link(paper.plain_title, paper.src_uri),), "ps-title")
        yield b.Paragraph(tuple(self.authors(paper)), "ps-authors")
        yield b.Paragraph(tuple(separated(self.chips(paper), " ")), "ps-chips")
        if abstract := self.abstract(paper):
            yield b.Folded("Abstract", (b.Paragraph((excerpt(abstract, _EXCERPT),)),), "ps-abstract")


def first_heading(paper: Paper, collection: Collection) -> Heading:
    """The heading under which a paper has neighbours: its first topic or, where it has none, its area."""
    return (*collection.topics.of_paper[paper.key], *collection.areas.of_paper[paper.key])[0]


def page_meta(description: str, *, contents: bool = True, **more: Any) -> dict[str, Any]:
    """The front matter that all our pages have; without `contents` no table of them stands beside the page."""
    meta: dict[str, Any] = {"description": printable(description)} if description else {}
    meta["hide"] = ["navigation"] if contents else ["navigation", "toc"]
    meta["search"] = {"exclude": True}  # what search finds of our pages is in a catalogue of its own
    return meta | more


def counted(headings: Iterable[Heading], *, filed: bool = False) -> b.Items:
    """Headings as chips, each with its number of papers; with `filed` persons stand by family name."""
    links = (_counted(heading, heading.filed_as if filed else heading.label) for heading in headings)
    return b.Items(tuple(b.Item((b.Paragraph((link,)),)) for link in links), "ps-counts")


def shared_counts(shared: Iterable[tuple[Heading, int]]) -> b.Line:
    """Headings in a row, each with a number of papers."""
    chips = (b.Link(heading.label, heading.src_uri, kind="ps-chip", number=f"{number:,}") for heading, number in shared)
    return tuple(separated(chips, " "))


def cards(headings: Iterable[Heading], about: Callable[[Heading], str] | None = None) -> b.Items:
    """Headings as cards: the label, the number of papers and, with `about`, a line that may be empty."""
    items = tuple(b.Item(tuple(_card(heading, about(heading) if about else ""))) for heading in headings)
    return b.Items(items, "ps-cards" if about else "ps-cards ps-cards--short")


def pager(src_uri: str, page: int, pages: int) -> Iterator[b.Items]:
    """The way to the other pages of a list, none where there is one only; `page` counts from 1."""
    if pages == 1:
        return
    near = {1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)}
    items = []
    for number in sorted(near):
        if number - 1 not in near and number > 1:
            items.append(b.Item((b.Paragraph(("…",)),)))
        here = number == page
        label: b.Inline = b.Mark(str(number), "ps-here") if here else b.Link(str(number), paged(src_uri, number))
        items.append(b.Item((b.Paragraph((label,)),)))
    yield b.Items(tuple(items), "ps-pager", "Pages of this list")


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


def separated(inlines: Iterable[b.Inline], by: str) -> Iterator[b.Inline]:
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


def _counted(heading: Heading, label: str) -> b.Link:
    return b.Link(label, heading.src_uri, number=f"{len(heading.papers):,}")


def _card(heading: Heading, about: str) -> Iterator[b.Block]:
    yield b.Paragraph((_counted(heading, heading.label),), "ps-card__head")
    if about:
        yield b.Paragraph((about,), "ps-card__about")
