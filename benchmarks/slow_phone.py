"""How soon a site can be used on a slow phone: Fast 3G (0.56 s a request, 180 kB/s), a processor slowed 4 times.

Usage: slow_phone.py SITE [--runs N]

SITE is a built site. Prints, for a page of a paper, for Explore and for the search box of the home page, the median of
seconds until each step, and the bytes that were sent (gzip) until the last of them. The server delays its answers, so
that workers are as slow to load as pages; the processor is slowed for the page itself, not for workers.
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))

from screenshots import chromium

LATENCY = 0.5625
"""Seconds that each request takes beside its bytes."""
BYTES_PER_SECOND = 180_000
SLOWED = 4
PIECE = 4_096
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
Steps = Iterator[tuple[str, Callable[[], object]]]


class Line:
    """A slow line that all connections share."""

    def __init__(self) -> None:
        self.sent = 0
        self._lock = threading.Lock()
        self._free_at = 0.0

    def send(self, size: int) -> None:
        """Wait until so many bytes have passed."""
        with self._lock:
            self._free_at = max(self._free_at, time.monotonic()) + size / BYTES_PER_SECOND
            self.sent += size
            free_at = self._free_at
        time.sleep(max(0.0, free_at - time.monotonic()))


@contextmanager
def served(site: Path) -> Iterator[tuple[str, Line]]:
    """Serve a site over a slow line; yield its address and the line."""
    line = Line()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = site / self.path.partition("?")[0].lstrip("/")
            path = path / "index.html" if path.is_dir() else path
            time.sleep(LATENCY)
            body = gzip.compress(path.read_bytes(), 6) if path.is_file() else b""
            self.send_response(200 if path.is_file() else 404)
            self.send_header("Content-Type", TYPES.get(path.suffix, "application/octet-stream"))
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Cache-Control", "max-age=600")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for start in range(0, len(body), PIECE):
                piece = body[start : start + PIECE]
                line.send(len(piece))
                self.wfile.write(piece)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", line
    server.shutdown()


class Reading(NamedTuple):
    """What a reader does: a page to open, and steps that each wait for something."""

    name: str
    path: str
    steps: Callable[[Page], Steps]


def read_paper(page: Page) -> Steps:
    """Read a paper, and open its citation."""
    yield "abstract is read", lambda: page.wait_for_selector("article .ps-abstract-text")
    if page.locator(".ps-action--cite").count() == 0:
        return
    yield "citation opens", lambda: _open(page, ".ps-action--cite", "dialog[open], #cite:target")


def explore(page: Page) -> Steps:
    """See the form of Explore, and its first papers."""
    yield "form is there", lambda: page.wait_for_selector("#ps-find")
    yield "first papers", lambda: page.wait_for_selector("#ps-explore .ps-papers li")


def search(page: Page) -> Steps:
    """Search for a word that titles have."""
    word = page.locator(".ps-title").first.inner_text().split()[0]
    yield "focus", lambda: _open(page, ".ps-search-button", "dialog.ps-search[open]")
    yield "first answer", lambda: _type(page, word)


def _open(page: Page, button: str, opened: str) -> None:
    page.locator(button).first.click()
    page.wait_for_selector(opened)


def _type(page: Page, word: str) -> None:
    page.keyboard.type(word)
    page.wait_for_selector(".ps-search__result")


def readings(site: Path) -> list[Reading]:
    """Return what is measured of a site."""
    paper = next(path for path in sorted((site / "papers").iterdir()) if (path / "index.html").is_file())
    return [
        Reading("paper", f"papers/{paper.name}/", read_paper),
        Reading("Explore", "explore/", explore),
        Reading("search", "", search),
    ]


def measure(page: Page, address: str, reading: Reading) -> dict[str, float]:
    """Return the seconds of each step; those of search begin at its focus."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    start = time.monotonic()
    page.goto(address + reading.path, wait_until="commit" if reading.name != "search" else "load")
    found = {}
    for name, wait in reading.steps(page):
        if name == "focus":
            start = time.monotonic()
        wait()
        found[name] = time.monotonic() - start
    return found


def main() -> None:
    """Print a line for each step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    print(f"{'page':10}{'step':20}{'seconds':>8}{'kB':>8}")
    with served(arguments.site) as (address, line), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium())
        for reading in readings(arguments.site):
            runs = []
            for _ in range(arguments.runs):
                line.sent = 0
                context = browser.new_context(viewport={"width": 390, "height": 844})
                context.set_default_timeout(120_000)
                runs.append(measure(context.new_page(), address, reading))
                context.close()
            for step in runs[0]:
                seconds = statistics.median(run[step] for run in runs)
                print(f"{reading.name:10}{step:20}{seconds:8.1f}{line.sent / 1000:8.0f}", flush=True)


if __name__ == "__main__":
    main()
