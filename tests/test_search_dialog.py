"""The search dialog in a browser: counts, groups, pieces of abstracts, recent searches, and what is fetched when."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import made_up
import pytest
from conftest import Shared, made_up_project, until
from playwright.sync_api import expect
from test_site import _axe, _context, _field, _pause, _results, _settings, _too_wide, _violations

from generator import mkdocs_runner

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

Open = Callable[..., "Page"]
Serve = Callable[[Path], AbstractContextManager[str]]
RAINS = 62
"""Papers with one word in common: more than are listed."""
STORE = "papershelf.searches:/"
TOPICS = "Rainfall:\n  about: Rain.\n  phrases: [rain]\nKettles:\n  about: Kettles.\n  phrases: [kettle]\n"
LONG = "We began with lamps and went on to bells. " * 12


def _papers() -> str:
    rains = [
        (f"Rain over Garden {number}", "Ben Birch", "We watch." if number % 3 else "We measure drops.")
        for number in range(RAINS)
    ]
    others = [
        ("A Kettle of Tin", "Ada Alder", f"{LONG}Only then did a quokka visit the harbour at dusk. {LONG}"),
        ("Bells at Noon", "Ada Alder, Ben Birch", f"{LONG}A quokka was seen. <b>Bold</b> quokkas & owls."),
        ("Night Walks", "Rainer Rowan", "The tide was low."),
    ]
    return "".join(
        made_up.entry(f"CL{('Jan', 'May')[at % 2]} {1 + at % 28}, {2020 + at % 5}{'Code' * (at % 2)}", *paper)
        for at, paper in enumerate([*rains, *others])
    )


def _build(root: Path, **how: Any) -> Path:
    made_up_project(root, papers=_papers(), topics=TOPICS, **_settings(**how))
    (root / "seeds" / "twice.txt").unlink()
    mkdocs_runner.run_build(mkdocs_runner.load(str(root / "mkdocs.yml")))
    return root / "site"


@pytest.fixture(scope="module")
def site(shared: Shared, serve: Serve) -> Iterator[str]:
    with serve(shared("dialog", lambda folder: _build(folder / "project")) / "project" / "site") as address:
        yield address


@pytest.fixture(scope="module", params=["served", "from a folder"])
def standing(request: pytest.FixtureRequest, shared: Shared) -> Iterator[str]:
    if request.param == "served":
        yield request.getfixturevalue("site")
    else:
        folder = shared("dialog-folder", lambda folder: _build(folder / "project", offline=True))
        yield f"{(folder / 'project' / 'site').as_uri()}/"


@pytest.fixture
def opened(site: str, browser: Browser) -> Iterator[Open]:
    """Opens a page; at the end, nothing may have gone wrong."""
    faults: list[str] = []
    with _context(browser, site, faults) as open_page:
        yield open_page
    assert faults == []


@pytest.fixture
def started(standing: str, browser: Browser) -> Iterator[Page]:
    """A page of the site, served or from a folder."""
    faults: list[str] = []
    with _context(browser, standing, faults) as open_page:
        yield open_page("papers/index.html", wait="load")
    assert faults == []


def _open_search(page: Page) -> None:
    expect(page.locator(".ps-search-button")).to_be_visible()  # so the script of the page listens
    page.keyboard.press("/")


def _search(page: Page, words: str) -> None:
    _open_search(page)
    _field(page).fill(words)
    expect(page.get_by_role("status")).to_contain_text(re.compile("result|paper"))


def _status(page: Page) -> Locator:
    return page.locator("dialog.ps-search").get_by_role("status")


def _group(page: Page, name: str) -> Locator:
    return page.get_by_role("list", name=name, exact=True).locator("a.ps-search__result")


def _headings(page: Page) -> list[str]:
    return page.locator("dialog.ps-search h2").all_text_contents()


# ---- counts ----


def test_all_papers_that_match_are_counted_and_can_be_seen(started: Page) -> None:
    _search(started, "rain garden")
    expect(_status(started)).to_have_text(f"{RAINS} papers")
    assert _results(started).filter(has_text="Rain over Garden").count() == 60
    started.get_by_role("link", name=f"All {RAINS} papers in Explore").click()
    started.wait_for_url(re.compile(r"\?find=rain\+garden$"))
    expect(started.locator(".ps-explore__status")).to_have_text(f"{RAINS} papers")


def test_people_and_topics_are_not_counted_as_papers(opened: Open) -> None:
    page = opened("about/")
    _search(page, "birch")
    expect(_status(page)).to_have_text(f"{RAINS + 1} papers")
    expect(_group(page, "People")).to_have_text([f"Ben Birch{RAINS + 1} papers"])


def test_fields_are_part_of_the_way_to_explore(opened: Open) -> None:
    page = opened("about/")
    _search(page, "has:code author:birch rain")
    told = _status(page).text_content()
    assert told
    assert told != f"{RAINS} papers"
    page.get_by_role("link", name=f"All {told} in Explore").click()
    expect(page.locator(".ps-explore__status")).to_have_text(told)
    expect(page.locator("#ps-find")).to_have_value("has:code author:birch rain")


def test_it_is_said_if_no_paper_has_all_words(opened: Open) -> None:
    page = opened("about/")
    _search(page, "quokka drops kettle")
    expect(page.get_by_text("No paper has all words; these have some.")).to_be_visible()
    expect(_status(page)).to_have_text(re.compile(r"^No paper has all words; \d+ ha(s|ve) some$"))
    words = _field(page).input_value()
    page.goto(page.url.split("about/")[0] + f"explore/?find={words.replace(' ', '+')}")
    expect(page.locator(".ps-explore__status")).to_have_text(re.compile("^No paper has all words; "))


# ---- groups ----


def test_results_are_in_groups_and_the_best_is_first(opened: Open) -> None:
    page = opened("about/")
    _search(page, "rain")
    assert _headings(page) == ["Papers", "People", "Topics", "More papers"]
    assert _group(page, "Papers").count() == 3
    expect(_results(page).first).to_contain_text("Rain over Garden")
    href = _results(page).first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape((href or "").split("/papers/")[1].split("?")[0])))


def test_few_papers_stay_together(opened: Open) -> None:
    page = opened("about/")
    _search(page, "ada alder")
    assert _headings(page) == ["Papers", "People"]
    assert _group(page, "Papers").count() == 2


def test_a_page_that_fits_best_is_first(opened: Open) -> None:
    page = opened("")
    _search(page, "about")
    assert _headings(page)[0] == "Pages"


def test_papers_that_are_related_in_meaning_come_below_and_move_nothing(opened: Open) -> None:
    page = opened("about/")
    _search(page, "quokka")
    _pause(page, 500)
    above = """() => [...document.querySelectorAll(".ps-search__result")].map(link => link.getBoundingClientRect().y)"""
    before = page.evaluate(above)
    item = {
        "kind": "paper",
        "address": "papers/night-walks/",
        "title": ["Night Walks"],
        "reason": "tide ~ harbour",
    }
    show = """item => papershelf.showMeaning(
        document.querySelector(".ps-search__output"), [item], papershelf.addresses())"""
    page.evaluate(show, item)
    related = _group(page, "Related in meaning")
    expect(related).to_have_text(["Night Walkstide ~ harbour"])
    expect(related.locator("mark")).to_have_count(0)
    assert page.evaluate(above)[: len(before)] == before
    assert _headings(page)[-1] == "Related in meaning"
    expect(_results(page).last).to_have_attribute("href", re.compile("/papers/night-walks/$"))


# ---- pieces of abstracts ----


def test_the_piece_of_an_abstract_that_matches_is_shown(started: Page) -> None:
    _search(started, "harbour quokka")
    piece = started.locator(".ps-search__excerpt").first
    expect(piece).to_contain_text("Only then did a quokka visit the harbour at dusk.")
    expect(piece.locator("mark")).to_have_text(["quokka", "harbour"])
    expect(piece.locator("mark").first).to_be_in_viewport(ratio=1)


def test_text_of_an_abstract_is_only_read(opened: Open) -> None:
    page = opened("about/")
    _search(page, "quokkas owls")
    expect(page.locator(".ps-search__excerpt").first).to_contain_text("<b>Bold</b> quokkas & owls")


def test_a_match_in_the_title_shows_no_abstract_and_fetches_none(opened: Open, site: str) -> None:
    page = opened("about/")
    fetched: list[str] = []
    page.context.on("request", lambda request: fetched.append(request.url.removeprefix(site)))
    _search(page, "kettle tin")
    _pause(page, 500)
    assert page.locator(".ps-search__excerpt").count() == 0
    assert [path for path in fetched if "texts-" in path] == []


def test_pieces_of_abstracts_move_nothing_and_are_fetched_for_what_is_seen(opened: Open, site: str) -> None:
    page = opened("about/")
    fetched: list[str] = []
    page.context.on("request", lambda request: fetched.append(request.url.removeprefix(site)))
    _search(page, "measure drops")
    boxes = """() => [...document.querySelectorAll(".ps-search__result")].map(link => {
        const box = link.getBoundingClientRect(); return [box.y, box.height]; })"""
    before = page.evaluate(boxes)
    expect(page.locator(".ps-search__excerpt mark").first).to_be_visible()
    assert page.evaluate(boxes) == before
    _pause(page, 300)
    texts = {path for path in fetched if "texts-" in path}
    assert 0 < len(texts) < 6  # of seven files
    last = page.locator(".ps-search__excerpt").last
    assert last.text_content() == ""
    last.scroll_into_view_if_needed()
    expect(last).to_contain_text("We measure drops.")


def test_an_abstract_that_cannot_be_had_leaves_its_line_empty(site: str, browser: Browser) -> None:
    with _context(browser, site, []) as open_page:
        page = open_page("about/")
        page.context.route(re.compile("texts-"), lambda route: route.abort())
        _search(page, "harbour")
        _pause(page, 500)
        expect(_results(page).first).to_contain_text("A Kettle of Tin")
        expect(page.locator(".ps-search__excerpt")).to_have_text("")


def test_of_a_misspelt_word_it_is_told_what_papers_have_in_its_place(site: str, browser: Browser) -> None:
    with _context(browser, site, []) as open_page:
        page = open_page("about/")
        _search(page, "ketle harbuor")
        told = "These have kettle in place of ketleThese have harbour in place of harbuor"
        expect(page.locator(".ps-search__notes")).to_have_text(told)
        expect(_results(page).first.locator("mark").first).to_have_text("Kettle")
        expect(page.locator(".ps-search__excerpt mark").first).to_have_text("harbour")
        page.goto(f"{site}explore/?find=ketle+harbuor")
        expect(page.locator(".ps-tips")).to_have_text(told)


def test_what_could_not_be_loaded_is_not_said_to_be_missing(site: str, browser: Browser) -> None:
    with _context(browser, site, []) as open_page:
        page = open_page("about/")
        page.context.route(re.compile("identifiers-"), lambda route: route.abort())
        _open_search(page)
        _field(page).fill("10.1234/moths")
        expect(_status(page)).to_have_text("Nothing found in what could be loaded")
        _field(page).fill("kettle 10.1234/moths")
        expect(_status(page)).to_have_text("1 paper found in what could be loaded")
        notes = page.locator(".ps-search__notes")
        expect(notes).to_have_text("Part of the search could not be loaded: papers may be missing here.")
        page.goto(f"{site}explore/?find=10.1234/moths")
        expect(page.locator("#ps-explore [role=status]")).to_have_text("0 papers found in what could be loaded")
        expect(page.locator(".ps-tips")).to_have_text(
            "Part of the search could not be loaded: papers may be missing here."
        )
        page.context.unroute(re.compile("identifiers-"))
        page.goto(f"{site}explore/?find=10.1234/moths")
        expect(page.locator(".ps-tips")).to_have_text("No papers match.Not found: 10.1234/moths")


# ---- recent searches and fields ----


def _recent(page: Page) -> list[str]:
    return page.locator(".ps-search__recent").all_text_contents()


def test_searches_that_led_somewhere_are_kept(started: Page) -> None:
    for words in ("quokka", "night walks", "Quokka"):
        _search(started, words)
        with started.expect_navigation():
            started.keyboard.press("Enter")
        expect(_field(started)).to_be_hidden()
    _open_search(started)
    expect(started.locator(".ps-search__recent")).to_have_text(["Quokka", "night walks"])
    started.keyboard.press("ArrowDown")
    started.keyboard.press("ArrowDown")
    started.keyboard.press("Enter")
    expect(_field(started)).to_have_value("night walks")
    expect(_results(started).first).to_contain_text("Night Walks")


def test_a_search_without_a_result_that_was_opened_is_not_kept(opened: Open) -> None:
    page = opened("about/")
    _search(page, "quokka")
    page.keyboard.press("Escape")
    _open_search(page)
    _field(page).fill("")
    expect(page.get_by_text("Search in")).to_be_visible()
    assert _recent(page) == []


def test_at_most_eight_searches_are_kept_and_can_be_removed(opened: Open) -> None:
    page = opened("about/")
    searches = [f"lamp {number}" for number in range(8)]
    page.evaluate("([name, text]) => localStorage.setItem(name, text)", [STORE, json.dumps(searches)])
    _search(page, "quokka")
    _results(page).first.click(modifiers=["Control"])
    _field(page).fill("")
    assert _recent(page) == ["quokka", *searches[:7]]
    page.get_by_role("button", name="Remove lamp 2").click()
    assert _recent(page) == ["quokka", "lamp 0", "lamp 1", *searches[3:7]]
    expect(_field(page)).to_be_focused()
    page.get_by_role("button", name="Clear recent searches").click()
    assert _recent(page) == []
    assert page.evaluate("name => localStorage.getItem(name)", STORE) == "[]"


@pytest.mark.parametrize("text", ["{", "7", '{"a": 1}', '[1, null, ""]'])
def test_what_is_kept_may_be_damaged(text: str, opened: Open) -> None:
    page = opened("about/")
    page.evaluate("([name, text]) => localStorage.setItem(name, text)", [STORE, text])
    _open_search(page)
    expect(page.get_by_text("Search in")).to_be_visible()
    assert _recent(page) == []


def test_fields_are_put_in_by_a_click_and_taken_off_by_another(opened: Open) -> None:
    page = opened("about/")
    _open_search(page)
    dialog = page.locator("dialog.ps-search")
    expect(dialog.locator(".ps-search__fields button")).to_have_text(["author:", "topic:", "year:", "has:code"])
    dialog.get_by_role("button", name="author:").click()
    expect(_field(page)).to_be_focused()
    page.keyboard.type('"ben birch" rain year:2020-2022')
    chips = dialog.locator(".ps-search__applied button")
    expect(chips).to_have_text(['author:"ben birch"', "year:2020-2022"])
    dialog.get_by_role("button", name='Remove author:"ben birch"').click()
    expect(_field(page)).to_have_value("rain year:2020-2022")
    expect(_field(page)).to_be_focused()
    expect(chips).to_have_text(["year:2020-2022"])
    chips.first.click()
    expect(chips).to_have_count(0)
    expect(_status(page)).to_have_text(re.compile(r"^\d+ papers$"))


# ---- keys, screens, ways in ----


def test_home_and_end_go_to_the_first_and_the_last_result(opened: Open) -> None:
    page = opened("about/")
    _search(page, "alder")
    page.keyboard.press("Home")  # of the text
    expect(_field(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    expect(_results(page).last).to_be_focused()
    page.keyboard.press("Home")
    expect(_results(page).first).to_be_focused()


def test_the_focus_stays_on_a_result_when_a_second_answer_comes(opened: Open) -> None:
    page = opened("about/")
    _search(page, "alder")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    focused = page.evaluate("document.activeElement.href")
    page.evaluate("""() => { const { output } = { output: document.querySelector(".ps-search__output") };
        document.querySelector("dialog input").dispatchEvent(new Event("input")); }""")
    _pause(page, 300)
    assert page.evaluate("document.activeElement.href") == focused


def test_what_is_typed_on_the_home_page_is_answered_at_once(opened: Open) -> None:
    page = opened("")
    page.locator(".ps-search-form input").focus()
    page.keyboard.type("quokka", delay=20)
    expect(_field(page)).to_have_value("quokka")
    expect(_results(page).first).to_be_visible()


@pytest.mark.parametrize("path", ["", "explore/", "about/"])
def test_there_is_one_dialog(path: str, opened: Open) -> None:
    page = opened(path)
    page.locator(".ps-search-button").click()
    expect(page.locator("dialog.ps-search[open] input[type=search]")).to_have_count(1)
    expect(_field(page)).to_be_focused()


def _hold(page: Page, addresses: re.Pattern[str]) -> list[Any]:
    """Have nothing answer at some addresses; return what was asked."""
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    page.context.route(addresses, hold)
    return held


def test_all_is_asked_for_when_the_box_gets_the_focus(site: str, browser: Browser) -> None:
    needed = {
        "assets/javascripts/search/dialog.js",
        "assets/javascripts/search/results.js",
        "assets/javascripts/search/worker.js",
        "search/catalogue.js",
        "search/engine.js",
        "search/pages.js",
    }
    for begin in (
        lambda page: page.locator(".ps-search-form input").focus(),
        lambda page: page.locator(".ps-search-button").hover(),
        lambda page: page.locator(".ps-search-button").dispatch_event("pointerdown"),
    ):
        with _context(browser, site, []) as open_page:
            page = open_page("")
            asked: set[str] = set()
            held = _hold(page, re.compile("/search/"))
            page.context.on("request", lambda request, asked=asked: asked.add(request.url.removeprefix(site)))
            begin(page)
            until(page, lambda asked=asked: needed <= asked)
            for route in held:
                route.abort()


def test_the_worker_hears_messages_in_their_order(site: str, browser: Browser) -> None:
    slow = """self.onmessage = ({ data }) => postMessage(data);
        postMessage("listens");
        await new Promise((done) => setTimeout(done, 300));"""
    begin = """(script) => new Promise((done) => {
        const heard = [];
        const name = JSON.stringify({ script, needed: [] });
        const worker = new Worker("../assets/javascripts/papershelf.js", { name });
        worker.postMessage("first");
        worker.onmessage = ({ data }) => {
            if (data === "listens") worker.postMessage("second");
            else if (heard.push(data) === 2) done(heard);
        };
    })"""
    with _context(browser, site, []) as open_page:
        page = open_page("about/")
        page.context.route("**/slow.js", lambda route: route.fulfill(body=slow, content_type="text/javascript"))
        assert page.evaluate(begin, f"{site}slow.js") == ["first", "second"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme: Literal["light", "dark"], opened: Open) -> None:
    page = opened("about/")
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate("([name, text]) => localStorage.setItem(name, text)", [STORE, '["lamp", "author:alder"]'])
    page.evaluate(_axe())
    _open_search(page)
    for words in ("", "rain", "author:birch year:2020-2022 measure", "quokka drops kettle"):
        _field(page).fill(words)
        expect(page.locator(".ps-search__recent" if not words else ".ps-search__result").first).to_be_visible()
        _pause(page, 300)
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 844})
            assert _violations(page) == [], (words, width)
    assert _too_wide(page, (1440, 390, 320)) == {}


@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_can_be_seen(scheme: Literal["light", "dark"], forced: Literal["none", "active"], opened: Open) -> None:
    page = opened("about/")
    page.emulate_media(color_scheme=scheme, forced_colors=forced)
    _search(page, "kettle tin")
    look = """mark => { const [own, around] = [mark, mark.parentElement].map(one => getComputedStyle(one));
        return [own.backgroundColor, around.backgroundColor, own.textDecorationLine]; }"""
    own, around, decoration = _results(page).first.locator("mark").first.evaluate(look)
    assert own != around
    assert not own.startswith("rgba(0, 0, 0, 0")
    assert decoration == "underline"


def test_on_a_phone_it_is_closed_with_the_thumb_and_does_not_zoom(opened: Open) -> None:
    page = opened("about/", width=390)
    _open_search(page)
    _field(page).fill("rain")
    expect(_results(page).first).to_be_visible()
    box = page.get_by_role("button", name="Close search").bounding_box()
    assert box
    assert box["y"] > 844 * 0.9
    assert min(box["width"], box["height"]) >= 44
    size = _field(page).evaluate("field => parseFloat(getComputedStyle(field).fontSize)")
    assert size >= 16
    page.get_by_role("button", name="Close search").click()
    expect(_field(page)).to_be_hidden()
