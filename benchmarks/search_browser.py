"""Measures what search costs in Chromium: bytes and requests of a first search and of a question, and the time."""

from __future__ import annotations

import gzip
import shutil
import statistics
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright
from search_quality import WORKER, Corpus

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))

from screenshots import chromium

SLOWED = 4
"""Factor by which a phone's processor is slower."""
PATIENCE = 1500
"""Milliseconds without a request and without an answer after which none is expected."""
SCRIPTS = Path(WORKER).parent
FEW = 8
"""Pages that are opened anew, to see what a first question fetches."""

PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Search</title>'
START = """async () => {
  self.papershelf = { answers: [] };
  self.tasks = [];
  performance.setResourceTimingBufferSize(1e5);
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: "longtask" });
  const load = (src) => new Promise((onload, onerror) =>
    document.head.append(Object.assign(document.createElement("script"), { src, onload, onerror })));
  await load("scripts/worker.js");
  self.send = (message) => papershelf.answer(message, (answer) => papershelf.answers.push([performance.now(), answer]));
  send({ kind: "start", data: { collection: location.href, root: location.href } });
  await load("scripts/results.js").catch(() => {});
}"""
ASK = """async ([id, text, patience]) => {
  papershelf.answers.length = tasks.length = 0;
  const start = performance.now();
  const count = () => papershelf.answers.length + performance.getEntriesByType("resource").length;
  send({ id, kind: "find", data: text });
  for (let before = -1; !papershelf.answers.length || count() !== before; ) {
    before = count();
    await new Promise((resolve) => setTimeout(resolve, patience));
  }
  if (papershelf.answers.some(([, { failed }]) => failed)) throw new Error(`no answer to ${text}`);
  const [first, last] = [papershelf.answers[0][0], papershelf.answers.at(-1)[0]];
  return [first - start, last - start, Math.max(0, ...tasks)];
}"""


class _SilentHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder; yield its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_SilentHandler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])


class Fetched:
    """Files that a page and its workers ask for, with their bytes (gzip, level 6)."""

    def __init__(self, page: Page, folder: Path, address: str) -> None:
        self.files: dict[str, int] = {}

        def note(url: str) -> None:
            path = folder / url.removeprefix(address).partition("?")[0].partition("#")[0]
            path = path / "index.html" if path.is_dir() else path
            if path.is_file():
                self.files[url] = len(gzip.compress(path.read_bytes(), 6))

        page.context.on("request", lambda request: note(request.url))

    def take(self) -> Load:
        """Return what was fetched since the last call."""
        load = Load(sum(self.files.values()), len(self.files))
        self.files.clear()
        return load


class Load(NamedTuple):
    """Bytes and requests."""

    bytes: int
    requests: int

    def __str__(self) -> str:
        return f"{self.bytes / 1000:.1f} kB in {self.requests}"


def start(page: Page) -> None:
    """Load search into a page, as the dialog does when it gets the focus."""
    page.evaluate(START)
    page.wait_for_load_state("networkidle")


def report(corpus: Corpus, questions: Sequence[str]) -> None:
    """Print what search fetches, and how long it takes where it runs in the page, as in a copy opened from a folder."""
    folder = corpus.folder
    shutil.copytree(corpus.checkout / SCRIPTS, folder / "scripts", dirs_exist_ok=True)
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    with served(folder) as address, browser() as opened:
        starts, loads = [], []
        for text in questions[:FEW]:
            page = opened.new_context().new_page()
            page.goto(address)
            fetched = Fetched(page, folder, address)
            start(page)
            starts.append(fetched.take())
            page.evaluate(ASK, [1, text, PATIENCE])
            loads.append(fetched.take())
            page.context.close()
        print(f"{'':17}fetched at the focus {starts[0]}; by a question {_spread(loads)}")
        print(f"{'':17}{_times(opened.new_page(), address, questions)}", flush=True)


def _spread(loads: Sequence[Load]) -> str:
    """Return the median and the largest load."""
    ordered = sorted(loads)
    return f"{ordered[len(ordered) // 2]}, at most {ordered[-1]}"


def _times(page: Page, address: str, questions: Sequence[str]) -> str:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.goto(address)
    start(page)
    first, last, tasks = zip(*(page.evaluate(ASK, [n, q, PATIENCE]) for n, q in enumerate(questions)), strict=True)
    slow = int(0.95 * len(questions))
    named = {"first answer": first, "last answer": last, "longest task": tasks}
    told = (f"{name} {statistics.median(ms):.0f} / {sorted(ms)[slow]:.0f}" for name, ms in named.items())
    return f"ms on a processor slowed {SLOWED} times, median / 95 %: {', '.join(told)}"


def report_site(site: Path, text: str) -> None:
    """Print what a built site fetches when its home page is opened, and when a reader searches there."""
    with served(site) as address, browser() as opened:
        page = opened.new_page()
        fetched = Fetched(page, site, address)
        page.goto(address, wait_until="networkidle")
        page.wait_for_timeout(PATIENCE)
        print(f"the home page fetches {fetched.take()}", end="; ")
        page.locator(".ps-search-button").first.click()
        page.locator("dialog[open] input[type=search]").wait_for()
        page.wait_for_timeout(PATIENCE)
        print(f"the focus {fetched.take()}", end="; ")
        page.keyboard.type(text)
        page.locator("a.ps-search__result").first.wait_for()
        page.wait_for_timeout(PATIENCE)
        print(f"“{text}” {fetched.take()}")
