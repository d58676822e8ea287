"""Navigation of projects that do not define one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from generator.site.navigation import default_navigation, hide_from_navigation, set_up_navigation

OURS = ("index.md", "explore.md", "papers/index.md", "papers/moths.md", "topics/index.md", "map.md", "feed.xml")


def _files(*src_uris: str) -> Files:
    files = [File(uri, "docs", "site", True) for uri in src_uris]
    for file in files:
        file.inclusion = InclusionLevel.INCLUDED
    return Files(files)


MAIN = [
    {"Home": "index.md"},
    {"Papers": "papers/index.md"},
    {"Explore": "explore.md"},
    {"Topics": "topics/index.md"},
    {"Map": "map.md"},
]


@pytest.mark.parametrize(
    ("by_hand", "ours", "folder", "expected"),
    [
        ((), OURS, "", MAIN),
        (("guide/a.md", "about.md"), OURS, "", [*MAIN, {"Guide": ["guide/a.md"]}, "about.md"]),
        (("index.md",), OURS[1:], "", MAIN),
        ((), ("papers/index.md",), "", [{"Papers": "papers/index.md"}]),
        (
            ("index.md", "about.md"),
            ("lab/papers/index.md", "lab/papers/papers/index.md"),
            "lab/papers/",
            [
                "index.md",
                "about.md",
                {"Papers": [{"Home": "lab/papers/index.md"}, {"Papers": "lab/papers/papers/index.md"}]},
            ],
        ),
        ((), (), "papers/", []),
    ],
    ids=["none", "pages by hand", "a home page by hand", "few parts", "a folder", "nothing"],
)
def test_main_pages_and_pages_by_hand(
    by_hand: tuple[str, ...], ours: tuple[str, ...], folder: str, expected: list[object]
) -> None:
    found = default_navigation(_files(*by_hand, *ours), ours, folder)
    assert _plain(found) == expected


def _plain(items: Iterable[object]) -> list[object]:
    return [
        {title: _plain(part) if isinstance(part, list) else part for title, part in item.items()}
        if isinstance(item, dict)
        else item
        for item in items
    ]


def test_excluded_pages_are_not_in_it() -> None:
    files = _files("draft.md", "index.md")
    files.get_file_from_path("draft.md").inclusion = InclusionLevel.DRAFT  # type: ignore[union-attr]
    assert default_navigation(files, (), "") == [{"Home": "index.md"}]


def test_our_pages_are_not_reported_as_missing_from_a_navigation() -> None:
    files = _files("papers/moths.md", "about.md")
    hide_from_navigation(files, ["papers/moths.md", "papers/gone.md"])
    assert {file.src_uri: file.inclusion for file in files} == {
        "papers/moths.md": InclusionLevel.NOT_IN_NAV,
        "about.md": InclusionLevel.INCLUDED,
    }


@pytest.mark.parametrize(
    ("nav", "plugin", "set_nav", "in_nav"),
    [
        (None, "tags", True, {"about.md"}),
        (None, "awesome-nav", False, {"lab/index.md", "lab/papers/index.md", "about.md"}),
        (None, "awesome-pages", False, {"lab/index.md", "lab/papers/index.md", "about.md"}),
        (["about.md"], "awesome-pages", True, {"about.md"}),
    ],
)
def test_a_plugin_that_makes_the_navigation_finds_our_main_pages(
    nav: Any, plugin: str, set_nav: bool, in_nav: set[str]
) -> None:
    ours = ("lab/index.md", "lab/papers/index.md", "lab/papers/moths.md")
    files, config = _files("about.md", *ours), MkDocsConfig()
    config.load_dict({"nav": nav, "plugins": {plugin: {}}})
    set_up_navigation(config, files, ours, "lab/")
    assert (config.nav is not None) is set_nav
    assert {file.src_uri for file in files if file.inclusion.is_in_nav()} == in_nav  # type: ignore[no-untyped-call]
