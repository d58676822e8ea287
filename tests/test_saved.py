"""Actions of papers and saved papers in a browser: citing in place, saving, the page of saved papers, its files."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from explored import SIZE, Record, build
from playwright.sync_api import expect
from test_site import _axe, _context, _file, _too_wide, _violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

Open = Callable[..., "Page"]
Serve = Callable[[Path], AbstractContextManager[str]]
STORE = "papershelf.saved:/"


@pytest.fixture
def opened(explored_site: str, browser: Browser) -> Iterator[Open]:
    """Opens a page; at the end, nothing may have gone wrong."""
    faults: list[str] = []
    with _context(browser, explored_site, faults) as open_page:
        yield open_page
    assert faults == []


def _keep(page: Page, papers: list[Record], **more: Any) -> None:
    """Has a browser keep saved papers, and reads the page again."""
    data = json.dumps({"version": 1, "papers": papers, **more})
    page.evaluate("([name, text]) => localStorage.setItem(name, text)", [STORE, data])
    page.reload()


def _kept(page: Page) -> list[Record]:
    text = page.evaluate("name => localStorage.getItem(name)", STORE)
    return [] if text is None else json.loads(text)["papers"]


def _keys(page: Page) -> list[str]:
    return [paper["key"] for paper in _kept(page)]


def _count(page: Page) -> Locator:
    return page.locator(".ps-saved-button")


def _titles(page: Page) -> list[str]:
    return page.locator("#ps-saved .ps-title").all_text_contents()


def _save(page: Page, number: int = 0) -> Locator:
    return page.get_by_role("article").locator(".ps-papers .ps-action--save").nth(number)


# ---- actions ----


def test_on_a_phone_the_actions_of_a_paper_are_at_the_foot_of_the_screen(opened: Open, records: list[Record]) -> None:
    page = opened(f"papers/{records[0]['key']}/", width=390)
    bar = page.locator(".ps-actions--paper")
    for name in ("Find on arXiv", "Cite", "Save", "Copy link"):
        expect(bar.get_by_text(name, exact=True)).to_be_in_viewport(ratio=1)
    expect(page.locator(".ps-byline")).to_be_in_viewport(ratio=1)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    foot, last = bar.bounding_box(), page.locator(".md-footer-meta").bounding_box()
    assert foot
    assert last
    assert round(foot["y"] + foot["height"]) == 844
    assert last["y"] + last["height"] <= foot["y"] + 1
    page.emulate_media(media="print")
    expect(bar).to_be_hidden()


@pytest.mark.parametrize("path", ["topics/moths/", "authors/ada-alder/", "areas/cs-cl/"])
def test_on_a_phone_what_to_do_with_a_heading_is_seen_at_once(path: str, opened: Open) -> None:
    page = opened(path, width=390)
    actions = page.get_by_role("article").locator("> .ps-actions")
    for name in ("Follow", "Cite all", "Open in Explore"):
        expect(actions.get_by_text(name, exact=True)).to_be_in_viewport(ratio=1)
    actions.get_by_text("Follow").click()
    expect(actions.get_by_role("link", name="Atom")).to_be_visible()
    page.keyboard.press("Escape")
    expect(actions.get_by_role("link", name="Atom")).to_be_hidden()
    actions.get_by_text("Cite all").click()
    with page.expect_download():
        actions.get_by_role("link", name="RIS").click(modifiers=["Alt"])
    listed = page.locator(".ps-papers > ul > li").count()
    actions.get_by_role("link", name="Open in Explore").click()
    expect(page.locator(".ps-explore__status")).to_have_text(re.compile(rf"^{listed} papers?$"))
    expect(page.locator(".ps-chosen .ps-chip")).to_have_count(1)


def test_a_citation_is_shown_where_the_reader_is(opened: Open, records: list[Record]) -> None:
    page = opened("papers/")
    item = page.locator(".ps-papers > ul > li").nth(2)
    title = item.locator(".ps-title").inner_text()
    button = item.locator(".ps-action--cite")
    button.click()
    dialog = page.get_by_role("dialog", name="Cite")
    expect(dialog.get_by_role("tabpanel")).to_contain_text("@misc{")
    expect(dialog).to_contain_text(title)
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("tab", name="RIS", selected=True)).to_be_focused()
    with page.expect_download() as started:
        dialog.get_by_role("button", name="Download").click()
    (entry,) = rispy.loads(Path(started.value.path()).read_text(encoding="utf-8"))
    assert started.value.suggested_filename == f"{entry['id']}.ris"
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
    key = next(record["key"] for record in records if record["title"] == title)
    page.goto(page.url.replace("papers/", f"papers/{key}/"))
    page.locator(".ps-action--cite").first.click()
    panel = dialog.get_by_role("tabpanel")  # in the style that was chosen
    expect(dialog.get_by_role("tab")).to_have_text(["BibTeX", "RIS", "CSL-JSON", "Text"])
    dialog.get_by_role("tab", name="Text").click()
    assert panel.inner_text().strip() == page.locator("[data-file$='.txt'] code").text_content().strip()  # type: ignore[union-attr]


def test_a_link_can_be_copied(opened: Open, records: list[Record]) -> None:
    page = opened(f"papers/{records[0]['key']}/#cite")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".ps-toast")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.url.removesuffix("#cite")


def test_without_scripts_there_are_links(browser: Browser, explored_site: str, records: list[Record]) -> None:
    with_code = next(record for record in records if record["code"])
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{explored_site}papers/{with_code['key']}/")
    expect(page.get_by_role("link", name="Find on arXiv")).to_be_in_viewport()
    expect(page.get_by_text("Code reported")).to_be_visible()
    expect(page.get_by_role("link", name="Code", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Cite", exact=True).first.click()
    assert page.url.endswith("#cite")
    page.goto(f"{explored_site}saved/")
    expect(page.get_by_text("This list needs JavaScript")).to_be_visible()
    context.close()


# ---- saving ----


def test_papers_are_saved_from_any_page(opened: Open) -> None:
    page = opened("papers/")
    expect(_count(page)).to_have_text("")
    title = page.locator(".ps-papers .ps-title").first.inner_text()
    _save(page).click()
    expect(_save(page)).to_have_attribute("aria-pressed", "true")
    expect(_count(page)).to_have_accessible_name("Saved papers: 1")
    key = _keys(page)[0]
    page.get_by_role("article").get_by_role("link", name=title).first.click()
    own = page.locator(".ps-actions--paper .ps-action--save")
    expect(own).to_have_attribute("aria-pressed", "true")
    own.click()
    assert _keys(page) == []
    own.click()
    assert [(paper["key"], paper["title"]) for paper in _kept(page)] == [(key, title)]
    _save(page, 1).click()  # a related paper
    _count(page).click()
    expect(page.locator("#ps-saved .ps-title")).to_have_count(2)
    assert title in _titles(page)


def test_two_tabs_have_one_list(opened: Open) -> None:
    first, second = opened("papers/"), opened("saved/")
    expect(second.get_by_text("No saved papers")).to_be_visible()
    _save(first, 0).click()
    _save(first, 1).click()
    expect(second.locator("#ps-saved .ps-chips")).to_have_count(2)
    note = second.locator("textarea").first
    second.get_by_text("Note").first.click()
    note.fill("Read  again\n<b>tomorrow</b>")
    _save(first, 2).click()
    expect(second.locator("#ps-saved .ps-title")).to_have_count(3)
    expect(note.or_(second.locator("textarea:focus")).last).to_have_value("Read  again\n<b>tomorrow</b>")
    second.locator("#ps-saved-clear").click()
    expect(_save(first)).to_have_attribute("aria-pressed", "false")
    expect(_count(first)).to_have_text("")
    second.get_by_role("button", name="Undo").click()
    expect(_count(first)).to_have_text("3")
    assert "Read  again\n<b>tomorrow</b>" in [paper.get("note") for paper in _kept(first)]


RUBBISH = {
    "no JSON": "no JSON",
    "a number": "7",
    "another version": '{"version": 99, "papers": [{"key": "moths"}]}',
    "no papers": '{"version": 1, "papers": {}}',
    "papers that are none": '{"version": 1, "papers": [null, 1, "a", {}, {"key": 7}, {"key": ""}]}',
}


@pytest.mark.parametrize("text", RUBBISH.values(), ids=RUBBISH)
def test_what_cannot_be_read_is_an_empty_list(text: str, opened: Open) -> None:
    page = opened("saved/")
    page.evaluate("([name, text]) => localStorage.setItem(name, text)", [STORE, text])
    page.reload()
    expect(page.get_by_text("No saved papers")).to_be_visible()
    page.goto(page.url.replace("saved/", "papers/"))
    _save(page).click()
    expect(_count(page)).to_have_text("1")
    assert len(_keys(page)) == 1


FAULTS = {
    "blocked": "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked'); } });",
    "full": "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_where_nothing_can_be_stored_papers_are_kept_for_the_page(
    fault: str, explored_site: str, browser: Browser
) -> None:
    faults: list[str] = []
    with _context(browser, explored_site, faults) as open_page:
        page = open_page("papers/")
        page.add_init_script(FAULTS[fault])
        page.reload()
        _save(page).click()
        expect(_save(page)).to_have_attribute("aria-pressed", "true")
        expect(_count(page)).to_have_text("1")
        expect(page.locator(".ps-toast")).to_contain_text("until you leave this page")
        page.reload()
        expect(_count(page)).to_have_text("")
    assert {*faults} <= {"blocked"}  # the theme needs the store for the colours


def test_the_basket_of_before_is_saved_once(opened: Open, records: list[Record]) -> None:
    page = opened("papers/")
    keys = [record["key"] for record in records[:3]]
    page.evaluate("keys => localStorage.setItem('papershelf.basket:/', JSON.stringify(keys))", [*keys, 7])
    _keep(page, [{"key": keys[1], "title": "Mine", "added": "2026-01-01"}])
    expect(_count(page)).to_have_text("3")
    assert _keys(page) == [keys[1], keys[0], keys[2]]
    assert page.evaluate("localStorage.getItem('papershelf.basket:/')") is None
    page.goto(page.url.replace("papers/", "saved/"))
    expect(page.locator("#ps-saved .ps-chips")).to_have_count(3)  # titles are looked up
    assert sorted(_titles(page)) == sorted(_shown(record) for record in records[:3])


# ---- the page of saved papers ----


def _shown(record: Record) -> str:
    """The title as pages show it."""
    title: str = record["title"]
    return title.replace("\\%", "%").replace("$x^2$", "x²")


def _three(records: list[Record]) -> list[Record]:
    days = ("2026-03-02", "2026-03-04", "2026-03-03")
    return [
        {"key": record["key"], "title": "Old title", "added": day, "note": note}
        for record, day, note in zip(records[3:6], days, ('First, of "all"\nand again', "", "=1+1"), strict=True)
    ]


def test_saved_papers_are_put_in_order(opened: Open, records: list[Record]) -> None:
    page = opened("saved/")
    _keep(page, _three(records))
    titles = [_shown(record) for record in records[3:6]]
    order, listed = page.locator("#ps-saved-order"), page.locator("#ps-saved .ps-title")
    expect(listed).to_have_text([titles[1], titles[2], titles[0]])
    order.select_option("title")
    assert _titles(page) == sorted(titles)
    order.select_option("date")
    dates = [record["date"] for record in records]
    assert _titles(page) == [titles[at - 3] for at in sorted((3, 4, 5), key=lambda at: dates[at], reverse=True)]
    order.select_option("own")
    assert _titles(page) == titles
    for place, name in ((2, "Move up"), (0, "Move down")):
        button = page.get_by_role("button", name=name).nth(place)
        button.focus()
        page.keyboard.press("Enter")
        expect(page.locator("button.ps-saved__step:focus")).to_have_accessible_name(re.compile(name))
    assert _titles(page) == [titles[2], titles[0], titles[1]]
    page.reload()
    order.select_option("own")
    expect(listed).to_have_text([titles[2], titles[0], titles[1]])


def test_a_paper_that_is_taken_away_can_be_brought_back(opened: Open, records: list[Record]) -> None:
    page = opened("saved/")
    _keep(page, _three(records))
    expect(page.locator("#ps-saved .ps-chips")).to_have_count(3)
    _save(page).click()
    expect(page.locator("#ps-saved .ps-title")).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#ps-saved .ps-title")).to_have_count(3)
    assert _keys(page) == [paper["key"] for paper in _three(records)]
    expect(page.get_by_role("button", name="Undo")).to_be_hidden()


def test_papers_that_are_gone_are_shown_as_such(opened: Open, records: list[Record]) -> None:
    page = opened("saved/")
    _keep(page, [*_three(records), {"key": "gone", "title": "Gone for Good", "added": "2026-01-01", "note": "Why?"}])
    gone = page.locator("#ps-saved li", has_text="Gone for Good")
    expect(gone).to_contain_text("No longer on this site")
    assert gone.get_by_role("link").count() == 0
    assert _export(page, "CSV")[-1]["note"] == "Why?"
    assert len(_export(page, "BibTeX")) == 3
    expect(page.locator(".ps-toast")).to_contain_text("1 paper left out")
    gone.get_by_role("button", name="Remove").click()
    expect(page.locator("#ps-saved .ps-title")).to_have_count(3)


LEFT_OUT = ("abstract", "keywords", "keyword", "annote")
"""Fields that citations of saved papers leave out, as they do the note of links."""


def _bare(entries: list[Record]) -> list[Record]:
    kept = [{name: value for name, value in entry.items() if name not in LEFT_OUT} for entry in entries]
    for entry in kept:
        notes = entry.pop("notes", entry.pop("note", ""))
        notes = notes.split("\n") if isinstance(notes, str) else notes
        entry["notes"] = [note for note in notes if note and not note.startswith("Links: ")]
    return kept


def _bibtex(text: str) -> list[Record]:
    library = parse_string(text)
    assert library.failed_blocks == []
    return _bare(
        [{"key": entry.key, **{field.key: field.value for field in entry.fields}} for entry in library.entries]
    )


def _after_mark(text: str) -> str:
    """A text without the mark that it has to begin with."""
    assert text.startswith("\ufeff")
    return text[1:]


READ: dict[str, tuple[str, Callable[[str], list[Record]]]] = {
    "BibTeX": ("papers.bib", _bibtex),
    "RIS": ("papers.ris", lambda text: _bare(rispy.loads(text))),
    "CSL-JSON": ("papers.json", lambda text: _bare(json.loads(text))),
    "CSV": ("papers.csv", lambda text: list(csv.DictReader(io.StringIO(_after_mark(text), newline="")))),
}


def _export(page: Page, label: str) -> list[Record]:
    name, read = READ[label]
    with page.expect_download() as started:
        page.locator(".ps-saved__bar").get_by_role("button", name=label, exact=True).click()
    assert started.value.suggested_filename == name
    return read(Path(started.value.path()).read_bytes().decode("utf-8"))


def _row(record: Record, note: str) -> Record:
    """What CSV says of a paper."""
    title = _shown(record)
    return {
        "key": record["key"],
        "title": f"'{title}" if title[0] in "=+-@" else title,  # no formula for spreadsheets
        "authors": "; ".join(record["authors"]),
        "et_al": str(record["et_al"]).lower(),
        "date": record["date"],
        "area": f"cs.{record['area']}",
        "topics": "; ".join(record["topics"]),
        "code": str(record["code"]).lower(),
        "score": "" if record["score"] is None else f"{record['score']:g}",
        "note": f"'{note}" if note[:1] == "=" else note,
    }


@pytest.mark.parametrize("papers", [3, SIZE])
def test_all_files_have_what_was_saved(papers: int, opened: Open, records: list[Record], explored: Path) -> None:
    page = opened("saved/")
    kept = _three(records) + [
        {"key": one["key"], "title": "", "added": "2026-01-01"} for one in records[6 : papers + 3]
    ]
    _keep(page, kept)
    page.locator("#ps-saved-order").select_option("own")
    places = [[record["key"] for record in records].index(one["key"]) for one in kept]
    for label in ("BibTeX", "RIS", "CSL-JSON"):
        name, read = READ[label]
        everything = read((explored / "downloads" / name).read_text(encoding="utf-8"))
        assert len(everything) == SIZE
        found = _export(page, label)
        if label == "BibTeX":
            for record in everything:
                record.pop("day", None)  # only in files of all papers
        else:
            own = {"RIS": ['First, of "all" and again'], "CSL-JSON": ['First, of "all"', "and again"]}[label]
            assert found[0]["notes"][-len(own) :] == own
            assert found[2]["notes"].pop() == "=1+1"
            del found[0]["notes"][-len(own) :]
        assert found == [everything[place] for place in places], label
    rows = _export(page, "CSV")
    assert [row.pop("url").split("/")[-2] for row in rows] == [one["key"] for one in kept]
    assert rows == [_row(records[place], one.get("note", "")) for place, one in zip(places, kept, strict=True)]


def test_a_list_is_shared_by_its_address(
    opened: Open, records: list[Record], browser: Browser, explored_site: str
) -> None:
    page = opened("saved/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _keep(page, _three(records))
    page.locator("#ps-saved-order").select_option("own")
    page.get_by_role("button", name="Copy link to this list").click()
    expect(page.locator(".ps-toast")).to_have_text("Copied")
    address = page.evaluate("navigator.clipboard.readText()")
    faults: list[str] = []
    with _context(browser, explored_site, faults) as open_other:
        other = open_other("saved/")
        _keep(other, [{"key": records[9]["key"], "title": "Mine", "added": "2026-01-01"}])
        other.goto(f"{address},gone")
        expect(other.get_by_text("Shared list: 4 papers")).to_be_visible()
        expect(other.locator("#ps-saved li").last).to_contain_text("Not on this site")
        assert _titles(other)[:3] == [_shown(record) for record in records[3:6]]
        assert _keys(other) == [records[9]["key"]]  # nothing is saved unasked
        _save(other, 1).click()
        other.get_by_role("button", name="Save all 2").click()
        expect(other.get_by_text("All are saved.")).to_be_visible()
        other.get_by_role("link", name="Your saved papers (4)").click()
        expect(other.locator("#ps-saved .ps-title")).to_have_count(4)
    assert faults == []


def test_a_list_that_is_too_long_for_an_address_says_so(opened: Open) -> None:
    page = opened("saved/")
    _keep(page, [{"key": f"{'moth-' * 18}{at}", "title": f"Moth {at}", "added": ""} for at in range(80)])
    page.get_by_role("button", name="Copy link to this list").click()
    expect(page.locator(".ps-toast")).to_contain_text("too long for a link")


def test_a_long_list_is_shown_in_parts(opened: Open) -> None:
    page = opened("saved/")
    _keep(page, [{"key": f"moth-{at}", "title": f"Moth {at}", "added": ""} for at in range(1000)])
    expect(page.get_by_text("1,000 papers")).to_be_visible()
    expect(page.locator("#ps-saved .ps-title")).to_have_count(200)
    page.get_by_role("button", name="Show more").click()
    expect(page.locator("#ps-saved .ps-title")).to_have_count(400)


# ---- for everybody ----


@pytest.fixture
def own_moved(explored_site: str, browser: Browser) -> Iterator[Open]:
    with _moved(explored_site, browser) as opened:
        yield opened


@contextmanager
def _moved(explored_site: str, browser: Browser) -> Iterator[Open]:
    """Opens pages of the site with a catalogue in which a paper had another address before."""
    faults: list[str] = []
    with _context(browser, explored_site, faults) as open_page:

        def opened(path: str) -> Page:
            page = open_page("404.html")
            page.context.route(
                "**/search/catalogue.js",
                lambda route: route.fulfill(
                    body=f'{route.fetch().text()}self.papershelfData.catalogue.moved = {{"old-moths": "{MOVED}"}};',
                    content_type="text/javascript",
                ),
            )
            page.goto(explored_site + path)
            return page

        yield opened
    assert [fault for fault in faults if "404" not in fault] == []


MOVED = ""


def test_a_paper_with_another_address_is_found_again(
    own_moved: Open, records: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(globals(), "MOVED", records[0]["key"])
    page = own_moved("saved/")
    _keep(page, [{"key": "old-moths", "title": "Old Moths", "added": "2026-01-01", "note": "Mine."}])
    expect(page.locator("#ps-saved")).to_contain_text("Its address has changed")
    assert _titles(page) == [_shown(records[0])]
    (paper,) = _kept(page)
    assert (paper["key"], paper["note"]) == (records[0]["key"], "Mine.")


STATES: dict[str, Callable[[Page], None]] = {
    "saved": lambda page: page.locator("#ps-saved-order").select_option("own") and None,
    "nothing saved": lambda page: page.locator("#ps-saved-clear").click(),
    "cite": lambda page: _cite(page),
}


def _cite(page: Page) -> None:
    page.locator(".ps-action--cite").first.click()
    expect(page.get_by_role("tabpanel")).to_contain_text("@misc")


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_all_fits(state: str, opened: Open, records: list[Record]) -> None:
    page = opened("saved/")
    _keep(page, [*_three(records), {"key": "moth" * 60, "title": "", "added": ""}])
    expect(page.locator("#ps-saved .ps-chips")).to_have_count(4)
    STATES[state](page)
    _axe_and_widths(page)


@pytest.mark.parametrize("path", ["topics/moths/", "paper"])
def test_axe_finds_nothing_in_menus_and_the_bar(path: str, opened: Open, records: list[Record]) -> None:
    page = opened(f"papers/{records[0]['key']}/" if path == "paper" else path)
    if path == "paper":
        page.locator(".ps-action--save").first.click()
    else:
        page.get_by_text("Follow", exact=True).click()
    _axe_and_widths(page)


def _axe_and_widths(page: Page) -> None:
    page.mouse.move(0, 0)
    page.evaluate(_axe())
    found: dict[Any, Any] = {}
    for scheme, width in (("light", 1280), ("dark", 390)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 844})
        found[scheme] = _violations(page)
    found["wide"] = _too_wide(page, (320, 390, 1280))
    assert {how: faults for how, faults in found.items() if faults} == {}


@pytest.fixture(params=["from a folder", "with instant navigation"])
def standing(request: pytest.FixtureRequest, serve: Serve, tmp_path: Path) -> Iterator[str]:
    if request.param == "from a folder":
        yield f"{build(tmp_path / 'project', offline=True).as_uri()}/"
        return
    with serve(build(tmp_path / "project", features=["navigation.instant"]).parent) as address:
        yield f"{address}site/"


def test_wherever_it_stands(standing: str, browser: Browser) -> None:
    faults: list[str] = []
    with _context(browser, standing, faults) as open_page:
        page = open_page(_file(standing, "papers/"), wait="load")
        _save(page, 0).click()
        _save(page, 1).click()
        page.locator(".ps-action--cite").first.click()
        expect(page.get_by_role("tabpanel")).to_contain_text("@misc")
        page.keyboard.press("Escape")
        for _ in range(2):
            _count(page).click()
            expect(page.locator("#ps-saved .ps-chips")).to_have_count(2)
            assert [len(_export(page, label)) for label in READ] == [2, 2, 2, 2]
            title = _titles(page)[0]
            page.locator("#ps-saved .ps-title a").first.click()
            expect(page.get_by_role("heading", level=1)).to_contain_text(title)
            expect(page.locator(".ps-actions--paper .ps-action--save")).to_have_attribute("aria-pressed", "true")
        _count(page).click()
        page.locator("#ps-saved-clear").click()
        expect(_count(page)).to_have_text("")
    assert faults == []
