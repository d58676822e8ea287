"""Pages as they are printed, and in the colours that a reader's system forces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import made_up
import pytest
from conftest import Shared, made_up_project
from playwright.sync_api import expect
from test_site import _context

from generator import mkdocs_runner
from generator.site.theme import OVERRIDES, STYLESHEET

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MANY = 99  # authors of a paper
LONG_PAPER = "papers/counting-moths/"
ON_SCREEN = [
    *".md-header .md-tabs .md-footer .md-code__nav .tabbed-labels".split(),
    *".ps-download .ps-neighbours .ps-more .headerlink".split(),
]


def _build(folder: Path) -> None:
    root = made_up_project(folder / "project")
    authors = " and ".join(f"{made_up.GIVEN[n % 10]} {made_up.FAMILY[n // 10]}" for n in range(MANY))
    text = "We count moths by lamplight. " * 60 + "The code is at https://github.com/moths/lamplight."
    entry = f"@misc{{many, title={{Counting Moths}}, year=2025, author={{{authors}}}, abstract={{{text}}}}}"
    (root / "seeds" / "many.bib").write_text(entry, encoding="utf-8")
    mkdocs_runner.run_build(mkdocs_runner.load(str(root / "mkdocs.yml")))


@pytest.fixture
def opened(
    shared: Shared, browser: Browser, serve: Callable[[Path], AbstractContextManager[str]]
) -> Iterator[Callable[..., Page]]:
    faults: list[str] = []
    site = shared("media", _build) / "project" / "site"
    with serve(site) as address, _context(browser, address, faults) as open_page:
        yield open_page
    assert faults == []


def test_a_paper_is_printed_on_two_pages(opened: Callable[..., Page]) -> None:
    page = opened(LONG_PAPER)
    pages = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))
    assert pages <= 2
    page.emulate_media(media="print")
    for selector in ON_SCREEN:
        assert not page.locator(f"{selector}:visible").count(), selector
    assert page.get_by_text("@misc").filter(visible=True).count() == 0
    expect(page.locator(".tabbed-block").last).to_contain_text("(2025). Counting Moths.")
    expect(page.locator(".tabbed-block").last).to_be_visible()
    shown = page.locator(".ps-byline + .ps-data").inner_text()
    assert len(shown.split(",")) > MANY / 2  # those that are folded on screens
    code = page.locator(".ps-actions--paper .ps-action--code")
    expect(code).to_be_visible()
    written = code.evaluate("link => getComputedStyle(link, '::after').content")
    assert written == '": https://github.com/moths/lamplight"'


@pytest.mark.parametrize("path", ["", LONG_PAPER])
def test_paper_is_white(path: str, opened: Callable[..., Page]) -> None:
    page = opened(path)
    colours = []
    for scheme in ("light", "dark"):
        page.emulate_media(media="print", color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        expect(page.locator("body")).to_have_attribute(
            "data-md-color-scheme", {"light": "default", "dark": "slate"}[scheme]
        )
        script = (
            """() => [...document.querySelectorAll("h1, p, a, .ps-chip")].map(one => getComputedStyle(one).color)"""
        )
        colours.append(page.evaluate(script))
    assert colours[0] == colours[1]


def test_icons_and_colours_with_a_meaning_stay_where_colours_are_forced(opened: Callable[..., Page]) -> None:
    page = opened("years/")
    swatches = page.locator(".ps-swatch")
    background = "one => getComputedStyle(one).backgroundColor"
    before = [swatch.evaluate(background) for swatch in swatches.all()]
    assert len(set(before)) == len(before) > 1
    page.emulate_media(forced_colors="active")
    assert [swatch.evaluate(background) for swatch in swatches.all()] == before
    text = page.locator("h1").evaluate("one => getComputedStyle(one).color")
    assert page.locator(".ps-chart text").first.evaluate("one => getComputedStyle(one).fill") == text
    for path, selector in (("", ".ps-search-button"), ("", ".ps-abstract > summary"), ("", ".ps-action--save")):
        page = opened(path)
        page.emulate_media(forced_colors="active")
        style = "one => (style => [style.backgroundColor, style.forcedColorAdjust])(getComputedStyle(one, '::before'))"
        assert page.locator(selector).first.evaluate(style) == [text, "none"], selector


def test_a_mark_without_a_rim_has_none_where_colours_are_forced(opened: Callable[..., Page]) -> None:
    page = opened("")
    page.emulate_media(forced_colors="active")
    rim = "one => getComputedStyle(one).borderTopWidth"
    assert page.locator(".ps-mark--reported").first.evaluate(rim) == "0px"


def test_the_heading_of_the_home_page_is_in_its_middle(opened: Callable[..., Page]) -> None:
    script = """() => [document.querySelector("h1").firstChild, document.querySelector(".ps-search-form")].map(node => {
        const range = new Range();
        range.selectNode(node);
        const {left, right} = range.getBoundingClientRect();
        return (left + right) / 2;
    })"""
    for width in (1440, 390):
        heading, form = opened("", width=width).evaluate(script)
        assert heading == pytest.approx(form, abs=1)


def test_each_rule_of_the_styles_is_read(opened: Callable[..., Page]) -> None:
    """A brace too few or too many would take the rules after it along."""
    text = re.sub(r"/\*.*?\*/", "", (OVERRIDES / STYLESHEET).read_text(encoding="utf-8"), flags=re.DOTALL)
    assert text.count("{") == text.count("}")
    script = """() => {
        const sheet = [...document.styleSheets].find(one => one.href?.endsWith("papershelf.css"));
        return [...sheet.cssRules].map(rule => rule.conditionText);
    }"""
    assert "(forced-colors: active)" in opened("").evaluate(script)  # the last block stands for itself
