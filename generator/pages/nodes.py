"""The document tree of a page, as the page modules build it and the Markdown and HTML writers render it.

Text in the tree is plain. Paths within the site are relative to `docs/`, so that a node can be on any page. Nodes are
named tuples, as those are created three times as fast as data classes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from generator.text.latex import RichTextNode

# ---- inline nodes ----


class Hyperlink(NamedTuple):
    """A link to a page or file of the site, or to another site."""

    label: str
    target: str
    """A path relative to `docs/`, such as `papers/index.md#a`, or a web address."""
    tooltip: str = ""
    css_class: str = ""
    """One or more classes, separated by spaces, as in all nodes."""
    papers: int = 0
    """Number of papers to show after the label; 0 shows none."""


class Span(NamedTuple):
    """A few words with a style of their own."""

    text: str
    css_class: str


class Datum(NamedTuple):
    """A value for the script, which readers do not see."""

    name: str
    value: str
    """Text without characters that HTML escapes."""


class RichText(NamedTuple):
    """Text of a listing, as `text.latex.parse` returns it."""

    nodes: tuple[RichTextNode, ...]


Inline = str | Hyperlink | Span | Datum | RichText
Inlines = tuple[Inline, ...]

# ---- block nodes ----


class SectionHeading(NamedTuple):
    """A heading of the second level."""

    text: str
    anchor: str = ""
    """The heading's id; if empty, it is derived from the text."""


class Paragraph(NamedTuple):
    """A paragraph."""

    inlines: Inlines
    css_class: str = ""


class ListItem(NamedTuple):
    """An item of a list: its blocks or, in a tight list, a single paragraph without a class."""

    blocks: tuple[Block, ...]


class RecurringItem(NamedTuple):
    """An item that is on many pages: writers create and render it once, and then find it by its name."""

    name: str
    make: Callable[[], ListItem]


class BulletList(NamedTuple):
    """A list within an element that has a class."""

    items: tuple[ListItem | RecurringItem, ...]
    css_class: str
    label: str = ""
    """Label for screen readers. A list with a label is a navigation landmark."""


def tight_list(rows: Iterable[Inlines], css_class: str, label: str = "") -> BulletList:
    """Return a list whose items are single lines."""
    return BulletList(tuple(ListItem((Paragraph(inlines),)) for inlines in rows), css_class, label)


class DefinitionList(NamedTuple):
    """A list of terms, each with its definition."""

    rows: tuple[tuple[str, Inlines], ...]


class Table(NamedTuple):
    """A table of plain text: the first column holds labels, the others numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Details(NamedTuple):
    """Blocks that are collapsed until a reader opens them."""

    summary: str
    """Trusted text, which is not escaped."""
    blocks: tuple[Block, ...]
    css_class: str


class Tabs(NamedTuple):
    """Labelled groups of blocks, one of which is visible at a time."""

    tabs: tuple[tuple[str, tuple[Block, ...]], ...]


class Code(NamedTuple):
    """Preformatted text that readers can copy and download."""

    text: str
    file_name: str


class Figure(NamedTuple):
    """Trusted HTML without blank lines: a chart, a map or a form."""

    html: str
    css_class: str
    label: str = ""
    """Label for screen readers. A figure with a label can be scrolled by keyboard on narrow screens."""


Block = SectionHeading | Paragraph | BulletList | DefinitionList | Table | Details | Tabs | Code | Figure


@dataclass(frozen=True, slots=True)
class Page:
    """A page, not yet rendered."""

    src_uri: str
    """Path relative to `docs/`, with slashes, as in MkDocs."""
    title: str
    blocks: tuple[Block, ...]
    meta: Mapping[str, Any] = field(default_factory=dict)
    """Front matter."""
