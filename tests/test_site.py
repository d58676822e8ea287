"""The site in a browser: what a reader sees, finds and runs into."""

from __future__ import annotations

import functools
import json
import re
import shutil
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
    return page.locator("dialog.ps-search a.ps-search__result")


def _field(page: Page) -> Locator:
    return page.locator("dialog.ps-search input[type=search]")


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
    page.get_by_role("button", name="Search", exact=True).first.click()
    _field(page).press_sequentially(words, delay=10)
    first = _results(page).filter(has_text="Two Gardeners and a Moth").first
    first.click()
    page.wait_for_url(f"**/{PAPER}")
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
    "co-author graph": "maps/co-authors/",
    "map": "map/",
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


@pytest.mark.parametrize("width", [1440, 390])
def test_the_nearest_papers_are_drawn(width: int, opened: Callable[..., Page]) -> None:
    page = opened(PAPER, width)
    figure = page.locator("figure.ps-near")
    overlaps = figure.evaluate(
        """figure => {
            const boxes = [...figure.querySelectorAll("text")].map(text => text.getBBox());
            return boxes.flatMap((one, at) => boxes.slice(at + 1).filter(other =>
                one.x < other.x + other.width && other.x < one.x + one.width &&
                one.y + 3 < other.y + other.height && other.y + 3 < one.y + one.height)).length;
        }"""
    )
    assert overlaps == 0
    assert figure.locator("a").count() >= 3
    colours = figure.locator("a circle").evaluate_all("all => all.map(one => getComputedStyle(one).fill)")
    assert len(set(colours)) > 1
    title = figure.locator("a title").first.text_content()
    figure.locator("a circle").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title or "?")


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
    page.emulate_media(reduced_motion="reduce")  # else the header may be fading as the page scrolls
    page.evaluate(_axe())
    for tab in ("RIS", "CSL-JSON", "Text"):
        page.locator(".tabbed-labels label", has_text=tab).click()
        assert _violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_open_search(scheme: Literal["light", "dark"], opened: Callable[..., Page]) -> None:
    page = opened("")
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate(_axe())
    page.keyboard.press("/")
    for words in ("", "gardeners", "lantern mothlore", "autor:moth zeppelin", "wng"):
        _field(page).fill(words)
        expect(page.get_by_role("status")).not_to_contain_text("Loading")
        if words:
            expect(page.get_by_role("status")).to_contain_text(re.compile("result|paper"))
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 844})
            assert _violations(page) == [], (words, width)
    assert _too_wide(page, WIDTHS) == {}


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
    page.keyboard.press("/")
    page.keyboard.type("hostile", delay=10)
    expect(_results(page).first).to_contain_text(HOSTILE)
    expect(_results(page).first.locator("mark")).to_have_text("Hostile")


# ---- the search, wherever the site stands ----


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
        (root / "overrides").rmdir()
        shutil.copytree(REPOSITORY / "overrides", root / "overrides")
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
def started(standing: str, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[[str], Page]]:
    """Opens a page of the site where it stands; at the end, nothing may have gone wrong, as above."""
    faults: list[str] = []
    with _context(browser, standing, faults) as open_page:
        yield lambda path: open_page(_file(standing, path), wait="load")
    # Without the plugin there is no file of hand-written pages.
    assert [fault for fault in faults if "without" not in request.node.name or "404" not in fault] == []


def _file(site: str, path: str) -> str:
    """The path of a page; from a folder, that of its file."""
    if not site.startswith("file:"):
        return path
    place, _, query = path.partition("?")
    name = f"{place}index.html" if place in ("", "papers/", "about/") else f"{place.removesuffix('/')}.html"
    return f"{name}?{query}" if query else name


def _type(page: Page, text: str) -> None:
    """Types into the open search, in place of what stands there."""
    _field(page).fill("")
    page.keyboard.type(text, delay=5)


def test_search_by_keys(started: Callable[[str], Page], standing: str) -> None:
    page = started("")
    page.keyboard.press("/")
    page.keyboard.type("mothlore")
    expect(_field(page)).to_be_focused()
    expect(_results(page).first).to_contain_text("Two Gardeners and a Moth")
    assert [path for path in _hrefs(page) if path.count("two-gardeners")] == [standing + _file(standing, PAPER)]
    page.keyboard.press("Escape")
    expect(_results(page).first).to_be_hidden()
    page.keyboard.press("/")
    expect(_field(page)).to_have_value("mothlore")
    expect(_results(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(_results(page).first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{standing}{_file(standing, PAPER)}")
    expect(page.locator("dialog.ps-search[open]")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Two Gardeners and a Moth")
    assert page.evaluate("[...CSS.highlights.get('ps-found')].map(String)") == ["mothlore"]
    # And again from there.
    page.keyboard.press("/")
    _type(page, "finn fir")
    people = page.get_by_role("list", name="People").locator("a.ps-search__result")
    expect(people.first).to_contain_text("Finn Fir")
    assert standing + _file(standing, "authors/finn-fir/") in _hrefs(page)


def _hrefs(page: Page) -> list[str]:
    """Where the results lead, without the words that are to be marked there."""
    found: list[str] = _results(page).evaluate_all("links => links.map((link) => link.href.replace(/[?#].*$/, ''))")
    return found


@pytest.mark.parametrize("standing", ["below a path", "from a folder", "with instant navigation"], indirect=True)
def test_search_by_an_address(started: Callable[[str], Page], standing: str) -> None:
    page = started("papers/?q=mothlore")
    expect(_field(page)).to_have_value("mothlore")
    expect(_results(page).first).to_contain_text("Two Gardeners and a Moth")
    _type(page, "about")
    expect(_results(page).first).to_contain_text("A shelf of made-up papers")
    assert _hrefs(page)[0] == standing + _file(standing, "about/")
    _type(page, "lantern glows")
    expect(_results(page).first).to_contain_text("Glows")
    page.wait_for_url(f"{standing}{_file(standing, 'papers/')}?q=lantern+glows")
    page.reload()
    expect(_field(page)).to_have_value("lantern glows")
    expect(_results(page).first).to_contain_text("Glows")
    page.keyboard.press("Escape")
    page.wait_for_url(standing + _file(standing, "papers/"))


SWAPPED_IN = {
    "map/": "Map",
    "papers/": "Papers",
    "saved/": "Saved papers",
    "about/": "About",
}
FOLLOW = "url => document.body.appendChild(Object.assign(document.createElement('a'), { href: url })).click()"


def test_pages_that_the_theme_swaps_in(
    serve: Callable[[Path], AbstractContextManager[str]], browser: Browser, tmp_path: Path
) -> None:
    root = made_up_project(tmp_path / "project", **_settings(features=["navigation.instant"]))
    live = '# Live\n\n<button onclick="this.textContent = 1">0</button>\n'
    (root / "docs" / "live.md").write_text(live, encoding="utf-8")
    mkdocs_build(load_config(str(root / "mkdocs.yml")))
    faults: list[str] = []
    with serve(root / "site") as address, _context(browser, address, faults) as open_page:
        urls = "".join(f"<url><loc>{address}{path}</loc></url>" for path in (*SWAPPED_IN, "live/"))
        (root / "site" / "sitemap.xml").write_text(f"<urlset>{urls}</urlset>", encoding="utf-8")
        page = open_page("explore/")
        page.evaluate("window.isFirst = true")
        for path, title in SWAPPED_IN.items():
            page.evaluate(FOLLOW, address + path)
            expect(page.get_by_role("heading", level=1)).to_contain_text(title)
            expect(page.locator(".ps-search-button")).to_have_count(1)
        assert page.evaluate("window.isFirst")
        assert faults == []
        with page.expect_event("domcontentloaded"):  # loaded anew: the policy of the first page would hold on
            page.evaluate(FOLLOW, f"{address}live/")
        page.get_by_role("button", name="0").click()
        expect(page.get_by_role("button", name="1")).to_be_visible()


@pytest.mark.parametrize("standing", ["at the root", "from a folder", "with instant navigation"], indirect=True)
def test_the_way_back_from_a_result_leads_to_the_search(started: Callable[[str], Page], standing: str) -> None:
    page = started("about/")
    page.keyboard.press("/")
    page.keyboard.type("mothlore")
    page.keyboard.press("Enter")  # before there is an answer
    page.wait_for_url(f"{standing}{_file(standing, PAPER)}")
    expect(page.locator("dialog.ps-search[open]")).to_have_count(0)
    page.go_back()
    expect(_field(page)).to_have_value("mothlore")
    expect(_results(page).first).to_contain_text("Two Gardeners and a Moth")
    page.keyboard.press("Escape")
    page.wait_for_url(standing + _file(standing, "about/"))


@pytest.mark.parametrize("standing", ["below a path", "from a folder"], indirect=True)
def test_all_results_are_on_the_explore_page(started: Callable[[str], Page], standing: str) -> None:
    page = started(PAPER)
    page.keyboard.press("/")
    page.keyboard.type("author:fir moth")
    page.get_by_role("link", name="in Explore").click()
    page.wait_for_url(f"{standing}{_file(standing, 'explore/')}?find=author%3Afir+moth")
    expect(page.locator("#ps-explore").get_by_role("link", name="Two Gardeners and a Moth")).to_be_visible()
    assert page.locator("#ps-find").input_value() == "author:fir moth"


@pytest.mark.parametrize("from_folder", [False, True], ids=["served", "from a folder"])
def test_search_of_a_collection_below_a_folder(
    from_folder: bool, browser: Browser, serve: Callable[[Path], AbstractContextManager[str]], tmp_path: Path
) -> None:
    settings = _settings(offline=from_folder) | {"nav": None, "not_in_nav": "/library/**"}
    plugin = {"papershelf": {"seeds_dir": "seeds", "folder": "library", "areas": False}}
    settings["plugins"] = [item for item in settings["plugins"] if "papershelf" not in item] + [plugin]
    root = made_up_project(tmp_path / "project", **settings)
    (root / "seeds" / "twice.txt").unlink()
    (root / "docs" / "index.md").write_text("# Moth Lab\n\nOf gnats.\n", encoding="utf-8")
    mkdocs_build(load_config(str(root / "mkdocs.yml")))
    faults: list[str] = []
    with serve(root / "site") as address:
        site = f"{(root / 'site').as_uri()}/" if from_folder else address
        with _context(browser, site, faults) as open_page:
            page = open_page("index.html", wait="load")
            page.keyboard.press("/")
            page.keyboard.type("mothlore")
            expect(_results(page).first).to_contain_text("Two Gardeners and a Moth")
            assert _hrefs(page)[0] == f"{site}library/{_file(site, PAPER)}"
            _type(page, "gnats")
            expect(_results(page).first).to_contain_text("Moth Lab")
            assert _hrefs(page) == [site + _file(site, "")]
            _type(page, "computation and language")
            expect(page.get_by_role("status")).to_contain_text(re.compile("result|paper"))
            assert [path for path in _hrefs(page) if "areas" in path] == []
            page.get_by_role("link", name="in Explore").click()
            page.wait_for_url(f"{site}library/{_file(site, 'explore/')}?find=computation+and+language")
            paper = page.locator("#ps-explore").get_by_role("link", name="Lantern² Glows")
            expect(paper).to_be_visible()
            expect(page.locator("#ps-explore a.ps-chip--area")).to_have_count(0)
            paper.click()
            expect(page.get_by_role("heading", level=1)).to_contain_text("Lantern² Glows")
    assert faults == []


@pytest.mark.parametrize("standing", ["at the root", "from a folder"], indirect=True)
@pytest.mark.parametrize(
    "words", ["<script>alert", "<img src=x onerror=alert(5)>:hostile", '<i>"hostile"', "year:<i>x</i>", "hostlie<u>"]
)
def test_hostile_words_are_only_read(words: str, started: Callable[[str], Page]) -> None:
    page = started("")
    page.keyboard.press("/")
    page.keyboard.type(words)
    expect(page.get_by_role("status")).to_contain_text(re.compile("result|paper"))
    if "year" not in words:
        expect(_results(page).filter(has_text=HOSTILE).first).to_be_visible()
    assert page.locator("dialog.ps-search :is(img, script, i, u)").count() == 0


def test_hand_written_pages_have_their_text_in_a_file(built: Callable[[str], Path]) -> None:
    pages = (built("plain") / "search" / "pages.js").read_text(encoding="utf-8")
    assert '"location":"about/"' in pages
    assert "papers/two-gardeners" not in pages


# ---- the search dialog ----


def test_nothing_is_fetched_before_the_search_is_opened(site: str, browser: Browser) -> None:
    with _context(browser, site, []) as open_page:
        page = open_page("about/")
        fetched: list[str] = []
        page.on("request", lambda request: fetched.append(request.url.removeprefix(site)))
        page.reload(wait_until="networkidle")
        assert [path for path in fetched if "search" in path] == []
        page.keyboard.press("/")
        page.wait_for_load_state("networkidle")
        expect(page.get_by_text("Words of a title")).to_be_visible()
        _field(page).fill("moths")  # whose answer needs all of them
        expect(_results(page).first).to_be_visible()
        # The pieces of abstracts may be asked for by now.
        assert sorted(path for path in fetched if "search" in path and "/texts-" not in path) == [
            "assets/javascripts/search/dialog.js",
            "assets/javascripts/search/results.js",
            "assets/javascripts/search/worker.js",
            "search/catalogue.js",
            "search/engine.js",
            "search/pages.js",
        ]


@pytest.mark.parametrize("key", ["/", "s", "f", "Control+k", "Meta+k"])
def test_a_key_opens_the_search(key: str, opened: Callable[..., Page]) -> None:
    page = opened("about/")
    page.keyboard.press(key)
    expect(_field(page)).to_be_focused()
    assert _field(page).input_value() == ""
    page.keyboard.press("Escape")
    expect(_field(page)).to_be_hidden()


@pytest.mark.parametrize("key", ["Alt+f", "Control+s", "Control+/", "q"])
def test_other_keys_do_not(key: str, opened: Callable[..., Page]) -> None:
    page = opened("about/")
    page.keyboard.press(key)
    _pause(page, 50)
    expect(_field(page)).to_have_count(0)


def test_a_key_in_a_field_is_typed(opened: Callable[..., Page]) -> None:
    page = opened("404.html")
    page.keyboard.press("Tab")
    page.locator(".ps-search-form input").focus()
    page.keyboard.type("s/f")
    expect(_field(page)).to_have_value("s/f")
    page.keyboard.press("Escape")
    expect(page.locator(".ps-search-form input")).to_have_value("s/f")
    page.keyboard.press("Control+k")
    expect(_field(page)).to_be_focused()


def _pause(page: Page, milliseconds: int) -> None:
    """Have the page wait, so that whatever it was to do before is done, however slow it is."""
    page.evaluate("time => new Promise((done) => setTimeout(done, time))", milliseconds)


def test_arrows_go_through_the_results(opened: Callable[..., Page]) -> None:
    page = opened("about/?q=lanterns")
    expect(_results(page).nth(1)).to_be_visible()
    for key, place in [("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0)]:
        page.keyboard.press(key)
        expect(_results(page).nth(place)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(_field(page)).to_be_focused()
    for _ in range(_results(page).count() + 2):
        page.keyboard.press("ArrowDown")
    expect(_results(page).last).to_be_focused()
    page.keyboard.type(" glow")  # goes to the field, but for the space, which scrolls
    expect(_field(page)).to_have_value("lanternsglow")


def test_escape_and_a_click_beside_close_the_search(opened: Callable[..., Page], site: str) -> None:
    page = opened("about/?moths=1#about")
    button = page.locator(".ps-search-button")
    for close in (
        lambda: page.keyboard.press("Escape"),
        lambda: page.mouse.click(5, 400),
        lambda: page.get_by_role("button", name="Close search").click(),
    ):
        button.focus()
        page.keyboard.press("Enter")
        _field(page).fill("lanterns")
        page.wait_for_url("**q=lanterns**")
        close()
        expect(_field(page)).to_be_hidden()
        expect(button).to_be_focused()
        page.wait_for_url(f"{site}about/?moths=1#about")


def test_the_focus_leaves_a_search_that_is_closed(opened: Callable[..., Page]) -> None:
    page = opened("about/?q=moth")
    expect(_field(page)).to_be_focused()
    script = """field => {
        field.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
        return document.activeElement === document.body; }"""
    assert _field(page).evaluate(script)


def test_a_result_can_be_opened_in_a_tab(opened: Callable[..., Page]) -> None:
    page = opened("about/?q=mothlore")
    with page.context.expect_page() as tab:
        _results(page).first.click(modifiers=["Control"])
    tab.value.wait_for_url(f"**/{PAPER}")
    expect(_results(page).first).to_be_visible()


def test_the_last_word_is_completed(opened: Callable[..., Page]) -> None:
    page = opened("about/")
    page.keyboard.press("/")
    page.keyboard.type("two gardener")
    expect(page.locator(".ps-search__suggestion")).to_have_text("two gardeners")
    page.keyboard.press("ArrowRight")
    expect(_field(page)).to_have_value("two gardeners")
    page.keyboard.type("x")
    expect(page.locator(".ps-search__suggestion")).to_be_empty()


def test_the_address_of_a_search_can_be_copied(opened: Callable[..., Page], site: str) -> None:
    page = opened("about/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("/")
    expect(page.get_by_role("button", name="Copy link")).to_be_hidden()
    page.keyboard.type("moth & rain")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("status")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{site}about/?q=moth+%26+rain"


def test_what_was_not_found_is_told(opened: Callable[..., Page]) -> None:
    page = opened("about/?q=autor:moth zeppelin")
    dialog = page.locator("dialog.ps-search")
    expect(dialog.locator("del")).to_have_text(["autor", "zeppelin"])
    expect(dialog).to_contain_text("Unknown field “autor”.")
    expect(dialog.locator("code").first).to_have_text("author:")
    _field(page).fill("mth")
    dialog.get_by_role("button", name="moth", exact=True).click()
    expect(_field(page)).to_have_value("moth")
    expect(_results(page).first).to_contain_text("Moth")
    _field(page).fill("zeppelin")
    expect(page.get_by_role("status")).to_have_text("No results")
    expect(dialog.get_by_role("link")).to_have_count(0)


def test_an_engine_that_cannot_be_loaded_is_told_and_loaded_later(site: str, browser: Browser) -> None:
    with _context(browser, site, []) as open_page:
        page = open_page("about/")
        page.context.route("**/worker.js", lambda route: route.abort())
        page.keyboard.press("/")
        page.keyboard.type("mothlore")
        expect(page.get_by_role("status")).to_have_text("The search could not be loaded.")
        page.context.unroute("**/worker.js")
        page.keyboard.press("Backspace")
        expect(_results(page).first).to_contain_text("Two Gardeners and a Moth")


@pytest.mark.parametrize("width", [390, 1440])
def test_the_button_stands_where_there_was_room_for_it(width: int, opened: Callable[..., Page]) -> None:
    page = opened("about/", width=width)
    page.locator(".ps-search-button").click()
    page.keyboard.press("Escape")
    title = page.locator(".md-header__title")
    before = title.bounding_box()
    page.evaluate("document.querySelector('.ps-search-button').remove()")
    assert title.bounding_box() == before
    expect(page.locator("label[for=__search], .md-search").locator("visible=true")).to_have_count(0)


def test_the_search_fills_a_phone(opened: Callable[..., Page]) -> None:
    page = opened("?q=moth", width=390)
    expect(_results(page).first).to_be_visible()
    box = page.locator("dialog.ps-search").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}
    page.set_viewport_size({"width": 1440, "height": 900})
    box = page.locator("dialog.ps-search").bounding_box()
    assert box
    assert 0 < box["x"] < box["x"] + box["width"] < 1440
    assert 0 < box["y"] < box["y"] + box["height"] < 900


# ---- what our script adds ----


@pytest.mark.parametrize("path", ["", "404.html"], ids=["home", "404"])
def test_the_form_of_a_page_opens_the_search_with_its_words(path: str, opened: Callable[..., Page]) -> None:
    page = opened(path)
    page.locator(".ps-search-form input").fill("mothlore")
    expect(_field(page)).to_have_value("mothlore")
    expect(_field(page)).to_be_focused()
    expect(_results(page).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".ps-search-form input")).to_be_focused()
    page.locator(".ps-search-form button").click()
    expect(_field(page)).to_have_value("mothlore")
    _results(page).filter(has_text="Two Gardeners and a Moth").first.click()
    page.wait_for_url(f"**/{PAPER}")


@pytest.mark.parametrize("path", ["", "404.html"], ids=["home", "404"])
def test_a_click_into_the_field_of_a_page_opens_the_search(path: str, opened: Callable[..., Page]) -> None:
    page = opened(path)
    page.locator(".ps-search-form input").click()
    expect(_field(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".ps-search-form input")).to_be_focused()
    expect(_field(page)).to_be_hidden()


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


def test_without_scripts_nothing_is_offered_that_needs_them(plain: Page) -> None:
    expect(plain.locator("form[role=search]")).to_be_attached()
    expect(plain.locator("form[role=search]")).to_be_hidden()


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
    for field in plain.locator("input[type=search], input[type=text], .ps-search-button, .ps-search-form button").all():
        expect(field).to_be_hidden()
    expect(plain.locator(".ps-download")).to_have_count(0)


def test_maps_and_charts_are_there_without_scripts(plain: Page, site: str) -> None:
    plain.goto(f"{site}maps/co-authors/")
    expect(plain.locator(".ps-map svg")).to_be_visible()
    plain.goto(f"{site}years/")
    expect(plain.locator(".ps-chart svg")).to_be_visible()


def test_numbers_are_written_in_groups_of_three(opened: Callable[..., Page]) -> None:
    numbers = [0, 999, 1000, 12345, 1234567]
    assert opened("").evaluate("numbers => numbers.map(papershelf.grouped)", numbers) == [f"{n:,}" for n in numbers]
