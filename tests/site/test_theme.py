"""Settings that the plugin adds to a project: everything that is missing, nothing that is set."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import pytest
import yaml
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError
from mkdocs.plugins import BasePlugin

from generator.pages.html import EXTENSIONS
from generator.site.theme import OVERRIDES, SCRIPT, STYLESHEET, adapt_config, template_globals, template_loader


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "own").mkdir()
    return tmp_path


def _adapted(root: Path, **settings: Any) -> MkDocsConfig:
    text = yaml.safe_dump({"site_name": "The lab", "theme": "material", "plugins": [], **settings})
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    config = load_config(str(root / "mkdocs.yml"))
    adapt_config(config)
    return config


def test_what_is_missing_is_added(root: Path) -> None:
    config = _adapted(root)
    assert config.extra_css == [STYLESHEET]
    assert [str(script) for script in config.extra_javascript] == [SCRIPT]
    assert set(EXTENSIONS) <= set(config.markdown_extensions)
    assert config.mdx_configs["pymdownx.tabbed"] == {"alternate_style": True}
    assert config.theme.dirs[0] == str(OVERRIDES)
    assert config.theme["font"] is False


def test_adding_twice_adds_nothing(root: Path) -> None:
    config = _adapted(root)
    before = dict(config), list(config.theme.dirs), dict(config.theme)
    adapt_config(config)
    assert (dict(config), list(config.theme.dirs), dict(config.theme)) == before


def test_what_is_set_stays(root: Path) -> None:
    config = _adapted(
        root,
        extra_css=["own.css", STYLESHEET],
        extra_javascript=["own.js"],
        markdown_extensions=[{"pymdownx.tabbed": {"alternate_style": False}}, {"toc": {"permalink": "#"}}],
        theme={"name": "material", "custom_dir": "own", "font": {"text": "Lato"}},
    )
    assert config.extra_css == ["own.css", STYLESHEET]
    assert [str(script) for script in config.extra_javascript] == [SCRIPT, "own.js"]
    assert config.mdx_configs["pymdownx.tabbed"] == {"alternate_style": False}
    assert config.mdx_configs["toc"] == {"permalink": "#"}
    assert config.theme.dirs[:2] == [str(root / "own"), str(OVERRIDES)]
    assert config.theme["font"] == {"text": "Lato"}


@pytest.mark.parametrize("how", [{"type": "module"}, {"defer": True}, {"async": True}])
def test_our_script_runs_in_its_place_however_it_is_listed(how: dict[str, Any], root: Path) -> None:
    config = _adapted(root, extra_javascript=["own.js", {"path": SCRIPT, **how}, {"path": "more.js", **how}])
    assert config.extra_javascript[:2] == ["own.js", SCRIPT]
    assert config.extra_javascript[2].path == "more.js"  # type: ignore[union-attr]


def test_the_theme_has_no_permalinks_unless_they_are_set(root: Path) -> None:
    assert not _adapted(root).mdx_configs.get("toc")


@pytest.mark.parametrize("name", ["search", "material/search"])
def test_the_search_of_the_theme_is_off(name: str, root: Path) -> None:
    config = _adapted(root, plugins=[name])
    assert [plugin.config["enabled"] for plugin in config.plugins.values()] == [False]


def test_nothing_is_fetched_for_a_search_without_a_server(root: Path) -> None:
    config = _adapted(root, plugins=["offline"], extra={"polyfills": ["own.js"]})
    config.plugins.on_config(config)
    adapt_config(config)
    assert config.extra["polyfills"] == ["own.js"]


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_another_theme_is_an_error(theme: str, root: Path) -> None:
    with pytest.raises(ConfigurationError, match=f"expected the theme material, or one made from it, found '{theme}'"):
        _adapted(root, theme=theme)


@pytest.mark.parametrize("name", ["encryptcontent", "exclude-search", "i18n"])
def test_a_plugin_that_cannot_work_with_ours_is_an_error(name: str, root: Path) -> None:
    config = _adapted(root)
    config.plugins[name] = BasePlugin()
    with pytest.raises(ConfigurationError, match=f"found {name}: it "):
        adapt_config(config)


BASE = "[{% block site_meta %}{% endblock %}|{% block extrahead %}theme's{% endblock %}]"
MAIN = '{% extends "base.html" %}{% block extrahead %}mine{% endblock %}'


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({}, "|theme's]"),
        ({"main.html": MAIN}, "|mine]"),
        ({"main.html": MAIN.replace("mine", "{{ super() }}, mine")}, "|theme's, mine]"),
        ({"base.html": BASE.replace("[", "own [")}, "|theme's]"),
        ({"base.html": BASE.replace("[", "own ["), "main.html": MAIN}, "|mine]"),
        ({"main.html": "mine alone"}, "mine alone"),
    ],
    ids=["none", "main", "main with super", "base", "base and main", "another main"],
)
def test_templates_of_the_user_extend_ours(own: dict[str, str], expected: str, tmp_path: Path) -> None:
    folders = [tmp_path / "own", OVERRIDES, tmp_path / "theme"]
    for folder, files in ((folders[0], own), (folders[2], {"base.html": BASE})):
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    config: Any = SimpleNamespace(theme=SimpleNamespace(dirs=list(map(str, folders))))
    environment = jinja2.Environment(loader=template_loader(config))
    environment.globals.update(template_globals())
    environment.filters["url"] = str
    rendered = environment.get_template("main.html").render(config={"site_name": "The lab", "theme": {}})
    assert rendered.rstrip().endswith(expected)
    assert ("og:site_name" in rendered) is (expected != "mine alone")
    assert ("own [" in rendered) is ("base.html" in own)
