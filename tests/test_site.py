"""The site in a browser: what a reader sees, finds and runs into."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import made_up
import pytest
import yaml
from conftest import REPOSITORY, made_up_project
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.utils.yaml import yaml_load
from playwright.sync_api import expect

from generator.build import write_docs
from generator.config import Project, SiteConfig
from generator.site.cache import Cache

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page


def _results(page: Page) -> Locator:
    return page.locator("[data-md-component=search]").get_by_role("listitem").get_by_role("link")


HOSTILE = "Reading </title><script>alert(1)</script> & {{ config }} *Hostile* Lanterns"
PAPER = "papers/two-gardeners-and-a-moth/"
HOSTILE_PAPER = "papers/reading-title-script-alert-1-script-config-hostile-lanterns/"


@pytest.fixture(scope="module")
def site(built: Callable[[str], Path], serve: Callable[[Path], AbstractContextManager[str]]) -> Iterator[str]:
    with serve(built("plain")) as address:
        yield address


@pytest.fixture(scope="module")
def wide_site(built: Callable[[str], Path], serve: Callable[[Path], AbstractContextManager[str]]) -> Iterator[str]:
    """Of a paper whose title, authors and topic have words of 300 letters."""
    with serve(built("wide")) as address:
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

    def open_page(path: str, width: int = 1280, wait: Literal["load", "networkidle"] = "networkidle") -> Page:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 844})
        page.on(
            "request",
            lambda request: None if request.url.startswith((site, "data:", "blob:")) else faults.append(request.url),
        )
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        page.goto(site + path, wait_until=wait)
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
    first = _results(page).filter(has_text="Two Gardeners and a Moth").first
    first.click()
    page.wait_for_url(f"**/{PAPER}**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Two Gardeners and a Moth")


KINDS = {
    "home": "",
    "paper": PAPER,
    "hostile paper": HOSTILE_PAPER,
    "author": "authors/ada-alder/",
    "topic": "topics/lanterns/",
    "area": "areas/cs-cl/",
    "year": "years/2024/",
    "papers": "papers/",
    "authors": "authors/",
    "topics": "topics/",
    "years": "years/",
    "affiliations": "affiliations/",
    "topic map": "maps/topics/",
    "co-author graph": "maps/co-authors/",
    "downloads": "downloads/",
    "404": "404.html",
    "about": "about/",
}
"""A page of each kind."""


def _too_wide(page: Page, widths: tuple[int, ...]) -> dict[int, int]:
    """The widths of windows that a page does not fit into, and its own."""
    found = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": 844})
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            found[width] = needed
    return found


WIDTHS = (320, 390, 1440)


def test_nothing_is_wider_than_the_window(site: str, opened: Callable[..., Page]) -> None:
    page = opened("", wait="load")
    too_wide = {}
    for kind, path in KINDS.items():
        page.goto(site + path, wait_until="load")
        too_wide[kind] = _too_wide(page, WIDTHS)
    assert {kind: found for kind, found in too_wide.items() if found} == {}


def test_no_long_word_is_wider_than_the_window(wide_site: str, built: Callable[[str], Path], browser: Browser) -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(built("wide").rglob("*.html"))}
    names = [path.relative_to(built("wide")).as_posix() for path, text in texts.items() if made_up.LONG[4:] in text]
    names.remove("papers/wide-moths/index.html")
    assert {name.split("/")[0] for name in names} >= {"affiliations", "authors", "maps", "papers", "topics", "years"}
    faults: list[str] = []
    with _context(browser, wide_site, faults) as open_page:
        page = open_page("", wait="load")
        too_wide = {}
        for name in names:
            page.goto(wide_site + name, wait_until="load")
            too_wide[name[:60]] = _too_wide(page, WIDTHS)
    assert {name: found for name, found in too_wide.items() if found} == {}
    assert faults == []


def test_no_long_formula_is_wider_than_the_window(wide_site: str, browser: Browser) -> None:
    with _context(browser, wide_site, []) as open_page:
        page = open_page("papers/wide-moths/", wait="load")
        expect(page.locator("math")).to_contain_text("a+b−a+b")
        assert _too_wide(page, WIDTHS) == {}


# ---- for everybody ----


@functools.cache
def _axe() -> str:
    from axe_playwright_python.base import AXE_FILE_PATH

    return Path(AXE_FILE_PATH).read_text(encoding="utf-8")


def _violations(page: Page) -> list[str]:
    """What axe-core finds by all its rules, those that are off by default included."""
    found = page.evaluate(
        """async () => {
            await new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)));
            const values = axe.getRules().map(rule => rule.ruleId);
            return (await axe.run({runOnly: {type: "rule", values}, resultTypes: ["violations"]})).violations;
        }"""
    )
    return [f"{fault['id']}: {node['target']} {node['html'][:120]}" for fault in found for node in fault["nodes"]]


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind not in ("hostile paper", "topics", "affiliations", "about")]
)
def test_axe_finds_nothing(kind: str, opened: Callable[..., Page]) -> None:
    page = opened(KINDS[kind], wait="load")
    page.evaluate(_axe())
    found = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 844})
            found[scheme, width] = _violations(page)
        shown = page.evaluate("document.body.getAttribute('data-md-color-scheme')")
        assert shown == {"light": "default", "dark": "slate"}[scheme]
    assert {how: faults for how, faults in found.items() if faults} == {}


def test_axe_finds_what_is_wrong(opened: Callable[..., Page]) -> None:
    page = opened("", wait="load")
    page.evaluate(_axe())
    wrong = '<img src="data:,"><p style="color: #888">Moths</p>'
    page.evaluate("html => document.querySelector('article').insertAdjacentHTML('beforeend', html)", wrong)
    assert {fault.split(":")[0] for fault in _violations(page)} >= {"image-alt", "color-contrast"}


def test_axe_finds_nothing_where_everything_is_open(opened: Callable[..., Page]) -> None:
    page = opened("papers/", wait="load")
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    page.evaluate(_axe())
    assert _violations(page) == []
    page = opened(PAPER, wait="load")
    page.evaluate(_axe())
    for tab in ("RIS", "CSL-JSON", "Text"):
        page.locator(".tabbed-labels label", has_text=tab).click()
        assert _violations(page) == []


def test_axe_finds_nothing_in_an_open_search(opened: Callable[..., Page]) -> None:
    page = opened("")
    page.emulate_media(reduced_motion="reduce")
    page.locator(".ps-search input").fill("gardeners")
    page.locator(".ps-search input").press("Enter")
    expect(_results(page).filter(has_text="Two Gardeners and a Moth").first).to_be_visible()
    page.evaluate("Promise.allSettled(document.getAnimations().map(({ finished }) => finished))")
    page.evaluate(_axe())
    assert _violations(page) == []


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
    expect(_results(page).filter(has_text="*Hostile* Lanterns").first).to_be_visible()


# ---- the search box, wherever the site stands ----


WHERE: dict[str, dict[str, Any]] = {
    "at the root": {},
    "below a path": {},
    "with instant navigation": {"features": ["navigation.instant"]},
    "from a folder": {"offline": True},
    "from a folder with instant navigation": {"offline": True, "features": ["navigation.instant"]},
    "without the plugin": {"without": "papershelf"},
}


def _settings(offline: bool = False, features: Iterable[str] = (), without: str = "") -> dict[str, Any]:
    """Of the repository's configuration, what is changed."""
    config: dict[str, Any] = yaml_load((REPOSITORY / "mkdocs.yml").open(encoding="utf-8"))
    config["theme"]["features"] += features
    for plugin in config["plugins"]:
        if "offline" in plugin:
            plugin["offline"]["enabled"] = offline
    return {
        "theme": config["theme"],
        "plugins": [plugin for plugin in config["plugins"] if without not in plugin or not without],
    }


def _build(root: Path, **how: Any) -> Path:
    """A site of the made-up papers; without our plugin, from the pages that it wrote before."""
    made_up_project(root)
    (root / "seeds" / "twice.txt").unlink()
    config = yaml_load((root / "mkdocs.yml").open(encoding="utf-8"))
    (root / "mkdocs.yml").write_text(yaml.safe_dump(config | _settings(**how), sort_keys=False), encoding="utf-8")
    if how.get("without"):
        facts = SiteConfig(made_up.SITE_NAME, made_up.SITE_DESCRIPTION)
        write_docs(Project(root, root / "seeds", root / "docs", facts, None), Cache(None), 1)
    mkdocs_build(load_config(str(root / "mkdocs.yml")))
    return root / "site"


@pytest.fixture(scope="module", params=WHERE)
def standing(
    request: pytest.FixtureRequest,
    built: Callable[[str], Path],
    serve: Callable[[Path], AbstractContextManager[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of the site where it stands."""
    how = WHERE[request.param]
    site = _build(tmp_path_factory.mktemp("standing") / "project", **how) if how else built("plain")
    if how.get("offline"):
        yield f"{site.as_uri()}/"
    elif request.param == "below a path":
        with serve(site.parent) as address:
            yield f"{address}site/"
    else:
        with serve(site) as address:
            yield address


@pytest.fixture
def started(standing: str, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Opens a page of the site where it stands; at the end, nothing may have gone wrong, as above."""
    faults: list[str] = []
    with _context(browser, standing, faults) as open_page:
        yield lambda path: open_page(_file(standing, path), wait="load")
    assert faults == []


def _file(site: str, path: str) -> str:
    """The path of a page; from a folder, that of its file."""
    if not site.startswith("file:"):
        return path
    place, _, query = path.partition("?")
    name = f"{place}index.html" if place in ("", "papers/", "about/") else f"{place.removesuffix('/')}.html"
    return f"{name}?{query}" if query else name


def _type(page: Page, text: str) -> None:
    """Types into the open search, in place of what stands there."""
    page.locator("[data-md-component=search-query]").fill("")
    page.keyboard.type(text, delay=5)


def test_search_by_keys(started: Callable[[str], Page], standing: str) -> None:
    page = started("")
    field = page.locator("[data-md-component=search-query]")
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type("mothlore", delay=5)
    expect(_results(page).first).to_contain_text("Two Gardeners and a Moth")
    assert [path for path in _hrefs(page) if path.count("two-gardeners")] == [standing + _file(standing, PAPER)]
    page.keyboard.press("Escape")
    expect(_results(page)).to_have_count(0)
    _pause(page, 50)  # the theme takes a key right after the other for none
    page.keyboard.press("/")
    expect(field).to_be_focused()
    expect(_results(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(_results(page).first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{standing}{_file(standing, PAPER)}**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Two Gardeners and a Moth")
    # And again from there.
    page.keyboard.press("/")
    _type(page, "finn fir")
    expect(_results(page).filter(has_text="Author").first).to_contain_text("Finn Fir")
    assert standing + _file(standing, "authors/finn-fir/") in _hrefs(page)


def _pause(page: Page, milliseconds: int) -> None:
    """Has the page wait, so that what it was to do before then is done, however slow it is."""
    page.evaluate("time => new Promise((done) => setTimeout(done, time))", milliseconds)


def _hrefs(page: Page) -> list[str]:
    """Where the results lead, without the words that are to be marked there."""
    found: list[str] = _results(page).evaluate_all("links => links.map((link) => link.href.replace(/[?#].*$/, ''))")
    return found


@pytest.mark.parametrize("standing", ["below a path", "from a folder", "with instant navigation"], indirect=True)
def test_search_by_an_address(started: Callable[[str], Page], standing: str) -> None:
    page = started("papers/?q=mothlore")
    expect(page.locator("[data-md-component=search-query]")).to_have_value("mothlore")
    expect(_results(page).first).to_contain_text("Two Gardeners and a Moth")
    share = page.locator("[data-md-component=search-share]")
    assert str(share.get_attribute("href")).endswith("?q=mothlore")
    _type(page, "about")
    expect(_results(page).first).to_contain_text("A shelf of made-up papers")
    assert _hrefs(page)[0] == standing + _file(standing, "about/")
    _type(page, "lantern glows")
    expect(_results(page).first).to_contain_text("Glows")
    shared = page.evaluate("document.querySelector('[data-md-component=search-share]').href")
    page.goto(shared, wait_until="load")
    expect(page.locator("[data-md-component=search-query]")).to_have_value("lantern glows")
    expect(_results(page).first).to_contain_text("Glows")


@pytest.mark.parametrize("standing", ["at the root", "from a folder"], indirect=True)
def test_hostile_words_are_only_found(started: Callable[[str], Page]) -> None:
    page = started("")
    page.keyboard.press("/")
    page.keyboard.type("<script>alert", delay=5)
    expect(_results(page).first).to_contain_text(HOSTILE)
    _type(page, "<img src=x onerror=alert(5)>:hostile")
    expect(_results(page).filter(has_text=HOSTILE).first).to_be_visible()
    assert page.locator("[data-md-component=search] :is(img, script)").count() == 0


def test_the_index_of_the_theme_is_empty(built: Callable[[str], Path]) -> None:
    index = json.loads((built("plain") / "search" / "search_index.json").read_text(encoding="utf-8"))
    assert index["docs"] == []
    assert "config" in index
    pages = (built("plain") / "search" / "pages.js").read_text(encoding="utf-8")
    assert '"location":"about/"' in pages
    assert "papers/two-gardeners" not in pages


# ---- what our script adds ----


@pytest.mark.parametrize("path", ["", "404.html"], ids=["home", "404"])
def test_the_form_of_a_page_opens_the_search_with_its_words(path: str, opened: Callable[..., Page]) -> None:
    page = opened(path)
    page.locator(".ps-search input").fill("mothlore")
    page.locator(".ps-search button").click()
    expect(page.locator("[data-md-component=search-query]")).to_have_value("mothlore")
    expect(page.locator("[data-md-component=search-query]")).to_be_focused()
    first = _results(page).filter(has_text="Two Gardeners and a Moth").first
    first.click()
    page.wait_for_url(f"**/{PAPER}**")


def test_an_address_with_words_opens_the_search_with_them(opened: Callable[..., Page]) -> None:
    page = opened("?q=mothlore")
    expect(page.locator("[data-md-component=search-query]")).to_have_value("mothlore")
    expect(_results(page).filter(has_text="Two Gardeners and a Moth").first).to_be_visible()


@pytest.mark.parametrize(
    ("tab", "name", "begins"),
    [
        ("BibTeX", "fir2023two.bib", "@misc{fir2023two,"),
        ("RIS", "fir2023two.ris", "TY  - GEN"),
        ("CSL-JSON", "fir2023two.json", '{\n  "id": "fir2023two",'),
        ("Text", "fir2023two.txt", "Fir, F. & Cedar, C. (2023). Two Gardeners and a Moth."),
    ],
)
def test_a_citation_can_be_downloaded(tab: str, name: str, begins: str, opened: Callable[..., Page]) -> None:
    page = opened(PAPER)
    page.locator(".tabbed-labels label", has_text=tab).click()
    with page.expect_download() as started:
        page.get_by_role("button", name=f"Download {name}").click()
    assert started.value.suggested_filename == name
    text = Path(started.value.path()).read_text(encoding="utf-8")
    assert text.startswith(begins)
    assert text.endswith("\n")
    if tab == "CSL-JSON":
        assert json.loads(text)["title"] == "Two Gardeners and a Moth"


def test_a_page_that_is_followed_has_the_buttons_too(opened: Callable[..., Page]) -> None:
    page = opened("papers/")
    page.get_by_role("link", name="Two Gardeners and a Moth").first.click()
    page.wait_for_url(f"**/{PAPER}")
    expect(page.get_by_role("button", name="Download fir2023two.bib")).to_be_visible()
    assert page.locator(".ps-download").count() == 4


def test_an_abstract_unfolds(opened: Callable[..., Page]) -> None:
    page = opened("papers/")
    said = page.get_by_text("who speak of “attraction” at night.")
    expect(said).to_be_hidden()
    page.locator("li", has_text="Two Gardeners and a Moth").locator("summary").click()
    expect(said).to_be_visible()


# ---- without scripts ----


@pytest.fixture
def plain(site: str, browser: Browser) -> Iterator[Page]:
    """A page in a browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    yield page
    context.close()


def test_the_site_works_without_scripts(plain: Page) -> None:
    plain.get_by_role("link", name="Two Gardeners and a Moth").first.click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("Two Gardeners and a Moth")
    expect(plain.get_by_text("who speak of “attraction” at night.").first).to_be_visible()
    expect(plain.get_by_text("@misc{fir2023two").first).to_be_visible()


def test_abstracts_unfold_without_scripts(plain: Page) -> None:
    said = plain.get_by_text("who speak of “attraction” at night.")
    expect(said).to_be_hidden()
    plain.locator("li", has_text="Two Gardeners and a Moth").locator("summary").click()
    expect(said).to_be_visible()


@pytest.mark.parametrize("path", ["", PAPER, "404.html"], ids=["home", "paper", "404"])
def test_no_field_that_needs_a_script_is_shown_without_scripts(path: str, plain: Page, site: str) -> None:
    plain.goto(site + path)
    for field in plain.locator("input[type=search], input[type=text], .ps-search button").all():
        expect(field).to_be_hidden()
    expect(plain.locator(".ps-download")).to_have_count(0)


def test_maps_and_charts_are_there_without_scripts(plain: Page, site: str) -> None:
    plain.goto(f"{site}maps/co-authors/")
    expect(plain.locator(".ps-map svg")).to_be_visible()
    plain.goto(f"{site}years/")
    expect(plain.locator(".ps-chart svg")).to_be_visible()
