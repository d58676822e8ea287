"""The printer: the sheets of pages in, their whole HTML out, through the theme's template only where it must be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial

from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from generator.press.sheets import Sheet
from generator.press.shell import Shell, encoded, make_shell

_SLOTS = ("description", "json_ld", "feed")
"""What pages have in their front matter in their own words."""

Kind = tuple[object, ...]


class UnlikeError(Exception):
    """A template does not make the same of all pages of a kind."""


class Printer:
    """Prints pages: the first of a kind through its template, later ones through the shell that is made of it."""

    def __init__(self, render: Callable[[Page], str], named: str, *, trusting: bool) -> None:
        """`render` is what the template makes of a page; without trust, every page goes through it.

        With trust, every second, fourth, eighth page and so on of a kind is made in both ways. A page is of a kind of
        its own where `named`, all that the templates or the settings name, has its address.
        """
        self._render = render
        self._named = named
        self._trusting = trusting
        self._first: dict[Kind, tuple[Page, Sheet]] = {}
        self._shells: dict[Kind, Shell | None] = {}
        self._printed: Counter[Kind] = Counter()

    def print(self, page: Page, sheet: Sheet) -> bytes:
        """The whole HTML of a page, as MkDocs writes it to the disk."""
        if not self._trusting:
            return self._through_template(page, sheet)
        kind = self._kind(page, sheet)
        self._printed[kind] += 1
        number = self._printed[kind]
        if number == 1:
            self._first[kind] = page, sheet
            return self._through_template(page, sheet)
        if number == 2:
            self._shells[kind] = self._shell(*self._first.pop(kind))
        shell = self._shells[kind]
        if shell is None:
            return self._through_template(page, sheet)
        text = shell.fill(_values(page, sheet))
        if number & (number - 1) or text == (rendered := self._through_template(page, sheet)):
            return text
        if number > 2:
            raise UnlikeError
        self._shells[kind] = None
        return rendered

    def _through_template(self, page: Page, sheet: Sheet) -> bytes:
        dress(page, sheet)
        try:
            return encoded(self._render(page))
        finally:
            _undress(page)

    def _shell(self, page: Page, sheet: Sheet) -> Shell | None:
        return make_shell(_values(page, sheet), partial(self._render_with, page, sheet))

    def _kind(self, page: Page, sheet: Sheet) -> Kind:
        """What pages have in common of which the template makes the same."""
        folder, *deeper = page.url.rstrip("/").rpartition("/")[0].split("/")
        # Folders within that one are alike where they are as deep: relative links go up as many steps, unless the
        # settings or the templates name such a folder.
        within = "/".join(deeper) if f"{folder}/{'/'.join(deeper)}" in self._named else len(deeper)
        named = page.url if page.url.rstrip("/") in self._named else ""
        meta = {name: value for name, value in sheet.meta.items() if name not in _SLOTS}
        in_nav = page.file.src_uri if page.parent or page.previous_page or page.next_page else ""
        slots = tuple(name in sheet.meta for name in _SLOTS)
        return (folder, within, named, in_nav, repr(meta), slots, len(sheet.html.contents))

    def _render_with(self, page: Page, sheet: Sheet, values: Mapping[str, str]) -> str:
        """A page with other values than its own."""
        dress(page, sheet)
        page.content = values["content"]
        page.meta = dict(sheet.meta) | {name: values[name] for name in _SLOTS if name in values}
        for number, item in enumerate((page.toc.items[0], *page.toc.items[0].children)):
            item.id = values[f"anchor {number}"]
            item.title = values[f"section {number}"] if number else item.title
        if "title" in values:
            page.title = values["title"]
        address = page.canonical_url
        if "canonical_url" in values:
            page.canonical_url = values["canonical_url"]
        try:
            return self._render(page)
        finally:
            page.canonical_url = address
            if "title" in values:
                del page.title
            _undress(page)


def dress(page: Page, sheet: Sheet) -> None:
    """Give a page what MkDocs would have read and rendered."""
    html = sheet.html
    (anchor, title), *others = html.contents
    children = [{"level": 2, "id": id_, "name": name, "children": []} for id_, name in others]
    page.markdown = ""
    page.meta = dict(sheet.meta)
    page.content = html.content
    page.toc = get_toc([{"level": 1, "id": anchor, "name": title, "children": children}])  # type: ignore[typeddict-item]
    page._title_from_render = html.title


def _undress(page: Page) -> None:
    page.content = None
    page.toc = get_toc([])


def _values(page: Page, sheet: Sheet) -> dict[str, str]:
    """What differs between pages of a kind."""
    values = {"content": sheet.html.content}
    for number, (anchor, title) in enumerate(sheet.html.contents):
        values[f"anchor {number}"] = anchor
        if number:
            values[f"section {number}"] = title
    values |= {name: sheet.meta[name] for name in _SLOTS if sheet.meta.get(name)}
    if page.canonical_url:
        values["canonical_url"] = page.canonical_url
    if "title" not in vars(page):
        values["title"] = sheet.html.title
    return values
