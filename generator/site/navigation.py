"""Navigation of the site: a default for projects without one, which has only the main pages of the collection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.utils import nest_paths

from generator.pages.routes import ALL_PAPERS, BROWSE, DOWNLOADS, EXPLORE, HOME, MAP, NEW, SAVED

_MAIN: Mapping[str, str | Mapping[str, str]] = {
    "Home": HOME,
    "Papers": ALL_PAPERS,
    "Explore": EXPLORE,
    "Topics": "topics/index.md",
    "Authors": "authors/index.md",
    "Map": MAP,
    "Browse": {
        "All lists": BROWSE,
        "New papers": NEW,
        "Areas": "areas/index.md",
        "Years": "years/index.md",
        "Affiliations": "affiliations/index.md",
        "Downloads": DOWNLOADS,
        "Saved papers": SAVED,
    },
}
"""Main pages by their titles."""
_MAKERS = ("awesome-nav", "awesome-pages")
"""Plugins that make a navigation of the pages that are not hidden from it."""


def set_up_navigation(config: MkDocsConfig, files: Files, ours: Iterable[str], folder: str) -> None:
    """Make a navigation where there is none, and keep all of our pages out of it that it does not name.

    Another plugin that makes the navigation finds our main pages. `folder` is that of the collection.
    """
    ours, shown = set(ours), set[str]()
    if config.nav is None:
        if any(name in config.plugins for name in _MAKERS):
            shown = {f"{folder}{page}" for page in _pages(_MAIN)}
        else:
            config.nav = default_navigation(files, ours, folder)
    hide_from_navigation(files, ours - shown)


def hide_from_navigation(files: Files, ours: Iterable[str]) -> None:
    """Mark our pages, so that MkDocs neither adds them to the navigation nor reports them as missing from it."""
    for src_uri in ours:
        file = files.get_file_from_path(src_uri)
        if file and file.inclusion is InclusionLevel.INCLUDED:
            file.inclusion = InclusionLevel.NOT_IN_NAV


def default_navigation(files: Files, ours: Iterable[str], folder: str) -> list[Any]:
    """Return a navigation of our main pages and all hand-written pages, in the form of the setting `nav`.

    `folder` is that of the collection within the site, empty or ending in a slash.
    """
    made = set(ours)
    pages = files.documentation_pages(inclusion=InclusionLevel.is_in_nav)
    by_hand = [file.src_uri for file in pages if file.src_uri not in made]
    others = nest_paths(uri for uri in by_hand if uri != HOME)  # type: ignore[no-untyped-call]
    main = list(_entries(_MAIN, folder, made | ({HOME} if HOME in by_hand and not folder else set())))
    if not folder:
        return [*main, *others]
    home: list[Any] = [HOME] if HOME in by_hand else []
    return [*home, *others, {folder.strip("/").rpartition("/")[2].capitalize(): main}] if main else [*home, *others]


def _entries(pages: Mapping[str, Any], folder: str, made: set[str]) -> Iterator[dict[str, Any]]:
    for title, page in pages.items():
        if isinstance(page, Mapping):
            if within := list(_entries(page, folder, made)):
                yield {title: within}
        elif f"{folder}{page}" in made:
            yield {title: f"{folder}{page}"}


def _pages(pages: Mapping[str, Any]) -> Iterator[str]:
    for page in pages.values():
        if isinstance(page, Mapping):
            yield from _pages(page)
        else:
            yield page
