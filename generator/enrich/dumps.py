"""Dumps: a file of records in; those that may be of listed papers, by the keys of these, out.

A dump is read once, piece by piece, so that it may be larger than the memory. Only records with the title, or the
first author, of a listed paper are read in full.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple
from xml.etree.ElementTree import Element

from generator.byline.names import match_key
from generator.enrich.found import FoundPaper, NoAuthors, UnusableRecord
from generator.enrich.json_records import (
    authors_in_json,
    form_of,
    paper_in_json,
    read_json,
    title_in_json,
)
from generator.enrich.matching import ListedPaper, identity_of, person_of
from generator.enrich.xml_entries import (
    ARXIV,
    UnexpectedContent,
    authors_in_xml,
    entries_in_xml,
    paper_in_xml,
    title_in_xml,
)
from generator.models import grouped

_PIECE = 1 << 16
_LONGEST_LINE = 20_000_000
_FAULTS_TOLD = 5


class DumpRecord(NamedTuple):
    """A record of a dump, of which not everything is read yet."""

    form: str
    """Service whose form it has, or `SIMPLE_FORM`."""
    title: str
    authors: Callable[[], Iterator[str]]
    paper: Callable[[], FoundPaper]


@dataclass(slots=True)
class DumpSearch:
    """Records of a dump that may be of some listed papers."""

    candidates: dict[str, list[FoundPaper]] = field(default_factory=dict)
    """Found papers that may be the listed ones, by the keys of these."""
    unsure: set[str] = field(default_factory=set)
    """Keys of papers of which a record could not be read."""
    faults: list[str] = field(default_factory=list)
    """Faults of the dump with their places, the first few."""
    records: int = 0
    forms: set[str] = field(default_factory=set)
    is_whole: bool = True
    """Whether the dump could be read to its end."""

    def tell(self, message: str) -> None:
        """Add a fault, unless there are enough."""
        if len(self.faults) < _FAULTS_TOLD:
            self.faults.append(message)


def search_dump(path: Path, listed: Iterable[ListedPaper]) -> DumpSearch:
    """Return what a dump has of listed papers.

    Raises OSError where the file cannot be read.
    """
    wanted = _Wanted(listed)
    search = DumpSearch()
    with _opened(path) as file:
        try:
            for record in _records(file, path.name, search):
                search.records += 1
                search.forms.add(record.form)
                _add(record, wanted, search, path.name)
        except (UnexpectedContent, EOFError, gzip.BadGzipFile) as error:
            search.is_whole = False
            search.tell(f"{path.name}: {error}; what comes after that is not read")
    return search


class _Wanted:
    """Listed papers by their titles and by their first authors."""

    def __init__(self, listed: Iterable[ListedPaper]) -> None:
        papers = list(listed)
        self.by_title: Mapping[str, list[ListedPaper]] = grouped(papers, lambda paper: paper.identity)
        self.by_author: Mapping[str, list[ListedPaper]] = grouped(papers, lambda paper: paper.people[0])

    def like(self, record: DumpRecord) -> list[ListedPaper]:
        """Return the listed papers that a record may be of."""
        first = next(record.authors(), "")
        found = [
            *self.by_title.get(identity_of(record.title), ()),
            *self.by_author.get(person_of(first) if "," in first else match_key(first), ()),
        ]
        return list({paper.key: paper for paper in found}.values())


def _add(record: DumpRecord, wanted: _Wanted, search: DumpSearch, name: str) -> None:
    papers = wanted.like(record)
    if not papers:
        return
    try:
        found = record.paper()
    except UnusableRecord as error:
        same = {paper.key for paper in papers if paper.identity == identity_of(record.title)}
        if same and not isinstance(error, NoAuthors):
            search.unsure |= same
            search.tell(f"{name}: record {search.records:,}: {error}")
        return
    for paper in papers:
        search.candidates.setdefault(paper.key, []).append(found)


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def _records(file: IO[bytes], name: str, search: DumpSearch) -> Iterator[DumpRecord]:
    begin = file.read(_PIECE)
    file.seek(0)
    if begin.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return map(_of_entry, entries_in_xml(iter(partial(file.read, _PIECE), b"")))
    return _of_lines(file, name, search)


def _of_entry(entry: Element) -> DumpRecord:
    return DumpRecord(ARXIV, title_in_xml(entry), partial(authors_in_xml, entry), partial(paper_in_xml, entry))


def _of_lines(file: IO[bytes], name: str, search: DumpSearch) -> Iterator[DumpRecord]:
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE:
            raise UnexpectedContent(f"expected JSON lines, found a line of {_LONGEST_LINE:,} bytes or more")
        text = line.removeprefix(b"\xef\xbb\xbf").strip()
        if not text:
            continue
        try:
            record = read_json(text)
        except UnusableRecord as error:
            search.is_whole = False
            search.tell(f"{name}:{number}: {error} (each line is to be a JSON object)")
            continue
        if not isinstance(record, dict):
            search.is_whole = False
            search.tell(f"{name}:{number}: expected a JSON object in each line, found {type(record).__name__}")
            continue
        paper = partial(paper_in_json, record, name)
        yield DumpRecord(form_of(record), title_in_json(record), partial(authors_in_json, record), paper)
