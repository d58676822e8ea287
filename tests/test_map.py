"""The map of papers in a browser: dots, keys, filters, the address, and what there is without its script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import made_up_project
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

PAPERS = 5
AXE = """async () => {
    const found = await axe.run({resultTypes: ["violations"]});
    return found.violations.flatMap(fault => fault.nodes.map(node => `${fault.id}: ${node.html.slice(0, 120)}`));
}"""


@pytest.fixture(scope="module")
def site(built: Callable[[str], Path], serve: Callable[[Path], AbstractContextManager[str]]) -> Iterator[str]:
    with serve(built("plain")) as address:
        yield address


@pytest.fixture
def opened(site: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an address; at the end, nothing may have gone wrong."""
    faults: list[str] = []
    context = browser.new_context(reduced_motion="reduce")

    def open_page(path: str, width: int = 1280, root: str = site) -> Page:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 844})
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(root + path)
        expect(page.get_by_label("Author")).to_be_enabled()
        return page

    yield open_page
    context.close()
    assert faults == []


def _stage(page: Page) -> Locator:
    return page.get_by_role("application", name="Map of papers")


def _card(page: Page) -> Locator:
    return page.locator(".ps-map__card")


def _next_frame(page: Page) -> None:
    """Wait until the page has answered to the mouse and the keys, and stands as it should."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))")


def _rest(page: Page) -> None:
    """Wait until the page has done what it was to do, however slow it is."""
    page.evaluate("new Promise((done) => setTimeout(done, 300))")
    _next_frame(page)


def _dots(page: Page) -> int:
    """How many pixels of the canvas are drawn."""
    drawn: int = page.locator(".ps-map__stage canvas").evaluate(
        """canvas => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
            .filter((value, at) => at % 4 === 3 && value > 200).length"""
    )
    return drawn


def _picture(page: Page) -> str:
    """The canvas, once the map rests."""
    _rest(page)
    picture: str = page.locator(".ps-map__stage canvas").evaluate("canvas => canvas.toDataURL()")
    return picture


def _titles_by_keys(page: Page, presses: int) -> set[str]:
    titles = set()
    for at in range(presses):
        page.keyboard.press(("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp")[at // 4 % 4])
        titles.add(_card(page).locator("a").inner_text())
    return titles


def test_arrows_go_from_dot_to_dot_and_enter_opens(opened: Callable[..., Page]) -> None:
    page = opened("map/")
    _stage(page).focus()
    assert len(_titles_by_keys(page, 32)) > PAPERS / 2
    title = _card(page).locator("a").inner_text()
    expect(page.locator(".ps-map__told")).to_contain_text(title)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def test_a_dot_tells_what_it_is_and_a_click_goes_there(opened: Callable[..., Page]) -> None:
    page = opened("map/")
    _stage(page).focus()
    page.keyboard.press("ArrowRight")
    _next_frame(page)
    place = page.evaluate(
        "(({ left, top, height }) => [left, top + height / 2])"
        "(document.querySelector('.ps-map__card').getBoundingClientRect())"
    )
    title = _card(page).locator("a").inner_text()
    page.keyboard.press("Escape")
    expect(_card(page)).to_be_hidden()
    box = _stage(page).bounding_box()
    assert box
    for x, y in ((x, place[1]) for x in range(int(place[0]) - 40, int(place[0]) + 4, 3)):  # the dot is beside its card
        page.mouse.move(x, y)
        _next_frame(page)
        if _card(page).is_visible():
            break
    expect(_card(page)).to_be_visible()
    expect(_card(page)).to_contain_text(title)
    page.mouse.down()
    page.mouse.up()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def test_filters_are_in_the_address(opened: Callable[..., Page]) -> None:
    page = opened("map/")
    status = page.locator(".ps-explore__status")
    expect(status).to_have_text("5 papers")
    page.get_by_label("Year").select_option("2024")
    expect(status).to_have_text("2 of 5 papers")
    page.get_by_label("Author").fill("ALDER")
    page.wait_for_url("**/map/?year=2024&author=ALDER")
    page.get_by_label("Year").select_option("")
    expect(status).to_have_text("2 of 5 papers")
    page.reload()
    expect(status).to_have_text("2 of 5 papers")
    _stage(page).focus()
    assert len(_titles_by_keys(page, 24)) <= 2
    page.get_by_role("button", name="Show all").click()
    expect(status).to_have_text("5 papers")
    assert page.url.endswith("map/")


def test_a_topic_filters(opened: Callable[..., Page]) -> None:
    page = opened("map/?topic=lanterns")
    expect(page.locator(".ps-explore__status")).to_have_text(re.compile(r"^[12] of 5 papers$"))
    expect(page.get_by_label("Topic")).to_have_value("lanterns")


def test_a_page_of_a_paper_leads_to_its_place(opened: Callable[..., Page], site: str) -> None:
    page = opened("map/?paper=two-gardeners-and-a-moth")
    expect(_card(page)).to_contain_text("Two Gardeners and a Moth")
    page.goto(f"{site}papers/lantern2-glows-efficient-moth-attraction-for-small-gardens/")
    page.get_by_role("link", name="Show on the map").click()
    expect(_card(page)).to_contain_text("Lantern² Glows")


def test_zoom_and_whole_map(opened: Callable[..., Page]) -> None:
    page = opened("map/")
    before = _picture(page)
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    assert _picture(page) != before
    page.get_by_role("button", name="Whole map").click()
    assert _picture(page) == before


def test_a_drag_moves_the_map_and_opens_nothing(opened: Callable[..., Page]) -> None:
    page = opened("map/")
    box = _stage(page).bounding_box()
    assert box
    page.get_by_role("button", name="Zoom in").click()
    before = _picture(page)
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 320, box["y"] + 260, steps=4)
    page.mouse.up()
    assert _picture(page) != before
    assert page.url.endswith("map/")


@pytest.fixture
def phone(site: str, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{site}map/")
    expect(page.get_by_label("Author")).to_be_enabled()
    _stage(page).scroll_into_view_if_needed()
    yield page
    context.close()


@pytest.fixture
def touch(phone: Page) -> Callable[..., object]:
    """Puts fingers at places, moves them there, or takes them off."""
    session = phone.context.new_cdp_session(phone)

    def act(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(places)]
        session.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})

    return act


def test_a_tap_tells_of_a_dot_and_leads_nowhere(phone: Page, touch: Callable[..., object]) -> None:
    box = _stage(phone).bounding_box()
    assert box
    places = [(box["x"] + x, box["y"] + y) for x in range(15, 330, 30) for y in range(20, 400, 30)]
    for place in places:
        touch("Start", place)
        touch("End")
        _next_frame(phone)
        if _card(phone).is_visible():
            break
    expect(_card(phone).get_by_role("link")).to_be_visible()
    expect(_card(phone).locator("p").nth(1)).not_to_be_empty()
    assert phone.url.endswith("map/")  # a tap leads nowhere
    title = _card(phone).get_by_role("link").inner_text()
    _card(phone).get_by_role("link").tap()
    expect(phone.get_by_role("heading", level=1)).to_contain_text(title)


def test_two_fingers_enlarge_the_map_and_one_moves_it(phone: Page, touch: Callable[..., object]) -> None:
    box = _stage(phone).bounding_box()
    assert box
    x, y = box["x"] + 190, box["y"] + 200
    whole = _picture(phone)
    touch("Start", (x - 60, y), (x + 60, y))
    for apart in (70, 80, 90):
        touch("Move", (x - apart, y), (x + apart, y))
    touch("End")
    enlarged = _picture(phone)
    assert enlarged != whole
    touch("Start", (x, y))
    for step in (20, 40, 60):
        touch("Move", (x - step, y + step))
    touch("End")
    assert _picture(phone) not in (whole, enlarged)
    assert phone.evaluate("[scrollX, visualViewport.scale]") == [0, 1]  # the page itself is not enlarged
    touch("Start", (x - 130, y), (x + 130, y))
    for apart in (90, 50, 10):
        touch("Move", (x - apart, y), (x + apart, y))
    touch("End")
    assert _picture(phone) == whole


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_focused_map(scheme: str, width: int, opened: Callable[..., Page]) -> None:
    from axe_playwright_python.base import AXE_FILE_PATH

    page = opened("map/", width)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.get_by_label("Year").select_option("2024")
    _stage(page).focus()
    page.keyboard.press("ArrowRight")
    expect(_card(page)).to_be_visible()
    page.evaluate(Path(AXE_FILE_PATH).read_text(encoding="utf-8"))
    assert page.evaluate(AXE) == []
    assert _dots(page) > 100


def test_dots_are_drawn_in_forced_colours(opened: Callable[..., Page]) -> None:
    page = opened("map/")
    page.emulate_media(forced_colors="active")
    _rest(page)
    assert _dots(page) > 100


def test_without_scripts_there_is_a_list_by_topic(site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}map/")
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    expect(page.locator(".ps-map-list a")).to_have_count(PAPERS)
    expect(page.locator("#ps-map")).to_be_hidden()
    context.close()


@pytest.mark.usefixtures("tmp_path")  # so that it is there until the page is closed
def test_the_map_works_from_a_folder(opened: Callable[..., Page], tmp_path: Path) -> None:
    plugins = [{"offline": {}}, {"papershelf": {"seeds_dir": "seeds"}}]
    root = made_up_project(tmp_path / "project", use_directory_urls=False, plugins=plugins)
    (root / "seeds" / "twice.txt").unlink()
    mkdocs_build(load_config(str(root / "mkdocs.yml")))
    page = opened("map.html", root=f"{(root / 'site').as_uri()}/")
    _stage(page).focus()
    page.keyboard.press("ArrowRight")
    title = _card(page).locator("a").inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
