"""Files and pages that are made already: MkDocs lists them and links to them, but neither reads nor renders them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page


@dataclass(slots=True)
class Stage:
    """Where MkDocs is in its build."""

    is_listing: bool = True
    """It asks for the pages of the site to list them, not to make them."""


class ReadyFile(File):
    """A file of `docs/` that somebody else publishes."""

    def __init__(self, file: File, stage: Stage) -> None:  # not MkDocs' own, which would parse all paths again
        vars(self).update(vars(file))
        self._stage = stage

    def is_documentation_page(self) -> bool:
        """Whether MkDocs shall take it for a page."""
        return self._stage.is_listing and super().is_documentation_page()

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing: it is published in another way."""


class ReadyPage(Page):
    """A page of a file that is made already; `ids` tells the anchors that it has."""

    def __init__(self, file: File, config: MkDocsConfig, ids: Callable[[str], set[str] | None]) -> None:
        super().__init__(None, file, config)
        self._ids = ids

    @property
    def present_anchor_ids(self) -> set[str] | None:  # type: ignore[override]
        """Asked for only where another page links to one of them."""
        return self._ids(self.file.src_uri)
