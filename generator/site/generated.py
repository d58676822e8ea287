"""Our pages as MkDocs knows them: their HTML comes from their trees, and most of them are hidden from its build."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import count, takewhile

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import weak_property

from generator.pages import nodes
from generator.pages.html import HtmlWriter
from generator.site.skeleton import SLOTS


class GeneratedPage(Page):
    """A page whose HTML comes from its tree, which is what Python-Markdown makes of its Markdown, but faster."""

    def __init__(
        self,
        title: str | None,
        file: File,
        config: MkDocsConfig,
        make: Callable[[str], nodes.Page],
        writer: HtmlWriter,
    ) -> None:
        """`title` is that of the navigation, `make` returns the tree of a page by its `src_uri`."""
        super().__init__(title, file, config)
        self._make = make
        self._writer = writer
        self.values: Mapping[str, str] = {}
        """Texts that differ between pages of a kind, each under the name of its place."""

    @weak_property
    def title(self) -> str | None:
        """Title of the page as HTML, where the navigation has no other."""
        return self.values.get("title")

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 (the signature is MkDocs')
        """Read the file, and make the page that was written there."""
        self.markdown = self.file.content_string.partition("\n---\n")[2].lstrip("\n")
        self.show()

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Find the anchors; the HTML is made already."""
        self.present_anchor_ids = set(re.findall(r'\bid="([^"]*)"', self.content or ""))

    def show(self) -> None:
        """Take the title, the HTML and the front matter from the page's tree."""
        page = self._make(self.file.src_uri)
        html = self._writer.write(page)
        values = {"content": html.content, "title": html.title}
        for number, (anchor, heading) in enumerate(html.contents):
            values |= {f"anchor {number}": anchor, f"heading {number}": heading}
        values |= {name: page.meta[name] for name in SLOTS if page.meta.get(name)}
        for number, (name, content) in enumerate(page.meta.get("citation_tags", ())):
            values |= {f"tag {number}": name, f"tag content {number}": content}
        values |= {name: value for name in ("canonical_url", "edit_url") if (value := getattr(self, name))}
        self.meta = dict(page.meta)
        self.set_values(values)

    def set_values(self, values: Mapping[str, str]) -> None:
        """Set all that comes from the values of the page."""
        self.values = values
        self.content = values["content"]
        self.meta.update({name: values[name] for name in SLOTS if name in values})
        if tags := _pairs(values, "tag", "tag content"):
            self.meta["citation_tags"] = tags
        (anchor, title), *others = _pairs(values, "anchor", "heading")
        children = [{"level": 2, "id": id_, "name": name, "children": []} for id_, name in others]
        self.toc = get_toc([{"level": 1, "id": anchor, "name": title, "children": children}])  # type: ignore[typeddict-item]
        self.canonical_url, self.edit_url = values.get("canonical_url"), values.get("edit_url")

    def forget(self) -> None:
        """Free what takes much memory."""
        self.content, self.markdown, self.toc, self.meta, self.values = None, None, get_toc([]), {}, {}


def _pairs(values: Mapping[str, str], one: str, other: str) -> list[list[str]]:
    """Return the pairs of values under two names that are followed by the same number."""
    numbers = takewhile(lambda number: f"{one} {number}" in values, count())
    return [[values[f"{one} {number}"], values[f"{other} {number}"]] for number in numbers]


class SiteFiles(Files):
    """The files of a site, some of which are hidden from the build of MkDocs, which can still find and link to them."""

    def __init__(self, files: Iterable[File]) -> None:
        super().__init__(files)
        self.hidden: Collection[str] = ()
        """Files, by their `src_uri`, that MkDocs neither reads, nor renders, nor copies."""

    def documentation_pages(
        self, *, inclusion: Callable[[InclusionLevel], bool] = InclusionLevel.is_included
    ) -> Sequence[File]:
        """Return the pages that MkDocs makes."""
        return [file for file in super().documentation_pages(inclusion=inclusion) if file.src_uri not in self.hidden]

    def copy_static_files(
        self, dirty: bool = False, *, inclusion: Callable[[InclusionLevel], bool] = InclusionLevel.is_included
    ) -> None:
        """Copy the files that MkDocs copies."""
        Files(file for file in self if file.src_uri not in self.hidden).copy_static_files(dirty, inclusion=inclusion)

    def all_pages(self) -> Sequence[File]:
        """Return the pages of the site, the hidden ones included."""
        return super().documentation_pages()
