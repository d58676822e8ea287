"""The text of hand-written pages, as search gets it."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import markdown
import pytest
from mkdocs.structure.toc import get_toc

from generator.site.hand_written import HandWrittenPages

MOTHS = """# Moths & *lamps*

Grey.

## Wings { #wings }

Two `pairs`

- of wings
"""


def _page(url: str, text: str, *, toc_depth: int = 6, **meta: Any) -> Any:
    settings = {"toc": {"permalink": "#", "toc_depth": toc_depth}}
    reader = markdown.Markdown(extensions=["toc", "attr_list"], extension_configs=settings)
    content = reader.convert(text)
    return SimpleNamespace(
        url=url, title="Moths", content=content, toc=get_toc(getattr(reader, "toc_tokens", [])), meta=meta
    )


def _written(folder: Path) -> list[dict[str, str]]:
    script = (folder / "search" / "pages.js").read_text(encoding="utf-8")
    found: list[dict[str, str]] = json.loads(script[script.index("[") : script.rindex("]") + 1])
    return found


def _texts(folder: Path, *pages: Any, keep: bool = False) -> dict[str, str]:
    written = HandWrittenPages()
    for page in pages:
        written.add(page)
    written.write(folder, keep=keep)
    return {section["location"]: f"{section['title']}: {section['text']}" for section in _written(folder)}


@pytest.mark.parametrize("toc_depth", [1, 6])
def test_a_page_and_its_sections(toc_depth: int, tmp_path: Path) -> None:
    assert _texts(tmp_path, _page("moths/", MOTHS, toc_depth=toc_depth)) == {
        "moths/": "Moths & lamps: Grey.",
        "moths/#wings": "Wings: Two pairs of wings",
    }


@pytest.mark.parametrize(
    ("text", "meta", "expected"),
    [
        (MOTHS, {"search": {"exclude": True}}, {}),
        (MOTHS, {"search": {"boost": 2}}, {"moths/", "moths/#wings"}),
        (MOTHS.replace("#wings", "#wings data-search-exclude=1"), {}, {"moths/"}),
        ("Grey.\n", {}, {"moths/"}),
        ("", {}, set()),
    ],
    ids=["a page", "no page", "a section", "no heading", "nothing"],
)
def test_what_is_excluded(text: str, meta: dict[str, Any], expected: set[str], tmp_path: Path) -> None:
    found = _texts(tmp_path, _page("moths/", text, **meta))
    assert set(found) == set(expected)
    assert ("pairs" in str(found)) is ("moths/#wings" in expected)


def test_text_that_is_excluded(tmp_path: Path) -> None:
    text = MOTHS.replace("Grey.", "Grey.\n{ data-search-exclude=1 }")
    assert "Grey" not in str(_texts(tmp_path, _page("moths/", text)))


def test_pages_of_earlier_builds_stay_where_only_a_few_are_made(tmp_path: Path) -> None:
    _texts(tmp_path, _page("moths/", MOTHS), _page("lamps/", "# Lamps\n"))
    changed = _page("moths/", "# Moths\n\nBrown.\n")
    assert _texts(tmp_path, changed, keep=True) == {"moths/": "Moths: Brown.", "lamps/": "Lamps: "}
    assert _texts(tmp_path, changed) == {"moths/": "Moths: Brown."}
