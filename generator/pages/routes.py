"""Where pages and files stand under `docs/`, at which addresses readers find them, and what the site says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from generator.analysis.indexes import Kind
from generator.pages.nodes import Page

HOME = "index.md"
ALL_PAPERS = "papers/index.md"
CO_AUTHORS = "maps/co-authors.md"
TOPIC_MAP = "maps/topics.md"
DOWNLOADS = "downloads/index.md"
EXPLORE = "explore.md"
SEARCH = "search"
"""The folder of what search reads."""

FOLDERS = ("papers", *(str(kind) for kind in Kind), "maps", "downloads", SEARCH)
"""The folders of `docs/` that belong to the generator."""
ROOT_FILES = (HOME, EXPLORE, "feed.xml", "feed.json", "llms.txt", "robots.txt", "opensearch.xml", "CITATION.cff")
"""The files right under `docs/` that belong to the generator."""


@dataclass(frozen=True, slots=True)
class DocsFile:
    """A file under `docs/`, before it is written: a page in Markdown or something to be copied."""

    src_uri: str
    """Its path relative to `docs/`, with slashes, as MkDocs calls it."""
    text: str
    page: Page | None = None
    """What it was written from, where it is a page."""


def is_web(address: str) -> bool:
    """Whether it is a web address rather than a path within the site."""
    return "://" in address


def beside(src_uri: str, name: str) -> str:
    """A file that belongs to a page.

    >>> beside("authors/xu-han.md", "feed.xml"), beside("index.md", "feed.xml")
    ('authors/xu-han/feed.xml', 'feed.xml')
    """
    if src_uri == HOME:
        return name
    return f"{src_uri.removesuffix('.md')}/{name}"
