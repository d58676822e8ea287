"""The server: what is saved is soon seen, whatever it is, and nothing stays behind."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import needs_signals
from limits import LONGEST
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = needs_signals
MOTHS = "papers/two-gardeners-and-a-moth/"


def _heed_interrupts() -> None:
    """As at a terminal: what runs in the background of a script may have been told to ignore them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _free_port() -> int:
    """A port that stays free until the server has it: systems give those of this range to nobody who does not ask."""
    while True:
        port = random.SystemRandom().randrange(15_000, 30_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


class Served:
    """A project that is served."""

    def __init__(self, root: Path, temporary: Path) -> None:
        address = f"127.0.0.1:{_free_port()}"
        self.root = root
        self.url = f"http://{address}/"
        self.said = temporary / "said"
        with self.said.open("w") as said:
            command = [sys.executable, "-m", "generator", "serve", "--dev-addr", address]
            place = os.environ | {"TMPDIR": str(temporary)}
            self.process = subprocess.Popen(
                command, cwd=root, stdout=said, stderr=said, env=place, preexec_fn=_heed_interrupts
            )

    def page(self, path: str) -> str:
        """A page; nothing where there is none, or no server yet."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=LONGEST) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError):
            return ""

    def write(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        (self.root / path).write_text(text.replace(old, new), encoding="utf-8")

    def wait_for(self, what: Callable[[], object]) -> None:
        ends = time.monotonic() + LONGEST
        while not what():
            assert self.process.poll() is None, self.said.read_text()
            assert time.monotonic() < ends, self.said.read_text()
            time.sleep(0.05)

    def end(self, told_by: signal.Signals) -> int:
        """Ends it as a person or a system does, who may say so twice; its status."""
        self.process.send_signal(told_by)
        time.sleep(0.0008)  # so that the second finds it ending
        self.process.send_signal(told_by)
        return self.process.wait(LONGEST)


@pytest.fixture(params=["on one disk", "on two disks"])
def served(request: pytest.FixtureRequest, project: Path, tmp_path: Path) -> Iterator[Served]:
    """Temporary files, the site among them, are on the project's disk or on another one."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    if request.param == "on two disks":
        temporary = request.getfixturevalue("elsewhere")
    server = Served(project, temporary)
    try:
        server.wait_for(lambda: "Gardeners keep moths." in server.page(MOTHS))
        yield server
    finally:
        server.process.kill()
        server.process.wait()


def test_what_is_saved_is_seen(served: Served) -> None:
    served.write("seeds/papers.txt", "Gardeners keep moths.", "Gardeners love moths.")
    served.wait_for(lambda: "Gardeners love moths." in served.page(MOTHS))
    (version,) = re.findall(r"livereload\((\d+), \d+\)", served.page(MOTHS))
    (served.root / "docs" / "about" / "index.md").write_text("# About\n\nOf lanterns.\n", encoding="utf-8")
    served.wait_for(lambda: "Of lanterns." in served.page("about/"))
    assert int(served.page(f"livereload/{version}/1")) > int(version)  # a browser that asks reloads
    (served.root / "seeds" / "sub").mkdir()
    (served.root / "seeds" / "sub" / "more.txt").write_text("no listing at all\n", encoding="utf-8")
    served.wait_for(lambda: "seeds/sub/more.txt:1: error:" in served.said.read_text(encoding="utf-8"))
    (served.root / "seeds" / "sub" / "more.txt").unlink()
    served.write("seeds/papers.txt", "Gardeners love moths.", "Gardeners like moths.")
    served.wait_for(lambda: "Gardeners like moths." in served.page(MOTHS))
    assert "Traceback" not in served.said.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("served", "told_by"),
    [("on one disk", signal.SIGINT), ("on two disks", signal.SIGINT), ("on one disk", signal.SIGTERM)],
    indirect=["served"],
)
def test_nothing_stays_behind(told_by: signal.Signals, served: Served) -> None:
    served.write("seeds/papers.txt", "Gardeners keep moths.", "Gardeners love moths.")
    served.wait_for(lambda: "Gardeners love moths." in served.page(MOTHS))
    assert served.end(told_by) == 0
    assert [path.name for path in served.said.parent.iterdir()] == ["said"]
    assert not [path for name in ("made", "site") for path in (served.root / ".cache").rglob(name)]
    assert not (served.root / "site").exists()


def test_it_may_end_before_it_has_begun(project: Path, tmp_path: Path) -> None:
    server = Served(project, tmp_path)
    try:
        server.wait_for(lambda: "Building" in server.said.read_text(encoding="utf-8"))
        assert server.end(signal.SIGTERM) == 0
    finally:
        server.process.kill()
        server.process.wait()
    assert "Traceback" not in server.said.read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["project", "said"]
    assert not [path for name in ("made", "site") for path in (project / ".cache").rglob(name)]


def test_where_nothing_can_be_served(project: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        for address in ("moths", "127.0.0.1:70000", f"127.0.0.1:{other.getsockname()[1]}"):
            command = [sys.executable, "-m", "generator", "serve", "--dev-addr", address]
            done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, timeout=LONGEST)
            assert done.returncode == 2
            assert done.stderr.splitlines()[-1].startswith("papershelf: "), done.stderr
            assert "Traceback" not in done.stderr
    assert not (project / "docs" / "papers").exists()


@pytest.mark.parametrize("served", ["on one disk"], indirect=True)
def test_problems_are_shown_until_they_are_mended_or_dismissed(served: Served, browser: Browser) -> None:
    page = browser.new_page()
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(served.url)
    panel = page.get_by_role("complementary", name="1 problem")
    expect(panel.get_by_role("listitem")).to_contain_text(["seeds/twice.txt:1 expected each paper once"])
    (served.root / "seeds" / "more.txt").write_text("<img src=x onerror=alert(1)>\n", encoding="utf-8")
    panel = page.get_by_role("complementary", name="2 problems")  # the page reloads
    expect(panel).to_be_visible(timeout=LONGEST * 1000)
    expect(panel.get_by_role("listitem").filter(has_text="<img src=x onerror=alert(1)>")).to_be_visible()
    panel.get_by_role("button", name="Dismiss").click()
    expect(page.locator(".ps-problems")).to_have_count(0)
    page.goto(f"{served.url}{MOTHS}")
    expect(page.locator(".ps-search-button")).to_be_visible()
    expect(page.locator(".ps-problems")).to_have_count(0)
    (served.root / "seeds" / "more.txt").unlink()
    expect(page.get_by_role("complementary", name="1 problem")).to_be_visible(timeout=LONGEST * 1000)
    (served.root / "seeds" / "twice.txt").unlink()
    expect(page.locator(".ps-problems")).to_have_count(0, timeout=LONGEST * 1000)
    assert told == []
    page.close()
