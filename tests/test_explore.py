"""The explore page in a browser: facets, orders and addresses, held against a count by hand."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from urllib.request import url2pathname

import pytest
from explored import HOSTILE, SIZE, Record, build
from playwright.sync_api import expect
from test_site import _axe, _context, _too_wide, _violations

from generator.text.slugs import slugify

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

Chosen = Mapping[str, Sequence[str]]
Explore = Callable[..., "Page"]
Serve = Callable[[Path], AbstractContextManager[str]]


@pytest.fixture
def explore(explored_site: str, browser: Browser) -> Iterator[Explore]:
    """Opens the explore page with a query of its address; at the end, nothing may have gone wrong."""
    faults: list[str] = []
    with _context(browser, explored_site, faults) as open_page:
        yield functools.partial(_open, open_page)
    assert faults == []


def _open(open_page: Explore, query: str = "", chosen: Chosen | None = None, width: int = 1280, **more: str) -> Page:
    asked = urlencode({"find": query, **(chosen or {}), **more}, doseq=True)
    page = open_page(f"explore/?{asked}", wait="load", width=width)
    _expect_answer(page)
    return page


def _expect_answer(page: Page) -> None:
    expect(page.locator(".ps-explore__results .ps-papers:not([aria-busy])")).to_be_attached()


DRIVER = """
const all = (selector) => [...document.querySelectorAll(selector)];
var driver = {
  /** The next answer; what is last shown of one is how many papers can be saved. */
  answer: () => new Promise((resolve) => {
    const seen = new MutationObserver(() => { seen.disconnect(); resolve(); });
    seen.observe(document.getElementById("ps-save-all"), { childList: true });
  }),
  /** The keys of what is found, in order; nothing is saved afterwards. */
  async found() {
    const { saved } = papershelf;
    saved.change(() => []);
    const done = new Promise((resolve) => saved.onchange(resolve));
    document.getElementById("ps-save-all").click();
    await done;
    const keys = saved.all().map(({ key }) => key);
    saved.change(() => []);
    return keys;
  },
  async boxes() {
    for (const more of all("[id^=ps-more-][aria-expanded=false]")) {
      const answer = driver.answer();
      document.getElementById(more.id).click();
      await answer;
    }
    return Object.fromEntries(all(".ps-facets [type=checkbox]").map((box) =>
      [box.id.slice(3), [+box.labels[0].querySelector(".ps-count").textContent, box.checked]]));
  },
  view: async () => JSON.stringify([await driver.boxes(), all("#ps-find, #ps-order").map(({ value }) => value),
    all(".ps-explore__status, .ps-explore__results :is(.ps-title, button, [aria-current])").map((e) => e.textContent)]),
};
"""


def _driver(page: Page, call: str) -> Any:
    return page.evaluate(f"{DRIVER} driver.{call}")


def _found(page: Page) -> list[str]:
    keys: list[str] = _driver(page, "found()")
    return keys


@contextmanager
def _answered(page: Page) -> Iterator[None]:
    """Waits until what is done within has been answered."""
    # Waiting for a condition is not allowed by the policy of the page, waiting for a promise is.
    page.evaluate(f"{DRIVER} window.pending = driver.answer(); null")
    yield
    page.evaluate("window.pending.then(() => null)")


def _status(page: Page) -> Locator:
    return page.locator(".ps-explore__status")


def _titles(page: Page) -> list[str]:
    return page.locator(".ps-explore__results .ps-title").all_text_contents()


def _said(records: Sequence[Record]) -> str:
    return f"{len(records)} {'paper' if len(records) == 1 else 'papers'}"


def test_the_site_has_all_papers(records: list[Record]) -> None:
    assert len(records) == SIZE
    assert {record["title"] for record in records} >= set(HOSTILE)


# ---- facets ----


OF: dict[str, Callable[[Record], list[str]]] = {
    "area": lambda record: [f"cs.{record['area']}"],
    "topic": lambda record: [slugify(topic) for topic in record["topics"]],
    "year": lambda record: [record["date"][:4]],
    "author": lambda record: [slugify(author) for author in record["authors"]],
    "affiliation": lambda record: [slugify(place) for place in record["affiliations"]],
    "code": lambda record: ["yes"] * record["code"],
}
QUERIES: dict[str, Callable[[Record], bool]] = {
    "": lambda _: True,
    "zephyr": lambda record: "zephyr" in record["abstract"],
    "has:code year:2021-2024": lambda record: record["code"] and "2021" <= record["date"][:4] <= "2024",
}


def _passing(records: Sequence[Record], chosen: Chosen, query: str = "") -> list[Record]:
    """OR within a facet, AND across."""
    return [
        record
        for record in records
        if QUERIES[query](record)
        and all(not values or set(values) & set(OF[facet](record)) for facet, values in chosen.items())
    ]


CHOSEN: list[Chosen] = [
    {},
    {"topic": ["moths"], "affiliation": ["old-harbour", "nowhere"]},
    {"area": ["cs.CL", "cs.LG", "cs.CV"], "year": ["2021", "2022", "2023"]},
    {"author": ["hugo-hazel", "ada-alder", "olga-oak"], "code": ["yes"]},
]


@pytest.mark.parametrize("query", QUERIES)
def test_every_count_is_that_of_the_papers(query: str, explore: Explore, records: list[Record]) -> None:
    for chosen in CHOSEN:
        page = explore(query, chosen)
        found = _passing(records, chosen, query)
        assert sorted(_found(page)) == sorted(record["key"] for record in found)
        expect(_status(page)).to_have_text(_said(found))
        wanted = Counter(  # where the other facets let a paper through
            f"{facet}-{value}"
            for facet, of in OF.items()
            for record in _passing(records, {**chosen, facet: []}, query)
            for value in of(record)
        )
        ticked = {f"{facet}-{value}" for facet, values in chosen.items() for value in values}
        wanted.update(dict.fromkeys(ticked, 0))  # what is chosen is always told
        assert len(wanted) > 20
        assert _driver(page, "boxes()") == {name: [count, name in ticked] for name, count in wanted.items()}


def test_find_in_a_facet(explore: Explore) -> None:
    page = explore()
    group = page.get_by_role("group", name="Author")
    authors, field = group.get_by_role("listitem"), page.get_by_label("Find in Author")
    for part, wanted in (("ol", "ol"), ("ga", "olga")):
        with _answered(page):
            field.press_sequentially(part)
        expect(group.locator("input:focus")).to_have_value(wanted)
    expect(authors).to_have_text(re.compile("Olga Oak"))
    field.fill("")
    for name, count in (("Show all 20", 20), ("Show fewer", 8)):
        group.get_by_role("button", name=name).click()
        expect(authors).to_have_count(count)


@pytest.mark.parametrize("width", [1280, 390])
def test_an_address_leads_to_all_values_of_a_facet(width: int, explore: Explore) -> None:
    page = explore(topic="moths", open="author", width=width)
    authors = page.get_by_role("group", name="Author")
    expect(authors.get_by_role("listitem")).to_have_count(20)
    expect(authors.get_by_role("checkbox").first).to_be_focused()
    expect(authors.get_by_text("Author", exact=True)).to_be_in_viewport()
    with _answered(page):
        page.keyboard.press("Space")
    assert "open=" not in page.url


# ---- orders, pages, the address ----


ORDERS: dict[str, Callable[[Record], Any]] = {
    "": lambda record: [-ord(char) for char in record["date"]],
    "date": lambda record: [-ord(char) for char in record["date"]],
    "score": lambda record: -(record["score"] or 0),
    "title": lambda record: re.sub(r"[^\w ]", "", record["title"]).lower(),
}


@pytest.mark.parametrize("order", ORDERS)
def test_order(order: str, explore: Explore, records: list[Record]) -> None:
    page = explore(sort=order)
    expect(page.get_by_label("Sort by")).to_have_value(order or "relevance")
    of = {record["key"]: record for record in records if order != "title" or record["title"] not in HOSTILE}
    keys = [ORDERS[order](of[key]) for key in _found(page) if key in of]
    assert len(keys) == len(of)
    assert keys == sorted(keys)
    if not order:  # by relevance, a word of a title goes before one of an abstract
        has = ["Moth" in title for title in _titles(explore("moth"))]
        assert (has[0], has[-1], has) == (True, False, sorted(has, reverse=True))


def test_pages_of_results(explore: Explore) -> None:
    page = explore(sort="date")
    here = page.locator(".ps-explore__results [aria-current=page]")
    links = page.locator(".ps-explore__results .ps-title a")
    shown = []
    for number, wanted in (("1", 25), ("2", 25), ("3", 10)):
        for button in page.get_by_role("button", name=f"Page {number}", exact=True).all():
            button.click()
        expect(here).to_have_text(number)
        expect(links).to_have_count(wanted)
        shown += links.evaluate_all("all => all.map((a) => a.pathname.split('/').at(-2))")
    assert shown == _found(page)
    assert page.url.endswith("page=3")
    for asked, is_shown in (("99", "3"), ("-1", "1"), ("2.5", "2")):
        page.goto(re.sub(r"\?.*", f"?page={asked}", page.url))
        expect(here).to_have_text(is_shown)


def test_the_address_gives_the_view_again(explore: Explore, browser: Browser) -> None:
    page = explore()
    views = [_driver(page, "view()")]
    for step in (
        lambda: page.get_by_label("Code available").check(),
        lambda: page.locator("#ps-find").fill("garden"),
        lambda: page.get_by_label("Sort by").select_option("title"),
        lambda: page.locator(".ps-chosen .ps-chip", has_text="Code").click(),
        lambda: page.get_by_role("button", name="Page 2", exact=True).click(),
    ):
        with _answered(page):
            step()
        views.append(_driver(page, "view()"))
        if "sort=" in page.url:
            fresh = browser.new_page()
            fresh.goto(page.url)
            _expect_answer(fresh)
            assert _driver(fresh, "view()") == views[-1]
            fresh.close()
    assert len({*views}) == 6
    for go, wanted in ((page.go_back, views[-2::-1]), (page.go_forward, views[1:])):
        for view in wanted:
            with _answered(page):
                go()
            assert _driver(page, "view()") == view
    page.locator(".ps-explore__results .ps-title a").first.click()
    page.wait_for_url("**/papers/**")
    page.go_back()
    _expect_answer(page)
    assert _driver(page, "view()") == views[-1]


# ---- what is said ----


@pytest.mark.parametrize("facet", ["area", "author"])
def test_filters_to_drop(facet: str, explore: Explore, records: list[Record]) -> None:
    people = sorted({author for record in records for author in OF["author"](record)})
    pairs = [{"area": ["cs.CL"], "author": [author]} for author in people]
    chosen = next(chosen for chosen in pairs if not _passing(records, chosen, "zephyr"))
    page = explore("zephyr", chosen)
    expect(page.get_by_text("No papers match.")).to_be_visible()
    left = _said(_passing(records, {**chosen, facet: []}, "zephyr"))
    page.get_by_role("button", name=f"Remove the {facet} filter ({left})", exact=True).click()
    expect(_status(page)).to_have_text(left)


@pytest.mark.parametrize(
    ("query", "kept"),
    [('"gardenz"', ""), ('"gardenz" year:2021', "2021"), ('author:"hugo hazel" "gardenz"', "Hugo Hazel")],
)
def test_the_nearest_words(query: str, kept: str, explore: Explore) -> None:
    page = explore(query)
    page.get_by_role("button", name=re.compile("^Did you mean “.*garden")).click()
    expect(_status(page)).not_to_have_text("0 papers")
    rows = page.locator(".ps-explore__results > .ps-papers > ul > li").all_text_contents()
    assert rows
    assert [row for row in rows if kept not in row] == []


def test_words_are_marked_in_papers_not_in_their_buttons(explore: Explore) -> None:
    page = explore("ada arx abs")
    marked = page.evaluate("[...CSS.highlights.get('ps-found')].map((range) => range.toString())")
    assert "Ada" in marked
    assert {"arXiv", "Abstract"}.isdisjoint(marked)


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("moth", ["Moths", "moth"]),
        ("c", ["C"]),
        ("c++", ["C++", "C++"]),
        ("c#", ["C#"]),
        (".net", [".NET"]),
    ],
)
def test_words_are_marked_as_search_finds_them_and_not_in_reasons(
    words: str, marked: list[str], explore: Explore
) -> None:
    text = "Moths in C, C++, C++17 and C#; cats, .NETs and .NET; a moth<p class=ps-reason>c ~ moth</p>"
    script = """([words, innerHTML]) => {
        papershelf.highlight(words.split(" "), Object.assign(document.createElement("div"), { innerHTML }));
        return [...CSS.highlights.get("ps-found")].map(String);
    }"""
    assert explore().evaluate(script, [words, text]) == marked


# ---- for everybody ----


def test_hostile_text_is_only_read(explore: Explore) -> None:
    page = explore("", {"year": ["2020", "2023"], "author": [HOSTILE[0]]})
    with _answered(page):
        page.locator(".ps-chip", has_text=HOSTILE[0]).click()
    assert {*HOSTILE[:4]} <= {*_titles(page)}
    for query in ("<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "a&b=c%20#d"):
        with _answered(page):
            page.locator("#ps-find").fill(query)
        page.reload()
        _expect_answer(page)
        expect(page.locator("#ps-find")).to_have_value(query)
        assert page.locator("#ps-explore :is(img, script, b)").count() == 0


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"no Tab leads to {selector}")


def test_by_keys_only(explore: Explore) -> None:
    page = explore()
    _tab_to(page, "#ps-find")
    page.keyboard.type("e")
    page.keyboard.press("Home")
    expect(page).to_have_url(re.compile("find=e"))
    for key in "alik":  # the caret stays where it is
        with _answered(page):
            page.keyboard.press(key)
    expect(page.locator("#ps-find")).to_have_value("alike")
    with _answered(page):
        page.keyboard.press("Enter")
    _tab_to(page, "#ps-order")
    with _answered(page):
        page.keyboard.press("n")  # Newest first
    assert page.url.endswith("?find=alike&sort=date")
    _tab_to(page, "#ps-year-2023")
    for ticked in (True, False):
        with _answered(page):
            page.keyboard.press("Space")
        expect(page.locator("#ps-year-2023:focus")).to_be_checked(checked=ticked)
    _tab_to(page, "#ps-more-author")
    page.keyboard.press("Enter")
    expect(page.locator("#ps-more-author:focus")).to_have_attribute("aria-expanded", "true")
    _tab_to(page, ".ps-action--save")
    page.keyboard.press("Space")
    expect(page.locator(".ps-action--save:focus")).to_have_attribute("aria-pressed", "true")
    page.locator("#ps-find").focus()
    _tab_to(page, "#ps-save-all")
    page.keyboard.press("Enter")
    expect(page.locator("#ps-save-all:focus")).to_have_text("All saved")


@pytest.mark.parametrize(
    ("topic", "selector"),
    [
        ("moths", ".ps-chosen .ps-chip"),
        ("moths", ".ps-chosen .ps-link"),
        ("nowhere", ".ps-tips .ps-link"),
        ("", "[aria-label='Page 2']"),
        ("", "#ps-save-all"),
    ],
)
def test_the_focus_is_not_lost(topic: str, selector: str, explore: Explore) -> None:
    page = explore("", {"code": ["yes"], "topic": [topic]} if topic else {})
    page.locator(selector).first.focus()
    with _answered(page):
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('#ps-explore') !== null")


STATES: dict[str, tuple[str, Chosen]] = {
    "all": ("", {}),
    "chips and a query": ("garden", {"area": ["cs.CL", "cs.LG"], "topic": ["moths"]}),
    "nothing found": ('"gardenz" year:soon', {"area": ["cs.CL"], "author": ["nobody"]}),
    "a filter to drop, and long words": ("", {"area": ["cs.CL"], "topic": ["moth" * 75]}),
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_all_fits(state: str, explore: Explore) -> None:
    page = explore(*STATES[state])
    for save in page.locator("#ps-explore .ps-action--save").all()[:1]:
        save.click()
    page.mouse.move(0, 0)
    page.evaluate(_axe())
    found: dict[Any, Any] = {}
    for scheme, width in (("light", 1280), ("dark", 390)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 844})
        found[scheme, width] = _violations(page)
    for unfolded in (False, True):
        page.evaluate("open => document.querySelector('.ps-filters').open = open", unfolded)
        found[unfolded] = _too_wide(page, (320, 390, 1280))
    assert {how: faults for how, faults in found.items() if faults} == {}


def test_only_without_scripts_there_is_a_plain_list(browser: Browser, explored_site: str, explore: Explore) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{explored_site}explore/")
    expect(page.get_by_role("link", name=f"All {SIZE} papers")).to_be_visible()
    expect(page.locator("#ps-explore")).to_be_hidden()
    titles = page.locator(".ps-papers.ps-fallback .ps-title").all_text_contents()
    scripted = explore()
    assert titles == _titles(scripted)
    assert [part for part in scripted.locator(".ps-fallback").all() if part.is_visible()] == []
    page.get_by_role("article").get_by_role("link", name=titles[0]).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(titles[0])
    context.close()


# ---- wherever the site stands ----


@pytest.fixture(params=["below a path", "from a folder", "with instant navigation"])
def standing(
    request: pytest.FixtureRequest, explored: Path, serve: Serve, tmp_path: Path
) -> Iterator[tuple[str, Path]]:
    """The addresses of the site and of the explore page below it, and the folder of the site."""
    folder = explored
    if request.param == "from a folder":
        folder = build(tmp_path / "project", offline=True)
        yield f"{folder.as_uri()}/", folder
        return
    if request.param == "with instant navigation":
        folder = build(tmp_path / "project", features=["navigation.instant"])
    with serve(folder.parent) as address:
        yield f"{address}site/", folder


def test_wherever_it_stands(standing: tuple[str, Path], browser: Browser, records: list[Record]) -> None:
    root, folder = standing
    all_found = _said(_passing(records, {}, "zephyr"))
    found = _said(_passing(records, {"code": ["yes"]}, "zephyr"))
    faults: list[str] = []
    with _context(browser, root, faults) as open_page:
        page = open_page("index.html", wait="load")
        page.get_by_role("link", name="Explore").first.click()
        _expect_answer(page)
        address = page.url
        page.locator("#ps-find").fill("zephyr")
        expect(_status(page)).to_have_text(all_found)
        page.get_by_label("Code available").check()
        expect(_status(page)).to_have_text(found)
        page.locator("#ps-save-all").click()
        expect(page.locator("#ps-save-all")).to_have_text("All saved")
        hrefs = page.locator(".ps-explore__results a").evaluate_all("all => [...new Set(all.map((a) => a.href))]")
        ours = {href.partition("?")[0] for href in hrefs if href.startswith(root)}
        paths = [url2pathname(href.removeprefix(root)) for href in ours]
        assert len(paths) > 20
        assert [path for path in paths if not (folder / path / ("index.html" * path.endswith("/"))).is_file()] == []
        for _ in range(2):
            title = _titles(page)[0]
            page.locator(".ps-explore__results .ps-title a").first.click()
            expect(page.get_by_role("heading", level=1)).to_contain_text(title)
            page.go_back()
            expect(_status(page)).to_have_text(found)
            assert page.url == f"{address}?find=zephyr&code=yes"
        expect(page.locator(".ps-saved-button")).to_have_text(found.split()[0])
        page.get_by_label("Code available").uncheck()
        expect(_status(page)).to_have_text(all_found)
        assert page.url == f"{address}?find=zephyr"
    assert faults == []
