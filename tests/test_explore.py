"""The explore page in a browser: facets, counts, the address, the basket."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bibtexparser.entrypoint import parse_string
from conftest import made_up_project
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = made_up_project(tmp_path_factory.mktemp("explore") / "project")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=root, check=True, capture_output=True)
    return root / "site"


@pytest.fixture
def explored(
    built: Path, browser: Browser, serve: Callable[[Path], AbstractContextManager[str]]
) -> Iterator[Callable[[str], Page]]:
    """Opens the page with a query of its address; at the end, nothing may have gone wrong."""
    faults: list[str] = []
    context = browser.new_context(accept_downloads=True)
    with serve(built) as address:

        def open_page(query: str = "") -> Page:
            page = context.new_page()
            page.set_default_timeout(10_000)
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.goto(f"{address}explore/{query}")
            expect(page.locator(".ps-explore__status")).to_contain_text("paper")
            return page

        yield open_page
        context.close()
    assert faults == []


def test_each_count_is_what_ticking_shows(built: Path, explored: Callable[[str], Page]) -> None:
    page = explored("")
    boxes = page.locator(".ps-facets li")
    shown = [boxes.nth(at).inner_text().rsplit(" ", 1) for at in range(boxes.count())]
    papers = [json.loads(line) for line in (built / "downloads/papers.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(papers) == 5
    assert sum(paper["code"] for paper in papers) == next(int(n) for label, n in shown if "Code" in label)
    places = [boxes.nth(at).locator("input").get_attribute("id") for at in range(boxes.count())]
    for place, (_, count) in zip(places, shown, strict=True):
        page.locator(f"[id='{place}']").click()
        expect(page.locator(".ps-explore__status")).to_have_text(f"{count} paper{'' if count == '1' else 's'}")
        page.locator(f"[id='{place}']").click()
        expect(page.locator(".ps-explore__status")).to_have_text("5 papers")


def test_the_address_says_what_is_shown(explored: Callable[[str], Page]) -> None:
    page = explored("?find=moth&year=2024&year=2023")
    titles = page.locator(".ps-explore .ps-title").all_inner_texts()
    assert len(titles) == 2
    page.get_by_role("checkbox", name="2023").uncheck()
    expect(page.locator(".ps-explore__status")).to_have_text("1 paper")
    page.go_back()
    expect(page.locator(".ps-explore__status")).to_have_text("2 papers")
    assert page.locator(".ps-explore .ps-title").all_inner_texts() == titles


def test_the_basket_holds_what_was_ticked(explored: Callable[[str], Page]) -> None:
    page = explored("?find=garden")
    page.locator(".ps-pick input").first.check()
    expect(page.locator(".ps-basket")).to_contain_text("1 paper to cite")
    with page.expect_download() as download:
        page.locator("#ps-basket-bibtex").click()
    (entry,) = parse_string(Path(download.value.path()).read_text(encoding="utf-8")).entries
    assert entry["title"].replace("{", "").replace("}", "") in page.locator(".ps-explore .ps-title").first.inner_text()


def test_nothing_found_tells_what_to_drop(explored: Callable[[str], Page]) -> None:
    page = explored("?find=gardeners&year=2025&area=cs.XX")
    expect(page.locator(".ps-explore__status")).to_have_text("0 papers")
    expect(page.locator(".ps-chosen")).to_contain_text("No paper fits.")
