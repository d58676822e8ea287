"""The field on the author index, in a browser: authors of all its pages are found, and only with scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import made_up
import pytest
from conftest import Shared, made_up_project
from playwright.sync_api import expect
from test_site import _axe, _context, _violations

from generator import mkdocs_runner

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

INDEX = "authors/"
LAST = "authors/index/2/"


def _build(folder: Path) -> None:
    root = made_up_project(folder / "project", papers=made_up.many(240))
    mkdocs_runner.run_build(mkdocs_runner.load(str(root / "mkdocs.yml")))


@pytest.fixture(scope="module")
def site(shared: Shared) -> Path:
    return shared("720 authors", _build) / "project" / "site"


@pytest.fixture
def opened(
    site: Path, browser: Browser, serve: Callable[[Path], AbstractContextManager[str]]
) -> Iterator[Callable[..., Page]]:
    faults: list[str] = []
    with serve(site) as address, _context(browser, address, faults) as open_page:
        yield open_page
    assert faults == []


def _field(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="Filter authors by name")


def _found(page: Page) -> Locator:
    return page.locator(".ps-author-filter .ps-counts li")


@pytest.mark.parametrize("path", [INDEX, LAST])
def test_authors_of_all_pages_are_found(path: str, opened: Callable[..., Page]) -> None:
    page = opened(path)
    heading = page.locator("article h2").first
    expect(heading).to_be_visible()
    for text, names in (
        ("ada alder", ["Ada Alder"]),
        ("ÁLD, ada", ["Ada Alder"]),
        ("yew olg", ["Olga Yew"]),
    ):
        _field(page).fill(text)
        expect(page.get_by_role("status")).to_have_text("1 author")
        assert [item.split(" ")[:2] for item in _found(page).all_inner_texts()] == [name.split() for name in names]
        expect(heading).to_be_hidden()
    _field(page).fill("zeppelin")
    expect(page.get_by_role("status")).to_have_text("No authors match.")
    _field(page).fill("")
    expect(heading).to_be_visible()
    expect(_found(page)).to_have_count(0)
    _field(page).fill("zeppelin")
    expect(heading).to_be_hidden()
    page.evaluate("id => location.hash = id", heading.get_attribute("id"))
    expect(heading).to_be_in_viewport()


def test_of_many_the_first_are_shown(opened: Callable[..., Page]) -> None:
    page = opened(INDEX)
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    for letter in letters:
        _field(page).fill(letter)
        expect(page.get_by_role("status")).not_to_have_text("Loading …")
        assert _found(page).count() <= 200
    _field(page).fill("ada")
    expect(page.get_by_role("status")).to_have_text("36 authors")
    counts = [int(item.split()[-1]) for item in _found(page).all_inner_texts()]
    assert counts == sorted(counts, reverse=True)


def test_enter_opens_the_first(opened: Callable[..., Page]) -> None:
    page = opened(INDEX)
    page.keyboard.press("Tab")
    _field(page).focus()
    page.keyboard.type("olga yew")
    expect(page.get_by_role("status")).to_have_text("1 author")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Olga Yew")


def test_axe_finds_nothing_in_a_filtered_index(opened: Callable[..., Page]) -> None:
    page = opened(INDEX)
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(_axe())
    _field(page).fill("ada")
    expect(page.get_by_role("status")).to_have_text("36 authors")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert _violations(page) == []


def test_without_scripts_there_is_no_field(
    site: Path, browser: Browser, serve: Callable[[Path], AbstractContextManager[str]]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    with serve(site) as address:
        page = context.new_page()
        page.goto(f"{address}{INDEX}")
        expect(page.locator("input[type=search]")).to_have_count(0)
        expect(page.get_by_role("heading", level=2).first).to_be_visible()
    context.close()
