"""The configuration of a project: where its files are, its settings, and what the site says of itself."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from generator.models import Location, Paper

MOST_LOST = 0.2
"""Share of published papers that may be missing before something must have gone wrong."""


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
class SiteConfig:
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

        >>> SiteConfig("").path("papers/moths.md"), SiteConfig("").path("feed.xml")
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


@dataclass(frozen=True, slots=True)
class Project:
    """Where a project's files are, and its settings."""

    root: Path
    """Problems name files relative to it."""
    seeds_dir: Path
    docs_dir: Path
    facts: SiteConfig
    as_of: date | None = None
    """Latest day of dates that state no year; None to infer it."""
    most_lost: float = MOST_LOST
    """The share of published papers that may be missing."""
    config_name: str = "mkdocs.yml"
    """Name of the file of its settings, in the root."""
