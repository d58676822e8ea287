"""The templates: also readable by minijinja, for a builder of sites that knows no other."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import material
import minijinja
import pytest
from html_reader import read

from generator.site.builder import digest_of_template

REPOSITORY = Path(__file__).parent.parent
OVERRIDES = REPOSITORY / "overrides"
THEME = Path(material.__file__).parent / "templates"
TEMPLATES = sorted(
    path.relative_to(OVERRIDES).as_posix() for path in OVERRIDES.rglob("*") if path.suffix in (".html", ".xml")
)
HEAD = "partials/papershelf-head.html"
NAV = "partials/papershelf-nav.html"


def _source(name: str) -> str | None:
    path = next((folder / name for folder in (OVERRIDES, THEME) if (folder / name).is_file()), None)
    return path.read_text(encoding="utf-8") if path else None


def _url(path: str) -> str:
    return f"../{path}"


def _striptags(text: str) -> str:
    return str(jinja2.filters.do_striptags(text))


def _mini() -> minijinja.Environment:
    # MkDocs escapes nothing by itself: the templates must.
    return minijinja.Environment(
        loader=_source, filters={"url": _url, "striptags": _striptags}, auto_escape_callback=lambda _: None
    )


def _jinja() -> jinja2.Environment:
    made = jinja2.Environment(loader=jinja2.FileSystemLoader([OVERRIDES, THEME]), autoescape=False)
    made.filters["url"] = _url
    return made


ENVIRONMENTS: dict[str, Callable[[], Any]] = {"jinja": _jinja, "minijinja": _mini}


def test_there_are_templates() -> None:
    assert {"main.html", "404.html", "sitemap.xml", HEAD} <= set(TEMPLATES)


def test_the_shipped_templates_are_known_by_their_digests(golden: Callable[[Path, str], None]) -> None:
    digests = {name: digest_of_template(OVERRIDES / name) for name in TEMPLATES if name.endswith(".html")}
    golden(REPOSITORY / "generator" / "data" / "templates.json", f"{json.dumps(digests, indent=1)}\n")


@pytest.mark.parametrize("name", TEMPLATES)
def test_minijinja_reads_the_template(name: str) -> None:
    _mini().add_template(name, _source(name) or "")


@pytest.mark.parametrize("name", TEMPLATES)
def test_jinja_reads_the_template(name: str) -> None:
    _jinja().get_template(name)


def _facts(*, site_url: str = "", title: str = "Moths", meta: dict[str, Any] | None = None) -> dict[str, Any]:
    page = {"title": title, "is_homepage": False, "meta": meta or {}, "canonical_url": site_url and f"{site_url}moths/"}
    config = {"site_name": "Shelf & <Sons>", "site_description": 'All "moths"', "site_url": site_url}
    return {"page": SimpleNamespace(**page), "config": SimpleNamespace(**config)}


def _render(environment: str, **facts: Any) -> str:
    return _render_template(environment, HEAD, _facts(**facts))


def _render_template(environment: str, name: str, given: dict[str, Any]) -> str:
    made = ENVIRONMENTS[environment]()
    if environment == "jinja":
        return str(made.get_template(name).render(**given))
    return str(made.render_template(name, **given))


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("site_url", ["", "https://a.example.org/"])
def test_the_head_under_both(environment: str, site_url: str) -> None:
    hostile = '"><script>alert(1)</script>'
    meta = {"description": hostile, "feed": "moths/feed", "citation_tags": [["citation_title", hostile]]}
    html = read(_render(environment, site_url=site_url, title="Moths &amp; <b>", meta=meta))
    assert html.names == {"meta", "link"}
    said = {
        facts.get("property") or facts.get("name"): facts.get("content")
        for name, facts in html.elements
        if name == "meta"
    }
    assert said["og:site_name"] == "Shelf & <Sons>"
    assert said["og:description"] == said["citation_title"] == hostile
    assert said.get("og:url") == (f"{site_url}moths/" if site_url else None)
    hrefs = html.values("link", "href")
    assert hrefs[:4] == ["../feed.xml", "../feed.json", "moths/feed.xml", "moths/feed.json"]
    assert ("../opensearch.xml" in hrefs) is bool(site_url)


def test_both_write_the_same_head() -> None:
    facts: dict[str, Any] = {
        "site_url": "https://a.example.org/",
        "meta": {"feed": "moths/feed", "json_ld": "{}"},
    }
    one, other = (_render(environment, **facts) for environment in ENVIRONMENTS)
    assert read(one).elements == read(other).elements


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_short_navigation_has_the_first_level(environment: str) -> None:
    papers, first = {"title": "Papers", "url": "papers/"}, {"title": "Moths", "url": "moths/"}
    about = {"title": "About", "children": [{"title": "Night", "children": [first, papers]}, papers]}
    given = {
        "nav": SimpleNamespace(items=[papers, about], homepage={"url": "home/"}),
        "page": {"meta": {"hide": ["navigation"]}},
        "config": {"site_name": "Shelf & <Sons>", "extra": {}, "theme": {"icon": {"logo": "material/bookshelf"}}},
        "lang": SimpleNamespace(t=str),
    }
    html = read(_render_template(environment, NAV, given))
    links = [(facts["href"], facts["class"]) for name, facts in html.elements if name == "a"]
    assert links == [
        ("../home/", "md-nav__button md-logo"),
        ("../papers/", "md-nav__link"),
        ("../moths/", "md-nav__link"),
    ]
    assert html.text.split() == ["Shelf", "&", "<Sons>", "Papers", "About"]
    assert [facts for name, facts in html.elements if name == "div" and "hidden" in facts]


def test_the_stylesheet_fetches_nothing() -> None:
    css = "".join(path.read_text(encoding="utf-8") for path in OVERRIDES.rglob("*.css"))
    assert "@import" not in css
    assert "http" not in css.replace("http://www.w3.org/2000/svg", "")


def test_every_block_of_the_stylesheet_is_closed() -> None:
    """A rule without indentation begins outside of any block: else all that follows would hold in print only."""
    text = (OVERRIDES / "assets" / "stylesheets" / "papershelf.css").read_text(encoding="utf-8")
    depth = 0
    for number, line in enumerate(re.sub(r"url\('[^']*'\)|/\*.*?\*/", _blank, text, flags=re.DOTALL).split("\n"), 1):
        assert depth == 0 or not line or line[0] in " }", f"line {number} begins within a block that is not closed"
        depth += line.count("{") - line.count("}")
    assert depth == 0


def _blank(match: re.Match[str]) -> str:
    """Line feeds only, so that lines keep their numbers."""
    return "\n" * match[0].count("\n")
