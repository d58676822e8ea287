"""Stamps: what tells a page's contents from others without making it, so that what is up to date need not be made.

Of a paper's page and of a heading's pages, a stamp is the digest of all that they are made from; it may change more
often than they do, never less often. What is made from the whole collection has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from platform import python_version

import generator
from generator.analysis.collection import Collection
from generator.analysis.indexes import Heading, Index, Kind
from generator.models import Paper, content_digest, fingerprint
from generator.pages.components import Components, first_heading, on_page, span


class Stamps:
    """The stamps of one collection."""

    def __init__(self, components: Components) -> None:
        self._components = components
        self._collection: Collection = components.collection
        self._base = f"{sources()} {components.site!r}"
        self._papers = {paper.key: paper for paper in self._collection.bibliography}
        self._known: dict[str, str] = {}

    def paper(self, paper: Paper) -> str:
        """Of a paper's page: the paper, its headings, the papers that it leads to."""
        related = self._collection.related.get(paper.key, ())
        relations = [(one.key, one.topics, one.authors) for one in related]  # how near they are is not shown
        beside = self._components.neighbours(paper, first_heading(paper, self._collection))
        others = [self._papers[relation.key] for relation in related] + [other for other in beside if other]
        return fingerprint(
            self._base, self._own(paper), paper.location, relations, [(p.key, p.plain_title, p.date) for p in others]
        )

    def heading(self, heading: Heading) -> str:
        """Of a heading's pages and files: the heading and its papers, with their headings."""
        return fingerprint(self._base, _named(heading), heading.about, list(map(self._own, heading.papers)))

    def list_page(self, src_uri: str, label: str, papers: Sequence[Paper], number: int) -> str:
        """Of a page of a list of papers that says nothing of those on its other pages but how many they are."""
        part = list(map(self._own, on_page(papers, number)[0]))
        return fingerprint(self._base, src_uri, label, number, len(papers), span(papers), part)

    def index(self, index: Index) -> str:
        """Of the pages of an index; empty for those that have charts of the whole collection."""
        if index.kind is Kind.YEAR:
            return ""
        return fingerprint(self._base, index.kind, [(_named(h), h.about, len(h.papers)) for h in index.headings])

    def map(self, index: Index) -> str:
        """Of the page of a map: the headings, and which papers they share."""
        return fingerprint(self._base, [(_named(h), [paper.key for paper in h.papers]) for h in index.headings])

    def _own(self, paper: Paper) -> str:
        """Of all that lists say of a paper, wherever it stands in the listing."""
        stamp = self._known.get(paper.key)
        if stamp is None:
            headings = [_named(heading) for index in self._collection.indexes for heading in index.of_paper[paper.key]]
            placed = [(at.topic, at.phrase, at.in_title, at.mentions) for at in self._collection.placements[paper.key]]
            stamp = fingerprint(content_digest(paper), headings, placed)
            self._known[paper.key] = stamp
        return stamp


@cache
def sources() -> str:
    """A digest of the generator itself, and of the packages and the Python that it runs with."""
    folder = Path(generator.__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".js", ".json", ".yml"))
    return fingerprint(*(path.read_bytes() for path in files), python_version(), *_packages())


def _packages() -> Iterator[str]:
    """What pyproject.toml asks for, with its version."""
    with suppress(PackageNotFoundError):  # it runs from its folder
        for one in requires("papershelf") or ():
            name = re.match(r"[\w.-]+", one)
            if name and "extra ==" not in one:
                yield f"{name[0]} {version(name[0])}"


def _named(heading: Heading) -> tuple[str, str, str]:
    return heading.src_uri, heading.label, heading.filed_as
