"""Where pages stand under `docs/`, and how one links to another."""

from __future__ import annotations

from dataclasses import dataclass

from generator.index import Kind
from generator.model import Paper

FOLDERS = ("papers", *(str(kind) for kind in Kind))
"""The folders of `docs/` that belong to the generator."""

HOME = "index.md"
ALL_PAPERS = "papers/index.md"


@dataclass(frozen=True, slots=True)
class Page:
    """A page, before it is written."""

    src_uri: str
    """Its path relative to `docs/`, with slashes, as MkDocs calls it."""
    markdown: str
    """All of the file, front matter included."""


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What the pages say of the site itself."""

    name: str
    description: str = ""


def paper_uri(paper: Paper) -> str:
    """Of a paper's page."""
    return f"papers/{paper.key}.md"


def relative(target: str, page: str) -> str:
    """The link from one page to another, both given by `src_uri`.

    >>> relative("authors/xu-han.md", "papers/some-paper.md")
    '../authors/xu-han.md'
    """
    folder, slash, _ = page.rpartition("/")
    if target.startswith(folder + slash):
        return target[len(folder + slash) :]
    return "../" * (folder.count("/") + 1) + target
