"""Takes a picture of each kind of page of the built site, wide and narrow, light and dark, into screenshots/.

Usage: screenshots.py [SITE] [FOLDER]; by default `site` and `screenshots`. Those of the README are among them, as
`readme-home.png` and `readme-paper.png`: copy them to docs/assets/home.png and docs/assets/paper.png.
"""

from __future__ import annotations

import functools
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

WIDTHS = {"wide": (1440, 900), "narrow": (390, 844)}
SCHEMES = ("light", "dark")
FOLDERS = ("papers", "topics", "authors", "areas", "years", "affiliations")
OTHERS = ("maps/topics", "maps/co-authors", "downloads", "explore", "about", "about/how-it-works")
README = {"home": ("", "light"), "paper": ("papers/configurable-foundation-models*/", "dark")}
"""Pages that the README shows, each with its scheme."""
TALLEST = 4000
"""Of a picture, in pixels: the rest of a long list looks like its beginning."""


def page_kinds(site: Path) -> Iterator[tuple[str, str]]:
    """A name and a path for each kind of page; of papers, topics and so on, the index and the fullest page."""
    yield "home", ""
    yield "404", "404.html"
    for folder in FOLDERS:
        if (site / folder / "index.html").exists():
            yield f"{folder}-index", f"{folder}/"
        pages = sorted((site / folder).glob("*/index.html"), key=lambda page: (page.stat().st_size, page))
        if pages:
            yield folder, f"{folder}/{pages[-1].parent.name}/"
    for path in OTHERS:
        if (site / path / "index.html").exists():
            yield path.replace("/", "-"), f"{path}/"


def chromium() -> str:
    """The browser: the one that CHROMIUM names, or that of the system."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or "chromium"


class _SilentHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        pass


def take(browser: Browser, address: str, site: Path, folder: Path) -> Iterator[str]:
    for width, (across, down) in WIDTHS.items():
        for scheme in SCHEMES:
            context = browser.new_context(
                viewport={"width": across, "height": down}, color_scheme=scheme, reduced_motion="reduce"
            )
            page = context.new_page()
            for name, path in page_kinds(site):
                page.goto(address + path, wait_until="networkidle")
                tall = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
                over = page.evaluate("document.documentElement.scrollWidth") - across
                if over > 0:
                    yield f"{name} is {over} pixels too wide for {across}"
                page.set_viewport_size({"width": across, "height": max(down, tall)})
                page.screenshot(path=folder / f"{name}-{width}-{scheme}.png")
                page.set_viewport_size({"width": across, "height": down})
            page.goto(address + "?q=language", wait_until="networkidle")
            page.locator(".ps-search__result").or_(page.get_by_text("No results")).first.wait_for()
            page.screenshot(path=folder / f"search-{width}-{scheme}.png")
            context.close()


def take_for_readme(browser: Browser, address: str, site: Path, folder: Path) -> None:
    for name, (pattern, scheme) in README.items():
        found = next(site.glob(f"{pattern}index.html"), None)
        if not found:
            continue
        viewport = {"width": 1440, "height": 1150}
        page = browser.new_page(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
        page.goto(address + found.parent.relative_to(site).as_posix(), wait_until="networkidle")
        page.screenshot(path=folder / f"readme-{name}.png")
        page.close()


def main(site: Path, folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    handler = functools.partial(_SilentHandler, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        address = f"http://127.0.0.1:{server.server_port}/"
        take_for_readme(browser, address, site, folder)
        faults = list(take(browser, address, site, folder))
        browser.close()
        server.shutdown()
    print(*faults, f"{len(list(folder.glob('*.png')))} pictures in {folder}/", sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    site, folder = (*sys.argv[1:], *("site", "screenshots")[len(sys.argv) - 1 :])
    sys.exit(main(Path(site), Path(folder)))
