"""The site builder: makes our part of a site as MkDocs would, byte for byte, but with few templates rendered.

A page goes through the theme's template only as the first of its kind; the others are filled into the skeleton that
comes of it. What an earlier build made of the same is taken from the live site. Where the templates are not the
shipped ones, MkDocs makes all pages, with the HTML that we make from their trees.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache
from pathlib import Path, PurePath
from typing import Any, NamedTuple

import jinja2
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from generator.config import SiteConfig
from generator.models import fingerprint, read_data
from generator.pages import nodes
from generator.pages.html import CODE_SETTINGS, EXTENSIONS, HARMLESS, HtmlWriter
from generator.site.cache import Cache
from generator.site.docs_folder import DocsResult
from generator.site.files import Signature, signature_of
from generator.site.generated import GeneratedPage, SiteFiles
from generator.site.skeleton import Skeleton, encode, make_skeleton
from generator.site.staging import Staging
from generator.site.theme import OVERRIDES, template_dirs
from generator.site.workers import Progress, spread

_PLUGINS = {"search", "material/search", "offline", "material/offline", "papershelf"}
"""Plugins known not to change our pages."""
_PERMALINKS: Mapping[str, Any] = {"permalink": True}
_ADDED_TEXT = {"auto_append", "glossary"}
"""Settings of extensions by which pages get more text, or other text a meaning."""
_FEW = 2
"""Number of pages of a kind up to which a skeleton does not pay: making it renders the template twice."""


def unsupported_reason(config: MkDocsConfig) -> str:
    """Return why MkDocs has to make our pages from their Markdown; empty if it need not."""
    unknown = sorted(set(config.plugins) - _PLUGINS)
    if unknown or config.hooks:
        return f"the plugin {unknown[0]} may change pages" if unknown else "hooks may change pages"
    found = {name: config.mdx_configs.get(name) or {} for name in config.markdown_extensions}
    unlike = [name for name, settings in found.items() if not _leaves_pages_alone(name, settings)]
    unlike += EXTENSIONS.keys() - found.keys()
    return f"the Markdown extension {min(unlike)} is set up in another way" if unlike else ""


def _leaves_pages_alone(name: str, settings: Mapping[str, Any]) -> bool:
    """Return whether our HTML is right for a Markdown extension with these settings."""
    if name == "pymdownx.highlight":
        return settings.keys() <= set(CODE_SETTINGS)
    if name == "pymdownx.superfences":
        fences = settings.get("custom_fences") or ()
        return settings.keys() <= {"custom_fences"} and all(fence.get("name") == "mermaid" for fence in fences)
    if name in HARMLESS:
        return _ADDED_TEXT.isdisjoint(settings)
    return settings == EXTENSIONS.get(name) or (name == "toc" and settings == _PERMALINKS)


def has_shipped_templates(config: MkDocsConfig) -> bool:
    """Return whether pages are made by Material's templates and ours alone, in a version of which we know them.

    The user's folder may have copies of ours.
    """
    known = json.loads(read_data("templates.json"))
    copies = [_digests_of_templates(folder).items() <= known.items() for folder in template_dirs(config)[0]]
    return config.theme.name == "material" and all(copies) and _digests_of_templates(OVERRIDES) == known


def _digests_of_templates(folder: str | Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): digest_of_template(path) for path in Path(folder).rglob("*.html")}


def digest_of_template(path: Path) -> str:
    """Return the digest of a template, whatever its line endings."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


class SiteFile(NamedTuple):
    """A file of a site, as a build left it."""

    cache_key: str
    """Digest of what it was made from; empty where it is to be made again."""
    signature: Signature | None


class SiteBuilder:
    """Makes our part of one site."""

    def __init__(
        self,
        config: MkDocsConfig,
        site: SiteConfig,
        docs: DocsResult,
        staging: Staging,
        cache: Cache,
        workers: int,
        finish: Callable[[str, Page], str],
    ) -> None:
        """`finish` checks a rendered page, and returns it as it is published."""
        self._config = config
        self._finish = finish
        self._artifacts = docs.artifacts
        self._docs = docs.files
        self._artifact_of = {uri: number for number, made in enumerate(docs.made) for uri in made.files}
        self._staging = staging
        self._cache = cache
        self._workers = workers
        self._folder = site.folder
        highlight = config.mdx_configs.get("pymdownx.highlight") or {}
        self._writer = HtmlWriter(site, permalinks=bool(config.mdx_configs.get("toc")), highlight=highlight)
        self._made: dict[str, SiteFile] = {}
        self._record = f"files of {staging.live!r}"
        self._files = SiteFiles(())
        self.pages: Sequence[File] = ()
        """Files of all pages of the site."""

    def claim(self, files: Files) -> SiteFiles:
        """Return the files of the site, some of which can be hidden, with our pages of the navigation in place."""
        self._files = SiteFiles(files)
        if not self._docs.keys() <= self._files.src_uris.keys():  # others take their places, and links change
            self._docs = {}
        for src_uri, title in _titles(self._config.nav):
            self._take_over(src_uri, title)
        return self._files

    def hide(self, nav: Navigation) -> None:
        """Take over our other pages, and hide them from MkDocs; those in the navigation show on other pages.

        Nothing is hidden if other files have the same destinations: MkDocs knows which of them comes last.
        """
        self._nav = nav
        in_nav = {page.file.src_uri for page in nav.pages}
        ours = {file for uri in self._docs if uri not in in_nav and (file := self._take_over(uri))}
        if has_shipped_templates(self._config):
            hidden = {file for file in ours if file.inclusion.is_included()}  # type: ignore[no-untyped-call]
            places = {file.dest_uri for file in self._files if file not in hidden}
            if places.isdisjoint(file.dest_uri for file in hidden):
                self._files.hidden = {file.src_uri for file in hidden}

    def _take_over(self, src_uri: str, title: str | None = None) -> File | None:
        """Return a file that is ours, for whose page we have the HTML; `title` is that of the navigation."""
        file = self._files.get_file_from_path(src_uri) if src_uri in self._docs else None
        if file and file.is_documentation_page():
            GeneratedPage(title, file, self._config, self._make_page, self._writer)
        return file

    def build(self, env: jinja2.Environment, on_progress: Progress | None = None) -> None:
        """Make the hidden files, or take them from the live site; and find the anchors to which other pages link."""
        self._env, self.pages = env, self._files.all_pages()
        self._find_anchors()
        self._known: Mapping[str, SiteFile] = self._cache.get(self._record) or {}
        self._skeletons = self._make_skeletons()
        by_artifact: dict[int, list[str]] = defaultdict(list)
        for uri in self._files.hidden:
            by_artifact[self._artifact_of[uri]].append(uri)
        for made in spread(self._put_all, list(by_artifact.values()), self._workers, on_progress):
            self._made |= made

    def remember(self) -> None:
        """Record the files of the new site, now that it is live."""
        self._cache.put(self._record, self._made)

    # ---- files ----

    def _put_all(self, uris: Sequence[str]) -> dict[str, SiteFile]:
        """Put files of an artifact into the new site; return them by their paths there."""
        files = [self._files.src_uris[uri] for uri in uris]
        return {file.dest_uri: self._put(file) for file in files}

    def _put(self, file: File) -> SiteFile:
        written = self._docs[file.src_uri]
        skeleton = self._skeletons.get(self._kind(file)) if written.kind else None
        key = fingerprint(written.digest, skeleton.digest) if skeleton else "" if written.kind else written.digest
        known = self._known.get(file.dest_uri)
        if key and known and known == SiteFile(key, signature_of(f"{self._staging.live}/{file.dest_uri}")):
            self._staging.keep(file.dest_uri)
            return known
        self._staging.write(file.dest_uri, self._content(file, skeleton) if written.kind else file.content_bytes)
        return SiteFile(key, signature_of(f"{self._staging.folder}/{file.dest_uri}"))

    # ---- pages ----

    @lru_cache(maxsize=64)  # noqa: B019 (pages of an artifact are asked for one after another; there is one builder)
    def _pages_of(self, artifact: int) -> Mapping[str, nodes.Page]:
        return {f"{self._folder}{page.src_uri}": page for page in self._artifacts[artifact].pages()}

    def _make_page(self, src_uri: str) -> nodes.Page:
        return self._pages_of(self._artifact_of[src_uri])[src_uri]

    def _content(self, file: File, skeleton: Skeleton | None) -> bytes:
        """Return a page, filled into a skeleton or as its template makes it."""
        with self._shown(file) as page:
            return skeleton.fill(page.values) if skeleton else self._render(page)

    @contextmanager
    def _shown(self, file: File) -> Iterator[GeneratedPage]:
        """Yield the page of a file, with all that a template needs."""
        page = file.page
        if not isinstance(page, GeneratedPage):
            raise TypeError(f"expected a page of ours, found {page!r}")
        page.show()
        try:
            yield page
        finally:
            page.forget()

    def _render(self, page: GeneratedPage) -> bytes:
        """Return a page as its template makes it, as MkDocs does it."""
        page.active = True
        context = get_context(self._nav, self.pages, self._config, page)
        rendered = self._env.get_template(page.meta.get("template", "main.html")).render(context)
        page.active = False
        return encode(self._finish(rendered, page))

    def _make_skeletons(self) -> dict[str, Skeleton]:
        """Return the skeletons of the kinds that have enough pages, and whose pages differ in their values only."""
        kinds: dict[str, list[File]] = defaultdict(list)
        for uri in sorted(self._files.hidden):
            if self._docs[uri].kind:
                file = self._files.src_uris[uri]
                kinds[self._kind(file)].append(file)
        made = {kind: self._skeleton(files[0]) for kind, files in kinds.items() if len(files) > _FEW}
        return {kind: skeleton for kind, skeleton in made.items() if skeleton}

    def _kind(self, file: File) -> str:
        """Return what a page has in common with others that are alike but for their values.

        Links to the same page differ by the folder in which they stand; within a folder of the site, only by its depth,
        unless the settings name an address there.
        """
        folder, _, name = file.url.rstrip("/").rpartition("/")
        first, *deeper = folder.split("/")
        place = folder if deeper and folder in self._named else len(deeper)
        own = name if f"{folder}/{name}".lstrip("/") in self._named else ""
        return f"{self._docs[file.src_uri].kind} {first} {place} {own}"

    @cached_property
    def _named(self) -> str:
        """Text of all settings in which an address within the site may stand."""
        return repr([self._config.nav, dict(self._config.extra), dict(self._config.theme), self._config.copyright])

    def _skeleton(self, file: File) -> Skeleton | None:
        with self._shown(file) as page:
            values, rendered = page.values, self._render(page)

            def render(marks: Mapping[str, str]) -> str:
                page.set_values(marks)
                return self._render(page).decode()

            skeleton = make_skeleton(list(values), render)
            page.set_values(values)
        return skeleton if skeleton and skeleton.fill(values) == rendered else None

    def _find_anchors(self) -> None:
        """Find the anchors of hidden pages to which other pages link, so that MkDocs can check these links."""
        for file in self._files.documentation_pages():
            for target in (file.page and file.page.links_to_anchors) or {}:
                if isinstance(target.page, GeneratedPage):
                    target.page.read_source(self._config)
                    target.page.render(self._config, self._files)


def _titles(nav: Any) -> Iterator[tuple[str, str | None]]:
    """Yield the files that a navigation names, with the titles that it gives them."""
    for title, part in nav.items() if isinstance(nav, dict) else [(None, part) for part in nav or ()]:
        if isinstance(part, str):
            yield PurePath(part).as_posix(), title
        else:
            yield from _titles(part)
