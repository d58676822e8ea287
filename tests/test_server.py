"""The server for those who write: what a browser shows comes first, and it reloads as often as it has to."""

from __future__ import annotations

import re
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from limits import LONGEST
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from session import Session

from generator.server import Server

# ---- when browsers reload ----


class Workshop:
    """A folder that is served while it is built, as `work` says, whenever `order` is called."""

    def __init__(self, folder: Path) -> None:
        self.site = folder / "site"
        self.site.mkdir()
        self._seeds = folder / "seeds.txt"
        self._seeds.touch()
        plain = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(self.site))
        plain.watch(str(self._seeds))
        self.work: Callable[[], object] = lambda: None
        self.builder = lambda: self.work()
        self.server = Server(plain, self.builder)
        self.server.poll_response_timeout = 0.3  # type: ignore[assignment]
        self._build, self.server.builder = self.server.builder, self._build_and_count  # type: ignore[method-assign]
        self._ordered = self._built = 0
        self._thread = threading.Thread(target=self.server.serve, daemon=True)

    def start(self) -> None:
        self._thread.start()
        ends = time.monotonic() + LONGEST
        while self.server.serve_thread.ident is None:
            assert time.monotonic() < ends
            time.sleep(0.001)

    def _build_and_count(self) -> None:
        try:
            self._build()
        finally:
            self._built += 1

    def is_done(self) -> bool:
        """Whether everything is made that was ordered, and browsers are told."""
        return self._built >= self._ordered and self.server._visible_epoch == self.server._wanted_epoch

    def end(self) -> None:
        self.server.shutdown(wait=True)
        self._thread.join(LONGEST)

    def put(self, page: str, text: str) -> None:
        path = self.site / page / "index.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def order(self, work: Callable[[], object]) -> None:
        self.work = work
        self._ordered += 1
        with self._seeds.open("a") as seeds:  # at once, so that there is one change
            seeds.write("more\n")

    def read(self, address: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.server.server_port}/{address}", timeout=LONGEST) as answer:
            return str(answer.read().decode())


class Browser:
    """Shows a page."""

    def __init__(self, workshop: Workshop, page: str) -> None:
        self._workshop = workshop
        self._page = page
        self._open()

    def _open(self) -> None:
        self.text = self._workshop.read(self._page)
        ((self._version, self._number),) = re.findall(r"livereload\((\d+), (\d+)\)", self.text)

    def reloads(self) -> bool:
        """Whether it reloads before everything that was ordered is made, or then."""
        while True:
            is_done = self._workshop.is_done()
            if int(self._workshop.read(f"livereload/{self._version}/{self._number}")) > int(self._version):
                self._open()
                return True
            if is_done:
                return False


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    made = Workshop(tmp_path)
    for page in ("", "moths/", "lamps/"):
        made.put(page, f"{page} as it was")
    made.start()
    yield made
    made.end()


class Steps:
    """A build that has something shown first, and then waits until a test has looked."""

    def __init__(
        self, workshop: Workshop, first: tuple[str, str] | None, rest: Callable[[], object] | None = None
    ) -> None:
        self._workshop, self._first, self._rest = workshop, first, rest
        self.goes_on = threading.Event()
        if not rest:
            self.goes_on.set()

    def __call__(self) -> None:
        if self._first:
            self._workshop.put(*self._first)
            self._workshop.server.reload_early()
            assert self.goes_on.wait(LONGEST)
        if self._rest:
            self._rest()


def test_a_browser_need_not_wait_for_the_rest(workshop: Workshop) -> None:
    browser = Browser(workshop, "moths/")
    steps = Steps(workshop, first=("moths/", "new"), rest=lambda: workshop.put("lamps/", "new"))
    workshop.order(steps)
    assert browser.reloads()
    assert browser.text.startswith("new")
    steps.goes_on.set()
    assert not browser.reloads()  # nothing of what it shows has changed
    assert Browser(workshop, "lamps/").text.startswith("new")
    workshop.order(Steps(workshop, first=("moths/", "newer")))
    assert browser.reloads()


def test_a_browser_reloads_again_where_the_rest_makes_something_else(workshop: Workshop) -> None:
    browser = Browser(workshop, "moths/")
    steps = Steps(workshop, first=("moths/", "new"), rest=lambda: workshop.put("moths/", "newer"))
    workshop.order(steps)
    assert browser.reloads()
    steps.goes_on.set()
    assert browser.reloads()
    assert browser.text.startswith("newer")
    assert not browser.reloads()


@pytest.mark.parametrize("address", ["lamps/", "search/catalogue.js", "new/"])
def test_everything_else_waits_for_the_rest(address: str, workshop: Workshop) -> None:
    (workshop.site / "search").mkdir()
    (workshop.site / "search" / "catalogue.js").write_text("as it was")
    browser = Browser(workshop, "moths/")

    def rest() -> None:
        for page in ("lamps/", "new/"):
            workshop.put(page, "new")
        (workshop.site / "search" / "catalogue.js").write_text("new")

    steps = Steps(workshop, first=("moths/", "new"), rest=rest)
    workshop.order(steps)
    assert browser.reloads()
    threading.Timer(0.2, steps.goes_on.set).start()
    assert workshop.read(address).startswith("new")
    assert steps.goes_on.is_set()
    assert not browser.reloads()


def test_what_was_asked_for_before_waits_as_well(workshop: Workshop) -> None:
    browser = Browser(workshop, "moths/")
    begun, is_shown = threading.Event(), threading.Event()
    steps = Steps(workshop, first=("moths/", "new"), rest=lambda: workshop.put("lamps/", "new"))

    def work() -> None:
        begun.set()
        assert is_shown.wait(LONGEST)
        steps()

    workshop.order(work)
    assert begun.wait(LONGEST)
    found: list[str] = []
    asking = threading.Thread(target=lambda: found.append(workshop.read("lamps/")))
    asking.start()
    time.sleep(0.2)
    is_shown.set()
    assert browser.reloads()
    time.sleep(0.2)
    assert found == []
    steps.goes_on.set()
    asking.join(LONGEST)
    assert found[0].startswith("new")


def test_a_browser_reloads_again_where_an_asset_is_another(workshop: Workshop) -> None:
    style = workshop.site / "assets" / "style.css"
    style.parent.mkdir()
    style.write_text("old")
    browser = Browser(workshop, "moths/")
    steps = Steps(workshop, first=("moths/", "new"), rest=lambda: style.write_text("new"))
    workshop.order(steps)
    assert browser.reloads()
    assert workshop.read("assets/style.css") == "old"
    steps.goes_on.set()
    assert browser.reloads()
    assert workshop.read("assets/style.css") == "new"


def test_where_nothing_is_shown_first_browsers_wait(workshop: Workshop) -> None:
    browser = Browser(workshop, "moths/")
    workshop.order(Steps(workshop, first=None, rest=lambda: workshop.put("moths/", "new")))
    assert browser.reloads()
    assert browser.text.startswith("new")
    assert not browser.reloads()


def test_a_build_that_fails_leaves_the_server_as_it_was(workshop: Workshop, capsys: pytest.CaptureFixture[str]) -> None:
    browser = Browser(workshop, "moths/")
    failed = threading.Event()

    def fail() -> None:
        failed.set()
        raise Abort("no moths")

    workshop.order(fail)
    assert failed.wait(LONGEST)
    workshop.order(Steps(workshop, first=("moths/", "new")))
    assert browser.reloads()
    assert list(workshop.server.looked_at) == ["moths/index.html"]
    assert "no moths" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("path", "pages"),
    [
        ("/", ["index.html"]),
        ("/moths/", ["moths/index.html"]),
        ("/moths.html", ["moths.html"]),
        ("/assets/moths.js", []),
        ("/../../moths/", ["moths/index.html"]),
        ("//moths.html", ["moths.html"]),
        ("/\0/", ["\0/index.html"]),
        ("/livereload/1/1", []),
        ("/m\xc3\xb8ths/", ["møths/index.html"]),
    ],
)
def test_what_browsers_look_at(path: str, pages: list[str], tmp_path: Path) -> None:
    server = Workshop(tmp_path).server
    server.serve_request({"PATH_INFO": path}, lambda *_: None)
    server.builder()
    assert list(server.looked_at) == pages
    server.reload_early()
    server.builder()
    server.server_close()


def test_plugins_may_name_the_builder_that_they_know(tmp_path: Path) -> None:
    made = Workshop(tmp_path)
    made.server.watch(str(tmp_path), made.builder)
    with pytest.raises(TypeError, match="func"):
        made.server.watch(str(tmp_path), lambda: None)
    made.server.server_close()


def test_of_many_pages_the_latest_count(tmp_path: Path) -> None:
    server = Workshop(tmp_path).server
    for number in (*range(9), 3):
        server.serve_request({"PATH_INFO": f"/{number}.html"}, lambda *_: None)
    server.builder()
    assert list(server.looked_at) == ["6.html", "7.html", "8.html", "3.html"]
    server.server_close()


# ---- what they show ----

MOTHS = "papers/two-gardeners-and-a-moth/index.html"


class Watched:
    """A project that is served, and its site as it was whenever something was shown before the rest."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.session = Session(root)
        self.shown: list[dict[str, bytes]] = []
        monkeypatch.setattr(self.session.server, "reload_early", lambda: self.shown.append(self.files()))

    def files(self) -> dict[str, bytes]:
        site = self.session.site
        return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*.*") if path.is_file()}

    def save(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        (self.root / path).write_text(text.replace(old, new), encoding="utf-8")
        self.session.rebuild()


@pytest.fixture
def watched(project: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    made = Watched(project, monkeypatch)
    yield made
    made.session.end()


def _unlike(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    return {name for name in {*one, *other} if one.get(name) != other.get(name)}


def test_what_a_browser_shows_is_made_first(watched: Watched) -> None:
    said = "Gardeners keep moths."
    for page in (MOTHS, "papers/index.html", "index.html", "areas/cs-ir/index.html"):
        watched.session.look_at("about/", "nowhere/", page.removesuffix("index.html"))
        before, saying = watched.files(), f"{said[:-1]}, too."
        watched.save("seeds/papers.txt", said, saying)
        shown, after, said = watched.shown.pop(), watched.files(), saying
        assert _unlike(before, shown) == {page}
        assert saying.encode() in shown[page]
        assert after[page] == shown[page]
        assert {page, MOTHS, "downloads/papers.csv"} <= _unlike(before, after)
    assert watched.shown == []


def test_pages_without_folders(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = project / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8") + "\nuse_directory_urls: false\n", encoding="utf-8")
    watched = Watched(project, monkeypatch)
    watched.session.look_at("papers/two-gardeners-and-a-moth.html")
    watched.save("seeds/papers.txt", "Gardeners keep moths.", "Gardeners love moths.")
    watched.session.end()
    (shown,) = watched.shown
    assert b"Gardeners love moths." in shown["papers/two-gardeners-and-a-moth.html"]


def test_what_does_not_change_is_not_shown(watched: Watched) -> None:
    said = "Gardeners keep moths."
    others = (
        "papers/reading-title-script-alert-1-script-config-hostile-lanterns/",
        "about/",
        "nowhere/",
        "downloads/papers.csv",
    )
    for addresses in ((), others):
        watched.session.look_at(*addresses)
        saying = f"{said[:-1]}, too."
        watched.save("seeds/papers.txt", said, saying)
        said = saying
        assert watched.shown == []
        assert saying.encode() in watched.files()[MOTHS]


def test_what_is_in_the_way_of_a_page_does_not_end_the_build(watched: Watched) -> None:
    watched.session.look_at(MOTHS.removesuffix("index.html"))
    page = watched.session.site / MOTHS
    page.unlink()
    page.mkdir()
    watched.save("seeds/papers.txt", "Gardeners keep moths.", "Gardeners love moths.")
    assert watched.shown == []
    assert b"Gardeners love moths." in watched.files()[MOTHS]


def test_related_papers_are_found_later(watched: Watched) -> None:
    watched.session.look_at(MOTHS.removesuffix("index.html"))
    assert b'"../weather-forecasts-from-moth-wings/' in watched.files()[MOTHS]
    watched.save("seeds/papers.txt", "from Moth Wings", "from Moth Dust")
    (shown,) = watched.shown
    assert b'"../weather-forecasts-from-' not in shown[MOTHS]  # one page is going, the other one is not there yet
    assert b'"../weather-forecasts-from-moth-dust/' in watched.files()[MOTHS]


def test_pages_of_other_settings_are_not_shown_first(watched: Watched) -> None:
    watched.session.look_at(MOTHS.removesuffix("index.html"))
    with (watched.root / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("\ncopyright: By moths\n")
    watched.save("seeds/papers.txt", "Gardeners keep moths.", "Gardeners love moths.")
    assert watched.shown == []
    assert b"Gardeners love moths." in watched.files()[MOTHS]


def test_a_paper_that_goes(watched: Watched) -> None:
    watched.session.look_at(MOTHS.removesuffix("index.html"), "papers/")
    text = (watched.root / "seeds" / "papers.txt").read_text(encoding="utf-8")
    start, end = text.index("IRMay 6"), text.index("99.7CV")
    watched.save("seeds/papers.txt", text[start:end], "")
    (shown,) = watched.shown
    assert MOTHS in shown
    assert b"Two Gardeners" not in shown["papers/index.html"]
    assert MOTHS not in watched.files()
