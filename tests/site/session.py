"""A project as `mkdocs serve` builds it, in this process, where a test says when."""

from __future__ import annotations

from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.livereload import LiveReloadServer

from generator import mkdocs_runner

URL = "http://127.0.0.1:8000/"


class Session:
    """A server that nobody can reach; MkDocs keeps our plugin for all of a process, so there can be one at a time."""

    def __init__(self, root: Path, *, fast: bool = True) -> None:
        self.site = root / "site"
        self._config_file = root / "mkdocs.yml"
        self._fast = fast
        loaded = self._load()
        self._plugins = loaded.config.plugins
        self._plugins.on_startup(command="serve", dirty=False)
        self._build(loaded)
        self._server = LiveReloadServer(self.rebuild, "127.0.0.1", 0, str(self.site))
        self._server.watch(loaded.config.docs_dir)
        self._plugins.on_serve(self._server, config=loaded.config, builder=self.rebuild)

    @classmethod
    def once(cls, root: Path) -> None:
        """Has MkDocs alone build the site of a project."""
        cls(root, fast=False).end()

    def rebuild(self) -> None:
        """Does what follows where something has been saved."""
        self._build(self._load())

    def end(self) -> None:
        self._server.server_close()
        self._plugins.on_shutdown()

    def _load(self) -> mkdocs_runner.LoadedProject:
        return mkdocs_runner.load(str(self._config_file), site_dir=str(self.site))

    def _build(self, loaded: mkdocs_runner.LoadedProject) -> None:
        loaded.plugin.config["fast"] = self._fast
        loaded.config.site_url = URL
        build(loaded.config, serve_url=URL)
