"""Text of hand-written pages for our search; that of papers comes from the collection."""

from __future__ import annotations

import json
import re
from pathlib import Path

from markupsafe import Markup
from material.plugins.search.plugin import SearchIndex
from mkdocs.structure.pages import Page

from generator.pages.routes import SEARCH
from generator.site.files import read_if_there

_BEFORE, _AFTER = "(self.papershelfData ??= {}).pages = ", ";\n"
"""Enclose the JSON of the pages, so that it is a script."""


class HandWrittenPages:
    """Hand-written pages of a site, section by section."""

    def __init__(self) -> None:
        self._pages: dict[str, list[dict[str, str]]] = {}
        """Sections of each page by its address."""

    def add(self, page: Page) -> None:
        """Add a page, without what its front matter or its attributes exclude from search, as Material has it."""
        index = SearchIndex()
        index.add_entry_from_context(page)
        names = ("location", "title", "text")
        self._pages[page.url] = [{name: _plain(entry[name]) for name in names} for entry in index.entries]

    def write(self, folder: Path, *, keep: bool = False) -> None:
        """Write the pages as a script beside those of the search engine; `folder` is that of the collection.

        With `keep`, pages that an earlier build wrote stay, unless they have been added again.
        """
        path = folder / SEARCH / "pages.js"
        sections = [section for page in self._pages.values() for section in page]
        if keep:
            sections += [one for one in _read(path) if one["location"].partition("#")[0] not in self._pages]
        text = json.dumps(sections, ensure_ascii=False, separators=(",", ":"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(f"{_BEFORE}{text}{_AFTER}".encode("utf-8", "replace"))


def _read(path: Path) -> list[dict[str, str]]:
    text = (read_if_there(path) or b"").decode("utf-8", "replace")
    return json.loads(text.removeprefix(_BEFORE).removesuffix(_AFTER)) if text else []


def _plain(html: str) -> str:
    """Return HTML as the theme's index has it, as text; words in Chinese are then no longer set apart."""
    return Markup(re.sub("(?=<)", " ", html)).striptags().replace("\u200b", "")
