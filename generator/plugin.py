"""The MkDocs plugin: writes the pages before MkDocs reads `docs/`, and adds the templates and assets that they need.

A project needs nothing else in its mkdocs.yml. Problems in the seeds become warnings of MkDocs.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import mkdocs
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
from generator.config import MOST_LOST, PARTS, Project, Repository, SiteConfig, read_folder
from generator.models import Problem, Severity
from generator.pages.previews import collection_preview
from generator.pages.routes import CATALOGUE, HOME
from generator.site.assets import minify_assets
from generator.site.builder import SiteBuilder, unsupported_reason
from generator.site.cache import CACHE, Cache, lock
from generator.site.docs_folder import other_paths
from generator.site.files import read_if_there, write_whole
from generator.site.finish import PageFinisher, pack_sitemap
from generator.site.hand_written import HandWrittenPages
from generator.site.lost_pages import lost_pages
from generator.site.navigation import set_up_navigation
from generator.site.preview_images import can_draw, write_previews
from generator.site.problem_panel import PANEL, panel_script
from generator.site.staging import Staging
from generator.site.theme import SCRIPT, adapt_config, template_globals, template_loader
from generator.site.workers import worker_count
from generator.sources.header import YEARS

# Under this name MkDocs, or ProperDocs in its place, counts warnings, so that `--strict` fails on them.
log = logging.getLogger(f"{mkdocs.__name__}.plugins.papershelf")


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


class Folder(options.OptionallyRequired[str]):
    """Setting for a folder within the site."""

    def run_validation(self, value: object) -> str:
        """Return the folder with a slash at its end, or an empty text for the root of the site."""
        try:
            return read_folder(value)
        except ValueError as error:
            raise ValidationError(str(error)) from error


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
    folder = Folder(default="")
    """Folder of the site below which the whole collection is, such as `papers/`; empty for the root of the site."""
    areas = options.Type(bool, default=True)
    """False to build no pages of subject areas; the settings below switch off other parts."""
    years = options.Type(bool, default=True)
    affiliations = options.Type(bool, default=True)
    maps = options.Type(bool, default=True)
    downloads = options.Type(bool, default=True)
    meaning = options.Type(bool, default=True)
    """False to search by words only, without the data from which papers are found by their meaning."""
    previews = options.Optional(options.Type(bool))
    """Whether link previews have pictures; unset, they have if the packages for it are installed."""


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
    _hand_written = HandWrittenPages()
    _ours: Mapping[str, object] = {}
    """Files under `docs/` that are ours, by their `src_uri`."""
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
            description="" if self.config.folder else config.site_description or "",  # that of the site around it
            url=config.site_url + self.config.folder if config.site_url else "",
            folder=self.config.folder,
            off=tuple(part for part in PARTS if not self.config[part]),
            tabs="navigation.tabs" in (config.theme.get("features") or ()),
            directory_urls=config.use_directory_urls,
            repository=Repository(config.repo_url, self.config.source_uri) if config.repo_url else None,
            citation_tags=self.config.citation_tags,
            previews=bool(config.site_url) and self._has_previews(),
        )
        seeds_dir, docs_dir = root / self.config.seeds_dir, Path(config.docs_dir)
        return Project(root, seeds_dir, docs_dir, site, self.config.as_of, self.config.most_lost, file.name)

    def _has_previews(self) -> bool:
        """Return whether link previews have pictures.

        Raises `mkdocs.exceptions.PluginError` if they are to have some, and what draws them is not installed.
        """
        if self.config.previews and not can_draw():
            raise PluginError(
                "papershelf: expected the packages that previews: true needs, found none: run "
                "`pip install papershelf[previews]`"
            )
        return self.config.previews is not False and can_draw()

    @event_priority(-100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add our templates, styles, scripts and Markdown extensions, after all other plugins."""
        adapt_config(config)
        if self._is_server and PANEL not in config.extra_javascript:
            config.extra_javascript.append(PANEL)
        site = self.project(config).site
        preview = collection_preview(site).path if site.previews else ""
        config.extra["papershelf"] = {"folder": self.config.folder, "preview": preview}  # for templates
        return config

    @_disk_errors_told()
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Write the pages, and report the problems of the seeds."""
        project = self.project(config)
        self._at_the_end = ExitStack()
        self._at_the_end.enter_context(lock(project.root))
        cache = self._at_the_end.enter_context(Cache(project.root / CACHE if self.use_cache else None))
        workers = self._workers or worker_count()
        self._hand_written = HandWrittenPages()
        has_policy = self.config.content_security_policy and not self._is_server
        self._finisher = PageFinisher(config, self.config.trusted_origins, has_policy=has_policy)
        result = self.result = write_docs(project, cache, workers, self._progress_of("Pages"))
        self._ours = result.docs.files
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
            finish = partial(self._finisher.finish, is_ours=True)
            self._builder = SiteBuilder(config, project.site, result.docs, staging, cache, workers, finish)

    @event_priority(-100)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Make a navigation where there is none, minify our assets, and take over the files that are ours."""
        for message in lost_pages(files, self._ours, Path(config.docs_dir)):
            log.warning("papershelf: %s", message)
        set_up_navigation(config, files, self._ours, self.config.folder)
        minify_assets(files)
        return self._builder.claim(files) if self._builder else files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Hide our pages from MkDocs."""
        if self._builder:
            self._builder.hide(nav)

    @event_priority(100)
    @_disk_errors_told()
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Have our templates found, before other plugins change how they are found, and make our part of the site."""
        env.loader = template_loader(config)
        env.globals.update(template_globals())
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

    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:  # noqa: ARG002
        """Collect the text of hand-written pages for search."""
        if page.file.src_uri not in self._ours:
            self._hand_written.add(page)

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Check a page that MkDocs has rendered, and write the policy into it."""
        return self._finisher.finish(output, page, is_ours=page.file.src_uri in self._ours)

    @event_priority(-100)
    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Write the policy into pages that come from templates alone, such as `404.html`."""
        return self._finisher.add_policy(output) if template_name.endswith(".html") else output

    @event_priority(-100)
    @_disk_errors_told()
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Publish the site, unless the build is strict and there were warnings.

        Raises `mkdocs.exceptions.PluginError` if it lacks what search needs.
        """
        site = Path(config.site_dir)
        collection = site / self.config.folder
        if not (collection / CATALOGUE).is_file():
            raise PluginError(
                f"papershelf: expected {self.config.folder}{CATALOGUE} in the site, found none: search would "
                "not work; exclude_docs or a plugin leaves it out"
            )
        if b"ps-search" not in (read_if_there(site / SCRIPT) or b""):
            raise PluginError(
                f"papershelf: expected {SCRIPT} in the site to be the script of papershelf, found none or another: "
                "search would not work; rename yours, or remove it"
            )
        self._hand_written.write(collection, keep=self._is_dirty)
        if self.result:
            write_previews(
                self.result.previews, site, self.config.folder, self._staging, self._workers or worker_count()
            )
            if self._is_server:
                write_whole(site / PANEL, panel_script(self.result.problems).encode())
        pack_sitemap(site)
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
        home = f"{project.site.folder}{HOME}"
        by_hand = [] if home in self._ours else [project.docs_dir / home]
        for path in (*other_paths(project), *by_hand):
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
    counters = (one for one in logging.getLogger(mkdocs.__name__).handlers if isinstance(one, CountHandler))
    return bool(config.strict) and any(counter.get_counts() for counter in counters)
