"""The record: what a paper, a name, a place in a file and a problem are. No parsing, no Markdown, no disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple


class Location(NamedTuple):
    """A line of a text file; prints as `path:line`."""

    path: str
    line: int
    """Counted from 1."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    """Something of the seeds is not on the site."""
    WARNING = "warning"
    """It is on the site, but a person should look at it."""
    NOTE = "note"
    """Nothing is wrong: the build says what it assumed."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A fault of the content. Faults are data: they travel forward beside what could be read."""

    location: Location
    message: str
    """What was expected and what was found."""
    severity: Severity = Severity.WARNING

    def __str__(self) -> str:
        return visible(f"{self.location}: {self.severity}: {self.message}")


class Relation(NamedTuple):
    """A paper that is near another. There are many, and a tuple goes from process to process in half the time."""

    key: str
    """Of the other."""
    nearness: float
    topics: tuple[str, ...]
    """Labels of the topics that both have."""
    authors: tuple[str, ...]
    """Labels of the authors that both have."""


def display_path(path: Path, root: Path) -> str:
    """Return a path as problems name it, relative to `root` if within; bytes that are not UTF-8 as `\\udcff`."""
    inside = path.relative_to(root) if path.is_relative_to(root) else path
    return inside.as_posix().encode("utf-8", "backslashreplace").decode("utf-8")


def visible(text: str) -> str:
    r"""A text as one line for terminals and logs: what cannot be seen, or moves what can, as an escape sequence.

    >>> visible("moths\x1b[2J\u202e")
    'moths\\x1b[2J\\u202e'
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def quoted(text: str, most: int = 120) -> str:
    """A text as messages show it: in quotes and, where it is longer than `most`, without its middle.

    >>> quoted("moths at night", most=9)
    "'moth ... ight'"
    """
    half = most // 2
    return repr(text if len(text) <= most else f"{text[:half]} ... {text[-half:]}")


@dataclass(frozen=True, slots=True)
class Name:
    """A person's, or a team's, name as it stands on one paper."""

    listed: str
    """As in the listing, LaTeX accents and all."""
    text: str
    """As a reader sees it, in Unicode."""
    family: str
    """Family name, with its particles."""
    given: str = ""
    """Empty for a team or a one-word name: the whole is then `family`."""
    suffix: str = ""
    """Suffix such as `Jr.`; there is none without a given name."""
    label: str = ""
    """Label that tells the person from others of the name."""
    orcid: str = ""
    """ORCID of the person, without its address; see https://orcid.org."""
    stated: bool = False
    """Whether a correction says what the parts are, or that it is the name to show."""

    @property
    def filed_as(self) -> str:
        """Family name first, as indexes and citations have it."""
        return ", ".join(filter(None, (self.family, self.given, self.suffix)))

    @property
    def told_apart(self) -> str:
        """Text with the label, for where people of one name have to be told apart."""
        return f"{self.text} ({self.label})" if self.label else self.text


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """A subject area of the arXiv taxonomy."""

    code: str
    """Whole, as in `cs.CL`."""
    name: str
    """As in `Computation and Language`; the code itself where the taxonomy does not know it."""
    archive: str = ""
    """The name of what it belongs to, as in `Computer Science`."""


@dataclass(frozen=True, slots=True)
class Link:
    """A labelled address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of the bibliography."""

    key: str
    """Its slug: names its page, its URL and its entry in the corrections."""
    citekey: str
    """Its short name in BibTeX, as `xiao2024infllm`."""
    title: str
    """As in the listing, with its LaTeX."""
    plain_title: str
    """As a reader sees it, in Unicode."""
    authors: tuple[Name, ...]
    et_al: bool
    """There are more authors, whose names are not known."""
    area: Area
    listed_area: str
    """The area as the listing's header has it."""
    date: date
    date_inferred: bool
    """The listing states no year; the year is an inference."""
    code: bool
    """The listing says that code is available."""
    code_url: str | None
    score: float | None
    affiliations: tuple[str, ...]
    abstract: str
    """As in the listing, line breaks kept."""
    location: Location
    """Of its header line."""
    confidence: float
    """Of the split of title from authors, 0 to 1."""
    needs_review: bool
    arxiv: str | None = None
    doi: str | None = None
    links: tuple[Link, ...] = ()
    feed_id: str = ""
    """Name by which feeds know it where that is not its key: a corrected title changes the key, but not this."""

    def __hash__(self) -> int:
        """Quicker than that of all fields; no two papers of a bibliography have the same key."""
        return hash(self.key)

    @property
    def src_uri(self) -> str:
        """Path of its page relative to `docs/`, as MkDocs calls it."""
        return f"papers/{self.key}.md"

    @property
    def url(self) -> str:
        """Of its page, relative to the root of the site."""
        return f"papers/{self.key}/"


_content = attrgetter(*(field.name for field in fields(Paper) if field.name != "location"))


@lru_cache(maxsize=1 << 15)
def content_digest(paper: Paper) -> str:
    """Tells a paper from others, and from itself where anything of it has changed but its place in the listing."""
    return fingerprint(_content(paper))


def fingerprint(*parts: object) -> str:
    """Twenty hexadecimal digits that tell some values from others, by what `repr` says of them."""
    return hashlib.sha256("\0".join(map(repr, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Bibliography:
    """Papers with unique keys, in the order of the listings."""

    papers: tuple[Paper, ...]

    def __iter__(self) -> Iterator[Paper]:
        return iter(self.papers)

    def __len__(self) -> int:
        return len(self.papers)

    def newest_first(self) -> tuple[Paper, ...]:
        """By date, then title: an order that does not depend on the listing's."""
        return newest_first(self.papers)


def newest_first(papers: tuple[Paper, ...]) -> tuple[Paper, ...]:
    """Papers by date, the newest first, then by key."""
    return tuple(sorted(papers, key=lambda paper: (-paper.date.toordinal(), paper.key)))
