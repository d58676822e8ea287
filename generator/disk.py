"""Files on disk: written whole or not at all, removed with the folders that they leave empty, and known again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)
"""What a record raises that somebody has damaged."""
_AS_IT_IS = getattr(os, "O_BINARY", 0)
"""Has Windows leave the ends of lines alone."""

Imprint = str
"""A file as it was when it was last looked at: what tells its content, when it was written in nanoseconds, and its size
in bytes; in one text, as that is read and compared faster than its parts."""


def write(path: str | Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    draft = draft_of(os.fspath(path))
    try:
        write_at_once(draft, content, os.O_TRUNC)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(draft), exist_ok=True)
        write_at_once(draft, content, os.O_TRUNC)
    os.replace(draft, path)


def write_at_once(path: str, content: bytes, flag: int) -> None:
    """Write a file without a buffer, which is faster; `flag` is for one that is there: O_TRUNC or O_EXCL."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | _AS_IT_IS | flag, 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(file, left) :]
    finally:
        os.close(file)


def draft_of(path: str) -> str:
    """Where a file is written before it takes its place; left behind where a build is cut off."""
    start = max(path.rfind("/"), path.rfind(os.sep)) + 1
    return f"{path[:start]}.{path[start:]}.new"


def bytes_of(path: str | Path) -> bytes | None:
    """What a file has; None where there is none."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None


def remove(path: Path, root: Path) -> None:
    """Remove a file, and the folders that are empty without it, up to `root`."""
    path.unlink(missing_ok=True)
    folder = path.parent
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def files_in(folder: Path) -> Iterator[str]:
    """All files within a folder, by their paths from there, with slashes."""
    start = len(str(folder)) + 1
    for parent, _, names in os.walk(folder):
        within = parent[start:].replace(os.sep, "/")
        yield from (f"{within}/{name}" if within else name for name in names)


def digest_of(content: bytes) -> str:
    """What tells one content from another."""
    return hashlib.sha256(content).hexdigest()[:16]


def imprint_of(path: str, digest: str) -> Imprint:
    """That of a file as it is; `digest` tells its content, and has no spaces. Empty where there is no file."""
    try:
        found = os.lstat(path)
    except (OSError, ValueError):  # the latter where it is no name of a file
        return ""
    return f"{digest} {found.st_mtime_ns} {found.st_size}"


def digest_in(imprint: Imprint) -> str:
    """What tells the content of the file that an imprint is of."""
    return imprint.partition(" ")[0]


def is_untouched(path: str, imprint: Imprint) -> bool:
    """Whether nobody has touched a file since its imprint was taken."""
    return bool(imprint) and imprint == imprint_of(path, digest_in(imprint))
