"""What a page is made of: a small tree of blocks, which knows neither Markdown nor HTML.

Text in the tree is plain. Addresses within the site are given from the root of `docs/`, so that a part can stand on
any page. What there are many of is a tuple with names, which is made in a third of the time of a data class.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from generator.text.latex import RichTextNode

# ---- within a line ----


class Hyperlink(NamedTuple):
    """A link."""

    label: str
    to: str
    """A path relative to `docs/`, such as `papers/index.md#a`, or a web address."""
    tooltip: str = ""
    kind: str = ""
    """Classes for the stylesheet, here and below."""
    number: str = ""
    """Stands small after the label: how many papers are there."""


class Span(NamedTuple):
    """A few words with a look of their own."""

    text: str
    kind: str


class RichText(NamedTuple):
    """Running text of a listing, as `text.inline.parse` reads it."""

    nodes: tuple[RichTextNode, ...]


Inline = str | Hyperlink | Span | RichText
Inlines = tuple[Inline, ...]

# ---- blocks ----


class SectionHeading(NamedTuple):
    """A heading of a section."""

    text: str
    anchor: str = ""
    """Its id; empty for one made from the text."""


class Paragraph(NamedTuple):
    """A paragraph."""

    line: Inlines
    kind: str = ""


class ListItem(NamedTuple):
    """An item of a list: its blocks or, in a tight list, one paragraph."""

    blocks: tuple[Block, ...]


class RecurringItem(NamedTuple):
    """An item of several blocks that stands on many pages: made and written once, and then known by its name."""

    name: str
    make: Callable[[], ListItem]


class BulletList(NamedTuple):
    """A list in an element of a class."""

    items: tuple[ListItem | RecurringItem, ...]
    kind: str
    label: str = ""
    """What a screen reader says of it; with one, it is navigation."""


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """Terms, and what is said of each."""

    rows: tuple[tuple[str, Inlines], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of plain cells; the first column is text, the others are numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Details(NamedTuple):
    """Blocks that a reader unfolds."""

    summary: str
    """Words of ours."""
    blocks: tuple[Block, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Tabs:
    """Blocks of which one shows at a time."""

    tabs: tuple[tuple[str, tuple[Block, ...]], ...]


class Code(NamedTuple):
    """Text as it is, to copy and to download."""

    text: str
    file_name: str


@dataclass(frozen=True, slots=True)
class Figure:
    """HTML of our own making, without blank lines: a chart, a map, a form."""

    html: str
    kind: str
    label: str = ""
    """What a screen reader says of it where it is wider than a narrow screen, and is moved over."""


Block = SectionHeading | Paragraph | BulletList | DefinitionList | Table | Details | Tabs | Code | Figure


@dataclass(frozen=True, slots=True)
class Page:
    """A page, before it is written."""

    src_uri: str
    """Its path relative to `docs/`, with slashes, as MkDocs calls it."""
    title: str
    blocks: tuple[Block, ...]
    meta: Mapping[str, Any] = field(default_factory=dict)
    """Its front matter."""
