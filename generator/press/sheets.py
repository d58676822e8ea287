"""The HTML of pages, kept on disk between the making of pages and that of the site."""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from generator.config import SiteConfig
from generator.pages.html import Html, HtmlWriter
from generator.pages.routes import DocsFile


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's own part of its HTML, and its front matter."""

    html: Html
    meta: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """Sheets on disk."""

    path: Path
    places: Mapping[str, tuple[int, int]]
    """Where each sheet begins in the file, and how long it is, by its `src_uri`."""


class SheetKeeper:
    """Keeps the sheets of pages that are wanted, in a file of its own."""

    def __init__(self, facts: SiteConfig, path: Path, has: Callable[[str, str], bool]) -> None:
        """`path` is where they go; `has` tells by `src_uri` and digest whether the site has a file already."""
        self._writer = HtmlWriter(facts)
        self._path = path
        self.has = has
        self._file: BinaryIO | None = None
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0

    def read(self, file: DocsFile, digest: str) -> None:
        """Keep the sheet of a page."""
        if file.page is None or self.has(file.src_uri, digest):
            return
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("wb")
        html = self._writer.write(file.page)
        # Read again by this build only, and by no other Python.
        size = self._file.write(marshal.dumps((html.content, html.title, html.contents, dict(file.page.meta))))
        self._places[file.src_uri] = self._end, size
        self._end += size

    def result(self) -> Kept:
        """What has been kept."""
        if self._file:
            self._file.close()
        return Kept(self._path, self._places)


class Sheets:
    """The sheets that several keepers have kept."""

    def __init__(self, kept: list[Kept]) -> None:
        self._places = {uri: (part.path, place) for part in kept for uri, place in part.places.items()}
        self._files: dict[Path, BinaryIO] = {}

    def __contains__(self, src_uri: str) -> bool:
        return src_uri in self._places

    def __getitem__(self, src_uri: str) -> Sheet:
        path, (start, size) = self._places[src_uri]
        file = self._files.get(path)
        if file is None:
            file = self._files[path] = path.open("rb")
        # Forked processes share the place to which a file has been read, so each says where to read.
        content, title, contents, meta = marshal.loads(os.pread(file.fileno(), size, start))
        return Sheet(Html(content, title, contents), meta)
