"""The site in a browser: what a reader sees, finds and runs into."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import made_up
import pytest
from conftest import made_up_project
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOSTILE = "Reading </title><script>alert(1)</script> & {{ config }} *Hostile* Lanterns"
PAPER = "papers/two-gardeners-and-a-moth/"
HOSTILE_PAPER = "papers/reading-title-script-alert-1-script-config-hostile-lanterns/"


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], AbstractContextManager[str]]
) -> Iterator[str]:
    root = made_up_project(tmp_path_factory.mktemp("site") / "project")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=root, check=True, capture_output=True)
    with serve(root / "site") as address:
        yield address


@pytest.fixture
def opened(site: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page of the site; at the end, nothing may have been fetched from elsewhere, gone wrong or popped up."""
    faults: list[str] = []
    with _context(browser, site, faults) as open_page:
        yield open_page
    assert faults == []


@contextmanager
def _context(browser: Browser, site: str, faults: list[str]) -> Iterator[Callable[..., Page]]:
    context = browser.new_context()

    def open_page(path: str, width: int = 1280) -> Page:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 844})
        page.on(
            "request",
            lambda request: None if request.url.startswith((site, "data:", "blob:")) else faults.append(request.url),
        )
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        page.goto(site + path, wait_until="networkidle")
        return page

    yield open_page
    context.close()


def test_home(opened: Callable[..., Page]) -> None:
    page = opened("")
    expect(page.get_by_role("heading", level=1)).to_contain_text(made_up.SITE_NAME)
    expect(page.get_by_text(made_up.SITE_DESCRIPTION).first).to_be_visible()
    page.get_by_role("link", name="Two Gardeners and a Moth").first.click()
    page.wait_for_url(f"**/{PAPER}")


def test_paper(opened: Callable[..., Page]) -> None:
    page = opened(PAPER)
    article = page.get_by_role("article")
    expect(article.get_by_role("heading", level=1)).to_contain_text("Two Gardeners and a Moth")
    expect(article.get_by_role("link", name="Finn Fir").first).to_be_visible()
    expect(article.get_by_text("6 May 2023").first).to_be_visible()
    expect(article.get_by_text("who speak of “attraction” at night.").first).to_be_visible()
    expect(article.get_by_text("@misc").first).to_be_visible()
    article.get_by_role("link", name="Finn Fir").first.click()
    page.wait_for_url("**/authors/finn-fir/")


def test_maths_is_mathml(opened: Callable[..., Page]) -> None:
    page = opened("papers/lantern2-glows-efficient-moth-attraction-for-small-gardens/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lantern² Glows")
    assert page.locator("math").first.text_content() == "2.8×"


@pytest.mark.parametrize(
    "words",
    ["Gardeners", "two gardeners and a moth", "Finn Fir", "hobby", "mothlore"],
    ids=["word", "title", "author", "abstract", "word in brackets"],
)
def test_search_finds_a_paper_and_opens_it(words: str, opened: Callable[..., Page]) -> None:
    page = opened("")
    page.get_by_role("textbox", name="Search").click()
    page.get_by_role("textbox", name="Search").press_sequentially(words, delay=10)
    first = page.get_by_role("listitem").get_by_role("link").filter(has_text="Two Gardeners and a Moth").first
    first.click()
    page.wait_for_url(f"**/{PAPER}**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Two Gardeners and a Moth")


@pytest.mark.parametrize("path", ["", PAPER, HOSTILE_PAPER, "authors/", "papers/", "topics/", "about/"])
def test_nothing_overflows_a_phone(path: str, opened: Callable[..., Page]) -> None:
    page = opened(path, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("path", ["", HOSTILE_PAPER, "papers/", "authors/ada-alder/", "topics/lanterns/"])
def test_a_hostile_title_is_only_read(path: str, opened: Callable[..., Page]) -> None:
    page = opened(path)
    expect(page.get_by_text(HOSTILE).first).to_be_visible()


def test_a_hostile_title_is_the_title_of_its_page(opened: Callable[..., Page]) -> None:
    page = opened(HOSTILE_PAPER)
    assert page.title() == f"{HOSTILE} - {made_up.SITE_NAME}"
    expect(
        page.get_by_text("A lantern <img src=x onerror=alert(2)> [says](javascript:alert(3)) `things`").first
    ).to_be_visible()


def test_a_hostile_title_is_only_found(opened: Callable[..., Page]) -> None:
    page = opened("")
    page.get_by_role("textbox", name="Search").click()
    page.get_by_role("textbox", name="Search").press_sequentially("hostile", delay=10)
    expect(page.get_by_role("listitem").get_by_role("link").filter(has_text="*Hostile* Lanterns").first).to_be_visible()


def test_the_site_works_without_scripts(site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.get_by_role("link", name="Two Gardeners and a Moth").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Two Gardeners and a Moth")
    context.close()
