"""The door for MkDocs: runs the build step before MkDocs reads `docs/`, and turns problems into its warnings.

Everything that a reader needs is in the Markdown: a site built without this plugin shows the same.
"""

from __future__ import annotations

import gzip
import json
import logging
import re
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config import config_options as options
from mkdocs.config.base import BaseConfigOption, Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler

from generator import processes
from generator.analysis.collection import Collection
from generator.config import MOST_LOST, Project, Repository, SiteConfig
from generator.disk import digest_of
from generator.docs import Docs
from generator.formats.citations import Citations
from generator.models import Severity
from generator.pages.routes import FOLDERS, ROOT_FILES
from generator.policy import content_security_policy
from generator.press.compiled import Compiled
from generator.press.environment import environment, obstacle
from generator.press.press import Press
from generator.processes import Progress
from generator.publication import Publication
from generator.render import units
from generator.server import Server
from generator.shelf import CACHE, Outcome, docs_of, lock, make_pages
from generator.sources.header import YEARS

# Under this name MkDocs counts warnings, so that `--strict` fails on them.
log = logging.getLogger("mkdocs.plugins.papershelf")


_WORKER = 'search/worker.js"'
"""How the configuration in a page ends the address of our search worker."""

_TAG = re.compile("<[^>]*>")


def _fails(config: MkDocsConfig) -> bool:
    """Whether MkDocs is about to say that a strict build has failed."""
    counters = (one for one in logging.getLogger("mkdocs").handlers if isinstance(one, CountHandler))
    return bool(config.strict) and any(counter.get_counts() for counter in counters)


def _pack_sitemap(site: Path) -> None:
    """Pack the sitemap anew: MkDocs stamps it with the second, which makes every build another."""
    plain, packed = site / "sitemap.xml", site / "sitemap.xml.gz"
    if plain.is_file() and packed.is_file():
        with packed.open("wb") as file, gzip.GzipFile("", "wb", fileobj=file, mtime=0) as writer:
            writer.write(plain.read_bytes())


class LatestDay(BaseConfigOption[date]):
    """A day, given as such or as a year, of which it is the last."""

    def run_validation(self, value: object) -> date:
        """The latest day that a value allows."""
        text = str(value)
        try:
            found = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else date(int(text), 12, 31)
        except ValueError:
            found = date.min
        if found.year not in YEARS:
            raise ValidationError(f"expected a year or a date such as 2026-05-15, found {value!r}")
        return found


class PapershelfConfig(Config):  # type: ignore[no-untyped-call]
    """The settings under `plugins: papershelf:` in mkdocs.yml."""

    seeds_dir = options.Type(str, default="seeds")
    """The folder of the listings, relative to mkdocs.yml."""
    as_of = options.Optional(LatestDay())
    """Day on which the listings were taken, or its year: dates without a year are not after it."""
    most_lost = options.Type((int, float), default=MOST_LOST)
    """The share of published papers, 0 to 1, that may be missing; beyond it, something must have gone wrong."""
    source_uri = options.Type(str, default="")
    """What stands between `repo_url` and the path of a seed, such as `blob/main`; empty for what the host has."""
    fast = options.Type(bool, default=True)
    """Whether our pages are made by the press (`generator/press/`), which is faster than MkDocs."""
    content_security_policy = options.Type(bool, default=True)
    """Whether pages tell browsers to run no scripts but those of the site."""
    trusted_origins = options.ListOfItems(options.URL(), default=[])
    """From where else pages may load things."""
    citation_tags = options.Type(bool, default=False)
    """Whether papers carry the `citation_` tags of Highwire Press."""


class PapershelfPlugin(BasePlugin[PapershelfConfig]):  # type: ignore[no-untyped-call]
    """Makes the pages of a paper collection before MkDocs builds the site."""

    outcome: Outcome | None = None
    """Of the latest build step."""
    progress: Callable[[str, int, int], None] | None = None
    """Told what is made, how much of it is done, and how much there is; for a progress bar."""
    use_cache = True
    """Whether what an earlier build made is taken for what it is, where nothing has changed."""
    _pages = _pages_done = 0
    _press: Press | None = None
    _publication: Publication | None = None
    _served: Publication | None = None
    """Of the site that a server has shown last."""
    _press_of_served: Press | None = None
    _collection: Collection | None = None
    """What a server has shown last, or is about to show."""
    _server: Server | None = None
    _at_the_end: ExitStack | None = None
    """What is to be put back, given up and let go, whatever happens."""
    _jobs: int | None = None
    _is_dirty = False
    _is_server = False

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Know how MkDocs was called."""
        self._is_server = command == "serve"
        self._is_dirty = dirty

    def project(self, config: MkDocsConfig) -> Project:
        """Where things are, by the configuration."""
        file = Path(config.config_file_path) if config.config_file_path else Path("mkdocs.yml")
        root = file.parent.resolve()
        facts = SiteConfig(
            name=config.site_name,
            description=config.site_description or "",
            url=config.site_url or "",
            directory_urls=config.use_directory_urls,
            repository=Repository(config.repo_url, self.config.source_uri) if config.repo_url else None,
            citation_tags=self.config.citation_tags,
        )
        seeds_dir, docs_dir = root / self.config.seeds_dir, Path(config.docs_dir)
        return Project(root, seeds_dir, docs_dir, facts, self.config.as_of, self.config.most_lost, file.name)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Write the pages, and say what is wrong with the seeds."""
        try:
            project = self.project(config)
            at_the_end = self._at_the_end = ExitStack()
            at_the_end.enter_context(lock(project))
            at_the_end.enter_context(processes.with_rare_garbage_collection(at_the_end=self._is_server))
            docs = docs_of(project, use_cache=self.use_cache)
            press = self._press = self._open_site(config, project, docs, at_the_end)
            keeper = press.keeper if press else None
            told = self._progress_of("Pages")
            first = partial(self._show_first, project.facts)
            self.outcome = make_pages(project, docs, keeper, self._jobs, told, first, use_cache=self.use_cache)
        except OSError as error:
            raise PluginError(f"papershelf: {error}") from error
        if press:
            press.take(self.outcome.docs)
        for problem in self.outcome.problems:
            log.log(logging.INFO if problem.severity is Severity.NOTE else logging.WARNING, str(problem))

    def _show_first(self, facts: SiteConfig, collection: Collection, citations: Citations) -> None:
        """Let browsers see anew what they show, with the related papers of before: to find others takes long."""
        if not self._is_server:
            return
        before, self._collection = self._collection, collection
        server, press = self._server, self._press_of_served
        if server and server.looked_at and press and self._press and press.made_by == self._press.made_by:
            known = collection.with_relations_of(before) if before else collection
            with suppress(OSError):  # the build itself mends what is in its way, or tells of it
                if press.show_first(server.looked_at, units(known, facts, citations)):
                    server.reload_early()

    def _open_site(self, config: MkDocsConfig, project: Project, docs: Docs, at_the_end: ExitStack) -> Press | None:
        """Have the site made beside the live one, by the press if it can."""
        if self._is_dirty:  # MkDocs changes the live site
            log.info("papershelf: MkDocs makes all pages: the build is dirty")
            return None
        folder = "serve" if self._is_server else digest_of(config.site_dir.encode("utf-8", "surrogateescape"))
        cache = project.root / CACHE / folder
        reason = obstacle(config) if self.config.fast else "it is switched off"
        made_by = "" if reason else environment(config, docs)
        publication = self._publication = Publication(Path(config.site_dir), cache)
        at_the_end.callback(config.__setattr__, "site_dir", config.site_dir)
        at_the_end.callback(self._give_up)
        config.site_dir = str(publication.made)
        if reason:
            log.info("papershelf: MkDocs makes all pages: %s", reason)
            return None
        jobs = self._jobs or processes.how_many()
        if self.use_cache:
            publication.prepare(jobs)
        told = self._progress_of("Site")
        press = Press(config, project.facts, publication, cache, made_by, jobs, told, use_cache=self.use_cache)
        at_the_end.callback(press.close)
        return press

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files | None:  # noqa: ARG002 (the signature is MkDocs')
        """Take over the files that are ours."""
        if self._press:
            return self._press.claim(files)
        self._pages, self._pages_done = len(files.documentation_pages()), 0
        return None

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Leave the other pages to MkDocs."""
        if self._press:
            self._press.after_nav(nav)

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Know the templates, and let them ask for the policy of pages.

        There is none where others put scripts into them: a server to reload them, and search in a copy for a folder.
        """
        if self.config.content_security_policy and not self._is_server and not config.extra.get("polyfills"):
            scripts = (str(script) for script in config.extra_javascript)
            origins = [*self.config.trusted_origins, *config.extra_css, *scripts]
            env.globals["content_security_policy"] = partial(content_security_policy, origins=origins)
        if self.use_cache and env.bytecode_cache is None:
            env.bytecode_cache = Compiled(self.project(config).root / CACHE / "templates")
        if self._press:
            self._press.after_reading(env)

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> None:  # noqa: ARG002
        """List all pages in the sitemap."""
        if self._press:
            context["pages"] = self._press.pages

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> None:
        """See that search is ours, and tell of progress."""
        settings = output.partition('<script id="__config"')[2].partition("</script>")[0]
        if config.theme.custom_dir and settings.count(_WORKER) != 1:
            raise PluginError(
                f"papershelf: expected the theme's settings to name {_WORKER} once in {page.file.src_uri}, found it "
                f"{settings.count(_WORKER)} times: overrides/main.html does not fit this version of mkdocs-material"
            )
        if self.progress and not self._press:
            self._pages_done += 1
            self.progress("Site", self._pages_done, self._pages)

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Publish the site, unless the build is strict and there were warnings."""
        self._hand_over_pages(config)
        _pack_sitemap(Path(config.site_dir))
        if self._publication and not _fails(config):
            try:
                self._publish(self._publication)
            except OSError as error:
                raise PluginError(f"papershelf: {error}") from error
        self._let_go()

    def _publish(self, publication: Publication) -> None:
        publication.wait()
        if self._press:
            self._press.finish()
        publication.publish(self._press.kept if self._press else (), self._press.put if self._press else ())
        self._publication = None
        self._served, self._press_of_served = (publication, self._press) if self._is_server else (None, None)
        if publication.note:
            log.info("papershelf: %s", publication.note)
        if self._press:
            self._press.remember()

    def on_build_error(self, error: Exception) -> None:  # noqa: ARG002 (the signature is MkDocs')
        """Leave the old site as it is."""
        self._let_go()

    def on_shutdown(self) -> None:
        """The same, for a build that was interrupted; and leave nothing of a server, whose site is gone then, too."""
        self._let_go()
        if self._served:
            self._served.discard()
        self._served = self._press_of_served = self._collection = self._server = self._jobs = None

    def _progress_of(self, what: str) -> Progress | None:
        return partial(self.progress, what) if self.progress else None

    def _give_up(self) -> None:
        """Leave nothing of a site that has not been published."""
        if self._publication:
            self._publication.discard()

    def _let_go(self) -> None:
        if self._at_the_end:
            self._at_the_end.close()
        self._press = self._publication = self._at_the_end = None

    def _hand_over_pages(self, config: MkDocsConfig) -> None:
        index = Path(config.site_dir, "search", "search_index.json")
        if not index.is_file():
            return
        found = json.loads(index.read_text(encoding="utf-8"))
        docs = [doc | {"text": " ".join(_TAG.sub(" ", doc["text"]).split())} for doc in found["docs"]]
        pages = json.dumps(docs, ensure_ascii=False, separators=(",", ":"))
        index.with_name("pages.js").write_text(f"(self.papershelfData ??= {{}}).pages = {pages};\n", encoding="utf-8")
        index.write_text(json.dumps(found | {"docs": []}), encoding="utf-8")

    @event_priority(100)
    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Build again when a seed or a hand-written page changes, not when the build itself writes."""
        project = self.project(config)
        server = self._server = Server(server, builder)
        server.watch(str(project.seeds_dir))
        server.unwatch(str(project.docs_dir))
        for path in project.docs_dir.iterdir():
            if path.name not in (*FOLDERS, *ROOT_FILES) and not path.name.startswith("."):
                server.watch(str(path))
        # From now on there are threads, with which no process must be forked. Later builds have this plugin, too.
        self._jobs = 1
        return server
