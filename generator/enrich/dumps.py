"""Dumps: a file of records in; those that may be of listed papers, by the keys of these, out.

A dump is read once, piece by piece, so that it may be larger than the memory. Only records with the title, or the
first author, of a listed paper are read in full.
"""

from __future__ import annotations

import gzip
import lzma
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile
from zipfile import Path as ZipPath

from generator.byline.names import match_key
from generator.enrich.found import FoundPaper, NoAuthors, UnusableRecord
from generator.enrich.json_records import (
    authors_in_json,
    form_of,
    paper_in_json,
    read_json,
    records_in,
    title_in_json,
)
from generator.enrich.matching import FIRST_AUTHORS, ListedPaper, identity_of, person_of
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
_LARGEST_VALUE = 100_000_000
"""Largest JSON value on several lines, in bytes."""
_FAULTS_TOLD = 5
_GZIP, _ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = 1
"""Flag of a file in a zip."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


_DAMAGED = (
    *(UnexpectedContent, EOFError, zlib.error),
    *(gzip.BadGzipFile, BadZipFile, lzma.LZMAError, NotImplementedError),
)
"""Errors of files that are cut, damaged, or something else."""


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
    has_papers: bool = False
    """Whether a record has a title and authors."""
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
    try:
        with _opened(path) as file:
            for record in _records(file, path.name, search):
                search.records += 1
                search.forms.add(record.form)
                search.has_papers = search.has_papers or bool(record.title and any(record.authors()))
                _add(record, wanted, search, path.name)
    except _DAMAGED as error:
        search.is_whole = False
        search.tell(f"{path.name}: {error}; what comes after that is not read")
    return search


class _Wanted:
    """Listed papers by their titles and by each of their first authors."""

    def __init__(self, listed: Iterable[ListedPaper]) -> None:
        papers = list(listed)
        self.by_title: Mapping[str, list[ListedPaper]] = grouped(papers, lambda paper: paper.identity)
        by_author: defaultdict[str, list[ListedPaper]] = defaultdict(list)
        for paper in papers:
            for person in paper.people[:FIRST_AUTHORS]:
                by_author[person].append(paper)
        self.by_author: Mapping[str, list[ListedPaper]] = dict(by_author)

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


@contextmanager
def _opened(path: Path) -> Iterator[BufferedReader]:
    """Open a file, or what is compressed in it with gzip or, as its only file, with zip.

    Raises OSError where it cannot be read, UnexpectedContent for a zip that has several files or a password.
    """
    with path.open("rb") as file:
        begin = file.peek(4)[:4]
        if begin.startswith(_GZIP):
            yield BufferedReader(gzip.GzipFile(fileobj=file))
        elif begin.startswith(_ZIP):
            with ZipFile(file) as archive:
                files = [one for one in archive.infolist() if not one.is_dir()]
                if len(files) != 1 or files[0].flag_bits & _ENCRYPTED:
                    raise UnexpectedContent(f"expected a zip of one file, without a password, found {len(files)} files")
                with ZipPath(archive, files[0].filename).open("rb") as inner:
                    yield BufferedReader(inner)  # type: ignore[arg-type]
        else:
            yield file


def _records(file: BufferedReader, name: str, search: DumpSearch) -> Iterator[DumpRecord]:
    if file.peek(_PIECE).removeprefix(_BYTE_ORDER_MARK).lstrip().startswith(b"<"):
        return map(_of_entry, entries_in_xml(iter(partial(file.read, _PIECE), b"")))
    return _of_lines(file, name, search)


def _of_entry(entry: Element) -> DumpRecord:
    return DumpRecord(ARXIV, title_in_xml(entry), partial(authors_in_xml, entry), partial(paper_in_xml, entry))


def _of_lines(file: BufferedReader, name: str, search: DumpSearch) -> Iterator[DumpRecord]:
    """Yield the records of JSON lines, or of a whole file that is one JSON value."""
    for number, line in enumerate(_lines(file), start=1):
        if len(line) == _LONGEST_LINE:
            raise UnexpectedContent(f"expected JSON lines, found a line of {_LONGEST_LINE:,} bytes or more")
        text = line.removeprefix(_BYTE_ORDER_MARK).strip()
        if not text:
            continue
        try:
            records = records_in(read_json(text))
        except UnusableRecord as error:
            search.is_whole = False
            search.tell(f"{name}:{number}: {error} (each line is to be a JSON object)")
            continue
        for record in records:
            paper = partial(paper_in_json, record, name)
            yield DumpRecord(form_of(record), title_in_json(record), partial(authors_in_json, record), paper)


def _lines(file: BufferedReader) -> Iterator[bytes]:
    """Yield the lines of a file, or all of it where that is one JSON value on several lines."""
    first = file.readline(_LONGEST_LINE)
    if first.removeprefix(_BYTE_ORDER_MARK).lstrip()[:1] in (b"[", b"{") and not _is_json(first):
        whole = first + file.read(_LARGEST_VALUE) + file.readline(_LONGEST_LINE)
        yield from [whole] if _is_json(whole) else whole.splitlines(keepends=True)
    else:
        yield first
    while line := file.readline(_LONGEST_LINE):
        yield line


def _is_json(text: bytes) -> bool:
    try:
        read_json(text.removeprefix(_BYTE_ORDER_MARK))
    except UnusableRecord:
        return False
    return True
