"""What a reader sees of papers that were added since the last visit, in a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
from conftest import Shared, made_up_project
from made_up import PAPERS
from playwright.sync_api import expect
from test_site import _axe, _violations

from generator import mkdocs_runner
from generator.build import settle_addresses

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Visit = Callable[..., "Page"]
ENTRIES = [f"{entry}\n" for entry in re.split(r"\n(?=\n)", PAPERS.strip())]
RECORDED = ("2031-03-04", "2031-03-04", "2031-03-09", "2031-03-10", "2031-03-12")
"""Days on which the papers were recorded, one after the other."""
MOTH, WINGS, SURVEY = (
    "Two Gardeners and a Moth",
    "Weather Forecasts from Moth Wings",
    "A Survey of Weather Forecasts in",
)


def _epoch(day: str) -> str:
    return str(int(datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC).timestamp()))


def _make(folder: Path) -> None:
    root = made_up_project(folder / "project")
    (root / "seeds" / "twice.txt").unlink()
    with pytest.MonkeyPatch.context() as patched:
        for day in dict.fromkeys(RECORDED):
            listed = (entry for entry, added in zip(ENTRIES, RECORDED, strict=True) if added <= day)
            (root / "seeds" / "papers.txt").write_text("".join(listed), encoding="utf-8")
            patched.setenv("SOURCE_DATE_EPOCH", _epoch(day))
            settle_addresses(mkdocs_runner.load(str(root / "mkdocs.yml")).project, give_up=False, check=False)
        mkdocs_runner.run_build(mkdocs_runner.load(str(root / "mkdocs.yml")))


@pytest.fixture(scope="module")
def site(shared: Shared, serve: Callable[[Path], AbstractContextManager[str]]) -> Iterator[str]:
    with serve(shared("site-of-visits", _make) / "project" / "site") as address:
        yield address


@pytest.fixture
def visit(site: str, browser: Browser) -> Iterator[Visit]:
    """Opens a page at a time, always in the browser of the same reader."""
    with _reader(site, browser) as visited:
        yield visited


@contextmanager
def _reader(site: str, browser: Browser, **settings: bool) -> Iterator[Visit]:
    context = browser.new_context(timezone_id="Pacific/Auckland", **settings)  # type: ignore[arg-type]
    page = context.new_page()

    def visited(when: str, path: str = "") -> Page:
        page.clock.set_fixed_time(f"{when}Z")
        page.goto(site + path)
        return page

    yield visited
    context.close()


def _marked(page: Page) -> list[str]:
    return page.locator("li", has=page.locator(".ps-new")).locator(".ps-title a").all_inner_texts()


def _news(page: Page) -> str:
    return page.locator(".ps-news").inner_text()


def test_the_days_of_the_builds_are_recorded(site: str) -> None:
    with urlopen(f"{site}downloads/papers.jsonl") as file:
        assert [json.loads(line)["added"] for line in file] == list(RECORDED)


def test_nothing_is_new_on_the_first_visit(visit: Visit) -> None:
    for path in ("", "papers/", "new/"):
        page = visit("2031-03-13T09:00:00", path)
        assert _marked(page) == []
    assert _news(visit("2031-03-13T09:10:00")) == "1 paper added on 12 March 2031"


def test_what_came_since_the_last_visit_is_new_for_the_whole_visit(visit: Visit) -> None:
    visit("2031-03-05T09:00:00", "papers/two-gardeners-and-a-moth/")
    page = visit("2031-03-11T22:30:00")
    assert _news(page) == "3 new since 5 March"
    for path, when in (("papers/", "23:30"), ("papers/", "23:59"), ("papers/", "23:59")):
        assert _marked(visit(f"2031-03-11T{when}:00", path))[0].startswith(SURVEY)
    page = visit("2031-03-12T03:00:00", "topics/weather/")  # past midnight, but the same visit
    assert len(_marked(page)) == 2
    page.locator(".md-header__button.md-logo").click()
    expect(page.locator(".ps-news")).to_have_text("3 new since 5 March")
    page.locator(".ps-news a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("New papers")
    expect(page.locator("li", has=page.locator(".ps-new"))).to_have_count(3)


@pytest.mark.parametrize(
    ("before", "path", "new"),
    [
        ("2031-03-08T09:00:00", "papers/", [SURVEY, WINGS, MOTH]),
        ("2031-03-12T09:00:00", "papers/two-gardeners-and-a-moth/", [SURVEY]),
        ("2031-03-12T09:00:00", "", []),
        ("2031-03-12T09:00:00", "papers/", []),
        ("2031-03-13T09:00:00", "explore/", []),
    ],
    ids=["earlier", "of that day, not seen", "of that day, told at home", "of that day, seen in a list", "later"],
)
def test_papers_of_the_day_of_the_last_visit_are_new_unless_they_were_shown(
    before: str, path: str, new: list[str], visit: Visit
) -> None:
    if path and before < "2031-03-09":
        path = "about/"  # what is on the site now was not there then
    visit(before, path)
    marked = _marked(visit("2031-03-14T09:00:00", "papers/"))
    assert [title.startswith(start) for title, start in zip(marked, new, strict=True)] == [True] * len(new)


@pytest.mark.parametrize(("when", "new"), [("14:59", 0), ("15:01", 3)])
def test_a_visit_ends_after_four_hours_without_a_page(when: str, new: int, visit: Visit) -> None:
    visit("2031-03-09T08:00:00", "about/")
    visit("2031-03-09T11:00:00", "about/")
    assert len(_marked(visit(f"2031-03-09T{when}:00", "papers/"))) == new


def test_another_year_is_named(visit: Visit) -> None:
    visit("2030-12-31T09:00:00", "about/")
    assert _news(visit("2031-04-01T09:00:00")) == "3 new since 31 December 2030"


def test_nothing_new_leaves_what_was_added_last(visit: Visit) -> None:
    visit("2031-03-20T09:00:00")
    assert _news(visit("2031-03-30T09:00:00")) == "1 paper added on 12 March 2031"


@pytest.mark.parametrize("kept", ["moths", "7", "null", "[]", '{"at":"x"}', '{"at":-1e300}', '{"at":1,"latest":7}'])
def test_what_is_kept_may_be_anything(kept: str, visit: Visit) -> None:
    page = visit("2031-03-13T09:00:00")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.evaluate("kept => { localStorage['papershelf.visit:/'] = kept }", kept)
    visit("2031-03-14T09:00:00", "papers/")
    expect(page.locator(".ps-search-button")).to_be_visible()
    assert faults == []


def test_the_visits_of_one_collection_are_no_visits_of_another(visit: Visit) -> None:
    page = visit("2031-03-05T09:00:00")
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('papershelf.visit'))") == [
        "papershelf.visit:/"
    ]


def test_without_scripts_the_latest_day_is_told(site: str, browser: Browser) -> None:
    with _reader(site, browser, java_script_enabled=False) as visited:
        page = visited("2031-03-14T09:00:00")
        assert _news(page) == "1 paper added on 12 March 2031"
        assert page.get_by_text("New", exact=True).count() == 0
        page.locator(".ps-news a").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("New papers")


@pytest.mark.parametrize("path", ["", "new/", "papers/"])
def test_axe_finds_nothing_where_papers_are_new(path: str, visit: Visit) -> None:
    visit("2031-03-05T09:00:00", "about/")
    page = visit("2031-03-14T09:00:00", path)
    assert len(_marked(page)) >= 3
    page.evaluate(_axe())
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 844})
            assert _violations(page) == []


def test_explore_lists_papers_by_the_day_on_which_they_were_added(visit: Visit) -> None:
    page = visit("2031-03-13T09:00:00", "explore/")
    titles = page.locator(".ps-explore__results .ps-title")
    expect(page.locator(".ps-explore__results .ps-papers:not([aria-busy])")).to_be_attached()
    page.get_by_label("Sort by").select_option("Recently added")
    expect(page).to_have_url(re.compile(r"\?sort=added$"))
    expect(titles.first).to_contain_text(SURVEY)
    page.reload()
    expect(page.get_by_label("Sort by")).to_have_value("added")
    expect(titles.nth(1)).to_have_text(WINGS)
