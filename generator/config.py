"""Configuration of a project: where its files are, its settings, and the properties of its site."""

from __future__ import annotations

import os
import posixpath
import re
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from generator.models import Location, Paper, Problem, Severity

MOST_LOST = 0.2
"""Default maximum share of published papers that may be missing from the listings, 0 to 1."""
PARTS = ("areas", "years", "affiliations", "maps", "downloads", "meaning")
"""Parts of a site that settings can switch off; the first three are kinds of headings."""
FOLDER_NAME = "[A-Za-z0-9_-][A-Za-z0-9_.-]*"
"""Pattern of the names that the setting `folder` consists of."""


def read_folder(value: object) -> str:
    """Return the folder that a setting names, ending in a slash; empty for the root of the site.

    >>> read_folder("papers"), read_folder("lab/papers/"), read_folder("")
    ('papers/', 'lab/papers/', '')
    """
    if not isinstance(value, str) or not re.fullmatch(f"(?:{FOLDER_NAME}(?:/{FOLDER_NAME})*/?)?", value):
        raise ValueError(
            "expected a folder within the site, such as papers or lab/papers (letters without accents, digits, "
            f"hyphens, underscores and dots; no name begins with a dot), found {value!r}"
        )
    return f"{value.rstrip('/')}/" if value else ""


@dataclass(frozen=True, slots=True)
class Repository:
    """Repository of the listings, for links to their source and to its issue tracker."""

    url: str
    """Web address, such as `https://github.com/someone/something`."""
    source_uri: str = ""
    """Path between `url` and the path of a file, such as `blob/main`; empty for the default of the host."""

    def line_url(self, location: Location) -> str:
        """Return the address of a line of a file."""
        mark = f"#lines-{location.line}" if self._host == "bitbucket" else f"#L{location.line}"
        return f"{self._address}/{self._source.strip('/')}/{quote(location.path)}{mark}"

    def issue_url(self, paper: Paper) -> str:
        """Return the address of the form for a new issue, filled in with what identifies a paper."""
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
    """Properties of the site that its pages depend on."""

    name: str
    description: str = ""
    """Description of the collection; empty for none."""
    url: str = ""
    """Address at which the collection is published, ending in a slash; empty if it is unknown."""
    folder: str = ""
    """Folder of the collection within the site, ending in a slash; empty for the root of the site."""
    off: tuple[str, ...] = ()
    """Parts that are switched off, of `PARTS`."""
    tabs: bool = True
    """Whether the navigation is in tabs, so that pages need it no second time beside their text."""
    directory_urls: bool = True
    """Whether a page is published as `name/` instead of `name.html`."""
    repository: Repository | None = None
    citation_tags: bool = False
    """Whether pages of papers have the `<meta>` tags that reference managers and Google Scholar read."""
    previews: bool = False
    """Whether papers and topics have pictures for link previews."""

    @property
    def title(self) -> str:
        """Title of the collection's home page."""
        return "Papers" if self.folder else self.name

    @property
    def collection_name(self) -> str:
        """Name of the collection where it stands apart from the site, as in feeds."""
        return f"Papers – {self.name}" if self.folder else self.name

    def has(self, part: str) -> bool:
        """Return whether a part of the site, such as a kind of headings, is built."""
        return part not in self.off

    def url_path(self, src_uri: str) -> str:
        """Return the path at which a file is published; as `src_uri`, it is relative to the folder of the collection.

        >>> SiteConfig("").url_path("papers/moths.md"), SiteConfig("").url_path("feed.xml")
        ('papers/moths/', 'feed.xml')
        """
        stem, dot, extension = src_uri.rpartition(".")
        if (dot, extension) != (".", "md"):
            return src_uri
        if not self.directory_urls:
            return f"{stem}.html"
        return stem[: -len("index")] if stem == "index" or stem.endswith("/index") else f"{stem}/"

    def url_for(self, src_uri: str, seen_from: str) -> str:
        """Return the absolute address of a file or, if that of the site is unknown, the relative one.

        For what is read apart from the site, such as feeds.
        """
        return self.url + self.url_path(src_uri) if self.url else self.relative_url(src_uri, seen_from)

    def relative_url(self, src_uri: str, seen_from: str) -> str:
        """Return the address of a file relative to the published page or file `seen_from`, also given as `src_uri`."""
        here, there = self.url_path(seen_from), self.url_path(src_uri)
        url = posixpath.relpath(there or ".", posixpath.dirname(here) or ".")
        return f"{url}/" if there.endswith("/") or not there else url


@dataclass(frozen=True, slots=True)
class Project:
    """Paths and settings of a project."""

    root: Path
    """Folder to which the paths of files in problems are relative."""
    seeds_dir: Path
    docs_dir: Path
    site: SiteConfig
    as_of: date | None = None
    """Latest possible date of papers whose date states no year; None to infer it."""
    most_lost: float = MOST_LOST
    """Maximum share of published papers that may be missing from the listings, 0 to 1."""
    config_name: str = "mkdocs.yml"
    """Name of the configuration file in the root."""


def build_day() -> date:
    """Return the day of SOURCE_DATE_EPOCH where it is set (https://reproducible-builds.org), else that of the clock."""
    try:
        return datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC).date()
    except (KeyError, ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(time.time(), UTC).date()


def settings_problems(project: Project) -> list[Problem]:
    """Return what is missing where the address of the site is not known, which nobody would see on its pages."""
    if project.site.url:
        return []
    path = project.root / project.config_name
    lines = path.read_bytes().split(b"\n") if path.is_file() else []
    named = [number for number, line in enumerate(lines, 1) if line.startswith(b"site_url:")]
    message = (
        "expected the address of the site as site_url, found none: links in feeds are relative, which many readers "
        "cannot follow, the sitemap is empty, and there is no OpenSearch and no canonical address"
    )
    return [Problem(Location(project.config_name, named[0] if named else 1), message, Severity.NOTE)]
