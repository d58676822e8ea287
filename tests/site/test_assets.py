"""Our scripts and styles in a site: minified, unless a project has others in their places."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from conftest import REPOSITORY
from mkdocs.config import load_config
from mkdocs.structure.files import Files, get_files

from generator.site import assets, theme
from generator.site.assets import SCRIPTS, minify_assets
from generator.site.theme import OVERRIDES, STYLESHEET, adapt_config

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OURS = (*SCRIPTS, STYLESHEET)
THEIRS = "/* Ours. */\nlight()\nmoths()\n"


def test_all_our_scripts_are_known() -> None:
    found = (REPOSITORY / "overrides").rglob("*.js")
    assert {path.relative_to(REPOSITORY / "overrides").as_posix() for path in found} == set(SCRIPTS)


@pytest.mark.parametrize("uri", OURS)
def test_a_site_has_our_assets_without_comments(uri: str, built: Callable[[str], Path]) -> None:
    source, published = ((folder / uri).read_bytes() for folder in (OVERRIDES, built("plain")))
    assert source.count(b"/* ") > 0
    assert not re.search(rb"/\* |^\s*//|\n\s", published)
    assert len(published) < len(source) * 6 / 7


def _files(root: Path, custom_dir: Path) -> Files:
    """Return the files of a site with their content, as the plugin leaves them."""
    settings = {"site_name": "Moths", "theme": {"name": "material", "custom_dir": str(custom_dir)}, "plugins": []}
    (root / "docs").mkdir(exist_ok=True)
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    config = load_config(str(root / "mkdocs.yml"))
    adapt_config(config)
    files = get_files(config)
    files.add_files_from_theme(config.theme.get_env(), config)
    minify_assets(files)
    return files


def _content(files: Files, uri: str) -> str:
    return files.src_uris[uri].content_string


@pytest.mark.parametrize("folder", ["docs", "own"])
def test_what_a_project_has_in_their_places_stays(folder: str, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    theirs = ("assets/javascripts/saved.js", "assets/javascripts/moths.js", STYLESHEET)
    for uri in theirs:
        (tmp_path / folder / uri).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / uri).write_text(THEIRS, encoding="utf-8")
    files = _files(tmp_path, tmp_path / "own")
    assert [_content(files, uri) for uri in theirs] == [THEIRS] * 3
    assert "/* " not in _content(files, "assets/javascripts/cite.js")


def test_what_another_plugin_made_of_ours_stays(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    files = _files(tmp_path, tmp_path / "own")
    files.src_uris[STYLESHEET].content_string = THEIRS
    minify_assets(files)
    assert _content(files, STYLESHEET) == THEIRS


def test_files_of_the_theme_stay(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    files = _files(tmp_path, tmp_path / "own")
    assert {uri for uri, file in files.src_uris.items() if not file.abs_src_path} == set(OURS)
    assert len(files.src_uris) > 2 * len(OURS)


def test_a_clone_has_ours_minified_and_scripts_of_its_own_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = shutil.copytree(OVERRIDES, tmp_path / "overrides")
    (clone / "assets" / "javascripts" / "moths.js").write_text(THEIRS, encoding="utf-8")
    for module in (assets, theme):
        monkeypatch.setattr(module, "OVERRIDES", clone)
    files = _files(tmp_path, clone)
    assert _content(files, "assets/javascripts/moths.js") == THEIRS
    assert [uri for uri in OURS if "/* " in _content(files, uri)] == []


RULES = """sheet => {
    const parsed = new CSSStyleSheet();
    parsed.replaceSync(sheet);
    return [...parsed.cssRules].map((rule) => rule.cssText.replace(/,\\s+/g, ","));
}"""
"""Rules as the browser reads them; it keeps the blanks in custom properties, where they say nothing."""


def test_minified_styles_have_the_same_rules(built: Callable[[str], Path], browser: Browser) -> None:
    sheets = [(folder / STYLESHEET).read_text(encoding="utf-8") for folder in (OVERRIDES, built("plain"))]
    page = browser.new_page()
    rules, minified = (page.evaluate(RULES, text) for text in sheets)
    page.close()
    assert len(rules) > 100
    assert minified == rules
