"""Projects of others: the wheel in an environment, one entry in mkdocs.yml, and a reader who searches."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from conftest import REPOSITORY, Shared
from html_reader import read
from playwright.sync_api import expect
from test_site import _axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FONTS = ("https://fonts.googleapis.com/", "https://fonts.gstatic.com/")
SUPER = '{% extends "base.html" %}{% block extrahead %}{{ super() }}<meta name="lab" content="super">{% endblock %}'
NO_SUPER = """{% extends "base.html" %}
{% block extrahead %}<meta name="lab" content="alone">{% endblock %}
{% block htmltitle %}<title>{{ page.title }}</title>{% endblock %}
{% block footer %}<footer>The lab</footer>{% endblock %}
"""
VIOLATIONS = (
    "async () => (await axe.run()).violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))"
)
"""What axe-core finds by the rules that are on by default."""
HOME = "# The lab\n\n## What we do\n\nWe raise moths in gardens. See [our papers](papers/index.md).\n"
GUIDE = "# Raising moths\n\n## Lanterns\n\nA lanternfish is no moth.\n"


@dataclass(frozen=True)
class Shape:
    """Project of somebody else: its settings other than name and plugins, and its files."""

    settings: dict[str, Any] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    plugins: tuple[Any, ...] = ("search", "papershelf")
    fonts: bool = False


SHAPES = {
    "bare": Shape(),
    "without the theme's search": Shape(plugins=("papershelf",)),
    "navigation": Shape(
        {
            "nav": [{"Papers": "papers/index.md"}, {"Guide": "guide.md"}],
            "theme": {"name": "material", "palette": {"primary": "yellow"}},
        },
        {"docs/guide.md": GUIDE},
    ),
    "own main.html with super": Shape(
        {"theme": {"name": "material", "custom_dir": "theme"}}, {"theme/main.html": SUPER, "docs/guide.md": GUIDE}
    ),
    "own main.html without super": Shape(
        {"theme": {"name": "material", "custom_dir": "theme"}}, {"theme/main.html": NO_SUPER, "docs/guide.md": GUIDE}
    ),
    "own index.md": Shape(files={"docs/index.md": HOME, "docs/guide.md": GUIDE}),
    "foreign plugin and web fonts": Shape(
        {
            "theme": {
                "name": "material",
                "font": {"text": "Lato"},
                "palette": {"primary": "deep purple"},
                "features": ["navigation.tabs", "navigation.instant", "content.tooltips"],
            },
            "markdown_extensions": ["footnotes", {"toc": {"permalink": "#"}}, "pymdownx.emoji", "admonition"],
            "extra_css": ["own.css"],
        },
        {"docs/guide.md": GUIDE, "docs/own.css": "footer { color: inherit }\n"},
        plugins=("search", "tags", "papershelf"),
        fonts=True,
    ),
}


@pytest.fixture
def packages(shared: Shared) -> Path:
    """Return a folder with the content of the wheel."""

    def install(folder: Path) -> None:
        source = folder / "source"
        source.mkdir()
        for name in ("generator", "overrides", "pyproject.toml", "README.md", "LICENSE"):
            path = REPOSITORY / name
            shutil.copytree(path, source / name) if path.is_dir() else shutil.copy(path, source / name)
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
        wheel = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(source)]
        subprocess.run(wheel, check=True)
        (found,) = folder.glob("*.whl")
        subprocess.run([*pip, "install", "--no-deps", "--target", str(folder / "installed"), str(found)], check=True)
        shutil.rmtree(source)

    return shared("packages", install) / "installed"


def _build(packages: Path, root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(packages), "PYTHONSAFEPATH": "1"}
    arguments = [sys.executable, "-m", *command]
    return subprocess.run(arguments, cwd=root, env=environment, capture_output=True, encoding="utf-8", check=False)


def _make(root: Path, shape: Shape) -> None:
    for name, text in {"docs/.keep": "", **shape.files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    (root / "seeds").mkdir()
    shutil.copy(REPOSITORY / "seeds" / "papers.txt", root / "seeds")
    settings = {"site_name": "The lab", "theme": "material", "plugins": list(shape.plugins), **shape.settings}
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")


@pytest.mark.parametrize("name", SHAPES)
def test_a_project_of_somebody_else(
    name: str,
    packages: Path,
    tmp_path: Path,
    serve: Callable[[Path], AbstractContextManager[str]],
    browser: Browser,
) -> None:
    shape = SHAPES[name]
    _make(tmp_path, shape)
    done = _build(packages, tmp_path, "mkdocs", "build", "--strict")
    assert done.returncode == 0, done.stderr
    site = tmp_path / "site"
    _check_markup(site)
    with serve(site) as address:
        _check_in_browser(browser, address, shape, _titles(tmp_path / "docs"))


def _titles(docs: Path) -> dict[str, str]:
    """Return the titles of the papers by their addresses."""
    pages = [path for path in (docs / "papers").glob("*.md") if path.stem != "index"]
    found = {f"papers/{path.stem}/": read_title(path) for path in pages}
    assert len(found) == 50
    return found


def read_title(page: Path) -> str:
    text = next(line for line in page.read_text(encoding="utf-8").split("\n") if line.startswith("# "))
    return read(text[2:]).text.replace("\\", "")


def _check_markup(site: Path) -> None:
    pages = [page for page in site.rglob("*.html") if page.name != "404.html"]
    assert len(pages) > 150
    for page in pages:
        html = page.read_text(encoding="utf-8")
        shown = re.sub(r"<(script|style|code)\b.*?</\1>", "", html, flags=re.DOTALL)
        assert "{:" not in shown, page
        assert "===" not in shown, page
        assert "Content-Security-Policy" in html, page
    paper = read(next((site / "papers").glob("*/index.html")).read_text(encoding="utf-8"))
    assert "application/ld+json" in paper.values("script", "type")
    assert "application/atom+xml" in paper.values("link", "type")
    assert "<entry>" in (site / "feed.xml").read_text(encoding="utf-8")


def _check_in_browser(browser: Browser, address: str, shape: Shape, titles: dict[str, str]) -> None:
    faults: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    allowed = (address, "data:", "blob:", *(FONTS if shape.fonts else ()))
    page.on("request", lambda request: None if request.url.startswith(allowed) else faults.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if _is_fault(said.text, said.type) else None)
    page.route(re.compile("^https://"), lambda route: route.fulfill(body="", content_type="text/css"))
    for path in ("", "papers/", next(iter(titles)), "explore/", "guide/" if "docs/guide.md" in shape.files else ""):
        page.goto(address + path, wait_until="networkidle")
        page.evaluate(_axe())
        assert page.evaluate(VIOLATIONS) == [], path
    page.goto(address + "explore/", wait_until="networkidle")
    expect(page.get_by_role("group", name="Year")).to_be_visible()
    page.goto(address + next(iter(titles)), wait_until="networkidle")
    page.keyboard.press("/")
    for place, title in titles.items():
        _find(page, title, address + place)
    if "docs/guide.md" in shape.files:
        _find(page, "lanternfish", f"{address}guide/")
    context.close()
    assert faults == []


def _is_fault(text: str, kind: str) -> bool:
    return kind == "error" or "Content Security Policy" in text


def _find(page: Page, query: str, address: str) -> None:
    page.locator("dialog.ps-search input[type=search]").fill(query)
    first = page.locator("a.ps-search__result").first
    expect(first).to_have_attribute("href", re.compile(f"^{re.escape(address)}"))
