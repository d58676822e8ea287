"""The press: makes the generated part of a site while MkDocs makes the rest, byte for byte as MkDocs would.

It takes over the files of `docs/` that are ours. Pages get what the theme's template makes of their kind (`shell.py`)
around what they say (`pages/html.py`); what is up to date in the folder of the site is left alone (`site.py`).
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import jinja2
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from generator import processes
from generator.config import SiteConfig
from generator.disk import digest_of
from generator.docs import Written
from generator.pages.html import Html, HtmlWriter
from generator.press.environment import named
from generator.press.outline import draw_outline
from generator.press.printer import Printer, UnlikeError, dress
from generator.press.ready import ReadyFile, ReadyFiles, is_published, make_ready, sort_key, unready
from generator.press.sheets import Sheet, SheetKeeper, Sheets
from generator.press.site import Site, Stamp
from generator.processes import Progress
from generator.publication import Publication
from generator.render import Unit

_FEW = 500
"""Files up to which one process is as fast as several."""

log = logging.getLogger("mkdocs.plugins.papershelf")


class Press:
    """Makes the generated part of one site."""

    def __init__(
        self,
        config: MkDocsConfig,
        facts: SiteConfig,
        publication: Publication,
        cache: Path,
        made_by: str,
        jobs: int,
        on_progress: Progress | None,
        *,
        use_cache: bool,
    ) -> None:
        """`cache` is a folder for its own; for `made_by` see `Site`. Without the cache, everything is made."""
        self._config = config
        self._facts = facts
        self._jobs = jobs
        self._on_progress = on_progress
        self._work = cache / "work"
        shutil.rmtree(self._work, ignore_errors=True)
        self.made_by = made_by
        self._site = Site(publication.live, publication.fresh, cache / "site.json", made_by, use_record=use_cache)
        self._named = named(config)
        self._docs_dir = config.docs_dir
        self._hidden: Collection[str] = ()
        """Folders of `docs/` that MkDocs does not look at."""
        self._ready: dict[str, ReadyFile] = {}
        self._digests: Mapping[str, str] = {}
        self._sheets = Sheets([])
        self._nav: Navigation | None = None
        self._env: jinja2.Environment | None = None
        self._files = ReadyFiles([])
        self.pages: Sequence[File] = ()
        """All pages of the site, for its sitemap."""

    # ---- while pages are made ----

    def keeper(self) -> SheetKeeper:
        """What keeps the sheets of pages that are not up to date in the site; one for each process."""
        path = self._work / f"{os.getpid()}.sheets"
        return SheetKeeper(self._facts, path, lambda src_uri, digest: self._site.has(self._dest_uri(src_uri), digest))

    def _dest_uri(self, src_uri: str) -> str:
        path = self._facts.url_path(src_uri)
        return f"{path}index.html" if path.endswith("/") or not path else path

    def take(self, docs: Written) -> None:
        """Know the files that are ours, and let MkDocs look at the others."""
        self._digests = docs.digests()
        self._sheets = Sheets(docs.results)
        self._site.trust(map(self._dest_uri, docs.files_kept()))
        outline = self._work / "docs"
        self._hidden = draw_outline(self._docs_dir, self._digests, outline)
        if self._hidden:
            self._config.docs_dir = str(outline)

    # ---- while MkDocs builds ----

    def claim(self, files: Files) -> Files:
        """The files of the site, of which ours are ready, unless others take the place of one of them."""
        shown = self._config.docs_dir
        self._config.docs_dir = self._docs_dir
        others = [file for file in files if file.src_uri not in self._digests]
        by_hand = [file for file in others if file.src_dir == shown]
        from_theme = [file for file in others if file.src_dir != shown]
        for file in by_hand:
            file.src_dir = self._docs_dir
        uris = [uri for uri in self._digests if uri.partition("/")[0] in self._hidden or uri in files.src_uris]
        ours = make_ready(uris, self._dest_uri, self._config)
        taken = {file.dest_uri for file in by_hand if is_published(file)}
        if len(uris) < len(self._digests) or not taken.isdisjoint(file.dest_uri for file in ours):
            log.info("papershelf: MkDocs makes all pages: a file by hand takes the place of one of ours")
            ours = list(map(unready, ours))
        self._files = ReadyFiles([*sorted([*by_hand, *ours], key=sort_key), *from_theme])
        self._ready = {uri: file for uri, file in self._files.src_uris.items() if isinstance(file, ReadyFile)}
        return self._files

    def after_nav(self, nav: Navigation) -> None:
        """Know the navigation, which shows the titles of some of our pages; MkDocs makes only the other ones."""
        self._nav = nav
        for page in nav.pages:
            if isinstance(page.file, ReadyFile) and page.file.is_documentation_page() and "title" not in vars(page):
                dress(page, self._sheet(page))
        titles = [page.title for page in nav.pages if isinstance(page.file, ReadyFile)]
        self._site.shows(digest_of(repr(titles).encode()))
        self.pages = self._files.all_pages(self._config)
        self._files.awaits_nav = False

    def after_reading(self, env: jinja2.Environment) -> None:
        """Know the templates; and the anchors of our pages to which hand-written ones link."""
        self._env = env
        for file in self._files.documentation_pages():
            for target in (file.page and file.page.links_to_anchors) or {}:
                if isinstance(target, ReadyFile) and target.page:
                    self._read(target.page)

    def finish(self) -> None:
        """Make what is not up to date."""
        new, kept = [], []
        for uri, file in self._ready.items():
            if self._site.has(file.dest_uri, self._digests[uri]):
                kept.append(file.dest_uri)
            else:
                new.append(uri)
        self._site.keep(kept)
        try:
            self._make_all(new, trusting=True)
        except UnlikeError:
            log.info("papershelf: the templates make pages of one kind unlike each other; each goes through them")
            self._make_all(new, trusting=False)

    @property
    def kept(self) -> Collection[str]:
        """The files of the live site that the new one has, too."""
        return self._site.kept

    @property
    def put(self) -> Collection[str]:
        """The files that were put into the new one."""
        return self._site.put_there

    def remember(self) -> None:
        """Know the new site, now that it is live, at the next build."""
        self._site.remember()

    def close(self) -> None:
        """Leave no traces, whatever has happened."""
        self._config.docs_dir = self._docs_dir
        shutil.rmtree(self._work, ignore_errors=True)

    # ---- when there is something new ----

    def show_first(self, pages: Collection[str], units: Iterable[Unit]) -> bool:
        """Make some pages of the live site anew before a build makes all; whether that changes one.

        `pages` are files of the site, `units` what makes them; a page is made where a unit has its name, which are all
        pages but maps and those of an index that goes on. The build finds these files touched, and makes them again
        where it makes something else.
        """
        makers = {unit.name: unit for unit in units}
        printer, writer = Printer(self._render, self._named, trusting=False), HtmlWriter(self._facts)
        is_new = False
        for src_uri, file in self._ready.items():
            if file.dest_uri in pages and src_uri in makers:
                page = next((made.page for made in makers[src_uri].make() if made.src_uri == src_uri), None)
                if page and file.page:
                    html = printer.print(file.page, Sheet(writer.write(page), page.meta))
                    is_new |= self._site.show(file.dest_uri, html)
        return is_new

    # ---- when MkDocs has done its part ----

    def _make_all(self, uris: Sequence[str], *, trusting: bool) -> None:
        jobs = 1 if len(uris) <= _FEW else self._jobs
        taken = processes.shared(uris, jobs, self._on_progress)
        for made in processes.in_each(lambda number: self._make(taken(number), trusting=trusting), jobs):
            self._site.take_in(made)

    def _make(self, src_uris: Iterable[str], *, trusting: bool) -> dict[str, Stamp]:
        printer = Printer(self._render, self._named, trusting=trusting)
        for src_uri in src_uris:
            file, digest = self._ready[src_uri], self._digests[src_uri]
            if file.page and file.is_documentation_page():  # anything may be in the navigation
                sheet = self._sheet(file.page) if trusting else self._read(file.page)
                self._site.put(file.dest_uri, digest, printer.print(file.page, sheet))
            else:
                with open(f"{file.src_dir}/{src_uri}", "rb") as source:  # `content_bytes` takes twice as long
                    self._site.put(file.dest_uri, digest, source.read())
        return self._site.made()

    def _render(self, page: Page) -> str:
        """A page through its template, as `mkdocs.commands.build` does it."""
        if self._nav is None or self._env is None:
            raise RuntimeError("MkDocs has not come so far yet")
        page.active = True
        try:
            context = get_context(self._nav, self.pages, self._config, page)
            template = self._env.get_template(page.meta.get("template", "main.html"))
            content = page.content
            context = self._config.plugins.on_page_context(context, page=page, config=self._config, nav=self._nav)
            if page.content is not content and page.content == str(content):
                page.content = content  # of which the search plugin makes a copy; a marked one tells what becomes of it
            return self._config.plugins.on_post_page(template.render(context), page=page, config=self._config)
        finally:
            page.active = False

    def _sheet(self, page: Page) -> Sheet:
        """What a page says: kept where it has just been made, else read as MkDocs does it."""
        src_uri = page.file.src_uri
        return self._sheets[src_uri] if src_uri in self._sheets else self._read(page)

    def _read(self, page: Page) -> Sheet:
        page.read_source(self._config)
        page.render(self._config, self._files)
        (first,) = page.toc
        contents = ((first.id, first.title), *((item.id, item.title) for item in first.children))
        return Sheet(Html(page.content or "", page._title_from_render or "", contents), page.meta)
