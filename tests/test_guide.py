"""The pages of the guide, which are written by hand, in a browser: for everybody."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import made_up
import pytest
from conftest import REPOSITORY, Shared
from test_site import _axe, _too_wide, _violations

from generator import mkdocs_runner
from generator.pages.routes import FOLDERS, ROOT_FILES
from generator.site.files import remove_all

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

GUIDE = sorted(
    path.relative_to(REPOSITORY / "docs").with_suffix("").as_posix().removesuffix("index")
    for folder in ("about", "contributing")
    for path in (REPOSITORY / "docs" / folder).rglob("*.md")
)


def _build(folder: Path) -> None:
    for name in ("docs", "overrides"):
        shutil.copytree(REPOSITORY / name, folder / name)
    for name in (*FOLDERS, *ROOT_FILES):
        remove_all(folder / "docs" / name)
    shutil.copy(REPOSITORY / "mkdocs.yml", folder)
    (folder / "seeds").mkdir()
    (folder / "seeds" / "papers.txt").write_text(made_up.PAPERS, encoding="utf-8")
    mkdocs_runner.run_build(mkdocs_runner.load(str(folder / "mkdocs.yml")))


@pytest.fixture(scope="module")
def guide(
    shared: Shared, browser: Browser, serve: Callable[[Path], AbstractContextManager[str]]
) -> Iterator[tuple[str, Page]]:
    page = browser.new_page(reduced_motion="reduce")
    with serve(shared("guide", _build) / "site") as address:
        yield address, page
    page.close()


@pytest.mark.parametrize("path", [*GUIDE, "reliability"])
def test_axe_finds_nothing_in_the_guide(path: str, guide: tuple[str, Page]) -> None:
    address, page = guide
    page.goto(f"{address}{path.rstrip('/')}/")
    page.evaluate(_axe())
    found = {}
    for scheme, width in (("light", 1440), ("dark", 390)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 844})
        found[scheme] = _violations(page)
    assert {how: faults for how, faults in found.items() if faults} == {}
    assert _too_wide(page, (320, 640)) == {}  # 640: a screen of 1280 at 200 %
