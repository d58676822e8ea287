"""Our pages as MkDocs knows them: their HTML comes from their trees, and most of them are hidden from its build."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

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

    def __init__(self, file: File, config: MkDocsConfig, make: Callable[[str], nodes.Page], writer: HtmlWriter) -> None:
        """`make` returns the tree of a page by its `src_uri`."""
        super().__init__(None, file, config)
        self._make = make
        self._writer = writer
        self._heading: str | None = None
        self._contents: Sequence[tuple[str, str]] = ()

    @weak_property
    def title(self) -> str | None:
        """Title of the page, as HTML."""
        return self._heading

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 (the signature is MkDocs')
        """Read the file, and make the page that was written there."""
        self.markdown = self.file.content_string.partition("\n---\n")[2].lstrip("\n")
        self.show(self._make(self.file.src_uri))

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Know the anchors; the HTML is there."""
        self.present_anchor_ids = set(re.findall(r'\bid="([^"]*)"', self.content or ""))

    def show(self, page: nodes.Page) -> None:
        """Have the HTML and the front matter of a tree."""
        html = self._writer.write(page)
        self.meta = dict(page.meta)
        self.content = html.content
        self._heading = html.title
        self.set_contents(html.contents)

    def set_contents(self, contents: Sequence[tuple[str, str]]) -> None:
        """Have a table of contents: the page's heading and those of its sections, each as its id and its HTML."""
        self._contents = contents
        (anchor, title), *others = contents
        children = [{"level": 2, "id": id_, "name": name, "children": []} for id_, name in others]
        self.toc = get_toc([{"level": 1, "id": anchor, "name": title, "children": children}])  # type: ignore[typeddict-item]

    def forget(self) -> None:
        """Give up what takes much memory."""
        self.content, self.markdown, self.toc, self.meta = None, None, get_toc([]), {}

    def values(self) -> dict[str, str]:
        """Return what differs between pages of a kind, by names that say where it belongs."""
        found = {"content": self.content or "", "title": self.title or ""}
        for number, (anchor, heading) in enumerate(self._contents):
            found[f"anchor {number}"] = anchor
            found[f"heading {number}"] = heading
        found |= {name: self.meta[name] for name in SLOTS if self.meta.get(name)}
        for number, (name, content) in enumerate(self.meta.get("citation_tags", ())):
            found |= {f"tag {number}": name, f"tag content {number}": content}
        found |= {name: value for name in ("canonical_url", "edit_url") if (value := getattr(self, name))}
        return found

    def set_values(self, values: Mapping[str, str]) -> None:
        """Have other values."""
        meta: dict[str, Any] = dict(self.meta) | {name: values[name] for name in SLOTS if name in values}
        if "citation_tags" in meta:
            tags = range(len(meta["citation_tags"]))
            meta["citation_tags"] = [[values[f"tag {number}"], values[f"tag content {number}"]] for number in tags]
        self.meta, self.content, self._heading = meta, values["content"], values["title"]
        numbers = range(len(self._contents))
        self.set_contents([(values[f"anchor {number}"], values[f"heading {number}"]) for number in numbers])
        self.canonical_url, self.edit_url = values.get("canonical_url"), values.get("edit_url")


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
