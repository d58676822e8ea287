"""Where pages and files stand under `docs/`, at which addresses readers find them, and what the site says of itself."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from generator.analysis.indexes import Kind
from generator.models import Location, Paper
from generator.pages.blocks import Page

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
class File:
    """A file under `docs/`, before it is written: a page in Markdown or something to be copied."""

    src_uri: str
    """Its path relative to `docs/`, with slashes, as MkDocs calls it."""
    text: str
    page: Page | None = None
    """What it was written from, where it is a page."""


@dataclass(frozen=True, slots=True)
class Repository:
    """Where the listings are kept, for readers who want to put something right."""

    url: str
    """Its web address, as `https://github.com/someone/something`."""
    source_uri: str = ""
    """What stands between it and the path of a file; empty for what its host is known to have."""

    def line(self, location: Location) -> str:
        """The address of a line of a file."""
        mark = f"#lines-{location.line}" if self._host == "bitbucket" else f"#L{location.line}"
        return f"{self._address}/{self._source.strip('/')}/{quote(location.path)}{mark}"

    def report(self, paper: Paper) -> str:
        """The address of a new issue about a paper, with what is known filled in."""
        title = f"Correction: {paper.plain_title}"[:200]
        if self._host == "github":
            form = {"template": "correction.yml", "title": title, "paper": paper.key, "place": str(paper.location)}
            return f"{self._address}/issues/new?{urlencode(form)}"
        body = f"{paper.key} ({paper.location}): "
        if self._host == "gitlab":
            return f"{self._address}/-/issues/new?{urlencode({'issue[title]': title, 'issue[description]': body})}"
        return f"{self._address}/issues/new?{urlencode({'title': title, 'body': body})}"

    @property
    def _address(self) -> str:
        return self.url.rstrip("/").removesuffix(".git")

    @property
    def _host(self) -> str:
        domain = urlsplit(self.url).hostname or ""
        return next((host for host in ("github", "gitlab", "bitbucket") if host in domain), "")

    @property
    def _source(self) -> str:
        known = {"github": "blob/main", "gitlab": "-/blob/main", "bitbucket": "src/main", "": "src/branch/main"}
        return self.source_uri or known[self._host]


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What the pages say of the site itself."""

    name: str
    description: str = ""
    url: str = ""
    """Where it will stand, ending in a slash; empty where that is not known."""
    directory_urls: bool = True
    """A page stands at `name/`, not at `name.html`."""
    repository: Repository | None = None
    citation_tags: bool = False
    """Whether papers carry the tags that reference managers and Google Scholar read."""

    def path(self, src_uri: str) -> str:
        """Where a file of `docs/` is published, from the root of the site.

        >>> SiteFacts("").path("papers/moths.md"), SiteFacts("").path("feed.xml")
        ('papers/moths/', 'feed.xml')
        """
        stem, dot, extension = src_uri.rpartition(".")
        if (dot, extension) != (".", "md"):
            return src_uri
        if not self.directory_urls:
            return f"{stem}.html"
        return stem[: -len("index")] if stem == "index" or stem.endswith("/index") else f"{stem}/"

    def address(self, src_uri: str, seen_from: str) -> str:
        """A file's address for what is read apart from its page: whole or, where the site's is not known, relative."""
        return self.url + self.path(src_uri) if self.url else self.relative(src_uri, seen_from)

    def relative(self, src_uri: str, seen_from: str) -> str:
        """A file's address, as the published page or file `seen_from` has to write it."""
        here, there = self.path(seen_from), self.path(src_uri)
        way = posixpath.relpath(there or ".", posixpath.dirname(here) or ".")
        return f"{way}/" if there.endswith("/") or not there else way


def is_web(address: str) -> bool:
    """Whether it is a web address rather than a path within the site."""
    return "://" in address


def paper_uri(paper: Paper) -> str:
    """Of a paper's page."""
    return f"papers/{paper.key}.md"


def beside(src_uri: str, name: str) -> str:
    """A file that belongs to a page.

    >>> beside("authors/xu-han.md", "feed.xml"), beside("index.md", "feed.xml")
    ('authors/xu-han/feed.xml', 'feed.xml')
    """
    if src_uri == HOME:
        return name
    return f"{src_uri.removesuffix('.md')}/{name}"
