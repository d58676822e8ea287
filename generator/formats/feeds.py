"""Feeds: papers in, Atom or JSON Feed out.

Feeds do not depend on the clock: a feed was last updated at the date of its newest paper.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import lru_cache
from io import StringIO
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from feedgenerator import Atom1Feed
from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator

from generator.formats.citations import credit
from generator.models import Paper
from generator.text.markdown import printable

MAX_ENTRIES = 40
"""Papers in a feed."""
_ENCODER = json.JSONEncoder(ensure_ascii=False)
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False)
class FeedEntry:
    """A paper in feeds; compared by identity, as there is one object for each paper."""

    paper: Paper
    address: str
    abstract: str
    """Plain text."""
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """The metadata and the entries of a feed."""

    name: str
    """Permanent name, from which the feed's identifier is derived."""
    title: str
    description: str
    home: str
    """Address of the page with the same papers."""
    address: str
    """Address of the feed, empty if it is not known."""
    entries: Sequence[FeedEntry]
    """Newest first."""


def atom(feed: Feed) -> str:
    """Return a feed in Atom (RFC 4287)."""
    document = _Atom(
        title=printable(feed.title),
        link=feed.home,
        description=printable(feed.description),
        language="en",
        author_name=printable(feed.title),
        feed_url=feed.address or None,
        feed_guid=_identifier(feed.name),
    )
    document.texts = [_atom_entry(entry) for entry in feed.entries]
    document.newest = max((_moment(entry.paper) for entry in feed.entries), default=_NEVER)
    text: str = document.writeString("utf-8")
    return f"{text}\n"


def json_feed(feed: Feed) -> str:
    """Return a feed in JSON Feed 1.1 (https://jsonfeed.org)."""
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "language": "en",
    }
    head = _ENCODER.encode({name: value for name, value in document.items() if value != ""})
    return f'{head[:-1]}, "items": [{", ".join(map(_json_item, feed.entries))}]}}\n'


@lru_cache(maxsize=1 << 13)  # a paper is in the feeds of its authors, topics and area
def _atom_entry(entry: FeedEntry) -> str:
    said = f"<p>{html.escape(credit(entry.paper))}</p><p>{html.escape(entry.abstract)}</p>"
    one = _AtomEntries("", "", "")
    one.add_item(
        title=printable(entry.paper.plain_title),
        link=entry.address,
        description=printable(said),
        pubdate=_moment(entry.paper),
        unique_id=_identifier(entry.paper.feed_id or entry.paper.key),
        categories=[printable(tag) for tag in entry.tags],
        authors=[printable(name.text) for name in entry.paper.authors],
    )
    text = StringIO()
    one.write_items(_QuickGenerator(text, "utf-8", short_empty_elements=True))
    return text.getvalue()


class _QuickGenerator(SimplerXMLGenerator):  # type: ignore[misc]
    """A generator of XML that writes an element without children in one call, which makes feeds much faster."""

    def addQuickElement(self, name: str, contents: str | None = None, attrs: Mapping[str, str] | None = None) -> None:
        attributes = "".join(f" {key}={quoteattr(value)}" for key, value in sorted((attrs or {}).items()))
        end = f">{escape(contents)}</{name}>" if contents else "/>"
        self.ignorableWhitespace(f"<{name}{attributes}{end}")  # the only method that writes text unescaped


class _AtomEntries(Atom1Feed):  # type: ignore[misc]
    """An Atom feed whose entries may have several authors."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")


class _Atom(Atom1Feed):  # type: ignore[misc]
    """An Atom feed of entries that are already rendered."""

    texts: Sequence[str] = ()
    newest = _NEVER

    def write_items(self, handler: Any) -> None:
        for text in self.texts:
            handler.ignorableWhitespace(text)

    def latest_post_date(self) -> datetime:
        return self.newest


@lru_cache(maxsize=1 << 13)
def _json_item(entry: FeedEntry) -> str:
    item = {
        "id": _identifier(entry.paper.feed_id or entry.paper.key),
        "url": entry.address,
        "title": entry.paper.plain_title,
        "content_text": f"{credit(entry.paper)}\n\n{entry.abstract}".strip(),
        "date_published": _moment(entry.paper).isoformat(),
        "authors": [{"name": name.text} for name in entry.paper.authors],
        "tags": list(entry.tags),
    }
    return _ENCODER.encode(item)


def _moment(paper: Paper) -> datetime:
    return datetime.combine(paper.date, time(), UTC)


@lru_cache(maxsize=1 << 13)
def _identifier(name: str) -> str:
    """Return a permanent identifier that is derived from a name, independent of the site's address."""
    return uuid5(NAMESPACE_URL, f"papershelf:{name}").urn
