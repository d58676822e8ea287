"""The MkDocs plugin: writes the pages before MkDocs reads `docs/`, and turns problems into its warnings.

Everything that a reader needs is in the Markdown: a site built without this plugin shows the same.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache
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

from generator.build import BuildResult, write_docs
from generator.config import MOST_LOST, Project, Repository, SiteConfig
from generator.models import Problem, Severity
from generator.pages.routes import FOLDERS, ROOT_FILES
from generator.site.builder import SiteBuilder, unsupported_reason
from generator.site.cache import CACHE, Cache, lock
from generator.site.finish import check_search, content_security_policy, hand_over_pages, pack_sitemap
from generator.site.staging import Staging
from generator.site.workers import worker_count
from generator.sources.header import YEARS

# Under this name MkDocs counts warnings, so that `--strict` fails on them.
log = logging.getLogger("mkdocs.plugins.papershelf")


@contextmanager
def _disk_errors_told() -> Iterator[None]:
    """Have MkDocs report errors of the disk, such as a full one, without a traceback."""
    try:
        yield
    except OSError as error:
        raise PluginError(f"papershelf: {error}") from error


class LatestDay(BaseConfigOption[date]):
    """Setting for a day, given as a date or as a year, which stands for its last day."""

    def run_validation(self, value: object) -> date:
        """Return the latest day that a value allows."""
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
    """Folder of the listings, relative to mkdocs.yml."""
    as_of = options.Optional(LatestDay())
    """Day on which the listings were taken, or its year: the latest possible date of papers that state no year."""
    most_lost = options.Type((int, float), default=MOST_LOST)
    """Maximum share of published papers that may be missing from the listings, 0 to 1."""
    source_uri = options.Type(str, default="")
    """Path between `repo_url` and the path of a seed, such as `blob/main`; empty for the default of the host."""
    fast = options.Type(bool, default=True)
    """False to have MkDocs make all pages, which takes longer and gives the same site."""
    content_security_policy = options.Type(bool, default=True)
    """False to leave out the policy by which browsers run only scripts of the site."""
    trusted_origins = options.ListOfItems(options.URL(), default=[])
    """Addresses of other sites from which pages may load scripts, styles and images."""
    citation_tags = options.Type(bool, default=False)
    """True to give the pages of papers the `citation_` tags of Highwire Press."""


class PapershelfPlugin(BasePlugin[PapershelfConfig]):  # type: ignore[no-untyped-call]
    """Makes the pages of a paper collection before MkDocs builds the site."""

    result: BuildResult | None = None
    """Result of the latest build."""
    progress: Callable[[str, int, int], None] | None = None
    """Called with the name of a stage, the number of items done and the number of all, for a progress bar."""
    use_cache = True
    """False to ignore the results of earlier builds."""
    _is_dirty = _is_server = False
    _workers: int | None = None
    _staging: Staging | None = None
    _builder: SiteBuilder | None = None
    _at_the_end = ExitStack()
    """Locks to release and changes to undo at the end of a build, however it ends."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember how MkDocs was called."""
        self._is_server = command == "serve"
        self._is_dirty = dirty

    def project(self, config: MkDocsConfig) -> Project:
        """Return the files and settings of the project."""
        file = Path(config.config_file_path) if config.config_file_path else Path("mkdocs.yml")
        root = file.parent.resolve()
        site = SiteConfig(
            name=config.site_name,
            description=config.site_description or "",
            url=config.site_url or "",
            directory_urls=config.use_directory_urls,
            repository=Repository(config.repo_url, self.config.source_uri) if config.repo_url else None,
            citation_tags=self.config.citation_tags,
        )
        seeds_dir, docs_dir = root / self.config.seeds_dir, Path(config.docs_dir)
        return Project(root, seeds_dir, docs_dir, site, self.config.as_of, self.config.most_lost, file.name)

    @_disk_errors_told()
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Write the pages, and report the problems of the seeds."""
        project = self.project(config)
        self._at_the_end = ExitStack()
        self._at_the_end.enter_context(lock(project.root))
        cache = self._at_the_end.enter_context(Cache(project.root / CACHE if self.use_cache else None))
        workers = self._workers or worker_count()
        result = self.result = write_docs(project, cache, workers, self._progress_of("Pages"))
        log_problems(result.problems)
        reason = unsupported_reason(config) if self.config.fast else "fast is false in mkdocs.yml"
        if self._is_dirty:
            reason = "a dirty build changes the live site in place"
        else:
            staging = self._staging = Staging(Path(config.site_dir), project.root / CACHE)
            self._at_the_end.callback(staging.discard)
            self._at_the_end.callback(config.__setattr__, "site_dir", config.site_dir)
            config.site_dir = str(staging.folder)
        if reason:
            log.info("papershelf: MkDocs makes all pages: %s", reason)
        else:
            self._builder = SiteBuilder(config, project.site, result.docs, staging, cache, workers)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:  # noqa: ARG002 (the signature is MkDocs')
        """Take over the files that are ours."""
        return self._builder.claim(files) if self._builder else files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Hide our pages from MkDocs."""
        if self._builder:
            self._builder.hide(nav)

    @_disk_errors_told()
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Make our part of the site.

        Pages have no policy where others put scripts into them: the server, to reload them, and the search of a copy
        that works without a server.
        """
        if self.config.content_security_policy and not self._is_server and not config.extra.get("polyfills"):
            scripts = (str(script) for script in config.extra_javascript)
            origins = [*self.config.trusted_origins, *config.extra_css, *scripts]
            env.globals["content_security_policy"] = partial(content_security_policy, origins=origins)
        compiled = self.project(config).root / CACHE / "templates"
        # Compiling the templates of the theme takes as long as a small site. Jinja cannot use paths that are not text.
        if self.use_cache and str(compiled).isprintable():
            if compiled.is_file():
                compiled.unlink()
            compiled.mkdir(exist_ok=True)
            env.bytecode_cache = env.bytecode_cache or FileSystemBytecodeCache(str(compiled))
        if self._builder:
            self._builder.build(env, self._progress_of("Site"))

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> None:  # noqa: ARG002
        """List all pages in the sitemap."""
        if self._builder:
            context["pages"] = self._builder.pages

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> None:
        """Check that the page uses our search."""
        if config.theme.custom_dir and (fault := check_search(output)):
            raise PluginError(f"papershelf: {fault} (in {page.file.src_uri})")

    @event_priority(-100)
    @_disk_errors_told()
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Publish the site, unless the build is strict and there were warnings."""
        hand_over_pages(Path(config.site_dir))
        pack_sitemap(Path(config.site_dir))
        if self._staging and not _fails(config):
            if not self._staging.publish():
                log.info("papershelf: %s cannot be moved: its files are replaced one by one", self._staging.live)
            if self._builder:
                self._builder.remember()
        self._let_go()

    def on_build_error(self, error: Exception) -> None:  # noqa: ARG002 (the signature is MkDocs')
        """Leave the old site as it is."""
        self._let_go()

    def on_shutdown(self) -> None:
        """Leave the old site as it is, also when the build was interrupted."""
        self._let_go()
        self._workers = None

    @event_priority(100)
    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:  # noqa: ARG002
        """Build again when a seed or a hand-written page changes, not when the build itself writes."""
        project = self.project(config)
        server.watch(str(project.seeds_dir))
        server.unwatch(str(project.docs_dir))
        for path in project.docs_dir.iterdir():
            if path.name not in (*FOLDERS, *ROOT_FILES) and not path.name.startswith("."):
                server.watch(str(path))
        # From now on there are threads, so that forking is not safe. Later builds use the same plugin object.
        self._workers = 1
        return server

    def _progress_of(self, what: str) -> Callable[[int, int], None] | None:
        return partial(self.progress, what) if self.progress else None

    def _let_go(self) -> None:
        self._at_the_end.close()
        self._builder = self._staging = None


def log_problems(problems: Iterable[Problem]) -> None:
    """Log problems where MkDocs counts warnings."""
    for problem in problems:
        log.log(logging.INFO if problem.severity is Severity.NOTE else logging.WARNING, str(problem))


def _fails(config: MkDocsConfig) -> bool:
    """Return whether MkDocs is about to say that a strict build has failed."""
    counters = (one for one in logging.getLogger("mkdocs").handlers if isinstance(one, CountHandler))
    return bool(config.strict) and any(counter.get_counts() for counter in counters)
