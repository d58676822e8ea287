"""What several pages share: lists of papers, of authors and of headings, dates and numbers in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import Any

from generator.collection import Collection
from generator.index import Heading, Kind
from generator.model import Paper
from generator.pages.layout import paper_uri, relative
from generator.text.markdown import escape, front_matter, link

_MONTHS = "January February March April May June July August September October November December".split()
_GROUP_FROM = 13
"""Papers from which a list is parted by year."""

_NOUNS = {
    Kind.TOPIC: ("topic", "topics"),
    Kind.AUTHOR: ("author", "authors"),
    Kind.AREA: ("area", "areas"),
    Kind.YEAR: ("year", "years"),
    Kind.AFFILIATION: ("affiliation", "affiliations"),
}


def page_head(title: str, *, searched: bool = False, contents: bool = True) -> str:
    """Front matter and heading. Only papers are `searched`; without `contents` no table of them stands beside."""
    return f"{_front_matter(searched, contents)}# {escape(title)}\n"


@cache
def _front_matter(searched: bool, contents: bool) -> str:
    meta: dict[str, Any] = {"hide": ["navigation"] if contents else ["navigation", "toc"]}
    if not searched:
        meta["search"] = {"exclude": True}
    return front_matter(meta)


def block(class_name: str, markdown: str, *, searched: bool = True) -> str:
    """Markdown in an element of a class, for the stylesheet; unless `searched`, its words are not found by search."""
    unsearched = "" if searched else " data-search-exclude"
    return f'<div class="{class_name}"{unsearched} markdown>\n\n{markdown.strip()}\n\n</div>\n'


def paragraph(class_name: str, markdown: str) -> str:
    """A paragraph of a class."""
    return f"{markdown}\n{{: .{class_name} }}\n"


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Terms and what is said of them, as a definition list; empty for none."""
    markdown = "".join(f"{term}\n:   {fact}\n\n" for term, fact in rows)
    return block("ps-facts", markdown, searched=False) if markdown else ""


def day(paper: Paper) -> str:
    """A paper's date, in words and independent of the machine's language."""
    return f"{paper.date.day} {_MONTHS[paper.date.month - 1]} {paper.date.year}"


def count(number: int, one: str, many: str) -> str:
    """A number with its noun.

    >>> count(1, "paper", "papers"), count(1200, "paper", "papers")
    ('1 paper', '1,200 papers')
    """
    return f"{number:,} {one if number == 1 else many}"


def papers_count(papers: Iterable[Paper]) -> str:
    """How many papers."""
    return count(sum(1 for _ in papers), "paper", "papers")


def headings_count(headings: tuple[Heading, ...], kind: Kind) -> str:
    """How many headings of a kind."""
    return count(len(headings), *_NOUNS[kind])


def span(papers: Iterable[Paper]) -> str:
    """The years of some papers, such as `2019–2026`; empty for none."""
    years = sorted({paper.date.year for paper in papers})
    if not years:
        return ""
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


class Writer:
    """Writes parts of pages of one collection. A paper's line is the same on all pages, and is made once."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self._lines: dict[str, str] = {}

    def authors(self, paper: Paper, page: str) -> str:
        """The authors of a paper, linked, with an honest `et al.`"""
        headings = self.collection.authors.of_paper[paper.key]
        names = [
            link(name.text, relative(heading.src_uri, page))
            for name, heading in zip(paper.authors, headings, strict=True)
        ]
        return ", ".join(names) + (" et al." if paper.et_al else "")

    def headings(self, headings: Iterable[Heading], page: str) -> str:
        """Links to headings, in a row."""
        return ", ".join(link(heading.label, relative(heading.src_uri, page)) for heading in headings)

    def paper_list(self, papers: Iterable[Paper], page: str) -> str:
        """Papers as list items: title, authors, and a line of facts."""
        return block("ps-papers", "".join(f"{self._line(paper, page)}\n" for paper in papers))

    def papers_by_year(self, papers: tuple[Paper, ...], page: str) -> Iterator[str]:
        """Papers as one list or, where they are many, as a list for each year."""
        years = [(year, tuple(group)) for year, group in groupby(papers, key=lambda paper: paper.date.year)]
        if len(papers) < _GROUP_FROM or len(years) == 1:
            yield self.paper_list(papers, page)
            return
        for year, group in years:
            yield f"## {year}\n"
            yield self.paper_list(group, page)

    def _line(self, paper: Paper, page: str) -> str:
        if "/" not in page:
            return self._make_line(paper, page)
        # All other pages stand one folder deep: written as if from a folder of its own, the links hold in each.
        line = self._lines.get(paper.key)
        if line is None:
            line = self._lines[paper.key] = self._make_line(paper, page="any/page.md")
        return line

    def _make_line(self, paper: Paper, page: str) -> str:
        title = link(paper.plain_title, relative(paper_uri(paper), page))
        return f"- {title}  \n  {self.authors(paper, page)}  \n  {self._facts(paper, page)}"

    def _facts(self, paper: Paper, page: str) -> str:
        area = self.collection.areas.of_paper[paper.key][0]
        facts = [
            day(paper),
            link(paper.area.code, relative(area.src_uri, page), paper.area.name),
            self.headings(self.collection.topics.of_paper[paper.key], page),
            link("Code", paper.code_url) if paper.code_url else "Code" if paper.code else "",
            f"Score {paper.score:g}" if paper.score is not None else "",
        ]
        return " · ".join(fact for fact in facts if fact)


def counted(headings: Iterable[Heading], page: str, *, about: bool = False, filed: bool = False) -> str:
    """Headings as list items, each with its number of papers.

    With `about` the line about each stands under it; with `filed` persons stand by family name.
    """
    lines = []
    for heading in headings:
        label = heading.filed_as if filed else heading.label
        lines.append(f"- {link(label, relative(heading.src_uri, page))} {len(heading.papers):,}")
        if about and heading.about:
            lines[-1] += f"  \n  {escape(heading.about)}"
    return block("ps-counts ps-counts--about" if about else "ps-counts", "\n".join(lines))
