"""Data types that all packages share: papers, names, problems and their locations."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import IntEnum, StrEnum
from functools import lru_cache
from importlib.resources import files
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Item = TypeVar("_Item")


Day = date
"""Another name of the type, for classes with a field `date`."""
MONTHS = "January February March April May June July August September October November December".split()


class Location(NamedTuple):
    """Line of a text file; as text it is `path:line`."""

    path: str
    line: int
    """Line number, counted from 1."""
    entry: int = 0
    """Number of the entry among those of the line, counted from 0."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


class Severity(StrEnum):
    """Severity of a problem."""

    ERROR = "error"
    """Something in the seeds is missing from the site."""
    WARNING = "warning"
    """Everything is on the site, but a person should check it."""
    NOTE = "note"
    """Nothing is wrong; the build reports an assumption that it made."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Fault in the content. Problems are returned beside what could be read, not raised."""

    location: Location
    message: str
    """Text that says what was expected and what was found."""
    severity: Severity = Severity.WARNING

    def __str__(self) -> str:
        return visible(f"{self.location}: {self.severity}: {self.message}")

    def as_object(self) -> dict[str, str | int]:
        """Return the problem as a JSON object."""
        return {
            "path": self.location.path,
            "line": self.location.line,
            "severity": str(self.severity),
            "message": self.message,
        }


class Relation(NamedTuple):
    """Paper related to another one; a tuple, because it passes between processes in half the time of a dataclass."""

    key: str
    nearness: float
    topics: tuple[str, ...]
    """Labels of the topics that both papers have."""
    authors: tuple[str, ...]
    """Labels of the authors that both papers have."""


def read_data(name: str) -> bytes:
    """Return the content of a file of `generator/data`."""
    return files("generator").joinpath("data", name).read_bytes()


def display_path(path: Path, root: Path) -> str:
    """Return a path as problems name it, relative to `root` if within; bytes that are not UTF-8 as `\\udcff`."""
    inside = path.relative_to(root) if path.is_relative_to(root) else path
    return inside.as_posix().encode("utf-8", "backslashreplace").decode("utf-8")


def relative_path(path: str | Path, start: str | Path) -> str:
    """Return a path relative to a folder; as it is if there is no such path, as between two drives on Windows."""
    try:
        return os.path.relpath(path, start)
    except ValueError:
        return str(path)


def visible(text: str) -> str:
    r"""Return a text as one line for terminals and logs, with escape sequences for unprintable characters.

    >>> visible("moths\x1b[2J\u202e")
    'moths\\x1b[2J\\u202e'
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def quoted(text: str, most: int = 120) -> str:
    """Return a text in quotes for a message, without its middle if it is longer than `most` characters.

    >>> quoted("moths at night", most=9)
    "'moth ... ight'"
    """
    return repr(without_middle(text, most))


def without_middle(text: str, most: int) -> str:
    """Return a text or, if it is longer than `most` characters, its beginning and its end."""
    return text if len(text) <= most else f"{text[: most // 2]} ... {text[-(most // 2) :]}"


@dataclass(frozen=True, slots=True)
class Name:
    """Name of a person or a team on one paper."""

    listed: str
    """Name as it stands in the listing, with its LaTeX."""
    text: str
    """Name as readers see it, in Unicode."""
    family: str
    """Family name with its particles; the whole name of a team and of a person with one name."""
    given: str = ""
    """Given names; empty for a team and for a person with one name."""
    suffix: str = ""
    """Suffix such as `Jr.`; empty if there is no given name."""
    label: str = ""
    """Label that distinguishes the person from others of the same name."""
    orcid: str = ""
    """ORCID iD of the person, without the address before it; see https://orcid.org."""
    stated: bool = False
    """Whether a correction states the parts of the name, or that this is the spelling to show."""

    @property
    def filed_as(self) -> str:
        """Name with the family name first, as in indexes and citations."""
        return ", ".join(filter(None, (self.family, self.given, self.suffix)))

    @property
    def told_apart(self) -> str:
        """Name with its label, for lists in which people of the same name have to be distinguished."""
        return f"{self.text} ({self.label})" if self.label else self.text


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """Subject area of the arXiv taxonomy."""

    code: str
    """Full code, such as `cs.CL`."""
    name: str
    """Name, such as `Computation and Language`; the code itself if it is not in the taxonomy."""
    archive: str = ""
    """Name of the archive that the area belongs to, such as `Computer Science`."""


@dataclass(frozen=True, slots=True)
class Link:
    """Web address with a label."""

    label: str
    url: str


LINK_LABELS = ("Code", "Slides", "Video", "Poster", "Website", "Supplement")
"""Labels of links to known material, in the order in which they are shown. `code_url` is a field of its own."""


class DatePrecision(IntEnum):
    """Part of a date that is known."""

    NONE = 0
    YEAR = 1
    MONTH = 2
    DAY = 3


class PublicationKind(StrEnum):
    """Kind of a publication."""

    ARTICLE = "article"
    """Article in a journal."""
    CONFERENCE = "conference"
    """Paper in the proceedings of a conference or a workshop."""
    CHAPTER = "chapter"
    """Chapter of a book."""
    BOOK = "book"
    THESIS = "thesis"
    REPORT = "report"
    PREPRINT = "preprint"
    DATASET = "dataset"
    SOFTWARE = "software"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Paper:
    """Paper of the bibliography."""

    key: str
    """Slug that identifies the paper in its URL and in the corrections."""
    citekey: str
    """Citation key in BibTeX, such as `alder2024moths`."""
    title: str
    """Title as it stands in the listing, with its LaTeX."""
    plain_title: str
    """Title as readers see it, in Unicode."""
    authors: tuple[Name, ...]
    et_al: bool
    """Whether there are more authors, whose names are unknown."""
    area: Area | None
    """Subject area; None where no source states one."""
    listed_area: str
    """Area code as it stands in the header of the entry; empty for none."""
    date: date
    """First day of what is known of the date; `date.min` where nothing is."""
    date_inferred: bool
    """Whether the year was inferred, as the listing states none."""
    code: bool
    """Whether the listing says that code is available."""
    code_url: str | None
    score: float | None
    affiliations: tuple[str, ...]
    abstract: str
    """Abstract as it stands in the listing, with its LaTeX and its line breaks."""
    location: Location
    """Location of the header line of the entry."""
    confidence: float
    """Probability that title and authors were split correctly, 0 to 1."""
    needs_review: bool
    arxiv: str | None = None
    doi: str | None = None
    links: tuple[Link, ...] = ()
    """Further addresses; labels of `LINK_LABELS` are those of known material."""
    feed_id: str = ""
    """Identifier in feeds; empty for the key. It stays when a corrected title changes the key."""
    date_precision: DatePrecision = DatePrecision.DAY
    kind: PublicationKind | None = None
    """Kind of the publication; None if it is not known."""
    venue: str = ""
    """Journal, proceedings or book that the paper is in, as readers see it."""
    volume: str = ""
    number: str = ""
    pages: str = ""
    """Pages, with an en dash between the first and the last."""
    publisher: str = ""
    """Publisher; of a thesis or a report, the institution."""
    pdf: str = ""
    """Web address of the PDF; empty if it is not known."""
    keywords: tuple[str, ...] = ()
    awards: tuple[str, ...] = ()
    withdrawn: bool = False
    added: Day | None = None
    """Day on which the paper was added to the collection; None if it is not known."""
    sources: tuple[tuple[str, str], ...] = ()
    """Names of fields, sorted, each with the place that it comes from if that is not the entry itself: `path:line`."""

    def __hash__(self) -> int:
        """Hash the key alone, which is faster; no two papers of a bibliography have the same key."""
        return hash(self.key)

    @property
    def year(self) -> int | None:
        """Year, if it is known."""
        return self.date.year if self.date_precision >= DatePrecision.YEAR else None

    @property
    def month(self) -> int | None:
        """Month from 1 to 12, if it is known."""
        return self.date.month if self.date_precision >= DatePrecision.MONTH else None

    @property
    def iso_date(self) -> str:
        """Date in ISO 8601 as far as it is known, such as `2024-03`; empty if it is not known."""
        return self.date.isoformat()[: (0, 4, 7, 10)[self.date_precision]]

    @property
    def src_uri(self) -> str:
        """Path of the paper's page relative to `docs/`, in MkDocs' terms."""
        return f"papers/{self.key}.md"

    @property
    def url(self) -> str:
        """Address of the paper's page, relative to the root of the site."""
        return f"papers/{self.key}/"


_content = attrgetter(*(field.name for field in fields(Paper) if field.name != "location"))


@lru_cache(maxsize=1 << 15)
def content_digest(paper: Paper) -> str:
    """Return a digest of a paper's content: of all fields except its location."""
    return fingerprint(_content(paper))


def fingerprint(*parts: object) -> str:
    """Return twenty hexadecimal digits that identify some values, by their `repr`."""
    return hashlib.sha256("\0".join(map(repr, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Bibliography:
    """Papers with unique keys, in the order of the listings."""

    papers: tuple[Paper, ...]

    def __iter__(self) -> Iterator[Paper]:
        return iter(self.papers)

    def __len__(self) -> int:
        return len(self.papers)


def grouped(items: Iterable[_Item], key: Callable[[_Item], _Key]) -> dict[_Key, list[_Item]]:
    """Return items in lists by a key, in their order.

    >>> grouped(["ada", "ben", "al"], len)
    {3: ['ada', 'ben'], 2: ['al']}
    """
    groups: dict[_Key, list[_Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def newest_first(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Return papers by date, the newest first and those without a date last; those of one date by key."""
    return tuple(sorted(papers, key=lambda paper: (-paper.date.toordinal(), paper.key)))
