"""The paths of pages and files under `docs/`, and the addresses at which readers find them."""

from __future__ import annotations

from dataclasses import dataclass

from generator.analysis.indexes import Kind
from generator.pages.nodes import Page

HOME = "index.md"
ALL_PAPERS = "papers/index.md"
CO_AUTHORS = "maps/co-authors.md"
TOPIC_MAP = "maps/topics.md"
MAP = "map.md"
MAP_DATA = "maps/papers.js"
"""Places and topics of the papers on the map."""
DOWNLOADS = "downloads/index.md"
EXPLORE = "explore.md"
SAVED = "saved.md"
NEW = "new.md"
BROWSE = "browse.md"
SEARCH = "search"
"""Folder of the files that search in the browser loads."""
CATALOGUE = f"{SEARCH}/catalogue.js"
"""First file of the data for search."""

FOLDERS = ("papers", *(str(kind) for kind in Kind), "maps", "downloads", "new", SEARCH)
"""Folders of `docs/` that belong to the generator."""
ROOT_FILES = (
    HOME,
    EXPLORE,
    SAVED,
    NEW,
    BROWSE,
    MAP,
    "feed.xml",
    "feed.json",
    "llms.txt",
    "robots.txt",
    "opensearch.xml",
    "CITATION.cff",
)
"""Files directly in `docs/` that belong to the generator."""


@dataclass(frozen=True, slots=True)
class DocsFile:
    """A file to be written to `docs/`: a page in Markdown, or a file that MkDocs copies."""

    src_uri: str
    """Path relative to `docs/`, with slashes, as in MkDocs."""
    text: str
    page: Page | None = None
    """The page that the text was rendered from; None for other files."""


def is_web(address: str) -> bool:
    """Return whether an address is on the web rather than a path within the site."""
    return "://" in address


def beside(src_uri: str, name: str) -> str:
    """Return the path of a file that belongs to a page.

    >>> beside("authors/xu-han.md", "feed.xml"), beside("index.md", "feed.xml")
    ('authors/xu-han/feed.xml', 'feed.xml')
    """
    if src_uri == HOME:
        return name
    return f"{src_uri.removesuffix('.md')}/{name}"
