"""Feeds: papers in, Atom or JSON Feed out.

A paper was published on its date, and updated on the day on which it was added to the collection. Papers of the first
record, which came together, were updated on their date, too. Feeds do not depend on the clock: a feed was last updated
when the latest of its papers was. Of a date of which only the year or the month is known, feeds have the first day.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from generator.formats.citations import credit
from generator.models import Paper
from generator.text.markdown import printable

MAX_ENTRIES = 40
"""Papers in a feed."""
_ENCODER = json.JSONEncoder(ensure_ascii=False)
_ATOM = '<?xml version="1.0" encoding="utf-8"?>\n<feed xml:lang="en" xmlns="http://www.w3.org/2005/Atom">'
_MIDNIGHT = "T00:00:00+00:00"
_NO_DATE = f"1970-01-01{_MIDNIGHT}"
"""Time at which a paper without a date, or a feed without papers, was updated: Atom wants one."""


@dataclass(frozen=True, slots=True, eq=False)
class FeedEntry:
    """A paper in feeds; compared by identity, as there is one object for each paper."""

    paper: Paper
    address: str
    abstract: str
    """Plain text."""
    tags: tuple[str, ...]
    added: date | None = None
    """Day on which the paper was added; None for papers of the first record."""


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
    """Latest first."""


def atom(feed: Feed) -> str:
    """Return a feed in Atom (RFC 4287)."""
    updated = max((day for entry in feed.entries if (day := _updated(entry))), default=_NO_DATE)
    head = (
        _element("title", feed.title),
        _element("link", href=_uri(feed.home), rel="alternate"),
        _element("link", href=_uri(feed.address), rel="self") if feed.address else "",
        _element("id", _identifier(feed.name)),
        _element("updated", updated),
        f"<author>{_element('name', feed.title)}</author>",
        _element("subtitle", feed.description) if feed.description else "",
    )
    return f"{_ATOM}{''.join(head)}{''.join(map(_atom_entry, feed.entries))}</feed>\n"


def json_feed(feed: Feed) -> str:
    """Return a feed in JSON Feed 1.1 (https://jsonfeed.org)."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "language": "en",
    }
    head = _ENCODER.encode({name: value for name, value in document.items() if value != ""})
    return f'{head[:-1]}, "items": [{", ".join(map(_json_item, feed.entries))}]}}\n'


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed in a list of feeds."""

    title: str
    address: str
    home: str
    """Address of the page with the same papers."""


def opml(title: str, groups: Mapping[str, Sequence[FeedLink]]) -> str:
    """Return a list of feeds in OPML 2.0 (https://opml.org/spec2.opml), in groups; feeds of a group "" are in none."""
    outlines = []
    for name, links in groups.items():
        listed = "".join(
            f'<outline{_label(one.title)} type="rss" xmlUrl={quoteattr(_uri(one.address))} '
            f"htmlUrl={quoteattr(_uri(one.home))}/>"
            for one in links
        )
        outlines.append(f"<outline{_label(name)}>{listed}</outline>" if name and links else listed)
    head = f"<head>{_element('title', title)}</head>"
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0">{head}<body>{"".join(outlines)}</body></opml>\n'
    )


def _label(text: str) -> str:
    shown = quoteattr(printable(text))
    return f" text={shown} title={shown}"


@lru_cache(maxsize=1 << 13)  # a paper is in the feeds of its authors, topics and area
def _atom_entry(entry: FeedEntry) -> str:
    paper = entry.paper
    day = _day(paper)
    summary = "".join(f"<p>{html.escape(text)}</p>" for text in (credit(paper), entry.abstract) if text)
    elements = (
        _element("title", paper.plain_title),
        _element("link", href=_uri(entry.address), rel="alternate"),
        _element("published", day) if day else "",
        _element("updated", _updated(entry) or _NO_DATE),
        _element("id", _identifier(paper.feed_id or paper.key)),
        _element("summary", summary, type="html"),
        *(_element("category", term=tag) for tag in entry.tags),
        *(f"<author>{_element('name', name.text)}</author>" for name in paper.authors),
    )
    return f"<entry>{''.join(elements)}</entry>"


def _day(paper: Paper) -> str:
    """Return the first moment of what is known of a paper's date, empty if nothing is."""
    return f"{paper.date.isoformat()}{_MIDNIGHT}" if paper.year else ""


def _updated(entry: FeedEntry) -> str:
    """Return the day on which a paper was added or, if that is not known or earlier, what is known of its date."""
    added = f"{entry.added.isoformat()}{_MIDNIGHT}" if entry.added else ""
    return max(added, _day(entry.paper))


def _element(tag: str, text: str = "", **attributes: str) -> str:
    start = tag + "".join(f" {name}={quoteattr(printable(value))}" for name, value in attributes.items())
    return f"<{start}>{escape(printable(text))}</{tag}>" if text else f"<{start}/>"


def _uri(address: str) -> str:
    """Return an address in ASCII (RFC 3987, section 3.1)."""
    return quote(address, safe="/#%[]=:;$&()+,!?*@'~")


@lru_cache(maxsize=1 << 13)
def _json_item(entry: FeedEntry) -> str:
    day, updated = _day(entry.paper), _updated(entry)
    item = {
        "id": _identifier(entry.paper.feed_id or entry.paper.key),
        "url": entry.address,
        "title": entry.paper.plain_title,
        "content_text": f"{credit(entry.paper)}\n\n{entry.abstract}".strip(),
        **({"date_published": day} if day else {}),
        **({"date_modified": updated} if updated != day else {}),
        "authors": [{"name": name.text} for name in entry.paper.authors],
        "tags": list(entry.tags),
    }
    return _ENCODER.encode(item)


@lru_cache(maxsize=1 << 13)
def _identifier(name: str) -> str:
    """Return a permanent identifier that is derived from a name, independent of the site's address."""
    return uuid5(NAMESPACE_URL, f"papershelf:{name}").urn
