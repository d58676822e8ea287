"""Files that are made already: MkDocs knows them and links to them, but neither reads, renders nor copies them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions
from mkdocs.structure.pages import Page


class ReadyFile(File):
    """A file of `docs/` that the press publishes."""

    def __init__(self, src_uri: str, src_dir: str, dest_uri: str, dest_dir: str, *, directory_urls: bool) -> None:
        self.src_uri = src_uri  # not as MkDocs does it, which parses each path
        self.src_dir = src_dir
        self.dest_uri = dest_uri
        self.dest_dir = dest_dir
        self.use_directory_urls = directory_urls


class ReadyPage(Page):
    """The page of a file that is ready: as MkDocs makes it, but that it parses no address."""

    def _set_canonical_url(self, base: str | None) -> None:
        if base and self.url:
            root, path = _root_of(base)
            self.canonical_url, self.abs_url = root + self.url, path + self.url
        else:
            super()._set_canonical_url(base)


@lru_cache(1)
def _root_of(base: str) -> tuple[str, str]:
    """What stands before the address of each page, and before its path."""
    root = urljoin(base if base.endswith("/") else f"{base}/", "page").removesuffix("page")
    return root, urlsplit(root).path


class ReadyFiles(Files):
    """The files of a site, some of them ready: MkDocs finds these by name.

    It lists those that the settings have in the navigation, until it has that: what it lists later, it makes.
    """

    awaits_nav = True

    def __iter__(self) -> Iterator[File]:
        files = self.src_uris.values()
        return (file for file in files if not isinstance(file, ReadyFile) or (self.awaits_nav and _is_in_nav(file)))

    def all_pages(self, config: MkDocsConfig) -> list[File]:
        """The files of all pages; those of which MkDocs has not made a page have one now."""
        files = [file for file in self.src_uris.values() if is_published(file) and file.is_documentation_page()]
        for file in files:
            if file.page is None:
                ReadyPage(None, file, config)
        return files


def make_ready(src_uris: Iterable[str], dest_uri: Callable[[str], str], config: MkDocsConfig) -> list[File]:
    """Files of `docs/`, ready but for those that the settings exclude; `dest_uri` tells where each is published."""
    src_dir, dest_dir, directory_urls = config.docs_dir, config.site_dir, config.use_directory_urls
    files = [ReadyFile(uri, src_dir, dest_uri(uri), dest_dir, directory_urls=directory_urls) for uri in src_uris]
    set_exclusions(files, config)
    return [file if is_published(file) else unready(file) for file in files]


def is_published(file: File) -> bool:
    """Whether a file whose inclusion is known is part of the site, rather than excluded or a draft."""
    return bool(file.inclusion.value > InclusionLevel.DRAFT.value)


def _is_in_nav(file: File) -> bool:
    return bool(file.inclusion.value > InclusionLevel.NOT_IN_NAV.value)


def unready(file: File) -> File:
    """A file that MkDocs makes."""
    return File(file.src_uri, file.src_dir, file.dest_dir, file.use_directory_urls, inclusion=file.inclusion)


def sort_key(file: File) -> tuple[list[str], bool, str]:
    """By what MkDocs sorts the files of `docs/`: as its `file_sort_key`, which parses each path."""
    folder, _, name = file.src_uri.rpartition("/")
    stem = name.rpartition(".")[0] or name
    return folder.split("/") if folder else [], stem not in ("index", "README"), name
