"""MkDocs as the command line uses it: load a project, build it, serve it."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mkdocs
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort as Abort
from mkdocs.exceptions import ConfigurationError
from mkdocs.exceptions import MkDocsException as MkDocsException
from mkdocs.utils import CountHandler

from generator.build import BuildResult, warnings_of
from generator.config import Project
from generator.plugin import PapershelfPlugin, log_problems
from generator.site.build_state import state_of_inputs, state_of_outputs
from generator.site.builder import unsupported_reason
from generator.site.cache import CACHE, Cache, lock
from generator.site.theme import adapt_config


@dataclass(frozen=True, slots=True)
class LoadedProject:
    """A project's mkdocs.yml, read, with our plugin in it."""

    config: MkDocsConfig
    plugin: PapershelfPlugin

    @property
    def project(self) -> Project:
        """Files and settings of the project."""
        return self.plugin.project(self.config)


def load(config_file: str, **settings: Any) -> LoadedProject:
    """Return the project of an mkdocs.yml; `settings` override those of the file.

    Raises `mkdocs.exceptions.ConfigurationError` if it cannot be read or lacks the plugin.
    """
    if not Path(config_file).is_file():
        raise ConfigurationError(f"{config_file} does not exist")
    if b"docs_dir:" not in Path(config_file).read_bytes():
        (Path(config_file).parent / "docs").mkdir(
            exist_ok=True
        )  # where all pages are made, it may not be in a checkout
    try:
        config = load_config(config_file, **{name: value for name, value in settings.items() if value is not None})
    except Abort as error:  # the faults have been logged
        raise ConfigurationError(f"{config_file} cannot be used: see above") from error
    except ValueError as error:  # YAML takes 2026-02-30 for a date
        raise ConfigurationError(f"{config_file} cannot be read: {error}") from error
    plugin = config.plugins.get("papershelf")
    if not isinstance(plugin, PapershelfPlugin):
        raise ConfigurationError(f"{config_file} does not name the plugin papershelf under plugins:")
    return LoadedProject(config, plugin)


def run_build(
    loaded: LoadedProject, on_progress: Callable[[str, int, int], None] | None = None, *, use_cache: bool = True
) -> BuildResult:
    """Build the site, unless nothing has changed since the latest build.

    Raises `mkdocs.exceptions.Abort` if the build is strict and there were warnings.
    """
    config, plugin, project = loaded.config, loaded.plugin, loaded.project
    plugin.progress, plugin.use_cache = on_progress, use_cache
    site = Path(config.site_dir)
    adapt_config(config)  # as the plugin does, too late for what comes next
    inputs = state_of_inputs(config, project)
    # Other plugins and extensions may read anything.
    may_skip = use_cache and not unsupported_reason(config) and not _reads_other_files(config)
    if may_skip and (known := _recall(project, site, inputs, is_strict=config.strict)):
        return known
    counter = CountHandler(level=logging.WARNING)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        with log_to(counter):
            mkdocs_build.build(config)
    finally:
        config.plugins.on_shutdown()
    if plugin.result is None:
        raise RuntimeError("MkDocs did not run the build step")
    result = plugin.result.summary()
    told = sum(count for _, count in counter.get_counts())
    if may_skip and told == len(warnings_of(result.problems)):  # the warnings of others would not be repeated
        with lock(project.root), Cache(project.root / CACHE) as cache:
            cache.put(f"build of {site!r}", (inputs, state_of_outputs(project, site), result))
    return result


def _reads_other_files(config: MkDocsConfig) -> bool:
    """Return whether Markdown extensions read files that may be anywhere."""
    emoji = config.mdx_configs.get("pymdownx.emoji") or {}
    return "pymdownx.snippets" in config.markdown_extensions or "options" in emoji  # with folders of icons


def _recall(project: Project, site: Path, inputs: str, *, is_strict: bool) -> BuildResult | None:
    """Return the result of the latest build if nothing has changed since, and log its problems again; else None."""
    with lock(project.root), Cache(project.root / CACHE) as cache:
        *states, result = cache.get(f"build of {site!r}") or [None]
    if states != [inputs, state_of_outputs(project, site)] or not isinstance(result, BuildResult):
        return None
    if is_strict and warnings_of(result.problems):
        return None
    log_problems(result.problems)
    return result


def run_server(config_file: str, address: str | None) -> None:
    """Serve the site, building again when something changes, until interrupted.

    Raises `mkdocs.exceptions.ConfigurationError` if the project cannot be loaded, or not be served at the address.
    """
    where = load(config_file, dev_addr=address).config.dev_addr
    try:
        _check_free(*where)
    except (OSError, OverflowError) as error:  # MkDocs would find out only after the first build
        raise ConfigurationError(f"expected an address where the site can be served, found {where}: {error}") from error
    # Live reload is asked for: with click after 8.2.1, MkDocs' own command leaves it off.
    from mkdocs.commands import serve as mkdocs_serve  # takes a while to import

    mkdocs_serve.serve(config_file=config_file, livereload=True, dev_addr=address)


def _check_free(host: str, port: int) -> None:
    """Raise `OSError` or `OverflowError` if an address cannot be served."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as here:
        if os.name == "posix":  # as MkDocs does: a server may just have left it; Windows gives it to two at once
            here.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        here.bind((host, port))


@contextmanager
def log_to(handler: logging.Handler) -> Iterator[None]:
    """Have `handler` receive what MkDocs and its plugins log."""
    logger = logging.getLogger(mkdocs.__name__)
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
