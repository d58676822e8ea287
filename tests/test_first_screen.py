"""The first screen of a page in a browser: what is there at once, and that it stays where it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import made_up
import pytest
from conftest import made_up_project
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Route

Serve = Callable[[Path], AbstractContextManager[str]]

PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1350, "height": 940}
STILL = 0.02
"""Layout shift that nobody sees; from 0.1 Lighthouse takes points off."""
SHIFTS = """() => new Promise(done => {
    new PerformanceObserver(list => done(list.getEntries().reduce((sum, shift) => sum + shift.value, 0)))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(0), 500);
})"""
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))"
AUTHORS = [f"{given} {family}" for family in made_up.FAMILY[:5] for given in made_up.GIVEN][:99]
LONG_TITLE = "On the Moths That Come to Lanterns in Gardens of Harbour Towns at Night and " * 4 + "What They Want"


@pytest.fixture(scope="module")
def many_site(built: Callable[[str], Path], serve: Serve) -> Iterator[str]:
    with serve(built("many")) as address:
        yield address


@pytest.fixture(scope="module")
def long_site(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> Iterator[str]:
    """Of a paper by 99 authors with a title of 300 letters, and of one with a short title; neither has an abstract."""
    papers = "".join(made_up.entry(title=f"{kind} Moths", authors="Ada Alder") for kind in ("Long", "Short"))
    corrections = f"papers:\n  long-moths:\n    title: {LONG_TITLE}\n    authors: {AUTHORS}\n"
    root = made_up_project(tmp_path_factory.mktemp("long") / "project", papers=papers, corrections=corrections)
    (root / "seeds" / "twice.txt").unlink()
    mkdocs_build(load_config(str(root / "mkdocs.yml")))
    with serve(root / "site") as address:
        yield address


def _shift(page: Page, address: str) -> float:
    """How much of a page moves when its scripts come after it has been drawn."""
    late: list[Route] = []
    are_late = True
    page.route("**/*.js", lambda route: late.append(route) if are_late else route.continue_())
    page.goto(address, wait_until="commit")
    expect(page.get_by_role("contentinfo")).to_be_attached()
    page.evaluate(DRAWN)
    assert late
    are_late = False
    for route in late:
        route.continue_()
    page.wait_for_load_state("networkidle")
    page.evaluate(DRAWN)
    shift: float = page.evaluate(SHIFTS)
    return shift


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_nothing_moves_when_scripts_come(
    size: dict[str, int], many_site: str, long_site: str, browser: Browser
) -> None:
    paths = "", "papers/", "authors/", "authors/ada-alder/", "topics/", "new/", "explore/", "map/", "saved/", "browse/"
    context = browser.new_context(viewport=size)  # type: ignore[arg-type]
    addresses = [*(many_site + path for path in paths), f"{long_site}papers/"]
    found = {address: _shift(context.new_page(), address) for address in addresses}
    context.close()
    assert {address: shift for address, shift in found.items() if shift > STILL} == {}


def _above_the_foot(page: Page, part: Locator) -> bool:
    """Whether a part is in view, and above the actions that stand at the foot of a phone."""
    box, bar = part.bounding_box(), page.locator(".ps-actions--paper").bounding_box()
    return bool(box and bar) and box["y"] >= 0 and box["y"] + box["height"] <= bar["y"]  # type: ignore[index]


@pytest.mark.parametrize("kind", ["on-the-moths", "short-moths"])
def test_a_phone_shows_title_authors_and_actions_of_any_paper(kind: str, long_site: str, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{long_site}papers/")
    page.locator(f".ps-title a[href*='{kind}']").click()
    assert _above_the_foot(page, page.get_by_role("heading", level=1))
    if kind == "on-the-moths":
        assert _above_the_foot(page, page.locator(".ps-byline"))
    for name in ("Find on arXiv", "Cite", "Save"):
        expect(page.locator(".ps-actions--paper").get_by_text(name, exact=True)).to_be_in_viewport(ratio=1)
    context.close()


@pytest.mark.parametrize("has_script", [True, False])
def test_the_foot_of_a_papers_page_has_room_for_its_actions(has_script: bool, long_site: str, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=has_script)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{long_site}papers/")
    expect(page.locator(".md-footer")).to_have_css("padding-bottom", "0px")
    page.locator(".ps-title a[href*='short-moths']").click()
    expect(page.locator(".md-footer")).not_to_have_css("padding-bottom", "0px")
    context.close()


def test_a_change_within_a_page_restyles_only_a_part_of_it(many_site: str, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{many_site}authors/", wait_until="networkidle")
    elements = page.locator("*").count()
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<p class=ps-note>Moths</p>')")
    page.evaluate(DRAWN)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    restyled = [event["args"].get("elementCount", 0) for event in events if event["name"] == "UpdateLayoutTree"]
    context.close()
    assert restyled
    assert max(restyled) < elements / 2
