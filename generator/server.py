"""The server for those who write: a browser sees what it shows made anew before the rest of the site is.

MkDocs has browsers reload when the whole site is made. Here they reload as soon as the pages that they show are; and
once more at the end where the rest of the build has made something else of one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from posixpath import normpath
from typing import Any

from mkdocs.livereload import LiveReloadServer

_INTERVAL = 0.1
"""Seconds between two looks at what has changed."""
_MOST = 4
"""Pages that are made before the others."""


class Server(LiveReloadServer):
    """MkDocs' server, of which browsers need not wait for a whole site."""

    def __init__(self, plain: LiveReloadServer, builder: Callable[[], None], watched: Iterable[str]) -> None:
        """`plain` is MkDocs' own, in whose place this one stands; `watched` is what that may be watching."""
        host, port = plain.server_address[:2]
        super().__init__(self._build, str(host), int(port), plain.root, plain.mount_path, _INTERVAL)
        self.error_handler = plain.error_handler
        self._build_all = builder
        self._asked_for: dict[str, None] = {}
        """Pages, since the latest build began; the latest last."""
        self._looked_at: list[str] = []
        self._shown: dict[str, bytes | None] = {}
        """What this build has already had browsers show of their pages."""
        for path in watched:
            with suppress(KeyError):  # it is not
                plain.unwatch(path)
                self.watch(path)
        plain.server_close()

    @property
    def looked_at(self) -> Sequence[str]:
        """The pages that browsers showed when this build began, as files of the site; of many, the latest."""
        return self._looked_at

    def show(self) -> None:
        """Have browsers reload, now that what they look at is made."""
        self._shown = {page: self._content(page) for page in self._looked_at}
        with self._epoch_cond:
            self._visible_epoch = self._wanted_epoch
            self._epoch_cond.notify_all()

    def serve_request(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a browser, and know what it asks for."""
        path = str(environ["PATH_INFO"]).encode("latin-1").decode("utf-8", "ignore")  # as WSGI has it
        if path.startswith(self.mount_path) and path.endswith(("/", ".html")):
            within = path[len(self.mount_path) :] + ("index.html" if path.endswith("/") else "")
            page = normpath(f"/{within}").lstrip("/")
            self._asked_for.pop(page, None)
            self._asked_for[page] = None
        return super().serve_request(environ, start_response)

    def _build(self) -> None:
        """Make the whole site. MkDocs then has all browsers reload that do not show the version that it wanted."""
        self._looked_at = list(self._asked_for)[-_MOST:] or self._looked_at
        self._asked_for.clear()
        self._shown = {}
        self._build_all()
        pages = {**self._shown, **self._asked_for}
        if self._shown and any(self._content(page) != self._shown.get(page) for page in pages):
            self._wanted_epoch += 1

    def _content(self, page: str) -> bytes | None:
        """What a page says; None where there is none."""
        with suppress(OSError, ValueError):  # anything may be asked for
            return Path(self.root, page).read_bytes()
        return None
