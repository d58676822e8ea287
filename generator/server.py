"""The server for those who write: a browser sees what it shows made anew before the rest of the site is.

MkDocs has browsers reload, and answers them, when the whole site is made. Here they reload as soon as the pages that
they show are; everything else still waits for the whole. They reload once more where that has something else of what
they have got.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from posixpath import normpath
from typing import Any

from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.plugins.papershelf")

_INTERVAL = 0.1
"""Seconds between two looks at what has changed."""
_MOST = 4
"""Pages that are made before the others."""
_ASSETS = "assets/"
"""What begins so is the theme's, and of no paper."""


class Server(LiveReloadServer):
    """MkDocs' server, of which browsers need not wait for a whole site."""

    def __init__(self, plain: LiveReloadServer, builder: Callable[[], None]) -> None:
        """`plain` is MkDocs' own, in whose place this one stands; `builder` is what that calls."""
        host, port = plain.server_address[:2]
        super().__init__(self._build, str(host), int(port), plain.root, plain.mount_path, _INTERVAL)
        self.error_handler = plain.error_handler
        self._build_all = builder
        self._asked_for: dict[str, None] = {}
        """Pages, since the latest build began; the latest last."""
        self._looked_at: list[str] = []
        self._given: dict[str, bytes | None] = {}
        """What browsers are given while the rest of a site is made; nothing at other times."""
        for path in plain._watched_paths:
            self.watch(path)
        plain.server_close()

    def watch(self, path: str, func: Callable[[], None] | None = None, *, recursive: bool = True) -> None:
        """Follow what changes there; plugins may name the builder that MkDocs has told them of."""
        known = None if func is self._build_all else func
        super().watch(path, known, recursive=recursive)  # type: ignore[arg-type]

    @property
    def looked_at(self) -> Sequence[str]:
        """The pages that browsers have asked for before this build, as files of the site; of many, the latest."""
        return self._looked_at

    def reload_early(self) -> None:
        """Have browsers reload, now that what they look at is made, and give them that and the theme's assets."""
        log.info("papershelf: what browsers show is made, and the rest of the site will be")
        with self._epoch_cond:
            self._given = {page: self._content(page) for page in self._looked_at}
            self._visible_epoch = self._wanted_epoch
            self._epoch_cond.notify_all()

    def serve_request(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a browser, and know what it asks for."""
        path = str(environ["PATH_INFO"]).encode("latin-1").decode("utf-8", "ignore")  # as WSGI has it
        if path.startswith(self.mount_path) and not path.startswith("/livereload/"):
            within = path[len(self.mount_path) :] + ("index.html" if path.endswith("/") else "")
            name = normpath(f"/{within}").lstrip("/")
            if name.endswith(".html"):
                self._asked_for.pop(name, None)
                self._asked_for[name] = None
            with self._epoch_cond:
                self._epoch_cond.wait_for(lambda: self._may_give(name))
                if self._given and name not in self._given:
                    self._given[name] = self._content(name)
        return super().serve_request(environ, start_response)

    def _may_give(self, name: str) -> bool:
        if self._given:
            return name in self._given or name.startswith(_ASSETS)
        return bool(self._visible_epoch == self._wanted_epoch)

    def _build(self) -> None:
        """Make the whole site. MkDocs then has all browsers reload that do not show the version that it wanted."""
        asked_for, self._asked_for = self._asked_for, {}
        self._looked_at = list(asked_for)[-_MOST:] or self._looked_at
        try:
            self._build_all()
        finally:
            with self._epoch_cond:
                if any(self._content(name) != content for name, content in self._given.items()):
                    self._wanted_epoch += 1
                self._given = {}
                self._epoch_cond.notify_all()

    def _content(self, name: str) -> bytes | None:
        """What a file says; None where there is none."""
        with suppress(OSError, ValueError):  # anything may be asked for
            return Path(self.root, name).read_bytes()
        return None
