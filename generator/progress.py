"""Progress bars on a terminal: how much is done in; a line that is drawn again and again out."""

from __future__ import annotations

import logging
import sys
import time
from typing import Any

import click


class ProgressBars:
    """Progress bars, on a terminal, once the build has taken a second."""

    def __init__(self) -> None:
        self._is_seen = sys.stderr.isatty()
        self._started = time.perf_counter()
        self._bar: Any = None

    def show(self, what: str, done: int, whole: int) -> None:
        """Show how much is done of what is made, in a bar of its own."""
        if self._bar is not None and (self._bar.label != what or self._bar.pos > done):
            self.end()
        if self._bar is None:
            if not self._is_seen or done == whole or time.perf_counter() - self._started < 1:
                return
            self._bar = click.progressbar(length=whole, label=what, file=sys.stderr)
        self._bar.update(done - self._bar.pos)
        if done == whole:
            self.end()

    def end(self) -> None:
        """Leave the line to what comes next."""
        if self._bar is not None:
            self._bar.render_finish()
            self._bar = None


class EchoHandler(logging.Handler):
    """Prints what MkDocs says to standard error, and counts the warnings."""

    def __init__(self, level: int, bars: ProgressBars | None = None) -> None:
        super().__init__(level)
        self.warnings = 0
        self._bars = bars

    def emit(self, record: logging.LogRecord) -> None:
        """Print a message on a line of its own."""
        self.warnings += record.levelno >= logging.WARNING
        if self._bars:
            self._bars.end()
        click.echo(record.getMessage(), err=True)
