"""A project as `mkdocs serve` serves it, in this process, where a test says when it builds and what browsers show."""

from __future__ import annotations

from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.livereload import LiveReloadServer

from generator import host
from generator.server import Server

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
        plain = LiveReloadServer(self._build, "127.0.0.1", 0, str(self.site))
        plain.watch(loaded.config.docs_dir)
        plain.watch(str(self._config_file))
        self.server: Server = self._plugins.on_serve(plain, config=loaded.config, builder=self._build)

    @classmethod
    def once(cls, root: Path) -> None:
        """Has MkDocs alone build the site of a project."""
        cls(root, fast=False).end()

    def look_at(self, *addresses: str) -> None:
        """Shows pages, each by its address in the site."""
        for address in addresses:
            self.server.serve_request({"PATH_INFO": f"/{address}"}, lambda *_: None)

    def rebuild(self) -> None:
        """Does what follows where something has been saved."""
        self.server.builder()
        self.server._visible_epoch = self.server._wanted_epoch  # after which MkDocs has browsers reload

    def end(self) -> None:
        self.server.server_close()
        self._plugins.on_shutdown()

    def _load(self) -> host.Host:
        return host.load(str(self._config_file), site_dir=str(self.site))

    def _build(self, loaded: host.Host | None = None) -> None:
        loaded = loaded or self._load()
        loaded.plugin.config["fast"] = self._fast
        loaded.config.site_url = URL
        build(loaded.config, serve_url=URL)
