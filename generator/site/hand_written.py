"""The text of hand-written pages for our search, which has papers from their data."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

from mkdocs.contrib.search.search_index import SearchIndex
from mkdocs.structure.pages import Page

from generator.pages.routes import SEARCH

_EXCLUDED = re.compile(r'<h[1-6](?=[^>]*\sdata-search-exclude\b)[^>]*\sid="([^"]*)"')
"""Heading of a section that is not to be found, as Material has it."""


class HandWrittenPages:
    """Pages of a site that do not come from seeds, section by section."""

    def __init__(self) -> None:
        self._index = SearchIndex(indexing="full", prebuild_index=False)
        self._excluded: set[str] = set()

    def add(self, page: Page) -> None:
        """Add a page, without what it excludes from search in the ways of Material: in front matter or at a heading."""
        settings = page.meta.get("search")
        if not (isinstance(settings, dict) and settings.get("exclude")):
            self._index.add_entry_from_context(page)
            self._excluded |= {f"{page.url}#{anchor}" for anchor in _EXCLUDED.findall(page.content or "")}

    def write(self, folder: Path) -> None:
        """Write the pages as a script beside those of the search engine; `folder` is that of the collection."""
        sections = json.loads(self._index.generate_search_index())["docs"]
        parts = [section for section in sections if section["location"] not in self._excluded]
        for part, following in pairwise(parts):
            if following["location"].startswith(f"{part['location']}#"):
                part["text"] = ""  # a page whose text is that of its sections
        text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
        path = folder / SEARCH / "pages.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(f"(self.papershelfData ??= {{}}).pages = {text};\n".encode("utf-8", "replace"))
