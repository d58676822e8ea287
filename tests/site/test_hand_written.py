"""The text of hand-written pages for search: all sections but those that a page excludes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from projects import build

ABOUT = """# About

Gardens.

## Moths { data-search-exclude }

Secret moths.

## Lamps { .bright data-search-exclude #lamps-here }

Secret lamps.

## Wings

Open wings.
"""


def _parts(site: Path) -> list[dict[str, Any]]:
    text = (site / "search" / "pages.js").read_text(encoding="utf-8")
    parts: list[dict[str, Any]] = json.loads(text[text.index("[") : text.rindex("]") + 1])
    return parts


def test_pages_and_sections_that_are_excluded_are_not_found(project: Path) -> None:
    (project / "docs" / "about" / "index.md").write_text(ABOUT, encoding="utf-8")
    (project / "docs" / "about" / "hidden.md").write_text(
        "---\nsearch: {exclude: true}\n---\n# Hidden\n", encoding="utf-8"
    )
    build(project)
    found = [(part["location"], part["text"]) for part in _parts(project / "site")]
    assert [part for part in found if part[0].startswith("about/")] == [
        ("about/", ""),
        ("about/#about", "Gardens."),
        ("about/#wings", "Open wings."),
    ]
