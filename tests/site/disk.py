"""Files as tests need them, and builds that end before one of the steps by which they change the disk."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for uri, content in files.items():
        (folder / uri).parent.mkdir(parents=True, exist_ok=True)
        (folder / uri).write_bytes(content)
    return folder


def cut_off(work: Callable[[], object], step: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Do some work up to a step; return whether it got there."""
    steps = iter(range(step))

    def call(real: Callable[..., object], *arguments: Any, **named: Any) -> object:
        if next(steps, None) is None:
            raise KeyboardInterrupt
        return real(*arguments, **named)

    with monkeypatch.context() as patched:
        for name in ("link", "mkdir", "rename", "replace", "rmdir", "unlink"):
            patched.setattr(os, name, partial(call, getattr(os, name)))
        try:
            work()
        except KeyboardInterrupt:
            return True
    return False
